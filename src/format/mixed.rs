//! Files in which exports of several formats stand behind each other: each part is read as what it is.
//!
//! Only where nothing is in doubt: wherever the format changes, the last record before has ended. All else is read as the format that was
//! recognised, and told.

use std::sync::Arc;

use super::{FORMATS, Format, Parsed};
use crate::diagnostic::Diagnostic;
use crate::record::RecordFileBuilder;
use crate::source::{SourceFile, count_line_ends};

/// The name of the format of a file of several.
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
    Lines { format: "bibtex", begins: begins_entry, ends: Some(|line| line.ends_with('}')) },
];

/// The types of entries that people have, of BibTeX and BibLaTeX.
const ENTRIES: [&str; 17] = [
    "article",
    "book",
    "booklet",
    "conference",
    "inbook",
    "incollection",
    "inproceedings",
    "manual",
    "mastersthesis",
    "misc",
    "online",
    "phdthesis",
    "proceedings",
    "report",
    "techreport",
    "thesis",
    "unpublished",
];

/// `@article{key,`; of a type that is not known, only with a key and nothing more.
fn begins_entry(line: &str) -> bool {
    let Some((kind, rest)) = line.strip_prefix('@').and_then(|rest| rest.split_once('{')) else { return false };
    let (kind, rest) = (kind.trim(), rest.trim());
    let key = rest.strip_suffix(',');
    let is_key = |key: &str| !key.is_empty() && !key.contains(char::is_whitespace) && !key.contains(['{', '}', ',']);
    match ENTRIES.iter().any(|entry| kind.eq_ignore_ascii_case(entry)) {
        true => !key.unwrap_or(rest).contains(char::is_whitespace) || rest.contains('='),
        false => kind.bytes().all(|b| b.is_ascii_alphabetic()) && !kind.is_empty() && key.is_some_and(is_key),
    }
}

/// Records of one format behind each other.
struct Run {
    /// Where the first of them begins.
    at: usize,
    format: &'static str,
    count: u64,
    /// Whether what stands before has ended.
    apart: bool,
}

/// How many exports may stand in one file; what changes more often is no file of exports.
const MOST: usize = 8;

/// Reads a file in which `format` was recognised; records of other formats before and behind those as what they are, where nothing is in
/// doubt.
pub(super) fn read(source: &Arc<SourceFile>, format: &'static dyn Format) -> Parsed {
    let runs = runs(source.text(), format.name());
    let readers: Option<Vec<&dyn Format>> = runs.iter().map(|run| named(run.format)).collect();
    let apart = runs.len() > 1 && runs.len() <= MOST && runs.iter().skip(1).all(|run| run.apart);
    let Some(readers) = readers.filter(|_| apart) else { return told(source, format, &runs) };
    let text = source.text();
    let whole = RecordFileBuilder::new(Arc::clone(source), FORMAT).finish();
    let (mut files, mut diagnostics, mut markers, mut entries, mut dialect) = (vec![whole], Vec::new(), 0, 0, "");
    for (number, reader) in readers.iter().enumerate() {
        let start = if number == 0 { 0 } else { runs[number].at };
        let end = runs.get(number + 1).map_or(text.len(), |next| next.at);
        // Blanks in place of what stands before, so that every byte and every line keeps its number.
        let blank = |byte: u8| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' };
        let part = text[..start].bytes().map(blank).chain(text[start..end].chars()).collect();
        let part = reader.read(&Arc::new(SourceFile::part(source.label(), part)));
        if number > 0 {
            let message =
                format!("read as {} up to here, and as {} from here on", readers[number - 1].name(), reader.name());
            diagnostics.push(Diagnostic::new("REA036", message).at(source.label(), line_of(text, start), 0));
        } else {
            dialect = part.dialect;
        }
        diagnostics.extend(part.diagnostics.into_iter().map(|mut one| {
            one.entry += if one.entry > 0 { entries } else { 0 };
            one
        }));
        markers += part.markers;
        entries += part.records.len() as u32;
        files.push(part.records);
    }
    Parsed { records: RecordFileBuilder::concatenate(files), diagnostics, dialect, markers }
}

/// Reads a file as `format`, and tells where records of another begin.
pub(super) fn read_first(source: &Arc<SourceFile>, format: &dyn Format) -> Parsed {
    told(source, format, &runs(source.text(), format.name()))
}

fn told(source: &Arc<SourceFile>, format: &dyn Format, runs: &[Run]) -> Parsed {
    let mut parsed = format.read(source);
    let own = format.name();
    if let Some(Run { at, format: other, .. }) = runs.iter().find(|run| run.format != own) {
        let count: u64 = runs.iter().filter(|run| run.format == *other).map(|run| run.count).sum();
        let line = line_of(source.text(), *at);
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

/// The runs of records of one format each, from the beginning of the file on, in which `own` was recognised.
fn runs(text: &str, own: &str) -> Vec<Run> {
    let Some(own) = LINES.iter().find(|lines| lines.format == own) else { return Vec::new() };
    let bytes = text.as_bytes();
    // No line is looked at twice, and few at all: this is done for every file.
    let begins = |at: &usize| matches!(bytes.get(*at), Some(b'T' | b'P' | b'%' | b'@'));
    let first = text.len() - text.trim_start_matches('\u{feff}').len();
    let starts = memchr::memchr2_iter(b'\n', b'\r', bytes).map(|end| end + 1);
    let mut runs: Vec<Run> = Vec::new();
    for at in std::iter::once(first).chain(starts).filter(begins) {
        let rest = &bytes[at..];
        let line = &text[at..at + memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())];
        let Some(lines) = LINES.iter().find(|lines| (lines.begins)(line)) else { continue };
        // What stands before the first line that begins a record is of the format that was recognised.
        if runs.is_empty() && lines.format != own.format && !text[first..at].trim().is_empty() {
            runs.push(Run { at: first, format: own.format, count: 0, apart: true });
        }
        if let Some(run) = runs.last_mut()
            && run.format == lines.format
        {
            run.count += 1;
            continue;
        }
        // Nobody looks at more.
        if runs.len() > MOST {
            break;
        }
        let before = runs.last().and_then(|run| LINES.iter().find(|lines| lines.format == run.format));
        let apart = before.is_none_or(|before| has_ended(&text[..at], before));
        runs.push(Run { at, format: lines.format, count: 1, apart });
    }
    runs
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
