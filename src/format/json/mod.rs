//! What the JSON formats share: finding the records, reading each by itself, writing its values.

mod mend;
mod slices;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;

use super::log::Log;
pub use super::slices::Slice;
use super::slices::{self as format_slices, Part, read as read_slices};
use super::tagged::Draft;
use super::{Parsed, provenance, repair};
use crate::diagnostic::{Diagnostic, excerpt, plural};
use crate::record::{Field, Record, RecordFileBuilder};
use crate::source::SourceFile;

/// A JSON format whose records are objects.
pub trait Records: Sync {
    /// The name of the format.
    fn format(&self) -> &'static str;

    /// Keys that only records have: an object with one of them is a record, whatever else it holds.
    fn own_keys(&self) -> &'static [&'static str];

    /// Writes the values of a record.
    fn record(&self, record: &Value, out: &mut Sink<'_>);

    /// Whether an object that stands where records do is one: libraries list attachments and notes among them.
    fn is_record(&self, _raw: &str) -> bool {
        true
    }

    /// How many records there are, counted otherwise than they are read.
    fn markers(&self, text: &str, slices: &[Slice]) -> usize {
        count_records(text, slices)
    }
}

/// Reads every record of `source`.
pub fn read(records: &dyn Records, source: &Arc<SourceFile>) -> Parsed {
    let text = source.text();
    let mut slices = slices::slices(text, records.own_keys());
    let markers = records.markers(text, &slices);
    let found = slices.len();
    slices.retain(|slice| records.is_record(&text[slice.bytes()]));
    let left_out = found - slices.len();
    let (records, mut log) = read_slices::<Reader, _>(source, records.format(), slices, records);
    if left_out > 0 {
        let what = plural(left_out as u64, "attachment or note", "attachments and notes");
        log.add("JSN005", 0, 0, "", || format!("{what} left out"));
    }
    Parsed { records, diagnostics: log.finish(source.label()), dialect: "", markers }
}

/// Tells which keys of the records have no meaning here: those of values without a role that are not `known` to have none.
pub fn tell_unknown(parsed: &mut Parsed, known: impl Fn(&str) -> bool) {
    let mut keys: BTreeMap<&str, usize> = BTreeMap::new();
    for value in parsed.records.iter().flat_map(Record::all_values).filter(|value| value.field() == Field::Other) {
        let key = value.tag().split('.').next().unwrap_or_default();
        if !known(key) && (keys.len() < UNKNOWN_KEYS || keys.contains_key(key)) {
            *keys.entry(key).or_default() += 1;
        }
    }
    if keys.is_empty() {
        return;
    }
    let named: Vec<String> = keys.iter().map(|(key, count)| format!("{key} ({count})")).collect();
    let message = format!("keys without a known meaning, kept as they are: {}", named.join(", "));
    parsed.diagnostics.push(Diagnostic::new("JSN006", message).at(parsed.records.source().label(), 0, 0));
}

/// How many keys without a meaning are named.
const UNKNOWN_KEYS: usize = 40;

/// Reads one record after the other.
#[derive(Default)]
struct Reader;

impl<'r> format_slices::Reader<dyn Records + 'r> for Reader {
    fn read(&mut self, shared: &(dyn Records + 'r), slice: &Slice, line: u32, out: &mut Part<'_>) {
        out.records.begin(slice.bytes().start, line);
        let entry = out.records.len() as u32;
        let raw = &out.text[slice.bytes()];
        let log = &mut out.log;
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
            shared.record(&value, &mut Sink::new(out, slice.bytes(), line));
            provenance::settle(&mut Draft::new(&mut out.records, &mut out.log, out.text, line));
        }
        out.records.end(slice.bytes().end);
    }
}

/// Objects that open as deep as the first record, counted without looking at what they are.
pub fn count_records(text: &str, slices: &[Slice]) -> usize {
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
                if at == first.bytes().start {
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
    text: &'b str,
    builder: &'b mut RecordFileBuilder,
    log: &'b mut Log,
    line: u32,
    /// What of the record was not passed yet by values found in it.
    rest: Range<usize>,
    /// How many bytes may still be looked through for values.
    budget: usize,
}

impl<'b> Sink<'b> {
    fn new(out: &'b mut Part<'_>, record: Range<usize>, line: u32) -> Self {
        let budget = 4 * record.len();
        Self { text: out.text, builder: &mut out.records, log: &mut out.log, line, rest: record, budget }
    }

    /// Adds a value as the file has it, without its escapes; nothing for an empty one.
    pub fn value(&mut self, tag: &str, field: Field, value: &str) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        match self.place(value) {
            Some(bytes) => self.builder.field(tag, field, bytes),
            None => self.builder.owned_field(tag, field, value),
        }
        self.repair(field);
    }

    /// Adds a value in whose place another one, which is more exact, is used.
    pub fn superseded(&mut self, tag: &str, field: Field, value: &str) {
        if !value.trim().is_empty() {
            self.builder.owned_field(tag, field, value.trim());
            self.builder.supersede_last();
        }
    }

    /// Where a long value stands in the file as it is, so that it is not kept twice. Values come in the order of the file.
    fn place(&mut self, value: &str) -> Option<Range<usize>> {
        // A shorter one costs less to keep than to look for.
        const SHORTEST: usize = 32;
        let rest = &self.text[self.rest.clone()];
        let escaped = || value.bytes().any(|byte| byte < b' ' || matches!(byte, b'"' | b'\\'));
        if value.len() < SHORTEST || rest.len() > self.budget || escaped() {
            return None;
        }
        let found = memchr::memmem::find(rest.as_bytes(), value.as_bytes());
        self.budget -= found.map_or(rest.len(), |at| at + value.len());
        let start = self.rest.start + found?;
        self.rest.start = start + value.len();
        Some(start..self.rest.start)
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
