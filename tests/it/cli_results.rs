//! The results folder under bad luck: whatever happens, the results that were there stay whole.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::support::{check_cli, shipped_review};

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entry = |entry: std::io::Result<fs::DirEntry>| {
        let path = entry.unwrap().path();
        (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap())
    };
    fs::read_dir(folder).unwrap().map(entry).collect()
}

/// What lies beside the results and looks like them.
fn left_beside(review: &Path) -> Vec<String> {
    let names = fs::read_dir(review).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names.filter(|name| name.contains("results") && name != "results").collect()
}

#[test]
fn the_same_inputs_give_the_same_bytes_on_one_thread_and_on_many() {
    let review = shipped_review();
    let (out, _) = check_cli(review.path(), &["run", "--jobs", "1"], 0);
    assert!(out.contains("\nNext:\n report.html "), "the report comes first: {out}");
    let first = contents(&review.path().join("results"));
    assert!(first.contains_key("summary.json") && first.contains_key("decisions.csv"));
    check_cli(review.path(), &["run", "--jobs", "4"], 0);
    assert!(contents(&review.path().join("results")) == first, "the results differ");
    let (out, _) = check_cli(review.path(), &["run", "--dry-run"], 0);
    assert!(out.starts_with("Nothing would change in results"), "{out}");
}

#[test]
fn a_dry_run_says_what_would_change_and_writes_nothing() {
    let review = shipped_review();
    let (out, _) = check_cli(review.path(), &["run", "--dry-run"], 0);
    assert!(out.contains("There are no results in results yet"), "{out}");
    assert!(!review.path().join("results").exists());
    check_cli(review.path(), &["run"], 0);
    let before = contents(&review.path().join("results"));
    let path = review.path().join("protocol.toml");
    let protocol = fs::read_to_string(&path).unwrap();
    fs::write(&path, protocol.replace("from    = 1985", "from    = 2010")).unwrap();
    let (out, _) = check_cli(review.path(), &["run", "--dry-run"], 0);
    assert!(out.contains("included -> excluded (year)"), "{out}");
    assert!(contents(&review.path().join("results")) == before);
}

#[test]
fn results_go_where_they_are_told_to_and_nowhere_else() {
    let review = shipped_review();
    check_cli(review.path(), &["run", "--results", "elsewhere/out"], 0);
    assert!(review.path().join("elsewhere/out/summary.json").exists() && !review.path().join("results").exists());
    let (_, err) = check_cli(review.path(), &["run", "--results", "exports"], 2);
    assert!(err.contains("holds other files than results of litsieve; it is not replaced"), "{err}");
    assert!(review.path().join("exports/iter1_wos.txt").exists());
}

/// Linux: a file system of 64 kB, less than the results need. Needs the right to mount; without it the test says so.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_old_results() {
    use std::process::Command;
    let review = shipped_review();
    let small = review.path().join("small");
    fs::create_dir(&small).unwrap();
    let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"]).arg(&small).output();
    if !mount.is_ok_and(|done| done.status.success()) {
        eprintln!("NOT RUN: a full disk needs the right to mount");
        return;
    }
    let old = small.join("results");
    fs::create_dir(&old).unwrap();
    fs::write(old.join("summary.json"), r#"{"schema":"litsieve/summary/1","results":{}}"#).unwrap();
    let before = contents(&old);
    let output = crate::support::litsieve()
        .current_dir(review.path())
        .args(["run", "--results", "small/results"])
        .output()
        .unwrap();
    let (after, beside) = (contents(&old), left_beside(&small));
    Command::new("umount").arg(&small).status().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.contains("no space left on the disk"), "{err}");
    assert!(before == after && beside.is_empty(), "{beside:?}");
}

/// Ctrl-C at many moments of a run: the results are those from before or those of the run, and nothing is left beside them.
#[cfg(unix)]
#[test]
fn ctrl_c_leaves_whole_results() {
    use std::process::{Command, Stdio};
    use std::time::Duration;
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    let whole = contents(&review.path().join("results"));
    for wait in [0, 20, 60, 120, 200, 300, 400, 500, 600, 800] {
        let mut program = Command::new(assert_cmd::cargo::cargo_bin!("litsieve"))
            .current_dir(review.path())
            .args(["-q", "run"])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        let stopped = Command::new("kill").args(["-INT", &program.id().to_string()]).output();
        assert!(stopped.is_ok());
        let code = program.wait().unwrap().code();
        // Before the handler is there the signal itself ends the program.
        assert!(matches!(code, Some(0 | 130) | None), "{code:?} after {wait} ms");
        assert!(contents(&review.path().join("results")) == whole, "after {wait} ms");
        assert_eq!(left_beside(review.path()), [""; 0], "after {wait} ms");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let review = shipped_review();
    // The administrator may write anywhere; a file in the place of the parent stops everybody.
    fs::write(review.path().join("file"), "").unwrap();
    let (_, err) = check_cli(review.path(), &["run", "--results", "file/results"], 2);
    assert!(err.contains("file") && err.contains("error:"), "{err}");
    let locked = review.path().join("locked");
    fs::create_dir(&locked).unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(locked.join("probe"), "").is_ok() {
        eprintln!("NOT RUN: this user may write everywhere");
        return;
    }
    let (_, err) = check_cli(review.path(), &["run", "--results", "locked/results"], 2);
    assert!(err.contains("permission denied"), "{err}");
}
