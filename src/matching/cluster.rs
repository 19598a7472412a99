//! Groups: accepted pairs joined, strongest first, unless that would put two records together that must not be in one group.
//!
//! What is joined last would be cut first: a forbidden pair inside a chain of accepted ones parts it at its weakest link. A record that
//! fits several others equally, which are apart themselves, is joined to none of them: which of them it is, a person has to say.

mod torn;

/// An accepted pair on its way into a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Edge {
    /// One record.
    pub(super) a: u32,
    /// The other record.
    pub(super) b: u32,
    /// How sure, from 0 to 1; more than 1 for a ruling, which is never asked about.
    pub(super) score: f32,
    /// Whether an identifier stands on both.
    pub(super) is_identified: bool,
}

impl Edge {
    /// Whether a person joined the two.
    fn is_ruled(&self) -> bool {
        self.score > 1.0
    }
}

/// How well a record fits another, what proves most first: of two others it is rather the one that it fits better.
pub(super) type Fit = [u8; 8];

/// What the rules say of two records that end up in one group.
pub(super) trait Judge {
    /// Whether two records must not stand in one group, whatever links each with a third; `is_identified` is whether the link that would
    /// bring them together is an identifier.
    fn keeps_apart(&self, a: u32, b: u32, is_identified: bool) -> bool;
    /// Whether a person ruled that two records are different.
    fn ruled_apart(&self, a: u32, b: u32) -> bool;
    /// How well one record fits the other.
    fn fit(&self, a: u32, b: u32) -> Fit;
    /// A number that records share if they are the same to every rule.
    fn profile(&self, a: u32) -> u32;
    /// The place of a record in an order made by content.
    fn rank(&self, a: u32) -> u32;
}

/// Why an edge was not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It would put these two records together, which must not be in one group.
    Together(u32, u32),
    /// The record fits two others no better the one than the other, and those must not be in one group.
    Torn {
        /// The record.
        record: u32,
        /// What it fits.
        between: (u32, u32),
    },
    /// The first fits the second better than the record at the other end of the edge, and those two must not be in one group.
    Outdone(u32, u32),
}

/// The groups, and what became of the edges.
#[derive(Debug, Default)]
pub(super) struct Clusters {
    /// Every record in exactly one group; members ascending.
    pub(super) groups: Vec<Vec<u32>>,
    /// Per group: the edge that was joined last, as an index into the edges.
    pub(super) weakest: Vec<Option<usize>>,
    /// Edges that were not followed, and why.
    pub(super) refused: Vec<(usize, Refusal)>,
}

/// How many different members of a group are asked whether they may be with those of another: a bound on the time that a group of
/// thousands takes. No group of the labelled sets has as many; they come out the same with 4.
const ASKED: usize = 64;

/// How often groups are made anew without the edges of records that fit several: each time fewer edges are left. The labelled sets need
/// two rounds at most; what is still left after so many is joined where it fits best.
const ROUNDS: usize = 16;

struct Group {
    members: Vec<u32>,
    /// One member of each profile.
    distinct: Vec<u32>,
    /// Whether a person joined records in it: what a rule says of one of them then no longer keeps the others apart.
    ruled: bool,
    weakest: Option<usize>,
}

impl Group {
    fn of(members: Vec<u32>) -> Self {
        Self { distinct: members.clone(), members, ruled: false, weakest: None }
    }
}

/// The groups while they grow.
struct Joining<'e, J> {
    edges: &'e [Edge],
    judge: &'e J,
    /// Per record: the place of its group in `groups`.
    of: Vec<u32>,
    /// At first one per record, at its number; what was joined to another is left empty.
    groups: Vec<Group>,
    refused: Vec<(usize, Refusal)>,
}

/// Joins the ends of `edges`.
pub(super) fn clusters(count: usize, edges: &[Edge], judge: &impl Judge) -> Clusters {
    let mut order: Vec<usize> = (0..edges.len()).collect();
    let ranks = |edge: &Edge| {
        let (a, b) = (judge.rank(edge.a), judge.rank(edge.b));
        (a.min(b), a.max(b))
    };
    order.sort_by(|&x, &y| {
        let (x, y) = (&edges[x], &edges[y]);
        y.score.total_cmp(&x.score).then_with(|| ranks(x).cmp(&ranks(y)))
    });
    let groups = (0..count as u32).map(|id| Group::of(vec![id])).collect();
    let mut joining = Joining { edges, judge, of: (0..count as u32).collect(), groups, refused: Vec::new() };
    joining.follow(order.iter().copied());
    for _ in 0..ROUNDS {
        let torn = joining.torn(&order);
        if torn.is_empty() {
            break;
        }
        order.retain(|at| !torn.contains_key(at));
        joining.anew(torn, &order);
    }
    joining.finish()
}

impl<J: Judge> Joining<'_, J> {
    /// Joins the ends of the edges with these numbers, one after the other.
    fn follow(&mut self, order: impl Iterator<Item = usize>) {
        for at in order {
            let edge = &self.edges[at];
            let (x, y) = (self.group_of(edge.a), self.group_of(edge.b));
            if x == y {
                continue;
            }
            if let Some((a, b)) = self.forbidden(x, y, edge) {
                self.refused.push((at, Refusal::Together(a, b)));
                continue;
            }
            let is_first_larger = self.groups[x].members.len() >= self.groups[y].members.len();
            let (into, from) = if is_first_larger { (x, y) } else { (y, x) };
            let moved = std::mem::replace(&mut self.groups[from], Group::of(Vec::new()));
            moved.members.iter().for_each(|&id| self.of[id as usize] = into as u32);
            self.groups[into].ruled |= edge.is_ruled();
            join(&mut self.groups[into], moved, at, self.judge);
        }
    }

    fn group_of(&self, id: u32) -> usize {
        self.of[id as usize] as usize
    }

    /// A pair of the two groups that must not be together.
    fn forbidden(&self, x: usize, y: usize, edge: &Edge) -> Option<(u32, u32)> {
        let (x, y) = (&self.groups[x], &self.groups[y]);
        let ruled = edge.is_ruled() || x.ruled || y.ruled;
        let pairs = || x.distinct.iter().flat_map(|&a| y.distinct.iter().map(move |&b| (a, b)));
        pairs().find(|&(a, b)| {
            let is_edge = (a, b) == (edge.a, edge.b) || (a, b) == (edge.b, edge.a);
            self.judge.ruled_apart(a, b) || !ruled && !is_edge && self.judge.keeps_apart(a, b, edge.is_identified)
        })
    }

    fn finish(mut self) -> Clusters {
        self.groups.retain_mut(|group| {
            group.members.sort_unstable();
            !group.members.is_empty()
        });
        self.groups.sort_by_key(|group| group.members[0]);
        let weakest = self.groups.iter().map(|group| group.weakest).collect();
        let groups = self.groups.into_iter().map(|group| group.members).collect();
        Clusters { groups, weakest, refused: self.refused }
    }
}

fn join(into: &mut Group, moved: Group, edge: usize, judge: &impl Judge) {
    into.members.extend(moved.members);
    into.ruled |= moved.ruled;
    into.weakest = Some(edge);
    for id in moved.distinct {
        if into.distinct.len() < ASKED && !into.distinct.iter().any(|&other| judge.profile(other) == judge.profile(id))
        {
            into.distinct.push(id);
        }
    }
}
