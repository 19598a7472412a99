//! Which references or records stand behind each box of the flow, so that a number leads to what it counts.

use crate::audit::Replayed;
use crate::flow::FullText;
use crate::pipeline::{Outcome, ScreenedGroup};
use crate::protocol::{Protocol, Stage};
use crate::ruling::Ruling;

/// What a box counts, and which of them.
#[derive(Clone, Copy)]
pub enum Counts {
    /// References.
    References(fn(&Standing) -> bool),
    /// Records as exported.
    Records(fn(&RecordStanding) -> bool),
}

/// A box that leads to what it counts.
#[derive(Clone, Copy)]
pub struct BoxSet {
    /// Its name in the diagram, or of one line in a box.
    pub id: &'static str,
    /// What a reader sees above the table.
    pub label: &'static str,
    /// What it counts.
    pub counts: Counts,
}

/// Where a reference stands in the flow.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// Whether it counts in the column of other methods.
    other: bool,
    outcome: Ended,
    stage: Stage,
    by_people: bool,
    sought: bool,
    not_retrieved: bool,
    assessed: bool,
    /// Whether an earlier version included it.
    before: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    Included,
    Excluded,
    Waiting,
}

/// Where a record stands in the flow.
#[derive(Debug, Clone, Copy)]
pub struct RecordStanding {
    /// Whether a source of the other methods gave it.
    pub other: bool,
    /// Whether it repeats another record: the reference counts by that one.
    pub repeat: bool,
    /// The reference that it belongs to.
    pub reference: Standing,
}

const fn references(id: &'static str, label: &'static str, has: fn(&Standing) -> bool) -> BoxSet {
    BoxSet { id, label, counts: Counts::References(has) }
}

const fn records(id: &'static str, label: &'static str, has: fn(&RecordStanding) -> bool) -> BoxSet {
    BoxSet { id, label, counts: Counts::Records(has) }
}

/// Every box. At most 32 count references and at most 32 records: a place in this list is a bit.
#[rustfmt::skip]
pub const BOXES: &[BoxSet] = &[
    records("database_results", "Records identified in databases and registers", |r| !r.other),
    records("website_results", "Records identified by other methods", |r| r.other),
    records("duplicates", "Records removed before screening", |r| !r.other && (r.repeat || r.reference.removed_early())),
    records("duplicates_only", "Duplicate records", |r| !r.other && r.repeat),
    records("oth_repeats", "Records of other methods that repeat another record", |r| r.other && r.repeat),
    references("excluded_automatic", "Marked as ineligible by automation tools", |s| s.removed_early() && !s.by_people),
    references("excluded_other", "Removed before screening by people", |s| s.removed_early() && s.by_people),
    references("dbr_undecided_1", "Undecided before screening", |s| !s.other && s.waits_at(Stage::BeforeScreening)),
    references("records_screened", "Records screened", |s| !s.other && s.entered(Stage::Screening)),
    references("records_excluded", "Excluded in screening", |s| !s.other && s.excluded_at(Stage::Screening)),
    references("dbr_undecided_2", "Undecided in screening", |s| !s.other && s.waits_at(Stage::Screening)),
    references("dbr_sought_reports", "Reports sought for retrieval", |s| !s.other && s.sought),
    references("dbr_notretrieved_reports", "Reports not retrieved", |s| !s.other && s.not_retrieved),
    references("dbr_assessed", "Reports assessed for eligibility", |s| !s.other && s.assessed),
    references("dbr_excluded", "Reports excluded at full text", |s| !s.other && s.excluded_at(Stage::Eligibility)),
    references("dbr_undecided_3", "Undecided at full text", |s| !s.other && s.waits_at(Stage::Eligibility)),
    references("oth_removed", "Removed before full text (other methods)", |s| s.other && s.outcome == Ended::Excluded && s.stage < Stage::Eligibility),
    references("oth_undecided", "Undecided before full text (other methods)", |s| s.other && s.outcome == Ended::Waiting && s.stage < Stage::Eligibility),
    references("other_sought_reports", "Reports sought for retrieval (other methods)", |s| s.other && s.sought),
    references("other_notretrieved_reports", "Reports not retrieved (other methods)", |s| s.other && s.not_retrieved),
    references("other_assessed", "Reports assessed for eligibility (other methods)", |s| s.other && s.assessed),
    references("other_excluded", "Reports excluded at full text (other methods)", |s| s.other && s.excluded_at(Stage::Eligibility)),
    references("oth_undecided_3", "Undecided at full text (other methods)", |s| s.other && s.waits_at(Stage::Eligibility)),
    references("dbr_pass", "Pass so far (databases and registers)", |s| !s.other && s.outcome == Ended::Included),
    references("oth_pass", "Pass so far (other methods)", |s| s.other && s.outcome == Ended::Included),
    references("included", "Included, or pass so far", |s| s.outcome == Ended::Included),
    references("new_studies", "Included, or pass so far; in an update without what the earlier version included already", |s| s.outcome == Ended::Included && !s.before),
    references("previous_studies", "Included in the earlier version, as far as this version found it again", |s| s.before),
    references("total_studies", "In the total, as far as this version found it: included by the earlier version, or by this one", |s| s.before || s.outcome == Ended::Included),
];

impl Standing {
    /// Where the group with this number stands; `before` says whether an earlier version included it.
    pub fn of(replayed: &Replayed, number: usize, protocol: &Protocol, before: bool) -> Self {
        let group = &replayed.groups[number];
        Self { other: first_is_other(group, protocol), before, ..Self::in_column(group, &replayed.rulings) }
    }

    fn in_column(group: &ScreenedGroup, rulings: &[Ruling]) -> Self {
        let full_text = FullText::of(group, rulings);
        Self {
            other: false,
            outcome: match group.decision.outcome {
                Outcome::Included => Ended::Included,
                Outcome::Excluded(_) => Ended::Excluded,
                Outcome::ToReview(_) => Ended::Waiting,
            },
            stage: group.decision.stage,
            by_people: group.decision.by != crate::evidence::Actor::Rule,
            sought: full_text.is_some_and(|standing| standing != FullText::Unsought),
            not_retrieved: full_text == Some(FullText::NotRetrieved),
            before: false,
            assessed: matches!(full_text, Some(FullText::Assessed | FullText::AssessedByRule)),
        }
    }

    /// Whether it counts in the column of other methods.
    pub fn is_other(&self) -> bool {
        self.other
    }

    fn excluded_at(&self, stage: Stage) -> bool {
        self.outcome == Ended::Excluded && self.stage == stage && !(stage == Stage::Eligibility && self.not_retrieved)
    }

    fn waits_at(&self, stage: Stage) -> bool {
        self.outcome == Ended::Waiting && self.stage == stage
    }

    fn removed_early(&self) -> bool {
        !self.other && self.excluded_at(Stage::BeforeScreening)
    }

    fn entered(&self, stage: Stage) -> bool {
        self.outcome == Ended::Included || self.stage >= stage
    }
}

fn first_is_other(group: &ScreenedGroup, protocol: &Protocol) -> bool {
    group.arms.first().is_some_and(|&arm| is_other(protocol, arm))
}

/// Whether the search with this number is one of the other methods.
pub fn is_other(protocol: &Protocol, search: usize) -> bool {
    let search = protocol.searches().nth(search);
    search.is_some_and(|(_, search)| !protocol.sources[search.source].kind.is_database_or_register())
}

/// The boxes that a reference counts in, as bits.
pub fn of_reference(standing: &Standing) -> u32 {
    bits(BOXES.iter().filter_map(|set| match set.counts {
        Counts::References(has) => Some(has(standing)),
        Counts::Records(_) => None,
    }))
}

/// The boxes that a record counts in, as bits.
pub fn of_record(standing: &RecordStanding) -> u32 {
    bits(BOXES.iter().filter_map(|set| match set.counts {
        Counts::Records(has) => Some(has(standing)),
        Counts::References(_) => None,
    }))
}

fn bits(flags: impl Iterator<Item = bool>) -> u32 {
    flags.enumerate().map(|(bit, set)| u32::from(set) << bit).sum()
}
