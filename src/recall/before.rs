//! Which known references the version before an update included: they are in the review, found again or not.

use std::collections::BTreeSet;

use super::identifier;
use crate::exchange::Described;
use crate::exchange::place::{Placed, Shelf};
use crate::protocol::Protocol;
use crate::record::{Record, RecordFile};
use crate::ruling::Target;

/// The known references, by set and identifier, that are among what earlier versions included. They are found by identifier, DOI,
/// address or title; what a DOI or a first author contradicts, or what may be several, is none.
pub fn included_before(protocol: &Protocol, included: &[RecordFile]) -> BTreeSet<(String, String)> {
    let records: Vec<Record<'_>> = included.iter().flat_map(RecordFile::iter).collect();
    let mut shelf = Shelf::default();
    for (number, record) in records.iter().enumerate() {
        shelf.put(number, &Described::of(*record));
    }
    let is_there = |known: Record<'_>| match shelf.find(&Described::of(known)) {
        Placed::Found(number, _) => !is_contradicted(&Target::of(known), &Target::of(records[number])),
        Placed::Ambiguous(..) | Placed::Missing => false,
    };
    let sets = protocol.known_sets().filter_map(|(set, file)| Some((set, file?)));
    let there = sets.flat_map(|(set, file)| {
        file.iter().filter(|known| is_there(*known)).map(|known| (set.id.clone(), identifier(known)))
    });
    there.collect()
}

/// Whether both have a DOI, or a first author, and not the same. The same DOI settles it.
fn is_contradicted(known: &Target, other: &Target) -> bool {
    let differ = |a: &String, b: &String| !a.is_empty() && !b.is_empty() && a != b;
    let same_doi = !known.doi.is_empty() && known.doi == other.doi;
    !same_doi && (differ(&known.doi, &other.doi) || differ(&known.author, &other.author))
}
