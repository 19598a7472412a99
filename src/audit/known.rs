//! What the audit tells beside the decisions: the references that a review must not lose, and what hangs on the criteria.

use super::{Run, one_line};
use crate::counterfactual::{self, Change, Effect, Fate, counterfactual};
use crate::query::Mode;
use crate::recall::{self, Answer, Found, KnownReference, Recall, Retrieval};
use crate::wire::audit as wire;
use crate::wire::audit::Event;

/// How many of the nearest records are told of a reference that is missing.
const MOST_NEAR: usize = 3;

/// Up to how many references the criteria are tried out otherwise in an audit: every trial decides all of them again.
/// `litsieve counterfactual` tries them out on any number.
const MOST_TRIED: usize = 20_000;

/// Where known references are, what every query catches of them, and what hangs on each criterion.
pub(super) fn beside<'r>(run: &'r Run<'_>) -> &'r [Event] {
    run.beside(|| {
        let recalls = recall::recall(run);
        let mut events = Vec::new();
        for recall in &recalls {
            events.extend(recall.references.iter().map(|reference| Event::Known(place(run, recall, reference))));
            events.extend(recall.retrievals.iter().map(|retrieval| Event::Caught(caught(run, recall, retrieval))));
        }
        if run.groups().len() <= MOST_TRIED {
            let tried = counterfactual(run, &recalls);
            events.extend(tried.criteria.iter().map(|effect| Event::Counterfactual(hangs_on(effect, &tried.known))));
        }
        events
    })
}

fn hangs_on(effect: &Effect<'_>, known: &[counterfactual::Known]) -> wire::Counterfactual {
    let names = |places: &[usize]| places.iter().map(|&at| format!("{} {}", known[at].set, known[at].id)).collect();
    let supposed = |change: &Change| wire::Supposed {
        difference: change.difference.text(),
        included: change.newly(Fate::Included) as u64,
        to_review: change.newly(Fate::ToReview) as u64,
        excluded: change.newly(Fate::Excluded) as u64,
        known_lost: names(&change.known_lost),
        known_saved: names(&change.known_saved),
    };
    wire::Counterfactual {
        criterion: effect.rule.id.clone(),
        excludes: effect.excludes as u64,
        alone: effect.alone as u64,
        unclear: effect.unclear as u64,
        changes: effect.changes.iter().map(supposed).collect(),
    }
}

fn place(run: &Run<'_>, recall: &Recall<'_>, reference: &KnownReference<'_>) -> wire::Known {
    let record = reference.record;
    let name = |group: &usize| run.matches().groups[*group].name.clone();
    let (found, by, groups, nearest) = match &reference.found {
        Found::Group { group, by } => ("found", by.clone(), vec![name(group)], Vec::new()),
        Found::Ambiguous { groups, by } => ("ambiguous", by.clone(), groups.iter().map(name).collect(), Vec::new()),
        Found::Missing(near) => {
            let near = near.iter().take(MOST_NEAR).map(|near| wire::Nearest {
                record: run.name(near.record),
                alike: near.alike,
                rule: near.rule.to_owned(),
            });
            ("missing", String::new(), Vec::new(), near.collect())
        }
    };
    wire::Known {
        set: recall.set.id.clone(),
        role: recall.set.role.clone(),
        reference: reference.id.clone(),
        author: record.authors().first().map(|person| person.family.clone()).unwrap_or_default(),
        year: record.year().map_or_else(String::new, |year| year.to_string()),
        title: one_line(record.title().unwrap_or_default()),
        doi: record.doi().map(|doi| doi.to_string()).unwrap_or_default(),
        found: found.to_owned(),
        by,
        groups,
        nearest,
        before: reference.before,
    }
}

fn caught(run: &Run<'_>, recall: &Recall<'_>, retrieval: &Retrieval<'_>) -> wire::Caught {
    let answers = || recall.references.iter().zip(&retrieval.answers);
    wire::Caught {
        set: recall.set.id.clone(),
        search: run.search(retrieval.search).id.clone(),
        query: retrieval.query.to_owned(),
        dialect: retrieval.dialect.to_owned(),
        reading: retrieval.reading.label(),
        mode: match retrieval.mode {
            Mode::Literal => "literal",
            Mode::Normalised => "normalised",
        }
        .to_owned(),
        references: recall.references.len() as u64,
        caught: answers()
            .filter(|(_, answer)| matches!(answer, Answer::Caught { .. }))
            .map(|(reference, _)| reference.id.clone())
            .collect(),
        not_shown: answers().filter(|(_, answer)| matches!(answer, Answer::NotShown(_))).count() as u64,
    }
}
