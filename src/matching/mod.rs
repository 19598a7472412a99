//! Which records are the same report.
//!
//! ```text
//! key (normal forms, once per record) -> block (candidate pairs) -> compare (named levels) -> rules (accept, veto)
//!     -> cluster (consistent groups) -> keep (which field of the merged reference came from which record)
//! ```
//!
//! Invariants: every record is in exactly one group; the result does not depend on the order of records or
//! threads; no pair is merged or left apart without a named rule; a ruling of a person wins over every rule. Without a source no two
//! groups become one, unless a record of that source was what kept two accepted records apart (`cluster` refuses such a pair and
//! tells it): what nothing contradicts any more is accepted again.

mod abstracts;
mod agree;
mod apart;
mod block;
mod cluster;
mod compare;
mod crowd;
mod edition;
pub mod estimate;
mod explain;
mod form;
mod keep;
mod key;
mod matcher;
mod name;
mod names;
mod pairs;
mod place;
mod reasons;
mod rules;
pub mod sample;
mod sentences;
mod text;
mod title;
mod title_diff;
mod venue;
mod veto;

pub use abstracts::same_abstract;
pub use agree::{same_title, title_key};
pub use keep::merge;
pub use matcher::{Explanation, Matcher, Pairs};
pub use reasons::{people, why_same};
pub use rules::{Outcome, RULES, Rule};
pub use sentences::Sentences;

use crate::evidence::{Actor, RulingIndex};
use crate::record::{Field, Fields, RecordId, RecordTable};

/// How bold matching is. Each preset is documented as the rules and levels it switches on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Preset {
    /// Only what identifiers or all descriptive fields prove.
    Strict,
    /// The default.
    #[default]
    Balanced,
    /// Finds more; more doubtful pairs are merged.
    Sensitive,
}

impl Preset {
    /// Every preset, the most careful first.
    pub const ALL: [Self; 3] = [Self::Strict, Self::Balanced, Self::Sensitive];

    /// The word in a protocol.
    pub fn name(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Balanced => "balanced",
            Self::Sensitive => "sensitive",
        }
    }

    /// The preset with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.name() == name)
    }
}

/// What happens to versions of one work: a preprint and its article, a conference paper, a correction, an update.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Versions {
    /// They stay apart and are linked.
    #[default]
    Link,
    /// They are merged like duplicates.
    Merge,
    /// They stay apart without a link.
    Apart,
}

/// What a protocol says about matching.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// How bold matching is.
    pub preset: Preset,
    /// What happens to versions of one work.
    pub versions: Versions,
    /// Rules that merge although the preset is too careful for them, by name.
    pub merge: Vec<&'static str>,
    /// Rules that only raise doubt although the preset lets them merge, by name.
    pub doubt: Vec<&'static str>,
}

impl Settings {
    /// Whether a rule that merges does so.
    pub fn trusts(&self, rule: &Rule) -> bool {
        (rule.from <= self.preset || self.merge.contains(&rule.name)) && !self.doubt.contains(&rule.name)
    }
}

/// What a person ruled about two records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairRuling {
    /// One record.
    pub a: RecordId,
    /// The other record.
    pub b: RecordId,
    /// Whether they are the same report.
    pub same: bool,
    /// The ruling.
    pub ruling: RulingIndex,
}

/// How one field of two records compares: a named level.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// The field.
    pub field: Field,
    /// The level's name: `equal`, `near`, `missing`, `conflict`, ...
    pub level: &'static str,
    /// Similarity from 0 to 1 where the level rests on one; `None` otherwise.
    pub similarity: Option<f32>,
}

/// Two records that are the same report, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// One record.
    pub a: RecordId,
    /// The other record.
    pub b: RecordId,
    /// The rule that accepted the pair; `ruling` where a person did.
    pub rule: &'static str,
    /// How sure, from 0 to 1.
    pub score: f32,
    /// How each field compares.
    pub levels: Vec<Level>,
    /// What the rule rests on besides what it always does: sentences.
    pub clauses: Vec<&'static str>,
    /// Who decided.
    pub by: Actor,
}

/// Two records that may be the same report: not merged, for a person to decide.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubt {
    /// The pair as the rules see it.
    pub link: Link,
    /// What agrees and differs, why it is in doubt, and what would settle it: a sentence or two each.
    pub why: Sentences,
}

/// An identifier or a title on so many different records that not every doubtful pair of them is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untold {
    /// What the pairs share: DOI, PubMed identifier or title.
    pub shared: Field,
    /// A record that has it.
    pub record: RecordId,
    /// How many pairs are not told.
    pub pairs: usize,
}

/// Records with one identifier or title, so many that not all of them were compared with each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uncompared {
    /// What they share: DOI or title.
    pub shared: Field,
    /// One of the records.
    pub record: RecordId,
    /// How many records there are.
    pub records: usize,
    /// How many pairs of them, of different groups, were not compared.
    pub pairs: u64,
}

/// Two records of different reports that look alike, or that a person ruled different.
#[derive(Debug, Clone, PartialEq)]
pub struct Veto {
    /// The pair, with the rule that keeps it apart: `ruling` where a person did, `none` where no rule joins it.
    pub link: Link,
    /// What they share; `None` where a person ruled.
    pub shared: Option<Field>,
}

/// How two reports that are not duplicates belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VersionKind {
    /// A preprint or working paper and its article.
    Preprint,
    /// A conference contribution and its article.
    Conference,
    /// A correction of a report.
    Correction,
    /// A retraction of a report.
    Retraction,
    /// An update of a review, or another edition.
    Update,
    /// A chapter and its book.
    Chapter,
    /// A comment on a report, or a reply.
    Comment,
    /// Another report of the same study.
    Companion,
}

impl VersionKind {
    /// The word used in `links.csv`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Preprint => "preprint",
            Self::Conference => "conference",
            Self::Correction => "correction",
            Self::Retraction => "retraction",
            Self::Update => "update",
            Self::Chapter => "chapter",
            Self::Comment => "comment",
            Self::Companion => "companion",
        }
    }
}

/// Two reports that belong together and are not merged.
#[derive(Debug, Clone, PartialEq)]
pub struct VersionLink {
    /// One record.
    pub a: RecordId,
    /// The other record.
    pub b: RecordId,
    /// How they belong together.
    pub kind: VersionKind,
    /// The rule that says so.
    pub rule: &'static str,
    /// How well the two agree, from 0 to 1.
    pub score: f32,
    /// How each field compares.
    pub levels: Vec<Level>,
    /// The words it rests on.
    pub evidence: Sentences,
}

/// The records of one report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuplicateGroup {
    /// The group's name, from the identity of its anchor record plus an ordinal.
    pub name: String,
    /// The records, in their order in the run.
    pub records: Vec<RecordId>,
    /// The record that stands for the group.
    pub kept: RecordId,
    /// The weakest link that holds the group together, as an index into [`Matches::links`].
    pub weakest: Option<usize>,
}

/// What matching found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Matches {
    /// Every record in exactly one group; ordered by name.
    pub groups: Vec<DuplicateGroup>,
    /// Why records are together.
    pub links: Vec<Link>,
    /// Pairs for a person to decide.
    pub doubtful: Vec<Doubt>,
    /// What so many reports share that not every doubtful pair of them is in [`doubtful`](Self::doubtful).
    pub untold: Vec<Untold>,
    /// Records with one identifier or title of which not every pair was compared.
    pub uncompared: Vec<Uncompared>,
    /// Versions and companions.
    pub versions: Vec<VersionLink>,
    /// Pairs that look like one report, are not told above, and are kept apart.
    pub vetoes: Vec<Veto>,
    /// Pair rulings that contradict each other, as the rulings concerned: reported, none of them applied.
    pub conflicts: Vec<Vec<RulingIndex>>,
}

/// A merged reference, field by field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The values.
    pub fields: Fields,
    /// Which record each field came from.
    pub origins: Vec<(Field, RecordId)>,
}

/// Is told now and then how many pairs have been compared, and of how many: from several threads, so the numbers may come out
/// of order. It cannot change the result.
pub type Watch<'w> = &'w (dyn Fn(u64, u64) + Sync);

/// Finds the groups of duplicates among `records`.
pub fn deduplicate(records: &RecordTable, settings: &Settings, rulings: &[PairRuling]) -> Matches {
    Matcher::new(records, settings).deduplicate(rulings)
}
