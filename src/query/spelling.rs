//! Other spellings of a word: with and without hyphen; -ise and -ize. The rest of British and American is in [`super::british`].

use super::text::{PREFIXES, is_hyphen};

/// Words that are written in one, with a hyphen, and as two: their first part and the beginning of the second.
const COMPOUNDS: &[(&str, &str)] = &[
    ("anti", "social"),
    ("bio", "psychosocial"),
    ("bio", "marker"),
    ("by", "product"),
    ("care", "giv"),
    ("child", "birth"),
    ("child", "care"),
    ("co", "creat"),
    ("co", "deliver"),
    ("co", "design"),
    ("co", "evaluat"),
    ("co", "exist"),
    ("co", "govern"),
    ("co", "manag"),
    ("co", "morbid"),
    ("co", "operat"),
    ("co", "ordinat"),
    ("co", "payment"),
    ("co", "plan"),
    ("co", "produc"),
    ("co", "research"),
    ("co", "worker"),
    ("cross", "cultur"),
    ("cross", "section"),
    ("crowd", "fund"),
    ("crowd", "sourc"),
    ("cyber", "bully"),
    ("cyber", "security"),
    ("data", "base"),
    ("day", "care"),
    ("decision", "mak"),
    ("e", "commerce"),
    ("e", "democracy"),
    ("e", "government"),
    ("e", "health"),
    ("e", "learning"),
    ("e", "participation"),
    ("follow", "up"),
    ("grass", "root"),
    ("health", "care"),
    ("home", "care"),
    ("infra", "structur"),
    ("inter", "agency"),
    ("inter", "disciplin"),
    ("inter", "organi"),
    ("inter", "professional"),
    ("inter", "sector"),
    ("life", "span"),
    ("life", "style"),
    ("long", "term"),
    ("m", "health"),
    ("macro", "econom"),
    ("meta", "analy"),
    ("meta", "bureaucra"),
    ("meta", "govern"),
    ("micro", "credit"),
    ("micro", "financ"),
    ("mid", "wife"),
    ("multi", "agency"),
    ("multi", "cultur"),
    ("multi", "disciplin"),
    ("multi", "level"),
    ("multi", "morbid"),
    ("multi", "sector"),
    ("multi", "stakeholder"),
    ("neuro", "develop"),
    ("non", "adheren"),
    ("non", "govern"),
    ("non", "profit"),
    ("non", "random"),
    ("on", "line"),
    ("peri", "natal"),
    ("policy", "mak"),
    ("post", "graduat"),
    ("post", "natal"),
    ("post", "operat"),
    ("post", "partum"),
    ("post", "war"),
    ("pre", "natal"),
    ("pre", "operat"),
    ("pre", "school"),
    ("pre", "term"),
    ("pre", "test"),
    ("pro", "social"),
    ("psycho", "social"),
    ("re", "design"),
    ("rule", "mak"),
    ("self", "care"),
    ("self", "efficacy"),
    ("self", "govern"),
    ("self", "help"),
    ("self", "manag"),
    ("semi", "structur"),
    ("short", "term"),
    ("smart", "phone"),
    ("socio", "cultur"),
    ("socio", "demograph"),
    ("socio", "econom"),
    ("stake", "holder"),
    ("start", "up"),
    ("tele", "health"),
    ("tele", "medicine"),
    ("think", "tank"),
    ("under", "graduat"),
    ("under", "serv"),
    ("user", "centred"),
    ("video", "game"),
    ("web", "site"),
    ("well", "being"),
    ("work", "force"),
    ("work", "place"),
];

/// The other ways to write `word`: their parts, and how many words of the query they replace. `next` is the word behind it.
///
/// A hyphen is a space to most databases, so that `co-production` and `"co production"` are one form and `coproduction` is the other.
pub(super) fn hyphen_variants(word: &str, next: Option<&str>) -> Vec<(Vec<String>, usize)> {
    let lower = word.to_lowercase();
    if lower.contains(is_hyphen) {
        let parts: Vec<&str> = lower.split(is_hyphen).collect();
        let closed =
            parts.len() == 2 && parts.iter().all(|part| !part.is_empty() && part.chars().all(char::is_alphabetic));
        let usual = closed && (PREFIXES.binary_search(&parts[0]).is_ok() || compound(parts[0], parts[1]));
        return if usual { vec![(vec![parts.concat()], 1)] } else { Vec::new() };
    }
    if let Some(next) = next.map(str::to_lowercase)
        && (compound(&lower, &next) || lower == "co")
    {
        return vec![(vec![lower, next], 2)];
    }
    COMPOUNDS
        .iter()
        .filter(|(first, second)| lower.strip_prefix(first).is_some_and(|rest| rest.starts_with(second)))
        .map(|(first, _)| (vec![format!("{first}-{}", &lower[first.len()..])], 1))
        .take(1)
        .collect()
}

fn compound(first: &str, second: &str) -> bool {
    COMPOUNDS.iter().any(|(one, two)| *one == first && second.starts_with(two))
}

/// Words in -ise that have no -ize, by their beginning.
const ONLY_S: &[&str] = &[
    "advertis",
    "advis",
    "appris",
    "aris",
    "bruis",
    "chastis",
    "circumcis",
    "compris",
    "compromis",
    "concis",
    "cruis",
    "demis",
    "despis",
    "devis",
    "disguis",
    "enterpris",
    "excis",
    "exercis",
    "expertis",
    "franchis",
    "guis",
    "improvis",
    "incis",
    "likewis",
    "merchandis",
    "nois",
    "otherwis",
    "paradis",
    "pois",
    "prais",
    "precis",
    "premis",
    "promis",
    "rais",
    "reprais",
    "revis",
    "ris",
    "supervis",
    "surmis",
    "surpris",
    "televis",
    "treatis",
    "turquois",
    "vis",
    "wis",
];

/// -ise and -ize, -isation and -ization, -yse and -yze.
pub(super) fn ise_or_ize(word: &str, truncated: bool) -> Option<String> {
    const ENDINGS: &[&str] = &["e", "ed", "es", "er", "ers", "ing", "ation", "ations", "ational"];
    let swapped = |at: usize, letter: &str| format!("{}{letter}{}", &word[..at], &word[at + 1..]);
    for (at, found) in word.char_indices().filter(|(_, c)| matches!(c, 's' | 'z')) {
        let (head, tail) = (&word[..at], &word[at + 1..]);
        let whole = ENDINGS.contains(&tail) || (truncated && ENDINGS.iter().any(|ending| ending.starts_with(tail)));
        let vowel = head.ends_with('i') && head.len() >= 4 || head.ends_with("ly") && head.len() >= 4;
        let other = if found == 's' { "z" } else { "s" };
        let exception =
            ONLY_S.iter().any(|only| format!("{head}s").ends_with(only) && (head.len() + 1 - only.len() <= 3));
        if whole && vowel && !exception && word.is_ascii() && (!truncated || !tail.is_empty() || head.len() >= 6) {
            return Some(swapped(at, other));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphens_are_offered_for_usual_compounds_only() {
        let forms = |word: &str, next: Option<&str>| {
            hyphen_variants(word, next).into_iter().map(|(parts, _)| parts.join("+")).collect::<Vec<_>>()
        };
        assert_eq!(forms("coproduction", None), ["co-production"]);
        assert_eq!(forms("co-production", None), ["coproduction"]);
        assert_eq!(forms("health", Some("care")), ["health+care"]);
        for word in ["coal", "community", "research", "leadership", "evidence-based"] {
            assert!(forms(word, None).is_empty(), "{word}");
        }
    }
}
