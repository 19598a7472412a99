//! `links.csv`: versions and companions that are linked, not merged.

use std::io::{self, Write};

use super::Export;
use super::csv::write_table;
use super::pairs::{level_columns, levels_shown, score};
use crate::audit::{Run, one_line};

/// The output.
pub const EXPORT: Export = Export {
    file: "links.csv",
    about: "Versions and companions: groups that belong together and are not merged, with the words that say so.",
    write,
};

/// Followed by the level of each compared field.
const COLUMNS: [&str; 8] = ["group_a", "group_b", "type", "rule", "evidence", "score", "record_a", "record_b"];

fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut rows: Vec<Vec<String>> = run
        .matches()
        .versions
        .iter()
        .map(|link| {
            let (a, b) = (run.group_name(link.a), run.group_name(link.b));
            let (evidence, score) = (one_line(&link.evidence.told(false, |id| run.name(id))), score(link.score));
            let (record_a, record_b) = (run.name(link.a), run.name(link.b));
            let mut row = [a, b, link.kind.name(), link.rule, &evidence, &score, &record_a, &record_b]
                .map(str::to_owned)
                .to_vec();
            row.extend(levels_shown(&link.levels));
            row
        })
        .collect();
    rows.sort_unstable();
    rows.dedup();
    let columns = COLUMNS.map(str::to_owned).into_iter().chain(level_columns());
    write_table(out, run.id(), columns, rows)
}
