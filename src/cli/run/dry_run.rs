//! `litsieve run --dry-run`: what would change in the results that are there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use super::super::review::shown;
use super::super::ui::{Ui, plural};
use crate::audit::Run;
use crate::export;
use crate::workspace::{self, Error};

/// How many references are shown by name for each kind of change.
const SHOWN: usize = 10;

/// What is said of a group that a run does not have.
const NOT_THERE: &str = "not there";

/// Per group: its decision with the criterion behind an exclusion, and its title.
type Decisions = BTreeMap<String, (String, String)>;

pub(super) fn show(run: &Run<'_>, results: &Path, ui: &Ui) -> Result<(), Error> {
    let Some(before) = workspace::summary_of(results) else {
        ui.line(format_args!("There are no results in {} yet: a run would write them.", shown(results)));
        return Ok(());
    };
    let (_, written) = export::write_results(run, |_| Ok(io::sink()))
        .map_err(|error| Error::io("compute the results for", results, &error))?;
    let known = before.get("results").and_then(|files| files.as_object());
    let changed: Vec<&str> = written
        .iter()
        .filter(|file| known.and_then(|files| files.get(file.file)).is_some_and(|old| *old != *file.digest.to_string()))
        .map(|file| file.file)
        .collect();
    if changed.is_empty() {
        ui.line(format_args!("Nothing would change in {}.", shown(results)));
        return Ok(());
    }
    ui.line(format_args!("In {} would change: {}.", shown(results), changed.join(", ")));
    let old = read_decisions(&results.join("decisions.csv"))?;
    show_changes(&old, &new_decisions(run), ui);
    Ok(())
}

fn new_decisions(run: &Run<'_>) -> Decisions {
    let decision = |group: crate::audit::GroupStory<'_>| {
        let criterion = group.criteria().first().map_or("", |(_, rule)| &rule.id);
        let mut said = group.decision().to_owned();
        if said == "excluded" && !criterion.is_empty() {
            said = format!("excluded ({criterion})");
        }
        (group.group.name.clone(), (said, group.headline().title))
    };
    run.groups().map(decision).collect()
}

fn read_decisions(path: &Path) -> Result<Decisions, Error> {
    let failed = |error: &io::Error| Error::io("read", path, error);
    let text = fs::read(path).map_err(|error| failed(&error))?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_slice());
    let header = reader.headers().map_err(|error| failed(&io::Error::other(error)))?.clone();
    let column = |name: &str| header.iter().position(|column| column == name);
    let (group, decision, criterion, title) =
        (column("group"), column("decision"), column("reason_criterion"), column("title"));
    let mut decisions = Decisions::new();
    for row in reader.records().flatten() {
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or_default().to_owned();
        let mut said = cell(decision);
        if said == "excluded" && !cell(criterion).is_empty() {
            said = format!("excluded ({})", cell(criterion));
        }
        decisions.insert(cell(group), (said, cell(title)));
    }
    Ok(decisions)
}

fn word(found: Option<&(String, String)>) -> &str {
    found.map_or(NOT_THERE, |(said, _)| said)
}

fn show_changes(old: &Decisions, new: &Decisions, ui: &Ui) {
    let mut changes: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for group in old.keys().chain(new.keys()).collect::<BTreeSet<_>>() {
        let (before, after) = (old.get(group), new.get(group));
        if word(before) != word(after) {
            let title = after.or(before).map_or("", |(_, title)| title.as_str());
            changes.entry((word(before), word(after))).or_default().push(title);
        }
    }
    if changes.is_empty() {
        ui.line("No decision would change.");
    }
    for ((from, to), titles) in changes {
        ui.line(format_args!("\n{}: {from} -> {to}", plural(titles.len(), "reference")));
        titles.iter().take(SHOWN).for_each(|title| ui.line(format_args!("  {title}")));
        if titles.len() > SHOWN {
            ui.line(format_args!("  and {} more", titles.len() - SHOWN));
        }
    }
}
