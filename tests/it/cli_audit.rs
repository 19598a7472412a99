//! What ties a run to its inputs, as a user meets it: its identity, its earlier version, its comparison with another.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::support::{check_cli, shipped_review};

/// A review folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Every file of a results folder.
fn results(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let file = |entry: std::io::Result<fs::DirEntry>| {
        let path = entry.unwrap().path();
        (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap())
    };
    fs::read_dir(folder).unwrap().map(file).collect()
}

fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{} has no {from}", path.display());
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

const EXTRA: &str =
    "TY  - JOUR\nTI  - An extra reference\nAU  - Quay, Ann\nPY  - 2001\nLA  - English\nAN  - X-1\nER  -\n";

#[test]
fn the_order_in_which_the_files_of_a_search_are_listed_changes_no_byte() {
    let review = shipped_review();
    let protocol = review.path().join("protocol.toml");
    // Two copies beside the first file, so that the message on equal files has an order to depend on.
    fs::write(review.path().join("exports/extra.ris"), EXTRA).unwrap();
    fs::write(review.path().join("exports/again.ris"), EXTRA).unwrap();
    let listed = "[\"exports/iter1_wos.txt\"]";
    edit(&protocol, listed, "[\"exports/iter1_wos.txt\", \"exports/extra.ris\", \"exports/again.ris\"]");
    check_cli(review.path(), &["run"], 0);
    let first = results(&review.path().join("results"));
    let sorted = "[\"exports/again.ris\", \"exports/extra.ris\", \"exports/iter1_wos.txt\"]";
    edit(&protocol, "[\"exports/iter1_wos.txt\", \"exports/extra.ris\", \"exports/again.ris\"]", sorted);
    check_cli(review.path(), &["verify"], 0);
    check_cli(review.path(), &["run"], 0);
    let second = results(&review.path().join("results"));
    for (name, bytes) in &first {
        assert!(second[name] == *bytes, "{name} differs");
    }
    // The order of the searches is meaning: it decides the columns of the flow and what counts as a repeat.
    let digest = litsieve::source::Digest::of(&fs::read(&protocol).unwrap()).to_string();
    let summary: serde_json::Value = serde_json::from_slice(&second["summary.json"]).unwrap();
    assert_eq!(summary["inputs"]["protocol"]["sha256"], digest, "a sorted protocol has the digest of its file");
}

const SMALL: &str = r#"
schema = "litsieve/protocol/1"

[review]
id = "wharves"
title = "Wharves: a made-up review"
mode = "new"

[source.alpha]
name = "Alpha Index"
kind = "database"

[[iteration]]
id = "1"

  [[iteration.search]]
  id = "1.alpha"
  source = "alpha"
  exports = ["exports/alpha.ris"]

[[criterion]]
id = "year"
kind = "year"
from = 1990
"#;

#[test]
fn an_update_begins_with_what_the_version_before_it_included() {
    let review = folder(&[("protocol.toml", SMALL), ("exports/alpha.ris", EXTRA)]);
    check_cli(review.path(), &["run", "--results", "before/results"], 0);
    let protocol = review.path().join("protocol.toml");
    let update = |text: &str| text.replace("\"new\"", "\"update\"") + "\n[previous]\nresults = \"before/results\"\n";
    fs::write(&protocol, update(SMALL)).unwrap();
    fs::write(review.path().join("exports/alpha.ris"), EXTRA.replace("extra", "later").replace("X-1", "X-2")).unwrap();
    check_cli(review.path(), &["run"], 0);
    let flow = fs::read_to_string(review.path().join("results/flow.csv")).unwrap();
    let number = |data: &str| {
        let row = flow.lines().find(|line| line.starts_with(&format!("{data},"))).unwrap();
        row.rsplit(',').next().unwrap().to_owned()
    };
    assert_eq!([number("previous_reports"), number("new_reports"), number("total_reports")], ["1", "1", "2"]);
    assert_eq!(number("previous_studies"), "", "which reports belong to one study is not known");
    // The earlier summary is an input: whoever changes it is caught.
    check_cli(review.path(), &["verify"], 0);
    edit(&review.path().join("before/results/summary.json"), "\"total_reports\": 1", "\"total_reports\": 7");
    let (out, _) = check_cli(review.path(), &["verify"], 1);
    assert!(out.contains("the file before/results/summary.json was changed"), "{out}");
    // An unfinished earlier version leaves the box blank, and one that is no summary stops the run.
    edit(&review.path().join("before/results/summary.json"), "\"interim\": false", "\"interim\": true");
    let (_, err) = check_cli(review.path(), &["run"], 0);
    assert!(err.contains("FIL011"), "{err}");
    fs::write(review.path().join("before/results/summary.json"), "{}").unwrap();
    let (_, err) = check_cli(review.path(), &["run"], 2);
    assert!(err.contains("FIL010"), "{err}");
}

#[test]
fn an_earlier_version_belongs_to_an_update() {
    let protocol = format!("{SMALL}\n[previous]\nresults = \"before/results\"\n");
    let review = folder(&[("protocol.toml", &protocol), ("exports/alpha.ris", EXTRA)]);
    let (_, err) = check_cli(review.path(), &["check"], 1);
    assert!(err.contains("PRO008") && err.contains("`mode` is not \"update\""), "{err}");
}
