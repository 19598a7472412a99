//! Every query of every search held against the records of the search's own exports and of all others.

use crate::query::{Mode, Reading, Replay, SearchQuery, replay};
use crate::record::{Record, RecordId};

use super::Run;

/// A query of a search in one reading and one mode.
#[derive(Debug, Clone)]
pub struct Held<'a> {
    /// The number of the search.
    pub search: usize,
    /// The query, with its dialect and its time.
    pub asked: SearchQuery<'a>,
    /// What it finds among the records of the search's own exports; of none, if it has no export.
    pub own: Replay,
    /// What it finds among the records of each other search that has an export, in the order of the protocol.
    pub others: Vec<Elsewhere>,
}

/// What a query finds among the records of another search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Elsewhere {
    /// The number of that search.
    pub search: usize,
    /// How many records its exports hold.
    pub records: usize,
    /// How many of them match.
    pub matching: usize,
    /// How many of these are of references that no export of the query's own search has: the query would have found them there,
    /// if that source had them and nothing else limited the search.
    pub not_in_own: usize,
}

impl Held<'_> {
    /// The reading.
    pub fn reading(&self) -> Reading {
        self.own.reading
    }

    /// The text that was read: the query as printed, or as it was meant.
    pub fn text(&self) -> &str {
        match self.reading() {
            Reading::Intended => self.asked.intended.unwrap_or(self.asked.text),
            _ => self.asked.text,
        }
    }

    /// Literal or normalised.
    pub fn mode(&self) -> Mode {
        self.own.mode
    }
}

/// Holds the queries of one search against every export: once per query, reading and mode.
pub fn held<'a>(run: &Run<'a>, search: usize) -> Vec<Held<'a>> {
    let Some((_, found)) = run.protocol.searches().nth(search) else { return Vec::new() };
    let (own, others): (Vec<_>, Vec<_>) = run.records().iter().partition(|(id, _)| run.search_of(*id) == search);
    let mut all = Vec::new();
    for asked in run.protocol.queries_of(found) {
        let elsewhere = replay(&asked, &others);
        for (own, elsewhere) in replay(&asked, &own).into_iter().zip(elsewhere) {
            let others = by_search(run, search, &others, &elsewhere);
            all.push(Held { search, asked: asked.clone(), own, others });
        }
    }
    all
}

fn by_search(run: &Run<'_>, own: usize, records: &[(RecordId, Record<'_>)], found: &Replay) -> Vec<Elsewhere> {
    let searches = (0..run.protocol.searches().count()).filter(|&search| search != own);
    let mut counted: Vec<Elsewhere> =
        searches.map(|search| Elsewhere { search, records: 0, matching: 0, not_in_own: 0 }).collect();
    let place = |id: RecordId| {
        let search = run.search_of(id);
        if search > own { search - 1 } else { search }
    };
    records.iter().for_each(|(id, _)| counted[place(*id)].records += 1);
    for (id, _) in &found.matching {
        let here = &mut counted[place(*id)];
        here.matching += 1;
        here.not_in_own += usize::from(!run.screened.groups[run.group_of(*id)].arms.contains(&own));
    }
    counted.retain(|here| here.records > 0);
    counted
}
