//! Search histories: numbered lines that refer to each other.

use super::dialect::Dialect;
use super::hits;
use super::lexer::{self, Token, TokenKind};
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

/// The lines of the text at `span`, if at least two are numbered, from any number on, upwards or the newest first. What stands
/// before the first of them is the heading of a history and is left out.
pub(super) fn numbered_lines(text: &str, span: Span, dialect: &Dialect, messages: &mut Vec<Message>) -> Option<Layout> {
    let mut parts: Vec<(u32, Span)> = Vec::new();
    // The lines before the first that is numbered.
    let mut heading: Vec<Span> = Vec::new();
    let mut order = Order::default();
    let mut from = span.start;
    for line in text[span.clone()].split_inclusive('\n') {
        let at = from..from + line.trim_end().len();
        from += line.len();
        // Blank, or drawn with signs.
        if line.chars().all(|c| c.is_whitespace() || "*-_=".contains(c)) {
            continue;
        }
        let numbered = number_of(line.trim_end(), dialect);
        if numbered.as_ref().is_some_and(|numbered| order.begins_again(numbered)) {
            // What was taken for the first line is a date or a figure in the heading.
            heading.push(parts[0].1.clone());
            (parts, order) = (Vec::new(), Order::default());
        }
        let apart = heading.last().is_none_or(|last| is_whole(&text[span.start..last.end], dialect));
        match numbered.filter(|numbered| order.takes(numbered, apart)) {
            Some(numbered) => parts.push((numbered.number, at.start + numbered.len..at.end)),
            _ if parts.is_empty() => heading.push(at),
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
    if !order.is_a_history() {
        return None;
    }
    if order.newest_first == Some(true)
        && let Some(top) = heading.pop_if(|line| combines(&text[line.clone()], dialect))
    {
        parts.push((order.first + 1, top));
    }
    if let Some(last) = heading.last() {
        let heading = span.start..last.end;
        let words = crate::diagnostic::excerpt(text[heading.clone()].trim());
        messages.push(Message::new("QRY012", heading, format!("`{words}` is no part of the query")));
    }
    if parts.iter().any(|(number, _)| *number == 0) {
        return Some(Layout::Connected(parts));
    }
    parts.sort_by_key(|(number, _)| *number);
    Some(Layout::Lines(parts))
}

/// Whether `text` can end here: parentheses and quotation marks are closed, and no operator waits for a term.
fn is_whole(text: &str, dialect: &Dialect) -> bool {
    let count = |sign: char| text.matches(sign).count();
    count('(') == count(')')
        && count('"').is_multiple_of(2)
        && !text.split_whitespace().next_back().is_some_and(|word| dialect.is_operator(word))
}

/// The order in which a history numbers its lines.
#[derive(Default)]
struct Order {
    /// The number of the first line that was taken.
    first: u32,
    /// That of the last; 0 before the first.
    last: u32,
    /// How many lines were taken.
    count: usize,
    /// What the second number tells; `None` before it.
    newest_first: Option<bool>,
    /// Whether the first number has a mark or a stop, so that it is no word of a query.
    marked: bool,
}

impl Order {
    /// Takes the number of a line if it is the next. The first of all may be any number where nothing stands before it that goes on.
    fn takes(&mut self, found: &Numbered, apart: bool) -> bool {
        let number = found.number;
        if self.count == 0 {
            if number == 0 || number > 1 && !apart {
                return false;
            }
            (self.first, self.marked) = (number, found.marked);
        } else {
            let newest_first = self.newest_first.unwrap_or(number < self.last);
            if number != if newest_first { self.last - 1 } else { self.last + 1 } {
                return false;
            }
            self.newest_first = Some(newest_first);
        }
        self.last = number;
        self.count += 1;
        number > 0
    }

    /// Whether line 1 comes when one line alone with another number was taken: `12 March 2019`, the day of the search.
    fn begins_again(&self, found: &Numbered) -> bool {
        self.count == 1 && self.first > 2 && found.number == 1
    }

    /// Whether the lines that were taken are those of a history: with bare numbers only from 1 or to 1, or three of them.
    fn is_a_history(&self) -> bool {
        const SURE: usize = 3;
        let from_one = self.first == 1 || self.newest_first == Some(true) && self.last == 1;
        let ends = from_one || self.marked || self.count >= SURE && self.newest_first == Some(false);
        self.count > 1 && ends
    }

    /// Whether `line`, without a number of its own, combines the lines before it: `#1 AND #2` at the end of a printed history.
    fn may_end(&self, line: &str, before: &str, dialect: &Dialect) -> bool {
        let word = |word: Option<&str>| word.is_some_and(|word| dialect.is_operator(word));
        let joined = word(line.split_whitespace().next()) || word(before.split_whitespace().next_back());
        self.newest_first != Some(true) && !joined && combines(line, dialect)
    }
}

/// Whether `line` combines other lines and does nothing else: `#1 AND #2`, `Search ((#3) AND #6)`.
fn combines(line: &str, dialect: &Dialect) -> bool {
    let bare = hits::without_label(line.trim());
    bare.split([' ', '\t', '(', ')']).any(|part| dialect.is_operator(part)) && hits::is_reference(bare, dialect)
}

/// The number that a line begins with.
struct Numbered {
    number: u32,
    /// How many bytes it takes.
    len: usize,
    /// Whether it has a mark before it or a stop behind it.
    marked: bool,
}

/// The number that a line begins with: `1.`, `#1`, `# 1`, `S1`, `1)`, `1 `.
fn number_of(line: &str, dialect: &Dialect) -> Option<Numbered> {
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
    let len = line.len() - unstopped.unwrap_or(behind).len();
    ends.then_some(Numbered { number, len, marked: mark.is_some() || unstopped.is_some() })
}

/// Takes bare numbers for lines where a line of a history holds nothing but operators and numbers of `earlier` lines: `1 AND 2`.
///
/// Strategies are printed so in appendices whatever the database; in most of them the numbers are words. A number beside other
/// terms may well be one, and is only told.
pub(super) fn bare_references(tokens: &mut [Token], earlier: &[u32], dialect: &Dialect, messages: &mut Vec<Message>) {
    let Some(mark) = dialect.line_marks.iter().find(|mark| !mark.is_empty()) else { return };
    let numbers = |token: &Token| match &token.kind {
        TokenKind::Word(word) => {
            lexer::line_numbers(&word.written).filter(|list| list.iter().all(|number| earlier.contains(number)))
        }
        _ => None,
    };
    let operator = |token: &Token| matches!(token.kind, TokenKind::Operator(_));
    let joint = |token: Option<&Token>| {
        token.is_none_or(|token| operator(token) || matches!(token.kind, TokenKind::Open | TokenKind::Close))
    };
    let alone = |at: usize| joint(at.checked_sub(1).map(|at| &tokens[at])) && joint(tokens.get(at + 1));
    let found: Vec<usize> = (0..tokens.len()).filter(|&at| alone(at) && numbers(&tokens[at]).is_some()).collect();
    let (Some(&first), Some(&last)) = (found.first(), found.last()) else { return };
    if !tokens.iter().any(operator) {
        return;
    }
    let span = tokens[first].span.start..tokens[last].span.end;
    let written = found.iter().map(|&at| numbers(&tokens[at]).unwrap_or_default()).collect::<Vec<_>>().concat();
    let marked = written.iter().map(|number| format!("{mark}{number}")).collect::<Vec<_>>().join(", ");
    let others = |at: usize| {
        let line = matches!(tokens[at].kind, TokenKind::Lines(_));
        !line && !joint(Some(&tokens[at])) && !found.contains(&at)
    };
    if (0..tokens.len()).any(others) {
        let outside = |at: usize| depth(&tokens[..at]) == 0;
        if found.iter().all(|&at| outside(at)) {
            let text = format!("read as words, though there are lines of these numbers; a line is {marked} here");
            messages.push(Message::new("QRY026", span, text));
        }
        return;
    }
    let text = format!("bare numbers were read as lines; {} writes {marked}", dialect.title);
    messages.push(Message::new("QRY025", span, text));
    for at in found {
        if let Some(lines) = numbers(&tokens[at]) {
            tokens[at].kind = TokenKind::Lines(LineReference { lines, combined_by_or: false });
        }
    }
}

/// How many parentheses are open behind `tokens`.
fn depth(tokens: &[Token]) -> i32 {
    tokens
        .iter()
        .map(|token| i32::from(token.kind == TokenKind::Open) - i32::from(token.kind == TokenKind::Close))
        .sum()
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
