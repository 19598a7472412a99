//! What the commands on a review folder share: opening it, and telling what is wrong with it.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use super::ui::{Texts, Ui};
use crate::diagnostic::{Diagnostic, Severity};
use crate::pipeline::Ingested;
use crate::source::SourceFile;
use crate::workspace::{Error, Folder, Inputs};

/// A review folder that can be run.
pub(super) struct Ready {
    /// The inputs.
    pub inputs: Inputs,
    /// What is strange about them, no error among it.
    pub diagnostics: Vec<Diagnostic>,
}

/// Opens a review folder for a command that computes something from it.
///
/// # Errors
/// If the protocol or a file that it names cannot be used; the diagnostics have then been shown.
pub(super) fn open(folder: &Path, ui: &Ui) -> Result<Ready, Error> {
    let folder = Folder::open(folder, &|_| {})?;
    let unusable = folder.has_errors();
    if unusable || folder.inputs.is_none() {
        ui.diagnostics(&folder.diagnostics, &Texts::new([&folder.protocol_file]), None);
        let what =
            if folder.inputs.is_none() { "the protocol cannot be used" } else { "the review folder is not complete" };
        return Err(Error::new(what, "Nothing was written. Mend what is shown above and run again."));
    }
    match folder.inputs {
        Some(inputs) => Ok(Ready { inputs, diagnostics: folder.diagnostics }),
        None => Err(Error::new("the protocol cannot be used", "")),
    }
}

/// The exports that hold something of which nothing could be read: going on would count a search as one without results.
pub(super) fn unread(ingested: &Ingested) -> Vec<&Arc<SourceFile>> {
    let has_error = |source: &SourceFile| {
        let errors = ingested.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        errors.into_iter().any(|diagnostic| diagnostic.file == source.label())
    };
    let files = ingested.records.files().iter().zip(&ingested.files);
    files
        .filter(|(file, facts)| file.is_empty() && (facts.markers > 0 || has_error(file.source())))
        .map(|(file, _)| file.source())
        .collect()
}

/// A diagnostic as programs read it.
pub(super) fn diagnostic_json(diagnostic: &Diagnostic) -> Value {
    let Diagnostic { code, severity, file, line, entry, message, help, .. } = diagnostic;
    json!({
        "code": code, "severity": severity.name(), "file": file, "line": line, "entry": entry, "message": message, "help": help
    })
}
