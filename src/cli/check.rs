//! `litsieve check`: everything that is wrong with a review folder; writes nothing.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use serde_json::Value;

use super::Outcome;
use super::deny::DenyArgs;
use super::options::Options;
use super::review::{self, FoundAgain, diagnostic_json};
use super::ui::{Texts, Ui, plural};
use crate::audit::Run;
use crate::connect;
use crate::diagnostic::{Diagnostic, Severity};
use crate::scrutiny;
use crate::source::SourceFile;
use crate::workspace::{Error, Folder, Inputs};
use crate::{format, pipeline};

/// Check protocol, exports and rulings; show every problem, write nothing
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// The review folder
    folder: Option<PathBuf>,
    /// List every note; without it, the first three of each code
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    deny: DenyArgs,
}

pub(super) fn run(args: &CheckArgs, options: &Options, ui: &Ui) -> Result<Outcome, Error> {
    let folder = Folder::open(&options.folder_or(args.folder.as_deref())?, &|_| {})?;
    let mut found = folder.diagnostics;
    let exports = folder.inputs.iter().flat_map(|inputs| inputs.exports.iter().map(|export| &export.source));
    let protocol = folder.inputs.as_ref().map(|inputs| &inputs.protocol);
    found.extend(connect::changed_evidence(&folder.root, protocol, exports));
    found.extend(protocol.into_iter().flat_map(connect::unread_limits));
    let mut files = vec![folder.protocol_file];
    if let Some(inputs) = folder.inputs {
        files.extend(inputs.exports.iter().map(|export| Arc::clone(&export.source)));
        files.extend(inputs.ruling_files.iter().chain(&inputs.enrichment).cloned());
        let records = check_records(inputs, &files[0], folder.usable, &mut found);
        ui.say(format_args!("{} read", plural(records, "record")));
    }
    if ui.json {
        ui.json(&found.iter().map(diagnostic_json).collect::<Value>());
    } else {
        ui.diagnostics_but_notes(&found, &Texts::new(&files), (!args.all).then_some(review::MOST_SHOWN));
    }
    let fails = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error || args.deny.denies(diagnostic);
    Ok(if found.iter().any(fails) { Outcome::DoesNotHold } else { Outcome::Done })
}

/// Reads the records, places the rulings and adds what is wrong with them, and, where the folder is `usable`, what an
/// auditor would remark on; how many records there are.
fn check_records(inputs: Inputs, protocol_file: &SourceFile, usable: bool, found: &mut Vec<Diagnostic>) -> usize {
    let mut about = review::describe(protocol_file, &inputs, Vec::new());
    let Inputs { protocol, exports, known, rulings, enrichment, previous, .. } = inputs;
    for known in known.iter().flatten() {
        found.append(&mut format::read(known).diagnostics);
    }
    let deduplicated = pipeline::deduplicate(pipeline::ingest_with(exports, &enrichment), &protocol, &rulings);
    found.extend(deduplicated.ingested.diagnostics.iter().cloned());
    found.extend(pipeline::ruling_diagnostics(&deduplicated, &protocol, &rulings));
    let screened = pipeline::screen(deduplicated, &protocol, &rulings);
    if usable {
        if let Some(references) = previous.and_then(|previous| previous.included) {
            FoundAgain::among(&Run::new(&about, &protocol, &rulings, &screened), &references).put_to(&mut about);
        }
        found.extend(scrutiny::check(&Run::new(&about, &protocol, &rulings, &screened)));
    }
    screened.deduplicated.ingested.records.len()
}
