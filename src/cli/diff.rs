//! `litsieve diff`: two runs record by record, with the cause of every difference.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::ui::{Ui, plural};
use super::{Outcome, review};
use crate::audit::diff::{Change, Diff, Kind, Place, diff};
use crate::workspace::Error;

/// Compare two runs record by record: added, gone, regrouped, decided differently, and because of what
#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// The results of one run
    #[arg(value_name = "RESULTS_A")]
    before: PathBuf,
    /// The results of the other run
    #[arg(value_name = "RESULTS_B")]
    after: PathBuf,
    /// End with exit code 1 if anything differs, of what went in or of what came out
    #[arg(long)]
    exit_code: bool,
}

/// How many records are shown for each cause.
const SHOWN: usize = 8;

/// How many causes are shown of each kind of change.
const CAUSES: usize = 100;

pub(super) fn run(args: &DiffArgs, ui: &Ui) -> Result<Outcome, Error> {
    let found = diff(&review::read_story(&args.before, ui)?, &review::read_story(&args.after, ui)?);
    if ui.json {
        ui.json(&to_json(&found));
    } else {
        ui.line(text(&found));
    }
    let same = found.inputs.is_empty() && found.changes.is_empty();
    Ok(if same || !args.exit_code { Outcome::Done } else { Outcome::DoesNotHold })
}

fn to_json(found: &Diff) -> Value {
    let place = |place: &Option<Place>| {
        place.as_ref().map(|place| json!({ "record": place.record, "group": place.group, "with": place.with, "decision": place.decision }))
    };
    let change = |change: &Change| {
        json!({
            "kind": change.kind.name(), "title": change.title, "criterion": change.criterion, "before": place(&change.before),
            "after": place(&change.after), "because": change.because,
        })
    };
    let counts = Kind::ALL.map(|kind| (kind.name().to_owned(), count(found, kind).into()));
    json!({
        "same": found.inputs.is_empty() && found.changes.is_empty(),
        "inputs": found.inputs,
        "counts": counts.into_iter().collect::<serde_json::Map<String, Value>>(),
        "changes": found.changes.iter().map(change).collect::<Vec<_>>(),
    })
}

fn count(found: &Diff, kind: Kind) -> usize {
    records(found.changes.iter().filter(|change| change.kind == kind))
}

/// How many records these changes are of: several criteria may say otherwise of one record.
fn records<'a>(changes: impl Iterator<Item = &'a Change>) -> usize {
    changes.map(record).collect::<BTreeSet<_>>().len()
}

/// The record of a change, as the second run calls it; one that is gone, as the first did.
fn record(change: &Change) -> &str {
    change.after.as_ref().or(change.before.as_ref()).map_or("", |place| place.record.as_str())
}

fn text(found: &Diff) -> String {
    if found.inputs.is_empty() && found.changes.is_empty() {
        return "The two runs are the same: no input and no record differs.".to_owned();
    }
    let mut lines = vec!["What went in otherwise:".to_owned()];
    lines.extend(found.inputs.iter().map(|input| format!("  {input}")));
    if found.inputs.is_empty() {
        lines.push("  nothing".to_owned());
    }
    lines.push(String::new());
    let counts = Kind::ALL.map(|kind| format!("{} {}", count(found, kind), kind.name()));
    lines.push(format!("What came out otherwise, by record: {}", counts.join(", ")));
    for kind in Kind::ALL {
        let mut by_cause: BTreeMap<&[String], Vec<&Change>> = BTreeMap::new();
        for change in found.changes.iter().filter(|change| change.kind == kind) {
            by_cause.entry(&change.because).or_default().push(change);
        }
        let more = by_cause.values().skip(CAUSES).flatten().copied();
        let (causes, of) = (by_cause.len().saturating_sub(CAUSES), records(more));
        for (because, changes) in by_cause.into_iter().take(CAUSES) {
            lines.push(format!("\n{} {}, because", plural(records(changes.iter().copied()), "record"), kind.name()));
            lines.extend(because.iter().map(|reason| format!("  {reason}")));
            if because.is_empty() {
                lines.push("  of nothing that the two audits tell".to_owned());
            }
            lines.extend(changes.iter().take(SHOWN).map(|change| format!("    {}", one(change))));
            if changes.len() > SHOWN {
                lines.push(format!("    and {} more; --json lists all", changes.len() - SHOWN));
            }
        }
        if causes > 0 {
            let of = plural(of, "record");
            lines.push(format!("\n{of} more {}, for {causes} other causes; --json lists all", kind.name()));
        }
    }
    lines.join("\n")
}

/// Those with which a record is together: `with b:1`, `alone`.
fn together(place: &Place) -> String {
    match place.with.as_slice() {
        [] => "alone".to_owned(),
        few if few.len() <= SHOWN => format!("with {}", few.join(", ")),
        many => format!("with {} and {} more", many[..SHOWN].join(", "), many.len() - SHOWN),
    }
}

/// `iter1_wos:3  included -> excluded at screening (uk)  Title`.
fn one(change: &Change) -> String {
    let record = record(change);
    let what = match (&change.before, &change.after) {
        (Some(before), Some(after)) if change.kind == Kind::Regrouped => {
            format!("{} -> {}", together(before), together(after))
        }
        (Some(before), Some(after)) => format!("{} -> {}", before.decision, after.decision),
        (Some(only), None) | (None, Some(only)) => only.decision.clone(),
        (None, None) => String::new(),
    };
    let criterion = change.criterion.as_ref().map(|criterion| format!("{criterion}: ")).unwrap_or_default();
    format!("{record}  {criterion}{what}  {}", crate::diagnostic::excerpt(&change.title))
}
