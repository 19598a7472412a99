//! How well a title tells reports apart.

use crate::matching::text::{is_stop_word, words};

/// How well a title tells reports apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(in crate::matching) enum Weight {
    /// Many reports have such a title: "Editorial", "Introduction to the special issue on ...", "Reply to ...".
    #[default]
    Generic,
    /// One word of its own: "Leadership".
    Short,
    /// Enough words of its own.
    Specific,
}

/// How many words a folded title has that are not in most titles that say nothing, counted up to two.
pub(super) fn own_words(text: &str) -> usize {
    // "Chairman's welcome" is that of any chairman.
    let is_generic = |word: &str| {
        let has = |word: &str| GENERIC.binary_search(&word).is_ok();
        has(word) || word.strip_suffix('s').is_some_and(has)
    };
    let is_own = |word: &&str| !is_stop_word(word) && !is_generic(word) && !word.bytes().all(|b| b.is_ascii_digit());
    words(text).filter(is_own).take(2).count()
}

/// The weight of a folded title with so many words of its own, whose main title has `head` bytes.
pub(super) fn weight(text: &str, head: usize, own: usize) -> Weight {
    const SERIAL: [&str; 8] = [
        "special section",
        "special issue",
        "introduction to the special",
        "introduction to the minitrack",
        "introduction to the mini track",
        "guest editorial",
        "guest editors introduction",
        "about this issue",
    ];
    match own {
        _ if is_editorial(text, head) => Weight::Generic,
        _ if SERIAL.iter().any(|beginning| text.starts_with(beginning)) => Weight::Generic,
        0 => Weight::Generic,
        1 if text.len() < 24 => Weight::Short,
        _ => Weight::Specific,
    }
}

/// Whether a title is that of an editorial: "Editorial: towns in decline", "Editorial introduction", but not "Editorial
/// independence of broadcasters".
fn is_editorial(text: &str, head: usize) -> bool {
    let Some(rest) = text.strip_prefix("editorial") else { return false };
    let next = rest.trim_start().split(' ').next().unwrap_or_default();
    let says_nothing = |word: &str| word.is_empty() || is_stop_word(word) || GENERIC.binary_search(&word).is_ok();
    (rest.is_empty() || rest.starts_with(' '))
        && (head == "editorial".len() || says_nothing(next) && next != "board" && next != "boards")
}

/// Words of which titles that say nothing are made.
const GENERIC: [&str; 106] = [
    "about",
    "abstract",
    "abstracts",
    "acknowledgement",
    "acknowledgements",
    "acknowledgment",
    "acknowledgments",
    "address",
    "advertisement",
    "announcement",
    "announcements",
    "annual",
    "appendix",
    "article",
    "articles",
    "author",
    "authors",
    "back",
    "board",
    "book",
    "books",
    "bulletin",
    "calendar",
    "call",
    "case",
    "chair",
    "chairman",
    "chairs",
    "chapter",
    "chief",
    "column",
    "comment",
    "commentary",
    "comments",
    "conclusion",
    "conference",
    "content",
    "contents",
    "contributors",
    "correspondence",
    "cover",
    "dean",
    "desk",
    "director",
    "directors",
    "editor",
    "editorial",
    "editorials",
    "editors",
    "erratum",
    "events",
    "foreword",
    "forum",
    "front",
    "guest",
    "i",
    "index",
    "instructions",
    "introduction",
    "introductory",
    "issue",
    "issues",
    "journal",
    "letter",
    "letters",
    "list",
    "masthead",
    "matter",
    "meeting",
    "meetings",
    "message",
    "minitrack",
    "minutes",
    "new",
    "news",
    "newsletter",
    "note",
    "notes",
    "obituary",
    "our",
    "paper",
    "papers",
    "preface",
    "president",
    "presidential",
    "presidents",
    "proceedings",
    "publisher",
    "publishers",
    "recent",
    "remarks",
    "reply",
    "report",
    "response",
    "review",
    "reviewers",
    "reviews",
    "secretary",
    "section",
    "special",
    "summary",
    "table",
    "thanks",
    "this",
    "viewpoint",
    "welcome",
];

#[cfg(test)]
mod tests {
    use super::GENERIC;

    #[test]
    fn the_words_are_sorted_for_the_search() {
        assert!(GENERIC.is_sorted());
    }
}
