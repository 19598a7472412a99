//! Records per second of the criteria that read text, beside the time it takes to look at every byte of the same records.
//!
//! `cargo bench --bench criteria`; the item count is the number of records, so divan prints records per second.

use std::sync::Arc;

use divan::Bencher;
use divan::counter::ItemsCount;
use litsieve::criteria::{Criterion, Settings, Subject, kind};
use litsieve::record::{Field, RecordFileBuilder, RecordTable};
use litsieve::source::SourceFile;

/// As in the command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const RECORDS: usize = 2_000;

/// Sentences of made-up abstracts: places here and there, traps, and words without any.
const SENTENCES: &[&str] = &[
    "Volunteers are hard to keep, and little is known about why they leave.",
    "We interviewed 42 volunteers of three borough councils in the north of England.",
    "A survey of 1,204 residents in Bristol, Leeds and Cardiff was carried out by post.",
    "In the United States, one in five adults volunteers at least once a year.",
    "Only articles published in English were considered for the background section.",
    "The Edinburgh Postnatal Depression Scale was given to all participants at the beginning.",
    "Danish municipalities were compared with those of Norway and Sweden over ten years.",
    "Trust grew with time, but not with the number of meetings that people attended.",
    "Results were similar for men and women, young and old, rich and poor.",
    "These findings have implications for the recruitment and the training of volunteers.",
];

fn main() {
    divan::main();
}

/// Made-up records with a title and an abstract of about 1,500 characters.
fn records(with_language: bool) -> RecordTable {
    let mut builder = RecordFileBuilder::new(Arc::new(SourceFile::new("made-up.ris", Vec::new())), "made-up");
    for number in 0..RECORDS {
        let sentence = |step: usize| SENTENCES[(number * 7 + step * 3) % SENTENCES.len()];
        let text: Vec<&str> = (0..20).map(sentence).collect();
        builder.begin(0, 1);
        builder.owned_field("TI", Field::Title, "Who gives, who takes, and who stays: volunteers and their councils");
        builder.owned_field("AB", Field::Abstract, &text.join(" "));
        if with_language {
            builder.owned_field("LA", Field::Language, "English");
        }
        builder.end(0);
    }
    RecordTable::new(vec![builder.finish()])
}

fn criterion(name: &str, settings: &str) -> Box<dyn Criterion> {
    let table = settings.parse().expect("TOML");
    kind(name).expect("a kind").build(&Settings::new(table)).expect("settings")
}

fn assess_all(bencher: Bencher<'_, '_>, criterion: &dyn Criterion, table: &RecordTable) {
    bencher.counter(ItemsCount::new(RECORDS)).bench_local(|| {
        for record in table.iter() {
            divan::black_box(criterion.assess(Subject { records: &[record] }));
        }
    });
}

/// The ceiling: every byte of every value is read once.
#[divan::bench]
fn every_byte(bencher: Bencher<'_, '_>) {
    let table = records(true);
    bencher.counter(ItemsCount::new(RECORDS)).bench_local(|| {
        let values = table.iter().flat_map(|(_, record)| record.values());
        values.map(|value| value.value().bytes().filter(u8::is_ascii_uppercase).count()).sum::<usize>()
    });
}

#[divan::bench]
fn place(bencher: Bencher<'_, '_>) {
    assess_all(bencher, &*criterion("place", "any = [\"GB\"]"), &records(true));
}

#[divan::bench]
fn language_by_field(bencher: Bencher<'_, '_>) {
    assess_all(bencher, &*criterion("language", "any = [\"eng\"]"), &records(true));
}

#[divan::bench]
fn language_by_title(bencher: Bencher<'_, '_>) {
    assess_all(bencher, &*criterion("language", "any = [\"eng\"]"), &records(false));
}
