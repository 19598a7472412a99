//! `litsieve inspect`: what an export holds.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use serde_json::{Value, json};

use super::deny::DenyArgs;
use super::ui::{Table, Texts, Ui, count, plural};
use super::{Outcome, files};
use crate::diagnostic::Diagnostic;
use crate::format::{self, FORMATS, Format, Parsed};
use crate::record::Field;
use crate::source::{Content, SourceFile};
use crate::workspace::Error;

/// Show what an export holds: format, database, encoding, records, problems
#[derive(Debug, Args)]
pub(super) struct InspectArgs {
    /// The exports
    #[arg(required_unless_present = "formats", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// List the formats that are read
    #[arg(long, exclusive = true)]
    formats: bool,
    #[command(flatten)]
    encoding: files::EncodingArgs,
    #[command(flatten)]
    deny: DenyArgs,
}

pub(super) fn run(args: &InspectArgs, ui: &Ui) -> Result<Outcome, Error> {
    if args.formats {
        list_formats(ui);
        return Ok(Outcome::Done);
    }
    let (sources, damaged) = files::read_what_can_be(&args.files, args.encoding, ui)?;
    let parsed: Vec<Parsed> = sources.iter().map(format::read).collect();
    let denied = parsed.iter().flat_map(|parsed| &parsed.diagnostics).any(|diagnostic| args.deny.denies(diagnostic));
    let outcome = if denied { Outcome::DoesNotHold } else { Outcome::Done };
    let refused = damaged.or_else(|| files::unread(&parsed));
    let ended = || refused.map_or(Ok(outcome), Err);
    if ui.json {
        ui.json(&parsed.iter().map(describe).collect());
        return ended();
    }
    ui.line(overview(&parsed));
    let found: Vec<Diagnostic> = parsed.into_iter().flat_map(|parsed| parsed.diagnostics).collect();
    ui.diagnostics_but_notes(&found, &Texts::new(&sources), Some(super::review::MOST_SHOWN));
    ended()
}

/// How wide a table may be, in letters: a terminal breaks wider lines anywhere.
const WIDEST: usize = 80;

/// A table of the files; where that is too wide, two lines for each of them.
fn overview(parsed: &[Parsed]) -> String {
    let mut table = Table::new(&["file", "format", "dialect", "database", "encoding", "records", "markers"], &[5, 6]);
    for parsed in parsed {
        table.row(&[
            source(parsed).label().to_owned(),
            parsed.records.format().to_owned(),
            or_dash(parsed.dialect),
            or_dash(&database(parsed)),
            encoding(source(parsed)).to_owned(),
            count(parsed.records.len()),
            count(parsed.markers),
        ]);
    }
    let table = table.to_string();
    if table.lines().all(|line| line.chars().count() <= WIDEST) {
        return table;
    }
    let two_lines = |parsed: &Parsed| {
        let mut what = vec![parsed.records.format().to_owned(), parsed.dialect.to_owned(), database(parsed)];
        what.push(encoding(source(parsed)).to_owned());
        what.retain(|one| !one.is_empty());
        let (records, markers) = (plural(parsed.records.len(), "record"), plural(parsed.markers, "marker"));
        format!("{}\n  {}: {records}, {markers}", source(parsed).label(), what.join(", "))
    };
    parsed.iter().map(two_lines).collect::<Vec<_>>().join("\n")
}

/// What is read, whatever the name of the file.
fn list_formats(ui: &Ui) {
    if ui.json {
        let about = |format: &&dyn Format| json!({ "format": format.name(), "about": format.about() });
        return ui.json(&FORMATS.iter().map(about).collect());
    }
    let mut table = Table::new(&["format", "what it is"], &[]);
    FORMATS.iter().for_each(|format| table.row(&[format.name().to_owned(), format.about().to_owned()]));
    ui.line(table);
}

fn source(parsed: &Parsed) -> &Arc<SourceFile> {
    parsed.records.source()
}

fn or_dash(text: &str) -> String {
    if text.is_empty() { "-".to_owned() } else { text.to_owned() }
}

/// The database that most records name; empty if none does.
fn database(parsed: &Parsed) -> String {
    let mut named: BTreeMap<&str, usize> = BTreeMap::new();
    for record in parsed.records.iter() {
        if let Some(database) = record.first(Field::Database) {
            *named.entry(database.trim()).or_default() += 1;
        }
    }
    // Of equally frequent ones the first by name, on every run.
    named.into_iter().rev().max_by_key(|(_, records)| *records).map(|(name, _)| name.to_owned()).unwrap_or_default()
}

fn encoding(source: &SourceFile) -> &'static str {
    match source.content() {
        Content::Text { encoding, .. } => encoding.name(),
        Content::Binary(_) => "binary",
    }
}

fn describe(parsed: &Parsed) -> Value {
    json!({
        "file": source(parsed).label(),
        "format": parsed.records.format(),
        "dialect": parsed.dialect,
        "database": database(parsed),
        "encoding": encoding(source(parsed)),
        "bytes": source(parsed).size(),
        "records": parsed.records.len(),
        "markers": parsed.markers,
        "diagnostics": parsed.diagnostics.iter().map(super::review::diagnostic_json).collect::<Value>(),
    })
}
