//! A plain table: a column `decision` beside what identifies a reference.

use super::{
    Declared, Described, Likeness, Outgoing, Tool, ToolFile, Unsaid, Vote, Votes, Word, cell, has_column,
    is_of_full_texts, said_in,
};
use crate::diagnostic::{Diagnostic, excerpt};

/// A plain CSV.
pub struct Table;

impl Tool for Table {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn about(&self) -> &'static str {
        "Reads any table with a column `decision` (include, exclude, unsure; yes, no, maybe; 1, 0) and, where there are any, columns \
         `by`, `reason` or `criterion`, `stage` (screening, full text), `note`, `at` and `group`. Writes the same."
    }

    fn likeness(&self, file: ToolFile<'_>) -> Option<Likeness> {
        Likeness::own("a column `decision`").filter(|_| has_column(file, "decision"))
    }

    fn read(&self, file: ToolFile<'_>, declared: &Declared) -> Votes {
        let (mut votes, mut unsaid) = (Votes::default(), Unsaid::default());
        for record in file.records.into_iter().flat_map(|records| records.iter()) {
            let cell = |name: &str| cell(record, name);
            let (said, stage) = (cell("decision"), cell("stage"));
            let word = Word::parse(&said).or(declared.word.filter(|_| said.is_empty()));
            let full_text = is_of_full_texts(&stage);
            let unknown = match (word, full_text) {
                (None, _) if !said.is_empty() => Some(format!("`{}` is not a decision", excerpt(&said))),
                (Some(_), None) if !stage.is_empty() => {
                    Some(format!("`{}` is not a stage: screening or full_text", excerpt(&stage)))
                }
                _ => None,
            };
            if let Some(unknown) = unknown {
                let found = Diagnostic::new("EXC001", format!("{unknown}; this line was left out"));
                votes.diagnostics.push(found.at(file.source.label(), record.line(), record.number()));
                continue;
            }
            let Some(word) = word else {
                if !said_in(record, "note").is_empty() {
                    unsaid.add(record, "a note and no decision");
                }
                continue;
            };
            let mut reference = Described::of(record);
            reference.identifiers.extend(Some(cell("group")).filter(|group| !group.is_empty()));
            let reasons = [cell("criterion"), cell("reason")].into_iter().filter(|reason| !reason.is_empty());
            votes.votes.push(Vote {
                reference,
                by: cell("by"),
                word,
                reasons: reasons.collect(),
                note: said_in(record, "note"),
                at: cell("at"),
                full_text,
                entry: record.number(),
            });
        }
        votes.diagnostics.extend(unsaid.told(file.source.label()));
        votes
    }

    fn marks(&self, outgoing: &Outgoing<'_>) -> Vec<(&'static str, String)> {
        let said = outgoing.votes.first().cloned().unwrap_or_default();
        let criterion = if said.by.is_empty() { outgoing.criterion.0 } else { &said.criterion };
        vec![
            ("group", outgoing.identifier.into()),
            // What a rule decided is nobody's vote: the column would come back as one.
            ("decision", said.word.map(|word| word.verdict().to_owned()).unwrap_or_default()),
            ("criterion", criterion.to_owned()),
            ("stage", if outgoing.full_text { "full text" } else { "screening" }.to_owned()),
            ("note", said.note),
            ("by", said.by),
            ("at", said.at),
        ]
    }

    fn holds_every_vote(&self) -> bool {
        true
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv"]
    }

    fn has_a_row_per_vote(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::zotero::Zotero;
    use super::*;
    use crate::format;
    use crate::source::SourceFile;

    #[test]
    fn a_note_without_a_decision_is_told_and_a_reason_beside_an_inclusion_is_kept() {
        let text = "title,decision,reason,note\nMade up,,,look again\nMade up too,include,small,\nThird,,,\n";
        let source = Arc::new(SourceFile::new("a.csv", text.as_bytes().to_vec()));
        let parsed = format::csv::read_mapped(&source, &[]);
        let read = Table.read(ToolFile { source: &source, records: Some(&parsed.records) }, &Declared::default());
        let told: Vec<_> = read.diagnostics.iter().map(|found| (found.code, found.entry)).collect();
        assert_eq!((told, read.votes[0].reasons.concat()), (vec![("EXC005", 1)], "small".to_owned()));
    }

    #[test]
    fn a_note_is_what_was_written_and_tells_no_tool() {
        let text = "title,decision,note,by\nMade up,include,N/A,Ann\nMade up too,exclude,see litsieve:include,Bo\n";
        let source = Arc::new(SourceFile::new("a.csv", text.as_bytes().to_vec()));
        let parsed = format::csv::read_mapped(&source, &[]);
        let file = ToolFile { source: &source, records: Some(&parsed.records) };
        let notes: Vec<String> =
            Table.read(file, &Declared::default()).votes.into_iter().map(|vote| vote.note).collect();
        assert_eq!(notes, ["N/A", "see litsieve:include"]);
        assert!(Zotero.likeness(file).is_none(), "a note is no tag");
    }
}
