//! Who is asked about single reports, and by what. Pure.

use std::collections::BTreeSet;

use super::crossref_works::CrossrefWorks;
use super::follow::Filtered;
use super::job::Job;
use super::pubmed::PubMed;
use super::scholar_papers::{ScholarBatch, ScholarCitations, ScholarReferences, ScholarTitles};
use super::{Database, Query};
use crate::pipeline::By;
use crate::wire::searches::{Lock, Search};

/// One way to ask a service about reports.
pub struct Lookup {
    /// What is asked; its name is that of the service.
    pub database: &'static dyn Database,
    /// By what.
    pub by: By,
    /// How keys become a query.
    phrase: Phrase,
    /// Most keys in one query.
    at_once: usize,
}

/// What stands before the keys, before and behind each, and between them.
struct Phrase {
    start: &'static str,
    before: &'static str,
    behind: &'static str,
    between: &'static str,
}

const LINES: Phrase = Phrase { start: "", before: "", behind: "", between: "\n" };
const BARS: Phrase = Phrase { between: "|", ..LINES };
const ANY: Phrase = Phrase { between: " OR ", ..LINES };

/// Every way, a service's surest first. OpenAlex allows 100 alternatives in a filter; half of that keeps addresses short.
pub const LOOKUPS: &[Lookup] = &[
    Lookup { database: &Filtered, by: By::Doi, phrase: Phrase { start: "doi:", ..BARS }, at_once: 50 },
    Lookup { database: &Filtered, by: By::Pmid, phrase: Phrase { start: "pmid:", ..BARS }, at_once: 50 },
    Lookup { database: &PubMed, by: By::Pmid, phrase: Phrase { behind: "[uid]", ..ANY }, at_once: 100 },
    Lookup { database: &PubMed, by: By::Doi, phrase: Phrase { before: "\"", behind: "\"[doi]", ..ANY }, at_once: 50 },
    Lookup { database: &CrossrefWorks, by: By::Doi, phrase: LINES, at_once: 1000 },
    Lookup { database: &ScholarBatch, by: By::Doi, phrase: Phrase { before: "DOI:", ..LINES }, at_once: 400 },
    Lookup { database: &ScholarBatch, by: By::Pmid, phrase: Phrase { before: "PMID:", ..LINES }, at_once: 400 },
    Lookup { database: &ScholarTitles, by: By::Title, phrase: LINES, at_once: 1000 },
];

/// The names of the services that can be asked about reports, each once.
pub fn informants() -> Vec<&'static str> {
    let mut names: Vec<&str> = LOOKUPS.iter().map(|lookup| lookup.database.service().name).collect();
    names.dedup();
    names
}

/// What a search with this identifier was asked as, of the database with this name: also what `enrich` and `chase` ask, in their own ways, of the same services.
pub(super) fn asked_as(id: &str, database: &str) -> Option<&'static dyn Database> {
    let parts: Vec<&str> = id.split('.').collect();
    let found: &'static dyn Database = match *parts.as_slice() {
        ["enrich", service, by, _] => {
            let is_it = |way: &&Lookup| way.database.service().name == service && way.by.name() == by;
            LOOKUPS.iter().find(is_it)?.database
        }
        ["chase", "openalex", ..] => &Filtered,
        ["chase", "semanticscholar", "references", ..] => &ScholarReferences,
        ["chase", "semanticscholar", "citations", ..] => &ScholarCitations,
        _ => super::database(database)?,
    };
    (found.service().name == database).then_some(found)
}

impl Lookup {
    /// The jobs that ask about `keys`: those that were run before, and new ones for keys that none of them has. The second
    /// result says how many keys cannot be asked for.
    pub fn jobs(&self, lock: &Lock, keys: &BTreeSet<String>) -> (Vec<Job>, usize) {
        let service = self.database.service();
        let prefix = format!("enrich.{}.{}.", service.name, self.by.name());
        let number = |search: &Search| search.id.strip_prefix(&prefix)?.parse::<usize>().ok();
        let earlier: Vec<&Search> = lock.searches.iter().filter(|search| number(search).is_some()).collect();
        let asked: BTreeSet<&str> = earlier.iter().flat_map(|search| self.keys(&search.expression)).collect();
        let (usable, unusable): (Vec<&str>, Vec<&str>) =
            keys.iter().map(String::as_str).partition(|key| self.can_ask(key));
        let fresh: Vec<&str> = usable.into_iter().filter(|key| !asked.contains(key)).collect();
        let first = earlier.iter().filter_map(|search| number(search)).max().unwrap_or(0) + 1;
        let mut jobs: Vec<Job> =
            earlier.iter().map(|search| self.job(search.id.clone(), search.expression.clone())).collect();
        let parts = fresh.chunks(self.at_once).enumerate();
        jobs.extend(parts.map(|(at, part)| self.job(format!("{prefix}{}", first + at), self.expression(part))));
        (jobs, unusable.len())
    }

    fn job(&self, id: String, expression: String) -> Job {
        Job {
            database: self.database,
            query: Query { expression, limits: Vec::new() },
            not_carried: Vec::new(),
            applied_here: Vec::new(),
            applied: None,
            left_out: None,
            export: format!("enrichment/answers/{id}.{}", self.database.service().extension),
            url: None,
            id,
        }
    }

    fn expression(&self, keys: &[&str]) -> String {
        let Phrase { start, before, behind, between } = self.phrase;
        let keys: Vec<String> = keys.iter().map(|key| format!("{before}{key}{behind}")).collect();
        format!("{start}{}", keys.join(between))
    }

    /// The keys of an expression of ours.
    pub fn keys<'e>(&self, expression: &'e str) -> impl Iterator<Item = &'e str> {
        let Phrase { start, before, behind, between } = self.phrase;
        let keys = expression.strip_prefix(start).unwrap_or_default().split(between);
        keys.filter_map(move |key| key.strip_prefix(before)?.strip_suffix(behind))
    }

    /// Whether the query can hold the key: a comma or a bar would end a filter, a quotation mark a phrase, and a segment
    /// of dots would lead elsewhere.
    fn can_ask(&self, key: &str) -> bool {
        let dots = self.by == By::Doi && key.split('/').any(|part| matches!(part, "" | "." | ".."));
        let signs = match self.phrase.between {
            "|" => key.contains([',', '|']),
            " OR " => key.contains(['"', '[', ']']),
            _ => key.contains('\n'),
        };
        !key.is_empty() && !dots && !signs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(all: &[&str]) -> BTreeSet<String> {
        all.iter().map(|key| (*key).to_owned()).collect()
    }

    #[test]
    fn every_query_gives_its_keys_back() {
        for lookup in LOOKUPS {
            let keys = ["10.5555/a(1)2", "17"];
            let expression = lookup.expression(&keys);
            assert_eq!(lookup.keys(&expression).collect::<Vec<_>>(), keys, "{expression}");
            assert_eq!(lookup.keys(&lookup.expression(&keys[..1])).collect::<Vec<_>>(), keys[..1]);
        }
    }

    #[test]
    fn what_was_asked_before_is_not_asked_again() {
        let lookup = &LOOKUPS[0];
        let (first, unusable) =
            lookup.jobs(&Lock::empty(), &keys(&["10.5555/1", "10.5555/3", "10.1/a,b", "10.1/../b"]));
        assert_eq!((first.len(), unusable), (1, 2));
        assert_eq!(first[0].query.expression, "doi:10.5555/1|10.5555/3");
        let done = Search {
            id: first[0].id.clone(),
            database: "openalex".to_owned(),
            base: String::new(),
            started: String::new(),
            finished: String::new(),
            tool: String::new(),
            expression: first[0].query.expression.clone(),
            limits: Vec::new(),
            request: String::new(),
            applied_here: Vec::new(),
            left_out: None,
            not_carried: Vec::new(),
            announced: None,
            received: 0,
            exported: 0,
            seeds: Vec::new(),
            answers_of: None,
            notes: Vec::new(),
            differences: Vec::new(),
            export: String::new(),
            export_sha256: String::new(),
            pages_in: String::new(),
            journal_sha256: None,
            pages: Vec::new(),
        };
        let lock = Lock { searches: vec![done], ..Lock::empty() };
        let (jobs, _) = lookup.jobs(&lock, &keys(&["10.5555/1", "10.5555/2", "10.5555/3"]));
        let asked: Vec<_> = jobs.iter().map(|job| (job.id.as_str(), job.query.expression.as_str())).collect();
        assert_eq!(
            asked,
            [("enrich.openalex.doi.1", "doi:10.5555/1|10.5555/3"), ("enrich.openalex.doi.2", "doi:10.5555/2")]
        );
    }
}
