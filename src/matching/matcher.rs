//! From records to groups: the steps in their order.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};

use foldhash::fast::FixedState;
use rayon::prelude::*;

use super::block::{self, Candidates, Cut};
use super::cluster::{Clusters, Edge, Fit, Judge, clusters};
use super::compare::Comparison;
use super::key::{Key, keys};
use super::pairs::{Rulings, ordered};
use super::rules::{self, Outcome, Rule};
use super::veto::vetoes;
use super::{
    Doubt, DuplicateGroup, Level, Link, Matches, PairRuling, Settings, Uncompared, VersionLink, Watch, keep, name,
};
use crate::evidence::Actor;
use crate::record::{Field, RecordId, RecordTable};

/// The records of a run with their normal forms, ready to be matched.
#[derive(Debug)]
pub struct Matcher<'r> {
    records: &'r RecordTable,
    settings: Settings,
    keys: Vec<Key>,
    /// Per record: its place in an order made by content.
    ranks: Vec<u32>,
    /// Per record: a number that records with one normal form share.
    profiles: Vec<u32>,
}

/// Why two records are one report, or are not.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The rule that decides; `None` if nothing suggests that they are one.
    pub rule: Option<&'static Rule>,
    /// What the rule says under the settings.
    pub outcome: Option<Outcome>,
    /// How well they agree, from 0 to 1.
    pub score: f32,
    /// How each field compares.
    pub levels: Vec<Level>,
    /// What was compared: field by field the normal forms of both records.
    pub compared: Vec<(Field, String, String)>,
}

/// How many pairs are compared between two reports of how far it is.
const BATCH: usize = 1024;

/// Finds the rule that decides, and what it says.
type Decide = fn(&Comparison<'_>, &Settings) -> Option<(&'static Rule, Outcome)>;

/// Every pair on which a rule has something to say: the costly half of matching, which no ruling changes.
#[derive(Debug, Clone)]
pub struct Pairs {
    decided: Vec<Decided>,
    /// Records of which not every pair was compared.
    cut: Vec<Cut>,
}

/// A pair on which a rule has something to say, and what.
#[derive(Debug, Clone)]
struct Decided {
    link: Link,
    outcome: Outcome,
    rule: &'static Rule,
}

impl<'r> Matcher<'r> {
    /// Computes the normal forms of `records`.
    pub fn new(records: &'r RecordTable, settings: &Settings) -> Self {
        let keys = keys(records);
        let (ranks, profiles) = ranks(records, &keys);
        Self { records, settings: settings.clone(), keys, ranks, profiles }
    }

    /// Finds the groups of duplicates.
    pub fn deduplicate(&self, rulings: &[PairRuling]) -> Matches {
        self.deduplicate_watched(rulings, &|_, _| {})
    }

    /// As [`deduplicate`](Self::deduplicate), and tells `watch` how far it is: first nothing of all pairs, then after each
    /// batch of them.
    pub fn deduplicate_watched(&self, rulings: &[PairRuling], watch: Watch<'_>) -> Matches {
        self.group(self.pairs(watch), rulings)
    }

    /// Compares all records that may be one report, and tells `watch` how far it is.
    pub fn pairs(&self, watch: Watch<'_>) -> Pairs {
        let Candidates { pairs, cut } = block::candidates(&self.keys);
        let (done, all) = (AtomicU64::new(0), pairs.len() as u64);
        watch(0, all);
        let decided = pairs.par_chunks(BATCH).flat_map_iter(|batch| {
            let decided: Vec<Decided> =
                batch.iter().filter_map(|&(a, b)| self.decide(a, b, rules::decide_likely)).collect();
            let batch = batch.len() as u64;
            watch(done.fetch_add(batch, Ordering::Relaxed) + batch, all);
            decided
        });
        Pairs { decided: in_order(decided.collect()), cut }
    }

    /// As [`deduplicate`](Self::deduplicate), but compares every record with every other: the slow, obvious twin that shows
    /// whether blocking misses anything. Takes time in proportion to the square of the number of records.
    pub fn deduplicate_all_pairs(&self, rulings: &[PairRuling]) -> Matches {
        let count = self.keys.len() as u32;
        let pairs = (0..count).into_par_iter().flat_map_iter(|a| (a + 1..count).map(move |b| (a, b)));
        let decided = pairs.filter_map(|(a, b)| self.decide(a, b, rules::decide)).collect();
        self.group(Pairs { decided: in_order(decided), cut: Vec::new() }, rulings)
    }

    /// Why two records are one report, or are not.
    pub fn explain(&self, a: RecordId, b: RecordId) -> Explanation {
        let comparison = self.compare(a.0, b.0);
        let decided = rules::decide(&comparison, &self.settings);
        let compared = |(a, b): ((Field, String), (Field, String))| (a.0, a.1, b.1);
        Explanation {
            rule: decided.map(|(rule, _)| rule),
            outcome: decided.map(|(_, outcome)| outcome),
            score: comparison.score(),
            levels: comparison.levels(),
            compared: self.keys[a.index()]
                .shown()
                .into_iter()
                .zip(self.keys[b.index()].shown())
                .map(compared)
                .collect(),
        }
    }

    pub(super) fn records(&self) -> &'r RecordTable {
        self.records
    }

    pub(super) fn keys(&self) -> &[Key] {
        &self.keys
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The place of a record in an order made by content.
    pub(super) fn rank_of(&self, id: RecordId) -> u32 {
        self.ranks[id.index()]
    }

    pub(super) fn compare(&self, a: u32, b: u32) -> Comparison<'_> {
        Comparison::new(self.records, &self.keys, a, b)
    }

    /// What a rule says about a pair, if it says more than that it is two reports.
    fn decide(&self, a: u32, b: u32, decide: Decide) -> Option<Decided> {
        let comparison = self.compare(a, b);
        let (rule, outcome) = decide(&comparison, &self.settings)?;
        if outcome == Outcome::Apart {
            return None;
        }
        let link = Link {
            a: RecordId(a),
            b: RecordId(b),
            rule: rule.name,
            score: comparison.score(),
            levels: comparison.levels(),
            clauses: super::reasons::rests_on(rule, outcome, &comparison),
            by: Actor::Rule,
        };
        Some(Decided { link, outcome, rule })
    }

    /// Makes groups of what the rules say of `pairs`, and people of others.
    pub fn group(&self, pairs: Pairs, rulings: &[PairRuling]) -> Matches {
        let rulings = Rulings::new(rulings);
        let (mut links, mut rest) = (self.ruled(&rulings), Vec::new());
        let ruled: HashSet<(RecordId, RecordId), FixedState> = links.iter().map(|link| (link.a, link.b)).collect();
        for decided in pairs.decided {
            let is_ruled = ruled.contains(&(decided.link.a, decided.link.b));
            match decided.outcome {
                _ if is_ruled => {}
                Outcome::Same => links.push(decided.link),
                _ => rest.push(decided),
            }
        }
        let edge = |link: &Link| {
            let is_identified = link.levels.iter().any(super::reasons::is_shared_identifier);
            Edge { a: link.a.0, b: link.b.0, score: strength(link), is_identified }
        };
        let edges: Vec<Edge> = links.iter().map(edge).collect();
        let bench = Bench { matcher: self, rulings: &rulings, ruled_alike: ruled_alike(&links, &rulings) };
        let clusters = clusters(self.keys.len(), &edges, &bench);
        let mut matches = self.assemble(clusters, links, rest, rulings);
        matches.uncompared = uncompared(&pairs.cut, &matches.groups);
        matches
    }

    /// The pairs that people ruled to be one report.
    fn ruled(&self, rulings: &Rulings) -> Vec<Link> {
        let link = |ruling: &PairRuling| {
            let (a, b) = ordered(ruling.a, ruling.b);
            let comparison = self.compare(a.0, b.0);
            Link {
                a,
                b,
                rule: "ruling",
                score: comparison.score(),
                levels: comparison.levels(),
                clauses: Vec::new(),
                by: Actor::People(ruling.ruling),
            }
        };
        rulings.same.iter().map(link).collect()
    }

    fn assemble(&self, clusters: Clusters, links: Vec<Link>, rest: Vec<Decided>, rulings: Rulings) -> Matches {
        let mut of = vec![0u32; self.keys.len()];
        for (at, group) in clusters.groups.iter().enumerate() {
            group.iter().for_each(|&id| of[id as usize] = at as u32);
        }
        let group_of = |id: RecordId| of[id.index()];
        let count = |records: usize| if records == 1 { "1 record".to_owned() } else { format!("{records} records") };
        let sizes = |link: &Link| {
            let size = |id: RecordId| clusters.groups[group_of(id) as usize].len();
            match (size(link.a), size(link.b)) {
                (1, 1) => String::new(),
                (a, b) => format!(" Their groups have {} and {}; `same` joins all of them.", count(a), count(b)),
            }
        };
        let mut doubtful: Vec<Doubt> = clusters
            .refused
            .iter()
            .map(|&(at, refusal)| (&links[at], refusal))
            .filter(|(link, _)| group_of(link.a) != group_of(link.b) && !rulings.apart(link.a, link.b))
            .map(|(link, refusal)| Doubt {
                link: link.clone(),
                why: self.why_refused(link, refusal, &rulings).words(sizes(link)),
            })
            .collect();
        let mut versions = Vec::new();
        for decided in rest {
            let Decided { link, outcome, rule } = decided;
            if group_of(link.a) == group_of(link.b) {
                continue;
            }
            match outcome {
                Outcome::Version(kind) => {
                    let evidence = self.evidence(rule, &link);
                    let Link { a, b, score, levels, .. } = link;
                    versions.push(VersionLink { a, b, kind, rule: rule.name, score, levels, evidence });
                }
                _ if rulings.apart(link.a, link.b) => {}
                _ => doubtful.push(Doubt { why: self.why_doubtful(rule, &link).words(sizes(&link)), link }),
            }
        }
        let place = |a: RecordId, b: RecordId| {
            let (x, y) = (self.rank_of(a), self.rank_of(b));
            (group_of(a), group_of(b), x.min(y), x.max(y))
        };
        once_per_groups(&mut doubtful, |doubt| (place(doubt.link.a, doubt.link.b), doubt.link.score));
        once_per_groups(&mut versions, |link| (place(link.a, link.b), 0.0));
        let untold = self.bound(&mut doubtful);
        let told: Vec<_> = doubtful
            .iter()
            .map(|doubt| (doubt.link.a, doubt.link.b))
            .chain(versions.iter().map(|version| (version.a, version.b)))
            .collect();
        let vetoes = vetoes(self, &rulings, group_of, &told);
        let (links, numbers) = links_inside(links, group_of);
        let groups = self.groups(clusters, &numbers);
        let uncompared = Vec::new();
        Matches { groups, links, doubtful, untold, uncompared, versions, vetoes, conflicts: rulings.conflicts }
    }

    fn groups(&self, clusters: Clusters, numbers: &[Option<usize>]) -> Vec<DuplicateGroup> {
        let mut groups: Vec<DuplicateGroup> = clusters
            .groups
            .into_par_iter()
            .zip(clusters.weakest)
            .map(|(members, weakest)| {
                let records: Vec<RecordId> = members.into_iter().map(RecordId).collect();
                let kept =
                    if let [only] = records[..] { only } else { keep::by_completeness(self.records, &records)[0] };
                let name = name::base(&self.keys[kept.index()], self.records.record(kept));
                DuplicateGroup { name, records, kept, weakest: weakest.and_then(|at| numbers[at]) }
            })
            .collect();
        let bases = groups.iter().map(|group| (group.name.clone(), self.ranks[group.kept.index()])).collect();
        groups.iter_mut().zip(name::numbered(bases)).for_each(|(group, name)| group.name = name);
        groups.par_sort_unstable_by(|a, b| a.name.cmp(&b.name));
        groups
    }
}

/// How many pairs of records with one identifier or title were not compared, those of one group left out.
fn uncompared(cut: &[Cut], groups: &[DuplicateGroup]) -> Vec<Uncompared> {
    if cut.is_empty() {
        return Vec::new();
    }
    let group_of: HashMap<RecordId, usize, FixedState> =
        (0..).zip(groups).flat_map(|(at, group)| group.records.iter().map(move |&id| (id, at))).collect();
    let group_of = |id: u32| group_of.get(&RecordId(id));
    let pairs = |count: usize| count as u64 * (count as u64).saturating_sub(1) / 2;
    let left = |cut: &Cut| {
        let mut numbers: Vec<_> = cut.members.iter().map(|&id| group_of(id)).collect();
        numbers.sort_unstable();
        let inside: u64 = numbers.chunk_by(|a, b| a == b).map(|group| pairs(group.len())).sum();
        let compared = cut.compared.iter().filter(|&&(a, b)| group_of(a) != group_of(b)).count() as u64;
        pairs(cut.members.len()) - inside - compared
    };
    let told = |cut: &Cut| Uncompared {
        shared: cut.shared,
        record: RecordId(cut.members[0]),
        records: cut.members.len(),
        pairs: left(cut),
    };
    cut.iter().map(told).filter(|told| told.pairs > 0).collect()
}

/// By the numbers of the records.
fn in_order(mut decided: Vec<Decided>) -> Vec<Decided> {
    decided.sort_by_key(|decided| (decided.link.a, decided.link.b));
    decided
}

/// How early a link is followed: those that people made first, those that rest on no title last.
fn strength(link: &Link) -> f32 {
    let untitled = |level: &Level| level.field == Field::Title && matches!(level.level, "missing" | "set aside");
    match link.by {
        Actor::People(_) => 2.0,
        Actor::Rule if link.levels.iter().any(untitled) => link.score / 2.0,
        // What lacks identifiers does not part two records that share them.
        Actor::Rule if link.levels.iter().any(super::reasons::is_shared_identifier) => 1.0,
        Actor::Rule => link.score,
    }
}

/// What the clustering asks.
struct Bench<'m> {
    matcher: &'m Matcher<'m>,
    rulings: &'m Rulings,
    /// Per record: itself and the records that a rule links it with, as far as a person ruled them to be one report with others.
    ruled_alike: HashMap<RecordId, Vec<RecordId>, FixedState>,
}

/// What [`Bench::ruled_alike`] is made of.
fn ruled_alike(links: &[Link], rulings: &Rulings) -> HashMap<RecordId, Vec<RecordId>, FixedState> {
    let mut alike: HashMap<RecordId, Vec<RecordId>, FixedState> = HashMap::default();
    if rulings.same.is_empty() {
        return alike;
    }
    for link in links {
        for (of, to) in [(link.a, link.b), (link.b, link.a)].into_iter().filter(|(_, to)| rulings.joins(*to)) {
            let by_rule = (link.by == Actor::Rule).then_some((of, to));
            [Some((to, to)), by_rule].into_iter().flatten().for_each(|(of, to)| alike.entry(of).or_default().push(to));
        }
    }
    alike.values_mut().for_each(|records| {
        records.sort_unstable();
        records.dedup();
    });
    alike
}

impl Bench<'_> {
    /// Whether a rule keeps two records apart although people joined records of their groups. A person who joins two records
    /// overrules what keeps these two apart, and what keeps apart those that are linked with them by rule; of every other
    /// record nobody said anything.
    fn stays_apart(&self, a: RecordId, b: RecordId) -> bool {
        if self.ruled_alike.is_empty() || self.rulings.joined(a, b) || !self.keeps_apart(a.0, b.0, false) {
            return false;
        }
        let alike = |id: RecordId| self.ruled_alike.get(&id).into_iter().flatten().copied();
        let mut overruled = alike(a).flat_map(|a| alike(b).map(move |b| (a, b)));
        !overruled.any(|(a, b)| a != b && self.rulings.joined(a, b) && self.keeps_apart(a.0, b.0, false))
    }
}

impl Judge for Bench<'_> {
    fn keeps_apart(&self, a: u32, b: u32, is_identified: bool) -> bool {
        let comparison = self.matcher.compare(a, b);
        match rules::decide(&comparison, &self.matcher.settings) {
            Some((_, Outcome::Apart | Outcome::Version(_))) => true,
            Some((_, Outcome::Same)) => false,
            // What may be a slip in one number weighs less than an identifier that joins its record to the others.
            Some((rule, Outcome::Doubt)) if is_identified && rule.name == rules::SLIP => false,
            Some((_, Outcome::Doubt)) | None => comparison.contradicts(),
        }
    }

    fn ruled_apart(&self, a: u32, b: u32) -> bool {
        let (a, b) = (RecordId(a), RecordId(b));
        self.rulings.apart(a, b) || self.stays_apart(a, b)
    }

    fn fit(&self, a: u32, b: u32) -> Fit {
        self.matcher.compare(a, b).fit()
    }

    fn profile(&self, a: u32) -> u32 {
        self.matcher.profiles[a as usize]
    }

    fn rank(&self, a: u32) -> u32 {
        self.matcher.ranks[a as usize]
    }
}

/// An order of the records made by content, and a number for each different normal form. The hash of the title comes first:
/// comparing texts all over memory takes longer.
fn ranks(records: &RecordTable, keys: &[Key]) -> (Vec<u32>, Vec<u32>) {
    let mut order: Vec<(u64, u32)> = (0..).zip(keys).map(|(id, key)| (key.title.hash, id)).collect();
    let by_key = |a: u32, b: u32| keys[a as usize].order(&keys[b as usize]);
    order.par_sort_unstable_by(|&(x, a), &(y, b)| {
        x.cmp(&y)
            .then_with(|| by_key(a, b))
            .then_with(|| keep::by_content(records.record(RecordId(a)), records.record(RecordId(b))))
            .then(a.cmp(&b))
    });
    let (mut ranks, mut profiles) = (vec![0; keys.len()], vec![0; keys.len()]);
    let (mut profile, mut before) = (0, None);
    for (rank, &(_, id)) in (0..).zip(&order) {
        profile += u32::from(before.is_some_and(|before: u32| keys[id as usize] != keys[before as usize]));
        before = Some(id);
        ranks[id as usize] = rank;
        profiles[id as usize] = profile;
    }
    (ranks, profiles)
}

/// Keeps one of the items between two groups: the best, of equals the first by what its records say. `place` gives the two
/// groups, the ranks of the two records, and the score.
fn once_per_groups<T>(items: &mut Vec<T>, place: impl Fn(&T) -> ((u32, u32, u32, u32), f32)) {
    let mut best: HashMap<(u32, u32), usize, FixedState> = HashMap::default();
    for (at, item) in items.iter().enumerate() {
        let ((a, b, x, y), score) = place(item);
        let kept = best.entry((a.min(b), a.max(b))).or_insert(at);
        let ((.., kept_x, kept_y), kept_score) = place(&items[*kept]);
        if score > kept_score || score == kept_score && (x, y) < (kept_x, kept_y) {
            *kept = at;
        }
    }
    let kept: HashSet<usize, FixedState> = best.into_values().collect();
    let mut at = 0..;
    items.retain(|_| at.next().is_some_and(|at| kept.contains(&at)));
}

/// The links whose ends are in one group, and the new number of each old one.
fn links_inside(links: Vec<Link>, group_of: impl Fn(RecordId) -> u32) -> (Vec<Link>, Vec<Option<usize>>) {
    let mut numbers = Vec::with_capacity(links.len());
    let mut inside = Vec::with_capacity(links.len());
    for link in links {
        let is_inside = group_of(link.a) == group_of(link.b);
        numbers.push(is_inside.then_some(inside.len()));
        if is_inside {
            inside.push(link);
        }
    }
    (inside, numbers)
}
