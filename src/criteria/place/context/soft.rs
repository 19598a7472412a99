//! Names of places that decide nothing: perhaps no place at all, or a part of the name of a body.

use super::{SOCIETY_OR_GUIDELINE, Surroundings};
use crate::criteria::place::code::Code;
use crate::criteria::place::lexicon::{Candidate, Class, Place, lexicon};
use crate::criteria::place::scan::Found;
use crate::criteria::place::words::{
    BIBLIOGRAPHIC, CONJUNCTION, COUNTY, Classes, PEOPLE, PLATFORM, REGISTER, SOCIETY, Token,
};

/// Why a name decides nothing: a county of the United Kingdom is not called so.
pub(super) const COUNTY_ELSEWHERE: &str = "perhaps a county elsewhere";

impl Surroundings<'_> {
    pub(super) fn soft(&self, found: Found, class: Class) -> Option<&'static str> {
        if self.is_shouted(found) {
            return Some("perhaps an acronym");
        }
        if self.is_a_county_elsewhere(found) {
            return Some(COUNTY_ELSEWHERE);
        }
        if self.is_a_word_in_capitals(found) {
            return Some("perhaps a word in capitals");
        }
        let english = lexicon().phrase(found.phrase).candidates[0].place == Place::Code(Code::ENGLAND);
        if class == Class::Language && english && !self.follows(found, 3, PEOPLE, CONJUNCTION) {
            return Some("perhaps the language");
        }
        if class != Class::City && self.names_body(found, SOCIETY) {
            return Some(SOCIETY_OR_GUIDELINE);
        }
        // A register of patients tells where they are; one of trials or publications is used from anywhere.
        let collection = self.names_body(found, PLATFORM)
            || self.names_body(found, REGISTER) && self.names_body(found, BIBLIOGRAPHIC);
        if class != Class::City && collection {
            return Some("register or database");
        }
        None
    }

    /// Whether a name that is no acronym is written in capitals, in a text that is not: `the PARIS trial`.
    fn is_shouted(&self, found: Found) -> bool {
        let capitals =
            |tokens: &[Token]| tokens.iter().filter(|token| token.all_capitals && token.end - token.start > 3).count();
        let here = &self.tokens[found.from..found.to];
        !lexicon().phrase(found.phrase).acronym
            && capitals(here) == here.len()
            && capitals(self.tokens) * 3 < self.tokens.len()
    }

    /// `Northumberland County`: a county of the United Kingdom is called so before a body of it only (`Essex County Council`).
    fn is_a_county_elsewhere(&self, found: Found) -> bool {
        let british =
            |one: &Candidate| matches!(one.place, Place::Code(code) if code.country() == Code::UNITED_KINGDOM);
        let county =
            self.classes(found.to) & COUNTY != 0 && self.tokens[found.to].joins() && self.tokens[found.to].capital;
        let body = self.tokens.get(found.to + 1).is_some_and(|next| next.joins() && next.capital);
        county && !body && lexicon().phrase(found.phrase).candidates.iter().all(british)
    }

    /// `LET US CONSIDER`: letters that are also a word, in a text that is written in capitals, without a word that speaks of a place.
    fn is_a_word_in_capitals(&self, found: Found) -> bool {
        if !self.capitals || self.word(found.from) != "US" || found.to - found.from != 1 {
            return false;
        }
        let before = found.from.checked_sub(1).map_or("", |before| self.word(before));
        let placed = ["THE", "IN", "ACROSS", "WITHIN", "THROUGHOUT"].contains(&before);
        !placed && self.classes(found.to) & PEOPLE == 0
    }

    /// `British Society of Gastroenterology`: a capitalised name that begins with the place and holds a word of `classes`.
    pub(super) fn names_body(&self, found: Found, classes: Classes) -> bool {
        const REACH: usize = 6;
        for at in found.to..(found.to + REACH).min(self.tokens.len()) {
            let token = self.tokens[at];
            let here = self.classes(at);
            if !token.joins() {
                return false;
            }
            if here & classes != 0 {
                return true;
            }
            let part = token.capital || matches!(self.word(at), "of" | "for" | "and" | "the" | "on");
            if !part && at > found.to {
                return false;
            }
        }
        false
    }
}
