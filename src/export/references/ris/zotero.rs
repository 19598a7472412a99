//! RIS for Zotero, after the tags that its RIS translator knows (`zotero/translators`, `RIS.js`).

use super::flavour::Flavour;
use super::identifier_notes;
use super::lines::{Manner, PLAIN};
use crate::record::Field;

/// RIS for Zotero. `A2` is the series editor of a book there and `ED` the editor of anything; `M3` is taken for the DOI but where an
/// item has a type of its own; tags it does not know become notes.
pub const ZOTERO: Flavour = Flavour {
    name: "ris-zotero",
    about: "RIS for Zotero: PubMed identifiers go to *Extra*, and so do an ISSN or ISBN that its item type has no field for. Zotero has \
            its own item types (an editorial becomes a journal article) and no field for affiliations, article numbers beside pages, the \
            name of a conference but of a paper in proceedings, or database subject headings; only the first of several addresses is \
            one there, the others are notes.",
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
    tags: &[("AD", None), ("C7", None)],
    manner: Manner {
        proceedings_in_c3: true,
        typed_by_words: Some(&["RPRT", "THES", "UNPD", "MANSCPT", "ELEC", "BLOG"]),
        is_zotero: true,
        ..PLAIN
    },
    further: |reference| identifier_notes("M2", &reference.fields),
    keeps_identifier: false,
};
