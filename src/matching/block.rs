//! Candidate pairs: which records are compared at all.
//!
//! Every pass gives each record at most a few hashes; records that share one are candidates. A block that is too large
//! is parted by further fields, so that the number of pairs stays in proportion to the number of records.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use rayon::prelude::*;

use super::form::Form;
use super::key::Key;
use super::text::finish;
use super::venue::Venue;
use crate::record::Field;

/// Largest block in which everything is compared with everything, where what the records share says much: an identifier, a title.
///
/// Measured with `cargo bench --bench labelled_sets`: with 24 and [`FULL_OF_WORDS`] 8 the seven sets come out as with 96 and 32, and
/// also as with 12 and 4; with 4 and 2 they miss seven duplicates. Here stands twice what loses nothing; beyond, only the time grows
/// (100,000 made-up records: 274 thousand pairs with 12 and 4, 506 with 24 and 8, 864 with 48 and 16, the same groups). That all
/// pairs would find nothing more is tested in `matching_sets::blocking_misses_nothing_in_labelled_sets`.
const FULL: usize = 24;

/// The same where it says less: two words of a title, a name and a word. Blocks of this kind fill up as a set grows.
const FULL_OF_WORDS: usize = 8;

/// The pairs that are compared.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    /// Pairs of record numbers, the smaller first, sorted, once each.
    pub(super) pairs: Vec<(u32, u32)>,
    /// Blocks of records with one identifier or title that were too large to compare each with each.
    pub(super) cut: Vec<Cut>,
}

/// Records that share an identifier or a title with so many others that not all of them are compared with each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cut {
    /// What they share.
    pub(super) shared: Field,
    /// The records, ascending.
    pub(super) members: Vec<u32>,
    /// The pairs of them that are compared.
    pub(super) compared: Vec<(u32, u32)>,
}

/// Which records are compared.
pub(super) fn candidates(keys: &[Key]) -> Candidates {
    let rarity = Rarity::of(keys);
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    let mut cut = Vec::new();
    for &(pass, full, shared) in PASSES {
        let mut entries: Vec<(u64, u32)> = keys
            .par_iter()
            .enumerate()
            .flat_map_iter(|(at, key)| {
                let mut hashes = Vec::new();
                pass(key, &rarity, &mut hashes);
                hashes.into_iter().map(move |hash| (hash, at as u32))
            })
            .collect();
        entries.par_sort_unstable();
        entries.dedup();
        for block in entries.chunk_by(|a, b| a.0 == b.0).filter(|block| block.len() > 1) {
            let members: Vec<u32> = block.iter().map(|entry| entry.1).collect();
            pairs_of(keys, &members, full, PARTS, &mut pairs);
            if let Some(shared) = shared.filter(|_| members.len() > full) {
                cut.push(Cut { shared, members, compared: Vec::new() });
            }
        }
    }
    books_and_chapters(keys, &mut pairs);
    pairs.par_sort_unstable();
    pairs.dedup();
    cut.iter_mut().for_each(|cut| cut.compared = among(&pairs, &cut.members));
    Candidates { pairs, cut }
}

/// Those of `pairs` of which both are among `members`; both lists ascend.
fn among(pairs: &[(u32, u32)], members: &[u32]) -> Vec<(u32, u32)> {
    let of = |a: u32| {
        let start = pairs.partition_point(|pair| pair.0 < a);
        pairs[start..].iter().take_while(move |pair| pair.0 == a).copied()
    };
    members.iter().flat_map(|&a| of(a)).filter(|(_, b)| members.binary_search(b).is_ok()).collect()
}

/// Each book with the records that name it as what holds them, unless too many books have that name.
fn books_and_chapters(keys: &[Key], pairs: &mut Vec<(u32, u32)>) {
    let mut books: HashMap<u64, Vec<u32>, FixedState> = HashMap::default();
    for (id, key) in (0..).zip(keys).filter(|(_, key)| key.form == Form::Book && !key.title.text.is_empty()) {
        let name = Venue::name_of_book(&key.title.text);
        books.entry(super::text::hash(&name)).or_default().push(id);
    }
    books.retain(|_, named| named.len() <= FULL_OF_WORDS);
    if books.is_empty() {
        return;
    }
    for (id, key) in (0..).zip(keys).filter(|(_, key)| !key.venue.words.is_empty()) {
        let books = books.get(&super::text::hash(&key.venue.words)).into_iter().flatten();
        pairs.extend(books.filter(|&&book| book != id).map(|&book| (book.min(id), book.max(id))));
    }
}

/// Adds the pairs of a block. One that is too large is parted in several ways, by what the rules ask for besides,
/// and its parts again by what is left; what nothing parts is compared along an order made by content.
fn pairs_of(keys: &[Key], members: &[u32], full: usize, parts: &[Part], pairs: &mut Vec<(u32, u32)>) {
    if members.len() <= full {
        for (at, &a) in members.iter().enumerate() {
            pairs.extend(members[at + 1..].iter().map(|&b| (a.min(b), a.max(b))));
        }
        return;
    }
    for (at, part) in parts.iter().enumerate() {
        let mut by: Vec<(u64, u32)> =
            members.iter().map(|&id| (part(&keys[id as usize]), id)).filter(|&(hash, _)| hash != 0).collect();
        by.sort_unstable();
        for block in by.chunk_by(|a, b| a.0 == b.0).filter(|block| block.len() > 1) {
            let ids: Vec<u32> = block.iter().map(|entry| entry.1).collect();
            pairs_of(keys, &ids, full, &parts[at + 1..], pairs);
        }
    }
    if parts.is_empty() {
        let mut ordered: Vec<u32> = members.to_vec();
        ordered.sort_by(|&a, &b| keys[a as usize].order(&keys[b as usize]).then(a.cmp(&b)));
        for (at, &a) in ordered.iter().enumerate() {
            pairs.extend(ordered[at + 1..].iter().take(NEXT).map(|&b| (a.min(b), a.max(b))));
        }
    }
}

/// How many next records one is compared with where nothing parts a large block. Of records that say the same a chain is enough: the
/// labelled sets come out the same with 1 and with 12.
const NEXT: usize = 6;

type Pass = fn(&Key, &Rarity, &mut Vec<u64>);

/// Each with the largest block that it compares whole, and what its records share where that may be enough to merge them.
const PASSES: &[(Pass, usize, Option<Field>)] = &[
    (
        |key, _, out| {
            if !key.doi.is_empty() {
                out.push(super::text::hash(&key.doi));
                if key.version != 0 {
                    out.push(super::text::hash(key.doi_of_all_versions()));
                }
            }
            out.extend(key.cochrane_review().map(super::text::hash));
        },
        FULL,
        Some(Field::Doi),
    ),
    (
        |key, _, out| {
            if key.title.hash != 0 {
                out.push(key.title.hash);
                out.push(key.title.main_hash);
                out.extend(key.title.parallel.iter().filter(|&&hash| hash != 0));
                if key.title.has_footnote {
                    out.push(super::text::hash_compact(key.title.without_footnote()));
                }
            }
        },
        FULL,
        Some(Field::Title),
    ),
    (
        |key, rarity, out| {
            let rare = rarity.rarest(&key.title.words, 4);
            for (at, a) in rare.iter().enumerate() {
                for b in &rare[at + 1..] {
                    out.push(mix(&[u64::from(*a.min(b)), u64::from(*a.max(b))]));
                }
            }
        },
        FULL_OF_WORDS,
        None,
    ),
    // The beginning of the title: a subtitle is cut, or names and page numbers were added.
    (
        |key, _, out| {
            let mut words = key.title.text.split(' ').filter(|word| !super::text::is_stop_word(word));
            let head: Vec<&str> = words.by_ref().take(4).collect();
            if head.len() == 4 {
                out.push(super::text::hash(&head.concat()));
            }
        },
        FULL,
        None,
    ),
    (
        |key, _, out| {
            if key.place.volume != 0 && key.place.first.number != 0 {
                out.push(mix(&[1, u64::from(key.place.volume), u64::from(key.place.first.number)]));
            }
        },
        FULL,
        None,
    ),
    (
        |key, _, out| {
            if key.place.first.number != 0 && key.names.first != 0 {
                out.push(mix(&[2, u64::from(key.names.first), u64::from(key.place.first.number)]));
            }
        },
        FULL,
        None,
    ),
    (
        |key, rarity, out| {
            if key.names.first != 0 {
                for word in rarity.rarest(&key.title.words, 2) {
                    out.push(mix(&[3, u64::from(key.names.first), u64::from(word)]));
                }
            }
        },
        FULL_OF_WORDS,
        None,
    ),
    (
        |key, _, out| {
            if key.abstract_head != 0 {
                out.push(key.abstract_head);
            }
        },
        FULL,
        None,
    ),
];

type Part = fn(&Key) -> u64;

/// What parts a block that is too large; 0 leaves a record out of the part.
const PARTS: &[Part] = &[
    |key| part(key.place.volume, &[key.place.first.number]),
    |key| part(key.place.volume, &[key.place.issue]),
    |key| part(key.place.first.number, &[key.names.first]),
    |key| part(key.names.first, &[key.years.0 as u32]),
    |key| if key.doi.is_empty() { 0 } else { super::text::hash(&key.doi) },
    |key| key.abstract_head,
    |key| if key.venue.words.is_empty() { 0 } else { super::text::hash(&key.venue.words) },
    |key| key.title.hash,
];

fn part(first: u32, rest: &[u32]) -> u64 {
    if first == 0 || rest.contains(&0) {
        return 0;
    }
    rest.iter().fold(u64::from(first), |state, &value| mix(&[state, u64::from(value)]))
}

fn mix(values: &[u64]) -> u64 {
    values.iter().fold(0x9e37_79b9_7f4a_7c15, |state, &value| {
        finish(state ^ value.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_add(value)
    })
}

/// In how many titles a word stands, counted by hash: never too few, at times too many.
struct Rarity {
    counts: Vec<u32>,
}

impl Rarity {
    fn of(keys: &[Key]) -> Self {
        let mut counts = vec![0u32; (keys.len() * 8).next_power_of_two().max(1024)];
        let mask = counts.len() - 1;
        for key in keys {
            for &word in &key.title.words {
                counts[finish(u64::from(word)) as usize & mask] += 1;
            }
        }
        Self { counts }
    }

    fn count(&self, word: u32) -> u32 {
        self.counts[finish(u64::from(word)) as usize & (self.counts.len() - 1)]
    }

    /// The rarest words that stand in more than one title.
    fn rarest(&self, words: &[u32], most: usize) -> Vec<u32> {
        let mut counted: Vec<(u32, u32)> =
            words.iter().map(|&word| (self.count(word), word)).filter(|&(count, _)| count > 1).collect();
        counted.sort_unstable();
        counted.truncate(most);
        counted.into_iter().map(|(_, word)| word).collect()
    }
}
