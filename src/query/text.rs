//! Words as they are compared: case, accents and apostrophes folded; stems for inflected forms.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Whether `c` joins the two halves of one word: hyphens and dashes without a space around.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE63}' | '\u{FF0D}' | '\u{AD}')
}

/// Whether `c` is an apostrophe.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '＇')
}

/// `word` in the form in which words are compared: small letters, no accents, no apostrophes, no possessive `'s`.
pub(super) fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for c in word.nfkd().flat_map(char::to_lowercase) {
        match c {
            c if is_combining_mark(c) || is_apostrophe(c) => {}
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            c => folded.push(c),
        }
    }
    folded
}

/// `word` without a possessive `'s` at its end.
pub(super) fn without_possessive(word: &str) -> &str {
    let stem = word.strip_suffix(['s', 'S']).unwrap_or(word);
    let bare = stem.strip_suffix(is_apostrophe);
    match bare {
        Some(bare) if stem.len() < word.len() && !bare.is_empty() => bare,
        _ => word,
    }
}

/// Plurals that no rule gives.
const IRREGULAR: &[(&str, &str)] = &[
    ("analyses", "analysis"),
    ("appendices", "appendix"),
    ("bases", "basis"),
    ("children", "child"),
    ("crises", "crisis"),
    ("criteria", "criterion"),
    ("curricula", "curriculum"),
    ("diagnoses", "diagnosis"),
    ("feet", "foot"),
    ("halves", "half"),
    ("hypotheses", "hypothesis"),
    ("indices", "index"),
    ("leaves", "leaf"),
    ("lives", "life"),
    ("matrices", "matrix"),
    ("media", "medium"),
    ("men", "man"),
    ("mice", "mouse"),
    ("phenomena", "phenomenon"),
    ("selves", "self"),
    ("syntheses", "synthesis"),
    ("teeth", "tooth"),
    ("theses", "thesis"),
    ("wives", "wife"),
    ("women", "woman"),
];

/// Whether a word is a plural that no rule gives.
pub(super) fn is_irregular(word: &str) -> bool {
    IRREGULAR.binary_search_by(|(plural, _)| (*plural).cmp(word)).is_ok()
}

/// The stem of a folded word: plurals, -ed and -ing are taken off, and a final e.
///
/// Only inflection is undone, as the lemmatisation of databases mostly does: `coproduces` and `coproducing` have one stem,
/// `coproduction` has another, and `leadership` is not `leader`.
pub(super) fn stem(word: &str) -> Cow<'_, str> {
    if word.len() <= 3 || !word.is_ascii() {
        return Cow::Borrowed(word);
    }
    if let Ok(at) = IRREGULAR.binary_search_by(|(plural, _)| (*plural).cmp(word)) {
        return Cow::Owned(stem(IRREGULAR[at].1).into_owned());
    }
    let singular = singular(word);
    let base = match &singular {
        Cow::Borrowed(word) => Cow::Borrowed(without_ending(word)),
        Cow::Owned(word) => Cow::Owned(without_ending(word).to_owned()),
    };
    match base.strip_suffix('e') {
        Some(bare) if bare.len() > 2 => Cow::Owned(bare.to_owned()),
        _ => base,
    }
}

/// The singular of a regular plural.
pub(super) fn singular(word: &str) -> Cow<'_, str> {
    if let Some(bare) = word.strip_suffix("ies") {
        return if bare.len() > 1 { Cow::Owned(format!("{bare}y")) } else { Cow::Borrowed(&word[..word.len() - 1]) };
    }
    if ["sses", "xes", "ches", "shes", "zes"].iter().any(|ending| word.ends_with(ending)) {
        return Cow::Borrowed(&word[..word.len() - 2]);
    }
    match word.strip_suffix('s') {
        Some(bare) if bare.len() > 2 && !bare.ends_with(['s', 'u', 'i']) => Cow::Borrowed(bare),
        _ => Cow::Borrowed(word),
    }
}

/// Takes off -ed and -ing where a stem with a vowel is left, and halves a consonant doubled before them.
fn without_ending(word: &str) -> &str {
    let bare = match word.strip_suffix("ing") {
        Some(bare) => bare,
        None => match word.strip_suffix("ed") {
            Some(bare) if !bare.ends_with('e') => bare,
            _ => return word,
        },
    };
    if bare.len() < 3 || !bare.contains(['a', 'e', 'i', 'o', 'u', 'y']) {
        return word;
    }
    let bytes = bare.as_bytes();
    let doubled = bytes[bytes.len() - 1] == bytes[bytes.len() - 2] && !b"lsz".contains(&bytes[bytes.len() - 1]);
    if doubled { &bare[..bare.len() - 1] } else { bare }
}

/// Beginnings that are written with a hyphen, with a space, or in one word: `co-production`, `co production`, `coproduction`.
pub(super) const PREFIXES: &[&str] = &[
    "anti", "bi", "bio", "co", "counter", "cross", "cyber", "de", "e", "eco", "extra", "geo", "hyper", "inter",
    "intra", "macro", "meta", "micro", "mid", "mini", "mono", "multi", "neo", "neuro", "non", "over", "para", "peri",
    "poly", "post", "pre", "pro", "proto", "pseudo", "psycho", "quasi", "re", "self", "semi", "socio", "sub", "super",
    "supra", "tele", "trans", "tri", "ultra", "un", "under", "up", "web",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_for_the_search() {
        assert!(IRREGULAR.is_sorted_by_key(|(plural, _)| *plural));
        assert!(PREFIXES.is_sorted());
    }

    #[test]
    fn folding_makes_spellings_of_one_word_equal() {
        assert_eq!(fold("Löffler"), "loffler");
        assert_eq!(fold("Straße"), "strasse");
        assert_eq!(fold("ﬁscal"), "fiscal", "a ligature");
        assert_eq!(fold("O’Brien"), "obrien");
        assert_eq!(without_possessive("politician’s"), "politician");
        assert_eq!(without_possessive("services"), "services");
    }

    #[test]
    fn stems_undo_inflection_only() {
        let same = |a: &str, b: &str| stem(a) == stem(b);
        for (a, b) in [
            ("services", "service"),
            ("leaders", "leader"),
            ("policies", "policy"),
            ("coproducing", "coproduce"),
            ("coproduced", "coproduces"),
            ("planning", "plan"),
            ("women", "woman"),
            ("analyses", "analysis"),
            ("boxes", "box"),
        ] {
            assert!(same(a, b), "{a} {b}: {} {}", stem(a), stem(b));
        }
        for (a, b) in [
            ("coproduction", "coproduce"),
            ("leadership", "leader"),
            ("policy", "police"),
            ("speed", "spe"),
            ("bus", "bu"),
        ] {
            assert!(!same(a, b), "{a} {b}");
        }
    }
}
