//! Whence people came, and where they have kin: `nurses from Ghana`, `families who fled Syria`, `remittances to Lagos`.
//!
//! Such a name tells nothing of where a study was made: those who left a country are mostly studied in another one.

use super::Surroundings;
use crate::criteria::place::scan::Found;
use crate::criteria::place::words::{ARTICLE, FUNCTION, MODIFIER, NEWCOMER, OCCUPATION, PERSON, TIE};

/// So many words before the name tell of whom is spoken.
const REACH: usize = 6;

/// Words between people and `from`: `nurses who came mainly from`.
const BETWEEN: [&str; 8] = ["originally", "directly", "mainly", "mostly", "largely", "recently", "newly", "primarily"];

/// Verbs of those who left, and of nothing else.
const LEFT: [&str; 12] = [
    "arrived",
    "arriving",
    "deported",
    "displaced",
    "emigrated",
    "evacuated",
    "fled",
    "fleeing",
    "immigrated",
    "migrated",
    "resettled",
    "trafficked",
];

/// Verbs of people and of things: `nurses who came from Ghana`, `data that came from Ghana`.
const CAME: [&str; 9] = ["came", "come", "coming", "hail", "hailing", "moved", "originating", "relocated", "travelled"];

impl Surroundings<'_> {
    /// Whether the name tells whence people came, or where those are with whom they have ties.
    pub fn is_whence(&self, index: usize) -> bool {
        let found = self.found[index];
        let Some(joint) = self.joint_before(found) else { return false };
        match self.word(joint) {
            "from" => self.is_from(joint),
            "in" => self.is_grown_up(joint),
            "to" | "with" => self.ties_before(joint),
            "fled" | "fleeing" | "left" | "escaped" => true,
            _ => false,
        }
    }

    /// The token before the name and its article, in the same clause: the preposition.
    fn joint_before(&self, found: Found) -> Option<usize> {
        let mut at = found.from;
        while at > 0 && !self.tokens[at].breaks() {
            at -= 1;
            if self.classes(at) & (MODIFIER | ARTICLE) == 0 {
                return Some(at);
            }
        }
        None
    }

    /// `nurses from`, `families who had come from`, `who migrated mainly from`.
    fn is_from(&self, joint: usize) -> bool {
        let Some(before) = self.clause(joint, REACH).find(|&at| !BETWEEN.contains(&self.word(at))) else {
            return false;
        };
        let word = self.word(before);
        self.classes(before) & (PERSON | NEWCOMER) != 0
            || LEFT.contains(&word)
            || CAME.contains(&word) && self.speaks_of(before, PERSON | NEWCOMER)
            || word == "recruited" && self.speaks_of(before, OCCUPATION)
    }

    /// `born in`, `who grew up in`, `carers recruited in`: not so `recruited in`, of those who were studied.
    fn is_grown_up(&self, joint: usize) -> bool {
        let Some(verb) = self.clause(joint, REACH).next() else { return false };
        match self.word(verb) {
            "born" | "raised" => true,
            // `relatives in Palermo`
            "relatives" | "kin" | "kinship" => true,
            "up" => verb > 0 && matches!(self.word(verb - 1), "brought" | "grew" | "grown" | "growing"),
            "recruited" => self.speaks_of(verb, OCCUPATION),
            _ => false,
        }
    }

    /// `remittances to`, `return visits to`, `ties with kin in`.
    fn ties_before(&self, joint: usize) -> bool {
        self.clause(joint, REACH).next().is_some_and(|at| self.classes(at) & TIE != 0)
    }

    /// Whether a word of `classes` stands shortly before the verb, with none but small words between: `workers who had been recruited`.
    fn speaks_of(&self, verb: usize, classes: u64) -> bool {
        let between = |at: &usize| self.classes(*at) & FUNCTION != 0 || BETWEEN.contains(&self.word(*at));
        self.clause(verb, REACH).find(|at| !between(at)).is_some_and(|at| self.classes(at) & classes != 0)
    }
}
