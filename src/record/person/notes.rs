//! What exports add to a name, and names are read without; and what a person is called beside the name, which is kept.

use super::bodies::is_body;
use super::words::{is_degree, is_given};

/// A name without what exports add to it: roles and addresses in brackets, ORCID, footnote marks, a comma at the end that
/// follows a full name.
pub(super) fn without_notes(text: &str) -> &str {
    let mut text = text.trim().trim_end_matches(';').trim_end();
    loop {
        let shorter = match text.chars().next_back() {
            Some(close @ (')' | ']')) => {
                let open = if close == ')' { '(' } else { '[' };
                let open = text.rfind(open).filter(|&at| at > 0 && !is_called(&text[at..], &text[..at]));
                open.map(|at| &text[..at])
            }
            Some('*' | '+' | '†' | '‡') => {
                Some(&text[..text.len() - text.chars().next_back().map_or(0, char::len_utf8)])
            }
            Some(c) if c.is_ascii_digit() || c == ',' => footnotes(text),
            _ => without_degree(text),
        };
        match shorter.map(str::trim_end) {
            Some(shorter) if !shorter.is_empty() => text = shorter,
            _ => break,
        }
    }
    match et_al(text) {
        0 => text,
        // The comma before is that of the list, not EndNote's behind a body.
        cut => text[..text.len() - cut].trim_end_matches([',', ' ']),
    }
}

/// A name without notes in two parts: what it is read from, and what the person is called beside it, in its brackets: `Zhang, Xiaolong`
/// and `(Luke)`. The second is empty for nearly all.
pub(super) fn split_called(text: &str) -> (&str, &str) {
    let open = text.rfind('(').filter(|&at| at > 0 && text.ends_with(')') && is_called(&text[at..], &text[..at]));
    open.map_or((text, ""), |at| (text[..at].trim_end(), &text[at..]))
}

/// Whether what stands in brackets behind a name is a name too - one that friends use, or that is written in another script - and not a
/// role, an address or a number: one to three words of letters that begin as names do.
fn is_called(bracketed: &str, before: &str) -> bool {
    #[rustfmt::skip] // a table
    const ROLES: [&str; 53] = [
        "advisor", "autor", "author", "chair", "chairman", "chairperson", "chief", "coauthor", "co-author", "comp", "compiler",
        "consultant", "contributor", "coord", "coordinador", "coordinator", "corresponding", "deceased", "dir", "directeur", "director",
        "ed", "éd", "editor", "editors", "eds", "emeritus", "guest", "herausgeber", "hg", "hrsg", "illustrator", "interviewer",
        "inventor", "investigator", "moderator", "org", "orientador", "photographer", "presenter", "principal", "reprint", "retired",
        "reviewer", "speaker", "student", "supervisor", "trad", "trans", "translator", "tutor", "übers", "éditeur",
    ];
    let Some(inside) = bracketed.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).map(str::trim) else {
        return false;
    };
    // Nearly every bracket holds an address or a number.
    let is_letter = |c: char| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '\u{2019}' | '\u{b7}');
    if inside.chars().count() < 2 || !inside.chars().all(is_letter) {
        return false;
    }
    let shouts = |text: &str| text.contains(char::is_uppercase) && !text.contains(char::is_lowercase);
    let is_name = |word: &str| {
        !word.starts_with(char::is_lowercase) && !ROLES.contains(&word.to_lowercase().as_str())
            || is_given(word) && word.starts_with(char::is_uppercase)
    };
    let words = || inside.split_whitespace();
    // `(USA)`, `(MIT)`: in capitals only beside a name in capitals.
    words().count() <= 3
        && words().all(is_name)
        && !is_degree(inside)
        && !is_body(inside)
        && (!shouts(inside) || shouts(before))
}

/// How many bytes at the end of a value say that more people follow.
pub(super) fn et_al(text: &str) -> usize {
    // Google Scholar cuts long lists with an ellipsis.
    const ENDS: [&str; 9] =
        [" et al.", " et al", ", et al.", ", et al", " and others", ", and others", ", others", "…", "..."];
    // Every author of every record comes by here.
    let may_end = match text.as_bytes() {
        [.., before, b'.'] => matches!(before, b'l' | b'L' | b'.'),
        [.., before, b'l' | b'L'] => matches!(before, b'a' | b'A'),
        [.., before, b's' | b'S'] => matches!(before, b'r' | b'R'),
        [.., last] => *last == 0xa6,
        [] => false,
    };
    if !may_end {
        return 0;
    }
    let ends = |end: &&str| {
        let start = text.len().checked_sub(end.len());
        start.and_then(|start| text.get(start..)).is_some_and(|tail| tail.eq_ignore_ascii_case(end))
    };
    match ENDS.into_iter().filter(ends).map(str::len).max() {
        Some(3) if text[..text.len() - 3].ends_with(" and ") => " and …".len(),
        cut => cut.unwrap_or(0),
    }
}

/// `Dr. Jane Doe` and `Prof Jane Doe` without what people are addressed by; `Dr J` may be a name.
pub(super) fn without_honorific(text: &str) -> &str {
    const HONORIFICS: [&str; 6] = ["dr", "prof", "professor", "mr", "mrs", "ms"];
    let mut name = text;
    // Nearly every name begins with another letter.
    while name.starts_with(['D', 'P', 'M', 'd', 'p', 'm'])
        && let Some((first, rest)) = name.split_once(' ')
        && HONORIFICS.iter().any(|word| first.trim_end_matches('.').eq_ignore_ascii_case(word))
        && (first.ends_with('.') && rest.trim().len() > 2 || rest.trim().contains(' '))
    {
        name = rest.trim_start();
    }
    name
}

/// `Doe, Jane, PhD` and `Jane Doe PhD` without the degree; `None` if there is none, or it may be initials (`Doe, MA`, `Doe MA`).
fn without_degree(text: &str) -> Option<&str> {
    if let Some((name, _)) =
        text.rsplit_once(' ').filter(|(_, last)| last.contains(char::is_lowercase) && is_degree(last))
    {
        return Some(name.trim_end_matches([',', ' ']));
    }
    let (name, degree) = text.rsplit_once(',').filter(|(_, degree)| is_degree(degree))?;
    (name.contains(',') || degree.contains(char::is_lowercase)).then_some(name)
}

/// `Zhang, Weijia 1,2` without the numbers of its footnotes; `None` if the digits are part of a word.
fn footnotes(text: &str) -> Option<&str> {
    let name = text.trim_end_matches(|c: char| c.is_ascii_digit() || c == ',');
    (name.ends_with(' ') && name.len() + 1 < text.len() + usize::from(!text.ends_with(','))).then_some(name)
}
