//! RIS for Zotero, after the tags that its RIS translator knows (`zotero/translators`, `RIS.js`).

use super::flavour::Flavour;
use super::identifier_notes;
use super::lines::{Manner, PLAIN};
use crate::record::Field;

/// RIS for Zotero. `A2` is the series editor of a book there and `ED` the editor of anything; `M3` is taken for the DOI; tags it
/// does not know become notes.
pub const ZOTERO: Flavour = Flavour {
    name: "ris-zotero",
    about: "RIS for Zotero: PubMed identifiers go to *Extra*. Zotero has its own item types (an editorial becomes a journal article) and \
            no field for affiliations, article numbers beside pages, conference names in RIS or database subject headings; only the first \
            of several addresses is one there, the others are notes.",
    lacks: &[
        Field::DocumentType,
        Field::OriginalTitle,
        Field::DateOnline,
        Field::DateEntry,
        Field::ArticleNumber,
        Field::Conference,
        Field::SubjectHeading,
        Field::Affiliation,
    ],
    limit: None,
    tags: &[("A2", Some("ED")), ("M3", None), ("AD", None), ("C7", None)],
    manner: Manner { report_has_one_number: true, ..PLAIN },
    further: |reference| identifier_notes("M2", &reference.fields),
    keeps_identifier: false,
};
