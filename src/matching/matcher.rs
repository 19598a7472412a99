//! From records to groups: the steps in their order.

use rayon::prelude::*;

use super::compare::Comparison;
use super::key::{Key, keys};
use super::rules::{self, Outcome, Rule};
use super::{Doubt, DuplicateGroup, Level, Link, Matches, PairRuling, Settings, block, cluster};
use crate::evidence::Actor;
use crate::record::{Field, RecordId, RecordTable};

/// The records of a run with their normal forms, ready to be matched.
#[derive(Debug)]
pub struct Matcher<'r> {
    records: &'r RecordTable,
    keys: Vec<Key>,
}

/// Why two records are one report, or are not.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The rule that decides; `None` if nothing suggests that they are one.
    pub rule: Option<&'static Rule>,
    /// How well they agree, from 0 to 1.
    pub score: f32,
    /// How each field compares.
    pub levels: Vec<Level>,
    /// What was compared: field by field the normal forms of both records.
    pub compared: Vec<(Field, String, String)>,
}

impl<'r> Matcher<'r> {
    /// Computes the normal forms of `records`.
    pub fn new(records: &'r RecordTable, _settings: &Settings) -> Self {
        Self { records, keys: keys(records) }
    }

    /// Finds the groups of duplicates.
    pub fn deduplicate(&self, _rulings: &[PairRuling]) -> Matches {
        self.matches(block::candidates(&self.keys).par_iter().copied())
    }

    /// As [`deduplicate`](Self::deduplicate), but compares every record with every other: the slow, obvious twin that shows
    /// whether blocking misses anything. Takes time in proportion to the square of the number of records.
    pub fn deduplicate_all_pairs(&self, _rulings: &[PairRuling]) -> Matches {
        let count = self.keys.len() as u32;
        self.matches((0..count).into_par_iter().flat_map_iter(|a| (a + 1..count).map(move |b| (a, b))))
    }

    /// Why two records are one report, or are not.
    pub fn explain(&self, a: RecordId, b: RecordId) -> Explanation {
        let comparison = self.compare(a.0, b.0);
        let compared = |(a, b): ((Field, String), (Field, String))| (a.0, a.1, b.1);
        Explanation {
            rule: rules::decide(&comparison),
            score: comparison.score(),
            levels: comparison.levels(),
            compared: self.keys[a.index()]
                .shown()
                .into_iter()
                .zip(self.keys[b.index()].shown())
                .map(compared)
                .collect(),
        }
    }

    fn compare(&self, a: u32, b: u32) -> Comparison<'_> {
        Comparison::new(self.records, &self.keys, a, b)
    }

    fn matches(&self, pairs: impl ParallelIterator<Item = (u32, u32)>) -> Matches {
        let mut decided: Vec<(Link, Outcome)> = pairs.filter_map(|(a, b)| self.decide(a, b)).collect();
        decided.sort_by_key(|(link, _)| (link.a, link.b));
        let (mut links, mut doubtful) = (Vec::new(), Vec::new());
        for (link, outcome) in decided {
            match outcome {
                Outcome::Same => links.push(link),
                Outcome::Doubt => {
                    doubtful.push(Doubt { link, why: "The titles agree, but too little else is known.".to_owned() });
                }
                Outcome::Apart | Outcome::Version(_) => {}
            }
        }
        let mut groups: Vec<DuplicateGroup> = cluster::groups(self.records, &self.keys, &links)
            .into_iter()
            .map(|members| DuplicateGroup {
                name: format!("record-{}", members[0]),
                kept: RecordId(members[0]),
                records: members.into_iter().map(RecordId).collect(),
                weakest: None,
            })
            .collect();
        groups.sort_by(|a, b| a.name.cmp(&b.name));
        Matches { groups, links, doubtful, ..Matches::default() }
    }

    fn decide(&self, a: u32, b: u32) -> Option<(Link, Outcome)> {
        let comparison = self.compare(a, b);
        let rule = rules::decide(&comparison).filter(|rule| rule.outcome != Outcome::Apart)?;
        let link = Link {
            a: RecordId(a),
            b: RecordId(b),
            rule: rule.name,
            score: comparison.score(),
            levels: comparison.levels(),
            by: Actor::Rule,
        };
        Some((link, rule.outcome))
    }
}
