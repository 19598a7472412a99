//! `audit.jsonl`: every event of the run.

use std::io::{self, Write};

use super::Export;
use crate::audit::{self, LogWriter, Run};

/// The output.
pub const EXPORT: Export = Export {
    file: "audit.jsonl",
    about: "Every event of the run, in order, each line chained to the one before; see `litsieve schema audit`.",
    write,
};

fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut log = LogWriter::new(out);
    audit::events(run, &mut |event| log.event(&event))?;
    log.finish()
}
