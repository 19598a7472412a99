//! Codes of searches over HTTP and of what services say about records.

use super::CodeText;
use crate::diagnostic::Severity;

/// Codes of searches over HTTP and of what services say about records.
pub const CODES: &[CodeText] = &[
    CodeText {
        code: "ENR001",
        severity: Severity::Error,
        title: "a line that is no enrichment",
        explanation: "A line of a file in `enrichment/` cannot be read: it is damaged, of a later version, or names a field that does not exist. Nothing is taken from it; the other lines are used.",
        help: "`litsieve enrich --replay` writes the file again from the stored answers.",
    },
    CodeText {
        code: "ENR002",
        severity: Severity::Warning,
        title: "the service means another report",
        explanation: "A service was asked by the DOI or the PubMed identifier of a record and gave a report with another title, as where a chapter carries the DOI of its book. Nothing of what it gave was taken.",
        help: "See which is right: a wrong identifier may also hide a duplicate.",
    },
    CodeText {
        code: "ENR003",
        severity: Severity::Note,
        title: "values of which no record has need",
        explanation: "Lines of a file in `enrichment/` speak of no record of the review: the exports changed since the services were asked.",
        help: "`litsieve enrich` asks for what is new and writes the file again.",
    },
    CodeText {
        code: "ENR004",
        severity: Severity::Warning,
        title: "a retracted report",
        explanation: "A service says that the report was retracted or withdrawn. Nothing is excluded by this alone: whether a retracted report stays in a review is for people to decide and to report.",
        help: "Look at the notice and decide; `litsieve decide` takes the decision.",
    },
    CodeText {
        code: "ENR005",
        severity: Severity::Note,
        title: "a corrected report",
        explanation: "A service says that a correction of the report was published. Nothing is excluded by this.",
        help: "Read the correction with the report.",
    },
    CodeText {
        code: "ENR006",
        severity: Severity::Warning,
        title: "an expression of concern",
        explanation: "A service says that editors published an expression of concern about the report. Nothing is excluded by this alone.",
        help: "Look at the notice and decide; `litsieve decide` takes the decision.",
    },
    CodeText {
        code: "ENR007",
        severity: Severity::Note,
        title: "a preprint, or a report that has one",
        explanation: "A service says that the report is a preprint, or that there is a preprint of it. The two are versions of one work: see `links.csv`.",
        help: "Cite the published version where there is one.",
    },
];
