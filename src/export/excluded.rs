//! `excluded.csv`: one row per excluded group.

use std::io::{self, Write};

use super::Export;
use super::csv::write_table;
use super::decisions::reason_criterion;
use crate::audit::{GroupStory, Run, Story, Told};
use crate::evidence::{Actor, Verdict};
use crate::pipeline::Outcome;
use crate::ruling::Ruling;
use crate::wire::audit::Ruled;

/// The output.
pub const EXPORT: Export = Export {
    file: "excluded.csv",
    about: "One row per excluded group: the reason, the criterion, and the words that it rests on.",
    write,
};

const COLUMNS: [&str; 12] = [
    "group",
    "reason",
    "criterion",
    "evidence",
    "stage",
    "by",
    "also_not_met",
    "first_search",
    "records",
    "title",
    "year",
    "doi",
];

fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let excluded = run.groups().filter(|group| matches!(group.screened.decision.outcome, Outcome::Excluded(_)));
    write_table(out, run.id(), COLUMNS, excluded.map(row))
}

fn row(group: GroupStory<'_>) -> [String; 12] {
    let headline = group.headline();
    [
        group.group.name.clone(),
        group.reason(),
        reason_criterion(group),
        evidence(group),
        group.stage().name().to_owned(),
        group.by(),
        also_not_met(group),
        group.first_search().to_owned(),
        group.group.records.len().to_string(),
        headline.title,
        headline.year,
        headline.doi,
    ]
}

/// What the exclusion rests on; for a person's exclusion, what the person said and wrote. A question that only people could
/// answer is no evidence then.
fn evidence(group: GroupStory<'_>) -> String {
    let by_people = group.screened.decision.by != Actor::Rule;
    let counts = |ruling: &Ruling| match by_people {
        true => ruling.stage == group.stage().name() && speaks_against(&ruling.verdict),
        false => !ruling.note.is_empty(),
    };
    let said = group.rulings().map(|(_, ruling)| ruling).filter(|ruling| counts(ruling));
    let mut parts: Vec<String> = said
        .map(|ruling| {
            let words = if ruling.note.is_empty() { &ruling.verdict } else { &ruling.note };
            format!("{}: {words}", ruling.by)
        })
        .collect();
    let is_open = |number: usize| {
        let asked = group.screened.findings[number].as_ref();
        by_people && asked.is_some_and(|asked| asked.verdict == Verdict::Unclear && asked.evidence.is_empty())
    };
    let found =
        group.criteria().into_iter().filter(|(number, _)| !is_open(*number)).map(|(number, _)| group.evidence(number));
    parts.extend(found.filter(|text| !text.is_empty()));
    parts.join("; ")
}

/// The rulings on a group, each with whether its exclusion rests on it: whether it was said at the stage of the decision, and against
/// the group. An exclusion by a rule rests on no ruling.
pub(super) fn rests_on<'s>(story: &'s Story, told: &Told) -> Vec<(&'s Ruled, bool)> {
    let decision = &told.decision;
    let is_by_people = decision.decision == "excluded" && decision.ruling.is_some();
    let rulings = decision.rulings.iter().filter_map(|id| story.ruling(id));
    rulings
        .map(|ruled| (ruled, is_by_people && ruled.stage == decision.stage && speaks_against(&ruled.verdict)))
        .collect()
}

/// Whether a verdict of a person is one that an exclusion can rest on.
fn speaks_against(verdict: &str) -> bool {
    ["exclude", "not-retrieved", "not-met"].contains(&verdict)
}

/// The other criteria that are not met.
fn also_not_met(group: GroupStory<'_>) -> String {
    let reasons = group.criteria();
    let failing = (0..group.screened.findings.len()).filter(|number| {
        group.verdict(*number).is_some_and(|(verdict, _)| verdict == Verdict::NotMet)
            && reasons.iter().all(|(reason, _)| reason != number)
    });
    failing.map(|number| group.run.protocol.criteria[number].id.as_str()).collect::<Vec<_>>().join(";")
}
