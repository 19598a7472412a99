//! `litsieve chase`: references and citations of a set of reports.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::Outcome;
use super::enrich::{Asking, Opened, opened};
use super::options::Options;
use super::search::{ReachArgs, questions};
use super::ui::{Ui, plural};
use crate::connect::{self, CHASED as FOLDER, Finished, Had, Job, Reports};
use crate::format;
use crate::pipeline::By;
use crate::protocol::Protocol;
use crate::wire::searches::Search;
use crate::workspace::{self, Error};

mod again;

/// Follow the references and citations of a set of reports, by OpenAlex or Semantic Scholar
///
/// What is found and not yet in the review, by the rules that find duplicates, is saved in exports/chase/. The lines for
/// the protocol are shown at the end: a source of the kind `citation`, which gets its own column in the flow. After a run the
/// included reports hold what was chased too: a second chase asks nothing and says so; `--restart` follows these as well.
#[derive(Debug, Args)]
pub(super) struct ChaseArgs {
    /// The reports to begin with, in any format that is read [default: results/included.ris]
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Whom to ask
    #[arg(long, value_name = "SERVICE", default_value = "openalex")]
    by: Guide,
    /// Which way to go
    #[arg(long, value_name = "WAY", default_value = "both")]
    way: Way,
    #[command(flatten)]
    reach: ReachArgs,
    /// Ask nothing; show what would be asked, as far as stored answers tell
    #[arg(long, conflicts_with_all = ["replay", "restart"])]
    dry_run: bool,
    /// Ask nothing; write the exports again from the stored answers
    #[arg(long)]
    replay: bool,
    /// Ask again, also after exports or reports have changed; the earlier answers are kept aside
    #[arg(long, conflicts_with = "replay")]
    restart: bool,
}

/// Who knows what cites what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Guide {
    /// OpenAlex, with a key.
    Openalex,
    /// Semantic Scholar.
    Semanticscholar,
}

impl Guide {
    fn name(self) -> &'static str {
        match self {
            Self::Openalex => "openalex",
            Self::Semanticscholar => "semanticscholar",
        }
    }
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

/// The ways with the names of what they lead to.
const WAYS: [(&str, Way); 2] = [("references", Way::Backwards), ("citations", Way::Forwards)];

pub(super) fn run(args: &ChaseArgs, options: &Options, ui: &Ui) -> Result<Outcome, Error> {
    let Opened { root, ingested, protocol } = opened(options)?;
    // Whatever is wrong with the reports: an address that is not asked is told first.
    args.reach.read(&root)?;
    let had = Had::new(ingested.records.files().iter().map(|file| file.source()), &protocol.matching);
    if args.replay {
        return again::replay(args, &root, &had, ui);
    }
    let seeds = seeds(&args.from.clone().unwrap_or_else(|| root.join("results/included.ris")), ui)?;
    let asking = Asking { root: &root, replay: args.replay, restart: args.restart, reach: &args.reach, ui };
    let ways: Vec<(&str, Way)> =
        WAYS.into_iter().filter(|(_, way)| args.way == *way || args.way == Way::Both).collect();
    if args.dry_run {
        return dry_run(args, &asking, &seeds, &ways);
    }
    let before = connect::read_lock(&root)?;
    if !args.restart {
        again::same_reports(&first_questions(args.by, &seeds, &ways), &before)?;
    }
    let questions = match args.by {
        Guide::Openalex => {
            let (jobs, unusable) = seed_jobs(&seeds);
            tell_unusable(unusable, ui);
            follow(&answers(&asking.run(&jobs)?, &root)?, &seeds, &ways, ui)
        }
        Guide::Semanticscholar => links(&seeds, &ways),
    };
    let new = had.applied();
    let mut searches = Vec::new();
    for ((name, _), mut jobs) in ways.into_iter().zip(questions) {
        let mut parts = Vec::new();
        for job in &mut jobs {
            had.leave_out(job, &new, &root, &parts);
            parts.push(job.export.clone());
        }
        let done = asking.run(&jobs)?;
        show(name, args.by, &done, ui);
        again::tell_replaced(&before, &format!("{}.", job_name(args.by, name)), &done, ui);
        searches.extend(done.last().map(|last| (job_name(args.by, name), last.search.finished.clone())));
    }
    explain(args.by, &searches, &protocol, ui);
    Ok(Outcome::Done)
}

/// `chase.openalex.references`, to which a number is added.
fn job_name(by: Guide, what: &str) -> String {
    format!("chase.{}.{what}", by.name())
}

/// What is asked before anything else: it holds the reports to begin with.
fn first_questions(by: Guide, seeds: &BTreeMap<By, BTreeSet<String>>, ways: &[(&str, Way)]) -> Vec<Job> {
    match by {
        Guide::Openalex => seed_jobs(seeds).0,
        Guide::Semanticscholar => links(seeds, ways).concat(),
    }
}

/// What would be asked. OpenAlex has to know the reports before it can tell what they cite.
fn dry_run(
    args: &ChaseArgs,
    asking: &Asking<'_>,
    seeds: &BTreeMap<By, BTreeSet<String>>,
    ways: &[(&str, Way)],
) -> Result<Outcome, Error> {
    let ui = asking.ui;
    let lock = connect::read_lock(asking.root)?;
    let stored = |job: &Job| {
        let same = |search: &&Search| search.id == job.id && search.expression == job.query.expression;
        lock.searches.iter().find(same).cloned().map(|search| Finished { search, was_done: true })
    };
    let mut then = None;
    let mut jobs = match args.by {
        Guide::Semanticscholar => links(seeds, ways).concat(),
        Guide::Openalex => {
            let (jobs, unusable) = seed_jobs(seeds);
            tell_unusable(unusable, ui);
            jobs
        }
    };
    if args.by == Guide::Openalex {
        match jobs.iter().map(stored).collect::<Option<Vec<_>>>() {
            Some(known) => jobs.extend(follow(&answers(&known, asking.root)?, seeds, ways, ui).concat()),
            None => then = Some("then, once OpenAlex knows them: what they cite, and what cites them"),
        }
    }
    let shown = jobs.iter().map(|job| {
        let about = plural(job.query.expression.split(['|', '\n']).count(), "report");
        questions::Question { job, about, done: stored(job).is_some() }
    });
    questions::show(&shown.collect::<Vec<_>>(), then, &args.reach.read(asking.root)?, ui);
    Ok(Outcome::Done)
}

/// Semantic Scholar is asked for both by the reports' own identifiers.
fn links(seeds: &BTreeMap<By, BTreeSet<String>>, ways: &[(&str, Way)]) -> Vec<Vec<Job>> {
    let links = |(name, way): &(&str, Way)| {
        connect::links_of(&job_name(Guide::Semanticscholar, name), FOLDER, *way == Way::Backwards, seeds)
    };
    ways.iter().map(links).collect()
}

/// OpenAlex is asked for the reports first: they say what they cite, and their identifiers find what cites them. The
/// second result says how many it cannot be asked for.
fn seed_jobs(seeds: &BTreeMap<By, BTreeSet<String>>) -> (Vec<Job>, usize) {
    let jobs = seeds.iter().map(|(by, keys)| {
        let name = format!("{}.{}", job_name(Guide::Openalex, "seeds"), by.name());
        connect::works_by(&name, "pages/chase", by.name(), keys)
    });
    jobs.fold((Vec::new(), 0), |(all, left_out), (jobs, unusable)| ([all, jobs].concat(), left_out + unusable))
}

fn tell_unusable(unusable: usize, ui: &Ui) {
    if unusable > 0 {
        let many = plural(unusable, "identifier");
        ui.warn(format_args!("{many} with a comma or a bar: OpenAlex cannot be asked for them"));
    }
}

/// The works that OpenAlex knows, and those that they cite.
fn answers(done: &[Finished], root: &Path) -> Result<(BTreeSet<String>, BTreeSet<String>), Error> {
    let (mut works, mut references) = (BTreeSet::new(), BTreeSet::new());
    for Finished { search, .. } in done {
        let path = root.join(&search.export);
        let export = fs::read(&path).map_err(|error| Error::io("read", &path, &error))?;
        let (found, cited) = connect::works_and_references(&export);
        works.extend(found);
        references.extend(cited);
    }
    Ok((works, references))
}

/// The questions that lead from the works that OpenAlex knows to others, each way.
fn follow(
    (works, references): &(BTreeSet<String>, BTreeSet<String>),
    seeds: &BTreeMap<By, BTreeSet<String>>,
    ways: &[(&str, Way)],
    ui: &Ui,
) -> Vec<Vec<Job>> {
    let asked: usize = seeds.values().map(BTreeSet::len).sum();
    ui.say(format_args!("{} of {} known to OpenAlex", works.len(), plural(asked, "report")));
    let jobs = |(name, way): &(&str, Way)| {
        let (key, values) = if *way == Way::Backwards { ("openalex", references) } else { ("cites", works) };
        connect::works_by(&job_name(Guide::Openalex, name), FOLDER, key, values).0
    };
    ways.iter().map(jobs).collect()
}

/// The reports in a file, by DOI or PubMed identifier.
fn seeds(path: &Path, ui: &Ui) -> Result<BTreeMap<By, BTreeSet<String>>, Error> {
    let source = workspace::read_file(path, &path.to_string_lossy(), &|_| {}).map_err(|diagnostic| {
        Error::new(diagnostic.message, "`litsieve run` writes results/included.ris; --from names another file.")
    })?;
    let records = format::read(&source).records;
    let nameless = records.iter().filter(|record| record.doi().is_none() && record.pmid().is_none()).count();
    if nameless > 0 {
        let of = plural(records.len(), "report");
        ui.warn(format_args!(
            "{nameless} of {of} with neither a DOI nor a PubMed identifier: nobody can be asked for these"
        ));
    }
    let seeds = Reports::of(records.iter()).asked(&[By::Doi, By::Pmid]);
    if seeds.is_empty() {
        return Err(Error::new(
            format!("no report in {} has a DOI or a PubMed identifier", path.display()),
            "Chasing begins with one of these; `litsieve enrich` finds some by the title.",
        ));
    }
    Ok(seeds)
}

fn show(name: &str, by: Guide, done: &[Finished], ui: &Ui) {
    let sum = |count: fn(&Finished) -> u64| done.iter().map(count).sum::<u64>() as usize;
    let (received, new) = (sum(|f| f.search.received), sum(|f| f.search.exported));
    ui.line(format_args!(
        "{name}: {}, {new} not in the review -> {FOLDER}/{}.*.json",
        plural(received, "record"),
        job_name(by, name)
    ));
}

/// The lines of the protocol that make a run read what was found; nothing if it has them.
fn explain(by: Guide, searches: &[(String, String)], protocol: &Protocol, ui: &Ui) {
    let pattern = |name: &String| format!("{FOLDER}/{name}.*.json");
    let listed = |name: &String| protocol.searches().any(|(_, search)| search.exports.contains(&pattern(name)));
    let missing: Vec<_> = searches.iter().filter(|(name, _)| !listed(name)).collect();
    if missing.is_empty() {
        return;
    }
    let (name, source) = (by.name(), format!("chase-{}", by.name()));
    ui.line("\nTo have `litsieve run` read this, add to protocol.toml:\n");
    if !protocol.sources.iter().any(|known| known.id == source) {
        ui.line(format_args!("[source.{source}]\nname = \"Citation searching ({name})\"\nkind = \"citation\"\n"));
    }
    ui.line(format_args!("[[iteration]]\nid = \"{source}\""));
    for (id, finished) in missing {
        let day = finished.split('T').next().unwrap_or_default();
        ui.line(format_args!(
            "  [[iteration.search]]\n  id = \"{id}\"\n  source = \"{source}\"\n  run_on = \"{day}\"\n  exports = [\"{}\"]",
            pattern(id)
        ));
    }
}
