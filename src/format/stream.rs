//! Files too large to be held, read part by part: of formats whose records can be read alone, in UTF-8.
//!
//! Invariant: the parts together give the records and the diagnostics that reading the file at once gives, in the same order but for how many are not listed, which
//! comes last; what
//! is held at a time is one part, however long the file is. Two things are told per part, since only the whole tells them: how often
//! a tag that the format does not define was seen, and in how many lines a bare CR ends them. Records of a second format behind those of
//! the first are told and not read.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::sync::Arc;

use super::log::{LISTED_PER_CODE, counted};
use super::{Format, Parsed, checks, recognise};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceFile, count_line_ends};

/// How many bytes a part has at least, where the file has as many. Fixed, so that nothing depends on the machine.
const PART: usize = 8 << 20;

/// Whether all that `from` gives is text in UTF-8 without NUL bytes: only that is read in parts.
///
/// # Errors
/// If it cannot be read.
pub fn is_plain_text(mut from: impl Read) -> io::Result<bool> {
    const CHUNK: usize = 1 << 20;
    let (mut buffer, mut begun) = (vec![0; CHUNK], 0);
    loop {
        let read = from.read(&mut buffer[begun..])?;
        let text = &buffer[..begun + read];
        if memchr::memchr(0, text).is_some() {
            return Ok(false);
        }
        let letters = match std::str::from_utf8(text) {
            Ok(_) => text.len(),
            Err(error) if error.error_len().is_none() && read > 0 => error.valid_up_to(),
            Err(_) => return Ok(false),
        };
        if read == 0 {
            return Ok(true);
        }
        let rest = letters..text.len();
        begun = rest.len();
        buffer.copy_within(rest, 0);
    }
}

/// The parts of one file.
pub struct Parts<R> {
    label: String,
    from: R,
    /// What was read and belongs to no part yet.
    rest: Vec<u8>,
    /// Whether all of it was read.
    ended: bool,
    part: usize,
    format: Option<&'static dyn Format>,
    /// Lines and records before the next part.
    lines: u32,
    entries: u32,
    told: Told,
}

/// The records of a part, and diagnostics with lines and entries of the file; an error if the file cannot be read, or is no longer
/// text in UTF-8.
impl<R: Read> Iterator for Parts<R> {
    type Item = io::Result<Parsed>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_part().transpose()
    }
}

/// What was told of a file until now.
#[derive(Debug, Default)]
struct Told {
    /// How many diagnostics of each code there were.
    counts: BTreeMap<&'static str, usize>,
    /// What is told of the file and not of a line or a record.
    of_file: BTreeSet<(&'static str, String)>,
}

impl<R: Read> Parts<R> {
    /// The parts of the file that `from` gives; `label` is its name.
    pub fn new(label: impl Into<String>, from: R) -> Self {
        Self::of_length(label, from, PART)
    }

    fn of_length(label: impl Into<String>, from: R, part: usize) -> Self {
        Self {
            label: label.into(),
            from,
            rest: Vec::new(),
            ended: false,
            part,
            format: None,
            lines: 0,
            entries: 0,
            told: Told::default(),
        }
    }

    /// How many records were read until now.
    pub fn records(&self) -> u32 {
        self.entries
    }

    /// The number of the line on which the next part begins.
    pub fn line(&self) -> u32 {
        self.lines + 1
    }

    /// The next part with its records; `None` behind the last.
    fn next_part(&mut self) -> io::Result<Option<Parsed>> {
        let Some(text) = self.next_text()? else { return Ok(None) };
        let lines = count_line_ends(text.as_bytes(), self.rest.first().copied());
        let source = Arc::new(SourceFile::part(&self.label, text));
        let format = self.format.or_else(|| recognise(&source));
        self.format = format;
        let Some(format) = format else { return Ok(Some(super::unread(&source))) };
        let mut parsed = super::mixed::read_first(&source, format);
        checks::add(&source, &mut parsed);
        // Those that are only counted come behind those that are listed.
        let (counts, listed): (Vec<_>, Vec<_>) =
            std::mem::take(&mut parsed.diagnostics).into_iter().partition(|diagnostic| counted(diagnostic).is_some());
        parsed.diagnostics = listed
            .into_iter()
            .chain(counts)
            .filter_map(|diagnostic| self.told.add(diagnostic, self.lines, self.entries))
            .collect();
        self.lines += lines;
        self.entries += parsed.records.len() as u32;
        Ok(Some(parsed))
    }

    /// What is told behind the last part: how many diagnostics were not listed.
    pub fn untold(&self) -> Vec<Diagnostic> {
        let more = self.told.counts.iter().filter(|(_, count)| **count > LISTED_PER_CODE);
        more.map(|(code, count)| super::log::not_listed(code, count - LISTED_PER_CODE).at(&self.label, 0, 0)).collect()
    }

    /// Whether the file can be read in parts: a part ends within what is read first.
    ///
    /// # Errors
    /// If it cannot be read, or is no text in UTF-8.
    pub fn can_be_cut(&mut self) -> io::Result<bool> {
        self.fill(2 * self.part)?;
        Ok(self.cut(text_of(&self.rest, self.ended)?).is_some())
    }

    /// The text of the next part.
    fn next_text(&mut self) -> io::Result<Option<String>> {
        let mut length = 2 * self.part;
        loop {
            self.fill(length)?;
            if self.ended && self.rest.is_empty() {
                return Ok(None);
            }
            let text = text_of(&self.rest, self.ended)?;
            if let Some(cut) = self.cut(text).or(self.ended.then_some(text.len())) {
                let behind = self.rest.split_off(cut);
                let part = std::mem::replace(&mut self.rest, behind);
                return String::from_utf8(part).map(Some).map_err(io::Error::other);
            }
            // No part ends in what is there.
            length *= 2;
        }
    }

    /// Reads on until `length` bytes belong to no part yet.
    fn fill(&mut self, length: usize) -> io::Result<()> {
        let missing = length.saturating_sub(self.rest.len());
        if !self.ended && missing > 0 {
            let read = (&mut self.from).take(missing as u64).read_to_end(&mut self.rest)?;
            self.ended = read < missing;
        }
        Ok(())
    }

    /// Where a part may end, at least one long.
    fn cut(&self, text: &str) -> Option<usize> {
        let from = text.ceil_char_boundary(self.part.min(text.len()));
        let known = || {
            let head = text.floor_char_boundary(self.part.min(1 << 20));
            recognise(&SourceFile::part(&self.label, text[..head].to_owned()))
        };
        self.format.or_else(known)?.cut(text, from).filter(|cut| *cut > 0)
    }
}

/// The text that is whole so far: the last letter may be cut in two.
fn text_of(bytes: &[u8], ended: bool) -> io::Result<&str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) if !ended && error.error_len().is_none() => {
            Ok(std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default())
        }
        Err(error) => Err(io::Error::new(io::ErrorKind::InvalidData, error)),
    }
}

impl Told {
    /// The diagnostic with its place in the file, if it is to be listed.
    fn add(&mut self, mut diagnostic: Diagnostic, lines: u32, entries: u32) -> Option<Diagnostic> {
        let count = self.counts.entry(diagnostic.code).or_default();
        if let Some(more) = counted(&diagnostic) {
            *count += more;
            return None;
        }
        let of_file = diagnostic.line == 0 && diagnostic.entry == 0;
        if of_file && !self.of_file.insert((diagnostic.code, diagnostic.message.clone())) {
            return None;
        }
        *count += 1;
        // They are of a text that will be gone.
        diagnostic.bytes = 0..0;
        diagnostic.line += if diagnostic.line > 0 { lines } else { 0 };
        diagnostic.entry += if diagnostic.entry > 0 { entries } else { 0 };
        (*count <= LISTED_PER_CODE).then_some(diagnostic)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tags, roles and values of one record.
    type Values = Vec<(String, crate::record::Field, String)>;

    fn values(parsed: &Parsed) -> Vec<Values> {
        let of = |record: crate::record::Record<'_>| {
            record.all_values().map(|v| (v.tag().to_owned(), v.field(), v.value().to_owned())).collect()
        };
        parsed.records.iter().map(of).collect()
    }

    fn places(diagnostics: &[Diagnostic]) -> Vec<(&'static str, u32, u32)> {
        diagnostics.iter().map(|one| (one.code, one.line, one.entry)).collect()
    }

    /// Reads `text` at once and in parts of `part` bytes: the same records, the same places, and never much more than two parts held.
    fn check(text: &str, part: usize) -> usize {
        let whole = super::super::read(&Arc::new(SourceFile::new("a.txt", text.as_bytes().to_vec())));
        let mut parts = Parts::of_length("a.txt", text.as_bytes(), part);
        let (mut records, mut found, mut markers, mut number) = (Vec::new(), Vec::new(), 0, 0);
        while let Some(parsed) = Iterator::next(&mut parts) {
            assert!(parts.rest.len() <= 2 * part, "{} bytes are held", parts.rest.len());
            let parsed = parsed.expect("memory can be read");
            records.extend(values(&parsed));
            found.extend(parsed.diagnostics);
            markers += parsed.markers;
            number += 1;
        }
        found.extend(parts.untold());
        assert_eq!(records, values(&whole));
        assert_eq!((markers, parts.records() as usize), (whole.markers, whole.records.len()));
        // How many are not listed is known at the end only.
        let (mut found, mut expected) = (places(&found), places(&whole.diagnostics));
        found.sort_by_key(|(_, _, entry)| *entry);
        expected.sort_by_key(|(_, _, entry)| *entry);
        assert_eq!(found, expected, "{text:.200}");
        number
    }

    fn repeated(before: &str, record: &str, behind: &str) -> String {
        let records: String = (1..=60).map(|number| record.replace('#', &number.to_string())).collect();
        format!("{before}{records}{behind}")
    }

    #[test]
    fn parts_read_as_the_file_does() {
        let texts = [
            repeated(
                "\u{feff}",
                "TY  - JOUR\r\nAU  - Doe, J\r\nTI  - Café &amp; town #\r\nPY  - 20x#\r\nDO  - nonsense\r\nER  - \r\n\r\n",
                "",
            ),
            repeated("", "PMID- 1000#\nTI  - Town # and its\n      gardens\nAU  - Doe J\nDP  - 2015\n\n", ""),
            repeated("FN Made up\nVR 1.0\n", "PT J\nAU Doe, J\n   Roe, R\nTI Town #\nPY 2015\nER\n\n", "EF\n"),
            repeated(
                "<?xml version=\"1.0\"?><xml><records>",
                "<record><ref-type name=\"Journal Article\">17</ref-type><titles><title>Town #</title></titles></record>\n",
                "</records></xml>",
            ),
            repeated(
                "<PubmedArticleSet>\n",
                "<PubmedArticle><MedlineCitation><PMID>1000#</PMID><Article><ArticleTitle>Town #</ArticleTitle></Article></MedlineCitation></PubmedArticle>\n",
                "</PubmedArticleSet>",
            ),
        ];
        for text in &texts {
            for part in [400, 1_000, 2_000] {
                assert!(check(text, part) > 1, "{part}");
            }
            assert_eq!(check(text, 1 << 20), 1);
        }
    }

    #[test]
    fn more_diagnostics_of_a_code_than_are_listed_are_listed_as_far_and_counted() {
        let record = "TY  - JOUR\nTI  - Town\nDO  - nonsense\nER  - \n\n";
        assert!(check(&record.repeat(700), 12_000) > 2);
    }

    #[test]
    fn what_cannot_be_cut_is_one_part() {
        let bibtex = repeated("", "@article{k#, title = {Town #}, year = 2015}\n", "");
        assert_eq!(check(&bibtex, 400), 1);
        assert_eq!(check("TY  - JOUR\nTI  - One\nER  - \n", 4), 1);
    }

    #[test]
    fn only_utf8_without_nul_is_plain_text() {
        let plain = |bytes: &[u8]| is_plain_text(bytes).expect("memory can be read");
        assert!(plain(b"TY  - JOUR") && plain("Café".as_bytes()) && plain(b""));
        assert!(!plain(b"Caf\xe9 in town") && !plain(b"a\0b") && !plain(&"Café".as_bytes()[..4]));
    }
}
