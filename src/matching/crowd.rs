//! One identifier or title on very many records: nobody could look through every pair of them.

use std::collections::BTreeMap;

use super::matcher::Matcher;
use super::text::hash;
use super::{Doubt, Untold};
use crate::record::{Field, RecordId};

/// So many doubtful pairs are told of one identifier or title: more than a person looks through in a day, and what stands on
/// so many reports says nothing about any two of them.
const MOST: usize = 200;

impl Matcher<'_> {
    /// Takes out the doubtful pairs beyond the first [`MOST`] that share one identifier or title, the surest first, and says
    /// how many they are.
    pub(super) fn bound(&self, doubtful: &mut Vec<Doubt>) -> Vec<Untold> {
        let mut sharing: BTreeMap<(Field, u64), Vec<usize>> = BTreeMap::new();
        for (at, doubt) in doubtful.iter().enumerate() {
            if let Some(shared) = self.shared(doubt.link.a, doubt.link.b) {
                sharing.entry(shared).or_default().push(at);
            }
        }
        let mut is_told = vec![true; doubtful.len()];
        let mut untold = Vec::new();
        for ((shared, _), mut pairs) in sharing.into_iter().filter(|(_, pairs)| pairs.len() > MOST) {
            let ranks = |at: usize| {
                let link = &doubtful[at].link;
                let (x, y) = (self.rank_of(link.a), self.rank_of(link.b));
                (x.min(y), x.max(y))
            };
            pairs.sort_by(|&x, &y| {
                let score = |at: usize| doubtful[at].link.score;
                score(y).total_cmp(&score(x)).then_with(|| ranks(x).cmp(&ranks(y)))
            });
            let rest = pairs.split_off(MOST);
            untold.push(Untold { shared, record: doubtful[pairs[0]].link.a, pairs: rest.len() });
            rest.into_iter().for_each(|at| is_told[at] = false);
        }
        let mut told = is_told.into_iter();
        doubtful.retain(|_| told.next().unwrap_or(true));
        untold
    }

    /// What two records share that many others may have as well.
    fn shared(&self, a: RecordId, b: RecordId) -> Option<(Field, u64)> {
        let (a, b) = (&self.keys()[a.index()], &self.keys()[b.index()]);
        match () {
            () if !a.doi.is_empty() && a.doi == b.doi => Some((Field::Doi, hash(&a.doi))),
            () if a.pmid != 0 && a.pmid == b.pmid => Some((Field::Pmid, u64::from(a.pmid))),
            () if !a.title.text.is_empty() && a.title.hash == b.title.hash => Some((Field::Title, a.title.hash)),
            () => None,
        }
    }
}
