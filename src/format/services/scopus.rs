//! Scopus, entries of its Search API (<https://dev.elsevier.com/sc_search_views.html>). Written after the documentation.

use super::{SERVICE, ServiceJson, each};
use crate::record::Field;

/// Scopus.
pub const SCOPUS: ServiceJson = ServiceJson {
    name: "scopus-json",
    about: "Scopus JSON: entries of its Search API, abstracts in the complete view only.",
    database: "Scopus",
    signs: &["eid", "dc:title"],
    around: &["search-results", "opensearch:totalResults"],
    own: &["eid", "dc:title"],
    role,
    together: &["author", "affiliation", "authkeywords"],
    more: |record, out| {
        let authors = &record["author"];
        each(out, "author.authname", Field::Author, authors, &["authname"]);
        if super::json::list(authors).is_empty() {
            out.derived("dc:creator", Field::Author, &super::json::text(&record["dc:creator"]));
        }
        for place in super::json::list(&record["affiliation"]) {
            let parts =
                ["affilname", "affiliation-city", "affiliation-country"].map(|name| super::json::text(&place[name]));
            let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
            out.derived("affiliation", Field::Affiliation, &parts.join(", "));
        }
        for keyword in super::json::text(&record["authkeywords"]).split('|') {
            out.derived("authkeywords", Field::Keyword, keyword);
        }
    },
    ..SERVICE
};

fn role(path: &str) -> Field {
    match path {
        "eid" => Field::Accession,
        "dc:title" => Field::Title,
        "dc:description" => Field::Abstract,
        "prism:doi" => Field::Doi,
        "pubmed-id" => Field::Pmid,
        "prism:coverDate" => Field::Date,
        "prism:publicationName" => Field::Container,
        "prism:issn" | "prism:eIssn" => Field::Issn,
        "prism:volume" => Field::Volume,
        "prism:issueIdentifier" => Field::Issue,
        "prism:pageRange" => Field::Pages,
        "article-number" => Field::ArticleNumber,
        "subtypeDescription" => Field::DocumentType,
        _ => Field::Other,
    }
}
