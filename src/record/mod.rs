//! Records: one entry of one export each, as a database described a report.
//!
//! A [`RecordFile`] holds all records of one source file in flat tables, so that a million records
//! with abstracts fit into memory: a field is eight bytes that point into the text of the file, or into a
//! small arena for values that do not stand in it as they are (unescaped, joined, repaired).
//! A [`Record`] is a view; the typed values (people, dates, identifiers) are read from it on demand.
//!
//! Invariants: every value of the file stays in its record, in order, with its tag; a repaired value stands
//! beside the raw one, which is then marked as superseded and never deleted.

pub mod accession;
mod builder;
mod chunk;
pub mod date;
pub mod document_type;
mod field;
mod file;
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
pub use file::RecordFile;
pub use names::RecordNames;
pub use table::RecordTable;
pub use typed::{Fields, Values};

use std::ops::Range;

use chunk::{Chunk, DERIVED, FieldEntry, IN_ARENA, Kind, RecordEntry, SUPERSEDED};

use crate::source::Origin;

/// Number of a record in a run: the place of its file in the protocol first, then its entry in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId(pub u32);

impl RecordId {
    /// The number as an index into the tables of a run.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What the tag of a value begins with that a service gave after the export; the name of the file in `enrichment/` follows.
pub const ENRICHMENT: &str = "enrichment:";
/// What stands before the name of another such file, which gave the identifier by which the value was found.
pub const LED: char = '<';

/// The file in `enrichment/` that a tag names, without folder and extension, and the one that led there, if any.
pub fn enrichment_of(tag: &str) -> Option<(&str, Option<&str>)> {
    let names = tag.strip_prefix(ENRICHMENT)?;
    Some(names.split_once(LED).map_or((names, None), |(name, led)| (name, Some(led))))
}

/// One record: a cheap view into its [`RecordFile`].
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    file: &'a RecordFile,
    chunk: &'a Chunk,
    /// Its place in the chunk.
    index: u32,
}

/// One value of a record with the tag that carried it.
#[derive(Debug, Clone, Copy)]
pub struct FieldValue<'a> {
    record: Record<'a>,
    entry: &'a FieldEntry,
}

impl<'a> FieldValue<'a> {
    #[inline]
    fn kind(self) -> Kind {
        self.record.file.kind(self.record.chunk, self.entry)
    }

    /// What the value means.
    #[inline]
    pub fn field(self) -> Field {
        self.kind().field
    }

    /// The tag, element or column as the file writes it.
    #[inline]
    pub fn tag(self) -> &'a str {
        self.record.file.tag(self.kind())
    }

    /// The value.
    #[inline]
    pub fn value(self) -> &'a str {
        self.record.file.value(self.record.chunk, self.entry)
    }

    /// Whether a repaired value follows in the record; this one is then kept, but not used.
    #[inline]
    pub fn is_superseded(self) -> bool {
        self.kind().flags & SUPERSEDED != 0
    }

    /// Whether the value was repaired, split off or joined, and so does not stand in the file as it is.
    pub fn is_derived(self) -> bool {
        self.kind().flags & DERIVED != 0
    }

    /// The file in `enrichment/`, without folder and extension, that the value comes from; `None` for one of the export.
    pub fn enriched_by(self) -> Option<&'a str> {
        enrichment_of(self.tag())
            .map(|(name, _)| name)
            .filter(|_| self.kind().flags & (DERIVED | IN_ARENA) == DERIVED | IN_ARENA)
    }

    /// The bytes of the value in the text of the file; `None` for a value that does not stand there as it is.
    pub fn bytes(self) -> Option<Range<u32>> {
        let (start, len) = self.record.chunk.place(self.entry, self.kind());
        (self.kind().flags & IN_ARENA == 0).then(|| start..start + len)
    }

    /// The line of the file on which the value begins; the record's own line where that is not known.
    pub fn line(self) -> u32 {
        match self.bytes() {
            Some(bytes) if self.record.line() > 0 => {
                let from = self.record.entry().start;
                let text = &self.record.file.source().text()[from as usize..bytes.start.max(from) as usize];
                self.record.line() + crate::source::count_line_ends(text.as_bytes(), None)
            }
            _ => self.record.line(),
        }
    }
}

impl<'a> Record<'a> {
    #[inline]
    fn entry(self) -> &'a RecordEntry {
        &self.chunk.records[self.index as usize]
    }

    /// The file that the record belongs to.
    pub fn file(self) -> &'a RecordFile {
        self.file
    }

    /// The record's number in its file, counted from 1.
    pub fn number(self) -> u32 {
        self.chunk.first + self.index + 1
    }

    /// The line on which the record begins, counted from 1; 0 where lines mean nothing.
    pub fn line(self) -> u32 {
        self.chunk.line_of(self.index as usize)
    }

    /// Where the record stands.
    pub fn origin(self) -> Origin<'a> {
        let entry = self.entry();
        Origin {
            file: self.file.source().label(),
            entry: self.number(),
            line: self.line(),
            bytes: entry.start..entry.end,
        }
    }

    /// The bytes of the record as decoded text; empty for formats without lines.
    pub fn raw(self) -> &'a str {
        let entry = self.entry();
        &self.file.source().text()[entry.start as usize..entry.end as usize]
    }

    /// Every value of the record with its tag, in file order, superseded ones included.
    #[inline]
    pub fn all_values(self) -> impl ExactSizeIterator<Item = FieldValue<'a>> {
        let fields = self.chunk.fields_of(self.index as usize);
        fields.iter().map(move |entry| FieldValue { record: self, entry })
    }

    /// The values to use, in file order: without superseded and without empty ones.
    #[inline]
    pub fn values(self) -> impl Iterator<Item = FieldValue<'a>> {
        self.all_values().filter(|value| !value.is_superseded() && !value.record.chunk.is_blank(value.entry))
    }

    /// The values of one field, in file order.
    #[inline]
    pub fn all(self, field: Field) -> impl Iterator<Item = &'a str> {
        let fields = self.chunk.fields_of(self.index as usize);
        let of_field = fields.iter().filter(move |entry| self.is_used_for(field, entry));
        of_field.map(move |entry| self.file.value(self.chunk, entry))
    }

    /// The first value of one field.
    #[inline]
    pub fn first(self, field: Field) -> Option<&'a str> {
        let fields = self.chunk.fields_of(self.index as usize);
        let entry = fields.iter().find(|entry| self.is_used_for(field, entry))?;
        Some(self.file.value(self.chunk, entry))
    }

    /// Whether a value is one of `field` to use. Many fields of every record are asked for: the kind is looked up once.
    #[inline]
    fn is_used_for(self, field: Field, entry: &FieldEntry) -> bool {
        let kind = self.file.kind(self.chunk, entry);
        kind.field == field && kind.flags & SUPERSEDED == 0 && !self.chunk.is_blank(entry)
    }
}
