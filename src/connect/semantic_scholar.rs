//! Semantic Scholar, bulk search: <https://api.semanticscholar.org/graph/v1/paper/search/bulk>.

use std::time::Duration;

use serde::Deserialize;

use super::express::{LUCENE, Style, TITLE_ABSTRACT, Words};
use super::service::{KeyPlace, KeyUse};
use super::{Database, Limit, Page, PageError, Query, Request, Service, json};
use crate::record::document_type::DocumentType;

/// Semantic Scholar.
pub struct SemanticScholar;

pub(super) const SERVICE: Service = Service {
    name: "semanticscholar",
    title: "Semantic Scholar",
    base: "https://api.semanticscholar.org/graph/v1",
    format: "semanticscholar-json",
    extension: "json",
    envelope: ["{\"format\":\"semanticscholar-json\",\"data\":[\n", ",\n", "\n]}\n"],
    key: KeyUse::Optional(KeyPlace::Header("x-api-key", "")),
    mail: None,
    // One request a second with a key; without, everybody shares one limit.
    interval: Duration::from_millis(3000),
    interval_with_key: Duration::from_millis(1050),
    page_size: 1000,
    most: None,
    cursor_is_a_session: false,
    // "Estimated number of total matching papers", in the documentation.
    total_is_estimate: true,
    recorded: true,
};

/// The parts of a paper that are asked for.
pub(super) const FIELDS: &str = "paperId,externalIds,url,title,abstract,venue,publicationVenue,year,publicationTypes,\
    publicationDate,journal,authors,openAccessPdf,citationCount";

#[derive(Deserialize)]
struct Reply {
    total: u64,
    token: Option<String>,
}

impl Database for SemanticScholar {
    fn service(&self) -> &'static Service {
        &SERVICE
    }

    fn about(&self) -> &'static str {
        include_str!("about/semanticscholar.md")
    }

    fn words(&self) -> Words {
        let (and, or, not) = (" + ", " | ", Some(" + -"));
        Words::Style(Style { and, or, not, stems: true, fields: &[(TITLE_ABSTRACT, "", "")], ..LUCENE })
    }

    fn limit(&self, limit: &Limit) -> Option<String> {
        match limit {
            Limit::Years { from, to } => Some(format!("year={from}-{to}")),
            Limit::Types(all) => {
                let types: Option<Vec<_>> = all.iter().map(|kind| publication_type(*kind)).collect();
                Some(format!("publicationTypes={}", types?.join(",")))
            }
            Limit::Languages(_) | Limit::Set(_) => None,
        }
    }

    fn request(&self, query: &Query, cursor: Option<&str>) -> Request {
        let mut request = Request::get("/paper/search/bulk", "application/json")
            .with("query", query.expression.as_str())
            .with("fields", FIELDS);
        for name in ["year", "publicationTypes"] {
            let value = query.limits.iter().find_map(|limit| limit.strip_prefix(name)?.strip_prefix('='));
            if let Some(value) = value {
                request = request.with(name, value);
            }
        }
        match cursor {
            Some(token) => request.with("token", token),
            None => request,
        }
    }

    fn page(&self, _cursor: Option<&str>, body: &[u8]) -> Result<Page, PageError> {
        let Reply { total, token } = json::read(body)?;
        Ok(Page::of_records(&self.records(body)?, "paperId", Some(total), token))
    }

    fn records<'a>(&self, body: &'a [u8]) -> Result<Vec<&'a str>, PageError> {
        // Recorded: an empty result has no `data` at all.
        match json::records(body, &["data"]) {
            Err(PageError::Unexpected(_)) if json::read::<Reply>(body).is_ok_and(|reply| reply.total == 0) => {
                Ok(Vec::new())
            }
            other => other,
        }
    }
}

/// Semantic Scholar's publication type; `None` where it has none.
fn publication_type(kind: DocumentType) -> Option<&'static str> {
    Some(match kind {
        DocumentType::JournalArticle => "JournalArticle",
        DocumentType::ReviewArticle => "Review",
        DocumentType::Editorial => "Editorial",
        DocumentType::Letter | DocumentType::Comment => "LettersAndComments",
        DocumentType::ConferencePaper => "Conference",
        DocumentType::Book => "Book",
        DocumentType::BookChapter => "BookSection",
        DocumentType::News => "News",
        DocumentType::Dataset => "Dataset",
        _ => return None,
    })
}
