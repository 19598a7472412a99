//! The screening page in a real browser: whole sessions by keyboard, two readers and an adjudicator, a server killed while one
//! decides, and no violation of accessibility rules. The scenarios are in `tests/browser/`.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::support::{browser_must_run, check_cli, repository, shipped_review};
use crate::web::{Served, for_two, lines, until};

/// The folder of the scenarios, ready to run; `None`, said aloud, where there is no browser.
///
/// # Panics
/// If there is none and the environment says that this is continuous integration: there nothing may be left out in silence.
fn scenarios() -> Option<PathBuf> {
    let folder = repository().join("tests/browser");
    let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".into());
    let is_there = |program: &str| {
        Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
    };
    let missing = if !is_there(&chromium) {
        "chromium is not installed"
    } else if !is_there("node") {
        "node is not installed"
    } else if !folder.join("node_modules/playwright-core").is_dir() {
        "`npm install` was not run in tests/browser"
    } else {
        return Some(folder);
    };
    assert!(!browser_must_run(), "{missing}");
    eprintln!("NOT RUN: {missing}");
    None
}

fn node(folder: &Path, scenario: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new("node");
    command.current_dir(folder).arg(scenario).args(arguments);
    command
}

/// Runs a scenario to its end and gives the JSON that it prints last.
fn check_scenario(folder: &Path, scenario: &str, arguments: &[&str]) -> Value {
    let output = node(folder, scenario, arguments).output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{scenario}\n{out}\n{err}");
    serde_json::from_str(out.lines().last().unwrap_or_default()).unwrap()
}

#[test]
fn a_whole_session_by_keyboard() {
    let Some(folder) = scenarios() else { return };
    let review = shipped_review();
    let server = Served::start(review.path(), "Ann");
    let told = check_scenario(&folder, "session.mjs", &[&server.address()]);
    let pressed = told["pressed"].as_array().unwrap();
    eprintln!("{} references by keyboard in {} s", pressed.len(), told["seconds"]);
    let written = lines(review.path(), "ann.jsonl");
    assert!(pressed.len() > 50 && written.len() == pressed.len() + 6, "every decision, three undone, three done again");
    for (line, pressed) in written.iter().zip(pressed) {
        assert_eq!((&line["verdict"], &line["criterion"]), (&pressed["verdict"], &pressed["criterion"]), "{pressed}");
    }
    assert_eq!(written[7]["note"], "A note with <b>marks</b> & \"quotes\"; i e m");
    let (out, _) = check_cli(review.path(), &["check", "--json"], 0);
    assert!(!out.contains("RUL0"), "{out}");
}

#[test]
fn no_note_and_no_focus_is_lost() {
    let Some(folder) = scenarios() else { return };
    let review = shipped_review();
    let server = Served::start(review.path(), "Ann");
    check_scenario(&folder, "care.mjs", &[&server.address()]);
    let written = lines(review.path(), "ann.jsonl");
    assert_eq!(written[0]["note"], "for the first");
    assert!(written.iter().any(|line| line["kind"] == "criterion" && line["verdict"] == "unclear"));
}

#[test]
fn two_readers_do_not_see_each_other_and_a_third_settles() {
    let Some(folder) = scenarios() else { return };
    let review = for_two();
    let [first, second, third] = ["Zebedee Quirk", "Bo", "Cem"].map(|by| Served::start(review.path(), by));
    let addresses = [first.address(), second.address(), third.address(), "Zebedee".to_owned()];
    check_scenario(&folder, "readers.mjs", &addresses.each_ref().map(String::as_str));
    let votes = [lines(review.path(), "zebedee-quirk.jsonl"), lines(review.path(), "bo.jsonl")].concat();
    let settled = lines(review.path(), "cem.jsonl");
    assert_eq!(
        (settled.len(), &settled[0]["kind"], &settled[0]["criterion"]),
        (1, &"adjudication".into(), &"uk".into())
    );
    assert_eq!(settled[0]["supersedes"].as_str().unwrap().split(' ').count(), 2, "it names both votes");
    assert_eq!(votes.len(), 5);
    let (out, _) = check_cli(review.path(), &["agreement", "--json"], 0);
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&told[0]["comparisons"][0]["both"], &told[0]["comparisons"][0]["raw"]["value"]),
        (&2.into(), &0.5.into()),
        "{out}"
    );
}

#[test]
fn killing_the_server_loses_nothing_that_the_page_called_saved() {
    let Some(folder) = scenarios() else { return };
    let review = shipped_review();
    let mut acknowledged = 0;
    for milliseconds in [900, 350, 1310] {
        let server = Served::start(review.path(), "Ann");
        let mut scenario = node(&folder, "kill.mjs", &[&server.address()]).stdout(Stdio::piped()).spawn().unwrap();
        let mut out = BufReader::new(scenario.stdout.take().unwrap()).lines().map(Result::unwrap);
        let first = out.next().unwrap();
        assert!(!first.starts_with("END"), "nothing was decided: {first}");
        std::thread::sleep(Duration::from_millis(milliseconds));
        drop(server);
        let rest: Vec<String> = out.collect();
        acknowledged += 1 + rest.iter().filter(|line| !line.starts_with("END")).count();
        let end = rest.last().unwrap();
        assert!(end.contains("Not saved") || end.contains("does not answer"), "the page says so: {end}");
        let written = lines(review.path(), "ann.jsonl").len();
        assert!(written >= acknowledged, "{acknowledged} were called saved, {written} are there");
        scenario.wait().unwrap();
    }
    let (out, _) = check_cli(review.path(), &["check", "--json"], 0);
    assert!(!out.contains("RUL0"), "{out}");
}

#[test]
fn a_note_that_was_begun_outlives_the_program() {
    let Some(folder) = scenarios() else { return };
    let review = shipped_review();
    let server = Served::start(review.path(), "Ann");
    let mut scenario = node(&folder, "again.mjs", &[&server.address()]);
    let mut scenario = scenario.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut out = BufReader::new(scenario.stdout.take().unwrap()).lines().map(Result::unwrap);
    assert!(out.next().unwrap().starts_with("TYPED "));
    drop(server);
    let server = Served::start(review.path(), "Ann");
    writeln!(scenario.stdin.take().unwrap(), "{}", server.address()).unwrap();
    let told: Value = serde_json::from_str(&out.last().unwrap()).unwrap();
    scenario.wait().unwrap();
    assert!(told["told"].as_str().unwrap().contains("the program was started again and has another address"), "{told}");
    assert_eq!(told["note"], "a long careful note", "in the new page");
    let written = lines(review.path(), "ann.jsonl");
    assert_eq!((written.len(), &written[0]["note"]), (1, &told["note"]), "and the old one saved it");
}

#[test]
fn no_rule_of_accessibility_is_violated() {
    let Some(folder) = scenarios() else { return };
    let review = shipped_review();
    // Two records that may be one, so that the pairs have something to show.
    let export = review.path().join("exports/grey_scholar.ris");
    let text = std::fs::read_to_string(&export).unwrap();
    let twice = |journal: &str, accession: &str| {
        format!(
            "TY  - JOUR\nAU  - Larsen, Lena\nPY  - 2010\nTI  - Night buses and the people who wait for them\nJO  - {journal}\nLA  - English\nAN  - {accession}\nER  - \n\n"
        )
    };
    let pair = [twice("Town Studies", "MADE:1"), twice("Planning Quarterly", "MADE:2")].concat();
    std::fs::write(&export, text + &pair).unwrap();
    let server = Served::start(review.path(), "Ann");
    let told = check_scenario(&folder, "axe.mjs", &[&server.address()]);
    assert_eq!(told["looks"], 40, "four views of ten pages");
}

/// References that have nothing to do with each other, added to an export of the shipped review.
fn add_references(review: &Path, number: usize) {
    const THINGS: [&str; 10] =
        ["Bus", "Garden", "Library", "Clinic", "School", "Market", "Bridge", "Harbour", "Theatre", "Forest"];
    const PLACES: [&str; 10] = ["Oslo", "Leeds", "Ghent", "Porto", "Turin", "Graz", "Cork", "Lyon", "Gdansk", "Bergen"];
    let reference = |n: usize| {
        let (thing, place) = (THINGS[n % 10], PLACES[n / 10 % 10]);
        format!(
            "TY  - JOUR\nAU  - {place}son, {thing}a\nPY  - {}\nTI  - {thing} volunteers of {place} and what number {n} taught them\n\
             JO  - Made-up {thing} Review\nVL  - {n}\nSP  - {}\nLA  - English\nAN  - MADEUP:{n}\nER  - \n\n",
            1990 + n % 25,
            n * 13 + 1
        )
    };
    let export = review.join("exports/grey_scholar.ris");
    let text = std::fs::read_to_string(&export).unwrap() + &(0..number).map(reference).collect::<String>();
    std::fs::write(&export, text).unwrap();
}

/// The time is printed and not compared: it is that of this machine.
#[test]
fn a_hundred_references_by_keyboard_alone() {
    let Some(folder) = scenarios() else { return };
    let review = shipped_review();
    add_references(review.path(), 80);
    let server = Served::start(review.path(), "Ann");
    let told = check_scenario(&folder, "hundred.mjs", &[&server.address()]);
    let seconds = told["seconds"].as_f64().unwrap();
    eprintln!(
        "100 references by keyboard alone in {seconds:.1} s, {:.0} ms each, the slowest {} ms",
        seconds * 10.0,
        told["slowest"]
    );
    let written = lines(review.path(), "ann.jsonl");
    assert_eq!(written.len(), 100);
    for (line, pressed) in written.iter().zip(told["pressed"].as_array().unwrap()) {
        assert_eq!((&line["verdict"], &line["criterion"]), (&pressed["verdict"], &pressed["criterion"]), "{pressed}");
    }
}

/// What changes under the open page is told, a reload loses nothing, a narrowed list is decided and undone together, and on a
/// phone all lists are in sight.
#[test]
fn the_page_says_what_changed_and_decides_a_narrowed_list_together() {
    let Some(folder) = scenarios() else { return };
    let review = shipped_review();
    add_references(review.path(), 40);
    let server = Served::start(review.path(), "Ann");
    let path = review.path().to_string_lossy().into_owned();
    let told = check_scenario(&folder, "changed.mjs", &[&server.address(), &path]);
    let written = lines(review.path(), "ann.jsonl");
    let together = told["together"].as_u64().unwrap() as usize;
    assert!(
        together > 3 && written.len() == 3 * together,
        "{} lines of {together}: decided, undone, done again",
        written.len()
    );
    let decided = &written[0];
    assert_eq!((&decided["verdict"], &decided["criterion"]), (&"exclude".into(), &"uk".into()));
    let note = decided["note"].as_str().unwrap();
    assert!(note.starts_with("not ours [one of ") && note.ends_with("decided together: words volunteers]"), "{note}");
    drop(server);
    // On a phone, with a ranking that has something to say.
    let protocol = review.path().join("protocol.toml");
    let text = std::fs::read_to_string(&protocol).unwrap();
    std::fs::write(&protocol, text.replacen("voters    = 1", "voters    = 1\norder = \"ranked\"", 1)).unwrap();
    let server = Served::start(review.path(), "Ann");
    for verdict in ["include", "exclude"] {
        server.decide(&server.show("queue=review"), verdict);
    }
    until(&server, "queue=review", |shown| shown["advice"].to_string().contains("SAFE"));
    check_scenario(&folder, "phone.mjs", &[&server.address()]);
}
