//! The people of a table's cell: where one value is meant to name all of them.

use super::bodies::is_body;
use super::list::{split_braced, split_list, split_semicolons, without_cut};
use super::words::{is_initials, is_suffix_beside};

/// The names in a cell, each a slice of it, in order. A single name comes back as it is.
///
/// Like [`split_list`], and further `|`, line ends, BibTeX's `and` between names without initials, full names between commas
/// (`Ann Lee, Bo Ek and Cy Dow`), and lists as Python prints them (`['Marx, Karl', 'Lindgren, Astrid']`).
pub fn split_cell(text: &str) -> Vec<&str> {
    let text = text.trim();
    if let Some(quoted) = python_list(text).or_else(|| python_objects(text)) {
        return quoted;
    }
    if let Some(names) = split_braced(text) {
        return trimmed(
            names.into_iter().flat_map(|name| if name.starts_with('{') { vec![name] } else { split_cell(name) }),
        );
    }
    if let Some((names, cut)) = without_cut(text) {
        let mut names = split_cell(names);
        names.push(cut);
        return if names.len() > 2 { names } else { vec![text] };
    }
    let listed = split_semicolons(text);
    if listed.len() > 1 {
        return trimmed(listed.into_iter().flat_map(split_two_sided_and));
    }
    if text.contains('|') {
        return trimmed(text.split('|'));
    }
    let pieces = split_and(text);
    if is_comma_list_with_final_and(&pieces) {
        return trimmed(pieces.into_iter().flat_map(|piece| piece.split(',')));
    }
    let a_body = || match text.split_once(',') {
        Some((first, _)) => is_body(first),
        None => pieces.iter().any(|piece| is_body(piece)),
    };
    if pieces.len() > 1 && !a_body() {
        return trimmed(pieces.into_iter().flat_map(split_list));
    }
    if text.contains(['\n', '\r']) {
        return trimmed(text.lines());
    }
    match trimmed(split_list(text).into_iter()).as_slice() {
        [only] => full_names(only),
        several => several.to_vec(),
    }
}

/// `Ann Lee, Bo Ek, Cy Dow`: three or more parts of two words and more; two may be one name (`García Márquez, Gabriel José`). Bodies
/// may stand among them, not before them: then the commas may be those of an address.
fn full_names(text: &str) -> Vec<&str> {
    let parts = trimmed(text.split(','));
    let several_words = |part: &&str| part.split_whitespace().nth(1).is_some();
    let begins_with_body = || parts.first().is_some_and(|first| is_body(first));
    let are_people = || parts.iter().filter(|part| !is_body(part)).count() > 1;
    let names = parts.len() > 2 && parts.iter().all(several_words) && !begins_with_body() && are_people();
    if names { parts } else { vec![text] }
}

/// The names in a list without separators, as SpringerLink exports it: `Bo EkCy DowProf. Ann Lee`.
///
/// Splits where a capital follows a small letter, save behind `Mc`, `Mac`, `De`, `La`, `Le` and the like.
pub fn split_joined(text: &str) -> Vec<&str> {
    let text = text.trim();
    let (mut start, mut before, mut pieces) = (0, ' ', Vec::new());
    for (at, c) in text.char_indices() {
        if c.is_uppercase() && before.is_lowercase() {
            let word = text[start..at].rsplit([' ', '-']).next().unwrap_or_default();
            if !JOINED_PREFIXES.contains(&word) && text[start..at].contains(' ') {
                pieces.push(&text[start..at]);
                start = at;
            }
        }
        before = c;
    }
    pieces.push(&text[start..]);
    trimmed(pieces.into_iter())
}

/// The names in a list as MEDLINE prints it, each with whether it is a body: `Ek B, Dow CJ Jr; Made-Up Study Group.`
///
/// People are family name and initials between commas; whatever stands behind a semicolon, or is no such name, is a body.
pub fn split_medline(text: &str) -> Vec<(&str, bool)> {
    let is_person = |name: &str| {
        let is_given = |word: &str| is_initials(word) && !word.contains('.');
        let Some((others, last)) = name.rsplit_once(char::is_whitespace) else { return false };
        match others.rsplit_once(char::is_whitespace) {
            Some((_, given)) if is_suffix_beside(last, others) => is_given(given),
            _ => is_given(last),
        }
    };
    let text = text.trim();
    let mut names = Vec::new();
    let parts = text.strip_suffix('.').unwrap_or(text).split(';').map(str::trim).filter(|part| !part.is_empty());
    for (at, part) in parts.enumerate() {
        let pieces = trimmed(part.split(','));
        let people = pieces.iter().take_while(|piece| is_person(piece)).count();
        names.extend(pieces[..people].iter().map(|piece| (*piece, false)));
        // A comma may stand in the name of a body; a single word in front is a person without a given name.
        if let Some(rest) = pieces.get(people) {
            let rest = &part[rest.as_ptr() as usize - part.as_ptr() as usize..];
            names.push((rest, at > 0 || people > 0 || rest.contains(' ')));
        }
    }
    names
}

/// Beginnings of names that go on with a capital: `McDonald`, `DeVries`.
const JOINED_PREFIXES: [&str; 14] =
    ["Mc", "Mac", "De", "Del", "Di", "Da", "Du", "La", "Le", "Fitz", "Van", "Von", "O", "al"];

fn trimmed<'t>(pieces: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
    let trim = |piece: &'t str| piece.trim().trim_end_matches([',', ';']).trim_end();
    pieces.map(trim).filter(|piece| !piece.is_empty()).collect()
}

/// `['Marx, Karl', "O'Neil, Pat"]`: what stands between the quotes.
fn python_list(text: &str) -> Option<Vec<&str>> {
    let mut rest = text.strip_prefix('[')?.strip_suffix(']')?.trim();
    let mut names = Vec::new();
    while !rest.is_empty() {
        let quote = rest.chars().next().filter(|c| ['\'', '"'].contains(c))?;
        let (name, behind) = rest[1..].split_once(quote)?;
        names.push(name.trim());
        rest = behind.trim_start().trim_start_matches(',').trim_start();
    }
    Some(names.into_iter().filter(|name| !name.is_empty()).collect())
}

/// `[{'authorId': '1', 'name': 'Ann Lee'}, {'authorId': None, 'name': "Pat O'Neil"}]`, as Python prints what services answer: the names,
/// where each object has one.
fn python_objects(text: &str) -> Option<Vec<&str>> {
    const KEYS: [&str; 5] = ["name", "display_name", "full_name", "fullName", "authname"];
    let inside = text.strip_prefix("[{")?.strip_suffix("}]")?;
    let name = |object: &'_ str| -> Option<(usize, usize)> {
        let quoted = |key: &str| {
            ['\'', '"'].into_iter().find_map(|quote| {
                let key = format!("{quote}{key}{quote}:");
                object.find(&key).map(|at| at + key.len())
            })
        };
        let behind = KEYS.iter().find_map(|key| quoted(key))?;
        let start = behind + object[behind..].len() - object[behind..].trim_start().len();
        let quote = object[start..].chars().next().filter(|c| ['\'', '"'].contains(c))?;
        let length = object[start + 1..].find(quote)?;
        Some((start + 1, start + 1 + length))
    };
    inside.split("}, {").map(|object| name(object).map(|(from, to)| object[from..to].trim())).collect()
}

/// Splits at `and` between white space, in any case, and at `&` behind a comma.
fn split_and(text: &str) -> Vec<&str> {
    let is_joint = |word: &[u8]| word.eq_ignore_ascii_case(b"and") || word.contains(&b'&');
    if !text.as_bytes().windows(3).any(is_joint) {
        return vec![text];
    }
    let (mut start, mut pieces) = (0, Vec::new());
    for (at, word) in words(text) {
        let ampersand = word == "&" && text[..at].trim_end().ends_with(',');
        if (word.eq_ignore_ascii_case("and") || ampersand) && at > 0 && at + word.len() < text.len() {
            pieces.push(&text[start..at]);
            start = at + word.len();
        }
    }
    pieces.push(&text[start..]);
    pieces
}

/// `a1l, a1f and a2l, a2f` inside a semicolon list; `Health and Human Services` stays whole.
fn split_two_sided_and(text: &str) -> Vec<&str> {
    let pieces = split_and(text);
    if pieces.iter().all(|piece| piece.contains(',')) { pieces } else { vec![text] }
}

/// Every word with its place.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace().map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// `Ann Lee, Bo Ek, and Cy Dow`: the `and` only ends a comma list, and no comma stands inside a name.
fn is_comma_list_with_final_and(pieces: &[&str]) -> bool {
    let [list, last] = pieces else { return false };
    let several_words = |part: &str| part.split_whitespace().nth(1).is_some();
    list.contains(',') && !last.contains(',') && list.trim_end_matches([',', ' ']).split(',').all(several_words)
}

#[cfg(test)]
mod tests {
    use super::{split_cell, split_joined, split_medline};

    #[test]
    fn every_convention_seen_in_exports_is_split() {
        let cases: &[(&str, &[&str])] = &[
            ("Bywater, T; Hutchings, J; ", &["Bywater, T", "Hutchings, J"]),
            ("Weber, Ann and Ek, Bo AND Dow, Cy", &["Weber, Ann", "Ek, Bo", "Dow, Cy"]),
            ("Ek, B.\n and Dow, C.\n", &["Ek, B.", "Dow, C."]),
            ("Ek, Bo and Dow, Cy ; Lee, Ann", &["Ek, Bo", "Dow, Cy", "Lee, Ann"]),
            ("Griffin DK, Larkin DM, O'Connor RE.", &["Griffin DK", "Larkin DM", "O'Connor RE."]),
            ("Smith J.L., Kim K.", &["Smith J.L.", "Kim K."]),
            ("Pan, Y., Yu, C., Seiler, J.R.", &["Pan, Y.", "Yu, C.", "Seiler, J.R."]),
            ("Smith, J., & Kim, K.", &["Smith, J.", "Kim, K."]),
            ("Smith, J., Kim, K., and Brown, L.", &["Smith, J.", "Kim, K.", "Brown, L."]),
            ("Ann Lee, Bo Ek and Cy Dow", &["Ann Lee", "Bo Ek", "Cy Dow"]),
            ("Ann Lee and Bo Ek", &["Ann Lee", "Bo Ek"]),
            ("Alba Vicente|Josep Sanjuan", &["Alba Vicente", "Josep Sanjuan"]),
            ("['Marx, Karl', \"O'Neil, Pat\"]", &["Marx, Karl", "O'Neil, Pat"]),
            (
                "Tan A.Schulze A.O'Donnell C. P.de Vries P. G.",
                &["Tan A.", "Schulze A.", "O'Donnell C. P.", "de Vries P. G."],
            ),
            ("M&uuml;ller, Jan; Ek, Bo", &["M&uuml;ller, Jan", "Ek, Bo"]),
            ("Ann Lee, Bo Ek, Made-Up Study Group", &["Ann Lee", "Bo Ek", "Made-Up Study Group"]),
            ("Ek B., Made-Up Study Group, Dow C.", &["Ek B.", "Made-Up Study Group", "Dow C."]),
            ("Ek, B., Dow, C. and Made-Up Study Group", &["Ek, B.", "Dow, C.", "Made-Up Study Group"]),
            ("John Smith & Xiao Li", &["John Smith", "Xiao Li"]),
            (
                "[{'authorId': '1', 'name': 'Ann Lee'}, {'authorId': None, 'name': \"Pat O'Neil\"}]",
                &["Ann Lee", "Pat O'Neil"],
            ),
            ("[{\"name\": \"Ann Lee\", \"affiliations\": []}]", &["Ann Lee"]),
            ("[{'display_name': 'Lee, Ann', 'id': 'x'}, {'display_name': 'Ek, Bo'}]", &["Lee, Ann", "Ek, Bo"]),
            ("JP Dow, K van der Ek, ...", &["JP Dow", "K van der Ek", "..."]),
            ("Ann Lee, Bo Ek, Cy Dow, et al.", &["Ann Lee", "Bo Ek", "Cy Dow", "et al."]),
            ("Ek, Bo; Dow, Cy; et al.", &["Ek, Bo", "Dow, Cy", "et al."]),
        ];
        for (text, names) in cases {
            assert_eq!(split_cell(text), *names, "{text}");
        }
    }

    #[test]
    fn names_without_separators_are_split_at_their_capitals() {
        assert_eq!(split_joined("Araz R. EkNigar McDowDr. Ann Lee"), ["Araz R. Ek", "Nigar McDow", "Dr. Ann Lee"]);
    }

    #[test]
    fn people_and_bodies_of_medline_are_told_apart() {
        let names = |text| {
            split_medline(text)
                .into_iter()
                .map(|(name, body)| if body { format!("[{name}]") } else { name.to_owned() })
                .collect::<Vec<_>>()
        };
        assert_eq!(names("Ek B, Dow CJ Jr, van der Poe E."), ["Ek B", "Dow CJ Jr", "van der Poe E"]);
        assert_eq!(names("Ek JR, Dow II, García López SR, Poe E."), ["Ek JR", "Dow II", "García López SR", "Poe E"]);
        assert_eq!(names("Ek B; MADE-UP Trial II."), ["Ek B", "[MADE-UP Trial II]"]);
        assert_eq!(names("Ek B, Dow C; Made-Up Study Group."), ["Ek B", "Dow C", "[Made-Up Study Group]"]);
        assert_eq!(names("Made-Up Consortium, Saltby; Ek B."), ["[Made-Up Consortium, Saltby]", "Ek B"]);
        assert_eq!(names("Ek B; RECOVERY Group"), ["Ek B", "[RECOVERY Group]"]);
        assert_eq!(names("Plato."), ["Plato"]);
        assert_eq!(names(""), [""; 0]);
    }

    #[test]
    fn one_name_stays_one_name() {
        for name in [
            "Larsen, L. J.",
            "Larsen, L J",
            "Nunamaker Jr., Jay F.",
            "García Márquez, Gabriel José",
            "M&uuml;ller, Jan",
            "Department of Health and Human Services; ",
            "Department of Health and Human Services",
            "World Health Organization",
            "Larsen",
            "Ministry of Housing, Communities and Local Government",
            "Department of Health, Old Town, New Street",
        ] {
            let whole = name.trim().trim_end_matches(';');
            assert_eq!(split_cell(name), [whole], "{name}");
        }
        assert!(split_cell(" ; ").is_empty());
    }
}
