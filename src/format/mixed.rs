//! Files in which exports of two formats stand behind each other: each half is read as what it is.
//!
//! Only where nothing is in doubt: the last record of the first format has ended, and none of it follows. All else is read as the first
//! format, and told.

use std::sync::Arc;

use super::{FORMATS, Format, Parsed};
use crate::diagnostic::Diagnostic;
use crate::record::RecordFileBuilder;
use crate::source::{SourceFile, count_line_ends};

/// The name of the format of a file of two.
pub(super) const FORMAT: &str = "mixed";

/// A format of lines that nobody writes inside another of them.
struct Lines {
    format: &'static str,
    /// Whether a line begins a record.
    begins: fn(&str) -> bool,
    /// Whether a line ends one; where no line does, a blank one behind it must.
    ends: Option<fn(&str) -> bool>,
}

const LINES: &[Lines] = &[
    Lines {
        format: "ris",
        begins: |line| line.strip_prefix("TY  - ").is_some_and(|kind| kind.trim().len() <= "JOURNAL".len()),
        ends: Some(|line| line.starts_with("ER  -")),
    },
    Lines {
        format: "nbib",
        begins: |line| {
            line.strip_prefix("PMID- ").is_some_and(|number| number.trim().bytes().all(|b| b.is_ascii_digit()))
        },
        ends: None,
    },
    Lines {
        format: "wos-tagged",
        begins: |line| matches!(line.trim_end(), "PT J" | "PT B" | "PT S" | "PT P" | "PT C"),
        ends: Some(|line| matches!(line, "ER" | "EF")),
    },
    Lines { format: "enw", begins: |line| line.starts_with("%0 "), ends: None },
    Lines {
        format: "bibtex",
        begins: |line| line.strip_prefix("@article").is_some_and(|rest| rest.trim_start().starts_with('{')),
        ends: Some(|line| line.ends_with('}')),
    },
];

/// Records of a second format behind those of the first: a reader of one takes the other's for text, or not at all.
struct Second {
    /// Where the first of them begins.
    at: usize,
    format: &'static str,
    count: u64,
    /// Whether the first format has ended before, and nothing but the second follows.
    apart: bool,
}

/// Reads a file that begins with records of `format`; those of a second format as what they are where nothing is in doubt.
pub(super) fn read(source: &Arc<SourceFile>, format: &'static dyn Format) -> Parsed {
    let second = second(source.text(), format.name());
    let reader = second.as_ref().filter(|second| second.apart).and_then(|second| named(second.format));
    let (Some(second), Some(reader)) = (&second, reader) else { return told(source, format, second) };
    let text = source.text();
    let read = |format: &dyn Format, text: String| format.read(&Arc::new(SourceFile::part(source.label(), text)));
    let first = read(format, text[..second.at].to_owned());
    // Blanks in place of the first half, so that every byte and every line keeps its number.
    let blank = |byte: u8| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' };
    let behind = read(reader, text[..second.at].bytes().map(blank).chain(text[second.at..].chars()).collect());
    let message = format!("read as {} up to here, and as {} from here on", format.name(), second.format);
    let told = Diagnostic::new("REA036", message).at(source.label(), line_of(text, second.at), 0);
    let entries = first.records.len() as u32;
    let moved = behind.diagnostics.into_iter().map(|mut one| {
        one.entry += if one.entry > 0 { entries } else { 0 };
        one
    });
    let whole = RecordFileBuilder::new(Arc::clone(source), FORMAT).finish();
    Parsed {
        diagnostics: std::iter::once(told).chain(first.diagnostics).chain(moved).collect(),
        dialect: first.dialect,
        markers: first.markers + behind.markers,
        records: RecordFileBuilder::concatenate(vec![whole, first.records, behind.records]),
    }
}

/// Reads a file as `format`, and tells where records of another begin.
pub(super) fn read_first(source: &Arc<SourceFile>, format: &dyn Format) -> Parsed {
    told(source, format, second(source.text(), format.name()))
}

fn told(source: &Arc<SourceFile>, format: &dyn Format, second: Option<Second>) -> Parsed {
    let mut parsed = format.read(source);
    if let Some(Second { at, format: other, count, .. }) = second {
        let (own, line) = (format.name(), line_of(source.text(), at));
        let message = format!(
            "read as {own}, but there are lines that begin records of {other} ({count}), the first at line {line}; from there on nothing \
             is read rightly"
        );
        parsed.diagnostics.insert(0, Diagnostic::new("REA033", message).at(source.label(), line, 0));
    }
    parsed
}

fn named(name: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().find(|format| format.name() == name).copied()
}

fn line_of(text: &str, at: usize) -> u32 {
    count_line_ends(&text.as_bytes()[..at], None) + 1
}

fn second(text: &str, own: &str) -> Option<Second> {
    let own = LINES.iter().find(|lines| lines.format == own)?;
    let bytes = text.as_bytes();
    // No line is looked at twice, and few at all: this is done for every file.
    let begins = |at: &usize| matches!(bytes.get(*at), Some(b'T' | b'P' | b'%' | b'@'));
    let starts = memchr::memchr2_iter(b'\n', b'\r', bytes).map(|end| end + 1).filter(begins);
    let mut found: Option<Second> = None;
    for at in starts {
        let rest = &bytes[at..];
        let line = &text[at..at + memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())];
        match (LINES.iter().find(|lines| (lines.begins)(line)), &mut found) {
            (None, _) => {}
            (Some(lines), Some(second)) if lines.format == second.format => second.count += 1,
            (Some(_), Some(second)) => second.apart = false,
            (Some(lines), None) if lines.format == own.format => {}
            (Some(lines), None) => {
                found = Some(Second { at, format: lines.format, count: 1, apart: has_ended(&text[..at], own) });
            }
        }
    }
    found
}

/// Whether the last record of a text has ended.
fn has_ended(text: &str, lines: &Lines) -> bool {
    let trimmed = text.trim_end();
    let last = trimmed.rsplit(['\n', '\r']).next().unwrap_or_default();
    match lines.ends {
        Some(ends) => ends(last),
        None => count_line_ends(&text.as_bytes()[trimmed.len()..], None) > 1,
    }
}
