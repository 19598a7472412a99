//! The name of a run, which every file of its results bears.

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::{Inputs, Run};
use crate::record::RecordId;
use crate::source::Digest;

/// How many hexadecimal digits of a digest make the name.
const DIGITS: usize = 12;

/// The review and the first digits of a digest of everything that went in: the version of the program, the protocol, what
/// every search gave, the rulings, everything else that was read.
///
/// The order of the files of a search and of the records in a file is no part of it, as it is none of the results: a file
/// that does not depend on that order keeps its bytes. The digest of a run (`summary.json`) also covers the results.
pub(super) fn name(run: &Run<'_>) -> String {
    let mut records: Vec<(usize, [u8; 32])> =
        (0..run.records().len()).into_par_iter().map(|number| record(run, RecordId(number as u32))).collect();
    records.sort_unstable();
    let mut hash = Sha256::new();
    for (search, digest) in records {
        hash.update((search as u64).to_le_bytes());
        hash.update(digest);
    }
    let found = Digest::from_bytes(hash.finalize().into());
    let Inputs { version, protocol, rulings, other, .. } = run.inputs;
    let mut text = format!("litsieve {version}\nprotocol {}\nrecords {found}\n", protocol.digest);
    for (kind, files) in [("rulings", rulings), ("other", other)] {
        let mut lines: Vec<String> =
            files.iter().map(|file| format!("{kind} {} {}\n", file.digest, file.label)).collect();
        lines.sort_unstable();
        text.push_str(&lines.concat());
    }
    let mut digits = Digest::of(text.as_bytes()).to_string();
    digits.truncate(DIGITS);
    match run.protocol.review.id.as_str() {
        "" => digits,
        review => format!("{review}@{digits}"),
    }
}

/// The number of the search that gave a record, and the digest of its values.
fn record(run: &Run<'_>, id: RecordId) -> (usize, [u8; 32]) {
    let mut hash = Sha256::new();
    for value in run.records().record(id).all_values() {
        for part in [value.tag(), "\u{1f}", value.value(), "\u{1e}"] {
            hash.update(part.as_bytes());
        }
    }
    (run.search_of(id), hash.finalize().into())
}
