//! Finds the records that rulings speak of.

use std::collections::{BTreeSet, HashMap};

use foldhash::fast::FixedState;

use crate::evidence::RulingIndex;
use crate::matching::PairRuling;
use crate::record::{RecordId, RecordTable};
use crate::ruling::{self, Ruling, RulingKind, Target};

/// Where the rulings found their records.
#[derive(Debug, Clone, Default)]
pub struct Resolved {
    /// The rulings on pairs that are in force.
    pub pairs: Vec<PairRuling>,
    /// Every other ruling in force, with the records of its target.
    pub groups: Vec<(RulingIndex, Vec<RecordId>)>,
    /// Rulings in force whose target could not be found, or not for certain.
    pub unplaced: Vec<Unplaced>,
    /// Rulings on pairs with a target that fits several records: whether these are one report is known after matching.
    open: Vec<Open>,
}

/// A ruling that could not be applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unplaced {
    /// The ruling.
    pub ruling: RulingIndex,
    /// The number of the target among the ruling's targets, counted from 0.
    pub target: usize,
    /// The records that may be meant; empty if the target is gone.
    pub candidates: Vec<RecordId>,
}

/// A ruling on a pair, and the records that each target fits.
#[derive(Debug, Clone)]
struct Open {
    ruling: RulingIndex,
    same: bool,
    fit: [Vec<RecordId>; 2],
}

/// Finds the records of every ruling that is in force.
pub fn resolve(records: &RecordTable, rulings: &[Ruling]) -> Resolved {
    let mut resolved = Resolved::default();
    let in_force = ruling::in_force(rulings);
    if in_force.is_empty() {
        return resolved;
    }
    let index = Identities::new(records);
    for number in in_force {
        let ruling = &rulings[number as usize];
        let found: Vec<Vec<RecordId>> = ruling.targets.iter().map(|target| index.find(target)).collect();
        if let Some(target) = found.iter().position(Vec::is_empty) {
            resolved.unplaced.push(Unplaced { ruling: number, target, candidates: Vec::new() });
            continue;
        }
        match ruling.kind {
            RulingKind::Pair => {
                if let Ok(fit) = <[Vec<RecordId>; 2]>::try_from(found) {
                    resolved.place_pair(Open { ruling: number, same: ruling.verdict == "same", fit });
                }
            }
            RulingKind::Undo => {}
            _ => resolved.groups.push((number, found.concat())),
        }
    }
    resolved
}

impl Resolved {
    /// Whether there are rulings on pairs whose records are certain only if [`settle`](Self::settle) finds them to be one report.
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Applies a ruling on a pair, unless one of its targets fits several records.
    fn place_pair(&mut self, open: Open) {
        match bind(&open.fit, |id| id) {
            Ok(pairs) => self.apply(&open, &pairs),
            Err(Unbound::Gone(_)) => self.report(&open, 1, Vec::new()),
            Err(Unbound::Several(_)) => self.open.push(open),
        }
    }

    /// Applies the rulings on pairs whose targets fit several records that are one report by what is certain, `group_of` them;
    /// the others are reported.
    pub(super) fn settle(&mut self, group_of: &[usize]) {
        for open in std::mem::take(&mut self.open) {
            match bind(&open.fit, |id| group_of[id.index()]) {
                Ok(pairs) => self.apply(&open, &pairs),
                Err(Unbound::Gone(target) | Unbound::Several(target)) => {
                    self.report(&open, target, open.fit[target].clone());
                }
            }
        }
    }

    /// Two records that are the same put their reports together; records that are different need every pair of them to be so, or
    /// they would meet by way of another.
    fn apply(&mut self, open: &Open, pairs: &[(RecordId, RecordId)]) {
        let pairs = if open.same { &pairs[..pairs.len().min(1)] } else { pairs };
        let ruling = |&(a, b): &(RecordId, RecordId)| PairRuling { a, b, same: open.same, ruling: open.ruling };
        self.pairs.extend(pairs.iter().map(ruling));
    }

    fn report(&mut self, open: &Open, target: usize, candidates: Vec<RecordId>) {
        self.unplaced.push(Unplaced { ruling: open.ruling, target, candidates });
    }
}

/// Why a pair of targets stands for no pair of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unbound {
    /// This target is gone, or only the record of the other one is left.
    Gone(usize),
    /// This target fits records of several reports.
    Several(usize),
}

/// The pairs of records that two targets stand for, given the records that each fits: the two that they fit; or every pair of
/// them where all that one target fits are one report, as `report_of` says.
///
/// # Errors
/// If a target fits no record, or records of several reports.
pub fn bind<T: PartialEq>(
    fit: &[Vec<RecordId>; 2],
    report_of: impl Fn(RecordId) -> T,
) -> Result<Vec<(RecordId, RecordId)>, Unbound> {
    let [left, right] = fit;
    let all: BTreeSet<RecordId> = left.iter().chain(right).copied().collect();
    match all.iter().copied().collect::<Vec<_>>()[..] {
        _ if left.is_empty() => return Err(Unbound::Gone(0)),
        [] | [_] => return Err(Unbound::Gone(1)),
        _ if right.is_empty() => return Err(Unbound::Gone(1)),
        [a, b] => return Ok(vec![(a, b)]),
        _ => {}
    }
    let is_one = |records: &[RecordId]| records.iter().all(|&id| report_of(id) == report_of(records[0]));
    // Where one record fits both targets and a third fits one of them, it does not show which two are meant.
    let is_shared = left.iter().any(|id| right.contains(id));
    if !is_one(left) || is_shared {
        return Err(Unbound::Several(0));
    }
    if !is_one(right) {
        return Err(Unbound::Several(1));
    }
    Ok(left.iter().flat_map(|&a| right.iter().map(move |&b| (a, b))).collect())
}

/// The records by what identifies them.
#[derive(Debug)]
pub struct Identities {
    identities: Vec<Target>,
    by_accession: HashMap<String, Vec<RecordId>, FixedState>,
    by_doi: HashMap<String, Vec<RecordId>, FixedState>,
    by_title: HashMap<String, Vec<RecordId>, FixedState>,
}

impl Identities {
    /// Notes what identifies every record.
    pub fn new(records: &RecordTable) -> Self {
        let mut index = Self {
            identities: Vec::with_capacity(records.len()),
            by_accession: HashMap::default(),
            by_doi: HashMap::default(),
            by_title: HashMap::default(),
        };
        for (id, record) in records.iter() {
            let identity = Target::of(record);
            for (map, key) in [
                (&mut index.by_accession, &identity.accession),
                (&mut index.by_doi, &identity.doi),
                (&mut index.by_title, &identity.title),
            ] {
                if !key.is_empty() {
                    map.entry(key.clone()).or_default().push(id);
                }
            }
            index.identities.push(identity);
        }
        index
    }

    /// The records that a target means: those with its accession number, unless that is a running number and the titles
    /// differ; else those that agree with it in DOI and title, or in the title and everything else that both sides know.
    ///
    /// Of several that fit, only those that say the same as the target in everything, also in what they leave open: a record
    /// with no more than a title and an author agrees with all that say more. The order is by what the records say.
    pub fn find(&self, target: &Target) -> Vec<RecordId> {
        let target = &target.refolded();
        let get =
            |map: &HashMap<String, Vec<RecordId>, FixedState>, key: &str| map.get(key).cloned().unwrap_or_default();
        let keep = |ids: Vec<RecordId>, agree: fn(&Target, &Target) -> bool| -> Vec<RecordId> {
            ids.into_iter().filter(|id| agree(target, &self.identities[id.index()])).collect()
        };
        let ladder = [
            keep(get(&self.by_accession, &target.accession), Target::same_accession),
            keep(get(&self.by_doi, &target.doi), Target::agrees),
            keep(get(&self.by_title, &target.title), Target::agrees),
        ];
        let fit = ladder.into_iter().find(|found| !found.is_empty()).unwrap_or_default();
        let closer: [fn(&Target, &Target) -> bool; 3] =
            [|a, b| a == b, Target::says_the_same, |a, b| !a.digest.is_empty() && a.digest == b.digest];
        let closest = closer.into_iter().map(|same| keep(fit.clone(), same)).find(|found| !found.is_empty());
        let mut found = closest.unwrap_or(fit);
        found.sort_by_key(|id| (&self.identities[id.index()], *id));
        found.dedup();
        found
    }
}

#[cfg(test)]
#[path = "resolve_tests.rs"]
mod tests;
