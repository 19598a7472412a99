//! What a run gives out: one file per output, one line in [`EXPORTS`].
//!
//! Invariants: an output is a function of the run; its rows come in an order that does not depend on threads, on the
//! order of the files of a search, or on the order of records in a file.

mod asreview_project;
mod audit;
pub mod crate_metadata;
pub mod csv;
mod decisions;
pub mod diagram;
pub mod exchange;
mod excluded;
pub mod flow_csv;
pub mod left_behind;
pub mod links;
pub mod pairs;
mod records;
pub mod references;
pub mod report;
pub mod sample;
mod screened;
mod sqlite;
pub mod standards;
pub mod summary;
mod to_review;
mod verify;
mod workbook;

use std::io::{self, Write};

use sha2::{Digest as _, Sha256};

use crate::audit::{Run, Story};
use crate::flow::Flow;
use crate::source::Digest;
use crate::wire::summary::{File, Inputs, Summary};

/// The log of a run, in its results.
pub const AUDIT: &str = audit::EXPORT.file;

pub use verify::{Difference, Stands, Verified, changed_protocol, verify};

/// Up to how many records a run also writes its workbook and its database: both are built in memory, and a sheet of Excel
/// ends at a million rows. A larger review has the same tables as CSV.
pub const MOST_IN_MEMORY: usize = 100_000;

/// One file of the results.
#[derive(Debug, Clone, Copy)]
pub struct Export {
    /// Its name in the results folder.
    pub file: &'static str,
    /// What it holds: shown by the help and the README.
    pub about: &'static str,
    /// Writes it.
    pub write: fn(&Run<'_>, &mut dyn Write) -> io::Result<()>,
}

/// A file of the results that is told from the story of the run, so that it can be told from an audit alone.
#[derive(Debug, Clone, Copy)]
pub struct StoryExport {
    /// Its name in the results folder.
    pub file: &'static str,
    /// What it holds: shown by the help and the README.
    pub about: &'static str,
    /// Writes it.
    pub write: fn(&Story, &Flow, &mut dyn Write) -> io::Result<()>,
}

/// The files that are told from the story.
pub const STORY_EXPORTS: &[StoryExport] = &[standards::CHECKLISTS, standards::METHODS, standards::HISTORY];

/// The files that are written from the run itself.
pub const EXPORTS: &[Export] = &[
    screened::INCLUDED_RIS,
    screened::INCLUDED_CSV,
    screened::INCLUDED_BIB,
    screened::INCLUDED_JSON,
    screened::TO_REVIEW_RIS,
    decisions::EXPORT,
    excluded::EXPORT,
    to_review::EXPORT,
    records::EXPORT,
    pairs::DUPLICATES,
    pairs::DOUBTFUL,
    links::EXPORT,
    flow_csv::EXPORT,
    diagram::EXPORT,
    audit::EXPORT,
];

/// A file of the results that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its name.
    pub file: &'static str,
    /// SHA-256 of its bytes.
    pub digest: Digest,
    /// How many bytes it has.
    pub bytes: u64,
}

/// Writes all results of a run: `open` gives the place for the file with a name. Gives the digest of the whole run:
/// of everything that went in and of every result but those that name it.
///
/// # Errors
/// Whatever opening or writing fails with; what was written until then is not whole.
pub fn write_results<W: Write>(
    run: &Run<'_>,
    mut open: impl FnMut(&'static str) -> io::Result<W>,
) -> io::Result<(Digest, Vec<Written>)> {
    let mut written = Vec::new();
    for export in EXPORTS {
        written.push(write_one(export.file, open(export.file)?, |out| (export.write)(run, out))?);
    }
    let story = Story::of(run).map_err(io::Error::other)?;
    for told in STORY_EXPORTS {
        written.push(write_one(told.file, open(told.file)?, |out| (told.write)(&story, &run.flow, out))?);
    }
    if run.records().len() <= MOST_IN_MEMORY {
        let database = &sqlite::EXPORT;
        let out = open(database.file)?;
        written.push(write_one(database.file, out, |out| (database.write)(&story, &run.flow, out))?);
        let out = open(workbook::FILE)?;
        written.push(write_one(workbook::FILE, out, |out| workbook::write(run, &story, out))?);
    }
    let digest = run_digest(run, &written);
    let page = open(report::FILE)?;
    written.push(write_one(report::FILE, page, |out| report::write(&story, &digest.to_string(), out))?);
    drop(story);
    let sealed = open(summary::FILE)?;
    written.push(write_one(summary::FILE, sealed, |out| summary::write(run, digest, &written, out))?);
    Ok((digest, written))
}

fn write_one(
    file: &'static str,
    to: impl Write,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<Written> {
    let mut out = Hashing { to: io::BufWriter::with_capacity(1 << 16, to), hash: Sha256::new(), bytes: 0 };
    write(&mut out)?;
    out.flush()?;
    Ok(Written { file, digest: Digest::from_bytes(out.hash.finalize().into()), bytes: out.bytes })
}

/// Passes bytes on and computes their digest.
struct Hashing<W: Write> {
    to: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.to.write_all(bytes)?;
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// One digest for a whole run: SHA-256 of lines that name the version, every input and every result with its digest.
pub fn run_digest(run: &Run<'_>, results: &[Written]) -> Digest {
    let results: Vec<(&str, String)> = results.iter().map(|file| (file.file, file.digest.to_string())).collect();
    digest_of_lines(&run.inputs.version, &summary::inputs(run), &results)
}

/// The digest that a run of this version has whose summary this is: from the digests in it, whatever it says of the run.
pub fn digest_of(summary: &Summary) -> Digest {
    let named = file_names().filter(|file| ![report::FILE, summary::FILE].contains(file));
    let written = |file| Some((file, summary.results.get(file)?.as_str()?.to_owned()));
    let results: Vec<(&str, String)> = named.filter_map(written).collect();
    digest_of_lines(&summary.tool.version, &summary.inputs, &results)
}

fn digest_of_lines(version: &str, inputs: &Inputs, results: &[(&str, String)]) -> Digest {
    let mut text = format!("litsieve {version}\n");
    let mut line = |kind: &str, label: &str, digest: &str| text.push_str(&format!("{kind} {digest} {label}\n"));
    let mut file = |kind, file: &File| line(kind, &file.path, &file.sha256);
    file("protocol", &inputs.protocol);
    inputs.exports.iter().for_each(|export| file("export", &export.file));
    inputs.rulings.iter().for_each(|ruled| file("rulings", ruled));
    inputs.other.iter().for_each(|other| file("other", other));
    results.iter().for_each(|(name, digest)| line("result", name, digest));
    Digest::of(text.as_bytes())
}

/// The names of all files of the results.
pub fn file_names() -> impl Iterator<Item = &'static str> {
    let last = [sqlite::EXPORT.file, workbook::FILE, report::FILE, summary::FILE];
    let told = STORY_EXPORTS.iter().map(|told| told.file).chain(last);
    EXPORTS.iter().map(|export| export.file).chain(told)
}
