//! Titles in normal form: notes and translations taken off, numerals read, the main title known.

use super::text::{fold, fold_into, hash, hash_compact, is_stop_word, plain};

/// What kind of text a title announces besides the report itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) enum Marker {
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
}

/// A title in normal form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Title {
    /// Folded words, one space between; empty if there is no title.
    pub(super) text: Box<str>,
    /// Length of the main title in `text`; that of the whole where there is no subtitle.
    pub(super) main: u16,
    /// Hash of the text without spaces; 0 if there is no title.
    pub(super) hash: u64,
    /// Hash of the main title without spaces; equal to `hash` where there is no subtitle.
    pub(super) main_hash: u64,
    /// Hashes of the words that carry meaning, sorted, once each.
    pub(super) words: Box<[u32]>,
    /// What the title announces.
    pub(super) marker: Marker,
    /// How well the title tells reports apart.
    pub(super) weight: Weight,
    /// How many words it has that are not in most titles that say nothing.
    pub(super) own: u8,
}

/// How well a title tells reports apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Weight {
    /// Many reports have such a title: "Editorial", "Introduction to the special issue on ...", "Reply to ...".
    #[default]
    Generic,
    /// One word of its own: "Leadership".
    Short,
    /// Enough words of its own.
    Specific,
}

impl Title {
    /// The normal form of a title as written.
    pub(super) fn new(raw: &str) -> Self {
        let plain = plain(raw);
        let place = corrected_place(&plain);
        let clean = without_notes(&plain[..place.unwrap_or(plain.len())]);
        let (clean, mut marker) = without_marker(clean);
        // Web of Science writes a correction as the title with "(vol 8, pg 3, 2011)" behind it.
        if marker == Marker::None && (place.is_some() || names_the_corrected(&plain)) {
            marker = Marker::Correction;
        }
        let (head, tail) = split_subtitle(clean);
        let mut text = numerals(&fold(head));
        let main = text.len();
        if !tail.is_empty() {
            fold_into(&numerals(&fold(tail)), &mut text);
        }
        if is_placeholder(&text) {
            text.clear();
        }
        if text.is_empty() {
            return Self { marker, ..Self::default() };
        }
        let main = if main < 12 { text.len() } else { main.min(text.len()) };
        let mut words: Vec<u32> = text.split(' ').filter(|word| !is_stop_word(word)).map(word_id).collect();
        words.sort_unstable();
        words.dedup();
        let own = own_words(&text);
        Self {
            hash: hash_compact(&text),
            main_hash: hash_compact(&text[..main]),
            main: main.min(usize::from(u16::MAX)) as u16,
            words: words.into(),
            marker,
            weight: if marker == Marker::None { weight(&text, own) } else { Weight::Generic },
            own: own.min(255) as u8,
            text: text.into(),
        }
    }

    /// The main title, folded.
    #[cfg(test)]
    fn main_text(&self) -> &str {
        &self.text[..usize::from(self.main).min(self.text.len())]
    }
}

/// The identity of a word: half of its hash. Two words of one title pair that share it by accident are one in four thousand million.
pub(super) fn word_id(word: &str) -> u32 {
    (hash(word) >> 32) as u32
}

/// Titles that say that there is none.
fn is_placeholder(text: &str) -> bool {
    matches!(
        text,
        "unknown"
            | "untitled"
            | "no title"
            | "no title available"
            | "title not available"
            | "n a"
            | "na"
            | "none"
            | "not available"
    )
}

const LANGUAGES: [&str; 36] = [
    "afrikaans",
    "arabic",
    "bulgarian",
    "chinese",
    "croatian",
    "czech",
    "danish",
    "dutch",
    "english",
    "finnish",
    "french",
    "german",
    "greek",
    "hebrew",
    "hungarian",
    "icelandic",
    "italian",
    "japanese",
    "korean",
    "lithuanian",
    "norwegian",
    "persian",
    "polish",
    "portuguese",
    "romanian",
    "russian",
    "serbian",
    "slovak",
    "slovenian",
    "slovene",
    "spanish",
    "swedish",
    "thai",
    "turkish",
    "ukrainian",
    "vietnamese",
];

pub(super) fn is_language(word: &str) -> bool {
    LANGUAGES.binary_search(&word).is_ok()
}

/// Takes off what databases put around a title: `[Chinese]`, `[see comment]`, `(vol 12, pg 3, 2009)`, brackets of a translated title,
/// and ". Italian Studio spettroscopico", the language with the original title behind it.
fn without_notes(title: &str) -> &str {
    let mut title = title.trim();
    // A note may hold brackets of its own, so that everything from the first on is left out.
    for (open, _) in title.match_indices('[').filter(|&(open, _)| open > 8) {
        if is_long_note(&title[open + 1..]) {
            title = &title[..open];
            break;
        }
    }
    loop {
        let before = title.len();
        title = title.trim_end_matches(['.', ' ', '*', '†', '‡', ';', ',']);
        if title.ends_with(']')
            && let Some(open) = title.rfind('[')
            && open > 0
            && is_note(&title[open + 1..title.len() - 1])
        {
            title = &title[..open];
        } else if title.starts_with('[') && title.ends_with(']') {
            title = title[1..title.len() - 1].trim();
        } else if title.ends_with(')')
            && let Some(open) = title.rfind('(')
            && open > 0
            && is_parenthesis_note(&title[open + 1..title.len() - 1])
        {
            title = &title[..open];
        }
        if title.len() == before {
            break;
        }
    }
    without_language_sentence(title)
}

/// `[Erratum appears in Brain Inj. 2013;27(3):377 Note: Small, S [corrected to Smith, S]]`
fn is_long_note(note: &str) -> bool {
    let mut end = note.len().min(40);
    while !note.is_char_boundary(end) {
        end -= 1;
    }
    let folded = fold(&note[..end]);
    [
        "erratum appears",
        "erratum in",
        "see comment",
        "comment in",
        "corrected and",
        "republished",
        "retraction in",
        "summary for patients",
    ]
    .iter()
    .any(|words| folded.starts_with(words))
}

fn is_note(note: &str) -> bool {
    let folded = fold(note);
    let first = folded.split(' ').next().unwrap_or_default();
    is_language(first)
        || matches!(
            first,
            "review"
                | "see"
                | "erratum"
                | "corrected"
                | "comment"
                | "comments"
                | "abstract"
                | "letter"
                | "republished"
                | "in"
                | "article"
                | "published"
                | "retracted"
                | "translated"
                | "electronic"
                | "internet"
                | "summary"
                | "poster"
                | "correction"
                | "book"
        )
}

fn names_the_corrected(title: &str) -> bool {
    let title = title.trim_end_matches(['.', ' ']);
    title.ends_with(')')
        && title.rfind('(').is_some_and(|open| {
            let note = fold(&title[open + 1..]);
            note.starts_with("vol ") && note.split(' ').any(|word| matches!(word, "pg" | "p" | "art" | "e"))
        })
}

/// Where `(Town Studies (2009) 360 (542-544))` begins, with which Scopus and Embase say behind the title of a correction what it
/// corrects.
fn corrected_place(title: &str) -> Option<usize> {
    let title = title.trim_end_matches(['.', ' ']);
    if !title.ends_with("))") {
        return None;
    }
    let mut depth = 0;
    let signs = title.bytes().enumerate().rev().filter(|(_, b)| matches!(b, b'(' | b')'));
    let open = signs.map(|(at, b)| (at, if b == b')' { 1 } else { -1 })).find_map(|(at, step)| {
        depth += step;
        (depth == 0).then_some(at)
    })?;
    let (place, pages) = title[open + 1..title.len() - 2].rsplit_once('(')?;
    let (rest, volume) = place.trim_end().rsplit_once(' ')?;
    let (_, year) = rest.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    let is_numeral = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let is_year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    (is_numeral(pages) && is_numeral(volume) && is_year && open > 8).then_some(open)
}

fn is_parenthesis_note(note: &str) -> bool {
    let folded = fold(note);
    let mut words = folded.split(' ');
    match words.next() {
        Some("vol") => words.next().is_some_and(|word| word.bytes().all(|b| b.is_ascii_digit())),
        Some("retraction" | "retracted" | "reprinted" | "author" | "transl") => true,
        Some(word) => is_language(word) && words.next().is_none(),
        None => true,
    }
}

fn without_language_sentence(title: &str) -> &str {
    for (at, _) in title.match_indices(". ") {
        let rest = &title[at + 2..];
        let word = rest.split([' ', '.']).next().unwrap_or_default();
        if at >= 20 && word.starts_with(|c: char| c.is_ascii_uppercase()) && is_language(&word.to_ascii_lowercase()) {
            let after = rest[word.len()..].trim_start_matches(['.', ' ']);
            // "German hospitals in comparison" is a subtitle; "Italian Studio spettroscopico" is the original title.
            if after.is_empty() || after.starts_with(char::is_uppercase) {
                return &title[..at];
            }
        }
    }
    title
}

/// Beginnings that announce another kind of text, folded.
const MARKERS: &[(&str, Marker)] = &[
    ("erratum", Marker::Correction),
    ("errata", Marker::Correction),
    ("corrigendum", Marker::Correction),
    ("corrigenda", Marker::Correction),
    ("erratum to", Marker::Correction),
    ("corrigendum to", Marker::Correction),
    ("correction to", Marker::Correction),
    ("correction", Marker::Correction),
    ("author correction", Marker::Correction),
    ("publisher correction", Marker::Correction),
    ("publishers correction", Marker::Correction),
    ("publisher note", Marker::Correction),
    ("addendum", Marker::Correction),
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
    ("comment on", Marker::Comment),
    ("comments on", Marker::Comment),
    ("commentary on", Marker::Comment),
    ("comment", Marker::Comment),
    ("commentary", Marker::Comment),
    ("discussion of", Marker::Comment),
    ("letter to the editor", Marker::Comment),
];

/// The title without the words that announce a correction, a reply, ..., and what they announce.
///
/// A beginning counts if a colon follows it or if it ends with a preposition; so "Correction mechanisms in markets" stays whole.
/// `(vol 8, pg 3, 2011)` at the end, as Web of Science writes it, was taken off before and counts with the word before it.
fn without_marker(title: &str) -> (&str, Marker) {
    if let Some(rest) = strip_prefix_ignoring_case(title, "retracted:")
        .or_else(|| strip_prefix_ignoring_case(title, "retracted article:"))
    {
        return (rest.trim(), Marker::None);
    }
    let title = without_rubric(title);
    if !may_announce(title) {
        return (title, Marker::None);
    }
    let head_end = title.find([':', '-', '–', '—']).unwrap_or(title.len()).min(title.len());
    let head = fold(&title[..head_end]);
    if let Some((_, marker)) = MARKERS.iter().find(|(words, _)| *words == head) {
        let rest = title[head_end..].trim_start_matches([':', '-', '–', '—', ' ', '"', '“', '\'']);
        return if rest.is_empty() { (title, *marker) } else { (rest, *marker) };
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

/// Whether the first word of a title begins one of [`MARKERS`]; said of every title whose first word is not plain.
fn may_announce(title: &str) -> bool {
    let start = title.trim_start_matches(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric());
    let word =
        start.split(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && c != '\'').next().unwrap_or_default();
    let is_plain = !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphabetic());
    let begins = |marker: &str| marker.split(' ').next().is_some_and(|first| first.eq_ignore_ascii_case(word));
    !is_plain || MARKERS.iter().any(|(words, _)| begins(words))
}

/// Names of sections of a journal that some sources write before the title, folded.
const RUBRICS: [&str; 16] = [
    "brief communication",
    "brief report",
    "case report",
    "original article",
    "original paper",
    "original research",
    "regular article",
    "research article",
    "research commentary",
    "research note",
    "research paper",
    "research report",
    "review article",
    "short communication",
    "short report",
    "technical note",
];

/// The title without the name of a section and the sign behind it: "Research Note—How towns renew".
fn without_rubric(title: &str) -> &str {
    let Some(at) = title.find([':', '–', '—']).or_else(|| title.find(" - ").map(|at| at + 1)) else { return title };
    let rest = title[at..].trim_start_matches([':', '-', '–', '—', ' ']);
    if rest.len() > 8 && RUBRICS.binary_search(&fold(&title[..at]).as_str()).is_ok() { rest } else { title }
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

/// The main title and the rest, with the sign between left out.
fn split_subtitle(title: &str) -> (&str, &str) {
    const SIGNS: [&str; 11] = [": ", " - ", " – ", " — ", "--", "? ", ". ", "; ", " : ", "! ", "… "];
    let begins = |b: u8| matches!(b, b':' | b' ' | b'-' | b'?' | b'.' | b';' | b'!') || !b.is_ascii();
    let mut places = title.bytes().enumerate().filter(|&(at, b)| at >= 8 && begins(b) && title.is_char_boundary(at));
    let at = places.find_map(|(at, _)| Some((at, SIGNS.iter().find(|sign| title[at..].starts_with(*sign))?.len())));
    match at {
        Some((at, len)) => (&title[..at], &title[at + len..]),
        None => (title, ""),
    }
}

/// Roman numerals and small number words as digits, so that "Part II" is "part 2".
fn numerals(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = "";
    for word in text.split(' ') {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(numeral(word, before).unwrap_or(word));
        before = word;
    }
    out
}

fn numeral(word: &str, before: &str) -> Option<&'static str> {
    let counted = matches!(
        before,
        "part"
            | "parts"
            | "pt"
            | "phase"
            | "type"
            | "volume"
            | "vol"
            | "class"
            | "stage"
            | "grade"
            | "chapter"
            | "study"
            | "section"
            | "level"
            | "number"
            | "no"
            | "group"
            | "world"
            | "war"
    );
    Some(match word {
        "i" | "one" | "first" if counted => "1",
        "ii" => "2",
        "two" | "second" if counted => "2",
        "iii" => "3",
        "three" | "third" if counted => "3",
        "iv" if counted => "4",
        "four" if counted => "4",
        "v" if counted => "5",
        "five" if counted => "5",
        "vi" => "6",
        "vii" => "7",
        "viii" => "8",
        "ix" => "9",
        "x" if counted => "10",
        "xi" if counted => "11",
        "xii" => "12",
        _ => return None,
    })
}

fn own_words(text: &str) -> usize {
    let is_own =
        |word: &&str| !is_stop_word(word) && !GENERIC.contains(word) && !word.bytes().all(|b| b.is_ascii_digit());
    text.split(' ').filter(is_own).count()
}

fn weight(text: &str, own: usize) -> Weight {
    const SERIAL: [&str; 9] = [
        "special section",
        "special issue",
        "introduction to the special",
        "introduction to the minitrack",
        "introduction to the mini track",
        "guest editorial",
        "guest editors introduction",
        "editorial",
        "about this issue",
    ];
    match own {
        _ if SERIAL.iter().any(|beginning| text.starts_with(beginning)) => Weight::Generic,
        0 => Weight::Generic,
        1 if text.len() < 24 => Weight::Short,
        _ => Weight::Specific,
    }
}

/// Words of which titles that say nothing are made.
const GENERIC: [&str; 84] = [
    "about",
    "abstract",
    "abstracts",
    "acknowledgement",
    "acknowledgements",
    "acknowledgment",
    "acknowledgments",
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
    "calendar",
    "call",
    "chapter",
    "chief",
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
    "new",
    "news",
    "note",
    "notes",
    "obituary",
    "our",
    "paper",
    "papers",
    "preface",
    "proceedings",
    "recent",
    "remarks",
    "reply",
    "report",
    "response",
    "review",
    "reviewers",
    "reviews",
    "section",
    "special",
    "table",
    "thanks",
    "this",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn text(raw: &str) -> String {
        Title::new(raw).text.into()
    }

    #[test]
    fn notes_of_databases_are_taken_off() {
        for raw in [
            "Time course of local renewal",
            "Time course of local renewal.",
            "[Time course of local renewal]",
            "[Time course of local renewal]. [Japanese]",
            "Time course of local renewal. Japanese",
            "Time course of local renewal. Italian Studio del rinnovo locale",
            "Time course of local renewal [see comments]",
            "Time course of local renewal.[Erratum appears in Planning. 2009;3:1]",
        ] {
            assert_eq!(text(raw), "time course of local renewal", "{raw}");
        }
        assert_eq!(
            text("Time course of local renewal. German towns compared"),
            "time course of local renewal german towns compared"
        );
    }

    #[test]
    fn a_marker_is_known_and_taken_off() {
        for (raw, marker) in [
            ("Erratum to: Local renewal in towns", Marker::Correction),
            ("Correction: Local renewal in towns", Marker::Correction),
            ("Reply to Local renewal in towns", Marker::Reply),
            ("Comment on \u{201c}Local renewal in towns\u{201d}", Marker::Comment),
            ("RETRACTED: Local renewal in towns", Marker::None),
            ("Local renewal in towns (vol 4, pg 12, 2009)", Marker::Correction),
            ("Local renewal in towns (Town Studies (2009) 4 (12-30))", Marker::Correction),
        ] {
            let title = Title::new(raw);
            assert_eq!((&*title.text, title.marker), ("local renewal in towns", marker), "{raw}");
        }
        assert_eq!(Title::new("Correction mechanisms in markets").marker, Marker::None);
    }

    #[test]
    fn the_main_title_ends_at_the_first_sign() {
        let title = Title::new("Beyond service delivery: leadership in towns");
        assert_eq!(title.main_text(), "beyond service delivery");
        assert_eq!(title.main_hash, Title::new("Beyond Service Delivery").hash);
    }

    #[test]
    fn titles_that_say_nothing_are_generic() {
        for raw in [
            "Editorial",
            "Editor's Comments",
            "Introduction to the Special Issue",
            "Book Reviews",
            "Eculizumab",
            "Index",
        ] {
            assert!(Title::new(raw).weight < Weight::Specific, "{raw}");
        }
        assert_eq!(Title::new("Introduction to the special issue on local government").weight, Weight::Generic);
        assert_eq!(Title::new("Leadership").weight, Weight::Short);
        assert_eq!(Title::new("Local leadership").weight, Weight::Specific);
    }

    #[test]
    fn numerals_are_read() {
        assert_eq!(text("Renewal of towns, Part II"), "renewal of towns part 2");
        assert_eq!(text("Renewal of towns, part two"), "renewal of towns part 2");
    }
}
