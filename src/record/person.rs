//! Names of people and bodies.

mod bodies;
mod cell;
mod initials;
mod list;
mod notes;
mod words;

pub use cell::{split_cell, split_joined, split_medline};
pub use initials::are_initials_before;
pub use list::{is_plainly_one, may_be_several, split_list, split_semicolons};
pub use words::is_suffix;

use super::Field;
use bodies::is_body;
use notes::{et_al, split_called, without_honorific, without_notes};
use words::{
    is_degree, is_forename, is_initials, is_nobody, is_only_suffix, is_particle, is_standard, is_suffix_beside,
};

/// A person or a body responsible for a report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Person {
    /// Family name with its particles (`van der Pennen`), or the whole name of a body.
    pub family: String,
    /// Given names or initials, as written; empty for a body.
    pub given: String,
    /// `Jr`, `III`; empty if none.
    pub suffix: String,
    /// Whether this is a body and not a person.
    pub corporate: bool,
}

impl Person {
    /// Reads one name as exports write it: `Larsen, L. J.`, `Larsen LJ`, `Eberth D A`, `L. J. Larsen`, `Larsen, L. J., Jr.`,
    /// `SMITH John`, `Doe, John [Ed.]`, `World Health Organization`.
    ///
    /// `None` for an empty value, for `et al.` and for words that say there is no author.
    pub fn parse(text: &str) -> Option<Self> {
        if is_standard(text) {
            return Some(Self::body(text));
        }
        // A list that was put together from parts of which one was empty: `, Made-Up Study Group`.
        let text = text.trim_start_matches([',', ' ']);
        let (text, called) = split_called(without_notes(text));
        let mut person = Self::parse_plain(without_honorific(text))?;
        if !called.is_empty() && !person.corporate && !person.given.is_empty() {
            person.given = format!("{} {called}", person.given);
        }
        Some(person)
    }

    /// Reads a name that nothing was added to.
    fn parse_plain(text: &str) -> Option<Self> {
        // A degree alone was parted from its name: `Doe, Jane RN; PhD`.
        if is_nobody(text) || text.contains(char::is_lowercase) && is_degree(text) {
            return None;
        }
        // As BibTeX marks what is not to be taken apart: a body, or a family name of several words.
        if let Some((name, behind)) = text.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
            match behind.trim().strip_prefix(',') {
                Some(given) if !name.contains('{') => return Some(Self::with_comma(name, given.trim())),
                None if behind.trim().is_empty() => return Some(Self::body(name)),
                _ => {}
            }
        }
        if let Some(body) = body_by_comma(text) {
            return Some(Self::body(&body));
        }
        let (family, rest) = match text.split_once(',') {
            Some((family, rest)) => (family.trim(), rest.trim_matches([',', ' '])),
            None => return Some(Self::without_comma(text)),
        };
        match rest {
            "" => Some(Self::new(family, "", "")),
            // `Larsen L. J., III` and `Lena Larsen, Jr.`
            _ if is_suffix_beside(rest, family) => {
                Some(Self { suffix: rest.to_owned(), ..Self::without_comma(family) })
            }
            _ if is_body(family) && !is_initials(rest) => Some(Self::body(text)),
            _ => Some(Self::with_comma(family, rest)),
        }
    }

    /// As [`parse`](Self::parse), for the only name of a record that is written without a comma: it is that of a body where it has three
    /// words and more, none of which is an initial, a particle or a known given name (`Médecins Sans Frontières`).
    pub fn parse_among_inverted(text: &str) -> Option<Self> {
        let person = Self::parse(text)?;
        let is_plain = |word: &str| !is_initials(word) && !is_particle(word) && !is_suffix(word) && !is_forename(word);
        let (name, _) = split_called(without_notes(text));
        let words = name.split_whitespace();
        let stands_out = !person.corporate
            && !name.contains(',')
            && words.clone().count() > 2
            && words.clone().all(is_plain)
            && without_honorific(name) == name;
        Some(if stands_out { Self::body(name) } else { person })
    }

    /// Reads every person of a value that may name several, in any of the ways exports join names.
    pub fn parse_list(text: &str) -> Vec<Self> {
        split_list(text).into_iter().filter_map(Self::parse).collect()
    }

    /// Whether a value says that people are left out: it ends with `et al.`, `and others` or an ellipsis, or is nothing else.
    pub fn is_cut(text: &str) -> bool {
        let text = text.trim().trim_end_matches([';', ',']);
        let alone = |cut: &&str| text.eq_ignore_ascii_case(cut);
        et_al(text) > 0 || text.len() <= 10 && ["et al", "et al.", "others", "and others"].iter().any(alone)
    }

    /// A body by its name.
    pub fn body(name: &str) -> Self {
        Self { family: name.trim().trim_end_matches(',').to_owned(), corporate: true, ..Self::default() }
    }

    /// The role and the value under which a record keeps a body that its format marks as one: among authors a role of its own,
    /// elsewhere the name as [`exported`](Self::exported) has it.
    pub fn body_as(role: Field, name: &str) -> (Field, String) {
        match role {
            Field::Author => (Field::CorporateAuthor, name.to_owned()),
            _ => (role, Self::body(name).exported()),
        }
    }

    /// Reads a name that a publisher is known to write family name first and without a comma: `van der Berg Jan Pieter`. `None`
    /// where the words themselves tell what they are, as initials do, or there is only one.
    pub fn parse_family_first(text: &str) -> Option<Self> {
        let person = Self::parse(text).filter(|person| !person.corporate && !is_initials(&person.given))?;
        let words: Vec<&str> = text.split_whitespace().collect();
        let first = words.iter().take_while(|word| is_particle(word)).count() + 1;
        // `García Pérez María`: a family name may be of two words.
        let family = (first..words.len()).find(|&at| is_forename(words[at])).unwrap_or(first);
        let tells = text.contains(',') || words.iter().any(|word| is_initials(word) || is_suffix(word));
        (!tells && family < words.len() && !person.given.is_empty())
            .then(|| Self::new(&words[..family].join(" "), &words[family..].join(" "), ""))
    }

    /// The name in the form that [`parse`](Self::parse) reads back as the same: `Larsen, L. J., Jr.`; a body whose name could be
    /// that of a person as [`marked`](Self::marked) has it.
    pub fn exported(&self) -> String {
        match (self.corporate, self.given.is_empty(), self.suffix.is_empty()) {
            (true, ..) if Self::parse(&self.family).as_ref() == Some(self) => self.family.clone(),
            (true, ..) => self.marked(),
            (false, true, true) if Self::without_comma(&self.family) != *self => format!("{},", self.family),
            _ => self.to_string(),
        }
    }

    /// The name as EndNote wants it: a body ends with a comma, and a comma inside its name stands twice (*EndNote Help*, "Corporate
    /// authors"), so that it is not turned round. A person as [`exported`](Self::exported) has it.
    pub fn marked(&self) -> String {
        match self.family.split_once(',') {
            _ if !self.corporate => self.exported(),
            Some((name, rest)) => format!("{name},, {}", rest.trim_start()),
            None => format!("{},", self.family),
        }
    }

    /// `Family, Given`, `Family, Given, Jr`, `Family, Jr, Given`, `Family Jr, Given`, `Family, Given Jr`, `Family, Jr. Given`.
    fn with_comma(family: &str, rest: &str) -> Self {
        let (given, suffix) = match rest.split_once(',').map(|(a, b)| (a.trim(), b.trim())) {
            Some((given, suffix)) if is_suffix(suffix) => (given, suffix),
            Some((suffix, given)) if is_suffix(suffix) => (given, suffix),
            _ => match (rest.rsplit_once(' '), rest.split_once(' ')) {
                (Some((given, suffix)), _) if is_suffix(suffix) => (given, suffix),
                (_, Some((suffix, given))) if is_only_suffix(suffix) => (given.trim_start(), suffix),
                _ => (rest, ""),
            },
        };
        if let Some((name, suffix)) = family.rsplit_once(' ').filter(|(_, last)| is_suffix(last)) {
            return Self::new(name, given, suffix);
        }
        // `Berg, Jan van der` is van der Berg.
        let words: Vec<&str> = given.split_whitespace().collect();
        let particles = words.iter().rev().take_while(|word| is_particle(word) && word.starts_with(char::is_lowercase));
        let (given_words, particles) = words.split_at(words.len() - particles.count());
        if particles.is_empty() || given_words.is_empty() {
            return Self::new(family, given, suffix);
        }
        Self::new(&format!("{} {family}", particles.join(" ")), &given_words.join(" "), suffix)
    }

    /// A name without a comma: the order of family and given names shows in its words, or not at all.
    fn without_comma(text: &str) -> Self {
        let mut words: Vec<&str> = text.split_whitespace().collect();
        if is_body(text) {
            return Self::body(text);
        }
        let mut suffix = match words.as_slice() {
            [_, .., last] if is_suffix_beside(last, &text[..text.trim_end().len() - last.len()]) => {
                words.pop().unwrap_or_default()
            }
            _ => "",
        };
        // `Larsen II` has initials; before others, `II` is a suffix.
        let initials = words.iter().rev().enumerate();
        let initials =
            initials.take_while(|(at, word)| is_initials(word) && (*at == 0 || !is_only_suffix(word))).count();
        let initials = if initials == words.len() { behind_longest(&words) } else { initials };
        let (family, given) = match words.as_slice() {
            [] => return Self::default(),
            [only] => return Self::new(only, "", suffix),
            // Citation style: the family name first, initials last (`Larsen LJ`, `Eberth D A`).
            all if initials > 0 && initials < all.len() => {
                let (mut family, given) = all.split_at(all.len() - initials);
                // `Larsen III L.J.`, `Larsen Jr. LJ`
                if let [name @ .., last] = family
                    && !name.is_empty()
                    && is_only_suffix(last)
                {
                    (family, suffix) = (name, last);
                }
                (family, given)
            }
            all if family_first(all) => all.split_at(1),
            all => {
                let given = given_words(all);
                let (given, family) = all.split_at(given);
                (family, given)
            }
        };
        Self::new(&family.join(" "), &given.join(" "), suffix)
    }

    fn new(family: &str, given: &str, suffix: &str) -> Self {
        Self {
            family: family.trim().to_owned(),
            given: given.trim().to_owned(),
            suffix: suffix.trim().to_owned(),
            corporate: false,
        }
    }
}

/// The body that EndNote's commas mark, which RIS, Refer and EndNote XML share: one at the end with none before it (`Nesta,`), or two
/// in place of the first one of the name (`Made-up University,, Saltby`). `None` for a family name with particles, which people
/// leave without a given name (`van der Berg,`).
fn body_by_comma(text: &str) -> Option<String> {
    if let Some((name, rest)) = text.split_once(",, ").filter(|(_, rest)| !rest.trim().is_empty()) {
        return (!is_initials(rest.trim())).then(|| format!("{}, {}", name.trim(), rest.trim()));
    }
    let name = text.strip_suffix(',')?.trim_end();
    let is_family = name.contains(',') || name.split(' ').next().is_some_and(is_particle);
    (!is_family && !name.is_empty()).then(|| name.to_owned())
}

/// How many words follow the family name where all are so short and in capitals that each may be initials: `CRUZ MA`, `DE LA CRUZ MA`,
/// `LI J`. The longest is the family name; 0 where none is, unless the last could be a suffix (`LI JR`), which no family name is.
fn behind_longest(words: &[&str]) -> usize {
    let letters = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count();
    let most = words.iter().map(|word| letters(word)).max().unwrap_or_default();
    let mut longest = words.iter().rev().enumerate().filter(|(_, word)| letters(word) == most).map(|(at, _)| at);
    match (longest.next(), longest.next()) {
        (Some(behind), None) => behind,
        _ => words.last().map_or(0, |last| usize::from(is_suffix(last))),
    }
}

/// How many words of a name in natural order are given names: all but the last and the particles before it.
fn given_words(words: &[&str]) -> usize {
    let last = words.len() - 1;
    let particles = words[..last].iter().rev().take_while(|word| is_particle(word)).count();
    match last - particles {
        // `Van Nguyen` and `De Silva` have no given name; `van der Berg` neither.
        0 => usize::from(begins_with_initials(words)),
        given => given,
    }
}

/// Whether what begins a name is initials though it could be a particle: `LE Charles-Smith`, `E Özsayin`. In capitals beside a word
/// with small letters it is, unless a particle in capitals follows (`DE LA Cruz`); nobody's family name begins with a single letter.
fn begins_with_initials(words: &[&str]) -> bool {
    let [first, second, ..] = words else { return false };
    let is_shouted_particle = |word: &str| is_particle(word) && is_initials(word);
    let stands_out = || !is_shouted_particle(second) && words[1..].iter().any(|word| word.contains(char::is_lowercase));
    is_initials(first) && (first.chars().count() == 1 || stands_out())
}

/// Whether a name without comma begins with the family name: it alone is in capitals (`SMITH John`, not `EWT Ngai`), or it is double and
/// two given names follow (`Higuera-Cetina Carlos Iván`).
fn family_first(words: &[&str]) -> bool {
    let capitals =
        |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 2 && !word.contains(char::is_lowercase);
    let double =
        |word: &str| word.split_once('-').is_some_and(|(a, b)| starts_big(a) && starts_big(b) && !words::is_given(a));
    let is_alone = || capitals(&words[0]) && !words[1..].iter().any(capitals);
    (is_alone() && !are_initials_before(words[0], words[1]))
        || (words.len() >= 3
            && double(words[0])
            && !words[1..].iter().any(|word| word.contains('-') || is_particle(word)))
        || words.iter().all(|word| word.chars().all(is_han_or_hangul))
}

fn starts_big(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// Scripts whose names are written family name first.
fn is_han_or_hangul(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}')
}

impl std::fmt::Display for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.family)?;
        for part in [&self.given, &self.suffix].into_iter().filter(|part| !part.is_empty()) {
            f.write_str(", ")?;
            f.write_str(part)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
