//! `enrichment/*.jsonl`, version 1: one value a line, with its origin.

use serde::{Deserialize, Serialize};

/// A value that a record of the review lacks, or something that a service says about its report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Line {
    /// The version, 1.
    pub v: u32,
    /// The DOI of the report, by which the service found it.
    pub doi: String,
    /// `value`, which fills a gap, or `flag` (retraction, correction, preprint), which excludes nothing by itself.
    pub kind: String,
    /// The field, by the name that users see; for a flag what it is: `retracted`.
    pub field: String,
    /// The value.
    pub value: String,
    /// The service that says so.
    pub from: String,
    /// The stored answer, below the review folder, and its SHA-256.
    pub export: String,
    /// See [`export`](Self::export).
    pub sha256: String,
    /// When the service said so (UTC).
    pub at: String,
}
