//! The review in memory: computed whole when it is opened, kept up with rulings one by one.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use foldhash::fast::FixedState;
use rayon::prelude::*;

use super::board::{Board, Place};
use super::ranker::Ranked;
use super::stamp::Stamp;
use super::terms::Terms;
use super::{pilot, queue};
use crate::audit::one_line;
use crate::diagnostic::{Diagnostic, Severity};
use crate::pipeline::{self, Deduplicated, Identities, Screened, ScreenedGroup, Votes, group_numbers};
use crate::protocol::{Protocol, Search};
use crate::record::{RecordId, RecordNames, RecordTable};
use crate::ruling::{Ruling, Target, fold};
use crate::source::{Digest, SourceFile};
use crate::workspace::{self, Appended, Error, Folder};

/// A review that is screened.
#[derive(Debug)]
pub(super) struct Review {
    /// The review folder.
    pub root: PathBuf,
    /// The protocol.
    pub protocol: Protocol,
    /// The rulings.
    pub board: Board,
    /// The words that the searches looked for.
    pub terms: Terms,
    /// The groups in the order in which they are offered by their evidence; the same for every reader.
    pub order: Vec<usize>,
    /// That order without any ranking.
    by_evidence: Vec<usize>,
    /// The groups of the pilot, ascending.
    pub pilot: Vec<usize>,
    /// What the reader's ranking has learnt, where the protocol asks for one.
    pub ranked: Ranked,
    deduplicated: Deduplicated,
    groups: Vec<ScreenedGroup>,
    names: RecordNames,
    group_of: Vec<usize>,
    identities: Identities,
    by_name: HashMap<String, usize, FixedState>,
    /// What is wrong with the folder, the protocol, the exports.
    noticed: Vec<Diagnostic>,
    /// What is wrong with the files of rulings.
    about_rulings: Vec<Diagnostic>,
    rulings_stamp: Stamp,
    inputs_stamp: Stamp,
    /// Tells the protocol and the exports that it was computed from.
    edition: String,
    /// Per group: everything that a search looks through, in small letters; made when somebody searches.
    searchable: OnceLock<Vec<String>>,
}

impl Review {
    /// Opens a review folder and computes everything.
    ///
    /// # Errors
    /// If the folder cannot be used as it is.
    pub fn open(root: &Path) -> Result<Self, Error> {
        let folder = Folder::open(root, &|_| {})?;
        let root = folder.root.clone();
        let rulings_stamp = Stamp::of_rulings(&root);
        let Some(inputs) = folder.inputs.filter(|_| folder.usable) else { return Err(unusable(&folder.diagnostics)) };
        let protocol = inputs.protocol;
        let inputs_stamp = Stamp::of(workspace::input_files(&root, &protocol));
        let sources = inputs.exports.iter().map(|export| &export.source).chain(&inputs.enrichment);
        let edition = edition(sources.chain([&folder.protocol_file]));
        let ingested = pipeline::ingest_with(inputs.exports, &inputs.enrichment);
        if let Some(file) = ingested.unread().first() {
            let hint = "`litsieve inspect` shows what the file holds.";
            return Err(Error::new(format!("no record could be read from {}", file.label()), hint));
        }
        let deduplicated = pipeline::deduplicate(ingested, &protocol, &inputs.rulings);
        let Screened { deduplicated, groups } = pipeline::screen(deduplicated, &protocol, &inputs.rulings);
        let records = &deduplicated.ingested.records;
        let searches: Vec<&Search> = protocol.searches().map(|(_, search)| search).collect();
        let id_columns: Vec<_> =
            deduplicated.ingested.searches.iter().map(|&search| searches[search].id_column.as_deref()).collect();
        let names = RecordNames::new(records, &id_columns);
        let (identities, group_of) = (Identities::new(records), group_numbers(&deduplicated));
        let named = deduplicated.matches.groups.iter().enumerate();
        let by_name = named.map(|(number, group)| (group.name.clone(), number)).collect();
        let (about_rulings, noticed) =
            folder.diagnostics.into_iter().partition(|diagnostic| diagnostic.code.starts_with("RUL"));
        let mut review = Self {
            board: Board::new(inputs.rulings, &identities, &group_of),
            terms: Terms::of(&protocol),
            order: Vec::new(),
            by_evidence: Vec::new(),
            pilot: Vec::new(),
            ranked: Ranked::default(),
            root,
            protocol,
            deduplicated,
            groups,
            names,
            group_of,
            identities,
            by_name,
            noticed,
            about_rulings,
            rulings_stamp,
            inputs_stamp,
            edition,
            searchable: OnceLock::new(),
        };
        review.by_evidence = queue::order(&review);
        review.order.clone_from(&review.by_evidence);
        review.pilot = pilot::groups(&review);
        Ok(review)
    }

    /// The length of the file of rulings at `path` as it was last read; 0 if it was not there.
    pub fn read_so_far(&self, path: &Path) -> u64 {
        self.rulings_stamp.size(path)
    }

    /// Takes up what was appended to the file of rulings at `path`. Gives whether pairs were ruled on.
    pub fn take(&mut self, path: &Path, appended: Appended) -> bool {
        let is_read = self.rulings_stamp.size(path) == appended.before;
        self.rulings_stamp.renew(path);
        if !is_read || self.rulings_stamp.size(path) != appended.after {
            // Another program wrote there too.
            return self.reread();
        }
        let mut pairs = false;
        for ruling in appended.rulings {
            match self.board.add(ruling, &self.identities, &self.group_of) {
                Place::Group(group) => self.decide(group),
                Place::Pair => pairs = true,
                Place::Nowhere => {}
            }
        }
        pairs
    }

    /// Reads the files of rulings again if somebody else changed them. Gives whether what is said of pairs changed.
    pub fn refresh(&mut self) -> bool {
        Stamp::of_rulings(&self.root) != self.rulings_stamp && self.reread()
    }

    /// Gives whether what is said of pairs changed.
    fn reread(&mut self) -> bool {
        let pairs = self.board.pairs_in_force();
        let earlier = self.board.groups();
        self.rulings_stamp = Stamp::of_rulings(&self.root);
        self.about_rulings.clear();
        let (_, rulings) = workspace::read_rulings(&self.root, &mut self.about_rulings);
        self.board = Board::new(rulings, &self.identities, &self.group_of);
        earlier.into_iter().chain(self.board.groups()).for_each(|group| self.decide(group));
        self.board.pairs_in_force() != pairs
    }

    /// Whether the protocol or an export changed since it was read, or a file came or went that a pattern of the protocol means.
    pub fn is_outdated(&self) -> bool {
        Stamp::of(workspace::input_files(&self.root, &self.protocol)) != self.inputs_stamp
    }

    /// Tells the protocol and the exports that it was computed from: another edition has other criteria, references or searches.
    pub fn edition(&self) -> &str {
        &self.edition
    }

    /// Decides one group again.
    fn decide(&mut self, group: usize) {
        let numbers = self.board.on_group(group);
        let votes = Votes::new(&numbers, &self.board.rulings);
        let screened = &mut self.groups[group];
        screened.decision = pipeline::decide(&self.protocol, &screened.findings, &votes);
        screened.retrieval = votes.retrieval();
        screened.rulings = numbers;
    }

    /// Takes up what a ranking has learnt: the groups that it knows nothing of come behind.
    pub fn rank(&mut self, ranked: Ranked) {
        let mut known = vec![false; self.len()];
        let mut order = ranked.order.clone();
        order.iter().for_each(|&group| known[group] = true);
        order.extend(self.by_evidence.iter().copied().filter(|&group| !known[group]));
        self.order = order;
        self.ranked = ranked;
    }

    /// How many groups there are.
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// What became of a group.
    pub fn screened(&self, group: usize) -> &ScreenedGroup {
        &self.groups[group]
    }

    /// What matching found.
    pub fn matches(&self) -> &crate::matching::Matches {
        &self.deduplicated.matches
    }

    /// The records of a group.
    pub fn group(&self, group: usize) -> &crate::matching::DuplicateGroup {
        &self.deduplicated.matches.groups[group]
    }

    /// The records.
    pub fn records(&self) -> &RecordTable {
        &self.deduplicated.ingested.records
    }

    /// The identifier of a record.
    pub fn name(&self, id: RecordId) -> String {
        self.names.name(self.records(), id)
    }

    /// The record with this identifier.
    pub fn find_record(&self, name: &str) -> Option<RecordId> {
        self.names.find(self.records(), name)
    }

    /// The group with this name.
    pub fn find_group(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// The search that gave a record.
    pub fn search_of(&self, id: RecordId) -> Option<&Search> {
        self.search(self.deduplicated.ingested.search_of(id))
    }

    /// The search with this number.
    pub fn search(&self, number: usize) -> Option<&Search> {
        self.protocol.searches().nth(number).map(|(_, search)| search)
    }

    /// The title of the record that a target means; the target's own words for one that is gone.
    pub fn title_of(&self, target: &Target) -> String {
        let found = self.identities.find(target);
        let title = found.first().and_then(|&id| self.records().record(id).title());
        one_line(title.unwrap_or(&target.title))
    }

    /// The name of the doubtful pair that a ruling is about.
    pub fn doubt_of(&self, ruling: &Ruling) -> Option<String> {
        let [left, right] = ruling.targets.as_slice() else { return None };
        let (left, right) = (self.identities.find(left), self.identities.find(right));
        let across = |a: RecordId, b: RecordId| left.contains(&a) && right.contains(&b);
        let mut links = self.matches().doubtful.iter().map(|doubt| &doubt.link);
        let link = links.find(|link| across(link.a, link.b) || across(link.b, link.a))?;
        Some(queue::pair_name(self, link.a, link.b))
    }

    /// What identifies a group: the record that stands for it.
    pub fn target(&self, group: usize) -> Target {
        Target::of(self.records().record(self.group(group).kept))
    }

    /// Everything that a search looks through, in small letters and without marks.
    pub fn searchable(&self, group: usize) -> &str {
        let make = || (0..self.len()).into_par_iter().map(|group| self.words_of(group)).collect();
        &self.searchable.get_or_init(make)[group]
    }

    fn words_of(&self, group: usize) -> String {
        let mut text = self.group(group).name.clone();
        let mut put = |part: &str| {
            text.push(' ');
            text.push_str(part);
        };
        for &id in &self.group(group).records {
            let record = self.records().record(id);
            put(&self.name(id));
            [record.title(), record.abstract_text(), record.container()].into_iter().flatten().for_each(&mut put);
            record.authors().iter().for_each(|person| put(&person.family));
            record.doi().iter().for_each(|doi| put(doi.as_str()));
        }
        if text.is_ascii() {
            let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' };
            return text.chars().map(plain).collect();
        }
        fold(&text)
    }

    /// The rulings in force on a group.
    pub fn rulings_on(&self, group: usize) -> impl Iterator<Item = &Ruling> {
        self.groups[group].rulings.iter().map(|&number| &self.board.rulings[number as usize])
    }

    /// What a reader should know about the folder: what is wrong with rulings first, then every error.
    pub fn noticed(&self) -> impl Iterator<Item = &Diagnostic> {
        let serious = self.noticed.iter().filter(|diagnostic| diagnostic.severity >= Severity::Error);
        self.about_rulings.iter().chain(serious)
    }
}

fn edition<'a>(files: impl Iterator<Item = &'a Arc<SourceFile>>) -> String {
    let mut facts: Vec<String> = files.map(|file| format!("{} {}", file.digest(), file.label())).collect();
    facts.sort_unstable();
    Digest::of(facts.join("\n").as_bytes()).to_string()
}

fn unusable(diagnostics: &[Diagnostic]) -> Error {
    let first = diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error);
    let why = first.map_or_else(String::new, |wrong| format!(": {}:{} {}", wrong.file, wrong.line, wrong.message));
    Error::new(
        format!("the review folder cannot be used as it is{why}"),
        "`litsieve check` shows everything that is wrong.",
    )
}
