//! Reads one file of a review folder, or says why not.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use encoding_rs::Encoding;

use super::paths::Found;
use crate::diagnostic::Diagnostic;
use crate::format::stream::{Parts, is_plain_text};
use crate::source::{MAX_FILE_BYTES, SourceFile};

/// What is told while files are read: how many bytes more.
pub type BytesRead<'a> = &'a (dyn Fn(u64) + Sync);

/// Reads files below one folder.
#[derive(Clone, Copy)]
pub(super) struct FileReader<'a> {
    /// The folder, without links in its path.
    root: &'a Path,
    progress: BytesRead<'a>,
}

impl<'a> FileReader<'a> {
    pub fn new(root: &'a Path, progress: BytesRead<'a>) -> Self {
        Self { root, progress }
    }

    /// The real place of a file, which must lie in the folder.
    pub fn place(&self, found: &Found) -> Result<PathBuf, Box<Diagnostic>> {
        let place = fs::canonicalize(&found.path).map_err(|error| trouble(&found.label, &error))?;
        if !place.starts_with(self.root) {
            let message = format!("`{}` leads out of the review folder, to {}", found.label, place.display());
            return Err(Box::new(Diagnostic::new("FIL003", message).at(&found.label, 0, 0)));
        }
        Ok(place)
    }

    /// Reads a file.
    pub fn read(&self, found: &Found) -> Result<Arc<SourceFile>, Box<Diagnostic>> {
        self.place(found)?;
        read_file(&found.path, &found.label, self.progress)
    }
}

/// Reads the file at `path`, wherever it lies.
///
/// # Errors
/// A diagnostic if it is not there, is no file, is too large or cannot be read.
pub fn read_file(path: &Path, label: &str, progress: BytesRead<'_>) -> Result<Arc<SourceFile>, Box<Diagnostic>> {
    read_file_in(path, label, None, progress)
}

/// As [`read_file`]; text is decoded from `encoding`, if one is given.
///
/// # Errors
/// As [`read_file`].
pub fn read_file_in(
    path: &Path,
    label: &str,
    encoding: Option<&'static Encoding>,
    progress: BytesRead<'_>,
) -> Result<Arc<SourceFile>, Box<Diagnostic>> {
    let facts = fs::metadata(path).map_err(|error| trouble(label, &error))?;
    if !facts.is_file() {
        let what = if facts.is_dir() { "a folder" } else { "a device" };
        return Err(Box::new(Diagnostic::new("FIL002", format!("`{label}` is {what}, not a file")).at(label, 0, 0)));
    }
    let too_large = || {
        let message = format!("`{label}` has more than {MAX_FILE_BYTES} bytes (4 GiB)");
        Box::new(Diagnostic::new("FIL004", message).at(label, 0, 0))
    };
    if facts.len() > MAX_FILE_BYTES {
        return Err(too_large());
    }
    let bytes = read_bytes(path, facts.len(), progress).map_err(|error| trouble(label, &error))?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(too_large());
    }
    Ok(Arc::new(SourceFile::decoded(label, bytes, encoding)))
}

/// Files of so many bytes or more are read part by part where their format allows it.
const LARGE: u64 = 32 << 20;

/// The parts of the large file at `path`; `None` where it is to be read at once: it is small, its format has records that need
/// the whole file, or it is no text in UTF-8. It is read once before, to know the latter.
///
/// # Errors
/// If it cannot be read.
pub fn open_parts(path: &Path, label: &str) -> io::Result<Option<Parts<File>>> {
    let facts = fs::metadata(path)?;
    if !facts.is_file() || !(LARGE..=MAX_FILE_BYTES).contains(&facts.len()) || !is_plain_text(File::open(path)?)? {
        return Ok(None);
    }
    let mut parts = Parts::new(label, File::open(path)?);
    Ok(parts.can_be_cut()?.then_some(parts))
}

/// At most one byte more than may be read: the file can have grown since it was measured.
fn read_bytes(path: &Path, size: u64, progress: BytesRead<'_>) -> io::Result<Vec<u8>> {
    const CHUNK: u64 = 16 << 20;
    let mut file = File::open(path)?.take(MAX_FILE_BYTES + 1);
    let mut bytes = Vec::with_capacity(size as usize + 1);
    loop {
        let read = (&mut file).take(CHUNK).read_to_end(&mut bytes)?;
        if read == 0 {
            return Ok(bytes);
        }
        progress(read as u64);
    }
}

fn trouble(label: &str, error: &io::Error) -> Box<Diagnostic> {
    let diagnostic = match error.kind() {
        io::ErrorKind::NotFound => Diagnostic::new("FIL001", format!("`{label}` is not there")),
        io::ErrorKind::PermissionDenied => {
            Diagnostic::new("FIL005", format!("`{label}` cannot be read: permission denied"))
        }
        _ => Diagnostic::new("FIL005", format!("`{label}` cannot be read: {error}")),
    };
    Box::new(diagnostic.at(label, 0, 0))
}
