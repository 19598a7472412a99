//! The tree back to text, in any dialect; what the dialect cannot hold is said.
//!
//! [`kept`] decides what stays where the target lacks a part, [`fields`] writes field codes, headings and document types,
//! [`dates`] dates, [`words`] words and proximity.

mod dates;
mod fields;
mod kept;
mod shape;
mod words;

use self::fields::Cover;
use self::shape::{inside, is_compound, uniform};
use super::dialect::{Dialect, Operator};
use super::field::{FieldSet, SearchField};
use super::message::{self, Message};
use super::names::are_persons;
use super::parse::Parsed;
use super::tree::{Expression, Join, Node};

pub(super) use self::words::{is_phrase_first, proximity};

/// How a translation is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether field codes are written; without them for the search box of an interface that sets the field beside it.
    pub fields: bool,
    /// What becomes of the numbers of proximity operators where two databases count differently.
    pub numbers: Numbers,
}

/// What becomes of the number of a proximity operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbers {
    /// It is changed so that as many words may stand between as before: ADJ3 becomes NEAR/2.
    SameDistance,
    /// It is kept, so that the distance is another one: ADJ3 becomes NEAR/3.
    Kept,
}

impl Default for Style {
    fn default() -> Self {
        Self { fields: true, numbers: Numbers::SameDistance }
    }
}

/// A query in another dialect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translation {
    /// The text, one line for each line of the source.
    pub text: String,
    /// What could not be carried over, with the place in the source.
    pub messages: Vec<Message>,
}

/// Writes a query that was read in one dialect in another.
pub fn translate(parsed: &Parsed, target: &'static Dialect, style: Style) -> Translation {
    let mut printer = Printer::new(parsed.dialect, target, style);
    let whole = parsed.lines.last().is_some_and(|line| line.number == 0);
    let text = if whole {
        printer.line(&parsed.expression, 0)
    } else {
        parsed.lines.iter().map(|line| printer.line(&line.expression, line.number)).collect::<Vec<_>>().join("\n")
    };
    let mut messages = printer.messages;
    message::sort(&mut messages);
    messages.dedup();
    Translation { text, messages }
}

struct Printer {
    source: &'static Dialect,
    target: &'static Dialect,
    style: Style,
    messages: Vec<Message>,
    /// The lines of which nothing can be written.
    gone: Vec<u32>,
    /// The lines of which a part was left out.
    shortened: Vec<u32>,
    /// Whether a part of the present line was left out.
    loses: bool,
    /// Whether what is written is taken away.
    taken: bool,
    /// Whether it was said that headings are passed on.
    headings_told: bool,
}

/// The codes that say that something wider is asked for.
const WIDER: &[&str] = &["QRY060", "QRY061", "QRY062"];

impl Printer {
    fn new(source: &'static Dialect, target: &'static Dialect, style: Style) -> Self {
        let (gone, shortened) = (Vec::new(), Vec::new());
        let (loses, taken, headings_told) = (false, false, false);
        Self { source, target, style, messages: Vec::new(), gone, shortened, loses, taken, headings_told }
    }

    fn note(&mut self, code: &'static str, at: &Expression, text: impl Into<String>) {
        let mut text = text.into();
        if self.taken && WIDER.contains(&code) {
            text.push_str("; it stands behind NOT, where what is wider takes more away");
        }
        self.messages.push(Message::new(code, at.outer_span(), text));
    }

    /// One line, or the whole query; empty where nothing of it can be written.
    fn line(&mut self, expression: &Expression, number: u32) -> String {
        self.kept(expression, number).map_or(String::new(), |kept| self.print(&kept, None))
    }

    /// Whether both search MEDLINE by the National Library of Medicine's own lists of headings, subheadings and types.
    fn share_lists(&self) -> bool {
        !self.source.document_types.is_empty() && self.source.document_types == self.target.document_types
    }

    /// Text of what NOT takes away.
    fn taken_away(&mut self, without: &Expression, fields: Option<FieldSet>) -> String {
        self.taken = !self.taken;
        let text = self.operand(without, fields);
        self.taken = !self.taken;
        text
    }

    /// `text`, in parentheses if it is made of several parts.
    fn grouped(text: String) -> String {
        if is_compound(&text) { format!("({text})") } else { text }
    }

    /// Text of `expression`, in parentheses if it is made of several parts.
    fn operand(&mut self, expression: &Expression, fields: Option<FieldSet>) -> String {
        Self::grouped(self.print(expression, fields))
    }

    /// Text of `expression`, which stands in `fields` unless it says others.
    fn print(&mut self, expression: &Expression, fields: Option<FieldSet>) -> String {
        match uniform(expression, fields) {
            Some(Some(fields)) => self.in_fields(expression, fields),
            _ => self.operators(expression, fields),
        }
    }

    /// The operator of `expression` between its operands.
    fn operators(&mut self, expression: &Expression, fields: Option<FieldSet>) -> String {
        match &expression.node {
            Node::And(list) => self.all_of(list, fields),
            Node::Or(list) => self.joined(list, fields, Operator::Or),
            Node::Not { base, without } => {
                let not = self.target.spelling(Operator::Not);
                let without = self.taken_away(without, fields);
                if without.is_empty() {
                    return base.as_ref().map_or(String::new(), |base| self.operand(base, fields));
                }
                match base {
                    Some(base) => format!("{} {not} {without}", self.operand(base, fields)),
                    None => format!("NOT {without}"),
                }
            }
            Node::Near { distance, ordered, operands } => self.near(expression, *distance, *ordered, operands, fields),
            Node::Field { code, inner } => {
                self.print(inner, if code.fields.is_empty() { fields } else { Some(code.fields) })
            }
            Node::Term(term) => self.term(term, expression),
            Node::Between(from, to) => self.between(expression, from, to, fields),
            Node::LineReference(reference) => {
                let operator = if reference.combined_by_or { Operator::Or } else { Operator::And };
                let mark = self.target.line_marks.first().copied().unwrap_or("#");
                let lines: Vec<String> = reference.lines.iter().map(|line| format!("{mark}{line}")).collect();
                lines.join(&format!(" {} ", self.target.spelling(operator)))
            }
            Node::Missing => {
                self.note("QRY068", expression, "an operand is missing");
                String::new()
            }
        }
    }

    /// Operands joined by AND; those that are taken away come behind the others, since no dialect takes NOT for a beginning.
    fn all_of(&mut self, list: &[Expression], fields: Option<FieldSet>) -> String {
        let list = &self.with_one_range(list, fields);
        let taken = |part: &&Expression| matches!(part.node, Node::Not { base: None, .. });
        let (without, with): (Vec<&Expression>, Vec<&Expression>) = list.iter().partition(taken);
        if without.is_empty() || with.is_empty() {
            return self.joined(list, fields, Operator::And);
        }
        let with: Vec<Expression> = with.into_iter().cloned().collect();
        let mut text = match with.as_slice() {
            [only] => self.operand(only, fields),
            several => format!("({})", self.joined(several, fields, Operator::And)),
        };
        for part in without {
            let Node::Not { without, .. } = &part.node else { continue };
            let without = self.taken_away(without, fields);
            if without.is_empty() {
                continue;
            }
            text = format!("{text} {} {without}", self.target.spelling(Operator::Not));
        }
        text
    }

    fn joined(&mut self, list: &[Expression], fields: Option<FieldSet>, operator: Operator) -> String {
        let parts: Vec<String> =
            list.iter().map(|part| self.operand(part, fields)).filter(|part| !part.is_empty()).collect();
        parts.join(&format!(" {} ", self.target.spelling(operator)))
    }

    /// Text of `expression`, all terms of which stand in `fields`.
    fn in_fields(&mut self, expression: &Expression, fields: FieldSet) -> String {
        let renamed;
        let inner = if fields == FieldSet::of(&[SearchField::DocumentType]) && self.style.fields {
            renamed = self.document_types(&shape::as_phrases(inside(expression)));
            &renamed
        } else if are_persons(fields) || fields.holds_whole_values() {
            renamed = shape::as_phrases(inside(expression));
            &renamed
        } else {
            inside(expression)
        };
        let atom = matches!(inner.node, Node::Term(_) | Node::Near { .. });
        if let Node::Term(term) = &inner.node
            && let Some(text) = self.special(term, inner, fields)
        {
            return text;
        }
        if matches!(inner.node, Node::Between(..) | Node::LineReference(_)) {
            return self.operators(inner, Some(fields));
        }
        let special = shape::contains_special(fields);
        if special && !atom && self.style.fields {
            return self.operators(inner, Some(fields));
        }
        let groups = self.target.fields_on_groups && !special;
        if atom || groups {
            self.tell_of_the_field(fields, expression);
        }
        let cover = self.cover(fields, expression);
        let apart;
        let (inner, atom) = match &inner.node {
            // Where a code stands on one term only, or each of several on all, words joined by the dialect are terms of their own.
            Node::Term(term)
                if (!self.target.fields_on_groups || matches!(cover, Cover::Each(_)) && term.join == Join::And)
                    && term.join != Join::Phrase
                    && term.words.len() > 1 =>
            {
                apart = self.words_apart(term, inner);
                (&apart, matches!(apart.node, Node::Near { .. }))
            }
            _ => (inner, atom),
        };
        match cover {
            Cover::None => self.operators(inner, None),
            Cover::Code(code) if atom || groups => self.with_code(&code, inner),
            Cover::Each(codes) if atom || groups && shape::is_alternatives(inner) => {
                let each = codes.iter().map(|code| Self::grouped(self.with_code(code, inner)));
                each.collect::<Vec<String>>().join(&format!(" {} ", self.target.spelling(Operator::Or)))
            }
            _ => self.operators(inner, Some(fields)),
        }
    }
}
