//! Groups: accepted pairs joined, strongest first, unless that would put two records together that must stay apart.
//!
//! What is joined last would be cut first: a forbidden pair inside a chain of accepted ones parts it at its weakest link.

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

/// What the rules say of two records that end up in one group.
pub(super) trait Judge {
    /// Whether two records must not stand in one group, whatever links each with a third; `is_identified` is whether the link that would
    /// bring them together is an identifier.
    fn keeps_apart(&self, a: u32, b: u32, is_identified: bool) -> bool;
    /// Whether a person ruled that two records are different.
    fn ruled_apart(&self, a: u32, b: u32) -> bool;
    /// A number that records share if they are the same to every rule.
    fn profile(&self, a: u32) -> u32;
    /// The place of a record in an order made by content.
    fn rank(&self, a: u32) -> u32;
}

/// The groups, and what became of the edges.
#[derive(Debug, Default)]
pub(super) struct Clusters {
    /// Every record in exactly one group; members ascending.
    pub(super) groups: Vec<Vec<u32>>,
    /// Per group: the edge that was joined last, as an index into the edges.
    pub(super) weakest: Vec<Option<usize>>,
    /// Edges that were not followed, with the pair that forbade it.
    pub(super) refused: Vec<(usize, (u32, u32))>,
}

/// How many different members of a group are asked whether they may be with those of another: a bound on the time that a group of
/// thousands takes. No group of the labelled sets has as many; they come out the same with 4.
const ASKED: usize = 64;

struct Group {
    members: Vec<u32>,
    /// One member of each profile.
    distinct: Vec<u32>,
    /// Whether a person joined records in it: what a rule says of one of them then no longer keeps the others apart.
    ruled: bool,
    weakest: Option<usize>,
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
    let mut of: Vec<u32> = (0..count as u32).collect();
    let mut groups: Vec<Group> = (0..count as u32)
        .map(|id| Group { members: vec![id], distinct: vec![id], ruled: false, weakest: None })
        .collect();
    let mut refused = Vec::new();
    for at in order {
        let edge = &edges[at];
        let (x, y) = (of[edge.a as usize] as usize, of[edge.b as usize] as usize);
        if x == y {
            continue;
        }
        if let Some(pair) = forbidden(&groups[x], &groups[y], edge, judge) {
            refused.push((at, pair));
            continue;
        }
        let (into, from) = if groups[x].members.len() >= groups[y].members.len() { (x, y) } else { (y, x) };
        let moved = std::mem::replace(
            &mut groups[from],
            Group { members: Vec::new(), distinct: Vec::new(), ruled: false, weakest: None },
        );
        moved.members.iter().for_each(|&id| of[id as usize] = into as u32);
        groups[into].ruled |= edge.score > 1.0;
        join(&mut groups[into], moved, at, judge);
    }
    groups.retain_mut(|group| {
        group.members.sort_unstable();
        !group.members.is_empty()
    });
    groups.sort_by_key(|group| group.members[0]);
    let weakest = groups.iter().map(|group| group.weakest).collect();
    Clusters { groups: groups.into_iter().map(|group| group.members).collect(), weakest, refused }
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

/// A pair of the two groups that must not be together.
fn forbidden(x: &Group, y: &Group, edge: &Edge, judge: &impl Judge) -> Option<(u32, u32)> {
    let ruled = edge.score > 1.0 || x.ruled || y.ruled;
    let pairs = || x.distinct.iter().flat_map(|&a| y.distinct.iter().map(move |&b| (a, b)));
    pairs().find(|&(a, b)| {
        let is_edge = (a, b) == (edge.a, edge.b) || (a, b) == (edge.b, edge.a);
        judge.ruled_apart(a, b) || !ruled && !is_edge && judge.keeps_apart(a, b, edge.is_identified)
    })
}
