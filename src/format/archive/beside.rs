//! What lies in an archive beside the exports and is none: notes, logs, tables of something else.

use crate::diagnostic::{Severity, excerpt};
use crate::format::{self, known};
use crate::source::{Content, SourceFile};

/// Columns by which a log of decisions is known, and what to do with it.
const LOGS: &[(&[&str], &str)] = &[(
    &["article_id", "key", "value", "created_at"],
    "Rayyan's log of decisions; `litsieve decisions import --format rayyan` reads it",
)];

/// What the members are that hold no reference, by their place; nothing where no member is an export, since then all is to be told as it
/// is told of any file.
pub(super) fn no_exports(files: &[SourceFile]) -> Vec<(usize, String)> {
    let told: Vec<Option<String>> = files.iter().map(what).collect();
    match told.iter().any(Option::is_none) {
        true => told.into_iter().enumerate().filter_map(|(at, what)| Some((at, what?))).collect(),
        false => Vec::new(),
    }
}

/// What a member is that holds no reference; `None` for an export, for what is known to hold references although it is not read, and for
/// a file that is empty.
fn what(file: &SourceFile) -> Option<String> {
    let text = file.text().trim_start_matches('\u{feff}').trim_start();
    let columns = text.lines().next().unwrap_or_default();
    let is_log = |names: &&(&[&str], &str)| {
        let given: Vec<&str> = columns.split(',').map(|name| name.trim_matches('"')).collect();
        names.0.iter().all(|name| given.contains(name))
    };
    if let Some((_, what)) = LOGS.iter().find(is_log) {
        return Some((*what).to_owned());
    }
    match format::recognised(file) {
        _ if format::is_empty(file) => None,
        None if known::told(file).is_some() => None,
        None => Some(match file.content() {
            Content::Text { .. } => format!("no export; it begins `{}`", excerpt(text)),
            Content::Binary(_) => "no text, and no export".to_owned(),
        }),
        // A guess: a table none of whose columns is known.
        Some((_, sure)) if sure < GUESS => {
            let parsed = format::read(&std::sync::Arc::new(file.clone()));
            let unread = parsed.diagnostics.iter().any(|one| one.code == "REA031" && one.severity == Severity::Error);
            (parsed.records.is_empty() && unread)
                .then(|| "a table of something else: no column has a known name".to_owned())
        }
        Some(_) => None,
    }
}

/// How sure a format is at least of what it can read something of.
const GUESS: u8 = 10;
