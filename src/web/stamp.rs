//! Whether files have changed, by what the system says of them without reading them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Size and time of the last change per file; `None` for one that is not there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Stamp(BTreeMap<PathBuf, Option<(u64, Option<SystemTime>)>>);

impl Stamp {
    /// The files at `paths` as they are now.
    pub fn of(paths: impl IntoIterator<Item = PathBuf>) -> Self {
        Self(paths.into_iter().map(|path| (path.clone(), facts(&path))).collect())
    }

    /// The files of rulings as they are now.
    pub fn of_rulings(root: &Path) -> Self {
        let entries = fs::read_dir(root.join("rulings")).into_iter().flatten().flatten();
        Self::of(entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "jsonl")))
    }

    /// The size of one file; 0 if it was not there.
    pub fn size(&self, path: &Path) -> u64 {
        self.0.get(path).copied().flatten().map_or(0, |(size, _)| size)
    }

    /// Takes up what became of one file.
    pub fn renew(&mut self, path: &Path) {
        self.0.insert(path.to_owned(), facts(path));
    }
}

fn facts(path: &Path) -> Option<(u64, Option<SystemTime>)> {
    let facts = fs::metadata(path).ok()?;
    Some((facts.len(), facts.modified().ok()))
}
