//! One DOI where there should be one report, and the review among its own references.

use std::collections::{BTreeMap, BTreeSet};

use super::{Case, shown};
use crate::diagnostic::Diagnostic;
use crate::evidence::Actor;
use crate::record::identifier::Doi;
use crate::record::{Record, RecordId};
use crate::ruling::fold;

/// References with one DOI that were not merged, and why.
pub(super) fn equal_doi(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    let run = case.run;
    let mut groups: BTreeMap<String, BTreeMap<usize, RecordId>> = BTreeMap::new();
    for (id, record) in run.records().iter() {
        if let Some(doi) = record.doi() {
            groups.entry(doi.to_string()).or_default().entry(run.group_of(id)).or_insert(id);
        }
    }
    for (doi, groups) in groups.into_iter().filter(|(_, groups)| groups.len() > 1) {
        let mut ids = groups.values().copied();
        let (Some(first), Some(second)) = (ids.next(), ids.next()) else { continue };
        let (first, second) = run.in_order(first, second);
        let title = |id: RecordId| shown(run.records().record(id).title().unwrap_or_default());
        let more = if groups.len() > 2 { format!(" ({} references have it)", groups.len()) } else { String::new() };
        let message = format!(
            "{} and {} have the DOI {doi} and were not merged{more}: {}",
            title(first),
            title(second),
            why_apart(case, first, second)
        );
        let origin = run.records().record(second).origin();
        found.push(Diagnostic::new("AUD006", message).at(origin.file, origin.line, origin.entry));
    }
}

/// Why two records are two references.
fn why_apart(case: &Case<'_>, a: RecordId, b: RecordId) -> String {
    let run = case.run;
    let between = [run.group_of(a), run.group_of(b)];
    let same = |a: RecordId, b: RecordId| {
        let groups = [run.group_of(a), run.group_of(b)];
        groups == between || [groups[1], groups[0]] == between
    };
    let matches = run.matches();
    if let Some(veto) = matches.vetoes.iter().find(|veto| same(veto.link.a, veto.link.b)) {
        return match veto.link.by {
            Actor::People(number) => format!("{} ruled them different", run.rulings[number as usize].by),
            Actor::Rule if veto.link.rule == "none" => "no rule of matching joins them".to_owned(),
            Actor::Rule => format!("the rule `{}` keeps them apart", veto.link.rule),
        };
    }
    if let Some(version) = matches.versions.iter().find(|version| same(version.a, version.b)) {
        return format!("they are linked as {} (rule `{}`)", version.kind.name(), version.rule);
    }
    match matches.doubtful.iter().find(|doubt| same(doubt.link.a, doubt.link.b)) {
        Some(doubt) => {
            format!("a person has to look, see doubtful.csv. {}", run.told(&doubt.why, doubt.link.a, doubt.link.b))
        }
        None => "nothing joins them".to_owned(),
    }
}

/// The records of the exports and of the known sets, each with its name and place.
fn everything<'a>(case: &'a Case<'_>) -> impl Iterator<Item = (String, Record<'a>)> {
    let run = case.run;
    let exported = run.records().iter().map(|(id, record)| (run.name(id), record));
    let known = case.known.iter().flat_map(|set| {
        set.references.iter().map(move |known| (format!("{} of `{}`", known.id, set.set.id), known.record))
    });
    exported.chain(known)
}

/// The review itself, found by its own searches or listed among its own references.
pub(super) fn review_itself(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    let Some(own) = case.run.protocol.review.doi.as_deref().and_then(Doi::parse) else { return };
    let itself: Vec<String> = everything(case)
        .filter(|(_, record)| record.doi().is_some_and(|doi| doi == own))
        .map(|(name, _)| name)
        .collect();
    if !itself.is_empty() {
        let message = format!("the review itself ({own}) is among its references: {}", itself.join(", "));
        found.push(case.remark("AUD022", "review.doi", message));
    }
}

/// Records with one DOI whose authors are not the same people in the same order. Told once per DOI.
pub(super) fn other_authors(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<String, (String, Vec<String>)> = BTreeMap::new();
    let mut told: BTreeSet<String> = BTreeSet::new();
    for (name, record) in everything(case) {
        let Some(doi) = record.doi().map(|doi| doi.to_string()) else { continue };
        let families: Vec<String> = record.authors().iter().map(|person| fold(&person.family)).collect();
        if families.is_empty() || told.contains(&doi) {
            continue;
        }
        let Some((other, known)) = first.get(&doi) else {
            first.insert(doi, (name, families));
            continue;
        };
        // A list that was cut off says nothing against the longer one.
        if known.len() == families.len() && *known != families {
            let message = format!("{other} and {name} have the DOI {doi} and {}", differing(known, &families));
            let origin = record.origin();
            found.push(Diagnostic::new("AUD023", message).at(origin.file, origin.line, origin.entry));
            told.insert(doi);
        }
    }
}

/// In what two lists of authors differ, in words.
fn differing(known: &[String], families: &[String]) -> String {
    /// More names than these are not listed.
    const SHOWN: usize = 4;
    let only = |these: &[String], those: &[String]| {
        let names: Vec<&str> = these.iter().filter(|name| !those.contains(name)).map(String::as_str).collect();
        let more = if names.len() > SHOWN { format!("; and {} more", names.len() - SHOWN) } else { String::new() };
        format!("{}{more}", names[..names.len().min(SHOWN)].join("; "))
    };
    let (left, right) = (only(known, families), only(families, known));
    if left.is_empty() && right.is_empty() {
        "the same authors in another order".to_owned()
    } else {
        format!("other authors: {left} / {right}")
    }
}
