//! What the printers ask of a tree, and of a text that was printed.

use crate::query::field::{FieldSet, SearchField};
use crate::query::tree::{Expression, Join, Node, Quote, Term, Word};

/// Whether a text needs parentheses as an operand.
pub(super) fn is_compound(text: &str) -> bool {
    let mut depth = 0_i32;
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '(' | '{' if !quoted => depth += 1,
            ')' | '}' if !quoted => depth -= 1,
            ' ' if !quoted && depth == 0 && is_operator_behind(&text[at + 1..]) => return true,
            _ => {}
        }
    }
    false
}

/// Whether an operator in capitals begins `text`.
fn is_operator_behind(text: &str) -> bool {
    let word = text.split(' ').next().unwrap_or_default();
    let capitals =
        word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '/') && text.len() > word.len();
    let boolean = matches!(word, "AND" | "OR" | "NOT" | ":");
    let near = word.starts_with(|c: char| c.is_ascii_uppercase()) && word.ends_with(|c: char| c.is_ascii_digit())
        || matches!(word, "ADJ" | "SAME" | "NEAR" | "PRE");
    boolean || capitals && near
}

/// The fields of every term, if they are the same: `Some(None)` if none of them has any.
pub(super) fn uniform(expression: &Expression, fields: Option<FieldSet>) -> Option<Option<FieldSet>> {
    match &expression.node {
        Node::Field { code, inner } => uniform(inner, if code.fields.is_empty() { fields } else { Some(code.fields) }),
        Node::Term(_) | Node::LineReference(_) | Node::Missing => Some(fields),
        _ => {
            let mut found = None;
            for child in expression.children() {
                let child = uniform(child, fields)?;
                if *found.get_or_insert(child) != child {
                    return None;
                }
            }
            found
        }
    }
}

/// Whether each term alone is enough, so that it is the same to look for all in one field or in another as for each in both.
pub(super) fn is_alternatives(expression: &Expression) -> bool {
    match &inside(expression).node {
        Node::Or(list) => list.iter().all(is_alternatives),
        Node::Term(term) => term.join != Join::And || term.words.len() < 2,
        Node::Near { .. } => true,
        _ => false,
    }
}

/// What stands inside field codes.
pub(super) fn inside(expression: &Expression) -> &Expression {
    match &expression.node {
        Node::Field { inner, .. } => inside(inner),
        _ => expression,
    }
}

/// Fields whose terms are written in forms of their own, so that a code on a group cannot hold them.
pub(super) fn contains_special(fields: FieldSet) -> bool {
    fields.contains(SearchField::Year) || fields.iter().any(SearchField::is_heading)
}

/// The same with every term as a phrase: a name of a person and a value from a list are one, however the source joins its words.
pub(super) fn as_phrases(expression: &Expression) -> Expression {
    changed(expression, &|part| match &part.node {
        Node::Term(term) => {
            let bare = term.quote == Quote::Bare && term.words.len() > 1;
            let quote = if bare { Quote::Double } else { term.quote };
            Some(Expression { node: Node::Term(Term { join: Join::Phrase, quote, ..term.clone() }), ..part.clone() })
        }
        _ => None,
    })
}

/// The same without field codes.
pub(super) fn without_fields(expression: &Expression) -> Expression {
    changed(expression, &|part| match &part.node {
        Node::Field { inner, .. } => Some(without_fields(inner)),
        _ => None,
    })
}

/// The same with every part replaced for which `change` has something else.
pub(super) fn changed(expression: &Expression, change: &dyn Fn(&Expression) -> Option<Expression>) -> Expression {
    if let Some(other) = change(expression) {
        return other;
    }
    let one = |part: &Expression| Box::new(changed(part, change));
    let all = |list: &[Expression]| list.iter().map(|part| changed(part, change)).collect::<Vec<_>>();
    let node = match &expression.node {
        Node::And(list) => Node::And(all(list)),
        Node::Or(list) => Node::Or(all(list)),
        Node::Not { base, without } => Node::Not { base: base.as_ref().map(|base| one(base)), without: one(without) },
        Node::Near { distance, ordered, operands } => {
            Node::Near { distance: *distance, ordered: *ordered, operands: all(operands) }
        }
        Node::Field { code, inner } => Node::Field { code: code.clone(), inner: one(inner) },
        other => other.clone(),
    };
    Expression { node, ..expression.clone() }
}

/// Terms next to each other, in order, as one phrase.
pub(super) fn phrase_of(operands: &[Expression]) -> Option<String> {
    let words: Option<Vec<String>> = operands
        .iter()
        .map(|operand| match &inside(operand).node {
            Node::Term(term) if term.join == Join::Phrase && !term.words.iter().any(Word::has_wildcard) => {
                Some(term.text())
            }
            _ => None,
        })
        .collect();
    Some(format!("\"{}\"", words?.join(" ")))
}
