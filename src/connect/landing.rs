//! Landing pages of grey literature: saved as they came, with their digest.

use std::path::Path;

use super::ask::{AskError, Asked, Asker, Verdict};
use super::client::Client;
use super::clock::Clock;
use super::express::Words;
use super::fetch::{TOOL, journal_page};
use super::held::file;
use super::key::Credentials;
use super::lock::{put_page, read as read_lock, write_whole};
use super::run::block_on;
use super::service::KeyUse;
use super::store::Store;
use super::{Database, Limit, Page, PageError, Query, Request, Service};
use crate::wire::searches::{JournalHead, JournalPage, LandingPage, Lock, SCHEMA};
use crate::workspace::Error;

/// Where pages are stored as they came.
const FOLDER: &str = "pages/web";

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
    /// What stands in the lock.
    pub page: LandingPage,
    /// Whether it had been saved before, and nothing was asked.
    pub was_done: bool,
}

/// Saves the page at `url` in `exports/web` of the review `root`, with its request and headers in `pages/web` and its digest
/// in the lock.
///
/// `local` allows addresses of this machine and its network; `again` asks also for what was saved before; `tell` hears why
/// something is asked again.
///
/// # Errors
/// If it does not come, cannot be written, or was saved before and is not what it was.
pub fn land(
    root: &Path,
    url: &str,
    local: bool,
    again: bool,
    clock: &Clock,
    tell: &dyn Fn(&str),
) -> Result<Landed, Error> {
    let of = |why: String| Error::new(format!("{url}: {why}"), "");
    if has_password(url) {
        // The address is not repeated.
        let why = "a name or a password in an address would be kept with the evidence (SEA014)";
        return Err(Error::new(why, "Save the page by hand in a browser, and note the day."));
    }
    let (base, path) = split(url).ok_or_else(|| of("this is no address of a web page".to_owned()))?;
    let lock = read_lock(root)?;
    // The store asks again for a last page that is damaged; one that the lock knows is evidence.
    let last = lock.landing_pages.last().filter(|_| again);
    if let Some(page) = lock.landing_pages.iter().rev().find(|page| page.url == url).filter(|_| !again).or(last) {
        as_it_was(root, page)?;
    }
    let mut store = Store::open(&root.join(FOLDER), head(clock), false)?;
    let known = store.pages().iter().rposition(|page| page.url == url).filter(|_| !again);
    let number = match known {
        Some(number) => number,
        None => {
            let asked = ask(url, base, path, local, clock, tell)?;
            let number = store.pages().len();
            let mut page = journal_page(number as u64 + 1, None, &asked.0, base, false, &asked.1);
            url.clone_into(&mut page.url);
            store.add(page, extension(asked.1.answer.header("content-type")), &asked.1.answer.body)?;
            number
        }
    };
    let page = locked(&store.pages()[number]);
    let place = root.join(&page.file);
    if !place.exists() {
        let body = store.body(&store.pages()[number])?;
        write_whole(&place, |out| out.write_all(&body).map_err(|error| Error::io("write", &place, &error)))?;
    }
    if !lock.landing_pages.contains(&page) {
        put_page(root, page.clone())?;
    }
    Ok(Landed { page, was_done: known.is_some() })
}

/// Whether something stands before the host, of an address that is none too.
fn has_password(url: &str) -> bool {
    let authority = url.split_once("://").map_or("", |(_, rest)| rest);
    authority.split(['/', '?', '#', '\\']).next().is_some_and(|authority| authority.contains('@'))
}

/// Asks for a page that is not empty.
fn ask(
    url: &str,
    base: &str,
    path: &str,
    local: bool,
    clock: &Clock,
    tell: &dyn Fn(&str),
) -> Result<(Request, Asked), Error> {
    let client = Client::new(&WEB, base, local, Credentials::default())
        .map_err(|error| Error::new(format!("{url}: {error} (SEA014)"), NOT_ASKED))?;
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
    let asked = block_on(asker.ask(&Web, &request, not_empty, tell))?;
    let asked = asked.map_err(|error| Error::new(format!("{url}: {error} ({})", error.code()), hint(&error)))?;
    Ok((request, asked))
}

const NOT_ASKED: &str = "Is the address right? `--allow-local` allows this machine and its own network.";

/// How a person gets the page all the same.
fn hint(error: &AskError) -> &'static str {
    match error {
        AskError::Refused { status: 0, .. } => NOT_ASKED,
        AskError::Refused { status: 401 | 403, .. } => {
            "The site wants a sign-in, or no programs: save the page by hand in a browser, and note the day."
        }
        AskError::Refused { .. } => "Open the address in a browser: the page may have moved.",
        AskError::Offline(_) => "Is this machine connected, and the name of the site right?",
        _ => "Try again later, or save the page by hand in a browser.",
    }
}

fn locked(page: &JournalPage) -> LandingPage {
    LandingPage {
        url: page.url.clone(),
        at: page.at.clone(),
        file: exported(&page.file, &page.sha256),
        stored: format!("{FOLDER}/{}", page.file),
        sha256: page.sha256.clone(),
    }
}

/// A page that was saved before is still that, as received and as exported; an export that is gone is written again.
fn as_it_was(root: &Path, page: &LandingPage) -> Result<(), Error> {
    let wrong = file(root, &page.stored, &page.sha256)
        .or_else(|| file(root, &page.file, &page.sha256).filter(|_| root.join(&page.file).exists()));
    wrong.map_or(Ok(()), |wrong| {
        Err(Error::new(
            format!("{}: it was saved on {}, but {wrong} (SEA015)", page.url, page.at),
            "Take the file back as it was, from version control perhaps.",
        ))
    })
}

/// Whether the landing pages of the lock are here, and are what it says.
///
/// # Errors
/// What is wrong.
pub(super) fn held(root: &Path, lock: &Lock) -> Result<bool, Vec<String>> {
    let here = lock.landing_pages.is_empty() || root.join(FOLDER).is_dir();
    let store = Store::read(&root.join(FOLDER)).ok().flatten();
    let journal: Vec<LandingPage> = store.iter().flat_map(|store| store.pages()).map(locked).collect();
    let wrong = |page: &LandingPage| {
        let exported = file(root, &page.file, &page.sha256).filter(|_| here || root.join(&page.file).exists());
        let stored = || file(root, &page.stored, &page.sha256).filter(|_| here);
        let other = || (here && !journal.contains(page)).then(|| format!("the journal says another of {}", page.url));
        exported.or_else(stored).or_else(other)
    };
    let wrong: Vec<String> = lock.landing_pages.iter().filter_map(wrong).collect();
    if wrong.is_empty() { Ok(here) } else { Err(wrong) }
}

/// How many pages are stored of which the lock knows nothing.
pub(super) fn unknown(root: &Path, lock: &Lock) -> u64 {
    let store = Store::read(&root.join(FOLDER)).ok().flatten();
    let pages = store.iter().flat_map(|store| store.pages()).map(locked);
    pages.filter(|page| !lock.landing_pages.contains(page)).count() as u64
}

fn head(clock: &Clock) -> JournalHead {
    JournalHead {
        schema: SCHEMA.to_owned(),
        search: "web".to_owned(),
        database: WEB.name.to_owned(),
        expression: String::new(),
        limits: Vec::new(),
        base: String::new(),
        tool: TOOL.to_owned(),
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
