//! Ends a search all of whose pages are stored: the totals are compared, the export and the lock are written.

use std::sync::Arc;

use super::export;
use super::harvest::Outcome;
use super::job::{Finished, How, Job, of};
use super::known::same_evidence;
use super::lock::{put, write_whole};
use super::place::may_become;
use super::store::Store;
use crate::format;
use crate::source::{Digest, SourceFile};
use crate::wire::searches::{LockedPage, Search};
use crate::workspace::Error;

/// Writes the export and the lock of a search all of whose pages are stored. Of a search that is `known` to the lock the
/// export is written again as it was, and the lock stays.
///
/// # Errors
/// If what came is not what was announced and nobody accepts that, what is stored is not what the lock knows, or something
/// cannot be written.
pub(super) fn finish(
    how: &How,
    job: &Job,
    store: &Store,
    outcome: &Outcome,
    known: Option<&Search>,
) -> Result<Finished, Error> {
    let mut search = locked(job, store, outcome)?;
    match known {
        Some(known) => same_evidence(job, known, &search)?,
        None if !search.differences.is_empty() && !how.accept_differences => {
            return Err(differ(job, &search.differences));
        }
        None => {}
    }
    let (export, exported) = built(job, store, outcome.received)?;
    let digest = Digest::of(&export);
    (search.exported, search.export_sha256) = (exported, digest.to_string());
    if let Some(known) = known {
        same_export(job, known, &search)?;
    }
    may_become(&how.root, job, Some(digest))?;
    let path = how.root.join(&job.export);
    write_whole(&path, |out| out.write_all(&export).map_err(|error| Error::io("write", &path, &error)))?;
    match known {
        Some(known) => search = known.clone(),
        None => put(&how.root, search.clone())?,
    }
    Ok(Finished { search, was_done: false })
}

/// What the lock says of a search, but for its export.
pub(super) fn locked(job: &Job, store: &Store, outcome: &Outcome) -> Result<Search, Error> {
    let head = store.head().clone();
    let pages = store.pages().iter().zip(&outcome.records).map(|(page, &records)| LockedPage {
        file: page.file.clone(),
        records,
        sha256: page.sha256.clone(),
    });
    Ok(Search {
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
        left_out: job.left_out.as_ref().map(|tell| tell()),
        seeds: seeds(store),
        answers_of: head.answers_of,
        notes: outcome.notes.iter().map(ToString::to_string).collect(),
        differences: outcome.differences.iter().map(|found| format!("{found} ({})", found.code())).collect(),
        export: job.export.clone(),
        export_sha256: String::new(),
        pages_in: format!("pages/{}", job.id),
        journal_sha256: Some(store.journal_digest()?.to_string()),
        pages: pages.collect(),
    })
}

/// The seeds of the runs that asked for the pages, in order.
fn seeds(store: &Store) -> Vec<u64> {
    let mut seeds: Vec<u64> = store.pages().iter().filter_map(|page| page.seed).collect();
    seeds.dedup();
    seeds
}

fn differ(job: &Job, differences: &[String]) -> Error {
    let shown = differences[..differences.len().min(3)].join("; ");
    let more = differences.len().saturating_sub(3);
    let more = if more > 0 { format!("; and {more} more such") } else { String::new() };
    let estimate = match job.database.service() {
        service if service.total_is_estimate => format!("{} calls its total an estimate. ", service.title),
        _ => String::new(),
    };
    of(
        job,
        format!("what came is not what was announced: {shown}{more}"),
        format!(
            "Nothing was exported. {estimate}`--restart` searches again; `--accept-differences` writes the export from the stored \
             pages, and the lock says so."
        ),
    )
}

/// The export that the pages give now is the one that the lock knows.
fn same_export(job: &Job, known: &Search, now: &Search) -> Result<(), Error> {
    if known.export != job.export {
        return Err(of(
            job,
            format!("its export is `{}` in the lock and `{}` in the protocol", known.export, job.export),
            "Name the former in the protocol, or search again with `--restart`.",
        ));
    }
    if known.export_sha256 == now.export_sha256 && known.exported == now.exported {
        return Ok(());
    }
    Err(of(
        job,
        format!(
            "its pages would now give another export than the one that the lock knows, with {} records instead of {} \
             (SEA015); nothing is written",
            now.exported, known.exported
        ),
        format!(
            "What is applied to the answer depends on the review and on this program: {} wrote it. `--restart` searches again.",
            known.tool
        ),
    ))
}

/// The export, and how many records it has. What came is counted three times: as the answers were understood (`received`), as it
/// stands in the pages, and as the export is read, which is in the format of the service that sent it, whatever it looks like.
pub(super) fn built(job: &Job, store: &Store, received: u64) -> Result<(Vec<u8>, u64), Error> {
    let mut all = Vec::new();
    let stand = export::write(job.database, store, &mut all, |_| true)?;
    if stand != received {
        return Err(of(
            job,
            format!("{received} records came, but {stand} stand in the pages; nothing was exported"),
            "The pages are stored; nothing is lost. Please report this.",
        ));
    }
    let whole = Arc::new(SourceFile::new(job.export.clone(), all.clone()));
    let records = format::read_as(job.database.service().format, &whole).records;
    if records.len() as u64 != received {
        let read = records.len();
        return Err(of(
            job,
            format!("{received} records came, but {read} could be read; nothing was exported"),
            "The pages are stored; nothing is lost. Please report this.",
        ));
    }
    let Some(applied) = &job.applied else { return Ok((all, received)) };
    let keep = applied(records);
    let mut kept = Vec::new();
    let exported = export::write(job.database, store, &mut kept, |number| keep.get(number as usize) == Some(&true))?;
    Ok((kept, exported))
}
