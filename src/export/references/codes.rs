//! What the formats call the types of documents.

use crate::record::Fields;
use crate::record::document_type::DocumentType;

/// A type in the codes of the formats.
#[derive(Debug, Clone, Copy)]
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
    (DocumentType::ConferencePaper, PRESENTED),
    (DocumentType::ConferenceAbstract, PRESENTED),
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

/// What was said at a conference and stands in no proceedings.
const PRESENTED: Codes = codes("CPAPER", ("Conference Paper", 47), "paper-conference", "inproceedings");

/// What stands in proceedings: EndNote and Zotero have a field for their title in this type alone, and bibutils knows no other.
const IN_PROCEEDINGS: Codes = codes("CONF", ("Conference Proceedings", 10), "paper-conference", "inproceedings");

const MAGAZINE: Codes = codes("MGZN", ("Magazine Article", 19), "article-magazine", "article");

/// Types that are finer than ours, by the words of the sources for them, in small letters.
const FINER: &[(&[&str], Codes)] = &[
    (
        &["unpb", "unpd", "unpublished work", "unpublished"],
        codes("UNPB", ("Unpublished Work", 34), "manuscript", "unpublished"),
    ),
    (&["manscpt", "manuscript"], codes("MANSCPT", ("Manuscript", 36), "manuscript", "unpublished")),
    (&["pat", "patent"], codes("PAT", ("Patent", 25), "patent", "patent")),
    (&["comp", "computer program", "software"], codes("COMP", ("Computer Program", 9), "software", "software")),
    (&["stand", "standard"], codes("STAND", ("Standard", 58), "standard", "misc")),
    (&["map"], codes("MAP", ("Map", 20), "map", "misc")),
    (&["video", "audiovisual material"], codes("VIDEO", ("Audiovisual Material", 3), "motion_picture", "misc")),
    (&["hear", "hearing"], codes("HEAR", ("Hearing", 14), "hearing", "misc")),
    (&["bill"], codes("BILL", ("Bill", 4), "bill", "misc")),
    (&["stat", "statute"], codes("STAT", ("Statute", 31), "legislation", "misc")),
    (
        &["encyc", "encyclopedia", "entry-encyclopedia"],
        codes("ENCYC", ("Encyclopedia", 53), "entry-encyclopedia", "incollection"),
    ),
    (
        &["dict", "dictionary", "entry-dictionary"],
        codes("DICT", ("Dictionary", 52), "entry-dictionary", "incollection"),
    ),
    (&["blog", "post-weblog", "blogpost"], codes("BLOG", ("Blog", 56), "post-weblog", "online")),
];

/// What programs call a book the authors of which are its editors.
const EDITED: Codes = codes("EDBOOK", ("Edited Book", 28), "book", "book");

const fn codes(ris: &'static str, endnote: (&'static str, u8), csl: &'static str, bibtex: &'static str) -> Codes {
    Codes { ris, endnote, csl, bibtex }
}

/// The codes of what `fields` describe: those of the source's own words where they are finer than our types, else of the type; those of
/// [`DocumentType::Other`] where nothing is known.
pub(super) fn of(fields: &Fields) -> Codes {
    let lower: Vec<String> = fields.document_types.iter().map(|raw| raw.trim().to_lowercase()).collect();
    let said = |words: &[&str]| lower.iter().any(|raw| words.contains(&raw.as_str()));
    let is_code = |code: &str| fields.document_types.iter().any(|raw| raw == code);
    let is_magazine = || said(&["mgzn", "magazine article", "article-magazine", "magazinearticle", "magazine"]);
    match fields.document_type {
        // Called a magazine, and perhaps a journal: it stays what the source called it.
        None if !fields.volume.is_empty() && is_magazine() => MAGAZINE,
        Some(DocumentType::News) => news(fields, is_code("NEWS") || said(NEWSPAPER), is_magazine()),
        Some(DocumentType::ConferencePaper | DocumentType::ConferenceAbstract) if !fields.container.is_empty() => {
            IN_PROCEEDINGS
        }
        Some(DocumentType::Book)
            if fields.editors.is_empty()
                && !fields.authors.is_empty()
                && (is_code("EDBOOK") || is_code("Edited Book")) =>
        {
            EDITED
        }
        Some(DocumentType::Thesis) if fields.document_types.iter().any(|raw| raw.to_lowercase().contains("master")) => {
            Codes { bibtex: "mastersthesis", ..plain(DocumentType::Thesis) }
        }
        Some(kind) => {
            let is_of_kind = |words: &[&str]| words.iter().any(|word| DocumentType::parse(word) == Some(kind));
            // Nearly no source says one of these words, so that the type they mean is seldom asked for.
            let finer = FINER.iter().find(|(words, _)| said(words) && is_of_kind(words));
            finer.map_or_else(|| plain(kind), |(_, codes)| *codes)
        }
        None => plain(DocumentType::Other),
    }
}

const NEWSPAPER: &[&str] = &["newspaper article", "article-newspaper", "newspaper", "newspaperarticle"];

/// News stand in a newspaper, unless the source says magazine, or nothing and there is a volume or an issue, for which Zotero's newspaper
/// article has no field: then in a journal.
fn news(fields: &Fields, in_newspaper: bool, in_magazine: bool) -> Codes {
    let in_volume = !fields.volume.is_empty() || !fields.issue.is_empty();
    match (in_newspaper, in_magazine) {
        (true, _) => plain(DocumentType::News),
        (false, true) => MAGAZINE,
        (false, false) if in_volume => JOURNAL,
        (false, false) => plain(DocumentType::News),
    }
}

fn plain(kind: DocumentType) -> Codes {
    TABLE.iter().find(|(other, _)| *other == kind).map_or(JOURNAL, |(_, codes)| *codes)
}

/// Whether a word is a code that a format writes instead of a word, which says nothing to people: `JOUR`, `article-journal`,
/// `techreport`, `journal-article` of ours.
pub(super) fn is_code(word: &str) -> bool {
    const LONGEST: usize = 8;
    const BESIDES: [&str; 8] = [
        "document",
        "article-newspaper",
        "mastersthesis",
        "masterthesis",
        "inbook",
        "inreference",
        "report",
        "electronic",
    ];
    let is_of_ris = word.len() <= LONGEST && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let all = || {
        TABLE.iter().map(|(_, codes)| codes).chain(FINER.iter().map(|(_, codes)| codes)).chain([&JOURNAL, &MAGAZINE])
    };
    is_of_ris
        || DocumentType::from_name(word).is_some()
        || BESIDES.contains(&word)
        || all().any(|codes| codes.csl == word || codes.bibtex == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What lies on the shelf of another: a letter on that of articles, a preprint that EndNote has no type for.
    fn shelf(kind: DocumentType) -> Option<DocumentType> {
        match kind {
            DocumentType::Book
            | DocumentType::BookChapter
            | DocumentType::Report
            | DocumentType::Thesis
            | DocumentType::WebPage
            | DocumentType::Dataset => Some(kind),
            DocumentType::ConferencePaper | DocumentType::ConferenceAbstract => Some(DocumentType::ConferencePaper),
            _ => None,
        }
    }

    #[test]
    fn a_code_never_means_a_type_that_speaks_against_the_one_it_stands_for() {
        for kind in DocumentType::ALL {
            for container in ["", "Made-up Proceedings"] {
                let fields = Fields { document_type: Some(kind), container: container.to_owned(), ..Fields::default() };
                let Codes { ris, endnote, csl, bibtex } = of(&fields);
                for code in [ris, endnote.0, csl, bibtex] {
                    let meant = DocumentType::parse(code);
                    assert!(
                        shelf(kind).is_none() || meant == shelf(kind),
                        "{code} for {} means {meant:?}",
                        kind.name()
                    );
                }
            }
        }
    }

    #[test]
    fn the_words_of_a_finer_type_mean_one_type_of_ours_and_so_do_its_codes() {
        for (words, Codes { ris, endnote, .. }) in FINER {
            let kinds = words.iter().map(|word| DocumentType::parse(word)).collect::<Vec<_>>();
            assert!(kinds.iter().all(|kind| kind.is_some() && *kind == kinds[0]), "{words:?} mean {kinds:?}");
            assert_eq!((DocumentType::parse(ris), DocumentType::parse(endnote.0)), (kinds[0], kinds[0]), "{words:?}");
        }
    }

    #[test]
    fn codes_are_told_from_words() {
        for code in ["JOUR", "EDBOOK", "GEN", "article-journal", "techreport", "chapter", "misc", "journal-article"] {
            assert!(is_code(code), "{code}");
        }
        for word in ["Master's thesis", "Editorial", "Doctoral dissertation", "Working paper", "Chapter", "Patent"] {
            assert!(!is_code(word), "{word}");
        }
    }
}
