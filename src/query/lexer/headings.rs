//! Subject headings as Ovid writes them: `exp Leadership/`, `*Leadership/`, `psoriasis/dt`.

use super::{Lexer, TokenKind, quotes};
use crate::query::field::{FieldSet, SearchField};
use crate::query::tree::{FieldCodeUse, Join, Quote, Span, Term};

/// The longest heading, in bytes, that is looked for before a slash.
const LONGEST: usize = 200;

impl Lexer<'_> {
    /// Reads a heading that begins at `start`, or that the slash of `chunk` ends.
    pub(super) fn heading(&mut self, start: usize, chunk: &str) -> bool {
        if !self.dialect.slash_headings {
            return false;
        }
        if chunk.eq_ignore_ascii_case("exp") {
            let from = self.text.len() - self.ahead(start + chunk.len()).len();
            return self.heading_from(start, from, true);
        }
        if chunk.starts_with('*') && chunk.len() > 1 || chunk == "*" {
            return self.heading_from(start, start, false);
        }
        self.slash_behind(start, chunk)
    }

    /// `exp *"local government"/xs`: from the word `exp` or the star to the slash.
    fn heading_from(&mut self, start: usize, from: usize, exploded: bool) -> bool {
        let body = &self.text[from..];
        let starred = body.starts_with('*');
        let inner = from + usize::from(starred);
        let limit =
            self.text[inner..].char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|&at| at <= LONGEST).last();
        let window = &self.text[inner..inner + limit.unwrap_or(0)];
        let Some(slash) = window.find('/').filter(|&at| !window[..at].contains(['(', ')', '\n'])) else {
            return false;
        };
        let (subheadings, end) = self.subheadings(inner + slash + 1);
        self.push_heading(start..end, inner..inner + slash, exploded, starred, subheadings)
    }

    /// `local government/`: the slash ends a heading whose first words are already tokens.
    fn slash_behind(&mut self, start: usize, chunk: &str) -> bool {
        let Some(slash) = chunk.find('/') else { return false };
        let stem = &chunk[..slash];
        let (subheadings, end) = self.subheadings(start + slash + 1);
        let operator = self.dialect.is_operator(stem);
        if end < start + chunk.trim_end_matches(',').len() || operator || stem.bytes().any(|b| b.is_ascii_digit()) {
            return false;
        }
        let first = if stem.is_empty() { self.take_phrase(start) } else { Some(self.take_words(start)) };
        first.is_some_and(|first| self.push_heading(first..end, first..start + slash, false, false, subheadings))
    }

    /// Takes back the phrase that ends at `at`; where it begins.
    fn take_phrase(&mut self, at: usize) -> Option<usize> {
        let token = self.tokens.pop_if(|token| matches!(token.kind, TokenKind::Quoted(_)) && token.span.end == at)?;
        Some(token.span.start)
    }

    /// Takes back the words without an operator before `at`; where they begin.
    fn take_words(&mut self, at: usize) -> usize {
        let mut first = at;
        while let Some(token) = self.tokens.pop_if(|token| matches!(token.kind, TokenKind::Word(_))) {
            first = token.span.start;
        }
        first
    }

    /// The subheadings at `from`, two letters each, joined by commas with or without a space, and where they end.
    fn subheadings(&self, from: usize) -> (Vec<String>, usize) {
        let (mut list, mut end) = (Vec::new(), from);
        let mut at = from;
        while let Some(code) = self.subheading(at) {
            list.push(code.to_owned());
            end = at + code.len();
            let Some(behind) = self.text[end..].strip_prefix(',') else { break };
            at = self.text.len() - behind.trim_start_matches(' ').len();
        }
        (list, end)
    }

    /// The two small letters at `from`, if they are a word of their own and no operator.
    fn subheading(&self, from: usize) -> Option<&str> {
        let code = self.text[from..].get(..2).filter(|code| code.bytes().all(|b| b.is_ascii_lowercase()))?;
        let ends = self.text[from + 2..].chars().next().is_none_or(|c| !c.is_alphanumeric());
        let operator = self.dialect.is_operator(code);
        (ends && !operator).then_some(code)
    }

    fn push_heading(&mut self, span: Span, inner: Span, exploded: bool, major: bool, subheadings: Vec<String>) -> bool {
        let text = &self.text[inner.clone()];
        let trimmed = text.trim().trim_matches(quotes::is_double);
        let from = inner.start + text.find(trimmed).unwrap_or(0);
        let words = self.words_of(from..from + trimmed.len(), false);
        if words.is_empty() {
            return false;
        }
        let field = match (major, exploded) {
            (true, true) => SearchField::MajorExploded,
            (true, false) => SearchField::MajorExact,
            (false, true) => SearchField::HeadingExploded,
            (false, false) => SearchField::HeadingExact,
        };
        let written = match (exploded, major) {
            (true, true) => "exp *",
            (true, false) => "exp",
            (false, true) => "*",
            (false, false) => "/",
        };
        let code = FieldCodeUse { written: written.to_owned(), fields: FieldSet::of(&[field]), span: span.clone() };
        let term = Term { words, join: Join::Phrase, quote: Quote::Bare, subheadings };
        self.at = span.end;
        self.push(TokenKind::Heading(term, code), span);
        true
    }
}
