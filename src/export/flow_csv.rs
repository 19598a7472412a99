//! `flow.csv`: the PRISMA 2020 numbers in the CSV of the PRISMA2020 R package.

use std::io::{self, Write};

use super::Export;
use super::csv::write_row;
use crate::audit::Run;
use crate::flow::BOXES;

/// The output.
pub const EXPORT: Export = Export {
    file: "flow.csv",
    about: "The PRISMA 2020 numbers, to be drawn by the PRISMA2020 R package and its web page.",
    write,
};

fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_row(out, ["data", "node", "box", "description", "boxtext", "tooltips", "url", "n"])?;
    for row in BOXES {
        let boxtext = run.flow.boxtext(row);
        let n = run.flow.shown(row, run.protocol).text();
        write_row(out, [row.data, row.node, row.r#box, row.description, &boxtext, row.tooltips, row.url, &n])?;
    }
    // The package reads the columns by their names and the rows by theirs: a row of its own tells whose numbers these are.
    write_row(out, ["run", "NA", "box2", "Run that these numbers are of", "Run", "NA", "NA", run.id()])
}
