//! The tables in which the records of one file are kept.

use std::ops::Range;
use std::sync::Arc;

use super::Record;
use super::chunk::{Chunk, FieldEntry, IN_ARENA, Kind};
use crate::source::SourceFile;

/// All records of one file.
#[derive(Debug, Clone)]
pub struct RecordFile {
    pub(super) source: Arc<SourceFile>,
    pub(super) format: &'static str,
    pub(super) tags: Vec<String>,
    /// Every tag with every role and flags that the file has it with.
    pub(super) kinds: Vec<Kind>,
    /// In file order, none of them empty.
    pub(super) chunks: Vec<Chunk>,
}

impl RecordFile {
    /// The file that the records were read from.
    pub fn source(&self) -> &Arc<SourceFile> {
        &self.source
    }

    /// The name of the format that read the file, as in [`crate::format::FORMATS`].
    pub fn format(&self) -> &'static str {
        self.format
    }

    /// How many records the file holds.
    pub fn len(&self) -> usize {
        self.chunks.last().map_or(0, |chunk| chunk.first as usize + chunk.records.len())
    }

    /// Whether the file holds no record.
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    /// The record at `index`, counted from 0.
    ///
    /// # Panics
    /// If there is no such record.
    #[inline]
    pub fn record(&self, index: usize) -> Record<'_> {
        assert!(index < self.len(), "record {index} of {}", self.len());
        let chunk = match self.chunks.as_slice() {
            [only] => only,
            several => &several[several.partition_point(|chunk| chunk.first as usize <= index) - 1],
        };
        Record { file: self, chunk, index: index as u32 - chunk.first }
    }

    /// All records, in file order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Record<'_>> {
        (0..self.len()).map(|index| self.record(index))
    }

    /// How many bytes the tables of the records take.
    #[cfg(test)]
    pub(crate) fn room(&self) -> usize {
        self.chunks.iter().map(Chunk::room).sum()
    }

    #[inline]
    pub(super) fn kind(&self, chunk: &Chunk, entry: &FieldEntry) -> Kind {
        self.kinds[usize::from(chunk.kind(entry))]
    }

    #[inline]
    pub(super) fn tag(&self, kind: Kind) -> &str {
        &self.tags[kind.tag as usize]
    }

    /// The bytes of a value of `kind` in the text or in the arena.
    #[inline]
    pub(super) fn bytes(&self, chunk: &Chunk, entry: &FieldEntry, kind: Kind) -> Range<usize> {
        let (start, len) = chunk.place(entry, kind);
        start as usize..start as usize + len as usize
    }

    #[inline]
    pub(super) fn value<'a>(&'a self, chunk: &'a Chunk, entry: &FieldEntry) -> &'a str {
        let kind = self.kind(chunk, entry);
        let store = if kind.flags & IN_ARENA != 0 { &chunk.arena } else { self.source.text() };
        &store[self.bytes(chunk, entry, kind)]
    }
}
