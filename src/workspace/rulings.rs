//! The folder `rulings/`: read whole, appended to, never rewritten.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::Error;
use super::files::FileReader;
use super::interrupt::undivided;
use super::paths;
use crate::diagnostic::Diagnostic;
use crate::ruling::{self, Draft, Ruling};
use crate::source::SourceFile;

/// The folder of the rulings in a review folder.
const FOLDER: &str = "rulings";

/// The files of every person, by name.
pub(super) fn read_files(
    root: &Path,
    files: FileReader<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Arc<SourceFile>> {
    let found = paths::expand(root, &format!("{FOLDER}/*.jsonl"));
    found.iter().filter_map(|found| files.read(found).map_err(|wrong| diagnostics.push(*wrong)).ok()).collect()
}

/// Every ruling, by file and line.
pub(super) fn read_lines(files: &[Arc<SourceFile>], diagnostics: &mut Vec<Diagnostic>) -> Vec<Ruling> {
    let mut rulings = Vec::new();
    for source in files {
        let (mut read, mut wrong) = ruling::read(source);
        rulings.append(&mut read);
        diagnostics.append(&mut wrong);
    }
    check_together(&mut rulings, diagnostics);
    rulings
}

/// What only shows with all files side by side: a ruling in two files counts once, and what is taken back must be there.
fn check_together(rulings: &mut Vec<Ruling>, diagnostics: &mut Vec<Diagnostic>) {
    let mut first: HashMap<String, (String, u32), FixedState> = HashMap::default();
    rulings.retain(|ruling| {
        let place = (ruling.file.clone(), ruling.line);
        let earlier = first.entry(ruling.id.clone()).or_insert_with(|| place.clone());
        if *earlier != place {
            let message = format!("the ruling stands in {}:{} as well; it counts once", earlier.0, earlier.1);
            diagnostics.push(Diagnostic::new("RUL005", message).at(&ruling.file, ruling.line, 0));
        }
        *earlier == place
    });
    for ruling in rulings.iter().filter(|ruling| !ruling.supersedes.is_empty()) {
        if !first.contains_key(&ruling.supersedes) {
            let message = format!("the ruling `{}`, which this line takes back, is in no file", ruling.supersedes);
            diagnostics.push(Diagnostic::new("RUL010", message).at(&ruling.file, ruling.line, 0));
        }
    }
}

/// The file of a person, below the review folder: `rulings/anna-berg.jsonl`.
///
/// # Errors
/// If the name has no letter or digit that a file name could have.
pub fn file_of(by: &str) -> Result<PathBuf, Error> {
    let plain = deunicode::deunicode(by).to_lowercase();
    let words: Vec<&str> = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return Err(Error::new(
            format!("`{by}` is no name"),
            "Give the name of the person who decided, as in --by \"Anna Berg\".",
        ));
    }
    Ok(Path::new(FOLDER).join(words.join("-")).with_extension("jsonl"))
}

/// Appends rulings of a person. Either all lines are on the disk afterwards, or none; gives their number.
///
/// `at` is the time, as RFC 3339.
///
/// # Errors
/// If the file cannot be written. It is then as it was before.
pub fn append(root: &Path, by: &str, at: &str, drafts: &[Draft]) -> Result<usize, Error> {
    if drafts.is_empty() {
        return Ok(0);
    }
    let path = root.join(file_of(by)?);
    let failed = |error: &std::io::Error| Error::io("write to", &path, error);
    fs::create_dir_all(root.join(FOLDER)).map_err(|error| failed(&error))?;
    let mut file =
        OpenOptions::new().read(true).append(true).create(true).open(&path).map_err(|error| failed(&error))?;
    // Two programs that append at once would break the chain: the second waits.
    file.lock().map_err(|error| failed(&error))?;
    let mut text = String::new();
    file.read_to_string(&mut text).map_err(|error| failed(&error))?;
    let mut lines = ruling::lines_for(drafts, by, at, &ruling::last_identity(&text));
    if !text.is_empty() && !text.ends_with('\n') {
        // An earlier line was cut off: what follows is not to become a part of it.
        lines.insert(0, '\n');
    }
    undivided(|| write_all_or_nothing(&mut file, text.len() as u64, lines.as_bytes()))
        .map_err(|error| failed(&error))?;
    Ok(drafts.len())
}

fn write_all_or_nothing(file: &mut File, length: u64, lines: &[u8]) -> std::io::Result<()> {
    let written = file.write_all(lines).and_then(|()| file.sync_all());
    if written.is_err() {
        // The first error is the one to tell; a line that stays half is told on reading.
        let _ = file.set_len(length);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ruling::{RulingKind, Target};

    fn draft(title: &str) -> Draft {
        Draft {
            kind: RulingKind::Group,
            stage: "screening".into(),
            round: 1,
            targets: vec![Target { title: title.into(), ..Target::default() }],
            verdict: "include".into(),
            criterion: String::new(),
            note: String::new(),
            supersedes: String::new(),
        }
    }

    fn read(root: &Path) -> (Vec<Ruling>, Vec<(&'static str, u32)>) {
        let mut diagnostics = Vec::new();
        let root = fs::canonicalize(root).expect("the folder is there");
        let files = read_files(&root, FileReader::new(&root, &|_| {}), &mut diagnostics);
        let rulings = read_lines(&files, &mut diagnostics);
        (rulings, diagnostics.into_iter().map(|diagnostic| (diagnostic.code, diagnostic.line)).collect())
    }

    #[test]
    fn what_is_appended_is_there_and_chained() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let at = "2024-05-01T10:00:00Z";
        assert_eq!(append(folder.path(), "Änna  Berg", at, &[draft("one"), draft("two")]).ok(), Some(2));
        assert_eq!(append(folder.path(), "Änna  Berg", at, &[draft("three")]).ok(), Some(1));
        assert_eq!(append(folder.path(), "Bo", at, &[]).ok(), Some(0));
        let (rulings, found) = read(folder.path());
        assert_eq!(found, []);
        let titles: Vec<&str> = rulings.iter().map(|ruling| ruling.targets[0].title.as_str()).collect();
        assert_eq!(titles, ["one", "two", "three"]);
        assert_eq!((&*rulings[2].file, rulings[2].line, &*rulings[2].by), ("rulings/anna-berg.jsonl", 3, "Änna  Berg"));
    }

    #[test]
    fn a_line_that_was_cut_off_spoils_no_later_one() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join(FOLDER)).expect("a folder");
        fs::write(folder.path().join("rulings/bo.jsonl"), "{\"v\":1,\"kind\":\"gro").expect("a file");
        append(folder.path(), "Bo", "2024-05-01T10:00:00Z", &[draft("one")]).expect("appended");
        let (rulings, found) = read(folder.path());
        assert_eq!((rulings.len(), found), (1, vec![("RUL001", 1)]));
    }

    #[test]
    fn a_ruling_in_two_files_counts_once() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        append(folder.path(), "Bo", "2024-05-01T10:00:00Z", &[draft("one")]).expect("appended");
        let rulings = folder.path().join(FOLDER);
        fs::copy(rulings.join("bo.jsonl"), rulings.join("copy.jsonl")).expect("copied");
        let (rulings, found) = read(folder.path());
        assert_eq!((rulings.len(), found), (1, vec![("RUL005", 1)]));
    }

    #[test]
    fn what_is_taken_back_must_be_there() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let undo = Draft {
            kind: RulingKind::Undo,
            targets: vec![],
            verdict: String::new(),
            supersedes: "0123456789abcdef".into(),
            ..draft("")
        };
        append(folder.path(), "Bo", "2024-05-01T10:00:00Z", &[undo]).expect("appended");
        assert_eq!(read(folder.path()).1, [("RUL010", 1)]);
    }

    #[test]
    fn a_name_must_have_letters() {
        assert!(file_of("../..").is_err());
        assert_eq!(file_of("Renée O'Neil").ok(), Some(PathBuf::from("rulings/renee-o-neil.jsonl")));
    }
}
