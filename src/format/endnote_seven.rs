//! The XML of EndNote 7 and before (2003), which programs still write: `<XML><RECORDS><RECORD>`, every name in capitals, the type a
//! number.
//!
//! The elements are those that EndNote 7's own exports have; no specification is at hand. EndNote 8 replaced it by the XML that
//! [`super::endnote_xml`] reads.

use super::xml::tree::{NodeId, View};
use super::xml::{self, Records, Sink};
use crate::record::Field;
use crate::record::identifier::{Doi, Isbn, Issn};

/// The element whose name tells these records from those of other XML.
pub(super) const MARK: &str = "<REFERENCE_TYPE>";

/// The records of such a file.
pub(super) struct SevenRecords;

impl Records for SevenRecords {
    fn format(&self) -> &'static str {
        "endnote-xml"
    }

    fn elements(&self) -> &'static [&'static [&'static str]] {
        &[&["RECORD"]]
    }

    fn record(&self, view: View<'_>, root: NodeId, out: &mut Sink<'_>) {
        let kind = view.child(root, "REFERENCE_TYPE").map(|node| view.text(node)).unwrap_or_default();
        let kind = TYPES.iter().find(|(number, _)| *number == kind.trim()).map(|(_, name)| *name);
        // The secondary title of a book is its series.
        let is_book = matches!(kind, Some("Book" | "Edited Book"));
        let style = |name: &str| name.eq_ignore_ascii_case("style");
        xml::leaves(view, root, style, |path, node| match path {
            "REFERENCE_TYPE" => {
                out.element(path, Field::Other, node);
                if let Some(kind) = kind {
                    out.derived(path, Field::DocumentType, kind);
                }
            }
            "SECONDARY_TITLE" if is_book => out.element(path, Field::Series, node),
            "ISBN" => {
                let text = view.text(node);
                let is_issn = Issn::is_in(&text) || !Isbn::is_in(&text);
                out.element(path, if is_issn { Field::Issn } else { Field::Isbn }, node);
            }
            // Programs put a bare DOI here, there being no element for one.
            "URL" => {
                let text = view.text(node);
                let is_doi = text.starts_with("10.") && Doi::parse(&text).is_some();
                out.element(path, if is_doi { Field::Doi } else { Field::Url }, node);
            }
            _ => out.element(path, role(path), node),
        });
    }
}

fn role(path: &str) -> Field {
    match path {
        "AUTHORS/AUTHOR" => Field::Author,
        "SECONDARY_AUTHORS/SECONDARY_AUTHOR" => Field::Editor,
        "TERTIARY_AUTHORS/TERTIARY_AUTHOR" | "SUBSIDIARY_AUTHORS/SUBSIDIARY_AUTHOR" => Field::Contributor,
        "AUTHOR_ADDRESS" => Field::Affiliation,
        "YEAR" => Field::Date,
        "TITLE" => Field::Title,
        "SECONDARY_TITLE" => Field::Container,
        "TERTIARY_TITLE" => Field::Series,
        "SHORT_TITLE" => Field::ShortTitle,
        "ALTERNATE_TITLE" => Field::ContainerAbbreviation,
        "VOLUME" => Field::Volume,
        "NUMBER" => Field::Issue,
        "PAGES" => Field::Pages,
        "EDITION" => Field::Edition,
        "PUBLISHER" => Field::Publisher,
        "PLACE_PUBLISHED" => Field::PublisherPlace,
        "TYPE_OF_WORK" => Field::DocumentType,
        "ACCESSION_NUMBER" => Field::Accession,
        "KEYWORDS/KEYWORD" => Field::Keyword,
        "ABSTRACT" => Field::Abstract,
        "NOTES" => Field::Note,
        _ => Field::Other,
    }
}

/// The numbers of EndNote 7's types, where programs agree about them.
const TYPES: &[(&str, &str)] = &[
    ("0", "Journal Article"),
    ("1", "Book"),
    ("2", "Thesis"),
    ("3", "Conference Proceedings"),
    ("5", "Newspaper Article"),
    ("7", "Book Section"),
    ("8", "Magazine Article"),
    ("9", "Edited Book"),
    ("10", "Report"),
];
