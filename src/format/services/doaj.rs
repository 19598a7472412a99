//! DOAJ, articles (<https://doaj.org/api/v4/docs>).

use super::{SERVICE, ServiceJson, each};
use crate::record::Field;

/// DOAJ.
pub const DOAJ: ServiceJson = ServiceJson {
    name: "doaj-json",
    about: "DOAJ JSON: articles of its search. Language and country are the journal's.",
    database: "DOAJ",
    signs: &["bibjson", "journal"],
    own: &["bibjson"],
    role,
    together: &["bibjson.author", "bibjson.identifier"],
    more: |record, out| {
        let authors = &record["bibjson"]["author"];
        each(out, "bibjson.author.name", Field::Author, authors, &["name"]);
        each(out, "bibjson.author.affiliation", Field::Affiliation, authors, &["affiliation"]);
        for identifier in super::json::list(&record["bibjson"]["identifier"]) {
            let field = match identifier["type"].as_str() {
                Some("doi") => Field::Doi,
                Some("pissn" | "eissn") => Field::Issn,
                _ => Field::Other,
            };
            out.derived("bibjson.identifier", field, &super::json::text(&identifier["id"]));
        }
    },
    ..SERVICE
};

fn role(path: &str) -> Field {
    match path {
        "id" => Field::Accession,
        "bibjson.title" => Field::Title,
        "bibjson.abstract" => Field::Abstract,
        "bibjson.year" => Field::Date,
        "bibjson.keywords" => Field::Keyword,
        "bibjson.subject.term" => Field::SubjectHeading,
        "bibjson.start_page" => Field::Pages,
        "bibjson.end_page" => Field::EndPage,
        "bibjson.journal.title" => Field::Container,
        "bibjson.journal.volume" => Field::Volume,
        "bibjson.journal.number" => Field::Issue,
        "bibjson.journal.publisher" => Field::Publisher,
        "bibjson.journal.country" => Field::Country,
        "bibjson.journal.language" => Field::Language,
        "bibjson.link.url" => Field::Url,
        "created_date" | "last_updated" => Field::DateEntry,
        _ => Field::Other,
    }
}
