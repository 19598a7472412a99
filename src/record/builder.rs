//! How a reader puts records together.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::{DERIVED, Field, FieldEntry, IN_ARENA, RecordEntry, RecordFile, SUPERSEDED};
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
    file: RecordFile,
    tag_numbers: HashMap<String, u16, FixedState>,
    /// The number last given to a tag, by its first and last byte and its length.
    recent: [u16; 64],
}

impl RecordFileBuilder {
    /// A builder for the records of `source`, read by the format named `format`.
    pub fn new(source: Arc<SourceFile>, format: &'static str) -> Self {
        Self {
            file: RecordFile {
                source,
                format,
                arena: String::new(),
                tags: Vec::new(),
                fields: Vec::new(),
                records: Vec::new(),
            },
            tag_numbers: HashMap::default(),
            recent: [0; 64],
        }
    }

    /// How many records have begun.
    pub fn len(&self) -> usize {
        self.file.records.len()
    }

    /// Whether no record has begun.
    pub fn is_empty(&self) -> bool {
        self.file.records.is_empty()
    }

    /// Begins a record at the byte `start` of the text, on `line`.
    pub fn begin(&mut self, start: usize, line: u32) {
        self.file.records.push(RecordEntry {
            start: start as u32,
            end: start as u32,
            line,
            first_field: self.file.fields.len() as u32,
        });
    }

    /// Ends the current record before the byte `end` of the text.
    pub fn end(&mut self, end: usize) {
        if let Some(record) = self.file.records.last_mut() {
            record.end = (end as u32).max(record.start);
        }
    }

    /// How many fields the current record has so far.
    #[inline]
    pub fn fields_in_record(&self) -> usize {
        self.file.records.last().map_or(0, |record| self.file.fields.len() - record.first_field as usize)
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
        if let Some(last) = self.file.fields.last_mut() {
            last.flags |= SUPERSEDED;
        }
    }

    /// Marks the value at `index` of the current record as kept but not used.
    pub fn supersede(&mut self, index: usize) {
        if let Some(record) = self.file.records.last()
            && let Some(entry) = self.file.fields.get_mut(record.first_field as usize + index)
        {
            entry.flags |= SUPERSEDED;
        }
    }

    /// Changes the role of the value at `index` of the current record, once more of the record is known.
    pub fn set_field(&mut self, index: usize, field: Field) {
        if let Some(record) = self.file.records.last()
            && let Some(entry) = self.file.fields.get_mut(record.first_field as usize + index)
        {
            entry.field = field;
        }
    }

    /// The place in the current record of the first value in use that is not empty and passes `test`, which gets tag and role.
    pub fn position(&self, test: impl Fn(&str, Field) -> bool) -> Option<usize> {
        let first = self.file.records.last()?.first_field as usize;
        self.file.fields[first..].iter().position(|entry| {
            entry.flags & SUPERSEDED == 0 && entry.len > 0 && test(&self.file.tags[entry.tag as usize], entry.field)
        })
    }

    /// The tag at `index` of the current record.
    #[inline]
    pub fn tag_at(&self, index: usize) -> Option<&str> {
        Some(&self.file.tags[self.entry_at(index)?.tag as usize])
    }

    /// The role of the value at `index` of the current record.
    #[inline]
    pub fn field_at(&self, index: usize) -> Option<Field> {
        Some(self.entry_at(index)?.field)
    }

    /// The tag, role and value at `index` of the current record.
    #[inline]
    pub fn value_at(&self, index: usize) -> Option<(&str, Field, &str)> {
        let entry = self.entry_at(index)?;
        Some((&self.file.tags[entry.tag as usize], entry.field, self.file.value(entry)))
    }

    /// Whether the value at `index` of the current record is superseded.
    #[inline]
    pub fn is_superseded(&self, index: usize) -> bool {
        self.entry_at(index).is_some_and(|entry| entry.flags & SUPERSEDED != 0)
    }

    /// The bytes of the value at `index` of the current record in the text of the file; `None` if it does not stand there.
    pub fn bytes_at(&self, index: usize) -> Option<Range<usize>> {
        let entry = self.entry_at(index).filter(|entry| entry.flags & IN_ARENA == 0)?;
        Some(entry.start as usize..(entry.start + entry.len) as usize)
    }

    /// The byte of the text at which the current record begins.
    pub fn start_of_record(&self) -> Option<usize> {
        Some(self.file.records.last()?.start as usize)
    }

    /// The tag, role and value that were added last to the current record.
    #[inline]
    pub fn last_value(&self) -> Option<(&str, Field, &str)> {
        self.value_at(self.fields_in_record().checked_sub(1)?)
    }

    /// The file with its records.
    pub fn finish(mut self) -> RecordFile {
        self.file.arena.shrink_to_fit();
        self.file.fields.shrink_to_fit();
        self.file.records.shrink_to_fit();
        self.file
    }

    /// Puts the records of `parts`, read from consecutive parts of one file, behind each other.
    ///
    /// # Panics
    /// If `parts` is empty.
    pub fn concatenate(parts: Vec<RecordFile>) -> RecordFile {
        let mut parts = parts.into_iter();
        let Some(first) = parts.next() else { panic!("a file has at least one part") };
        let mut whole = Self { tag_numbers: numbered(&first.tags), file: first, recent: [0; 64] };
        for part in parts {
            let tags: Vec<u16> = part.tags.iter().map(|tag| whole.tag_number(tag)).collect();
            let (arena, fields) = (whole.file.arena.len() as u32, whole.file.fields.len() as u32);
            whole.file.arena.push_str(&part.arena);
            whole.file.fields.extend(part.fields.into_iter().map(|mut entry| {
                entry.tag = tags[entry.tag as usize];
                if entry.flags & IN_ARENA != 0 {
                    entry.start += arena;
                }
                entry
            }));
            whole.file.records.extend(part.records.into_iter().map(|mut record| {
                record.first_field += fields;
                record
            }));
        }
        whole.finish()
    }

    /// `file` with values added behind those of their records. `added` comes in the order of the records.
    pub fn with_added(mut file: RecordFile, added: &[Added]) -> RecordFile {
        let old = std::mem::take(&mut file.fields);
        let mut whole = Self { tag_numbers: numbered(&file.tags), file, recent: [0; 64] };
        whole.file.fields.reserve_exact(old.len() + added.len());
        let mut added = added.iter().peekable();
        for index in 0..whole.file.records.len() {
            let first = whole.file.records[index].first_field as usize;
            let last = whole.file.records.get(index + 1).map_or(old.len(), |next| next.first_field as usize);
            whole.file.records[index].first_field = whole.file.fields.len() as u32;
            whole.file.fields.extend_from_slice(&old[first..last]);
            while let Some(Added { tag, field, value, .. }) = added.next_if(|one| one.record == index) {
                whole.derived_field(tag, *field, value);
            }
        }
        whole.finish()
    }

    #[inline]
    fn entry_at(&self, index: usize) -> Option<&FieldEntry> {
        self.file.fields.get(self.file.records.last()?.first_field as usize + index)
    }

    #[inline]
    fn keep(&mut self, value: &str) -> Range<usize> {
        let start = self.file.arena.len();
        self.file.arena.push_str(value);
        start..self.file.arena.len()
    }

    #[inline]
    fn push(&mut self, tag: &str, field: Field, bytes: Range<usize>, flags: u8) {
        let tag = self.tag_number(tag);
        let (start, len) = (bytes.start as u32, bytes.len() as u32);
        self.file.fields.push(FieldEntry { start, len, tag, field, flags });
    }

    /// Tags repeat, so the number last given to one with the same ends is tried first; beyond 65,535 different tags the rest share the last number.
    fn tag_number(&mut self, tag: &str) -> u16 {
        let seat = match tag.as_bytes() {
            [first, .., last] => (usize::from(*first) * 31 + usize::from(*last) * 7 + tag.len()) % self.recent.len(),
            _ => 0,
        };
        let recent = self.recent[seat];
        if self.file.tags.get(usize::from(recent)).is_some_and(|recent| recent == tag) {
            return recent;
        }
        let number = match self.tag_numbers.get(tag) {
            Some(&number) => number,
            None => {
                let number = self.file.tags.len().min(u16::MAX as usize) as u16;
                if (number as usize) == self.file.tags.len() {
                    self.file.tags.push(tag.to_owned());
                    self.tag_numbers.insert(tag.to_owned(), number);
                }
                number
            }
        };
        self.recent[seat] = number;
        number
    }
}

fn numbered(tags: &[String]) -> HashMap<String, u16, FixedState> {
    tags.iter().enumerate().map(|(number, tag)| (tag.clone(), number as u16)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(source: &Arc<SourceFile>, values: &[(&str, &str)]) -> RecordFile {
        let mut builder = RecordFileBuilder::new(Arc::clone(source), "test");
        for (tag, value) in values {
            builder.begin(0, 1);
            builder.field("TI", Field::Title, 0..3);
            builder.supersede_last();
            builder.derived_field(tag, Field::Title, value);
            builder.end(3);
        }
        builder.finish()
    }

    #[test]
    fn parts_put_together_read_as_one_file() {
        let source = Arc::new(SourceFile::new("a.ris", b"abc".to_vec()));
        let whole = RecordFileBuilder::concatenate(vec![
            part(&source, &[("TI", "one"), ("T1", "two")]),
            part(&source, &[("XX", "three"), ("T1", "four")]),
        ]);
        let read: Vec<_> = whole
            .iter()
            .map(|record| record.values().map(|v| (v.tag().to_owned(), v.value().to_owned())).collect::<Vec<_>>())
            .collect();
        let expected = [("TI", "one"), ("T1", "two"), ("XX", "three"), ("T1", "four")]
            .map(|(t, v)| vec![(t.to_owned(), v.to_owned())]);
        assert_eq!(read, expected);
        assert_eq!(whole.record(2).all_values().count(), 2, "the superseded value is still there");
        assert_eq!(whole.record(2).number(), 3);
    }

    #[test]
    fn added_values_stand_behind_those_of_their_records() {
        let source = Arc::new(SourceFile::new("a.ris", b"abc".to_vec()));
        let file = part(&source, &[("TI", "one"), ("T1", "two"), ("T1", "three")]);
        let add = |record, value: &str| Added {
            record,
            tag: "enrichment:made-up".to_owned(),
            field: Field::Abstract,
            value: value.to_owned(),
        };
        let whole =
            RecordFileBuilder::with_added(file.clone(), &[add(0, "of one"), add(2, "of three"), add(2, "again")]);
        let abstracts = |at| whole.record(at).all(Field::Abstract).collect::<Vec<_>>();
        assert_eq!((abstracts(0), abstracts(1), abstracts(2)), (vec!["of one"], vec![], vec!["of three", "again"]));
        for (at, title) in ["one", "two", "three"].into_iter().enumerate() {
            assert_eq!(
                (whole.record(at).first(Field::Title), whole.record(at).all_values().count()),
                (Some(title), [3, 2, 4][at])
            );
        }
        assert_eq!(
            whole.record(0).values().last().map(|value| (value.is_derived(), value.enriched_by())),
            Some((true, Some("made-up")))
        );
        assert_eq!(RecordFileBuilder::with_added(file.clone(), &[]).fields, file.fields);
    }
}
