//! Records that fit several others no better the one than the other.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::FixedState;

use super::{Edge, Fit, Group, Joining, Judge, Refusal};

/// A score that is no lower than another by more than this is as good: less than any level of a field makes.
const AS_GOOD: f32 = 0.01;

/// An edge of a record, and the record at its other end.
type Way = (usize, u32);

impl<J: Judge> Joining<'_, J> {
    /// The edges that are given up because their record was joined to one of several others that it fits equally, or to one that it
    /// fits less. A record whose edge was refused could as well have gone that way, unless it contradicts what is there itself.
    pub(super) fn torn(&self, order: &[usize]) -> BTreeMap<usize, Refusal> {
        let mut refused: BTreeMap<u32, Vec<Way>> = BTreeMap::new();
        for &(at, refusal) in &self.refused {
            let edge = &self.edges[at];
            if matches!(refusal, Refusal::Together(..)) && self.group_of(edge.a) != self.group_of(edge.b) {
                refused.entry(edge.a).or_default().push((at, edge.b));
                refused.entry(edge.b).or_default().push((at, edge.a));
            }
        }
        let mut given_up = BTreeMap::new();
        if refused.is_empty() {
            return given_up;
        }
        let mut followed: HashMap<u32, Vec<Way>, FixedState> = HashMap::default();
        for &at in order {
            let Edge { a, b, .. } = self.edges[at];
            for (record, other) in [(a, b), (b, a)] {
                if self.group_of(a) == self.group_of(b) && refused.contains_key(&record) {
                    followed.entry(record).or_default().push((at, other));
                }
            }
        }
        for (record, ways) in refused {
            if let Some(followed) = followed.get(&record) {
                self.weigh(record, followed, &ways, &mut given_up);
            }
        }
        given_up
    }

    /// Weighs the ways that a record went against those that it could have gone.
    fn weigh(&self, record: u32, followed: &[Way], refused: &[Way], given_up: &mut BTreeMap<usize, Refusal>) {
        let open: Vec<Way> = refused.iter().copied().filter(|&way| self.is_open(record, way)).collect();
        let mut contested: Vec<(Way, u32)> = Vec::new();
        for &(at, rival) in &open {
            let is_identified = self.edges[at].is_identified;
            let is_known = |(at, _): &&Way| contested.iter().all(|((known, _), _)| known != at);
            let parted: Vec<Way> = followed
                .iter()
                .filter(is_known)
                .copied()
                .filter(|&(_, held)| {
                    self.judge.ruled_apart(held, rival) || self.judge.keeps_apart(held, rival, is_identified)
                })
                .collect();
            contested.extend(parted.into_iter().map(|way| (way, rival)));
        }
        if contested.is_empty() || contested.iter().any(|&((at, _), _)| self.edges[at].is_ruled()) {
            return;
        }
        let went = self.best(record, contested.iter().map(|&(way, _)| way));
        let might = self.best(record, open.iter().copied());
        if went.0 > might.0 + AS_GOOD || went.1 > might.1 {
            return;
        }
        let held = contested[0].0.1;
        let is_torn = went.1 == might.1;
        for &((at, other), rival) in &contested {
            let torn = Refusal::Torn { record, between: (other, rival) };
            given_up.insert(at, if is_torn { torn } else { Refusal::Outdone(record, rival) });
        }
        if is_torn {
            let torn = |rival| Refusal::Torn { record, between: (rival, held) };
            given_up.extend(open.iter().map(|&(at, rival)| (at, torn(rival))));
        }
    }

    /// How well a record agrees with the best of those at the other ends of these edges, by the score and by what proves most.
    fn best(&self, record: u32, ways: impl Iterator<Item = Way>) -> (f32, Fit) {
        ways.fold((0.0, Fit::default()), |(score, fit), (at, other)| {
            (self.edges[at].score.max(score), self.judge.fit(record, other).max(fit))
        })
    }

    /// Whether a record could have gone this way, had it not gone another: it contradicts none of those there, nor did a person.
    fn is_open(&self, record: u32, (at, rival): Way) -> bool {
        let edge = &self.edges[at];
        let there = &self.groups[self.group_of(rival)];
        let contradicts = |other: u32| {
            self.judge.ruled_apart(record, other)
                || other != rival && self.judge.keeps_apart(record, other, edge.is_identified)
        };
        !edge.is_ruled() && !there.ruled && !there.distinct.iter().any(|&other| contradicts(other))
    }

    /// Makes the groups of the edges given up anew, and those that hang together with them by edges refused.
    pub(super) fn anew(&mut self, given_up: BTreeMap<usize, Refusal>, order: &[usize]) {
        let mut beside: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &(at, _) in &self.refused {
            let (x, y) = (self.group_of(self.edges[at].a), self.group_of(self.edges[at].b));
            beside.entry(x).or_default().push(y);
            beside.entry(y).or_default().push(x);
        }
        let ends = |&at: &usize| [self.edges[at].a, self.edges[at].b].map(|id| self.group_of(id));
        let mut open: Vec<usize> = given_up.keys().flat_map(ends).collect();
        let mut loose: BTreeSet<usize> = BTreeSet::new();
        while let Some(group) = open.pop() {
            if loose.insert(group) {
                open.extend(beside.get(&group).into_iter().flatten());
            }
        }
        let is_loose = |at: usize| loose.contains(&self.group_of(self.edges[at].a));
        let order: Vec<usize> = order.iter().copied().filter(|&at| is_loose(at)).collect();
        let is_kept = |&(at, refusal): &(usize, Refusal)| !matches!(refusal, Refusal::Together(..)) || !is_loose(at);
        let refused = self.refused.iter().copied().filter(is_kept).chain(given_up).collect();
        self.refused = refused;
        let members: Vec<u32> = loose.iter().flat_map(|&group| self.groups[group].members.clone()).collect();
        for id in members {
            self.of[id as usize] = id;
            self.groups[id as usize] = Group::of(vec![id]);
        }
        self.follow(order.into_iter());
    }
}
