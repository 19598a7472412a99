//! What is doubtful in a query though it can be read: one file per subject, one line in [`LINTS`].

mod fields;
mod lines;
mod novelties;
mod operators;
mod redundant;
mod terms;
mod values;
mod variants;

use jiff::civil::Date;

use super::dialect::Dialect;
use super::field::FieldSet;
use super::message::{self, Message};
use super::parse::Parsed;
use super::tree::{Expression, Node, Span, Term};

/// What is known of a query besides its text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// The text, which the spans are about.
    pub text: &'a str,
    /// Whether the fields are stated beside the query: in the protocol, in a setting of the interface.
    pub fields_beside: bool,
    /// The first day on which the search may have been made.
    pub not_before: Option<Date>,
    /// The last day on which the search may have been made.
    pub not_after: Option<Date>,
}

/// A query as the lints see it.
struct Subject<'a> {
    parsed: &'a Parsed,
    dialect: &'static Dialect,
    context: Context<'a>,
    /// The lines of the query, each with its own tree.
    trees: Vec<&'a Expression>,
    terms: Vec<TermUse<'a>>,
}

/// A term where it stands.
#[derive(Debug, Clone, Copy)]
struct TermUse<'a> {
    term: &'a Term,
    at: &'a Expression,
    /// The fields it is looked for in; `None` where the query does not say.
    fields: Option<FieldSet>,
    /// The field code, as written.
    code: &'a str,
    /// The number of the OR, counted through the query, whose alternatives it belongs to; none of its own if it stands alone.
    group: usize,
}

/// One subject of lints.
type Lint = fn(&Subject<'_>, &mut Vec<Message>);

/// Every subject of lints.
const LINTS: &[Lint] = &[
    operators::check,
    fields::check,
    redundant::check,
    terms::check,
    values::check,
    variants::check,
    lines::check,
    novelties::check,
];

/// What is doubtful in the query, in the order of its text. What could not be read is in [`Parsed::messages`].
pub fn lint(parsed: &Parsed, context: Context<'_>) -> Vec<Message> {
    let (trees, terms) = terms_of(parsed);
    let subject = Subject { parsed, dialect: parsed.dialect, context, trees, terms };
    let mut messages = Vec::new();
    for lint in LINTS {
        lint(&subject, &mut messages);
    }
    message::sort(&mut messages);
    messages.dedup();
    messages
}

/// Whether a term of the query has no field code, so that a default or what is stated beside the query holds for it.
pub fn leaves_a_field_open(parsed: &Parsed) -> bool {
    terms_of(parsed).1.iter().any(|term| term.fields.is_none())
}

/// The lines of the query, each with its own tree, and their terms.
fn terms_of(parsed: &Parsed) -> (Vec<&Expression>, Vec<TermUse<'_>>) {
    let trees: Vec<&Expression> =
        parsed.lines.iter().filter(|line| belongs(parsed, line.number)).map(|line| &line.expression).collect();
    let mut found = Terms::default();
    let mut roots: Vec<(u32, usize)> = Vec::new();
    for line in parsed.lines.iter().filter(|line| belongs(parsed, line.number)) {
        found.groups += 1;
        let root = found.groups;
        roots.push((line.number, root));
        found.collect(&line.expression, None, "", root);
    }
    // Lines that are alternatives of each other are one OR: `#1 randomized`, `#2 randomised`, `#3 #1 OR #2`.
    let mut same: Vec<usize> = (0..=found.groups).collect();
    for (number, group) in &found.references {
        let Some((_, root)) = roots.iter().find(|(line, _)| line == number) else { continue };
        let (from, to) = (same[*root], same[*group]);
        same.iter_mut().filter(|group| **group == from).for_each(|group| *group = to);
    }
    found.terms.iter_mut().for_each(|term| term.group = same[term.group]);
    (trees, found.terms)
}

/// Whether a line is one of its own: where operators on lines of their own connect all, the last has the number 0 and holds the others.
fn belongs(parsed: &Parsed, number: u32) -> bool {
    let connected = parsed.lines.len() > 1 && parsed.lines.last().is_some_and(|line| line.number == 0);
    !connected || number == 0
}

/// The terms of a query while they are collected.
#[derive(Default)]
struct Terms<'a> {
    terms: Vec<TermUse<'a>>,
    /// How many groups of alternatives there are.
    groups: usize,
    /// Lines that are referred to, and the group of alternatives they stand in.
    references: Vec<(u32, usize)>,
}

impl<'a> Terms<'a> {
    /// Notes the terms below `expression`.
    fn collect(&mut self, expression: &'a Expression, fields: Option<FieldSet>, code: &'a str, group: usize) {
        match &expression.node {
            Node::Term(term) => self.terms.push(TermUse { term, at: expression, fields, code, group }),
            Node::Field { code, inner } => self.collect(inner, Some(code.fields), &code.written, group),
            Node::LineReference(reference) if reference.combined_by_or || reference.lines.len() == 1 => {
                self.references.extend(reference.lines.iter().map(|&line| (line, group)));
            }
            Node::Or(list) => list.iter().for_each(|part| self.collect(part, fields, code, group)),
            _ => {
                for part in expression.children() {
                    self.groups += 1;
                    self.collect(part, fields, code, self.groups);
                }
            }
        }
    }
}

impl Subject<'_> {
    /// What stands behind `expression` where it is nothing but a reference to one line.
    fn behind<'a>(&'a self, expression: &'a Expression) -> &'a Expression {
        let mut at = expression;
        // A line refers to earlier ones only; the bound keeps a wrong number from going round.
        for _ in 0..self.parsed.lines.len() {
            let Node::LineReference(reference) = &at.node else { break };
            let [number] = reference.lines.as_slice() else { break };
            match self.parsed.lines.iter().find(|line| line.number == *number) {
                Some(line) => at = &line.expression,
                None => break,
            }
        }
        at
    }
}

impl TermUse<'_> {
    fn span(&self) -> Span {
        self.at.span.clone()
    }

    /// Whether it is looked for in text, so that spellings matter: not in names, numbers, dates and headings.
    fn is_text(&self) -> bool {
        use super::field::SearchField as F;
        const TEXT: FieldSet =
            FieldSet::of(&[F::All, F::FullText, F::Title, F::OriginalTitle, F::Abstract, F::AuthorKeyword, F::Heading]);
        self.fields.is_none_or(|fields| !fields.is_empty() && TEXT.covers(fields))
    }

    /// Whether it is looked for in what authors wrote, and not in headings only: a thesaurus spells a word in one way.
    fn is_free_text(&self) -> bool {
        use super::field::SearchField::Heading;
        self.is_text() && self.fields != Some(FieldSet::of(&[Heading]))
    }
}
