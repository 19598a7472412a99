//! Fetches one search: asks for its pages and stores them until all have come.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::ahead::ask_the_same;
use super::ask::{AskError, Asked, Asker, Verdict};
use super::client::{Answer, Client, SendError, TOO_LARGE, checked};
use super::clock::Clock;
use super::finish::finish;
use super::harvest::{Fault, Harvest};
use super::job::{Access, Finished, How, Job, Options, Progress, of};
use super::known::{asks_the_same, known};
use super::place::{digest_of, may_be_written};
use super::store::Store;
use super::{PageError, Request, Service};
use crate::wire::searches::{JournalHead, JournalPage, SCHEMA, Search};
use crate::workspace::Error;

/// The program that asks, as it stands in journals and in the lock.
pub(super) const TOOL: &str = concat!("litsieve ", env!("CARGO_PKG_VERSION"));
/// A search whose service lost it is begun again this often.
const MAX_RESTARTS: u32 = 2;

/// What the searches of one service share.
pub(super) struct Fetcher<'a> {
    how: How,
    asker: Result<Asker, Error>,
    base: String,
    /// Whether the user named the address.
    named: bool,
    keyed: bool,
    progress: &'a dyn Progress,
    /// The searches that this run, or one that was stopped shortly before, has asked for.
    asked: RefCell<Vec<Job>>,
    /// Why the service cannot be reached: who could not be reached a moment ago is not asked for every search anew.
    offline: RefCell<Option<AskError>>,
}

/// How a search ended, if not by an error.
enum Ended {
    Done(Box<Finished>),
    /// The service lost it: it can only be begun again.
    Lost(String),
}

impl<'a> Fetcher<'a> {
    /// What the searches of the service of `job` share.
    pub(super) fn new(job: &Job, options: &Options<'_>, progress: &'a dyn Progress) -> Self {
        let service = job.database.service();
        let access = (options.access)(job);
        let keyed = access.credentials.key.is_some();
        // A test server of the user's own has no etiquette.
        let interval = match (access.named, keyed) {
            (true, _) => Duration::ZERO,
            (false, true) => service.interval_with_key,
            (false, false) => service.interval,
        };
        let asker =
            client(service, &access).map(|client| Asker::new(client, options.clock.clone(), interval, options.seed));
        Self {
            how: options.how.clone(),
            asker,
            base: access.base,
            named: access.named,
            keyed,
            progress,
            asked: RefCell::default(),
            offline: RefCell::default(),
        }
    }

    /// Runs a search to its end.
    pub(super) async fn search(&self, job: &Job) -> Result<Finished, Error> {
        if !self.how.replay && !self.base.is_empty() {
            checked(&self.base, self.named).map_err(|error| refused_address(job.database.service(), &error))?;
        }
        let known = if self.how.restart { None } else { known(&self.how.root, &pages_of(&self.how.root, job), job)? };
        if let Some(known) = known {
            let done = self.done_before(job, known)?;
            if self.asker.as_ref().is_ok_and(|asker| is_recent(&done.search, asker.clock().now())) {
                self.asked.borrow_mut().push(job.clone());
            }
            return Ok(done);
        }
        if self.how.replay {
            return self.replayed(job, None);
        }
        let mut again = self.how.restart;
        for _ in 0..=MAX_RESTARTS {
            match self.attempt(job, again).await? {
                Ended::Done(finished) => {
                    self.asked.borrow_mut().push(job.clone());
                    return Ok(*finished);
                }
                Ended::Lost(why) => {
                    self.progress.note(&job.id, &format!("{why}; the search begins again"));
                    again = true;
                }
            }
        }
        Err(of(job, "the service lost it again and again (SEA009)", "Try at another time of day."))
    }

    /// The search as it stands in the lock, if it asked the same; its export is written again where it is gone.
    fn done_before(&self, job: &Job, known: Search) -> Result<Finished, Error> {
        asks_the_same(job, &known, (!self.how.replay).then_some(&self.base))?;
        if self.how.replay {
            return self.replayed(job, Some(&known));
        }
        let export = self.how.root.join(&known.export);
        if digest_of(&export).is_ok_and(|digest| digest.to_string() == known.export_sha256) {
            return Ok(Finished { search: known, was_done: true });
        }
        if Store::read(&pages_of(&self.how.root, job))?.is_none() {
            return Err(of(
                job,
                format!("it was run on {}, but its export was changed and its pages are gone (SEA015)", known.finished),
                "Take them back from where they are kept, or search again with `--restart`.",
            ));
        }
        may_be_written(&self.how.root, job)?;
        self.progress.note(&job.id, "the export is gone: it is written again from the pages");
        self.replayed(job, Some(&known))
    }

    async fn attempt(&self, job: &Job, again: bool) -> Result<Ended, Error> {
        let asker = self.asker.as_ref().map_err(Clone::clone)?;
        let mut store = Store::open(&pages_of(&self.how.root, job), self.head(job, asker.clock()), again)?;
        let mut harvest = accept_stored(job, &store)?;
        if harvest.request().is_some() {
            may_be_written(&self.how.root, job)?;
            if store.takes_answers_of().is_some() {
                return Ok(Ended::Lost("it was stopped while it took the answers to another search".to_owned()));
            }
            if harvest.pages() == 0 && self.take_answers(job, &mut store)? {
                harvest = accept_stored(job, &store)?;
            }
        }
        self.tell(job, &harvest);
        self.tell_most(job, &harvest);
        // The program may have ended between an answer and its page: a session has gone on without it.
        let mut lost_an_answer = harvest.pages() > 0 && (harvest.request().is_some() || was_resumed(&store));
        while let Some(request) = harvest.request() {
            self.can_be_had_whole(job, &harvest)?;
            let cursor = harvest.cursor().map(str::to_owned);
            let mut rejected = None;
            let page = harvest.pages() + 1;
            let judge = |answer: &Answer| match harvest.accept(&answer.body) {
                Ok(()) => Verdict::Good,
                Err(fault) => {
                    rejected = Some(answer.body.clone());
                    verdict(fault)
                }
            };
            let tell = |words: &str| self.progress.note(&job.id, &format!("page {page}: {words}"));
            let unreachable = self.offline.borrow().clone();
            let asked = match unreachable {
                Some(error) => Err(error),
                None => asker.ask(job.database, &request, judge, tell).await,
            };
            if let Err(error @ AskError::Offline(_)) = &asked {
                *self.offline.borrow_mut() = Some(error.clone());
            }
            match asked {
                Ok(asked) => {
                    lost_an_answer |= asked.lost_an_answer && cursor.is_some();
                    let page = journal_page(harvest.pages(), cursor, &request, &self.base, self.keyed, &asked);
                    let kept = store.add(page, job.database.service().extension, &asked.answer.body)?;
                    self.tell_aside(job, kept.as_deref());
                    self.tell(job, &harvest);
                }
                Err(AskError::CursorLost(words)) => return Ok(Ended::Lost(words)),
                // The first page has no cursor that could be lost.
                Err(AskError::GaveUp { attempts, last, cursor_may_be_lost: true, .. }) if cursor.is_some() => {
                    return Ok(Ended::Lost(format!("answered {attempts} times alike ({last}), the cursor is lost")));
                }
                Err(error) => {
                    let at = format!("{}{}", self.base.trim_end_matches('/'), request.path);
                    return Err(self.cannot_go_on(job, &store, (page, &at), &error, rejected.as_deref()));
                }
            }
        }
        let outcome = harvest.finish();
        let is_session = job.database.service().cursor_is_a_session;
        if is_session && lost_an_answer && !outcome.differences.is_empty() && !self.how.accept_differences {
            return Ok(Ended::Lost("an answer was lost on the way, and the service does not give it again".to_owned()));
        }
        finish(&self.how, job, &store, &outcome, None).map(|done| Ended::Done(Box::new(done)))
    }

    /// Takes what the service answered to another search of this run that asked the very same, so that nothing is asked twice;
    /// says whether there was one.
    fn take_answers(&self, job: &Job, store: &mut Store) -> Result<bool, Error> {
        let Some(other) = self.asked.borrow().iter().find(|other| ask_the_same(other, job)).cloned() else {
            return Ok(false);
        };
        let Some(answers) = Store::read(&pages_of(&self.how.root, &other))? else { return Ok(false) };
        let aside = store.take_answers(&answers)?;
        let note = format!("asks the same as `{}`: its answers are taken, and nothing is asked", other.id);
        self.progress.note(&job.id, &note);
        self.tell_aside(job, aside.as_deref());
        Ok(true)
    }

    fn tell_aside(&self, job: &Job, kept: Option<&Path>) {
        if let Some(kept) = kept {
            let note = format!("searched again; the earlier pages are in {}", kept.display());
            self.progress.note(&job.id, &note);
        }
    }

    /// The export again from the stored pages; of a search that is `known` to the lock, as it was.
    fn replayed(&self, job: &Job, known: Option<&Search>) -> Result<Finished, Error> {
        let folder = pages_of(&self.how.root, job);
        let Some(store) = Store::read(&folder)? else {
            return Err(of(
                job,
                format!("there are no pages in {}", folder.display()),
                "Run the search first, without `--replay`.",
            ));
        };
        let harvest = accept_stored(job, &store)?;
        if harvest.request().is_some() {
            let what = format!("only {} pages of it were stored", harvest.pages());
            return Err(of(job, what, "Run it without `--replay`: it goes on where it stopped."));
        }
        self.tell(job, &harvest);
        finish(&self.how, job, &store, &harvest.finish(), known)
    }

    /// Said before the first request: whether the bound matters shows with the first page, and then nothing more is asked.
    fn tell_most(&self, job: &Job, harvest: &Harvest<'_>) {
        let service = job.database.service();
        if let Some(most) = service.most.filter(|_| harvest.pages() == 0) {
            let note = format!("{} gives out {most} records of one result at most", service.title);
            self.progress.note(&job.id, &note);
        }
    }

    fn can_be_had_whole(&self, job: &Job, harvest: &Harvest<'_>) -> Result<(), Error> {
        let Some((announced, most)) = harvest.out_of_reach().filter(|_| !self.how.accept_differences) else {
            return Ok(());
        };
        let title = job.database.service().title;
        Err(of(
            job,
            format!("{title} found {announced} records and gives out {most} of one result at most (SEA018)"),
            "Divide the search, by `limits = [\"year: 1985-2000\"]` for instance; `--accept-differences` takes what is \
             given out, and the lock says so.",
        ))
    }

    fn tell(&self, job: &Job, harvest: &Harvest<'_>) {
        self.progress.received(&job.id, harvest.received(), harvest.announced());
    }

    fn head(&self, job: &Job, clock: &Clock) -> JournalHead {
        JournalHead {
            schema: SCHEMA.to_owned(),
            search: job.id.clone(),
            database: job.database.service().name.to_owned(),
            expression: job.query.expression.clone(),
            limits: job.query.limits.clone(),
            base: self.base.clone(),
            tool: TOOL.to_owned(),
            started: clock.now().to_string(),
            answers_of: None,
        }
    }

    /// `page` is the number of the page asked for, and the address, without what is asked.
    fn cannot_go_on(
        &self,
        job: &Job,
        store: &Store,
        page: (u64, &str),
        error: &AskError,
        rejected: Option<&[u8]>,
    ) -> Error {
        let service = job.database.service();
        let mut what = match error {
            // Its words name the service already.
            AskError::Circle(_) => format!("{}: {error} ({})", service.title, error.code()),
            AskError::Refused { status: 0, words } => {
                format!("page {} of {}, at {}: {words} ({})", page.0, service.title, page.1, error.code())
            }
            AskError::Refused { .. } => {
                format!("page {} of {}, at {}: it {error} ({})", page.0, service.title, page.1, error.code())
            }
            _ => format!("{} {error} ({})", service.title, error.code()),
        };
        if let Some(path) = rejected.and_then(|body| store.keep_rejected(body)) {
            what.push_str(&format!(" (the answer is kept in {})", path.display()));
        }
        let pages = store.pages().len();
        let hint = match error {
            AskError::Offline(why) if is_about_certificate(why) => {
                "The service showed a certificate that does not prove who it is: an institution's network may put its own in \
                 between, or the clock of this machine is wrong. Nothing was asked."
                    .to_owned()
            }
            AskError::Offline(_) => {
                "Is this machine connected? Nothing was asked; `--replay` needs no network.".to_owned()
            }
            AskError::Refused { status, words } => refused_hint(job, *status, words),
            AskError::Circle(_) => "`--restart` begins again; the pages are kept aside.".to_owned(),
            _ if pages == 1 => "1 page is stored: run it again later, and it goes on from there.".to_owned(),
            _ => format!("{pages} pages are stored: run it again later, and it goes on from there."),
        };
        of(job, what, hint)
    }
}

/// Whether more than one run asked for the pages of a search, or one of them more than once: an answer may have been lost.
fn was_resumed(store: &Store) -> bool {
    let pages = store.pages();
    pages.windows(2).any(|pair| pair[0].seed != pair[1].seed) || pages.iter().any(|page| page.attempts > 1)
}

/// Whether the address of the service is one that may be asked, and named at all.
///
/// # Errors
/// If it is not; the error says how to name one.
pub fn can_be_asked(job: &Job, access: &Access) -> Result<(), Error> {
    client(job.database.service(), access).map(|_| ()).map_err(|error| of(job, error.what, error.hint))
}

fn client(service: &Service, access: &Access) -> Result<Client, Error> {
    if access.base.is_empty() {
        return Err(Error::new(
            format!("nothing says where {} is to be asked (SEA014)", service.title),
            "Give the source a `url` in the protocol.",
        ));
    }
    Client::new(service, &access.base, access.named, access.credentials.clone())
        .map_err(|error| refused_address(service, &error))
}

fn refused_address(service: &Service, error: &SendError) -> Error {
    let hint = format!("`--base-url {}=URL` takes an address with https, or http on this machine.", service.name);
    Error::new(format!("{}: {error} (SEA014)", service.title), hint)
}

/// What the journal says of a page, but for its file.
pub(super) fn journal_page(
    number: u64,
    cursor: Option<String>,
    request: &Request,
    base: &str,
    with_key: bool,
    asked: &Asked,
) -> JournalPage {
    let answer = &asked.answer;
    JournalPage {
        page: number,
        cursor,
        method: request.method.name().to_owned(),
        url: request.url(base),
        sent: request.sent_body(),
        with_key,
        redirected_to: answer.redirected_to.clone(),
        status: answer.status,
        headers: answer.headers.clone(),
        at: asked.at.to_string(),
        attempts: asked.attempts,
        seed: Some(asked.seed),
        file: String::new(),
        bytes: 0,
        sha256: String::new(),
        secret_removed: answer.secret_removed,
    }
}

/// How far a search has come before it is run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// How many records the service announced when it was last asked; `None` if it never was.
    pub announced: Option<u64>,
    /// How many pages are stored.
    pub pages: u64,
    /// How many requests are still to be sent, if that is known.
    pub left: Option<u64>,
    /// Whether it is done: nothing is asked any more.
    pub done: bool,
    /// Whether another search that asks the same takes its answers: they are at most a day old.
    pub lends: bool,
}

/// Whether a search that was done before is taken for one of the run that begins `now`: within a day, as where a run was
/// stopped between two searches that ask the same. A search that repeats an old one asks again.
fn is_recent(search: &Search, now: Timestamp) -> bool {
    const A_DAY: SignedDuration = SignedDuration::from_hours(24);
    search.finished.parse::<Timestamp>().is_ok_and(|finished| now.duration_since(finished) < A_DAY)
}

/// How far the search has come, as far as its pages tell; `now` is the time.
pub fn standing(root: &Path, job: &Job, now: Timestamp) -> Standing {
    let stored = Store::read(&pages_of(root, job)).ok().flatten();
    let same =
        |store: &Store| store.head().expression == job.query.expression && store.head().limits == job.query.limits;
    let Some(harvest) = stored.filter(same).and_then(|store| accept_stored(job, &store).ok()) else {
        return Standing { lends: true, ..Standing::default() };
    };
    let known = known(root, &pages_of(root, job), job).ok().flatten().filter(|_| harvest.request().is_none());
    Standing {
        announced: harvest.announced(),
        pages: harvest.pages(),
        left: harvest.left(),
        done: known.is_some(),
        lends: known.is_none_or(|search| is_recent(&search, now)),
    }
}

pub(super) fn pages_of(root: &Path, job: &Job) -> PathBuf {
    root.join("pages").join(&job.id)
}

/// The search as far as its pages are stored.
pub(super) fn accept_stored<'a>(job: &'a Job, store: &Store) -> Result<Harvest<'a>, Error> {
    accept_looking(job, store, |_, _, _| {})
}

/// The same; `look` sees every page, the request that query and limits give for it, and its body.
pub(super) fn accept_looking<'a>(
    job: &'a Job,
    store: &Store,
    mut look: impl FnMut(&JournalPage, &Request, &[u8]),
) -> Result<Harvest<'a>, Error> {
    let mut harvest = Harvest::new(job.database, &job.query);
    for page in store.pages() {
        if harvest.cursor() != page.cursor.as_deref() {
            return Err(of(
                job,
                format!("the stored page {} does not follow the one before", page.page),
                "`--restart` begins again.",
            ));
        }
        let body = store.body(page)?;
        if let Some(request) = harvest.request() {
            look(page, &request, &body);
        }
        harvest.accept(&body).map_err(|fault| {
            let what = format!("the stored page {}: {fault} ({})", page.page, fault.code());
            of(job, what, "`--restart` begins again.")
        })?;
    }
    Ok(harvest)
}

/// Whether what keeps a service from being reached is that it does not prove who it is.
fn is_about_certificate(why: &str) -> bool {
    let why = why.to_lowercase();
    ["certificate", "tls", "handshake"].iter().any(|word| why.contains(word))
}

fn verdict(fault: Fault) -> Verdict {
    match fault {
        Fault::Page(PageError::CursorLost(words)) => Verdict::Never(AskError::CursorLost(words)),
        Fault::Page(PageError::Refused(words)) => Verdict::Never(AskError::Refused { status: 200, words }),
        Fault::Page(error) => Verdict::Again(error.to_string(), error.code()),
        Fault::Circle(_) => Verdict::Never(AskError::Circle(fault.to_string())),
    }
}

/// How what a service refuses may be mended.
fn refused_hint(job: &Job, status: u16, words: &str) -> String {
    let service = job.database.service();
    let show = format!("`litsieve search --dry-run --search {}` shows the whole request", job.id);
    match (status, service.key.place()) {
        (0, _) if words.contains(TOO_LARGE) => {
            "Divide the search until its parts have fewer records than fit on a page, by `limits = [\"year: 2016\"]` for \
             instance: the answer is then shorter."
                .to_owned()
        }
        (0, _) => {
            "`litsieve explain-code SEA014` says which addresses are asked and how long an answer may be.".to_owned()
        }
        (401..=403, Some(_)) => {
            format!(
                "Is the key in {} right, and does it allow this? Some work only in a library's own network.",
                service.key_variable()
            )
        }
        (401..=403, None) => format!("{} wants no key: it may be closed to this machine. {show}.", service.title),
        (404 | 410, _) => {
            format!(
                "Is the address right? It comes from `--base-url`, the `url` of the source, or this program; {show}."
            )
        }
        (413 | 414, _) => format!("Divide the search, into shorter expressions or by years. {show}."),
        _ => format!("{show}: the service may not know a word, a field or a limit of it. What is stored is kept."),
    }
}
