//! A record whose values are all there, while a format settles what they mean together.

use crate::format::log::Log;
use crate::record::{Field, RecordFileBuilder};
use crate::source::count_line_ends;

/// A record that a format may still change: give a value another role, set it aside, add one derived from others.
pub(in crate::format) struct Draft<'r> {
    pub(super) records: &'r mut RecordFileBuilder,
    pub(super) log: &'r mut Log,
    pub(super) text: &'r str,
    pub(super) line: u32,
}

impl<'r> Draft<'r> {
    /// The current record of `records`, which begins on `line` of `text`.
    pub(in crate::format) fn new(
        records: &'r mut RecordFileBuilder,
        log: &'r mut Log,
        text: &'r str,
        line: u32,
    ) -> Self {
        Self { records, log, text, line }
    }

    /// How many values the record has.
    #[inline]
    pub(in crate::format) fn len(&self) -> usize {
        self.records.fields_in_record()
    }

    /// The tag at `index`.
    #[inline]
    pub(in crate::format) fn tag(&self, index: usize) -> &str {
        self.records.tag_at(index).unwrap_or("")
    }

    /// The role of the value at `index`; `None` for one that is set aside.
    #[inline]
    pub(in crate::format) fn field(&self, index: usize) -> Option<Field> {
        self.records.used_field_at(index)
    }

    /// The value at `index`.
    #[inline]
    pub(in crate::format) fn value(&self, index: usize) -> &str {
        self.records.value_at(index).map_or("", |(.., value)| value)
    }

    /// Whether the record has a value of `field` that is not empty.
    pub(in crate::format) fn has(&self, field: Field) -> bool {
        self.first(field).is_some()
    }

    /// The place of the first value of `field` that is not empty.
    pub(in crate::format) fn first(&self, field: Field) -> Option<usize> {
        if self.records.may_have(field) { self.records.position(|_, other| other == field) } else { None }
    }

    /// The place of the first value of `tag` that is neither empty nor set aside.
    pub(in crate::format) fn tagged(&self, tag: &str) -> Option<usize> {
        if self.records.may_have_tag(tag) { self.records.position(|other, _| other == tag) } else { None }
    }

    /// The places of all values of `tag`.
    pub(in crate::format) fn all_tagged(&self, tag: &str) -> Vec<usize> {
        let count = if self.records.may_have_tag(tag) { self.len() } else { 0 };
        (0..count).filter(|&at| self.tag(at) == tag).collect()
    }

    /// The places of all values of `field` that are not set aside.
    pub(in crate::format) fn all(&self, field: Field) -> Vec<usize> {
        let count = if self.records.may_have(field) { self.len() } else { 0 };
        (0..count).filter(|&at| self.field(at) == Some(field)).collect()
    }

    /// Whether a value of `tag` passes `test`, set aside or not.
    pub(in crate::format) fn any_tagged(&self, tag: &str, test: impl Fn(&str) -> bool) -> bool {
        self.records.may_have_tag(tag) && (0..self.len()).any(|at| self.tag(at) == tag && test(self.value(at)))
    }

    /// Gives the value at `index` another role.
    pub(in crate::format) fn set(&mut self, index: usize, field: Field) {
        self.records.set_field(index, field);
    }

    /// Sets the value at `index` aside: it is kept, but not used, since others say the same better.
    pub(in crate::format) fn supersede(&mut self, index: usize) {
        self.records.supersede(index);
    }

    /// Adds a value read from that of `tag`.
    pub(in crate::format) fn derive(&mut self, tag: &str, field: Field, value: &str) {
        self.records.derived_field(tag, field, value);
    }

    /// Reads people, those at `places`, by other names where there are some; `about` says why. A derived value stands behind all others,
    /// so those behind the first are derived too, and the order of the people stays.
    pub(in crate::format) fn read_people_as(&mut self, places: &[usize], names: Vec<Option<String>>, about: &str) {
        let first = names.iter().position(Option::is_some).unwrap_or(names.len());
        for (&at, name) in places.iter().zip(names).skip(first) {
            if let Some(name) = &name {
                self.note("REA027", at, || format!("{about}; read as `{name}`"));
            }
            let (tag, field) = (self.tag(at).to_owned(), self.field(at));
            let name = name.unwrap_or_else(|| self.value(at).to_owned());
            self.supersede(at);
            field.into_iter().for_each(|field| self.derive(&tag, field, &name));
        }
    }

    /// Adds a diagnostic about the value at `index`.
    pub(in crate::format) fn note(&mut self, code: &'static str, index: usize, message: impl FnOnce() -> String) {
        let line = match (self.records.start_of_record(), self.records.bytes_at(index)) {
            (Some(start), Some(bytes)) if start <= bytes.start => {
                self.line + count_line_ends(&self.text.as_bytes()[start..bytes.start], None)
            }
            _ => self.line,
        };
        let entry = self.records.len() as u32;
        let tag = self.records.tag_at(index).unwrap_or("");
        self.log.add(code, line, entry, tag, message);
    }
}
