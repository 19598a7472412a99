//! The year of publication.

use std::ops::{Range, RangeInclusive};

use super::values::{Value, list};
use super::{Criterion, Kind, Setting, SettingError, Settings, Subject, Variant};
use crate::evidence::{Evidence, Finding, Verdict, Weight};
use crate::record::Field;

/// The kind `year`.
pub(super) struct Year;

const KEYS: &[Setting] = &[
    Setting { key: "from", about: "The first year of the window. Left out: no lower end." },
    Setting { key: "to", about: "The last year of the window. Left out: no upper end." },
    Setting { key: "date", about: "Which dates count: `issue`, `online` or `any` (the default)." },
    Setting {
        key: "earliest_plausible",
        about: "Earlier years are taken for mistakes. Default 1500: earlier numbers in exports are years of the Islamic calendars.",
    },
    Setting { key: "latest_plausible", about: "Later years are taken for mistakes. Default 2035." },
];

impl Kind for Year {
    fn name(&self) -> &'static str {
        "year"
    }

    fn about(&self) -> &'static str {
        include_str!("about/year.md")
    }

    fn keys(&self) -> &'static [Setting] {
        KEYS
    }

    fn build(&self, settings: &Settings) -> Result<Box<dyn Criterion>, SettingError> {
        let (from, to) = (year(settings, "from")?, year(settings, "to")?);
        if from.is_none() && to.is_none() {
            return Err(SettingError::new("from", "a criterion on the year needs `from`, `to` or both"));
        }
        let window = from.unwrap_or(i16::MIN)..=to.unwrap_or(i16::MAX);
        if window.is_empty() {
            return Err(SettingError::new("to", "`to` is before `from`"));
        }
        let basis = match settings.text("date")?.unwrap_or("any") {
            "issue" => Basis::Issue,
            "online" => Basis::Online,
            "any" => Basis::Any,
            other => {
                let message = format!("`date` is `issue`, `online` or `any`, not `{other}`");
                return Err(SettingError::new("date", message));
            }
        };
        let plausible = year(settings, "earliest_plausible")?.unwrap_or(EARLIEST_PLAUSIBLE)
            ..=year(settings, "latest_plausible")?.unwrap_or(LATEST_PLAUSIBLE);
        Ok(Box::new(Window { window, basis, plausible }))
    }

    /// A window wider by a year at each end that it has, and each kind of date by itself.
    fn variants(&self, settings: &Settings) -> Vec<Variant> {
        let end = |key: &'static str, step: i64| Some((key, settings.integer(key).ok()??.checked_add(step)?));
        let ends: Vec<(&str, i64)> = [end("from", -1), end("to", 1)].into_iter().flatten().collect();
        let wider = ends.iter().fold(settings.clone(), |settings, (key, year)| settings.with(key, *year));
        let name: Vec<String> = ends.iter().map(|(key, year)| format!("{key} {year}")).collect();
        let mut variants =
            vec![Variant { name: format!("the window were a year wider ({})", name.join(", ")), settings: wider }];
        for (date, name) in
            [("issue", "only the date of the issue counted"), ("online", "only the date online counted")]
        {
            if settings.text("date").ok().flatten() != Some(date) {
                variants.push(Variant { name: name.to_owned(), settings: settings.with("date", date) });
            }
        }
        variants
    }

    /// A window that reaches to the year of the records that is nearest to it.
    fn admitting(&self, settings: &Settings, subject: Subject<'_>) -> Vec<Variant> {
        let end = |key: &str| settings.integer(key).ok().flatten();
        let (from, to) = (end("from").unwrap_or(i64::MIN), end("to").unwrap_or(i64::MAX));
        let years = subject.records.iter().filter_map(|(_, record)| record.year()).map(i64::from);
        let Some(year) = years.min_by_key(|year| from.saturating_sub(*year).max(year.saturating_sub(to))) else {
            return Vec::new();
        };
        let (key, word) = if year < from { ("from", "began") } else { ("to", "ended") };
        let name = format!("the window {word} in {year}");
        let outside = year < from || year > to;
        outside.then(|| Variant { name, settings: settings.with(key, year) }).into_iter().collect()
    }
}

/// Numbers below are years of the solar (1404 = 2025) or lunar (1447 = 2025) Islamic calendar, or mistakes.
const EARLIEST_PLAUSIBLE: i16 = 1500;
/// The program has no clock; a review that needs later years says so in its protocol.
const LATEST_PLAUSIBLE: i16 = 2035;

fn year(settings: &Settings, key: &str) -> Result<Option<i16>, SettingError> {
    match settings.integer(key)? {
        None => Ok(None),
        Some(year @ 1000..=2999) => Ok(Some(year as i16)),
        Some(other) => Err(SettingError::new(key, format!("`{key}` must be a year of four digits, not {other}"))),
    }
}

/// Which dates count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Basis {
    Issue,
    Online,
    Any,
}

#[derive(Debug)]
struct Window {
    window: RangeInclusive<i16>,
    basis: Basis,
    plausible: RangeInclusive<i16>,
}

/// A year found in a date field.
struct Dated {
    field: Field,
    year: i16,
}

impl Criterion for Window {
    fn assess(&self, subject: Subject<'_>) -> Finding {
        let (dates, evidence) = self.dates(subject);
        let (verdict, reason) = self.judge(&dates, &evidence);
        Finding { verdict, reason: reason.into(), evidence }
    }
}

impl Window {
    /// The plausible years of publication, and everything the date fields say.
    fn dates(&self, subject: Subject<'_>) -> (Vec<Dated>, Vec<Evidence>) {
        let (mut dates, mut evidence) = (Vec::new(), Vec::new());
        for value in subject.values(|field| matches!(field, Field::Date | Field::DateOnline | Field::DateEntry)) {
            let found = years(value.text);
            if found.is_empty() && value.field != Field::DateEntry {
                evidence.push(value.whole("date without a year", Weight::Weak));
            }
            for (year, span) in found {
                evidence.push(self.evidence(&value, year, span));
                if value.field != Field::DateEntry && self.plausible.contains(&year) {
                    dates.push(Dated { field: value.field, year });
                }
            }
        }
        (dates, evidence)
    }

    fn evidence(&self, value: &Value<'_>, year: i16, span: Range<usize>) -> Evidence {
        let (cue, counts) = match value.field {
            Field::Date => ("date of issue", self.basis != Basis::Online),
            Field::DateOnline => ("date of publication online", self.basis != Basis::Issue),
            _ => ("date of entry", false),
        };
        let weight = match (counts, self.window.contains(&year)) {
            _ if !self.plausible.contains(&year) => return value.evidence(span, "implausible year", Weight::Weak),
            (false, _) => Weight::Weak,
            (true, true) => Weight::For,
            (true, false) => Weight::Against,
        };
        value.evidence(span, cue, weight)
    }

    fn judge(&self, dates: &[Dated], evidence: &[Evidence]) -> (Verdict, String) {
        if dates.is_empty() {
            let why = if evidence.is_empty() {
                "the records have no date"
            } else {
                "no date has a plausible year of publication"
            };
            return (Verdict::Unclear, why.to_owned());
        }
        let (wanted, word) = match self.basis {
            Basis::Any => return self.judge_any(dates),
            Basis::Issue => (Field::Date, "issue"),
            Basis::Online => (Field::DateOnline, "publication online"),
        };
        let counting: Vec<i16> = dates.iter().filter(|date| date.field == wanted).map(|date| date.year).collect();
        if counting.is_empty() {
            return self.judge_instead(dates, word);
        }
        let inside = counting.iter().filter(|year| self.window.contains(year)).count();
        let verdict = match inside {
            0 => Verdict::NotMet,
            some if some == counting.len() => Verdict::Met,
            _ => Verdict::Unclear,
        };
        let disagree = if verdict == Verdict::Unclear { ": the records disagree" } else { "" };
        (verdict, format!("date of {word} {}{disagree}", spell(&counting)))
    }

    fn judge_any(&self, dates: &[Dated]) -> (Verdict, String) {
        let all: Vec<i16> = dates.iter().map(|date| date.year).collect();
        let inside = all.iter().filter(|year| self.window.contains(year)).count();
        let verdict = if inside > 0 { Verdict::Met } else { Verdict::NotMet };
        let note =
            if inside > 0 && inside < all.len() { ": the dates disagree, one within the window is enough" } else { "" };
        (verdict, format!("published {}{note}", spell(&all)))
    }

    /// The wanted date is missing. An issue is never earlier than its publication online: that proves some issues too late, and where the
    /// window has no end some in time; nothing else is known of an issue to come. A report without a date online was published with
    /// its issue, as far as the records tell.
    fn judge_instead(&self, dates: &[Dated], wanted: &str) -> (Verdict, String) {
        let years: Vec<i16> = dates.iter().map(|date| date.year).collect();
        let inside = years.iter().all(|year| self.window.contains(year));
        let open = *self.window.end() == i16::MAX;
        let issue = self.basis == Basis::Issue;
        let proves_outside = |year: &i16| if issue { year > self.window.end() } else { year < self.window.start() };
        let verdict = if inside && (!issue || open) {
            Verdict::Met
        } else if years.iter().all(proves_outside) {
            Verdict::NotMet
        } else {
            Verdict::Unclear
        };
        let (other, order) = match self.basis {
            Basis::Issue => ("publication online", "the issue is not earlier"),
            _ => ("issue", "publication online is not later"),
        };
        let taken = if verdict == Verdict::Unclear { "does not tell" } else { "taken instead" };
        (verdict, format!("no date of {wanted}; date of {other} {} {taken} ({order})", spell(&years)))
    }
}

/// `2017`, or `2017 and 2018`, each once and in order.
fn spell(years: &[i16]) -> String {
    let mut years = years.to_vec();
    years.sort_unstable();
    years.dedup();
    list(&years.iter().map(ToString::to_string).collect::<Vec<_>>())
}

/// Every year in a date: groups of exactly four digits, or the first four of eight (`20160901`), each with its bytes.
///
/// `1998 Dec-1999 Jan` has two; `12/31/2016` one; `1980s` and `before 1985` have none.
fn years(text: &str) -> Vec<(i16, Range<usize>)> {
    let mut found = Vec::new();
    let open = |word: &str| {
        ["before", "after", "pre", "post", "since", "until"].iter().any(|one| word.eq_ignore_ascii_case(one))
    };
    if text.split(|c: char| !c.is_alphabetic()).any(open) {
        return found;
    }
    let mut start = None;
    for (at, byte) in text.bytes().chain(std::iter::once(b' ')).enumerate() {
        match (byte.is_ascii_digit(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                start = None;
                if matches!(at - from, 4 | 8)
                    && let Ok(year @ 1000..3000) = text[from..from + 4].parse()
                {
                    let decade = year % 10 == 0 && text[at..].trim_start_matches(['\'', '\u{2019}']).starts_with('s');
                    if !decade {
                        found.push((year, from..from + 4));
                    }
                }
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_four_digits_or_begin_eight() {
        let read = |text| years(text).into_iter().map(|(year, _)| year).collect::<Vec<_>>();
        assert_eq!(read("1998 Dec-1999 Jan"), [1998, 1999]);
        assert_eq!(read("20160901"), [2016]);
        assert!(read("1980s").is_empty());
        assert!(read("before 1985").is_empty());
        assert_eq!(read("12/31/2016"), [2016]);
        assert!(read("MAY, n.d., 17, 201, 20161").is_empty());
    }
}
