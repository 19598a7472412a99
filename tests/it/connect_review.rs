//! Searches over HTTP as parts of a review: what is asked for a query with fields, and that `run`, `check` and `verify` take
//! what comes.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use litsieve::connect::{DATABASES, Request, plan};
use serde_json::{Value, json};

use crate::connect_server::{Reply, Seen, Server, decoded};

/// A review whose searches ask `query` of these services, limited by `limits`.
fn protocol(services: &[&str], query: &str, limits: &str) -> String {
    let mut out = String::from("schema = \"litsieve/protocol/1\"\n[review]\nid = \"made-up\"\ntitle = \"Made up\"\n");
    for name in services {
        out +=
            &format!("[source.{name}]\nname = \"{name}\"\nkind = \"database\"\napi = \"{name}\"\nsyntax = \"wos\"\n");
    }
    out += "[[iteration]]\nid = \"1\"\n";
    for name in services {
        let extension = litsieve::connect::database(name).unwrap().service().extension;
        out += &format!(
            "[[iteration.search]]\nid = \"1.{name}\"\nsource = \"{name}\"\nquery = '{query}'\nlimits = {limits}\n\
             exports = [\"exports/1.{name}.{extension}\"]\n"
        );
    }
    out
}

fn review(services: &[&str], query: &str, limits: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("protocol.toml"), protocol(services, query, limits)).unwrap();
    folder
}

/// What the program says on both channels, and its exit code.
fn said(folder: &Path, arguments: &[&str]) -> (String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_litsieve"));
    DATABASES.iter().for_each(|database| {
        command.env_remove(database.service().key_variable());
    });
    let output = command.env_remove("LITSIEVE_MAILTO").arg("-C").arg(folder).args(arguments).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (text, output.status.code())
}

/// The first request of the search in each service, with what is applied to the answer, or why it is not asked.
fn asked(services: &[&str], query: &str) -> Vec<Result<(Request, Vec<String>), String>> {
    let protocol = litsieve::protocol::parse(&protocol(services, query, "[]"), "protocol.toml").unwrap();
    let planned = plan(&protocol, &[]).unwrap().into_iter().map(|planned| planned.job);
    let request = |job: litsieve::connect::Job| (job.database.request(&job.query, None), job.applied_here);
    planned.map(|job| job.map(request).map_err(|error| error.what)).collect()
}

fn parameter(request: &Request, name: &str) -> String {
    let found = request.parameters.iter().find(|(found, _)| *found == name);
    found.map_or_else(String::new, |(_, value)| value.clone())
}

const WITH_FIELDS: &str =
    "TS=((coproduction OR cocreation) AND (leader OR leadership)) AND PY=1985-2017 AND DT=(Article) AND LA=(English)";

#[test]
fn fields_beside_the_subject_become_limits_and_are_never_asked_as_words() {
    let services = ["crossref", "openalex", "doaj", "core", "pubmed", "wos-expanded", "scopus", "semanticscholar"];
    let requests = asked(&services, WITH_FIELDS);
    let [crossref, openalex, doaj, core, pubmed, wos, scopus, scholar] =
        <[_; 8]>::try_from(requests.into_iter().map(Result::unwrap).collect::<Vec<_>>()).unwrap();
    let subject = "(coproduction OR cocreation) AND (leader OR leadership)";

    assert_eq!(parameter(&crossref.0, "query.bibliographic"), "coproduction cocreation");
    assert_eq!(parameter(&crossref.0, "filter"), "from-pub-date:1985,until-pub-date:2017,type:journal-article");
    assert_eq!(crossref.1, ["the expression", "language: English"]);

    let filter = format!("title_and_abstract.search:{subject},publication_year:1985-2017,type:article,language:en");
    assert_eq!((parameter(&openalex.0, "filter"), openalex.1.len()), (filter, 0));

    let path = decoded(&doaj.0.path);
    assert_eq!(path, format!("/search/articles/{subject} AND bibjson.year:[1985 TO 2017]"));
    assert_eq!(doaj.1, ["type: journal-article", "language: English"]);
    let years = "yearPublished>=1985 AND yearPublished<=2017";
    assert_eq!(parameter(&core.0, "q"), format!("{subject} AND {years}"));

    assert!(parameter(&pubmed.0, "term").ends_with("1985:2017[dp] AND \"journal article\"[pt] AND english[la]"));
    assert_eq!(
        parameter(&wos.0, "usrQuery"),
        format!("TS=({subject}) AND PY=1985-2017 AND DT=(Article) AND LA=(English)")
    );
    assert!(parameter(&scopus.0, "query").contains("PUBYEAR > 1984 AND PUBYEAR < 2018"));
    assert_eq!(
        (parameter(&scholar.0, "year"), scholar.1),
        ("1985-2017".to_owned(), vec!["language: English".to_owned()])
    );
}

#[test]
fn an_exclusion_that_a_service_would_widen_is_applied_to_its_answer() {
    let services = ["openalex", "core", "crossref", "pubmed", "scopus"];
    for query in ["TS=coproduction NOT TI=film", "TS=coproduction NOT DT=(Editorial)"] {
        let requests: Vec<_> = asked(&services, query).into_iter().map(Result::unwrap).collect();
        let text = |request: &Request| format!("{}{:?}", request.path, request.parameters);
        let silent = |request: &Request| !["film", "Editorial", "NOT"].iter().any(|word| text(request).contains(word));
        assert!(
            requests[..3].iter().all(|(request, here)| silent(request) && here.len() == 1),
            "{query}: {requests:?}"
        );
        let title = query.contains("film");
        // PubMed and Scopus search titles alone: nothing is left to do here.
        assert!(requests[3..].iter().all(|(request, here)| here.is_empty() == title && silent(request) != title));
    }
}

#[test]
fn a_field_inside_of_alternatives_is_refused() {
    for answer in asked(&["crossref", "core", "doaj", "openalex"], "TS=coproduction OR PY=2000") {
        let why = answer.expect_err("it cannot be asked");
        assert!(why.contains("there is no word that every record must hold") || why.contains("cannot search"), "{why}");
    }
}

/// Made up: works of which half are of the year before the window, and some have the other word in the abstract.
fn works(_: &Seen) -> Reply {
    let item = |n: usize| {
        json!({"DOI": format!("10.5555/{n}"), "title": [format!("Leader of coproduction {n}")], "abstract": if n.is_multiple_of(3) { "Of film." } else { "Of towns." },
               "type": "journal-article", "language": if n.is_multiple_of(2) { "en" } else { "de" }, "issued": {"date-parts": [[2000]]}})
    };
    let items: Vec<Value> = (0..12).map(item).collect();
    Reply::new(200, json!({"status": "ok", "message-type": "work-list", "message-version": "1.0.0", "message": {"total-results": 12, "next-cursor": "n", "items": items}}).to_string())
}

#[test]
fn no_wanted_work_is_lost_to_a_field_and_the_review_can_be_verified() {
    let server = Server::start(|_, seen| works(seen));
    let query = "TS=((coproduction OR cocreation) AND (leader OR leadership)) AND LA=(English) NOT TI=film";
    let folder = review(&["crossref"], query, "[]");
    let base = format!("crossref={}", server.address);
    let (shown, code) = said(folder.path(), &["search", "--base-url", &base]);
    assert!(code == Some(0) && shown.contains("12 announced, 6 after applying"), "{shown}");
    assert_eq!(server.seen()[0].parameter("query.bibliographic").as_deref(), Some("coproduction cocreation"));
    for command in ["run", "verify"] {
        let (shown, code) = said(folder.path(), &[command]);
        assert_eq!(code, Some(0), "{command}: {shown}");
    }
}

#[test]
fn a_search_that_finds_nothing_is_a_search_without_results_and_no_obstacle() {
    let server = Server::start(|_, seen| match seen.parameter("db") {
        Some(_) => {
            Reply::new(200, "<eSearchResult><Count>0</Count><QueryKey>1</QueryKey><WebEnv>a</WebEnv></eSearchResult>")
        }
        None => Reply::new(200, json!({"meta": {"count": 0, "next_cursor": null}, "results": []}).to_string()),
    });
    let folder = review(&["openalex", "pubmed"], "TS=coproduction", "[\"year: 2000-\"]");
    let bases = ["openalex", "pubmed"].map(|name| format!("{name}={}", server.address));
    let (shown, code) = said(folder.path(), &["search", "--base-url", &bases[0], "--base-url", &bases[1]]);
    assert_eq!(code, Some(0), "{shown}");
    for command in ["check", "run", "verify", "reconcile"] {
        let (shown, code) = said(folder.path(), &[command]);
        assert_eq!(code, Some(0), "{command}: {shown}");
        assert!(command != "check" || shown.contains("REA035") && !shown.contains("FIL008"), "{shown}");
    }
}

#[test]
fn check_and_run_name_a_limit_that_search_cannot_read() {
    let folder = review(&["openalex"], "TS=coproduction", "[\"type: article\", \"yeer: 2000\", \"year: 2000-\"]");
    fs::create_dir(folder.path().join("exports")).unwrap();
    fs::write(folder.path().join("exports/1.openalex.json"), "").unwrap();
    for command in ["check", "run"] {
        let (shown, code) = said(folder.path(), &[command]);
        assert!(code == Some(0) && shown.contains("SEA030") && shown.contains("`journal-article` perhaps"), "{shown}");
        assert!(shown.contains("“yeer: 2000” is not understood") && !shown.contains("“year: 2000-”"), "{shown}");
    }
}

#[test]
fn a_second_chase_says_what_happened_and_loses_nothing() {
    let server = Server::start(|_, seen| crate::connect_cli::small_openalex(seen));
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir(root.join("exports")).unwrap();
    let export = "TY  - JOUR\nTI  - Made up\nDO  - 10.5555/1\nER  - \nTY  - JOUR\nTI  - Third\nDO  - 10.5555/3\nER  - \nTY  - JOUR\nTI  - Nameless\nER  - \n";
    fs::write(root.join("exports/wos.ris"), export).unwrap();
    let protocol = "schema = \"litsieve/protocol/1\"\n[review]\nid = \"made-up\"\ntitle = \"Made up\"\n[source.wos]\nname = \"WoS\"\nkind = \"database\"\n\
        [[iteration]]\nid = \"1\"\n[[iteration.search]]\nid = \"1.wos\"\nsource = \"wos\"\nexports = [\"exports/wos.ris\"]\n";
    fs::write(root.join("protocol.toml"), protocol).unwrap();
    assert_eq!(said(root, &["run"]).1, Some(0));
    let base = format!("openalex={}", server.address);
    let chase = |arguments: &[&str]| said(root, &[&["chase", "--base-url", &base], arguments].concat());
    let exports = || -> Vec<(String, Vec<u8>)> {
        let files = fs::read_dir(root.join("exports/chase")).unwrap().map(|file| file.unwrap().path());
        let mut files: Vec<_> = files.map(|file| (file.display().to_string(), fs::read(file).unwrap())).collect();
        files.sort();
        files
    };
    let (shown, code) = chase(&[]);
    assert!(code == Some(0) && shown.contains("references: 2 records, 1 not in the review"), "{shown}");
    assert!(shown.contains("1 of 3 reports with neither a DOI"), "{shown}");
    let is_toml = |line: &&str| {
        line.starts_with('[') || line.starts_with("  [") || line.contains(" = \"") || line.contains(" = [")
    };
    let lines = shown.split("add to protocol.toml:\n").nth(1).unwrap().lines().filter(is_toml);
    let lines: String = lines.map(|line| format!("{line}\n")).collect();
    fs::write(root.join("protocol.toml"), format!("{protocol}{lines}")).unwrap();
    let (shown, code) = said(root, &["run"]);
    assert_eq!(code, Some(0), "{shown}");
    let (first, asked) = (exports(), server.seen().len());

    let (shown, code) = chase(&[]);
    assert!(code == Some(2) && shown.contains("3 more, 0 fewer. Nothing was asked"), "{shown}");
    fs::remove_file(&first[0].0).unwrap();
    let (shown, code) = chase(&["--replay"]);
    assert!(code == Some(0) && shown.contains("references: 2 records, 1 not in the review"), "{shown}");
    assert!(exports() == first && server.seen().len() == asked);

    // The review has grown: what is there stays, and what is gone is not made up.
    fs::write(root.join("exports/wos.ris"), format!("{export}TY  - JOUR\nTI  - Fifth\nDO  - 10.5555/5\nER  - \n"))
        .unwrap();
    assert_eq!((chase(&["--replay"]).1, exports() == first), (Some(0), true));
    fs::remove_file(&first[0].0).unwrap();
    let (shown, code) = chase(&["--replay"]);
    assert!(code == Some(2) && shown.contains("`exports/wos.ris` has changed since"), "{shown}");
    fs::write(&first[0].0, &first[0].1).unwrap();
    fs::write(root.join("exports/wos.ris"), export).unwrap();

    let (shown, code) = chase(&["--restart"]);
    assert_eq!(code, Some(0), "{shown}");
    let records = |files: &[(String, Vec<u8>)]| -> usize {
        files.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes).matches("\"display_name\"").count()).sum()
    };
    assert!(records(&exports()) >= records(&first), "what was chased is found again: {shown}");
    for command in ["run", "verify"] {
        let (shown, code) = said(root, &[command]);
        assert_eq!(code, Some(0), "{command}: {shown}");
    }
}

#[test]
fn many_searches_without_network_end_at_once_with_one_error() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut protocol = protocol(&["crossref"], "TS=coproduction", "[]");
    for number in 2..30 {
        protocol +=
            &format!("[[iteration.search]]\nid = \"1.{number}\"\nsource = \"crossref\"\nquery = 'TS=leader{number}'\n");
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("protocol.toml"), protocol).unwrap();
    let (shown, code) = said(folder.path(), &["search", "--base-url", &format!("crossref=http://{closed}")]);
    assert_eq!((code, shown.matches("cannot be reached").count()), (Some(2), 1), "{shown}");
    assert!(shown.contains("the same for `1.2`, `1.3`") && shown.contains("`1.29`"), "{shown}");
}

#[test]
fn neither_an_address_nor_a_file_of_keys_gives_a_key_away() {
    let folder = review(&["openalex"], "TS=coproduction", "[]");
    let keys = tempfile::tempdir().unwrap();
    let file = keys.path().join("keys.toml");
    fs::write(&file, "S3cretKey-123456 = \"openalex\"\n").unwrap();
    let (shown, code) = said(folder.path(), &["search", "--keys", file.to_str().unwrap()]);
    assert!(code == Some(2) && shown.contains("names no database") && !shown.contains("S3cret"), "{shown}");
    let base = "openalex=http://127.0.0.1:9/?api_key=S3cretKey-123456";
    let (shown, code) = said(folder.path(), &["search", "--base-url", base]);
    assert!(code == Some(2) && shown.contains("has parameters") && !shown.contains("S3cret"), "{shown}");
    let report = "TY  - JOUR\nTI  - Leaders\nDO  - 10.5555/1\nER  - \n";
    fs::create_dir(folder.path().join("exports")).unwrap();
    fs::write(folder.path().join("exports/1.1.json"), report).unwrap();
    for address in [
        "openalex=http://me:S3cretKey-123456@127.0.0.1:9",
        "openalex=http://me:S3cretKey-123456@127.0.0.1:99999999",
        "openalex=http://127.0.0.1:9/?api_key=S3cretKey-123456",
        "openalex=http://127.0.0.1:9/S3cretKey-7890/v1",
        "http://127.0.0.1:9/S3cretKey-123456?key=S3cretKey-123456",
        "openalex:S3cretKey-123456",
    ] {
        for arguments in [
            &["search"][..],
            &["search", "--dry-run"],
            &["search", "--replay"],
            &["enrich"],
            &["enrich", "--dry-run"],
            &["chase", "--from", "exports/1.1.json"],
            &["chase", "--from", "exports/1.1.json", "--dry-run"],
        ] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_litsieve"));
            command.args(arguments).args(["--base-url", address]).current_dir(folder.path());
            let output = command.env("LITSIEVE_OPENALEX_KEY", "S3cretKey-7890").output().unwrap();
            let shown =
                format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
            assert_eq!(output.status.code(), Some(2), "{arguments:?} {address}: {shown}");
            assert!(!shown.contains("S3cret"), "{arguments:?} {address}: {shown}");
            assert!(shown.contains("(SEA014)") || shown.contains("takes NAME=URL"), "{arguments:?} {address}: {shown}");
        }
    }
    let (shown, code) = said(folder.path(), &["search", "--url", "https://me:S3cretKey-123456@127.0.0.1:9/a"]);
    assert!(code == Some(2) && shown.contains("(SEA014)") && !shown.contains("S3cret"), "{shown}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing was written");
}

#[test]
fn a_search_that_is_done_is_compared_with_another_server_by_its_host_alone() {
    let server = Server::start(|_, seen| works(seen));
    let folder = review(&["crossref"], "TS=coproduction", "[]");
    let base = |more: &str| format!("crossref={}{more}", server.address);
    let (shown, code) = said(folder.path(), &["search", "--base-url", &base("")]);
    assert_eq!(code, Some(0), "{shown}");
    let (shown, code) = said(folder.path(), &["search", "--base-url", &base("/S3cret-path")]);
    assert!(code == Some(2) && shown.contains("(SEA019)") && !shown.contains("S3cret"), "{shown}");
    let other = "crossref=http://127.0.0.1:9/S3cret-path";
    let (shown, _) = said(folder.path(), &["search", "--base-url", other]);
    assert!(shown.contains("not of 127.0.0.1:9,") && !shown.contains("S3cret"), "{shown}");
}
