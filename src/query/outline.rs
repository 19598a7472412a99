//! The tree in one line: for programs and tests as `OR[coproduction, AND["public service"[TI], local]]`, for people as
//! `coproduction OR ("public service"[TI] AND local)`.

use super::tree::{Distance, Expression, Node, Quote, Term};

impl Expression {
    /// The tree in one line: the operator before its operands in brackets, field codes behind the terms.
    pub fn outline(&self) -> String {
        let mut out = String::new();
        outline(self, &mut out);
        out
    }

    /// The tree as a query with every parenthesis written, whatever the dialect: how it is read, for people.
    pub fn grouped(&self) -> String {
        let mut out = String::new();
        grouped(self, false, &mut out);
        out
    }
}

fn grouped(expression: &Expression, inside: bool, out: &mut String) {
    let mut joined = |operator: &str, operands: Vec<&Expression>| {
        out.push_str(if inside { "(" } else { "" });
        for (at, operand) in operands.into_iter().enumerate() {
            if at > 0 {
                out.push_str(&format!(" {operator} "));
            }
            grouped(operand, true, out);
        }
        out.push_str(if inside { ")" } else { "" });
    };
    match &expression.node {
        Node::And(list) => joined("AND", list.iter().collect()),
        Node::Or(list) => joined("OR", list.iter().collect()),
        Node::Not { base: Some(base), without } => joined("NOT", vec![base, without]),
        Node::Near { distance, ordered, operands } => joined(&near(*distance, *ordered), operands.iter().collect()),
        Node::Between(from, to) => joined("to", vec![from, to]),
        Node::Not { base: None, without } => {
            out.push_str("NOT ");
            grouped(without, true, out);
        }
        Node::Field { code, inner } => {
            grouped(inner, true, out);
            out.push_str(&format!("[{}]", code.written));
        }
        Node::Term(_) | Node::LineReference(_) | Node::Missing => outline(expression, out),
    }
}

fn outline(expression: &Expression, out: &mut String) {
    match &expression.node {
        Node::And(list) => list_of("AND", list.iter(), out),
        Node::Or(list) => list_of("OR", list.iter(), out),
        Node::Not { base: Some(base), without } => list_of("NOT", [&**base, &**without].into_iter(), out),
        Node::Not { base: None, without } => list_of("NOT", [&**without].into_iter(), out),
        Node::Near { distance, ordered, operands } => list_of(&near(*distance, *ordered), operands.iter(), out),
        Node::Between(from, to) => list_of("RANGE", [&**from, &**to].into_iter(), out),
        Node::Term(term) => out.push_str(&written(term)),
        Node::Field { code, inner } => {
            outline(inner, out);
            out.push_str(&format!("[{}]", code.written));
        }
        Node::LineReference(reference) => out.push_str(&reference.text()),
        Node::Missing => out.push('?'),
    }
}

fn list_of<'a>(operator: &str, operands: impl Iterator<Item = &'a Expression>, out: &mut String) {
    out.push_str(operator);
    out.push('[');
    for (at, operand) in operands.enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        outline(operand, out);
    }
    out.push(']');
}

fn near(distance: Distance, ordered: bool) -> String {
    match distance {
        Distance::Words(words) => format!("{}/{words}", if ordered { "PRE" } else { "NEAR" }),
        Distance::SameField => "SAME".to_owned(),
    }
}

/// The words with the marks that make them a phrase, and the subheadings.
fn written(term: &Term) -> String {
    let subheadings = term.subheadings.iter().map(|code| format!("/{code}")).collect::<String>();
    let text = format!("{}{subheadings}", term.text());
    match term.quote {
        Quote::Bare => text,
        Quote::Braces => format!("{{{text}}}"),
        Quote::Double | Quote::Smart | Quote::Single => format!("\"{text}\""),
    }
}

#[cfg(test)]
mod tests {
    use crate::query::{dialect, parse};

    #[test]
    fn every_parenthesis_is_written_for_people() {
        let told = |text: &str| parse(text, dialect("wos").expect("a dialect")).expression.grouped();
        assert_eq!(told("a OR \"b c\" AND d OR e"), "a OR (\"b c\" AND d) OR e");
        assert_eq!(told("(a OR b) AND c NOT d"), "(a OR b) AND (c NOT d)");
        assert_eq!(told("a NEAR/3 b OR c"), "(a NEAR/3 b) OR c");
    }
}
