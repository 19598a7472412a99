//! Rows and cells of delimited text, as ranges of the text.
//!
//! RFC 4180, and what exporters really write: quotes inside quoted cells that are not doubled, quotes that are never
//! closed, `="0012"` as spreadsheets guard numbers, cells with line ends in them.
//!
//! Invariant: linear in the text. A row is read again under another rule only within a budget of a few
//! lengths of the text; when that is spent, a quoted cell ends with its line.

use std::borrow::Cow;
use std::ops::Range;

/// Where the value of a cell stands, and what has to be done to its quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    start: u32,
    end: u32,
    quotes: Quotes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quotes {
    /// The bytes are the value.
    None,
    /// Doubled quotes stand for one.
    Doubled,
    /// The cell goes on behind its closing quote: all quotes are left out.
    Broken,
}

impl Cell {
    /// The cell with its value at `bytes`; no file is longer than 32 bits tell, and millions of cells are held at a time.
    fn new(bytes: Range<usize>, quotes: Quotes) -> Self {
        Self { start: bytes.start as u32, end: bytes.end as u32, quotes }
    }

    /// The value's bytes, outer quotes left out.
    pub fn bytes(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The value of the cell.
    pub fn value<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let raw = &text[self.bytes()];
        match self.quotes {
            Quotes::None => Cow::Borrowed(raw),
            Quotes::Doubled => Cow::Owned(raw.replace("\"\"", "\"")),
            Quotes::Broken => Cow::Owned(raw.replace('"', "")),
        }
    }

    /// From the beginning of this cell to the end of `last`, with all that stands between them.
    pub fn to(&self, last: &Self) -> Self {
        Self { start: self.start, end: last.end, quotes: Quotes::None }
    }

    /// The cell without what stands behind the byte `end` of the text.
    pub fn before(&self, end: usize) -> Self {
        Self { end: self.end.min(end as u32).max(self.start), ..self.clone() }
    }

    /// Whether the bytes are the value as they stand.
    pub fn is_plain(&self) -> bool {
        self.quotes == Quotes::None
    }
}

/// What a quote inside a quoted cell means when neither a delimiter nor a line end follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuoteRule {
    /// It belongs to the value.
    Tolerant,
    /// It closes the quotes, and the cell goes on unquoted.
    Strict,
    /// No quote means anything.
    Literal,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// The cells.
    pub cells: Vec<Cell>,
    /// The bytes of the row, its line end left out.
    pub bytes: Range<usize>,
    /// Where the next row begins.
    pub next: usize,
    /// Whether a quote stood where none belongs, and the row was read by guess.
    pub repaired: bool,
    /// How many further rows were put to it, since line ends without quotes had broken it.
    pub parts: u32,
    stray: bool,
    /// A stray quote stands where a cell of a later line begins: an earlier quote was never closed.
    reopened: bool,
    unclosed: bool,
    /// Whether a bare CR ends rows in this text.
    bare_cr: bool,
}

impl Row {
    /// Whether the row has nothing but white space.
    pub fn is_blank(&self, text: &str) -> bool {
        text[self.bytes.clone()].trim().is_empty()
    }
}

/// Reads rows one after the other.
#[derive(Debug, Clone)]
pub struct Rows<'t> {
    text: &'t str,
    delimiter: u8,
    at: usize,
    /// How many cells a row should have; 0 as long as the header is not known.
    width: usize,
    bare_cr: bool,
    literal: bool,
    budget: usize,
}

impl<'t> Rows<'t> {
    /// Rows of `text` from the byte `start` on. A bare CR ends a row only where the text has no LF.
    pub fn new(text: &'t str, delimiter: u8, start: usize) -> Self {
        let bare_cr = memchr::memchr(b'\n', text.as_bytes()).is_none();
        Self { text, delimiter, at: start, width: 0, bare_cr, literal: false, budget: text.len().saturating_mul(3) }
    }

    /// The rows behind `row`, which is one of the text.
    pub fn below(text: &'t str, delimiter: u8, row: &Row) -> Self {
        let budget = text.len().saturating_mul(3);
        Self { text, delimiter, at: row.next, width: 0, bare_cr: row.bare_cr, literal: false, budget }
    }

    /// What stands in the bytes of `row`, as if the text ended with it: takes as long as the row, wherever that stands.
    pub fn within(text: &'t str, delimiter: u8, row: &Row) -> Self {
        Self { at: row.bytes.start, ..Self::below(&text[..row.bytes.end], delimiter, row) }
    }

    /// Says how many cells a row should have: decides which reading of misplaced quotes is right.
    pub fn expect_width(&mut self, width: usize) {
        self.width = width;
    }

    /// Says that quotes mean nothing in this file.
    pub fn quotes_are_literal(&mut self) {
        self.literal = true;
    }

    fn read(&self, rule: QuoteRule, limit: usize) -> Row {
        let cells = Vec::with_capacity(self.width);
        let mut row = Row { cells, bytes: self.at..self.at, bare_cr: self.bare_cr, ..Row::default() };
        let mut at = self.at;
        loop {
            let (cell, end) = self.cell(at, rule, limit, &mut row);
            row.cells.push(cell);
            match self.text.as_bytes().get(end) {
                Some(&byte) if byte == self.delimiter => at = end + 1,
                _ => {
                    row.bytes.end = end;
                    row.next = self.behind_line_end(end);
                    return row;
                }
            }
        }
    }

    /// The cell at `at`, and where it ends: at a delimiter, a line end or the end of the text.
    fn cell(&self, at: usize, rule: QuoteRule, limit: usize, row: &mut Row) -> (Cell, usize) {
        let bytes = self.text.as_bytes();
        let open = match bytes.get(at..) {
            _ if rule == QuoteRule::Literal => None,
            Some([b'"', ..]) => Some(at + 1),
            Some([b'=', b'"', ..]) => Some(at + 2),
            Some([b' ', ..]) if self.delimiter != b' ' => {
                let blanks = bytes[at..].iter().take_while(|&&byte| byte == b' ').count();
                (bytes.get(at + blanks) == Some(&b'"')).then_some(at + blanks + 1)
            }
            _ => None,
        };
        match open {
            Some(open) => self.quoted(at, open, rule, limit, row),
            None => {
                let end = self.unquoted_end(at);
                (Cell::new(at..end, Quotes::None), end)
            }
        }
    }

    fn quoted(&self, start: usize, open: usize, rule: QuoteRule, limit: usize, row: &mut Row) -> (Cell, usize) {
        let bytes = self.text.as_bytes();
        let mut quotes = Quotes::None;
        let mut at = open;
        while let Some(found) = memchr::memchr(b'"', &bytes[at..limit.max(at)]) {
            let quote = at + found;
            if bytes.get(quote + 1) == Some(&b'"') {
                quotes = Quotes::Doubled;
                at = quote + 2;
                continue;
            }
            let end = self.blanks_end(quote + 1);
            if self.is_cell_end(end) {
                return (Cell::new(open..quote, quotes), end);
            }
            row.stray = true;
            row.reopened |= self.begins_a_cell_of_a_later_line(open, quote);
            if rule == QuoteRule::Strict {
                let end = self.unquoted_end(quote + 1);
                return (Cell::new(open..end, Quotes::Broken), end);
            }
            at = quote + 1;
        }
        row.unclosed = true;
        let end = self.unquoted_end(start);
        (Cell::new(start..end, Quotes::None), end)
    }

    fn begins_a_cell_of_a_later_line(&self, open: usize, quote: usize) -> bool {
        let bytes = self.text.as_bytes();
        let before = bytes[quote - 1];
        (before == self.delimiter || matches!(before, b'\n' | b'\r'))
            && memchr::memchr2(b'\n', b'\r', &bytes[open..quote]).is_some()
    }

    fn unquoted_end(&self, from: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = from;
        while let Some(found) = memchr::memchr3(self.delimiter, b'\n', b'\r', &bytes[at..]) {
            if self.is_cell_end(at + found) {
                return at + found;
            }
            at += found + 1;
        }
        bytes.len()
    }

    fn blanks_end(&self, from: usize) -> usize {
        let blanks = self.text.as_bytes()[from..].iter().take_while(|&&byte| byte == b' ').count();
        if self.delimiter == b' ' { from } else { from + blanks }
    }

    fn is_cell_end(&self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        match bytes.get(at) {
            None | Some(b'\n') => true,
            Some(b'\r') => self.bare_cr || bytes.get(at + 1) == Some(&b'\n'),
            Some(&byte) => byte == self.delimiter,
        }
    }

    fn behind_line_end(&self, at: usize) -> usize {
        match self.text.as_bytes().get(at..) {
            Some([b'\r', b'\n', ..]) => at + 2,
            Some([_, ..]) => at + 1,
            _ => at,
        }
    }

    fn has_lines(&self, row: &Row) -> bool {
        memchr::memchr(b'\n', &self.text.as_bytes()[row.bytes.clone()]).is_some()
    }

    /// The row that misplaced quotes leave most plausible: the first reading with as many cells as the header.
    fn best(&mut self) -> Row {
        if self.literal {
            return self.read(QuoteRule::Literal, 0);
        }
        let line_end = || self.at + memchr::memchr(b'\n', &self.text.as_bytes()[self.at..]).unwrap_or(0);
        let limit = if self.budget == 0 { line_end() } else { self.text.len() };
        let mut first = self.read(QuoteRule::Tolerant, limit);
        if !first.stray && !first.unclosed {
            return first;
        }
        first.repaired = true;
        let lines = self.has_lines(&first);
        let doubtful = first.unclosed || lines || first.cells.len() != self.width;
        if first.reopened || doubtful {
            let scanned = if first.unclosed { limit - self.at } else { first.next - self.at };
            self.budget = self.budget.saturating_sub(scanned.max(1));
        }
        if first.reopened {
            for rule in [QuoteRule::Strict, QuoteRule::Literal] {
                let row = Row { repaired: true, ..self.read(rule, limit) };
                if !row.unclosed && row.cells.len() == self.width && !self.has_lines(&row) {
                    return row;
                }
            }
        }
        if doubtful {
            for rule in [QuoteRule::Strict, QuoteRule::Literal] {
                let row = Row { repaired: true, ..self.read(rule, limit) };
                if !row.unclosed && row.cells.len() == self.width {
                    return row;
                }
            }
            if first.unclosed {
                return Row { repaired: true, ..self.read(QuoteRule::Literal, 0) };
            }
        }
        first
    }
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        if self.at >= self.text.len() {
            return None;
        }
        let row = self.best();
        self.at = row.next;
        Some(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, width: usize) -> Vec<Vec<String>> {
        let mut rows = Rows::new(text, b',', 0);
        rows.expect_width(width);
        rows.map(|row| row.cells.iter().map(|cell| cell.value(text).into_owned()).collect()).collect()
    }

    #[test]
    fn well_formed_text_reads_as_the_csv_crate_reads_it() {
        let text = "a,b,c\r\n\"x, y\",\"He said \"\"no\"\"\",\"two\nlines\"\n,,\n\"\",1,2";
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let expected: Vec<Vec<String>> =
            reader.records().flatten().map(|record| record.iter().map(str::to_owned).collect()).collect();
        assert_eq!(rows(text, 3), expected);
    }

    #[test]
    fn undoubled_quotes_stay_in_their_cell() {
        assert_eq!(rows("\"He said \"no\" twice\",b\nc,d", 2), [["He said \"no\" twice", "b"], ["c", "d"]]);
    }

    #[test]
    fn a_cell_that_goes_on_behind_its_quotes_does_not_swallow_the_next_row() {
        assert_eq!(rows("\"a\"b,c\n\"d\",e\n", 2), [["ab", "c"], ["d", "e"]]);
    }

    #[test]
    fn a_quote_that_is_never_closed_costs_only_its_row() {
        assert_eq!(rows("\"a,b\nc,d\ne,f", 2), [["\"a", "b"], ["c", "d"], ["e", "f"]]);
    }

    #[test]
    fn a_quote_that_the_next_row_closes_costs_no_neighbour() {
        assert_eq!(rows("\"One,b\n\"Three\",d\n", 2), [["\"One", "b"], ["Three", "d"]]);
        assert_eq!(rows("1,\"One\n2,\"Three\"\n", 2), [["1", "\"One"], ["2", "Three"]]);
        // A line break inside a cell that is quoted as it should be is a part of the cell.
        assert_eq!(rows("\"He said \"no\" and\nleft\",b\nc,d", 2)[0], ["He said \"no\" and\nleft", "b"]);
    }

    #[test]
    fn guarded_numbers_are_read_without_their_guard() {
        assert_eq!(rows("=\"0012\",x", 2), [["0012", "x"]]);
    }

    #[test]
    fn a_bare_cr_ends_a_row_only_without_line_feeds() {
        assert_eq!(rows("a,b\rc,d", 2), [["a", "b"], ["c", "d"]]);
        assert_eq!(rows("a\rb,c\n", 2), [["a\rb", "c"]]);
    }

    #[test]
    fn many_unclosed_quotes_take_linear_time_and_keep_every_row() {
        let text = "\"a,b\"x\n".repeat(20_000);
        assert_eq!(rows(&text, 2).len(), 20_000);
    }
}
