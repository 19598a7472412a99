//! What an editor must know first: whether the numbers are final, what stands in their way, and the numbers.

use maud::{Markup, html};

use super::html::{count, plural};
use super::known::Fate;
use super::log::is_remark;
use crate::audit::reconcile::{Outcome, Reconciled};
use crate::audit::{Story, Yields};
use crate::flow::Flow;
use crate::wire::audit::Decision;

/// How grave a point is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    /// Something does not hold.
    Grave,
    /// Something is open, or has to be looked at.
    Open,
    /// As it should be.
    Fine,
}

impl Weight {
    fn class(self) -> &'static str {
        match self {
            Self::Grave => "grave",
            Self::Open => "open",
            Self::Fine => "fine",
        }
    }

    /// What a reader hears who does not see the colour.
    fn word(self) -> &'static str {
        match self {
            Self::Grave => "Problem",
            Self::Open => "Open",
            Self::Fine => "In order",
        }
    }
}

/// One thing to know, with the section that says more.
struct Point {
    weight: Weight,
    text: String,
    section: &'static str,
}

/// The banner with its points.
pub fn banner(story: &Story, flow: &Flow, numbers: &[Reconciled]) -> Markup {
    let total = story.groups.len() as u64;
    let (class, headline, words) = if story.protocol.criteria.is_empty() {
        (
            "warn",
            format!(
                "Not screened: the protocol has no criterion; {} found",
                plural(total, "reference was", "references were")
            ),
            "Every reference counts as included, because nothing was asked of it.",
        )
    } else if flow.is_interim() {
        (
            "warn",
            format!(
                "Interim: {} of {} {} for a person",
                count(flow.undecided()),
                plural(total, "reference", "references"),
                if flow.undecided() == 1 { "waits" } else { "wait" }
            ),
            "What comes after an undecided stage is not known yet, and has no number.",
        )
    } else if flow.open_full_texts() > 0 {
        (
            "warn",
            format!(
                "Interim: {} that passed screening {} not been read yet",
                plural(flow.open_full_texts(), "full text", "full texts"),
                if flow.open_full_texts() == 1 { "has" } else { "have" }
            ),
            "Who is included is known when every full text was assessed, or given up as not retrieved.",
        )
    } else {
        (
            "ok",
            format!(
                "Complete: {} decided",
                if total == 1 {
                    "the 1 reference is".to_owned()
                } else {
                    format!("all {} references are", count(total))
                }
            ),
            "Every decision follows from the exports, the protocol and the rulings that are listed below.",
        )
    };
    let mut points = points(story, flow);
    points.extend(published(numbers));
    points.extend(known(story));
    points.sort_by_key(|point| point.weight);
    let grave = points.iter().filter(|point| point.weight == Weight::Grave).count() as u64;
    html! {
        div class={ "banner " (if grave > 0 { "warn" } else { class }) } {
            p.headline { (headline) }
            p { (words) }
            @if let Some(words) = update(flow) { p { (words) } }
            @if grave > 0 { p { strong { (plural(grave, "thing does", "things do")) " not hold: see what is marked as a problem." } } }
            @if let Some(words) = story.protocol.review.exports_are.caution() { p { strong { (words) } } }
        }
        ul.points aria-label="What to know first" {
            @for point in points {
                li class=(point.weight.class()) { b.mark { (point.weight.word()) } " " (point.text) " " a href={ "#" (point.section) } aria-label={ "More about: " (point.text) } { "more" } }
            }
        }
    }
}

/// Of an update: what is new, and what there is in all.
fn update(flow: &Flow) -> Option<String> {
    let before = flow.previous?.reports;
    Some(match (flow.new_reports(), flow.total_reports(), before) {
        (Some(new), Some(total), Some(before)) => format!(
            "This is an update: {} added to the {} of the earlier version make {} in all.",
            plural(new, "new report", "new reports"),
            count(before),
            count(total)
        ),
        _ => "This is an update: how many reports are new, and how many there are in all, is not known yet.".to_owned(),
    })
}

fn points(story: &Story, flow: &Flow) -> Vec<Point> {
    let mut points = Vec::new();
    let mut point = |weight, text: String, section| points.push(Point { weight, text, section });
    for (remarks, what, fine, section) in [
        (
            true,
            "from the audit: about searches, queries, decisions or known references",
            "Nothing to remark on searches, queries and decisions.",
            "remarks",
        ),
        (
            false,
            "about the files, the protocol or the rulings",
            "Nothing in the files gave cause for a warning.",
            "noticed",
        ),
    ] {
        let of = |severity: &str| {
            let all = story.noticed.iter().filter(|noticed| is_remark(noticed) == remarks);
            all.filter(|noticed| noticed.severity == severity).count() as u64
        };
        match (of("error"), of("warning")) {
            (0, 0) => point(Weight::Fine, fine.into(), section),
            (0, warnings) => {
                point(Weight::Open, format!("{} {what}.", plural(warnings, "warning", "warnings")), section)
            }
            (errors, _) => point(Weight::Grave, format!("{} {what}.", plural(errors, "error", "errors")), section),
        }
    }
    let read: u64 = story.files.iter().map(|file| file.records).sum();
    let markers: u64 = story.files.iter().map(|file| file.markers).sum();
    if read == markers {
        let text = plural(read, "record", "records");
        point(Weight::Fine, format!("{text} read; an independent count of the files finds as many."), "inputs");
    } else {
        let text = format!(
            "{} records were read, and an independent count of the files finds {}.",
            count(read),
            count(markers)
        );
        point(Weight::Open, text, "inputs");
    }
    match story.doubts.len() as u64 {
        0 => point(
            Weight::Fine,
            "No pair of records is in doubt: what is merged is merged by a named rule.".into(),
            "duplicates",
        ),
        1 => point(Weight::Open, "1 pair of records may be the same report; it was not merged.".into(), "doubtful"),
        n => point(
            Weight::Open,
            format!("{} pairs of records may be the same report; they were not merged.", count(n)),
            "doubtful",
        ),
    }
    let silent: u64 = flow.sources.iter().map(|source| source.searches_without_export).sum();
    if silent > 0 {
        let text = plural(silent, "search has", "searches have");
        point(Weight::Open, format!("{text} no export: not counted, and not zero."), "searches");
    }
    // What nobody could have was not excluded.
    let is_lacking =
        |decision: &Decision| decision.criteria.is_empty() && decision.retrieval.as_deref() == Some("not-retrieved");
    let excluded = || {
        let decisions = story.groups.iter().map(|told| &told.decision);
        decisions.filter(|decision| decision.decision == "excluded" && !is_lacking(decision))
    };
    let without = excluded().filter(|decision| decision.criteria.is_empty()).count() as u64;
    match (excluded().count() as u64, without) {
        (0, _) => {}
        (all, 0) => {
            let text = if all == 1 {
                "The 1 exclusion names".to_owned()
            } else {
                format!("All {} exclusions name", count(all))
            };
            point(Weight::Fine, format!("{text} a criterion of the protocol."), "exclusions");
        }
        (all, without) => {
            point(
                Weight::Grave,
                format!("{} of {} exclusions name no criterion.", count(without), count(all)),
                "exclusions",
            );
        }
    }
    points
}

/// Whether references that must not get lost were lost.
fn known(story: &Story) -> Option<Point> {
    let fates: Vec<Fate> = story.known.iter().map(|known| Fate::of(story, known)).collect();
    let of = |has: fn(Fate) -> bool| fates.iter().filter(|fate| has(**fate)).count() as u64;
    let (lost, unsure) = (of(Fate::is_lost), of(|fate| fate == Fate::Ambiguous));
    let not_again = of(|fate| fate == Fate::NotAgain);
    let (excluded, missing) = (of(|fate| fate == Fate::Excluded), of(|fate| fate == Fate::Missing));
    let all = plural(fates.len() as u64, "known reference", "known references");
    let (weight, text) = match (fates.len(), lost, unsure) {
        (0, ..) => return None,
        (_, 0, _) if not_again > 0 => (
            Weight::Open,
            format!(
                "{} of {all} {} in no export of this update; whether the earlier version found them, its own report tells.",
                count(not_again),
                if not_again == 1 { "is" } else { "are" }
            ),
        ),
        (_, 0, 0) => (Weight::Fine, format!("None of {all} is lost.")),
        (_, 0, unsure) => (
            Weight::Open,
            format!("None of {all} is lost for certain; {} cannot be told apart from others.", count(unsure)),
        ),
        (_, lost, _) => {
            let are = if lost == 1 { "is" } else { "are" };
            let ways = [(missing, "in no export"), (excluded, "excluded")];
            let ways = ways.iter().filter(|(number, _)| *number > 0);
            let ways: Vec<String> = ways.map(|(number, way)| format!("{} {way}", count(*number))).collect();
            (Weight::Grave, format!("{} of {all} {are} lost: {}.", count(lost), ways.join(", ")))
        }
    };
    Some(Point { weight, text, section: "known" })
}

/// Whether published numbers are reproduced.
fn published(numbers: &[Reconciled]) -> Option<Point> {
    let of = |outcome| numbers.iter().filter(|number| number.outcome == outcome).count() as u64;
    let (all, wrong, unknown) = (numbers.len() as u64, of(Outcome::Mismatch), of(Outcome::CannotBeChecked));
    let all = match all {
        0 => return None,
        1 => "the 1 published number".to_owned(),
        _ => format!("{} published numbers", count(all)),
    };
    let (weight, text) = match (wrong, unknown) {
        (0, 0) => (Weight::Fine, format!("The replay agrees with {all}.")),
        (0, unknown) => (Weight::Open, format!("{} of {all} cannot be checked; none disagrees.", count(unknown))),
        (wrong, _) => (Weight::Grave, format!("{} of {all} disagree with the replay.", count(wrong))),
    };
    Some(Point { weight, text, section: "published" })
}

/// What the set is called that was not excluded.
pub fn kept(flow: &Flow) -> &'static str {
    if flow.is_interim() { "References that pass so far" } else { "Included references" }
}

/// The review in a few sentences and numbers.
pub fn figures(story: &Story, flow: &Flow, yields: &Yields) -> Markup {
    let duplicates = (story.records.len() - story.groups.len()) as u64;
    let searched = yields.searches.iter().filter(|search| search.records.is_some()).count() as u64;
    let figure = |number: u64, words: &str, link: &str| {
        html! { li { a href=(link) { b { (count(number)) } " " span { (words) } } } }
    };
    html! {
        ul.figures aria-label="The review in numbers" {
            (figure(searched, "searches with an export", "#searches"))
            (figure(story.records.len() as u64, "records read", "#records"))
            (figure(duplicates, "repeat another record", "#duplicates"))
            (figure(story.groups.len() as u64, "references", "#references"))
            (figure(story.counts.excluded, "excluded", "#exclusions"))
            (figure(story.counts.to_review, "wait for a person", "#set-to-review"))
            (figure(flow.included(), if flow.is_interim() { "pass so far" } else { "included" }, "#box-included"))
        }
    }
}
