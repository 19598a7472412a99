//! Whether two words are one, spelled, misread or damaged otherwise.

/// Whether two words are one, spelled otherwise: a letter off, a plural, `ise` and `ize`. Digits and opposites never are.
pub(in crate::matching) fn respelled(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let allowed = if short.len() >= 8 { 2 } else { 1 };
    if long.len() - short.len() > allowed {
        return false;
    }
    if short.len() < 4 {
        return short.len() == 3 && long.strip_suffix('s') == Some(short);
    }
    let is_near = is_one_edit(short.as_bytes(), long.as_bytes())
        || allowed > 1 && short.as_bytes()[0] == long.as_bytes()[0] && strsim::osa_distance(a, b) <= allowed;
    is_near && !opposite(a, b) && !short.bytes().chain(long.bytes()).any(|b| b.is_ascii_digit())
}

/// Whether nothing but the first letter tells two words apart, and no scan took one for the other: `maternal` and `paternal` are two
/// words, as most that differ so; a hand slips within a word.
pub(in crate::matching) fn begins_otherwise(a: &str, b: &str) -> bool {
    a.as_bytes().first() != b.as_bytes().first() && a.get(1..) == b.get(1..) && as_scanned(a) != as_scanned(b)
}

/// Whether two words are one that a scan read otherwise: `rn` for `m`, `cl` for `d`, `l` for `1`. Words that differ so may be two
/// as well, `modern` and `modem`.
pub(in crate::matching) fn is_misread(a: &str, b: &str) -> bool {
    let has_digit = |word: &str| word.bytes().any(|b| b.is_ascii_digit());
    let is_long = |word: &str| word.len() > 2 || word.len() == 2 && has_digit(word);
    let is_pair = |pair: &[u8]| matches!(pair, b"rn" | b"cl" | b"vv");
    let may_be = |word: &str| has_digit(word) || word.as_bytes().windows(2).any(is_pair);
    let is_near = || a.bytes().next() == b.bytes().next() || a.bytes().next_back() == b.bytes().next_back();
    a.len().abs_diff(b.len()) <= 3
        && is_near()
        && (may_be(a) || may_be(b))
        && is_long(a)
        && is_long(b)
        && as_scanned(a) == as_scanned(b)
}

/// A word as a scan may read it: what looks alike is one.
fn as_scanned(word: &str) -> String {
    let word = word.replace("rn", "m").replace("cl", "d").replace("vv", "w");
    word.chars()
        .map(|c| match c {
            '1' | 'i' => 'l',
            '0' => 'o',
            c => c,
        })
        .collect()
}

/// Whether `rest` is what is left of `word` when one to three letters were lost.
pub(in crate::matching) fn is_left_of(rest: &str, word: &str) -> bool {
    let mut letters = word.bytes();
    rest.len() > 1
        && (1..=3).contains(&word.len().saturating_sub(rest.len()))
        && word.bytes().all(|b| b.is_ascii_alphabetic())
        && rest.bytes().all(|b| letters.any(|other| other == b))
}

/// Whether one letter changed, added or swapped with the next makes `long` of `short`: what remains between the letters that both
/// begin with and those that both end with is one letter, or two in the other order.
fn is_one_edit(short: &[u8], long: &[u8]) -> bool {
    let head = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let (short, long) = (&short[head..], &long[head..]);
    let tail = short.iter().rev().zip(long.iter().rev()).take_while(|(a, b)| a == b).count();
    match (&short[..short.len() - tail], &long[..long.len() - tail]) {
        ([], [] | [_]) | ([_], [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

/// Beginnings that turn a word into another: `hypertension` is not a misspelled `hypotension`, nor `unpaid` `paid`.
fn opposite(a: &str, b: &str) -> bool {
    const PAIRS: [(&str, &str); 8] = [
        ("hyper", "hypo"),
        ("inter", "intra"),
        ("macro", "micro"),
        ("pre", "pro"),
        ("pre", "per"),
        ("endo", "ecto"),
        ("mono", "homo"),
        ("im", "ex"),
    ];
    const DENYING: [&str; 9] = ["a", "de", "dis", "il", "im", "in", "ir", "non", "un"];
    let denies = |long: &str, short: &str| DENYING.iter().any(|before| long.strip_prefix(before) == Some(short));
    let is_pair = |(x, y): &(&str, &str)| a.starts_with(x) && b.starts_with(y) || a.starts_with(y) && b.starts_with(x);
    PAIRS.iter().any(is_pair) || denies(a, b) || denies(b, a)
}

/// Whether two words are one in two spellings: a plural, `ise` and `ize`, `our` and `or`, `ae` and `e`, a doubled consonant.
pub(in crate::matching) fn is_variant(a: &str, b: &str) -> bool {
    a.len().abs_diff(b.len()) <= 3 && a.bytes().next() == b.bytes().next() && spelling(a) == spelling(b)
}

/// A word as all its spellings have it.
pub(in crate::matching) fn spelling(word: &str) -> String {
    let singular = match word {
        _ if word.len() > 4 && word.ends_with("ies") => format!("{}y", &word[..word.len() - 3]),
        _ if word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") => word[..word.len() - 1].to_owned(),
        _ => word.to_owned(),
    };
    // Few words have any of these.
    let has_digraph = singular.as_bytes().windows(2).any(|pair| matches!(pair, b"ae" | b"oe" | b"ou" | b"og"));
    let mut one = match has_digraph {
        true => singular.replace("ae", "e").replace("oe", "e").replace("our", "or").replace("ogue", "og"),
        false => singular,
    };
    if let Some(stem) = one.strip_suffix("tre") {
        one = format!("{stem}ter");
    }
    let mut plain = String::with_capacity(one.len());
    for c in one.chars().map(|c| if c == 'z' { 's' } else { c }) {
        // "Shaanxi" and "Shanxi" are two places.
        if !plain.ends_with(c) || matches!(c, 'a' | 'e' | 'i' | 'o' | 'u') {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::is_one_edit;

    #[test]
    fn one_edit_is_a_distance_of_one() {
        let words = [
            "towns", "town", "twons", "towms", "towels", "stown", "towsn", "t", "", "ot", "to", "tto", "aab", "aba",
            "abb",
        ];
        for a in words {
            for b in words.iter().filter(|b| a.len() <= b.len()) {
                assert_eq!(is_one_edit(a.as_bytes(), b.as_bytes()), strsim::osa_distance(a, b) <= 1, "{a} {b}");
            }
        }
    }
}
