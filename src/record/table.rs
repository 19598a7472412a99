//! All records of a run, numbered.

use super::{Record, RecordFile, RecordId};

/// The records of all files of a run, in the order of the files.
#[derive(Debug, Clone, Default)]
pub struct RecordTable {
    files: Vec<RecordFile>,
    /// The number of the first record of each file, and behind the last the number of all records.
    firsts: Vec<u32>,
}

impl RecordTable {
    /// Numbers the records of `files`, in this order.
    pub fn new(files: Vec<RecordFile>) -> Self {
        let mut firsts = vec![0];
        let mut next = 0;
        for file in &files {
            next += file.len() as u32;
            firsts.push(next);
        }
        Self { files, firsts }
    }

    /// The files, in order.
    pub fn files(&self) -> &[RecordFile] {
        &self.files
    }

    /// The files, taken out.
    pub fn into_files(self) -> Vec<RecordFile> {
        self.files
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.firsts.last().map_or(0, |&last| last as usize)
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The index of the file that holds `id`.
    ///
    /// # Panics
    /// If there is no such record.
    #[inline]
    pub fn file_of(&self, id: RecordId) -> usize {
        assert!(id.index() < self.len(), "record {} of {}", id.0, self.len());
        self.firsts.partition_point(|&first| first <= id.0) - 1
    }

    /// The record with this number.
    ///
    /// # Panics
    /// If there is no such record.
    #[inline]
    pub fn record(&self, id: RecordId) -> Record<'_> {
        let file = self.file_of(id);
        self.files[file].record((id.0 - self.firsts[file]) as usize)
    }

    /// The numbers of the records of one file.
    pub fn ids_of_file(&self, file: usize) -> impl ExactSizeIterator<Item = RecordId> + use<> {
        (self.firsts[file]..self.firsts[file + 1]).map(RecordId)
    }

    /// Every number with its record.
    pub fn iter(&self) -> impl Iterator<Item = (RecordId, Record<'_>)> {
        self.files.iter().zip(&self.firsts).flat_map(|(file, &first)| {
            file.iter().enumerate().map(move |(at, record)| (RecordId(first + at as u32), record))
        })
    }
}
