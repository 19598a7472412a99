//! What readers say of records that may be one report: of a pair, of a group to be taken apart, of a duplicate found late.

use super::{Refused, Taken, check_note, draft, gone, identities, past, wrong};
use crate::record::RecordId;
use crate::ruling::{Draft, RulingKind, Target};
use crate::web::review::Review;

/// A ruling on two records, in place of the reader's earlier one.
fn pair_draft(review: &Review, by: &str, (a, b): (RecordId, RecordId), verdict: &str, note: &str) -> Draft {
    let target = |id| Target::of(review.records().record(id));
    let earlier = review.board.on_pair(a, b).filter(|ruling| ruling.by == by);
    Draft {
        verdict: verdict.to_owned(),
        supersedes: identities(earlier),
        ..draft(RulingKind::Pair, vec![target(a), target(b)], note)
    }
}

pub(super) fn pair(
    review: &Review,
    by: &str,
    (a, b): (&str, &str),
    verdict: &str,
    note: &str,
) -> Result<Taken, Refused> {
    if !RulingKind::Pair.verdicts().contains(&verdict) {
        return wrong(format!("`{verdict}` is no answer: a pair is the same or different."));
    }
    check_note(note)?;
    let Some((a, b)) = review.find_record(a).zip(review.find_record(b)) else { return gone("One of the two records") };
    if a == b {
        return wrong("A record cannot be compared with itself.");
    }
    // The page offers pairs that wait; one that this reader answered, and that waits no more, was answered in another tab.
    let own = review.board.on_pair(a, b).filter(|ruling| ruling.by == by).last();
    if let Some(own) = own.filter(|_| !review.board.is_open(a, b)) {
        return Err(Refused::Outdated(format!(
            "Meanwhile you said {} of this pair in another tab. Undo it there if it is wrong; nothing was saved.",
            own.verdict
        )));
    }
    Ok(Taken::new(vec![pair_draft(review, by, (a, b), verdict, note)], past(verdict)))
}

pub(super) fn split(review: &Review, by: &str, group: &str, records: &[String], note: &str) -> Result<Taken, Refused> {
    check_note(note)?;
    let Some(number) = review.find_group(group) else { return gone(&format!("The reference {group}")) };
    let members = &review.group(number).records;
    let mut out: Vec<RecordId> = Vec::new();
    for name in records {
        match review.find_record(name).filter(|id| members.contains(id)) {
            Some(id) if !out.contains(&id) => out.push(id),
            Some(_) => {}
            None => return gone(&format!("The record {name}")),
        }
    }
    if out.is_empty() || out.len() == members.len() {
        return wrong("Choose the records that are another report; at least one has to stay.");
    }
    // Every pair across: one link left over would hold the two halves together.
    let stay: Vec<RecordId> = members.iter().copied().filter(|id| !out.contains(id)).collect();
    let pairs = stay.iter().flat_map(|&a| out.iter().map(move |&b| (a, b)));
    let drafts = pairs.map(|pair| pair_draft(review, by, pair, "different", note)).collect();
    Ok(Taken::new(drafts, format!("Taken apart: {} of {} records", out.len(), members.len())))
}

pub(super) fn duplicate(review: &Review, by: &str, group: &str, of: &str, note: &str) -> Result<Taken, Refused> {
    check_note(note)?;
    let known = review.find_group(group).zip(review.find_group(of));
    let Some((one, other)) = known else { return gone("One of the two references") };
    if one == other {
        return wrong("A reference is no duplicate of itself.");
    }
    let pair = (review.group(one).kept, review.group(other).kept);
    Ok(Taken::new(vec![pair_draft(review, by, pair, "same", note)], "Marked as duplicates"))
}
