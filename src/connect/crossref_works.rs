//! Crossref asked for single works by their DOIs: <https://api.crossref.org/works/10.5555/12345678>.

use super::crossref::{self, Crossref};
use super::{Database, Limit, Page, PageError, Query, Request, Service, Words, json, questions};

/// Crossref's works by their DOIs, one question a DOI.
pub(super) struct CrossrefWorks;

const SERVICE: Service = Service { page_size: 1, cursor_is_a_session: false, ..crossref::SERVICE };

impl Database for CrossrefWorks {
    fn service(&self) -> &'static Service {
        &SERVICE
    }

    fn about(&self) -> &'static str {
        Crossref.about()
    }

    fn words(&self) -> Words {
        Words::Nothing
    }

    fn limit(&self, _limit: &Limit) -> Option<String> {
        None
    }

    fn request(&self, query: &Query, cursor: Option<&str>) -> Request {
        Request::get(format!("/works/{}", super::encode_path(questions::question(query, cursor))), "application/json")
    }

    fn page(&self, _cursor: Option<&str>, body: &[u8]) -> Result<Page, PageError> {
        Ok(Page { records: self.records(body)?.len() as u64, ..Page::default() })
    }

    fn records<'a>(&self, body: &'a [u8]) -> Result<Vec<&'a str>, PageError> {
        if is_not_found(body) { Ok(Vec::new()) } else { json::value(body, "message").map(|work| vec![work]) }
    }

    fn next_question(&self, query: &Query, cursor: Option<&str>) -> Option<String> {
        questions::next(query, cursor)
    }

    fn says_nothing(&self, status: u16, body: &[u8]) -> bool {
        status == 404 && is_not_found(body)
    }
}

/// Recorded: `Resource not found.`, as plain text.
fn is_not_found(body: &[u8]) -> bool {
    body.trim_ascii().starts_with(b"Resource not found")
}
