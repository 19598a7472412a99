//! Tables that stand behind each other in one file, each with a header of its own.

use super::{DELIMITERS, HEADER_WITHIN, Table, behind_preface};
use crate::format::tabular::scan::{Row, Rows};
use crate::format::tabular::{Mapping, another};

/// The table that begins with `row`, if it is the header of one. A table behind another may have another delimiter; then its header is
/// a row of one or two cells in the first.
pub(super) fn beginning_with(text: &str, row: &Row, delimiter: u8, mapping: &Mapping) -> Option<Table> {
    let same = header(text, row, delimiter, mapping);
    if same.is_some() || row.cells.len() > 2 || row.bytes.len() > another::LONGEST_NAME * 50 {
        return same;
    }
    // Nothing behind the row is looked at: this is asked of every row, and a quote that is never closed goes on to the end of the text.
    let others = DELIMITERS.into_iter().filter(|other| *other != delimiter);
    others.filter_map(|other| header(text, &Rows::within(text, other, row).next()?, other, mapping)).next()
}

fn header(text: &str, row: &Row, delimiter: u8, mapping: &Mapping) -> Option<Table> {
    let cells = row.cells.iter().map(|cell| &text[cell.bytes()]);
    let header = another::header(cells, || row.cells.iter().map(|cell| cell.value(text)).collect(), mapping)?;
    Some(Table { delimiter, header_row: row.clone(), header, regular: true, own: false })
}

/// The first table of a text whose header that knows most is that of `table`: another one above it, with rows of its own.
pub(super) fn above(text: &str, table: &Table, mapping: &Mapping) -> Option<Table> {
    let end = table.header_row.bytes.start;
    let first = |delimiter: u8| {
        let rows = Rows::new(text, delimiter, behind_preface(text)).filter(|row| !row.is_blank(text));
        let rows: Vec<Row> = rows.take(HEADER_WITHIN).take_while(|row| row.bytes.start < end).collect();
        rows.iter().enumerate().find_map(|(at, row)| {
            let found = header(text, row, delimiter, mapping)?;
            // A list of the fields that were searched has nothing below it that is as wide.
            let (wide, narrow): (Vec<&Row>, _) =
                rows[at + 1..].iter().partition(|below| below.cells.len() == row.cells.len());
            (wide.len() > narrow.len()).then_some(found)
        })
    };
    let found = DELIMITERS.into_iter().filter_map(first);
    found.min_by_key(|table| table.header_row.bytes.start)
}

/// How many rows above the header have as many cells as it, most of them filled: they may be records.
pub(super) fn rows_above(text: &str, table: &Table) -> usize {
    let filled = |row: &Row| row.cells.iter().filter(|cell| !cell.value(text).trim().is_empty()).count();
    let rows = Rows::new(text, table.delimiter, behind_preface(text));
    let above = rows.take_while(|row| row.bytes.start < table.header_row.bytes.start);
    let width = table.header.columns.len();
    above.filter(|row| row.cells.len() == width && width > 1 && filled(row) * 2 > width).count()
}
