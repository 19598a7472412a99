//! A made-up review of any size, always the same for a size: what the report is measured on.
//!
//! `LITSIEVE_LARGE=/some/folder cargo test --test it large::` writes one of 20,000 records there.

use std::fmt::Write as _;
use std::path::Path;

/// How many records the review has that is written for measuring.
const RECORDS: usize = 20_000;

const WORDS: [&str; 40] = [
    "harbour", "lantern", "keeper", "storm", "signal", "coast", "night", "watch", "vessel", "pilot", "tide", "reef",
    "light", "tower", "mirror", "oil", "lamp", "crew", "channel", "beacon", "fog", "bell", "island", "ledger",
    "service", "board", "reform", "cost", "labour", "family", "supply", "optics", "design", "survey", "chart", "wreck",
    "rescue", "law", "trade", "memory",
];
const PLACES: [&str; 6] = ["Cornwall", "Brittany", "Nova Scotia", "the Baltic", "Orkney", "Chile"];
const FAMILIES: [&str; 12] =
    ["Quay", "Pharos", "Reed", "Skerry", "Holm", "Marsh", "Strand", "Ness", "Firth", "Cove", "Spit", "Bar"];

/// Numbers that look random and are the same every time: SplitMix64.
struct Seed(u64);

impl Seed {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }
}

/// One report as two databases describe it.
struct Report {
    title: String,
    author: String,
    year: usize,
    doi: String,
    language: &'static str,
}

fn report(number: usize, seed: &mut Seed) -> Report {
    let words: Vec<&str> = (0..6).map(|_| WORDS[seed.below(WORDS.len())]).collect();
    Report {
        title: format!("The {} in {}: part {number}", words.join(" "), PLACES[seed.below(PLACES.len())]),
        author: format!("{}, {}", FAMILIES[seed.below(FAMILIES.len())], char::from(b'A' + seed.below(26) as u8)),
        year: 1960 + seed.below(65),
        doi: format!("10.5555/made.up.{number}"),
        language: if seed.below(20) == 0 { "French" } else { "English" },
    }
}

fn entry(report: &Report, accession: usize, shout: bool) -> String {
    let title = if shout { report.title.to_uppercase() } else { report.title.clone() };
    let mut out = String::new();
    let _ = write!(
        out,
        "TY  - JOUR\nTI  - {title}\nAU  - {}\nPY  - {}\nT2  - Made-up Journal of Lamps\nVL  - {}\nSP  - {}\nDO  - {}\nLA  - {}\n\
         AN  - M-{accession}\nER  -\n",
        report.author,
        report.year,
        report.year - 1950,
        accession % 400 + 1,
        report.doi,
        report.language
    );
    out
}

/// Two exports with this many records together; four in ten of the second repeat one of the first.
pub fn exports(records: usize) -> [String; 2] {
    let mut seed = Seed(7);
    let half = records / 2;
    let reports: Vec<Report> = (0..records).map(|number| report(number, &mut seed)).collect();
    let first = (0..half).map(|number| entry(&reports[number], number, false)).collect();
    let second = (0..records - half).map(|number| {
        let repeated = seed.below(10) < 4;
        entry(&reports[if repeated { number } else { half + number }], half + number, repeated)
    });
    [first, second.collect()]
}

const PROTOCOL: &str = r#"schema = "litsieve/protocol/1"

[review]
id = "large"
title = "Lamps by the thousand: a made-up review for measuring"

[source.alpha]
name = "Alpha Index"
kind = "database"

[source.beta]
name = "Beta Base"
kind = "database"

[[iteration]]
id = "1"
purpose = "lamps"

  [[iteration.search]]
  id = "1.alpha"
  source = "alpha"
  query = "lamp* OR lantern*"
  exports = ["exports/alpha.ris"]

  [[iteration.search]]
  id = "1.beta"
  source = "beta"
  same_query_as = "1.alpha"
  exports = ["exports/beta.ris"]

[[criterion]]
id = "year"
kind = "year"
from = 1980
to = 2020
reason = "published outside 1980-2020"
stage = "before_screening"

[[criterion]]
id = "english"
kind = "language"
any = ["eng"]
reason = "not in English"
stage = "screening"
"#;

/// Writes the review into a folder.
pub fn write(folder: &Path, records: usize) {
    std::fs::create_dir_all(folder.join("exports")).unwrap();
    std::fs::write(folder.join("protocol.toml"), PROTOCOL).unwrap();
    let [alpha, beta] = exports(records);
    std::fs::write(folder.join("exports/alpha.ris"), alpha).unwrap();
    std::fs::write(folder.join("exports/beta.ris"), beta).unwrap();
}

#[test]
fn the_large_review_is_the_same_every_time() {
    let [alpha, beta] = exports(400);
    assert_eq!(exports(400), [alpha.clone(), beta.clone()]);
    assert_eq!(alpha.matches("TY  - ").count() + beta.matches("TY  - ").count(), 400);
    if let Some(folder) = std::env::var_os("LITSIEVE_LARGE") {
        write(Path::new(&folder), RECORDS);
    }
}
