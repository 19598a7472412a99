//! Semantic Scholar, papers of the Academic Graph (<https://api.semanticscholar.org/api-docs/graph>).

use super::{SERVICE, ServiceJson, each};
use crate::record::Field;

/// Semantic Scholar.
pub const SEMANTIC_SCHOLAR: ServiceJson = ServiceJson {
    name: "semanticscholar-json",
    about: "Semantic Scholar JSON: papers of its search, with title at least.",
    database: "Semantic Scholar",
    signs: &["paperId", "title"],
    own: &["paperId"],
    role,
    together: &["authors"],
    more: |record, out| each(out, "authors.name", Field::Author, &record["authors"], &["name"]),
    ..SERVICE
};

fn role(path: &str) -> Field {
    match path {
        "paperId" => Field::Accession,
        "externalIds.DOI" => Field::Doi,
        "externalIds.PubMed" => Field::Pmid,
        "externalIds.PubMedCentral" => Field::Pmcid,
        "title" => Field::Title,
        "abstract" => Field::Abstract,
        "year" | "publicationDate" => Field::Date,
        "publicationTypes" => Field::DocumentType,
        "journal.name" => Field::Container,
        "journal.volume" => Field::Volume,
        "journal.pages" => Field::Pages,
        "url" | "openAccessPdf.url" => Field::Url,
        _ => Field::Other,
    }
}
