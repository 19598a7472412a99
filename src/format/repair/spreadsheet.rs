//! What spreadsheet programs do to values: page ranges and issue numbers taken for dates (`06-Oct` for `6-10`), numbers of journals
//! taken for numbers (`3178471` for `0317-8471`).

use crate::record::identifier::Issn;

/// Month names as spreadsheet programs in six languages write them, by number from 1.
const MONTHS: [&[&str]; 12] = [
    &["jan", "janv", "ene", "gen"],
    &["feb", "febr", "févr", "fev"],
    &["mar", "mär", "mrz", "mars", "mrt"],
    &["apr", "avr", "abr"],
    &["may", "mai", "mei", "mag"],
    &["jun", "juin", "giu"],
    &["jul", "juil", "lug"],
    &["aug", "août", "ago"],
    &["sep", "sept", "set"],
    &["oct", "okt", "ott"],
    &["nov"],
    &["dec", "dez", "déc", "dic"],
];

/// The range that a spreadsheet program took for a date: `06-Oct` and `10-Jun` are 6-10, `Jan-98` is 1-98.
///
/// Which number was the month does not matter: of the two readings only the one that rises is a range.
/// `None` for anything else, also for a month without a number and for two equal numbers.
pub fn range(text: &str) -> Option<String> {
    let text = text.trim();
    let (left, right) = text.split_once('-').or_else(|| text.split_once('.'))?;
    let right = right.trim_start();
    let word = |part: &str| {
        // Nearly every part is a number.
        if part.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let part = part.trim_end_matches('.').to_lowercase();
        MONTHS.iter().position(|names| names.contains(&part.as_str())).map(|at| at as u32 + 1)
    };
    let number = |part: &str| {
        let digits = part.trim_end_matches('.');
        let short = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        short.then(|| digits.parse::<u32>().ok()).flatten().filter(|&number| number > 0)
    };
    let (a, b) = match (number(left), word(right)) {
        (Some(number), Some(month)) => (number, month),
        _ => (word(left)?, number(right)?),
    };
    (a != b).then(|| format!("{}-{}", a.min(b), a.max(b)))
}

/// The ISSN of which a spreadsheet program kept the figures alone, without the noughts before them. The check digit has to be right.
pub fn issn(text: &str) -> Option<String> {
    let digits = text.trim();
    let shortened = (4..8).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let whole = shortened.then(|| format!("{digits:0>8}"))?;
    Issn::parse_all(&whole).first().map(|issn| issn.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_ranges_come_back_from_the_dates_they_were_taken_for() {
        for (damaged, expected) in [
            ("06-Oct", "6-10"),
            ("10-Jun", "6-10"),
            ("03-Apr", "3-4"),
            ("Jan-98", "1-98"),
            ("06. Okt", "6-10"),
            ("03.Dez", "3-12"),
            ("12.Jan", "1-12"),
            ("02.Mrz.", "2-3"),
        ] {
            assert_eq!(range(damaged).as_deref(), Some(expected), "{damaged}");
        }
    }

    #[test]
    fn the_noughts_of_a_journals_number_come_back_if_its_check_digit_is_right() {
        assert_eq!(issn("3178471").as_deref(), Some("0317-8471"));
        for text in ["3178472", "0317-8471", "03178471", "31", "12345678", ""] {
            assert_eq!(issn(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_damaged_range_is_left_alone() {
        for text in [
            "6-10",
            "Oct",
            "Jan-Mar",
            "S12-Oct",
            "2016-Oct",
            "e37948",
            "Suppl 3",
            "May-05",
            "4 Sep",
            "3.12",
            "S.12",
            "12.05.2020",
            "Dez.",
        ] {
            assert_eq!(range(text), None, "{text}");
        }
    }
}
