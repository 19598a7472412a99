//! Tables in HTML, and in Excel's XML of 2003, which databases and programs give out with the name `.xls`: CNKI, SciELO, catalogues,
//! statistics programs. A row is a record, the row with the most known columns is the header.

use std::ops::Range;
use std::sync::Arc;

use html5gum::Token;

use super::log::Log;
use super::tabular::{Header, RecordRows, Value, tell_unread};
use super::{Format, Parsed, html, xml};
use crate::record::RecordFileBuilder;
use crate::source::{SourceFile, count_line_ends};

/// Tables in HTML.
pub struct HtmlTable;

/// How much of a text shows whether it is a table of records.
const HEAD: usize = 1 << 17;

/// How many rows are looked at for the header.
const HEADER_WITHIN: usize = 40;

impl Format for HtmlTable {
    fn name(&self) -> &'static str {
        "html-table"
    }

    fn about(&self) -> &'static str {
        "Tables in HTML or in Excel's XML of 2003, which databases give out with the name `.xls` (CNKI, catalogues): columns as in CSV."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        let text = source.text();
        let head = &text[..text.floor_char_boundary(HEAD)];
        let root = xml::root(head).unwrap_or_default();
        let is_page = html::begins_page(head) || ["table", "Workbook", "ss:Workbook"].contains(&root);
        // What a page says of itself in its head is better than a table in it.
        if !is_page
            || !head.contains("<t") && !head.contains("<T") && root != "Workbook"
            || head.contains("citation_title")
        {
            return 0;
        }
        let header = tables(head).into_iter().filter_map(|rows| header(&rows)).map(|(_, header)| header);
        match header.max_by_key(Header::known) {
            Some(header) if header.has_title() && header.known() > 1 => 92,
            _ => 0,
        }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        let text = source.text();
        let mut builder = RecordFileBuilder::new(Arc::clone(source), self.name());
        let (mut diagnostics, mut dialect, mut markers) = (Vec::new(), "", 0);
        let mut last: Option<Header> = None;
        let (mut counted_to, mut line) = (0, 1);
        let tables = tables(text);
        let places = Places::new(text, &tables);
        for rows in tables {
            // A table that goes on on another page repeats no header.
            let (from, mut header) = match (header(&rows), &last) {
                (Some((at, header)), _) if header.known() > 1 => (at + 1, header),
                (_, Some(before)) if rows.iter().all(|row| row.cells.len() == before.columns.len()) => {
                    (0, before.clone())
                }
                _ => continue,
            };
            if let Some(column) = header.unsettled() {
                header.settle(rows[from..].iter().filter_map(|row| Some(row.cells.get(column)?.as_str().into())));
            }
            dialect = header.dialect.map_or(dialect, |dialect| dialect.name);
            let filled: Vec<&Row> =
                rows[from..].iter().filter(|row| row.cells.iter().any(|cell| !cell.is_empty())).collect();
            markers += filled.len();
            let mut records = RecordRows::new(&header);
            for row in filled {
                let bytes = places.of(row);
                if bytes.start >= counted_to {
                    line += count_line_ends(&text.as_bytes()[counted_to..bytes.start], None);
                    counted_to = bytes.start;
                }
                builder.begin(bytes.start, line);
                records.add(&mut builder, ("", line), row.cells.iter().cloned().map(Value::Apart).enumerate());
                builder.end(bytes.end);
            }
            diagnostics.extend(records.log.finish(source.label()));
            last = Some(header);
        }
        let records = builder.finish();
        if let Some(header) = &last {
            let mut log = Log::default();
            tell_unread(header, &records, &mut log);
            diagnostics.extend(log.finish(source.label()));
        }
        Parsed { records, diagnostics, dialect, markers }
    }
}

/// A row of a table.
#[derive(Debug, Default)]
struct Row {
    /// How many tags that begin a row stand before its own.
    number: usize,
    /// What stands in its cells.
    cells: Vec<String>,
}

/// Where rows stand in the text, of which the reader of tags says nothing.
struct Places {
    /// Where tags that begin a row stand.
    starts: Vec<usize>,
    /// The numbers of the rows that stand in no cell, in order.
    outer: Vec<usize>,
    length: usize,
}

impl Places {
    fn new(text: &str, tables: &[Vec<Row>]) -> Self {
        let begins_row = |at: &usize| {
            let behind = text[at + 1..].split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
            behind.eq_ignore_ascii_case("tr") || behind.eq_ignore_ascii_case("row")
        };
        let starts = text.match_indices('<').map(|(at, _)| at).filter(begins_row).collect();
        let outer = tables.iter().flatten().map(|row| row.number).collect();
        Self { starts, outer, length: text.len() }
    }

    /// From the beginning of a row to that of the next; the whole text where a comment or a script has such tags too.
    fn of(&self, row: &Row) -> Range<usize> {
        let next = self.outer.get(self.outer.partition_point(|&number| number <= row.number));
        let end = next.and_then(|&number| self.starts.get(number)).copied().unwrap_or(self.length);
        self.starts.get(row.number).map_or(0..self.length, |&start| start..end.max(start))
    }
}

/// The header: of the first rows, the one with the most columns of known meaning, and at least two cells.
fn header(rows: &[Row]) -> Option<(usize, Header)> {
    let candidates = rows.iter().enumerate().take(HEADER_WITHIN).filter(|(_, row)| row.cells.len() > 1);
    candidates
        .map(|(at, row)| (at, Header::new(row.cells.iter().map(String::as_str), &[])))
        .reduce(|best, next| if next.1.known() > best.1.known() { next } else { best })
}

/// The cells of every row of every table; those of a table inside a cell belong to the cell.
fn tables(text: &str) -> Vec<Vec<Row>> {
    let mut reader = Reader::default();
    for token in html::tokens(text) {
        match token {
            Token::StartTag(tag) => {
                let index = || tag.attributes.iter().find(|(key, _)| key.as_slice() == b"ss:index");
                let index = index().and_then(|(_, value)| std::str::from_utf8(value.as_slice()).ok()?.parse().ok());
                reader.start(&tag.name, index);
                if tag.self_closing && tag.name.as_slice() == b"cell" {
                    reader.end(&tag.name);
                }
            }
            Token::EndTag(tag) => reader.end(&tag.name),
            Token::String(words) => reader.text(&String::from_utf8_lossy(&words)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    reader.tables
}

/// Puts cells, rows and tables together.
#[derive(Debug, Default)]
struct Reader {
    tables: Vec<Vec<Row>>,
    /// How many rows have begun.
    rows: usize,
    /// How many tables are open.
    depth: usize,
    /// Whether text belongs to a cell.
    in_cell: bool,
}

impl Reader {
    fn start(&mut self, name: &[u8], index: Option<usize>) {
        // No table has more columns.
        const WIDEST: usize = 2_000;
        match name {
            b"table" => {
                self.depth += 1;
                if self.depth == 1 {
                    self.tables.push(Vec::new());
                }
            }
            b"tr" | b"row" => {
                if self.depth == 1 {
                    self.in_cell = false;
                    let row = Row { number: self.rows, cells: Vec::new() };
                    if let Some(table) = self.tables.last_mut() {
                        table.push(row);
                    }
                }
                self.rows += 1;
            }
            b"td" | b"th" | b"cell" if self.depth == 1 => {
                let Some(row) = self.tables.last_mut().and_then(|table| table.last_mut()) else { return };
                let row = &mut row.cells;
                // Empty cells may be left out, and the next says where it stands.
                let before = index.unwrap_or_default().min(WIDEST).saturating_sub(1);
                row.resize(row.len().max(before), String::new());
                row.push(String::new());
                self.in_cell = true;
            }
            b"br" | b"p" | b"div" | b"li" => self.text(" "),
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            b"table" => {
                self.depth = self.depth.saturating_sub(1);
                self.in_cell &= self.depth > 0;
            }
            b"td" | b"th" | b"cell" | b"tr" | b"row" if self.depth == 1 => {
                self.in_cell = false;
                let cell = self.cell();
                if let Some(cell) = cell {
                    *cell = cell.split_whitespace().collect::<Vec<_>>().join(" ");
                }
            }
            _ => {}
        }
    }

    /// The last cell that began.
    fn cell(&mut self) -> Option<&mut String> {
        self.tables.last_mut()?.last_mut()?.cells.last_mut()
    }

    fn text(&mut self, text: &str) {
        if self.in_cell
            && let Some(cell) = self.cell()
        {
            cell.push_str(text);
        }
    }
}
