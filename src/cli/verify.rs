//! `litsieve verify`: computes everything again and compares it with the results.

use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::options::Options;
use super::ui::Ui;
use super::{Outcome, bundle, review};
use crate::audit::{Run, is_enrichment};
use crate::connect;
use crate::diagnostic::{Diagnostic, listed, plural};
use crate::export::{Difference, Stands, Verified, changed_protocol, verify};
use crate::protocol::entries::with_exports_in_order;
use crate::source::Digest;
use crate::workspace::{self, Error, PROTOCOL};

/// Compute everything again and compare it with the results
#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// The review folder
    folder: Option<PathBuf>,
    /// The results [default: results/ in the review folder]
    #[arg(long, value_name = "OUT")]
    results: Option<PathBuf>,
    /// The digest that the run must have, or its first digits, as a report or a paper gives it
    #[arg(long, value_name = "DIGEST")]
    expect: Option<String>,
}

pub(super) fn run(args: &VerifyArgs, options: &Options, ui: &Ui) -> Result<Outcome, Error> {
    let expected = args.expect.as_deref().map(as_digest).transpose()?;
    let folder = options.folder_or(args.folder.as_deref())?;
    let replayed = review::replay(&folder, ui).map_err(|error| of_another_protocol(error, &folder, args))?;
    let results = replayed.results(args.results.as_deref());
    if !results.is_dir() {
        let what = format!("there are no results in {}", review::shown(&results));
        return Err(Error::new(what, "`litsieve run` makes them; `--results` names another folder."));
    }
    let run = replayed.run();
    let mut verified = compare(&run, &results)?;
    let mut not_bundled = Vec::new();
    let digest = verified.run.to_string();
    if args.results.is_none() && verified.differences.is_empty() {
        let papers = bundle::check_papers(&replayed, &run, &digest)?;
        verified.causes = papers.wrong;
        not_bundled = papers.not_bundled;
    }
    if let Some(expected) = &expected
        && run.id().ends_with(&format!("@{expected}"))
    {
        return Err(Error::new(
            format!("{expected} is the name of this run, which says what went in and not what came out"),
            "Give the digest of the whole run: it stands at the head of report.html and in summary.json as `run`.",
        ));
    }
    let as_expected = expected.as_deref().is_none_or(|expect| digest.starts_with(expect));
    let exports = run.records().files().iter().map(|file| file.source());
    let evidence = connect::changed_evidence(&replayed.root, Some(run.protocol), exports);
    let is_evidence = !evidence.iter().any(connect::is_broken);
    let holds = verified.differences.is_empty() && verified.causes.is_empty() && as_expected && is_evidence;
    let strangers = not_of_the_run(&results, &verified.files);
    let earlier = changed_earlier(&replayed.root, &run);
    if ui.json {
        ui.json(&json!({
            "not_of_the_run": strangers,
            "not_bundled": not_bundled,
            "changed_beside": earlier,
            "holds": holds,
            "run": digest,
            "expected": expected,
            "decisions": verified.decisions,
            "differences": verified.differences.iter().map(|found| json!({
                "file": found.file, "line": found.line, "computed": found.computed, "found": found.found, "how": found.how
            })).collect::<Vec<_>>(),
            "causes": verified.causes,
            "evidence_of_searches": evidence.iter().map(review::diagnostic_json).collect::<Vec<_>>(),
        }));
    } else {
        ui.line(text(&verified, &looked_at(&run), expected.as_deref().filter(|_| !as_expected)));
        if !is_evidence {
            ui.line("The evidence of searches over HTTP is not what it was or cannot be checked, so that this run cannot be traced to what the services sent:");
        }
        let place = |found: &Diagnostic| format!("{}: {} ({})", found.file, found.message, found.code);
        for found in &evidence {
            match connect::is_broken(found) {
                true => ui.line(format_args!("  {}", place(found))),
                false => ui.warn(place(found)),
            }
        }
        if !strangers.is_empty() {
            let files = listed(&strangers, "is", "are");
            ui.warn(format!("Beside the results, {files} no result of this run, and nothing is said of it."));
        }
        if !earlier.is_empty() {
            let files = listed(&earlier, "is", "are");
            ui.warn(format!("{files} not what the earlier version wrote; nothing of this run rests on that."));
        }
        if !not_bundled.is_empty() {
            let files = listed(&not_bundled, "was", "were");
            ui.warn(format!("{files} put into the folder after it was bundled, and nothing is said of it."));
        }
    }
    Ok(if holds { Outcome::Done } else { Outcome::DoesNotHold })
}

/// Adds to why a review cannot be run that its protocol is another than that of the results, where it is.
fn of_another_protocol(error: Error, folder: &Path, args: &VerifyArgs) -> Error {
    let results = args.results.clone().unwrap_or_else(|| folder.join("results"));
    let text = fs::read_to_string(folder.join(PROTOCOL)).map(|text| with_exports_in_order(&text));
    let changed =
        File::open(results.join(review::AUDIT)).and_then(|log| Ok(changed_protocol(BufReader::new(log), &text?)));
    match changed {
        Ok(Some(changed)) => Error::new(
            format!("{}; and {PROTOCOL} is not the protocol of the results: {changed}", error.what),
            error.hint,
        ),
        _ => error,
    }
}

/// How many causes are printed.
const MOST_CAUSES: usize = 12;

/// A digest, or its first digits: at least eight, so that no other run fits by chance.
fn as_digest(text: &str) -> Result<String, Error> {
    let digest = text.trim().to_lowercase();
    let digest = digest.rsplit('@').next().unwrap_or_default();
    if (8..=64).contains(&digest.len()) && digest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(digest.to_owned());
    }
    Err(Error::new(
        format!("`{}` is no digest of a run", crate::diagnostic::excerpt(text)),
        "Give at least its first 8 digits (0 to 9, a to f), as they stand at the head of report.html.",
    ))
}

/// The names of the files in a results folder that no run writes, in order.
fn not_of_the_run(results: &Path, files: &[&str]) -> Vec<String> {
    let entries = fs::read_dir(results).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| !files.contains(&name.as_str()));
    names.sort_unstable();
    names
}

/// The results of an earlier version that are not what its summary says, but for those that this run reads, which are inputs.
/// A bundle leaves them out.
fn changed_earlier(root: &Path, run: &Run<'_>) -> Vec<String> {
    let mut changed = Vec::new();
    for folder in run.protocol.previous.iter().flat_map(|previous| &previous.results) {
        let summary = workspace::summary_of(&root.join(folder)).unwrap_or_default();
        let written = summary.get("results").and_then(|files| files.as_object()).cloned().unwrap_or_default();
        for (name, digest) in written {
            let label = format!("{}/{name}", folder.trim_end_matches('/'));
            if run.inputs.other.iter().any(|input| input.label == label) {
                continue;
            }
            let stands = File::open(root.join(&label)).and_then(Digest::of_all);
            if stands.is_ok_and(|stands| digest.as_str() != Some(&stands.to_string())) {
                changed.push(label);
            }
        }
    }
    changed
}

/// Computes everything again and compares it with the results in a folder.
pub(super) fn compare(run: &Run<'_>, results: &Path) -> Result<Verified, Error> {
    let open = |name| {
        let path = results.join(name);
        match fs::metadata(&path) {
            Ok(facts) if facts.is_file() => File::open(&path).map(Stands::File),
            Ok(facts) => Ok(Stands::NoFile(if facts.is_dir() { "a folder" } else { "a device" })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Stands::Nothing),
            Err(error) => Err(error),
        }
    };
    verify(run, open).map_err(|error| Error::io("read the results", results, &error))
}

/// The inputs from which everything was computed: `the protocol, 5 exports, 2 files of rulings, 1 known set`.
fn looked_at(run: &Run<'_>) -> String {
    let enrichment = run.inputs.other.iter().filter(|file| is_enrichment(&file.label)).count();
    let is_known = |label: &str| run.protocol.known.iter().any(|known| known.file == label);
    let known = run.inputs.other.iter().filter(|file| is_known(&file.label)).count();
    let unnamed = run.inputs.other.iter().filter(|file| run.flow.not_read.contains(&file.label)).count();
    let earlier = run.inputs.other.len().saturating_sub(known + enrichment + unnamed);
    let counted = [
        (run.records().files().len(), "export", "exports"),
        (run.inputs.rulings.len(), "file of rulings", "files of rulings"),
        (known, "known set", "known sets"),
        (enrichment, "file of enrichment", "files of enrichment"),
        (earlier, "file of an earlier version", "files of an earlier version"),
        (unnamed, "export that no search names and nobody read", "exports that no search names and nobody read"),
    ];
    let counted = counted.iter().filter(|(number, ..)| *number > 0);
    let counted = counted.map(|(number, one, many)| plural(*number as u64, one, many));
    std::iter::once("the protocol".to_owned()).chain(counted).collect::<Vec<_>>().join(", ")
}

fn text(verified: &Verified, looked_at: &str, not_expected: Option<&str>) -> String {
    let mut lines = Vec::new();
    match verified.differences.as_slice() {
        [] => {
            lines.push(format!(
                "{0} of {0} decisions reproduced; every result is as it was computed.",
                verified.decisions
            ));
            lines.push(format!("Computed from {looked_at}; {} results compared.", verified.files.len()));
            if !verified.causes.is_empty() {
                lines.push("The papers of the bundle are not as they were written.".to_owned());
                lines.extend(verified.causes.iter().map(|cause| format!("  cause: {cause}")));
            }
        }
        [first, rest @ ..] => {
            lines.push("The results are not what the inputs give.".to_owned());
            lines.extend(verified.causes.iter().take(MOST_CAUSES).map(|cause| format!("  cause: {cause}")));
            if verified.causes.len() > MOST_CAUSES {
                lines.push(format!("  and {} more causes; `--json` lists all", verified.causes.len() - MOST_CAUSES));
            }
            let line = if first.line == 0 { String::new() } else { format!(", line {}", first.line) };
            lines.push(format!("First difference: {}{line}", first.file));
            let (computed, found) = around_difference(first);
            lines.push(format!("  computed  {computed}"));
            lines.push(format!("  found     {found}"));
            let others: Vec<&str> = rest.iter().map(|other| other.file).collect();
            if !others.is_empty() {
                lines.push(format!("Also different: {}", others.join(", ")));
            }
        }
    }
    lines.push(format!("run {}", verified.run));
    if let Some(expected) = not_expected {
        lines.push(format!(
            "This is not the run that was expected, {expected}: inputs and results are not those it was given for."
        ));
    }
    lines.join("\n")
}

/// Both lines around their first difference.
fn around_difference(first: &Difference) -> (String, String) {
    const BEFORE: usize = 50;
    const MOST: usize = 150;
    let skipped = if first.at > MOST - BEFORE { first.at - BEFORE } else { 0 };
    let cut = |line: &str| -> String {
        let begin = if skipped > 0 { "…" } else { "" };
        let shown: String = line.chars().skip(skipped).take(MOST).collect();
        let end = if line.chars().count() > skipped + MOST { "…" } else { "" };
        format!("{begin}{shown}{end}")
    };
    (cut(&first.computed), cut(&first.found))
}
