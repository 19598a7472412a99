//! `litsieve convert`: exports in another format.

use std::path::PathBuf;

use clap::Args;

use super::deny::DenyArgs;
use super::review::MOST_SHOWN;
use super::ui::{Texts, Ui, plural};
use super::{Outcome, files};
use crate::diagnostic::Diagnostic;
use crate::export::references::{Reference, TYPED, WRITERS, Writer};
use crate::format::{self, Parsed};
use crate::record::{RecordNames, RecordTable};
use crate::workspace::Error;

/// Convert exports to another format; says what the format cannot hold
#[derive(Debug, Args)]
pub(super) struct ConvertArgs {
    /// The exports
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The file to write; `-` is standard output
    #[arg(short, long, value_name = "OUT", required = true)]
    output: Option<PathBuf>,
    /// The format to write, as --formats lists them [default: what the extension of OUT stands for]
    #[arg(long, value_name = "FORMAT")]
    to: Option<String>,
    #[command(flatten)]
    deny: DenyArgs,
    /// List the formats that can be written and what each cannot hold
    #[arg(long, exclusive = true)]
    formats: bool,
}

pub(super) fn run(args: &ConvertArgs, ui: &Ui) -> Result<Outcome, Error> {
    let Some(output) = args.output.as_ref().filter(|_| !args.formats) else {
        WRITERS.iter().for_each(|writer| ui.line(described(*writer)));
        return Ok(Outcome::Done);
    };
    files::keep_inputs(&args.files, [output])?;
    let writer = files::writer_for(output, args.to.as_deref())?;
    let sources = files::read_all(&args.files, ui)?;
    let parsed: Vec<Parsed> = sources.iter().map(format::read).collect();
    for (source, parsed) in sources.iter().zip(&parsed) {
        let read = plural(parsed.records.len(), "record");
        ui.say(format_args!("{}: {read} read, {} counted", source.label(), plural(parsed.markers, "record start")));
    }
    let found: Vec<Diagnostic> = parsed.iter().flat_map(|parsed| parsed.diagnostics.iter().cloned()).collect();
    ui.diagnostics(&found, &Texts::new(&sources), Some(MOST_SHOWN));
    if let Some(error) = files::unread(&parsed) {
        return Err(error);
    }
    if args.deny.any(&found, ui) {
        return Ok(Outcome::DoesNotHold);
    }
    let table = RecordTable::new(parsed.into_iter().map(|parsed| parsed.records).collect());
    if table.is_empty() {
        let what = format!("no record could be read from {}", args.files[0].display());
        return Err(Error::new(what, "Nothing was written. `litsieve inspect` shows what the file holds."));
    }
    let names = RecordNames::new(&table, &[]);
    let references = table.iter().map(|(id, record)| Reference::of(names.name(&table, id), record));
    files::write_references(references, writer, output, &args.files, ui)?;
    Ok(Outcome::Done)
}

/// What a format is, and the fields that it does not hold.
fn described(writer: &dyn Writer) -> String {
    let lost = TYPED.iter().filter(|&&field| !writer.holds(field)).map(|field| field.name());
    let lost: Vec<&str> = lost.collect();
    let lost = if lost.is_empty() { "every field".to_owned() } else { format!("every field but {}", lost.join(", ")) };
    format!("{} (.{})\n  {}\n  Holds {lost}.\n", writer.name(), writer.extension(), writer.about())
}
