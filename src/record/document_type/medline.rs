//! What the National Library of Medicine calls types of documents.

use super::DocumentType;

impl DocumentType {
    /// The publication type of MEDLINE (MeSH, *Publication Characteristics*, <https://www.nlm.nih.gov/mesh/pubtypes.html>); `None` where
    /// it has no word for it.
    pub fn in_medline(self) -> Option<&'static str> {
        Some(match self {
            Self::JournalArticle => "Journal Article",
            Self::ReviewArticle => "Review",
            Self::Editorial => "Editorial",
            Self::Letter => "Letter",
            Self::Comment => "Comment",
            Self::Correction => "Published Erratum",
            Self::Retraction => "Retraction of Publication",
            Self::BookReview => "Book Review",
            Self::ConferenceAbstract => "Meeting Abstract",
            Self::ConferencePaper => "Congress",
            Self::Book => "Book",
            Self::BookChapter => "Book Chapter",
            Self::Report => "Technical Report",
            Self::Thesis => "Academic Dissertation",
            Self::Preprint => "Preprint",
            Self::News => "News",
            Self::Dataset => "Dataset",
            Self::WebPage | Self::TrialRegistration | Self::Other => return None,
        })
    }
}
