//! From a query's text to its tree: what is around the query, its lines, and the checks that need the whole tree.

use super::dialect::{DIALECTS, Dialect, Era, Levels};
use super::lexer::{self, TokenKind};
use super::message::{self, Message};
use super::tree::{Expression, LineReference, Node, Span, Term};
use super::{Join, hits, parser, strategy};

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
    let span = behind_name(text, &mut messages);
    let reader = Reader { text, dialect, levels: levels.unwrap_or(era.levels) };
    let lines = reader.lines(span.clone(), &mut messages);
    let expression = strategy::resolve(&lines, &mut messages);
    if expression.node == Node::Missing
        && messages.iter().all(|message| message.diagnostic.severity < crate::diagnostic::Severity::Error)
    {
        messages.push(Message::new("QRY017", span, "the query holds no term"));
    }
    for line in &lines {
        proximity(&line.expression, dialect, era, &mut messages);
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
        match strategy::numbered_lines(self.text, span.clone(), self.dialect, messages) {
            Some(strategy::Layout::Lines(mut lines)) => {
                self.bare(&mut lines, messages);
                let numbers: Vec<u32> = lines.iter().map(|(number, _)| *number).collect();
                let mut read = Vec::with_capacity(lines.len());
                for (at, (number, part)) in lines.into_iter().enumerate() {
                    read.push(Line { number, expression: self.expression(&[part], &numbers[..at], messages) });
                }
                read
            }
            Some(strategy::Layout::Connected(mut parts)) => {
                self.bare(&mut parts, messages);
                let mut lines: Vec<Line> = Vec::new();
                for (number, part) in parts.iter().filter(|(number, _)| *number > 0) {
                    lines.push(Line {
                        number: *number,
                        expression: self.expression(std::slice::from_ref(part), &[], &mut Vec::new()),
                    });
                }
                let all: Vec<Span> = parts.into_iter().map(|(_, part)| part).collect();
                lines.push(Line { number: 0, expression: self.expression(&all, &[], messages) });
                lines
            }
            None => {
                let span =
                    without_marks(self.text, without_settings(self.text, span, messages), self.dialect, messages);
                vec![Line { number: 0, expression: self.expression(&[span], &[], messages) }]
            }
        }
    }

    /// Takes what an interface prints with the lines of a history off them: settings, numbers of hits.
    fn bare(&self, parts: &mut [(u32, Span)], messages: &mut Vec<Message>) {
        for (_, part) in parts.iter_mut() {
            *part = without_settings(self.text, part.clone(), messages);
        }
        hits::take_off(self.text, parts, self.dialect, messages);
    }

    /// The expression written in `parts` of the text, one behind the other; it may refer to `earlier` lines.
    fn expression(&self, parts: &[Span], earlier: &[u32], messages: &mut Vec<Message>) -> Expression {
        let mut tokens = Vec::new();
        for part in parts {
            tokens.extend(lexer::tokens(self.text, part.clone(), self.dialect, messages));
        }
        strategy::bare_references(&mut tokens, earlier, self.dialect, messages);
        let end = parts.last().map_or(0, |part| part.end);
        if let [only] = tokens.as_slice()
            && let TokenKind::Colon = only.kind
        {
            tokens.clear();
        }
        parser::tree(tokens, end, self.dialect, self.levels, messages)
    }
}

/// Settings of an interface that stand behind a query or a line copied from it.
const BEHIND: &[&str] = &[
    "Sort by:",
    "Filters:",
    "Filters applied:",
    "Limits:",
    // Web of Science.
    "Refined by:",
    "Timespan:",
    "Timespan=",
    "Indexes:",
    "Indexes=",
    "Editions:",
    "Databases=",
    "Search language=",
    "DocType=",
    "Date Run:",
    "Results:",
    // EBSCOhost.
    "Limiters - ",
    "Expanders - ",
    "Narrow by ",
    "Search modes - ",
    "Interface - ",
    "Search Screen - ",
    "Database - ",
    "View Results (",
];

/// Words of an interface that stand before a query copied from it, in small letters.
const BEFORE: &[&str] = &["you searched for", "results for", "search", "query"];

/// What follows the name of a database, or other words of an interface, at the beginning.
fn behind_name(text: &str, messages: &mut Vec<Message>) -> Span {
    let Some(end) = name_before(text) else { return 0..text.len() };
    messages.push(Message::new("QRY012", 0..end, format!("`{}` is no part of the query", text[..end].trim())));
    end..text.len()
}

/// The query or line at `span` without settings behind it.
fn without_settings(text: &str, span: Span, messages: &mut Vec<Message>) -> Span {
    let Some(start) = settings_behind(&text[..span.end], span.start) else { return span };
    let settings = crate::diagnostic::excerpt(text[start..span.end].trim());
    let code = if limits(&text[start..span.end]) { "QRY024" } else { "QRY013" };
    messages.push(Message::new(code, start..span.end, format!("`{settings}` is no part of the query")));
    span.start..start
}

/// Whether settings of an interface limited what was found.
fn limits(settings: &str) -> bool {
    const LIMITS: [&str; 8] = [
        "Refined by:",
        "Filters:",
        "Filters applied:",
        "Limits:",
        "Limiters - ",
        "Narrow by ",
        "DocType=",
        "Search language=",
    ];
    let timespan = ["Timespan:", "Timespan="].iter().filter_map(|name| settings.split_once(name));
    LIMITS.iter().any(|name| settings.contains(name))
        || timespan.into_iter().any(|(_, years)| !years.trim_start().to_ascii_lowercase().starts_with("all"))
}

/// The query at `span` without quotation marks around the whole.
fn without_marks(text: &str, span: Span, dialect: &Dialect, messages: &mut Vec<Message>) -> Span {
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

/// The end of `Web of Science: ` or `You searched for: ` at the beginning of the text.
fn name_before(text: &str) -> Option<usize> {
    let colon = text.find(':')?;
    let head = text[..colon].trim().to_lowercase();
    let named = DIALECTS.iter().filter(|dialect| dialect.name != "plain").any(|dialect| {
        [dialect.name, dialect.title].iter().chain(dialect.aliases).any(|name| {
            let name = name.to_lowercase();
            head.strip_prefix(&name).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ',', '(']))
        })
    });
    let words = !head.contains(['"', '(', '[', '=']) && text[colon + 1..].starts_with(char::is_whitespace);
    ((named || BEFORE.contains(&head.as_str())) && words).then_some(colon + 1)
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

/// Reports AND, NOT and, where the database forbids it, OR and other proximity inside proximity.
fn proximity(expression: &Expression, dialect: &Dialect, era: &Era, messages: &mut Vec<Message>) {
    expression.walk(&mut |part| {
        let Node::Near { operands, distance, ordered } = &part.node else { return };
        for operand in operands {
            operand.walk(&mut |inner| {
                let forbidden = match &inner.node {
                    Node::And(_) => Some("AND"),
                    Node::Not { .. } => Some("NOT"),
                    Node::Or(_) if !era.or_in_proximity => Some("OR"),
                    Node::Term(Term { join: Join::And, .. }) => {
                        Some("AND, assumed between words without quotation marks,")
                    }
                    Node::Near { distance: other, ordered: other_order, .. }
                        if !dialect.mixed_proximity && (other, other_order) != (distance, ordered) =>
                    {
                        Some("proximity of another kind or with another number")
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
