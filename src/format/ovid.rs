//! Ovid's tagged text, with short tags (`TI  - `) or with labels on lines of their own (`Title`).
//!
//! No specification; Ovid's field guides say per database what a tag means. `<12. >` begins a record; values are indented;
//! journal, volume, issue and pages often stand in the source line alone.

use std::sync::Arc;

use super::ovid_source as source;
use super::provenance;
use super::tagged::{self, Draft, Mark, Role, Shape, Syntax, lines_like};
use super::{Format, Parsed};
use crate::record::Field;
use crate::record::date::PartialDate;
use crate::source::SourceFile;

/// Ovid tagged text.
pub struct Ovid;

impl Format for Ovid {
    fn name(&self) -> &'static str {
        "ovid-tagged"
    }

    fn about(&self) -> &'static str {
        "Ovid tagged text (*Export, Citation* or *Reprint/Medlars*), with short tags or labels."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        let mut lines = tagged::head(source.text());
        match lines.next() {
            Some(first) if is_number(first) => {
                let label = |line: &str| tag_of(line).is_some() || role(line.trim_end()).is_some();
                if lines.next().is_some_and(label) { 93 } else { 0 }
            }
            _ => 0,
        }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        let text = source.text();
        let syntax = OvidSyntax {
            labels: !tagged::head(text).any(|line| tag_of(line).is_some()),
            indented: tagged::head(text).any(|line| line.starts_with([' ', '\t']) && !line.trim().is_empty()),
        };
        let markers = lines_like(text, "<", is_number);
        tagged::parsed(source, tagged::read(&syntax, source), "Ovid", markers)
    }
}

struct OvidSyntax {
    /// Whether tags are labels on lines of their own.
    labels: bool,
    /// Whether values are indented. They are not any more where the text went through a word processor or an e-mail; then
    /// only labels that are known are labels.
    indented: bool,
}

/// The tag given to the line that numbers a record.
const NUMBER: &str = "<>";

impl Syntax for OvidSyntax {
    fn format(&self) -> &'static str {
        "ovid-tagged"
    }

    fn shape<'a>(&self, text: &'a str) -> Shape<'a> {
        if is_number(text) {
            return Shape::Tag(NUMBER, 0);
        }
        match tag_of(text) {
            Some((tag, value)) if !self.labels => Shape::Tag(tag, value),
            _ if text.starts_with([' ', '\t']) => Shape::More,
            _ if self.labels && (self.indented || role(text.trim_end()).is_some()) => {
                Shape::Tag(text.trim_end(), text.len())
            }
            _ => Shape::Text,
        }
    }

    fn mark(&self, tag: &str) -> Mark {
        if tag == NUMBER { Mark::Begin } else { Mark::Value }
    }

    fn role(&self, tag: &str) -> Option<Role> {
        role(tag)
    }

    fn settle(&self, draft: &mut Draft<'_>) {
        let chapter = (0..draft.len()).any(|at| draft.tag(at) == "Chapter Title" && !draft.value(at).is_empty());
        let full_names = (0..draft.len()).any(|at| matches!(draft.tag(at), "FA" | "Authors Full Name"));
        for at in 0..draft.len() {
            match (draft.tag(at), draft.field(at)) {
                ("Title", Some(Field::Title)) if chapter => draft.set(at, Field::Container),
                ("AU" | "Author" | "Authors", Some(Field::Author)) if full_names => draft.supersede(at),
                ("BT" | "Book Title", Some(Field::Container)) => book(draft, at),
                (_, Some(Field::Title)) => title(draft, at),
                (_, Some(Field::Accession)) => accession(draft, at),
                _ => {}
            }
        }
        let source =
            (0..draft.len()).find(|&at| matches!(draft.tag(at), "SO" | "Source") && !draft.value(at).is_empty());
        if let Some(at) = source {
            source::settle(draft, at);
        }
        let ahead = (0..draft.len())
            .find(|&at| matches!(draft.tag(at), "ST" | "Status" | "SO" | "Source") && is_ahead(draft.value(at)));
        if let Some(at) = ahead.filter(|_| !draft.has(Field::Date)) {
            let (tag, date) = (draft.tag(at).to_owned(), date_ahead(draft.value(at)).to_owned());
            draft.derive(&tag, Field::DateOnline, &date);
        }
        let short = (0..draft.len()).find(|&at| matches!(draft.tag(at), "AS" | "Abbreviated Source"));
        if let Some(at) = short {
            source::abbreviated(draft, at);
        }
        provenance::settle(draft);
    }
}

/// `<12. >` and `<1337>`.
fn is_number(text: &str) -> bool {
    let number = text.trim_end().strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    number.is_some_and(|number| {
        let number = number.trim_end().trim_end_matches('.');
        !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
    })
}

/// The short tag that begins a line: two capitals, one or two spaces, a hyphen.
fn tag_of(text: &str) -> Option<(&str, usize)> {
    let bytes = text.as_bytes();
    let letters = bytes.first().is_some_and(u8::is_ascii_uppercase)
        && bytes.get(1).is_some_and(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let gap = bytes.iter().skip(2).take(3).take_while(|&&b| b == b' ').count();
    let hyphen = bytes.get(2 + gap) == Some(&b'-') && bytes.get(3 + gap).is_none_or(|&b| b == b' ');
    (letters && matches!(gap, 1 | 2) && hyphen).then(|| (&text[..2], 3 + gap))
}

/// Whether a status or a source says that the article stands in no issue yet, and since when it is there: `Publish Ahead of Print, POST
/// AUTHOR CORRECTIONS, 18 August 2014`.
fn is_ahead(value: &str) -> bool {
    value.contains("Ahead of Print") && PartialDate::has_year(date_ahead(value))
}

/// What stands behind the last comma.
fn date_ahead(value: &str) -> &str {
    value.rsplit(',').next().unwrap_or_default().trim().trim_end_matches('.')
}

/// A title may end with the kind of document: `Listening.[Miscellaneous]`.
fn title(draft: &mut Draft<'_>, at: usize) {
    let value = draft.value(at);
    let Some((title, kind)) = value.trim_end_matches('.').strip_suffix(']').and_then(|rest| rest.rsplit_once('['))
    else {
        return;
    };
    let is_kind = kind.len() <= 30 && kind.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | ':' | '/' | '&'));
    if title.trim().is_empty() || !is_kind {
        return;
    }
    let (tag, title, kind) = (draft.tag(at).to_owned(), title.trim_end().to_owned(), kind.to_owned());
    draft.supersede(at);
    draft.derive(&tag, Field::Title, &title);
    if !kind.eq_ignore_ascii_case("references") {
        draft.derive(&tag, Field::DocumentType, &kind);
    }
}

/// The title of a book may begin with its editors: `Doe, J. [Ed.]. The made-up book`.
fn book(draft: &mut Draft<'_>, at: usize) {
    let value = draft.value(at);
    let Some(end) = value.find("[Ed").and_then(|ed| Some(ed + value[ed..].find("]. ")?)) else { return };
    let (tag, editors, title) = (draft.tag(at).to_owned(), value[..=end].to_owned(), value[end + 3..].to_owned());
    draft.supersede(at);
    draft.derive(&tag, Field::Editor, &editors);
    draft.derive(&tag, Field::Container, &title);
}

/// `Book: 2011-27892-001.` without what stands around the number.
fn accession(draft: &mut Draft<'_>, at: usize) {
    let value = draft.value(at);
    let number = value.rsplit_once(": ").map_or(value, |(_, number)| number).trim_end_matches('.');
    if number != value && !number.is_empty() {
        let (tag, number) = (draft.tag(at).to_owned(), number.to_owned());
        draft.supersede(at);
        draft.derive(&tag, Field::Accession, &number);
    }
}

/// What a short tag or a label means.
fn role(tag: &str) -> Option<Role> {
    let field = match tag {
        "AN" | "UI" | "Accession Number" | "Unique Identifier" => Field::Accession,
        "PM" | "PMID" | "PubMed ID" => Field::Pmid,
        "DB" | "Database" => Field::Database,
        "VN" => Field::Platform,
        "AU" | "FA" | "Author" | "Authors" | "Authors Full Name" => Field::Author,
        "CA" | "Corporate Author" | "Author/Artist Corporate" => Field::CorporateAuthor,
        "Editor" | "Editors" => Field::Editor,
        "TI" | "Title" | "Chapter Title" => Field::Title,
        "OT" | "Original Title" => Field::OriginalTitle,
        "JN" | "BT" | "Journal" | "Journal Name" | "NLM Journal Name" | "Book Title" => Field::Container,
        "OL" | "AS" | "Abbreviated Source" => Field::ContainerAbbreviation,
        "SE" | "Series" => Field::Series,
        "YR" | "DP" | "Year of Publication" | "Date of Publication" | "Publication Date" | "Year" => Field::Date,
        "EP" | "Electronic Date of Publication" => Field::DateOnline,
        "UP" | "EM" | "Update Code" | "Entry Date" | "Entry Month" => Field::DateEntry,
        "VO" | "VI" | "Volume" => Field::Volume,
        "IP" | "Issue" | "Issue Part" | "Issue/Part" => Field::Issue,
        "PG" | "Page" | "Pages" => Field::Pages,
        "PU" | "PB" | "Publisher" => Field::Publisher,
        "IS" | "ISSN" | "ISSN Print" | "ISSN Electronic" => Field::Issn,
        "IB" | "ISBN" => Field::Isbn,
        "DI" | "DO" | "DOI Number" | "DOI" | "Digital Object Identifier" => Field::Doi,
        "LG" | "LA" | "Language" => Field::Language,
        "AB" | "Abstract" => Field::Abstract,
        "RO" | "Copyright" => Field::Copyright,
        "KW" | "ID" | "Author Keywords" | "Key Phrase Identifiers" | "Keyword Heading" | "Keywords" => Field::Keyword,
        "MH" | "SU" | "Subject Headings" | "MeSH Subject Headings" | "Subject Heading" => Field::SubjectHeading,
        "IN" | "Institution" | "Author Affiliation" => Field::Affiliation,
        "Country of Publication" => Field::Country,
        "PT" | "DT" | "Publication Type" | "Document Type" => return Some(Role::list(Field::DocumentType)),
        "XL" | "OU" | "Link to the Ovid Full Text or citation" | "Link to the External Link Resolver" => Field::Url,
        "CR" | "RF" | "References" => return Some(Role::list(Field::CitedReference)),
        "GI" | "Grant Information" => Field::Funding,
        "NT" | "Notes" => Field::Note,
        NUMBER | "SO" | "Source" | "BC" | "BR" | "CB" | "CC" | "CL" | "CY" | "DD" | "DE" | "DG" | "DS" | "FO"
        | "IA" | "JC" | "JL" | "MC" | "MD" | "MI" | "MQ" | "ON" | "OR" | "PA" | "PC" | "PI" | "PN" | "PO" | "SB"
        | "ST" | "SY" | "TN" | "Author e-mail" | "Journal Subset" | "NLM Journal Code" | "Score" | "Status"
        | "Record Owner" | "Publishing Model" => Field::Other,
        _ => return None,
    };
    Some(field.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Parsed {
        Ovid.read(&Arc::new(SourceFile::new("made-up.txt", text.as_bytes().to_vec())))
    }

    #[test]
    fn names_between_full_stops_are_one_author_each() {
        let parsed = read(
            "<1. >\nUnique Identifier\n  25812345\nDatabase\n  Ovid MEDLINE(R) ALL\nAuthor\n  Doe MJ. O'Roe JE. Poe E.\nTitle\n  Gardens\n",
        );
        let record = parsed.records.record(0);
        let names: Vec<String> = record.authors().iter().map(ToString::to_string).collect();
        assert_eq!(names, ["Doe, MJ.", "O'Roe, JE.", "Poe, E."]);
    }

    #[test]
    fn only_numbers_of_medline_are_those_of_pubmed() {
        let pmid = |number: &str, database: &str| {
            let parsed = read(&format!("<1. >\nUI  - {number}\nDB  - {database}\nTI  - Gardens\n"));
            let record = parsed.records.record(0);
            assert_eq!(record.first(Field::Accession), Some(number));
            record.pmid().map(|pmid| pmid.to_string())
        };
        assert_eq!(pmid("25812345", "Ovid MEDLINE(R) <1946 to April 2015>").as_deref(), Some("25812345"));
        assert_eq!(pmid("25812345", "Embase"), None);
        assert_eq!(pmid("2015-12345-001", "Ovid MEDLINE(R)"), None);
    }
}
