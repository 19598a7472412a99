//! The folder `rulings/`: read whole, appended to, never rewritten.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::Error;
use super::files::FileReader;
use super::interrupt::undivided;
use super::paths;
use super::results::sync_folder;
use crate::diagnostic::Diagnostic;
use crate::ruling::{self, Draft, Ruling};
use crate::source::SourceFile;

/// The folder of the rulings in a review folder.
const FOLDER: &str = "rulings";

/// What git is told of the files of rulings: where two branches appended, the lines of both stay.
const GIT_ATTRIBUTES: &str = "rulings/*.jsonl merge=union\n";

/// Writes `.gitattributes` into a review folder, so that git joins the rulings of two branches; one that is there stays as it is.
///
/// # Errors
/// If the file cannot be written.
pub fn write_git_attributes(root: &Path) -> Result<(), Error> {
    let path = root.join(".gitattributes");
    let made = OpenOptions::new().write(true).create_new(true).open(&path);
    match made.and_then(|mut file| file.write_all(GIT_ATTRIBUTES.as_bytes())) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(Error::io("write", &path, &error)),
        _ => Ok(()),
    }
}

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
    name_once(&mut rulings, diagnostics);
    rulings
}

/// Gives every person one name: who is spelt in two ways that share a file would be two readers, and agree with themselves.
fn name_once(rulings: &mut [Ruling], diagnostics: &mut Vec<Diagnostic>) {
    let mut named: HashMap<PathBuf, String, FixedState> = HashMap::default();
    let mut spelt: HashMap<String, String, FixedState> = HashMap::default();
    for ruling in rulings {
        if !spelt.contains_key(&ruling.by) {
            let Ok(file) = file_of(&ruling.by) else { continue };
            let name = named.entry(file).or_insert_with(|| ruling.by.clone()).clone();
            if name != ruling.by {
                let message = format!(
                    "\"{}\" is \"{name}\" in another spelling, and counts as one reader with that name",
                    ruling.by
                );
                diagnostics.push(Diagnostic::new("RUL015", message).at(&ruling.file, ruling.line, 0));
            }
            spelt.insert(ruling.by.clone(), name);
        }
        if let Some(name) = spelt.get(&ruling.by).filter(|name| **name != ruling.by) {
            ruling.by.clone_from(name);
        }
    }
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
    for ruling in rulings.iter() {
        for gone in ruling.superseded().filter(|id| !first.contains_key(*id)) {
            let message = format!("the ruling `{gone}`, which this line takes back, is in no file");
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
    let mut stem = words.join("-");
    stem.truncate(LONGEST_STEM);
    if is_reserved(&stem) {
        stem.push_str("-reader");
    }
    Ok(Path::new(FOLDER).join(stem).with_extension("jsonl"))
}

/// Longest stem of a file of rulings: file systems take 255 bytes, synchronised folders less.
const LONGEST_STEM: usize = 100;

/// Names that Windows keeps for devices, whatever their extension.
fn is_reserved(stem: &str) -> bool {
    let numbered = |device: &str| {
        stem.strip_prefix(device).is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    matches!(stem, "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

/// A person's name as it stands in rulings: single spaces between its words.
pub fn name_of(by: &str) -> String {
    by.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What an append did to a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Appended {
    /// The rulings as they were written. Their lines are 0, not known: nobody reads a whole file to append to it.
    pub rulings: Vec<Ruling>,
    /// The bytes of the file before.
    pub before: u64,
    /// The bytes of the file now.
    pub after: u64,
}

/// Appends rulings of a person. Either all lines are on the disk afterwards, or none.
///
/// `at` is the time, as RFC 3339.
///
/// # Errors
/// If the file cannot be written, or belongs to somebody else whose name gives the same file name. It is then as it was before.
pub fn append(root: &Path, by: &str, at: &str, drafts: &[Draft]) -> Result<Appended, Error> {
    Ok(append_where(root, by, at, drafts, &|_| true)?.unwrap_or_default())
}

/// [`append`] for whoever decided with the first `length` bytes of the file at hand (0 where there was none). `None`, and nothing is
/// written, if the file has another length by now: another program of the same person wrote there, and what it wrote is to be read
/// first.
///
/// # Errors
/// As [`append`].
pub fn append_behind(
    root: &Path,
    by: &str,
    at: &str,
    drafts: &[Draft],
    length: u64,
) -> Result<Option<Appended>, Error> {
    append_where(root, by, at, drafts, &|before| before == length)
}

/// Appends to the file of a person, held alone, if `may` says so of its length.
fn append_where(
    root: &Path,
    by: &str,
    at: &str,
    drafts: &[Draft],
    may: &dyn Fn(u64) -> bool,
) -> Result<Option<Appended>, Error> {
    let by = &name_of(by);
    if drafts.is_empty() {
        return Ok(Some(Appended::default()));
    }
    let label = file_of(by)?;
    let path = root.join(&label);
    let failed = |error: &std::io::Error| Error::io("write to", &path, error);
    fs::create_dir_all(root.join(FOLDER)).map_err(|error| failed(&error))?;
    let mut file =
        OpenOptions::new().read(true).append(true).create(true).open(&path).map_err(|error| failed(&error))?;
    // Two programs that append at once would break the chain: the second waits.
    file.lock().map_err(|error| failed(&error))?;
    let before = file.metadata().map_err(|error| failed(&error))?.len();
    if !may(before) {
        return Ok(None);
    }
    let end = read_end(&mut file, before).map_err(|error| failed(&error))?;
    if let Some(owner) = owner(&file, &label).map_err(|error| failed(&error))?.filter(|owner| owner != by) {
        return Err(shared(&label, &owner, by));
    }
    let mut lines = ruling::lines_for(drafts, by, at, &end.identity);
    let (mut rulings, _) =
        ruling::read(&SourceFile::new(label.to_string_lossy().replace('\\', "/"), lines.clone().into_bytes()));
    for ruling in &mut rulings {
        // Read by themselves they look like a file and a history of their own; they follow on everything in the file.
        (ruling.line, ruling.lineage) = (0, Default::default());
    }
    if end.is_cut_off {
        // An earlier line was cut off: what follows is not to become a part of it.
        lines.insert(0, '\n');
    }
    undivided(|| write_all_or_nothing(&mut file, before, lines.as_bytes())).map_err(|error| failed(&error))?;
    if before == 0 {
        // Its name too, and that of its folder: after a power cut nobody would find the content without.
        [root.join(FOLDER).as_path(), root].into_iter().for_each(sync_folder);
        // It helps a later merge; the decisions are on the disk without it.
        let _ = write_git_attributes(root);
    }
    Ok(Some(Appended { rulings, before, after: before + lines.len() as u64 }))
}

/// The spelling of a name that all lines of its file count under: the first that gives the file its name.
fn owner(mut file: &File, label: &Path) -> std::io::Result<Option<String>> {
    file.rewind()?;
    for line in BufReader::new(file).split(b'\n') {
        let author = ruling::author_of(&String::from_utf8_lossy(&line?));
        if let Some(author) = author.filter(|author| file_of(author).is_ok_and(|file| file == label)) {
            return Ok(Some(author));
        }
    }
    Ok(None)
}

fn shared(label: &Path, owner: &str, by: &str) -> Error {
    Error::new(
        format!("{} holds the decisions of \"{owner}\"; \"{by}\" would share the file", label.display()),
        format!(
            "If you are \"{owner}\", write the name exactly so; else take a name that differs in a letter or a digit."
        ),
    )
}

/// Whether rulings of this person could be written; nothing stays behind.
///
/// # Errors
/// If they could not, or if the file is that of somebody whose name is spelt otherwise.
pub fn check_writable(root: &Path, by: &str) -> Result<(), Error> {
    let label = file_of(by)?;
    let path = root.join(&label);
    let failed = |error: &std::io::Error| Error::io("write to", &path, error);
    let (had_folder, had_file) = (root.join(FOLDER).exists(), path.exists());
    fs::create_dir_all(root.join(FOLDER)).map_err(|error| failed(&error))?;
    let opened = OpenOptions::new().append(true).create(true).open(&path).map_err(|error| failed(&error));
    if !had_file && opened.is_ok() {
        fs::remove_file(&path).map_err(|error| failed(&error))?;
    }
    if !had_folder {
        // Another program may have put something there by now: then it stays.
        let _ = fs::remove_dir(root.join(FOLDER));
    }
    opened?;
    if !had_file {
        return Ok(());
    }
    let owner = File::open(&path).and_then(|file| owner(&file, &label)).map_err(|error| failed(&error))?;
    match owner.filter(|owner| *owner != name_of(by)) {
        Some(owner) => Err(shared(&label, &owner, by)),
        None => Ok(()),
    }
}

/// The end of a file of rulings.
struct End {
    /// The identity of the last line; empty if there is none.
    identity: String,
    /// Whether the last line has no end.
    is_cut_off: bool,
}

/// Reads no more of the file than is needed: a reader clicks twenty thousand times.
fn read_end(file: &mut File, length: u64) -> std::io::Result<End> {
    let mut reach = 1 << 16;
    loop {
        let start = length.saturating_sub(reach);
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        // The first line of a part may be the rest of one.
        let whole = if start == 0 { Some(0) } else { memchr::memchr(b'\n', &bytes).map(|at| at + 1) };
        let text = String::from_utf8_lossy(&bytes[whole.unwrap_or(bytes.len())..]).into_owned();
        let has_line = text.lines().rev().any(|line| ruling::author_of(line).is_some());
        if has_line || start == 0 {
            let is_cut_off = !text.is_empty() && !text.ends_with('\n');
            return Ok(End { identity: ruling::last_identity(&text), is_cut_off });
        }
        reach *= 8;
    }
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
mod tests;
