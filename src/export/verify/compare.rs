//! One file of the results beside what is computed for it, line by line.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{self, BufRead, BufReader, Read, Write};

use super::lines::{Lines, without_end};
use super::within::Contradiction;
use crate::export::{audit, sqlite, workbook};

/// What is said of a file that is of another run and says nothing else than this one.
pub(super) const ONLY_THE_NAME: &str = "differs in nothing but the name of the run";

/// What is said of a file that is not there.
pub(super) const MISSING: &str = "is missing from the results";

/// How many digits the name of a run has behind the review.
const RUN_DIGITS: usize = 12;

/// What stands in the results under a name.
#[derive(Debug)]
pub enum Stands<R> {
    /// A file.
    File(R),
    /// Something that is no file: `a folder`.
    NoFile(&'static str),
    /// Nothing.
    Nothing,
}

impl<R> Stands<R> {
    /// The file, if it is one.
    pub fn file(self) -> Option<R> {
        match self {
            Self::File(file) => Some(file),
            Self::NoFile(_) | Self::Nothing => None,
        }
    }
}

/// The first difference in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The file.
    pub file: &'static str,
    /// The line, from 1; 0 if the file is not there, or has no lines.
    pub line: u64,
    /// The line as it was computed; empty where the file should have ended. Of a file that is no text: what differs.
    pub computed: String,
    /// The line as it stands; empty where the file ends or is not there.
    pub found: String,
    /// Where the two lines differ, in characters, not counting the names of runs.
    pub at: usize,
    /// What was done to the file, as far as its lines tell it: `line 3 was edited, decision: excluded -> included`.
    pub how: String,
    /// Whether a file is there.
    is_there: bool,
    /// Whether nothing but the version differs that the results say they were made by.
    is_of_version: bool,
}

impl Difference {
    /// Whether a file is there that can be compared.
    pub fn is_there(&self) -> bool {
        self.is_there
    }

    /// Whether nothing differs but what names the run and the version that made it.
    pub(super) fn is_of_version(&self) -> bool {
        self.is_of_version || self.how == ONLY_THE_NAME
    }
}

/// What the comparisons of a run found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub differences: Vec<Difference>,
    /// Per name of a run: the files that bear it.
    pub runs: BTreeMap<String, Vec<&'static str>>,
    /// Of the files that differ and are there: the SHA-256 of what stands there.
    pub digests: BTreeMap<&'static str, String>,
    /// Of the files that differ and are no text: what was computed.
    pub computed: BTreeMap<&'static str, Vec<u8>>,
    /// The version that made the results, by their summary, and this one, where they are two.
    pub versions: Option<(String, String)>,
    /// Where they are two: results that neither wrote together.
    pub contradiction: Option<Contradiction>,
}

impl Found {
    /// Looks for the names of runs in a file whose contents are packed: a workbook, a database.
    pub fn name_packed(&mut self, file: &'static str, parts: &[Vec<u8>], id: &str) {
        let mut names = Names::default();
        parts.iter().for_each(|part| names.look(part, id));
        names.file_under(file, self);
    }
}

/// The names of runs that a file bears.
#[derive(Debug, Default)]
struct Names {
    /// Of this review.
    own: BTreeSet<String>,
    /// Of other reviews, or what looks like one.
    foreign: BTreeSet<String>,
}

impl Names {
    fn look(&mut self, text: &[u8], id: &str) {
        for name in run_names(text, id) {
            if !self.own.contains(name) {
                self.own.insert(name.to_owned());
            }
        }
        if self.own.is_empty() {
            self.foreign.extend(foreign_names(text).map(str::to_owned));
        }
    }

    /// A file that names a run of this review is of this review, whatever else in it looks like the name of a run.
    fn file_under(self, file: &'static str, found: &mut Found) {
        for name in if self.own.is_empty() { self.foreign } else { self.own } {
            found.runs.entry(name).or_default().push(file);
        }
    }
}

/// What looks like the name of a run of any review: `quays@0123456789ab`, and no part of an address.
fn foreign_names(text: &[u8]) -> impl Iterator<Item = &str> {
    let in_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) || byte >= 0x80;
    memchr::memchr_iter(b'@', text).filter_map(move |at| {
        let end = at + 1 + RUN_DIGITS;
        let begin = text[..at].iter().rposition(|&byte| !in_name(byte)).map_or(0, |before| before + 1);
        let digits = text.get(at + 1..end)?.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let is_word = match &text[end..] {
            [b'.', next, ..] => !in_name(*next),
            [next, ..] => !in_name(*next) || *next == b'.',
            [] => true,
        };
        (digits && is_word && begin < at).then(|| std::str::from_utf8(&text[begin..end]).ok())?
    })
}

/// Whether a file is text, whose lines mean something.
pub(super) fn is_text(name: &str) -> bool {
    name != sqlite::EXPORT.file && name != workbook::FILE
}

/// The names of runs of the review `id` is a run of that stand in `text`.
pub(super) fn run_names<'t>(text: &'t [u8], id: &str) -> Vec<&'t str> {
    let Some((review, _)) = id.split_once('@') else { return Vec::new() };
    let mark = format!("{review}@");
    let names = memchr::memmem::find_iter(text, mark.as_bytes()).filter_map(|at| {
        let name = text.get(at..at + mark.len() + RUN_DIGITS)?;
        name[mark.len()..].iter().all(u8::is_ascii_hexdigit).then(|| std::str::from_utf8(name).ok())?
    });
    names.collect()
}

/// Takes what is computed and compares it with what is there.
pub(super) struct Comparison<'f, R: Read> {
    name: &'static str,
    /// The name of the run that is computed.
    id: String,
    there: Stands<BufReader<R>>,
    /// The first line, where it is a header of columns.
    header: Vec<u8>,
    line: u64,
    /// How many bytes stand before the line.
    bytes: u64,
    /// What was computed of a line whose end has not come yet.
    pending: Vec<u8>,
    first: Option<First>,
    /// The first line that differs in nothing but the version.
    by_version: Option<First>,
    names: Names,
    /// Whether what was computed names its run.
    is_named: bool,
    /// From the first difference on: the lines, each as a number.
    computed: Vec<u64>,
    stands: Vec<u64>,
    /// Of a file that is no text: all that was computed.
    whole: Vec<u8>,
    found: &'f std::cell::RefCell<Found>,
}

/// The first lines that differ in more than the name of the run.
struct First {
    line: u64,
    bytes: u64,
    computed: Vec<u8>,
    found: Vec<u8>,
}

impl<'f, R: Read> Comparison<'f, R> {
    pub fn new(name: &'static str, id: &str, there: Stands<R>, found: &'f std::cell::RefCell<Found>) -> Self {
        Self {
            name,
            id: id.to_owned(),
            there: match there {
                Stands::File(file) => Stands::File(BufReader::new(file)),
                Stands::NoFile(what) => Stands::NoFile(what),
                Stands::Nothing => Stands::Nothing,
            },
            header: Vec::new(),
            line: 0,
            bytes: 0,
            pending: Vec::new(),
            first: None,
            by_version: None,
            names: Names::default(),
            is_named: false,
            computed: Vec::new(),
            stands: Vec::new(),
            whole: Vec::new(),
            found,
        }
    }

    fn next_line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        if let Stands::File(there) = &mut self.there {
            there.read_until(b'\n', &mut line)?;
        }
        if is_text(self.name) {
            self.names.look(&line, &self.id);
        }
        Ok(line)
    }

    /// `computed` is empty behind the last line.
    fn compare(&mut self, computed: &[u8]) -> io::Result<bool> {
        let found = self.next_line()?;
        if found.is_empty() && computed.is_empty() {
            return Ok(false);
        }
        self.line += 1;
        self.is_named = self.is_named || memchr::memmem::find(computed, self.id.as_bytes()).is_some();
        if self.line == 1 && self.name.ends_with(".csv") {
            self.header = computed.to_vec();
        }
        if self.first.is_none() && found != computed && !self.is_renamed(computed, &found) {
            let (line, bytes) = (self.line, self.bytes);
            let first = First { line, bytes, computed: computed.to_vec(), found: found.clone() };
            let is_of_other = self.found.borrow().versions.is_some();
            if is_of_other && self.number(computed) == self.number(&self.of_this_version(&found)) {
                self.by_version.get_or_insert(first);
            } else {
                self.first = Some(first);
            }
        }
        if self.first.is_some() && is_text(self.name) {
            self.computed.extend(self.number(computed));
            self.stands.extend(self.number(&self.of_this_version(&found)));
        }
        self.bytes += found.len() as u64;
        Ok(!found.is_empty())
    }

    /// Whether a line is the computed one but for the name of another run: then the file is of that run, and the line tells
    /// nothing of what else differs.
    fn is_renamed(&self, computed: &[u8], found: &[u8]) -> bool {
        self.names.own.iter().any(|run| *run != self.id) && self.plain(computed) == self.plain(found)
    }

    /// A line as it would stand if this version had written it, where the results are of another.
    fn of_this_version(&self, line: &[u8]) -> Vec<u8> {
        let found = self.found.borrow();
        match (&found.versions, std::str::from_utf8(line)) {
            (Some((theirs, ours)), Ok(text)) if text.contains(theirs.as_str()) => {
                text.replace(theirs, ours).into_bytes()
            }
            _ => line.to_vec(),
        }
    }

    /// A line without the names of runs, and without what follows from the lines before it.
    fn plain(&self, line: &[u8]) -> Vec<u8> {
        let mut plain = line.to_vec();
        for name in run_names(line, &self.id) {
            if let Some(at) = memchr::memmem::find(&plain, name.as_bytes()) {
                plain.drain(at..at + name.len());
            }
        }
        if self.name == audit::EXPORT.file
            && let Some(at) = memchr::memmem::rfind(&plain, b",\"chain\":\"")
        {
            plain.truncate(at);
        }
        plain
    }

    /// A line as a number, by which it is found again elsewhere; `None` for nothing. The last line of the log is the same
    /// whatever it says: it follows from all others.
    fn number(&self, line: &[u8]) -> Option<u64> {
        const END: &[u8] = b"{\"event\":\"end\"";
        let mut plain = if line.starts_with(END) { END.to_vec() } else { self.plain(line) };
        // A file that another program saved again has the same lines with other ends.
        let is_ended = plain.ends_with(b"\n");
        plain.truncate(without_end(&plain).len());
        if is_ended {
            plain.push(b'\n');
        }
        let mut hash = DefaultHasher::new();
        plain.hash(&mut hash);
        (!line.is_empty()).then(|| hash.finish())
    }

    /// What is there must end where what was computed ends.
    fn finish(&mut self) -> io::Result<()> {
        let pending = std::mem::take(&mut self.pending);
        if !pending.is_empty() {
            self.compare(&pending)?;
        }
        while self.compare(b"")? {}
        Ok(())
    }

    fn difference(&mut self, unreadable: bool) -> Option<Difference> {
        let file = self.name;
        let nothing = |how: String| Difference {
            file,
            line: 0,
            computed: String::new(),
            found: String::new(),
            at: 0,
            how,
            is_there: false,
            is_of_version: false,
        };
        match self.there {
            Stands::Nothing => return Some(nothing(MISSING.to_owned())),
            Stands::NoFile(what) => return Some(nothing(format!("is {what}, not a file"))),
            Stands::File(_) => {}
        }
        let there = |line: u64, how: String| Difference { line, is_there: true, ..nothing(how) };
        if unreadable {
            return Some(there(self.line, format!("line {} cannot be read", self.line)));
        }
        let others: Vec<&String> = self.names.own.iter().filter(|run| **run != self.id).collect();
        let is_of_version = self.first.is_none();
        if let Some(First { line, bytes, computed, found }) = self.first.take().or(self.by_version.take()) {
            if !is_text(file) || is_binary(&found) {
                return Some(binary(file, line, bytes, &computed, &found));
            }
            let lines = Lines {
                line,
                header: &self.header,
                was: &computed,
                is: &found,
                // A line in which the version alone differs is one that was edited.
                computed: if is_of_version { &[0] } else { &self.computed },
                stands: if is_of_version { &[1] } else { &self.stands },
            };
            let mut how = lines.how();
            if self.is_named && self.names.own.is_empty() && self.names.foreign.is_empty() {
                how.push_str("; it names no run: it was emptied, or is of another run");
            }
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end_matches('\n').to_owned();
            let (computed, found) = (text(&computed), text(&found));
            // The names of two runs of one review are of one length.
            let renamed = others.iter().fold(found.clone(), |text, other| text.replace(other.as_str(), &self.id));
            let at = computed.chars().zip(renamed.chars()).take_while(|(a, b)| a == b).count();
            return Some(Difference { computed, found, at, is_of_version, ..there(line, how) });
        }
        let other = others.first()?;
        Some(Difference { computed: self.id.clone(), found: (*other).clone(), ..there(1, ONLY_THE_NAME.to_owned()) })
    }
}

impl<R: Read> Write for Comparison<'_, R> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !is_text(self.name) {
            self.whole.extend_from_slice(bytes);
        }
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.pending.extend_from_slice(part);
            if part.ends_with(b"\n") {
                let line = std::mem::take(&mut self.pending);
                self.compare(&line)?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<R: Read> Drop for Comparison<'_, R> {
    /// An error in reading was told before or will be told by nobody: then the file counts as different.
    fn drop(&mut self) {
        let unreadable = self.finish().is_err();
        let difference = self.difference(unreadable);
        let mut found = self.found.borrow_mut();
        if difference.is_some() && !self.whole.is_empty() {
            found.computed.insert(self.name, std::mem::take(&mut self.whole));
        }
        let mut names = std::mem::take(&mut self.names);
        if difference.is_none() {
            names.foreign.clear();
        }
        found.differences.extend(difference);
        names.file_under(self.name, &mut found);
    }
}

/// Whether bytes are no text.
fn is_binary(line: &[u8]) -> bool {
    line.contains(&0) || std::str::from_utf8(line).is_err()
}

/// The difference of files that are no text: the first byte.
fn binary(file: &'static str, line: u64, before: u64, computed: &[u8], found: &[u8]) -> Difference {
    let at = computed.iter().zip(found).take_while(|(a, b)| a == b).count();
    let told =
        |bytes: &[u8]| bytes.get(at).map_or_else(|| "the end of the file".to_owned(), |byte| format!("0x{byte:02x}"));
    let byte = before + at as u64 + 1;
    let (line, how) = if is_text(file) {
        (line, format!("line {line} is no text"))
    } else {
        (0, format!("byte {byte} is not what the run wrote"))
    };
    Difference {
        file,
        line,
        at: 0,
        computed: format!("byte {byte}: {}", told(computed)),
        found: format!("byte {byte}: {}", told(found)),
        how,
        is_there: true,
        is_of_version: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    const LINES: [&str; 5] = ["a,b\n", "1,x\n", "2,y\n", "3,z\n", "4,z\n"];

    /// What is said of a file with these lines in place of [`LINES`].
    fn told(stands: &[&str]) -> String {
        let found = RefCell::new(Found::default());
        let text = stands.concat();
        let mut comparison = Comparison::new("decisions.csv", "r@0123456789ab", Stands::File(text.as_bytes()), &found);
        comparison.write_all(LINES.concat().as_bytes()).expect("memory takes all");
        drop(comparison);
        found.take().differences.pop().map_or_else(String::new, |difference| difference.how)
    }

    #[test]
    fn the_name_of_a_run_is_no_address() {
        let names = |text: &'static str| foreign_names(text.as_bytes()).collect::<Vec<_>>();
        assert_eq!(names("1,quays-2@0123456789ab\n"), ["quays-2@0123456789ab"]);
        assert_eq!(names("(run quays@0123456789ab)."), ["quays@0123456789ab"]);
        assert_eq!(names("by run quays@0123456789ab."), ["quays@0123456789ab"]);
        for other in ["ann@0123456789ab.org", "ann@0123456789abc", "@0123456789ab", "ann@example.org", "ann@0123"] {
            assert_eq!(names(other), [""; 0], "{other}");
        }
    }

    #[test]
    fn what_was_done_to_the_lines_is_named() {
        let with = |order: &[usize]| told(&order.iter().map(|&at| LINES[at]).collect::<Vec<_>>());
        assert_eq!(with(&[0, 1, 2, 3, 4]), "");
        assert_eq!(told(&["a,b\n", "1,x\n", "2,Y\n", "3,z\n", "4,z\n"]), "line 3 was edited, b of 2: y -> Y");
        assert_eq!(with(&[0, 1, 3, 4]), "line 3 is gone");
        assert_eq!(with(&[0, 1, 4]), "2 lines are gone, the first stood on line 3");
        assert_eq!(with(&[0, 1, 2, 3]), "its last line, line 5, is gone");
        assert_eq!(with(&[]), "its last 5 lines are gone, from line 1 on");
        assert_eq!(with(&[0, 1, 1, 2, 3, 4]), "line 3 was put in");
        assert_eq!(with(&[0, 1, 2, 3, 4, 1]), "line 6 was added at its end");
        assert_eq!(with(&[0, 1, 4, 3, 2]), "its lines were put in another order: line 3 belongs on line 5");
        assert_eq!(told(&["a,b\n", "1,X\n", "2,Y\n", "3,z\n", "4,z\n"]), "2 lines were edited, the first is line 2");
        assert_eq!(told(&["a,b\n", "1,x\n", "2,y\n", "3,z\n", "4,z"]), "line 5 was edited", "its end is gone");
        assert_eq!(
            told(&LINES.map(|line| line.replace('\n', "\r\n")).each_ref().map(String::as_str)),
            "its line ends were changed from line 1 on, and nothing else"
        );
    }
}
