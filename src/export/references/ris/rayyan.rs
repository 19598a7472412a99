//! RIS for Rayyan.
//!
//! Rayyan keeps what its own `articles.csv` has a column for, and no identifier of another program: ours stands in a note,
//! where `decisions import` finds it again.

use super::flavour::Flavour;
use super::{identifier_notes, mark};
use crate::record::Field;

/// RIS for Rayyan.
pub const RAYYAN: Flavour = Flavour {
    name: "ris-rayyan",
    about: "RIS for Rayyan, with our identifier as a note (`LITSIEVE-ID:`), since Rayyan keeps no other. Rayyan keeps what its \
            `articles.csv` has a column for: no document type, editors, series, edition, ISBN, accession number, database or affiliation.",
    holds: &[
        Field::Author,
        Field::CorporateAuthor,
        Field::Title,
        Field::Container,
        Field::Date,
        Field::Volume,
        Field::Issue,
        Field::Pages,
        Field::Publisher,
        Field::PublisherPlace,
        Field::Doi,
        Field::Pmid,
        Field::Pmcid,
        Field::Issn,
        Field::Language,
        Field::Abstract,
        Field::Keyword,
        Field::Url,
        Field::Note,
    ],
    limit: None,
    tags: &[],
    further: |reference| identifier_notes("N1", &reference.fields).into_iter().chain([mark(reference)]).collect(),
};
