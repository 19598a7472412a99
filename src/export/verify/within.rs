//! Whether results go together, whatever version wrote them: the log in itself, and the table of decisions with the log. Where a
//! version is another, nothing else tells what was edited from what that version does otherwise.

use std::io::{BufRead, Read};

use crate::audit::{Story, replay};
use crate::diagnostic::excerpt;
use crate::export::{audit, decisions};

/// Results that no version wrote together.
#[derive(Debug)]
pub(super) struct Contradiction {
    /// The files, of which at least one was edited.
    pub files: &'static [&'static str],
    /// What does not go together.
    pub why: String,
}

/// What does not go together. A log that cannot be read tells nothing.
pub(super) fn contradiction(log: impl BufRead, table: Option<impl Read>) -> Option<Contradiction> {
    let story = Story::read(log).ok()?;
    if let Some(wrong) = replay(&story).err().and_then(|wrong| wrong.into_iter().next()) {
        let about = excerpt(&wrong.about);
        let about = if about.is_empty() { about } else { format!("{about} ") };
        let why = format!("{} contradicts itself, {about}{}", audit::EXPORT.file, wrong.what);
        return Some(Contradiction { files: &[audit::EXPORT.file], why });
    }
    let why = not_of_the_log(&story, table?)?;
    Some(Contradiction { files: &[decisions::EXPORT.file, audit::EXPORT.file], why })
}

/// The first decision of a table that is not the one that the log has.
fn not_of_the_log(story: &Story, table: impl Read) -> Option<String> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(table);
    let headers = reader.headers().ok()?.clone();
    let column = |name: &str| headers.iter().position(|heading| heading == name);
    let (group, decision) = (column("group")?, column("decision")?);
    let mut rows = reader.records().map_while(Result::ok);
    rows.find_map(|row| {
        let (name, says) = (row.get(group)?, row.get(decision)?);
        match story.group(name) {
            None => Some(format!(
                "{} has the reference {}, of which {} tells nothing",
                decisions::EXPORT.file,
                excerpt(name),
                audit::EXPORT.file
            )),
            Some(told) if told.decision.decision != says => Some(format!(
                "{} has {} as {}, and {} as {}",
                decisions::EXPORT.file,
                excerpt(name),
                excerpt(says),
                audit::EXPORT.file,
                told.decision.decision
            )),
            Some(_) => None,
        }
    })
}
