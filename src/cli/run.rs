//! `litsieve run`: the whole review.

use std::path::{Path, PathBuf};

use clap::Args;

use super::options::Options;
use super::ui::Ui;
use super::{Outcome, review};
use crate::export;
use crate::workspace::{self, Error};

mod dry_run;
mod summary;

/// Run the whole review and write its results
#[derive(Debug, Args)]
pub(super) struct RunArgs {
    /// The review folder
    folder: Option<PathBuf>,
    /// Where the results go [default: results/ in the review folder]
    #[arg(long, value_name = "OUT")]
    results: Option<PathBuf>,
    /// Write nothing; show what would change in the results that are there
    #[arg(long)]
    dry_run: bool,
    /// Replace to-review.csv and doubtful.csv also where they hold decisions that are not in rulings/
    #[arg(long)]
    discard_decisions: bool,
}

pub(super) fn run(args: &RunArgs, options: &Options, ui: &Ui) -> Result<Outcome, Error> {
    let replayed = review::replay(&options.folder_or(args.folder.as_deref())?, ui)?;
    replayed.show_diagnostics(ui, Some(3));
    let results = replayed.results(args.results.as_deref());
    let run = replayed.run();
    if args.dry_run {
        dry_run::show(&run, &results, ui)?;
        return Ok(Outcome::Done);
    }
    if !args.discard_decisions {
        refuse_to_discard(&results)?;
    }
    let (digest, _) = workspace::replace_results(&results, |open| export::write_results(&run, open))?;
    if ui.json {
        ui.json(&workspace::summary_of(&results).unwrap_or_default());
    } else {
        ui.line(summary::text(&run, &results, digest));
    }
    Ok(Outcome::Done)
}

fn refuse_to_discard(_results: &Path) -> Result<(), Error> {
    Ok(())
}
