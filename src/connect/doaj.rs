//! DOAJ, the directory of open access journals: <https://doaj.org/api/v4/search/articles/>.

use std::time::Duration;

use serde::Deserialize;

use super::express::{EVERYTHING, LUCENE, Style, Words};
use super::service::KeyUse;
use super::{Ahead, Database, Limit, Page, PageError, Query, Request, Service, counted, json, percent_encode};

/// DOAJ.
pub struct Doaj;

const SERVICE: Service = Service {
    name: "doaj",
    title: "DOAJ",
    base: "https://doaj.org/api/v4",
    format: "doaj-json",
    extension: "json",
    envelope: ["{\"format\":\"doaj-json\",\"results\":[\n", ",\n", "\n]}\n"],
    key: KeyUse::None,
    mail: None,
    // Two requests a second.
    interval: Duration::from_millis(550),
    interval_with_key: Duration::from_millis(550),
    page_size: 100,
    // Pages behind the first 1,000 records are refused.
    most: Some(1000),
    cursor_is_a_session: false,
    total_is_estimate: false,
    recorded: true,
};

#[derive(Deserialize)]
struct Reply {
    total: u64,
}

impl Database for Doaj {
    fn service(&self) -> &'static Service {
        &SERVICE
    }

    fn about(&self) -> &'static str {
        include_str!("about/doaj.md")
    }

    fn words(&self) -> Words {
        Words::Style(Style { fields: &[(EVERYTHING, "", "")], ..LUCENE })
    }

    fn limit(&self, limit: &Limit) -> Option<String> {
        match limit {
            Limit::Years { from, to } => Some(format!("bibjson.year:[{from} TO {to}]")),
            // The language is the journal's, which may have several, and everything is a journal article.
            Limit::Languages(_) | Limit::Types(_) | Limit::Set(_) => None,
        }
    }

    fn ahead(&self) -> Vec<Ahead> {
        vec![Ahead::by_number(SERVICE.page_size, "page", 1)]
    }

    fn request(&self, query: &Query, cursor: Option<&str>) -> Request {
        // The query is a part of the path, in which a plus is a plus.
        let path = format!("/search/articles/{}", percent_encode(&query.joined_by_and()));
        Request::get(path, "application/json")
            .with("page", cursor.map_or("1", counted::token))
            .with("pageSize", SERVICE.page_size.to_string())
    }

    fn page(&self, cursor: Option<&str>, body: &[u8]) -> Result<Page, PageError> {
        let Reply { total } = json::read(body)?;
        let records = self.records(body)?;
        let next = counted::next_page(cursor, records.len(), total);
        Ok(Page::of_records(&records, "id", Some(total), next))
    }

    fn records<'a>(&self, body: &'a [u8]) -> Result<Vec<&'a str>, PageError> {
        json::records(body, &["results"])
    }
}
