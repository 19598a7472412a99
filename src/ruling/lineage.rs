//! Which lines of a file knew of which: a line names the one that its writer had before it, so that the lines of a file that two
//! branches wrote to are a tree.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::{Descent, Lineage};

/// A line of a file: its number, its identity, and the identity of the line that it says it follows on (`None` if it cannot be read).
pub(super) type Link = (u32, String, Option<String>);

/// Per line number: its lineage. Empty where every line follows on the one before it.
///
/// A line that follows on one that is not there any more, or that cannot be read, is taken to follow on the one above it.
pub(super) fn lineages(chain: &[Link]) -> HashMap<u32, Lineage, FixedState> {
    let places: HashMap<&str, usize, FixedState> =
        chain.iter().enumerate().map(|(place, (_, id, _))| (id.as_str(), place)).collect();
    let parents: Vec<Option<usize>> = chain
        .iter()
        .enumerate()
        .map(|(place, (_, _, prev))| match prev.as_deref() {
            Some("") => None,
            Some(prev) => places.get(prev).copied().filter(|&parent| parent < place).or(place.checked_sub(1)),
            None => place.checked_sub(1),
        })
        .collect();
    if parents.iter().enumerate().all(|(place, parent)| *parent == place.checked_sub(1)) {
        return HashMap::default();
    }
    // Parents stand before their children, so sizes add up from the end, and numbers are given from the front.
    let mut sizes = vec![1_u32; chain.len()];
    for place in (0..chain.len()).rev() {
        if let Some(parent) = parents[place] {
            sizes[parent] += sizes[place];
        }
    }
    let mut next = vec![0_u32; chain.len()];
    let mut next_root = 0;
    let mut found = HashMap::default();
    for (place, (line, ..)) in chain.iter().enumerate() {
        let free = match parents[place] {
            Some(parent) => &mut next[parent],
            None => &mut next_root,
        };
        let own = *free;
        *free += sizes[place];
        next[place] = own + 1;
        found.insert(*line, Lineage(Some(Descent { own, last: own + sizes[place] - 1 })));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(line: u32, id: &str, prev: &str) -> Link {
        (line, id.to_owned(), Some(prev.to_owned()))
    }

    #[test]
    fn a_chain_needs_no_lineage() {
        assert!(lineages(&[link(1, "a", ""), link(2, "b", "a"), (3, "?".into(), None), link(4, "c", "?")]).is_empty());
        assert!(lineages(&[link(1, "a", ""), link(2, "b", "taken out")]).is_empty(), "an edit is no merge");
    }

    #[test]
    fn branches_know_what_stands_before_the_fork_and_not_each_other() {
        // a - b - c, and on the other branch a - d - e.
        let chain = [link(1, "a", ""), link(2, "b", "a"), link(3, "c", "b"), link(4, "d", "a"), link(5, "e", "d")];
        let found = lineages(&chain);
        let follows = |line: u32, earlier: u32| found[&line].follows(found[&earlier]);
        for (line, earlier) in [(2, 1), (3, 1), (3, 2), (4, 1), (5, 1), (5, 4)] {
            assert!(follows(line, earlier), "{line} after {earlier}");
        }
        for (line, earlier) in [(4, 2), (4, 3), (5, 2), (5, 3)] {
            assert!(!follows(line, earlier), "{line} knows nothing of {earlier}");
        }
    }

    #[test]
    fn two_histories_that_began_apart_know_nothing_of_each_other() {
        let found = lineages(&[link(1, "a", ""), link(2, "b", "")]);
        assert!(!found[&2].follows(found[&1]));
    }
}
