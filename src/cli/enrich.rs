//! `litsieve enrich`: what services say about the reports of a review.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Outcome;
use super::options::Options;
use super::search::{ReachArgs, ask, check_keys, questions as dry_run};
use super::ui::{Texts, Ui, plural};
use crate::connect::{self, Clock, Finished, How, Job, KeyUse, Lookup, Reach, Reports};
use crate::diagnostic::Diagnostic;
use crate::pipeline::{self, By, Ingested};
use crate::protocol::Protocol;
use crate::wire::enrichment::Line;
use crate::workspace::{self, Error, Folder};

/// Fill missing abstracts, languages, types and identifiers, and find out what was retracted
///
/// Services are asked about every report: OpenAlex, PubMed, Crossref and Semantic Scholar by DOI or PubMed identifier, Semantic
/// Scholar also by the title where there is neither. What it finds by the title, if year and first author agree, gives the report a
/// DOI or PubMed identifier, by which the others are then asked, and looked up in a list of retractions. Exports stay as they are: what is found goes into
/// enrichment/SERVICE.jsonl, one value a line with its origin, and `litsieve run` reads it into what records lack.
/// Where services contradict each other, each is told and none is believed. Retractions, corrections and preprints are
/// told by `run` and `why` and exclude nothing by themselves. What was asked before is not asked again.
#[derive(Debug, Args)]
pub(super) struct EnrichArgs {
    /// Ask this service; may be given several times [default: those of --base-url, else all that answer without a key or
    /// whose key is set]
    #[arg(long, value_name = "SERVICE", value_parser = clap::builder::PossibleValuesParser::new(connect::informants()))]
    from: Vec<String>,
    /// Ask nobody; look the reports up in this list of retractions, the CSV of Retraction Watch
    #[arg(long, value_name = "FILE", conflicts_with_all = ["from", "dry_run", "replay", "restart"])]
    retractions: Option<PathBuf>,
    #[command(flatten)]
    reach: ReachArgs,
    /// Ask nothing; show of whom what would be asked
    #[arg(long)]
    dry_run: bool,
    /// Ask nothing; read the stored answers again
    #[arg(long)]
    replay: bool,
    /// Ask again also what was asked before: a retraction may have come since; the earlier answers are kept aside
    #[arg(long, conflicts_with = "replay")]
    restart: bool,
}

pub(super) fn run(args: &EnrichArgs, options: &Options, ui: &Ui) -> Result<Outcome, Error> {
    let Opened { root, ingested, .. } = opened(options)?;
    let reach = args.reach.read(&root)?;
    let records = || ingested.records.iter().map(|(_, record)| record);
    let identified = || -> Result<Reports<'_>, Error> {
        Ok(connect::identified_reports(&root, &connect::read_lock(&root)?, records()))
    };
    if let Some(list) = &args.retractions {
        return look_up(list, &root, &identified()?, ui);
    }
    let services = services(args, &reach, ui);
    let reports = Reports::of(records());
    let mut asked = questions(args, &services, &root, |order| reports.asked(order), ui)?;
    // What titles gave is known once they were looked up; then it is asked like an identifier of the export.
    let by_found = |reports: &Reports<'_>, asked: &[Question]| {
        let mut more = questions(args, &services, &root, |order| reports.asked_by_found(order), ui)?;
        more.retain(|question| asked.iter().all(|known| known.job.id != question.job.id));
        Ok::<_, Error>(more)
    };
    if args.dry_run {
        let then = asked.iter().any(|question| !question.done && question.lookup.by == By::Title);
        if asked.iter().all(|question| question.done) {
            asked.extend(by_found(&identified()?, &asked)?);
        }
        show(&asked, then.then_some(BY_FOUND), &reach, ui);
        return Ok(Outcome::Done);
    }
    let asking = Asking { root: &root, replay: args.replay, restart: args.restart, reach: &args.reach, ui };
    let mut answers = Answers::default();
    answers.take(&asked, asking.ask(&jobs_of(&asked))?);
    let reports = identified()?;
    let mut more = by_found(&reports, &asked)?;
    more.retain(|question| !answers.lacks(question.service()));
    answers.take(&more, asking.ask(&jobs_of(&more))?);
    for (name, finished) in answers.of_services {
        if let Some(finished) = finished {
            write(&root, name, &reports, &finished, ui)?;
        }
    }
    tell_contradictions(&root, ui)?;
    let last = answers.failed.pop();
    answers.failed.iter().for_each(|error| ui.error(error));
    last.map_or(Ok(Outcome::Done), Err)
}

/// What a dry run cannot show before titles were looked up.
const BY_FOUND: &str = "then, by the identifiers that titles give: the same services, but for the one that gave them";

fn jobs_of(asked: &[Question]) -> Vec<Job> {
    asked.iter().map(|question| question.job.clone()).collect()
}

/// What became of everything that was asked.
#[derive(Default)]
struct Answers {
    /// Per service what it answered; `None` if it did not answer everything: half of what it says would look like all of it.
    of_services: BTreeMap<&'static str, Option<Vec<Finished>>>,
    failed: Vec<Error>,
}

impl Answers {
    fn take(&mut self, asked: &[Question], results: Vec<Result<Finished, Error>>) {
        for (question, result) in asked.iter().zip(results) {
            let of_service = self.of_services.entry(question.service()).or_insert_with(|| Some(Vec::new()));
            match result {
                Ok(finished) => of_service.iter_mut().for_each(|all| all.push(finished.clone())),
                Err(error) => {
                    *of_service = None;
                    self.failed.push(error);
                }
            }
        }
    }

    /// Whether a service did not answer everything.
    fn lacks(&self, service: &str) -> bool {
        matches!(self.of_services.get(service), Some(None))
    }
}

/// What one job asks.
struct Question {
    lookup: &'static Lookup,
    job: Job,
    /// Whether it was answered before.
    done: bool,
}

impl Question {
    fn service(&self) -> &'static str {
        self.lookup.database.service().name
    }
}

/// Everything that `services` are asked, or were; `keys_for` gives what one is asked that finds reports in these ways.
fn questions(
    args: &EnrichArgs,
    services: &[&'static str],
    root: &Path,
    keys_for: impl Fn(&[By]) -> BTreeMap<By, BTreeSet<String>>,
    ui: &Ui,
) -> Result<Vec<Question>, Error> {
    let lock = connect::read_lock(root)?;
    let mut asked = Vec::new();
    for &name in services {
        let lookups = || connect::LOOKUPS.iter().filter(|lookup| lookup.database.service().name == name);
        let order: Vec<By> = lookups().map(|lookup| lookup.by).collect();
        let keys = keys_for(&order);
        for lookup in lookups() {
            let none = Default::default();
            let keys = if args.replay { &none } else { keys.get(&lookup.by).unwrap_or(&none) };
            let (jobs, unusable) = lookup.jobs(&lock, keys);
            if unusable > 0 {
                let many = plural(unusable, lookup.by.name());
                ui.warn(format_args!("{many} with signs that {name} cannot be asked with: left out"));
            }
            let done = |job: &Job| lock.searches.iter().any(|search| search.id == job.id);
            asked.extend(jobs.into_iter().map(|job| Question { lookup, done: done(&job) && !args.restart, job }));
        }
    }
    Ok(asked)
}

/// What would be asked.
fn show(asked: &[Question], then: Option<&str>, reach: &Reach, ui: &Ui) {
    let shown = asked.iter().map(|Question { lookup, job, done }| {
        let about = plural(lookup.keys(&job.query.expression).count(), lookup.by.name());
        dry_run::Question { job, about, done: *done }
    });
    dry_run::show(&shown.collect::<Vec<_>>(), then, reach, ui);
}

/// Where what the services gave does not fit together, as `litsieve check` tells it too.
fn tell_contradictions(root: &Path, ui: &Ui) -> Result<(), Error> {
    let Some(inputs) = Folder::open(root, &|_| {})?.inputs else { return Ok(()) };
    let files: Vec<_> = inputs.exports.iter().map(|export| &export.source).chain(&inputs.enrichment).cloned().collect();
    let found = pipeline::ingest_with(inputs.exports, &inputs.enrichment).diagnostics;
    let found: Vec<Diagnostic> = found.into_iter().filter(|found| found.code == pipeline::CONTRADICTION).collect();
    ui.diagnostics(&found, &Texts::new(&files), None);
    Ok(())
}

/// What a list of retractions says about the reports.
fn look_up(list: &Path, root: &Path, reports: &Reports<'_>, ui: &Ui) -> Result<Outcome, Error> {
    let name = list.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let read = workspace::read_file(list, &name, &|_| {});
    let source = read.map_err(|diagnostic| Error::new(diagnostic.message, diagnostic.help))?;
    let lines = connect::retractions(reports, &source, &Clock::Real.now().to_string()).map_err(|why| {
        let hint = "Crossref gives the list out: https://gitlab.com/crossref/retraction-watch-data";
        Error::new(format!("{} is not the list of Retraction Watch: {why}", list.display()), hint)
    })?;
    let file = save(root, connect::RETRACTION_WATCH, &lines)?;
    ui.line(format_args!("{name}: {} -> {file}", plural(lines.len(), "flag")));
    Ok(Outcome::Done)
}

/// The services to be asked: those that the user names, or all that would answer.
fn services(args: &EnrichArgs, reach: &Reach, ui: &Ui) -> Vec<&'static str> {
    let wanted: Vec<&str> =
        if args.from.is_empty() { reach.named().collect() } else { args.from.iter().map(String::as_str).collect() };
    let named = |name: &&str| wanted.is_empty() || wanted.contains(name);
    let answers = |name: &&str| {
        let Some(database) = connect::database(name).filter(|_| args.from.is_empty() && !args.replay) else {
            return true;
        };
        let service = database.service();
        let keyless = matches!(service.key, KeyUse::Required(_)) && !reach.can_ask(service);
        if keyless {
            ui.say(format_args!("{} is not asked: {} is not set", service.title, service.key_variable()));
        }
        !keyless
    };
    connect::informants().into_iter().filter(named).filter(answers).collect()
}

/// Writes what one service says.
fn write(root: &Path, name: &str, reports: &Reports<'_>, finished: &[Finished], ui: &Ui) -> Result<(), Error> {
    let mut lines = Vec::new();
    for Finished { search, .. } in finished {
        let path = root.join(&search.export);
        let export = fs::read(&path).map_err(|error| Error::io("read", &path, &error))?;
        lines.extend(reports.fill(export, search));
    }
    lines.sort();
    lines.dedup();
    let file = save(root, name, &lines)?;
    let known: u64 = finished.iter().map(|done| done.search.received).sum();
    let count = |kind: &str| lines.iter().filter(|line: &&Line| line.kind == kind).count();
    ui.line(format_args!(
        "{name}: {} found; {}, {} -> {file}",
        plural(known as usize, "report"),
        plural(count("value"), "value"),
        plural(count("flag"), "flag")
    ));
    Ok(())
}

/// Writes `enrichment/NAME.jsonl` as a whole; none where there is nothing to say and nothing was said before.
fn save(root: &Path, name: &str, lines: &[Line]) -> Result<String, Error> {
    let file = format!("enrichment/{name}.jsonl");
    let path = root.join(&file);
    if !lines.is_empty() || path.exists() {
        fs::create_dir_all(root.join("enrichment")).map_err(|error| Error::io("make the folder for", &path, &error))?;
        workspace::write_file(&path, |out| {
            lines.iter().try_for_each(|line| writeln!(out, "{}", serde_json::to_string(line).unwrap_or_default()))
        })?;
    }
    Ok(file)
}

/// A review folder with the records of its exports, as the exports have them.
pub(super) struct Opened {
    pub root: PathBuf,
    pub ingested: Ingested,
    pub protocol: Protocol,
}

/// Opens the review folder.
pub(super) fn opened(options: &Options) -> Result<Opened, Error> {
    let folder = Folder::open(&options.folder_or(None)?, &|_| {})?;
    match folder.inputs {
        Some(inputs) => {
            Ok(Opened { root: folder.root, ingested: pipeline::ingest(inputs.exports), protocol: inputs.protocol })
        }
        None => Err(Error::new("the protocol cannot be used", "`litsieve check` shows what is wrong.")),
    }
}

/// How questions about single works are asked.
pub(super) struct Asking<'a> {
    pub root: &'a Path,
    pub replay: bool,
    pub restart: bool,
    pub reach: &'a ReachArgs,
    pub ui: &'a Ui,
}

impl Asking<'_> {
    /// Runs jobs; what became of each.
    pub fn ask(&self, jobs: &[Job]) -> Result<Vec<Result<Finished, Error>>, Error> {
        let reach = self.reach.read(self.root)?;
        if !self.replay {
            check_keys(jobs, &reach, self.root, self.restart)?;
        }
        let how =
            How { root: self.root.to_owned(), restart: self.restart, accept_differences: false, replay: self.replay };
        ask(jobs, how, &reach, self.ui)
    }

    /// Runs jobs; the first that fails is the error.
    pub fn run(&self, jobs: &[Job]) -> Result<Vec<Finished>, Error> {
        self.ask(jobs)?.into_iter().collect()
    }
}
