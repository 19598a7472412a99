//! `litsieve run`: the whole review.

use std::path::{Path, PathBuf};

use clap::Args;

use super::deny::DenyArgs;
use super::options::Options;
use super::ui::{Texts, Ui};
use super::{Outcome, review};
use crate::connect;
use crate::export;
use crate::ruling::Ruling;
use crate::workspace::{self, Error, Row};

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
    #[command(flatten)]
    deny: DenyArgs,
}

pub(super) fn run(args: &RunArgs, options: &Options, ui: &Ui) -> Result<Outcome, Error> {
    let replayed = review::replay(&options.folder_or(args.folder.as_deref())?, ui)?;
    let run = replayed.run();
    replayed.show_diagnostics(&run, ui);
    // Lines of enrichment that are gone take every export to be read again: `check` and `verify` see to that.
    let evidence = connect::changed_evidence(&replayed.root, Some(run.protocol), std::iter::empty());
    let mut changed: Vec<_> = evidence.into_iter().filter(connect::is_broken).collect();
    changed.extend(connect::unread_limits(run.protocol));
    ui.diagnostics(&changed, &Texts::default(), Some(review::MOST_SHOWN));
    if args.deny.any(run.diagnostics().chain(&changed), ui) {
        return Ok(Outcome::DoesNotHold);
    }
    let results = replayed.results(args.results.as_deref());
    if args.dry_run {
        dry_run::show(&run, &results, ui)?;
        return Ok(Outcome::Done);
    }
    if !args.discard_decisions {
        refuse_to_discard(&results, run.rulings)?;
    }
    let (digest, _) = workspace::replace_results(&results, |open| export::write_results(&run, open))?;
    if ui.json {
        ui.json(&workspace::summary_of(&results).unwrap_or_default());
    } else {
        ui.summary(summary::text(&run, &results, digest));
    }
    Ok(Outcome::Done)
}

/// The sheets into which people type decisions.
const SHEETS: [&str; 3] = ["to-review.csv", "doubtful.csv", "duplicates.csv"];

/// Decisions that somebody typed into the results and that are in no ruling would be lost.
fn refuse_to_discard(results: &Path, rulings: &[Ruling]) -> Result<(), Error> {
    for sheet in SHEETS {
        let path = results.join(sheet);
        if !path.is_file() {
            continue;
        }
        let read = workspace::read_file(&path, sheet, &|_| {});
        let source = read.map_err(|diagnostic| Error::new(diagnostic.message, diagnostic.help))?;
        let typed = workspace::read_sheet(&source).map_err(|error| {
            let hint = "It may hold decisions. Move it away to keep it; --discard-decisions throws it away.";
            Error::new(format!("{error}, and would be replaced"), hint)
        })?;
        let (bare, decided): (Vec<_>, Vec<_>) = typed.not_in(rulings).partition(|row| row.decision.is_empty());
        let path = review::shown(&path);
        if !decided.is_empty() {
            return Err(Error::new(
                format!("{path} holds decisions that are not in rulings/ yet ({})", lines(&decided)),
                format!(
                    "`litsieve decide {path} --by \"Your Name\"` takes them; --discard-decisions throws them away."
                ),
            ));
        }
        if !bare.is_empty() {
            return Err(Error::new(
                format!("{path} holds notes or criteria without a decision ({}), which a run would lose", lines(&bare)),
                "Write a decision beside them and let `litsieve decide` take them, or keep a copy of the file and run with --discard-decisions.",
            ));
        }
    }
    Ok(())
}

fn lines(rows: &[&Row]) -> String {
    let numbers: Vec<String> = rows.iter().map(|row| row.line.to_string()).collect();
    format!("{} {}", if numbers.len() == 1 { "line" } else { "lines" }, numbers.join(", "))
}
