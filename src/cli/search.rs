//! `litsieve search`: the searches of the protocol over HTTP.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use clap::Args;

use super::Outcome;
use super::options::Options;
use super::ui::{Bars, Texts, Ui};
use crate::connect::{self, Clock, Finished, How, Job, KeyUse, Progress, Reach};
use crate::protocol::Protocol;
use crate::workspace::{Error, Folder};

mod dry_run;
pub(super) mod questions;
mod show;

/// Run the protocol's searches over HTTP and keep every answer as evidence
///
/// Runs every search whose source has an `api` in the protocol. Each leaves its export in exports/, the answers as they
/// came in pages/ and what was asked in searches.lock; `litsieve run` then reads the export like any other. A search that
/// was interrupted goes on where it stopped; one that is done is not asked again.
#[derive(Debug, Args)]
#[command(after_long_help = show::databases())]
#[command(after_help = "Keys are read from LITSIEVE_<DATABASE>_KEY, or from --keys FILE outside of the review folder \
    (lines such as `openalex = \"...\"`); your address, which services ask for, from LITSIEVE_MAILTO. Neither is written anywhere.\n\nServices are asked directly: a proxy (http_proxy, https_proxy) is not used.")]
pub(super) struct SearchArgs {
    /// Only this search; may be given several times
    #[arg(long, value_name = "ID")]
    search: Vec<String>,
    /// Ask nothing; show the exact requests, what is known of the counts and how long it would take
    #[arg(long)]
    dry_run: bool,
    /// Ask nothing; write the exports again from the stored pages
    #[arg(long, conflicts_with_all = ["dry_run", "restart"])]
    replay: bool,
    /// Search again, also what is done; the earlier pages are kept aside
    #[arg(long)]
    restart: bool,
    /// Write the export although what came is not what was announced; the lock says so
    #[arg(long)]
    accept_differences: bool,
    /// Save this landing page in exports/web/, with its digest, instead of running searches; may be given several times
    #[arg(long, value_name = "URL", conflicts_with_all = ["search", "dry_run", "replay", "accept_differences"])]
    url: Vec<String>,
    /// Let --url ask addresses on this machine and in its own network
    #[arg(long, requires = "url")]
    allow_local: bool,
    #[command(flatten)]
    reach: ReachArgs,
}

/// How services are reached.
#[derive(Debug, Args)]
pub(super) struct ReachArgs {
    /// Ask this address instead of the database's own, a test server on this machine perhaps
    #[arg(long, value_name = "DATABASE=URL")]
    base_url: Vec<String>,
    /// A file with keys, outside of the review folder
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
}

impl ReachArgs {
    /// With the environment, for the review in `root`.
    pub fn read(&self, root: &Path) -> Result<Reach, Error> {
        Reach::new(&self.base_url, self.keys.as_deref(), root, &|name| std::env::var(name).ok())
    }
}

pub(super) fn run(args: &SearchArgs, options: &Options, ui: &Ui) -> Result<Outcome, Error> {
    let folder = Folder::open(&options.folder_or(None)?, &|_| {})?;
    let Some(inputs) = &folder.inputs else {
        ui.diagnostics(&folder.diagnostics, &Texts::new([&folder.protocol_file]), None);
        return Err(Error::new("the protocol cannot be used", "Nothing was asked. Mend what is shown above."));
    };
    if !args.url.is_empty() {
        return save_pages(args, &folder.root, ui);
    }
    let reach = args.reach.read(&folder.root)?;
    let planned = connect::plan(&inputs.protocol, &args.search)?;
    if args.dry_run {
        return dry_run::show(&planned, &reach, &folder.root, ui);
    }
    let jobs: Vec<Job> = planned.into_iter().map(|planned| planned.job).collect::<Result<_, _>>()?;
    if !args.replay {
        check_keys(&jobs, &reach, &folder.root, args.restart)?;
    }
    let how = How {
        root: folder.root.clone(),
        restart: args.restart,
        accept_differences: args.accept_differences,
        replay: args.replay,
    };
    let results = ask(&jobs, how, &reach, ui)?;
    end(&jobs, results, &inputs.protocol, ui)
}

/// Saves landing pages; the first that fails is the error, the others are saved.
fn save_pages(args: &SearchArgs, root: &Path, ui: &Ui) -> Result<Outcome, Error> {
    let mut failed = Vec::new();
    for url in &args.url {
        let tell = |words: &str| ui.say(format_args!("{url}: {words}"));
        match connect::land(root, url, args.allow_local, args.restart, &Clock::Real, &tell) {
            Ok(connect::Landed { page, was_done }) => {
                let before = if was_done { format!(" (saved before, on {})", page.at) } else { String::new() };
                ui.line(format_args!("{url} -> {} sha256 {}{before}", page.file, page.sha256));
            }
            Err(error) => failed.push(error),
        }
    }
    let last = failed.pop();
    failed.iter().for_each(|error| ui.error(error));
    last.map_or(Ok(Outcome::Done), Err)
}

/// Nothing is asked before it is certain that everything can be. What is done needs no key.
pub(super) fn check_keys(jobs: &[Job], reach: &Reach, root: &Path, restart: bool) -> Result<(), Error> {
    for job in jobs {
        if !restart && connect::is_known(root, job)? {
            continue;
        }
        let service = job.database.service();
        let access = reach.access(job);
        if matches!(service.key, KeyUse::Required(_)) && access.credentials.key.is_none() && !access.named {
            return Err(Error::new(
                format!("`{}`: {} answers only with a key (SEA016)", job.id, service.title),
                format!("Set {} to yours. `litsieve search --dry-run` needs none.", service.key_variable()),
            ));
        }
    }
    Ok(())
}

/// The folder of the review for which services are being asked.
static ASKING: Mutex<Option<PathBuf>> = Mutex::new(None);

fn asking(root: Option<PathBuf>) {
    *ASKING.lock().unwrap_or_else(PoisonError::into_inner) = root;
}

/// What Ctrl-C is answered with while services are asked.
pub(super) fn when_interrupted() -> Option<String> {
    let asking = ASKING.lock().unwrap_or_else(PoisonError::into_inner);
    let pages = asking.as_ref()?.join("pages");
    Some(format!(
        "Stopped. What came whole is in {}: run it again, without --restart, and it goes on from there.",
        pages.display()
    ))
}

/// Asks for every job, with what is told on the way.
pub(super) fn ask(jobs: &[Job], how: How, reach: &Reach, ui: &Ui) -> Result<Vec<Result<Finished, Error>>, Error> {
    let options = connect::Options {
        how,
        access: &|job| reach.access(job),
        clock: Clock::Real,
        seed: u64::from(std::process::id()),
    };
    asking((!options.how.replay).then(|| options.how.root.clone()));
    let results = connect::run(jobs, &options, &Told(ui.bars()));
    asking(None);
    results
}

/// What is told while searches run.
struct Told<'a>(Bars<'a>);

impl Progress for Told<'_> {
    fn received(&self, search: &str, received: u64, announced: Option<u64>) {
        self.0.set(search, received, announced);
    }

    fn note(&self, search: &str, words: &str) {
        self.0.say(format_args!("{search}: {words}"));
    }
}

/// Shows what is done, then the first thing that is not.
fn end(jobs: &[Job], results: Vec<Result<Finished, Error>>, protocol: &Protocol, ui: &Ui) -> Result<Outcome, Error> {
    let (mut done, mut failed) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(finished) => done.push(finished),
            Err(error) => failed.push(error),
        }
    }
    show::finished(&done, ui);
    for job in jobs {
        let listed = protocol.searches().any(|(_, search)| search.id == job.id && search.exports.contains(&job.export));
        if !listed && done.iter().any(|finished| finished.search.id == job.id) {
            ui.say(format_args!(
                "{}: add `exports = [\"{}\"]` to this search in the protocol, so that `litsieve run` reads it",
                job.id, job.export
            ));
        }
    }
    let mut failed = folded(failed);
    let last = failed.pop();
    failed.iter().for_each(|error| ui.error(error));
    last.map_or(Ok(Outcome::Done), Err)
}

/// Errors that are the same but for the search that they name, as one.
fn folded(errors: Vec<Error>) -> Vec<Error> {
    fn parts(error: &Error) -> Option<(&str, &str)> {
        error.what.strip_prefix("search ")?.split_once(": ")
    }
    let mut folded: Vec<(Error, Vec<String>)> = Vec::new();
    for error in errors {
        let same = |(first, _): &&mut (Error, Vec<String>)| {
            first.hint == error.hint
                && parts(first).zip(parts(&error)).is_some_and(|((_, first), (_, other))| first == other)
        };
        match (folded.iter_mut().find(same), parts(&error)) {
            (Some((_, others)), Some((name, _))) => others.push(name.to_owned()),
            _ => folded.push((error, Vec::new())),
        }
    }
    let told = |(error, others): (Error, Vec<String>)| match others.as_slice() {
        [] => error,
        names => Error::new(format!("{}; the same for {}", error.what, names.join(", ")), error.hint),
    };
    folded.into_iter().map(told).collect()
}
