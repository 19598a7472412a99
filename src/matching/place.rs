//! Volume, issue and pages in normal form.

use std::borrow::Cow;

use super::text::{fold, hash};
use crate::record::{Field, Record};

/// Where in its journal or book a report stands. 0 is "not known" everywhere.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Volume.
    pub(super) volume: u32,
    /// Issue.
    pub(super) issue: u32,
    /// First page.
    pub(super) first: Page,
    /// Last page.
    pub(super) last: Page,
}

/// A page number with the letter before it: `H1032`, `S30`, `e17`, `17`. Of a number with more than nine digits, which stands in for
/// the page of an article that is not in an issue yet, the last nine and the letter `#`; of "Paper 14", the number of a text among
/// those of a meeting or volume, the letter `@`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Page {
    /// The letter, lower case; 0 if none.
    pub(super) letter: u8,
    /// The number; 0 if there is no page.
    pub(super) number: u32,
}

impl Page {
    /// Whether this is no page but the number of an article before it was in an issue, as SAGE writes it.
    pub(super) fn is_serial(self) -> bool {
        self.letter == b'#'
    }

    /// Whether this is no page but the number of a text among others: "Paper 14", "Article 7".
    pub(super) fn counts_texts(self) -> bool {
        self.letter == b'@'
    }

    /// Whether this is a Roman page.
    pub(super) fn is_roman(self) -> bool {
        self.letter == b'r'
    }

    /// Whether a letter stands before the number.
    pub(super) fn has_letter(self) -> bool {
        self.letter.is_ascii_alphabetic()
    }

    /// Whether no page is known.
    #[inline]
    pub(super) fn is_missing(self) -> bool {
        self.number == 0
    }

    /// Whether two pages are one: the letter counts only where both have one.
    pub(super) fn same(self, other: Self) -> bool {
        let has_none = |page: Self| page.letter == 0 || page.counts_texts();
        self.number == other.number && (self.letter == other.letter || has_none(self) || has_none(other))
    }
}

/// The issue; of a report outside of a volume its number in the series, which databases write into the field of the issue. What stands in
/// that of the ISSN is seldom that number alone.
fn issue_text(record: Record<'_>) -> &str {
    let number = || record.values().find(|value| value.field() == Field::ReportNumber && value.tag() != "SN");
    let text = record.first(Field::Issue).or_else(|| Some(number()?.value()));
    text.filter(|text| !is_pending(text)).unwrap_or_default()
}

impl Place {
    /// The place of `record`.
    pub(super) fn of(record: Record<'_>) -> Self {
        let known = |field| record.first(field).filter(|text| !is_pending(text)).unwrap_or_default();
        let (volume_text, issue_text) = (known(Field::Volume), issue_text(record));
        let (volume, issue_in_volume) = volume(volume_text);
        let (first, last) = match record.first(Field::Pages) {
            Some(pages) => page_range(pages, record.first(Field::EndPage).unwrap_or_default()),
            None => (Page::default(), Page::default()),
        };
        let first = if first.is_missing() {
            let number = page_range(record.first(Field::ArticleNumber).unwrap_or_default(), "").0;
            if number.letter == 0 && !number.is_missing() { Page { letter: b'@', ..number } } else { number }
        } else {
            first
        };
        let issue = issue(issue_text);
        // Pages from 1 without a volume are those of an article that is not in an issue yet.
        let (first, last) =
            if volume == 0 && issue == 0 && first.number == 1 { Default::default() } else { (first, last) };
        Self { volume, issue: if issue == 0 { issue_in_volume } else { issue }, first, last }
    }
}

impl Place {
    /// What the pages were if a spreadsheet made a date of them when the last was abbreviated: `13-6`, from 13 to 16, became 13-Jun,
    /// which was read as 6 to 13. The record need not show that: another program may have written the pages again since.
    pub(super) fn pages_before_a_spreadsheet(&self) -> Option<(Page, Page)> {
        let (month, day) = (self.first.number, self.last.number);
        let may_be_a_date = self.first.letter == 0 && self.last.letter == 0 && month < day && month <= 12 && day <= 31;
        let last = completed(day, month).filter(|_| may_be_a_date)?;
        Some((self.last, Page { letter: 0, number: last }))
    }

    /// The pages as text: `h1032-1039`.
    pub(super) fn pages_shown(&self) -> String {
        let letter = |page: Page| match page.letter {
            0 | b'#' => String::new(),
            b'@' => "no. ".to_owned(),
            letter => char::from(letter).to_string(),
        };
        match (self.first.number, self.last.number) {
            (0, _) => String::new(),
            (first, 0) => format!("{}{first}", letter(self.first)),
            (first, last) => format!("{}{first}-{last}", letter(self.first)),
        }
    }
}

/// Whether what stands for a volume or an issue only says that there is none yet: "OnlineFirst", "In press", "n/a".
fn is_pending(text: &str) -> bool {
    const SAID: [&str; 22] = [
        "accepted",
        "advanceaccess",
        "advancearticle",
        "advanceonline",
        "aheadofprint",
        "articlesinadvance",
        "earlyaccess",
        "earlyonline",
        "earlyview",
        "epub",
        "firstonline",
        "firstview",
        "forthcoming",
        "inpress",
        "latestarticles",
        "notyet",
        "onlineearly",
        "onlinefirst",
        "onlinenow",
        "publishedonline",
        "toappear",
        "unassigned",
    ];
    const NOTHING: [&str; 5] = ["na", "none", "null", "tbd", "unknown"];
    if !text.bytes().any(|b| b.is_ascii_alphabetic()) {
        return false;
    }
    let letters: String = text.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
    NOTHING.contains(&letters.as_str()) || SAID.iter().any(|words| letters.contains(words))
}

/// The volume, and the issue where it stands in brackets behind: `35(1)`, `88 Suppl 1`, `Part B. 29`, `2016 (no pagination)`.
fn volume(text: &str) -> (u32, u32) {
    let text = text.trim();
    if text.matches('(').count() != text.matches(')').count() {
        return (0, 0);
    }
    let (head, bracket) = text.split_once('(').unwrap_or((text, ""));
    let numbers: Vec<u32> = numbers(head).collect();
    let starts_with_digit = head.starts_with(|c: char| c.is_ascii_digit());
    // A subtitle of the journal that slipped into the volume stands before the number.
    let number = if starts_with_digit { numbers.first() } else { numbers.last() };
    let volume = number.copied().unwrap_or_else(|| word_number(head));
    (volume, self::numbers(bracket).next().unwrap_or(0))
}

fn issue(text: &str) -> u32 {
    let text = text.trim();
    if text == "l" {
        return 1; // so a scan reads it
    }
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return word_number(text);
    }
    // "Pt 3" and "no. 4" are issues; "ei2, 0147621" is what one importer writes there, the code of the journal in a catalogue.
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let before = rest[..at].trim_end_matches([' ', '.', ':']);
        let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
        let run = rest[at..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |len| at + len);
        let known = [
            "",
            "b",
            "heft",
            "iss",
            "issue",
            "n",
            "no",
            "nr",
            "num",
            "number",
            "part",
            "pt",
            "s",
            "spec",
            "sup",
            "supp",
            "suppl",
            "supplement",
        ];
        if known.contains(&word.as_str()) && run - at < 5 {
            return rest[at..run].parse().unwrap_or(0);
        }
        rest = &rest[run..];
    }
    0
}

/// A Roman numeral, or a word or letter as a number of its own; "Ph.D." and sentences say nothing.
fn word_number(text: &str) -> u32 {
    let folded = fold(text);
    match folded.split(' ').next_back() {
        Some(word) if !word.is_empty() && !text.contains('.') => {
            roman(word).unwrap_or_else(|| (hash(&folded) >> 33) as u32 | 1 << 31)
        }
        _ => 0,
    }
}

fn roman(word: &str) -> Option<u32> {
    let value = |b| {
        Some(match b {
            b'i' => 1,
            b'v' => 5,
            b'x' => 10,
            b'l' => 50,
            b'c' => 100,
            b'd' => 500,
            b'm' => 1000,
            _ => return None,
        })
    };
    let digits: Vec<u32> = word.bytes().map(value).collect::<Option<_>>()?;
    let mut sum = 0;
    for (at, &digit) in digits.iter().enumerate() {
        sum =
            if digits.get(at + 1).is_some_and(|&next| next > digit) { sum - digit as i64 } else { sum + digit as i64 };
    }
    u32::try_from(sum).ok().filter(|&sum| sum > 0)
}

/// The runs of digits in `text`, as numbers; one too long for a number counts by its last nine digits.
fn numbers(text: &str) -> impl Iterator<Item = u32> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .map(|run| run[run.len().saturating_sub(9)..].parse().unwrap_or(0))
}

/// First and last page: `303-5` is 303 to 305, `H1032-9` H1032 to H1039, `06-Oct` 6 to 10, as a spreadsheet left it.
pub(super) fn page_range(text: &str, end: &str) -> (Page, Page) {
    // Nearly every range is two numbers with a hyphen.
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let numbers = text.split_once('-').filter(|(first, last)| end.is_empty() && is_number(first) && is_number(last));
    if let Some((first, last)) = numbers {
        return between(first, last);
    }
    let text = text.trim().trim_start_matches("pp").trim_start_matches("p.").trim_start_matches('.').trim();
    // "215 p" is how many pages a book has.
    if text.trim_end_matches('.').ends_with(" p")
        || text.trim_end_matches('.').ends_with("pp")
        || text.ends_with("pages")
    {
        return Default::default();
    }
    let text = text.split([';', ',']).next().unwrap_or_default();
    const SIGNS: [char; 8] = ['-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}', '+'];
    let end = end.trim();
    let with_end = if text.contains(SIGNS) && !end.is_empty() { format!("{text}-{end}") } else { String::new() };
    let text = if with_end.is_empty() { text } else { &with_end };
    let parts: Vec<&str> = text.split(SIGNS).map(str::trim).filter(|part| !part.is_empty()).collect();
    let parted = match parts[..] {
        [letters, number] => Some((letters, number)),
        [letters] => Some((letters, end)),
        _ => None,
    };
    if let Some((letters, number)) = parted
        && letters_of_a_number(letters)
        && number.starts_with(|c: char| c.is_ascii_digit())
    {
        return (page(&format!("{letters}{number}")), Page::default());
    }
    let section = |part: &str| part.starts_with(|c: char| c.is_ascii_alphabetic());
    let (first_text, last_text) = match parts.as_slice() {
        [] => ("", ""),
        [one] => (*one, ""),
        // `II-221-5` and `S4-76-S4-101`: a section with a page of its own.
        [s, first, t, last] if section(s) && section(t) => (*first, *last),
        [s, first, last, ..] if section(s) && !s.bytes().any(|b| b.is_ascii_digit()) => (*first, *last),
        [first, last, ..] => (*first, *last),
    };
    between(first_text, if last_text.is_empty() { end } else { last_text })
}

/// The pages from the first to the last, which may be abbreviated or missing.
fn between(first_text: &str, last_text: &str) -> (Page, Page) {
    if let Some(range) = spreadsheet_date(first_text, last_text) {
        return range;
    }
    let first = page(first_text);
    let mut last = page(last_text);
    if !last.is_missing() && last.number < first.number {
        // "21-U187" and "1663-7" apart: a last page before the first says nothing if it cannot be completed.
        last.number = completed(first.number, last.number).unwrap_or(0);
    }
    if last.number == first.number || last.is_missing() {
        return (first, Page::default());
    }
    if last.letter == 0 {
        last.letter = first.letter;
    }
    (first, last)
}

/// Whether a part of what stands for pages is the letters of a number, `P-123` or `OP-7`, and no Roman page.
fn letters_of_a_number(part: &str) -> bool {
    part.len() < 3 && part.bytes().all(|b| b.is_ascii_alphabetic()) && roman(&part.to_ascii_lowercase()).is_none()
}

/// A last page of which only the end is given: of 1663 and 7, 1667. `None` if that would be before the first.
fn completed(first: u32, end: u32) -> Option<u32> {
    let scale = std::iter::successors(Some(1u32), |scale| scale.checked_mul(10)).find(|&scale| scale > end)?;
    Some(first - first % scale + end).filter(|&last| last >= first)
}

/// A page: the first number, the letter directly before it; a Roman numeral with the letter `r`.
fn page(text: &str) -> Page {
    let text = &*as_printed(text.trim());
    let Some(at) = text.find(|c: char| c.is_ascii_digit()) else {
        let number = roman(&text.to_ascii_lowercase()).filter(|_| text.len() < 9);
        return number.map_or_else(Page::default, |number| Page { letter: b'r', number });
    };
    let letter = match text[..at].bytes().next_back().filter(u8::is_ascii_alphabetic) {
        None if names_a_text(&text[..at]) => b'@',
        letter => letter.map_or(0, |b| b.to_ascii_lowercase()),
    };
    // The X is the check digit of an ISSN with which the number begins.
    let run = text[at..].bytes().take_while(|b| matches!(b, b'0'..=b'9' | b'X' | b'x'));
    let digits: Vec<u8> = run.filter(u8::is_ascii_digit).collect();
    if digits.len() > 9 {
        let last = digits[digits.len() - 9..].iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
        return Page { letter: b'#', number: last };
    }
    Page { letter, number: numbers(&text[at..]).next().unwrap_or(0) }
}

/// A number of which a scan read a `1` behind another digit as `l`, or a `0` as `O`: `1l` is 11.
fn as_printed(text: &str) -> Cow<'_, str> {
    if !text.contains(['l', 'O']) || !text.starts_with(|c: char| c.is_ascii_digit()) {
        return Cow::Borrowed(text);
    }
    let may_be_digits = text.chars().all(|c| c.is_ascii_digit() || matches!(c, 'l' | 'O'));
    if may_be_digits { Cow::Owned(text.replace('l', "1").replace('O', "0")) } else { Cow::Borrowed(text) }
}

/// Whether words before a number say that it counts texts and no pages: "Paper ", "Art. no. ".
fn names_a_text(before: &str) -> bool {
    let mut words = before.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    let is_one = |word: &str| ["paper", "article", "art", "artn"].iter().any(|name| word.eq_ignore_ascii_case(name));
    let counts = |word: &str| ["no", "nr", "number", "id"].iter().any(|name| word.eq_ignore_ascii_case(name));
    words.next().is_some_and(is_one) && words.all(counts)
}

/// `06-Oct` and `Oct-06` were 6-10: a spreadsheet took them for a date.
fn spreadsheet_date(a: &str, b: &str) -> Option<(Page, Page)> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let month = |text: &str| MONTHS.iter().position(|m| text.trim().eq_ignore_ascii_case(m)).map(|at| at as u32 + 1);
    let day = |text: &str| text.trim().parse::<u32>().ok().filter(|day| (1..100).contains(day));
    let (x, y) = match (month(a), month(b)) {
        (None, Some(m)) => (day(a)?, m),
        (Some(m), None) => (m, day(b)?),
        _ => return None,
    };
    let page = |number| Page { letter: 0, number };
    Some((page(x.min(y)), page(x.max(y))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &str) -> (u32, u32) {
        let (first, last) = page_range(text, "");
        (first.number, last.number)
    }

    #[test]
    fn pages_are_read_however_they_are_cut() {
        for (text, expected) in [
            ("303-5", (303, 305)),
            ("1358-74", (1358, 1374)),
            ("H1032-9", (1032, 1039)),
            ("9848--9853", (9848, 9853)),
            ("06-Oct", (6, 10)),
            ("01-Oct", (1, 10)),
            ("Oct-18", (10, 18)),
            ("303-305 20", (303, 305)),
            ("pp. 3-5", (3, 5)),
            ("21-U187", (21, 187)),
            ("561-561", (561, 0)),
            ("iv", (4, 0)),
            ("II-221-5; discussion II-225-6", (221, 225)),
            ("II221-II226", (221, 226)),
            ("S4-76-S4-101", (76, 101)),
            ("215 p", (0, 0)),
            ("1l-20", (11, 20)),
            ("1O1-12O", (101, 120)),
            ("", (0, 0)),
        ] {
            assert_eq!(range(text), expected, "{text}");
        }
        assert_eq!(page_range("12", "19").1.number, 19);
        let (first, last) = page_range("S4-76", "S4-101");
        assert_eq!((first.number, last.number), (76, 101));
    }

    #[test]
    fn the_number_of_a_text_is_no_page() {
        for (text, counts) in
            [("Paper 14", true), ("Art. no. 7", true), ("article e17", false), ("14", false), ("S14", false)]
        {
            assert_eq!(page_range(text, "").0.counts_texts(), counts, "{text}");
        }
    }

    #[test]
    fn what_is_not_in_an_issue_yet_has_none() {
        for text in
            ["OnlineFirst", "In press", "ahead-of-print", "Early Access", "Epub 2020 Mar 3", "n/a", "Just Accepted"]
        {
            assert!(is_pending(text), "{text}");
        }
        for text in ["Spring", "Special issue", "4", "Suppl. 1", "A", "Part B", "Press"] {
            assert!(!is_pending(text), "{text}");
        }
    }

    #[test]
    fn issues_are_read_among_other_words() {
        for (text, expected) in
            [("3", 3), ("Pt 3", 3), ("SUPPL. 1", 1), ("3-4", 3), ("ei2, 0147621", 0), ("uj0, 0330500", 0), ("", 0)]
        {
            assert_eq!(issue(text), expected, "{text}");
        }
    }

    #[test]
    fn volumes_are_read_among_other_words() {
        for (text, expected) in [
            ("88 Suppl 1", (88, 0)),
            ("35(1)", (35, 1)),
            ("Volume35(1)", (35, 1)),
            ("2016 (no pagination)", (2016, 0)),
            ("Heart and circulatory physiology. 290", (290, 0)),
            ("LII", (52, 0)),
            ("1)", (0, 0)),
            ("", (0, 0)),
        ] {
            assert_eq!(volume(text), expected, "{text}");
        }
    }
}
