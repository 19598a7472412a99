//! ASReview: labels in CSV columns and in RIS notes.

use super::{
    Declared, Described, Holds, IDENTIFIER_MARK, Noted, Outgoing, Tool, ToolFile, Unsaid, Vote, Votes, Word, add_note,
    cell, has_column, said_in, tagged,
};
use crate::diagnostic::{Diagnostic, excerpt};
use crate::record::{Field, FieldValue, Record};

/// ASReview LAB, also the labels of its benchmark sets.
pub struct AsReview;

/// The columns that hold labels, in the order in which ASReview looks for them; its own exports first.
const LABEL_COLUMNS: [&str; 9] = [
    "asreview_label",
    "final_included",
    "label",
    "label_included",
    "included_label",
    "included_final",
    "included",
    "included_flag",
    "include",
];

/// The extension of a project file.
pub const PROJECT: &str = "asreview";

/// Words in a RIS note, old versions too.
const NOTE_LABELS: [(&str, Word); 4] = [
    ("ASReview_irrelevant", Word::Exclude),
    ("ASReview_validate_irrelevant", Word::Exclude),
    ("ASReview_relevant", Word::Include),
    ("ASReview_validate_relevant", Word::Include),
];

/// `N1  - ASReview_relevant`: the label is a note of its own, in Zotero's `<p>` perhaps. What a person wrote about ASReview is none.
fn is_label(line: &str) -> bool {
    let is_label = |note: &str| note.strip_prefix("<p>").unwrap_or(note).starts_with("ASReview_");
    line.split_once("  - ").is_some_and(|(tag, note)| tag.len() == 2 && is_label(note))
}

impl Tool for AsReview {
    fn name(&self) -> &'static str {
        "asreview"
    }

    fn about(&self) -> &'static str {
        "Reads CSV with `asreview_label` (1, 0 or empty) and its columns for time, note, tags (they go into the note) and user, the label columns that ASReview \
         itself accepts, RIS with `ASReview_relevant` or `ASReview_irrelevant` in a note, and the project file (`.asreview`) with its \
         history of changed labels. Writes `asreview_label`-compatible \
         columns, notes in RIS, or a project file of version 3 that ASReview 3 opens, with the history. One label per reference: a second independent vote has no place there, and \"unsure\" goes out as no label."
    }

    fn recognises(&self, file: ToolFile<'_>) -> bool {
        LABEL_COLUMNS.iter().any(|column| has_column(file, column)) || file.source.text().lines().any(is_label)
    }

    fn read(&self, file: ToolFile<'_>, _: &Declared) -> Votes {
        let records = file.records.into_iter().flat_map(|records| records.iter());
        // Of several columns that could be labels the first in this list is meant: an empty cell of it is no label, even where a
        // benchmark's own label stands beside.
        let column = LABEL_COLUMNS.into_iter().find(|column| has_column(file, column));
        let (mut votes, mut unsaid) = (Votes::default(), Unsaid::default());
        for record in records {
            let note = note(record);
            let Some(word) = label(record, column) else {
                if let Some(other) = column.map(|column| cell(record, column)).filter(|value| !is_no_label(value)) {
                    let message = format!("the label is `{}`, not 1 or 0; it was left out", excerpt(&other));
                    let found = Diagnostic::new("EXC001", message);
                    votes.diagnostics.push(found.at(file.source.label(), record.line(), record.number()));
                }
                if !note.is_empty() {
                    unsaid.add(record, "a note or tags, and no label");
                }
                continue;
            };
            votes.votes.push(Vote {
                reference: Described::of(record),
                by: cell(record, "asreview_user_name"),
                word,
                reasons: Vec::new(),
                note,
                at: cell(record, "asreview_time"),
                full_text: None,
                entry: record.number(),
            });
        }
        votes.diagnostics.extend(unsaid.told(file.source.label()));
        // A project's history holds a time for a label that was taken back, and no label.
        let withdrawn = file.records.into_iter().flat_map(|records| records.iter()).filter_map(|record| {
            let at = cell(record, "asreview_time");
            (label(record, column).is_none() && !at.is_empty()).then(|| Noted {
                reference: Described::of(record),
                by: cell(record, "asreview_user_name"),
                at,
                entry: record.number(),
            })
        });
        votes.withdrawn = withdrawn.collect();
        votes
    }

    fn marks(&self, outgoing: &Outgoing<'_>) -> Vec<(&'static str, String)> {
        let (column, note) = match outgoing.decision {
            Some(Word::Include) => ("1", "ASReview_relevant"),
            Some(Word::Exclude) => ("0", "ASReview_irrelevant"),
            _ => ("", "ASReview_not_seen"),
        };
        // One label per reference: with several readers it is the decision, and nobody's own.
        let only = if let [only] = outgoing.votes { Some(only) } else { None };
        let of = |part: fn(&super::Said) -> &String| only.map(part).cloned().unwrap_or_default();
        vec![
            ("asreview_label", column.into()),
            ("asreview_time", of(|said| &said.at)),
            ("asreview_note", of(|said| &said.note)),
            ("asreview_user_name", of(|said| &said.by)),
            ("N1", note.into()),
            ("N1", format!("{IDENTIFIER_MARK} {}", outgoing.identifier)),
            // Not `notes`: ASReview 3.0.8 cannot write RIS from a table with that column.
            ("litsieve_reference", format!("{IDENTIFIER_MARK} {}", outgoing.identifier)),
        ]
    }

    /// The note is that of the only vote, and RIS has none.
    fn holds(&self, extension: &str, votes: usize) -> Holds {
        Holds { decisions: true, notes: votes == 1 && extension != "ris", criteria: false }
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "ris", PROJECT]
    }
}

/// What stands for a label that nobody gave: nothing, or what programs write for it.
fn is_no_label(value: &str) -> bool {
    ["", "-1", "-1.0", "nan", "na", "none", "null"].contains(&value.trim().to_lowercase().as_str())
}

/// The note, and the tags that were given: columns `asreview_tag_GROUP_TAG` with 1, or the tags of a project.
fn note(record: Record<'_>) -> String {
    let mut note = said_in(record, "asreview_note");
    let given = |value: &FieldValue<'_>| !value.is_superseded() && matches!(value.value().trim(), "1" | "1.0" | "True");
    let column = |value: FieldValue<'_>| {
        let begin = value.tag().get(..TAG.len())?;
        begin.eq_ignore_ascii_case(TAG).then(|| value.tag()[TAG.len()..].to_owned())
    };
    let mut tags: Vec<String> = record.all_values().filter(given).filter_map(column).collect();
    tags.extend(Some(cell(record, PROJECT_TAGS)).filter(|tags| !tags.is_empty()));
    if !tags.is_empty() {
        add_note(&mut note, &format!("tags: {}", tags.join(", ")));
    }
    note
}

/// Begins the name of a column with a tag.
const TAG: &str = "asreview_tag_";

/// The column in which a project file, made into a table, has its tags, by their names.
pub const PROJECT_TAGS: &str = "asreview_tags";

fn label(record: Record<'_>, column: Option<&str>) -> Option<Word> {
    if let Some(column) = column {
        let value = tagged(record, column).next()?;
        return match value.trim() {
            "1" | "1.0" => Some(Word::Include),
            "0" | "0.0" => Some(Word::Exclude),
            _ => None,
        };
    }
    let notes: Vec<&str> = record.all(Field::Note).collect();
    NOTE_LABELS.iter().find(|(mark, _)| notes.iter().any(|note| note.contains(mark))).map(|(_, word)| *word)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::format;
    use crate::source::SourceFile;

    #[test]
    fn a_label_that_is_none_is_told_and_tags_go_into_the_note() {
        let text = "title,asreview_label,asreview_note,asreview_tag_topic_ml,asreview_tag_topic_uk\n\
                    One made up,1,good,1,0\nTwo made up,2,,,\nThree made up,,,,\nFour made up,-1,,,\nFive made up,0,,,1.0\n";
        let source = Arc::new(SourceFile::new("a.csv", text.as_bytes().to_vec()));
        let parsed = format::csv::read_mapped(&source, &[]);
        let Votes { votes, diagnostics, .. } =
            AsReview.read(ToolFile { source: &source, records: Some(&parsed.records) }, &Declared::default());
        let notes: Vec<&str> = votes.iter().map(|vote| vote.note.as_str()).collect();
        assert_eq!(notes, ["good; tags: topic_ml", "tags: topic_uk"]);
        let told: Vec<_> = diagnostics.iter().map(|found| (found.code, found.entry)).collect();
        assert_eq!(told, [("EXC001", 2)]);
    }

    #[test]
    fn a_note_about_asreview_is_no_label() {
        assert!(is_label("N1  - ASReview_relevant") && is_label("N1  - <p>ASReview_relevant</p>"));
        assert!(!is_label("N1  - Ann: see ASReview_irrelevant in the first pass"));
        assert!(!is_label("note,ASReview_irrelevant"));
    }
}
