//! Text as words, and the classes of words that tell what a place is named for.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;

use super::lexicon::Lexicon;

/// The number of a word in the lexicon; 0 for every word that is not in it.
pub(super) type WordId = u32;

/// Classes of context words, the sections of `data/context.txt`.
pub(super) type Classes = u64;

/// The names of the classes, in the order of their bits.
pub(super) const CLASS_NAMES: [&str; 55] = [
    "language-noun",
    "language-verb",
    "organism",
    "instrument",
    "society",
    "journal",
    "company",
    "platform",
    "place-preposition",
    "modifier",
    "people",
    "study",
    "background",
    "exclusion",
    "title",
    "given-name",
    "function",
    "article",
    "conjunction",
    "copyright",
    "people-name-follows",
    "review",
    "review-kind",
    "self",
    "register",
    "bibliographic",
    "origin",
    "edition",
    "funding",
    "authored",
    "guideline",
    "colonial",
    "model",
    "water",
    "food",
    "tradition",
    "meeting",
    "presented",
    "originated",
    "notion",
    "comparison",
    "trained",
    "person-cue",
    "given-place",
    "county",
    "emigrant",
    "person",
    "likeness",
    "literature",
    "whence",
    "collected",
    "several-places",
    "newcomer",
    "occupation",
    "tie",
];
pub(super) const LANGUAGE_NOUN: Classes = 1;
pub(super) const LANGUAGE_VERB: Classes = 1 << 1;
pub(super) const ORGANISM: Classes = 1 << 2;
pub(super) const INSTRUMENT: Classes = 1 << 3;
pub(super) const SOCIETY: Classes = 1 << 4;
pub(super) const JOURNAL: Classes = 1 << 5;
pub(super) const COMPANY: Classes = 1 << 6;
pub(super) const PLATFORM: Classes = 1 << 7;
pub(super) const PLACE_PREPOSITION: Classes = 1 << 8;
pub(super) const MODIFIER: Classes = 1 << 9;
pub(super) const PEOPLE: Classes = 1 << 10;
pub(super) const STUDY: Classes = 1 << 11;
pub(super) const BACKGROUND: Classes = 1 << 12;
pub(super) const EXCLUSION: Classes = 1 << 13;
pub(super) const TITLE: Classes = 1 << 14;
pub(super) const GIVEN_NAME: Classes = 1 << 15;
pub(super) const FUNCTION: Classes = 1 << 16;
pub(super) const ARTICLE: Classes = 1 << 17;
pub(super) const CONJUNCTION: Classes = 1 << 18;
pub(super) const COPYRIGHT: Classes = 1 << 19;
pub(super) const COLLEAGUES: Classes = 1 << 20;
pub(super) const REVIEW: Classes = 1 << 21;
pub(super) const REVIEW_KIND: Classes = 1 << 22;
pub(super) const SELF: Classes = 1 << 23;
pub(super) const REGISTER: Classes = 1 << 24;
pub(super) const BIBLIOGRAPHIC: Classes = 1 << 25;
pub(super) const ORIGIN: Classes = 1 << 26;
pub(super) const EDITION: Classes = 1 << 27;
pub(super) const FUNDING: Classes = 1 << 28;
pub(super) const AUTHORED: Classes = 1 << 29;
pub(super) const GUIDELINE: Classes = 1 << 30;
pub(super) const COLONIAL: Classes = 1 << 31;
pub(super) const MODEL: Classes = 1 << 32;
pub(super) const WATER: Classes = 1 << 33;
pub(super) const FOOD: Classes = 1 << 34;
pub(super) const TRADITION: Classes = 1 << 35;
pub(super) const MEETING: Classes = 1 << 36;
pub(super) const PRESENTED: Classes = 1 << 37;
pub(super) const ORIGINATED: Classes = 1 << 38;
pub(super) const NOTION: Classes = 1 << 39;
pub(super) const COMPARISON: Classes = 1 << 40;
pub(super) const TRAINED: Classes = 1 << 41;
pub(super) const PERSON_CUE: Classes = 1 << 42;
pub(super) const GIVEN_PLACE: Classes = 1 << 43;
pub(super) const COUNTY: Classes = 1 << 44;
pub(super) const EMIGRANT: Classes = 1 << 45;
pub(super) const PERSON: Classes = 1 << 46;
pub(super) const LIKENESS: Classes = 1 << 47;
pub(super) const LITERATURE: Classes = 1 << 48;
pub(super) const WHENCE: Classes = 1 << 49;
pub(super) const COLLECTED: Classes = 1 << 50;
pub(super) const SEVERAL_PLACES: Classes = 1 << 51;
pub(super) const NEWCOMER: Classes = 1 << 52;
pub(super) const OCCUPATION: Classes = 1 << 53;
pub(super) const TIE: Classes = 1 << 54;

/// What stands between a word and the one before it: a set of kinds of characters.
pub(super) type Gap = u16;
pub(super) const SPACE: Gap = 1;
/// Hyphens, dashes and apostrophes inside words.
pub(super) const HYPHEN: Gap = 1 << 1;
pub(super) const STOP: Gap = 1 << 2;
pub(super) const COMMA: Gap = 1 << 3;
/// Question and exclamation mark; the beginning of the value.
pub(super) const BREAK: Gap = 1 << 4;
pub(super) const OPEN: Gap = 1 << 5;
pub(super) const CLOSE: Gap = 1 << 6;
pub(super) const SLASH: Gap = 1 << 7;
pub(super) const COPYRIGHT_SIGN: Gap = 1 << 8;
/// Colon and semicolon.
pub(super) const CLAUSE: Gap = 1 << 9;
pub(super) const OTHER: Gap = 1 << 10;

/// A word of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    /// Its bytes.
    pub start: u32,
    pub end: u32,
    /// Its number in the lexicon.
    pub word: WordId,
    /// What stands before it.
    pub gap: Gap,
    /// Whether its first letter is a capital.
    pub capital: bool,
    /// Whether all its letters are capitals or digits.
    pub all_capitals: bool,
}

impl Token {
    #[inline]
    pub fn bytes(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether it continues the phrase of the word before it.
    #[inline]
    pub fn joins(self) -> bool {
        self.gap & !(SPACE | HYPHEN) == 0
    }

    /// Whether a new sentence or clause begins with it, or a bracket opens or closes before it.
    #[inline]
    pub fn breaks(self) -> bool {
        self.gap & !(SPACE | HYPHEN | COMMA | SLASH | OTHER) != 0
    }
}

/// Splits `text` into words, looked up in `lexicon`; `'s` is left out.
pub(super) fn tokenise(text: &str, lexicon: &Lexicon, tokens: &mut Vec<Token>) {
    tokens.clear();
    let bytes = text.as_bytes();
    let (mut at, mut gap) = (0, BREAK);
    while at < bytes.len() {
        let length = word_length(text, at);
        if length == 0 {
            let c = text[at..].chars().next().unwrap_or(' ');
            let possessive = (c == '\'' || c == '’') && possessive_length(&text[at + c.len_utf8()..]);
            gap |= gap_of(c);
            at += c.len_utf8();
            if possessive {
                at += 1;
                gap = 0;
            }
            continue;
        }
        let word = &text[at..at + length];
        tokens.push(Token {
            start: at as u32,
            end: (at + length) as u32,
            word: lexicon.lookup(word),
            gap,
            capital: word.chars().next().is_some_and(char::is_uppercase),
            all_capitals: !word.bytes().any(|byte| byte.is_ascii_lowercase()),
        });
        at += length;
        gap = 0;
    }
}

/// How many bytes of letters and digits stand at `at`.
fn word_length(text: &str, at: usize) -> usize {
    let bytes = &text.as_bytes()[at..];
    let ascii = bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    if bytes.get(ascii).is_none_or(u8::is_ascii) {
        return ascii;
    }
    text[at..].find(|c: char| !c.is_alphanumeric()).unwrap_or(bytes.len())
}

/// Whether `rest`, behind an apostrophe, is the `s` of a genitive.
fn possessive_length(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next() == Some('s') && !chars.next().is_some_and(char::is_alphanumeric)
}

fn gap_of(c: char) -> Gap {
    match c {
        ' ' | '\t' | '\n' | '\r' | '\u{a0}' => SPACE,
        '-' | '\u{2010}'..='\u{2015}' | '\'' | '’' | '‘' => HYPHEN,
        '.' => STOP,
        ',' => COMMA,
        '?' | '!' => BREAK,
        ';' | ':' => CLAUSE,
        '(' | '[' | '{' => OPEN,
        ')' | ']' | '}' => CLOSE,
        '/' | '|' | '&' => SLASH,
        '©' => COPYRIGHT_SIGN,
        _ => OTHER,
    }
}

/// `word` in lower-case ASCII without marks on its letters, written to `folded`; `None` for other scripts.
pub(super) fn fold<'a>(word: &str, folded: &'a mut String) -> Option<&'a str> {
    folded.clear();
    if word.is_ascii() {
        folded.push_str(word);
        folded.make_ascii_lowercase();
        return Some(folded);
    }
    for c in word.nfd().flat_map(char::to_lowercase) {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            c if c.is_ascii() => folded.push(c),
            '\u{300}'..='\u{36f}' => {}
            _ => return None,
        }
    }
    Some(folded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::criteria::place::lexicon::lexicon;

    #[test]
    fn words_have_their_bytes_and_what_stands_before_them() {
        let text = "King's Lynn, U.K. (São Paulo)";
        let mut tokens = Vec::new();
        tokenise(text, lexicon(), &mut tokens);
        let words: Vec<&str> = tokens.iter().map(|token| &text[token.bytes()]).collect();
        assert_eq!(words, ["King", "Lynn", "U", "K", "São", "Paulo"]);
        let gaps: Vec<Gap> = tokens.iter().map(|token| token.gap).collect();
        assert_eq!(gaps, [BREAK, SPACE, COMMA | SPACE, STOP, STOP | SPACE | OPEN, SPACE]);
    }

    #[test]
    fn letters_lose_their_marks() {
        let mut buffer = String::new();
        assert_eq!(fold("Łódź", &mut buffer), Some("lodz"));
        assert_eq!(fold("MÜNCHEN", &mut buffer), Some("munchen"));
        assert_eq!(fold("Москва", &mut buffer), None);
    }
}
