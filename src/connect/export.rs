//! Stored pages joined to an export, as if the service had answered with one long page.

use std::io::{self, Write};

use super::Database;
use super::page::readable;
use super::store::Store;
use crate::workspace::Error;

/// Writes the records of every page, those that `keep` says by their number from 0; gives how many.
///
/// # Errors
/// If a page cannot be read or the export cannot be written.
pub fn write(
    database: &dyn Database,
    store: &Store,
    out: &mut dyn Write,
    mut keep: impl FnMut(u64) -> bool,
) -> Result<u64, Error> {
    let [before, between, after] = database.service().envelope;
    let cannot = |error: io::Error| Error::new(format!("cannot write the export: {error}"), "");
    let (mut number, mut written) = (0, 0);
    out.write_all(before.as_bytes()).map_err(cannot)?;
    for page in store.pages() {
        let body = store.body(page)?;
        let body = readable(&body);
        let records = database.records(&body).map_err(|error| {
            Error::new(format!("{}: {error}", page.file), "The page was stored by another version.")
        })?;
        for record in records {
            if keep(number) {
                if written > 0 {
                    out.write_all(between.as_bytes()).map_err(cannot)?;
                }
                out.write_all(record.as_bytes()).map_err(cannot)?;
                written += 1;
            }
            number += 1;
        }
    }
    out.write_all(after.as_bytes()).map_err(cannot)?;
    Ok(written)
}

/// How many records of the pages `export` holds, in their order and in the service's envelope; `None` if it holds anything else.
///
/// # Errors
/// If a page cannot be read.
pub fn records_in(database: &dyn Database, store: &Store, export: &[u8]) -> Result<Option<u64>, Error> {
    let [before, between, after] = database.service().envelope.map(str::as_bytes);
    let Some(mut rest) = export.strip_prefix(before) else { return Ok(None) };
    let mut found = 0;
    for page in store.pages() {
        let body = store.body(page)?;
        let body = readable(&body);
        let records = database.records(&body).map_err(|error| Error::new(format!("{}: {error}", page.file), ""))?;
        for record in records {
            let next = if found == 0 { Some(rest) } else { rest.strip_prefix(between) };
            if let Some(left) = next.and_then(|next| next.strip_prefix(record.as_bytes())) {
                (rest, found) = (left, found + 1);
            }
        }
    }
    Ok((rest == after).then_some(found))
}
