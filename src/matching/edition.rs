//! Editions: what a record says of its own, in a field or behind its title.

use super::text::fold;

/// An edition that has a name and no number: "revised edition".
pub(super) const UNNUMBERED: u32 = u32::MAX;

/// No edition has so high a number; what is written there instead is a year or a date.
const MOST: u32 = 200;

/// The edition that a field names: 3 of "3rd ed.", 30 of "30th anniversary edition", [`UNNUMBERED`] of "Rev. ed."; 0 of none, as "Kindle
/// edition" and dates are, which one program writes there for articles.
pub(super) fn of_field(text: &str) -> u32 {
    let folded = fold(text);
    let numbered = folded.split(' ').find_map(number);
    match numbered {
        Some(number) if number < MOST => number,
        // A yearbook counts its editions by years.
        Some(year) => {
            let mut rest = folded.split(' ').skip(1);
            let is_alone = rest.next().is_none_or(is_edition) && rest.next().is_none();
            if is_alone && folded.starts_with(|c: char| c.is_ascii_digit()) { year } else { 0 }
        }
        None if folded.split(' ').any(is_revision) => UNNUMBERED,
        None => 0,
    }
}

/// The title of a book without the edition that it names, and the edition: "Governing towns, third edition", "Governing towns (Rev. ed.)",
/// "Governing towns, 2nd ed.: a handbook". `None` where it names none.
pub(super) fn in_title(title: &str) -> Option<(String, u32)> {
    const SIGNS: [char; 9] = [',', ';', ':', '.', '(', '[', '-', '\u{2013}', '\u{2014}'];
    if !may_name_one(title) {
        return None;
    }
    let words: Vec<(usize, &str)> =
        title.split(' ').scan(0, |at, word| Some((std::mem::replace(at, *at + word.len() + 1), word))).collect();
    let named = words.iter().position(|(_, word)| is_edition(&fold(word)))?;
    let ends_there = |word: &str| word.ends_with([')', ']', ',', ';', ':', '.']);
    let (last_at, last) = words[named];
    let is_part = |word: &str| {
        let folded = fold(word);
        is_ordinal(word) || is_revision(&folded) || is_beside(&folded)
    };
    let rest_is_part = words[named + 1..].iter().all(|(_, word)| is_part(word));
    if !(ends_there(last) || rest_is_part) {
        return None;
    }
    let before = words[..named].iter().rev().take(6).take_while(|(_, word)| is_part(word)).count();
    let first = named - before;
    let (at, _) = words[first];
    let statement = &title[at..last_at];
    let edition = match fold(statement).split(' ').find_map(number) {
        Some(number) => number,
        None => {
            let stands_apart = statement.starts_with(['(', '[']) || title[..at].trim_end().ends_with(SIGNS);
            let is_told = fold(statement).split(' ').any(is_revision);
            if stands_apart && is_told { UNNUMBERED } else { return None }
        }
    };
    let head = title[..at].trim_end_matches([' ', ',', ';', ':', '.', '(', '[', '-', '\u{2013}', '\u{2014}']);
    let letters = last.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    let tail = title[last_at + letters..].trim_start_matches(['.', ')', ']', ',', ' ']);
    let tail = if rest_is_part { "" } else { tail };
    let sign = if tail.is_empty() || tail.starts_with([':', ';']) { "" } else { ": " };
    (head.len() > 7).then(|| (format!("{head}{sign}{tail}"), edition))
}

/// Whether one of the words for an edition may stand in a title; said of nearly no other title.
fn may_name_one(title: &str) -> bool {
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic();
    title.as_bytes().windows(3).enumerate().any(|(at, three)| match three.to_ascii_lowercase().as_slice() {
        b" ed" => title.as_bytes()[at + 3..].first().is_none_or(|next| !is_letter(next) || *next | 32 == b'n'),
        b"dit" | b"fla" | b"dic" => true,
        _ => false,
    })
}

fn is_edition(folded: &str) -> bool {
    matches!(folded, "ed" | "edition" | "edn" | "edicion" | "auflage" | "aufl")
}

/// Words by which an edition is told from the one before.
fn is_revision(folded: &str) -> bool {
    matches!(
        folded,
        "ampliada"
            | "anniversary"
            | "augmented"
            | "aktualisierte"
            | "corrected"
            | "enl"
            | "enlarged"
            | "erweiterte"
            | "exp"
            | "expanded"
            | "extended"
            | "neubearbeitete"
            | "rev"
            | "revisada"
            | "revised"
            | "uberarbeitete"
            | "updated"
    )
}

/// Words that may stand beside them.
fn is_beside(folded: &str) -> bool {
    matches!(
        folded,
        "and" | "ann" | "anniv" | "completely" | "fully" | "global" | "international" | "new" | "the" | "und"
    )
}

/// Whether a word of a title is an ordinal as it stands there: "3rd", "third", "(2nd", or "2." as German has it.
fn is_ordinal(word: &str) -> bool {
    let folded = fold(word);
    let is_bare = folded.bytes().all(|byte| byte.is_ascii_digit());
    number(&folded).is_some_and(|number| number < MOST) && (!is_bare || word.trim_end_matches(',').ends_with('.'))
}

/// The number of an edition: "3", "3rd", "third".
fn number(word: &str) -> Option<u32> {
    const WORDS: [&[&str]; 10] = [
        &["first", "erste", "primera", "premiere"],
        &["second", "zweite", "segunda", "deuxieme", "2e"],
        &["third", "dritte", "tercera", "troisieme"],
        &["fourth", "vierte", "cuarta", "quatrieme"],
        &["fifth", "funfte", "quinta", "cinquieme"],
        &["sixth", "sechste", "sexta", "sixieme"],
        &["seventh", "siebte", "septima", "septieme"],
        &["eighth", "achte", "octava", "huitieme"],
        &["ninth", "neunte", "novena", "neuvieme"],
        &["tenth", "zehnte", "decima", "dixieme"],
    ];
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let is_ordinal = matches!(&word[digits.len()..], "" | "st" | "nd" | "rd" | "th" | "e" | "a");
    let said = || (1..).zip(WORDS).find(|(_, names)| names.contains(&word)).map(|(number, _)| number);
    digits.parse().ok().filter(|_| is_ordinal).or_else(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_names_its_edition() {
        for (text, edition) in [
            ("2nd ed.", 2),
            ("Third edition", 3),
            ("2., \u{fc}berarbeitete Auflage", 2),
            ("30th anniversary expanded edition", 30),
            ("1st", 1),
            ("4", 4),
            ("Rev. and enl. ed.", UNNUMBERED),
            ("2019 ed.", 2019),
            ("2010/02/03", 0),
            ("Kindle edition", 0),
            ("Paperback", 0),
            ("", 0),
        ] {
            assert_eq!(of_field(text), edition, "{text}");
        }
    }

    #[test]
    fn an_edition_is_taken_off_the_title_of_a_book() {
        for (title, rest, edition) in [
            ("Governing small towns, third edition", "Governing small towns", 3),
            ("Governing small towns (2nd ed.)", "Governing small towns", 2),
            ("Statistics for planners 7th Edition", "Statistics for planners", 7),
            ("Governing small towns: Second Edition, Revised", "Governing small towns", 2),
            ("Governing small towns, 30th Ann. Ed.: rules of thumb", "Governing small towns: rules of thumb", 30),
            ("Governing small towns: rules, 30th anniversary expanded edition", "Governing small towns: rules", 30),
            ("Governing small towns (Rev. ed.)", "Governing small towns", UNNUMBERED),
            ("Die kleine Stadt. 2., erweiterte Auflage", "Die kleine Stadt", 2),
        ] {
            assert_eq!(in_title(title), Some((rest.to_owned(), edition)), "{title}");
        }
        for title in [
            "Governing small towns",
            "How shops sell a limited edition",
            "The second edition of the town plan",
            "Governing in 2 editions",
            "A critical edition",
            "Third edition",
            "Credit and the edited town",
        ] {
            assert_eq!(in_title(title), None, "{title}");
        }
    }
}
