//! Places that a text names without being about them: an author, where people or methods came from, an empire, a body of another country.

use super::super::lexicon::{Candidate, Class, Mark, Place, lexicon};
use super::super::scan::{Found, Kind};
use super::super::words::{
    ARTICLE, AUTHORED, COLONIAL, COMPARISON, CONJUNCTION, Classes, EDITION, EMIGRANT, FUNCTION, FUNDING, GIVEN_PLACE,
    GUIDELINE, HYPHEN, MODEL, MODIFIER, NOTION, ORIGIN, ORIGINATED, PERSON, PERSON_CUE, PLACE_PREPOSITION, SPACE, STOP,
    TRAINED, WATER,
};
use super::kind::OF_A_KIND;
use super::{COMPARISON_WITH, SOCIETY_OR_GUIDELINE, Surroundings};

// Why a name decides nothing.
pub(in super::super) const AUTHOR: &str = "perhaps an author";
pub(super) const LAKE: &str = "a lake, river or gulf";
pub(super) const TOLD_THERE: &str = "where something was told";
pub(super) const IDEA_FROM: &str = "where an idea came from";
pub(super) const EARLIER: &str = "an earlier study";
pub(super) const EXAMPLE: &str = "an example, or for whom it is one";
pub(super) const TRAINED_THERE: &str = "where people were trained, or something was made";
pub(super) const EDITION_OF: &str = "perhaps an edition of an instrument";
pub(super) const MONEY_FROM: &str = "where the money came from";

impl Surroundings<'_> {
    /// Why the name only tells where something came from, if it does.
    pub(super) fn in_passing(&self, index: usize, class: Class) -> Option<&'static str> {
        let found = self.found[index];
        let people = matches!(class, Class::Demonym | Class::Language);
        if self.is_of_the_kind(found) {
            return Some(OF_A_KIND);
        }
        if self.is_modelled_on(found) {
            return Some(EXAMPLE);
        }
        if !people && self.is_among_surnames(found) {
            return Some(AUTHOR);
        }
        if !people && (self.is_cited(found) || class != Class::Country && self.is_argued_with(found)) {
            return Some(AUTHOR);
        }
        if matches!(class, Class::Country | Class::Subdivision) && self.names_water(found) {
            return Some(LAKE);
        }
        if !people && self.is_of_a_person(found) {
            return Some("perhaps a person");
        }
        if !people && (self.is_of_a_meeting(found) || self.is_where_they_met(found)) {
            return Some(TOLD_THERE);
        }
        if !people && self.is_of_a_funder(found) {
            return Some(MONEY_FROM);
        }
        if !people && self.is_an_origin(found) {
            return Some(IDEA_FROM);
        }
        if self.is_held_against(found) {
            return Some(COMPARISON_WITH);
        }
        if self.is_of_an_earlier_study(found) {
            return Some(EARLIER);
        }
        if self.is_an_example(found) && self.is_for_others(found) {
            return Some(EXAMPLE);
        }
        if !people && self.is_brought(found) {
            return Some("where people or things came from");
        }
        if !people && self.is_behind(found, TRAINED, &["in", "at"]) {
            return Some(TRAINED_THERE);
        }
        if !matches!(class, Class::Country | Class::Demonym | Class::Language | Class::Subdivision) {
            return None;
        }
        if people && self.follows(found, 2, EMIGRANT, 0) {
            return Some("where people or things came from");
        }
        let next = self.tokens.get(found.to).filter(|next| next.gap & !(SPACE | HYPHEN) == 0);
        if next.is_some() && self.classes(found.to) & ORIGIN != 0 {
            return Some(TRAINED_THERE);
        }
        if self.follows(found, 3, EDITION, 0) {
            return Some(EDITION_OF);
        }
        if self.is_behind(found, FUNDING, &["by", "from"]) {
            return Some(MONEY_FROM);
        }
        self.is_of_those_abroad(index, people).then_some("where people or things came from")
    }

    /// `former British colonies`
    pub(super) fn is_of_an_empire(&self, found: Found) -> bool {
        self.follows(found, 3, COLONIAL, CONJUNCTION)
    }

    /// `lessons from the British experience`, `modelled on Denmark`: an example for a study that may be set elsewhere.
    pub(super) fn is_an_example(&self, found: Found) -> bool {
        const REACH: usize = 5;
        let learnt = |at: usize| {
            at > 0 && self.word(at) == "from" && self.word(at - 1).to_ascii_lowercase().starts_with("learn")
        };
        (found.from.saturating_sub(REACH)..found.from)
            .rev()
            .take_while(|&at| !self.tokens[at + 1].breaks())
            .any(|at| self.classes(at) & MODEL != 0 && !self.is_taught(at) || learnt(at))
    }

    /// `lessons in Dutch schools`: lessons that are given, not drawn.
    fn is_taught(&self, at: usize) -> bool {
        let lesson = ["lesson", "lessons"].iter().any(|word| self.word(at).eq_ignore_ascii_case(word));
        lesson && ["in", "at", "across"].iter().any(|word| self.word(at + 1).eq_ignore_ascii_case(word))
    }

    /// `what can be learned from the NHS`, `after the example of NHS Direct`: what only others say of a body.
    fn is_learnt_from(&self, found: Found) -> bool {
        const REACH: usize = 6;
        let word = |at: usize| self.word(at).to_ascii_lowercase();
        let article = usize::from(found.from > 0 && word(found.from - 1) == "the");
        let Some(joint) = found.from.checked_sub(1 + article).filter(|joint| *joint > 0) else { return false };
        let learnt = word(joint) == "from" && word(joint - 1).starts_with("learn");
        let example = word(joint) == "of" && word(joint - 1) == "example";
        example || learnt && (joint.saturating_sub(REACH)..joint).any(|at| word(at) == "what")
    }

    /// `Evidence from Sweden shows`, `the Dutch model`, `a workshop in Oslo`: what is known, thought or was told somewhere.
    pub(super) fn is_told_of(&self, found: Found) -> bool {
        let word = |at: usize| self.word(at).to_ascii_lowercase();
        let verb = || {
            let verb = word(found.to);
            ["show", "suggest", "indicat", "demonstrat", "point", "reveal"].iter().any(|stem| verb.starts_with(stem))
        };
        let agrees = || {
            let before = (found.from.saturating_sub(5)..found.from).map(word).collect::<Vec<_>>().join(" ");
            let with = ["adds to", "add to", "consistent with", "in line with", "builds on", "echoes"];
            with.iter().any(|with| before.contains(with))
        };
        let known = self.kind == Kind::Text
            && found.from > 1
            && matches!(self.word(found.from - 1), "from" | "in")
            && ["evidence", "experience", "research", "studies", "work"].contains(&word(found.from - 2).as_str())
            && (verb() || agrees());
        let notion = self.follows(found, 1, NOTION, 0) && !self.is_locative(found);
        let workshop = || {
            let told = ["workshop", "workshops", "seminar", "seminars", "webinar"];
            let gathering = (found.from.saturating_sub(5)..found.from - 1)
                .rev()
                .find(|&at| !matches!(self.word(at), "held" | "was" | "were" | "is" | "are" | "be" | "been"));
            gathering.is_some_and(|at| told.contains(&word(at).as_str()))
        };
        let workshop = found.from > 1 && self.word(found.from - 1) == "in" && workshop();
        known || notion || workshop || self.is_told_or_shown(found)
    }

    /// `lessons from the NHS for hospitals elsewhere`
    fn is_for_others(&self, found: Found) -> bool {
        const REACH: usize = 5;
        (found.to..(found.to + REACH).min(self.tokens.len()))
            .take_while(|&at| !self.tokens[at].breaks())
            .any(|at| self.word(at).eq_ignore_ascii_case("for"))
    }

    /// `Victoria, who told us of her life`, `Florence Nightingale`: a name that is also given to people, where no word speaks of a place.
    fn is_of_a_person(&self, found: Found) -> bool {
        const REACH: usize = 8;
        if found.to - found.from != 1 || self.classes(found.from) & GIVEN_PLACE == 0 {
            return false;
        }
        let small = |at: usize| {
            let token = self.tokens[at];
            !token.capital
                && token.end - token.start > 3
                && self.classes(at) & (FUNCTION | PLACE_PREPOSITION | CONJUNCTION) == 0
        };
        let sentence = self.kind != Kind::Title || (0..self.tokens.len()).any(small);
        let surname = sentence
            && self.tokens.get(found.to).is_some_and(|next| next.gap == SPACE && next.capital && next.word == 0);
        let told = (found.to..(found.to + REACH).min(self.tokens.len()))
            .take_while(|&at| !self.begins_sentence(at))
            .any(|at| self.classes(at) & PERSON_CUE != 0);
        surname || told && !self.is_locative(found)
    }

    /// `originated in Brazil`, `the concept was developed in Indiana by ...`: where an idea came from.
    fn is_an_origin(&self, found: Found) -> bool {
        const REACH: usize = 12;
        let sentence = (found.from.saturating_sub(REACH)..found.from).rev();
        let before: Vec<usize> = sentence
            .take_while(|&at| !self.tokens[at + 1].breaks())
            .take_while(|&at| !matches!(self.word(at), "who" | "now" | "live" | "living" | "which" | "that"))
            .collect();
        if before.iter().any(|&at| self.classes(at) & ORIGINATED != 0) {
            return true;
        }
        let made = |at: usize| {
            matches!(
                self.word(at),
                "developed" | "introduced" | "applied" | "used" | "tried" | "proposed" | "comes" | "came"
            )
        };
        let Some(verb) = before.iter().position(|&at| made(at)) else { return false };
        let first = before.get(verb + 1).is_some_and(|&at| self.word(at).eq_ignore_ascii_case("first"));
        // `The concept was developed in ...`: right before the place, and no sentence of the report itself.
        let close = before[..verb].iter().all(|&at| self.classes(at) & (PLACE_PREPOSITION | MODIFIER | ARTICLE) != 0);
        let about = before[verb..].iter().any(|&at| self.classes(at) & NOTION != 0);
        let own = before.iter().any(|&at| matches!(self.word(at), "we" | "We" | "our" | "Our" | "this" | "This"));
        first || close && about && !own && !self.counts_people(found)
    }

    /// `introduced from North America`, `imported from China`.
    fn is_brought(&self, found: Found) -> bool {
        let article = usize::from(found.from > 0 && self.word(found.from - 1).eq_ignore_ascii_case("the"));
        let Some(joint) = found.from.checked_sub(1 + article).filter(|joint| *joint > 0) else { return false };
        let verb = self.word(joint - 1).to_ascii_lowercase();
        let brought = [
            "introduced",
            "imported",
            "brought",
            "originating",
            "translocated",
            "emigrated",
            "transferred",
            "shipped",
            "smuggled",
            "borrowed",
            "copied",
        ];
        self.word(joint).eq_ignore_ascii_case("from")
            && brought.contains(&verb.as_str())
            && (joint..=found.from).all(|at| self.tokens[at].joins())
    }

    /// `Polish nurses`, `Poles`, `South Asian communities`: whether the name tells of whom, not where.
    pub fn is_of_persons(&self, index: usize) -> bool {
        let found = self.found[index];
        let name = self.word(found.to - 1);
        let plural = name.ends_with('s') && !name.ends_with("ss");
        match self.class(found) {
            Class::Demonym | Class::Language => plural || self.follows(found, 3, PERSON, 0),
            Class::Region => self.follows(found, 2, PERSON, 0),
            _ => false,
        }
    }

    /// `a previous trial in Canada`, `earlier work from Sweden`: in running text, where others studied before.
    fn is_of_an_earlier_study(&self, found: Found) -> bool {
        const REACH: usize = 5;
        self.kind == Kind::Text
            && self.is_locative(found)
            && (found.from.saturating_sub(REACH)..found.from)
                .rev()
                .take_while(|&at| !self.tokens[at + 1].breaks())
                .filter(|&at| {
                    let word = self.word(at);
                    ["previous", "prior", "earlier"].iter().any(|earlier| word.eq_ignore_ascii_case(earlier))
                })
                .any(|at| {
                    let what = self.word(at + 1).to_ascii_lowercase();
                    [
                        "study", "studies", "trial", "trials", "research", "work", "survey", "surveys", "review",
                        "reviews",
                    ]
                    .contains(&what.as_str())
                })
    }

    /// `compared with the UK`, `unlike the NHS`, `than in England`: in running text, what the setting is held against.
    pub(super) fn is_held_against(&self, found: Found) -> bool {
        const REACH: usize = 4;
        if self.kind != Kind::Text {
            return false;
        }
        (found.from.saturating_sub(REACH)..found.from)
            .rev()
            .take_while(|&at| !self.tokens[at + 1].breaks())
            .find(|&at| {
                let between = self.classes(at) & (PLACE_PREPOSITION | ARTICLE) != 0;
                !between && !matches!(self.word(at), "with" | "to" | "that" | "those")
            })
            .is_some_and(|at| {
                let comparison = self.word(at).eq_ignore_ascii_case("comparison") && self.word(at + 1) == "with";
                comparison || self.classes(at) & COMPARISON != 0
            })
    }

    /// Why an institution is named for something that it wrote: `as recommended by the King's Fund`, `the NICE guideline`.
    pub(super) fn as_author(&self, found: Found) -> Option<&'static str> {
        if self.is_held_against(found) {
            return Some(COMPARISON_WITH);
        }
        if self.is_learnt_from(found) || self.is_modelled_on(found) {
            return Some(EXAMPLE);
        }
        if self.is_an_example(found) && self.is_for_others(found) {
            return Some(EXAMPLE);
        }
        let wrote = self.follows(found, 2, GUIDELINE, 0) || self.is_behind(found, AUTHORED, &["by", "from", "to"]);
        wrote.then_some(SOCIETY_OR_GUIDELINE)
    }

    /// `the Portuguese NHS`, `the National Health Service of Ghana`: a body that bears the name of one in another country.
    pub(super) fn belongs_elsewhere(&self, index: usize) -> bool {
        let found = self.found[index];
        let before = index.checked_sub(1).map(|before| self.found[before]);
        if before.is_some_and(|b| b.to == found.from && self.tokens[found.from].joins() && self.are_apart(b, found)) {
            return true;
        }
        let preposition = matches!(self.word(found.to), "of" | "in");
        let article = usize::from(self.word(found.to + 1).eq_ignore_ascii_case("the"));
        preposition
            && self.found.get(index + 1).is_some_and(|next| {
                next.from == found.to + 1 + article
                    && (found.to..=next.from).all(|at| self.tokens[at].joins())
                    && matches!(self.class(*next), Class::Country | Class::Subdivision)
                    && self.are_apart(*next, found)
            })
    }

    /// `Lake Chad`, `the Jordan River`: it may lie elsewhere.
    fn names_water(&self, found: Found) -> bool {
        let before = |at: usize| {
            found.from >= at && self.classes(found.from - at) & WATER != 0 && self.tokens[found.from - at].capital
        };
        let joined = self.tokens[found.from].joins();
        let behind = self.tokens.get(found.to).is_some_and(|token| token.joins() && token.capital);
        joined && (before(1) || before(2) && self.word(found.from - 1) == "of")
            || behind && self.classes(found.to) & WATER != 0
    }

    /// Whether a word of `classes` and one of `joints` stand before the name, with an article between: `funded by the`.
    fn is_behind(&self, found: Found, classes: Classes, joints: &[&str]) -> bool {
        let article = usize::from(found.from > 0 && self.word(found.from - 1).eq_ignore_ascii_case("the"));
        let Some(joint) = found.from.checked_sub(1 + article) else { return false };
        joints.contains(&self.word(joint))
            && joint > 0
            && (joint - 1..found.from).all(|at| !self.tokens[at + 1].breaks())
            && self.classes(joint - 1) & classes != 0
    }

    /// `Turkish migrants in Germany`, `UK doctors in Australia`: what is spoken of comes from one country and is in another.
    fn is_of_those_abroad(&self, index: usize, people: bool) -> bool {
        const NOUNS: usize = 5;
        let found = self.found[index];
        if !people && (self.is_locative(found) || self.tokens[found.from].gap & STOP != 0 && found.from > 0) {
            return false;
        }
        let mut at = found.to;
        while at - found.to <= NOUNS {
            if self.tokens.get(at).is_none_or(|token| !token.joins()) {
                return false;
            }
            if self.classes(at) & FUNCTION != 0 {
                break;
            }
            at += 1;
        }
        let preposition = matches!(self.word(at), "in" | "across" | "throughout" | "within" | "near" | "of" | "around");
        if at == found.to || !preposition {
            return false;
        }
        let Some(next) = self.found[index + 1..].iter().find(|next| next.from > at) else { return false };
        let between = (at + 1..next.from).all(|at| self.classes(at) & MODIFIER != 0);
        between
            && next.from - at <= 4
            && (at + 1..=next.from).all(|at| self.tokens[at].joins())
            && matches!(self.class(*next), Class::Country | Class::Subdivision | Class::City)
            && self.are_apart(*next, found)
    }

    /// Whether two names can only stand for places in different countries.
    fn are_apart(&self, a: Found, b: Found) -> bool {
        let countries = |found: Found| {
            let usual = |one: &&Candidate| one.mark != Mark::Word;
            lexicon().phrase(found.phrase).candidates.iter().filter(usual).map(|candidate| match candidate.place {
                Place::Code(code) => Some(code.country()),
                Place::Region(_) => None,
            })
        };
        countries(a).next().is_some()
            && countries(b).next().is_some()
            && countries(a).all(|one| one.is_some() && countries(b).all(|other| other.is_some() && other != one))
    }
}
