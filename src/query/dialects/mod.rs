//! The dialects, one file each.

pub mod ebsco;
pub mod ovid;
pub mod plain;
pub mod proquest;
pub mod pubmed;
pub mod scopus;
pub mod wos;

use super::dialect::{FieldCode, Number, Operator, ProximityForm, Wildcard};
use super::field::{FieldSet, SearchField};
use crate::record::document_type::DocumentType as Type;

/// AND, OR, NOT; `AND NOT` is read as NOT.
const AND_OR_NOT: &[(&str, Operator)] =
    &[("NOT", Operator::Not), ("AND NOT", Operator::Not), ("AND", Operator::And), ("OR", Operator::Or)];

/// The publication types of MEDLINE, as Ovid and PubMed search them.
const MEDLINE_TYPES: &[(Type, &str)] = &[
    (Type::JournalArticle, "journal article"),
    (Type::ReviewArticle, "review"),
    (Type::Editorial, "editorial"),
    (Type::Letter, "letter"),
    (Type::Comment, "comment"),
    (Type::Correction, "published erratum"),
    (Type::News, "news"),
    (Type::Preprint, "preprint"),
];

/// Any number of characters.
const fn many(sign: char) -> Wildcard {
    Wildcard { sign, min: 0, max: None }
}

/// Exactly one character.
const fn one(sign: char) -> Wildcard {
    Wildcard { sign, min: 1, max: Some(1) }
}

/// One character or none.
const fn one_or_none(sign: char) -> Wildcard {
    Wildcard { sign, min: 0, max: Some(1) }
}

/// A field code that is read and printed.
const fn code(codes: &'static [&'static str], fields: &[SearchField]) -> FieldCode {
    FieldCode { codes, fields: FieldSet::of(fields), printed: true }
}

/// A field code that is read, but not printed, because not every database of the platform has it.
const fn read_only(codes: &'static [&'static str], fields: &[SearchField]) -> FieldCode {
    FieldCode { codes, fields: FieldSet::of(fields), printed: false }
}

/// A proximity operator.
const fn proximity(prefix: &'static str, number: Number, ordered: bool) -> ProximityForm {
    ProximityForm { prefix, number, ordered }
}
