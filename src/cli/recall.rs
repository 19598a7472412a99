//! `litsieve recall`: where each known reference was found or lost.

use clap::Args;
use serde_json::{Value, json};

use super::options::Options;
use super::ui::Ui;
use super::{Outcome, review};
use crate::audit::{Run, one_line};
use crate::diagnostic::suggest;
use crate::evidence::Verdict;
use crate::export::csv;
use crate::protocol::Protocol;
use crate::query::Mode;
use crate::recall::{self, Answer, Counted, Found, KnownReference, Recall, Retrieval, Share};
use crate::workspace::Error;

mod own;
mod table;

use own::Own;

/// Tell where each reference that the review must not lose was found or lost
#[derive(Debug, Args)]
pub(super) struct RecallArgs {
    /// Only this known set, or only this one reference, then with every query in every reading
    #[arg(long, value_name = "ID")]
    known: Option<String>,
    /// Print a row per reference as CSV
    #[arg(long, conflicts_with = "json")]
    csv: bool,
}

pub(super) fn run(args: &RecallArgs, options: &Options, ui: &Ui) -> Result<Outcome, Error> {
    let replayed = review::replay(&options.folder_or(None)?, ui)?;
    let run = replayed.run();
    check_sets(run.protocol)?;
    let all = recall::recall(&run);
    let wanted = select(&all, args.known.as_deref())?;
    if ui.json {
        ui.json(&json!({ "known": wanted.iter().map(|wanted| set_json(&run, wanted)).collect::<Vec<_>>() }));
    } else if args.csv {
        ui.file(|out| {
            csv::write_row(out, CSV_HEADER)?;
            wanted.iter().try_for_each(|wanted| {
                wanted.places().try_for_each(|at| csv::write_row(out, csv_row(&run, wanted.recall, at)))
            })
        });
    } else {
        table::show(&run, &wanted, ui);
    }
    Ok(Outcome::Done)
}

/// A known set, or one reference of it.
pub(super) struct Wanted<'r, 'a> {
    recall: &'r Recall<'a>,
    only: Option<usize>,
}

impl Wanted<'_, '_> {
    /// The places of the references that are wanted.
    fn places(&self) -> std::ops::Range<usize> {
        match self.only {
            Some(at) => at..at + 1,
            None => 0..self.recall.references.len(),
        }
    }
}

fn check_sets(protocol: &Protocol) -> Result<(), Error> {
    if protocol.known.is_empty() {
        let hint = "Name a file with references that must not get lost under `[[known]]` in protocol.toml.";
        return Err(Error::new("the protocol names no known references", hint));
    }
    Ok(())
}

fn select<'r, 'a>(all: &'r [Recall<'a>], known: Option<&str>) -> Result<Vec<Wanted<'r, 'a>>, Error> {
    let whole = |recall| Wanted { recall, only: None };
    let Some(known) = known else { return Ok(all.iter().map(whole).collect()) };
    // Whoever leaves the capitals out means the same; the name as it is written comes first.
    for same in [|a: &str, b: &str| a == b, |a: &str, b: &str| a.to_lowercase() == b.to_lowercase()] {
        let mut wanted: Vec<Wanted<'_, '_>> =
            all.iter().filter(|recall| same(&recall.set.id, known)).map(whole).collect();
        if wanted.is_empty() {
            for recall in all {
                let found = (0..recall.references.len()).filter(|&at| same(&recall.references[at].id, known));
                wanted.extend(found.map(|at| Wanted { recall, only: Some(at) }));
            }
        }
        if !wanted.is_empty() {
            return Ok(wanted);
        }
    }
    let sets: Vec<&str> = all.iter().map(|recall| recall.set.id.as_str()).collect();
    let references = all.iter().flat_map(|recall| &recall.references).map(|reference| reference.id.as_str());
    let meant = suggest(known, sets.iter().copied().chain(references));
    let meant = meant.map(|meant| format!("Did you mean `{meant}`? ")).unwrap_or_default();
    let hint =
        format!("{meant}Known sets: {}. `litsieve recall` lists the references with their names.", sets.join(", "));
    Err(Error::new(format!("there is no known set or known reference `{known}`"), hint))
}

const CSV_HEADER: [&str; 19] = [
    "set",
    "known",
    "author",
    "year",
    "title",
    "doi",
    "status",
    "recognised_by",
    "searches",
    "group",
    "records",
    "decision",
    "stage",
    "criterion",
    "reason",
    "by",
    "caught_by",
    "cannot_tell",
    "own_query",
];

fn csv_row(run: &Run<'_>, recall: &Recall<'_>, at: usize) -> Vec<String> {
    let reference = &recall.references[at];
    let (status, by) = status(&reference.found);
    let told = Told::of(run, reference);
    vec![
        recall.set.id.clone(),
        reference.id.clone(),
        author(reference),
        reference.record.year().map_or_else(String::new, |year| year.to_string()),
        one_line(reference.record.title().unwrap_or_default()),
        reference.record.doi().map(|doi| doi.to_string()).unwrap_or_default(),
        status.to_owned(),
        by.to_owned(),
        told.searches.join("; "),
        told.groups.join("; "),
        told.records.join("; "),
        told.decision.to_owned(),
        told.stage.to_owned(),
        told.criteria.join("; "),
        told.reason,
        told.by,
        caught_by(run, recall, at).join("; "),
        not_shown(recall, at),
        Own::of(run, recall, at).name().to_owned(),
    ]
}

/// `found`, `ambiguous` or `missing`, and by what it was recognised.
fn status(found: &Found) -> (&'static str, &str) {
    match found {
        Found::Group { by, .. } => ("found", by),
        Found::Ambiguous { by, .. } => ("ambiguous", by),
        Found::Missing(_) => ("missing", ""),
    }
}

/// What became of a known reference, as words.
#[derive(Default)]
struct Told {
    searches: Vec<String>,
    groups: Vec<String>,
    records: Vec<String>,
    decision: &'static str,
    stage: &'static str,
    criteria: Vec<String>,
    /// Criteria besides that it does not meet.
    also: Vec<String>,
    reason: String,
    by: String,
}

impl Told {
    fn of(run: &Run<'_>, reference: &KnownReference<'_>) -> Self {
        let group = match &reference.found {
            Found::Group { group, .. } => *group,
            Found::Ambiguous { groups, .. } => {
                let names = groups.iter().map(|&group| run.group(group).group.name.clone()).collect();
                return Self { groups: names, ..Self::default() };
            }
            Found::Missing(_) if reference.before => {
                return Self { reason: "included by the earlier version".to_owned(), ..Self::default() };
            }
            Found::Missing(_) => return Self::default(),
        };
        let story = run.group(group);
        Self {
            searches: reference.searches(run).iter().map(|&search| run.search(search).id.clone()).collect(),
            groups: vec![story.group.name.clone()],
            records: run.members(group).into_iter().map(|id| run.name(id)).collect(),
            decision: story.decision(),
            stage: story.stage().name(),
            also: not_met_besides(run, group, &story.criteria().iter().map(|(number, _)| *number).collect::<Vec<_>>()),
            criteria: story.criteria().iter().map(|(_, rule)| rule.id.clone()).collect(),
            reason: story.reason(),
            by: story.by(),
        }
    }
}

/// The criteria that a group does not meet, without those that decided.
fn not_met_besides(run: &Run<'_>, group: usize, decided: &[usize]) -> Vec<String> {
    let findings = run.screened.groups[group].findings.iter().zip(&run.protocol.criteria).enumerate();
    let not_met = findings.filter(|(number, (finding, _))| {
        !decided.contains(number) && finding.as_ref().is_some_and(|finding| finding.verdict == Verdict::NotMet)
    });
    not_met.map(|(_, (_, rule))| rule.id.clone()).collect()
}

/// The family name of the first author, or the body.
fn author(reference: &KnownReference<'_>) -> String {
    reference.record.authors().into_iter().next().map(|person| person.family).unwrap_or_default()
}

/// The queries that catch a reference: `1.wos in the reading AND first`, with what makes it weaker.
fn caught_by(run: &Run<'_>, recall: &Recall<'_>, at: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for retrieval in &recall.retrievals {
        let Answer::Caught { fields, .. } = &retrieval.answers[at] else { continue };
        let literal = |other: &&Retrieval<'_>| {
            (other.search, other.query, other.reading.label())
                == (retrieval.search, retrieval.query, retrieval.reading.label())
                && other.mode == Mode::Literal
        };
        let by_literal = recall.retrievals.iter().find(literal);
        let also_literal = by_literal.is_some_and(|other| matches!(other.answers[at], Answer::Caught { .. }));
        let forms = match retrieval.mode {
            Mode::Literal => "",
            Mode::Normalised if also_literal => continue,
            Mode::Normalised => ", other word forms",
        };
        let fields: Vec<&str> = fields.iter().map(|field| field.name()).collect();
        let search = &run.search(retrieval.search).id;
        let line = format!("{search} {} ({}{forms})", retrieval.reading.label(), fields.join(", "));
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

/// The fields that would have to be seen to tell whether a query catches the reference; empty where all is told.
fn not_shown(recall: &Recall<'_>, at: usize) -> String {
    let sets = recall.retrievals.iter().filter_map(|retrieval| match retrieval.answers[at] {
        Answer::NotShown(fields) => Some(fields),
        _ => None,
    });
    sets.reduce(crate::query::FieldSet::union).map(crate::query::FieldSet::names).unwrap_or_default()
}

fn set_json(run: &Run<'_>, wanted: &Wanted<'_, '_>) -> Value {
    let recall = wanted.recall;
    let counted = |counted: &Counted<'_>| json!({ "id": counted.id, "found": counted.found.map(share_json), "only_here": counted.only_here, "likely": counted.likely });
    let retrieval = |retrieval: &Retrieval<'_>| {
        json!({
            "search": run.search(retrieval.search).id, "query": retrieval.query, "dialect": retrieval.dialect,
            "reading": retrieval.reading.label(), "mode": retrieval.mode.name(), "caught": retrieval.caught(),
            "caught_by_title": retrieval.caught_by_title(),
            "limits": retrieval.limits.read.iter().map(|(words, _)| &**words).collect::<Vec<_>>(),
            "limits_not_applied": retrieval.limits.unread, "outside_limits": retrieval.outside(),
            "share": share_json(retrieval.share()),
            "cannot_tell": retrieval.answers.iter().filter(|answer| matches!(answer, Answer::NotShown(_))).count(),
        })
    };
    json!({
        "set": recall.set.id, "role": recall.set.role, "file": recall.set.file,
        "found": share_json(recall.found), "kept": share_json(recall.kept),
        "searches": recall.searches.iter().map(counted).collect::<Vec<_>>(),
        "iterations": recall.iterations.iter().map(counted).collect::<Vec<_>>(),
        "queries": recall.retrievals.iter().map(retrieval).collect::<Vec<_>>(),
        "references": wanted.places().map(|at| reference_json(run, recall, at)).collect::<Vec<_>>(),
    })
}

fn share_json(share: Share) -> Value {
    let interval = share.interval();
    json!({
        "part": share.part, "total": share.total, "share": interval.map(|found| found.value),
        "low": interval.map(|found| found.low), "high": interval.map(|found| found.high),
    })
}

fn reference_json(run: &Run<'_>, recall: &Recall<'_>, at: usize) -> Value {
    let reference = &recall.references[at];
    let (status, by) = status(&reference.found);
    let told = Told::of(run, reference);
    let queries = recall.retrievals.iter().filter_map(|retrieval| {
        let (truth, fields, words) = match &retrieval.answers[at] {
            Answer::Missed => return None,
            Answer::Outside => ("outside-limits", Vec::new(), &[][..]),
            Answer::NotShown(fields) => ("cannot-tell", fields.iter().map(|field| field.name()).collect(), &[][..]),
            Answer::Caught { fields, words } => {
                ("caught", fields.iter().map(|field| field.name()).collect::<Vec<_>>(), words.as_slice())
            }
        };
        Some(json!({
            "search": run.search(retrieval.search).id, "query": retrieval.query, "reading": retrieval.reading.label(),
            "mode": retrieval.mode.name(), "result": truth, "fields": fields, "words": words,
        }))
    });
    let nearest = match &reference.found {
        Found::Missing(near) => near.as_slice(),
        _ => &[],
    };
    let nearest = nearest.iter().map(|near| {
        let title = one_line(run.records().record(near.record).title().unwrap_or_default());
        json!({ "record": run.name(near.record), "title": title, "alike": near.alike, "rule": near.rule })
    });
    json!({
        "known": reference.id, "entry": reference.record.number(), "author": author(reference), "year": reference.record.year(),
        "title": reference.record.title().map(one_line), "doi": reference.record.doi().map(|doi| doi.to_string()),
        "status": status, "recognised_by": by, "searches": told.searches, "groups": told.groups, "records": told.records,
        "decision": told.decision, "stage": told.stage, "criteria": told.criteria, "not_met_besides": told.also, "reason": told.reason, "by": told.by,
        "own_query": Own::of(run, recall, at).name(),
        "queries": queries.collect::<Vec<_>>(), "nearest": nearest.collect::<Vec<_>>(),
    })
}
