//! What is wrong with the data: never a reason to stop, always shown.

mod change;
mod codes;
mod suggest;
mod visible;
mod words;

use std::ops::Range;

pub use change::{change, unseen};
pub use codes::{CODES, CodeText};
pub use suggest::suggest;
pub use visible::{unturned, visible, visible_in_cell, visible_in_json};
pub use words::{count, listed, plural};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing: something was read in another form than it was written.
    Note,
    /// May change a result: look at it.
    Warning,
    /// Something could not be used.
    Error,
}

impl Severity {
    /// The word shown to users.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One finding about the data, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code; its page is in [`CODES`].
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The file, as [`crate::source::SourceFile::label`]; empty if it is about no file.
    pub file: String,
    /// The line, counted from 1; 0 if it is about no line.
    pub line: u32,
    /// The record's number in the file, counted from 1; 0 if it is about no record.
    pub entry: u32,
    /// The bytes of the file's text that are meant, where a caret should stand; empty if not known.
    pub bytes: Range<u32>,
    /// The tag, element, column or key; empty if none.
    pub tag: String,
    /// What is wrong and what was done about it, with the offending text.
    pub message: String,
    /// How to mend it; empty where there is nothing to do.
    pub help: String,
}

impl Diagnostic {
    /// A diagnostic with the severity of its code, without a place.
    ///
    /// # Panics
    /// If `code` has no page in [`CODES`]: that is a mistake in this program.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        let Some(text) = CODES.iter().flat_map(|table| table.iter()).find(|text| text.code == code) else {
            panic!("the code {code} has no page")
        };
        Self {
            code,
            severity: text.severity,
            file: String::new(),
            line: 0,
            entry: 0,
            bytes: 0..0,
            tag: String::new(),
            message: message.into(),
            help: text.help.to_owned(),
        }
    }

    /// Adds the place in a file.
    #[must_use]
    pub fn at(mut self, file: &str, line: u32, entry: u32) -> Self {
        (self.file, self.line, self.entry) = (file.to_owned(), line, entry);
        self
    }

    /// Adds the bytes that are meant.
    #[must_use]
    pub fn bytes(mut self, bytes: Range<usize>) -> Self {
        self.bytes = bytes.start as u32..bytes.end as u32;
        self
    }

    /// Adds the tag.
    #[must_use]
    pub fn tag(mut self, tag: &str) -> Self {
        tag.clone_into(&mut self.tag);
        self
    }

    /// Replaces the help of the code by one for this place.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}

/// The longest excerpt of a file that a message repeats, in characters.
const EXCERPT: usize = 80;

/// `text` as it may stand in a message: one line, control characters visible, cut after 80 characters.
pub fn excerpt(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(EXCERPT));
    for c in text.chars().take(EXCERPT) {
        match c.is_control() {
            true => out.extend(c.escape_default()),
            false => out.push(c),
        }
    }
    if text.chars().nth(EXCERPT).is_some() {
        out.push('…');
    }
    out
}
