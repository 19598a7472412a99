//! Languages by ISO 639-3 code.

mod names;

use std::fmt;

use names::NAMES;

/// A language: three lower-case letters of ISO 639-3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language([u8; 3]);

impl Language {
    /// English.
    pub const ENGLISH: Self = Self(*b"eng");

    /// A language that is not told, where English is denied.
    pub const ANOTHER: Self = Self(*b"mis");

    /// The language with this ISO 639-3 code; the letters are not looked up.
    pub fn from_code(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_lowercase).then_some(Self(bytes))
    }

    /// The ISO 639-3 code.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("und")
    }

    /// The name in English; the code where the language is not in the table.
    pub fn name(&self) -> &str {
        let names = NAMES.iter().find(|names| names[0] == self.code());
        names.and_then(|names| names.iter().find(|name| name.len() > 3)).copied().unwrap_or(self.code())
    }

    /// Every language that a value of a language field names, once each: `English`, `en-GB`, `eng; fre`, `eng fin`,
    /// `English (Dialogue)`. What names the language of an abstract or summary is left out.
    pub fn parse_all(text: &str) -> Vec<Self> {
        let mut found = Vec::new();
        for part in text.split([';', ',', '/', '|', '\n', '\r']).flat_map(|part| part.split("&#xD")) {
            for language in Self::parse_part(part) {
                if !found.contains(&language) {
                    found.push(language);
                }
            }
        }
        found
    }

    /// One part between separators: mostly one language, but also codes side by side or names joined by a word.
    fn parse_part(part: &str) -> Vec<Self> {
        let lower = part.to_lowercase();
        // What is written in the abstract only: `Abstract in English`, `German (English abstract)`.
        let about_abstract = |text: &str| {
            ["abstract", "summar", "résumé", "resumen"].iter().any(|word| text.contains(word))
                && !text.contains(" with ")
        };
        let (plain, aside) = lower.split_once(['(', '[', '<']).unwrap_or((&lower, ""));
        if about_abstract(plain) {
            return Vec::new();
        }
        let plain = ["full text in ", "text in ", "article in ", "written in ", "in "]
            .iter()
            .find_map(|before| plain.trim_start().strip_prefix(before))
            .unwrap_or(plain);
        let found = Self::parse_words(plain);
        // `Bilingual (English/Welsh)`
        if found.is_empty() && !about_abstract(aside) { Self::parse_words(aside) } else { found }
    }

    /// One part without what stands in brackets.
    fn parse_words(plain: &str) -> Vec<Self> {
        let plain = plain.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '"' | ')' | ']'));
        if let Some(language) = by_name(plain) {
            return vec![language];
        }
        if ["non-english", "non english", "not english", "not in english"].contains(&plain) {
            return vec![Self::ANOTHER];
        }
        // `zh-Hans-CN`, `en_US`: the first subtag of BCP 47.
        if let Some(language) =
            plain.split_once(['-', '_']).and_then(|(head, _)| by_name(head).filter(|_| head.len() <= 3))
        {
            return vec![language];
        }
        let words: Vec<&str> = plain
            .split_whitespace()
            .filter(|word| !matches!(*word, "and" | "und" | "et" | "y" | "e" | "&" | "+"))
            .collect();
        let all: Option<Vec<Self>> = words.iter().map(|word| by_name(word)).collect();
        match (all, words.first()) {
            (Some(all), _) => all,
            // `English in Latin script`, `Chinese with English abstract`.
            // Two letters before other words are a word: `No linguistic content`, `to be checked`.
            (None, Some(first)) if first.len() > 2 => {
                by_name(first).or_else(|| by_beginning(first)).into_iter().collect()
            }
            (None, _) => Vec::new(),
        }
    }
}

/// The language with this code or name in lower case.
fn by_name(text: &str) -> Option<Language> {
    let names = NAMES.iter().find(|names| names.contains(&text))?;
    Language::from_code(names[0])
}

/// The only language with an English name that begins with `text`, which has at least four letters (`engl`, `germ`).
fn by_beginning(text: &str) -> Option<Language> {
    const SHORTEST: usize = 4;
    if text.len() < SHORTEST || !text.is_ascii() {
        return None;
    }
    let mut fitting = NAMES
        .iter()
        .filter(|names| names.iter().find(|name| name.len() > 3).is_some_and(|name| name.starts_with(text)));
    match (fitting.next(), fitting.next()) {
        (Some(names), None) => Language::from_code(names[0]),
        _ => None,
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> String {
        Language::parse_all(text).iter().map(Language::code).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_spelling_gives_its_code() {
        for (text, expected) in [
            ("English", "eng"),
            ("ENGLISH.", "eng"),
            ("en-GB", "eng"),
            ("en_US", "eng"),
            ("fre", "fra"),
            ("Deutsch", "deu"),
            ("engl", "eng"),
            ("zh-Hans-CN", "zho"),
            ("eng; fre", "eng fra"),
            ("eng fin", "eng fin"),
            ("English and French", "eng fra"),
            ("English&#xD;Spanish", "eng spa"),
            ("Spanish, Castilian", "spa"),
            ("Spanish; English abstract", "spa"),
            ("Chinese with English abstract", "zho"),
            ("English in Latin script", "eng"),
            ("English (Dialogue), French (Subtitles)", "eng fra"),
            ("Bilingual (English/Welsh)", "eng cym"),
            ("Cymraeg / Saesneg", "cym eng"),
            ("non english", "mis"),
            ("Non-English", "mis"),
            ("Norwegian Bokmål", "nob"),
        ] {
            assert_eq!(codes(text), expected, "{text}");
        }
    }

    #[test]
    fn words_that_name_no_language_give_none() {
        for text in [
            "",
            "Language",
            "Unspecified",
            "und",
            "zxx",
            "n/a",
            "Other",
            "x",
            "Engineering",
            "Undetermined",
            "No linguistic content",
            "to be checked",
        ] {
            assert_eq!(codes(text), "", "{text}");
        }
    }

    #[test]
    fn codes_and_names_are_unambiguous() {
        let mut all: Vec<&str> = NAMES.iter().flat_map(|names| names.iter().copied()).collect();
        all.sort_unstable();
        assert!(all.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(NAMES.iter().all(|names| Language::from_code(names[0]).is_some()));
    }

    #[test]
    fn a_language_is_named_in_english() {
        assert_eq!(Language::ENGLISH.name(), "english");
        assert_eq!(Language::parse_all("ger").first().map(Language::name), Some("german"));
    }
}
