//! What an expression says besides its subject: conditions on year, language and document type that hold for all that it finds.

use super::dates::{days, names_months, years};
use super::field::{FieldSet, SearchField};
use super::tree::{Expression, Node, Term};
use crate::record::document_type::DocumentType;
use crate::record::language::Language;

const YEAR: FieldSet = FieldSet::of(&[SearchField::Year]);
const LANGUAGE: FieldSet = FieldSet::of(&[SearchField::Language]);
const TYPE: FieldSet = FieldSet::of(&[SearchField::DocumentType]);

/// Whether `fields` hold nothing that words of a subject stand in, but a year, a language or a document type.
pub(super) fn is_condition(fields: FieldSet) -> bool {
    !fields.is_empty() && YEAR.union(LANGUAGE).union(TYPE).covers(fields)
}

/// A condition that every record found meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Years of publication, both included; `None` for no end.
    Years {
        /// The first.
        from: Option<i32>,
        /// The last.
        to: Option<i32>,
    },
    /// One of these languages.
    Languages(Vec<Language>),
    /// One of these document types.
    Types(Vec<DocumentType>),
}

/// What `expression` looks for without the conditions that stand beside it, if there is anything left, and these conditions:
/// those joined by AND to everything else. What stands inside of alternatives, is excluded, or cannot be said in just the same way
/// (a day, a word with a wildcard, a kind of study) stays where it is.
pub fn conditions(expression: &Expression) -> (Option<Expression>, Vec<Condition>) {
    split(expression, None)
}

fn split(expression: &Expression, fields: Option<FieldSet>) -> (Option<Expression>, Vec<Condition>) {
    if let Some(condition) = condition(expression, fields) {
        return (None, vec![condition]);
    }
    let with = |node| Some(Expression { node, ..expression.clone() });
    match &expression.node {
        Node::And(list) => {
            let (rest, found): (Vec<_>, Vec<_>) = list.iter().map(|part| split(part, fields)).unzip();
            let mut rest: Vec<Expression> = rest.into_iter().flatten().collect();
            let left = if rest.len() < 2 { rest.pop() } else { with(Node::And(rest)) };
            (left, found.concat())
        }
        Node::Or(list) => {
            let (rest, mut found): (Vec<_>, Vec<_>) = list.iter().map(|part| split(part, fields)).unzip();
            let rest: Option<Vec<Expression>> = rest.into_iter().collect();
            match (rest, found.pop()) {
                // Every alternative says the same.
                (Some(rest), Some(last)) if found.iter().all(|other| *other == last) => (with(Node::Or(rest)), last),
                _ => (Some(expression.clone()), Vec::new()),
            }
        }
        Node::Not { base: Some(base), without } => {
            let (base, found) = split(base, fields);
            (with(Node::Not { base: base.map(Box::new), without: without.clone() }), found)
        }
        Node::Field { code, inner } if !code.fields.is_empty() => {
            let (rest, found) = split(inner, Some(code.fields));
            (rest.and_then(|rest| with(Node::Field { code: code.clone(), inner: Box::new(rest) })), found)
        }
        _ => (Some(expression.clone()), Vec::new()),
    }
}

/// The condition that `expression` is, if it is nothing else.
fn condition(expression: &Expression, fields: Option<FieldSet>) -> Option<Condition> {
    let all = |list: &[Expression]| list.iter().map(|part| condition(part, fields)).collect::<Option<Vec<_>>>();
    match &expression.node {
        Node::Field { code, inner } if !code.fields.is_empty() => condition(inner, Some(code.fields)),
        Node::Or(list) => all(list)?.into_iter().map(Some).reduce(|a, b| either(a?, b?))?,
        Node::Between(from, to) => {
            let ends = [from, to].map(|end| condition(end, Some(fields.unwrap_or(YEAR))));
            match ends {
                [Some(Condition::Years { from, .. }), Some(Condition::Years { to, .. })] => {
                    Some(Condition::Years { from, to })
                }
                _ => None,
            }
        }
        Node::Term(term) => value(term, fields?),
        _ => None,
    }
}

fn value(term: &Term, fields: FieldSet) -> Option<Condition> {
    let text = term.text();
    let text = text.trim_matches('"');
    if term.words.iter().any(|word| word.has_wildcard()) {
        return None;
    }
    match fields {
        YEAR if days(text).is_none() && !names_months(text) => {
            let (from, to) = years(text)?;
            Some(Condition::Years {
                from: Some(from).filter(|&year| year > 0),
                to: Some(to).filter(|&year| year < 3000),
            })
        }
        LANGUAGE => Some(Language::parse_all(text)).filter(|all| !all.is_empty()).map(Condition::Languages),
        TYPE if is_plain_type(text) => DocumentType::parse(text).map(|kind| Condition::Types(vec![kind])),
        _ => None,
    }
}

/// Whether the words name a type as a whole, and no kind of study among its documents (`Systematic Review`).
pub(super) fn is_plain_type(text: &str) -> bool {
    const PLAIN: [&str; 20] = [
        "article",
        "journal article",
        "ar",
        "review",
        "re",
        "editorial",
        "editorial material",
        "letter",
        "book",
        "book chapter",
        "book review",
        "proceedings paper",
        "conference paper",
        "meeting abstract",
        "correction",
        "published erratum",
        "preprint",
        "dissertation",
        "thesis",
        "report",
    ];
    PLAIN.contains(&text.to_lowercase().as_str())
}

/// Both as one, where that says the same.
fn either(a: Condition, b: Condition) -> Option<Condition> {
    match (a, b) {
        (Condition::Languages(a), Condition::Languages(b)) => Some(Condition::Languages([a, b].concat())),
        (Condition::Types(a), Condition::Types(b)) => Some(Condition::Types([a, b].concat())),
        (Condition::Years { from: a, to: b }, Condition::Years { from: c, to: d }) => {
            let touch =
                b.is_none_or(|b| c.is_none_or(|c| c <= b + 1)) && d.is_none_or(|d| a.is_none_or(|a| a <= d + 1));
            touch.then_some(Condition::Years {
                from: a.zip(c).map(|(a, c)| a.min(c)),
                to: b.zip(d).map(|(b, d)| b.max(d)),
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{dialect, parse};
    use super::*;

    fn said(text: &str, syntax: &str) -> (String, Vec<Condition>) {
        let dialect = dialect(syntax).expect("a dialect");
        let (subject, found) = conditions(&parse(text, dialect).expression);
        let mut words = Vec::new();
        subject.iter().for_each(|subject| {
            subject.walk(&mut |part| {
                if let Node::Term(term) = &part.node {
                    words.push(term.text());
                }
            });
        });
        (words.join(" "), found)
    }

    #[test]
    fn conditions_beside_the_subject_are_told_from_it() {
        let years = |from, to| Condition::Years { from, to };
        let english = || Condition::Languages(vec![Language::ENGLISH]);
        let article = || Condition::Types(vec![DocumentType::JournalArticle]);
        for (syntax, text, found) in [
            (
                "wos",
                "TS=(leader) AND PY=1985-2017 AND DT=(Article) AND LA=(English)",
                vec![years(Some(1985), Some(2017)), article(), english()],
            ),
            ("wos", "(TS=leader AND PY=2000) OR (TS=leader AND PY=2000)", vec![years(Some(2000), Some(2000))]),
            ("wos", "TS=leader AND PY=(2000 OR 2001)", vec![years(Some(2000), Some(2001))]),
            (
                "scopus",
                "TITLE(leader) AND PUBYEAR > 1984 AND PUBYEAR < 2018 AND LANGUAGE(english)",
                vec![years(Some(1985), None), years(None, Some(2017)), english()],
            ),
            (
                "pubmed",
                "leader[tiab] AND 1985:2017[dp] AND english[la] AND \"journal article\"[pt]",
                vec![years(Some(1985), Some(2017)), english(), article()],
            ),
        ] {
            let (subject, conditions) = said(text, syntax);
            assert_eq!(conditions, found, "{text}");
            assert!(subject.split(' ').all(|word| word == "leader"), "{text}: {subject}");
        }
    }

    #[test]
    fn what_is_no_condition_of_all_or_would_say_something_else_stays() {
        for text in [
            "TS=leader OR PY=2000",
            "TS=leader NOT DT=Editorial",
            "TS=leader AND PY=(2000 OR 2005)",
            "TS=leader AND PY=200*",
            "TS=leader AND DT=(\"Systematic Review\")",
            "TS=(leader AND english)",
        ] {
            let (subject, found) = said(text, "wos");
            assert!(found.is_empty() && subject.split(' ').count() > 1, "{text}: {subject} {found:?}");
        }
    }
}
