//! Names of series of working papers with the number of a paper behind.

/// The name without the number and the words before it, and the number, 0 for none: "town working paper" and 7 of "town working paper no
/// 7". `wp` and `dp` at the end of a name are written out, and "papers" are "paper". A year behind a name is no number of a paper.
pub(super) fn without_number(name: String) -> (String, u32) {
    let (head, number) = match name.rsplit_once(' ') {
        Some((head, last)) if last.len() < 7 && last.bytes().all(|b| b.is_ascii_digit()) => (head, last),
        _ => (&*name, ""),
    };
    let without_word = || [" no", " nr", " number", " n"].iter().find_map(|word| head.strip_suffix(word));
    let head = if number.is_empty() { head } else { without_word().unwrap_or(head) };
    let (before, last) = head.rsplit_once(' ').unwrap_or(("", head));
    let whole = match last {
        "dp" if !before.is_empty() => format!("{before} discussion paper"),
        "wp" if !before.is_empty() => format!("{before} working paper"),
        _ if last.ends_with("paper") || last.ends_with("papers") => head.trim_end_matches('s').to_owned(),
        _ => return (name, 0),
    };
    let number = number.parse().unwrap_or(0);
    (whole, if (1900..2100).contains(&number) { 0 } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_paper_is_no_part_of_the_name() {
        for (name, series, number) in [
            ("town working paper no 18054", "town working paper", 18054),
            ("town working papers", "town working paper", 0),
            ("town discussion paper 55", "town discussion paper", 55),
            ("town dp", "town discussion paper", 0),
            ("town dp no 0055", "town discussion paper", 55),
            ("town wp 7", "town working paper", 7),
            ("townpaper 203", "townpaper", 203),
            ("town working papers 2012", "town working paper", 0),
            ("wp", "wp", 0),
            ("town studies 7", "town studies 7", 0),
            ("conference on towns 2012", "conference on towns 2012", 0),
            ("news paper 4 towns", "news paper 4 towns", 0),
        ] {
            assert_eq!(without_number(name.to_owned()), (series.to_owned(), number), "{name}");
        }
    }
}
