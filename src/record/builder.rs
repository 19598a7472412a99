//! How a reader puts records together.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::Field;
use super::chunk::{Chunk, DERIVED, FieldEntry, IN_ARENA, Kind, RecordEntry, SUPERSEDED};
use super::file::RecordFile;
use crate::source::SourceFile;

/// A value that is added to a record after its file was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The record's place in its file, counted from 0.
    pub record: usize,
    /// The tag that tells where the value comes from.
    pub tag: String,
    /// What the value means.
    pub field: Field,
    /// The value.
    pub value: String,
}

/// Collects the records of one file, or of one part of it.
///
/// Call [`begin`](Self::begin), then the `field` functions, then [`end`](Self::end), once per record.
#[derive(Debug)]
pub struct RecordFileBuilder {
    /// The tables that all records share; the chunks that are full.
    file: RecordFile,
    /// The records that are being put together.
    chunk: Chunk,
    /// For how many fields a chunk gets room at once; 0 for as many as come.
    room: usize,
    /// How many bytes a chunk gets at once for values that do not stand in the file.
    arena_room: usize,
    tag_numbers: HashMap<String, u16, FixedState>,
    kind_numbers: HashMap<Kind, u16, FixedState>,
    /// The number last given to a kind, by the first and last byte and the length of its tag, its role and its flags.
    recent: [u16; SEATS],
    /// Where in the arena a value begins that was kept, and its length, by its first and last byte and its length.
    kept: [(u32, u32); SEATS],
    /// What the current record may have.
    present: Present,
}

/// Which tags and roles a record may have: asked before its values are gone through, since most that are looked for are in few records.
#[derive(Debug, Clone, Copy, Default)]
struct Present {
    /// A bit for each tag, by its [`seat`]; some tags share one.
    tags: u128,
    fields: u64,
}

impl Present {
    #[inline]
    fn tag(tag: &str) -> u128 {
        1 << (seat(tag) % 128)
    }

    #[inline]
    fn field(field: Field) -> u64 {
        1 << (field as u32 % 64)
    }
}

const SEATS: usize = 128;

/// Up to this length a value is looked for among those that were kept: the names of databases and journals come with record after record.
const REPEATED: usize = 128;

/// The place of a text in a table of those last seen.
#[inline]
fn seat(text: &str) -> usize {
    match text.as_bytes() {
        [first, .., last] => usize::from(*first) * 31 + usize::from(*last) * 7 + text.len(),
        _ => 0,
    }
}

/// How many fields a chunk has at most, but for those of one large record.
const CHUNK: usize = 1 << 15;

/// How many fields a record of an export has, where it has few.
const FIELDS_PER_RECORD: usize = 5;

/// How many fields a record of an export may well have: a chunk with room for fewer is full.
const LARGE_RECORD: usize = 128;

/// How many kinds are told apart by their tags. Beyond, in files that nobody has but to do harm, a value keeps its role and loses its tag;
/// there are some hundred pairs of role and flags, for which room is left.
const KINDS: usize = u16::MAX as usize - 1024;

impl RecordFileBuilder {
    /// A builder for the records of `source`, read by the format named `format`.
    pub fn new(source: Arc<SourceFile>, format: &'static str) -> Self {
        Self::of(RecordFile { source, format, tags: Vec::new(), kinds: Vec::new(), chunks: Vec::new() })
    }

    /// Makes room at once for the records of a part of the file that is `length` bytes long, as far as a chunk goes.
    #[must_use]
    pub fn with_room(mut self, length: usize) -> Self {
        /// Bytes of text per value, where values are short.
        const PER_FIELD: usize = 8;
        self.room = (length / PER_FIELD).clamp(2 * LARGE_RECORD, CHUNK);
        self
    }

    /// How many records have begun.
    pub fn len(&self) -> usize {
        self.file.len() + self.chunk.records.len()
    }

    /// Whether no record has begun.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Begins a record at the byte `start` of the text, on `line`.
    pub fn begin(&mut self, start: usize, line: u32) {
        let place = |chunk: &Chunk| Some((chunk.relative_line(line)?, chunk.next_field()?));
        let (line_here, first_field) = match place(&self.chunk).filter(|_| !self.is_full()) {
            Some(place) => place,
            None => {
                self.close();
                // An empty chunk takes any line and has no field.
                (u16::from(line > 0), 0)
            }
        };
        if self.chunk.is_empty() {
            self.chunk.start = start as u32;
            self.chunk.fields.reserve_exact(self.room);
            self.chunk.records.reserve_exact(self.room / FIELDS_PER_RECORD);
            self.chunk.arena.reserve_exact(self.arena_room);
        }
        if self.chunk.first_line == 0 {
            self.chunk.first_line = line;
        }
        self.present = Present::default();
        let (start, end) = (start as u32, start as u32);
        self.chunk.records.push(RecordEntry { start, end, line: line_here, first_field });
    }

    /// Ends the current record before the byte `end` of the text.
    pub fn end(&mut self, end: usize) {
        if let Some(record) = self.chunk.records.last_mut() {
            record.end = (end as u32).max(record.start);
        }
    }

    /// How many fields the current record has so far.
    #[inline]
    pub fn fields_in_record(&self) -> usize {
        self.chunk.records.last().map_or(0, |record| self.chunk.fields.len() - record.first_field as usize)
    }

    /// Adds a value that stands in the text of the file as it is.
    pub fn field(&mut self, tag: &str, field: Field, bytes: Range<usize>) {
        self.push(tag, field, bytes, 0);
    }

    /// Adds a value that differs from the bytes in the file only by what the format itself prescribes: unescaped, unfolded.
    pub fn owned_field(&mut self, tag: &str, field: Field, value: &str) {
        let bytes = self.keep(value);
        self.push(tag, field, bytes, IN_ARENA);
    }

    /// Adds a value that stands in the text of the file, but as a part of a longer one: one name of a list.
    pub fn split_field(&mut self, tag: &str, field: Field, bytes: Range<usize>) {
        self.push(tag, field, bytes, DERIVED);
    }

    /// Adds a value that was repaired, split off or joined from others.
    pub fn derived_field(&mut self, tag: &str, field: Field, value: &str) {
        let bytes = self.keep(value);
        self.push(tag, field, bytes, IN_ARENA | DERIVED);
    }

    /// Marks the last value as kept but not used, because a repaired one follows.
    pub fn supersede_last(&mut self) {
        if let Some(last) = self.chunk.fields.len().checked_sub(1) {
            self.change(last, |kind| Kind { flags: kind.flags | SUPERSEDED, ..kind });
        }
    }

    /// Marks the value at `index` of the current record as kept but not used.
    pub fn supersede(&mut self, index: usize) {
        if let Some(record) = self.chunk.records.last() {
            self.change(record.first_field as usize + index, |kind| Kind { flags: kind.flags | SUPERSEDED, ..kind });
        }
    }

    /// Changes the role of the value at `index` of the current record, once more of the record is known.
    pub fn set_field(&mut self, index: usize, field: Field) {
        self.present.fields |= Present::field(field);
        if let Some(record) = self.chunk.records.last() {
            self.change(record.first_field as usize + index, |kind| Kind { field, ..kind });
        }
    }

    /// Gives the value at `at`, if there is one, another kind.
    fn change(&mut self, at: usize, change: impl FnOnce(Kind) -> Kind) {
        let Some(entry) = self.chunk.fields.get(at) else { return };
        let before = self.file.kind(&self.chunk, entry);
        let after = change(before);
        if after != before {
            let number = self.kind_number(after);
            self.chunk.set_kind(at, after, number);
        }
    }

    /// The place in the current record of the first value in use that is not empty and passes `test`, which gets tag and role.
    pub fn position(&self, test: impl Fn(&str, Field) -> bool) -> Option<usize> {
        let first = self.chunk.records.last()?.first_field as usize;
        self.chunk.fields[first..].iter().position(|entry| {
            let kind = self.file.kind(&self.chunk, entry);
            kind.flags & SUPERSEDED == 0 && !self.chunk.is_blank(entry) && test(self.file.tag(kind), kind.field)
        })
    }

    /// Whether the current record may have a value of `tag`; one that may not has none.
    #[inline]
    pub fn may_have_tag(&self, tag: &str) -> bool {
        self.present.tags & Present::tag(tag) != 0
    }

    /// Whether the current record may have a value of the role; one that may not has none.
    #[inline]
    pub fn may_have(&self, field: Field) -> bool {
        self.present.fields & Present::field(field) != 0
    }

    /// The tag at `index` of the current record.
    #[inline]
    pub fn tag_at(&self, index: usize) -> Option<&str> {
        Some(self.file.tag(self.kind_at(index)?))
    }

    /// The role of the value at `index` of the current record.
    #[inline]
    pub fn field_at(&self, index: usize) -> Option<Field> {
        Some(self.kind_at(index)?.field)
    }

    /// The tag, role and value at `index` of the current record.
    #[inline]
    pub fn value_at(&self, index: usize) -> Option<(&str, Field, &str)> {
        let (entry, kind) = (self.entry_at(index)?, self.kind_at(index)?);
        Some((self.file.tag(kind), kind.field, self.file.value(&self.chunk, entry)))
    }

    /// The role of the value at `index` of the current record; `None` for one that is superseded.
    #[inline]
    pub fn used_field_at(&self, index: usize) -> Option<Field> {
        self.kind_at(index).filter(|kind| kind.flags & SUPERSEDED == 0).map(|kind| kind.field)
    }

    /// Whether the value at `index` of the current record is superseded.
    #[inline]
    pub fn is_superseded(&self, index: usize) -> bool {
        self.kind_at(index).is_some_and(|kind| kind.flags & SUPERSEDED != 0)
    }

    /// The bytes of the value at `index` of the current record in the text of the file; `None` if it does not stand there.
    pub fn bytes_at(&self, index: usize) -> Option<Range<usize>> {
        let (entry, kind) = (self.entry_at(index)?, self.kind_at(index)?);
        (kind.flags & IN_ARENA == 0).then(|| self.file.bytes(&self.chunk, entry, kind))
    }

    /// The byte of the text at which the current record begins.
    pub fn start_of_record(&self) -> Option<usize> {
        Some(self.chunk.records.last()?.start as usize)
    }

    /// The tag, role and value that were added last to the current record.
    #[inline]
    pub fn last_value(&self) -> Option<(&str, Field, &str)> {
        self.value_at(self.fields_in_record().checked_sub(1)?)
    }

    /// The file with its records.
    pub fn finish(mut self) -> RecordFile {
        self.close();
        self.file
    }

    /// Whether the next record might make a table of the chunk grow. Where a table is copied to more room, an allocator keeps what it left for
    /// a while, and that would be more than all the tables take.
    fn is_full(&self) -> bool {
        let Chunk { fields, records, .. } = &self.chunk;
        match self.room {
            0 => fields.len() >= CHUNK,
            _ => fields.len() + LARGE_RECORD > fields.capacity() || records.len() == records.capacity(),
        }
    }

    /// Puts the chunk, without the room that it did not need, behind those that are full.
    fn close(&mut self) {
        let mut chunk = std::mem::take(&mut self.chunk);
        if chunk.is_empty() {
            return;
        }
        // The next chunk will be much like this one.
        self.arena_room = if self.room > 0 { chunk.arena.len() + chunk.arena.len() / 16 } else { 0 };
        chunk.shrink();
        chunk.first = self.file.len() as u32;
        self.file.chunks.push(chunk);
    }

    /// Puts the records of `parts`, read from consecutive parts of one file, behind each other.
    ///
    /// # Panics
    /// If `parts` is empty.
    pub fn concatenate(parts: Vec<RecordFile>) -> RecordFile {
        let mut parts = parts.into_iter();
        let Some(first) = parts.next() else { panic!("a file has at least one part") };
        let mut whole = Self::of(first);
        parts.for_each(|part| whole.append(part));
        whole.finish()
    }

    fn append(&mut self, part: RecordFile) {
        let tags: Vec<u16> = part.tags.iter().map(|tag| self.tag_number(tag)).collect();
        let kind = |kind: &Kind| Kind { tag: tags[kind.tag as usize], ..*kind };
        let kinds: Vec<u16> = part.kinds.iter().map(|old| self.kind_number(kind(old))).collect();
        let same = kinds.iter().enumerate().all(|(old, &new)| old == usize::from(new));
        for mut chunk in part.chunks {
            if !same {
                chunk.renumber(&kinds, &self.file.kinds);
            }
            self.chunk = chunk;
            self.close();
        }
    }

    /// A builder that goes on with the records of `file`.
    fn of(file: RecordFile) -> Self {
        let tag_numbers = file.tags.iter().enumerate().map(|(number, tag)| (tag.clone(), number as u16)).collect();
        let kind_numbers = file.kinds.iter().enumerate().map(|(number, &kind)| (kind, number as u16)).collect();
        Self {
            file,
            chunk: Chunk::default(),
            room: 0,
            arena_room: 0,
            tag_numbers,
            kind_numbers,
            recent: [0; SEATS],
            kept: [(0, 0); SEATS],
            present: Present::default(),
        }
    }

    /// `file` with values added behind those of their records. `added` comes in the order of the records.
    pub fn with_added(mut file: RecordFile, added: &[Added]) -> RecordFile {
        let chunks = std::mem::take(&mut file.chunks);
        let mut whole = Self::of(file);
        let mut added = added.iter().peekable();
        for mut old in chunks {
            let first = old.first as usize;
            whole.chunk = old.with_values_of();
            whole.chunk.fields.reserve(old.fields.len());
            for index in 0..old.records.len() {
                let first_field = whole.chunk.next_field().unwrap_or_else(|| whole.split());
                whole.chunk.records.push(RecordEntry { first_field, ..old.records[index] });
                whole.chunk.fields.extend_from_slice(old.fields_of(index));
                while let Some(Added { tag, field, value, .. }) = added.next_if(|one| one.record == first + index) {
                    whole.derived_field(tag, *field, value);
                }
            }
            whole.close();
        }
        whole.finish()
    }

    /// Goes on in another chunk, whose fields may refer to the same values; the place of the next field in it.
    fn split(&mut self) -> u16 {
        let next = self.chunk.clone().with_values_of();
        self.close();
        self.chunk = next;
        0
    }

    #[inline]
    fn entry_at(&self, index: usize) -> Option<&FieldEntry> {
        self.chunk.fields.get(self.chunk.records.last()?.first_field as usize + index)
    }

    #[inline]
    fn kind_at(&self, index: usize) -> Option<Kind> {
        Some(self.file.kind(&self.chunk, self.entry_at(index)?))
    }

    /// Puts a value into the arena, unless it lies there.
    #[inline]
    fn keep(&mut self, value: &str) -> Range<usize> {
        let arena = &mut self.chunk.arena;
        if value.len() > REPEATED {
            arena.push_str(value);
            return arena.len() - value.len()..arena.len();
        }
        let (start, len) = &mut self.kept[seat(value) % SEATS];
        let before = *start as usize..*start as usize + *len as usize;
        if arena.get(before.clone()) == Some(value) {
            return before;
        }
        (*start, *len) = (arena.len() as u32, value.len() as u32);
        arena.push_str(value);
        arena.len() - value.len()..arena.len()
    }

    #[inline]
    fn push(&mut self, tag: &str, field: Field, bytes: Range<usize>, flags: u8) {
        self.present.tags |= Present::tag(tag);
        self.present.fields |= Present::field(field);
        let kind = self.number(tag, field, flags);
        self.chunk.push(bytes.start as u32, bytes.len() as u32, self.file.kinds[usize::from(kind)], kind);
    }

    /// Kinds repeat, so the number last given to one that looks alike is tried first.
    #[inline]
    fn number(&mut self, tag: &str, field: Field, flags: u8) -> u16 {
        let seat = (seat(tag) + field as usize * 5 + usize::from(flags) * 17) % SEATS;
        let recent = self.recent[seat];
        let is_same =
            |kind: &Kind| kind.field == field && kind.flags == flags && self.file.tags[usize::from(kind.tag)] == tag;
        if self.file.kinds.get(usize::from(recent)).is_some_and(is_same) {
            return recent;
        }
        let tag = self.tag_number(tag);
        let number = self.kind_number(Kind { tag, field, flags });
        self.recent[seat] = number;
        number
    }

    /// The number of a tag; beyond [`KINDS`] different ones the rest are the empty one.
    fn tag_number(&mut self, tag: &str) -> u16 {
        if let Some(&number) = self.tag_numbers.get(tag) {
            return number;
        }
        let number = self.file.tags.len();
        if number > KINDS {
            return self.tag_number("");
        }
        let kept = if number == KINDS { "" } else { tag };
        self.file.tags.push(kept.to_owned());
        self.tag_numbers.insert(kept.to_owned(), number as u16);
        number as u16
    }

    /// The number of a kind; beyond [`KINDS`] different ones the rest have no tag.
    fn kind_number(&mut self, kind: Kind) -> u16 {
        if let Some(&number) = self.kind_numbers.get(&kind) {
            return number;
        }
        let number = self.file.kinds.len();
        if number >= KINDS && !self.file.tags[usize::from(kind.tag)].is_empty() {
            let tag = self.tag_number("");
            return self.kind_number(Kind { tag, ..kind });
        }
        self.file.kinds.push(kind);
        self.kind_numbers.insert(kind, number as u16);
        number as u16
    }
}

#[cfg(test)]
mod tests;
