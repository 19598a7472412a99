//! A review folder on disk: what [`crate::pipeline`] takes is read here, what it gives is written here.
//!
//! Invariants: nothing outside of the folder is read; a file is read once; the same folder gives the same input on every
//! system; no half-written result replaces a whole one.

mod address;
mod asreview;
mod error;
mod files;
mod foreign;
mod intake;
mod interrupt;
mod judged;
mod paths;
mod previous;
mod results;
mod rulings;
mod sheet;
mod strays;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use address::address_from;
pub use asreview::read_asreview_project;
pub use error::Error;
pub use files::{BytesRead, open_parts, read_file, read_file_in};
pub use foreign::{Address, ForeignFile, Like, Taken, Taking, TwoWays, criterion_called, take_foreign};
pub use intake::{Intake, Remark, take};
pub use interrupt::abandon;
pub use judged::{JudgedSample, read as read_judged_sample};
pub use previous::PreviousVersion;
pub use results::{Durable, replace as replace_results, summary as summary_of, write_file};
pub use rulings::{
    Appended, append as append_rulings, append_behind as append_rulings_behind, check_writable,
    file_of as rulings_file_of, name_of, write_git_attributes,
};
pub use sheet::{About, Row, Said, Sheet, read as read_sheet};

use crate::audit::InputFile;
use crate::diagnostic::{Diagnostic, Severity};
use crate::format;
use crate::format::archive;
use crate::pipeline::ExportFile;
use crate::protocol::{self, Protocol, Search};
use crate::ruling::Ruling;
use crate::source::{Content, Digest, SourceFile};
use files::FileReader;
use paths::Found;

/// The name of the protocol in a review folder.
pub const PROTOCOL: &str = "protocol.toml";

/// What services gave for records.
const ENRICHMENT: &str = "enrichment/*.jsonl";

/// A review folder as it was found.
#[derive(Debug)]
pub struct Folder {
    /// The folder, without links in its path.
    pub root: PathBuf,
    /// The protocol as it stands.
    pub protocol_file: Arc<SourceFile>,
    /// The inputs of a run; `None` if the protocol cannot be read as one.
    pub inputs: Option<Inputs>,
    /// Everything that is wrong with the protocol, with the files that it names and with the rulings.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether a run would compute this review: the protocol and every file could be read.
    pub usable: bool,
}

/// What a run takes.
#[derive(Debug)]
pub struct Inputs {
    /// The protocol.
    pub protocol: Protocol,
    /// Every export with the number of its search.
    pub exports: Vec<ExportFile>,
    /// Per known set of the protocol: its file, if it could be read.
    pub known: Vec<Option<Arc<SourceFile>>>,
    /// What the version before this update included, as far as its results say.
    pub previous: Option<PreviousVersion>,
    /// What people decided.
    pub rulings: Vec<Ruling>,
    /// The files of the rulings, by name.
    pub ruling_files: Vec<Arc<SourceFile>>,
    /// What services gave for records, by name.
    pub enrichment: Vec<Arc<SourceFile>>,
    /// Exports in the folder of exports that no search names: they are not read, and a run says so.
    pub strays: Vec<InputFile>,
}

impl Folder {
    /// Reads a review folder.
    ///
    /// # Errors
    /// If there is no such folder, or no protocol in it that could be read. A mistake *in* the protocol is no error here.
    pub fn open(root: &Path, progress: BytesRead<'_>) -> Result<Self, Error> {
        let root = fs::canonicalize(root).map_err(|error| Error::io("open the review folder", root, &error))?;
        if root.is_file() {
            return Err(no_folder(&root));
        }
        let protocol_file = read_protocol(&root)?;
        let mut folder = Self { root, protocol_file, inputs: None, diagnostics: Vec::new(), usable: false };
        match protocol::parse(folder.protocol_file.text(), PROTOCOL) {
            Err(diagnostics) => folder.diagnostics = diagnostics,
            Ok(protocol) => folder.read_inputs(protocol, progress),
        }
        Ok(folder)
    }

    fn read_inputs(&mut self, mut protocol: Protocol, progress: BytesRead<'_>) {
        let (root, found) = (&self.root, &mut self.diagnostics);
        let files = FileReader::new(root, progress);
        let (exports, mut taken) = read_exports(root, files, &protocol, found);
        let known = read_known(root, files, &protocol, found);
        let references = |file: &Option<Arc<SourceFile>>| file.as_ref().map(|file| format::read(file).records);
        protocol.attach_known(known.iter().map(references).collect());
        let previous = previous::read(root, files, &protocol, found);
        let beside = protocol.known.iter().map(|known| root.join(&known.file));
        let earlier = previous.iter().flat_map(|previous| &previous.files).map(|file| root.join(file.label()));
        taken.extend(beside.chain(earlier).filter_map(|path| fs::canonicalize(path).ok()));
        let strays = strays::find(root, files, &taken, found);
        let ruling_files = rulings::read_files(root, files, found);
        let enrichment = read_enrichment(root, files, found);
        // A line that is no ruling costs no other; what is wrong with files leaves nothing to compute.
        self.usable = found.iter().all(|diagnostic| diagnostic.severity < Severity::Error);
        let rulings = rulings::read_lines(&ruling_files, found);
        // Nor does an earlier version that cannot be believed: its numbers are left out.
        found.extend(previous.iter().flat_map(|previous| previous.remarks.iter().cloned()));
        self.inputs = Some(Inputs { protocol, exports, known, previous, rulings, ruling_files, enrichment, strays });
    }
}

/// The files that the review of `root` rests on, but for the rulings of people: as the patterns of its protocol mean them now.
pub fn input_files(root: &Path, protocol: &Protocol) -> Vec<PathBuf> {
    let exports = protocol.searches().flat_map(|(_, search)| &search.exports);
    let patterns = exports.map(String::as_str).chain([ENRICHMENT]);
    let found = patterns.flat_map(|pattern| paths::expand(root, pattern)).map(|found| found.path);
    let known = protocol.known.iter().map(|known| root.join(&known.file));
    found.chain(known).chain([root.join(PROTOCOL)]).collect()
}

/// The files that a search has, by their places below the review folder, as its patterns mean them now: what is named without
/// wildcards, there or not.
pub fn exports_of(root: &Path, search: &Search) -> Vec<String> {
    search.exports.iter().flat_map(|pattern| paths::expand(root, pattern)).map(|found| found.label).collect()
}

/// The rulings of a review folder as they stand now, with the files they stand in.
pub fn read_rulings(root: &Path, found: &mut Vec<Diagnostic>) -> (Vec<Arc<SourceFile>>, Vec<Ruling>) {
    let files = rulings::read_files(root, FileReader::new(root, &|_| {}), found);
    let rulings = rulings::read_lines(&files, found);
    (files, rulings)
}

/// A file in place of a review folder: a bundle that was sent as an archive, mostly.
fn no_folder(file: &Path) -> Error {
    const ARCHIVES: [&str; 7] = ["zip", "gz", "tgz", "tar", "7z", "xz", "zst"];
    let ending = file.extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default();
    let is_archive = ARCHIVES.contains(&ending.as_str());
    let hint = match is_archive {
        true => "Unpack it first, and give the folder that then has `protocol.toml` in it.",
        false => "Give the folder that has `protocol.toml` in it.",
    };
    let is = if is_archive { "an archive" } else { "a file" };
    Error::new(format!("{} is {is}, and a review is a folder", file.display()), hint)
}

fn read_protocol(root: &Path) -> Result<Arc<SourceFile>, Error> {
    let path = root.join(PROTOCOL);
    if !path.exists() {
        return Err(Error::new(
            format!("{} is not a review folder: it has no {PROTOCOL}", root.display()),
            "`litsieve init DIR` makes a new one; `-C DIR` names another folder.",
        ));
    }
    let no_text = |what: &str| {
        let hint = "It is the text file that describes the review; `litsieve init DIR` writes a commented one.";
        Error::new(format!("{} is {what}", path.display()), hint)
    };
    if path.is_dir() {
        return Err(no_text("a folder"));
    }
    let source =
        read_file(&path, PROTOCOL, &|_| {}).map_err(|diagnostic| Error::new(diagnostic.message, diagnostic.help))?;
    if is_text(source.content()) { Ok(source) } else { Err(no_text("not a text file")) }
}

/// Whether somebody can have typed this: no control characters but those of lines.
fn is_text(content: &Content) -> bool {
    match content {
        Content::Text { text, .. } => !text.bytes().any(|byte| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')),
        Content::Binary(_) => false,
    }
}

/// Every export of every search, and where their files are, as they are named and in truth. What cannot be read is told and left out.
fn read_exports(
    root: &Path,
    files: FileReader<'_>,
    protocol: &Protocol,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<ExportFile>, BTreeSet<PathBuf>) {
    let mut exports = Vec::new();
    let mut taken: BTreeMap<PathBuf, &Search> = BTreeMap::new();
    let mut named = BTreeSet::new();
    let mut contents: BTreeMap<Digest, String> = BTreeMap::new();
    for (number, (_, search)) in protocol.searches().enumerate() {
        if search.exports.is_empty() {
            let message = format!("the search `{}` has no exports", search.id);
            diagnostics.push(Diagnostic::new("FIL009", message).at(PROTOCOL, 0, 0));
        }
        for found in find_exports(root, search, diagnostics) {
            named.insert(found.path.clone());
            let read = files.place(&found).and_then(|place| match taken.insert(place, search) {
                Some(other) if other.id == search.id => Ok(None),
                Some(other) => Err(Box::new(in_two_searches(&found, other, search))),
                None => files.read(&found).map(Some),
            });
            match read {
                Ok(None) => {}
                Ok(Some(source)) => {
                    diagnostics.extend(same_content(&source, &mut contents));
                    let unpacked = unpacked(source, diagnostics);
                    exports.extend(unpacked.into_iter().map(|source| ExportFile { source, search: number }));
                }
                Err(diagnostic) => diagnostics.push(of_search(*diagnostic, search)),
            }
        }
    }
    named.extend(taken.into_keys());
    (exports, named)
}

/// The members of an archive, each an export of its own; any other file as it is.
fn unpacked(source: Arc<SourceFile>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Arc<SourceFile>> {
    let Some(members) = archive::members(&source) else { return vec![source] };
    diagnostics.extend(members.diagnostics);
    if members.files.is_empty() { vec![source] } else { members.files.into_iter().map(Arc::new).collect() }
}

fn find_exports(root: &Path, search: &Search, diagnostics: &mut Vec<Diagnostic>) -> Vec<Found> {
    let mut all = Vec::new();
    for pattern in &search.exports {
        let found = paths::expand(root, pattern);
        if found.is_empty() {
            let message = format!("no file matches `{pattern}`, an export of the search `{}`", search.id);
            diagnostics.push(Diagnostic::new("FIL006", message).at(PROTOCOL, 0, 0));
        }
        all.extend(found);
    }
    // The order in which a protocol lists the files of a search means nothing.
    all.sort();
    all
}

fn of_search(mut diagnostic: Diagnostic, search: &Search) -> Diagnostic {
    diagnostic.message.push_str(&format!(" (an export of the search `{}`)", search.id));
    diagnostic
}

fn in_two_searches(found: &Found, first: &Search, second: &Search) -> Diagnostic {
    let message = format!("`{}` is an export of the search `{}` and of `{}`", found.label, first.id, second.id);
    Diagnostic::new("FIL007", message).at(PROTOCOL, 0, 0)
}

fn same_content(source: &SourceFile, contents: &mut BTreeMap<Digest, String>) -> Option<Diagnostic> {
    // Two searches that found nothing are no copies.
    if source.size() == 0 || format::is_empty(source) {
        return None;
    }
    let earlier = contents.insert(source.digest(), source.label().to_owned())?;
    let message = format!("`{}` has the same content as `{earlier}`", source.label());
    Some(Diagnostic::new("FIL008", message).at(source.label(), 0, 0))
}

fn read_enrichment(root: &Path, files: FileReader<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Arc<SourceFile>> {
    let found = paths::expand(root, ENRICHMENT);
    found.iter().filter_map(|found| files.read(found).map_err(|wrong| diagnostics.push(*wrong)).ok()).collect()
}

fn read_known(
    root: &Path,
    files: FileReader<'_>,
    protocol: &Protocol,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Option<Arc<SourceFile>>> {
    let read = |file: &String| {
        let found = Found { label: file.clone(), path: root.join(file) };
        files.read(&found).map_err(|diagnostic| diagnostics.push(*diagnostic)).ok()
    };
    protocol.known.iter().map(|known| &known.file).map(read).collect()
}
