//! `litsieve check`: everything that is wrong with a review folder; writes nothing.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::Value;

use super::Outcome;
use super::options::Options;
use super::review::diagnostic_json;
use super::ui::{Texts, Ui, plural};
use crate::diagnostic::{Diagnostic, Severity};
use crate::pipeline;
use crate::workspace::{Error, Folder};

/// Check protocol, exports and rulings; show every problem, write nothing
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// The review folder
    folder: Option<PathBuf>,
    /// Let the check fail also for what is only worth a warning
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// Every warning.
    Warnings,
}

pub(super) fn run(args: &CheckArgs, options: &Options, ui: &Ui) -> Result<Outcome, Error> {
    let folder = Folder::open(&options.folder_or(args.folder.as_deref())?, &|_| {})?;
    let mut found = folder.diagnostics.clone();
    let mut files = vec![folder.protocol_file.clone()];
    if let Some(inputs) = folder.inputs {
        files.extend(inputs.exports.iter().map(|export| export.source.clone()));
        let records = check_records(inputs, &mut found);
        ui.say(format_args!("{} read", plural(records, "record")));
    }
    if ui.json {
        ui.json(&found.iter().map(diagnostic_json).collect::<Value>());
    } else {
        ui.diagnostics(&found, &Texts::new(&files), None);
    }
    let worst = found.iter().map(|diagnostic| diagnostic.severity).max();
    let bearable = if args.deny.is_some() { Severity::Note } else { Severity::Warning };
    Ok(if worst > Some(bearable) { Outcome::DoesNotHold } else { Outcome::Done })
}

/// Reads the records and adds what is wrong with them; how many there are.
fn check_records(inputs: crate::workspace::Inputs, found: &mut Vec<Diagnostic>) -> usize {
    let mut ingested = pipeline::ingest(inputs.exports);
    found.append(&mut ingested.diagnostics);
    ingested.records.len()
}
