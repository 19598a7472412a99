//! What a verdict rests on.

use std::borrow::Cow;
use std::ops::Range;

use crate::record::{Field, RecordId};

/// What a criterion says of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// The criterion holds.
    Met,
    /// The criterion does not hold.
    NotMet,
    /// The records do not say, or say different things.
    Unclear,
}

impl Verdict {
    /// The word used in results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not-met",
            Self::Unclear => "unclear",
        }
    }
}

/// How much a piece of evidence may carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// Speaks for the criterion and may decide.
    For,
    /// Speaks against the criterion and may decide.
    Against,
    /// Shown to a person, never decides alone (an affiliation, a namesake without a second cue).
    Weak,
}

/// The words that a finding rests on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Evidence {
    /// The record that says so.
    pub record: RecordId,
    /// The field that says so.
    pub field: Field,
    /// Which of the record's values of this field (keywords have many), counted from 0.
    pub nth: u16,
    /// The words, as bytes of that value.
    pub span: Range<u32>,
    /// The words themselves.
    pub words: String,
    /// What kind of cue this is: `country`, `demonym`, `city`, `date of issue`, ...
    pub cue: Cow<'static, str>,
    /// How much it may carry.
    pub weight: Weight,
}

/// What a criterion found out about a group, with everything it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Finding {
    /// The verdict.
    pub verdict: Verdict,
    /// One sentence for a reader: why this verdict.
    pub reason: Cow<'static, str>,
    /// The words it rests on; empty only where a field is missing.
    pub evidence: Vec<Evidence>,
}

impl Finding {
    /// A finding without evidence: nothing in the records speaks to the criterion.
    pub fn silent(reason: impl Into<Cow<'static, str>>) -> Self {
        Self { verdict: Verdict::Unclear, reason: reason.into(), evidence: Vec::new() }
    }
}

/// Who decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Actor {
    /// A rule of this program.
    Rule,
    /// People, by the rulings at these places of the list of rulings, the deciding one last.
    People(RulingIndex),
}

/// The place of a ruling in the list of rulings of a run.
pub type RulingIndex = u32;
