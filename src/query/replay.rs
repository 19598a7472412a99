//! A search held against records: its own export or another, in every reading, literal and normalised.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::compile::{Mode, Options, Query};
use super::dialect::Dialect;
use super::document::Document;
use super::evaluate::{Match, Scratch, Truth};
use super::field::FieldSet;
use super::labels::{Label, Labels, labels};
use super::limits::Limits;
use super::message::Message;
use super::reading::{Reading, read, readings};
use super::tree::Span;
use super::why::{Cause, Failing, Missed, cause};
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
    /// The limits that stand beside it; those that could be read are applied.
    pub limits: Limits,
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
    /// Of those that do not: the records that are outside a limit, or a condition of the query on year, language or type.
    pub outside: Vec<RecordId>,
    /// Each part of the query that caught a record ([`Match::clauses`]), in the order of the query.
    pub clauses: Vec<Caught>,
    /// What could not be read.
    pub messages: Vec<Message>,
}

/// A part of a query that caught records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caught {
    /// The part, with the field it was looked for in.
    pub text: String,
    /// How many records it caught.
    pub records: usize,
    /// Whether it is a condition on year, language or document type, and no words of a subject.
    pub is_condition: bool,
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
    let limits = &search.limits;
    let parts: Vec<Vec<Part>> =
        records.par_chunks(BATCH).map(|records| part(&plans, limits, records, has_plus)).collect();
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
    labels: Labels,
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
    outside: Vec<RecordId>,
    clauses: BTreeMap<(usize, usize), usize>,
}

/// The operands that failed, as they are told.
type ToldFailing = HashMap<Vec<Span>, Failing>;

impl Part {
    fn add(&mut self, mut next: Self) {
        self.matching.append(&mut next.matching);
        self.not_matching.append(&mut next.not_matching);
        self.outside.append(&mut next.outside);
        next.clauses.into_iter().for_each(|(clause, count)| *self.clauses.entry(clause).or_default() += count);
    }
}

/// Whether the value is one of Keywords Plus, which Web of Science makes from the titles of the works cited and no other database has.
fn is_keywords_plus(value: FieldValue<'_>) -> bool {
    const TAGS: [&str; 4] = ["ID", "Keywords-Plus", "Keywords Plus", "static_data.item.keywords_plus.keyword"];
    value.field() == Field::SubjectHeading && TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(value.tag()))
}

fn part(plans: &[Plan<'_>], limits: &Limits, records: &[(RecordId, Record<'_>)], has_plus: bool) -> Vec<Part> {
    let mut fields: Vec<Field> = plans.iter().flat_map(|plan| plan.query.fields()).copied().collect();
    fields.sort_unstable();
    fields.dedup();
    let (mut document, mut scratch) = (Document::default(), Scratch::default());
    let mut parts: Vec<Part> = plans.iter().map(|_| Part::default()).collect();
    let mut told: Vec<ToldFailing> = plans.iter().map(|_| ToldFailing::new()).collect();
    for &(id, record) in records {
        document.fill_with(record, |value| fields.contains(&value.field()) && (has_plus || !is_keywords_plus(value)));
        let limited = limits.hold(record);
        for ((plan, part), told) in plans.iter().zip(&mut parts).zip(&mut told) {
            let found = plan.query.explain(&document, &mut scratch);
            if found.truth == Truth::Yes && limited.0 == Truth::Yes {
                for clause in &found.clauses {
                    *part.clauses.entry((clause.start, clause.end)).or_default() += 1;
                }
                part.matching.push((id, found));
                continue;
            }
            let failing = plan.failing(&document, &scratch, told);
            if limited.0 == Truth::No || failing.as_ref().is_some_and(|failing| failing.a_condition) {
                part.outside.push(id);
            }
            let with_forms =
                plan.lenient.as_ref().is_some_and(|lenient| lenient.truth(&document, &mut scratch) == Truth::Yes);
            // A limit decides only on what the words may find.
            let by_limit = match limited.0 {
                Truth::Yes => false,
                Truth::Unknown => found.truth > Truth::No,
                Truth::No => found.truth > Truth::No || with_forms,
            };
            let cause = match by_limit {
                true => beyond(&limited, &found),
                false => cause(Missed { with_forms, found: &found, failing }),
            };
            part.not_matching.push((id, cause));
        }
    }
    parts
}

/// Why a record that the words may find is not found: it is outside a limit, or does not show what a limit is about.
fn beyond((truth, words, unseen): &(Truth, Option<&Arc<str>>, FieldSet), found: &Match) -> Cause {
    match words {
        Some(words) if *truth == Truth::No => Cause::Limit(Arc::clone(words)),
        _ if found.truth == Truth::Unknown => Cause::HiddenField(found.unseen.union(*unseen)),
        _ => Cause::HiddenField(*unseen),
    }
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
        let labels = labels(&parsed.expression, text, search.dialect);
        Self { reading, mode, text, labels, query, lenient, messages: parsed.messages }
    }

    /// A part of the query as it is shown.
    fn label(&self, start: usize, end: usize) -> Label {
        let plain = || Label { text: self.text[start..end].to_owned(), is_condition: false };
        self.labels.get(&(start, end)).cloned().unwrap_or_else(plain)
    }

    /// What the record lacks of what the query asks for at once. Most records lack the same few parts, whose text is made once.
    fn failing(&self, document: &Document, scratch: &Scratch, told: &mut ToldFailing) -> Option<Failing> {
        let parts = self.query.failing(document, scratch);
        (!parts.is_empty()).then(|| told.entry(parts).or_insert_with_key(|parts| self.told_failing(parts)).clone())
    }

    fn told_failing(&self, parts: &[Span]) -> Failing {
        let parts: Vec<Label> = parts.iter().map(|part| self.label(part.start, part.end)).collect();
        let texts: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
        Failing {
            text: texts.join(" AND ").into(),
            only_conditions: parts.iter().all(|part| part.is_condition),
            a_condition: parts.iter().any(|part| part.is_condition),
        }
    }

    fn told(self, found: Part, records: usize) -> Replay {
        let clause = |((start, end), records): (&(usize, usize), &usize)| {
            let Label { text, is_condition } = self.label(*start, *end);
            Caught { text, records: *records, is_condition }
        };
        let clauses = found.clauses.iter().map(clause).collect();
        let (matching, not_matching, outside) = (found.matching, found.not_matching, found.outside);
        Replay {
            reading: self.reading,
            mode: self.mode,
            records,
            matching,
            not_matching,
            outside,
            clauses,
            messages: self.messages,
        }
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
