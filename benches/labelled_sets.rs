//! The labelled sets of the corpora under each preset: what was found, what was missed, what was mixed, and how long it took.
//!
//! `cargo bench --bench labelled_sets` prints a table in Markdown; the corpora are at `LITSIEVE_CORPORA` or `../shared/corpora`.
//! Seconds are of this process: reading the table, then matching, on all cores.
#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, clippy::expect_used)] // a bench has no readers but its output

/// As in the command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[path = "support/labelled_set.rs"]
mod labelled_set;

use std::path::PathBuf;
use std::time::Instant;

use labelled_set::LabelledSet;
use litsieve::matching::{Preset, Settings, deduplicate};

const SETS: [&str; 7] = ["cardiac", "diabetes", "stroke", "haematology", "tafenoquine", "is_jmis", "synth_dev_10k"];

fn main() {
    // `cargo test --benches` runs this program too.
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    let corpora = std::env::var_os("LITSIEVE_CORPORA")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpora")), PathBuf::from);
    println!("| set | preset | TP | FP | FN | mixed groups | raw TP/FP/FN | doubtful | linked | read s | match s |");
    println!("|---|---|---|---|---|---|---|---|---|---|---|");
    for name in SETS {
        let start = Instant::now();
        let set = LabelledSet::read(&corpora.join("dedup").join(name));
        let read = start.elapsed().as_secs_f64();
        for preset in Preset::ALL {
            let start = Instant::now();
            let matches = deduplicate(&set.records, &Settings { preset, ..Settings::default() }, &[]);
            let matched = start.elapsed().as_secs_f64();
            let (score, raw) = (set.score(&matches.groups, true), set.score(&matches.groups, false));
            println!(
                "| {name} | {} | {} | {} | {} | {} | {}/{}/{} | {} | {} | {read:.2} | {matched:.2} |",
                preset.name(),
                score.true_positives,
                score.false_positives,
                score.false_negatives,
                score.mixed_groups,
                raw.true_positives,
                raw.false_positives,
                raw.false_negatives,
                matches.doubtful.len(),
                matches.versions.len(),
            );
        }
    }
}
