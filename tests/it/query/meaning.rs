//! What a tree means, with the freedom that dialects have in writing it: fields at the terms, one field each, no order where none matters.

use litsieve::query::{Distance, Expression, FieldSet, Join, Node, Part, Term};

use super::notation::{Canon, canonical};

/// The meaning of an expression that stands in `fields`.
pub fn of(expression: &Expression, fields: Option<FieldSet>) -> Canon {
    canonical(plain(expression, fields))
}

fn plain(expression: &Expression, fields: Option<FieldSet>) -> Canon {
    let each = |list: &[Expression]| list.iter().map(|part| plain(part, fields)).collect::<Vec<_>>();
    match &expression.node {
        Node::And(list) => Canon::Op("AND".to_owned(), each(list)),
        Node::Or(list) => Canon::Op("OR".to_owned(), each(list)),
        Node::Not { base, without } => {
            let base = base.iter().map(|base| plain(base, fields));
            Canon::Op("NOT".to_owned(), base.chain([plain(without, fields)]).collect())
        }
        Node::Field { code, inner } => plain(inner, if code.fields.is_empty() { fields } else { Some(code.fields) }),
        Node::Near { distance, ordered, operands } => near(*distance, *ordered, operands, fields),
        Node::Between(from, to) => Canon::Op("RANGE".to_owned(), vec![plain(from, fields), plain(to, fields)]),
        Node::Term(term) if term.join == Join::And => Canon::Op(
            "AND".to_owned(),
            term.words.iter().map(|word| in_each(&word_text(&word.parts), fields)).collect(),
        ),
        Node::Term(term) => in_each(&text(term), fields),
        Node::LineReference(reference) => {
            let lines =
                reference.lines.iter().map(|line| Canon::Leaf { text: format!("#{line}"), field: String::new() });
            Canon::Op(if reference.combined_by_or { "OR" } else { "AND" }.to_owned(), lines.collect())
        }
        Node::Missing => Canon::Leaf { text: "?".to_owned(), field: String::new() },
    }
}

/// A term in several fields is a term in one of them.
fn in_each(text: &str, fields: Option<FieldSet>) -> Canon {
    let leaf = |field: &str| Canon::Leaf { text: text.to_owned(), field: field.to_owned() };
    match fields {
        None => leaf(""),
        Some(fields) => Canon::Op("OR".to_owned(), fields.iter().map(|field| leaf(field.name())).collect()),
    }
}

/// Words that are close must be so in one field.
fn near(distance: Distance, ordered: bool, operands: &[Expression], fields: Option<FieldSet>) -> Canon {
    let Distance::Words(words) = distance else { return Canon::Op("SAME".to_owned(), Vec::new()) };
    let operator = format!("{}/{words}", if ordered { "PRE" } else { "NEAR" });
    let close =
        |fields| Canon::Op(operator.clone(), operands.iter().map(|part| canonical(plain(part, fields))).collect());
    match fields {
        None => close(None),
        Some(set) => Canon::Op("OR".to_owned(), set.iter().map(|field| close(Some(FieldSet::of(&[field])))).collect()),
    }
}

fn text(term: &Term) -> String {
    let words: Vec<String> = term.words.iter().map(|word| word_text(&word.parts)).collect();
    let join = if let (Join::Within(number), true) = (term.join, words.len() > 1) {
        format!("~{number}")
    } else {
        String::new()
    };
    format!("{}{join}{}", words.join(" "), term.subheadings.iter().map(|code| format!("/{code}")).collect::<String>())
}

fn word_text(parts: &[Part]) -> String {
    let part = |part: &Part| match part {
        Part::Text(text) => text.to_lowercase(),
        Part::Any { min, max } => format!("{{{min},{max:?}}}"),
    };
    parts.iter().map(part).collect()
}
