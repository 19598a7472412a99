//! `litsieve report`: the page for people, made again from the audit.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::options::Options;
use super::ui::Ui;
use super::{Outcome, browser, review};
use crate::export::report;
use crate::source::Digest;
use crate::workspace::{self, Error};

/// Make the HTML report again from the audit of a run
#[derive(Debug, Args)]
pub(super) struct ReportArgs {
    /// The results [default: results/ in the review folder]
    #[arg(long, value_name = "OUT")]
    results: Option<PathBuf>,
    /// Open the page in the browser
    #[arg(long)]
    open: bool,
}

pub(super) fn run(args: &ReportArgs, options: &Options, ui: &Ui) -> Result<Outcome, Error> {
    let results = match &args.results {
        Some(results) => results.clone(),
        None => options.folder_or(None)?.join("results"),
    };
    let story = review::read_story(&results, ui)?;
    // The audit tells everything but the digest of the run, which covers the audit itself.
    let summary = workspace::summary_of(&results).unwrap_or_default();
    let digest = summary.get("run").and_then(|run| run.as_str()).unwrap_or_default();
    let mut page = Vec::new();
    report::write(&story, digest, &mut page).map_err(|error| {
        Error::new(format!("the report cannot be made: {error}"), "`litsieve verify` finds out why.")
    })?;
    let path = results.join(report::FILE);
    workspace::write_file(&path, |out| out.write_all(&page))?;
    let written = summary.get("results").and_then(|files| files.get(report::FILE)).and_then(|digest| digest.as_str());
    let same = written == Some(Digest::of(&page).to_string().as_str());
    if !same {
        ui.warn("This version makes another page than the run wrote; `litsieve verify` will name it. `litsieve run` writes all results again.");
    }
    let shown = review::shown(&path);
    if ui.json {
        ui.json(&json!({ "report": shown, "run": digest, "as_the_run_wrote_it": same }));
    } else {
        ui.line(&shown);
    }
    if args.open && !browser::open(&path.to_string_lossy()) {
        ui.warn("The browser could not be opened; open the file yourself.");
    }
    Ok(Outcome::Done)
}
