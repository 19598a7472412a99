//! What the names of meta elements mean.

use crate::record::Field;

/// The rank of what says least exactly: the title of the window.
pub const LAST: u8 = 9;

/// The rank of what is said to social networks, by any page.
pub const SOCIAL: u8 = 7;

/// How exactly those speak who use this name, and what it means.
///
/// Highwire: Google Scholar's *Inclusion Guidelines*; Dublin Core: DCMI Metadata Terms; PRISM 3.0; Open Graph.
pub fn role(name: &str) -> (u8, Field) {
    let lower = name.to_ascii_lowercase().replace(':', ".");
    let plain = lower.strip_prefix("bepress_").unwrap_or(&lower);
    if let Some(rest) = plain.strip_prefix("citation_") {
        return (0, highwire(rest));
    }
    if let Some(rest) = ["dcterms.", "dc."].iter().find_map(|prefix| plain.strip_prefix(prefix)) {
        return (2, dublin_core(rest));
    }
    if let Some(rest) = plain.strip_prefix("prism.") {
        return (3, prism(rest));
    }
    if let Some(rest) = plain.strip_prefix("eprints.") {
        return (3, eprints(rest));
    }
    let field = match plain {
        "og.title" | "twitter.title" => Field::Title,
        "og.site_name" => Field::Container,
        "og.url" => Field::Url,
        "article.published_time" => Field::Date,
        "author" | "article.author" => Field::Author,
        "keywords" => Field::Keyword,
        "description" | "og.description" => Field::Note,
        _ => Field::Other,
    };
    (if plain == "description" { SOCIAL + 1 } else { SOCIAL }, field)
}

fn highwire(name: &str) -> Field {
    match name {
        "title" => Field::Title,
        "author" | "authors" => Field::Author,
        "editor" => Field::Editor,
        "journal_title" | "inbook_title" | "conference_title" | "book_title" => Field::Container,
        "journal_abbrev" => Field::ContainerAbbreviation,
        "conference" => Field::Conference,
        "series_title" => Field::Series,
        "publication_date" | "date" | "cover_date" | "year" => Field::Date,
        "online_date" => Field::DateOnline,
        "volume" => Field::Volume,
        "issue" => Field::Issue,
        "firstpage" | "pages" => Field::Pages,
        "lastpage" => Field::EndPage,
        "article_number" | "elocation_id" => Field::ArticleNumber,
        "doi" => Field::Doi,
        "pmid" => Field::Pmid,
        "pmcid" => Field::Pmcid,
        "issn" | "eissn" => Field::Issn,
        "isbn" => Field::Isbn,
        "publisher" | "dissertation_institution" | "technical_report_institution" => Field::Publisher,
        "language" => Field::Language,
        "abstract" => Field::Abstract,
        "keywords" | "keyword" => Field::Keyword,
        "author_institution" => Field::Affiliation,
        "article_type" | "type" => Field::DocumentType,
        "abstract_html_url" | "public_url" => Field::Url,
        "reference" => Field::CitedReference,
        "funding_source" => Field::Funding,
        _ => Field::Other,
    }
}

/// What a document is of which the page gives these, in the order in which they decide; where it stands shows what it is.
pub const KINDS: &[(&str, &str)] = &[
    ("dissertation_institution", "Thesis"),
    ("dissertation_name", "Thesis"),
    ("technical_report_institution", "Report"),
    ("technical_report_number", "Report"),
    ("conference_title", "Conference paper"),
    ("conference", "Conference paper"),
    ("inbook_title", "Book chapter"),
];

fn dublin_core(name: &str) -> Field {
    match name {
        "title" => Field::Title,
        "title.alternative" | "alternative" => Field::TranslatedTitle,
        "creator" | "creator.personalname" => Field::Author,
        "creator.corporatename" => Field::CorporateAuthor,
        "contributor" => Field::Contributor,
        "date" | "date.issued" | "issued" => Field::Date,
        "date.available" | "available" => Field::DateOnline,
        "date.created" | "date.modified" | "date.datesubmitted" | "modified" | "created" => Field::DateEntry,
        "source" | "ispartof" | "relation.ispartof" => Field::Container,
        "source.issn" => Field::Issn,
        "source.volume" | "citation.volume" => Field::Volume,
        "source.issue" | "citation.issue" => Field::Issue,
        "identifier.pagenumber" => Field::Pages,
        "identifier.doi" => Field::Doi,
        // A DOI, an address or a number of the house: what it is shows in the value.
        "identifier" => Field::Url,
        "identifier.uri" => Field::Url,
        "identifier.issn" => Field::Issn,
        "identifier.isbn" => Field::Isbn,
        "publisher" => Field::Publisher,
        "language" => Field::Language,
        "abstract" | "description" | "description.abstract" => Field::Abstract,
        "subject" => Field::Keyword,
        "type" | "type.articletype" => Field::DocumentType,
        "rights" => Field::Copyright,
        _ => Field::Other,
    }
}

fn prism(name: &str) -> Field {
    match name {
        "publicationname" => Field::Container,
        "publicationdate" | "coverdate" => Field::Date,
        "onlinedate" => Field::DateOnline,
        "volume" => Field::Volume,
        "number" | "issueidentifier" => Field::Issue,
        "startingpage" => Field::Pages,
        "endingpage" => Field::EndPage,
        "issn" | "eissn" => Field::Issn,
        "isbn" => Field::Isbn,
        "doi" => Field::Doi,
        "url" => Field::Url,
        "genre" | "aggregationtype" => Field::DocumentType,
        _ => Field::Other,
    }
}

fn eprints(name: &str) -> Field {
    match name {
        "title" => Field::Title,
        "creators_name" => Field::Author,
        "corp_creators" => Field::CorporateAuthor,
        "editors_name" => Field::Editor,
        "date" => Field::Date,
        "publication" | "book_title" => Field::Container,
        "volume" => Field::Volume,
        "number" => Field::Issue,
        "pagerange" => Field::Pages,
        "id_number" | "doi" => Field::Doi,
        "issn" => Field::Issn,
        "isbn" => Field::Isbn,
        "publisher" | "institution" => Field::Publisher,
        "abstract" => Field::Abstract,
        "keywords" => Field::Keyword,
        "type" => Field::DocumentType,
        "official_url" => Field::Url,
        _ => Field::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_and_capitals_do_not_matter() {
        assert_eq!(role("DC.Creator.PersonalName"), (2, Field::Author));
        assert_eq!(role("dcterms:issued"), (2, Field::Date));
        assert_eq!(role("bepress_citation_title"), (0, Field::Title));
        assert_eq!(role("prism.startingPage"), (3, Field::Pages));
        assert_eq!(role("viewport").1, Field::Other);
    }
}
