use super::*;

/// A test that may fail on the disk.
type Done = Result<(), Box<dyn std::error::Error>>;

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
fn new_results_take_the_place_of_old_ones_and_nothing_is_left_beside() -> Done {
    let review = tempfile::tempdir()?;
    let results = review.path().join("results");
    build(&results, "first")?;
    build(&results, "second")?;
    assert_eq!(content(&results), "second");
    assert_eq!(names(review.path()), ["results"]);
    Ok(())
}

#[test]
fn a_failure_on_the_way_leaves_the_old_results() -> Done {
    let review = tempfile::tempdir()?;
    let results = review.path().join("results");
    build(&results, "first")?;
    let failure = replace(&results, |open| {
        open("records.csv")?.write_all(b"half")?;
        Err::<(), _>(io::Error::from(io::ErrorKind::StorageFull))
    });
    assert!(failure.is_err_and(|error| error.to_string().contains("no space left")));
    assert_eq!(content(&results), "first");
    assert_eq!(names(review.path()), ["results"]);
    Ok(())
}

#[test]
fn what_is_not_ours_stays() -> Done {
    let review = tempfile::tempdir()?;
    let results = review.path().join("results");
    build(&results, "first")?;
    fs::write(results.join("my notes.docx"), "dear diary")?;
    fs::write(results.join("gone.csv"), "a result of an earlier version")?;
    build(&results, "second")?;
    assert_eq!(names(&results), ["my notes.docx", "records.csv", "summary.json"]);
    Ok(())
}

#[test]
fn a_folder_with_other_things_is_not_replaced() -> Done {
    let review = tempfile::tempdir()?;
    let documents = review.path().join("documents");
    fs::create_dir(&documents)?;
    build(&documents, "an empty folder may be used")?;
    fs::write(documents.join(SUMMARY), "{\"schema\": \"another/program\"}")?;
    assert!(build(&documents, "second").is_err());
    assert_eq!(content(&documents), "an empty folder may be used");
    let file = review.path().join("file");
    fs::write(&file, "")?;
    assert!(build(&file, "second").is_err());
    assert_eq!(names(review.path()), ["documents", "file"]);
    Ok(())
}

#[test]
fn a_crash_between_the_two_renames_is_mended() -> Done {
    let review = tempfile::tempdir()?;
    let results = review.path().join("results");
    build(&results, "first")?;
    fs::rename(&results, review.path().join(".results-old-results-"))?;
    let failure = replace(&results, |_| Err::<(), _>(io::Error::from(io::ErrorKind::StorageFull)));
    assert!(failure.is_err());
    assert_eq!(content(&results), "first", "the old results are back although the run failed");
    Ok(())
}

#[test]
fn a_crash_after_the_two_renames_is_mended() -> Done {
    let review = tempfile::tempdir()?;
    let (results, old) = (review.path().join("results"), review.path().join(".results-old-results-"));
    build(&results, "first")?;
    fs::write(results.join("notes.txt"), "")?;
    fs::rename(&results, &old)?;
    build(&results, "second")?;
    assert_eq!(names(review.path()), ["results"]);
    assert!(results.join("notes.txt").exists());
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() -> Done {
    let review = tempfile::tempdir()?;
    let (real, link) = (review.path().join("real"), review.path().join("results"));
    build(&real, "first")?;
    std::os::unix::fs::symlink(&real, &link)?;
    build(&link, "second")?;
    assert_eq!(content(&real), "second");
    assert!(link.is_symlink());
    Ok(())
}

#[test]
fn a_file_is_written_whole_or_not_at_all() -> Done {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("out.csv");
    write_file(&path, |out| out.write_all(b"first")).expect("written");
    let failure = write_file(&path, |out| {
        out.write_all(b"half")?;
        Err(io::Error::from(io::ErrorKind::StorageFull))
    });
    assert!(failure.is_err());
    assert_eq!(fs::read_to_string(&path)?, "first");
    assert_eq!(names(folder.path()), ["out.csv"]);
    Ok(())
}

#[test]
fn what_a_killed_program_was_writing_is_removed_and_what_another_is_writing_is_not() -> Done {
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name);
    for name in [".litsieve-new-17", ".litsieve-new-18", ".litsieve-new-notes", ".litsieve-new-"] {
        fs::write(path(name), "half")?;
    }
    let another = File::options().write(true).open(path(".litsieve-new-18"))?;
    another.lock()?;
    write_file(&path("a.csv"), |out| {
        // A third program begins while this one writes.
        write_file(&path("b.csv"), |out| out.write_all(b"b"))
            .map_err(|error| io::Error::other(error.what))
            .and_then(|()| out.write_all(b"a"))
    })?;
    assert_eq!(names(folder.path()), [".litsieve-new-", ".litsieve-new-18", ".litsieve-new-notes", "a.csv", "b.csv"]);
    drop(another);
    write_file(&path("a.csv"), |out| out.write_all(b"again")).expect("written");
    assert_eq!(names(folder.path()), [".litsieve-new-", ".litsieve-new-notes", "a.csv", "b.csv"]);
    Ok(())
}
