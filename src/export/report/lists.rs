//! The sections whose tables the script draws: references, records, duplicates, doubtful pairs, exclusions; and the criteria.

use maud::{Markup, html};

use super::html::{Section, coded, count, drawn, plural, table};
use crate::audit::Story;
use crate::protocol::{self, CriterionRule, Unclear};
use crate::wire::audit::Supposed;

/// Every criterion with what it found.
pub fn criteria(story: &Story) -> Section {
    let columns = [
        ("Criterion", false),
        ("Reason to exclude", false),
        ("Stage", false),
        ("Met", true),
        ("Not met", true),
        ("Unclear", true),
        ("Does not apply", true),
        ("Excluded", true),
    ];
    let rules = story.protocol.criteria.iter().enumerate().zip(&story.counts.criteria);
    let rows = rules.map(|((number, rule), found)| {
        html! {
            th scope="row" { (rule.id) div.soft { (about(rule)) @let asked = asked(rule); @if !asked.is_empty() { br; (asked) } } }
            td { (rule.reason) @if let Some(question) = &rule.question { div.soft { "Asked of a person: " (question) } } }
            td { (rule.stage.name().replace('_', " ")) div.soft { (unclear(rule)) } }
            td.n { (by_rule(rule, found.met)) } td.n { (by_rule(rule, found.not_met)) }
            td.n { @if is_asked(rule) { span.soft { "for people" } } @else { (count(found.unclear)) } } td.n { (count(found.not_applied)) }
            td.n { @if found.excluded > 0 { a href={ "#set-criterion-" (number) } { (count(found.excluded)) } } @else { "0" } }
        }
    });
    Section::new(
        "criteria",
        "Criteria",
        html! {
            (table("Criteria", &columns, rows))
            p.soft { "A reference counts as excluded by the first criterion, in this order, that it does not meet; all findings are kept. Met, not met and unclear are numbers of references, whatever excluded them; what only people can say has no such number unless they answered the criterion itself." }
            (supposed(story))
        },
    )
}

/// What would be different if a criterion said something else. What changes nothing is only counted.
fn supposed(story: &Story) -> Markup {
    let columns = [
        ("If the criterion ...", false),
        ("Newly included", true),
        ("Newly to review", true),
        ("Newly excluded", true),
        ("Known references lost or saved", false),
    ];
    let all = || story.counterfactuals.iter().flat_map(|found| found.changes.iter().map(move |change| (found, change)));
    let matters = |change: &Supposed| {
        change.included + change.to_review + change.excluded > 0
            || !change.known_lost.is_empty()
            || !change.known_saved.is_empty()
    };
    let rows = all().filter(|(_, change)| matters(change)).map(|(found, change)| {
        html! {
            th scope="row" { (found.criterion) ": " span.plain { "if " (coded(&change.difference)) } }
            td.n { (count(change.included)) } td.n { (count(change.to_review)) } td.n { (count(change.excluded)) }
            td { (listed(&change.known_lost, "lost", "excluded")) (listed(&change.known_saved, "saved", "included")) }
        }
    });
    let idle = all().filter(|(_, change)| !matters(change)).count() as u64;
    html! {
        @if !story.counterfactuals.is_empty() {
            h3 id="counterfactual" { "What hangs on each criterion" }
            p {
                "Everything is decided again with one criterion changed, and nothing else."
                @for found in story.counterfactuals.iter().filter(|found| found.alone > 0) {
                    " " (plural(found.alone, "reference is", "references are")) " excluded by nothing but " strong { (found.criterion) } "."
                }
            }
            (table("What hangs on each criterion", &columns, rows))
            p.soft { (plural(idle, "other change was tried and makes", "other changes were tried and make")) " no difference." }
        }
    }
}

/// Known references behind their number.
fn listed(names: &[String], what: &str, class: &str) -> Markup {
    html! {
        @if !names.is_empty() {
            details { summary { span class={ "tag " (class) } { (count(names.len() as u64)) " " (what) } } span.soft { (names.join(", ")) } }
        }
    }
}

/// Whether only people can say what the criterion asks.
fn is_asked(rule: &CriterionRule) -> bool {
    rule.question.is_some()
}

/// How many references a criterion says something of; nothing where only people could, and did not.
fn by_rule(rule: &CriterionRule, number: u64) -> Markup {
    html! { @if !is_asked(rule) || number > 0 { (count(number)) } @else { span.soft { "–" } } }
}

/// What the protocol asks with the criterion; a question stands elsewhere.
fn asked(rule: &CriterionRule) -> String {
    if is_asked(rule) { String::new() } else { rule.settings.in_words() }
}

/// What a criterion of this kind asks, in its first sentence.
fn about(rule: &CriterionRule) -> String {
    let text = protocol::kinds().find(|kind| kind.name() == rule.kind).map_or("", |kind| kind.about());
    let sentence = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#')).unwrap_or_default();
    let sentence = sentence.split(". ").next().unwrap_or_default().split(": `").next().unwrap_or_default();
    // A sentence that was cut may have an open parenthesis.
    let sentence = match sentence.rfind(" (") {
        Some(at) if !sentence[at..].contains(')') => &sentence[..at],
        _ => sentence,
    };
    format!("{}: {}", rule.kind.replace('_', " "), sentence.replace('`', "").trim_end_matches('.'))
}

fn unclear(rule: &CriterionRule) -> &'static str {
    match (rule.kind, rule.unclear) {
        ("person", _) if !rule.required => "unclear: never waits for an answer",
        (_, Unclear::Review) => "unclear: a person decides",
        (_, Unclear::Pass) => "unclear: counts as met",
        (_, Unclear::Exclude) => "unclear: counts as not met",
    }
}

/// Groups of several records, side by side.
pub fn duplicates(story: &Story) -> Section {
    let merged = story.groups.iter().filter(|told| told.group.records.len() > 1).count() as u64;
    let repeats = (story.records.len() - story.groups.len()) as u64;
    Section::new(
        "duplicates",
        "Duplicates",
        html! {
            @if merged == 0 { p { "No record repeats another." } } @else {
                p {
                    (plural(merged, "report has", "reports have")) " more than one record; "
                    (plural(repeats, "record repeats", "records repeat")) " another. "
                    "Open a row to see its records side by side; words that differ from the record that stands for them are marked."
                }
                (drawn("duplicates", "duplicates.csv"))
            }
        },
    )
}

/// Pairs for a person.
pub fn doubtful(story: &Story) -> Section {
    Section::new(
        "doubtful",
        "Doubtful pairs",
        html! {
            @if story.doubts.is_empty() { p { "No pair is in doubt." } } @else {
                p { "Not merged: a person has to look. Write " code { "same" } " or " code { "different" } " into doubtful.csv and give it to " code { "litsieve decide" } "." }
                (drawn("doubtful", "doubtful.csv"))
            }
            h3 id="versions" { "Versions and companions" }
            @if story.versions.is_empty() { p { "None were found." } } @else {
                p { "Reports that belong together and are not the same: linked, not merged." }
                (drawn("versions", "links.csv"))
            }
        },
    )
}

/// What was excluded, and why.
pub fn exclusions(story: &Story) -> Section {
    Section::new(
        "exclusions",
        "Exclusions",
        html! {
            @if story.counts.excluded == 0 { p { "Nothing is excluded so far." } } @else {
                p { "Every exclusion with the criterion behind it and the words that it rests on." }
                (drawn("exclusions", "excluded.csv"))
            }
        },
    )
}

/// Everything: references and records.
pub fn everything(story: &Story, most: usize) -> [Section; 2] {
    let cut = |what: &str| -> Markup {
        let total = story.groups.len();
        html! { @if total > most { p { "This page holds the first " (count(most as u64)) " of " (count(total as u64)) " references; " code { (what) } " has all." } } }
    };
    [
        Section::new(
            "references",
            "All references",
            html! { (cut("decisions.csv")) p { "One row per report. Open a row for its whole story; its title is a permanent link." } (drawn("references", "decisions.csv")) },
        ),
        Section::new(
            "records",
            "All records",
            html! { p { "One row per record as a database gave it, with the place in its file; its identifier is a permanent link." } (drawn("records", "records.csv")) },
        ),
    ]
}
