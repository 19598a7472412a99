//! The smallest change that keeps a known reference which the run excludes.

use rayon::prelude::*;

use super::cases::{Cases, Trial};
use super::{Difference, Effect, Fate, Known};
use crate::audit::Run;
use crate::criteria::Subject;
use crate::evidence::{Actor, Verdict};
use crate::protocol::{SourceKind, Unclear};

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
    /// Several criteria were different, in the order of the protocol: each by itself excludes it.
    Several(Vec<(usize, Difference)>),
    /// A person excluded it, and only a person can take that back.
    Person,
}

/// Per known reference that is excluded: the change of one criterion that decides the fewest others otherwise, among those that
/// are tried on every criterion and those that are made to let this reference in; where no single change helps, the fewest
/// criteria that would have to be different, each with the change that decides the fewest others otherwise.
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
        for (difference, trial) in own_trials(run, cases, criterion, group) {
            if cases.decide(group, &[(criterion, cases.tried(group, criterion, &trial))], &[]) == Fate::Excluded {
                continue;
            }
            let moved = cases.try_out(criterion, &trial);
            let others = moved.iter().filter(|(case, _)| *case != group && *case < cases.groups).count();
            options.push((criterion, difference, others));
        }
    }
    // Of changes that concern as many others, one that leaves the criterion in place is the smaller.
    let best = options.into_iter().min_by_key(|(_, difference, others)| (*others, *difference == Difference::Dropped));
    let remedy = |(criterion, difference, others)| Rescue {
        known: at,
        remedy: Remedy::Criterion(criterion, difference),
        others,
    };
    best.map(remedy).or_else(|| by_several(run, cases, at, group))
}

/// What is tried for one group: the criterion extended just so far that it lets the group in, and not applied to a kind of source that found it.
fn own_trials(run: &Run<'_>, cases: &Cases<'_, '_>, criterion: usize, group: usize) -> Vec<(Difference, Trial)> {
    let mut trials = Vec::new();
    if cases.verdict(group, criterion) == Some(Verdict::NotMet) {
        let records = cases.records(group);
        let extended = run.protocol.criteria[criterion].admitting(Subject { records: &records });
        let others = extended.into_iter().map(|(name, other)| (Difference::Keys(name), Trial::Other(other)));
        trials.extend(others);
    }
    let kinds = cases.kinds(group);
    // A kind that all sources have is no scope, but all there is.
    let others = |kind: SourceKind| run.protocol.sources.iter().any(|source| source.kind != kind);
    trials.extend(
        kinds.into_iter().filter(|kind| others(*kind)).map(|kind| (Difference::NotFor(kind), Trial::NotFor(kind))),
    );
    trials
}

/// Most criteria of which every selection is tried.
const MOST_CRITERIA: usize = 10;

/// So many changes of each criterion are tried together with those of others.
const MOST_CHANGES: usize = 3;

/// A change of one criterion, with what the criterion would then say of every group.
struct Tried {
    criterion: usize,
    difference: Difference,
    verdicts: Vec<Option<Verdict>>,
    word: Option<Unclear>,
}

fn by_several(run: &Run<'_>, cases: &Cases<'_, '_>, at: usize, group: usize) -> Option<Rescue> {
    let criteria = fewest_to_drop(run, cases, group)?;
    let choices: Vec<Vec<Tried>> =
        criteria.iter().map(|&criterion| changes(run, cases, &criteria, criterion, group)).collect();
    let (others, _, chosen) = selections(&choices)
        .into_iter()
        .filter(|chosen| decide(cases, chosen, group) != Fate::Excluded)
        .map(|chosen| {
            let is_other = |&case: &usize| case != group && decide(cases, &chosen, case) != cases.fate(case);
            let others = (0..cases.groups).into_par_iter().filter(is_other).count();
            let dropped = chosen.iter().filter(|one| one.difference == Difference::Dropped).count();
            (others, dropped, chosen)
        })
        .min_by_key(|&(others, dropped, _)| (others, dropped))?;
    let remedy = Remedy::Several(chosen.iter().map(|one| (one.criterion, one.difference.clone())).collect());
    Some(Rescue { known: at, remedy, others })
}

/// The fewest criteria without which the group would be kept, in the order of the protocol; of several selections as small the first.
fn fewest_to_drop(run: &Run<'_>, cases: &Cases<'_, '_>, group: usize) -> Option<Vec<usize>> {
    let against = |&criterion: &usize| match cases.verdict(group, criterion) {
        Some(Verdict::NotMet) => true,
        Some(Verdict::Unclear) => run.protocol.criteria[criterion].unclear == Unclear::Exclude,
        _ => false,
    };
    let criteria: Vec<usize> = (0..run.protocol.criteria.len()).filter(against).collect();
    let keeps = |chosen: &Vec<usize>| {
        let dropped: Vec<(usize, Option<Verdict>)> = chosen.iter().map(|&criterion| (criterion, None)).collect();
        cases.decide(group, &dropped, &[]) != Fate::Excluded
    };
    if criteria.len() > MOST_CRITERIA {
        return Some(criteria).filter(keeps);
    }
    let mut sets: Vec<Vec<usize>> = (1_u32..1 << criteria.len())
        .map(|bits| criteria.iter().enumerate().filter(|(at, _)| bits & 1 << at != 0).map(|(_, one)| *one).collect())
        .collect();
    sets.sort_by_key(Vec::len);
    sets.into_iter().find(keeps)
}

/// The changes of one of `criteria` that keep the group where the others are dropped, those first that concern the fewest groups.
fn changes(run: &Run<'_>, cases: &Cases<'_, '_>, criteria: &[usize], criterion: usize, group: usize) -> Vec<Tried> {
    let dropped: Vec<(usize, Option<Verdict>)> =
        criteria.iter().filter(|&&other| other != criterion).map(|&other| (other, None)).collect();
    let mut all = super::trials(&run.protocol.criteria[criterion]);
    all.extend(own_trials(run, cases, criterion, group));
    let keeps = |trial: &Trial| {
        let mut changed = dropped.clone();
        changed.push((criterion, cases.tried(group, criterion, trial)));
        let word = trial.word().map(|word| (criterion, word));
        cases.decide(group, &changed, word.as_slice()) != Fate::Excluded
    };
    let mut tried: Vec<(usize, Tried)> = all
        .into_iter()
        .filter(|(_, trial)| keeps(trial))
        .map(|(difference, trial)| {
            let verdicts: Vec<Option<Verdict>> =
                (0..cases.groups).into_par_iter().map(|case| cases.tried(case, criterion, &trial)).collect();
            let word = trial.word();
            let moves = |&case: &usize| {
                let before = cases.verdict(case, criterion);
                verdicts[case] != before || word.is_some() && before == Some(Verdict::Unclear)
            };
            let concerned = (0..cases.groups).filter(moves).count();
            (concerned, Tried { criterion, difference, verdicts, word })
        })
        .collect();
    tried.sort_by_key(|(concerned, one)| (*concerned, one.difference == Difference::Dropped));
    tried.into_iter().take(MOST_CHANGES).map(|(_, one)| one).collect()
}

/// Every way to take one change of each criterion; with many criteria only the first of each.
fn selections(choices: &[Vec<Tried>]) -> Vec<Vec<&Tried>> {
    let of_each = if choices.len() > MOST_CHANGES { 1 } else { MOST_CHANGES };
    choices.iter().fold(vec![Vec::new()], |so_far, choice| {
        so_far
            .iter()
            .flat_map(|chosen| choice.iter().take(of_each).map(move |one| [chosen.as_slice(), &[one]].concat()))
            .collect()
    })
}

fn decide(cases: &Cases<'_, '_>, chosen: &[&Tried], case: usize) -> Fate {
    let changed: Vec<(usize, Option<Verdict>)> = chosen.iter().map(|one| (one.criterion, one.verdicts[case])).collect();
    let words: Vec<(usize, Unclear)> = chosen.iter().filter_map(|one| Some((one.criterion, one.word?))).collect();
    cases.decide(case, &changed, &words)
}
