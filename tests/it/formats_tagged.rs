//! Formats made of lines that begin with a tag: made-up exports, real ones, and damaged ones.

use crate::support::{check_parse, repository};

/// The folders of `tests/corpus` that belong here.
const FORMATS: [&str; 7] = ["ris", "nbib", "wos-tagged", "ovid-tagged", "refworks-tagged", "enw", "proquest"];

/// The exports of `tests/corpus/<format>`.
fn made_up(format: &str) -> Vec<std::path::PathBuf> {
    let folder = repository().join("tests/corpus").join(format);
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension != "expected"));
    files.sort();
    files
}

#[test]
fn made_up_exports_are_read_as_written_down() {
    FORMATS.iter().for_each(|format| check_parse(&made_up(format)));
}
