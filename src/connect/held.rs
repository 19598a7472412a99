//! Whether the evidence of finished searches is still what the lock knows: pages, journals, exports, landing pages, what
//! was read from answers, and the numbers that follow from them.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::export;
use super::fetch::accept_stored;
use super::finish::locked;
use super::job::Job;
use super::known::{other_fact, store_is_of};
use super::landing;
use super::lock::{LOCK, read as read_lock};
use super::lookup::asked_as;
use super::place::{digest_of, is_reserved};
use super::store::{Store, earlier};
use super::{Query, said};
use crate::diagnostic::{Diagnostic, listed, plural};
use crate::source::SourceFile;
use crate::wire::searches::{Lock, Search};

/// The code of evidence that is not what it was.
pub const CHANGED: &str = "SEA021";
/// The code of pages that the lock does not know.
const UNKNOWN: &str = "SEA023";
/// The code of a search whose numbers do not fit together, and that was taken all the same.
const ACCEPTED: &str = "SEA024";
/// The code of evidence that is not here.
pub(super) const UNSEEN: &str = "SEA022";

/// What of the evidence in the review folder `root` is not what `searches.lock` knows, or is not here to be compared;
/// nothing where nobody was ever asked. `exports` are those of the review: without them it is not seen which lines of
/// enrichment are gone. Asks nobody and writes nothing.
pub fn changed_evidence<'a>(root: &Path, exports: impl Iterator<Item = &'a Arc<SourceFile>>) -> Vec<Diagnostic> {
    let lock = match read_lock(root) {
        Ok(lock) => lock,
        Err(error) => return vec![Diagnostic::new(CHANGED, error.what).at(LOCK, 0, 0)],
    };
    let (mut found, mut unseen) = (Vec::new(), Vec::new());
    for search in &lock.searches {
        match held(root, search) {
            Ok(true) => {}
            Ok(false) => unseen.push(format!("`{}`", search.id)),
            Err(wrong) => found.push(changed(&format!("search `{}`", search.id), &wrong)),
        }
    }
    match landing::held(root, &lock) {
        Ok(true) => {}
        Ok(false) => unseen.push("`--url`".to_owned()),
        Err(wrong) => found.push(changed("landing pages", &wrong)),
    }
    if !unseen.is_empty() {
        let message = format!(
            "the pages of {} not in this copy: that their exports are what the services sent cannot be checked",
            listed(&unseen, "are", "are")
        );
        found.push(Diagnostic::new(UNSEEN, message).at(LOCK, 0, 0));
    }
    found.extend(unknown(root, &lock));
    found.extend(lock.searches.iter().filter(|search| !search.differences.is_empty()).map(|search| {
        let message = format!("the search `{}` was taken as it came: {}", search.id, search.differences.join("; "));
        Diagnostic::new(ACCEPTED, message).at(LOCK, 0, 0)
    }));
    found.extend(said::changed(root, &lock, exports));
    found
}

/// The folders of pages that belong to no search of the lock.
fn unknown(root: &Path, lock: &Lock) -> Vec<Diagnostic> {
    let entries = std::fs::read_dir(root.join("pages")).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| !is_reserved(name) || name.contains('.') && !name.contains(".earlier-"));
    names.retain(|name| lock.searches.iter().all(|search| search.pages_in != format!("pages/{name}")));
    names.sort_unstable();
    let tell = |name: String| {
        let store = Store::read(&root.join("pages").join(&name)).ok().flatten()?;
        let pages = plural(store.pages().len() as u64, "page", "pages");
        let message = format!("the lock knows nothing of the search `{name}`, of which {pages} are stored");
        Some(Diagnostic::new(UNKNOWN, message).at(&format!("pages/{name}"), 0, 0))
    };
    names.into_iter().filter_map(tell).collect()
}

fn changed(what: &str, wrong: &[String]) -> Diagnostic {
    Diagnostic::new(CHANGED, format!("{what}: {}", several(wrong))).at(LOCK, 0, 0)
}

/// Whether the pages of a search are here, and are what the lock says, with all that follows from them.
///
/// # Errors
/// What is wrong.
fn held(root: &Path, search: &Search) -> Result<bool, Vec<String>> {
    let label = &search.pages_in;
    let folder = below(root, label).ok_or_else(|| vec![outside(label)])?;
    if !folder.is_dir() {
        // Whoever copies a review without its pages may leave exports behind that no protocol names.
        let export = file(root, &search.export, &search.export_sha256).filter(|_| root.join(&search.export).exists());
        return export.map_or(Ok(false), |wrong| Err(vec![wrong]));
    }
    let mut wrong: Vec<String> = file(root, &search.export, &search.export_sha256).into_iter().collect();
    let (label, journal) = folder_of(root, &folder, search);
    wrong.extend(journal);
    wrong.extend(search.pages.iter().filter_map(|page| file(root, &format!("{label}/{}", page.file), &page.sha256)));
    if wrong.is_empty() {
        wrong.extend(other_than_pages(root, &root.join(&label), search));
    }
    if wrong.is_empty() { Ok(true) } else { Err(wrong) }
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

/// The first fact of the lock, or part of the export, that does not follow from the pages, which are whole.
fn other_than_pages(root: &Path, folder: &Path, search: &Search) -> Option<String> {
    let Some(database) = asked_as(search) else {
        return Some(format!("the lock names the database `{}`, which is not known", search.database));
    };
    let job = Job {
        id: search.id.clone(),
        database,
        query: Query { expression: search.expression.clone(), limits: search.limits.clone() },
        not_carried: search.not_carried.clone(),
        applied_here: search.applied_here.clone(),
        applied: None,
        export: search.export.clone(),
        url: None,
    };
    let compare = || {
        let Some(store) = Store::read(folder)? else { return Ok(None) };
        let harvest = accept_stored(&job, &store)?;
        if harvest.request().is_some() {
            return Ok(Some(format!("only {} pages of it are there", harvest.pages())));
        }
        if let Some(other) = other_fact(search, &locked(&job, &store, &harvest.finish())?) {
            return Ok(Some(other));
        }
        let path = root.join(&search.export);
        let export = std::fs::read(&path).map_err(|error| super::Error::io("read", &path, &error))?;
        let exported = export::records_in(database, &store, &export)?;
        Ok(match exported {
            None => Some(format!("`{}` holds what is not in the pages", search.export)),
            Some(exported) if exported != search.exported => {
                Some(format!("`exported` is {} in the lock, and {exported} by the export", search.exported))
            }
            Some(exported) if search.applied_here.is_empty() && exported != search.received => {
                Some(format!("`{}` leaves out records of the pages, and nothing was applied here", search.export))
            }
            Some(_) => None,
        })
    };
    compare().unwrap_or_else(|error: super::Error| Some(error.what))
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
