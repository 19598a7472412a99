//! What was noticed, what people said, what went in.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::html::{Section, count, drawn, plural, table};
use crate::audit::Story;
use crate::diagnostic::CODES;
use crate::wire::audit::Noticed;

/// How many diagnostics of one code are listed; summary.json counts all.
const EACH: usize = 200;

/// Diagnostics by code, the gravest first.
pub fn noticed(story: &Story) -> Section {
    let mut codes: BTreeMap<(u8, &str), Vec<&Noticed>> = BTreeMap::new();
    for noticed in &story.noticed {
        let rank = match noticed.severity.as_str() {
            "error" => 0,
            "warning" => 1,
            _ => 2,
        };
        codes.entry((rank, &noticed.code)).or_default().push(noticed);
    }
    Section::new(
        "noticed",
        "Diagnostics",
        html! {
            @if codes.is_empty() { p { "Nothing was noticed about the files, the protocol or the rulings." } }
            @for ((_, code), list) in codes { (one_code(code, &list)) }
        },
    )
}

fn one_code(code: &str, list: &[&Noticed]) -> Markup {
    let page = CODES.iter().flat_map(|table| table.iter()).find(|text| text.code == code);
    let severity = &list[0].severity;
    html! {
        details open[severity == "error"] id={ "code-" (code) } {
            summary { span class={ "tag " (severity) } { (severity) } " " code { (code) } " · " @if let Some(page) = page { (page.title) " · " } (plural(list.len() as u64, "time", "times")) }
            ul.plain { @for noticed in list.iter().take(EACH) {
                li { @if !noticed.file.is_empty() { code { (noticed.file) @if noticed.line > 0 { ":" (noticed.line) } } " " } (noticed.message) }
            } }
            @if list.len() > EACH { p.soft { "and " (count((list.len() - EACH) as u64)) " more" } }
            @if !list[0].help.is_empty() { p.soft { (list[0].help) } }
        }
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

/// What went in, with its digests.
pub fn inputs(story: &Story, run: &str) -> Section {
    let started = &story.started;
    let other = std::iter::once(&started.protocol).chain(&started.rulings).chain(&started.other);
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
    let others = other.map(|file| {
        html! { th scope="row" { (file.path) } td {} td {} td.n {} td.n {} td { code.digest { (file.sha256) } } }
    });
    Section::new(
        "inputs",
        "What went in",
        html! {
            p { "Digest of the whole run: " code.digest { (run) } }
            p.soft { code { "litsieve verify --expect" } " with this digest computes everything again and says whether these inputs still give these results." }
            (table("Files that went into the run", &columns, exports.chain(others)))
            details { summary { "The protocol as it stood" } pre tabindex="0" { code { (started.protocol_text) } } }
        },
    )
}
