//! Queries of the driving case on records with an abstract of usual length, beside a plain scan of the same text as the ceiling.
#![allow(missing_docs, clippy::unwrap_used)]

use divan::{Bencher, black_box, counter::ItemsCount};
use litsieve::query::{Document, Mode, Options, Query, Reading, Scratch, dialect, read};
use litsieve::record::Field;

/// As in the command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

const PRINTED: &str =
    "'coproduction' OR 'service coproduction' OR 'coproduction of services' AND 'leadership' OR 'leader' OR 'leaders'";
const RECORDS: usize = 1000;

/// Made-up records: a title and about two hundred words of abstract.
fn texts() -> Vec<(String, String)> {
    let sentence = "This paper asks how local councils and their partners share the work of planning, and what citizens gain from it. ";
    (0..RECORDS)
        .map(|n| {
            let term = ["Coproduction", "Co-production", "Leadership", "Budgets"][n % 4];
            (format!("{term} in local government: case {n}"), sentence.repeat(10))
        })
        .collect()
}

fn query(mode: Mode) -> Query {
    let parsed = read(PRINTED, dialect("wos").unwrap(), Reading::AndFirst);
    Query::new(&parsed.expression, Options { mode, ..Options::LITERAL })
}

/// Splitting a record into words and evaluating the query on it.
#[divan::bench(args = [Mode::Literal, Mode::Normalised])]
fn split_and_evaluate(bencher: Bencher<'_, '_>, mode: Mode) {
    let (texts, query) = (texts(), query(mode));
    bencher.counter(ItemsCount::new(RECORDS)).bench_local(|| {
        let (mut document, mut scratch) = (Document::default(), Scratch::default());
        for (title, text) in &texts {
            document.clear();
            document.add(Field::Title, title);
            document.add(Field::Abstract, text);
            black_box(query.truth(&document, &mut scratch));
        }
    });
}

/// Evaluating on words that are split already.
#[divan::bench(args = [Mode::Literal, Mode::Normalised])]
fn evaluate(bencher: Bencher<'_, '_>, mode: Mode) {
    let query = query(mode);
    let documents: Vec<Document> = texts()
        .iter()
        .map(|(title, text)| {
            let mut document = Document::default();
            document.add(Field::Title, title);
            document.add(Field::Abstract, text);
            document
        })
        .collect();
    bencher.counter(ItemsCount::new(RECORDS)).bench_local(|| {
        let mut scratch = Scratch::default();
        for document in &documents {
            black_box(query.truth(document, &mut scratch));
        }
    });
}

/// The ceiling: reading every byte once.
#[divan::bench]
fn scan(bencher: Bencher<'_, '_>) {
    let texts = texts();
    bencher.counter(ItemsCount::new(RECORDS)).bench_local(|| {
        for (title, text) in &texts {
            let letters = |text: &str| text.bytes().filter(u8::is_ascii_alphabetic).count();
            black_box(letters(title) + letters(text));
        }
    });
}
