//! Search histories: numbered lines that refer to each other.

use super::dialect::Dialect;
use super::hits;
use super::message::Message;
use super::parse::Line;
use super::tree::{Expression, LineReference, Node, Span};

/// How numbered lines hang together.
pub(super) enum Layout {
    /// Each line stands for itself and may refer to others; with their numbers.
    Lines(Vec<(u32, Span)>),
    /// Operators on lines of their own combine the numbered lines; they have the number 0.
    Connected(Vec<(u32, Span)>),
}

/// How many parts an expression may have once lines are put in for their numbers.
const MOST_PARTS: usize = 100_000;

/// The lines of the text at `span`, if at least two are numbered: from 1 on, or the newest first, down to 1. What stands before
/// the first of them is the heading of a history and is left out.
pub(super) fn numbered_lines(text: &str, span: Span, dialect: &Dialect, messages: &mut Vec<Message>) -> Option<Layout> {
    let mut parts: Vec<(u32, Span)> = Vec::new();
    let mut heading = None;
    let mut order = Order { last: 0, newest_first: false };
    let mut from = span.start;
    for line in text[span.clone()].split_inclusive('\n') {
        let at = from..from + line.trim_end().len();
        from += line.len();
        // Blank, or drawn with signs.
        if line.chars().all(|c| c.is_whitespace() || "*-_=".contains(c)) {
            continue;
        }
        match number_of(line.trim_end(), dialect).filter(|(number, _)| order.takes(*number)) {
            Some((number, len)) => parts.push((number, at.start + len..at.end)),
            _ if parts.is_empty() => heading = Some(span.start..at.end),
            _ if order.may_end(line, &text[parts[parts.len() - 1].1.clone()], dialect) => {
                order.last += 1;
                parts.push((order.last, at));
            }
            _ if connects(line, dialect) => parts.push((0, at)),
            _ => match parts.last_mut() {
                Some((number, part)) if *number > 0 => part.end = at.end,
                _ => parts.push((0, at)),
            },
        }
    }
    let whole = !order.newest_first || order.last == 1;
    if !whole || parts.iter().filter(|(number, _)| *number > 0).count() < 2 {
        return None;
    }
    if let Some(heading) = heading {
        let words = crate::diagnostic::excerpt(text[heading.clone()].trim());
        messages.push(Message::new("QRY012", heading, format!("`{words}` is no part of the query")));
    }
    if parts.iter().any(|(number, _)| *number == 0) {
        return Some(Layout::Connected(parts));
    }
    parts.sort_by_key(|(number, _)| *number);
    Some(Layout::Lines(parts))
}

/// The order in which a history numbers its lines.
struct Order {
    /// The number of the last line that was taken; 0 before the first.
    last: u32,
    newest_first: bool,
}

impl Order {
    /// Takes `number` if it is the next.
    fn takes(&mut self, number: u32) -> bool {
        if self.last == 0 {
            self.newest_first = number > 1;
        } else if number != if self.newest_first { self.last - 1 } else { self.last + 1 } {
            return false;
        }
        self.last = number;
        number > 0
    }

    /// Whether `line`, without a number of its own, combines the lines before it: `#1 AND #2` at the end of a printed history.
    fn may_end(&self, line: &str, before: &str, dialect: &Dialect) -> bool {
        let word = |word: Option<&str>| word.is_some_and(|word| dialect.is_operator(word));
        let joined = word(line.split_whitespace().next()) || word(before.split_whitespace().next_back());
        let combines = line.split_whitespace().any(|part| word(Some(part)));
        !self.newest_first && !joined && combines && hits::is_reference(line.trim(), dialect)
    }
}

/// The number that a line begins with, and how many bytes it takes: `1.`, `#1`, `# 1`, `S1`, `1)`, `1 `.
fn number_of(line: &str, dialect: &Dialect) -> Option<(u32, usize)> {
    let trimmed = line.trim_start();
    let mark =
        dialect.line_marks.iter().chain(["#"].iter()).find(|mark| !mark.is_empty() && trimmed.starts_with(**mark));
    let marked = &trimmed[mark.map_or(0, |mark| mark.len())..];
    let unspaced = if mark == Some(&"#") { marked.trim_start() } else { marked };
    let digits = unspaced.bytes().take_while(u8::is_ascii_digit).count();
    let number = unspaced[..digits].parse().ok().filter(|_| digits <= 3)?;
    let behind = &unspaced[digits..];
    let unstopped = behind.strip_prefix(['.', ')', ':']);
    let next = unstopped.unwrap_or(behind).chars().next()?;
    // `1.exp Leadership/`, but not `1.5`.
    let ends = next.is_whitespace() || unstopped.is_some() && !next.is_ascii_digit();
    ends.then(|| (number, line.len() - unstopped.unwrap_or(behind).len()))
}

/// Whether a line holds nothing but an operator, or an operator and references: it combines other lines.
fn connects(line: &str, dialect: &Dialect) -> bool {
    dialect.is_operator(line.trim())
        || line.trim().split_once('/').is_some_and(|(left, right)| {
            let operator = |text: &str| text.eq_ignore_ascii_case("or") || text.eq_ignore_ascii_case("and");
            operator(left) || operator(right)
        })
}

/// The last line, with references to other lines replaced by them.
pub(super) fn resolve(lines: &[Line], messages: &mut Vec<Message>) -> Expression {
    let Some(last) = lines.last() else { return Expression::new(Node::Missing, 0..0) };
    let mut resolver = Resolver { lines, parts: 0, messages };
    // A line may refer to earlier ones only, so that this ends.
    let known = if last.number == 0 { u32::MAX } else { last.number };
    let resolved = resolver.resolve(&last.expression, known);
    if resolver.parts > MOST_PARTS {
        let text = "lines refer to each other too often to be put together";
        messages.push(Message::new("QRY016", last.expression.span.clone(), text));
    }
    resolved
}

struct Resolver<'a> {
    lines: &'a [Line],
    parts: usize,
    messages: &'a mut Vec<Message>,
}

impl Resolver<'_> {
    /// `expression` with references to lines before `below` replaced.
    fn resolve(&mut self, expression: &Expression, below: u32) -> Expression {
        self.parts += 1;
        if self.parts > MOST_PARTS {
            return Expression::new(Node::Missing, expression.span.clone());
        }
        let node = match &expression.node {
            Node::LineReference(reference) => return self.reference(reference, expression, below),
            Node::And(list) => Node::And(self.all(list, below)),
            Node::Or(list) => Node::Or(self.all(list, below)),
            Node::Near { distance, ordered, operands } => {
                Node::Near { distance: *distance, ordered: *ordered, operands: self.all(operands, below) }
            }
            Node::Not { base, without } => Node::Not {
                base: base.as_ref().map(|base| Box::new(self.resolve(base, below))),
                without: Box::new(self.resolve(without, below)),
            },
            Node::Field { code, inner } => {
                Node::Field { code: code.clone(), inner: Box::new(self.resolve(inner, below)) }
            }
            other => other.clone(),
        };
        Expression { node, ..expression.clone() }
    }

    fn all(&mut self, list: &[Expression], below: u32) -> Vec<Expression> {
        list.iter().map(|part| self.resolve(part, below)).collect()
    }

    fn reference(&mut self, reference: &LineReference, at: &Expression, below: u32) -> Expression {
        let mut found = Vec::new();
        for &number in &reference.lines {
            match self.lines.iter().find(|line| line.number == number && number < below && number > 0) {
                Some(line) => {
                    let line = line.clone();
                    let mut resolved = self.resolve(&line.expression, number);
                    if resolved.parentheses.is_empty() {
                        resolved.parentheses.push(resolved.span.clone());
                    }
                    found.push(resolved);
                }
                None => {
                    self.messages.push(Message::new(
                        "QRY015",
                        at.span.clone(),
                        format!("there is no line {number} before this one"),
                    ));
                }
            }
        }
        let mut whole = match (found.pop(), reference.combined_by_or) {
            (None, _) => return at.clone(),
            (Some(only), _) if found.is_empty() => only,
            (Some(last), or) => {
                found.push(last);
                Expression::new(if or { Node::Or(found) } else { Node::And(found) }, at.span.clone())
            }
        };
        whole.parentheses.extend(at.parentheses.iter().cloned());
        if whole.parentheses.is_empty() {
            whole.parentheses.push(at.span.clone());
        }
        whole
    }
}
