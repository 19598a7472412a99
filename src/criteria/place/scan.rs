//! Names of places in a text, with what the words around them say they are named for.

use super::context::{Standing, Surroundings};
use super::lexicon::{Class, Mark, Phrase, Place, lexicon};
use super::words::{BREAK, CLAUSE, CLOSE, COMMA, OPEN, SLASH, SPACE, STOP, Token, tokenise};
use crate::record::Field;

/// A name of a place in a value.
#[derive(Debug, Clone)]
pub(super) struct Cue {
    /// Its first byte in the value, and the one behind its last.
    pub start: u32,
    pub end: u32,
    /// Its number in the lexicon.
    pub phrase: u32,
    /// What it is named for.
    pub standing: Standing,
    /// Whether the words around it speak of a place: `in Bolton`, `Bolton, UK`.
    pub locative: bool,
    /// Whether it stands in an opening sentence that does not speak of the report itself.
    pub opening: bool,
    /// Whether it stands in a title before a thing that may only be named after it: `Kenya coffee`, `the Vienna rectifier`.
    pub attribute: bool,
    /// Whether it is one of a list of places: `in Kenya, Uganda and Ghana`.
    pub listed: bool,
    /// Whether it is the name of a people before persons, who may live anywhere: `Polish nurses`.
    pub persons: bool,
    /// Whether people came from it, or have ties there: `women from Ghana and Nigeria`, `remittances to Accra`.
    pub whence: bool,
    /// Why its sentence names it only beside what was studied, if it does: `smaller than is reported from England`.
    pub aside: Option<&'static str>,
    /// Whether its sentence tells nothing of the report and its data, so that it may speak of another place in passing.
    pub plain: bool,
    /// Whether its sentence tells of the own collection of data: `we interviewed 31 patients of two hospitals in Toronto`.
    pub own: bool,
    /// The first byte of its sentence.
    pub sentence: u32,
    /// Where the next words name a place around it (`London, Ontario`; `Cambridge, MA`): that place.
    pub container: Option<Place>,
}

impl Cue {
    /// What the name may stand for.
    pub fn phrase(&self) -> &'static Phrase {
        lexicon().phrase(self.phrase)
    }

    /// The class of the first thing that the name may stand for.
    pub fn class(&self) -> Class {
        self.phrase().candidates[0].class
    }
}

/// What kind of text a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Names what the report is about.
    Title,
    /// Running text.
    Text,
    /// A keyword or several, often without capitals.
    Keyword,
}

impl Kind {
    pub fn of(field: Field) -> Self {
        match field {
            Field::Title | Field::OriginalTitle | Field::TranslatedTitle => Self::Title,
            Field::Keyword | Field::SubjectHeading => Self::Keyword,
            _ => Self::Text,
        }
    }
}

/// What a text says of the report as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct About {
    /// It reviews studies made anywhere.
    pub review: bool,
    /// It compares countries, or was made in several that it need not name.
    pub several: bool,
}

impl std::ops::BitOrAssign for About {
    fn bitor_assign(&mut self, other: Self) {
        self.review |= other.review;
        self.several |= other.several;
    }
}

/// Finds the names in values; keeps its memory from one to the next.
#[derive(Debug, Default)]
pub(super) struct Scanner {
    tokens: Vec<Token>,
    found: Vec<Found>,
}

/// A name between two tokens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    /// The number of its first token.
    pub from: usize,
    /// The number of the token behind it.
    pub to: usize,
    pub phrase: u32,
}

impl Scanner {
    /// Appends the names of places in `text` to `cues`, in order; returns what the text says of the report as a whole.
    pub fn scan(&mut self, text: &str, kind: Kind, cues: &mut Vec<Cue>) -> About {
        tokenise(text, lexicon(), &mut self.tokens);
        self.find(kind);
        let surroundings = Surroundings::new(text, kind, &self.tokens, &self.found);
        let first = cues.len();
        for index in 0..self.found.len() {
            let found = self.found[index];
            let own = surroundings.tells_what_was_collected(found);
            cues.push(Cue {
                start: self.tokens[found.from].start,
                end: self.tokens[found.to - 1].end,
                phrase: found.phrase,
                standing: surroundings.standing(index),
                locative: surroundings.is_placed(index),
                opening: surroundings.opens(index),
                attribute: surroundings.is_attribute(index),
                listed: false,
                persons: surroundings.is_of_persons(index),
                whence: surroundings.is_whence(index),
                aside: surroundings.aside(index, own),
                plain: !own && surroundings.is_plain(found),
                own,
                sentence: surroundings.beginning(found),
                container: surroundings.container(index),
            });
        }
        surroundings.level_lists(&mut cues[first..]);
        About { review: surroundings.speaks_of_a_review(), several: surroundings.speaks_of_several_countries() }
    }

    fn find(&mut self, kind: Kind) {
        self.found.clear();
        let small = !self.tokens.iter().any(|token| token.capital);
        let mut at = 0;
        while at < self.tokens.len() {
            match self.longest(at, kind, small) {
                Some((length, phrase)) => {
                    if lexicon().phrase(phrase).candidates[0].class != Class::OtherName {
                        self.found.push(Found { from: at, to: at + length, phrase });
                    }
                    at += length;
                }
                None => at += 1,
            }
        }
    }

    /// The longest name that begins at the token `at`, with the number of its words.
    fn longest(&self, at: usize, kind: Kind, small: bool) -> Option<(usize, u32)> {
        let tokens = &self.tokens[at..];
        if tokens[0].word == 0 {
            return None;
        }
        lexicon().phrases_from(tokens[0].word).find_map(|(number, phrase)| {
            let words = phrase.words();
            let here = tokens.get(..words.len())?;
            let fits = here.iter().zip(words).all(|(token, word)| token.word == *word)
                && here[1..].iter().zip(here).all(|(token, before)| continues(phrase, *token, *before))
                && match letters(phrase, here) {
                    Letters::Fit => true,
                    Letters::Small => small || kind == Kind::Keyword && self.stands_alone(at, at + words.len()),
                    Letters::Wrong => false,
                };
            fits.then_some((words.len(), number))
        })
    }

    /// Whether the tokens are a whole keyword.
    fn stands_alone(&self, from: usize, to: usize) -> bool {
        const ENDS: u16 = BREAK | CLAUSE | COMMA | SLASH | OPEN | CLOSE | STOP;
        self.tokens[from].gap & ENDS != 0 && self.tokens.get(to).is_none_or(|token| token.gap & ENDS != 0)
    }
}

/// Whether `token` may follow `before` within the name.
fn continues(phrase: &Phrase, token: Token, before: Token) -> bool {
    if phrase.is_dotted() {
        return matches!(token.gap & !SPACE, STOP);
    }
    let abbreviation = token.gap & !SPACE == STOP && before.end - before.start <= 2;
    token.joins() || abbreviation
}

/// How the letters of a text agree with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Letters {
    Fit,
    /// It would fit, had it a capital.
    Small,
    Wrong,
}

fn letters(phrase: &Phrase, tokens: &[Token]) -> Letters {
    if phrase.any_case || phrase.acronym && tokens.iter().all(|token| token.all_capitals) {
        Letters::Fit
    } else if phrase.acronym {
        Letters::Wrong
    } else if tokens[0].capital {
        Letters::Fit
    } else if phrase.candidates.iter().any(|candidate| candidate.mark == Mark::Word) {
        Letters::Wrong
    } else {
        Letters::Small
    }
}
