//! Zotero: tags carry the decision.

use std::borrow::Cow;

use super::{
    Declared, Described, IDENTIFIER_MARK, Likeness, Outgoing, Said, Tool, ToolFile, Vote, Votes, Word, rayyan,
};
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
         exclusion the criterion as `litsieve:exclude:uk` or as a tag of its own, `litsieve:uk`; and `litsieve:vote:Ann:exclude:uk` for what \
         one person said. Writes the same tags, with the identifier, notes and times as notes of the item. Who tagged in Zotero and when \
         is not in its exports."
    }

    fn likeness(&self, file: ToolFile<'_>) -> Option<Likeness> {
        let is_ours = |record: Record<'_>| {
            let tags = || record.all(Field::Keyword).chain(record.all(Field::SubjectHeading));
            tags().flat_map(|value| value.split([';', ','])).any(|tag| tag.trim().starts_with(MARK))
        };
        let is_tagged = file.records.is_some_and(|records| records.iter().any(is_ours));
        Likeness::own(format!("tags that begin with `{MARK}`")).filter(|_| is_tagged)
    }

    fn read(&self, file: ToolFile<'_>, _: &Declared) -> Votes {
        let mut votes = Votes::default();
        for record in file.records.into_iter().flat_map(|records| records.iter()) {
            let tags = Tags::of(record);
            match tags.words[..] {
                _ if tags.votes_agree() => votes.votes.extend(tags.votes(record)),
                [] if tags.reasons.is_empty() => {}
                // A tag that contradicts the votes was changed by somebody: nobody knows by whom.
                [word] if tags.of_people.is_empty() => votes.votes.push(vote(record, word, tags.reasons)),
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
        let votes = || outgoing.votes.iter().filter_map(|said| Some((said, said.word?)));
        for name in [NOTES, TIMES] {
            let text = |said: &'_ Said| if name == NOTES { said.note.clone() } else { said.at.clone() };
            let told: Vec<_> =
                votes().map(|(said, _)| (&said.by, text(said))).filter(|(_, text)| !text.is_empty()).collect();
            if !told.is_empty() {
                let told = rayyan::hash(told.iter().map(|(by, text)| (*by, text.as_str())));
                marks.push(("N1", format!("{name}: {told}")));
            }
        }
        let with = |word: Word, criterion: &str| match word {
            Word::Exclude if !criterion.is_empty() => format!("{}:{criterion}", word.verdict()),
            _ => word.verdict().to_owned(),
        };
        // What was settled against every vote would read as a contradiction of them.
        let told = outgoing.decision.filter(|word| outgoing.votes.is_empty() || votes().any(|(_, said)| said == *word));
        if let Some(word) = told {
            // A tag that every exclusion has is one to filter by.
            let plain = format!("{MARK}{}", word.verdict());
            let whole = format!("{MARK}{}", with(word, outgoing.criterion.0));
            let repeated = plain == whole;
            marks.push(("KW", whole));
            marks.extend(Some(("KW", plain)).filter(|_| !repeated));
        }
        marks.extend(
            votes().map(|(said, word)| {
                ("KW", format!("{MARK}{VOTE}{}:{}", encoded(&said.by), with(word, &said.criterion)))
            }),
        );
        marks
    }

    fn holds_every_vote(&self) -> bool {
        true
    }

    fn words(&self) -> &'static [Word] {
        &[Word::Include, Word::Exclude, Word::Unsure]
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["ris"]
    }
}

/// Begins the tag of one person's vote, behind [`MARK`].
const VOTE: &str = "vote:";
/// Notes and times of the votes, as notes of the item.
const NOTES: &str = "LITSIEVE-NOTES";
const TIMES: &str = "LITSIEVE-TIMES";

/// A name as it may stand in a tag: without what ends a part of a tag or a tag in a list.
fn encoded(name: &str) -> String {
    let special = |c: char| matches!(c, '%' | ':' | ';' | ',') || c.is_control();
    name.chars().map(|c| if special(c) { format!("%{:02X}", u32::from(c)) } else { c.to_string() }).collect()
}

fn decoded(name: &str) -> String {
    let mut parts = name.split('%');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(u8::is_ascii);
        match code {
            Some(code) => out.extend([char::from(code)].into_iter().chain(part[2..].chars())),
            None => out.extend(['%'].into_iter().chain(part.chars())),
        }
    }
    out
}

/// A note as it was given to Zotero, which keeps notes as web pages: what it escaped stands as it was.
fn as_text(note: &str) -> Cow<'_, str> {
    const ESCAPED: [(&str, &str); 5] = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    match note.trim().strip_prefix("<p>") {
        None => Cow::Borrowed(note),
        Some(page) => {
            let text = page.trim_end().trim_end_matches("</p>").to_owned();
            Cow::Owned(ESCAPED.iter().fold(text, |text, (escaped, plain)| text.replace(escaped, plain)))
        }
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
    /// What single people said: who, what, by which criterion.
    of_people: Vec<(String, Word, String)>,
}

impl Tags {
    /// Whether there are votes of people, and no other tag says something that none of them says.
    fn votes_agree(&self) -> bool {
        !self.of_people.is_empty()
            && self.words.iter().all(|word| self.of_people.iter().any(|(_, said, _)| said == word))
    }

    fn votes(self, record: Record<'_>) -> Vec<Vote> {
        let told = |name: &str| -> Vec<(String, String)> {
            super::notes(record)
                .map(as_text)
                .flat_map(|note| rayyan::section(&note, name).map(rayyan::pairs).unwrap_or_default())
                .collect()
        };
        let (notes, times) = (told(NOTES), told(TIMES));
        let of = |told: &[(String, String)], by: &str| {
            told.iter().find(|(who, _)| who == by).map(|(_, text)| text.clone()).unwrap_or_default()
        };
        let voted = |(by, word, criterion): (String, Word, String)| {
            let reasons = Some(criterion).filter(|criterion| !criterion.is_empty()).into_iter().collect();
            Vote { note: of(&notes, &by), at: of(&times, &by), by, ..vote(record, word, reasons) }
        };
        self.of_people.into_iter().map(voted).collect()
    }

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
        let mut of_person = tag.strip_prefix(VOTE).into_iter().flat_map(|said| said.splitn(3, ':'));
        if let (Some(by), Some(word)) = (of_person.next(), of_person.next().and_then(Word::parse)) {
            let vote = (decoded(by), word, of_person.next().unwrap_or_default().trim().to_owned());
            if !self.of_people.contains(&vote) {
                self.of_people.push(vote);
            }
            return;
        }
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
        let votes = self.of_people.iter().map(|(_, word, _)| word);
        let words = tags(self.words.iter().chain(votes).map(|word| word.verdict()).collect());
        format!("the tags {words} contradict each other; no vote was taken")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;
    use crate::source::SourceFile;

    /// Decision, criteria and note.
    type Told = (Word, Vec<String>, String);

    fn read(tags: &[&str]) -> (Vec<Told>, Vec<String>) {
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
    fn what_single_people_said_has_tags_of_its_own() {
        let said = |by: &str, word, criterion: &str| Said {
            by: by.into(),
            word: Some(word),
            criterion: criterion.into(),
            ..Said::default()
        };
        let votes = [said("Bo, Åse: 100 %", Word::Exclude, "uk"), said("Ann", Word::Unsure, "")];
        let marks = Zotero.marks(&Outgoing { identifier: "g", votes: &votes, ..Outgoing::default() });
        let tags: Vec<&str> = marks.iter().filter(|(name, _)| *name == "KW").map(|(_, tag)| tag.as_str()).collect();
        assert_eq!(tags, ["litsieve:vote:Bo%2C Åse%3A 100 %25:exclude:uk", "litsieve:vote:Ann:unsure"]);
        assert_eq!(decoded("Bo%2C Åse%3A 100 %25"), "Bo, Åse: 100 %");
        assert_eq!((decoded("%"), decoded("5%ü"), decoded("%C3%A4")), ("%".into(), "5%ü".into(), "%C3%A4".into()));
        let exclude = (Word::Exclude, vec!["uk".to_owned()], String::new());
        let unsure = (Word::Unsure, vec![], String::new());
        assert_eq!(read(&tags), (vec![exclude.clone(), unsure.clone()], vec![]));
        assert_eq!(read(&[tags[0], tags[1], "litsieve:exclude"]).0, [exclude, unsure]);
        let (votes, told) = read(&[tags[0], "litsieve:include"]);
        assert!(
            votes.is_empty() && told.len() == 1 && told[0].contains("contradict"),
            "somebody changed a tag: {told:?}"
        );
    }

    #[test]
    fn tags_that_give_no_vote_are_told() {
        let (votes, told) = read(&["litsieve:uk"]);
        assert!(votes.is_empty() && told.len() == 1 && told[0].contains("`litsieve:uk`"), "{told:?}");
        let (votes, told) = read(&["litsieve:include", "litsieve:exclude"]);
        assert!(votes.is_empty() && told.len() == 1 && told[0].contains("contradict"), "{told:?}");
    }
}
