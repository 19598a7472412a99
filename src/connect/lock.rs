//! `searches.lock`: what every finished search asked and got.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use crate::wire::searches::{LandingPage, Lock, SCHEMA, Search};
use crate::workspace::{Error, write_file};

/// Held while the lock is written.
const ALONE: &str = "pages/writing";

/// The file in the review folder.
pub const LOCK: &str = "searches.lock";

const HEADER: &str = "\
# Written by `litsieve search`: what every search over HTTP asked and got. The pages are in `pages/`, as received.
# A search with another query, or run again later, is another search: this file is evidence and is not edited.

";

/// Reads the lock of the review folder `root`; an empty one where there is none.
///
/// # Errors
/// If it cannot be read.
pub fn read(root: &Path) -> Result<Lock, Error> {
    let path = root.join(LOCK);
    if !path.exists() {
        return Ok(Lock::empty());
    }
    let text = fs::read_to_string(&path).map_err(|error| Error::io("read", &path, &error))?;
    let lock: Lock = toml::from_str(&text).map_err(|error| {
        Error::new(format!("{}: {}", path.display(), error.message()), "Take the file back as it was written.")
    })?;
    if lock.schema != SCHEMA {
        let what = format!("{}: its schema is `{}`, not `{SCHEMA}`", path.display(), lock.schema);
        return Err(Error::new(what, "It was written by another version of this program."));
    }
    Ok(lock)
}

/// Puts `search` into the lock of `root`, instead of an earlier one of the same name. The searches stand in the order of their names.
///
/// # Errors
/// If the lock cannot be read or written.
pub fn put(root: &Path, search: Search) -> Result<(), Error> {
    change(root, |lock| {
        lock.searches.retain(|other| other.id != search.id);
        lock.searches.push(search);
        lock.searches.sort_by(|a, b| a.id.cmp(&b.id));
    })
}

/// Puts a landing page into the lock of `root`.
///
/// # Errors
/// If the lock cannot be read or written.
pub(super) fn put_page(root: &Path, page: LandingPage) -> Result<(), Error> {
    change(root, |lock| lock.landing_pages.push(page))
}

fn change(root: &Path, change: impl FnOnce(&mut Lock)) -> Result<(), Error> {
    let _alone = alone(root)?;
    let mut lock = read(root)?;
    change(&mut lock);
    let text = toml::to_string(&lock).map_err(|error| Error::new(format!("cannot write {LOCK}: {error}"), ""))?;
    write_whole(&root.join(LOCK), |file| {
        let written = file.write_all(HEADER.as_bytes()).and_then(|()| file.write_all(text.as_bytes()));
        written.map_err(|error| Error::io("write", &root.join(LOCK), &error))
    })
}

/// Two programs that end a search at once would each write a lock without the search of the other: the second waits.
fn alone(root: &Path) -> Result<File, Error> {
    let path = root.join(ALONE);
    let folder = path.parent().unwrap_or(root);
    let opened = fs::create_dir_all(folder).and_then(|()| File::create(&path));
    let locked = opened.and_then(|file| file.lock().map(|()| file));
    locked.map_err(|error| Error::io("lock", &path, &error))
}

/// [`write_file`] into a folder that may not be there yet, for what fails with an error of its own.
pub(super) fn write_whole<T>(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<T, Error>) -> Result<T, Error> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| Error::io("make the folder", folder, &error))?;
    let mut result = None;
    let written = write_file(path, |out| match write(out) {
        Ok(value) => {
            result = Some(Ok(value));
            Ok(())
        }
        Err(error) => {
            let words = error.what.clone();
            result = Some(Err(error));
            Err(io::Error::other(words))
        }
    });
    match (written, result) {
        (_, Some(Err(error))) | (Err(error), _) => Err(error),
        (Ok(()), Some(Ok(value))) => Ok(value),
        (Ok(()), None) => Err(Error::new(format!("nothing was written to {}", path.display()), "")),
    }
}
