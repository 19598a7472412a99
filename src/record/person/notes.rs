//! What exports add to a name, and names are read without.

use super::words::is_degree;

/// A name without what exports add to it: roles and addresses in brackets, ORCID, footnote marks, a comma at the end that
/// follows a full name.
pub(super) fn without_notes(text: &str) -> &str {
    let mut text = text.trim().trim_end_matches(';').trim_end();
    loop {
        let shorter = match text.chars().next_back() {
            Some(close @ (')' | ']')) => {
                let open = if close == ')' { '(' } else { '[' };
                text.rfind(open).filter(|&at| at > 0).map(|at| &text[..at])
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

/// How many bytes at the end of a value say that more people follow.
pub(super) fn et_al(text: &str) -> usize {
    // Google Scholar cuts long lists with an ellipsis.
    const ENDS: [&str; 9] =
        [" et al.", " et al", ", et al.", ", et al", " and others", ", and others", ", others", "…", "..."];
    // Every author of every record comes by here.
    if !matches!(text.as_bytes().last(), Some(b'.' | b'l' | b'L' | b's' | b'S' | 0xa6)) {
        return 0;
    }
    let ends = |end: &&str| {
        let start = text.len().checked_sub(end.len());
        start.and_then(|start| text.get(start..)).is_some_and(|tail| tail.eq_ignore_ascii_case(end))
    };
    ENDS.into_iter().filter(ends).map(str::len).max().unwrap_or(0)
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
