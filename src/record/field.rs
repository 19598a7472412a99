//! What a value of an export means, whatever tag carried it.

/// The role of one value of a record. Every reader maps its tags to these; tags that fit none are kept as [`Field::Other`].
///
/// The order is the order in which a merged reference lists its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Field {
    /// Document type as the source writes it: RIS `TY`/`M3`, WoS `DT`/`PT`, MEDLINE `PT`.
    DocumentType,
    /// A person or body responsible for the report, one value each.
    Author,
    /// A corporate or group author.
    CorporateAuthor,
    /// An editor.
    Editor,
    /// A translator, series editor or another contributor.
    Contributor,
    /// Title of the report.
    Title,
    /// Title in its original language where `Title` is a translation (MEDLINE `TT`).
    OriginalTitle,
    /// Title translated to another language.
    TranslatedTitle,
    /// Short title.
    ShortTitle,
    /// Full name of the journal, book, proceedings or website that holds the report.
    Container,
    /// Abbreviated name of the journal.
    ContainerAbbreviation,
    /// Name of the series.
    Series,
    /// Date of the issue, or the publication year where the source does not say of what.
    Date,
    /// Date of online publication.
    DateOnline,
    /// Date the record was entered, revised or exported: never the date of publication.
    DateEntry,
    /// Date the source was consulted.
    DateAccess,
    /// Volume.
    Volume,
    /// Issue or number.
    Issue,
    /// First page, or the whole range, or an electronic page number.
    Pages,
    /// Last page.
    EndPage,
    /// Article number or electronic location.
    ArticleNumber,
    /// Number of a report or working paper at the body that issues it: RIS `SN` of `RPRT`, BibTeX `number` of `techreport`.
    ReportNumber,
    /// Number of pages of the document.
    PageCount,
    /// Edition.
    Edition,
    /// Publisher or issuing body.
    Publisher,
    /// Place of publication.
    PublisherPlace,
    /// Name of a conference.
    Conference,
    /// Digital object identifier, as written.
    Doi,
    /// PubMed identifier.
    Pmid,
    /// PubMed Central identifier.
    Pmcid,
    /// ISSN, as written; may hold several.
    Issn,
    /// ISBN, as written; may hold several.
    Isbn,
    /// Accession number of the database.
    Accession,
    /// Database that gave the record.
    Database,
    /// Platform (host) that gave the record.
    Platform,
    /// Language of the document, as written.
    Language,
    /// Abstract.
    Abstract,
    /// Copyright notice, kept apart from the abstract.
    Copyright,
    /// Author keywords, one or several in a value.
    Keyword,
    /// Subject headings assigned by the database (MeSH, Keywords Plus, thesaurus terms).
    SubjectHeading,
    /// Affiliation or address of an author.
    Affiliation,
    /// Country of the publisher or journal, never the setting of the study.
    Country,
    /// Address on the web.
    Url,
    /// Free note.
    Note,
    /// Publication status or a link to a correction, retraction, comment or preprint.
    Relation,
    /// Funding.
    Funding,
    /// Works cited by the report.
    CitedReference,
    /// Anything else: kept, never interpreted.
    Other,
}

impl Field {
    /// Every field, in order.
    pub const ALL: [Self; 48] = [
        Self::DocumentType,
        Self::Author,
        Self::CorporateAuthor,
        Self::Editor,
        Self::Contributor,
        Self::Title,
        Self::OriginalTitle,
        Self::TranslatedTitle,
        Self::ShortTitle,
        Self::Container,
        Self::ContainerAbbreviation,
        Self::Series,
        Self::Date,
        Self::DateOnline,
        Self::DateEntry,
        Self::DateAccess,
        Self::Volume,
        Self::Issue,
        Self::Pages,
        Self::EndPage,
        Self::ArticleNumber,
        Self::ReportNumber,
        Self::PageCount,
        Self::Edition,
        Self::Publisher,
        Self::PublisherPlace,
        Self::Conference,
        Self::Doi,
        Self::Pmid,
        Self::Pmcid,
        Self::Issn,
        Self::Isbn,
        Self::Accession,
        Self::Database,
        Self::Platform,
        Self::Language,
        Self::Abstract,
        Self::Copyright,
        Self::Keyword,
        Self::SubjectHeading,
        Self::Affiliation,
        Self::Country,
        Self::Url,
        Self::Note,
        Self::Relation,
        Self::Funding,
        Self::CitedReference,
        Self::Other,
    ];

    /// The field with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// The name users see in results and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::DocumentType => "document type",
            Self::Author => "author",
            Self::CorporateAuthor => "corporate author",
            Self::Editor => "editor",
            Self::Contributor => "contributor",
            Self::Title => "title",
            Self::OriginalTitle => "original title",
            Self::TranslatedTitle => "translated title",
            Self::ShortTitle => "short title",
            Self::Container => "journal",
            Self::ContainerAbbreviation => "journal abbreviation",
            Self::Series => "series",
            Self::Date => "date",
            Self::DateOnline => "online date",
            Self::DateEntry => "entry date",
            Self::DateAccess => "access date",
            Self::Volume => "volume",
            Self::Issue => "issue",
            Self::Pages => "pages",
            Self::EndPage => "end page",
            Self::ArticleNumber => "article number",
            Self::ReportNumber => "report number",
            Self::PageCount => "number of pages",
            Self::Edition => "edition",
            Self::Publisher => "publisher",
            Self::PublisherPlace => "place of publication",
            Self::Conference => "conference",
            Self::Doi => "doi",
            Self::Pmid => "pmid",
            Self::Pmcid => "pmcid",
            Self::Issn => "issn",
            Self::Isbn => "isbn",
            Self::Accession => "accession number",
            Self::Database => "database",
            Self::Platform => "platform",
            Self::Language => "language",
            Self::Abstract => "abstract",
            Self::Copyright => "copyright notice",
            Self::Keyword => "keyword",
            Self::SubjectHeading => "subject heading",
            Self::Affiliation => "affiliation",
            Self::Country => "country of publication",
            Self::Url => "url",
            Self::Note => "note",
            Self::Relation => "relation",
            Self::Funding => "funding",
            Self::CitedReference => "cited reference",
            Self::Other => "other",
        }
    }
}
