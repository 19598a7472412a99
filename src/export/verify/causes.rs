//! What explains that results are not what the inputs give: other inputs, another version, a mixture of two runs, or, where
//! none of these, an edited result.

use crate::audit::{BrokenLog, Given, Run};
use crate::export::{audit, digest_of, file_names, report, summary};
use crate::wire::summary::Summary;

use super::compare::{Difference, Found, MISSING, is_text};
use super::inputs::changed_inputs;

/// A log: what it tells, and the first line that is not what was written.
pub(super) type Log = (Given, Result<(), BrokenLog>);

/// What explains the differences, the likeliest first.
pub(super) fn causes(run: &Run<'_>, stored: Option<&Summary>, log: Option<&Log>, found: &Found) -> Vec<String> {
    let given = log.map(|(given, whole)| (given, whole.is_ok()));
    let Some(stored) = stored else {
        let mut causes = vec![no_summary(found)];
        causes.extend(mixture(run, found));
        causes.extend(changed_inputs(run, None, given));
        if causes.len() == 1 {
            let others = found.differences.iter().filter(|difference| difference.file != summary::FILE);
            causes.extend(others.map(|difference| edited(difference, log)));
        }
        return causes;
    };
    // Whatever went in stands in the log too: where only the summary differs, it is the summary that was edited.
    if let [only] = found.differences.as_slice()
        && only.file == summary::FILE
        && !is_of_another(summary::FILE, run, found)
    {
        return vec![edited(only, log)];
    }
    let mut causes: Vec<String> = mixture(run, found).into_iter().collect();
    if causes.is_empty() && stored.review.id != run.protocol.review.id {
        causes.push(format!(
            "the results are of the review `{}`, this is `{}`",
            stored.review.id, run.protocol.review.id
        ));
    }
    let is_of_other_version = stored.tool.version != run.inputs.version;
    if is_of_other_version {
        causes.push(format!(
            "the results were made by version {}, this is version {}",
            stored.tool.version, run.inputs.version
        ));
    }
    // Where files of this run are there, the inputs are those of this run, whatever a summary says that is of another.
    let summary_is_of_another = causes.first().is_some_and(|_| is_of_another(summary::FILE, run, found));
    if !(summary_is_of_another && found.runs.contains_key(run.id())) {
        causes.extend(changed_inputs(run, Some(stored), given));
    }
    let explained = !causes.is_empty();
    // What follows from another version cannot be told from what was edited, and is named with that said.
    let only_version = is_of_other_version && causes.len() == 1;
    if only_version && is_forged(stored) {
        causes.push(format!(
            "{} was edited as well: its digest of the run does not follow from what it lists",
            summary::FILE
        ));
    }
    let contradicts = |difference: &Difference| {
        let among = found.contradiction.as_ref().is_some_and(|found| found.files.contains(&difference.file));
        among && !difference.is_of_version()
    };
    let edited_for_certain: Vec<&str> = found
        .differences
        .iter()
        .filter(|difference| contradicts(difference))
        .map(|difference| difference.file)
        .collect();
    // The run that the results are of by their summary, which is another than this one where an input was changed.
    let named = if stored.run_name.is_empty() { run.id() } else { stored.run_name.as_str() };
    let runs = [run.id(), named];
    for difference in found.differences.iter().filter(|difference| !is_stranger(difference.file, runs, found)) {
        if !explained {
            causes.push(edited(difference, log));
        } else if !as_written(difference.file, stored, found) || is_broken_log(difference.file, log) {
            // What differs from what is computed now may follow from the other causes: only that it was edited is certain.
            let Difference { file, how, .. } = difference;
            let how = if difference.is_there() { "was edited as well: it is not what its run wrote" } else { how };
            causes.push(format!("{file} {how}{}", breach(file, log)));
        } else if only_version && contradicts(difference) {
            // Told below, once.
        } else if only_version && is_text(difference.file) && !is_sealed(difference.file) && !difference.is_of_version()
        {
            causes.push(format!(
                "{} says otherwise than this version gives: {}; whether version {} wrote it so only that version can tell",
                difference.file, difference.how, stored.tool.version
            ));
        }
    }
    if let Some(found) = found.contradiction.as_ref().filter(|_| only_version && !edited_for_certain.is_empty()) {
        causes.push(format!("{} was edited: {}", edited_for_certain.join(" or "), found.why));
    }
    causes
}

/// Whether a file holds the digests of the others: it differs as soon as one of them does.
fn is_sealed(file: &str) -> bool {
    [summary::FILE, report::FILE].contains(&file)
}

/// Whether a summary gives a digest of the run that is not that of what it lists, as far as this version knows the results of its version.
fn is_forged(stored: &Summary) -> bool {
    let all_known = stored.results.keys().all(|name| file_names().any(|known| known == name));
    all_known && stored.run != digest_of(stored).to_string()
}

/// Whether a file is the log, and its chain breaks: whatever digest a summary gives, no run wrote that.
fn is_broken_log(file: &str, log: Option<&Log>) -> bool {
    *file == *audit::EXPORT.file && matches!(log, Some((_, Err(_))))
}

fn no_summary(found: &Found) -> String {
    let how = found.differences.iter().find(|difference| difference.file == summary::FILE);
    let how = how.filter(|difference| !difference.is_there()).map_or("cannot be read", |difference| &difference.how);
    let how = if how == MISSING { "is missing" } else { how };
    format!("{} {how}: only the log tells what the results were made from", summary::FILE)
}

/// Whether a file is what its own run wrote, by the digest that the summary of that run gives. The summary cannot tell of
/// itself.
fn as_written(file: &str, stored: &Summary, found: &Found) -> bool {
    let written = stored.results.get(file).and_then(|digest| digest.as_str());
    file == summary::FILE || found.digests.get(file).map(String::as_str) == written
}

/// Whether a file bears the name of a run that is neither of these.
fn is_stranger(file: &str, runs: [&str; 2], found: &Found) -> bool {
    found.runs.iter().any(|(name, files)| !runs.contains(&name.as_str()) && files.contains(&file))
}

/// Whether a file bears the name of another run.
fn is_of_another(file: &str, run: &Run<'_>, found: &Found) -> bool {
    found.runs.iter().any(|(name, files)| name != run.id() && files.contains(&file))
}

/// The results of two runs in one folder: every file names its run.
fn mixture(run: &Run<'_>, found: &Found) -> Option<String> {
    if found.runs.len() < 2 {
        return None;
    }
    // The run that fewest files are of is the stranger.
    let mut runs: Vec<(&String, &Vec<&str>)> = found.runs.iter().collect();
    runs.sort_by_key(|(name, files)| (*name == run.id(), files.len()));
    let (most, strangers) = runs.split_last()?;
    let strangers: Vec<String> = strangers
        .iter()
        .map(|(name, files)| {
            let review = |run: &str| run.split_once('@').map(|(review, _)| review.to_owned());
            let of_another = if review(name) == review(run.id()) { "" } else { ", of another review" };
            format!("{} of the run {name}{of_another}", crate::diagnostic::listed(files, "is", "are"))
        })
        .collect();
    let this = if most.0 == run.id() { "this run, " } else { "" };
    Some(format!(
        "the results are a mixture of {} runs: {}; the other files are of {this}{}",
        if strangers.len() == 1 { "two" } else { "several" },
        strangers.join(", "),
        most.0
    ))
}

/// The inputs are the same, so the file itself is not what the run wrote.
fn edited(difference: &Difference, log: Option<&Log>) -> String {
    let Difference { file, how, .. } = difference;
    if difference.is_there() {
        format!("{file} was edited: {how}{}", breach(file, log))
    } else {
        format!("{file} {how}")
    }
}

/// Of the log: where its chain breaks.
fn breach(file: &str, log: Option<&Log>) -> String {
    match log {
        Some((_, Err(broken))) if *file == *audit::EXPORT.file => format!(" (the chain breaks: {broken})"),
        Some((_, Ok(()))) if *file == *audit::EXPORT.file => " (and its chain was made anew)".to_owned(),
        _ => String::new(),
    }
}
