//! What every search gave: how much of it was new, how much nobody else found, and how the sources overlap.

use std::collections::{BTreeMap, BTreeSet};

use super::{Story, Told};

/// What a search, or several together, gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Yield {
    /// Records in its exports; `None` without an export, which is not zero.
    pub records: Option<u64>,
    /// References that it found.
    pub references: u64,
    /// References that no search before it found: the marginal yield.
    pub new: u64,
    /// References that no other search found, before or after.
    pub alone: u64,
    /// Of the new ones, those that are in the screened reference set so far.
    pub new_included: u64,
    /// Of the new ones, those that wait for a person.
    pub new_waiting: u64,
}

/// What all searches gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Yields {
    /// Per search, in the order of the protocol.
    pub searches: Vec<Yield>,
    /// Per iteration. A reference that two searches of one round found is new to the round once.
    pub iterations: Vec<Yield>,
    /// The combinations of sources that found references, the largest first.
    pub overlaps: Vec<Overlap>,
}

/// References that exactly these sources found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlap {
    /// Places of the sources in the protocol, ascending.
    pub sources: Vec<usize>,
    /// How many references.
    pub references: u64,
    /// Of these, in the screened reference set so far.
    pub included: u64,
}

impl Yield {
    /// Counts a reference that is new.
    fn add_new(&mut self, told: &Told) {
        self.new += 1;
        self.new_included += u64::from(told.decision.decision == "included");
        self.new_waiting += u64::from(told.decision.decision == "to-review");
    }
}

/// Counts what every search gave.
pub fn yields(story: &Story) -> Yields {
    let places: BTreeMap<&str, Place> = places(story);
    let mut searches = vec![Yield::default(); places.len()];
    let mut iterations = vec![Yield::default(); story.protocol.iterations.len()];
    for file in &story.files {
        let Some(place) = places.get(file.search.as_str()) else { continue };
        *searches[place.search].records.get_or_insert(0) += file.records;
        *iterations[place.iteration].records.get_or_insert(0) += file.records;
    }
    let mut overlaps: BTreeMap<Vec<usize>, (u64, u64)> = BTreeMap::new();
    for told in &story.groups {
        let mut arms: Vec<Place> =
            told.decision.searches.iter().filter_map(|id| places.get(id.as_str()).copied()).collect();
        arms.sort_unstable();
        let rounds: BTreeSet<usize> = arms.iter().map(|arm| arm.iteration).collect();
        let sources: BTreeSet<usize> = arms.iter().map(|arm| arm.source).collect();
        arms.iter().for_each(|arm| searches[arm.search].references += 1);
        rounds.iter().for_each(|&round| iterations[round].references += 1);
        if let Some(first) = arms.first() {
            searches[first.search].add_new(told);
            searches[first.search].alone += u64::from(arms.len() == 1);
            iterations[first.iteration].add_new(told);
            iterations[first.iteration].alone += u64::from(rounds.len() == 1);
        }
        let (references, included) = overlaps.entry(sources.into_iter().collect()).or_default();
        *references += 1;
        *included += u64::from(told.decision.decision == "included");
    }
    let mut overlaps: Vec<Overlap> = overlaps
        .into_iter()
        .map(|(sources, (references, included))| Overlap { sources, references, included })
        .collect();
    // The map gave them by their sources; the order stays so among equals.
    overlaps.sort_by_key(|overlap| std::cmp::Reverse(overlap.references));
    Yields { searches, iterations, overlaps }
}

/// Where a search stands in the protocol; searches sort by their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    search: usize,
    iteration: usize,
    source: usize,
}

fn places(story: &Story) -> BTreeMap<&str, Place> {
    let iterations = story.protocol.iterations.iter().enumerate();
    let all = iterations.flat_map(|(round, iteration)| iteration.searches.iter().map(move |search| (round, search)));
    all.enumerate()
        .map(|(number, (iteration, search))| {
            (search.id.as_str(), Place { search: number, iteration, source: search.source })
        })
        .collect()
}
