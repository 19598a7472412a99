//! Why a record of an export does not match the query of its search.

use std::sync::Arc;

use super::compile::{Check, Query};
use super::document::Document;
use super::evaluate::{Match, Scratch, Truth};
use super::field::{FieldSet, SearchField};
use super::tree::Span;

/// Why a record of an export does not match the query of its search.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// It matches with inflected forms and hyphen variants: the database looks for these too, or another form was typed.
    OtherForms,
    /// It lacks a field in which the words may stand.
    HiddenField(FieldSet),
    /// It lacks keywords or headings, which the database searched.
    KeywordsNotShown,
    /// The database searched all fields, and the record does not show all of those that people write words in.
    AllFields(FieldSet),
    /// Only conditions on year, language or document type fail, these: the words are there.
    Condition(Arc<str>),
    /// It is outside a limit that stands beside the query, this one.
    Limit(Arc<str>),
    /// Nothing explains it: the export may be another search's, or the query another one. What the record lacks, if the query
    /// asks for several things at once.
    WrongExport(Option<Arc<str>>),
}

impl Cause {
    /// A sentence for a reader.
    pub fn text(&self) -> String {
        match self {
            Self::OtherForms => "matches with inflected forms and hyphen variants".to_owned(),
            Self::HiddenField(fields) => format!("the record does not show: {}", fields.names()),
            Self::KeywordsNotShown => {
                "the record shows no keywords or headings, which the database searches".to_owned()
            }
            Self::AllFields(fields) => format!(
                "the database searched all fields, notes and index terms too, and the record does not show: {}",
                fields.names()
            ),
            Self::Condition(what) => format!("nothing but the condition `{what}` fails"),
            Self::Limit(words) => format!("outside the limit “{words}”"),
            Self::WrongExport(None) => "nothing of the record explains it: another query, or another export".to_owned(),
            Self::WrongExport(Some(what)) => {
                format!("nothing of the record explains it: another query, or another export; it lacks `{what}`")
            }
        }
    }
}

/// What is known of a record that a query does not find.
pub(super) struct Missed<'a> {
    /// Whether the query finds it with inflected forms.
    pub with_forms: bool,
    /// What the query says of it.
    pub found: &'a Match,
    /// The parts that fail.
    pub failing: Option<Failing>,
}

/// The operands of an AND that do not hold.
#[derive(Debug, Clone)]
pub(super) struct Failing {
    /// Their text.
    pub text: Arc<str>,
    /// Whether they are conditions on year, language or document type, all of them.
    pub only_conditions: bool,
    /// Whether one of them is.
    pub a_condition: bool,
}

/// The cause that explains most.
pub(super) fn cause(missed: Missed<'_>) -> Cause {
    const KEYWORDS: FieldSet = FieldSet::of(&[SearchField::AuthorKeyword, SearchField::Heading]);
    const OF_ALL: FieldSet = KEYWORDS.union(FieldSet::of(&[SearchField::Affiliation]));
    let Missed { with_forms, found, failing } = missed;
    match failing {
        _ if with_forms => Cause::OtherForms,
        _ if found.truth == Truth::Unknown => Cause::HiddenField(found.unseen),
        Some(failing) if failing.only_conditions => Cause::Condition(failing.text),
        _ if !found.unseen.is_empty() && KEYWORDS.covers(found.unseen) => Cause::KeywordsNotShown,
        _ if !found.unseen.is_empty() && OF_ALL.covers(found.unseen) => Cause::AllFields(found.unseen),
        failing => Cause::WrongExport(failing.map(|failing| failing.text)),
    }
}

impl Query {
    /// The operands of the outermost AND that do not hold; none where the query is no AND.
    pub(super) fn failing(&self, document: &Document, scratch: &Scratch) -> Vec<Span> {
        let mut all = Vec::new();
        self.add_failing(self.root, document, scratch, &mut all);
        all
    }

    fn add_failing(&self, node: usize, document: &Document, scratch: &Scratch, all: &mut Vec<Span>) {
        let parts = match &self.nodes[node] {
            Check::And(list, _) => list.as_slice(),
            Check::Not(Some(base), ..) => std::slice::from_ref(base),
            _ => return,
        };
        for &part in parts.iter().filter(|&&part| self.check(part, document, scratch) == Truth::No) {
            match &self.nodes[part] {
                Check::And(..) | Check::Not(Some(_), ..) => self.add_failing(part, document, scratch, all),
                check => all.extend(check.span()),
            }
        }
    }
}
