//! Two records field by field: every comparison ends on a named level.

mod pages;
mod supplement;

use std::cell::OnceCell;

use super::abstracts::{AbstractLevel, compare_abstracts};
use super::form::Form;
use super::key::Key;
use super::names::{is_body_turned_round, words_of};
use super::text::{fold, is_stop_word};
use super::title_diff::{Diff, TitleLevel, common, compare_titles, respelled};
use super::venue::VenueLevel;
use crate::record::person::Person;
use crate::record::{Field, Record, RecordId, RecordTable};

/// How two lists of authors compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NamesLevel {
    /// One is missing.
    Missing,
    /// No name in common.
    Different,
    /// The first author's given names differ under one family name.
    OtherGiven,
    /// Some names in common.
    Partly,
    /// The same people, as far as both lists go.
    Same,
}

/// How two years compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum YearLevel {
    /// One is missing.
    Missing,
    /// More than two years apart.
    Far,
    /// Two years apart.
    Two,
    /// One year apart, as online and print are.
    Next,
    /// The same.
    Equal,
}

/// How two volumes, issues or identifiers compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Same {
    /// One is missing.
    Missing,
    /// Different.
    No,
    /// One is a part of the other: a cut DOI.
    Part,
    /// The same.
    Yes,
}

/// How two page ranges compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PagesLevel {
    /// One is missing.
    Missing,
    /// One is a number of the article by itself: its own pages from 1 on, or what stands in for pages before it is in an issue.
    OwnCount,
    /// Different.
    Different,
    /// They overlap.
    Overlap,
    /// One end agrees, the other does not or is missing.
    First,
    /// First and last page agree.
    Equal,
}

/// What the rules look at.
#[derive(Debug, Clone)]
pub(super) struct Comparison<'a> {
    pub(super) a: &'a Key,
    pub(super) b: &'a Key,
    pub(super) title: TitleLevel,
    pub(super) diff: Diff,
    pub(super) year: YearLevel,
    pub(super) volume: Same,
    pub(super) issue: Same,
    pub(super) pages: PagesLevel,
    pub(super) doi: Same,
    pub(super) pmid: Same,
    records: (Record<'a>, Record<'a>),
    names: OnceCell<NamesLevel>,
    venue: OnceCell<VenueLevel>,
    abstracts: OnceCell<AbstractLevel>,
    pub(super) similarity: OnceCell<Option<f32>>,
}

impl<'a> Comparison<'a> {
    /// Compares two records by their normal forms; what takes longer, people, journals and abstracts, only when a rule asks.
    pub(super) fn new(records: &'a RecordTable, keys: &'a [Key], a: u32, b: u32) -> Self {
        let records = (records.record(RecordId(a)), records.record(RecordId(b)));
        let (a, b) = (&keys[a as usize], &keys[b as usize]);
        let (title, diff) = compare_titles(a, b);
        Self {
            a,
            b,
            title,
            diff,
            year: compare_years(a.years, b.years),
            volume: same(a.place.volume, b.place.volume),
            issue: same(a.place.issue, b.place.issue),
            pages: pages::compare((a, records.0), (b, records.1)),
            doi: compare_dois(&a.doi, &b.doi),
            pmid: same(a.pmid, b.pmid),
            records,
            names: OnceCell::new(),
            venue: OnceCell::new(),
            abstracts: OnceCell::new(),
            similarity: OnceCell::new(),
        }
    }

    /// As if both records said the same in a field.
    pub(super) fn supposing(self, field: Field) -> Self {
        let words = self.a.title.words.len().min(self.b.title.words.len());
        match field {
            Field::Title => {
                let diff = Diff { common: words.min(255) as u8, ..Diff::default() };
                Self { title: TitleLevel::Equal, diff, similarity: OnceCell::new(), ..self }
            }
            Field::Author => Self { names: NamesLevel::Same.into(), ..self },
            Field::Container => Self { venue: VenueLevel::Same.into(), ..self },
            Field::Date => Self { year: YearLevel::Equal, ..self },
            Field::Volume => Self { volume: Same::Yes, ..self },
            Field::Issue => Self { issue: Same::Yes, ..self },
            Field::Pages => Self { pages: PagesLevel::Equal, ..self },
            Field::Doi => Self { doi: Same::Yes, ..self },
            _ => self,
        }
    }

    /// How the authors compare.
    pub(super) fn names(&self) -> NamesLevel {
        *self.names.get_or_init(|| match compare_names(self.a, self.b, || self.is_by_a_body()) {
            // A group is made of people whom one database names and the other does not.
            NamesLevel::Different if self.are_body_and_people() => NamesLevel::Missing,
            level => level,
        })
    }

    /// Nobody but one or two bodies is named on one side, and nobody but people with given names on the other: a word in capitals may be a
    /// body too. Asked only where the titles agree, since it reads names again.
    fn are_body_and_people(&self) -> bool {
        let (few, many) = match self.a.names.count <= self.b.names.count {
            true => (self.records.0, self.records.1),
            false => (self.records.1, self.records.0),
        };
        let is_asked = self.title >= TitleLevel::Longer && self.a.names.count.min(self.b.names.count) < 3;
        let are = |record: Record<'_>, corporate: bool| {
            let named = record.authors();
            let is_such =
                |person: &Person| match person.corporate || is_body_turned_round(&person.family, &person.given) {
                    true => corporate,
                    false => !corporate && !person.given.is_empty(),
                };
            !named.is_empty() && named.iter().all(is_such)
        };
        is_asked && (are(few, true) && are(many, false) || are(few, false) && are(many, true))
    }

    /// How the journals compare.
    pub(super) fn venue(&self) -> VenueLevel {
        *self.venue.get_or_init(|| compare_venues(self.a, self.b))
    }

    /// The first author of one is no person.
    pub(super) fn is_by_a_body(&self) -> bool {
        let body = |record: Record<'_>| record.authors().first().is_some_and(|author| author.corporate);
        body(self.records.0) || body(self.records.1)
    }

    /// Both name a university, in words of which none that tells it stands on both sides.
    pub(super) fn names_two_universities(&self) -> bool {
        let names = |record: Record<'_>| record.first(Field::Publisher).map(fold).unwrap_or_default();
        let (a, b) = (names(self.records.0), names(self.records.1));
        let is_university = |text: &str| text.split(' ').any(|word| word.starts_with("universi") || word == "college");
        let is_general = |word: &str| word.len() < 3 || is_stop_word(word) || is_university(word);
        let is_in = |text: &str, word: &str| text.split(' ').any(|other| other == word);
        let common = a.split(' ').any(|word| !is_general(word) && is_in(&b, word));
        is_university(&a) && is_university(&b) && !common
    }

    /// Both name their issue by a number alone: no supplement, no part, no range of issues, no season.
    pub(super) fn are_plain_issues(&self) -> bool {
        let is_plain = |key: &Key, record: Record<'_>| {
            let text = record.first(Field::Issue).unwrap_or_default().trim().to_ascii_lowercase();
            let number = text.trim_start_matches(|c: char| !c.is_ascii_digit());
            let before = text[..text.len() - number.len()].trim_matches(|c: char| !c.is_alphabetic());
            let is_number = number.bytes().all(|b| b.is_ascii_digit());
            key.place.issue < 1 << 31
                && is_number
                && matches!(before, "" | "iss" | "issue" | "n" | "no" | "nr" | "number")
        };
        is_plain(self.a, self.records.0) && is_plain(self.b, self.records.1)
    }

    /// Both records have a value of the field.
    pub(super) fn have_both(&self, field: Field) -> bool {
        [self.records.0, self.records.1].iter().all(|record| record.first(field).is_some())
    }

    /// Both records name people or bodies.
    pub(super) fn both_name_somebody(&self) -> bool {
        !self.records.0.authors().is_empty() && !self.records.1.authors().is_empty()
    }

    /// Some word of a family name stands on both sides as one, letter for letter or nearly; or one is not read as such anywhere, as where a
    /// file has no commas.
    pub(super) fn share_a_family_name(&self) -> bool {
        let families = |record: Record<'_>| -> Vec<String> {
            let folded = record.authors().iter().map(|person| fold(&person.family)).collect::<Vec<_>>().join(" ");
            folded.split(' ').filter(|word| word.len() > 1).map(str::to_owned).collect()
        };
        let (a, b) = (families(self.records.0), families(self.records.1));
        let is_one = |x: &String, y: &String| x == y || is_name_respelled(x, y);
        a.iter().any(|x| b.iter().any(|y| is_one(x, y)))
    }

    /// How the abstracts compare.
    pub(super) fn abstracts(&self) -> AbstractLevel {
        *self.abstracts.get_or_init(|| {
            let text = |record: Record<'a>| record.abstract_text().unwrap_or_default();
            compare_abstracts(text(self.records.0), text(self.records.1))
        })
    }
}

fn same(a: u32, b: u32) -> Same {
    match (a, b) {
        (0, _) | (_, 0) => Same::Missing,
        _ if a == b => Same::Yes,
        _ => Same::No,
    }
}

fn compare_dois(a: &str, b: &str) -> Same {
    match () {
        () if a.is_empty() || b.is_empty() => Same::Missing,
        () if a == b => Same::Yes,
        () if is_cut_doi(a, b) || is_cut_doi(b, a) => Same::Part,
        () => Same::No,
    }
}

/// Whether a DOI is the beginning of another, and may have been cut there: within a number it was not, `towns.1` and `towns.12` are two.
fn is_cut_doi(short: &str, long: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    long.strip_prefix(short).is_some_and(|rest| !(short.ends_with(is_digit) && rest.starts_with(is_digit)))
}

/// A conference is no journal, whatever words their names share.
fn compare_venues(a: &Key, b: &Key) -> VenueLevel {
    match a.venue.compare(&b.venue) {
        VenueLevel::Similar if a.venue.is_site || b.venue.is_site => VenueLevel::Similar,
        VenueLevel::Similar if (a.form == Form::Event) != (b.form == Form::Event) => VenueLevel::Different,
        level => level,
    }
}

fn compare_years((a_lo, a_hi): (i16, i16), (b_lo, b_hi): (i16, i16)) -> YearLevel {
    if a_lo == 0 || b_lo == 0 {
        return YearLevel::Missing;
    }
    let gap = [a_lo, a_hi].iter().flat_map(|a| [b_lo, b_hi].map(|b| a.abs_diff(b))).min();
    match gap {
        Some(0) => YearLevel::Equal,
        Some(1) => YearLevel::Next,
        Some(2) => YearLevel::Two,
        _ => YearLevel::Far,
    }
}

/// `is_by_a_body` is asked where the name of one side spells initials of the other: `Lee` is no acronym of Larsen, Emil and Eriksen.
fn compare_names(a: &Key, b: &Key, is_by_a_body: impl FnOnce() -> bool) -> NamesLevel {
    let (a, b) = (&a.names, &b.names);
    if a.text.is_empty() || b.text.is_empty() {
        return NamesLevel::Missing;
    }
    if (is_acronym(&a.text, &b.text) || is_acronym(&b.text, &a.text)) && is_by_a_body() {
        return NamesLevel::Same;
    }
    let common = common(&a.words, &b.words);
    let least = a.words.len().min(b.words.len());
    if least == 0 {
        return if a.text == b.text { NamesLevel::Same } else { NamesLevel::Missing };
    }
    let other_given = a.initial != 0 && b.initial != 0 && a.initial != b.initial;
    let (one, list) = if a.count <= b.count { (a, b) } else { (b, a) };
    if common * 10 >= least * 7 {
        return match () {
            () if other_given && are_namesakes(&a.text, &b.text) => NamesLevel::OtherGiven,
            () if one.count > 1 || is_among(&one.text, &list.text) => NamesLevel::Same,
            () if a.first == b.first && list.count == 1 && other_given => NamesLevel::OtherGiven,
            () if a.first != b.first && list.count > 1 => NamesLevel::Partly,
            () => NamesLevel::Same,
        };
    }
    let near = near_words(&a.text, &b.text).max(common);
    if near * 10 >= least * 6 && !(list.count == 1 && other_given) {
        NamesLevel::Same
    } else if near > 0 || common > 0 {
        NamesLevel::Partly
    } else {
        NamesLevel::Different
    }
}

/// Whether two lists have the same family names in one order, and every person has another initial: `Lee S, Kim J` and `Lee H, Kim Y`.
/// Initials are mistyped one at a time.
fn are_namesakes(a: &str, b: &str) -> bool {
    let is_other = |(x, y): (&str, &str)| {
        let only = |words: &str, others: &str| -> Vec<u8> {
            let is_there = |word: &str| others.split(' ').any(|other| other == word);
            words.split(' ').filter(|word| !is_there(word)).filter_map(|word| word.bytes().next()).collect()
        };
        let (here, there) = (only(x, y), only(y, x));
        let shares_a_name = x.split(' ').any(|word| word.len() > 1 && y.split(' ').any(|other| other == word));
        let are_given = !here.is_empty() && !there.is_empty();
        shares_a_name && are_given && !here.iter().any(|letter| there.contains(letter))
    };
    a.split('|').count() == b.split('|').count() && a.split('|').zip(b.split('|')).all(is_other)
}

/// Whether a person is one of a list: one with a word of two letters or more in common, and an initial of what is not.
fn is_among(person: &str, list: &str) -> bool {
    let has = |words: &str, word: &str| word.len() > 1 && words.split(' ').any(|other| other == word);
    let initials = |words: &str, others: &str| -> Vec<u8> {
        words.split(' ').filter(|word| !has(others, word)).filter_map(|word| word.bytes().next()).collect()
    };
    list.split('|').filter(|other| person.split(' ').any(|word| has(other, word))).any(|other| {
        let (here, there) = (initials(person, other), initials(other, person));
        here.is_empty() || there.is_empty() || here.iter().any(|letter| there.contains(letter))
    })
}

/// Whether `short` is the name of the body `full` by initials, `who` or, in another language's order, `iso`; or one of several
/// such names, `iso iec jtc 1`. In normal form `oe` is `e`, in a name and between two of its words alike.
fn is_acronym(short: &str, full: &str) -> bool {
    // Nearly every text names several people.
    if short.contains('|') {
        return false;
    }
    let initials: String = words_of(full).filter_map(|word| word.chars().next()).collect();
    let initials = initials.replace("oe", "e").replace("ae", "e");
    let spells = |word: &str| {
        let mut left = initials.clone();
        let is_in_order = {
            let mut letters = initials.chars();
            word.chars().all(|c| letters.any(|other| other == c))
        };
        let is_any_order = word.len() == 3 && word.chars().all(|c| left.find(c).map(|at| left.remove(at)).is_some());
        word.len() > 2 && initials.len() < word.len() + 2 && (is_in_order || is_any_order)
    };
    words_of(full).count() > 2 && short.split(' ').any(spells)
}

/// Words of the shorter list that stand in the longer, letter for letter or nearly, each with one of its own.
fn near_words(a: &str, b: &str) -> usize {
    let (short, long) = if (words_of(a).count(), a) <= (words_of(b).count(), b) { (a, b) } else { (b, a) };
    let mut rest: Vec<&str> = words_of(long).collect();
    let mut near = 0;
    for word in words_of(short) {
        let exact = rest.iter().position(|other| *other == word);
        if let Some(at) = exact.or_else(|| rest.iter().position(|other| is_name_respelled(word, other))) {
            rest.swap_remove(at);
            near += 1;
        }
    }
    near
}

/// Whether two names are one, spelled otherwise. `Wang` and `Yang` are two: a slip in the first letter is believed of long names only.
pub(super) fn is_name_respelled(a: &str, b: &str) -> bool {
    let begins = a.bytes().next() == b.bytes().next() || a.len().min(b.len()) > 6;
    begins && respelled(a, b) || glued_name(a, b)
}

fn glued_name(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.len() >= 4 && (long.starts_with(short) || long.ends_with(short))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::names::Names;

    #[test]
    fn people_are_told_apart_by_family_name_and_initial() {
        let level = |a: &str, b: &str| {
            let key = |text: &str| {
                let first = text.split('|').next().unwrap_or_default();
                let (family, given) = first.split_once(' ').unwrap_or((first, ""));
                let names = Names::from_text(text);
                let first = crate::matching::title::word_id(family);
                Key { names: Names { first, initial: given.bytes().next().unwrap_or(0), ..names }, ..Key::default() }
            };
            let (a, b) = (key(a), key(b));
            assert_eq!(compare_names(&a, &b, || true), compare_names(&b, &a, || true), "the order does not matter");
            compare_names(&a, &b, || true)
        };
        assert_eq!(level("larsen l", "larsen lena"), NamesLevel::Same);
        assert_eq!(level("larsen l", "larsen k"), NamesLevel::OtherGiven);
        assert_eq!(level("wang l", "yang l"), NamesLevel::Different);
        assert_eq!(level("jansen p", "hansen p"), NamesLevel::Different);
        assert_eq!(level("larsen lena", "larssen lena"), NamesLevel::Same);
        assert_eq!(level("smith j", "jones a|smith b|miller c"), NamesLevel::Partly);
        assert_eq!(level("smith b", "jones a|smith b|miller c"), NamesLevel::Same);
        assert_eq!(level("larsen a|larson b|larsson c", "larsen d|moreno e|okafor f"), NamesLevel::Partly);
        assert!(!is_among("al larsen a", "al larsen k"), "a particle is nobody's given name");
        assert!(is_among("al larsen a", "okafor c|al larsen amal"));
        assert_eq!(level("house of towns", "house of ports"), NamesLevel::Partly);
    }

    #[test]
    fn a_doi_is_cut_at_no_digit() {
        for (a, b, level) in [
            ("10.1000/towns.1", "10.1000/towns.1", Same::Yes),
            ("10.1000/towns", "10.1000/towns.12", Same::Part),
            ("10.1000/towns.1", "10.1000/towns.12", Same::No),
            ("10.1000/towns.1", "10.1000/towns.1.pub2", Same::Part),
            ("", "10.1000/towns.12", Same::Missing),
        ] {
            assert_eq!((compare_dois(a, b), compare_dois(b, a)), (level, level), "{a} / {b}");
        }
    }

    #[test]
    fn people_whose_every_initial_differs_are_others() {
        for (a, b, are) in [
            ("lee s|kim j", "lee h|kim y", true),
            ("lee s|kim j", "lee s|kim y", false),
            ("lee s|kim j", "lee h|kim jisoo", false),
            ("lee s|kim j", "lee|kim", false),
            ("lee s|kim j", "lee h|kim y|park t", false),
            ("s lee|j kim", "lee sun|kim jin", false),
        ] {
            assert_eq!(are_namesakes(a, b), are, "{a} / {b}");
        }
    }

    #[test]
    fn bodies_are_known_by_their_initials() {
        for (short, full, is_one) in [
            ("otp", "office of towns and ports", true),
            ("otp rail unit", "office of towns and ports", true),
            ("ecd", "organisation for economic co operation|development", true),
            ("iso", "international organization for standardization", true),
            ("who", "world health organization", true),
            ("who", "ministry of health|office of towns", false),
            ("larsen l", "larsen lena|okafor chike|moreno eva", false),
        ] {
            assert_eq!(is_acronym(short, full), is_one, "{short} / {full}");
        }
    }
}
