//! Addresses of those who make software, instruments and drugs: `(StataCorp, College Station, Texas)`.

use super::Surroundings;
use crate::criteria::place::scan::Found;
use crate::criteria::place::words::{
    ARTICLE, CLOSE, COMMA, COMPANY, FUNCTION, HYPHEN, MODIFIER, OPEN, PEOPLE, PLACE_PREPOSITION, SOCIETY, STOP, TITLE,
};

/// Why a name decides nothing: it tells where somebody has a seat who supplies what was used.
pub(super) const SUPPLIER: &str = "perhaps the address of a supplier";

/// So many words an address has.
const REACH: usize = 12;

/// So many words before the brackets of an address may name what is sold: `Stata 14 (College Station, TX)`.
const BEFORE: usize = 4;

/// Who supplies what was used.
const SUPPLIERS: [&str; 10] = [
    "platform",
    "software",
    "supplier",
    "vendor",
    "manufacturer",
    "provider",
    "company",
    "firm",
    "panel",
    "marketplace",
];

/// Words before brackets that hold the address of a site.
const SITES: [&str; 14] = [
    "estate",
    "estates",
    "neighbourhood",
    "suburb",
    "suburbs",
    "island",
    "valley",
    "hospice",
    "hostel",
    "library",
    "unit",
    "home",
    "homes",
    "site",
];

impl Surroundings<'_> {
    /// Whether the place belongs to the address of a company: between the same brackets, or in what follows its name after commas.
    pub(super) fn is_of_a_vendor(&self, found: Found) -> bool {
        let company = |at: usize| self.classes(at) & COMPANY != 0;
        let mut address = true;
        for at in (found.from.saturating_sub(REACH)..found.from).rev() {
            let behind = self.tokens[at + 1];
            if behind.gap & CLOSE != 0 {
                return false;
            }
            address &= self.belongs_to_an_address(at + 1);
            if company(at) && address && behind.gap & COMMA != 0 {
                return true;
            }
            if self.tokens[at].gap & OPEN != 0 {
                let before = at.saturating_sub(BEFORE)..at;
                let named = (at..found.from).any(company);
                let sold = || before.rev().take_while(|&at| !self.begins_sentence(at + 1)).any(company);
                return named || address && sold();
            }
        }
        false
    }

    /// Whether the place belongs to the address of somebody who supplies a thing, by the form alone: `(Abcam, Cambridge, UK)`,
    /// `via Prolific (Oxford, UK)`, `Prolific, a UK-based platform`.
    pub(super) fn is_of_a_supplier(&self, found: Found) -> bool {
        self.is_the_seat_of_a_supplier(found)
            || self.is_behind_a_product(found)
            || self
                .address_around(found)
                .is_some_and(|open| self.begins_with_a_supplier(open, found) || self.is_behind_a_means(open))
    }

    /// `Qualtrics (London, UK)`: the first of an address, behind the name of a company or of what it makes.
    fn is_behind_a_product(&self, found: Found) -> bool {
        self.tokens[found.from].gap & OPEN != 0
            && (found.from.saturating_sub(BEFORE)..found.from)
                .rev()
                .take_while(|&at| !self.begins_sentence(at + 1))
                .any(|at| self.classes(at) & COMPANY != 0 && self.tokens[at].capital)
    }

    /// The first token of the brackets around the name, where only names and numbers stand between.
    fn address_around(&self, found: Found) -> Option<usize> {
        // `Newcastle upon Tyne`
        let of_a_place = |at: usize| self.found.iter().any(|other| other.from < at && at < other.to);
        let stops = |at: usize| !self.belongs_to_an_address(at) && !of_a_place(at);
        let mut before = (found.from.saturating_sub(REACH)..=found.from).rev();
        let open = before.find(|&at| self.tokens[at].gap & (OPEN | CLOSE) != 0 || stops(at))?;
        (self.tokens[open].gap & OPEN != 0).then_some(open)
    }

    /// `(Abcam, Cambridge, UK)`: a name before the place that is neither a place nor a hospital, a college or a saint, behind a
    /// thing and no `hospital` or `town`.
    fn begins_with_a_supplier(&self, open: usize, found: Found) -> bool {
        const LONGEST: usize = 4;
        let Some(comma) = (open + 1..=found.from).find(|&at| self.tokens[at].gap & COMMA != 0) else { return false };
        let thing = open > 0
            && !SITES.contains(&self.word(open - 1))
            && (self.classes(open - 1) & (PEOPLE | MODIFIER | PLACE_PREPOSITION) == 0
                || SUPPLIERS.contains(&self.word(open - 1)));
        let place = self.tokens.get(open.wrapping_sub(1)).is_some_and(|before| before.capital)
            && self.found.iter().any(|other| other.to == open);
        thing && !place && comma - open <= LONGEST && self.may_supply(open, comma)
    }

    /// Whether the tokens may be the name of a company or a service.
    fn may_supply(&self, from: usize, to: usize) -> bool {
        (from..to).all(|at| self.classes(at) & (PEOPLE | TITLE | SOCIETY) == 0)
            && !self.found.iter().any(|other| other.from < to && from < other.to)
    }

    /// `recruited via Prolific (`, `the platform (`: by means of what stands before the brackets.
    fn is_behind_a_means(&self, open: usize) -> bool {
        const MEANS: [&str; 3] = ["via", "using", "used"];
        const GOODS: [&str; 12] = [
            "platform", "software", "package", "app", "website", "kit", "kits", "assay", "assays", "device", "devices",
            "reagents",
        ];
        const LONGEST: usize = 3;
        let name = (open.saturating_sub(LONGEST)..open)
            .rev()
            .take_while(|&at| self.tokens[at].capital && (at + 1 == open || self.tokens[at + 1].joins()))
            .last();
        match name {
            None => open > 0 && GOODS.contains(&self.word(open - 1)),
            Some(first) => {
                first > 0
                    && (MEANS.contains(&self.word(first - 1)) || self.is_carried_by(first - 1))
                    && self.may_supply(first, open)
            }
        }
    }

    /// `The survey was hosted on`, `recruited with`, `built by`: before the name of who carried or made a thing.
    fn is_carried_by(&self, at: usize) -> bool {
        const REACH: usize = 4;
        const ON: [&str; 7] = ["hosted", "run", "ran", "answered", "completed", "administered", "posted"];
        const WITH: [&str; 3] = ["recruited", "administered", "collected"];
        const BY: [&str; 6] = ["built", "developed", "made", "supplied", "manufactured", "hosted"];
        let verbs: &[&str] = match self.word(at) {
            "on" => &ON,
            "with" => &WITH,
            "by" => &BY,
            _ => return false,
        };
        (at.saturating_sub(REACH)..at)
            .rev()
            .take_while(|&before| !self.begins_sentence(before + 1))
            .any(|before| verbs.contains(&self.word(before)))
    }

    /// `Prolific, a UK-based platform`
    fn is_the_seat_of_a_supplier(&self, found: Found) -> bool {
        const REACH: usize = 4;
        let based = self.tokens.get(found.to).is_some_and(|next| next.gap == HYPHEN) && self.word(found.to) == "based";
        let Some(article) = found.from.checked_sub(1).filter(|_| based) else { return false };
        let named = self.classes(article) & ARTICLE != 0
            && self.tokens[article].gap & COMMA != 0
            && article > 0
            && self.tokens[article - 1].capital;
        let noun = |at: usize| SUPPLIERS.contains(&self.word(at));
        named
            && (found.to + 1..found.to + 1 + REACH)
                .take_while(|&at| self.tokens.get(at).is_some_and(|token| token.joins()))
                .any(noun)
    }

    /// Whether the token may stand in an address: a name or a number, no sentence that begins with it.
    fn belongs_to_an_address(&self, at: usize) -> bool {
        let token = self.tokens[at];
        let number = self.word(at).starts_with(|c: char| c.is_ascii_digit());
        // `Inc., Chicago`
        let ends = token.gap & STOP != 0 && token.gap & COMMA == 0 && !number;
        (token.capital || number) && self.classes(at) & FUNCTION == 0 && !ends
    }
}
