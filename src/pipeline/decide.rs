//! From findings and rulings to a decision.
//!
//! Per stage: a ruling on the group; else the first criterion in protocol order that is not met, even after an
//! unclear one; else to review if a criterion is unclear; else on to the next stage. A ruling on a group speaks for
//! its stage and for the stages before it: whoever reads an abstract and includes it has seen the year.

use std::collections::BTreeSet;

use super::{Decision, Outcome, Retrieval};
use crate::evidence::{Actor, Finding, RulingIndex, Verdict};
use crate::protocol::{CriterionRule, Protocol, Stage, Unclear, VoteRule};
use crate::ruling::{Ruling, RulingKind};

/// The rulings on one group.
pub struct Votes<'a>(Vec<(RulingIndex, &'a Ruling)>);

/// What the votes of a stage come to.
enum Voted {
    /// Nobody has voted.
    Open,
    /// Fewer people than the stage asks for, all of one mind so far.
    Waiting(RulingIndex),
    Include(RulingIndex),
    Exclude(RulingIndex),
    /// The votes differ, or somebody is unsure: a person has to look again.
    Conflict(RulingIndex),
}

impl<'a> Votes<'a> {
    /// The rulings at `numbers` of `rulings`.
    pub fn new(numbers: &[RulingIndex], rulings: &'a [Ruling]) -> Self {
        Self(numbers.iter().map(|&number| (number, &rulings[number as usize])).collect())
    }

    /// What is known of the full text. People's files have no order among them, so where people differ, who has it has it: retrieved
    /// counts before not retrieved, and that before sought.
    pub fn retrieval(&self) -> Option<Retrieval> {
        self.best_retrieval().map(|(_, said)| said)
    }

    fn best_retrieval(&self) -> Option<(RulingIndex, Retrieval)> {
        let said = self.of(RulingKind::Retrieval);
        let said = said.filter_map(|(number, ruling)| Some((number, Retrieval::from_name(&ruling.verdict)?)));
        said.max_by_key(|(_, said)| match said {
            Retrieval::Sought => 0,
            Retrieval::NotRetrieved => 1,
            Retrieval::Retrieved => 2,
        })
    }

    /// Whether a person has read the full text: a ruling at the eligibility stage says so.
    pub fn is_assessed(&self) -> bool {
        let reads = [RulingKind::Group, RulingKind::Criterion, RulingKind::Adjudication];
        self.0.iter().any(|(_, ruling)| reads.contains(&ruling.kind) && ruling.stage == Stage::Eligibility.name())
    }

    /// The ruling that says that the full text was not retrieved, unless somebody has retrieved or read it.
    fn not_retrieved(&self) -> Option<RulingIndex> {
        let (number, said) = self.best_retrieval()?;
        (said == Retrieval::NotRetrieved && !self.is_assessed()).then_some(number)
    }

    fn of(&self, kind: RulingKind) -> impl Iterator<Item = (RulingIndex, &'a Ruling)> {
        self.0.iter().copied().filter(move |(_, ruling)| ruling.kind == kind)
    }

    /// What the votes on the group at `stage` come to, by the stage's rule.
    fn at(&self, stage: Stage, rules: &[VoteRule]) -> Voted {
        let here = |(_, ruling): &(RulingIndex, &Ruling)| ruling.stage == stage.name();
        let settled: Vec<_> = self.of(RulingKind::Adjudication).filter(here).collect();
        if let [(_, first), .., (last, _)] | [(last, first)] = settled[..] {
            let agree = settled.iter().all(|(_, ruling)| ruling.verdict == first.verdict);
            return if agree { voted(last, &first.verdict) } else { Voted::Conflict(last) };
        }
        let votes: Vec<_> = self.of(RulingKind::Group).filter(here).collect();
        let [(_, first), ..] = votes[..] else { return Voted::Open };
        let last = votes[votes.len() - 1].0;
        if votes
            .iter()
            .enumerate()
            .any(|(at, (_, vote))| votes[..at].iter().any(|(_, other)| contradicts_itself(vote, other)))
        {
            return Voted::Conflict(last);
        }
        let rule = rules.iter().find(|rule| rule.stage == stage);
        if votes.iter().all(|(_, ruling)| ruling.verdict == first.verdict) {
            let people: BTreeSet<&str> = votes.iter().map(|(_, ruling)| ruling.by.as_str()).collect();
            let waits = people.len() < voters(stage, rules);
            return if waits { Voted::Waiting(last) } else { voted(reasoned(&votes).unwrap_or(last), &first.verdict) };
        }
        let last_excluding =
            votes.iter().rev().find(|(_, ruling)| ruling.verdict == "exclude").map(|(number, _)| *number);
        let excludes = reasoned(&votes).or(last_excluding);
        match (rule, excludes) {
            (Some(rule), Some(number)) if !rule.exclusion_needs_all => Voted::Exclude(number),
            (Some(rule), _) if !rule.adjudicate => Voted::Include(last),
            _ => Voted::Conflict(last),
        }
    }

    /// What the votes at a stage come to where they are enough and agree, or the rule of the stage settles them: the ruling
    /// that counts, and whether it includes.
    pub fn settled(&self, stage: Stage, rules: &[VoteRule]) -> Option<(RulingIndex, bool)> {
        match self.at(stage, rules) {
            Voted::Include(ruling) => Some((ruling, true)),
            Voted::Exclude(ruling) => Some((ruling, false)),
            Voted::Open | Voted::Waiting(_) | Voted::Conflict(_) => None,
        }
    }

    /// What people said of one criterion, by the rule of the stage at which they read: a word on a criterion decides as a vote on the
    /// group does, and so needs as many people. `None` if fewer of them spoke; where they differ, what the rule says (any exclusion is
    /// enough, a conflict includes), else unclear. Also unclear where one person said two things.
    pub fn on_criterion(&self, rule: &CriterionRule, rules: &[VoteRule]) -> Option<(RulingIndex, Verdict)> {
        let said: Vec<_> = self.of(RulingKind::Criterion).filter(|(_, ruling)| ruling.criterion == rule.id).collect();
        let &(first, ruling) = said.first()?;
        let people: BTreeSet<&str> = said.iter().map(|(_, ruling)| ruling.by.as_str()).collect();
        let votes = vote_rule_of_answers(rule.stage, rules);
        if people.len() < votes.map_or(1, |votes| votes.voters as usize) {
            return None;
        }
        if said.iter().all(|(_, other)| other.verdict == ruling.verdict) {
            return Some((first, answered(&ruling.verdict)));
        }
        let told_twice = said.len() > people.len();
        let not_met = said.iter().find(|(_, ruling)| answered(&ruling.verdict) == Verdict::NotMet);
        Some(match (votes.filter(|_| !told_twice), not_met) {
            (Some(votes), Some(&(number, _))) if !votes.exclusion_needs_all => (number, Verdict::NotMet),
            (Some(votes), _) if !votes.adjudicate => (first, Verdict::Met),
            _ => (first, Verdict::Unclear),
        })
    }
}

/// What a word on a criterion says.
fn answered(verdict: &str) -> Verdict {
    match verdict {
        "met" => Verdict::Met,
        "not-met" => Verdict::NotMet,
        _ => Verdict::Unclear,
    }
}

/// The rule by which people's words on the criteria of a stage count: that of the stage. Before screening nobody reads: where that
/// stage has no rule of its own, its criteria are answered by the readers of titles and abstracts, and by their rule.
pub fn vote_rule_of_answers(stage: Stage, rules: &[VoteRule]) -> Option<&VoteRule> {
    let of = |stage: Stage| rules.iter().find(|rule| rule.stage == stage);
    of(stage).or_else(|| of(Stage::Screening).filter(|_| stage == Stage::BeforeScreening))
}

/// The vote whose reason counts where several people exclude: the earliest in time that names a criterion.
fn reasoned(votes: &[(RulingIndex, &Ruling)]) -> Option<RulingIndex> {
    let named = votes.iter().filter(|(_, ruling)| ruling.verdict == "exclude" && !ruling.criterion.is_empty());
    named.min_by(|(_, a), (_, b)| (&a.at, &a.by).cmp(&(&b.at, &b.by))).map(|(number, _)| *number)
}

/// How many people decide on each group at a stage.
fn voters(stage: Stage, rules: &[VoteRule]) -> usize {
    rules.iter().find(|rule| rule.stage == stage).map_or(1, |rule| rule.voters as usize)
}

/// Whether one person said two things of which neither takes the place of the other: that person is to be asked.
pub(crate) fn contradicts_itself(one: &Ruling, other: &Ruling) -> bool {
    one.by == other.by && !one.has_answer_of(other)
}

fn voted(number: RulingIndex, verdict: &str) -> Voted {
    match verdict {
        "include" => Voted::Include(number),
        "exclude" => Voted::Exclude(number),
        _ => Voted::Conflict(number),
    }
}

/// The decision on one group.
pub fn decide(protocol: &Protocol, findings: &[Option<Finding>], votes: &Votes<'_>) -> Decision {
    let verdicts: Vec<Option<Verdict>> =
        findings.iter().map(|finding| finding.as_ref().map(|finding| finding.verdict)).collect();
    decide_if(protocol, &verdicts, votes, |criterion| protocol.criteria[criterion].unclear)
}

/// The decision on one group, if its criteria said `verdicts` (`None` where one is not applied) and an unclear one meant what
/// `unclear` says.
pub fn decide_if(
    protocol: &Protocol,
    verdicts: &[Option<Verdict>],
    votes: &Votes<'_>,
    unclear: impl Fn(usize) -> Unclear,
) -> Decision {
    let decision = decide_as_read(protocol, verdicts, votes, unclear);
    match votes.not_retrieved() {
        // Nobody can assess a report that is not there: it leaves the review, and no criterion says so.
        Some(ruling) if decision.outcome == Outcome::Included || decision.stage == Stage::Eligibility => {
            Decision { outcome: Outcome::Excluded(None), stage: Stage::Eligibility, by: Actor::People(ruling) }
        }
        _ => decision,
    }
}

/// The decision as far as it does not depend on whether the full text could be had.
fn decide_as_read(
    protocol: &Protocol,
    verdicts: &[Option<Verdict>],
    votes: &Votes<'_>,
    unclear: impl Fn(usize) -> Unclear,
) -> Decision {
    let mut cleared = None;
    for stage in Stage::ALL.into_iter().rev() {
        match votes.at(stage, &protocol.votes) {
            Voted::Open | Voted::Waiting(_) => {}
            Voted::Include(ruling) => {
                cleared = Some((stage, ruling));
                break;
            }
            Voted::Exclude(ruling) => {
                let criterion = votes.criterion_of(ruling, protocol);
                return Decision { outcome: Outcome::Excluded(criterion), stage, by: Actor::People(ruling) };
            }
            Voted::Conflict(ruling) => {
                return Decision { outcome: Outcome::ToReview(Vec::new()), stage, by: Actor::People(ruling) };
            }
        }
    }
    let after = |stage: Stage| cleared.is_none_or(|(cleared, _)| stage > cleared);
    for stage in Stage::ALL.into_iter().filter(|&stage| after(stage)) {
        if let Some(decision) = decide_stage(protocol, verdicts, votes, stage, &unclear) {
            return decision;
        }
        if let Voted::Waiting(ruling) = votes.at(stage, &protocol.votes) {
            return Decision { outcome: Outcome::ToReview(Vec::new()), stage, by: Actor::People(ruling) };
        }
    }
    let carried = carried_by(protocol, verdicts, votes, after, &unclear);
    let by = carried.or(cleared.map(|(_, ruling)| ruling)).map_or(Actor::Rule, Actor::People);
    Decision { outcome: Outcome::Included, stage: last_stage(protocol, cleared.map(|(stage, _)| stage)), by }
}

impl Votes<'_> {
    fn criterion_of(&self, ruling: RulingIndex, protocol: &Protocol) -> Option<usize> {
        let (_, ruling) = self.0.iter().find(|(number, _)| *number == ruling)?;
        protocol.criteria.iter().position(|rule| rule.id == ruling.criterion)
    }
}

/// The last stage that had anything to decide.
fn last_stage(protocol: &Protocol, cleared: Option<Stage>) -> Stage {
    let criteria =
        protocol.criteria.iter().filter(|rule| rule.question.is_none() || rule.required).map(|rule| rule.stage);
    criteria.chain(cleared).max().unwrap_or(Stage::Screening)
}

/// The decision at one stage, or `None` if the group goes on to the next.
fn decide_stage(
    protocol: &Protocol,
    verdicts: &[Option<Verdict>],
    votes: &Votes<'_>,
    stage: Stage,
    unclear: &dyn Fn(usize) -> Unclear,
) -> Option<Decision> {
    let mut open = Vec::new();
    for (number, (rule, verdict)) in protocol.criteria.iter().zip(verdicts).enumerate() {
        let Some(found) = verdict.filter(|_| rule.stage == stage) else { continue };
        let ruling = votes.on_criterion(rule, &protocol.votes);
        let verdict = ruling.map_or(found, |(_, verdict)| verdict);
        match effective(rule, unclear(number), verdict, ruling.is_some()) {
            Verdict::Met => {}
            Verdict::Unclear => open.push(number),
            Verdict::NotMet => {
                let by = ruling.map_or(Actor::Rule, |(ruling, _)| Actor::People(ruling));
                return Some(Decision { outcome: Outcome::Excluded(Some(number)), stage, by });
            }
        }
    }
    (!open.is_empty()).then_some(Decision { outcome: Outcome::ToReview(open), stage, by: Actor::Rule })
}

/// The last ruling on a criterion, at the stages that count, without which the group would not be included.
fn carried_by(
    protocol: &Protocol,
    verdicts: &[Option<Verdict>],
    votes: &Votes<'_>,
    counts: impl Fn(Stage) -> bool,
    unclear: &dyn Fn(usize) -> Unclear,
) -> Option<RulingIndex> {
    let carries = |(number, (rule, found)): (usize, (&CriterionRule, &Option<Verdict>))| {
        let found = found.filter(|_| counts(rule.stage))?;
        let (ruling, _) = votes.on_criterion(rule, &protocol.votes)?;
        let without = effective(rule, unclear(number), found, false);
        (without != Verdict::Met).then_some((rule.stage, number, ruling))
    };
    let last = protocol.criteria.iter().zip(verdicts).enumerate().filter_map(carries).max();
    last.map(|(.., ruling)| ruling)
}

/// What a verdict counts as under the word on unclear findings.
fn effective(rule: &CriterionRule, unclear: Unclear, verdict: Verdict, ruled: bool) -> Verdict {
    match (verdict, unclear) {
        (Verdict::Unclear, _) if rule.question.is_some() && !rule.required && !ruled => Verdict::Met,
        (Verdict::Unclear, Unclear::Pass) if !ruled => Verdict::Met,
        (Verdict::Unclear, Unclear::Exclude) if !ruled => Verdict::NotMet,
        (verdict, _) => verdict,
    }
}

#[cfg(test)]
#[path = "decide_tests.rs"]
mod tests;
