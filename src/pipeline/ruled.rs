//! What is strange about rulings once their records are known: told, never guessed at.

use super::decide::contradicts_itself;
use super::screen::{group_numbers, only_group, votes_by_group};
use super::{Deduplicated, Retrieval, Unplaced, Votes};
use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::RulingIndex;
use crate::protocol::{Mode, Protocol, Stage};
use crate::ruling::{self, Ruling, RulingKind, Target};

/// Rulings that could not be applied, or not as they were meant: records that are gone or not certain, contradictions,
/// criteria and stages that the protocol does not have.
pub fn ruling_diagnostics(deduplicated: &Deduplicated, protocol: &Protocol, rulings: &[Ruling]) -> Vec<Diagnostic> {
    let resolved = &deduplicated.resolved;
    let at = |number: RulingIndex| &rulings[number as usize];
    let mut found: Vec<Diagnostic> =
        resolved.unplaced.iter().map(|unplaced| describe_unplaced(unplaced, at(unplaced.ruling))).collect();
    if protocol.review.mode == Mode::Update {
        // An update need not find again what people read for the version before it.
        found.iter_mut().filter(|gone| gone.code == "RUL006").for_each(|gone| gone.severity = Severity::Note);
    }
    let group_of = group_numbers(deduplicated);
    for (number, records) in &resolved.groups {
        if only_group(records, &group_of).is_none() {
            found.push(ambiguous(at(*number), 0));
        }
    }
    for conflict in &deduplicated.matches.conflicts {
        found.extend(contradiction(conflict, rulings));
    }
    let mut votes: Vec<_> = votes_by_group(deduplicated).into_iter().collect();
    votes.sort_unstable();
    for (_, numbers) in &votes {
        on_group(numbers, rulings, &mut found);
    }
    let in_force = ruling::in_force(rulings);
    found.extend(in_force.into_iter().filter_map(|number| unknown_name(at(number), protocol)));
    found.sort_by(|a, b| (&a.file, a.line, a.code).cmp(&(&b.file, b.line, b.code)));
    found
}

/// What the rulings on one group say against each other.
fn on_group(numbers: &[RulingIndex], rulings: &[Ruling], found: &mut Vec<Diagnostic>) {
    let said = || numbers.iter().map(|&number| &rulings[number as usize]);
    for (at, ruling) in said().enumerate() {
        let question = |other: &&Ruling| {
            let same_criterion = ruling.kind != RulingKind::Criterion || other.criterion == ruling.criterion;
            other.kind == ruling.kind && other.stage == ruling.stage && same_criterion
        };
        let reference = || ruling.targets.first().map(in_words).unwrap_or_default();
        if let Some(other) = said().take(at).filter(question).find(|other| contradicts_itself(ruling, other)) {
            let message = format!(
                "{} said {} ({}:{}) and {} of {}, each without the other at hand: {} has to decide again",
                ruling.by,
                answer(other),
                other.file,
                other.line,
                answer(ruling),
                reference(),
                ruling.by
            );
            found.push(place(Diagnostic::new("RUL011", message), ruling));
        }
        let settles = ruling.kind == RulingKind::Adjudication;
        if let Some(other) = said()
            .take(at)
            .filter(question)
            .find(|other| settles && other.by != ruling.by && other.verdict != ruling.verdict)
        {
            let message = format!(
                "{} settled on {} ({}:{}) and {} on {} for {}: one of them has to take it back",
                other.by,
                answer(other),
                other.file,
                other.line,
                ruling.by,
                answer(ruling),
                reference()
            );
            found.push(place(Diagnostic::new("RUL011", message), ruling));
        }
        if settles
            && said().any(|vote| vote.kind == RulingKind::Group && vote.by == ruling.by && vote.stage == ruling.stage)
        {
            let message = format!(
                "{} settled a conflict on {} between readers of whom {} is one",
                ruling.by,
                reference(),
                ruling.by
            );
            found.push(place(Diagnostic::new("RUL013", message), ruling));
        }
    }
    full_text(numbers, rulings, found);
    void(numbers, rulings, found);
}

/// An exclusion of somebody who had said otherwise at a later stage: the later stage counts, and the exclusion does nothing.
fn void(numbers: &[RulingIndex], rulings: &[Ruling], found: &mut Vec<Diagnostic>) {
    let votes =
        || numbers.iter().map(|&number| &rulings[number as usize]).filter(|said| said.kind == RulingKind::Group);
    for ruling in votes().filter(|vote| vote.verdict == "exclude") {
        let before = |other: &&Ruling| {
            let later = Stage::from_name(&other.stage) > Stage::from_name(&ruling.stage);
            later && other.by == ruling.by && other.verdict != ruling.verdict && other.at < ruling.at
        };
        let Some(other) = votes().find(before) else { continue };
        let message = format!(
            "{} said {} of {} at the stage `{}`, but had said {} at `{}` ({}:{}): the later stage counts, and this has no effect",
            ruling.by,
            answer(ruling),
            ruling.targets.first().map(in_words).unwrap_or_default(),
            ruling.stage,
            answer(other),
            other.stage,
            other.file,
            other.line
        );
        found.push(place(Diagnostic::new("RUL014", message), ruling));
    }
}

fn answer(ruling: &Ruling) -> String {
    let criterion = if ruling.criterion.is_empty() { String::new() } else { format!(" ({})", ruling.criterion) };
    format!("{}{criterion}", ruling.verdict)
}

/// A full text that one says was not retrieved, and another retrieved or read.
fn full_text(numbers: &[RulingIndex], rulings: &[Ruling], found: &mut Vec<Diagnostic>) {
    let said = || numbers.iter().map(|&number| &rulings[number as usize]);
    let of = |verdict: &'static str| {
        said().find(move |ruling| ruling.kind == RulingKind::Retrieval && ruling.verdict == verdict)
    };
    let Some(missing) = of(Retrieval::NotRetrieved.name()) else { return };
    let reads = [RulingKind::Group, RulingKind::Adjudication, RulingKind::Criterion];
    let at_full_text = |ruling: &&Ruling| ruling.stage == Stage::Eligibility.name() && reads.contains(&ruling.kind);
    let is_assessed = Votes::new(numbers, rulings).is_assessed();
    let (other, counts) = match (said().rfind(at_full_text).filter(|_| is_assessed), of(Retrieval::Retrieved.name())) {
        (Some(read), _) => (read, "assessed it: it counts as assessed"),
        (None, Some(had)) => (had, "retrieved it: it counts as retrieved"),
        (None, None) => return,
    };
    let reference = missing.targets.first().map(in_words).unwrap_or_default();
    let message = format!(
        "{} says that the full text of {reference} was not retrieved, but {} ({}:{}) {counts}",
        missing.by, other.by, other.file, other.line
    );
    found.push(place(Diagnostic::new("RUL012", message), missing));
}

fn place(diagnostic: Diagnostic, ruling: &Ruling) -> Diagnostic {
    diagnostic.at(&ruling.file, ruling.line, 0)
}

fn describe_unplaced(unplaced: &Unplaced, ruling: &Ruling) -> Diagnostic {
    if !unplaced.candidates.is_empty() {
        return ambiguous(ruling, unplaced.target);
    }
    let target = ruling.targets.get(unplaced.target).map(in_words).unwrap_or_default();
    place(Diagnostic::new("RUL006", format!("{} ruled on {target}, which is not there", ruling.by)), ruling)
}

fn ambiguous(ruling: &Ruling, target: usize) -> Diagnostic {
    let target = ruling.targets.get(target).map(in_words).unwrap_or_default();
    let message = format!("{} ruled on {target}, which may be one of several references", ruling.by);
    place(Diagnostic::new("RUL007", message), ruling)
}

/// One diagnostic, at the last of the rulings that contradict each other.
fn contradiction(conflict: &[RulingIndex], rulings: &[Ruling]) -> Option<Diagnostic> {
    let last = &rulings[*conflict.last()? as usize];
    let said: Vec<String> = conflict
        .iter()
        .map(|&number| {
            let Ruling { by, verdict, file, line, .. } = &rulings[number as usize];
            format!("{by} said {verdict} ({file}:{line})")
        })
        .collect();
    Some(place(Diagnostic::new("RUL008", format!("rulings on pairs contradict each other: {}", said.join(", "))), last))
}

fn unknown_name(ruling: &Ruling, protocol: &Protocol) -> Option<Diagnostic> {
    let known = |id: &str| protocol.criteria.iter().any(|rule| rule.id == id);
    let message = if !ruling.criterion.is_empty() && !known(&ruling.criterion) {
        format!("the ruling names the criterion `{}`, which the protocol does not have", ruling.criterion)
    } else if matches!(ruling.kind, RulingKind::Group | RulingKind::Adjudication)
        && Stage::from_name(&ruling.stage).is_none()
    {
        format!("the ruling names the stage `{}`, which there is not", ruling.stage)
    } else {
        return None;
    };
    Some(place(Diagnostic::new("RUL009", message), ruling))
}

/// What a target is, for a reader: `"title" (author 2016)`.
fn in_words(target: &Target) -> String {
    let name = [&target.title, &target.doi, &target.accession].into_iter().find(|text| !text.is_empty());
    let mut out = format!("\"{}\"", name.map_or("", String::as_str));
    let year = if target.year == 0 { String::new() } else { target.year.to_string() };
    let details: Vec<&str> = [target.author.as_str(), &year].into_iter().filter(|part| !part.is_empty()).collect();
    if !details.is_empty() {
        out.push_str(&format!(" ({})", details.join(" ")));
    }
    out
}
