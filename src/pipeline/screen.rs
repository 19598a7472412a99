//! Applies the criteria to every group.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use rayon::prelude::*;

use super::decide::{Votes, decide};
use super::{Deduplicated, ScreenedGroup};
use crate::criteria::{Shared, Subject};
use crate::evidence::RulingIndex;
use crate::matching::DuplicateGroup;
use crate::protocol::{Protocol, Scope};
use crate::record::{Record, RecordId, RecordTable};
use crate::ruling::Ruling;

/// The findings and the decision of every group, in the order of the groups.
pub fn screen_groups(deduplicated: &Deduplicated, protocol: &Protocol, rulings: &[Ruling]) -> Vec<ScreenedGroup> {
    let reach = Reach::new(protocol);
    let votes = votes_by_group(deduplicated);
    let groups = &deduplicated.matches.groups;
    (0..groups.len())
        .into_par_iter()
        .map(|number| {
            let votes = votes.get(&number).map(Vec::as_slice).unwrap_or_default();
            screen_group(deduplicated, protocol, rulings, &reach, &groups[number], votes)
        })
        .collect()
}

fn screen_group(
    deduplicated: &Deduplicated,
    protocol: &Protocol,
    rulings: &[Ruling],
    reach: &Reach,
    group: &DuplicateGroup,
    votes: &[RulingIndex],
) -> ScreenedGroup {
    let ingested = &deduplicated.ingested;
    let mut arms: Vec<usize> = group.records.iter().map(|&id| ingested.search_of(id)).collect();
    arms.sort_unstable();
    arms.dedup();
    let records = records_of(&ingested.records, group);
    let subject = Subject { records: &records };
    let mut shared = Shared::default();
    let findings: Vec<_> = protocol
        .criteria
        .iter()
        .enumerate()
        .map(|(number, rule)| reach.covers(number, &arms).then(|| rule.criterion.assess_sharing(subject, &mut shared)))
        .collect();
    let on_group = votes.to_vec();
    let votes = Votes::new(votes, rulings);
    let decision = decide(protocol, &findings, &votes);
    ScreenedGroup { arms, decision, retrieval: votes.retrieval(), findings, rulings: on_group }
}

/// The records of a group as a criterion sees them: the one that stands for it first.
pub fn records_of<'a>(table: &'a RecordTable, group: &DuplicateGroup) -> Vec<(RecordId, Record<'a>)> {
    let mut records: Vec<_> = group.records.iter().map(|&id| (id, table.record(id))).collect();
    records.sort_by_key(|(id, _)| *id != group.kept);
    records
}

/// Which criterion applies to which search.
struct Reach(Vec<Vec<bool>>);

impl Reach {
    fn new(protocol: &Protocol) -> Self {
        Self(
            protocol
                .criteria
                .iter()
                .map(|rule| {
                    protocol
                        .searches()
                        .map(|(iteration, search)| {
                            let kind = protocol.sources[search.source].kind;
                            let Scope { source_kinds, sources, iterations, searches } = &rule.scope;
                            (source_kinds.is_empty() || source_kinds.contains(&kind))
                                && (sources.is_empty() || sources.contains(&search.source))
                                && (iterations.is_empty() || iterations.contains(&iteration.id))
                                && (searches.is_empty() || searches.contains(&search.id))
                        })
                        .collect()
                })
                .collect(),
        )
    }

    /// Whether a criterion applies to every arm that found a group. One arm out of its scope is enough to keep the
    /// group: what a website search may keep, an accident of order must not throw out.
    fn covers(&self, criterion: usize, arms: &[usize]) -> bool {
        arms.iter().all(|&arm| self.0[criterion][arm])
    }
}

/// The rulings on each group, in the order of the rulings. A target whose records are in several groups speaks for
/// the group of the first of them only if all are in one.
pub(super) fn votes_by_group(deduplicated: &Deduplicated) -> HashMap<usize, Vec<RulingIndex>, FixedState> {
    let mut votes: HashMap<usize, Vec<RulingIndex>, FixedState> = HashMap::default();
    if deduplicated.resolved.groups.is_empty() {
        return votes;
    }
    let group_of = group_numbers(deduplicated);
    for (ruling, records) in &deduplicated.resolved.groups {
        if let Some(group) = only_group(records, &group_of) {
            votes.entry(group).or_default().push(*ruling);
        }
    }
    votes
}

/// Per record: the number of its group.
pub fn group_numbers(deduplicated: &Deduplicated) -> Vec<usize> {
    numbers(deduplicated.ingested.records.len(), &deduplicated.matches.groups)
}

/// Per record of `records`: the number of its group.
pub(super) fn numbers(records: usize, groups: &[DuplicateGroup]) -> Vec<usize> {
    let mut group_of = vec![usize::MAX; records];
    for (number, group) in groups.iter().enumerate() {
        for id in &group.records {
            group_of[id.index()] = number;
        }
    }
    group_of
}

/// The one group that holds all `records`.
pub(crate) fn only_group(records: &[RecordId], group_of: &[usize]) -> Option<usize> {
    let first = group_of[records.first()?.index()];
    records.iter().all(|id| group_of[id.index()] == first).then_some(first)
}
