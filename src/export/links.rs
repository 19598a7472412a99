//! `links.csv`: versions and companions that are linked, not merged.

use std::io::{self, Write};

use super::Export;
use super::csv::write_table;
use crate::audit::{Run, one_line};

/// The output.
pub const EXPORT: Export = Export {
    file: "links.csv",
    about: "Versions and companions: groups that belong together and are not merged, with the words that say so.",
    write,
};

const COLUMNS: [&str; 5] = ["group_a", "group_b", "type", "rule", "evidence"];

fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut rows: Vec<[String; 5]> = run
        .matches()
        .versions
        .iter()
        .map(|link| {
            let (a, b) = (run.group_name(link.a), run.group_name(link.b));
            [a.to_owned(), b.to_owned(), link.kind.name().to_owned(), link.rule.to_owned(), one_line(&link.evidence)]
        })
        .collect();
    rows.sort_unstable();
    rows.dedup();
    write_table(out, run.id(), COLUMNS, rows)
}
