//! NoteExpress, in which Wanfang, CNKI, VIP and SinoMed export: `{Title}: ...`, a label in braces on every line.

use std::sync::Arc;

use super::provenance;
use super::tagged::{self, Draft, Mark, Role, Shape, Syntax, lines_like};
use super::{Format, Parsed};
use crate::record::Field;
use crate::record::identifier::Issn;
use crate::source::SourceFile;

/// NoteExpress.
pub struct NoteExpress;

impl Format for NoteExpress {
    fn name(&self) -> &'static str {
        "note-express"
    }

    fn about(&self) -> &'static str {
        "NoteExpress (`{Reference Type}: Journal Article`), in which Wanfang, CNKI, VIP and SinoMed export."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        let begins = tagged::head(source.text()).next().is_some_and(is_begin);
        if begins { 95 } else { 0 }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        let markers = lines_like(source.text(), "{Reference Type}", is_begin);
        tagged::parsed(source, tagged::read(&NoteExpressSyntax, source), "NoteExpress", markers)
    }
}

struct NoteExpressSyntax;

/// The label that begins a record.
const BEGIN: &str = "Reference Type";

impl Syntax for NoteExpressSyntax {
    fn format(&self) -> &'static str {
        "note-express"
    }

    fn shape<'a>(&self, text: &'a str) -> Shape<'a> {
        Shape::labelled(label_of(text))
    }

    fn mark(&self, tag: &str) -> Mark {
        if tag == BEGIN { Mark::Begin } else { Mark::Value }
    }

    fn role(&self, tag: &str) -> Option<Role> {
        role(tag)
    }

    fn settle(&self, draft: &mut Draft<'_>) {
        // One label for both numbers: that of a journal is one of journals.
        for at in 0..draft.len() {
            if draft.tag(at) == "ISBN/ISSN" && Issn::is_in(draft.value(at)) {
                draft.set(at, Field::Issn);
            }
        }
        provenance::settle(draft);
    }
}

fn is_begin(line: &str) -> bool {
    label_of(line).is_some_and(|(label, _)| label == BEGIN)
}

/// The label in braces that begins a line, and where its value begins.
fn label_of(text: &str) -> Option<(&str, usize)> {
    let (label, behind) = text.strip_prefix('{')?.split_once('}')?;
    let is_label = !label.is_empty() && label.len() <= 40 && label.starts_with(|c: char| c.is_ascii_uppercase());
    (is_label && behind.starts_with(':')).then_some((label, label.len() + 3))
}

fn role(label: &str) -> Option<Role> {
    let field = match label {
        BEGIN => Field::DocumentType,
        "Title" => Field::Title,
        "Translated Title" => Field::TranslatedTitle,
        "Short Title" => Field::ShortTitle,
        "Author" => Field::Author,
        "Secondary Author" | "Editor" => Field::Editor,
        "Tertiary Author" | "Subsidiary Author" | "Translator" => Field::Contributor,
        "Author Address" | "Affiliation" => Field::Affiliation,
        "Journal" | "Secondary Title" | "Book Title" | "Newspaper" | "Conference Proceedings" => Field::Container,
        "Alternate Title" | "Journal Abbreviation" => Field::ContainerAbbreviation,
        "Tertiary Title" | "Series Title" => Field::Series,
        "Conference" | "Conference Name" => Field::Conference,
        "Year" | "Date" => Field::Date,
        "Access Date" => Field::DateAccess,
        "Volume" => Field::Volume,
        "Issue" => Field::Issue,
        "Pages" => Field::Pages,
        "Edition" => Field::Edition,
        "Publisher" | "University" => Field::Publisher,
        "Place Published" => Field::PublisherPlace,
        "Keywords" => Field::Keyword,
        "Subject" => Field::SubjectHeading,
        "Abstract" => Field::Abstract,
        "ISBN/ISSN" => Field::Isbn,
        "ISSN" => Field::Issn,
        "ISBN" => Field::Isbn,
        "DOI" => Field::Doi,
        "URL" | "Link" => Field::Url,
        "Accession Number" => Field::Accession,
        "Database Provider" | "Database" => Field::Database,
        "Language" => Field::Language,
        "Notes" => Field::Note,
        "Translated Author" | "Translated Journal" | "Translated Address" | "Tutor" | "Degree" | "Type of Work"
        | "Call Number" | "Label" | "Country" | "CN" | "Custom 1" | "Custom 2" | "Custom 3" | "Custom 4" => {
            Field::Other
        }
        _ => return None,
    };
    Some(field.into())
}
