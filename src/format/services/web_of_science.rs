//! Web of Science by its Starter and Expanded interfaces (<https://developer.clarivate.com/apis>). Written after the documentation.

use super::json::{list, text};
use super::{SERVICE, ServiceJson, each};
use crate::record::Field;

/// Web of Science Starter.
pub const STARTER: ServiceJson = ServiceJson {
    name: "wos-starter-json",
    about: "Web of Science Starter JSON: documents without abstract, language and country.",
    database: "Web of Science",
    signs: &["uid", "sourceTitle", "title"],
    own: &["uid"],
    role: starter,
    together: &["names"],
    more: |record, out| {
        each(out, "names.authors", Field::Author, &record["names"]["authors"], &["displayName", "wosStandard"]);
        each(out, "names.bookEditors", Field::Editor, &record["names"]["bookEditors"], &["displayName"]);
    },
    ..SERVICE
};

fn starter(path: &str) -> Field {
    match path {
        "uid" => Field::Accession,
        "title" => Field::Title,
        "sourceTypes" => Field::DocumentType,
        "source.sourceTitle" => Field::Container,
        "source.publishYear" => Field::Date,
        "source.volume" => Field::Volume,
        "source.issue" => Field::Issue,
        "source.pages.range" => Field::Pages,
        "source.articleNumber" => Field::ArticleNumber,
        "identifiers.doi" => Field::Doi,
        "identifiers.issn" | "identifiers.eissn" => Field::Issn,
        "identifiers.isbn" | "identifiers.eisbn" => Field::Isbn,
        "identifiers.pmid" => Field::Pmid,
        "keywords.authorKeywords" => Field::Keyword,
        "links.record" => Field::Url,
        _ => Field::Other,
    }
}

/// Web of Science Expanded.
pub const EXPANDED: ServiceJson = ServiceJson {
    name: "wos-expanded-json",
    about: "Web of Science Expanded JSON: full records.",
    database: "Web of Science",
    signs: &["UID", "static_data"],
    own: &["UID", "static_data"],
    role: expanded,
    together: &[
        "static_data.summary.titles",
        "static_data.summary.names",
        "static_data.fullrecord_metadata.abstracts",
        "dynamic_data.cluster_related.identifiers",
    ],
    more: |record, out| {
        let (summary, full) = (&record["static_data"]["summary"], &record["static_data"]["fullrecord_metadata"]);
        for title in list(&summary["titles"]["title"]) {
            let field = match title["type"].as_str() {
                Some("item") => Field::Title,
                Some("source") => Field::Container,
                Some("source_abbrev") => Field::ContainerAbbreviation,
                _ => Field::Other,
            };
            out.derived("static_data.summary.titles", field, &text(&title["content"]));
        }
        for name in list(&summary["names"]["name"]) {
            let field = match name["role"].as_str() {
                Some("author") => Field::Author,
                Some("corp") => Field::CorporateAuthor,
                Some("book_editor" | "editor") => Field::Editor,
                _ => Field::Contributor,
            };
            let full = text(&name["full_name"]);
            let shown = if full.is_empty() { text(&name["display_name"]) } else { full };
            out.derived("static_data.summary.names", field, &shown);
        }
        for found in list(&full["abstracts"]["abstract"]) {
            let paragraphs: Vec<String> = list(&found["abstract_text"]["p"]).iter().map(text).collect();
            out.derived("static_data.fullrecord_metadata.abstracts", Field::Abstract, &paragraphs.join(" "));
        }
        for identifier in list(&record["dynamic_data"]["cluster_related"]["identifiers"]["identifier"]) {
            let field = match identifier["type"].as_str() {
                Some("doi" | "xref_doi") => Field::Doi,
                Some("issn" | "eissn") => Field::Issn,
                Some("isbn" | "eisbn") => Field::Isbn,
                Some("pmid") => Field::Pmid,
                _ => Field::Other,
            };
            out.derived("dynamic_data.cluster_related.identifiers", field, &text(&identifier["value"]));
        }
    },
    ..SERVICE
};

fn expanded(path: &str) -> Field {
    match path {
        "UID" => Field::Accession,
        "static_data.summary.doctypes.doctype" => Field::DocumentType,
        "static_data.summary.pub_info.pubyear" => Field::Date,
        "static_data.summary.pub_info.early_access_date" => Field::DateOnline,
        "static_data.summary.pub_info.vol" => Field::Volume,
        "static_data.summary.pub_info.issue" => Field::Issue,
        "static_data.summary.pub_info.page.content" => Field::Pages,
        "static_data.summary.publishers.publisher.names.name.full_name" => Field::Publisher,
        "static_data.fullrecord_metadata.languages.language.content" => Field::Language,
        "static_data.fullrecord_metadata.keywords.keyword" => Field::Keyword,
        "static_data.item.keywords_plus.keyword" => Field::SubjectHeading,
        "static_data.fullrecord_metadata.addresses.address_name.address_spec.full_address" => Field::Affiliation,
        _ => Field::Other,
    }
}
