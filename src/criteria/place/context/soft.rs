//! Names of places that decide nothing: perhaps no place at all, or a part of the name of a body.

use super::vendor::SUPPLIER;
use super::{SOCIETY_OR_GUIDELINE, Surroundings};
use crate::criteria::place::code::Code;
use crate::criteria::place::lexicon::{Candidate, Class, Mark, Place, lexicon};
use crate::criteria::place::scan::Found;
use crate::criteria::place::words::{
    BIBLIOGRAPHIC, CONJUNCTION, COUNTY, Classes, PEOPLE, PLATFORM, REGISTER, SOCIETY, Token,
};

/// Why a name decides nothing: a county of the United Kingdom is not called so.
pub(super) const COUNTY_ELSEWHERE: &str = "perhaps a county elsewhere";

/// Why the name of a region decides nothing: data of one of its countries may be meant.
pub(in super::super) const SURVEY_OF_A_REGION: &str = "a survey of a region";

impl Surroundings<'_> {
    /// `European Social Survey`, in capitals.
    fn is_of_a_survey(&self, found: Found) -> bool {
        const LONGEST: usize = 5;
        let name = (found.to..found.to + LONGEST)
            .take_while(|&at| self.tokens.get(at).is_some_and(|token| token.joins() && token.capital));
        name.into_iter().any(|at| {
            matches!(self.word(at), "Survey" | "Surveys" | "Study" | "Panel" | "Barometer" | "Values" | "Census")
        })
    }

    pub(super) fn soft(&self, index: usize, class: Class) -> Option<&'static str> {
        let found = self.found[index];
        if self.is_shouted(found) {
            return Some("perhaps an acronym");
        }
        if self.is_a_county_elsewhere(index) {
            return Some(COUNTY_ELSEWHERE);
        }
        if self.is_a_word_in_capitals(found) {
            return Some("perhaps a word in capitals");
        }
        let english = lexicon().phrase(found.phrase).candidates[0].place == Place::Code(Code::ENGLAND);
        if class == Class::Language && english && !self.follows(found, 3, PEOPLE, CONJUNCTION) {
            return Some("perhaps the language");
        }
        if class == Class::Region && self.is_of_a_survey(found) {
            return Some(SURVEY_OF_A_REGION);
        }
        if class != Class::City && self.names_body(found, SOCIETY) && !self.names_its_authority(found) {
            return Some(SOCIETY_OR_GUIDELINE);
        }
        if self.is_of_a_supplier(found) {
            return Some(SUPPLIER);
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

    /// `Northumberland County`, `York Region`: areas of the United Kingdom are called so before a body of theirs only (`Essex County
    /// Council`); elsewhere there are such areas of the same name. A place around it tells which one is meant.
    fn is_a_county_elsewhere(&self, index: usize) -> bool {
        /// Regional municipalities of Ontario that share their name with an area of the United Kingdom.
        const REGIONS: [&str; 3] = ["Durham", "Halton", "York"];
        let found = self.found[index];
        let Some(next) = self.tokens.get(found.to).filter(|next| next.joins() && next.capital) else { return false };
        let region = self.is_a_region(found.to);
        if self.classes(found.to) & COUNTY == 0 && !region {
            return false;
        }
        let body = self.tokens.get(found.to + 1).is_some_and(|behind| behind.joins() && behind.capital);
        let candidates = &lexicon().phrase(found.phrase).candidates;
        let there = |one: &Candidate| !is_british(one) && matches!(one.mark, Mark::None | Mark::Surname);
        let named_twice = || {
            let name = &self.text[self.tokens[found.from].start as usize..next.start as usize];
            REGIONS.contains(&name.trim_end()) || candidates.iter().any(there)
        };
        candidates.iter().any(is_british)
            && if region { named_twice() } else { !body }
            && self.container(index).is_none()
    }

    /// `Region`, with a capital: `Durham Region`.
    pub(super) fn is_a_region(&self, at: usize) -> bool {
        self.word(at) == "Region"
    }

    /// `Fife Council`, `Lothian Health Board`: the authority of a district of the United Kingdom, no society that bears the name of
    /// one of its nations (`Wales Council for Voluntary Action`).
    fn names_its_authority(&self, found: Found) -> bool {
        const BEHIND: [&str; 4] = ["for", "of", "on", "against"];
        let Some(at) = self.authority_behind(found) else { return false };
        let own = |at: usize| self.tokens.get(at).is_some_and(|token| token.joins());
        let society = || own(at + 1) && BEHIND.contains(&self.word(at + 1));
        let first = &lexicon().phrase(found.phrase).candidates[0];
        let name = &self.text[self.tokens[found.from].start as usize..self.tokens[found.to - 1].end as usize];
        let district = || match first.place {
            Place::Code(code) => lexicon().is_district(code) || lexicon().name(code) != Some(name),
            Place::Region(_) => false,
        };
        first.class == Class::Subdivision && is_british(first) && district() && !society()
    }

    /// The last word of the name of an authority that begins with the place: `Council`, `County Council`, `Health Board`.
    pub(super) fn authority_behind(&self, found: Found) -> Option<usize> {
        const BETWEEN: [&str; 8] =
            ["City", "County", "District", "Borough", "Metropolitan", "Teaching", "Health", "University"];
        let own = |at: usize| self.tokens.get(at).is_some_and(|token| token.joins());
        let mut at = found.to;
        while own(at) && BETWEEN.contains(&self.word(at)) {
            at += 1;
        }
        let authority = match self.word(at) {
            "Council" | "Councils" => true,
            "Board" | "Boards" => self.word(at - 1) == "Health",
            _ => false,
        };
        (own(at) && authority).then_some(at)
    }

    /// `Kent County Council`: no surname, but a place that is governed.
    pub(super) fn is_before_a_council(&self, found: Found) -> bool {
        self.classes(found.to) & (COUNTY | PEOPLE | SOCIETY) != 0 && self.authority_behind(found).is_some()
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

pub(super) fn is_british(candidate: &Candidate) -> bool {
    matches!(candidate.place, Place::Code(code) if code.country() == Code::UNITED_KINGDOM)
}
