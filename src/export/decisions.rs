//! `decisions.csv`: one row per group.

use std::io::{self, Write};

use super::Export;
use super::csv::write_table;
use crate::audit::{GroupStory, Run};

/// The output.
pub const EXPORT: Export = Export {
    file: "decisions.csv",
    about: "One row per group: what was decided, at which stage, by whom and why, and what every criterion found.",
    write,
};

const COLUMNS: [&str; 11] = [
    "group",
    "decision",
    "stage",
    "reason_criterion",
    "reason",
    "by",
    "first_search",
    "records",
    "title",
    "year",
    "doi",
];

fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let criteria = run.protocol.criteria.iter();
    let per_criterion =
        criteria.flat_map(|rule| [format!("criterion:{}", rule.id), format!("criterion:{}:evidence", rule.id)]);
    let columns = COLUMNS.map(str::to_owned).into_iter().chain(per_criterion);
    write_table(out, run.id(), columns, run.groups().map(row))
}

fn row(group: GroupStory<'_>) -> Vec<String> {
    let headline = group.headline();
    let mut row = vec![
        group.group.name.clone(),
        group.decision().to_owned(),
        group.stage().name().to_owned(),
        reason_criterion(group),
        group.reason(),
        group.by(),
        group.first_search().to_owned(),
        group.group.records.len().to_string(),
        headline.title,
        headline.year,
        headline.doi,
    ];
    for criterion in 0..group.screened.findings.len() {
        let verdict = group.verdict(criterion).map_or("not-applied", |(verdict, _)| verdict.name());
        let evidence = if verdict == "not-applied" { not_applied(group) } else { group.evidence(criterion) };
        row.extend([verdict.to_owned(), evidence]);
    }
    row
}

/// Why a criterion is not applied: the searches that found the group, of which it does not reach every one.
fn not_applied(group: GroupStory<'_>) -> String {
    let searches: Vec<&str> = group.screened.arms.iter().map(|&arm| group.run.search(arm).id.as_str()).collect();
    format!("does not reach every search that found this: {}", searches.join(", "))
}

/// The criteria that a decision rests on, by `;` where there are several.
pub fn reason_criterion(group: GroupStory<'_>) -> String {
    let ids: Vec<&str> = group.criteria().iter().map(|(_, rule)| rule.id.as_str()).collect();
    ids.join(";")
}
