//! `litsieve agreement`: how far readers agree, per stage and criterion.

use clap::Args;
use serde_json::{Value, json};

use super::options::Options;
use super::ui::{Table, Ui, count, plural};
use super::{Outcome, review};
use crate::agreement::{Agreement, Coefficient};
use crate::audit::{Comparison, Reading, readings};
use crate::workspace::Error;

/// How far readers agree: raw agreement, kappa, PABAK, AC1, and Krippendorff's alpha for all of them
#[derive(Debug, Args)]
pub(super) struct AgreementArgs {}

pub(super) fn run(_: &AgreementArgs, options: &Options, ui: &Ui) -> Result<Outcome, Error> {
    let replayed = review::replay(&options.folder_or(None)?, ui)?;
    let run = replayed.run();
    let readings = readings(&run);
    let criteria: Vec<&str> = run.protocol.criteria.iter().map(|rule| rule.id.as_str()).collect();
    if ui.json {
        ui.json(&readings.iter().map(|reading| reading_json(reading, &criteria)).collect());
        return Ok(Outcome::Done);
    }
    if readings.is_empty() {
        ui.line("Nobody has voted yet.");
    }
    for reading in &readings {
        show(reading, &criteria, ui);
    }
    Ok(Outcome::Done)
}

fn show(reading: &Reading<'_>, criteria: &[&str], ui: &Ui) {
    let people = plural(reading.people.len(), "reader");
    let stage = reading.stage.name().replace('_', " ");
    ui.line(format_args!("{stage}: {} with votes of {people}", plural(reading.votes.len(), "reference")));
    let columns = [
        "readers",
        "question",
        "both",
        "one only",
        "yes-yes",
        "yes-no",
        "no-yes",
        "no-no",
        "agreement",
        "kappa",
        "PABAK",
        "AC1",
    ];
    let mut table = Table::new(&columns, &[2, 3, 4, 5, 6, 7]);
    let mut rows = 0;
    for found in reading.comparisons() {
        table.row(&row("keeps it", &found));
        rows += 1;
    }
    for criterion in criteria {
        for found in reading.comparisons_on(criterion).iter().filter(|found| names_it(found)) {
            table.row(&row(&format!("excludes by {criterion}"), found));
        }
    }
    if rows > 0 {
        ui.line(table);
    }
    match reading.alpha() {
        Some(alpha) => ui.line(format_args!("Krippendorff's alpha over all readers: {alpha:.3}")),
        None if rows > 0 => {
            ui.line("Krippendorff's alpha: not defined, since nothing differs or nothing was read twice.")
        }
        None => ui.line("One reader only: there is nothing to compare."),
    }
    ui.say("Intervals are for 95 %. Kappa is low where nearly everything is excluded, however well people agree: see PABAK and AC1.");
    ui.say("Who is unsure keeps the reference. Votes count as they were before an adjudication.");
    if reading.not_independent > 0 {
        let votes = plural(reading.not_independent as usize, "vote");
        ui.line(format_args!(
            "{votes} given or changed after the readers could see each other's: left out, as they stood before counts."
        ));
    }
    if !reading.is_blind && reading.people.len() > 1 {
        ui.line("The protocol asks for one reader at this stage, so the page did not hide the votes from each other.");
    }
}

fn names_it(found: &Comparison<'_>) -> bool {
    found.table.both_include + found.table.first_only + found.table.second_only > 0
}

fn row(question: &str, found: &Comparison<'_>) -> Vec<String> {
    let table = found.table;
    let number = |number: u64| count(number as usize);
    let mut row = vec![
        format!("{} / {}", found.readers.0, found.readers.1),
        question.to_owned(),
        number(table.total()),
        number(found.first_alone + found.second_alone),
        number(table.both_include),
        number(table.first_only),
        number(table.second_only),
        number(table.both_exclude),
    ];
    match table.agreement() {
        Some(Agreement { raw, kappa, pabak, ac1, .. }) => row.extend([raw, kappa, pabak, ac1].map(interval)),
        None => row.extend(["", "", "", ""].map(str::to_owned)),
    }
    row
}

fn interval(found: Coefficient) -> String {
    match ends(found) {
        Some((low, high)) => format!("{:.3} ({low:.2} to {high:.2})", found.value),
        None => format!("{:.3}", found.value),
    }
}

/// The interval; `None` where too little was read to tell one: it would have no width.
fn ends(found: Coefficient) -> Option<(f64, f64)> {
    (found.high - found.low > 1e-9).then_some((found.low, found.high))
}

fn reading_json(reading: &Reading<'_>, criteria: &[&str]) -> Value {
    let on: Vec<Value> = criteria
        .iter()
        .flat_map(|criterion| {
            let found = reading.comparisons_on(criterion);
            found.into_iter().filter(names_it).map(|found| comparison_json(&found, Some(criterion))).collect::<Vec<_>>()
        })
        .collect();
    json!({
        "stage": reading.stage.name(), "readers": reading.people, "references": reading.votes.len(),
        "not_independent": reading.not_independent, "blind": reading.is_blind,
        "krippendorff_alpha": reading.alpha(),
        "comparisons": reading.comparisons().iter().map(|found| comparison_json(found, None)).collect::<Vec<_>>(),
        "criteria": on,
    })
}

fn comparison_json(found: &Comparison<'_>, criterion: Option<&str>) -> Value {
    let table = found.table;
    let coefficient = |c: Coefficient| {
        let (low, high) = ends(c).unzip();
        json!({ "value": c.value, "low": low, "high": high })
    };
    let mut value = json!({
        "readers": [found.readers.0, found.readers.1],
        "both": table.total(), "first_alone": found.first_alone, "second_alone": found.second_alone,
        "yes_yes": table.both_include, "yes_no": table.first_only, "no_yes": table.second_only, "no_no": table.both_exclude,
        "same_word": found.same_word,
    });
    if let Some(criterion) = criterion {
        value["criterion"] = json!(criterion);
    }
    if let Some(agreement) = table.agreement() {
        let Agreement { raw, kappa, pabak, ac1, prevalence_index, bias_index } = agreement;
        for (name, found) in [("raw", raw), ("kappa", kappa), ("pabak", pabak), ("ac1", ac1)] {
            value[name] = coefficient(found);
        }
        value["prevalence_index"] = json!(prevalence_index);
        value["bias_index"] = json!(bias_index);
    }
    value
}
