//! Files of known references that do not hold what they seem to hold: every share of a known set is counted by its entries.

use std::collections::BTreeMap;

use super::{Case, shown};
use crate::diagnostic::Diagnostic;
use crate::recall::{Found, KnownReference, Recall};
use crate::record::Field;
use crate::ruling::{Target, fold};

/// Most entries that one remark names.
const NAMED: usize = 5;

/// Everything that is doubtful in the files of known references.
pub(super) fn doubtful(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    for set in &case.known {
        empty(set, found);
        repeated_names(set, found);
        one_reference_twice(set, found);
        shared_doi(set, found);
        other_doi(case, set, found);
    }
}

fn remark(set: &Recall<'_>, known: &KnownReference<'_>, message: &str) -> Diagnostic {
    let origin = known.record.origin();
    Diagnostic::new("AUD031", format!("known set `{}`: {message}", set.set.id)).at(
        origin.file,
        origin.line,
        origin.entry,
    )
}

/// Entries without anything to recognise them by.
fn empty(set: &Recall<'_>, found: &mut Vec<Diagnostic>) {
    for known in &set.references {
        let target = Target::of(known.record);
        if fold(known.record.title().unwrap_or_default()).is_empty()
            && target.doi.is_empty()
            && known.record.first(Field::Pmid).is_none()
        {
            let message = format!("entry {} has neither a title nor an identifier, and counts as not found", known.id);
            found.push(remark(set, known, &message));
        }
    }
}

/// The entries of a set by what `part` says of them, where it says something; only what several share.
fn shared<'s, 'a>(
    set: &'s Recall<'a>,
    part: impl Fn(&KnownReference<'a>) -> String,
) -> Vec<(String, Vec<&'s KnownReference<'a>>)> {
    let mut by: BTreeMap<String, Vec<&KnownReference<'_>>> = BTreeMap::new();
    for known in &set.references {
        by.entry(part(known)).or_default().push(known);
    }
    by.into_iter().filter(|(said, all)| !said.is_empty() && all.len() > 1).collect()
}

fn names(all: &[&KnownReference<'_>]) -> String {
    let mut names: Vec<String> = all.iter().take(NAMED).map(|known| known.id.clone()).collect();
    if all.len() > NAMED {
        names.push(format!("and {} more", all.len() - NAMED));
    }
    names.join(", ")
}

fn title(known: &KnownReference<'_>) -> String {
    fold(known.record.title().unwrap_or_default())
}

/// One name for several entries.
fn repeated_names(set: &Recall<'_>, found: &mut Vec<Diagnostic>) {
    for (name, all) in shared(set, |known| known.id.clone()) {
        let entries: Vec<String> = all.iter().take(NAMED).map(|known| known.record.number().to_string()).collect();
        let message = format!("{} entries are called `{name}`: {}", all.len(), entries.join(", "));
        found.push(remark(set, all[0], &message));
    }
}

/// One reference in several entries: in one group of the exports, else with the same title, first author and year.
fn one_reference_twice(set: &Recall<'_>, found: &mut Vec<Diagnostic>) {
    let same = |known: &KnownReference<'_>| match &known.found {
        Found::Group { group, .. } => format!("group {group}"),
        _ if title(known).is_empty() => String::new(),
        _ => format!("{}|{}|{:?}", title(known), Target::of(known.record).author, known.record.year()),
    };
    for (_, all) in shared(set, same) {
        let message = format!(
            "{} are one reference ({}), and count as {} in every share",
            names(&all),
            shown(all[0].record.title().unwrap_or_default()),
            all.len()
        );
        found.push(remark(set, all[0], &message));
    }
}

/// One DOI in entries with different titles.
fn shared_doi(set: &Recall<'_>, found: &mut Vec<Diagnostic>) {
    for (doi, all) in shared(set, |known| Target::of(known.record).doi) {
        if all.iter().any(|known| title(known) != title(all[0])) {
            let message = format!("{} have one DOI, {doi}, and different titles", names(&all));
            found.push(remark(set, all[0], &message));
        }
    }
}

/// An entry that was recognised by its title, while the records that hold it have another DOI.
fn other_doi(case: &Case<'_>, set: &Recall<'_>, found: &mut Vec<Diagnostic>) {
    let run = case.run;
    for known in &set.references {
        let (own, Some(group)) = (Target::of(known.record).doi, known.found.group()) else { continue };
        let members = &run.matches().groups[group].records;
        let mut dois: Vec<String> =
            members.iter().map(|&id| Target::of(run.records().record(id)).doi).filter(|doi| !doi.is_empty()).collect();
        dois.sort();
        dois.dedup();
        if !own.is_empty() && !dois.is_empty() && !dois.contains(&own) {
            let message = format!(
                "{} has the DOI {own}, and the exports know it ({}) under {}",
                known.id,
                run.group(group).group.name,
                dois.join(", ")
            );
            found.push(remark(set, known, &message));
        }
    }
}
