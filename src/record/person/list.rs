//! One value that names several people.

use super::words::{is_body, is_initials};

/// The names in a value, one each: separated by `;`, by ` and `, by commas where initials show where a name ends, or run
/// together (`Przyklenk K.Kloner R. A.`). A value of one name gives that name.
pub fn split_list(text: &str) -> Vec<&str> {
    let text = text.trim();
    if is_plainly_one(text) {
        return vec![text];
    }
    let listed = split_semicolons(text);
    if listed.len() > 1 {
        return listed.into_iter().flat_map(by_and).filter(|name| !name.is_empty()).collect();
    }
    let names = by_and(text);
    if names.len() > 1 {
        return names;
    }
    by_comma(text).or_else(|| run_together(text)).unwrap_or(names)
}

/// Whether a value names one person at the first glance, as nearly every value does: `Doe, Jane`, `Doe J`, `van der Berg, J. A.`.
/// It is the rule of [`split_list`] for values in which nothing stands that could part names.
pub fn is_plainly_one(text: &str) -> bool {
    let (mut commas, mut words_before, mut maybe_and, mut before) = (0, 1, text.starts_with("and "), 0);
    for &byte in text.as_bytes() {
        match byte {
            b';' | b'&' => return false,
            b',' => commas += 1,
            b' ' if commas == 0 => words_before += 1,
            // Initials of one name and the next run together.
            _ if before == b'.' && (byte.is_ascii_alphabetic() || !byte.is_ascii()) => return false,
            b'a' | b'A' => maybe_and |= before == b' ',
            _ => {}
        }
        before = byte;
    }
    (commas == 0 || commas == 1 && words_before == 1) && !(maybe_and && text.to_ascii_lowercase().contains("and "))
}

/// The parts between semicolons that neither end an HTML entity (`M&uuml;ller`) nor stand in brackets
/// (`Doe, J. [Reprint Author; doe@example.org]` is one name).
pub(super) fn split_semicolons(text: &str) -> Vec<&str> {
    let (mut pieces, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    let mut ampersand = None;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'[' | b'(' => depth += 1,
            b']' | b')' => depth = depth.saturating_sub(1),
            b'&' => ampersand = Some(at),
            b';' if depth == 0 && !ampersand.is_some_and(|amp| is_entity(&text.as_bytes()[amp + 1..at])) => {
                pieces.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    pieces.push(&text[start..]);
    pieces
}

fn is_entity(name: &[u8]) -> bool {
    (2..=8).contains(&name.len()) && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'#')
}

/// Split at ` and `, unless what stands around it is the name of a body (`Department of Health and Social Care`).
fn by_and(text: &str) -> Vec<&str> {
    let names: Vec<&str> = [" and ", " & ", " AND ", ", and ", ", & "]
        .iter()
        .find(|joint| text.contains(*joint) && !joint.starts_with(','))
        .map(|joint| text.split(*joint).map(|name| name.trim().trim_end_matches(',')).collect())
        .unwrap_or_default();
    let people = |names: &[&str]| {
        names.iter().all(|name| !name.is_empty() && looks_like_person(name))
            || (names.iter().all(|name| name.contains(',')) && !names.iter().all(|name| is_body(name)))
    };
    match names.as_slice() {
        [_, _, ..] if people(&names) => {
            // `Smith, J., Doe, K. & Roe, A.`: commas part the names before the last.
            names.iter().flat_map(|name| by_comma(name).unwrap_or_else(|| vec![*name])).collect()
        }
        _ => vec![text.trim().trim_start_matches("and ")],
    }
}

/// `Family, Given`, `Family LJ`, `L. J. Family`: two to five words that begin with a capital, none of them of a body.
fn looks_like_person(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (2..=6).contains(&words.len())
        && !is_body(text)
        && (text.contains(',') || words.iter().any(|word| is_initials(word)))
}

/// Split at commas, if what stands between them is a name with initials each (`Smith J, Doe AB`, `J. Smith, A. B. Doe`),
/// or names and initials in turn (`Smith, J., Doe, A. B.`).
fn by_comma(text: &str) -> Option<Vec<&str>> {
    let parts: Vec<&str> = text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let named = |part: &&str| {
        let words: Vec<&str> = part.split_whitespace().collect();
        let (first, last) = (words.first().copied().unwrap_or_default(), words.last().copied().unwrap_or_default());
        words.len() >= 2
            && (is_initials(last) && is_name(first) || is_initials(first) && is_name(last))
            && !is_body(part)
    };
    if parts.len() >= 2 && parts.iter().all(named) {
        return Some(parts);
    }
    let in_turn = parts.len() >= 4
        && parts.len().is_multiple_of(2)
        && parts.chunks(2).all(|pair| is_name(pair[0]) && !is_initials(pair[0]) && is_initials(pair[1]));
    in_turn.then(|| {
        let place = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
        parts.chunks(2).map(|pair| &text[place(pair[0])..place(pair[1]) + pair[1].len()]).collect()
    })
}

/// Split where a point is followed at once by a word: the initials of one name end, the next family name begins.
fn run_together(text: &str) -> Option<Vec<&str>> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut names = Vec::new();
    let mut start = 0;
    for window in chars.windows(3) {
        let [(_, point), (at, capital), (_, small)] = window else { continue };
        // A particle (`P.de Vries`) begins with a small letter.
        if *point == '.' && capital.is_alphabetic() && (small.is_lowercase() || matches!(small, '\'' | '’')) {
            names.push(&text[start..*at]);
            start = *at;
        }
    }
    names.push(&text[start..]);
    let with_initials = |name: &&str| {
        let mut words = name.split_whitespace();
        words.next().is_some_and(is_name) && name.split_whitespace().last().is_some_and(is_initials)
    };
    (names.len() > 1 && names[..names.len() - 1].iter().all(with_initials)).then_some(names)
}

/// A word with at least two letters that is not all points and capitals.
fn is_name(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() >= 2 && !text.contains(|c: char| c.is_ascii_digit() || c == '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_names_are_parted() {
        for (text, expected) in [
            ("Doe, Jane; Roe, Richard", vec!["Doe, Jane", "Roe, Richard"]),
            ("Doe, Jane and Roe, Richard and Poe, E.", vec!["Doe, Jane", "Roe, Richard", "Poe, E."]),
            ("Doe J, Roe RR, Poe E", vec!["Doe J", "Roe RR", "Poe E"]),
            ("J. Doe, R. R. Roe", vec!["J. Doe", "R. R. Roe"]),
            ("Doe, J., Roe, R. R., & Poe, E.", vec!["Doe, J.", "Roe, R. R.", "Poe, E."]),
            ("Doe, J., Roe, R. R.", vec!["Doe, J.", "Roe, R. R."]),
            ("J. Doe and R. Roe", vec!["J. Doe", "R. Roe"]),
            ("Przyklenk K.Kloner R. A.", vec!["Przyklenk K.", "Kloner R. A."]),
            ("Doe J.O'Roe R.Poe E.", vec!["Doe J.", "O'Roe R.", "Poe E."]),
        ] {
            assert_eq!(split_list(text), expected, "{text}");
        }
    }

    #[test]
    fn one_name_stays_one() {
        for text in [
            "Doe, Jane",
            "Doe, J., Jr.",
            "Department of Health and Social Care",
            "Food and Agriculture Organization",
            "Barnes and Noble",
            "Ministry of Housing, Communities & Local Government",
            "Doe J. A.",
            "",
            "van der Berg, J.",
            "Doe, J. St. John",
            "Doe, J. [Reprint Author; doe@example.org]",
            "M&uuml;ller, Jan",
        ] {
            assert_eq!(split_list(text), [text], "{text}");
        }
    }
}
