//! `summary.json`, version 1.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// What `schema` says.
pub const SCHEMA: &str = "litsieve/summary/1";

/// What a SHA-256 looks like.
pub(super) const SHA256: &str = "^[0-9a-f]{64}$";

/// The whole file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Summary {
    /// The format and its version.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: String,
    /// The program.
    pub tool: Tool,
    /// The digest of the whole run.
    #[schemars(extend("pattern" = SHA256))]
    pub run: String,
    /// The name of the run, which every file of its results bears; empty in summaries of versions without it.
    #[serde(default)]
    pub run_name: String,
    /// The review.
    pub review: Review,
    /// Whether groups are undecided.
    pub interim: bool,
    /// What went in.
    pub inputs: Inputs,
    /// What came out: SHA-256 per file, without this file.
    #[schemars(extend("additionalProperties" = json!({ "type": "string", "pattern": SHA256 })))]
    pub results: Map<String, Value>,
    /// The numbers.
    pub counts: Counts,
    /// How often each diagnostic occurred, by code.
    #[schemars(extend("additionalProperties" = json!({ "type": "integer", "minimum": 1 })))]
    pub diagnostics: Map<String, Value>,
}

/// The program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// The review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Review {
    /// Short name.
    pub id: String,
    /// Title.
    pub title: String,
    /// `original`, `rerun` or `demonstration`.
    #[schemars(extend("enum" = ["original", "rerun", "demonstration"]))]
    pub exports_are: String,
}

/// What went in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Inputs {
    /// The protocol, as if it listed the exports of every search in sorted order: listing them in another order is the same
    /// run. Where it lists them so, this is the digest of the file itself.
    pub protocol: File,
    /// The exports.
    pub exports: Vec<ExportFile>,
    /// The rulings.
    pub rulings: Vec<File>,
    /// Whatever else was read.
    pub other: Vec<File>,
}

/// A file by its digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct File {
    /// Path below the review folder.
    pub path: String,
    /// SHA-256, as `sha256sum` prints it.
    #[schemars(extend("pattern" = SHA256))]
    pub sha256: String,
    /// How many bytes it has.
    pub bytes: u64,
}

/// An export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExportFile {
    /// The file.
    #[serde(flatten)]
    pub file: File,
    /// Its search.
    pub search: String,
    /// Its format.
    pub format: String,
    /// Its dialect, empty if it does not show.
    pub dialect: String,
    /// How many records it holds.
    pub records: u64,
    /// How many record starts an independent count found.
    pub markers: u64,
}

/// The numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// Records read.
    pub records: u64,
    /// Groups, one per report.
    pub groups: u64,
    /// Pairs for a person to decide.
    pub doubtful: u64,
    /// Groups in the screened reference set.
    pub included: u64,
    /// Excluded groups.
    pub excluded: u64,
    /// Groups that wait for a person.
    pub to_review: u64,
    /// Per source, in the order of the protocol.
    pub sources: Vec<SourceCount>,
    /// Per criterion, in the order of the protocol.
    pub criteria: Vec<CriterionCount>,
    /// Databases and registers.
    pub databases: Column,
    /// Other methods; `null` if nothing else was searched.
    pub other: Option<Column>,
    /// Groups that both columns found.
    pub overlap: u64,
    /// Reports that this version and those before it included; `null` as long as groups are undecided, or where an earlier
    /// version's number is not known.
    #[serde(default)]
    pub total_reports: Option<u64>,
}

/// The records of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceCount {
    /// Short name.
    pub source: String,
    /// Kind.
    pub kind: String,
    /// Records; `null` if it has no export.
    pub records: Option<u64>,
}

/// What a criterion found, and how many groups it excluded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CriterionCount {
    /// Short name.
    pub criterion: String,
    /// Groups that meet it.
    pub met: u64,
    /// Groups that do not.
    pub not_met: u64,
    /// Groups of which it cannot be told.
    pub unclear: u64,
    /// Groups that it does not apply to.
    pub not_applied: u64,
    /// Groups excluded for this reason.
    pub excluded: u64,
}

/// A column of the flow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Column {
    /// Records identified.
    pub records: u64,
    /// Records that repeat another.
    pub duplicates: u64,
    /// Groups first found here.
    pub groups: u64,
    /// The three stages.
    pub stages: Vec<Stage>,
    /// Full texts sought, from rulings; `null` if nobody said anything.
    pub sought: Option<u64>,
    /// Full texts not retrieved.
    pub not_retrieved: Option<u64>,
    /// Full texts assessed.
    pub assessed: Option<u64>,
    /// Groups in the screened reference set.
    pub included: u64,
}

/// A stage of a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Stage {
    /// Its name.
    #[schemars(extend("enum" = ["before_screening", "screening", "eligibility"]))]
    pub stage: String,
    /// Groups that came in.
    pub entered: u64,
    /// Groups removed by rule, by criterion.
    #[schemars(extend("additionalProperties" = json!({ "type": "integer", "minimum": 0 })))]
    pub removed_by_rule: Map<String, Value>,
    /// Groups removed by people, by criterion.
    #[schemars(extend("additionalProperties" = json!({ "type": "integer", "minimum": 0 })))]
    pub removed_by_people: Map<String, Value>,
    /// Groups that wait for a person.
    pub undecided: u64,
    /// Groups that went on.
    pub passed: u64,
}
