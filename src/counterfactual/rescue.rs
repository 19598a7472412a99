//! The smallest change that keeps a known reference which the run excludes.

use super::cases::{Cases, Trial};
use super::{Difference, Effect, Fate, Known};
use crate::audit::Run;
use crate::criteria::Subject;
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

/// Per known reference that is excluded: the change of one criterion that decides the fewest others otherwise, among those that
/// are tried on every criterion and those that are made to let this reference in; where no single change helps, the criteria
/// that would have to go.
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
    let mut options: Vec<(usize, Difference, usize)> = Vec::new();
    for (criterion, effect) in effects.iter().enumerate() {
        for change in effect.changes.iter().filter(|change| change.known_saved.contains(&at)) {
            let others = change.groups.iter().filter(|(other, _)| *other != group).count();
            options.push((criterion, change.difference.clone(), others));
        }
        let admitting = by_admitting(run, cases, criterion, group);
        options.extend(admitting.map(|(name, others)| (criterion, Difference::Keys(name), others)));
    }
    // Of changes that concern as many others, one that leaves the criterion in place is the smaller.
    let best = options.into_iter().min_by_key(|(_, difference, others)| (*others, *difference == Difference::Dropped));
    let remedy = |(criterion, difference, others)| Rescue {
        known: at,
        remedy: Remedy::Criterion(criterion, difference),
        others,
    };
    best.map(remedy).or_else(|| by_dropping_several(run, cases, at, group))
}

/// What is different and how many others that concerns, if a criterion extended just so far keeps the group.
fn by_admitting(run: &Run<'_>, cases: &Cases<'_, '_>, criterion: usize, group: usize) -> Option<(String, usize)> {
    if cases.verdict(group, criterion) != Some(Verdict::NotMet) {
        return None;
    }
    let records = cases.records(group);
    let (name, extended) = run.protocol.criteria[criterion].admitting(Subject { records: &records })?;
    let moved = cases.try_out(criterion, &Trial::Other(extended));
    let keeps = moved.iter().any(|&(case, fate)| case == group && fate != Fate::Excluded);
    keeps.then(|| (name, moved.iter().filter(|(case, _)| *case != group && *case < cases.groups).count()))
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
