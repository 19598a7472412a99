//! Authors in normal form: whatever way an export writes, orders and separates names.

use super::compare::is_name_respelled;
use super::text::{fold_into, plain, words_between};
use super::title::word_id;
use crate::record::person::are_initials_before;
use crate::record::{Field, Record};

/// The authors of a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Names {
    /// Persons separated by `|`, in order; of each the folded words, initials among them.
    pub(super) text: Box<str>,
    /// Ids of the words of two letters or more, sorted, once each; initials are not among them.
    pub(super) words: Box<[u32]>,
    /// Id of the first author's family name, as far as it can be told; 0 if there is none.
    pub(super) first: u32,
    /// Initial of the first author's given name; 0 if it cannot be told.
    pub(super) initial: u8,
    /// Number of persons, as far as it can be told.
    pub(super) count: u16,
}

impl Names {
    /// The authors of `record`.
    pub(super) fn of(record: Record<'_>) -> Self {
        let mut text = String::new();
        let mut first = None;
        for value in record.values().filter(|value| matches!(value.field(), Field::Author | Field::CorporateAuthor)) {
            for person in persons(&plain(value.value())) {
                let start = text.len();
                add_person(person, &mut text);
                let added = text[start..].trim_start_matches('|');
                if added.is_empty() || is_nobody(added) {
                    text.truncate(start);
                } else if first.is_none() {
                    first = Some(first_of(person, added));
                }
            }
        }
        let (first, initial) = first.unwrap_or_default();
        Self { first, initial, ..Self::from_text(&text) }
    }

    /// Names from their normal form: persons separated by `|`, words by a space.
    pub(super) fn from_text(text: &str) -> Self {
        let mut words: Vec<u32> = words_of(text).map(word_id).collect();
        words.sort_unstable();
        words.dedup();
        let count = text.split('|').filter(|person| !person.is_empty()).count();
        Self {
            text: text.into(),
            words: words.into(),
            count: count.min(usize::from(u16::MAX)) as u16,
            ..Self::default()
        }
    }

    /// Whether both are one person each, of one family name and with given names in full that are not one name: `Lee, Soo-Young` and
    /// `Lee, Seung-Yun`, who are both `Lee, S`.
    pub(super) fn is_other_namesake(&self, other: &Self) -> bool {
        if self.count != 1 || other.count != 1 || self.first != other.first || self.first == 0 {
            return false;
        }
        let only = |here: &Self, there: &Self| -> Vec<String> {
            let is_there = |word: &&str| !there.text.split(' ').any(|other| other == *word);
            here.text.split(' ').filter(is_there).map(str::to_owned).collect()
        };
        let (here, there) = (only(self, other), only(other, self));
        let in_full = |words: &[String]| words.iter().any(|word| word.len() > 2);
        let alike = |a: &str, b: &str| a.starts_with(b) || b.starts_with(a) || is_name_respelled(a, b);
        in_full(&here)
            && in_full(&there)
            && !here.iter().any(|a| there.iter().any(|b| a.len() > 1 && b.len() > 1 && alike(a, b)))
    }
}

impl Names {
    /// Whether the word with this id is a name, or part of one.
    pub(super) fn have(&self, id: u32) -> bool {
        self.words.binary_search(&id).is_ok()
    }

    /// The family name of the first author, folded; the first word of the name where it cannot be told; empty without authors.
    pub(super) fn family(&self) -> &str {
        let mut words = self.text.split('|').next().unwrap_or_default().split(' ');
        let first = words.clone().next().unwrap_or_default();
        words.find(|word| word_id(word) == self.first).unwrap_or(first)
    }
}

/// The words of people in normal form by which they are told apart: no initials, and nothing that stands in the name of any body.
pub(super) fn words_of(text: &str) -> impl Iterator<Item = &str> + Clone {
    let tells = |word: &&str| word.len() > 1 && !matches!(*word, "and" | "for" | "of" | "on" | "the");
    words_between(text, |byte| matches!(byte, b' ' | b'|')).filter(tells)
}

/// Values of an author field that name nobody.
fn is_nobody(folded: &str) -> bool {
    matches!(
        folded,
        "unknown"
            | "anonymous"
            | "anon"
            | "no authors listed"
            | "no author"
            | "et al"
            | "na"
            | "n a"
            | "none"
            | "et"
            | "al"
    )
}

/// Whether a body was turned round as if its last word were a family name, as bibutils and EndNote do where no comma follows it:
/// `Group, RENEWAL Collaborative`. A word of its name is written out where a person has given names.
pub(super) fn is_body_turned_round(family: &str, given: &str) -> bool {
    const ENDS: [&str; 14] = [
        "association",
        "collaboration",
        "collaborators",
        "commission",
        "committee",
        "consortium",
        "council",
        "group",
        "investigators",
        "network",
        "organization",
        "society",
        "team",
        "trialists",
    ];
    let is_end = ENDS.iter().any(|word| family.eq_ignore_ascii_case(word));
    is_end && given.split(' ').any(|word| word.chars().count() > 3)
}

/// The persons of one value: most formats give one a value, tables often all of them.
fn persons(value: &str) -> impl Iterator<Item = &str> {
    value.split(';').flat_map(several).flat_map(glued)
}

/// The parts between " and " or " & ". Nearly every value is one: bytes are soon looked through.
fn several(part: &str) -> impl Iterator<Item = &str> {
    let bytes = part.as_bytes();
    let is_one = !bytes.contains(&b'&') && !bytes.windows(5).any(|word| word == b" and ");
    let (one, more) = if is_one { (Some(part), None) } else { (None, Some(part)) };
    let more = more.into_iter().flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" & "));
    one.into_iter().chain(more)
}

/// `Przyklenk K.Kloner R. A.`: the separators were lost, and a capital with a small letter follows a full stop directly.
fn glued(part: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    let mut ends: Vec<usize> = part
        .match_indices('.')
        .map(|(at, _)| at + 1)
        .filter(|&at| {
            let mut next = part[at..].chars();
            next.next().is_some_and(char::is_uppercase) && next.next().is_some_and(|c| c.is_lowercase() || c == '\'')
        })
        .collect();
    ends.push(part.len());
    ends.into_iter().map(move |end| {
        let person = &part[start..end];
        start = end;
        // EndNote sets a comma behind the name of a body, so as not to part it.
        person.trim_matches([' ', ','])
    })
}

/// Adds the folded words of one person; a word that can only be initials is parted into letters.
fn add_person(person: &str, text: &mut String) {
    let shouted = !person.chars().any(char::is_lowercase);
    let mut out = String::new();
    let mut words = person.split([' ', ',', '.', '-', '\u{2010}', '\u{a0}']).filter(|word| !word.is_empty());
    let mut at = 0;
    while let Some(word) = words.next() {
        let letters = word.chars().count();
        // `FD Davis`: the initials stand first.
        let stands_first = || {
            at == 0
                && !shouted
                && !person.contains(',')
                && words.clone().next().is_some_and(|next| are_initials_before(word, next))
        };
        let initials = letters == 1
            || letters <= 4 && stands_first()
            || (letters <= 3
                && at > 0
                && word.chars().all(char::is_uppercase)
                && (!shouted || letters <= 2 || !has_vowel(word)))
            // `Brandt, VJJM`
            || letters == 4 && at > 0 && !shouted && word.chars().all(char::is_uppercase) && !has_vowel(word);
        at += 1;
        if initials {
            word.chars().for_each(|letter| add_initial(letter, &mut out));
        } else {
            fold_into(word, &mut out);
        }
    }
    if !out.is_empty() {
        if !text.is_empty() {
            text.push('|');
        }
        text.push_str(&out);
    }
}

/// Adds a letter as a word of its own.
fn add_initial(letter: char, out: &mut String) {
    if !letter.is_ascii_alphanumeric() {
        return fold_into(letter.encode_utf8(&mut [0; 4]), out);
    }
    if !out.is_empty() {
        out.push(' ');
    }
    out.push(letter.to_ascii_lowercase());
}

fn has_vowel(word: &str) -> bool {
    word.contains(['A', 'E', 'I', 'O', 'U', 'Y'])
}

/// The family name and the first initial of a person: by the comma, else by which side the initials stand on.
fn first_of(person: &str, folded: &str) -> (u32, u8) {
    let words: Vec<&str> = folded.split(' ').collect();
    let letters = |word: &&&str| word.len() > 1;
    let family;
    let given;
    if let Some((before, after)) = person.split_once(',') {
        let mut text = String::new();
        fold_into(before, &mut text);
        family = text.rsplit(' ').next().map(str::to_owned);
        text.clear();
        fold_into(after, &mut text);
        given = text.bytes().next();
    } else if words.last().is_some_and(|word| word.len() == 1) {
        family = words.iter().rev().find(letters).map(|word| (*word).to_owned());
        given = words.iter().find(|word| word.len() == 1).and_then(|word| word.bytes().next());
    } else {
        family = words.last().map(|word| (*word).to_owned());
        given = (words.len() > 1).then(|| words[0].as_bytes()[0]);
    }
    (family.filter(|family| !family.is_empty()).map_or(0, |family| word_id(&family)), given.unwrap_or(0))
}
