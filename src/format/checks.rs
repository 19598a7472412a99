//! Checks that every format shares: of the file, of the records against an independent count, of single values.

use std::sync::Arc;

use rayon::prelude::*;

use super::log::{LISTED_PER_CODE, Log, not_listed};
use super::{Parsed, is_empty};
use crate::diagnostic::{Diagnostic, excerpt, plural};
use crate::record::date::PartialDate;
use crate::record::identifier::{Doi, Isbn, Issn};
use crate::record::person::Person;
use crate::record::{Field, FieldValue, Record, RecordFile, RecordFileBuilder};
use crate::source::{Content, SourceFile, count_line_ends};

/// Adds what the checks find; diagnostics about the file come first, then those about records, in order.
pub(super) fn add(source: &SourceFile, parsed: &mut Parsed) {
    let nothing = nothing_recognised(source, parsed);
    let log = check_all(&parsed.records);
    let mut list = decoding(source);
    list.extend(extension(source, parsed.records.format()));
    list.append(&mut parsed.diagnostics);
    list.extend(log.finish(source.label()));
    list.sort_by_key(|diagnostic| diagnostic.entry);
    // Why a page is no document was told.
    let is_told = list.iter().any(|one| one.code == "REA040");
    list.extend(nothing.or_else(|| if is_told { None } else { count(source, parsed) }));
    parsed.diagnostics = list;
}

/// Takes the records away where not one value of the file has a known meaning: then it was not understood, and what would go on is a
/// row of empty records.
fn nothing_recognised(source: &SourceFile, parsed: &mut Parsed) -> Option<Diagnostic> {
    let records = &parsed.records;
    let says = |record: Record<'_>| record.values().any(|value| value.field() != Field::Other);
    if records.is_empty() || records.iter().any(says) {
        return None;
    }
    let mut names: Vec<&str> = Vec::new();
    for value in records.iter().take(1).flat_map(Record::values) {
        if !value.tag().is_empty() && !names.contains(&value.tag()) {
            names.push(value.tag());
        }
    }
    let read = plural(records.len() as u64, "entry", "entries");
    let why = match names.is_empty() {
        true => "there is nothing in it".to_owned(),
        false => format!("no field of it is known: `{}`", excerpt(&names.join(", "))),
    };
    let message = format!("read as {} with {read}, but {why}", records.format());
    parsed.records = RecordFileBuilder::new(Arc::clone(records.source()), records.format()).finish();
    Some(Diagnostic::new("REA031", message).at(source.label(), 0, 0))
}

/// Checks every record, on all cores; what is told does not depend on how many there are.
fn check_all(records: &RecordFile) -> Log {
    const PART: usize = 4096;
    const AT_ONCE: usize = 32;
    let starts: Vec<usize> = (0..records.len()).step_by(PART).collect();
    let check_part = |&start: &usize| {
        let mut log = Log::default();
        (start..records.len().min(start + PART)).for_each(|at| check(records.record(at), &mut log));
        log
    };
    let mut log = Log::default();
    // Not all at once: each may remark as much as is listed of the whole file.
    for starts in starts.chunks(AT_ONCE) {
        let parts: Vec<Log> = starts.par_iter().map(check_part).collect();
        parts.into_iter().for_each(|part| log.append(part, 0));
    }
    log
}

/// What the decoding of the file has to tell.
fn decoding(source: &SourceFile) -> Vec<Diagnostic> {
    let Content::Text { text, encoding, guessed, replaced, padding, seams } = source.content() else {
        return Vec::new();
    };
    let mut list = Vec::new();
    let mut add = |code, line, message| list.push(Diagnostic::new(code, message).at(source.label(), line, 0));
    if *guessed && *encoding != encoding_rs::WINDOWS_1252 {
        let first = text.find(|c: char| !c.is_ascii()).unwrap_or(0);
        let line = text[..first].rfind(['\n', '\r']).map_or(0, |end| end + 1);
        let message =
            format!("guessed to be {}, so that a line reads `{}`", encoding.name(), excerpt(first_line(&text[line..])));
        add("REA037", source.line_at(first), message);
    } else if *encoding != encoding_rs::UTF_8 {
        add("REA003", 0, format!("the file is not in UTF-8; it was read as {}", encoding.name()));
    }
    if *padding > 0 {
        add("REA032", 0, format!("{} of padding (NUL) taken out", plural(*padding as u64, "byte", "bytes")));
    }
    let (mut line, mut counted_to) = (1, 0);
    for &seam in seams.iter().take(LISTED_PER_CODE) {
        line += count_line_ends(&text.as_bytes()[counted_to..seam as usize], None);
        counted_to = seam as usize;
        add("REA039", line, "a byte order mark inside the file, which begins the line; left out".to_owned());
    }
    if seams.len() > LISTED_PER_CODE {
        list.push(not_listed("REA039", seams.len() - LISTED_PER_CODE).at(source.label(), 0, 0));
    }
    let mut add = |code, line, message| list.push(Diagnostic::new(code, message).at(source.label(), line, 0));
    if *replaced {
        let done = match text.contains('\u{fffd}') {
            true => "were replaced",
            false => "were read, line by line, in the encoding that their line is in",
        };
        add("REA008", 0, format!("bytes that {} does not allow {done}", encoding.name()));
    } else {
        let lost = memchr::memmem::find_iter(text.as_bytes(), "\u{fffd}");
        if let Some(first) = lost.clone().next() {
            add(
                "REA021",
                source.line_at(first),
                format!(
                    "letters were lost before the file was written: {} replacement characters (U+FFFD), the first here",
                    lost.count()
                ),
            );
        }
    }
    list
}

fn first_line(text: &str) -> &str {
    text.split(['\n', '\r']).next().unwrap_or_default()
}

/// Extensions that belong to one format, with its name.
const EXTENSIONS: &[(&str, &str)] =
    &[("ris", "ris"), ("nbib", "nbib"), ("ciw", "wos-tagged"), ("enw", "enw"), ("bib", "bibtex")];

fn extension(source: &SourceFile, format: &str) -> Option<Diagnostic> {
    let extension = source.label().rsplit_once('.')?.1.to_ascii_lowercase();
    let (_, named) = EXTENSIONS.iter().find(|(known, _)| *known == extension)?;
    let message = format!("named .{extension}, but the content is {format}");
    (*named != format && format != super::mixed::FORMAT)
        .then(|| Diagnostic::new("REA026", message).at(source.label(), 0, 0))
}

/// Compares the records with the markers that an independent count finds.
fn count(source: &SourceFile, parsed: &Parsed) -> Option<Diagnostic> {
    let (records, markers) = (parsed.records.len(), parsed.markers);
    let (code, message) = match (records, markers) {
        (0, 0) if is_empty(source) => {
            ("REA035", format!("an answer of format {} without records", parsed.records.format()))
        }
        (0, 0) => ("REA009", format!("no record in a file of format {}", parsed.records.format())),
        (0, _) => {
            let starts = plural(markers as u64, "record start", "record starts");
            ("REA004", format!("{starts}, but no record could be read"))
        }
        _ if records == markers => return None,
        _ => {
            let read = plural(records as u64, "record", "records");
            ("REA005", format!("{read} read, {} counted", plural(markers as u64, "record start", "record starts")))
        }
    };
    Some(Diagnostic::new(code, message).at(source.label(), 0, 0))
}

/// Values that should be dates, identifiers or numbers and are not; records without anything.
fn check(record: Record<'_>, log: &mut Log) {
    let mut add = |code, value: FieldValue<'_>, what: &str| {
        // To find the line costs a pass over the record.
        let line = if log.lists(code) { value.line() } else { 0 };
        log.add(code, line, record.number(), value.tag(), || format!("`{}` {what}", excerpt(value.value())));
    };
    let (mut dates, mut first_date) = (0, None);
    let mut filled = 0;
    for value in record.values() {
        filled += usize::from(value.field() != Field::DocumentType);
        match value.field() {
            Field::Date | Field::DateOnline => {
                first_date = first_date.or(Some(value));
                dates += usize::from(PartialDate::has_year(value.value()));
                if PartialDate::has_impossible_day(value.value()) {
                    add("REA038", value, "names a day that its month does not have; read without the day");
                }
            }
            Field::Author if Person::is_cut(value.value()) => {
                add(
                    "REA030",
                    value,
                    "ends the list of people: the export left some out; those that are named are used",
                );
            }
            Field::Doi if !Doi::is_in(value.value()) => add("REA023", value, "is no DOI; kept as text, not used"),
            Field::Issn | Field::Isbn if !has_number(value.value()) => {
                add("REA024", value, "is no ISSN or ISBN (check digit or length are wrong); kept as text, not used");
            }
            _ => {}
        }
    }
    if let Some(date) = first_date.filter(|_| dates == 0) {
        add("REA022", date, "has no year; the record is read as one without a year of publication");
    }
    if filled == 0 {
        log.add("REA025", record.line(), record.number(), "", || {
            "the record has no value but its type; kept as a record".to_owned()
        });
    }
}

fn has_number(text: &str) -> bool {
    Issn::is_in(text) || Isbn::is_in(text)
}
