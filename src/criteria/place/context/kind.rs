//! Names that stand for a kind of thing, or for people who wrote: `Oxford-style footnotes`, `passages from Simmel, Merton and Goffman`.

use super::Surroundings;
use crate::criteria::place::lexicon::{Mark, lexicon};
use crate::criteria::place::scan::Found;
use crate::criteria::place::words::{COMMA, CONJUNCTION, HYPHEN, PEOPLE, PERSON, SPACE};

/// Why a name decides nothing: things are called after it wherever they are.
pub(super) const OF_A_KIND: &str = "a kind of thing that is named after it";

impl Surroundings<'_> {
    /// `Oxford-style`, `Ofsted-type`, `NHS-like`, `Quality Framework style of`.
    pub(super) fn is_of_the_kind(&self, found: Found) -> bool {
        const LONGEST: usize = 6;
        let Some(next) = self.tokens.get(found.to) else { return false };
        if next.gap & HYPHEN != 0 && next.gap & SPACE == 0 {
            return matches!(self.word(found.to), "style" | "styled" | "type" | "like" | "esque" | "inspired");
        }
        let name = (found.to..found.to + LONGEST).find(|&at| self.tokens.get(at).is_none_or(|token| !token.capital));
        name.is_some_and(|at| {
            matches!(self.word(at), "style" | "styled")
                && (found.to..=at).all(|at| self.tokens[at].joins())
                && matches!(self.word(at + 1), "of" | "")
        })
    }

    /// `passages from Simmel, Merton and Goffman`: a name that is also a surname, in a list with others that are no places, and no `in` before it.
    pub(super) fn is_among_surnames(&self, found: Found) -> bool {
        const LONGEST: usize = 8;
        if lexicon().phrase(found.phrase).candidates.iter().any(|one| one.mark != Mark::Surname) {
            return false;
        }
        let listed = |at: usize| self.tokens[at].gap & !(SPACE | COMMA) == 0;
        let unknown = |at: usize| {
            self.tokens.get(at).is_some_and(|token| token.capital && !token.all_capitals && token.word == 0)
        };
        let conjunction = |at: usize| self.classes(at) & CONJUNCTION != 0;
        let before = found.from.checked_sub(1).map(|at| if conjunction(at) { at.saturating_sub(1) } else { at });
        let behind = if conjunction(found.to) { found.to + 1 } else { found.to };
        let separate = |at: usize| self.tokens.get(at).is_some_and(|token| token.gap & COMMA != 0);
        let neighbour = before.is_some_and(|at| unknown(at) && (separate(found.from) || conjunction(found.from - 1)))
            || unknown(behind) && (separate(found.to) || conjunction(found.to));
        if !neighbour {
            return false;
        }
        let mut before = (found.from.saturating_sub(LONGEST)..found.from).rev().take_while(|&at| listed(at + 1));
        let Some(joint) = before.find(|&at| !self.tokens[at].capital && !conjunction(at)) else { return true };
        let of_people = || joint > 0 && self.classes(joint - 1) & (PEOPLE | PERSON) != 0;
        match self.word(joint) {
            "in" | "at" | "near" | "around" | "across" | "outside" | "within" | "throughout" | "the" => false,
            "of" | "from" => !of_people(),
            _ => true,
        }
    }
}
