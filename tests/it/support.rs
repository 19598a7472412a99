//! What the areas share.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use litsieve::pipeline::ExportFile;
use litsieve::source::SourceFile;

/// The folder of the shared corpora; `None`, said aloud, where it is not there.
///
/// # Panics
/// If it is not there and the environment says that this is continuous integration: there nothing may be left out in silence.
pub fn corpora() -> Option<PathBuf> {
    let folder = std::env::var_os("LITSIEVE_CORPORA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora"), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "the corpora are not at {}", folder.display());
    eprintln!("NOT RUN: the corpora are not at {}", folder.display());
    None
}

/// The repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Exports from texts: the number of the search, the label, the content.
pub fn exports(files: &[(usize, &str, &str)]) -> Vec<ExportFile> {
    files
        .iter()
        .map(|(search, label, text)| ExportFile {
            source: Arc::new(SourceFile::new(*label, text.as_bytes().to_vec())),
            search: *search,
        })
        .collect()
}

/// The program, ready to be given arguments, with nothing of this machine's settings.
pub fn litsieve() -> assert_cmd::Command {
    let mut command = assert_cmd::Command::new(assert_cmd::cargo::cargo_bin!("litsieve"));
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

/// A copy of the shipped review in a folder of its own.
pub fn shipped_review() -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    copy_folder(&repository().join("queries/bussu-galanti-2018"), copy.path());
    copy
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        if name == "results" {
            continue;
        }
        if path.is_dir() {
            copy_folder(&path, &to.join(name));
        } else {
            std::fs::copy(&path, to.join(name)).unwrap();
        }
    }
}

/// Runs the program in `folder` and compares its exit code; gives standard output and standard error.
pub fn check_cli(folder: &Path, arguments: &[&str], code: i32) -> (String, String) {
    let output = litsieve().current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "litsieve {arguments:?}\n--- out\n{out}\n--- err\n{err}");
    (out, err)
}

/// Whether `value` reaches the floor `name` of `tests/floors.toml`. Floors may only rise: raise one when it is clearly exceeded.
pub fn check_floor(name: &str, value: f64) {
    let floors: toml::Table = include_str!("../floors.toml").parse().expect("TOML");
    let (table, key) = name.split_once('.').expect("a table and a key");
    let floor = floors[table][key].as_float().expect("a number with a point");
    eprintln!("{name}: {value:.4}, floor {floor}");
    assert!(value >= floor, "{name} is {value}, below its floor {floor}");
}
