//! Addresses of those who make software, instruments and drugs: `(StataCorp, College Station, Texas)`.

use super::Surroundings;
use crate::criteria::place::scan::Found;
use crate::criteria::place::words::{CLOSE, COMMA, COMPANY, FUNCTION, OPEN, STOP};

/// So many words an address has.
const REACH: usize = 12;

/// So many words before the brackets of an address may name what is sold: `Stata 14 (College Station, TX)`.
const BEFORE: usize = 4;

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

    /// Whether the token may stand in an address: a name or a number, no sentence that begins with it.
    fn belongs_to_an_address(&self, at: usize) -> bool {
        let token = self.tokens[at];
        let number = self.word(at).starts_with(|c: char| c.is_ascii_digit());
        // `Inc., Chicago`
        let ends = token.gap & STOP != 0 && token.gap & COMMA == 0 && !number;
        (token.capital || number) && self.classes(at) & FUNCTION == 0 && !ends
    }
}
