use super::*;

const OWN_SUMMARY: &str = r#"{"schema":"litsieve/summary/1","results":{"gone.csv":"abc"}}"#;

/// Builds results of one file with this content.
fn build(folder: &Path, content: &str) -> Result<(), Error> {
    replace(folder, |open| {
        open("records.csv")?.write_all(content.as_bytes())?;
        open(SUMMARY)?.write_all(OWN_SUMMARY.as_bytes())
    })
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn content(folder: &Path) -> String {
    fs::read_to_string(folder.join("records.csv")).expect("the result")
}

#[test]
fn new_results_take_the_place_of_old_ones_and_nothing_is_left_beside() {
    let review = tempfile::tempdir().expect("a temporary folder");
    let results = review.path().join("results");
    build(&results, "first").expect("built");
    build(&results, "second").expect("built");
    assert_eq!(content(&results), "second");
    assert_eq!(names(review.path()), ["results"]);
}

#[test]
fn a_failure_on_the_way_leaves_the_old_results() {
    let review = tempfile::tempdir().expect("a temporary folder");
    let results = review.path().join("results");
    build(&results, "first").expect("built");
    let failure = replace(&results, |open| {
        open("records.csv")?.write_all(b"half")?;
        Err::<(), _>(io::Error::from(io::ErrorKind::StorageFull))
    });
    assert!(failure.is_err_and(|error| error.to_string().contains("no space left")));
    assert_eq!(content(&results), "first");
    assert_eq!(names(review.path()), ["results"]);
}

#[test]
fn what_is_not_ours_stays() {
    let review = tempfile::tempdir().expect("a temporary folder");
    let results = review.path().join("results");
    build(&results, "first").expect("built");
    fs::write(results.join("my notes.docx"), "dear diary").expect("a file");
    fs::write(results.join("gone.csv"), "a result of an earlier version").expect("a file");
    build(&results, "second").expect("built");
    assert_eq!(names(&results), ["my notes.docx", "records.csv", "summary.json"]);
}

#[test]
fn a_folder_with_other_things_is_not_replaced() {
    let review = tempfile::tempdir().expect("a temporary folder");
    let documents = review.path().join("documents");
    fs::create_dir(&documents).expect("a folder");
    build(&documents, "an empty folder may be used").expect("built");
    fs::write(documents.join(SUMMARY), "{\"schema\": \"another/program\"}").expect("a file");
    assert!(build(&documents, "second").is_err());
    assert_eq!(content(&documents), "an empty folder may be used");
    let file = review.path().join("file");
    fs::write(&file, "").expect("a file");
    assert!(build(&file, "second").is_err());
    assert_eq!(names(review.path()), ["documents", "file"]);
}

#[test]
fn a_crash_between_the_two_renames_is_mended() {
    let review = tempfile::tempdir().expect("a temporary folder");
    let results = review.path().join("results");
    build(&results, "first").expect("built");
    fs::rename(&results, review.path().join(".results-old-results-")).expect("renamed");
    let failure = replace(&results, |_| Err::<(), _>(io::Error::from(io::ErrorKind::StorageFull)));
    assert!(failure.is_err());
    assert_eq!(content(&results), "first", "the old results are back although the run failed");
}

#[test]
fn a_crash_after_the_two_renames_is_mended() {
    let review = tempfile::tempdir().expect("a temporary folder");
    let (results, old) = (review.path().join("results"), review.path().join(".results-old-results-"));
    build(&results, "first").expect("built");
    fs::write(results.join("notes.txt"), "").expect("a file");
    fs::rename(&results, &old).expect("renamed");
    build(&results, "second").expect("built");
    assert_eq!(names(review.path()), ["results"]);
    assert!(results.join("notes.txt").exists());
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let review = tempfile::tempdir().expect("a temporary folder");
    let (real, link) = (review.path().join("real"), review.path().join("results"));
    build(&real, "first").expect("built");
    std::os::unix::fs::symlink(&real, &link).expect("a link");
    build(&link, "second").expect("built");
    assert_eq!(content(&real), "second");
    assert!(link.is_symlink());
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("out.csv");
    write_file(&path, |out| out.write_all(b"first")).expect("written");
    let failure = write_file(&path, |out| {
        out.write_all(b"half")?;
        Err(io::Error::from(io::ErrorKind::StorageFull))
    });
    assert!(failure.is_err());
    assert_eq!(fs::read_to_string(&path).expect("the file"), "first");
    assert_eq!(names(folder.path()), ["out.csv"]);
}

#[test]
fn what_a_killed_program_was_writing_is_removed_and_what_another_is_writing_is_not() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name);
    for name in [".litsieve-new-17", ".litsieve-new-18", ".litsieve-new-notes", ".litsieve-new-"] {
        fs::write(path(name), "half").expect("a file");
    }
    let another = File::options().write(true).open(path(".litsieve-new-18")).expect("the file");
    another.lock().expect("a lock");
    write_file(&path("a.csv"), |out| {
        // A third program begins while this one writes.
        write_file(&path("b.csv"), |out| out.write_all(b"b"))
            .map_err(|error| io::Error::other(error.what))
            .and_then(|()| out.write_all(b"a"))
    })
    .expect("written");
    assert_eq!(names(folder.path()), [".litsieve-new-", ".litsieve-new-18", ".litsieve-new-notes", "a.csv", "b.csv"]);
    drop(another);
    write_file(&path("a.csv"), |out| out.write_all(b"again")).expect("written");
    assert_eq!(names(folder.path()), [".litsieve-new-", ".litsieve-new-notes", "a.csv", "b.csv"]);
}
