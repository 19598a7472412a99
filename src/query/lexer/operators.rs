//! Operators, proximity operators and references to lines of the search history.

use super::{Lexer, TokenKind};
use crate::query::dialect::{Dialect, Number, Operator, ProximityForm};
use crate::query::tree::{Distance, LineReference};

/// Proximity operators of any database that cannot be taken for words.
const ELSEWHERE: &[ProximityForm] = &[
    elsewhere("NEAR/", Number::Between, false),
    elsewhere("WITHIN/", Number::Between, true),
    elsewhere("PRE/", Number::Between, true),
    elsewhere("ONEAR/", Number::Between, true),
    elsewhere("NEXT/", Number::Between, true),
    elsewhere("W/", Number::Between, false),
    elsewhere("N/", Number::Between, false),
    elsewhere("P/", Number::Between, true),
    elsewhere("ADJ", Number::OneMore, false),
    elsewhere("NEAR", Number::Between, false),
];

const fn elsewhere(prefix: &'static str, number: Number, ordered: bool) -> ProximityForm {
    ProximityForm { prefix, number, ordered }
}

/// The largest distance or line number that is read; more digits make a word.
const MOST_DIGITS: usize = 4;

/// The longest way from an operator in small letters to the field code that makes it a word, in bytes.
const LONGEST_PHRASE: usize = 200;

impl Lexer<'_> {
    /// Reads a Boolean operator.
    pub(super) fn operator(&mut self, start: usize, chunk: &str) -> bool {
        let dialect = self.dialect;
        let Some((spelling, operator, len)) = dialect
            .operators
            .iter()
            .filter_map(|&(spelling, operator)| Some((spelling, operator, self.spelled(start, chunk, spelling)?)))
            .max_by_key(|&(.., len)| len)
        else {
            return self.sign(start, chunk);
        };
        let written = &self.text[start..start + len];
        if dialect.capitals_only && written != written.to_uppercase() && self.among_words(start + len) {
            let text = format!("`{written}` was read as a word: in {} only capitals make an operator", dialect.title);
            self.message("QRY031", start..start + len, text);
            return false;
        }
        if spelling != dialect.spelling(operator) && dialect.spelling(operator).ends_with(spelling) {
            let text = format!("{} writes {}, not {written}", dialect.title, dialect.spelling(operator));
            self.message("QRY023", start..start + len, text);
        }
        // Where the database takes small letters for an operator, once is enough.
        let told = || !dialect.capitals_only && self.messages.iter().any(|message| message.code() == "QRY031");
        if written != written.to_uppercase() && !dialect.small_operators && !told() {
            let why = if dialect.capitals_only {
                format!("in {} only capitals are sure to be one", dialect.title)
            } else {
                "not every database does so".to_owned()
            };
            let text = format!("`{written}` was read as the operator {spelling}; {why}");
            self.message("QRY031", start..start + len, text);
        }
        self.push(TokenKind::Operator(operator), start..start + len);
        self.at = start + len;
        true
    }

    /// Whether words stand before the current place and from `end` to a field code behind them: `tissue and organ procurement[mh]`.
    fn among_words(&self, end: usize) -> bool {
        let words = matches!(self.tokens.last().map(|token| &token.kind), Some(TokenKind::Word(_)));
        let behind = &self.text[end..];
        let stop = behind.bytes().take(LONGEST_PHRASE).position(|byte| b"[()\"\n".contains(&byte));
        let Some(stop) = stop.filter(|&at| words && behind[at..].starts_with('[')) else { return false };
        let operator = |word: &str| self.dialect.operators.iter().any(|(spelling, _)| *spelling == word);
        !behind[..stop].split_whitespace().any(operator)
    }

    /// The length of `spelling`, of one word or two, at `start`.
    fn spelled(&self, start: usize, chunk: &str, spelling: &str) -> Option<usize> {
        let Some((first, second)) = spelling.split_once(' ') else {
            return chunk.eq_ignore_ascii_case(spelling).then_some(spelling.len());
        };
        if !chunk.eq_ignore_ascii_case(first) {
            return None;
        }
        let behind = self.ahead(start + chunk.len());
        let from = self.text.len() - behind.len();
        let word = behind.get(..second.len())?;
        let ends = behind[second.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric());
        (word.eq_ignore_ascii_case(second) && ends).then_some(from + second.len() - start)
    }

    /// Reads `|`, `||`, `&` or `&&` as an operator.
    fn sign(&mut self, start: usize, chunk: &str) -> bool {
        let operator = match chunk {
            "|" | "||" => Operator::Or,
            "&" | "&&" => Operator::And,
            _ => return false,
        };
        let span = start..start + chunk.len();
        self.message("QRY032", span.clone(), format!("`{chunk}` was read as {}", self.dialect.spelling(operator)));
        self.at = span.end;
        self.push(TokenKind::Operator(operator), span);
        true
    }

    /// Reads a proximity operator of the dialect, or one of another dialect that cannot be a word.
    pub(super) fn proximity(&mut self, start: usize, chunk: &str) -> bool {
        let own = self.dialect.proximity.iter().find_map(|form| distance(form, chunk));
        let other = || ELSEWHERE.iter().find_map(|form| distance(form, chunk));
        let Some((distance, ordered)) = own.or_else(other) else {
            return false;
        };
        let span = start..start + chunk.len();
        if own.is_none() {
            let advice = spelled_here(self.dialect, distance, ordered);
            self.message("QRY009", span.clone(), format!("{} has no operator `{chunk}`{advice}", self.dialect.title));
        }
        self.at = span.end;
        self.push(TokenKind::Near { distance, ordered }, span);
        true
    }

    /// Reads `#1`, `S1`, `#1-#4`, `or/1-4`, `1-4/or`.
    pub(super) fn lines(&mut self, start: usize, chunk: &str) -> bool {
        let marks = self.dialect.line_marks;
        let spaced = || self.spaced_range(start, chunk).or_else(|| self.spaced_mark(start, chunk));
        let close = combined(chunk, marks).or_else(|| numbered(chunk, marks));
        let Some((reference, end)) = close.map(|found| (found, start + chunk.len())).or_else(spaced) else {
            return false;
        };
        let span = start..end;
        self.at = span.end;
        self.push(TokenKind::Lines(reference), span);
        true
    }

    /// `# 3`, and where it ends.
    fn spaced_mark(&self, start: usize, chunk: &str) -> Option<(LineReference, usize)> {
        let sign = chunk == "#" && self.dialect.line_marks.contains(&chunk);
        let behind = self.ahead(start + chunk.len());
        let number = behind.split([' ', '(', ')', '\t', '\n', '\r']).next().filter(|_| sign)?;
        let lines = list(number, &[""])?;
        Some((LineReference { lines, combined_by_or: false }, self.text.len() - behind.len() + number.len()))
    }

    /// `1 - 3/or`, and where it ends.
    fn spaced_range(&self, start: usize, chunk: &str) -> Option<(LineReference, usize)> {
        let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let behind = self.ahead(start + chunk.len()).strip_prefix('-').filter(|_| number(chunk))?.trim_start();
        let to = behind.split([' ', '(', ')', '\t', '\n', '\r']).next()?;
        let reference = combined(&format!("{chunk}-{to}"), self.dialect.line_marks)?;
        Some((reference, self.text.len() - behind.len() + to.len()))
    }

    /// Where the dialect refers to lines by bare numbers, takes a number that stands between operators for a line.
    pub(super) fn bare_line_numbers(&mut self) {
        if !self.dialect.line_marks.contains(&"") {
            return;
        }
        let ends = |kind: Option<&TokenKind>| {
            matches!(kind, None | Some(TokenKind::Open | TokenKind::Close | TokenKind::Operator(_)))
        };
        for at in 0..self.tokens.len() {
            let before = at.checked_sub(1).map(|before| &self.tokens[before].kind);
            let alone = ends(before) && ends(self.tokens.get(at + 1).map(|token| &token.kind));
            if let TokenKind::Word(word) = &self.tokens[at].kind
                && alone
                && self.tokens.len() > 1
                && let Some(reference) = list(&word.written, &[""])
            {
                self.tokens[at].kind = TokenKind::Lines(LineReference { lines: reference, combined_by_or: false });
            }
        }
    }
}

/// The distance and order that `chunk` asks for, if it is the operator of `form`.
fn distance(form: &ProximityForm, chunk: &str) -> Option<(Distance, bool)> {
    let head = chunk.get(..form.prefix.len())?;
    if !head.eq_ignore_ascii_case(form.prefix) {
        return None;
    }
    let digits = &chunk[form.prefix.len()..];
    let number = || if digits.len() <= MOST_DIGITS { digits.parse::<u32>().ok() } else { None };
    let distance = match form.number {
        Number::Fixed(distance) => digits.is_empty().then_some(distance)?,
        Number::Between => Distance::Words(number()?),
        Number::OneMore => Distance::Words(number()?.checked_sub(1)?),
    };
    Some((distance, form.ordered))
}

/// How the dialect writes this distance, for a message.
fn spelled_here(dialect: &Dialect, distance: Distance, ordered: bool) -> String {
    match crate::query::print::proximity(dialect, distance, ordered) {
        Some(operator) => format!("; there it is {operator}"),
        None => String::new(),
    }
}

/// `or/1-4`, `and/1,3`, `1-4/or`.
fn combined(chunk: &str, marks: &[&str]) -> Option<LineReference> {
    let (left, right) = chunk.split_once('/')?;
    let operator = |text: &str| match text.to_ascii_lowercase().as_str() {
        "or" => Some(true),
        "and" => Some(false),
        _ => None,
    };
    let (combined_by_or, numbers) = match (operator(left), operator(right)) {
        (Some(or), None) => (or, right),
        (None, Some(or)) => (or, left),
        _ => return None,
    };
    let lines = list(numbers, &[""]).or_else(|| list(numbers, marks))?;
    Some(LineReference { lines, combined_by_or })
}

/// The lines that bare numbers may stand for: `1`, `1-4`, `1,3`.
pub(in crate::query) fn line_numbers(written: &str) -> Option<Vec<u32>> {
    list(written, &[""])
}

/// `#1`, `S1`, `#1-#4`: only with a mark, a bare number is a word until its neighbours are known.
fn numbered(chunk: &str, marks: &[&str]) -> Option<LineReference> {
    let marks: Vec<&str> = marks.iter().copied().filter(|mark| !mark.is_empty() && chunk.starts_with(mark)).collect();
    let lines = list(chunk, &marks)?;
    Some(LineReference { lines, combined_by_or: chunk.contains('-') })
}

/// The numbers of `1-4`, `1,3`, `#1-#4`.
fn list(text: &str, marks: &[&str]) -> Option<Vec<u32>> {
    let number = |text: &str| {
        let digits = marks
            .iter()
            .find_map(|mark| text.strip_prefix(mark))
            .or_else(|| text.starts_with(|c: char| c.is_ascii_digit()).then_some(text))?;
        let short = !digits.is_empty() && digits.len() < MOST_DIGITS && digits.bytes().all(|b| b.is_ascii_digit());
        digits.parse::<u32>().ok().filter(|_| short)
    };
    if marks.is_empty() {
        return None;
    }
    let mut lines = Vec::new();
    for part in text.split(',') {
        match part.split_once('-') {
            None => lines.push(number(part)?),
            Some((from, to)) => lines.extend(number(from)?..=number(to)?),
        }
    }
    (!lines.is_empty()).then_some(lines)
}
