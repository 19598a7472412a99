//! The language that a title or an abstract is written in, told by its script, its small words and, where those are few, its letters.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;
use unicode_normalization::UnicodeNormalization as _;

use crate::record::language::Language;

/// What a text is written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Detected {
    /// One of these languages, the likeliest first; more than one where they look alike.
    Languages {
        languages: Vec<Language>,
        /// Told by words or by a script, not only by the statistics of letters.
        sure: bool,
    },
    /// A script of many languages, English not among them.
    Script(&'static str),
    /// Words of several languages, as where a title is given twice.
    Mixed,
    /// Too little to tell.
    Unknown,
}

/// So many bytes are looked at: enough for any title and the beginning of an abstract.
const LOOKED_AT: usize = 300;

/// Tells the language of `text`.
pub(super) fn detect(text: &str) -> Detected {
    let text = &text[..text.floor_char_boundary(LOOKED_AT)];
    if text.is_ascii() {
        return of_latin(text);
    }
    // Letters with a mark of its own, as some programs write them, are put together.
    let marks = text.chars().any(|c| ('\u{300}'..='\u{36f}').contains(&c));
    if marks { of_composed(&text.nfc().collect::<String>()) } else { of_composed(text) }
}

fn of_composed(text: &str) -> Detected {
    script(text).unwrap_or_else(|| of_latin(text))
}

/// The language of a text in Latin letters.
fn of_latin(text: &str) -> Detected {
    let votes = Votes::of(text);
    let (leading, most) = votes.most_but_english();
    // Words such as `in` are English unless the language that seems likeliest has them too.
    let english = votes.of_each[ENGLISH]
        + votes.shared_with_english.iter().filter(|languages| **languages & leading == 0).count() as u32;
    let other: Vec<Language> = WORDS
        .languages
        .iter()
        .enumerate()
        .filter(|(index, _)| leading & 1 << index != 0)
        .map(|(_, language)| *language)
        .collect();
    let sure = |languages| Detected::Languages { languages, sure: true };
    match (english, most) {
        (0, 3..) | (1, 5..) | (1..=3, 8..) => sure(other),
        // `Travail social`: a word of its own, and one that it shares with English.
        (0, 2) if votes.shared_with(leading) > 0 && votes.beyond_names > 0 => sure(other),
        // `Lärares syn på stress`: one word of English beside letters that it lacks and a word of another language.
        (2, 1) if Spelling::of(text).foreign > 0 => Detected::Unknown,
        (2.., most) if most * 2 <= english && votes.have_english_alone(leading) => sure(vec![Language::ENGLISH]),
        (2.., 4..) => Detected::Mixed,
        _ => {
            let only_english = votes.have_english_alone(leading);
            by_letters(text, &Few { english, only_english, other: &other, most, beyond_names: votes.beyond_names })
        }
    }
}

/// Whether the `part` of a title, of which the whole seems to be in `languages`, may be in English: it has a word of English that these
/// lack, and none of theirs.
pub(super) fn may_be_english(part: &str, languages: &[Language]) -> bool {
    let votes = Votes::of(part);
    let of = |index: usize| languages.contains(&WORDS.languages[index]);
    let theirs = (0..WORDS.languages.len()).filter(|index| of(*index)).fold(0, |bits, index| bits | 1_u64 << index);
    let english = votes.of_each[ENGLISH] > 0
        || votes.shared_with_english.iter().any(|languages| languages & theirs != theirs)
        || Spelling::of(part).english > 0;
    let other = votes.beyond_names > 0 && (0..WORDS.languages.len()).any(|index| of(index) && votes.of_each[index] > 0);
    english && !other && Spelling::of(part).foreign == 0
}

/// Whether several words, not only one, tell that the text is no phrase borrowed by English: `Die Rolle des Lehrers`, not `Tour de force`.
pub(super) fn is_more_than_a_phrase(text: &str) -> bool {
    const ENOUGH: u32 = 4;
    let votes = Votes::of(text);
    votes.of_each[ENGLISH] == 0 && votes.beyond_names > 1 && votes.most_but_english().1 >= ENOUGH
}

/// The language of a text that is mostly written in other than Latin letters.
fn script(text: &str) -> Option<Detected> {
    let (mut latin, mut other) = (0, 0);
    let mut counts = [0; SCRIPTS.len()];
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        if c < FIRST_OF_SCRIPTS {
            latin += 1;
            continue;
        }
        match SCRIPTS.iter().position(|script| script.ranges.iter().any(|(from, to)| (*from..=*to).contains(&c))) {
            Some(index) => {
                counts[index] += 1;
                other += 1;
            }
            None => latin += 1,
        }
    }
    if other == 0 || other < latin {
        return None;
    }
    let kana = counts[0] > 0;
    let most = counts.iter().max().copied().unwrap_or(0);
    let script = SCRIPTS.iter().zip(counts).find(|(_, count)| *count == most).map(|(script, _)| script)?;
    let code = if kana { "jpn" } else { script.language };
    Some(match Language::from_code(code) {
        Some(language) => Detected::Languages { languages: vec![language], sure: true },
        None => Detected::Script(script.name),
    })
}

/// No script of [`SCRIPTS`] has a letter before it.
const FIRST_OF_SCRIPTS: char = '\u{370}';

/// A script, the language that is nearly alone in using it (empty if there is none), and its letters.
struct Script {
    name: &'static str,
    language: &'static str,
    ranges: &'static [(char, char)],
}

const SCRIPTS: [Script; 12] = [
    Script { name: "Kana", language: "jpn", ranges: &[('\u{3040}', '\u{30ff}')] },
    Script { name: "Han", language: "zho", ranges: &[('\u{3400}', '\u{9fff}'), ('\u{20000}', '\u{2ffff}')] },
    Script {
        name: "Hangul",
        language: "kor",
        ranges: &[('\u{ac00}', '\u{d7af}'), ('\u{1100}', '\u{11ff}'), ('\u{3130}', '\u{318f}')],
    },
    Script { name: "Cyrillic", language: "", ranges: &[('\u{400}', '\u{52f}')] },
    Script { name: "Greek", language: "ell", ranges: &[('\u{370}', '\u{3ff}'), ('\u{1f00}', '\u{1fff}')] },
    Script { name: "Hebrew", language: "heb", ranges: &[('\u{590}', '\u{5ff}')] },
    Script {
        name: "Arabic",
        language: "",
        ranges: &[('\u{600}', '\u{6ff}'), ('\u{750}', '\u{77f}'), ('\u{fb50}', '\u{feff}')],
    },
    Script { name: "Devanagari", language: "", ranges: &[('\u{900}', '\u{97f}')] },
    Script { name: "Thai", language: "tha", ranges: &[('\u{e00}', '\u{e7f}')] },
    Script { name: "Georgian", language: "kat", ranges: &[('\u{10a0}', '\u{10ff}'), ('\u{1c90}', '\u{1cbf}')] },
    Script { name: "Armenian", language: "hye", ranges: &[('\u{530}', '\u{58f}')] },
    Script {
        name: "another script",
        language: "",
        ranges: &[('\u{980}', '\u{dff}'), ('\u{e80}', '\u{109f}'), ('\u{1200}', '\u{139f}'), ('\u{1780}', '\u{17ff}')],
    },
];

/// The place of English among the languages of `words.txt`.
const ENGLISH: usize = 0;

/// The languages of `words.txt` that come from Latin, and Latin.
const ROMANCE: &[&str] = &["fra", "spa", "ita", "por", "ron", "cat", "glg", "lat"];

/// Small words that stand in names of people, places and things.
const PARTICLES: [&str; 25] = [
    "d", "da", "das", "de", "del", "della", "den", "der", "des", "di", "do", "dos", "du", "el", "l", "la", "las", "le",
    "les", "los", "san", "van", "von", "y", "zu",
];

/// The small words of every language, English first.
struct Words {
    languages: Vec<Language>,
    /// The Romance languages and Latin, as bits.
    romance: u64,
    /// For each word the languages that have it, as bits.
    of_word: HashMap<&'static str, u64, FixedState>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words { languages: Vec::new(), romance: 0, of_word: HashMap::default() };
    for line in include_str!("words.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split(' ');
        let Some(language) = columns.next().and_then(Language::from_code) else { continue };
        let index = words.languages.iter().position(|known| *known == language).unwrap_or_else(|| {
            words.languages.push(language);
            words.languages.len() - 1
        });
        let bit = 1 << index;
        if ROMANCE.contains(&language.code()) {
            words.romance |= bit;
        }
        columns.for_each(|word| *words.of_word.entry(word).or_default() |= bit);
    }
    words
});

/// How many words of a text each language has; a word that only one language has counts twice.
#[derive(Default)]
struct Votes {
    of_each: Vec<u32>,
    /// Words that English shares with other languages, which ones as bits.
    shared_with_english: Vec<u64>,
    /// Those of them that have more than three letters.
    long_shared: Vec<u64>,
    /// Words of other languages that stand in no name, as they do in `Tour de France` and `Der Spiegel`.
    beyond_names: u32,
}

impl Votes {
    fn of(text: &str) -> Self {
        let mut votes = Self { of_each: vec![0; WORDS.languages.len()], ..Self::default() };
        let mut lower = String::new();
        let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let is_capital = |word: &str| word.starts_with(char::is_uppercase);
        let short = words().nth(4).is_none();
        let mut rest = words().enumerate().peekable();
        while let Some((number, word)) = rest.next() {
            let capital = is_capital(word);
            let before_name = rest.peek().is_some_and(|(_, next)| is_capital(next));
            if capital && word.len() == 1 {
                continue; // an initial, a list item, `A` at the beginning
            }
            if capital && short && number > 0 && word.len() <= 3 && word[1..].chars().all(char::is_lowercase) {
                continue; // a part of a name: `Alex Da Corte`
            }
            lower_into(word, &mut lower);
            let languages = WORDS.of_word.get(lower.as_str()).copied().unwrap_or(0);
            let in_name = before_name && PARTICLES.contains(&lower.as_str());
            votes.beyond_names += u32::from(languages != 0 && languages & 1 << ENGLISH == 0 && !in_name);
            // `Le Corbusier in Chandigarh`: the first words of a name that begins the title are of no language of the title's own.
            if !(in_name && capital && number == 0) {
                votes.add(languages, word.len() > 3);
            }
        }
        votes
    }

    /// Counts a word of these languages; `long` where it has more than three letters.
    fn add(&mut self, languages: u64, long: bool) {
        let only_one = languages.count_ones() == 1;
        if languages & 1 << ENGLISH != 0 && !only_one {
            self.shared_with_english.push(languages);
            if long {
                self.long_shared.push(languages);
            }
            return;
        }
        let mut rest = languages;
        while rest != 0 {
            self.of_each[rest.trailing_zeros() as usize] += if only_one { 2 } else { 1 };
            rest &= rest - 1;
        }
    }

    /// How many longer words English shares with all the `leading` languages: `social`, not `in`.
    fn shared_with(&self, leading: u64) -> usize {
        self.long_shared.iter().filter(|languages| **languages & leading == leading).count()
    }

    /// Whether a word is English and neither Romance, in which so many English words are at home, nor one of the `leading` languages.
    fn have_english_alone(&self, leading: u64) -> bool {
        self.of_each[ENGLISH] > 0
            || self.shared_with_english.iter().any(|languages| languages & (WORDS.romance | leading) == 0)
    }

    /// The other languages with the most votes, as bits, and how many those are.
    fn most_but_english(&self) -> (u64, u32) {
        let others = || self.of_each.iter().enumerate().skip(1);
        let most = others().map(|(_, votes)| *votes).max().unwrap_or(0);
        let leading = others().filter(|(_, votes)| **votes == most && most > 0);
        (leading.fold(0, |bits, (index, _)| bits | 1 << index), most)
    }
}

/// Writes `word` in lower case to `lower`.
fn lower_into(word: &str, lower: &mut String) {
    lower.clear();
    if word.is_ascii() {
        lower.push_str(word);
        lower.make_ascii_lowercase();
    } else {
        lower.extend(word.chars().flat_map(char::to_lowercase));
    }
}

/// The small words of a text that has few.
struct Few<'a> {
    english: u32,
    /// Whether one of them is a word of English that Romance languages lack.
    only_english: bool,
    /// The other languages with the most, and how many.
    other: &'a [Language],
    most: u32,
    /// How many words of other languages stand in no name.
    beyond_names: u32,
}

/// Few small words: the statistics of letters, which must not contradict them.
fn by_letters(text: &str, few: &Few<'_>) -> Detected {
    let &Few { english, only_english, other, most, beyond_names } = few;
    let letters = of_whichlang(whichlang::detect_language(text));
    let words = Spelling::of(text);
    let english_words = english + words.english;
    let unsure = |languages: &[Language]| Detected::Languages { languages: languages.to_vec(), sure: false };
    // Romance languages share so many words with English that letters alone do not tell them from it: a sign of its own is asked for.
    let sign = only_english && most <= english || words.english > 0 && most == 0;
    if sign && words.foreign == 0 && (letters == Language::ENGLISH || english_words >= 2 && most == 0) {
        return unsure(&[Language::ENGLISH]);
    }
    // One English word beside three of another language: `Google Drive: Startschuss für den Online-Speicher`.
    if english <= 2 && most >= 3 && most > english && words.english == 0 && other.contains(&letters) {
        return unsure(other);
    }
    // `Von Hayek in London`: a word that English shares, and nothing that it lacks.
    if letters == Language::ENGLISH && english > 0 && most == 0 && words.foreign == 0 {
        return unsure(&[Language::ENGLISH]);
    }
    if letters == Language::ENGLISH || english_words > 0 {
        return Detected::Unknown;
    }
    let two_words = text.split_whitespace().nth(2).is_none();
    // One word may be a loan (`Son preference`), or a part of a name (`Rio de Janeiro favelas`).
    let borrowed = beyond_names == 0 && most > 0 && words.foreign < 2 || two_words && words.foreign == 0;
    if other.contains(&letters) && !borrowed || words.foreign >= 2 && words.all >= 2 {
        return unsure(if other.is_empty() { std::slice::from_ref(&letters) } else { other });
    }
    Detected::Unknown
}

/// How the words of a text are spelled.
#[derive(Debug, Default)]
struct Spelling {
    all: u32,
    /// Words with an ending that is hardly found outside English.
    english: u32,
    /// Words with an ending or a letter that English lacks; a letter in a word that is no name counts twice.
    foreign: u32,
}

impl Spelling {
    fn of(text: &str) -> Self {
        const ENDINGS: &[&str] = &[
            "ness", "ity", "ities", "ous", "ally", "ical", "ship", "ful", "less", "ght", "ated", "ized", "ised",
            "ology", "wth", "ing", "ings", "acy", "ency", "ancy", "ary", "ory", "ery", "omy", "ography", "ics", "ists",
        ];
        // English words that other languages write as well.
        const BORROWED: &[&str] = &[
            "banking",
            "benchmarking",
            "branding",
            "building",
            "business",
            "camping",
            "coaching",
            "controlling",
            "fitness",
            "fundraising",
            "holding",
            "leadership",
            "leasing",
            "lobbying",
            "marketing",
            "meeting",
            "membership",
            "monitoring",
            "ownership",
            "parking",
            "partnership",
            "planning",
            "ranking",
            "rating",
            "shopping",
            "sponsorship",
            "streaming",
            "training",
            "wellness",
        ];
        // Of German, Dutch, Scandinavian, Romance, Slavic, Finnish, Hungarian, Turkish and Indonesian words.
        const ENDINGS_ELSEWHERE: &[&str] = &[
            "ungen", "keit", "schaft", "lich", "liche", "lichen", "ische", "ischen", "heid", "lijk", "lijke", "ningen",
            "elsen", "iske", "arna", "erna", "ingar", "asjon", "eurs", "euse", "ement", "elles", "eaux", "zione",
            "zioni", "mento", "mentos", "ione", "iones", "dade", "dades", "cion", "ciones", "ismo", "anza", "iego",
            "owych", "owanie", "ości", "nych", "stvo", "anje", "enje", "ovania", "inen", "issa", "ların", "lerin",
            "ique", "iques", "aire", "aires", "iale", "iales", "onale", "onales",
        ];
        // UTF-8 read as Latin-1 has foreign letters in any language.
        let garbled = text.contains(['Ã', 'â']);
        let mut spelling = Self::default();
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1) {
            spelling.all += 1;
            let lower = word.to_lowercase();
            let known = WORDS.of_word.get(lower.as_str()).is_some_and(|languages| languages & 1 << ENGLISH != 0);
            let own = word.len() > 5 && ENDINGS.iter().any(|ending| lower.ends_with(ending));
            spelling.english += u32::from(own && BORROWED.binary_search(&lower.as_str()).is_err());
            let letter = !garbled && !word.is_ascii() && word.chars().nth(2).is_some();
            let common = word.chars().all(char::is_lowercase);
            let ending =
                word.len() > 6 && common && !known && ENDINGS_ELSEWHERE.iter().any(|ending| word.ends_with(ending));
            spelling.foreign += if letter && common { 2 } else { u32::from(letter || ending) };
        }
        spelling
    }
}

fn of_whichlang(language: whichlang::Lang) -> Language {
    let code = match language.three_letter_code() {
        "cmn" => "zho",
        code => code,
    };
    Language::from_code(code).unwrap_or(Language::ENGLISH)
}
