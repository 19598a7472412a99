//! `excluded.csv`: one row per excluded group.

use std::io::{self, Write};

use super::Export;
use super::csv::write_table;
use super::decisions::reason_criterion;
use crate::audit::{GroupStory, Run};
use crate::evidence::Verdict;
use crate::pipeline::Outcome;

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

/// What the exclusion rests on; for a person's exclusion, what the person wrote.
fn evidence(group: GroupStory<'_>) -> String {
    let notes = group.rulings().filter(|(_, ruling)| !ruling.note.is_empty());
    let mut parts: Vec<String> = notes.map(|(_, ruling)| format!("{}: {}", ruling.by, ruling.note)).collect();
    parts.extend(group.criteria().iter().map(|(number, _)| group.evidence(*number)).filter(|text| !text.is_empty()));
    parts.join("; ")
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
