//! Scopus with the user's own key: <https://api.elsevier.com/content/search/scopus>.

use std::time::Duration;

use serde::Deserialize;

use super::express::{ABSTRACT, LUCENE, Near, Style, TITLE, TITLE_ABSTRACT, Truncated, Words};
use super::languages::english_name;
use super::service::{KeyPlace, KeyUse};
use super::{Database, Limit, Page, PageError, Query, Request, Service, any_of, counted, json};
use crate::query::FieldSet;
use crate::record::document_type::DocumentType;

/// Scopus.
pub struct Scopus;

const SERVICE: Service = Service {
    name: "scopus",
    title: "Scopus",
    base: "https://api.elsevier.com",
    format: "scopus-json",
    extension: "json",
    envelope: ["{\"format\":\"scopus-json\",\"search-results\":{\"entry\":[\n", ",\n", "\n]}}\n"],
    key: KeyUse::Required(KeyPlace::Header("X-ELS-APIKey", "")),
    mail: None,
    // 20,000 requests a week, nine a second.
    interval: Duration::from_millis(200),
    interval_with_key: Duration::from_millis(200),
    // The view with abstracts gives 25 records on a page.
    page_size: 25,
    most: None,
    cursor_is_a_session: false,
    total_is_estimate: false,
    recorded: false,
};

#[derive(Deserialize)]
struct Reply {
    #[serde(rename = "search-results")]
    results: Results,
}

#[derive(Deserialize)]
struct Results {
    #[serde(rename = "opensearch:totalResults")]
    total: String,
    cursor: Option<Cursor>,
}

#[derive(Deserialize)]
struct Cursor {
    #[serde(rename = "@next")]
    next: Option<String>,
}

impl Database for Scopus {
    fn service(&self) -> &'static Service {
        &SERVICE
    }

    fn about(&self) -> &'static str {
        include_str!("about/scopus.md")
    }

    fn words(&self) -> Words {
        Words::Style(Style {
            not: Some(" AND NOT "),
            near: Some(Near { any_order: "W/", in_order: Some("PRE/") }),
            groups: true,
            in_phrases: Truncated::Anywhere,
            fields: &[
                (FieldSet::TOPIC, "TITLE-ABS-KEY(", ")"),
                (TITLE_ABSTRACT, "TITLE-ABS(", ")"),
                (TITLE, "TITLE(", ")"),
                (ABSTRACT, "ABS(", ")"),
            ],
            ..LUCENE
        })
    }

    fn limit(&self, limit: &Limit) -> Option<String> {
        match limit {
            Limit::Years { from, to } => Some(format!("PUBYEAR > {} AND PUBYEAR < {}", from - 1, to + 1)),
            Limit::Languages(all) => any_of(all.iter().map(|language| {
                let name = english_name(*language)?.to_lowercase();
                Some(format!("LANGUAGE({name})"))
            })),
            Limit::Types(all) => any_of(all.iter().map(|kind| Some(format!("DOCTYPE({})", document_type(*kind)?)))),
            Limit::Set(_) => None,
        }
    }

    fn request(&self, query: &Query, cursor: Option<&str>) -> Request {
        Request::get("/content/search/scopus", "application/json")
            .with("query", query.joined_by_and())
            .with("view", "COMPLETE")
            .with("count", SERVICE.page_size.to_string())
            .with("cursor", cursor.map_or("*", counted::token))
    }

    fn page(&self, cursor: Option<&str>, body: &[u8]) -> Result<Page, PageError> {
        let Reply { results: Results { total, cursor: place } } = json::read(body)?;
        let total = total.parse().map_err(|_| PageError::Unexpected(format!("the total is “{total}”")))?;
        let records = self.records(body)?;
        let next = counted::next(cursor, records.len(), total, place.and_then(|place| place.next));
        Ok(Page::of_records(&records, "eid", Some(total), next))
    }

    fn records<'a>(&self, body: &'a [u8]) -> Result<Vec<&'a str>, PageError> {
        let entries = json::records(body, &["search-results", "entry"])?;
        // An empty result is one entry with nothing but an error.
        let is_record = |entry: &&str| json::values_of(&[*entry], "error").is_empty();
        Ok(entries.into_iter().filter(is_record).collect())
    }
}

/// Scopus's code of a document type; `None` where it has none.
fn document_type(kind: DocumentType) -> Option<&'static str> {
    Some(match kind {
        DocumentType::JournalArticle => "ar",
        DocumentType::ReviewArticle => "re",
        DocumentType::Editorial => "ed",
        DocumentType::Letter => "le",
        DocumentType::Comment => "no",
        DocumentType::Correction => "er",
        DocumentType::Retraction => "tb",
        DocumentType::ConferencePaper => "cp",
        DocumentType::Book => "bk",
        DocumentType::BookChapter => "ch",
        DocumentType::Report => "rp",
        _ => return None,
    })
}
