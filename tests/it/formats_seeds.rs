//! A made-up file of every format: recognised, read whole, growing in step, and damaged.

use std::sync::Arc;

#[path = "../../fuzz/fuzz_targets/check.rs"]
mod check;
#[path = "../../benches/support/seeds.rs"]
mod seeds;

use check::{check, check_as};
use litsieve::format::FORMATS;
use litsieve::source::SourceFile;
use seeds::{hostile, seed};

use crate::formats_tagged::{read, told};

fn seed_of(format: &str, count: usize) -> Vec<u8> {
    seed(format, count).unwrap_or_else(|| panic!("{format} has no seed in benches/support/seeds.rs"))
}

#[test]
fn every_format_reads_its_seed_whole() {
    let mut wrong = Vec::new();
    for format in FORMATS {
        let parsed = read("seed", seed_of(format.name(), 3));
        let records = if format.name() == "html" { 1 } else { 3 };
        let found = (parsed.records.format(), parsed.records.len(), parsed.markers);
        let titled =
            parsed.records.iter().all(|record| record.title().is_some_and(|title| title.starts_with("Gardens")));
        if found != (format.name(), records, records) || !titled {
            wrong.push(format!("{}: {found:?}, titles {titled}", format.name()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Values and their bytes: what twice as much gives twice of, if nothing is read twice. How long that takes is for
/// `cargo bench --bench parsing` to tell, which prints a ratio for every format.
fn work(bytes: Vec<u8>) -> (usize, usize) {
    let told = told(&read("seed", bytes));
    let values = told.iter().flatten();
    (told.iter().map(Vec::len).sum(), values.map(|(tag, value)| tag.len() + value.len()).sum())
}

#[test]
fn twice_as_many_records_are_twice_the_values() {
    for format in FORMATS {
        let work = |count| work(seed_of(format.name(), count));
        // Numbers of records have as many figures in both, so that the lengths compare.
        let ((none, _), (some, size), (twice, double)) = (work(1_000), work(3_000), work(5_000));
        assert_eq!(twice - some, some - none, "{}", format.name());
        assert!(double < 2 * size, "{}: {size} bytes became {double}", format.name());
    }
}

#[test]
fn damage_repeated_grows_in_step() {
    let works = |count| hostile(count).into_iter().map(|(name, bytes)| (name, work(bytes).1)).collect::<Vec<_>>();
    for ((name, once), (_, twice)) in works(2_000).into_iter().zip(works(4_000)) {
        assert!(twice <= 3 * once + 1_000, "{name}: {once} bytes became {twice}");
    }
}

/// How long one core works on this, in its own time, not by the clock: the least of three turns.
fn effort(file: &Arc<SourceFile>) -> u64 {
    let one_core = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let busy = || {
        // Without it the kernel tells the time of its last tick, milliseconds ago.
        std::thread::yield_now();
        let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
        told.split_whitespace().next().unwrap().parse::<u64>().unwrap()
    };
    let turn = || {
        one_core.install(|| {
            let start = busy();
            drop(litsieve::format::read(file));
            busy() - start
        })
    };
    (0..3).map(|_| turn()).min().unwrap()
}

/// Eight times as much takes eight times the work; the square would take sixty-four times.
#[cfg(target_os = "linux")]
#[test]
fn reading_takes_no_square_of_the_input() {
    const ONCE: usize = 1_000;
    let file = |bytes: Vec<u8>| Arc::new(SourceFile::new("seed", bytes));
    let formats =
        FORMATS.iter().map(|format| (format.name(), [ONCE, 8 * ONCE].map(|count| file(seed_of(format.name(), count)))));
    let damage = hostile(ONCE).into_iter().zip(hostile(8 * ONCE));
    let damage = damage.map(|((name, once), (_, more))| (name, [file(once), file(more)]));
    let mut squares = Vec::new();
    for (name, [once, more]) in formats.chain(damage) {
        // The least effort that is told apart from the effort of beginning.
        let once = effort(&once).max(1_000_000);
        let more = effort(&more);
        if more > 24 * once {
            squares.push(format!("{name}: {once} ns became {more} ns"));
        }
    }
    assert!(squares.is_empty(), "{}", squares.join("\n"));
}

/// Places and bytes that look random and are the same every time.
struct Damage(u64);

impl Damage {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E_F767_814F);
        (self.0 >> 33) as usize % limit.max(1)
    }

    /// Flips a bit, inserts a byte that structures are made of, cuts a piece out, or repeats one.
    fn apply(&mut self, bytes: &mut Vec<u8>) {
        const STRUCTURE: &[u8] = b"\"'{}[]<>&;,:=@%\\\n\r\t\0\xff\xc3 -";
        let (at, length) = (self.below(bytes.len()), self.below(24));
        let end = (at + length).min(bytes.len());
        match self.below(4) {
            0 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
            1 => bytes.insert(at, STRUCTURE[self.below(STRUCTURE.len())]),
            2 => drop(bytes.drain(at..end)),
            _ => {
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
        }
    }
}

/// The stable twin of the fuzz targets.
#[test]
fn damaged_seeds_hold_what_the_fuzz_targets_ask() {
    for (number, format) in FORMATS.iter().enumerate() {
        let seed = seed_of(format.name(), 3);
        for turn in 0..60 {
            let mut damage = Damage((number * 1_000 + turn) as u64);
            let mut bytes = seed.clone();
            (0..=turn % 6).for_each(|_| damage.apply(&mut bytes));
            check_as(*format, bytes);
        }
    }
    for (_, bytes) in hostile(300) {
        check(&read("hostile", bytes.clone()), bytes.len());
    }
}
