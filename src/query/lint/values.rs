//! Values that have a form: dates, ISSN, ISBN, DOI.

use super::{Message, Subject, TermUse};
use crate::query::dates::{is_relative, years};
use crate::query::dialect::FieldForm;
use crate::query::field::{FieldSet, SearchField};

pub(super) fn check(subject: &Subject<'_>, messages: &mut Vec<Message>) {
    for term in &subject.terms {
        let Some(fields) = term.fields else { continue };
        let within = |list: &[SearchField]| !fields.is_empty() && FieldSet::of(list).covers(fields);
        if within(&[SearchField::Year]) {
            date(subject, term, messages);
        } else if within(&[SearchField::Issn, SearchField::Isbn]) {
            number(term, messages);
        } else if within(&[SearchField::Doi]) {
            doi(term, messages);
        }
    }
}

fn date(subject: &Subject<'_>, term: &TermUse<'_>, messages: &mut Vec<Message>) {
    let text = term.term.text();
    // PubMed help, Searching by date: "last 5 years"[dp].
    let relative = subject.dialect.field_form == FieldForm::Brackets && is_relative(&text);
    if years(&text).is_none() && !relative {
        let why = if term.term.words.iter().any(|word| word.has_wildcard()) {
            "has a wildcard"
        } else {
            "is no year or range of years"
        };
        messages.push(Message::new("QRY050", term.span(), format!("`{text}` {why}")));
    }
}

fn number(term: &TermUse<'_>, messages: &mut Vec<Message>) {
    let text = term.term.text();
    if term.term.words.iter().any(|word| word.has_wildcard()) {
        return;
    }
    let digits: String = text.chars().filter(|c| !matches!(c, '-' | ' ' | '\u{2010}' | '\u{2011}')).collect();
    let (body, check) = digits.split_at(digits.len().saturating_sub(1));
    let numeric = body.bytes().all(|b| b.is_ascii_digit())
        && check.bytes().all(|b| b.is_ascii_digit() || b.eq_ignore_ascii_case(&b'x'));
    if !numeric || ![8, 10, 13].contains(&digits.len()) {
        messages.push(Message::new("QRY051", term.span(), format!("`{text}` is neither ISSN nor ISBN")));
    }
}

fn doi(term: &TermUse<'_>, messages: &mut Vec<Message>) {
    let text = term.term.text();
    let plausible = text
        .strip_prefix("10.")
        .is_some_and(|rest| rest.contains('/') && rest.starts_with(|c: char| c.is_ascii_digit()));
    if !plausible
        && !term.term.words.iter().any(|word| word.has_wildcard())
        && term.code.to_lowercase().starts_with("do")
    {
        messages.push(Message::new("QRY052", term.span(), format!("`{text}` is no DOI")));
    }
}
