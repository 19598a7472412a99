//! The fields that a query can be limited to, whatever a database calls them.

use crate::record::Field;

/// A field as databases offer it for searching.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum SearchField {
    /// Everything, the full text too where the database has it.
    All,
    /// The full text.
    FullText,
    /// Title.
    Title,
    /// Title in its original language.
    OriginalTitle,
    /// Abstract.
    Abstract,
    /// Keywords of the authors.
    AuthorKeyword,
    /// Words of the subject headings and of other terms that the database assigns (Keywords Plus).
    Heading,
    /// A subject heading with everything below it in the thesaurus.
    HeadingExploded,
    /// A subject heading alone.
    HeadingExact,
    /// A subject heading as a main topic, with everything below it.
    MajorExploded,
    /// A subject heading as a main topic, alone.
    MajorExact,
    /// A subheading with any heading.
    Subheading,
    /// Substances.
    Substance,
    /// Registry and EC numbers.
    RegistryNumber,
    /// Authors.
    Author,
    /// The first author.
    FirstAuthor,
    /// The last author.
    LastAuthor,
    /// Corporate and group authors.
    GroupAuthor,
    /// Identifiers of authors.
    AuthorIdentifier,
    /// Editors.
    Editor,
    /// A person whom the report is about.
    PersonAsSubject,
    /// Affiliations.
    Affiliation,
    /// Journal, book or proceedings.
    Source,
    /// ISSN.
    Issn,
    /// ISBN.
    Isbn,
    /// DOI.
    Doi,
    /// PubMed identifier.
    Pmid,
    /// Accession number.
    Accession,
    /// Year or date of publication.
    Year,
    /// Date of entry or of the last change.
    EntryDate,
    /// Language.
    Language,
    /// Document or publication type.
    DocumentType,
    /// Country of publication.
    PlaceOfPublication,
    /// Country or region that the report is about.
    Geography,
    /// Country or town that its authors work in.
    AuthorCountry,
    /// Publisher.
    Publisher,
    /// Funding.
    Funding,
    /// Conference.
    Conference,
    /// Volume.
    Volume,
    /// Issue.
    Issue,
    /// Pages.
    Pages,
    /// Research area, category or classification.
    Category,
    /// Statement of conflicting interests.
    Interests,
    /// The works that the report cites.
    CitedReference,
    /// A subset or filter of the database.
    Filter,
}

/// Every search field, in order.
pub const SEARCH_FIELDS: &[SearchField] = &[
    SearchField::All,
    SearchField::FullText,
    SearchField::Title,
    SearchField::OriginalTitle,
    SearchField::Abstract,
    SearchField::AuthorKeyword,
    SearchField::Heading,
    SearchField::HeadingExploded,
    SearchField::HeadingExact,
    SearchField::MajorExploded,
    SearchField::MajorExact,
    SearchField::Subheading,
    SearchField::Substance,
    SearchField::RegistryNumber,
    SearchField::Author,
    SearchField::FirstAuthor,
    SearchField::LastAuthor,
    SearchField::GroupAuthor,
    SearchField::AuthorIdentifier,
    SearchField::Editor,
    SearchField::PersonAsSubject,
    SearchField::Affiliation,
    SearchField::Source,
    SearchField::Issn,
    SearchField::Isbn,
    SearchField::Doi,
    SearchField::Pmid,
    SearchField::Accession,
    SearchField::Year,
    SearchField::EntryDate,
    SearchField::Language,
    SearchField::DocumentType,
    SearchField::PlaceOfPublication,
    SearchField::Geography,
    SearchField::AuthorCountry,
    SearchField::Publisher,
    SearchField::Funding,
    SearchField::Conference,
    SearchField::Volume,
    SearchField::Issue,
    SearchField::Pages,
    SearchField::Category,
    SearchField::Interests,
    SearchField::CitedReference,
    SearchField::Filter,
];

impl SearchField {
    /// The name users see.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all fields",
            Self::FullText => "full text",
            Self::Title => "title",
            Self::OriginalTitle => "original title",
            Self::Abstract => "abstract",
            Self::AuthorKeyword => "author keywords",
            Self::Heading => "words of subject headings",
            Self::HeadingExploded => "subject heading, exploded",
            Self::HeadingExact => "subject heading",
            Self::MajorExploded => "main subject heading, exploded",
            Self::MajorExact => "main subject heading",
            Self::Subheading => "subheading",
            Self::Substance => "substance",
            Self::RegistryNumber => "registry number",
            Self::Author => "author",
            Self::FirstAuthor => "first author",
            Self::LastAuthor => "last author",
            Self::GroupAuthor => "group author",
            Self::AuthorIdentifier => "author identifier",
            Self::Editor => "editor",
            Self::PersonAsSubject => "person as subject",
            Self::Affiliation => "affiliation",
            Self::Source => "journal",
            Self::Issn => "ISSN",
            Self::Isbn => "ISBN",
            Self::Doi => "DOI",
            Self::Pmid => "PMID",
            Self::Accession => "accession number",
            Self::Year => "date of publication",
            Self::EntryDate => "date of entry",
            Self::Language => "language",
            Self::DocumentType => "document type",
            Self::PlaceOfPublication => "place of publication",
            Self::Geography => "country or region",
            Self::AuthorCountry => "country of the authors",
            Self::Publisher => "publisher",
            Self::Funding => "funding",
            Self::Conference => "conference",
            Self::Volume => "volume",
            Self::Issue => "issue",
            Self::Pages => "pages",
            Self::Category => "category",
            Self::Interests => "statement of interests",
            Self::CitedReference => "cited references",
            Self::Filter => "filter",
        }
    }

    /// The wider field to use where a database lacks this one; `None` where there is none.
    pub fn wider(self) -> Option<Self> {
        Some(match self {
            Self::MajorExploded => Self::HeadingExploded,
            Self::MajorExact => Self::HeadingExact,
            Self::HeadingExploded | Self::HeadingExact | Self::Subheading | Self::Substance => Self::Heading,
            Self::FirstAuthor | Self::LastAuthor | Self::GroupAuthor => Self::Author,
            Self::OriginalTitle => Self::Title,
            Self::FullText => Self::All,
            Self::AuthorCountry => Self::Affiliation,
            _ => return None,
        })
    }

    /// The fields of a record that show what this one holds; empty where an export does not show it.
    pub fn shown_by(self) -> &'static [Field] {
        match self {
            Self::All => &[
                Field::Title,
                Field::OriginalTitle,
                Field::TranslatedTitle,
                Field::Abstract,
                Field::Keyword,
                Field::SubjectHeading,
                Field::Author,
                Field::CorporateAuthor,
                Field::Editor,
                Field::Affiliation,
                Field::Container,
                Field::ContainerAbbreviation,
                Field::Publisher,
                Field::Conference,
                Field::Note,
            ],
            Self::Title => &[Field::Title, Field::TranslatedTitle, Field::OriginalTitle],
            Self::OriginalTitle => &[Field::OriginalTitle],
            Self::Abstract => &[Field::Abstract],
            Self::AuthorKeyword => &[Field::Keyword],
            Self::Heading
            | Self::HeadingExploded
            | Self::HeadingExact
            | Self::MajorExploded
            | Self::MajorExact
            | Self::Subheading
            | Self::Substance => &[Field::SubjectHeading, Field::Keyword],
            Self::Author | Self::FirstAuthor | Self::LastAuthor => &[Field::Author],
            Self::GroupAuthor => &[Field::CorporateAuthor],
            Self::Editor => &[Field::Editor],
            Self::Affiliation | Self::AuthorCountry => &[Field::Affiliation],
            Self::Source => &[Field::Container, Field::ContainerAbbreviation],
            Self::Issn => &[Field::Issn],
            Self::Isbn => &[Field::Isbn],
            Self::Doi => &[Field::Doi],
            Self::Pmid => &[Field::Pmid],
            Self::Accession => &[Field::Accession],
            Self::Year => &[Field::Date, Field::DateOnline],
            Self::Language => &[Field::Language],
            Self::DocumentType => &[Field::DocumentType],
            Self::Publisher => &[Field::Publisher],
            Self::PlaceOfPublication => &[Field::Country, Field::PublisherPlace],
            Self::Funding => &[Field::Funding],
            Self::Conference => &[Field::Conference],
            Self::Volume => &[Field::Volume],
            Self::Issue => &[Field::Issue],
            Self::Pages => &[Field::Pages, Field::ArticleNumber],
            Self::FullText
            | Self::RegistryNumber
            | Self::AuthorIdentifier
            | Self::PersonAsSubject
            | Self::EntryDate
            | Self::Geography
            | Self::Category
            | Self::Interests
            | Self::CitedReference
            | Self::Filter => &[],
        }
    }

    /// Whether the field holds headings of a thesaurus rather than words of a text.
    pub fn is_heading(self) -> bool {
        matches!(self, Self::HeadingExploded | Self::HeadingExact | Self::MajorExploded | Self::MajorExact)
    }
}

/// A set of search fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FieldSet(u64);

impl FieldSet {
    /// No field.
    pub const EMPTY: Self = Self(0);

    /// What databases call the topic: title, abstract, keywords of the authors, headings and Keywords Plus.
    pub const TOPIC: Self =
        Self::of(&[SearchField::Title, SearchField::Abstract, SearchField::AuthorKeyword, SearchField::Heading]);

    /// The set of `fields`.
    pub const fn of(fields: &[SearchField]) -> Self {
        let mut bits = 0;
        let mut at = 0;
        while at < fields.len() {
            bits |= 1 << fields[at] as u8;
            at += 1;
        }
        Self(bits)
    }

    /// Whether there is no field in it.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether `field` is in it.
    pub const fn contains(self, field: SearchField) -> bool {
        self.0 & 1 << field as u8 != 0
    }

    /// Whether every field of `other` is in it.
    pub const fn covers(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The fields of both.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The fields of this that are not in `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The fields, in order.
    pub fn iter(self) -> impl Iterator<Item = SearchField> {
        SEARCH_FIELDS.iter().copied().filter(move |&field| self.contains(field))
    }

    /// Whether the fields hold values from lists, each of which is one value however many words it has: `journal article`.
    pub fn holds_whole_values(self) -> bool {
        const LISTED: FieldSet = FieldSet::of(&[
            SearchField::HeadingExploded,
            SearchField::HeadingExact,
            SearchField::MajorExploded,
            SearchField::MajorExact,
            SearchField::Subheading,
            SearchField::DocumentType,
            SearchField::Language,
            SearchField::PlaceOfPublication,
            SearchField::Geography,
            SearchField::Filter,
        ]);
        !self.is_empty() && LISTED.covers(self)
    }

    /// The names of the fields, for a reader: `title, abstract`.
    pub fn names(self) -> String {
        self.iter().map(SearchField::name).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_fields_is_complete_and_in_order() {
        assert!(SEARCH_FIELDS.iter().enumerate().all(|(at, &field)| field as usize == at));
        assert_eq!(SEARCH_FIELDS.last(), Some(&SearchField::Filter), "a field added behind Filter belongs in the list");
        assert!(SEARCH_FIELDS.len() <= 64);
    }

    #[test]
    fn sets_name_their_fields_in_order() {
        let set = FieldSet::of(&[SearchField::Abstract, SearchField::Title]);
        assert_eq!(set.names(), "title, abstract");
        assert!(FieldSet::TOPIC.covers(set));
        assert_eq!(FieldSet::TOPIC.without(set).names(), "author keywords, words of subject headings");
    }
}
