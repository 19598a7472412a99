//! CoLRev: `data/records.bib` with a status and screening criteria per record.

use super::{
    Availability, Declared, Described, Holds, IDENTIFIER_MARK, Likeness, Noted, Outgoing, Tool, ToolFile, Vote, Votes,
    Word, has_column, tagged,
};

/// CoLRev.
pub struct CoLRev;

impl Tool for CoLRev {
    fn name(&self) -> &'static str {
        "colrev"
    }

    fn about(&self) -> &'static str {
        "Reads `data/records.bib`: `colrev_status` (`rev_prescreen_excluded`, `rev_included`, `rev_synthesized`, ...), which tells \
         prescreen and screen apart and what became of the full text (`pdf_not_available`, `pdf_prepared`, ...), and `screening_criteria` (`country=out;empirical=in`). Writes both, with the identifiers of our criteria; notes have no place there."
    }

    fn likeness(&self, file: ToolFile<'_>) -> Option<Likeness> {
        Likeness::own("a field `colrev_status`").filter(|_| has_column(file, "colrev_status"))
    }

    fn read(&self, file: ToolFile<'_>, _: &Declared) -> Votes {
        let mut votes = Votes::default();
        for record in file.records.into_iter().flat_map(|records| records.iter()) {
            let criteria = tagged(record, "screening_criteria").next().unwrap_or_default();
            let said = tagged(record, "colrev_status").next().unwrap_or_default();
            if let Some(availability) = availability(said) {
                let noted = Noted { reference: Described::of(record), entry: record.number(), ..Noted::default() };
                votes.full_texts.push((availability, noted));
            }
            for &(word, full_text) in status(said) {
                votes.votes.push(Vote {
                    reference: Described::of(record),
                    by: String::new(),
                    word,
                    reasons: if word == Word::Exclude { failed(criteria) } else { Vec::new() },
                    note: String::new(),
                    at: String::new(),
                    full_text: Some(full_text),
                    entry: record.number(),
                });
            }
        }
        votes
    }

    fn marks(&self, outgoing: &Outgoing<'_>) -> Vec<(&'static str, String)> {
        let status = match (outgoing.decision, outgoing.full_text) {
            (Some(Word::Include), false) => "rev_prescreen_included",
            (Some(Word::Exclude), false) => "rev_prescreen_excluded",
            (Some(Word::Include), true) => "rev_included",
            (Some(Word::Exclude), true) => "rev_excluded",
            // Whoever reads the file again must not find votes that nobody gave.
            (_, false) => "md_processed",
            (_, true) => match outgoing.availability {
                None => "md_processed",
                Some(Availability::Sought) => "pdf_needs_manual_retrieval",
                Some(Availability::Retrieved) => "pdf_prepared",
                Some(Availability::NotRetrieved) => "pdf_not_available",
            },
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

    fn holds(&self, _extension: &str, _votes: usize) -> Holds {
        Holds { decisions: true, notes: false, criteria: true }
    }

    fn tells_how_far(&self) -> bool {
        true
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["bib"]
    }
}

/// What a status says of the prescreen (titles and abstracts) and of the screen (full texts), which comes after it; nothing for
/// those before it.
fn status(status: &str) -> &'static [(Word, bool)] {
    match status.trim() {
        "rev_prescreen_excluded" => &[(Word::Exclude, false)],
        "rev_prescreen_included"
        | "pdf_needs_manual_retrieval"
        | "pdf_imported"
        | "pdf_not_available"
        | "pdf_needs_manual_preparation"
        | "pdf_prepared" => &[(Word::Include, false)],
        "rev_excluded" => &[(Word::Include, false), (Word::Exclude, true)],
        "rev_included" | "rev_synthesized" => &[(Word::Include, false), (Word::Include, true)],
        _ => &[],
    }
}

/// What a status says of the full text, as far as that is all it says.
fn availability(status: &str) -> Option<Availability> {
    match status.trim() {
        "pdf_needs_manual_retrieval" => Some(Availability::Sought),
        "pdf_not_available" => Some(Availability::NotRetrieved),
        "pdf_imported" | "pdf_needs_manual_preparation" | "pdf_prepared" => Some(Availability::Retrieved),
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
        assert!(status("md_processed").is_empty(), "not screened yet");
        assert_eq!(status("rev_excluded"), [(Word::Include, false), (Word::Exclude, true)], "it passed the prescreen");
    }
}
