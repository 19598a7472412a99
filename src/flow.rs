//! The PRISMA 2020 flow: counted from the stages of a run, never typed in.
//!
//! Invariants: what goes into a stage comes out of it as removed, undecided or passed on, and the sums are asserted;
//! as long as anything is undecided, what comes later is not known and has no number.

mod boxes;
mod notes;
mod rows;

pub use boxes::{INTERIM, NO_CRITERION, Shown, by_reason};
pub use notes::Note;
pub use rows::{BOXES, BoxRow};

use std::collections::BTreeMap;

use crate::evidence::{Actor, Verdict};
use crate::pipeline::{Outcome, Retrieval, Screened, ScreenedGroup, Votes, decide_if};
use crate::protocol::{Mode, Protocol, SourceKind, Stage, Unclear};
use crate::ruling::Ruling;

/// The code of what is said of an export that no search of the protocol names.
pub const UNNAMED_EXPORT: &str = "FIL014";

/// The numbers of a PRISMA 2020 flow diagram.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// Records per source, in the order of the protocol.
    pub sources: Vec<SourceCount>,
    /// "Identification via databases and registers".
    pub databases: Column,
    /// "Identification via other methods"; `None` if the review searched nothing else.
    pub other: Option<Column>,
    /// How many groups both columns found; each is counted in the column that found it first.
    pub overlap: u64,
    /// Findings that did not say, and were counted as met or not met because the protocol says so.
    pub unclear: Vec<UnclearCount>,
    /// What an earlier version of the review included; `Some` exactly for an update.
    pub previous: Option<Previous>,
    /// Exports that no search of the protocol names, so that nobody read them.
    pub not_read: Vec<String>,
}

/// The records of one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceCount {
    /// The source's place in the protocol.
    pub source: usize,
    /// Its kind.
    pub kind: SourceKind,
    /// How many records its exports hold; `None` if it has no export.
    pub records: Option<u64>,
    /// How many of its searches have no export.
    pub searches_without_export: u64,
}

/// One column of the diagram.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Records identified.
    pub records: u64,
    /// Groups first found here: records minus duplicates.
    pub groups: u64,
    /// The three stages, in order.
    pub stages: [StageCount; 3],
    /// What people said about full texts; `None` if nobody said anything.
    pub reports: Option<Reports>,
    /// Groups in the screened reference set.
    pub included: u64,
}

/// What one stage did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageCount {
    /// The stage.
    pub stage: Stage,
    /// Groups that came in.
    pub entered: u64,
    /// Groups that were removed, by reason, in the order of the criteria; reasons unknown last.
    pub removed: Vec<Removed>,
    /// Groups that wait for a person here.
    pub undecided: u64,
    /// Groups whose full text was not retrieved, at the eligibility stage.
    pub not_retrieved: u64,
    /// Groups that went on.
    pub passed: u64,
}

/// Groups removed for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Removed {
    /// The criterion's place in the protocol; `None` if a person gave none.
    pub criterion: Option<usize>,
    /// By a rule of this program.
    pub by_rule: u64,
    /// By a person.
    pub by_people: u64,
}

/// Full texts of the groups that were not excluded before: sought = not retrieved + assessed + awaited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reports {
    /// Sought: whatever was said about a full text, it was sought.
    pub sought: u64,
    /// Sought and not retrieved.
    pub not_retrieved: u64,
    /// Assessed: a person ruled at the eligibility stage, or a rule of that stage excluded it.
    pub assessed: u64,
    /// Sought, and neither given up nor assessed so far.
    pub awaited: u64,
    /// Passed screening, and nobody has sought it so far.
    pub unsought: u64,
}

/// How far the full text of a group is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FullText {
    /// Nobody has sought it.
    Unsought,
    /// It was sought, and neither given up nor assessed so far.
    Awaited,
    /// It was sought and not retrieved.
    NotRetrieved,
    /// A person has read it.
    Assessed,
    /// A rule of the eligibility stage excluded the group.
    AssessedByRule,
}

impl FullText {
    /// How far the full text of a group is; `None` for one that was excluded before: whatever is said of its full text, it plays no part.
    pub(crate) fn of(group: &ScreenedGroup, rulings: &[Ruling]) -> Option<Self> {
        let is_at_full_text = group.decision.stage == Stage::Eligibility;
        let is_excluded = matches!(group.decision.outcome, Outcome::Excluded(_));
        if is_excluded && !is_at_full_text {
            return None;
        }
        Some(match group.retrieval {
            _ if Votes::new(&group.rulings, rulings).is_assessed() => Self::Assessed,
            Some(Retrieval::NotRetrieved) => Self::NotRetrieved,
            _ if is_excluded => Self::AssessedByRule,
            Some(Retrieval::Sought | Retrieval::Retrieved) => Self::Awaited,
            None => Self::Unsought,
        })
    }
}

/// Unclear findings that the protocol counts as something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnclearCount {
    /// The criterion's place in the protocol.
    pub criterion: usize,
    /// What an unclear finding counts as.
    pub counts_as: Unclear,
    /// In how many groups.
    pub groups: u64,
}

/// What an earlier version of the review included; `None` where it is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Previous {
    /// Studies.
    pub studies: Option<u64>,
    /// Reports.
    pub reports: Option<u64>,
    /// How many of the reports that this version includes it included already; `None` where its references are not known.
    pub again: Option<u64>,
    /// How many of the reports that this version excludes it had included; `None` where its references are not known.
    pub excluded: Option<u64>,
}

impl StageCount {
    /// Groups removed, for whatever reason.
    pub fn removed(&self) -> u64 {
        self.removed.iter().map(|removed| removed.by_rule + removed.by_people).sum()
    }

    /// Groups that stand somewhere in this stage and do not go on.
    fn stopped(&self) -> u64 {
        self.removed() + self.undecided + self.not_retrieved
    }

    /// Groups removed by rules of this program.
    pub fn removed_by_rule(&self) -> u64 {
        self.removed.iter().map(|removed| removed.by_rule).sum()
    }

    /// Groups removed by people.
    pub fn removed_by_people(&self) -> u64 {
        self.removed.iter().map(|removed| removed.by_people).sum()
    }
}

impl Column {
    /// Records that repeat another: of this column, or of one searched before.
    pub fn repeats(&self) -> u64 {
        self.records - self.groups
    }

    /// The count of one stage.
    pub fn at(&self, stage: Stage) -> &StageCount {
        &self.stages[stage as usize]
    }

    /// Groups that wait for a person, at whatever stage.
    pub fn undecided(&self) -> u64 {
        self.stages.iter().map(|stage| stage.undecided).sum()
    }

    /// Reports of this column that passed screening and are neither given up nor assessed, once full texts are sought.
    fn open_full_texts(&self) -> u64 {
        self.reports.map_or(self.at(Stage::Eligibility).entered, |reports| reports.awaited + reports.unsought)
    }

    /// Once nothing waits before full texts: what passed screening was sought or is still to be, and what was assessed is excluded,
    /// undecided or included.
    fn assert_full_texts(&self, reports: &Reports) {
        if self.undecided_up_to(Stage::Screening) {
            return;
        }
        let full_text = self.at(Stage::Eligibility);
        assert_eq!(full_text.entered, reports.sought + reports.unsought, "what passed screening is sought");
        assert_eq!(full_text.not_retrieved, reports.not_retrieved, "what was not retrieved is not assessed");
        if reports.awaited + reports.unsought == 0 {
            let out = full_text.removed() + full_text.undecided + self.included;
            assert_eq!(reports.assessed, out, "what was assessed is excluded, undecided or included");
        }
    }

    /// Whether anything waits at `stage` or before it: then what comes after it has no number yet.
    pub fn undecided_up_to(&self, stage: Stage) -> bool {
        self.stages.iter().any(|count| count.stage <= stage && count.undecided > 0)
    }
}

/// What is counted.
#[derive(Debug, Clone, Copy)]
pub struct Counted<'a> {
    /// Per search: how many records its exports hold; `None` if it has no export.
    pub records: &'a [Option<u64>],
    /// Every group with its decision.
    pub groups: &'a [ScreenedGroup],
    /// The protocol.
    pub protocol: &'a Protocol,
    /// The rulings.
    pub rulings: &'a [Ruling],
    /// What an earlier version of the review included, as far as it is known.
    pub previous: Previous,
}

impl Flow {
    /// Counts a run.
    ///
    /// # Panics
    /// As [`Flow::count`].
    pub fn of(screened: &Screened, protocol: &Protocol, rulings: &[Ruling], previous: Previous) -> Self {
        let ingested = &screened.deduplicated.ingested;
        let mut records = vec![None; protocol.searches().count()];
        for (file, &search) in ingested.records.files().iter().zip(&ingested.searches) {
            *records[search].get_or_insert(0) += file.len() as u64;
        }
        Self::count(&Counted { records: &records, groups: &screened.groups, protocol, rulings, previous })
    }

    /// Counts records per search and groups with their decisions.
    ///
    /// # Panics
    /// If the counts do not add up: that is a mistake in this program.
    pub fn count(counted: &Counted<'_>) -> Self {
        let Counted { protocol, rulings, .. } = *counted;
        let sources: Vec<usize> = protocol.searches().map(|(_, search)| search.source).collect();
        let first_column = |search: usize| protocol.sources[sources[search]].kind.is_database_or_register();
        let (mut databases, mut other) = (Tally::default(), Tally::default());
        for (search, records) in counted.records.iter().enumerate() {
            let column = if first_column(search) { &mut databases } else { &mut other };
            column.records += records.unwrap_or_default();
        }
        let mut overlap = 0;
        for group in counted.groups {
            let first = group.arms.first().is_none_or(|&arm| first_column(arm));
            overlap += u64::from(group.arms.iter().any(|&arm| first_column(arm) != first));
            if first { &mut databases } else { &mut other }.add(group, rulings);
        }
        let others = protocol.sources.iter().any(|source| !source.kind.is_database_or_register());
        let flow = Self {
            sources: source_counts(counted.records, protocol, &sources),
            databases: databases.column(),
            other: others.then(|| other.column()),
            overlap,
            unclear: unclear_counts(counted.groups, protocol, rulings),
            previous: (protocol.review.mode == Mode::Update).then_some(counted.previous),
            not_read: Vec::new(),
        };
        flow.assert_identities(counted);
        flow
    }

    /// The same flow, with the files among the exports that nobody read.
    #[must_use]
    pub fn without(mut self, not_read: Vec<String>) -> Self {
        self.not_read = not_read;
        self
    }

    /// Both columns.
    pub fn columns(&self) -> impl Iterator<Item = &Column> {
        std::iter::once(&self.databases).chain(&self.other)
    }

    /// Groups that wait for a person.
    pub fn undecided(&self) -> u64 {
        self.columns().map(Column::undecided).sum()
    }

    /// Whether the flow can still change: it is then headed INTERIM.
    pub fn is_interim(&self) -> bool {
        self.undecided() > 0
    }

    /// Groups in the screened reference set.
    pub fn included(&self) -> u64 {
        self.columns().map(|column| column.included).sum()
    }

    /// Reports that passed screening and are neither given up nor assessed: 0 as long as nobody said anything of a full text.
    pub fn open_full_texts(&self) -> u64 {
        if self.columns().all(|column| column.reports.is_none()) {
            return 0;
        }
        self.columns().map(Column::open_full_texts).sum()
    }

    fn assert_identities(&self, counted: &Counted<'_>) {
        let records: u64 = self.columns().map(|column| column.records).sum();
        assert_eq!(records, counted.records.iter().flatten().sum::<u64>(), "every record is in one column");
        let groups: u64 = self.columns().map(|column| column.groups).sum();
        assert_eq!(groups, counted.groups.len() as u64, "every group is in one column");
        for column in self.columns() {
            assert!(column.records >= column.groups, "a group is first found by one of its records");
            let mut entered = column.groups;
            for stage in &column.stages {
                assert_eq!(stage.entered, entered, "what passes one stage enters the next");
                assert_eq!(entered, stage.stopped() + stage.passed, "nothing is lost in a stage");
                entered = stage.passed;
            }
            assert_eq!(entered, column.included, "what passes the last stage is included");
            if let Some(reports) = column.reports {
                assert_eq!(reports.sought, reports.not_retrieved + reports.assessed + reports.awaited);
                column.assert_full_texts(&reports);
            }
        }
    }
}

/// Removed by rule and by people, by reason; whether the reason is unknown comes first in the key, to sort those last.
type ByReason = BTreeMap<(bool, Option<usize>), (u64, u64)>;

/// A column while it is counted.
#[derive(Default)]
struct Tally {
    records: u64,
    groups: u64,
    /// Per stage.
    removed: [ByReason; 3],
    undecided: [u64; 3],
    not_retrieved: u64,
    /// What people said of full texts; what a rule did there counts once they have said anything.
    reports: Reports,
    by_rule: u64,
    included: u64,
}

impl Tally {
    fn add(&mut self, group: &ScreenedGroup, rulings: &[Ruling]) {
        self.groups += 1;
        let stage = group.decision.stage as usize;
        let full_text = FullText::of(group, rulings);
        match (&group.decision.outcome, group.decision.by) {
            (Outcome::Included, _) => self.included += 1,
            (Outcome::ToReview(_), _) => self.undecided[stage] += 1,
            (Outcome::Excluded(_), _) if full_text == Some(FullText::NotRetrieved) => self.not_retrieved += 1,
            (Outcome::Excluded(reason), by) => {
                let (by_rule, by_people) = self.removed[stage].entry((reason.is_none(), *reason)).or_default();
                *(if by == Actor::Rule { by_rule } else { by_people }) += 1;
            }
        }
        let waits_before =
            matches!(group.decision.outcome, Outcome::ToReview(_)) && group.decision.stage < Stage::Eligibility;
        let reports = &mut self.reports;
        let count = match full_text {
            None => return,
            Some(FullText::Unsought) if waits_before => return,
            Some(FullText::Unsought) => &mut reports.unsought,
            Some(FullText::Awaited) => &mut reports.awaited,
            Some(FullText::NotRetrieved) => &mut reports.not_retrieved,
            Some(FullText::Assessed) => &mut reports.assessed,
            Some(FullText::AssessedByRule) => &mut self.by_rule,
        };
        *count += 1;
    }

    fn column(mut self) -> Column {
        let reports = &mut self.reports;
        let is_begun = reports.awaited + reports.not_retrieved + reports.assessed > 0;
        reports.assessed += self.by_rule;
        reports.sought = reports.awaited + reports.not_retrieved + reports.assessed;
        let reports = is_begun.then_some(self.reports);
        let mut entered = self.groups;
        let mut stages =
            self.removed.into_iter().zip(self.undecided).zip(Stage::ALL).map(|((removed, undecided), stage)| {
                let removed: Vec<Removed> = removed
                    .into_iter()
                    .map(|((_, criterion), (by_rule, by_people))| Removed { criterion, by_rule, by_people })
                    .collect();
                let not_retrieved = if stage == Stage::Eligibility { self.not_retrieved } else { 0 };
                let mut count = StageCount { stage, entered, removed, undecided, not_retrieved, passed: 0 };
                count.passed = entered - count.stopped();
                entered = count.passed;
                count
            });
        let stages = std::array::from_fn(|_| match stages.next() {
            Some(count) => count,
            None => unreachable!("there are as many counts as stages"),
        });
        Column { records: self.records, groups: self.groups, stages, reports, included: self.included }
    }
}

/// Per source: what the exports of its searches hold.
fn source_counts(records: &[Option<u64>], protocol: &Protocol, sources: &[usize]) -> Vec<SourceCount> {
    let count = |source: usize| {
        let here = || sources.iter().zip(records).filter(move |(of, _)| **of == source).map(|(_, found)| *found);
        SourceCount {
            source,
            kind: protocol.sources[source].kind,
            records: here().flatten().reduce(|sum, found| sum + found),
            searches_without_export: here().filter(Option::is_none).count() as u64,
        }
    };
    (0..protocol.sources.len()).map(count).collect()
}

/// How often an unclear finding was counted as met or not met: groups that would be decided otherwise if it were left to a
/// person. Where a person has decided, or another criterion excludes, nothing was counted.
fn unclear_counts(groups: &[ScreenedGroup], protocol: &Protocol, rulings: &[Ruling]) -> Vec<UnclearCount> {
    let rules = protocol.criteria.iter().enumerate().filter(|(_, rule)| rule.unclear != Unclear::Review);
    rules
        .map(|(criterion, rule)| {
            let groups = groups.iter().filter(|group| {
                let verdicts: Vec<Option<Verdict>> =
                    group.findings.iter().map(|found| found.as_ref().map(|found| found.verdict)).collect();
                let to_a_person =
                    |at: usize| if at == criterion { Unclear::Review } else { protocol.criteria[at].unclear };
                verdicts[criterion] == Some(Verdict::Unclear)
                    && decide_if(protocol, &verdicts, &Votes::new(&group.rulings, rulings), to_a_person)
                        != group.decision
            });
            UnclearCount { criterion, counts_as: rule.unclear, groups: groups.count() as u64 }
        })
        .collect()
}
