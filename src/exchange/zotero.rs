//! Zotero: tags carry the decision.

use super::{Declared, Described, IDENTIFIER_MARK, Outgoing, Tool, ToolFile, Vote, Votes, Word};
use crate::diagnostic::{Diagnostic, excerpt};
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
         exclusion the criterion as `litsieve:exclude:uk` or as a tag of its own, `litsieve:uk`. Writes the same tags, and the identifier as a note. Who tagged and when \
         is not in Zotero's exports."
    }

    fn recognises(&self, file: ToolFile<'_>) -> bool {
        file.source.text().contains(MARK)
    }

    fn read(&self, file: ToolFile<'_>, _: &Declared) -> Votes {
        let mut votes = Votes::default();
        for record in file.records.into_iter().flat_map(|records| records.iter()) {
            let tags = Tags::of(record);
            match tags.words[..] {
                [] if tags.reasons.is_empty() => {}
                [word] => votes.votes.push(vote(record, word, tags.reasons)),
                _ => {
                    let message = tags.why_no_vote();
                    let place = (record.line(), record.number());
                    votes.diagnostics.push(Diagnostic::new("EXC001", message).at(
                        file.source.label(),
                        place.0,
                        place.1,
                    ));
                }
            }
        }
        votes
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

    fn words(&self) -> &'static [Word] {
        &[Word::Include, Word::Exclude, Word::Unsure]
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["ris"]
    }
}

fn vote(record: Record<'_>, word: Word, reasons: Vec<String>) -> Vote {
    // Only an exclusion has a criterion; beside another decision the tag is not lost.
    let (reasons, others) = if word == Word::Exclude { (reasons, Vec::new()) } else { (Vec::new(), reasons) };
    Vote {
        reference: Described::of(record),
        by: String::new(),
        word,
        reasons,
        note: others.iter().map(|tag| format!("tag: {tag}")).collect::<Vec<_>>().join("; "),
        at: String::new(),
        full_text: None,
        entry: record.number(),
    }
}

/// What the tags of a record say, each thing once and in their order.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tags {
    /// The decisions: one, if the tags are as they should be.
    words: Vec<Word>,
    /// The criteria.
    reasons: Vec<String>,
}

impl Tags {
    fn of(record: Record<'_>) -> Self {
        let mut found = Self::default();
        let values = record.all(Field::Keyword).chain(record.all(Field::SubjectHeading));
        for tag in values.flat_map(|value| value.split([';', ','])).filter_map(|tag| tag.trim().strip_prefix(MARK)) {
            found.take(tag.trim());
        }
        found
    }

    /// Takes `exclude`, `exclude:uk` or `uk`: what is no decision is a criterion.
    fn take(&mut self, tag: &str) {
        let (first, rest) = tag.split_once(':').unwrap_or((tag, ""));
        let word = Word::parse(first);
        let reason = if word.is_some() { rest } else { tag }.trim();
        if let Some(word) = word.filter(|word| !self.words.contains(word)) {
            self.words.push(word);
        }
        if !reason.is_empty() && self.reasons.iter().all(|known| known != reason) {
            self.reasons.push(reason.to_owned());
        }
    }

    fn why_no_vote(&self) -> String {
        let tags = |names: Vec<&str>| {
            names.iter().map(|name| format!("`{MARK}{}`", excerpt(name))).collect::<Vec<_>>().join(", ")
        };
        if self.words.is_empty() {
            let reasons = tags(self.reasons.iter().map(String::as_str).collect());
            return format!("{reasons} names a criterion, but no tag says what was decided; no vote was taken");
        }
        let words = tags(self.words.iter().map(|word| word.verdict()).collect());
        format!("the tags {words} contradict each other; no vote was taken")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;
    use crate::source::SourceFile;

    /// Decision, criteria and note.
    type Said = (Word, Vec<String>, String);

    fn read(tags: &[&str]) -> (Vec<Said>, Vec<String>) {
        let tags: String = tags.iter().map(|tag| format!("KW  - {tag}\n")).collect();
        let text = format!("TY  - JOUR\nTI  - A made up title\nPY  - 2001\n{tags}ER  - \n");
        let source = std::sync::Arc::new(SourceFile::new("zotero.ris", text.into_bytes()));
        let records = format::read(&source).records;
        let votes = Zotero.read(ToolFile { source: &source, records: Some(&records) }, &Declared::default());
        let said = votes.votes.into_iter().map(|vote| (vote.word, vote.reasons, vote.note)).collect();
        (said, votes.diagnostics.into_iter().map(|diagnostic| diagnostic.message).collect())
    }

    #[test]
    fn every_tag_is_read_whatever_their_order() {
        let uk = (Word::Exclude, vec!["uk".to_owned()], String::new());
        for tags in [
            &["towns", "litsieve:exclude", "litsieve:uk"][..],
            &["litsieve:uk", "litsieve:exclude"],
            &["litsieve:exclude:uk"],
            &["litsieve:exclude:uk", "litsieve:uk"],
        ] {
            assert_eq!(read(tags), (vec![uk.clone()], vec![]), "{tags:?}");
        }
        let noted = (Word::Include, vec![], "tag: uk".to_owned());
        assert_eq!(read(&["litsieve:include", "litsieve:uk"]).0, [noted]);
        assert_eq!(read(&["towns"]), (vec![], vec![]));
    }

    #[test]
    fn tags_that_give_no_vote_are_told() {
        let (votes, told) = read(&["litsieve:uk"]);
        assert!(votes.is_empty() && told.len() == 1 && told[0].contains("`litsieve:uk`"), "{told:?}");
        let (votes, told) = read(&["litsieve:include", "litsieve:exclude"]);
        assert!(votes.is_empty() && told.len() == 1 && told[0].contains("contradict"), "{told:?}");
    }
}
