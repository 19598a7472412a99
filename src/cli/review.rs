//! What the commands on a review share: opening the folder, replaying it, telling what is wrong.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};

use super::options::Options;
use super::ui::{Texts, Ui, plural, show_pairs};
use crate::audit::{self, EarlierVersion, InputFile, Run, Story};
use crate::diagnostic::{Diagnostic, Severity};
pub(super) use crate::export::AUDIT;
use crate::pipeline::{self, ExportFile, Screened};
use crate::protocol::Protocol;
use crate::protocol::entries::with_exports_in_order;
use crate::recall;
use crate::record::RecordFile;
use crate::ruling::Ruling;
use crate::scrutiny;
use crate::source::{Digest, SourceFile};
use crate::workspace::{self, Error, Folder, Inputs};

/// How many diagnostics of each code a command shows that is about something else.
pub(super) const MOST_SHOWN: usize = 3;

/// A review that was run, in memory.
pub(super) struct Replayed {
    /// The review folder.
    pub root: PathBuf,
    /// The exports and the files of rulings, to show lines of.
    pub sources: Vec<Arc<SourceFile>>,
    inputs: audit::Inputs,
    protocol: Protocol,
    rulings: Vec<Ruling>,
    screened: Screened,
}

/// Opens a review folder and runs the review.
///
/// # Errors
/// If the protocol or a file that it names cannot be used; the diagnostics have then been shown.
pub(super) fn replay(folder: &Path, ui: &Ui) -> Result<Replayed, Error> {
    let progress = ui.reading("reading the review folder:");
    let folder = Folder::open(folder, &|bytes| progress.inc(bytes));
    progress.finish_and_clear();
    let folder = folder?;
    let Folder { root, protocol_file, inputs, diagnostics, usable } = folder;
    let Some(inputs) = inputs.filter(|_| usable) else {
        ui.diagnostics(&diagnostics, &Texts::new([&protocol_file]), None);
        let hint = "Nothing was written. Mend what is shown above and run again.";
        return Err(Error::new("the review folder cannot be used as it is", hint));
    };
    let about = describe(&protocol_file, &inputs, diagnostics);
    let Inputs { protocol, exports, rulings, ruling_files, enrichment, previous, .. } = inputs;
    let exported = exports.iter().map(|export| Arc::clone(&export.source));
    let sources = exported.chain(ruling_files).chain(enrichment.iter().cloned()).collect();
    let screened = run_stages(exports, &enrichment, &protocol, &rulings, ui);
    let mut replayed = Replayed { root, sources, inputs: about, protocol, rulings, screened };
    let before = previous.and_then(|previous| previous.included);
    if let Some(references) = before {
        FoundAgain::among(&replayed.run(), &references).put_to(&mut replayed.inputs);
    }
    replayed.inputs.remarks = scrutiny::check(&replayed.run());
    if let Some(file) = replayed.screened.deduplicated.ingested.unread().first() {
        replayed.show_diagnostics(&replayed.run(), ui);
        let hint = "Nothing was written. `litsieve inspect` shows what the file holds.";
        return Err(Error::new(format!("no record could be read from {}", file.label()), hint));
    }
    Ok(replayed)
}

/// What earlier versions included, as far as a run found it again.
pub(super) struct FoundAgain {
    included: u64,
    excluded: u64,
    groups: Vec<String>,
    known: BTreeSet<(String, String)>,
}

impl FoundAgain {
    /// Finds these references among those of a run.
    pub fn among(run: &Run<'_>, references: &[RecordFile]) -> Self {
        let groups = references.iter().flat_map(|references| recall::groups_of(run, references));
        let groups: BTreeSet<usize> = groups.flatten().collect();
        let groups: Vec<_> = groups.into_iter().map(|group| run.group(group)).collect();
        let count = |decision: &str| groups.iter().filter(|group| group.decision() == decision).count() as u64;
        Self {
            included: count("included"),
            excluded: count("excluded"),
            groups: groups.iter().map(|group| group.group.name.clone()).collect(),
            known: recall::included_before(run.protocol, references),
        }
    }

    /// Puts it to what went into the run.
    pub fn put_to(self, inputs: &mut audit::Inputs) {
        inputs.previous.again = Some(self.included);
        inputs.previous.excluded = Some(self.excluded);
        inputs.earlier.found = self.groups;
        inputs.earlier.known = self.known;
    }
}

/// The stages of [`pipeline::run`], each announced.
pub(super) fn run_stages(
    exports: Vec<ExportFile>,
    enrichment: &[Arc<SourceFile>],
    protocol: &Protocol,
    rulings: &[Ruling],
    ui: &Ui,
) -> Screened {
    let progress = ui.reading("reading the records of");
    progress.inc(exports.iter().map(|export| export.source.size()).sum());
    let ingested = pipeline::ingest_with(exports, enrichment);
    progress.finish_and_clear();
    let records = plural(ingested.records.len(), "record");
    let progress = ui.progress(format!("finding duplicates among {records}:"));
    let deduplicated =
        pipeline::deduplicate_watched(ingested, protocol, rulings, &|done, all| show_pairs(&progress, done, all));
    progress.finish_and_clear();
    let references = plural(deduplicated.matches.groups.len(), "reference");
    let progress = ui.progress(format!("applying the criteria to {references}"));
    let screened = pipeline::screen(deduplicated, protocol, rulings);
    progress.finish_and_clear();
    screened
}

impl Replayed {
    /// What the outputs are made from.
    pub fn run(&self) -> Run<'_> {
        Run::new(&self.inputs, &self.protocol, &self.rulings, &self.screened)
    }

    /// Shows what is wrong, of each code the first few.
    pub fn show_diagnostics(&self, run: &Run<'_>, ui: &Ui) {
        let found: Vec<Diagnostic> = run.noticed().cloned().collect();
        ui.diagnostics(&found, &Texts::new(&self.sources), Some(MOST_SHOWN));
        let warnings = self.inputs.remarks.iter().filter(|remark| remark.severity >= Severity::Warning).count();
        if warnings > 0 {
            let remarks = plural(warnings, "warning");
            ui.say(format_args!("The audit has {remarks} about searches and decisions; `litsieve check` shows them."));
        }
    }

    /// The results folder: where `--results` says, else in the review folder.
    pub fn results(&self, results: Option<&Path>) -> PathBuf {
        results.map_or_else(|| self.root.join("results"), Path::to_owned)
    }
}

/// What went into a run besides its exports.
pub(super) fn describe(protocol: &SourceFile, inputs: &Inputs, diagnostics: Vec<Diagnostic>) -> audit::Inputs {
    let file = |source: &SourceFile| InputFile {
        label: source.label().to_owned(),
        digest: source.digest(),
        bytes: source.size(),
    };
    let known = inputs.known.iter().flatten().chain(&inputs.enrichment);
    let read = known.chain(inputs.previous.iter().flat_map(|previous| &previous.files)).map(|source| file(source));
    let other = read.chain(inputs.strays.iter().cloned());
    let protocol_text = with_exports_in_order(protocol.text());
    audit::Inputs {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        protocol: if protocol_text == protocol.text() { file(protocol) } else { in_order(protocol, &protocol_text) },
        protocol_text,
        rulings: inputs.ruling_files.iter().map(|source| file(source)).collect(),
        other: other.collect(),
        previous: inputs.previous.as_ref().map(|previous| previous.counts).unwrap_or_default(),
        earlier: EarlierVersion {
            searches: inputs.previous.as_ref().map(|previous| previous.searches.clone()).unwrap_or_default(),
            ..EarlierVersion::default()
        },
        diagnostics,
        remarks: Vec::new(),
    }
}

/// A protocol that lists the exports of a search in no order goes into a run as if it listed them in order: it is the same run.
fn in_order(protocol: &SourceFile, text: &str) -> InputFile {
    InputFile { label: protocol.label().to_owned(), digest: Digest::of(text.as_bytes()), bytes: text.len() as u64 }
}

/// What was told of a run: read from the results where `results` names them, else of a run made now.
pub(super) fn story(options: &Options, results: Option<&Path>, ui: &Ui) -> Result<Story, Error> {
    match results {
        Some(results) => read_story(results, ui),
        None => replay_story(&options.folder_or(None)?, ui),
    }
}

/// The audit in a results folder: it must be whole, contradict itself nowhere, and be the log of which the summary has the digest.
/// Whether the exports still give it is not looked at, and that is said.
pub(super) fn read_story(results: &Path, ui: &Ui) -> Result<Story, Error> {
    let log = results.join(AUDIT);
    let open = || {
        let is_folder = log.is_dir().then(|| io::ErrorKind::IsADirectory.into());
        is_folder.map_or_else(|| File::open(&log), Err).map_err(|error| Error::io("read", &log, &error))
    };
    let untold = |why: &dyn std::fmt::Display| {
        let hint = "`litsieve verify` names what was changed; `litsieve run` writes the results again.";
        Error::new(format!("{} cannot be told from: {why}", log.display()), hint)
    };
    let story = Story::read(BufReader::new(open()?)).map_err(|why| untold(&why))?;
    if let Some(wrong) = audit::replay(&story).err().and_then(|wrong| wrong.into_iter().next()) {
        return Err(untold(&format!("it contradicts itself, {} {}", wrong.about, wrong.what)));
    }
    let summary = workspace::summary_of(results).unwrap_or_default();
    let written = summary.get("results").and_then(|files| files.get(AUDIT)).and_then(Value::as_str);
    let digest = Digest::of_all(open()?).map_err(|error| Error::io("read", &log, &error))?;
    match written {
        Some(written) if written != digest.to_string() => {
            return Err(untold(&"it is not the log of which summary.json has the digest: one of the two was changed"));
        }
        Some(_) => ui.say(format_args!(
            "Told from {} alone; whether the exports still give it, `litsieve verify` finds out.",
            log.display()
        )),
        None => ui.warn(format_args!(
            "Told from {} alone: without summary.json nothing says that a run wrote it; `litsieve verify` finds out.",
            log.display()
        )),
    }
    Ok(story)
}

/// The audit of a run made now; nothing is written.
pub(super) fn replay_story(folder: &Path, ui: &Ui) -> Result<Story, Error> {
    let replayed = replay(folder, ui)?;
    Story::of(&replayed.run()).map_err(|untold| Error::new(format!("the run cannot be told: {untold}"), ""))
}

/// A path as a reader types it: below the current folder where it lies there.
pub(super) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    let short = path.strip_prefix(&here).unwrap_or(path);
    short.display().to_string()
}

/// A diagnostic as programs read it.
pub(super) fn diagnostic_json(diagnostic: &Diagnostic) -> Value {
    let Diagnostic { code, severity, file, line, entry, message, help, .. } = diagnostic;
    json!({
        "code": code, "severity": severity.name(), "file": file, "line": line, "entry": entry, "message": message, "help": help
    })
}
