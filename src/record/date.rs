//! Partial dates: a year, perhaps a month, perhaps a day, and what the date is of.

/// What a date is the date of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateKind {
    /// Of the issue, or of publication where the source says no more.
    Issue,
    /// Of publication online, ahead of an issue.
    Online,
    /// Of entry into the database, revision or export: says nothing about publication.
    Entry,
}

/// A date as far as the source gives it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PartialDate {
    /// What the date is of.
    pub kind: DateKind,
    /// The year, 1000 to 2999; `None` if the text has none.
    pub year: Option<i16>,
    /// The month, 1 to 12.
    pub month: Option<u8>,
    /// The day, 1 to 31.
    pub day: Option<u8>,
    /// The text the date was read from.
    pub raw: String,
}

impl PartialDate {
    /// Reads a date in any of the forms seen in exports: `2017`, `2021/06//`, `2017-04-26`, `APR 26 2017`, `Jan 2022`, `AUG`.
    pub fn parse(kind: DateKind, text: &str) -> Self {
        let year = find_year(text);
        let numbers = || text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
        let (mut month, mut day) = (month_by_name(text), None);
        let starts_with_year = numbers().next().is_some_and(|first| first.len() == 4);
        if month.is_none() && starts_with_year {
            let mut rest = numbers().skip(1).map(|part| part.parse::<u8>().ok());
            month = rest.next().flatten().filter(|month| (1..=12).contains(month));
            day = rest.next().flatten().filter(|day| month.is_some() && (1..=31).contains(day));
        } else if month.is_some() {
            day = numbers()
                .filter(|part| part.len() <= 2)
                .find_map(|part| part.parse().ok().filter(|day| (1..=31).contains(day)));
        }
        Self { kind, year, month, day, raw: text.to_owned() }
    }
}

/// The first group of exactly four digits that reads as a year, 1000 to 2999.
fn find_year(text: &str) -> Option<i16> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .find_map(|digits| digits.parse().ok().filter(|year| (1000..3000).contains(year)))
}

/// The month whose English name, or its first three letters, begins a word of `text`.
fn month_by_name(text: &str) -> Option<u8> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let lower = text.to_lowercase();
    lower
        .split(|c: char| !c.is_alphabetic())
        .find_map(|word| MONTHS.iter().position(|month| word.starts_with(month)).map(|index| index as u8 + 1))
}
