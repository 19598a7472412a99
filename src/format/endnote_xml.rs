//! EndNote's XML, as EndNote, Zotero, Mendeley, Covidence and the de-duplication tools write it.
//!
//! No specification is published; the elements are those of EndNote's own exports. A value stands in its element, or in
//! `style` elements inside it.

use std::sync::Arc;

use super::endnote_seven::{MARK, SevenRecords};
use super::xml::tree::{NodeId, View};
use super::xml::{self, Records, Sink};
use super::{Format, Parsed};
use crate::record::Field;
use crate::record::identifier::{Isbn, Issn};
use crate::source::SourceFile;

/// EndNote XML.
pub struct EndnoteXml;

impl Format for EndnoteXml {
    fn name(&self) -> &'static str {
        "endnote-xml"
    }

    fn about(&self) -> &'static str {
        "EndNote XML, as written by EndNote, Zotero, Mendeley, Covidence and de-duplication tools, with and without styles; also that of EndNote 7, in capitals."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        let head = xml::head(source.text());
        if is_seven(head) {
            return 95;
        }
        let record = head.contains("<record>") || head.contains("<record ");
        match (record, head.contains("<ref-type") || head.contains("<rec-number")) {
            (true, true) => 95,
            (true, false) if head.contains("<records>") || head.contains("<titles>") => 60,
            _ => 0,
        }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        match is_seven(xml::head(source.text())) {
            true => xml::read(&SevenRecords, source),
            false => xml::read(&EndnoteRecords, source),
        }
    }

    fn cut(&self, text: &str, from: usize) -> Option<usize> {
        match is_seven(xml::head(text)) {
            true => xml::cut(&SevenRecords, text, from),
            false => xml::cut(&EndnoteRecords, text, from),
        }
    }
}

/// Whether these are the records of EndNote 7 and before.
fn is_seven(head: &str) -> bool {
    head.contains("<RECORD>") && head.contains(MARK)
}

struct EndnoteRecords;

impl Records for EndnoteRecords {
    fn format(&self) -> &'static str {
        "endnote-xml"
    }

    fn elements(&self) -> &'static [&'static [&'static str]] {
        &[&["record"]]
    }

    fn record(&self, view: View<'_>, root: NodeId, out: &mut Sink<'_>) {
        let year = view.find(root, &["dates", "year"]).map(|node| view.text(node)).unwrap_or_default();
        let kind = view.child(root, "ref-type").and_then(|node| view.attribute(node, "name"));
        let kind = kind.as_deref().unwrap_or_default();
        let (is_book, is_report) = (matches!(kind, "Book" | "Edited Book"), kind == "Report");
        let has_editors = is_book && view.find(root, &["contributors", "tertiary-authors"]).is_some();
        let proceedings =
            view.child(root, "custom3").map(|node| view.text(node)).filter(|_| kind == "Conference Proceedings");
        // What EndNote has once, this program writes with a value on each line.
        let own =
            view.child(root, "source-app").and_then(|node| view.attribute(node, "name")).as_deref() == Some("litsieve");
        xml::leaves(
            view,
            root,
            |name| name == "style",
            |path, node| match role(path) {
                Role::Is(Field::Container) if path == "titles/secondary-title" && (is_book || is_report) => {
                    out.element(path, Field::Series, node);
                }
                Role::Is(Field::Container) if path == "titles/secondary-title" && proceedings.is_some() => {
                    let is_title = proceedings.as_deref() == Some(&*view.text(node));
                    out.element(path, if is_title { Field::Container } else { Field::Conference }, node);
                }
                Role::Custom if path == "custom3" && proceedings.is_some() => {
                    out.element(path, Field::Container, node);
                }
                Role::Is(Field::Editor) if has_editors => out.element(path, Field::Contributor, node),
                Role::Is(Field::Contributor) if is_book && path == "contributors/tertiary-authors/author" => {
                    out.element(path, Field::Editor, node);
                }
                Role::Is(field) if own && LISTS.contains(&field) => lines(path, field, view, node, out),
                // EndNote itself writes `&#xD;` between the lines of a field.
                Role::Is(field) if SHORT_LINES.contains(&field) && view.text(node).contains('\r') => {
                    lines(path, field, view, node, out)
                }
                Role::Is(field) => out.element(path, field, node),
                Role::Type => reference_type(path, view, node, out),
                Role::DatePart => date(path, &year, view, node, out),
                Role::Number => number(path, is_report, view, node, out),
                Role::Keyword => lines(path, Field::Keyword, view, node, out),
                Role::Custom => custom(path, view, node, out),
            },
        );
    }
}

/// What is done with an element.
enum Role {
    /// Its text is a value of this field.
    Is(Field),
    /// The kind of reference.
    Type,
    /// A date that may leave out the year.
    DatePart,
    /// ISSN, ISBN or report number.
    Number,
    /// Keywords, sometimes all in one element on a line each.
    Keyword,
    /// A field that a program uses as it likes.
    Custom,
}

fn role(path: &str) -> Role {
    Role::Is(match path {
        "ref-type" => return Role::Type,
        "work-type" => Field::DocumentType,
        "contributors/authors/author" => Field::Author,
        "contributors/secondary-authors/author" => Field::Editor,
        "contributors/tertiary-authors/author"
        | "contributors/subsidiary-authors/author"
        | "contributors/translated-authors/author" => Field::Contributor,
        "auth-address" => Field::Affiliation,
        "titles/title" => Field::Title,
        "titles/secondary-title" | "periodical/full-title" => Field::Container,
        "titles/tertiary-title" => Field::Series,
        "titles/short-title" => Field::ShortTitle,
        "titles/translated-title" => Field::TranslatedTitle,
        "titles/alt-title"
        | "periodical/abbr-1"
        | "periodical/abbr-2"
        | "periodical/abbr-3"
        | "alt-periodical/full-title"
        | "alt-periodical/abbr-1" => Field::ContainerAbbreviation,
        "pages" => Field::Pages,
        "volume" => Field::Volume,
        "number" | "issue" => Field::Issue,
        "edition" => Field::Edition,
        "publisher" => Field::Publisher,
        "pub-location" => Field::PublisherPlace,
        "dates/year" => Field::Date,
        "dates/pub-dates/date" => return Role::DatePart,
        "isbn" => return Role::Number,
        "accession-num" => Field::Accession,
        "electronic-resource-num" => Field::Doi,
        "abstract" => Field::Abstract,
        "keywords/keyword" => return Role::Keyword,
        "notes" | "research-notes" => Field::Note,
        "language" => Field::Language,
        "access-date" => Field::DateAccess,
        "remote-database-name" => Field::Database,
        "remote-database-provider" => Field::Platform,
        "urls/related-urls/url" | "urls/web-urls/url" | "urls/text-urls/url" | "urls/url" => Field::Url,
        _ if path.starts_with("custom") => return Role::Custom,
        _ => Field::Other,
    })
}

/// The name of the type is what counts: programs disagree about the numbers.
fn reference_type(path: &str, view: View<'_>, node: NodeId, out: &mut Sink<'_>) {
    match view.attribute(node, "name").filter(|name| !name.trim().is_empty()) {
        Some(name) => {
            out.element(path, Field::Other, node);
            out.attribute("ref-type name", Field::DocumentType, &name);
        }
        None => {
            out.element(path, Field::DocumentType, node);
            if let Some((_, name)) = TYPE_NUMBERS.iter().find(|(number, _)| *number == view.text(node)) {
                out.supersede_last();
                out.derived(path, Field::DocumentType, name);
            }
        }
    }
}

/// EndNote's own numbers of its most frequent types.
const TYPE_NUMBERS: &[(&str, &str)] = &[
    ("17", "Journal Article"),
    ("0", "Journal Article"),
    ("6", "Book"),
    ("5", "Book Section"),
    ("28", "Edited Book"),
    ("10", "Conference Proceedings"),
    ("47", "Conference Paper"),
    ("27", "Report"),
    ("32", "Thesis"),
    ("12", "Web Page"),
    ("23", "Newspaper Article"),
    ("19", "Magazine Article"),
    ("43", "Electronic Article"),
    ("59", "Dataset"),
    ("13", "Generic"),
];

/// EndNote keeps `May 12` apart from the year.
fn date(path: &str, year: &str, view: View<'_>, node: NodeId, out: &mut Sink<'_>) {
    let text = view.text(node);
    let has_year = text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4);
    out.element(path, Field::Date, node);
    if !has_year && year.trim().len() == 4 && !text.is_empty() {
        out.supersede_last();
        out.derived(path, Field::Date, &format!("{} {text}", year.trim()));
    }
}

/// One element for ISSN, ISBN and report numbers; the check digits tell which.
fn number(path: &str, is_report: bool, view: View<'_>, node: NodeId, out: &mut Sink<'_>) {
    let text = view.text(node);
    let (issn, isbn) = (Issn::is_in(&text), Isbn::is_in(&text));
    let field = match (issn, isbn) {
        (false, true) => Field::Isbn,
        (false, false) if is_report => Field::ReportNumber,
        _ => Field::Issn,
    };
    out.element(path, field, node);
    if issn && isbn {
        out.derived(path, Field::Isbn, &text);
    }
}

/// Fields of which this program writes a value on each line.
const LISTS: &[Field] = &[Field::Affiliation, Field::Accession, Field::Database, Field::DocumentType, Field::Note];

/// Fields of which EndNote users and databases put a value on each line.
const SHORT_LINES: &[Field] = &[Field::Affiliation, Field::Accession, Field::Database, Field::Url];

/// An element with a value on each line.
fn lines(path: &str, field: Field, view: View<'_>, node: NodeId, out: &mut Sink<'_>) {
    let text = view.text(node);
    out.element(path, field, node);
    let lines: Vec<&str> = text.split(['\r', '\n']).map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.len() > 1 {
        out.supersede_last();
        lines.iter().for_each(|line| out.derived(path, field, line));
    }
}

/// `custom2` holds the PubMed Central identifier in EndNote's PubMed import, `custom7` the article number.
fn custom(path: &str, view: View<'_>, node: NodeId, out: &mut Sink<'_>) {
    let text = view.text(node);
    let field = match path {
        "custom7" => Field::ArticleNumber,
        _ if text.starts_with("PMC") && text[3..].bytes().all(|byte| byte.is_ascii_digit()) => Field::Pmcid,
        _ => Field::Other,
    };
    out.element(path, field, node);
}
