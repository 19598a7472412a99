//! EBSCOhost's text, as it is e-mailed, printed and saved: labels with a colon, values behind them or indented below.

use std::sync::Arc;

use super::ebsco_source;
use super::provenance;
use super::tagged::{self, Draft, Mark, Role, Shape, Syntax, lines_like};
use super::{Format, Parsed};
use crate::record::Field;
use crate::source::SourceFile;

/// EBSCOhost's text.
pub struct EbscoText;

impl Format for EbscoText {
    fn name(&self) -> &'static str {
        "ebsco-text"
    }

    fn about(&self) -> &'static str {
        "EBSCOhost's text, as it is e-mailed, printed or saved: `Record: 1`, `Title:`, `Authors:`, `Source:`."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        let numbered = tagged::head(source.text()).take(10).any(is_number);
        let labels = tagged::head(source.text()).filter(|line| label_of(line).is_some()).count();
        if numbered && labels > 3 { 94 } else { 0 }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        let markers = lines_like(source.text(), "Record:", is_number);
        tagged::parsed(source, tagged::read(&EbscoSyntax, source), "EBSCOhost", markers)
    }
}

struct EbscoSyntax;

/// The tag of the line that numbers a record.
const NUMBER: &str = "Record";

impl Syntax for EbscoSyntax {
    fn format(&self) -> &'static str {
        "ebsco-text"
    }

    fn shape<'a>(&self, text: &'a str) -> Shape<'a> {
        match label_of(text) {
            _ if is_number(text) => Shape::Tag(NUMBER, NUMBER.len() + 1),
            Some((label, value)) => Shape::Tag(label, value),
            None if text.starts_with([' ', '\t']) => Shape::More,
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
        let source = (0..draft.len()).find(|&at| draft.tag(at) == "Source" && !draft.value(at).is_empty());
        for (field, value) in source.map(|at| ebsco_source::parse(draft.value(at))).unwrap_or_default() {
            if !draft.has(field) {
                draft.derive("Source", field, &value);
            }
        }
        draft.derive("Record", Field::Platform, "EBSCOhost");
        provenance::settle(draft);
    }
}

/// `Record: 12`.
fn is_number(text: &str) -> bool {
    let number = text.trim().strip_prefix("Record:").map(str::trim_start);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// A label that is known, at the beginning of a line.
fn label_of(text: &str) -> Option<(&str, usize)> {
    let (label, _) = text.split_once(':')?;
    role(label).map(|_| (label, label.len() + 1))
}

fn role(label: &str) -> Option<Role> {
    let field = match label {
        "Title" => Field::Title,
        "Alternate Title" | "Translated Title" => Field::TranslatedTitle,
        "Authors" | "Author" | "Author(s)" | "By" => return Some(Role::list(Field::Author)),
        "Author Affiliations" | "Affiliation" => Field::Affiliation,
        "Journal" | "Publication" | "Journal Title" => Field::Container,
        "Abstract" | "Abstract (English)" => Field::Abstract,
        "Document Type" | "Publication Type" => Field::DocumentType,
        "Subject Terms" | "Subjects" | "Descriptors" | "MeSH Terms" | "Major Subjects" | "Minor Subjects" => {
            Field::SubjectHeading
        }
        "Author-Supplied Keywords" | "Keywords" => Field::Keyword,
        "Language" => Field::Language,
        "ISSN" | "ISSNs" => Field::Issn,
        "ISBN" => Field::Isbn,
        "DOI" | "Digital Object Identifier" => Field::Doi,
        "PMID" => Field::Pmid,
        "Accession Number" | "Accession No" => Field::Accession,
        "Database" => Field::Database,
        "Publisher" | "Publisher Information" => Field::Publisher,
        "Copyright" => Field::Copyright,
        "Publication Year" | "Year" | "Publication Date" => Field::Date,
        "Persistent link to this record (Permalink)" | "Permalink" | "Cut and Paste" => Field::Url,
        "Entry Date" | "Revision Date" => Field::DateEntry,
        NUMBER
        | "Source"
        | "Full Text Word Count"
        | "Section"
        | "Geographic Terms"
        | "People"
        | "Reviews & Products"
        | "NAICS/Industry Codes"
        | "Company/Entity"
        | "Notes"
        | "Physical Description" => Field::Other,
        _ => return None,
    };
    Some(field.into())
}
