//! Words in normal form: what is left of a text when everything that exports change is taken away.

use std::borrow::Cow;

/// `text` without markup, character entities and the traces of a wrong decoding.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let mut out = Cow::Borrowed(text.trim());
    let has = |text: &str, byte: u8| memchr::memchr(byte, text.as_bytes()).is_some();
    if has(&out, b'&') && has(&out, b';') {
        out = Cow::Owned(html_escape::decode_html_entities(&html_escape::decode_html_entities(&*out)).into_owned());
    }
    if has(&out, b'<') {
        out = Cow::Owned(without_tags(&out));
    }
    // All of these begin with one byte.
    if has(&out, 0xc3) && out.contains(['Ã', 'Â', 'â', 'Î', 'Ï', 'Ä', 'Å', 'Ð', 'Ñ']) {
        out = Cow::Owned(without_mojibake(&out));
    }
    if has(&out, b'E') && out.contains("aEuro") {
        out = Cow::Owned(out.replace("aEuro(TM)", "'").replace("aEuroTM", "'").replace("aEuro", " "));
    }
    out
}

/// Leaves out `<sup>`, `</i>`, `<br/>`, and keeps "p < 0.05".
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        let name = rest[1..].trim_start_matches('/');
        let close = rest.find('>').filter(|&close| close < 60 && name.starts_with(|c: char| c.is_ascii_alphabetic()));
        match close {
            Some(close) => rest = &rest[close + 1..],
            None => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

/// UTF-8 that was once read as Windows-1252, read right: `Ã©` is `é`, `â€™` is `’`. Runs that are no such damage stay.
fn without_mojibake(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.char_indices().peekable();
    while let Some(&(start, c)) = chars.peek() {
        let wide = !c.is_ascii();
        let mut end = start;
        while let Some(&(at, c)) = chars.peek()
            && c.is_ascii() != wide
        {
            end = at + c.len_utf8();
            chars.next();
        }
        let run = &text[start..end];
        let (bytes, _, unmapped) = encoding_rs::WINDOWS_1252.encode(run);
        match std::str::from_utf8(&bytes) {
            Ok(repaired) if wide && !unmapped => out.push_str(repaired),
            _ => out.push_str(run),
        }
    }
    out
}

/// ASCII words, lower case, one space between. Apostrophes join, everything else that is no letter or digit parts.
///
/// A single Greek letter is written out (`α` is `alpha`); `&` is `and`; `ae` and `oe` are `e`, as American spelling has it.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    fold_into(text, &mut out);
    out
}

/// As [`fold`], behind a space where `out` already ends with a word.
pub(super) fn fold_into(text: &str, out: &mut String) {
    let mut gap = !out.is_empty();
    let mut rest = text;
    loop {
        let word = Word::at(rest.as_bytes());
        if word.length > 0 {
            put_word(&rest[..word.length], &word, &mut gap, out);
            rest = &rest[word.length..];
        }
        // Nearly always.
        if let Some(behind) = rest.strip_prefix(' ') {
            gap = !out.is_empty();
            rest = behind;
            continue;
        }
        let Some(c) = rest.chars().next() else { break };
        if !(c == '?' && !gap && is_lost_letter(rest, out)) {
            put_sign(c, &mut gap, out);
        }
        rest = &rest[c.len_utf8()..];
    }
}

/// What the letters and digits of ASCII are with which a text begins.
struct Word {
    /// How many there are, in bytes too.
    length: usize,
    /// Whether some are capitals.
    has_capitals: bool,
    /// Whether an `e` stands behind `a` or `o`, or at the beginning.
    may_shorten: bool,
}

impl Word {
    fn at(text: &[u8]) -> Self {
        let (mut before, mut changed, mut may_shorten) = (b'o', 0, false);
        let ends = |&byte: &u8| {
            let small = SMALL[usize::from(byte)];
            if small == b'e' {
                may_shorten |= matches!(before, b'a' | b'o');
            }
            changed |= if small == 0 { 0 } else { small ^ byte };
            before = small;
            small == 0
        };
        let length = text.iter().position(ends).unwrap_or(text.len());
        Self { length, has_capitals: changed != 0, may_shorten }
    }
}

/// For each byte the small letter or digit of ASCII that it stands for; 0 for all others.
const SMALL: [u8; 256] = {
    let (mut small, mut byte) = ([0; 256], 0);
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            small[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    small
};

/// Whether the question mark with which `rest` begins stands between letters: a program wrote it for a letter that it does not know,
/// `Ma?gorzata` for `Małgorzata`, as it does the sign U+FFFD.
fn is_lost_letter(rest: &str, before: &str) -> bool {
    before.ends_with(|c: char| c.is_ascii_alphabetic()) && rest.trim_start_matches('?').starts_with(char::is_alphabetic)
}

/// Letters and digits in a row, all of them ASCII.
fn put_word(word: &str, about: &Word, gap: &mut bool, out: &mut String) {
    if about.may_shorten {
        word.bytes().for_each(|byte| put(byte, gap, out));
        return;
    }
    if std::mem::take(gap) {
        out.push(' ');
    }
    let start = out.len();
    out.push_str(word);
    if about.has_capitals {
        out[start..].make_ascii_lowercase();
    }
}

/// Anything but a letter or digit of ASCII.
fn put_sign(c: char, gap: &mut bool, out: &mut String) {
    if c.is_ascii() {
        put(c as u8, gap, out);
    } else if let Some(name) = greek(c) {
        name.bytes().for_each(|b| put(b, gap, out));
    } else if matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{fffd}' | '\u{300}'..='\u{36f}') {
        // Invisible, a lost character, or an accent that stands behind its letter.
    } else if matches!(c, '’' | '‘' | '´' | 'ʼ' | '′') {
        put(b'\'', gap, out);
    } else {
        match deunicode::deunicode_char(c) {
            Some(ascii) => ascii.bytes().for_each(|b| put(b, gap, out)),
            None => *gap = !out.is_empty(),
        }
    }
}

#[inline]
fn put(byte: u8, gap: &mut bool, out: &mut String) {
    match byte {
        b'\'' | b'`' => {}
        b'&' => {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str("and");
            *gap = true;
        }
        _ if byte.is_ascii_alphanumeric() => {
            if *gap {
                out.push(' ');
                *gap = false;
            }
            let byte = byte.to_ascii_lowercase();
            // "haemolytic" is "hemolytic", "oedema" is "edema".
            if byte == b'e' && out.ends_with(['a', 'o']) {
                out.pop();
            }
            out.push(byte as char);
        }
        _ => *gap = !out.is_empty(),
    }
}

fn greek(c: char) -> Option<&'static str> {
    Some(match c {
        'α' | 'Α' => "alpha",
        'β' | 'Β' | 'ϐ' => "beta",
        'γ' | 'Γ' => "gamma",
        'δ' | 'Δ' | '∆' => "delta",
        'ε' | 'ϵ' | 'Ε' => "epsilon",
        'ζ' => "zeta",
        'η' => "eta",
        'θ' | 'ϑ' | 'Θ' => "theta",
        'ι' => "iota",
        'κ' | 'ϰ' => "kappa",
        'λ' | 'Λ' => "lambda",
        'μ' | 'µ' => "mu",
        'ν' => "nu",
        'ξ' | 'Ξ' => "xi",
        'π' | 'Π' | 'ϖ' => "pi",
        'ρ' | 'ϱ' => "rho",
        'σ' | 'ς' | 'Σ' => "sigma",
        'τ' => "tau",
        'υ' => "upsilon",
        'φ' | 'ϕ' | 'Φ' => "phi",
        'χ' => "chi",
        'ψ' | 'Ψ' => "psi",
        'ω' | 'Ω' | '\u{2126}' => "omega",
        _ => return None,
    })
}

/// The words of a folded text. They are short: a search for the next blank that has to be set up takes longer than to look at each byte.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> + Clone {
    words_between(text, |byte| byte == b' ')
}

/// The words of a folded text between blanks and other signs of ASCII, by `parts`.
pub(super) fn words_between(text: &str, parts: impl Fn(u8) -> bool + Clone) -> impl Iterator<Item = &str> + Clone {
    let mut rest = text;
    std::iter::from_fn(move || {
        while let Some(&first) = rest.as_bytes().first() {
            let end = if parts(first) { 0 } else { rest.bytes().position(&parts).unwrap_or(rest.len()) };
            let word = &rest[..end];
            rest = rest.get(end + 1..).unwrap_or_default();
            if end > 0 {
                return Some(word);
            }
        }
        None
    })
}

/// A number for `text` that is the same in every run: 64 bits, by a fixed seed.
#[inline]
pub(super) fn hash(text: &str) -> u64 {
    hash_bytes(text.as_bytes())
}

/// As [`hash`], with the spaces left out: `co production` and `coproduction` are one.
pub(super) fn hash_compact(text: &str) -> u64 {
    let mut state = SEED;
    text.bytes().filter(|&b| b != b' ').for_each(|b| state = step(state, b));
    finish(state)
}

fn hash_bytes(bytes: &[u8]) -> u64 {
    finish(bytes.iter().fold(SEED, |state, &b| step(state, b)))
}

/// FNV-1a, then the finaliser of SplitMix64: fixed for ever, since group names and order may rest on it.
const SEED: u64 = 0xcbf2_9ce4_8422_2325;

fn step(state: u64, byte: u8) -> u64 {
    (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

/// Mixes the bits of `state`.
pub(super) fn finish(mut state: u64) -> u64 {
    state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}

/// Words that carry no meaning of their own in a title.
#[inline]
pub(super) fn is_stop_word(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "and"
            | "as"
            | "at"
            | "by"
            | "for"
            | "from"
            | "in"
            | "is"
            | "of"
            | "on"
            | "or"
            | "the"
            | "to"
            | "with"
            | "der"
            | "die"
            | "das"
            | "und"
            | "de"
            | "des"
            | "du"
            | "la"
            | "le"
            | "les"
            | "et"
            | "el"
            | "en"
            | "y"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_exports_change_is_taken_away() {
        for (text, expected) in [
            ("Co\u{2010}production &amp; the <i>State</i>", "co production and the state"),
            ("Haemolytic uræmic", "hemolytic uremic"),
            ("the publicâ€™s cafÃ©", "the publics cafe"),
            ("TNF-α, p < 0.05", "tnf alpha p 0 05"),
            ("Ca<sup>2+</sup> O'Donnell", "ca2 odonnell"),
            ("engaging aEuro\u{a6}the public", "engaging the public"),
            ("Ma?gorzata in Piel??niarstwo", "magorzata in pielniarstwo"),
            ("Who pays? Towns do", "who pays towns do"),
        ] {
            assert_eq!(fold(&plain(text)), expected, "{text}");
        }
    }

    #[test]
    fn e_stands_for_ae_and_oe_wherever_they_stand() {
        for (text, expected) in [
            ("aeon", "eon"),
            ("OEDEMA", "edema"),
            ("phoenix Haemolysis", "phenix hemolysis"),
            ("co-enzyme", "co enzyme"),
            ("o'edema", "edema"),
            ("eel eye", "eel eye"),
        ] {
            assert_eq!(fold(text), expected, "{text}");
        }
        let mut out = "edema".to_owned();
        fold_into("Eel", &mut out);
        assert_eq!(out, "edema eel");
    }

    #[test]
    fn words_are_what_stands_between_blanks() {
        for text in ["", " ", "a", "one two", " one  two ", "towns in decline 2"] {
            let expected: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
            assert_eq!(words(text).collect::<Vec<_>>(), expected, "{text}");
        }
        assert!(
            words_between("larsen l|doe jane", |byte| matches!(byte, b' ' | b'|')).eq(["larsen", "l", "doe", "jane"])
        );
    }

    #[test]
    fn spaces_do_not_count_in_a_compact_hash() {
        assert_eq!(hash_compact("co production"), hash("coproduction"));
        assert_ne!(hash("co production"), hash("coproduction"));
    }
}
