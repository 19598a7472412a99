//! Words and their wildcards.

use super::{Lexer, TokenKind};
use crate::query::dialect::Dialect;
use crate::query::tree::{Part, Span, Word};

impl Lexer<'_> {
    /// Takes `chunk`, which begins at `start`, as a word.
    pub(super) fn word(&mut self, start: usize, chunk: &str) {
        if chunk == ":" {
            return self.push(TokenKind::Colon, start..start + 1);
        }
        let kept = chunk.trim_end_matches([',', ';']);
        let leading = kept.len() - kept.trim_start_matches([',', ';']).len();
        let span = start + leading..start + kept.len();
        match word(self.text, span.clone(), self.dialect, true) {
            Some(word) => self.push(TokenKind::Word(word), span),
            None => {
                self.message(
                    "QRY046",
                    start..start + chunk.len(),
                    format!("`{chunk}` holds no letter or digit; it was skipped"),
                );
            }
        }
    }

    /// The words of the text at `span`.
    pub(super) fn words_of(&self, span: Span, wildcards: bool) -> Vec<Word> {
        let text = &self.text[span.clone()];
        let mut words = Vec::new();
        let mut from = 0;
        for part in text.split_whitespace() {
            let at = from + text[from..].find(part).unwrap_or(0);
            from = at + part.len();
            words.extend(word(self.text, span.start + at..span.start + from, self.dialect, wildcards));
        }
        words
    }
}

/// The word at `span` of `text`; `None` if it has neither letter, digit nor wildcard. Where no `wildcards` are read, every sign
/// is as good as a letter: in headings, exact phrases and values of limits.
pub(super) fn word(text: &str, span: Span, dialect: &Dialect, wildcards: bool) -> Option<Word> {
    let written = &text[span.clone()];
    let parts = if wildcards { parts(written, dialect) } else { vec![Part::Text(written.to_owned())] };
    let useful = |part: &Part| match part {
        Part::Text(text) => text.chars().any(char::is_alphanumeric),
        Part::Any { .. } => true,
    };
    (!wildcards || parts.iter().any(useful)).then(|| Word { written: written.to_owned(), parts, span })
}

/// Splits a word at its wildcards.
fn parts(written: &str, dialect: &Dialect) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut text = String::new();
    let mut rest = written;
    while let Some(c) = rest.chars().next() {
        if let Some((any, len)) = wildcard(rest, c, dialect) {
            if !text.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut text)));
            }
            parts.push(any);
            rest = &rest[len..];
        } else {
            text.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    if !text.is_empty() {
        parts.push(Part::Text(text));
    }
    parts
}

/// The wildcard that `rest`, beginning with `c`, begins with, and its length in bytes.
fn wildcard(rest: &str, c: char, dialect: &Dialect) -> Option<(Part, usize)> {
    if dialect.bracketed_wildcards
        && let Some(inner) = rest.strip_prefix("[*")
        && let Some((digits, _)) = inner.split_once(']')
        && let Ok(max) = digits.parse()
    {
        return Some((Part::Any { min: 0, max: Some(max) }, digits.len() + 3));
    }
    let digits = rest[c.len_utf8()..].bytes().take_while(u8::is_ascii_digit).count();
    if dialect.counted_wildcards.contains(&c)
        && let Ok(max) = rest[c.len_utf8()..c.len_utf8() + digits].parse()
    {
        return Some((Part::Any { min: 0, max: Some(max) }, c.len_utf8() + digits));
    }
    let sign = dialect.wildcards.iter().find(|wildcard| wildcard.sign == c)?;
    Some((Part::Any { min: sign.min, max: sign.max }, c.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::dialect::dialect;

    fn parts_in(name: &str, written: &str) -> Vec<Part> {
        parts(written, dialect(name).expect("a dialect"))
    }

    fn any(min: u32, max: Option<u32>) -> Part {
        Part::Any { min, max }
    }

    #[test]
    fn wildcards_mean_what_the_dialect_says() {
        let text = |text: &str| Part::Text(text.to_owned());
        assert_eq!(parts_in("wos", "colo$r*"), [text("colo"), any(0, Some(1)), text("r"), any(0, None)]);
        assert_eq!(parts_in("ovid", "colo?r$"), [text("colo"), any(0, Some(1)), text("r"), any(0, None)]);
        assert_eq!(parts_in("ovid", "dog$1"), [text("dog"), any(0, Some(1))]);
        assert_eq!(parts_in("ebsco", "colo#r"), [text("colo"), any(0, Some(1)), text("r")]);
        assert_eq!(parts_in("proquest", "econom[*5]"), [text("econom"), any(0, Some(5))]);
        assert_eq!(parts_in("pubmed", "wom?n"), [text("wom?n")], "PubMed has no such wildcard");
    }
}
