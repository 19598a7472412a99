//! Large files are cut where records begin, read on all cores, and put together again.

use std::collections::BTreeMap;
use std::sync::Arc;

use memchr::memmem;
use rayon::prelude::*;

use super::{Line, LineEnds, Lines, Part, Reader, Syntax, Unknown, without_mark};
use crate::diagnostic::excerpt;
use crate::format::log::Log;
use crate::record::{RecordFile, RecordFileBuilder};
use crate::source::{SourceFile, count_line_ends};

/// Length of a part in bytes. Fixed, so that nothing depends on how many cores there are.
const PART: usize = 1 << 18;

/// Reads the records of `source`.
pub(in crate::format) fn read<S: Syntax>(syntax: &S, source: &Arc<SourceFile>) -> (RecordFile, Log) {
    let text = source.text();
    let cuts = cuts(syntax, text);
    let numbers = first_lines(text, &cuts);
    let glued = syntax.glued(text);
    let parts: Vec<_> = cuts.windows(2).zip(numbers).collect();
    let parts = parts
        .into_par_iter()
        .map(|(part, number)| {
            let mut reader = Reader::new(syntax, source, &text[..part[1]], part[0]);
            match glued.is_empty() {
                true => Lines::new(reader.text, part[0], number).for_each(|line| reader.line(line)),
                false => Lines::new(reader.text, part[0], number).for_each(|line| reader.glued_line(line, &glued)),
            }
            reader.finish()
        })
        .collect();
    concatenate(syntax, parts)
}

impl<S: Syntax> Reader<'_, S> {
    /// Reads a line in which records may begin.
    fn glued_line(&mut self, mut line: Line, glued: &[usize]) {
        let inside = &glued[glued.partition_point(|at| *at <= line.start)..];
        for &at in inside.iter().take_while(|at| **at < line.end) {
            let end = self.text[..at].trim_end_matches('\u{feff}').len();
            self.line(Line { end, ..line });
            self.log.add("REA010", line.number, self.records.len() as u32, "", || {
                let behind = excerpt(&self.text[at..line.end]);
                format!("a record begins inside the line; read as a line of its own: `{behind}`")
            });
            line.start = at;
        }
        self.line(line);
    }
}

/// Where the parts of `text` begin and, last, where it ends.
fn cuts<S: Syntax>(syntax: &S, text: &str) -> Vec<usize> {
    let mut cuts = vec![text.len() - without_mark(text).len()];
    let mut from = PART;
    while let Some(cut) = text.get(from..).and_then(|_| syntax.cut(text, from)) {
        cuts.push(cut);
        from = cut + PART;
        while !text.is_char_boundary(from.min(text.len())) {
            from += 1;
        }
    }
    cuts.push(text.len());
    cuts
}

/// The number of the first line of each part.
fn first_lines(text: &str, cuts: &[usize]) -> Vec<u32> {
    let counts: Vec<u32> = match cuts {
        [starts @ .., _, _] => starts
            .par_iter()
            .zip(&cuts[1..])
            .map(|(&start, &end)| count_line_ends(&text.as_bytes()[start..end], text.as_bytes().get(end).copied()))
            .collect(),
        _ => Vec::new(),
    };
    let mut number = 1;
    let mut numbers = vec![number];
    numbers.extend(counts.into_iter().map(|count| {
        number += count;
        number
    }));
    numbers
}

fn concatenate<S: Syntax>(syntax: &S, parts: Vec<Part<'_>>) -> (RecordFile, Log) {
    let mut log = Log::default();
    let mut unknown: BTreeMap<&str, Unknown> = BTreeMap::new();
    let mut files = Vec::with_capacity(parts.len());
    let mut records = 0;
    let mut ends = LineEnds::default();
    for part in parts {
        ends.first_bare = if ends.bare == 0 { part.ends.first_bare } else { ends.first_bare };
        ends.bare += part.ends.bare;
        ends.lines += part.ends.lines;
        for (tag, seen) in part.unknown {
            let first = Unknown { count: 0, line: seen.line, entry: seen.entry + records };
            unknown.entry(tag).or_insert(first).count += seen.count;
        }
        log.append(part.log, records);
        records += part.records.len() as u32;
        files.push(part.records);
    }
    for (tag, seen) in unknown {
        log.add("REA013", seen.line, seen.entry, tag, || {
            format!("{} does not define the tag {tag}; {} values kept as they are", syntax.format(), seen.count)
        });
    }
    if ends.bare > 0 && ends.bare < ends.lines / 2 {
        log.add("REA020", ends.first_bare, 0, "", || {
            format!(
                "{} of {} lines end with a bare carriage return, the first here; read as line ends",
                ends.bare, ends.lines
            )
        });
    }
    (RecordFileBuilder::concatenate(files), log)
}

/// The first place at or behind `from` where a line begins with `begin` and the line before it, blank ones left out, is `end`.
pub(in crate::format) fn cut_between(text: &str, from: usize, end: &str, begin: &str) -> Option<usize> {
    /// Blank lines looked through before a line, in bytes, and lines looked at before the file is read in one part.
    const BEFORE: usize = 64;
    const TRIED: usize = 10_000;
    let bytes = text.as_bytes();
    memmem::find_iter(&bytes[from..], begin).take(TRIED).map(|at| from + at).find(|&at| {
        let before = &bytes[at.saturating_sub(BEFORE)..at];
        let ended = before.trim_ascii_end();
        before.ends_with(b"\n")
            && ended.strip_suffix(end.as_bytes()).is_some_and(|line| line.ends_with(b"\n") || line.ends_with(b"\r"))
    })
}

/// How many lines of `text` begin with `tag` and a rest that passes `test`: for counting record starts independently of
/// the reader.
pub(in crate::format) fn line_begins(text: &str, tag: &str, test: impl Fn(&str) -> bool) -> usize {
    lines_like(text, tag, |line| test(&line[tag.len()..]))
}

/// How many lines of `text` begin with `start` and pass `test` as a whole.
pub(in crate::format) fn lines_like(text: &str, start: &str, test: impl Fn(&str) -> bool) -> usize {
    let bytes = text.as_bytes();
    memmem::find_iter(bytes, start)
        .filter(|&at| {
            let starts_line = at == 0 || matches!(bytes[at - 1], b'\n' | b'\r') || text[..at].ends_with('\u{feff}');
            starts_line && {
                let rest = &text[at..];
                test(&rest[..memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len())])
            }
        })
        .count()
}

/// Where in `text`, and not at the beginning of a line, `begin` stands with a rest of the line that passes `is_rest`, and a line behind
/// it that passes `is_next`: where a record begins that was put behind a file without a last line end.
pub(in crate::format) fn begins_inside(
    text: &str,
    begin: &str,
    is_rest: impl Fn(&str) -> bool,
    is_next: impl Fn(&str) -> bool,
) -> Vec<usize> {
    let bytes = text.as_bytes();
    let first = text.len() - without_mark(text).len();
    let inside = memmem::find_iter(bytes, begin).filter(|&at| at > first && !matches!(bytes[at - 1], b'\n' | b'\r'));
    let stands = |at: &usize| {
        let mut lines = Lines::new(text, at + begin.len(), 1).map(|line| &text[line.start..line.end]);
        lines.next().is_some_and(&is_rest) && lines.next().is_some_and(&is_next)
    };
    inside.filter(stands).collect()
}

/// How many of the records that begin inside a line are not counted by [`line_begins`], which takes a byte order mark for the beginning of
/// one.
pub(in crate::format) fn uncounted(text: &str, glued: &[usize]) -> usize {
    glued.iter().filter(|at| !text[..**at].ends_with('\u{feff}')).count()
}

/// Whether a rest of a line may be the type of a record: a few words of letters that begin with a capital.
pub(in crate::format) fn is_kind(rest: &str) -> bool {
    const LONGEST: usize = 40;
    let rest = rest.trim();
    rest.len() <= LONGEST
        && rest.starts_with(|c: char| c.is_ascii_uppercase())
        && rest.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | ',' | '/' | '-'))
}
