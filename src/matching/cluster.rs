//! Groups: accepted pairs joined, and kept apart where a pair inside must not be together.

use super::Link;
use super::compare::Comparison;
use super::key::Key;
use super::rules::{Outcome, decide};
use crate::record::RecordTable;

/// Joins accepted pairs, strongest first, unless a pair of the two groups must not be together.
pub(super) fn groups(records: &RecordTable, keys: &[Key], links: &[Link]) -> Vec<Vec<u32>> {
    let mut order: Vec<&Link> = links.iter().collect();
    order.sort_by(|x, y| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
    let mut of: Vec<u32> = (0..keys.len() as u32).collect();
    let mut members: Vec<Vec<u32>> = (0..keys.len() as u32).map(|id| vec![id]).collect();
    for link in order {
        let (x, y) = (of[link.a.index()], of[link.b.index()]);
        let (into, from) = (x.min(y), x.max(y));
        if into == from || are_apart(records, keys, &members[into as usize], &members[from as usize]) {
            continue;
        }
        let moved = std::mem::take(&mut members[from as usize]);
        moved.iter().for_each(|&id| of[id as usize] = into);
        members[into as usize].extend(moved);
    }
    members.retain(|group| !group.is_empty());
    members.iter_mut().for_each(|group| group.sort_unstable());
    members
}

/// Whether a rule keeps a record of one group apart from one of the other.
fn are_apart(records: &RecordTable, keys: &[Key], one: &[u32], other: &[u32]) -> bool {
    let apart = |a, b| {
        let rule = decide(&Comparison::new(records, keys, a, b));
        rule.is_some_and(|rule| matches!(rule.outcome, Outcome::Apart | Outcome::Version(_)))
    };
    one.iter().any(|&a| other.iter().any(|&b| apart(a, b)))
}
