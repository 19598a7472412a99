//! RIS for Covidence.

use super::flavour::Flavour;
use super::lines::PLAIN;
use super::notes;
use crate::export::references::Limit;
use crate::record::Field;

/// RIS for Covidence. It takes 15,000 references and 50 MB in one import (Covidence, *Importing references*).
pub const COVIDENCE: Flavour = Flavour {
    name: "ris-covidence",
    about: "RIS for Covidence, in files of at most 15,000 references and 50 MB, which is what one import takes. Covidence keeps title, \
            authors, abstract, year and month, journal, volume, issue, pages, accession number and DOI.",
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
        Field::Publisher,
        Field::PublisherPlace,
        Field::Conference,
        Field::Pmid,
        Field::Pmcid,
        Field::Issn,
        Field::Isbn,
        Field::Database,
        Field::Language,
        Field::Keyword,
        Field::SubjectHeading,
        Field::Affiliation,
        Field::Url,
        Field::Note,
    ],
    limit: Some(Limit { references: 15_000, bytes: 50_000_000 }),
    tags: &[],
    manner: PLAIN,
    further: notes,
    keeps_identifier: true,
};
