//! What a title announces: that its text is about another report. Names of sections before a title are taken off.

use crate::matching::text::fold;

/// What kind of text a title announces besides the report itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(in crate::matching) enum Marker {
    /// Nothing: a report of its own.
    #[default]
    None,
    /// "Erratum to: ...".
    Correction,
    /// "Retraction notice to ...".
    Retraction,
    /// "Reply to ...", "Response to ...".
    Reply,
    /// "Comment on ...".
    Comment,
    /// "Book review: ...": of a book, or the review itself under the heading of its section.
    Review,
    /// "Expression of concern: ...".
    Concern,
    /// "Reprint of: ...", "Republished: ...".
    Reprint,
}

impl Marker {
    /// Whether an editor or publisher says so about another report: a correction, a retraction, an expression of concern.
    pub(in crate::matching) fn is_notice(self) -> bool {
        matches!(self, Self::Correction | Self::Retraction | Self::Concern)
    }
}

/// Beginnings that announce another kind of text, folded.
const MARKERS: &[(&str, Marker)] = &[
    ("erratum", Marker::Correction),
    ("errata", Marker::Correction),
    ("corrigendum", Marker::Correction),
    ("corrigenda", Marker::Correction),
    ("errata to", Marker::Correction),
    ("erratum to", Marker::Correction),
    ("corrigendum to", Marker::Correction),
    ("correction to", Marker::Correction),
    ("correction", Marker::Correction),
    ("author correction", Marker::Correction),
    ("publisher correction", Marker::Correction),
    ("publishers correction", Marker::Correction),
    ("publisher note", Marker::Correction),
    ("addendum", Marker::Correction),
    ("addendum to", Marker::Correction),
    ("editorial expression of concern", Marker::Concern),
    ("expression of concern", Marker::Concern),
    ("expression of concern on", Marker::Concern),
    ("expression of concern to", Marker::Concern),
    ("notice of concern", Marker::Concern),
    ("retraction notice", Marker::Retraction),
    ("retraction notice to", Marker::Retraction),
    ("retraction of", Marker::Retraction),
    ("retraction note", Marker::Retraction),
    ("retraction", Marker::Retraction),
    ("notice of retraction", Marker::Retraction),
    ("reply to", Marker::Reply),
    ("reply", Marker::Reply),
    ("re", Marker::Reply),
    ("response to", Marker::Reply),
    ("authors response", Marker::Reply),
    ("authors reply", Marker::Reply),
    ("author reply", Marker::Reply),
    ("in reply", Marker::Reply),
    ("rejoinder", Marker::Reply),
    ("rejoinder to", Marker::Reply),
    ("a rejoinder to", Marker::Reply),
    ("a reply to", Marker::Reply),
    ("a response to", Marker::Reply),
    ("comment on", Marker::Comment),
    ("comments on", Marker::Comment),
    ("commentary on", Marker::Comment),
    ("a comment on", Marker::Comment),
    ("a commentary on", Marker::Comment),
    ("comment", Marker::Comment),
    ("commentary", Marker::Comment),
    ("discussion of", Marker::Comment),
    ("book review", Marker::Review),
    ("letter to the editor", Marker::Comment),
    ("reprint", Marker::Reprint),
    ("reprint article", Marker::Reprint),
    ("reprint of", Marker::Reprint),
    ("reprinted", Marker::Reprint),
    ("reprinted article", Marker::Reprint),
    ("reprinted paper", Marker::Reprint),
    ("republication", Marker::Reprint),
    ("republication of", Marker::Reprint),
    ("republished", Marker::Reprint),
    ("republished article", Marker::Reprint),
    ("republished original article", Marker::Reprint),
    ("republished paper", Marker::Reprint),
    ("republished research", Marker::Reprint),
    ("republished review", Marker::Reprint),
];

/// The title without the words that announce a correction, a reply, ..., and what they announce.
///
/// A beginning counts if a colon follows it or if it ends with a preposition; so "Correction mechanisms in markets" stays whole.
/// `(vol 8, pg 3, 2011)` at the end, as Web of Science writes it, was taken off before and counts with the word before it.
pub(super) fn without_marker(title: &str) -> (&str, Marker) {
    if let Some(rest) = strip_prefix_ignoring_case(title, "retracted:")
        .or_else(|| strip_prefix_ignoring_case(title, "retracted article:"))
        .or_else(|| strip_prefix_ignoring_case(title, "retracted and replaced:"))
    {
        return (rest.trim(), Marker::None);
    }
    let title = without_rubric(title);
    if !may_announce(title) {
        return (title, Marker::None);
    }
    if let Some(found) = for_people(title) {
        return found;
    }
    let head_end = head_before_a_hyphen(title).unwrap_or_else(|| head_end(title));
    let head = fold(&title[..head_end]);
    // "Re-imagining" is no answer, "Re: imagining" is.
    let is_answer = head != "re" || title[head_end..].starts_with(':');
    if let Some((_, marker)) = MARKERS.iter().find(|(words, _)| *words == head && is_answer) {
        let rest =
            title[head_end..].trim_start_matches([':', '-', '\u{2010}', '\u{2011}', '–', '—', ' ', '"', '“', '\'']);
        return match marker {
            // The name of a section and nothing else.
            Marker::Comment | Marker::Review | Marker::Reprint if rest.is_empty() => (title, Marker::None),
            marker if rest.is_empty() => (title, *marker),
            marker => (rest, *marker),
        };
    }
    let lower = title.to_ascii_lowercase();
    for (words, marker) in
        MARKERS.iter().filter(|(words, _)| words.ends_with(" to") || words.ends_with(" on") || words.ends_with(" of"))
    {
        if let Some(rest) = lower.strip_prefix(words)
            && rest.starts_with([' ', ':'])
            && rest.len() > 10
        {
            let rest = title[words.len()..].trim_start_matches([':', ' ', '"', '“', '\'']);
            return (rest, *marker);
        }
    }
    (title, Marker::None)
}

/// `Correction for Larsen et al., Renewal of towns`, as the National Academy of Sciences heads its notices: the title and what is announced.
fn for_people(title: &str) -> Option<(&str, Marker)> {
    let begins = |words| strip_prefix_ignoring_case(title, words);
    let (rest, marker) = match (begins("correction for "), begins("retraction for ")) {
        (Some(rest), _) => (rest, Marker::Correction),
        (_, Some(rest)) => (rest, Marker::Retraction),
        _ => return None,
    };
    let (names, title) = rest.split_once(" et al.")?;
    let is_name =
        |word: &str| word.starts_with(char::is_uppercase) || matches!(word, "and" | "de" | "der" | "van" | "von");
    let title = title.trim_start_matches([',', ':', ' ', '\u{201c}', '"']);
    (names.split_whitespace().all(is_name) && names.split_whitespace().count() < 5 && !title.is_empty())
        .then_some((title, marker))
}

/// The title of a notice, of which the record says by its type that it is one, without the word that says it again and is not parted from
/// the title as elsewhere: `Retraction-Renewal of towns`, `Erratum. Renewal of towns`.
pub(super) fn without_the_word(title: &str) -> &str {
    const WORDS: [&str; 5] = ["correction", "corrigendum", "erratum", "retraction", "notice of retraction"];
    let rest = WORDS.iter().find_map(|word| strip_prefix_ignoring_case(title, word)).unwrap_or_default();
    let behind = rest.trim_start_matches(['.', '-', '\u{2010}', '\u{2011}', ' ']);
    if rest.starts_with(['.', '-', '\u{2010}', '\u{2011}']) && !behind.is_empty() { behind } else { title }
}

/// Where a word ends that announces a notice, before a hyphen that stands for the dash or the full stop of the publisher, as Embase and Web
/// of Science write it: `Retraction-Renewal of towns`, `Erratum-Renewal of towns`. A title begins behind it, with a capital where the words
/// of the title are small, so that `Retraction-Induced Strain in Towns` and `Correction-induced errors` are none.
fn head_before_a_hyphen(title: &str) -> Option<usize> {
    const WORDS: [&str; 6] = ["corrigendum", "corrigenda", "correction", "erratum", "reprint", "retraction"];
    let at = WORDS.iter().find_map(|word| {
        let rest = strip_prefix_ignoring_case(title, word)?;
        rest.starts_with(['-', '\u{2010}', '\u{2011}']).then_some(word.len())
    })?;
    let behind = title[at..].trim_start_matches(['-', '\u{2010}', '\u{2011}']);
    let mut others = behind.split(' ').skip(1).filter(|word| word.chars().count() > 4).peekable();
    let is_small = |word: &str| word.starts_with(char::is_lowercase);
    let are_small =
        others.peek().is_some() && others.clone().filter(|word| is_small(word)).count() * 2 > others.count();
    (behind.starts_with(char::is_uppercase) && are_small).then_some(at)
}

/// Where the words end that may announce something: at a colon or a dash, which a hyphen within a word is not.
fn head_end(title: &str) -> usize {
    let is_sign = |&(at, c): &(usize, char)| match c {
        ':' | '–' | '—' => true,
        '-' => title[at + 1..].starts_with([' ', '-']) || title[..at].ends_with(' '),
        _ => false,
    };
    title.char_indices().find(is_sign).map_or(title.len(), |(at, _)| at)
}

/// Whether the first word of a title begins one of [`MARKERS`]; said of every title whose first word is not plain.
fn may_announce(title: &str) -> bool {
    let start = title.trim_start_matches(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric());
    let word =
        start.split(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && c != '\'').next().unwrap_or_default();
    let is_plain = !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphabetic());
    let begins = |marker: &str| {
        let ends_there = marker.as_bytes().get(word.len()).is_none_or(|&next| next == b' ');
        ends_there && strip_prefix_ignoring_case(marker, word).is_some()
    };
    !is_plain || MARKERS.iter().any(|(words, _)| begins(words))
}

/// Names of sections of a journal that some sources write before the title, folded.
const RUBRICS: [&str; 31] = [
    "brief communication",
    "brief report",
    "case report",
    "completed research",
    "emergent research forum",
    "invited article",
    "invited paper",
    "issues and opinions",
    "methods article",
    "opinion paper",
    "original article",
    "original paper",
    "original research",
    "practice oriented paper",
    "regular article",
    "research article",
    "research commentary",
    "research essay",
    "research in progress",
    "research note",
    "research paper",
    "research perspective",
    "research report",
    "review article",
    "short communication",
    "short report",
    "special issue article",
    "special section article",
    "technical note",
    "theory and review",
    "work in progress",
];

/// The title without the name of a section and the sign behind it: "Research Note—How towns renew".
fn without_rubric(title: &str) -> &str {
    // A colon, or the byte that the dashes begin with.
    let may_have_sign = memchr::memchr2(b':', 0xe2, title.as_bytes()).is_some();
    let sign = if may_have_sign { title.find([':', '–', '—']) } else { None };
    let Some(at) = sign.or_else(|| title.find(" - ").map(|at| at + 1)) else { return title };
    let rest = title[at..].trim_start_matches([':', '-', '–', '—', ' ']);
    if rest.len() > 8 && RUBRICS.binary_search(&fold(&title[..at]).as_str()).is_ok() { rest } else { title }
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}
