//! The pilot: references that everybody reads first, and whether the readers agree on them.

use super::answers;
use super::queue::{self, READING};
use super::review::Review;
use crate::pipeline::{self, Outcome, Votes};
use crate::protocol::Pilot;
use crate::source::Digest;

/// How far the pilot is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    /// How many references are in it.
    pub references: usize,
    /// How many of them everybody has read.
    pub read: usize,
    /// On how many of those they agree.
    pub agreed: usize,
    /// On how many in a hundred they must.
    pub needed: u32,
}

impl Standing {
    /// Whether the other references may be offered.
    pub fn is_passed(self) -> bool {
        self.read == self.references && self.agreed * 100 >= self.references * self.needed as usize
    }
}

/// The rule of the protocol.
fn rule(review: &Review) -> Option<Pilot> {
    review.protocol.votes.iter().find(|rule| rule.stage == READING).and_then(|rule| rule.pilot)
}

/// The groups of the pilot: of those that wait for a person by the rules alone, the first by the digest of their names. The same
/// for every reader, and as good as drawn by lot.
pub(super) fn groups(review: &Review) -> Vec<usize> {
    let Some(rule) = rule(review) else { return Vec::new() };
    let none = Votes::new(&[], &[]);
    let waits = |group: &usize| {
        let decision = pipeline::decide(&review.protocol, &review.screened(*group).findings, &none);
        matches!(decision.outcome, Outcome::ToReview(_)) && decision.stage <= READING
    };
    let mut groups: Vec<usize> = (0..review.len()).filter(waits).collect();
    groups.sort_by_cached_key(|&group| Digest::of(review.group(group).name.as_bytes()).to_string());
    groups.truncate(rule.references as usize);
    groups.sort_unstable();
    groups
}

/// How far the pilot is; `None` where the protocol asks for none.
pub(super) fn standing(review: &Review) -> Option<Standing> {
    let rule = rule(review)?;
    let mut standing = Standing { references: review.pilot.len(), read: 0, agreed: 0, needed: rule.agreement };
    for &group in &review.pilot {
        if queue::is_complete(review, group, READING) {
            let keeps: Vec<bool> = queue::votes(review, group, READING).map(|vote| vote.verdict != "exclude").collect();
            standing.read += 1;
            standing.agreed += usize::from(keeps.windows(2).all(|pair| pair[0] == pair[1]));
            continue;
        }
        // What everybody said of its criteria may have decided it, or be in dispute: then nobody is asked for a vote.
        let is_decided = !matches!(review.screened(group).decision.outcome, Outcome::ToReview(_));
        standing.read += usize::from(is_decided || !answers::disputed(review, group).is_empty());
        standing.agreed += usize::from(is_decided);
    }
    Some(standing)
}

/// What a reader should know of the pilot.
pub(super) fn in_words(standing: Standing) -> String {
    let Standing { references, read, agreed, needed } = standing;
    if read < references {
        return format!(
            "Pilot: everybody has read {read} of {references} references. The others are offered when all are read and the readers agree on {needed} %."
        );
    }
    format!(
        "Pilot: the readers agree on {agreed} of {references} references ({} %), and {needed} % are needed. Talk about the conflicts, then decide again where you would now decide otherwise.",
        agreed * 100 / references.max(1)
    )
}
