//! A labelled set of the corpora, and how a de-duplication of it scores: as `score_dedup.py` counts.
#![allow(dead_code)] // each program that includes this file uses its part

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use litsieve::matching::DuplicateGroup;
use litsieve::record::{RecordId, RecordTable};
use litsieve::source::SourceFile;

/// Records with the groups that people, or a rule, say they form.
pub struct LabelledSet {
    /// The text of `records.csv`.
    pub text: String,
    /// Its records.
    pub records: RecordTable,
    /// The groups of more than one record, by the identifiers of the records.
    labels: Vec<Vec<String>>,
    /// Records whose label is known to be wrong.
    disputed: BTreeSet<String>,
}

/// What a de-duplication removes, record by record: a group keeps its first record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    /// Duplicates that are removed.
    pub true_positives: usize,
    /// Records that are removed and have no duplicate that is kept.
    pub false_positives: usize,
    /// Duplicates that are kept.
    pub false_negatives: usize,
    /// Groups that hold records of more than one labelled group.
    pub mixed_groups: usize,
}

/// A pair on which the labels and a de-duplication disagree.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Disagreement {
    /// `merged` against the labels, or left `apart` against them.
    pub found: &'static str,
    /// A record.
    pub a: String,
    /// Another record.
    pub b: String,
}

impl LabelledSet {
    /// Reads the set in `folder`.
    pub fn read(folder: &Path) -> Self {
        let read = |name: &str| fs::read_to_string(folder.join(name));
        let text = read("records.csv").expect("a labelled set has records.csv");
        let labels = read("groups.csv").expect("a labelled set has groups.csv");
        let ids = |line: &str| line.trim().split(';').filter(|id| !id.is_empty()).map(str::to_owned).collect();
        Self {
            records: table(&text),
            text,
            labels: labels.lines().skip(1).map(ids).collect(),
            disputed: read("disputed.csv")
                .unwrap_or_default()
                .lines()
                .skip(1)
                .flat_map(|line| line.split(',').take(2))
                .map(str::to_owned)
                .collect(),
        }
    }

    /// Compares groups of the records with the labels; without the disputed records if `skip_disputed`.
    pub fn score(&self, groups: &[DuplicateGroup], skip_disputed: bool) -> Score {
        let counts = |id: &str| !skip_disputed || !self.disputed.contains(id);
        let mut label: BTreeMap<&str, usize> = BTreeMap::new();
        for (number, members) in self.labels.iter().enumerate() {
            let members: Vec<&str> = members.iter().map(String::as_str).filter(|id| counts(id)).collect();
            if members.len() > 1 {
                label.extend(members.into_iter().map(|id| (id, number)));
            }
        }
        let mut score = Score { true_positives: 0, false_positives: 0, false_negatives: 0, mixed_groups: 0 };
        let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
        label.values().for_each(|&group| *sizes.entry(group).or_default() += 1);
        let mut kept: BTreeMap<usize, usize> = BTreeMap::new();
        for group in groups {
            let members: Vec<&str> = group.records.iter().map(|&id| id_of(&self.records, id)).collect();
            let members: Vec<&str> = members.into_iter().filter(|id| counts(id)).collect();
            let labels: BTreeSet<_> = members.iter().map(|id| label.get(id).ok_or(id)).collect();
            score.mixed_groups += usize::from(labels.len() > 1);
            for (at, member) in members.iter().enumerate() {
                match label.get(member) {
                    None => score.false_positives += usize::from(at > 0),
                    Some(group) if at == 0 => *kept.entry(*group).or_default() += 1,
                    Some(_) => {}
                }
            }
        }
        for (group, size) in sizes {
            let kept = kept.get(&group).copied().unwrap_or(0);
            score.false_positives += usize::from(kept == 0);
            score.false_negatives += kept.saturating_sub(1);
            score.true_positives += size - kept.max(1);
        }
        score
    }

    /// Every disagreement with the labels, the disputed ones among them: per group of ours the first record of each labelled group
    /// in it beside the first of all, and per labelled group the first of each of ours.
    pub fn disagreements(&self, groups: &[DuplicateGroup]) -> BTreeSet<Disagreement> {
        let ids: Vec<&str> = (0..self.records.len() as u32).map(|id| id_of(&self.records, RecordId(id))).collect();
        let place: BTreeMap<&str, usize> = ids.iter().enumerate().map(|(at, &id)| (id, at)).collect();
        let ours: Vec<Vec<&str>> =
            groups.iter().map(|group| group.records.iter().map(|id| ids[id.index()]).collect()).collect();
        let theirs: Vec<Vec<&str>> =
            self.labels.iter().map(|group| group.iter().map(String::as_str).collect()).collect();
        let mut found = BTreeSet::new();
        for (what, these, those) in [("merged", &ours, &theirs), ("apart", &theirs, &ours)] {
            let of: BTreeMap<&str, usize> = those
                .iter()
                .enumerate()
                .flat_map(|(number, group)| group.iter().map(move |&id| (id, number)))
                .collect();
            for group in these {
                let mut members = group.clone();
                members.sort_by_key(|id| place[id]);
                let mut seen = BTreeSet::new();
                let firsts: Vec<&str> =
                    members.into_iter().filter(|&id| seen.insert(of.get(id).copied().ok_or(id))).collect();
                found.extend(firsts.iter().skip(1).map(|&other| Disagreement {
                    found: what,
                    a: firsts[0].to_owned(),
                    b: other.to_owned(),
                }));
            }
        }
        found
    }
}

/// The records of a table of a labelled set.
pub fn table(text: &str) -> RecordTable {
    let source = Arc::new(SourceFile::new("records.csv", text.as_bytes().to_vec()));
    RecordTable::new(vec![litsieve::format::read(&source).records])
}

/// What the column `id` says of a record.
pub fn id_of(records: &RecordTable, id: RecordId) -> &str {
    let mut values = records.record(id).all_values();
    values.find(|value| value.tag() == "id").map_or("", |value| value.value())
}
