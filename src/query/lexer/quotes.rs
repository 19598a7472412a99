//! Quotation marks: straight, curly, single; and what to do with one that has no partner.

use super::{Lexer, TokenKind};
use crate::query::tree::{Join, Quote, Span, Term};

/// Whether `c` is a double quotation mark of any shape.
pub(super) fn is_double(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂')
}

/// Whether `c` is a single quotation mark of any shape.
pub(super) fn is_single(c: char) -> bool {
    matches!(c, '\'' | '‘' | '’' | '‚' | '‛')
}

/// The longest term in single quotation marks, in characters: a lone apostrophe must not make the rest of the query its term.
const LONGEST_SINGLE: usize = 200;

impl Lexer<'_> {
    /// Reads a phrase in double quotation marks, or skips a mark that has no partner.
    pub(super) fn double_quote(&mut self, mark: char) {
        let open = self.at;
        if self.closes_nothing(open, mark) {
            return self.stray_quote(open, mark, "closes a phrase that was not opened");
        }
        let inner = open + mark.len_utf8();
        match self.closing_quote(inner) {
            Some(close) if balanced(&self.text[inner..close]) => {
                let width = self.text[close..].chars().next().map_or(0, char::len_utf8);
                let straight = mark == '"' && self.text[close..].starts_with('"');
                self.smart_quotes(straight, &[open..inner, close..close + width]);
                self.at = close + width;
                self.quoted(inner..close, open..close + width, if straight { Quote::Double } else { Quote::Smart });
            }
            _ => self.stray_quote(open, mark, "opens a phrase that is not closed"),
        }
    }

    /// Whether the mark at `at` can only close a phrase: a word before it, none behind it.
    fn closes_nothing(&self, at: usize, mark: char) -> bool {
        let before = self.before(at).is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | '=' | ','));
        let behind = self.text[at + mark.len_utf8()..].chars().next();
        let behind = behind.is_none_or(|c| c.is_whitespace() || c == ')');
        let follows_term = matches!(
            self.tokens.last().map(|token| (&token.kind, token.span.end)),
            Some((TokenKind::Word(_) | TokenKind::Quoted(_) | TokenKind::Close | TokenKind::Suffix(..), end)) if end == at
        );
        before && behind && follows_term
    }

    /// Where the phrase that begins at `from` ends; `None` where the next mark opens another one.
    fn closing_quote(&self, from: usize) -> Option<usize> {
        let at = from + self.text[from..].find(is_double)?;
        let mark = self.text[at..].chars().next()?;
        let before = self.text[..at].chars().next_back();
        let behind = self.text[at + mark.len_utf8()..].chars().next();
        let opens = matches!(mark, '“' | '„' | '«')
            || (before.is_some_and(|c| c.is_whitespace() || matches!(c, '(' | '='))
                && behind.is_some_and(|c| !c.is_whitespace() && !matches!(c, ')' | '[' | '/' | '.')));
        (!opens || mark == '”').then_some(at)
    }

    fn stray_quote(&mut self, at: usize, mark: char, why: &str) {
        let span = at..at + mark.len_utf8();
        self.message("QRY002", span.clone(), format!("this quotation mark {why}; it was skipped"));
        self.at = span.end;
    }

    fn smart_quotes(&mut self, straight: bool, marks: &[Span]) {
        if !straight {
            let written: String = marks.iter().map(|mark| &self.text[mark.clone()]).collect();
            self.message("QRY033", marks[0].clone(), format!("typographic quotation marks {written}"));
        }
    }

    /// Reads a term in single quotation marks; `false` if the mark is an apostrophe.
    pub(super) fn single_quote(&mut self, mark: char) -> bool {
        let open = self.at;
        let starts_word = self.before(open).is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '=' | ','));
        if !starts_word {
            return false;
        }
        let inner = open + mark.len_utf8();
        let Some(close) = self.closing_single(inner) else {
            self.message("QRY046", open..inner, "a single quotation mark without a partner; it was skipped");
            self.at = inner;
            return true;
        };
        let width = self.text[close..].chars().next().map_or(0, char::len_utf8);
        let words = &self.text[inner..close];
        self.message("QRY034", open..close + width, format!("‘{words}’ stands in single quotation marks"));
        self.at = close + width;
        self.quoted(inner..close, open..close + width, Quote::Single);
        true
    }

    /// The mark that closes a term in single quotation marks: at the end of a word, before anything that ends the phrase.
    fn closing_single(&self, from: usize) -> Option<usize> {
        for (at, c) in self.text[from..].char_indices().take(LONGEST_SINGLE) {
            if matches!(c, '(' | ')' | '\n') || is_double(c) {
                return None;
            }
            let at = from + at;
            let behind = self.text[at + c.len_utf8()..].chars().next();
            let ends = behind.is_none_or(|c| c.is_whitespace() || matches!(c, ')' | ',' | ';' | '.' | '['));
            if is_single(c) && ends && at > from {
                return Some(at);
            }
        }
        None
    }

    /// Reads an exact phrase in braces.
    pub(super) fn braces(&mut self) {
        let open = self.at;
        match self.text[open..].find('}') {
            Some(len) => {
                self.at = open + len + 1;
                self.quoted(open + 1..open + len, open..open + len + 1, Quote::Braces);
            }
            None => self.stray_quote(open, '{', "opens an exact phrase that is not closed"),
        }
    }

    fn quoted(&mut self, inner: Span, whole: Span, quote: Quote) {
        let inner = self.without_braces(inner);
        let words = self.words_of(inner, quote != Quote::Braces);
        if words.is_empty() {
            self.message("QRY017", whole, "there is nothing between the quotation marks");
            return;
        }
        self.push(TokenKind::Quoted(Term { words, join: Join::Phrase, quote, subheadings: Vec::new() }), whole);
    }

    /// ProQuest writes `"{…}"` for an exact phrase that keeps the variants of its words.
    fn without_braces(&self, inner: Span) -> Span {
        let text = &self.text[inner.clone()];
        if text.starts_with('{') && text.ends_with('}') && text.len() > 1 {
            inner.start + 1..inner.end - 1
        } else {
            inner
        }
    }
}

/// Whether parentheses are balanced in `text`. A phrase in which they are not is none: its marks belong to other phrases.
fn balanced(text: &str) -> bool {
    let mut depth = 0_i32;
    for c in text.chars() {
        depth += match c {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}
