//! Answers of services that are searched over HTTP, and what tools save, in JSON: one file per service or tool, each a table of
//! roles.

mod core_ac_uk;
mod doaj;
mod eppi;
mod europe_pmc;
mod publish_or_perish;
mod scopus;
mod semantic_scholar;
mod web_of_science;
mod zotero;

use std::sync::Arc;

use serde_json::Value;

use super::json::{self, Records, Sink, Slice};
use super::{Format, Parsed};
use crate::record::Field;
use crate::source::SourceFile;

pub use core_ac_uk::CORE;
pub use doaj::DOAJ;
pub use eppi::EPPI;
pub use europe_pmc::EUROPE_PMC;
pub use publish_or_perish::PUBLISH_OR_PERISH;
pub use scopus::SCOPUS;
pub use semantic_scholar::SEMANTIC_SCHOLAR;
pub use web_of_science::{EXPANDED, STARTER};
pub use zotero::ZOTERO;

/// The records of one service.
pub struct ServiceJson {
    name: &'static str,
    about: &'static str,
    /// The database, as results name it; empty for a tool, whose records come from many.
    database: &'static str,
    /// Keys that its records have, all of them, and those of no other service.
    signs: &'static [&'static str],
    /// Keys of an answer around its records, all of them, and of no other service: the records may be too long to be looked into.
    around: &'static [&'static str],
    /// Keys that only its records have, any of them.
    own: &'static [&'static str],
    /// What the value at a path means.
    role: fn(&str) -> Field,
    /// Paths whose values are put together by `more`.
    together: &'static [&'static str],
    /// Values that stand in several places.
    more: fn(&Value, &mut Sink<'_>),
    /// Whether an object that stands where records do is one.
    is_record: fn(&str) -> bool,
    /// How many records there are, counted otherwise than they are read.
    markers: fn(&str, &[Slice]) -> usize,
}

/// What most services are like.
const SERVICE: ServiceJson = ServiceJson {
    name: "",
    about: "",
    database: "",
    signs: &[],
    around: &[],
    own: &[],
    role: |_| Field::Other,
    together: &[],
    more: |_, _| {},
    is_record: |_| true,
    markers: json::count_records,
};

impl Format for ServiceJson {
    fn name(&self) -> &'static str {
        self.name
    }

    fn about(&self) -> &'static str {
        self.about
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        let head = json::head(source.text());
        let has = |keys: &[&str]| !keys.is_empty() && json::has_keys(head, keys);
        if has(self.signs) || has(self.around) { 90 } else { 0 }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        json::read(self, source)
    }
}

impl Records for ServiceJson {
    fn format(&self) -> &'static str {
        self.name
    }

    fn own_keys(&self) -> &'static [&'static str] {
        self.own
    }

    fn record(&self, record: &Value, out: &mut Sink<'_>) {
        let skip = |path: &str| self.together.contains(&path);
        json::leaves(record, skip, |path, leaf| out.value(path, (self.role)(path), leaf));
        (self.more)(record, out);
        // Nothing is added for a tool.
        out.derived(self.signs[0], Field::Database, self.database);
    }

    fn is_record(&self, raw: &str) -> bool {
        (self.is_record)(raw)
    }

    fn markers(&self, text: &str, slices: &[Slice]) -> usize {
        (self.markers)(text, slices)
    }
}

/// Adds the first text under one of `names` in each member of a list.
fn each(out: &mut Sink<'_>, tag: &str, field: Field, list: &Value, names: &[&str]) {
    for member in json::list(list) {
        let texts = names.iter().map(|name| json::text(&member[*name]));
        out.derived(tag, field, &texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::recognise;
    use crate::record::Fields;

    /// Made up after each service's documentation, or after the shape of a recorded answer.
    const ANSWERS: [(&str, &str); 7] = [
        (
            "europepmc-json",
            r#"{"version":"6.9","hitCount":1,"resultList":{"result":[{"id":"1","source":"MED","doi":"10.5555/made-up","title":"Made up",
            "authorString":"Ek B.","authorList":{"author":[{"fullName":"Ek B","firstName":"Bo","lastName":"Ek"}]},"pubYear":"2017",
            "abstractText":"Things.","journalInfo":{"volume":"3","journal":{"title":"Journal"}}}]}}"#,
        ),
        (
            "semanticscholar-json",
            r#"{"total":1,"token":null,"data":[{"paperId":"ab","externalIds":{"DOI":"10.5555/made-up","CorpusId":7},"title":"Made up",
            "abstract":"Things.","year":2017,"journal":{"name":"Journal","volume":"3"},"authors":[{"authorId":"1","name":"Bo Ek"}]}]}"#,
        ),
        (
            "doaj-json",
            r#"{"total":1,"results":[{"id":"1","bibjson":{"title":"Made up","abstract":"Things.","year":"2017","author":[{"name":"Bo Ek"}],
            "identifier":[{"id":"10.5555/made-up","type":"doi"}],"journal":{"title":"Journal","volume":"3"}}}]}"#,
        ),
        (
            "core-json",
            r#"{"totalHits":1,"results":[{"id":1,"title":"Made up","abstract":"Things.","authors":[{"name":"Ek, Bo"}],"yearPublished":2017,
            "doi":"10.5555/made-up","downloadUrl":"https://example.org/1.pdf","journals":[{"title":"Journal"}],"language":{"code":"en"}}]}"#,
        ),
        (
            "wos-starter-json",
            r#"{"metadata":{"total":1},"hits":[{"uid":"WOS:1","title":"Made up","sourceTypes":["Article"],"source":{"sourceTitle":"Journal",
            "publishYear":2017,"volume":"3"},"names":{"authors":[{"displayName":"Ek, Bo"}]},"identifiers":{"doi":"10.5555/made-up"}}]}"#,
        ),
        (
            "wos-expanded-json",
            r#"{"Data":{"Records":{"records":{"REC":[{"UID":"WOS:1","static_data":{"summary":{"titles":{"title":[{"type":"source",
            "content":"Journal"},{"type":"item","content":"Made up"}]},"names":{"name":[{"role":"author","full_name":"Ek, Bo"}]},
            "pub_info":{"pubyear":2017,"vol":"3"}},"fullrecord_metadata":{"abstracts":{"abstract":{"abstract_text":{"p":"Things."}}}}},
            "dynamic_data":{"cluster_related":{"identifiers":{"identifier":[{"type":"doi","value":"10.5555/made-up"}]}}}}]}}},
            "QueryResult":{"RecordsFound":1}}"#,
        ),
        (
            "scopus-json",
            r#"{"search-results":{"opensearch:totalResults":"1","entry":[{"eid":"2-s2.0-1","dc:title":"Made up","prism:coverDate":"2017-01-01",
            "author":[{"authname":"Ek B."}],"prism:doi":"10.5555/made-up","prism:publicationName":"Journal","dc:description":"Things."}]}}"#,
        ),
    ];

    /// Europe PMC numbers the reports of each of its sources anew: the number alone would make two reports one.
    #[test]
    fn a_record_of_europe_pmc_is_named_after_its_source_too() {
        let answer = r#"{"hitCount":2,"resultList":{"result":[{"id":"637562","source":"MED","pmid":"637562","title":"An article"},
            {"id":"637562","source":"ETH","title":"A thesis"}]}}"#;
        let read = crate::format::read(&Arc::new(SourceFile::new("exports/a.json", answer.into()))).records;
        let names: Vec<_> = read.iter().map(|record| record.first(Field::Accession).unwrap_or_default()).collect();
        assert_eq!(names, ["MED/637562", "ETH/637562"]);
    }

    #[test]
    fn an_answer_of_core_is_one_where_full_texts_come_first_or_nothing_can_be_downloaded() {
        let text = "word ".repeat(20_000);
        for (fields, first) in [("\"downloadUrl\":\"\",", text.as_str()), ("", "")] {
            let answer = format!(
                "{{\"totalHits\":1,\"limit\":100,\"offset\":0,\"results\":[{{{fields}\"fullText\":\"{first}\",\"id\":7,\"title\":\"Made up\",\
                 \"yearPublished\":2017,\"authors\":[{{\"name\":\"Ek, Bo\"}}]}}]}}"
            );
            let parsed = crate::format::read(&Arc::new(SourceFile::new("a.json", answer.into_bytes())));
            assert_eq!((parsed.records.format(), parsed.records.len()), ("core-json", 1));
            assert_eq!(parsed.records.record(0).first(Field::Date), Some("2017"));
        }
    }

    #[test]
    fn an_answer_of_every_service_is_read() {
        for (name, text) in ANSWERS {
            let source = Arc::new(SourceFile::new("a.json", text.as_bytes().to_vec()));
            assert_eq!(recognise(&source).map(|format| format.name()), Some(name));
            let parsed = crate::format::read(&source);
            assert_eq!(parsed.records.len(), 1, "{name}");
            let record = parsed.records.record(0);
            let fields = Fields::of(record);
            assert_eq!(fields.title, "Made up", "{name}");
            assert_eq!(fields.authors.first().map(|author| author.family.as_str()), Some("Ek"), "{name}");
            assert_eq!(record.first(Field::Doi), Some("10.5555/made-up"), "{name}");
            assert!(record.first(Field::Date).is_some_and(|date| date.starts_with("2017")), "{name}");
            assert_eq!(record.first(Field::Container), Some("Journal"), "{name}");
            let has_abstract = name != "wos-starter-json";
            assert_eq!(fields.abstract_text, if has_abstract { "Things." } else { "" }, "{name}");
        }
    }
}
