//! Europe PMC: <https://www.ebi.ac.uk/europepmc/webservices/rest/search>.

use std::time::Duration;

use serde::Deserialize;

use super::express::{ABSTRACT, LUCENE, Style, TITLE, TITLE_ABSTRACT, Words};
use super::service::KeyUse;
use super::{Database, Limit, Note, Page, PageError, Query, Request, Service, any_of, counted, json};
use crate::record::document_type::DocumentType;

/// Europe PMC.
pub struct EuropePmc;

const SERVICE: Service = Service {
    name: "europepmc",
    title: "Europe PMC",
    base: "https://www.ebi.ac.uk/europepmc/webservices/rest",
    format: "europepmc-json",
    extension: "json",
    envelope: ["{\"format\":\"europepmc-json\",\"resultList\":{\"result\":[\n", ",\n", "\n]}}\n"],
    key: KeyUse::None,
    mail: Some("email"),
    // No limit is published.
    interval: Duration::from_millis(500),
    interval_with_key: Duration::from_millis(500),
    page_size: 500,
    most: None,
    cursor_is_a_session: false,
    total_is_estimate: false,
    recorded: false,
};

#[derive(Deserialize)]
struct Reply {
    version: Option<String>,
    #[serde(rename = "hitCount")]
    total: u64,
    #[serde(rename = "nextCursorMark")]
    next: Option<String>,
}

impl Database for EuropePmc {
    fn service(&self) -> &'static Service {
        &SERVICE
    }

    fn about(&self) -> &'static str {
        include_str!("about/europepmc.md")
    }

    fn words(&self) -> Words {
        let fields = &[(TITLE_ABSTRACT, "TITLE_ABS:(", ")"), (TITLE, "TITLE:(", ")"), (ABSTRACT, "ABSTRACT:(", ")")];
        Words::Style(Style { fields, ..LUCENE })
    }

    fn limit(&self, limit: &Limit) -> Option<String> {
        match limit {
            Limit::Years { from, to } => Some(format!("PUB_YEAR:[{from} TO {to}]")),
            Limit::Languages(all) => any_of(all.iter().map(|language| Some(format!("LANG:{}", language.code())))),
            Limit::Types(all) => {
                any_of(all.iter().map(|kind| Some(format!("PUB_TYPE:\"{}\"", publication_type(*kind)?))))
            }
            Limit::Set(source) => Some(format!("SRC:{source}")),
        }
    }

    fn request(&self, query: &Query, cursor: Option<&str>) -> Request {
        Request::get("/search", "application/json")
            .with("query", query.joined_by_and())
            .with("format", "json")
            .with("resultType", "core")
            // The web site searches synonyms as well and finds more.
            .with("synonym", "false")
            .with("pageSize", SERVICE.page_size.to_string())
            .with("cursorMark", cursor.map_or("*", counted::token))
    }

    fn page(&self, cursor: Option<&str>, body: &[u8]) -> Result<Page, PageError> {
        let Reply { version, total, next } = json::read(body)?;
        let records = self.records(body)?;
        // Behind the last page the cursor repeats, or is left out.
        let next = counted::next(cursor, records.len(), total, next);
        let ids = records.iter().filter_map(|record| identity(record)).collect();
        let notes = version.into_iter().map(Note::Version).collect();
        Ok(Page { announced: Some(total), records: records.len() as u64, ids, next, notes, ..Page::default() })
    }

    fn records<'a>(&self, body: &'a [u8]) -> Result<Vec<&'a str>, PageError> {
        json::records(body, &["resultList", "result"])
    }
}

/// What tells a record from all others: numbers are given anew in each of its sources, so that MED/637562 and ETH/637562 are two.
fn identity(record: &str) -> Option<String> {
    let [id, source] = ["id", "source"].map(|name| json::values_of(&[record], name).pop());
    let id = id?;
    Some(source.map_or_else(|| id.clone(), |source| format!("{source}/{id}")))
}

/// Europe PMC's publication type, which is PubMed's; `None` for one that Europe PMC is not asked for.
fn publication_type(kind: DocumentType) -> Option<&'static str> {
    use DocumentType::{Comment, Correction, Editorial, JournalArticle, Letter, News, Preprint, ReviewArticle};
    let is_asked =
        matches!(kind, JournalArticle | ReviewArticle | Editorial | Letter | Comment | Correction | News | Preprint);
    kind.in_medline().filter(|_| is_asked)
}
