//! What a place is named for: as the setting of the study, in passing, or as a part of another name.

mod aside;
mod container;
mod kind;
mod model;
mod origin;
mod passing;
mod scholars;
mod setting;
mod soft;
mod vendor;

use std::ops::Range;

pub(super) use self::aside::BESIDE;
use self::kind::OF_A_KIND;
pub(super) use self::passing::AUTHOR;
pub(super) use self::soft::SURVEY_OF_A_REGION;

use super::lexicon::{Candidate, Class, lexicon};
use super::scan::{Found, Kind};
use super::words::{
    ARTICLE, BREAK, CLAUSE, CLOSE, COLLEAGUES, COMMA, CONJUNCTION, COPYRIGHT, COPYRIGHT_SIGN, Classes, EXCLUSION, FOOD,
    FUNCTION, GIVEN_NAME, HYPHEN, INSTRUMENT, JOURNAL, LANGUAGE_NOUN, LANGUAGE_VERB, OPEN, ORGANISM, PEOPLE, PLATFORM,
    REGISTER, REVIEW, REVIEW_KIND, SPACE, STOP, TITLE, TRADITION, Token,
};

/// What a place is named for, and why that is thought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// Part of another name: no cue at all.
    Masked(&'static str),
    /// A cue that decides nothing.
    Soft(&'static str),
    /// Named, but perhaps in passing.
    Mention,
    /// Named as a place where something was studied.
    Setting,
}

/// Why a cue is soft: the one reason that a second cue of the same country takes away.
pub(super) const SOCIETY_OR_GUIDELINE: &str = "society or guideline";

/// Why a cue is soft: what the setting is held against.
pub(super) const COMPARISON_WITH: &str = "a comparison";

/// Why a cue is soft: a word that is common in some countries.
pub(super) const HINT: &str = "support";

/// Why a cue is masked: a living thing that bears the name of a place.
pub(super) const BREED: &str = "breed, species or disease";

/// Why a cue is masked: an empire that bears the name of a people.
pub(super) const EMPIRE: &str = "an empire or its colonies";

/// Letters that stand for something else in this record.
pub(super) const OTHER_MEANING: Standing = Standing::Masked("letters with another meaning");
const LANGUAGE: Standing = Standing::Masked("language");

/// The words of a value around the names found in it.
pub(super) struct Surroundings<'a> {
    text: &'a str,
    kind: Kind,
    tokens: &'a [Token],
    found: &'a [Found],
    /// The tokens of a copyright notice.
    notice: Range<usize>,
    /// Whether most of the text is in capitals.
    capitals: bool,
}

impl<'a> Surroundings<'a> {
    pub fn new(text: &'a str, kind: Kind, tokens: &'a [Token], found: &'a [Found]) -> Self {
        let mut here = Self { text, kind, tokens, found, notice: 0..0, capitals: false };
        if !found.is_empty() {
            here.notice = here.find_notice();
            let capitals = tokens.iter().filter(|token| token.all_capitals && token.end - token.start > 3).count();
            here.capitals = capitals * 3 >= tokens.len();
        }
        here
    }

    /// What the name with this number is named for.
    pub fn standing(&self, index: usize) -> Standing {
        let found = self.found[index];
        let class = self.class(found);
        if self.notice.contains(&found.from) {
            return Standing::Masked("copyright notice");
        }
        if self.is_of_a_vendor(found) {
            return Standing::Masked("address of a company");
        }
        if self.has_another_meaning(index) || self.is_a_unit(found) || self.is_a_reagent(found) {
            return OTHER_MEANING;
        }
        if matches!(class, Class::Institution | Class::Support) {
            return self.standing_of_body(index, class);
        }
        if class == Class::Language && self.is_language(index) {
            return LANGUAGE;
        }
        if let Some(why) = self.other_name(found, class) {
            return Standing::Masked(why);
        }
        if let Some(why) = self.soft(index, class).or_else(|| self.in_passing(index, class)) {
            return Standing::Soft(why);
        }
        let setting = (self.kind != Kind::Text || self.is_setting(index, class))
            && !self.is_an_example(found)
            && !self.is_told_of(found);
        if setting && !self.names_body(found, REGISTER) { Standing::Setting } else { Standing::Mention }
    }

    /// What an institution, or a word that is common in some countries, is named for.
    fn standing_of_body(&self, index: usize, class: Class) -> Standing {
        let found = self.found[index];
        if class == Class::Institution && self.is_of_the_kind(found) {
            return Standing::Soft(OF_A_KIND);
        }
        if self.belongs_elsewhere(index) {
            let letters = lexicon().phrase(found.phrase).acronym;
            return if letters { OTHER_MEANING } else { Standing::Masked("a body of another country") };
        }
        if class == Class::Support {
            return Standing::Soft(HINT);
        }
        if self.names_body(found, PLATFORM | REGISTER) {
            return Standing::Soft("register or database");
        }
        let background = self.kind == Kind::Text && (self.is_background(found) || self.is_told_or_shown(found));
        let standing = if background { Standing::Mention } else { Standing::Setting };
        self.as_author(found).map_or(standing, Standing::Soft)
    }

    #[inline]
    fn class(&self, found: Found) -> Class {
        lexicon().phrase(found.phrase).candidates[0].class
    }

    #[inline]
    fn classes(&self, at: usize) -> Classes {
        self.tokens.get(at).map_or(0, |token| lexicon().classes(token.word))
    }

    #[inline]
    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &self.text[token.bytes()])
    }

    /// The classes of the token before `at`, if no sentence ends between them.
    fn classes_before(&self, at: usize) -> Classes {
        if at == 0 || self.tokens[at].breaks() { 0 } else { self.classes(at - 1) }
    }

    /// Up to `reach` tokens before `at` in its clause, the nearest first.
    fn clause(&self, at: usize, reach: usize) -> impl Iterator<Item = usize> {
        (at.saturating_sub(reach)..at).rev().take_while(|&at| !self.tokens[at + 1].breaks())
    }

    // ------------------------------------------------------------------ parts of other names

    fn begins_notice(&self, at: usize) -> bool {
        let token = self.tokens[at];
        let year = |at: usize| self.word(at).len() == 4 && self.word(at).bytes().all(|byte| byte.is_ascii_digit());
        let sign = token.gap & COPYRIGHT_SIGN != 0 || self.word(at).eq_ignore_ascii_case("c") && token.gap & OPEN != 0;
        sign && (year(at) || year(at + 1) || token.gap & COPYRIGHT_SIGN != 0)
            || self.classes(at) & COPYRIGHT != 0
                && (year(at + 1) || self.tokens.get(at + 1).is_some_and(|next| next.gap & (COPYRIGHT_SIGN | OPEN) != 0))
            // `Correspondence: ... University of Leeds`
            || self.word(at).eq_ignore_ascii_case("correspondence")
                && self.tokens.get(at + 1).is_some_and(|next| next.gap & CLAUSE != 0)
    }

    /// The first copyright notice: its sentence, and what follows where little follows.
    fn find_notice(&self) -> Range<usize> {
        let Some(from) = (0..self.tokens.len()).find(|&at| self.begins_notice(at)) else { return 0..0 };
        let late = self.tokens[from].start as usize * 3 > self.text.len() * 2 && self.tokens.len() - from < 60;
        let next = (from + 1..self.tokens.len()).find(|&at| !late && self.begins_sentence(at));
        from..next.unwrap_or(self.tokens.len())
    }

    /// Whether the name of a people stands for its language.
    fn is_language(&self, index: usize) -> bool {
        let found = self.found[index];
        let plural = self.word(found.to - 1).ends_with('s') && !self.word(found.to - 1).ends_with("ss");
        if plural || self.means_language(found) {
            return !plural;
        }
        const LIST: usize = 12;
        // `English, French or Spanish`: what holds for one of a list holds for all.
        let listed = |a: &Found, b: &Found| {
            self.class(*a) == Class::Language && self.class(*b) == Class::Language && self.joins_list(a.to, b.from)
        };
        let before = self.found[..index].iter().rev().scan(found, |next, this| {
            let joined = listed(this, next);
            *next = *this;
            joined.then_some(*this)
        });
        let after = self.found[index + 1..].iter().scan(found, |last, this| {
            let joined = listed(last, this);
            *last = *this;
            joined.then_some(*this)
        });
        before.take(LIST).chain(after.take(LIST)).any(|other| self.means_language(other))
    }

    /// Whether only `and`, `or`, commas and slashes stand between two tokens.
    fn joins_list(&self, from: usize, to: usize) -> bool {
        to - from <= 2
            && (from..to).all(|at| self.classes(at) & (CONJUNCTION | ARTICLE) != 0)
            && (from..=to).all(|at| self.tokens[at].gap & (STOP | BREAK) == 0)
    }

    fn means_language(&self, found: Found) -> bool {
        // `[Turkish]` behind a title.
        let behind = self.tokens.get(found.to).map_or(CLOSE, |token| token.gap);
        if self.tokens[found.from].gap & OPEN != 0 && behind & CLOSE != 0 {
            return true;
        }
        let next = self.tokens.get(found.to).filter(|token| token.gap & !(SPACE | HYPHEN) == 0);
        let following = next.map_or(0, |token| lexicon().classes(token.word));
        if following & LANGUAGE_NOUN != 0 {
            return true;
        }
        let before = self.classes_before(found.from);
        if before & LANGUAGE_VERB != 0 && following & PEOPLE == 0 {
            return true;
        }
        // `published in English and ...`: no noun follows that it could qualify.
        let preposition = ["in", "into", "to", "from", "of"]
            .iter()
            .any(|word| found.from > 0 && self.word(found.from - 1).eq_ignore_ascii_case(word));
        preposition && before != 0 && (next.is_none() || following & (FUNCTION | CONJUNCTION) != 0)
    }

    /// Why the place is only a part of another name.
    fn other_name(&self, found: Found, class: Class) -> Option<&'static str> {
        if self.is_of_a_kind(found, class) {
            return Some(BREED);
        }
        if matches!(class, Class::Demonym | Class::Language | Class::Region) && self.follows(found, 2, TRADITION, 0) {
            return Some("a thing named after a people");
        }
        if self.is_of_an_empire(found) {
            return Some(EMPIRE);
        }
        if self.follows(found, 2, JOURNAL, 0) && self.tokens.get(found.to).is_some_and(|token| token.capital) {
            return Some("journal or publisher");
        }
        let reach = if matches!(class, Class::City | Class::Subdivision) { 5 } else { 3 };
        let instrument = self.follows(found, reach, INSTRUMENT, 0);
        let done = self.is_before_a_deed(found);
        if instrument && !done && (!self.follows(found, 1, PEOPLE, 0) || self.is_a_proper_name(found, INSTRUMENT)) {
            return Some("instrument or criterion");
        }
        if found.from >= 2 && self.word(found.from - 1).eq_ignore_ascii_case("of") {
            let before = self.classes(found.from - 2);
            if before & (INSTRUMENT | TITLE) != 0 && self.tokens[found.from - 2].capital {
                return Some("named after the place");
            }
        }
        if matches!(class, Class::City | Class::Subdivision | Class::Country) && self.is_person(found) {
            return Some("name of a person");
        }
        let before = self.classes_before(found.from);
        if before & EXCLUSION != 0 || before & ARTICLE != 0 && self.classes_before(found.from - 1) & EXCLUSION != 0 {
            return Some("excluded");
        }
        None
    }

    /// `in Southampton compared two scales`: a verb stands between the place and the scale.
    fn is_before_a_deed(&self, found: Found) -> bool {
        /// Words about a scale and not about a deed: `the Leeds revised scale`.
        const ADJECTIVES: [&str; 15] = [
            "modified",
            "revised",
            "adapted",
            "automated",
            "standardised",
            "standardized",
            "abbreviated",
            "shortened",
            "extended",
            "simplified",
            "graded",
            "based",
            "related",
            "weighted",
            "combined",
        ];
        let word = self.word(found.to);
        word.ends_with("ed") && !self.tokens[found.to].capital && !ADJECTIVES.contains(&word)
    }

    /// `Nottingham Health Profile among survivors`: words in capitals from the name to one of `classes`, and none in capitals behind.
    fn is_a_proper_name(&self, found: Found, classes: Classes) -> bool {
        let capitals =
            |at: &usize| self.tokens[*at].joins() && self.tokens[*at].capital && !self.tokens[*at].all_capitals;
        let name = (found.to..self.tokens.len()).take_while(capitals);
        let last = name.last();
        let behind = last.and_then(|last| self.tokens.get(last + 1)).is_some_and(|next| next.gap == SPACE);
        behind && last.is_some_and(|last| self.classes(last) & classes != 0)
    }

    /// `Siamese cat`, `Canada goose`, `turkey meat`. A country's own name is part of such a name only right before it, and no letters are.
    fn is_of_a_kind(&self, found: Found, class: Class) -> bool {
        if class != Class::Country {
            return self.follows(found, 4, ORGANISM, CONJUNCTION);
        }
        !lexicon().phrase(found.phrase).acronym && self.follows(found, 1, ORGANISM | FOOD, 0)
    }

    /// Whether a word of `classes` stands among the next words, with none but capitalised or unknown words, and those of `through`, between.
    fn follows(&self, found: Found, reach: usize, classes: Classes, through: Classes) -> bool {
        for at in found.to..(found.to + reach).min(self.tokens.len()) {
            if !self.tokens[at].joins() {
                return false;
            }
            let here = self.classes(at);
            if here & classes != 0 {
                return true;
            }
            if here & FUNCTION != 0 && here & through == 0 {
                return false;
            }
        }
        false
    }

    fn is_person(&self, found: Found) -> bool {
        let next = self.tokens.get(found.to);
        let (word, after) = (self.word(found.to), self.word(found.to + 1));
        if next.is_some_and(|next| next.joins())
            && (word.eq_ignore_ascii_case("et") && after.eq_ignore_ascii_case("al"))
            || self.classes(found.to + 1) & COLLEAGUES != 0 && self.classes(found.to) & CONJUNCTION != 0
        {
            return true;
        }
        if found.from == 0 || self.tokens[found.from].breaks() && self.tokens[found.from].gap & STOP == 0 {
            return false;
        }
        let before = self.tokens[found.from - 1];
        let initial = before.end - before.start == 1 && before.all_capitals && self.tokens[found.from].gap & STOP != 0;
        let name = before.capital
            && !self.begins_sentence(found.from)
            && self.classes(found.from - 1) & (GIVEN_NAME | TITLE) != 0
            && self.tokens[found.from].gap & COMMA == 0;
        initial || name
    }

    /// Whether the letters stand, in brackets, for words that mean something else: `Nurses' Health Study (NHS)`.
    fn has_another_meaning(&self, index: usize) -> bool {
        let found = self.found[index];
        let letters = self.word(found.from).as_bytes();
        if !lexicon().phrase(found.phrase).acronym || found.to - found.from != 1 {
            return false;
        }
        if self.tokens[found.from].gap & OPEN == 0 || found.from < letters.len() {
            return self.class(found) == Class::Institution && self.is_spelled_elsewhere(found, letters);
        }
        let from = found.from - letters.len();
        let spelled = self.spells(from, letters);
        let known = index > 0 && self.found[index - 1].from <= from && !self.belongs_elsewhere(index - 1) && {
            let same = |candidate: &Candidate| {
                lexicon().phrase(found.phrase).candidates.iter().any(|other| other.place == candidate.place)
            };
            lexicon().phrase(self.found[index - 1].phrase).candidates.iter().any(same)
        };
        spelled && !known
    }

    /// `16 GB`
    fn is_a_unit(&self, found: Found) -> bool {
        let number = found.from > 0
            && self.tokens[found.from].joins()
            && self.word(found.from - 1).bytes().all(|byte| byte.is_ascii_digit());
        number && self.word(found.from) == "GB"
    }

    /// `NHS-ester`, `NHS-activated beads`: N-hydroxysuccinimide.
    fn is_a_reagent(&self, found: Found) -> bool {
        let next = self.word(found.to).to_ascii_lowercase();
        self.word(found.from) == "NHS"
            && self.tokens.get(found.to).is_some_and(|token| token.joins())
            && ["ester", "esters", "biotin", "activated", "functionalized", "sepharose"].contains(&next.as_str())
    }

    /// Whether the words from `from` on begin with these letters.
    fn spells(&self, from: usize, letters: &[u8]) -> bool {
        (from..)
            .zip(letters)
            .all(|(at, letter)| self.word(at).bytes().next().is_some_and(|b| b.eq_ignore_ascii_case(letter)))
    }

    /// Whether running text names something, in capitals and as one name, that has these letters: `the Nurses' Health Study ... the NHS`.
    fn is_spelled_elsewhere(&self, found: Found, letters: &[u8]) -> bool {
        const FEWEST: usize = 3;
        if self.kind != Kind::Text || letters.len() < FEWEST || self.capitals {
            return false;
        }
        let name = |from: usize| {
            let to = from + letters.len();
            to <= self.tokens.len()
                && self.spells(from, letters)
                && (from..to).all(|at| self.tokens[at].capital && !self.tokens[at].all_capitals)
                && (from + 1..to).all(|at| self.tokens[at].joins())
        };
        let own = |from: usize| {
            let wanted = &lexicon().phrase(found.phrase).candidates;
            let same = |one: &Candidate| wanted.iter().any(|other| other.place == one.place);
            let named = |other: &&Found| other.from <= from && from < other.to;
            self.found.iter().filter(named).any(|other| lexicon().phrase(other.phrase).candidates.iter().any(same))
        };
        let mut names = (0..self.tokens.len()).filter(|&from| name(from)).peekable();
        names.peek().is_some() && !names.any(own)
    }

    /// Whether the report reviews studies made anywhere: `systematic review`, `meta-analysis`, names of databases that were searched.
    pub fn speaks_of_a_review(&self) -> bool {
        (0..self.tokens.len()).any(|at| {
            let here = self.classes(at);
            let next = || self.word(at + 1);
            here & REVIEW != 0
                || here & REVIEW_KIND != 0
                    && (next().eq_ignore_ascii_case("review") || next().eq_ignore_ascii_case("reviews"))
                || self.word(at).eq_ignore_ascii_case("meta")
                    && ["analy", "synth", "ethnogr"].iter().any(|stem| next().to_ascii_lowercase().starts_with(stem))
        })
    }
}
