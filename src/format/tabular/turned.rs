//! Tables that lie on their side: the names of the fields stand in the first column, and a record is a column of the sheet, or a
//! block of rows. Embase.com writes both (*CSV, fields by row*), and people make such sheets.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;

use super::{Header, Mapping};
use crate::record::Field;

/// How many rows are looked at to tell such a table.
pub const LOOKED_AT: usize = 40;

/// A row of such a table.
#[derive(Debug, Clone)]
pub struct Line<C> {
    /// What stands in the first column; empty where the row goes on with the field of the row before.
    pub name: String,
    /// The filled cells behind it, each with its place, counted from 0.
    pub cells: Vec<(usize, C)>,
    /// Whether a blank row stands before it.
    pub after_blank: bool,
}

/// A record of such a table.
#[derive(Debug, Clone)]
pub struct Turned<C> {
    /// The row it begins with, and the row behind its last one.
    pub lines: std::ops::Range<usize>,
    /// Its cells, each with the number of its field among the names.
    pub cells: Vec<(usize, C)>,
}

/// How many different names in a first column have a known meaning; 0 where they are not the names of fields: fewer than three are
/// known, or none is the title.
pub fn known<'n>(first_column: impl Iterator<Item = &'n str>, mapping: &Mapping) -> usize {
    const FEWEST: usize = 3;
    let mut names: Vec<&str> = first_column.map(str::trim).filter(|name| !name.is_empty()).take(LOOKED_AT).collect();
    names.sort_unstable();
    names.dedup();
    let header = Header::new(names.into_iter(), mapping);
    if header.has_title() { Some(header.known()).filter(|&known| known >= FEWEST).unwrap_or(0) } else { 0 }
}

/// The names of the fields and the records. Rows before the first name that is known are no part of the table.
///
/// Blocks where a record has one title and the first name comes again; else a sheet, where a title stands in several columns. A row
/// of a block may hold several values.
pub fn records<C>(lines: Vec<Line<C>>, mapping: &Mapping) -> (Vec<String>, Vec<Turned<C>>) {
    let mut names = Names::default();
    let mut lines: Vec<(usize, Line<C>)> = lines.into_iter().map(|line| (names.number(&line.name), line)).collect();
    let header = Header::new(names.list.iter().map(String::as_str), mapping);
    let field = |name: usize| header.columns.get(name).map_or(Field::Other, |column| column.field);
    let begin = lines.iter().position(|(name, _)| field(*name) != Field::Other).unwrap_or(lines.len());
    lines.drain(..begin);
    let first = lines.first().map_or(0, |(name, _)| *name);
    let repeats = lines.iter().filter(|(name, line)| *name == first && !line.name.is_empty()).count() > 1;
    let titles = lines.iter().find(|(name, _)| field(*name) == Field::Title).map_or(0, |(_, line)| line.cells.len());
    let mut turned = if repeats || titles < 2 { blocks(lines, first) } else { sheet(lines) };
    turned.iter_mut().for_each(|record| record.lines = record.lines.start + begin..record.lines.end + begin);
    (names.list, turned)
}

/// How such a table was read, for people.
pub fn told<C>(records: &[Turned<C>]) -> String {
    let how = if is_sheet(records) { "a record is a column" } else { "a record is a block of rows" };
    format!("the names of the fields stand in the first column, and {how}")
}

fn is_sheet<C>(records: &[Turned<C>]) -> bool {
    matches!(records, [first, second, ..] if first.lines == second.lines)
}

/// How many records there are, counted otherwise than they are read: lines of `text` that begin with the first of `names`, or the
/// columns of the longest row.
pub fn markers<C>(records: &[Turned<C>], text: &str, names: &[String]) -> usize {
    let name = records.first().and_then(|record| record.cells.first()).and_then(|(name, _)| names.get(*name));
    let Some(name) = name.filter(|_| !is_sheet(records)) else { return longest(records) };
    let begins = |line: &&str| {
        let rest = line.trim_start_matches(['\u{feff}', '"', ' ']).strip_prefix(name.as_str());
        rest.is_some_and(|rest| rest.starts_with(['"', ',', ';', '\t', '|', ' ']))
    };
    text.split(['\n', '\r']).filter(begins).count()
}

/// How many records have a value of the field that most have.
fn longest<C>(records: &[Turned<C>]) -> usize {
    let mut counts: HashMap<usize, usize, FixedState> = HashMap::default();
    for (name, _) in records.iter().flat_map(|record| &record.cells) {
        *counts.entry(*name).or_default() += 1;
    }
    counts.into_values().max().unwrap_or(0)
}

/// The names in the order in which they come.
#[derive(Debug, Default)]
struct Names {
    list: Vec<String>,
    numbers: HashMap<String, usize, FixedState>,
    last: usize,
}

impl Names {
    /// The number of a name; that of the name before for none.
    fn number(&mut self, name: &str) -> usize {
        let name = name.trim();
        if !name.is_empty() {
            self.last = match self.numbers.get(name) {
                Some(&number) => number,
                None => {
                    self.list.push(name.to_owned());
                    self.numbers.insert(name.to_owned(), self.list.len() - 1);
                    self.list.len() - 1
                }
            };
        }
        self.last
    }
}

/// A record begins where the first name comes again, or behind a blank row with a name that the record has already.
fn blocks<C>(lines: Vec<(usize, Line<C>)>, first: usize) -> Vec<Turned<C>> {
    let mut records: Vec<Turned<C>> = Vec::new();
    // In which record a name was seen last, so that nothing has to be looked through.
    let mut seen: HashMap<usize, usize, FixedState> = HashMap::default();
    for (at, (name, line)) in lines.into_iter().enumerate() {
        let again = !line.name.is_empty() && seen.get(&name) == Some(&records.len());
        let begins = if line.after_blank { again || name == first } else { again && name == first };
        if records.is_empty() || begins {
            records.push(Turned { lines: at..at, cells: Vec::new() });
        }
        seen.insert(name, records.len());
        if let Some(record) = records.last_mut() {
            record.lines.end = at + 1;
            record.cells.extend(line.cells.into_iter().map(|(_, cell)| (name, cell)));
        }
    }
    records
}

/// A record is a column.
fn sheet<C>(lines: Vec<(usize, Line<C>)>) -> Vec<Turned<C>> {
    let (count, mut columns) = (lines.len(), BTreeMap::<usize, Vec<(usize, C)>>::new());
    for (name, line) in lines {
        for (column, cell) in line.cells {
            columns.entry(column).or_default().push((name, cell));
        }
    }
    columns.into_values().map(|cells| Turned { lines: 0..count, cells }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(rows: &[&[&str]]) -> Vec<Line<String>> {
        let mut after_blank = false;
        let mut lines = Vec::new();
        for row in rows {
            if let [name, cells @ ..] = row {
                let cells = cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
                let cells = cells.map(|(at, cell)| (at, (*cell).to_owned())).collect();
                lines.push(Line { name: (*name).to_owned(), cells, after_blank });
            }
            after_blank = row.is_empty();
        }
        lines
    }

    fn turned(rows: &[&[&str]]) -> Vec<Vec<(String, String)>> {
        let (names, records) = records(lines(rows), &[]);
        let named = |(name, cell): &(usize, String)| (names[*name].clone(), cell.clone());
        records.iter().map(|record| record.cells.iter().map(named).collect()).collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn columns_are_records() {
        let rows: &[&[&str]] =
            &[&["QUERY", "x"], &["TITLE", "One", "Two", "Three"], &["DOI", "", "10.5555/2"], &["Rank", "1", "2", "3"]];
        assert_eq!(
            turned(rows),
            [
                pairs(&[("TITLE", "One"), ("Rank", "1")]),
                pairs(&[("TITLE", "Two"), ("DOI", "10.5555/2"), ("Rank", "2")]),
                pairs(&[("TITLE", "Three"), ("Rank", "3")])
            ]
        );
    }

    #[test]
    fn blocks_are_records_with_or_without_blank_rows_between() {
        let expected = [
            pairs(&[("TITLE", "One"), ("AUTHOR NAMES", "Ek B."), ("AUTHOR NAMES", "Dow C.")]),
            pairs(&[("TITLE", "Two"), ("AUTHOR NAMES", "Poe E."), ("AUTHOR NAMES", "Roe R.")]),
        ];
        let with: &[&[&str]] = &[
            &["TITLE", "One"],
            &["AUTHOR NAMES", "Ek B.", "Dow C."],
            &[],
            &["TITLE", "Two"],
            &["AUTHOR NAMES", "Poe E."],
            &["", "Roe R."],
        ];
        assert_eq!(turned(with), expected);
        let without: Vec<&[&str]> = with.iter().copied().filter(|row| !row.is_empty()).collect();
        assert_eq!(turned(&without), expected);
        let untitled: &[&[&str]] = &[&["TITLE", "One"], &["DOI", "1"], &[], &["DOI", "2"], &[], &["TITLE", "Three"]];
        assert_eq!(turned(untitled).len(), 3, "a record without the first field is one too");
    }

    #[test]
    fn names_are_told_from_values() {
        assert_eq!(known(["TITLE", "AUTHOR NAMES", "DOI", "DOI", "Rank"].into_iter(), &[]), 3);
        assert_eq!(known(["TITLE", "DOI"].into_iter(), &[]), 0);
        assert_eq!(known(["On gardens", "On sheds", "DOI", "Year", "Issue"].into_iter(), &[]), 0, "no title");
    }
}
