//! RIS for Rayyan.
//!
//! Rayyan keeps what its own `articles.csv` has a column for, and no identifier of another program: ours stands in a note,
//! where `decisions import` finds it again.

use super::flavour::Flavour;
use super::lines::PLAIN;
use super::notes;
use crate::record::Field;

/// RIS for Rayyan.
pub const RAYYAN: Flavour = Flavour {
    name: "ris-rayyan",
    about: "RIS for Rayyan, with our identifier as a note (`LITSIEVE-ID:`), since Rayyan keeps no other. Rayyan keeps what its \
            `articles.csv` has a column for: no document type, editors, series, edition, ISBN, accession number, database or affiliation.",
    lacks: &[
        Field::DocumentType,
        Field::Editor,
        Field::OriginalTitle,
        Field::ContainerAbbreviation,
        Field::Series,
        Field::DateOnline,
        Field::DateEntry,
        Field::DateAccess,
        Field::ArticleNumber,
        Field::ReportNumber,
        Field::Edition,
        Field::Conference,
        Field::Isbn,
        Field::Accession,
        Field::Database,
        Field::SubjectHeading,
        Field::Affiliation,
    ],
    limit: None,
    tags: &[],
    manner: PLAIN,
    further: notes,
    keeps_identifier: true,
};
