//! Reading RIS beside two ceilings on the same bytes: a scan for line ends, and a bare split of every line into an owned
//! string. `cargo bench --bench parsing`; RAYON_NUM_THREADS=1 for one core.
#![allow(missing_docs)] // a bench has no readers but its output

use std::fmt::Write as _;
use std::sync::Arc;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use litsieve::format;
use litsieve::source::SourceFile;

fn main() {
    divan::main();
}

/// Numbers of records; the time must grow in step with them.
const RECORDS: [usize; 3] = [5_000, 10_000, 20_000];

/// Made-up RIS as databases write it, about two kilobytes a record.
fn export(records: usize) -> String {
    let sentence = "Residents and officials of a made-up town kept gardens together, and we asked them how. ";
    let mut text = String::new();
    for number in 0..records {
        let _ = write!(
            text,
            "TY  - JOUR\nAU  - Doe, Jane {number}\nAU  - Roe, R. R.\nTI  - Gardens of town {number}: a made-up study\n\
             T2  - Journal of Made-up Towns\nPY  - {}\nDA  - MAR\nVL  - {}\nIS  - 3\nSP  - {number}\nEP  - {}\n\
             DO  - 10.5555/towns.{number}\nSN  - 1234-5679\nAB  - {}\nKW  - gardens\nKW  - towns\nKW  - made up\n\
             AD  - Univ Nowhere, Dept Towns, Saltby, England\nLA  - English\nM3  - Article\nAN  - WOS:{number:015}\n\
             UR  - https://towns.example/{number}\nER  - \n\n",
            1990 + number % 30,
            number % 90,
            number + 12,
            sentence.repeat(16),
        );
    }
    text
}

/// The bytes are decoded and digested before the clock starts.
fn source(records: usize) -> Arc<SourceFile> {
    Arc::new(SourceFile::new("made-up.ris", export(records).into_bytes()))
}

/// Reading with every check, as a run does it.
#[divan::bench(args = RECORDS, sample_count = 20)]
fn ris(bencher: Bencher<'_, '_>, records: usize) {
    let source = source(records);
    bencher.counter(BytesCount::new(source.size())).bench(|| format::read(black_box(&source)));
}

/// The ceiling: every line into an owned string.
#[divan::bench(args = RECORDS, sample_count = 20)]
fn split_into_owned_strings(bencher: Bencher<'_, '_>, records: usize) {
    let source = source(records);
    bencher.counter(BytesCount::new(source.size())).bench(|| {
        let lines = black_box(source.text()).split('\n');
        lines
            .filter_map(|line| line.split_at_checked(6))
            .map(|(tag, value)| (tag.to_owned(), value.to_owned()))
            .collect::<Vec<_>>()
    });
}

/// The scan: where lines end.
#[divan::bench(args = RECORDS, sample_count = 20)]
fn line_scan(bencher: Bencher<'_, '_>, records: usize) {
    let source = source(records);
    bencher
        .counter(BytesCount::new(source.size()))
        .bench(|| memchr::memchr2_iter(b'\n', b'\r', black_box(source.text()).as_bytes()).count());
}

/// What comes before: decoding and the digest.
#[divan::bench(args = RECORDS, sample_count = 20)]
fn decode_and_digest(bencher: Bencher<'_, '_>, records: usize) {
    let bytes = export(records).into_bytes();
    bencher
        .counter(BytesCount::new(bytes.len()))
        .with_inputs(|| bytes.clone())
        .bench_values(|bytes| SourceFile::new("made-up.ris", bytes));
}
