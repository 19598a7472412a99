//! What was noticed, what people said, what went in.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::html::{Section, coded, count, drawn, plural, table};
use crate::audit::{Story, is_enrichment};
use crate::diagnostic::CODES;
use crate::flow::UNNAMED_EXPORT;
use crate::wire::audit::Noticed;

/// How many diagnostics of one code are listed; summary.json counts all.
const EACH: usize = 200;

/// How many of them are seen without unfolding the rest.
const FIRST: usize = 10;

/// Whether this is a remark of the audit on how the review was made, and not about what stands in a file.
pub fn is_remark(noticed: &Noticed) -> bool {
    noticed.code.starts_with("AUD") || noticed.code.starts_with("QRY")
}

/// What an auditor would remark on.
pub fn remarks(story: &Story) -> Section {
    Section::new(
        "remarks",
        "Audit remarks",
        html! {
            p { "What a careful reader would ask about: the searches, the queries, the decisions, the known references. Each has a code; " code { "litsieve explain-code" } " has its page." }
            (by_code(story.noticed.iter().filter(|noticed| is_remark(noticed)), "There is nothing to remark.", true))
        },
    )
}

/// What was noticed about the files and the rulings.
pub fn noticed(story: &Story) -> Section {
    let others = story.noticed.iter().filter(|noticed| !is_remark(noticed));
    let nothing = "Nothing was noticed about the files, the protocol or the rulings.";
    Section::new("noticed", "Diagnostics", html! { (by_code(others, nothing, false)) })
}

/// By code, the gravest first.
fn by_code<'a>(all: impl Iterator<Item = &'a Noticed>, nothing: &str, open: bool) -> Markup {
    let mut codes: BTreeMap<(u8, &str), Vec<&Noticed>> = BTreeMap::new();
    for noticed in all {
        let rank = match noticed.severity.as_str() {
            "error" => 0,
            "warning" => 1,
            _ => 2,
        };
        codes.entry((rank, &noticed.code)).or_default().push(noticed);
    }
    html! {
        @if codes.is_empty() { p { (nothing) } }
        @for ((rank, code), list) in codes { (one_code(code, &list, rank == 0 || open && rank == 1)) }
    }
}

fn one_code(code: &str, list: &[&Noticed], open: bool) -> Markup {
    let page = CODES.iter().flat_map(|table| table.iter()).find(|text| text.code == code);
    let severity = &list[0].severity;
    html! {
        details open[open] id={ "code-" (code) } {
            summary { span class={ "tag " (severity) } { (severity) } " " code { (code) } " · " @if let Some(page) = page { (page.title) " · " } (plural(list.len() as u64, "time", "times")) }
            @if let Some(page) = page { p { (coded(page.explanation)) } }
            (items(&list[..list.len().min(FIRST)]))
            @if list.len() > FIRST {
                details {
                    summary { "and " (count((list.len() - FIRST) as u64)) " more" }
                    (items(&list[FIRST..list.len().min(EACH)]))
                    @if list.len() > EACH { p.soft { "and " (count((list.len() - EACH) as u64)) " more; " code { "litsieve check" } " lists all" } }
                }
            }
            @if !list[0].help.is_empty() { p.soft { "For the authors of the review: " (coded(&list[0].help)) } }
        }
    }
}

fn items(list: &[&Noticed]) -> Markup {
    html! {
        ul.plain { @for noticed in list {
            li { @if !noticed.file.is_empty() { code { (noticed.file) @if noticed.line > 0 { ":" (noticed.line) } } " " } (coded(&noticed.message)) }
        } }
    }
}

/// The log of rulings.
pub fn people(story: &Story) -> Section {
    Section::new(
        "log",
        "Rulings of people",
        html! {
            @if story.rulings.is_empty() { p { "No person has ruled on anything so far." } } @else {
                p { (plural(story.rulings.len() as u64, "ruling", "rulings")) ", each with who, when and why. Nothing is ever taken out of this log: another line takes a ruling back." }
                (drawn("rulings", "audit.jsonl"))
            }
        },
    )
}

/// What a file is to the review that is neither an export nor of rulings.
fn kind(story: &Story, path: &str) -> String {
    let sets = story.protocol.known.iter().filter(|known| known.file == path);
    let ids: Vec<&str> = sets.map(|known| known.id.as_str()).collect();
    match ids.as_slice() {
        [] if is_enrichment(path) => "enrichment".to_owned(),
        [] if story.noticed.iter().any(|noticed| noticed.code == UNNAMED_EXPORT && noticed.file == path) => {
            "named by no search, not read".to_owned()
        }
        [] => "earlier version".to_owned(),
        ids => format!("known set {}", ids.join(", ")),
    }
}

/// What went in, with its digests.
pub fn inputs(story: &Story, run: &str) -> Section {
    let started = &story.started;
    let of_kind = |kind: &'static str| move |file| (file, kind.to_owned());
    let other = std::iter::once(&started.protocol).map(of_kind("protocol"));
    let other = other.chain(started.rulings.iter().map(of_kind("rulings")));
    let other = other.chain(started.other.iter().map(|file| (file, kind(story, &file.path))));
    let columns = [
        ("File", false),
        ("Search", false),
        ("Read as", false),
        ("Records", true),
        ("Counted independently", true),
        ("SHA-256", false),
    ];
    let exports = story.files.iter().map(|file| {
        html! {
            th scope="row" { (file.path) } td { (file.search) }
            td { (file.format) @if !file.dialect.is_empty() { ", " (file.dialect) } @if !file.encoding.is_empty() { ", " (file.encoding) } }
            td.n { (count(file.records)) } td.n { (count(file.markers)) } td { code.digest { (file.sha256) } }
        }
    });
    let others = other.map(|(file, kind)| {
        html! { th scope="row" { (file.path) } td {} td { (kind) } td.n {} td.n {} td { code.digest { (file.sha256) } } }
    });
    Section::new(
        "inputs",
        "What went in",
        html! {
            @if run.is_empty() {
                p { "The digest of the whole run is in summary.json, which was not there when this page was made." }
            } @else {
                p { "Digest of the whole run: " code.digest { (run) } }
            }
            p.soft { code { "litsieve verify --expect" } " with this digest computes everything again and says whether these inputs still give these results." }
            (table("Files that went into the run", &columns, exports.chain(others)))
            details { summary { "The protocol as it stood" } pre tabindex="0" { code { (started.protocol_text) } } }
        },
    )
}
