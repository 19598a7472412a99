//! Bytes to records and back: one file per format, one line in [`FORMATS`].
//!
//! Invariants: reading never fails (any bytes give records plus diagnostics); a format is recognised by
//! content, never by extension; a format knows nothing of other formats, of criteria or of matching.

pub mod text;

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::record::{RecordFile, RecordFileBuilder};
use crate::source::SourceFile;

/// What reading a file gives: always records, always diagnostics, never a failure.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The records.
    pub records: RecordFile,
    /// What was wrong, in file order.
    pub diagnostics: Vec<Diagnostic>,
    /// The dialect, as far as it shows: `Web of Science RIS`, `Ovid`; empty if it does not.
    pub dialect: &'static str,
    /// How many record starts an independent count finds.
    pub markers: usize,
}

/// A format that can be read.
pub trait Format: Sync {
    /// The name used on the command line and in results: `ris`, `endnote-xml`.
    fn name(&self) -> &'static str;

    /// What it is and who writes it, in Markdown: shown by the help and the README.
    fn about(&self) -> &'static str;

    /// How sure the content is of this format: 0 not at all, 100 certain. Looks at the beginning only.
    fn sniff(&self, source: &SourceFile) -> u8;

    /// Reads every record.
    fn read(&self, source: &Arc<SourceFile>) -> Parsed;
}

/// Every format that can be read. Where two are equally sure, the first wins.
pub const FORMATS: &[&dyn Format] = &[];

/// The format of a file, by its content.
pub fn recognise(source: &SourceFile) -> Option<&'static dyn Format> {
    let sure = FORMATS.iter().map(|format| format.sniff(source));
    let best = sure.clone().max().filter(|&best| best > 0)?;
    FORMATS.iter().zip(sure).find(|(_, sure)| *sure == best).map(|(format, _)| *format)
}

/// Reads a file in whatever format it is. Any bytes give records plus diagnostics.
pub fn read(source: &Arc<SourceFile>) -> Parsed {
    let Some(format) = recognise(source) else {
        let message = "the content is not one of the formats that can be read";
        let records = RecordFileBuilder::new(Arc::clone(source), "unknown").finish();
        let diagnostics = vec![Diagnostic::new("REA001", message).at(source.label(), 0, 0)];
        return Parsed { records, diagnostics, dialect: "", markers: 0 };
    };
    format.read(source)
}
