//! What an answer holds, as far as a search over several pages has to know.

use std::borrow::Cow;
use std::fmt;

/// One answer of a service, understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// How many records the whole search has, if this answer says it.
    pub announced: Option<u64>,
    /// How many records this answer holds.
    pub records: u64,
    /// The service's identifiers of these records, where they have one.
    pub ids: Vec<String>,
    /// Where the next page is; `None` if this was the last.
    pub next: Option<String>,
    /// How many records this answer says to be deleted: they have no content and count in no other number here.
    pub deleted: u64,
    /// What the service says about the search.
    pub notes: Vec<Note>,
}

impl Page {
    /// A page of records in JSON that hold their identifier under `id`.
    pub(super) fn of_records(records: &[&str], id: &str, announced: Option<u64>, next: Option<String>) -> Self {
        let ids = super::json::values_of(records, id);
        Self { announced, records: records.len() as u64, ids, next, ..Self::default() }
    }
}

/// Something that a service says about a search.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Note {
    /// How it understood the query.
    Translation(String),
    /// What it could not use or doubts.
    Warning(String),
    /// The version of its interface.
    Version(String),
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Translation(words) => write!(f, "understood as: {words}"),
            Self::Warning(words) => write!(f, "warning: {words}"),
            Self::Version(version) => write!(f, "version: {version}"),
        }
    }
}

/// Why the bytes of an answer are no page. Never shows more of them than an excerpt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageError {
    /// There are none.
    Empty,
    /// A web page stands where data should: maintenance, a gateway, a sign-in.
    Html(String),
    /// The data ends in the middle.
    Truncated(String),
    /// The service answers with an error of its own words; asked again, it may not.
    Service(String),
    /// The service says in its own words that it will never answer this.
    Refused(String),
    /// The service no longer knows where the search stood.
    CursorLost(String),
    /// It is something else: another format, or a part is missing.
    Unexpected(String),
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the answer is empty"),
            Self::Html(title) => write!(f, "the answer is a web page, not data: “{title}”"),
            Self::Truncated(why) => write!(f, "the answer ends in the middle ({why})"),
            Self::Service(words) | Self::Refused(words) => write!(f, "the service says: {words}"),
            Self::CursorLost(words) => write!(f, "the service no longer knows where this search stood: {words}"),
            Self::Unexpected(why) => write!(f, "the answer is not what this service sends: {why}"),
        }
    }
}

impl std::error::Error for PageError {}

impl PageError {
    /// The code whose page explains it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "SEA004",
            Self::Html(_) => "SEA005",
            Self::Truncated(_) => "SEA006",
            Self::Unexpected(_) => "SEA007",
            Self::Service(_) => "SEA008",
            Self::Refused(_) => "SEA002",
            Self::CursorLost(_) => "SEA009",
        }
    }
}

/// An answer with U+FFFD for what is no UTF-8: one damaged letter must not cost a whole repository.
pub(super) fn readable(body: &[u8]) -> Cow<'_, [u8]> {
    match String::from_utf8_lossy(body) {
        Cow::Borrowed(_) => Cow::Borrowed(body),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    }
}

/// Tells an empty answer and a web page from everything else, before a parser says something less clear.
///
/// # Errors
/// [`PageError::Empty`] or [`PageError::Html`].
pub(super) fn not_empty_nor_html(body: &[u8]) -> Result<(), PageError> {
    let start = body.trim_ascii_start();
    if start.is_empty() {
        return Err(PageError::Empty);
    }
    let head = String::from_utf8_lossy(&start[..start.len().min(4096)]).to_lowercase();
    let head = behind_comments(head.trim_start_matches('\u{feff}'));
    if ["<!doctype html", "<html", "<head", "<body", "<title"].iter().any(|tag| head.starts_with(tag)) {
        let title = head.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next());
        return Err(PageError::Html(crate::diagnostic::excerpt(title.unwrap_or(head).trim())));
    }
    Ok(())
}

/// What follows the declaration and the comments at the beginning of a page.
fn behind_comments(mut text: &str) -> &str {
    loop {
        text = text.trim_start();
        let end = match () {
            () if text.starts_with("<!--") => text.find("-->").map(|at| at + 3),
            () if text.starts_with("<?") => text.find("?>").map(|at| at + 2),
            () => None,
        };
        match end {
            Some(end) => text = &text[end..],
            None => return text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_web_page_is_one_whatever_stands_before_it() {
        for page in [
            "<!DOCTYPE html><title>Closed</title>",
            "\u{feff}<html><head><title>Closed</title>",
            "<!-- gateway 7 -->\n<HTML><TITLE>Closed</TITLE>",
            "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML\"><html><title>Closed</title>",
        ] {
            assert_eq!(not_empty_nor_html(page.as_bytes()), Err(PageError::Html("closed".to_owned())), "{page}");
        }
        for data in [
            "{\"html\":1}",
            "<?xml version=\"1.0\"?><!DOCTYPE eSearchResult><eSearchResult/>",
            "<!-- <html> --><OAI-PMH/>",
        ] {
            assert_eq!(not_empty_nor_html(data.as_bytes()), Ok(()), "{data}");
        }
        assert_eq!(not_empty_nor_html(b" \n"), Err(PageError::Empty));
    }
}
