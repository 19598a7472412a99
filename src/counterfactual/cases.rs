//! What is decided again: the groups of the run, and behind them the known references as they are listed.

use rayon::prelude::*;

use super::{Fate, Known};
use crate::audit::Run;
use crate::criteria::{Criterion, Subject};
use crate::evidence::{RulingIndex, Verdict};
use crate::pipeline::{Outcome, Votes, decide_if, records_of};
use crate::protocol::{Scope, SourceKind, Unclear};
use crate::recall::Recall;
use crate::record::{Record, RecordId};

/// A criterion as it is tried out.
#[derive(Debug)]
pub(super) enum Trial {
    /// It is not applied.
    Dropped,
    /// It is applied where its scope leaves it out.
    EverySearch,
    /// An unclear finding means this.
    Silence(Unclear),
    /// Another criterion stands in its place.
    Other(Box<dyn Criterion>),
    /// It is not applied to what searches of this kind found.
    NotFor(SourceKind),
}

/// Everything that is decided. The first [`groups`](Self::groups) cases are the groups, the others the known references.
pub(super) struct Cases<'r, 'a> {
    run: &'r Run<'a>,
    /// How many groups there are.
    pub groups: usize,
    listed: Vec<Listed<'a>>,
    /// Per search: the kind of its source.
    kinds: Vec<SourceKind>,
}

impl Trial {
    /// What an unclear finding means, where that is tried.
    pub fn word(&self) -> Option<Unclear> {
        match self {
            Self::Silence(word) => Some(*word),
            _ => None,
        }
    }
}

/// A known reference as a record of its own.
struct Listed<'a> {
    record: Record<'a>,
    verdicts: Vec<Option<Verdict>>,
    outcome: Outcome,
}

impl<'r, 'a> Cases<'r, 'a> {
    pub fn new(run: &'r Run<'a>, recalls: &[Recall<'a>], known: &[Known]) -> Self {
        let records = recalls.iter().flat_map(|recall| recall.references.iter().map(|reference| reference.record));
        let listed: Vec<Listed<'a>> = records.map(|record| listed(run, record)).collect();
        debug_assert_eq!(listed.len(), known.len(), "the references are those of the sets");
        let kinds = run.protocol.searches().map(|(_, search)| run.protocol.sources[search.source].kind).collect();
        Self { run, groups: run.screened.groups.len(), listed, kinds }
    }

    /// What a case comes to in the run.
    pub fn fate(&self, case: usize) -> Fate {
        fate(self.outcome(case))
    }

    /// The criterion that is the reason for its exclusion.
    pub fn reason(&self, case: usize) -> Option<usize> {
        match self.outcome(case) {
            Outcome::Excluded(reason) => *reason,
            _ => None,
        }
    }

    /// Whether a criterion is unclear on it, whatever people said.
    pub fn is_unclear(&self, case: usize, criterion: usize) -> bool {
        self.verdict(case, criterion) == Some(Verdict::Unclear)
    }

    /// What a criterion says of it; `None` where it is not applied.
    pub fn verdict(&self, case: usize, criterion: usize) -> Option<Verdict> {
        match self.run.screened.groups.get(case) {
            Some(group) => group.findings[criterion].as_ref().map(|finding| finding.verdict),
            None => self.listed[case - self.groups].verdicts[criterion],
        }
    }

    /// The cases that a trial decides otherwise than the run, ascending, with what they would come to.
    pub fn try_out(&self, criterion: usize, trial: &Trial) -> Vec<(usize, Fate)> {
        let decide = |case: usize| {
            let verdict = self.verdict(case, criterion);
            let tried = self.tried(case, criterion, trial);
            if verdict == tried && !matches!((trial, verdict), (Trial::Silence(_), Some(Verdict::Unclear))) {
                return None;
            }
            let word = trial.word().map(|word| (criterion, word));
            let fate = self.decide(case, &[(criterion, tried)], word.as_slice());
            (fate != self.fate(case)).then_some((case, fate))
        };
        (0..self.groups + self.listed.len()).into_par_iter().filter_map(decide).collect()
    }

    /// What a criterion would say of a case; `None` where it would not be applied.
    pub fn tried(&self, case: usize, criterion: usize, trial: &Trial) -> Option<Verdict> {
        let verdict = self.verdict(case, criterion);
        match trial {
            Trial::Dropped => None,
            Trial::Silence(_) => verdict,
            Trial::EverySearch => {
                verdict.or_else(|| Some(self.assess(case, &*self.run.protocol.criteria[criterion].criterion)))
            }
            Trial::Other(other) => verdict.map(|_| self.assess(case, &**other)),
            Trial::NotFor(kind) => verdict.filter(|_| !self.kinds(case).contains(kind)),
        }
    }

    /// The kinds of the sources that found a group; none for a reference as listed.
    pub fn kinds(&self, case: usize) -> Vec<SourceKind> {
        let arms = self.run.screened.groups.get(case).map_or(&[][..], |group| &group.arms);
        let mut kinds: Vec<SourceKind> = Vec::new();
        for kind in arms.iter().map(|&arm| self.kinds[arm]) {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        kinds
    }

    /// What a case would come to with other verdicts, and other words on unclear findings of some criteria.
    pub fn decide(&self, case: usize, changed: &[(usize, Option<Verdict>)], words: &[(usize, Unclear)]) -> Fate {
        let protocol = self.run.protocol;
        let mut verdicts: Vec<Option<Verdict>> =
            (0..protocol.criteria.len()).map(|criterion| self.verdict(case, criterion)).collect();
        changed.iter().for_each(|&(criterion, verdict)| verdicts[criterion] = verdict);
        let rulings: &[RulingIndex] = self.run.screened.groups.get(case).map_or(&[], |group| &group.rulings);
        let votes = Votes::new(rulings, self.run.rulings);
        let word = |criterion: usize| {
            let other = words.iter().find(|(of, _)| *of == criterion);
            other.map_or(protocol.criteria[criterion].unclear, |(_, word)| *word)
        };
        fate(&decide_if(protocol, &verdicts, &votes, word).outcome)
    }

    fn outcome(&self, case: usize) -> &Outcome {
        match self.run.screened.groups.get(case) {
            Some(group) => &group.decision.outcome,
            None => &self.listed[case - self.groups].outcome,
        }
    }

    /// Its records, as a criterion sees them.
    pub fn records(&self, case: usize) -> Vec<(RecordId, Record<'a>)> {
        match self.run.matches().groups.get(case) {
            Some(group) => records_of(self.run.records(), group),
            None => vec![(RecordId(0), self.listed[case - self.groups].record)],
        }
    }

    fn assess(&self, case: usize, criterion: &dyn Criterion) -> Verdict {
        criterion.assess(Subject { records: &self.records(case) }).verdict
    }
}

/// A known reference by itself: no search found it, so that a criterion with a scope is not applied.
fn listed<'a>(run: &Run<'a>, record: Record<'a>) -> Listed<'a> {
    let protocol = run.protocol;
    let records = [(RecordId(0), record)];
    let subject = Subject { records: &records };
    let verdicts: Vec<Option<Verdict>> = protocol
        .criteria
        .iter()
        .map(|rule| (rule.scope == Scope::default()).then(|| rule.criterion.assess(subject).verdict))
        .collect();
    let unclear = |criterion: usize| protocol.criteria[criterion].unclear;
    let outcome = decide_if(protocol, &verdicts, &Votes::new(&[], &[]), unclear).outcome;
    Listed { record, verdicts, outcome }
}

fn fate(outcome: &Outcome) -> Fate {
    match outcome {
        Outcome::Included => Fate::Included,
        Outcome::ToReview(_) => Fate::ToReview,
        Outcome::Excluded(_) => Fate::Excluded,
    }
}
