//! The tables in which consecutive records are kept. Exports of short records hold more values than lines of text, so every entry is as
//! small as goes.

use super::Field;

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

/// Where the value of a field lives, and what it is: 6 bytes, for nearly all values are short, of one of the kinds that come first, and
/// near the first record of their chunk. What does not go in has an entry of its own in [`Chunk::wide`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FieldEntry {
    /// The first byte of the value, counted from the first record of the chunk or in the arena; for a wide one the lower part of its place.
    start: [u8; 3],
    /// The place of the kind in the file's table of them, or [`WIDE`].
    kind: u8,
    /// How many bytes the value has; for a wide one the upper part of its place.
    len: u16,
}

/// The kind that says that the entry is in the table of wide ones.
const WIDE: u8 = u8::MAX;

/// What a [`FieldEntry`] says, for every value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct WideEntry {
    start: u32,
    len: u32,
    kind: u16,
}

impl FieldEntry {
    /// The entry, if it is small enough.
    #[inline]
    fn small(start: u32, len: u32, kind: u16) -> Option<Self> {
        let [a, b, c, 0] = start.to_le_bytes() else { return None };
        let kind = u8::try_from(kind).ok().filter(|&kind| kind != WIDE)?;
        Some(Self { start: [a, b, c], kind, len: u16::try_from(len).ok()? })
    }

    /// The entry that says that all is at `place` of the table of wide ones.
    fn wide(place: usize) -> Self {
        let [a, b, c, d, e, ..] = (place as u64).to_le_bytes();
        Self { start: [a, b, c], kind: WIDE, len: u16::from_le_bytes([d, e]) }
    }

    #[inline]
    fn start(self) -> u32 {
        let [a, b, c] = self.start;
        u32::from_le_bytes([a, b, c, 0])
    }

    /// The place in the table of wide entries.
    fn place(self) -> usize {
        self.start() as usize | usize::from(self.len) << 24
    }
}

/// Where a record stands and which fields are its own.
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
    wide: Vec<WideEntry>,
    pub fields: Vec<FieldEntry>,
    pub records: Vec<RecordEntry>,
    /// How many records of the file come before.
    pub first: u32,
    /// The line of the first record that has one.
    pub first_line: u32,
    /// The first byte of the first record in the text of the file.
    pub start: u32,
}

impl Chunk {
    /// A chunk without records that has the values of `self` at hand, for records that refer to them.
    pub fn with_values_of(&mut self) -> Self {
        let (arena, wide) = (std::mem::take(&mut self.arena), std::mem::take(&mut self.wide));
        Self { arena, wide, first_line: self.first_line, start: self.start, ..Self::default() }
    }

    /// Whether the chunk is without records.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

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

    /// The fields of the record at `index` of the chunk.
    #[inline]
    pub fn fields_of(&self, index: usize) -> &[FieldEntry] {
        let first = usize::from(self.records[index].first_field);
        let last = self.records.get(index + 1).map_or(self.fields.len(), |next| usize::from(next.first_field));
        &self.fields[first..last]
    }

    /// Adds a value of `kind`, which has the place `number` in the file's table of kinds.
    #[inline]
    pub fn push(&mut self, start: u32, len: u32, kind: Kind, number: u16) {
        let small = start.checked_sub(self.base(kind)).and_then(|start| FieldEntry::small(start, len, number));
        let entry = small.unwrap_or_else(|| self.widen(WideEntry { start, len, kind: number }));
        self.fields.push(entry);
    }

    fn widen(&mut self, entry: WideEntry) -> FieldEntry {
        self.wide.push(entry);
        FieldEntry::wide(self.wide.len() - 1)
    }

    /// The byte that the starts of values of `kind` are counted from.
    #[inline]
    fn base(&self, kind: Kind) -> u32 {
        if kind.flags & IN_ARENA == 0 { self.start } else { 0 }
    }

    /// The place of the kind of an entry in the file's table of them.
    #[inline]
    pub fn kind(&self, entry: &FieldEntry) -> u16 {
        match entry.kind {
            WIDE => self.wide[entry.place()].kind,
            kind => u16::from(kind),
        }
    }

    /// The first byte of a value of `kind`, in the text or in the arena, and how many it has.
    #[inline]
    pub fn place(&self, entry: &FieldEntry, kind: Kind) -> (u32, u32) {
        match entry.kind {
            WIDE => {
                let WideEntry { start, len, .. } = self.wide[entry.place()];
                (start, len)
            }
            _ => (self.base(kind) + entry.start(), u32::from(entry.len)),
        }
    }

    /// Whether a value has no bytes.
    #[inline]
    pub fn is_blank(&self, entry: &FieldEntry) -> bool {
        match entry.kind {
            WIDE => self.wide[entry.place()].len == 0,
            _ => entry.len == 0,
        }
    }

    /// Gives the value at `at` the kind at `number`. Both the kind before and this one, `kind`, lie in the same store.
    pub fn set_kind(&mut self, at: usize, kind: Kind, number: u16) {
        let entry = self.fields[at];
        let (start, len) = self.place(&entry, kind);
        match (entry.kind, u8::try_from(number)) {
            (WIDE, _) => self.wide[entry.place()].kind = number,
            (_, Ok(number)) if number != WIDE => self.fields[at].kind = number,
            _ => self.fields[at] = self.widen(WideEntry { start, len, kind: number }),
        }
    }

    /// Gives every value the kind that `numbers` has at the place of its old one; `kinds` are the new ones.
    pub fn renumber(&mut self, numbers: &[u16], kinds: &[Kind]) {
        for at in 0..self.fields.len() {
            let number = numbers[usize::from(self.kind(&self.fields[at]))];
            self.set_kind(at, kinds[usize::from(number)], number);
        }
    }

    /// Gives back the room that the tables do not need.
    pub fn shrink(&mut self) {
        if self.arena.capacity() - self.arena.len() > self.arena.len() / 8 {
            self.arena.shrink_to_fit();
        }
        self.wide.shrink_to_fit();
        without_waste(&mut self.fields);
        without_waste(&mut self.records);
    }

    /// How many bytes the tables take.
    #[cfg(test)]
    pub fn room(&self) -> usize {
        self.arena.capacity()
            + self.wide.capacity() * size_of::<WideEntry>()
            + self.fields.capacity() * size_of::<FieldEntry>()
            + self.records.capacity() * size_of::<RecordEntry>()
    }
}

/// Gives back the room of a table that it does not need, if that is worth a copy. An allocator that is asked to shrink a table by less
/// than half may leave it where it is, so it is copied.
fn without_waste<T: Copy>(table: &mut Vec<T>) {
    if table.capacity() - table.len() > table.len() / 16 {
        *table = table.as_slice().to_vec();
    }
}
