//! The votes that have no place in the file of another tool: told with the reason, for a vote that is missing there looks like
//! one that was never given.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::plural;
use crate::exchange::{Said, Tool, Word};

/// Why a vote has no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The votes on the reference contradict each other, so there is no decision, or another one.
    Conflicting,
    /// The votes agree, but the reference is not decided: a vote is missing, or a later stage.
    Undecided,
    /// It says that the person is unsure.
    Unsure,
    /// Somebody else said the same, and the tool has one decision per reference.
    SecondReader,
    /// The tool has no place for such a decision.
    NoSuchDecision,
    /// A file of this kind has no place for any.
    NoSuchFile,
}

impl Why {
    /// The reason in words, to stand behind a number of votes.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Conflicting => "conflicting",
            Self::Undecided => "on references that are not decided",
            Self::Unsure => "unsure",
            Self::SecondReader => "of a second reader",
            Self::NoSuchDecision => "of a kind that it does not have",
            Self::NoSuchFile => "in a file of this kind, which holds none",
        }
    }
}

/// What is decided on a reference that goes out without that, because the file tells something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Elsewhere {
    /// A rule excluded it, and nobody voted.
    ByRule,
    /// People excluded it at a later stage.
    ExcludedLater,
    /// People read it at a later stage, and it is in, or they do not agree.
    ReadLater,
    /// People excluded it at an earlier stage.
    ExcludedEarlier,
}

impl Elsewhere {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::ByRule => "excluded by a rule",
            Self::ExcludedLater => "excluded at a later stage",
            Self::ReadLater => "read at a later stage",
            Self::ExcludedEarlier => "excluded at an earlier stage",
        }
    }

    /// What is to be known of `number` such references, as a sentence.
    pub fn told(self, number: usize) -> String {
        let references = plural(number as u64, "reference", "references");
        let (were, go) = if number == 1 { ("was", "goes") } else { ("were", "go") };
        match self {
            Self::ByRule => {
                format!("{references} that a rule excluded {go} out without a decision: nobody voted on them.")
            }
            Self::ExcludedLater => format!(
                "{references} {were} excluded at full text, or not to be had, which this file, being of titles and abstracts, does not say; --stage full_text writes that."
            ),
            Self::ReadLater => format!(
                "{references} {were} read in full text, and what was said then is not in this file; --stage full_text writes that."
            ),
            Self::ExcludedEarlier => format!(
                "{references} {were} excluded at title and abstract, which this file, being of full texts, does not say; --stage screening writes that."
            ),
        }
    }
}

/// The votes that stayed behind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LeftBehind {
    /// How many, by reason.
    pub votes: BTreeMap<Why, usize>,
    /// Whose.
    pub people: BTreeSet<String>,
    /// How many notes of votes that are in the file are not.
    pub notes: usize,
    /// How many criteria of exclusions that are in the file are not.
    pub criteria: usize,
    /// How many references are decided, and go out without that.
    pub elsewhere: BTreeMap<Elsewhere, usize>,
}

impl LeftBehind {
    /// How many votes stayed behind.
    pub fn total(&self) -> usize {
        self.votes.values().sum()
    }

    /// Takes up what is decided on a reference and not in the file.
    pub(super) fn take_elsewhere(&mut self, tool: &dyn Tool, extension: &str, elsewhere: Option<Elsewhere>) {
        if let Some(elsewhere) = elsewhere.filter(|_| tool.holds(extension, 0).decisions) {
            *self.elsewhere.entry(elsewhere).or_default() += 1;
        }
    }

    /// Takes up one reference that goes out to `tool`, in a file with this extension, with these votes and this decision.
    pub(super) fn take(&mut self, tool: &dyn Tool, extension: &str, votes: &[Said], decision: Option<Word>) {
        if tool.holds_every_vote() {
            return;
        }
        let holds = tool.holds(extension, votes.len());
        let mut is_told = false;
        let agree = votes.iter().all(|said| said.word == votes[0].word);
        for said in votes {
            let Some(word) = said.word else { continue };
            let has_place = tool.words().contains(&word);
            let why = match () {
                () if !holds.decisions => Why::NoSuchFile,
                () if word == Word::Unsure && !has_place => Why::Unsure,
                () if decision.is_none() && agree => Why::Undecided,
                () if decision != Some(word) => Why::Conflicting,
                () if !has_place => Why::NoSuchDecision,
                () if is_told => Why::SecondReader,
                () => {
                    is_told = true;
                    self.notes += usize::from(!holds.notes && !said.note.is_empty());
                    self.criteria += usize::from(!holds.criteria && !said.criterion.is_empty());
                    continue;
                }
            };
            *self.votes.entry(why).or_default() += 1;
            self.people.insert(said.by.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::TOOLS;

    fn left(tool: &str, votes: &[(&str, Word)], decision: Option<Word>) -> (Vec<(Why, usize)>, usize) {
        let tool = TOOLS.iter().find(|known| known.name() == tool).expect("a tool");
        let said = |&(by, word): &(&str, Word)| Said { by: by.into(), word: Some(word), ..Said::default() };
        let mut left = LeftBehind::default();
        left.take(*tool, tool.extensions()[0], &votes.iter().map(said).collect::<Vec<_>>(), decision);
        (left.votes.into_iter().collect(), left.people.len())
    }

    #[test]
    fn notes_and_criteria_that_stay_behind_are_counted_and_a_file_without_votes_has_none() {
        let of = |tool: &str, extension: &str| {
            let tool = TOOLS.iter().find(|known| known.name() == tool).expect("a tool");
            let said = Said { word: Some(Word::Exclude), criterion: "uk".into(), note: "n".into(), ..Said::default() };
            let mut left = LeftBehind::default();
            left.take(*tool, extension, &[said], Some(Word::Exclude));
            (left.total(), left.notes, left.criteria)
        };
        assert_eq!((of("colrev", "bib"), of("covidence", "csv")), ((0, 1, 0), (0, 1, 0)));
        assert_eq!((of("asreview", "csv"), of("asreview", "ris")), ((0, 0, 1), (0, 0, 1)));
        assert_eq!((of("covidence", "ris"), of("eppi", "ris"), of("eppi", "json")), ((1, 0, 0), (1, 0, 0), (0, 0, 0)));
        assert_eq!(of("rayyan", "ris"), (0, 0, 0));
    }

    #[test]
    fn every_vote_is_in_the_file_or_counted_with_its_reason() {
        use Word::{Exclude, Include, Unsure};
        let conflict = [("Ann", Include), ("Bo", Exclude)];
        assert_eq!(left("rayyan", &conflict, None), (vec![], 0));
        assert_eq!(left("colrev", &conflict, None), (vec![(Why::Conflicting, 2)], 2));
        assert_eq!(left("colrev", &conflict, Some(Include)), (vec![(Why::Conflicting, 1)], 1), "it was settled");
        assert_eq!(left("colrev", &[("Ann", Include)], None), (vec![(Why::Undecided, 1)], 1), "one of two has read it");
        assert_eq!(left("eppi", &[("Ann", Unsure)], None), (vec![(Why::Unsure, 1)], 1));
        assert_eq!(left("zotero", &[("Ann", Unsure)], Some(Unsure)), (vec![], 0));
        let both = [("Ann", Exclude), ("Bo", Exclude)];
        assert_eq!(left("zotero", &both, Some(Exclude)), (vec![], 0), "a tag for each of them");
        assert_eq!(left("colrev", &both, Some(Exclude)), (vec![(Why::SecondReader, 1)], 1));
        assert_eq!(left("citesource", &both, Some(Exclude)), (vec![(Why::NoSuchDecision, 2)], 2));
    }
}
