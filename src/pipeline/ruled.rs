//! What is strange about rulings once their records are known: told, never guessed at.

use super::screen::{group_numbers, only_group};
use super::{Deduplicated, Unplaced};
use crate::diagnostic::Diagnostic;
use crate::evidence::RulingIndex;
use crate::protocol::{Protocol, Stage};
use crate::ruling::{self, Ruling, RulingKind, Target};

/// Rulings that could not be applied, or not as they were meant: records that are gone or not certain, contradictions,
/// criteria and stages that the protocol does not have.
pub fn ruling_diagnostics(deduplicated: &Deduplicated, protocol: &Protocol, rulings: &[Ruling]) -> Vec<Diagnostic> {
    let resolved = &deduplicated.resolved;
    let at = |number: RulingIndex| &rulings[number as usize];
    let mut found: Vec<Diagnostic> =
        resolved.unplaced.iter().map(|unplaced| describe_unplaced(unplaced, at(unplaced.ruling))).collect();
    let group_of = group_numbers(deduplicated);
    for (number, records) in &resolved.groups {
        if only_group(records, &group_of).is_none() {
            found.push(ambiguous(at(*number), 0));
        }
    }
    for conflict in &deduplicated.matches.conflicts {
        found.extend(contradiction(conflict, rulings));
    }
    let in_force = ruling::in_force(rulings);
    found.extend(in_force.into_iter().filter_map(|number| unknown_name(at(number), protocol)));
    found.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    found
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
