//! CoLRev: `data/records.bib` with a status and screening criteria per record.

use super::{Declared, Described, IDENTIFIER_MARK, Outgoing, Tool, ToolFile, Vote, Votes, Word, has_column, tagged};

/// CoLRev.
pub struct CoLRev;

impl Tool for CoLRev {
    fn name(&self) -> &'static str {
        "colrev"
    }

    fn about(&self) -> &'static str {
        "Reads `data/records.bib`: `colrev_status` (`rev_prescreen_excluded`, `rev_included`, `rev_synthesized`, ...) and \
         `screening_criteria` (`country=out;empirical=in`). Writes both, with the identifiers of our criteria."
    }

    fn recognises(&self, file: ToolFile<'_>) -> bool {
        has_column(file, "colrev_status")
    }

    fn read(&self, file: ToolFile<'_>, _: &Declared) -> Votes {
        let records = file.records.into_iter().flat_map(|records| records.iter());
        let votes = records
            .filter_map(|record| {
                let word = status(tagged(record, "colrev_status").next()?)?;
                let criteria = tagged(record, "screening_criteria").next().unwrap_or_default();
                Some(Vote {
                    reference: Described::of(record),
                    by: String::new(),
                    word,
                    reasons: if word == Word::Exclude { failed(criteria) } else { Vec::new() },
                    note: String::new(),
                    at: String::new(),
                    entry: record.number(),
                })
            })
            .collect();
        Votes { votes, diagnostics: Vec::new() }
    }

    fn marks(&self, outgoing: &Outgoing<'_>) -> Vec<(&'static str, String)> {
        let status = match outgoing.decision {
            Some(Word::Include) => "rev_included",
            Some(Word::Exclude) => "rev_excluded",
            _ => "pdf_prepared",
        };
        let criteria = match (outgoing.decision, outgoing.criterion.0) {
            (Some(Word::Exclude), criterion) if !criterion.is_empty() => format!("{criterion}=out"),
            _ => "NA".to_owned(),
        };
        vec![
            ("colrev_status", status.into()),
            ("screening_criteria", criteria),
            ("colrev_origin", outgoing.identifier.into()),
            ("note", format!("{IDENTIFIER_MARK} {}", outgoing.identifier)),
        ]
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["bib"]
    }
}

/// What a status says of the screening; `None` for those before it.
fn status(status: &str) -> Option<Word> {
    match status.trim() {
        "rev_prescreen_excluded" | "rev_excluded" => Some(Word::Exclude),
        "rev_included" | "rev_synthesized" => Some(Word::Include),
        _ => None,
    }
}

/// The criteria that are `out`.
fn failed(criteria: &str) -> Vec<String> {
    let pairs = criteria.split(';').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(_, value)| value.trim() == "out").map(|(name, _)| name.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_failed_is_the_reason() {
        assert_eq!(failed("country=out;empirical=in"), ["country"]);
        assert!(failed("NA").is_empty());
        assert_eq!(status("md_processed"), None, "not screened yet");
    }
}
