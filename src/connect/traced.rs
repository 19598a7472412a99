//! Whether what the lock says of a search, and its export, follow from its pages: every request from query and limits, numbers and
//! words from the answers, the export from the records and from what is applied to them here.

use std::path::Path;

use super::already::HadNow;
use super::fetch::{TOOL, accept_looking};
use super::finish::{built, locked};
use super::job::Job;
use super::known::other_fact;
use super::lookup::asked_as;
use super::store::Store;
use super::{Database, Query, Request, export};
use crate::diagnostic::{excerpt, listed, plural};
use crate::wire::searches::{JournalPage, SCHEMA, Search};
use crate::workspace::Error;

/// What a comparison found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Compared {
    /// Whether the pages are here.
    pub is_here: bool,
    /// What is not what the lock knows.
    pub wrong: Vec<String>,
    /// Why something cannot be compared.
    pub unseen: Option<String>,
    /// What this version of the program would ask, say or leave out otherwise than the one that ran the search.
    pub otherwise: Vec<String>,
}

impl Compared {
    /// Takes what does not follow: a fault where the same version wrote it, else a difference of versions.
    fn take(&mut self, written_by: &str, what: Option<String>) {
        let list = if written_by == TOOL { &mut self.wrong } else { &mut self.otherwise };
        list.extend(what);
    }
}

/// Compares a search of the lock with its pages in `folder`, which are whole. `planned` is the search as the protocol plans it, where
/// that asks the same; `had` is what the review has now.
pub(super) fn compare(
    root: &Path,
    folder: &Path,
    search: &Search,
    (planned, had): (Option<&Job>, Option<&HadNow<'_>>),
    found: &mut Compared,
) {
    let Some(database) = asked_as(&search.id, &search.database) else {
        found.wrong.push(format!("the lock names the database `{}`, which is not known", search.database));
        return;
    };
    let query = Query { expression: search.expression.clone(), limits: search.limits.clone() };
    let left_out = had.filter(|_| search.is_chased()).map(|had| had.as_then(root, search));
    let left_out = left_out.and_then(|left_out| left_out.map_err(|why| found.unseen = Some(why)).ok());
    let job = Job {
        not_carried: search.not_carried.clone(),
        applied_here: search.applied_here.clone(),
        applied: planned.and_then(|planned| planned.applied.clone()).or(left_out),
        export: search.export.clone(),
        ..bare_job(&search.id, database, query)
    };
    if let Err(error) = follow(root, folder, search, &job, planned, found) {
        found.wrong.push(error.what);
    }
}

/// A search of which no more is known than what was asked.
pub(super) fn bare_job(id: &str, database: &'static dyn Database, query: Query) -> Job {
    Job {
        id: id.to_owned(),
        database,
        query,
        not_carried: Vec::new(),
        applied_here: Vec::new(),
        applied: None,
        left_out: None,
        export: String::new(),
        url: None,
    }
}

fn follow(
    root: &Path,
    folder: &Path,
    search: &Search,
    job: &Job,
    planned: Option<&Job>,
    found: &mut Compared,
) -> Result<(), Error> {
    let Some(store) = Store::read(folder)? else { return Ok(()) };
    let head = store.head();
    if (head.search.as_str(), head.schema.as_str()) != (search.id.as_str(), SCHEMA) {
        found.wrong.push(format!("its journal is that of “{}” ({})", excerpt(&head.search), excerpt(&head.schema)));
    }
    let mut number = 0;
    let (mut request, mut status, mut place) = (None, None, None);
    let harvest = accept_looking(job, &store, |page, planned, body| {
        request = request.take().or_else(|| other_request(page, planned, &store.head().base));
        number += 1;
        let is_here = (page.page, page.bytes) == (number, body.len() as u64);
        place = place.take().or_else(|| {
            let (stated, bytes) = (page.page, page.bytes);
            (!is_here)
                .then(|| format!("page {number} is {stated} in its journal, of {bytes} bytes, and has {}", body.len()))
        });
        let is_page = page.status == 200 || job.database.says_nothing(page.status, body);
        status = status.take().or_else(|| (!is_page).then_some((page.page, page.status)));
    })?;
    if harvest.request().is_some() {
        found.wrong.push(format!("only {} pages of it are there", harvest.pages()));
        return Ok(());
    }
    let now = locked(job, &store, &harvest.finish())?;
    let status = status.map(|(page, status)| format!("page {page} came with status {status}, which is no answer"));
    if let Some(other) = other_fact(search, &now).or(status).or(place) {
        found.wrong.push(other);
        return Ok(());
    }
    found.take(&store.head().tool, request);
    found.take(&search.tool, other_words("notes", &search.notes, &now.notes, "by the pages"));
    let not_carried =
        planned.and_then(|job| other_words("not_carried", &search.not_carried, &job.not_carried, "by the protocol"));
    found.take(&search.tool, not_carried);
    if job.applied.is_some() {
        found.take(&search.tool, other_export(root, search, job, &store)?);
    }
    found.wrong.extend(not_of_pages(root, search, job, &store)?);
    Ok(())
}

/// What is wrong with the export, as far as the pages alone tell.
fn not_of_pages(root: &Path, search: &Search, job: &Job, store: &Store) -> Result<Option<String>, Error> {
    let path = root.join(&search.export);
    let export = std::fs::read(&path).map_err(|error| Error::io("read", &path, &error))?;
    Ok(match export::records_in(job.database, store, &export)? {
        None => Some(format!("`{}` holds what is not in the pages", search.export)),
        Some(exported) if exported != search.exported => {
            Some(format!("`exported` is {} in the lock, and {exported} by the export", search.exported))
        }
        Some(exported) if search.applied_here.is_empty() && exported != search.received => {
            Some(format!("`{}` leaves out records of the pages, and nothing was applied here", search.export))
        }
        Some(_) => None,
    })
}

/// Whether what is applied here leaves another export of the pages than the one that is there.
fn other_export(root: &Path, search: &Search, job: &Job, store: &Store) -> Result<Option<String>, Error> {
    let path = root.join(&search.export);
    let there = std::fs::read(&path).map_err(|error| Error::io("read", &path, &error))?;
    let (export, exported) = built(job, store, search.received)?;
    let left = plural(exported, "record is left", "records are left");
    Ok((export != there).then(|| {
        format!(
            "{} applied again to the pages, {left}, but `{}` has {} or others",
            listed(&search.applied_here, "is", "are"),
            search.export,
            search.exported
        )
    }))
}

/// A page that was asked for otherwise than query and limits have it.
fn other_request(page: &JournalPage, request: &Request, base: &str) -> Option<String> {
    let now = (request.method.name(), request.url(base), request.sent_body());
    if (now.0, &now.1, &now.2) == (page.method.as_str(), &page.url, &page.sent) {
        return None;
    }
    let whole = |method: &str, url: &str, sent: Option<&str>| format!("{method} {url} {}", sent.unwrap_or_default());
    let stored = whole(&page.method, &page.url, page.sent.as_deref());
    let planned = whole(now.0, &now.1, now.2.as_deref());
    let (stored, planned) = around_difference(&stored, &planned);
    Some(format!("page {} was asked for by “{stored}”, and query and limits give “{planned}”", page.page))
}

/// Both texts from shortly before their first difference.
fn around_difference(a: &str, b: &str) -> (String, String) {
    const BEFORE: usize = 30;
    let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let from = |text: &str| {
        let skipped: String = text.chars().skip(same.saturating_sub(BEFORE)).collect();
        format!("{}{}", if same > BEFORE { "…" } else { "" }, excerpt(skipped.trim_end()))
    };
    (from(a), from(b))
}

/// A list of words of the lock that is another now.
fn other_words(name: &str, then: &[String], now: &[String], whence: &str) -> Option<String> {
    let shown = |words: &[String]| if words.is_empty() { "empty".to_owned() } else { excerpt(&words.join("; ")) };
    (then != now).then(|| format!("`{name}` is “{}” in the lock, and “{}” {whence}", shown(then), shown(now)))
}
