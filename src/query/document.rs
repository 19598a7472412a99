//! The words of a record, split once for all queries.

use super::text::{fold, is_apostrophe, is_hyphen, without_possessive};
use super::tree::Span;
use crate::record::{Field, FieldValue, Record};

/// The texts of a record, as queries see them.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// All values, one behind the other.
    text: String,
    values: Vec<Value>,
    pub(super) tokens: Vec<Token>,
    /// The folded forms of all words.
    keys: Vec<u8>,
}

/// A value of a field.
#[derive(Debug, Clone)]
struct Value {
    field: Field,
    /// Which value of this field it is, counted from 0.
    nth: u32,
    span: Span,
}

/// One word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    /// Where it begins in the texts.
    start: u32,
    len: u16,
    key_len: u16,
    /// Where its folded form begins.
    key: u32,
    /// The value it belongs to.
    pub value: u16,
    /// Whether nothing but a hyphen stands between it and the word before.
    pub hyphened: bool,
}

/// How a phrase must be written, letter for letter and sign for sign; capitals, accents and the kind of hyphen do not matter.
#[derive(Debug, Clone)]
pub(super) struct Exact {
    /// Signs before the first word.
    before: String,
    /// From the first word to the last.
    words: String,
    /// Signs behind the last word.
    behind: String,
}

impl Exact {
    pub fn of(text: &str) -> Self {
        let from = text.find(char::is_alphanumeric).unwrap_or(0);
        let to = text
            .rfind(char::is_alphanumeric)
            .map_or(text.len(), |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
        let part = |range: Span| text[range].to_owned();
        Self { before: part(0..from), words: folded_text(&text[from..to]), behind: part(to..text.len()) }
    }
}

/// `text` folded, every hyphen and every space as one sign.
fn folded_text(text: &str) -> String {
    let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
    fold(&plain.replace(is_hyphen, "-"))
}

/// Longest word that is kept whole, in bytes; what is longer is no word.
const LONGEST: usize = 1000;

/// Most values of a record that are looked at; a record with more has a list in it that is no text.
const MOST_VALUES: usize = 4000;

impl Document {
    /// The values of `record` whose fields `wanted` holds.
    pub fn of(record: Record<'_>, wanted: &[Field]) -> Self {
        let mut document = Self::default();
        document.fill(record, wanted);
        document
    }

    /// Replaces the content by that of `record`, and keeps the memory: for many records in a row.
    pub fn fill(&mut self, record: Record<'_>, wanted: &[Field]) {
        self.fill_with(record, |value| wanted.contains(&value.field()));
    }

    /// The same with the values that `wanted` takes.
    pub(super) fn fill_with<'a>(&mut self, record: Record<'a>, wanted: impl Fn(FieldValue<'a>) -> bool) {
        self.clear();
        for value in record.values().filter(|value| wanted(*value)) {
            self.add(value.field(), value.value());
        }
    }

    /// Forgets everything, and keeps the memory.
    pub fn clear(&mut self) {
        self.text.clear();
        self.values.clear();
        self.tokens.clear();
        self.keys.clear();
    }

    /// Adds a value.
    pub fn add(&mut self, field: Field, text: &str) {
        if self.values.len() == MOST_VALUES || self.text.len() + text.len() > u32::MAX as usize {
            return;
        }
        let nth = self.values.iter().filter(|value| value.field == field).count() as u32;
        let start = self.text.len();
        self.text.push_str(text);
        self.values.push(Value { field, nth, span: start..self.text.len() });
        if text.is_ascii() {
            self.split_ascii(start);
        } else {
            self.split(start);
        }
    }

    /// The words of an ASCII text: their folded forms lie in one copy of the text in small letters.
    fn split_ascii(&mut self, start: usize) {
        let shift = self.keys.len();
        self.keys.extend_from_slice(&self.text.as_bytes()[start..]);
        self.keys[shift..].make_ascii_lowercase();
        let mut at = 0;
        let mut last_end = None;
        while let Some((from, end, plain)) = next_word(&self.text.as_bytes()[start..], at) {
            let hyphened = last_end.is_some_and(|end| from == end + 1 && self.text.as_bytes()[start + end] == b'-');
            if plain {
                let len = (end - from).min(LONGEST) as u16;
                let (at, key) = ((start + from) as u32, (shift + from) as u32);
                self.tokens.push(Token { start: at, len, key_len: len, key, value: self.last_value(), hyphened });
            } else {
                let word = self.text[start + from..start + end].to_owned();
                self.push_folded(&word, start + from, hyphened);
            }
            at = end;
            last_end = Some(end);
        }
    }

    /// The words of any text.
    fn split(&mut self, start: usize) {
        let text = self.text[start..].to_owned();
        let mut last_end = 0;
        let mut begun: Option<usize> = None;
        for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
            let inside = c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c);
            let apostrophe =
                begun.is_some() && is_apostrophe(c) && text[at + c.len_utf8()..].starts_with(char::is_alphabetic);
            if inside || apostrophe {
                begun.get_or_insert(at);
                continue;
            }
            if let Some(from) = begun.take() {
                let mut gap = text[last_end..from].chars();
                let hyphened = last_end > 0 && gap.next().is_some_and(is_hyphen) && gap.next().is_none();
                self.push_folded(&text[from..at], start + from, hyphened);
                last_end = at;
            }
        }
    }

    fn push_folded(&mut self, word: &str, start: usize, hyphened: bool) {
        if word.len() > LONGEST {
            return;
        }
        let key = self.keys.len();
        self.keys.extend_from_slice(fold(without_possessive(word)).as_bytes());
        let key_len = (self.keys.len() - key).min(LONGEST) as u16;
        let (start, len, key) = (start as u32, word.len() as u16, key as u32);
        self.tokens.push(Token { start, len, key_len, key, value: self.last_value(), hyphened });
    }

    fn last_value(&self) -> u16 {
        (self.values.len() - 1) as u16
    }

    /// The folded form of a word.
    pub(super) fn key(&self, token: Token) -> &[u8] {
        &self.keys[token.key as usize..token.key as usize + token.key_len as usize]
    }

    /// The field that a word stands in.
    pub(super) fn field(&self, token: Token) -> Field {
        self.values[token.value as usize].field
    }

    /// Whether the record has a value in `field` that is not empty.
    pub fn has(&self, field: Field) -> bool {
        self.values.iter().any(|value| value.field == field && !self.text[value.span.clone()].trim().is_empty())
    }

    /// The values of `field`.
    pub fn values(&self, field: Field) -> impl Iterator<Item = &str> {
        self.values.iter().filter(move |value| value.field == field).map(|value| &self.text[value.span.clone()])
    }

    /// Whether the words from the `first` to the `last` token are written as `exact` says.
    pub(super) fn is_written(&self, first: usize, last: usize, exact: &Exact) -> bool {
        let (first, last) = (self.tokens[first], self.tokens[last]);
        let value = &self.values[first.value as usize].span;
        let (start, end) = (first.start as usize, last.start as usize + last.len as usize);
        self.text[value.start..start].ends_with(&exact.before)
            && self.text[end..value.end].starts_with(&exact.behind)
            && folded_text(&self.text[start..end]) == exact.words
    }

    /// Where the words from the `first` to the `last` token stand: field, which value of it, bytes in the value, the words.
    pub(super) fn place(&self, first: usize, last: usize) -> (Field, u32, Span, &str) {
        let (first, last) = (self.tokens[first], self.tokens[last]);
        let value = &self.values[first.value as usize];
        let span = first.start as usize..last.start as usize + last.len as usize;
        let words = &self.text[span.clone()];
        (value.field, value.nth, span.start - value.span.start..span.end - value.span.start, words)
    }
}

/// The next word of an ASCII text from `at` on: where it begins and ends, and whether it has no apostrophe.
fn next_word(bytes: &[u8], at: usize) -> Option<(usize, usize, bool)> {
    let from = at + bytes[at..].iter().position(u8::is_ascii_alphanumeric)?;
    let len = bytes[from..].iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(bytes.len() - from);
    let apostrophe =
        |at: usize| bytes.get(at) == Some(&b'\'') && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic);
    let mut end = from + len;
    if !apostrophe(end) {
        return Some((from, end, true));
    }
    while bytes.get(end).is_some_and(|byte| byte.is_ascii_alphanumeric()) || apostrophe(end) {
        end += 1;
    }
    Some((from, end, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        let mut document = Document::default();
        document.add(Field::Title, text);
        document.tokens.iter().map(|&token| String::from_utf8_lossy(document.key(token)).into_owned()).collect()
    }

    #[test]
    fn ascii_and_other_texts_are_split_alike() {
        let ascii = "A local politician's guide: co-production, pre-test of U.K. 'services' don't-";
        let other = format!("{ascii} ﻿é");
        assert_eq!(keys(ascii), keys(&other)[..keys(ascii).len()]);
        assert_eq!(keys("the politician's guide"), ["the", "politician", "guide"]);
        assert_eq!(keys("Löffler’s Coproduction—why?"), ["loffler", "coproduction", "why"]);
    }

    #[test]
    fn a_hyphen_without_spaces_joins_two_words() {
        for text in ["co-production", "co\u{2010}production", "co\u{2011}production"] {
            let mut document = Document::default();
            document.add(Field::Title, text);
            assert_eq!(document.tokens.iter().map(|token| token.hyphened).collect::<Vec<_>>(), [false, true], "{text}");
        }
        let mut document = Document::default();
        document.add(Field::Title, "design - build, co- production");
        assert!(document.tokens.iter().all(|token| !token.hyphened));
    }

    #[test]
    fn places_are_bytes_of_the_value() {
        let mut document = Document::default();
        document.add(Field::Title, "First");
        document.add(Field::Keyword, "public services; leaders");
        let (field, nth, span, words) = document.place(1, 2);
        assert_eq!((field, nth, span, words), (Field::Keyword, 0, 0..15, "public services"));
    }
}
