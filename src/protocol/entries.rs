//! Where in the text of a protocol something stands, and what two texts say differently.
//!
//! A protocol is taken apart into its values, each under a path that stays the same when tables are moved: tables of a list
//! are called by their identifier, as in `iteration[2].search[2a.wos].query`.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::source::count_line_ends;

/// One value of a protocol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it belongs: `criterion[year].from`.
    pub path: String,
    /// The value as TOML, on one line.
    pub value: String,
    /// The value as TOML, as it stands, with the ends of lines of Unix.
    raw: String,
    /// The line on which it stands, from 1.
    pub line: u32,
}

/// Every value of a protocol, in the order of the file; nothing for a text that is not TOML.
pub fn entries(text: &str) -> Vec<Entry> {
    let Ok(top) = DeTable::parse(text) else { return Vec::new() };
    let mut entries = Vec::new();
    walk_table(text, "", top.get_ref(), &mut entries);
    entries.sort_by_key(|entry| entry.line);
    entries
}

/// The line of the first value whose path begins with `prefix`; 0 if there is none.
pub fn line_of(entries: &[Entry], prefix: &str) -> u32 {
    entries.iter().find(|entry| entry.path.starts_with(prefix)).map_or(0, |entry| entry.line)
}

/// Something that two protocols say differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Where it belongs: `criterion[year].from`.
    pub path: String,
    /// The value before, with its line; `None` where there was none.
    pub before: Option<(String, u32)>,
    /// The value after, with its line; `None` where there is none any more.
    pub after: Option<(String, u32)>,
}

/// What two texts say differently, in the order of the second, then what only the first says.
pub fn changes(before: &str, after: &str) -> Vec<Changed> {
    let (old, new) = (entries(before), entries(after));
    let find = |list: &[Entry], path: &str| list.iter().find(|entry| entry.path == path).cloned();
    let differing = new.iter().filter_map(|entry| {
        let before = find(&old, &entry.path);
        if before.as_ref().is_some_and(|before| before.raw == entry.raw) {
            return None;
        }
        // Blanks inside a text are part of it; where nothing else differs they are shown as they stand.
        let only_blanks = before.as_ref().is_some_and(|before| before.value == entry.value);
        let shown = |entry: &Entry| (if only_blanks { &entry.raw } else { &entry.value }.clone(), entry.line);
        Some(Changed { path: entry.path.clone(), before: before.as_ref().map(shown), after: Some(shown(entry)) })
    });
    let gone = old.iter().filter(|entry| find(&new, &entry.path).is_none()).map(|entry| Changed {
        path: entry.path.clone(),
        before: Some((entry.value.clone(), entry.line)),
        after: None,
    });
    differing.chain(gone).collect()
}

/// The text with the paths of every search's `exports` in sorted order, everything else as it stands: what a run is
/// identified by, so that listing the files of a search in another order gives the same run. A text whose lists are sorted
/// already is given back unchanged.
pub fn with_exports_in_order(text: &str) -> String {
    let Ok(top) = DeTable::parse(text) else { return text.to_owned() };
    let mut out = text.to_owned();
    // Each list keeps its length, but parts of it may not: the last list first, so that earlier places stay right.
    let mut lists = export_lists(top.get_ref());
    lists.sort_by_key(|list| std::cmp::Reverse(list.first().map(|(_, place)| place.start)));
    for list in lists {
        let mut sorted: Vec<&(&str, Range<usize>)> = list.iter().collect();
        sorted.sort_by_key(|(path, place)| (*path, place.start));
        for ((_, place), (_, from)) in list.iter().zip(sorted).rev() {
            out.replace_range(place.clone(), &text[from.clone()]);
        }
    }
    out
}

/// The texts of every `exports` list with their places.
fn export_lists<'a>(top: &'a DeTable<'a>) -> Vec<Vec<(&'a str, Range<usize>)>> {
    let tables = |table: &'a DeTable<'a>, key: &str| -> Vec<&'a DeTable<'a>> {
        let list = table.get(key).and_then(|value| value.get_ref().as_array());
        list.into_iter().flat_map(|list| list.iter()).filter_map(|item| item.get_ref().as_table()).collect()
    };
    let searches = tables(top, "iteration").into_iter().flat_map(|iteration| tables(iteration, "search"));
    searches
        .filter_map(|search| search.get("exports")?.get_ref().as_array())
        .map(|list| list.iter().filter_map(|item| Some((item.get_ref().as_str()?, item.span()))).collect())
        .collect()
}

fn walk_table(text: &str, path: &str, table: &DeTable<'_>, entries: &mut Vec<Entry>) {
    for (key, value) in table {
        let path = if path.is_empty() { key.get_ref().to_string() } else { format!("{path}.{}", key.get_ref()) };
        walk_value(text, path, value, entries);
    }
}

fn walk_value(text: &str, path: String, value: &Spanned<DeValue<'_>>, entries: &mut Vec<Entry>) {
    match value.get_ref() {
        DeValue::Table(table) => walk_table(text, &path, table, entries),
        DeValue::Array(list) if list.iter().any(|item| item.get_ref().is_table()) => {
            for (number, item) in list.iter().enumerate() {
                let name = item.get_ref().as_table().and_then(|table| table.get("id")?.get_ref().as_str());
                let path = format!("{path}[{}]", name.map_or_else(|| (number + 1).to_string(), str::to_owned));
                walk_value(text, path, item, entries);
            }
        }
        _ => {
            let span = value.span();
            let line = 1 + count_line_ends(&text.as_bytes()[..span.start], None);
            let raw = written(text, value, |part| part.replace("\r\n", "\n"));
            let value = written(text, value, |part| part.split_ascii_whitespace().collect::<Vec<_>>().join(" "));
            entries.push(Entry { path, value, raw, line });
        }
    }
}

/// The value as it stands, made into `shown`; of a list its parts, without what stands between them.
fn written(text: &str, value: &Spanned<DeValue<'_>>, shown: impl Fn(&str) -> String) -> String {
    let stands = |value: &Spanned<DeValue<'_>>| shown(&text[value.span()]);
    match value.get_ref() {
        DeValue::Array(list) => {
            let parts: Vec<String> = list.iter().map(stands).collect();
            format!("[{}]", parts.join(", "))
        }
        _ => stands(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "schema = \"x\"\n\n[[iteration]]\nid = \"1\"\n  [[iteration.search]]\n  id = \"1.a\"\n  exports = [\n    \
                        \"exports/b.ris\", # the second\n    'exports/a.ris',\n  ]\n\n[[criterion]]\nid = \"year\"\nfrom = 1985\n";

    #[test]
    fn values_have_paths_that_do_not_depend_on_their_place() {
        let entries = entries(TEXT);
        let paths: Vec<(&str, u32)> = entries.iter().map(|entry| (entry.path.as_str(), entry.line)).collect();
        assert_eq!(
            paths,
            [
                ("schema", 1),
                ("iteration[1].id", 4),
                ("iteration[1].search[1.a].id", 6),
                ("iteration[1].search[1.a].exports", 7),
                ("criterion[year].id", 13),
                ("criterion[year].from", 14),
            ]
        );
        assert_eq!(line_of(&entries, "criterion[year]"), 13);
        assert_eq!(line_of(&entries, "criterion[place]"), 0);
    }

    #[test]
    fn two_protocols_differ_by_what_they_say() {
        let other = TEXT.replace("1985", "1990").replace("schema", "# a comment\nschema") + "to = 2000\n";
        let found = changes(TEXT, &other);
        let told: Vec<(&str, bool, bool)> = found
            .iter()
            .map(|change| (change.path.as_str(), change.before.is_some(), change.after.is_some()))
            .collect();
        assert_eq!(told, [("criterion[year].from", true, true), ("criterion[year].to", false, true)]);
        assert_eq!(found[0].after, Some(("1990".to_owned(), 15)));
    }

    #[test]
    fn a_blank_inside_a_text_is_part_of_what_it_says() {
        let text = "reason = \"not in English\"\nquery = \"\"\"\n  quays AND\n  piers\"\"\"\n";
        let one = |other: &str| changes(text, other).into_iter().next();
        let other = text.replace("in English", "in\u{a0}English");
        assert_eq!(one(&other).map(|changed| changed.path), Some("reason".to_owned()));
        let other = text.replace("not in", "not  in");
        let changed = one(&other).expect("two blanks are not one");
        assert_eq!(changed.after, Some(("\"not  in English\"".to_owned(), 1)));
        assert!(one(&text.replace("AND\n", "AND \n")).is_some_and(|changed| changed.path == "query"));
        assert_eq!(one(&text.replace("reason = ", "reason  =  ")), None);
    }

    #[test]
    fn the_order_of_the_files_of_a_search_is_no_part_of_what_identifies_a_run() {
        let sorted = with_exports_in_order(TEXT);
        assert!(sorted.contains("\n    'exports/a.ris', # the second\n    \"exports/b.ris\",\n"), "{sorted}");
        assert_eq!(with_exports_in_order(&sorted), sorted);
        assert_eq!(sorted.len(), TEXT.len());
        assert_eq!(with_exports_in_order("no = toml ="), "no = toml =");
    }
}
