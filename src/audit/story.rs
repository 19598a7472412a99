//! Everything an audit tells, put together for looking up: the one source of `why` and of the report.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::io::{self, BufRead};

use foldhash::fast::FixedState;

use super::{BrokenLog, Run, events, read_log};
use crate::protocol::{self, Protocol};
use crate::wire::audit::{
    Caught, Counterfactual, Decision, Event, FileRead, Finding, Found, Group, Known, Noticed, Pair, Repaired, Ruled,
    SCHEMA, Started, Version,
};
use crate::wire::summary::Counts;

/// The content of an `audit.jsonl`.
#[derive(Debug)]
pub struct Story {
    /// The first line.
    pub started: Started,
    /// The protocol, read from its text.
    pub protocol: Protocol,
    /// The exports.
    pub files: Vec<FileRead>,
    /// What was noticed.
    pub noticed: Vec<Noticed>,
    /// The records, by file and entry.
    pub records: Vec<Found>,
    /// The repairs, in the order of the records.
    pub repairs: Vec<Repaired>,
    /// The rulings.
    pub rulings: Vec<Ruled>,
    /// Why records are together.
    pub links: Vec<Pair>,
    /// Pairs in doubt.
    pub doubts: Vec<Pair>,
    /// Pairs that look like one report and are kept apart.
    pub vetoes: Vec<Pair>,
    /// Versions and companions.
    pub versions: Vec<Version>,
    /// The groups with all that was found and decided, by name.
    pub groups: Vec<Told>,
    /// Where the references were found that the review must not lose.
    pub known: Vec<Known>,
    /// Which of them every query catches.
    pub caught: Vec<Caught>,
    /// What hangs on each criterion, in the order of the protocol.
    pub counterfactuals: Vec<Counterfactual>,
    /// The numbers.
    pub counts: Counts,
    record_numbers: HashMap<String, usize, FixedState>,
    group_numbers: HashMap<String, usize, FixedState>,
    groups_of_records: HashMap<String, usize, FixedState>,
    ruling_numbers: HashMap<String, usize, FixedState>,
    found_before: HashSet<String, FixedState>,
}

/// One group with all that was found and decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The group.
    pub group: Group,
    /// What the criteria that apply say, in the order of the protocol.
    pub findings: Vec<Finding>,
    /// What became of it.
    pub decision: Decision,
}

/// Why an audit cannot be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Untold {
    /// A line is not what was written.
    Broken(BrokenLog),
    /// It is no audit of a version that this program knows.
    Version(String),
    /// Something is missing that every audit has.
    Incomplete(&'static str),
    /// The protocol in it cannot be read by this version: the first mistake found.
    Protocol(String),
}

impl fmt::Display for Untold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(broken) => broken.fmt(f),
            Self::Version(found) => write!(f, "this is `{found}`, and this version reads `{SCHEMA}`"),
            Self::Incomplete(missing) => write!(f, "{missing} is missing"),
            Self::Protocol(mistake) => write!(f, "its protocol cannot be read: {mistake}"),
        }
    }
}

impl std::error::Error for Untold {}

/// Collects events.
#[derive(Default)]
struct Collected {
    started: Option<Started>,
    files: Vec<FileRead>,
    noticed: Vec<Noticed>,
    records: Vec<Found>,
    repairs: Vec<Repaired>,
    rulings: Vec<Ruled>,
    links: Vec<Pair>,
    doubts: Vec<Pair>,
    vetoes: Vec<Pair>,
    versions: Vec<Version>,
    groups: Vec<Group>,
    findings: Vec<Finding>,
    decisions: Vec<Decision>,
    known: Vec<Known>,
    caught: Vec<Caught>,
    counterfactuals: Vec<Counterfactual>,
    counts: Option<Counts>,
}

impl Collected {
    fn add(&mut self, event: Event) {
        match event {
            Event::Run(started) => self.started = Some(started),
            Event::File(file) => self.files.push(file),
            Event::Diagnostic(noticed) => self.noticed.push(noticed),
            Event::Record(found) => self.records.push(found),
            Event::Repair(repair) => self.repairs.push(repair),
            Event::Ruling(ruling) => self.rulings.push(ruling),
            Event::Link(link) => self.links.push(link),
            Event::Doubt(doubt) => self.doubts.push(doubt),
            Event::Veto(veto) => self.vetoes.push(veto),
            Event::Version(version) => self.versions.push(version),
            Event::Group(group) => self.groups.push(group),
            Event::Finding(finding) => self.findings.push(finding),
            Event::Decision(decision) => self.decisions.push(decision),
            Event::Known(known) => self.known.push(known),
            Event::Caught(caught) => self.caught.push(caught),
            Event::Counterfactual(found) => self.counterfactuals.push(found),
            Event::Flow(counts) => self.counts = Some(counts),
            Event::End(_) | Event::Unknown => {}
        }
    }

    /// Every event of a run.
    fn of(run: &Run<'_>) -> Self {
        let mut collected = Self::default();
        let told: io::Result<()> = events(run, &mut |event| {
            collected.add(event);
            Ok(())
        });
        // Nothing is written here, so nothing can fail.
        debug_assert!(told.is_ok());
        collected
    }

    fn story(self) -> Result<Story, Untold> {
        let started = self.started.as_ref().ok_or(Untold::Incomplete("its first line"))?;
        if started.schema != SCHEMA {
            return Err(Untold::Version(started.schema.clone()));
        }
        let protocol = protocol::parse(&started.protocol_text, &started.protocol.path).map_err(|mistakes| {
            Untold::Protocol(mistakes.first().map(|first| first.message.clone()).unwrap_or_default())
        })?;
        self.story_under(protocol)
    }

    /// The story of a run whose protocol is known.
    fn story_under(self, protocol: Protocol) -> Result<Story, Untold> {
        let started = self.started.ok_or(Untold::Incomplete("its first line"))?;
        let groups = tell(self.groups, self.findings, self.decisions)?;
        let numbered = |names: &mut dyn Iterator<Item = &String>| -> HashMap<String, usize, FixedState> {
            names.enumerate().map(|(number, name)| (name.clone(), number)).collect()
        };
        let members = groups
            .iter()
            .enumerate()
            .flat_map(|(number, told)| told.group.records.iter().map(move |record| (record.clone(), number)));
        Ok(Story {
            record_numbers: numbered(&mut self.records.iter().map(|found| &found.record)),
            group_numbers: numbered(&mut groups.iter().map(|told| &told.group.group)),
            groups_of_records: members.collect(),
            found_before: started.previous.found.iter().cloned().collect(),
            ruling_numbers: numbered(&mut self.rulings.iter().map(|ruling| &ruling.ruling)),
            started,
            protocol,
            files: self.files,
            noticed: self.noticed,
            records: self.records,
            repairs: self.repairs,
            rulings: self.rulings,
            links: self.links,
            doubts: self.doubts,
            vetoes: self.vetoes,
            versions: self.versions,
            groups,
            known: self.known,
            caught: self.caught,
            counterfactuals: self.counterfactuals,
            counts: self.counts.ok_or(Untold::Incomplete("the line with the numbers"))?,
        })
    }
}

/// Puts findings and decisions to their groups. Findings and decisions come in the order of the groups.
fn tell(groups: Vec<Group>, findings: Vec<Finding>, decisions: Vec<Decision>) -> Result<Vec<Told>, Untold> {
    let (mut findings, mut decisions) = (findings.into_iter().peekable(), decisions.into_iter());
    let mut told = Vec::with_capacity(groups.len());
    for group in groups {
        let mut of_group = Vec::new();
        while let Some(finding) = findings.next_if(|finding| finding.group == group.group) {
            of_group.push(finding);
        }
        let decision = decisions.next().filter(|decision| decision.group == group.group);
        let decision = decision.ok_or(Untold::Incomplete("the decision on a group"))?;
        told.push(Told { group, findings: of_group, decision });
    }
    if findings.peek().is_some() || decisions.next().is_some() {
        return Err(Untold::Incomplete("a group that something was decided on"));
    }
    Ok(told)
}

impl Story {
    /// The story of a run, without the way over a file.
    ///
    /// # Errors
    /// If the protocol of the run is not what its text says: that is a mistake of whoever put the run together.
    pub fn of(run: &Run<'_>) -> Result<Self, Untold> {
        Collected::of(run).story()
    }

    /// The story of a run under a protocol that nobody wrote down.
    ///
    /// # Errors
    /// As [`of`](Self::of).
    pub fn under(protocol: Protocol, run: &Run<'_>) -> Result<Self, Untold> {
        Collected::of(run).story_under(protocol)
    }

    /// Reads an `audit.jsonl`.
    ///
    /// # Errors
    /// If a line was changed, something is missing, or the version is not known.
    pub fn read(from: impl BufRead) -> Result<Self, Untold> {
        let mut collected = Collected::default();
        read_log(from, |event| collected.add(event)).map_err(Untold::Broken)?;
        collected.story()
    }

    /// Whether there is a review behind it, in which people can decide.
    pub fn is_of_review(&self) -> bool {
        !self.started.protocol.path.is_empty()
    }

    /// The record with this identifier.
    pub fn record(&self, name: &str) -> Option<&Found> {
        self.record_numbers.get(name).map(|&number| &self.records[number])
    }

    /// The number of the record with this identifier.
    pub fn record_number(&self, name: &str) -> Option<usize> {
        self.record_numbers.get(name).copied()
    }

    /// The group with this name.
    pub fn group(&self, name: &str) -> Option<&Told> {
        self.group_numbers.get(name).map(|&number| &self.groups[number])
    }

    /// The group that holds the record with this identifier.
    pub fn group_of(&self, record: &str) -> Option<&Told> {
        self.group_number_of(record).map(|number| &self.groups[number])
    }

    /// The number of the group that holds the record with this identifier.
    pub fn group_number_of(&self, record: &str) -> Option<usize> {
        self.groups_of_records.get(record).copied()
    }

    /// The ruling with this identity.
    pub fn ruling(&self, id: &str) -> Option<&Ruled> {
        self.ruling_numbers.get(id).map(|&number| &self.rulings[number])
    }

    /// Whether an earlier version of the review included what is in the group with this name.
    pub fn is_included_before(&self, group: &str) -> bool {
        self.found_before.contains(group)
    }

    /// Of an update: that an earlier version included a group, in words; `None` for any other group.
    pub fn included_before(&self, told: &Told) -> Option<&'static str> {
        self.is_included_before(&told.group.group).then_some(match told.decision.decision.as_str() {
            "excluded" => "The earlier version of the review included it, so that it still counts in the total.",
            _ => "The earlier version of the review included it: it is not new.",
        })
    }

    /// The search that gave a record.
    pub fn search_of(&self, found: &Found) -> &str {
        self.files.get(found.file as usize).map_or("", |file| &file.search)
    }
}

impl Found {
    /// The first value of the field with this name; empty if there is none.
    pub fn value(&self, field: &str) -> &str {
        self.values.iter().find(|(name, _)| name == field).map_or("", |(_, value)| value)
    }

    /// The title of the report; the original title where there is no other.
    pub fn title(&self) -> &str {
        ["title", "original title", "translated title"]
            .into_iter()
            .map(|field| self.value(field))
            .find(|title| !title.is_empty())
            .unwrap_or_default()
    }
}
