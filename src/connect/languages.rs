//! How services name languages.

use crate::record::language::Language;

/// ISO 639-3, ISO 639-1 and the English name: the languages in which databases of scholarly literature hold most reports.
const LANGUAGES: &[(&str, &str, &str)] = &[
    ("ara", "ar", "Arabic"),
    ("bul", "bg", "Bulgarian"),
    ("cat", "ca", "Catalan"),
    ("ces", "cs", "Czech"),
    ("dan", "da", "Danish"),
    ("deu", "de", "German"),
    ("ell", "el", "Greek"),
    ("eng", "en", "English"),
    ("est", "et", "Estonian"),
    ("eus", "eu", "Basque"),
    ("fas", "fa", "Persian"),
    ("fin", "fi", "Finnish"),
    ("fra", "fr", "French"),
    ("heb", "he", "Hebrew"),
    ("hrv", "hr", "Croatian"),
    ("hun", "hu", "Hungarian"),
    ("ind", "id", "Indonesian"),
    ("isl", "is", "Icelandic"),
    ("ita", "it", "Italian"),
    ("jpn", "ja", "Japanese"),
    ("kor", "ko", "Korean"),
    ("lav", "lv", "Latvian"),
    ("lit", "lt", "Lithuanian"),
    ("msa", "ms", "Malay"),
    ("nld", "nl", "Dutch"),
    ("nor", "no", "Norwegian"),
    ("pol", "pl", "Polish"),
    ("por", "pt", "Portuguese"),
    ("ron", "ro", "Romanian"),
    ("rus", "ru", "Russian"),
    ("slk", "sk", "Slovak"),
    ("slv", "sl", "Slovenian"),
    ("spa", "es", "Spanish"),
    ("srp", "sr", "Serbian"),
    ("swe", "sv", "Swedish"),
    ("tha", "th", "Thai"),
    ("tur", "tr", "Turkish"),
    ("ukr", "uk", "Ukrainian"),
    ("vie", "vi", "Vietnamese"),
    ("zho", "zh", "Chinese"),
];

/// ISO 639-1: `en`.
pub(super) fn two_letters(language: Language) -> Option<&'static str> {
    find(language).map(|(_, code, _)| *code)
}

/// The English name: `English`.
pub(super) fn english_name(language: Language) -> Option<&'static str> {
    find(language).map(|(_, _, name)| *name)
}

fn find(language: Language) -> Option<&'static (&'static str, &'static str, &'static str)> {
    LANGUAGES.iter().find(|(code, _, _)| *code == language.code())
}
