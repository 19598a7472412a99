//! An expression held against a record: whether it matches, on which words, and which clause caught it.

use super::compile::{Check, Matcher, Options, Place, Query, bit};
use super::document::{Document, Token};
use super::field::{FieldSet, SearchField};
use super::shown::{found_or_unseen, not_shown};
use super::text::{PREFIXES, stem};
use super::tree::{Distance, Expression, Part, Span};
use crate::record::Field;
use crate::record::document_type::DocumentType;
use crate::record::language::Language;

/// Whether a record matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// It does not.
    No,
    /// The record does not show what would be needed to tell.
    Unknown,
    /// It does.
    Yes,
}

/// What an expression finds in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Whether the document matches.
    pub truth: Truth,
    /// The parts of the query that caught it: the operands of the outermost OR that hold, each of which alone would; where AND
    /// joins groups of alternatives, those of each group that hold; else the whole query. Bytes of the query.
    pub clauses: Vec<Span>,
    /// The words, in the order of the query; only those that count.
    pub hits: Vec<Hit>,
    /// The fields that the query asks for and the document does not show.
    pub unseen: FieldSet,
}

/// Words of a document that a term of the query found.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Hit {
    /// The term, in bytes of the query.
    pub term: Span,
    /// The field.
    pub field: Field,
    /// Which value of the field, counted from 0.
    pub value: u32,
    /// The words, in bytes of the value.
    pub span: Span,
    /// The words.
    pub words: String,
}

/// Memory that is used again from document to document.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    /// Where each word of the query occurs.
    found: Vec<Vec<Occurrence>>,
}

/// Words next to each other, by their numbers in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Occurrence {
    first: u32,
    last: u32,
}

/// Evaluates `expression` on `document`.
pub fn evaluate(expression: &Expression, document: &Document, options: Options) -> Match {
    Query::new(expression, options).explain(document, &mut Scratch::default())
}

impl Query {
    /// Whether `document` matches.
    pub fn truth(&self, document: &Document, scratch: &mut Scratch) -> Truth {
        self.find_words(document, scratch);
        self.check(self.root, document, scratch)
    }

    /// Whether `document` matches, and why.
    pub fn explain(&self, document: &Document, scratch: &mut Scratch) -> Match {
        let truth = self.truth(document, scratch);
        let mut hits = Vec::new();
        let mut clauses = Vec::new();
        if truth == Truth::Yes {
            self.clauses(self.root, document, scratch, &mut clauses);
            self.hits(self.root, document, scratch, &mut hits);
        }
        hits.sort_by(|a, b| {
            (a.term.start, a.term.end, a.field, a.value, a.span.start).cmp(&(
                b.term.start,
                b.term.end,
                b.field,
                b.value,
                b.span.start,
            ))
        });
        hits.dedup();
        Match { truth, clauses, hits, unseen: self.unseen(document) }
    }

    /// The fields that the query asks for and the document does not show.
    fn unseen(&self, document: &Document) -> FieldSet {
        let mut unseen = FieldSet::EMPTY;
        for check in &self.nodes {
            if let Check::Phrase { place, .. }
            | Check::Person { place, .. }
            | Check::Year { place, .. }
            | Check::Language { place, .. }
            | Check::Type { place, .. } = check
            {
                place.fields.iter().for_each(|field| unseen = unseen.union(not_shown(document, field)));
            }
        }
        unseen
    }

    /// Notes where each word of the query occurs in the document.
    fn find_words(&self, document: &Document, scratch: &mut Scratch) {
        scratch.found.resize(self.words.len().max(scratch.found.len()), Vec::new());
        for list in &mut scratch.found[..self.words.len()] {
            list.clear();
        }
        for (at, &token) in document.tokens.iter().enumerate() {
            let key = document.key(token);
            let Some(&first) = key.first() else { continue };
            let (from, to) = self.first[first as usize];
            for &word in self.by_first[from as usize..to as usize].iter().chain(&self.any) {
                let matcher = &self.words[word as usize];
                if matcher.matches(key) {
                    scratch.found[word as usize].push(Occurrence { first: at as u32, last: at as u32 });
                } else if let Some(&next) = document.tokens.get(at + 1)
                    && matcher.matches_joined(key, document, token, next)
                {
                    scratch.found[word as usize].push(Occurrence { first: at as u32, last: at as u32 + 1 });
                }
            }
        }
    }

    pub(super) fn check(&self, node: usize, document: &Document, scratch: &Scratch) -> Truth {
        match &self.nodes[node] {
            Check::And(list, _) => self.each(list, document, scratch).min().unwrap_or(Truth::No),
            Check::Or(list, _) => self.each(list, document, scratch).max().unwrap_or(Truth::No),
            Check::Not(base, without, _) => {
                let base = base.map_or(Truth::Yes, |base| self.check(base, document, scratch));
                base.min(match self.check(*without, document, scratch) {
                    Truth::Yes => Truth::No,
                    Truth::Unknown => Truth::Unknown,
                    Truth::No => Truth::Yes,
                })
            }
            Check::Near { operands, .. } => match self.occurrences(node, document, scratch).is_empty() {
                false => Truth::Yes,
                true => self
                    .each(operands, document, scratch)
                    .min()
                    .unwrap_or(Truth::No)
                    .min(self.near_unseen(operands, document)),
            },
            Check::Phrase { place, .. } => {
                let found = !self.occurrences(node, document, scratch).is_empty();
                found_or_unseen(found, *place, document)
            }
            Check::Person { name, place, words, .. } => {
                let named = values(document, *place).map(|(.., text)| name.truth_in(text)).max();
                let named = named.filter(|truth| *truth > Truth::No);
                named
                    .unwrap_or_else(|| found_or_unseen(false, *place, document))
                    .max(self.check(*words, document, scratch))
            }
            Check::Year { from, to, place, .. } => {
                let years = |text: &str| {
                    text.split(|c: char| !c.is_ascii_digit()).any(|part| {
                        part.len() == 4 && part.parse::<i32>().is_ok_and(|year| (*from..=*to).contains(&year))
                    })
                };
                found_or_unseen(any_value(document, *place, years), *place, document)
            }
            Check::Language { languages, place, .. } => {
                let holds = |text: &str| Language::parse_all(text).iter().any(|language| languages.contains(language));
                found_or_unseen(any_value(document, *place, holds), *place, document)
            }
            Check::Type { kind, place, .. } => {
                let holds = |text: &str| text.split(';').any(|part| DocumentType::parse(part) == Some(*kind));
                found_or_unseen(any_value(document, *place, holds), *place, document)
            }
            Check::Unknown(_) => Truth::Unknown,
            Check::Nothing => Truth::No,
        }
    }

    fn each<'a>(
        &'a self,
        list: &'a [usize],
        document: &'a Document,
        scratch: &'a Scratch,
    ) -> impl Iterator<Item = Truth> + 'a {
        list.iter()
            .filter(|&&node| !matches!(self.nodes[node], Check::Nothing))
            .map(|&node| self.check(node, document, scratch))
    }

    /// What words that are not close to each other say: nothing, if a field that might hold them is not shown.
    fn near_unseen(&self, operands: &[usize], document: &Document) -> Truth {
        let unknown = operands.iter().any(|&node| match &self.nodes[node] {
            Check::Phrase { place, .. } => found_or_unseen(false, *place, document) == Truth::Unknown,
            Check::And(list, _) | Check::Or(list, _) | Check::Near { operands: list, .. } => {
                self.near_unseen(list, document) == Truth::Unknown
            }
            _ => false,
        });
        if unknown { Truth::Unknown } else { Truth::No }
    }

    /// Where a phrase, a proximity expression or an OR of such occurs.
    fn occurrences(&self, node: usize, document: &Document, scratch: &Scratch) -> Vec<Occurrence> {
        let mut found = match &self.nodes[node] {
            Check::Phrase { ways, exact, place, .. } => {
                let found = ways.iter().flat_map(|way| phrase(way, *place, document, scratch));
                let as_written = |found: &Occurrence| {
                    let exact = exact.as_ref();
                    exact.is_none_or(|exact| document.is_written(found.first as usize, found.last as usize, exact))
                };
                found.filter(as_written).collect()
            }
            Check::Or(list, _) | Check::And(list, _) => {
                list.iter().flat_map(|&node| self.occurrences(node, document, scratch)).collect()
            }
            Check::Near { distance, ordered, operands, .. } => {
                let lists: Vec<Vec<Occurrence>> =
                    operands.iter().map(|&node| self.occurrences(node, document, scratch)).collect();
                close(&lists, *distance, *ordered, document)
            }
            _ => Vec::new(),
        };
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The alternatives that hold: of an OR, and of each OR that an AND joins with others; else the whole.
    fn clauses(&self, node: usize, document: &Document, scratch: &Scratch, clauses: &mut Vec<Span>) {
        let divided = |node| self.has_alternatives(node) || self.is_put_together(node);
        match &self.nodes[node] {
            Check::Or(list, _) => {
                for &node in list.iter().filter(|&&node| self.check(node, document, scratch) == Truth::Yes) {
                    match &self.nodes[node] {
                        Check::Or(..) => self.clauses(node, document, scratch, clauses),
                        _ if self.is_put_together(node) => self.clauses(node, document, scratch, clauses),
                        check => clauses.extend(check.span()),
                    }
                }
            }
            Check::And(list, _) if divided(node) => {
                let asked = list.iter().filter(|&&node| !matches!(self.nodes[node], Check::Not(None, ..)));
                asked.for_each(|&node| self.clauses(node, document, scratch, clauses));
            }
            Check::Not(Some(base), ..) if divided(*base) => self.clauses(*base, document, scratch, clauses),
            check => clauses.extend(check.span()),
        }
    }

    /// Whether one of several alternatives is enough in a part of `node`.
    fn has_alternatives(&self, node: usize) -> bool {
        match &self.nodes[node] {
            Check::Or(..) => true,
            Check::And(list, _) => list.iter().any(|&node| self.has_alternatives(node)),
            Check::Not(Some(base), ..) => self.has_alternatives(*base),
            _ => false,
        }
    }

    /// Whether it combines lines of a history, which are written elsewhere: its own text says nothing of what they look for.
    fn is_put_together(&self, node: usize) -> bool {
        let (Check::And(list, span) | Check::Or(list, span)) = &self.nodes[node] else { return false };
        let inside = |inner: Span| span.start <= inner.start && inner.end <= span.end;
        list.iter().filter_map(|&node| self.nodes[node].span()).any(|inner| !inside(inner))
    }

    /// The words that make `node` hold.
    fn hits(&self, node: usize, document: &Document, scratch: &Scratch, hits: &mut Vec<Hit>) {
        match &self.nodes[node] {
            Check::And(list, _) | Check::Or(list, _) => {
                for &node in list.iter().filter(|&&node| self.check(node, document, scratch) == Truth::Yes) {
                    self.hits(node, document, scratch, hits);
                }
            }
            Check::Not(Some(base), ..) => self.hits(*base, document, scratch, hits),
            Check::Near { span, .. } | Check::Phrase { span, .. } => {
                for found in self.occurrences(node, document, scratch) {
                    let (field, value, place, words) = document.place(found.first as usize, found.last as usize);
                    hits.push(Hit { term: span.clone(), field, value, span: place, words: words.to_owned() });
                }
            }
            Check::Person { name, place, span, words } => {
                let named = values(document, *place).filter(|(.., text)| name.truth_in(text) == Truth::Yes);
                hits.extend(named.map(|value| whole_value(span, value)));
                self.hits(*words, document, scratch, hits);
            }
            Check::Year { place, span, .. } | Check::Language { place, span, .. } | Check::Type { place, span, .. } => {
                hits.extend(values(document, *place).map(|value| whole_value(span, value)));
            }
            Check::Not(None, ..) | Check::Unknown(_) | Check::Nothing => {}
        }
    }
}

impl Check {
    pub(super) fn span(&self) -> Option<Span> {
        match self {
            Self::And(_, span)
            | Self::Or(_, span)
            | Self::Not(.., span)
            | Self::Near { span, .. }
            | Self::Phrase { span, .. }
            | Self::Person { span, .. }
            | Self::Year { span, .. }
            | Self::Language { span, .. }
            | Self::Type { span, .. }
            | Self::Unknown(span) => Some(span.clone()),
            Self::Nothing => None,
        }
    }
}

/// The values of the fields of `place`: the field, which of its values, the text.
fn values(document: &Document, place: Place) -> impl Iterator<Item = (Field, usize, &str)> {
    let fields = place.fields.iter().flat_map(SearchField::shown_by);
    fields.flat_map(|&field| document.values(field).enumerate().map(move |(nth, text)| (field, nth, text)))
}

fn whole_value(term: &Span, (field, nth, text): (Field, usize, &str)) -> Hit {
    Hit { term: term.clone(), field, value: nth as u32, span: 0..text.len(), words: text.to_owned() }
}

fn any_value(document: &Document, place: Place, holds: impl Fn(&str) -> bool) -> bool {
    values(document, place).any(|(.., text)| holds(text))
}

/// Where the words of `way` stand next to each other in a field of `place`.
fn phrase(way: &[u32], place: Place, document: &Document, scratch: &Scratch) -> Vec<Occurrence> {
    let Some((&first, rest)) = way.split_first() else { return Vec::new() };
    let mut found = Vec::new();
    for &start in &scratch.found[first as usize] {
        let token = document.tokens[start.first as usize];
        if place.mask & bit(document.field(token)) == 0 {
            continue;
        }
        let mut last = start.last;
        let whole = rest.iter().all(|&word| {
            let found = &scratch.found[word as usize];
            let next = found.binary_search_by_key(&(last + 1), |next| next.first).ok().map(|at| found[at]);
            let next = next.filter(|next| document.tokens[next.first as usize].value == token.value);
            last = next.map_or(last, |next| next.last);
            next.is_some()
        });
        if whole {
            found.push(Occurrence { first: start.first, last });
        }
    }
    found
}

/// Where one occurrence of each list stand close to each other.
fn close(lists: &[Vec<Occurrence>], distance: Distance, ordered: bool, document: &Document) -> Vec<Occurrence> {
    let Some((first, rest)) = lists.split_first() else { return Vec::new() };
    // Partial combinations: what they cover, and how many of their words belong to operands.
    let mut partial: Vec<(Occurrence, u32)> =
        first.iter().map(|&found| (found, found.last - found.first + 1)).collect();
    for list in rest {
        let mut longer = Vec::new();
        for &(covered, words) in &partial {
            for &next in list {
                let behind = next.first > covered.last;
                let before = next.last < covered.first;
                if !behind && (ordered || !before) {
                    continue;
                }
                let whole = Occurrence { first: covered.first.min(next.first), last: covered.last.max(next.last) };
                let words = words + next.last - next.first + 1;
                if within(whole, words, distance, document) && longer.len() < MOST_COMBINATIONS {
                    longer.push((whole, words));
                }
            }
        }
        longer.sort_unstable();
        longer.dedup();
        partial = longer;
    }
    partial.into_iter().map(|(covered, _)| covered).collect()
}

/// Most combinations of words that a proximity expression follows in one document.
const MOST_COMBINATIONS: usize = 10_000;

fn within(whole: Occurrence, words: u32, distance: Distance, document: &Document) -> bool {
    let value = |at: u32| document.tokens[at as usize].value;
    let between = (whole.last - whole.first + 1).saturating_sub(words);
    value(whole.first) == value(whole.last)
        && match distance {
            Distance::Words(most) => between <= most,
            Distance::SameField => true,
        }
}

impl Matcher {
    fn matches(&self, key: &[u8]) -> bool {
        match self {
            Self::Exact(word) => word == key,
            Self::Stem { stem, word } => same_stem(key, stem, word),
            Self::Wild { parts, start, .. } => key.starts_with(start) && wild(parts, key),
        }
    }

    /// Whether the word is written in two: `co-production`, or `co production` where the first half is a usual prefix.
    fn matches_joined(&self, key: &[u8], document: &Document, token: Token, next: Token) -> bool {
        let start = match self {
            Self::Exact(_) | Self::Wild { joins: false, .. } => return false,
            Self::Stem { word, .. } => word,
            Self::Wild { start, .. } => start,
        };
        let begins = start.len() > key.len() && start.starts_with(key) && next.value == token.value;
        let prefix = || std::str::from_utf8(key).is_ok_and(|key| PREFIXES.binary_search(&key).is_ok());
        if !begins || !(next.hyphened || prefix()) {
            return false;
        }
        let joined = [key, document.key(next)].concat();
        self.matches(&joined)
    }
}

/// Whether a word has the stem. Inflection leaves the first two letters alone, but in short plurals such as `feet`.
fn same_stem(key: &[u8], wanted: &str, word: &[u8]) -> bool {
    if key == word {
        return true;
    }
    let short = wanted.len() <= 5;
    if !short && key.get(1) != wanted.as_bytes().get(1) {
        return false;
    }
    std::str::from_utf8(key).is_ok_and(|key| stem(key) == wanted)
}

/// Whether text and wildcards match the whole of a folded word.
pub(super) fn matches_parts(parts: &[Part], word: &str) -> bool {
    wild(parts, word.as_bytes())
}

/// Whether text and wildcards match the whole of `key`, in time proportional to both.
fn wild(parts: &[Part], key: &[u8]) -> bool {
    if let [Part::Text(text), Part::Any { min: 0, max: None }] = parts {
        return key.starts_with(text.as_bytes());
    }
    let Ok(text) = std::str::from_utf8(key) else { return false };
    let chars: Vec<char> = text.chars().collect();
    // Where in the word the parts so far may end.
    let mut ends = vec![false; chars.len() + 1];
    ends[0] = true;
    for part in parts {
        ends = match part {
            Part::Text(text) => after_text(&ends, &chars, text),
            Part::Any { min, max } => after_any(&ends, *min as usize, max.map(|max| max as usize)),
        };
    }
    ends[chars.len()]
}

fn after_text(ends: &[bool], chars: &[char], text: &str) -> Vec<bool> {
    let mut after = vec![false; ends.len()];
    let len = text.chars().count();
    for (at, _) in ends.iter().enumerate().filter(|(_, end)| **end) {
        if at + len <= chars.len() && text.chars().eq(chars[at..at + len].iter().copied()) {
            after[at + len] = true;
        }
    }
    after
}

fn after_any(ends: &[bool], min: usize, max: Option<usize>) -> Vec<bool> {
    let mut after = vec![false; ends.len()];
    // The last place from which so many characters may have been taken.
    let mut from = None;
    for (at, end) in after.iter_mut().enumerate() {
        if at >= min && ends[at - min] {
            from = Some(at - min);
        }
        *end = from.is_some_and(|from| max.is_none_or(|max| at - from <= max));
    }
    after
}

#[cfg(test)]
mod tests;
