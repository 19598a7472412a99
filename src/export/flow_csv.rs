//! `flow.csv`: the PRISMA 2020 numbers in the CSV of the PRISMA2020 R package.

use std::io::{self, Write};

use super::Export;
use super::csv::write_row;
use crate::audit::Run;
use crate::flow::{BOXES, Flow};
use crate::protocol::Protocol;

/// The output.
pub const EXPORT: Export = Export {
    file: "flow.csv",
    about: "The PRISMA 2020 numbers, to be drawn by the PRISMA2020 R package and its web page.",
    write,
};

fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    table(&run.flow, run.protocol, run.id(), out)
}

/// Writes the table: `run` is the name of the run that the numbers are of.
///
/// # Errors
/// If `out` cannot be written.
pub fn table(flow: &Flow, protocol: &Protocol, run: &str, out: &mut dyn Write) -> io::Result<()> {
    write_row(out, ["data", "node", "box", "description", "boxtext", "tooltips", "url", "n"])?;
    for row in BOXES {
        let boxtext = flow.boxtext(row);
        let n = flow.shown(row, protocol).text();
        write_row(out, [row.data, row.node, row.r#box, row.description, &boxtext, row.tooltips, row.url, &n])?;
    }
    // The package reads the columns by their names and the rows by theirs: a row of its own tells whose numbers these are.
    write_row(out, ["run", "NA", "box2", "Run that these numbers are of", "Run", "NA", "NA", run])
}
