//! `litsieve run`: the whole review.

use std::path::PathBuf;

use clap::Args;

use super::options::Options;
use super::ui::{Texts, Ui};
use super::{Outcome, review};
use crate::pipeline;
use crate::workspace::Error;

mod summary;

/// Run the whole review and write its results
#[derive(Debug, Args)]
pub(super) struct RunArgs {
    /// The review folder
    folder: Option<PathBuf>,
}

pub(super) fn run(args: &RunArgs, options: &Options, ui: &Ui) -> Result<Outcome, Error> {
    let ready = review::open(&options.folder_or(args.folder.as_deref())?, ui)?;
    let inputs = ready.inputs;
    let mut found = ready.diagnostics;
    let sources: Vec<_> = inputs.exports.iter().map(|export| export.source.clone()).collect();
    let screened = pipeline::run(inputs.exports, &inputs.protocol, &inputs.rulings);
    let ingested = &screened.deduplicated.ingested;
    found.extend(ingested.diagnostics.iter().cloned());
    ui.diagnostics(&found, &Texts::new(&sources), Some(3));
    if let Some(file) = review::unread(ingested).first() {
        let what = format!("no record could be read from {}", file.label());
        return Err(Error::new(what, "Nothing was written. See `litsieve inspect` for what the file holds."));
    }
    ui.line(summary::text(&inputs.protocol, &screened));
    Ok(Outcome::Done)
}
