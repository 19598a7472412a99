//! One search over all its pages: what to ask next, and whether what came is whole. Pure.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use foldhash::fast::FixedState;

use super::page::readable;
use super::{Database, Note, Page, PageError, Query, Request};
use crate::source::Digest;

/// A search under way. Accepts the answers one after the other, from the network or from a store.
pub struct Harvest<'a> {
    database: &'a dyn Database,
    query: &'a Query,
    /// The cursor of the next page; `None` inside once the last page has come.
    next: Option<Option<String>>,
    /// How many records each page held.
    records: Vec<u64>,
    announced: Option<u64>,
    received: u64,
    deleted: u64,
    /// Page on which each record came first.
    ids: HashMap<String, u64, FixedState>,
    /// Page that each cursor or, for sessions, each body stood for.
    seen: HashMap<Digest, u64, FixedState>,
    notes: Vec<Note>,
    differences: Vec<Difference>,
}

/// Why the search cannot go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The answer is not a page.
    Page(PageError),
    /// The search goes in circles: this page was here before, as page number so and so.
    Circle(u64),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Page(error) => error.fmt(f),
            Self::Circle(page) => write!(f, "the service sends the search in circles: it leads back to page {page}"),
        }
    }
}

impl Fault {
    /// The code whose page explains it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Page(error) => error.code(),
            Self::Circle(_) => "SEA010",
        }
    }
}

/// Something that shows the records received not to be what was announced.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// The total announced was another on a later page.
    TotalChanged {
        /// The total so far.
        from: u64,
        /// The total now.
        to: u64,
        /// The page that said so, counted from 1.
        page: u64,
    },
    /// More or fewer records came than were announced.
    Count {
        /// The total announced last.
        announced: u64,
        /// The records received.
        received: u64,
    },
    /// One record came twice, so another may be missing.
    Twice {
        /// The service's identifier.
        id: String,
        /// The page it came on first.
        first: u64,
        /// The page it came on again.
        again: u64,
    },
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TotalChanged { from, to, page } => {
                write!(f, "the total announced changed from {from} to {to} on page {page}")
            }
            Self::Count { announced, received } => {
                write!(f, "{announced} records were announced and {received} received")
            }
            Self::Twice { id, first, again } => write!(f, "{id} came on page {first} and again on page {again}"),
        }
    }
}

impl Difference {
    /// The code whose page explains it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Count { .. } => "SEA011",
            Self::TotalChanged { .. } => "SEA012",
            Self::Twice { .. } => "SEA013",
        }
    }
}

/// What a finished search gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// How many records the service announced last; `None` if it never said.
    pub announced: Option<u64>,
    /// How many records came.
    pub received: u64,
    /// How many records each page held.
    pub records: Vec<u64>,
    /// What the service said about the search, once each.
    pub notes: Vec<Note>,
    /// What does not fit together; empty for a search that is whole.
    pub differences: Vec<Difference>,
}

impl<'a> Harvest<'a> {
    /// A search that has not begun.
    pub fn new(database: &'a dyn Database, query: &'a Query) -> Self {
        Self {
            database,
            query,
            next: Some(None),
            records: Vec::new(),
            announced: None,
            received: 0,
            deleted: 0,
            ids: HashMap::default(),
            seen: HashMap::default(),
            notes: Vec::new(),
            differences: Vec::new(),
        }
    }

    /// The request for the next page; `None` if all pages have come.
    pub fn request(&self) -> Option<Request> {
        self.next.as_ref().map(|cursor| self.database.request(self.query, cursor.as_deref()))
    }

    /// The cursor of the next page, as given to [`Database::request`].
    pub fn cursor(&self) -> Option<&str> {
        self.next.as_ref().and_then(|cursor| cursor.as_deref())
    }

    /// How many pages have come.
    pub fn pages(&self) -> u64 {
        self.records.len() as u64
    }

    /// How many requests are still to be sent, as far as is known: by the records that are to come, and by how many of them
    /// the service puts on a page.
    pub fn left(&self) -> Option<u64> {
        if self.next.is_none() {
            return Some(0);
        }
        let most = self.database.service().most.unwrap_or(u64::MAX);
        let all = self.announced?.min(most);
        let filled = self.records.iter().filter(|&&records| records > 0).count() as u64;
        let size = self.received.checked_div(filled).unwrap_or(self.database.service().page_size).max(1);
        let by_plan = self.database.requests(all).saturating_sub(self.database.requests(self.received));
        Some(all.saturating_sub(self.received).div_ceil(size).max(by_plan))
    }

    /// How many records have come.
    pub fn received(&self) -> u64 {
        self.received
    }

    /// How many records the service announced last.
    pub fn announced(&self) -> Option<u64> {
        self.announced
    }

    /// What the service announced and what it gives out at most, if that is less.
    pub fn out_of_reach(&self) -> Option<(u64, u64)> {
        let (announced, most) = (self.announced?, self.database.service().most?);
        (announced > most).then_some((announced, most))
    }

    /// Takes the answer to [`request`](Self::request). After an error nothing has changed: the same page may be asked again.
    ///
    /// # Errors
    /// If the answer is no page, or leads back to an earlier one.
    pub fn accept(&mut self, body: &[u8]) -> Result<(), Fault> {
        let readable = readable(body);
        let mut page = self.database.page(self.cursor(), &readable).map_err(Fault::Page)?;
        if matches!(readable, Cow::Owned(_)) {
            let words =
                "bytes that are no UTF-8 came: U+FFFD stands for them in the export, and they stay in the pages";
            page.notes.push(Note::Warning(words.to_owned()));
        }
        page.next = page.next.or_else(|| self.database.next_question(self.query, self.cursor()));
        self.not_in_circles(&page, body)?;
        self.records.push(page.records);
        let number = self.pages();
        self.received += page.records;
        self.deleted += page.deleted;
        if let Some(total) = page.announced {
            if let Some(from) = self.announced.filter(|&before| before != total) {
                self.differences.push(Difference::TotalChanged { from, to: total, page: number });
            }
            self.announced = Some(total);
        }
        for id in page.ids {
            match self.ids.get(&id) {
                Some(&first) => self.differences.push(Difference::Twice { id, first, again: number }),
                None => {
                    self.ids.insert(id, number);
                }
            }
        }
        for note in page.notes {
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
        let all_given_out = self.database.service().most.is_some_and(|most| self.received >= most);
        self.next = page.next.filter(|_| !all_given_out).map(Some);
        Ok(())
    }

    /// A cursor that was here before leads in circles; of a session, whose cursor stays the same, the body tells.
    fn not_in_circles(&mut self, page: &Page, body: &[u8]) -> Result<(), Fault> {
        let session = self.database.service().cursor_is_a_session;
        let mark = match (&page.next, session) {
            (Some(next), false) => Digest::of(next.as_bytes()),
            (Some(_), true) if page.records > 0 => Digest::of(body),
            _ => return Ok(()),
        };
        match self.seen.get(&mark) {
            Some(&page) => Err(Fault::Circle(page)),
            None => {
                self.seen.insert(mark, self.pages() + 1);
                Ok(())
            }
        }
    }

    /// What came, once [`request`](Self::request) gives nothing more.
    pub fn finish(mut self) -> Outcome {
        if self.deleted > 0 {
            let words = format!("{} came as deleted, without content, and left out", records(self.deleted));
            self.notes.push(Note::Warning(words));
        }
        let fits = |announced: u64| announced == self.received || announced == self.received + self.deleted;
        if let Some(announced) = self.announced.filter(|&announced| !fits(announced)) {
            self.differences.push(Difference::Count { announced, received: self.received });
        }
        Outcome {
            announced: self.announced,
            received: self.received,
            records: self.records,
            notes: self.notes,
            differences: self.differences,
        }
    }
}

fn records(number: u64) -> String {
    format!("{number} {}", if number == 1 { "record" } else { "records" })
}
