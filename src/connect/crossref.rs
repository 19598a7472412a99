//! Crossref: <https://api.crossref.org/works>.

use std::time::Duration;

use serde::Deserialize;

use super::express::Words;
use super::service::{KeyPlace, KeyUse};
use super::{Database, Limit, Note, Page, PageError, Query, Request, Service, counted, json};
use crate::record::document_type::DocumentType;

/// Crossref.
pub struct Crossref;

pub(super) const SERVICE: Service = Service {
    name: "crossref",
    title: "Crossref",
    base: "https://api.crossref.org",
    format: "crossref-json",
    extension: "json",
    envelope: [
        "{\"format\":\"crossref-json\",\"status\":\"ok\",\"message-type\":\"work-list\",\"message\":{\"items\":[\n",
        ",\n",
        "\n]}}\n",
    ],
    key: KeyUse::Optional(KeyPlace::Header("Crossref-Plus-API-Token", "Bearer ")),
    mail: Some("mailto"),
    // Recorded answers allow five requests a second at least; the headers of every answer are read as well.
    interval: Duration::from_millis(200),
    interval_with_key: Duration::from_millis(20),
    page_size: 1000,
    most: None,
    // Recorded: the same cursor comes back with every page and gives the next one each time.
    cursor_is_a_session: true,
    total_is_estimate: false,
    recorded: true,
};

#[derive(Deserialize)]
struct Reply {
    #[serde(rename = "message-version")]
    version: Option<String>,
    message: Message,
}

#[derive(Deserialize)]
struct Message {
    #[serde(rename = "total-results")]
    total: u64,
    #[serde(rename = "next-cursor")]
    next_cursor: Option<String>,
}

impl Database for Crossref {
    fn service(&self) -> &'static Service {
        &SERVICE
    }

    fn about(&self) -> &'static str {
        include_str!("about/crossref.md")
    }

    fn words(&self) -> Words {
        Words::Bag
    }

    fn limit(&self, limit: &Limit) -> Option<String> {
        match limit {
            Limit::Years { from, to } => {
                let ends = [("from-pub-date", from, Limit::EARLIEST), ("until-pub-date", to, Limit::LATEST)];
                let stated = ends.iter().filter(|(_, year, open)| **year != *open);
                Some(stated.map(|(name, year, _)| format!("{name}:{year}")).collect::<Vec<_>>().join(","))
            }
            // Most works have no language at all: a filter would drop them in silence.
            Limit::Languages(_) | Limit::Set(_) => None,
            Limit::Types(all) => {
                let types: Option<Vec<_>> = all.iter().map(|kind| work_type(*kind)).collect();
                let mut types = types?;
                types.dedup();
                Some(types.iter().map(|kind| format!("type:{kind}")).collect::<Vec<_>>().join(","))
            }
        }
    }

    fn request(&self, query: &Query, cursor: Option<&str>) -> Request {
        let token = cursor.map_or("*", counted::token);
        let mut request =
            Request::get("/works", "application/json").with("query.bibliographic", query.expression.as_str());
        if !query.limits.is_empty() {
            request = request.with("filter", query.limits.join(","));
        }
        request.with("rows", SERVICE.page_size.to_string()).with("cursor", token)
    }

    fn page(&self, cursor: Option<&str>, body: &[u8]) -> Result<Page, PageError> {
        let Reply { version, message } = json::read(body)?;
        let records = self.records(body)?;
        let next = counted::next(cursor, records.len(), message.total, message.next_cursor);
        let page = Page::of_records(&records, "DOI", Some(message.total), next);
        Ok(Page { notes: version.into_iter().map(Note::Version).collect(), ..page })
    }

    fn records<'a>(&self, body: &'a [u8]) -> Result<Vec<&'a str>, PageError> {
        json::records(body, &["message", "items"])
    }

    fn cursor_is_lost(&self, status: u16, body: &[u8]) -> bool {
        status == 404 && String::from_utf8_lossy(body).contains("cursor-invalid")
    }

    /// Recorded for a cursor that never was one; but these are the words of the search engine behind the service for any failure.
    fn cursor_may_be_lost(&self, status: u16, body: &[u8]) -> bool {
        status == 500 && String::from_utf8_lossy(body).contains("Response Exception")
    }
}

/// Crossref's name of a document type; `None` where it does not tell the type from others.
fn work_type(kind: DocumentType) -> Option<&'static str> {
    Some(match kind {
        // Articles, reviews, editorials and letters are one type here.
        DocumentType::JournalArticle | DocumentType::ReviewArticle => "journal-article",
        DocumentType::Book => "book",
        DocumentType::BookChapter => "book-chapter",
        DocumentType::ConferencePaper => "proceedings-article",
        DocumentType::Report => "report",
        DocumentType::Thesis => "dissertation",
        DocumentType::Preprint => "posted-content",
        DocumentType::Dataset => "dataset",
        _ => return None,
    })
}
