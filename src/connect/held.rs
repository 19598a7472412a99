//! Whether the evidence of finished searches is still what the lock knows: pages, journals, exports, landing pages, what
//! was read from answers, and the numbers that follow from them.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::already::{Had, HadNow};
use super::fetch::accept_stored;
use super::job::Job;
use super::known::store_is_of;
use super::landing;
use super::lock::{LOCK, read as read_lock};
use super::lookup::asked_as;
use super::named::{OTHER_FILE, OTHER_QUERY, OTHERWISE, asked_elsewhere, asks_another, other_files};
use super::place::{digest_of, is_reserved};
use super::plan::planned;
use super::store::{Store, earlier};
use super::traced::{self, Compared, bare_job};
use super::{Query, said};
use crate::diagnostic::{Diagnostic, listed, plural};
use crate::protocol::Protocol;
use crate::source::SourceFile;
use crate::wire::searches::{Lock, Search};
use crate::workspace::exports_of;

/// The code of evidence that is not what it was.
pub(super) const CHANGED: &str = "SEA021";
/// The code of pages of a search that was begun.
const BEGUN: &str = "SEA023";
/// The code of pages of which no lock says what followed from them.
const UNACCOUNTED: &str = "SEA026";
/// The code of a search whose numbers do not fit together, and that was taken all the same.
const ACCEPTED: &str = "SEA024";
/// The code of a chase in a review that has something else now than it had then.
const GROWN: &str = "SEA029";
/// The code of evidence that is not here.
pub(super) const UNSEEN: &str = "SEA022";

/// Whether a finding breaks the way from the results back to what services sent: then `verify` fails.
pub fn is_broken(found: &Diagnostic) -> bool {
    [CHANGED, UNACCOUNTED, OTHER_FILE, OTHER_QUERY].contains(&found.code)
}

/// What of the evidence in the review folder `root` is not what `searches.lock` knows, or is not here to be compared, or is not
/// what the protocol says; nothing where nobody was ever asked. `exports` are those of the review: without them it is not seen which
/// lines of enrichment are gone. Asks nobody and writes nothing.
pub fn changed_evidence<'a>(
    root: &Path,
    protocol: Option<&Protocol>,
    exports: impl Iterator<Item = &'a Arc<SourceFile>>,
) -> Vec<Diagnostic> {
    let lock = match read_lock(root) {
        Ok(lock) => lock,
        Err(error) => return vec![Diagnostic::new(CHANGED, error.what).at(LOCK, 0, 0)],
    };
    let (mut found, mut unseen) = (Vec::new(), Vec::new());
    let exports: Vec<&Arc<SourceFile>> = exports.collect();
    let had = protocol.filter(|_| !exports.is_empty());
    let had = had.map(|protocol| Had::new(exports.iter().copied(), &protocol.matching));
    let had = had.as_ref().map(HadNow::new);
    let (mut names, mut some_are_here) = (BTreeSet::new(), false);
    let twice = lock.searches.iter().filter(|search| !names.insert(search.id.as_str()));
    found.extend(
        twice.map(|search| changed(&format!("search `{}`", search.id), &["it stands in the lock twice".to_owned()])),
    );
    for search in &lock.searches {
        let planned = protocol.and_then(|protocol| planned(protocol, &search.id));
        let another = planned.as_ref().and_then(|planned| asks_another(search, planned));
        let same = planned.and_then(Result::ok).filter(|_| another.is_none());
        let Compared { is_here, wrong, unseen: why, otherwise } = held(root, search, (same.as_ref(), had.as_ref()));
        let name = format!("search `{}`", search.id);
        if !otherwise.is_empty() {
            let message = format!("{name}, run by {}: {}", search.tool, several(&otherwise));
            found.push(Diagnostic::new(OTHERWISE, message).at(LOCK, 0, 0));
        }
        if let Some(why) = why {
            let message = format!("{name}: that it left out just what the review had cannot be seen: {why}");
            found.push(Diagnostic::new(GROWN, message).at(LOCK, 0, 0));
        }
        match wrong.is_empty() {
            false => found.push(changed(&name, &wrong)),
            true => found.extend(another),
        }
        some_are_here |= is_here;
        if !is_here && wrong.is_empty() {
            unseen.push(format!("`{}`", search.id));
        }
    }
    match landing::held(root, &lock) {
        Ok(true) => some_are_here |= !lock.landing_pages.is_empty(),
        Ok(false) => unseen.push("`--url`".to_owned()),
        Err(wrong) => found.push(changed("landing pages", &wrong)),
    }
    if !unseen.is_empty() {
        let message = format!(
            "the pages of {} not in this copy: that their exports are what the services sent cannot be checked",
            listed(&unseen, "are", "are")
        );
        // Who shares a review may leave all pages behind; those of one search are lost, or were taken away.
        let (code, more) =
            if some_are_here { (CHANGED, ", and the pages of other searches are here") } else { (UNSEEN, "") };
        found.push(Diagnostic::new(code, message + more).at(LOCK, 0, 0));
    }
    found.extend(unknown(root, &lock, protocol));
    found.extend(asked_elsewhere(&lock, protocol));
    found.extend(protocol.into_iter().flat_map(|protocol| other_files(root, &lock, protocol)));
    found.extend(lock.searches.iter().filter(|search| !search.differences.is_empty()).map(|search| {
        let message = format!("the search `{}` was taken as it came: {}", search.id, search.differences.join("; "));
        Diagnostic::new(ACCEPTED, message).at(LOCK, 0, 0)
    }));
    found.extend(said::changed(root, &lock, exports.into_iter()));
    found
}

/// The folders of pages that belong to no search of the lock.
fn unknown(root: &Path, lock: &Lock, protocol: Option<&Protocol>) -> Vec<Diagnostic> {
    let entries = std::fs::read_dir(root.join("pages")).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| !is_reserved(name) || name.contains('.') && !name.contains(".earlier-"));
    names.retain(|name| lock.searches.iter().all(|search| search.pages_in != format!("pages/{name}")));
    names.sort_unstable();
    let tell = |name: String| {
        let store = Store::read(&root.join("pages").join(&name)).ok().flatten()?;
        let pages = plural(store.pages().len() as u64, "page is stored", "pages are stored");
        let exports = exports_for(root, &name, &store, protocol);
        let about = format!("the lock knows nothing of the search `{name}`, of which {pages}");
        let (code, message) = match exports.as_slice() {
            [] if !is_whole(&name, &store) => (BEGUN, about),
            [] => (UNACCOUNTED, format!("{about}, all that there are: nothing says what followed from them")),
            files => (
                UNACCOUNTED,
                format!("{about}: that {} what the service sent cannot be checked", listed(files, "is", "are")),
            ),
        };
        Some(Diagnostic::new(code, message).at(&format!("pages/{name}"), 0, 0))
    };
    let mut found: Vec<Diagnostic> = names.into_iter().filter_map(tell).collect();
    let landed = landing::unknown(root, lock);
    if landed > 0 {
        let pages = plural(landed, "landing page is", "landing pages are");
        let message =
            format!("{pages} stored of which the lock knows nothing: what was saved of them cannot be checked");
        found.push(Diagnostic::new(UNACCOUNTED, message).at("pages/web", 0, 0));
    }
    found
}

/// The files that stand where the export of a search does that no lock knows: as the protocol names them, else by its name.
fn exports_for(root: &Path, name: &str, store: &Store, protocol: Option<&Protocol>) -> Vec<String> {
    let search = protocol.and_then(|protocol| protocol.searches().find(|(_, search)| search.id == name));
    let mut files = search.map_or_else(Vec::new, |(_, search)| exports_of(root, search));
    if let Some(database) = asked_as(name, &store.head().database) {
        files.push(format!("exports/{name}.{}", database.service().extension));
    }
    files.retain(|file| root.join(file).is_file());
    files.sort_unstable();
    files.dedup();
    files.iter().map(|file| format!("`{file}`")).collect()
}

/// Whether all pages of a search are stored; also where that cannot be told.
fn is_whole(name: &str, store: &Store) -> bool {
    let head = store.head();
    let Some(database) = asked_as(name, &head.database) else { return true };
    let query = Query { expression: head.expression.clone(), limits: head.limits.clone() };
    let job = bare_job(name, database, query);
    accept_stored(&job, store).map_or(true, |harvest| harvest.request().is_none())
}

fn changed(what: &str, wrong: &[String]) -> Diagnostic {
    Diagnostic::new(CHANGED, format!("{what}: {}", several(wrong))).at(LOCK, 0, 0)
}

/// Whether the pages of a search are here, and are what the lock says, with all that follows from them.
fn held(root: &Path, search: &Search, now: (Option<&Job>, Option<&HadNow<'_>>)) -> Compared {
    let mut found = Compared::default();
    let label = &search.pages_in;
    let Some(folder) = below(root, label) else {
        found.wrong.push(outside(label));
        return found;
    };
    if !folder.is_dir() {
        // Whoever copies a review without its pages may leave exports behind that no protocol names.
        let export = file(root, &search.export, &search.export_sha256);
        found.wrong.extend(export.filter(|_| root.join(&search.export).exists()));
        return found;
    }
    found.is_here = true;
    found.wrong.extend(file(root, &search.export, &search.export_sha256));
    let (label, journal) = folder_of(root, &folder, search);
    found.wrong.extend(journal);
    let pages = search.pages.iter();
    found.wrong.extend(pages.filter_map(|page| file(root, &format!("{label}/{}", page.file), &page.sha256)));
    if found.wrong.is_empty() {
        traced::compare(root, &root.join(&label), search, now, &mut found);
    }
    found
}

/// The first few of what is wrong.
fn several(wrong: &[String]) -> String {
    const MOST: usize = 4;
    let shown = wrong[..wrong.len().min(MOST)].join("; ");
    if wrong.len() > MOST { format!("{shown}; and {} more such", wrong.len() - MOST) } else { shown }
}

/// Where the pages of a search are, aside perhaps while it is run again, and what is wrong with their journal.
fn folder_of(root: &Path, folder: &Path, search: &Search) -> (String, Option<String>) {
    let label = &search.pages_in;
    let is_of = |folder: &PathBuf| Store::read(folder).ok().flatten().is_some_and(|store| store_is_of(&store, search));
    if is_of(&folder.to_owned()) {
        return (label.clone(), None);
    }
    if let Some(aside) = earlier(folder).find(is_of) {
        let parent = label.rsplit_once('/').map_or("", |(parent, _)| parent);
        return (format!("{parent}/{}", aside.file_name().unwrap_or_default().to_string_lossy()), None);
    }
    let journal = format!("{label}/journal.jsonl");
    let wrong = match &search.journal_sha256 {
        Some(sha256) => file(root, &journal, sha256),
        None => Some(format!("`{journal}` is not what it was")),
    };
    (label.clone(), wrong)
}

/// What is wrong with a file that should have this digest.
pub(super) fn file(root: &Path, label: &str, sha256: &str) -> Option<String> {
    let Some(path) = below(root, label) else { return Some(outside(label)) };
    if !path.is_file() {
        return Some(format!("`{label}` is missing"));
    }
    match digest_of(&path) {
        Ok(digest) if digest.to_string() == sha256 => None,
        Ok(digest) => {
            let begin = |digest: &str| digest.chars().take(12).collect::<String>();
            let (now, then) = (begin(&digest.to_string()), begin(sha256));
            Some(format!("`{label}` is not what it was (sha256 {now}…, in the lock {then}…)"))
        }
        Err(error) => Some(error.what),
    }
}

fn outside(label: &str) -> String {
    format!("`{label}` lies outside of the review folder")
}

/// A lock that was tampered with leads nowhere else.
fn below(root: &Path, label: &str) -> Option<PathBuf> {
    let plain = Path::new(label).components().all(|part| matches!(part, Component::Normal(_)));
    plain.then(|| root.join(label))
}
