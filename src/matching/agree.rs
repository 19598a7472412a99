//! Whether two titles name one report, for what was found by an identifier or by the title itself.

use super::text::{fold, is_stop_word};
use super::title::{Title, Weight, word_id};
use super::title_diff::is_variant;

/// The words of a title by which a report may be looked up, folded, one space between; `None` if many reports have such
/// a title ("Editorial"), or if it has fewer than four words that carry meaning.
pub fn title_key(title: &str) -> Option<String> {
    let title = Title::new(without_withdrawal(title));
    let tells = title.weight == Weight::Specific && title.words.len() >= 4;
    tells.then(|| title.text.into())
}

/// Whether two titles of records that share an identifier name the same report: equal but for markup, case, notes and
/// "Retracted:", one without the subtitle of the other, or with nearly the same words, none of which may tell two studies apart.
///
/// A chapter that carries the DOI of its book has a title of its own, and so has a notice of correction.
pub fn same_title(a: &str, b: &str) -> bool {
    let (a, b) = (Title::new(without_withdrawal(a)), Title::new(without_withdrawal(b)));
    if a.hash == 0 || b.hash == 0 || a.marker != b.marker {
        return false;
    }
    let without_subtitle = |whole: &Title, main: &Title| whole.main_hash == main.hash;
    a.hash == b.hash || without_subtitle(&a, &b) || without_subtitle(&b, &a) || nearly_same_words(&a, &b)
}

/// At least four words each, and at most one in ten that is spelled otherwise in the other, or that was cut off with three dots. A
/// word in the place of another, or one more, may be all that tells two studies apart: rural and urban, England and Wales, 2010 and
/// 2012, Iceland and Ireland.
fn nearly_same_words(a: &Title, b: &Title) -> bool {
    let shared = a.words.iter().filter(|word| b.words.binary_search(word).is_ok()).count();
    let most = a.words.len().max(b.words.len());
    if a.words.len().min(b.words.len()) < 4 || shared * 10 < most * 9 {
        return false;
    }
    let is_beginning = |cut: &Title, whole: &Title| cut.is_cut && whole.text.starts_with(&*cut.text);
    is_beginning(a, b) || is_beginning(b, a) || differ_in_spelling_only(a, b)
}

/// Whether the words that carry meaning and are not in both titles are the same words, in order, in other spellings.
fn differ_in_spelling_only(a: &Title, b: &Title) -> bool {
    let own = |of: &Title, other: &Title| -> Vec<String> {
        let words = of.text.split(' ').filter(|word| !is_stop_word(word));
        words.filter(|word| other.words.binary_search(&word_id(word)).is_err()).map(str::to_owned).collect()
    };
    let (a, b) = (own(a, b), own(b, a));
    a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| is_variant(a, b))
}

/// Publishers put "WITHDRAWN:" before titles as they put "RETRACTED:".
fn without_withdrawal(title: &str) -> &str {
    match title.split_once(':') {
        Some((head, rest)) if matches!(fold(head).as_str(), "withdrawn" | "withdrawn article") => rest.trim(),
        _ => title,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_one_report_agree_and_a_book_does_not_with_its_chapter() {
        for (a, b, same) in [
            ("Leaders of coproduction in towns", "LEADERS OF <i>COPRODUCTION</i> IN TOWNS.", true),
            ("RETRACTED ARTICLE: Leaders of coproduction", "Leaders of coproduction", true),
            ("WITHDRAWN: Leaders of coproduction", "Leaders of coproduction", true),
            ("Leaders of coproduction: a study of four towns", "Leaders of coproduction", true),
            ("Four towns and their leaders", "The Handbook of Coproduction", false),
            ("Correction to: Leaders of coproduction", "Leaders of coproduction", false),
            ("Leaders of coproduction", "", false),
        ] {
            assert_eq!(same_title(a, b), same, "{a} / {b}");
            assert_eq!(same_title(b, a), same, "{b} / {a}");
        }
    }

    #[test]
    fn one_word_in_the_place_of_another_tells_two_studies_apart_and_another_spelling_does_not() {
        let title = "Effects of coproduction on trust among older patients with chronic conditions living in urban areas of 14 cities";
        for (from, to, same) in [
            ("urban", "rural", false),
            ("14", "15", false),
            ("older", "younger", false),
            ("patients", "nurses", false),
            ("trust", "distrust", false),
            ("of 14 cities", "of 14 cities in Wales", false),
            ("chronic conditions", "conditions", false),
            ("patients", "patient", true),
            (" areas of", " areas in", true),
        ] {
            let other = title.replace(from, to);
            assert_ne!(other, title, "{from}");
            assert_eq!(same_title(title, &other), same, "{other}");
            assert_eq!(same_title(&other, title), same, "{other}");
        }
        let spelled = |word: &str| {
            format!(
                "Behaviour of political leaders in the {word} of small towns and large counties with coproduced school reforms"
            )
        };
        for (a, b, same) in [
            ("centre", "center", true),
            ("organisation", "organization", true),
            ("labour", "labor", true),
            ("north", "south", false),
            ("eastern", "western", false),
            ("Austria", "Australia", false),
            ("Niger", "Nigeria", false),
            ("Iceland", "Ireland", false),
        ] {
            assert_eq!(same_title(&spelled(a), &spelled(b)), same, "{a} / {b}");
        }
        let rural = "Leadership and coproduction of adult social care services by local councils in rural England";
        assert!(!same_title(rural, &rural.replace("England", "Wales")));
        assert!(same_title(
            "Leadership and coproduction of adult social care services by local councils in rural...",
            rural
        ));
    }

    #[test]
    fn a_title_that_many_reports_have_is_no_key() {
        assert_eq!(title_key("Editorial"), None);
        assert_eq!(title_key("Leadership"), None);
        assert_eq!(
            title_key("Leaders and Followers in Coproduction: Four Towns").as_deref(),
            Some("leaders and followers in coproduction four towns")
        );
    }
}
