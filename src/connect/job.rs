//! What is run, how, and what becomes of it.

use std::path::PathBuf;
use std::sync::Arc;

use super::clock::Clock;
use super::key::Credentials;
use super::{Database, Query};
use crate::record::RecordFile;
use crate::wire::searches::{LeftOut, Search};
use crate::workspace::Error;

/// Tells which records of an export belong to the search, where the service could not: one verdict per record.
pub type Applied = Arc<dyn Fn(RecordFile) -> Vec<bool> + Send + Sync>;

/// Tells what is left out of an export, once everything is there that is left out of it.
pub type LeavesOut = Arc<dyn Fn() -> LeftOut + Send + Sync>;

/// One search to be run.
#[derive(Clone)]
pub struct Job {
    /// Its identifier in the protocol.
    pub id: String,
    /// The database.
    pub database: &'static dyn Database,
    /// The query, in the words of the service.
    pub query: Query,
    /// What of the protocol's query the words do not carry.
    pub not_carried: Vec<String>,
    /// What is applied to the answer instead, in words.
    pub applied_here: Vec<String>,
    /// How it is applied.
    pub applied: Option<Applied>,
    /// What the review and earlier parts of the search have, where that is left out.
    pub left_out: Option<LeavesOut>,
    /// The export, below the review folder.
    pub export: String,
    /// Where the protocol says that the service is asked, if it does.
    pub url: Option<String>,
}

/// How to reach one service.
#[derive(Debug, Clone)]
pub struct Access {
    /// Where requests go.
    pub base: String,
    /// Whether the user named [`base`](Self::base), so that it may lie on this machine.
    pub named: bool,
    /// What is sent along.
    pub credentials: Credentials,
}

/// In what manner searches are run.
#[derive(Debug, Clone)]
pub struct How {
    /// The review folder.
    pub root: PathBuf,
    /// Whether finished and unfinished searches are run again, their pages kept aside.
    pub restart: bool,
    /// Whether an export is written although totals do not agree; the lock then says so.
    pub accept_differences: bool,
    /// Whether only stored pages are used.
    pub replay: bool,
}

/// What searches are run with.
pub struct Options<'a> {
    /// In what manner.
    pub how: How,
    /// How to reach the service of a job.
    pub access: &'a dyn Fn(&Job) -> Access,
    /// The time.
    pub clock: Clock,
    /// What waits vary with.
    pub seed: u64,
}

/// What is told while searches run.
pub trait Progress {
    /// So many records of the search have come, of so many announced.
    fn received(&self, search: &str, received: u64, announced: Option<u64>);
    /// Something that a person may want to know.
    fn note(&self, search: &str, words: &str);
}

/// A search that is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// What stands in the lock.
    pub search: Search,
    /// Whether it had been done before, and nothing was asked.
    pub was_done: bool,
}

/// An error about a search.
pub(super) fn of(job: &Job, what: impl std::fmt::Display, hint: impl Into<String>) -> Error {
    Error::new(format!("search `{}`: {what}", job.id), hint)
}
