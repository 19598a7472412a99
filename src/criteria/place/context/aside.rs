//! Sentences that name a place beside what was studied: what it is held against, what others found there, where a method or money came from.
//!
//! Such a name never speaks against a place by itself. It only tells that the name is no evidence *for* it, where other words say plainly that the study
//! was made elsewhere. A sentence that tells of the own collection of data names nothing in passing.

use super::kind::OF_A_KIND;
use super::passing::{AUTHOR, EARLIER, EDITION_OF, EXAMPLE, IDEA_FROM, LAKE, MONEY_FROM, TOLD_THERE, TRAINED_THERE};
use super::soft::COUNTY_ELSEWHERE;
use super::{COMPARISON_WITH, SOCIETY_OR_GUIDELINE, Surroundings};
use crate::criteria::place::scan::{Found, Kind};
use crate::criteria::place::words::{
    ARTICLE, COLLECTED, COMMA, CONJUNCTION, Classes, INSTRUMENT, LIKENESS, LITERATURE, MODIFIER, NOTION, PERSON,
    PLACE_PREPOSITION, SELF, SEVERAL_PLACES, WHENCE,
};

/// So many words may stand between a word of comparison and the place.
const REACH: usize = 10;

/// Why a name is no evidence: what others wrote or found.
const LITERATURE_OF: &str = "what others found there";

/// Why a name is no evidence: the source of a method, of advice or of money.
const SOURCE_OF: &str = "where a method, advice or money came from, or people go";

/// Why a name is no evidence: others went to see it, or are to learn from the report.
const SHOWN_TO: &str = "what others saw, or who is to learn";

/// Reasons for which a name that decides nothing is none of the setting, where other words say plainly that the study was made elsewhere.
pub(in super::super) const BESIDE: &[&str] = &[
    AUTHOR,
    COUNTY_ELSEWHERE,
    EARLIER,
    EDITION_OF,
    EXAMPLE,
    IDEA_FROM,
    LAKE,
    MONEY_FROM,
    OF_A_KIND,
    SOCIETY_OR_GUIDELINE,
    TOLD_THERE,
    TRAINED_THERE,
];

impl Surroundings<'_> {
    /// Why running text names the place only beside what was studied, if its sentence says so; `collected` tells whether that tells of the own
    /// collection of data.
    pub fn aside(&self, index: usize, collected: bool) -> Option<&'static str> {
        let found = self.found[index];
        // `compared with British nurses, Swedish nurses reported`: they may be a sample.
        if self.kind != Kind::Text || self.follows(found, 2, PERSON, 0) || self.holds_against_itself(found) {
            return None;
        }
        if self.is_compared_with(found) || self.is_compared_behind(found) {
            return Some(COMPARISON_WITH);
        }
        if self.is_made_there(found) {
            return Some(SOURCE_OF);
        }
        if self.is_told_or_shown(found) {
            return Some(SHOWN_TO);
        }
        if self.follows_others(found) {
            return Some(LITERATURE_OF);
        }
        if collected {
            return None;
        }
        if self.is_of_a_tradition(found) || self.is_a_destination(found) || self.is_referred_to(found) {
            return Some(SOURCE_OF);
        }
        if self.is_of_the_literature(found) || self.tells_what_is_known(found) {
            return Some(LITERATURE_OF);
        }
        if self.is_an_instance(found) {
            return Some("an example");
        }
        self.is_a_source(found).then_some(SOURCE_OF)
    }

    /// Whether the sentence tells of the own collection of data: `we interviewed`, `were studied`, `2,104 children`.
    pub fn tells_what_was_collected(&self, found: Found) -> bool {
        let studied = |at: usize| {
            self.is(at, &["was", "were"])
                && self
                    .is(at + 1, &["studied", "examined", "included", "assessed", "conducted", "undertaken", "carried"])
        };
        self.sentence(found).any(|at| self.classes(at) & COLLECTED != 0 || studied(at)) || self.counts_people(found)
    }

    /// `3402 adults`, `2,104 healthy children`: a number, no year, and the people or practices that were counted.
    pub fn counts_people(&self, found: Found) -> bool {
        const REACH: usize = 3;
        self.sentence(found).any(|at| {
            let word = self.word(at);
            let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
            let number = word.len() > 1 && !year && word.bytes().all(|byte| byte.is_ascii_digit());
            number
                && (at + 1..=at + REACH).take_while(|&at| self.tokens.get(at).is_some_and(|token| !token.breaks())).any(
                    |at| self.classes(at) & PERSON != 0 || self.is(at, &["adults", "people", "persons", "residents"]),
                )
        })
    }

    /// Whether the sentence is one of running text that tells nothing of the report or a second place of the study, given that it does not
    /// tell of the own collection of data.
    pub fn is_plain(&self, found: Found) -> bool {
        const OWN: Classes = SELF | COLLECTED;
        const NO_PAST: [&str; 12] = ["has", "have", "been", "be", "is", "are", "the", "a", "an", "as", "of", "well"];
        // What was done is told in the past tense: `actors in Hull answered the questions`.
        let past = |at: usize| {
            let word = self.word(at);
            word.ends_with("ed") && word.len() > 4 && at > 0 && !self.is(at - 1, &NO_PAST)
        };
        let of_the_study = |at: usize| self.classes(at) & OWN != 0 || is_of_the_study(self.word(at)) || past(at);
        self.kind == Kind::Text && !self.sentence(found).any(of_the_study)
    }

    /// The first byte of the sentence of a name, as far as [`Self::sentence`] sees it.
    pub fn beginning(&self, found: Found) -> u32 {
        let first = self.sentence(found).take_while(|&at| at < found.from).last();
        self.tokens[first.unwrap_or(found.from)].start
    }

    /// Whether the report compares countries, or was made in several: `cross-national`, `in six countries`, `both countries`.
    pub fn speaks_of_several_countries(&self) -> bool {
        let word = |at: usize| self.word(at).to_ascii_lowercase();
        let number = |at: usize| {
            let word = word(at);
            word.starts_with(|c: char| c.is_ascii_digit())
                || matches!(
                    word.as_str(),
                    "two" | "three" | "four" | "five" | "six" | "seven" | "eight" | "nine" | "ten" | "twelve" | "both"
                )
        };
        (0..self.tokens.len()).any(|at| {
            let places = self.classes(at) & SEVERAL_PLACES != 0;
            let counted = places && (at.saturating_sub(3)..at).any(number);
            let compares = self.kind == Kind::Title
                && match word(at).as_str() {
                    "comparative" | "transnational" | "comparison" | "comparing" => true,
                    "cross" => matches!(word(at + 1).as_str(), "national" | "country" | "cultural"),
                    _ => false,
                };
            counted || compares
        })
    }

    /// The tokens of the sentence before a name, the nearest first, as far as no comma or bracket stands between.
    fn clause_before(&self, found: Found) -> impl Iterator<Item = usize> {
        (found.from.saturating_sub(REACH)..found.from).rev().take_while(move |&at| {
            let next = self.tokens[at + 1];
            !next.breaks() && (next.gap & COMMA == 0 || self.found.iter().any(|other| other.to == at + 1))
        })
    }

    fn is(&self, at: usize, words: &[&str]) -> bool {
        let here = self.word(at).as_bytes();
        // Nearly every word has another length or first letter.
        let first = here.first().map(u8::to_ascii_lowercase);
        let may_be = |word: &[u8]| word.len() == here.len() && word.first().copied() == first;
        words.iter().any(|word| may_be(word.as_bytes()) && here.eq_ignore_ascii_case(word.as_bytes()))
    }

    /// `we compare Sweden with the UK`, `were compared with those in England`: the report's own comparison, unless it is one with what others wrote.
    fn holds_against_itself(&self, found: Found) -> bool {
        const BE: [&str; 8] = ["we", "is", "are", "was", "were", "be", "been", "and"];
        let written = |at: usize| (at..found.from).any(|at| self.classes(at) & LITERATURE != 0);
        let own = |at: usize| {
            self.is(at, &["compare", "compares", "comparing", "set"])
                || self.is(at, &["compared"]) && at > 0 && self.is(at - 1, &BE)
        };
        self.sentence(found).take_while(|&at| at < found.from).any(|at| own(at) && !written(at))
    }

    /// `less than is reported from England`, `similar to those of a database in the UK`, `as Crawley found in English prisons`.
    fn is_compared_with(&self, found: Found) -> bool {
        self.clause_before(found).any(|at| {
            let next = self.word(at + 1).to_ascii_lowercase();
            if self.classes(at) & LIKENESS != 0 {
                let with =
                    || self.is(at + 1, &["to", "with", "from", "between"]) || self.is(at + 2, &["to", "with", "from"]);
                return match self.word(at).to_ascii_lowercase().as_str() {
                    // `more than 200 practices in England`, `more than half of them`
                    "than" => !self.is_a_quantity(at + 1),
                    "like" | "unlike" | "similarly" => true,
                    word if word.ends_with(['s', 'd', 'g', 'e', 'o']) && word != "compared" && word != "comparable" => {
                        !matches!(word, "differ" | "differs" | "differed") || with()
                    }
                    "compared" => with() && !self.is_a_quantity(at + 2),
                    _ => with(),
                };
            }
            self.is(at, &["as"])
                && (matches!(next.as_str(), "in" | "elsewhere" | "found" | "reported" | "shown")
                    || self.tokens[at + 1].capital && self.is(at + 2, &["found", "showed", "reported", "did"]))
        })
    }

    /// Whether a number or a part of something is named: `more than 200`, `than half`.
    fn is_a_quantity(&self, at: usize) -> bool {
        const PARTS: [&str; 12] =
            ["half", "a", "an", "one", "two", "three", "four", "five", "ten", "twenty", "once", "twice"];
        self.word(at).starts_with(|c: char| c.is_ascii_digit()) || self.is(at, &PARTS)
    }

    /// `In England, by comparison, ...`
    fn is_compared_behind(&self, found: Found) -> bool {
        (found.to..found.to + 2).any(|at| {
            self.is(at, &["by", "in"])
                && self.is(at + 1, &["comparison", "contrast"])
                && !self.is(at + 2, &["of", "with", "to", "between"])
        })
    }

    /// `a score derived in the UK`, `the instrument was first developed in Britain`: an instrument or a method, made somewhere by others.
    fn is_made_there(&self, found: Found) -> bool {
        const MADE: [&str; 9] = [
            "developed",
            "derived",
            "validated",
            "introduced",
            "tested",
            "tried",
            "established",
            "designed",
            "standardised",
        ];
        let mut before = self.clause_before(found).skip_while(|&at| {
            self.classes(at) & (PLACE_PREPOSITION | ARTICLE | MODIFIER) != 0 || self.is(at, &["originally", "first"])
        });
        let Some(verb) = before.next().filter(|&at| self.is(at, &MADE)) else { return false };
        let thing = |at: usize| self.classes(at) & (INSTRUMENT | NOTION) != 0;
        let Some(last) = verb.checked_sub(1) else { return false };
        let earlier = self.is(last, &["originally", "first", "initially"]);
        let passed_on = self.is(found.to, &["and", "but"]) && self.is(found.to + 1, &["is", "has", "widely", "used"]);
        let subject = || (verb.saturating_sub(8)..verb).any(thing);
        let ends =
            self.tokens.get(found.to).is_none_or(|_| self.begins_sentence(found.to)) && self.is(last, &["was", "were"]);
        thing(last) || (earlier || passed_on || ends) && subject()
    }

    /// `Following results from the United Kingdom, we expected`: what the report builds upon.
    fn follows_others(&self, found: Found) -> bool {
        let mut before = self.clause_before(found);
        let from = before.find(|&at| self.classes(at) & (ARTICLE | MODIFIER) == 0);
        let noun = from.filter(|&at| at > 0 && self.is(at, &["from", "in"])).map(|at| at - 1);
        noun.is_some_and(|noun| {
            self.classes(noun) & LITERATURE != 0
                && (noun.saturating_sub(4)..noun)
                    .rev()
                    .take_while(|&at| !self.begins_sentence(at + 1))
                    .any(|at| self.is(at, &["following", "given", "despite", "previous", "earlier", "prior"]))
        })
    }

    /// `research in the UK`, `the British literature`, `reports from England`.
    fn is_of_the_literature(&self, found: Found) -> bool {
        let own = || {
            self.sentence(found)
                .take_while(|&at| at < found.from)
                .any(|at| self.classes(at) & SELF != 0 && self.classes(at) & LITERATURE == 0)
        };
        let behind = self.tokens.get(found.to).is_some_and(|next| next.joins() && !next.capital)
            && self.classes(found.to) & LITERATURE != 0;
        let joint = self.clause_before(found).find(|&at| {
            self.classes(at) & (ARTICLE | MODIFIER | CONJUNCTION) == 0
                && !self.found.iter().any(|other| (other.from..other.to).contains(&at))
        });
        let noun = joint.filter(|&at| at > 0 && self.is(at, &["from", "in", "on", "by"]));
        let before = noun.is_some_and(|at| {
            let noun = self.classes(at - 1) & LITERATURE != 0;
            // `people who work in England`, `findings in England` may be the report's.
            let theirs = !self.is(at - 1, &["work", "findings", "results", "figures", "trial", "trials", "study"])
                || self.is(at, &["from", "on"]);
            noun && theirs
        });
        (behind || before) && !own()
    }

    /// `several surveys have been done in the United Kingdom`, in a sentence that does not speak of the report.
    fn tells_what_is_known(&self, found: Found) -> bool {
        const KNOWN: [&str; 10] = [
            "done",
            "conducted",
            "published",
            "reported",
            "shown",
            "described",
            "documented",
            "found",
            "examined",
            "studied",
        ];
        let perfect = |at: usize| {
            self.is(at, &["has", "have"])
                && (self.is(at + 1, &KNOWN) || self.is(at + 1, &["been", "long", "also"]) && self.is(at + 2, &KNOWN))
        };
        let reported = |at: usize| {
            self.is(at, &["were", "was"]) && self.is(at + 1, &["reported", "published"]) && self.is(at + 2, &["by"])
        };
        let mut sentence = self.sentence(found);
        let told = self.sentence(found).any(|at| perfect(at) || reported(at));
        told && !sentence.any(|at| self.is(at, &["we", "our", "this", "present"]))
    }

    /// `approaches such as the one chosen in the United Kingdom`, `in many countries, notably in the NHS in England`.
    fn is_an_instance(&self, found: Found) -> bool {
        self.clause_before(found)
            .any(|at| self.is(at, &["such"]) && self.is(at + 1, &["as"]) || self.is(at, &["notably", "especially"]))
    }

    /// `modelled on a scheme in England`, `advisers from Britain`, `UK aid`.
    fn is_a_source(&self, found: Found) -> bool {
        const REACH: usize = 6;
        let before = self.clause_before(found).take(REACH).any(|at| {
            self.classes(at) & WHENCE != 0
                // `taken over from policy in Britain`, not `taken in England`
                && (!self.is(at, &["taken", "adopted", "adapted", "aid"]) || self.is(at + 1, &["over", "from", "up"]))
        });
        before || self.is(found.to, &["aid"])
    }
}

/// Whether a word, in whatever letters, speaks of the report's own data or of a further place of it.
fn is_of_the_study(word: &str) -> bool {
    const LONGEST: usize = 12;
    let mut small = [0; LONGEST];
    let Some(small) = small.get_mut(..word.len()) else { return false };
    small.copy_from_slice(word.as_bytes());
    small.make_ascii_lowercase();
    matches!(
        &*small,
        b"was"
            | b"were"
            | b"same"
            | b"those"
            | b"then"
            | b"later"
            | b"data"
            | b"survey"
            | b"surveys"
            | b"panel"
            | b"cohort"
            | b"cohorts"
            | b"arm"
            | b"site"
            | b"sites"
            | b"second"
            | b"half"
            | b"another"
            | b"both"
            | b"each"
            | b"also"
            | b"respectively"
            | b"too"
            | b"compare"
            | b"compares"
            | b"two"
            | b"three"
    )
}
