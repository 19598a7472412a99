//! CiteSource: RIS whose labels say at which stage a reference still was.

use super::{Declared, Described, IDENTIFIER_MARK, Outgoing, Tool, ToolFile, Vote, Votes, Word, tagged};

/// CiteSource.
pub struct CiteSource;

impl Tool for CiteSource {
    fn name(&self) -> &'static str {
        "citesource"
    }

    fn about(&self) -> &'static str {
        "Reads its RIS: `C7` the label (`search`, `screened`, `final`), `C8` the string, `DB` the source, `C1` and `C2` its own \
         identifiers. `final` is an inclusion; other labels say only that the reference was there. Writes the same tags; reasons and \
         votes have no place there."
    }

    fn recognises(&self, file: ToolFile<'_>) -> bool {
        let tag = |name: &str| {
            file.records
                .is_some_and(|records| records.iter().take(20).any(|record| tagged(record, name).next().is_some()))
        };
        tag("C7") && tag("C1") && tag("C2")
    }

    fn read(&self, file: ToolFile<'_>, _: &Declared) -> Votes {
        let records = file.records.into_iter().flat_map(|records| records.iter());
        let is_final = |label: &str| label.split([',', ';']).any(|part| part.trim().eq_ignore_ascii_case("final"));
        let votes = records
            .filter(|record| tagged(*record, "C7").any(is_final))
            .map(|record| Vote {
                reference: Described::of(record),
                by: String::new(),
                word: Word::Include,
                reasons: Vec::new(),
                note: String::new(),
                at: String::new(),
                full_text: None,
                entry: record.number(),
            })
            .collect();
        Votes { votes, diagnostics: Vec::new() }
    }

    fn marks(&self, outgoing: &Outgoing<'_>) -> Vec<(&'static str, String)> {
        let label = if outgoing.decision == Some(Word::Include) { "final" } else { "search" };
        vec![
            ("C1", outgoing.identifier.into()),
            ("C2", outgoing.identifier.into()),
            ("C7", label.into()),
            ("N1", format!("{IDENTIFIER_MARK} {}", outgoing.identifier)),
        ]
    }

    fn words(&self) -> &'static [Word] {
        &[Word::Include]
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["ris"]
    }
}
