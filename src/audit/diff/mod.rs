//! Two runs record by record: what was added, is gone, was put into another group or decided otherwise, and because of what.
//!
//! Told from two audits alone. Records are recognised across exports made again (see `pair`), so that a file with another
//! name or order is no difference by itself.

mod because;
mod pair;

use std::collections::BTreeSet;

use super::{Story, Told, changed, one_line};
use crate::diagnostic::excerpt;
use crate::protocol::entries::{Changed, changes};
use crate::wire::audit::{self as wire, Ruled};
use because::Because;
use pair::Pairs;

/// What differs between two runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diff {
    /// What went in otherwise: version, protocol, exports, rulings, other files.
    pub inputs: Vec<String>,
    /// What came out otherwise, by kind and then in the order of the records.
    pub changes: Vec<Change>,
}

/// A record of which something came out otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What.
    pub kind: Kind,
    /// The title of the record.
    pub title: String,
    /// Of a finding: the criterion.
    pub criterion: Option<String>,
    /// Where it was in the first run; `None` if it was not there.
    pub before: Option<Place>,
    /// Where it is in the second run; `None` if it is not there.
    pub after: Option<Place>,
    /// Because of which files, rules, criteria, lines of the protocol and rulings.
    pub because: Vec<String>,
}

/// What may come out otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The record is new.
    Added,
    /// The record is not there any more.
    Gone,
    /// It is together with other records than before, also because some of them are new or gone.
    Regrouped,
    /// Its reference was decided otherwise.
    Decided,
    /// A criterion says otherwise of its reference, which was decided as before.
    Found,
}

impl Kind {
    /// Every kind, in the order in which they are told.
    pub const ALL: [Self; 5] = [Self::Added, Self::Gone, Self::Regrouped, Self::Decided, Self::Found];

    /// The word in results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Gone => "gone",
            Self::Regrouped => "regrouped",
            Self::Decided => "decided differently",
            Self::Found => "decided alike with another finding",
        }
    }
}

/// Where a record is in a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its identifier.
    pub record: String,
    /// The name of its group.
    pub group: String,
    /// The other records of its group.
    pub with: Vec<String>,
    /// What was decided: `included`, `excluded at before screening (year)`, `to review at screening (uk)`; where that is the same
    /// on both sides, by whom. Of a finding: what the criterion says.
    pub decision: String,
}

/// Compares two runs.
pub fn diff(before: &Story, after: &Story) -> Diff {
    let pairs = Pairs::new(before, after);
    let protocol = changes(&before.started.protocol_text, &after.started.protocol_text);
    let because = Because::new(before, after, &pairs, &protocol, reordered(before, after));
    let mut changes = Vec::new();
    for (old, found) in before.records.iter().enumerate().filter(|(old, _)| pairs.new_of(*old).is_none()) {
        let place = place(before, &found.record);
        changes.push(Change {
            kind: Kind::Gone,
            title: one_line(found.title()),
            criterion: None,
            before: place,
            after: None,
            because: because.gone(old),
        });
    }
    for (new, found) in after.records.iter().enumerate() {
        let title = one_line(found.title());
        let Some(old) = pairs.old_of(new) else {
            let after = place(after, &found.record);
            let because = because.added(new);
            changes.push(Change { kind: Kind::Added, title, criterion: None, before: None, after, because });
            continue;
        };
        let (was, is) = (place(before, &before.records[old].record), place(after, &found.record));
        let mut add = |kind, because| {
            let (before, after) = (was.clone(), is.clone());
            changes.push(Change { kind, title: title.clone(), criterion: None, before, after, because });
        };
        let regrouped = pairs.companions_differ(before, after, old, new).then(|| because.regrouped(old, new));
        if let Some(because) = &regrouped {
            add(Kind::Regrouped, because.clone());
        }
        let regrouped = regrouped.unwrap_or_default();
        let (Some(was_told), Some(is_told)) = (told(before, old), told(after, new)) else { continue };
        if otherwise(was_told, is_told) {
            add(Kind::Decided, because.decided(was_told, is_told, &regrouped));
            if let Some(change) = changes.last_mut() {
                tell_apart(change, was_told, is_told);
            }
            continue;
        }
        for Finding { criterion, before, after } in findings(was_told, is_told) {
            let because = because.found(was_told, is_told, &criterion, &regrouped);
            let says = |place: &Option<Place>, said| place.clone().map(|place| Place { decision: said, ..place });
            let (before, after) = (says(&was, before), says(&is, after));
            changes.push(Change {
                kind: Kind::Found,
                title: title.clone(),
                criterion: Some(criterion),
                before,
                after,
                because,
            });
        }
    }
    changes.sort_by_key(|change| change.kind);
    Diff { inputs: inputs(before, after, &protocol), changes }
}

/// A criterion that says otherwise of a reference in two runs.
struct Finding {
    criterion: String,
    before: String,
    after: String,
}

/// What the criteria say otherwise of a reference: in another verdict, or for another reason, or with other words.
fn findings(was: &Told, is: &Told) -> Vec<Finding> {
    let ids: BTreeSet<&str> =
        was.findings.iter().chain(&is.findings).map(|finding| finding.criterion.as_str()).collect();
    let of = |told: &'_ Told, id: &str| told.findings.iter().find(|finding| finding.criterion == id).map(said);
    let other = ids.into_iter().filter_map(|id| {
        let not = || ["does not apply".to_owned(), String::new(), String::new()];
        let (old, new) = (of(was, id).unwrap_or_else(not), of(is, id).unwrap_or_else(not));
        let first = old.iter().zip(&new).position(|(old, new)| old != new)?;
        let told = |said: &[String; 3]| match first {
            0 => said[0].clone(),
            at => format!("{}, {}", said[0], excerpt(&said[at])),
        };
        Some(Finding { criterion: id.to_owned(), before: told(&old), after: told(&new) })
    });
    other.collect()
}

/// What a criterion says: the verdict that counts, why, the words it rests on.
fn said(finding: &wire::Finding) -> [String; 3] {
    let verdict = match &finding.ruled {
        Some(ruled) => format!("{} by ruling", ruled.verdict),
        None => finding.verdict.clone(),
    };
    let words: Vec<&str> = finding.evidence.iter().map(|evidence| evidence.words.as_str()).collect();
    [verdict, finding.reason.clone(), words.join("; ")]
}

/// Where the same was decided by others, says by whom.
fn tell_apart(change: &mut Change, was: &Told, is: &Told) {
    let (Some(before), Some(after)) = (&mut change.before, &mut change.after) else { return };
    if before.decision == after.decision {
        before.decision.push_str(&format!(", by {}", was.decision.by.join(", ")));
        after.decision.push_str(&format!(", by {}", is.decision.by.join(", ")));
    }
}

/// The group of the record with this number.
fn told(story: &Story, record: usize) -> Option<&Told> {
    story.group_of(&story.records[record].record)
}

fn place(story: &Story, record: &str) -> Option<Place> {
    let told = story.group_of(record)?;
    let with = told.group.records.iter().filter(|other| *other != record).cloned().collect();
    Some(Place { record: record.to_owned(), group: told.group.group.clone(), with, decision: decision(told) })
}

fn decision(told: &Told) -> String {
    let decision = &told.decision;
    let criteria =
        if decision.criteria.is_empty() { String::new() } else { format!(" ({})", decision.criteria.join(", ")) };
    match decision.decision.as_str() {
        "included" => "included".to_owned(),
        other => format!("{} at {}{criteria}", other.replace('-', " "), decision.stage.replace('_', " ")),
    }
}

/// Whether two decisions differ in what was decided, where, why or by whom.
fn otherwise(was: &Told, is: &Told) -> bool {
    let said = |told: &Told| {
        let decision = &told.decision;
        (decision.decision.clone(), decision.stage.clone(), decision.criteria.clone(), decision.by.clone())
    };
    said(was) != said(is)
}

/// What went in otherwise.
fn inputs(before: &Story, after: &Story, protocol: &[Changed]) -> Vec<String> {
    let mut inputs = Vec::new();
    let (old, new) = (&before.started, &after.started);
    if old.tool.version != new.tool.version {
        inputs.push(format!("version {} -> {}", old.tool.version, new.tool.version));
    }
    inputs.extend(protocol.iter().map(|change| protocol_line(&new.protocol.path, change)));
    let order = reordered(before, after);
    if protocol.is_empty() && order.is_empty() && old.protocol.sha256 != new.protocol.sha256 {
        inputs.push(format!("{}: comments or spaces only", new.protocol.path));
    }
    inputs.extend(order);
    let exports = |story: &Story| -> Vec<(String, String)> {
        story.files.iter().map(|file| (file.path.clone(), file.sha256.clone())).collect()
    };
    files("export", &exports(before), &exports(after), |path| before.changed_records(after, path), &mut inputs);
    let other = |files: &[crate::wire::summary::File]| -> Vec<(String, String)> {
        files.iter().map(|file| (file.path.clone(), file.sha256.clone())).collect()
    };
    let beside = |path: &str| {
        let (was, is) = ((&*before.known, &*before.repairs), (&*after.known, &*after.repairs));
        changed::other(path, &after.protocol, was, is)
    };
    files("file", &other(&old.other), &other(&new.other), beside, &mut inputs);
    let ids = |story: &Story| -> BTreeSet<String> { story.rulings.iter().map(|ruled| ruled.ruling.clone()).collect() };
    let (had, has) = (ids(before), ids(after));
    let told = |ruled: &&Ruled, other: &BTreeSet<String>| !other.contains(&ruled.ruling);
    inputs.extend(
        after.rulings.iter().filter(|ruled| told(ruled, &had)).map(|ruled| format!("new: {}", with_records(ruled))),
    );
    inputs.extend(
        before.rulings.iter().filter(|ruled| told(ruled, &has)).map(|ruled| format!("gone: {}", with_records(ruled))),
    );
    inputs
}

/// What stands in another order in the protocol.
fn reordered(before: &Story, after: &Story) -> Vec<String> {
    let file = &after.started.protocol.path;
    changed::reordered(&before.protocol, &after.protocol).into_iter().map(|order| format!("{file}: {order}")).collect()
}

/// How many changes of one file, or of one group, are told.
const TOLD: usize = 20;

fn files(
    kind: &str,
    old: &[(String, String)],
    new: &[(String, String)],
    changes: impl Fn(&str) -> Vec<String>,
    inputs: &mut Vec<String>,
) {
    for (path, sha256) in old {
        match new.iter().find(|(other, _)| other == path) {
            None => inputs.push(format!("{kind} {path} is gone")),
            Some((_, now)) if now != sha256 => {
                let changes = changes(path);
                if changes.is_empty() {
                    inputs.push(format!("{kind} {path} was changed, and nothing that the logs tell of it"));
                }
                let more = changes.len().saturating_sub(TOLD);
                let told = changes.into_iter().take(TOLD);
                inputs.extend(told.map(|change| format!("{kind} {path} was changed: {change}")));
                if more > 0 {
                    inputs.push(format!("{kind} {path} was changed: and {more} more"));
                }
            }
            Some(_) => {}
        }
    }
    for (path, _) in new.iter().filter(|(path, _)| old.iter().all(|(other, _)| other != path)) {
        inputs.push(format!("{kind} {path} is new"));
    }
}

/// `protocol.toml:98 criterion[year].from: 1985 -> 1990`.
fn protocol_line(file: &str, change: &Changed) -> String {
    let line = change.after.as_ref().or(change.before.as_ref()).map_or(0, |(_, line)| *line);
    match (&change.before, &change.after) {
        (Some((before, _)), Some((after, _))) => format!("{file}:{line} {}: {before} -> {after}", change.path),
        (None, Some((after, _))) => format!("{file}:{line} {}: {after} is new", change.path),
        (Some((before, _)), None) => format!("{file} {}: {before} is gone (it stood in line {line})", change.path),
        (None, None) => file.to_owned(),
    }
}

/// `ann ruled exclude (rulings/ann.jsonl:3) on alpha:2`.
fn with_records(ruled: &Ruled) -> String {
    let on = if ruled.records.is_empty() { String::new() } else { format!(" on {}", ruled.records.join(" and ")) };
    format!("{}{on}", ruling_line(ruled))
}

/// `ann ruled exclude (rulings/ann.jsonl:3)`.
fn ruling_line(ruled: &Ruled) -> String {
    let about = [ruled.stage.replace('_', " "), ruled.criterion.clone()];
    let about: Vec<&str> = about.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let about = if about.is_empty() { String::new() } else { format!(" at {}", about.join(", ")) };
    let verdict = if ruled.verdict.is_empty() { &ruled.kind } else { &ruled.verdict };
    format!("{} ruled {verdict}{about} ({}:{})", ruled.by, ruled.file, ruled.line)
}
