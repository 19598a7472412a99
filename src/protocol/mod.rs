//! What the review promised to do: `protocol.toml` as values.
//!
//! [`parse`] reads the text and reports everything that is wrong with it at once.
//!
//! Invariants: what is not reported is written as such and never becomes a number; an unknown key is an error, because a
//! promise that is not understood is not kept.

mod asked;
mod criterion;
pub mod entries;
pub mod keys;
mod known_set;
mod published;
mod query_criterion;
mod read;
mod reporting;
mod search;
mod table;

pub use asked::day;
pub use criterion::kinds;
pub use published::{Published, Qualifier, Reported};
pub use read::{SCHEMA, parse};
pub use reporting::Reporting;

use crate::criteria::{Criterion, Settings, Subject};
use crate::matching;
use crate::record::RecordFile;
use crate::record::date::PartialDate;

/// A review's protocol.
#[derive(Debug)]
pub struct Protocol {
    /// The review.
    pub review: Review,
    /// Where records came from, in the order of the protocol.
    pub sources: Vec<Source>,
    /// The rounds of searching, in order.
    pub iterations: Vec<Iteration>,
    /// How duplicates are found.
    pub matching: matching::Settings,
    /// The criteria, in the order that decides which one is the reason.
    pub criteria: Vec<CriterionRule>,
    /// References that the review must not lose.
    pub known: Vec<KnownSet>,
    /// Per known set: its references. Empty until [`attach_known`](Protocol::attach_known); `None` if the file could not be
    /// read.
    pub known_references: Vec<Option<RecordFile>>,
    /// Numbers that the review published.
    pub published: Vec<Published>,
    /// How votes become decisions, per stage.
    pub votes: Vec<VoteRule>,
    /// What reporting standards ask and no run shows.
    pub reporting: Reporting,
    /// Changes of the protocol made after it was first written.
    pub amendments: Vec<Amendment>,
    /// The earlier version, for an update.
    pub previous: Option<Earlier>,
}

/// The version of a review that an update begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// The folder of its results, below the review folder; of an update, behind it those of the versions before, the newest first.
    pub results: Vec<String>,
    /// The digest of its run, or the first digits of it, as its report or a paper gives it.
    pub run: Option<String>,
}

/// The review itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Short name.
    pub id: String,
    /// Title.
    pub title: String,
    /// Whether this is a new review, a replay of a published one, or an update.
    pub mode: Mode,
    /// DOI of the published review.
    pub doi: Option<String>,
    /// The day on which the review was published, or handed in: how old its searches are is told relative to it.
    pub published_on: Option<PartialDate>,
    /// What the export files are.
    pub exports_are: ExportsAre,
}

/// What kind of undertaking this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A new review.
    New,
    /// A published review is replayed.
    Replay,
    /// An earlier review is brought up to date.
    Update,
}

/// What the export files are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportsAre {
    /// The files of the published review.
    Original,
    /// The searches run again later.
    Rerun,
    /// Made up to show the program.
    Demonstration,
}

impl ExportsAre {
    /// The word in the protocol.
    pub fn name(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Rerun => "rerun",
            Self::Demonstration => "demonstration",
        }
    }

    /// What a reader of any number must know first; `None` for the review's own exports.
    pub fn caution(self) -> Option<&'static str> {
        match self {
            Self::Original => None,
            Self::Rerun => Some(
                "The searches were run again: these are not the review's own exports, and numbers differ from the published ones for that alone.",
            ),
            Self::Demonstration => Some(
                "Demonstration: the exports are made up to show the program. No number here is a result of the review.",
            ),
        }
    }
}

/// How a fact about the review is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The review says so.
    Stated,
    /// Nobody says so; it is usual.
    Assumed,
    /// The review does not say.
    NotReported,
}

/// A value with how it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known<T> {
    /// The value; `None` if not reported.
    pub value: Option<T>,
    /// How it is known.
    pub basis: Basis,
}

/// What kind of source this is, in the terms of PRISMA 2020.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceKind {
    /// Bibliographic database.
    Database,
    /// Trial or study register.
    Register,
    /// Website or search engine.
    Website,
    /// Organisation.
    Organisation,
    /// Citation searching.
    Citation,
    /// Experts asked.
    Expert,
    /// Searching by hand.
    Handsearch,
}

impl SourceKind {
    /// Whether the flow shows it in its first column, "databases and registers".
    pub fn is_database_or_register(self) -> bool {
        matches!(self, Self::Database | Self::Register)
    }

    /// The word in the protocol.
    pub fn name(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Register => "register",
            Self::Website => "website",
            Self::Organisation => "organisation",
            Self::Citation => "citation",
            Self::Expert => "expert",
            Self::Handsearch => "handsearch",
        }
    }
}

/// Where records came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Short name.
    pub id: String,
    /// Name.
    pub name: String,
    /// Platform.
    pub platform: Option<Known<String>>,
    /// Kind.
    pub kind: SourceKind,
    /// The query dialect.
    pub syntax: Option<String>,
    /// The service that its searches are run on over HTTP.
    pub api: Option<String>,
    /// Where that service is asked, for a protocol that many repositories speak.
    pub url: Option<String>,
}

/// One round of searching.
#[derive(Debug, Clone, PartialEq)]
pub struct Iteration {
    /// Short name.
    pub id: String,
    /// What it was for.
    pub purpose: String,
    /// Its searches.
    pub searches: Vec<Search>,
}

/// One query, in one source, on one date.
#[derive(Debug, Clone, PartialEq)]
pub struct Search {
    /// Short name.
    pub id: String,
    /// Index of the source in [`Protocol::sources`].
    pub source: usize,
    /// The query as printed.
    pub query: Option<String>,
    /// The query as it was evidently meant.
    pub reading: Option<String>,
    /// Identifiers of the searches whose query this one repeats.
    pub same_query_as: Vec<String>,
    /// The fields searched.
    pub fields: Option<Known<Vec<String>>>,
    /// Limits set inside the database, as words; empty where none were set, `None` where nobody says.
    pub limits: Option<Vec<String>>,
    /// When it ran, as far as known.
    pub run_on: RunOn,
    /// Paths and globs of its export files.
    pub exports: Vec<String>,
    /// The column that brings record identifiers, for CSV exports.
    pub id_column: Option<String>,
    /// How many records it gave, as published.
    pub reported: Option<Reported>,
}

/// When a search ran.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RunOn {
    /// How the day is known; `None` if the protocol says nothing about it.
    pub basis: Option<Basis>,
    /// The day.
    pub on: Option<PartialDate>,
    /// Not before this day.
    pub not_before: Option<PartialDate>,
    /// Not after this day.
    pub not_after: Option<PartialDate>,
}

/// A stage of screening, a row of the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Removed before screening.
    BeforeScreening,
    /// Titles and abstracts.
    Screening,
    /// Full texts.
    Eligibility,
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Self; 3] = [Self::BeforeScreening, Self::Screening, Self::Eligibility];

    /// The word in the protocol.
    pub fn name(self) -> &'static str {
        match self {
            Self::BeforeScreening => "before_screening",
            Self::Screening => "screening",
            Self::Eligibility => "eligibility",
        }
    }

    /// The stage with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }
}

/// What an unclear finding means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unclear {
    /// A person decides.
    #[default]
    Review,
    /// Counts as met, with a footnote in the flow.
    Pass,
    /// Counts as not met, with a footnote in the flow.
    Exclude,
}

/// Where a criterion applies. An empty list restricts nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope {
    /// Kinds of source.
    pub source_kinds: Vec<SourceKind>,
    /// Indices of sources.
    pub sources: Vec<usize>,
    /// Identifiers of iterations.
    pub iterations: Vec<String>,
    /// Identifiers of searches.
    pub searches: Vec<String>,
}

/// A criterion with its place in the review.
#[derive(Debug)]
pub struct CriterionRule {
    /// Short name.
    pub id: String,
    /// The kind, one of [`kinds`].
    pub kind: &'static str,
    /// The reason given for an exclusion.
    pub reason: String,
    /// The stage at which it excludes.
    pub stage: Stage,
    /// What an unclear finding means.
    pub unclear: Unclear,
    /// Where it applies.
    pub scope: Scope,
    /// For a question to a person: whether undecided references wait for the answer.
    pub required: bool,
    /// The question to a person, if it is one.
    pub question: Option<String>,
    /// The keys of its kind, as the protocol has them.
    pub settings: Settings,
    /// The criterion, ready to be applied.
    pub criterion: Box<dyn Criterion>,
}

impl CriterionRule {
    /// The criterion a little different, ready to be applied, each with what is different for a reader.
    pub fn variants(&self) -> Vec<(String, Box<dyn Criterion>)> {
        let Some(kind) = criterion::kind(self.kind) else { return Vec::new() };
        let variants = kind.variants(&self.settings).into_iter();
        variants.filter_map(|variant| Some((variant.name, kind.build(&variant.settings).ok()?))).collect()
    }

    /// The criterion changed as little as possible to let these records in, in each way that its kind knows.
    pub fn admitting(&self, subject: Subject<'_>) -> Vec<(String, Box<dyn Criterion>)> {
        let kind = criterion::kind(self.kind);
        let variants = kind.into_iter().flat_map(|kind| {
            let variants = kind.admitting(&self.settings, subject).into_iter();
            variants.filter_map(|variant| Some((variant.name, kind.build(&variant.settings).ok()?)))
        });
        variants.chain(self.criterion.admitting(subject)).collect()
    }
}

/// References that the review must not lose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownSet {
    /// Short name.
    pub id: String,
    /// The file, below the review folder.
    pub file: String,
    /// What they are to the review: `included`, `seed`, `expert`.
    pub role: String,
}

/// How votes become a decision at one stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoteRule {
    /// The stage.
    pub stage: Stage,
    /// How many people decide on each reference.
    pub voters: u32,
    /// Whether an exclusion needs all of them or any.
    pub exclusion_needs_all: bool,
    /// Whether a conflict waits for an adjudication (otherwise it includes).
    pub adjudicate: bool,
    /// In which order references are offered to readers.
    pub order: ReadingOrder,
    /// The references that everybody reads first.
    pub pilot: Option<Pilot>,
}

/// In which order references are offered to readers. Never decides anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReadingOrder {
    /// Those with the most decisive evidence first.
    #[default]
    Evidence,
    /// Those most like what was included so far, by [`crate::ranking`].
    Ranked,
}

/// The references that everybody reads before the others are offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pilot {
    /// How many.
    pub references: u32,
    /// On how many in a hundred of them the readers must agree.
    pub agreement: u32,
}

/// A change of the protocol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    /// When.
    pub on: PartialDate,
    /// What changed.
    pub what: String,
    /// Why.
    pub why: String,
}

impl Protocol {
    /// A protocol that only looks for duplicates: one search that gave every file, no criteria. `id_column` is the column
    /// that brings record identifiers.
    pub fn only_duplicates(id_column: Option<&str>) -> Self {
        let search = Search {
            id: "files".to_owned(),
            source: 0,
            query: None,
            reading: None,
            same_query_as: Vec::new(),
            fields: None,
            limits: None,
            run_on: RunOn::default(),
            exports: Vec::new(),
            id_column: id_column.map(str::to_owned),
            reported: None,
        };
        let source = Source {
            id: "files".to_owned(),
            name: "files".to_owned(),
            platform: None,
            kind: SourceKind::Database,
            syntax: None,
            api: None,
            url: None,
        };
        Self {
            review: Review {
                id: "files".to_owned(),
                title: String::new(),
                mode: Mode::New,
                doi: None,
                published_on: None,
                exports_are: ExportsAre::Original,
            },
            sources: vec![source],
            iterations: vec![Iteration { id: "1".to_owned(), purpose: String::new(), searches: vec![search] }],
            matching: matching::Settings::default(),
            criteria: Vec::new(),
            known: Vec::new(),
            known_references: Vec::new(),
            published: Vec::new(),
            votes: Vec::new(),
            reporting: Reporting::default(),
            amendments: Vec::new(),
            previous: None,
        }
    }

    /// Takes in the references of the known sets, in the order of the sets: a protocol names their files and does not read
    /// them. Criteria on known sets are unclear before.
    pub fn attach_known(&mut self, references: Vec<Option<RecordFile>>) {
        self.known_references = references;
        for rule in &mut self.criteria {
            let set = rule.settings.text(known_set::SET).ok().flatten().filter(|_| rule.kind == known_set::NAME);
            let place = set.and_then(|set| self.known.iter().position(|known| known.id == set));
            let references = place.and_then(|place| self.known_references.get(place)?.as_ref());
            let bound = references.and_then(|references| known_set::with_references(&rule.settings, references));
            if let Some(criterion) = bound {
                rule.criterion = criterion;
            }
        }
    }

    /// Every known set with its references, where its file could be read.
    pub fn known_sets(&self) -> impl Iterator<Item = (&KnownSet, Option<&RecordFile>)> {
        self.known.iter().enumerate().map(|(at, set)| (set, self.known_references.get(at).and_then(Option::as_ref)))
    }

    /// Every search with its iteration, in the order of the protocol; a search's place here is its number.
    pub fn searches(&self) -> impl Iterator<Item = (&Iteration, &Search)> {
        self.iterations.iter().flat_map(|iteration| iteration.searches.iter().map(move |search| (iteration, search)))
    }
}
