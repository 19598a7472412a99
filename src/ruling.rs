//! What people decided, as values: version 1 of `rulings/<person>.jsonl`.
//!
//! A ruling is bound to what identifies its records, not to their place in a file, so that it finds them again in a fresh export.

/// What identifies a record across exports.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Target {
    /// Database and accession number, where the record has them.
    pub database: String,
    /// Accession number.
    pub accession: String,
    /// DOI in normal form.
    pub doi: String,
    /// Normalised title.
    pub title: String,
    /// Normalised family name of the first author.
    pub author: String,
    /// Year of publication, 0 if unknown.
    pub year: i16,
    /// Volume.
    pub volume: String,
    /// Pages.
    pub pages: String,
}

/// What a ruling is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RulingKind {
    /// Two records: the same report or different ones.
    Pair,
    /// A group: include, exclude or unsure.
    Group,
    /// One criterion of a group: met or not met.
    Criterion,
    /// The full text: sought, retrieved, not retrieved.
    Retrieval,
    /// A decision between conflicting votes.
    Adjudication,
    /// Takes back an earlier ruling.
    Undo,
}

/// One line of a rulings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// Identity of this line: the first 16 hexadecimal digits of its digest; what `supersedes` and the next line refer to.
    pub id: String,
    /// What it is about.
    pub kind: RulingKind,
    /// The stage: `before_screening`, `screening`, `eligibility`; empty for pairs.
    pub stage: String,
    /// The round of a stage, counted from 1.
    pub round: u32,
    /// One record for a group, two for a pair.
    pub targets: Vec<Target>,
    /// The verdict, one of the words of its kind.
    pub verdict: String,
    /// The criterion, for an exclusion or a criterion ruling.
    pub criterion: String,
    /// Why, in the person's words.
    pub note: String,
    /// Who.
    pub by: String,
    /// When, as RFC 3339.
    pub at: String,
    /// The ruling that this one takes back or replaces; empty if none.
    pub supersedes: String,
    /// The file and line it stands on.
    pub file: String,
    /// The line, counted from 1.
    pub line: u32,
}
