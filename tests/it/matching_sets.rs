//! De-duplication of labelled sets: floors that may only rise, and every disagreement with the labels judged.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use litsieve::matching::{Matcher, Matches, Preset, Settings};
use litsieve::record::RecordTable;

use crate::support;
use labelled_set::{Disagreement, LabelledSet, id_of};

#[path = "../../benches/support/labelled_set.rs"]
pub mod labelled_set;

fn matched(records: &RecordTable, preset: Preset) -> Matches {
    Matcher::new(records, &Settings { preset, ..Settings::default() }).deduplicate(&[])
}

/// The rows of a table of ours without its header.
fn rows(path: &str, sign: char) -> Vec<Vec<String>> {
    let text = fs::read_to_string(support::repository().join("tests/matching").join(path)).unwrap();
    text.lines().skip(1).map(|line| line.split(sign).map(str::to_owned).collect()).collect()
}

#[test]
fn labelled_sets_stay_above_their_floors() {
    let Some(corpora) = support::corpora() else { return };
    let mut wrong = Vec::new();
    let mut sets: BTreeMap<String, LabelledSet> = BTreeMap::new();
    for cells in rows("floors.csv", ',') {
        let set =
            sets.entry(cells[0].clone()).or_insert_with(|| LabelledSet::read(&corpora.join("dedup").join(&cells[0])));
        let score = set.score(&matched(&set.records, Preset::from_name(&cells[1]).unwrap()).groups, true);
        let found = [score.false_positives, score.false_negatives, score.mixed_groups];
        let numbers = |cells: &[String]| -> Vec<usize> { cells.iter().map(|cell| cell.parse().unwrap()).collect() };
        let (floor, best) = (numbers(&cells[2..5]), numbers(&cells[5..8]));
        if found[..] != floor[..] {
            wrong.push(format!("{} {}: {found:?}, the floor is {floor:?}", cells[0], cells[1]));
        }
        // What a floor once was stays in the file: a lower one needs its reason beside it, and one at its best has none.
        let is_best = floor == best;
        if is_best != cells[8].is_empty() || floor.iter().zip(&best).any(|(floor, best)| floor < best) {
            wrong.push(format!("{} {}: the best was {best:?}, why not now: `{}`", cells[0], cells[1], cells[8]));
        }
    }
    // A figure that is better than its floor fails too: it becomes the floor.
    assert!(wrong.is_empty(), "false positives, false negatives, mixed groups\n{}", wrong.join("\n"));
}

/// `disagreements.tsv` names each pair on which the labels and we disagree, who is right, and why. A pair that is not in it fails,
/// and so does one in it on which we no longer disagree.
#[test]
fn every_disagreement_with_the_labels_is_judged() {
    let Some(corpora) = support::corpora() else { return };
    let mut judged: BTreeMap<String, BTreeSet<Disagreement>> = BTreeMap::new();
    for cells in rows("disagreements.tsv", '\t') {
        let [set, found, a, b, right, why] = &cells[..] else { panic!("six cells: {cells:?}") };
        assert!(["labels", "litsieve", "neither"].contains(&right.as_str()), "{cells:?}");
        assert!(why.len() > 20, "{cells:?}");
        let found = ["merged", "apart"].into_iter().find(|word| word == found).unwrap();
        judged.entry(set.clone()).or_default().insert(Disagreement { found, a: a.clone(), b: b.clone() });
    }
    let mut wrong = Vec::new();
    for (name, judged) in &judged {
        let set = LabelledSet::read(&corpora.join("dedup").join(name));
        let mut found = set.disagreements(&matched(&set.records, Preset::Balanced).groups);
        if name == "is_jmis" {
            // Half of its records are scans without title and authors; only what is merged against the labels is judged.
            found.retain(|disagreement| disagreement.found == "merged");
        }
        wrong.extend(found.difference(judged).map(|pair| format!("{name}, not judged: {pair:?}")));
        wrong.extend(judged.difference(&found).map(|pair| format!("{name}, no longer so: {pair:?}")));
    }
    assert_eq!(judged.len(), 5, "the sets with a disagreement, tafenoquine has none");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn hard_pairs_are_decided() {
    let Some(corpora) = support::corpora() else { return };
    let folder = corpora.join("dedup/hard_pairs");
    let set = LabelledSet::read(&folder);
    let matches = matched(&set.records, Preset::Balanced);
    let group_of: BTreeMap<&str, usize> = matches
        .groups
        .iter()
        .enumerate()
        .flat_map(|(number, group)| group.records.iter().map(move |&id| (id, number)))
        .map(|(id, number)| (id_of(&set.records, id), number))
        .collect();
    let pairs = fs::read_to_string(folder.join("pairs.csv")).unwrap();
    let wrong: Vec<&str> = pairs
        .lines()
        .skip(1)
        .filter(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            (group_of[cells[0]] == group_of[cells[1]]) != cells[2].eq_ignore_ascii_case("true")
        })
        .map(|line| line.split(',').next().unwrap())
        .collect();
    // Two versions of a Cochrane review, which are linked and not merged.
    assert_eq!(wrong, ["case002a"]);
    let link = &matches.versions.iter().find(|link| id_of(&set.records, link.a).starts_with("case002")).unwrap();
    assert_eq!((link.kind.name(), link.rule), ("update", "cochrane-update"));
}

/// Comparing everything with everything finds no group that blocking does not.
#[test]
fn blocking_misses_nothing_in_labelled_sets() {
    let Some(corpora) = support::corpora() else { return };
    for name in ["haematology", "stroke", "tafenoquine", "diabetes"] {
        let set = LabelledSet::read(&corpora.join("dedup").join(name));
        let matcher = Matcher::new(&set.records, &Settings::default());
        let (fast, slow) = (matcher.deduplicate(&[]), matcher.deduplicate_all_pairs(&[]));
        assert_eq!(fast.groups.len(), slow.groups.len(), "{name}");
        assert!(fast.groups == slow.groups, "{name}: other groups");
        let pairs =
            |matches: &Matches| matches.doubtful.iter().map(|doubt| (doubt.link.a, doubt.link.b)).collect::<Vec<_>>();
        assert_eq!(pairs(&fast), pairs(&slow), "{name}: other doubts");
        let links =
            |matches: &Matches| matches.versions.iter().map(|link| (link.a, link.b, link.rule)).collect::<Vec<_>>();
        assert_eq!(links(&fast), links(&slow), "{name}: other links");
    }
}
