//! The results of the version before an update: how many reports it included.

use std::path::Path;
use std::sync::Arc;

use super::files::FileReader;
use super::paths::Found;
use crate::diagnostic::{Diagnostic, plural};
use crate::export::summary;
use crate::flow::Previous;
use crate::format;
use crate::protocol::Protocol;
use crate::record::RecordFile;
use crate::source::SourceFile;
use crate::wire::summary::Summary;

/// The result that holds the included references.
const INCLUDED: &str = "included.ris";

/// What the version before this update included.
#[derive(Debug)]
pub struct PreviousVersion {
    /// Its `summary.json`: an input with a digest like any other.
    pub file: Arc<SourceFile>,
    /// The numbers.
    pub counts: Previous,
    /// The references that it included, where they are still beside its summary: an input as well.
    pub included: Option<(Arc<SourceFile>, RecordFile)>,
}

/// Reads the summary in the results folder that the protocol names. What cannot be read is told; a number that is not
/// known stays unknown and is never 0.
pub(super) fn read(
    root: &Path,
    files: FileReader<'_>,
    protocol: &Protocol,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<PreviousVersion> {
    let folder = protocol.previous.as_ref()?.trim_end_matches('/');
    let label = format!("{folder}/{}", summary::FILE);
    let file = match files.read(&Found { path: root.join(&label), label: label.clone() }) {
        Ok(file) => file,
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            return None;
        }
    };
    let mut note = |code, message| diagnostics.push(Diagnostic::new(code, message).at(&label, 0, 0));
    let counts = match serde_json::from_str::<Summary>(file.text()) {
        Err(error) => {
            note("FIL010", format!("`{label}` is no summary of a run: {error}"));
            return None;
        }
        Ok(summary) if summary.interim => {
            let waiting = summary.counts.to_review;
            note(
                "FIL011",
                format!(
                    "in the results in `{folder}`, {}",
                    plural(waiting, "reference waits for a person", "references wait for a person")
                ),
            );
            Previous::default()
        }
        Ok(summary) => {
            if summary.counts.total_reports.is_none() {
                note("FIL011", format!("the results in `{folder}` do not say how many reports were included in all"));
            }
            Previous { reports: summary.counts.total_reports, ..Previous::default() }
        }
    };
    let label = format!("{folder}/{INCLUDED}");
    let included = root.join(&label).is_file().then(|| files.read(&Found { path: root.join(&label), label }));
    let included = included.and_then(|read| match read {
        Ok(source) => {
            let records = format::read(&source).records;
            Some((source, records))
        }
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            None
        }
    });
    Some(PreviousVersion { file, counts, included })
}
