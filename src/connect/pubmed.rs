//! PubMed by the E-utilities: a search leaves its result on the history server, and the records are fetched from there.
//!
//! The server gives the first 9,999 records of a result only. A larger one is searched again in parts, by the day on
//! which a record entered PubMed: the one date that every record has once, so that parts neither overlap nor leave gaps.

use std::time::Duration;

use jiff::civil::{Date, date};

use super::days::Days;
use super::express::{ABSTRACT, LUCENE, Style, TITLE, TITLE_ABSTRACT, Truncated, Words};
use super::languages::english_name;
use super::service::{KeyPlace, KeyUse};
use super::{Ahead, Database, Limit, Note, Page, PageError, Query, Request, Service, any_of, json, xml};
use crate::diagnostic::excerpt;
use crate::record::document_type::DocumentType;

/// PubMed.
pub struct PubMed;

const SERVICE: Service = Service {
    name: "pubmed",
    title: "PubMed",
    base: "https://eutils.ncbi.nlm.nih.gov/entrez/eutils",
    format: "pubmed-xml",
    extension: "xml",
    envelope: ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PubmedArticleSet>\n", "\n", "\n</PubmedArticleSet>\n"],
    key: KeyUse::Optional(KeyPlace::Parameter("api_key")),
    mail: Some("email"),
    // Three requests a second, ten with a key.
    interval: Duration::from_millis(350),
    interval_with_key: Duration::from_millis(110),
    page_size: 200,
    most: None,
    cursor_is_a_session: false,
    total_is_estimate: false,
    recorded: true,
};

/// Most records of one result that can be fetched.
const LARGEST_RESULT: u64 = 9_999;
/// Days on which records entered PubMed lie in here: its oldest are of 1781, and it enters records ahead of their issue.
const ALL_DAYS: Days = Days { first: date(1700, 1, 1), last: date(2200, 12, 31) };
/// Longest expression that is sent in an address; NCBI asks for a form beyond "several hundred characters".
const LONGEST_IN_ADDRESS: usize = 1_500;

/// Where a search stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Place {
    /// How many records the whole search has, once that is known.
    total: Option<u64>,
    /// How many records the parts searched so far have.
    counted: u64,
    /// Parts still to be searched, the next one last.
    todo: Vec<Days>,
    /// The result that is being fetched.
    fetching: Option<Fetching>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Fetching {
    environment: String,
    key: String,
    count: u64,
    start: u64,
}

impl Database for PubMed {
    fn service(&self) -> &'static Service {
        &SERVICE
    }

    fn about(&self) -> &'static str {
        include_str!("about/pubmed.md")
    }

    fn words(&self) -> Words {
        let fields = &[(TITLE_ABSTRACT, "", "[tiab]"), (TITLE, "", "[ti]"), (ABSTRACT, "", "[ab]")];
        // Help, Truncation: a phrase in quotation marks may end in `*`.
        Words::Style(Style { fields, in_phrases: Truncated::Last, ..LUCENE })
    }

    fn limit(&self, limit: &Limit) -> Option<String> {
        match limit {
            Limit::Years { from, to } => Some(format!("{from}:{to}[dp]")),
            Limit::Languages(all) => any_of(all.iter().map(|language| {
                let name = english_name(*language)?.to_lowercase();
                Some(format!("{name}[la]"))
            })),
            Limit::Types(all) => any_of(all.iter().map(|kind| Some(format!("\"{}\"[pt]", publication_type(*kind)?)))),
            // Subsets are searched with [sb].
            Limit::Set(name) => Some(format!("{name}[sb]")),
        }
    }

    fn ahead(&self) -> Vec<Ahead> {
        let (size, most) = (SERVICE.page_size, LARGEST_RESULT);
        let named = ["WEBENV", "QUERY_KEY"].map(str::to_owned);
        let [environment, key] = named;
        let fetch = Place { fetching: Some(Fetching { environment, key, count: most, start: 0 }), ..Place::default() };
        let fetch = Ahead::new(
            fetch.write(),
            format!(
                "the records, {size} at a time: `retstart` grows by {size} with each further one; WEBENV and QUERY_KEY stand for \
                 what the answer before it names"
            ),
        );
        let Some((early, _)) = ALL_DAYS.halves() else { return vec![fetch] };
        let part = Place { todo: vec![early], ..Place::default() };
        let words = format!(
            "only of more than {most} records: the search again for those that entered PubMed in these days, which are halved \
             until no part has more; each part is then fetched as above"
        );
        vec![fetch, Ahead::new(part.write(), words)]
    }

    /// The search, the records, and the searches for the halves of a result that is too large.
    fn requests(&self, records: u64) -> u64 {
        2 * records.div_ceil(LARGEST_RESULT).max(1) - 1 + records.div_ceil(SERVICE.page_size)
    }

    fn request(&self, query: &Query, cursor: Option<&str>) -> Request {
        let place = cursor.map(Place::read).unwrap_or_default();
        match place.fetching {
            Some(fetching) => Request::get("/efetch.fcgi", "text/xml")
                .with("db", "pubmed")
                .with("WebEnv", fetching.environment)
                .with("query_key", fetching.key)
                .with("retstart", fetching.start.to_string())
                .with("retmax", SERVICE.page_size.to_string())
                .with("retmode", "xml")
                .with("tool", "litsieve"),
            None => search(query, place.todo.last().copied()),
        }
    }

    /// A result that is no longer on the history server comes with status 200, or with 400.
    fn cursor_is_lost(&self, status: u16, body: &[u8]) -> bool {
        matches!(status, 400 | 404 | 410) && error_of(body).is_some_and(|words| is_about_history(&words))
    }

    fn complaint(&self, body: &[u8]) -> Option<String> {
        error_of(body).map(|words| excerpt(&words)).or_else(|| json::complaint(body))
    }

    fn page(&self, cursor: Option<&str>, body: &[u8]) -> Result<Page, PageError> {
        let place = cursor.map(Place::read).unwrap_or_default();
        match place.fetching.clone() {
            Some(fetching) => records(place, fetching, body),
            None => found(place, body),
        }
    }

    fn records<'a>(&self, body: &'a [u8]) -> Result<Vec<&'a str>, PageError> {
        xml::pieces(body, &["PubmedArticleSet"], &["PubmedArticle", "PubmedBookArticle"])
    }
}

/// The search itself, of everything or of the records that entered on `days`.
fn search(query: &Query, days: Option<Days>) -> Request {
    let term = query.joined_by_and();
    let path = "/esearch.fcgi";
    let request =
        if term.len() > LONGEST_IN_ADDRESS { Request::post(path, "text/xml") } else { Request::get(path, "text/xml") };
    let mut request = request
        .with("db", "pubmed")
        .with("term", term)
        .with("usehistory", "y")
        .with("retmax", "0")
        .with("retmode", "xml")
        .with("tool", "litsieve");
    if let Some(days) = days {
        request = request
            .with("datetype", "edat")
            .with("mindate", days.first.strftime("%Y/%m/%d").to_string())
            .with("maxdate", days.last.strftime("%Y/%m/%d").to_string());
    }
    request
}

/// What an answer of `esearch` says.
#[derive(Default)]
struct Found {
    count: Option<u64>,
    environment: String,
    key: String,
    errors: Vec<String>,
    notes: Vec<Note>,
}

impl Found {
    fn read(body: &[u8]) -> Result<Self, PageError> {
        let mut found = Self::default();
        xml::walk(body, |element| match (element.parent(), element.name()) {
            ("eSearchResult", "Count") => found.count = element.text.parse().ok(),
            ("eSearchResult", "WebEnv") => element.text.clone_into(&mut found.environment),
            ("eSearchResult", "QueryKey") => element.text.clone_into(&mut found.key),
            ("eSearchResult", "QueryTranslation") => found.notes.push(Note::Translation(element.text.to_owned())),
            (_, "ERROR") => found.errors.push(element.text.to_owned()),
            ("ErrorList" | "WarningList", kind) => {
                found.notes.push(Note::Warning(format!("{kind}: {}", element.text)));
            }
            _ => {}
        })?;
        Ok(found)
    }
}

/// The page that a search is: no records, but where to fetch them.
fn found(mut place: Place, body: &[u8]) -> Result<Page, PageError> {
    let found = Found::read(body)?;
    let count = match (found.count, found.errors.first()) {
        (Some(count), None) => count,
        (_, Some(error)) => return Err(PageError::Service(error.clone())),
        (None, None) => return Err(PageError::Unexpected("there is no <Count> in <eSearchResult>".to_owned())),
    };
    let announced = place.total.is_none().then_some(count);
    place.total = place.total.or(announced);
    let part = place.todo.pop();
    if count > LARGEST_RESULT {
        let halves = part.unwrap_or(ALL_DAYS).halves();
        let Some((early, late)) = halves else {
            return Err(PageError::Unexpected(format!(
                "{count} records entered on one day: they cannot be had in parts"
            )));
        };
        place.todo.extend([late, early]);
    } else {
        place.counted += count;
        if count > 0 {
            if found.environment.is_empty() || found.key.is_empty() {
                return Err(PageError::Unexpected("there is no <WebEnv> or no <QueryKey>".to_owned()));
            }
            place.fetching = Some(Fetching { environment: found.environment, key: found.key, count, start: 0 });
        }
    }
    // The last part found: what the parts have together is announced as well, and compared with the whole.
    let all_counted = place.todo.is_empty().then_some(place.counted);
    Ok(Page { announced: announced.or(all_counted), notes: found.notes, next: place.next(), ..Page::default() })
}

/// A page of records.
fn records(mut place: Place, fetching: Fetching, body: &[u8]) -> Result<Page, PageError> {
    let (mut page, mut root, mut error) = (Page::default(), String::new(), None);
    xml::walk(body, |element| {
        let parts: Vec<&str> = element.path.iter().map(String::as_str).collect();
        match parts.as_slice() {
            ["PubmedArticleSet", "PubmedArticle" | "PubmedBookArticle"] => page.records += 1,
            ["PubmedArticleSet", _, "MedlineCitation" | "BookDocument", "PMID"] => {
                page.ids.push(element.text.to_owned())
            }
            [.., "ERROR"] => error = Some(element.text.to_owned()),
            [only] => (*only).clone_into(&mut root),
            _ => {}
        }
    })?;
    match error {
        Some(words) if is_about_history(&words) => return Err(PageError::CursorLost(words)),
        Some(words) => return Err(PageError::Service(words)),
        None if root != "PubmedArticleSet" => return Err(PageError::Unexpected(format!("it is a <{root}>"))),
        None => {}
    }
    let start = fetching.start + SERVICE.page_size;
    place.fetching = (start < fetching.count).then_some(Fetching { start, ..fetching });
    page.next = place.next();
    Ok(page)
}

/// What an answer in XML says in `<ERROR>`.
fn error_of(body: &[u8]) -> Option<String> {
    let mut error = None;
    xml::walk(body, |element| {
        if element.name() == "ERROR" && !element.text.is_empty() {
            error = Some(element.text.to_owned());
        }
    })
    .ok()?;
    error
}

/// Whether an error of `efetch` says that the result is no longer on the history server.
fn is_about_history(words: &str) -> bool {
    let words = words.to_lowercase();
    ["history", "webenv", "query #", "query_key"].iter().any(|word| words.contains(word))
}

impl Place {
    /// The cursor of the next page, if there is one.
    fn next(&self) -> Option<String> {
        (self.fetching.is_some() || !self.todo.is_empty()).then(|| self.write())
    }

    /// `TOTAL COUNTED DAY-DAY,...` and, while fetching, `ENVIRONMENT KEY COUNT START`.
    fn write(&self) -> String {
        let day = |date: Date| date.strftime("%Y%m%d").to_string();
        let todo: Vec<_> = self.todo.iter().map(|days| format!("{}-{}", day(days.first), day(days.last))).collect();
        let mut out = format!("{} {} {}", self.total.unwrap_or(0), self.counted, todo.join(","));
        if let Some(Fetching { environment, key, count, start }) = &self.fetching {
            out.push_str(&format!(" {environment} {key} {count} {start}"));
        }
        out
    }

    fn read(cursor: &str) -> Self {
        let mut parts = cursor.split(' ');
        let number = |text: Option<&str>| text.and_then(|text| text.parse().ok());
        let (total, counted) = (number(parts.next()), number(parts.next()).unwrap_or(0));
        let day = |text: &str| Date::strptime("%Y%m%d", text).ok();
        let days = |text: &str| {
            let (first, last) = text.split_once('-')?;
            Some(Days { first: day(first)?, last: day(last)? })
        };
        let todo = parts.next().unwrap_or_default().split(',').filter_map(days).collect();
        let fetching = match (parts.next(), parts.next(), number(parts.next()), number(parts.next())) {
            (Some(environment), Some(key), Some(count), Some(start)) => {
                Some(Fetching { environment: environment.to_owned(), key: key.to_owned(), count, start })
            }
            _ => None,
        };
        Self { total, counted, todo, fetching }
    }
}

/// PubMed's publication type, as people type it; `None` for one that PubMed has hardly any records of.
fn publication_type(kind: DocumentType) -> Option<String> {
    use DocumentType::{
        Comment, Correction, Dataset, Editorial, JournalArticle, Letter, News, Preprint, Retraction, ReviewArticle,
    };
    let is_asked = matches!(
        kind,
        JournalArticle
            | ReviewArticle
            | Editorial
            | Letter
            | Comment
            | Correction
            | Retraction
            | News
            | Preprint
            | Dataset
    );
    kind.in_medline().filter(|_| is_asked).map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn esearch(count: u64) -> String {
        format!(
            "<?xml version=\"1.0\"?><eSearchResult><Count>{count}</Count><RetMax>0</RetMax><RetStart>0</RetStart>\
             <QueryKey>1</QueryKey><WebEnv>MCID_made_up</WebEnv><IdList/></eSearchResult>"
        )
    }

    fn efetch(from: u64, records: u64) -> String {
        let article =
            |pmid| format!("<PubmedArticle><MedlineCitation><PMID>{pmid}</PMID></MedlineCitation></PubmedArticle>");
        format!("<PubmedArticleSet>{}</PubmedArticleSet>", (from..from + records).map(article).collect::<String>())
    }

    #[test]
    fn a_place_survives_being_written() {
        let days = |year| Days { first: date(year, 1, 1), last: date(year, 12, 31) };
        let fetching = Fetching { environment: "MCID_a".to_owned(), key: "1".to_owned(), count: 7, start: 0 };
        for place in [
            Place { total: Some(3), ..Place::default() },
            Place { total: Some(9), counted: 2, todo: vec![days(2001), days(2000)], fetching: None },
            Place { total: Some(9), counted: 2, todo: Vec::new(), fetching: Some(fetching) },
        ] {
            assert_eq!(Place::read(&place.write()), place);
        }
    }

    #[test]
    fn a_result_that_is_too_large_is_had_in_parts_that_make_the_whole() {
        // Made up: 12,000 records, those that entered by the middle of all days 5,000.
        let query = Query { expression: "coproduction".to_owned(), limits: vec!["english[la]".to_owned()] };
        let whole = PubMed.page(None, esearch(12_000).as_bytes()).expect("made up");
        assert_eq!((whole.announced, whole.records), (Some(12_000), 0));
        let mut cursor = whole.next;
        let (mut received, mut announced, mut searched) = (0, None, Vec::new());
        while let Some(at) = cursor {
            let request = PubMed.request(&query, Some(&at));
            let value = |name| request.parameters.iter().find(|(n, _)| *n == name).map(|(_, value)| value.clone());
            let body = if request.path == "/esearch.fcgi" {
                searched.push((value("mindate").expect("made up"), value("maxdate").expect("made up")));
                esearch(if searched.len() == 1 { 5_000 } else { 7_000 })
            } else {
                efetch(received, 200.min(if received < 5_000 { 5_000 - received } else { 12_000 - received }))
            };
            let page = PubMed.page(Some(&at), body.as_bytes()).expect("made up");
            received += page.records;
            announced = page.announced.or(announced);
            cursor = page.next;
        }
        assert_eq!((received, announced), (12_000, Some(12_000)));
        assert_eq!(searched[0].0, "1700/01/01");
        assert_eq!(searched[1].1, "2200/12/31");
        assert_eq!(searched.len(), 2);
    }

    #[test]
    fn a_lost_history_is_told_from_other_errors() {
        let at = "5 5  MCID_a 1 5 0";
        let error = |words: &str| format!("<eFetchResult><ERROR>{words}</ERROR></eFetchResult>");
        let page = |words| PubMed.page(Some(at), error(words).as_bytes()).expect_err("an error");
        assert!(matches!(page("Unable to obtain query #1"), PageError::CursorLost(_)));
        assert!(matches!(page("Search Backend failed"), PageError::Service(_)));
        let with_status = |words: &str| PubMed.cursor_is_lost(400, error(words).as_bytes());
        assert!(with_status("Cannot retrieve history data. query_key: 1, WebEnv: MCID_made_up, retstart: 200"));
        assert!(!with_status("Invalid db name") && !PubMed.cursor_is_lost(400, b"closed"));
        assert_eq!(PubMed.complaint(error("Invalid db name").as_bytes()).as_deref(), Some("Invalid db name"));
    }
}
