//! An Excel workbook with the columns of the CSV. Every cell is text: none is computed, linked or taken for a date.

use std::borrow::Cow;
use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use super::csv::{COLUMNS, cells, header};
use super::losses::Loss;
use super::{Limit, Reference, References, Writer};
use crate::record::Field;
use crate::record::guard::{guarded, unguarded};

/// Excel.
pub struct Xlsx;

/// What a cell holds, in UTF-16 units, and what a sheet holds, in rows: Microsoft, *Excel specifications and limits*.
const CELL: usize = 32_767;
const ROWS: usize = 1_048_576;

impl Writer for Xlsx {
    fn name(&self) -> &'static str {
        "xlsx"
    }

    fn about(&self) -> &'static str {
        "An Excel workbook with the columns of the CSV; every cell is text and none is computed. A cell holds 32,767 \
         characters: what is longer is cut, and told. Memory grows with the number of references."
    }

    fn extension(&self) -> &'static str {
        "xlsx"
    }

    fn lacks(&self) -> &'static [Field] {
        &[]
    }

    fn cut(&self, reference: &Reference<'_>) -> Vec<Loss> {
        let columns = COLUMNS.iter().map(|(_, field)| *field);
        let long = |(field, cell): (Field, &String)| (shown(cell).len() < cell.len()).then_some(Loss::Cut(field));
        columns.zip(cells(reference).iter().skip(2)).filter_map(long).collect()
    }

    fn limit(&self) -> Option<Limit> {
        Some(Limit { references: ROWS - 1, bytes: usize::MAX })
    }

    fn keeps_et_al(&self) -> bool {
        true
    }

    fn keeps_line_ends(&self) -> bool {
        true
    }

    fn write(&self, references: References<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
        let bytes = workbook(references).map_err(io::Error::other)?;
        out.write_all(&bytes)
    }
}

fn workbook(references: References<'_, '_>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same references give the same bytes, whenever they are written.
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let sheet = workbook.add_worksheet();
    sheet.set_name("references")?.set_freeze_panes(1, 0)?;
    let bold = Format::new().set_bold();
    for (column, name) in header().enumerate() {
        sheet.write_string_with_format(0, column as u16, name, &bold)?;
    }
    for (row, reference) in references.enumerate() {
        for (column, cell) in cells(&reference).iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            // No program computes these cells, but an apostrophe that looks like a guard would be taken for one when they are read again.
            let cell = if unguarded(cell) == cell { Cow::Borrowed(cell.as_str()) } else { guarded(cell) };
            sheet.write_string(row as u32 + 1, column as u16, shown(&cell))?;
        }
    }
    workbook.save_to_buffer()
}

/// As much of a text as a cell holds.
pub fn shown(text: &str) -> &str {
    if text.len() <= CELL {
        return text;
    }
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > CELL
    });
    end.map_or(text, |(at, _)| &text[..at])
}
