//! What the protocol and the lock say of each other: the searches, what they ask, and the files that they left.

use std::collections::BTreeMap;
use std::path::Path;

use super::fetch::TOOL;
use super::job::Job;
use super::known::same_server;
use super::lock::LOCK;
use super::lookup::asked_as;
use super::place::is_reserved;
use crate::diagnostic::{Diagnostic, excerpt, listed};
use crate::protocol::{self, Protocol};
use crate::wire::searches::{Lock, Search};
use crate::workspace::{Error, exports_of};

/// The code of a file that the lock does not know under the search for which the protocol names it.
pub(super) const OTHER_FILE: &str = "SEA025";
/// The code of a search that asked something else than the protocol says.
pub(super) const OTHER_QUERY: &str = "SEA017";
/// The code of what another version of the program asks or says otherwise.
pub(super) const OTHERWISE: &str = "SEA027";

/// What the protocol asks otherwise than the search that was run.
pub(super) fn asks_another(search: &Search, planned: &Result<Job, Error>) -> Option<Diagnostic> {
    let other = match planned {
        Err(error) => format!("what the protocol asks cannot be told: {}", error.what),
        Ok(job) => other_question(search, job)?,
    };
    let message = format!("the search `{}` was run, and its export is of what was asked then: {other}", search.id);
    let code = if search.tool == TOOL { OTHER_QUERY } else { OTHERWISE };
    Some(Diagnostic::new(code, message).at(LOCK, 0, 0))
}

fn other_question(search: &Search, job: &Job) -> Option<String> {
    let name = job.database.service().name;
    let (then, now) = (search.limits.join("; "), job.query.limits.join("; "));
    let (here_then, here_now) = (search.applied_here.join("; "), job.applied_here.join("; "));
    let parts = [
        ("database", search.database.as_str(), name),
        ("expression", search.expression.as_str(), job.query.expression.as_str()),
        ("limits", then.as_str(), now.as_str()),
        ("applied_here", here_then.as_str(), here_now.as_str()),
    ];
    let (part, then, now) = parts.into_iter().find(|(_, then, now)| then != now)?;
    Some(format!("`{part}` is “{}” in the lock, and “{}” by the protocol", excerpt(then), excerpt(now)))
}

/// Searches that were asked at another address than the service's own, or the one that the protocol gives: whoever reads that a
/// database was searched takes it for that database.
pub(super) fn asked_elsewhere(lock: &Lock, protocol: Option<&Protocol>) -> Vec<Diagnostic> {
    let mut elsewhere: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for search in &lock.searches {
        let Some(database) = asked_as(&search.id, &search.database) else { continue };
        let service = database.service();
        let named = protocol.and_then(|protocol| {
            let (_, named) = protocol.searches().find(|(_, named)| named.id == search.id)?;
            protocol.sources[named.source].url.as_deref()
        });
        let mut own = [Some(service.base), named].into_iter().flatten().filter(|base| !base.is_empty()).peekable();
        if own.peek().is_some() && own.all(|base| !same_server(base, &search.base)) {
            let known = (service.title, search.base.as_str());
            elsewhere.entry(known).or_default().push(format!("`{}`", search.id));
        }
    }
    let tell = |((title, base), searches): ((&str, &str), Vec<String>)| {
        let searches = listed(&searches, "was", "were");
        let message = format!("{searches} asked at {base}, which is not the address of {title}");
        Diagnostic::new("SEA028", message).at(LOCK, 0, 0)
    };
    elsewhere.into_iter().map(tell).collect()
}

/// Searches of the lock that the protocol does not have, and files that the protocol names for a search and the lock does not know.
pub(super) fn other_files(root: &Path, lock: &Lock, protocol: &Protocol) -> Vec<Diagnostic> {
    let of_protocol = lock.searches.iter().filter(|search| !is_reserved(&search.id));
    let mut found: Vec<Diagnostic> = of_protocol.filter_map(|search| other_file(root, search, protocol)).collect();
    let unknown = protocol.searches().map(|(_, search)| search).filter(|search| {
        protocol.sources[search.source].api.is_some() && lock.searches.iter().all(|known| known.id != search.id)
    });
    found.extend(unknown.filter_map(|search| unknown_search(root, search)));
    found
}

fn other_file(root: &Path, search: &Search, protocol: &Protocol) -> Option<Diagnostic> {
    let tell = |what: String| Some(Diagnostic::new(OTHER_FILE, what).at(LOCK, 0, 0));
    let Some((_, named)) = protocol.searches().find(|(_, named)| named.id == search.id) else {
        return tell(format!(
            "the lock knows the search `{}`, which the protocol does not have: nothing of `{}` is in the results",
            search.id, search.export
        ));
    };
    let (known, others): (Vec<String>, Vec<String>) =
        exports_of(root, named).into_iter().partition(|file| *file == search.export);
    let quoted: Vec<String> = others.iter().map(|file| format!("`{file}`")).collect();
    match (known.is_empty(), quoted.is_empty()) {
        (false, true) => None,
        (true, true) => tell(format!(
            "the protocol names no file for the search `{}`, and the lock knows `{}`: its records are not in the results",
            search.id, search.export
        )),
        (true, false) => tell(format!(
            "for the search `{}` the protocol names {}, and the lock knows `{}`: what is read is not what the service sent",
            search.id,
            quoted.join(", "),
            search.export
        )),
        (false, false) => tell(format!(
            "for the search `{}` the protocol names {} besides `{}`, of which the lock knows nothing",
            search.id,
            listed(&quoted, "", "").trim_end(),
            search.export
        )),
    }
}

/// The files of a search over HTTP that stands in no lock: where they came from cannot be told.
fn unknown_search(root: &Path, search: &protocol::Search) -> Option<Diagnostic> {
    let files = exports_of(root, search);
    let files: Vec<String> =
        files.iter().filter(|file| root.join(file).is_file()).map(|file| format!("`{file}`")).collect();
    (!files.is_empty()).then(|| {
        let message = format!(
            "the source of the search `{}` has an `api`, but the lock knows nothing of it: that {} what a service sent cannot be checked",
            search.id,
            listed(&files, "is", "are")
        );
        Diagnostic::new(super::held::UNSEEN, message).at(LOCK, 0, 0)
    })
}
