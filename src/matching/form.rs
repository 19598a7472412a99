//! What kind of publication a record describes, as far as versions of one work depend on it.

use super::venue::Venue;
use crate::record::document_type::DocumentType as Kind;

/// What kind of publication a record describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Form {
    /// It does not show.
    #[default]
    Unknown,
    /// In a journal or magazine.
    Journal,
    /// A contribution to a conference.
    Event,
    /// A preprint or working paper.
    Preprint,
    /// A thesis.
    Thesis,
    /// A book.
    Book,
    /// A chapter.
    Chapter,
    /// A report of an organisation, or a page of its website.
    Report,
    /// A data set.
    Data,
}

impl Form {
    /// In words, for a reader.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Journal => "article",
            Self::Event => "conference paper",
            Self::Preprint => "preprint or working paper",
            Self::Thesis => "thesis",
            Self::Book => "book",
            Self::Chapter => "chapter",
            Self::Report => "report",
            Self::Data => "data",
        }
    }
}

/// Beginnings of DOIs under which only preprints and working papers are registered.
const PREPRINT_DOIS: [&str; 15] = [
    "10.20944/preprint", // Preprints.org
    "10.21203/rs.",      // Research Square
    "10.2139/ssrn",      // SSRN
    "10.22541/au.",      // Authorea
    "10.26434/chemrxiv",
    "10.31219/osf.io",
    "10.31223/",       // EarthArXiv
    "10.31224/",       // engrXiv
    "10.31234/osf.io", // PsyArXiv
    "10.31235/osf.io", // SocArXiv
    "10.31730/osf.io",
    "10.3386/w", // NBER
    "10.36227/techrxiv",
    "10.48550/arxiv",
    "10.5194/egusphere",
];

/// Parts of DOIs under which data are deposited.
const DATA_DOIS: [&str; 9] = [
    "figshare",
    "10.5281/zenodo",
    "10.5061/dryad",
    "10.7910/dvn",
    "10.17632/",
    "10.1594/pangaea",
    "10.3886/icpsr",
    "10.17605/osf",
    "10.5255/ukda",
];

/// With which words begin that name servers and series of preprints and working papers, folded.
const PREPRINT_VENUES: [&str; 18] = [
    "arxiv",
    "corr abs", // DBLP's name of arXiv with the number of the preprint
    "biorxiv",
    "eartharxiv",
    "engrxiv",
    "medrxiv",
    "psyarxiv",
    "socarxiv",
    "chemrxiv",
    "ssrn",
    "techrxiv",
    "research square",
    "preprint",
    "working paper",
    "discussion paper",
    "osf preprints",
    "mpra paper",
    "preprints",
];

fn is_preprint_doi(doi: &str) -> bool {
    // Cold Spring Harbor registers its journals under the prefix of bioRxiv and medRxiv, with letters behind it.
    let is_biorxiv = doi.strip_prefix("10.1101/").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    is_biorxiv || PREPRINT_DOIS.iter().any(|beginning| doi.starts_with(beginning))
}

fn is_data_doi(doi: &str) -> bool {
    // All parts but one begin as every DOI does.
    let may_begin = |at: usize| matches!(&doi.as_bytes()[at..], [b'1', b'0', b'.', ..] | [b'f', b'i', b'g', ..]);
    (0..doi.len()).filter(|&at| may_begin(at)).any(|at| DATA_DOIS.iter().any(|part| doi[at..].starts_with(part)))
}

/// The form of a record; `has_volume` is true of one that counts from the first, as journals do. Where no journal or book is named,
/// `publisher`, folded, says what a catalogue has no type for: "PhD thesis, University of the North".
pub(super) fn form(kind: Option<Kind>, doi: &str, venue: &Venue, publisher: &str, has_volume: bool) -> Form {
    let names = if venue.words.is_empty() { publisher } else { &venue.words };
    let in_words = |words: &[&str]| {
        let starts =
            std::iter::once(0).chain(names.bytes().enumerate().filter(|(_, b)| *b == b' ').map(|(at, _)| at + 1));
        let begins =
            |name: &str, word: &str| name.as_bytes().first() == word.as_bytes().first() && name.starts_with(word);
        starts.into_iter().any(|at| words.iter().any(|word| begins(&names[at..], word)))
    };
    match kind {
        Some(Kind::Preprint) => return Form::Preprint,
        Some(Kind::Dataset) => return Form::Data,
        Some(Kind::Thesis) => return Form::Thesis,
        Some(Kind::Book) => return Form::Book,
        Some(Kind::BookChapter) => return Form::Chapter,
        Some(Kind::Report) if venue.words.is_empty() && in_words(&PREPRINT_VENUES) => return Form::Preprint,
        Some(Kind::Report) if venue.words.is_empty() => return Form::Report,
        Some(Kind::WebPage) if venue.words.is_empty() && doi.is_empty() => return Form::Report,
        _ => {}
    }
    match () {
        () if doi.starts_with("10.5194/egusphere-egu") => Form::Event,
        () if is_preprint_doi(doi) => Form::Preprint,
        () if is_data_doi(doi) => Form::Data,
        () if in_words(&PREPRINT_VENUES) || &*venue.words == "corr" => Form::Preprint,
        () if in_words(&["dissertation", "thesis", "phdthesis", "mastersthesis", "masterthesis"]) => Form::Thesis,
        () if in_words(&["technical report"]) || kind == Some(Kind::Report) && !has_volume => Form::Report,
        () if venue.names_event() || !has_volume && venue.names_proceedings() => Form::Event,
        () if matches!(kind, Some(Kind::ConferencePaper | Kind::ConferenceAbstract)) => Form::Event,
        () if has_volume || !venue.words.is_empty() => Form::Journal,
        () => Form::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_by_the_beginnings_of_its_words() {
        let named = |words: &str| {
            let venue = Venue { words: words.into(), ..Venue::default() };
            form(Some(Kind::JournalArticle), "", &venue, "", true)
        };
        for (words, expected) in [
            ("evidence synthesis", Form::Journal),
            ("phd thesis university north", Form::Thesis),
            ("nber working paper series", Form::Preprint),
            ("eartharxiv", Form::Preprint),
            ("available at ssrn 2100001", Form::Preprint),
            ("town studies", Form::Journal),
        ] {
            assert_eq!(named(words), expected, "{words}");
        }
    }
}
