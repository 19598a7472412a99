//! Dates as queries write them.

/// The years of `1985-2017`, `1985:2017`, `2019/1/1:2024/2/22`, `20170426-20180108`, `2017-04-26/2018-01-08`, `>1984`, `2011`; bounds included.
pub(super) fn years(text: &str) -> Option<(i32, i32)> {
    const EARLIEST: i32 = 0;
    const LATEST: i32 = 9999;
    if let Some((from, to)) = days(text) {
        return Some((from[0], to[0]));
    }
    let text = text.trim().trim_matches('"');
    let year = |text: &str| {
        let digits = text.trim().split(['/', '.']).next().unwrap_or_default();
        // `198501`, `19850101`: month and day behind the year.
        let digits = if matches!(digits.len(), 6 | 8) && digits.bytes().all(|b| b.is_ascii_digit()) {
            &digits[..4]
        } else {
            digits
        };
        (digits.len() == 4).then(|| digits.parse::<i32>().ok()).flatten()
    };
    for (sign, bounds) in [(">=", (0, None)), ("<=", (0, Some(0))), (">", (1, None)), ("<", (0, Some(-1)))] {
        if let Some(value) = text.strip_prefix(sign) {
            // Behind a day, the rest of its year is left.
            let within = i32::from(value.trim().len() > 4);
            let value = year(value)?;
            return Some(match bounds {
                (shift, None) => (value + shift * (1 - within), LATEST),
                (_, Some(shift)) => (EARLIEST, value + shift * (1 - within)),
            });
        }
    }
    match text.split_once([':', '-']) {
        Some((from, to)) => {
            let open = matches!(to.trim(), "3000") || to.trim().eq_ignore_ascii_case("current");
            Some((year(from)?, if open { LATEST } else { year(to)? }))
        }
        None => year(text).or_else(|| year_of_month(text)).map(|year| (year, year)),
    }
}

/// The year of `July 2016`.
fn year_of_month(text: &str) -> Option<i32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let (month, year) = text.rsplit_once(' ')?;
    let month = month.trim().trim_end_matches('.').to_lowercase();
    let named = month.len() > 2 && MONTHS.iter().any(|name| name.starts_with(&month));
    (named && year.len() == 4).then(|| year.parse().ok()).flatten()
}

/// Whether the text names months but no days, so that its years say less than it does.
pub(super) fn names_months(text: &str) -> bool {
    let text = text.trim_matches('"');
    days(text).is_none() && (text.contains('/') || year_of_month(text).is_some())
}

/// Whether the text counts back from the day of the search, as PubMed takes it: `last 5 years`.
pub(super) fn is_relative(text: &str) -> bool {
    let lower = text.trim_matches('"').to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let unit = |unit: &str| matches!(unit, "day" | "days" | "month" | "months" | "year" | "years");
    matches!(words.as_slice(), ["last", number, word] if unit(word) && number.bytes().all(|b| b.is_ascii_digit()))
}

/// Year, month and day.
type Day = [i32; 3];

/// The days of `20170426-20180108`, `2017/04/26:2018/1/8`, `2017-04-26/2018-01-08`, or of one such day; `None` where no days are named.
pub(super) fn days(text: &str) -> Option<(Day, Day)> {
    let text = text.trim().trim_matches('"');
    let compact = |text: &str| {
        let digits = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| [&text[..4], &text[4..6], &text[6..]]).and_then(day)
    };
    let apart = |text: &str, sign: char| {
        let parts: Vec<&str> = text.trim().split(sign).collect();
        day(parts.try_into().ok()?)
    };
    let slashes = |text: &str| apart(text, '/');
    let hyphens = |text: &str| apart(text, '-');
    let one = |read: &dyn Fn(&str) -> Option<Day>, from: &str, to: &str| Some((read(from.trim())?, read(to.trim())?));
    match (text.split_once(':'), text.split_once('/'), text.split_once('-')) {
        (Some((from, to)), ..) => one(&slashes, from, to).or_else(|| one(&hyphens, from, to)),
        (_, Some((from, to)), Some(_)) => one(&hyphens, from, to),
        (_, Some(_), None) => one(&slashes, text, text),
        (.., Some((from, to))) => one(&compact, from, to).or_else(|| one(&hyphens, text, text)),
        _ => one(&compact, text, text),
    }
}

fn day(parts: [&str; 3]) -> Option<Day> {
    let number =
        |text: &str, most: usize| (!text.is_empty() && text.len() <= most).then(|| text.parse::<i32>().ok()).flatten();
    let found = [number(parts[0], 4)?, number(parts[1], 2)?, number(parts[2], 2)?];
    (parts[0].len() == 4 && (1..=12).contains(&found[1]) && (1..=31).contains(&found[2])).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_read_in_the_forms_of_the_databases() {
        assert_eq!(years("1985-2017"), Some((1985, 2017)));
        assert_eq!(years("2019/1/1:2024/2/22"), Some((2019, 2024)));
        assert_eq!(years(">1984"), Some((1985, 9999)));
        assert_eq!(years("<2018"), Some((0, 2017)));
        assert_eq!(years("2011"), Some((2011, 2011)));
        assert_eq!(years("July 2016"), Some((2016, 2016)));
        assert_eq!(years("local 2016"), None);
        assert_eq!(years("202*"), None);
        assert!(names_months("Jul. 2016") && names_months("2016/07") && !names_months("2016/07/01"));
        assert!(is_relative("last 5 years") && !is_relative("last of 5 years"));
        assert_eq!(years("coproduction"), None);
    }

    #[test]
    fn days_are_read_where_days_are_named() {
        let all = Some(([2017, 4, 26], [2018, 1, 8]));
        assert_eq!(days("20170426-20180108"), all);
        assert_eq!(days("2017/4/26:2018/01/08"), all);
        assert_eq!(days("2017-04-26/2018-01-08"), all);
        assert_eq!(days("2017/04/26"), Some(([2017, 4, 26], [2017, 4, 26])));
        for text in ["1985-2017", "2017", "2017/04", "20171345", ">1984", "coproduction", "a/b/c:d/e/f"] {
            assert_eq!(days(text), None, "{text}");
        }
        assert_eq!(years("20170426-20180108"), Some((2017, 2018)));
        assert_eq!(years("2017-04-26/2018-01-08"), Some((2017, 2018)));
        assert_eq!(years("1990 -Current"), Some((1990, 9999)));
        assert_eq!(years(">20170426"), Some((2017, 9999)));
    }
}
