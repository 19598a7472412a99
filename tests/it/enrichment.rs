//! `enrichment/*.jsonl` as an input of a review: read, shown with its origin, kept with its digest.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::check_cli;

/// Made up: the language decides, and the export does not say it.
const PROTOCOL: &str = r#"
schema = "litsieve/protocol/1"
[review]
id = "made-up"
title = "Made up"
[source.wos]
name = "Web of Science"
kind = "database"
[[iteration]]
id = "1"
  [[iteration.search]]
  id = "1.wos"
  source = "wos"
  exports = ["exports/wos.ris"]
[[criterion]]
id = "english"
kind = "language"
stage = "before_screening"
reason = "not in English"
any = ["eng"]
"#;

const EXPORT: &str = "\
TY  - JOUR\nTI  - Leaders of coproduction in four towns\nAU  - Ek, B\nPY  - 2016\nDO  - 10.5555/1\nER  - \n\
TY  - CHAP\nTI  - Four towns and their many leaders\nAU  - Ek, B\nPY  - 2016\nDO  - 10.5555/book\nER  - \n";

fn line(key: &str, kind: &str, field: &str, value: &str, title: &str) -> String {
    let line = json!({
        "v": 1, "by": "doi", "key": key, "kind": kind, "field": field, "value": value, "title": title, "year": "2016",
        "from": "openalex", "export": "enrichment/answers/a.json", "sha256": "", "at": "2026-11-22T00:00:00Z",
    });
    format!("{line}\n")
}

fn review(lines: &[String]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("protocol.toml", PROTOCOL);
    write("exports/wos.ris", EXPORT);
    if !lines.is_empty() {
        write("enrichment/openalex.jsonl", &lines.concat());
    }
    folder
}

fn decision(folder: &Path, title: &str) -> Vec<String> {
    let mut rows = csv::Reader::from_path(folder.join("results/decisions.csv")).unwrap();
    let headers = rows.headers().unwrap().clone();
    let place = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let row = rows.records().map(Result::unwrap).find(|row| row[place("title")] == *title).expect("the title");
    ["decision", "criterion:english", "criterion:english:evidence"].map(|name| row[place(name)].to_owned()).into()
}

#[test]
fn what_a_service_gave_decides_with_its_origin() {
    let title = "Leaders of coproduction in four towns";
    let book = "The Handbook of Coproduction";
    let folder = review(&[
        line("10.5555/1", "value", "language", "it", title),
        line("10.5555/1", "flag", "retracted", "true", title),
        line("10.5555/book", "value", "language", "it", book),
        "no line\n".to_owned(),
    ]);
    let (_, told) = check_cli(folder.path(), &["run"], 0);
    for code in ["ENR001", "ENR002", "ENR004"] {
        assert!(told.contains(code), "{code} is not in\n{told}");
    }
    let decided = decision(folder.path(), title);
    assert_eq!(decided[..2], ["excluded", "not-met"]);
    assert!(decided[2].contains("from enrichment/openalex.jsonl"), "{decided:?}");
    // The book's language is not the chapter's.
    assert_ne!(decision(folder.path(), "Four towns and their many leaders")[0], "excluded");

    let (why, _) = check_cli(folder.path(), &["why", "10.5555/1"], 0);
    for words in ["language added from enrichment/openalex.jsonl", "retracted", ", from enrichment/openalex.jsonl)"] {
        assert!(why.contains(words), "{words} is not in\n{why}");
    }
    assert_eq!(fs::read_to_string(folder.path().join("exports/wos.ris")).unwrap(), EXPORT);
}

#[test]
fn the_files_are_inputs_with_a_digest_and_a_change_is_noticed() {
    let title = "Leaders of coproduction in four towns";
    let lines = [line("10.5555/1", "value", "language", "it", title)];
    let folder = review(&lines);
    check_cli(folder.path(), &["run"], 0);
    let digest = litsieve::source::Digest::of(lines[0].as_bytes()).to_string();
    let audit = fs::read_to_string(folder.path().join("results/audit.jsonl")).unwrap();
    let first: Value = serde_json::from_str(audit.lines().next().unwrap()).unwrap();
    let other = first["other"].as_array().unwrap();
    assert!(
        other.iter().any(|file| file["path"] == "enrichment/openalex.jsonl" && file["sha256"] == digest),
        "{other:?}"
    );
    check_cli(folder.path(), &["verify"], 0);

    fs::write(folder.path().join("enrichment/openalex.jsonl"), lines[0].replace("\"it\"", "\"en\"")).unwrap();
    let (told, _) = check_cli(folder.path(), &["verify"], 1);
    assert!(told.contains("enrichment/openalex.jsonl"), "the cause is not in\n{told}");
}

#[test]
fn check_tells_of_lines_that_cannot_be_read() {
    let folder = review(&["{\"v\":1}\n".to_owned()]);
    let (_, told) = check_cli(folder.path(), &["check"], 1);
    assert!(told.contains("ENR001") && told.contains("enrichment/openalex.jsonl:1"), "{told}");
}

#[test]
fn services_that_contradict_each_other_leave_the_decision_to_a_person() {
    let title = "Leaders of coproduction in four towns";
    let folder = review(&[line("10.5555/1", "value", "language", "en", title)]);
    let other = line("10.5555/1", "value", "language", "it", title).replace("openalex", "crossref");
    fs::write(folder.path().join("enrichment/crossref.jsonl"), other).unwrap();
    let (_, told) = check_cli(folder.path(), &["run"], 0);
    assert!(told.contains("ENR008"), "{told}");
    for words in ["“it” (enrichment/crossref.jsonl:1)", "“en” (enrichment/openalex.jsonl:1)"] {
        assert!(told.contains(words), "{words} is not in {told}");
    }
    assert_ne!(decision(folder.path(), title)[0], "excluded", "neither is believed");
    let (why, _) = check_cli(folder.path(), &["why", "10.5555/1"], 0);
    assert!(why.contains("“it” (enrichment/crossref.jsonl:1), “en” (enrichment/openalex.jsonl:1)"), "{why}");
}
