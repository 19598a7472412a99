//! Decisions that a person typed into `to-review.csv`, `doubtful.csv` or `duplicates.csv`, also as a spreadsheet program saves them: with
//! semicolons, a byte order mark, another encoding, other line ends, columns moved, added or taken out.

use std::collections::HashSet;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::Error;
use crate::exchange::Word;
use crate::format;
use crate::record::{Record, RecordFile};
use crate::ruling::{Ruling, RulingKind, Target};
use crate::source::{Content, SourceFile};

/// The rows of a sheet in which something was typed.
#[derive(Debug)]
pub struct Sheet {
    /// What the rows are about.
    pub about: About,
    /// The rows into which somebody typed a decision, a criterion or a note, in order.
    pub rows: Vec<Row>,
}

/// What the rows of a sheet are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// References: `to-review.csv`.
    Groups,
    /// Pairs of records: `doubtful.csv` and `duplicates.csv`.
    Pairs,
}

/// A row into which somebody typed something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line of the file, counted from 1.
    pub line: u32,
    /// What was typed as the decision; empty where there is only a criterion or a note.
    pub decision: String,
    /// What was typed as the criterion.
    pub criterion: String,
    /// What was typed as the note.
    pub note: String,
    /// The stage that waited for the decision.
    pub stage: String,
    /// The criteria that were unclear.
    pub unclear: String,
    /// The name of the group.
    pub group: String,
    /// The keys of the records: one for a group, two for a pair.
    pub keys: Vec<String>,
    /// The title, to tell people which row it is.
    pub title: String,
}

/// What a decision says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// The kind of ruling.
    pub kind: RulingKind,
    /// Its verdict.
    pub verdict: &'static str,
}

/// The columns that a run leaves empty, for people to type into.
const TYPED: [&str; 3] = ["decision", "criterion", "note"];

/// Reads a sheet.
///
/// # Errors
/// If it is none of the sheets.
pub fn read(source: &Arc<SourceFile>) -> Result<Sheet, Error> {
    let records = records_of(source);
    let has = |column: &str| records.iter().any(|record| !cell(record, column).is_empty());
    let about = if has("key_a") && has("key_b") {
        About::Pairs
    } else if has("key") || has("group") {
        About::Groups
    } else if records.is_empty() && source.text().trim().lines().count() <= 1 {
        // Only the header: nothing waits, and nothing was typed.
        return Ok(Sheet { about: About::Groups, rows: Vec::new() });
    } else {
        return Err(Error::new(
            format!("{} has no column `key` (or `key_a` and `key_b`)", source.label()),
            "Give the `to-review.csv`, `doubtful.csv` or `duplicates.csv` that a run wrote, with its columns.",
        ));
    };
    let typed = |record: &Record<'_>| TYPED.iter().any(|column| !cell(*record, column).is_empty());
    Ok(Sheet { about, rows: records.iter().filter(typed).map(|record| row(record, about)).collect() })
}

/// The rows of a table, a spreadsheet's own format among them.
pub(super) fn records_of(source: &Arc<SourceFile>) -> RecordFile {
    match source.content() {
        Content::Text { .. } => format::csv::read_mapped(source, &[]).records,
        Content::Binary(_) => format::read(source).records,
    }
}

/// What stands in a column; upper and lower case of its name do not matter.
pub(super) fn cell(record: Record<'_>, column: &str) -> String {
    let mut values = record.all_values().filter(|value| value.tag().trim().eq_ignore_ascii_case(column));
    values.next().map(|value| value.value().trim().to_owned()).unwrap_or_default()
}

fn row(record: Record<'_>, about: About) -> Row {
    let keys: &[&str] = if about == About::Pairs { &["key_a", "key_b"] } else { &["key"] };
    let title = if about == About::Pairs { "title_a" } else { "title" };
    Row {
        line: record.line(),
        decision: cell(record, "decision"),
        criterion: cell(record, "criterion"),
        note: cell(record, "note"),
        stage: cell(record, "stage"),
        unclear: cell(record, "unclear"),
        group: cell(record, "group"),
        keys: keys.iter().map(|column| cell(record, column)).collect(),
        title: cell(record, title),
    }
}

/// What a person's word on a pair says, `same` or `different`; `None` if it is not understood.
pub(super) fn pair_verdict(word: &str) -> Option<&'static str> {
    match word.to_lowercase().as_str() {
        "same" | "duplicate" | "duplicates" | "yes" | "merge" | "1" => Some("same"),
        "different" | "distinct" | "not duplicate" | "no" | "apart" | "0" => Some("different"),
        _ => None,
    }
}

impl Sheet {
    /// What a row's decision says; `None` if it is not understood.
    pub fn said(&self, row: &Row) -> Option<Said> {
        let word = row.decision.to_lowercase();
        let verdict = match (self.about, word.as_str()) {
            (About::Pairs, word) => pair_verdict(word)?,
            (About::Groups, "met") => "met",
            (About::Groups, "not-met" | "not met") => "not-met",
            (About::Groups, _) => Word::parse(&word)?.verdict(),
        };
        let kind = match verdict {
            "same" | "different" => RulingKind::Pair,
            "met" | "not-met" => RulingKind::Criterion,
            _ => RulingKind::Group,
        };
        Some(Said { kind, verdict })
    }

    /// The rows whose decision is in no ruling yet.
    pub fn not_in<'a>(&'a self, rulings: &'a [Ruling]) -> impl Iterator<Item = &'a Row> {
        let known: HashSet<_, FixedState> = rulings
            .iter()
            .map(|ruling| {
                let keys: Vec<String> = ruling.targets.iter().map(Target::key).collect();
                (keys, ruling.verdict.as_str(), ruling.note.as_str())
            })
            .collect();
        self.rows.iter().filter(move |row| {
            self.said(row).is_none_or(|said| !known.contains(&(row.keys.clone(), said.verdict, row.note.as_str())))
        })
    }
}
