//! The tables in which the records of one file are kept.

use std::ops::Range;
use std::sync::Arc;

use super::{Field, Record};
use crate::source::SourceFile;

/// Where the value of a field lives, and what it is. A record of a few lines has a dozen of these, so they are small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FieldEntry {
    /// The first byte of the value, or its place among the long ones.
    pub start: u32,
    /// How many bytes the value has; [`LONG`] where it has as many or more.
    pub len: u16,
    /// The place of tag, role and flags in the file's table of them.
    pub kind: u16,
}

/// The length that stands for every length from it on.
pub(super) const LONG: u16 = u16::MAX;

/// What the values of one tag and role have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Kind {
    /// The place of the tag in the file's table of tags.
    pub tag: u16,
    pub field: Field,
    pub flags: u8,
}

/// The value lies in the arena, not in the text of the file.
pub(super) const IN_ARENA: u8 = 1;
/// A repaired value follows; this one is kept for the record only.
pub(super) const SUPERSEDED: u8 = 2;
/// The value is not in the file as it stands here: it was repaired, split off or joined.
pub(super) const DERIVED: u8 = 4;

/// Where a record stands and which fields are its own. Tables have records of a few dozen bytes, so this is small as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RecordEntry {
    /// Byte range in the text of the file.
    pub start: u32,
    pub end: u32,
    /// The line, as [`Chunk::relative_line`] gives it.
    pub line: u16,
    /// Index of the first field in the chunk; the next record's first field ends it.
    pub first_field: u16,
}

/// Consecutive records that were read together. A large file is read in parts, and stays in them: to copy them behind each other would
/// take their room twice.
#[derive(Debug, Clone, Default)]
pub(super) struct Chunk {
    /// Values that do not stand in the text of the file as they are.
    pub arena: String,
    /// First byte and length of the values that are long.
    pub long: Vec<(u32, u32)>,
    pub fields: Vec<FieldEntry>,
    pub records: Vec<RecordEntry>,
    /// How many records of the file come before.
    pub first: u32,
    /// The line of the first record that has one.
    pub first_line: u32,
}

impl Chunk {
    /// `line` counted from the first line of the chunk, which is 1; 0 where lines mean nothing. `None` where the chunk cannot hold it,
    /// because it is too far from the first one or before it.
    pub fn relative_line(&self, line: u32) -> Option<u16> {
        match (line, self.first_line) {
            (0, _) => Some(0),
            (_, 0) => Some(1),
            (_, first) => u16::try_from(line.checked_sub(first)?).ok()?.checked_add(1),
        }
    }

    /// The line of the record at `index` of the chunk, counted from 1; 0 where lines mean nothing.
    #[inline]
    pub fn line_of(&self, index: usize) -> u32 {
        match self.records[index].line {
            0 => 0,
            line => self.first_line + (u32::from(line) - 1),
        }
    }

    /// The place that the first field of another record will have; `None` where the chunk has too many fields to take one.
    pub fn next_field(&self) -> Option<u16> {
        u16::try_from(self.fields.len()).ok()
    }

    /// The bytes of a value in the text or in the arena.
    #[inline]
    pub fn bytes(&self, entry: &FieldEntry) -> Range<u32> {
        let (start, len) = match entry.len {
            LONG => self.long[entry.start as usize],
            len => (entry.start, u32::from(len)),
        };
        start..start + len
    }

    /// The fields of the record at `index` of the chunk.
    #[inline]
    pub fn fields_of(&self, index: usize) -> &[FieldEntry] {
        let first = self.records[index].first_field as usize;
        let last = self.records.get(index + 1).map_or(self.fields.len(), |next| next.first_field as usize);
        &self.fields[first..last]
    }
}

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
        let of = |chunk: &Chunk| {
            chunk.arena.capacity()
                + chunk.long.capacity() * size_of::<(u32, u32)>()
                + chunk.fields.capacity() * size_of::<FieldEntry>()
                + chunk.records.capacity() * size_of::<RecordEntry>()
        };
        self.chunks.iter().map(of).sum()
    }

    #[inline]
    pub(super) fn kind(&self, entry: &FieldEntry) -> Kind {
        self.kinds[entry.kind as usize]
    }

    #[inline]
    pub(super) fn tag(&self, kind: Kind) -> &str {
        &self.tags[kind.tag as usize]
    }

    #[inline]
    pub(super) fn value<'a>(&'a self, chunk: &'a Chunk, entry: &FieldEntry) -> &'a str {
        let store = if self.kind(entry).flags & IN_ARENA != 0 { &chunk.arena } else { self.source.text() };
        let bytes = chunk.bytes(entry);
        &store[bytes.start as usize..bytes.end as usize]
    }
}
