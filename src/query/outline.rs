//! The tree in one line, for people and tests: `OR[coproduction, AND["public service"[TI], local]]`.

use super::tree::{Distance, Expression, Node, Quote, Term};

impl Expression {
    /// The tree in one line: the operator before its operands in brackets, field codes behind the terms.
    pub fn outline(&self) -> String {
        let mut out = String::new();
        outline(self, &mut out);
        out
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
