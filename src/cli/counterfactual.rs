//! `litsieve counterfactual`: what each criterion, reading or threshold changes.

use clap::Args;
use serde_json::{Value, json};

use super::options::Options;
use super::ui::{Table, Ui, count, plural};
use super::{Outcome, review};
use crate::audit::Run;
use crate::counterfactual::{Change, Counterfactual, Effect, Fate, Remedy, Rescue, counterfactual};
use crate::protocol::{Scope, Stage};
use crate::recall::recall;
use crate::workspace::Error;

/// Tell what hangs on each criterion: what it alone excludes, and what would change if it said something else
#[derive(Debug, Args)]
pub(super) struct CounterfactualArgs {}

pub(super) fn run(_: &CounterfactualArgs, options: &Options, ui: &Ui) -> Result<Outcome, Error> {
    let replayed = review::replay(&options.folder_or(None)?, ui)?;
    let run = replayed.run();
    let progress = ui.progress("deciding again with every criterion a little different");
    let told = counterfactual(&run, &recall(&run));
    progress.finish_and_clear();
    if ui.json {
        ui.json(&as_json(&run, &told));
    } else {
        show(&run, &told, ui);
    }
    Ok(Outcome::Done)
}

fn show(run: &Run<'_>, told: &Counterfactual<'_>, ui: &Ui) {
    if told.criteria.is_empty() {
        ui.line("The protocol has no criteria.");
        return;
    }
    let found = told.known.iter().filter(|known| known.group.is_some()).count();
    for effect in &told.criteria {
        show_effect(told, effect, found, ui);
    }
    ui.line("\"Known\" are the references of the known sets: in the exports, those that were found there, with everything the");
    ui.line("exports say of them; as listed, all of them, each as its known set has it and nothing else. A scoped criterion is");
    ui.line("not applied to a reference as listed, which no search found, unless it applied to every search.");
    if !told.known.is_empty() {
        ui.line("");
        show_rescues(run, told, ui);
    }
}

fn show_effect(told: &Counterfactual<'_>, effect: &Effect<'_>, found: usize, ui: &Ui) {
    let rule = effect.rule;
    let scope = if rule.scope == Scope::default() { "" } else { ", applied to some searches only" };
    ui.line(format_args!("{}: {} ({}{scope})", rule.id, rule.reason, stage(rule.stage)));
    ui.line(format_args!(
        "  excludes {}, {} of which nothing else would exclude; unclear on {}; known references excluded: {} of {found} in the exports",
        plural(effect.excludes, "reference"), count(effect.alone), count(effect.unclear), count(effect.known.len()),
    ));
    let all = told.known.len();
    let header = [
        "  if",
        "newly excluded",
        "no longer excluded",
        "newly to review",
        "newly included",
        "known lost",
        "known saved",
        "known to review",
        "lost as listed",
    ];
    let mut table = Table::new(&header, &[1, 2, 3, 4, 5, 6, 7, 8]);
    for change in &effect.changes {
        let of = |part: &[usize], total: usize| {
            if total == 0 { "-".to_owned() } else { format!("{} of {}", part.len(), total) }
        };
        table.row(&[
            format!("  {}", change.difference.text()),
            count(change.newly(Fate::Excluded)),
            count(change.no_longer_excluded()),
            count(change.newly(Fate::ToReview)),
            count(change.newly(Fate::Included)),
            of(&change.known_lost, found),
            of(&change.known_saved, found),
            of(&change.known_to_review, found),
            of(&change.listed_lost, all),
        ]);
    }
    ui.line(table);
    ui.line("");
}

fn stage(stage: Stage) -> String {
    stage.name().replace('_', " ")
}

fn show_rescues(run: &Run<'_>, told: &Counterfactual<'_>, ui: &Ui) {
    if told.rescues.is_empty() {
        ui.line("No known reference is excluded.");
        return;
    }
    ui.line("Known references that are excluded, and the smallest change that keeps each");
    for rescue in &told.rescues {
        let known = &told.known[rescue.known];
        let Some(group) = known.group else { continue };
        let story = run.group(group);
        ui.line(format_args!("  {} ({}): {}", known.id, story.group.name, story.reason()));
        ui.line(format_args!("    {}", in_words(told, rescue)));
    }
    ui.line("  A ruling keeps one reference and changes no other: `litsieve why NAME` shows it, to-review.csv and `litsieve decide` take it.");
}

/// `if english were dropped; 3 other references would be decided otherwise`
fn in_words(told: &Counterfactual<'_>, rescue: &Rescue) -> String {
    let others = match rescue.others {
        0 => "no other reference would be decided otherwise".to_owned(),
        n => format!("{} would be decided otherwise as well", plural(n, "other reference")),
    };
    match &rescue.remedy {
        Remedy::Criterion(criterion, difference) => {
            format!("{}: if {}; {others}", told.criteria[*criterion].rule.id, difference.text())
        }
        Remedy::Several(changes) => {
            let id = |criterion: usize| told.criteria[criterion].rule.id.as_str();
            let all: Vec<String> =
                changes.iter().map(|(criterion, one)| format!("{}: if {}", id(*criterion), one.text())).collect();
            format!("no single change keeps it; together: {}; {others}", all.join("; and "))
        }
        Remedy::Person => "a person excluded it; only a person can take that back".to_owned(),
    }
}

/// The criteria that the change is about, in the order of the protocol; none where a person excluded the reference.
fn criteria_of<'a>(told: &'a Counterfactual<'_>, rescue: &Rescue) -> Vec<&'a str> {
    let places: Vec<usize> = match &rescue.remedy {
        Remedy::Criterion(criterion, _) => vec![*criterion],
        Remedy::Several(changes) => changes.iter().map(|(criterion, _)| *criterion).collect(),
        Remedy::Person => Vec::new(),
    };
    places.into_iter().map(|at| told.criteria[at].rule.id.as_str()).collect()
}

fn as_json(run: &Run<'_>, told: &Counterfactual<'_>) -> Value {
    let ids = |places: &[usize]| -> Vec<Value> {
        places.iter().map(|&at| json!({ "set": told.known[at].set, "known": told.known[at].id })).collect()
    };
    let change = |change: &Change| {
        let group = |((group, after), before): (&(usize, Fate), &Fate)| json!({ "group": run.group(*group).group.name, "from": before.name(), "to": after.name() });
        json!({
            "if": change.difference.text(),
            "newly_excluded": change.newly(Fate::Excluded), "no_longer_excluded": change.no_longer_excluded(),
            "newly_to_review": change.newly(Fate::ToReview), "newly_included": change.newly(Fate::Included),
            "known_lost": ids(&change.known_lost), "known_saved": ids(&change.known_saved),
            "known_to_review": ids(&change.known_to_review),
            "known_as_listed_lost": ids(&change.listed_lost), "known_as_listed_saved": ids(&change.listed_saved),
            "groups": change.groups.iter().zip(&change.before).map(group).collect::<Vec<_>>(),
        })
    };
    let effect = |effect: &Effect<'_>| {
        json!({
            "criterion": effect.rule.id, "kind": effect.rule.kind, "stage": effect.rule.stage.name(), "reason": effect.rule.reason,
            "excludes": effect.excludes, "alone": effect.alone, "unclear": effect.unclear,
            "known_excluded": ids(&effect.known), "known_as_listed_excluded": ids(&effect.known_as_listed),
            "changes": effect.changes.iter().map(change).collect::<Vec<_>>(),
        })
    };
    let rescue = |rescue: &Rescue| {
        let known = &told.known[rescue.known];
        json!({
            "set": known.set, "known": known.id, "group": known.group.map(|group| run.group(group).group.name.clone()),
            "change": in_words(told, rescue), "criteria": criteria_of(told, rescue), "others": rescue.others,
        })
    };
    json!({
        "known": { "references": told.known.len(), "found": told.known.iter().filter(|known| known.group.is_some()).count() },
        "criteria": told.criteria.iter().map(effect).collect::<Vec<_>>(),
        "rescues": told.rescues.iter().map(rescue).collect::<Vec<_>>(),
    })
}
