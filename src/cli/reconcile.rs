//! `litsieve reconcile`: the published numbers of a review beside those of its replay.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::options::Options;
use super::ui::{Ui, count, plural};
use super::{Outcome as Exit, review};
use crate::audit::reconcile::{Outcome, Reconciled, reconcile};
use crate::audit::{Story, replay};
use crate::workspace::Error;

/// Set the published numbers of the review beside the replayed ones
#[derive(Debug, Args)]
pub(super) struct ReconcileArgs {
    /// Results to take the numbers from [default: the review is run in memory]
    #[arg(long, value_name = "OUT")]
    results: Option<PathBuf>,
}

pub(super) fn run(args: &ReconcileArgs, options: &Options, ui: &Ui) -> Result<Exit, Error> {
    let story = review::story(options, args.results.as_deref(), ui)?;
    let replayed = replay(&story).map_err(|wrong| {
        let first = wrong.first().map(|wrong| format!("{} {}", wrong.about, wrong.what)).unwrap_or_default();
        Error::new(format!("the audit contradicts itself: {first}"), "`litsieve verify` finds out what was changed.")
    })?;
    let numbers = reconcile(&story, &replayed.flow);
    if ui.json {
        ui.json(&to_json(&story, &numbers));
    } else {
        ui.line(text(&story, &numbers));
    }
    let mismatch = numbers.iter().any(|number| number.outcome == Outcome::Mismatch);
    Ok(if mismatch { Exit::DoesNotHold } else { Exit::Done })
}

fn to_json(story: &Story, numbers: &[Reconciled]) -> Value {
    let number = |number: &Reconciled| {
        let Reconciled { what, scope, number: published, exported, parsed, unique, decided, replayed, outcome, why } =
            number;
        json!({
            "what": what, "scope": scope,
            "published": {
                "value": published.value, "qualifier": published.qualifier.name(), "quote": published.quote,
                "locator": published.locator,
            },
            "exported": exported, "parsed": parsed, "unique": unique, "decided": decided,
            "replayed": replayed.map(|figure| json!({ "least": figure.least, "most": figure.most })),
            "outcome": outcome.name(), "why": why,
        })
    };
    json!({
        "exports_are": story.protocol.review.exports_are.name(),
        "holds": numbers.iter().all(|number| number.outcome != Outcome::Mismatch),
        "numbers": numbers.iter().map(number).collect::<Vec<_>>(),
    })
}

fn text(story: &Story, numbers: &[Reconciled]) -> String {
    let mut lines = vec![story.protocol.review.title.clone(), String::new()];
    if numbers.is_empty() {
        lines.push(
            "The protocol has no published number: write them under `reported` of a search, or as [[published]]."
                .into(),
        );
    }
    for number in numbers {
        let published = &number.number;
        let quote = published.quote.as_ref().map(|quote| format!(", \"{quote}\"")).unwrap_or_default();
        let locator = published.locator.as_ref().map(|locator| format!(", {locator}")).unwrap_or_default();
        lines.push(format!("{}: {}", number.subject(), number.outcome.words()));
        lines.push(format!("  published  {}{quote}{locator}", published.words()));
        let replayed = number.replayed.map_or_else(|| "no number".to_owned(), |figure| figure.to_string());
        lines.push(format!("  replayed   {replayed}{}", counts(number)));
        if !number.why.is_empty() {
            lines.push(format!("  {}", number.why));
        }
        lines.push(String::new());
    }
    let totals = Outcome::ALL.map(|outcome| {
        let of = numbers.iter().filter(|number| number.outcome == outcome).count();
        format!("{of} {}", outcome.words())
    });
    lines.push(format!("{}: {}", plural(numbers.len(), "published number"), totals.join(", ")));
    lines.join("\n")
}

/// ` (exported 12, parsed 12, unique 10, decided 3)`.
fn counts(number: &Reconciled) -> String {
    let Reconciled { exported: Some(exported), parsed, unique, decided, .. } = number else {
        return " (there is no export)".to_owned();
    };
    let shown = |value: Option<u64>| count(value.unwrap_or_default() as usize);
    format!(
        " (exported {}, parsed {}, unique {}, decided {})",
        count(*exported as usize),
        shown(*parsed),
        shown(*unique),
        shown(*decided)
    )
}
