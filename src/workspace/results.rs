//! The results folder: built beside the old one and put in its place as a whole.
//!
//! Whatever happens on the way (a full disk, Ctrl-C, a file that a spreadsheet keeps open), either the old results are there
//! or the new ones. Files in the folder that are not results of this program are carried over.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;

use super::Error;
use super::interrupt::Unfinished;
use crate::export;

/// The file that tells a results folder.
const SUMMARY: &str = "summary.json";
/// Begins the name of a folder that is being built, and of one that is being replaced; behind it the name of the results.
const NEW: &str = ".results-new-";
const OLD: &str = ".results-old-";
/// Begins the name of a file that is being written; behind it a number.
const WRITING: &str = ".litsieve-new-";
/// What was being built for so long was left behind by a crash.
const ABANDONED: Duration = Duration::from_secs(24 * 60 * 60);

/// A file that reaches the disk before the folder takes its place.
pub struct Durable(File);

impl Write for Durable {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.sync_all()
    }
}

/// Builds results with `build`, which is given a way to create files by name, and puts them in the place of `folder`.
///
/// # Errors
/// If anything cannot be written. The old results are then as they were.
pub fn replace<T>(
    folder: &Path,
    build: impl FnOnce(&mut dyn FnMut(&'static str) -> io::Result<Durable>) -> io::Result<T>,
) -> Result<T, Error> {
    let place = Place::of(folder)?;
    place.recover()?;
    place.check_replaceable()?;
    let failed = |error: &io::Error| Error::io("write the results into", folder, error);
    let made = unused(&place.parent, &place.beside(NEW), |path| fs::create_dir(path));
    let (new, ()) = made.map_err(|error| failed(&error))?;
    let built =
        build(&mut |name| File::create_new(new.path().join(name)).map(Durable)).map_err(|error| failed(&error))?;
    new.finish(|new| place.swap(new)).map_err(|error| failed(&error))?;
    Ok(built)
}

/// Makes something in `parent` under a name that was not in use, which begins with `prefix`. Unlike a temporary file it
/// has the permissions that the user's files have.
fn unused<T>(parent: &Path, prefix: &OsStr, make: impl Fn(&Path) -> io::Result<T>) -> io::Result<(Unfinished, T)> {
    let mut number = std::process::id();
    Unfinished::begin(|| {
        loop {
            let mut name = prefix.to_owned();
            name.push(number.to_string());
            let path = parent.join(name);
            match make(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number = number.wrapping_add(1),
                made => return made.map(|made| (path, made)),
            }
        }
    })
}

/// Where results are to be.
struct Place {
    parent: PathBuf,
    name: OsString,
}

impl Place {
    /// A link is followed: what it points to is replaced, not the link.
    fn of(folder: &Path) -> Result<Self, Error> {
        let real = match fs::canonicalize(folder) {
            Ok(real) => real,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                std::path::absolute(folder).map_err(|error| Error::io("write the results into", folder, &error))?
            }
            Err(error) => return Err(Error::io("write the results into", folder, &error)),
        };
        let (Some(parent), Some(name)) = (real.parent(), real.file_name()) else {
            return Err(Error::new(
                format!("{} cannot be a results folder", folder.display()),
                "Name a folder of its own.",
            ));
        };
        fs::create_dir_all(parent).map_err(|error| Error::io("make the folder", parent, &error))?;
        Ok(Self { parent: parent.to_owned(), name: name.to_owned() })
    }

    fn path(&self) -> PathBuf {
        self.parent.join(&self.name)
    }

    /// `.results-new-results-`: hidden, and different for two results folders side by side.
    fn beside(&self, kind: &str) -> OsString {
        let mut name = OsString::from(kind);
        name.push(&self.name);
        name.push("-");
        name
    }

    fn old(&self) -> PathBuf {
        self.parent.join(self.beside(OLD))
    }

    /// Mends what a crash left behind.
    fn recover(&self) -> Result<(), Error> {
        let old = self.old();
        if old.exists() {
            let mended = if self.path().exists() { self.drop_old() } else { fs::rename(&old, self.path()) };
            mended.map_err(|error| Error::io("restore the results from", &old, &error))?;
        }
        let Ok(entries) = fs::read_dir(&self.parent) else { return Ok(()) };
        for entry in entries.flatten() {
            let begun = entry.file_name().to_string_lossy().starts_with(&*self.beside(NEW).to_string_lossy());
            let age = entry.metadata().and_then(|facts| facts.modified()).ok().and_then(|time| time.elapsed().ok());
            if begun && age.is_some_and(|age| age > ABANDONED) {
                // Only clutter: what cannot be removed now stays for the next run.
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        Ok(())
    }

    /// Only results of this program, or an empty folder, may be replaced.
    fn check_replaceable(&self) -> Result<(), Error> {
        let path = self.path();
        let refuse = |why: &str| {
            let what = format!("{} {why}; it is not replaced", path.display());
            Err(Error::new(what, "Name another folder with --results, or move it out of the way."))
        };
        match fs::read_dir(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => refuse("is not a folder"),
            Err(error) => Err(Error::io("read", &path, &error)),
            Ok(mut entries) => {
                let ours = entries.next().is_none() || summary(&path).is_some();
                if ours { Ok(()) } else { refuse("holds other files than results of litsieve") }
            }
        }
    }

    /// Puts the folder `new` in the place of the old one. Two renames: where the second fails, the first is taken back.
    fn swap(&self, new: &Path) -> io::Result<()> {
        let (path, old) = (self.path(), self.old());
        if !path.exists() {
            return rename_or_remove(new, &path);
        }
        if let Err(error) = fs::rename(&path, &old) {
            let _ = fs::remove_dir_all(new);
            return Err(error);
        }
        if let Err(error) = rename_or_remove(new, &path) {
            fs::rename(&old, &path)?;
            return Err(error);
        }
        sync_folder(&self.parent);
        // The new results are in place. What is left of the old ones is taken away now or by the next run.
        let _ = self.drop_old();
        Ok(())
    }

    /// Carries over from the old folder what is no result of this program, and removes it.
    fn drop_old(&self) -> io::Result<()> {
        let old = self.old();
        let own = own_files(&old);
        for entry in fs::read_dir(&old)? {
            let entry = entry?;
            let target = self.path().join(entry.file_name());
            if !is_own(&own, &entry.file_name()) && !target.exists() {
                fs::rename(entry.path(), target)?;
            }
        }
        fs::remove_dir_all(old)
    }
}

fn rename_or_remove(new: &Path, path: &Path) -> io::Result<()> {
    fs::rename(new, path).inspect_err(|_| {
        let _ = fs::remove_dir_all(new);
    })
}

/// Makes a new name in a folder last through a power cut, where the system lets a folder be synced.
pub(super) fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// `summary.json` of a results folder, if it is one.
pub fn summary(results: &Path) -> Option<Value> {
    let text = fs::read_to_string(results.join(SUMMARY)).ok()?;
    let value: Value = serde_json::from_str(&text).ok()?;
    value.get("schema")?.as_str()?.starts_with("litsieve/summary/").then_some(value)
}

/// The names of the results that this version writes, and that the version which wrote `results` wrote.
fn own_files(results: &Path) -> BTreeSet<String> {
    let listed = summary(results).and_then(|summary| summary.get("results")?.as_object().cloned()).unwrap_or_default();
    let now = export::file_names().map(str::to_owned);
    listed.into_iter().map(|(name, _)| name).chain(now).collect()
}

fn is_own(own: &BTreeSet<String>, name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| own.contains(name))
}

/// Writes one file as a whole: beside its place first, then renamed into it.
///
/// # Errors
/// If it cannot be written; what was there before is then still there.
pub fn write_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
    let failed = |error: &io::Error| Error::io("write", path, error);
    // A device or a pipe is written to, not replaced.
    if fs::metadata(path).is_ok_and(|facts| !facts.is_file()) {
        let mut out = File::options().write(true).open(path).map(io::BufWriter::new).map_err(|error| failed(&error))?;
        return write(&mut out).and_then(|()| out.flush()).map_err(|error| failed(&error));
    }
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    remove_left_behind(parent);
    let (new, file) = unused(parent, OsStr::new(WRITING), begin_file).map_err(|error| failed(&error))?;
    // Its lock ends with the rename, not before: until then it is no file left behind.
    let held = file.try_clone().map_err(|error| failed(&error))?;
    let mut out = io::BufWriter::with_capacity(1 << 16, Durable(file));
    write(&mut out).and_then(|()| out.flush()).map_err(|error| failed(&error))?;
    drop(out);
    new.finish(|new| {
        fs::rename(new, path).inspect_err(|_| {
            let _ = fs::remove_file(new);
        })
    })
    .map_err(|error| failed(&error))?;
    drop(held);
    Ok(())
}

/// A file that nobody else takes for one left behind, as long as it is open.
fn begin_file(path: &Path) -> io::Result<File> {
    let file = File::create_new(path)?;
    let taken = matches!(file.try_lock(), Err(TryLockError::WouldBlock)) || !path.exists();
    if taken { Err(io::ErrorKind::AlreadyExists.into()) } else { Ok(file) }
}

/// Removes files that a program was writing in `parent` when it was killed.
fn remove_left_behind(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix(WRITING));
        if number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())) {
            // Only clutter: what cannot be removed now stays for the next time.
            let _ = remove_if_nobody_writes(&entry.path());
        }
    }
}

fn remove_if_nobody_writes(path: &Path) -> io::Result<()> {
    let file = File::options().write(true).open(path)?;
    let left_behind = match file.try_lock() {
        Ok(()) => true,
        Err(TryLockError::WouldBlock) => false,
        // This disk knows no locks.
        Err(TryLockError::Error(_)) => file.metadata()?.modified()?.elapsed().is_ok_and(|age| age > ABANDONED),
    };
    if left_behind { fs::remove_file(path) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
