//! The names of places and the words around them, read once from the files in `data/`.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use super::code::Code;
use super::words::{CLASS_NAMES, Classes, WordId, fold};

/// Everything known by name.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    words: HashMap<Box<str>, WordId, FixedState>,
    /// The context classes of each word.
    classes: Vec<Classes>,
    /// Names, by their first word, the longest first.
    phrases: Vec<Phrase>,
    /// For each word, the names that begin with it.
    starts: Vec<(u32, u32)>,
    parents: HashMap<Code, Code, FixedState>,
    names: HashMap<Code, Box<str>, FixedState>,
    regions: Vec<Vec<Code>>,
}

/// A name and what it may stand for.
#[derive(Debug)]
pub(super) struct Phrase {
    words: Box<[WordId]>,
    /// An acronym: exactly these capitals.
    pub acronym: bool,
    /// An acronym with stops.
    dotted: bool,
    /// May begin with a small letter.
    pub any_case: bool,
    /// What it may stand for.
    pub candidates: Vec<Candidate>,
}

/// One thing that a name may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    pub place: Place,
    pub class: Class,
    pub mark: Mark,
}

/// A place: one with a code, or a region of several countries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Code(Code),
    Region(u16),
}

/// What kind of cue a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    Country,
    Demonym,
    /// A people and its language.
    Language,
    Subdivision,
    City,
    Region,
    Institution,
    /// Strengthens other cues, decides nothing.
    Support,
    /// No place at all.
    OtherName,
}

impl Class {
    const ALL: [Self; 9] = [
        Self::Country,
        Self::Demonym,
        Self::Language,
        Self::Subdivision,
        Self::City,
        Self::Region,
        Self::Institution,
        Self::Support,
        Self::OtherName,
    ];

    /// The word shown to users; also the section of `words.txt`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Demonym => "demonym",
            Self::Language => "language",
            Self::Subdivision => "subdivision",
            Self::City => "city",
            Self::Region => "region",
            Self::Institution => "institution",
            Self::Support => "support",
            Self::OtherName => "other-name",
        }
    }
}

/// What speaks against taking a name at its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    None,
    /// Also a common word: needs a second cue.
    Word,
    /// Also a surname: needs words around it that speak of a place.
    Surname,
    /// A far bigger place has the same name: needs a second cue.
    Minor,
}

/// The lexicon, built at first use.
pub(super) fn lexicon() -> &'static Lexicon {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
        let mut builder = Builder::default();
        builder.context(include_str!("data/context.txt"));
        builder.words(include_str!("data/words.txt"));
        builder.gazetteer(include_str!("data/gazetteer.txt"));
        builder.finish()
    });
    &LEXICON
}

impl Lexicon {
    /// The number of `word`; 0 if it is in no name and no class.
    #[inline]
    pub fn lookup(&self, word: &str) -> WordId {
        let mut buffer = [0; 32];
        let bytes = word.as_bytes();
        if bytes.len() <= buffer.len() && word.is_ascii() {
            let folded = &mut buffer[..bytes.len()];
            folded.copy_from_slice(bytes);
            folded.make_ascii_lowercase();
            return std::str::from_utf8(folded).ok().and_then(|folded| self.words.get(folded)).copied().unwrap_or(0);
        }
        fold(word, &mut String::new()).and_then(|folded| self.words.get(folded)).copied().unwrap_or(0)
    }

    /// The context classes of a word.
    #[inline]
    pub fn classes(&self, word: WordId) -> Classes {
        self.classes[word as usize]
    }

    /// The names that begin with `word`, the longest first, with their numbers.
    #[inline]
    pub fn phrases_from(&self, word: WordId) -> impl Iterator<Item = (u32, &Phrase)> {
        let (from, to) = self.starts[word as usize];
        (from..to).zip(&self.phrases[from as usize..to as usize])
    }

    /// The name with this number.
    #[inline]
    pub fn phrase(&self, number: u32) -> &Phrase {
        &self.phrases[number as usize]
    }

    /// Whether `place` lies in `whole`, or is it.
    pub fn within(&self, place: Code, whole: Code) -> bool {
        let mut at = place;
        loop {
            if at == whole {
                return true;
            }
            at = match self.parents.get(&at) {
                Some(&parent) => parent,
                None if at.is_country() => return false,
                None => at.country(),
            };
        }
    }

    /// Whether the place belongs to a part of its country that has a code of its own.
    pub fn is_district(&self, place: Code) -> bool {
        self.parents.contains_key(&place)
    }

    /// The countries of a region.
    pub fn region(&self, number: u16) -> &[Code] {
        &self.regions[number as usize]
    }

    /// The name of the place with this code; `None` if there is no such place.
    pub fn name(&self, code: Code) -> Option<&str> {
        self.names.get(&code).map(|name| &**name)
    }
}

impl Phrase {
    /// The words of the name.
    pub fn words(&self) -> &[WordId] {
        &self.words
    }

    /// Whether stops stand between its letters.
    pub fn is_dotted(&self) -> bool {
        self.dotted
    }
}

#[derive(Default)]
struct Builder {
    lexicon: Lexicon,
    /// Names already seen: words, and whether it is an acronym.
    numbers: HashMap<(Vec<WordId>, bool), usize, FixedState>,
}

impl Builder {
    fn word(&mut self, word: &str) -> WordId {
        if self.lexicon.classes.is_empty() {
            self.lexicon.classes.push(0); // the unknown word
        }
        let next = self.lexicon.classes.len() as WordId;
        let id = *self.lexicon.words.entry(word.into()).or_insert(next);
        if id == next {
            self.lexicon.classes.push(0);
        }
        id
    }

    /// Reads `context.txt`.
    fn context(&mut self, text: &str) {
        let mut class = 0;
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                Some(name) => class = CLASS_NAMES.iter().position(|known| *known == name).map_or(0, |bit| 1 << bit),
                None => {
                    for word in line.split_whitespace() {
                        let id = self.word(word);
                        self.lexicon.classes[id as usize] |= class;
                    }
                }
            }
        }
    }

    /// Reads `words.txt`.
    fn words(&mut self, text: &str) {
        let mut class = Class::Country;
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                class = Class::ALL.into_iter().find(|class| class.name() == name).unwrap_or(class);
            } else if let (Class::Region, Some((names, codes))) = (class, line.split_once(" = ")) {
                let region = Place::Region(self.lexicon.regions.len() as u16);
                self.lexicon.regions.push(codes.split(' ').filter_map(Code::parse).collect());
                names.split('|').for_each(|name| self.name(name, region, class));
            } else if let Some((code, names)) = line.split_once(' ')
                && let Some(code) = Code::parse(code)
            {
                if class == Class::Country {
                    let first = names.split('|').next().unwrap_or_default();
                    self.lexicon.names.entry(code).or_insert_with(|| first.into());
                }
                names.split('|').for_each(|name| self.name(name, Place::Code(code), class));
            }
        }
    }

    /// Reads `gazetteer.txt`.
    fn gazetteer(&mut self, text: &str) {
        let mut country = None;
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.split('\t');
            let (key, own, towns) = (columns.next().unwrap_or_default(), columns.next(), columns.next());
            let (key, parent) = key.split_once(' ').map_or((key, None), |(key, parent)| (key, Some(parent)));
            let code = match key.strip_prefix('-') {
                None => Code::parse(key),
                Some(part) => country.and_then(|country: Code| country.subdivision(part)),
            };
            let Some(code) = code else { continue };
            country = Some(code.country());
            if let Some(parent) = parent.and_then(|parent| code.subdivision(parent)) {
                self.lexicon.parents.insert(code, parent);
            }
            let class = if code.is_country() { Class::Country } else { Class::Subdivision };
            let names = own.into_iter().flat_map(|own| own.split('|')).filter(|name| !name.is_empty());
            let official = names.clone().next().map(|name| name.trim_start_matches(MARKS));
            let known = self.lexicon.names.entry(code).or_insert_with(|| code.to_string().into());
            if let Some(official) = official {
                *known = official.into();
            }
            names.for_each(|name| self.name(name, Place::Code(code), class));
            let towns = towns.into_iter().flat_map(|towns| towns.split('|'));
            towns.for_each(|name| self.name(name, Place::Code(code), Class::City));
        }
    }

    /// Adds a name with its mark. What `words.txt` says of a name in a country takes precedence over the gazetteer, which is read later.
    fn name(&mut self, name: &str, place: Place, class: Class) {
        let (mark, bare) = match name.chars().next() {
            Some('~') => (Mark::Word, &name[1..]),
            Some('^') => (Mark::Surname, &name[1..]),
            Some('?') => (Mark::Minor, &name[1..]),
            _ => (Mark::None, name),
        };
        let (acronym, bare) = bare.strip_prefix('=').map_or((false, bare), |bare| (true, bare));
        let words: Vec<WordId> = words_of(bare).map(|word| self.word(&word)).collect();
        if words.is_empty() {
            return;
        }
        let candidate = Candidate { place, class, mark };
        match self.numbers.get(&(words.clone(), acronym)) {
            Some(&number) => {
                let candidates = &mut self.lexicon.phrases[number].candidates;
                if !candidates.iter().any(|other| country_of(other.place) == country_of(place)) {
                    candidates.push(candidate);
                }
            }
            None => {
                self.numbers.insert((words.clone(), acronym), self.lexicon.phrases.len());
                self.lexicon.phrases.push(Phrase {
                    dotted: acronym && bare.contains('.'),
                    any_case: matches!(class, Class::Institution | Class::Support) && !acronym,
                    acronym,
                    words: words.into(),
                    candidates: vec![candidate],
                });
            }
        }
    }

    fn finish(self) -> Lexicon {
        let mut lexicon = self.lexicon;
        lexicon.phrases.sort_by(|a, b| {
            (a.words[0], b.words.len(), b.acronym, &a.words).cmp(&(b.words[0], a.words.len(), a.acronym, &b.words))
        });
        lexicon.starts = vec![(0, 0); lexicon.classes.len()];
        for (number, phrase) in lexicon.phrases.iter().enumerate() {
            let range = &mut lexicon.starts[phrase.words[0] as usize];
            if range.1 == 0 {
                range.0 = number as u32;
            }
            range.1 = number as u32 + 1;
        }
        lexicon
    }
}

const MARKS: [char; 4] = ['~', '^', '?', '='];

/// Two candidates of one name in one country are one.
fn country_of(place: Place) -> Result<Code, u16> {
    match place {
        Place::Code(code) => Ok(code.country()),
        Place::Region(number) => Err(number),
    }
}

/// The words of a name, folded, as [`super::words::tokenise`] splits a text.
fn words_of(name: &str) -> impl Iterator<Item = String> {
    let name = name.to_lowercase().replace("'s ", " ");
    let name = name.strip_suffix("'s").map(str::to_owned).unwrap_or(name);
    name.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect::<Vec<_>>()
        .into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidates(name: &str) -> Vec<String> {
        let words: Vec<WordId> = words_of(name).map(|word| lexicon().lookup(&word)).collect();
        lexicon()
            .phrases_from(words[0])
            .filter(|(_, phrase)| *phrase.words == *words)
            .flat_map(|(_, phrase)| &phrase.candidates)
            .map(|candidate| match candidate.place {
                Place::Code(code) => code.to_string(),
                Place::Region(number) => format!("region of {}", lexicon().region(number).len()),
            })
            .collect()
    }

    #[test]
    fn the_data_are_whole() {
        assert!(lexicon().phrases.len() > 9_000, "{}", lexicon().phrases.len());
        assert_eq!(candidates("Scotland"), ["GB-SCT"]);
        assert_eq!(candidates("New South Wales"), ["AU-NSW"]);
        assert_eq!(candidates("Ilfracombe"), ["GB-DEV"]);
        assert_eq!(candidates("Georgia").len(), 2, "the country and the state");
        assert!(candidates("Cambridge").len() >= 2, "in England and in Massachusetts");
    }

    #[test]
    fn places_lie_in_each_other() {
        let within = |a, b| lexicon().within(Code::parse(a).expect("a code"), Code::parse(b).expect("a code"));
        assert!(
            within("GB-CRF", "GB-WLS") && within("GB-CRF", "GB") && within("FR-13", "FR-PAC") && within("GB", "GB")
        );
        assert!(!within("GB-CRF", "GB-ENG") && !within("GB", "GB-ENG") && !within("IE", "GB"));
    }
}
