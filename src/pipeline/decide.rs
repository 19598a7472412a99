//! From findings and rulings to a decision.
//!
//! Per stage: a ruling on the group; else the first criterion in protocol order that is not met, even after an
//! unclear one; else to review if a criterion is unclear; else on to the next stage. A ruling on a group speaks for
//! its stage and for the stages before it: whoever reads an abstract and includes it has seen the year.

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

    /// The last thing said about the full text.
    pub fn retrieval(&self) -> Option<Retrieval> {
        self.of(RulingKind::Retrieval).filter_map(|(_, ruling)| Retrieval::from_name(&ruling.verdict)).last()
    }

    fn of(&self, kind: RulingKind) -> impl Iterator<Item = (RulingIndex, &'a Ruling)> {
        self.0.iter().copied().filter(move |(_, ruling)| ruling.kind == kind)
    }

    /// What the votes on the group at `stage` come to, by the stage's rule.
    fn at(&self, stage: Stage, rules: &[VoteRule]) -> Voted {
        let here = |(_, ruling): &(RulingIndex, &Ruling)| ruling.stage == stage.name();
        if let Some((number, ruling)) = self.of(RulingKind::Adjudication).filter(here).last() {
            return voted(number, &ruling.verdict);
        }
        let votes: Vec<_> = self.of(RulingKind::Group).filter(here).collect();
        let [(_, first), ..] = votes[..] else { return Voted::Open };
        let last = votes[votes.len() - 1].0;
        let rule = rules.iter().find(|rule| rule.stage == stage);
        let voters = rule.map_or(1, |rule| rule.voters as usize);
        if votes.iter().all(|(_, ruling)| ruling.verdict == first.verdict) {
            return if votes.len() < voters { Voted::Waiting(last) } else { voted(last, &first.verdict) };
        }
        let excludes = votes.iter().rev().find(|(_, ruling)| ruling.verdict == "exclude");
        match (rule, excludes) {
            (Some(rule), Some(&(number, _))) if !rule.exclusion_needs_all => Voted::Exclude(number),
            (Some(rule), _) if !rule.adjudicate => Voted::Include(last),
            _ => Voted::Conflict(last),
        }
    }

    /// What people said of one criterion: `None` if nobody, or if they contradict each other.
    pub fn on_criterion(&self, id: &str) -> Option<(RulingIndex, Verdict)> {
        let mut said = self.of(RulingKind::Criterion).filter(|(_, ruling)| ruling.criterion == id);
        let (first, ruling) = said.next()?;
        let verdict = if ruling.verdict == "met" { Verdict::Met } else { Verdict::NotMet };
        Some((first, if said.all(|(_, other)| other.verdict == ruling.verdict) { verdict } else { Verdict::Unclear }))
    }
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
    let by = cleared.map_or(Actor::Rule, |(_, ruling)| Actor::People(ruling));
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
        let ruling = votes.on_criterion(&rule.id);
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
