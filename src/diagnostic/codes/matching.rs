//! Codes of matching.

use super::CodeText;
use crate::diagnostic::Severity;

/// Codes of matching.
pub const CODES: &[CodeText] = &[
    CodeText {
        code: "DUP001",
        severity: Severity::Warning,
        title: "one identifier or title on very many records",
        explanation: "So many different records have the same DOI, PubMed identifier or title that nobody could look through every pair of them. None of these pairs is merged; of the doubtful ones the surest 200 are listed, the others are only counted.",
        help: "Where it is an identifier, see whether the export filled the column with one value; a title that many reports have (\u{201c}Editorial\u{201d}) needs volume, issue and pages to be told apart.",
    },
    CodeText {
        code: "DUP002",
        severity: Severity::Note,
        title: "so many records with one identifier or title that not every pair was compared",
        explanation: "Of more than 24 records with one DOI or one title, those are compared that also share volume and first page, volume and issue, first page and first author, first author and year, the beginning of the abstract, or the journal; and each with the next few in an order by content. The number counts the pairs of different groups that were not compared. Most such titles are headings (\u{201c}Editorial\u{201d}) under which no two records are one report unless they share one of these.",
        help: "Look at the title or DOI that is named. If records under it are the same report and stay apart, complete their volume, pages, authors or year in the export (or with `litsieve enrich`), or rule on them as pairs.",
    },
];
