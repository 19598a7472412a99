//! Where the files of a search may stand: nothing that a person made, and nothing of another search, is ever written over.

use std::path::Path;

use super::job::{Job, of};
use super::lock::read as read_lock;
use crate::source::Digest;
use crate::workspace::Error;

/// Whether a search of the protocol may write its export here: below `exports/`, out of the folders of `--url` and `chase`.
pub(super) fn may_hold_an_export(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    let plain = |part: &&str| !matches!(*part, "" | "." | "..") && !part.contains(['\\', ':']);
    let [folder, first, ..] = parts.as_slice() else { return false };
    *folder == "exports" && !matches!(*first, "web" | "chase") && parts.iter().all(plain)
}

/// Whether the folder of the pages of a search with this identifier would be another's, or none.
pub(super) fn is_reserved(id: &str) -> bool {
    let id = id.to_lowercase();
    let first = id.split('.').next().unwrap_or_default();
    id.bytes().all(|byte| byte == b'.')
        || id.contains(['/', '\\', ':'])
        || id.contains(".earlier-")
        || matches!(id.as_str(), "web" | "writing")
        || matches!(first, "chase" | "enrich")
}

/// Whether the export of `job` may be written: there is none, or it is one that the lock knows as this search's.
///
/// # Errors
/// If somebody else's file stands there.
pub fn may_be_written(root: &Path, job: &Job) -> Result<(), Error> {
    may_become(root, job, None)
}

/// The same, if the file is to have the digest `coming`: what is there may be that already.
pub(super) fn may_become(root: &Path, job: &Job, coming: Option<Digest>) -> Result<(), Error> {
    let path = root.join(&job.export);
    if path.symlink_metadata().is_err() {
        return Ok(());
    }
    let there = digest_of(&path)?;
    let ours = || -> Result<bool, Error> {
        let lock = read_lock(root)?;
        let mut known = lock.searches.iter().filter(|search| search.id == job.id && search.export == job.export);
        Ok(known.any(|search| search.export_sha256 == there.to_string()))
    };
    if coming == Some(there) || ours()? {
        return Ok(());
    }
    Err(of(
        job,
        format!("`{}` is there and is not what this search wrote (SEA020); it is left as it is", job.export),
        format!(
            "If it came from the database by hand, re-run it beside: a search of its own with `same_query_as = \"{}\"`, no \
             `exports`, and a source with `api`. If it is an export of this search that was edited, move it away, and \
             `--replay` writes it again from the pages.",
            job.id
        ),
    ))
}

/// The digest of a file.
pub(super) fn digest_of(path: &Path) -> Result<Digest, Error> {
    std::fs::read(path).map(|bytes| Digest::of(&bytes)).map_err(|error| Error::io("read", path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exports_stand_below_exports_and_nowhere_else() {
        for path in ["exports/a.json", "exports/2026/a.json", "exports/website.json"] {
            assert!(may_hold_an_export(path), "{path}");
        }
        for path in [
            "protocol.toml",
            "rulings/ada.jsonl",
            "exports",
            "exports/",
            "exports/../protocol.toml",
            "exports/./../known/a.ris",
            "./exports/a.json",
            "/exports/a.json",
            "exports//a.json",
            "exports\\..\\protocol.toml",
            "exports/web/a.html",
            "exports/chase/a.json",
            "pages/s1/journal.jsonl",
        ] {
            assert!(!may_hold_an_export(path), "{path}");
        }
    }

    #[test]
    fn no_search_shares_a_folder_with_what_the_program_keeps_there() {
        for id in ["..", ".", "web", "Web", "writing", "chase", "chase.openalex.seeds.doi.1", "enrich.x", "1.earlier-1"]
        {
            assert!(is_reserved(id), "{id}");
        }
        for id in ["1.wos", "website", "chase-2", "2a", "1..2"] {
            assert!(!is_reserved(id), "{id}");
        }
    }
}
