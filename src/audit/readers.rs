//! What readers said of the same references, put side by side.

use std::collections::{BTreeMap, BTreeSet};

use super::Run;
use crate::agreement::{TwoByTwo, krippendorff_alpha};
use crate::protocol::Stage;
use crate::ruling::{Ruling, RulingKind};

/// The readings of one stage: per reference that anybody voted on, what each person said last.
#[derive(Debug, Clone)]
pub struct Reading<'r> {
    /// The stage.
    pub stage: Stage,
    /// Everybody who voted, by name.
    pub people: Vec<&'r str>,
    /// Per reference: the votes by name.
    pub votes: Vec<BTreeMap<&'r str, &'r Ruling>>,
}

/// Two readers on one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison<'r> {
    /// Both readers, by name.
    pub readers: (&'r str, &'r str),
    /// What they said of the references that both voted on.
    pub table: TwoByTwo,
    /// References that only the first voted on.
    pub first_alone: u64,
    /// References that only the second voted on.
    pub second_alone: u64,
    /// References on which both used the same of the three words include, exclude, unsure.
    pub same_word: u64,
}

/// The readings of every stage that anybody voted at. Adjudications are no readings: they settle them.
pub fn readings<'r>(run: &'r Run<'_>) -> Vec<Reading<'r>> {
    let of_stage = |stage: Stage| {
        let votes: Vec<BTreeMap<&str, &Ruling>> = run
            .groups()
            .map(|group| {
                let numbers = &run.screened.groups[group.number].rulings;
                let said = numbers.iter().map(|&number| &run.rulings[number as usize]);
                let votes = said.filter(|said| said.kind == RulingKind::Group && said.stage == stage.name());
                votes.map(|said| (said.by.as_str(), said)).collect::<BTreeMap<_, _>>()
            })
            .filter(|votes| !votes.is_empty())
            .collect();
        let people: BTreeSet<&str> = votes.iter().flat_map(|votes| votes.keys().copied()).collect();
        Reading { stage, people: people.into_iter().collect(), votes }
    };
    Stage::ALL.into_iter().map(of_stage).filter(|reading| !reading.votes.is_empty()).collect()
}

/// Whether a vote keeps a reference: who is unsure does not exclude.
fn keeps(vote: &Ruling) -> bool {
    vote.verdict != "exclude"
}

impl<'r> Reading<'r> {
    /// Every two readers: whether they keep the same references.
    pub fn comparisons(&self) -> Vec<Comparison<'r>> {
        self.compare(keeps)
    }

    /// Every two readers: whether they exclude the same references by this criterion.
    pub fn comparisons_on(&self, criterion: &str) -> Vec<Comparison<'r>> {
        self.compare(|vote| !keeps(vote) && vote.criterion == criterion)
    }

    fn compare(&self, says: impl Fn(&Ruling) -> bool) -> Vec<Comparison<'r>> {
        let mut all = Vec::new();
        for (place, &first) in self.people.iter().enumerate() {
            for &second in &self.people[place + 1..] {
                all.push(self.compare_two((first, second), &says));
            }
        }
        all
    }

    fn compare_two(&self, readers: (&'r str, &'r str), says: &impl Fn(&Ruling) -> bool) -> Comparison<'r> {
        let table = TwoByTwo::default();
        let mut found = Comparison { readers, table, first_alone: 0, second_alone: 0, same_word: 0 };
        for votes in &self.votes {
            let table = &mut found.table;
            match (votes.get(readers.0), votes.get(readers.1)) {
                (Some(a), Some(b)) => {
                    found.same_word += u64::from(a.verdict == b.verdict);
                    let cell = match (says(a), says(b)) {
                        (true, true) => &mut table.both_include,
                        (true, false) => &mut table.first_only,
                        (false, true) => &mut table.second_only,
                        (false, false) => &mut table.both_exclude,
                    };
                    *cell += 1;
                }
                (Some(_), None) => found.first_alone += 1,
                (None, Some(_)) => found.second_alone += 1,
                (None, None) => {}
            }
        }
        found
    }

    /// Krippendorff's alpha over everybody, whether to keep; `None` where nothing was read twice or nobody differs in anything.
    pub fn alpha(&self) -> Option<f64> {
        let units: Vec<Vec<u8>> =
            self.votes.iter().map(|votes| votes.values().map(|vote| u8::from(keeps(vote))).collect()).collect();
        krippendorff_alpha(&units)
    }
}
