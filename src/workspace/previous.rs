//! The results of the version before an update: how many reports it included, and which.
//!
//! They are believed as far as their own log gives them again. Where something of them was changed or is missing, that is told, and
//! the numbers that hang on it stay unknown: never 0, and never counted twice.

use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

use super::files::FileReader;
use super::paths::Found;
use crate::audit::{self, Story};
use crate::diagnostic::{Diagnostic, excerpt, plural};
use crate::export::{self, summary};
use crate::flow::Previous;
use crate::format;
use crate::protocol::{Earlier, Mode, Protocol};
use crate::record::RecordFile;
use crate::source::SourceFile;
use crate::wire::summary::Summary;

use super::PROTOCOL;

/// The result that holds the included references.
const INCLUDED: &str = "included.ris";

/// What the version before this update included.
#[derive(Debug)]
pub struct PreviousVersion {
    /// What was read of its results, its summary first: inputs with a digest like any other.
    pub files: Vec<Arc<SourceFile>>,
    /// The numbers, as far as they can be believed.
    pub counts: Previous,
    /// The references that it included, where they are known.
    pub included: Option<RecordFile>,
    /// What is wrong with its results. That stops no run: the numbers are left out.
    pub remarks: Vec<Diagnostic>,
}

/// Reads the results folder that the protocol names. What cannot be read is told; a number that is not known stays unknown
/// and is never 0.
pub(super) fn read(
    root: &Path,
    files: FileReader<'_>,
    protocol: &Protocol,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<PreviousVersion> {
    let Some(earlier) = &protocol.previous else {
        if protocol.review.mode == Mode::Update {
            let message = "this is an update, and no earlier version is named: which reports are new is not told";
            diagnostics.push(Diagnostic::new("FIL013", message).at(PROTOCOL, 0, 0));
        }
        return None;
    };
    let folder = earlier.results.trim_end_matches('/');
    let found = |name: &str| {
        let label = format!("{folder}/{name}");
        Found { path: root.join(&label), label }
    };
    let mut read = |name: &str| files.read(&found(name)).map_err(|wrong| diagnostics.push(*wrong)).ok();
    let file = read(summary::FILE)?;
    let mut part = |name: &str| found(name).path.exists().then(|| read(name)).flatten();
    let (log, references) = (part(export::AUDIT), part(INCLUDED));
    let summary = match serde_json::from_str::<Summary>(file.text()) {
        Ok(summary) => summary,
        Err(error) => {
            let message = format!("`{}` is no summary of a run: {error}", file.label());
            diagnostics.push(Diagnostic::new("FIL010", message).at(file.label(), 0, 0));
            return None;
        }
    };
    let included = references.as_ref().map(|source| format::read(source).records);
    let results = Results { earlier, folder, summary: &summary, log: log.as_ref(), references: references.as_ref() };
    let (counts, included, remarks) = results.believed(included);
    let files = std::iter::once(file).chain(log).chain(references).collect();
    Some(PreviousVersion { files, counts, included, remarks })
}

/// The results of an earlier version, as they stand.
struct Results<'a> {
    earlier: &'a Earlier,
    folder: &'a str,
    summary: &'a Summary,
    log: Option<&'a Arc<SourceFile>>,
    references: Option<&'a Arc<SourceFile>>,
}

impl Results<'_> {
    /// What can be believed of them, and what there is to say of the rest.
    fn believed(&self, included: Option<RecordFile>) -> (Previous, Option<RecordFile>, Vec<Diagnostic>) {
        let Self { folder, summary, .. } = self;
        let about = |name: &str| format!("{folder}/{name}");
        let note = |code, name: &str, message: String| Diagnostic::new(code, message).at(&about(name), 0, 0);
        let Some(log) = self.log else {
            let message = format!(
                "`{}` is missing: nothing says that a run gave the numbers beside it, and they are left out",
                about(export::AUDIT)
            );
            return (Previous::default(), None, vec![note("FIL013", export::AUDIT, message)]);
        };
        let wrong = self.wrong(log, included.as_ref());
        if !wrong.is_empty() {
            let told = wrong.into_iter().map(|(name, message)| note("FIL012", name, message));
            return (Previous::default(), None, told.collect());
        }
        if summary.interim {
            let waiting =
                plural(summary.counts.to_review, "reference waits for a person", "references wait for a person");
            let message = format!("in the results in `{folder}`, {waiting}");
            return (Previous::default(), None, vec![note("FIL011", summary::FILE, message)]);
        }
        let mut remarks = Vec::new();
        if summary.counts.total_reports.is_none() {
            let message = format!("the results in `{folder}` do not say how many reports were included in all");
            remarks.push(note("FIL011", summary::FILE, message));
        }
        if included.is_none() {
            let message =
                format!("`{}` is missing: which reports are new, and the total, is not told", about(INCLUDED));
            remarks.push(note("FIL013", INCLUDED, message));
        }
        (Previous { reports: summary.counts.total_reports, ..Previous::default() }, included, remarks)
    }

    /// What is not as its run wrote it, by the file that it is told of; empty if everything fits together.
    fn wrong(&self, log: &SourceFile, included: Option<&RecordFile>) -> Vec<(&'static str, String)> {
        let Self { earlier, folder, summary, .. } = self;
        let mut wrong = Vec::new();
        for (name, source) in [(export::AUDIT, Some(log)), (INCLUDED, self.references.map(|source| &**source))] {
            let written = summary.results.get(name).and_then(Value::as_str);
            if source.is_some_and(|source| written != Some(&source.digest().to_string())) {
                wrong.push((
                    name,
                    format!(
                        "`{folder}/{name}` is not the file whose digest `{folder}/{}` has: one of the two was changed",
                        summary::FILE
                    ),
                ));
            }
        }
        match Story::read(log.text().as_bytes()) {
            Err(why) => wrong.push((
                export::AUDIT,
                format!("`{folder}/{}` is not the log that its run wrote: {why}", export::AUDIT),
            )),
            Ok(story) => {
                let contradiction = audit::replay(&story).err().and_then(|all| all.into_iter().next());
                wrong.extend(contradiction.map(|first| {
                    let about = [first.about, first.what].join(" ");
                    (export::AUDIT, format!("`{folder}/{}` contradicts itself: {}", export::AUDIT, about.trim()))
                }));
                wrong.extend(self.against(&story).map(|told| (summary::FILE, told)));
            }
        }
        let number = summary.counts.included;
        if let Some(references) = included.filter(|references| references.len() as u64 != number) {
            let has = plural(references.len() as u64, "reference", "references");
            wrong.push((INCLUDED, format!("`{folder}/{INCLUDED}` has {has}, and that run included {number}")));
        }
        if summary.tool.version == env!("CARGO_PKG_VERSION") && export::digest_of(summary).to_string() != summary.run {
            wrong.push((
                summary::FILE,
                format!(
                    "the digests in `{folder}/{}` do not give the run that it names, {}",
                    summary::FILE,
                    excerpt(&summary.run)
                ),
            ));
        }
        if let Some(expected) = earlier.run.as_ref().filter(|expected| !summary.run.starts_with(expected.as_str())) {
            wrong.push((
                summary::FILE,
                format!(
                    "the results in `{folder}` are of the run {}, and the protocol names the run {expected}",
                    excerpt(&summary.run)
                ),
            ));
        }
        wrong
    }

    /// The first thing that the summary says otherwise than the log of its run.
    fn against(&self, story: &Story) -> Option<String> {
        let Self { folder, summary, .. } = self;
        let said = |what: &str, is: String, was: String| {
            let (is, was) = (excerpt(&is), excerpt(&was));
            Some(format!("`{folder}/{}` says {what} {is}, and the log of that run {was}", summary::FILE))
        };
        if summary.run_name != story.started.run {
            return said("run", summary.run_name.clone(), story.started.run.clone());
        }
        if summary.interim != (story.counts.to_review > 0) {
            return said("interim", summary.interim.to_string(), (!summary.interim).to_string());
        }
        let values = |counts| serde_json::to_value(counts).unwrap_or_default();
        let (is, was) = (values(&summary.counts), values(&story.counts));
        let other = is.as_object()?.iter().find(|(key, value)| was[key.as_str()] != **value);
        other.and_then(|(key, value)| said(&format!("`{key}`"), value.to_string(), was[key.as_str()].to_string()))
    }
}
