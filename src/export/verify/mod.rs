//! Whether results are what exports, protocol and rulings give: everything is computed again and compared.

mod causes;
mod compare;
mod inputs;
mod lines;
mod tables;
mod within;

use std::cell::RefCell;
use std::io::{self, BufRead, BufReader, Read};

use super::{audit, decisions, summary, write_results};
use crate::audit::{Given, Run};
use crate::source::Digest;
use crate::wire::summary::Summary;

use compare::{Comparison, Found};
pub use compare::{Difference, Stands};
use within::contradiction;

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
    /// The names of all results of the run: whatever else lies beside them was not looked at.
    pub files: Vec<&'static str>,
}

/// Of a review that cannot be run: what its protocol says otherwise than that of the results with this log; `None` if it says the
/// same, or the log tells nothing.
pub fn changed_protocol(log: impl BufRead, text: &str) -> Option<String> {
    let before = Given::read(log).0.started?.protocol_text;
    (before != text).then(|| inputs::changed_value(&before, text))
}

/// Computes every result again and compares it with what `open` gives for its name.
///
/// # Errors
/// If a file that is there cannot be read.
pub fn verify<R: Read>(
    run: &Run<'_>,
    mut open: impl FnMut(&'static str) -> io::Result<Stands<R>>,
) -> io::Result<Verified> {
    let stored = match open(summary::FILE)?.file() {
        Some(mut file) => {
            let mut text = String::new();
            file.read_to_string(&mut text).ok().and_then(|_| serde_json::from_str::<Summary>(&text).ok())
        }
        None => None,
    };
    let versions = stored.as_ref().map(|stored| (stored.tool.version.clone(), run.inputs.version.clone()));
    let versions = versions.filter(|(theirs, ours)| theirs != ours && !theirs.is_empty());
    let found = RefCell::new(Found { versions, ..Found::default() });
    let files = RefCell::new(Vec::new());
    let (digest, _) = write_results(run, |name| {
        files.borrow_mut().push(name);
        Ok(Comparison::new(name, run.id(), open(name)?, &found))
    })?;
    let mut found = found.into_inner();
    // The first difference is one that says something.
    found.differences.sort_by_key(|difference| difference.how == compare::ONLY_THE_NAME);
    let mut causes = Vec::new();
    if !found.differences.is_empty() {
        let packed: Vec<&str> = found.differences.iter().map(|difference| difference.file).collect();
        for name in packed.into_iter().filter(|name| !compare::is_text(name)) {
            if let Some(file) = open(name)?.file() {
                found.name_packed(name, &tables::parts(name, file)?, run.id());
            }
        }
        for difference in &found.differences {
            if let Some(file) = open(difference.file)?.file() {
                found.digests.insert(difference.file, Digest::of_all(file)?.to_string());
            }
        }
        for (file, computed) in std::mem::take(&mut found.computed) {
            if let Some(stands) = open(file)?.file().map(tables::whole).transpose()?.flatten()
                && let Some(how) = tables::difference(file, &computed, &stands)
            {
                found
                    .differences
                    .iter_mut()
                    .filter(|other| other.file == file)
                    .for_each(|other| other.how = how.clone());
            }
        }
        let log = open(audit::EXPORT.file)?.file().map(|file| Given::read(BufReader::new(file)));
        if found.versions.is_some()
            && let Some(log) = open(audit::EXPORT.file)?.file()
        {
            found.contradiction = contradiction(BufReader::new(log), open(decisions::EXPORT.file)?.file());
        }
        causes = causes::causes(run, stored.as_ref(), log.as_ref(), &found);
    }
    let files = files.into_inner();
    Ok(Verified { run: digest, decisions: run.screened.groups.len(), differences: found.differences, causes, files })
}
