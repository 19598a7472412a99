//! Landing pages of grey literature: saved as they came, with their digest.

use std::fs;
use std::path::Path;

use super::ask::{Asker, Verdict};
use super::client::Client;
use super::clock::Clock;
use super::express::Words;
use super::fetch::journal_page;
use super::key::Credentials;
use super::run::block_on;
use super::service::KeyUse;
use super::store::Store;
use super::{Database, Limit, Page, PageError, Query, Request, Service};
use crate::source::Digest;
use crate::wire::searches::{JournalHead, SCHEMA};
use crate::workspace::{Error, write_file};

/// Any site of the web: nothing is known of it.
struct Web;

const WEB: Service = Service {
    name: "web",
    title: "the web",
    base: "",
    format: "html-meta",
    extension: "html",
    envelope: ["", "", ""],
    key: KeyUse::None,
    mail: None,
    interval: std::time::Duration::from_secs(1),
    interval_with_key: std::time::Duration::from_secs(1),
    page_size: 1,
    most: None,
    cursor_is_a_session: false,
    total_is_estimate: false,
    recorded: false,
};

impl Database for Web {
    fn service(&self) -> &'static Service {
        &WEB
    }

    fn about(&self) -> &'static str {
        ""
    }

    fn words(&self) -> Words {
        Words::Nothing
    }

    fn limit(&self, _limit: &Limit) -> Option<String> {
        None
    }

    fn request(&self, query: &Query, _cursor: Option<&str>) -> Request {
        Request::get(query.expression.as_str(), "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5")
    }

    fn page(&self, _cursor: Option<&str>, _body: &[u8]) -> Result<Page, PageError> {
        Ok(Page::default())
    }

    fn records<'a>(&self, _body: &'a [u8]) -> Result<Vec<&'a str>, PageError> {
        Ok(Vec::new())
    }
}

/// A page that was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Landed {
    /// The address asked.
    pub url: String,
    /// The file, below the review folder.
    pub file: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// When it came (UTC).
    pub at: String,
    /// Whether it had been saved before, and nothing was asked.
    pub was_done: bool,
}

/// Saves the page at `url` in `exports/web` of the review `root`, with its request and headers in `pages/web`.
///
/// `local` allows addresses of this machine and its network; `again` asks also for what was saved before; `tell` hears why
/// something is asked again.
///
/// # Errors
/// If it does not come, or cannot be written.
pub fn land(
    root: &Path,
    url: &str,
    local: bool,
    again: bool,
    clock: &Clock,
    tell: &dyn Fn(&str),
) -> Result<Landed, Error> {
    let of = |why: String| Error::new(format!("{url}: {why}"), "");
    let (base, path) = split(url).ok_or_else(|| of("this is no address of a web page".to_owned()))?;
    let folder = root.join("pages/web");
    let mut store = Store::open(&folder, head(clock), false)?;
    let saved = store.pages().iter().rev().find(|page| page.url == url).filter(|_| !again);
    if let Some(page) = saved {
        let file = exported(&page.file, &page.sha256);
        return Ok(Landed {
            url: url.to_owned(),
            file,
            sha256: page.sha256.clone(),
            at: page.at.clone(),
            was_done: true,
        });
    }
    let client =
        Client::new(&WEB, base, local, Credentials::default()).map_err(|error| of(format!("{error} (SEA014)")))?;
    let asker = Asker::new(client, clock.clone(), std::time::Duration::ZERO, 0);
    let request = Web.request(&Query { expression: path.to_owned(), limits: Vec::new() }, None);
    let not_empty = |answer: &super::Answer| {
        let text = String::from_utf8_lossy(&answer.body);
        if text.chars().all(|c| c.is_whitespace() || c == '\u{feff}') {
            Verdict::Again(PageError::Empty.to_string(), PageError::Empty.code())
        } else {
            Verdict::Good
        }
    };
    let asked = block_on(asker.ask(&Web, &request, not_empty, tell))?
        .map_err(|error| of(format!("{error} ({})", error.code())))?;
    let number = store.pages().len() as u64 + 1;
    let mut page = journal_page(number, None, &request, base, false, &asked);
    url.clone_into(&mut page.url);
    store.add(page, extension(asked.answer.header("content-type")), &asked.answer.body)?;
    let Some(page) = store.pages().last() else { return Err(of("it was not stored".to_owned())) };
    let file = exported(&page.file, &page.sha256);
    let place = root.join(&file);
    let folder = place.parent().unwrap_or(root);
    fs::create_dir_all(folder).map_err(|error| Error::io("make the folder", folder, &error))?;
    write_file(&place, |out| out.write_all(&asked.answer.body))?;
    let sha256 = Digest::of(&asked.answer.body).to_string();
    Ok(Landed { url: url.to_owned(), file, sha256, at: page.at.clone(), was_done: false })
}

fn head(clock: &Clock) -> JournalHead {
    JournalHead {
        schema: SCHEMA.to_owned(),
        search: "web".to_owned(),
        database: WEB.name.to_owned(),
        expression: String::new(),
        limits: Vec::new(),
        base: String::new(),
        tool: concat!("litsieve ", env!("CARGO_PKG_VERSION")).to_owned(),
        started: clock.now().to_string(),
        answers_of: None,
    }
}

/// `exports/web/00001-ba7816bf.html`: the digest shows that a page asked again is another.
fn exported(file: &str, sha256: &str) -> String {
    let (stem, extension) = file.rsplit_once('.').unwrap_or((file, "html"));
    format!("exports/web/{stem}-{}.{extension}", &sha256[..8.min(sha256.len())])
}

/// Scheme and host, and what follows them.
fn split(url: &str) -> Option<(&str, &str)> {
    let host = url.find("://")? + 3;
    let path = url[host..].find(['/', '?', '#']).map_or(url.len(), |at| host + at);
    let rest = url[path..].split('#').next().unwrap_or_default();
    (path > host).then_some((&url[..path], rest))
}

fn extension(content_type: Option<&str>) -> &'static str {
    match content_type.and_then(|text| text.split(';').next()).map(str::trim) {
        Some("application/pdf") => "pdf",
        Some("text/plain") => "txt",
        Some("application/xml" | "text/xml") => "xml",
        _ => "html",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_split_behind_its_host() {
        assert_eq!(split("https://example.org/a/?b=c#d"), Some(("https://example.org", "/a/?b=c")));
        assert_eq!(split("https://example.org"), Some(("https://example.org", "")));
        assert_eq!(split("example.org/a"), None);
        assert_eq!(split("https:///a"), None);
        assert_eq!(exported("00001.html", "ba7816bf8f01"), "exports/web/00001-ba7816bf.html");
    }
}
