//! From an audit back to the stages: what it tells is enough to decide everything again.
//!
//! Groups are checked against the links, decisions are made again from findings and rulings, and the numbers are counted
//! again. Whatever does not follow is a contradiction.

use std::collections::BTreeSet;

use super::{Story, Told};
use crate::evidence::{Actor, Evidence, Finding, RulingIndex, Verdict, Weight};
use crate::flow::{Counted, Flow, Previous, UNNAMED_EXPORT};
use crate::pipeline::{Decision, Outcome, Retrieval, ScreenedGroup, Votes, decide};
use crate::protocol::Stage;
use crate::record::{Field, RecordId};
use crate::ruling::{Ruling, RulingKind};
use crate::wire::audit as wire;

/// The stages as far as an audit tells them.
#[derive(Debug)]
pub struct Replayed {
    /// The records of every group, the one that stands for it first; numbered as the records of the audit.
    pub members: Vec<Vec<RecordId>>,
    /// What became of every group.
    pub groups: Vec<ScreenedGroup>,
    /// The rulings, without what they are bound to: the audit tells which records that is.
    pub rulings: Vec<Ruling>,
    /// The numbers.
    pub flow: Flow,
}

/// Something in an audit that does not follow from the rest of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The group or record it is about; empty if it is about the whole.
    pub about: String,
    /// What does not follow.
    pub what: String,
}

/// Decides everything again.
///
/// # Errors
/// Everything that does not follow.
pub fn replay(story: &Story) -> Result<Replayed, Vec<Contradiction>> {
    let mut wrong = Vec::new();
    let members = members(story, &mut wrong);
    check_links(story, &mut wrong);
    let rulings: Vec<Ruling> = story.rulings.iter().filter_map(|told| ruling(told, &mut wrong)).collect();
    let votes = votes(story, &rulings);
    let groups: Vec<ScreenedGroup> =
        story.groups.iter().zip(votes).map(|(told, votes)| group(story, told, votes, &rulings, &mut wrong)).collect();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let searches: Vec<&str> = story.protocol.searches().map(|(_, search)| search.id.as_str()).collect();
    let mut records = vec![None; searches.len()];
    for file in &story.files {
        if let Some(search) = searches.iter().position(|id| *id == file.search) {
            *records[search].get_or_insert(0) += file.records;
        }
    }
    let wire::Previous { studies, reports, again, excluded, .. } = story.started.previous;
    let previous = Previous { studies, reports, again, excluded };
    check_found_again(story, &mut wrong);
    let flow = Flow::count(&Counted {
        records: &records,
        groups: &groups,
        protocol: &story.protocol,
        rulings: &rulings,
        previous,
    });
    let not_read = story.noticed.iter().filter(|noticed| noticed.code == UNNAMED_EXPORT);
    let flow = flow.without(not_read.map(|noticed| noticed.file.clone()).collect());
    check_counts(story, &flow, &mut wrong);
    if wrong.is_empty() { Ok(Replayed { members, groups, rulings, flow }) } else { Err(wrong) }
}

/// The numbers of what an earlier version included are those of the groups that are said to hold it.
fn check_found_again(story: &Story, wrong: &mut Vec<Contradiction>) {
    let wire::Previous { again, excluded, found, .. } = &story.started.previous;
    let decided =
        |name: &&String, decision: &str| story.group(name).is_some_and(|told| told.decision.decision == decision);
    let count = |decision: &str| found.iter().filter(|name| decided(name, decision)).count() as u64;
    // Logs written before these groups were named hold none of them.
    if !found.is_empty() && (*again, *excluded) != (Some(count("included")), Some(count("excluded"))) {
        contradiction(wrong, "", "the reports of the earlier version are not those of the groups that are named");
    }
    for name in found.iter().filter(|name| story.group(name).is_none()) {
        contradiction(wrong, name, "is said to hold a report of the earlier version, and is no group");
    }
}

fn contradiction(wrong: &mut Vec<Contradiction>, about: &str, what: impl Into<String>) {
    wrong.push(Contradiction { about: about.to_owned(), what: what.into() });
}

/// Every record in exactly one group.
fn members(story: &Story, wrong: &mut Vec<Contradiction>) -> Vec<Vec<RecordId>> {
    let mut uses = vec![0_u32; story.records.len()];
    let members = story
        .groups
        .iter()
        .map(|told| {
            let mut ids = Vec::new();
            for record in &told.group.records {
                match story.record_number(record) {
                    Some(number) => {
                        uses[number] += 1;
                        ids.push(RecordId(number as u32));
                    }
                    None => contradiction(wrong, &told.group.group, format!("its record {record} was never found")),
                }
            }
            ids
        })
        .collect();
    for (found, uses) in story.records.iter().zip(uses).filter(|(_, uses)| *uses != 1) {
        contradiction(wrong, &found.record, format!("is in {uses} groups"));
    }
    members
}

/// Every link is inside one group, and the links of a group hold all of it together.
fn check_links(story: &Story, wrong: &mut Vec<Contradiction>) {
    let mut together: Vec<usize> = (0..story.records.len()).collect();
    for link in &story.links {
        if story.group_number_of(&link.a) != story.group_number_of(&link.b) {
            contradiction(wrong, &link.a, format!("is linked to {} and in another group", link.b));
        }
        if let (Some(a), Some(b)) = (story.record_number(&link.a), story.record_number(&link.b)) {
            let (a, b) = (root(&mut together, a), root(&mut together, b));
            together[a.max(b)] = a.min(b);
        }
    }
    for veto in &story.vetoes {
        if story.group_number_of(&veto.a) == story.group_number_of(&veto.b) {
            contradiction(wrong, &veto.a, format!("is kept apart from {} and in one group with it", veto.b));
        }
    }
    for told in &story.groups {
        let numbers = told.group.records.iter().filter_map(|record| story.record_number(record));
        let roots: BTreeSet<usize> = numbers.map(|number| root(&mut together, number)).collect();
        if roots.len() > 1 {
            contradiction(wrong, &told.group.group, "its links do not hold its records together");
        }
    }
}

fn root(together: &mut [usize], mut of: usize) -> usize {
    while together[of] != of {
        together[of] = together[together[of]];
        of = together[of];
    }
    of
}

fn ruling(told: &wire::Ruled, wrong: &mut Vec<Contradiction>) -> Option<Ruling> {
    let Some(kind) = RulingKind::from_name(&told.kind) else {
        contradiction(wrong, &told.ruling, format!("`{}` is no kind of ruling", told.kind));
        return None;
    };
    Some(Ruling {
        id: told.ruling.clone(),
        kind,
        stage: told.stage.clone(),
        round: told.round,
        targets: Vec::new(),
        verdict: told.verdict.clone(),
        criterion: told.criterion.clone(),
        note: told.note.clone(),
        by: told.by.clone(),
        at: told.at.clone(),
        supersedes: told.supersedes.clone(),
        from: told.from.clone(),
        file: told.file.clone(),
        line: told.line,
        lineage: Default::default(),
    })
}

/// Per group: the rulings that speak of it. A ruling whose records are in several groups speaks of none.
fn votes(story: &Story, rulings: &[Ruling]) -> Vec<Vec<RulingIndex>> {
    let mut votes = vec![Vec::new(); story.groups.len()];
    for (number, told) in story.rulings.iter().enumerate().take(rulings.len()) {
        let speaks = told.in_force && !matches!(rulings[number].kind, RulingKind::Pair | RulingKind::Undo);
        let groups: BTreeSet<Option<usize>> = told.records.iter().map(|record| story.group_number_of(record)).collect();
        if let (true, [Some(group)]) = (speaks, groups.into_iter().collect::<Vec<_>>().as_slice()) {
            votes[*group].push(number as RulingIndex);
        }
    }
    votes
}

fn group(
    story: &Story,
    told: &Told,
    votes: Vec<RulingIndex>,
    rulings: &[Ruling],
    wrong: &mut Vec<Contradiction>,
) -> ScreenedGroup {
    let name = &told.group.group;
    let criteria = &story.protocol.criteria;
    let mut findings = vec![None; criteria.len()];
    for finding in &told.findings {
        match criteria.iter().position(|rule| rule.id == finding.criterion) {
            Some(number) => findings[number] = self::finding(story, finding, wrong),
            None => contradiction(wrong, name, format!("the protocol has no criterion `{}`", finding.criterion)),
        }
    }
    let on_group = Votes::new(&votes, rulings);
    let decision = decide(&story.protocol, &findings, &on_group);
    let retrieval = on_group.retrieval();
    check_decision(story, told, &decision, retrieval, rulings, wrong);
    let arms = arms(story, told);
    let searches: Vec<&str> = arms
        .iter()
        .filter_map(|&arm| story.protocol.searches().nth(arm))
        .map(|(_, search)| search.id.as_str())
        .collect();
    if searches != told.decision.searches {
        contradiction(wrong, name, "it was found by other searches than the audit says");
    }
    ScreenedGroup { arms, findings, decision, retrieval, rulings: votes }
}

/// The searches that found a group, from its records.
fn arms(story: &Story, told: &Told) -> Vec<usize> {
    let of_record = |record: &String| {
        let search = story.search_of(story.record(record)?);
        story.protocol.searches().position(|(_, known)| known.id == search)
    };
    let arms: BTreeSet<usize> = told.group.records.iter().filter_map(of_record).collect();
    arms.into_iter().collect()
}

fn finding(story: &Story, told: &wire::Finding, wrong: &mut Vec<Contradiction>) -> Option<Finding> {
    let verdict =
        [Verdict::Met, Verdict::NotMet, Verdict::Unclear].into_iter().find(|verdict| verdict.name() == told.verdict);
    let Some(verdict) = verdict else {
        contradiction(wrong, &told.group, format!("`{}` is no verdict", told.verdict));
        return None;
    };
    let evidence = told.evidence.iter().filter_map(|words| {
        let read = evidence(story, words);
        if read.is_none() {
            contradiction(wrong, &told.group, format!("`{}` rests on words that no record has", told.criterion));
        }
        read
    });
    let evidence = evidence.collect();
    Some(Finding { verdict, reason: told.reason.clone().into(), evidence })
}

fn evidence(story: &Story, told: &wire::Evidence) -> Option<Evidence> {
    Some(Evidence {
        record: RecordId(story.record_number(&told.record)? as u32),
        field: Field::from_name(&told.field)?,
        nth: told.nth,
        span: told.span[0]..told.span[1],
        words: told.words.clone(),
        cue: told.cue.clone().into(),
        weight: match told.weight.as_str() {
            "for" => Weight::For,
            "against" => Weight::Against,
            "weak" => Weight::Weak,
            _ => return None,
        },
    })
}

fn check_decision(
    story: &Story,
    told: &Told,
    decision: &Decision,
    retrieval: Option<Retrieval>,
    rulings: &[Ruling],
    wrong: &mut Vec<Contradiction>,
) {
    let (word, criteria): (&str, Vec<usize>) = match &decision.outcome {
        Outcome::Included => ("included", Vec::new()),
        Outcome::Excluded(criterion) => ("excluded", criterion.iter().copied().collect()),
        Outcome::ToReview(unclear) => ("to-review", unclear.clone()),
    };
    let criteria: Vec<&str> = criteria.into_iter().map(|number| story.protocol.criteria[number].id.as_str()).collect();
    let said = &told.decision;
    // Earlier versions did not say whose word on a criterion included a reference.
    let is_told = |ruling: &Ruling| {
        said.ruling.is_some() || ruling.kind != RulingKind::Criterion || decision.outcome != Outcome::Included
    };
    let by = match decision.by {
        Actor::Rule => None,
        Actor::People(ruling) => Some(&rulings[ruling as usize]).filter(|ruling| is_told(ruling)),
    };
    let by = by.map(|ruling| ruling.id.as_str());
    let follows = (word, decision.stage.name(), &criteria, by, retrieval.map(Retrieval::name));
    let written = (
        said.decision.as_str(),
        said.stage.as_str(),
        &said.criteria.iter().map(String::as_str).collect(),
        said.ruling.as_deref(),
        said.retrieval.as_deref(),
    );
    if follows != written {
        let what = format!(
            "the audit says {} (stage {}), and {word} (stage {}) follows from its findings and rulings",
            said.decision,
            said.stage,
            decision.stage.name()
        );
        contradiction(wrong, &told.group.group, what);
    }
}

/// The numbers of the audit against those counted again.
fn check_counts(story: &Story, flow: &Flow, wrong: &mut Vec<Contradiction>) {
    let counts = &story.counts;
    let mut check = |what: &str, written: u64, counted: u64| {
        if written != counted {
            contradiction(wrong, "", format!("{what}: the audit says {written}, counted {counted}"));
        }
    };
    check("records", counts.records, story.records.len() as u64);
    check("groups", counts.groups, story.groups.len() as u64);
    check("included", counts.included, flow.included());
    check("to review", counts.to_review, flow.undecided());
    check("found by both columns", counts.overlap, flow.overlap);
    let columns = [(Some(&counts.databases), Some(&flow.databases)), (counts.other.as_ref(), flow.other.as_ref())];
    for (written, counted) in columns {
        let (Some(written), Some(counted)) = (written, counted) else { continue };
        check("duplicates", written.duplicates, counted.repeats());
        for (stage, count) in written.stages.iter().zip(&counted.stages) {
            check(&format!("entered {}", stage.stage), stage.entered, count.entered);
            check(&format!("undecided at {}", stage.stage), stage.undecided, count.undecided);
        }
        check("screened", counted.at(Stage::Screening).entered, counted.at(Stage::BeforeScreening).passed);
    }
}
