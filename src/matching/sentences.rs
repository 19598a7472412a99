//! Sentences about two records in which records are named, told once their identifiers are known.

use crate::record::RecordId;

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Words(String),
    /// A record, by its identifier.
    Record(RecordId),
    /// What the one and the other of the two say, in the order in which they are shown.
    Values(String, String),
}

/// What is said of two records. Matching knows neither how a record is called nor which of the two is shown first: both are put in
/// by [`told`](Self::told), so that what is said of one is never read as said of the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentences(Vec<Piece>);

impl Sentences {
    /// The text, where `name` gives the identifier of a record, and `is_turned` says that the second of the two is shown first.
    pub fn told(&self, is_turned: bool, name: impl Fn(RecordId) -> String) -> String {
        let mut text = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Words(words) => text.push_str(words),
                Piece::Record(id) => text.push_str(&name(*id)),
                Piece::Values(a, b) => {
                    let (one, other) = if is_turned { (b, a) } else { (a, b) };
                    text.push_str(&format!("{} / {}", or_nothing(one), or_nothing(other)));
                }
            }
        }
        text
    }

    /// The same with its values in the order in which they stand now: those of two others than the pair that is told.
    #[must_use]
    pub(super) fn of_others(self) -> Self {
        let fixed = |piece| match piece {
            Piece::Values(a, b) => Piece::Words(format!("{} / {}", or_nothing(&a), or_nothing(&b))),
            piece => piece,
        };
        Self(self.0.into_iter().map(fixed).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[must_use]
    pub(super) fn words(mut self, words: impl Into<String>) -> Self {
        self.0.push(Piece::Words(words.into()));
        self
    }

    #[must_use]
    pub(super) fn record(mut self, id: RecordId) -> Self {
        self.0.push(Piece::Record(id));
        self
    }

    #[must_use]
    pub(super) fn values(mut self, (a, b): (String, String)) -> Self {
        self.0.push(Piece::Values(a, b));
        self
    }

    #[must_use]
    pub(super) fn and(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }

    /// Several, with `between` them; those that say nothing are left out.
    pub(super) fn joined(parts: impl IntoIterator<Item = Self>, between: &str) -> Self {
        let mut all = Self::default();
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            all = if all.is_empty() { part } else { all.words(between).and(part) };
        }
        all
    }
}

impl From<&str> for Sentences {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for Sentences {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::default() } else { Self::default().words(text) }
    }
}

fn or_nothing(value: &str) -> &str {
    if value.is_empty() { "nothing" } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_in_the_order_of_the_records_and_records_under_their_names() {
        let said = Sentences::from("Differs: volume (")
            .values(("4".to_owned(), "14".to_owned()))
            .words("). Only in ")
            .record(RecordId(7))
            .words(": DOI.");
        let name = |id: RecordId| format!("file:{}", id.0);
        assert_eq!(said.told(false, name), "Differs: volume (4 / 14). Only in file:7: DOI.");
        assert_eq!(said.told(true, name), "Differs: volume (14 / 4). Only in file:7: DOI.");
    }

    #[test]
    fn values_of_a_third_record_are_not_turned() {
        let said = Sentences::default().values(("4".to_owned(), String::new())).of_others();
        assert_eq!(said.told(true, |_| String::new()), "4 / nothing");
    }

    #[test]
    fn what_says_nothing_leaves_no_gap() {
        let parts = ["Same title.", "", "Differs: year."].map(Sentences::from);
        assert_eq!(Sentences::joined(parts, " ").told(false, |_| String::new()), "Same title. Differs: year.");
    }
}
