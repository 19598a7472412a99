//! The ways one printed query can be read.

use jiff::civil::Date;

use super::dialect::{AND_FIRST, Dialect, Era, LEFT_TO_RIGHT, Levels, OR_FIRST};
use super::parse::{Parsed, parse_as};

/// A way to read operators without parentheses.
#[derive(Debug, Clone, Copy)]
pub enum Reading {
    /// As the database of the query read it in this time.
    AsPrinted(&'static Era),
    /// AND before OR.
    AndFirst,
    /// OR before AND.
    OrFirst,
    /// From left to right.
    LeftToRight,
    /// What the writers say, or evidently meant: a text of its own, with parentheses.
    Intended,
}

impl Reading {
    /// The name in results.
    pub fn name(self) -> &'static str {
        match self {
            Self::AsPrinted(_) => "as printed",
            Self::AndFirst => "AND first",
            Self::OrFirst => "OR first",
            Self::LeftToRight => "left to right",
            Self::Intended => "intended",
        }
    }

    /// The name, with the time of the dialect where it decides: `as printed (until 2025)`.
    pub fn label(self) -> String {
        match self {
            Self::AsPrinted(era) => format!("{} ({})", self.name(), era.name),
            _ => self.name().to_owned(),
        }
    }

    /// Why a search in `dialect`, made from `not_before` to `not_after`, is read in this way too: what the order of operators
    /// rests on, and where it is that of another time, why it is given all the same.
    pub fn why(self, dialect: &Dialect, not_before: Option<Date>, not_after: Option<Date>) -> String {
        match self {
            Self::AsPrinted(era) if dialect.was_in_use(era, not_before, not_after) => era.basis.text().to_owned(),
            Self::AsPrinted(era) => format!(
                "{}; not the order of the time of the search, but given because no document that could be looked up tells that one",
                era.basis.text()
            ),
            Self::AndFirst | Self::OrFirst | Self::LeftToRight => {
                "to compare: no database may have read it so".to_owned()
            }
            Self::Intended => "what the writers say or evidently meant, with parentheses".to_owned(),
        }
    }

    /// The order of operators, where the reading sets one.
    fn levels(self) -> Option<Levels> {
        match self {
            Self::AsPrinted(_) | Self::Intended => None,
            Self::AndFirst => Some(AND_FIRST),
            Self::OrFirst => Some(OR_FIRST),
            Self::LeftToRight => Some(LEFT_TO_RIGHT),
        }
    }
}

/// The readings of a query: as printed, once for each way its database may have read it on those days, then in every order.
pub fn readings(dialect: &'static Dialect, not_before: Option<Date>, not_after: Option<Date>) -> Vec<Reading> {
    let printed = dialect.eras_between(not_before, not_after).into_iter().map(Reading::AsPrinted);
    printed.chain([Reading::AndFirst, Reading::OrFirst, Reading::LeftToRight]).collect()
}

/// Reads `text` in `dialect` in one of the ways.
pub fn read(text: &str, dialect: &'static Dialect, reading: Reading) -> Parsed {
    let era = match reading {
        Reading::AsPrinted(era) => era,
        _ => dialect.current(),
    };
    parse_as(text, dialect, era, reading.levels())
}
