//! The only printer: results to standard output, everything else to standard error.
//!
//! A reader that goes away (`litsieve ... | head`) is no error; a full disk behind standard output is one.

mod diagnostics;
mod progress;
mod seen;
mod table;

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;
use std::io::{self, BufWriter, IsTerminal as _, Write as _};
use std::time::Duration;

use anstream::AutoStream;
use anstream::ColorChoice;
use indicatif::ProgressBar;
use owo_colors::OwoColorize as _;

use super::options::{Options, When};
use crate::diagnostic::{Diagnostic, visible, visible_in_json};
use crate::workspace::Error;
pub(super) use diagnostics::Texts;
pub(super) use progress::{Bars, show_pairs};
use seen::Seen;
pub(super) use table::{Table, count, plural};

/// How often the progress moves.
const TICK: Duration = Duration::from_millis(120);

/// The terminal, or what stands in its place.
pub(super) struct Ui {
    out: RefCell<BufWriter<AutoStream<io::Stdout>>>,
    err: RefCell<AutoStream<io::Stderr>>,
    /// The first failure to write to standard output.
    broken: RefCell<Option<io::Error>>,
    /// Whether standard output is for a program.
    pub json: bool,
    quiet: bool,
}

impl Ui {
    pub fn new(options: &Options) -> Self {
        let choice = match options.color {
            When::Auto => ColorChoice::Auto,
            When::Always => ColorChoice::Always,
            When::Never => ColorChoice::Never,
        };
        // The choice is made once per stream: asking later would ask the lock.
        let out_choice = if choice == ColorChoice::Auto { AutoStream::choice(&io::stdout()) } else { choice };
        let err_choice = if choice == ColorChoice::Auto { AutoStream::choice(&io::stderr()) } else { choice };
        Self {
            out: RefCell::new(BufWriter::new(AutoStream::new(io::stdout(), out_choice))),
            err: RefCell::new(AutoStream::new(io::stderr(), err_choice)),
            broken: RefCell::new(None),
            json: options.json,
            quiet: options.quiet,
        }
    }

    /// Prints a line of the result, or several. Nothing in it acts on the terminal.
    pub fn line(&self, text: impl fmt::Display) {
        let text = text.to_string();
        self.write(|out| writeln!(out, "{}", visible(&text)));
    }

    /// Prints what a command that writes files has done, for people; nothing where they asked to be quiet.
    pub fn summary(&self, text: impl fmt::Display) {
        if !self.quiet {
            self.line(text);
        }
    }

    /// Prints bytes of the result as they are: of this program only, never of a record.
    pub fn bytes(&self, bytes: &[u8]) {
        self.write(|out| out.write_all(bytes));
    }

    /// Lets `write` print a file to standard output: as it is to another program, made [visible] to a person.
    pub fn file(&self, write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) {
        if io::stdout().is_terminal() {
            let mut out = self.out.borrow_mut();
            let mut seen = Seen::new(&mut *out);
            let done = write(&mut seen).and_then(|()| seen.finish());
            drop(out);
            self.note_failure(done);
        } else {
            self.write(write);
        }
    }

    /// Lets `write` print to standard output. Its failure is told at the [end](Self::finish).
    pub fn write(&self, write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) {
        let done = write(&mut *self.out.borrow_mut());
        self.note_failure(done);
    }

    /// Prints a JSON document of the result.
    pub fn json(&self, value: &serde_json::Value) {
        let text = format!("{value:#}");
        self.write(|out| writeln!(out, "{}", visible_in_json(&text)));
    }

    fn note_failure(&self, result: io::Result<()>) {
        if let Err(error) = result {
            self.broken.borrow_mut().get_or_insert(error);
        }
    }

    /// Tells something beside the result.
    pub fn say(&self, text: impl fmt::Display) {
        if !self.quiet {
            self.warn(text);
        }
    }

    /// Tells what a person must know to trust the result, also when asked to be quiet.
    pub fn warn(&self, text: impl fmt::Display) {
        self.tell(visible(&text.to_string()));
    }

    /// Tells something that was made visible and coloured. If standard error is gone, nobody is there to be told.
    fn tell(&self, text: impl fmt::Display) {
        let _ = writeln!(self.err.borrow_mut(), "{text}");
    }

    /// Bars for work whose end is known; shown on a terminal only.
    pub fn bars(&self) -> Bars<'_> {
        Bars::new(self, self.quiet)
    }

    /// Shows what is going on as long as the value lives; nothing where nobody watches.
    pub fn progress(&self, what: impl Into<Cow<'static, str>>) -> ProgressBar {
        if self.quiet || self.json || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::new_spinner().with_message(what);
        progress::set_style(&bar, "{spinner} {elapsed} {msg}");
        bar.enable_steady_tick(TICK);
        bar
    }

    /// As [`progress`](Self::progress), with the bytes read so far.
    pub fn reading(&self, what: &'static str) -> ProgressBar {
        let bar = self.progress(what);
        progress::set_style(&bar, "{spinner} {elapsed} {msg} {bytes}");
        bar
    }

    /// Shows diagnostics; with `most` set, only so many of each code.
    pub fn diagnostics(&self, found: &[Diagnostic], texts: &Texts<'_>, most: Option<usize>) {
        for text in diagnostics::render(found, texts, most, self.quiet) {
            self.tell(text);
        }
    }

    /// Shows every diagnostic; with `most` set, only so many notes of each code.
    pub fn diagnostics_but_notes(&self, found: &[Diagnostic], texts: &Texts<'_>, most: Option<usize>) {
        for text in diagnostics::render_but_notes(found, texts, most, self.quiet) {
            self.tell(text);
        }
    }

    /// Tells why the command could not be carried out.
    pub fn error(&self, error: &Error) {
        let _ = self.out.borrow_mut().flush();
        self.tell(format_args!("{} {}", "error:".red().bold(), visible(&error.to_string())));
        if !error.hint.is_empty() {
            self.tell(format_args!("  {} {}", "help:".cyan().bold(), visible(&error.hint)));
        }
    }

    /// Ends the result.
    ///
    /// # Errors
    /// If it could not be written, except to a reader that went away.
    pub fn finish(&self) -> Result<(), Error> {
        self.note_failure(self.out.borrow_mut().flush());
        match self.broken.borrow_mut().take() {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                let what = Error::io("write to", std::path::Path::new("standard output"), &error).what;
                let hint = "Only what was to be shown is lost: files that the command writes are written.";
                Err(Error::new(what, hint))
            }
            _ => Ok(()),
        }
    }
}
