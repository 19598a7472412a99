//! Whether results are what exports, protocol and rulings give: everything is computed again and compared.

use std::cell::RefCell;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::rc::Rc;

use super::{audit, summary, write_results};
use crate::audit::{Run, Story, Untold};
use crate::protocol::entries;
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
    let causes = match differences.as_slice() {
        [] => Vec::new(),
        some => {
            let log = open(audit::EXPORT.file)?.map(|file| Story::read(BufReader::new(file)));
            causes(run, stored.as_ref(), log.as_ref(), some)
        }
    };
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
fn causes(
    run: &Run<'_>,
    stored: Option<&Summary>,
    log: Option<&Result<Story, Untold>>,
    differences: &[Difference],
) -> Vec<String> {
    let Some(stored) = stored else {
        return vec![format!(
            "{} is missing or cannot be read: nothing tells what the results were made from",
            summary::FILE
        )];
    };
    if differences.iter().all(|difference| difference.file == summary::FILE) {
        // Every other result is what these inputs give, the audit with the digests of the inputs among them.
        let line = differences.first().map_or(0, |difference| difference.line);
        return vec![format!(
            "{} was edited, line {line}, or is of another run: the other results are those of these inputs",
            summary::FILE
        )];
    }
    let mut causes = Vec::new();
    if stored.tool.version != run.inputs.version {
        causes.push(format!(
            "the results were made by version {}, this is version {}",
            stored.tool.version, run.inputs.version
        ));
    }
    causes.extend(changed_inputs(run, stored, log));
    if causes.is_empty() {
        causes.extend(differences.iter().map(|difference| edited(run, difference, stored, log)));
    }
    causes
}

/// The inputs that are not those the results were made from, with the first difference where the audit tells it.
fn changed_inputs(run: &Run<'_>, stored: &Summary, log: Option<&Result<Story, Untold>>) -> Vec<String> {
    let mut causes = Vec::new();
    let now = summary::inputs(run);
    let exports = |list: &[ExportFile]| list.iter().map(|export| export.file.clone()).collect::<Vec<_>>();
    let protocols = [&stored.inputs.protocol, &now.protocol].map(std::slice::from_ref);
    let before = log.and_then(|log| log.as_ref().ok());
    let after = before.and_then(|_| Story::of(run).ok());
    let both = before.zip(after.as_ref());
    compare_files("the protocol", protocols[0], protocols[1], &mut causes, |_| {
        let (before, after) = both?;
        let changes = entries::changes(&before.started.protocol_text, &after.started.protocol_text);
        let first = changes.first()?;
        let line = first.after.as_ref().or(first.before.as_ref()).map_or(0, |(_, line)| *line);
        Some(format!("line {line}, {}", first.path))
    });
    compare_files("the export", &exports(&stored.inputs.exports), &exports(&now.exports), &mut causes, |path| {
        both.and_then(|(before, after)| changed_record(before, after, path))
    });
    compare_files("the rulings", &stored.inputs.rulings, &now.rulings, &mut causes, |path| {
        both.and_then(|(before, after)| changed_ruling(before, after, path))
    });
    compare_files("the file", &stored.inputs.other, &now.other, &mut causes, |_| None);
    causes
}

/// The first record of an export that is not as it was.
fn changed_record(before: &Story, after: &Story, path: &str) -> Option<String> {
    let records = |story: &Story| -> Vec<(String, u32, String)> {
        let file = story.files.iter().position(|file| file.path == path);
        let of_file = story.records.iter().filter(|found| Some(found.file as usize) == file);
        of_file.map(|found| (found.record.clone(), found.line, found.digest.clone())).collect()
    };
    let (old, new) = (records(before), records(after));
    if old.len() != new.len() {
        return Some(format!("{} records in place of {}", new.len(), old.len()));
    }
    let (record, line, _) = new.into_iter().zip(old).find(|(new, old)| new.2 != old.2)?.0;
    Some(format!("the record {record} on line {line}"))
}

/// The first line of a file of rulings that is not as it was.
fn changed_ruling(before: &Story, after: &Story, path: &str) -> Option<String> {
    let lines = |story: &Story| -> Vec<(u32, String, String)> {
        let of_file = story.rulings.iter().filter(|ruled| ruled.file == path);
        of_file.map(|ruled| (ruled.line, ruled.ruling.clone(), format!("{} by {}", ruled.verdict, ruled.by))).collect()
    };
    let (old, new) = (lines(before), lines(after));
    let was = old.iter().find(|was| !new.contains(was));
    let is = new.iter().find(|is| !old.contains(is));
    match (was, is) {
        (Some((line, _, was)), Some((other, _, is))) if line == other => {
            Some(format!("line {line}, {is} in place of {was}"))
        }
        (None, Some((line, _, is))) => Some(format!("line {line} is new, {is}")),
        (Some((line, _, was)), _) => Some(format!("line {line} is not as it was, {was}")),
        (None, None) => None,
    }
}

/// The inputs are the same, so the file itself is not what the run wrote.
fn edited(run: &Run<'_>, difference: &Difference, stored: &Summary, log: Option<&Result<Story, Untold>>) -> String {
    let (file, line) = (difference.file, difference.line);
    if line == 0 {
        return format!("{file} is missing from the results");
    }
    if let Some(other) = other_run(&difference.found, run) {
        return format!("{file} is of another run, {other}: the results are a mixture of two runs");
    }
    match log {
        Some(Err(Untold::Broken(broken))) if file == audit::EXPORT.file => {
            return format!("{file} was edited, line {line} is the first that is not as it was written: {broken}");
        }
        Some(Ok(_)) if file == audit::EXPORT.file => {
            return format!("{file} was changed from line {line} on and its chain made anew, or is of another run");
        }
        _ => {}
    }
    if file == summary::FILE || stored.results.contains_key(file) {
        return format!("{file} was edited, line {line}, or is of another run than {}", summary::FILE);
    }
    format!("{file} is not of this run, line {line}")
}

/// The name of another run of this review that a line bears.
fn other_run(line: &str, run: &Run<'_>) -> Option<String> {
    let (review, _) = run.id().split_once('@')?;
    let mark = format!("{review}@");
    let names = line.match_indices(&mark).map(|(at, _)| &line[at..]);
    let mut names = names.filter_map(|rest| rest.get(..mark.len() + RUN_DIGITS));
    let is_name = |name: &&str| name[mark.len()..].bytes().all(|byte| byte.is_ascii_hexdigit());
    names.find(|name| is_name(name) && *name != run.id()).map(str::to_owned)
}

/// How many digits the name of a run has behind the review.
const RUN_DIGITS: usize = 12;

fn compare_files(
    what: &str,
    stored: &[File],
    now: &[File],
    causes: &mut Vec<String>,
    first: impl Fn(&str) -> Option<String>,
) {
    for file in stored {
        match now.iter().find(|other| other.path == file.path) {
            None => causes.push(format!("{what} {} is gone since the results were made", file.path)),
            Some(other) if other.sha256 != file.sha256 => {
                let first = first(&file.path).map(|first| format!(": {first}")).unwrap_or_default();
                causes.push(format!("{what} {} was changed since the results were made{first}", file.path));
            }
            Some(_) => {}
        }
    }
    for file in now.iter().filter(|file| stored.iter().all(|other| other.path != file.path)) {
        causes.push(format!("{what} {} is new since the results were made", file.path));
    }
}
