//! Because of what something came out otherwise: files, rules, criteria, lines of the protocol, rulings.

use std::collections::{BTreeMap, BTreeSet};

use super::super::changed::{self, difference};
use super::super::{Story, Told, is_enrichment};
use super::pair::{Pairs, members};
use super::{TOLD, protocol_line, ruling_line};
use crate::protocol::entries::Changed;
use crate::wire::audit::{Pair, Ruled};

/// What is looked at for a cause.
pub(super) struct Because<'a> {
    before: &'a Story,
    after: &'a Story,
    pairs: &'a Pairs,
    protocol: &'a [Changed],
    /// What stands in another order in the protocol.
    order: Vec<String>,
    /// The links of each run, by the number of their group.
    old_links: BTreeMap<usize, Vec<&'a Pair>>,
    new_links: BTreeMap<usize, Vec<&'a Pair>>,
    /// Per file of enrichment: what it gives otherwise.
    enrichment: Vec<(String, String)>,
}

fn by_group(story: &Story) -> BTreeMap<usize, Vec<&Pair>> {
    let mut links: BTreeMap<usize, Vec<&Pair>> = BTreeMap::new();
    for link in &story.links {
        if let Some(group) = story.group_number_of(&link.a) {
            links.entry(group).or_default().push(link);
        }
    }
    links
}

/// What files of enrichment give otherwise, each change with its file.
fn enrichment(before: &Story, after: &Story) -> Vec<(String, String)> {
    let files = before.started.other.iter().chain(&after.started.other).map(|file| file.path.as_str());
    let files: BTreeSet<&str> = files.filter(|path| is_enrichment(path)).collect();
    let changes = files.into_iter().flat_map(|path| {
        let told = changed::other(path, &after.protocol, (&[], &before.repairs), (&[], &after.repairs));
        told.into_iter().map(move |change| (path.to_owned(), change))
    });
    changes.collect()
}

impl<'a> Because<'a> {
    pub fn new(
        before: &'a Story,
        after: &'a Story,
        pairs: &'a Pairs,
        protocol: &'a [Changed],
        order: Vec<String>,
    ) -> Self {
        let (old_links, new_links) = (by_group(before), by_group(after));
        let enrichment = enrichment(before, after);
        Self { before, after, pairs, protocol, order, old_links, new_links, enrichment }
    }

    /// Why a record is not there any more.
    pub fn gone(&self, old: usize) -> Vec<String> {
        one_side(self.before, self.after, old, "is gone", "does not hold it any more")
    }

    /// Why a record is new.
    pub fn added(&self, new: usize) -> Vec<String> {
        one_side(self.after, self.before, new, "is new", "holds it now")
    }

    /// Why a record is together with others than before.
    pub fn regrouped(&self, old: usize, new: usize) -> Vec<String> {
        let mut because = self.joined(new);
        because.extend(self.parted(old));
        because.extend(self.gone_records(old));
        if because.is_empty() {
            because.extend(self.roots(old, new, "matching"));
        }
        once(because)
    }

    /// The links that now join records which were in different groups.
    fn joined(&self, new: usize) -> Vec<String> {
        let group = self.after.group_number_of(&self.after.records[new].record);
        let links = group.and_then(|group| self.new_links.get(&group)).map(Vec::as_slice).unwrap_or_default();
        let was = |record: &str| {
            let old = self.pairs.old_of(self.after.record_number(record)?)?;
            self.before.group_number_of(&self.before.records[old].record)
        };
        let mut because = Vec::new();
        for link in links.iter().filter(|link| was(&link.a).is_none() || was(&link.a) != was(&link.b)) {
            because.push(format!("{} = {}, {}", link.a, link.b, rule_of(self.after, link)));
            if link.ruling.is_none() {
                because.extend(self.roots_of_pair(link));
            }
        }
        because.extend(self.new_records(new));
        because
    }

    /// What holds apart records that were linked.
    fn parted(&self, old: usize) -> Vec<String> {
        let group = self.before.group_number_of(&self.before.records[old].record);
        let links = group.and_then(|group| self.old_links.get(&group)).map(Vec::as_slice).unwrap_or_default();
        let is = |record: &str| {
            let new = self.pairs.new_of(self.before.record_number(record)?)?;
            Some((new, self.after.group_number_of(&self.after.records[new].record)?))
        };
        let mut because = Vec::new();
        for link in links {
            let (Some((a, in_a)), Some((b, in_b))) = (is(&link.a), is(&link.b)) else { continue };
            if in_a == in_b {
                continue;
            }
            let (a, b) = (&self.after.records[a].record, &self.after.records[b].record);
            let told = self
                .after
                .vetoes
                .iter()
                .chain(&self.after.doubts)
                .find(|pair| [&pair.a, &pair.b] == [a, b] || [&pair.a, &pair.b] == [b, a]);
            match told {
                Some(pair) => because.push(format!("{a} and {b} apart, {}", rule_of(self.after, pair))),
                None => {
                    because.push(format!("{} and {} are not joined any more ({})", a, b, rule_of(self.before, link)))
                }
            }
            if told.is_none_or(|pair| pair.ruling.is_none()) {
                because.extend(self.roots_of_pair(link));
            }
        }
        because
    }

    /// What changed of the two records of a link, or of matching as a whole.
    fn roots_of_pair(&self, link: &Pair) -> Vec<String> {
        let find = |record: &String| {
            let new = self.after.record_number(record)?;
            Some((self.pairs.old_of(new)?, new))
        };
        let ends: Vec<(usize, usize)> = [&link.a, &link.b].into_iter().filter_map(find).collect();
        once(ends.into_iter().flat_map(|(old, new)| self.roots(old, new, "matching")).collect())
    }

    /// What changed that a decision hangs on: the record itself, the lines of the protocol under `part`, the version.
    fn roots(&self, old: usize, new: usize, part: &str) -> Vec<String> {
        let mut roots = self.content(old, new).into_iter().collect::<Vec<_>>();
        roots.extend(self.protocol_lines(part));
        if roots.is_empty() {
            roots.extend(self.version());
        }
        roots
    }

    fn content(&self, old: usize, new: usize) -> Option<String> {
        let (was, is) = (&self.before.records[old], &self.after.records[new]);
        let file = self.after.files.get(is.file as usize)?;
        let other = || format!("{} has the record {} with other words: {}", file.path, is.record, difference(was, is));
        (was.digest != is.digest).then(other)
    }

    /// What services give a record otherwise.
    fn enriched(&self, new: usize) -> Vec<String> {
        let of_record = format!("what it gives {}, ", self.after.records[new].record);
        let about = self.enrichment.iter().filter(|(_, change)| change.starts_with(&of_record));
        about.map(|(file, change)| format!("{file} was changed: {change}")).collect()
    }

    fn protocol_lines(&self, part: &str) -> Vec<String> {
        let file = &self.after.started.protocol.path;
        let about =
            |path: &str| path.strip_prefix(part).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']));
        self.protocol.iter().filter(|change| about(&change.path)).map(|change| protocol_line(file, change)).collect()
    }

    fn version(&self) -> Option<String> {
        let (old, new) = (&self.before.started.tool.version, &self.after.started.tool.version);
        (old != new).then(|| format!("version {old} -> {new}"))
    }

    /// Why a reference was decided otherwise; `regrouped` says why its records are grouped otherwise, if they are.
    pub fn decided(&self, was: &Told, is: &Told, regrouped: &[String]) -> Vec<String> {
        let mut because = self.rulings(was, is);
        let changed = self.criteria(was, is, regrouped);
        let by_criteria = !changed.is_empty();
        because.extend(changed);
        because.extend(self.protocol_lines("stage"));
        if was.decision.searches != is.decision.searches {
            because.push(format!(
                "found by {} in place of {}",
                is.decision.searches.join(", "),
                was.decision.searches.join(", ")
            ));
        }
        if !by_criteria {
            because.extend(regrouped.iter().cloned());
        }
        if because.is_empty() {
            because.extend(self.order.iter().cloned());
            because.extend(self.version());
            because.extend(self.protocol_lines("criterion"));
        }
        once(because)
    }

    /// Why a criterion says otherwise of a reference that was decided as before.
    pub fn found(&self, was: &Told, is: &Told, criterion: &str, regrouped: &[String]) -> Vec<String> {
        let mut because = self.rulings(was, is);
        because.extend(self.behind(was, is, criterion, regrouped));
        if because.is_empty() {
            because.extend(self.version());
            because.extend(self.protocol_lines("known"));
            because.extend(self.protocol_lines("iteration"));
        }
        once(because)
    }

    /// Rulings on the reference that only one of the runs has in force.
    fn rulings(&self, was: &Told, is: &Told) -> Vec<String> {
        let only = |these: &[String], others: &[String], story: &'a Story| -> Vec<&'a Ruled> {
            these.iter().filter(|id| !others.contains(id)).filter_map(|id| story.ruling(id)).collect()
        };
        let new = only(&is.decision.rulings, &was.decision.rulings, self.after);
        let gone = only(&was.decision.rulings, &is.decision.rulings, self.before);
        let taken_back = gone.into_iter().map(|ruled| format!("no longer in force: {}", ruling_line(ruled)));
        new.into_iter().map(ruling_line).chain(taken_back).collect()
    }

    /// Criteria that say something else of the reference, or count otherwise, with the lines of the protocol behind it.
    fn criteria(&self, was: &Told, is: &Told, regrouped: &[String]) -> Vec<String> {
        let verdict = |told: &Told, id: &str| {
            told.findings.iter().find(|finding| finding.criterion == id).map(|finding| finding.verdict.clone())
        };
        let ids: BTreeSet<&String> =
            was.findings.iter().chain(&is.findings).map(|finding| &finding.criterion).collect();
        let deciding = |id: &String| was.decision.criteria.contains(id) || is.decision.criteria.contains(id);
        let mut because = Vec::new();
        for id in ids {
            let (old, new) = (verdict(was, id), verdict(is, id));
            if old != new {
                let shown = |verdict: Option<String>| verdict.unwrap_or_else(|| "does not apply".to_owned());
                because.push(format!("criterion {id}: {} -> {}", shown(old), shown(new)));
                because.extend(self.behind(was, is, id, regrouped));
            } else if deciding(id) {
                because.extend(self.protocol_lines(&format!("criterion[{id}]")));
            }
        }
        because
    }

    /// What a criterion may say otherwise of a reference because of: its lines in the protocol, records that have other words,
    /// are new or are gone; where it is none of these, why the records are grouped otherwise.
    fn behind(&self, was: &Told, is: &Told, criterion: &str, regrouped: &[String]) -> Vec<String> {
        let mut because = self.protocol_lines(&format!("criterion[{criterion}]"));
        let first = |story: &Story, told: &Told| story.record_number(told.group.records.first()?);
        if let Some(new) = first(self.after, is) {
            because.extend(self.changed_records(new));
            because.extend(self.new_records(new));
        }
        because.extend(first(self.before, was).into_iter().flat_map(|old| self.gone_records(old)));
        if because.is_empty() {
            because.extend(regrouped.iter().cloned());
        }
        because
    }

    /// The records of the group of a record that have other words.
    fn changed_records(&self, new: usize) -> Vec<String> {
        let both = members(self.after, new).filter_map(|new| Some((self.pairs.old_of(new)?, new)));
        both.flat_map(|(old, new)| self.content(old, new).into_iter().chain(self.enriched(new))).collect()
    }

    /// The records of the group of a record that are new, with why.
    fn new_records(&self, new: usize) -> Vec<String> {
        let new = members(self.after, new).filter(|&new| self.pairs.old_of(new).is_none());
        cut(new.map(|new| format!("{} is new: {}", self.after.records[new].record, self.added(new).join(", "))), "new")
    }

    /// The records that were in the group of a record and are gone, with why.
    fn gone_records(&self, old: usize) -> Vec<String> {
        let gone = members(self.before, old).filter(|&old| self.pairs.new_of(old).is_none());
        cut(
            gone.map(|old| format!("{} is gone: {}", self.before.records[old].record, self.gone(old).join(", "))),
            "gone",
        )
    }
}

/// The first reasons, and how many more there are: a group may have any number of records.
fn cut(mut reasons: impl Iterator<Item = String>, what: &str) -> Vec<String> {
    let mut first: Vec<String> = reasons.by_ref().take(TOLD).collect();
    let more = reasons.count();
    first.extend((more > 0).then(|| format!("{more} more of its records are {what}")));
    first
}

/// Why a record is in one run only: its file, its search, or the content of the file.
fn one_side(here: &Story, there: &Story, record: usize, alone: &str, changed: &str) -> Vec<String> {
    let Some(file) = here.files.get(here.records[record].file as usize) else { return Vec::new() };
    let mut because = Vec::new();
    if there.protocol.searches().all(|(_, search)| search.id != file.search) {
        because.push(format!("the search {} {alone}", file.search));
    }
    match there.files.iter().find(|other| other.path == file.path) {
        None => because.push(format!("export {} {alone}", file.path)),
        Some(other) if other.sha256 != file.sha256 => because.push(format!("export {} {changed}", file.path)),
        Some(_) => because.push(format!("{} was read otherwise", file.path)),
    }
    because
}

fn rule_of(story: &Story, pair: &Pair) -> String {
    match pair.ruling.as_deref().and_then(|id| story.ruling(id)) {
        Some(ruled) => ruling_line(ruled),
        None => format!("rule {}", pair.rule),
    }
}

/// Each reason once, in order.
fn once(list: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    list.into_iter().filter(|reason| seen.insert(reason.clone())).collect()
}
