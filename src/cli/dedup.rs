//! `litsieve dedup`: duplicates among exports, without a protocol.

mod judged;
mod rules;
mod why;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use rayon::prelude::*;
use serde_json::json;

use super::review::{MOST_SHOWN, run_stages};
use super::ui::{Table, Texts, Ui, count, plural};
use super::{Outcome, files};
use crate::audit::{self, InputFile, Run};
use crate::diagnostic::{excerpt, suggest};
use crate::export::references::Reference;
use crate::export::{self, csv};
use crate::flow::Previous;
use crate::matching::{Matcher, Preset};
use crate::pipeline::ExportFile;
use crate::protocol::Protocol;
use crate::record::RecordTable;
use crate::source::Digest;
use crate::workspace::{self, Error};

/// Find duplicates among exports, without a protocol
#[derive(Debug, Args)]
pub(super) struct DedupArgs {
    /// The exports
    #[arg(required_unless_present_any = ["judged", "rules"], value_name = "FILE")]
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
    /// Write every pair that was merged or is in doubt, with its rule and how the fields compare
    #[arg(long, value_name = "CSV")]
    pairs: Option<PathBuf>,
    /// Write versions and companions: references that belong together and are not merged
    #[arg(long, value_name = "CSV")]
    links: Option<PathBuf>,
    /// Say why these two records are one reference, or two; their identifiers are in what --groups and --pairs write
    #[arg(long, num_args = 2, value_names = ["RECORD_A", "RECORD_B"], conflicts_with_all = ["output", "groups", "pairs", "links", "sample"])]
    why: Option<Vec<String>>,
    /// How bold to be; a review's protocol says it under `[matching]`. `--rules` tells what each merges
    #[arg(long, value_name = "PRESET", default_value = "balanced", value_parser = ["strict", "balanced", "sensitive"])]
    preset: String,
    /// List the rules in the order in which they are asked, and what each says under each preset
    #[arg(long, exclusive = true)]
    rules: bool,
    /// Draw N pairs for a person to judge, the same number of sure and bare merges, doubtful and separate pairs: to
    /// sample.csv beside OUT, without -o to standard output. --judged reads it when `decision` is filled in
    #[arg(long, value_name = "N")]
    sample: Option<std::num::NonZeroUsize>,
    /// Read a judged sample: which share of the merged pairs is two reports, how many duplicates were missed, each with
    /// its exact interval (Clopper and Pearson). Pairs whose titles have nothing in common are not sampled
    #[arg(long, value_name = "CSV", conflicts_with_all = ["files", "output", "groups", "pairs", "links", "preset", "sample", "id_column"])]
    judged: Option<PathBuf>,
    /// How many references the review included: gives how many of them a false merge may have hidden
    #[arg(long, value_name = "N", requires = "judged")]
    included: Option<u32>,
    #[command(flatten)]
    encoding: files::EncodingArgs,
    /// The column that brings identifiers of records, for CSV exports
    #[arg(long, value_name = "NAME")]
    id_column: Option<String>,
}

pub(super) fn run(args: &DedupArgs, ui: &Ui) -> Result<Outcome, Error> {
    if let Some(path) = &args.judged {
        judged::run(path, args.included, ui)?;
        return Ok(Outcome::Done);
    }
    if args.rules {
        rules::show(ui);
        return Ok(Outcome::Done);
    }
    let outputs = [&args.output, &args.groups, &args.pairs, &args.links];
    files::keep_inputs(&args.files, outputs.into_iter().flatten())?;
    let writer = args.output.as_deref().map(|out| files::writer_for(out, args.to.as_deref())).transpose()?;
    let sample = args
        .sample
        .map(usize::from)
        .map(|count| sample_path(args.output.as_deref()).map(|path| (count, path)))
        .transpose()?;
    let sources = files::read_all(&args.files, args.encoding, ui)?;
    let protocol = args.protocol();
    let exports = sources.iter().map(|source| ExportFile { source: Arc::clone(source), search: 0 }).collect();
    let screened = run_stages(exports, &[], &protocol, &[], ui);
    if let Some(column) = &args.id_column {
        check_id_column(&screened.deduplicated.ingested.records, column, ui)?;
    }
    let found = &screened.deduplicated.ingested.diagnostics;
    ui.diagnostics(found, &Texts::new(&sources), Some(MOST_SHOWN));
    if let Some(error) = files::unread_of(screened.deduplicated.ingested.unread().into_iter().map(|file| file.label()))
    {
        return Err(error);
    }
    let about = without_folder();
    let run = Run::new(&about, &protocol, &[], &screened);
    if let (Some(out), Some(writer)) = (&args.output, writer) {
        files::write_references(merged(&run), writer, out, &args.files, &|| Ok(()), ui)?;
    }
    if let Some(path) = &args.groups {
        write_csv(path, ui, |out| write_groups(&run, out))?;
    }
    if let Some(path) = &args.pairs {
        write_csv(path, ui, |out| export::pairs::write_merged_and_doubtful(&run, out))?;
    }
    if let Some(path) = &args.links {
        write_csv(path, ui, |out| (export::links::EXPORT.write)(&run, out))?;
    }
    if let Some((count, path)) = &sample {
        let matcher = Matcher::new(run.records(), &protocol.matching);
        let sample = matcher.sample(run.matches(), *count, SEED);
        write_csv(path, ui, |out| export::sample::write(&run, &sample, out))?;
        ui.say(format_args!(
            "{} to judge written to {}: one report is `same`; a preprint or conference paper and its article are `different`.",
            plural(sample.pairs.len(), "pair"),
            place(path)
        ));
    }
    match &args.why {
        Some(records) => why::run(records, args.protocol(), &run, ui)?,
        None => show(&run, args, sample.as_ref().map(|(_, path)| path), ui),
    }
    Ok(Outcome::Done)
}

impl DedupArgs {
    /// What a review would say that only looks for duplicates in this way.
    fn protocol(&self) -> Protocol {
        let mut protocol = Protocol::only_duplicates(self.id_column.as_deref());
        protocol.matching.preset = Preset::from_name(&self.preset).unwrap_or_default();
        protocol
    }
}

/// How many groups are merged at a time, on every core: few enough that the next ones find room where they were.
const BATCH: usize = 1024;

/// The merged references, in the order of the groups.
fn merged<'r>(run: &'r Run<'_>) -> impl Iterator<Item = Reference<'static>> + use<'r> {
    let all = run.matches().groups.len();
    let one = |number| {
        let story = run.group(number);
        Reference::merged(story.group.name.clone(), story.fields())
    };
    (0..all).step_by(BATCH).flat_map(move |start| {
        let batch = (start..all.min(start + BATCH)).into_par_iter();
        batch.map(one).collect::<Vec<_>>()
    })
}

/// The sample is the same every time: who judges it can stop and go on.
const SEED: u64 = 1;

const STANDARD_OUTPUT: &str = "-";

/// Where the sample goes: beside the references, or to standard output.
///
/// # Errors
/// If standard output is taken, or a sample is there already: somebody may have judged it.
fn sample_path(output: Option<&Path>) -> Result<PathBuf, Error> {
    let Some(output) = output else { return Ok(STANDARD_OUTPUT.into()) };
    if output == Path::new(STANDARD_OUTPUT) {
        let hint = "Name a file with -o, then the sample is written beside it; or leave -o out.";
        return Err(Error::new("the references and the sample cannot both go to standard output", hint));
    }
    let path = output.with_file_name("sample.csv");
    if path.exists() {
        let hint = "It may hold judgements. Move it away, then draw again.";
        return Err(Error::new(format!("{} is there already", path.display()), hint));
    }
    Ok(path)
}

fn place(path: &Path) -> Cow<'_, str> {
    if path == Path::new(STANDARD_OUTPUT) { "standard output".into() } else { path.to_string_lossy() }
}

/// Writes to a file, or to standard output for `-`.
fn write_csv(path: &Path, ui: &Ui, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
    if path == Path::new(STANDARD_OUTPUT) {
        ui.file(write);
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

fn show(run: &Run<'_>, args: &DedupArgs, sample: Option<&PathBuf>, ui: &Ui) {
    let (records, groups) = (run.records().len(), run.matches().groups.len());
    let (doubtful, versions) = (run.matches().doubtful.len(), run.matches().versions.len());
    let numbers = [
        ("records", records),
        ("duplicates", records - groups),
        ("references", groups),
        ("pairs in doubt, not merged", doubtful),
        ("versions, linked and not merged", versions),
    ];
    // Where a file goes to standard output, the numbers must not get into it.
    let outputs = [&args.output, &args.groups, &args.pairs, &args.links].map(Option::as_ref);
    let outputs = outputs.into_iter().chain([sample]);
    let is_taken = outputs.flatten().any(|path| path == Path::new(STANDARD_OUTPUT));
    if ui.json && !is_taken {
        ui.json(&json!({
            "records": records, "duplicates": records - groups, "references": groups, "doubtful": doubtful, "versions": versions
        }));
        return;
    }
    let mut table = Table::new(&[], &[1]);
    numbers.iter().for_each(|(name, number)| table.row(&[(*name).to_owned(), count(*number)]));
    if is_taken {
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
        earlier: Default::default(),
        diagnostics: Vec::new(),
        remarks: Vec::new(),
    }
}

/// Tells of identifiers that are missing or stand twice, which are not used.
///
/// # Errors
/// If no record has such a column.
fn check_id_column(records: &RecordTable, column: &str, ui: &Ui) -> Result<(), Error> {
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    let mut without = 0;
    for (_, record) in records.iter() {
        match record.all_values().find(|value| value.tag() == column).map(|value| value.value().trim()) {
            Some(own) if !own.is_empty() => *uses.entry(own).or_default() += 1,
            _ => without += 1,
        }
    }
    if uses.is_empty() && !records.is_empty() {
        let tags: BTreeSet<&str> =
            records.iter().flat_map(|(_, record)| record.all_values().map(|value| value.tag())).collect();
        let meant =
            suggest(column, tags.iter().copied()).map(|meant| format!(", did you mean `{meant}`?")).unwrap_or_default();
        let hint = format!("The columns are: {}.", excerpt(&tags.into_iter().collect::<Vec<_>>().join(", ")));
        return Err(Error::new(format!("no record has a column `{column}`{meant}"), hint));
    }
    let twice: usize = uses.values().filter(|&&uses| uses > 1).sum();
    if without + twice > 0 {
        ui.warn(format_args!(
            "Of the column `{column}`, {} empty and {} not unique: these records are named by file and entry.",
            plural(without, "value"),
            plural(twice, "value")
        ));
    }
    Ok(())
}
