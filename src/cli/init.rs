//! `litsieve init`: a new review folder.

mod draft;
mod example;

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::review::shown;
use super::ui::{Ui, plural};
use super::{Outcome, files};
use crate::format;
use crate::workspace::{self, Error, PROTOCOL};

/// Make a new review folder with a commented protocol
#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// The folder to make
    folder: PathBuf,
    /// Draft the protocol from these exports, which are copied into the folder
    #[arg(long, value_name = "FILE", num_args = 1..)]
    from: Vec<PathBuf>,
    /// Make the driving case: a published review with demonstration exports
    #[arg(long, conflicts_with = "from")]
    example: bool,
}

/// The protocol of a new review; `{id}` and `{title}` are filled in.
const TEMPLATE: &str = include_str!("init/template.toml");

/// The folders of a review that are there from the beginning.
const FOLDERS: [&str; 2] = ["exports", "known"];

pub(super) fn run(args: &InitArgs, ui: &Ui) -> Result<Outcome, Error> {
    let folder = &args.folder;
    if folder.join(PROTOCOL).exists() {
        let what = format!("{} is a review folder already", folder.display());
        return Err(Error::new(what, "Nothing was written. `litsieve check` shows what is in it."));
    }
    let (id, title) = names(folder);
    if args.example {
        for (path, bytes) in example::FILES {
            write(&folder.join(path), bytes)?;
        }
    } else if args.from.is_empty() {
        make_folders(folder)?;
        let protocol = TEMPLATE.replace("{id}", &id).replace("{title}", &title);
        write(&folder.join(PROTOCOL), protocol.as_bytes())?;
    } else {
        from_exports(args, &id, &title, ui)?;
    }
    let next = if args.example { "run" } else { "check" };
    ui.line(format_args!("{} is ready. Next: litsieve {next} {}", shown(folder), shown(folder)));
    Ok(Outcome::Done)
}

fn from_exports(args: &InitArgs, id: &str, title: &str, ui: &Ui) -> Result<(), Error> {
    let sources = files::read_all(&args.from, files::EncodingArgs::default(), ui)?;
    let parsed: Vec<_> = sources.iter().map(format::read).collect();
    if let Some(nothing) = parsed.iter().find(|parsed| parsed.records.is_empty()) {
        let what = format!("no record could be read from {}", nothing.records.source().label());
        return Err(Error::new(what, "Nothing was written. `litsieve inspect` shows what the file holds."));
    }
    make_folders(&args.folder)?;
    let labels = copy_exports(&args.from, &args.folder)?;
    let drafted = draft::draft(id, title, &parsed.iter().zip(labels).collect::<Vec<_>>());
    write(&args.folder.join(PROTOCOL), drafted.as_bytes())?;
    let records = parsed.iter().map(|parsed| parsed.records.len()).sum();
    ui.say(format_args!("{} from {}.", plural(records, "record"), plural(parsed.len(), "export")));
    Ok(())
}

/// Puts the exports into the folder, byte for byte, and gives their paths below it. One that lies there stays where it is.
fn copy_exports(paths: &[PathBuf], folder: &Path) -> Result<Vec<String>, Error> {
    let root = fs::canonicalize(folder).map_err(|error| Error::io("open", folder, &error))?;
    let mut labels: Vec<String> = Vec::new();
    for path in paths {
        let real = fs::canonicalize(path).map_err(|error| Error::io("read", path, &error))?;
        if let Ok(inside) = real.strip_prefix(&root) {
            labels.push(inside.to_string_lossy().replace('\\', "/"));
            continue;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let label = unused(&name, &labels, &root);
        let bytes = fs::read(path).map_err(|error| Error::io("read", path, &error))?;
        write(&root.join(&label), &bytes)?;
        labels.push(label);
    }
    Ok(labels)
}

/// `exports/name.txt`, or `exports/2/name.txt` where there is one already: Web of Science calls every export `savedrecs`.
fn unused(name: &str, taken: &[String], root: &Path) -> String {
    let candidates = std::iter::once(format!("exports/{name}")).chain((2..).map(|n| format!("exports/{n}/{name}")));
    let mut free = candidates.filter(|label| !taken.contains(label) && !root.join(label).exists());
    free.next().unwrap_or_default()
}

fn make_folders(folder: &Path) -> Result<(), Error> {
    for name in FOLDERS {
        let path = folder.join(name);
        fs::create_dir_all(&path).map_err(|error| Error::io("make the folder", &path, &error))?;
    }
    write(&folder.join(".gitignore"), b"/results/\n")?;
    workspace::write_git_attributes(folder)
}

/// Writes a file of a new folder; one that is there is not replaced.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if path.exists() {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|error| Error::io("make the folder", parent, &error))?;
    }
    workspace::write_file(path, |out| out.write_all(bytes))
}

/// A short name and a title for a review in `folder`.
fn names(folder: &Path) -> (String, String) {
    let name = std::path::absolute(folder).unwrap_or_default();
    let name = name.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let id: String = name.chars().map(|c| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect();
    let title = name.replace(['-', '_', '"', '\\'], " ");
    (if id.is_empty() { "review".to_owned() } else { id }, title)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol;

    #[test]
    fn the_template_is_a_protocol_with_and_without_what_is_optional() {
        let plain = TEMPLATE.replace("{id}", "a-b").replace("{title}", "A b");
        assert!(protocol::parse(&plain, PROTOCOL).is_ok(), "{:?}", protocol::parse(&plain, PROTOCOL));
        let with_all: String = plain
            .lines()
            .map(|line| {
                let optional = line.trim_start().strip_prefix('#').filter(|rest| !rest.starts_with(' '));
                format!("{}\n", optional.unwrap_or(line))
            })
            .collect();
        // Only an update has an earlier version.
        let with_all = with_all.replacen("mode  = \"new\"", "mode  = \"update\"", 1);
        let protocol = protocol::parse(&with_all, PROTOCOL).expect("what is optional is right as well");
        assert_eq!(protocol.criteria.len(), 5);
        assert!(protocol.previous.is_some() && !protocol.votes.is_empty() && !protocol.amendments.is_empty());
    }
}
