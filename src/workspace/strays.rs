//! Exports in the folder of exports that no search of the protocol names.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::files::FileReader;
use super::paths::{Found, expand};
use super::unpacked;
use crate::audit::InputFile;
use crate::diagnostic::{Diagnostic, plural};
use crate::flow::UNNAMED_EXPORT;
use crate::format;

/// Everything in the folder of exports.
const FOLDER: &str = "exports/**/*";

/// The files in the folder of exports that hold records and are not `taken`, by where they are in truth: told, and not read.
pub(super) fn find(
    root: &Path,
    files: FileReader<'_>,
    taken: &BTreeSet<PathBuf>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<InputFile> {
    let mut strays = Vec::new();
    for found in expand(root, FOLDER) {
        let told = match files.place(&found) {
            Ok(place) if taken.contains(&place) => continue,
            Err(_) if taken.contains(&found.path) => continue,
            Ok(_) => records_in(files, &found),
            Err(wrong) => Err(wrong.message),
        };
        let message = match told {
            Ok((_, 0)) => continue,
            Ok((file, records)) => {
                strays.push(file);
                let records = plural(records, "record", "records");
                format!("`{}` holds {records}, and no search of the protocol names it: it is not read", found.label)
            }
            Err(why) => format!("no search of the protocol names `{}`: it is not read ({why})", found.label),
        };
        diagnostics.push(Diagnostic::new(UNNAMED_EXPORT, message).at(&found.label, 0, 0));
    }
    strays
}

/// A file, and how many records are in it; or why it cannot be read.
fn records_in(files: FileReader<'_>, found: &Found) -> Result<(InputFile, u64), String> {
    let source = files.read(found).map_err(|wrong| wrong.message)?;
    let file = InputFile { label: found.label.clone(), digest: source.digest(), bytes: source.size() };
    let records =
        unpacked(source, &mut Vec::new()).iter().map(|source| format::read(source).records.len() as u64).sum();
    Ok((file, records))
}
