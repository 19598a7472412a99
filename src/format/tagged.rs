//! The shared reader of formats made of lines that begin with a tag: RIS, Web of Science, MEDLINE, Ovid, RefWorks, Refer.
//!
//! A format is a [`Syntax`]: what a line is, what its tags mean, which tags begin and end a record. This module does the
//! rest: line ends, values over several lines, records without begin or end, text between records, repairs, places.
//!
//! Invariant: every line of the file that is neither blank nor mere structure (`ER`) is a value, or part of a value, of a
//! record, if the file has a record at all. Work and memory grow in step with the file.

mod draft;
mod lines;
mod parts;
mod value;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

pub(super) use draft::Draft;
pub(super) use lines::{Line, Lines};
pub(super) use parts::{begins_inside, cut_between, is_kind, line_begins, lines_like, read, uncounted};

use super::Parsed;
use super::log::Log;
use crate::diagnostic::excerpt;
use crate::record::{Field, RecordFile, RecordFileBuilder};
use crate::source::SourceFile;

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape<'a> {
    /// A tag, and where in the line its value begins.
    Tag(&'a str, usize),
    /// More of the value before it, written as the format prescribes.
    More,
    /// Anything else: more of the value before it if there is one, though the format does not allow that.
    Text,
}

impl<'a> Shape<'a> {
    /// A line of a format whose values each begin with a label: the label and where in the line its value begins, if it has one.
    pub(super) fn labelled(label: Option<(&'a str, usize)>) -> Self {
        label.map_or(Self::Text, |(label, value)| Self::Tag(label, value))
    }
}

/// What a tag does to records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// It begins a record.
    Begin,
    /// It ends a record.
    End,
    /// It is about the file; its line goes with the next record.
    Header,
    /// It is about the file and stands behind the last record.
    Footer,
    /// It gives a value.
    Value,
}

/// What a tag means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Role {
    /// The role of its values.
    pub field: Field,
    /// Whether every further line is a value of its own, as with authors in Web of Science, and not more of the same.
    pub each_line: bool,
}

impl Role {
    /// Every line of a value is a value of its own.
    pub(super) fn list(field: Field) -> Self {
        Self { field, each_line: true }
    }
}

impl From<Field> for Role {
    fn from(field: Field) -> Self {
        Self { field, each_line: false }
    }
}

/// A format made of lines that begin with a tag.
pub(super) trait Syntax: Sync {
    /// The name of the format.
    fn format(&self) -> &'static str;

    /// What the line is; `text` is not blank.
    fn shape<'a>(&self, text: &'a str) -> Shape<'a>;

    /// What the tag does to records.
    fn mark(&self, tag: &str) -> Mark;

    /// What the tag means; `None` for a tag that the format does not define.
    fn role(&self, tag: &str) -> Option<Role>;

    /// Whether every record must end with a line of its own.
    fn has_end(&self) -> bool {
        false
    }

    /// Whether a blank line and then `tag` begin a record, although `tag` is not the tag that does; `first` is the tag
    /// that the record before began with.
    fn separates(&self, _tag: &str, _first: &str) -> bool {
        false
    }

    /// Where in `value` another tag begins, where line ends were lost.
    fn run_on(&self, _tag: &str, _value: &str) -> Option<usize> {
        None
    }

    /// Where records begin inside a line, since the file before was put there without a line end, in order.
    fn glued(&self, _text: &str) -> Vec<usize> {
        Vec::new()
    }

    /// Whether a line of text between two records belongs to the one that follows.
    fn announces(&self, _text: &str) -> bool {
        true
    }

    /// The role of a line of text that stands before a record, with a name for it (`Database: ERIC`).
    fn announcement<'a>(&self, _text: &'a str) -> Option<(&'a str, Field, usize)> {
        None
    }

    /// Settles what only the whole record tells; called once per record, after its last value.
    fn settle(&self, _draft: &mut Draft<'_>) {}

    /// The first place at or behind `from` where the file may be cut: a record begins there, and whatever stands before
    /// has no bearing on what stands behind.
    fn cut(&self, _text: &str, _from: usize) -> Option<usize> {
        None
    }
}

/// Where reading stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first record.
    Before,
    /// In a record.
    Open,
    /// Behind the end of a record.
    Ended,
}

/// A value whose further lines may follow.
#[derive(Debug)]
struct OpenValue<'s> {
    tag: &'s str,
    role: Role,
    number: u32,
    first: Range<usize>,
    more: Vec<Range<usize>>,
    /// How many of the further lines the format does not allow.
    irregular: usize,
}

/// How often a tag that the format does not define was seen, and where first.
#[derive(Debug, Clone, Copy)]
struct Unknown {
    count: usize,
    line: u32,
    entry: u32,
}

/// How many tags that the format does not define are told apart in the diagnostics of one file.
const UNKNOWN_TAGS: usize = 200;

struct Reader<'s, S> {
    syntax: &'s S,
    text: &'s str,
    records: RecordFileBuilder,
    log: Log,
    state: State,
    /// The line before was blank.
    after_blank: bool,
    /// The record has the tag that begins records.
    marked: bool,
    /// The tag that the record began with.
    first_tag: &'s str,
    /// The line on which the record began.
    number: u32,
    /// Where the last line that was not blank ended.
    last_end: usize,
    /// Lines before the record that they belong to.
    announced: Vec<Line>,
    value: OpenValue<'s>,
    unknown: BTreeMap<&'s str, Unknown>,
    ends: LineEnds,
}

/// What reading a part of a file gives.
struct Part<'s> {
    records: RecordFile,
    log: Log,
    unknown: BTreeMap<&'s str, Unknown>,
    ends: LineEnds,
}

/// How the lines of a file end.
#[derive(Debug, Clone, Copy, Default)]
struct LineEnds {
    /// How many lines there are.
    lines: usize,
    /// How many end with a bare CR.
    bare: usize,
    /// The first that does.
    first_bare: u32,
}

impl<'s, S: Syntax> Reader<'s, S> {
    /// A reader of `text` from the byte `from` on, which begins the file `source` or a part of it that begins with a record.
    fn new(syntax: &'s S, source: &Arc<SourceFile>, text: &'s str, from: usize) -> Self {
        Self {
            syntax,
            text,
            records: RecordFileBuilder::new(Arc::clone(source), syntax.format()).with_room(text.len() - from),
            log: Log::default(),
            state: State::Before,
            after_blank: false,
            marked: false,
            first_tag: "",
            number: 0,
            last_end: 0,
            announced: Vec::new(),
            value: OpenValue {
                tag: "",
                role: Field::Other.into(),
                number: 0,
                first: 0..0,
                more: Vec::new(),
                irregular: 0,
            },
            unknown: BTreeMap::new(),
            ends: LineEnds::default(),
        }
    }

    fn line(&mut self, line: Line) {
        let text: &'s str = &self.text[line.start..line.end];
        self.ends.lines += 1;
        let end = &self.text.as_bytes()[line.end..];
        if end.first() == Some(&b'\r') && end.get(1) != Some(&b'\n') {
            self.ends.bare += 1;
            self.ends.first_bare = if self.ends.bare == 1 { line.number } else { self.ends.first_bare };
        }
        if is_blank(text) {
            self.after_blank = true;
            return;
        }
        match self.syntax.shape(text) {
            Shape::Tag(tag, value) => self.tag(line, tag, line.start + value),
            Shape::More if self.state == State::Open => self.more(line, 0),
            Shape::Text if self.state == State::Open => self.more(line, 1),
            Shape::More | Shape::Text => self.text_between(line, text),
        }
        self.after_blank = false;
        self.last_end = line.end;
    }

    /// Reads a tag and its value, and the tags behind it where line ends were lost.
    fn tag(&mut self, mut line: Line, mut tag: &'s str, mut start: usize) {
        while let Some(next) = self.syntax.run_on(tag, &self.text[start..line.end]) {
            let rest = Line { start: start + next, ..line };
            self.one_tag(Line { end: rest.start, ..line }, tag, start);
            let Shape::Tag(next_tag, value) = self.syntax.shape(&self.text[rest.start..rest.end]) else { break };
            self.log.add("REA010", line.number, self.records.len() as u32, tag, || {
                format!("{next_tag} stands in the same line as {tag}; read as a line of its own")
            });
            (line, tag, start) = (rest, next_tag, rest.start + value);
            self.after_blank = false;
        }
        self.one_tag(line, tag, start);
    }

    fn one_tag(&mut self, line: Line, tag: &'s str, value: usize) {
        match self.syntax.mark(tag) {
            Mark::Begin => {
                if self.state != State::Open || self.marked || self.after_blank {
                    self.begin(line, tag);
                }
                self.marked = true;
                self.open_value(line, tag, value);
            }
            Mark::End => {
                self.end(line);
                self.keep_text_of_end(line, tag, value);
            }
            Mark::Header if self.state != State::Open => self.announced.push(line),
            // What closes its records itself has no footer inside one.
            Mark::Footer
                if is_blank(&self.text[value..line.end]) && (self.state != State::Open || !self.syntax.has_end()) =>
            {
                self.end(line);
            }
            Mark::Header | Mark::Footer | Mark::Value => self.any_tag(line, tag, value),
        }
    }

    fn any_tag(&mut self, line: Line, tag: &'s str, value: usize) {
        if self.state == State::Ended && !self.after_blank && self.may_follow_end(tag) {
            self.open_value(line, tag, value);
            self.close_value();
            self.records.end(line.end);
            return;
        }
        let separated = self.after_blank && self.syntax.separates(tag, self.first_tag);
        if self.state != State::Open || separated {
            self.begin(line, tag);
            if !separated && self.syntax.has_end() {
                self.log.add("REA007", line.number, self.records.len() as u32, tag, || {
                    format!("the record begins with {tag}, not with the line that says its type")
                });
            }
        }
        self.open_value(line, tag, value);
    }

    /// Whether a tag directly behind the end of a record still belongs to it, as Ovid's `NL` does: the record
    /// lacks it, and it is nothing that a new record would begin with.
    fn may_follow_end(&self, tag: &str) -> bool {
        const LOOKED_AT: usize = 4096;
        let count = self.records.fields_in_record();
        let opens = self.syntax.role(tag).is_some_and(|role| {
            matches!(role.field, Field::Title | Field::Author | Field::DocumentType | Field::Accession)
        });
        !opens && count < LOOKED_AT && (0..count).all(|at| self.records.tag_at(at) != Some(tag))
    }

    fn begin(&mut self, line: Line, tag: &'s str) {
        if self.state == State::Open {
            self.records.end(self.last_end);
        }
        if self.state == State::Open && self.syntax.has_end() {
            let entry = self.records.len() as u32;
            self.log.add("REA011", self.number, entry, "", || {
                format!("the record has no end; it ends before line {}, where the next begins", line.number)
            });
        }
        self.settle();
        // Lines about the file stay with the first record, but it begins on a line of its own.
        let announced = self.announced.iter().find(|line| !self.is_header(**line));
        let first = announced.copied().unwrap_or(line);
        self.records.begin(first.start, first.number);
        self.number = first.number;
        self.first_tag = tag;
        self.marked = false;
        self.state = State::Open;
        for line in std::mem::take(&mut self.announced) {
            self.announced(line);
        }
    }

    fn end(&mut self, line: Line) {
        if self.state == State::Open {
            self.close_value();
            self.records.end(line.end);
            self.state = State::Ended;
        }
    }

    /// The line that ends a record holds nothing; if it does, that is kept.
    fn keep_text_of_end(&mut self, line: Line, tag: &'s str, value: usize) {
        if self.state == State::Ended && !is_blank(&self.text[value..line.end]) {
            let (text, entry) = (&self.text[value..line.end], self.records.len() as u32);
            self.log
                .add("REA006", line.number, entry, tag, || format!("kept with the record: `{}`", excerpt(text.trim())));
            self.open_value(line, tag, value);
            self.close_value();
        }
    }

    fn more(&mut self, line: Line, irregular: usize) {
        // A type is one word: a line without a tag behind it is no part of it.
        let is_type = self.value.role.field == Field::DocumentType && self.syntax.mark(self.value.tag) == Mark::Begin;
        if irregular > 0 && (is_type || self.value.tag.is_empty()) {
            self.close_value();
            return self.loose(line);
        }
        self.value.more.push(line.start..line.end);
        self.value.irregular += irregular;
    }

    fn text_between(&mut self, line: Line, text: &str) {
        if self.state == State::Before || !self.announced.is_empty() || self.syntax.announces(text) {
            self.announced.push(line);
        } else {
            self.loose(line);
            self.records.end(line.end);
        }
    }

    /// Whether a line is about the file.
    fn is_header(&self, line: Line) -> bool {
        let text = &self.text[line.start..line.end];
        matches!(self.syntax.shape(text), Shape::Tag(tag, _) if self.syntax.mark(tag) == Mark::Header)
    }

    /// Adds a line that stood before the record: a header, something that is known to stand there, or text.
    fn announced(&mut self, line: Line) {
        let text: &'s str = &self.text[line.start..line.end];
        if let Some((name, field, value)) = self.syntax.announcement(text) {
            self.records.field(name, field, trimmed(self.text, line.start + value..line.end));
            return;
        }
        match self.syntax.shape(text) {
            Shape::Tag(tag, value) if self.is_header(line) => {
                self.records.field(tag, Field::Other, trimmed(self.text, line.start + value..line.end));
            }
            _ => self.loose(line),
        }
    }

    /// Keeps a line that is no value of a tag with the current record.
    fn loose(&mut self, line: Line) {
        let text = &self.text[line.start..line.end];
        let entry = self.records.len() as u32;
        self.log.add("REA006", line.number, entry, "", || format!("kept with the record: `{}`", excerpt(text.trim())));
        self.records.field("", Field::Other, trimmed(self.text, line.start..line.end));
    }

    fn open_value(&mut self, line: Line, tag: &'s str, start: usize) {
        self.close_value();
        let role = self.syntax.role(tag);
        if role.is_none() && (self.unknown.len() < UNKNOWN_TAGS || self.unknown.contains_key(tag)) {
            let first = Unknown { count: 0, line: line.number, entry: self.records.len() as u32 };
            self.unknown.entry(tag).or_insert(first).count += 1;
        }
        self.value.tag = tag;
        self.value.role = role.unwrap_or(Field::Other.into());
        self.value.number = line.number;
        self.value.first = start..line.end;
    }

    /// Closes the record before; nothing is added to it any more, except text behind the last record.
    fn settle(&mut self) {
        self.close_value();
        if !self.records.is_empty() {
            let mut draft =
                Draft { records: &mut self.records, log: &mut self.log, text: self.text, line: self.number };
            self.syntax.settle(&mut draft);
        }
    }

    fn finish(mut self) -> Part<'s> {
        self.settle();
        if self.state == State::Open {
            self.records.end(self.last_end);
            if self.syntax.has_end() {
                let entry = self.records.len() as u32;
                self.log.add("REA011", self.number, entry, "", || {
                    "the last record has no end: the file may have been cut off there".to_owned()
                });
            }
        }
        if !self.records.is_empty() {
            for line in std::mem::take(&mut self.announced) {
                self.announced(line);
                self.records.end(line.end);
            }
        }
        Part { records: self.records.finish(), log: self.log, unknown: self.unknown, ends: self.ends }
    }
}

/// The first lines of a text that are not blank: what a format is recognised by. The last may be cut: there are files of one line, and
/// every format looks here.
pub(super) fn head(text: &str) -> impl Iterator<Item = &str> {
    const LINES: usize = 400;
    const BYTES: usize = 1 << 18;
    let text = without_mark(text);
    let text = &text[..text.floor_char_boundary(BYTES)];
    Lines::new(text, 0, 1).take(LINES).map(|line| &text[line.start..line.end]).filter(|line| !is_blank(line))
}

/// `text` without a byte order mark.
pub(super) fn without_mark(text: &str) -> &str {
    text.trim_start_matches('\u{feff}')
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_whitespace() || byte == 0)
}

/// `bytes` of `text` without white space and NUL around them.
fn trimmed(text: &str, bytes: Range<usize>) -> Range<usize> {
    let value = &text[bytes.clone()];
    let blank = |c: char| c.is_whitespace() || c == '\0';
    let start = bytes.start + (value.len() - value.trim_start_matches(blank).len());
    start..start + value.trim_matches(blank).len()
}

/// What a format's `read` returns, from what [`read`] gives.
pub(super) fn parsed(source: &SourceFile, read: (RecordFile, Log), dialect: &'static str, markers: usize) -> Parsed {
    let (records, log) = read;
    Parsed { records, diagnostics: log.finish(source.label()), dialect, markers }
}
