//! Searches run against a server on loopback: evidence, faults, resuming, secrets.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use litsieve::connect::{
    Access, Asker, Client, Clock, Credentials, Database, Error, Finished, How, Job, Limit, Options, Page, PageError,
    Progress, Query, Request, Secret, Service, Verdict, Words, database, read_lock, run,
};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::connect_server::{Delivery, Reply, Seen, Server};

const KEY: &str = "k3y-that-must-not-be-seen";
const MAIL: &str = "ada.lovelace@example.org";

struct Silent;

impl Progress for Silent {
    fn received(&self, _: &str, _: u64, _: Option<u64>) {}
    fn note(&self, _: &str, _: &str) {}
}

/// Everything that was told.
#[derive(Default)]
struct Notes(Mutex<Vec<String>>);

impl Progress for Notes {
    fn received(&self, _: &str, _: u64, _: Option<u64>) {}
    fn note(&self, search: &str, words: &str) {
        self.0.lock().unwrap().push(format!("{search}: {words}"));
    }
}

/// A review folder, and how its searches are run.
struct Review {
    folder: TempDir,
    clock: Clock,
    bases: Vec<(&'static str, String)>,
    named: bool,
}

impl Review {
    fn at(server: &Server) -> Self {
        Self::with(vec![("openalex", server.address.clone())])
    }

    fn with(bases: Vec<(&'static str, String)>) -> Self {
        let clock = Clock::made("2026-11-21T12:00:00Z".parse::<Timestamp>().unwrap());
        Self { folder: tempfile::tempdir().unwrap(), clock, bases, named: true }
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn how(&self) -> How {
        How { root: self.root().to_owned(), restart: false, accept_differences: false, replay: false }
    }

    fn run_all(&self, jobs: &[Job], how: How) -> Vec<Result<Finished, Error>> {
        self.run_told(jobs, how, &Silent)
    }

    fn run_told(&self, jobs: &[Job], how: How, progress: &dyn Progress) -> Vec<Result<Finished, Error>> {
        let access = |job: &Job| {
            let name = job.database.service().name;
            let base = self.bases.iter().find(|(found, _)| *found == name).expect("a base").1.clone();
            let credentials = Credentials { key: Secret::new(KEY).ok(), mail: Secret::new(MAIL).ok() };
            Access { base, named: self.named, credentials }
        };
        let options = Options { how, access: &access, clock: self.clock.clone(), seed: 7 };
        run(jobs, &options, progress).expect("it begins")
    }

    fn run_how(&self, how: How) -> Result<Finished, Error> {
        self.run_all(&[job("openalex")], how).pop().unwrap()
    }

    fn run(&self) -> Result<Finished, Error> {
        self.run_how(self.how())
    }

    fn export(&self) -> Option<Vec<u8>> {
        fs::read(self.root().join("exports/s1.json")).ok()
    }

    fn ids(&self) -> Vec<String> {
        let export: Value = serde_json::from_slice(&self.export().expect("an export")).unwrap();
        export["results"].as_array().unwrap().iter().map(|work| work["id"].as_str().unwrap().to_owned()).collect()
    }
}

fn job(name: &str) -> Job {
    let database = database(name).unwrap();
    Job {
        id: "s1".to_owned(),
        database,
        query: Query {
            expression: "coproduction AND leader".to_owned(),
            limits: vec!["publication_year:1985-2017".to_owned()],
        },
        not_carried: Vec::new(),
        applied_here: Vec::new(),
        applied: None,
        left_out: None,
        export: format!("exports/s1.{}", database.service().extension),
        url: None,
    }
}

/// A page of a made-up OpenAlex with `total` works, `size` on a page.
fn openalex(seen: &Seen, total: usize, size: usize) -> Reply {
    let start = match seen.parameter("cursor").unwrap().as_str() {
        "*" => 0,
        cursor => cursor.strip_prefix("at-").and_then(|start| start.parse().ok()).expect("a cursor of ours"),
    };
    let end = (start + size).min(total);
    let works: Vec<Value> =
        (start..end).map(|n| json!({"id": format!("https://openalex.org/W{n}"), "title": "made up"})).collect();
    let next = if end < total { json!(format!("at-{end}")) } else { Value::Null };
    Reply::new(200, json!({"meta": {"count": total, "next_cursor": next}, "results": works}).to_string())
}

fn expected_ids(total: usize) -> Vec<String> {
    (0..total).map(|n| format!("https://openalex.org/W{n}")).collect()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files_below(&path)) } else { all.push(path) }
    }
    all
}

/// The error names a code, and the code has a page.
fn explained(error: &Error, code: &str) {
    assert!(error.what.contains(&format!("({code})")), "{code} is not in {error}");
    assert!(litsieve::diagnostic::CODES.iter().flat_map(|table| table.iter()).any(|page| page.code == code), "{code}");
}

/// The time that `waits` made up together.
fn waited(clock: &Clock) -> Duration {
    clock.waits().iter().sum()
}

#[test]
fn a_search_leaves_pages_export_and_lock_and_no_secret() {
    // The service repeats the key in its answer, as NCBI does in its complaints.
    let server = Server::start(|_, seen| {
        let reply = openalex(seen, 250, 100);
        let text = String::from_utf8(reply.body.clone()).unwrap();
        Reply { body: text.replacen("made up", seen.parameter("api_key").as_deref().unwrap(), 1).into_bytes(), ..reply }
            .with("set-cookie", "session=secret-cookie")
            .with("x-made-up", "kept")
    });
    let review = Review::at(&server);
    let finished = review.run().expect("it runs");
    assert_eq!((finished.search.announced, finished.search.received, finished.search.exported), (Some(250), 250, 250));
    assert_eq!(review.ids(), expected_ids(250));

    let seen = server.seen();
    assert_eq!(seen.len(), 3);
    for request in &seen {
        assert_eq!(request.parameter("api_key").as_deref(), Some(KEY));
        assert_eq!(request.parameter("mailto").as_deref(), Some(MAIL));
        assert!(request.header("user-agent").unwrap().starts_with("litsieve/"));
    }

    let lock = read_lock(review.root()).unwrap();
    let search = &lock.searches[0];
    assert_eq!(search.pages.iter().map(|page| page.records).collect::<Vec<_>>(), [100, 100, 50]);
    assert!(search.request.contains(
        "/works?filter=title_and_abstract.search%3Acoproduction%20AND%20leader%2Cpublication_year%3A1985-2017"
    ));
    assert_eq!(search.expression, "coproduction AND leader");
    for page in &search.pages {
        let body = fs::read(review.root().join("pages/s1").join(&page.file)).unwrap();
        assert_eq!(litsieve::source::Digest::of(&body).to_string(), page.sha256);
    }
    let journal = fs::read_to_string(review.root().join("pages/s1/journal.jsonl")).unwrap();
    assert_eq!(journal.lines().count(), 4);
    assert!(
        journal.contains("x-made-up")
            && journal.contains("\"secret_removed\":true")
            && journal.contains("\"at\":\"2026-11-21T")
    );

    for path in files_below(review.root()) {
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        for secret in [KEY, MAIL, "ada.lovelace%40example.org", "secret-cookie"] {
            assert!(!text.contains(secret), "{} holds {secret}", path.display());
        }
    }
}

#[test]
fn a_search_that_is_done_is_not_asked_again_and_replays_without_network() {
    let server = Server::start(|_, seen| openalex(seen, 250, 100));
    let review = Review::at(&server);
    review.run().expect("it runs");
    let (export, lock) = (review.export(), fs::read(review.root().join("searches.lock")).unwrap());
    assert!(review.run().expect("it is done").was_done);
    assert_eq!(server.seen().len(), 3);
    drop(server);

    fs::remove_file(review.root().join("exports/s1.json")).unwrap();
    review.run_how(How { replay: true, ..review.how() }).expect("it replays");
    assert_eq!(review.export(), export);
    assert_eq!(fs::read(review.root().join("searches.lock")).unwrap(), lock, "a replay changes nothing");

    fs::write(review.root().join("exports/s1.json"), "edited").unwrap();
    let error = review.run().unwrap_err();
    explained(&error, "SEA020");
    assert_eq!(review.export().as_deref(), Some(&b"edited"[..]), "what somebody edited is theirs");
    fs::remove_file(review.root().join("exports/s1.json")).unwrap();
    assert!(!review.run().expect("written again from the pages").was_done);
    assert_eq!(review.export(), export);
    assert_eq!(fs::read(review.root().join("searches.lock")).unwrap(), lock);
}

#[test]
fn a_file_that_the_search_did_not_write_is_left_as_it_is_and_nobody_is_asked() {
    let server = Server::start(|_, seen| openalex(seen, 250, 100));
    let review = Review::at(&server);
    fs::create_dir(review.root().join("exports")).unwrap();
    fs::write(review.root().join("exports/s1.json"), "by hand").unwrap();
    for how in [review.how(), How { restart: true, ..review.how() }] {
        let error = review.run_how(how).unwrap_err();
        explained(&error, "SEA020");
        assert!(error.hint.contains("same_query_as"), "{}", error.hint);
    }
    assert_eq!((review.export().unwrap(), server.seen().len()), (b"by hand".to_vec(), 0));
    assert!(!review.root().join("pages").exists());
}

#[test]
fn a_search_is_of_one_server() {
    let stopped = Server::start(|n, seen| if n == 1 { Reply::new(400, "stop") } else { openalex(seen, 250, 100) });
    let other = Server::start(|_, seen| openalex(seen, 250, 100));
    let mut review = Review::at(&stopped);
    review.run().unwrap_err();
    review.bases = vec![("openalex", other.address.clone())];
    explained(&review.run().unwrap_err(), "SEA019");
    assert_eq!(other.seen().len(), 0, "an unfinished search is not finished by another server");
    review.run_how(How { restart: true, ..review.how() }).expect("it begins again");
    review.bases = vec![("openalex", stopped.address.clone())];
    explained(&review.run().unwrap_err(), "SEA019");
    review.bases = vec![("openalex", format!("{}/", other.address))];
    assert!(review.run().expect("the same server").was_done);
}

#[test]
fn of_two_runs_at_once_one_is_refused_and_the_evidence_is_that_of_the_other() {
    let (asked, answer) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let (told, may) = (Arc::clone(&asked), Arc::clone(&answer));
    let server = Server::start(move |_, seen| {
        told.store(true, Ordering::SeqCst);
        while !may.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(2));
        }
        openalex(seen, 250, 100)
    });
    let review = Review::at(&server);
    std::thread::scope(|scope| {
        let first = scope.spawn(|| review.run());
        while !asked.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(2));
        }
        let second = [review.run(), review.run_how(How { restart: true, ..review.how() })];
        answer.store(true, Ordering::SeqCst);
        for refused in second {
            assert!(refused.unwrap_err().what.contains("another run is fetching"));
        }
        first.join().unwrap().expect("the first ends");
    });
    assert_eq!((review.ids(), server.seen().len()), (expected_ids(250), 3));
    review.run_how(How { replay: true, ..review.how() }).expect("the evidence is whole");
}

#[test]
fn a_restart_that_reaches_nobody_costs_nothing_and_one_that_is_interrupted_goes_on() {
    let stop = Arc::new(AtomicUsize::new(usize::MAX));
    let shared = Arc::clone(&stop);
    let server = Server::start(move |n, seen| match n {
        n if n >= shared.load(Ordering::SeqCst) => Reply::new(400, "stop"),
        _ => openalex(seen, 250, 100).with("x-number", &n.to_string()),
    });
    let review = Review::at(&server);
    let earlier = review.run().expect("it runs").search;
    stop.store(0, Ordering::SeqCst);
    review.run_how(How { restart: true, ..review.how() }).unwrap_err();
    assert!(!review.root().join("pages/s1.earlier-1").exists());
    assert!(review.run().expect("as it was").was_done);
    review.run_how(How { replay: true, ..review.how() }).expect("its pages are where they were");

    stop.store(5, Ordering::SeqCst);
    review.run_how(How { restart: true, ..review.how() }).unwrap_err();
    assert!(review.root().join("pages/s1.earlier-1/journal.jsonl").exists());
    stop.store(usize::MAX, Ordering::SeqCst);
    let finished = review.run().expect("it goes on");
    assert!(!finished.was_done && finished.search.journal_sha256 != earlier.journal_sha256);
    assert_eq!(server.seen().len(), 3 + 1 + 2 + 2, "the page of the restart that had come is not asked again");
    assert!(review.run().expect("it is done").was_done);
}

#[test]
fn what_was_changed_in_pages_or_journal_never_becomes_evidence() {
    let server = Server::start(|_, seen| openalex(seen, 250, 100));
    let change = |review: &Review, page: bool| {
        let journal = review.root().join("pages/s1/journal.jsonl");
        let mut text = fs::read_to_string(&journal).unwrap();
        if page {
            let path = review.root().join("pages/s1/00002.json");
            let old = fs::read_to_string(&path).unwrap();
            let new = old.replace("W150", "W999");
            let digest = |text: &str| litsieve::source::Digest::of(text.as_bytes()).to_string();
            text = text.replace(&digest(&old), &digest(&new));
            fs::write(&path, new).unwrap();
        } else {
            text = text.replacen("\"status\":200", "\"status\":203", 1);
        }
        fs::write(&journal, text).unwrap();
    };
    for (page, words) in [(true, "page 2 of 3"), (false, "the journal in pages/s1")] {
        let review = Review::at(&server);
        review.run().expect("it runs");
        change(&review, page);
        fs::remove_file(review.root().join("exports/s1.json")).unwrap();
        let asked = server.seen().len();
        for how in [review.how(), How { replay: true, ..review.how() }] {
            let error = review.run_how(how).unwrap_err();
            assert!(error.what.contains(words), "{error}");
            explained(&error, "SEA015");
        }
        assert_eq!((review.export(), server.seen().len()), (None, asked));
    }
    let review = Review::at(&server);
    review.run().expect("it runs");
    let mut other = job("openalex");
    other.query.expression = "leadership".to_owned();
    let error = review.run_all(&[other], How { replay: true, ..review.how() }).pop().unwrap().unwrap_err();
    explained(&error, "SEA017");
}

#[test]
fn nothing_among_the_records_is_no_record() {
    let server = Server::start(|_, seen| {
        let reply = String::from_utf8(openalex(seen, 250, 100).body).unwrap();
        Reply::new(200, reply.replacen("\"results\":[", "\"results\":[null,", 1))
    });
    let review = Review::at(&server);
    let error = review.run().unwrap_err();
    assert!(error.what.contains("number 1 of `results` is no record but “null”"), "{error}");
    explained(&error, "SEA007");
    assert_eq!(review.export(), None);
}

/// A reader of pages that takes all the records of a page for one.
struct Glued;

impl Database for Glued {
    fn service(&self) -> &'static Service {
        database("openalex").unwrap().service()
    }

    fn about(&self) -> &'static str {
        ""
    }

    fn words(&self) -> Words {
        Words::Nothing
    }

    fn limit(&self, _: &Limit) -> Option<String> {
        None
    }

    fn request(&self, query: &Query, cursor: Option<&str>) -> Request {
        database("openalex").unwrap().request(query, cursor)
    }

    fn page(&self, cursor: Option<&str>, body: &[u8]) -> Result<Page, PageError> {
        database("openalex").unwrap().page(cursor, body)
    }

    fn records<'a>(&self, body: &'a [u8]) -> Result<Vec<&'a str>, PageError> {
        let all = database("openalex").unwrap().records(body)?;
        let text = std::str::from_utf8(body).unwrap();
        let place = |record: &str| record.as_ptr() as usize - text.as_ptr() as usize;
        let (first, last) = (all.first().unwrap(), all.last().unwrap());
        Ok(vec![&text[place(first)..place(last) + last.len()]])
    }
}

/// What came is counted as it stands in the pages and as the export is read: a mistake in either writes no export.
#[test]
fn an_export_that_reads_as_another_number_of_records_is_not_written() {
    let server = Server::start(|_, seen| openalex(seen, 250, 100));
    let review = Review::at(&server);
    let glued = Job { database: &Glued, ..job("openalex") };
    let error = review.run_all(&[glued], review.how()).pop().unwrap().unwrap_err();
    assert!(error.what.contains("250 records came, but 3 stand in the pages; nothing was exported"), "{error}");
    assert!(error.hint.contains("nothing is lost"), "{}", error.hint);
    assert_eq!(review.export(), None);
    assert!(!review.root().join("searches.lock").exists());
    // The pages are whole: another version of the program makes the export of them, without asking anybody.
    review.run().expect("it runs");
    assert_eq!((server.seen().len(), review.ids()), (3, expected_ids(250)));
}

#[test]
fn a_page_that_was_changed_is_noticed() {
    let server = Server::start(|_, seen| openalex(seen, 250, 100));
    let review = Review::at(&server);
    review.run().expect("it runs");
    let page = review.root().join("pages/s1/00002.json");
    let body = fs::read_to_string(&page).unwrap().replace("W150", "W999");
    fs::write(&page, body).unwrap();
    let error = review.run_how(How { replay: true, ..review.how() }).unwrap_err();
    assert!(error.what.contains("00002.json is not what it was when it came"), "{error}");
    explained(&error, "SEA015");
}

/// Every fault once, before the second page, then the answer.
#[test]
fn every_passing_fault_is_survived_and_nothing_is_lost_or_doubled() {
    type Fault = fn() -> Reply;
    let faults: [(&str, Fault, u64); 13] = [
        ("429 with seconds", || Reply::new(429, "{\"message\":\"Too Many Requests\"}").with("retry-after", "7"), 7),
        (
            "429 with a date",
            || {
                Reply::new(429, "<html>")
                    .with("retry-after", "Sat, 21 Nov 2026 12:00:09 GMT")
                    .with("date", "Sat, 21 Nov 2026 12:00:00 GMT")
            },
            9,
        ),
        ("429 without a word", || Reply::new(429, ""), 0),
        ("403 for being too fast", || Reply::new(403, "{\"error\":\"Rate limit exceeded\"}"), 0),
        ("500", || Reply::new(500, "oops"), 0),
        ("503 with a web page", || Reply::new(503, "<html><title>503</title></html>"), 0),
        ("504 of a gateway", || Reply::new(504, "<html>504 Gateway Time-out</html>"), 0),
        ("200 with a web page", || Reply::new(200, "<!doctype html><title>Maintenance</title>"), 0),
        ("200 with nothing", || Reply::new(200, ""), 0),
        (
            "200 cut short",
            || Reply::new(200, "{\"meta\":{\"count\":250,\"next_cursor\":\"x\"},\"results\":[{\"id\":\"W1"),
            0,
        ),
        ("200 of another kind", || Reply::new(200, "{\"hello\":\"world\"}"), 0),
        ("a connection that ends in the middle", || Reply::new(200, "x".repeat(5000)).delivered(Delivery::CutOff), 0),
        ("a connection that ends at once", || Reply::new(200, "").delivered(Delivery::Nothing), 0),
    ];
    for (name, fault, seconds) in faults {
        let failed = AtomicBool::new(false);
        let server = Server::start(move |_, seen| {
            if seen.parameter("cursor").as_deref() == Some("at-100") && !failed.swap(true, Ordering::SeqCst) {
                return fault();
            }
            openalex(seen, 250, 100)
        });
        let review = Review::at(&server);
        let finished = review.run().unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(finished.search.received, 250, "{name}");
        assert_eq!(review.ids(), expected_ids(250), "{name}");
        assert!(
            waited(&review.clock) >= Duration::from_secs(seconds).max(Duration::from_millis(500)),
            "{name}: no patience"
        );
        assert!(waited(&review.clock) < Duration::from_secs(seconds + 2), "{name}: {:?}", waited(&review.clock));
    }
}

#[test]
fn a_fault_that_lasts_ends_the_search_with_its_reason_and_without_an_export() {
    type Answer = fn(usize) -> Reply;
    let faults: [(Answer, &str, &str, usize); 5] = [
        (
            |_| Reply::new(200, "<!doctype html><title>Maintenance</title>"),
            "a web page, not data: “maintenance”",
            "SEA005",
            4,
        ),
        (|_| Reply::new(200, ""), "the answer is empty", "SEA004", 4),
        (|_| Reply::new(200, "{\"meta\":{\"count\":3,"), "the answer ends in the middle", "SEA006", 4),
        (|n| Reply::new(200, format!("{{\"meta\":{{\"count\":{n}")), "the answer ends in the middle", "SEA006", 8),
        (|_| Reply::new(503, "{\"message\":\"closed\"}"), "status 503: closed", "SEA003", 8),
    ];
    for (reply, words, code, attempts) in faults {
        let server = Server::start(move |n, seen| match seen.parameter("cursor").as_deref() {
            Some("*") => openalex(seen, 250, 100),
            _ => reply(n),
        });
        let review = Review::at(&server);
        let notes = Notes::default();
        let error = review.run_told(&[job("openalex")], review.how(), &notes).pop().unwrap().unwrap_err();
        let gave_up = format!("gave no usable answer in {attempts} attempts");
        assert!(error.what.contains(&gave_up) && error.what.contains(words), "{error}");
        assert_eq!(error.what.contains("the same one every time, byte for byte"), attempts == 4, "{error}");
        explained(&error, code);
        assert!(error.hint.contains("1 page is stored"), "{}", error.hint);
        assert_eq!(server.seen().len(), 1 + attempts);
        assert_eq!(review.export(), None);
        assert!(!review.root().join("searches.lock").exists());
        let total = waited(&review.clock);
        let (least, most) = if attempts == 4 { (3, 8) } else { (60, 200) };
        assert!(Duration::from_secs(least) < total && total < Duration::from_secs(most), "{total:?}");
        // What is asked again, why and when is no secret: one line for each attempt but the first.
        let notes = notes.0.into_inner().unwrap();
        assert_eq!(notes.len(), attempts - 1, "{notes:?}");
        for (note, attempt) in notes.iter().zip(2..) {
            let end = format!("(attempt {attempt} of at most 8)");
            let whole = note.starts_with("s1: page 2: ") && note.contains(words) && note.contains("; asked again in ");
            assert!(whole && note.ends_with(&end), "{note}");
        }
    }
}

#[test]
fn what_the_service_will_never_answer_is_not_asked_twice() {
    for (reply, words, hint) in [
        (
            Reply::new(400, "{\"error\":\"Invalid\",\"message\":\"Unknown filter\"}"),
            "page 1 of OpenAlex, at ",
            "`litsieve search --dry-run --search s1` shows the whole request",
        ),
        (
            Reply::new(401, "{\"message\":\"API key required\"}"),
            "status 401 (it wants a key or a sign-in): API key required",
            "LITSIEVE_OPENALEX_KEY",
        ),
        (
            Reply::new(403, format!("{{\"message\":\"no plan for {KEY}\"}}")),
            "no plan for [removed]",
            "LITSIEVE_OPENALEX_KEY",
        ),
        (Reply::new(429, "{}").with("retry-after", "3600"), "asks to wait for 60 minutes", "goes on from there"),
    ] {
        let server = Server::start(move |_, _| reply.clone());
        let review = Review::at(&server);
        let error = review.run().unwrap_err();
        assert!(error.what.contains(words), "{error}");
        assert!(error.hint.contains(hint), "{}", error.hint);
        explained(&error, if words.contains("60 minutes") { "SEA003" } else { "SEA002" });
        assert_eq!(server.seen().len(), 1);
    }
}

#[test]
fn totals_that_disagree_are_an_error_unless_the_user_accepts_them() {
    let server = Server::start(|_, seen| {
        let last = seen.parameter("cursor").as_deref() == Some("at-200");
        let reply = openalex(seen, 250, 100);
        let text = String::from_utf8(reply.body).unwrap();
        Reply::new(200, if last { text.replace("\"count\":250", "\"count\":251") } else { text })
    });
    let review = Review::at(&server);
    let error = review.run().unwrap_err();
    for words in ["changed from 250 to 251 on page 3", "251 records were announced and 250 received"] {
        assert!(error.what.contains(words), "{error}");
    }
    explained(&error, "SEA011");
    explained(&error, "SEA012");
    assert_eq!(review.export(), None);

    let accepted = review.run_how(How { accept_differences: true, ..review.how() }).expect("accepted");
    let told = litsieve::connect::changed_evidence(review.root(), None, std::iter::empty());
    assert!(told.iter().any(|one| one.code == "SEA024"), "check says what was accepted: {told:?}");
    assert_eq!(server.seen().len(), 3, "the pages were there");
    assert_eq!(
        (accepted.search.announced, accepted.search.received, accepted.search.differences.len()),
        (Some(251), 250, 2)
    );
    review.run_how(How { replay: true, ..review.how() }).expect("what was accepted replays");
}

#[test]
fn a_cursor_that_repeats_ends_at_once() {
    let server =
        Server::start(|_, _| Reply::new(200, "{\"meta\":{\"count\":400,\"next_cursor\":\"SAME\"},\"results\":[]}"));
    let review = Review::at(&server);
    let error = review.run().unwrap_err();
    assert!(error.what.contains("in circles: it leads back to page 1"), "{error}");
    explained(&error, "SEA010");
    assert_eq!(server.seen().len(), 2);
}

#[test]
fn an_interrupted_search_goes_on_with_the_page_where_it_stopped() {
    let broken = Arc::new(AtomicBool::new(true));
    let shared = Arc::clone(&broken);
    let server = Server::start(move |_, seen| {
        if seen.parameter("cursor").as_deref() == Some("at-300") && shared.load(Ordering::SeqCst) {
            return Reply::new(400, "stop here");
        }
        openalex(seen, 500, 100)
    });
    let review = Review::at(&server);
    review.run().unwrap_err();
    // The program stopped while it wrote a line, and before it had written a page whole.
    let journal = review.root().join("pages/s1/journal.jsonl");
    let text = fs::read_to_string(&journal).unwrap();
    fs::write(&journal, format!("{text}{{\"page\":4,\"method\":\"GE")).unwrap();
    fs::write(review.root().join("pages/s1/00003.json"), "{\"meta\"").unwrap();

    broken.store(false, Ordering::SeqCst);
    review.run().expect("it goes on");
    assert_eq!(review.ids(), expected_ids(500));
    let cursors: Vec<_> = server.seen().iter().map(|seen| seen.parameter("cursor").unwrap()).collect();
    assert_eq!(
        cursors,
        ["*", "at-100", "at-200", "at-300", "at-200", "at-300", "at-400"],
        "only the damaged page is asked again"
    );
}

#[test]
fn another_query_never_continues_the_pages_of_this_one() {
    let server = Server::start(|n, seen| if n == 1 { Reply::new(400, "stop here") } else { openalex(seen, 150, 100) });
    let review = Review::at(&server);
    review.run().unwrap_err();
    let mut other = job("openalex");
    other.query.expression = "leadership".to_owned();
    let error = review.run_all(&[other.clone()], review.how()).pop().unwrap().unwrap_err();
    assert!(error.what.contains("another"), "{error}");
    let restarted = review.run_all(&[other.clone()], How { restart: true, ..review.how() }).pop().unwrap();
    assert_eq!(restarted.expect("it begins again").search.expression, "leadership");
    assert!(review.root().join("pages/s1.earlier-1/journal.jsonl").exists(), "the earlier pages are kept");
    let error = review.run().unwrap_err();
    assert!(error.what.contains("it was run with another query"), "{error}");
    explained(&error, "SEA017");
}

/// Crossref's cursor stays the same and the service remembers where it stands: an answer that is lost on the way never comes again.
#[test]
fn a_session_that_lost_an_answer_begins_again() {
    let place = AtomicUsize::new(0);
    let failed = AtomicBool::new(false);
    let server = Server::start(move |_, seen| {
        let start = if seen.parameter("cursor").as_deref() == Some("*") { 0 } else { place.load(Ordering::SeqCst) };
        let end = (start + 100).min(450);
        place.store(end, Ordering::SeqCst);
        let items: Vec<Value> = (start..end).map(|n| json!({"DOI": format!("10.5555/{n}")})).collect();
        let message = json!({"total-results": 450, "next-cursor": "session", "items": items});
        let reply =
            Reply::new(200, json!({"status": "ok", "message-type": "work-list", "message": message}).to_string());
        let cut = start == 200 && !failed.swap(true, Ordering::SeqCst);
        reply.delivered(if cut { Delivery::CutOff } else { Delivery::Whole })
    });
    let review = Review::with(vec![("crossref", server.address.clone())]);
    let finished = review.run_all(&[job("crossref")], review.how()).pop().unwrap().expect("it runs");
    assert_eq!((finished.search.announced, finished.search.received), (Some(450), 450));
    assert_eq!(finished.search.pages.len(), 5);
    let export: Value = serde_json::from_slice(&review.export().unwrap()).unwrap();
    let dois: Vec<_> = export["message"]["items"].as_array().unwrap().iter().map(|item| item["DOI"].clone()).collect();
    assert_eq!(dois, (0..450).map(|n| json!(format!("10.5555/{n}"))).collect::<Vec<_>>());
    assert!(review.root().join("pages/s1.earlier-1").exists());
}

/// The same, ended between the last page and the export: what was lost before is not forgotten.
#[test]
fn a_session_that_lost_an_answer_before_the_program_ended_begins_again() {
    let (place, failed) = (AtomicUsize::new(0), AtomicBool::new(false));
    let open = std::sync::Arc::new(AtomicBool::new(false));
    let is_open = std::sync::Arc::clone(&open);
    let server = Server::start(move |_, seen| {
        let first = seen.parameter("cursor").as_deref() == Some("*");
        if first && failed.load(Ordering::SeqCst) && !is_open.load(Ordering::SeqCst) {
            return Reply::new(503, "{}");
        }
        let start = if first { 0 } else { place.load(Ordering::SeqCst) };
        let end = (start + 100).min(450);
        place.store(end, Ordering::SeqCst);
        let items: Vec<Value> = (start..end).map(|n| json!({"DOI": format!("10.5555/{n}")})).collect();
        let message = json!({"total-results": 450, "next-cursor": "session", "items": items});
        let reply =
            Reply::new(200, json!({"status": "ok", "message-type": "work-list", "message": message}).to_string());
        let cut = start == 200 && !failed.swap(true, Ordering::SeqCst);
        reply.delivered(if cut { Delivery::CutOff } else { Delivery::Whole })
    });
    let review = Review::with(vec![("crossref", server.address.clone())]);
    let search = || review.run_all(&[job("crossref")], review.how()).pop().unwrap();
    // All pages but the lost one are stored, and nothing else.
    search().expect_err("it cannot begin again");
    assert!(!review.root().join("searches.lock").exists());
    open.store(true, Ordering::SeqCst);
    let finished = search().expect("it begins again");
    assert_eq!((finished.search.announced, finished.search.received), (Some(450), 450));
}

#[test]
fn a_lost_cursor_begins_the_search_again_but_not_for_ever() {
    let lost = AtomicU64::new(0);
    let server = Server::start(move |_, seen| {
        let first = seen.parameter("cursor").as_deref() == Some("*");
        if !first && lost.fetch_add(1, Ordering::SeqCst) < 100 {
            return Reply::new(
                404,
                "{\"message\":[{\"type\":\"cursor-invalid\",\"message\":\"Cursor specified but it is invalid\"}]}",
            );
        }
        let items: Vec<Value> = (0..100).map(|n| json!({"DOI": format!("10.5555/{n}")})).collect();
        Reply::new(
            200,
            json!({"message": {"total-results": 450, "next-cursor": "session", "items": items}}).to_string(),
        )
    });
    let review = Review::with(vec![("crossref", server.address.clone())]);
    let error = review.run_all(&[job("crossref")], review.how()).pop().unwrap().unwrap_err();
    assert!(error.what.contains("lost it again and again"), "{error}");
    assert_eq!(server.seen().len(), 6);
}

/// The words of the search engine behind Crossref, for a cursor that it no longer knows and for any failure of its own.
const EXCEPTION: &str =
    "{\"status\":\"error\",\"message-type\":\"exception\",\"message\":{\"message\":\"Response Exception\"}}";

/// A page of a made-up Crossref with 450 works, 100 on a page, which remembers in `place` where it stands.
fn crossref(seen: &Seen, place: &AtomicUsize) -> Reply {
    let start = if seen.parameter("cursor").as_deref() == Some("*") { 0 } else { place.load(Ordering::SeqCst) };
    let end = (start + 100).min(450);
    place.store(end, Ordering::SeqCst);
    let items: Vec<Value> = (start..end).map(|n| json!({"DOI": format!("10.5555/{n}")})).collect();
    let message = json!({"total-results": 450, "next-cursor": "session", "items": items});
    Reply::new(200, json!({"status": "ok", "message-type": "work-list", "message": message}).to_string())
}

#[test]
fn a_failure_of_crossrefs_engine_is_waited_for_and_the_same_page_asked_again() {
    let place = AtomicUsize::new(0);
    let server = Server::start(move |n, seen| {
        // Three times before the first page, twice before the fourth.
        if matches!(n, 0..=2 | 6 | 7) { Reply::new(500, EXCEPTION) } else { crossref(seen, &place) }
    });
    let review = Review::with(vec![("crossref", server.address.clone())]);
    let finished = review.run_all(&[job("crossref")], review.how()).pop().unwrap().expect("it runs");
    assert_eq!((finished.search.received, finished.search.pages.len()), (450, 5));
    assert_eq!(server.seen().len(), 5 + 5, "no page that had come is asked for again");
    let waits: Vec<u128> = review.clock.waits().iter().map(Duration::as_millis).filter(|wait| *wait >= 500).collect();
    assert_eq!(waits.len(), 5, "{waits:?}");
    for (wait, whole) in waits.iter().zip([1000, 2000, 4000, 1000, 2000]) {
        assert!((whole / 2..=whole).contains(wait), "{waits:?}");
    }
    assert!(!review.root().join("pages/s1.earlier-1").exists());
}

#[test]
fn a_failure_that_stays_is_a_lost_cursor_but_never_of_the_first_page() {
    let place = AtomicUsize::new(0);
    let server = Server::start(move |_, seen| {
        let first = seen.parameter("cursor").as_deref() == Some("*");
        if first { crossref(seen, &place) } else { Reply::new(500, EXCEPTION) }
    });
    let review = Review::with(vec![("crossref", server.address.clone())]);
    let notes = Notes::default();
    let error = review.run_told(&[job("crossref")], review.how(), &notes).pop().unwrap().unwrap_err();
    explained(&error, "SEA009");
    assert_eq!(server.seen().len(), 3 * (1 + 8), "three beginnings, and eight questions each for the second page");
    let notes = notes.0.lock().unwrap().join("\n");
    assert_eq!(notes.matches("the search begins again").count(), 3, "{notes}");

    let server = Server::start(|_, _| Reply::new(500, EXCEPTION));
    let review = Review::with(vec![("crossref", server.address.clone())]);
    let error = review.run_all(&[job("crossref")], review.how()).pop().unwrap().unwrap_err();
    explained(&error, "SEA003");
    assert_eq!(server.seen().len(), 8);
}

#[test]
fn an_answer_that_trickles_is_not_waited_for_again_and_again() {
    let server = Server::start(|_, seen| {
        std::thread::sleep(Duration::from_millis(1500));
        openalex(seen, 100, 100)
    });
    let clock = Clock::made("2026-11-21T12:00:00Z".parse::<Timestamp>().unwrap());
    let database = database("openalex").unwrap();
    let client = Client::new(database.service(), &server.address, true, Credentials::default()).unwrap();
    let asker = Asker::new(client.within(Duration::from_millis(100)), clock, Duration::ZERO, 7);
    let request = database.request(&Query::default(), None);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let error = runtime.block_on(asker.ask(database, &request, |_| Verdict::Good, |_| {})).unwrap_err();
    assert!(error.to_string().contains("in 2 attempts") && error.to_string().contains("not whole after"), "{error}");
    assert_eq!(server.seen().len(), 2);
}

#[test]
fn who_asks_is_told_to_the_service_alone_and_not_where_it_redirects() {
    let other = Server::start(|_, seen| openalex(seen, 10, 100));
    let there = other.address.replace("127.0.0.1", "localhost");
    let server = Server::start(move |n, seen| {
        let to = if n == 0 { String::new() } else { there.clone() };
        Reply::new(302, "").with("location", &format!("{to}{}", seen.target))
    });
    let database = database("openalex").unwrap();
    let credentials = Credentials { key: None, mail: Secret::new(MAIL).ok() };
    let client = Client::new(database.service(), &server.address, true, credentials).unwrap();
    let request = database.request(&Query { expression: "leader".to_owned(), limits: Vec::new() }, None);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let answer = runtime.block_on(client.send(&request)).expect("an answer");
    assert_eq!(answer.status, 200);
    for seen in server.seen() {
        assert!(seen.header("user-agent").is_some_and(|agent| agent.contains(MAIL)), "{seen:?}");
        assert_eq!(seen.parameter("mailto").as_deref(), Some(MAIL));
    }
    let seen = other.seen();
    assert_eq!((server.seen().len(), seen.len()), (2, 1));
    assert!(!format!("{seen:?}").contains("lovelace"), "{seen:?}");
    assert!(seen[0].header("user-agent").is_some_and(|agent| agent.starts_with("litsieve/")), "{seen:?}");
    assert_eq!(seen[0].parameter("cursor").as_deref(), Some("*"));
}

#[test]
fn nobody_there_is_said_at_once() {
    let server = Server::start(|_, _| Reply::new(200, ""));
    let address = server.address.clone();
    drop(server);
    std::thread::sleep(Duration::from_millis(50));
    let review = Review::with(vec![("openalex", address)]);
    let error = review.run().unwrap_err();
    assert!(error.what.contains("OpenAlex cannot be reached"), "{error}");
    explained(&error, "SEA001");
    assert!(error.hint.contains("connected"), "{}", error.hint);
    assert_eq!(review.clock.waits(), [], "no attempt is worth waiting for");
}

#[test]
fn a_key_is_never_shown_to_another_host() {
    let other = Server::start(|_, seen| openalex(seen, 10, 100));
    let target = other.address.clone();
    let server = Server::start(move |_, _| Reply::new(302, "").with("location", &format!("{target}/works?cursor=*")));
    let review = Review::at(&server);
    let error = review.run().unwrap_err();
    assert!(error.what.contains("redirects to another host"), "{error}");
    explained(&error, "SEA014");
    assert_eq!(other.seen().len(), 0);

    let home = Server::start(|n, seen| match n {
        0 => Reply::new(301, "").with("location", &seen.target.replace("/works", "/v2/works")),
        _ => openalex(seen, 10, 100),
    });
    let review = Review::at(&home);
    review.run().expect("the same host may redirect");
    assert_eq!(review.ids(), expected_ids(10));
}

#[test]
fn only_addresses_of_the_web_are_asked_and_this_machine_only_by_name() {
    let server = Server::start(|_, seen| openalex(seen, 10, 100));
    let port = server.address.rsplit(':').next().unwrap();
    for (base, named, words) in [
        (server.address.clone(), false, "lies on this machine"),
        (format!("http://localhost:{port}"), false, "lies on this machine"),
        (format!("http://[::ffff:127.0.0.1]:{port}"), false, "lies on this machine"),
        ("file:///etc/passwd".to_owned(), true, "only http and https"),
        (format!("http://user:word@127.0.0.1:{port}"), true, "a name or a password"),
        ("http://example.org".to_owned(), true, "not encrypted"),
        ("http://169.254.169.254/latest".to_owned(), true, "is never asked"),
        ("http://[fe80::1]/".to_owned(), true, "is never asked"),
    ] {
        let mut review = Review::with(vec![("openalex", base.clone())]);
        review.named = named;
        let error = review.run().unwrap_err();
        assert!(error.what.contains(words), "{base}: {error}");
    }
    assert_eq!(server.seen().len(), 0);
}

#[test]
fn an_endless_answer_is_not_taken() {
    let server = Server::start(|_, _| Reply::new(200, "").delivered(Delivery::Endless));
    let review = Review::at(&server);
    let error = review.run().unwrap_err();
    assert!(error.what.contains("more than 64 MiB"), "{error}");
    explained(&error, "SEA014");
}

#[test]
fn services_are_asked_side_by_side_and_one_that_fails_costs_no_other() {
    let crossref = Server::start(|_, _| Reply::new(400, "{\"message\":\"no\"}"));
    let alex = Server::start(|_, seen| openalex(seen, 350, 100));
    let review = Review::with(vec![("openalex", alex.address.clone()), ("crossref", crossref.address.clone())]);
    let mut jobs = vec![job("crossref"), job("openalex"), job("openalex")];
    jobs[0].id = "s0".to_owned();
    jobs[2].id = "s2".to_owned();
    jobs[2].export = "exports/s2.json".to_owned();
    let results = review.run_all(&jobs, review.how());
    assert!(results[0].is_err() && results[1].is_ok() && results[2].is_ok());
    let lock = read_lock(review.root()).unwrap();
    assert_eq!(lock.searches.iter().map(|search| search.id.as_str()).collect::<Vec<_>>(), ["s1", "s2"]);
}

/// The program ended between two searches that ask the same: the second takes the answers of the first, unless they are old.
#[test]
fn answers_of_a_run_that_was_stopped_are_taken_for_the_search_that_asks_the_same() {
    let server = Server::start(|_, seen| openalex(seen, 250, 100));
    let jobs =
        ["s1", "s2", "s3"].map(|id| Job { id: id.to_owned(), export: format!("exports/{id}.json"), ..job("openalex") });
    let mut review = Review::at(&server);
    review.run().expect("the first");
    assert_eq!(server.seen().len(), 3);
    let how = || How { root: review.root().to_owned(), restart: false, accept_differences: false, replay: false };
    let both = review.run_all(&jobs[..2], how());
    assert_eq!(server.seen().len(), 3, "nothing is asked twice");
    assert_eq!(both[1].as_ref().expect("the second").search.answers_of.as_deref(), Some("s1"));
    let how = how();
    review.clock = Clock::made("2026-11-23T12:00:01Z".parse::<Timestamp>().unwrap());
    let all = review.run_all(&jobs, how);
    assert_eq!((server.seen().len(), all[2].as_ref().expect("the third").search.answers_of.as_deref()), (6, None));
}

/// The program ended between an answer and its page: the service went on, and the next question skips what was lost.
#[test]
fn a_session_that_went_on_without_us_begins_again() {
    let place = AtomicUsize::new(0);
    let stopped = AtomicBool::new(false);
    let server = Server::start(move |_, seen| {
        let start = if seen.parameter("cursor").as_deref() == Some("*") { 0 } else { place.load(Ordering::SeqCst) };
        let end = (start + 100).min(450);
        place.store(end, Ordering::SeqCst);
        if start == 200 && !stopped.swap(true, Ordering::SeqCst) {
            return Reply::new(400, "{\"message\":\"as if the program had ended here\"}");
        }
        let items: Vec<Value> = (start..end).map(|n| json!({"DOI": format!("10.5555/{n}")})).collect();
        let message = json!({"total-results": 450, "next-cursor": "session", "items": items});
        Reply::new(200, json!({"status": "ok", "message-type": "work-list", "message": message}).to_string())
    });
    let review = Review::with(vec![("crossref", server.address.clone())]);
    let run = || review.run_all(&[job("crossref")], review.how()).pop().unwrap();
    run().unwrap_err();
    let finished = run().expect("it begins again and ends");
    assert_eq!((finished.search.announced, finished.search.received), (Some(450), 450));
    assert!(review.root().join("pages/s1.earlier-1").exists(), "the pages of the first attempt are kept");
}

/// DOAJ gives out 1,000 records of a result.
#[test]
fn a_result_larger_than_the_service_gives_out_is_told_with_the_first_page() {
    let server = Server::start(|_, seen| {
        let page: usize = seen.parameter("page").unwrap().parse().unwrap();
        if page > 10 {
            return Reply::new(400, "{\"error\":\"You cannot access results beyond 1000 records\"}");
        }
        let results: Vec<Value> = (0..100).map(|n| json!({"id": format!("a{page}-{n}")})).collect();
        Reply::new(200, json!({"total": 5000, "page": page, "pageSize": 100, "results": results}).to_string())
    });
    let review = Review::with(vec![("doaj", server.address.clone())]);
    let notes = Notes::default();
    let error = review.run_told(&[job("doaj")], review.how(), &notes).pop().unwrap().unwrap_err();
    assert_eq!(*notes.0.lock().unwrap(), ["s1: DOAJ gives out 1000 records of one result at most"]);
    assert!(error.what.contains("found 5000 records and gives out 1000"), "{error}");
    explained(&error, "SEA018");
    assert!(error.hint.contains("limits"), "{}", error.hint);
    assert_eq!((server.seen().len(), review.export()), (1, None));

    let how = How { accept_differences: true, ..review.how() };
    let taken = review.run_all(&[job("doaj")], how).pop().unwrap().expect("what is given out is taken");
    assert_eq!((taken.search.announced, taken.search.received), (Some(5000), 1000));
    assert!(taken.search.differences[0].contains("5000 records were announced and 1000 received"));
    assert_eq!(server.seen().len(), 10, "nothing is asked that is refused");
}

#[test]
fn a_small_answer_that_unpacks_without_end_is_not_taken() {
    use std::io::Write as _;
    let packed = |text: &[u8], times: usize| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        (0..times).for_each(|_| packer.write_all(text).unwrap());
        packer.finish().unwrap()
    };
    let bomb = packed(&[b' '; 1 << 20], 200);
    assert!(bomb.len() < 2 << 20);
    let server = Server::start(move |_, _| Reply::new(200, bomb.clone()).with("content-encoding", "gzip"));
    let error = Review::at(&server).run().unwrap_err();
    assert!(error.what.contains("more than 64 MiB"), "{error}");
    explained(&error, "SEA014");

    let server = Server::start(move |_, seen| {
        let reply = openalex(seen, 150, 100);
        Reply { body: packed(&reply.body, 1), ..reply }.with("content-encoding", "gzip")
    });
    let review = Review::at(&server);
    review.run().expect("an answer may be packed");
    assert_eq!(review.ids(), expected_ids(150));
}

#[test]
fn a_redirection_leads_to_the_web_or_nowhere() {
    for target in
        ["file:///etc/passwd", "ftp://127.0.0.1/works", "data:application/json,{}", "http://user:word@127.0.0.1/"]
    {
        let server = Server::start(move |_, _| Reply::new(302, "").with("location", target));
        let review = Review::at(&server);
        let error = review.run().unwrap_err();
        assert_eq!(review.export(), None, "{target}: {error}");
        assert_eq!(server.seen().len(), 1, "{target}: {error}");
    }
}

#[test]
fn a_limit_that_is_used_up_is_waited_for_unless_that_takes_too_long() {
    let used_up = |reset: &'static str| {
        Server::start(move |n, seen| {
            let (left, reset) = if n == 1 { ("0", reset) } else { ("7", "86400") };
            openalex(seen, 400, 100).with("x-ratelimit-remaining", left).with("x-ratelimit-reset", reset)
        })
    };
    let server = used_up("30");
    let review = Review::at(&server);
    let notes = Notes::default();
    review.run_told(&[job("openalex")], review.how(), &notes).pop().unwrap().expect("it runs");
    assert_eq!(review.clock.waits(), [Duration::from_secs(30)], "after the second answer, and after no other");
    assert_eq!(*notes.0.lock().unwrap(), ["s1: page 3: the service's limit is used up; it goes on in 30 s"]);

    let server = used_up("7200");
    let review = Review::at(&server);
    let error = review.run().unwrap_err();
    assert!(error.what.contains("asks to wait for 120 minutes"), "{error}");
    assert!(error.hint.contains("2 pages are stored"), "{}", error.hint);
    assert_eq!((server.seen().len(), review.clock.waits().len()), (2, 0), "nobody is asked in vain");
    review.run().expect("it goes on another time");
    assert_eq!((server.seen().len(), review.ids()), (4, expected_ids(400)));
}

#[test]
fn a_landing_page_of_nothing_but_space_is_none() {
    for body in ["", " \n\t", "\u{feff}\r\n"] {
        let server = Server::start(move |n, _| Reply::new(200, if n == 0 { body } else { "<p>Made up" }));
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::made("2026-11-21T12:00:00Z".parse::<Timestamp>().unwrap());
        let told = Mutex::new(Vec::new());
        let tell = |words: &str| told.lock().unwrap().push(words.to_owned());
        let landed = litsieve::connect::land(folder.path(), &server.address, true, false, &clock, &tell);
        let file = folder.path().join(landed.expect("the second time").page.file);
        assert_eq!(fs::read_to_string(file).unwrap(), "<p>Made up", "{body:?}");
        assert!(told.into_inner().unwrap()[0].starts_with("the answer is empty; asked again in "));
    }
}

/// As Crossref announces it: five requests a second.
#[test]
fn a_limit_in_the_headers_is_kept() {
    let server = Server::start(|_, seen| {
        openalex(seen, 1000, 100).with("x-rate-limit-limit", "5").with("x-rate-limit-interval", "1s")
    });
    let review = Review::at(&server);
    review.run().expect("it runs");
    assert_eq!(
        review.clock.waits(),
        [Duration::from_millis(200); 9],
        "known with the first answer, kept before the second"
    );
}

/// Every service has a pace of its own, and the searches of one service share it.
#[test]
fn no_service_is_asked_faster_than_it_allows() {
    for database in litsieve::connect::DATABASES {
        let service = database.service();
        assert!(service.interval >= service.interval_with_key, "{}", service.name);
        assert!(service.interval_with_key >= Duration::from_millis(10), "{}", service.name);
    }
    let server = Server::start(|_, seen| openalex(seen, 100, 100));
    let clock = Clock::made("2026-11-21T12:00:00Z".parse::<Timestamp>().unwrap());
    let database = database("openalex").unwrap();
    let client = Client::new(database.service(), &server.address, true, Credentials::default()).unwrap();
    let asker = Asker::new(client, clock.clone(), Duration::from_millis(550), 7);
    let request = database.request(&Query::default(), None);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for _ in 0..5 {
        runtime.block_on(asker.ask(database, &request, |_| Verdict::Good, |_| {})).expect("an answer");
    }
    assert_eq!(clock.waits(), [Duration::from_millis(550); 4]);
}

/// Every made-up fault of the shared recordings that passes, once, before the second page, with its own headers.
#[test]
fn the_faults_of_the_recordings_are_survived() {
    let Some(folder) = crate::connect_recordings::recordings() else { return };
    let mut survived = 0;
    for entry in fs::read_dir(folder.join("_synthetic")).unwrap() {
        let path = entry.unwrap().path();
        let fault: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        // Several bodies, or one that is right but for its cursor: see the tests of harvesting.
        let Some(body) = fault["body"].as_str().filter(|body| !body.contains("\"SAME\"")) else { continue };
        let status = u16::try_from(fault["status"].as_u64().unwrap()).unwrap();
        let headers = fault["headers"].as_object().unwrap().iter().filter(|(name, _)| *name != "content-length");
        let reply =
            headers.fold(Reply::new(status, body), |reply, (name, value)| reply.with(name, value.as_str().unwrap()));
        let failed = AtomicBool::new(false);
        let server = Server::start(move |_, seen| {
            if seen.parameter("cursor").as_deref() == Some("at-100") && !failed.swap(true, Ordering::SeqCst) {
                return reply.clone();
            }
            openalex(seen, 250, 100)
        });
        let review = Review::at(&server);
        let finished = review.run().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!((finished.search.received, review.ids()), (250, expected_ids(250)), "{}", path.display());
        assert_eq!(server.seen().len(), 4, "{}", path.display());
        survived += 1;
    }
    assert!(survived >= 9, "{survived}");
}

/// 10,000 pages; before one page in four something goes wrong, of every kind, by a seed.
#[test]
fn ten_thousand_pages_with_random_faults_lose_and_double_nothing() {
    const PAGES: usize = 10_000;
    let state = AtomicU64::new(20_261_121);
    let failed_in_a_row = AtomicUsize::new(0);
    let server = Server::start(move |_, seen| {
        let n = state.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst);
        let random = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 33;
        if !random.is_multiple_of(4) || failed_in_a_row.load(Ordering::SeqCst) >= 6 {
            failed_in_a_row.store(0, Ordering::SeqCst);
            return openalex(seen, PAGES * 3, 3);
        }
        failed_in_a_row.fetch_add(1, Ordering::SeqCst);
        match (random >> 8) % 9 {
            0 => Reply::new(429, "").with("retry-after", "2"),
            1 => Reply::new(503, "<html><title>503</title></html>"),
            2 => Reply::new(200, "<html><title>busy</title></html>"),
            3 => Reply::new(200, ""),
            4 => Reply::new(500, "{\"message\":\"oops\"}"),
            5 => openalex(seen, PAGES * 3, 3).delivered(Delivery::CutOff),
            6 => Reply::new(200, "").delivered(Delivery::Nothing),
            7 => Reply::new(200, "{\"meta\":{\"count\":1"),
            _ => Reply::new(504, ""),
        }
    });
    let review = Review::at(&server);
    let finished = review.run().expect("it ends");
    assert_eq!(finished.search.pages.len(), PAGES);
    assert_eq!(review.ids(), expected_ids(PAGES * 3));
    let (asked, faults) = (server.seen().len(), server.seen().len() - PAGES);
    assert!(faults > PAGES / 5, "{faults} faults in {asked} requests: the soak is not one");
    // Again from the store alone, and then from the middle of it.
    drop(server);
    let export = review.export();
    review.run_how(How { replay: true, ..review.how() }).expect("it replays");
    assert_eq!(review.export(), export);
}
