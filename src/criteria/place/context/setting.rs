//! Whether running text names a place as one where something was studied.

use super::{LANGUAGE, Standing, Surroundings};
use crate::criteria::place::lexicon::Class;
use crate::criteria::place::scan::{Cue, Found, Kind};
use crate::criteria::place::words::{
    BACKGROUND, BREAK, CLAUSE, CLOSE, COMMA, CONJUNCTION, FUNCTION, Gap, HYPHEN, MODIFIER, OPEN, OTHER, PEOPLE,
    PLACE_PREPOSITION, SELF, SLASH, STOP, STUDY,
};

impl Surroundings<'_> {
    pub(super) fn begins_sentence(&self, at: usize) -> bool {
        self.tokens[at].gap & BREAK != 0 || self.tokens[at].gap & STOP != 0 && self.tokens[at].capital
    }

    /// Whether running text names the place as one where something was studied.
    pub(super) fn is_setting(&self, index: usize, class: Class) -> bool {
        let found = self.found[index];
        if self.is_background(found) {
            return false;
        }
        let study = self.tells_what_was_done(found);
        let demonym = matches!(class, Class::Demonym | Class::Language);
        let people = self.follows(found, 3, PEOPLE, 0);
        study && (people || !demonym && self.is_placed(index))
    }

    /// Whether a title names the place only before a thing that may be named after it: no preposition of place, no people or
    /// services of the place, no `Kenya's`, and not `Home care: Denmark`, where the name stands alone.
    pub fn is_attribute(&self, index: usize) -> bool {
        const ENDS: Gap = BREAK | CLAUSE | COMMA | SLASH | OPEN | CLOSE | STOP;
        let found = self.found[index];
        let next = self.tokens.get(found.to);
        let own = next.is_none_or(|next| next.gap & (ENDS | OTHER) != 0 || self.classes(found.to) & FUNCTION != 0);
        let genitive = next.is_some_and(|next| {
            let between = &self.text[self.tokens[found.to - 1].end as usize..next.start as usize];
            between.contains(['\'', '\u{2019}'])
        });
        // `Franco-British`, `UK-India`: two places beside each other.
        let paired = found.from > 0 && self.tokens[found.from].gap & HYPHEN != 0
            || next.is_some_and(|next| next.gap & HYPHEN != 0)
                && self.found.get(index + 1).is_some_and(|other| other.from == found.to);
        self.kind == Kind::Title
            && !own
            && !paired
            && !genitive
            && !self.is_placed(index)
            && !self.follows(found, 3, PEOPLE, 0)
    }

    pub(super) fn tells_what_was_done(&self, found: Found) -> bool {
        self.sentence(found).any(|at| self.classes(at) & STUDY != 0) || self.counts_people(found)
    }

    /// Whether a preposition of place stands before the name, or a place around it behind, or it is itself the place around another.
    pub fn is_placed(&self, index: usize) -> bool {
        let found = self.found[index];
        let around = index > 0 && self.found[index - 1].to == found.from && self.container(index - 1).is_some();
        around
            || self.container(index).is_some()
            || self.is_locative(found)
            || self.is_around_a_name(index)
            || self.is_before_a_council(found)
    }

    /// `Wytham Woods (Oxfordshire)`, `at Isle Royale, Michigan`: behind a name that is no name of a place here.
    fn is_around_a_name(&self, index: usize) -> bool {
        const WORDS: usize = 3;
        let found = self.found[index];
        if found.from < 2 || !matches!(self.class(found), Class::Country | Class::Subdivision) {
            return false;
        }
        let gap = self.tokens[found.from].gap;
        let behind = self.tokens.get(found.to).map_or(BREAK, |next| next.gap);
        let name = |at: usize| {
            let token = self.tokens[at];
            token.capital && !token.all_capitals && !self.begins_sentence(at)
        };
        if gap & OPEN != 0 {
            return behind & CLOSE != 0 && name(found.from - 1);
        }
        let words = (found.from.saturating_sub(WORDS)..found.from).rev().take_while(|&at| name(at)).count();
        let preposition = found.from.checked_sub(words + 1).is_some_and(|at| self.classes(at) & PLACE_PREPOSITION != 0);
        let joined = (found.from - words..found.from).all(|at| self.tokens[at].joins());
        gap & COMMA != 0 && words > 0 && joined && preposition
    }

    /// Whether the name stands in the opening of a longer text, in a sentence that does not speak of the report: what is known of a problem somewhere.
    pub fn opens(&self, index: usize) -> bool {
        let found = self.found[index];
        let opening = self.kind == Kind::Text && self.tokens.len() > 60 && found.from * 3 < self.tokens.len();
        opening && !self.sentence(found).any(|at| self.classes(at) & SELF != 0)
    }

    /// Whether a preposition of place stands before, perhaps with an article and words such as `rural` between.
    pub(super) fn is_locative(&self, found: Found) -> bool {
        for at in (found.from.saturating_sub(4)..found.from).rev() {
            if self.tokens[at + 1].breaks() {
                return false;
            }
            let here = self.classes(at);
            if here & PLACE_PREPOSITION != 0 {
                return true;
            }
            if here & (MODIFIER | CONJUNCTION) == 0 {
                return false;
            }
        }
        false
    }

    /// Whether a comparison or a list of examples begins shortly before.
    pub(super) fn is_background(&self, found: Found) -> bool {
        let from = found.from.saturating_sub(6);
        (from..found.from)
            .rev()
            .take_while(|&at| !self.tokens[at + 1].breaks())
            .any(|at| self.classes(at) & BACKGROUND != 0 && !self.lists_places(at))
    }

    /// `12 European countries, including`: what follows is a part of what was studied.
    pub(super) fn lists_places(&self, at: usize) -> bool {
        const PLACES: [&str; 8] =
            ["countries", "nations", "states", "cities", "regions", "provinces", "jurisdictions", "sites"];
        const NUMBERS: [&str; 11] =
            ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
        let is = |at: usize, words: &[&str]| words.iter().any(|word| self.word(at).eq_ignore_ascii_case(word));
        let number = |at: usize| self.word(at).starts_with(|c: char| c.is_ascii_digit()) || is(at, &NUMBERS);
        at > 0
            && is(at, &["including"])
            && is(at - 1, &PLACES)
            && (at.saturating_sub(4)..at - 1).rev().take_while(|&at| !self.tokens[at + 1].breaks()).any(number)
    }

    /// The tokens of the sentence around a name, at most 60 to each side.
    pub(super) fn sentence(&self, found: Found) -> impl Iterator<Item = usize> {
        let before =
            (found.from.saturating_sub(60)..found.from).rev().take_while(move |&at| !self.begins_sentence(at + 1));
        let after = (found.to..(found.to + 60).min(self.tokens.len())).take_while(move |&at| !self.begins_sentence(at));
        before.chain(after)
    }

    /// What holds for one place of a list holds for the others: `programmes of Singapore and England`.
    pub fn level_lists(&self, cues: &mut [Cue]) {
        let mut from = 0;
        while from < cues.len() {
            let mut to = from + 1;
            while to < cues.len() && self.joins_list(self.found[to - 1].to, self.found[to].from) {
                to += 1;
            }
            if cues[from..to].iter().any(|cue| cue.standing == LANGUAGE) {
                // `American and English literature`
                let people = |cue: &&mut Cue| matches!(cue.class(), Class::Demonym | Class::Language);
                cues[from..to].iter_mut().filter(people).for_each(|cue| cue.standing = LANGUAGE);
            }
            cues[from..to].iter_mut().for_each(|cue| cue.listed = to - from > 1);
            let whence = cues[from].whence;
            // `in Germany and Britain since 2008`
            if cues[from..to].iter().any(|cue| cue.locative) {
                cues[from..to].iter_mut().for_each(|cue| cue.attribute = false);
            }
            cues[from..to].iter_mut().for_each(|cue| cue.whence |= whence);
            // `inspired by reforms in Australia and the United Kingdom`
            let aside = cues[from].aside;
            cues[from..to].iter_mut().for_each(|cue| cue.aside = cue.aside.or(aside));
            let named = |cue: &&mut Cue| cue.standing >= Standing::Mention;
            // `adds to evidence from New Zealand, Canada and the UK`
            if self.is_told_of(self.found[from]) {
                cues[from..to].iter_mut().filter(named).for_each(|cue| cue.standing = Standing::Mention);
                from = to;
                continue;
            }
            // Origins are no settings, however many: `refugees from Eritrea, Iran and Sudan`.
            if whence {
                from = to;
                continue;
            }
            // Three and more are hardly named in passing, where the sentence tells what was done.
            let first = self.found[from];
            let told = cues[from].locative
                || self.tells_what_was_done(first)
                || first.from > 0 && self.lists_places(first.from - 1);
            let many = to - from >= 3 && !self.is_background(first) && told;
            if many || cues[from..to].iter().any(|cue| cue.standing == Standing::Setting) {
                cues[from..to].iter_mut().filter(named).for_each(|cue| cue.standing = Standing::Setting);
            }
            from = to;
        }
    }
}
