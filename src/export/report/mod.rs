//! `report.html`: everything for people, in one file that needs no network.
//!
//! Told from the audit alone. Whatever comes from outside is escaped by the template, or stands as JSON that the page's
//! script only ever puts into text; a policy in the page forbids every connection.

mod data;
mod sections;

use std::io::{self, Write};

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::diagram::{self, Setting};
use crate::audit::{Story, replay};
use crate::flow::Flow;
use crate::protocol::ExportsAre;

/// Its name.
pub const FILE: &str = "report.html";

/// How many references the page holds; the tables beside it hold all.
const MOST: usize = 50_000;

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// Writes the page; `run` is the digest of the run that it shows.
///
/// # Errors
/// If `out` cannot be written, or the story contradicts itself.
pub fn write(story: &Story, run: &str, out: &mut dyn Write) -> io::Result<()> {
    let replayed = replay(story).map_err(|wrong| {
        let first = wrong.first().map(|wrong| format!("{} {}", wrong.about, wrong.what)).unwrap_or_default();
        io::Error::other(format!("the audit contradicts itself: {first}"))
    })?;
    out.write_all(page(story, &replayed.flow, run).into_string().as_bytes())
}

fn page(story: &Story, flow: &Flow, run: &str) -> Markup {
    let title = &story.protocol.review.title;
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content={ "litsieve " (story.started.tool.version) };
                title { (title) ": report of the search and screening" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                header {
                    h1 { (title) }
                    p.soft { "Search and screening, replayed by litsieve " (story.started.tool.version) " · run " code { (short(run)) } }
                    (banner(story, flow))
                    nav aria-label="Sections" { ul {
                        @for (id, name) in sections::SECTIONS { li { a href={ "#" (id) } { (name) } } }
                    } }
                }
                main id="main" {
                    (figures(story, flow))
                    section id="flow" aria-labelledby="flow-h" {
                        h2 id="flow-h" { "Flow" }
                        figure { (PreEscaped(diagram::svg(flow, &story.protocol, &story.started.tool.version, Setting::Report))) }
                        p.soft { "Every box leads to its references. The numbers are in flow.csv." }
                    }
                    (sections::searches(story))
                    (sections::criteria(story))
                    (sections::references(story.groups.len().min(MOST), story.groups.len()))
                    (sections::doubtful(story))
                    (sections::versions(story))
                    (sections::noticed(story))
                    (sections::people(story))
                    (sections::automation(story, flow))
                    (sections::inputs(story, run))
                }
                footer { p { "Made from audit.jsonl alone. " code { "litsieve verify" } " computes everything again and compares." } }
                script id="data" type="application/json" { (PreEscaped(json(story))) }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

/// The references as JSON that cannot end the element it stands in.
fn json(story: &Story) -> String {
    let text = serde_json::Value::Array(data::groups(story, MOST)).to_string();
    text.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// The first digits of a digest: enough to tell runs apart.
fn short(digest: &str) -> &str {
    digest.get(..16).unwrap_or(digest)
}

/// What an editor must know first.
fn banner(story: &Story, flow: &Flow) -> Markup {
    let demonstration = match story.protocol.review.exports_are {
        ExportsAre::Original => None,
        ExportsAre::Rerun => {
            Some("The searches were run again: numbers differ from the published ones for that alone.")
        }
        ExportsAre::Demonstration => {
            Some("The exports are made up to show the program: no number here is a result of the review.")
        }
    };
    html! {
        @if flow.is_interim() {
            div.banner.warn role="status" {
                strong { "Interim: " (flow.undecided()) " of " (story.groups.len()) " references wait for a person" }
                p { "What comes after an undecided stage is not known yet, and has no number." }
            }
        } @else {
            div.banner.ok role="status" {
                strong { "Complete: every one of " (story.groups.len()) " references is decided" }
                p { "Every decision follows from the exports, the protocol and the rulings listed below." }
            }
        }
        @if let Some(words) = demonstration { div.banner.warn { p { (words) } } }
    }
}

fn figures(story: &Story, flow: &Flow) -> Markup {
    let duplicates = story.records.len() - story.groups.len();
    html! {
        ul.figures {
            li { b { (story.records.len()) } "records read" }
            li { b { (duplicates) } "repeat another" }
            li { b { (story.groups.len()) } "references" }
            li { b { (story.counts.excluded) } "excluded" }
            li { b { (story.counts.to_review) } "to review" }
            li { b { (flow.included()) } @if flow.is_interim() { "pass so far" } @else { "included" } }
        }
    }
}
