//! `report.html`: everything for people, in one file that needs no network.
//!
//! Told from the audit alone. Whatever comes from outside is escaped by the template, or stands as JSON that the page's
//! script only ever puts into text; a policy in the page forbids every connection and every script and style but its own.
//! Characters that turn the direction of text are shown by their numbers.

mod boxes;
mod data;
mod html;
mod known;
mod lists;
mod log;
mod overlap;
mod published;
mod searches;
mod standards;
mod verdict;

pub use html::encoded;

use std::io::{self, Write};

use maud::{DOCTYPE, Markup, PreEscaped, html};

use self::html::Section;
use super::diagram::{self, Setting};
use super::standards::Facts;
use crate::audit::reconcile::{Reconciled, reconcile};
use crate::audit::{Story, one_line, replay};
use crate::flow::{self, BoxRow, Flow, Shown};
use crate::source::Digest;

/// Its name.
pub const FILE: &str = "report.html";

/// How many references the page holds; the tables beside it hold all.
const MOST: usize = 50_000;

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");

/// Writes the page; `run` is the digest of the run that it shows.
///
/// # Errors
/// If `out` cannot be written, or the story contradicts itself.
pub fn write(story: &Story, run: &str, out: &mut dyn Write) -> io::Result<()> {
    let replayed = replay(story).map_err(|wrong| {
        let first = wrong.first().map(|wrong| format!("{} {}", wrong.about, wrong.what)).unwrap_or_default();
        io::Error::other(format!("the audit contradicts itself: {first}"))
    })?;
    let data = data::data(story, &replayed, MOST);
    let page = page(story, &replayed.flow, run, &data);
    out.write_all(html::visible(&page.into_string()).as_bytes())
}

/// What the page may do: nothing but its own script and its own style.
fn policy() -> String {
    let digest = |text: &str| html::policy_digest(&Digest::of(text.as_bytes()));
    format!(
        "default-src 'none'; script-src '{}'; style-src '{}'; base-uri 'none'; form-action 'none'",
        digest(SCRIPT),
        digest(STYLE)
    )
}

/// The sections in the order of an editor's questions: what was searched, what was kept, what was left out and why, and
/// how it can be checked.
fn sections(facts: &Facts<'_>, numbers: &[Reconciled], run: &str) -> Vec<Section> {
    let (story, flow) = (facts.story, facts.flow);
    let [references, records] = lists::everything(story, MOST);
    let published = (facts.is_replay() || !numbers.is_empty()).then(|| published::section(story, numbers));
    let first = std::iter::once(flow_section(story, flow)).chain(published);
    let rest = [
        log::remarks(story),
        searches::section(story, &facts.yields),
        overlap::section(story, &facts.yields),
        known::section(story),
        lists::criteria(story),
        lists::exclusions(story),
        lists::duplicates(story),
        lists::doubtful(story),
        references,
        records,
        log::noticed(story),
        standards::checklists(facts),
        standards::methods(facts),
        log::people(story),
        log::inputs(story, run),
    ];
    first.chain(rest).collect()
}

fn page(story: &Story, flow: &Flow, run: &str, data: &data::Data) -> Markup {
    let title = one_line(&story.protocol.review.title);
    let version = &story.started.tool.version;
    let facts = Facts::new(story, flow);
    let numbers = reconcile(story, flow);
    let sections = sections(&facts, &numbers, run);
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy());
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content={ "litsieve " (version) };
                meta name="referrer" content="no-referrer";
                title { (title) ": report of the search and screening" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                header {
                    p.kicker { "Report of the search and screening" }
                    h1 { (title) }
                    p.soft { @if facts.is_replay() { "Replayed" } @else { "Made" } " by litsieve " (version) " · run " code { @if story.started.run.is_empty() { (short(run)) } @else { (story.started.run) } } @if let Some(doi) = &story.protocol.review.doi { " · review doi:" (doi) } " · digest " code { (short(run)) } }
                }
                div.layout {
                    nav aria-label="Contents" { ul {
                        @for (number, section) in sections.iter().enumerate() {
                            li { a href={ "#" (section.id) } { (section.name) } }
                            // What was included has no section of its own: it is the table of all references, narrowed to it.
                            @if number == 0 { li { a href="#box-included" { (verdict::kept(flow)) } } }
                        }
                    } }
                    main id="main" tabindex="-1" {
                        (verdict::banner(story, flow, &numbers))
                        (verdict::figures(story, flow, &facts.yields))
                        @for section in &sections { (section.markup()) }
                        footer { p { "Made from audit.jsonl alone, by litsieve " (version) ". " code { "litsieve verify" } " computes everything again and compares." } }
                    }
                }
                p id="status" role="status" aria-live="polite" {}
                script id="data" type="application/json" { (PreEscaped(json(&data.index))) }
                @for (number, part) in data.parts.iter().enumerate() {
                    script id={ "part-" (number) } type="application/json" { (PreEscaped(json(part))) }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

fn flow_section(story: &Story, flow: &Flow) -> Section {
    let credit = diagram::credit(&story.started.tool.version, &story.started.run);
    let svg = diagram::svg(flow, &story.protocol, &credit, Setting::Report);
    Section::new(
        "flow",
        "Flow",
        html! {
            p.soft.narrow { "The picture is wider than this window: move it sideways, or read the same numbers in the table below it." }
            figure.wide tabindex="0" role="region" aria-label="Flow diagram" { (PreEscaped(svg)) }
            p.soft { "Every box leads to what it counts. The numbers are in flow.csv, the picture in flow.svg." }
            details { summary { "The same as a table, every number with what it counts" } (numbers(story, flow)) }
        },
    )
}

/// The numbers of the flow, also those that share a box of the picture.
fn numbers(story: &Story, flow: &Flow) -> Markup {
    // The three headings at the side of the diagram have no number.
    let is_heading = |row: &BoxRow| ["NA", "identification", "screening", "included"].contains(&row.data);
    let known = |row: &&BoxRow| !is_heading(row) && flow.shown(row, &story.protocol) != Shown::NotApplicable;
    let rows = flow::BOXES.iter().filter(known).filter_map(|row| {
        let shown = flow.shown(row, &story.protocol);
        let text = if shown == Shown::Unknown { "not known".to_owned() } else { shown.text() };
        // The box of the picture holds all that was removed before screening; the number is of duplicates alone.
        let id = match row.data {
            "duplicates" => "duplicates_only",
            "new_reports" => "new_studies",
            other => other,
        };
        // The first box of a column leads to all its records, of whatever kind of source.
        let whole = match row.data {
            "database_results" => shown == Shown::Count(flow.databases.records),
            "website_results" => flow.other.as_ref().is_some_and(|other| shown == Shown::Count(other.records)),
            _ => matches!(shown, Shown::Count(_)),
        };
        let linked = whole && boxes::BOXES.iter().any(|set| set.id == id);
        (!text.is_empty()).then(|| {
            html! {
                th scope="row" { (row.description.split(": [").next().unwrap_or_default()) }
                td { @if linked { a href={ "#box-" (id) } { (text) } } @else { (text) } }
            }
        })
    });
    html::table("Numbers of the flow", &[("What", false), ("Number", false)], rows)
}

/// JSON that cannot end the element it stands in.
fn json(value: &serde_json::Value) -> String {
    let text = value.to_string();
    text.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// The first digits of a digest: enough to tell runs apart.
fn short(digest: &str) -> &str {
    digest.get(..16).unwrap_or(digest)
}
