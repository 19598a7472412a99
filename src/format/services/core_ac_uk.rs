//! CORE, works of version 3 (<https://api.core.ac.uk/docs/v3>). Written after the documentation.

use super::{SERVICE, ServiceJson, each};
use crate::record::Field;

/// CORE.
pub const CORE: ServiceJson = ServiceJson {
    name: "core-json",
    about: "CORE JSON: works of version 3 of its search.",
    database: "CORE",
    signs: &["yearPublished", "title", "downloadUrl"],
    around: &["totalHits", "results"],
    own: &["yearPublished", "downloadUrl"],
    role,
    together: &["authors", "fullText"],
    more: |record, out| each(out, "authors.name", Field::Author, &record["authors"], &["name"]),
    ..SERVICE
};

fn role(path: &str) -> Field {
    match path {
        "id" => Field::Accession,
        "title" => Field::Title,
        "abstract" => Field::Abstract,
        "doi" => Field::Doi,
        "pubmedId" => Field::Pmid,
        "yearPublished" | "publishedDate" => Field::Date,
        "documentType" => Field::DocumentType,
        "language.code" => Field::Language,
        "journals.title" => Field::Container,
        "publisher" => Field::Publisher,
        "downloadUrl" | "sourceFulltextUrls" => Field::Url,
        "fieldOfStudy" => Field::SubjectHeading,
        "createdDate" | "depositedDate" | "updatedDate" => Field::DateEntry,
        _ => Field::Other,
    }
}
