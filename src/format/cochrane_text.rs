//! The Cochrane Library's plain text export: tags of two letters with a colon, each record behind `Record #1 of 18`.

use std::sync::Arc;

use super::provenance;
use super::tagged::{self, Draft, Mark, Role, Shape, Syntax, lines_like};
use super::{Format, Parsed};
use crate::record::Field;
use crate::source::SourceFile;

/// The Cochrane Library's plain text.
pub struct CochraneText;

impl Format for CochraneText {
    fn name(&self) -> &'static str {
        "cochrane-text"
    }

    fn about(&self) -> &'static str {
        "The Cochrane Library's plain text export of trials and reviews."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        let mut lines = tagged::head(source.text());
        let numbered = lines.next().is_some_and(is_number);
        let tags = lines.take(40).filter(|line| tag_of(line).is_some_and(|(tag, _)| role(tag).is_some())).count();
        if numbered && tags > 2 { 94 } else { 0 }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        let markers = lines_like(source.text(), "Record #", is_number);
        tagged::parsed(source, tagged::read(&CochraneSyntax, source), "Cochrane Library", markers)
    }
}

struct CochraneSyntax;

/// The tag given to the line that numbers a record.
const NUMBER: &str = "Record";

impl Syntax for CochraneSyntax {
    fn format(&self) -> &'static str {
        "cochrane-text"
    }

    fn shape<'a>(&self, text: &'a str) -> Shape<'a> {
        match tag_of(text) {
            _ if is_number(text) => Shape::Tag(NUMBER, NUMBER.len()),
            Some((tag, value)) => Shape::Tag(tag, value),
            None => Shape::Text,
        }
    }

    fn mark(&self, tag: &str) -> Mark {
        if tag == NUMBER { Mark::Begin } else { Mark::Value }
    }

    fn role(&self, tag: &str) -> Option<Role> {
        role(tag)
    }

    fn settle(&self, draft: &mut Draft<'_>) {
        // Reviews have numbers of their own; those of trials tell CENTRAL by themselves.
        if draft.first(Field::Accession).is_some_and(|at| draft.value(at).starts_with("CD")) {
            draft.derive("ID", Field::Database, "Cochrane Database of Systematic Reviews");
            draft.derive("ID", Field::Platform, "Cochrane Library");
        }
        provenance::settle(draft);
    }
}

/// `Record #3 of 18`.
fn is_number(text: &str) -> bool {
    let digits = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    let numbers = text.trim_end().strip_prefix("Record #").and_then(|rest| rest.split_once(" of "));
    numbers.is_some_and(|(number, all)| digits(number) && digits(all))
}

/// Two or three capitals and a colon.
fn tag_of(text: &str) -> Option<(&str, usize)> {
    let (tag, rest) = text.split_once(':')?;
    let letters = matches!(tag.len(), 2 | 3) && tag.bytes().all(|b| b.is_ascii_uppercase());
    (letters && (rest.is_empty() || rest.starts_with(' '))).then_some((tag, tag.len() + 1))
}

fn role(tag: &str) -> Option<Role> {
    let field = match tag {
        "ID" => Field::Accession,
        "AU" => Field::Author,
        "TI" => Field::Title,
        "SO" => Field::Container,
        "YR" => Field::Date,
        "VL" => Field::Volume,
        "NO" => Field::Issue,
        "PG" => Field::Pages,
        "PB" => Field::Publisher,
        "SN" => Field::Issn,
        "PM" => Field::Pmid,
        "PT" => Field::DocumentType,
        "KY" => Field::Keyword,
        "LA" => Field::Language,
        "DOI" => Field::Doi,
        "AB" => Field::Abstract,
        "US" => Field::Url,
        NUMBER | "XR" | "CC" | "AD" | "CO" | "OT" | "ST" => Field::Other,
        _ => return None,
    };
    Some(field.into())
}
