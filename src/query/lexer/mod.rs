//! A query's text to tokens, guided by a dialect. Every character ends up in a token or in a message.

mod fields;
mod headings;
mod labels;
mod limits;
mod operators;
mod quotes;
mod words;

pub(super) use operators::line_numbers;

use super::dialect::{Dialect, FieldForm, Operator};
use super::message::Message;
use super::tree::{Distance, FieldCodeUse, LineReference, Span, Term, Word};

/// A token with its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub span: Span,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum TokenKind {
    Open,
    Close,
    Operator(Operator),
    Near {
        distance: Distance,
        ordered: bool,
    },
    /// One word without quotation marks.
    Word(Word),
    /// A term that is complete: in quotation marks.
    Quoted(Term),
    /// A term that brings its field: a subject heading of Ovid.
    Heading(Term, FieldCodeUse),
    /// A field code before its term.
    Prefix(FieldCodeUse),
    /// A field code behind its term, with the distance of PubMed's proximity.
    Suffix(FieldCodeUse, Option<Distance>),
    /// A field code that the dialect does not have, before its term or `behind` it: what it asks for is left out.
    LeftOut {
        behind: bool,
    },
    /// Lines of the search history.
    Lines(LineReference),
    /// A colon between two dates.
    Colon,
}

/// The tokens of `text[span]`; messages go to `messages`.
pub(super) fn tokens(text: &str, span: Span, dialect: &Dialect, messages: &mut Vec<Message>) -> Vec<Token> {
    let mut lexer = Lexer {
        text: &text[..span.end],
        dialect,
        at: span.start,
        start: span.start,
        tokens: Vec::new(),
        limits: None,
        messages,
    };
    lexer.at = span.end - lexer.rest().trim_start().len();
    if lexer.limit_line() {
        return lexer.tokens;
    }
    while let Some(c) = lexer.peek() {
        lexer.token(c);
    }
    lexer.bare_line_numbers();
    lexer.tokens
}

struct Lexer<'a> {
    /// The text up to the end of the part that is read.
    text: &'a str,
    dialect: &'a Dialect,
    at: usize,
    start: usize,
    tokens: Vec<Token>,
    /// How many tokens there were behind the last limit that an interface wrote, and whether it excludes.
    limits: Option<(usize, bool)>,
    messages: &'a mut Vec<Message>,
}

impl<'a> Lexer<'a> {
    fn token(&mut self, c: char) {
        match c {
            c if c.is_whitespace() => self.at += c.len_utf8(),
            '(' if self.row_label() => {}
            '(' => self.push_here(TokenKind::Open, 1),
            ')' => self.push_here(TokenKind::Close, 1),
            c if quotes::is_double(c) => self.double_quote(c),
            c if quotes::is_single(c) && self.single_quote(c) => {}
            '{' if self.dialect.braces => self.braces(),
            '[' => self.bracket(),
            _ => self.chunk(),
        }
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// The character before the byte `at`, if it belongs to the part that is read.
    fn before(&self, at: usize) -> Option<char> {
        self.text[self.start..at].chars().next_back()
    }

    fn push(&mut self, kind: TokenKind, span: Span) {
        self.tokens.push(Token { kind, span });
    }

    fn push_here(&mut self, kind: TokenKind, len: usize) {
        self.push(kind, self.at..self.at + len);
        self.at += len;
    }

    fn message(&mut self, code: &'static str, span: Span, message: impl Into<String>) {
        self.messages.push(Message::new(code, span, message));
    }

    /// Reads what is not a parenthesis, quotation mark or bracket, up to the next space or one of these.
    fn chunk(&mut self) {
        let start = self.at;
        let end = start + self.chunk_len();
        let chunk = &self.text[start..end];
        if self.field_before(start, chunk)
            || self.heading(start, chunk)
            || self.choice_of_database(start, chunk)
            || self.filter_word(start, chunk)
            || self.lines(start, chunk)
            || self.operator(start, chunk)
            || self.proximity(start, chunk)
            || self.field_behind(start, chunk)
        {
            return;
        }
        self.at = end;
        self.word(start, chunk);
    }

    /// How many bytes the chunk at the current place has; at least one character.
    fn chunk_len(&self) -> usize {
        let rest = self.rest();
        for (at, c) in rest.char_indices() {
            let bracket = c == '[' && !(self.dialect.bracketed_wildcards && rest[at..].starts_with("[*"));
            if at > 0 && self.glued_operator(&rest[at..]) && rest[..at].ends_with(self.signs()) {
                return at;
            }
            let ends = c.is_whitespace()
                || matches!(c, '(' | ')')
                || quotes::is_double(c)
                || bracket
                || (c == '{' && self.dialect.braces);
            if ends && at > 0 {
                return at;
            }
            if c == '=' && self.dialect.field_form == FieldForm::Equals && at > 0 {
                return at + 1;
            }
        }
        rest.len()
    }

    /// Whether `rest` begins with an operator in capitals that a space follows: `direct*OR (`.
    fn glued_operator(&self, rest: &str) -> bool {
        self.dialect.operators.iter().any(|(spelling, _)| {
            rest.strip_prefix(spelling)
                .is_some_and(|behind| behind.starts_with(|c: char| c.is_whitespace() || c == '('))
        })
    }

    /// The wildcards of the dialect.
    fn signs(&self) -> impl Fn(char) -> bool {
        let wildcards = self.dialect.wildcards;
        move |c| wildcards.iter().any(|wildcard| wildcard.sign == c)
    }

    /// The text behind the current place, spaces skipped.
    fn ahead(&self, from: usize) -> &'a str {
        self.text[from..].trim_start()
    }
}
