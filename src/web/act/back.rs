//! Taking back: the last decision, the last undo, or the own word on one reference.

use super::{Refused, Show, Taken, draft, gone, identities, wrong};
use crate::protocol::Stage;
use crate::ruling::{Draft, Ruling, RulingKind};
use crate::web::batch;
use crate::web::board::Place;
use crate::web::queue;
use crate::web::review::Review;

/// Takes back the reader's word on a reference at a stage, whatever was decided since.
pub(super) fn withdraw(review: &Review, by: &str, group: &str, stage: &str) -> Result<Taken, Refused> {
    let Some(number) = review.find_group(group) else { return gone(&format!("The reference {group}")) };
    let own = Stage::from_name(stage).map(|stage| queue::own_words(review, number, stage, by)).unwrap_or_default();
    let Some(last) = own.last() else {
        return wrong("You have no word at this stage of this reference that could be taken back.");
    };
    // Of a word that was changed the earlier one would come back.
    let ever = review.board.history(number).map(|(ruling, _)| ruling);
    let ever = ever.filter(|said| said.kind == RulingKind::Group && said.stage == last.stage && said.by == by);
    let said = format!("Took back: {}{}", last.verdict, of_what(review, last));
    Ok(Taken { show: Some(Show::Here(group.to_owned())), ..Taken::new(vec![taking_back(identities(ever))], said) })
}

/// Takes back the last decision.
pub(super) fn undo(review: &Review, by: &str) -> Result<Taken, Refused> {
    let together = review.board.to_undo(by);
    let Some(&(number, last)) = together.first() else { return wrong("There is nothing to undo.") };
    if together.len() > 1 && batch::is_of_one(last) {
        // What was undone of one reference is settled with that reference: each gets a line of its own.
        let drafts = together.iter().rev().map(|(_, ruling)| taking_back(ruling.id.clone())).collect();
        let said = format!("Took back: {} on {} references together", last.verdict, together.len());
        return Ok(Taken { show: shown_at(review, number).map(Show::IfListed), ..Taken::new(drafts, said) });
    }
    let what =
        if together.len() > 1 { format!("a split ({} pairs)", together.len()) } else { last.verdict.replace('-', " ") };
    let ids: Vec<&str> = together.iter().map(|(_, ruling)| ruling.id.as_str()).collect();
    let show = shown_at(review, number);
    let note = show.clone().zip(Some(last.note.clone()).filter(|note| !note.is_empty()));
    Ok(Taken {
        show: show.map(Show::IfListed),
        note,
        ..Taken::new(vec![taking_back(ids.join(" "))], format!("Took back: {what}{}", of_what(review, last)))
    })
}

/// Takes back the last undo.
pub(super) fn redo(review: &Review, by: &str) -> Result<Taken, Refused> {
    let together = review.board.to_redo(by);
    let Some(&(number, undo)) = together.first() else { return wrong("There is nothing to redo.") };
    if together.len() > 1 {
        let drafts = together.iter().rev().map(|(_, undo)| taking_back(undo.id.clone())).collect();
        return Ok(Taken::new(drafts, format!("Done again: {} decisions made together", together.len())));
    }
    let again = review.board.taken_back(undo).next();
    let what = again.map(|(_, ruling)| format!(": {}{}", ruling.verdict.replace('-', " "), of_what(review, ruling)));
    let show = again.and_then(|(number, _)| shown_at(review, number)).or_else(|| shown_at(review, number));
    let said = format!("Done again{}", what.unwrap_or_default());
    Ok(Taken { show: show.map(Show::IfListed), ..Taken::new(vec![taking_back(undo.id.clone())], said) })
}

/// An undo of these rulings, identities with a space between them.
pub(super) fn taking_back(ids: String) -> Draft {
    Draft { supersedes: ids, ..draft(RulingKind::Undo, Vec::new(), "") }
}

/// The titles that a ruling is about and the stage, for a reader who may be looking at something else.
fn of_what(review: &Review, ruling: &Ruling) -> String {
    let titles: Vec<String> = ruling.targets.iter().map(|target| format!("“{}”", review.title_of(target))).collect();
    let stage = if ruling.stage == Stage::Eligibility.name() { " (full text)" } else { "" };
    let criterion = if ruling.criterion.is_empty() { String::new() } else { format!(", {}", ruling.criterion) };
    format!("{criterion}{stage}, {}", titles.join(" and "))
}

/// The name of the reference or pair that a ruling is about.
fn shown_at(review: &Review, ruling: usize) -> Option<String> {
    match review.board.place_of(ruling) {
        Place::Group(group) => Some(review.group(group).name.clone()),
        Place::Pair => review.doubt_of(&review.board.rulings[ruling]),
        Place::Nowhere => None,
    }
}
