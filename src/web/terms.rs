//! The words that the searches looked for, to be underlined where they stand.

use std::ops::Range;

use crate::protocol::Protocol;
use crate::query::{Document, Expression, FieldSet, Node, Options, Query, Scratch, dialect, parse};
use crate::record::Field;

/// Every term of every query of a review.
#[derive(Debug, Default)]
pub(super) struct Terms(Query);

impl Terms {
    /// The terms of a protocol's queries, looked for in any text.
    pub fn of(protocol: &Protocol) -> Self {
        let mut terms: Vec<Expression> = Vec::new();
        let mut seen: Vec<String> = Vec::new();
        for (_, search) in protocol.searches() {
            let syntax = protocol.sources[search.source].syntax.as_deref().unwrap_or("plain");
            let (Some(text), Some(dialect)) = (&search.query, dialect(syntax).or_else(|| dialect("plain"))) else {
                continue;
            };
            let text = search.reading.as_ref().unwrap_or(text);
            collect(&parse(text, dialect).expression, &mut |term| {
                let Node::Term(words) = &term.node else { return };
                let name = words.text().to_lowercase();
                if !seen.contains(&name) {
                    seen.push(name);
                    terms.push(term.clone());
                }
            });
        }
        if terms.is_empty() {
            return Self::default();
        }
        let any = Expression::new(Node::Or(terms), 0..0);
        Self(Query::new(&any, Options::NORMALISED.only(FieldSet::TOPIC)))
    }

    /// Where terms stand in `text`, in bytes.
    pub fn find(&self, text: &str) -> Vec<Range<usize>> {
        if self.0.fields().is_empty() || text.is_empty() {
            return Vec::new();
        }
        let mut document = Document::default();
        document.add(Field::Title, text);
        let found = self.0.explain(&document, &mut Scratch::default());
        found.hits.into_iter().map(|hit| hit.span).collect()
    }
}

/// The terms that a query looks for in the topic; what it takes away is not looked for.
fn collect(expression: &Expression, found: &mut dyn FnMut(&Expression)) {
    match &expression.node {
        Node::Term(_) => found(expression),
        Node::Not { base, .. } => base.iter().for_each(|base| collect(base, found)),
        Node::Field { code, inner }
            if code.fields.iter().any(|field| FieldSet::TOPIC.iter().any(|topic| topic == field)) =>
        {
            collect(inner, found);
        }
        Node::Field { .. } | Node::Between(..) | Node::LineReference(_) | Node::Missing => {}
        Node::And(parts) | Node::Or(parts) | Node::Near { operands: parts, .. } => {
            parts.iter().for_each(|part| collect(part, found));
        }
    }
}
