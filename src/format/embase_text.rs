//! Embase.com's plain text: `RECORD 1`, then labels in capitals, each with its value on the lines below.
//!
//! The labels are the columns of Embase.com's tables, so that what they mean is said there (`tabular/columns/tags.rs`).

use std::sync::Arc;

use super::provenance;
use super::tabular::columns::{self, Dialect};
use super::tabular::embase_citation;
use super::tagged::{self, Draft, Mark, Role, Shape, Syntax, lines_like};
use super::{Format, Parsed};
use crate::record::Field;
use crate::record::identifier::Pmid;
use crate::record::person::split_semicolons;
use crate::source::SourceFile;

/// Embase.com's plain text.
pub struct EmbaseText;

impl Format for EmbaseText {
    fn name(&self) -> &'static str {
        "embase-text"
    }

    fn about(&self) -> &'static str {
        "Embase.com's plain text: `RECORD 1`, `TITLE`, `AUTHOR NAMES`, each value on the lines below its label."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        let mut lines = tagged::head(source.text());
        let numbered = lines.next().is_some_and(is_number);
        let labels = lines.take(60).filter(|line| label_of(line).is_some()).count();
        if numbered && labels > 2 { 94 } else { 0 }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        let markers = lines_like(source.text(), NUMBER, is_number);
        tagged::parsed(source, tagged::read(&EmbaseSyntax, source), "Embase", markers)
    }
}

struct EmbaseSyntax;

/// The tag of the line that numbers a record.
const NUMBER: &str = "RECORD";

/// Labels that no table has as columns, or that mean something else here.
const LABELS: &[(&str, Field)] = &[
    // Parted at its semicolons when the record is whole: a name goes over a line end.
    ("AUTHOR NAMES", Field::Other),
    ("MEDLINE PMID", Field::Other),
    ("EDITORS", Field::Editor),
    ("ORIGINAL TITLE", Field::OriginalTitle),
    ("CORRESPONDENCE ADDRESS", Field::Other),
    ("FIRST PAGE", Field::Pages),
    ("LAST PAGE", Field::EndPage),
    ("ARTICLE NUMBER", Field::ArticleNumber),
    ("CONFERENCE DATE", Field::Other),
    ("CONFERENCE LOCATION", Field::Other),
    ("CONFERENCE EDITORS", Field::Other),
    ("EMTREE DRUG INDEX TERMS (MAJOR FOCUS)", Field::SubjectHeading),
    ("EMTREE MEDICAL INDEX TERMS (MAJOR FOCUS)", Field::SubjectHeading),
    ("CAS REGISTRY NUMBERS", Field::Other),
    ("CLINICAL TRIAL NUMBERS", Field::Other),
    ("MOLECULAR SEQUENCE NUMBERS", Field::Other),
    ("DEVICE TRADE NAMES", Field::Other),
    ("DEVICE MANUFACTURERS", Field::Other),
    ("DRUG TRADE NAMES", Field::Other),
    ("DRUG MANUFACTURERS", Field::Other),
    ("EMBASE CLASSIFICATIONS", Field::Other),
    ("SUMMARY LANGUAGE", Field::Other),
];

impl Syntax for EmbaseSyntax {
    fn format(&self) -> &'static str {
        "embase-text"
    }

    fn shape<'a>(&self, text: &'a str) -> Shape<'a> {
        match label_of(text) {
            _ if is_number(text) => Shape::Tag(NUMBER, NUMBER.len()),
            Some(label) => Shape::Tag(label, text.len()),
            // The first line of a value is indented, the others are not.
            None => Shape::More,
        }
    }

    fn mark(&self, tag: &str) -> Mark {
        if tag == NUMBER { Mark::Begin } else { Mark::Value }
    }

    fn role(&self, tag: &str) -> Option<Role> {
        if tag == NUMBER { Some(Field::Other.into()) } else { role(tag).map(Role::from) }
    }

    fn settle(&self, draft: &mut Draft<'_>) {
        let value = |draft: &Draft<'_>, tag: &str| draft.tagged(tag).map(|at| draft.value(at).to_owned());
        if let Some(names) = value(draft, "AUTHOR NAMES") {
            let names = split_semicolons(&names).into_iter().map(str::trim).filter(|name| !name.is_empty());
            names.for_each(|name| draft.derive("AUTHOR NAMES", Field::Author, name));
        }
        // `41712675 (http://www.ncbi.nlm.nih.gov/pubmed/41712675)`
        let number = value(draft, "MEDLINE PMID");
        if let Some(pmid) = number.as_deref().and_then(|text| Pmid::parse(text.split_whitespace().next()?)) {
            draft.derive("MEDLINE PMID", Field::Pmid, &pmid.to_string());
        }
        for (field, part) in value(draft, "SOURCE").map(|source| embase_citation(&source)).unwrap_or_default() {
            if !draft.has(field) {
                draft.derive("SOURCE", field, &part);
            }
        }
        if draft.tagged("PUI").is_some() && !draft.has(Field::Database) {
            draft.derive("PUI", Field::Database, "Embase");
        }
        provenance::settle(draft);
    }
}

/// `RECORD 12`.
fn is_number(text: &str) -> bool {
    let number = text.trim_end().strip_prefix("RECORD ");
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The label that a line is: in capitals from its beginning to its end, and known.
fn label_of(text: &str) -> Option<&str> {
    const LONGEST: usize = 48;
    let label = text.trim_end();
    let is_plain = label.len() <= LONGEST
        && label.starts_with(|c: char| c.is_ascii_uppercase())
        // `AiP/IP ENTRY DATE`
        && !label.trim_start_matches("AiP").contains(|c: char| c.is_lowercase());
    (is_plain && role(label).is_some()).then_some(label)
}

fn role(label: &str) -> Option<Field> {
    let own = LABELS.iter().find(|(name, _)| *name == label).map(|(_, field)| *field);
    own.or_else(|| columns::meaning(table(), &columns::plain(label)))
}

/// Embase.com's tables.
fn table() -> Option<&'static Dialect> {
    columns::DIALECTS.iter().find(|dialect| dialect.name == "Embase CSV")
}
