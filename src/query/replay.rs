//! A search held against records: its own export or another, in every reading, literal and normalised.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;

use super::compile::{Mode, Options, Query};
use super::dialect::Dialect;
use super::document::Document;
use super::evaluate::{Match, Scratch, Truth};
use super::field::{FieldSet, SearchField};
use super::message::Message;
use super::reading::{Reading, read, readings};
use crate::record::{Field, FieldValue, Record, RecordId};

/// A search, as a protocol states it.
#[derive(Debug, Clone)]
pub struct SearchQuery<'a> {
    /// The query as printed or typed.
    pub text: &'a str,
    /// The query as it was evidently meant.
    pub intended: Option<&'a str>,
    /// The dialect of its source.
    pub dialect: &'static Dialect,
    /// The fields searched, where they are known; else the dialect's own.
    pub fields: Option<FieldSet>,
    /// The first day on which it may have been made.
    pub not_before: Option<Date>,
    /// The last day on which it may have been made.
    pub not_after: Option<Date>,
}

/// What one reading of a search finds among records.
#[derive(Debug, Clone)]
pub struct Replay {
    /// The reading.
    pub reading: Reading,
    /// Literal or normalised.
    pub mode: Mode,
    /// How many records there were.
    pub records: usize,
    /// The records that match, with what they match on.
    pub matching: Vec<(RecordId, Match)>,
    /// The records that do not, with the likely cause.
    pub not_matching: Vec<(RecordId, Cause)>,
    /// For each part of the query that caught a record ([`Match::clauses`]): how many it caught, in the order of the query.
    pub clauses: Vec<(String, usize)>,
    /// What could not be read.
    pub messages: Vec<Message>,
}

/// Why a record of an export does not match the query of its search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// It matches with inflected forms and hyphen variants: the database looks for these too, or another form was typed.
    OtherForms,
    /// It lacks a field in which the words may stand.
    HiddenField(FieldSet),
    /// It lacks keywords or headings, which the database searched.
    KeywordsNotShown,
    /// Nothing explains it: the export may be another search's, or the query another one.
    WrongExport,
}

impl Cause {
    /// A sentence for a reader.
    pub fn text(self) -> String {
        match self {
            Self::OtherForms => "matches with inflected forms and hyphen variants".to_owned(),
            Self::HiddenField(fields) => format!("the record does not show: {}", fields.names()),
            Self::KeywordsNotShown => {
                "the record shows no keywords or headings, which the database searches".to_owned()
            }
            Self::WrongExport => "nothing of the record explains it: another query, or another export".to_owned(),
        }
    }
}

/// Evaluates `search` on `records`, in every reading, literal and normalised.
pub fn replay(search: &SearchQuery<'_>, records: &[(RecordId, Record<'_>)]) -> Vec<Replay> {
    let mut all = readings(search.dialect, search.not_before, search.not_after);
    if search.intended.is_some() {
        all.push(Reading::Intended);
    }
    let plans: Vec<Plan<'_>> = all
        .into_iter()
        .flat_map(|reading| [Mode::Literal, Mode::Normalised].map(|mode| Plan::new(search, reading, mode)))
        .collect();
    // A generic query asks for no database's fields in particular.
    let has_plus = search.dialect.fields_of("Keywords Plus").is_some()
        || search.dialect.name == super::dialects::plain::PLAIN.name;
    let parts: Vec<Vec<Part>> = records.par_chunks(BATCH).map(|records| part(&plans, records, has_plus)).collect();
    let mut whole: Vec<Part> = plans.iter().map(|_| Part::default()).collect();
    for part in parts {
        whole.iter_mut().zip(part).for_each(|(whole, part)| whole.add(part));
    }
    plans.into_iter().zip(whole).map(|(plan, found)| plan.told(found, records.len())).collect()
}

/// How many records are looked at in a row.
const BATCH: usize = 512;

/// A query read in one way, ready to be evaluated.
struct Plan<'a> {
    reading: Reading,
    mode: Mode,
    text: &'a str,
    query: Query,
    /// The query with inflected forms, for what it does not find without them.
    lenient: Option<Query>,
    messages: Vec<Message>,
}

/// What a plan finds among some records.
#[derive(Default)]
struct Part {
    matching: Vec<(RecordId, Match)>,
    not_matching: Vec<(RecordId, Cause)>,
    clauses: BTreeMap<(usize, usize), usize>,
}

impl Part {
    fn add(&mut self, mut next: Self) {
        self.matching.append(&mut next.matching);
        self.not_matching.append(&mut next.not_matching);
        next.clauses.into_iter().for_each(|(clause, count)| *self.clauses.entry(clause).or_default() += count);
    }
}

/// Whether the value is one of Keywords Plus, which Web of Science makes from the titles of the works cited and no other database has.
fn is_keywords_plus(value: FieldValue<'_>) -> bool {
    const TAGS: [&str; 4] = ["ID", "Keywords-Plus", "Keywords Plus", "static_data.item.keywords_plus.keyword"];
    value.field() == Field::SubjectHeading && TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(value.tag()))
}

fn part(plans: &[Plan<'_>], records: &[(RecordId, Record<'_>)], has_plus: bool) -> Vec<Part> {
    let mut fields: Vec<Field> = plans.iter().flat_map(|plan| plan.query.fields()).copied().collect();
    fields.sort_unstable();
    fields.dedup();
    let (mut document, mut scratch) = (Document::default(), Scratch::default());
    let mut parts: Vec<Part> = plans.iter().map(|_| Part::default()).collect();
    for &(id, record) in records {
        document.fill_with(record, |value| fields.contains(&value.field()) && (has_plus || !is_keywords_plus(value)));
        for (plan, part) in plans.iter().zip(&mut parts) {
            let found = plan.query.explain(&document, &mut scratch);
            if found.truth == Truth::Yes {
                for clause in &found.clauses {
                    *part.clauses.entry((clause.start, clause.end)).or_default() += 1;
                }
                part.matching.push((id, found));
            } else {
                let forms =
                    plan.lenient.as_ref().is_some_and(|lenient| lenient.truth(&document, &mut scratch) == Truth::Yes);
                part.not_matching.push((id, cause(forms, &found)));
            }
        }
    }
    parts
}

impl<'a> Plan<'a> {
    fn new(search: &SearchQuery<'a>, reading: Reading, mode: Mode) -> Self {
        let text = match (reading, search.intended) {
            (Reading::Intended, Some(intended)) => intended,
            _ => search.text,
        };
        let parsed = read(text, search.dialect, reading);
        let default_fields = search.fields.unwrap_or(search.dialect.default_fields);
        let options = Options { mode, default_fields, ..Options::LITERAL };
        let query = Query::new(&parsed.expression, options);
        let lenient = (mode == Mode::Literal)
            .then(|| Query::new(&parsed.expression, Options { mode: Mode::Normalised, ..options }));
        Self { reading, mode, text, query, lenient, messages: parsed.messages }
    }

    fn told(self, found: Part, records: usize) -> Replay {
        let clause = |((start, end), count): ((usize, usize), usize)| (self.text[start..end].to_owned(), count);
        let clauses = found.clauses.into_iter().map(clause).collect();
        let (matching, not_matching) = (found.matching, found.not_matching);
        Replay {
            reading: self.reading,
            mode: self.mode,
            records,
            matching,
            not_matching,
            clauses,
            messages: self.messages,
        }
    }
}

fn cause(forms: bool, found: &Match) -> Cause {
    const KEYWORDS: FieldSet = FieldSet::of(&[SearchField::AuthorKeyword, SearchField::Heading]);
    if forms {
        Cause::OtherForms
    } else if found.truth == Truth::Unknown {
        Cause::HiddenField(found.unseen)
    } else if !found.unseen.is_empty() && KEYWORDS.covers(found.unseen) {
        Cause::KeywordsNotShown
    } else {
        Cause::WrongExport
    }
}

/// The search fields that a protocol's words for fields mean: `topic`, `title`, `abstract`, `keywords`, ...; unknown words are left out.
pub fn fields_named<'a>(words: impl IntoIterator<Item = &'a str>) -> Option<FieldSet> {
    let plain = super::dialect("plain")?;
    let known = words.into_iter().filter_map(|word| plain.fields_of(word));
    known.reduce(FieldSet::union)
}

/// The words that name fields outside a query, in a protocol: those of the plain dialect.
pub fn field_words() -> impl Iterator<Item = &'static str> + Clone {
    super::dialects::plain::PLAIN.codes.iter().flat_map(|code| code.codes.iter().copied())
}
