//! The names of fields that Web of Science prints with a search made on its search page: `TOPIC: (coproduction)` from 2012 to 2021,
//! `coproduction (Topic)` since.

use super::{Lexer, TokenKind};
use crate::query::dialect::FieldForm;
use crate::query::tree::FieldCodeUse;

/// The longest name, in bytes.
const LONGEST: usize = 40;

/// The longest row, in tokens.
const MOST_TOKENS: usize = 2000;

impl Lexer<'_> {
    /// Reads `TOPIC:` before its term.
    pub(super) fn label(&mut self, start: usize) -> bool {
        let rest = &self.text[start..];
        let Some(colon) = rest.bytes().take(LONGEST).position(|byte| byte == b':') else { return false };
        let name = rest[..colon].trim_end();
        let behind = &rest[colon + 1..];
        let span = start..start + colon + 1;
        let fields = self.dialect.fields_of(name).filter(|_| behind.starts_with([' ', '\t', '\n', '(']));
        let capitals = name.len() > 3 && name.bytes().all(|b| b.is_ascii_uppercase() || b == b'-');
        if fields.is_none() && capitals && behind.starts_with(" (") {
            self.unknown(name, &rest[..=colon], span.clone());
        } else if fields.is_none() {
            return false;
        }
        self.prefix(name, fields.unwrap_or_default(), span);
        true
    }

    /// Reads `(Topic)` behind the terms of its row, which go back to the row before: `2020 or 2021 (Publication Years)`.
    pub(super) fn row_label(&mut self) -> bool {
        let behind_term = matches!(
            self.tokens.last().map(|token| &token.kind),
            Some(TokenKind::Word(_) | TokenKind::Quoted(_) | TokenKind::Close)
        );
        let inner = &self.rest()[1..];
        let close = inner.bytes().take(LONGEST).position(|byte| byte == b')');
        let Some(close) = close.filter(|_| behind_term && self.dialect.field_form == FieldForm::Equals) else {
            return false;
        };
        let name = &inner[..close];
        // In these letters: `(topic)` may be a word, `(TI)` an abbreviation.
        let printed = self.dialect.codes.iter().find(|code| code.codes.contains(&name));
        let Some(code) = printed.filter(|_| name.contains(|c: char| c.is_ascii_lowercase())) else { return false };
        let span = self.at..self.at + name.len() + 2;
        let from = self.row();
        if self.tokens.len() > from + 1 {
            let start = self.tokens[from].span.start;
            self.tokens.insert(from, super::Token { kind: TokenKind::Open, span: start..start });
            self.push(TokenKind::Close, span.start..span.start);
        }
        let code = FieldCodeUse { written: name.to_owned(), fields: code.fields, span: span.clone() };
        self.at = span.end;
        self.push(TokenKind::Suffix(code, None), span);
        true
    }

    /// The first token of the row that ends here: behind the row before and its operator, or behind an open parenthesis.
    fn row(&self) -> usize {
        let mut depth = 0_u32;
        for (at, token) in self.tokens.iter().enumerate().rev().take(MOST_TOKENS) {
            match token.kind {
                TokenKind::Close => depth += 1,
                TokenKind::Open if depth == 0 => return at + 1,
                TokenKind::Open => depth -= 1,
                TokenKind::Suffix(..) if depth == 0 => {
                    let operator = matches!(self.tokens[at + 1].kind, TokenKind::Operator(_));
                    return at + 1 + usize::from(operator);
                }
                _ => {}
            }
        }
        if self.tokens.len() <= MOST_TOKENS { 0 } else { self.tokens.len() - 1 }
    }
}
