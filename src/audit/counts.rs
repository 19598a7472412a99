//! The numbers of a run, as they are written.

use serde_json::{Map, Value};

use super::Run;
use crate::evidence::Verdict;
use crate::flow::{self, Removed};
use crate::pipeline::Outcome;
use crate::wire::summary as wire;

/// The numbers of a run.
pub fn counts(run: &Run<'_>) -> wire::Counts {
    let outcome = |wanted: fn(&Outcome) -> bool| {
        run.screened.groups.iter().filter(|group| wanted(&group.decision.outcome)).count() as u64
    };
    wire::Counts {
        records: run.records().len() as u64,
        groups: run.screened.groups.len() as u64,
        doubtful: run.matches().doubtful.len() as u64,
        included: outcome(|outcome| matches!(outcome, Outcome::Included)),
        excluded: outcome(|outcome| matches!(outcome, Outcome::Excluded(_))),
        to_review: outcome(|outcome| matches!(outcome, Outcome::ToReview(_))),
        sources: run
            .flow
            .sources
            .iter()
            .map(|count| wire::SourceCount {
                source: run.protocol.sources[count.source].id.clone(),
                kind: count.kind.name().to_owned(),
                records: count.records,
            })
            .collect(),
        criteria: criteria(run),
        databases: column(run, &run.flow.databases),
        other: run.flow.other.as_ref().map(|other| column(run, other)),
        overlap: run.flow.overlap,
        total_reports: run.flow.total_reports(),
    }
}

fn criteria(run: &Run<'_>) -> Vec<wire::CriterionCount> {
    let mut counts: Vec<wire::CriterionCount> = run
        .protocol
        .criteria
        .iter()
        .map(|rule| wire::CriterionCount {
            criterion: rule.id.clone(),
            met: 0,
            not_met: 0,
            unclear: 0,
            not_applied: 0,
            excluded: 0,
        })
        .collect();
    for group in run.groups() {
        for (number, count) in counts.iter_mut().enumerate() {
            *match group.verdict(number) {
                None => &mut count.not_applied,
                Some((Verdict::Met, _)) => &mut count.met,
                Some((Verdict::NotMet, _)) => &mut count.not_met,
                Some((Verdict::Unclear, _)) => &mut count.unclear,
            } += 1;
        }
        if let Outcome::Excluded(Some(reason)) = group.screened.decision.outcome {
            counts[reason].excluded += 1;
        }
    }
    counts
}

fn column(run: &Run<'_>, column: &flow::Column) -> wire::Column {
    let stage = |count: &flow::StageCount| wire::Stage {
        stage: count.stage.name().to_owned(),
        entered: count.entered,
        removed_by_rule: by_criterion(run, &count.removed, |removed| removed.by_rule),
        removed_by_people: by_criterion(run, &count.removed, |removed| removed.by_people),
        undecided: count.undecided,
        passed: count.passed,
    };
    wire::Column {
        records: column.records,
        duplicates: column.repeats(),
        groups: column.groups,
        stages: column.stages.iter().map(stage).collect(),
        sought: column.reports.map(|reports| reports.sought),
        not_retrieved: column.reports.map(|reports| reports.not_retrieved),
        assessed: column.reports.map(|reports| reports.assessed),
        included: column.included,
    }
}

fn by_criterion(run: &Run<'_>, removed: &[Removed], number: fn(&Removed) -> u64) -> Map<String, Value> {
    let id = |removed: &Removed| removed.criterion.map_or("", |at| run.protocol.criteria[at].id.as_str()).to_owned();
    removed.iter().filter(|removed| number(removed) > 0).map(|removed| (id(removed), number(removed).into())).collect()
}
