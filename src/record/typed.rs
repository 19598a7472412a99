//! The typed values of a record, read from its fields on demand.

use super::date::{DateKind, PartialDate};
use super::document_type::DocumentType;
use super::identifier::{ArxivId, Doi, Isbn, Issn, Pmcid, Pmid};
use super::language::Language;
use super::pages::{self, Pages};
use super::person::Person;
use super::{Field, FieldValue, Record};

impl<'a> Record<'a> {
    /// The title of the report; the original title where there is no other.
    pub fn title(self) -> Option<&'a str> {
        self.first(Field::Title)
            .or_else(|| self.first(Field::OriginalTitle))
            .or_else(|| self.first(Field::TranslatedTitle))
    }

    /// The abstract: the first where there are several.
    pub fn abstract_text(self) -> Option<&'a str> {
        self.first(Field::Abstract)
    }

    /// The key under which a library keeps the record, where its format has one: BibTeX's key, the `id` of CSL-JSON, a column called
    /// `key` or `id`, or this program's own identifier in a table that it wrote.
    pub fn own_key(self) -> Option<&'a str> {
        const FORMATS: [&str; 4] = ["bibtex", "csl-json", "csv", "xlsx"];
        const TAGS: [&str; 3] = ["key", "id", "litsieve_id"];
        if !FORMATS.contains(&self.file().format()) {
            return None;
        }
        let is_key = |tag: &str| TAGS.iter().any(|key| tag.eq_ignore_ascii_case(key));
        let key = self.values().find(|value| value.field() == Field::Other && is_key(value.tag()))?;
        Some(key.value().trim()).filter(|key| !key.is_empty())
    }

    /// The authors in order, bodies among them.
    pub fn authors(self) -> Vec<Person> {
        let inverted = self.names_are_inverted();
        self.values()
            .filter_map(|value| match value.field() {
                Field::Author if inverted => Person::parse_among_inverted(value.value()),
                Field::Author => Person::parse(value.value()),
                Field::CorporateAuthor => Some(Person::body(value.value())),
                _ => None,
            })
            .collect()
    }

    /// Whether all authors but one are written with a comma behind the family name: then the one without is hardly a person.
    fn names_are_inverted(self) -> bool {
        let (mut with, mut without) = (0, 0);
        for name in self.all(Field::Author) {
            match name.contains(',') {
                true => with += 1,
                false => without += 1,
            }
        }
        with > 0 && without == 1
    }

    /// Whether the export says that it leaves authors out: one of them ends with `et al.` or an ellipsis, or stands for `others`.
    pub fn authors_are_cut(self) -> bool {
        self.all(Field::Author).any(Person::is_cut)
    }

    /// Every date of publication or entry, with its kind.
    pub fn dates(self) -> Vec<PartialDate> {
        self.values()
            .filter_map(|value| {
                let kind = match value.field() {
                    Field::Date => DateKind::Issue,
                    Field::DateOnline => DateKind::Online,
                    Field::DateEntry => DateKind::Entry,
                    _ => return None,
                };
                Some(PartialDate::parse(kind, value.value()))
            })
            .collect()
    }

    /// When the source was looked at: the first date that has a year.
    pub fn accessed(self) -> Option<PartialDate> {
        let dates = self.all(Field::DateAccess).map(|text| PartialDate::parse(DateKind::Access, text));
        dates.into_iter().find(|date| date.year.is_some())
    }

    /// The year of publication: of the issue if there is one, else of online publication.
    pub fn year(self) -> Option<i16> {
        let dates = self.dates();
        [DateKind::Issue, DateKind::Online]
            .into_iter()
            .find_map(|kind| dates.iter().filter(|date| date.kind == kind).find_map(|date| date.year))
    }

    /// The journal, book or site that holds the report.
    pub fn container(self) -> Option<&'a str> {
        self.first(Field::Container).or_else(|| self.first(Field::ContainerAbbreviation))
    }

    /// The pages; an article number where there are none. What stands in their place and is the article number, as the record's own
    /// field or the end of its DOI tells, is no range, whatever it looks like.
    pub fn pages(self) -> Pages {
        let whole = |number: &str| Pages { first: number.trim().to_owned(), ..Pages::default() };
        let number = self.first(Field::ArticleNumber).unwrap_or_default();
        let end = self.first(Field::EndPage);
        match self.first(Field::Pages) {
            Some(first) if end.is_none() && first.contains('-') && self.is_article_number(first, number) => {
                whole(first)
            }
            Some(first) => Pages::parse(first, end),
            None => whole(number),
        }
    }

    fn is_article_number(self, pages: &str, number: &str) -> bool {
        pages.trim() == number.trim() || self.doi().is_some_and(|doi| pages::ends_the_doi(pages, doi.as_str()))
    }

    /// The DOI of the report.
    pub fn doi(self) -> Option<Doi> {
        self.all(Field::Doi)
            .find_map(Doi::parse)
            .or_else(|| self.all(Field::Url).filter(|url| url.contains("doi.org")).find_map(Doi::parse))
    }

    /// The number of arXiv, where the record is that of a preprint there: in the journal, volume, accession number or address.
    pub fn arxiv(self) -> Option<ArxivId> {
        const NAMING: [Field; 5] =
            [Field::Container, Field::Volume, Field::ArticleNumber, Field::Accession, Field::Url];
        self.values().filter(|value| NAMING.contains(&value.field())).find_map(|value| ArxivId::parse(value.value()))
    }

    /// The DOI of SSRN for a record that only has its number there, in the journal or the address.
    pub fn ssrn(self) -> Option<Doi> {
        let naming = self.values().filter(|value| matches!(value.field(), Field::Container | Field::Url));
        naming.map(|value| value.value()).find_map(Doi::of_ssrn)
    }

    /// The PubMed identifier.
    pub fn pmid(self) -> Option<Pmid> {
        self.all(Field::Pmid).find_map(Pmid::parse)
    }

    /// The PubMed Central identifier.
    pub fn pmcid(self) -> Option<Pmcid> {
        self.all(Field::Pmcid).find_map(Pmcid::parse)
    }

    /// Every ISSN, in order, once each; some sources write them into the place of the ISBN, and the other way round.
    pub fn issns(self) -> Vec<Issn> {
        unique([Field::Issn, Field::Isbn].into_iter().flat_map(|field| self.all(field)).flat_map(Issn::parse_all))
    }

    /// Every ISBN, in order, once each.
    pub fn isbns(self) -> Vec<Isbn> {
        // No ISBN is shorter, and most of what stands here is an ISSN.
        const SHORTEST: usize = 10;
        let texts = [Field::Isbn, Field::Issn].into_iter().flat_map(|field| self.all(field));
        unique(texts.filter(|text| text.len() >= SHORTEST).flat_map(Isbn::parse_all))
    }

    /// Every language that the record's own field names.
    pub fn languages(self) -> Vec<Language> {
        unique(self.all(Field::Language).flat_map(Language::parse_all))
    }

    /// The document type: what the database says the document is, before what a program needs to lay it out.
    pub fn document_type(self) -> Option<DocumentType> {
        let typed = self.values().filter(|value| value.field() == Field::DocumentType);
        let in_volume = self.first(Field::Volume).is_some();
        let kind = DocumentType::decide(typed.map(|value| (value.tag(), value.value())), in_volume);
        DocumentType::held_by(kind, self.container().unwrap_or_default())
    }
}

fn unique<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<T> {
    values.fold(Vec::new(), |mut list, value| {
        if !list.contains(&value) {
            list.push(value);
        }
        list
    })
}

/// The typed values of one record, or of one merged reference, taken out of their file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fields {
    /// Document type as the source writes it, every value.
    pub document_types: Vec<String>,
    /// The document type.
    pub document_type: Option<DocumentType>,
    /// Title.
    pub title: String,
    /// Title in its original language, where `title` is a translation.
    pub original_title: String,
    /// Authors, in order.
    pub authors: Vec<Person>,
    /// Editors, in order.
    pub editors: Vec<Person>,
    /// Dates with their kinds.
    pub dates: Vec<PartialDate>,
    /// When the source was looked at.
    pub accessed: Option<PartialDate>,
    /// Journal, book or site.
    pub container: String,
    /// Abbreviated journal name.
    pub container_abbreviation: String,
    /// Series.
    pub series: String,
    /// Volume.
    pub volume: String,
    /// Issue.
    pub issue: String,
    /// Pages.
    pub pages: Pages,
    /// Article number.
    pub article_number: String,
    /// Number of a report.
    pub report_number: String,
    /// Edition.
    pub edition: String,
    /// Publisher.
    pub publisher: String,
    /// Place of publication.
    pub publisher_place: String,
    /// Conference.
    pub conference: String,
    /// DOI.
    pub doi: Option<Doi>,
    /// PubMed identifier.
    pub pmid: Option<Pmid>,
    /// PubMed Central identifier.
    pub pmcid: Option<Pmcid>,
    /// ISSNs.
    pub issns: Vec<Issn>,
    /// ISBNs.
    pub isbns: Vec<Isbn>,
    /// Accession numbers, as written.
    pub accessions: Vec<String>,
    /// Databases, as written.
    pub databases: Vec<String>,
    /// Languages.
    pub languages: Vec<Language>,
    /// Abstract.
    pub abstract_text: String,
    /// Author keywords.
    pub keywords: Vec<String>,
    /// Subject headings.
    pub subject_headings: Vec<String>,
    /// Affiliations.
    pub affiliations: Vec<String>,
    /// Web addresses.
    pub urls: Vec<String>,
    /// Notes.
    pub notes: Vec<String>,
}

/// The values of one record, read once: most fields are asked for in every record.
#[derive(Debug)]
pub struct Values<'a> {
    /// The record.
    pub record: Record<'a>,
    /// In file order; the text itself is looked at for what is asked for.
    values: Vec<(Field, FieldValue<'a>)>,
}

impl<'a> Values<'a> {
    /// The values of `record`.
    pub fn of(record: Record<'a>) -> Self {
        let mut values = Vec::with_capacity(record.all_values().len());
        values.extend(record.values().map(|value| (value.field(), value)));
        Self { record, values }
    }

    /// The values of one field without blanks around them, in file order.
    pub fn all(&self, field: Field) -> impl Iterator<Item = &'a str> {
        self.values.iter().filter(move |(of, _)| *of == field).map(|(_, value)| value.value().trim())
    }

    /// The first value of one field; empty where there is none.
    pub fn text(&self, field: Field) -> &'a str {
        self.all(field).next().unwrap_or_default()
    }

    fn list(&self, field: Field) -> Vec<String> {
        self.all(field).map(str::to_owned).collect()
    }

    /// The title.
    pub fn title(&self) -> &'a str {
        self.record.title().unwrap_or_default().trim()
    }

    /// The editors in order.
    pub fn editors(&self) -> Vec<Person> {
        self.all(Field::Editor).filter_map(Person::parse).collect()
    }
}

impl Fields {
    /// The typed values of `record`.
    pub fn of(record: Record<'_>) -> Self {
        let values = Values::of(record);
        let text = |field| values.text(field).to_owned();
        let list = |field| values.list(field);
        Self {
            document_types: list(Field::DocumentType),
            document_type: record.document_type(),
            title: values.title().to_owned(),
            original_title: text(Field::OriginalTitle),
            authors: record.authors(),
            editors: values.editors(),
            dates: record.dates(),
            accessed: record.accessed(),
            container: text(Field::Container),
            container_abbreviation: text(Field::ContainerAbbreviation),
            series: text(Field::Series),
            volume: text(Field::Volume),
            issue: text(Field::Issue),
            pages: record.pages(),
            article_number: text(Field::ArticleNumber),
            report_number: text(Field::ReportNumber),
            edition: text(Field::Edition),
            publisher: text(Field::Publisher),
            publisher_place: text(Field::PublisherPlace),
            conference: text(Field::Conference),
            doi: record.doi(),
            pmid: record.pmid(),
            pmcid: record.pmcid(),
            issns: record.issns(),
            isbns: record.isbns(),
            accessions: list(Field::Accession),
            databases: list(Field::Database),
            languages: record.languages(),
            abstract_text: text(Field::Abstract),
            keywords: list(Field::Keyword),
            subject_headings: list(Field::SubjectHeading),
            affiliations: list(Field::Affiliation),
            urls: list(Field::Url),
            notes: list(Field::Note),
        }
    }

    /// The year of publication: of the issue if there is one, else of online publication.
    pub fn year(&self) -> Option<i16> {
        [DateKind::Issue, DateKind::Online]
            .into_iter()
            .find_map(|kind| self.dates.iter().filter(|date| date.kind == kind).find_map(|date| date.year))
    }
}
