//! The screening page as a program would use it: over its socket, killed at any moment, lied to, asked by others.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::support::{check_cli, shipped_review};

/// A running server; killed without warning when it goes out of scope.
pub struct Served {
    child: Child,
    port: u16,
    token: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Served {
    pub fn start(folder: &Path, by: &str) -> Self {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin!("litsieve"))
            .args(["screen", "--json", "--by", by])
            .arg(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut text = String::new();
        while !text.contains('}') {
            assert!(out.read_line(&mut text).unwrap() > 0, "the server did not start: {text}");
        }
        let told: Value = serde_json::from_str(&text).unwrap();
        let address = told["address"].as_str().unwrap().strip_prefix("http://127.0.0.1:").unwrap();
        let (port, token) = address.trim_end_matches('/').split_once('/').unwrap();
        Self { child, port: port.parse().unwrap(), token: token.to_owned() }
    }

    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/{}/", self.port, self.token)
    }

    /// Sends a request as it stands and gives status, headers and content.
    fn send(&self, request: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        (status, head.to_lowercase(), body.to_owned())
    }

    fn get(&self, path: &str, headers: &str) -> (u16, String, String) {
        let host = format!("127.0.0.1:{}", self.port);
        self.send(&format!("GET /{}/{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n", self.token))
    }

    pub fn show(&self, view: &str) -> Value {
        let (status, _, body) = self.get(&format!("show?{view}"), "");
        assert_eq!(status, 200, "{body}");
        serde_json::from_str(&body).unwrap()
    }

    fn post(&self, body: &str) -> (u16, Value) {
        let (host, length) = (format!("127.0.0.1:{}", self.port), body.len());
        let request = format!(
            "POST /{}/act HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nOrigin: http://{host}\r\nX-Litsieve: 1\r\nContent-Length: {length}\r\n\r\n{body}",
            self.token
        );
        let (status, _, body) = self.send(&request);
        (status, serde_json::from_str(&body).unwrap_or(Value::Null))
    }

    pub fn act(&self, act: Value, view: Value) -> (u16, Value) {
        self.post(&json!({ "act": act, "view": view }).to_string())
    }

    /// Decides on what is shown.
    fn decide(&self, shown: &Value, verdict: &str) -> Value {
        let act = json!({ "do": "decide", "group": shown["name"], "verdict": verdict, "seen": shown["seen"], "stage": shown["stage"] });
        let (status, answer) = self.act(act, json!({ "queue": "review", "at": shown["name"] }));
        assert_eq!(status, 200, "{answer}");
        answer
    }
}

/// The rulings in a file of a review.
pub fn lines(folder: &Path, file: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(folder.join("rulings").join(file)).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_decision_is_a_line_before_the_page_says_so_and_survives_a_kill() {
    let review = shipped_review();
    let mut done = 0;
    for _ in 0..3 {
        let server = Served::start(review.path(), "Ann");
        let mut shown = server.show("queue=review");
        assert_eq!(shown["done"], done);
        for verdict in ["include", "exclude", "unsure"] {
            let name = shown["name"].clone();
            shown = server.decide(&shown, verdict);
            done += 1;
            let written = lines(review.path(), "ann.jsonl");
            assert_eq!((written.len(), &written[done - 1]["verdict"]), (done, &json!(verdict)));
            assert_ne!(shown["name"], name, "the next one shows");
        }
        // Dropped here: killed without a word.
    }
    let (out, _) = check_cli(review.path(), &["check", "--json"], 0);
    assert!(!out.contains("RUL0"), "{out}");
}

#[test]
fn undo_goes_back_to_the_beginning_and_redo_forward_again() {
    let review = shipped_review();
    let server = Served::start(review.path(), "Ann");
    let first = server.show("queue=review");
    let second = server.decide(&first, "include");
    server.decide(&second, "exclude");
    let act = |what: &str| server.act(json!({ "do": what }), json!({ "queue": "review" }));
    assert_eq!(act("undo").1["name"], second["name"]);
    let (_, all_undone) = act("undo");
    assert_eq!(
        (&all_undone["name"], &all_undone["done"], &all_undone["left"]),
        (&first["name"], &json!(0), &first["left"])
    );
    assert_eq!(act("undo").0, 422, "nothing is left to undo");
    assert_eq!(act("redo").1["done"], 1);
    assert_eq!(act("redo").1["done"], 2);
    assert_eq!(act("redo").0, 422);
    assert_eq!(lines(review.path(), "ann.jsonl").len(), 6, "every step is a line");
}

#[test]
fn a_second_tab_is_told_what_the_first_decided() {
    let review = shipped_review();
    let server = Served::start(review.path(), "Ann");
    let shown = server.show("queue=review");
    server.decide(&shown, "include");
    let act = json!({ "do": "decide", "group": shown["name"], "verdict": "exclude", "seen": "" });
    let (status, answer) = server.act(act, json!({ "queue": "review", "at": shown["name"] }));
    assert_eq!(status, 409);
    assert!(answer["error"].as_str().unwrap().contains("said include"), "{answer}");
    assert_eq!(lines(review.path(), "ann.jsonl").len(), 1);
}

#[test]
fn what_no_form_offers_changes_nothing_and_is_answered_in_words() {
    let review = shipped_review();
    let server = Served::start(review.path(), "Ann");
    let name = server.show("queue=review")["name"].clone();
    let decide = |group: Value, verdict: &str, criterion: &str, note: &str, stage: &str| {
        let act = json!({ "do": "decide", "group": group, "verdict": verdict, "criterion": criterion, "note": note, "stage": stage });
        server.act(act, json!({}))
    };
    assert_eq!(decide(json!("no-such-group"), "include", "", "", "").0, 409);
    assert_eq!(decide(name.clone(), "perhaps", "", "", "").0, 422);
    assert_eq!(decide(name.clone(), "exclude", "no-such-criterion", "", "").0, 422);
    assert_eq!(decide(name.clone(), "exclude", "", "", "no-such-stage").0, 422);
    let (status, answer) = decide(name.clone(), "exclude", "", &"x".repeat(10 << 20), "");
    assert!(status == 422 && answer["error"].as_str().unwrap().contains("shorten"), "{answer}");
    for body in ["", "{", "[]", "{\"act\":{\"do\":\"drop tables\"}}"] {
        let (status, answer) = server.post(body);
        assert!(status == 400 && answer["error"].is_string(), "{body}: {status} {answer}");
    }
    assert!(!review.path().join("rulings").exists(), "nothing was written");
    let script = "<script>alert(1)</script>";
    assert_eq!(decide(name.clone(), "unsure", "", script, "").0, 200);
    let shown = server.show(&format!("queue=all&at={}", name.as_str().unwrap()));
    let html = shown["html"].as_str().unwrap();
    assert!(!html.contains("<script") && html.contains("&lt;script&gt;"), "{html}");
}

#[test]
fn another_page_gets_nothing() {
    let review = shipped_review();
    let server = Served::start(review.path(), "Ann");
    let (status, head, _) = server.get("", "");
    assert_eq!(status, 200);
    assert!(
        head.contains("content-security-policy: default-src 'none'") && !head.contains("access-control-allow"),
        "{head}"
    );
    assert_eq!(server.get("show", "Origin: https://evil.example\r\n").0, 403);
    assert_eq!(server.get("show", "Sec-Fetch-Site: cross-site\r\n").0, 403);
    let send = |host: &str, path: &str| {
        server.send(&format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")).0
    };
    assert_eq!(send("evil.example", &format!("/{}/", server.token)), 421);
    let own = format!("127.0.0.1:{}", server.port);
    assert_eq!(send(&own, "/"), 404);
    assert_eq!(send(&own, &format!("/{}0/show", &server.token[..31])), 404);
    assert_eq!(send(&own, "//../../etc/passwd"), 404);
    let form = format!(
        "POST /{}/act HTTP/1.1\r\nHost: {own}\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{{}}",
        server.token
    );
    assert_eq!(server.send(&form).0, 403, "a form of another page");
}

#[test]
fn the_port_and_the_folder_are_told_when_they_cannot_be_used() {
    let review = shipped_review();
    let server = Served::start(review.path(), "Ann");
    let port = server.port.to_string();
    let (_, error) = check_cli(review.path(), &["screen", "--by", "Bo", "--port", &port], 2);
    assert!(error.contains("is in use"), "{error}");
    let (_, error) = check_cli(review.path(), &["screen", "--by", "?!"], 2);
    assert!(error.contains("is no name"), "{error}");
    drop(server);
    let _ = std::fs::remove_dir_all(review.path().join("rulings"));
    std::fs::write(review.path().join("rulings"), "not a folder").unwrap();
    let (_, error) = check_cli(review.path(), &["screen", "--by", "Bo"], 2);
    assert!(error.contains("cannot write to"), "{error}");
}

#[test]
fn what_is_wrong_with_rulings_is_told_and_costs_nothing() {
    let review = shipped_review();
    let server = Served::start(review.path(), "Ann");
    let second = server.decide(&server.show("queue=review"), "include");
    let file = review.path().join("rulings/ann.jsonl");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("<<<<<<< HEAD\n{text}=======\n{{\"v\":1,\"kind\"\n>>>>>>> other\n")).unwrap();
    let third = server.decide(&second, "exclude");
    assert_eq!(third["done"], 2, "both decisions are there");
    let notices = third["notices"].to_string();
    for words in ["merge that was not finished", "is not a ruling", "rulings/ann.jsonl:4"] {
        assert!(notices.contains(words), "{words}: {notices}");
    }
}

#[test]
fn another_person_and_a_changed_export_are_taken_up_under_the_open_page() {
    let review = shipped_review();
    let server = Served::start(review.path(), "Ann");
    let first = server.show("queue=review");
    let other = Served::start(review.path(), "Bo");
    other.decide(&other.show("queue=review"), "include");
    std::thread::sleep(std::time::Duration::from_millis(600));
    let now = server.show("queue=review");
    assert_ne!(now["name"], first["name"], "one reader is enough here, and Bo decided");
    // The exports are made again, and the title that is shown begins otherwise: it is another reference now.
    let title: String = now["title"].as_str().unwrap().chars().take(20).collect();
    for entry in std::fs::read_dir(review.path().join("exports")).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replace(&title, "Nobodys made-up paper ")).unwrap();
    }
    let mut tries = 0;
    while server.show("queue=review")["version"] == 1 {
        std::thread::sleep(std::time::Duration::from_millis(200));
        tries += 1;
        assert!(tries < 300, "the review is computed again");
    }
    let act = json!({ "do": "decide", "group": now["name"], "verdict": "include", "seen": "" });
    let (status, answer) = server.act(act, json!({ "queue": "review", "at": now["name"] }));
    assert_eq!(status, 409, "{answer}");
    assert!(answer["error"].as_str().unwrap().contains("Nothing was saved"), "{answer}");
    std::fs::write(review.path().join("protocol.toml"), "schema = 1").unwrap();
    std::thread::sleep(std::time::Duration::from_millis(600));
    let mut told = String::new();
    for _ in 0..100 {
        told = server.show("queue=all")["notices"].to_string();
        if told.contains("cannot be read") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
    assert!(told.contains("goes on with what it read before"), "{told}");
}

#[test]
fn a_pilot_comes_first_and_opens_the_rest_when_the_readers_agree() {
    let review = shipped_review();
    let protocol = review.path().join("protocol.toml");
    let text = std::fs::read_to_string(&protocol).unwrap();
    std::fs::write(&protocol, text.replacen("voters    = 1", "voters    = 2\npilot = 4\norder = \"ranked\"", 1))
        .unwrap();
    let (ann, bo) = (Served::start(review.path(), "Ann"), Served::start(review.path(), "Bo"));
    let mut left = Vec::new();
    for (server, verdicts) in
        [(&ann, ["include", "include", "exclude", "exclude"]), (&bo, ["exclude", "exclude", "exclude", "exclude"])]
    {
        std::thread::sleep(std::time::Duration::from_millis(600));
        let mut names: Vec<String> = Vec::new();
        for verdict in verdicts {
            let mut shown = server.show("queue=review");
            // Both decide in the order of the names, so that they read the same four.
            let all: Vec<String> = (0..4 - names.len())
                .map(|step| {
                    server.show(&format!("queue=review&at={}&step={step}", shown["name"].as_str().unwrap()))["name"]
                        .as_str()
                        .unwrap()
                        .to_owned()
                })
                .collect();
            let first = all.iter().min().unwrap().clone();
            shown = server.show(&format!("queue=review&at={first}"));
            names.push(first);
            assert!(
                shown["total"].as_u64().unwrap() <= 4 && shown["advice"].to_string().contains("Pilot"),
                "{}",
                shown["advice"]
            );
            server.decide(&shown, verdict);
        }
        left.push(names);
    }
    assert_eq!(left[0], left[1], "the pilot is the same for both");
    let stuck = bo.show("queue=review");
    assert!(
        stuck["total"] == 0 && stuck["advice"].to_string().contains("(50 %), and 75 % are needed"),
        "{}",
        stuck["advice"]
    );
    // They talk; Bo changes one word.
    let again = bo.show(&format!("queue=all&at={}", left[1][0]));
    assert!(bo.decide(&again, "include")["total"].as_u64().unwrap() > 50, "three of four are enough");
}

#[test]
fn full_texts_are_sought_retrieved_and_assessed() {
    let review = shipped_review();
    let server = Served::start(review.path(), "Ann");
    let shown = server.show("queue=texts");
    let name = shown["name"].as_str().unwrap().to_owned();
    std::fs::create_dir(review.path().join("pdf")).unwrap();
    std::fs::write(review.path().join("pdf").join(format!("{name}.pdf")), "%PDF-1.4 made up").unwrap();
    let (status, head, body) = server.get(&format!("pdf/{name}"), "");
    assert!(status == 200 && head.contains("application/pdf") && body.starts_with("%PDF"), "{head}");
    assert_eq!(server.get("pdf/no-such-group", "").0, 404);
    let say = |verdict: &str, note: &str| {
        let act = json!({ "do": "retrieval", "group": name, "verdict": verdict, "note": note });
        server.act(act, json!({ "queue": "texts", "at": name }))
    };
    assert_eq!(say("not-retrieved", "").0, 422, "not without a reason");
    for (verdict, note) in [("sought", ""), ("not-retrieved", "no copy in any library"), ("retrieved", "")] {
        assert_eq!(say(verdict, note).0, 200);
    }
    let shown = server.show(&format!("queue=texts&at={name}"));
    let act = json!({ "do": "decide", "group": name, "verdict": "exclude", "criterion": "empirical-case", "stage": shown["stage"] });
    assert_eq!(server.act(act, json!({ "queue": "texts", "at": name })).0, 200);
    let stages: Vec<Value> = lines(review.path(), "ann.jsonl").iter().map(|line| line["stage"].clone()).collect();
    assert_eq!(stages, vec![json!("eligibility"); 4]);
    drop(server);
    check_cli(review.path(), &["run"], 0);
    let flow = std::fs::read_to_string(review.path().join("results/flow.csv")).unwrap();
    let decisions = std::fs::read_to_string(review.path().join("results/decisions.csv")).unwrap();
    let row = decisions.lines().find(|line| line.starts_with(&name)).unwrap();
    assert!(row.contains("excluded,eligibility,empirical-case"), "{row}\n{flow}");
}

#[test]
fn a_group_is_split_and_two_are_joined() {
    let review = shipped_review();
    let server = Served::start(review.path(), "Ann");
    let shown = server.show("queue=all&state=duplicates");
    let html = shown["html"].as_str().unwrap();
    let records: Vec<&str> = html.split("<li><code>").skip(1).map(|part| part.split('<').next().unwrap()).collect();
    assert!(records.len() > 1, "{html}");
    // Two that have nothing to do with the group that is split.
    let first = server.show("queue=review&words=leadership")["name"].as_str().unwrap().to_owned();
    let name =
        |step: u32| server.show(&format!("queue=review&words=leadership&at={first}&step={step}"))["name"].clone();
    let names: Vec<Value> = (0..6).map(name).filter(|name| *name != shown["name"]).skip(1).take(2).collect();
    let split = |records: Value| {
        server.act(json!({ "do": "split", "group": shown["name"], "records": records }), json!({ "queue": "all" }))
    };
    assert_eq!(split(json!([])).0, 422);
    assert_eq!(split(json!(records)).0, 422, "one has to stay");
    assert_eq!(split(json!(["no:1"])).0, 409);
    assert_eq!(split(json!([records[1]])).0, 200);
    let join =
        |a: &Value, b: &Value| server.act(json!({ "do": "duplicate", "group": a, "of": b }), json!({ "queue": "all" }));
    assert_eq!(join(&names[0], &names[0]).0, 422);
    assert_eq!(join(&names[0], &names[1]).0, 200);
    drop(server);
    check_cli(review.path(), &["run"], 0);
    let table = std::fs::read_to_string(review.path().join("results/records.csv")).unwrap();
    let group = |record: &str| {
        table
            .lines()
            .find(|line| line.starts_with(&format!("{record},")))
            .unwrap()
            .split(',')
            .nth(1)
            .unwrap()
            .to_owned()
    };
    assert_ne!(group(records[0]), group(records[1]));
    let decisions = std::fs::read_to_string(review.path().join("results/decisions.csv")).unwrap();
    let both = names.iter().filter(|name| decisions.contains(&format!("\n{},", name.as_str().unwrap()))).count();
    assert_eq!(both, 1, "two references became one");
}

#[test]
fn the_page_offers_exactly_what_a_run_leaves_to_people() {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    let sheet = std::fs::read_to_string(review.path().join("results/to-review.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(sheet.as_bytes());
    let waiting: std::collections::BTreeSet<String> = reader.records().map(|row| row.unwrap()[0].to_owned()).collect();
    let server = Served::start(review.path(), "Ann");
    let mut offered = std::collections::BTreeSet::new();
    let mut at = String::new();
    for _ in 0..waiting.len() {
        let shown = server.show(&format!("queue=review&at={at}&step={}", u8::from(!at.is_empty())));
        at = shown["name"].as_str().unwrap().to_owned();
        offered.insert(at.clone());
    }
    assert_eq!(offered, waiting);
    assert_eq!(server.show("queue=review")["total"], waiting.len());
}
