//! OpenAlex: <https://api.openalex.org/works>.

use std::time::Duration;

use serde::Deserialize;

use super::express::{LUCENE, Style, TITLE_ABSTRACT, Words};
use super::languages::two_letters;
use super::service::{KeyPlace, KeyUse};
use super::{Database, Limit, Page, PageError, Query, Request, Service, json};
use crate::record::document_type::DocumentType;

/// OpenAlex.
pub struct OpenAlex;

const SERVICE: Service = Service {
    name: "openalex",
    title: "OpenAlex",
    base: "https://api.openalex.org",
    format: "openalex-json",
    extension: "json",
    envelope: ["{\"format\":\"openalex-json\",\"results\":[\n", ",\n", "\n]}\n"],
    key: KeyUse::Required(KeyPlace::Parameter("api_key")),
    mail: Some("mailto"),
    // 100 requests a second are allowed; a search has no need of more than ten.
    interval: Duration::from_millis(100),
    interval_with_key: Duration::from_millis(100),
    page_size: 100,
    most: None,
    cursor_is_a_session: false,
    total_is_estimate: false,
    recorded: true,
};

#[derive(Deserialize)]
struct Reply {
    meta: Meta,
}

#[derive(Deserialize)]
struct Meta {
    count: u64,
    next_cursor: Option<String>,
}

impl Database for OpenAlex {
    fn service(&self) -> &'static Service {
        &SERVICE
    }

    fn about(&self) -> &'static str {
        include_str!("about/openalex.md")
    }

    fn words(&self) -> Words {
        // Words are reduced to their stems, so that a wildcard, which would be dropped, is refused rather than sent.
        Words::Style(Style { truncation: false, stems: true, fields: &[(TITLE_ABSTRACT, "", "")], ..LUCENE })
    }

    fn limit(&self, limit: &Limit) -> Option<String> {
        match limit {
            Limit::Years { from, to } => Some(format!("publication_year:{from}-{to}")),
            Limit::Languages(all) => {
                let codes: Option<Vec<_>> = all.iter().map(|language| two_letters(*language)).collect();
                Some(format!("language:{}", codes?.join("|")))
            }
            Limit::Types(all) => {
                let types: Option<Vec<_>> = all.iter().map(|kind| work_type(*kind)).collect();
                Some(format!("type:{}", types?.join("|")))
            }
            Limit::Set(_) => None,
        }
    }

    fn request(&self, query: &Query, cursor: Option<&str>) -> Request {
        // A comma separates filters and cannot be escaped: in words it says nothing, so it becomes a space.
        let words = query.expression.replace(',', " ");
        let mut filter = format!("title_and_abstract.search:{words}");
        for limit in &query.limits {
            filter.push(',');
            filter.push_str(limit);
        }
        Request::get("/works", "application/json")
            .with("filter", filter)
            .with("per_page", SERVICE.page_size.to_string())
            .with("cursor", cursor.unwrap_or("*"))
    }

    fn page(&self, _cursor: Option<&str>, body: &[u8]) -> Result<Page, PageError> {
        let Reply { meta } = json::read(body)?;
        Ok(Page::of_records(&self.records(body)?, "id", Some(meta.count), meta.next_cursor))
    }

    fn records<'a>(&self, body: &'a [u8]) -> Result<Vec<&'a str>, PageError> {
        json::records(body, &["results"])
    }
}

/// OpenAlex's name of a document type; `None` where it does not tell the type from others.
fn work_type(kind: DocumentType) -> Option<&'static str> {
    Some(match kind {
        DocumentType::JournalArticle => "article",
        DocumentType::ReviewArticle => "review",
        DocumentType::Editorial => "editorial",
        DocumentType::Letter => "letter",
        DocumentType::Book => "book",
        DocumentType::BookChapter => "book-chapter",
        DocumentType::Report => "report",
        DocumentType::Thesis => "dissertation",
        DocumentType::Preprint => "preprint",
        DocumentType::Dataset => "dataset",
        DocumentType::Correction => "erratum",
        _ => return None,
    })
}
