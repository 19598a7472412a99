//! The results of the versions before an update: how many reports they included, and which.
//!
//! They are believed as far as their own log gives them again. Where something of them was changed or is missing, that is told, and
//! the numbers that hang on it stay unknown: never 0, and never counted twice.

use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

use super::files::FileReader;
use super::paths::Found;
use crate::audit::{self, Story, Untold};
use crate::diagnostic::{Diagnostic, excerpt, plural};
use crate::export::{self, summary};
use crate::flow::Previous;
use crate::format;
use crate::protocol::{Mode, Protocol};
use crate::record::RecordFile;
use crate::source::SourceFile;
use crate::wire::audit::SearchSince;
use crate::wire::summary::Summary;

use super::PROTOCOL;

/// The result that holds the included references.
const INCLUDED: &str = "included.ris";

/// What the versions before this update included.
#[derive(Debug)]
pub struct PreviousVersion {
    /// What was read of their results, of each its summary first: inputs with a digest like any other.
    pub files: Vec<Arc<SourceFile>>,
    /// The numbers, as far as they can be believed.
    pub counts: Previous,
    /// The references that each version included; `None` where not all of them are known.
    pub included: Option<Vec<RecordFile>>,
    /// What became of the searches of the newest of them; empty where its protocol is not believed.
    pub searches: Vec<SearchSince>,
    /// What is wrong with their results. That stops no run: the numbers are left out.
    pub remarks: Vec<Diagnostic>,
}

/// Reads the results folders that the protocol names. What cannot be read is told; a number that is not known stays unknown
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
    let (mut read, mut remarks, mut versions) = (Vec::new(), Vec::new(), Vec::new());
    for (number, folder) in earlier.results.iter().enumerate() {
        // The digest that the protocol names is that of the newest.
        let run = earlier.run.as_deref().filter(|_| number == 0);
        let found = Results::read(root, files, folder.trim_end_matches('/'), run, diagnostics)?;
        versions.push(found.believed(&mut remarks));
        read.extend(found.files());
    }
    let reports = versions.first().and_then(|version| version.as_ref()?.total);
    let counts = Previous { reports, ..Previous::default() };
    let newest = versions.first().and_then(Option::as_ref);
    let searches = newest.map(|newest| audit::searches_since(&newest.protocol, protocol)).unwrap_or_default();
    let included = all_included(&earlier.results, versions, &mut remarks);
    Some(PreviousVersion { files: read, counts, included, searches, remarks })
}

/// The references of all versions, from the newest to the first one; `None` where a version is missing or not believed.
fn all_included(
    folders: &[String],
    versions: Vec<Option<Version>>,
    remarks: &mut Vec<Diagnostic>,
) -> Option<Vec<RecordFile>> {
    let versions: Vec<Version> = versions.into_iter().collect::<Option<_>>()?;
    let label = |folder: &str| format!("{}/{}", folder.trim_end_matches('/'), summary::FILE);
    for (pair, folders) in versions.windows(2).zip(folders.windows(2)) {
        let (said, is) = (pair[0].before, pair[1].total);
        if said != is {
            let number =
                |number: Option<u64>| number.map_or_else(|| "no number".to_owned(), |number| number.to_string());
            let message = format!(
                "the results in `{}` begin with {} of the version before, and those in `{}` have {}: they are not of that version",
                folders[0],
                number(said),
                folders[1],
                number(is)
            );
            remarks.push(Diagnostic::new("FIL012", message).at(&label(&folders[1]), 0, 0));
            return None;
        }
    }
    let (last, folder) = versions.last().zip(folders.last())?;
    if last.is_update {
        let message = format!(
            "the results in `{folder}` are of an update: what only the version before it included is not known, and so not which \
             reports are new; name all versions, the newest first: `results = [\"{folder}\", \"...\"]`"
        );
        remarks.push(Diagnostic::new("FIL013", message).at(&label(folder), 0, 0));
        return None;
    }
    versions.into_iter().map(|version| version.included).collect()
}

/// What can be believed of a version.
struct Version {
    /// How many reports it and those before it included.
    total: Option<u64>,
    /// How many those before it had included, as its log has it.
    before: Option<u64>,
    /// Whether there are any before it.
    is_update: bool,
    /// The references that it included.
    included: Option<RecordFile>,
    /// Its protocol.
    protocol: Protocol,
}

/// The results of an earlier version, as they stand.
struct Results<'a> {
    folder: &'a str,
    /// The digest that its run has to have, or its first digits.
    run: Option<&'a str>,
    file: Arc<SourceFile>,
    summary: Summary,
    log: Option<Arc<SourceFile>>,
    references: Option<Arc<SourceFile>>,
}

impl<'a> Results<'a> {
    /// Reads them; `None` where they have no summary, which was then told.
    fn read(
        root: &Path,
        files: FileReader<'_>,
        folder: &'a str,
        run: Option<&'a str>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let found = |name: &str| {
            let label = format!("{folder}/{name}");
            Found { path: root.join(&label), label }
        };
        let mut read = |name: &str| files.read(&found(name)).map_err(|wrong| diagnostics.push(*wrong)).ok();
        let file = read(summary::FILE)?;
        let mut part = |name: &str| found(name).path.exists().then(|| read(name)).flatten();
        let (log, references) = (part(export::AUDIT), part(INCLUDED));
        match serde_json::from_str::<Summary>(file.text()) {
            Ok(summary) => Some(Self { folder, run, file, summary, log, references }),
            Err(error) => {
                let message = format!("`{}` is no summary of a run: {error}", file.label());
                diagnostics.push(Diagnostic::new("FIL010", message).at(file.label(), 0, 0));
                None
            }
        }
    }

    fn files(self) -> impl Iterator<Item = Arc<SourceFile>> {
        std::iter::once(self.file).chain(self.log).chain(self.references)
    }

    /// What can be believed of them; what there is to say of the rest is told.
    fn believed(&self, remarks: &mut Vec<Diagnostic>) -> Option<Version> {
        let Self { folder, summary, .. } = self;
        let about = |name: &str| format!("{folder}/{name}");
        let mut note = |code, name: &str, message: String| {
            remarks.push(Diagnostic::new(code, message).at(&about(name), 0, 0));
        };
        let Some(log) = &self.log else {
            let missing = about(export::AUDIT);
            let message = format!(
                "`{missing}` is missing: nothing says that a run gave the numbers beside it, and they are left out"
            );
            note("FIL013", export::AUDIT, message);
            return None;
        };
        let included = self.references.as_ref().map(|source| format::read(source).records);
        let story = Story::read(log.text().as_bytes());
        let wrong = self.wrong(log, &story, included.as_ref());
        if !wrong.is_empty() {
            wrong.into_iter().for_each(|(name, message)| note("FIL012", name, message));
            return None;
        }
        if summary.interim {
            let waiting =
                plural(summary.counts.to_review, "reference waits for a person", "references wait for a person");
            note("FIL011", summary::FILE, format!("in the results in `{folder}`, {waiting}"));
            return None;
        }
        let total = summary.counts.total_reports;
        if total.is_none() {
            let message = format!("the results in `{folder}` do not say how many reports were included in all");
            note("FIL011", summary::FILE, message);
        }
        if included.is_none() {
            let missing = about(INCLUDED);
            note(
                "FIL013",
                INCLUDED,
                format!("`{missing}` is missing: which reports are new, and the total, is not told"),
            );
        }
        let story = story.ok()?;
        let is_update = story.protocol.review.mode == Mode::Update;
        Some(Version { total, before: story.started.previous.reports, is_update, included, protocol: story.protocol })
    }

    /// What is not as its run wrote it, by the file that it is told of; empty if everything fits together.
    fn wrong(
        &self,
        log: &SourceFile,
        story: &Result<Story, Untold>,
        included: Option<&RecordFile>,
    ) -> Vec<(&'static str, String)> {
        let Self { folder, summary, .. } = self;
        let mut wrong = Vec::new();
        for (name, source) in [(export::AUDIT, Some(log)), (INCLUDED, self.references.as_deref())] {
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
        match story {
            Err(why) => wrong.push((
                export::AUDIT,
                format!("`{folder}/{}` is not the log that its run wrote: {why}", export::AUDIT),
            )),
            Ok(story) => {
                let contradiction = audit::replay(story).err().and_then(|all| all.into_iter().next());
                wrong.extend(contradiction.map(|first| {
                    let about = [first.about, first.what].join(" ");
                    (export::AUDIT, format!("`{folder}/{}` contradicts itself: {}", export::AUDIT, about.trim()))
                }));
                wrong.extend(self.against(story).map(|told| (summary::FILE, told)));
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
        if let Some(expected) = self.run.filter(|expected| !summary.run.starts_with(expected)) {
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
