//! Bad input at the command line: a clear word, the right exit code, nothing lost and nothing written.

use std::fs;
use std::path::Path;

use crate::support::{check_cli, litsieve, shipped_review};

/// The protocol of the folder with `from` replaced, which must stand in it.
fn edit(folder: &Path, from: &str, to: &str) {
    let path = folder.join("protocol.toml");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from} is not in the protocol");
    fs::write(path, text.replace(from, to)).unwrap();
}

fn assert_no_results(folder: &Path) {
    let left: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("results"))
        .collect();
    assert!(left.is_empty(), "at exit code 2 nothing is written, but there is {left:?}");
}

/// `run` ends with 2, says all of `words` on standard error and writes nothing; `check` ends with 1.
fn refused(folder: &Path, words: &[&str]) {
    let (out, err) = check_cli(folder, &["run"], 2);
    assert_eq!(out, "");
    for word in words {
        assert!(err.contains(word), "`{word}` is not in:\n{err}");
    }
    assert_no_results(folder);
    check_cli(folder, &["check"], 1);
}

#[test]
fn a_typo_in_the_protocol_is_shown_with_line_and_caret() {
    let review = shipped_review();
    edit(review.path(), "kind    = \"language\"\nany     = [\"eng\"]", "kind    = \"language\"\nanny    = [\"eng\"]");
    let (_, err) = check_cli(review.path(), &["run"], 2);
    assert!(err.contains("unknown key `anny`, did you mean `any`?"), "{err}");
    assert!(err.contains("--> protocol.toml:109:1"), "{err}");
    assert!(err.contains("109 | anny    = [\"eng\"]\n    | ^^^^\n"), "{err}");
    refused(review.path(), &["PRO002"]);
}

#[test]
fn a_field_that_does_not_exist_is_refused_with_the_one_that_was_meant() {
    let review = shipped_review();
    edit(review.path(), "fields   = { value = [\"topic\"]", "fields   = { value = [\"tilte\"]");
    refused(review.path(), &["PRO005", "cannot be `tilte`, did you mean `title`?"]);
    let review = shipped_review();
    edit(
        review.path(),
        "fields  = [\"title\", \"abstract\", \"keywords\"]",
        "fields  = [\"title\", \"abstrct\", \"keywords\"]",
    );
    check_cli(review.path(), &["run"], 2);
}

#[test]
fn a_protocol_that_is_no_text_is_told_as_such() {
    let review = shipped_review();
    fs::write(review.path().join("protocol.toml"), b"\x89PNG\r\n\x1a\n\x01\x02\xff\xfe[review]").unwrap();
    let (_, err) = check_cli(review.path(), &["run"], 2);
    assert!(err.contains("protocol.toml is not a text file") && err.contains("litsieve init DIR"), "{err}");
    fs::remove_file(review.path().join("protocol.toml")).unwrap();
    fs::create_dir(review.path().join("protocol.toml")).unwrap();
    let (_, err) = check_cli(review.path(), &["run"], 2);
    assert!(err.contains("protocol.toml is a folder"), "{err}");
    assert_no_results(review.path());
}

#[test]
fn a_damaged_line_of_rulings_is_told_again_where_the_numbers_stand() {
    let review = shipped_review();
    fs::create_dir_all(review.path().join("rulings")).unwrap();
    fs::write(review.path().join("rulings/anna.jsonl"), "{\"v\":1,\"kind\":\"gro\n").unwrap();
    let (out, err) = check_cli(review.path(), &["run"], 0);
    assert!(err.contains("RUL001") && out.contains("ATTENTION: 1 error above"), "{out}{err}");
    check_cli(review.path(), &["check"], 1);
}

#[test]
fn an_unknown_kind_of_criterion_is_refused_with_the_one_that_was_meant() {
    let review = shipped_review();
    edit(review.path(), "\"language\"", "\"langauge\"");
    refused(review.path(), &["`kind` cannot be `langauge`, did you mean `language`?"]);
}

#[test]
fn two_searches_with_one_identifier_are_refused() {
    let review = shipped_review();
    edit(review.path(), "\"1.ibss\"", "\"1.wos\"");
    refused(review.path(), &["two searches have the identifier `1.wos`"]);
}

#[test]
fn a_missing_export_is_refused() {
    let review = shipped_review();
    fs::remove_file(review.path().join("exports/iter1_ibss.ris")).unwrap();
    refused(review.path(), &["`exports/iter1_ibss.ris` is not there (an export of the search `1.ibss`)"]);
}

#[test]
fn a_folder_in_the_place_of_an_export_is_refused() {
    let review = shipped_review();
    fs::remove_file(review.path().join("exports/iter1_ibss.ris")).unwrap();
    fs::create_dir(review.path().join("exports/iter1_ibss.ris")).unwrap();
    refused(review.path(), &["`exports/iter1_ibss.ris` is a folder, not a file"]);
}

#[test]
fn an_export_that_is_no_text_is_refused() {
    let review = shipped_review();
    fs::write(review.path().join("exports/iter1_ibss.ris"), b"PK\x03\x04\x00\x00binary").unwrap();
    refused(review.path(), &["ARC001", "exports/iter1_ibss.ris"]);
    fs::write(review.path().join("exports/iter1_ibss.ris"), b"\x89PNG\r\n\x1a\n\x00\x00binary").unwrap();
    refused(review.path(), &["REA001", "exports/iter1_ibss.ris"]);
}

#[test]
fn a_pattern_that_matches_nothing_is_refused() {
    let review = shipped_review();
    edit(review.path(), "exports/iter1_ibss.ris", "exports/ibss*.ris");
    refused(review.path(), &["no file matches `exports/ibss*.ris`"]);
}

#[test]
fn an_export_in_two_searches_is_refused() {
    let review = shipped_review();
    edit(review.path(), "exports/iter2a_wos.txt", "exports/iter2*.txt");
    refused(review.path(), &["`exports/iter2b_wos.txt` is an export of the search `2a.wos` and of `2b.wos`"]);
}

#[test]
fn a_path_that_leads_out_is_refused() {
    let review = shipped_review();
    edit(review.path(), "exports/iter1_ibss.ris", "../iter1_ibss.ris");
    refused(review.path(), &["leads out of the review folder with `..`"]);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_is_refused() {
    let (review, elsewhere) = (shipped_review(), tempfile::tempdir().unwrap());
    let export = review.path().join("exports/iter1_ibss.ris");
    let secret = elsewhere.path().join("secret.ris");
    fs::rename(&export, &secret).unwrap();
    std::os::unix::fs::symlink(&secret, &export).unwrap();
    refused(review.path(), &["`exports/iter1_ibss.ris` leads out of the review folder"]);
    // A link inside of the folder is nobody's business.
    let inside = review.path().join("exports/original.ris");
    fs::rename(&secret, &inside).unwrap();
    fs::remove_file(&export).unwrap();
    std::os::unix::fs::symlink(&inside, &export).unwrap();
    check_cli(review.path(), &["check"], 0);
}

#[test]
fn an_empty_export_is_a_warning() {
    let review = shipped_review();
    fs::write(review.path().join("exports/iter1_ibss.ris"), "").unwrap();
    let (_, err) = check_cli(review.path(), &["check"], 0);
    assert!(err.contains("REA002"), "{err}");
    check_cli(review.path(), &["check", "--deny", "warnings"], 1);
    let (out, _) = check_cli(review.path(), &["run"], 0);
    assert!(out.contains("1.ibss"), "{out}");
}

#[test]
fn a_truncated_xml_loses_nothing_and_is_told() {
    let review = shipped_review();
    let records =
        "<record><titles><title>One made-up title</title></titles></record><record><titles><title>Another made";
    fs::write(review.path().join("exports/iter1_ibss.ris"), format!("<?xml version=\"1.0\"?><xml><records>{records}"))
        .unwrap();
    let (out, err) = check_cli(review.path(), &["run"], 0);
    assert!(err.contains("the record has no end"), "{err}");
    assert!(out.contains("1.ibss     International Bibliography of the Social Sciences              2"), "{out}");
}

#[test]
fn a_folder_without_a_protocol_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for command in ["run", "check"] {
        let (_, err) = check_cli(folder.path(), &[command], 2);
        assert!(err.contains("is not a review folder: it has no protocol.toml"), "{err}");
    }
    let (_, err) = check_cli(folder.path(), &["-C", "nowhere", "run"], 2);
    assert!(err.contains("cannot open the review folder nowhere: it is not there"), "{err}");
}

#[test]
fn the_folder_given_twice_is_a_usage_error() {
    let review = shipped_review();
    for command in ["run", "check"] {
        let (_, err) = check_cli(review.path(), &["-C", ".", command, "."], 2);
        assert!(err.contains("the review folder is given twice"), "{err}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    use std::io::Read as _;
    use std::process::{Command, Stdio};
    let mut program = Command::new(assert_cmd::cargo::cargo_bin!("litsieve"))
        .args(["completions", "bash"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Read one byte, then close: the script is longer than a pipe holds no longer than it takes to notice.
    program.stdout.take().unwrap().read_exact(&mut [0]).unwrap();
    let output = program.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_is_an_error() {
    use std::process::Stdio;
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = std::process::Command::new(assert_cmd::cargo::cargo_bin!("litsieve"))
        .args(["completions", "bash"])
        .stdout(Stdio::from(full))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no space left on the disk"));
}

#[test]
fn colours_are_for_terminals_and_on_request() {
    let review = shipped_review();
    edit(review.path(), "\"language\"", "\"langauge\"");
    let (_, plain) = check_cli(review.path(), &["check"], 1);
    assert!(!plain.contains('\u{1b}'), "a pipe gets no colours");
    let (_, coloured) = check_cli(review.path(), &["check", "--color", "always"], 1);
    assert!(coloured.contains('\u{1b}'));
    let output = litsieve().env("NO_COLOR", "1").current_dir(review.path()).arg("check").output().unwrap();
    assert!(!output.stderr.contains(&0x1b));
}
