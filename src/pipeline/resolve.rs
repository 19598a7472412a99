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
        match (ruling.kind, found.as_slice()) {
            (RulingKind::Pair, [left, right]) => {
                let same = ruling.verdict == "same";
                for &a in left {
                    resolved.pairs.extend(right.iter().filter(|&&b| a != b).map(|&b| PairRuling {
                        a,
                        b,
                        same,
                        ruling: number,
                    }));
                }
            }
            (RulingKind::Pair | RulingKind::Undo, _) => {}
            (_, targets) => resolved.groups.push((number, targets.concat())),
        }
    }
    resolved
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
        let found = ladder.into_iter().find(|found| !found.is_empty()).unwrap_or_default();
        found.into_iter().collect::<BTreeSet<_>>().into_iter().collect()
    }
}
