//! Spans of years in a title, which are written in full or short.

use std::borrow::Cow;

/// The title with the second year of a span in full: "Annual report 2018/19" and "2018-19" are "2018/2019" and "2018-2019". Short are
/// two digits behind a year that are more than its own last two, and behind which no third part stands, as in a date; behind a stroke
/// those of the next year, since laws are counted so: "Directive 2011/24".
pub(super) fn in_full(title: Cow<'_, str>) -> Cow<'_, str> {
    if !title.bytes().any(|byte| byte.is_ascii_digit()) {
        return title;
    }
    let Some((at, century)) = short_year(&title) else { return title };
    let (head, tail) = title.split_at(at);
    Cow::Owned(format!("{head}{century}{tail}"))
}

/// Where the short second year of the first span stands, and the century that it lacks.
fn short_year(title: &str) -> Option<(usize, i32)> {
    let bytes = title.as_bytes();
    let digits = |range: std::ops::Range<usize>| bytes.get(range).is_some_and(|run| run.iter().all(u8::is_ascii_digit));
    let is_free = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_none_or(|byte| !byte.is_ascii_alphanumeric());
    let signs = title.char_indices().filter(|(at, c)| matches!(c, '/' | '-' | '\u{2010}'..='\u{2013}') && *at > 3);
    signs.into_iter().find_map(|(at, sign)| {
        let second = at + sign.len_utf8();
        let is_span = digits(at - 4..at) && digits(second..second + 2) && is_free(at.checked_sub(5));
        let is_end = is_free(Some(second + 2)) && !matches!(bytes.get(second + 2), Some(b'/' | b'-'));
        let two = |at: usize| bytes[at..at + 2].iter().fold(0, |number, digit| number * 10 + i32::from(digit - b'0'));
        let century = (is_span && is_end).then(|| two(at - 4)).filter(|century| (18..21).contains(century))?;
        match (two(at - 2), two(second)) {
            (99, 0) => Some((second, century + 1)),
            (first, last) if last == first + 1 || last > first && sign != '/' => Some((second, century)),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_year_of_a_span_is_written_in_full() {
        for (title, expected) in [
            ("Annual report 2018/19", "Annual report 2018/2019"),
            ("Annual report 2018-19", "Annual report 2018-2019"),
            ("Annual report 2018\u{2013}19, in full", "Annual report 2018\u{2013}2019, in full"),
            ("Annual report 1999/00", "Annual report 1999/2000"),
            ("Towns, 1990-95", "Towns, 1990-1995"),
            ("(1939-45)", "(1939-1945)"),
        ] {
            assert_eq!(in_full(title.into()), expected, "{title}");
        }
        for title in [
            "Annual report 2018/2019",
            "Report of 2018-05-03",
            "Report of 2018-05",
            "Directive 2011/24/EU",
            "Directive 2011/24",
            "Call 12018/19",
            "Paper 1718-19",
            "2018-190",
            "-19",
            "\u{2013}19",
            "é-19",
        ] {
            assert_eq!(in_full(title.into()), title, "{title}");
        }
    }
}
