//! Searches over HTTP: databases are asked, and what they answer is kept as evidence and saved as exports.
//!
//! A database is two pure functions: a query and a place in it give a [`Request`], the bytes of an answer give a
//! [`Page`]. Everything that touches the network, the clock or the disk stands elsewhere in this folder and knows
//! nothing of any single database.
//!
//! Invariants: connectors only save exports and the exact requests, the pipeline never sees the network; a request
//! never holds a key or an address (they are added on the wire and nowhere else); no page is taken for whole that is not.

mod access;
mod ahead;
mod already;
mod apply;
mod ask;
mod bag;
mod client;
mod clock;
mod core_ac_uk;
mod counted;
mod crossref;
mod crossref_works;
mod days;
mod doaj;
mod enrich;
mod europe_pmc;
mod export;
mod express;
mod fetch;
mod finish;
mod follow;
mod guard;
mod harvest;
mod held;
mod job;
mod json;
mod key;
mod known;
mod landing;
mod languages;
mod limits;
mod lock;
mod lookup;
mod named;
mod oai_pmh;
mod openalex;
mod page;
mod patience;
mod place;
mod plan;
mod pubmed;
mod questions;
mod redirect;
mod request;
mod retraction_watch;
mod run;
mod said;
mod scholar_papers;
mod scopus;
mod semantic_scholar;
mod service;
mod store;
mod traced;
mod web_of_science;
mod xml;

pub use crate::workspace::Error;
pub use access::{MAILTO, Reach};
pub use ahead::{Ahead, ask_the_same, requests_of};
pub use already::{CHASED, Had, HadNow};
pub use ask::{AskError, Asked, Asker, Verdict};
pub use client::{Answer, Client, SendError};
pub use clock::Clock;
pub use enrich::Reports;
pub use express::{Style, Words};
pub use fetch::{Standing, can_be_asked, standing};
pub use follow::{asked_before, links_of, works_and_references, works_by};
pub use harvest::{Difference, Fault, Harvest, Outcome};
pub use held::{changed_evidence, is_broken};
pub use job::{Access, Applied, Finished, How, Job, Options, Progress};
pub use key::{Credentials, Secret};
pub use known::is_known;
pub use landing::{Landed, land};
pub use limits::unread_limits;
pub use lock::{LOCK, read as read_lock};
pub use lookup::{LOOKUPS, Lookup, informants};
pub use page::{Note, Page, PageError};
pub use patience::Jitter;
pub use place::may_be_written;
pub use plan::{Planned, plan};
pub use request::{Method, Request, encode_path, percent_encode};
pub use retraction_watch::{RETRACTION_WATCH, retractions};
pub use run::run;
pub use said::identified_reports;
pub use service::{KeyPlace, KeyUse, Limit, Query, Service};

use service::any_of;

/// A database that can be searched over HTTP.
pub trait Database: Sync {
    /// What is fixed about it: names, address, key, limits.
    fn service(&self) -> &'static Service;

    /// What a user has to know before the first search, in Markdown: shown by the help and the README.
    fn about(&self) -> &'static str;

    /// How its words come from an expression.
    fn words(&self) -> Words;

    /// How the service writes a limit; `None` if it cannot, and the limit has to be applied to its answer.
    fn limit(&self, limit: &Limit) -> Option<String>;

    /// The request for the page at `cursor`; `None` stands for the first page.
    fn request(&self, query: &Query, cursor: Option<&str>) -> Request;

    /// Reads the answer, sent with status 200 or one that [says nothing](Self::says_nothing), to the request for the page at `cursor`.
    ///
    /// # Errors
    /// If the bytes are not a whole answer of this service.
    fn page(&self, cursor: Option<&str>, body: &[u8]) -> Result<Page, PageError>;

    /// The records of an answer, as they stand in it.
    ///
    /// # Errors
    /// As [`page`](Self::page).
    fn records<'a>(&self, body: &'a [u8]) -> Result<Vec<&'a str>, PageError>;

    /// The kinds of requests that follow the first, as far as they are known before it is sent.
    fn ahead(&self) -> Vec<Ahead> {
        vec![Ahead::by_token()]
    }

    /// How many requests `records` records take at least.
    fn requests(&self, records: u64) -> u64 {
        records.div_ceil(self.service().page_size).max(1)
    }

    /// The cursor of the query's next question, once everything about the one at `cursor` has come: for services that
    /// answer one question at a time.
    fn next_question(&self, _query: &Query, _cursor: Option<&str>) -> Option<String> {
        None
    }

    /// Whether an answer with another status than 200 is a page all the same: it says that there is no such record.
    fn says_nothing(&self, _status: u16, _body: &[u8]) -> bool {
        false
    }

    /// What an answer with another status than 200 says, for people; `None` if its body says nothing usable.
    fn complaint(&self, body: &[u8]) -> Option<String> {
        json::complaint(body)
    }

    /// Whether an answer with another status than 200 says that the service no longer knows the cursor.
    fn cursor_is_lost(&self, _status: u16, _body: &[u8]) -> bool {
        false
    }

    /// Whether an answer with another status than 200 is a fault of the moment or, if it stays, says that the service no longer
    /// knows the cursor: only asking again tells.
    fn cursor_may_be_lost(&self, _status: u16, _body: &[u8]) -> bool {
        false
    }
}

/// Every database that can be searched.
pub const DATABASES: &[&dyn Database] = &[
    &openalex::OpenAlex,
    &crossref::Crossref,
    &pubmed::PubMed,
    &europe_pmc::EuropePmc,
    &semantic_scholar::SemanticScholar,
    &doaj::Doaj,
    &core_ac_uk::Core,
    &web_of_science::Starter,
    &web_of_science::Expanded,
    &scopus::Scopus,
    &oai_pmh::OaiPmh,
];

/// The database with this name.
pub fn database(name: &str) -> Option<&'static dyn Database> {
    DATABASES.iter().find(|database| database.service().name == name).copied()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::Severity;
    use crate::format;
    use crate::source::SourceFile;

    #[test]
    fn an_export_is_read_in_the_format_of_its_service_whatever_its_records_say_and_if_there_are_none() {
        for database in DATABASES {
            let service = database.service();
            let [before, _, after] = service.envelope;
            let read = |record: &str| {
                let text = format!("{before}{record}{after}");
                format::read(&Arc::new(SourceFile::new("exports/a", text.into_bytes())))
            };
            let none = read("");
            assert_eq!((none.records.format(), none.records.len()), (service.format, 0), "{}", service.name);
            assert!(none.diagnostics.iter().all(|found| found.severity < Severity::Error), "{:?}", none.diagnostics);
            if service.extension == "json" {
                let bare = read("{\"title\":\"Made up\",\"note\":\"yearPublished\"}");
                assert_eq!(bare.records.format(), service.format);
            }
        }
    }
}
