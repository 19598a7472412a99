//! CiteSource: RIS whose labels say at which stage a reference still was.

use super::{
    Declared, Described, Holds, IDENTIFIER_MARK, Likeness, Outgoing, Tool, ToolFile, Vote, Votes, Word, first_values,
    has_column, tagged,
};

/// CiteSource.
pub struct CiteSource;

impl Tool for CiteSource {
    fn name(&self) -> &'static str {
        "citesource"
    }

    fn about(&self) -> &'static str {
        "Reads its RIS: `C7` the label (`search`, `screened`, `final`), `C8` the string, `DB` the source, `C1` and `C2` its own \
         identifiers. `screened` is an inclusion by title and abstract, `final` one by full text as well; `search` says only that the \
         reference was found, so exclusions cannot be read. Writes the same tags; exclusions, reasons and who voted have no place there."
    }

    fn likeness(&self, file: ToolFile<'_>) -> Option<Likeness> {
        // Other programs put other things into these tags: the label is what tells.
        let is_label = |label: &str| ["search", "screened", "final"].iter().any(|known| is_one_of(label, known));
        let is_labelled = first_values(file).any(|value| value.tag() == "C7" && is_label(value.value()));
        let is_its = is_labelled && has_column(file, "C1") && has_column(file, "C2");
        Likeness::own("C7 with a label of it (search, screened, final) beside C1 and C2").filter(|_| is_its)
    }

    fn read(&self, file: ToolFile<'_>, _: &Declared) -> Votes {
        let records = file.records.into_iter().flat_map(|records| records.iter());
        let mut votes = Votes::default();
        for record in records {
            let labels: Vec<&str> = tagged(record, "C7").collect();
            votes.votes.extend(stages(&labels).iter().map(|&full_text| Vote {
                reference: Described::of(record),
                by: String::new(),
                word: Word::Include,
                reasons: Vec::new(),
                note: String::new(),
                at: String::new(),
                full_text: Some(full_text),
                entry: record.number(),
            }));
        }
        votes
    }

    fn marks(&self, outgoing: &Outgoing<'_>) -> Vec<(&'static str, String)> {
        let label = match (outgoing.decision, outgoing.full_text) {
            (Some(Word::Include), true) => "final",
            // Who excludes at full text let it pass before.
            (Some(Word::Include), false) | (Some(Word::Exclude), true) => "screened",
            _ => "search",
        };
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

    fn holds(&self, _extension: &str, _votes: usize) -> Holds {
        Holds { decisions: true, notes: false, criteria: true }
    }

    fn tells_how_far(&self) -> bool {
        true
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["ris"]
    }
}

/// At which stages (whether of full texts) a reference with these labels was included: what is final passed the screening.
fn stages(labels: &[&str]) -> &'static [bool] {
    let has = |wanted: &str| labels.iter().any(|label| is_one_of(label, wanted));
    match () {
        () if has("final") => &[false, true],
        () if has("screened") => &[false],
        () => &[],
    }
}

/// Whether a list with commas or semicolons has this label.
fn is_one_of(labels: &str, wanted: &str) -> bool {
    labels.split([',', ';']).any(|label| label.trim().eq_ignore_ascii_case(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_tells_the_stage_both_ways() {
        let label = |decision, full_text| {
            let outgoing = Outgoing {
                identifier: "g",
                votes: &[],
                decision,
                criterion: ("", ""),
                full_text,
                ..Outgoing::default()
            };
            CiteSource.marks(&outgoing).into_iter().find(|(tag, _)| *tag == "C7").map(|(_, label)| label)
        };
        let stages_of = |decision, full_text| stages(&[&label(decision, full_text).unwrap_or_default()]);
        assert_eq!(stages_of(Some(Word::Include), false), [false]);
        assert_eq!(stages_of(Some(Word::Include), true), [false, true]);
        assert_eq!(stages_of(Some(Word::Exclude), true), [false], "it passed the screening");
        assert!(stages_of(Some(Word::Exclude), false).is_empty(), "it was found, and no more is told");
        assert_eq!(stages(&["search; Screened"]), [false]);
    }
}
