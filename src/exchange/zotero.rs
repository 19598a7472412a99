//! Zotero: tags carry the decision.

use super::{Declared, Described, IDENTIFIER_MARK, Outgoing, Tool, ToolFile, Vote, Votes, Word};
use crate::record::{Field, Record};

/// Zotero.
pub struct Zotero;

/// What every tag of ours begins with.
const MARK: &str = "litsieve:";

impl Tool for Zotero {
    fn name(&self) -> &'static str {
        "zotero"
    }

    fn about(&self) -> &'static str {
        "Reads tags (keywords of a RIS, CSV or BibTeX export): `litsieve:include`, `litsieve:exclude`, `litsieve:unsure`, and for an \
         exclusion the criterion as `litsieve:exclude:uk`. Writes the same tags, and the identifier as a note. Who tagged and when \
         is not in Zotero's exports."
    }

    fn recognises(&self, file: ToolFile<'_>) -> bool {
        file.source.text().contains(MARK)
    }

    fn read(&self, file: ToolFile<'_>, _: &Declared) -> Votes {
        let records = file.records.into_iter().flat_map(|records| records.iter());
        let votes = records
            .filter_map(|record| {
                let (word, reason) = tag(record)?;
                Some(Vote {
                    reference: Described::of(record),
                    by: String::new(),
                    word,
                    reasons: reason.into_iter().collect(),
                    note: String::new(),
                    at: String::new(),
                    full_text: None,
                    entry: record.number(),
                })
            })
            .collect();
        Votes { votes, diagnostics: Vec::new() }
    }

    fn marks(&self, outgoing: &Outgoing<'_>) -> Vec<(&'static str, String)> {
        let mut marks = vec![("N1", format!("{IDENTIFIER_MARK} {}", outgoing.identifier))];
        if let Some(word) = outgoing.decision {
            let criterion = outgoing.criterion.0;
            let reason =
                if word == Word::Exclude && !criterion.is_empty() { format!(":{criterion}") } else { String::new() };
            marks.push(("KW", format!("{MARK}{}{reason}", word.verdict())));
        }
        marks
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["ris"]
    }
}

/// The decision among the tags of a record, with the criterion.
fn tag(record: Record<'_>) -> Option<(Word, Option<String>)> {
    let tags = record.all(Field::Keyword).chain(record.all(Field::SubjectHeading));
    tags.flat_map(|value| value.split([';', ','])).filter_map(|tag| tag.trim().strip_prefix(MARK)).find_map(|tag| {
        let (word, reason) = tag.split_once(':').map_or((tag, None), |(word, reason)| (word, Some(reason.to_owned())));
        Some((Word::parse(word)?, reason))
    })
}
