//! Lines of an Ovid history that limit another line: `limit 5 to (english language and yr="1985 - 2017")`, `remove duplicates from 5`.

use super::{Lexer, TokenKind};
use crate::query::dates::years;
use crate::query::dialect::Operator;
use crate::query::field::{FieldSet, SearchField};
use crate::query::tree::{FieldCodeUse, Join, LineReference, Part, Quote, Span, Term, Word};
use crate::record::document_type::DocumentType;
use crate::record::language::Language;

impl Lexer<'_> {
    /// Reads the part as a limit, if it is one.
    pub(super) fn limit_line(&mut self) -> bool {
        if !self.dialect.limit_lines {
            return false;
        }
        let rest = self.rest();
        let lower = rest.to_ascii_lowercase();
        let begins = |head: &str| lower.starts_with(head).then_some(head.len());
        let heads = ["limit ", "..l/ ", "..l ", "remove duplicates from ", "from "];
        let Some((head, len)) = heads.iter().find_map(|head| Some((*head, begins(head)?))) else { return false };
        let number = &rest[len..];
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        let Some(line) = number[..digits].parse().ok().filter(|_| (1..=3).contains(&digits)) else { return false };
        let behind = number[digits..].trim();
        let joint = match head {
            "limit " => "to ",
            "from " => "keep ",
            _ => "",
        };
        let Some(what) = behind.get(..joint.len()).filter(|word| word.eq_ignore_ascii_case(joint)) else {
            return false;
        };
        if head.starts_with("remove") && !behind.is_empty() {
            return false;
        }
        let whole = self.at..self.at + rest.trim_end().len();
        let from = self.at + rest.len() - number[digits..].trim_start().len() + what.len();
        let reference = LineReference { lines: vec![line], combined_by_or: false };
        self.push(TokenKind::Lines(reference), self.at..self.at + len + digits);
        match head {
            "limit " | "..l/ " | "..l " => {
                self.message("QRY020", whole.clone(), "a limit was read as AND with what it asks for");
                self.limits(from..whole.end);
            }
            "from " => {
                self.message("QRY021", whole.clone(), "which records were kept is not known; all of them were taken")
            }
            _ => self.message("QRY020", whole.clone(), "duplicates are removed elsewhere; all records were taken"),
        }
        self.at = self.text.len();
        true
    }

    /// Reads `use ppez` behind a line or a term: which of several databases that are searched together is meant.
    pub(super) fn choice_of_database(&mut self, start: usize, chunk: &str) -> bool {
        if !self.dialect.limit_lines || !chunk.eq_ignore_ascii_case("use") {
            return false;
        }
        let line = match self.tokens.last().map(|token| &token.kind) {
            Some(TokenKind::Word(word)) => word.written.parse().ok(),
            Some(TokenKind::Lines(_) | TokenKind::Close | TokenKind::Suffix(..) | TokenKind::Heading(..)) => Some(0),
            _ => None,
        };
        let behind = self.ahead(start + chunk.len());
        let code = behind.split([' ', '(', ')', '\t', '\n', '\r']).next().unwrap_or_default();
        let letters = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
        let named = code.split(',').all(|code| (3..=8).contains(&code.len()) && code.bytes().all(letters));
        let Some(line) = line.filter(|_| named) else { return false };
        if let Some(token) = self.tokens.last_mut().filter(|_| line > 0) {
            token.kind = TokenKind::Lines(LineReference { lines: vec![line], combined_by_or: false });
        }
        self.at = self.text.len() - behind.len() + code.len();
        let text = format!(
            "which records are those of the database `{code}` cannot be seen in an export; all of them were taken"
        );
        self.message("QRY021", start..self.at, text);
        true
    }

    /// The limits at `span`, joined by `and`, their alternatives by `or`; one that an export does not show leaves nothing out.
    fn limits(&mut self, span: Span) {
        for limit in self.parts(self.unwrapped(span), " and ") {
            let choices = self.parts(limit.clone(), " or ");
            let read: Option<Vec<_>> = choices.into_iter().map(|choice| self.one_limit(choice)).collect();
            let Some(read) = read else {
                let text = &self.text[limit.clone()];
                self.message(
                    "QRY021",
                    limit,
                    format!("what `{text}` leaves out cannot be seen in an export; it was left out"),
                );
                continue;
            };
            self.push(TokenKind::Operator(Operator::And), limit.start..limit.start);
            self.push(TokenKind::Open, limit.start..limit.start);
            for (number, (code, term, at)) in read.into_iter().enumerate() {
                if number > 0 {
                    self.push(TokenKind::Operator(Operator::Or), at.start..at.start);
                }
                self.push(TokenKind::Prefix(code), at.start..at.start);
                self.push(TokenKind::Quoted(term), at);
            }
            self.push(TokenKind::Close, limit.end..limit.end);
        }
    }

    /// `english language`, `yr="1985 -Current"`, `journal article`; `None` for what no export shows.
    fn one_limit(&self, span: Span) -> Option<(FieldCodeUse, Term, Span)> {
        let text = &self.text[span.clone()];
        let bare = text.trim_matches('"');
        let lower = bare.to_ascii_lowercase();
        let language = lower.strip_suffix(" language").unwrap_or(&lower);
        let (field, code, value) = match text.split_once('=') {
            Some((code, value)) => {
                let value: String = value.chars().filter(|c| !matches!(c, '"' | ' ')).collect();
                let value = value.strip_suffix("-Current").map_or(value.clone(), |from| format!("{from}-3000"));
                let field = self.dialect.fields_of(code.trim())?.iter().next()?;
                let shown = match field {
                    SearchField::Year => years(&value).is_some(),
                    SearchField::Language => Language::parse_all(&value).len() == 1,
                    SearchField::DocumentType => DocumentType::parse(&value).is_some(),
                    _ => false,
                };
                (field, code.trim(), shown.then_some(value)?)
            }
            None if Language::parse_all(language).len() == 1 => (SearchField::Language, "la", language.to_owned()),
            None => {
                DocumentType::parse(bare)?;
                (SearchField::DocumentType, "pt", bare.to_owned())
            }
        };
        let fields = FieldSet::of(&[field]);
        let code = FieldCodeUse { written: code.to_owned(), fields, span: span.start..span.start };
        let words = words_of(&value, span.clone());
        let term = Term { words, join: Join::Phrase, quote: Quote::Bare, subheadings: Vec::new() };
        Some((code, term, span))
    }

    /// `span` without spaces and the parentheses around the whole.
    fn unwrapped(&self, span: Span) -> Span {
        let mut span = span;
        loop {
            let text = &self.text[span.clone()];
            let start = span.start + (text.len() - text.trim_start().len());
            span = start..start + text.trim().len();
            let text = &self.text[span.clone()];
            let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
            match inner {
                Some(inner) if is_balanced(inner) => span = span.start + 1..span.end - 1,
                _ => return span,
            }
        }
    }

    /// The parts of `span` between `joint`, outside parentheses and quotation marks.
    fn parts(&self, span: Span, joint: &str) -> Vec<Span> {
        let text = self.text[span.clone()].to_ascii_lowercase();
        let (mut parts, mut from, mut depth, mut quoted) = (Vec::new(), 0, 0_i32, false);
        for (at, c) in text.char_indices() {
            match c {
                '"' => quoted = !quoted,
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            if depth == 0 && !quoted && at >= from && text[at..].starts_with(joint) {
                parts.push(self.unwrapped(span.start + from..span.start + at));
                from = at + joint.len();
            }
        }
        parts.push(self.unwrapped(span.start + from..span.end));
        parts.retain(|part| !part.is_empty());
        parts
    }
}

/// Whether no parenthesis closes before it opens.
fn is_balanced(text: &str) -> bool {
    let mut depth = 0_i32;
    text.chars().all(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth >= 0
    }) && depth == 0
}

fn words_of(text: &str, span: Span) -> Vec<Word> {
    let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric));
    let word =
        |word: &str| Word { written: word.to_owned(), parts: vec![Part::Text(word.to_owned())], span: span.clone() };
    words.map(word).collect()
}
