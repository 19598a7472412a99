//! `litsieve agreement`: how far readers agree, per stage and criterion.

use clap::Args;
use serde_json::{Value, json};

use super::options::Options;
use super::ui::{Table, Ui, count, plural};
use super::{Outcome, review};
use crate::agreement::{Agreement, Coefficient, Coefficients};
use crate::audit::{ANSWERS, Answers, AnswersOfTwo, Comparison, Reading, answers, readings};
use crate::protocol::Stage;
use crate::workspace::Error;

/// How far readers agree: raw agreement, kappa, PABAK, AC1, and Krippendorff's alpha for all of them
#[derive(Debug, Args)]
pub(super) struct AgreementArgs {}

pub(super) fn run(_: &AgreementArgs, options: &Options, ui: &Ui) -> Result<Outcome, Error> {
    let replayed = review::replay(&options.folder_or(None)?, ui)?;
    let run = replayed.run();
    let (readings, answers) = (readings(&run), answers(&run));
    let criteria: Vec<&str> = run.protocol.criteria.iter().map(|rule| rule.id.as_str()).collect();
    let stages = Stage::ALL.into_iter().map(|stage| OfStage {
        stage,
        reading: readings.iter().find(|reading| reading.stage == stage),
        answers: answers.iter().filter(|answers| answers.stage == stage).collect(),
    });
    let stages: Vec<OfStage<'_, '_>> =
        stages.filter(|found| found.reading.is_some() || !found.answers.is_empty()).collect();
    if ui.json {
        ui.json(&stages.iter().map(|found| stage_json(found, &criteria)).collect());
        return Ok(Outcome::Done);
    }
    if stages.is_empty() {
        ui.line("Nobody has voted or answered a criterion yet.");
    }
    for found in &stages {
        if let Some(reading) = found.reading {
            show(reading, &criteria, ui);
        }
        show_answers(found, ui);
    }
    Ok(Outcome::Done)
}

/// What people said at one stage.
struct OfStage<'a, 'r> {
    stage: Stage,
    /// Their votes on references.
    reading: Option<&'a Reading<'r>>,
    /// What they said of single criteria.
    answers: Vec<&'a Answers<'r>>,
}

/// A table of what was said of criteria, if anybody said anything.
fn show_answers(found: &OfStage<'_, '_>, ui: &Ui) {
    if found.answers.is_empty() {
        return;
    }
    let stage = found.stage.name().replace('_', " ");
    ui.line(format_args!("{stage}: what was said of single criteria (met, not met, unclear)"));
    let columns =
        ["criterion", "readers", "both", "one only", "same", "agreement", "kappa", "PABAK", "AC1", "alpha of all"];
    let mut table = Table::new(&columns, &[2, 3, 4]);
    let mut rows = 0;
    for answers in &found.answers {
        for two in answers.comparisons() {
            table.row(&answers_row(answers, &two));
            rows += 1;
        }
        if answers.people.len() < 2 {
            ui.line(format_args!(
                "{}: {} only, there is nothing to compare.",
                answers.criterion,
                answers.people.join("")
            ));
        }
    }
    if rows > 0 {
        ui.line(table);
        ui.say("Words that neither reader used of a criterion are left out of PABAK and AC1.");
    }
    let late: u64 = found.answers.iter().map(|answers| answers.not_independent).sum();
    if late > 0 {
        ui.line(format_args!(
            "{} given or changed after the readers could see each other's: left out, as they stood before counts.",
            plural(late as usize, "answer")
        ));
    }
}

fn answers_row(answers: &Answers<'_>, two: &AnswersOfTwo<'_>) -> Vec<String> {
    let number = |number: u64| count(number as usize);
    let mut row = vec![
        answers.criterion.to_owned(),
        format!("{} / {}", two.readers.0, two.readers.1),
        number(two.total()),
        number(two.first_alone + two.second_alone),
        number(two.same()),
    ];
    row.extend(in_words(two.coefficients()));
    row.push(answers.alpha().map_or_else(|| UNDEFINED.to_owned(), three));
    row
}

/// What stands for a number that there is not.
const UNDEFINED: &str = "not defined";

/// Why there is no kappa.
const NO_KAPPA: &str = "both used one and the same word only: chance alone would agree as well";

/// Why there is no alpha.
const NO_ALPHA: &str = "nothing differs, or nothing was read twice";

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
        Some(alpha) => ui.line(format_args!("Krippendorff's alpha over all readers: {}", three(alpha))),
        None if rows > 0 => ui.line(format_args!("Krippendorff's alpha: not defined, {NO_ALPHA}.")),
        None => ui.line("One reader only: there is nothing to compare."),
    }
    ui.say("Intervals are for 95 %. Kappa is low where nearly everything is excluded, however well people agree: see PABAK and AC1. It is not defined where both used one word only.");
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
    row.extend(in_words(table.agreement().map(|agreement| agreement.coefficients)));
    row
}

/// Agreement, kappa, PABAK and AC1; nothing where nothing was read by both.
fn in_words(found: Option<Coefficients>) -> [String; 4] {
    let Some(Coefficients { raw, kappa, pabak, ac1 }) = found else { return Default::default() };
    [Some(raw), kappa, Some(pabak), Some(ac1)].map(|found| found.map_or_else(|| UNDEFINED.to_owned(), interval))
}

fn interval(found: Coefficient) -> String {
    let value = three(found.value);
    ends(found).map_or_else(|| value.clone(), |(low, high)| format!("{value} ({low:.2} to {high:.2})"))
}

/// Three places; a nothing has no sign.
fn three(value: f64) -> String {
    let text = format!("{value:.3}");
    if text == "-0.000" { "0.000".to_owned() } else { text }
}

/// The interval; `None` where too little was read to tell one: it would have no width.
fn ends(found: Coefficient) -> Option<(f64, f64)> {
    (found.high - found.low > 1e-9).then_some((found.low, found.high))
}

fn stage_json(found: &OfStage<'_, '_>, criteria: &[&str]) -> Value {
    let answers: Vec<Value> = found.answers.iter().flat_map(|answers| answers_json(answers)).collect();
    let Some(reading) = found.reading else {
        return json!({
            "stage": found.stage.name(), "readers": [], "references": 0, "not_independent": 0, "blind": null,
            "krippendorff_alpha": null, "krippendorff_alpha_undefined": NO_ALPHA, "comparisons": [], "criteria": [],
            "answers": answers,
        });
    };
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
        "krippendorff_alpha": reading.alpha(), "krippendorff_alpha_undefined": reading.alpha().is_none().then_some(NO_ALPHA),
        "comparisons": reading.comparisons().iter().map(|found| comparison_json(found, None)).collect::<Vec<_>>(),
        "criteria": on,
        "answers": answers,
    })
}

/// Every two readers on one criterion.
fn answers_json(answers: &Answers<'_>) -> Vec<Value> {
    let alpha = answers.alpha();
    let of_two = |two: AnswersOfTwo<'_>| {
        let row = |counts: [u64; 3]| ANSWERS.iter().zip(counts).map(|(word, count)| ((*word).to_owned(), json!(count)));
        let row = |counts| Value::Object(row(counts).collect());
        let table: serde_json::Map<_, _> =
            ANSWERS.iter().zip(two.table).map(|(word, counts)| ((*word).to_owned(), row(counts))).collect();
        let mut value = json!({
            "criterion": answers.criterion, "readers": [two.readers.0, two.readers.1],
            "both": two.total(), "first_alone": two.first_alone, "second_alone": two.second_alone,
            "same_word": two.same(), "table": table, "not_independent": answers.not_independent,
            "krippendorff_alpha": alpha, "krippendorff_alpha_undefined": alpha.is_none().then_some(NO_ALPHA),
        });
        add_coefficients(&mut value, two.coefficients());
        value
    };
    answers.comparisons().into_iter().map(of_two).collect()
}

/// Adds agreement, kappa, PABAK and AC1; a kappa that is not defined with the reason.
fn add_coefficients(value: &mut Value, found: Option<Coefficients>) {
    let Some(Coefficients { raw, kappa, pabak, ac1 }) = found else { return };
    for (name, found) in [("raw", Some(raw)), ("kappa", kappa), ("pabak", Some(pabak)), ("ac1", Some(ac1))] {
        value[name] = match found {
            Some(found) => {
                let (low, high) = ends(found).unzip();
                json!({ "value": found.value, "low": low, "high": high })
            }
            None => json!({ "value": null, "low": null, "high": null, "undefined": NO_KAPPA }),
        };
    }
}

fn comparison_json(found: &Comparison<'_>, criterion: Option<&str>) -> Value {
    let table = found.table;
    let mut value = json!({
        "readers": [found.readers.0, found.readers.1],
        "both": table.total(), "first_alone": found.first_alone, "second_alone": found.second_alone,
        "yes_yes": table.both_include, "yes_no": table.first_only, "no_yes": table.second_only, "no_no": table.both_exclude,
        "same_word": found.same_word,
    });
    if let Some(criterion) = criterion {
        value["criterion"] = json!(criterion);
    }
    if let Some(Agreement { coefficients, prevalence_index, bias_index }) = table.agreement() {
        add_coefficients(&mut value, Some(coefficients));
        value["prevalence_index"] = json!(prevalence_index);
        value["bias_index"] = json!(bias_index);
    }
    value
}
