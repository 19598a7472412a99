//! CORE: <https://api.core.ac.uk/v3/search/works/>.

use std::time::Duration;

use serde::Deserialize;

use super::express::{EVERYTHING, LUCENE, Style, Words};
use super::service::{KeyPlace, KeyUse};
use super::{Ahead, Database, Limit, Page, PageError, Query, Request, Service, counted, json};

/// CORE.
pub struct Core;

const SERVICE: Service = Service {
    name: "core",
    title: "CORE",
    base: "https://api.core.ac.uk/v3",
    format: "core-json",
    extension: "json",
    envelope: ["{\"format\":\"core-json\",\"results\":[\n", ",\n", "\n]}\n"],
    key: KeyUse::Required(KeyPlace::Header("Authorization", "Bearer ")),
    mail: None,
    // Ten requests a minute with a registered key.
    interval: Duration::from_secs(6),
    interval_with_key: Duration::from_secs(6),
    // 200 records on a page end in a time-out of its gateway, and full texts stand in them: a page must not get too long.
    page_size: 50,
    // Its index gives no page behind the first 10,000 records.
    most: Some(10_000),
    cursor_is_a_session: false,
    total_is_estimate: false,
    // The recordings are of version 2, whose answers have another shape.
    recorded: false,
};

#[derive(Deserialize)]
struct Reply {
    #[serde(rename = "totalHits")]
    total: u64,
}

impl Database for Core {
    fn service(&self) -> &'static Service {
        &SERVICE
    }

    fn about(&self) -> &'static str {
        include_str!("about/core.md")
    }

    fn words(&self) -> Words {
        Words::Style(Style { fields: &[(EVERYTHING, "", "")], ..LUCENE })
    }

    fn limit(&self, limit: &Limit) -> Option<String> {
        match limit {
            Limit::Years { from, to } => Some(format!("yearPublished>={from} AND yearPublished<={to}")),
            // Both are often missing: a filter would drop works in silence.
            Limit::Languages(_) | Limit::Types(_) | Limit::Set(_) => None,
        }
    }

    fn ahead(&self) -> Vec<Ahead> {
        vec![Ahead::by_number(SERVICE.page_size, "offset", SERVICE.page_size)]
    }

    fn request(&self, query: &Query, cursor: Option<&str>) -> Request {
        // Without the slash at the end the service redirects.
        Request::get("/search/works/", "application/json")
            .with("q", query.joined_by_and())
            .with("limit", SERVICE.page_size.to_string())
            .with("offset", cursor.map_or(0, counted::received).to_string())
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
