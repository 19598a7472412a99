//! What a search will ask, as far as that is known before anything is asked. Pure.

use super::Request;
use super::job::Job;

/// A kind of request that follows the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ahead {
    /// A cursor that leads to one; words in capitals stand for what the service will name.
    pub(super) cursor: String,
    /// When it is sent, and how those after it differ.
    pub words: String,
}

impl Ahead {
    pub(super) fn new(cursor: impl Into<String>, words: impl Into<String>) -> Self {
        Self { cursor: cursor.into(), words: words.into() }
    }

    /// The pages behind the first, by a place that each answer names.
    pub(super) fn by_token() -> Self {
        Self::new("NEXT", "each further page; NEXT stands for the place that the answer before it names")
    }

    /// The pages behind the first, `size` records each, by a parameter that grows by `step`.
    pub(super) fn by_number(size: u64, parameter: &str, step: u64) -> Self {
        let words = format!("the second page; `{parameter}` grows by {step} with each further one");
        Self::new(format!("{size} 2"), words)
    }
}

/// The requests of `job`: the first, and one of each kind that follows.
pub fn requests_of(job: &Job) -> (Request, Vec<(Request, String)>) {
    let at = |cursor: Option<&str>| job.database.request(&job.query, cursor);
    let ahead = job.database.ahead().into_iter();
    (at(None), ahead.map(|ahead| (at(Some(&ahead.cursor)), ahead.words)).collect())
}

/// Whether two searches ask one service the very same, so that one of them can take the answers to the other.
pub fn ask_the_same(a: &Job, b: &Job) -> bool {
    let first = |job: &Job| job.database.request(&job.query, None);
    a.database.service().name == b.database.service().name
        && a.url == b.url
        && a.query == b.query
        && first(a) == first(b)
}
