//! Pairs that look like one report and are kept apart: what an auditor asks about first.
//!
//! Recorded are records of different groups that share a DOI, a PubMed identifier or a whole telling title, unless the pair
//! is told already as doubtful or as versions; and every pair that a person ruled different.

use std::collections::HashSet;

use foldhash::fast::FixedState;
use rayon::prelude::*;

use super::key::Key;
use super::matcher::Matcher;
use super::pairs::{Rulings, ordered};
use super::text::hash;
use super::title::Weight;
use super::{Link, Veto, rules};
use crate::evidence::Actor;
use crate::record::{Field, RecordId};

/// Of so many groups with one DOI or title every pair is told; of more, every group with the first.
const EVERY_PAIR: usize = 8;

/// The pairs kept apart, in the order of their records. `told` holds the groups of pairs that are told elsewhere.
pub(super) fn vetoes(
    matcher: &Matcher<'_>,
    rulings: &Rulings,
    group_of: impl Fn(RecordId) -> u32,
    told: &[(RecordId, RecordId)],
) -> Vec<Veto> {
    let between = |a: RecordId, b: RecordId| (group_of(a).min(group_of(b)), group_of(a).max(group_of(b)));
    let mut seen: HashSet<(u32, u32), FixedState> = told.iter().map(|&(a, b)| between(a, b)).collect();
    let mut vetoes: Vec<Veto> = Vec::new();
    for (a, b, ruling) in rulings.different() {
        seen.insert(between(a, b));
        vetoes.push(Veto { link: link(matcher, a, b, "ruling", Actor::People(ruling)), shared: None });
    }
    for (shared, a, b) in look_alikes(matcher, &group_of) {
        if seen.insert(between(a, b)) {
            let rule =
                rules::decide(&matcher.compare(a.0, b.0), matcher.settings()).map_or(NO_RULE, |(rule, _)| rule.name);
            vetoes.push(Veto { link: link(matcher, a, b, rule, Actor::Rule), shared: Some(shared) });
        }
    }
    vetoes.sort_by_key(|veto| (veto.link.a, veto.link.b));
    vetoes
}

/// What stands in the place of a rule where none joins two records.
const NO_RULE: &str = "none";

fn link(matcher: &Matcher<'_>, a: RecordId, b: RecordId, rule: &'static str, by: Actor) -> Link {
    let (a, b) = ordered(a, b);
    let comparison = matcher.compare(a.0, b.0);
    Link { a, b, rule, score: comparison.score(), levels: comparison.levels(), clauses: Vec::new(), by }
}

/// Records of different groups with one identifier or title, one record per group.
fn look_alikes(matcher: &Matcher<'_>, group_of: impl Fn(RecordId) -> u32) -> Vec<(Field, RecordId, RecordId)> {
    let mut pairs = Vec::new();
    for shared in [Field::Doi, Field::Pmid, Field::Title] {
        // A hash of what they have in common stands for it: a set holds a million titles.
        let of = |key: &Key| match shared {
            Field::Doi if !key.doi.is_empty() => hash(&key.doi),
            Field::Pmid => u64::from(key.pmid),
            Field::Title if key.title.weight != Weight::Generic => key.title.hash,
            _ => 0,
        };
        let ids = (0..matcher.keys().len() as u32).map(RecordId);
        let mut having: Vec<(u64, u32, u32, RecordId)> = ids
            .zip(matcher.keys())
            .map(|(id, key)| (of(key), group_of(id), matcher.rank_of(id), id))
            .filter(|&(hash, ..)| hash != 0)
            .collect();
        having.par_sort_unstable();
        having.dedup_by_key(|&mut (hash, group, ..)| (hash, group));
        for same in having.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
            for (at, one) in same.iter().enumerate() {
                let first = if same.len() > EVERY_PAIR { 0..at.min(1) } else { 0..at };
                pairs.extend(first.map(|other| (shared, same[other].3, one.3)));
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::{Matches, PairRuling, Settings, deduplicate};
    use super::*;
    use crate::record::{RecordFileBuilder, RecordTable};
    use crate::source::SourceFile;

    /// What matching finds among records with these titles, years and DOIs.
    fn matched(records: &[[&str; 3]], rulings: &[PairRuling]) -> Matches {
        let source = Arc::new(SourceFile::new("made-up.ris", Vec::new()));
        let mut builder = RecordFileBuilder::new(source, "ris");
        for [title, year, doi] in records {
            builder.begin(0, 1);
            builder.owned_field("TI", Field::Title, title);
            builder.owned_field("AU", Field::Author, "Quay, Ann");
            builder.owned_field("PY", Field::Date, year);
            builder.owned_field("DO", Field::Doi, doi);
            builder.end(0);
        }
        deduplicate(&RecordTable::new(vec![builder.finish()]), &Settings::default(), rulings)
    }

    fn told(matches: &Matches) -> Vec<(u32, u32, Option<Field>)> {
        matches.vetoes.iter().map(|veto| (veto.link.a.0, veto.link.b.0, veto.shared)).collect()
    }

    const LAMPS: &str = "Lanterns in harbours of the northern seas";

    #[test]
    fn what_shares_an_identifier_or_a_title_and_stays_apart_is_told() {
        let matches = matched(
            &[
                [LAMPS, "1990", "10.1000/a"],
                [LAMPS, "2015", "10.1000/b"],
                ["Tides and their keepers along the estuary", "2001", "10.1000/b"],
            ],
            &[],
        );
        assert_eq!(matches.groups.len(), 3);
        let elsewhere = matches.doubtful.len() + matches.versions.len();
        assert_eq!(matches.vetoes.len() + elsewhere, 2, "each of the two pairs once: {matches:?}");
    }

    #[test]
    fn what_a_person_ruled_different_is_told_with_the_ruling() {
        let records = [[LAMPS, "1990", "10.1000/a"], [LAMPS, "1990", "10.1000/a"]];
        assert_eq!(matched(&records, &[]).groups.len(), 1);
        let apart = PairRuling { a: RecordId(1), b: RecordId(0), same: false, ruling: 3 };
        let matches = matched(&records, &[apart]);
        assert_eq!(told(&matches), [(0, 1, None)]);
        assert_eq!(matches.vetoes[0].link.by, Actor::People(3));
    }

    #[test]
    fn of_many_reports_with_one_identifier_each_is_told_with_the_first() {
        let titles: Vec<String> = (0..20).map(|number| format!("Report {number} on quays")).collect();
        let records: Vec<[&str; 3]> = titles.iter().map(|title| [title.as_str(), "1990", "10.1000/a"]).collect();
        let matches = matched(&records, &[]);
        assert!(matches.vetoes.len() < matches.groups.len().max(1), "{}", matches.vetoes.len());
    }
}
