//! `to-review.csv`: what a person has to decide.

use std::cmp::Reverse;
use std::io::{self, Write};

use super::Export;
use super::csv::write_table;
use super::decisions::reason_criterion;
use crate::audit::{GroupStory, Run, one_line};
use crate::evidence::Weight;
use crate::pipeline::Outcome;
use crate::ruling::Target;

/// The output.
pub const EXPORT: Export = Export {
    file: "to-review.csv",
    about: "What a person has to decide, the most decisive evidence first. Write `include`, `exclude` or `unsure` into \
            the column `decision` and give the file to `litsieve decide`.",
    write,
};

const COLUMNS: [&str; 18] = [
    "group",
    "title",
    "authors",
    "year",
    "journal",
    "stage",
    "unclear",
    "question",
    "evidence",
    "decision",
    "criterion",
    "note",
    "abstract",
    "doi",
    "url",
    "searches",
    "records",
    "key",
];

fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_table(out, run.id(), COLUMNS, queue(run).into_iter().map(row))
}

/// The groups that wait for a person: first those whose readers do not agree, then those with words that decide for or
/// against, the fewest open questions first.
pub fn queue<'a>(run: &'a Run<'_>) -> Vec<GroupStory<'a>> {
    let mut waiting: Vec<_> = run
        .groups()
        .filter_map(|group| match &group.screened.decision.outcome {
            Outcome::ToReview(unclear) => {
                Some(((Reverse(decisive(group, unclear)), unclear.len(), group.number), group))
            }
            _ => None,
        })
        .collect();
    waiting.sort_by_key(|(key, _)| *key);
    waiting.into_iter().map(|(_, group)| group).collect()
}

/// 3 if people do not agree, 2 if words of the records decide, 1 if there are weak words, 0 if there is silence.
fn decisive(group: GroupStory<'_>, unclear: &[usize]) -> u8 {
    if unclear.is_empty() {
        return 3;
    }
    let findings = unclear.iter().filter_map(|&number| group.screened.findings[number].as_ref());
    let weights = findings.flat_map(|finding| &finding.evidence).map(|evidence| evidence.weight);
    weights.map(|weight| if weight == Weight::Weak { 1 } else { 2 }).max().unwrap_or(0)
}

fn row(group: GroupStory<'_>) -> [String; 18] {
    let run = group.run;
    let fields = group.fields();
    let authors: Vec<String> = fields.authors.iter().map(ToString::to_string).collect();
    let searches: Vec<&str> = group.screened.arms.iter().map(|&arm| run.search(arm).id.as_str()).collect();
    [
        group.group.name.clone(),
        one_line(&fields.title),
        one_line(&authors.join("; ")),
        fields.year().map_or_else(String::new, |year| year.to_string()),
        one_line(&fields.container),
        group.stage().name().to_owned(),
        reason_criterion(group),
        question(group),
        evidence(group),
        String::new(),
        String::new(),
        String::new(),
        one_line(&fields.abstract_text),
        fields.doi.map(|doi| doi.to_string()).unwrap_or_default(),
        fields.urls.first().map(|url| one_line(url)).unwrap_or_default(),
        searches.join("; "),
        group.group.records.len().to_string(),
        Target::of(run.records().record(group.group.kept)).key(),
    ]
}

/// What the person is asked: the questions of the protocol; for a rule, whether its reason to exclude applies.
pub fn question(group: GroupStory<'_>) -> String {
    let questions: Vec<String> = group
        .criteria()
        .iter()
        .map(|(_, rule)| rule.question.clone().unwrap_or_else(|| format!("Exclude as \"{}\"?", rule.reason)))
        .collect();
    if questions.is_empty() { group.reason() } else { questions.join(" ") }
}

/// Per open criterion: why it is open, and the words there are.
pub fn evidence(group: GroupStory<'_>) -> String {
    let open = group.criteria();
    let parts = open.iter().filter_map(|(number, rule)| {
        let finding = group.screened.findings[*number].as_ref()?;
        let reason = one_line(&finding.reason);
        Some(match group.evidence(*number) {
            words if words == reason => format!("{}: {reason}", rule.id),
            words => format!("{}: {reason} [{words}]", rule.id),
        })
    });
    parts.collect::<Vec<_>>().join("; ")
}
