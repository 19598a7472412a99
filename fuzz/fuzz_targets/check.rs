//! What must hold of a reading, whatever was read. The stable tests damage files and ask the same.

use std::sync::Arc;

use litsieve::export::references::{Reference, WRITERS, to_bytes};
use litsieve::format::{Format, Parsed, read};
use litsieve::source::SourceFile;

/// Reads `bytes` as `format`, and as what they look like.
///
/// # Panics
/// If what must hold of a reading does not.
pub fn check_as(format: &dyn Format, bytes: Vec<u8>) {
    let length = bytes.len();
    let source = Arc::new(SourceFile::new("fuzzed", bytes));
    format.sniff(&source);
    check(&format.read(&source), length);
    check(&read(&source), length);
}

/// Nothing grows beyond what the file gives, every record stands in it, and every format can be written.
///
/// # Panics
/// If one of these does not hold.
pub fn check(parsed: &Parsed, length: usize) {
    let text = parsed.records.source().text().len();
    let values = parsed.records.iter().flat_map(|record| record.all_values()).map(|value| value.value().len());
    assert!(values.sum::<usize>() <= 1_000 * (length + 1_000), "values grow beyond the file");
    assert!(parsed.records.iter().all(|record| record.origin().bytes.end as usize <= text));
    let writer = WRITERS[length % WRITERS.len()];
    to_bytes(writer, &mut parsed.records.iter().map(|record| Reference::of("fuzzed:1", record)));
}
