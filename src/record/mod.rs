//! Records: one entry of one export each, as a database described a report.
//!
//! A [`RecordFile`] holds all records of one source file in flat tables, so that a million records
//! with abstracts fit into memory: a field is twelve bytes that point into the text of the file, or into a
//! small arena for values that do not stand in it as they are (unescaped, joined, repaired).
//! A [`Record`] is a view; the typed values (people, dates, identifiers) are read from it on demand.
//!
//! Invariants: every value of the file stays in its record, in order, with its tag; a repaired value stands
//! beside the raw one, which is then marked as superseded and never deleted.

pub mod accession;
mod builder;
pub mod date;
pub mod document_type;
mod field;
pub mod guard;
pub mod identifier;
pub mod language;
mod names;
pub mod pages;
pub mod person;
mod table;
mod typed;

pub use builder::{Added, RecordFileBuilder};
pub use field::Field;
pub use names::RecordNames;
pub use table::RecordTable;
pub use typed::Fields;

use std::ops::Range;
use std::sync::Arc;

use crate::source::{Origin, SourceFile};

/// Number of a record in a run: the place of its file in the protocol first, then its entry in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId(pub u32);

impl RecordId {
    /// The number as an index into the tables of a run.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Where the value of a field lives, and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct FieldEntry {
    start: u32,
    len: u32,
    tag: u16,
    field: Field,
    flags: u8,
}

/// What the tag of a value begins with that a service gave after the export; the name of the file in `enrichment/` follows.
pub const ENRICHMENT: &str = "enrichment:";

/// The value lies in the arena, not in the text of the file.
const IN_ARENA: u8 = 1;
/// A repaired value follows; this one is kept for the record only.
const SUPERSEDED: u8 = 2;
/// The value is not in the file as it stands here: it was repaired, split off or joined.
const DERIVED: u8 = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct RecordEntry {
    /// Byte range in the text of the file.
    start: u32,
    end: u32,
    line: u32,
    /// Index of the first field; the next record's first field ends it.
    first_field: u32,
}

/// All records of one file.
#[derive(Debug, Clone)]
pub struct RecordFile {
    source: Arc<SourceFile>,
    format: &'static str,
    arena: String,
    tags: Vec<String>,
    fields: Vec<FieldEntry>,
    records: Vec<RecordEntry>,
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
        self.records.len()
    }

    /// Whether the file holds no record.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The record at `index`, counted from 0.
    ///
    /// # Panics
    /// If there is no such record.
    #[inline]
    pub fn record(&self, index: usize) -> Record<'_> {
        assert!(index < self.records.len(), "record {index} of {}", self.records.len());
        Record { file: self, index: index as u32 }
    }

    /// All records, in file order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Record<'_>> {
        (0..self.records.len()).map(|index| self.record(index))
    }

    #[inline]
    fn value(&self, entry: &FieldEntry) -> &str {
        let store = if entry.flags & IN_ARENA != 0 { &self.arena } else { self.source.text() };
        &store[entry.start as usize..(entry.start + entry.len) as usize]
    }
}

/// One record: a cheap view into its [`RecordFile`].
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    file: &'a RecordFile,
    index: u32,
}

/// One value of a record with the tag that carried it.
#[derive(Debug, Clone, Copy)]
pub struct FieldValue<'a> {
    record: Record<'a>,
    entry: &'a FieldEntry,
}

impl<'a> FieldValue<'a> {
    /// What the value means.
    #[inline]
    pub fn field(self) -> Field {
        self.entry.field
    }

    /// The tag, element or column as the file writes it.
    #[inline]
    pub fn tag(self) -> &'a str {
        &self.record.file.tags[self.entry.tag as usize]
    }

    /// The value.
    #[inline]
    pub fn value(self) -> &'a str {
        self.record.file.value(self.entry)
    }

    /// Whether a repaired value follows in the record; this one is then kept, but not used.
    #[inline]
    pub fn is_superseded(self) -> bool {
        self.entry.flags & SUPERSEDED != 0
    }

    /// Whether the value was repaired, split off or joined, and so does not stand in the file as it is.
    pub fn is_derived(self) -> bool {
        self.entry.flags & DERIVED != 0
    }

    /// The file in `enrichment/`, without folder and extension, that the value comes from; `None` for one of the export.
    pub fn enriched_by(self) -> Option<&'a str> {
        self.tag().strip_prefix(ENRICHMENT).filter(|_| self.entry.flags & (DERIVED | IN_ARENA) == DERIVED | IN_ARENA)
    }

    /// The bytes of the value in the text of the file; `None` for a value that does not stand there as it is.
    pub fn bytes(self) -> Option<Range<u32>> {
        let here = self.entry.flags & IN_ARENA == 0;
        here.then(|| self.entry.start..self.entry.start + self.entry.len)
    }

    /// The line of the file on which the value begins; the record's own line where that is not known.
    pub fn line(self) -> u32 {
        match self.bytes() {
            Some(bytes) if self.record.line() > 0 => {
                let from = self.record.entry().start;
                let text = &self.record.file.source.text()[from as usize..bytes.start.max(from) as usize];
                self.record.line() + crate::source::count_line_ends(text.as_bytes(), None)
            }
            _ => self.record.line(),
        }
    }
}

impl<'a> Record<'a> {
    #[inline]
    fn entry(self) -> &'a RecordEntry {
        &self.file.records[self.index as usize]
    }

    /// The file that the record belongs to.
    pub fn file(self) -> &'a RecordFile {
        self.file
    }

    /// The record's number in its file, counted from 1.
    pub fn number(self) -> u32 {
        self.index + 1
    }

    /// The line on which the record begins, counted from 1; 0 where lines mean nothing.
    pub fn line(self) -> u32 {
        self.entry().line
    }

    /// Where the record stands.
    pub fn origin(self) -> Origin<'a> {
        let entry = self.entry();
        Origin { file: self.file.source.label(), entry: self.number(), line: entry.line, bytes: entry.start..entry.end }
    }

    /// The bytes of the record as decoded text; empty for formats without lines.
    pub fn raw(self) -> &'a str {
        let entry = self.entry();
        &self.file.source.text()[entry.start as usize..entry.end as usize]
    }

    /// Every value of the record with its tag, in file order, superseded ones included.
    #[inline]
    pub fn all_values(self) -> impl Iterator<Item = FieldValue<'a>> {
        let first = self.entry().first_field as usize;
        let last = match self.file.records.get(self.index as usize + 1) {
            Some(next) => next.first_field as usize,
            None => self.file.fields.len(),
        };
        self.file.fields[first..last].iter().map(move |entry| FieldValue { record: self, entry })
    }

    /// The values to use, in file order: without superseded and without empty ones.
    #[inline]
    pub fn values(self) -> impl Iterator<Item = FieldValue<'a>> {
        self.all_values().filter(|value| !value.is_superseded() && value.entry.len > 0)
    }

    /// The values of one field, in file order.
    #[inline]
    pub fn all(self, field: Field) -> impl Iterator<Item = &'a str> {
        self.values().filter(move |value| value.field() == field).map(FieldValue::value)
    }

    /// The first value of one field.
    #[inline]
    pub fn first(self, field: Field) -> Option<&'a str> {
        self.all(field).next()
    }
}
