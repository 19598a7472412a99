//! Codes of matching.

use super::CodeText;
use crate::diagnostic::Severity;

/// Codes of matching.
pub const CODES: &[CodeText] = &[CodeText {
    code: "DUP001",
    severity: Severity::Warning,
    title: "one identifier or title on very many records",
    explanation: "So many different records have the same DOI, PubMed identifier or title that nobody could look through every pair of them. None of these pairs is merged; of the doubtful ones the surest 200 are listed, the others are only counted.",
    help: "Where it is an identifier, see whether the export filled the column with one value; a title that many reports have (\u{201c}Editorial\u{201d}) needs volume, issue and pages to be told apart.",
}];
