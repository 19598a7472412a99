//! An expression made ready for many records: words to matchers, fields to masks.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::dates::{is_relative, years};
use super::dialect::DIALECTS;
use super::document::Exact;
use super::field::{FieldSet, SearchField};
use super::names::{Name, are_persons};
use super::text::{PREFIXES, fold, is_hyphen, stem, without_possessive};
use super::tree::{Distance, Expression, Join, Node, Part, Quote, Span, Term, Word};
use crate::record::Field;
use crate::record::document_type::DocumentType;
use crate::record::language::Language;

/// How an expression is held against a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Options {
    /// Whether words must stand as written.
    pub mode: Mode,
    /// Where terms without a field code are looked for.
    pub default_fields: FieldSet,
    /// Where alone anything is looked for, whatever the query says; `None` for no such limit.
    pub only: Option<FieldSet>,
    /// What single quotation marks mean.
    pub single_quotes: SingleQuotes,
}

/// Whether words must stand as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// As written, but for case, accents and the kind of hyphen.
    Literal,
    /// Inflected forms count, and words written with a hyphen, with a space or as one.
    Normalised,
}

impl Mode {
    /// The word in results and protocols.
    pub fn name(self) -> &'static str {
        match self {
            Self::Literal => "literal",
            Self::Normalised => "normalised",
        }
    }
}

/// What single quotation marks mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SingleQuotes {
    /// What double ones mean: a phrase.
    Phrase,
    /// Nothing: words that must all occur.
    Words,
}

impl Options {
    /// Literal, in the topic, single quotation marks as phrases.
    pub const LITERAL: Self =
        Self { mode: Mode::Literal, default_fields: FieldSet::TOPIC, only: None, single_quotes: SingleQuotes::Phrase };
    /// With inflected forms and hyphen variants.
    pub const NORMALISED: Self = Self { mode: Mode::Normalised, ..Self::LITERAL };

    /// The same, looking in `fields` only, whatever the query says.
    #[must_use]
    pub const fn only(self, fields: FieldSet) -> Self {
        Self { only: Some(fields), ..self }
    }
}

/// An expression ready to be held against documents.
#[derive(Debug, Clone, Default)]
pub struct Query {
    pub(super) nodes: Vec<Check>,
    pub(super) root: usize,
    pub(super) words: Vec<Matcher>,
    /// The matchers to try for a word that begins with a byte, as a range of `by_first`.
    pub(super) first: Vec<(u32, u32)>,
    pub(super) by_first: Vec<u32>,
    /// The matchers to try for every word, because they begin with a wildcard.
    pub(super) any: Vec<u32>,
    fields: Vec<Field>,
}

/// What is checked, with indices into the nodes of the query.
#[derive(Debug, Clone)]
pub(super) enum Check {
    And(Vec<usize>, Span),
    Or(Vec<usize>, Span),
    Not(Option<usize>, usize, Span),
    Near {
        distance: Distance,
        ordered: bool,
        operands: Vec<usize>,
        span: Span,
    },
    /// Words next to each other: one of several ways to write them.
    Phrase {
        ways: Vec<Vec<u32>>,
        /// How they must be written, where nothing else is meant.
        exact: Option<Exact>,
        place: Place,
        span: Span,
    },
    /// A person.
    Person {
        name: Name,
        place: Place,
        span: Span,
        /// Its words as words of a text.
        words: usize,
    },
    /// A year in a range.
    Year {
        from: i32,
        to: i32,
        place: Place,
        span: Span,
    },
    Language {
        languages: Vec<Language>,
        place: Place,
        span: Span,
    },
    Type {
        kind: DocumentType,
        place: Place,
        span: Span,
    },
    /// Nothing that a record could show.
    Unknown(Span),
    /// An operand that is missing.
    Nothing,
}

/// Where something is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// The fields as the query names them.
    pub fields: FieldSet,
    /// The fields of a record, one bit each.
    pub mask: u64,
}

/// What a word of a text is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Matcher {
    /// The same folded form.
    Exact(Vec<u8>),
    /// The same stem, and the folded form that it came from.
    Stem { stem: String, word: Vec<u8> },
    /// Text and wildcards.
    Wild { parts: Vec<Part>, start: Vec<u8>, joins: bool },
}

/// The bit of a field in a mask.
pub(super) fn bit(field: Field) -> u64 {
    1 << (field as u8)
}

impl Query {
    /// Makes `expression` ready.
    pub fn new(expression: &Expression, options: Options) -> Self {
        let mut compiler = Compiler { query: Self::default(), known: HashMap::default(), options };
        compiler.query.root = compiler.node(expression, None);
        compiler.finish()
    }

    /// The fields of a record that it looks at.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }
}

struct Compiler {
    query: Query,
    /// The number of each matcher.
    known: HashMap<Matcher, u32, FixedState>,
    options: Options,
}

impl Compiler {
    fn push(&mut self, check: Check) -> usize {
        self.query.nodes.push(check);
        self.query.nodes.len() - 1
    }

    /// The index of the check for `expression`, whose field is `fields` unless it says another.
    fn node(&mut self, expression: &Expression, fields: Option<FieldSet>) -> usize {
        let span = expression.outer_span();
        match &expression.node {
            Node::And(list) => {
                let list = self.all(list, fields);
                self.push(Check::And(list, span))
            }
            Node::Or(list) => {
                let list = self.all(list, fields);
                self.push(Check::Or(list, span))
            }
            Node::Not { base, without } => {
                let base = base.as_ref().map(|base| self.node(base, fields));
                let without = self.node(without, fields);
                self.push(Check::Not(base, without, span))
            }
            Node::Near { distance, ordered, operands } => {
                let operands = self.all(operands, fields);
                self.push(Check::Near { distance: *distance, ordered: *ordered, operands, span })
            }
            Node::Field { code, inner } => {
                let inside = if code.fields.is_empty() { fields } else { Some(code.fields) };
                self.node(inner, inside)
            }
            Node::Between(from, to) => self.between(from, to, fields, span),
            Node::Term(term) => self.term(term, fields, span),
            Node::LineReference(_) => self.push(Check::Unknown(span)),
            Node::Missing => self.push(Check::Nothing),
        }
    }

    fn all(&mut self, list: &[Expression], fields: Option<FieldSet>) -> Vec<usize> {
        list.iter().map(|part| self.node(part, fields)).collect()
    }

    fn place(&mut self, fields: FieldSet) -> Place {
        let fields = self.options.only.map_or(fields, |only| if is_text(fields) { only } else { fields });
        let mut mask = 0;
        for &field in fields.iter().flat_map(SearchField::shown_by) {
            mask |= bit(field);
            if !self.query.fields.contains(&field) {
                self.query.fields.push(field);
            }
        }
        Place { fields, mask }
    }

    fn term(&mut self, term: &Term, fields: Option<FieldSet>, span: Span) -> usize {
        let fields = fields.unwrap_or(self.options.default_fields);
        let place = self.place(fields);
        if place.mask == 0 {
            return self.push(Check::Unknown(span));
        }
        if fields.contains(SearchField::Year) && is_relative(&term.text()) {
            return self.push(Check::Unknown(span));
        }
        if fields.contains(SearchField::Year)
            && let Some((from, to)) = years(&term.text())
        {
            return self.push(Check::Year { from, to, place, span });
        }
        if fields.contains(SearchField::Language) {
            let languages = Language::parse_all(&term.text());
            if !languages.is_empty() {
                return self.push(Check::Language { languages, place, span });
            }
        }
        if fields.contains(SearchField::DocumentType)
            && let Some(check) = document_type(&term.text(), place, &span)
        {
            return self.push(check);
        }
        if are_persons(fields) {
            return self.person(term, place, span);
        }
        if fields.holds_whole_values() {
            return self.phrase(&term.words, place, span);
        }
        self.words(term, place, span)
    }

    /// `Bovaird T`: one person, however the dialect joins the words.
    fn person(&mut self, term: &Term, place: Place, span: Span) -> usize {
        let words = term.words.iter().flat_map(pieces).map(|piece| piece.parts).collect();
        let Some(name) = Name::of(words) else { return self.words(term, place, span) };
        let words = if name.has_initial() { self.push(Check::Nothing) } else { self.words(term, place, span.clone()) };
        self.push(Check::Person { name, place, span, words })
    }

    fn words(&mut self, term: &Term, place: Place, span: Span) -> usize {
        let single = term.quote == Quote::Single && self.options.single_quotes == SingleQuotes::Words;
        let apart = matches!(term.join, Join::And | Join::Within(_)) || single;
        if term.quote == Quote::Braces {
            return self.exact(term, place, span);
        }
        if !apart || term.words.len() < 2 {
            return self.phrase(&term.words, place, span);
        }
        let each: Vec<usize> =
            term.words.iter().map(|word| self.phrase(std::slice::from_ref(word), place, word.span.clone())).collect();
        match term.join {
            Join::Within(words) => {
                let distance = Distance::Words(words * (each.len() as u32 - 1));
                self.push(Check::Near { distance, ordered: false, operands: each, span })
            }
            _ => self.push(Check::And(each, span)),
        }
    }

    /// Words next to each other; a word with a hyphen counts as several.
    fn phrase(&mut self, words: &[Word], place: Place, span: Span) -> usize {
        let pieces: Vec<Piece> = words.iter().flat_map(pieces).collect();
        if pieces.is_empty() {
            return self.push(Check::Nothing);
        }
        let mode = self.options.mode;
        let mut ways = vec![self.way(&pieces, mode)];
        if mode == Mode::Normalised {
            for at in 1..pieces.len() {
                if let Some(joined) = joined(&pieces, at) {
                    ways.push(self.way(&joined, mode));
                }
            }
        }
        self.push(Check::Phrase { ways, exact: None, place, span })
    }

    /// The exact phrase of Scopus, whatever the mode.
    fn exact(&mut self, term: &Term, place: Place, span: Span) -> usize {
        let pieces: Vec<Piece> = term.words.iter().flat_map(pieces).collect();
        if pieces.is_empty() {
            return self.push(Check::Nothing);
        }
        let ways = vec![self.way(&pieces, Mode::Literal)];
        self.push(Check::Phrase { ways, exact: Some(Exact::of(&term.text())), place, span })
    }

    fn way(&mut self, pieces: &[Piece], mode: Mode) -> Vec<u32> {
        pieces.iter().map(|piece| self.matcher(piece, mode)).collect()
    }

    fn matcher(&mut self, piece: &Piece, mode: Mode) -> u32 {
        let normalised = mode == Mode::Normalised;
        let matcher = match piece.parts.as_slice() {
            [Part::Text(text)] if normalised => {
                Matcher::Stem { stem: stem(text).into_owned(), word: text.as_bytes().to_vec() }
            }
            [Part::Text(text)] => Matcher::Exact(text.as_bytes().to_vec()),
            parts => {
                let start = match parts.first() {
                    Some(Part::Text(text)) => text.as_bytes().to_vec(),
                    _ => Vec::new(),
                };
                Matcher::Wild { parts: parts.to_vec(), start, joins: normalised }
            }
        };
        let words = &mut self.query.words;
        *self.known.entry(matcher.clone()).or_insert_with(|| {
            words.push(matcher);
            words.len() as u32 - 1
        })
    }

    /// `"2006/01/01"[dp] : "2023/08/18"[dp]`.
    fn between(&mut self, from: &Expression, to: &Expression, fields: Option<FieldSet>, span: Span) -> usize {
        let value = |expression: &Expression| match &expression.node {
            Node::Field { code, inner } => match &inner.node {
                Node::Term(term) => Some((Some(code.fields), years(&term.text())?)),
                _ => None,
            },
            Node::Term(term) => Some((None, years(&term.text())?)),
            _ => None,
        };
        let (Some((first, from)), Some((second, to))) = (value(from), value(to)) else {
            return self.push(Check::Unknown(span));
        };
        let place = self.place(first.or(second).or(fields).unwrap_or(FieldSet::of(&[SearchField::Year])));
        if place.mask == 0 {
            return self.push(Check::Unknown(span));
        }
        self.push(Check::Year { from: from.0, to: to.1, place, span })
    }

    fn finish(mut self) -> Query {
        let mut lists: Vec<Vec<u32>> = vec![Vec::new(); 256];
        for (at, word) in self.query.words.iter().enumerate() {
            let start = match word {
                Matcher::Exact(word) | Matcher::Stem { word, .. } | Matcher::Wild { start: word, .. } => word.first(),
            };
            match start {
                Some(&byte) => lists[byte as usize].push(at as u32),
                None => self.query.any.push(at as u32),
            }
        }
        for list in lists {
            let from = self.query.by_first.len() as u32;
            self.query.by_first.extend(list);
            self.query.first.push((from, self.query.by_first.len() as u32));
        }
        self.query
    }
}

/// A part of a word between hyphens.
#[derive(Debug, Clone)]
struct Piece {
    parts: Vec<Part>,
    /// Whether a hyphen stands before it in its word.
    hyphened: bool,
}

/// Splits a word of a query where a text would be split, and folds its parts.
fn pieces(word: &Word) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut current: Vec<Part> = Vec::new();
    let mut hyphened = false;
    for part in &word.parts {
        match part {
            Part::Any { .. } => current.push(part.clone()),
            Part::Text(text) => {
                let text = if word.has_wildcard() { text } else { without_possessive(text) };
                for (at, run) in text.split(|c: char| !(c.is_alphanumeric() || is_joint(c))).enumerate() {
                    if at > 0 && !current.is_empty() {
                        pieces.push(Piece { parts: std::mem::take(&mut current), hyphened });
                    }
                    hyphened = if at > 0 { text.contains(is_hyphen) } else { hyphened };
                    if !run.is_empty() {
                        current.push(Part::Text(fold(run)));
                    }
                }
            }
        }
    }
    if !current.is_empty() {
        pieces.push(Piece { parts: current, hyphened });
    }
    pieces
}

/// Whether `c` belongs to the word around it though it is no letter.
fn is_joint(c: char) -> bool {
    super::text::is_apostrophe(c) || unicode_normalization::char::is_combining_mark(c)
}

/// The pieces with the one at `at` joined to the one before, where a hyphen or a usual prefix stands between.
fn joined(pieces: &[Piece], at: usize) -> Option<Vec<Piece>> {
    let [Part::Text(left)] = pieces[at - 1].parts.as_slice() else { return None };
    let [Part::Text(right), rest @ ..] = pieces[at].parts.as_slice() else { return None };
    if !pieces[at].hyphened && PREFIXES.binary_search(&left.as_str()).is_err() {
        return None;
    }
    let mut parts = vec![Part::Text(format!("{left}{right}"))];
    parts.extend_from_slice(rest);
    let mut joined = pieces.to_vec();
    joined[at - 1] = Piece { parts, hyphened: pieces[at - 1].hyphened };
    joined.remove(at);
    Some(joined)
}

/// The check of a document type: one with a name, or with a code of a database, `ar` of Scopus; nothing is known of other codes.
fn document_type(text: &str, place: Place, span: &Span) -> Option<Check> {
    let of_database = |(_, name): &&(DocumentType, &str)| name.eq_ignore_ascii_case(text);
    let coded = || DIALECTS.iter().flat_map(|dialect| dialect.document_types).find(of_database).map(|(kind, _)| *kind);
    match DocumentType::parse(text).or_else(coded) {
        Some(kind) => Some(Check::Type { kind, place, span: span.clone() }),
        None => (text.len() <= 2).then(|| Check::Unknown(span.clone())),
    }
}

/// Whether the fields hold text that a limit to some fields is about.
fn is_text(fields: FieldSet) -> bool {
    const TEXT: FieldSet = FieldSet::TOPIC.union(FieldSet::of(&[
        SearchField::All,
        SearchField::FullText,
        SearchField::OriginalTitle,
        SearchField::Substance,
        SearchField::HeadingExploded,
        SearchField::HeadingExact,
        SearchField::MajorExploded,
        SearchField::MajorExact,
        SearchField::Subheading,
    ]));
    fields.iter().any(|field| TEXT.contains(field))
}
