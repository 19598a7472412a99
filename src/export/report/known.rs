//! The references that the review must not lose: where each was found, or lost.

use maud::{Markup, html};

use super::html::{Section, count, encoded, plural, table};
use crate::audit::{Story, Told};
use crate::protocol::Mode;
use crate::wire::audit::{Caught, Known};

/// What became of a known reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// In the screened set.
    Included,
    /// Found, and waits for a person.
    Waiting,
    /// Found, and excluded.
    Excluded,
    /// It may be one of several.
    Ambiguous,
    /// In no export.
    Missing,
    /// In no export of an update, and the earlier version included it.
    Before,
    /// In no export of an update; whether the earlier version found it is not known here.
    NotAgain,
}

impl Fate {
    /// What became of it.
    pub fn of(story: &Story, known: &Known) -> Self {
        match (known.found.as_str(), group(story, known).map(|told| told.decision.decision.as_str())) {
            ("found", Some("included")) => Self::Included,
            ("found", Some("excluded")) => Self::Excluded,
            ("found", Some(_)) => Self::Waiting,
            ("ambiguous", _) => Self::Ambiguous,
            _ if known.before => Self::Before,
            _ if story.protocol.review.mode == Mode::Update => Self::NotAgain,
            _ => Self::Missing,
        }
    }

    /// Whether the review has lost it.
    pub fn is_lost(self) -> bool {
        matches!(self, Self::Excluded | Self::Missing)
    }

    fn words(self) -> &'static str {
        match self {
            Self::Included => "included",
            Self::Waiting => "to review",
            Self::Excluded => "lost: excluded",
            Self::Ambiguous => "not certain",
            Self::Missing => "lost: in no export",
            Self::Before => "included by the earlier version",
            Self::NotAgain => "in no export of this update",
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Included | Self::Before => "included",
            Self::Waiting => "to-review",
            Self::Ambiguous | Self::NotAgain => "unclear",
            Self::Excluded | Self::Missing => "excluded",
        }
    }

    const ALL: [Self; 7] =
        [Self::Included, Self::Before, Self::Waiting, Self::Ambiguous, Self::Excluded, Self::Missing, Self::NotAgain];
}

fn group<'a>(story: &'a Story, known: &Known) -> Option<&'a Told> {
    known.groups.first().and_then(|name| story.group(name))
}

/// The section.
pub fn section(story: &Story) -> Section {
    let sets: Vec<&str> = story.protocol.known.iter().map(|set| set.id.as_str()).collect();
    Section::new(
        "known",
        "Known references",
        html! {
            @if sets.is_empty() { p { "The protocol names no references that must not get lost." } }
            @for set in sets { (one_set(story, set)) }
        },
    )
}

fn one_set(story: &Story, set: &str) -> Markup {
    let references: Vec<&Known> = story.known.iter().filter(|known| known.set == set).collect();
    let fates: Vec<Fate> = references.iter().map(|known| Fate::of(story, known)).collect();
    let of = |fate: Fate| fates.iter().filter(|found| **found == fate).count() as u64;
    let role = references.first().map_or("", |known| known.role.as_str());
    let columns = [
        ("Reference", false),
        ("What became of it", false),
        ("Found by", false),
        ("Recognised by", false),
        ("Decision", false),
    ];
    let rows = references.iter().zip(&fates).map(|(known, fate)| row(story, known, *fate));
    html! {
        h3 { "Set " (set) @if !role.is_empty() { " (" (role) ")" } }
        @if references.is_empty() {
            p { "Its file could not be read." }
        } @else {
            p {
                (plural(references.len() as u64, "reference", "references")) ": "
                (Fate::ALL.iter().filter(|fate| of(**fate) > 0).map(|fate| format!("{} {}", count(of(*fate)), fate.words())).collect::<Vec<_>>().join(", ")) "."
            }
            (table(set, &columns, rows))
            (queries(story, set))
        }
    }
}

fn row(story: &Story, known: &Known, fate: Fate) -> Markup {
    let told = group(story, known);
    html! {
        th scope="row" {
            @match told.filter(|_| known.found == "found") {
                Some(told) => { a href={ "#g-" (encoded(&told.group.group)) } { (name(known)) } }
                None => { (name(known)) }
            }
            div.soft { (known.title) }
        }
        td { span class={ "tag " (fate.class()) } { (fate.words()) } }
        td { @if let Some(told) = told.filter(|_| known.found == "found") { (told.decision.searches.join(", ")) } }
        td {
            (known.by)
            @for near in &known.nearest { div.soft { "nearest: " a href={ "#r-" (encoded(&near.record)) } { code { (near.record) } } @if let Some(record) = story.record(&near.record) { " " (record.title()) } } }
            @if known.found == "ambiguous" { @for other in &known.groups { div.soft { "perhaps " a href={ "#g-" (encoded(other)) } { @match story.group(other) { Some(told) => (told.group.reference.title), None => (other) } } } } }
        }
        td { @if let Some(told) = told.filter(|_| known.found == "found") { @if told.decision.reason.is_empty() { (told.decision.decision) } @else { (told.decision.reason) } } }
    }
}

fn name(known: &Known) -> String {
    let parts = [known.author.as_str(), known.year.as_str()];
    let name: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if name.is_empty() { known.reference.clone() } else { name.join(" ") }
}

/// How many of the set every query catches, per reading.
fn queries(story: &Story, set: &str) -> Markup {
    let caught: Vec<&Caught> = story.caught.iter().filter(|caught| caught.set == set).collect();
    let columns = [
        ("Search", false),
        ("Reading of the operators", false),
        ("Words", false),
        ("Catches", true),
        ("Cannot be told", true),
        ("Of", true),
    ];
    let rows = caught.iter().map(|caught| {
        html! {
            th scope="row" { (caught.search) div.soft { code { (caught.query) } } }
            td { (caught.reading) }
            td { @if caught.mode == "literal" { "as typed" } @else { "with inflected forms and hyphen variants" } }
            td.n { (count(caught.caught.len() as u64)) } td.n { (count(caught.not_shown)) } td.n { (count(caught.references)) }
        }
    });
    html! {
        @if !caught.is_empty() {
            details {
                summary { "How many of them each query catches, in every reading" }
                p.soft { "By what the exports and the known set show of each reference. Cannot be told: a field in which the words may stand is not shown." }
                (table("Queries against known references", &columns, rows))
            }
        }
    }
}
