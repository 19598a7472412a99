//! Semantic Scholar asked for single papers: by identifiers, by title, and for what they cite and what cites them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::semantic_scholar::{self, FIELDS, SemanticScholar};
use super::{Database, Limit, Note, Page, PageError, Query, Request, Service, Words, encode_path, json, questions};

/// Papers by a list of identifiers at once: `/paper/batch`.
pub(super) struct ScholarBatch;
/// Papers by their titles, one question a title: `/paper/search/match`.
pub(super) struct ScholarTitles;
/// What papers cite, one question a paper: `/paper/ID/references`.
pub(super) struct ScholarReferences;
/// What cites papers, one question a paper: `/paper/ID/citations`.
pub(super) struct ScholarCitations;

/// An answer without an announced total, or one that an estimate would be compared with.
const SERVICE: Service = Service { total_is_estimate: false, ..semantic_scholar::SERVICE };
/// Papers on a page of references or citations: with abstracts, well below the ten megabytes that the service allows.
const LINKS: u64 = 500;

impl Database for ScholarBatch {
    fn service(&self) -> &'static Service {
        &SERVICE
    }

    fn about(&self) -> &'static str {
        SemanticScholar.about()
    }

    fn words(&self) -> Words {
        Words::Nothing
    }

    fn limit(&self, _limit: &Limit) -> Option<String> {
        None
    }

    fn request(&self, query: &Query, _cursor: Option<&str>) -> Request {
        let ids: Vec<&str> = query.expression.lines().collect();
        let body = serde_json::json!({ "ids": ids }).to_string();
        Request { body: Some(body), ..Request::post("/paper/batch", "application/json").with("fields", FIELDS) }
    }

    fn page(&self, _cursor: Option<&str>, body: &[u8]) -> Result<Page, PageError> {
        Ok(Page { records: self.records(body)?.len() as u64, ..Page::default() })
    }

    fn records<'a>(&self, body: &'a [u8]) -> Result<Vec<&'a str>, PageError> {
        // Recorded: an identifier that is not known gives `null` in its place.
        Ok(json::elements(body, &[])?.into_iter().filter(|paper| *paper != "null").collect())
    }
}

impl Database for ScholarTitles {
    fn service(&self) -> &'static Service {
        &SERVICE
    }

    fn about(&self) -> &'static str {
        SemanticScholar.about()
    }

    fn words(&self) -> Words {
        Words::Nothing
    }

    fn limit(&self, _limit: &Limit) -> Option<String> {
        None
    }

    fn request(&self, query: &Query, cursor: Option<&str>) -> Request {
        Request::get("/paper/search/match", "application/json")
            .with("query", questions::question(query, cursor))
            .with("fields", FIELDS)
    }

    fn page(&self, _cursor: Option<&str>, body: &[u8]) -> Result<Page, PageError> {
        Ok(Page { records: self.records(body)?.len() as u64, ..Page::default() })
    }

    fn records<'a>(&self, body: &'a [u8]) -> Result<Vec<&'a str>, PageError> {
        if is_not_found(body) { Ok(Vec::new()) } else { json::records(body, &["data"]) }
    }

    fn next_question(&self, query: &Query, cursor: Option<&str>) -> Option<String> {
        questions::next(query, cursor)
    }

    fn says_nothing(&self, status: u16, body: &[u8]) -> bool {
        status == 404 && is_not_found(body)
    }
}

/// Both ways are one, but for the words.
macro_rules! links {
    ($way:ty, $path:literal, $inner:literal) => {
        impl Database for $way {
            fn service(&self) -> &'static Service {
                &SERVICE
            }

            fn about(&self) -> &'static str {
                SemanticScholar.about()
            }

            fn words(&self) -> Words {
                Words::Nothing
            }

            fn limit(&self, _limit: &Limit) -> Option<String> {
                None
            }

            fn request(&self, query: &Query, cursor: Option<&str>) -> Request {
                let paper = encode_path(questions::question(query, cursor));
                Request::get(format!("/paper/{paper}/{}", $path), "application/json")
                    .with("fields", FIELDS)
                    .with("offset", questions::place(cursor).to_string())
                    .with("limit", LINKS.to_string())
            }

            fn page(&self, cursor: Option<&str>, body: &[u8]) -> Result<Page, PageError> {
                links(cursor, body, self.records(body)?.len())
            }

            fn records<'a>(&self, body: &'a [u8]) -> Result<Vec<&'a str>, PageError> {
                linked(body, $inner)
            }

            fn next_question(&self, query: &Query, cursor: Option<&str>) -> Option<String> {
                questions::next(query, cursor)
            }

            fn says_nothing(&self, status: u16, body: &[u8]) -> bool {
                status == 404 && is_not_found(body)
            }
        }
    };
}

links!(ScholarReferences, "references", "citedPaper");
links!(ScholarCitations, "citations", "citingPaper");

/// An answer of links, as far as its paging goes.
#[derive(Deserialize)]
struct Links<'a> {
    next: Option<u64>,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
}

fn links(cursor: Option<&str>, body: &[u8], records: usize) -> Result<Page, PageError> {
    if is_not_found(body) {
        return Ok(Page::default());
    }
    let Links { next, data } = json::read(body)?;
    let withheld = "the publisher of a paper does not let its references be shown".to_owned();
    Ok(Page {
        records: records as u64,
        next: next.map(|place| questions::further(cursor, place)),
        notes: if data.is_none() { vec![Note::Warning(withheld)] } else { Vec::new() },
        ..Page::default()
    })
}

/// The papers of an answer: each stands inside an object that says how it is cited.
fn linked<'a>(body: &'a [u8], inner: &str) -> Result<Vec<&'a str>, PageError> {
    if is_not_found(body) || json::read::<Links<'_>>(body)?.data.is_none() {
        return Ok(Vec::new());
    }
    let paper = |link: &'a str| {
        let mut object: BTreeMap<String, &RawValue> = serde_json::from_str(link).ok()?;
        object.remove(inner).map(RawValue::get)
    };
    json::elements(body, &["data"])?
        .into_iter()
        .map(|link| paper(link).ok_or_else(|| PageError::Unexpected(format!("there is no `{inner}`"))))
        .collect()
}

/// Recorded: `{"error":"Paper with id 0 not found"}`.
fn is_not_found(body: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Reply {
        error: String,
    }
    json::read::<Reply>(body).is_ok_and(|reply| reply.error.to_lowercase().contains("not found"))
}
