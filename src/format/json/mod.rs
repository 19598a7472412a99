//! What the JSON formats share: finding the records, reading each by itself, writing its values.

mod mend;
mod slices;

use std::sync::Arc;

use serde_json::Value;

use super::log::Log;
use super::tagged::Draft;
use super::{Parsed, provenance, repair};
use crate::diagnostic::excerpt;
use crate::record::{Field, RecordFileBuilder};
use crate::source::{SourceFile, count_line_ends};

/// A JSON format whose records are objects.
pub trait Records: Sync {
    /// The name of the format.
    fn format(&self) -> &'static str;

    /// Keys that only records have: an object with one of them is a record, whatever else it holds.
    fn own_keys(&self) -> &'static [&'static str];

    /// Writes the values of a record.
    fn record(&self, record: &Value, out: &mut Sink<'_>);
}

/// Reads every record of `source`.
pub fn read(records: &dyn Records, source: &Arc<SourceFile>) -> Parsed {
    let text = source.text();
    let mut builder = RecordFileBuilder::new(Arc::clone(source), records.format());
    let mut log = Log::default();
    let (mut line, mut counted_to) = (1, 0);
    let slices = slices::slices(text, records.own_keys());
    for slice in &slices {
        line += count_line_ends(&text.as_bytes()[counted_to..slice.bytes.start], None);
        counted_to = slice.bytes.start;
        builder.begin(slice.bytes.start, line);
        let entry = builder.len() as u32;
        let raw = &text[slice.bytes.clone()];
        let value = serde_json::from_str::<Value>(raw).or_else(|_| {
            let mended = serde_json::from_str(&mend::mend(raw));
            match (&mended, slice.closed) {
                (Ok(_), true) => log.add("JSN002", line, entry, "", || format!("in `{}`", excerpt(raw))),
                (Ok(_), false) => log.add("JSN003", line, entry, "", || "the record has no end".to_owned()),
                (Err(error), _) => log.add("JSN001", line, entry, "", || error.to_string()),
            }
            mended
        });
        if let Ok(value) = value {
            records.record(&value, &mut Sink { builder: &mut builder, log: &mut log, line });
            provenance::settle(&mut Draft::new(&mut builder, &mut log, text, line));
        }
        builder.end(slice.bytes.end);
    }
    Parsed {
        records: builder.finish(),
        diagnostics: log.finish(source.label()),
        dialect: "",
        markers: count_records(text, &slices),
    }
}

/// Objects that open as deep as the first record, counted without looking at what they are.
fn count_records(text: &str, slices: &[slices::Slice]) -> usize {
    let Some(first) = slices.first() else { return 0 };
    let (mut depth, mut record_depth, mut count) = (0_usize, None, 0);
    let (mut in_string, mut escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => {
                if at == first.bytes.start {
                    record_depth = Some(depth);
                }
                count += usize::from(byte == b'{' && record_depth == Some(depth));
                depth += 1;
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    count
}

/// The beginning of the text, if it begins as JSON does.
pub fn head(text: &str) -> &str {
    const HEAD: usize = 1 << 16;
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with(['{', '[']) { &text[..text.floor_char_boundary(HEAD)] } else { "" }
}

/// Whether every one of `keys` stands in the text as a key.
pub fn has_keys(text: &str, keys: &[&str]) -> bool {
    keys.iter().all(|key| {
        text.match_indices(key).any(|(at, _)| {
            text[..at].ends_with('"')
                && text[at + key.len()..].strip_prefix('"').is_some_and(|rest| rest.trim_start().starts_with(':'))
        })
    })
}

/// Takes the values of one record.
#[derive(Debug)]
pub struct Sink<'b> {
    builder: &'b mut RecordFileBuilder,
    log: &'b mut Log,
    line: u32,
}

impl Sink<'_> {
    /// Adds a value as the file has it, without its escapes; nothing for an empty one.
    pub fn value(&mut self, tag: &str, field: Field, value: &str) {
        if !value.trim().is_empty() {
            self.builder.owned_field(tag, field, value.trim());
            self.repair(field);
        }
    }

    /// Adds a value that was put together from several, or taken out of one.
    pub fn derived(&mut self, tag: &str, field: Field, value: &str) {
        if !value.trim().is_empty() {
            self.builder.derived_field(tag, field, value.trim());
            self.repair(field);
        }
    }

    fn repair(&mut self, field: Field) {
        if field != Field::Other {
            repair::last_value(self.builder, self.log, self.line);
        }
    }
}

/// Every number, word and string of the record, in order, with the path of its keys: `biblio.volume`. Places in lists are left out.
///
/// `skip` says which paths are not gone into.
pub fn leaves(record: &Value, skip: impl Fn(&str) -> bool, mut each: impl FnMut(&str, &str)) {
    walk(record, &mut String::new(), &skip, &mut each);
}

/// Recurses no deeper than values do that serde_json reads (128).
fn walk(value: &Value, path: &mut String, skip: &dyn Fn(&str) -> bool, each: &mut dyn FnMut(&str, &str)) {
    match value {
        Value::Null => {}
        Value::Bool(flag) => each(path, if *flag { "true" } else { "false" }),
        Value::Number(number) => each(path, &number.to_string()),
        Value::String(text) => each(path, text),
        Value::Array(items) => items.iter().for_each(|item| walk(item, path, skip, each)),
        Value::Object(members) => {
            for (key, member) in members {
                let length = path.len();
                if length > 0 {
                    path.push('.');
                }
                path.push_str(key);
                if !skip(path) {
                    walk(member, path, skip, each);
                }
                path.truncate(length);
            }
        }
    }
}

/// A string or a number as text; the first of a list. Empty for anything else.
pub fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(items) => items.first().map(text).unwrap_or_default(),
        _ => String::new(),
    }
}

/// The values of a list; one value for anything that is none.
pub fn list(value: &Value) -> &[Value] {
    match value {
        Value::Null => &[],
        Value::Array(items) => items,
        one => std::slice::from_ref(one),
    }
}
