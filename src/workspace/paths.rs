//! Which files a path or pattern of the protocol means: the same on every system, in the same order.

use std::fs;
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

/// A file that a pattern means.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Its path below the review folder, with `/` between the parts and composed letters.
    pub label: String,
    /// Where it is.
    pub path: PathBuf,
}

/// Whether `path` has wildcards.
pub fn is_pattern(path: &str) -> bool {
    path.contains(['*', '?'])
}

/// The files that `pattern` means below `root`, by label, once each. A path without wildcards means itself, there or not.
///
/// `*` and `?` stay inside one part of the path, `**` is any number of folders; upper and lower case are not told apart by
/// wildcards, since they are not on two of three systems. Names that begin with a dot, and lock files of office programs
/// (`~$...`), are only found by name. Folders that are links are not searched by `**`.
pub fn expand(root: &Path, pattern: &str) -> Vec<Found> {
    let parts: Vec<&str> = pattern.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    let mut found = Vec::new();
    walk(root, "", &parts, &mut found);
    found.sort();
    found.dedup_by(|a, b| a.label == b.label);
    found
}

fn walk(folder: &Path, label: &str, parts: &[&str], found: &mut Vec<Found>) {
    let Some((part, rest)) = parts.split_first() else { return };
    if *part == "**" {
        walk(folder, label, rest, found);
        for entry in entries(folder).into_iter().filter(|entry| entry.is_real_folder) {
            walk(&entry.path, &join(label, &entry.name), parts, found);
        }
    } else if is_pattern(part) {
        for entry in entries(folder).into_iter().filter(|entry| matches(part, &entry.name)) {
            // A pattern with an extension means files: a folder of such a name is told, not passed over.
            let names_files = part.rsplit(['*', '?']).next().is_some_and(|end| end.contains('.'));
            take(entry.path, join(label, &entry.name), rest, names_files, found);
        }
    } else {
        let label = join(label, &part.nfc().collect::<String>());
        if rest.is_empty() {
            found.push(Found { label, path: folder.join(part) });
        } else {
            walk(&folder.join(part), &label, rest, found);
        }
    }
}

/// A name that a wildcard matched: a file at the end of the pattern, a folder before it.
fn take(path: PathBuf, label: String, rest: &[&str], names_files: bool, found: &mut Vec<Found>) {
    if !rest.is_empty() {
        walk(&path, &label, rest, found);
    } else if names_files || !path.is_dir() {
        found.push(Found { label, path });
    }
}

fn join(label: &str, name: &str) -> String {
    if label.is_empty() { name.to_owned() } else { format!("{label}/{name}") }
}

struct Entry {
    name: String,
    path: PathBuf,
    is_real_folder: bool,
}

/// What lies in a folder and can be found by a wildcard; nothing for a folder that cannot be read.
fn entries(folder: &Path) -> Vec<Entry> {
    let Ok(list) = fs::read_dir(folder) else { return Vec::new() };
    list.flatten()
        .map(|entry| Entry {
            name: entry.file_name().to_string_lossy().nfc().collect(),
            path: entry.path(),
            is_real_folder: entry.file_type().is_ok_and(|kind| kind.is_dir()),
        })
        .filter(|entry| !entry.name.starts_with('.') && !entry.name.starts_with("~$"))
        .collect()
}

/// Whether `name` is one that `pattern` means. Runs in `O(pattern * name)`.
fn matches(pattern: &str, name: &str) -> bool {
    let lower = |text: &str| text.nfc().flat_map(char::to_lowercase).collect::<Vec<char>>();
    let (pattern, name) = (lower(pattern), lower(name));
    let (mut at, mut in_name) = (0, 0);
    // Where the last `*` stood, and how far into the name it reaches so far.
    let mut star: Option<(usize, usize)> = None;
    while in_name < name.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, in_name));
                at += 1;
            }
            Some(&c) if c == '?' || c == name[in_name] => {
                at += 1;
                in_name += 1;
            }
            _ => {
                let Some((star_at, reach)) = &mut star else { return false };
                *reach += 1;
                (at, in_name) = (*star_at + 1, *reach);
            }
        }
    }
    pattern[at..].iter().all(|&c| c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_match_as_in_a_shell() {
        for (pattern, name, expected) in [
            ("*.txt", "savedrecs.txt", true),
            ("*.txt", "SAVEDRECS.TXT", true),
            ("*.txt", "savedrecs.ris", false),
            ("savedrecs?.txt", "savedrecs1.txt", true),
            ("savedrecs?.txt", "savedrecs.txt", false),
            ("savedrecs(1).txt", "savedrecs(1).txt", true),
            ("a*b*c", "aXbYbZc", true),
            ("a*b*c", "aXbYbZ", false),
            ("*", "", true),
            ("**a", "a", true),
            ("?", "é", true),
            ("e\u{301}*", "état", true),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} on {name}");
        }
    }

    #[test]
    fn files_come_by_name_once_each_without_hidden_ones() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for name in ["exports/b.txt", "exports/a.TXT", "exports/.b.txt", "exports/~$b.txt", "exports/sub/deep/c.txt"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, "").expect("a file");
        }
        let labels = |pattern: &str| -> Vec<String> {
            expand(folder.path(), pattern).into_iter().map(|found| found.label).collect()
        };
        assert_eq!(labels("exports/*.txt"), ["exports/a.TXT", "exports/b.txt"]);
        assert_eq!(labels("./exports/**/*.txt"), ["exports/a.TXT", "exports/b.txt", "exports/sub/deep/c.txt"]);
        assert_eq!(labels("exports/*/deep/?.txt"), ["exports/sub/deep/c.txt"]);
        assert_eq!(labels("exports/*"), ["exports/a.TXT", "exports/b.txt"], "a folder is no file");
        fs::create_dir(folder.path().join("exports/d.txt")).expect("a folder");
        assert_eq!(labels("exports/*.txt"), ["exports/a.TXT", "exports/b.txt", "exports/d.txt"], "so that it is told");
        assert_eq!(labels("exports/missing.ris"), ["exports/missing.ris"]);
        assert_eq!(labels("nothing/*"), [""; 0]);
    }
}
