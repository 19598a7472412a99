//! Relative recall: which share of a known set a search or a round of searches found.
//!
//! Sampson et al. (2006), "An alternative to the hand searching gold standard: validating methodological search filters using
//! relative recall", BMC Medical Research Methodology 6:33.

use std::collections::BTreeSet;

use super::{Found, KnownReference};
use crate::agreement::{Coefficient, wilson};
use crate::audit::Run;

/// A number of references out of a known set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// How many.
    pub part: usize,
    /// Out of how many.
    pub total: usize,
}

impl Share {
    /// The share with Wilson's 95 % interval; `None` for a share of nothing.
    pub fn interval(self) -> Option<Coefficient> {
        (self.total > 0).then(|| wilson(self.part as u64, self.total as u64))
    }
}

/// How many known references a search or an iteration found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted<'a> {
    /// The identifier of the search or iteration.
    pub id: &'a str,
    /// How many it found; `None` if it has no export: what it found is then not known.
    pub found: Option<Share>,
    /// How many of these nothing else found.
    pub only_here: usize,
    /// How many more it may have found: references that are likely among its records, and not certain to be.
    pub likely: usize,
}

/// Per search of the protocol.
pub(super) fn by_search<'a>(run: &Run<'a>, references: &[KnownReference<'a>]) -> Vec<Counted<'a>> {
    let searches = run.protocol.searches().enumerate();
    searches.map(|(number, (_, search))| count(run, references, &search.id, &[number])).collect()
}

/// Per iteration of the protocol.
pub(super) fn by_iteration<'a>(run: &Run<'a>, references: &[KnownReference<'a>]) -> Vec<Counted<'a>> {
    let mut first = 0;
    let count = |iteration: &'a crate::protocol::Iteration| {
        let numbers: Vec<usize> = (first..first + iteration.searches.len()).collect();
        first += iteration.searches.len();
        count(run, references, &iteration.id, &numbers)
    };
    run.protocol.iterations.iter().map(count).collect()
}

fn count<'a>(run: &Run<'a>, references: &[KnownReference<'a>], id: &'a str, searches: &[usize]) -> Counted<'a> {
    let with_export: BTreeSet<usize> = run.screened.deduplicated.ingested.searches.iter().copied().collect();
    let (mut part, mut only_here, mut likely) = (0, 0, 0);
    for reference in references {
        if let Found::Ambiguous { groups, .. } = &reference.found {
            let may_be = |group: &usize| run.screened.groups[*group].arms.iter().any(|arm| searches.contains(arm));
            likely += usize::from(groups.iter().any(may_be));
        }
        let arms = reference.searches(run);
        part += usize::from(arms.iter().any(|arm| searches.contains(arm)));
        only_here += usize::from(!arms.is_empty() && arms.iter().all(|arm| searches.contains(arm)));
    }
    let is_known = searches.iter().any(|search| with_export.contains(search));
    Counted { id, found: is_known.then_some(Share { part, total: references.len() }), only_here, likely }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_has_an_interval_unless_it_is_of_nothing() {
        // Wilson's interval for 0 of 35: from 0 to z^2 / (35 + z^2).
        let none = Share { part: 0, total: 35 }.interval().expect("a share of something");
        assert_eq!((none.value, none.low), (0.0, 0.0));
        assert!((none.high - 0.0989).abs() < 5e-4, "{none:?}");
        assert!(Share { part: 0, total: 0 }.interval().is_none());
    }
}
