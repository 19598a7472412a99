//! An expression for a service that has no operators: the words that it is asked for, and what is applied to its answer.

use super::express::{looked_for_in, plain};
use crate::query::{Expression, FieldSet, Node, SearchField, Term};

/// The fewest words one of which every record that the expression means must hold: for a service that ranks bags of words.
/// Of alternatives all are needed, of several conditions on the subject one suffices. `None` if there are no such words.
pub(super) fn necessary_words(expression: &Expression) -> Option<Vec<String>> {
    match &expression.node {
        Node::And(operands) | Node::Near { operands, .. } => {
            operands.iter().filter_map(necessary_words).min_by_key(Vec::len)
        }
        Node::Or(operands) => of_alternatives(operands),
        Node::Not { base, .. } => base.as_deref().and_then(necessary_words),
        // A year, a language, a name is nothing that the words of a title could show.
        Node::Field { code, .. } if !is_subject(code.fields) => None,
        Node::Field { inner, .. } => necessary_words(inner),
        Node::Term(term) => Some(vec![rarest(term)?]),
        Node::Between(..) | Node::LineReference(_) | Node::Missing => None,
    }
}

fn of_alternatives(operands: &[Expression]) -> Option<Vec<String>> {
    let mut all: Vec<String> = Vec::new();
    // What must be there in any case comes first, so that phrases that contain it need nothing more.
    let mut terms: Vec<&Expression> = operands.iter().collect();
    terms.sort_by_key(|operand| matches!(&operand.node, Node::Term(term) if term.words.len() > 1));
    for operand in terms {
        if let Node::Term(term) = &operand.node
            && term.words.iter().any(|word| all.contains(&plain(&word.written).to_lowercase()))
        {
            continue;
        }
        all.extend(necessary_words(operand)?);
    }
    Some(all)
}

/// The longest word without a wildcard: a longer word is a rarer one.
fn rarest(term: &Term) -> Option<String> {
    let words = term.words.iter().filter(|word| !word.has_wildcard());
    words.max_by_key(|word| word.written.chars().count()).map(|word| plain(&word.written).to_lowercase())
}

fn is_subject(fields: FieldSet) -> bool {
    fields.is_empty() || fields.iter().any(|field| FieldSet::TOPIC.contains(field) || field == SearchField::All)
}

/// What is looked for in an answer, and what is taken out of it.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// The expression without all that it excludes.
    pub wanted: Option<Expression>,
    /// What is excluded from all that it finds.
    pub exclusions: Vec<Expression>,
    /// Whether something was excluded from an alternative only: that stays in.
    pub left_in: bool,
}

/// Takes what `expression` excludes out of it, which looks in `fields` where it names none.
pub(super) fn apart_from_exclusions(expression: &Expression, fields: FieldSet) -> Parts {
    let mut parts = Parts::default();
    parts.wanted = wanted(expression, fields, true, &mut parts);
    parts
}

/// `of_all` tells whether everything that is found meets `expression`.
fn wanted(expression: &Expression, fields: FieldSet, of_all: bool, parts: &mut Parts) -> Option<Expression> {
    let mut each = |list: &[Expression], of_all| -> Vec<Expression> {
        list.iter().filter_map(|part| wanted(part, fields, of_all, parts)).collect()
    };
    let node = match &expression.node {
        Node::And(list) => Node::And(each(list, of_all)),
        Node::Or(list) => Node::Or(each(list, false)),
        Node::Near { distance, ordered, operands } => {
            Node::Near { distance: *distance, ordered: *ordered, operands: each(operands, false) }
        }
        Node::Not { base, without } => {
            if of_all {
                parts.exclusions.push(looked_for_in(fields, without));
            } else {
                parts.left_in = true;
            }
            return base.as_ref().and_then(|base| wanted(base, fields, of_all, parts));
        }
        Node::Field { code, inner } => {
            let fields = if code.fields.is_empty() { fields } else { code.fields };
            let inner = Box::new(wanted(inner, fields, of_all, parts)?);
            Node::Field { code: code.clone(), inner }
        }
        _ => return Some(expression.clone()),
    };
    Some(Expression { node, ..expression.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{dialect, parse};

    fn tree(text: &str) -> Expression {
        parse(text, dialect("wos").expect("a dialect")).expression
    }

    #[test]
    fn a_bag_of_words_holds_one_condition_only_and_one_word_of_a_phrase() {
        let words = |text| necessary_words(&tree(text)).expect("words");
        let driving = "TS=((coproduction OR \"service coproduction\" OR \"coproduction of services\") AND (leadership OR leader OR leaders))";
        assert_eq!(words(driving), ["coproduction"]);
        assert_eq!(words("TS=(\"service coproduction\" OR leader)"), ["leader", "coproduction"]);
        assert_eq!(necessary_words(&tree("TS=coproduc*")), None);
    }

    #[test]
    fn no_field_but_the_subject_is_asked_as_words() {
        for beside in ["LA=(English)", "DT=(Article)", "PY=1985-2017", "AU=Ostrom", "SO=Governance"] {
            let text = format!("TS=((coproduction OR cocreation) AND (leader OR leadership)) AND {beside}");
            assert_eq!(necessary_words(&tree(&text)), Some(vec!["coproduction".to_owned(), "cocreation".to_owned()]));
            assert_eq!(necessary_words(&tree(beside)), None);
            assert_eq!(necessary_words(&tree(&format!("TS=leader OR {beside}"))), None);
        }
    }

    #[test]
    fn what_is_excluded_from_all_is_taken_apart_and_from_one_alternative_stays_in() {
        let parts = |text| apart_from_exclusions(&tree(text), FieldSet::TOPIC);
        let of_all = parts("(TS=coproduction NOT TI=film) AND TS=leader");
        assert_eq!((of_all.exclusions.len(), of_all.left_in), (1, false));
        let of_one = parts("(TS=coproduction NOT TI=film) OR TS=leader");
        assert_eq!((of_one.exclusions.len(), of_one.left_in), (0, true));
    }
}
