//! Names of journals that were cut off, with dots for what is missing, as Google Scholar shows long ones.

use super::abbreviates;

/// Whether a name begins and ends with the dots of what cuts names: "… on Town Studies", "Journal of Town …".
pub(super) fn cut_ends(name: &str) -> [bool; 2] {
    const DOTS: [&str; 3] = ["…", "...", "&hellip;"];
    let name = name.trim();
    [DOTS.iter().any(|dots| name.starts_with(dots)), DOTS.iter().any(|dots| name.ends_with(dots))]
}

/// Whether folded words `left`, cut at its beginning, its end or both, are what a cut left of `whole` or of what it abbreviates; in
/// words enough that not every journal has them in its name.
pub(super) fn is_left(left: &str, cut: [bool; 2], whole: &str) -> bool {
    if cut == [false; 2] {
        return false;
    }
    let tells = left.split(' ').filter(|word| !is_word_of_journals(word)).count();
    let words = left.split(' ').count();
    tells > 0 && words > 1 && is_there(left, cut, whole)
        || (tells > 1 || tells == 1 && words > 2) && is_abbreviated(left, cut, whole)
}

fn is_there(left: &str, [begin, end]: [bool; 2], whole: &str) -> bool {
    whole.find(left).is_some_and(|at| (begin || at == 0) && (end || at + left.len() == whole.len()))
}

/// Whether `whole` has abbreviations of the words that are left, side by side: "eur j inf syst" of "european journal information". Those
/// of the words that tell the journal have three letters at least. The last word may itself be cut: "associatio".
fn is_abbreviated(left: &str, [begin, end]: [bool; 2], whole: &str) -> bool {
    let (left, whole): (Vec<&str>, Vec<&str>) = (left.split(' ').collect(), whole.split(' ').collect());
    let is_short_for =
        |(word, short): (&&str, &&str)| abbreviates(short, word) && (short.len() > 2 || is_word_of_journals(word));
    let last = whole.len().saturating_sub(left.len());
    let mut windows = whole.windows(left.len()).enumerate();
    windows.any(|(at, window)| (begin || at == 0) && (end || at == last) && left.iter().zip(window).all(is_short_for))
}

/// Words that stand in the names of very many journals and tell none.
fn is_word_of_journals(word: &str) -> bool {
    matches!(
        word,
        "american"
            | "annals"
            | "annual"
            | "archives"
            | "british"
            | "bulletin"
            | "conference"
            | "european"
            | "ieee"
            | "international"
            | "journal"
            | "proceedings"
            | "quarterly"
            | "research"
            | "review"
            | "reviews"
            | "science"
            | "sciences"
            | "studies"
            | "transactions"
            | "world"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_name_is_known_by_the_abbreviations_of_its_words() {
        for (name, whole) in [
            ("european journal town …", "eur j town syst"),
            ("european journal town …", "eur j town systems"),
            ("scandinavian journal rura …", "scand j rural syst"),
            ("communications associatio …", "commun assoc town syst"),
            ("… town information systems", "j town inform syst"),
            ("… rural towns …", "q rur towns harb"),
        ] {
            let left = name.trim_matches(['…', ' ']);
            assert!(is_left(left, cut_ends(name), whole), "{name} / {whole}");
        }
        for (name, whole) in [
            ("european journal town …", "eur j health syst"),
            ("european journal …", "eur j town syst"),
            ("international journal …", "int j town syst"),
            ("town …", "town syst"),
            ("european journal town", "eur j town syst"),
            ("european journal town …", "j town syst"),
            ("… town information systems", "j town inform syst res"),
            ("european journal town …", "eur j t s"),
        ] {
            let left = name.trim_matches(['…', ' ']);
            assert!(!is_left(left, cut_ends(name), whole), "{name} / {whole}");
        }
    }
}
