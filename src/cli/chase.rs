//! `litsieve chase`: references and citations of a set of reports.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::Outcome;
use super::enrich::{Asking, opened};
use super::options::Options;
use super::search::ReachArgs;
use super::ui::{Ui, plural};
use crate::connect::{self, Finished};
use crate::format;
use crate::workspace::{self, Error};

/// Follow the references and citations of a set of reports, by OpenAlex
///
/// What is found and not yet in the review is saved in exports/chase/, a search of its own: give it a source of the kind
/// `citation` in the protocol, and it gets its own column in the flow.
#[derive(Debug, Args)]
pub(super) struct ChaseArgs {
    /// The reports to begin with, in any format that is read [default: results/included.ris]
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Which way to go
    #[arg(long, value_name = "WAY", default_value = "both")]
    way: Way,
    #[command(flatten)]
    reach: ReachArgs,
    /// Ask nothing; write the exports again from the stored answers
    #[arg(long)]
    replay: bool,
    /// Ask again, also after exports or reports have changed; the earlier answers are kept aside
    #[arg(long, conflicts_with = "replay")]
    restart: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Way {
    /// To what the reports cite.
    Backwards,
    /// To what cites the reports.
    Forwards,
    /// Both.
    Both,
}

/// Where the exports go.
const FOLDER: &str = "exports/chase";

pub(super) fn run(args: &ChaseArgs, options: &Options, ui: &Ui) -> Result<Outcome, Error> {
    let (root, ingested) = opened(options)?;
    let known = connect::identifiers(ingested.records.iter().map(|(_, record)| record));
    let seeds = seeds(&args.from.clone().unwrap_or_else(|| root.join("results/included.ris")))?;
    let asking = Asking { root: &root, replay: args.replay, restart: args.restart, reach: &args.reach, ui };
    let asked = asking.works("chase.seeds", "pages/chase", "doi", &seeds)?;
    let (mut works, mut references) = (BTreeSet::new(), BTreeSet::new());
    for Finished { search, .. } in &asked {
        let path = root.join(&search.export);
        let (found, cited) =
            connect::works_and_references(&fs::read(&path).map_err(|error| Error::io("read", &path, &error))?);
        works.extend(found);
        references.extend(cited);
    }
    ui.line(format_args!("{} of {} known to OpenAlex", works.len(), plural(seeds.len(), "report")));
    let ways = [("references", Way::Backwards, "openalex", &references), ("citations", Way::Forwards, "cites", &works)];
    for (name, way, key, values) in ways {
        if args.way == way || args.way == Way::Both {
            let (mut jobs, _) = connect::works_by(&format!("chase.{name}"), FOLDER, key, values);
            for job in &mut jobs {
                job.applied_here = vec!["what the review has already".to_owned()];
                job.applied = Some(connect::not_in(known.clone()));
            }
            show(name, &asking.run(&jobs)?, ui);
        }
    }
    Ok(Outcome::Done)
}

/// The DOIs of the reports in a file.
fn seeds(path: &Path) -> Result<BTreeSet<String>, Error> {
    let source = workspace::read_file(path, &path.to_string_lossy(), &|_| {}).map_err(|diagnostic| {
        Error::new(diagnostic.message, "`litsieve run` writes results/included.ris; --from names another file.")
    })?;
    let seeds: BTreeSet<String> =
        format::read(&source).records.iter().flat_map(|record| connect::dois(record).collect::<Vec<_>>()).collect();
    if seeds.is_empty() {
        return Err(Error::new(format!("no report in {} has a DOI", path.display()), "Chasing begins with DOIs."));
    }
    Ok(seeds)
}

fn show(name: &str, done: &[Finished], ui: &Ui) {
    let sum = |count: fn(&Finished) -> u64| done.iter().map(count).sum::<u64>() as usize;
    let (received, new) = (sum(|f| f.search.received), sum(|f| f.search.exported));
    ui.line(format_args!(
        "{name}: {}, {} not in the review -> {FOLDER}/chase.{name}.*.json",
        plural(received, "record"),
        new
    ));
}
