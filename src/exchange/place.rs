//! Finds the reference that another tool's file speaks of.
//!
//! The ladder: identifier, DOI, URL, title + year + author, title + year + volume + page, title + year. The first rung with a
//! hit decides. Of several hits on one rung the first lower rung that names any of them must name one and no other; else it is
//! ambiguous and nothing is guessed.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::Described;
use crate::ruling::{fold, titles_are_alike};

/// Where a description leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placed {
    /// To this reference, by this rung of the ladder.
    Found(usize, &'static str),
    /// To several: none is taken.
    Ambiguous(Vec<usize>, &'static str),
    /// To none.
    Missing,
}

/// The names of the rungs, in order.
pub const LADDER: [&str; 6] =
    ["identifier", "DOI", "URL", "title, year and author", "title, year, volume and page", "title and year"];

/// The first rung that goes by the title.
const FIRST_BY_TITLE: usize = 3;

/// The references of a review, ready to be found.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    /// The titles of each reference, in normal form.
    titles: HashMap<usize, Vec<String>, FixedState>,
    /// The references of each title.
    named: HashMap<String, Vec<usize>, FixedState>,
    rungs: [HashMap<String, Vec<usize>, FixedState>; LADDER.len()],
}

impl Shelf {
    /// Puts a reference on the shelf under everything that describes it; once for each of its records.
    pub fn put(&mut self, number: usize, described: &Described) {
        if !described.title.is_empty() {
            let title = fold(&described.title);
            let named = self.named.entry(title.clone()).or_default();
            if !named.contains(&number) {
                named.push(number);
            }
            self.titles.entry(number).or_default().push(title);
        }
        // Rayyan may run the title and the journal together.
        let both = format!("{} {}", described.title, described.container);
        let both = Described { title: both, ..described.clone() };
        let both = Some(&both).filter(|_| !described.title.is_empty() && !described.container.is_empty());
        let all = std::iter::once(described).chain(both).flat_map(|described| keys(described).into_iter().enumerate());
        for (rung, keys) in all {
            let rung = &mut self.rungs[rung];
            for key in keys {
                let numbers = rung.entry(key).or_default();
                if !numbers.contains(&number) {
                    numbers.push(number);
                }
            }
        }
    }

    /// Whether a reference may have the title that is told.
    fn may_be(&self, number: usize, described: &Described) -> bool {
        let title = fold(&described.title);
        self.titles.get(&number).is_none_or(|titles| titles.iter().any(|known| titles_are_alike(known, &title)))
    }

    /// The references whose whole title is how a longer one begins, the longest first: something may stand behind the title.
    pub fn begun_by(&self, described: &Described) -> Vec<usize> {
        /// Shorter titles begin many.
        const FEWEST_WORDS: usize = 4;
        let title = fold(&described.title);
        let ends: Vec<usize> = title.match_indices(' ').map(|(at, _)| at).skip(FEWEST_WORDS - 1).collect();
        ends.into_iter().rev().find_map(|end| self.named.get(&title[..end])).cloned().unwrap_or_default()
    }

    /// The references on each rung under what a description says, as far as they have it.
    fn rungs(&self, described: &Described) -> impl Iterator<Item = (Vec<usize>, &'static str)> {
        self.rungs.iter().zip(keys(described)).zip(LADDER).map(|((rung, keys), name)| {
            let mut found: Vec<usize> = keys.iter().filter_map(|key| rung.get(key)).flatten().copied().collect();
            found.sort_unstable();
            found.dedup();
            (found, name)
        })
    }

    /// The reference that is meant.
    pub fn find(&self, described: &Described) -> Placed {
        for (mut found, name) in self.rungs(described) {
            if name == LADDER[0] {
                // A running number of another file may be the accession number of something else here.
                found.retain(|number| self.may_be(*number, described));
            }
            match found.as_slice() {
                [] => {}
                [one] if !self.may_be(*one, described) => {
                    // The DOI of one report and the title of another: a slip in the tool, and nobody knows which is meant.
                    let by_title = self.rungs(described).skip(FIRST_BY_TITLE).map(|(others, _)| others);
                    let mut all: Vec<usize> = by_title.flatten().chain([*one]).collect();
                    all.sort_unstable();
                    all.dedup();
                    return if all.len() > 1 { Placed::Ambiguous(all, name) } else { Placed::Found(*one, name) };
                }
                [one] => return Placed::Found(*one, name),
                _ => {
                    return match self.narrowed(&found, name, described) {
                        Some(one) => Placed::Found(one, name),
                        None => Placed::Ambiguous(found, name),
                    };
                }
            }
        }
        Placed::Missing
    }

    /// The one of several hits of a rung that a lower rung names: a page or a supplement that several reports share is told apart by
    /// title, year and author.
    fn narrowed(&self, hits: &[usize], rung: &str, described: &Described) -> Option<usize> {
        let lower = self.rungs(described).skip_while(|(_, name)| *name != rung).skip(1);
        let mut among = lower.map(|(mut found, _)| {
            found.retain(|number| hits.contains(number));
            found
        });
        match among.find(|found| !found.is_empty())?.as_slice() {
            [one] if self.may_be(*one, described) => Some(*one),
            _ => None,
        }
    }
}

/// Per rung: the keys of a description; none where a part is missing.
fn keys(described: &Described) -> [Vec<String>; LADDER.len()] {
    let title = fold(&described.title);
    let author = fold(&described.author);
    let year = if described.year == 0 { String::new() } else { described.year.to_string() };
    let (volume, page) = (fold(&described.volume), fold(&described.page));
    let url = described.url.trim().trim_end_matches('/').to_lowercase();
    let all = |parts: &[&str]| {
        if parts.iter().any(|part| part.is_empty()) { Vec::new() } else { vec![parts.join("\u{1f}")] }
    };
    [
        described.identifiers.clone(),
        all(&[&described.doi]),
        all(&[url.split_once("://").map_or(url.as_str(), |(_, rest)| rest)]),
        all(&[&title, &year, &author]),
        all(&[&title, &year, &volume, &page]),
        all(&[&title, &year]),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn work(title: &str, author: &str, year: i16, doi: &str) -> Described {
        Described { title: title.into(), author: author.into(), year, doi: doi.into(), ..Described::default() }
    }

    fn shelf() -> Shelf {
        let mut shelf = Shelf::default();
        shelf.put(0, &work("Co-production", "Doe", 2010, "10.1000/a"));
        shelf.put(1, &work("Editorial", "Roe", 2011, ""));
        shelf.put(2, &work("Editorial", "Low", 2011, ""));
        shelf
    }

    #[test]
    fn the_first_rung_with_a_hit_decides() {
        assert_eq!(shelf().find(&work("Another title", "", 0, "10.1000/a")), Placed::Found(0, "DOI"));
        assert_eq!(shelf().find(&work("co production!", "", 2010, "")), Placed::Found(0, "title and year"));
        assert_eq!(shelf().find(&work("Editorial", "Low", 2011, "")), Placed::Found(2, "title, year and author"));
    }

    #[test]
    fn a_running_number_is_not_taken_for_an_accession_number() {
        let mut shelf = shelf();
        let with = |id: &str, title: &str| Described { identifiers: vec![id.into()], ..work(title, "", 0, "") };
        shelf.put(0, &with("10", "Co-production"));
        assert_eq!(shelf.find(&with("10", "Co-production in towns")), Placed::Missing);
        assert_eq!(shelf.find(&with("10", "Coproduction")), Placed::Found(0, "identifier"));
        assert_eq!(shelf.find(&with("10", "")), Placed::Found(0, "identifier"));
    }

    #[test]
    fn a_title_that_runs_on_into_the_journal_is_found_where_it_is_whole_and_named_where_not() {
        let mut shelf = shelf();
        let known = work("Leaders of four small towns", "Doe", 2010, "");
        shelf.put(3, &Described { container: "Journal of Made-up Things".into(), ..known });
        let told = |title: &str, year| work(title, "", year, "");
        let whole = told("Leaders of four small towns. Journal of made up things", 2010);
        assert_eq!(shelf.find(&whole), Placed::Found(3, "title and year"));
        let cut = told("Leaders of four small towns J Made-up Th", 2010);
        assert_eq!((shelf.find(&cut), shelf.begun_by(&cut)), (Placed::Missing, vec![3]));
        assert!(shelf.begun_by(&told("Editorial of a journal with a long name", 2011)).is_empty(), "too short a title");
    }

    #[test]
    fn the_doi_of_one_and_the_title_of_another_name_neither() {
        let both = shelf().find(&work("Editorial", "Low", 2011, "10.1000/a"));
        assert_eq!(both, Placed::Ambiguous(vec![0, 1, 2], "DOI"));
    }

    #[test]
    fn what_several_share_is_told_apart_by_the_lower_rungs() {
        let mut shelf = shelf();
        let shared = "10.1000/supplement";
        for (number, title) in [(3, "Tides of the north"), (4, "Tides of the south"), (5, "Tides of the south")] {
            shelf.put(number, &work(title, "Moe", 2012, shared));
        }
        shelf.put(6, &work("Tides of the west", "Moe", 2012, ""));
        let find = |title: &str, year| shelf.find(&work(title, "Moe", year, shared));
        assert_eq!(find("Tides of the north", 2012), Placed::Found(3, "DOI"));
        assert_eq!(find("Tides of the south", 2012), Placed::Ambiguous(vec![3, 4, 5], "DOI"), "two fit");
        assert_eq!(find("Tides of the west", 2012), Placed::Ambiguous(vec![3, 4, 5], "DOI"), "none of them fits");
        assert_eq!(find("Tides of the north", 0), Placed::Ambiguous(vec![3, 4, 5], "DOI"), "a title alone");
    }

    #[test]
    fn nothing_is_guessed() {
        assert_eq!(shelf().find(&work("Editorial", "", 2011, "")), Placed::Ambiguous(vec![1, 2], "title and year"));
        assert_eq!(shelf().find(&work("Co-production", "Doe", 0, "")), Placed::Missing, "a title alone is not enough");
    }
}
