//! The request or the world is bad: what was being done, to which path, and what would help.

use std::io;
use std::path::Path;

/// Something could not be done. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct Error {
    /// What could not be done, and why.
    pub what: String,
    /// What would help; empty where nothing can be said.
    pub hint: String,
}

impl Error {
    /// An error in words.
    pub fn new(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { what: what.into(), hint: hint.into() }
    }

    /// The system refused: `doing` is the verb, as in "read" or "write to".
    pub fn io(doing: &str, path: &Path, error: &io::Error) -> Self {
        let why = match error.kind() {
            io::ErrorKind::NotFound => "it is not there".to_owned(),
            io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
            io::ErrorKind::StorageFull => "no space left on the disk".to_owned(),
            io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
            io::ErrorKind::NotADirectory => "a part of the path is not a folder".to_owned(),
            _ => error.to_string(),
        };
        Self::new(format!("cannot {doing} {}: {why}", path.display()), hint(error.kind()))
    }
}

fn hint(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::StorageFull => "Free some space and run again; everything that was there before is still there.",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "See to the permissions, or close the program (a spreadsheet, perhaps) that keeps a file there open."
        }
        io::ErrorKind::NotFound => "Check the spelling; the path begins in the folder that you are in.",
        io::ErrorKind::ResourceBusy => "Close the program (a spreadsheet, perhaps) that keeps a file there open.",
        _ => "",
    }
}
