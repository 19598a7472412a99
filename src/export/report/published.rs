//! Published numbers beside replayed ones.

use maud::html;

use super::html::{Section, count, table};
use crate::audit::Story;
use crate::audit::reconcile::{Outcome, Reconciled};

/// The section.
pub fn section(story: &Story, numbers: &[Reconciled]) -> Section {
    let columns = [
        ("Number", false),
        ("Outcome", false),
        ("Published", false),
        ("Replayed", true),
        ("In the exports", true),
        ("References", true),
        ("Decided", true),
        ("Why", false),
    ];
    let cell = |value: Option<u64>| html! { td.n { @if let Some(value) = value { (count(value)) } } };
    let rows = numbers.iter().map(|number| {
        let published = &number.number;
        html! {
            th scope="row" { (number.subject()) }
            td { span class={ "tag " (class(number.outcome)) } { (number.outcome.words()) } }
            td {
                (published.words())
                @if let Some(quote) = &published.quote { div.soft { "“" (quote) "”" } }
                @if let Some(locator) = &published.locator { div.soft { (locator) } }
            }
            td.n { @if let Some(figure) = number.replayed { (figure) } }
            (cell(number.exported)) (cell(number.unique)) (cell(number.decided))
            td.why { (number.why) }
        }
    });
    let of = |outcome| numbers.iter().filter(|number| number.outcome == outcome).count();
    Section::new(
        "published",
        "Published against replayed",
        html! {
            @if numbers.is_empty() {
                p { "The protocol has no published number of " (story.protocol.review.title) "." }
            } @else {
                p {
                    (Outcome::ALL.map(|outcome| format!("{} {}", of(outcome), outcome.words())).join(", ")) ". "
                    "What a review does not report is not zero and never a failure."
                }
                (table("Published numbers", &columns, rows))
            }
        },
    )
}

fn class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Match => "ok",
        Outcome::Near => "partly",
        Outcome::Mismatch => "mismatch",
        Outcome::CannotBeChecked => "plain-tag",
    }
}
