//! Document types as one closed list, and how sources' codes map to it.

/// What kind of document a report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentType {
    /// Original article in a journal.
    JournalArticle,
    /// Review article in a journal.
    ReviewArticle,
    /// Editorial.
    Editorial,
    /// Letter.
    Letter,
    /// Comment, reply or note on another report.
    Comment,
    /// Correction or erratum.
    Correction,
    /// Retraction notice.
    Retraction,
    /// Review of a book.
    BookReview,
    /// Abstract of a conference contribution.
    ConferenceAbstract,
    /// Full paper in conference proceedings.
    ConferencePaper,
    /// Book.
    Book,
    /// Chapter of a book.
    BookChapter,
    /// Report of an organisation.
    Report,
    /// Thesis or dissertation.
    Thesis,
    /// Preprint or working paper.
    Preprint,
    /// News, magazine or newspaper article.
    News,
    /// Page of a website.
    WebPage,
    /// Data set.
    Dataset,
    /// Registered trial.
    TrialRegistration,
    /// Anything else that the source names.
    Other,
}

impl DocumentType {
    /// The name used in protocols and results.
    pub fn name(self) -> &'static str {
        match self {
            Self::JournalArticle => "journal-article",
            Self::ReviewArticle => "review-article",
            Self::Editorial => "editorial",
            Self::Letter => "letter",
            Self::Comment => "comment",
            Self::Correction => "correction",
            Self::Retraction => "retraction",
            Self::BookReview => "book-review",
            Self::ConferenceAbstract => "conference-abstract",
            Self::ConferencePaper => "conference-paper",
            Self::Book => "book",
            Self::BookChapter => "book-chapter",
            Self::Report => "report",
            Self::Thesis => "thesis",
            Self::Preprint => "preprint",
            Self::News => "news",
            Self::WebPage => "web-page",
            Self::Dataset => "dataset",
            Self::TrialRegistration => "trial-registration",
            Self::Other => "other",
        }
    }

    /// Every type, in the order of the list.
    pub const ALL: [Self; 20] = [
        Self::JournalArticle,
        Self::ReviewArticle,
        Self::Editorial,
        Self::Letter,
        Self::Comment,
        Self::Correction,
        Self::Retraction,
        Self::BookReview,
        Self::ConferenceAbstract,
        Self::ConferencePaper,
        Self::Book,
        Self::BookChapter,
        Self::Report,
        Self::Thesis,
        Self::Preprint,
        Self::News,
        Self::WebPage,
        Self::Dataset,
        Self::TrialRegistration,
        Self::Other,
    ];

    /// The type with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Reads a source's code or words (`JOUR`, `Article`, `Journal Article; Review`); `None` where they say nothing usable.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        WORDS.iter().find(|(word, _)| *word == text).map(|(_, kind)| *kind)
    }
}

const WORDS: &[(&str, DocumentType)] = &[
    ("jour", DocumentType::JournalArticle),
    ("article", DocumentType::JournalArticle),
    ("journal article", DocumentType::JournalArticle),
    ("ejour", DocumentType::JournalArticle),
    ("review", DocumentType::ReviewArticle),
    ("editorial material", DocumentType::Editorial),
    ("editorial", DocumentType::Editorial),
    ("letter", DocumentType::Letter),
    ("correction", DocumentType::Correction),
    ("book review", DocumentType::BookReview),
    ("meeting abstract", DocumentType::ConferenceAbstract),
    ("proceedings paper", DocumentType::ConferencePaper),
    ("conf", DocumentType::ConferencePaper),
    ("cpaper", DocumentType::ConferencePaper),
    ("book", DocumentType::Book),
    ("chap", DocumentType::BookChapter),
    ("book chapter", DocumentType::BookChapter),
    ("chapter", DocumentType::BookChapter),
    ("rprt", DocumentType::Report),
    ("report", DocumentType::Report),
    ("thes", DocumentType::Thesis),
    ("thesis", DocumentType::Thesis),
    ("news", DocumentType::News),
    ("mgzn", DocumentType::News),
    ("elec", DocumentType::WebPage),
    ("web", DocumentType::WebPage),
    ("data", DocumentType::Dataset),
];
