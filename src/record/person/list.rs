//! One value that names several people.

use super::bodies::is_body;
use super::notes::et_al;
use super::words::{is_degree, is_forename, is_initials, is_only_suffix, is_particle, is_suffix};

/// The names in a value, one each: separated by `;`, by ` and `, by commas where initials show where a name ends, run together
/// (`Przyklenk K.Kloner R. A.`), or between full stops (`Przyklenk K. Kloner RA.`). A value of one name gives that name.
pub fn split_list(text: &str) -> Vec<&str> {
    let text = text.trim();
    if is_plainly_one(text) || is_marked_body(text) {
        return vec![text];
    }
    if let Some(names) = split_braced(text) {
        return names
            .into_iter()
            .flat_map(|name| if name.starts_with('{') { vec![name] } else { split_list(name) })
            .collect();
    }
    if let Some((names, cut)) = without_cut(text) {
        let mut names = split_list(names);
        names.push(cut);
        return if names.len() > 2 { names } else { vec![text] };
    }
    let listed = split_semicolons(text);
    if listed.len() > 1 {
        return listed.into_iter().flat_map(by_and).filter(|name| !name.is_empty()).collect();
    }
    let names = by_and(text);
    if names.len() > 1 {
        return names;
    }
    by_comma(text).or_else(|| run_together(text)).or_else(|| by_stop(text)).unwrap_or(names)
}

/// Whether two commas mark the text as the name of one body that has a comma, as EndNote wants it: `Made-up University,, Saltby`.
fn is_marked_body(text: &str) -> bool {
    text.split_once(",, ")
        .is_some_and(|(name, rest)| !name.contains([',', ';']) && !rest.contains(';') && is_body(text))
}

/// The parts of a list in BibTeX's form between the `and`s outside braces, where a part begins with a brace that keeps it together:
/// `{World Health Organization} and de Souza, M.`
pub(super) fn split_braced(text: &str) -> Option<Vec<&str>> {
    const JOINT: &str = " and ";
    if !text.contains('{') {
        return None;
    }
    let (mut depth, mut start, mut parts) = (0_usize, 0, Vec::new());
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.checked_sub(1)?,
            b' ' if depth == 0 && at >= start && text[at..].starts_with(JOINT) => {
                parts.push(text[start..at].trim());
                start = at + JOINT.len();
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    let is_kept = |part: &&str| part.starts_with('{');
    let is_one = parts.len() == 1 && (!text.ends_with('}') || text.contains(';'));
    (depth == 0 && !is_one && parts.iter().any(is_kept)).then_some(parts)
}

/// The names and, if it ends with one behind a comma or blank, the mark that more follow: `JP Dow, ...`.
pub(super) fn without_cut(text: &str) -> Option<(&str, &str)> {
    let (names, cut) = text.split_at(text.len() - et_al(text));
    let names = names.trim_end_matches([',', ';', ' ']);
    let mark = cut.trim_start_matches([',', ' ']);
    let mark = mark.strip_prefix("and ").filter(|mark| mark.starts_with(['…', '.'])).unwrap_or(mark);
    (!cut.is_empty() && !names.is_empty()).then_some((names, mark))
}

/// Whether a value names one person at the first glance, as nearly every value does: `Doe, Jane`, `Doe J`, `van der Berg, J. A.`.
/// It is the rule of [`split_list`] for values in which nothing stands that could part names.
pub fn is_plainly_one(text: &str) -> bool {
    let (mut commas, mut words_before, mut maybe_and, mut before) = (0, 1, text.starts_with("and "), 0);
    let mut stops = false;
    for &byte in text.as_bytes() {
        match byte {
            b';' | b'&' => return false,
            b',' => commas += 1,
            b' ' if commas == 0 => {
                words_before += 1;
                stops |= before == b'.';
            }
            // Initials of one name and the next run together.
            _ if before == b'.' && (byte.is_ascii_alphabetic() || !byte.is_ascii()) => return false,
            b'a' | b'A' => maybe_and |= before == b' ',
            _ => {}
        }
        before = byte;
    }
    (commas == 0 && (!stops || are_initials_behind_first(text)) || commas == 1 && words_before == 1)
        && !(maybe_and && text.to_ascii_lowercase().contains("and "))
}

/// `Doe R. R.`: a second name would begin with another word.
fn are_initials_behind_first(text: &str) -> bool {
    text.split_once(' ').is_some_and(|(_, rest)| rest.split(' ').all(is_initials))
}

/// The parts between semicolons that neither end an HTML entity (`M&uuml;ller`) nor stand in brackets
/// (`Doe, J. [Reprint Author; doe@example.org]` is one name).
pub fn split_semicolons(text: &str) -> Vec<&str> {
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

/// What joins the last name of a list to those before it.
const JOINTS: [&str; 3] = [" and ", " & ", " AND "];

/// Split at ` and `, unless what stands around it is the name of a body (`Department of Health and Social Care`).
fn by_and(text: &str) -> Vec<&str> {
    let names: Vec<&str> = JOINTS
        .iter()
        .find(|joint| text.contains(*joint))
        .map(|joint| text.split(*joint).map(|name| name.trim().trim_end_matches(',')).collect())
        .unwrap_or_default();
    let people = |names: &[&str]| {
        names.iter().all(|name| !name.is_empty() && looks_like_person(name))
            || (names.iter().all(|name| name.contains(',')) && !names.iter().all(|name| is_body(name)))
            || (names.iter().all(|name| is_whole(name)) && names.iter().any(|name| is_in_full(name)))
    };
    match names.as_slice() {
        [_, _, ..] if people(&names) => {
            // `Smith, J., Doe, K. & Roe, A.`: commas part the names before the last.
            names.iter().flat_map(|name| by_comma(name).unwrap_or_else(|| vec![*name])).collect()
        }
        _ => vec![text.trim().trim_start_matches("and ")],
    }
}

/// Two to five words, each of a name, none of them of a body.
fn is_whole(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let of_name = |word: &&str| is_particle(word) || word.starts_with(char::is_uppercase) && !word.contains(',');
    (2..=5).contains(&words.len()) && words.iter().all(of_name) && !is_body(text)
}

/// `Family, Given`, `Family LJ`, `L. J. Family`: two to five words that begin with a capital, none of them of a body.
fn looks_like_person(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (2..=6).contains(&words.len())
        && !is_body(text)
        && (text.contains(',') || words.iter().any(|word| is_initials(word)))
}

/// What stands between two commas of a list, or in a few of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Listed {
    /// Family name and initials without a comma between them: `Smith J`, `J. Smith`.
    Named,
    /// Family name, comma, initials: `Smith, J.`
    InTurn,
    /// A name whose words show by themselves that it is whole: `Piet van der Berg`.
    InFull,
    /// A body.
    Body,
}

/// Split at commas, if what stands between them is a name with initials each (`Smith J, Doe AB`, `J. Smith, A. B. Doe`),
/// names and initials in turn (`Smith, J., Doe, A. B.`), or names that are whole by themselves; bodies may stand among them
/// (`Smith J, Made-Up Study Group, Doe AB`), with the commas of their own names.
fn by_comma(text: &str) -> Option<Vec<&str>> {
    let parts: Vec<&str> = text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let slice = |&(from, to, _): &(usize, usize, Listed)| {
        let place = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
        &text[place(parts[from])..place(parts[to - 1]) + parts[to - 1].len()]
    };
    if let Some(names) = in_turn(&parts) {
        return Some(names.iter().map(slice).collect());
    }
    let mut names: Vec<(usize, usize, Listed)> = Vec::new();
    let mut at = 0;
    while at < parts.len() {
        let last = names.last().map(|(.., listed)| *listed);
        let (listed, used) = match &parts[at..] {
            [part, ..] if last.is_some_and(|last| last != Listed::Body) && (is_suffix(part) || is_degree(part)) => {
                names.last_mut()?.1 = at + 1;
                at += 1;
                continue;
            }
            [part, ..] if is_named(part) => (Listed::Named, 1),
            [family, suffix, given, ..]
                if is_only_suffix(suffix)
                    && is_initials(given)
                    && !is_only_suffix(given)
                    && is_name(family)
                    && !is_body(family) =>
            {
                (Listed::InTurn, 3)
            }
            [family, given, ..]
                if is_initials(given) && is_name(family) && !is_initials(family) && !is_body(family) =>
            {
                (Listed::InTurn, 2)
            }
            [part, ..] if is_body(part) || last == Some(Listed::Named) && is_acronym(part) => (Listed::Body, 1),
            [part, ..] if is_in_full(part) => (Listed::InFull, 1),
            _ if last == Some(Listed::Body) => {
                names.last_mut()?.1 = at + 1;
                at += 1;
                continue;
            }
            _ => return None,
        };
        names.push((at, at + used, listed));
        at += used;
    }
    is_list(&names).then(|| names.iter().map(slice).collect())
}

/// Names and initials in turn through the whole of a list, of which some are plain: then the others are names too, whatever they look
/// like (`Doe, J., St. John, A., P. van Dyk, D.`, as Scopus has them).
fn in_turn(parts: &[&str]) -> Option<Vec<(usize, usize, Listed)>> {
    let (mut names, mut at, mut some_are_plain) = (Vec::new(), 0, false);
    while let [family, given, rest @ ..] = &parts[at..] {
        let is_named = || family.chars().filter(|c| c.is_alphabetic()).nth(1).is_some() && !is_body(family);
        if !is_initials(given) || !is_named() {
            return None;
        }
        // `LI, J.` shows by the point which is which.
        some_are_plain |= is_name(family) && (!is_initials(family) || given.contains('.'));
        // `Doe, J., Jr.`
        let used = if rest.first().is_some_and(|next| is_suffix(next)) { 3 } else { 2 };
        names.push((at, at + used, Listed::InTurn));
        at += used;
    }
    (at == parts.len() && names.len() > 1 && some_are_plain).then_some(names)
}

/// Whether names found between commas are a list for certain: two or more, people written in one way, and no body before a single
/// name, which may be its place (`Made-up University, Saltby MA`).
fn is_list(names: &[(usize, usize, Listed)]) -> bool {
    let is = |wanted: Listed| names.iter().filter(|(.., listed)| *listed == wanted).count();
    let people = names.len() - is(Listed::Body);
    let begins_with_body = matches!(names.first(), Some((.., Listed::Body)));
    names.len() >= 2
        && people > usize::from(begins_with_body)
        && (is(Listed::InTurn) == 0 || is(Listed::InTurn) == people)
}

/// `Smith J`, `J. Smith`, `van der Berg JA`.
fn is_named(part: &str) -> bool {
    let mut words = part.split_whitespace();
    let (first, last) = (words.next().unwrap_or_default(), words.next_back().unwrap_or_default());
    !last.is_empty() && (is_initials(last) && is_name(first) || is_initials(first) && is_name(last)) && !is_body(part)
}

/// Whether the words of a part are a whole name, given names first, and not one side of `Family, Given`: it begins with a forename, or a
/// particle of Germanic names stands inside it, behind which only a family name comes (`Piet van der Berg`; `María de los Ángeles` are
/// given names).
pub(super) fn is_in_full(part: &str) -> bool {
    const INSIDE: [&str; 6] = ["van", "von", "vom", "ter", "ten", "zu"];
    let words: Vec<&str> = part.split_whitespace().collect();
    let [first, inner @ .., last] = words.as_slice() else { return false };
    let big = |word: &str| word.starts_with(char::is_uppercase) && is_name(word);
    big(first)
        && big(last)
        && inner.len() <= 3
        && inner.iter().all(|word| is_particle(word) || is_initials(word) || big(word))
        && (is_forename(first) || inner.iter().any(|word| INSIDE.contains(word)))
        && !is_body(part)
}

/// `WHO`, `UNESCO`: one word of three or more capitals.
fn is_acronym(part: &str) -> bool {
    part.chars().count() > 2 && part.chars().all(char::is_uppercase)
}

/// Whether two sides of a comma are plainly the family and the given names of one person: a particle begins the family name or a suffix
/// ends it, `von Gudenberg, Jurgen Wolff` and `Sprague Jr., Ralph H.`, or initials stand among the given names, `Mor Barak, Michalle E`.
fn is_told(family: &str, given: &str) -> bool {
    let mut words = family.split_whitespace();
    words.clone().next().is_some_and(is_particle)
        || words.next_back().is_some_and(is_suffix)
        || given.split_whitespace().any(is_initials)
}

/// Whether a name that was left whole may be the names of several people: between commas or around `and` stand two words and more on
/// every side, and nothing tells whether they are family and given names of one person, people, or a body.
pub fn may_be_several(name: &str) -> bool {
    let sides: Vec<&str> = match name.contains(',') {
        true => name.split(',').collect(),
        false => {
            JOINTS.iter().find(|joint| name.contains(*joint)).map_or(vec![name], |joint| name.split(joint).collect())
        }
    };
    let words = |side: &&str| {
        let words: Vec<&str> = side.split_whitespace().collect();
        (2..=5).contains(&words.len())
            && words.iter().all(|word| word.starts_with(char::is_uppercase) || is_particle(word))
    };
    let sides: Vec<&str> = sides.into_iter().filter(|side| !is_suffix(side) && !is_degree(side)).collect();
    if let [family, given] = sides.as_slice()
        && name.contains(',')
        && is_told(family, given)
    {
        return false;
    }
    sides.len() > 1 && sides.iter().all(words) && !sides.iter().any(|side| is_body(side))
}

/// Split where a point is followed at once by a word: the initials of one name end, the next family name begins.
fn run_together(text: &str) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    let mut start = 0;
    for at in memchr::memchr_iter(b'.', text.as_bytes()).map(|point| point + 1) {
        let mut next = text[at..].chars();
        let (Some(capital), Some(small)) = (next.next(), next.next()) else { break };
        // A particle (`P.de Vries`) begins with a small letter.
        if capital.is_alphabetic() && (small.is_lowercase() || matches!(small, '\'' | '’')) {
            names.push(&text[start..at]);
            start = at;
        }
    }
    names.push(&text[start..]);
    let with_initials = |name: &&str| {
        let mut words = name.split_whitespace();
        words.next().is_some_and(is_name) && name.split_whitespace().last().is_some_and(is_initials)
    };
    (names.len() > 1 && names[..names.len() - 1].iter().all(with_initials)).then_some(names)
}

/// Split at full stops, as Ovid's labelled text has it: `Page MJ. McKenzie J. E. Hoffmann TC.` Every name is a family name with initials
/// behind it, whose own points and blanks part nothing.
fn by_stop(text: &str) -> Option<Vec<&str>> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let place = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let (mut names, mut first, mut has_initials) = (Vec::new(), 0, false);
    for (at, word) in words.iter().enumerate() {
        let behind_name = is_initials(word) || has_initials && is_suffix(word);
        match behind_name {
            true if at == first => return None,
            false if has_initials || !is_name(word) => return None,
            _ => has_initials = behind_name,
        }
        let goes_on = words.get(at + 1).is_some_and(|next| is_initials(next) || is_suffix(next));
        if has_initials && !goes_on && (word.ends_with('.') || at + 1 == words.len()) {
            names.push(&text[place(words[first])..place(word) + word.len()]);
            (first, has_initials) = (at + 1, false);
        }
    }
    (names.len() > 1 && first == words.len()).then_some(names)
}

/// A word with at least two letters that is not all points and capitals.
fn is_name(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() >= 2 && !text.contains(|c: char| c.is_ascii_digit() || c == '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_with_two_commas_is_one() {
        for body in [
            "GBD 2019 Diseases,, Injuries and Risk Factors Collaborators",
            "University of Saltby,, Department of Towns, Gardens and Ferries",
        ] {
            assert_eq!(split_list(body), [body]);
            assert!(
                crate::record::person::Person::parse(body)
                    .is_some_and(|person| person.corporate && !person.family.contains(",,"))
            );
        }
        assert!(split_list("Doe, J.,, Roe, R.").len() > 1, "people are parted by slips too");
    }

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
            ("Doe J., Made-Up Study Group, Roe R.", vec!["Doe J.", "Made-Up Study Group", "Roe R."]),
            ("Doe J., Made-Up University, Saltby, Roe R.", vec!["Doe J.", "Made-Up University, Saltby", "Roe R."]),
            ("Doe, J., Roe, R. R., Made-Up Study Group", vec!["Doe, J.", "Roe, R. R.", "Made-Up Study Group"]),
            ("Made-Up Council, Doe J., Roe R.", vec!["Made-Up Council", "Doe J.", "Roe R."]),
            ("Doe J., UNESCO", vec!["Doe J.", "UNESCO"]),
            ("Doe J., Piet van der Berg", vec!["Doe J.", "Piet van der Berg"]),
            ("John Smith, Piet van der Berg", vec!["John Smith", "Piet van der Berg"]),
            ("John Smith & Xiao Li", vec!["John Smith", "Xiao Li"]),
            ("Doe J., PhD, Roe R., Jr.", vec!["Doe J., PhD", "Roe R., Jr."]),
            ("Doe, III, J., Roe, R., Jr., Poe, E.", vec!["Doe, III, J.", "Roe, R., Jr.", "Poe, E."]),
            ("Doe J., III, Roe R.", vec!["Doe J., III", "Roe R."]),
            ("Doe III J., Roe Jr. R., Poe E.", vec!["Doe III J.", "Roe Jr. R.", "Poe E."]),
            ("Doe MJ. O'Roe JE. van der Poe E", vec!["Doe MJ.", "O'Roe JE.", "van der Poe E"]),
            ("JP Doe, K van der Roe, ...", vec!["JP Doe", "K van der Roe", "..."]),
            ("JP Doe and K van der Roe and …", vec!["JP Doe", "K van der Roe", "…"]),
            ("JV Doe and A Roe and B Dow and ...", vec!["JV Doe", "A Roe", "B Dow", "..."]),
            ("Doe, Jan and Roe, Ann and …", vec!["Doe, Jan", "Roe, Ann", "…"]),
            ("JP Doe and K Roe and L Andersson", vec!["JP Doe", "K Roe", "L Andersson"]),
            ("JP Doe, K Roe, A Poe, \u{2026}", vec!["JP Doe", "K Roe", "A Poe", "\u{2026}"]),
            ("Doe, J., Roe, R. R., et al.", vec!["Doe, J.", "Roe, R. R.", "et al."]),
            ("Doe JR, Roe II, Poe LA", vec!["Doe JR", "Roe II", "Poe LA"]),
            ("Doe, JR, Roe, DE, Poe, K", vec!["Doe, JR", "Roe, DE", "Poe, K"]),
            ("DE LA CRUZ, M., VAN DYK, JR, LI, K.", vec!["DE LA CRUZ, M.", "VAN DYK, JR", "LI, K."]),
            ("DE Doe, LA Roe, VAN Poe, AL Moe", vec!["DE Doe", "LA Roe", "VAN Poe", "AL Moe"]),
            ("LI, J., WU, K.", vec!["LI, J.", "WU, K."]),
            ("Doe, J., P. van Dyk, D., Roe, R.", vec!["Doe, J.", "P. van Dyk, D.", "Roe, R."]),
            ("St. John, A., Doe, J., III, Roe, R.", vec!["St. John, A.", "Doe, J., III", "Roe, R."]),
            ("J. Made-up, K., Roe, R. R.", vec!["J. Made-up, K.", "Roe, R. R."]),
            ("Doe JR. Roe KL.", vec!["Doe JR.", "Roe KL."]),
            ("Doe M. J. Roe CJ Jr. Poe E.", vec!["Doe M. J.", "Roe CJ Jr.", "Poe E."]),
        ] {
            assert_eq!(split_list(text), expected, "{text}");
        }
    }

    #[test]
    fn a_name_with_initials_behind_it_is_one_at_a_glance() {
        for name in ["Doe R. R.", "Doe R.", "Doe-Roe J.-P. A.", "Doe J", "Doe, Jane", "Öz Ü. Ö."] {
            assert!(is_plainly_one(name), "{name}");
            assert_eq!(split_list(name), [name]);
            assert!(!may_be_several(name), "{name}");
        }
        for other in ["Doe R. Roe J.", "J. R. Doe", "Doe R. and Roe J.", "Doe R.Roe J.", "Doe J. Jr."] {
            assert!(!is_plainly_one(other), "{other}");
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
            "J. A. Doe",
            "Jane A. Doe",
            "Doe J. St. John",
            "",
            "van der Berg, J.",
            "Doe, J. St. John",
            "Doe, J. [Reprint Author; doe@example.org]",
            "M&uuml;ller, Jan",
            "García Márquez, Gabriel José",
            "Pérez Gómez, María de los Ángeles",
            "Walsdorf, Neill B.",
            "Made-Up University, Saltby MA",
            "Public Health & Primary Care",
            "Doe, J., Jr.",
            "JP Doe, ...",
            "Doe, Jane et al.",
            "Doe, JR",
            "Doe, J., JR",
            "J. Doe, UK, K. Roe, US",
            "Made-Up Council, A., St. John, B.",
        ] {
            assert_eq!(split_list(text), [text], "{text}");
        }
    }

    #[test]
    fn what_may_be_several_names_is_told() {
        for text in ["Bo Ek, Cy Dow", "Bo Ek & Cy Dow", "García Márquez, Gabriel José"] {
            assert!(may_be_several(text), "{text}");
        }
        for text in [
            "von Gudenberg, Jurgen Wolff",
            "Sprague Jr., Ralph Hugh",
            "Mor Barak, Michalle E",
            "de la Cruz, Ana Maria",
            "Ek, Bo",
            "Ek, Bo Cy",
            "Made-Up Council, Old Town",
            "Ek Bo, Jr.",
            "Bo Ek",
            "Sheds and Gardens",
        ] {
            assert!(!may_be_several(text), "{text}");
        }
    }
}
