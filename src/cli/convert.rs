//! `litsieve convert`: exports in another format.

use std::path::PathBuf;

use clap::Args;

use super::review::MOST_SHOWN;
use super::ui::{Texts, Ui};
use super::{Outcome, files};
use crate::diagnostic::Diagnostic;
use crate::export::references::Reference;
use crate::format;
use crate::record::{RecordNames, RecordTable};
use crate::workspace::Error;

/// Convert exports to another format; says what the format cannot hold
#[derive(Debug, Args)]
pub(super) struct ConvertArgs {
    /// The exports
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The file to write; `-` is standard output
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// The format to write [default: what the extension of OUT stands for]
    #[arg(long, value_name = "FORMAT")]
    to: Option<String>,
}

pub(super) fn run(args: &ConvertArgs, ui: &Ui) -> Result<Outcome, Error> {
    files::keep_inputs(&args.files, [&args.output])?;
    let writer = files::writer_for(&args.output, args.to.as_deref())?;
    let sources = files::read_all(&args.files, ui)?;
    let (mut records, mut found): (Vec<_>, Vec<Diagnostic>) = (Vec::new(), Vec::new());
    for source in &sources {
        let mut parsed = format::read(source);
        found.append(&mut parsed.diagnostics);
        records.push(parsed.records);
    }
    ui.diagnostics(&found, &Texts::new(&sources), Some(MOST_SHOWN));
    let table = RecordTable::new(records);
    if table.is_empty() {
        let what = format!("no record could be read from {}", args.files[0].display());
        return Err(Error::new(what, "Nothing was written. `litsieve inspect` shows what the file holds."));
    }
    let names = RecordNames::new(&table, &[]);
    let references = table.iter().map(|(id, record)| Reference::of(names.name(&table, id), record));
    files::write_references(references, writer, &args.output, ui)?;
    Ok(Outcome::Done)
}
