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
