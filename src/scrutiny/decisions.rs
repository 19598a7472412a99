//! Decisions of people that an auditor asks about.

use std::collections::{BTreeMap, BTreeSet};

use super::{Case, at_ruling, plural, shown};
use crate::audit::GroupStory;
use crate::diagnostic::{Diagnostic, Severity, excerpt};
use crate::evidence::{Actor, Verdict};
use crate::pipeline::{Outcome, Retrieval, Votes, vote_rule_of_answers};
use crate::protocol::Stage;
use crate::ruling::{Ruling, RulingKind};

/// The ruling that decided on a group.
fn deciding<'a>(group: &GroupStory<'a>) -> Option<&'a Ruling> {
    match group.screened.decision.by {
        Actor::People(number) => group.run.rulings.get(number as usize),
        Actor::Rule => None,
    }
}

/// The people who said on a group what the ruling that decided says, at its stage and for its reason: `ann, ben`.
fn who_said_so(group: &GroupStory<'_>, deciding: &Ruling) -> String {
    let same = |ruling: &&Ruling| {
        let is_vote = matches!(ruling.kind, RulingKind::Group | RulingKind::Adjudication);
        is_vote
            && (&ruling.stage, &ruling.verdict, &ruling.criterion)
                == (&deciding.stage, &deciding.verdict, &deciding.criterion)
    };
    let people: BTreeSet<&str> =
        group.rulings().map(|(_, ruling)| ruling).filter(same).map(|ruling| ruling.by.as_str()).collect();
    if people.is_empty() { deciding.by.clone() } else { people.into_iter().collect::<Vec<_>>().join(", ") }
}

/// The words in which somebody said why, beside a ruling that decided as the one that counts.
fn reason_in_words<'a>(group: &GroupStory<'a>, deciding: &Ruling) -> Option<&'a str> {
    let same = |ruling: &&'a Ruling| ruling.stage == deciding.stage && ruling.verdict == deciding.verdict;
    let mut notes = group.rulings().map(|(_, ruling)| ruling).filter(same).map(|ruling| ruling.note.trim());
    notes.find(|note| !note.is_empty())
}

/// Excluded by people, and no criterion is given. Told once per people and stage; where a note says why, as a note: the reason is
/// there, and only no box of the flow counts it.
pub(super) fn without_reason(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    type Cases<'a> = Vec<(&'a Ruling, String, &'a str)>;
    let mut by: BTreeMap<(bool, String, Stage), Cases<'_>> = BTreeMap::new();
    for group in case.run.groups() {
        if let (Outcome::Excluded(None), Some(ruling)) = (&group.screened.decision.outcome, deciding(&group))
            && ruling.kind != RulingKind::Retrieval
        {
            let note = reason_in_words(&group, ruling);
            let of = by.entry((note.is_some(), who_said_so(&group, ruling), group.stage())).or_default();
            of.push((ruling, group.headline().title, note.unwrap_or_default()));
        }
    }
    for ((in_words, who, stage), mut cases) in by {
        cases.sort_by(|a, b| (&a.0.file, a.0.line).cmp(&(&b.0.file, b.0.line)));
        let (first, title, note) = &cases[0];
        let number = plural(cases.len(), "reference", "references");
        let at = stage.name().replace('_', " ");
        let mut message = format!("{who} excluded {number} at {at} without a criterion, first {}", shown(title));
        if in_words {
            message.push_str(&format!(
                "; the reason is in a note (\u{201c}{}\u{201d}), which no box of the flow counts",
                excerpt(note)
            ));
        }
        let mut remark = at_ruling(Diagnostic::new("AUD001", message), first);
        if in_words {
            remark.severity = Severity::Note;
        }
        found.push(remark);
    }
}

/// Several people excluded one reference for different reasons: one of them counts, the others were not heard.
pub(super) fn reasons_differ(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    for group in case.run.groups() {
        let (Outcome::Excluded(_), Some(deciding)) = (&group.screened.decision.outcome, deciding(&group)) else {
            continue;
        };
        if deciding.kind != RulingKind::Group {
            continue;
        }
        let all = group.screened.rulings.iter().filter_map(|&number| group.run.rulings.get(number as usize));
        let excluding = all.filter(|ruling| {
            ruling.kind == RulingKind::Group && ruling.verdict == "exclude" && ruling.stage == deciding.stage
        });
        let said: BTreeSet<(&str, &str, &str)> =
            excluding.map(|ruling| (ruling.criterion.as_str(), ruling.by.as_str(), ruling.note.trim())).collect();
        let reasons: BTreeSet<&str> = said.iter().map(|(criterion, ..)| *criterion).collect();
        if reasons.len() > 1 {
            let each: Vec<String> = said
                .iter()
                .map(|(criterion, by, note)| match (*criterion, *note) {
                    ("", "") => format!("{by} without a reason"),
                    ("", note) => format!("{by} in words (\u{201c}{}\u{201d})", excerpt(note)),
                    (criterion, _) => format!("{by} {criterion}"),
                })
                .collect();
            let title = shown(&group.headline().title);
            let message = format!("{title} was excluded for different reasons: {}", each.join(", "));
            found.push(at_ruling(Diagnostic::new("AUD024", message), deciding));
        }
    }
}

/// Excluded by a person for a criterion that does not apply to the reference, or that its records meet. Every reason that was given
/// is looked at, and told of those who gave it.
pub(super) fn reason_contradicted(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    for group in case.run.groups() {
        let (Outcome::Excluded(_), Some(deciding)) = (&group.screened.decision.outcome, deciding(&group)) else {
            continue;
        };
        // What people answered on a criterion took the place of what its records say.
        let is_answer = deciding.kind == RulingKind::Criterion;
        let given: Vec<&Ruling> = match is_answer {
            true => vec![deciding],
            false => exclusions_that_count(&group),
        };
        for (number, rule) in case.run.protocol.criteria.iter().enumerate() {
            let by: BTreeSet<&str> =
                given.iter().filter(|ruling| ruling.criterion == rule.id).map(|ruling| ruling.by.as_str()).collect();
            let Some(first) = given.iter().find(|ruling| ruling.criterion == rule.id) else { continue };
            let why = match group.verdict(number) {
                None => "which does not apply to it: a search outside of its scope found it too".to_owned(),
                Some((Verdict::Met, _)) if !is_answer => {
                    format!("which its records meet: {}", group.evidence(number))
                }
                Some(_) => continue,
            };
            let counts = if first.criterion == deciding.criterion { "" } else { "; another reason counts" };
            let message = format!(
                "{} excluded {} as \"{}\" (`{}`), {why}{counts}",
                by.into_iter().collect::<Vec<_>>().join(", "),
                shown(&group.headline().title),
                rule.reason,
                rule.id
            );
            found.push(at_ruling(Diagnostic::new("AUD002", message), first));
        }
    }
}

/// The votes to exclude on which the decision on a group rests.
fn exclusions_that_count<'a>(group: &GroupStory<'a>) -> Vec<&'a Ruling> {
    let rulings = group.rulings().map(|(_, ruling)| ruling);
    rulings.filter(|ruling| ruling.verdict == "exclude" && group.speaks_for_decision(ruling)).collect()
}

/// What people's votes on a group at a stage come to: the ruling that counts, and whether it includes.
fn settled<'a>(group: &GroupStory<'a>, stage: Stage) -> Option<(&'a Ruling, bool)> {
    let votes = Votes::new(&group.screened.rulings, group.run.rulings);
    let (ruling, includes) = votes.settled(stage, &group.run.protocol.votes)?;
    Some((&group.run.rulings[ruling as usize], includes))
}

/// Included by people at a stage, and a criterion of that stage or an earlier one is not met; also where the reference waits
/// at a later stage.
pub(super) fn included_against_criterion(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    let open = case.run.groups().filter(|group| !matches!(group.screened.decision.outcome, Outcome::Excluded(_)));
    for group in open {
        let included = Stage::ALL.into_iter().rev().find_map(|stage| Some((stage, settled(&group, stage)?)));
        let Some((stage, (ruling, true))) = included else { continue };
        let failing = case.run.protocol.criteria.iter().enumerate().filter(|(number, rule)| {
            rule.stage <= stage && matches!(group.verdict(*number), Some((Verdict::NotMet, _)))
        });
        for (number, rule) in failing {
            let message = format!(
                "{} included {}, which does not meet `{}`: {}",
                who_said_so(&group, ruling),
                shown(&group.headline().title),
                rule.id,
                group.evidence(number)
            );
            found.push(at_ruling(Diagnostic::new("AUD004", message), ruling));
        }
    }
}

/// Excluded by people at a stage, and taken back in by what people said at a later one.
pub(super) fn exclusion_overridden(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    let open = case.run.groups().filter(|group| !matches!(group.screened.decision.outcome, Outcome::Excluded(_)));
    for group in open {
        let excluded = Stage::ALL.into_iter().find_map(|stage| match settled(&group, stage)? {
            (ruling, false) => Some((stage, ruling)),
            (_, true) => None,
        });
        let Some((stage, excluding)) = excluded else { continue };
        // Who spoke at which stage, in the order of the stages.
        let said = |here: &dyn Fn(Stage) -> bool, verdict: Option<&str>| -> String {
            let votes = group.rulings().map(|(_, ruling)| ruling).filter(|ruling| {
                matches!(ruling.kind, RulingKind::Group | RulingKind::Adjudication)
                    && Stage::from_name(&ruling.stage).is_some_and(here)
                    && verdict.is_none_or(|verdict| ruling.verdict == verdict)
            });
            let people: BTreeSet<&str> = votes.map(|ruling| ruling.by.as_str()).collect();
            people.into_iter().collect::<Vec<_>>().join(", ")
        };
        let reason =
            if excluding.criterion.is_empty() { String::new() } else { format!(" (`{}`)", excluding.criterion) };
        let message = format!(
            "{} was excluded at {} by {}{reason}; a later word of {} counts before that, and it is {}",
            shown(&group.headline().title),
            stage.name().replace('_', " "),
            said(&|other| other == stage, Some("exclude")),
            said(&|other| other > stage, None),
            group.decision().replace('-', " "),
        );
        found.push(at_ruling(Diagnostic::new("AUD025", message), excluding));
    }
}

/// Included by an earlier version and excluded by this one: they stay in the numbers of that version, and so in the total. Told once,
/// with the reasons.
pub(super) fn excluded_since(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    let before: BTreeSet<&str> = case.run.inputs.earlier.found.iter().map(String::as_str).collect();
    let is_excluded = |group: &GroupStory<'_>| {
        before.contains(group.group.name.as_str()) && matches!(group.screened.decision.outcome, Outcome::Excluded(_))
    };
    let excluded: Vec<GroupStory<'_>> = case.run.groups().filter(is_excluded).collect();
    let Some(first) = excluded.first() else { return };
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    excluded.iter().for_each(|group| *reasons.entry(group.reason()).or_default() += 1);
    let reasons: Vec<String> = reasons.into_iter().map(|(reason, number)| format!("{reason} ({number})")).collect();
    let (is, stay) = if excluded.len() == 1 { ("is", "stays") } else { ("are", "stay") };
    let message = format!(
        "{} that the earlier version included {is} excluded in this one ({}), first {}; in the flow they count among those of the \
         earlier version, and {stay} in the total",
        plural(excluded.len(), "report", "reports"),
        reasons.join(", "),
        shown(&first.headline().title),
    );
    let message =
        if excluded.len() == 1 { message.replace("in the flow they count", "in the flow it counts") } else { message };
    found.push(case.remark("AUD026", "previous.results", message));
}

/// Counted as included though nobody has assessed the full text or given it up, where people have begun with full texts. Told once.
pub(super) fn not_assessed(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    if case.run.flow.open_full_texts() == 0 {
        return;
    }
    let is_open = |group: &GroupStory<'_>| {
        group.screened.decision.outcome == Outcome::Included
            && group.screened.retrieval != Some(Retrieval::NotRetrieved)
            && !Votes::new(&group.screened.rulings, case.run.rulings).is_assessed()
    };
    let open: Vec<GroupStory<'_>> = case.run.groups().filter(is_open).collect();
    let Some(first) = open.first() else { return };
    let retrieved = open.iter().filter(|group| group.screened.retrieval == Some(Retrieval::Retrieved)).count();
    let message = format!(
        "{} as included, and nobody has assessed the full text (retrieved: {retrieved}), first {}",
        plural(open.len(), "reference counts", "references count"),
        shown(&first.headline().title)
    );
    let remark = Diagnostic::new("AUD027", message);
    // Somebody has said something of a full text, or none would be open.
    let spoke = case.run.rulings.iter().find(|ruling| ruling.stage == Stage::Eligibility.name());
    found.extend(spoke.map(|ruling| at_ruling(remark, ruling)));
}

/// References on which fewer people voted than the stage asks for, told once per stage.
pub(super) fn half_finished(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    for rule in case.run.protocol.votes.iter().filter(|rule| rule.voters > 1) {
        let mut waiting = Vec::new();
        for group in case.run.groups() {
            let here = |ruling: &&Ruling| {
                let answers = Stage::from_name(&ruling.stage).filter(|_| ruling.kind == RulingKind::Criterion);
                let counts_by = answers.and_then(|stage| vote_rule_of_answers(stage, &case.run.protocol.votes));
                ruling.stage == rule.stage.name() || counts_by == Some(rule)
            };
            let rulings: Vec<&Ruling> = group.rulings().map(|(_, ruling)| ruling).filter(here).collect();
            let settled = rulings.iter().any(|ruling| ruling.kind == RulingKind::Adjudication);
            let spoke = |kind| -> BTreeSet<&str> {
                rulings.iter().filter(|ruling| ruling.kind == kind).map(|ruling| ruling.by.as_str()).collect()
            };
            // Who has ruled on a criterion has begun as well.
            let people = Some(spoke(RulingKind::Group)).filter(|people| !people.is_empty());
            let people = people.unwrap_or_else(|| spoke(RulingKind::Criterion));
            if !settled && !people.is_empty() && people.len() < rule.voters as usize {
                waiting.push((people, group.headline().title));
            }
        }
        if let Some((people, title)) = waiting.first() {
            let message = format!(
                "at {} {} people decide on each reference, and {} fewer votes than that; the first is {title}, with a vote of {}",
                rule.stage.name().replace('_', " "),
                rule.voters,
                plural(waiting.len(), "reference has", "references have"),
                people.iter().copied().collect::<Vec<_>>().join(", "),
                title = shown(title),
            );
            found.push(case.remark("AUD005", &format!("stage.{}", rule.stage.name()), message));
        }
    }
}
