//! ASReview: labels in CSV columns and in RIS notes.

use serde_json::Value;

use super::{
    Declared, Described, Holds, IDENTIFIER_MARK, Likeness, Noted, Outgoing, Tool, ToolFile, Unsaid, Vote, Votes, Word,
    add_note, cell, has_column, notes, said_in, tagged,
};
use crate::diagnostic::{Diagnostic, excerpt};
use crate::record::Record;

/// ASReview LAB, also the labels of its benchmark sets.
pub struct AsReview;

/// The column of a label in a table that ASReview wrote.
const OWN_LABEL: &str = "asreview_label";

/// The columns that hold labels, in the order in which ASReview looks for them; its own exports first.
const LABEL_COLUMNS: [&str; 9] = [
    OWN_LABEL,
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

/// Begins the name of every column that ASReview adds; in RIS each is a note of its own, its value as JSON behind a colon.
pub(super) const COLUMN: &str = "asreview_";

/// What a whole note of RIS says, old versions too; `None` for a reference that was not labelled.
const NOTE_LABELS: [(&str, Option<Word>); 5] = [
    ("ASReview_relevant", Some(Word::Include)),
    ("ASReview_validate_relevant", Some(Word::Include)),
    ("ASReview_irrelevant", Some(Word::Exclude)),
    ("ASReview_validate_irrelevant", Some(Word::Exclude)),
    ("ASReview_not_seen", None),
];

/// What the first note that is a label says, and nothing else: ASReview puts its own before all others. A label is a line of its own, in
/// Zotero's `<p>` perhaps; what a person wrote about ASReview is none.
fn label_in_notes(record: Record<'_>) -> Option<Option<Word>> {
    let lines = notes(record).flat_map(str::lines).map(|line| {
        let line = line.trim();
        line.strip_prefix("<p>").map_or(line, |line| line.strip_suffix("</p>").unwrap_or(line).trim())
    });
    lines.into_iter().find_map(|line| NOTE_LABELS.iter().find(|(mark, _)| *mark == line).map(|(_, word)| *word))
}

/// Whether a note names a label among other words: whoever joined the notes, or wrote about it.
fn names_a_label(record: Record<'_>) -> bool {
    let is_own = |note: &str| note.starts_with(COLUMN);
    notes(record)
        .any(|note| !is_own(note) && NOTE_LABELS.iter().any(|(mark, word)| word.is_some() && note.contains(mark)))
}

impl Tool for AsReview {
    fn name(&self) -> &'static str {
        "asreview"
    }

    fn about(&self) -> &'static str {
        "Reads CSV with `asreview_label` (1, 0 or empty) and its columns for time, note, tags (they go into the note) and user, the label columns that ASReview \
         itself accepts, RIS with `ASReview_relevant` or `ASReview_irrelevant` as a note of its own and time, note, tags and user as notes beside it, and the project file (`.asreview`) with its \
         history of changed labels. Writes `asreview_label`-compatible \
         columns, notes in RIS, or a project file of version 3 that ASReview 3 opens, with the history. One label per reference: a second independent vote has no place there, and \"unsure\" goes out as no label."
    }

    fn likeness(&self, file: ToolFile<'_>) -> Option<Likeness> {
        if has_column(file, OWN_LABEL) {
            return Likeness::own(format!("a column `{OWN_LABEL}`"));
        }
        let has_label =
            file.records.is_some_and(|records| records.iter().any(|record| label_in_notes(record).is_some()));
        if has_label {
            return Likeness::own("notes like `ASReview_relevant`");
        }
        // Anybody may have made a table with such a column.
        let column = LABEL_COLUMNS.into_iter().find(|column| has_column(file, column))?;
        Likeness::carried(format!("a column `{column}`"))
    }

    fn read(&self, file: ToolFile<'_>, _: &Declared) -> Votes {
        let records = file.records.into_iter().flat_map(|records| records.iter());
        // Of several columns that could be labels the first in this list is meant: an empty cell of it is no label, even where a
        // benchmark's own label stands beside.
        let column = LABEL_COLUMNS.into_iter().find(|column| has_column(file, column));
        let (mut votes, mut unsaid, mut gone) = (Votes::default(), Unsaid::default(), Unsaid::default());
        for record in records {
            let note = note(record);
            let Some(word) = label(record, column) else {
                if let Some(other) = column.map(|column| cell(record, column)).filter(|value| !is_no_label(value)) {
                    let message = format!("the label is `{}`, not 1 or 0; it was left out", excerpt(&other));
                    let found = Diagnostic::new("EXC001", message);
                    votes.diagnostics.push(found.at(file.source.label(), record.line(), record.number()));
                }
                if column.is_none() && label_in_notes(record).is_none() && names_a_label(record) {
                    unsaid.add(record, "a label of ASReview among other words of a note, and none of its own");
                } else if !told(record, "asreview_time").is_empty() {
                    gone.add(record, "a label that was taken back in ASReview");
                } else if !note.is_empty() {
                    unsaid.add(record, "a note or tags, and no label");
                }
                continue;
            };
            votes.votes.push(Vote {
                reference: Described::of(record),
                by: user(record),
                word,
                reasons: Vec::new(),
                note,
                at: told(record, "asreview_time"),
                full_text: None,
                entry: record.number(),
            });
        }
        votes.diagnostics.extend([unsaid, gone].iter().filter_map(|unsaid| unsaid.told(file.source.label())));
        // A project's history holds a time for a label that was taken back, and no label.
        let withdrawn = file.records.into_iter().flat_map(|records| records.iter()).filter_map(|record| {
            let at = told(record, "asreview_time");
            (label(record, column).is_none() && !at.is_empty()).then(|| Noted {
                reference: Described::of(record),
                by: user(record),
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
        let columns = [
            ("asreview_time", of(|said| &said.at)),
            ("asreview_note", of(|said| &said.note)),
            ("asreview_user_name", of(|said| &said.by)),
        ];
        // ASReview's own RIS has them as notes, as JSON.
        let in_notes = columns.iter().filter(|(_, value)| !value.is_empty());
        let in_notes: Vec<_> =
            in_notes.map(|(name, value)| ("N1", format!("{name}: {}", Value::from(value.as_str())))).collect();
        let mut marks = vec![
            ("asreview_label", column.into()),
            ("N1", note.into()),
            ("N1", format!("{IDENTIFIER_MARK} {}", outgoing.identifier)),
            // Not `notes`: ASReview 3.0.8 cannot write RIS from a table with that column.
            ("litsieve_reference", format!("{IDENTIFIER_MARK} {}", outgoing.identifier)),
        ];
        marks.splice(1..1, columns);
        marks.extend(in_notes);
        marks
    }

    /// The note is that of the only vote.
    fn holds(&self, _extension: &str, votes: usize) -> Holds {
        Holds { decisions: true, notes: votes == 1, criteria: false }
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "ris", PROJECT]
    }
}

/// What stands for a label that nobody gave: nothing, or what programs write for it.
fn is_no_label(value: &str) -> bool {
    ["", "-1", "-1.0", "nan", "na", "none", "null"].contains(&value.trim().to_lowercase().as_str())
}

/// What ASReview tells in one of its columns: in a cell of a table, or in a note `asreview_time: "..."` of RIS.
fn told(record: Record<'_>, column: &str) -> String {
    let in_cell = said_in(record, column);
    if !in_cell.is_empty() {
        return in_cell;
    }
    let in_note = columns_in_notes(record).find(|(name, _)| *name == column);
    in_note.map(|(_, value)| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).unwrap_or_default()
}

/// The columns of ASReview that RIS has as notes, with their values.
fn columns_in_notes(record: Record<'_>) -> impl Iterator<Item = (&str, Value)> {
    notes(record).filter_map(|note| {
        let (name, value) = note.split_once(": ").filter(|(name, _)| name.starts_with(COLUMN))?;
        Some((name, serde_json::from_str(value.trim()).ok()?))
    })
}

/// Who labelled: the name, else the address.
fn user(record: Record<'_>) -> String {
    let name = told(record, "asreview_user_name");
    if name.is_empty() { told(record, "asreview_user_email") } else { name }
}

/// The note, and the tags that were given: columns `asreview_tag_GROUP_TAG` with 1, or the tags of a project.
fn note(record: Record<'_>) -> String {
    let mut note = told(record, "asreview_note");
    let is_given = |text: &str| matches!(text.trim(), "1" | "1.0" | "True" | "true");
    let tag = |column: &str| {
        let begin = column.get(..TAG.len())?;
        begin.eq_ignore_ascii_case(TAG).then(|| column[TAG.len()..].to_owned())
    };
    let cells = record.all_values().filter(|value| !value.is_superseded() && is_given(value.value()));
    let mut tags: Vec<String> = cells.filter_map(|value| tag(value.tag())).collect();
    let of_notes = columns_in_notes(record).filter(|(_, value)| is_given(&value.to_string()));
    tags.extend(of_notes.filter_map(|(column, _)| tag(column)));
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
    label_in_notes(record).flatten()
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

    /// The votes of a reference in RIS with these notes, as words, people, times and notes; and what is told.
    fn in_ris(notes: &[&str]) -> (Vec<[String; 4]>, Vec<String>) {
        let notes: String = notes.iter().map(|note| format!("N1  - {note}\n")).collect();
        let text = format!("TY  - JOUR\nTI  - A made up title\n{notes}ER  - \n");
        let source = Arc::new(SourceFile::new("a.ris", text.into_bytes()));
        let parsed = format::read(&source);
        let Votes { votes, diagnostics, .. } =
            AsReview.read(ToolFile { source: &source, records: Some(&parsed.records) }, &Declared::default());
        let votes = votes.into_iter().map(|vote| [vote.word.verdict().to_owned(), vote.by, vote.at, vote.note]);
        (votes.collect(), diagnostics.into_iter().map(|found| found.message).collect())
    }

    #[test]
    fn ris_tells_who_and_when_as_the_table_does() {
        let notes = [
            "ASReview_irrelevant",
            "asreview_time: \"2026-11-22 16:59:18\"",
            r#"asreview_note: "check | with \"quotes\"""#,
            "asreview_user_name: \"user1\"",
            "asreview_user_email: \"user1@example.org\"",
            "asreview_tag_topic_uk: 1",
            "asreview_tag_topic_ml: 0",
        ];
        let expected =
            ["exclude", "user1", "2026-11-22 16:59:18", "check | with \"quotes\"; tags: topic_uk"].map(str::to_owned);
        assert_eq!(in_ris(&notes), (vec![expected], vec![]));
        let (votes, _) = in_ris(&["ASReview_relevant", "asreview_user_email: \"user1@example.org\""]);
        assert_eq!(votes[0][1], "user1@example.org");
    }

    #[test]
    fn the_label_is_a_note_of_its_own_and_no_word_in_another() {
        let word = |notes: &[&str]| in_ris(notes).0.into_iter().map(|[word, ..]| word).collect::<String>();
        let by_mistake = "asreview_note: \"first I marked it ASReview_irrelevant by mistake\"";
        assert_eq!(word(&["ASReview_relevant", by_mistake]), "include");
        assert_eq!(word(&[by_mistake, "ASReview_relevant"]), "include");
        assert_eq!(word(&["<p>ASReview_irrelevant</p>"]), "exclude", "as Zotero keeps notes");
        assert_eq!(word(&["ASReview_relevant", "ASReview_irrelevant"]), "include", "the first, as ASReview reads it");
        assert_eq!(word(&["ASReview_not_seen", "ASReview_relevant"]), "", "the last round is not read yet");
        let (votes, told) = in_ris(&["Ann: see ASReview_irrelevant in the first pass"]);
        assert!(votes.is_empty() && told.len() == 1 && told[0].contains("among other words"), "{told:?}");
    }
}
