//! `litsieve simulate`: how much reading the ranking would have saved on a set whose labels are known.

use std::path::PathBuf;

use clap::Args;
use rayon::prelude::*;
use serde_json::json;

use super::ui::{Table, Ui, count};
use super::{Outcome, files};
use crate::exchange::{Declared, TOOLS, ToolFile, Word};
use crate::format;
use crate::ranking::simulate::{self, Outcome as Measured};
use crate::ranking::{MODEL, Ranking};
use crate::workspace::Error;

/// Measure the ranking on a labelled set: the work it saves, over several starts
#[derive(Debug, Args)]
pub(super) struct SimulateArgs {
    /// References with a column `included` (1 or 0), or labels as ASReview writes them
    #[arg(value_name = "CSV")]
    file: PathBuf,
    /// How many starts: each begins with one relevant and one other reference, drawn by the number of the start
    #[arg(long, default_value_t = 3, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1000))]
    starts: u64,
}

pub(super) fn run(args: &SimulateArgs, ui: &Ui) -> Result<Outcome, Error> {
    let source = files::read(&args.file)?;
    let parsed = format::read(&source);
    let labels = read_labels(ToolFile { source: &source, records: Some(&parsed.records) }, parsed.records.len());
    let (texts, labels): (Vec<String>, Vec<bool>) = parsed
        .records
        .iter()
        .zip(labels)
        .filter_map(|(record, label)| Some((record, label?)))
        .map(|(record, label)| {
            let text = [record.title().unwrap_or_default(), record.abstract_text().unwrap_or_default()].join(" ");
            (text, label)
        })
        .unzip();
    let ranking = Ranking::new(texts.iter().map(String::as_str));
    let outcomes: Vec<Measured> =
        (0..args.starts).into_par_iter().filter_map(|seed| simulate::simulate(&ranking, &labels, seed)).collect();
    if outcomes.is_empty() {
        let what = format!("{} has no two references labelled 1 and one labelled 0", source.label());
        let hint = "Name the column of the labels `included`, with 1 for relevant and 0 for other references.";
        return Err(Error::new(what, hint));
    }
    report(&outcomes, &labels, ui);
    Ok(Outcome::Done)
}

/// The label of each entry, where it has one.
fn read_labels(file: ToolFile<'_>, entries: usize) -> Vec<Option<bool>> {
    let mut labels = vec![None; entries];
    let votes = TOOLS.iter().find(|tool| tool.name() == "asreview").map(|tool| tool.read(file, &Declared::default()));
    for vote in votes.into_iter().flat_map(|votes| votes.votes) {
        labels[vote.entry as usize - 1] = Some(vote.word == Word::Include);
    }
    labels
}

fn report(outcomes: &[Measured], labels: &[bool], ui: &Ui) {
    let relevant = labels.iter().filter(|&&label| label).count();
    let median = simulate::median(outcomes);
    if ui.json {
        let one = |outcome: &Measured| {
            json!({
                "wss_95": outcome.wss_95,
                "recall_10": outcome.recall_10,
                "recall_20": outcome.recall_20,
                "time_to_discovery": outcome.time_to_discovery,
            })
        };
        let starts: Vec<_> = outcomes.iter().map(one).collect();
        ui.json(&json!({
            "model": MODEL, "references": labels.len(), "relevant": relevant, "median": one(&median), "starts": starts,
        }));
        return;
    }
    ui.line(format_args!(
        "{} labelled references, {} of them relevant; model {MODEL}",
        count(labels.len()),
        count(relevant)
    ));
    let mut table = Table::new(
        &["start", "work saved at 95 % recall", "recall at 10 %", "recall at 20 %", "time to discovery"],
        &[1, 2, 3, 4],
    );
    let row = |name: String, outcome: &Measured| {
        let numbers = [outcome.wss_95, outcome.recall_10, outcome.recall_20, outcome.time_to_discovery];
        std::iter::once(name).chain(numbers.map(|number| format!("{number:.3}"))).collect::<Vec<_>>()
    };
    for (start, outcome) in outcomes.iter().enumerate() {
        table.row(&row((start + 1).to_string(), outcome));
    }
    table.row(&row("median".to_owned(), &median));
    ui.line(table);
}
