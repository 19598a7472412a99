//! Finds known references among the records of a run.
//!
//! First by the ladder that other tools' files are placed by (identifier, DOI, address, title with year and author); what that
//! does not settle, by the review's own rules of matching, among the records whose titles share most of their words.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::Found;
use crate::audit::Run;
use crate::exchange::Described;
use crate::exchange::place::{Placed, Shelf};
use crate::matching::{Matcher, Outcome};
use crate::record::{Record, RecordFile, RecordFileBuilder, RecordId, RecordTable};
use crate::ruling::{Target, fold};
use crate::source::SourceFile;

/// A record that comes near to a known reference and is not it.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// The record.
    pub record: RecordId,
    /// Which share of the words of both titles they have in common, from 0 to 1.
    pub alike: f32,
    /// What the rules of matching say: the name of the rule, empty if none has anything to say.
    pub rule: &'static str,
}

/// Titles with a smaller share of common words are not compared.
const LEAST_ALIKE: f32 = 0.5;

/// From this share of common words on, titles are nearly the same: one word of ten is another.
const NEARLY: f32 = 0.9;

/// With how many of the nearest records a reference is compared.
const MOST_NEAR: usize = 30;

/// How many of the nearest records are told of a reference that is missing.
const TOLD: usize = 3;

/// The records of a run, ready to be searched.
pub(super) struct Finder<'r, 'a> {
    run: &'r Run<'a>,
    shelf: Shelf,
}

impl<'r, 'a> Finder<'r, 'a> {
    pub fn new(run: &'r Run<'a>) -> Self {
        let mut shelf = Shelf::default();
        for (id, record) in run.records().iter() {
            shelf.put(run.group_of(id), &Described::of(record));
        }
        Self { run, shelf }
    }

    /// Where each reference of a file is.
    pub fn find(&self, file: &RecordFile) -> Vec<Found> {
        let mut places: Vec<Option<Found>> = file.iter().map(|record| self.by_ladder(record)).collect();
        let open: Vec<usize> = (0..places.len()).filter(|&at| places[at].as_ref().is_none_or(is_ambiguous)).collect();
        for (at, by_rules) in self.by_rules(file, &open) {
            let settled = by_rules.group().is_some() || places[at].is_none();
            if settled {
                places[at] = Some(by_rules);
            }
        }
        places.into_iter().map(|place| place.unwrap_or(Found::Missing(Vec::new()))).collect()
    }

    /// `None` if no rung has a hit, or one that the DOI or the first author contradicts: a title and a year alone are of many
    /// editorials.
    fn by_ladder(&self, record: Record<'_>) -> Option<Found> {
        let found = match self.shelf.find(&Described::of(record)) {
            Placed::Found(group, rung) => Found::Group { group, by: rung.to_owned() },
            Placed::Ambiguous(groups, rung) => Found::Ambiguous { groups, by: rung.to_owned() },
            Placed::Missing => return None,
        };
        let is_contradicted = found.group().is_some_and(|group| self.contradicts(record, group));
        (!is_contradicted).then_some(found)
    }

    /// Whether a group knows DOIs, and not this one, or first authors, and not this one. The same DOI settles it.
    fn contradicts(&self, record: Record<'_>, group: usize) -> bool {
        let known = Target::of(record);
        let members = &self.run.matches().groups[group].records;
        let targets: Vec<Target> = members.iter().map(|&id| Target::of(self.run.records().record(id))).collect();
        if !known.doi.is_empty() && targets.iter().any(|target| target.doi == known.doi) {
            return false;
        }
        let differs = |part: fn(&Target) -> &String| {
            let said: Vec<&String> = targets.iter().map(part).filter(|said| !said.is_empty()).collect();
            !part(&known).is_empty() && !said.is_empty() && !said.contains(&part(&known))
        };
        differs(|target| &target.doi) || differs(|target| &target.author)
    }

    /// What the rules of matching say of the references at `open`.
    fn by_rules(&self, file: &RecordFile, open: &[usize]) -> Vec<(usize, Found)> {
        let near = self.nearest(file, open);
        let ids: BTreeSet<RecordId> = near.iter().flatten().map(|(_, id)| *id).collect();
        let place: BTreeMap<RecordId, u32> =
            ids.iter().enumerate().map(|(at, &id)| (id, (open.len() + at) as u32)).collect();
        let known = open.iter().map(|&at| file.record(at));
        let table = copied(known.chain(ids.iter().map(|&id| self.run.records().record(id))));
        let matcher = Matcher::new(&table, &self.run.protocol.matching);
        let judge = |(nth, near): (usize, Vec<(f32, RecordId)>)| {
            let judged: Vec<(Near, Option<Outcome>)> = near
                .into_iter()
                .map(|(alike, record)| {
                    let told = matcher.explain(RecordId(nth as u32), RecordId(place[&record]));
                    (Near { record, alike, rule: told.rule.map_or("", |rule| rule.name) }, told.outcome)
                })
                .collect();
            (open[nth], self.settle(file.record(open[nth]), judged))
        };
        near.into_iter().enumerate().map(judge).collect()
    }

    fn settle(&self, known: Record<'_>, judged: Vec<(Near, Option<Outcome>)>) -> Found {
        for wanted in [Outcome::Same, Outcome::Doubt] {
            let holds: Vec<&Near> =
                judged.iter().filter(|(_, outcome)| *outcome == Some(wanted)).map(|(near, _)| near).collect();
            let groups: BTreeSet<usize> = holds.iter().map(|near| self.run.group_of(near.record)).collect();
            let Some(first) = holds.first() else { continue };
            let by = format!("rule {}", first.rule);
            let groups: Vec<usize> = groups.into_iter().collect();
            return match groups[..] {
                [group] if wanted == Outcome::Same => Found::Group { group, by },
                _ => Found::Ambiguous { groups, by },
            };
        }
        if let Some(likely) = self.nearly(known, &judged) {
            return likely;
        }
        Found::Missing(judged.into_iter().take(TOLD).map(|(near, _)| near).collect())
    }

    /// The groups with nearly the same title, the same first author and the same year, of which no rule says anything: a list of
    /// references is typed by people, and one word of a title may be another. Nobody can tell, so they are likely and not certain.
    fn nearly(&self, known: Record<'_>, judged: &[(Near, Option<Outcome>)]) -> Option<Found> {
        let target = Target::of(known);
        if target.author.is_empty() || known.year().is_none() {
            return None;
        }
        let wanted = words(known);
        let is_near = |near: &&Near| {
            let record = self.run.records().record(near.record);
            let other = Target::of(record);
            let has = words(record);
            let common = wanted.intersection(&has).count() as f32;
            let dice = 2.0 * common / (wanted.len() + has.len()).max(1) as f32;
            let other_doi = !target.doi.is_empty() && !other.doi.is_empty() && target.doi != other.doi;
            dice >= NEARLY && other.author == target.author && record.year() == known.year() && !other_doi
        };
        let silent = judged.iter().filter(|(_, outcome)| outcome.is_none()).map(|(near, _)| near);
        let groups: BTreeSet<usize> = silent.filter(is_near).map(|near| self.run.group_of(near.record)).collect();
        let by = "nearly the same title, the same first author and year".to_owned();
        (!groups.is_empty()).then(|| Found::Ambiguous { groups: groups.into_iter().collect(), by })
    }

    /// Per reference at `open`: the records with the nearest titles, the nearest first.
    fn nearest(&self, file: &RecordFile, open: &[usize]) -> Vec<Vec<(f32, RecordId)>> {
        let wanted: Vec<BTreeSet<String>> = open.iter().map(|&at| words(file.record(at))).collect();
        let mut near: Vec<Vec<(f32, RecordId)>> = vec![Vec::new(); open.len()];
        if open.is_empty() {
            return near;
        }
        let table = self.run.records();
        let found: Vec<(usize, f32, RecordId)> = (0..table.len() as u32)
            .into_par_iter()
            .flat_map_iter(|id| {
                let has = words(table.record(RecordId(id)));
                let alike = wanted.iter().map(|wanted| alike(wanted, &has)).enumerate();
                let enough = alike.filter(|(_, alike)| *alike >= LEAST_ALIKE);
                enough.map(|(nth, alike)| (nth, alike, RecordId(id))).collect::<Vec<_>>()
            })
            .collect();
        for (nth, alike, id) in found {
            near[nth].push((alike, id));
        }
        for list in &mut near {
            list.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| self.run.content_order(a.1, b.1)));
            list.truncate(MOST_NEAR);
        }
        near
    }
}

fn is_ambiguous(found: &Found) -> bool {
    matches!(found, Found::Ambiguous { .. })
}

/// The words of the title.
fn words(record: Record<'_>) -> BTreeSet<String> {
    fold(record.title().unwrap_or_default()).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The share of common words: Dice's coefficient, or of a title that is cut the share that the other has.
fn alike(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f32 {
    let common = a.intersection(b).count() as f32;
    let shorter = a.len().min(b.len());
    if shorter == 0 {
        return 0.0;
    }
    let dice = 2.0 * common / (a.len() + b.len()) as f32;
    if shorter >= 4 { dice.max(0.9 * common / shorter as f32) } else { dice }
}

/// The records in a table of their own, so that the rules can compare them.
fn copied<'a>(records: impl Iterator<Item = Record<'a>>) -> RecordTable {
    let mut builder = RecordFileBuilder::new(Arc::new(SourceFile::new("", Vec::new())), "");
    for record in records {
        builder.begin(0, 0);
        record.values().for_each(|value| builder.owned_field(value.tag(), value.field(), value.value()));
        builder.end(0);
    }
    RecordTable::new(vec![builder.finish()])
}
