//! Delimited text: comma, semicolon, tab or bar, with a header somewhere near the top.
//!
//! What columns mean is in `tabular/columns.rs`; a database is added there. RFC 4180 where it is followed, see
//! `tabular/scan.rs` where it is not.

mod broken;
mod rows;
mod sections;

use std::borrow::Cow;
use std::sync::Arc;

use memchr::{memchr, memchr2, memchr3};

use super::log::Log;
use super::tabular::scan::{Cell, Row, Rows};
use super::tabular::turned::{self, Line, Turned};
use super::tabular::{Header, Mapping, RecordRows, Value, another};
use super::{Format, Parsed};
use crate::diagnostic::{excerpt, plural};
use crate::record::RecordFileBuilder;
use crate::record::guard::unguarded;
use crate::source::{SourceFile, count_line_ends};

/// Delimited text.
pub struct Csv;

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn about(&self) -> &'static str {
        "Delimited text (comma, semicolon, tab, bar) with a header: Scopus, Embase, EBSCOhost, Cochrane, PubMed, Lens, \
         Dimensions, OpenAlex, IEEE Xplore, SpringerLink, Google Scholar, Web of Science tab-delimited, Zotero, Rayyan, Covidence, \
         ASReview, abstrackr, and any table with columns such as title, author, year, doi."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        let text = beginning(source.text());
        let start = text.trim_start_matches('\u{feff}').trim_start();
        let is_json_list =
            start.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with(['{', '[', '"', ']']));
        if start.starts_with(['<', '{', '@']) || is_json_list {
            return 0;
        }
        match find_table(text, &[]) {
            // Whatever the lines inside of cells look like.
            Some(table) if table.is_sure(text) => 97,
            table if lies_on_its_side(text, &[], table.as_ref()).is_some() => 80,
            Some(table) if table.header.dialect.is_some() => 85,
            Some(table) if table.header.has_title() && table.header.known() > 1 => 70,
            Some(table) if table.header.known() > 2 => 60,
            Some(table) if table.header.has_title() => 30,
            Some(table) if table.regular => 2,
            _ => 0,
        }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        read_mapped(source, &[])
    }
}

/// As much of the text as is looked at to recognise a table.
fn beginning(text: &str) -> &str {
    const ENOUGH: usize = 1 << 18;
    &text[..text.floor_char_boundary(ENOUGH)]
}

/// Reads a table some of whose columns a person has named.
///
/// A column is found again by its name whether or not it has a meaning:
///
/// ```
/// # use std::sync::Arc;
/// # use litsieve::{format::csv, source::SourceFile};
/// let file = Arc::new(SourceFile::new("a.csv", b"id,title\nx7,Made up\n".to_vec()));
/// let parsed = csv::read_mapped(&file, &[]);
/// let id = parsed.records.record(0).values().find(|value| value.tag() == "id").map(|value| value.value());
/// assert_eq!(id, Some("x7"));
/// ```
pub fn read_mapped(source: &Arc<SourceFile>, mapping: &Mapping) -> Parsed {
    let text = source.text();
    let found = find_table(text, mapping);
    let is_sure = found.as_ref().is_some_and(|table| table.is_sure(text));
    if !is_sure && let Some(delimiter) = lies_on_its_side(text, mapping, found.as_ref()) {
        return read_turned(source, delimiter, mapping);
    }
    let Some(table) = found else {
        let records = RecordFileBuilder::new(Arc::clone(source), "csv").finish();
        return Parsed { records, diagnostics: Vec::new(), dialect: "", markers: 0 };
    };
    let first = if table.own { None } else { sections::above(text, &table, mapping) };
    let table = first.unwrap_or(table);
    let mut log = Log::default();
    announce(&table, text, &mut log);
    let dialect = table.header.dialect.map_or("", |dialect| dialect.name);
    let (records, markers) = rows::read(table, source, mapping, &mut log);
    Parsed { records, diagnostics: log.finish(source.label()), dialect, markers }
}

fn announce(table: &Table, text: &str, log: &mut Log) {
    let before = text[behind_preface(text)..table.header_row.bytes.start].trim();
    let rows = if before.is_empty() { 0 } else { sections::rows_above(text, table) };
    if rows > 0 {
        log.add("TAB011", 1, 0, "", || {
            let rows = plural(rows as u64, "row", "rows");
            format!("{rows} with as many cells as the header above it left out: `{}`", excerpt(before))
        });
    } else if !before.is_empty() {
        log.add("TAB005", 1, 0, "", || format!("text before the header was left out: `{}`", excerpt(before)));
    }
    if table.header.known() == 0 {
        let names: Vec<&str> = table.header.columns.iter().map(|column| column.name.as_str()).collect();
        log.add("TAB001", 0, 0, "", || {
            format!("no column has a name that says what it holds: `{}`", excerpt(&names.join(", ")))
        });
    }
}

/// Looks through the column whose values alone tell what it holds.
fn settle_source(table: &mut Table, text: &str, mapping: &Mapping) {
    if let Some(column) = table.header.unsettled() {
        let (delimiter, own) = (table.delimiter, table.own);
        let below = |row: &Row| own || sections::beginning_with(text, row, delimiter, mapping).is_none();
        let header = table.header_row.clone();
        let again = |row: &Row| text[row.bytes.clone()] == text[header.bytes.clone()];
        let rows = rows_below(table, text).take_while(|row| again(row) || below(row));
        table.header.settle(rows.filter_map(|row| Some(row.cells.get(column)?.value(text))));
    }
}

/// The rows below the header.
fn rows_below<'t>(table: &Table, text: &'t str) -> Rows<'t> {
    let mut rows = Rows::below(text, table.delimiter, &table.header_row);
    rows.expect_width(table.header.columns.len());
    if table.header.dialect.is_some_and(|dialect| dialect.literal_quotes) {
        rows.quotes_are_literal();
    }
    rows
}

/// The delimiter of a table whose first column holds the names of the fields, if it knows more names than a header does.
fn lies_on_its_side(text: &str, mapping: &Mapping, table: Option<&Table>) -> Option<u8> {
    let start = behind_preface(text);
    let known = |delimiter: u8| {
        let rows = Rows::new(text, delimiter, start).filter(|row| row.cells.len() > 1).take(turned::LOOKED_AT);
        let names: Vec<Cow<'_, str>> = rows.map(|row| row.cells[0].value(text)).collect();
        (delimiter, turned::known(names.iter().map(|name| &**name), mapping))
    };
    let (delimiter, names) =
        DELIMITERS.map(known).into_iter().reduce(|best, next| if next.1 > best.1 { next } else { best })?;
    (names > table.map_or(0, |table| table.header.known())).then_some(delimiter)
}

/// Reads a table whose first column holds the names of the fields.
fn read_turned(source: &Arc<SourceFile>, delimiter: u8, mapping: &Mapping) -> Parsed {
    let text = source.text();
    let (mut lines, mut places) = (Vec::new(), Vec::new());
    let (mut counted_to, mut number, mut after_blank) = (0, 1, false);
    for row in Rows::new(text, delimiter, behind_preface(text)) {
        let filled = |cell: &&Cell| !cell.value(text).trim().is_empty();
        if !row.cells.iter().any(|cell| filled(&cell)) {
            after_blank = true;
            continue;
        }
        number += count_line_ends(&text.as_bytes()[counted_to..row.bytes.start], None);
        counted_to = row.bytes.start;
        let name = row.cells[0].value(text).trim().to_owned();
        let cells = row.cells[1..].iter().enumerate().filter(|(_, cell)| filled(cell));
        lines.push(Line { name, cells: cells.map(|(at, cell)| (at, value(cell, text, false))).collect(), after_blank });
        places.push((row.bytes, number));
        after_blank = false;
    }
    let (names, records) = turned::records(lines, mapping);
    let mut header = Header::new(names.iter().map(String::as_str), mapping);
    if let Some(column) = header.unsettled() {
        let cells = records.iter().flat_map(|record| &record.cells).filter(|(name, _)| *name == column);
        header.settle(cells.map(|(_, cell)| Cow::Borrowed(cell.text())));
    }
    let mut builder = RecordFileBuilder::new(Arc::clone(source), "csv");
    let mut rows = RecordRows::new(&header);
    let first_line = records.first().and_then(|record| places.get(record.lines.start)).map_or(1, |(_, line)| *line);
    rows.log.add("TAB007", first_line, 0, "", || turned::told(&records));
    let markers = turned::markers(&records, text, &names);
    for Turned { lines, cells } in records {
        let (Some((first, line)), Some((last, _))) = (places.get(lines.start), places.get(lines.end - 1)) else {
            continue;
        };
        builder.begin(first.start, *line);
        rows.add(&mut builder, (text, *line), cells.into_iter());
        builder.end(last.end);
    }
    Parsed {
        records: builder.finish(),
        diagnostics: rows.log.finish(source.label()),
        dialect: header.dialect.map_or("", |dialect| dialect.name),
        markers,
    }
}

/// The value of a cell; where this program wrote it, without the apostrophe that guards against formulas.
fn value<'t>(cell: &Cell, text: &'t str, own: bool) -> Value<'t> {
    match cell.value(text) {
        Cow::Borrowed(value) if own => {
            let plain = unguarded(value);
            Value::Here(cell.bytes().end - plain.len()..cell.bytes().end, plain)
        }
        Cow::Borrowed(value) => Value::Here(cell.bytes(), value),
        Cow::Owned(value) => Value::Apart(if own { unguarded(&value).to_owned() } else { value }),
    }
}

/// Rows with a letter or digit, counted without the reader: a line end counts unless a quote that opened a cell is not closed yet.
fn count_rows(text: &str, delimiter: u8, literal: bool) -> usize {
    let bytes = text.as_bytes();
    let ends_cell =
        |at: usize| bytes.get(at).is_none_or(|&byte| byte == delimiter || matches!(byte, b'\n' | b'\r' | b' '));
    let begins_cell =
        |at: usize| at == 0 || bytes[at - 1] == delimiter || matches!(bytes[at - 1], b'\n' | b'\r' | b'=' | b' ');
    let (mut count, mut filled, mut quoted, mut at) = (0, false, false, 0);
    // Where the open cell began, and what was counted before it.
    let mut opened = (0, 0, false);
    let (mut literal, mut budget) = (literal, bytes.len());
    while at < bytes.len() || quoted {
        if at >= bytes.len() {
            // The quote is never closed, and so opened nothing; those behind it, if any, close no cell either.
            (at, count, filled) = opened;
            (literal, quoted) = (true, false);
            continue;
        }
        // In a row that says something, only a quote or the end of the line matters.
        if filled {
            let rest = &bytes[at..];
            let next = if quoted { memchr(b'"', rest) } else { memchr3(b'"', b'\n', b'\r', rest) };
            let Some(next) = next else {
                at = bytes.len();
                continue;
            };
            at += next;
        }
        match bytes[at] {
            b'"' if literal => {}
            b'"' if !quoted => {
                quoted = begins_cell(at);
                opened = (at + 1, count, filled);
            }
            b'"' if bytes.get(at + 1) == Some(&b'"') => at += 1,
            b'"' if ends_cell(at + 1) => quoted = false,
            // A quote at the beginning of a line opens a cell: the one before was never closed.
            b'"' if matches!(bytes[at - 1], b'\n' | b'\r') => {
                count += usize::from(std::mem::take(&mut filled));
                opened = (at + 1, count, false);
            }
            // So does one behind a delimiter in a later line. What was passed over is counted again, as far as that stays linear.
            b'"' if bytes[at - 1] == delimiter
                && at - opened.0 <= budget
                && memchr2(b'\n', b'\r', &bytes[opened.0..at]).is_some() =>
            {
                budget -= at - opened.0;
                (at, count, filled) = opened;
                quoted = false;
                continue;
            }
            b'\n' | b'\r' if !quoted => count += usize::from(std::mem::take(&mut filled)),
            byte => filled |= byte.is_ascii_alphanumeric() || !byte.is_ascii(),
        }
        at += 1;
    }
    count + usize::from(filled)
}

/// Where a table begins in the text, and how its cells are told apart.
#[derive(Debug)]
struct Table {
    delimiter: u8,
    header_row: Row,
    header: Header,
    /// Whether the rows below have as many cells as the header.
    regular: bool,
    /// Whether the first row is the header of one of this program's own tables, or of a table of decisions.
    own: bool,
}

/// What may stand between cells.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// How many rows are looked at for the header: exports put a search query and a rule above it.
const HEADER_WITHIN: usize = 40;

/// The header: the row, under the delimiter, that has the most columns with a known meaning.
fn find_table(text: &str, mapping: &Mapping) -> Option<Table> {
    let start = behind_preface(text);
    let tables = DELIMITERS.into_iter().filter_map(|delimiter| table(text, start, delimiter, mapping));
    // The first of the best: `max_by_key` would take the last.
    tables.reduce(|best, next| if next.rank() > best.rank() { next } else { best })
}

impl Table {
    /// Whether the file begins with a header of columns that are known, and every row looked at has as many cells.
    fn is_sure(&self, text: &str) -> bool {
        let is_first = text[behind_preface(text)..self.header_row.bytes.start].trim().is_empty();
        is_first && self.regular && self.header.has_title() && self.header.known() >= another::KNOWN
    }

    /// What stands in a cell of this program's own table may look like a header under another delimiter: `key1||||editorial|...`.
    fn rank(&self) -> (bool, usize, bool) {
        (self.own, self.header.known(), self.regular)
    }
}

fn table(text: &str, start: usize, delimiter: u8, mapping: &Mapping) -> Option<Table> {
    let rows: Vec<Row> =
        Rows::new(text, delimiter, start).filter(|row| !row.is_blank(text)).take(HEADER_WITHIN).collect();
    let header = |row: &Row| {
        let names: Vec<Cow<'_, str>> = row.cells.iter().map(|cell| cell.value(text)).collect();
        Header::new(names.iter().map(|name| &**name), mapping)
    };
    // The first row of this program's own tables, and of tables of decisions, is the header, whatever words stand below: a criterion
    // may be called `year`.
    let own = rows.first().filter(|row| {
        let is_own = |cell: &Cell| ["key_a", "record_a", "decision"].contains(&&*cell.value(text));
        row.cells.iter().any(is_own)
    });
    if let Some(row) = own {
        return Some(Table { delimiter, header_row: row.clone(), header: header(row), regular: true, own: true });
    }
    let candidates = rows.iter().enumerate().filter(|(_, row)| row.cells.len() > 1).map(|(at, row)| (at, header(row)));
    let (at, header) = candidates.reduce(|best, next| if next.1.known() > best.1.known() { next } else { best })?;
    let below = &rows[at + 1..];
    let regular = !below.is_empty() && below.iter().all(|row| row.cells.len() == header.columns.len());
    Some(Table { delimiter, header_row: rows[at].clone(), header, regular, own: false })
}

/// Behind a byte order mark and the line `sep=;` that spreadsheet programs read.
fn behind_preface(text: &str) -> usize {
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let line = text[mark..].lines().next().unwrap_or_default();
    if line.to_lowercase().starts_with("sep=") && line.len() == 5 { mark + line.len() } else { mark }
}

#[cfg(test)]
mod tests;
