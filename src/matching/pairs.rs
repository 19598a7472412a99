//! What people ruled about pairs: who must be together, who apart, and where they contradict each other.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::PairRuling;
use crate::evidence::RulingIndex;
use crate::record::RecordId;

/// Rulings on pairs, without those that contradict each other.
#[derive(Debug, Default)]
pub(super) struct Rulings {
    /// Pairs that are one report, each once, with the first ruling that says so.
    pub(super) same: Vec<PairRuling>,
    /// Pairs that are two reports, each with the first ruling that says so.
    apart: BTreeMap<(RecordId, RecordId), RulingIndex>,
    /// Per record of a pair that is one report: a number that it shares with all records of its chain of such pairs.
    chains: BTreeMap<RecordId, RecordId>,
    /// Sets of rulings that cannot all hold.
    pub(super) conflicts: Vec<Vec<RulingIndex>>,
}

impl Rulings {
    /// Sorts `rulings` out. A pair ruled different whose records are joined by a chain of pairs ruled the same is a conflict of
    /// that ruling with those of the shortest chain; none of them is applied, and what is left is looked at again.
    pub(super) fn new(rulings: &[PairRuling]) -> Self {
        let mut sorted = rulings.to_vec();
        sorted.sort_by_key(|ruling| (ruling.ruling, ruling.a.min(ruling.b), ruling.a.max(ruling.b)));
        let mut conflicts: Vec<Vec<RulingIndex>> = Vec::new();
        while let Some(conflict) = first_conflict(&sorted) {
            sorted.retain(|ruling| !conflict.contains(&ruling.ruling));
            conflicts.push(conflict.into_iter().collect());
        }
        let (mut same, different): (Vec<_>, Vec<_>) = sorted.into_iter().partition(|ruling| ruling.same);
        let mut seen = BTreeSet::new();
        same.retain(|ruling| seen.insert(ordered(ruling.a, ruling.b)));
        let mut apart = BTreeMap::new();
        for ruling in different {
            apart.entry(ordered(ruling.a, ruling.b)).or_insert(ruling.ruling);
        }
        Self { chains: chains(&same), same, apart, conflicts }
    }

    /// The pairs that are two reports, with the ruling that says so.
    pub(super) fn different(&self) -> impl Iterator<Item = (RecordId, RecordId, RulingIndex)> {
        self.apart.iter().map(|(&(a, b), &ruling)| (a, b, ruling))
    }

    /// Whether a person ruled that two records are different.
    pub(super) fn apart(&self, a: RecordId, b: RecordId) -> bool {
        !self.apart.is_empty() && self.apart.contains_key(&ordered(a, b))
    }

    /// Whether a person ruled two records to be one report, by themselves or by way of others.
    pub(super) fn joined(&self, a: RecordId, b: RecordId) -> bool {
        self.chains.get(&a).is_some_and(|chain| self.chains.get(&b) == Some(chain))
    }

    /// Whether a person ruled a record to be one report with another.
    pub(super) fn joins(&self, record: RecordId) -> bool {
        self.chains.contains_key(&record)
    }
}

/// Per record of these pairs: the first record of its chain of pairs.
fn chains(same: &[PairRuling]) -> BTreeMap<RecordId, RecordId> {
    let mut next: BTreeMap<RecordId, Vec<RecordId>> = BTreeMap::new();
    for ruling in same {
        next.entry(ruling.a).or_default().push(ruling.b);
        next.entry(ruling.b).or_default().push(ruling.a);
    }
    let mut chains = BTreeMap::new();
    for &start in next.keys() {
        let mut open = vec![start];
        while let Some(here) = open.pop() {
            if let Entry::Vacant(new) = chains.entry(here) {
                new.insert(start);
                open.extend(next.get(&here).into_iter().flatten());
            }
        }
    }
    chains
}

pub(super) fn ordered(a: RecordId, b: RecordId) -> (RecordId, RecordId) {
    (a.min(b), a.max(b))
}

fn first_conflict(rulings: &[PairRuling]) -> Option<BTreeSet<RulingIndex>> {
    let mut next: BTreeMap<RecordId, Vec<(RecordId, RulingIndex)>> = BTreeMap::new();
    for ruling in rulings.iter().filter(|ruling| ruling.same) {
        next.entry(ruling.a).or_default().push((ruling.b, ruling.ruling));
        next.entry(ruling.b).or_default().push((ruling.a, ruling.ruling));
    }
    rulings.iter().filter(|ruling| !ruling.same).find_map(|ruling| {
        let mut chain = shortest_chain(&next, ruling.a, ruling.b)?;
        chain.insert(ruling.ruling);
        Some(chain)
    })
}

/// The rulings of the shortest chain from one record to another.
fn shortest_chain(
    next: &BTreeMap<RecordId, Vec<(RecordId, RulingIndex)>>,
    from: RecordId,
    to: RecordId,
) -> Option<BTreeSet<RulingIndex>> {
    let mut came: BTreeMap<RecordId, (RecordId, RulingIndex)> = BTreeMap::new();
    let mut queue = VecDeque::from([from]);
    while let Some(here) = queue.pop_front() {
        if here == to {
            break;
        }
        for &(there, ruling) in next.get(&here).into_iter().flatten() {
            if there != from && !came.contains_key(&there) {
                came.insert(there, (here, ruling));
                queue.push_back(there);
            }
        }
    }
    let (mut at, mut chain) = (to, BTreeSet::new());
    while at != from {
        let &(before, ruling) = came.get(&at)?;
        chain.insert(ruling);
        at = before;
    }
    Some(chain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(a: u32, b: u32, same: bool, ruling: RulingIndex) -> PairRuling {
        PairRuling { a: RecordId(a), b: RecordId(b), same, ruling }
    }

    #[test]
    fn a_chain_that_contradicts_a_ruling_is_a_conflict_and_the_rest_holds() {
        let rulings =
            [pair(1, 2, true, 0), pair(2, 3, true, 1), pair(3, 1, false, 2), pair(4, 5, true, 3), pair(5, 6, false, 4)];
        let sorted = Rulings::new(&rulings);
        assert_eq!(sorted.conflicts, [vec![0, 1, 2]]);
        assert_eq!(sorted.same, [rulings[3]]);
        assert!(sorted.apart(RecordId(6), RecordId(5)) && !sorted.apart(RecordId(1), RecordId(3)));
    }

    #[test]
    fn rulings_that_agree_are_no_conflict() {
        let rulings = [pair(1, 2, true, 0), pair(2, 1, true, 1), pair(2, 3, false, 2)];
        let sorted = Rulings::new(&rulings);
        assert!(sorted.conflicts.is_empty());
        assert_eq!(sorted.same, rulings[..1], "a pair is one pair, whoever says so and whichever way round");
    }

    #[test]
    fn pairs_that_hang_together_are_one_chain() {
        let sorted = Rulings::new(&[pair(5, 1, true, 0), pair(9, 5, true, 1), pair(2, 3, true, 2)]);
        assert!(sorted.joined(RecordId(1), RecordId(9)) && sorted.joined(RecordId(3), RecordId(2)));
        assert!(!sorted.joined(RecordId(1), RecordId(2)) && !sorted.joins(RecordId(4)));
        assert!(!sorted.joined(RecordId(7), RecordId(8)), "of neither anything was said");
    }
}
