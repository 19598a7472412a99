//! The parts of a query as a reader of results sees them: each with the field it is looked for in.

use std::collections::HashMap;

use super::conditions::is_condition;
use super::dialect::{Dialect, FieldForm};
use super::field::FieldSet;
use super::tree::{Expression, Node, Span};

/// A part of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// Its text, with its field where that stands elsewhere: `TI "harbour lamp*"` of `TI ("harbour lamp*" OR pier)`.
    pub text: String,
    /// Whether it is a condition on year, language or document type.
    pub is_condition: bool,
}

/// Every part of the query, by its place.
pub(super) type Labels = HashMap<(usize, usize), Label>;

/// The parts of `expression`, which was read from `text`.
pub(super) fn labels(expression: &Expression, text: &str, dialect: &Dialect) -> Labels {
    let mut all = Labels::new();
    add(expression, None, text, dialect, &mut all);
    all
}

/// A field code that stands around a part.
type Code<'a> = Option<(&'a str, FieldSet, &'a Span)>;

fn add(expression: &Expression, code: Code<'_>, text: &str, dialect: &Dialect, all: &mut Labels) {
    let span = expression.outer_span();
    if let Node::Field { code: own, inner } = &expression.node {
        let within = if own.fields.is_empty() { code } else { Some((own.written.as_str(), own.fields, &own.span)) };
        add(inner, within, text, dialect, all);
    } else {
        expression.children().into_iter().for_each(|part| add(part, code, text, dialect, all));
        let plain = text.get(span.clone()).unwrap_or_default();
        let outside = code.filter(|(_, _, at)| at.end <= span.start || at.start >= span.end);
        let shown = match outside {
            Some((code, ..)) => with_code(code, plain, dialect.field_form),
            None => plain.to_owned(),
        };
        let is_condition = code.is_some_and(|(_, fields, _)| is_condition(fields)) || holds_conditions(expression);
        all.entry((span.start, span.end)).or_insert(Label { text: shown, is_condition });
    }
}

/// Whether everything in it is a condition.
fn holds_conditions(expression: &Expression) -> bool {
    match &expression.node {
        Node::Field { code, inner } => is_condition(code.fields) || holds_conditions(inner),
        Node::And(list) | Node::Or(list) => !list.is_empty() && list.iter().all(holds_conditions),
        Node::Between(from, to) => holds_conditions(from) && holds_conditions(to),
        _ => false,
    }
}

/// `text` with the code in front or behind, as the dialect writes it.
fn with_code(code: &str, text: &str, form: FieldForm) -> String {
    if text.starts_with(['<', '>', '=']) {
        return format!("{code} {text}");
    }
    match form {
        FieldForm::Equals => format!("{code}={text}"),
        FieldForm::Before => format!("{code} {text}"),
        FieldForm::Function if text.starts_with('(') => format!("{code}{text}"),
        FieldForm::Function => format!("{code}({text})"),
        FieldForm::Brackets => format!("{text}[{code}]"),
        FieldForm::Dots => format!("{text}.{code}."),
        FieldForm::Colon => format!("{code}:{text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{dialect, parse};

    fn shown(name: &str, text: &str) -> Vec<(String, bool)> {
        let dialect = dialect(name).expect("a dialect");
        let all = labels(&parse(text, dialect).expression, text, dialect);
        let mut all: Vec<_> = all.into_iter().collect();
        all.sort_by_key(|((start, end), _)| (*start, std::cmp::Reverse(*end)));
        all.into_iter().map(|(_, label)| (label.text, label.is_condition)).collect()
    }

    #[test]
    fn a_part_is_shown_with_the_field_that_stands_before_its_group() {
        let has = |name: &str, text: &str, part: &str, is_condition: bool| {
            let all = shown(name, text);
            assert!(all.contains(&(part.to_owned(), is_condition)), "{part} of {text}: {all:?}");
        };
        has("ebsco", "TI (lamp* OR pier) OR AB (lamp* OR pier)", "TI lamp*", false);
        has("ebsco", "TI (lamp* OR pier) OR AB (lamp* OR pier)", "AB lamp*", false);
        has("wos", "TS=(lamp* OR pier) AND PY=2000-2018", "TS=lamp*", false);
        has("wos", "TS=(lamp* OR pier) AND PY=2000-2018", "PY=2000-2018", true);
        has("scopus", "TITLE(lamp* OR pier) AND PUBYEAR > 1999", "PUBYEAR > 1999", true);
        has("proquest", "noft(lamp* OR pier) AND pd(20000101-20201231)", "pd(20000101-20201231)", true);
        has("ovid", "(lamp* or pier).ti,ab.", "lamp*.ti,ab.", false);
        has("pubmed", "lamp*[tiab] OR pier[ti]", "pier[ti]", false);
        has("plain", "lamp* OR pier", "pier", false);
    }
}
