//! Any bytes, read as the format that the target is called by, and written in every format: no panic, and nothing grows beyond
//! what the file gives.
#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use litsieve::export::references::{Reference, WRITERS, to_bytes};
use litsieve::format::{FORMATS, Parsed, read};
use litsieve::source::SourceFile;

const TARGET: &str = env!("CARGO_BIN_NAME");

fuzz_target!(|bytes: &[u8]| {
    let Some(format) = FORMATS.iter().find(|format| format.name() == TARGET) else {
        panic!("no format is called {TARGET}")
    };
    let source = Arc::new(SourceFile::new("fuzzed", bytes.to_vec()));
    format.sniff(&source);
    check(&format.read(&source), bytes.len());
    check(&read(&source), bytes.len());
});

fn check(parsed: &Parsed, length: usize) {
    let text = parsed.records.source().text().len();
    let values = parsed.records.iter().flat_map(|record| record.all_values()).map(|value| value.value().len());
    assert!(values.sum::<usize>() <= 1_000 * (length + 1_000), "values grow beyond the file");
    assert!(parsed.records.iter().all(|record| record.origin().bytes.end as usize <= text));
    let writer = WRITERS[length % WRITERS.len()];
    to_bytes(writer, &mut parsed.records.iter().map(|record| Reference::of("fuzzed:1", record)));
}
