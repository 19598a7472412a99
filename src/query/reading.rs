//! The ways one printed query can be read.

use jiff::civil::Date;

use super::dialect::{AND_FIRST, Dialect, Era, LEFT_TO_RIGHT, Levels, OR_FIRST};
use super::parse::{Parsed, parse_as};
use super::tree::{Expression, Node};

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
    let mut parsed = parse_as(text, dialect, era, reading.levels());
    parsed.expression = searched(&parsed.expression, dialect, era);
    parsed
}

/// `expression` with every field that its codes searched in `era`: the one to hold against records.
pub fn searched(expression: &Expression, dialect: &Dialect, era: &Era) -> Expression {
    let mut all = expression.clone();
    if !era.besides.is_empty() {
        widen(&mut all, dialect, era);
    }
    all
}

fn widen(expression: &mut Expression, dialect: &Dialect, era: &Era) {
    match &mut expression.node {
        Node::And(list) | Node::Or(list) | Node::Near { operands: list, .. } => {
            list.iter_mut().for_each(|part| widen(part, dialect, era));
        }
        Node::Not { base, without } => base.iter_mut().chain([without]).for_each(|part| widen(part, dialect, era)),
        Node::Between(from, to) => [from, to].into_iter().for_each(|part| widen(part, dialect, era)),
        Node::Field { code, inner } => {
            code.fields = code.fields.union(dialect.besides(era, &code.written));
            widen(inner, dialect, era);
        }
        Node::Term(_) | Node::LineReference(_) | Node::Missing => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Document, Mode, Options, Query, Scratch, Truth, dialect};
    use crate::record::Field;

    /// Whether a record that has the words in one field only is found, per way to read the query as printed.
    fn found(text: &str, field: Field, on: &str) -> Vec<bool> {
        let pubmed = dialect("pubmed").expect("a dialect");
        let day: Option<Date> = on.parse().ok();
        let mut document = Document::default();
        document.add(Field::Title, "Beacons");
        document.add(Field::Abstract, "Of oil.");
        document.add(field, "harbour lamps");
        let printed = readings(pubmed, day, day).into_iter().filter(|one| matches!(one, Reading::AsPrinted(_)));
        let holds = |reading| {
            let options = Options { mode: Mode::Literal, ..Options::LITERAL };
            let query = Query::new(&read(text, pubmed, reading).expression, options);
            query.truth(&document, &mut Scratch::default()) == Truth::Yes
        };
        printed.map(holds).collect()
    }

    #[test]
    fn title_and_abstract_of_pubmed_hold_author_keywords_since_a_day_that_is_not_known() {
        for text in ["\"harbour lamps\"[tiab]", "(lamps[Title/Abstract] OR pier[tiab]) NOT cats[tiab]"] {
            assert_eq!(found(text, Field::Keyword, "2023-06-30"), [true], "{text}");
            assert_eq!(found(text, Field::Keyword, ""), [true], "without a day, as it is today: {text}");
            assert_eq!(found(text, Field::Keyword, "2018-11-20"), [true, false], "either: {text}");
            assert_eq!(found(text, Field::Keyword, "2012-01-31"), [false], "before there were any: {text}");
            assert_eq!(found(text, Field::SubjectHeading, "2023-06-30"), [false], "headings are not in it: {text}");
        }
        assert_eq!(found("lamps[ti] OR lamps[ab]", Field::Keyword, "2023-06-30"), [false]);
        assert_eq!(found("lamps[ot]", Field::Keyword, "2012-01-31"), [true]);
    }

    #[test]
    fn a_translation_keeps_the_codes_of_title_and_abstract() {
        let pubmed = dialect("pubmed").expect("a dialect");
        let parsed = crate::query::parse("lamp*[tiab]", pubmed);
        let Node::Field { code, .. } = &parsed.expression.node else { panic!("{:?}", parsed.expression) };
        assert_eq!(code.fields.names(), "title, abstract");
    }
}
