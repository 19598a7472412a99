//! Words that tell what a part of a name is.

/// `LJ`, `L. J.`, `J.-P.`, `L`: one to four capitals with points and hyphens.
pub(super) fn is_initials(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    (1..=4).contains(&letters)
        && text.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-' | '\u{2010}' | '\u{2011}' | ' '))
}

/// Words between given and family name that belong to the latter.
pub(super) fn is_particle(word: &str) -> bool {
    const PARTICLES: [&str; 38] = [
        "'t", "af", "al", "am", "av", "ben", "bin", "da", "dal", "das", "de", "del", "della", "den", "der", "des",
        "di", "do", "dos", "du", "e", "el", "ibn", "la", "las", "le", "los", "op", "ten", "ter", "van", "vander",
        "vom", "von", "y", "zu", "zum", "zur",
    ];
    PARTICLES.contains(&word.to_lowercase().as_str())
}

/// What follows a name: `Jr`, `III`, `3rd`.
pub fn is_suffix(word: &str) -> bool {
    const SUFFIXES: [&str; 10] = ["jr", "sr", "ii", "iii", "iv", "1st", "2nd", "3rd", "4th", "junior"];
    let word = word.trim().trim_end_matches('.');
    SUFFIXES.iter().any(|suffix| word.eq_ignore_ascii_case(suffix))
}

/// A suffix that nobody has for initials, as `IV` may be.
pub(super) fn is_only_suffix(word: &str) -> bool {
    is_suffix(word) && !word.trim_end_matches('.').eq_ignore_ascii_case("iv")
}

/// Whether `word` is the suffix of a name whose other words are `others`. In capitals it may be initials, as in `Larsen JR` or
/// `García López JR`: it is a suffix only beside a family name and initials or given names. Two words without initials are those
/// where the numeral follows them (`Lena Larsen III`), the first is known as given, or all are in capitals (`LENA LARSEN JR`).
pub(super) fn is_suffix_beside(word: &str, others: &str) -> bool {
    if !is_suffix(word) {
        return false;
    }
    if !word.chars().all(|c| c.is_uppercase() || matches!(c, '.' | ' ')) {
        return true;
    }
    let all_shout = !others.contains(char::is_lowercase);
    // `DE LA CRUZ JR` has one word beside its particles; those of `LE Larsen III` are initials.
    let is_part = |other: &&str| is_particle(other) && (all_shout || other.contains(char::is_lowercase));
    let others: Vec<&str> = others.split_whitespace().filter(|other| !is_part(other)).collect();
    let [first, _, ..] = others.as_slice() else { return false };
    let is_given = |other: &&str| is_initials(other) && !is_only_suffix(other);
    others.iter().any(is_given) || word.starts_with('I') || all_shout || is_forename(first)
}

/// Sorted, in small letters without points: nearly every name with a comma is looked up here.
#[rustfmt::skip] // a table
const DEGREES: [&str; 67] = [
    "aprn", "ba", "bcps", "bpharm", "bs", "bsc", "bsn", "crnp", "dds", "dma", "dmd", "dnp", "dnsc", "dphil",
    "dpt", "drph", "dsc", "dsw", "dvm", "edd", "esq", "faan", "facp", "facs", "faha", "frcp", "frcpc", "frcs",
    "frcsc", "jd", "lcsw", "llb", "llm", "lmsw", "ma", "mba", "mbbs", "mbchb", "md", "mdiv", "med", "mfa", "mha",
    "mhs", "mhsc", "mlis", "mls", "mpa", "mph", "mpharm", "mphil", "mpp", "mres", "ms", "msc", "msn", "msph",
    "msw", "otd", "otr", "otr/l", "pharmd", "phd", "psyd", "rn", "rph", "scd",
];

/// In bytes.
const LONGEST_DEGREE: usize = 6;

/// What follows a name and is no part of it: an academic degree or an office of a learned society, with or without points.
pub(super) fn is_degree(word: &str) -> bool {
    // `Ma` and `Med` in small letters are names.
    if word.bytes().filter(u8::is_ascii_uppercase).nth(1).is_none() {
        return false;
    }
    let letters = word.bytes().filter(|byte| !matches!(byte, b'.' | b' ')).map(|byte| byte.to_ascii_lowercase());
    let mut spelt = [0; LONGEST_DEGREE];
    let mut length = 0;
    for letter in letters {
        let Some(place) = spelt.get_mut(length) else { return false };
        *place = letter;
        length += 1;
    }
    DEGREES.binary_search_by(|degree| degree.as_bytes().cmp(&spelt[..length])).is_ok()
}

/// Words that stand where an author would and say that there is none.
pub(super) fn is_nobody(text: &str) -> bool {
    const NOBODY: [&str; 17] = [
        "",
        "et al",
        "et al.",
        "others",
        "and others",
        "[anonymous]",
        "anonymous",
        "anon",
        "anon.",
        "[no author]",
        "no author",
        "no authors listed",
        "[no authors listed]",
        "no authorship indicated",
        "na",
        "n/a",
        "unknown",
    ];
    let text = text.trim_matches(',');
    // Most names begin with another letter or are longer.
    let may_be = matches!(
        text.as_bytes().first(),
        None | Some(b'[' | b'a' | b'A' | b'e' | b'E' | b'n' | b'N' | b'o' | b'O' | b'u' | b'U')
    );
    may_be && NOBODY.contains(&text.to_lowercase().as_str())
}

/// First parts of double given names, which no family name begins with.
pub(super) fn is_given(word: &str) -> bool {
    const GIVEN: [&str; 34] = [
        "abdul", "ana", "ann", "anna", "anne", "carl", "eva", "franz", "hans", "heinz", "jan", "jean", "john", "josé",
        "juan", "kai", "karl", "kim", "klaus", "lars", "luc", "maria", "marie", "mary", "max", "otto", "paul", "per",
        "pierre", "sven", "ulla", "wolf", "yves", "xiao",
    ];
    GIVEN.contains(&word.to_lowercase().as_str())
}

/// Given names that are hardly ever family names: a part of a list that begins with one, and goes on, is a whole name.
pub(super) fn is_forename(word: &str) -> bool {
    #[rustfmt::skip] // a table
    const FORENAMES: [&str; 98] = [
        "adriana", "agnes", "ahmed", "alejandra", "alessandro", "alexandra", "alice", "alicia", "amanda", "amy",
        "andrea", "andrew", "angela", "anita", "barbara", "beatriz", "brian", "carlos", "carmen", "carolina",
        "caroline", "catherine", "charlotte", "christina", "christopher", "claudia", "daniela", "deborah", "diana",
        "elena", "elizabeth", "emily", "emma", "erik", "fatima", "fernando", "francesca", "francesco", "francisco",
        "gabriela", "giovanni", "giulia", "giuseppe", "hannah", "helen", "ingrid", "isabel", "jane", "janet",
        "javier", "jennifer", "jessica", "joana", "joanna", "johannes", "jorge", "josé", "iván", "juan", "julia", "karen",
        "katherine", "kenneth", "kevin", "laura", "linda", "lisa", "lucia", "luis", "marco", "margaret", "marta", "maría",
        "matthew", "michael", "miguel", "mohammed", "monica", "natalia", "nicole", "olga", "patricia", "pedro",
        "piet", "rachel", "rebecca", "richard", "sandra", "sara", "sarah", "sophie", "stephanie", "steven", "susan",
        "teresa", "ursula", "william", "yasmin",
    ];
    let lower = word.to_lowercase();
    is_given(word) && lower != "kim" || FORENAMES.contains(&lower.as_str())
}

/// Whether a value names a standard, which databases put where its author would stand: `ISO 17281:2002`, `ASTM D638-14`, `DIN EN 1992`.
pub(super) fn is_standard(text: &str) -> bool {
    const BODIES: [&str; 14] =
        ["ansi", "astm", "bs", "csa", "din", "en", "etsi", "gb", "iec", "ieee", "iso", "itu", "jis", "nf"];
    // Hardly any name has a digit.
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let mut words = text.split([' ', '/']).filter(|word| !word.is_empty()).peekable();
    let mut bodies = 0;
    while words
        .next_if(|word| !word.contains(char::is_lowercase) && BODIES.contains(&word.to_lowercase().as_str()))
        .is_some()
    {
        bodies += 1;
    }
    // Footnotes of a person have one digit or two.
    let is_number = |word: &str| word.bytes().filter(u8::is_ascii_digit).count() > 2;
    bodies > 0 && words.next().is_some_and(is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_sorted_for_the_search_and_none_is_longer() {
        assert!(DEGREES.is_sorted());
        assert_eq!(DEGREES.iter().map(|degree| degree.len()).max(), Some(LONGEST_DEGREE));
    }

    #[test]
    fn a_degree_is_one_with_points_and_in_any_capitals() {
        for degree in ["PhD", "Ph.D.", "M. D.", "MD", "FRCPC", "PharmD", "OTR/L", "M.P.H."] {
            assert!(is_degree(degree), "{degree}");
        }
        for other in ["Ma", "phd", "MDX", "PHARMDX", "", ".", "Doe JM"] {
            assert!(!is_degree(other), "{other}");
        }
    }

    #[test]
    fn nobody_is_named_in_any_capitals_and_between_commas() {
        for nobody in ["", ",", "Et al.", "[Anonymous]", "N/A", "No authors listed", "OTHERS,", "unknown"] {
            assert!(is_nobody(nobody), "{nobody}");
        }
        for somebody in ["Naa", "Anon A", "Österreich", "Et", "Unknownson, J."] {
            assert!(!is_nobody(somebody), "{somebody}");
        }
    }
}
