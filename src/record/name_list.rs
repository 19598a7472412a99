//! One string that names several people, split into one string per person.
//!
//! Only separators are looked for here; what a single name means is [`Person::parse`](super::person::Person::parse)'s.
//! The rule throughout: split where the text leaves no other reading, and leave it whole where it does.

/// The names in `text`, each a slice of it, in order.
///
/// Reads `;`, `|`, line ends and BibTeX's `and`; comma lists (`Griffin DK, Larkin DM`, `Pan, Y., Yu, C.`,
/// `Ann Lee, Bo Ek and Cy Dow`); lists as Python prints them (`['Marx, Karl', 'Lindgren, Astrid']`); and names whose separator was
/// lost (`Tan A.Schulze A.`). A single name comes back as it is.
pub fn split_names(text: &str) -> Vec<&str> {
    let text = text.trim();
    if let Some(quoted) = python_list(text) {
        return quoted;
    }
    if find_semicolon(text).is_some() {
        return trimmed(split_semicolons(text).into_iter().flat_map(split_two_sided_and));
    }
    if text.contains('|') {
        return trimmed(text.split('|'));
    }
    let pieces = split_and(text);
    if is_comma_list_with_final_and(&pieces) {
        return trimmed(pieces.into_iter().flat_map(|piece| piece.split(',')));
    }
    if pieces.len() == 1 && text.contains(['\n', '\r']) {
        return trimmed(text.lines());
    }
    match trimmed(pieces.into_iter().flat_map(split_commas)).as_slice() {
        [only] => split_lost_separators(only),
        several => several.to_vec(),
    }
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

/// A semicolon that does not end an HTML entity (`M&uuml;ller`).
fn find_semicolon(text: &str) -> Option<usize> {
    text.match_indices(';').map(|(at, _)| at).find(|&at| {
        let entity = text[..at].rfind('&').map(|amp| &text[amp + 1..at]);
        !entity.is_some_and(|name| {
            (2..=8).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#')
        })
    })
}

fn split_semicolons(text: &str) -> Vec<&str> {
    let (mut rest, mut pieces) = (text, Vec::new());
    while let Some(at) = find_semicolon(rest) {
        pieces.push(&rest[..at]);
        rest = &rest[at + 1..];
    }
    pieces.push(rest);
    pieces
}

/// Splits at `and` between white space, in any case, and at `&` behind a comma.
fn split_and(text: &str) -> Vec<&str> {
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

/// Splits at commas where they separate people and do not stand between family and given names.
fn split_commas(text: &str) -> Vec<&str> {
    let parts: Vec<&str> = text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.len() < 2 {
        return vec![text];
    }
    let complete = parts.iter().filter(|part| ends_with_initials(part)).count();
    if complete == parts.len() || (parts.len() > 2 && 2 * complete > parts.len()) {
        return parts;
    }
    if let Some(paired) = pair_with_initials(text, &parts) {
        return paired;
    }
    let several_words = parts.iter().all(|part| part.split_whitespace().nth(1).is_some());
    if several_words && parts.len() > 2 { parts } else { vec![text] }
}

/// `Pan, Y., Yu, C.` is two names: every second part is initials.
fn pair_with_initials<'t>(text: &'t str, parts: &[&'t str]) -> Option<Vec<&'t str>> {
    let offset = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    let (mut names, mut at) = (Vec::new(), 0);
    while at < parts.len() {
        let given = parts.get(at + 1).filter(|part| is_initials(part))?;
        if is_initials(parts[at]) {
            return None;
        }
        let suffix = parts.get(at + 2).filter(|part| is_suffix(part));
        let last = suffix.unwrap_or(given);
        names.push(&text[offset(parts[at])..offset(last) + last.len()]);
        at += 2 + usize::from(suffix.is_some());
    }
    (names.len() > 1).then_some(names)
}

/// `Przyklenk K.Kloner R. A.`: the separator was lost, and a full stop of initials runs into the next name.
fn split_lost_separators(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let (mut start, mut pieces) = (0, Vec::new());
    for (dot, _) in text.match_indices('.') {
        let initial = dot > 0 && text[..dot].chars().next_back().is_some_and(char::is_uppercase);
        let mut behind = text[dot + 1..].chars();
        let name_follows = match (behind.next(), behind.next()) {
            (Some(first), Some(second)) => first.is_alphabetic() && (second.is_lowercase() || "'’".contains(second)),
            _ => false,
        };
        if initial && name_follows && bytes.get(dot + 1) != Some(&b' ') {
            pieces.push(&text[start..=dot]);
            start = dot + 1;
        }
    }
    pieces.push(&text[start..]);
    let complete = pieces.iter().filter(|piece| ends_with_initials(piece)).count();
    if pieces.len() > 1 && complete + 1 >= pieces.len() && complete > pieces.len() / 2 { pieces } else { vec![text] }
}

/// `Larkin DM`, `Yang Z.`, `Griffin DK Jr`: a family name, then initials.
fn ends_with_initials(text: &str) -> bool {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    if words.last().is_some_and(|word| is_suffix(word)) {
        words.pop();
    }
    words.len() > 1 && words.last().is_some_and(|word| is_initials(word)) && !is_initials(words[0])
}

/// `J.`, `J.R.`, `J. R.`, `JR`, `J.-P.`: up to four capitals, nothing else.
fn is_initials(text: &str) -> bool {
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    (1..=4).contains(&capitals) && text.chars().all(|c| c.is_uppercase() || c.is_whitespace() || ".-‐".contains(c))
}

fn is_suffix(text: &str) -> bool {
    ["jr", "sr", "ii", "iii", "iv", "2nd", "3rd"].contains(&text.trim_end_matches('.').to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::{split_joined, split_names};

    #[test]
    fn every_convention_seen_in_exports_is_split() {
        let cases: &[(&str, &[&str])] = &[
            ("Bywater, T; Hutchings, J; ", &["Bywater, T", "Hutchings, J"]),
            ("Weber, Ann and Ek, Bo AND Dow, Cy", &["Weber, Ann", "Ek, Bo", "Dow, Cy"]),
            ("Ek, B.\n and Dow, C.\n", &["Ek, B.", "Dow, C."]),
            ("Ek, Bo and Dow, Cy ; Lee, Ann", &["Ek, Bo", "Dow, Cy", "Lee, Ann"]),
            ("Griffin DK, Larkin DM, O'Connor RE.", &["Griffin DK", "Larkin DM", "O'Connor RE."]),
            ("Smith J.L., Kim K.", &["Smith J.L.", "Kim K."]),
            ("Pan, Y., Yu, C., Seiler, J.R., Jr.", &["Pan, Y.", "Yu, C.", "Seiler, J.R., Jr."]),
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
        ];
        for (text, names) in cases {
            assert_eq!(split_names(text), *names, "{text}");
        }
    }

    #[test]
    fn names_without_separators_are_split_at_their_capitals() {
        assert_eq!(split_joined("Araz R. EkNigar McDowDr. Ann Lee"), ["Araz R. Ek", "Nigar McDow", "Dr. Ann Lee"]);
    }

    #[test]
    fn one_name_stays_one_name() {
        for name in [
            "Larsen, L. J.",
            "Larsen, L J",
            "Nunamaker Jr., Jay F.",
            "García Márquez, Gabriel José",
            "J.R.R.Tolkien",
            "M&uuml;ller, Jan",
            "Department of Health and Human Services; ",
            "World Health Organization",
            "Larsen",
        ] {
            let whole = name.trim().trim_end_matches(';');
            assert_eq!(split_names(name), [whole], "{name}");
        }
        assert!(split_names(" ; ").is_empty());
    }
}
