//! EBSCOhost's source line: journal, volume, issue, pages and date in one text, which every database arranges in its own way.
//!
//! What a number is shows in the mark beside it (`Vol. 28`, `v28 n2`, `71(4):`, `p103`), and where the journal ends shows in the first
//! such mark or date behind a full stop, comma or bracket. So the line is read word by word, and an arrangement that nobody has seen
//! is read too, as far as its marks are known.

use crate::record::Field;
use crate::record::date::{PartialDate, month_number};

/// The parts of a source line with their roles, each at most once.
pub(super) fn parse(text: &str) -> Vec<(Field, String)> {
    let text = text.trim();
    let (chapter_of, text) = match text.strip_prefix("In: ") {
        Some(rest) => (rest.split(". ").next(), rest),
        None => (None, text),
    };
    let words: Vec<Word<'_>> = text.split_whitespace().map(|word| Word::of(text, word)).collect();
    let start = (1..words.len()).find(|&at| words[at - 1].ends_part() && begins_numbers(&words[at..]));
    let title_end = start.map_or(text.len(), |start| words[start].at);
    let (container, short) = title(chapter_of.unwrap_or(&text[..title_end]));
    let mut found = Found { text, ..Found::default() };
    found.read(&words[start.unwrap_or(words.len())..]);
    let behind = |label: &str, end: &str| text.split_once(label).and_then(|(_, rest)| rest.split(end).next());
    let parts = [
        (Field::Container, Some(container)),
        (Field::ContainerAbbreviation, short),
        (Field::Date, found.date),
        (Field::DateOnline, behind("Date of Electronic Publication:", ". ")),
        (Field::Volume, found.volume),
        (Field::Issue, found.issue),
        (Field::Pages, found.pages),
        (Field::PageCount, found.count),
        (Field::Publisher, chapter_of.and_then(|_| behind("Publisher:", ";"))),
    ];
    let filled = parts.into_iter().filter_map(|(field, value)| Some((field, trimmed(value?).to_owned())));
    filled.filter(|(_, value)| !value.is_empty()).collect()
}

/// A word of the line.
#[derive(Debug, Clone, Copy)]
struct Word<'a> {
    /// As it stands there.
    whole: &'a str,
    /// Without the punctuation behind it.
    bare: &'a str,
    /// Its place in the line.
    at: usize,
}

impl<'a> Word<'a> {
    fn of(text: &'a str, whole: &'a str) -> Self {
        let at = whole.as_ptr() as usize - text.as_ptr() as usize;
        Self { whole, bare: whole.trim_end_matches([',', '.', ';', ':']), at }
    }

    /// Whether the name of a journal may end with it.
    fn ends_part(self) -> bool {
        self.whole.ends_with(['.', ',', ';', ']', ')'])
    }

    /// What follows the letters `mark` in the same word, if that is a number.
    fn numbered(self, mark: &str) -> Option<&'a str> {
        let number = self.bare.strip_prefix(mark)?.trim_start_matches('.');
        number.starts_with(|c: char| c.is_ascii_digit()).then_some(number)
    }

    fn is_number(self) -> bool {
        self.bare.starts_with(|c: char| c.is_ascii_digit())
    }
}

/// Whether numbers, or a date, begin with the first of `words`.
fn begins_numbers(words: &[Word<'_>]) -> bool {
    let [first, rest @ ..] = words else { return false };
    let next = rest.first();
    match first.bare {
        "Vol" | "Volume" => true,
        "v" => next.is_some_and(|next| next.is_number()),
        _ if first.bare.starts_with("Vol.") || first.numbered("v").is_some() => true,
        _ if first.is_number() && next.is_some_and(|next| next.bare == "no" || next.whole.starts_with('(')) => true,
        _ => is_volume_and_issue(*first) || date(words).is_some(),
    }
}

/// `71(4):`.
fn is_volume_and_issue(word: Word<'_>) -> bool {
    word.is_number() && word.whole.ends_with("):") && word.bare.contains('(')
}

/// The journal, and its short name where one stands behind it in brackets: `Made-up Studies [Mad Stud]`, `Made-up Studies (MAD STUD)`.
fn title(text: &str) -> (&str, Option<&str>) {
    let text = trimmed(text);
    let (open, close) = if text.ends_with(']') { ('[', ']') } else { ('(', ')') };
    let Some((name, short)) = text.strip_suffix(close).and_then(|rest| rest.rsplit_once(open)) else {
        return (text, None);
    };
    // `BMJ (UK)` ends with a place, and a place is not abbreviated from the name.
    let first = |text: &str| text.chars().next().map(|c| c.to_ascii_lowercase());
    let is_short =
        first(name).is_some() && first(name) == first(short) && (open == '[' || short == short.to_uppercase());
    if is_short { (trimmed(name), Some(short)) } else { (text, None) }
}

/// How many of the first of `words` are a date with a year: `Apr2015`, `May/Jun2015`, `5/3/2015`, `2015 Apr 16`, `May, 2015`.
fn date(words: &[Word<'_>]) -> Option<usize> {
    let is_day = |word: &str| word.len() <= "20-26".len() && word.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let mut has_year = false;
    for (at, word) in words.iter().enumerate() {
        let names = names_date(word.bare);
        if word.bare.is_empty() || !names && (at == 0 || !is_day(word.bare)) {
            return has_year.then_some(at);
        }
        has_year |= PartialDate::has_year(word.bare);
        if has_year && word.ends_part() {
            return Some(at + 1);
        }
    }
    has_year.then_some(words.len())
}

/// Whether a word is a year, a month or a season, or several of these: its letters are names of them, and nothing else.
fn names_date(word: &str) -> bool {
    const SEASONS: [&str; 11] =
        ["spring", "summer", "fall", "autumn", "winter", "q", "quarter", "annual", "supplement", "early", "late"];
    let mut letters = word.split(|c: char| !c.is_alphabetic()).filter(|letters| !letters.is_empty()).peekable();
    let is_named = letters.peek().is_some() || PartialDate::has_year(word);
    let names = |letters: &str| month_number(letters).is_some() || SEASONS.contains(&letters.to_lowercase().as_str());
    is_named && letters.all(names)
}

/// What the numbers of the line are.
#[derive(Debug, Clone, Copy, Default)]
struct Found<'a> {
    text: &'a str,
    date: Option<&'a str>,
    volume: Option<&'a str>,
    issue: Option<&'a str>,
    pages: Option<&'a str>,
    count: Option<&'a str>,
}

impl<'a> Found<'a> {
    fn read(&mut self, words: &[Word<'a>]) {
        let mut at = 0;
        while let Some(word) = words.get(at) {
            at += self.part(*word, &words[at..]).max(1);
        }
    }

    /// Takes what stands at `word`, the first of `words`; how many of them that are.
    fn part(&mut self, word: Word<'a>, words: &[Word<'a>]) -> usize {
        let next = words.get(1).copied();
        match word.bare {
            "Vol" | "Volume" | "vol" | "v" => self.volume(next) + 1,
            "Issue" | "Iss" | "iss" | "no" | "No" | "n" => {
                let issue = next.map(|next| if word.bare == "Issue" { self.up_to_comma(next) } else { next.bare });
                self.issue = self.issue.or(issue);
                1 + issue.map_or(0, |issue| issue.split_whitespace().count())
            }
            "p" | "pp" => self.pages(next.map_or("", |next| next.bare)) + 1,
            _ if word.bare.starts_with("Vol.") => self.volume(Some(Word { bare: &word.bare["Vol.".len()..], ..word })),
            _ if word.numbered("v").is_some() => self.volume(Some(Word { bare: &word.bare[1..], ..word })),
            _ if word.numbered("n").is_some() => {
                self.issue = self.issue.or(word.numbered("n"));
                1
            }
            _ if word.whole.starts_with('(') => {
                let length = self.bracket(word);
                // `(12): 18-20`
                let before_pages = words.get(length.max(1) - 1).is_some_and(|last| last.whole.ends_with("):"));
                length + words.get(length).filter(|_| before_pages).map_or(0, |next| self.pages(next.bare))
            }
            _ if is_volume_and_issue(word) => self.volume(Some(word)) + next.map_or(0, |next| self.pages(next.bare)),
            bare if is_count(bare) => {
                self.count = self.count.or(bare.strip_suffix('p'));
                1
            }
            bare if bare.starts_with('p') && bare.contains(|c: char| c.is_ascii_digit()) => {
                self.pages(bare.trim_start_matches('p').trim_start_matches('.'))
            }
            _ => match date(words).filter(|_| self.date.is_none()) {
                Some(length) => {
                    let last = words[length - 1];
                    self.date = Some(&self.text[word.at..last.at + last.bare.len()]);
                    length
                }
                // `74 no 2` and `108 (12):`
                None if word.is_number() && self.volume.is_none() => self.volume(Some(word)),
                None => 1,
            },
        }
    }

    /// Takes `28` or `28(2)`.
    fn volume(&mut self, word: Option<Word<'a>>) -> usize {
        let Some(word) = word else { return 0 };
        let (volume, issue) = match word.bare.split_once('(') {
            Some((volume, issue)) => (volume, issue.split(')').next()),
            None => (word.bare, None),
        };
        self.volume = self.volume.or(Some(volume).filter(|volume| !volume.is_empty()));
        self.issue = self.issue.or(issue);
        1
    }

    /// Takes pages; `N.PAG` stands where there are none.
    fn pages(&mut self, pages: &'a str) -> usize {
        let pages = pages.trim_end_matches("-N.PAG");
        let has_number = pages.contains(|c: char| c.is_ascii_digit());
        self.pages = self.pages.or(Some(pages).filter(|_| has_number));
        1
    }

    /// Takes what stands in brackets: the issue behind a volume, or how many pages there are (`(10p)`, `(3 p)`).
    fn bracket(&mut self, word: Word<'a>) -> usize {
        let inner = self.text[word.at + 1..].split(')').next().unwrap_or_default();
        match inner.strip_suffix('p').map(str::trim_end).filter(|count| count.bytes().all(|b| b.is_ascii_digit())) {
            Some(count) => self.count = self.count.or(Some(count)),
            None if self.pages.is_none() && self.volume.is_some() => self.issue = self.issue.or(Some(inner)),
            None => {}
        }
        inner.split_whitespace().count()
    }

    /// What stands from `word` to the next comma, which may be more than one word: `Suppl 1`.
    fn up_to_comma(&self, word: Word<'a>) -> &'a str {
        const LONGEST: usize = 24;
        let rest = &self.text[word.at..];
        let end = rest.find([',', ';']).filter(|&end| end <= LONGEST);
        end.map_or(word.bare, |end| &rest[..end])
    }
}

/// `4p`.
fn is_count(word: &str) -> bool {
    word.strip_suffix('p').is_some_and(|count| !count.is_empty() && count.bytes().all(|b| b.is_ascii_digit()))
}

fn trimmed(text: &str) -> &str {
    text.trim().trim_end_matches(['.', ',', ';', ':', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(Field, String)> {
        parse(text)
    }

    /// Every arrangement of one made-up report, by the databases that write it so.
    #[test]
    fn every_database_s_arrangement_is_read() {
        let owned = |parts: &[(Field, &str)]| -> Vec<(Field, String)> {
            parts.iter().map(|(field, value)| (*field, (*value).to_owned())).collect()
        };
        let journal = |date: &'static str| {
            [
                (Field::Container, "Made-up Studies, Part B"),
                (Field::Date, date),
                (Field::Volume, "28"),
                (Field::Issue, "2"),
                (Field::Pages, "103-106"),
            ]
        };
        for (text, date) in [
            ("Made-up Studies, Part B. Apr2015, Vol. 28 Issue 2, p103-106.", "Apr2015"), // Academic Search
            ("Made-up Studies, Part B; Apr2015, Vol. 28 Issue 2, p103-106", "Apr2015"),  // Business Source
            ("Made-up Studies, Part B, Vol 28(2), Apr, 2015. pp. 103-106.", "Apr, 2015"), // PsycINFO
            ("Made-up Studies, Part B, v28 n2 p103-106 Apr 2015", "Apr 2015"),           // ERIC
            ("Made-up Studies, Part B, April 2015, v. 28, iss. 2, pp. 103-106", "April 2015"), // EconLit
            ("Made-up Studies, Part B, 28 no 2 Apr 2015, p 103-106.", "Apr 2015"),       // ATLA
            ("Made-up Studies, Part B, 2015 Apr 20-26; 28 (2): 103-106", "2015 Apr 20-26"), // CINAHL
        ] {
            assert_eq!(read(text), owned(&journal(date)), "{text}");
        }
        let count = |count| (Field::PageCount, count);
        let short = |short| (Field::ContainerAbbreviation, short);
        let [container, date, volume, issue, pages] = journal("2015 Apr");
        assert_eq!(
            read("Made-up Studies, Part B (MADE STUD B), 2015 Apr; 28(2): 103-106. (4p)"), // CINAHL
            owned(&[container, short("MADE STUD B"), date, volume, issue, pages, count("4")])
        );
        assert_eq!(
            read(
                "Made-up Studies, Part B [Made Stud B] 2015 Apr; Vol. 28 (2), pp. 103-6. Date of Electronic Publication: 2015 Mar 20."
            ), // MEDLINE
            owned(&[
                container,
                short("Made Stud B"),
                date,
                (Field::DateOnline, "2015 Mar 20"),
                volume,
                issue,
                (Field::Pages, "103-6")
            ])
        );
    }

    #[test]
    fn supplements_newspapers_books_and_missing_pages_are_read() {
        let values = |text| read(text).into_iter().map(|(_, value)| value).collect::<Vec<_>>();
        assert_eq!(
            values("Made-up Studies. May/Jun2015 Supplement, Vol. 28 Issue Suppl 1, pS12-S19. 8p. 2 Charts."),
            ["Made-up Studies", "May/Jun2015 Supplement", "28", "Suppl 1", "S12-S19", "8"]
        );
        assert_eq!(values("Saltby Gazette. 5/3/2015, pA12. 0p."), ["Saltby Gazette", "5/3/2015", "A12", "0"]);
        assert_eq!(values("BMJ (UK). 2015, Vol. 350, pN.PAG-N.PAG. 1p."), ["BMJ (UK)", "2015", "350", "1"]);
        assert_eq!(
            read("In: A made-up handbook. Doe, Jane (Ed.); Publisher: Saltby Press; 2012, pp. 11-31. [Chapter]")[..],
            [
                (Field::Container, "A made-up handbook".to_owned()),
                (Field::Date, "2012".to_owned()),
                (Field::Pages, "11-31".to_owned()),
                (Field::Publisher, "Saltby Press".to_owned()),
            ]
        );
        assert_eq!(
            values("Dissertation Abstracts, Section A, Vol 75(9-A)(E), 2015. pp. No Pagination Specified."),
            ["Dissertation Abstracts, Section A", "2015", "75", "9-A"]
        );
    }

    #[test]
    fn what_has_no_numbers_is_a_journal() {
        let values = |text| read(text).into_iter().map(|(_, value)| value).collect::<Vec<_>>();
        assert_eq!(values("Made-up Studies, 2015"), ["Made-up Studies", "2015"]);
        assert_eq!(values("Made-up Studies."), ["Made-up Studies"]);
        assert_eq!(values("Studies, May and June"), ["Studies, May and June"]);
        assert_eq!(values(""), [""; 0]);
        assert_eq!(values("Vol. 28("), ["Vol. 28("]);
    }
}
