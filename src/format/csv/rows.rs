//! The rows of a table as records: found one after the other, since quotes tell where a row ends, and read side by side.

use std::borrow::Cow;
use std::sync::Arc;

use rayon::prelude::*;

use super::broken::Whole;
use super::{Table, count_rows, rows_below, sections, settle_source, value};
use crate::diagnostic::{excerpt, plural};
use crate::format::log::Log;
use crate::format::tabular::scan::{Cell, Row};
use crate::format::tabular::{Column, Mapping, RecordRows, tell_unread};
use crate::record::{Field, RecordFile, RecordFileBuilder};
use crate::source::{SourceFile, count_line_ends};

/// How many bytes of the text one part has. Fixed, so that nothing depends on how many cores there are.
const PART: usize = 1 << 17;

/// How many parts are found before they are read: rows take memory of their own, and cores that wait for the next ones time.
const PARTS: usize = 8;

/// Rows behind each other. Their cells lie in one table: a million lists of a few would take as much room as the file.
#[derive(Default)]
struct Part {
    cells: Vec<Cell>,
    rows: Vec<PartRow>,
}

struct PartRow {
    /// First byte of the row, and the one behind its last.
    start: u32,
    end: u32,
    line: u32,
    /// The first cell behind those of the row.
    cells_end: u32,
    repaired: bool,
    /// Whether it was put together of several.
    joined: bool,
    short: Option<Short>,
}

/// A row that has fewer cells than others do without reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Short {
    /// It has one.
    OneCell,
    /// It is the last of the file and has no end, and the one before has all cells.
    Cut,
}

impl Part {
    fn push(&mut self, row: Row, line: u32, short: Option<Short>) {
        self.cells.extend(row.cells);
        self.rows.push(PartRow {
            start: row.bytes.start as u32,
            end: row.bytes.end as u32,
            line,
            cells_end: self.cells.len() as u32,
            repaired: row.repaired,
            joined: row.parts > 0,
            short,
        });
    }

    /// Every row with its cells.
    fn rows(&self) -> impl Iterator<Item = (&PartRow, &[Cell])> {
        let mut first = 0;
        self.rows.iter().map(move |row| {
            let cells = &self.cells[first..row.cells_end as usize];
            first = row.cells_end as usize;
            (row, cells)
        })
    }
}

/// Reads every row below the header of `first` as a record, and those of the tables behind it under theirs; gives the records, and how
/// many rows an independent count finds.
pub(super) fn read(first: Table, source: &Arc<SourceFile>, mapping: &Mapping, log: &mut Log) -> (RecordFile, usize) {
    let text = source.text();
    let mut files = vec![RecordFileBuilder::new(Arc::clone(source), "csv").finish()];
    let (mut entries, mut markers, mut place) = (0, 0, (0, 1));
    let mut next = Some(first);
    while let Some(mut table) = next {
        settle_source(&mut table, text, mapping);
        let mut found = Found::new(&table, text, mapping, place);
        let (records, part) = read_table(&table, source, &mut found);
        log.append(part, entries);
        for &line in &found.headers {
            log.add("TAB004", line, 0, "", || "a second header was left out".to_owned());
        }
        let literal = table.header.dialect.is_some_and(|dialect| dialect.literal_quotes);
        let end = found.next.as_ref().map_or(text.len(), |next| next.header_row.bytes.start);
        let counted = count_rows(&text[table.header_row.next..end], table.delimiter, literal);
        markers += counted.saturating_sub(found.headers.len() - found.glued + found.parts);
        tell_unread(&table.header, &records, log);
        entries += records.len() as u32;
        files.push(records);
        place = (found.counted_to, found.line);
        next = found.next;
        if let Some(table) = &next {
            let names: Vec<&str> = table.header.columns.iter().map(|column| column.name.as_str()).collect();
            log.add("TAB010", place.1, 0, "", || {
                format!("another table begins here, read under its own header: `{}`", excerpt(&names.join(", ")))
            });
        }
    }
    (RecordFileBuilder::concatenate(files), markers)
}

/// Reads the rows of one table.
fn read_table<I: Iterator<Item = Row>>(
    table: &Table,
    source: &Arc<SourceFile>,
    found: &mut Found<'_, I>,
) -> (RecordFile, Log) {
    let mut files = vec![RecordFileBuilder::new(Arc::clone(source), "csv").finish()];
    let (mut log, mut entries) = (Log::default(), 0);
    loop {
        let parts: Vec<Part> = std::iter::from_fn(|| found.part()).take(PARTS).collect();
        let last = parts.len() < PARTS;
        let read: Vec<(RecordFile, Log)> = parts.par_iter().map(|part| read_part(table, source, part)).collect();
        for (records, part) in read {
            log.append(part, entries);
            entries += records.len() as u32;
            files.push(records);
        }
        if last {
            return (RecordFileBuilder::concatenate(files), log);
        }
    }
}

/// Finds rows, and leaves out what is none.
struct Found<'t, I> {
    rows: I,
    table: &'t Table,
    text: &'t str,
    /// Up to where line ends were counted, and the line there.
    counted_to: usize,
    line: u32,
    mapping: &'t Mapping,
    /// The lines of headers that stand in the table again.
    headers: Vec<u32>,
    /// How many of them stand behind a row in the same line.
    glued: usize,
    /// How many rows were put to others.
    parts: usize,
    /// Whether the row before has as many cells as the header.
    even: bool,
    /// The table that follows this one.
    next: Option<Table>,
}

impl<'t> Found<'t, ()> {
    /// The rows of a table; line ends were counted up to the byte `place.0`, which stands on the line `place.1`.
    fn new(
        table: &'t Table,
        text: &'t str,
        mapping: &'t Mapping,
        (counted_to, line): (usize, u32),
    ) -> Found<'t, impl Iterator<Item = Row> + use<'t>> {
        let rows = Whole::new(rows_below(table, text), text, table);
        let (headers, even) = (Vec::new(), false);
        Found { rows, table, text, counted_to, line, mapping, headers, glued: 0, parts: 0, even, next: None }
    }
}

impl<I: Iterator<Item = Row>> Found<'_, I> {
    /// Cuts the header off the end of a row, where the file before had no line end: `..., 10.5555/1PMID,Title,Year`.
    fn cut_header(&mut self, row: &mut Row) {
        let (width, header) = (self.table.header.columns.len(), &self.text[self.table.header_row.bytes.clone()]);
        if row.cells.len() + 1 == 2 * width && self.text[row.bytes.clone()].ends_with(header) {
            row.bytes.end -= header.len();
            row.cells.truncate(width);
            if let Some(last) = row.cells.last_mut() {
                *last = last.before(row.bytes.end);
            }
            self.headers.push(self.line);
            self.glued += 1;
        }
    }

    /// Whether the row lacks cells that it must have had.
    fn short(&self, row: &Row) -> Option<Short> {
        let (width, cells) = (self.table.header.columns.len(), row.cells.len());
        let ends = row.next > row.bytes.end;
        match () {
            () if self.table.own => None,
            () if cells < width && !ends && self.even => Some(Short::Cut),
            () if cells == 1 && width > 2 => Some(Short::OneCell),
            () => None,
        }
    }

    /// Whether the row is the header once more, in whatever spelling: `Publication Year` for `publication_year`.
    fn is_header(&self, row: &Row) -> bool {
        let columns = &self.table.header.columns;
        let same = |(cell, column): (&Cell, &Column)| {
            letters(&cell.value(self.text)).eq(letters(&column.name)) || column.name.starts_with("column ")
        };
        row.cells.len() == columns.len() && columns.len() > 1 && row.cells.iter().zip(columns).all(same)
            || self.text[row.bytes.clone()] == self.text[self.table.header_row.bytes.clone()]
    }

    /// The rows of the next part; `None` behind the last.
    fn part(&mut self) -> Option<Part> {
        let (mut part, mut bytes) = (Part::default(), 0);
        while bytes < PART
            && self.next.is_none()
            && let Some(mut row) = self.rows.next()
        {
            if !row.cells.iter().any(|cell| !cell.value(self.text).trim().is_empty()) {
                continue;
            }
            let before = &self.text.as_bytes()[self.counted_to..row.bytes.start];
            self.line += count_line_ends(before, None);
            self.counted_to = row.bytes.start;
            if self.is_header(&row) {
                self.headers.push(self.line);
                continue;
            }
            if !self.table.own {
                self.next = sections::beginning_with(self.text, &row, self.table.delimiter, self.mapping);
                if self.next.is_some() {
                    break;
                }
            }
            self.cut_header(&mut row);
            bytes += row.bytes.len();
            self.parts += row.parts as usize;
            let short = self.short(&row);
            self.even = row.cells.len() == self.table.header.columns.len();
            part.push(row, self.line, short);
        }
        (!part.rows.is_empty()).then_some(part)
    }
}

/// What a name of a column is known by.
fn letters(name: &str) -> impl Iterator<Item = char> + '_ {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

fn read_part(table: &Table, source: &Arc<SourceFile>, part: &Part) -> (RecordFile, Log) {
    let text = source.text();
    let own = table.header.dialect.is_some_and(|dialect| dialect.own);
    let length = part.rows.last().map_or(0, |row| row.end) - part.rows.first().map_or(0, |row| row.start);
    let mut builder = RecordFileBuilder::new(Arc::clone(source), "csv").with_room(length as usize);
    let mut records = RecordRows::new(&table.header);
    for (row, cells) in part.rows() {
        let (start, end) = (row.start as usize, row.end as usize);
        builder.begin(start, row.line);
        if row.repaired {
            let message = || format!("quotes are misplaced in `{}`", excerpt(&text[start..end]));
            records.log.add("TAB002", row.line, builder.len() as u32, "", message);
        }
        if row.joined {
            let message = || format!("line ends without quotes stand in a cell: `{}`", excerpt(&text[start..end]));
            records.log.add("TAB012", row.line, builder.len() as u32, "", message);
        }
        if let Some(short) = row.short {
            let message = || {
                let (row, width) = (excerpt(text[start..end].trim()), table.header.columns.len());
                let cells = plural(cells.len() as u64, "cell", "cells");
                match short {
                    Short::OneCell => format!("{cells} where the header has {width}; kept as a record: `{row}`"),
                    Short::Cut => {
                        format!(
                            "the file ends in this row, with {cells} where the header has {width}: it may have been cut off"
                        )
                    }
                }
            };
            records.log.add("TAB013", row.line, builder.len() as u32, "", message);
        }
        if let Some(at) = table.header.column_of(Field::Title)
            && let Some(swallowed) = swallowed_title(table, text, at, cells)
        {
            let message = || {
                let cell = excerpt(&swallowed);
                format!("the title is missing or an address, and may stand in the quotes of another cell: `{cell}`")
            };
            records.log.add("TAB009", row.line, builder.len() as u32, &table.header.columns[at].name, message);
        }
        records.add(&mut builder, (text, row.line), cells.iter().map(|cell| value(cell, text, own)).enumerate());
        builder.end(end);
    }
    (builder.finish(), records.log)
}

/// The cell whose quotes seem to hold the title too, in a row whose title is missing or an address: one that names people and has the
/// delimiter in it. Commas part names, and tell nothing.
fn swallowed_title<'t>(table: &Table, text: &'t str, title: usize, cells: &[Cell]) -> Option<Cow<'t, str>> {
    let title = cells.get(title).map_or(Cow::Borrowed(""), |cell| cell.value(text));
    let is_address = ["http://", "https://"].iter().any(|scheme| title.trim_start().starts_with(scheme));
    if !is_address && !title.trim().is_empty() {
        return None;
    }
    let holds = |value: &str| table.delimiter != b',' && value.bytes().any(|byte| byte == table.delimiter);
    let people = cells.iter().zip(&table.header.columns).filter(|(_, column)| column.field == Field::Author);
    let found = people.map(|(cell, _)| cell.value(text)).find(|value| holds(value));
    found.or_else(|| is_address.then_some(title))
}
