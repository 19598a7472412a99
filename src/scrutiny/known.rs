//! References that the review must not lose, against what became of them and against the criteria.

use super::{Case, plural, shown};
use crate::criteria::Subject;
use crate::diagnostic::Diagnostic;
use crate::evidence::Verdict;
use crate::protocol::{CriterionRule, KnownSet, Mode, Scope, SourceKind, Unclear};
use crate::recall::{Found, KnownReference, Recall};
use crate::record::RecordId;
use crate::record::identifier::Doi;

/// Known references that are in no export, or were excluded.
pub(super) fn lost(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    let run = case.run;
    let own = run.protocol.review.doi.as_deref().and_then(Doi::parse);
    for set in &case.known {
        for known in set.references.iter().filter(|known| own.is_none() || known.record.doi() != own) {
            let how = match &known.found {
                Found::Missing(_) if known.before => continue,
                Found::Missing(_) if run.protocol.review.mode == Mode::Update => {
                    "is in no export of this update".to_owned()
                }
                Found::Missing(_) => "is in no export".to_owned(),
                Found::Ambiguous { groups, by } => {
                    let some = plural(groups.len(), "reference", "references");
                    format!("may be among the exports, and is not certain: {some} alike (found by {by})")
                }
                Found::Group { group, .. } => {
                    let group = run.group(*group);
                    if group.decision() != "excluded" {
                        continue;
                    }
                    let criterion = group.criteria().first().map(|(_, rule)| format!(" (`{}`)", rule.id));
                    format!("was excluded: {}{}", group.reason(), criterion.unwrap_or_default())
                }
            };
            let title = shown(known.record.title().unwrap_or_default());
            let message = format!("{title}, {} of the known set `{}`, {how}", known.id, set.set.id);
            let origin = known.record.origin();
            found.push(Diagnostic::new("AUD007", message).at(origin.file, origin.line, origin.entry));
        }
    }
}

/// What a criterion says of the references of a known set, by their file: those that it is not met by.
struct Said<'a> {
    set: &'a KnownSet,
    rule: &'a CriterionRule,
    total: usize,
    not_met: Vec<&'a KnownReference<'a>>,
}

/// Every criterion that a rule applies, on every set of references that the review included.
fn said<'a>(case: &'a Case<'_>) -> Vec<Said<'a>> {
    let included = case.known.iter().filter(|set| set.set.role == "included");
    let rules = || case.run.protocol.criteria.iter().filter(|rule| rule.question.is_none());
    included.flat_map(|set| rules().map(move |rule| of_set(set, rule))).collect()
}

fn of_set<'a>(set: &'a Recall<'_>, rule: &'a CriterionRule) -> Said<'a> {
    let mut said = Said { set: set.set, rule, total: set.references.len(), not_met: Vec::new() };
    for known in &set.references {
        let records = [(RecordId(0), known.record)];
        if rule.criterion.assess(Subject { records: &records }).verdict == Verdict::NotMet {
            said.not_met.push(known);
        }
    }
    said
}

impl Said<'_> {
    fn place(&self) -> String {
        format!("criterion[{}].", self.rule.id)
    }

    /// `12 of the 35 references of `table-a1``.
    fn share(&self, some: &[&KnownReference<'_>]) -> String {
        format!("{} of the {} included references of `{}`", some.len(), self.total, self.set.id)
    }
}

fn first(some: &[&KnownReference<'_>]) -> String {
    some.first().map_or_else(String::new, |known| shown(known.record.title().unwrap_or_default()))
}

/// A criterion that applies everywhere and that included references do not meet: the review kept what it promised to exclude.
pub(super) fn fails_criterion(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    for said in said(case).iter().filter(|said| !said.not_met.is_empty() && said.rule.scope == Scope::default()) {
        let message = format!(
            "{} do not meet `{}` (\"{}\"), which applies to all searches; the first is {}",
            said.share(&said.not_met),
            said.rule.id,
            said.rule.reason,
            first(&said.not_met)
        );
        found.push(case.remark("AUD017", &said.place(), message));
    }
}

/// A criterion that applies to a part of the searches and that included references do not meet: they can only come from the
/// other part.
pub(super) fn kept_by_scope(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    for said in said(case).iter().filter(|said| !said.not_met.is_empty() && said.rule.scope != Scope::default()) {
        let message = format!(
            "{} do not meet `{}` (\"{}\"), which applies to {} only: the review kept them from elsewhere, and would lose them \
             if it applied everywhere; the first is {}",
            said.share(&said.not_met),
            said.rule.id,
            said.rule.reason,
            scope_in_words(case, &said.rule.scope),
            first(&said.not_met)
        );
        found.push(case.remark("AUD018", &said.place(), message));
    }
}

fn scope_in_words(case: &Case<'_>, scope: &Scope) -> String {
    let sources = scope.sources.iter().map(|&source| case.run.protocol.sources[source].name.clone());
    let kinds = scope.source_kinds.iter().map(|kind| format!("{} sources", SourceKind::name(*kind)));
    let iterations = scope.iterations.iter().map(|id| format!("iteration {id}"));
    let searches = scope.searches.iter().map(|id| format!("search {id}"));
    kinds.chain(sources).chain(iterations).chain(searches).collect::<Vec<_>>().join(", ")
}

/// How many included references a criterion is silent on: of those that are in the exports, by their records there, for a
/// criterion is applied to what the exports show; of the others by the file, which mostly holds titles only.
#[derive(Default)]
struct Silent {
    there: usize,
    unclear_there: usize,
    elsewhere: usize,
    unclear_elsewhere: usize,
}

fn silence(case: &Case<'_>, said: &Said<'_>) -> Silent {
    let run = case.run;
    let set = case.known.iter().find(|set| set.set.id == said.set.id);
    let mut silent = Silent::default();
    for known in set.iter().flat_map(|set| &set.references) {
        let members = known.found.group().map(|group| &run.matches().groups[group].records);
        let records: Vec<_> = match members {
            Some(members) => members.iter().map(|&id| (id, run.records().record(id))).collect(),
            None => vec![(RecordId(0), known.record)],
        };
        let unclear = said.rule.criterion.assess(Subject { records: &records }).verdict == Verdict::Unclear;
        let (all, some) = match members {
            Some(_) => (&mut silent.there, &mut silent.unclear_there),
            None => (&mut silent.elsewhere, &mut silent.unclear_elsewhere),
        };
        *all += 1;
        *some += usize::from(unclear);
    }
    silent
}

/// A criterion about which a fifth or more of the included references say nothing.
pub(super) fn silent(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    for said in said(case) {
        let Silent { there, unclear_there, elsewhere, unclear_elsewhere } = silence(case, &said);
        let unclear = unclear_there + unclear_elsewhere;
        if unclear < 2 || unclear * 5 < said.total {
            continue;
        }
        let consequence = match said.rule.unclear {
            Unclear::Review => "a person decides; excluding on silence would lose them",
            Unclear::Pass => "they pass; excluding on silence would lose them",
            Unclear::Exclude => "and `unclear = \"exclude\"` excludes whatever says nothing",
        };
        let message = format!(
            "{unclear} of the {} included references of `{}` say nothing to `{}`, {} do: {consequence} (in the exports {unclear_there} of {there}; of those that are not there, by the file alone, {unclear_elsewhere} of {elsewhere})",
            said.total,
            said.set.id,
            said.rule.id,
            said.total - unclear,
        );
        found.push(case.remark("AUD019", &said.place(), message));
    }
}
