//! Values that stand where a type does and name none.

/// Words that stand where a type does and name none: media, methods, what a study is of, what goes with an article. From the
/// field guides of PsycInfo (methodology) and CINAHL (publication types), and what programs write where they know nothing.
const NO_TYPE: &[&str] = &[
    "animal",
    "brain imaging",
    "clinical case study",
    "electronic",
    "electronic resource",
    "empirical study",
    "english",
    "experimental replication",
    "field study",
    "focus group",
    "followup study",
    "full text",
    "fulltext",
    "general",
    "general information",
    "human",
    "internet",
    "interview",
    "longitudinal study",
    "mathematical model",
    "n/a",
    "nonclinical case study",
    "none",
    "not specified",
    "online",
    "paper",
    "peer reviewed",
    "pictorial",
    "print",
    "prospective study",
    "qualitative study",
    "quantitative study",
    "questionnaire/scale",
    "refereed",
    "research",
    "retrospective study",
    "scientific simulation",
    "statistics",
    "tables/charts",
    "text",
    "treatment outcome",
    "undefined",
    "unknown",
    "unspecified",
];

/// Whether a value that means nothing here looks like the name of a type all the same: a few words without figures, that are not
/// known to say something else.
pub(super) fn is_unread_type(text: &str) -> bool {
    const LONGEST: usize = 40;
    let named = |part: &str| {
        let plain = part.trim().trim_end_matches('.').split('(').next().unwrap_or_default().trim().to_lowercase();
        let is_words = plain.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '/' | '&' | '\''));
        plain.len() > 2
            && plain.len() <= LONGEST
            && is_words
            && !NO_TYPE.contains(&plain.as_str())
            && !plain.starts_with("research support")
    };
    text.split([';', ',', '|', ':', '\n', '\r']).any(named)
}
