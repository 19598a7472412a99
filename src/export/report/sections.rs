//! The sections of the page.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::audit::{Story, one_line};
use crate::flow::Flow;
use crate::wire::audit::{Noticed, Pair};

/// The sections with the names under which the page lists them.
pub const SECTIONS: [(&str, &str); 10] = [
    ("flow", "Flow"),
    ("searches", "Searches"),
    ("criteria", "Criteria"),
    ("references", "References"),
    ("doubtful", "Doubtful pairs"),
    ("versions", "Versions"),
    ("noticed", "Noticed"),
    ("people", "People"),
    ("automation", "Automation"),
    ("inputs", "Inputs"),
];

/// How many rows a table of the page has at most; the CSV files have all.
const ROWS: usize = 500;

fn section(id: &str, content: Markup) -> Markup {
    let name = SECTIONS.iter().find(|(known, _)| *known == id).map_or(id, |(_, name)| name);
    html! { section id=(id) aria-labelledby={ (id) "-h" } { h2 id={ (id) "-h" } { (name) } (content) } }
}

fn rest(total: usize, file: &str) -> Markup {
    html! { @if total > ROWS { p.soft { "The first " (ROWS) " of " (total) "; all of them are in " code { (file) } "." } } }
}

/// Every search with its query and what it gave.
pub fn searches(story: &Story) -> Markup {
    let records = |search: &str| -> Option<u64> {
        let files = story.files.iter().filter(|file| file.search == search);
        files.map(|file| file.records).reduce(|sum, records| sum + records)
    };
    // References that no other search found.
    let alone = |search: &str| story.groups.iter().filter(|told| told.decision.searches == [search]).count();
    section(
        "searches",
        html! {
            div.scroll { table {
                thead { tr {
                    th scope="col" { "Search" } th scope="col" { "Source" } th scope="col" { "Query" }
                    th.n scope="col" { "Records" } th.n scope="col" { "Found by no other" }
                } }
                tbody { @for (iteration, search) in story.protocol.searches() {
                    tr {
                        th scope="row" { (search.id) div.soft { "Round " (iteration.id) ": " (iteration.purpose) } }
                        td { (story.protocol.sources[search.source].name) }
                        td {
                            @if let Some(query) = &search.query { code { (query) } }
                            @else if !search.same_query_as.is_empty() { "as " (search.same_query_as.join(", ")) }
                            @else { span.soft { "not reported" } }
                            @if !search.limits.is_empty() { div.soft { "Limits: " (search.limits.join(", ")) } }
                        }
                        td.n { @if let Some(n) = records(&search.id) { (n) } @else { span.soft { "no export" } } }
                        td.n { @if records(&search.id).is_some() { (alone(&search.id)) } }
                    }
                } }
            } }
        },
    )
}

/// Every criterion with what it found.
pub fn criteria(story: &Story) -> Markup {
    section(
        "criteria",
        html! {
            div.scroll { table {
                thead { tr {
                    th scope="col" { "Criterion" } th scope="col" { "Reason to exclude" } th scope="col" { "Stage" }
                    th.n scope="col" { "Met" } th.n scope="col" { "Not met" } th.n scope="col" { "Unclear" }
                    th.n scope="col" { "Not applied" } th.n scope="col" { "Excluded" }
                } }
                tbody { @for (rule, count) in story.protocol.criteria.iter().zip(&story.counts.criteria) {
                    tr {
                        th scope="row" { (rule.id) div.soft { (rule.kind) } }
                        td { (rule.reason) @if let Some(question) = &rule.question { div.soft { (question) } } }
                        td { (rule.stage.name().replace('_', " ")) }
                        td.n { (count.met) } td.n { (count.not_met) } td.n { (count.unclear) }
                        td.n { (count.not_applied) } td.n { (count.excluded) }
                    }
                } }
            } }
            p.soft { "A reference counts as excluded by the first criterion that it does not meet; all findings are kept." }
        },
    )
}

/// The table of references: its rows are drawn by the page's script, from the data at its end.
pub fn references(shown: usize, total: usize) -> Markup {
    let columns =
        [("t", "Reference"), ("y", "Year"), ("o", "Decision"), ("r", "Reason"), ("q", "Searches"), ("n", "Records")];
    section(
        "references",
        html! {
            @if shown < total {
                p { "This page holds the first " (shown) " of " (total) " references; " code { "decisions.csv" } " has all." }
            }
            noscript { p { "This table needs JavaScript. The same rows are in decisions.csv and records.csv." } }
            div.tools role="search" {
                label { "Words" input id="words" type="search" placeholder="title, author, DOI, record"; }
                label { "Decision" select id="kind" {
                    option value="" { "all" } option value="included" { "included" }
                    option value="to-review" { "to review" } option value="excluded" { "excluded" }
                } }
                label { "Reason" select id="reason" { option value="" { "all" } } }
                button.plain id="csv" type="button" { "Save these rows as CSV" }
                span id="status" role="status" {}
            }
            div.scroll { table {
                thead { tr {
                    @for (key, name) in columns { th scope="col" data-key=(key) { button type="button" { (name) } } }
                    th scope="col" { "Story" }
                } }
                tbody id="rows" {}
            } }
            p { button.plain id="end" type="button" hidden { "Show more" } }
        },
    )
}

/// Pairs for a person.
pub fn doubtful(story: &Story) -> Markup {
    let side = |record: &str| {
        let found = story.record(record);
        html! {
            a href={ "#ref=" (urlencode(record)) } { code { (record) } }
            @if let Some(found) = found {
                div { (one_line(found.title())) }
                div.soft { (one_line(found.value("author"))) " · " (found.value("date")) " · " (one_line(found.value("journal"))) }
            }
        }
    };
    let row = |pair: &Pair| html! { tr { td { (side(&pair.a)) } td { (side(&pair.b)) } td { (pair.why) } td { (pair.rule) } } };
    section(
        "doubtful",
        html! {
            @if story.doubts.is_empty() { p { "No pair is in doubt." } } @else {
                p { "Not merged: a person has to look. Write " code { "same" } " or " code { "different" } " into doubtful.csv." }
                div.scroll { table {
                    thead { tr { th scope="col" { "Record" } th scope="col" { "Record" } th scope="col" { "Why in doubt" } th scope="col" { "Rule" } } }
                    tbody { @for pair in story.doubts.iter().take(ROWS) { (row(pair)) } }
                } }
                (rest(story.doubts.len(), "doubtful.csv"))
            }
        },
    )
}

/// Reports that belong together.
pub fn versions(story: &Story) -> Markup {
    let title = |record: &str| story.record(record).map(|found| one_line(found.title())).unwrap_or_default();
    section(
        "versions",
        html! {
            @if story.versions.is_empty() { p { "No versions or companions were found." } } @else {
                p { "Reports that belong together and are not the same: linked, not merged." }
                ul { @for link in story.versions.iter().take(ROWS) {
                    li { (title(&link.a)) " ↔ " (title(&link.b)) span.soft { " (" (link.kind) ", rule " (link.rule) ": " (link.evidence) ")" } }
                } }
                (rest(story.versions.len(), "links.csv"))
            }
        },
    )
}

/// Diagnostics by code.
pub fn noticed(story: &Story) -> Markup {
    const EACH: usize = 20;
    let mut codes: BTreeMap<&str, Vec<&Noticed>> = BTreeMap::new();
    story.noticed.iter().for_each(|noticed| codes.entry(&noticed.code).or_default().push(noticed));
    section(
        "noticed",
        html! {
            @if codes.is_empty() { p { "Nothing was noticed about the files." } }
            @for (code, list) in codes {
                details {
                    summary { code { (code) } " · " (list[0].severity) " · " (list.len()) " times" }
                    ul { @for noticed in list.iter().take(EACH) {
                        li { @if !noticed.file.is_empty() { code { (noticed.file) @if noticed.line > 0 { ":" (noticed.line) } } " " } (noticed.message) }
                    } }
                    @if list.len() > EACH { p.soft { "and " (list.len() - EACH) " more" } }
                    p.soft { (list[0].help) }
                }
            }
        },
    )
}

/// The log of rulings.
pub fn people(story: &Story) -> Markup {
    section(
        "people",
        html! {
            @if story.rulings.is_empty() { p { "No person has ruled on anything so far." } } @else {
                div.scroll { table {
                    thead { tr { th scope="col" { "When" } th scope="col" { "Who" } th scope="col" { "What" } th scope="col" { "Verdict" } th scope="col" { "Why" } th scope="col" { "On" } } }
                    tbody { @for ruling in story.rulings.iter().take(ROWS) { tr {
                        td { (ruling.at) } td { (ruling.by) }
                        td { (ruling.kind) " " (ruling.stage.replace('_', " ")) " " (ruling.criterion) }
                        td { (ruling.verdict) @if !ruling.in_force { span.soft { " (no longer counts)" } } }
                        td { (one_line(&ruling.note)) }
                        td { @for record in ruling.records.iter().take(4) { a href={ "#ref=" (urlencode(record)) } { code { (record) } } " " } }
                    } } }
                } }
                (rest(story.rulings.len(), "audit.jsonl"))
            }
        },
    )
}

/// What was decided by rule and by people, in words that can go into a paper.
pub fn automation(story: &Story, flow: &Flow) -> Markup {
    let excluded = |by_rule: bool| {
        let all = story.groups.iter().filter(|told| told.decision.decision == "excluded");
        all.filter(|told| (told.decision.by == ["rule"]) == by_rule).count()
    };
    html! { (section("automation", html! {
        p {
            "The search results were read, de-duplicated and screened with litsieve " (story.started.tool.version) ". "
            (story.records.len()) " records were put into " (story.groups.len()) " references by named rules; "
            (story.links.len()) " pairs of records were joined and " (story.doubts.len()) " left for a person. "
            (excluded(true)) " references were excluded by rules of the protocol and " (excluded(false)) " by people; "
            (flow.undecided()) " wait for a person. No rule excluded a reference because a field was missing, unless the "
            "protocol says so."
        }
        p.soft { "No statistical or language model decided anything." }
    })) }
}

/// What went in, with its digests.
pub fn inputs(story: &Story, run: &str) -> Markup {
    let started = &story.started;
    let other = std::iter::once(&started.protocol).chain(&started.rulings).chain(&started.other);
    section(
        "inputs",
        html! {
            p { "Digest of the whole run: " code { (run) } }
            div.scroll { table {
                thead { tr { th scope="col" { "File" } th scope="col" { "Search" } th scope="col" { "Read as" } th.n scope="col" { "Records" } th scope="col" { "SHA-256" } } }
                tbody {
                    @for file in &story.files { tr {
                        th scope="row" { (file.path) } td { (file.search) } td { (file.format) " " (file.dialect) }
                        td.n { (file.records) } td { code { (file.sha256) } }
                    } }
                    @for file in other { tr { th scope="row" { (file.path) } td {} td {} td {} td { code { (file.sha256) } } } }
                }
            } }
            details { summary { "The protocol as it stood" } pre { code { (started.protocol_text) } } }
        },
    )
}

/// `text` as it may stand behind `#ref=`.
fn urlencode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}
