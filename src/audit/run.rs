//! A finished run: the stages, what went into them, and the names under which users meet them.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::OnceLock;

use crate::diagnostic::Diagnostic;
use crate::flow::{Flow, Previous, UNNAMED_EXPORT};
use crate::matching::{Matches, Sentences};
use crate::pipeline::{Screened, group_numbers, ruling_diagnostics};
use crate::protocol::{Iteration, Protocol, Search};
use crate::record::{RecordId, RecordNames, RecordTable};
use crate::ruling::Ruling;
use crate::source::Digest;
use crate::wire::audit::Event;
use crate::wire::audit::SearchSince;

use super::GroupStory;

/// A file that went into a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// Its path below the review folder, with `/` between the parts.
    pub label: String,
    /// SHA-256 of its bytes.
    pub digest: Digest,
    /// How many bytes it has.
    pub bytes: u64,
}

/// What is known of an earlier version of the review beside its numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EarlierVersion {
    /// The names of the groups that hold a report which it included, in the order of the groups.
    pub found: Vec<String>,
    /// What became of its searches.
    pub searches: Vec<SearchSince>,
    /// The known references that it included: set and identifier.
    pub known: BTreeSet<(String, String)>,
}

/// What went into a run besides its exports, which the records know themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inputs {
    /// Version of this program.
    pub version: String,
    /// The protocol.
    pub protocol: InputFile,
    /// Its text: the audit carries it, so that it can be replayed by itself.
    pub protocol_text: String,
    /// The files of rulings, by label.
    pub rulings: Vec<InputFile>,
    /// Whatever else was read: known references, enrichment, results of an earlier version.
    pub other: Vec<InputFile>,
    /// What an earlier version of the review included.
    pub previous: Previous,
    /// What else is known of that version.
    pub earlier: EarlierVersion,
    /// What was noticed about the folder, the protocol and the rulings, before any record was read.
    pub diagnostics: Vec<Diagnostic>,
    /// What an auditor would remark on, found by the rules of [`crate::scrutiny`] when the run was finished.
    pub remarks: Vec<Diagnostic>,
}

/// A finished run.
#[derive(Debug)]
pub struct Run<'a> {
    /// What went in besides the exports.
    pub inputs: &'a Inputs,
    /// The protocol.
    pub protocol: &'a Protocol,
    /// The rulings.
    pub rulings: &'a [Ruling],
    /// Every group with its decision.
    pub screened: &'a Screened,
    /// The numbers.
    pub flow: Flow,
    about_rulings: Vec<Diagnostic>,
    names: RecordNames,
    searches: Vec<(&'a Iteration, &'a Search)>,
    group_of: Vec<usize>,
    id: OnceLock<String>,
    beside: OnceLock<Vec<Event>>,
}

/// The exports of which was noticed that no search names them.
fn not_read(inputs: &Inputs) -> Vec<String> {
    let noticed = inputs.diagnostics.iter().filter(|noticed| noticed.code == UNNAMED_EXPORT);
    noticed.map(|noticed| noticed.file.clone()).collect()
}

impl<'a> Run<'a> {
    /// Puts together what the outputs are made from.
    pub fn new(inputs: &'a Inputs, protocol: &'a Protocol, rulings: &'a [Ruling], screened: &'a Screened) -> Self {
        let ingested = &screened.deduplicated.ingested;
        let searches: Vec<_> = protocol.searches().collect();
        let id_columns: Vec<_> =
            ingested.searches.iter().map(|&search| searches[search].1.id_column.as_deref()).collect();
        Self {
            inputs,
            protocol,
            rulings,
            screened,
            flow: Flow::of(screened, protocol, rulings, inputs.previous).without(not_read(inputs)),
            about_rulings: ruling_diagnostics(&screened.deduplicated, protocol, rulings),
            names: RecordNames::new(&ingested.records, &id_columns),
            searches,
            group_of: group_numbers(&screened.deduplicated),
            id: OnceLock::new(),
            beside: OnceLock::new(),
        }
    }

    /// The name that every file of the results bears: the review, `@`, and twelve digits for everything that went in.
    pub fn id(&self) -> &str {
        self.id.get_or_init(|| super::name::name(self))
    }

    /// What the audit tells beside the decisions: where known references are, and what hangs on the criteria. It is
    /// computed once.
    pub(super) fn beside(&self, compute: impl FnOnce() -> Vec<Event>) -> &[Event] {
        self.beside.get_or_init(compute)
    }

    /// Everything that was noticed: about what went in, about the records, about the rulings.
    pub fn noticed(&self) -> impl Iterator<Item = &Diagnostic> {
        let about_records = &self.screened.deduplicated.ingested.diagnostics;
        self.inputs.diagnostics.iter().chain(about_records).chain(&self.about_rulings)
    }

    /// Everything that was noticed, and what an auditor would remark on.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.noticed().chain(&self.inputs.remarks)
    }

    /// The records.
    pub fn records(&self) -> &'a RecordTable {
        &self.screened.deduplicated.ingested.records
    }

    /// What matching found.
    pub fn matches(&self) -> &'a Matches {
        &self.screened.deduplicated.matches
    }

    /// The identifier of a record.
    pub fn name(&self, id: RecordId) -> String {
        self.names.name(self.records(), id)
    }

    /// What is said of two records, with their identifiers, in the order of [`in_order`](Self::in_order).
    pub fn told(&self, said: &Sentences, a: RecordId, b: RecordId) -> String {
        super::one_line(&said.told(self.in_order(a, b) != (a, b), |id| self.name(id)))
    }

    /// The record with this identifier.
    pub fn find(&self, name: &str) -> Option<RecordId> {
        self.names.find(self.records(), name)
    }

    /// The number of the group of a record.
    pub fn group_of(&self, id: RecordId) -> usize {
        self.group_of[id.index()]
    }

    /// The name of the group of a record.
    pub fn group_name(&self, id: RecordId) -> &'a str {
        &self.matches().groups[self.group_of(id)].name
    }

    /// What became of the group with this number.
    pub fn group(&self, number: usize) -> GroupStory<'_> {
        GroupStory { run: self, number, group: &self.matches().groups[number], screened: &self.screened.groups[number] }
    }

    /// Every group, by name.
    pub fn groups(&self) -> impl ExactSizeIterator<Item = GroupStory<'_>> {
        (0..self.screened.groups.len()).map(|number| self.group(number))
    }

    /// The search with this number.
    pub fn search(&self, number: usize) -> &'a Search {
        self.searches[number].1
    }

    /// The number of the search that gave a record.
    pub fn search_of(&self, id: RecordId) -> usize {
        self.screened.deduplicated.ingested.search_of(id)
    }

    /// The records of a group: the one that stands for it first, the others by search, file and content, so that their
    /// order does not depend on the order of records in a file.
    pub fn members(&self, number: usize) -> Vec<RecordId> {
        let group = &self.matches().groups[number];
        let mut members = group.records.clone();
        members.sort_by(|&a, &b| (a != group.kept).cmp(&(b != group.kept)).then_with(|| self.content_order(a, b)));
        members
    }

    /// An order of records that does not depend on their place in a file: by search, file and content. Only records
    /// that are equal in everything are told apart by their place.
    pub fn content_order(&self, a: RecordId, b: RecordId) -> Ordering {
        let place = |id| (self.search_of(id), self.records().file_of(id));
        let content = |id| self.records().record(id).all_values().map(|value| (value.tag(), value.value()));
        place(a).cmp(&place(b)).then_with(|| content(a).cmp(content(b))).then_with(|| a.cmp(&b))
    }

    /// Both records of a pair in [`content_order`](Self::content_order).
    pub fn in_order(&self, a: RecordId, b: RecordId) -> (RecordId, RecordId) {
        if self.content_order(a, b) == Ordering::Greater { (b, a) } else { (a, b) }
    }
}
