//! The whole review as a pure function: exports, protocol and rulings in, every decision out.
//!
//! The stages contain their predecessor: holding a [`Screened`] is the proof that it was deduplicated.

mod decide;
mod enrichment;
mod resolve;
mod ruled;
mod screen;

use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Severity, excerpt};
use crate::evidence::{Actor, Finding, RulingIndex};
use crate::format;
use crate::matching::{Matcher, Matches, Uncompared, Untold, Watch};
use crate::protocol::{Protocol, Stage};
use crate::record::{Field, RecordId, RecordTable};
use crate::ruling::Ruling;
use crate::source::SourceFile;

pub use decide::{Votes, decide, decide_if, vote_rule_of_answers};
pub use enrichment::{By, CONTRADICTION, FILLED, FLAGS, identified, keys_of, lacks, means};
pub use resolve::{Identities, Resolved, Unbound, Unplaced, bind};
pub use ruled::ruling_diagnostics;
pub use screen::{group_numbers, records_of};

/// An export with the search it belongs to.
#[derive(Debug, Clone)]
pub struct ExportFile {
    /// The file.
    pub source: Arc<SourceFile>,
    /// The number of its search, as in [`Protocol::searches`].
    pub search: usize,
}

/// The records of every export, numbered.
#[derive(Debug)]
pub struct Ingested {
    /// The records.
    pub records: RecordTable,
    /// Per file of the table: the number of its search.
    pub searches: Vec<usize>,
    /// Per file: its dialect and how many record starts an independent count found.
    pub files: Vec<FileFacts>,
    /// Everything noticed while reading.
    pub diagnostics: Vec<Diagnostic>,
}

/// What reading told about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFacts {
    /// The dialect, empty if it does not show.
    pub dialect: &'static str,
    /// How many record starts an independent count found.
    pub markers: usize,
}

impl Ingested {
    /// The number of the search that gave a record.
    pub fn search_of(&self, id: RecordId) -> usize {
        self.searches[self.records.file_of(id)]
    }

    /// The exports that hold something of which nothing could be read: going on would count a search as one without results.
    pub fn unread(&self) -> Vec<&Arc<SourceFile>> {
        let has_error = |source: &SourceFile| {
            let mut errors = self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
            errors.any(|diagnostic| diagnostic.file == source.label())
        };
        let files = self.records.files().iter().zip(&self.files);
        files
            .filter(|(file, facts)| file.is_empty() && (facts.markers > 0 || has_error(file.source())))
            .map(|(file, _)| file.source())
            .collect()
    }
}

/// The records in groups, one per report.
#[derive(Debug)]
pub struct Deduplicated {
    /// The records.
    pub ingested: Ingested,
    /// The groups and why they are what they are.
    pub matches: Matches,
    /// Where the rulings found their records.
    pub resolved: Resolved,
}

/// Every group with its findings and its decision.
#[derive(Debug)]
pub struct Screened {
    /// The groups.
    pub deduplicated: Deduplicated,
    /// One entry per group, in the order of [`Matches::groups`].
    pub groups: Vec<ScreenedGroup>,
}

/// What became of one group.
#[derive(Debug, Clone, PartialEq)]
pub struct ScreenedGroup {
    /// The numbers of the searches that found it, ascending, once each.
    pub arms: Vec<usize>,
    /// Per criterion of the protocol: its finding; `None` where its scope does not reach every arm.
    pub findings: Vec<Option<Finding>>,
    /// The decision.
    pub decision: Decision,
    /// What people said about the full text.
    pub retrieval: Option<Retrieval>,
    /// The rulings in force on this group, in the order of the rulings.
    pub rulings: Vec<RulingIndex>,
}

/// What became of a group, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Included, excluded or to review.
    pub outcome: Outcome,
    /// The stage at which it was decided, or waits.
    pub stage: Stage,
    /// Who decided.
    pub by: Actor,
}

/// The three outcomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// In the screened reference set.
    Included,
    /// Excluded, by the criterion at this place of the protocol; `None` if a person gave no criterion.
    Excluded(Option<usize>),
    /// A person has to decide: the criteria that are unclear, or conflicting rulings.
    ToReview(Vec<usize>),
}

/// What people said about the full text of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Retrieval {
    /// It was sought.
    Sought,
    /// It was retrieved.
    Retrieved,
    /// It was sought and not retrieved.
    NotRetrieved,
}

impl Retrieval {
    /// The word in a ruling.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sought => "sought",
            Self::Retrieved => "retrieved",
            Self::NotRetrieved => "not-retrieved",
        }
    }

    /// What a ruling with this word says.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Sought, Self::Retrieved, Self::NotRetrieved].into_iter().find(|said| said.name() == name)
    }
}

/// Runs the whole review.
pub fn run(exports: Vec<ExportFile>, protocol: &Protocol, rulings: &[Ruling]) -> Screened {
    run_with(exports, &[], protocol, rulings)
}

/// As [`run`], with what services gave for records: the files of `enrichment/`.
pub fn run_with(
    exports: Vec<ExportFile>,
    enrichment: &[Arc<SourceFile>],
    protocol: &Protocol,
    rulings: &[Ruling],
) -> Screened {
    let ingested = ingest_with(exports, enrichment);
    let deduplicated = deduplicate(ingested, protocol, rulings);
    screen(deduplicated, protocol, rulings)
}

/// Reads every export. The files come in the order of their searches, and inside a search by name.
pub fn ingest(mut exports: Vec<ExportFile>) -> Ingested {
    exports.sort_by(|a, b| (a.search, a.source.label()).cmp(&(b.search, b.source.label())));
    let parsed: Vec<_> = exports.par_iter().map(|export| format::read(&export.source)).collect();
    let (mut files, mut facts, mut diagnostics) = (Vec::new(), Vec::new(), Vec::new());
    for mut file in parsed {
        facts.push(FileFacts { dialect: file.dialect, markers: file.markers });
        diagnostics.append(&mut file.diagnostics);
        files.push(file.records);
    }
    let searches = exports.iter().map(|export| export.search).collect();
    Ingested { records: RecordTable::new(files), searches, files: facts, diagnostics }
}

/// As [`ingest`], and puts to the records what services gave for them: the files of `enrichment/`.
pub fn ingest_with(exports: Vec<ExportFile>, enrichment: &[Arc<SourceFile>]) -> Ingested {
    let mut ingested = ingest(exports);
    enrichment::Enrichment::read(enrichment).add_to(&mut ingested);
    ingested
}

/// Puts the records of one report together.
pub fn deduplicate(ingested: Ingested, protocol: &Protocol, rulings: &[Ruling]) -> Deduplicated {
    deduplicate_watched(ingested, protocol, rulings, &|_, _| {})
}

/// As [`deduplicate`], and tells `watch` how far it is.
pub fn deduplicate_watched(
    mut ingested: Ingested,
    protocol: &Protocol,
    rulings: &[Ruling],
    watch: Watch<'_>,
) -> Deduplicated {
    let mut resolved = resolve::resolve(&ingested.records, rulings);
    let matcher = Matcher::new(&ingested.records, &protocol.matching);
    let pairs = matcher.pairs(watch);
    if resolved.is_open() {
        let certain = matcher.group(pairs.clone(), &resolved.pairs);
        resolved.settle(&screen::numbers(ingested.records.len(), &certain.groups));
    }
    let matches = matcher.group(pairs, &resolved.pairs);
    let told = matches.untold.iter().map(|untold| describe_untold(&ingested.records, untold));
    let uncompared = describe_uncompared(&ingested.records, &matches.uncompared);
    let told: Vec<Diagnostic> = told.chain(uncompared).collect();
    ingested.diagnostics.extend(told);
    Deduplicated { ingested, matches, resolved }
}

/// What is not in the list of doubtful pairs.
fn describe_untold(records: &RecordTable, untold: &Untold) -> Diagnostic {
    let message = format!(
        "the {} is on so many records that {} more pairs in doubt are not listed",
        shared(records, untold.shared, untold.record),
        untold.pairs
    );
    at_record(Diagnostic::new("DUP001", message), records, untold.record)
}

/// What was not compared, all of it in one diagnostic, at the largest block.
fn describe_uncompared(records: &RecordTable, uncompared: &[Uncompared]) -> Option<Diagnostic> {
    let largest = uncompared.iter().max_by_key(|block| (block.pairs, std::cmp::Reverse(block.record)))?;
    let pairs: u64 = uncompared.iter().map(|block| block.pairs).sum();
    let others = match uncompared.len() - 1 {
        0 => String::new(),
        more => format!(", and of {more} other identifiers and titles"),
    };
    let message = format!(
        "{} records have the {}: of their pairs{others}, {pairs} were not compared",
        largest.records,
        shared(records, largest.shared, largest.record),
    );
    Some(at_record(Diagnostic::new("DUP002", message), records, largest.record))
}

/// The identifier or title that records share: "title `Editorial`".
fn shared(records: &RecordTable, field: Field, id: RecordId) -> String {
    let record = records.record(id);
    let value = match field {
        Field::Doi => record.doi().map(|doi| doi.to_string()),
        Field::Title => record.title().map(str::to_owned),
        other => record.first(other).map(str::to_owned),
    };
    format!("{} `{}`", field.name(), excerpt(&value.unwrap_or_default()))
}

fn at_record(diagnostic: Diagnostic, records: &RecordTable, id: RecordId) -> Diagnostic {
    let (record, file) = (records.record(id), &records.files()[records.file_of(id)]);
    diagnostic.at(file.source().label(), record.line(), record.number())
}

/// Applies the criteria and the rulings to every group.
pub fn screen(deduplicated: Deduplicated, protocol: &Protocol, rulings: &[Ruling]) -> Screened {
    let groups = screen::screen_groups(&deduplicated, protocol, rulings);
    Screened { deduplicated, groups }
}
