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

fn lines(folder: &Path, file: &str) -> Vec<Value> {
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
