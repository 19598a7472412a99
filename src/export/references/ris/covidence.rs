//! RIS for Covidence.

use super::flavour::Flavour;
use super::{identifier_notes, mark};
use crate::export::references::Limit;
use crate::record::Field;

/// RIS for Covidence. It takes 15,000 references and 50 MB in one import (Covidence, *Importing references*).
pub const COVIDENCE: Flavour = Flavour {
    name: "ris-covidence",
    about: "RIS for Covidence, in files of at most 15,000 references and 50 MB, which is what one import takes. Covidence keeps title, \
            authors, abstract, year and month, journal, volume, issue, pages, accession number and DOI.",
    holds: &[
        Field::Author,
        Field::CorporateAuthor,
        Field::Title,
        Field::Container,
        Field::Date,
        Field::Volume,
        Field::Issue,
        Field::Pages,
        Field::Doi,
        Field::Accession,
        Field::Abstract,
    ],
    limit: Some(Limit { references: 15_000, bytes: 50_000_000 }),
    tags: &[],
    further: |reference| identifier_notes("N1", &reference.fields).into_iter().chain([mark(reference)]).collect(),
};
