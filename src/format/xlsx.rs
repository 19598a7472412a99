//! Spreadsheets in Office Open XML (ECMA-376): the first row that reads as a header, in every sheet that has one.
//!
//! Cells are read one by one and never as a rectangle: a sheet with one cell in its last corner costs one cell.

mod beside;

use std::borrow::Cow;
use std::io::{Cursor, Read as _};
use std::sync::Arc;

use calamine::{DataRef, Reader as _, Xlsx as Workbook};

use super::log::Log;
use super::tabular::turned::{self, Line};
use super::tabular::{Header, RecordRows, Value, another};
use super::{Format, Parsed};
use crate::diagnostic::{Diagnostic, excerpt};
use crate::record::guard::unguarded;
use crate::record::{Field, RecordFileBuilder};
use crate::source::{Content, SourceFile};

pub use beside::{beside, letters};

/// Excel workbooks.
pub struct Xlsx;

/// What a workbook may unpack to, in bytes: a hostile one is refused before anything is built from it.
const LARGEST: u64 = 1 << 30;

impl Format for Xlsx {
    fn name(&self) -> &'static str {
        "xlsx"
    }

    fn about(&self) -> &'static str {
        "Excel workbooks (`.xlsx`) with a header row: Embase, EPPI-Reviewer, ProQuest, Scopus, Lens, and tables that people keep."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        match source.content() {
            Content::Binary(bytes) if is_workbook(bytes) => 95,
            _ => 0,
        }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        let mut builder = RecordFileBuilder::new(Arc::clone(source), self.name());
        let mut diagnostics = Vec::new();
        let (mut markers, mut dialect) = (0, "");
        let bytes = match source.content() {
            Content::Binary(bytes) => bytes.as_slice(),
            Content::Text { .. } => &[],
        };
        match sheets(bytes) {
            Ok(sheets) => {
                for (_, rows) in &sheets {
                    let header = header(rows);
                    if lies_on_its_side(rows, header.as_ref()) {
                        let (name, count, log) = read_turned(rows, &mut builder);
                        (dialect, markers) = (name.unwrap_or(dialect), markers + count);
                        diagnostics.extend(log.finish(source.label()));
                        continue;
                    }
                    let Some(header) = header else { continue };
                    let (name, count, log) = read_tables(rows, header, &mut builder);
                    (dialect, markers) = (name.unwrap_or(dialect), markers + count);
                    diagnostics.extend(log.finish(source.label()));
                }
            }
            Err(why) => diagnostics.push(Diagnostic::new("TAB006", why).at(source.label(), 0, 0)),
        }
        Parsed { records: builder.finish(), diagnostics, dialect, markers }
    }
}

/// Whether the bytes are a zip file with a workbook in it.
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK")
        && zip::ZipArchive::new(Cursor::new(bytes)).is_ok_and(|zip| zip.index_for_name("xl/workbook.xml").is_some())
}

/// The text of one cell of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellText {
    /// The row, from 0.
    pub row: u32,
    /// The column, from 0.
    pub column: usize,
    /// What stands there.
    pub text: String,
}

/// The name and the filled cells of every sheet of a workbook, in their order.
///
/// # Errors
/// Why it cannot be read, for people.
pub fn cells(bytes: &[u8]) -> Result<Vec<(String, Vec<CellText>)>, String> {
    let told = |row: Row| {
        let texts = row.cells.into_iter();
        texts.map(move |(column, cell)| CellText { row: row.number, column, text: text(&cell, Field::Other, false) })
    };
    Ok(sheets(bytes)?.into_iter().map(|(name, rows)| (name, rows.into_iter().flat_map(told).collect())).collect())
}

/// A row with a filled cell.
#[derive(Debug)]
struct Row {
    /// Its number in the sheet.
    number: u32,
    /// Its filled cells: column counted from 0, and text.
    cells: Vec<(usize, Cell)>,
}

#[derive(Debug, Clone, PartialEq)]
enum Cell {
    Text(String),
    /// A date: year, month and day.
    Date(u16, u8, u8),
}

/// The name and the filled rows of every sheet; why not, for people.
fn sheets(bytes: &[u8]) -> Result<Vec<(String, Vec<Row>)>, String> {
    let refused = |error: &dyn std::fmt::Display| format!("the workbook cannot be opened: {error}");
    check_size(bytes)?;
    let mut workbook: Workbook<_> = Workbook::new(Cursor::new(bytes)).map_err(|error| refused(&error))?;
    let mut sheets = Vec::new();
    for name in workbook.sheet_names() {
        // A sheet that is a chart has no cells.
        let Ok(mut cells) = workbook.worksheet_cells_reader(&name) else { continue };
        let (mut rows, mut current): (Vec<Row>, Option<u32>) = (Vec::new(), None);
        while let Ok(Some(cell)) = cells.next_cell() {
            let (row, column) = cell.get_position();
            let Some(value) = value(cell.get_value()) else { continue };
            if current != Some(row) {
                rows.push(Row { number: row, cells: Vec::new() });
                current = Some(row);
            }
            if let Some(last) = rows.last_mut() {
                last.cells.push((column as usize, value));
            }
        }
        sheets.push((name, rows));
    }
    Ok(sheets)
}

/// Unpacks everything once without keeping it, and stops when that is too much.
fn check_size(bytes: &[u8]) -> Result<(), String> {
    let refused = |error: zip::result::ZipError| format!("the workbook cannot be unpacked: {error}");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(refused)?;
    let mut left = LARGEST;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(refused)?;
        let size = std::io::copy(&mut part.take(left + 1), &mut std::io::sink());
        left = left.checked_sub(size.unwrap_or(0)).ok_or("the workbook unpacks to more than 1 GiB and was not read")?;
    }
    Ok(())
}

fn value(cell: &DataRef<'_>) -> Option<Cell> {
    let text = match cell {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(flag) => flag.to_string(),
        DataRef::DateTime(date) if date.is_datetime() => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            return Some(Cell::Date(year, month, day));
        }
        DataRef::DateTime(time) => time.as_f64().to_string(),
        DataRef::Error(_) | DataRef::Empty => return None,
    };
    (!text.trim().is_empty()).then_some(Cell::Text(text))
}

/// The header: of the first rows, the one with the most columns of known meaning, and at least two cells.
fn header(rows: &[Row]) -> Option<(usize, Header)> {
    const WITHIN: usize = 40;
    let candidates = rows.iter().enumerate().take(WITHIN).filter(|(_, row)| row.cells.len() > 1);
    let (at, header) = candidates
        .map(|(at, row)| (at, Header::new(names(row).into_iter(), &[])))
        .reduce(|best, next| if next.1.known() > best.1.known() { next } else { best })?;
    let is_own = header.dialect.is_some_and(|dialect| dialect.own);
    let above = if is_own { None } else { above(&rows[..at]) };
    Some(above.unwrap_or((at, header)))
}

/// The header of a table of its own among the rows above the one that knows most. A list of the fields that were searched is none: it has
/// nothing below it that is as wide.
fn above(rows: &[Row]) -> Option<(usize, Header)> {
    rows.iter().enumerate().find_map(|(at, row)| {
        let header = another_header(row)?;
        let wide = rows[at + 1..].iter().filter(|below| below.cells.len() == row.cells.len()).count();
        (wide * 2 > rows.len() - at - 1).then_some((at, header))
    })
}

/// Reads the tables of a sheet that stand below each other, the first under its header at a place of the rows: gives the dialect, how many
/// records an independent count finds, and what was wrong.
fn read_tables(
    rows: &[Row],
    (mut at, mut header): (usize, Header),
    builder: &mut RecordFileBuilder,
) -> (Option<&'static str>, usize, Log) {
    let (mut dialect, mut markers, mut log) = (None, 0, Log::default());
    loop {
        let behind = &rows[at + 1..];
        let is_own = header.dialect.is_some_and(|dialect| dialect.own);
        let next = behind.iter().position(|row| !is_own && another_header(row).is_some());
        let below = &behind[..next.unwrap_or(behind.len())];
        settle_source(&mut header, below.iter().flat_map(|row| &row.cells));
        dialect = header.dialect.map(|dialect| dialect.name).or(dialect);
        markers += below.len();
        log.append(records(below, &header, builder).log, 0);
        let Some((next, found)) = next.and_then(|next| Some((next, another_header(&behind[next])?))) else {
            return (dialect, markers, log);
        };
        let line = behind[next].number + 1;
        let names = |header: &Header| header.columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>();
        if names(&found) == names(&header) {
            log.add("TAB004", line, 0, "", || "a second header was left out".to_owned());
        } else {
            log.add("TAB010", line, 0, "", || {
                let names = excerpt(&names(&found).join(", "));
                format!("another table begins here, read under its own header: `{names}`")
            });
        }
        (at, header) = (at + 1 + next, found);
    }
}

/// The header that a row within a sheet is, if it is one.
fn another_header(row: &Row) -> Option<Header> {
    let is_text = |(_, cell): &(usize, Cell)| matches!(cell, Cell::Text(_));
    let cells = names(row).into_iter().filter(|name| !name.is_empty());
    if !row.cells.iter().all(is_text) {
        return None;
    }
    another::header(cells, || names(row).into_iter().map(Cow::Borrowed).collect(), &[])
}

/// What stands in each column of a row, empty ones between them.
fn names(row: &Row) -> Vec<&str> {
    // No table has more columns; a cell far out to the right is none.
    const WIDEST: usize = 2_000;
    let width = row.cells.last().map_or(0, |(column, _)| column + 1).min(WIDEST);
    let mut names = vec![""; width];
    for (column, cell) in &row.cells {
        if let (Cell::Text(text), Some(name)) = (cell, names.get_mut(*column)) {
            *name = text;
        }
    }
    names
}

fn records<'h>(rows: &[Row], header: &'h Header, builder: &mut RecordFileBuilder) -> RecordRows<'h> {
    let own = header.dialect.is_some_and(|dialect| dialect.own);
    let mut records = RecordRows::new(header);
    for row in rows {
        builder.begin(0, 0);
        let cells = row.cells.iter().map(|(column, cell)| {
            let field = header.columns.get(*column).map_or(Field::Other, |column| column.field);
            (*column, Value::Apart(text(cell, field, own)))
        });
        records.add(builder, ("", 0), cells);
    }
    records
}

/// Whether the first column holds the names of the fields, more of which are known than of a header.
fn lies_on_its_side(rows: &[Row], header: Option<&(usize, Header)>) -> bool {
    let names = rows.iter().filter(|row| row.cells.len() > 1).take(turned::LOOKED_AT).map(name);
    turned::known(names, &[]) > header.map_or(0, |(_, header)| header.known())
}

/// What stands in the first column.
fn name(row: &Row) -> &str {
    match row.cells.first() {
        Some((0, Cell::Text(name))) => name,
        _ => "",
    }
}

/// Writes the records of a table whose first column holds the names of the fields: gives the dialect, how many records an independent
/// count finds, and what was wrong.
fn read_turned(rows: &[Row], builder: &mut RecordFileBuilder) -> (Option<&'static str>, usize, Log) {
    let mut before = None;
    let line = |row: &Row| {
        let cells = row
            .cells
            .iter()
            .filter(|(column, _)| *column > 0)
            .map(|(column, cell)| (column - 1, cell.clone()))
            .collect();
        let after_blank = before.replace(row.number).is_some_and(|before| before + 1 < row.number);
        Line { name: name(row).to_owned(), cells, after_blank }
    };
    let (names, turned) = turned::records(rows.iter().map(line).collect(), &[]);
    let mut header = Header::new(names.iter().map(String::as_str), &[]);
    settle_source(&mut header, turned.iter().flat_map(|record| &record.cells));
    let first_column: String = rows.iter().map(|row| format!("{}|\n", name(row))).collect();
    let markers = turned::markers(&turned, &first_column, &names);
    let mut records = RecordRows::new(&header);
    records.log.add("TAB007", 0, 0, "", || turned::told(&turned));
    for record in turned {
        builder.begin(0, 0);
        let value =
            |(column, cell): (usize, Cell)| (column, Value::Apart(text(&cell, header.columns[column].field, false)));
        records.add(builder, ("", 0), record.cells.into_iter().map(value));
    }
    (header.dialect.map(|dialect| dialect.name), markers, records.log)
}

/// Looks through the column whose values alone tell what it holds.
fn settle_source<'c>(header: &mut Header, cells: impl Iterator<Item = &'c (usize, Cell)>) {
    if let Some(column) = header.unsettled() {
        let cells = cells.filter(|(at, _)| *at == column);
        header.settle(cells.map(|(_, cell)| text(cell, Field::Other, false).into()));
    }
}

/// A date where pages or an issue should be is a range that the program took for a date; it is written as one shows it, and mended.
fn text(cell: &Cell, field: Field, own: bool) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    match cell {
        Cell::Text(text) if own => unguarded(text).to_owned(),
        Cell::Text(text) => text.clone(),
        Cell::Date(_, month, day) if matches!(field, Field::Pages | Field::Issue | Field::Volume) => {
            format!("{day:02}-{}", MONTHS[usize::from(*month).clamp(1, 12) - 1])
        }
        Cell::Date(year, month, day) => format!("{year:04}-{month:02}-{day:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sheet of these rows; empty cells are left out.
    fn sheet(rows: &[&[&str]]) -> Parsed {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet();
        for (row, cells) in rows.iter().enumerate() {
            for (column, text) in cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                sheet.write(row as u32, column as u16, *text).expect("a cell");
            }
        }
        let bytes = workbook.save_to_buffer().expect("a workbook");
        Xlsx.read(&Arc::new(SourceFile::new("a.xlsx", bytes)))
    }

    fn read(rows: &[&[&str]]) -> (Vec<String>, usize, Vec<(&'static str, u32)>) {
        let parsed = sheet(rows);
        let told = |record: crate::record::Record<'_>| {
            let first = |field| record.first(field).unwrap_or("-").to_owned();
            format!("{} {} {}", first(Field::Title), first(Field::Date), first(Field::Doi))
        };
        let codes = parsed.diagnostics.iter().map(|one| (one.code, one.line)).collect();
        (parsed.records.iter().map(told).collect(), parsed.markers, codes)
    }

    const FIRST: [&[&str]; 3] = [
        &["Title", "Authors", "Year", "DOI"],
        &["One", "Ek, B", "2001", "10.5555/1"],
        &["Two", "Dow, C", "2002", "10.5555/2"],
    ];

    #[test]
    fn each_table_of_a_sheet_is_read_under_its_own_header() {
        let second: [&[&str]; 3] =
            [&[], &["Year", "Title", "Source title", "DOI"], &["2003", "Three", "Made-up Studies", "10.5555/3"]];
        let expected = ["One 2001 10.5555/1", "Two 2002 10.5555/2", "Three 2003 10.5555/3"].map(str::to_owned).to_vec();
        assert_eq!(read(&[&FIRST[..], &second].concat()), (expected.clone(), 3, vec![("TAB010", 5)]));
        // The one that knows more columns comes second.
        let second: [&[&str]; 2] = [
            &["Year", "Title", "Journal", "Volume", "Issue", "DOI"],
            &["2003", "Three", "Made-up Studies", "1", "2", "10.5555/3"],
        ];
        assert_eq!(read(&[&FIRST[..], &second].concat()), (expected, 3, vec![("TAB010", 4)]));
    }

    #[test]
    fn a_header_that_comes_again_is_no_record() {
        let rows = [&FIRST[..], &FIRST[..]].concat();
        let (records, markers, codes) = read(&rows);
        assert_eq!((records.len(), markers, codes), (4, 4, vec![("TAB004", 4)]));
    }

    #[test]
    fn a_list_of_searched_fields_and_a_short_record_are_no_headers() {
        let rows: [&[&str]; 5] = [
            &["Title", "Abstract", "Keywords"],
            &["coproduction"],
            &["Title", "Authors", "Year", "DOI"],
            &["Title", "Ek, B", "2001", "10.5555/1"],
            &["Two", "Dow, C", "2002", "10.5555/2"],
        ];
        let (records, markers, _) = read(&rows);
        assert_eq!((records, markers), (vec!["Title 2001 10.5555/1".to_owned(), "Two 2002 10.5555/2".to_owned()], 2));
    }
}
