//! What a dialect is: a description as data. The readers and printers know no database by name.

use jiff::civil::Date;

use super::dialects;
use super::field::{FieldSet, SearchField};
use super::tree::Distance;
use crate::record::document_type::DocumentType;

/// How a database writes and reads search expressions.
#[derive(Debug)]
pub struct Dialect {
    /// The name in the protocol and on the command line.
    pub name: &'static str,
    /// The name for readers.
    pub title: &'static str,
    /// Other names for it, and for databases that are searched in it, in lower case.
    pub aliases: &'static [&'static str],
    /// What it is and where its rules are documented, in Markdown.
    pub about: &'static str,
    /// How it reads several operators without parentheses, the oldest way first.
    pub eras: &'static [Era],
    /// The Boolean operators, the first spelling of each is printed; longer spellings before their beginnings.
    pub operators: &'static [(&'static str, Operator)],
    /// Whether operators count only in capitals.
    pub capitals_only: bool,
    /// Whether its own manual writes operators in small letters, so that they are no sign of doubt.
    pub small_operators: bool,
    /// The proximity operators, the first of each kind is printed.
    pub proximity: &'static [ProximityForm],
    /// The wildcards: sign, least and greatest number of characters. The first that fits is printed.
    pub wildcards: &'static [Wildcard],
    /// Signs that take a number after them for the greatest number of characters: `dog$1`.
    pub counted_wildcards: &'static [char],
    /// Whether `[*5]` means at most five characters.
    pub bracketed_wildcards: bool,
    /// Whether a word may begin with a wildcard.
    pub leading_wildcard: bool,
    /// Whether a hyphen is a space to the database, so that `auto-scaling` and `"auto scaling"` find the same.
    pub hyphen_is_space: bool,
    /// Whether the search page itself writes parentheses around what needs none.
    pub writes_parentheses: bool,
    /// How many characters must stand before a wildcard at the end of a word.
    pub least_before_truncation: usize,
    /// How field codes are written.
    pub field_form: FieldForm,
    /// The field codes; of several for the same fields the first is printed.
    pub codes: &'static [FieldCode],
    /// Whether several codes may be joined by commas: `ti,ab`.
    pub joined_codes: bool,
    /// What is searched where no field is given.
    pub default_fields: FieldSet,
    /// Whether the default is the database's own and needs no statement: an expert search without it is an error elsewhere.
    pub field_expected: bool,
    /// What stands between words without an operator.
    pub adjacent: Adjacent,
    /// Whether braces hold an exact phrase.
    pub braces: bool,
    /// Whether `exp heading/` and `*heading/` are subject headings.
    pub slash_headings: bool,
    /// The mark before the number of a line of the search history.
    pub line_marks: &'static [&'static str],
    /// Characters that the database takes for spaces inside a term.
    pub ignored: &'static str,
    /// Whether a field code may stand on a group of terms in parentheses.
    pub fields_on_groups: bool,
    /// Whether words without quotation marks and wildcards find their plurals and other spellings too.
    pub finds_variants: bool,
    /// How many terms it takes in all fields; `None` for no known limit.
    pub most_terms_in_all_fields: Option<usize>,
    /// What it calls document types, as far as a value of another database corresponds to it.
    pub document_types: &'static [(DocumentType, &'static str)],
    /// What stands behind a field code where the whole value is meant, in capitals; empty where there is no such thing.
    pub exact_suffix: &'static str,
    /// Whether lines such as `limit 5 to english language` limit another line.
    pub limit_lines: bool,
    /// Words that stand for filters of the database, in small letters.
    pub filter_words: &'static [&'static str],
    /// Whether different proximity operators, or different numbers, may stand in one expression.
    pub mixed_proximity: bool,
    /// What it learned on a day that is known.
    pub novelties: &'static [Novelty],
}

/// Something that a database could not do before.
#[derive(Debug, Clone, Copy)]
pub struct Novelty {
    /// What it is.
    pub feature: Feature,
    /// Since when.
    pub since: Change,
    /// The day, for a reader, and the page that says so.
    pub source: &'static str,
}

/// What a query may use and a database had to learn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feature {
    /// A wildcard elsewhere than at the end of a word, or several in one.
    InnerWildcard,
    /// Proximity.
    Proximity,
}

/// A time in which a database read operators in one way.
#[derive(Debug)]
pub struct Era {
    /// A name for messages: `until 2025`.
    pub name: &'static str,
    /// When it began; `None` for as long as is known.
    pub since: Option<Change>,
    /// The kinds of operators that bind together, tightest first; within one kind from left to right.
    pub levels: Levels,
    /// Whether OR may stand inside a proximity expression.
    pub or_in_proximity: bool,
    /// What this rests on.
    pub basis: Basis,
    /// What field codes searched in this time besides what [`Dialect::codes`] says: fields that are looked at when a query is
    /// held against records, and that are no reason to write another code in a translation.
    pub besides: &'static [(&'static str, SearchField)],
}

/// A change on a day that is known, or known to lie between two days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The first day it may have happened.
    pub earliest: Date,
    /// The day from which on it certainly had.
    pub latest: Date,
}

/// What a rule of this program rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The database's own manual, or a library's guide to it.
    Documented(&'static str),
    /// What another program does, that was compared with the database.
    Measured(&'static str),
    /// Nothing that could be looked up: common knowledge.
    Recalled(&'static str),
}

impl Basis {
    /// The source, for a message.
    pub fn text(self) -> &'static str {
        match self {
            Self::Documented(text) | Self::Measured(text) | Self::Recalled(text) => text,
        }
    }
}

/// The kinds of operators, as far as their order matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Proximity in order: PRE/n.
    Before,
    /// Proximity in any order: NEAR/n.
    Near,
    /// In the same sentence, paragraph or field: SAME.
    Same,
    /// AND, and words without an operator between them.
    And,
    /// OR.
    Or,
    /// NOT, AND NOT.
    Not,
}

/// Kinds of operators that bind together, tightest first.
pub type Levels = &'static [&'static [Kind]];

/// Every kind of proximity, from left to right.
const PROXIMITY: &[Kind] = &[Kind::Before, Kind::Near, Kind::Same];
/// Proximity, then NOT, then AND, then OR.
pub const AND_FIRST: Levels = &[PROXIMITY, &[Kind::Not], &[Kind::And], &[Kind::Or]];
/// OR, then proximity, then AND, then NOT.
pub const OR_FIRST: Levels = &[&[Kind::Or], PROXIMITY, &[Kind::And], &[Kind::Not]];
/// Proximity, then everything else from left to right.
pub const LEFT_TO_RIGHT: Levels = &[PROXIMITY, &[Kind::And, Kind::Or, Kind::Not]];

/// A Boolean operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// Both.
    And,
    /// Either.
    Or,
    /// The first without the second.
    Not,
}

/// A proximity operator as a dialect writes it.
#[derive(Debug, Clone, Copy)]
pub struct ProximityForm {
    /// What stands before the number, in capitals: `NEAR/`, `ADJ`, `W/`.
    pub prefix: &'static str,
    /// Whether a number must, may or may not follow.
    pub number: Number,
    /// Whether the words must come in this order.
    pub ordered: bool,
}

/// The number of a proximity operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Number {
    /// The most words that may stand between.
    Between,
    /// One more than the most words that may stand between: ADJ3 lets two.
    OneMore,
    /// None is written, and this is meant.
    Fixed(Distance),
}

/// A wildcard sign.
#[derive(Debug, Clone, Copy)]
pub struct Wildcard {
    /// The sign.
    pub sign: char,
    /// The fewest characters it stands for.
    pub min: u32,
    /// The most characters it stands for; `None` for any number.
    pub max: Option<u32>,
}

/// How field codes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldForm {
    /// `TS=word`, `TS=(words)`.
    Equals,
    /// `TI word`, `TI (words)`.
    Before,
    /// `TITLE-ABS-KEY(words)`, `TI,AB(words)`.
    Function,
    /// `word[tiab]`.
    Brackets,
    /// `word.ti,ab.`
    Dots,
    /// `title:word`.
    Colon,
}

/// A field code and what it searches.
#[derive(Debug, Clone, Copy)]
pub struct FieldCode {
    /// The spellings, the printed one first.
    pub codes: &'static [&'static str],
    /// What it searches.
    pub fields: FieldSet,
    /// Whether it is used when an expression is printed.
    pub printed: bool,
}

/// What a database understands between words without an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adjacent {
    /// AND.
    And,
    /// The words next to each other, in order.
    Phrase,
    /// The words with at most so many others between them.
    Within(u32),
    /// AND; with a field code behind them a phrase, which is taken apart only where the database's list of phrases lacks it.
    PhraseWithField,
}

/// Every dialect that can be read and printed.
pub const DIALECTS: &[&Dialect] = &[
    &dialects::wos::WOS,
    &dialects::proquest::PROQUEST,
    &dialects::scopus::SCOPUS,
    &dialects::pubmed::PUBMED,
    &dialects::ovid::OVID,
    &dialects::ebsco::EBSCO,
    &dialects::plain::PLAIN,
];

/// The dialect with this name or alias, whatever its capitals.
pub fn dialect(name: &str) -> Option<&'static Dialect> {
    let name = plain_name(name);
    DIALECTS.iter().copied().find(|dialect| dialect.name == name || dialect.aliases.contains(&name.as_str()))
}

/// Databases that several platforms offer, so that their names say no dialect, and the dialects of these platforms.
const ON_SEVERAL: &[(&str, &[&str])] = &[
    ("medline", &["pubmed", "ovid", "ebsco", "proquest", "wos"]),
    ("embase", &["ovid"]),
    ("psycinfo", &["ovid", "ebsco", "proquest"]),
    ("psycarticles", &["ovid", "ebsco", "proquest"]),
    ("eric", &["ebsco", "proquest", "ovid"]),
    ("econlit", &["ebsco", "proquest", "ovid"]),
    ("socindex", &["ebsco"]),
    ("global health", &["ovid", "ebsco"]),
    ("social policy and practice", &["ovid"]),
];

/// The dialects in which a database that several platforms offer is searched; empty for another name.
pub fn dialects_of_database(name: &str) -> &'static [&'static str] {
    let name = plain_name(name);
    ON_SEVERAL.iter().find(|(known, _)| *known == name).map_or(&[], |(_, dialects)| *dialects)
}

/// A name in small letters, without the sign of a trademark and its owner: `psycinfo` of `APA PsycInfo®`.
fn plain_name(name: &str) -> String {
    let name = name.trim().trim_end_matches(['®', '™']).to_lowercase();
    name.strip_prefix("apa ").map_or(name.clone(), str::to_owned)
}

impl Dialect {
    /// How it reads operators today.
    pub fn current(&self) -> &'static Era {
        match self.eras {
            [.., last] => last,
            [] => panic!("the dialect {} has no order of operators", self.name),
        }
    }

    /// How it may have read operators in a search made on one of the days from `not_before` to `not_after`, the likeliest
    /// first. Without days, only what holds today.
    ///
    /// Where the likeliest rests on no document, the documented ones are given too.
    pub fn eras_between(&self, not_before: Option<Date>, not_after: Option<Date>) -> Vec<&'static Era> {
        if not_before.is_none() && not_after.is_none() {
            return vec![self.current()];
        }
        let mut eras: Vec<&'static Era> =
            self.eras.iter().rev().filter(|era| self.was_in_use(era, not_before, not_after)).collect();
        if eras.is_empty() {
            eras.push(self.current());
        }
        if matches!(eras[0].basis, Basis::Recalled(_)) {
            let documented = self.eras.iter().rev().filter(|era| !matches!(era.basis, Basis::Recalled(_)));
            let more: Vec<_> = documented.filter(|era| !eras.iter().any(|have| std::ptr::eq(*have, *era))).collect();
            eras.extend(more);
        }
        eras
    }

    /// Whether the dialect may have read operators as in `era` on one of the days from `not_before` to `not_after`.
    pub fn was_in_use(&self, era: &Era, not_before: Option<Date>, not_after: Option<Date>) -> bool {
        let begun = era.since.is_none_or(|change| not_after.is_none_or(|day| change.earliest <= day));
        let at = self.eras.iter().position(|own| std::ptr::eq(own, era));
        let next = at.and_then(|at| self.eras.get(at + 1)).and_then(|next| next.since);
        let ended = next.is_some_and(|change| not_before.is_some_and(|day| day >= change.latest));
        begun && !ended
    }

    /// What the code `written` searches; several joined by commas are read one by one. `None` if one of them is unknown.
    pub fn fields_of(&self, written: &str) -> Option<FieldSet> {
        if let Some(code) = self.code(written) {
            return Some(code.fields);
        }
        if !self.joined_codes || !written.contains(',') {
            return None;
        }
        written
            .split(',')
            .map(|part| self.code(part.trim()).map(|code| code.fields))
            .try_fold(FieldSet::EMPTY, |all, fields| Some(all.union(fields?)))
    }

    /// Another meaning of the code `written`, which the form of a value tells: Ovid's `id` with a DOI.
    pub fn fields_of_value(&self, written: &str, value: &str) -> Option<FieldSet> {
        const DOI: FieldSet = FieldSet::of(&[SearchField::Doi]);
        let doi = value.strip_prefix("10.").is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_ascii_digit())
                && rest.split_once('/').is_some_and(|(_, tail)| !tail.is_empty())
        });
        let named = |code: &&FieldCode| code.codes.iter().any(|known| known.eq_ignore_ascii_case(written));
        self.codes.iter().filter(named).skip(1).map(|code| code.fields).find(|fields| doi && *fields == DOI)
    }

    fn code(&self, written: &str) -> Option<&'static FieldCode> {
        let known = |written: &str| {
            self.codes.iter().find(|code| code.codes.iter().any(|known| known.eq_ignore_ascii_case(written)))
        };
        known(written).or_else(|| known(self.without_exact(written)?))
    }

    /// The field code before the suffix that asks for the whole value: `ti` of `ti.exact`.
    pub fn without_exact<'a>(&self, written: &'a str) -> Option<&'a str> {
        let at = written.len().checked_sub(self.exact_suffix.len()).filter(|_| !self.exact_suffix.is_empty())?;
        let (code, suffix) = (written.get(..at)?, written.get(at..)?);
        suffix.eq_ignore_ascii_case(self.exact_suffix).then_some(code)
    }

    /// Whether `word` is a Boolean operator, or a part of one, in whatever letters.
    pub fn is_operator(&self, word: &str) -> bool {
        self.operators.iter().any(|(spelling, _)| spelling.eq_ignore_ascii_case(word))
    }

    /// The field that `written` searched in `era` besides what it says everywhere.
    pub(super) fn besides(&self, era: &Era, written: &str) -> FieldSet {
        let Some(code) = self.code(written) else { return FieldSet::EMPTY };
        let more = era.besides.iter().filter(|(name, _)| code.codes.contains(name));
        more.fold(FieldSet::EMPTY, |all, (_, field)| all.union(FieldSet::of(&[*field])))
    }

    /// The operator as the dialect prints it.
    pub fn spelling(&self, operator: Operator) -> &'static str {
        self.operators.iter().find(|(_, of)| *of == operator).map_or("", |(spelling, _)| spelling)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dialect_is_complete() {
        for dialect in DIALECTS {
            assert!(!dialect.eras.is_empty() && !dialect.about.is_empty(), "{}", dialect.name);
            for operator in [Operator::And, Operator::Or, Operator::Not] {
                assert!(!dialect.spelling(operator).is_empty(), "{}: {operator:?}", dialect.name);
            }
            for (at, era) in dialect.eras.iter().enumerate() {
                assert_eq!(at == 0, era.since.is_none(), "{}: only the first era has no beginning", dialect.name);
                for kind in [Kind::Before, Kind::Near, Kind::Same, Kind::And, Kind::Or, Kind::Not] {
                    assert_eq!(
                        era.levels.iter().filter(|level| level.contains(&kind)).count(),
                        1,
                        "{}: {kind:?}",
                        era.name
                    );
                }
            }
            // A second meaning is one that the value tells.
            let doi = FieldSet::of(&[SearchField::Doi]);
            let second = |code: &&FieldCode| !code.printed && code.fields == doi;
            let codes = dialect.codes.iter().filter(|code| !second(code));
            let codes: Vec<&str> = codes.flat_map(|code| code.codes).copied().collect();
            for (at, code) in codes.iter().enumerate() {
                assert!(
                    !codes[..at].iter().any(|other| other.eq_ignore_ascii_case(code)),
                    "{}: {code} twice",
                    dialect.name
                );
            }
        }
    }

    #[test]
    fn names_and_aliases_find_one_dialect() {
        let names: Vec<&str> = DIALECTS.iter().flat_map(|d| d.aliases.iter().copied().chain([d.name])).collect();
        for (at, name) in names.iter().enumerate() {
            assert!(!names[..at].contains(name), "{name} twice");
            assert_eq!(*name, name.to_lowercase());
        }
        assert_eq!(dialect("CINAHL").map(|d| d.name), Some("ebsco"));
        assert!(dialect("google").is_none());
    }

    #[test]
    fn the_date_decides_the_order_of_operators() {
        let day = |text: &str| text.parse::<Date>().ok();
        let names = |name: &str, from, to| {
            let eras = dialect(name).expect("known").eras_between(from, to);
            eras.iter().map(|era| era.levels).collect::<Vec<_>>()
        };
        assert_eq!(names("scopus", day("2024-01-01"), day("2024-02-01")), [OR_FIRST]);
        assert_eq!(names("scopus", day("2025-12-01"), day("2025-12-01")).len(), 2, "the change-over");
        assert_eq!(names("scopus", day("2027-01-01"), day("2027-01-01")).len(), 1);
        assert_eq!(names("wos", day("2017-04-26"), day("2018-01-08")).len(), 1);
        assert_eq!(names("proquest", day("2017-04-26"), day("2018-01-08")).len(), 2, "no document shows the new order");
        assert_eq!(names("proquest", day("2008-01-01"), day("2008-12-31")), [OR_FIRST]);
    }
}
