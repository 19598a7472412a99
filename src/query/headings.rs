//! Headings of a thesaurus once they are read: explosion and subheadings, as EBSCOhost, Ovid and PubMed write them.

use super::field::{FieldSet, SearchField};
use super::tree::{Expression, FieldCodeUse, Node, Part, Term};

/// EBSCO explodes a heading by a plus sign behind it: `MH "Leadership+"`.
pub(super) fn exploded(mut code: FieldCodeUse, mut inner: Expression) -> (FieldCodeUse, Expression) {
    let wider = if code.fields == FieldSet::of(&[SearchField::HeadingExact]) {
        SearchField::HeadingExploded
    } else if code.fields == FieldSet::of(&[SearchField::MajorExact]) {
        SearchField::MajorExploded
    } else {
        return (code, inner);
    };
    if let Node::Term(term) = &mut inner.node {
        take_subheadings(term);
    }
    if let Node::Term(term) = &mut inner.node
        && let Some(word) = term.words.last_mut()
        && let Some(stem) = word.written.strip_suffix('+')
        && !stem.is_empty()
    {
        code.fields = FieldSet::of(&[wider]);
        word.parts = vec![Part::Text(stem.to_owned())];
        word.written = stem.to_owned();
    }
    (code, inner)
}

/// Takes the subheadings off a heading as EBSCO writes them: `Leadership+/ED`, `Leadership/ED,ST`.
fn take_subheadings(term: &mut Term) {
    let Some(word) = term.words.last_mut() else { return };
    let Some((stem, behind)) = word.written.rsplit_once('/') else { return };
    let codes: Vec<String> = behind.split(',').map(|code| code.trim().to_lowercase()).collect();
    let valid = |code: &String| code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase());
    if stem.is_empty() || !codes.iter().all(valid) {
        return;
    }
    let stem = stem.to_owned();
    term.subheadings = codes;
    word.parts = vec![Part::Text(stem.clone())];
    word.written = stem;
}

/// `psoriasis/dt`: the subheadings behind the slash, where the field is one of headings.
pub(super) fn with_subheadings(mut operand: Expression) -> Expression {
    if let Node::Term(term) = &mut operand.node
        && let Some(word) = term.words.last_mut()
        && let Some((stem, subheadings)) = word.written.split_once('/')
        && !stem.is_empty()
    {
        term.subheadings = subheadings.split(',').filter(|text| !text.is_empty()).map(str::to_owned).collect();
        word.parts = vec![Part::Text(stem.to_owned())];
        word.written = stem.to_owned();
    }
    operand
}
