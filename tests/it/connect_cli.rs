//! `litsieve search` as a program: killed at any moment, without network, without keys.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use assert_cmd::Command as Asserted;
use litsieve::connect::Jitter;
use serde_json::{Value, json};

use crate::connect_server::{Reply, Seen, Server};

const PROTOCOL: &str = r#"
schema = "litsieve/protocol/1"
[review]
id = "made-up"
title = "Made up"
[source.wos]
name = "Web of Science"
kind = "database"
syntax = "wos"
[source.alex]
name = "OpenAlex"
kind = "database"
api = "openalex"
[source.pubmed]
name = "PubMed"
kind = "database"
api = "pubmed"
[[iteration]]
id = "1"
  [[iteration.search]]
  id = "1.wos"
  source = "wos"
  query = "TS=((coproduction OR \"service coproduction\") AND leader)"
  exports = []
  [[iteration.search]]
  id = "1.alex"
  source = "alex"
  same_query_as = "1.wos"
  limits = ["year: 1985-2017", "language: English"]
  exports = ["exports/alex.json"]
  [[iteration.search]]
  id = "1.pubmed"
  source = "pubmed"
  same_query_as = "1.wos"
"#;

fn review(protocol: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("protocol.toml"), protocol).unwrap();
    folder
}

fn litsieve(folder: &Path) -> Asserted {
    command(folder, "search")
}

fn command(folder: &Path, name: &str) -> Asserted {
    let mut command = Asserted::new(env!("CARGO_BIN_EXE_litsieve"));
    command.arg("-C").arg(folder).arg(name);
    for database in litsieve::connect::DATABASES {
        command.env_remove(database.service().key_variable());
    }
    command.env_remove("LITSIEVE_MAILTO");
    command
}

fn stdout(command: &mut Asserted) -> String {
    String::from_utf8(command.assert().success().get_output().stdout.clone()).unwrap()
}

fn stderr_of_failure(command: &mut Asserted) -> String {
    String::from_utf8(command.assert().code(2).get_output().stderr.clone()).unwrap()
}

/// A made-up OpenAlex with `pages` pages of 10 works, each after a moment.
fn openalex(seen: &Seen, pages: usize) -> Reply {
    thread::sleep(Duration::from_millis(3));
    let start: usize = seen.parameter("cursor").unwrap().strip_prefix("at-").map_or(0, |page| page.parse().unwrap());
    let works: Vec<Value> =
        (start * 10..start * 10 + 10).map(|n| json!({"id": format!("https://openalex.org/W{n}"), "title": format!("Made up {n}"), "publication_year": 2016, "type": "article", "authorships": []})).collect();
    let next = if start + 1 < pages { json!(format!("at-{}", start + 1)) } else { Value::Null };
    Reply::new(200, json!({"meta": {"count": pages * 10, "next_cursor": next}, "results": works}).to_string())
}

#[test]
fn a_dry_run_shows_the_requests_and_asks_nobody() {
    let folder = review(PROTOCOL);
    let shown = stdout(litsieve(folder.path()).args(["--dry-run"]).env("LITSIEVE_PUBMED_KEY", "a-secret-key"));
    for words in [
        "(coproduction OR \"service coproduction\") AND leader",
        "publication_year:1985-2017",
        "MISSING: a key, as the parameter `api_key`; set LITSIEVE_OPENALEX_KEY",
        "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esearch.fcgi?db=pubmed&term=%28coproduction%5Btiab%5D",
        "your key, as the parameter `api_key`",
        "the service does not search: author keywords",
    ] {
        assert!(shown.contains(words), "{words} is not in\n{shown}");
    }
    assert!(!shown.contains("a-secret-key"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing was written");
    let json: Value = serde_json::from_str(&stdout(litsieve(folder.path()).args(["--dry-run", "--json"]))).unwrap();
    assert_eq!(json.as_array().unwrap().len(), 2);
}

/// A made-up PubMed with `total` records.
fn pubmed(seen: &Seen, total: u64) -> Reply {
    if seen.target.starts_with("/esearch") {
        return Reply::new(
            200,
            format!(
                "<eSearchResult><Count>{total}</Count><QueryKey>1</QueryKey><WebEnv>MCID_made_up</WebEnv></eSearchResult>"
            ),
        );
    }
    let start: u64 = seen.parameter("retstart").unwrap().parse().unwrap();
    let article = |n| format!("<PubmedArticle><MedlineCitation><PMID>{n}</PMID></MedlineCitation></PubmedArticle>");
    let articles: String = (start..total.min(start + 200)).map(article).collect();
    Reply::new(200, format!("<PubmedArticleSet>{articles}</PubmedArticleSet>"))
}

/// What the dry run shows is what is sent, but for words in capitals, which stand for what the service names.
#[test]
fn a_dry_run_shows_every_kind_of_request_and_how_many() {
    let alex = Server::start(|_, seen| openalex(seen, 3));
    let med = Server::start(|_, seen| pubmed(seen, 450));
    let doaj = Server::start(|_, seen| {
        let page: usize = seen.parameter("page").unwrap().parse().unwrap();
        let results: Vec<Value> = (0..100).map(|n| json!({"id": format!("{page}-{n}")})).collect();
        Reply::new(200, json!({"total": 300, "page": page, "pageSize": 100, "results": results}).to_string())
    });
    let folder = review(&format!(
        "{PROTOCOL}[source.doaj]\nname = \"DOAJ\"\nkind = \"database\"\napi = \"doaj\"\n[[iteration]]\nid = \"2\"\n  \
         [[iteration.search]]\n  id = \"2.doaj\"\n  source = \"doaj\"\n  same_query_as = \"1.wos\"\n"
    ));
    let bases = [("openalex", &alex), ("pubmed", &med), ("doaj", &doaj)];
    let bases = bases.map(|(name, server)| format!("{name}={}", server.address));
    let search = |arguments: &[&str]| {
        let mut command = litsieve(folder.path());
        let bases = bases.iter().flat_map(|base| ["--base-url", base]);
        stdout(command.args(bases).args(arguments).env("LITSIEVE_OPENALEX_KEY", "a-secret-key"))
    };
    let shown: Value = serde_json::from_str(&search(&["--dry-run", "--json"])).unwrap();
    assert_eq!((alex.seen().len(), med.seen().len()), (0, 0));
    let text = search(&["--dry-run"]);
    assert!(text.contains("10,000 records would be 100 requests, about 100 s"), "{text}");
    assert!(text.contains("`page` grows by 1 with each further one"), "{text}");
    assert!(text.contains("together: 3 requests to 3 services"), "{text}");
    assert!(text.contains("and the pages of 3 searches whose totals are not known yet"), "{text}");
    search(&[]);

    let target = |url: &Value| {
        let url = url.as_str().unwrap();
        url[url[8..].find('/').unwrap() + 8..].to_owned()
    };
    let sent = |server: &Server| {
        let own = ["api_key", "mailto", "email"];
        let plain = |target: &str| match target.split_once('?') {
            Some((path, query)) => {
                let kept = query.split('&').filter(|pair| !own.contains(&pair.split('=').next().unwrap()));
                format!("{path}?{}", kept.collect::<Vec<_>>().join("&"))
            }
            None => target.to_owned(),
        };
        server.seen().iter().map(|seen| plain(&seen.target)).collect::<Vec<_>>()
    };
    let [alex_shown, med_shown, doaj_shown] = [0, 1, 2].map(|n| &shown[n]);
    let following = |shown: &Value, n: usize| target(&shown["following"][n]["url"]);
    assert_eq!(sent(&alex)[..2], [target(&alex_shown["url"]), following(alex_shown, 0).replace("NEXT", "at-1")]);
    let fetch = following(med_shown, 0).replace("WEBENV", "MCID_made_up").replace("QUERY_KEY", "1");
    let further = |start: &str| fetch.replace("retstart=0", start);
    assert_eq!(
        sent(&med),
        [target(&med_shown["url"]), fetch.clone(), further("retstart=200"), further("retstart=400")]
    );
    let part = following(med_shown, 1);
    assert!(part.contains("esearch.fcgi") && part.contains("mindate=1700%2F01%2F01&maxdate=19"), "{part}");
    assert_eq!(sent(&doaj)[..2], [target(&doaj_shown["url"]), following(doaj_shown, 0)]);

    let after: Value = serde_json::from_str(&search(&["--dry-run", "--json"])).unwrap();
    for (shown, (pages, seen)) in after.as_array().unwrap().iter().zip([(1, 3), (4, 4), (3, 3)]) {
        assert_eq!((shown["requests"].as_u64(), shown["done"].as_bool()), (Some(0), Some(true)), "{shown}");
        assert_eq!(shown["stored"], seen, "{shown}");
        // The made-up OpenAlex gives 10 works a page, and 30 would fit on one of its own.
        assert_eq!(shown["pages"], pages, "{shown}");
    }
    assert!(search(&["--dry-run"]).contains("it is done, and nothing is asked"));
}

/// Crossref has no boolean operators: the searches of several iterations may come to the same words.
#[test]
fn searches_that_ask_the_same_are_asked_once() {
    let server = Server::start(|_, _| {
        let items: Vec<Value> = (0..3).map(|n| json!({"DOI": format!("10.5555/{n}"), "title": ["Made up"]})).collect();
        let message = json!({"total-results": 3, "next-cursor": "session", "items": items});
        Reply::new(200, json!({"status": "ok", "message-type": "work-list", "message": message}).to_string())
    });
    let search = |n: usize, words: &str| {
        format!(
            "[[iteration]]\nid = \"{n}\"\n  [[iteration.search]]\n  id = \"{n}.wos\"\n  source = \"wos\"\n  query = '{words}'\n  \
             exports = []\n  [[iteration.search]]\n  id = \"{n}.crossref\"\n  source = \"alex\"\n  same_query_as = \"{n}.wos\"\n  \
             exports = [\"exports/{n}.json\"]\n"
        )
    };
    let head = PROTOCOL.split("[[iteration]]").next().unwrap().replace("api = \"openalex\"", "api = \"crossref\"");
    let folder = review(&format!(
        "{head}{}{}{}",
        search(1, "TS=(coproduction AND leader)"),
        search(2, "TS=(coproduction AND leader AND (city OR town))"),
        search(3, "TS=(governance)")
    ));
    let base = format!("crossref={}", server.address);
    let arguments = ["--base-url", base.as_str()];
    let dry = stdout(litsieve(folder.path()).args(arguments).arg("--dry-run"));
    assert!(dry.contains("not sent      `1.crossref` asks the same: its answers are taken"), "{dry}");
    assert!(dry.contains("together: 2 requests to 1 service"), "{dry}");

    let run = litsieve(folder.path()).args(arguments).assert().success().get_output().clone();
    let said = String::from_utf8(run.stderr).unwrap();
    assert!(
        said.contains("2.crossref: asks the same as `1.crossref`: its answers are taken, and nothing is asked"),
        "{said}"
    );
    assert_eq!(server.seen().len(), 2, "one for the first two, one for the third");
    let lock = litsieve::connect::read_lock(folder.path()).unwrap();
    let facts: Vec<_> = lock.searches.iter().map(|search| (search.answers_of.as_deref(), search.received)).collect();
    assert_eq!(facts, [(None, 3), (Some("1.crossref"), 3), (None, 3)]);
    assert_eq!(lock.searches[0].pages, lock.searches[1].pages);
    assert_eq!((lock.searches[0].seeds.len(), &lock.searches[0].finished), (1, &lock.searches[1].finished));
    assert!(fs::read_to_string(folder.path().join("pages/2.crossref/journal.jsonl")).unwrap().contains("\"seed\":"));
    // The evidence of each stands by itself, and what is run again is asked once again.
    stdout(litsieve(folder.path()).arg("--replay"));
    assert!(stdout(litsieve(folder.path()).args(arguments)).matches("done before").count() == 3);
    litsieve(folder.path()).args(arguments).arg("--restart").assert().success();
    assert_eq!(server.seen().len(), 4);
}

#[test]
fn what_cannot_be_asked_is_said_before_anything_is() {
    let folder = review(PROTOCOL);
    let no_key = stderr_of_failure(litsieve(folder.path()).args(["--search", "1.alex"]));
    assert!(
        no_key.contains("OpenAlex answers only with a key") && no_key.contains("LITSIEVE_OPENALEX_KEY"),
        "{no_key}"
    );
    let by_hand = stderr_of_failure(litsieve(folder.path()).args(["--search", "1.wos"]));
    assert!(by_hand.contains("its export comes from there by hand"), "{by_hand}");
    let unknown = stderr_of_failure(litsieve(folder.path()).args(["--base-url", "openalix=http://127.0.0.1:1"]));
    assert!(unknown.contains("there is no database `openalix`"), "{unknown}");

    let truncated = review(&PROTOCOL.replace("AND leader)", "AND leader*)"));
    let error = stderr_of_failure(litsieve(truncated.path()).args(["--dry-run"]));
    assert!(error.contains("cannot truncate `leader*`") && error.contains("write its forms out"), "{error}");

    fs::write(folder.path().join("keys.toml"), "openalex = \"a-secret-key\"\n").unwrap();
    let inside =
        stderr_of_failure(litsieve(folder.path()).args(["--keys", folder.path().join("keys.toml").to_str().unwrap()]));
    assert!(inside.contains("lies in the review folder") && !inside.contains("a-secret-key"), "{inside}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing was written");
}

#[test]
fn nothing_of_the_review_is_written_over() {
    let folder = review(PROTOCOL);
    fs::create_dir(folder.path().join("exports")).unwrap();
    fs::write(folder.path().join("exports/alex.json"), "by hand").unwrap();
    for arguments in [&["--dry-run"][..], &["--base-url", "openalex=http://127.0.0.1:1", "--search", "1.alex"]] {
        let said = stderr_of_failure(litsieve(folder.path()).args(arguments));
        assert!(said.contains("`exports/alex.json` is there and is not what this search wrote"), "{said}");
    }
    for (from, to, words) in [
        ("exports/alex.json", "protocol.toml", "exports stand below `exports/` only"),
        ("exports/alex.json", "rulings/ada.jsonl", "exports stand below `exports/` only"),
        ("exports = []", "exports = [\"exports/alex.json\"]", "is also that of the search `1.wos`"),
        ("id = \"1.alex\"", "id = \"..\"", "things of its own in `pages/`"),
        ("id = \"1.alex\"", "id = \"web\"", "things of its own in `pages/`"),
    ] {
        let folder = review(&PROTOCOL.replace(from, to));
        let said = stderr_of_failure(litsieve(folder.path()).args(["--dry-run"]));
        assert!(said.contains(words), "{to}: {said}");
    }
    let elsewhere = review(PROTOCOL);
    let said = stderr_of_failure(litsieve(elsewhere.path()).args(["--dry-run", "--base-url", "openalex=file:///etc"]));
    assert!(said.contains("only http and https") && said.contains("--base-url openalex=URL"), "{said}");
}

#[test]
fn without_network_the_search_ends_at_once_and_leaves_nothing() {
    let folder = review(PROTOCOL);
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let base = format!("openalex=http://{closed}");
    let said = stderr_of_failure(
        litsieve(folder.path()).args(["--search", "1.alex", "--base-url", &base]).timeout(Duration::from_secs(20)),
    );
    assert!(said.contains("OpenAlex cannot be reached") && said.contains("Is this machine connected?"), "{said}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing was written");
}

/// Ended at a random time in every run, by SIGKILL or as Ctrl-C does, until it ends by itself: each page is stored once, asked
/// at most once more for each end that hit it on the way.
#[test]
fn killed_at_any_moment_it_goes_on_where_it_stopped() {
    const PAGES: usize = 120;
    let server = Server::start(|_, seen| openalex(seen, PAGES));
    let folder = review(PROTOCOL);
    let base = format!("openalex={}", server.address);
    let run = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_litsieve"));
        command.arg("-C").arg(folder.path()).args(["search", "--search", "1.alex", "--base-url", &base]);
        command.env("LITSIEVE_OPENALEX_KEY", "a-secret-key").stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    };
    let (mut kills, mut jitter) = (0, Jitter::new(20_261_122));
    loop {
        let mut child = run();
        thread::sleep(Duration::from_millis(15 + jitter.number() % 160));
        if jitter.number() % 2 == 0 {
            // SIGKILL: the program learns nothing of it.
            child.kill().unwrap();
        } else {
            // It may have ended by itself.
            Command::new("kill").args(["-INT", &child.id().to_string()]).stderr(Stdio::null()).status().unwrap();
        }
        if child.wait().unwrap().code() == Some(0) {
            break;
        }
        kills += 1;
        if let Ok(export) = fs::read(folder.path().join("exports/alex.json")) {
            assert!(serde_json::from_slice::<Value>(&export).is_ok(), "an export is there whole or not at all");
        }
        assert!(kills < 200, "no progress");
    }
    if !folder.path().join("searches.lock").exists() {
        assert!(run().wait().unwrap().success());
    }
    let export: Value = serde_json::from_slice(&fs::read(folder.path().join("exports/alex.json")).unwrap()).unwrap();
    let ids: Vec<_> = export["results"].as_array().unwrap().iter().map(|work| work["id"].clone()).collect();
    assert_eq!(ids, (0..PAGES * 10).map(|n| json!(format!("https://openalex.org/W{n}"))).collect::<Vec<_>>());
    let asked = server.seen().len();
    assert!(kills > 2, "{kills} kills: the test is not one");
    assert!(asked <= PAGES + kills, "{asked} requests for {PAGES} pages after {kills} kills");

    for folder in [folder.path(), &folder.path().join("exports"), &folder.path().join("pages/1.alex")] {
        let hidden = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().starts_with('.');
        assert_eq!(fs::read_dir(folder).unwrap().map(Result::unwrap).filter(hidden).count(), 0, "something was left");
    }

    let again = stdout(litsieve(folder.path()).args(["--search", "1.alex", "--base-url", &base]));
    assert!(again.contains("1,200 records of 1200 announced -> exports/alex.json (done before"), "{again}");
    assert_eq!(server.seen().len(), asked);
    let elsewhere = stderr_of_failure(litsieve(folder.path()).args(["--search", "1.alex"]));
    assert!(elsewhere.contains("(SEA019)"), "no key is asked for what is done, and it is not of OpenAlex: {elsewhere}");
    let lock = fs::read_to_string(folder.path().join("searches.lock")).unwrap();
    assert!(lock.contains("id = \"1.alex\"") && !lock.contains("a-secret-key"));
}

/// A made-up OpenAlex of six works: 1 cites 2 and 3, 4 and 5 cite 1. Work 3 is in the review already, as is 1.
pub fn small_openalex(seen: &Seen) -> Reply {
    let filter = seen.parameter("filter").unwrap();
    let work = |n: u32| {
        let cited: &[&str] = if n == 1 { &["https://openalex.org/W2", "https://openalex.org/W3"] } else { &[] };
        let title = if n == 3 { "Third" } else { "Made up" };
        json!({"id": format!("https://openalex.org/W{n}"), "doi": format!("https://doi.org/10.5555/{n}"), "display_name": title,
               "title": title, "authorships": [], "publication_year": 2016, "language": "en", "type": "article",
               "is_retracted": n == 1, "abstract_inverted_index": {"Things": [0]}, "referenced_works": cited})
    };
    let (key, values) = filter.split_once(':').unwrap();
    let numbers: Vec<u32> = match key {
        "cites" => vec![4, 5],
        _ => values
            .split('|')
            .filter_map(|value| value.trim_start_matches("10.5555/").trim_start_matches('W').parse().ok())
            .collect(),
    };
    let works: Vec<Value> = numbers.iter().map(|&n| work(n)).collect();
    Reply::new(200, json!({"meta": {"count": works.len(), "next_cursor": null}, "results": works}).to_string())
}

#[test]
fn references_and_citations_are_followed_and_gaps_filled_without_touching_exports() {
    let server = Server::start(|_, seen| small_openalex(seen));
    let folder = review(&PROTOCOL.replace("exports = []", "exports = [\"exports/wos.ris\"]"));
    let export = "TY  - JOUR\nTI  - Made up\nDO  - 10.5555/1\nAB  - Ours.\nER  - \nTY  - JOUR\nTI  - Third\nDO  - 10.5555/3\nER  - \n";
    fs::create_dir(folder.path().join("exports")).unwrap();
    fs::write(folder.path().join("exports/wos.ris"), export).unwrap();
    let seeds = folder.path().join("seeds.ris");
    fs::write(&seeds, "TY  - JOUR\nTI  - Made up\nDO  - 10.5555/1\nER  - \n").unwrap();
    let base = format!("openalex={}", server.address);

    let from = seeds.to_str().unwrap();
    let dry = |arguments: &[&str]| {
        let mut command = command(folder.path(), "chase");
        stdout(command.args(["--from", from, "--base-url", &base, "--dry-run"]).args(arguments))
    };
    let shown = dry(&[]);
    assert!(shown.contains("chase.openalex.seeds.doi.1: OpenAlex, 1 report"), "{shown}");
    assert!(
        shown.contains("/works?filter=doi%3A10.5555%2F1") && shown.contains("then, once OpenAlex knows them"),
        "{shown}"
    );
    assert_eq!((server.seen().len(), folder.path().join("pages").exists()), (0, false), "nobody was asked");

    let chased = stdout(command(folder.path(), "chase").args(["--from", from, "--base-url", &base]));
    assert!(chased.contains("references: 2 records, 1 not in the review"), "{chased}");
    assert!(chased.contains("citations: 2 records, 2 not in the review"), "{chased}");
    assert!(chased.contains("exports = [\"exports/chase/chase.openalex.citations.*.json\"]"), "{chased}");
    let found = fs::read_to_string(folder.path().join("exports/chase/chase.openalex.references.1.json")).unwrap();
    assert!(found.contains("W2") && !found.contains("openalex.org/W3\",\"doi"), "{found}");

    let asked = server.seen().len();
    let shown: Value = serde_json::from_str(&dry(&["--json", "--way", "forwards"])).unwrap();
    assert_eq!((shown.as_array().unwrap().len(), &shown[1]["done"]), (2, &json!(true)), "{shown}");
    assert_eq!(shown[1]["search"], "chase.openalex.citations.1", "the seeds are known by now");
    assert_eq!(server.seen().len(), asked);

    let from_openalex = ["--from", "openalex", "--base-url", &base];
    let enriched = stdout(command(folder.path(), "enrich").args(from_openalex));
    assert!(enriched.contains("openalex: 2 reports found"), "{enriched}");
    let lines = || -> Vec<Value> {
        let lines = fs::read_to_string(folder.path().join("enrichment/openalex.jsonl")).unwrap();
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let says = |doi: &str, field: &str, value: &str| {
        lines().iter().any(|line| {
            line["key"] == doi && line["field"] == field && line["value"] == value && line["sha256"].is_string()
        })
    };
    assert!(says("10.5555/3", "abstract", "Things") && says("10.5555/1", "language", "en"), "{:?}", lines());
    assert!(!says("10.5555/1", "abstract", "Things"), "the review has an abstract of its own");
    assert!(says("10.5555/1", "retracted", "true") && !says("10.5555/3", "retracted", "true"));
    assert_eq!(fs::read_to_string(folder.path().join("exports/wos.ris")).unwrap(), export);

    // Another record: only what is new is asked.
    let more = format!("{export}TY  - JOUR\nTI  - Sixth\nDO  - 10.5555/6\nER  - \n");
    fs::write(folder.path().join("exports/wos.ris"), more).unwrap();
    let asked = server.seen().len();
    let again = stdout(command(folder.path(), "enrich").args(from_openalex));
    assert!(again.contains("openalex: 3 reports found"), "{again}");
    let new: Vec<_> = server.seen()[asked..].iter().map(|seen| seen.parameter("filter").unwrap()).collect();
    assert_eq!(new, ["doi:10.5555/6"]);
    stdout(command(folder.path(), "enrich").args(["--restart"]).args(from_openalex));
    assert_eq!(server.seen().len(), asked + 3, "asked again, all of it");
    drop(server);
    let replayed = stdout(command(folder.path(), "enrich").args(["--replay"]).args(from_openalex));
    assert!(replayed.contains("openalex: 3 reports found"), "{replayed}");
}

#[test]
fn a_landing_page_is_saved_with_its_digest_and_not_asked_twice() {
    const PAGE: &str = "<!doctype html><title>A made-up report</title>";
    let server = Server::start(|_, _| Reply::new(200, PAGE).with("content-type", "text/html; charset=utf-8"));
    let folder = review(PROTOCOL);
    let url = format!("{}/reports/1/?lang=en", server.address);
    let refused = stderr_of_failure(litsieve(folder.path()).args(["--url", &url]));
    assert!(refused.contains("lies on this machine"), "{refused}");
    assert_eq!(server.seen().len(), 0);

    let saved = stdout(litsieve(folder.path()).args(["--allow-local", "--url", &url]));
    let digest = litsieve::source::Digest::of(PAGE.as_bytes()).to_string();
    assert!(saved.contains(&format!("exports/web/00001-{}.html sha256 {digest}", &digest[..8])), "{saved}");
    assert_eq!(server.seen()[0].target, "/reports/1/?lang=en");
    let file = folder.path().join(format!("exports/web/00001-{}.html", &digest[..8]));
    assert_eq!(fs::read_to_string(file).unwrap(), PAGE);
    assert!(stdout(litsieve(folder.path()).args(["--allow-local", "--url", &url])).contains("saved before"));
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn the_help_tells_of_every_database_and_what_was_never_tried() {
    let folder = review(PROTOCOL);
    let help = stdout(litsieve(folder.path()).arg("--help"));
    for database in litsieve::connect::DATABASES {
        let service = database.service();
        let untried = if service.recorded { "" } else { " (not yet tried against the service)" };
        assert!(help.contains(&format!("{}: {}{untried}\n", service.name, service.title)), "{}", service.name);
    }
}

#[test]
fn a_bound_of_the_service_is_shown_before_anything_is_asked() {
    let protocol = PROTOCOL.replace("api = \"openalex\"", "api = \"doaj\"").replace(", \"language: English\"", "");
    let folder = review(&protocol);
    let shown = stdout(litsieve(folder.path()).args(["--dry-run", "--search", "1.alex"]));
    assert!(shown.contains("at most       1,000 records of one result are given out"), "{shown}");
    let json = stdout(litsieve(folder.path()).args(["--dry-run", "--json", "--search", "1.alex"]));
    assert_eq!(serde_json::from_str::<Value>(&json).unwrap()[0]["most"], 1000);
}

/// A service that says the key and the address in every way it can, and a program that is told to be talkative.
#[test]
fn nothing_that_is_written_or_shown_holds_a_secret() {
    const KEY: &str = "k3y+with/odd=signs&\"more\"";
    const MAIL: &str = "ada.lovelace+reviews@example.org";
    let server = Server::start(|n, seen| {
        let (key, mail) = (seen.parameter("api_key").unwrap(), seen.parameter("mailto").unwrap());
        let told = format!("no plan for {key} of {mail} at {}", seen.target);
        match n {
            0 => Reply::new(429, json!({"message": told}).to_string()).with("x-key", &key).with("retry-after", "0"),
            1 => Reply::new(301, "").with("location", &seen.target.replace("/works", "/v2/works")),
            2 => {
                let reply = openalex(seen, 2);
                let body = String::from_utf8(reply.body).unwrap().replacen("https://openalex.org/W0", &seen.target, 1);
                // printf 'ada.lovelace+reviews@example.org:k3y+with/odd=signs&"more"' | base64
                let packed = "YWRhLmxvdmVsYWNlK3Jldmlld3NAZXhhbXBsZS5vcmc6azN5K3dpdGgvb2RkPXNpZ25zJiJtb3JlIg==";
                let body = body.replacen(
                    "https://openalex.org/W1",
                    &format!("{}{packed}", key.to_uppercase().replace('"', "\\\"")),
                    1,
                );
                Reply::new(200, body).with("x-asked", &seen.target).with("x-basic", packed).with("set-cookie", &key)
            }
            3 => Reply::new(403, json!({"message": told, "error": told}).to_string()),
            _ => openalex(seen, 2),
        }
    });
    let folder = review(PROTOCOL);
    let base = format!("openalex={}", server.address);
    let mut shown = Vec::new();
    for arguments in [
        &["search", "--dry-run", "--search", "1.alex"][..],
        &["search", "--search", "1.alex"],
        &["search", "--search", "1.alex"],
        &["search", "--replay", "--search", "1.alex"],
        &["--json", "search", "--search", "1.alex"],
        &["check"],
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_litsieve"));
        command.arg("-C").arg(folder.path()).args(arguments);
        if arguments.contains(&"search") {
            command.args(["--base-url", &base]);
        }
        command
            .env("LITSIEVE_OPENALEX_KEY", KEY)
            .env("LITSIEVE_MAILTO", MAIL)
            .env("RUST_LOG", "trace")
            .env("RUST_BACKTRACE", "1");
        let output = command.output().unwrap();
        shown.extend([output.stdout, output.stderr].concat());
    }
    let said = String::from_utf8_lossy(&shown).into_owned();
    assert!(server.seen().len() >= 5 && said.contains("no plan for [removed] of [removed]"), "{said}");
    let mut written = vec![("what was shown".to_owned(), shown)];
    let mut folders = vec![folder.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                written.push((entry.path().display().to_string(), fs::read(entry.path()).unwrap()));
            }
        }
    }
    assert!(written.len() >= 5, "{}", written.len());
    for (place, bytes) in written {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        // Whole or in any spelling: these parts of them stand nowhere else.
        for part in ["k3y", "lovelace", "odd=signs", "odd%3dsigns", "azn5k3d", "bg92zwxhy2"] {
            assert!(!text.contains(part), "{place} holds a part of a secret: {part}");
        }
    }
}

#[test]
fn a_refused_page_is_told_with_place_and_remedy_and_what_is_left_is_counted_by_records() {
    let server = Server::start(|n, seen| if n == 0 { openalex(seen, 3) } else { Reply::new(400, "") });
    let folder = review(PROTOCOL);
    let base = format!("openalex={}", server.address);
    let arguments = ["--search", "1.alex", "--base-url", &base];
    let said = stderr_of_failure(litsieve(folder.path()).args(arguments));
    for words in [
        format!("search `1.alex`: page 2 of OpenAlex, at {}/works: it refused the request", server.address).as_str(),
        "with status 400 (it does not understand the request): it says no more than that (SEA002)",
        "`litsieve search --dry-run --search 1.alex` shows the whole request",
    ] {
        assert!(said.contains(words), "{words} is not in {said}");
    }
    // Ten of thirty records came on one page, though a page of OpenAlex could hold them all.
    let shown = stdout(litsieve(folder.path()).args(arguments).args(["--dry-run", "--json"]));
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!((shown[0]["stored"].as_u64(), shown[0]["requests"].as_u64()), (Some(1), Some(2)), "{shown}");
    let said =
        stderr_of_failure(litsieve(folder.path()).args(["--url", "http://169.254.169.254/latest/", "--allow-local"]));
    assert!(said.contains("169.254.169.254") && said.contains("is never asked (SEA014)"), "{said}");
    let away = Server::start(|_, _| Reply::new(302, "").with("location", "https://example.org/works"));
    let base = format!("openalex={}", away.address);
    let elsewhere = review(PROTOCOL);
    let mut search = litsieve(elsewhere.path());
    let said = stderr_of_failure(
        search.args(["--search", "1.alex", "--base-url", &base]).env("LITSIEVE_OPENALEX_KEY", "a-made-up-key"),
    );
    assert!(said.contains("/works: the service redirects to another host, example.org, which must not see"), "{said}");
    let gone = Server::start(|_, _| Reply::new(404, ""));
    let said = stderr_of_failure(litsieve(folder.path()).args(["--url", &gone.address, "--allow-local"]));
    assert!(said.contains("404 (there is nothing at this address)") && said.contains("in a browser"), "{said}");
}

/// Everything that a command says, and whether it succeeded.
fn told(folder: &Path, arguments: &[&str]) -> (String, bool) {
    let output = command(folder, arguments[0]).args(&arguments[1..]).output().unwrap();
    (String::from_utf8([output.stdout, output.stderr].concat()).unwrap(), output.status.success())
}

#[test]
fn verify_fails_and_run_and_check_warn_where_evidence_of_a_search_is_not_what_the_lock_knows() {
    let server = Server::start(|_, seen| openalex(seen, 3));
    let folder = review(PROTOCOL);
    let root = folder.path();
    let base = format!("openalex={}", server.address);
    litsieve(root).args(["--search", "1.alex", "--base-url", &base]).assert().success();
    command(root, "run").assert().success();
    for name in ["check", "run", "verify"] {
        let (said, done) = told(root, &[name]);
        // A made-up service stands at another address than the real one.
        assert!(done && !said.replace("SEA028", "").contains("SEA02"), "{name}: {said}");
        assert_eq!(said.contains("SEA028"), name != "run", "{name}: {said}");
        assert!(name != "verify" || said.contains("`1.alex` was asked at http://127.0.0.1:"), "{said}");
    }
    let summary = fs::read(root.join("results/summary.json")).unwrap();
    for (file, words) in [
        ("pages/1.alex/00002.json", "`pages/1.alex/00002.json`"),
        ("pages/1.alex/journal.jsonl", "`pages/1.alex/journal.jsonl`"),
    ] {
        let path = root.join(file);
        let whole = fs::read(&path).unwrap();
        fs::write(&path, [whole.as_slice(), b" "].concat()).unwrap();
        for name in ["check", "run", "verify"] {
            let (said, done) = told(root, &[name]);
            assert_eq!(done, name != "verify", "{name}: {said}");
            assert!(
                said.contains("SEA021") && said.contains(&format!("{words} is not what it was (sha256 ")),
                "{said}"
            );
            assert!(!said.contains("more such") && said.matches(" is not what it was (").count() == 1, "{said}");
        }
        assert_eq!(fs::read(root.join("results/summary.json")).unwrap(), summary, "evidence is no input");
        let (said, done) = told(root, &["bundle", "out.zip"]);
        assert!(!done && said.contains("SEA021"), "a bundle would hide it: {said}");
        fs::remove_file(&path).unwrap();
        let (said, done) = told(root, &["verify"]);
        assert!(!done && said.contains("SEA021") && said.contains(&format!("{words} is missing")), "{said}");
        fs::write(&path, whole).unwrap();
    }
    let export = fs::read(root.join("exports/alex.json")).unwrap();
    fs::write(root.join("exports/alex.json"), [export.as_slice(), b" "].concat()).unwrap();
    let (said, _) = told(root, &["check"]);
    assert!(said.contains("SEA021") && said.contains("`exports/alex.json` is not what it was"), "{said}");
    fs::write(root.join("exports/alex.json"), export).unwrap();
    fs::rename(root.join("pages"), root.join("elsewhere")).unwrap();
    for name in ["check", "run", "verify"] {
        let (said, done) = told(root, &[name]);
        assert!(done && !said.contains("SEA021"), "what follows from the export is verified: {name}: {said}");
        let plain = said.contains("SEA022") && said.contains("the pages of `1.alex` are not in this copy");
        assert_eq!(plain, name != "run", "{name}: {said}");
    }
    let lock = fs::read_to_string(root.join("searches.lock")).unwrap();
    fs::write(root.join("searches.lock"), lock.replace("\"pages/1.alex\"", "\"../elsewhere\"")).unwrap();
    let (said, done) = told(root, &["verify"]);
    assert!(!done && said.contains("`../elsewhere` lies outside of the review folder"), "{said}");
}

#[test]
fn numbers_of_the_lock_that_do_not_follow_from_the_pages_are_named() {
    let server = Server::start(|_, seen| openalex(seen, 3));
    let folder = review(PROTOCOL);
    let root = folder.path();
    let base = format!("openalex={}", server.address);
    litsieve(root).args(["--search", "1.alex", "--base-url", &base]).assert().success();
    let whole = fs::read_to_string(root.join("searches.lock")).unwrap();
    let finished = whole.lines().find(|line| line.starts_with("finished")).unwrap().to_owned();
    for (from, to, words) in [
        ("announced = 30", "announced = 31", "`announced` is 31 in the lock, and 30 by the pages"),
        ("received = 30", "received = 29", "`received` is 29 in the lock, and 30 by the pages"),
        ("exported = 30", "exported = 28", "`exported` is 28 in the lock, and 30 by the export"),
        ("records = 10", "records = 9", "page 1 of 3 in pages/1.alex is not the one that the lock knows"),
        ("publication_year:1985", "publication_year:1995", "in the lock, and"),
        (finished.as_str(), "finished = \"2020-01-01T00:00:00Z\"", "`finished` is “2020-01-01T00:00:00Z” in the lock"),
        ("seeds = [", "seeds = [1, ", "`seeds` is [1, "),
        (
            "seeds = [",
            "notes = [\"understood as: all\"]\nseeds = [",
            "`notes` is “understood as: all” in the lock, and “empty” by",
        ),
        ("not_carried = [", "not_carried = [\"a word\", ", "`not_carried` is “a word; "),
    ] {
        assert!(whole.contains(from), "{from} is not in {whole}");
        fs::write(root.join("searches.lock"), whole.replacen(from, to, 1)).unwrap();
        let (said, _) = told(root, &["check"]);
        assert!(said.contains("SEA021") && said.contains(words), "{to}: {said}");
    }
    // A search that was taken out of the lock has pages all the same.
    fs::write(root.join("searches.lock"), whole.split("[[search]]").next().unwrap()).unwrap();
    let (said, _) = told(root, &["check", "--all"]);
    assert!(
        said.contains("SEA026") && said.contains("nothing of the search `1.alex`, of which 3 pages are stored"),
        "{said}"
    );
    // A record that was taken out, of the export and of the lock, came all the same.
    let export = fs::read_to_string(root.join("exports/alex.json")).unwrap();
    let first = export.find("{\"id\"").or_else(|| export.find("{\"authorships\"")).unwrap();
    let second = first + export[first..].find("},").unwrap() + 2;
    let short = format!("{}{}", &export[..first], export[second..].trim_start());
    let digest = |text: &str| litsieve::source::Digest::of(text.as_bytes()).to_string();
    let lock = whole.replace(&digest(&export), &digest(&short)).replace("exported = 30", "exported = 29");
    fs::write(root.join("exports/alex.json"), short).unwrap();
    fs::write(root.join("searches.lock"), lock).unwrap();
    let (said, _) = told(root, &["check"]);
    assert!(said.contains("`exports/alex.json` leaves out records of the pages"), "{said}");
}

/// A made-up Crossref: two reports that belong to the search, and one that says that it does not.
fn crossref(_: &Seen) -> Reply {
    let item = |doi: &str, title: &str, text: &str| json!({"DOI": doi, "title": [title], "abstract": text, "type": "journal-article", "prefix": "10.5555"});
    let items = [
        item("10.5555/1", "Leaders in coproduction", "Made up."),
        item("10.5555/2", "Coproduction of services", "About users only."),
        item("10.5555/3", "Coproduction and the leader", "Made up as well."),
    ];
    Reply::new(200, json!({"status": "ok", "message": {"total-results": 3, "items": items}}).to_string())
}

/// A review with one finished search of OpenAlex, and the arguments that run it.
fn searched(server: &Server) -> tempfile::TempDir {
    let folder = review(PROTOCOL);
    let base = format!("openalex={}", server.address);
    litsieve(folder.path()).args(["--search", "1.alex", "--base-url", &base]).assert().success();
    command(folder.path(), "run").assert().success();
    folder
}

/// Every command that looks at the evidence says it; `verify` fails for it if it is `broken`.
fn every_command_says(root: &Path, words: &[&str], broken: bool) {
    for name in ["check", "run", "verify"] {
        let arguments: &[&str] = if name == "check" { &["check", "--all"] } else { &[name] };
        let (said, done) = told(root, arguments);
        assert_eq!(done, name != "verify" || !broken, "{name}: {said}");
        let tells = broken || name != "run";
        assert!(!tells || words.iter().all(|words| said.contains(words)), "{name}: {words:?} not in {said}");
    }
}

#[test]
fn a_search_for_which_the_protocol_names_another_file_is_told() {
    let server = Server::start(|_, seen| openalex(seen, 3));
    let folder = searched(&server);
    let root = folder.path();
    let export = fs::read_to_string(root.join("exports/alex.json")).unwrap();
    fs::write(root.join("exports/mine.json"), export.replace("Made up 7", "Nobodys paper")).unwrap();
    let names = |files: &str| {
        fs::write(root.join("protocol.toml"), PROTOCOL.replace("[\"exports/alex.json\"]", files)).unwrap()
    };
    names("[\"exports/mine.json\"]");
    let both = "the protocol names `exports/mine.json`, and the lock knows `exports/alex.json`";
    every_command_says(root, &["SEA025", "for the search `1.alex`", both], true);
    names("[\"exports/alex.json\", \"exports/mine.json\"]");
    every_command_says(root, &["SEA025", "names `exports/mine.json` besides `exports/alex.json`"], true);
    names("[]");
    every_command_says(root, &["SEA025", "the protocol names no file for the search `1.alex`"], true);
    fs::write(root.join("protocol.toml"), PROTOCOL.replace("id = \"1.alex\"", "id = \"1.other\"")).unwrap();
    every_command_says(root, &["SEA025", "the search `1.alex`, which the protocol does not have"], true);
}

#[test]
fn a_lock_that_is_gone_is_told_as_long_as_there_are_pages_or_an_export() {
    let server = Server::start(|_, seen| openalex(seen, 3));
    let folder = searched(&server);
    let root = folder.path();
    let lock = fs::read(root.join("searches.lock")).unwrap();
    fs::remove_file(root.join("searches.lock")).unwrap();
    let told = "that `exports/alex.json` is what the service sent cannot be checked";
    every_command_says(root, &["SEA026", "the lock knows nothing of the search `1.alex`", told], true);
    // Pages and lock gone: nothing shows what became of them, but that is said.
    fs::rename(root.join("pages"), root.join("elsewhere")).unwrap();
    every_command_says(root, &["SEA022", "the source of the search `1.alex` has an `api`"], false);
    // A search that was stopped in the middle has pages, and nothing has followed from them.
    fs::rename(root.join("elsewhere"), root.join("pages")).unwrap();
    fs::write(root.join("searches.lock"), lock).unwrap();
    let journal = fs::read_to_string(root.join("pages/1.alex/journal.jsonl")).unwrap();
    let begun: Vec<&str> = journal.lines().take(2).collect();
    fs::create_dir(root.join("pages/1.pubmed")).unwrap();
    fs::copy(root.join("pages/1.alex/00001.json"), root.join("pages/1.pubmed/00001.json")).unwrap();
    fs::write(root.join("pages/1.pubmed/journal.jsonl"), begun.join("\n") + "\n").unwrap();
    every_command_says(root, &["SEA023", "nothing of the search `1.pubmed`, of which 1 page is stored"], false);
}

#[test]
fn a_protocol_that_asks_something_else_than_was_asked_is_told() {
    let server = Server::start(|_, seen| openalex(seen, 3));
    let folder = searched(&server);
    let root = folder.path();
    fs::write(root.join("protocol.toml"), PROTOCOL.replace("1985-2017", "1990-2017")).unwrap();
    let told =
        "“publication_year:1985-2017; language:en” in the lock, and “publication_year:1990-2017; language:en” by";
    every_command_says(root, &["SEA017", "the search `1.alex` was run", told], true);
}

#[test]
fn the_request_of_every_page_follows_from_query_and_limits() {
    let server = Server::start(|_, seen| openalex(seen, 3));
    let folder = searched(&server);
    let root = folder.path();
    let journal = root.join("pages/1.alex/journal.jsonl");
    let (whole, lock) =
        (fs::read_to_string(&journal).unwrap(), fs::read_to_string(root.join("searches.lock")).unwrap());
    let digest = |text: &str| litsieve::source::Digest::of(text.as_bytes()).to_string();
    let write = |changed: &str, lock: &str| {
        fs::write(&journal, changed).unwrap();
        fs::write(root.join("searches.lock"), lock.replace(&digest(&whole), &digest(changed))).unwrap();
    };
    let narrow = |text: &str| text.replace("per_page=100&cursor=at-1", "per_page=50&cursor=at-1");
    assert_ne!(narrow(&whole), whole);
    write(&narrow(&whole), &lock);
    every_command_says(root, &["SEA021", "page 2 was asked for by “", "per_page=50", "query and limits give “"], true);
    // Of another version of the program that is no fault.
    let version = concat!("litsieve ", env!("CARGO_PKG_VERSION"));
    let earlier = |text: &str| text.replace(version, "litsieve 0.0.1");
    write(&earlier(&narrow(&whole)), &earlier(&lock));
    every_command_says(root, &["SEA027", "run by litsieve 0.0.1: page 2 was asked for by “"], false);
    let refused = whole.replacen("\"status\":200", "\"status\":503", 1);
    assert_ne!(refused, whole);
    write(&refused, &lock);
    every_command_says(root, &["SEA021", "page 1 came with status 503, which is no answer"], true);
}

#[test]
fn what_is_applied_here_is_applied_again() {
    let server = Server::start(|_, seen| crossref(seen));
    let folder = review(&format!(
        "{PROTOCOL}[source.cross]\nname = \"Crossref\"\nkind = \"database\"\napi = \"crossref\"\n[[iteration]]\nid = \"2\"\n  \
         [[iteration.search]]\n  id = \"2.cross\"\n  source = \"cross\"\n  same_query_as = \"1.wos\"\n  exports = [\"exports/cross.json\"]\n"
    ));
    let root = folder.path();
    let protocol = fs::read_to_string(root.join("protocol.toml")).unwrap();
    fs::write(root.join("protocol.toml"), protocol.replace("  exports = [\"exports/alex.json\"]\n", "")).unwrap();
    let base = format!("crossref={}", server.address);
    litsieve(root).args(["--search", "2.cross", "--base-url", &base]).assert().success();
    command(root, "run").assert().success();
    let (said, done) = told(root, &["verify"]);
    assert!(done && !said.replace("SEA028", "").contains("SEA0"), "{said}");
    let export = fs::read_to_string(root.join("exports/cross.json")).unwrap();
    let lock = fs::read_to_string(root.join("searches.lock")).unwrap();
    assert!(lock.contains("exported = 2") && !export.contains("10.5555/2"), "{lock}");
    // The third was taken out, of the export and of the lock.
    let start = export.find("10.5555/1").unwrap();
    let end = start + export[start..].find("},").unwrap() + 1;
    let tail = export.rfind("\n]").unwrap();
    let short = format!("{}{}", &export[..end], &export[tail..]);
    let digest = |text: &str| litsieve::source::Digest::of(text.as_bytes()).to_string();
    fs::write(root.join("exports/cross.json"), &short).unwrap();
    let changed = lock.replace(&digest(&export), &digest(&short)).replace("exported = 2", "exported = 1");
    fs::write(root.join("searches.lock"), changed).unwrap();
    command(root, "run").assert().success();
    let words = "the expression is applied again to the pages, 2 records are left, but `exports/cross.json` has 1";
    every_command_says(root, &["SEA021", words], true);
}

#[test]
fn a_limit_that_ends_before_it_begins_is_refused_with_its_line() {
    let folder = review(&PROTOCOL.replace("1985-2017", "2017-1985"));
    let line = PROTOCOL.lines().position(|line| line.contains("1985-2017")).unwrap() + 1;
    let place = format!("protocol.toml:{line}");
    let (said, _) = told(folder.path(), &["check"]);
    assert!(
        said.contains("PRO008") && said.contains(&place) && said.contains("begins in 2017 and ends in 1985"),
        "{said}"
    );
    for arguments in [&["--dry-run"][..], &[]] {
        let said = stderr_of_failure(litsieve(folder.path()).args(arguments));
        assert!(said.contains(&place) && said.contains("Nothing was asked"), "{said}");
    }
    // Where nobody is asked over HTTP, a limit is told in any words.
    let by_hand = PROTOCOL.replace("exports = []", "limits = [\"year: 2017-03\"]\n  exports = []");
    let (said, _) = told(review(&by_hand).path(), &["check"]);
    assert!(!said.contains("PRO008"), "{said}");
}

#[test]
fn a_landing_page_that_was_saved_before_is_compared_with_the_lock() {
    let server = Server::start(|n, _| Reply::new(200, format!("<title>Made up {n}</title>")));
    let folder = review(PROTOCOL);
    let root = folder.path();
    let save = || {
        let output = litsieve(root).args(["--allow-local", "--url", &server.address]).output().unwrap();
        (String::from_utf8([output.stdout, output.stderr].concat()).unwrap(), output.status.code())
    };
    assert_eq!(save().1, Some(0));
    let lock = litsieve::connect::read_lock(root).unwrap().landing_pages;
    assert_eq!((lock.len(), lock[0].url.as_str()), (1, server.address.as_str()));
    let (said, _) = told(root, &["check"]);
    assert!(!said.contains("SEA02"), "{said}");
    for file in [&lock[0].file, &lock[0].stored] {
        let whole = fs::read(root.join(file)).unwrap();
        fs::write(root.join(file), "<title>Another</title>").unwrap();
        let (said, code) = save();
        assert!(code == Some(2) && said.contains("SEA015") && said.contains(file.as_str()), "{said}");
        let (said, _) = told(root, &["check"]);
        assert!(said.contains("SEA021") && said.contains(&format!("`{file}` is not what it was")), "{said}");
        fs::write(root.join(file), whole).unwrap();
    }
    fs::remove_file(root.join(&lock[0].file)).unwrap();
    let (said, _) = save();
    assert!(said.contains("saved before") && root.join(&lock[0].file).is_file(), "written again: {said}");
    assert_eq!(server.seen().len(), 1, "nothing was asked again");
    assert_eq!(litsieve::connect::read_lock(root).unwrap().landing_pages, lock);
    fs::rename(root.join("pages"), root.join("elsewhere")).unwrap();
    let (said, _) = told(root, &["check"]);
    assert!(said.contains("SEA022") && !said.contains("SEA021"), "{said}");
}

#[test]
fn a_proxy_is_not_used() {
    let proxy = Server::start(|_, seen| openalex(seen, 1));
    let folder = review(PROTOCOL);
    litsieve(folder.path())
        .args(["--search", "1.alex", "--base-url", "openalex=http://service.invalid"])
        .env("http_proxy", &proxy.address)
        .timeout(Duration::from_secs(60))
        .assert()
        .failure();
    assert_eq!(proxy.seen().len(), 0);
}

#[test]
fn without_an_api_the_message_says_how_to_search_beside_exports_made_by_hand() {
    let folder = review(&PROTOCOL.replace("api = \"openalex\"\n", "").replace("api = \"pubmed\"\n", ""));
    let said = stderr_of_failure(&mut litsieve(folder.path()));
    assert!(said.contains("[source.NAME]") && said.contains("same_query_as"), "{said}");
}

#[cfg(unix)]
#[test]
fn who_stops_a_search_is_told_where_its_pages_are_and_how_to_go_on() {
    let server = Server::start(|_, seen| {
        thread::sleep(Duration::from_millis(100));
        openalex(seen, 1000)
    });
    let folder = review(PROTOCOL);
    let mut command = Command::new(env!("CARGO_BIN_EXE_litsieve"));
    command.arg("-C").arg(folder.path()).args(["search", "--search", "1.alex", "--base-url"]);
    command.arg(format!("openalex={}", server.address)).env("LITSIEVE_OPENALEX_KEY", "a-secret-key");
    let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    while server.seen().is_empty() {
        thread::sleep(Duration::from_millis(5));
    }
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130));
    assert!(said.contains("Stopped.") && said.contains("pages") && said.contains("goes on from there"), "{said}");
}
