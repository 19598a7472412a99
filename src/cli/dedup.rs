//! `litsieve dedup`: duplicates among exports, without a protocol.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use serde_json::json;

use super::review::{MOST_SHOWN, run_stages};
use super::ui::{Table, Texts, Ui, count};
use super::{Outcome, files};
use crate::audit::{self, InputFile, Run};
use crate::export::references::Reference;
use crate::export::{self, csv};
use crate::flow::Previous;
use crate::pipeline::ExportFile;
use crate::protocol::Protocol;
use crate::source::Digest;
use crate::workspace::{self, Error};

/// Find duplicates among exports, without a protocol
#[derive(Debug, Args)]
pub(super) struct DedupArgs {
    /// The exports
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Write the references, duplicates merged, to this file; `-` is standard output
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// The format to write [default: what the extension of OUT stands for]
    #[arg(long, value_name = "FORMAT", requires = "output")]
    to: Option<String>,
    /// Write the groups of duplicates: the identifiers of each, joined by `;`
    #[arg(long, value_name = "CSV")]
    groups: Option<PathBuf>,
    /// Write every pair that was merged, with its rule and how the fields compare
    #[arg(long, value_name = "CSV")]
    pairs: Option<PathBuf>,
    /// The column that brings identifiers of records, for CSV exports
    #[arg(long, value_name = "NAME")]
    id_column: Option<String>,
}

pub(super) fn run(args: &DedupArgs, ui: &Ui) -> Result<Outcome, Error> {
    let writer = args.output.as_deref().map(|out| files::writer_for(out, args.to.as_deref())).transpose()?;
    let sources = files::read_all(&args.files)?;
    let protocol = Protocol::only_duplicates(args.id_column.as_deref());
    let exports = sources.iter().map(|source| ExportFile { source: Arc::clone(source), search: 0 }).collect();
    let screened = run_stages(exports, &protocol, &[], ui);
    let found = &screened.deduplicated.ingested.diagnostics;
    ui.diagnostics(found, &Texts::new(&sources), Some(MOST_SHOWN));
    let about = without_folder();
    let run = Run::new(&about, &protocol, &[], &screened);
    if let (Some(out), Some(writer)) = (&args.output, writer) {
        let merged = run.groups().map(|group| Reference::merged(group.group.name.clone(), group.fields()));
        files::write_references(merged, writer, out, ui)?;
    }
    if let Some(path) = &args.groups {
        write_csv(path, ui, |out| write_groups(&run, out))?;
    }
    if let Some(path) = &args.pairs {
        let pairs = export::EXPORTS.iter().find(|export| export.file == "duplicates.csv");
        write_csv(path, ui, |out| pairs.map_or(Ok(()), |pairs| (pairs.write)(&run, out)))?;
    }
    show(&run, args, ui);
    Ok(Outcome::Done)
}

/// Writes to a file, or to standard output for `-`.
fn write_csv(path: &Path, ui: &Ui, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
    if path == Path::new("-") {
        ui.write(write);
        return Ok(());
    }
    workspace::write_file(path, write)
}

/// The groups of more than one record, in the order of their first records: the header `ids`, then the identifiers of
/// each group joined by `;`.
fn write_groups(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    csv::write_row(out, ["ids"])?;
    let mut groups: Vec<_> = run.matches().groups.iter().filter(|group| group.records.len() > 1).collect();
    groups.sort_by_key(|group| group.records.first().copied());
    for group in groups {
        let names: Vec<String> = group.records.iter().map(|&id| run.name(id)).collect();
        csv::write_row(out, [names.join(";").as_str()])?;
    }
    Ok(())
}

fn show(run: &Run<'_>, args: &DedupArgs, ui: &Ui) {
    let (records, groups) = (run.records().len(), run.matches().groups.len());
    let (doubtful, versions) = (run.matches().doubtful.len(), run.matches().versions.len());
    let numbers = [
        ("records", records),
        ("duplicates", records - groups),
        ("references", groups),
        ("pairs in doubt, not merged", doubtful),
        ("versions, linked and not merged", versions),
    ];
    if ui.json {
        ui.json(&json!({
            "records": records, "duplicates": records - groups, "references": groups, "doubtful": doubtful, "versions": versions
        }));
        return;
    }
    let mut table = Table::new(&[], &[1]);
    numbers.iter().for_each(|(name, number)| table.row(&[(*name).to_owned(), count(*number)]));
    // Where a file goes to standard output, the numbers must not get into it.
    let outputs = [&args.output, &args.groups, &args.pairs];
    if outputs.iter().any(|path| path.as_deref() == Some(Path::new("-"))) {
        ui.say(table);
    } else {
        ui.line(table);
    }
}

/// What went into a run that has no review folder: nothing but the exports.
fn without_folder() -> audit::Inputs {
    let protocol = InputFile { label: String::new(), digest: Digest::of(&[]), bytes: 0 };
    audit::Inputs {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        protocol,
        protocol_text: String::new(),
        rulings: Vec::new(),
        other: Vec::new(),
        previous: Previous::default(),
        diagnostics: Vec::new(),
    }
}
