//! Covidence: the lists it exports as CSV. What a reference is follows from which list the file is.

use super::{Declared, Described, IDENTIFIER_MARK, Outgoing, Tool, ToolFile, Vote, Votes, Word, has_column, tagged};
use crate::diagnostic::Diagnostic;

/// Covidence.
pub struct Covidence;

impl Tool for Covidence {
    fn name(&self) -> &'static str {
        "covidence"
    }

    fn about(&self) -> &'static str {
        "Reads list CSVs (`review_<id>_<list>_csv_<date>.csv`), recognised by the column `Covidence #`. Which list it is is told \
         by its name or by you (`--as included`, `--as excluded`). The reason for a full-text exclusion is read from the column \
         Notes. Votes of single reviewers are in no export. Writes such a list as CSV, and RIS to upload; Covidence takes no decisions in."
    }

    fn recognises(&self, file: ToolFile<'_>) -> bool {
        has_column(file, "Covidence #")
    }

    fn read(&self, file: ToolFile<'_>, declared: &Declared) -> Votes {
        let mut votes = Votes::default();
        let Some(word) = declared.word.or_else(|| list_of(file.source.label())) else {
            let message = "which list this is does not show in the name of the file";
            votes.diagnostics.push(Diagnostic::new("EXC003", message).at(file.source.label(), 0, 0));
            return votes;
        };
        for record in file.records.into_iter().flat_map(|records| records.iter()) {
            let reason = tagged(record, "Notes").find_map(exclusion_reason);
            votes.votes.push(Vote {
                reference: Described::of(record),
                by: String::new(),
                word,
                reasons: reason.into_iter().filter(|_| word == Word::Exclude).collect(),
                note: String::new(),
                at: String::new(),
                entry: record.number(),
            });
        }
        votes
    }

    fn marks(&self, outgoing: &Outgoing<'_>) -> Vec<(&'static str, String)> {
        let identifier = format!("{IDENTIFIER_MARK} {}", outgoing.identifier);
        let reason = match (outgoing.decision, outgoing.criterion.1) {
            (Some(Word::Exclude), reason) if !reason.is_empty() => format!("Exclusion reason: {reason}; "),
            _ => String::new(),
        };
        vec![("N1", identifier.clone()), ("Notes", format!("{reason}{identifier}"))]
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "ris"]
    }

    fn columns(&self) -> &'static [&'static str] {
        &[
            "Title",
            "Authors",
            "Abstract",
            "Published Year",
            "Published Month",
            "Journal",
            "Volume",
            "Issue",
            "Pages",
            "Accession Number",
            "DOI",
            "Ref",
            "Covidence #",
            "Study",
            "Notes",
            "Tags",
        ]
    }
}

/// What the references of a list are, by the name of the file.
fn list_of(label: &str) -> Option<Word> {
    let name = label.rsplit('/').next().unwrap_or(label).to_lowercase();
    let lists = [
        ("excluded", Word::Exclude),
        ("irrelevant", Word::Exclude),
        ("included", Word::Include),
        ("select", Word::Include),
    ];
    lists.into_iter().find(|(list, _)| name.contains(list)).map(|(_, word)| word)
}

/// `Exclusion reason: wrong setting; ` gives `wrong setting`.
fn exclusion_reason(notes: &str) -> Option<String> {
    let reason = notes.split("Exclusion reason:").nth(1)?.split(';').next()?.trim();
    (!reason.is_empty()).then(|| reason.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_told_by_the_name() {
        assert_eq!(list_of("in/review_1_excluded_csv_20260101.csv"), Some(Word::Exclude));
        assert_eq!(list_of("review_1_included_csv_20260101.csv"), Some(Word::Include));
        assert_eq!(list_of("review_1.csv"), None);
    }

    #[test]
    fn the_reason_is_cut_out_of_the_notes() {
        assert_eq!(exclusion_reason("Exclusion reason: Wrong setting; ").as_deref(), Some("Wrong setting"));
        assert_eq!(exclusion_reason("read again"), None);
    }
}
