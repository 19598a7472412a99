//! `litsieve dedup --judged`: what the judgements on a sample say about the pairs that it was drawn from.

use std::path::Path;

use serde_json::{Value, json};

use super::super::files;
use super::super::ui::{Table, Ui, count, plural};
use crate::matching::estimate::{Estimate, Judged, Verdict};
use crate::workspace::{self, Error, JudgedSample};

pub(super) fn run(path: &Path, included: Option<u32>, ui: &Ui) -> Result<(), Error> {
    let sample = workspace::read_judged_sample(&files::read(path)?)?;
    for (line, why) in &sample.unread {
        ui.warn(format_args!("line {line}: {why}"));
    }
    if sample.repeated > 0 {
        ui.warn(format_args!(
            "{} that stand more than once: a pair counts once.",
            plural(sample.repeated as usize, "row")
        ));
    }
    if sample.strata.iter().all(|judged| judged.judged == 0) {
        let hint = "Write `same` or `different` into the column `decision`, for as many pairs as you can.";
        return Err(Error::new(format!("no pair of {} is judged", path.display()), hint));
    }
    if let Some(included) = included.filter(|&included| included > sample.references) {
        let message = format!(
            "{} included references are more than the {} that there are after merging",
            count(included as usize),
            count(sample.references as usize)
        );
        return Err(Error::new(message, "Give --included the number of these references that the review included."));
    }
    let verdict = Verdict::of(&sample.strata);
    let at_risk = included.map(|included| (included, verdict.at_risk(included, sample.references)));
    if ui.json {
        ui.json(&as_json(&sample, &verdict, at_risk));
    } else {
        show(&sample, &verdict, at_risk, ui);
    }
    Ok(())
}

fn show(sample: &JudgedSample, verdict: &Verdict, at_risk: Option<(u32, Estimate)>, ui: &Ui) {
    let mut table = Table::new(&["pairs", "all", "judged", "wrong", "share", "95 % interval"], &[1, 2, 3, 4]);
    for judged in &sample.strata {
        let Judged { stratum, population, judged: seen, wrong } = judged;
        let share = judged.share();
        let numbers = [population, seen, wrong].map(|&number| count(number as usize));
        let row = [stratum.name().to_owned()].into_iter().chain(numbers);
        table.row(&row.chain([likely(share, percent), interval(share, percent)]).collect::<Vec<_>>());
    }
    ui.line(table);
    if sample.open > 0 {
        ui.line(format_args!("{} not judged yet.", plural(sample.open as usize, "pair")));
    }
    let both = |estimate: Estimate, write: fn(f64) -> String| {
        format!("{} (95 %: {})", likely(estimate, write), interval(estimate, write))
    };
    let (merged, references) = (count(verdict.merged as usize), count(sample.references as usize));
    let (number, rate) = (verdict.false_merges, verdict.false_merge_rate);
    ui.line(format_args!("False merges: {} of {merged} merged pairs: {}", both(number, amount), both(rate, percent)));
    let (number, rate) = (verdict.missed, verdict.missed_rate);
    ui.line(format_args!(
        "Missed duplicates: {} pairs: {} of those pairs that are one report, of the pairs compared whose titles are much alike",
        both(number, amount),
        both(rate, percent)
    ));
    match at_risk {
        Some((included, risk)) => ui.line(format_args!(
            "Included references at risk: {}; {} of {references} references are included, and a false merge hides one of them as \
             often as any other. A missed duplicate hides none: it is read twice.",
            both(risk, amount),
            count(included as usize)
        )),
        None => ui.line("How many included references are at risk is told with --included N."),
    }
}

fn likely(estimate: Estimate, write: fn(f64) -> String) -> String {
    estimate.value.map_or_else(|| "not known".to_owned(), write)
}

fn interval(estimate: Estimate, write: fn(f64) -> String) -> String {
    format!("{} to {}", write(estimate.low), write(estimate.high))
}

fn percent(share: f64) -> String {
    format!("{:.2} %", share * 100.0)
}

fn amount(number: f64) -> String {
    format!("{number:.1}")
}

fn as_json(sample: &JudgedSample, verdict: &Verdict, at_risk: Option<(u32, Estimate)>) -> Value {
    let estimate = |estimate: Estimate| json!({ "value": estimate.value, "low": estimate.low, "high": estimate.high });
    let strata: Vec<Value> = sample
        .strata
        .iter()
        .map(|judged| {
            json!({
                "stratum": judged.stratum.name(), "population": judged.population, "judged": judged.judged,
                "wrong": judged.wrong, "share": estimate(judged.share()),
            })
        })
        .collect();
    json!({
        "strata": strata, "references": sample.references, "open": sample.open, "repeated": sample.repeated, "merged_pairs": verdict.merged,
        "false_merges": estimate(verdict.false_merges), "false_merge_rate": estimate(verdict.false_merge_rate),
        "missed": estimate(verdict.missed), "missed_rate": estimate(verdict.missed_rate),
        "included": at_risk.map(|(included, _)| included), "included_at_risk": at_risk.map(|(_, risk)| estimate(risk)),
    })
}
