//! The shared reader of formats made of lines that begin with a tag: RIS, Web of Science, MEDLINE, Ovid, RefWorks, Refer.
//!
//! A format is a [`Syntax`]: what a line is, what its tags mean, which tags begin and end a record. This module does the
//! rest: line ends, values over several lines, records without begin or end, text between records, places.
//!
//! Invariant: every line of the file that is not blank and not mere structure (`ER`) is a value, or part of a value, of a
//! record, if the file has a record at all.

mod lines;

use std::ops::Range;
use std::sync::Arc;

pub(super) use lines::{Line, Lines};

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
    /// More of the value before it, as the format prescribes (indented).
    More,
    /// Anything else.
    Text,
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

impl From<Field> for Role {
    fn from(field: Field) -> Self {
        Self { field, each_line: false }
    }
}

/// A format made of lines that begin with a tag.
pub(super) trait Syntax: Sync {
    /// The name of the format.
    fn format(&self) -> &'static str;

    /// What the line is; `text` is not empty.
    fn shape<'a>(&self, text: &'a str) -> Shape<'a>;

    /// What the tag does to records.
    fn mark(&self, tag: &str) -> Mark;

    /// What the tag means; `None` for a tag that the format does not define.
    fn role(&self, tag: &str) -> Option<Role>;

    /// Settles what only the whole record tells; called once per record, after its last value.
    fn settle(&self, _record: &mut RecordFileBuilder) {}

    /// Whether a line of text between two records belongs to the one that follows.
    fn announces(&self, _text: &str) -> bool {
        true
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
    first: Range<usize>,
    more: Vec<Range<usize>>,
}

struct Reader<'s, S> {
    syntax: &'s S,
    text: &'s str,
    records: RecordFileBuilder,
    log: Log,
    state: State,
    /// The line before was blank.
    after_blank: bool,
    /// The record began with the tag that begins records.
    marked: bool,
    /// Lines before the record that they belong to.
    announced: Vec<Line>,
    value: OpenValue<'s>,
}

/// Reads the records of `source`.
pub(super) fn read<S: Syntax>(syntax: &S, source: &Arc<SourceFile>) -> (RecordFile, Log) {
    let text = source.text();
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut reader = Reader {
        syntax,
        text,
        records: RecordFileBuilder::new(Arc::clone(source), syntax.format()),
        log: Log::default(),
        state: State::Before,
        after_blank: false,
        marked: false,
        announced: Vec::new(),
        value: OpenValue { tag: "", role: Field::Other.into(), first: 0..0, more: Vec::new() },
    };
    for line in Lines::new(text, start, 1) {
        reader.line(line);
    }
    reader.finish()
}

impl<'s, S: Syntax> Reader<'s, S> {
    fn line(&mut self, line: Line) {
        let text = &self.text[line.start..line.end];
        if is_blank(text) {
            self.after_blank = true;
            return;
        }
        match self.syntax.shape(text) {
            Shape::Tag(tag, value) => self.tag(line, tag, line.start + value),
            Shape::More if self.state == State::Open => self.more(line),
            Shape::Text if self.state == State::Open => self.more(line),
            Shape::More | Shape::Text => self.text_between(line, text),
        }
        self.after_blank = false;
    }

    fn tag(&mut self, line: Line, tag: &'s str, value: usize) {
        match self.syntax.mark(tag) {
            Mark::Begin if self.state == State::Open && !self.marked && !self.after_blank => {
                self.marked = true;
                self.open_value(tag, value..line.end);
            }
            Mark::Begin => {
                self.begin(line);
                self.marked = true;
                self.open_value(tag, value..line.end);
            }
            Mark::End => self.end(line),
            Mark::Header if self.state != State::Open => self.announced.push(line),
            Mark::Footer => self.end(line),
            Mark::Header | Mark::Value => self.value(line, tag, value),
        }
    }

    fn value(&mut self, line: Line, tag: &'s str, value: usize) {
        if self.state == State::Ended && !self.after_blank && self.may_follow_end(tag) {
            self.open_value(tag, value..line.end);
            self.close_value();
            self.records.end(line.end);
            return;
        }
        if self.state != State::Open {
            self.begin(line);
            self.marked = false;
            let entry = self.entry();
            self.log.add("REA007", line.number, entry, tag, || {
                format!("a record begins with {} and not with the line that begins one", excerpt(tag))
            });
        }
        self.open_value(tag, value..line.end);
    }

    /// Whether a tag directly behind the end of a record still belongs to it, as Ovid's `NL` does: the record
    /// lacks it, and it is nothing that a new record would begin with.
    fn may_follow_end(&self, tag: &str) -> bool {
        const LOOKED_AT: usize = 4096;
        let count = self.records.fields_in_record();
        let opens = self.syntax.role(tag).is_some_and(|role| {
            matches!(role.field, Field::Title | Field::Author | Field::DocumentType | Field::Accession)
        });
        !opens
            && count < LOOKED_AT
            && (0..count).all(|at| self.records.value_at(at).is_none_or(|(other, ..)| other != tag))
    }

    fn begin(&mut self, line: Line) {
        self.settle();
        let first = self.announced.first().copied().unwrap_or(line);
        self.records.begin(first.start, first.number);
        for line in std::mem::take(&mut self.announced) {
            self.announced(line);
        }
        self.state = State::Open;
    }

    fn end(&mut self, line: Line) {
        if self.state == State::Open {
            self.close_value();
            self.records.end(line.end);
            self.state = State::Ended;
        }
    }

    fn more(&mut self, line: Line) {
        self.value.more.push(line.start..line.end);
    }

    fn text_between(&mut self, line: Line, text: &str) {
        if self.state == State::Before || !self.announced.is_empty() || self.syntax.announces(text) {
            self.announced.push(line);
        } else {
            self.loose(line);
            self.records.end(line.end);
        }
    }

    /// Adds a line that stood before the record: a header, or text.
    fn announced(&mut self, line: Line) {
        let text: &'s str = &self.text[line.start..line.end];
        match self.syntax.shape(text) {
            Shape::Tag(tag, value) if self.syntax.mark(tag) == Mark::Header => {
                self.records.field(tag, Field::Other, trimmed(self.text, line.start + value..line.end));
            }
            _ => self.loose(line),
        }
    }

    /// Keeps a line that is no value of a tag with the current record.
    fn loose(&mut self, line: Line) {
        let entry = self.entry();
        let text = &self.text[line.start..line.end];
        self.log.add("REA006", line.number, entry, "", || format!("kept with the record: `{}`", excerpt(text)));
        self.records.field("", Field::Other, trimmed(self.text, line.start..line.end));
    }

    fn open_value(&mut self, tag: &'s str, bytes: Range<usize>) {
        self.close_value();
        self.value.tag = tag;
        self.value.role = self.syntax.role(tag).unwrap_or(Field::Other.into());
        self.value.first = bytes;
    }

    /// Hands the open value with all its lines to the record.
    fn close_value(&mut self) {
        let OpenValue { tag, role, first, more } = &mut self.value;
        if tag.is_empty() {
            return;
        }
        let first = trimmed(self.text, first.clone());
        if more.is_empty() {
            self.records.field(tag, role.field, first);
        } else if role.each_line {
            if !first.is_empty() {
                self.records.field(tag, role.field, first);
            }
            for line in more.drain(..) {
                self.records.field(tag, role.field, trimmed(self.text, line));
            }
        } else {
            let mut joined = self.text[first].to_owned();
            for line in more.drain(..) {
                if !joined.is_empty() {
                    joined.push(' ');
                }
                joined.push_str(&self.text[trimmed(self.text, line)]);
            }
            self.records.owned_field(tag, role.field, &joined);
        }
        *tag = "";
    }

    fn entry(&self) -> u32 {
        self.records.len() as u32
    }

    /// Closes the record before; nothing is added to it any more, except text behind the last record.
    fn settle(&mut self) {
        self.close_value();
        if !self.records.is_empty() {
            self.syntax.settle(&mut self.records);
        }
    }

    fn finish(mut self) -> (RecordFile, Log) {
        self.settle();
        if self.state == State::Open {
            self.records.end(self.text.trim_end().len());
        }
        if !self.records.is_empty() {
            for line in std::mem::take(&mut self.announced) {
                self.loose(line);
                self.records.end(line.end);
            }
        }
        (self.records.finish(), self.log)
    }
}

/// The first lines of a text that are not blank: what a format is recognised by.
pub(super) fn head(text: &str) -> impl Iterator<Item = &str> {
    const LINES: usize = 400;
    let text = text.trim_start_matches('\u{feff}');
    Lines::new(text, 0, 1).take(LINES).map(|line| &text[line.start..line.end]).filter(|line| !is_blank(line))
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_whitespace() || byte == 0)
}

/// `bytes` of `text` without white space around them.
fn trimmed(text: &str, bytes: Range<usize>) -> Range<usize> {
    let value = &text[bytes.clone()];
    let start = bytes.start + (value.len() - value.trim_start().len());
    start..start + value.trim().len()
}

/// What a format's `read` returns, from what [`read`] gives.
pub(super) fn parsed(source: &SourceFile, read: (RecordFile, Log), dialect: &'static str, markers: usize) -> Parsed {
    let (records, log) = read;
    Parsed { records, diagnostics: log.finish(source.label()), dialect, markers }
}
