//! EPPI-Reviewer, references of its JSON export. The codes that it gives them are read by `decisions import --format eppi`.

use super::{SERVICE, ServiceJson};
use crate::record::Field;

/// EPPI-Reviewer.
pub const EPPI: ServiceJson = ServiceJson {
    name: "eppi-json",
    about: "EPPI-Reviewer JSON: the references of a report with its code sets. Its codes are decisions, which `decisions import` reads.",
    signs: &["ItemId", "Title"],
    own: &["ItemId"],
    role,
    ..SERVICE
};

fn role(path: &str) -> Field {
    match path {
        "Title" => Field::Title,
        // The journal of an article, the book of a chapter.
        "ParentTitle" => Field::Container,
        "Authors" => Field::Author,
        "ParentAuthors" => Field::Editor,
        "Year" => Field::Date,
        "Abstract" => Field::Abstract,
        "TypeName" => Field::DocumentType,
        "StandardNumber" => Field::Issn,
        "City" => Field::PublisherPlace,
        "Country" => Field::Country,
        "Publisher" | "Institution" => Field::Publisher,
        "Volume" => Field::Volume,
        "Issue" => Field::Issue,
        "Pages" => Field::Pages,
        "Edition" => Field::Edition,
        "URL" => Field::Url,
        "DOI" => Field::Doi,
        "Keywords" => Field::Keyword,
        "Comments" => Field::Note,
        "DateCreated" | "DateEdited" => Field::DateEntry,
        _ => Field::Other,
    }
}
