//! What readers said of single criteria, put side by side.

use std::collections::{BTreeMap, BTreeSet};

use super::readers::{before_unblinding, changed, everything_said, opening, words_after};
use super::{GroupStory, Run};
use crate::agreement::{Coefficients, coefficients, krippendorff_alpha};
use crate::pipeline::vote_rule_of_answers;
use crate::protocol::{CriterionRule, Stage};
use crate::ruling::{Ruling, RulingKind};

/// The words that an answer can be, in the order of [`AnswersOfTwo::table`].
pub const WORDS: [&str; 3] = ["met", "not-met", "unclear"];

/// The answers to one criterion: per reference that anybody answered it for, what each person said last.
#[derive(Debug, Clone)]
pub struct Answers<'r> {
    /// The criterion.
    pub criterion: &'r str,
    /// Its stage.
    pub stage: Stage,
    /// Everybody who answered, by name.
    pub people: Vec<&'r str>,
    /// Per reference: the answers by name.
    pub said: Vec<BTreeMap<&'r str, &'r Ruling>>,
    /// Answers that were given or changed when their person could see what others said, and are left out.
    pub not_independent: u64,
}

/// Two readers on one criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswersOfTwo<'r> {
    /// Both readers, by name.
    pub readers: (&'r str, &'r str),
    /// How often the first said one of [`WORDS`] (the row) and the second another (the column).
    pub table: [[u64; 3]; 3],
    /// References for which only the first answered.
    pub first_alone: u64,
    /// References for which only the second answered.
    pub second_alone: u64,
}

/// The answers to every criterion that anybody answered, in the order of the protocol.
///
/// Where several people answer, an answer counts as it was before its person could see what others said: they can once all have voted,
/// and once enough have answered, which decides or makes a conflict.
pub fn answers<'r>(run: &'r Run<'_>) -> Vec<Answers<'r>> {
    let number_of = |id: &str| run.protocol.criteria.iter().position(|rule| rule.id == id);
    let said = everything_said(run, RulingKind::Criterion, |answer| number_of(&answer.criterion));
    if said.is_empty() {
        return Vec::new();
    }
    let votes = everything_said(run, RulingKind::Group, |vote| Stage::from_name(&vote.stage));
    let to_criterion = |(number, rule): (usize, &'r CriterionRule)| {
        let voters = vote_rule_of_answers(rule.stage, &run.protocol.votes).map_or(1, |votes| votes.voters as usize);
        let read_at = rule.stage.max(Stage::Screening);
        let mut not_independent = 0;
        let of_group = |group: GroupStory<'r>| {
            let answers = group.rulings().map(|(_, ruling)| ruling);
            let answers = answers.filter(|said| said.kind == RulingKind::Criterion && said.criterion == rule.id);
            let now: BTreeMap<&str, &Ruling> = answers.map(|said| (said.by.as_str(), said)).collect();
            let before = match said.get(&(group.number, number)) {
                Some(history) if voters > 1 => {
                    let votes = votes.get(&(group.number, read_at));
                    let told = votes.and_then(|votes| Some(votes[opening(votes, voters)? - 1].at.as_str()));
                    let blind: Vec<&Ruling> = history
                        .iter()
                        .copied()
                        .filter(|said| told.is_none_or(|told| said.at.as_str() <= told))
                        .collect();
                    before_unblinding(&blind, voters).unwrap_or_else(|| words_after(&blind))
                }
                _ => now.clone(),
            };
            not_independent += changed(&before, &now);
            before
        };
        let said: Vec<BTreeMap<&str, &Ruling>> =
            run.groups().map(of_group).filter(|answers| !answers.is_empty()).collect();
        let people: BTreeSet<&str> = said.iter().flat_map(|answers| answers.keys().copied()).collect();
        let people = people.into_iter().collect();
        Answers { criterion: &rule.id, stage: rule.stage, people, said, not_independent }
    };
    let all = run.protocol.criteria.iter().enumerate().map(to_criterion);
    all.filter(|answers| !answers.said.is_empty()).collect()
}

fn place_of(answer: &Ruling) -> Option<usize> {
    WORDS.iter().position(|word| *word == answer.verdict)
}

impl<'r> Answers<'r> {
    /// Every two readers.
    pub fn comparisons(&self) -> Vec<AnswersOfTwo<'r>> {
        let people = self.people.iter().enumerate();
        let pairs = people.flat_map(|(place, &one)| self.people[place + 1..].iter().map(move |&other| (one, other)));
        pairs.map(|readers| self.compare(readers)).collect()
    }

    fn compare(&self, readers: (&'r str, &'r str)) -> AnswersOfTwo<'r> {
        let mut found = AnswersOfTwo { readers, table: [[0; 3]; 3], first_alone: 0, second_alone: 0 };
        for answers in &self.said {
            let place = |by: &str| answers.get(by).and_then(|answer| place_of(answer));
            match (place(readers.0), place(readers.1)) {
                (Some(one), Some(other)) => found.table[one][other] += 1,
                (Some(_), None) => found.first_alone += 1,
                (None, Some(_)) => found.second_alone += 1,
                (None, None) => {}
            }
        }
        found
    }

    /// Krippendorff's alpha over everybody; `None` where nothing was answered twice or every answer is the same.
    pub fn alpha(&self) -> Option<f64> {
        let units: Vec<Vec<u8>> = self
            .said
            .iter()
            .map(|answers| answers.values().filter_map(|answer| place_of(answer)).map(|place| place as u8).collect())
            .collect();
        krippendorff_alpha(&units)
    }
}

impl AnswersOfTwo<'_> {
    /// The number of references for which both answered.
    pub fn total(&self) -> u64 {
        self.table.iter().flatten().sum()
    }

    /// The number of references for which both said the same.
    pub fn same(&self) -> u64 {
        (0..WORDS.len()).map(|word| self.table[word][word]).sum()
    }

    /// The agreement; `None` where nothing was answered by both.
    pub fn coefficients(&self) -> Option<Coefficients> {
        coefficients(&self.table)
    }
}
