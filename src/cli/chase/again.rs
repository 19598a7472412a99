//! A chase in a review that was chased before: what was asked then is never lost or mixed with what would be asked now.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::super::Outcome;
use super::super::enrich::Asking;
use super::super::ui::{Ui, plural};
use super::{ChaseArgs, FOLDER, WAYS, Way, job_name, show};
use crate::connect::{self, Finished, Had, HadNow, Job};
use crate::source::Digest;
use crate::wire::searches::{Lock, Search};
use crate::workspace::Error;

/// Writes the exports of the chase that the lock knows again, whatever the reports are that it would begin with now.
pub(super) fn replay(args: &ChaseArgs, root: &Path, had: &Had<'_>, ui: &Ui) -> Result<Outcome, Error> {
    let lock = connect::read_lock(root)?;
    let asking = Asking { root, replay: true, restart: false, reach: &args.reach, ui };
    let had = HadNow::new(had);
    let mut found = false;
    for (name, _) in std::iter::once(("seeds", Way::Both)).chain(ways(args)) {
        let stored = connect::asked_before(&lock, &format!("{}.", job_name(args.by, name)));
        let mut done = Vec::new();
        for (job, search) in stored {
            done.push(written_again(job, search, root, &had, &asking)?);
        }
        if name != "seeds" && !done.is_empty() {
            found = true;
            show(name, args.by, &done, ui);
        }
    }
    if !found {
        let what = format!("{} knows of no chase by {}", connect::LOCK, args.by.name());
        return Err(Error::new(what, "Run `litsieve chase` first, without `--replay`."));
    }
    Ok(Outcome::Done)
}

fn ways(args: &ChaseArgs) -> impl Iterator<Item = (&'static str, Way)> {
    WAYS.into_iter().filter(|(_, way)| args.way == *way || args.way == Way::Both)
}

fn written_again(
    mut job: Job,
    search: Search,
    root: &Path,
    had: &HadNow<'_>,
    asking: &Asking<'_>,
) -> Result<Finished, Error> {
    if search.is_chased() {
        match had.as_then(root, &search) {
            Ok(applied) => job.applied = Some(applied),
            Err(_) if is_there(root, &search) => return Ok(Finished { search, was_done: true }),
            Err(why) => {
                let what = format!(
                    "`{}` is not as it was, and what was left out of it cannot be left out again: {why}; nothing is written",
                    search.export
                );
                let hint = "Take the file back from where it is kept, or `--restart`: it asks again and leaves out what the review has now.";
                return Err(Error::new(what, hint));
            }
        }
    }
    let mut done = asking.run(&[job])?;
    Ok(done.pop().unwrap_or(Finished { search, was_done: true }))
}

/// Whether the export of a search is there as the lock knows it.
fn is_there(root: &Path, search: &Search) -> bool {
    fs::read(root.join(&search.export)).is_ok_and(|bytes| Digest::of(&bytes).to_string() == search.export_sha256)
}

/// Sees that a chase that was made before began with the same reports.
pub(super) fn same_reports(first: &[Job], lock: &Lock) -> Result<(), Error> {
    let stored = |job: &Job| lock.searches.iter().find(|search| search.id == job.id);
    let Some(other) =
        first.iter().find_map(|job| stored(job).filter(|search| search.expression != job.query.expression))
    else {
        return Ok(());
    };
    // `chase.openalex.seeds` asks for the reports under several names, `chase.semanticscholar.references` goes one way.
    let stem = other.id.split('.').take(3).collect::<Vec<_>>().join(".") + ".";
    let of_stem = |id: &str| id.starts_with(&stem);
    let then: BTreeSet<&str> =
        lock.searches.iter().filter(|search| of_stem(&search.id)).flat_map(|search| keys(&search.expression)).collect();
    let now: BTreeSet<&str> =
        first.iter().filter(|job| of_stem(&job.id)).flat_map(|job| keys(&job.query.expression)).collect();
    let day = other.finished.split('T').next().unwrap_or_default();
    let what = format!(
        "the reports to begin with are not those of the chase of {day}: {} more, {} fewer. Nothing was asked, and {FOLDER} is as it was \
         (SEA017)",
        now.difference(&then).count(),
        then.difference(&now).count()
    );
    let hint = "After a run, results/included.ris holds what was chased, too. `--from FILE` begins with the reports in another file; `--replay` \
                writes the exports of that chase again; `--restart` follows the reports of now, keeps the earlier answers aside and replaces the \
                exports that the review reads.";
    Err(Error::new(what, hint))
}

/// The reports of a question: `doi:10.5555/1|10.5555/2`, or one a line.
fn keys(expression: &str) -> impl Iterator<Item = &str> {
    let list = ["doi:", "pmid:"].iter().find_map(|by| expression.strip_prefix(by)).unwrap_or(expression);
    list.split(['|', '\n'])
}

/// Says where exports that the review may read were replaced by others, or are left over from the chase before.
pub(super) fn tell_replaced(before: &Lock, stem: &str, done: &[Finished], ui: &Ui) {
    let earlier: Vec<&Search> = before.searches.iter().filter(|search| search.id.starts_with(stem)).collect();
    let is_same = |search: &&&Search| done.iter().any(|now| now.search.export_sha256 == search.export_sha256);
    let replaced: Vec<&&Search> = earlier.iter().filter(|search| !is_same(search)).collect();
    if replaced.is_empty() {
        return;
    }
    let count =
        |searches: &mut dyn Iterator<Item = &Search>| searches.map(|search| search.exported).sum::<u64>() as usize;
    let (then, now) = (count(&mut earlier.iter().copied()), count(&mut done.iter().map(|finished| &finished.search)));
    ui.say(format_args!(
        "the exports of the chase before, with {}, were replaced by {}: `litsieve run` reads what is there now",
        plural(then, "record"),
        plural(now, "record")
    ));
    for left in replaced.iter().filter(|search| done.iter().all(|now| now.search.id != search.id)) {
        ui.warn(format_args!(
            "`{}` is left over from the chase before, and a pattern of the protocol may read it",
            left.export
        ));
    }
}
