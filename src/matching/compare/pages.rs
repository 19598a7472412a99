//! How the pages of two records compare, whatever each of them counts.

use super::PagesLevel;
use super::supplement::is_electronic;
use crate::matching::form::Form;
use crate::matching::key::Key;
use crate::matching::place::Place;
use crate::record::{Field, Record};

/// The level on which the pages of two records end.
pub(super) fn compare((a, x): (&Key, Record<'_>), (b, y): (&Key, Record<'_>)) -> PagesLevel {
    match compare_pages(&a.place, &b.place) {
        level if level >= PagesLevel::First && are_other_codes(x, y) => PagesLevel::Different,
        PagesLevel::Different
            if are_counted_otherwise(a, b)
                || is_number_in_issue((a, x), (b, y))
                || are_print_and_electronic((a, x), (b, y)) =>
        {
            PagesLevel::OwnCount
        }
        level => level,
    }
}

/// The pages by themselves.
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
    if is_own_count(a, b) || is_own_count(b, a) {
        return PagesLevel::OwnCount;
    }
    let was = |x: &Place, y: &Place| x.pages_before_a_spreadsheet() == Some((y.first, y.last));
    if was(a, b) || was(b, a) {
        return PagesLevel::First;
    }
    let end = |place: &Place| if place.last.is_missing() { place.first } else { place.last };
    let overlap = a.first.letter == b.first.letter && a.first <= end(b) && b.first <= end(a);
    if overlap { PagesLevel::Overlap } else { PagesLevel::Different }
}

/// Whether both first pages are codes that go on behind their first number, and are two: `9B12E015` and `9B12E022`, `12:1` and `12:7`.
fn are_other_codes(a: Record<'_>, b: Record<'_>) -> bool {
    let code = |record: Record<'_>| -> Option<String> {
        let first = record.first(Field::Pages)?.split(['-', '\u{2013}', ',', ' ']).next()?;
        let behind = first
            .trim_start_matches(|c: char| c.is_ascii_alphabetic())
            .trim_start_matches(|c: char| c.is_ascii_digit());
        let goes_on = behind.len() < first.len() && behind.contains(|c: char| c.is_ascii_digit());
        let is_plain = |c: &char| c.is_ascii_alphanumeric();
        goes_on.then(|| first.chars().filter(is_plain).map(|c| c.to_ascii_lowercase()).collect())
    };
    matches!((code(a), code(b)), (Some(one), Some(other)) if one != other)
}

/// Whether the pages of `own` count by themselves, so that those of `other` may be of the same report: a long number given before it
/// was in an issue; or its own pages from 1 on, at least four, beside an article number or as many pages of a volume, though not the
/// next ones. A column of one to three pages begins on the first page of an issue at times.
fn is_own_count(own: &Place, other: &Place) -> bool {
    let from_one = own.first.number == 1 && own.first.letter == 0 && own.last.number > 3;
    let as_many = || {
        let pages = other.last.number.saturating_sub(other.first.number);
        other.first.number > own.last.number + 1 && pages.abs_diff(own.last.number - 1) < 2
    };
    let is_apart =
        own.first.is_serial() != other.first.is_serial() || own.first.counts_texts() != other.first.counts_texts();
    is_apart || from_one && (other.last.is_missing() || as_many())
}

/// Whether two contributions to conferences have pages of two kinds: the number of a paper, or its own pages from 1 on, on one side,
/// a stretch of the printed proceedings on the other. Printed and on a disc, a paper has not as many pages.
fn are_counted_otherwise(a: &Key, b: &Key) -> bool {
    let is_plain = |place: &Place| place.first.letter == 0;
    let is_alone = |place: &Place| place.last.is_missing() || place.first.number == 1 && place.last.number > 3;
    let is_stretch = |place: &Place| !place.last.is_missing() && place.first.number > 1;
    let (x, y) = (&a.place, &b.place);
    let are_two_kinds = is_alone(x) && is_stretch(y) || is_alone(y) && is_stretch(x);
    a.form == Form::Event && b.form == Form::Event && is_plain(x) && is_plain(y) && are_two_kinds
}

/// Whether one record has the number of the article in its volume or issue where the other has the pages, as the library of the
/// Association for Information Systems has: the same volume and issue, one small number alone, and a stretch of pages behind it, of
/// which the end may be on a page with a letter, or Roman pages.
fn is_number_in_issue((a, x): (&Key, Record<'_>), (b, y): (&Key, Record<'_>)) -> bool {
    let is_number = |one: &Place, (other, record): (&Place, Record<'_>)| {
        let is_alone = one.last.is_missing() && one.first.letter == 0 && one.first.number < 200;
        let is_long = || other.last.number > other.first.number + 2;
        let has_end = || other.last.is_missing() && record.first(Field::EndPage).is_some_and(|end| end.len() > 1);
        let is_behind = || other.first.letter == 0 && one.first.number < other.first.number && (is_long() || has_end());
        is_alone && (other.first.is_roman() || is_behind())
    };
    let is_one_issue =
        a.place.volume != 0 && a.place.volume == b.place.volume && a.place.issue != 0 && a.place.issue == b.place.issue;
    is_one_issue && (is_number(&a.place, (&b.place, y)) || is_number(&b.place, (&a.place, x)))
}

/// Whether one record has the number of the electronic article and the other the pages of the print, in one volume: `f2610` and `15-19`,
/// `e13-e26` and `1778-1790`. A number of few digits behind an `e` may be that of an abstract as well, so that the issue has to agree.
fn are_print_and_electronic((a, x): (&Key, Record<'_>), (b, y): (&Key, Record<'_>)) -> bool {
    if a.place.volume == 0 || a.place.volume != b.place.volume || a.place.first.letter == b.place.first.letter {
        return false;
    }
    let is_one_issue = a.place.issue != 0 && a.place.issue == b.place.issue;
    let are = |own: &Key, record, print: &Key| {
        let first = own.place.first;
        let is_told = is_one_issue || first.letter != b'e' || first.number >= 10_000;
        let is_print = print.place.first.letter == 0 && print.place.last.number > print.place.first.number;
        is_print && is_told && is_electronic(own, record)
    };
    are(a, x, b) || are(b, y, a)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::record::{RecordId, RecordTable};
    use crate::source::SourceFile;

    #[test]
    fn a_range_that_was_a_date_is_known_whatever_program_wrote_it_since() {
        let place = |pages: &str| {
            let (first, last) = crate::matching::place::page_range(pages, "");
            Place { first, last, ..Place::default() }
        };
        for (a, b, level) in [
            ("13-Jun", "13-16", PagesLevel::First),
            ("6-13", "13-16", PagesLevel::First),
            ("5-10", "10-15", PagesLevel::First),
            ("6-13", "13-17", PagesLevel::Overlap),
            ("106-113", "113-116", PagesLevel::Overlap),
            ("1-17", "e0234455", PagesLevel::OwnCount),
            ("1-12", "301-312", PagesLevel::OwnCount),
            ("1-12", "301-319", PagesLevel::Different),
            ("1-20", "21-40", PagesLevel::Different),
            ("1-2", "301-302", PagesLevel::Different),
            ("258024221099999", "22-30", PagesLevel::OwnCount),
            ("0734371X20970001", "301-322", PagesLevel::OwnCount),
            ("258024221099999", "258024221099998", PagesLevel::Different),
        ] {
            assert_eq!(compare_pages(&place(a), &place(b)), level, "{a} / {b}");
            assert_eq!(compare_pages(&place(b), &place(a)), level, "{b} / {a}");
        }
    }

    #[test]
    fn the_number_of_an_article_in_its_issue_is_no_other_page() {
        let level = |a: (&str, &str, &str), b: (&str, &str, &str)| {
            let ris = |(issue, first, last): (&str, &str, &str)| {
                let pages = [("SP", first), ("EP", last)].map(|(tag, page)| match page {
                    "" => String::new(),
                    page => format!("{tag}  - {page}\n"),
                });
                format!("TY  - JOUR\nTI  - Renewal\nVL  - 37\nIS  - {issue}\n{}ER  - \n", pages.concat())
            };
            let source = SourceFile::new("made-up.ris", (ris(a) + &ris(b)).into_bytes());
            let records = RecordTable::new(vec![crate::format::read(&Arc::new(source)).records]);
            let keys = crate::matching::key::keys(&records);
            let record = |at: u32| records.record(RecordId(at));
            let found = compare((&keys[0], record(0)), (&keys[1], record(1)));
            assert_eq!(found, compare((&keys[1], record(1)), (&keys[0], record(0))), "the order does not matter");
            found
        };
        for (a, b) in [
            (("3", "4", ""), ("3", "108", "124")),
            (("3", "45", ""), ("3", "851", "870")),
            (("3", "5", ""), ("3", "695", "A3")),
            (("3", "2", ""), ("3", "iii", "xviii")),
            (("3", "12", ""), ("3", "425", "478")),
        ] {
            assert_eq!(level(a, b), PagesLevel::OwnCount, "{a:?} / {b:?}");
        }
        for (a, b) in [
            (("3", "4", ""), ("4", "108", "124")),
            (("3", "108", "110"), ("3", "4", "9")),
            (("3", "412", ""), ("3", "425", "478")),
            (("3", "124", ""), ("3", "108", "120")),
            (("3", "4", ""), ("3", "9", "10")),
            (("", "4", ""), ("", "108", "124")),
        ] {
            assert_eq!(level(a, b), PagesLevel::Different, "{a:?} / {b:?}");
        }
    }
}
