//! Titles that stand beside each other in one: in two languages, or before the names of the authors.

use super::numerals;
use crate::matching::text::{fold, hash_compact, is_stop_word};
use crate::matching::title_diff::announces_another_text;

/// Hashes of the title before and behind "=", "/" or an opening bracket at the end, each as [`hash_compact`] of the folded words; 0
/// for what is too short to be a title, and for what may be a part or another text ("Renewal of towns [part 2]", "[a reply]").
///
/// Library catalogues write the title in another language behind " = " and the authors behind " / " (ISBD, areas 1.3 and 1.4); Scopus
/// and SciELO put the original title in brackets.
pub(super) fn titles(title: &str) -> [u64; 2] {
    let Some((head, tail)) = parts(title) else { return [0; 2] };
    let (head, tail) = (fold(head), fold(tail));
    // Behind a stroke stand the authors as well; in brackets and behind "=" one word may be the subject.
    if !is_a_title(&tail) && !title.contains(" / ") {
        return [0; 2];
    }
    let is_other_text = tail.bytes().any(|byte| byte.is_ascii_digit()) || tail.split(' ').any(announces_another_text);
    let known = |text: &str| if is_other_text || !is_a_title(text) { 0 } else { hash_compact(text) };
    [known(&head), known(&tail)]
}

/// Hash of a title, given as main title and subtitle, with its umlauts as two letters, `Foerderung` for `Förderung`, as catalogues without
/// them write; 0 if there are none. Without their dots they are the letters of [`fold`].
pub(super) fn transcribed(head: &str, tail: &str) -> u64 {
    const UMLAUTS: [(char, &str); 6] = [('ä', "ae"), ('ö', "oe"), ('ü', "ue"), ('Ä', "Ae"), ('Ö', "Oe"), ('Ü', "Ue")];
    let has_one = |text: &str| !text.is_ascii() && text.contains(UMLAUTS.map(|(umlaut, _)| umlaut));
    if !has_one(head) && !has_one(tail) {
        return 0;
    }
    let in_letters = |text: &str| {
        let text = UMLAUTS.iter().fold(text.to_owned(), |text, (umlaut, letters)| text.replace(*umlaut, letters));
        numerals(&fold(&text))
    };
    hash_compact(&format!("{} {}", in_letters(head), in_letters(tail)))
}

fn parts(title: &str) -> Option<(&str, &str)> {
    if let Some(inner) = title.strip_suffix(']') {
        return inner.split_once('[').filter(|(head, _)| !head.is_empty());
    }
    // Nearly no title has either: bytes are soon looked through.
    let sign = title.bytes().find(|byte| matches!(byte, b'=' | b'/'))?;
    let signs = if sign == b'=' { [" = ", " / "] } else { [" / ", " = "] };
    signs.iter().find_map(|sign| title.split_once(sign))
}

/// Three words that carry meaning: one or two are the heading of many texts.
fn is_a_title(text: &str) -> bool {
    text.split(' ').filter(|word| !word.is_empty() && !is_stop_word(word)).count() > 2
}

#[cfg(test)]
mod tests {
    use crate::matching::title::Title;

    #[test]
    fn a_title_is_the_same_with_two_letters_for_an_umlaut() {
        for (umlauts, letters) in [
            ("Förderung der Städte", "Foerderung der Staedte"),
            ("Über Größe: die Übersicht", "UEBER GROESSE: DIE UEBERSICHT"),
            ("Wohnen für Ältere. Teil II", "Wohnen fuer Aeltere. Teil II"),
        ] {
            assert!(Title::new(umlauts).is_parallel_to(&Title::new(letters)), "{umlauts}");
        }
        assert!(!Title::new("Förderung der Städte").is_parallel_to(&Title::new("Foerderung der Staende")));
        assert!(!Title::new("Förderung der Städte").is_parallel_to(&Title::new("Forderung der Stadte an den Staat")));
    }

    #[test]
    fn a_title_in_two_languages_is_that_in_either() {
        let alone = Title::new("Rinnovo dei piccoli comuni");
        for both in [
            "Renewal of small towns [Rinnovo dei piccoli comuni]",
            "Renewal of small towns = Rinnovo dei piccoli comuni",
            "Rinnovo dei piccoli comuni / Lena Larsen",
        ] {
            let both = Title::new(both);
            assert!(both.is_parallel_to(&alone) && alone.is_parallel_to(&both), "{}", both.text);
        }
        for other in [
            "Renewal of small towns",
            "Rinnovo dei piccoli comuni [part 2 of the series]",
            "Rinnovo dei piccoli comuni [a reply to our critics]",
            "Rinnovo e/o declino dei piccoli comuni",
            "Rinnovo dei piccoli comuni [Umbria]",
        ] {
            assert!(!Title::new(other).is_parallel_to(&alone), "{other}");
        }
    }

    #[test]
    fn two_titles_with_one_in_common_are_two() {
        for (a, b) in [
            ("Renewal of small towns [Italy]", "Renewal of small towns [Spain]"),
            (
                "Renewal of small towns [the case of Umbrian hills]",
                "Renewal of small towns [the case of Tuscan coasts]",
            ),
        ] {
            assert!(!Title::new(a).is_parallel_to(&Title::new(b)), "{a} / {b}");
        }
    }
}
