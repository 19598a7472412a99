//! Terms that add nothing: covered by another of the same OR, or on both sides of an AND.

use super::{Message, Node, Subject};
use crate::query::field::FieldSet;
use crate::query::text::fold;
use crate::query::tree::{Expression, Join, Part, Term, Word};

pub(super) fn check(subject: &Subject<'_>, messages: &mut Vec<Message>) {
    for tree in &subject.trees {
        walk(tree, None, false, messages);
    }
    both_sides(subject, messages);
}

/// Most alternatives of one OR that are compared with each other.
const MOST: usize = 2000;

/// An alternative of an OR with the fields around it.
type Alternative<'a> = (&'a Expression, Option<FieldSet>);

fn walk(expression: &Expression, fields: Option<FieldSet>, inside_or: bool, messages: &mut Vec<Message>) {
    match &expression.node {
        Node::Field { code, inner } => walk(inner, Some(code.fields), inside_or, messages),
        Node::Or(list) => {
            if !inside_or {
                let mut alternatives = Vec::new();
                flatten(expression, fields, &mut alternatives);
                compare(&alternatives, messages);
            }
            list.iter().for_each(|part| walk(part, fields, true, messages));
        }
        _ => expression.children().into_iter().for_each(|part| walk(part, fields, false, messages)),
    }
}

/// The alternatives of an OR, those of ORs inside it among them.
fn flatten<'a>(expression: &'a Expression, fields: Option<FieldSet>, alternatives: &mut Vec<Alternative<'a>>) {
    match &expression.node {
        Node::Or(list) => list.iter().for_each(|part| flatten(part, fields, alternatives)),
        Node::Field { code, inner } if matches!(inner.node, Node::Or(_) | Node::Term(_)) => {
            flatten(inner, Some(code.fields), alternatives);
        }
        _ => alternatives.push((expression, fields)),
    }
}

fn compare(alternatives: &[Alternative<'_>], messages: &mut Vec<Message>) {
    for (at, &(narrow, fields)) in alternatives.iter().enumerate().take(MOST) {
        let wider = alternatives.iter().enumerate().take(MOST).find(|&(other, &(wide, wide_fields))| {
            let Node::Term(term) = &wide.node else { return false };
            // Of two that cover each other the second is redundant.
            other != at
                && covers(term, wide_fields, narrow, fields)
                && (other < at || !matches!(&narrow.node, Node::Term(same) if covers(same, fields, wide, wide_fields)))
        });
        if let Some((_, (wide, _))) = wider
            && let Node::Term(term) = &wide.node
        {
            let text = format!("`{}` finds everything that this finds", term.text());
            messages.push(Message::new("QRY040", narrow.outer_span(), text));
        }
    }
}

/// Whether everything that `narrow` finds is found by the term `wide`.
fn covers(wide: &Term, wide_fields: Option<FieldSet>, narrow: &Expression, fields: Option<FieldSet>) -> bool {
    match &narrow.node {
        Node::Term(term) => {
            let same = wide_fields == fields
                || wide_fields.zip(fields).is_some_and(|(wide, narrow)| !narrow.is_empty() && wide.covers(narrow));
            same && term_covers(wide, term, is_word_field(wide_fields))
        }
        Node::Field { code, inner } => covers(wide, wide_fields, inner, Some(code.fields)),
        Node::And(list) | Node::Near { operands: list, .. } => {
            list.iter().any(|part| covers(wide, wide_fields, part, fields))
        }
        Node::Or(list) => !list.is_empty() && list.iter().all(|part| covers(wide, wide_fields, part, fields)),
        Node::Not { base: Some(base), .. } => covers(wide, wide_fields, base, fields),
        _ => false,
    }
}

/// Whether a phrase is found wherever its words are: not so with headings, names, places and numbers, which are compared whole.
fn is_word_field(fields: Option<FieldSet>) -> bool {
    use crate::query::field::SearchField as F;
    const WORDS: FieldSet =
        FieldSet::of(&[F::All, F::FullText, F::Title, F::OriginalTitle, F::Abstract, F::AuthorKeyword, F::Heading]);
    fields.is_none_or(|fields| !fields.is_empty() && WORDS.covers(fields))
}

/// Whether every text with `narrow` has `wide`.
fn term_covers(wide: &Term, narrow: &Term, word_field: bool) -> bool {
    let (wide_words, words) = (&wide.words, &narrow.words);
    let whole =
        wide_words.len() == words.len() && wide_words.iter().zip(words).all(|(wide, word)| word_covers(wide, word));
    if !word_field || wide.subheadings != narrow.subheadings {
        return whole && wide.join == narrow.join && wide.subheadings == narrow.subheadings;
    }
    match (wide.join, narrow.join) {
        (Join::Phrase, Join::Phrase) => words
            .windows(wide_words.len().max(1))
            .any(|window| window.iter().zip(wide_words).all(|(word, wide)| word_covers(wide, word))),
        (Join::And, _) => wide_words.iter().all(|wide| words.iter().any(|word| word_covers(wide, word))),
        _ => {
            wide_words.len() == 1 && words.iter().any(|word| word_covers(&wide_words[0], word))
                || whole && wide.join == narrow.join
        }
    }
}

/// Whether every word that `narrow` stands for is one that `wide` stands for.
pub(super) fn word_covers(wide: &Word, narrow: &Word) -> bool {
    let text = |word: &Word| match word.parts.as_slice() {
        [Part::Text(text)] => Some(fold(text)),
        _ => None,
    };
    if let (Some(wide), Some(narrow)) = (text(wide), text(narrow)) {
        return wide == narrow;
    }
    if wide.is_truncated() {
        let stem = fold(wide.stem());
        return fold(narrow.stem()).starts_with(&stem);
    }
    if let Some(narrow) = text(narrow) {
        return crate::query::evaluate::matches_parts(&folded(wide), &narrow);
    }
    folded(wide) == folded(narrow)
}

fn folded(word: &Word) -> Vec<Part> {
    let fold_part = |part: &Part| match part {
        Part::Text(text) => Part::Text(fold(text)),
        any => any.clone(),
    };
    word.parts.iter().map(fold_part).collect()
}

/// Reports a term that is an alternative on both sides of an AND: the others beside it then change nothing.
fn both_sides(subject: &Subject<'_>, messages: &mut Vec<Message>) {
    for tree in &subject.trees {
        tree.walk(&mut |part| {
            let Node::And(list) = &part.node else { return };
            let sides: Vec<Vec<Alternative<'_>>> = list
                .iter()
                .map(|side| {
                    let mut alternatives = Vec::new();
                    flatten(side, None, &mut alternatives);
                    alternatives
                })
                .collect();
            for (at, side) in sides.iter().enumerate().filter(|(_, side)| side.len() > 1) {
                for (here, fields) in side.iter().take(MOST) {
                    let Node::Term(term) = &here.node else { continue };
                    let again = sides[..at].iter().filter(|side| side.len() > 1).flatten().take(MOST).any(|(there, other)| {
                        matches!(&there.node, Node::Term(same) if same.text().eq_ignore_ascii_case(&term.text()) && fields == other)
                    });
                    if again {
                        let text = format!("`{}` stands on both sides of an AND", term.text());
                        messages.push(Message::new("QRY057", here.outer_span(), text));
                    }
                }
            }
        });
    }
}
