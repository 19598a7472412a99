//! Keys and addresses of the user: they go onto the wire and nowhere else.

use std::fmt;

use super::percent_encode;
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
            for written in spellings(secret.reveal()) {
                found |= replace(bytes, written.as_bytes());
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

/// How a secret may come back: as it is, in an address, in JSON that writes `/` as `\/`, in a web page.
fn spellings(secret: &str) -> Vec<String> {
    let encoded = percent_encode(secret);
    let lower_case = |text: &str| {
        let mut parts = text.split('%');
        let first = parts.next().unwrap_or_default().to_owned();
        // The two digits behind the sign are ASCII: the encoding made them.
        parts.fold(first, |all, part| format!("{all}%{}{}", part[..2].to_lowercase(), &part[2..]))
    };
    let escaped = html_escape::encode_safe(secret).into_owned();
    let mut all = vec![secret.to_owned(), lower_case(&encoded), encoded, secret.replace('/', "\\/"), escaped];
    all.dedup();
    all
}

/// Puts [`REMOVED`] in every place of `secret`; says whether there was one.
fn replace(bytes: &mut Vec<u8>, secret: &[u8]) -> bool {
    let finder = memchr::memmem::Finder::new(secret);
    let places: Vec<usize> = finder.find_iter(bytes).collect();
    if places.is_empty() {
        return false;
    }
    let mut out = Vec::with_capacity(bytes.len());
    let mut from = 0;
    for at in places {
        out.extend_from_slice(&bytes[from..at]);
        out.extend_from_slice(REMOVED.as_bytes());
        from = at + secret.len();
    }
    out.extend_from_slice(&bytes[from..]);
    *bytes = out;
    true
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
        for written in ["k3y+with\\/signs", "k3y%2bwith%2fsigns", "k3y+with&#x2F;signs"] {
            assert_eq!(all.remove_from_text(&format!("<{written}>")), "<[removed]>");
        }
        assert!(!format!("{all:?}").contains("k3y"));
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
