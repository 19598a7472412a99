//! Languages by ISO 639-3 code.

use std::fmt;

/// A language: three lower-case letters of ISO 639-3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language([u8; 3]);

impl Language {
    /// English.
    pub const ENGLISH: Self = Self(*b"eng");

    /// The language with this ISO 639-3 code; the letters are not looked up.
    pub fn from_code(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_lowercase).then_some(Self(bytes))
    }

    /// The ISO 639-3 code.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("und")
    }

    /// Every language that a value of a language field names: `English`, `en-GB`, `eng; fre`.
    pub fn parse_all(text: &str) -> Vec<Self> {
        text.split([';', ',', '/', '|']).filter_map(Self::parse).collect()
    }

    fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let head = text.split(['-', '_']).next().unwrap_or_default();
        NAMES
            .iter()
            .find(|names| names.contains(&text.as_str()) || names.contains(&head))
            .and_then(|names| Self::from_code(names[0]))
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// ISO 639-3 first, then everything that means it.
const NAMES: &[&[&str]] = &[
    &["eng", "en", "english"],
    &["ita", "it", "italian"],
    &["fra", "fr", "fre", "french"],
    &["deu", "de", "ger", "german"],
    &["spa", "es", "spanish"],
];
