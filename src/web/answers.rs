//! What readers say of single criteria: from when on it counts, from when on others see it, and when it is a conflict.
//!
//! Invariant: an answer counts here exactly when it counts in a run ([`Votes::on_criterion`](crate::pipeline::Votes::on_criterion)),
//! so that no reader is offered a reference which the answers have decided.

use std::collections::BTreeSet;

use super::queue;
use super::review::Review;
use crate::pipeline::{self, Outcome};
use crate::protocol::{CriterionRule, Stage};
use crate::ruling::{Ruling, RulingKind};

/// What was said of a criterion of a group, by everybody.
pub(super) fn answers<'r>(review: &'r Review, group: usize, criterion: &'r str) -> impl Iterator<Item = &'r Ruling> {
    review.rulings_on(group).filter(move |said| said.kind == RulingKind::Criterion && said.criterion == criterion)
}

/// How many people have to answer a criterion of a stage before it counts.
fn needed(review: &Review, stage: Stage) -> usize {
    pipeline::vote_rule_of_answers(stage, &review.protocol.votes).map_or(1, |rule| rule.voters as usize)
}

/// Whether as many people have answered a criterion as have to.
fn is_answered(review: &Review, group: usize, rule: &CriterionRule) -> bool {
    let people: BTreeSet<&str> = answers(review, group, &rule.id).map(|said| said.by.as_str()).collect();
    people.len() >= needed(review, rule.stage)
}

/// Whether a word on a criterion counts for every reader. One that still waits for those of others counts for nobody; where one person
/// decides, it counts for others once they may be told of the stage.
pub(super) fn counts(review: &Review, group: usize, said: &Ruling) -> bool {
    let Some(rule) = review.protocol.criteria.iter().find(|rule| rule.id == said.criterion) else { return false };
    let is_told = queue::is_open_to_all(review, group, rule.stage);
    is_told || (needed(review, rule.stage) > 1 && is_answered(review, group, rule))
}

/// Whether readers may be told what others said of a criterion: once all have voted; before, if the answers have decided the reference
/// or do not agree.
pub(super) fn are_shown(review: &Review, group: usize, rule: &CriterionRule) -> bool {
    let is_settled = || {
        let waits = matches!(review.screened(group).decision.outcome, Outcome::ToReview(_));
        !waits || !disputed(review, group).is_empty()
    };
    queue::is_open_to_all(review, group, rule.stage)
        || (needed(review, rule.stage) > 1 && is_answered(review, group, rule) && is_settled())
}

/// The criteria, by number, for which a group waits because enough people answered them and one says not met where another does not.
pub(super) fn disputed(review: &Review, group: usize) -> Vec<usize> {
    let screened = review.screened(group);
    let Outcome::ToReview(unclear) = &screened.decision.outcome else { return Vec::new() };
    if screened.rulings.is_empty() {
        return Vec::new();
    }
    let is_disputed = |number: &usize| {
        let rule = &review.protocol.criteria[*number];
        let said: Vec<&Ruling> = answers(review, group, &rule.id).collect();
        let (against, rest): (Vec<&Ruling>, Vec<&Ruling>) = said.iter().partition(|said| said.verdict == "not-met");
        let differ = against.iter().any(|one| rest.iter().any(|other| other.by != one.by));
        differ && is_answered(review, group, rule)
    };
    unclear.iter().copied().filter(is_disputed).collect()
}
