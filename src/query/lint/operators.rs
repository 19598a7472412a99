//! Operators: their order, NOT, parentheses that change nothing.

use super::{Message, Node, Subject};
use crate::query::dialect::Basis;
use crate::query::parse::parse_as;
use crate::query::tree::Expression;

pub(super) fn check(subject: &Subject<'_>, messages: &mut Vec<Message>) {
    let mut ambiguous = false;
    for tree in &subject.trees {
        tree.walk(&mut |part| {
            ambiguous |= mixed(subject, part, messages);
            negation(part, messages);
            parentheses(part, messages);
        });
    }
    if ambiguous {
        uncertain(subject, messages);
    }
}

/// The operator of an expression, if it is a Boolean one.
fn operator(expression: &Expression) -> Option<&'static str> {
    match &expression.node {
        Node::And(_) => Some("AND"),
        Node::Or(_) => Some("OR"),
        Node::Not { .. } => Some("NOT"),
        _ => None,
    }
}

/// Reports an operand with another operator and no parentheses of its own.
fn mixed(subject: &Subject<'_>, part: &Expression, messages: &mut Vec<Message>) -> bool {
    let Some(outer) = operator(part) else { return false };
    let mut found = false;
    for child in part.children() {
        let Some(inner) = operator(child).filter(|inner| *inner != outer && child.parentheses.is_empty()) else {
            continue;
        };
        if matches!(child.node, Node::Not { base: None, .. }) || same_in_any_order(part, child) {
            continue;
        }
        found = true;
        let text = subject.context.text.get(child.span.clone()).unwrap_or_default();
        let text = format!(
            "{inner} and {outer} without parentheses: {} took `{}` together first ({})",
            subject.dialect.title,
            crate::diagnostic::excerpt(text),
            subject.parsed.era.basis.text()
        );
        messages.push(Message::new("QRY030", part.span.clone(), text));
    }
    found
}

/// Whether AND and NOT give the same in whatever order they are read: `a AND b NOT c`, where nothing follows what is taken away.
fn same_in_any_order(part: &Expression, child: &Expression) -> bool {
    match (&part.node, &child.node) {
        (Node::And(list), Node::Not { base: Some(base), .. }) => {
            list.last().is_some_and(|last| std::ptr::eq(last, child)) && !matches!(base.node, Node::Or(_))
        }
        (Node::Not { base: Some(base), .. }, Node::And(_)) => std::ptr::eq(&**base, child),
        _ => false,
    }
}

/// Reports a second way to read the query, where the date of the search or the state of our knowledge allows it.
fn uncertain(subject: &Subject<'_>, messages: &mut Vec<Message>) {
    let (dialect, context) = (subject.dialect, subject.context);
    let mut eras = dialect.eras_between(context.not_before, context.not_after);
    if matches!(subject.parsed.era.basis, Basis::Recalled(_)) {
        eras.extend(dialect.eras.iter().filter(|era| !matches!(era.basis, Basis::Recalled(_))));
    }
    for era in eras {
        let other = parse_as(context.text, dialect, era, None);
        if other.expression.outline() != subject.parsed.expression.outline() {
            let text = format!(
                "{} may have read this otherwise ({}): {}",
                dialect.title,
                era.name,
                other.expression.grouped()
            );
            messages.push(Message::new("QRY036", subject.parsed.expression.outer_span(), text).help(era.basis.text()));
            return;
        }
    }
}

fn negation(part: &Expression, messages: &mut Vec<Message>) {
    if let Node::Not { without, .. } = &part.node {
        let text = "every record that mentions this is taken away, whatever else it is about";
        messages.push(Message::new("QRY038", without.outer_span(), text));
    }
}

/// Reports a group with the operator of the group around it, and doubled parentheses.
fn parentheses(part: &Expression, messages: &mut Vec<Message>) {
    let outer = operator(part);
    for child in part.children() {
        let idle = outer.is_some() && operator(child) == outer && !matches!(child.node, Node::Not { .. });
        for around in child.parentheses.iter().skip(usize::from(!idle)) {
            messages.push(Message::new("QRY037", around.clone(), "these parentheses can be left out"));
        }
    }
}
