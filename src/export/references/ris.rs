//! RIS, in which nearly every program reads references.
//!
//! A record that came as RIS leaves as the text it came in, so that no tag changes. Anything else is written from its typed
//! values with the tags of the 2011 specification.

use std::io::{self, Write};

use super::{Reference, References, Writer, date, one_line};
use crate::record::date::DateKind;
use crate::record::document_type::DocumentType;
use crate::record::{Field, Fields};

/// RIS.
pub struct Ris;

impl Writer for Ris {
    fn name(&self) -> &'static str {
        "ris"
    }

    fn about(&self) -> &'static str {
        "RIS: EndNote, Zotero, Mendeley, Rayyan, Covidence, EPPI-Reviewer. Records that came as RIS keep every tag. \
         It has no place for the date of online publication, the original title, the name of a conference or database subject headings."
    }

    fn extension(&self) -> &'static str {
        "ris"
    }

    fn holds(&self) -> &'static [Field] {
        &[
            Field::DocumentType,
            Field::Author,
            Field::CorporateAuthor,
            Field::Editor,
            Field::Title,
            Field::Container,
            Field::ContainerAbbreviation,
            Field::Series,
            Field::Date,
            Field::Volume,
            Field::Issue,
            Field::Pages,
            Field::ArticleNumber,
            Field::Edition,
            Field::Publisher,
            Field::PublisherPlace,
            Field::Doi,
            Field::Pmid,
            Field::Pmcid,
            Field::Issn,
            Field::Isbn,
            Field::Accession,
            Field::Database,
            Field::Language,
            Field::Abstract,
            Field::Keyword,
            Field::Affiliation,
            Field::Url,
            Field::Note,
        ]
    }

    fn write(&self, references: References<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
        for reference in references {
            out.write_all(entry(&reference, &[]).as_bytes())?;
        }
        Ok(())
    }
}

/// One reference from `TY` to `ER` with a blank line behind it; `notes` are added as `N1`.
pub(super) fn entry(reference: &Reference<'_>, notes: &[String]) -> String {
    let mut text = match reference.record.filter(|record| record.file().format() == "ris") {
        Some(record) => as_exported(record.raw()),
        None => from_fields(&reference.fields),
    };
    for note in notes {
        line(&mut text, "N1", note);
    }
    text.push_str("ER  - \n\n");
    text
}

/// The text of a RIS record as it came, up to its last line `ER`.
fn as_exported(raw: &str) -> String {
    let raw = raw.trim_end();
    let last = raw.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let is_end = raw[last..].starts_with("ER") && raw[last + 2..].trim_matches([' ', '\t', '-']).is_empty();
    let mut text = raw[..if is_end { last } else { raw.len() }].trim_end().to_owned();
    text.push('\n');
    text
}

fn from_fields(fields: &Fields) -> String {
    let mut text = String::new();
    let kind = fields.document_type.unwrap_or(DocumentType::Other);
    let code = code(kind);
    line(&mut text, "TY", code);
    for words in type_words(fields, kind, code) {
        line(&mut text, "M3", &words);
    }
    let mut put = |tag: &str, value: &str| line(&mut text, tag, value);
    fields.authors.iter().for_each(|person| put("AU", &person.to_string()));
    fields.editors.iter().for_each(|person| put("A2", &person.to_string()));
    put("TI", &fields.title);
    put("T2", &fields.container);
    put("J2", &fields.container_abbreviation);
    put("T3", &fields.series);
    if let Some(date) = date(fields, DateKind::Issue) {
        let part = |part: Option<u8>| part.map(|part| format!("{part:02}")).unwrap_or_default();
        let year = date.year.map(|year| format!("{year:04}")).unwrap_or_default();
        put("PY", &year);
        if date.month.is_some() {
            put("DA", &format!("{year}/{}/{}/", part(date.month), part(date.day)));
        }
    }
    put("VL", &fields.volume);
    put("IS", &fields.issue);
    put("SP", &fields.pages.first);
    put("EP", &fields.pages.last);
    put("C7", &fields.article_number);
    put("ET", &fields.edition);
    put("PB", &fields.publisher);
    put("CY", &fields.publisher_place);
    fields.issns.iter().for_each(|issn| put("SN", issn.as_str()));
    fields.isbns.iter().for_each(|isbn| put("SN", isbn.as_str()));
    fields.doi.iter().for_each(|doi| put("DO", doi.as_str()));
    fields.accessions.iter().for_each(|accession| put("AN", accession));
    fields.databases.iter().for_each(|database| put("DB", database));
    fields.languages.iter().for_each(|language| put("LA", language.code()));
    put("AB", &fields.abstract_text);
    fields.keywords.iter().for_each(|keyword| put("KW", keyword));
    fields.affiliations.iter().for_each(|address| put("AD", address));
    fields.urls.iter().for_each(|url| put("UR", url));
    fields.pmid.iter().for_each(|pmid| put("N1", &format!("PMID: {pmid}")));
    fields.pmcid.iter().for_each(|pmcid| put("C2", pmcid.as_str()));
    fields.notes.iter().for_each(|note| put("N1", note));
    text
}

fn line(text: &mut String, tag: &str, value: &str) {
    let value = one_line(value);
    if !value.is_empty() {
        text.push_str(tag);
        text.push_str("  - ");
        text.push_str(&value);
        text.push('\n');
    }
}

/// The reference type of the specification.
fn code(kind: DocumentType) -> &'static str {
    match kind {
        DocumentType::Book => "BOOK",
        DocumentType::BookChapter => "CHAP",
        DocumentType::ConferencePaper | DocumentType::ConferenceAbstract => "CPAPER",
        DocumentType::Report => "RPRT",
        DocumentType::Thesis => "THES",
        DocumentType::News => "NEWS",
        DocumentType::WebPage => "ELEC",
        DocumentType::Dataset => "DATA",
        DocumentType::Preprint => "UNPB",
        DocumentType::TrialRegistration | DocumentType::Other => "GEN",
        DocumentType::JournalArticle
        | DocumentType::ReviewArticle
        | DocumentType::Editorial
        | DocumentType::Letter
        | DocumentType::Comment
        | DocumentType::Correction
        | DocumentType::Retraction
        | DocumentType::BookReview => "JOUR",
    }
}

/// What `M3` says: the source's own words, and ours where neither they nor the code tell the type.
fn type_words(fields: &Fields, kind: DocumentType, code: &str) -> Vec<String> {
    let mut words: Vec<String> = fields.document_types.iter().filter(|raw| *raw != code).cloned().collect();
    let told = words.iter().map(String::as_str).chain([code]).any(|word| DocumentType::parse(word) == Some(kind));
    if !told && kind != DocumentType::Other {
        words.push(kind.name().replace('-', " "));
    }
    words
}
