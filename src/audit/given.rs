//! What a log tells of what went into a run: also a log that cannot be believed, to name what was changed.

use std::io::{self, BufRead};

use super::log::read_broken_log;
use super::{BrokenLog, Run, Story, changed, events};
use crate::protocol::Protocol;
use crate::wire::audit::{Event, FileRead, Found, Known, Repaired, Ruled, Started};

/// What went into a run, as far as its log tells it.
#[derive(Debug, Default)]
pub struct Given {
    /// The first line; `None` if it cannot be read.
    pub started: Option<Started>,
    /// The exports.
    pub files: Vec<FileRead>,
    /// The records, by file and entry.
    pub records: Vec<Found>,
    /// The rulings.
    pub rulings: Vec<Ruled>,
    /// The references of known sets.
    pub known: Vec<Known>,
    /// The repairs, and the values that enrichment added.
    pub repairs: Vec<Repaired>,
}

impl Given {
    /// What went into a run.
    pub fn of(run: &Run<'_>) -> Self {
        let mut given = Self::default();
        let told: io::Result<()> = events(run, &mut |event| {
            given.add(event);
            Ok(())
        });
        // Nothing is written here, so nothing can fail.
        debug_assert!(told.is_ok());
        given
    }

    /// What a log tells, whatever was done to it, and the first line that is not what was written.
    pub fn read(from: impl BufRead) -> (Self, Result<(), BrokenLog>) {
        let mut given = Self::default();
        let whole = read_broken_log(from, |event| given.add(event));
        (given, whole)
    }

    fn add(&mut self, event: Event) {
        match event {
            Event::Run(started) => self.started = Some(started),
            Event::File(file) => self.files.push(file),
            Event::Record(found) => self.records.push(found),
            Event::Ruling(ruled) => self.rulings.push(ruled),
            Event::Known(known) => self.known.push(known),
            Event::Repair(repair) => self.repairs.push(repair),
            _ => {}
        }
    }

    /// What was changed in a file that is neither an export nor of rulings, a line for each change that is told.
    pub fn changed_other(&self, now: &Self, path: &str, protocol: &Protocol) -> Vec<String> {
        changed::other(path, protocol, (&self.known, &self.repairs), (&now.known, &now.repairs))
    }

    /// What was changed in the export at `path` to what `now` has of it, a line for each record; empty if every record is
    /// the same.
    pub fn changed_records(&self, now: &Self, path: &str) -> Vec<String> {
        changed_records((&self.files, &self.records), (&now.files, &now.records), path)
    }
}

impl Story {
    /// As [`Given::changed_records`].
    pub(super) fn changed_records(&self, now: &Self, path: &str) -> Vec<String> {
        changed_records((&self.files, &self.records), (&now.files, &now.records), path)
    }
}

fn changed_records(before: (&[FileRead], &[Found]), now: (&[FileRead], &[Found]), path: &str) -> Vec<String> {
    changed::records(&of_file(before, path), &of_file(now, path))
}

fn of_file<'f>((files, records): (&[FileRead], &'f [Found]), path: &str) -> Vec<&'f Found> {
    let file = files.iter().position(|file| file.path == path);
    records.iter().filter(|found| Some(found.file as usize) == file).collect()
}
