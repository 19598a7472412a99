//! `searches.lock` and the journals of `pages/`, version 1: what was asked, what came, when.

use serde::{Deserialize, Serialize};

/// What the first key of `searches.lock` and of a journal says.
pub const SCHEMA: &str = "litsieve/searches/1";

/// The whole of `searches.lock`, in TOML.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    /// [`SCHEMA`].
    pub schema: String,
    /// Every finished search, by its identifier.
    #[serde(default, rename = "search")]
    pub searches: Vec<Search>,
    /// Every landing page that was saved, in the order in which they came.
    #[serde(default, rename = "landing_page", skip_serializing_if = "Vec::is_empty")]
    pub landing_pages: Vec<LandingPage>,
}

impl Lock {
    /// The lock of a review for which nobody was asked.
    pub fn empty() -> Self {
        Self { schema: SCHEMA.to_owned(), searches: Vec::new(), landing_pages: Vec::new() }
    }
}

/// A landing page that was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LandingPage {
    /// The address asked.
    pub url: String,
    /// When it came (UTC).
    pub at: String,
    /// The export, below the review folder.
    pub file: String,
    /// The page as received, below the review folder, beside the journal with its request and headers.
    pub stored: String,
    /// SHA-256 of both.
    pub sha256: String,
}

/// A finished search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Search {
    /// Its identifier in the protocol.
    pub id: String,
    /// The database, as in `--base-url`.
    pub database: String,
    /// Where it was asked.
    pub base: String,
    /// When the first page was asked, and when the last one came (UTC).
    pub started: String,
    /// See [`started`](Self::started).
    pub finished: String,
    /// The program that asked.
    pub tool: String,
    /// The expression, in the words of the service.
    pub expression: String,
    /// The limits, in the words of the service.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<String>,
    /// The first request, whole, without key and address.
    pub request: String,
    /// What could not be said to the service and was applied to its answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub applied_here: Vec<String>,
    /// What of the protocol's query the expression does not carry.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_carried: Vec<String>,
    /// How many records the service announced last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced: Option<u64>,
    /// How many records came.
    pub received: u64,
    /// How many of them are in the export: fewer where something was applied here.
    pub exported: u64,
    /// What the review had, where that was left out of the export. Locks of earlier versions do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<LeftOut>,
    /// What the service said about the query: its translation, warnings, its version.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// What the waits after faults varied with: the seed of every run that asked for pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seeds: Vec<u64>,
    /// The search that asked the very same in the same run, or within the day before, whose answers these are: nothing was
    /// asked twice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers_of: Option<String>,
    /// What did not fit together and was accepted by the user.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<String>,
    /// The export, below the review folder.
    pub export: String,
    /// SHA-256 of the export.
    pub export_sha256: String,
    /// The folder of the pages, below the review folder.
    pub pages_in: String,
    /// SHA-256 of the journal in that folder, which holds every request, its status and its time. Locks of earlier versions
    /// have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub journal_sha256: Option<String>,
    /// The pages, in order.
    pub pages: Vec<LockedPage>,
}

impl Search {
    /// Whether it followed references or citations of reports, and left out what the review had.
    pub fn is_chased(&self) -> bool {
        self.id.starts_with("chase.") && !self.applied_here.is_empty()
    }
}

/// What the review had when reports that it had already were left out of an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// How duplicates were found: preset, versions, and rules that the protocol sets apart.
    pub matching: String,
    /// Its exports, by name, and those of the parts of the same chase before this one.
    pub exports: Vec<HeldFile>,
}

/// A file below the review folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct HeldFile {
    /// Where.
    pub file: String,
    /// SHA-256 of it.
    pub sha256: String,
}

/// A page, as the lock knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedPage {
    /// The file in the folder of the pages.
    pub file: String,
    /// How many records it holds.
    pub records: u64,
    /// SHA-256 of the file.
    pub sha256: String,
}

/// The first line of a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalHead {
    /// [`SCHEMA`].
    pub schema: String,
    /// The search's identifier.
    pub search: String,
    /// The database.
    pub database: String,
    /// The expression, in the words of the service.
    pub expression: String,
    /// The limits, in the words of the service.
    pub limits: Vec<String>,
    /// Where it is asked.
    pub base: String,
    /// The program that asks.
    pub tool: String,
    /// When the search began (UTC).
    pub started: String,
    /// The search that asked the very same in the same run, whose answers these are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers_of: Option<String>,
}

/// Every other line of a journal: a page that came whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalPage {
    /// Its number, counted from 1.
    pub page: u64,
    /// Its cursor; none for the first page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// `GET` or `POST`.
    pub method: String,
    /// The address asked, without key and without the user's address.
    pub url: String,
    /// The body sent, if there was one, without key and without the user's address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<String>,
    /// Whether a key was sent along.
    pub with_key: bool,
    /// The address that answered, if it was another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirected_to: Option<String>,
    /// The status.
    pub status: u16,
    /// The headers of the answer, in order, without cookies.
    pub headers: Vec<(String, String)>,
    /// When the answer had come whole (UTC).
    pub at: String,
    /// How many attempts it took.
    pub attempts: u32,
    /// What the waits between them varied with. Journals of earlier versions do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// The file that holds the body.
    pub file: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// SHA-256 of it.
    pub sha256: String,
    /// Whether the service repeated a secret in the body, which was removed: the one case in which the file is not as received.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub secret_removed: bool,
}
