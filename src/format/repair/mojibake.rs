//! UTF-8 that was decoded as Windows-1252 and encoded again: `â€™` for `’`, `Ã©` for `é`; and Windows-1252 that was decoded as
//! Latin-1, which has control characters where Windows has quotation marks and dashes: U+0092 for `’`.

use encoding_rs::WINDOWS_1252;
use memchr::memchr_iter;

/// Every sequence that reads as UTF-8 decoded wrongly is decoded rightly, and every control character of Latin-1 left over
/// is what Windows-1252 has in its place; `None` without any.
///
/// Damage done twice is undone twice.
pub fn text(text: &str) -> Option<String> {
    let decoded = pass(text).map(|once| pass(&once).unwrap_or(once));
    without_controls(decoded.as_deref().unwrap_or(text)).or(decoded)
}

/// Whether a text has a control character of Latin-1, U+0080 to U+009F, which no one writes.
pub fn has_control(text: &str) -> bool {
    let bytes = text.as_bytes();
    !bytes.is_ascii()
        && memchr_iter(0xC2, bytes).any(|at| bytes.get(at + 1).is_some_and(|byte| (0x80..0xA0).contains(byte)))
}

/// `None` if nothing changes: five bytes are no character of Windows-1252 either.
fn without_controls(text: &str) -> Option<String> {
    if !has_control(text) {
        return None;
    }
    let mut right = String::with_capacity(text.len());
    for c in text.chars() {
        match u32::from(c) {
            code @ 0x80..0xA0 => right.push_str(&WINDOWS_1252.decode_without_bom_handling(&[code as u8]).0),
            _ => right.push(c),
        }
    }
    (right != text).then_some(right)
}

fn pass(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let mut copied = 0;
    // The letters that stand for a first byte, U+00C2 to U+00F4, all begin with the byte C3.
    for at in memchr_iter(0xC3, bytes) {
        if at >= copied
            && let Some((right, length)) = sequence(&text[at..])
            && !(is_punctuation(text[at..at + length].chars().nth(1)) && after_capital(&text[..at]))
        {
            out.push_str(&text[copied..at]);
            out.push(right);
            copied = at + length;
        }
    }
    if copied == 0 {
        return None;
    }
    out.push_str(&text[copied..]);
    Some(out)
}

/// The character meant by the wrongly decoded bytes that `text` begins with, and how long they are in `text`.
fn sequence(text: &str) -> Option<(char, usize)> {
    let mut bytes = [0; 4];
    let mut chars = text.chars();
    let first = byte(chars.next()?)?;
    let count = match first {
        0xC2..=0xC5 | 0xCE..=0xD1 => 2,
        0xE2..=0xEF => 3,
        0xF0 => 4,
        _ => return None,
    };
    bytes[0] = first;
    for slot in &mut bytes[1..count] {
        *slot = byte(chars.next()?).filter(|byte| (0x80..0xC0).contains(byte))?;
    }
    let right = std::str::from_utf8(&bytes[..count]).ok()?.chars().next()?;
    Some((right, text.len() - chars.as_str().len()))
}

/// The byte that Windows-1252 decodes as `c`; a C1 control character stands for its own byte.
fn byte(c: char) -> Option<u8> {
    match u32::from(c) {
        code @ (0x80..=0xFF) => Some(code as u8),
        0..0x80 => None,
        _ => {
            let mut utf8 = [0; 4];
            let (encoded, _, unmappable) = WINDOWS_1252.encode(c.encode_utf8(&mut utf8));
            (!unmappable && encoded.len() == 1).then(|| encoded[0])
        }
    }
}

/// Quotation marks and dashes may rightly follow a capital with an accent: `CAFÉ”`.
fn is_punctuation(c: Option<char>) -> bool {
    c.is_some_and(|c| matches!(c, '\u{2013}'..='\u{201E}' | '\u{2026}' | '\u{2022}' | '»' | '«'))
}

fn after_capital(before: &str) -> bool {
    before.chars().next_back().is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_decoded_twice_are_decoded_once() {
        assert_eq!(text("the publicâ€™s cafÃ©, TNF-Î± â‰¥ 5 Â°C").as_deref(), Some("the public’s café, TNF-α ≥ 5 °C"));
        assert_eq!(text("JosÃƒÂ©").as_deref(), Some("José"), "twice");
        assert_eq!(text("the public\u{e2}\u{80}\u{99}s").as_deref(), Some("the public’s"), "through Latin-1");
    }

    #[test]
    fn control_characters_are_what_windows_has_in_their_place() {
        assert_eq!(
            text("the council\u{92}s \u{93}best\u{94} \u{96} or not\u{85}").as_deref(),
            Some("the council’s “best” – or not…")
        );
        assert_eq!(text("\u{c3}\u{a9} and \u{80}5").as_deref(), Some("é and €5"), "beside letters decoded twice");
        assert_eq!(text("\u{81}\u{9d}"), None, "no characters of Windows either");
        assert!(!has_control("50\u{a0}% of £5"));
    }

    #[test]
    fn letters_with_accents_stay() {
        for right in ["naïve café", "São Paulo", "“CAFÉ”", "“IRMÔ", "Ångström", "Ö", "CIÓ–", "ça", "Ελλάδα", "Ñandú"]
        {
            assert_eq!(text(right), None, "{right}");
        }
    }
}
