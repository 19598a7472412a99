//! Two records field by field: every comparison ends on a named level.

use std::cell::OnceCell;

use super::abstracts::{AbstractLevel, compare_abstracts};
use super::form::Form;
use super::key::Key;
use super::place::Place;
use super::title_diff::{Diff, TitleLevel, common, compare_titles, respelled};
use super::venue::VenueLevel;
use crate::record::{Record, RecordId, RecordTable};

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
            pages: compare_pages(&a.place, &b.place),
            doi: compare_dois(&a.doi, &b.doi),
            pmid: same(a.pmid, b.pmid),
            records,
            names: OnceCell::new(),
            venue: OnceCell::new(),
            abstracts: OnceCell::new(),
            similarity: OnceCell::new(),
        }
    }

    /// How the authors compare.
    pub(super) fn names(&self) -> NamesLevel {
        *self.names.get_or_init(|| compare_names(self.a, self.b))
    }

    /// How the journals compare.
    pub(super) fn venue(&self) -> VenueLevel {
        *self.venue.get_or_init(|| compare_venues(self.a, self.b))
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
        () if a.starts_with(b) || b.starts_with(a) => Same::Part,
        () => Same::No,
    }
}

/// A conference is no journal, whatever words their names share.
fn compare_venues(a: &Key, b: &Key) -> VenueLevel {
    match a.venue.compare(&b.venue) {
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

fn compare_pages(a: &Place, b: &Place) -> PagesLevel {
    if a.first.is_missing() || b.first.is_missing() {
        return PagesLevel::Missing;
    }
    if a.first.same(b.first) {
        return if !a.last.is_missing() && a.last.same(b.last) || a.last == b.last {
            PagesLevel::Equal
        } else {
            PagesLevel::First
        };
    }
    if !a.last.is_missing() && a.last.same(b.last) && a.last.number > 99 {
        return PagesLevel::First;
    }
    if [a.first_otherwise == b.first, b.first_otherwise == a.first].contains(&true) {
        return PagesLevel::First;
    }
    let end = |place: &Place| if place.last.is_missing() { place.first } else { place.last };
    let overlap = a.first.letter == b.first.letter && a.first <= end(b) && b.first <= end(a);
    if overlap { PagesLevel::Overlap } else { PagesLevel::Different }
}

fn compare_names(a: &Key, b: &Key) -> NamesLevel {
    let (a, b) = (&a.names, &b.names);
    if a.text.is_empty() || b.text.is_empty() {
        return NamesLevel::Missing;
    }
    let common = common(&a.words, &b.words);
    let least = a.words.len().min(b.words.len());
    if least == 0 {
        return if a.text == b.text { NamesLevel::Same } else { NamesLevel::Missing };
    }
    let other_given = a.initial != 0 && b.initial != 0 && a.initial != b.initial;
    if common * 10 >= least * 7 {
        let alone = a.count == 1 && b.count == 1;
        return if a.first == b.first && other_given && alone { NamesLevel::OtherGiven } else { NamesLevel::Same };
    }
    let near = near_words(&a.text, &b.text).max(common);
    if near * 10 >= least * 6 {
        NamesLevel::Same
    } else if near > 0 || common > 0 {
        NamesLevel::Partly
    } else {
        NamesLevel::Different
    }
}

/// Words of the shorter list that stand in the longer, letter for letter or nearly.
fn near_words(a: &str, b: &str) -> usize {
    let split = |text| str::split(text, [' ', '|']).filter(|word: &&str| word.len() > 1);
    let (short, long) = if split(a).count() <= split(b).count() { (a, b) } else { (b, a) };
    split(short).filter(|word| split(long).any(|other| respelled(word, other) || glued_name(word, other))).count()
}

fn glued_name(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.len() >= 4 && (long.starts_with(short) || long.ends_with(short))
}
