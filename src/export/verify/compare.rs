//! One file of the results beside what is computed for it, line by line.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{self, BufRead, BufReader, Read, Write};

use crate::export::{audit, sqlite, workbook};

/// What is said of a file that is of another run and says nothing else than this one.
pub(super) const ONLY_THE_NAME: &str = "differs in nothing but the name of the run";

/// How many digits the name of a run has behind the review.
const RUN_DIGITS: usize = 12;

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
}

impl Found {
    /// Looks for the names of runs in a workbook, whose sheets are packed.
    pub fn name_workbook(&mut self, mut workbook: impl Read, id: &str) {
        let mut bytes = Vec::new();
        if workbook.read_to_end(&mut bytes).is_err() {
            return;
        }
        let Ok(mut archive) = zip::ZipArchive::new(io::Cursor::new(bytes)) else { return };
        let mut names = BTreeSet::new();
        for part in 0..archive.len() {
            let mut text = Vec::new();
            let Ok(mut file) = archive.by_index(part) else { continue };
            // Whatever is in the file now, it is read to a bound.
            if file.by_ref().take(MOST_UNPACKED).read_to_end(&mut text).is_ok() {
                names.extend(run_names(&text, id).into_iter().map(str::to_owned));
            }
        }
        for name in names {
            self.runs.entry(name).or_default().push(workbook::FILE);
        }
    }
}

/// How much of one part of a workbook is looked at.
const MOST_UNPACKED: u64 = 1 << 28;

/// Whether a file is text, whose lines mean something.
fn is_text(name: &str) -> bool {
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
    there: Option<BufReader<R>>,
    /// The first line, where it is a header of columns.
    header: Vec<u8>,
    line: u64,
    /// How many bytes stand before the line.
    bytes: u64,
    /// What was computed of a line whose end has not come yet.
    pending: Vec<u8>,
    first: Option<First>,
    /// The names of runs that the file bears.
    runs: BTreeSet<String>,
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
    pub fn new(name: &'static str, id: &str, there: Option<R>, found: &'f std::cell::RefCell<Found>) -> Self {
        Self {
            name,
            id: id.to_owned(),
            there: there.map(BufReader::new),
            header: Vec::new(),
            line: 0,
            bytes: 0,
            pending: Vec::new(),
            first: None,
            runs: BTreeSet::new(),
            computed: Vec::new(),
            stands: Vec::new(),
            whole: Vec::new(),
            found,
        }
    }

    fn next_line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        if let Some(there) = &mut self.there {
            there.read_until(b'\n', &mut line)?;
        }
        for name in run_names(&line, &self.id) {
            if !self.runs.contains(name) {
                self.runs.insert(name.to_owned());
            }
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
        if self.line == 1 && self.name.ends_with(".csv") {
            self.header = computed.to_vec();
        }
        if self.first.is_none() && found != computed && !self.is_renamed(computed, &found) {
            let (line, bytes) = (self.line, self.bytes);
            self.first = Some(First { line, bytes, computed: computed.to_vec(), found: found.clone() });
        }
        if self.first.is_some() && is_text(self.name) {
            self.computed.extend(self.number(computed));
            self.stands.extend(self.number(&found));
        }
        self.bytes += found.len() as u64;
        Ok(!found.is_empty())
    }

    /// Whether a line is the computed one but for the name of another run: then the file is of that run, and the line tells
    /// nothing of what else differs.
    fn is_renamed(&self, computed: &[u8], found: &[u8]) -> bool {
        self.runs.iter().any(|run| *run != self.id) && self.plain(computed) == self.plain(found)
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
        let plain = if line.starts_with(END) { END.to_vec() } else { self.plain(line) };
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
        let missing = || Difference {
            file,
            line: 0,
            computed: String::new(),
            found: String::new(),
            at: 0,
            how: "is missing from the results".to_owned(),
        };
        if self.there.is_none() {
            return Some(missing());
        }
        if unreadable {
            return Some(Difference {
                line: self.line,
                how: format!("line {} cannot be read", self.line),
                ..missing()
            });
        }
        let others: Vec<&String> = self.runs.iter().filter(|run| **run != self.id).collect();
        if let Some(First { line, bytes, computed, found }) = self.first.take() {
            if !is_text(file) || is_binary(&found) {
                return Some(binary(file, line, bytes, &computed, &found));
            }
            let how = how(line, &self.header, &computed, &found, &self.computed, &self.stands);
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end_matches('\n').to_owned();
            let (computed, found) = (text(&computed), text(&found));
            // The names of two runs of one review are of one length.
            let renamed = others.iter().fold(found.clone(), |text, other| text.replace(other.as_str(), &self.id));
            let at = computed.chars().zip(renamed.chars()).take_while(|(a, b)| a == b).count();
            return Some(Difference { file, line, computed, found, at, how });
        }
        let other = others.first()?;
        let how = ONLY_THE_NAME.to_owned();
        Some(Difference { line: 1, computed: self.id.clone(), found: (*other).clone(), how, ..missing() })
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
        found.differences.extend(difference);
        for run in &self.runs {
            found.runs.entry(run.clone()).or_default().push(self.name);
        }
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
    }
}

/// What was done to the lines of a file from `line` on: `computed` and `stands` are the lines from there.
fn how(line: u64, header: &[u8], was: &[u8], is: &[u8], computed: &[u64], stands: &[u64]) -> String {
    match (without(computed, stands), without(stands, computed)) {
        (0, 0) => match computed.iter().position(|other| stands.first() == Some(other)) {
            Some(0) | None => format!("line {line} was edited"),
            Some(at) => {
                format!("its lines were put in another order: line {line} belongs on line {}", line + at as u64)
            }
        },
        (1, 0) if stands.is_empty() => format!("its last line, line {line}, is gone"),
        (gone, 0) if stands.is_empty() => format!("its last {gone} lines are gone, from line {line} on"),
        (1, 0) => format!("line {line} is gone"),
        (gone, 0) => format!("{gone} lines are gone, the first stood on line {line}"),
        (0, 1) if computed.is_empty() => format!("line {line} was added at its end"),
        (0, 1) => format!("line {line} was put in"),
        (0, new) => format!("{new} lines were put in, the first is line {line}"),
        (1, 1) => match cell(header, was, is) {
            Some(cell) => format!("line {line} was edited, {cell}"),
            None => format!("line {line} was edited"),
        },
        (gone, new) if gone == new => format!("{gone} lines were edited, the first is line {line}"),
        (gone, new) => format!("lines were edited from line {line} on, {new} in place of {gone}"),
    }
}

/// How many of `lines` have none like them in `others`.
fn without(lines: &[u64], others: &[u64]) -> usize {
    let mut there: HashMap<u64, usize> = HashMap::new();
    others.iter().for_each(|line| *there.entry(*line).or_default() += 1);
    let is_gone = |line: &&u64| match there.get_mut(line) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        _ => true,
    };
    lines.iter().filter(is_gone).count()
}

/// The first cell of a row that differs: `decision: excluded -> included`.
fn cell(header: &[u8], was: &[u8], is: &[u8]) -> Option<String> {
    let row = |line: &[u8]| -> Option<csv::StringRecord> {
        csv::ReaderBuilder::new().has_headers(false).from_reader(line).records().next()?.ok()
    };
    let (header, was, is) = (row(header)?, row(was)?, row(is)?);
    let same_width = header.len() == was.len() && was.len() == is.len();
    let at = was.iter().zip(&is).position(|(was, is)| was != is).filter(|_| same_width)?;
    let short = |text: &str| crate::diagnostic::excerpt(text);
    Some(format!("{}: {} -> {}", &header[at], short(&was[at]), short(&is[at])))
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
        let mut comparison = Comparison::new("decisions.csv", "r@0123456789ab", Some(text.as_bytes()), &found);
        comparison.write_all(LINES.concat().as_bytes()).expect("memory takes all");
        drop(comparison);
        found.take().differences.pop().map_or_else(String::new, |difference| difference.how)
    }

    #[test]
    fn what_was_done_to_the_lines_is_named() {
        let with = |order: &[usize]| told(&order.iter().map(|&at| LINES[at]).collect::<Vec<_>>());
        assert_eq!(with(&[0, 1, 2, 3, 4]), "");
        assert_eq!(told(&["a,b\n", "1,x\n", "2,Y\n", "3,z\n", "4,z\n"]), "line 3 was edited, b: y -> Y");
        assert_eq!(with(&[0, 1, 3, 4]), "line 3 is gone");
        assert_eq!(with(&[0, 1, 4]), "2 lines are gone, the first stood on line 3");
        assert_eq!(with(&[0, 1, 2, 3]), "its last line, line 5, is gone");
        assert_eq!(with(&[]), "its last 5 lines are gone, from line 1 on");
        assert_eq!(with(&[0, 1, 1, 2, 3, 4]), "line 3 was put in");
        assert_eq!(with(&[0, 1, 2, 3, 4, 1]), "line 6 was added at its end");
        assert_eq!(with(&[0, 1, 4, 3, 2]), "its lines were put in another order: line 3 belongs on line 5");
        assert_eq!(told(&["a,b\n", "1,X\n", "2,Y\n", "3,z\n", "4,z\n"]), "2 lines were edited, the first is line 2");
        assert_eq!(told(&["a,b\n", "1,x\n", "2,y\n", "3,z\n", "4,z"]), "line 5 was edited", "its end is gone");
    }
}
