//! The smallest change that keeps a known reference which the run excludes.

use super::cases::Cases;
use super::{Difference, Effect, Fate, Known};
use crate::audit::Run;
use crate::evidence::{Actor, Verdict};
use crate::protocol::Unclear;

/// How a known reference that the run excludes could be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rescue {
    /// The reference, by its place in [`super::Counterfactual::known`].
    pub known: usize,
    /// The smallest change that keeps it.
    pub remedy: Remedy,
    /// How many other references that change would decide otherwise.
    pub others: usize,
}

/// A change that keeps a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// One criterion, by its place in the protocol, were different.
    Criterion(usize, Difference),
    /// Several criteria were dropped: each by itself excludes it.
    Dropped(Vec<usize>),
    /// A person excluded it, and only a person can take that back.
    Person,
}

/// Per known reference that is excluded: the change of one criterion that decides the fewest others otherwise; where no single
/// change helps, the criteria that would have to go.
pub(super) fn rescues(run: &Run<'_>, cases: &Cases<'_, '_>, known: &[Known], effects: &[Effect<'_>]) -> Vec<Rescue> {
    let excluded = known.iter().enumerate().filter_map(|(at, known)| Some((at, known.group?)));
    excluded
        .filter(|&(_, group)| cases.fate(group) == Fate::Excluded)
        .map(|(at, group)| {
            let by_person = matches!(run.screened.groups[group].decision.by, Actor::People(_));
            rescue(run, cases, effects, at, group).filter(|_| !by_person).unwrap_or(Rescue {
                known: at,
                remedy: Remedy::Person,
                others: 0,
            })
        })
        .collect()
}

fn rescue(run: &Run<'_>, cases: &Cases<'_, '_>, effects: &[Effect<'_>], at: usize, group: usize) -> Option<Rescue> {
    let mut best: Option<Rescue> = None;
    for (criterion, effect) in effects.iter().enumerate() {
        // Dropping a criterion is tried first and is the most that can be done: of equal changes the milder one counts.
        for change in effect.changes.iter().rev().filter(|change| change.known_saved.contains(&at)) {
            let others = change.groups.iter().filter(|(other, _)| *other != group).count();
            if best.as_ref().is_none_or(|best| others < best.others) {
                best =
                    Some(Rescue { known: at, remedy: Remedy::Criterion(criterion, change.difference.clone()), others });
            }
        }
    }
    best.or_else(|| by_dropping_several(run, cases, at, group))
}

fn by_dropping_several(run: &Run<'_>, cases: &Cases<'_, '_>, at: usize, group: usize) -> Option<Rescue> {
    let against = |&criterion: &usize| {
        let silence = run.protocol.criteria[criterion].unclear == Unclear::Exclude;
        match cases.verdict(group, criterion) {
            Some(Verdict::NotMet) => true,
            Some(Verdict::Unclear) => silence,
            _ => false,
        }
    };
    let criteria: Vec<usize> = (0..run.protocol.criteria.len()).filter(against).collect();
    let dropped: Vec<(usize, Option<Verdict>)> = criteria.iter().map(|&criterion| (criterion, None)).collect();
    if cases.decide(group, &dropped, None) == Fate::Excluded {
        return None;
    }
    let is_other = |&case: &usize| case != group && cases.decide(case, &dropped, None) != cases.fate(case);
    let others = (0..cases.groups).filter(is_other).count();
    Some(Rescue { known: at, remedy: Remedy::Dropped(criteria), others })
}
