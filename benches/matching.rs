//! How matching grows: made-up records at 2,000, 10,000 and 50,000, beside the reading of the same bytes in the same run.
#![allow(missing_docs, clippy::unwrap_used)]

/// As in the command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[path = "support/made_up_records.rs"]
mod made_up_records;

use std::sync::Arc;

use divan::counter::ItemsCount;
use litsieve::matching::{Matcher, Settings, deduplicate};
use litsieve::record::RecordTable;
use litsieve::source::SourceFile;

const SIZES: [usize; 3] = [2_000, 10_000, 50_000];
const SEED: u64 = 7;

fn main() {
    divan::main();
}

fn source(count: usize) -> Arc<SourceFile> {
    Arc::new(SourceFile::new("made-up.ris", made_up_records::ris(count, 1_000, SEED).into_bytes()))
}

fn table(count: usize) -> RecordTable {
    RecordTable::new(vec![litsieve::format::read(&source(count)).records])
}

/// The ceiling: no matching is faster than reading what it matches.
#[divan::bench(args = SIZES, sample_count = 3)]
fn read(bencher: divan::Bencher<'_, '_>, count: usize) {
    let source = source(count);
    bencher.counter(ItemsCount::new(count)).bench(|| litsieve::format::read(&source));
}

#[divan::bench(args = SIZES, sample_count = 3)]
fn normal_forms(bencher: divan::Bencher<'_, '_>, count: usize) {
    let records = table(count);
    bencher.counter(ItemsCount::new(count)).bench(|| Matcher::new(&records, &Settings::default()));
}

#[divan::bench(args = SIZES, sample_count = 3)]
fn match_records(bencher: divan::Bencher<'_, '_>, count: usize) {
    let records = table(count);
    bencher.counter(ItemsCount::new(count)).bench(|| deduplicate(&records, &Settings::default(), &[]));
}
