//! `enrichment/*.jsonl`, version 1: one value a line, with its origin.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version that is written.
pub const VERSION: u32 = 1;

/// A value that a record of the review lacks, or something that a service says about its report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    /// The version of the format.
    #[schemars(extend("const" = VERSION))]
    pub v: u32,
    /// By what the service found the report: `doi`, `pmid` or `title`.
    #[schemars(extend("enum" = ["doi", "pmid", "title"]))]
    pub by: String,
    /// The DOI, the PubMed identifier or the title (its words, folded) by which it was found.
    pub key: String,
    /// `value`, which fills a gap, or `flag` (retraction, correction, preprint), which excludes nothing by itself.
    #[schemars(extend("enum" = ["value", "flag"]))]
    pub kind: String,
    /// The field, by the name that users see; for a flag what it is: `retracted`, `corrected`, `concern`, `preprint`.
    pub field: String,
    /// The value; for a flag the words or the identifier of the notice.
    pub value: String,
    /// The title that the service gives the report: a record with another title takes nothing from this line.
    pub title: String,
    /// The year that the service gives, empty if it gives none.
    pub year: String,
    /// The service that says so.
    pub from: String,
    /// The stored answer, below the review folder.
    pub export: String,
    /// SHA-256 of the stored answer.
    #[schemars(extend("pattern" = super::summary::SHA256))]
    pub sha256: String,
    /// When the service said so (UTC).
    pub at: String,
}
