//! Whether the evidence of finished searches is still what the lock knows: pages, journals, exports.

use std::path::{Component, Path, PathBuf};

use super::known::store_is_of;
use super::lock::{LOCK, read as read_lock};
use super::place::digest_of;
use super::store::{Store, earlier};
use crate::diagnostic::Diagnostic;
use crate::wire::searches::Search;

/// What of the evidence in the review folder `root` is missing or is not what `searches.lock` knows; nothing where there is
/// no lock. Asks nobody and writes nothing.
pub fn changed_evidence(root: &Path) -> Vec<Diagnostic> {
    match read_lock(root) {
        Ok(lock) => lock.searches.iter().filter_map(|search| changed(root, search)).collect(),
        Err(error) => vec![Diagnostic::new("SEA021", error.what).at(LOCK, 0, 0)],
    }
}

fn changed(root: &Path, search: &Search) -> Option<Diagnostic> {
    let mut wrong: Vec<String> = file(root, &search.export, &search.export_sha256).into_iter().collect();
    match folder_of(root, search) {
        Err(why) => wrong.push(why),
        Ok((folder, journal)) => {
            wrong.extend(journal);
            wrong.extend(
                search.pages.iter().filter_map(|page| file(root, &format!("{folder}/{}", page.file), &page.sha256)),
            );
        }
    }
    if wrong.is_empty() {
        return None;
    }
    let message = format!("search `{}`: {}", search.id, several(&wrong));
    Some(Diagnostic::new("SEA021", message).at(LOCK, 0, 0))
}

/// The first few of what is wrong.
fn several(wrong: &[String]) -> String {
    const MOST: usize = 4;
    let shown = wrong[..wrong.len().min(MOST)].join("; ");
    if wrong.len() > MOST { format!("{shown}; and {} more such", wrong.len() - MOST) } else { shown }
}

/// Where the pages of a search are, aside perhaps while it is run again, and what is wrong with their journal.
fn folder_of(root: &Path, search: &Search) -> Result<(String, Option<String>), String> {
    let label = &search.pages_in;
    let folder = below(root, label).ok_or_else(|| outside(label))?;
    if !folder.is_dir() {
        return Err(format!(
            "`{label}`, with the pages, is missing, as where a review is copied without them: what follows from the export \
             can still be verified, but no longer that the service sent it"
        ));
    }
    let is_of = |folder: &PathBuf| Store::read(folder).ok().flatten().is_some_and(|store| store_is_of(&store, search));
    if is_of(&folder) {
        return Ok((label.clone(), None));
    }
    if let Some(aside) = earlier(&folder).find(is_of) {
        let parent = label.rsplit_once('/').map_or("", |(parent, _)| parent);
        return Ok((format!("{parent}/{}", aside.file_name().unwrap_or_default().to_string_lossy()), None));
    }
    let state = if folder.join("journal.jsonl").exists() { "is not what it was" } else { "is missing" };
    Ok((label.clone(), Some(format!("`{label}/journal.jsonl` {state}"))))
}

/// What is wrong with a file that should have this digest.
fn file(root: &Path, label: &str, sha256: &str) -> Option<String> {
    let Some(path) = below(root, label) else { return Some(outside(label)) };
    if !path.is_file() {
        return Some(format!("`{label}` is missing"));
    }
    match digest_of(&path) {
        Ok(digest) if digest.to_string() == sha256 => None,
        Ok(_) => Some(format!("`{label}` is not what it was")),
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
