//! Places that a text names because something was copied from there, was seen there, or is to be of use there.

use super::Surroundings;
use crate::criteria::place::scan::{Found, Kind};
use crate::criteria::place::words::{ARTICLE, CONJUNCTION, LITERATURE, MODIFIER};

/// So many words before the name belong to what is said of it.
const REACH: usize = 12;

impl Surroundings<'_> {
    /// `on the model of the British NHS`, `modelled on a scheme in Denmark`, `imported from England`: what a thing elsewhere was made after.
    pub(super) fn is_modelled_on(&self, found: Found) -> bool {
        let named = |at: usize| self.found.iter().any(|other| (other.from..other.to).contains(&at));
        let small = |at: usize| self.classes(at) & (ARTICLE | MODIFIER | CONJUNCTION) != 0;
        let Some(joint) = self.clause(found.from, REACH).find(|&at| !named(at) && !small(at)) else { return false };
        let Some(verb) = joint.checked_sub(1) else { return false };
        match self.word(joint) {
            "on" | "upon" | "after" => matches!(self.word(verb), "modelled" | "modeled" | "patterned"),
            "from" => matches!(self.word(verb), "copied" | "borrowed" | "imported" | "transplanted"),
            "of" => {
                let before = |back: usize| verb.checked_sub(back).map_or("", |at| self.word(at));
                match self.word(verb) {
                    "model" | "lines" | "example" | "pattern" => {
                        before(1) == "the" && matches!(before(2), "on" | "after" | "along" | "upon")
                    }
                    "imitation" => before(1) == "in",
                    _ => false,
                }
            }
            _ => false,
        }
    }

    /// `Findings have informed taxes in Ireland`, `officials had visited English councils`: what others make of the report, or went to see. What
    /// those saw who wrote the report is none of it (`we visited`), nor what informed the report (`informed by fieldwork in`).
    pub(super) fn is_told_or_shown(&self, found: Found) -> bool {
        self.kind == Kind::Text
            && self.clause(found.from, REACH).any(|at| self.informs(at) || self.went_to_see(at))
            && !self.sentence(found).any(|at| matches!(self.word(at), "we" | "We" | "our" | "Our" | "researchers"))
    }

    /// `results have informed`, `may inform`, and no `informed consent` or `informed by`.
    fn informs(&self, at: usize) -> bool {
        const HELPERS: [&str; 12] =
            ["have", "has", "had", "may", "might", "could", "can", "will", "would", "should", "to", "also"];
        matches!(self.word(at), "inform" | "informs" | "informed" | "informing")
            && !matches!(self.word(at + 1), "by" | "consent" | "about" | "that")
            && at > 0
            && (HELPERS.contains(&self.word(at - 1)) || self.classes(at - 1) & LITERATURE != 0)
    }

    /// `had visited`, `study visits to`, `a delegation to`.
    fn went_to_see(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or("", |before| self.word(before));
        match self.word(at) {
            "visited" => matches!(before, "had" | "have" | "has"),
            "visits" | "tours" | "trips" | "visit" | "tour" | "trip" => {
                before == "study" && matches!(self.word(at + 1), "to" | "of" | "in")
            }
            "delegation" | "delegations" => self.word(at + 1) == "to",
            _ => false,
        }
    }

    /// `trained in the British tradition`, `British advisers`: a habit, or people who were sent, that came from there.
    pub(super) fn is_of_a_tradition(&self, found: Found) -> bool {
        matches!(self.word(found.to), "tradition" | "advisers" | "advisors" | "missionaries" | "donors")
            && self.tokens[found.to].joins()
    }

    /// `Preferred destinations were Canada and the United Kingdom`
    pub(super) fn is_a_destination(&self, found: Found) -> bool {
        const LIKED: [&str; 7] = ["preferred", "popular", "favourite", "favorite", "intended", "desired", "dream"];
        self.clause(found.from, REACH).any(|at| {
            let liked = || LIKED.iter().any(|word| self.word(at - 1).eq_ignore_ascii_case(word));
            matches!(self.word(at), "destination" | "destinations") && at > 0 && liked()
        })
    }

    /// `defended with reference to reforms in Britain`, `inherited from the British`
    pub(super) fn is_referred_to(&self, found: Found) -> bool {
        self.clause(found.from, REACH).any(|at| match self.word(at) {
            "reference" => {
                self.word(at + 1) == "to"
                    && at > 1
                    && matches!(self.word(at - 1), "with" | "by")
                    && matches!(self.word(at - 2), "supported" | "defended" | "justified" | "legitimised")
            }
            "inherited" => self.word(at + 1) == "from",
            _ => false,
        })
    }
}
