//! The rules: a table read from the top; the first row that holds decides. A new rule is a constant in
//! the module of its subject and one row in [`table`].

mod announced;
mod asks;
mod clauses;
mod identifiers;
mod places;
mod table;
mod texts;
mod titles;
mod versions;

use super::compare::Comparison;
use super::{Preset, Settings, VersionKind, Versions};
use crate::record::Field;

pub(super) use clauses::clauses_of;
pub use table::RULES;

/// The name of the rule that doubts because one number may be a slip.
pub(super) const SLIP: &str = places::ONE_SLIP.name;

/// The name of the rule that doubts where nothing more is to be said.
pub(super) const UNCLEAR_NAME: &str = titles::UNCLEAR.name;

/// The name of the rule that parts by a word of one title.
pub(super) const WORD: &str = titles::TELLING_WORD.name;

/// A made-up article, from which the examples of several rules differ.
const ARTICLE: &[(Field, &str)] = &[
    (Field::Title, "Renewal of northern towns"),
    (Field::Author, "Larsen, L"),
    (Field::Container, "Town Studies"),
    (Field::Volume, "4"),
    (Field::Pages, "12-30"),
    (Field::Date, "2010"),
];

/// What a rule says about two records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// They are one report.
    Same,
    /// They are two reports.
    Apart,
    /// They are two reports that belong together.
    Version(VersionKind),
    /// A person has to look.
    Doubt,
}

/// A row of the table.
#[derive(Debug)]
pub struct Rule {
    /// The name used in results.
    pub name: &'static str,
    /// What it says.
    pub outcome: Outcome,
    /// The least bold preset in which a row that merges does so; in a more careful one it only raises doubt.
    pub from: Preset,
    /// When it holds, and why: for a reader.
    pub about: &'static str,
    /// Two made-up records on which it decides: field and value.
    pub example: [&'static [(Field, &'static str)]; 2],
    pub(super) holds: fn(&Comparison<'_>) -> bool,
}

impl Rule {
    /// On what it may rest besides what [`about`](Self::about) says: sentences, of which those that hold are told of a pair.
    pub fn clauses(&self) -> impl Iterator<Item = &'static str> {
        clauses::all_clauses(self.name)
    }

    /// What the rule says under `settings`: a row that merges does so from its preset on and raises doubt before, unless the
    /// protocol names it; versions are treated as the protocol says.
    pub fn outcome_under(&self, settings: &Settings) -> Outcome {
        match (self.outcome, settings.versions) {
            (Outcome::Same, _) if !settings.trusts(self) => Outcome::Doubt,
            (Outcome::Version(_), Versions::Merge) => Outcome::Same,
            (Outcome::Version(_), Versions::Apart) => Outcome::Apart,
            (outcome, _) => outcome,
        }
    }
}

/// As [`decide`], unless it is plain that no row says more than that there are two reports: neither titles with words in common
/// nor an identifier, pages or a book that the two share. Most pairs that blocking proposes are such.
pub(super) fn decide_likely(comparison: &Comparison<'_>, settings: &Settings) -> Option<(&'static Rule, Outcome)> {
    if comparison.is_hopeless() { None } else { decide(comparison, settings) }
}

/// The first row that holds, and what it says. Where the settings are too careful for it, a later row that they trust may still
/// merge, unless a row between them keeps the two apart; else there is doubt.
pub(super) fn decide(comparison: &Comparison<'_>, settings: &Settings) -> Option<(&'static Rule, Outcome)> {
    let mut rows = RULES.iter().filter(|rule| (rule.holds)(comparison));
    let first = rows.next()?;
    let outcome = first.outcome_under(settings);
    if first.outcome != Outcome::Same || outcome == Outcome::Same {
        return Some((first, outcome));
    }
    let trusted = rows.find(|rule| rule.outcome != Outcome::Same || settings.trusts(rule));
    match trusted {
        Some(rule) if rule.outcome == Outcome::Same => Some((rule, Outcome::Same)),
        _ => Some((first, outcome)),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::matching::Matcher;
    use crate::record::{RecordFileBuilder, RecordId, RecordTable};
    use crate::source::SourceFile;

    fn table_of(records: [&[(Field, &str)]; 2]) -> RecordTable {
        let source = Arc::new(SourceFile::new("made-up.ris", Vec::new()));
        let mut builder = RecordFileBuilder::new(source, "ris");
        for fields in records {
            builder.begin(0, 1);
            fields.iter().for_each(|(field, value)| builder.owned_field(field.name(), *field, value));
            builder.end(0);
        }
        RecordTable::new(vec![builder.finish()])
    }

    #[test]
    fn every_rule_decides_its_own_example() {
        for rule in RULES {
            let records = table_of(rule.example);
            let explained = Matcher::new(&records, &Settings::default()).explain(RecordId(0), RecordId(1));
            let found = explained.rule.map_or("none", |rule| rule.name);
            assert_eq!(found, rule.name, "{:?} {:?}", explained.levels, explained.compared);
        }
    }

    #[test]
    fn a_protocol_may_trust_a_rule_more_or_less_than_its_preset() {
        let rule = |name| RULES.iter().find(|rule| rule.name == name).expect("a rule");
        let own = Settings { merge: vec!["likely"], doubt: vec!["title-and-place"], ..Settings::default() };
        assert_eq!(rule("likely").outcome_under(&own), Outcome::Same);
        assert_eq!(rule("title-and-place").outcome_under(&own), Outcome::Doubt);
        assert_eq!(rule("title-and-issue").outcome_under(&own), Outcome::Same);
        assert_eq!(rule("numbers").outcome_under(&own), Outcome::Apart);
    }

    #[test]
    fn every_rule_has_a_name_of_its_own_and_a_text() {
        for (at, rule) in RULES.iter().enumerate() {
            assert!(RULES[..at].iter().all(|other| other.name != rule.name), "{}", rule.name);
            assert!(rule.about.ends_with('.') && rule.about.len() > 40, "{}", rule.name);
        }
    }

    #[test]
    fn a_careful_preset_doubts_where_a_bolder_one_merges() {
        let bold: Vec<&Rule> = RULES.iter().filter(|rule| rule.from == Preset::Sensitive).collect();
        let under = |rule: &Rule, preset| rule.outcome_under(&Settings { preset, ..Settings::default() });
        assert!(!bold.is_empty());
        for rule in bold {
            assert_eq!(under(rule, Preset::Sensitive), Outcome::Same, "{}", rule.name);
            assert_eq!(under(rule, Preset::Balanced), Outcome::Doubt, "{}", rule.name);
        }
    }
}
