//! Countries and their subdivisions by ISO 3166 code.

use std::fmt;

/// A country of ISO 3166-1 or a subdivision of ISO 3166-2; `XK` for Kosovo, which has no code of its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Code([u8; 5]);

impl Code {
    /// England, whose people share their name with a language that is written everywhere.
    pub const ENGLAND: Self = Self(*b"GBENG");

    /// The United Kingdom.
    pub const UNITED_KINGDOM: Self = Self(*b"GB\0\0\0");

    /// Reads `GB` or `GB-ENG`; whether there is such a place is not looked up.
    pub fn parse(text: &str) -> Option<Self> {
        let (country, part) = text.split_once('-').unwrap_or((text, ""));
        let capitals = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase());
        let known = part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        if !capitals || !known || part.is_empty() != (text.len() == 2) {
            return None;
        }
        let mut code = [0; 5];
        code[..2].copy_from_slice(country.as_bytes());
        code[2..2 + part.len()].copy_from_slice(part.as_bytes());
        Some(Self(code))
    }

    /// The subdivision `part` of this country.
    pub fn subdivision(self, part: &str) -> Option<Self> {
        Self::parse(&format!("{}-{part}", self.country()))
    }

    /// The country.
    pub fn country(self) -> Self {
        Self([self.0[0], self.0[1], 0, 0, 0])
    }

    /// Whether this is a country and not a part of one.
    pub fn is_country(self) -> bool {
        self.0[2] == 0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letters = |range: std::ops::Range<usize>| {
            let bytes = &self.0[range];
            let end = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
            std::str::from_utf8(&bytes[..end]).unwrap_or_default().to_owned()
        };
        f.write_str(&letters(0..2))?;
        if self.is_country() { Ok(()) } else { write!(f, "-{}", letters(2..5)) }
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_and_written() {
        for text in ["GB", "GB-ENG", "FR-75", "IE-D"] {
            assert_eq!(Code::parse(text).map(|code| code.to_string()).as_deref(), Some(text));
        }
        for text in ["", "gb", "UKM", "GB-", "GB-ENGL", "G1", "GB_ENG"] {
            assert_eq!(Code::parse(text), None, "{text}");
        }
        assert_eq!(Code::parse("US-CA").map(Code::country), Code::parse("US"));
    }
}
