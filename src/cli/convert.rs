//! `litsieve convert`: exports in another format.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use foldhash::fast::FixedState;

use super::deny::DenyArgs;
use super::review::MOST_SHOWN;
use super::ui::{Texts, Ui, plural};
use super::{Outcome, files};
use crate::diagnostic::Diagnostic;
use crate::export::references::{Reference, TYPED, WRITERS, Writer};
use crate::format::stream::Parts;
use crate::format::{self, Parsed};
use crate::record::{Record, RecordFile, RecordId, RecordNames, RecordTable};
use crate::workspace::Error;

/// Convert exports to another format; says what the format cannot hold
///
/// One file of 32 MiB or more in UTF-8 is converted part by part, in the same memory however long it is, where its records can be read
/// alone: RIS, MEDLINE (nbib), Web of Science tagged, EndNote XML and PubMed XML. Every other format is read whole and takes about 2.5
/// times the file: tables (CSV, TSV, XLSX), BibTeX, JSON, other XML and tagged text, archives. So is every file where several are
/// converted at once, `--deny` or `--encoding` is given, or the target is split or limited in size (XLSX, RIS for tools with a limit).
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
    encoding: files::EncodingArgs,
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
    // What is split or may be refused is whole before anything is written.
    if let ([only], true, None) =
        (args.files.as_slice(), args.deny.is_empty() && args.encoding.is_none(), writer.limit())
        && let Some(parts) = files::open_parts(only)?
    {
        return part_by_part(parts, writer, output, only, ui);
    }
    let sources = files::read_all(&args.files, args.encoding, ui)?;
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
    let identifiers = identifiers(&table);
    let references = table.iter().map(|(id, record)| Reference::of(identifiers[id.index()].as_str(), record));
    files::write_references(references, writer, output, &args.files, &|| Ok(()), ui)?;
    Ok(Outcome::Done)
}

/// What every record is called in the file that is written: the key under which it was kept, where that means one record, so that what
/// cites it still finds it; else `<file stem>:<entry>`.
fn identifiers(table: &RecordTable) -> Vec<String> {
    let names = RecordNames::new(table, &[]);
    let mut uses: HashMap<&str, usize, FixedState> = HashMap::default();
    table.iter().filter_map(|(_, record)| record.own_key()).for_each(|key| *uses.entry(key).or_default() += 1);
    let identifier = |(id, record): (RecordId, Record<'_>)| match record.own_key().filter(|key| uses[key] == 1) {
        Some(key) => key.to_owned(),
        None => {
            let mut name = names.name(table, id);
            while uses.contains_key(name.as_str()) {
                name.push('+');
            }
            name
        }
    };
    table.iter().map(identifier).collect()
}

/// Converts one large file while it is read, so that only a part of it is in memory at a time.
fn part_by_part(
    parts: Parts<File>,
    writer: &dyn Writer,
    output: &Path,
    input: &PathBuf,
    ui: &Ui,
) -> Result<Outcome, Error> {
    let told = RefCell::new(Told::default());
    let references = PartReferences { parts, part: None, told: &told };
    let read_well = || match &told.borrow().failed {
        Some(error) => Err(io::Error::new(error.kind(), error.to_string())),
        None => Ok(()),
    };
    let written = files::write_references(references, writer, output, std::slice::from_ref(input), &read_well, ui);
    let told = told.into_inner();
    ui.diagnostics(&told.diagnostics, &Texts::default(), Some(MOST_SHOWN));
    if let Some(error) = told.failed {
        return Err(Error::io("read", input, &error));
    }
    written?;
    let (read, markers) = (plural(told.records, "record"), plural(told.markers, "record start"));
    ui.say(format_args!("{}: {read} read, {markers} counted", input.display()));
    Ok(Outcome::Done)
}

/// What the parts had to tell.
#[derive(Default)]
struct Told {
    diagnostics: Vec<Diagnostic>,
    records: usize,
    markers: usize,
    /// Why reading stopped before the end.
    failed: Option<io::Error>,
}

/// The references of a file, read part by part.
struct PartReferences<'t> {
    parts: Parts<File>,
    /// The part that is being given out, and the next record of it.
    part: Option<(Arc<RecordFile>, usize)>,
    told: &'t RefCell<Told>,
}

impl PartReferences<'_> {
    /// The next part that has a record.
    fn next_part(&mut self) -> io::Result<Option<Arc<RecordFile>>> {
        while let Some(parsed) = self.parts.next().transpose()? {
            let mut told = self.told.borrow_mut();
            told.diagnostics.extend(parsed.diagnostics);
            told.records += parsed.records.len();
            told.markers += parsed.markers;
            if !parsed.records.is_empty() {
                return Ok(Some(Arc::new(parsed.records)));
            }
            if parsed.markers > 0 {
                let what = format!("no record could be read of {} from line {}", parsed.markers, self.parts.line());
                return Err(io::Error::new(io::ErrorKind::InvalidData, what));
            }
        }
        self.told.borrow_mut().diagnostics.extend(self.parts.untold());
        Ok(None)
    }
}

impl Iterator for PartReferences<'_> {
    type Item = Reference<'static>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.part.as_ref().is_none_or(|(file, at)| *at == file.len()) {
            // The part before goes before the next comes.
            self.part = None;
            self.part = match self.next_part() {
                Ok(part) => part.map(|part| (part, 0)),
                Err(error) => {
                    self.told.borrow_mut().failed = Some(error);
                    None
                }
            };
        }
        let (file, at) = self.part.as_mut()?;
        let number = self.parts.records() as usize - file.len() + *at + 1;
        let reference = Reference::held(format!("{}:{number}", file.source().stem()), file, *at);
        *at += 1;
        Some(reference)
    }
}

/// What a format is, and the fields that it does not hold.
fn described(writer: &dyn Writer) -> String {
    let lost = TYPED.iter().filter(|&&field| !writer.holds(field)).map(|field| field.name());
    let lost: Vec<&str> = lost.collect();
    let lost = if lost.is_empty() { "every field".to_owned() } else { format!("every field but {}", lost.join(", ")) };
    format!("{} (.{})\n  {}\n  Holds {lost}.\n", writer.name(), writer.extension(), writer.about())
}
