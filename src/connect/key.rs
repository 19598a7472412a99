//! Keys and addresses of the user: they go onto the wire and nowhere else.

use std::fmt;

use super::service::{KeyPlace, KeyUse};

/// What stands where a secret was.
const REMOVED: &str = "[removed]";

/// Something that must not be written anywhere: a key, or the user's address.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes a secret as the user gave it.
    ///
    /// # Errors
    /// If it is empty, has characters that cannot be sent in a header, or is so short that removing it would damage
    /// other texts.
    pub fn new(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.len() < 6 {
            return Err("it has fewer than 6 characters".to_owned());
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err("it has spaces or characters that are not ASCII".to_owned());
        }
        Ok(Self(text.to_owned()))
    }

    /// The secret itself, for the wire.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REMOVED)
    }
}

/// What a user sends along to one service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Credentials {
    /// The key, if there is one and the service takes it.
    pub key: Option<Secret>,
    /// The address to be reached at, if given.
    pub mail: Option<Secret>,
}

impl Credentials {
    /// The parameters to be added to a request.
    pub(super) fn parameters(&self, key: KeyUse, mail: Option<&'static str>) -> Vec<(&'static str, String)> {
        let mut out = Vec::new();
        if let (Some(name), Some(mail)) = (mail, &self.mail) {
            out.push((name, mail.reveal().to_owned()));
        }
        if let (Some(KeyPlace::Parameter(name)), Some(key)) = (key.place(), &self.key) {
            out.push((name, key.reveal().to_owned()));
        }
        out
    }

    /// The header to be added to a request.
    pub(super) fn header(&self, key: KeyUse) -> Option<(&'static str, String)> {
        match (key.place(), &self.key) {
            (Some(KeyPlace::Header(name, prefix)), Some(key)) => Some((name, format!("{prefix}{}", key.reveal()))),
            _ => None,
        }
    }

    /// Removes every secret from bytes that are going to be kept; says whether there was one.
    pub fn remove_from(&self, bytes: &mut Vec<u8>) -> bool {
        let mut found = false;
        for secret in [&self.key, &self.mail].into_iter().flatten() {
            let secret = secret.reveal().as_bytes();
            found |= replace(bytes, secret, same_letter);
            found |= replace(bytes, &hexadecimal(secret), same_letter);
            for part in base64_parts(secret) {
                found |= replace(bytes, &part, same_in_base64);
            }
        }
        found
    }

    /// The same for a text.
    pub fn remove_from_text(&self, text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        self.remove_from(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// Puts [`REMOVED`] in every place of `secret`, however its characters are spelled; says whether there was one. `same` tells
/// whether a character found may stand for one of the secret.
fn replace(bytes: &mut Vec<u8>, secret: &[u8], same: Same) -> bool {
    let Some(&first) = secret.first() else { return false };
    let mut out = Vec::new();
    let (mut kept, mut from) = (0, 0);
    while let Some(found) = bytes[from..].iter().position(|&byte| same(byte, first) || b"%\\&".contains(&byte)) {
        let at = from + found;
        match written(&bytes[at..], secret, same) {
            Some(length) => {
                out.extend_from_slice(&bytes[kept..at]);
                out.extend_from_slice(REMOVED.as_bytes());
                (kept, from) = (at + length, at + length);
            }
            None => from = at + 1,
        }
    }
    if kept == 0 {
        return false;
    }
    out.extend_from_slice(&bytes[kept..]);
    *bytes = out;
    true
}

/// Whether a character that was found may stand for one of a secret.
type Same = fn(u8, u8) -> bool;

/// Services log keys and addresses in lower or upper case.
fn same_letter(found: u8, meant: u8) -> bool {
    found.eq_ignore_ascii_case(&meant)
}

/// The two alphabets of RFC 4648.
fn same_in_base64(found: u8, meant: u8) -> bool {
    found == meant || matches!((found, meant), (b'-', b'+') | (b'_', b'/'))
}

fn hexadecimal(secret: &[u8]) -> Vec<u8> {
    secret.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect()
}

/// What every text in base64 (RFC 4648, section 4) that holds `secret` has in it: one part for each of the three places where
/// it may begin. Characters at its ends that it shares with its neighbours tell less than one of its own and stay.
fn base64_parts(secret: &[u8]) -> [Vec<u8>; 3] {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    [0, 1, 2].map(|before: usize| {
        let bits = |index: usize| {
            let bit = |at: usize| secret[at / 8 - before] >> (7 - at % 8) & 1;
            (index * 6..index * 6 + 6).fold(0, |sum, at| sum << 1 | bit(at))
        };
        let whole = (before * 8).div_ceil(6)..(before + secret.len()) * 8 / 6;
        whole.map(|index| ALPHABET[usize::from(bits(index))]).collect()
    })
}

/// How many bytes at the beginning of `text` spell `secret`, if they do.
fn written(text: &[u8], secret: &[u8], same: Same) -> Option<usize> {
    let Some((&first, rest)) = secret.split_first() else { return Some(0) };
    let mut lengths = spellings(text, first, same).into_iter().flatten();
    lengths.find_map(|length| Some(length + written(&text[length..], rest, same)?))
}

/// Most backslashes before one character: JSON inside of JSON inside of JSON has seven before a quotation mark.
const MOST_BACKSLASHES: usize = 8;

/// How many bytes at the beginning of `text` are `c`: as it is, in an address (`%2B`, or `%252B` in an address within an
/// address), in JSON and in JSON inside of it (`\/`, `\u002b`, `\\u002b`), in a web page (`&#x2b;`, `&amp;`).
fn spellings(text: &[u8], c: u8, same: Same) -> [Option<usize>; 4] {
    let number = |start: &[u8], radix: u32, most: usize, end: &[u8]| {
        let digits = text.strip_prefix(start)?;
        let length = digits.iter().take(most).take_while(|digit| char::from(**digit).is_digit(radix)).count();
        let value = u32::from_str_radix(std::str::from_utf8(&digits[..length]).ok()?, radix).ok()?;
        let whole = u8::try_from(value).is_ok_and(|found| same(found, c)) && digits[length..].starts_with(end);
        whole.then_some(start.len() + length + end.len())
    };
    let named = || {
        let names: [(&[u8], u8); 5] =
            [(b"&amp;", b'&'), (b"&lt;", b'<'), (b"&gt;", b'>'), (b"&quot;", b'"'), (b"&apos;", b'\'')];
        names.iter().find(|(name, meant)| *meant == c && text.starts_with(name)).map(|(name, _)| name.len())
    };
    let plain = text.first().is_some_and(|&found| same(found, c)).then_some(1);
    let encoded = match text.first() {
        Some(b'%') => number(b"%25", 16, 2, b"").or_else(|| number(b"%", 16, 2, b"")),
        Some(b'\\') => {
            let signs = text.iter().take(MOST_BACKSLASHES).take_while(|byte| **byte == b'\\').count();
            let start = [&text[..signs], b"u"].concat();
            let escaped = || {
                if c == b'\\' { (signs > 1).then_some(2) } else { (text.get(signs) == Some(&c)).then_some(signs + 1) }
            };
            number(&start, 16, 4, b"").or_else(escaped)
        }
        Some(b'&') => number(b"&#x", 16, 6, b";").or_else(|| number(b"&#", 10, 7, b";")).or_else(named),
        _ => None,
    };
    // A percent sign may be one itself, or begin a number.
    let single = if encoded == Some(5) { number(b"%", 16, 2, b"") } else { None };
    // In JSON inside of JSON, four backslashes are one.
    let deeper = (c == b'\\' && text.starts_with(br"\\\\")).then_some(4);
    [deeper, encoded, single, plain]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credentials(key: &str) -> Credentials {
        Credentials { key: Secret::new(key).ok(), mail: Secret::new("ada@example.org").ok() }
    }

    #[test]
    fn no_secret_survives_in_what_is_kept() {
        let all = credentials("k3y+with/signs");
        let mut body =
            b"{\"api-key\":\"k3y+with/signs\",\"url\":\"?api_key=k3y%2Bwith%2Fsigns&mailto=ada%40example.org\"}"
                .to_vec();
        assert!(all.remove_from(&mut body));
        assert_eq!(
            String::from_utf8_lossy(&body),
            "{\"api-key\":\"[removed]\",\"url\":\"?api_key=[removed]&mailto=[removed]\"}"
        );
        assert!(!all.remove_from(&mut body), "nothing is left to remove");
        for written in [
            "k3y+with\\/signs",
            "k3y%2bwith%2fsigns",
            "k3y%252Bwith%252Fsigns",
            "k3y+with&#x2F;signs",
            "k3y&#43;with/signs",
            "k3y\\u002Bwith\\u002fsigns",
            // In JSON that is a text of JSON.
            "k3y\\\\u002bwith\\\\/signs",
            "\\\\u006b\\\\u0033y+with\\\\\\/signs",
            "%6B3y+with/signs",
        ] {
            assert_eq!(all.remove_from_text(&format!("<{written}>")), "<[removed]>");
        }
        let odd = credentials("50%25&\\key\"");
        for written in [
            "50%25&\\key\"",
            "50%2525%26%5Ckey%22",
            "50%25&amp;\\key&quot;",
            "50%25\\u0026\\\\key\\\"",
            "50%25\\\\u0026\\\\\\\\key\\\\\\\"",
        ] {
            assert_eq!(odd.remove_from_text(&format!("<{written}>")), "<[removed]>", "{written}");
        }
        for other in ["k3y+with/sign", "%", "\\", "&#", "k3y%2", "k3y\\u00"] {
            assert_eq!(all.remove_from_text(other), other, "nothing else is touched");
        }
        assert!(!format!("{all:?}").contains("k3y"));
    }

    /// As services log them and gateways pass them on. The encodings were made with coreutils and are not computed here.
    #[test]
    fn no_secret_survives_in_another_case_or_encoding() {
        let all = credentials("K3y+With/Signs");
        for written in [
            "k3y+with/signs",
            "K3Y+WITH/SIGNS",
            "k3y%2bwith%2Fsigns",
            "%4b%33%79%2b%57%69%74%68%2f%53%69%67%6e%73",
            "4b33792b576974682f5369676e73",
            "4B33792B576974682F5369676E73",
        ] {
            assert_eq!(all.remove_from_text(&format!("<{written}>")), "<[removed]>", "{written}");
        }
        for (written, before, behind) in [
            // printf 'K3y+With/Signs', then after `a:`, `ab:` and before `:x`; the last one for addresses.
            ("SzN5K1dpdGgvU2lnbnM=", "", "M="),
            ("YTpLM3krV2l0aC9TaWducw==", "YTp", "w=="),
            ("YWI6SzN5K1dpdGgvU2lnbnM6eA==", "YWI6", "M6eA=="),
            ("YTpLM3krV2l0aC9TaWduczp4", "YTp", "zp4"),
            ("SzN5K1dpdGgvU2lnbnM%3D", "", "M%3D"),
        ] {
            assert_eq!(
                all.remove_from_text(&format!("<{written}>")),
                format!("<{before}[removed]{behind}>"),
                "{written}"
            );
        }
        let slashes = credentials("a?b>c~d?e>");
        for written in ["YT9iPmN+ZD9lPg==", "YT9iPmN-ZD9lPg==", "YT9iPmN%2BZD9lPg==", "YT9iPmN%2bZD9lPg%3D%3D"] {
            assert!(slashes.remove_from_text(written).starts_with("[removed]"), "{written}");
        }
        for other in ["k3y+with/sign", "SzN5K1dpdGgv", "szn5k1dpdggvu2lnbnm="] {
            assert_eq!(all.remove_from_text(other), other, "nothing else is touched");
        }
    }

    #[test]
    fn a_key_that_cannot_be_sent_or_removed_is_refused() {
        assert!(
            Secret::new("abc").is_err()
                && Secret::new("with space inside").is_err()
                && Secret::new("käse-key").is_err()
        );
        assert!(Secret::new(" 0123456789 \n").is_ok(), "the end of a line in a file is no part of it");
    }
}
