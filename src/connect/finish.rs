//! Ends a search all of whose pages are stored: the totals are compared, the export and the lock are written.

use std::path::Path;
use std::sync::Arc;

use super::export;
use super::harvest::Outcome;
use super::job::{Finished, How, Job, of};
use super::lock::{put, read as read_lock, write_whole};
use super::store::Store;
use crate::source::{Digest, SourceFile};
use crate::wire::searches::{LockedPage, Search};
use crate::workspace::Error;

/// Writes the export and the lock of a search all of whose pages are stored.
///
/// # Errors
/// If what came is not what was announced and nobody accepts that, or something cannot be written.
pub(super) fn finish(how: &How, job: &Job, store: &Store, outcome: &Outcome) -> Result<Finished, Error> {
    let earlier = read_lock(&how.root)?.searches.into_iter().find(|search| search.id == job.id);
    let mut search = locked(job, store, outcome);
    let accepted = how.accept_differences || earlier.as_ref().is_some_and(|e| e.differences == search.differences);
    if !search.differences.is_empty() && !accepted {
        return Err(differ(job, &search.differences));
    }
    if let Some(earlier) = earlier.filter(|_| how.replay) {
        same_pages(job, &earlier, &search)?;
    }
    let path = how.root.join(&job.export);
    search.exported = write_export(job, store, &path)?;
    search.export_sha256 = digest_of(&path)?.to_string();
    put(&how.root, search.clone())?;
    Ok(Finished { search, was_done: false })
}

/// What the lock says of a search, but for its export.
fn locked(job: &Job, store: &Store, outcome: &Outcome) -> Search {
    let head = store.head().clone();
    let pages = store.pages().iter().zip(&outcome.records).map(|(page, &records)| LockedPage {
        file: page.file.clone(),
        records,
        sha256: page.sha256.clone(),
    });
    Search {
        id: job.id.clone(),
        database: head.database,
        base: head.base,
        finished: store.pages().last().map_or_else(|| head.started.clone(), |page| page.at.clone()),
        started: head.started,
        tool: head.tool,
        expression: head.expression,
        limits: head.limits,
        request: store.pages().first().map(|page| page.url.clone()).unwrap_or_default(),
        applied_here: job.applied_here.clone(),
        not_carried: job.not_carried.clone(),
        announced: outcome.announced,
        received: outcome.received,
        exported: 0,
        notes: outcome.notes.iter().map(ToString::to_string).collect(),
        differences: outcome.differences.iter().map(|found| format!("{found} ({})", found.code())).collect(),
        export: job.export.clone(),
        export_sha256: String::new(),
        pages_in: format!("pages/{}", job.id),
        pages: pages.collect(),
    }
}

fn differ(job: &Job, differences: &[String]) -> Error {
    let shown = differences[..differences.len().min(3)].join("; ");
    let more = differences.len().saturating_sub(3);
    let more = if more > 0 { format!("; and {more} more such") } else { String::new() };
    of(
        job,
        format!("what came is not what was announced: {shown}{more}"),
        "Nothing was exported. `--restart` searches again; `--accept-differences` writes the export from the stored \
         pages, and the lock says so.",
    )
}

/// A replay gives what the lock knows, or says which page is another.
fn same_pages(job: &Job, earlier: &Search, now: &Search) -> Result<(), Error> {
    if earlier.pages == now.pages {
        return Ok(());
    }
    let pairs = earlier.pages.iter().zip(&now.pages);
    let other = pairs.take_while(|(a, b)| a == b).count() + 1;
    Err(of(
        job,
        format!(
            "page {other} of {} in {} is not the one that the lock knows (SEA015)",
            earlier.pages.len(),
            now.pages_in
        ),
        "Take the pages back as they were, or search again with `--restart`.",
    ))
}

/// The digest of a file.
pub(super) fn digest_of(path: &Path) -> Result<Digest, Error> {
    std::fs::read(path).map(|bytes| Digest::of(&bytes)).map_err(|error| Error::io("read", path, &error))
}

fn write_export(job: &Job, store: &Store, path: &Path) -> Result<u64, Error> {
    let Some(applied) = &job.applied else {
        return write_whole(path, |out| export::write(job.database, store, out, |_| true));
    };
    let mut all = Vec::new();
    let received = export::write(job.database, store, &mut all, |_| true)?;
    let keep = applied(Arc::new(SourceFile::new(job.export.clone(), all)))?;
    if keep.len() as u64 != received {
        return Err(of(
            job,
            format!(
                "{received} records came, but {} could be read, so that nothing can be applied to them",
                keep.len()
            ),
            "The pages are stored; nothing is lost. Please report this.",
        ));
    }
    write_whole(path, |out| export::write(job.database, store, out, |number| keep.get(number as usize) == Some(&true)))
}
