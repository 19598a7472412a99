//! The names of fields that Web of Science prints with a search made on its search page: `TOPIC: (coproduction)` from 2012 to 2021,
//! `coproduction (Topic)` since; with them the lists by which results were refined: `and 2020 or 2021 (Publication Years)`.

use super::{Lexer, Token, TokenKind};
use crate::query::dialect::{FieldForm, Operator};
use crate::query::tree::{FieldCodeUse, Join, Part, Quote, Span, Term, Word};

/// The longest name, in bytes.
const LONGEST: usize = 60;

/// The most tokens that a list refines as a whole.
const MOST_REFINED: usize = 50_000;

/// What stands before the name of a list whose values were excluded, with the dash that the interface prints.
const EXCLUDED: [&str; 2] = ["Exclude – ", "Exclude - "];

/// The name of the list that holds the databases searched together.
const DATABASE: &str = "Database";

/// The names of the lists by which Web of Science refines results; the values of a list are joined by OR, each list by AND to
/// all that stands before it.
const FACETS: [&str; 21] = [
    DATABASE,
    "Publication Years",
    "Document Types",
    "Languages",
    "Web of Science Categories",
    "Research Areas",
    "Web of Science Index",
    "Citation Topics Meso",
    "Citation Topics Micro",
    "Sustainable Development Goals",
    "Countries/Regions",
    "Affiliations",
    "Organization-Enhanced",
    "Publication Titles",
    "Source Titles",
    "Publishers",
    "Funding Agencies",
    "Conference Titles",
    "Group Authors",
    "Authors",
    "Open Access",
];

fn is_facet(name: &str) -> bool {
    FACETS.contains(&name)
}

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
            self.unknown_prefix(name, &rest[..=colon], span);
            return true;
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
        let written = &inner[..close];
        let excluded = EXCLUDED.iter().find_map(|head| written.strip_prefix(head));
        let name = excluded.unwrap_or(written);
        // In these letters: `(topic)` may be a word, `(TI)` an abbreviation.
        let printed = self.dialect.codes.iter().find(|code| code.codes.contains(&name));
        let Some(code) = printed.filter(|_| name.contains(|c: char| c.is_ascii_lowercase())) else { return false };
        let span = self.at..self.at + written.len() + 2;
        self.at = span.end;
        let refines = is_facet(name);
        let mut from = if refines { self.refinement() } else { self.row() };
        if refines && self.is_a_database(name, from, &span) {
            return true;
        }
        if refines {
            from += self.enclose_what_is_refined(from);
        }
        if excluded.is_some() {
            let start = self.tokens[from].span.start;
            self.tokens.insert(from, Token { kind: TokenKind::Operator(Operator::Not), span: start..start });
            from += 1;
        }
        if self.tokens.len() > from + 1 {
            self.enclose(from, self.tokens.len());
        }
        let code = FieldCodeUse { written: name.to_owned(), fields: code.fields, span: span.clone() };
        self.push(TokenKind::Suffix(code, None), span);
        true
    }

    /// Puts parentheses around the tokens from `from` up to `to`.
    fn enclose(&mut self, from: usize, to: usize) {
        let (start, end) = (self.tokens[from].span.start, self.tokens[to - 1].span.end);
        self.tokens.insert(to, Token { kind: TokenKind::Close, span: end..end });
        self.tokens.insert(from, Token { kind: TokenKind::Open, span: start..start });
    }

    /// The first value of the list that refined the results and ends here: behind the row before, or behind the last AND or NOT.
    /// Each value is a phrase, AND and `&` in it are words: `Health Care Sciences & Services`.
    fn refinement(&mut self) -> usize {
        let value =
            |token: &Token| matches!(token.kind, TokenKind::Word(_) | TokenKind::Quoted(_) | TokenKind::Operator(_));
        let first = self.tokens.iter().rposition(|token| !value(token)).map_or(0, |at| at + 1);
        let joins = |token: &Token| match token.kind {
            TokenKind::Operator(Operator::And | Operator::Not) => &self.text[token.span.clone()] != "&",
            _ => false,
        };
        let behind_a_row = first > 0 && matches!(self.tokens[first - 1].kind, TokenKind::Suffix(..));
        let last = self.tokens[first..].iter().rposition(joins).filter(|_| !behind_a_row);
        let operator = |at: usize| matches!(self.tokens[at].kind, TokenKind::Operator(_));
        let from = last.map_or(first + usize::from(first > 0 && operator(first)), |at| first + at + 1);
        let values = self.tokens.split_off(from);
        for token in values {
            let word = match token.kind {
                TokenKind::Word(word) => word,
                TokenKind::Operator(Operator::And | Operator::Not) => {
                    self.messages.retain(|message| message.span != token.span);
                    let written = self.text[token.span.clone()].to_owned();
                    Word { parts: vec![Part::Text(written.clone())], written, span: token.span.clone() }
                }
                _ => {
                    self.tokens.push(token);
                    continue;
                }
            };
            match self.tokens[from..].last_mut() {
                Some(Token { kind: TokenKind::Quoted(term), span }) if term.quote == Quote::Bare => {
                    span.end = word.span.end;
                    term.words.push(word);
                }
                _ => {
                    let term =
                        Term { words: vec![word], join: Join::Phrase, quote: Quote::Bare, subheadings: Vec::new() };
                    self.push(TokenKind::Quoted(term), token.span);
                }
            }
        }
        from
    }

    /// Whether the row at `from` names the database that was searched, which leaves nothing out: the row is taken away.
    fn is_a_database(&mut self, name: &str, from: usize, label: &Span) -> bool {
        if name != DATABASE || from == 0 {
            return false;
        }
        let span = self.tokens[from].span.start..label.end;
        let text = format!(
            "which records are those of `{}` cannot be seen in an export; all of them were taken",
            self.text[span.start..label.start].trim()
        );
        self.tokens.truncate(from - 1);
        self.message("QRY021", span, text);
        true
    }

    /// What stands before the first list at `from` that refines the results is refined as a whole: `a (Title) OR b (Title) and
    /// 2020 (Publication Years)`. Gives the number of tokens put in.
    fn enclose_what_is_refined(&mut self, from: usize) -> usize {
        let joined =
            from > 1 && matches!(self.tokens[from - 1].kind, TokenKind::Operator(Operator::And | Operator::Not));
        if !joined {
            return 0;
        }
        let (mut depth, mut start, mut alternatives) = (0_u32, 0, false);
        for (at, token) in self.tokens[..from - 1].iter().enumerate().rev().take(MOST_REFINED) {
            match &token.kind {
                TokenKind::Suffix(code, _) if depth == 0 && is_facet(&code.written) => return 0,
                TokenKind::Close => depth += 1,
                TokenKind::Open if depth == 0 => {
                    start = at + 1;
                    break;
                }
                TokenKind::Open => depth -= 1,
                TokenKind::Operator(operator) if depth == 0 => alternatives |= *operator != Operator::And,
                _ => {}
            }
        }
        if alternatives {
            self.enclose(start, from - 1);
        }
        2 * usize::from(alternatives)
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
