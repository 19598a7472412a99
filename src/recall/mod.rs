//! Where each reference that a review must not lose was found, or lost.
//!
//! For every reference of the protocol's known sets: whether it is in the exports, by which searches it came, which queries
//! would have caught it and in which reading, which group it was merged into, and what was decided on that group. Everything
//! follows from a finished run and the protocol.
//!
//! Invariant: nothing is guessed. A known reference that fits several groups is listed with them, and counts as not found.

mod before;
mod find;
mod retrieve;
mod share;

pub use before::included_before;
pub use find::Near;
pub use retrieve::{Answer, Retrieval};
pub use share::{Counted, Share};

use crate::audit::Run;
use crate::protocol::KnownSet;
use crate::record::{Field, FieldValue, Record, RecordFile};
use find::Finder;

/// What became of the references of one known set.
#[derive(Debug)]
pub struct Recall<'a> {
    /// The known set.
    pub set: &'a KnownSet,
    /// Its references, in the order of their file.
    pub references: Vec<KnownReference<'a>>,
    /// Per query of a search, reading and mode: which of the references it catches.
    pub retrievals: Vec<Retrieval<'a>>,
    /// How many of the references each search found, in the order of the protocol.
    pub searches: Vec<Counted<'a>>,
    /// How many each iteration found.
    pub iterations: Vec<Counted<'a>>,
    /// How many all searches together found.
    pub found: Share,
    /// How many were not excluded: included, or waiting for a person.
    pub kept: Share,
}

/// One reference that the review must not lose.
#[derive(Debug)]
pub struct KnownReference<'a> {
    /// Its identifier: the one that its file gives it, else its number in the file.
    pub id: String,
    /// The reference as its file has it.
    pub record: Record<'a>,
    /// Where it is in the run.
    pub found: Found,
    /// Of an update: whether the version before it included the reference, which then does not get lost.
    pub before: bool,
}

/// Where a known reference is in a run.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// In this group, recognised by this: a rung of the ladder (`DOI`, `title, year and author`) or a rule of matching.
    Group {
        /// The number of the group.
        group: usize,
        /// What it was recognised by.
        by: String,
    },
    /// It may be one of these groups.
    Ambiguous {
        /// The numbers of the groups, ascending.
        groups: Vec<usize>,
        /// What they have in common with it.
        by: String,
    },
    /// In no export. The nearest records, the nearest first.
    Missing(Vec<Near>),
}

impl Found {
    /// The number of the one group that holds the reference.
    pub fn group(&self) -> Option<usize> {
        match self {
            Self::Group { group, .. } => Some(*group),
            _ => None,
        }
    }
}

/// What became of every known set whose file could be read, in the order of the protocol.
pub fn recall<'a>(run: &Run<'a>) -> Vec<Recall<'a>> {
    let read: Vec<(&KnownSet, &RecordFile)> =
        run.protocol.known_sets().filter_map(|(set, file)| Some((set, file?))).collect();
    if read.is_empty() {
        return Vec::new();
    }
    let finder = Finder::new(run);
    read.into_iter().map(|(set, file)| of_set(run, &finder, set, file)).collect()
}

/// Per reference of a file: the number of the one group that holds it, if there is one.
pub fn groups_of(run: &Run<'_>, file: &RecordFile) -> Vec<Option<usize>> {
    Finder::new(run).find(file).iter().map(Found::group).collect()
}

fn of_set<'a>(run: &Run<'a>, finder: &Finder<'_, 'a>, set: &'a KnownSet, file: &'a RecordFile) -> Recall<'a> {
    let places = finder.find(file);
    let references: Vec<KnownReference<'a>> = file
        .iter()
        .zip(places)
        .map(|(record, found)| {
            let id = identifier(record);
            let before = run.inputs.earlier.known.contains(&(set.id.clone(), id.clone()));
            KnownReference { id, record, found, before }
        })
        .collect();
    let retrievals = retrieve::retrievals(run, &references);
    let searches = share::by_search(run, &references);
    let iterations = share::by_iteration(run, &references);
    let total = references.len();
    let found = references.iter().filter(|reference| reference.found.group().is_some()).count();
    let kept = references.iter().filter(|reference| reference.is_kept(run)).count();
    Recall {
        set,
        references,
        retrievals,
        searches,
        iterations,
        found: Share { part: found, total },
        kept: Share { part: kept, total },
    }
}

/// Whether the value names the reference in its file: the tag `ID` of RIS, the column `id` of a table. In an export of Web of
/// Science `ID` are keywords.
fn is_identifier(value: FieldValue<'_>) -> bool {
    const NAMES: [&str; 5] = ["id", "key", "reference id", "record id", "study id"];
    let tag = value.tag().trim().to_lowercase().replace(['_', '-'], " ");
    NAMES.contains(&tag.as_str()) && !matches!(value.field(), Field::SubjectHeading | Field::Keyword)
}

/// The identifier that the file gives the reference, else its number.
fn identifier(record: Record<'_>) -> String {
    let own = record.values().find(|value| is_identifier(*value)).map(|value| value.value().trim());
    let own = own.or_else(|| record.first(Field::Accession).map(str::trim));
    own.filter(|own| !own.is_empty()).map_or_else(|| record.number().to_string(), str::to_owned)
}

impl KnownReference<'_> {
    /// The numbers of the searches that found it, ascending.
    pub fn searches<'r>(&self, run: &'r Run<'_>) -> &'r [usize] {
        self.found.group().map_or(&[], |group| &run.screened.groups[group].arms)
    }

    /// Whether it is in the exports and not excluded.
    pub fn is_kept(&self, run: &Run<'_>) -> bool {
        self.found.group().is_some_and(|group| run.group(group).decision() != "excluded")
    }
}
