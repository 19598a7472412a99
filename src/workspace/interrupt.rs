//! What Ctrl-C must not leave behind: half-built folders and half-written files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What is being built and worth nothing before it is whole.
static BUILDING: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn building() -> MutexGuard<'static, Vec<PathBuf>> {
    BUILDING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Something that is removed again if it does not become whole.
#[derive(Debug)]
pub(super) struct Unfinished(PathBuf);

impl Unfinished {
    /// Begins something: what `make` makes is removed when the program is interrupted or this value is dropped. An
    /// interruption waits until it is known.
    pub fn begin<T>(make: impl FnOnce() -> io::Result<(PathBuf, T)>) -> io::Result<(Self, T)> {
        let mut building = building();
        let (path, made) = make()?;
        building.push(path.clone());
        Ok((Self(path), made))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Does what makes it whole: an interruption waits until that is over.
    pub fn finish<T>(self, make_whole: impl FnOnce(&Path) -> T) -> T {
        let mut building = building();
        let done = make_whole(&self.0);
        building.retain(|path| *path != self.0);
        drop(building);
        done
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        let mut building = building();
        if let Some(at) = building.iter().position(|path| *path == self.0) {
            remove(&building.swap_remove(at));
        }
    }
}

/// Does something that an interruption must not cut in two.
pub(super) fn undivided<T>(work: impl FnOnce() -> T) -> T {
    let _building = building();
    work()
}

/// Removes everything unfinished and keeps the program from beginning anything more. For a handler of Ctrl-C that ends
/// the program right after it.
pub fn abandon() {
    let mut building = building();
    building.drain(..).for_each(|path| remove(&path));
    // The lock stays taken: nothing becomes whole any more while the program ends.
    std::mem::forget(building);
}

/// Renamed first, so that nothing more is created in a folder while it is removed. What cannot be removed stays behind under
/// a name that says what it is.
fn remove(path: &Path) {
    let gone = path.with_extension("gone");
    let path = if fs::rename(path, &gone).is_ok() { &gone } else { path };
    let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
}
