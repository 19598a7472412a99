//! Whether `enrichment/*.jsonl` says what the stored answers say: every line again from the answer that it names, and
//! every answer again for lines that are gone.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::enrich::{Reports, said_in};
use super::held::{CHANGED, UNSEEN, file};
use super::retraction_watch::RETRACTION_WATCH;
use crate::diagnostic::{Diagnostic, excerpt};
use crate::format;
use crate::record::Record;
use crate::source::SourceFile;
use crate::wire::enrichment::Line;
use crate::wire::searches::{Lock, Search};

/// What is wrong with each file of enrichment, the first difference by its line; and which cannot be compared.
pub(super) fn changed<'a>(
    root: &Path,
    lock: &Lock,
    exports: impl Iterator<Item = &'a Arc<SourceFile>>,
) -> Vec<Diagnostic> {
    let mut files = files(root);
    // A file that is gone said nothing: its answers tell whether it had something to say.
    let asked = lock.searches.iter().filter_map(|search| search.id.strip_prefix("enrich.")?.split('.').next());
    for service in asked {
        files.entry(service.to_owned()).or_default();
    }
    if files.is_empty() {
        return Vec::new();
    }
    let records: Vec<_> = exports.map(|export| format::read(export).records).collect();
    let reports = Reports::of(records.iter().flat_map(|file| file.iter()));
    let answers = Answers::read(root, lock, "");
    let given = answers.by_titles(&reports);
    let reports = reports.identified(&given);
    files.iter().filter_map(|(name, text)| answers.compare(name, text, &reports)).collect()
}

/// The reports of `records`, with the identifiers that the stored answers of the lock give for their titles.
pub fn identified_reports<'a>(root: &Path, lock: &Lock, records: impl Iterator<Item = Record<'a>>) -> Reports<'a> {
    let reports = Reports::of(records);
    let given = Answers::read(root, lock, BY_TITLE).by_titles(&reports);
    reports.identified(&given)
}

/// What the identifier of a search has in it that asked about reports by their titles.
const BY_TITLE: &str = ".title.";

/// The files of enrichment, by the names of their services.
fn files(root: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(root.join("enrichment")).into_iter().flatten().flatten();
    let read = |path: &Path| {
        let name = path.file_name()?.to_str()?.strip_suffix(".jsonl")?.to_owned();
        Some((name, String::from_utf8_lossy(&fs::read(path).ok()?).into_owned()))
    };
    entries.filter_map(|entry| read(&entry.path())).collect()
}

/// The answers of the lock, by their exports; `None` for one that is not here, or not as it was.
struct Answers<'a>(BTreeMap<&'a str, (&'a Search, Option<Vec<u8>>)>);

impl<'a> Answers<'a> {
    /// Those of searches with `part` in their identifiers.
    fn read(root: &Path, lock: &'a Lock, part: &str) -> Self {
        let asked = |search: &&Search| search.id.starts_with("enrich.") && search.id.contains(part);
        let answers = lock.searches.iter().filter(asked);
        let read = |search: &'a Search| {
            let whole = file(root, &search.export, &search.export_sha256).is_none();
            (search.export.as_str(), (search, whole.then(|| fs::read(root.join(&search.export)).ok()).flatten()))
        };
        Self(answers.map(read).collect())
    }

    /// What is said of reports that were found by their titles.
    fn by_titles(&self, reports: &Reports<'_>) -> Vec<Line> {
        let answers = self.0.values().filter(|(search, _)| search.id.contains(BY_TITLE));
        answers.filter_map(|(search, answer)| Some(reports.fill(answer.clone()?, search))).flatten().collect()
    }

    fn compare(&self, name: &str, text: &str, reports: &Reports<'_>) -> Option<Diagnostic> {
        let label = format!("enrichment/{name}.jsonl");
        let found = |code, line, what: String| Some(Diagnostic::new(code, what).at(&label, line, 0));
        // A line that cannot be read is told where the file is used.
        let numbered = text.lines().zip(1_u32..);
        let lines: Vec<(u32, Line)> =
            numbered.filter_map(|(text, number)| Some((number, serde_json::from_str(text).ok()?))).collect();
        // Of this list there is no answer; what else stands in its file, or under its name elsewhere, is compared.
        let is_listed = |line: &Line| line.from == RETRACTION_WATCH && line.kind == "flag";
        if name == RETRACTION_WATCH && lines.iter().all(|(_, line)| is_listed(line)) {
            return found(UNSEEN, 0, "the list that it was read from is not kept: it cannot be compared".to_owned());
        }
        let mut said: BTreeMap<&str, BTreeSet<Line>> = BTreeMap::new();
        let mut unseen = self.0.is_empty();
        for (number, line) in &lines {
            match self.0.get_key_value(line.export.as_str()) {
                None if self.0.is_empty() => break,
                None => {
                    let what = format!("{}: the lock knows no answer `{}`", about(line), line.export);
                    return found(CHANGED, *number, what);
                }
                Some((_, (_, None))) => unseen = true,
                Some((&export, (search, Some(answer)))) => {
                    let said = said.entry(export).or_insert_with(|| said_in(answer.clone(), search).collect());
                    if !said.contains(line) {
                        let what = format!("{}: the stored answer `{}` does not say so", about(line), line.export);
                        return found(CHANGED, *number, what);
                    }
                }
            }
        }
        let of_service = format!("enrich.{name}.");
        let here: BTreeSet<&Line> = lines.iter().map(|(_, line)| line).collect();
        for (search, answer) in self.0.values().filter(|(search, _)| search.id.starts_with(&of_service)) {
            let Some(answer) = answer else { continue };
            if let Some(gone) = reports.fill(answer.clone(), search).iter().find(|line| !here.contains(line)) {
                let what = format!("{}: the stored answer `{}` says so, and no line does", about(gone), gone.export);
                return found(CHANGED, 0, what + ": one was taken out, or the exports changed since");
            }
        }
        unseen.then(|| found(UNSEEN, 0, "the answers that it was read from are not in this copy".to_owned())).flatten()
    }
}

/// The record and the field that a line is about.
fn about(line: &Line) -> String {
    let Line { by, key, field, value, title, .. } = line;
    format!("{field} “{}” of “{}” ({by} {})", excerpt(value), excerpt(title), excerpt(key))
}
