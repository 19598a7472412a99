//! Following references and citations: which questions lead from a set of reports to what they cite and what cites them.
//!
//! They are run like searches, so that each leaves its pages, its export and its entry in the lock.

use std::collections::{BTreeMap, BTreeSet};

use super::job::Job;
use super::lookup::asked_as;
use super::openalex::OpenAlex;
use super::scholar_papers::{ScholarCitations, ScholarReferences};
use super::traced::bare_job;
use super::{Database, Limit, Page, PageError, Query, Request, Service, Words, json};
use crate::pipeline::By;
use crate::wire::searches::{Lock, Search};

/// OpenAlex asked by a filter of its own instead of by words.
pub(super) struct Filtered;

/// Most alternatives in one filter (documentation of OpenAlex: 100; half of that keeps addresses short).
const ALTERNATIVES: usize = 50;

impl Database for Filtered {
    fn service(&self) -> &'static Service {
        OpenAlex.service()
    }

    fn about(&self) -> &'static str {
        OpenAlex.about()
    }

    fn words(&self) -> Words {
        Words::Nothing
    }

    fn limit(&self, _limit: &Limit) -> Option<String> {
        None
    }

    fn request(&self, query: &Query, cursor: Option<&str>) -> Request {
        let mut request = OpenAlex.request(query, cursor);
        if let Some((_, filter)) = request.parameters.iter_mut().find(|(name, _)| *name == "filter") {
            filter.clone_from(&query.expression);
        }
        request
    }

    fn page(&self, cursor: Option<&str>, body: &[u8]) -> Result<Page, PageError> {
        OpenAlex.page(cursor, body)
    }

    fn records<'a>(&self, body: &'a [u8]) -> Result<Vec<&'a str>, PageError> {
        OpenAlex.records(body)
    }
}

/// Most papers of which one job asks for references or citations.
const PAPERS: usize = 200;

/// Jobs that ask for the works whose `key` is one of `values`, in parts: `NAME.1`, `NAME.2`, ... with exports in `folder`.
///
/// Values that a filter cannot hold (a comma or a bar in a DOI) are left out; the second result says how many.
pub fn works_by(name: &str, folder: &str, key: &str, values: &BTreeSet<String>) -> (Vec<Job>, usize) {
    let (usable, unusable): (Vec<&String>, Vec<&String>) = values.iter().partition(|value| !value.contains([',', '|']));
    let job = |(number, part): (usize, &[&String])| {
        let alternatives: Vec<&str> = part.iter().map(|value| value.as_str()).collect();
        let id = format!("{name}.{}", number + 1);
        Job {
            database: &Filtered,
            query: Query { expression: format!("{key}:{}", alternatives.join("|")), limits: Vec::new() },
            not_carried: Vec::new(),
            applied_here: Vec::new(),
            applied: None,
            left_out: None,
            export: format!("{folder}/{id}.json"),
            url: None,
            id,
        }
    };
    (usable.chunks(ALTERNATIVES).enumerate().map(job).collect(), unusable.len())
}

/// What a work of OpenAlex is called: `W123`, from its address or as it is.
pub(super) fn short(id: &str) -> String {
    id.rsplit('/').next().unwrap_or(id).to_owned()
}

/// The identifiers of works in an export, and those of the works that they cite.
pub fn works_and_references(export: &[u8]) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut works, mut references) = (BTreeSet::new(), BTreeSet::new());
    for record in OpenAlex.records(export).unwrap_or_default() {
        works.extend(json::values_of(&[record], "id").iter().map(|id| short(id)));
        let cited = json::elements(record.as_bytes(), &["referenced_works"]).unwrap_or_default();
        references.extend(cited.iter().map(|id| short(id.trim_matches('"'))));
    }
    (works, references)
}

/// Jobs that ask Semantic Scholar for what the papers cite and for what cites them.
pub fn links_of(name: &str, folder: &str, backwards: bool, papers: &BTreeMap<By, BTreeSet<String>>) -> Vec<Job> {
    let of = |by: By, before: &str| -> Vec<String> {
        papers.get(&by).into_iter().flatten().map(|key| format!("{before}{key}")).collect()
    };
    let papers = [of(By::Doi, ""), of(By::Pmid, "PMID:")].concat();
    let database: &'static dyn Database = if backwards { &ScholarReferences } else { &ScholarCitations };
    let job = |(number, part): (usize, &[String])| {
        let id = format!("{name}.{}", number + 1);
        Job {
            database,
            query: Query { expression: part.join("\n"), limits: Vec::new() },
            not_carried: Vec::new(),
            applied_here: Vec::new(),
            applied: None,
            left_out: None,
            export: format!("{folder}/{id}.json"),
            url: None,
            id,
        }
    };
    papers.chunks(PAPERS).enumerate().map(job).collect()
}

/// The questions of the lock whose names begin with `prefix`, as they were asked, without what is left out of their answers.
pub fn asked_before(lock: &Lock, prefix: &str) -> Vec<(Job, Search)> {
    let of_name = lock.searches.iter().filter(|search| search.id.starts_with(prefix));
    let job = |search: &Search| {
        let query = Query { expression: search.expression.clone(), limits: search.limits.clone() };
        let job = Job {
            not_carried: search.not_carried.clone(),
            applied_here: search.applied_here.clone(),
            left_out: None,
            export: search.export.clone(),
            ..bare_job(&search.id, asked_as(&search.id, &search.database)?, query)
        };
        Some((job, search.clone()))
    };
    of_name.filter_map(job).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn works_are_asked_for_in_parts_and_references_are_read() {
        let values: BTreeSet<String> =
            (0..120).map(|n| format!("10.5555/{n:03}")).chain(["10.1/a,b".to_owned()]).collect();
        let (jobs, unusable) = works_by("chase.seeds", "pages/chase", "doi", &values);
        assert_eq!((jobs.len(), unusable), (3, 1));
        let request = jobs[2].database.request(&jobs[2].query, None);
        let filter = &request.parameters[0].1;
        assert!(filter.starts_with("doi:10.5555/100|10.5555/101|"), "{filter}");
        assert_eq!(filter.matches('|').count(), 19);
        assert_eq!((jobs[2].id.as_str(), jobs[2].export.as_str()), ("chase.seeds.3", "pages/chase/chase.seeds.3.json"));

        let export = br#"{"results":[{"id":"https://openalex.org/W1","referenced_works":["https://openalex.org/W7"]},
            {"id":"https://openalex.org/W2"}]}"#;
        let (works, references) = works_and_references(export);
        assert_eq!(works, ["W1", "W2"].map(str::to_owned).into());
        assert_eq!(references, ["W7".to_owned()].into());
    }
}
