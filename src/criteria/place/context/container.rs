//! Places that the next words name around a town: `London, Ontario`, `Cambridge, MA`, `Richmond and Norfolk, Virginia`.

use super::Surroundings;
use super::soft::is_british;
use crate::criteria::place::code::Code;
use crate::criteria::place::lexicon::{Candidate, Class, Place, lexicon};
use crate::criteria::place::scan::Found;
use crate::criteria::place::words::{BREAK, COMMA, CONJUNCTION, COUNTY, HYPHEN, OPEN, SLASH, STOP};

impl Surroundings<'_> {
    /// The place that the next words name around a town or district: `London, Ontario`; `Cambridge, MA`; `Perth (Scotland)`.
    pub fn container(&self, index: usize) -> Option<Place> {
        let found = self.found[index];
        if !matches!(self.class(found), Class::City | Class::Subdivision | Class::Country) {
            return None;
        }
        // `Essex County, Ontario`; `York Region, Ontario`
        let county =
            (self.classes(found.to) & COUNTY != 0 || self.is_a_region(found.to)) && self.tokens[found.to].joins();
        // `Birmingham City Council, Alabama`
        let authority = self.authority_behind(found);
        let to = authority.map_or(found.to + usize::from(county), |at| at + 1);
        let next = self.tokens.get(to)?;
        // `Middlesex-London, Ontario`
        if next.gap == HYPHEN && self.found.get(index + 1).is_some_and(|other| other.from == to) {
            let state = |place: &Place| matches!(place, Place::Code(code) if !code.is_country() && !lexicon().is_district(*code));
            return self.container(index + 1).filter(state);
        }
        if next.gap & (COMMA | OPEN | SLASH) == 0 || next.gap & (STOP | BREAK) != 0 {
            return self.container_of_list(index);
        }
        if let Some(place) = self.state_letters(found, to).filter(|_| self.class(found) != Class::Country) {
            return Some(place);
        }
        // `City Council` is found for itself.
        let behind = (index + 1..self.found.len()).find(|&other| self.found[other].from >= to)?;
        let Some(following) = self.found.get(behind).filter(|following| following.from == to) else {
            return self.container_of_list(index);
        };
        // The code of a town is that of its area.
        let inside = |one: &Candidate, whole: &Candidate| match (one.place, whole.place) {
            (Place::Code(code), Place::Code(area)) => {
                lexicon().within(code, area) && (code != area || one.class == Class::City)
            }
            _ => false,
        };
        let candidates = &lexicon().phrase(found.phrase).candidates;
        let areas = || {
            let all = lexicon().phrase(following.phrase).candidates.iter();
            all.filter(|one| {
                matches!(one.class, Class::Country | Class::Subdivision) && matches!(one.place, Place::Code(_))
            })
        };
        if let Some(area) = areas().find(|area| candidates.iter().any(|one| inside(one, area))) {
            return Some(area.place);
        }
        // `Oxford, Mississippi` or `Peru, Indiana`, but not the list `Oxford, Denmark and Germany`.
        let list = self.list_goes_on(behind) || index > 0 && self.joins_list(self.found[index - 1].to, found.from);
        let town = candidates.iter().any(|one| one.class == Class::City || is_district(one));
        let state = |one: &&Candidate| one.class == Class::Subdivision && !is_district(one);
        let area = areas().find(state).or_else(|| areas().next().filter(|_| town))?;
        let named_after = matches!(self.class(found), Class::Country | Class::Subdivision) && state(&area);
        // `Leeds City Council, Manchester City Council` are two.
        let beside = authority.is_some() && is_british(area);
        let alone = !list && !beside && (town || named_after);
        if alone { Some(area.place) } else { self.container_of_list(index) }
    }

    /// `Ipswich and Brisbane, Queensland`: the state behind the last of a list of towns, where such a town is known in it.
    fn container_of_list(&self, index: usize) -> Option<Place> {
        const LONGEST: usize = 6;
        let mut last = index;
        while last - index < LONGEST
            && self.found.get(last + 1).is_some_and(|next| self.joins_list(self.found[last].to, next.from))
        {
            last += 1;
        }
        // The state itself is the last that the list joins: `Brisbane, Queensland`.
        let town = last.checked_sub(1).filter(|town| *town > index)?;
        let area = self.found[last];
        if self.tokens[area.from].gap & COMMA == 0 || self.classes(area.from - 1) & CONJUNCTION != 0 {
            return None;
        }
        let inside = |found: Found, area: &Candidate| {
            let candidates = &lexicon().phrase(found.phrase).candidates;
            candidates.iter().any(|one| match (one.place, area.place) {
                // Of several towns in one country only the country is known.
                (Place::Code(code), Place::Code(area)) => {
                    one.class == Class::City && (lexicon().within(code, area) || code == area.country())
                }
                _ => false,
            })
        };
        let state = |one: &&Candidate| one.class == Class::Subdivision && !is_district(one);
        let areas = lexicon().phrase(area.phrase).candidates.iter().filter(state);
        let mut areas = areas.filter(|area| inside(self.found[town], area) && inside(self.found[index], area));
        areas.next().map(|area| area.place)
    }

    /// Whether another place follows the name after a comma or a conjunction.
    fn list_goes_on(&self, index: usize) -> bool {
        let to = self.found[index].to;
        self.found.get(index + 1).is_some_and(|next| self.joins_list(to, next.from))
            || self.classes(to) & CONJUNCTION != 0 && self.tokens.get(to).is_some_and(|token| token.joins())
    }

    /// `MA`, `NSW` or `ON` at `at`, behind the name of `town`: a state in which there is such a town before any other.
    fn state_letters(&self, town: Found, at: usize) -> Option<Place> {
        let word = self.word(at);
        if !(2..=3).contains(&word.len()) || !self.tokens[at].all_capitals {
            return None;
        }
        let codes = ["US", "CA", "AU"].iter().filter_map(|country| Code::parse(&format!("{country}-{word}")));
        let mut known = codes.filter(|code| lexicon().name(*code).is_some());
        // `Perth, WA` lies in Western Australia, not in Washington.
        let of_town = |code: &Code| {
            let candidates = &lexicon().phrase(town.phrase).candidates;
            candidates.iter().any(|one| matches!(one.place, Place::Code(place) if lexicon().within(place, *code)))
        };
        known.clone().find(of_town).or_else(|| known.next()).map(Place::Code)
    }
}

/// Whether it is a district of a part of a country, as `GB-CRF` is of Wales.
fn is_district(candidate: &Candidate) -> bool {
    matches!(candidate.place, Place::Code(code) if lexicon().is_district(code))
}
