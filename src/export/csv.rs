//! CSV as every result writes it: UTF-8, a header, RFC 4180, LF, no cell that a spreadsheet program takes for a formula, and
//! no character that acts on a terminal.

use std::io::{self, Write};

use crate::diagnostic::visible_in_cell;
pub use crate::format::tabular::guard::{guarded, unguarded};

/// The last column of every table of the results: the name of the run.
pub const RUN: &str = "run";

/// Writes one row, guarded and quoted where needed, ended by LF.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_row<S: AsRef<str>>(out: &mut dyn Write, cells: impl IntoIterator<Item = S>) -> io::Result<()> {
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            out.write_all(b",")?;
        }
        let cell = visible_in_cell(cell.as_ref());
        let cell = guarded(&cell);
        if cell.contains([',', '"', '\n', '\r']) || cell.trim() != &*cell {
            write!(out, "\"{}\"", cell.replace('"', "\"\""))?;
        } else {
            out.write_all(cell.as_bytes())?;
        }
    }
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_quoted_as_rfc_4180_wants() {
        let mut out = Vec::new();
        write_row(&mut out, ["a", "b,c", "say \"no\"", "two\nlines", "", "=1", "\u{1b}[2J"]).expect("memory takes all");
        assert_eq!(String::from_utf8_lossy(&out), "a,\"b,c\",\"say \"\"no\"\"\",\"two\nlines\",,'=1,\\u{1b}[2J\n");
    }
}
