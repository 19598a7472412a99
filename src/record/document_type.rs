//! Document types as one closed list, and how sources' codes map to it.

mod medline;
mod servers;
mod unread;
mod words;

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

    /// Where one record carries several types, the first of this list is the report's: what it is before what it is in.
    const BY_WEIGHT: [Self; 20] = [
        Self::Retraction,
        Self::Correction,
        Self::BookReview,
        Self::Editorial,
        Self::Letter,
        Self::Comment,
        Self::News,
        Self::ConferenceAbstract,
        Self::TrialRegistration,
        Self::ConferencePaper,
        Self::BookChapter,
        Self::Thesis,
        Self::Preprint,
        Self::Dataset,
        Self::ReviewArticle,
        Self::JournalArticle,
        Self::Book,
        Self::Report,
        Self::WebPage,
        Self::Other,
    ];

    /// The type with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Reads a source's code or words: `JOUR`, `Article; Early Access`, `Journal Articles, Reports - Research`; of several
    /// the weightiest. `None` where they say nothing usable.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches('.').to_lowercase();
        let whole = words::meaning(&text).or_else(|| Self::from_name(&text));
        whole.or_else(|| {
            let sentences = text.split(". ").flat_map(|sentence| sentence.split([';', ',', '|', ':', '\n', '\r']));
            Self::weightiest(
                sentences.filter_map(|part| words::meaning(part.trim()).or_else(|| words::by_ending(part.trim()))),
            )
        })
    }

    /// The type of a report that carries the values `typed`, each with its tag; `in_volume` tells whether it stands in a volume.
    ///
    /// What the database says of the document (`DT`, `M3`, MEDLINE `PT`) counts before what a program needs to lay it out
    /// (RIS `TY`, Web of Science `PT`), since `TY` alone cannot tell an article from an editorial. Only where the
    /// former says no more than "article" does a latter that is no journal stand.
    ///
    /// `None` also where the database names a type that is not known here and all else is a journal: an article is not the only
    /// thing that stands in one. And where evidence contradicts itself: laid out as a magazine or newspaper (RIS `MGZN`, `NEWS`) and called an article,
    /// or as a magazine, called nothing and standing in a volume. Lens writes `MGZN` for journals; ProQuest's magazines and newspapers say
    /// `News` or `Feature` beside it.
    pub fn decide<'a>(typed: impl Iterator<Item = (&'a str, &'a str)>, in_volume: bool) -> Option<Self> {
        let (mut said, mut shelf, mut called_article, mut newspaper) = (Vec::new(), Vec::new(), false, false);
        let mut unread = false;
        let mut mediums = Vec::new();
        for (tag, value) in typed {
            let is_shelf = is_shelf(tag, value);
            let list = match is_shelf {
                true => &mut shelf,
                false if is_medium(value) => &mut mediums,
                false => &mut said,
            };
            let kind = Self::parse(value);
            called_article |=
                !is_shelf && kind == Some(Self::JournalArticle) && !value.trim().eq_ignore_ascii_case("feature");
            unread |= !is_shelf && kind.is_none() && unread::is_unread_type(value);
            newspaper |= is_shelf && value.trim().eq_ignore_ascii_case("NEWS");
            list.extend(kind);
        }
        // How a document is carried is not what it is, where the shelf says that.
        if shelf.is_empty() {
            said.append(&mut mediums);
        }
        let says_nothing = said.is_empty();
        let plain = |kind: &Self| matches!(kind, Self::JournalArticle | Self::Other);
        let (said, shelf) = (Self::weightiest(said.into_iter()), Self::weightiest(shelf.into_iter()));
        let particular = said.filter(|kind| !plain(kind));
        if particular.is_none()
            && shelf == Some(Self::News)
            && (called_article || says_nothing && in_volume && !newspaper)
        {
            return None;
        }
        if says_nothing && unread && shelf == Some(Self::JournalArticle) {
            return None;
        }
        particular.or(shelf.filter(|kind| !plain(kind))).or(said).or(shelf)
    }

    /// What an article is by the name of what holds it: on a server of preprints it is one. Whatever else a document is, it stays.
    pub fn held_by(kind: Option<Self>, container: &str) -> Option<Self> {
        match kind {
            None | Some(Self::JournalArticle | Self::Other) if servers::is_preprint_server(container) => {
                Some(Self::Preprint)
            }
            kind => kind,
        }
    }

    fn weightiest(kinds: impl Iterator<Item = Self>) -> Option<Self> {
        kinds.min_by_key(|kind| Self::BY_WEIGHT.iter().position(|other| other == kind))
    }
}

/// Whether a tag says where a document would stand rather than what it is.
fn is_shelf(tag: &str, value: &str) -> bool {
    matches!(tag, "TY" | "RT" | "%0" | "ref-type" | "ref-type name" | "entrysubtype")
        || (tag == "PT" && value.trim().len() == 1)
        || matches!(value.trim(), "article-magazine" | "article-newspaper")
}

/// Whether a value names how a document is carried: `Web`, `Online`.
fn is_medium(value: &str) -> bool {
    ["web", "online", "web resource"].iter().any(|medium| value.trim().eq_ignore_ascii_case(medium))
}

#[cfg(test)]
mod tests {
    use super::DocumentType as T;

    #[test]
    fn codes_of_every_source_are_read() {
        for (text, kind) in [
            ("JOUR", T::JournalArticle),
            ("Article; Early Access", T::JournalArticle),
            ("Article; Proceedings Paper", T::JournalArticle),
            ("Article; Book Chapter", T::BookChapter),
            ("Editorial Material", T::Editorial),
            ("Meeting Abstract", T::ConferenceAbstract),
            ("Journal: Conference Abstract", T::ConferenceAbstract),
            ("Book, Section", T::BookChapter),
            ("Book, Whole", T::Book),
            ("Journal Articles, Reports - Descriptive", T::JournalArticle),
            ("Books, Collected Works - General, Opinion Papers", T::Book),
            ("Dissertations/Theses - Doctoral Dissertations", T::Thesis),
            ("journal-article", T::JournalArticle),
            ("article-newspaper", T::News),
            ("Original Article.", T::JournalArticle),
            ("Review, Book", T::BookReview),
            ("Journal Article. Review.", T::ReviewArticle),
            ("Journal Article. Research Support, Non-U.S. Gov't.", T::JournalArticle),
            ("Journal Article\nEditorial", T::Editorial),
            ("IEEE Conferences", T::ConferencePaper),
            ("IEEE Journals", T::JournalArticle),
            ("IEEE Early Access Articles", T::JournalArticle),
            ("IEEE Magazines", T::JournalArticle),
            ("IEEE Standards", T::Other),
            ("IEEE Courses", T::Other),
            ("Made-up Press Books", T::Book),
            ("MIT Press eBook Chapters", T::BookChapter),
            ("Wiley-IEEE Press eBooks", T::Book),
            ("Chapter ConferencePaper", T::ConferencePaper),
            ("Reference Work Entry", T::BookChapter),
        ] {
            assert_eq!(T::parse(text), Some(kind), "{text}");
        }
        for text in ["", "GEN", "misc", "English", "Research Support, Non-U.S. Gov't", "Human", "Conferences on towns"]
        {
            assert_eq!(T::parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_the_database_says_counts_before_the_shelf() {
        for (values, kind) in [
            (&[("TY", "JOUR"), ("M3", "Editorial")][..], Some(T::Editorial)),
            (&[("TY", "JOUR"), ("M3", "Conference Paper")], Some(T::ConferencePaper)),
            (&[("TY", "GEN"), ("M3", "Journal Article")], Some(T::JournalArticle)),
            (&[("TY", "MGZN"), ("M3", "Article")], None),
            (&[("TY", "MGZN"), ("M3", "Feature")], Some(T::News)),
            (&[("TY", "NEWS"), ("M3", "News")], Some(T::News)),
            (&[("TY", "MGZN"), ("M3", "Editorial")], Some(T::Editorial)),
            (&[("PT", "J"), ("DT", "Book Review")], Some(T::BookReview)),
            (&[("PT", "Journal Article"), ("PT", "Review")], Some(T::ReviewArticle)),
            (&[("PT", "Comment"), ("PT", "Letter")], Some(T::Letter)),
            (&[("PT", "Book"), ("PT", "Edited Book"), ("DT", "Chapter")], Some(T::BookChapter)),
            (&[("TY", "RPRT")], Some(T::Report)),
            (&[("M3", "10.1000/made-up"), ("TY", "JOUR")], Some(T::JournalArticle)),
            (&[("TY", "JOUR"), ("M3", "proceedings")], Some(T::ConferencePaper)),
            (&[("TY", "JOUR"), ("M3", "practice guidelines")], None),
            (&[("TY", "JOUR"), ("M3", "Teaching Materials")], None),
            (&[("TY", "JOUR"), ("M3", "Teaching Materials"), ("M3", "Journal Article")], Some(T::JournalArticle)),
            (&[("TY", "JOUR"), ("M3", "Print (Paper); Empirical Study")], Some(T::JournalArticle)),
            (&[("TY", "JOUR"), ("M3", "Research Support, Non-U.S. Gov't")], Some(T::JournalArticle)),
            (&[("TY", "CHAP"), ("M3", "practice guidelines")], Some(T::BookChapter)),
            (&[("TY", "RPRT"), ("M3", "Web")], Some(T::Report)),
            (&[("TY", "CPAPER"), ("M3", "Online")], Some(T::ConferencePaper)),
            (&[("TY", "JOUR"), ("M3", "web resource")], Some(T::JournalArticle)),
            (&[("M3", "Web"), ("TY", "BOOK")], Some(T::Book)),
            (&[("TY", "MGZN"), ("M3", "Online")], Some(T::News)),
            // Counter-cases: nothing else says what it is, or the value is no medium.
            (&[("TY", "GEN"), ("M3", "Web")], Some(T::WebPage)),
            (&[("M3", "Online")], Some(T::WebPage)),
            (&[("TY", "ELEC")], Some(T::WebPage)),
            (&[("TY", "RPRT"), ("M3", "Blog")], Some(T::WebPage)),
            (&[("TY", "JOUR"), ("M3", "Web"), ("M3", "Editorial")], Some(T::Editorial)),
        ] {
            assert_eq!(T::decide(values.iter().copied(), false), kind, "{values:?}");
        }
        assert_eq!(T::decide([("TY", "GEN")].into_iter(), false), None);
        let magazine = |in_volume| T::decide([("TY", "MGZN")].into_iter(), in_volume);
        assert_eq!(
            (magazine(false), magazine(true)),
            (Some(T::News), None),
            "a magazine with volumes may be a journal"
        );
        assert_eq!(T::decide([("TY", "NEWS")].into_iter(), true), Some(T::News), "a newspaper has volumes");
    }
}
