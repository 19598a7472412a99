//! Partial dates: a year, perhaps a month, perhaps a day, and what the date is of.

use std::borrow::Cow;
use std::ops::RangeInclusive;

/// What a date is the date of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateKind {
    /// Of the issue, or of publication where the source says no more.
    Issue,
    /// Of publication online, ahead of an issue.
    Online,
    /// Of entry into the database, revision or export: says nothing about publication.
    Entry,
    /// Of looking at the source, such as a page on the web: says nothing about publication.
    Access,
}

/// The earliest and the latest year that are believed. Printing with movable type begins about 1450; an earlier number
/// is a year of another calendar (1396 of the Iranian one is 2017), a later one a typing error.
const YEARS: RangeInclusive<i16> = 1450..=2049;

/// A date as far as the source gives it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PartialDate {
    /// What the date is of.
    pub kind: DateKind,
    /// The year, 1450 to 2049; `None` if the text has none.
    pub year: Option<i16>,
    /// The last year, where the date is a span over more than one (`1998 Dec-1999 Jan`).
    pub last_year: Option<i16>,
    /// The month, 1 to 12; the first of a span.
    pub month: Option<u8>,
    /// The day, 1 to 31; the first of a span.
    pub day: Option<u8>,
    /// The text the date was read from.
    pub raw: String,
}

impl PartialDate {
    /// Reads a date in any of the forms seen in exports: `2017`, `2021/06//`, `2017-04-26`, `20170426`, `26.4.2017`,
    /// `APR 26 2017`, `4-8 Aug. 2020`, `1998 Dec-1999 Jan`, `AUG`.
    ///
    /// Day and month are left out where a text of figures may mean either order (`4/5/2017`).
    pub fn parse(kind: DateKind, text: &str) -> Self {
        let raw = text;
        // Nearly every date is a year.
        if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Self { kind, year: year(text), last_year: None, month: None, day: None, raw: raw.to_owned() };
        }
        let text = &*ascii_digits(text);
        let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).collect();
        let mut years = numbers.iter().filter_map(|run| year(run));
        let year = years.next();
        let last_year = years.next_back().filter(|&last| Some(last) > year);
        let (month, day) = month_and_day(text, &numbers);
        // Nobody published on 31 February.
        let day = day.filter(|&day| month.is_none_or(|month| day <= days_in(month, year)));
        Self { kind, year, last_year, month, day, raw: raw.to_owned() }
    }

    /// Whether `text` has a year, as [`parse`](Self::parse) would find it, without reading the rest.
    pub fn has_year(text: &str) -> bool {
        ascii_digits(text).split(|c: char| !c.is_ascii_digit()).any(|digits| year(digits).is_some())
    }
}

impl PartialDate {
    /// Whether `text` names a day that its month does not have, which [`parse`](Self::parse) leaves out: `31.02.2015`.
    pub fn has_impossible_day(text: &str) -> bool {
        // Hardly a date names one of the last days, and no year alone does.
        let last_day = |pair: &[u8]| matches!(pair, [b'2', b'9'] | [b'3', b'0' | b'1']);
        if text.len() < 6 || !text.as_bytes().windows(2).any(last_day) {
            return false;
        }
        let text = &*ascii_digits(text);
        let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).collect();
        let year = numbers.iter().find_map(|run| year(run));
        matches!(month_and_day(text, &numbers), (Some(month), Some(day)) if day > days_in(month, year))
    }
}

/// The figures of East Asian fonts.
const WIDE: RangeInclusive<char> = '０'..='９';

/// The text with the figures of East Asian fonts (`２０１６`) as those of ASCII.
fn ascii_digits(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.contains(|c| WIDE.contains(&c)) {
        return Cow::Borrowed(text);
    }
    let narrow = |c: char| if WIDE.contains(&c) { (b'0' + (c as u32 - '０' as u32) as u8) as char } else { c };
    Cow::Owned(text.chars().map(narrow).collect())
}

/// How many days the month has; February has 29 where the year is not known.
fn days_in(month: u8, year: Option<i16>) -> u8 {
    let is_leap = |year: i16| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if year.is_none_or(is_leap) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A group of digits as a year: four digits, or the first four of eight or six that are a whole date.
fn year(digits: &str) -> Option<i16> {
    let four = match digits.len() {
        4 => digits,
        8 | 6 => compact(digits).map(|_| &digits[..4])?,
        _ => return None,
    };
    four.parse().ok().filter(|year| YEARS.contains(year))
}

/// Month and day of `20170426` and `201704`.
fn compact(digits: &str) -> Option<(u8, Option<u8>)> {
    if !matches!(digits.len(), 6 | 8) {
        return None;
    }
    let month = month(digits.get(4..6)?)?;
    match &digits[6..] {
        "" => Some((month, None)),
        two => Some((month, Some(day(two)?))),
    }
}

fn month(digits: &str) -> Option<u8> {
    digits.parse().ok().filter(|month| digits.len() <= 2 && (1..=12).contains(month))
}

fn day(digits: &str) -> Option<u8> {
    digits.parse().ok().filter(|day| digits.len() <= 2 && (1..=31).contains(day))
}

/// The parts of the date of RIS, `YYYY/MM/DD/other information`, any of which may be empty (*RIS Format Specifications*, `Y1`). In
/// EBSCOhost's `2017/05//May/Jun2017` the other information names the issue. `None` for dates with fewer slashes, or anything else.
fn month_and_day_of_ris(text: &str) -> Option<(Option<u8>, Option<u8>)> {
    let mut parts = text.trim().splitn(4, '/');
    let (first, second, third, other) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let is_part = |part: &str, most: usize| part.len() <= most && part.bytes().all(|b| b.is_ascii_digit());
    if first.len() != 4 || !is_part(first, 4) || !is_part(second, 2) || !is_part(third, 2) {
        return None;
    }
    match month(second) {
        Some(month) => Some((Some(month), day(third))),
        // Where there is no month, the other information may have it; its numbers may be anything.
        None => Some((other.split(|c: char| !c.is_alphabetic()).find_map(month_number), None)),
    }
}

fn month_and_day(text: &str, numbers: &[&str]) -> (Option<u8>, Option<u8>) {
    if let Some(found) = month_and_day_of_ris(text) {
        return found;
    }
    if let Some(month) = text.split(|c: char| !c.is_alphabetic()).find_map(month_number) {
        return (Some(month), numbers.iter().find_map(|run| day(run)));
    }
    match numbers {
        [only] => compact(only).map_or((None, None), |(month, day)| (Some(month), day)),
        [first, rest @ ..] if first.len() == 4 => {
            let month = rest.first().and_then(|run| month(run));
            (month, month.and_then(|_| day(rest.get(1)?)))
        }
        [first, second, last, ..] if last.len() == 4 => match (month(first), month(second)) {
            (None, Some(month)) => (Some(month), day(first)),
            (Some(month), None) => (Some(month), day(second)),
            (Some(a), Some(b)) if a == b => (Some(a), Some(a)),
            _ => (None, None),
        },
        _ => (None, None),
    }
}

/// The month that a word names: at least the first three letters of its name in English, French, German, Italian,
/// Spanish, Portuguese or Dutch, in any case.
pub fn month_number(word: &str) -> Option<u8> {
    const NAMES: [&[&str]; 12] = [
        &["january", "januar", "janvier", "gennaio", "enero", "janeiro", "januari"],
        &["february", "februar", "février", "fevrier", "febbraio", "febrero", "fevereiro"],
        &["march", "märz", "mars", "marzo", "março", "maart", "mrt"],
        &["april", "avril", "aprile", "abril"],
        &["may", "mai", "maggio", "mayo", "maio", "mei"],
        &["june", "juni", "juin", "giugno", "junio", "junho"],
        &["july", "juli", "juillet", "luglio", "julio", "julho"],
        &["august", "août", "aout", "agosto", "augustus"],
        &["september", "septembre", "settembre", "septiembre", "setembro"],
        &["october", "oktober", "octobre", "ottobre", "octubre", "outubro"],
        &["november", "novembre", "noviembre", "novembro"],
        &["december", "dezember", "décembre", "decembre", "dicembre", "diciembre", "dezembro"],
    ];
    if word.chars().nth(2).is_none() || word.len() > 12 {
        return None;
    }
    let word = word.to_lowercase();
    let word = if word == "sept" { "september" } else { word.as_str() };
    NAMES.iter().position(|names| names.iter().any(|name| name.starts_with(word))).map(|index| index as u8 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<i16>, Option<u8>, Option<u8>) {
        let date = PartialDate::parse(DateKind::Issue, text);
        (date.year, date.month, date.day)
    }

    #[test]
    fn every_form_of_exports_is_read() {
        let whole = (Some(2017), Some(4), Some(26));
        for text in [
            "2017/04/26/",
            "2017-04-26",
            "20170426",
            "26.4.2017",
            "04/26/2017",
            "APR 26 2017",
            "2017 Apr 26",
            "26 avril 2017",
            "2017/04/26/09:02:50",
        ] {
            assert_eq!(read(text), whole, "{text}");
        }
        for text in ["2017", "2017///", "2017//", "c2017", "[2017]", "2017 Winter", "4/5/2017", "2017-2017"] {
            assert_eq!(read(text), (Some(2017), None, None), "{text}");
        }
        for text in ["2021/06//", "201506", "Jan 2022", "4-8 Aug. 2020"] {
            assert!(read(text).0.is_some() && read(text).1.is_some(), "{text}");
        }
        for text in
            ["2017/05//May/Jun2017", "2017/05//May2017 Supplement 3", "2017///May/Jun2017, Vol. 12", "2017/05//"]
        {
            assert_eq!(read(text), (Some(2017), Some(5), None), "{text}");
        }
        assert_eq!(read("2017///Spring 12"), (Some(2017), None, None));
        assert_eq!(read("AUG"), (None, Some(8), None));
        assert_eq!(read("JUL 1"), (None, Some(7), Some(1)));
    }

    #[test]
    fn what_is_no_year_is_not_guessed() {
        for text in ["", "n.d.", "in press", "Date", "10 15", "1396", "2099", "12017", "9999///", "Spring"] {
            assert_eq!(read(text).0, None, "{text}");
        }
        assert_eq!(month_number("Marketing"), None);
    }

    #[test]
    fn no_month_has_more_days_than_it_has() {
        for text in ["20150231", "2015-02-29", "31 April 2015", "2015/06/31/"] {
            assert_eq!((read(text).0, read(text).1.is_some(), read(text).2), (Some(2015), true, None), "{text}");
        }
        for text in ["20150231", "2015-02-29", "31 April 2015", "2015/06/31/", "30 Feb 2016"] {
            assert!(PartialDate::has_impossible_day(text), "{text}");
        }
        for text in ["2016-02-29", "2015-01-31", "2029", "2031///", "30 June 2015", "Feb 29", "2015/02//29 p."] {
            assert!(!PartialDate::has_impossible_day(text), "{text}");
        }
        assert_eq!(read("2016-02-29"), (Some(2016), Some(2), Some(29)));
        assert_eq!(read("２０１６/０３"), (Some(2016), Some(3), None));
        assert!(PartialDate::has_year("２０１６"));
    }

    #[test]
    fn a_span_keeps_both_years() {
        let date = PartialDate::parse(DateKind::Issue, "1998 Dec-1999 Jan");
        assert_eq!((date.year, date.last_year, date.month), (Some(1998), Some(1999), Some(12)));
    }
}
