//! What databases put around a title, and what is left without it.

use std::borrow::Cow;

use super::Marker;
use crate::matching::text::fold;

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
    "slovene",
    "slovenian",
    "spanish",
    "swedish",
    "thai",
    "turkish",
    "ukrainian",
    "vietnamese",
];

pub(in crate::matching) fn is_language(word: &str) -> bool {
    LANGUAGES.binary_search(&word).is_ok()
}

/// Takes off what databases put around a title: `[Chinese]`, `[see comment]`, `(vol 12, pg 3, 2009)`, brackets of a translated title,
/// and ". Italian Studio spettroscopico", the language with the original title behind it.
pub(super) fn without_notes(title: &str) -> &str {
    let mut title = without_site(title.trim());
    // A note may hold brackets of its own, so that everything from the first on is left out.
    for (open, _) in title.match_indices('[').filter(|&(open, _)| open > 8) {
        if is_long_note(&title[open + 1..]) {
            title = &title[..open];
            break;
        }
    }
    loop {
        let before = title.len();
        title = title.trim_end_matches(['.', ' ', '*', '†', '‡', ';', ',', ':']);
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
        } else if let Some(at) = state_of_research(title) {
            title = &title[..at];
        }
        if title.len() == before {
            break;
        }
    }
    without_language_sentence(title)
}

/// Where a title ends behind which a conference says how far the study is: "(Research-in-Progress)", ": Completed research paper".
fn state_of_research(title: &str) -> Option<usize> {
    const STATES: [&str; 8] = [
        "completed research",
        "completed research paper",
        "emergent research forum",
        "emergent research forum paper",
        "full paper",
        "research in progress",
        "short paper",
        "work in progress",
    ];
    let end = title.trim_end_matches([')', ']']);
    let ends = |word: &str| {
        end.len() > word.len() && end.as_bytes()[end.len() - word.len()..].eq_ignore_ascii_case(word.as_bytes())
    };
    if !["progress", "research", "paper", "forum"].into_iter().any(ends) {
        return None;
    }
    // No state has more than two hyphens, so that the sign before it is among the last three.
    let signs = title.char_indices().rev().filter(|(_, c)| matches!(c, ':' | '-' | '–' | '—' | '(' | '['));
    let mut signs = signs.take(3).map(|(at, _)| at).filter(|&at| at > 8);
    signs.find(|&at| STATES.binary_search(&fold(&title[at..]).as_str()).is_ok())
}

/// What a note at the end of a title says that its text is: `[Erratum]`, `[Book review]`, `(Retraction of vol 29, pg 401, 2016)`.
/// `[Erratum appears in ...]` says something else: that there is an erratum to it.
pub(super) fn announced(title: &str) -> Marker {
    match note_at_end(title).as_deref().unwrap_or_default() {
        "erratum" | "errata" | "corrigendum" | "correction" | "addendum" => Marker::Correction,
        "retraction" | "retraction notice" | "notice of retraction" => Marker::Retraction,
        "reply" | "authors reply" | "author reply" | "comment" | "commentary" => Marker::Comment,
        "book review" => Marker::Review,
        "expression of concern" => Marker::Concern,
        "reprint" | "reprinted" | "republished" => Marker::Reprint,
        note if note.starts_with("retraction of vol ") => Marker::Retraction,
        note if note.starts_with("reprinted from ") || note.starts_with("reprint of ") => Marker::Reprint,
        _ => Marker::None,
    }
}

/// Whether a note at the end of a title says that its text is a thesis: `(Doctoral dissertation, University of the North)`, as the style
/// of the American Psychological Association writes it.
pub(in crate::matching) fn is_called_a_thesis(title: &str) -> bool {
    note_at_end(title).is_some_and(|note| is_name_of_a_thesis(&note))
}

fn is_name_of_a_thesis(note: &str) -> bool {
    const LEVELS: [&str; 8] = ["doctoral", "master", "masters", "bachelor", "bachelors", "phd", "ph", "dphil"];
    let mut words = note.split(' ').skip_while(|word| *word == "unpublished").peekable();
    let has_level = words.peek().is_some_and(|word| LEVELS.contains(word));
    let mut rest = words.skip_while(|word| LEVELS.contains(word) || *word == "d" || *word == "s");
    let is_named = rest.next().is_some_and(|word| matches!(word, "dissertation" | "thesis"));
    is_named && (has_level || rest.next().is_none())
}

/// Whether a note at the end of a title says that its text is a letter: `[Letter]`, `[letter; comment]`.
pub(super) fn is_called_a_letter(title: &str) -> bool {
    note_at_end(title).is_some_and(|note| note.split(' ').next() == Some("letter"))
}

/// What stands in brackets at the end of a title, folded.
fn note_at_end(title: &str) -> Option<String> {
    let title = title.trim_end_matches(['.', ' ']);
    let open = match title.bytes().last()? {
        b']' => title.rfind('[')?,
        b')' => title.rfind('(')?,
        _ => return None,
    };
    (open > 0).then(|| fold(&title[open + 1..title.len() - 1]))
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
    // ProQuest counts texts with one title: the first is none other than the one without a number.
    if note == "1" {
        return true;
    }
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
                | "reprint"
                | "reprinted"
                | "expression"
        )
        || version_in(&folded) > 0
}

/// Which version of an openly reviewed article a title says that it is: `[version 2; peer review: 1 approved]`; 0 for none.
pub(super) fn version(title: &str) -> u8 {
    match title.rfind('[') {
        Some(open) => version_in(&fold(&title[open + 1..])),
        None => 0,
    }
}

fn version_in(note: &str) -> u8 {
    let mut words = note.strip_prefix("version ").unwrap_or_default().split(' ');
    let number = words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
    if words.next().is_some_and(|word| matches!(word, "peer" | "referees" | "approved")) { number } else { 0 }
}

/// What a library catalogue says of the medium, folded.
const MEDIA: [&str; 9] = [
    "ebook",
    "electronic book",
    "electronic resource",
    "elektronische ressource",
    "microform",
    "online resource",
    "recurso electronico",
    "ressource electronique",
    "text",
];

/// The title without what a library catalogue says in brackets of the medium (ISBD, general material designation), wherever it stands.
pub(super) fn without_medium(title: Cow<'_, str>) -> Cow<'_, str> {
    let found = title.match_indices('[').find_map(|(open, _)| {
        let close = open + title[open..].find(']')?;
        MEDIA.binary_search(&fold(&title[open + 1..close]).as_str()).is_ok().then_some((open, close))
    });
    match found {
        Some((open, close)) => Cow::Owned(format!("{}{}", &title[..open], &title[close + 1..])),
        None => title,
    }
}

/// Names of sites, folded.
const SITES: [&str; 17] = [
    "academia edu",
    "cambridge core",
    "emerald insight",
    "google books",
    "ieee xplore",
    "jstor",
    "oxford academic",
    "proquest",
    "pubmed",
    "request pdf",
    "researchgate",
    "sage journals",
    "sciencedirect",
    "semantic scholar",
    "springerlink",
    "taylor and francis online",
    "wiley online library",
];

/// No name of a site is longer, in bytes.
const LONGEST_SITE: usize = 29;

/// The title without what Google Scholar writes before it of what a link leads to: `[BOOK][B] Renewal of towns`, `[PDF] Renewal`; and
/// without ResearchGate's `(PDF)`.
pub(super) fn without_kind_of_link(title: &str) -> &str {
    const KINDS: [&str; 9] = ["[BOOK]", "[B]", "[CITATION]", "[C]", "[DOC]", "[HTML]", "[PDF]", "[PS]", "(PDF)"];
    let mut title = title.trim_start();
    if !title.starts_with(['[', '(']) {
        return title;
    }
    while let Some(rest) = KINDS.iter().find_map(|kind| title.strip_prefix(kind)) {
        title = rest.trim_start();
    }
    title
}

/// The title without the name of the site behind it, as a browser saves the heading of a page.
fn without_site(title: &str) -> &str {
    let mut end = title.as_bytes().iter().rev().take(LONGEST_SITE + 4);
    if !end.any(|byte| matches!(byte, b'-' | b'|') || !byte.is_ascii()) {
        return title;
    }
    let end = [" - ", " | ", " \u{2013} "].iter().filter_map(|sign| Some((title.rfind(sign)?, sign.len()))).max();
    let Some((at, sign)) = end.filter(|(at, sign)| title.len() - at - sign <= LONGEST_SITE) else { return title };
    if SITES.binary_search(&fold(&title[at + sign..]).as_str()).is_ok() { &title[..at] } else { title }
}

pub(super) fn names_the_corrected(title: &str) -> bool {
    let title = title.trim_end_matches(['.', ' ']);
    title.ends_with(')')
        && title.rfind('(').is_some_and(|open| {
            let note = fold(&title[open + 1..]);
            note.starts_with("vol ") && note.split(' ').any(|word| matches!(word, "pg" | "p" | "art" | "e"))
        })
}

/// Where `(Town Studies (2009) 360 (542-544))` begins, with which Scopus and Embase say behind the title of a correction what it
/// corrects.
pub(super) fn corrected_place(title: &str) -> Option<usize> {
    let title = title.trim_end_matches(['.', ' ']);
    if !title.ends_with("))") {
        return None;
    }
    let open = last_bracket(title)?;
    let (place, pages) = title[open + 1..title.len() - 2].rsplit_once('(')?;
    let (rest, volume) = place.trim_end().rsplit_once(' ')?;
    let (_, year) = rest.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    let is_numeral = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let is_year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    (is_numeral(pages) && is_numeral(volume) && is_year && open > 8).then_some(open)
}

/// The title that a notice is about, without the place of the report in brackets behind it, as Elsevier writes it: `Renewal of towns”
/// [Town Stud. 61 (2014) 20-31]`. It gives three numbers at least; Scopus
/// sets its own behind that of the publisher.
pub(super) fn without_citation(title: &str) -> &str {
    let whole = title.trim_end_matches(['.', ' ']);
    let Some(open) = last_bracket(whole).filter(|&open| open > 8) else { return title };
    let numbers = whole[open..].split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    if numbers.count() > 2 { without_citation(&title[..open]) } else { title }
}

/// Where the bracket opens that closes at the end of a title.
fn last_bracket(title: &str) -> Option<usize> {
    let mut depth = 0;
    let signs = title.bytes().enumerate().rev().take_while(|_| title.ends_with([')', ']']));
    let steps = signs.filter_map(|(at, b)| match b {
        b')' | b']' => Some((at, 1)),
        b'(' | b'[' => Some((at, -1)),
        _ => None,
    });
    steps.into_iter().find_map(|(at, step)| {
        depth += step;
        (depth == 0).then_some(at)
    })
}

fn is_parenthesis_note(note: &str) -> bool {
    let folded = fold(note);
    if is_name_of_a_thesis(&folded) {
        return true;
    }
    let mut words = folded.split(' ');
    match words.next() {
        Some("vol") => words.next().is_some_and(|word| word.bytes().all(|b| b.is_ascii_digit())),
        Some("retraction" | "retracted" | "reprint" | "reprinted" | "republished" | "author" | "transl") => true,
        Some("book") => words.next() == Some("review") && words.next().is_none(),
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

#[cfg(test)]
mod tests {
    use super::{LANGUAGES, LONGEST_SITE, MEDIA, SITES};

    #[test]
    fn lists_are_sorted_for_the_search() {
        assert!(LANGUAGES.is_sorted() && MEDIA.is_sorted() && SITES.is_sorted());
        assert!(SITES.iter().all(|site| site.len() <= LONGEST_SITE));
    }
}
