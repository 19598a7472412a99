//! Whether results are what exports, protocol and rulings give: everything is computed again and compared.

use std::cell::RefCell;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::rc::Rc;

use super::{summary, write_results};
use crate::audit::Run;
use crate::source::Digest;
use crate::wire::summary::{ExportFile, File, Summary};

/// What a comparison found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The digest of the run as it was computed now.
    pub run: Digest,
    /// How many decisions the run made.
    pub decisions: usize,
    /// Per file that is not as it should be: the first difference.
    pub differences: Vec<Difference>,
    /// What explains them, the likeliest first; empty if there are none.
    pub causes: Vec<String>,
}

/// The first difference in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The file.
    pub file: &'static str,
    /// The line, from 1; 0 if the file is not there.
    pub line: u64,
    /// The line as it was computed; empty where the file should have ended.
    pub computed: String,
    /// The line as it stands; empty where the file ends or is not there.
    pub found: String,
}

/// Computes every result again and compares it with what `open` gives for its name, `None` for a file that is not there.
///
/// # Errors
/// If a file that is there cannot be read.
pub fn verify<R: Read>(
    run: &Run<'_>,
    mut open: impl FnMut(&'static str) -> io::Result<Option<R>>,
) -> io::Result<Verified> {
    let stored = match open(summary::FILE)? {
        Some(mut file) => {
            let mut text = String::new();
            file.read_to_string(&mut text).ok().and_then(|_| serde_json::from_str::<Summary>(&text).ok())
        }
        None => None,
    };
    let found = Rc::new(RefCell::new(Vec::new()));
    let (digest, _) = write_results(run, |name| {
        let there = open(name)?.map(BufReader::new);
        Ok(Comparison { name, there, line: 0, pending: Vec::new(), found: Rc::clone(&found), told: false })
    })?;
    let differences = found.take();
    let causes = if differences.is_empty() { Vec::new() } else { causes(run, stored.as_ref(), &differences) };
    Ok(Verified { run: digest, decisions: run.screened.groups.len(), differences, causes })
}

/// Takes what is computed and compares it line by line with what is there.
struct Comparison<R: Read> {
    name: &'static str,
    there: Option<BufReader<R>>,
    line: u64,
    /// What was computed of a line whose end has not come yet.
    pending: Vec<u8>,
    found: Rc<RefCell<Vec<Difference>>>,
    told: bool,
}

impl<R: Read> Comparison<R> {
    fn tell(&mut self, computed: &[u8], found: &[u8]) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end_matches('\n').to_owned();
        let line = if self.there.is_some() { self.line } else { 0 };
        self.told = true;
        self.found.borrow_mut().push(Difference {
            file: self.name,
            line,
            computed: text(computed),
            found: text(found),
        });
    }

    fn compare(&mut self, computed: &[u8]) -> io::Result<()> {
        if self.told {
            return Ok(());
        }
        self.line += 1;
        let mut found = Vec::new();
        if let Some(there) = &mut self.there {
            there.read_until(b'\n', &mut found)?;
        }
        if found != computed {
            self.tell(computed, &found);
        }
        Ok(())
    }
}

impl<R: Read> Write for Comparison<R> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
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

impl<R: Read> Drop for Comparison<R> {
    /// What is there must end where what was computed ends. An error in reading was told before or will be told by nobody:
    /// then the file counts as different.
    fn drop(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        if !pending.is_empty() && self.compare(&pending).is_err() {
            self.tell(&pending, b"");
        }
        let mut more = Vec::new();
        if let Some(there) = self.there.as_mut().filter(|_| !self.told)
            && there.read_until(b'\n', &mut more).is_ok_and(|bytes| bytes > 0)
        {
            self.line += 1;
            self.tell(b"", &more);
        }
    }
}

/// What explains the differences: other inputs, another version, or, where those are the same, an edited result.
fn causes(run: &Run<'_>, stored: Option<&Summary>, differences: &[Difference]) -> Vec<String> {
    let Some(stored) = stored else {
        return vec![format!(
            "{} is missing or cannot be read: nothing tells what the results were made from",
            summary::FILE
        )];
    };
    let mut causes = Vec::new();
    if stored.tool.version != run.inputs.version {
        causes.push(format!(
            "the results were made by version {}, this is version {}",
            stored.tool.version, run.inputs.version
        ));
    }
    let now = summary::inputs(run);
    let exports = |list: &[ExportFile]| list.iter().map(|export| export.file.clone()).collect::<Vec<_>>();
    compare_files(
        "the protocol",
        std::slice::from_ref(&stored.inputs.protocol),
        std::slice::from_ref(&now.protocol),
        &mut causes,
    );
    compare_files("the export", &exports(&stored.inputs.exports), &exports(&now.exports), &mut causes);
    compare_files("the rulings", &stored.inputs.rulings, &now.rulings, &mut causes);
    compare_files("the file", &stored.inputs.other, &now.other, &mut causes);
    if causes.is_empty() {
        causes.extend(differences.iter().map(|difference| edited(difference, stored)));
    }
    causes
}

/// The inputs are the same, so the file itself is not what the run wrote.
fn edited(difference: &Difference, stored: &Summary) -> String {
    let file = difference.file;
    match difference.line {
        0 => format!("{file} is missing from the results"),
        line if file == summary::FILE => format!("{file} was edited, line {line}, or is of another run"),
        line if stored.results.contains_key(file) => {
            format!("{file} was edited, line {line}, or is of another run than {}", summary::FILE)
        }
        line => format!("{file} is not of this run, line {line}"),
    }
}

fn compare_files(what: &str, stored: &[File], now: &[File], causes: &mut Vec<String>) {
    for file in stored {
        match now.iter().find(|other| other.path == file.path) {
            None => causes.push(format!("{what} {} is gone since the results were made", file.path)),
            Some(other) if other.sha256 != file.sha256 => {
                causes.push(format!("{what} {} was changed since the results were made", file.path));
            }
            Some(_) => {}
        }
    }
    for file in now.iter().filter(|file| stored.iter().all(|other| other.path != file.path)) {
        causes.push(format!("{what} {} is new since the results were made", file.path));
    }
}
