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
    /// Whether the usual port of the reader was taken.
    elsewhere: bool,
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
        Self { child, port: port.parse().unwrap(), token: token.to_owned(), elsewhere: told["elsewhere"] == true }
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
    pub fn decide(&self, shown: &Value, verdict: &str) -> Value {
        let criterion = if verdict == "exclude" { "uk" } else { "" };
        let act = json!({ "do": "decide", "group": shown["name"], "verdict": verdict, "criterion": criterion, "seen": shown["seen"], "stage": shown["stage"] });
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
    let act = json!({ "do": "decide", "group": shown["name"], "verdict": "exclude", "criterion": "uk", "seen": "" });
    let (status, answer) = server.act(act, json!({ "queue": "review", "at": shown["name"] }));
    assert_eq!(status, 409);
    assert!(answer["error"].as_str().unwrap().contains("said include"), "{answer}");
    assert_eq!(lines(review.path(), "ann.jsonl").len(), 1);
}

/// Both have read the file when they decide: whoever writes second has to read what the first wrote.
#[test]
fn of_two_programs_of_one_reader_the_second_is_told_what_the_first_wrote() {
    let review = shipped_review();
    let [one, other] = [0, 1].map(|_| Served::start(review.path(), "Ann"));
    one.decide(&one.show("queue=review"), "include");
    std::thread::sleep(std::time::Duration::from_millis(600));
    let shown = one.show("queue=review");
    assert_eq!(other.show("queue=review")["name"], shown["name"], "both have read the first decision");
    let file = std::fs::File::open(review.path().join("rulings/ann.jsonl")).unwrap();
    file.lock().unwrap();
    let decide = |verdict: &str, served: &Served| {
        let act = json!({ "do": "decide", "group": shown["name"], "verdict": verdict, "note": "abroad", "seen": "" });
        served.act(act, json!({ "queue": "review", "at": shown["name"] }))
    };
    let answers: Vec<(u16, Value)> = std::thread::scope(|scope| {
        let first = scope.spawn(|| decide("include", &one));
        let second = scope.spawn(|| decide("exclude", &other));
        // Both wait for the file, which neither can have read again since.
        std::thread::sleep(std::time::Duration::from_millis(500));
        file.unlock().unwrap();
        vec![first.join().unwrap(), second.join().unwrap()]
    });
    let mut statuses: Vec<u16> = answers.iter().map(|(status, _)| *status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "{answers:?}");
    let refused = &answers.iter().find(|(status, _)| *status == 409).unwrap().1;
    assert!(refused["error"].as_str().unwrap().contains("Meanwhile you said"), "{refused}");
    assert_eq!(lines(review.path(), "ann.jsonl").len(), 2, "one decision on each reference");
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
    let (status, answer) = decide(name.clone(), "exclude", "", " ", "");
    assert!(status == 422 && answer["error"].as_str().unwrap().contains("Choose the criterion"), "{answer}");
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
    let another = if server.token.ends_with('0') { '1' } else { '0' };
    assert_eq!(send(&own, &format!("/{}{another}/show", &server.token[..31])), 404);
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

/// What the page tells until `holds`.
pub fn until(server: &Served, query: &str, holds: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..150 {
        let shown = server.show(query);
        if holds(&shown) {
            return shown;
        }
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
    panic!("never: {}", server.show(query))
}

#[test]
fn a_new_export_and_a_changed_protocol_are_another_edition_of_the_review() {
    let review = shipped_review();
    let path = |name: &str| review.path().join(name);
    let protocol = std::fs::read_to_string(path("protocol.toml")).unwrap();
    let with_pattern = protocol.replace("exports/grey_scholar.ris", "exports/grey_*.ris");
    assert_ne!(protocol, with_pattern);
    std::fs::write(path("protocol.toml"), &with_pattern).unwrap();
    let server = Served::start(review.path(), "Ann");
    let first = server.show("queue=all");
    let edition = |shown: &Value| shown["edition"].as_str().unwrap().to_owned();
    let (_, _, page) = server.get("", "");
    assert!(page.contains(&format!("data-edition=\"{}\"", edition(&first))), "the page knows what it was made of");
    // A decision, also on a pair, makes no other edition.
    let act = json!({ "do": "decide", "group": first["name"], "verdict": "include", "seen": first["seen"] });
    assert_eq!(edition(&server.act(act, json!({})).1), edition(&first));

    let new = "TY  - JOUR\nAU  - Larsen, Lena\nPY  - 2010\nTI  - Night buses and the people who wait for them\nJO  - Town Studies\n\
               LA  - English\nER  - \n";
    std::fs::write(path("exports/grey_new.ris"), new).unwrap();
    let second = until(&server, "queue=all&words=night+buses", |shown| shown["total"] == 1);
    assert_ne!(edition(&second), edition(&first), "a new file that a pattern of the protocol means");
    std::fs::write(path("protocol.toml"), format!("{with_pattern}\n# a comment\n")).unwrap();
    let third = until(&server, "queue=all", |shown| edition(shown) != edition(&second));
    std::fs::remove_file(path("exports/grey_new.ris")).unwrap();
    let fourth = until(&server, "queue=all&words=night+buses", |shown| shown["total"] == 0);
    assert!(edition(&fourth) != edition(&third) && edition(&fourth) != edition(&first));
    assert_eq!(lines(review.path(), "ann.jsonl").len(), 1);
}

#[test]
fn a_request_for_the_headers_alone_gets_them() {
    let review = shipped_review();
    let server = Served::start(review.path(), "Ann");
    let own = format!("127.0.0.1:{}", server.port);
    let ask = |method: &str, path: &str| {
        let request = format!(
            "{method} /{}/{path} HTTP/1.1\r\nHost: {own}\r\nX-Litsieve: 1\r\nConnection: close\r\n\r\n",
            server.token
        );
        server.send(&request)
    };
    let head = |path: &str| {
        server.send(&format!("HEAD /{}/{path} HTTP/1.1\r\nHost: {own}\r\nConnection: close\r\n\r\n", server.token))
    };
    let (status, headers, body) = head("");
    assert_eq!((status, body.as_str()), (200, ""));
    assert!(headers.contains("content-security-policy") && headers.contains("text/html"), "{headers}");
    assert_eq!((head("show").0, head("app.js").0, head("act").0, head("nothing").0), (200, 200, 405, 404));
    assert_eq!((ask("PUT", "act").0, ask("POST", "show").0, ask("DELETE", "").0), (405, 405, 405));
}

#[test]
fn a_note_that_turns_text_around_turns_nothing_on_the_page_and_stays_as_it_was_typed() {
    let review = shipped_review();
    let server = Served::start(review.path(), "Ann");
    let name = server.show("queue=review")["name"].clone();
    let note = "in\u{202E}edulc\u{2066} שלום \u{200F}";
    let act = json!({ "do": "decide", "group": name, "verdict": "unsure", "note": note, "seen": "" });
    assert_eq!(server.act(act, json!({})).0, 200);
    let (_, _, body) = server.get(&format!("show?queue=all&at={}", name.as_str().unwrap()), "");
    let shown: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(shown["note"], note, "the box has what was typed");
    let html = shown["html"].as_str().unwrap();
    assert!(html.contains("in⟨U+202E⟩edulc⟨U+2066⟩ שלום \u{200F}"), "{html}");
    assert!(!html.contains(['\u{202E}', '\u{2066}']));
    assert_eq!(lines(review.path(), "ann.jsonl")[0]["note"], note, "the file has it too");
}

/// Who included through a word on a criterion, the results say.
#[test]
fn a_reference_that_a_word_on_a_criterion_includes_was_not_included_by_rule() {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    let decisions = || std::fs::read_to_string(review.path().join("results/decisions.csv")).unwrap();
    let text = decisions();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|column| column == name).unwrap();
    let criteria: Vec<usize> = (0..header.len())
        .filter(|&at| header[at].starts_with("criterion:") && !header[at].ends_with(":evidence"))
        .collect();
    let (name, unclear): (String, Vec<String>) = reader
        .records()
        .map(Result::unwrap)
        .filter(|row| &row[column("decision")] == "to-review")
        .map(|row| {
            let unclear = criteria.iter().filter(|&&at| &row[at] == "unclear");
            (
                row[0].to_owned(),
                unclear.map(|&at| header[at].trim_start_matches("criterion:").to_owned()).collect::<Vec<_>>(),
            )
        })
        .min_by_key(|(_, unclear)| unclear.len())
        .unwrap();
    let server = Served::start(review.path(), "Ann");
    for criterion in &unclear {
        let act = json!({ "do": "criterion", "group": name, "criterion": criterion, "verdict": "met" });
        assert_eq!(server.act(act, json!({ "queue": "all", "at": name })).0, 200);
    }
    drop(server);
    check_cli(review.path(), &["run"], 0);
    let text = decisions();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let row = reader.records().map(Result::unwrap).find(|row| row[0] == name).unwrap();
    assert_eq!((&row[column("decision")], &row[column("by")]), ("included", "Ann"), "{row:?}");
    check_cli(review.path(), &["verify"], 0);
}

#[test]
fn a_narrowed_list_is_decided_together_and_nothing_else_is() {
    let review = shipped_review();
    let server = Served::start(review.path(), "Ann");
    let batch = |view: Value, verdict: &str, criterion: &str, total: u64| {
        let act = json!({ "do": "batch", "verdict": verdict, "criterion": criterion, "total": total });
        server.act(act, view)
    };
    let whole = server.show("queue=review");
    assert_eq!(
        (&whole["narrowed"], batch(json!({}), "include", "", whole["total"].as_u64().unwrap()).0),
        (&json!(false), 422)
    );
    let narrowed = json!({ "queue": "review", "words": "leadership" });
    let shown = server.show("queue=review&words=leadership");
    let total = shown["total"].as_u64().unwrap();
    assert!(total > 2 && shown["narrowed"] == true);
    assert_eq!(batch(narrowed.clone(), "exclude", "", total).0, 422, "not without a reason");
    assert_eq!(batch(narrowed.clone(), "perhaps", "", total).0, 422);
    assert_eq!(batch(narrowed.clone(), "exclude", "uk", total + 1).0, 409, "not another number than was confirmed");
    for queue in ["all", "pairs", "texts", "conflicts"] {
        assert_eq!(batch(json!({ "queue": queue, "words": "leadership" }), "include", "", total).0, 422, "{queue}");
    }
    assert!(lines(review.path(), "ann.jsonl").is_empty());

    let (status, answer) = batch(narrowed.clone(), "exclude", "uk", total);
    assert_eq!((status, &answer["total"], &answer["done"]), (200, &json!(0), &json!(total)), "{answer}");
    let written = lines(review.path(), "ann.jsonl");
    assert_eq!(written.len() as u64, total);
    let note = format!("[one of {total} decided together: words leadership]");
    assert!(written.iter().all(|line| line["note"] == note && line["criterion"] == "uk"), "{}", written[0]);
    // One more by itself: undone by itself, then the others together, also after a restart.
    let single = server.decide(&server.show("queue=review"), "include");
    assert_eq!(single["done"], json!(total + 1));
    drop(server);
    let server = Served::start(review.path(), "Ann");
    let act = |what: &str| server.act(json!({ "do": what }), json!({ "queue": "review" })).1["done"].clone();
    assert_eq!([act("undo"), act("undo")], [json!(total), json!(0)]);
    assert_eq!([act("redo"), act("redo")], [json!(total), json!(total + 1)]);
    let (out, _) = check_cli(review.path(), &["check", "--json"], 0);
    assert!(!out.contains("RUL0"), "{out}");
    // An entry of the list by its number.
    let place = server.show("queue=all&number=9");
    assert_eq!(
        (&place["position"], server.show("queue=all&number=99999")["position"] == place["total"]),
        (&json!(9), true)
    );
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
        if left.is_empty() {
            let outside =
                (0..9).map(|step| server.show(&format!("queue=all&state=to-review&step={step}"))["name"].clone());
            let outside = outside.into_iter().find(|name| !names.contains(&name.as_str().unwrap().to_owned())).unwrap();
            let act =
                json!({ "do": "decide", "group": outside, "verdict": "include", "stage": "screening", "seen": "" });
            let (status, answer) = server.act(act, json!({ "queue": "all" }));
            assert!(status == 422 && answer["error"].as_str().unwrap().contains("pilot comes first"), "{answer}");
        }
        left.push(names);
    }
    assert_eq!(left[0], left[1], "the pilot is the same for both");
    // The ranking has learnt, and says nothing of when to stop: it knows the references of the pilot only.
    let learnt =
        until(&ann, "queue=all&state=to-review&step=9", |shown| shown.to_string().contains("Why it comes now"));
    let advice = learnt["advice"].as_array().unwrap();
    assert!(advice.len() == 1 && advice[0].as_str().unwrap().starts_with("Pilot"), "{advice:?}");
    let stuck = bo.show("queue=review");
    assert!(
        stuck["total"] == 0 && stuck["advice"].to_string().contains("(50 %), and 75 % are needed"),
        "{}",
        stuck["advice"]
    );
    // They talk; Bo changes one word.
    let again = bo.show(&format!("queue=all&at={}", left[1][0]));
    assert!(bo.decide(&again, "include")["total"].as_u64().unwrap() > 50, "three of four are enough");
    let told = until(&bo, "queue=review", |shown| shown["advice"].to_string().contains("SAFE"));
    assert!(!told["advice"].to_string().contains("Pilot"), "{told}");
    let (read, left) = (4, told["total"].as_u64().unwrap());
    assert!(told["advice"].to_string().contains(&format!("(it is {} %)", read * 100 / (read + left))), "{told}");
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

/// The shipped review with two readers at the reading of titles and abstracts.
pub fn for_two() -> tempfile::TempDir {
    let review = shipped_review();
    let protocol = review.path().join("protocol.toml");
    let text = std::fs::read_to_string(&protocol).unwrap();
    let two = text.replacen("voters    = 1", "voters    = 2", 1);
    assert_ne!(two, text);
    std::fs::write(protocol, two).unwrap();
    review
}

/// The codes that `check` tells of rulings.
fn told(folder: &Path) -> String {
    let output =
        Command::new(assert_cmd::cargo::cargo_bin!("litsieve")).args(["check", "--json"]).arg(folder).output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn git(folder: &Path, arguments: &[&str]) {
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=made up", "-c", "user.email=made@up.example", "-c", "init.defaultBranch=main"])
        .args(arguments)
        .output()
        .expect("git runs");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn two_machines_merged_with_git_lose_nothing_and_a_contradiction_is_asked_again() {
    let review = shipped_review();
    let root = review.path();
    let server = Served::start(root, "Ann");
    let first = server.show("queue=review");
    let second = server.decide(&first, "include");
    let third_name =
        server.show(&format!("queue=review&at={}&step=1", second["name"].as_str().unwrap()))["name"].clone();
    drop(server);
    git(root, &["init", "-q"]);
    std::fs::write(root.join(".gitattributes"), "rulings/*.jsonl merge=union\n").unwrap();
    git(root, &["add", "-A"]);
    git(root, &["commit", "-qm", "begin"]);
    // On the laptop Ann includes the second; on the desk Ann excludes it, and Bo and Ann decide on others.
    git(root, &["checkout", "-qb", "laptop"]);
    let server = Served::start(root, "Ann");
    server.decide(&second, "include");
    drop(server);
    git(root, &["commit", "-qam", "laptop"]);
    git(root, &["checkout", "-q", "main"]);
    let server = Served::start(root, "Ann");
    server.decide(&second, "exclude");
    server.decide(&server.show(&format!("queue=review&at={}", third_name.as_str().unwrap())), "unsure");
    let bo = Served::start(root, "Bo");
    bo.decide(&bo.show(&format!("queue=all&at={}", first["name"].as_str().unwrap())), "include");
    drop((server, bo));
    git(root, &["add", "-A"]);
    git(root, &["commit", "-qm", "desk"]);
    git(root, &["merge", "-q", "--no-edit", "laptop"]);
    assert_eq!(lines(root, "ann.jsonl").len(), 4, "every line of both sides");
    let found = told(root);
    assert!(found.contains("RUL011") && found.contains("Ann said") && !found.contains("RUL001"), "{found}");
    // Whichever side stands first, the reference waits, and the page asks.
    check_cli(root, &["run"], 0);
    let decisions = std::fs::read_to_string(root.join("results/decisions.csv")).unwrap();
    let name = second["name"].as_str().unwrap();
    let row = decisions.lines().find(|line| line.starts_with(&format!("{name},"))).unwrap();
    assert!(row.starts_with(&format!("{name},to-review,screening")), "{row}");
    let server = Served::start(root, "Ann");
    let asked = server.show(&format!("queue=review&at={name}"));
    assert!(asked["position"].is_u64() && asked["html"].as_str().unwrap().contains("You said two things"), "{asked}");
    assert_eq!(asked["seen"].as_str().unwrap().split(' ').count(), 2, "the next word takes the place of both");
    server.decide(&asked, "include");
    drop(server);
    assert!(!told(root).contains("RUL011"));
    assert_eq!(lines(root, "ann.jsonl")[4]["supersedes"].as_str().unwrap().split(' ').count(), 2);
}

#[test]
fn an_undo_says_of_what_and_gives_the_note_back() {
    let review = shipped_review();
    let server = Served::start(review.path(), "Ann");
    let first = server.show("queue=review");
    let act = json!({ "do": "decide", "group": first["name"], "verdict": "exclude", "criterion": "uk", "note": "abroad", "seen": "" });
    assert_eq!(server.act(act, json!({ "queue": "review", "at": first["name"] })).0, 200);
    // From another list: the reader stays there and is told what was taken back.
    let other = server.show("queue=texts");
    let (status, undone) = server.act(json!({ "do": "undo" }), json!({ "queue": "texts", "at": other["name"] }));
    assert_eq!((status, &undone["name"]), (200, &other["name"]));
    let said = undone["saved"].as_str().unwrap();
    assert!(said.starts_with("Took back: exclude, uk") && said.contains(first["title"].as_str().unwrap()), "{said}");
    assert_eq!(undone["returned"], json!({ "name": first["name"], "note": "abroad" }));
    let (_, redone) = server.act(json!({ "do": "redo" }), json!({ "queue": "review", "at": "" }));
    assert!(redone["saved"].as_str().unwrap().contains(first["title"].as_str().unwrap()), "{redone}");
}

#[test]
fn a_split_is_undone_in_one_step_and_done_again_in_one() {
    let review = shipped_review();
    let server = Served::start(review.path(), "Ann");
    let mut shown = server.show("queue=all&state=duplicates");
    let records = |shown: &Value| {
        let html = shown["html"].as_str().unwrap();
        html.split("<li><code>").skip(1).map(|part| part.split('<').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    for _ in 0..40 {
        if records(&shown).len() > 2 {
            break;
        }
        shown = server.show(&format!("queue=all&state=duplicates&step=1&at={}", shown["name"].as_str().unwrap()));
    }
    let members = records(&shown);
    assert!(members.len() > 2, "a group of three");
    server.decide(&server.show("queue=review"), "include");
    let split = json!({ "do": "split", "group": shown["name"], "records": [members[2]], "note": "another paper" });
    assert_eq!(server.act(split, json!({ "queue": "all" })).0, 200);
    let pairs = lines(review.path(), "ann.jsonl").len() - 1;
    assert_eq!(pairs, members.len() - 1, "a line for every pair across");
    let (_, undone) = server.act(json!({ "do": "undo" }), json!({ "queue": "all", "at": "" }));
    assert!(undone["saved"].as_str().unwrap().contains(&format!("a split ({pairs} pairs)")), "{}", undone["saved"]);
    let all = lines(review.path(), "ann.jsonl");
    assert_eq!((all.len(), all[pairs + 1]["supersedes"].as_str().unwrap().split(' ').count()), (pairs + 2, pairs));
    let (_, again) = server.act(json!({ "do": "redo" }), json!({ "queue": "all", "at": "" }));
    assert!(again["redo"] == false, "one step");
    assert_eq!(server.act(json!({ "do": "undo" }), json!({})).0, 200);
    let (_, last) = server.act(json!({ "do": "undo" }), json!({}));
    assert!(last["saved"].as_str().unwrap().starts_with("Took back: include"), "{}", last["saved"]);
    assert_eq!(last["undo"], false, "nothing is left");
    let text = told(review.path());
    assert!(!text.contains("RUL008") && !text.contains("RUL010"), "{text}");
}

#[test]
fn what_two_people_say_of_a_full_text_stays_theirs() {
    let review = shipped_review();
    let (ann, bo) = (Served::start(review.path(), "Ann"), Served::start(review.path(), "Bo"));
    let name = ann.show("queue=texts")["name"].clone();
    let say = |server: &Served, verdict: &str, note: &str| {
        let act = json!({ "do": "retrieval", "group": name, "verdict": verdict, "note": note });
        server.act(act, json!({ "queue": "texts", "at": name }))
    };
    let assess = |server: &Served| {
        let shown = server.show(&format!("queue=texts&at={}", name.as_str().unwrap()));
        let act = json!({ "do": "decide", "group": name, "verdict": "include", "stage": shown["stage"], "seen": shown["seen"] });
        server.act(act, json!({ "queue": "texts", "at": name }))
    };
    assert_eq!(say(&ann, "not-retrieved", "no copy").0, 200);
    let (status, answer) = assess(&bo);
    assert!(status == 422 && answer["error"].as_str().unwrap().contains("Ann says"), "{answer}");
    assert_eq!(say(&bo, "retrieved", "").0, 200);
    assert_eq!(lines(review.path(), "bo.jsonl")[0]["supersedes"], "", "what Ann said stays what Ann said");
    assert_eq!(assess(&bo).0, 200, "who has it has it");
    let (status, answer) = say(&bo, "not-retrieved", "lost");
    assert!(status == 422 && answer["error"].as_str().unwrap().contains("You have assessed"), "{answer}");
    let text = told(review.path());
    assert!(text.contains("RUL012") && text.contains("counts as assessed"), "{text}");
    let counted = ann.show("queue=texts");
    assert_eq!((&counted["done"], &counted["what"]), (&json!(1), &json!("assessed or given up")));
}

#[test]
fn a_criterion_is_answered_and_taken_back() {
    let review = shipped_review();
    let server = Served::start(review.path(), "Ann");
    let name = server.show("queue=review&unclear=uk")["name"].clone();
    let say = |criterion: &str, verdict: &str| {
        let act = json!({ "do": "criterion", "group": name, "criterion": criterion, "verdict": verdict });
        server.act(act, json!({ "queue": "review", "at": name }))
    };
    for (criterion, verdict) in [("no-such", "met"), ("uk", "perhaps"), ("uk", "")] {
        assert_eq!(say(criterion, verdict).0, 422, "{criterion} {verdict}");
    }
    assert_eq!(say("uk", "unclear").0, 200);
    let (_, shown) = say("uk", "not-met");
    assert_eq!(shown["name"], name, "the reference stays to be looked at");
    assert!(shown["html"].as_str().unwrap().contains("data-own=\"not-met\""), "{}", shown["html"]);
    let written = lines(review.path(), "ann.jsonl");
    assert_eq!((written.len(), &written[1]["kind"], &written[1]["criterion"]), (2, &json!("criterion"), &json!("uk")));
    check_cli(review.path(), &["run"], 0);
    let decisions = std::fs::read_to_string(review.path().join("results/decisions.csv")).unwrap();
    let row = decisions.lines().find(|line| line.starts_with(name.as_str().unwrap())).unwrap().to_owned();
    assert!(row.contains(",excluded,screening,uk,"), "{row}");
    let (_, back) = say("uk", "");
    assert!(back["html"].as_str().unwrap().contains("data-criterion=\"uk\" data-own=\"\""));
    assert_eq!(server.act(json!({ "do": "undo" }), json!({})).0, 422, "taking back is what an undo does");
}

#[test]
fn at_a_stage_of_two_a_criterion_is_answered_blind() {
    let review = for_two();
    let (ann, bo) = (Served::start(review.path(), "Zebedee Quirk"), Served::start(review.path(), "Bo"));
    let name = ann.show("queue=review&unclear=uk")["name"].clone();
    let act = json!({ "do": "criterion", "group": name, "criterion": "uk", "verdict": "not-met", "note": "abroad" });
    assert_eq!(ann.act(act.clone(), json!({ "queue": "review", "at": name })).0, 200);
    std::thread::sleep(std::time::Duration::from_millis(600));
    let shown = bo.show(&format!("queue=review&at={}", name.as_str().unwrap()));
    assert!(shown["position"].is_u64(), "it still waits for Bo");
    assert!(!shown.to_string().contains("Zebedee") && !shown.to_string().contains("abroad"), "{shown}");
    assert_eq!(bo.act(act, json!({ "queue": "review", "at": name })).0, 200);
    check_cli(review.path(), &["run"], 0);
    let decisions = std::fs::read_to_string(review.path().join("results/decisions.csv")).unwrap();
    let row = decisions.lines().find(|line| line.starts_with(name.as_str().unwrap())).unwrap().to_owned();
    assert!(row.contains(",excluded,screening,uk,"), "both say so: {row}");
}

#[test]
fn a_reader_does_not_settle_an_own_conflict_in_silence() {
    let review = for_two();
    let (ann, bo) = (Served::start(review.path(), "Ann"), Served::start(review.path(), "Bo"));
    let shown = ann.show("queue=review");
    ann.decide(&shown, "include");
    bo.decide(&bo.show(&format!("queue=review&at={}", shown["name"].as_str().unwrap())), "exclude");
    std::thread::sleep(std::time::Duration::from_millis(600));
    let conflict = ann.show("queue=conflicts");
    assert!(conflict["html"].as_str().unwrap().contains("You are one of these readers"), "{conflict}");
    let settle = |note: &str| {
        let act = json!({ "do": "decide", "group": conflict["name"], "verdict": "include", "note": note, "stage": conflict["stage"], "seen": conflict["seen"], "settles": true });
        ann.act(act, json!({ "queue": "conflicts", "at": conflict["name"] }))
    };
    let (status, answer) = settle("");
    assert!(status == 422 && answer["error"].as_str().unwrap().contains("one of the readers"), "{answer}");
    let (status, answer) = settle("Bo and I talked");
    assert!(status == 200 && answer["saved"].as_str().unwrap().starts_with("Settled"), "{answer}");
    let text = told(review.path());
    assert!(text.contains("RUL013"), "{text}");
    // A vote changed now is no independent one.
    ann.decide(&ann.show(&format!("queue=all&at={}", shown["name"].as_str().unwrap())), "exclude");
    let (out, _) = check_cli(review.path(), &["agreement", "--json"], 0);
    let found: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&found[0]["comparisons"][0]["yes_no"], &found[0]["not_independent"], &found[0]["blind"]),
        (&json!(1), &json!(1), &json!(true)),
        "{out}"
    );
}

#[test]
fn a_clock_that_ran_backwards_is_told_and_turns_nothing_around() {
    let review = shipped_review();
    let server = Served::start(review.path(), "Ann");
    server.decide(&server.show("queue=review"), "include");
    drop(server);
    let file = review.path().join("rulings/ann.jsonl");
    let text = std::fs::read_to_string(&file).unwrap();
    let year = text.split("\"at\":\"").nth(1).unwrap()[..4].to_owned();
    std::fs::write(&file, text.replacen(&format!("\"at\":\"{year}"), "\"at\":\"9998", 1)).unwrap();
    let server = Served::start(review.path(), "Ann");
    let shown = server.show("queue=all&state=mine");
    assert!(shown["notices"].to_string().contains("clock"), "{}", shown["notices"]);
    server.decide(&shown, "exclude");
    let now = server.show("queue=all&state=mine");
    assert!(now["html"].as_str().unwrap().contains("You: exclude"), "the later line counts, not the later time");
}

#[test]
fn a_folder_that_cannot_be_written_to_is_told_before_and_during_the_reading() {
    use std::os::unix::fs::PermissionsExt as _;
    let review = shipped_review();
    let rulings = review.path().join("rulings");
    std::fs::create_dir(&rulings).unwrap();
    let server = Served::start(review.path(), "Ann");
    let shown = server.show("queue=review");
    let may = |mode| std::fs::set_permissions(&rulings, std::fs::Permissions::from_mode(mode)).unwrap();
    may(0o555);
    if std::fs::write(rulings.join("probe"), "").is_ok() {
        // Who is root may write anywhere: the file is made to be a folder instead.
        may(0o755);
        std::fs::remove_file(rulings.join("probe")).unwrap();
        std::fs::create_dir(rulings.join("ann.jsonl")).unwrap();
    }
    let act = json!({ "do": "decide", "group": shown["name"], "verdict": "include", "seen": "" });
    let (status, answer) = server.act(act, json!({ "queue": "review", "at": shown["name"] }));
    assert_eq!(status, 507, "{answer}");
    assert!(answer["error"].as_str().unwrap().starts_with("Not saved"), "{answer}");
    assert_eq!(server.show("queue=review")["name"], shown["name"], "it still waits");
    let (_, error) = check_cli(review.path(), &["screen", "--by", "Ann"], 2);
    assert!(error.contains("cannot write to") || error.contains("is a folder, not a file"), "{error}");
    may(0o755);
}

#[test]
fn a_search_finds_words_notes_years_and_sources() {
    let review = shipped_review();
    let server = Served::start(review.path(), "Ann");
    let shown = server.show("queue=review&words=leadership");
    assert!(shown["html"].as_str().unwrap().contains("<b class=\"wanted\">"), "what is looked for is marked");
    let act =
        json!({ "do": "decide", "group": shown["name"], "verdict": "unsure", "note": "#askdan about it", "seen": "" });
    assert_eq!(server.act(act, json!({ "queue": "review" })).0, 200);
    let found = server.show("queue=all&words=%23askdan");
    assert_eq!((&found["name"], &found["total"]), (&shown["name"], &json!(1)));
    let all = server.show("queue=all")["total"].as_u64().unwrap();
    let total = |filter: &str| server.show(&format!("queue=all&{filter}"))["total"].as_u64().unwrap();
    let (early, late, none) = (total("to=2009"), total("from=2010"), total("from=3000"));
    assert!(early > 0 && late > 0 && early + late <= all && none == 0, "{early} {late} {none} of {all}");
    assert!(total("search=source%3Aibss") > 0 && total("search=source%3Anone") == 0);
    assert!(total("unclear=not-met%3Ayear") > 0 && total("unclear=met%3Ayear") > total("unclear=not-met%3Ayear"));
}

/// Of a stage at which two people vote, nothing that one of them said shows in what the other is offered, counted or told.
#[test]
fn a_lone_vote_shows_nowhere_in_what_another_is_offered() {
    let review = for_two();
    let protocol = review.path().join("protocol.toml");
    let mut text = std::fs::read_to_string(&protocol).unwrap();
    text.push_str("\n[stage.eligibility]\nvoters = 2\n");
    std::fs::write(&protocol, text).unwrap();
    let (ann, bo) = (Served::start(review.path(), "Ann"), Served::start(review.path(), "Bo"));
    let offered = |queue: &str| {
        let shown = bo.show(queue);
        [&shown["counts"], &shown["total"], &shown["done"], &shown["left"], &shown["name"]].map(Value::clone)
    };
    let lists = ["queue=review", "queue=texts", "queue=all&state=included", "queue=all&state=to-review"];
    let before: Vec<_> = lists.iter().map(|list| offered(list)).collect();
    // Against what the rules included, and on a full text.
    let text = ann.show("queue=texts");
    let act = json!({ "do": "decide", "group": text["name"], "verdict": "exclude", "criterion": "empirical-case", "stage": text["stage"] });
    assert_eq!(ann.act(act, json!({ "queue": "texts" })).0, 200);
    let kept = ann.show("queue=all&state=included");
    ann.decide(&kept, "exclude");
    std::thread::sleep(std::time::Duration::from_millis(600));
    for (list, before) in lists.iter().zip(before) {
        assert_eq!(offered(list), before, "{list}");
    }
}

#[test]
fn a_decision_is_taken_only_where_the_page_offers_it() {
    let review = for_two();
    let ann = Served::start(review.path(), "Ann");
    let refused = |group: &Value, more: Value, why: &str| {
        let mut act = json!({ "do": "decide", "group": group, "verdict": "exclude", "seen": "" });
        act.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let (status, answer) = ann.act(act, json!({ "queue": "all" }));
        assert!(status == 422 && answer["error"].as_str().unwrap().contains(why), "{answer}");
    };
    let waiting = ann.show("queue=review")["name"].clone();
    let wanted = ann.show("queue=texts")["name"].clone();
    refused(&waiting, json!({ "stage": "before_screening" }), "rules decide");
    refused(&waiting, json!({ "stage": "eligibility", "criterion": "uk" }), "is not wanted");
    refused(&wanted, json!({ "stage": "eligibility" }), "with one reason");
    refused(&wanted, json!({ "stage": "eligibility", "note": "a\u{0}b" }), "control characters");
    let act = json!({ "do": "retrieval", "group": waiting, "verdict": "sought" });
    assert_eq!(ann.act(act, json!({ "queue": "texts" })).0, 422);
    assert!(!review.path().join("rulings/ann.jsonl").exists(), "nothing was written");
}

#[test]
fn who_included_a_full_text_cannot_exclude_its_title_without_effect() {
    let review = shipped_review();
    let ann = Served::start(review.path(), "Ann");
    let text = ann.show("queue=texts");
    let at = |stage: &str, verdict: &str, seen: &Value| {
        let act = json!({ "do": "decide", "group": text["name"], "verdict": verdict, "criterion": "uk", "stage": stage, "seen": seen });
        ann.act(act, json!({ "queue": "all", "at": text["name"] }))
    };
    assert_eq!(at("eligibility", "include", &json!("")).0, 200);
    for verdict in ["exclude", "unsure"] {
        let (status, answer) = at("screening", verdict, &json!(""));
        let why = answer["error"].as_str().unwrap();
        assert!(
            status == 422 && why.contains("You said include at full text") && why.contains("the button Take back"),
            "{why}"
        );
    }
    assert_eq!(lines(review.path(), "ann.jsonl").len(), 1);
    assert_eq!(at("screening", "include", &json!("")).0, 200, "what changes nothing may be said");
}

/// What the page names is that word and no other, also of rulings that it has appended itself; and it can be taken back on the page.
#[test]
fn the_word_on_a_full_text_that_is_in_the_way_is_the_one_that_is_taken_back() {
    let review = shipped_review();
    let ann = Served::start(review.path(), "Ann");
    let text = ann.show("queue=texts");
    ann.decide(&ann.show("queue=review"), "include");
    let at = |stage: &str, verdict: &str, seen: &Value| {
        let act = json!({ "do": "decide", "group": text["name"], "verdict": verdict, "criterion": "uk", "stage": stage, "seen": seen });
        ann.act(act, json!({ "queue": "all", "at": text["name"] }))
    };
    let assess = || {
        let seen = ann.show(&format!("queue=texts&at={}", text["name"].as_str().unwrap()))["seen"].clone();
        assert_eq!(at("eligibility", "include", &seen).0, 200);
    };
    assess();
    let (_, refused) = at("screening", "exclude", &json!(""));
    let why = refused["error"].as_str().unwrap();
    let id = why.split("--undo ").nth(1).unwrap().split('`').next().unwrap();
    let (told, _) = check_cli(review.path(), &["decide", "--by", "Ann", "--undo", id], 0);
    let title = text["title"].as_str().unwrap();
    assert!(told.contains("Ann's include at eligibility") && told.contains(title), "{told}");
    assert!(told.contains("rulings/ann.jsonl:2"), "{told}");
    let (told, _) = check_cli(review.path(), &["decide", "--by", "Ann", "--json", "--undo", id], 0);
    let told: Value = serde_json::from_str(&told).unwrap();
    let gone = &told["taken_back"][0];
    assert_eq!(
        (&gone["stage"], &gone["verdict"], &gone["counted"]),
        (&json!("eligibility"), &json!("include"), &json!(false))
    );
    // On the page, also after the word was changed once.
    assess();
    let seen = ann.show(&format!("queue=texts&at={}", text["name"].as_str().unwrap()))["seen"].clone();
    assert_eq!(at("eligibility", "unsure", &seen).0, 200);
    let card = ann.show(&format!("queue=all&at={}", text["name"].as_str().unwrap()));
    assert!(card["html"].as_str().unwrap().contains("data-do=\"withdraw\""), "{card}");
    let withdraw = |stage: &str| {
        let act = json!({ "do": "withdraw", "group": text["name"], "stage": stage });
        ann.act(act, json!({ "queue": "all", "at": text["name"] }))
    };
    assert_eq!((withdraw("no-such-stage").0, withdraw("screening").0), (422, 422));
    let (status, back) = withdraw("eligibility");
    let said = back["saved"].as_str().unwrap();
    assert!(status == 200 && said.contains("unsure (full text)") && said.contains(title), "{back}");
    assert!(!back["html"].as_str().unwrap().contains("data-do=\"withdraw\""));
    assert_eq!(at("screening", "exclude", &json!("")).0, 200);
}

#[test]
fn a_request_that_is_far_too_large_is_answered_in_words() {
    let review = shipped_review();
    let server = Served::start(review.path(), "Ann");
    let act = json!({ "do": "decide", "group": "any", "verdict": "unsure", "note": "x".repeat(40 << 20) });
    let (status, answer) = server.act(act, json!({}));
    assert!(status == 413 && answer["error"].as_str().unwrap().contains("too large"), "{status} {answer}");
    server.decide(&server.show("queue=review"), "include");
}

#[test]
fn a_note_stands_for_the_reason_and_who_has_voted_is_told_without_the_vote() {
    let review = for_two();
    let (ann, bo) = (Served::start(review.path(), "Ann"), Served::start(review.path(), "Bo"));
    let first = ann.show("queue=all&state=included");
    let exclude = |reader: &Served, note: &str| {
        let act = json!({ "do": "decide", "group": first["name"], "verdict": "exclude", "note": note });
        assert_eq!(reader.act(act, json!({ "queue": "all" })).0, 200);
    };
    exclude(&ann, "a poster");
    let waits = |words: &str| {
        let results = tempfile::tempdir().unwrap();
        let out = results.path().join("out");
        check_cli(review.path(), &["run", "--results", out.to_str().unwrap()], 0);
        let decisions = std::fs::read_to_string(out.join("decisions.csv")).unwrap();
        let row = decisions.lines().find(|line| line.starts_with(first["name"].as_str().unwrap())).unwrap().to_owned();
        assert!(row.contains(words) && !row.contains("not agreed"), "{row}");
    };
    waits(",1 of 2 has voted: Ann,Ann,");
    exclude(&bo, "a poster, no text");
    waits("no criterion named; notes: a poster | a poster, no text");
}

/// Also a word on a criterion is a word that another reader of a blind stage must not see, not even by what is missing.
#[test]
fn a_word_on_a_criterion_changes_nothing_that_another_reader_sees() {
    let review = for_two();
    let (ann, bo) = (Served::start(review.path(), "Ann"), Served::start(review.path(), "Bo"));
    let name = ann.show("queue=all&state=included")["name"].as_str().unwrap().to_owned();
    let waiting = ann.show("queue=review")["name"].as_str().unwrap().to_owned();
    let seen = |name: &str| {
        let mut shown = bo.show(&format!("queue=all&at={name}"));
        // How often the folder was read again is no word on anything.
        for part in ["version", "edition", "renewing"] {
            shown.as_object_mut().unwrap().remove(part);
        }
        shown
    };
    let before = [seen(&name), seen(&waiting)];
    assert!(before[0].to_string().contains("by rule"), "{}", before[0]);
    // Also before screening and of the full text, which one person decides.
    for (group, criterion, verdict) in [
        (&name, "uk", "not-met"),
        (&name, "uk", "met"),
        (&waiting, "uk", "not-met"),
        (&waiting, "year", "not-met"),
        (&name, "year", "not-met"),
    ] {
        let act =
            json!({ "do": "criterion", "group": group, "criterion": criterion, "verdict": verdict, "note": "mine" });
        assert_eq!(ann.act(act, json!({ "queue": "all", "at": group })).0, 200);
        std::thread::sleep(std::time::Duration::from_millis(600));
        assert_eq!([seen(&name), seen(&waiting)], before, "{criterion} {verdict}");
    }
}

#[test]
fn what_is_no_year_in_the_filter_is_told() {
    let review = shipped_review();
    let server = Served::start(review.path(), "Ann");
    let told = |view: &str| server.show(view)["notices"].to_string();
    let all = server.show("queue=all")["total"].clone();
    for typed in ["abc", "99999", "20"] {
        let shown = server.show(&format!("queue=all&from={typed}"));
        assert!(shown["total"] == all && shown["notices"].to_string().contains("is no year"), "{typed}: {shown}");
    }
    assert!(!told("queue=all&from=2010&to=2012").contains("is no year"));
}

/// A browser keeps what was typed for one port: a program that ended and was started again is to have it again.
#[test]
fn a_reader_of_a_review_always_gets_the_same_port_where_it_is_free() {
    let review = for_two();
    let first = Served::start(review.path(), "Ann");
    let (port, token) = (first.port, first.token.clone());
    let beside = Served::start(review.path(), "Ann");
    assert_ne!(beside.port, port, "it is taken");
    assert!(beside.elsewhere && !first.elsewhere, "and that is said: a page of the first will not find it");
    let bo = Served::start(review.path(), "Bo");
    assert_ne!(bo.port, port, "each reader has an own one");
    drop((first, beside, bo));
    let again = Served::start(review.path(), "Ann");
    assert_eq!(again.port, port);
    assert_ne!(again.token, token, "with a secret of its own");
}

#[test]
fn a_name_in_another_spelling_is_refused_before_anybody_reads() {
    let review = shipped_review();
    let ann = Served::start(review.path(), "Ann");
    ann.decide(&ann.show("queue=review"), "include");
    let (_, error) = check_cli(review.path(), &["screen", "--by", "ann"], 2);
    assert!(error.contains("holds the decisions of \"Ann\"") && error.contains("write the name exactly so"), "{error}");
}

#[test]
fn what_one_excluded_another_looks_at_again() {
    let review = shipped_review();
    let ann = Served::start(review.path(), "Ann");
    let mut excluded = Vec::new();
    for _ in 0..3 {
        let shown = ann.show("queue=review");
        excluded.push(shown["name"].clone());
        ann.decide(&shown, "exclude");
    }
    assert_eq!(ann.show("queue=all&state=again")["total"], 0, "nobody checks their own");
    let bo = Served::start(review.path(), "Bo");
    let shown = bo.show("queue=all&state=again");
    assert_eq!(shown["total"], 3);
    assert!(excluded.contains(&shown["name"]));
    let act = json!({ "do": "decide", "group": shown["name"], "verdict": "exclude", "criterion": "uk" });
    assert_eq!(bo.act(act, json!({ "queue": "all" })).0, 200);
    assert_eq!(bo.show("queue=all&state=again")["total"], 2);
}

/// The line of a reference in `decisions.csv` of a fresh run.
fn decided(folder: &Path, name: &Value) -> String {
    let results = tempfile::tempdir().unwrap();
    let out = results.path().join("out");
    check_cli(folder, &["run", "--results", out.to_str().unwrap()], 0);
    let decisions = std::fs::read_to_string(out.join("decisions.csv")).unwrap();
    let begin = format!("{},", name.as_str().unwrap());
    decisions.lines().find(|line| line.starts_with(&begin)).unwrap().to_owned()
}

/// Lets every program read what the others wrote.
fn settle_down() {
    std::thread::sleep(std::time::Duration::from_millis(600));
}

/// What two readers say of a criterion decides as a vote does: the page offers what a run leaves open, and asks where they differ.
#[test]
fn answers_to_a_criterion_decide_and_clash_on_the_page_as_in_a_run() {
    let review = for_two();
    let (ann, bo) = (Served::start(review.path(), "Zebedee Quirk"), Served::start(review.path(), "Bo"));
    let first = ann.show("queue=review&unclear=uk")["name"].clone();
    let at = |step: u32| {
        let at = first.as_str().unwrap();
        ann.show(&format!("queue=review&unclear=uk&at={at}&step={step}"))["name"].clone()
    };
    let (excluded, alone) = (at(1), at(2));
    let say = |reader: &Served, group: &Value, verdict: &str| {
        let act = json!({ "do": "criterion", "group": group, "criterion": "uk", "verdict": verdict });
        assert_eq!(reader.act(act, json!({ "queue": "all", "at": group })).0, 200);
    };
    let is_in = |reader: &Served, list: &str, name: &Value| {
        reader.show(&format!("{list}&at={}", name.as_str().unwrap()))["position"].is_u64()
    };
    ann.decide(&ann.show(&format!("queue=review&at={}", first.as_str().unwrap())), "include");
    say(&ann, &first, "met");
    say(&ann, &excluded, "not-met");
    say(&ann, &alone, "not-met");
    settle_down();
    for name in [&first, &excluded, &alone] {
        assert!(is_in(&bo, "queue=review", name), "nothing shows of one answer");
    }
    say(&bo, &first, "not-met");
    say(&bo, &excluded, "not-met");
    settle_down();
    // Both say so: it is excluded, in a run and on both pages.
    assert!(decided(review.path(), &excluded).contains(",excluded,screening,uk,"));
    for reader in [&ann, &bo] {
        assert!(is_in(reader, "queue=all&state=excluded", &excluded) && !is_in(reader, "queue=review", &excluded));
        assert!(is_in(reader, "queue=conflicts", &first) && !is_in(reader, "queue=review", &first));
        assert_eq!(reader.show("queue=review")["counts"]["conflicts"], 1);
    }
    assert!(is_in(&bo, "queue=review", &alone), "one answer of two decides nothing");
    let row = decided(review.path(), &first);
    let told = "not agreed by the readers: Bo says not-met, Zebedee Quirk says met";
    assert!(row.contains(",to-review,screening,uk") && row.contains(told) && !row.contains("ruled"), "{row}");
    let conflict = bo.show("queue=conflicts");
    let html = conflict["html"].as_str().unwrap();
    assert!(html.contains("uk: not met") && html.contains("Zebedee Quirk"), "{html}");
    assert!(!html.contains(">include<"), "the vote of one reader is nowhere: {html}");
    let agreed = || {
        let (out, _) = check_cli(review.path(), &["agreement", "--json"], 0);
        let told: Value = serde_json::from_str(&out).unwrap();
        let stage = told.as_array().unwrap().iter().find(|stage| stage["stage"] == "screening").unwrap().clone();
        stage["answers"][0].clone()
    };
    let found = agreed();
    assert_eq!((&found["criterion"], &found["both"], &found["second_alone"]), (&json!("uk"), &json!(2), &json!(1)));
    assert_eq!((&found["table"]["not-met"]["met"], &found["table"]["not-met"]["not-met"]), (&json!(1), &json!(1)));
    assert_eq!((&found["raw"]["value"], &found["kappa"]["value"]), (&json!(0.5), &json!(0.0)), "{found}");
    let cem = Served::start(review.path(), "Cem");
    let shown = cem.show("queue=conflicts");
    let act = json!({ "do": "decide", "group": first, "verdict": "exclude", "criterion": "uk", "stage": shown["stage"], "seen": shown["seen"], "settles": true });
    let (status, answer) = cem.act(act, json!({ "queue": "conflicts", "at": first }));
    assert!(status == 200 && answer["counts"]["conflicts"] == 0, "{answer}");
    let settled = &lines(review.path(), "cem.jsonl")[0];
    let named = settled["supersedes"].as_str().unwrap().split(' ').count();
    assert_eq!((&settled["kind"], &settled["stage"], named), (&json!("adjudication"), &json!("screening"), 2));
    assert!(decided(review.path(), &first).contains(",excluded,screening,uk,"));
    // Who changes an answer now has seen the other: that is no reading.
    say(&bo, &first, "met");
    let now = agreed();
    assert_eq!((&now["table"], &now["not_independent"]), (&found["table"], &json!(1)));
}

/// Kappa of one word only is nothing divided by nothing; what nobody voted on can still be compared by criterion.
#[test]
fn a_kappa_that_is_not_defined_is_said_to_be_none() {
    let review = for_two();
    let (ann, bo) = (Served::start(review.path(), "Ann"), Served::start(review.path(), "Bo"));
    let stages = || {
        let (out, _) = check_cli(review.path(), &["agreement", "--json"], 0);
        serde_json::from_str::<Value>(&out).unwrap()
    };
    let name = ann.show("queue=review&unclear=uk")["name"].clone();
    for reader in [&ann, &bo] {
        let act = json!({ "do": "criterion", "group": name, "criterion": "uk", "verdict": "met" });
        assert_eq!(reader.act(act, json!({ "queue": "all", "at": name })).0, 200);
    }
    let told = stages();
    assert_eq!((&told[0]["references"], &told[0]["comparisons"]), (&json!(0), &json!([])), "nobody has voted");
    let found = &told[0]["answers"][0];
    assert_eq!(
        (&found["both"], &found["raw"]["value"], &found["kappa"]["value"]),
        (&json!(1), &json!(1.0), &Value::Null)
    );
    for reader in [&ann, &bo] {
        reader.decide(&reader.show(&format!("queue=all&at={}", name.as_str().unwrap())), "include");
    }
    let told = stages();
    let kappa = &told[0]["comparisons"][0]["kappa"];
    assert!(
        kappa["value"].is_null() && kappa["undefined"].as_str().unwrap().contains("one and the same word"),
        "{kappa}"
    );
    let (table, _) = check_cli(review.path(), &["agreement"], 0);
    assert!(table.contains("not defined") && table.contains("uk") && !table.contains("-0.000"), "{table}");
}

#[test]
fn who_is_unsure_keeps_a_reference_and_has_no_conflict_with_oneself() {
    let review = shipped_review();
    let ann = Served::start(review.path(), "Ann");
    let shown = ann.show("queue=review");
    let next = ann.decide(&shown, "unsure");
    assert_eq!((&next["counts"]["conflicts"], &next["done"]), (&json!(0), &json!(1)), "{}", next["counts"]);
    let waiting = ann.show("queue=all&state=unsure");
    let html = waiting["html"].as_str().unwrap();
    assert_eq!((&waiting["name"], &waiting["total"]), (&shown["name"], &json!(1)));
    assert!(html.contains("To look at again") && html.contains("You were unsure") && !html.contains("do not agree"));
    assert!(decided(review.path(), &shown["name"]).contains("to look at again, somebody is unsure: Ann"));
    // Somebody else settles it; one more vote would not.
    let bo = Served::start(review.path(), "Bo");
    let act = json!({ "do": "decide", "group": shown["name"], "verdict": "include", "seen": "" });
    let (status, answer) = bo.act(act, json!({ "queue": "all", "state": "unsure" }));
    assert!(status == 200 && answer["saved"].as_str().unwrap().starts_with("Settled: Included"), "{answer}");
    assert!(decided(review.path(), &shown["name"]).contains(",included,"));
}

/// The same in the list of conflicts, in the numbers of agreement and for the pilot: only who excludes disagrees with who does not.
#[test]
fn include_and_unsure_are_no_conflict_and_exclude_and_unsure_are_one() {
    let review = for_two();
    let (ann, bo) = (Served::start(review.path(), "Ann"), Served::start(review.path(), "Bo"));
    let mut names = Vec::new();
    for (one, other) in [("include", "unsure"), ("unsure", "exclude")] {
        let shown = ann.show("queue=review");
        ann.decide(&shown, one);
        settle_down();
        bo.decide(&bo.show(&format!("queue=review&at={}", shown["name"].as_str().unwrap())), other);
        settle_down();
        names.push(shown["name"].clone());
    }
    let conflicts = ann.show("queue=conflicts");
    assert_eq!((&conflicts["total"], &conflicts["name"]), (&json!(1), &names[1]));
    let doubts = bo.show("queue=all&state=unsure");
    assert_eq!((&doubts["total"], &doubts["name"]), (&json!(1), &names[0]));
    let (out, _) = check_cli(review.path(), &["agreement", "--json"], 0);
    let told: Value = serde_json::from_str(&out).unwrap();
    let found = &told[0]["comparisons"][0];
    assert_eq!((&found["yes_yes"], &found["yes_no"]), (&json!(1), &json!(1)), "{out}");
    // Who was unsure decides again.
    let act = json!({ "do": "decide", "group": names[0], "verdict": "include", "seen": doubts["seen"] });
    let (status, answer) = bo.act(act, json!({ "queue": "all", "state": "unsure" }));
    assert!(status == 200 && answer["saved"] == "Included", "{answer}");
    assert!(decided(review.path(), &names[0]).contains(",included,"));
}
