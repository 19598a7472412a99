//! New review folders: with a commented protocol, drafted from exports, or with the driving case.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{check_cli, repository};

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "results") {
            files.extend(files_below(&path));
        } else if path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    files
}

#[test]
fn a_new_folder_passes_its_check() {
    let folder = tempfile::tempdir().unwrap();
    check_cli(folder.path(), &["init", "My \"first\" review"], 0);
    let review = folder.path().join("My \"first\" review");
    check_cli(&review, &["check"], 0);
    let (out, _) = check_cli(&review, &["run"], 0);
    // No export is there yet, and nothing is counted: not available is not 0.
    assert!(out.contains("There is no export yet") && !out.contains("duplicates"), "{out}");
    let flow = fs::read_to_string(review.join("results/flow.csv")).unwrap();
    for data in ["database_results", "duplicates", "excluded_automatic", "records_screened"] {
        let mut rows = csv::Reader::from_reader(flow.as_bytes());
        let row = rows.records().flatten().find(|row| &row[0] == data).unwrap();
        assert_eq!(row.iter().next_back(), Some(""), "{data}");
    }
    let (_, err) = check_cli(folder.path(), &["init", "My \"first\" review"], 2);
    assert!(err.contains("is a review folder already"), "{err}");
}

#[test]
fn the_example_is_the_shipped_review_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    check_cli(folder.path(), &["init", "--example", "case"], 0);
    let (shipped, made) = (repository().join("queries/bussu-galanti-2018"), folder.path().join("case"));
    let below = |root: &Path| -> Vec<(PathBuf, Vec<u8>)> {
        let relative = |path: PathBuf| (path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap());
        files_below(root).into_iter().map(relative).collect()
    };
    assert_eq!(below(&made), below(&shipped), "a new file of the shipped review belongs into src/cli/init/example.rs");
    check_cli(&made, &["run"], 0);
}

#[test]
fn a_protocol_is_drafted_from_exports() {
    let folder = tempfile::tempdir().unwrap();
    let shipped = repository().join("queries/bussu-galanti-2018/exports");
    for (part, name) in [("iter2a_wos.txt", "a/savedrecs.txt"), ("iter2b_wos.txt", "b/savedrecs.txt")] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::copy(shipped.join(part), path).unwrap();
    }
    fs::copy(shipped.join("iter1_ibss.ris"), folder.path().join("ibss.ris")).unwrap();
    check_cli(folder.path(), &["init", "review", "--from", "a/savedrecs.txt", "b/savedrecs.txt", "ibss.ris"], 0);
    let review = folder.path().join("review");
    let protocol = fs::read_to_string(review.join("protocol.toml")).unwrap();
    assert!(protocol.contains("exports = [\"exports/savedrecs.txt\"]   # 7 records, published"), "{protocol}");
    assert!(protocol.contains("exports = [\"exports/2/savedrecs.txt\"]   # 10 records, published"), "{protocol}");
    assert!(protocol.contains("exports = [\"exports/ibss.ris\"]   # 60 records, published"), "{protocol}");
    assert_eq!(
        fs::read(review.join("exports/2/savedrecs.txt")).unwrap(),
        fs::read(shipped.join("iter2b_wos.txt")).unwrap(),
        "exports are copied untouched"
    );
    check_cli(&review, &["check"], 0);
    check_cli(&review, &["run"], 0);
}

#[test]
fn nothing_is_drafted_from_what_holds_no_record() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("notes.txt"), "nothing that looks like a record").unwrap();
    let (_, err) = check_cli(folder.path(), &["init", "review", "--from", "notes.txt"], 2);
    assert!(err.contains("no record could be read from notes.txt"), "{err}");
    assert!(!folder.path().join("review").exists(), "at exit code 2 nothing is written");
}
