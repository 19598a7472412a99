//! The other number of a noun: the plural of a singular, the singular of a plural. Where it is not certain, there is none.

use super::text::is_irregular;

/// Nouns without a plural, and endings of such.
const NO_PLURAL: &[&str] = &[
    "abuse",
    "access",
    "advice",
    "behavior",
    "behaviour",
    "capital",
    "care",
    "education",
    "engagement",
    "equipment",
    "equity",
    "evidence",
    "governance",
    "health",
    "housing",
    "information",
    "internet",
    "knowledge",
    "literature",
    "management",
    "media",
    "money",
    "participation",
    "people",
    "personnel",
    "policing",
    "poverty",
    "production",
    "progress",
    "research",
    "safety",
    "sector",
    "software",
    "staff",
    "support",
    "trust",
    "violence",
    "waste",
    "water",
    "welfare",
    "work",
];
const ENDINGS_WITHOUT_PLURAL: &[&str] =
    &["ship", "production", "ness", "ism", "ics", "ing", "hood", "ly", "ed", "al", "ive", "ous", "ful", "able", "ible"];

/// The plural of a singular noun; `None` where the word is a plural, or is not known to have one.
pub(super) fn plural(word: &str) -> Option<String> {
    let countable = word.len() >= 4
        && word.bytes().all(|b| b.is_ascii_lowercase())
        && !word.ends_with('s')
        && !NO_PLURAL.contains(&word)
        && !ENDINGS_WITHOUT_PLURAL.iter().any(|ending| word.ends_with(ending));
    if !countable {
        return None;
    }
    let consonant_y = word.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    Some(match consonant_y {
        Some(stem) => format!("{stem}ies"),
        None if ["x", "ch", "sh", "z"].iter().any(|ending| word.ends_with(ending)) => format!("{word}es"),
        None => format!("{word}s"),
    })
}

/// Plurals that are asked for as such, or whose singular no rule gives.
const NO_SINGULAR: &[&str] = &[
    "aches",
    "affairs",
    "arts",
    "assets",
    "atlases",
    "axes",
    "biases",
    "caches",
    "calories",
    "canvases",
    "communications",
    "cookies",
    "earnings",
    "emirates",
    "gases",
    "goods",
    "headaches",
    "headquarters",
    "humanities",
    "lenses",
    "means",
    "movies",
    "nations",
    "netherlands",
    "news",
    "operations",
    "philippines",
    "premises",
    "proceedings",
    "relations",
    "resources",
    "rights",
    "savings",
    "sciences",
    "series",
    "species",
    "sports",
    "states",
    "ties",
    "works",
];
const ENDINGS_WITHOUT_SINGULAR: &[&str] = &["ss", "is", "us", "ics", "ings"];

/// The singular of a regular plural; `None` where the word is none, or is not known to have a singular.
pub(super) fn singular(word: &str) -> Option<String> {
    let countable = word.len() >= 5
        && !NO_SINGULAR.contains(&word)
        && !ENDINGS_WITHOUT_SINGULAR.iter().any(|ending| word.ends_with(ending))
        && !is_irregular(word);
    // `viruses` and `causes` end alike.
    let ambiguous = word.ends_with("uses") && !word.ends_with("ouses") && !word.ends_with("auses");
    let bare = word.strip_suffix('s').filter(|_| countable && !ambiguous)?;
    let one = match bare.strip_suffix('e') {
        Some(stem) if stem.ends_with('i') => format!("{}y", &stem[..stem.len() - 1]),
        Some(stem) if ["ss", "ch", "sh", "x"].iter().any(|ending| stem.ends_with(ending)) => stem.to_owned(),
        _ => bare.to_owned(),
    };
    // A word that ends in -ss has a plural that is not told by the rule for singulars.
    (one.ends_with("ss") || one.ends_with("ze") || plural(&one).as_deref() == Some(word)).then_some(one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_are_offered_for_nouns_only() {
        assert_eq!(plural("service").as_deref(), Some("services"));
        assert_eq!(plural("policy").as_deref(), Some("policies"));
        assert_eq!(plural("approach").as_deref(), Some("approaches"));
        for word in ["services", "leadership", "health", "local", "planning", "care"] {
            assert_eq!(plural(word), None, "{word}");
        }
    }

    #[test]
    fn singulars_are_offered_where_they_are_certain() {
        for (many, one) in [
            ("services", "service"),
            ("policies", "policy"),
            ("approaches", "approach"),
            ("businesses", "business"),
            ("houses", "house"),
            ("cases", "case"),
            ("prizes", "prize"),
            ("suffixes", "suffix"),
            ("makers", "maker"),
        ] {
            assert_eq!(singular(many).as_deref(), Some(one));
        }
        for word in [
            "rights",
            "sciences",
            "analysis",
            "analyses",
            "virus",
            "viruses",
            "series",
            "business",
            "politics",
            "headaches",
            "service",
            "buildings",
        ] {
            assert_eq!(singular(word), None, "{word}");
        }
    }
}
