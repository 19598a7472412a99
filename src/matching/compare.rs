//! Two records field by field: every comparison ends on a named level.

use std::cell::OnceCell;

use super::key::Key;
use super::place::Place;
use super::text::{fold, is_stop_word, plain};
use super::title::{Title, is_language, word_id};
use super::venue::VenueLevel;
use crate::record::{Record, RecordId, RecordTable};

/// How two titles compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TitleLevel {
    /// One is missing.
    Missing,
    /// Different.
    Different,
    /// Much alike, but words stand for other words.
    Reworded,
    /// One has words that the other lacks.
    Longer,
    /// One is the beginning of the other: a subtitle is missing.
    Cut,
    /// The same words, some spelled otherwise.
    Spelled,
    /// The same letters.
    Equal,
}

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

/// How two abstracts compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum AbstractLevel {
    /// One is missing or too short to say anything.
    Missing,
    /// Different.
    Different,
    /// Some sentences agree.
    Alike,
    /// The same text, apart from headings, cuts and spelling.
    Same,
}

/// What the rules look at.
#[derive(Debug, Clone)]
pub(super) struct Comparison<'a> {
    pub(super) a: &'a Key,
    pub(super) b: &'a Key,
    pub(super) title: TitleLevel,
    pub(super) diff: Diff,
    pub(super) names: NamesLevel,
    pub(super) year: YearLevel,
    pub(super) venue: VenueLevel,
    pub(super) volume: Same,
    pub(super) issue: Same,
    pub(super) pages: PagesLevel,
    pub(super) doi: Same,
    pub(super) pmid: Same,
    records: (Record<'a>, Record<'a>),
    abstracts: OnceCell<AbstractLevel>,
}

/// What tells two titles apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Diff {
    /// Both have a number that the other lacks, or one has a part number more.
    pub(super) numbers: bool,
    /// A word that makes another report stands in one only: "protocol", "update", "vitro".
    pub(super) telling: bool,
    /// Words spelled otherwise.
    pub(super) respelled: u8,
    /// Words in one title only, both sides together.
    pub(super) extra: u8,
    /// Words in both.
    pub(super) common: u8,
}

impl<'a> Comparison<'a> {
    /// Compares two records by their normal forms; the abstracts are read only when a rule asks for them.
    pub(super) fn new(records: &'a RecordTable, keys: &'a [Key], a: u32, b: u32) -> Self {
        let records = (records.record(RecordId(a)), records.record(RecordId(b)));
        let (a, b) = (&keys[a as usize], &keys[b as usize]);
        let (title, diff) = compare_titles(a, b);
        Self {
            a,
            b,
            title,
            diff,
            names: compare_names(a, b),
            year: compare_years(a.years, b.years),
            venue: compare_venues(a, b),
            volume: same(a.place.volume, b.place.volume),
            issue: same(a.place.issue, b.place.issue),
            pages: compare_pages(&a.place, &b.place),
            doi: compare_dois(&a.doi, &b.doi),
            pmid: same(a.pmid, b.pmid),
            records,
            abstracts: OnceCell::new(),
        }
    }

    /// How the abstracts compare.
    pub(super) fn abstracts(&self) -> AbstractLevel {
        *self.abstracts.get_or_init(|| {
            let text = |record: Record<'a>| record.abstract_text().unwrap_or_default();
            compare_abstracts(text(self.records.0), text(self.records.1))
        })
    }
}

/// Compares runs of three words of the first thousand letters: how many of the shorter abstract stand in the longer.
fn compare_abstracts(a: &str, b: &str) -> AbstractLevel {
    let (a, b) = (runs_of_words(a), runs_of_words(b));
    let least = a.len().min(b.len());
    if least < 12 {
        return AbstractLevel::Missing;
    }
    match common(&a, &b) * 10 / least {
        6.. => AbstractLevel::Same,
        2.. => AbstractLevel::Alike,
        _ => AbstractLevel::Different,
    }
}

fn runs_of_words(text: &str) -> Vec<u32> {
    let mut end = text.len().min(1000);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let folded = fold(&plain(&text[..end]));
    let words: Vec<&str> = folded.split(' ').collect();
    let mut runs: Vec<u32> = words.windows(3).map(|run| word_id(&run.concat())).collect();
    runs.sort_unstable();
    runs.dedup();
    runs
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
        VenueLevel::Similar if a.event != b.event => VenueLevel::Different,
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

fn common(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, n) = (i + 1, j + 1, n + 1),
        }
    }
    n
}

fn compare_titles(a: &Key, b: &Key) -> (TitleLevel, Diff) {
    let (x, y) = (&a.title, &b.title);
    if x.text.is_empty() || y.text.is_empty() {
        return (TitleLevel::Missing, Diff::default());
    }
    if x.hash == y.hash {
        return (TitleLevel::Equal, Diff::default());
    }
    let shared = common(&x.words, &y.words);
    let least = x.words.len().min(y.words.len());
    let cut =
        x.main_hash == y.hash || y.main_hash == x.hash || x.text.starts_with(&*y.text) || y.text.starts_with(&*x.text);
    if shared * 10 < least * 5 && !cut && !near_letters(x, y) {
        return (TitleLevel::Different, Diff::default());
    }
    let (diff, a_extra, b_extra) = diff(a, b);
    let level = match (a_extra, b_extra) {
        (0, 0) => TitleLevel::Spelled,
        (0, _) | (_, 0) if cut => TitleLevel::Cut,
        (0, _) | (_, 0) if diff.extra <= diff.common / 2 + 1 => TitleLevel::Longer,
        _ if usize::from(diff.common) * 10 >= least * 6 => TitleLevel::Reworded,
        _ => TitleLevel::Different,
    };
    (level, diff)
}

/// Whether the titles are near by letters although they share few words: spaces lost or added, an encoding that broke.
fn near_letters(x: &Title, y: &Title) -> bool {
    let (a, b) = (x.text.as_bytes(), y.text.as_bytes());
    if a.len().abs_diff(b.len()) * 5 > a.len().max(b.len()) {
        return false;
    }
    let args = rapidfuzz::distance::indel::Args::default().score_cutoff(0.85);
    rapidfuzz::distance::indel::normalized_similarity_with_args(a.iter().copied(), b.iter().copied(), &args).is_some()
}

/// The words that tell two titles apart, and how many stand on each side only.
fn diff(a: &Key, b: &Key) -> (Diff, usize, usize) {
    let words = |title: &'_ Title| -> Vec<String> {
        title.text.split(' ').filter(|word| !is_stop_word(word)).map(str::to_owned).collect()
    };
    let (mut left, mut right) = (words(&a.title), words(&b.title));
    let before = left.len().min(right.len());
    left.retain(|word| match right.iter().position(|other| other == word) {
        Some(at) => {
            right.remove(at);
            false
        }
        None => true,
    });
    let mut diff = Diff { common: before.saturating_sub(left.len().min(right.len())) as u8, ..Diff::default() };
    // Words written together here and apart there.
    join(&mut left, &mut right);
    join(&mut right, &mut left);
    left.retain(|word| match right.iter().position(|other| respelled(word, other)) {
        Some(at) => {
            right.remove(at);
            diff.respelled = diff.respelled.saturating_add(1);
            false
        }
        None => true,
    });
    let names = [&a.names.text, &b.names.text];
    let is_name =
        |word: &str| word.len() > 1 && names.iter().any(|text| text.split([' ', '|']).any(|name| name == word));
    for side in [&mut left, &mut right] {
        side.retain(|word| !is_noise(word) && !is_name(word));
    }
    let (a_numbers, b_numbers) =
        (numbers_only_in(&a.title.text, &b.title.text), numbers_only_in(&b.title.text, &a.title.text));
    diff.numbers = a_numbers > 0 && b_numbers > 0
        || left.iter().chain(&right).any(|word| word == "part")
        || (a_numbers + b_numbers > 0) && left.len() + right.len() <= 1;
    diff.telling = left.iter().chain(&right).any(|word| is_telling(word));
    diff.extra = (left.len() + right.len()).min(255) as u8;
    (diff, left.len(), right.len())
}

/// How many numbers of `a` have none like them in `b`: runs of digits, wherever they stand, so that `27degree` and `27 degree` agree.
fn numbers_only_in(a: &str, b: &str) -> usize {
    let numbers = |text| str::split(text, |c: char| !c.is_ascii_digit()).filter(|run: &&str| !run.is_empty());
    let mut rest: Vec<&str> = numbers(b).collect();
    numbers(a)
        .filter(|number| match rest.iter().position(|other| other == number) {
            Some(at) => {
                rest.swap_remove(at);
                false
            }
            None => true,
        })
        .count()
}

/// Takes out of `left` the words that, put together, are one word of `right`, which is taken out too.
fn join(left: &mut Vec<String>, right: &mut Vec<String>) {
    let mut at = 0;
    while at + 1 < left.len() {
        let joined = format!("{}{}", left[at], left[at + 1]);
        match right.iter().position(|word| *word == joined) {
            Some(found) => {
                right.remove(found);
                left.drain(at..at + 2);
            }
            None => at += 1,
        }
    }
}

/// Whether two words are one, spelled otherwise: a letter off, a plural, `ise` and `ize`. Digits and opposites never are.
pub(super) fn respelled(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.bytes().chain(long.bytes()).any(|b| b.is_ascii_digit()) || short.len() < 4 {
        return short.len() >= 3 && long.strip_suffix('s') == Some(short);
    }
    let allowed = if short.len() >= 8 { 2 } else { 1 };
    if long.len() - short.len() > allowed || opposite(a, b) {
        return false;
    }
    let distance = strsim::osa_distance(a, b);
    distance <= 1 || distance <= allowed && short.as_bytes()[0] == long.as_bytes()[0]
}

/// Prefixes that turn a word into another: `hypertension` is not a misspelled `hypotension`.
fn opposite(a: &str, b: &str) -> bool {
    const PAIRS: [(&str, &str); 9] = [
        ("hyper", "hypo"),
        ("inter", "intra"),
        ("macro", "micro"),
        ("pre", "pro"),
        ("pre", "per"),
        ("endo", "ecto"),
        ("mono", "homo"),
        ("over", "ever"),
        ("im", "ex"),
    ];
    PAIRS.iter().any(|(x, y)| a.starts_with(x) && b.starts_with(y) || a.starts_with(y) && b.starts_with(x))
}

/// Words that databases add to titles, and names of Greek letters that exports lose.
fn is_noise(word: &str) -> bool {
    is_language(word)
        || matches!(
            word,
            "alpha"
                | "beta"
                | "gamma"
                | "delta"
                | "epsilon"
                | "kappa"
                | "omega"
                | "sigma"
                | "mu"
                | "inf"
                | "sup"
                | "sub"
                | "amp"
                | "quot"
        )
}

/// Words that make another report of an otherwise equal title.
fn is_telling(word: &str) -> bool {
    matches!(
        word,
        "addendum"
            | "appendix"
            | "author"
            | "comment"
            | "commentary"
            | "comments"
            | "corrigendum"
            | "correction"
            | "design"
            | "discussion"
            | "editorial"
            | "erratum"
            | "followup"
            | "interim"
            | "invited"
            | "letter"
            | "poster"
            | "preface"
            | "protocol"
            | "rationale"
            | "rejoinder"
            | "reply"
            | "response"
            | "retraction"
            | "supplement"
            | "supplementary"
            | "update"
            | "updated"
            | "vitro"
            | "vivo"
    )
}
