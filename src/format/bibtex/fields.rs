//! What the fields of an entry mean, and how they become values.

use std::borrow::Cow;

use super::{Bibliography, latex, names, scan};
use crate::diagnostic::excerpt;
use crate::format::log::Log;
use crate::format::repair;
use crate::record::person::Person;
use crate::record::{Field, RecordFileBuilder};

/// What the field means, by its name in small letters.
///
/// Names of BibTeX, BibLaTeX, and of what Web of Science, Scopus, bibliometrix, Zotero, Mendeley, JabRef and this program add.
fn role(name: &str) -> Field {
    match name {
        "title" => Field::Title,
        "author" => Field::Author,
        "editor" => Field::Editor,
        "translator" | "editora" | "editorb" | "editorc" | "bookauthor" => Field::Contributor,
        "journal" | "journaltitle" | "booktitle" | "so" => Field::Container,
        "shortjournal" | "journal-iso" | "journal_iso" | "abbrev_source_title" | "ji" | "j9" => {
            Field::ContainerAbbreviation
        }
        "shorttitle" => Field::ShortTitle,
        "origtitle" => Field::OriginalTitle,
        "series" => Field::Series,
        "year" | "date" => Field::Date,
        "earlyaccessdate" | "early-access-date" => Field::DateOnline,
        "da" | "timestamp" | "date-added" | "date-modified" => Field::DateEntry,
        "urldate" => Field::DateAccess,
        "volume" => Field::Volume,
        "number" | "issue" => Field::Issue,
        "pages" => Field::Pages,
        "eid" | "article-number" | "article_number" | "art_number" | "articleno" => Field::ArticleNumber,
        "report-number" | "reportnumber" => Field::ReportNumber,
        "numpages" | "pagetotal" => Field::PageCount,
        "edition" => Field::Edition,
        "publisher" | "institution" | "school" | "organization" => Field::Publisher,
        "address" | "location" => Field::PublisherPlace,
        "eventtitle" | "conference" => Field::Conference,
        "doi" => Field::Doi,
        "pmid" | "pubmed_id" | "pm" => Field::Pmid,
        "pmcid" => Field::Pmcid,
        "issn" | "eissn" | "sn" => Field::Issn,
        "isbn" => Field::Isbn,
        "accession" | "unique-id" | "ut" => Field::Accession,
        "database" | "source" => Field::Database,
        "language" | "langid" | "la" => Field::Language,
        "abstract" => Field::Abstract,
        "copyright" => Field::Copyright,
        "keywords" | "keyword" | "author_keywords" | "de" => Field::Keyword,
        "keywords-plus" | "subject-heading" | "index_keywords" => Field::SubjectHeading,
        "affiliation" => Field::Affiliation,
        "url" => Field::Url,
        "note" | "annote" | "annotation" | "addendum" => Field::Note,
        "funding-acknowledgement" | "funding-text" | "funding_details" => Field::Funding,
        "cited-references" | "references" => Field::CitedReference,
        "type" | "document_type" | "entrysubtype" => Field::DocumentType,
        "pubstate" => Field::Relation,
        _ => Field::Other,
    }
}

/// Fields of which several are numbered: `note2` means what `note` means.
fn unnumbered(name: &str) -> &str {
    let base = name.trim_end_matches(|c: char| c.is_ascii_digit());
    if ["note", "url", "accession", "database", "subject-heading", "affiliation"].contains(&base) { base } else { name }
}

/// Writes the fields of `entry` as values of the current record.
pub(super) fn write(
    bibliography: &Bibliography<'_>,
    entry: &scan::Entry,
    line: u32,
    builder: &mut RecordFileBuilder,
    log: &mut Log,
) {
    let text = bibliography.text;
    builder.field("type of entry", Field::DocumentType, entry.kind.clone());
    if !entry.key.is_empty() {
        builder.field("key", Field::Other, entry.key.clone());
    }
    let names_journal = entry.fields.iter().any(|field| text[field.name.clone()].eq_ignore_ascii_case("journaltitle"));
    let is_report = ["techreport", "report"].iter().any(|kind| text[entry.kind.clone()].eq_ignore_ascii_case(kind));
    let mut writer = Writer { bibliography, builder, log, line, names_journal, is_report };
    for field in &entry.fields {
        writer.field(&text[field.name.clone()], field);
    }
    writer.subtitles(entry);
    writer.month(entry);
    writer.inherit(entry);
}

struct Writer<'w, 't> {
    bibliography: &'w Bibliography<'t>,
    builder: &'w mut RecordFileBuilder,
    log: &'w mut Log,
    line: u32,
    /// Whether the entry has a field `journaltitle`.
    names_journal: bool,
    /// Whether the entry is a report, the number of which is its own (BibTeX's `techreport`) and not that of an issue.
    is_report: bool,
}

impl<'t> Writer<'_, 't> {
    fn field(&mut self, name: &str, field: &scan::Field) {
        let lower = name.to_lowercase();
        // BibLaTeX's manual: `journal` counts only where there is no `journaltitle`.
        let role = match lower.as_str() {
            "journal" if self.names_journal => Field::Other,
            "number" if self.is_report => Field::ReportNumber,
            lower => role(unnumbered(lower)),
        };
        let raw = self.raw(name, field);
        match role {
            _ if raw.trim().is_empty() => {}
            Field::Author | Field::Editor | Field::Contributor => self.people(name, role, &raw),
            Field::Keyword => self.keywords(name, &raw),
            Field::Doi | Field::Url | Field::Other => self.text(name, role, field, &latex::verbatim(&raw)),
            Field::Issue | Field::ReportNumber if is_doi(&raw) => {
                self.text(name, Field::Doi, field, &latex::verbatim(&raw))
            }
            _ => self.text(name, role, field, &latex::decode(&raw)),
        }
    }

    /// The value with its macros replaced; names that are defined nowhere are told.
    fn raw(&mut self, name: &str, field: &scan::Field) -> Cow<'t, str> {
        let (line, entry) = (self.line, self.builder.len() as u32);
        let log = &mut *self.log;
        self.bibliography.value(&field.parts, |word| {
            log.add("BIB002", line, entry, name, || {
                format!("no macro is called `{}`; the name was taken for the text", excerpt(word))
            });
        })
    }

    /// Adds a value: as bytes of the file where it stands there as it is.
    fn text(&mut self, name: &str, role: Field, field: &scan::Field, value: &str) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        let in_file = match field.parts.as_slice() {
            [scan::Part::Text(range) | scan::Part::Word(range)] => {
                let raw = &self.bibliography.text[range.clone()];
                let start = range.start + (raw.len() - raw.trim_start().len());
                (raw.trim() == value).then(|| start..start + value.len())
            }
            _ => None,
        };
        match in_file {
            Some(range) => self.builder.field(name, role, range),
            None => self.builder.owned_field(name, role, value),
        }
        self.repair(role);
    }

    fn derived(&mut self, name: &str, role: Field, value: &str) {
        self.builder.derived_field(name, role, value);
        self.repair(role);
    }

    fn repair(&mut self, role: Field) {
        if role != Field::Other {
            repair::last_value(self.builder, self.log, self.line);
        }
    }

    fn people(&mut self, tag: &str, role: Field, raw: &str) {
        for between in names::split(raw) {
            let names = names::names(between);
            if names.len() > 1 {
                let (line, entry) = (self.line, self.builder.len() as u32);
                let message = || format!("{} names in one value: `{}`", names.len(), excerpt(between));
                self.log.add("REA018", line, entry, tag, message);
            }
            names.into_iter().for_each(|name| self.person(tag, role, name));
        }
    }

    fn person(&mut self, tag: &str, role: Field, name: names::Name) {
        let (role, name) = if name.body { Person::body_as(role, &name.text) } else { (role, name.text) };
        self.derived(tag, role, &name);
    }

    /// Between semicolons if there are any, else between commas.
    fn keywords(&mut self, tag: &str, raw: &str) {
        let text = latex::decode(raw);
        let separator = if text.contains(';') { ';' } else { ',' };
        for word in text.split(separator).map(str::trim).filter(|word| !word.is_empty()) {
            self.derived(tag, Field::Keyword, word);
        }
    }

    /// The plain text of the field called `name`.
    fn plain(&self, entry: &scan::Entry, name: &str) -> Option<String> {
        let text = self.bibliography.text;
        let field = entry.fields.iter().find(|field| text[field.name.clone()].eq_ignore_ascii_case(name))?;
        let raw = self.bibliography.value(&field.parts, |_| {});
        Some(latex::decode(&raw).trim().to_owned()).filter(|value| !value.is_empty())
    }

    /// BibLaTeX keeps subtitles apart, and a description in place of a title in `titleaddon`.
    fn subtitles(&mut self, entry: &scan::Entry) {
        if let Some(description) = self.plain(entry, "titleaddon")
            && self.plain(entry, "title").is_none()
        {
            self.derived("titleaddon", Field::Title, &description);
        }
        const PAIRS: [(&str, &str, Field); 3] = [
            ("title", "subtitle", Field::Title),
            ("booktitle", "booksubtitle", Field::Container),
            ("journaltitle", "journalsubtitle", Field::Container),
        ];
        for (name, below, role) in PAIRS {
            // Few entries have one, and a title may be long.
            if let Some(subtitle) = self.plain(entry, below)
                && let Some(title) = self.plain(entry, name)
            {
                let at = (0..self.builder.fields_in_record())
                    .find(|&at| self.builder.value_at(at).is_some_and(|(tag, ..)| tag.eq_ignore_ascii_case(name)));
                if let Some(at) = at {
                    self.builder.supersede(at);
                }
                let joint = if title.ends_with(['?', '!', ':', '.']) { " " } else { ": " };
                self.derived(name, role, &format!("{title}{joint}{subtitle}"));
            }
        }
    }

    /// A month in a field of its own makes the year more precise.
    fn month(&mut self, entry: &scan::Entry) {
        if let Some(month) = self.plain(entry, "month")
            && let Some(year) = self.plain(entry, "year")
        {
            let day = self.plain(entry, "day").filter(|day| day.len() <= 2 && day.parse::<u8>().is_ok());
            let text = match month.parse::<u8>() {
                Ok(number) => {
                    let day = day.map(|day| format!("-{day:0>2}")).unwrap_or_default();
                    format!("{year}-{number:02}{day}")
                }
                Err(_) => [Some(year), Some(month), day].into_iter().flatten().collect::<Vec<_>>().join(" "),
            };
            self.derived("month", Field::Date, &text);
        }
    }

    /// What an entry lacks, it has from the one it names in `crossref`: the title of that is where it appeared.
    fn inherit(&mut self, entry: &scan::Entry) {
        let Some(key) = self.plain(entry, "crossref") else { return };
        let Some(parent) = self.bibliography.entry(&key).filter(|parent| parent.bytes != entry.bytes) else {
            let (line, number) = (self.line, self.builder.len() as u32);
            return self.log.add("BIB004", line, number, "crossref", || {
                format!("the entry `{}`, to which it refers, is not in the file", excerpt(&key))
            });
        };
        const INHERITED: [&str; 10] =
            ["author", "year", "date", "publisher", "address", "location", "series", "volume", "isbn", "editor"];
        let has = |name: &str| self.plain(entry, name).is_some();
        let dated = has("year") || has("date");
        // A part of a book that names nobody is by the authors of the book; a book of several volumes by those of all.
        let missing = INHERITED.iter().filter(|name| !(has(name) || dated && ["year", "date"].contains(name)));
        let values: Vec<(&str, String)> =
            missing.filter_map(|name| self.plain(parent, name).map(|value| (*name, value))).collect();
        let container = self.plain(parent, "title").filter(|_| !has("booktitle") && !has("journal"));
        if let Some(title) = container {
            self.derived("crossref title", Field::Container, &title);
        }
        for (name, value) in values {
            match role(name) {
                role @ (Field::Author | Field::Editor) => self.people(&format!("crossref {name}"), role, &value),
                role => self.derived(&format!("crossref {name}"), role, &value),
            }
        }
    }
}

/// Some exporters write the DOI as the number.
fn is_doi(value: &str) -> bool {
    value.trim_start().starts_with("10.") && value.contains('/')
}
