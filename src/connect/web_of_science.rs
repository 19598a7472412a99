//! Web of Science with the user's own key: the Starter and the Expanded interface.

use std::time::Duration;

use serde::Deserialize;

use super::express::{ABSTRACT, LUCENE, Near, Style, TITLE, Truncated, Words};
use super::languages::english_name;
use super::service::{KeyPlace, KeyUse};
use super::{Ahead, Database, Limit, Page, PageError, Query, Request, Service, counted, json};
use crate::query::FieldSet;
use crate::record::document_type::DocumentType;

/// Web of Science Starter: no abstracts, no search by language.
pub struct Starter;

/// Web of Science Expanded: full records, full search syntax, by subscription.
pub struct Expanded;

const KEY: KeyUse = KeyUse::Required(KeyPlace::Header("X-ApiKey", ""));

const STARTER: Service = Service {
    name: "wos-starter",
    title: "Web of Science Starter",
    base: "https://api.clarivate.com/apis/wos-starter/v1",
    format: "wos-starter-json",
    extension: "json",
    envelope: ["{\"format\":\"wos-starter-json\",\"hits\":[\n", ",\n", "\n]}\n"],
    key: KEY,
    mail: None,
    // The free plan allows one request a second, the institutional ones five.
    interval: Duration::from_millis(1050),
    interval_with_key: Duration::from_millis(1050),
    page_size: 50,
    most: None,
    cursor_is_a_session: false,
    total_is_estimate: false,
    recorded: false,
};

const EXPANDED: Service = Service {
    name: "wos-expanded",
    title: "Web of Science Expanded",
    base: "https://api.clarivate.com/api/wos",
    format: "wos-expanded-json",
    envelope: ["{\"format\":\"wos-expanded-json\",\"Data\":{\"Records\":{\"records\":{\"REC\":[\n", ",\n", "\n]}}}}\n"],
    interval: Duration::from_millis(550),
    interval_with_key: Duration::from_millis(550),
    page_size: 100,
    most: Some(100_000),
    ..STARTER
};

/// Most records of one result that can be had from Expanded.
const EXPANDED_LARGEST: u64 = 100_000;

const WORDS: Words = Words::Style(Style {
    near: Some(Near { any_order: "NEAR/", in_order: None }),
    groups: true,
    in_phrases: Truncated::Anywhere,
    fields: &[(FieldSet::TOPIC, "TS=(", ")"), (TITLE, "TI=(", ")"), (ABSTRACT, "AB=(", ")")],
    ..LUCENE
});

#[derive(Deserialize)]
struct StarterReply {
    metadata: Metadata,
}

#[derive(Deserialize)]
struct Metadata {
    total: u64,
}

/// A limit in the tags of the advanced search.
fn in_tags(limit: &Limit) -> Option<String> {
    let tag = |name: &str, words: Option<Vec<&str>>| Some(format!("{name}=({})", words?.join(" OR ")));
    match limit {
        // It takes years that it knows.
        Limit::Years { from, to } => Some(format!("PY={}-{}", from.max(&1900), to.min(&2100))),
        Limit::Languages(all) => tag("LA", all.iter().map(|language| english_name(*language)).collect()),
        Limit::Types(all) => tag("DT", all.iter().map(|kind| document_type(*kind)).collect()),
        Limit::Set(_) => None,
    }
}

/// Web of Science's document type; `None` where it has none.
fn document_type(kind: DocumentType) -> Option<&'static str> {
    Some(match kind {
        DocumentType::JournalArticle => "Article",
        DocumentType::ReviewArticle => "Review",
        DocumentType::Editorial => "Editorial Material",
        DocumentType::Letter => "Letter",
        DocumentType::Correction => "Correction",
        DocumentType::Retraction => "Retraction",
        DocumentType::BookReview => "Book Review",
        DocumentType::ConferenceAbstract => "Meeting Abstract",
        DocumentType::ConferencePaper => "Proceedings Paper",
        DocumentType::Book => "Book",
        DocumentType::BookChapter => "Book Chapter",
        DocumentType::News => "News Item",
        _ => return None,
    })
}

impl Database for Starter {
    fn service(&self) -> &'static Service {
        &STARTER
    }

    fn about(&self) -> &'static str {
        include_str!("about/wos-starter.md")
    }

    fn words(&self) -> Words {
        WORDS
    }

    fn limit(&self, limit: &Limit) -> Option<String> {
        match limit {
            Limit::Languages(_) => None,
            other => in_tags(other),
        }
    }

    fn ahead(&self) -> Vec<Ahead> {
        vec![Ahead::by_number(STARTER.page_size, "page", 1)]
    }

    fn request(&self, query: &Query, cursor: Option<&str>) -> Request {
        Request::get("/documents", "application/json")
            .with("q", query.joined_by_and())
            .with("db", "WOS")
            .with("limit", STARTER.page_size.to_string())
            .with("page", cursor.map_or("1", counted::token))
    }

    fn page(&self, cursor: Option<&str>, body: &[u8]) -> Result<Page, PageError> {
        let StarterReply { metadata: Metadata { total } } = json::read(body)?;
        let records = self.records(body)?;
        let next = counted::next_page(cursor, records.len(), total);
        Ok(Page::of_records(&records, "uid", Some(total), next))
    }

    fn records<'a>(&self, body: &'a [u8]) -> Result<Vec<&'a str>, PageError> {
        json::records(body, &["hits"])
    }
}

#[derive(Deserialize)]
struct ExpandedReply {
    #[serde(rename = "QueryResult")]
    result: QueryResult,
}

#[derive(Deserialize)]
struct QueryResult {
    #[serde(rename = "RecordsFound")]
    total: u64,
}

impl Database for Expanded {
    fn service(&self) -> &'static Service {
        &EXPANDED
    }

    fn about(&self) -> &'static str {
        include_str!("about/wos-expanded.md")
    }

    fn words(&self) -> Words {
        WORDS
    }

    fn limit(&self, limit: &Limit) -> Option<String> {
        in_tags(limit)
    }

    fn ahead(&self) -> Vec<Ahead> {
        vec![Ahead::by_number(EXPANDED.page_size, "firstRecord", EXPANDED.page_size)]
    }

    fn request(&self, query: &Query, cursor: Option<&str>) -> Request {
        Request::get("", "application/json")
            .with("databaseId", "WOS")
            .with("usrQuery", query.joined_by_and())
            .with("count", EXPANDED.page_size.to_string())
            .with("firstRecord", (cursor.map_or(0, counted::received) + 1).to_string())
    }

    fn page(&self, cursor: Option<&str>, body: &[u8]) -> Result<Page, PageError> {
        let ExpandedReply { result: QueryResult { total } } = json::read(body)?;
        if total > EXPANDED_LARGEST {
            return Err(PageError::Refused(format!(
                "{total} records were found and at most {EXPANDED_LARGEST} can be had: narrow the search, by years perhaps"
            )));
        }
        let records = self.records(body)?;
        let next = counted::next_page(cursor, records.len(), total);
        Ok(Page::of_records(&records, "UID", Some(total), next))
    }

    fn records<'a>(&self, body: &'a [u8]) -> Result<Vec<&'a str>, PageError> {
        // Without a record `records` is an empty text.
        match json::records(body, &["Data", "Records", "records", "REC"]) {
            Err(PageError::Unexpected(_)) if json::read::<ExpandedReply>(body).is_ok_and(|r| r.result.total == 0) => {
                Ok(Vec::new())
            }
            other => other,
        }
    }
}
