//! Operators: their order, what NOT takes away, doubled parentheses.

use super::{Message, Node, Subject};
use crate::query::dialect::Basis;
use crate::query::field::{FieldSet, SearchField};
use crate::query::parse::parse_as;
use crate::query::tree::Expression;
use crate::record::document_type::DocumentType;

pub(super) fn check(subject: &Subject<'_>, messages: &mut Vec<Message>) {
    let mut ambiguous = false;
    for tree in &subject.trees {
        tree.walk(&mut |part| {
            ambiguous |= mixed(subject, part, messages);
            negation(subject, part, messages);
        });
    }
    parentheses(subject, messages);
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
            let alternatives = matches!(base.node, Node::Or(_)) && base.parentheses.is_empty();
            list.last().is_some_and(|last| std::ptr::eq(last, child)) && !alternatives
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

/// Words for animals and for humans as the filters of Cochrane and SIGN use them, in small letters, singular and plural.
const ANIMALS: &[&str] = &[
    "animal",
    "animal*",
    "animal experiment",
    "animal experimentation",
    "animal model",
    "animal studies",
    "animal study",
    "animal tissue",
    "animals",
    "animals, laboratory",
    "nonhuman",
    "nonhumans",
];
const HUMANS: &[&str] = &["human", "human experiment", "human*", "humans"];

/// Fields that say what kind of record it is and not what it is about: leaving a kind out is just what NOT is for.
const KIND: FieldSet = FieldSet::of(&[
    SearchField::DocumentType,
    SearchField::Filter,
    SearchField::Source,
    SearchField::Issn,
    SearchField::Isbn,
    SearchField::Doi,
    SearchField::Pmid,
    SearchField::Accession,
    SearchField::Year,
    SearchField::EntryDate,
    SearchField::Language,
    SearchField::PlaceOfPublication,
    SearchField::Publisher,
    SearchField::Volume,
    SearchField::Issue,
    SearchField::Pages,
]);

const HEADINGS: FieldSet = FieldSet::of(&[
    SearchField::Heading,
    SearchField::HeadingExploded,
    SearchField::HeadingExact,
    SearchField::MajorExploded,
    SearchField::MajorExact,
]);

/// Reports what NOT takes away, except a kind of record and the animals that are not humans as well: `animals NOT humans` and its
/// own NOT are the form that the Cochrane Handbook (4.4.7) recommends. Animals alone take the studies of both away.
fn negation(subject: &Subject<'_>, part: &Expression, messages: &mut Vec<Message>) {
    let Node::Not { base, without } = &part.node else { return };
    let taken = subject.behind(without);
    if is_spared(subject, taken) || base.as_ref().is_some_and(|base| are_animals_only(subject, base, without)) {
        return;
    }
    let headings = |word: &str, fields: Option<FieldSet>| {
        ANIMALS.contains(&word) && fields.is_some_and(|fields| !fields.is_empty() && HEADINGS.covers(fields))
    };
    let (code, text) = if words(subject, taken, &headings) {
        ("QRY058", "every study of animals is taken away, those of humans and animals among them")
    } else {
        ("QRY038", "every record that mentions this is taken away, whatever else it is about")
    };
    messages.push(Message::new(code, without.outer_span(), text));
}

/// Whether `base NOT without` are animals that are not humans as well.
fn are_animals_only(subject: &Subject<'_>, base: &Expression, without: &Expression) -> bool {
    words(subject, base, &|word, _| ANIMALS.contains(&word)) && names_humans(subject, without)
}

/// Whether NOT may take `expression` away in silence: kinds of records, animals that are not humans, several lines of such.
fn is_spared(subject: &Subject<'_>, expression: &Expression) -> bool {
    let expression = subject.behind(expression);
    match &expression.node {
        Node::Not { base: Some(base), without } if are_animals_only(subject, base, without) => true,
        Node::Or(list) => list.iter().all(|part| is_spared(subject, part)),
        Node::LineReference(reference) if reference.combined_by_or => {
            let line = |number: &u32| subject.parsed.lines.iter().find(|line| line.number == *number);
            reference.lines.iter().all(|number| line(number).is_some_and(|line| is_spared(subject, &line.expression)))
        }
        _ => is_kind(subject, expression, None),
    }
}

/// Whether there are terms below `expression` and `wanted` says yes to each, with its field.
fn words(subject: &Subject<'_>, expression: &Expression, wanted: &dyn Fn(&str, Option<FieldSet>) -> bool) -> bool {
    fn all(
        subject: &Subject<'_>,
        expression: &Expression,
        fields: Option<FieldSet>,
        wanted: &dyn Fn(&str, Option<FieldSet>) -> bool,
    ) -> bool {
        let expression = subject.behind(expression);
        match &expression.node {
            Node::Term(term) => wanted(&term.text().to_lowercase(), fields),
            Node::Field { code, inner } => all(subject, inner, Some(code.fields), wanted),
            _ => {
                let parts = expression.children();
                !parts.is_empty() && parts.into_iter().all(|part| all(subject, part, fields, wanted))
            }
        }
    }
    all(subject, expression, None, wanted)
}

/// Whether `expression` is about humans: `humans`, or `animals AND humans`.
fn names_humans(subject: &Subject<'_>, expression: &Expression) -> bool {
    let expression = subject.behind(expression);
    match &expression.node {
        Node::And(list) => list.iter().any(|part| names_humans(subject, part)),
        _ => words(subject, expression, &|word, _| HUMANS.contains(&word)),
    }
}

/// Whether everything that `expression` finds is told by the kind of record.
fn is_kind(subject: &Subject<'_>, expression: &Expression, fields: Option<FieldSet>) -> bool {
    let expression = subject.behind(expression);
    match &expression.node {
        // `letter/`: a publication type that stands among the headings.
        Node::Term(term) if fields.is_some_and(|fields| !fields.is_empty() && HEADINGS.covers(fields)) => {
            DocumentType::parse(&term.text()).is_some()
        }
        Node::Term(_) | Node::Between(..) => fields.is_some_and(|fields| !fields.is_empty() && KIND.covers(fields)),
        Node::Field { code, inner } => is_kind(subject, inner, Some(code.fields)),
        Node::And(list) => list.iter().any(|part| is_kind(subject, part, fields)),
        Node::Or(list) => list.iter().all(|part| is_kind(subject, part, fields)),
        Node::Not { base: Some(base), .. } => is_kind(subject, base, fields),
        _ => false,
    }
}

/// Reports parentheses that change nothing, once for a query and not where a search page writes them by itself.
fn parentheses(subject: &Subject<'_>, messages: &mut Vec<Message>) {
    let (mut idle, mut built) = (None, subject.dialect.writes_parentheses);
    for tree in &subject.trees {
        tree.walk(&mut |part| {
            let outer = operator(part);
            for child in part.children() {
                let inner = operator(child);
                // PubMed's search builder puts every term into parentheses, with its field.
                built |= matches!(child.node, Node::Field { .. }) && !child.parentheses.is_empty();
                let same = outer.is_some() && inner == outer && inner != Some("NOT");
                let first = child.parentheses.get(usize::from(!same)).filter(|_| inner.is_some());
                idle = idle.take().or_else(|| first.cloned());
            }
        });
    }
    if let Some(around) = idle.filter(|_| !built) {
        messages.push(Message::new("QRY037", around, "these parentheses can be left out"));
    }
}
