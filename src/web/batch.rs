//! One decision on every reference of a narrowed list: each gets a ruling of its own, whose note says that they were decided
//! together and by what the list was narrowed.

use super::act::{Refused, Taken, check_vote, draft, past, wrong};
use super::queue::{Narrowed, Queue, READING};
use super::review::Review;
use super::view::{List, View};
use crate::ruling::{Draft, Ruling, RulingKind};

/// Begins what the note of each says behind the reader's own words.
const MARK: &str = "[one of ";
/// Stands behind the number there.
const TOGETHER: &str = " decided together: ";

/// What is said of all of them.
pub(super) struct Said<'a> {
    pub verdict: &'a str,
    pub criterion: &'a str,
    pub note: &'a str,
    /// How many references the reader has confirmed.
    pub total: usize,
}

/// The rulings of one decision on the whole list that the page shows.
pub(super) fn decide(review: &Review, view: &View, by: &str, said: &Said<'_>) -> Result<Taken, Refused> {
    let narrowed = view.narrowed();
    if view.queue != Queue::Review {
        return wrong("Only references that wait for your review are decided together.");
    }
    if narrowed == Narrowed::default() {
        return wrong("Search or filter first: the whole list is never decided at once.");
    }
    check_vote(review, said.verdict, said.criterion, said.note)?;
    if said.verdict == "exclude" && said.criterion.is_empty() && said.note.trim().is_empty() {
        return wrong("Choose the criterion that they all fail, or say in the note why they are excluded.");
    }
    let List::Groups(groups) = List::of(review, view, by) else { return wrong("Pairs are decided one by one.") };
    if groups.is_empty() || groups.len() != said.total {
        let message = format!(
            "The list has {} references now, and you confirmed {}. Nothing was saved; look again, then decide.",
            groups.len(),
            said.total
        );
        return Err(Refused::Outdated(message));
    }
    let note = format!("{} {MARK}{}{TOGETHER}{}]", said.note.trim(), said.total, narrowed.in_words());
    let of = |group| Draft {
        stage: READING.name().to_owned(),
        verdict: said.verdict.to_owned(),
        criterion: if said.verdict == "exclude" { said.criterion.to_owned() } else { String::new() },
        ..draft(RulingKind::Group, vec![review.target(group)], &note)
    };
    let drafts = groups.into_iter().map(of).collect();
    Ok(Taken::new(drafts, format!("{}: {} references together", past(said.verdict), said.total)))
}

/// Whether a ruling is one of several that were decided together.
pub(super) fn is_of_one(ruling: &Ruling) -> bool {
    let number = ruling.note.rsplit_once(MARK).and_then(|(_, rest)| rest.split_once(TOGETHER));
    ruling.kind == RulingKind::Group && number.is_some_and(|(number, _)| number.parse::<usize>().is_ok())
}

/// Whether two rulings are of one decision on a list.
pub(super) fn are_of_one(one: &Ruling, other: &Ruling) -> bool {
    is_of_one(one)
        && is_of_one(other)
        && (&one.by, &one.at, &one.note) == (&other.by, &other.at, &other.note)
        && one.has_answer_of(other)
}
