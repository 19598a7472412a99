//! References in the formats of other programs: one file per format, one line in [`WRITERS`].
//!
//! A writer takes references one at a time and keeps none, so that any number fits. What a format has no place for is
//! told by [`Writer::holds`], and per run by [`Losses`].

mod bibtex;
mod codes;
mod csl_json;
mod csv;
mod endnote_xml;
mod json_lines;
mod losses;
mod nbib;
mod ris;
mod xlsx;

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::Arc;

pub use losses::{Loss, Losses};
pub use xlsx::shown as excel_cell;

use crate::record::date::{DateKind, PartialDate};
use crate::record::document_type::DocumentType;
use crate::record::person::Person;
use crate::record::{Field, Fields, Record, RecordFile};

/// One reference to write.
#[derive(Debug, Clone)]
pub struct Reference<'a> {
    /// Its identifier: of the record, or of the group it stands for.
    pub id: String,
    /// Its typed values.
    pub fields: Fields,
    /// The record it is, where it is one record as exported and not merged from several.
    exported: Option<Exported<'a>>,
}

/// A record as exported.
#[derive(Debug, Clone)]
enum Exported<'a> {
    /// It stays where it is.
    Borrowed(Record<'a>),
    /// Its file goes with it: the part of a large one, which is given back once its last record is written.
    Shared(Arc<RecordFile>, usize),
}

impl<'a> Reference<'a> {
    /// A reference that is one record as exported.
    pub fn of(id: impl Into<String>, record: Record<'a>) -> Self {
        Self { id: id.into(), fields: Fields::of(record), exported: Some(Exported::Borrowed(record)) }
    }

    /// A reference that is the record at `index` of `file`, and holds the file.
    ///
    /// # Panics
    /// If there is no such record.
    pub fn held(id: impl Into<String>, file: &Arc<RecordFile>, index: usize) -> Self {
        let fields = Fields::of(file.record(index));
        Self { id: id.into(), fields, exported: Some(Exported::Shared(Arc::clone(file), index)) }
    }

    /// The record it is, where it is one record as exported and not merged from several.
    pub fn record(&self) -> Option<Record<'_>> {
        Some(match self.exported.as_ref()? {
            Exported::Borrowed(record) => *record,
            Exported::Shared(file, index) => file.record(*index),
        })
    }

    /// The identifier, where it is the key that the record brought ([`Record::own_key`]).
    fn own_key(&self) -> Option<&str> {
        self.record().and_then(Record::own_key).filter(|key| *key == self.id)
    }

    /// Whether the record says that it leaves authors out.
    fn authors_are_cut(&self) -> bool {
        !self.fields.authors.is_empty() && self.record().is_some_and(Record::authors_are_cut)
    }

    /// Whether the abstract has several lines.
    pub fn has_lines(&self) -> bool {
        memchr::memchr2(b'\n', b'\r', self.fields.abstract_text.trim().as_bytes()).is_some()
    }

    /// A reference that was merged from several records.
    pub fn merged(id: impl Into<String>, fields: Fields) -> Self {
        Self { id: id.into(), fields, exported: None }
    }
}

/// What stands behind the authors of a record that leaves some out.
const ET_AL: &str = "et al.";

/// References to write, one after the other.
pub type References<'i, 'a> = &'i mut dyn Iterator<Item = Reference<'a>>;

/// A format that references can be written in.
pub trait Writer: Sync {
    /// The name used on the command line: `ris`, `csl-json`.
    fn name(&self) -> &'static str;

    /// What it is, who reads it and what it cannot hold, in Markdown.
    fn about(&self) -> &'static str;

    /// The extension of its files, without a dot.
    fn extension(&self) -> &'static str;

    /// The fields it has no place for; what it holds otherwise, reading what was written gives back.
    fn lacks(&self) -> &'static [Field];

    /// Whether it has a place for a field.
    fn holds(&self, field: Field) -> bool {
        !self.lacks().contains(&field)
    }

    /// Whether it has a place for a field of this reference: some have one in a single type of reference.
    fn holds_of(&self, field: Field, _fields: &Fields) -> bool {
        self.holds(field)
    }

    /// Writes a whole file.
    ///
    /// # Errors
    /// If `out` cannot be written.
    fn write(&self, references: References<'_, '_>, out: &mut dyn Write) -> io::Result<()>;

    /// Whether this reference is written as the text it came in, so that nothing of it is lost.
    fn keeps_text_of(&self, _reference: &Reference<'_>) -> bool {
        false
    }

    /// Whether values that are no typed field (unknown tags, dates that cannot be read) are written too, with their tags.
    fn keeps_other_values(&self) -> bool {
        false
    }

    /// Whether the identifier of a reference is written, and with it the key that a record brought.
    fn keeps_identifier(&self) -> bool {
        true
    }

    /// Whether it is written that authors were left out (`et al.`), where the record says so.
    fn keeps_et_al(&self) -> bool {
        false
    }

    /// Whether the lines of an abstract stay lines.
    fn keeps_line_ends(&self) -> bool {
        false
    }

    /// What of the reference is longer than the format allows, and was cut.
    fn cut(&self, _reference: &Reference<'_>) -> Vec<Loss> {
        Vec::new()
    }

    /// Why a program that the file is for may refuse it for this reference, though nothing of it is lost; `None` if none does.
    fn refused(&self, _reference: &Reference<'_>) -> Option<&'static str> {
        None
    }

    /// How large a file the reading program takes; `None` for no limit.
    fn limit(&self) -> Option<Limit> {
        None
    }
}

/// How large a file a program takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// References in one file.
    pub references: usize,
    /// Bytes of one file.
    pub bytes: usize,
}

/// Every format that references can be written in.
pub const WRITERS: &[&dyn Writer] = &[
    &ris::Ris,
    &ris::RAYYAN,
    &ris::COVIDENCE,
    &ris::ZOTERO,
    &ris::ENDNOTE,
    &endnote_xml::EndnoteXml,
    &nbib::Nbib,
    &bibtex::Bibtex,
    &csl_json::CslJson,
    &json_lines::JsonLines,
    &csv::Csv,
    &xlsx::Xlsx,
];

/// The writer with this name.
pub fn writer(name: &str) -> Option<&'static dyn Writer> {
    WRITERS.iter().copied().find(|writer| writer.name() == name)
}

/// The whole file as bytes.
pub fn to_bytes(writer: &dyn Writer, references: References<'_, '_>) -> Vec<u8> {
    let mut out = Vec::new();
    // Memory takes everything: there is no error to tell.
    let _ = writer.write(references, &mut out);
    out
}

/// The fields that have a value.
pub fn present(fields: &Fields) -> Vec<Field> {
    TYPED.iter().copied().filter(|&field| has(fields, field)).collect()
}

/// Whether [`texts`] gives anything for a field, without writing it out.
fn has(fields: &Fields, field: Field) -> bool {
    let date = |kind| fields.dates.iter().any(|date| date.kind == kind && date.year.is_some());
    match field {
        Field::Author => fields.authors.iter().any(|person| !person.corporate),
        Field::CorporateAuthor => fields.authors.iter().any(|person| person.corporate),
        Field::Date => date(DateKind::Issue),
        Field::DateOnline => date(DateKind::Online),
        Field::DateEntry => date(DateKind::Entry),
        Field::DateAccess => fields.accessed.is_some(),
        Field::Abstract => !fields.abstract_text.is_empty(),
        Field::Keyword => !fields.keywords.is_empty(),
        Field::SubjectHeading => !fields.subject_headings.is_empty(),
        Field::Affiliation => !fields.affiliations.is_empty(),
        Field::Url => !fields.urls.is_empty(),
        Field::Note => !fields.notes.is_empty(),
        Field::Title => !fields.title.is_empty(),
        Field::Container => !fields.container.is_empty(),
        Field::Volume => !fields.volume.is_empty(),
        Field::Issue => !fields.issue.is_empty(),
        Field::Accession => !fields.accessions.is_empty(),
        Field::Database => !fields.databases.is_empty(),
        Field::Doi => fields.doi.is_some(),
        Field::Pmid => fields.pmid.is_some(),
        Field::Pmcid => fields.pmcid.is_some(),
        Field::Issn => !fields.issns.is_empty(),
        Field::Isbn => !fields.isbns.is_empty(),
        Field::DocumentType => fields.document_type.is_some(),
        Field::Editor => !fields.editors.is_empty(),
        Field::Language => !fields.languages.is_empty(),
        Field::OriginalTitle => !fields.original_title.is_empty(),
        Field::ContainerAbbreviation => !fields.container_abbreviation.is_empty(),
        Field::Series => !fields.series.is_empty(),
        Field::ArticleNumber => !fields.article_number.is_empty(),
        Field::ReportNumber => !fields.report_number.is_empty(),
        Field::Edition => !fields.edition.is_empty(),
        Field::Publisher => !fields.publisher.is_empty(),
        Field::PublisherPlace => !fields.publisher_place.is_empty(),
        Field::Conference => !fields.conference.is_empty(),
        // What is short is quickly written out.
        _ => !texts(fields, field).is_empty(),
    }
}

/// Every field that [`Fields`] has a place for.
pub const TYPED: &[Field] = &[
    Field::DocumentType,
    Field::Author,
    Field::CorporateAuthor,
    Field::Editor,
    Field::Title,
    Field::OriginalTitle,
    Field::Container,
    Field::ContainerAbbreviation,
    Field::Series,
    Field::Date,
    Field::DateOnline,
    Field::DateEntry,
    Field::DateAccess,
    Field::Volume,
    Field::Issue,
    Field::Pages,
    Field::ArticleNumber,
    Field::ReportNumber,
    Field::Edition,
    Field::Publisher,
    Field::PublisherPlace,
    Field::Conference,
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
    Field::SubjectHeading,
    Field::Affiliation,
    Field::Url,
    Field::Note,
];

/// The values of one field as text, normalised as far as the typed values are; empty for fields that are not typed.
pub fn texts(fields: &Fields, field: Field) -> Vec<String> {
    fn all<T: ToString>(values: &[T]) -> Vec<String> {
        values.iter().map(T::to_string).collect()
    }
    let one = |text: &str| if text.is_empty() { Vec::new() } else { vec![text.to_owned()] };
    let date = |kind| date(fields, kind).map(|date| iso(&date)).into_iter().collect();
    let people =
        |corporate| fields.authors.iter().filter(|p| p.corporate == corporate).map(ToString::to_string).collect();
    match field {
        Field::DocumentType => fields.document_type.map(|kind| kind.name().to_owned()).into_iter().collect(),
        Field::Author => people(false),
        Field::CorporateAuthor => people(true),
        Field::Editor => fields.editors.iter().map(Person::exported).collect(),
        Field::Title => one(&fields.title),
        Field::OriginalTitle => one(&fields.original_title),
        Field::Container => one(&fields.container),
        Field::ContainerAbbreviation => one(&fields.container_abbreviation),
        Field::Series => one(&fields.series),
        Field::Date => date(DateKind::Issue),
        Field::DateOnline => date(DateKind::Online),
        Field::DateEntry => date(DateKind::Entry),
        Field::DateAccess => fields.accessed.iter().map(iso).collect(),
        Field::Volume => one(&fields.volume),
        Field::Issue => one(&fields.issue),
        Field::Pages => one(&fields.pages.to_string()),
        Field::ArticleNumber => one(&fields.article_number),
        Field::ReportNumber => one(&fields.report_number),
        Field::Edition => one(&fields.edition),
        Field::Publisher => one(&fields.publisher),
        Field::PublisherPlace => one(&fields.publisher_place),
        Field::Conference => one(&fields.conference),
        Field::Doi => all(fields.doi.as_slice()),
        Field::Pmid => all(fields.pmid.as_slice()),
        Field::Pmcid => all(fields.pmcid.as_slice()),
        Field::Issn => all(&fields.issns),
        Field::Isbn => all(&fields.isbns),
        Field::Accession => all(&fields.accessions),
        Field::Database => all(&fields.databases),
        Field::Language => all(&fields.languages),
        Field::Abstract => one(&fields.abstract_text),
        Field::Keyword => all(&fields.keywords),
        Field::SubjectHeading => all(&fields.subject_headings),
        Field::Affiliation => all(&fields.affiliations),
        Field::Url => all(&fields.urls),
        Field::Note => all(&fields.notes),
        _ => Vec::new(),
    }
}

/// The most precise date of one kind in the year that [`Fields::year`] would take. Where no date of that year has a month, one
/// from a value that has nothing else (Web of Science's `AUG` beside the year) completes it.
pub fn date(fields: &Fields, kind: DateKind) -> Option<PartialDate> {
    let of_kind = || fields.dates.iter().filter(|date| date.kind == kind);
    let year = of_kind().find_map(|date| date.year);
    let precision = |date: &PartialDate| (date.month.is_some(), date.day.is_some());
    let best = of_kind().filter(|date| date.year == year && year.is_some());
    let best = best.reduce(|best, next| if precision(next) > precision(best) { next } else { best })?;
    let month = of_kind().find(|date| date.year.is_none() && date.month.is_some()).filter(|_| best.month.is_none());
    Some(match month {
        Some(month) => PartialDate { month: month.month, day: month.day, ..best.clone() },
        None => best.clone(),
    })
}

/// The months as English-speaking databases abbreviate them.
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Words for the type of the document, where the target's own `code` for it does not tell: those of the source that do not speak
/// against it, and ours if they do not tell either.
fn type_words(fields: &Fields, code: &str) -> Vec<String> {
    let kind = fields.document_type.unwrap_or(DocumentType::Other);
    let fits = |raw: &&String| {
        raw.len() > 2
            && raw.as_str() != code
            && !codes::is_code(raw)
            && DocumentType::parse(raw).is_none_or(|other| other == kind)
    };
    let mut words: Vec<String> = fields.document_types.iter().filter(fits).cloned().collect();
    if words.is_empty() && kind == DocumentType::Other && fields.document_type != DocumentType::parse(code) {
        // A code is better than no word where the target has neither word nor code for the type.
        words.extend(fields.document_types.iter().filter(|raw| DocumentType::parse(raw) == Some(kind)).cloned());
    }
    let is_unknown = |word: &String| DocumentType::parse(word).is_none();
    if kind == DocumentType::JournalArticle && !words.is_empty() && words.iter().all(is_unknown) {
        // Beside words that name no type known here, an article in a journal might be anything that stands in one.
        words.push("Journal Article".to_owned());
    }
    // A code for a magazine or newspaper alone is not believed of what stands in a volume.
    let code = if kind == DocumentType::News { "" } else { code };
    let told = words.iter().map(String::as_str).chain([code]).any(|word| DocumentType::parse(word) == Some(kind));
    if !told && kind != DocumentType::Other {
        words.push(kind.name().replace('-', " "));
    }
    words
}

/// A date as ISO 8601 has it, as far as it is known: `2017`, `2017-04`, `2017-04-26`; empty without a year.
pub fn iso(date: &PartialDate) -> String {
    match (date.year, date.month, date.day) {
        (Some(year), Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        (Some(year), Some(month), None) => format!("{year:04}-{month:02}"),
        (Some(year), None, _) => format!("{year:04}"),
        (None, ..) => String::new(),
    }
}

/// Whether a text is ASCII on one line with single blanks between words: nearly every value is, and bytes are soon looked through.
fn is_plain_line(bytes: &[u8]) -> bool {
    // Without a way out before the end, so that many bytes are compared at a time.
    let is_ascii = bytes.iter().fold(true, |so_far, byte| so_far & (b' '..=b'~').contains(byte));
    let pairs = || bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let has_two_blanks = || pairs().fold(false, |so_far, (&one, &next)| so_far | (one == b' ') & (next == b' '));
    is_ascii && !has_two_blanks() && bytes.first() != Some(&b' ') && bytes.last().is_some_and(|&last| last != b' ')
}

/// The value on one line: every run of white space is one blank. ASCII control characters, which mean something to a terminal and
/// nothing to a reader, count as white space.
pub fn one_line(text: &str) -> Cow<'_, str> {
    if is_plain_line(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let mut blank = true;
    let is_one_line = text.chars().all(|c| {
        let before = std::mem::replace(&mut blank, c == ' ');
        !is_blank(c) || c == ' ' && !before
    });
    if is_one_line && !blank {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.split(is_blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_ascii_control()
}

#[cfg(test)]
mod tests;
