//! From a query's text to its tree: what is around the query, its lines, and the checks that need the whole tree.

use super::dialect::{DIALECTS, Dialect, Era, Levels};
use super::lexer::{self, TokenKind};
use super::message::{self, Message};
use super::tree::{Expression, LineReference, Node, Span, Term};
use super::{Join, parser, strategy};

/// A query that was read.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The dialect it was read in.
    pub dialect: &'static Dialect,
    /// How the dialect read operators.
    pub era: &'static Era,
    /// The lines of the search history, in order; one where the query is a single expression.
    pub lines: Vec<Line>,
    /// What the query says: its last line, with references to other lines replaced by them.
    pub expression: Expression,
    /// What is wrong, in the order of the text.
    pub messages: Vec<Message>,
}

/// One line of a search history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number; 0 in a query without numbers.
    pub number: u32,
    /// What it says, references to other lines as they are.
    pub expression: Expression,
}

/// Reads `text` as `dialect` reads it today.
pub fn parse(text: &str, dialect: &'static Dialect) -> Parsed {
    parse_as(text, dialect, dialect.current(), None)
}

/// Reads `text` as `dialect` read it in `era`; with `levels`, in this order of operators instead of the era's.
pub fn parse_as(text: &str, dialect: &'static Dialect, era: &'static Era, levels: Option<Levels>) -> Parsed {
    let mut messages = Vec::new();
    let span = surroundings(text, dialect, &mut messages);
    let reader = Reader { text, dialect, levels: levels.unwrap_or(era.levels) };
    let lines = reader.lines(span.clone(), &mut messages);
    let expression = strategy::resolve(&lines, &mut messages);
    if expression.node == Node::Missing
        && messages.iter().all(|message| message.diagnostic.severity < crate::diagnostic::Severity::Error)
    {
        messages.push(Message::new("QRY017", span, "the query holds no term"));
    }
    for line in &lines {
        proximity(&line.expression, era, &mut messages);
    }
    message::sort(&mut messages);
    Parsed { dialect, era, lines, expression, messages }
}

struct Reader<'a> {
    text: &'a str,
    dialect: &'static Dialect,
    levels: Levels,
}

impl Reader<'_> {
    fn lines(&self, span: Span, messages: &mut Vec<Message>) -> Vec<Line> {
        let numbered = strategy::numbered_lines(self.text, span.clone(), self.dialect);
        match numbered {
            Some(strategy::Layout::Lines(lines)) => lines
                .into_iter()
                .map(|(number, part)| Line { number, expression: self.expression(&[part], messages) })
                .collect(),
            Some(strategy::Layout::Connected(parts)) => {
                let mut lines: Vec<Line> = Vec::new();
                for (number, part) in parts.iter().filter(|(number, _)| *number > 0) {
                    lines.push(Line {
                        number: *number,
                        expression: self.expression(std::slice::from_ref(part), &mut Vec::new()),
                    });
                }
                let all: Vec<Span> = parts.into_iter().map(|(_, part)| part).collect();
                lines.push(Line { number: 0, expression: self.expression(&all, messages) });
                lines
            }
            None => vec![Line { number: 0, expression: self.expression(&[span], messages) }],
        }
    }

    /// The expression written in `parts` of the text, one behind the other.
    fn expression(&self, parts: &[Span], messages: &mut Vec<Message>) -> Expression {
        let mut tokens = Vec::new();
        for part in parts {
            tokens.extend(lexer::tokens(self.text, part.clone(), self.dialect, messages));
        }
        let end = parts.last().map_or(0, |part| part.end);
        if let [only] = tokens.as_slice()
            && let TokenKind::Colon = only.kind
        {
            tokens.clear();
        }
        parser::tree(tokens, end, self.dialect, self.levels, messages)
    }
}

/// Settings of an interface that stand behind a query copied from it.
const BEHIND: &[&str] = &[
    "Sort by:",
    "Filters:",
    "Filters applied:",
    "Limits:",
    "Refined by:",
    "Timespan:",
    "Timespan=",
    "Indexes=",
    "Databases=",
    "Search language=",
];

/// Where the query itself stands: without the name of a database before it, settings behind it, quotation marks around it.
fn surroundings(text: &str, dialect: &Dialect, messages: &mut Vec<Message>) -> Span {
    let mut span = 0..text.len();
    if let Some(end) = platform_before(text) {
        messages.push(Message::new("QRY012", 0..end, format!("`{}` is no part of the query", text[..end].trim())));
        span.start = end;
    }
    if let Some(start) = settings_behind(text, span.start) {
        messages.push(Message::new(
            "QRY013",
            start..text.len(),
            format!("`{}` is no part of the query", text[start..].trim()),
        ));
        span.end = start;
    }
    let trimmed = trim(text, span);
    match enclosed(text, trimmed.clone(), dialect) {
        Some(inner) => {
            messages.push(Message::new("QRY014", trimmed, "the quotation marks around the whole query were left out"));
            inner
        }
        None => trimmed,
    }
}

fn trim(text: &str, span: Span) -> Span {
    let part = &text[span.clone()];
    let start = span.start + (part.len() - part.trim_start().len());
    start..start + part.trim().len()
}

/// The end of `Web of Science: ` at the beginning of the text.
fn platform_before(text: &str) -> Option<usize> {
    let colon = text.find(':')?;
    let head = text[..colon].trim().to_lowercase();
    let named = DIALECTS.iter().filter(|dialect| dialect.name != "plain").any(|dialect| {
        [dialect.name, dialect.title].iter().chain(dialect.aliases).any(|name| {
            let name = name.to_lowercase();
            head.strip_prefix(&name).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ',', '(']))
        })
    });
    let words = !head.contains(['"', '(', '[', '=']) && text[colon + 1..].starts_with(char::is_whitespace);
    (named && words).then_some(colon + 1)
}

/// Where settings of an interface begin, outside quotation marks.
fn settings_behind(text: &str, from: usize) -> Option<usize> {
    let found = BEHIND.iter().filter_map(|marker| text[from..].find(marker).map(|at| from + at)).min()?;
    let outside = text[from..found].matches('"').count().is_multiple_of(2);
    let apart = text[from..found].ends_with(|c: char| c.is_whitespace() || c == ')');
    (outside && apart).then_some(found)
}

/// The inside of a query that stands in quotation marks as a whole.
fn enclosed(text: &str, span: Span, dialect: &Dialect) -> Option<Span> {
    let inner = text[span.clone()].strip_prefix('"')?.strip_suffix('"')?;
    let (first, last) = (inner.find('(')?, inner.rfind(')')?);
    let quoted = inner[..first].contains('"') || inner[last..].contains('"');
    let operator =
        inner.split([' ', '(', ')']).any(|word| dialect.operators.iter().any(|(spelling, _)| *spelling == word));
    (!quoted && operator && first < last).then(|| span.start + 1..span.end - 1)
}

/// Reports AND, NOT and, where the era forbids it, OR inside proximity.
fn proximity(expression: &Expression, era: &Era, messages: &mut Vec<Message>) {
    expression.walk(&mut |part| {
        let Node::Near { operands, .. } = &part.node else { return };
        for operand in operands {
            operand.walk(&mut |inner| {
                let forbidden = match &inner.node {
                    Node::And(_) => Some("AND"),
                    Node::Not { .. } => Some("NOT"),
                    Node::Or(_) if !era.or_in_proximity => Some("OR"),
                    Node::Term(Term { join: Join::And, .. }) => {
                        Some("AND, assumed between words without quotation marks,")
                    }
                    _ => None,
                };
                if let Some(operator) = forbidden {
                    let text = format!("{operator} stands inside a proximity expression");
                    messages.push(Message::new("QRY010", inner.outer_span(), text));
                }
            });
        }
    });
    // Nested proximity reports its inside once.
    messages.dedup_by(|a, b| a.code() == "QRY010" && a == b);
}

impl LineReference {
    /// The reference as a reader would write it: `#1 OR #2`.
    pub fn text(&self) -> String {
        let operator = if self.combined_by_or { " OR " } else { " AND " };
        self.lines.iter().map(|line| format!("#{line}")).collect::<Vec<_>>().join(operator)
    }
}
