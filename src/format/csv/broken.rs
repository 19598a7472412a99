//! Rows that line ends inside a cell without quotes have broken, put together again where nothing else explains them.
//!
//! Invariant: only in a table all of whose rows before had as many cells as the header; elsewhere a short row is a record whose last cells
//! are missing, and two such are never one.

use std::collections::VecDeque;

use super::{Table, sections};
use crate::format::tabular::Column;
use crate::format::tabular::scan::{Cell, Row};
use crate::record::Field;
use crate::record::date::PartialDate;
use crate::record::identifier::{Doi, Issn};

/// How many lines one row is looked for in.
const LINES: usize = 60;

/// Rows as they were before they were broken.
pub(super) struct Whole<'t, I> {
    rows: I,
    text: &'t str,
    table: &'t Table,
    /// Rows that were looked at and not given yet.
    waiting: VecDeque<Row>,
    /// Whether every row until now had as many cells as the header.
    even: bool,
}

impl<'t, I: Iterator<Item = Row>> Whole<'t, I> {
    /// The rows of `table`.
    pub(super) fn new(rows: I, text: &'t str, table: &'t Table) -> Self {
        let own = table.own || table.header.dialect.is_some_and(|dialect| dialect.own);
        Self { rows, text, table, waiting: VecDeque::new(), even: table.header.columns.len() > 2 && !own }
    }

    /// The row `ahead` of the next one.
    fn ahead(&mut self, ahead: usize) -> Option<&Row> {
        while self.waiting.len() <= ahead {
            let row = self.rows.next()?;
            self.waiting.push_back(row);
        }
        self.waiting.get(ahead)
    }

    /// How many of the rows behind `first` are parts of it.
    fn parts(&mut self, first: &Row) -> usize {
        let (text, table) = (self.text, self.table);
        let columns = &table.header.columns;
        let (width, cells) = (columns.len(), first.cells.len());
        let breaks = |column: &Column| is_prose(column.field) && may_break(text, &first.cells[cells - 1]);
        if !columns.get(cells - 1).is_some_and(breaks) {
            return 0;
        }
        for ahead in 0..LINES {
            let Some(row) = self.ahead(ahead) else { return if cells == width { ahead } else { 0 } };
            let goes_on = row.cells.first().is_some_and(|cell| may_break(text, cell));
            match row.cells.len() {
                // More of the cell.
                1 if goes_on && !begins_table(table, text, row) => {}
                _ if cells == width => return ahead,
                // The end of the cell, and those behind it.
                more if goes_on && cells + more - 1 == width => {
                    let behind = row.cells[1..].iter().zip(&columns[cells..]);
                    let fits: Vec<bool> =
                        behind.filter_map(|(cell, column)| fits(column.field, &cell.value(text))).collect();
                    return if !fits.is_empty() && fits.iter().all(|fits| *fits) { ahead + 1 } else { 0 };
                }
                _ => return 0,
            }
        }
        0
    }

    fn put_together(&mut self, mut row: Row, parts: usize) -> Row {
        for part in self.waiting.drain(..parts) {
            let (Some(broken), Some(rest)) = (row.cells.pop(), part.cells.first()) else { continue };
            row.cells.push(broken.to(rest));
            row.cells.extend_from_slice(&part.cells[1..]);
            row.bytes.end = part.bytes.end;
            row.next = part.next;
            row.parts += 1;
        }
        row
    }
}

impl<I: Iterator<Item = Row>> Iterator for Whole<'_, I> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let row = match self.waiting.pop_front() {
            Some(row) => row,
            None => self.rows.next()?,
        };
        if !self.even || row.is_blank(self.text) {
            return Some(row);
        }
        let parts = if row.repaired { 0 } else { self.parts(&row) };
        let row = self.put_together(row, parts);
        let cells = row.cells.len();
        self.even &= cells == 1 || cells >= self.table.header.columns.len();
        Some(row)
    }
}

/// Whether a line end may have broken this cell: it has words and no quotes.
fn may_break(text: &str, cell: &Cell) -> bool {
    let value = &text[cell.bytes()];
    let quoted = text[..cell.bytes().start].ends_with('"') || value.starts_with('"');
    cell.is_plain() && !quoted && !value.trim().is_empty()
}

/// Whether the row is the header of a table with another delimiter.
fn begins_table(table: &Table, text: &str, row: &Row) -> bool {
    sections::beginning_with(text, row, table.delimiter, &[]).is_some()
}

/// Fields whose values are prose, in which people and programs end lines.
fn is_prose(field: Field) -> bool {
    matches!(
        field,
        Field::Abstract
            | Field::Title
            | Field::Note
            | Field::Keyword
            | Field::SubjectHeading
            | Field::Affiliation
            | Field::Funding
            | Field::Copyright
    )
}

/// Whether a value is one of its field, where that shows; nothing where the cell is empty or any text will do.
fn fits(field: Field, value: &str) -> Option<bool> {
    let value = value.trim();
    let is_number = || value.len() <= 12 && value.starts_with(|c: char| c.is_ascii_digit());
    match field {
        _ if value.is_empty() => None,
        Field::Date => Some(value.len() <= 30 && PartialDate::has_year(value)),
        Field::Doi => Some(Doi::parse(value).is_some()),
        Field::Issn => Some(Issn::is_in(value)),
        Field::Pmid => Some(value.len() <= 9 && value.bytes().all(|byte| byte.is_ascii_digit())),
        Field::Url => Some(value.contains("://") && !value.contains(' ')),
        Field::Volume | Field::Issue => is_number().then_some(true),
        _ => None,
    }
}
