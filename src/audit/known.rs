//! What the audit tells of the references that a review must not lose.

use super::{Run, one_line};
use crate::query::Mode;
use crate::recall::{self, Answer, Found, KnownReference, Recall, Retrieval};
use crate::wire::audit as wire;

/// How many of the nearest records are told of a reference that is missing.
const MOST_NEAR: usize = 3;

/// Per known set: its references, and what every query catches of them.
pub(super) fn known(run: &Run<'_>) -> Vec<(Vec<wire::Known>, Vec<wire::Caught>)> {
    let of_set = |recall: &Recall<'_>| {
        let references = recall.references.iter().map(|reference| place(run, recall, reference)).collect();
        (references, recall.retrievals.iter().map(|retrieval| caught(run, recall, retrieval)).collect())
    };
    recall::recall(run).iter().map(of_set).collect()
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
