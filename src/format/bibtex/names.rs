//! The names of a BibTeX list: `von Last, Jr, First and First von Last and {A Body}`.
//!
//! Names become `Family, Given, Suffix`, which is how a name is read everywhere; bodies stand in braces of their own.

use super::latex;
use crate::record::person::{is_suffix, split_cell, split_semicolons};

/// A name of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name as plain text.
    pub text: String,
    /// Whether braces around the whole say that it is a body.
    pub body: bool,
}

/// What stands between the `and`s of a list, in order; `others`, which says that it goes on, is one of them.
pub fn split(list: &str) -> Vec<&str> {
    let names = at_depth_zero(list, |rest| match rest.as_bytes() {
        [before, word @ ..] if before.is_ascii_whitespace() && begins_with_and(word) => Some(" and ".len()),
        _ => None,
    });
    names.into_iter().map(str::trim).filter(|name| !name.is_empty()).collect()
}

/// The names in what should be one: BibTeX knows `and` alone, but programs and people put semicolons, or commas, of which a name has
/// no more than two (Patashnik, *BibTeXing*, 1988, section 4). Mostly one.
pub fn names(between: &str) -> Vec<Name> {
    let between = match outside_braces(split_semicolons(between), between).as_slice() {
        [] => return Vec::new(),
        [only] => *only,
        several => return several.iter().map(|text| name(text)).collect(),
    };
    if let [_, second, _, rest @ ..] = at_depth_zero(between, |rest| rest.starts_with(',').then_some(1)).as_slice()
        && !(is_suffix(second) && rest.is_empty())
    {
        let plain = latex::decode(between);
        let several = split_cell(&plain);
        if several.len() > 1 {
            return several.into_iter().map(|text| Name { text: text.to_owned(), body: false }).collect();
        }
    }
    vec![name(between)]
}

/// `pieces` of `text` put together again where they were parted inside braces.
fn outside_braces<'t>(pieces: Vec<&'t str>, text: &'t str) -> Vec<&'t str> {
    let (mut whole, mut start, mut depth) = (Vec::new(), 0, 0_i32);
    for piece in pieces {
        let from = piece.as_ptr() as usize - text.as_ptr() as usize;
        start = if depth == 0 { from } else { start };
        depth += piece.bytes().map(|byte| i32::from(byte == b'{') - i32::from(byte == b'}')).sum::<i32>();
        if depth == 0 {
            whole.push(text[start..from + piece.len()].trim());
        }
    }
    if depth != 0 {
        return vec![text];
    }
    whole.retain(|piece| !piece.is_empty());
    whole
}

fn begins_with_and(text: &[u8]) -> bool {
    text.get(..3).is_some_and(|word| word.eq_ignore_ascii_case(b"and"))
        && text.get(3).is_some_and(u8::is_ascii_whitespace)
}

fn name(text: &str) -> Name {
    if let Some(inside) = whole_group(text) {
        let plain = latex::decode(text).into_owned();
        let body = whole_group(inside.trim()).is_some() || !plain.contains(',');
        return Name { text: plain, body };
    }
    if let Some(text) = extended(text) {
        return Name { text, body: false };
    }
    let parts = at_depth_zero(text, |rest| rest.starts_with(',').then_some(1));
    let plain = |part: &str| latex::decode(part.trim()).into_owned();
    let text = match parts.as_slice() {
        [_, _, _, _, ..] => plain(text),
        [family, suffix, given] => format!("{}, {}, {}", plain(family), plain(given), plain(suffix)),
        [family, given] => format!("{}, {}", plain(family), plain(given)),
        _ => match text.rfind(char::is_whitespace).map(|at| text.split_at(at)) {
            // `Jan {van der Berg}`: the braces say what the family name is.
            _ if text.ends_with('}') && group_start(text).is_some_and(|at| at > 0) => {
                let at = group_start(text).unwrap_or(0);
                format!("{}, {}", plain(&text[at..]), plain(&text[..at]))
            }
            _ => match von(text) {
                Some(at) => format!("{}, {}", plain(&text[at..]), plain(&text[..at])),
                None => plain(text),
            },
        },
    };
    Name { text, body: false }
}

/// Where the family name of `First von Last` begins. The *von* part goes from the first to the last word that begins with a small
/// letter, the last word of all left out; *First* is what stands before, *Last* what stands behind (Patashnik, *BibTeXing*, 1988,
/// section 4; Markey, *Tame the BeaST*, 2009, section 11). `None` without such a word: then the last word is the family name, which
/// needs no help.
fn von(text: &str) -> Option<usize> {
    let mut words = at_depth_zero(text, |rest| rest.starts_with(char::is_whitespace).then_some(1));
    words.retain(|word| !word.is_empty());
    // A word in braces, or one that a command begins, has no case of its own.
    let (_, before_last) = words.split_last()?;
    let first = before_last.iter().find(|word| word.starts_with(char::is_lowercase))?;
    Some(first.as_ptr() as usize - text.as_ptr() as usize).filter(|&at| at > 0)
}

/// BibLaTeX's `family=Hasselt, given=Jan, prefix=van`.
fn extended(text: &str) -> Option<String> {
    let parts = at_depth_zero(text, |rest| rest.starts_with(',').then_some(1));
    let value = |name: &str| {
        let found =
            parts.iter().filter_map(|part| part.split_once('=')).find(|(key, _)| key.trim().eq_ignore_ascii_case(name));
        found.map(|(_, value)| latex::decode(value.trim().trim_matches('"')).into_owned())
    };
    let family = value("family")?;
    let family = value("prefix").map_or(family.clone(), |prefix| format!("{prefix} {family}"));
    let parts = [Some(family), value("given"), value("suffix")];
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

/// What stands inside the braces, if they enclose the whole text.
fn whole_group(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('{')?.strip_suffix('}')?;
    let mut depth = 0_i32;
    let closes_early = inside.bytes().any(|byte| {
        depth += i32::from(byte == b'{') - i32::from(byte == b'}');
        depth < 0
    });
    // `{\'E}cole` and the like are letters, not groups.
    (!closes_early && !inside.starts_with('\\')).then_some(inside)
}

/// Where the group that ends the text begins, behind a blank, if it has more than one word.
fn group_start(text: &str) -> Option<usize> {
    let mut depth = 0;
    let start = text.bytes().enumerate().rev().find_map(|(at, byte)| {
        depth += i32::from(byte == b'}') - i32::from(byte == b'{');
        (depth == 0).then_some(at)
    })?;
    let words = text[start..].contains(' ') && !text[start..].contains('\\');
    (words && text[..start].ends_with(char::is_whitespace)).then_some(start)
}

/// Splits where `separator` gives the length of one, outside braces.
fn at_depth_zero(text: &str, separator: impl Fn(&str) -> Option<usize>) -> Vec<&str> {
    let (mut parts, mut start, mut at, mut depth) = (Vec::new(), 0, 0, 0_usize);
    while let Some(c) = text[at..].chars().next() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => {
                if let Some(length) = separator(&text[at..]) {
                    parts.push(&text[start..at]);
                    // The blank that ends a separator may begin the next; one that does not break lines has two bytes.
                    at = text.ceil_char_boundary(at + length.saturating_sub(1).max(1));
                    start = at;
                    continue;
                }
            }
            _ => {}
        }
        at += c.len_utf8();
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(list: &str) -> Vec<String> {
        let names = split(list).into_iter().flat_map(names);
        names.map(|name| if name.body { format!("[{}]", name.text) } else { name.text }).collect()
    }

    #[test]
    fn every_form_of_a_name_is_read() {
        assert_eq!(
            texts("Ek, Bo and Cy {van der Dow} AND de la Cruz, Jr, Ana\n and others and {World {H}ealth Organization}"),
            ["Ek, Bo", "van der Dow, Cy", "de la Cruz, Ana, Jr", "others", "[World Health Organization]"]
        );
        assert_eq!(
            texts("{{UNESCO}} and {Nesta} and Aristotle and {\\'E}mile Zola and {Ek, Bo}"),
            ["[UNESCO]", "[Nesta]", "Aristotle", "Émile Zola", "Ek, Bo"]
        );
        assert_eq!(
            texts(
                "Charles Louis Xavier Joseph de la Vallée Poussin and Ludwig von Beethoven and van der Berg and Jean de la Fontaine du Bois"
            ),
            [
                "de la Vallée Poussin, Charles Louis Xavier Joseph",
                "von Beethoven, Ludwig",
                "van der Berg",
                "de la Fontaine du Bois, Jean"
            ]
        );
        assert_eq!(texts("family=Hasselt, given=Jan, prefix=van"), ["van Hasselt, Jan"]);
        assert_eq!(texts("Barnes {and} Noble and Ek, Bo"), ["Barnes and Noble", "Ek, Bo"]);
    }

    #[test]
    fn a_blank_that_breaks_no_line_parts_words_too() {
        for (list, expected) in [
            ("Ludwig\u{a0}von Beethoven", "von Beethoven, Ludwig"),
            ("Ludwig von\u{a0}Beethoven", "von\u{a0}Beethoven, Ludwig"),
            ("Ludwig\u{3000}\u{a0}van\u{2003}der Dow", "van\u{2003}der Dow, Ludwig"),
            ("\u{a0}Ek, Bo", "Ek, Bo"),
            ("Bo Ek", "Bo Ek"),
        ] {
            assert_eq!(texts(list), [expected], "{list}");
        }
    }

    #[test]
    fn semicolons_and_too_many_commas_part_people_too() {
        for (list, expected) in [
            ("Ek, Bo; Dow, Cy", vec!["Ek, Bo", "Dow, Cy"]),
            ("van der Dow, Cy; Ek, Bo B. and Poe, E.;", vec!["van der Dow, Cy", "Ek, Bo B.", "Poe, E."]),
            ("Bo Ek; Cy van der Dow; others", vec!["Bo Ek", "van der Dow, Cy", "others"]),
            ("Ek, B., Dow, C., Poe, E.", vec!["Ek, B.", "Dow, C.", "Poe, E."]),
            ("Bo Ek, Cy Dow, Ann Lee", vec!["Bo Ek", "Cy Dow", "Ann Lee"]),
            // One name each.
            ("{Sheds; Gardens and Towns}", vec!["[Sheds; Gardens and Towns]"]),
            ("M&uuml;ller, Jan", vec!["M&uuml;ller, Jan"]),
            ("Ek, Bo [Editor; bo@example.org]", vec!["Ek, Bo [Editor; bo@example.org]"]),
            ("Ek, Jr, Bo", vec!["Ek, Bo, Jr"]),
            ("Ek, III, Bo Cy", vec!["Ek, Bo Cy, III"]),
            ("Ek, Bo;", vec!["Ek, Bo"]),
        ] {
            assert_eq!(texts(list), expected, "{list}");
        }
    }
}
