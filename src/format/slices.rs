//! Records whose places in the text were found before any is read: read in parts side by side, and put together again.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::log::Log;
use crate::record::{RecordFile, RecordFileBuilder};
use crate::source::{SourceFile, count_line_ends};

/// One record in the text. All of a file are held before any is read, so they are small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slice {
    start: u32,
    end: u32,
    /// Whether its end is there.
    pub closed: bool,
}

impl Slice {
    /// The record from its first byte to behind its last; no file is longer than 32 bits tell.
    pub fn new(bytes: Range<usize>, closed: bool) -> Self {
        Self { start: bytes.start as u32, end: bytes.end as u32, closed }
    }

    /// From its first byte to behind its last.
    pub fn bytes(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// What reads the slices of one part, one after the other, with `shared`, which all parts have.
pub trait Reader<S: Sync + ?Sized>: Default {
    /// Reads the record at `slice`, which begins on `line`.
    fn read(&mut self, shared: &S, slice: &Slice, line: u32, out: &mut Part<'_>);
}

/// Where the records of a part go.
#[derive(Debug)]
pub struct Part<'s> {
    /// The whole text.
    pub text: &'s str,
    /// The records of the part.
    pub records: RecordFileBuilder,
    /// What was wrong in it.
    pub log: Log,
}

/// How long a part is, in bytes. Fixed, so that nothing depends on how many cores there are.
const PART: usize = 1 << 18;

/// Reads `slices` of `source`, on all cores. They are given up part by part, as records take their place.
pub fn read<R: Reader<S>, S: Sync + ?Sized>(
    source: &Arc<SourceFile>,
    format: &'static str,
    slices: Vec<Slice>,
    shared: &S,
) -> (RecordFile, Log) {
    let text = source.text();
    let parts = parts(&slices);
    drop(slices);
    let lines = first_lines(text, &parts);
    let read: Vec<(RecordFile, Log)> = parts
        .into_par_iter()
        .zip(lines)
        .map(|(slices, mut line)| {
            let (first, last) = (slices[0].bytes(), slices[slices.len() - 1].bytes());
            let room = last.end.saturating_sub(first.start);
            let records = RecordFileBuilder::new(Arc::clone(source), format).with_room(room);
            let mut part = Part { text, records, log: Log::default() };
            let (mut reader, mut counted_to) = (R::default(), first.start);
            for slice in &slices {
                line += count_line_ends(&text.as_bytes()[counted_to..slice.bytes().start], None);
                counted_to = slice.bytes().start;
                reader.read(shared, slice, line, &mut part);
            }
            (part.records.finish(), part.log)
        })
        .collect();
    let mut files = vec![RecordFileBuilder::new(Arc::clone(source), format).finish()];
    let (mut log, mut entries) = (Log::default(), 0);
    for (records, part) in read {
        log.append(part, entries);
        entries += records.len() as u32;
        files.push(records);
    }
    (RecordFileBuilder::concatenate(files), log)
}

/// Slices in parts of about a megabyte.
fn parts(slices: &[Slice]) -> Vec<Box<[Slice]>> {
    let (mut rest, mut parts) = (slices, Vec::new());
    while let Some(first) = rest.first() {
        let (part, behind) =
            rest.split_at(rest.partition_point(|slice| slice.bytes().start < first.bytes().start + PART));
        parts.push(part.into());
        rest = behind;
    }
    parts
}

/// The line on which each part begins.
fn first_lines(text: &str, parts: &[Box<[Slice]>]) -> Vec<u32> {
    let (mut line, mut counted_to) = (1, 0);
    let mut next = |part: &[Slice]| {
        let start = part[0].bytes().start;
        line += count_line_ends(&text.as_bytes()[counted_to..start], None);
        counted_to = start;
        line
    };
    parts.iter().map(|part| next(part)).collect()
}
