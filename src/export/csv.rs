//! CSV as every result writes it: UTF-8, a header, RFC 4180, LF, no cell that a spreadsheet program takes for a formula, and
//! no character that acts on a terminal.

use std::io::{self, Write};

use crate::diagnostic::visible_in_cell;
pub use crate::record::guard::{guarded, unguarded};

/// The last column of every table of the results: the name of the run.
const RUN: &str = "run";

/// Writes a table of the results: in the last column of every row stands the name of the run. A table without rows has it in
/// its header, behind the last column, so that it too says which run it is of.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_table<C, R>(
    out: &mut dyn Write,
    run: &str,
    columns: impl IntoIterator<Item = C>,
    rows: impl IntoIterator<Item = R>,
) -> io::Result<()>
where
    C: AsRef<str>,
    R: IntoIterator<Item: AsRef<str>>,
{
    let mut rows = rows.into_iter().peekable();
    let mut header: Vec<String> = columns.into_iter().map(|column| column.as_ref().to_owned()).collect();
    header.push(RUN.to_owned());
    header.extend(rows.peek().is_none().then(|| run.to_owned()));
    write_row(out, header)?;
    for row in rows {
        let mut cells: Vec<String> = row.into_iter().map(|cell| cell.as_ref().to_owned()).collect();
        cells.push(run.to_owned());
        write_row(out, cells)?;
    }
    Ok(())
}

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
    fn a_table_tells_its_run_also_without_rows() {
        let table = |rows: &[[&str; 2]]| {
            let mut out = Vec::new();
            write_table(&mut out, "quays@0123456789ab", ["a", "b"], rows.iter().copied()).expect("memory takes all");
            String::from_utf8(out).expect("UTF-8")
        };
        assert_eq!(table(&[["1", "x"]]), "a,b,run\n1,x,quays@0123456789ab\n");
        assert_eq!(table(&[]), "a,b,run,quays@0123456789ab\n");
    }

    #[test]
    fn rows_are_quoted_as_rfc_4180_wants() {
        let mut out = Vec::new();
        write_row(&mut out, ["a", "b,c", "say \"no\"", "two\nlines", "", "=1", "\u{1b}[2J"]).expect("memory takes all");
        assert_eq!(String::from_utf8_lossy(&out), "a,\"b,c\",\"say \"\"no\"\"\",\"two\nlines\",,'=1,\\u{1b}[2J\n");
    }
}
