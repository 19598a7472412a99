//! Whether two titles name one report, for what was found by an identifier or by the title itself.

use super::text::fold;
use super::title::{Title, Weight};

/// The words of a title by which a report may be looked up, folded, one space between; `None` if many reports have such
/// a title ("Editorial"), or if it has fewer than four words that carry meaning.
pub fn title_key(title: &str) -> Option<String> {
    let title = Title::new(without_withdrawal(title));
    let tells = title.weight == Weight::Specific && title.words.len() >= 4;
    tells.then(|| title.text.into())
}

/// Whether two titles of records that share an identifier name the same report: equal but for markup, case, notes and
/// "Retracted:", one without the subtitle of the other, or with nearly the same words.
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

/// At least four words each, and at most one in ten that the other does not have.
fn nearly_same_words(a: &Title, b: &Title) -> bool {
    let shared = a.words.iter().filter(|word| b.words.binary_search(word).is_ok()).count();
    let most = a.words.len().max(b.words.len());
    a.words.len().min(b.words.len()) >= 4 && shared * 10 >= most * 9
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
    fn a_title_that_many_reports_have_is_no_key() {
        assert_eq!(title_key("Editorial"), None);
        assert_eq!(title_key("Leadership"), None);
        assert_eq!(
            title_key("Leaders and Followers in Coproduction: Four Towns").as_deref(),
            Some("leaders and followers in coproduction four towns")
        );
    }
}
