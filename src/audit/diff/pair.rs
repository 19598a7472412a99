//! Which record of one run is which of the other.
//!
//! Rungs of a ladder, the surest first: the same bytes in the same search; the same accession number, the same DOI and title,
//! the same title and year in the same search; the same bytes in another search. Records that are equal on a rung are
//! paired in their order.

use std::collections::{BTreeSet, HashMap, VecDeque};

use foldhash::fast::FixedState;

use super::super::Story;
use crate::record::Field;
use crate::ruling::fold;
use crate::wire::audit::Found;

/// The records of two runs, paired.
pub(super) struct Pairs {
    new_of: Vec<Option<usize>>,
    old_of: Vec<Option<usize>>,
}

/// What makes two records one on a rung; `None` if the record lacks it.
type Rung = fn(&Story, &Found) -> Option<String>;

const RUNGS: [Rung; 5] = [
    |story, found| Some(format!("{} {}", story.search_of(found), found.digest)),
    |story, found| {
        let accession = found.value(Field::Accession.name());
        (!accession.is_empty()).then(|| format!("{} {accession}", story.search_of(found)))
    },
    |story, found| {
        let (doi, title) = (found.value(Field::Doi.name()), fold(found.title()));
        (!doi.is_empty() && !title.is_empty())
            .then(|| format!("{} {} {title}", story.search_of(found), doi.to_lowercase()))
    },
    |story, found| {
        let title = fold(found.title());
        (!title.is_empty()).then(|| format!("{} {} {title}", story.search_of(found), found.value(Field::Date.name())))
    },
    |_, found| Some(found.digest.clone()),
];

impl Pairs {
    pub fn new(before: &Story, after: &Story) -> Self {
        let mut pairs = Self { new_of: vec![None; before.records.len()], old_of: vec![None; after.records.len()] };
        for rung in RUNGS {
            let mut waiting: HashMap<String, VecDeque<usize>, FixedState> = HashMap::default();
            for (old, found) in before.records.iter().enumerate().filter(|(old, _)| pairs.new_of[*old].is_none()) {
                if let Some(key) = rung(before, found) {
                    waiting.entry(key).or_default().push_back(old);
                }
            }
            for (new, found) in after.records.iter().enumerate() {
                let free = pairs.old_of[new].is_none();
                let key = free.then(|| rung(after, found)).flatten();
                if let Some(old) = key.and_then(|key| waiting.get_mut(&key)?.pop_front()) {
                    pairs.new_of[old] = Some(new);
                    pairs.old_of[new] = Some(old);
                }
            }
        }
        pairs
    }

    /// The record of the second run that is this one of the first.
    pub fn new_of(&self, old: usize) -> Option<usize> {
        self.new_of[old]
    }

    /// The record of the first run that is this one of the second.
    pub fn old_of(&self, new: usize) -> Option<usize> {
        self.old_of[new]
    }

    /// Whether a record that is in both runs is together with other records, or with some that only one run has.
    pub fn companions_differ(&self, before: &Story, after: &Story, old: usize, new: usize) -> bool {
        let was: Option<BTreeSet<usize>> = members(before, old).map(|old| self.new_of[old]).collect();
        let is = members(after, new).collect();
        was.is_none_or(|was| was != is)
    }
}

/// The records of the group of a record.
pub(super) fn members(story: &Story, record: usize) -> impl Iterator<Item = usize> + '_ {
    let told = story.group_of(&story.records[record].record);
    told.into_iter().flat_map(|told| &told.group.records).filter_map(|name| story.record_number(name))
}
