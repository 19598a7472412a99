//! What the formats call the types of documents.

use crate::record::document_type::DocumentType;

/// A type in the codes of the formats.
#[derive(Debug)]
pub(super) struct Codes {
    /// RIS: reference type of the specification.
    pub ris: &'static str,
    /// EndNote: name and number of the reference type.
    pub endnote: (&'static str, u8),
    /// CSL 1.0.2: item type.
    pub csl: &'static str,
    /// BibTeX and BibLaTeX: entry type.
    pub bibtex: &'static str,
}

/// What stands in a journal, unless [`TABLE`] says otherwise.
const JOURNAL: Codes = codes("JOUR", ("Journal Article", 17), "article-journal", "article");

/// Every type that is not called like an article everywhere.
const TABLE: &[(DocumentType, Codes)] = &[
    (DocumentType::Book, codes("BOOK", ("Book", 6), "book", "book")),
    (DocumentType::BookChapter, codes("CHAP", ("Book Section", 5), "chapter", "incollection")),
    (DocumentType::ConferencePaper, codes("CPAPER", ("Conference Paper", 47), "paper-conference", "inproceedings")),
    (DocumentType::ConferenceAbstract, codes("CPAPER", ("Conference Paper", 47), "paper-conference", "inproceedings")),
    (DocumentType::Report, codes("RPRT", ("Report", 27), "report", "techreport")),
    (DocumentType::Thesis, codes("THES", ("Thesis", 32), "thesis", "phdthesis")),
    (DocumentType::News, codes("NEWS", ("Newspaper Article", 23), "article-newspaper", "article")),
    (DocumentType::WebPage, codes("ELEC", ("Web Page", 12), "webpage", "online")),
    (DocumentType::Dataset, codes("DATA", ("Dataset", 59), "dataset", "dataset")),
    (DocumentType::Preprint, codes("UNPB", ("Journal Article", 17), "article", "misc")),
    (DocumentType::BookReview, codes("JOUR", ("Journal Article", 17), "review-book", "article")),
    (DocumentType::TrialRegistration, codes("GEN", ("Generic", 13), "document", "misc")),
    (DocumentType::Other, codes("GEN", ("Generic", 13), "document", "misc")),
];

const fn codes(ris: &'static str, endnote: (&'static str, u8), csl: &'static str, bibtex: &'static str) -> Codes {
    Codes { ris, endnote, csl, bibtex }
}

/// The codes of a type; those of [`DocumentType::Other`] where it is not known.
pub(super) fn of(kind: Option<DocumentType>) -> &'static Codes {
    let kind = kind.unwrap_or(DocumentType::Other);
    TABLE.iter().find(|(other, _)| *other == kind).map_or(&JOURNAL, |(_, codes)| codes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_never_means_a_type_that_speaks_against_the_one_it_stands_for() {
        // What lies on the shelf of another: a letter on that of articles, a preprint that EndNote has no type for.
        let shelf = |kind: DocumentType| match kind {
            DocumentType::Book
            | DocumentType::BookChapter
            | DocumentType::Report
            | DocumentType::Thesis
            | DocumentType::WebPage
            | DocumentType::Dataset => Some(kind),
            DocumentType::ConferencePaper | DocumentType::ConferenceAbstract => Some(DocumentType::ConferencePaper),
            _ => None,
        };
        for kind in DocumentType::ALL {
            let Codes { ris, endnote, csl, bibtex } = of(Some(kind));
            for code in [ris, endnote.0, csl, bibtex] {
                let meant = DocumentType::parse(code);
                assert!(shelf(kind).is_none() || meant == shelf(kind), "{code} for {} means {meant:?}", kind.name());
            }
        }
    }
}
