//! `audit.jsonl`, version 1: every event of a run, one JSON object a line.
//!
//! The events come in the order in which things happened: what went in, what was read, what was repaired, what people
//! said, which records are one report and why, what every criterion found, what was decided, the numbers. An event that
//! follows from others carries no time: the same inputs give the same lines. Only rulings have a person and a time.
//!
//! Every line ends with `"chain"`: the first 16 hexadecimal digits of the SHA-256 of the chain of the line before and
//! of the line itself without its chain. The last line has the SHA-256 of everything before it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::summary::{Counts, File, Review, SHA256, Tool};

/// What the first line says of the format.
pub const SCHEMA: &str = "litsieve/audit/1";

/// One line of the audit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The first line: which program ran on what.
    Run(Started),
    /// An export was read.
    File(FileRead),
    /// Something was noticed.
    Diagnostic(Noticed),
    /// A record was found.
    Record(Found),
    /// A value of a record was read otherwise than it stands in the file.
    Repair(Repaired),
    /// A person ruled.
    Ruling(Ruled),
    /// Two records are the same report.
    Link(Pair),
    /// Two records may be the same report; they were not merged.
    Doubt(Pair),
    /// Two records look like one report, or a person was asked: they are kept apart.
    Veto(Pair),
    /// Two reports belong together and are not the same.
    Version(Version),
    /// The records of one report.
    Group(Group),
    /// What a criterion says of a group.
    Finding(Finding),
    /// What became of a group.
    Decision(Decision),
    /// Where a reference that the review must not lose was found, or lost.
    Known(Known),
    /// Which references of a known set a query catches, in one reading.
    Caught(Caught),
    /// What hangs on a criterion.
    Counterfactual(Counterfactual),
    /// The numbers.
    Flow(Counts),
    /// The last line.
    End(End),
    /// An event that a later version added: a reader passes over it.
    #[serde(other)]
    #[schemars(skip)]
    Unknown,
}

/// The first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Started {
    /// The format and its version.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: String,
    /// The program.
    pub tool: Tool,
    /// The review.
    pub review: Review,
    /// The protocol.
    pub protocol: File,
    /// The text of the protocol.
    pub protocol_text: String,
    /// The files of rulings.
    pub rulings: Vec<File>,
    /// Whatever else was read.
    pub other: Vec<File>,
    /// What an earlier version of the review included, as far as it is known.
    pub previous: Previous,
    /// The name of the run, which every file of its results bears; empty in audits of versions without it.
    #[serde(default)]
    pub run: String,
    /// The model that ordered references for readers, with its settings; left out where none did. It decided nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ranking: String,
}

/// What an earlier version of the review included.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Previous {
    /// Studies.
    pub studies: Option<u64>,
    /// Reports.
    pub reports: Option<u64>,
    /// How many of the reports that this version includes it included already; left out where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<u64>,
    /// How many of the reports that this version excludes it had included; left out where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excluded: Option<u64>,
    /// The groups of this version that hold a report which it had included, in the order of the groups.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<String>,
    /// What became of its searches, those of this version first; left out where its protocol is not known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub searches: Vec<SearchSince>,
}

/// A search of this version or of the one before it, beside the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SearchSince {
    /// Its identifier.
    pub search: String,
    /// What became of it.
    pub since: Since,
}

/// What became of a search since an earlier version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Since {
    /// The source was asked the same before, with the same limits.
    RunAgain,
    /// The source was asked before, with another query.
    OtherQuery,
    /// The source was asked the same before, with other limits.
    OtherLimits,
    /// The source was not searched before.
    NewSource,
    /// The source was searched before and is not searched any more.
    NotAgain,
}

/// An export that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FileRead {
    /// Path below the review folder.
    pub path: String,
    /// SHA-256 of the file.
    #[schemars(extend("pattern" = SHA256))]
    pub sha256: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// The search that gave it.
    pub search: String,
    /// Its format.
    pub format: String,
    /// Its dialect, empty if it does not show.
    pub dialect: String,
    /// The encoding it was decoded from, empty for a file that is not text.
    pub encoding: String,
    /// How many records were read.
    pub records: u64,
    /// How many record starts an independent count found.
    pub markers: u64,
}

/// Something that was noticed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Noticed {
    /// The code; `litsieve explain-code` has its page.
    pub code: String,
    /// `note`, `warning` or `error`.
    #[schemars(extend("enum" = ["note", "warning", "error"]))]
    pub severity: String,
    /// The file, empty if it is about none.
    pub file: String,
    /// The line, from 1; 0 if it is about none.
    pub line: u32,
    /// The record's number in the file, from 1; 0 if it is about none.
    pub entry: u32,
    /// What was noticed and what was done about it.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

/// A record that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Found {
    /// Its identifier.
    pub record: String,
    /// The file, as the number of its `file` event, from 0.
    pub file: u32,
    /// Its number in the file, from 1.
    #[schemars(range(min = 1))]
    pub entry: u32,
    /// The line on which it begins, from 1; 0 where lines mean nothing.
    pub line: u32,
    /// Its first byte and the byte behind its last, in the text of the file as UTF-8.
    pub bytes: [u32; 2],
    /// The first 16 hexadecimal digits of the SHA-256 of those bytes; of its values where there is no text.
    #[schemars(extend("pattern" = "^[0-9a-f]{16}$"))]
    pub digest: String,
    /// Its bibliographic values by the names of the fields, in file order: without abstract, keywords, addresses and notes.
    pub values: Vec<(String, String)>,
    /// Of the values that are left to the export, by the names of the fields: the first 8 hexadecimal digits of the SHA-256 of what a
    /// field holds. Left out where there are none, and in audits of versions without it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<(String, String)>,
}

/// A value that was read otherwise than it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Repaired {
    /// The record.
    pub record: String,
    /// The tag; `enrichment:NAME` for a value that the file `enrichment/NAME.jsonl` adds to the record, `enrichment:NAME<OTHER`
    /// where `enrichment/OTHER.jsonl` gives, for the title of the record, the identifier by which it was found.
    pub tag: String,
    /// The field.
    pub field: String,
    /// The value as it stands; empty where a value was added, split off or joined.
    pub from: String,
    /// The value as it was read; empty where the value is kept and not used.
    pub to: String,
}

/// Every word that a ruling may say, whatever its kind.
const VERDICTS: [&str; 12] = [
    "same",
    "different",
    "include",
    "exclude",
    "unsure",
    "met",
    "not-met",
    "unclear",
    "sought",
    "retrieved",
    "not-retrieved",
    "",
];

/// A ruling of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Ruled {
    /// The ruling's identity.
    pub ruling: String,
    /// `pair`, `group`, `criterion`, `retrieval`, `adjudication` or `undo`.
    #[schemars(extend("enum" = ["pair", "group", "criterion", "retrieval", "adjudication", "undo"]))]
    pub kind: String,
    /// `before_screening`, `screening` or `eligibility`; empty for pairs and for `undo`. A word that is no stage stands here as it was
    /// written, for the ruling then does nothing and that is told (RUL009): so there is no list of words to validate it by.
    pub stage: String,
    /// The round of the stage, from 1.
    pub round: u32,
    /// The verdict: of a `pair` `same` or `different`; of a `group` and an `adjudication` `include`, `exclude` or `unsure`; of a
    /// `criterion` `met`, `not-met` or `unclear`; of a `retrieval` `sought`, `retrieved` or `not-retrieved`; of an `undo` nothing.
    #[schemars(extend("enum" = VERDICTS))]
    pub verdict: String,
    /// The criterion, empty if none.
    pub criterion: String,
    /// Why, in the person's words.
    pub note: String,
    /// Who.
    pub by: String,
    /// When, as RFC 3339.
    pub at: String,
    /// The rulings that this one takes back or replaces, with a space between them; empty if none.
    pub supersedes: String,
    /// For a decision that was made in another tool: the tool and its file, with `, undated` behind it where the file does not say
    /// when it was made (its time is then that of the import); left out for one made here.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// The file.
    pub file: String,
    /// The line, from 1.
    #[schemars(range(min = 1))]
    pub line: u32,
    /// Whether it counts: it was not taken back, and its author said nothing else later.
    pub in_force: bool,
    /// The records that it was found to speak of; empty where it could not be placed, or does not count.
    pub records: Vec<String>,
}

/// Two records and how they compare.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Pair {
    /// One record.
    pub a: String,
    /// The other record.
    pub b: String,
    /// The rule that decided; `ruling` where a person did, `none` where no rule joins the two.
    pub rule: String,
    /// How sure, from 0 to 1.
    #[schemars(range(min = 0, max = 1))]
    pub score: f32,
    /// How each field compares.
    pub levels: Vec<Level>,
    /// The ruling that decided, `null` if a rule did.
    pub ruling: Option<String>,
    /// Why a person should look; what a vetoed pair shares; of a link, why a rule made it, empty where a person did.
    pub why: String,
}

/// How a field of two records compares.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Level {
    /// The field.
    pub field: String,
    /// The level.
    pub level: String,
    /// Similarity from 0 to 1, where the level rests on one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1))]
    pub similarity: Option<f32>,
}

/// Two reports that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Version {
    /// One record.
    pub a: String,
    /// The other record.
    pub b: String,
    /// How they belong together.
    pub kind: String,
    /// The rule that says so.
    pub rule: String,
    /// The words it rests on.
    pub evidence: String,
}

/// The records of one report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Group {
    /// Its name.
    pub group: String,
    /// Its records: the one that stands for it first.
    pub records: Vec<String>,
    /// The two records whose link is the weakest that holds it together; `null` for one record.
    pub weakest: Option<[String; 2]>,
    /// The merged reference.
    pub reference: Reference,
    /// The record that each field of the merged reference came from.
    pub origins: Vec<(String, String)>,
}

/// What a reader needs to recognise a report. Empty where nothing is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reference {
    /// Title.
    pub title: String,
    /// Authors.
    pub authors: Vec<String>,
    /// Year.
    pub year: String,
    /// Journal, book or site.
    pub container: String,
    /// Volume.
    pub volume: String,
    /// Issue.
    pub issue: String,
    /// Pages.
    pub pages: String,
    /// DOI.
    pub doi: String,
    /// Document type.
    pub document_type: String,
    /// Address on the web.
    pub url: String,
}

/// What a criterion says of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// The group.
    pub group: String,
    /// The criterion.
    pub criterion: String,
    /// `met`, `not-met` or `unclear`, by the criterion itself.
    #[schemars(extend("enum" = ["met", "not-met", "unclear"]))]
    pub verdict: String,
    /// Why, in a sentence.
    pub reason: String,
    /// The words it rests on.
    pub evidence: Vec<Evidence>,
    /// What people said in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ruled: Option<RuledCriterion>,
}

/// What people said of one criterion of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RuledCriterion {
    /// `met` or `not-met`; `unclear` if they contradict each other.
    #[schemars(extend("enum" = ["met", "not-met", "unclear"]))]
    pub verdict: String,
    /// The first of their rulings.
    pub ruling: String,
}

/// The words that a finding rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The record.
    pub record: String,
    /// The field.
    pub field: String,
    /// Which of the record's values of this field, from 0.
    #[serde(default)]
    pub nth: u16,
    /// First byte and the byte behind the last of the words in that value.
    pub span: [u32; 2],
    /// The words.
    pub words: String,
    /// What kind of cue this is.
    pub cue: String,
    /// `for`, `against` or `weak`.
    #[schemars(extend("enum" = ["for", "against", "weak"]))]
    pub weight: String,
}

/// What became of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// The group.
    pub group: String,
    /// `included`, `excluded` or `to-review`.
    #[schemars(extend("enum" = ["included", "excluded", "to-review"]))]
    pub decision: String,
    /// The stage at which it was decided, or waits.
    #[schemars(extend("enum" = ["before_screening", "screening", "eligibility"]))]
    pub stage: String,
    /// The criteria that it rests on: the one that excludes, or those that are unclear.
    pub criteria: Vec<String>,
    /// Why, in words; empty for an included group.
    pub reason: String,
    /// `rule`, or the people who decided.
    pub by: Vec<String>,
    /// The deciding ruling, `null` if rules decided.
    pub ruling: Option<String>,
    /// All rulings in force on the group.
    pub rulings: Vec<String>,
    /// `sought`, `retrieved` or `not-retrieved`, `null` if nobody said anything.
    #[schemars(extend("enum" = serde_json::json!(["sought", "retrieved", "not-retrieved", null])))]
    pub retrieval: Option<String>,
    /// The searches that found it, in the order of the protocol.
    pub searches: Vec<String>,
}

/// Where a reference that the review must not lose was found, or lost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Known {
    /// The known set.
    pub set: String,
    /// What the set is to the review: `included`, `seed`, `expert`.
    #[schemars(extend("enum" = ["included", "seed", "expert"]))]
    pub role: String,
    /// The reference's identifier in the set.
    pub reference: String,
    /// Its first author.
    pub author: String,
    /// Its year.
    pub year: String,
    /// Its title.
    pub title: String,
    /// Its DOI.
    pub doi: String,
    /// `found`, `ambiguous` or `missing`.
    #[schemars(extend("enum" = ["found", "ambiguous", "missing"]))]
    pub found: String,
    /// What it was recognised by; empty if it is missing.
    pub by: String,
    /// The group that it is, or those that it may be.
    pub groups: Vec<String>,
    /// Where it is missing: the records that come nearest, the nearest first.
    pub nearest: Vec<Nearest>,
    /// Of an update: that the version before it included the reference; left out where it did not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub before: bool,
}

/// A record that comes near to a known reference and is not it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Nearest {
    /// The record.
    pub record: String,
    /// Which share of the words of both titles they have in common, from 0 to 1.
    #[schemars(range(min = 0, max = 1))]
    pub alike: f32,
    /// What the rules of matching say; empty if nothing.
    pub rule: String,
}

/// Which references of a known set a query catches, in one reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Caught {
    /// The known set.
    pub set: String,
    /// The search.
    pub search: String,
    /// The query as printed.
    pub query: String,
    /// The dialect in which it is read.
    pub dialect: String,
    /// The order of its operators.
    pub reading: String,
    /// `literal` or `normalised`.
    #[schemars(extend("enum" = ["literal", "normalised"]))]
    pub mode: String,
    /// How many references the set has.
    pub references: u64,
    /// The identifiers of those that the query catches.
    pub caught: Vec<String>,
    /// Of how many nobody can tell, because a field in which the words may stand is not shown.
    pub not_shown: u64,
}

/// What hangs on a criterion: how the run would come out if it said something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Counterfactual {
    /// The criterion.
    pub criterion: String,
    /// How many references it is the reason for excluding.
    pub excludes: u64,
    /// How many references nothing but it excludes.
    pub alone: u64,
    /// On how many it is unclear.
    pub unclear: u64,
    /// What would be different.
    pub changes: Vec<Supposed>,
}

/// What a different criterion would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Supposed {
    /// What is supposed, as the end of "if ...".
    pub difference: String,
    /// How many references would newly be included.
    pub included: u64,
    /// How many would newly wait for a person.
    pub to_review: u64,
    /// How many would newly be excluded.
    pub excluded: u64,
    /// The known references that would be lost, as `set reference`.
    pub known_lost: Vec<String>,
    /// Those that would be kept and are lost.
    pub known_saved: Vec<String>,
}

/// The last line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct End {
    /// How many lines stand before this one.
    #[schemars(range(min = 1))]
    pub lines: u64,
    /// SHA-256 of everything before this line.
    #[schemars(extend("pattern" = SHA256))]
    pub sha256: String,
}
