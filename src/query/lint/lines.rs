//! Lines of a search history: those that nothing refers to; limits of date that are stated twice.

use super::{Message, Node, Subject};
use crate::query::field::{FieldSet, SearchField};
use crate::query::tree::{Expression, Span};

pub(super) fn check(subject: &Subject<'_>, messages: &mut Vec<Message>) {
    unused(subject, messages);
    for tree in &subject.trees {
        tree.walk(&mut |part| doubled_dates(subject, part, messages));
    }
}

/// The numbers of the lines that `expression` refers to.
fn references(expression: &Expression) -> Vec<u32> {
    let mut found = Vec::new();
    expression.walk(&mut |part| {
        if let Node::LineReference(reference) = &part.node {
            found.extend(reference.lines.iter().copied());
        }
    });
    found
}

/// Reports lines with terms of their own that no line refers to (PRESS 2015, *Boolean and proximity operators*, and *line numbers*).
/// A line that combines others may be a result of its own, such as a count with another limit, and the last one is the search.
fn unused(subject: &Subject<'_>, messages: &mut Vec<Message>) {
    let lines = &subject.parsed.lines;
    let Some((last, before)) = lines.split_last().filter(|(last, before)| last.number > 0 && !before.is_empty()) else {
        return;
    };
    let used: Vec<u32> = lines.iter().flat_map(|line| references(&line.expression)).collect();
    if used.is_empty() {
        let text = format!("no line refers to another: line {} alone is the search", last.number);
        messages.push(Message::new("QRY059", last.expression.outer_span(), text));
        return;
    }
    for line in before.iter().filter(|line| !used.contains(&line.number) && references(&line.expression).is_empty()) {
        let text = format!("no line refers to line {}, so that it adds nothing to the search", line.number);
        messages.push(Message::new("QRY059", line.expression.outer_span(), text));
    }
}

/// Reports a second beginning or a second end among the dates that one AND joins: `PUBYEAR > 1995 AND PUBYEAR > 1998`.
fn doubled_dates(subject: &Subject<'_>, part: &Expression, messages: &mut Vec<Message>) {
    let Node::And(list) = &part.node else { return };
    let bounds: Vec<(char, Span)> = list.iter().filter_map(|operand| bound(subject.behind(operand), operand)).collect();
    for (at, (sign, span)) in bounds.iter().enumerate() {
        if bounds[..at].iter().any(|(other, _)| other == sign) {
            let what = if *sign == '>' { "the first" } else { "the last" };
            let text = format!("{what} year is limited twice; the narrower of the two holds");
            messages.push(Message::new("QRY090", span.clone(), text));
        }
    }
}

/// `>` or `<` of a date that is compared.
fn bound(expression: &Expression, at: &Expression) -> Option<(char, Span)> {
    let Node::Field { code, inner } = &expression.node else { return None };
    let Node::Term(term) = &inner.node else { return None };
    let dated = code.fields == FieldSet::of(&[SearchField::Year]);
    let sign = term.words.first()?.written.chars().next().filter(|sign| dated && matches!(sign, '<' | '>'))?;
    Some((sign, at.outer_span()))
}
