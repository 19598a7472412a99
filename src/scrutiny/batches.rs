//! Exports that databases give out in parts, one of which is missing.
//!
//! Databases give out so many records at a time: 500 or 1,000 in Web of Science, 2,000 in Scopus. Four signs tell of a missing
//! part: file names with a gap (`1-500`, `1001-1500`; `savedrecs(1)`, `savedrecs(3)`), parts that are all full, so that
//! another may follow, or short where another follows, and a published number that is one part higher than what the parts hold.

use std::collections::{BTreeMap, BTreeSet};

use super::Case;
use crate::diagnostic::Diagnostic;
use crate::protocol::{ExportsAre, Qualifier};

/// How many records databases give out at a time.
const BATCHES: [u64; 7] = [500, 1000, 2000, 5000, 10_000, 20_000, 50_000];

/// A file of a search: its name without folders and extension, and how many records it holds.
struct Part<'a> {
    stem: &'a str,
    records: u64,
}

/// Tells of every search whose parts do not fit together.
pub(super) fn missing(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    let ingested = &case.run.screened.deduplicated.ingested;
    for (number, (iteration, search)) in case.run.protocol.searches().enumerate() {
        let files = ingested.records.files().iter().zip(&ingested.searches).filter(|(_, of)| **of == number);
        let parts: Vec<Part<'_>> =
            files.map(|(file, _)| Part { stem: file.source().stem(), records: file.len() as u64 }).collect();
        let sum: u64 = parts.iter().map(|part| part.records).sum();
        let most = parts.iter().map(|part| part.records).max().unwrap_or(0);
        // A number that is only about right tells of a missing part where most of one is missing.
        let exact =
            search.reported.as_ref().filter(|number| number.scope.is_none()).filter(|number| match number.qualifier {
                Qualifier::Exact => true,
                Qualifier::About => {
                    number.value.is_some_and(|value| value == sum || value.saturating_sub(sum) * 2 >= most)
                }
                _ => false,
            });
        let original = case.run.protocol.review.exports_are == ExportsAre::Original;
        let reported = exact.and_then(|number| number.value).filter(|_| original);
        let why = gap_in_ranges(&parts)
            .or_else(|| gap_in_numbers(&parts))
            .or_else(|| full(&parts, reported))
            .or_else(|| short_within(&parts, reported));
        if let Some(why) = why {
            let message = format!("an export of the search `{}` may be missing: {why}", search.id);
            found.extend(case.about_searches("AUD011", &[(iteration, search)], message));
        }
    }
}

/// The numbers in a file name, with their places.
fn numbers(stem: &str) -> Vec<(usize, u64, usize)> {
    let mut numbers = Vec::new();
    let mut from = 0;
    for run in stem.split(|c: char| !c.is_ascii_digit()) {
        if let Ok(number) = run.parse() {
            numbers.push((from, number, from + run.len()));
        }
        from += run.len() + stem[from + run.len()..].chars().next().map_or(0, char::len_utf8);
    }
    numbers
}

/// `1-500`, `records 501 to 1000`: the first and the last record of a part, by its name. Years are none.
fn range(stem: &str) -> Option<(u64, u64)> {
    let numbers = numbers(stem);
    let (&[.., (_, first, end), (start, last, _)], true) = (numbers.as_slice(), numbers.len() > 1) else { return None };
    let between = stem[end..start].trim_matches([' ', '_', '-', '\u{2013}']);
    let years = (1900..=2100).contains(&first) && (1900..=2100).contains(&last);
    (first > 0 && first <= last && !years && (between.is_empty() || between == "to")).then_some((first, last))
}

fn gap_in_ranges(parts: &[Part<'_>]) -> Option<String> {
    let mut ranges: Vec<(u64, u64)> = parts.iter().filter_map(|part| range(part.stem)).collect();
    ranges.sort_unstable();
    // A single range may be a part of anything else in a name.
    if ranges.len() < 2 {
        return None;
    }
    let mut next = 1;
    for (first, last) in ranges {
        if first > next {
            return Some(format!("by their names, the files lack the records {next} to {}", first - 1));
        }
        next = next.max(last + 1);
    }
    None
}

/// `savedrecs`, `savedrecs(1)`, `savedrecs(3)`: names that differ in one number, with one left out.
fn gap_in_numbers(parts: &[Part<'_>]) -> Option<String> {
    let mut families: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    for part in parts.iter().filter(|part| range(part.stem).is_none()) {
        if let Some(&(start, number, end)) = numbers(part.stem).last() {
            families.entry(format!("{}#{}", &part.stem[..start], &part.stem[end..])).or_default().insert(number);
        }
    }
    // A browser calls the first download `savedrecs` and the second `savedrecs(1)`.
    for part in parts.iter().filter(|part| !part.stem.ends_with(')')) {
        let first = format!("{}(#)", part.stem);
        let spaced = format!("{} (#)", part.stem);
        families.iter_mut().filter(|(name, _)| **name == first || **name == spaced).for_each(|(_, numbers)| {
            numbers.insert(0);
        });
    }
    let gap = |numbers: &BTreeSet<u64>| {
        let (first, last) = (*numbers.first()?, *numbers.last()?);
        let years = numbers.iter().all(|number| (1900..=2100).contains(number));
        // Numbers far apart are dates or counts of records, not parts.
        let dense = last - first < 2 * numbers.len() as u64;
        // What begins with the second part lacks the first.
        let from = if first == 2 { 1 } else { first };
        (!years && dense && numbers.len() > 1).then(|| (from..=last).find(|number| !numbers.contains(number))).flatten()
    };
    families.iter().find_map(|(name, numbers)| {
        gap(numbers)
            .map(|number| format!("by their names, there is no file {}", name.replace('#', &number.to_string())))
    })
}

/// Every part holds as many records as the database gives out at a time, or they lack about one part of what is reported.
fn full(parts: &[Part<'_>], reported: Option<u64>) -> Option<String> {
    let most = parts.iter().map(|part| part.records).max()?;
    let sum: u64 = parts.iter().map(|part| part.records).sum();
    let short = reported.filter(|reported| *reported > sum).map(|reported| reported - sum);
    if let Some(short) = short.filter(|_| parts.len() > 1 && BATCHES.contains(&most)) {
        return Some(format!(
            "its parts hold up to {most} records each, and {short} fewer in all than the {} reported",
            sum + short
        ));
    }
    let every = parts.iter().all(|part| part.records == most) && BATCHES.contains(&most);
    (every && reported != Some(sum)).then(|| {
        let parts =
            if parts.len() == 1 { "its export holds".to_owned() } else { format!("its {} parts hold", parts.len()) };
        format!(
            "{parts} exactly {most} records{}, as databases give out at a time, and none holds the rest",
            if parts.starts_with("its export") { "" } else { " each" }
        )
    })
}

/// A numbered part that holds fewer records than the database gives out at a time, and another follows.
fn short_within(parts: &[Part<'_>], reported: Option<u64>) -> Option<String> {
    let most = parts.iter().map(|part| part.records).max().filter(|most| BATCHES.contains(most))?;
    let numbered = parts.iter().map(|part| {
        let &(start, number, end) = numbers(part.stem).last()?;
        Some((number, format!("{}#{}", &part.stem[..start], &part.stem[end..]), part))
    });
    let mut parts_in_order = numbered.collect::<Option<Vec<_>>>()?;
    parts_in_order.sort_by_key(|(number, ..)| *number);
    let (_, family, _) = parts_in_order.first()?;
    let follow = parts_in_order.windows(2).all(|pair| pair[0].0 + 1 == pair[1].0);
    let is_one = follow && parts_in_order.iter().all(|(_, other, _)| other == family);
    let sum: u64 = parts.iter().map(|part| part.records).sum();
    let (_, within) = parts_in_order.split_last()?;
    let (.., short) = within.iter().find(|(.., part)| part.records < most)?;
    (is_one && reported != Some(sum)).then(|| {
        format!(
            "{} holds {} records, others {most} as databases give out at a time, and it is not the last part",
            short.stem, short.records
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_part_that_is_not_the_last_lacks_records() {
        let short = |files: &[(&str, u64)], reported| short_within(&parts(files), reported);
        let files = [("part1", 500), ("part3", 123), ("part2", 400)];
        assert!(short(&files, None).is_some_and(|why| why.starts_with("part2 holds 400 records, others 500 ")));
        assert_eq!(short(&files, Some(1023)), None, "that is all there is");
        assert_eq!(short(&[("part1", 500), ("part2", 500), ("part3", 123)], None), None);
        assert_eq!(short(&[("part1", 300), ("part2", 400), ("part3", 123)], None), None, "no part is full");
        assert_eq!(short(&[("scopus", 400), ("wos", 500)], None), None);
        assert_eq!(short(&[("a1", 400), ("b2", 500)], None), None, "no parts of one export");
        assert_eq!(short(&[], None), None);
    }

    fn parts<'a>(files: &[(&'a str, u64)]) -> Vec<Part<'a>> {
        files.iter().map(|&(stem, records)| Part { stem, records }).collect()
    }

    #[test]
    fn a_gap_in_the_names_is_seen() {
        let ranges =
            |names: &[&'static str]| gap_in_ranges(&parts(&names.iter().map(|name| (*name, 500)).collect::<Vec<_>>()));
        assert!(ranges(&["wos 1-500", "wos 1001-1500"]).is_some_and(|why| why.contains("501 to 1000")));
        assert!(ranges(&["b_501_to_1000", "b_1001_to_1200"]).is_some_and(|why| why.contains("1 to 500")));
        assert_eq!(ranges(&["wos 1-500", "wos 501-713"]), None);
        assert_eq!(ranges(&["1985-2000", "2005-2017"]), None, "years are no records");
        let numbered =
            |names: &[&'static str]| gap_in_numbers(&parts(&names.iter().map(|name| (*name, 7)).collect::<Vec<_>>()));
        assert!(
            numbered(&["savedrecs", "savedrecs(1)", "savedrecs(3)"]).is_some_and(|why| why.contains("savedrecs(2)"))
        );
        assert_eq!(numbered(&["savedrecs", "savedrecs(1)", "savedrecs(2)"]), None);
        assert!(numbered(&["s(2)", "s(3)"]).is_some_and(|why| why.contains("s(1)")), "the first part");
        assert_eq!(numbered(&["medline-2010", "medline-2012"]), None);
        assert_eq!(numbered(&["wos-20170426", "wos-20170501"]), None, "days");
        assert_eq!(numbered(&["wos_278", "wos_1024"]), None, "how many records they hold");
    }

    #[test]
    fn parts_that_are_all_full_lack_the_rest() {
        assert!(full(&parts(&[("a", 500), ("b", 500)]), None).is_some());
        assert!(full(&parts(&[("a", 500)]), None).is_some());
        assert_eq!(full(&parts(&[("a", 500), ("b", 213)]), None), None);
        assert_eq!(full(&parts(&[("a", 500), ("b", 500)]), Some(1000)), None, "that is all there is");
        assert!(full(&parts(&[("a", 500), ("b", 213)]), Some(1213)).is_some_and(|why| why.contains("500 fewer")));
        assert_eq!(full(&parts(&[("a", 77)]), None), None);
        assert_eq!(full(&[], Some(5)), None);
    }
}
