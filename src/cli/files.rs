//! What the commands on single files share: reading exports, and writing references in a format.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use encoding_rs::Encoding;

use super::ui::{Texts, Ui, count, plural};
use crate::diagnostic::Severity;
use crate::export::references::{Limit, Loss, Losses, Reference, WRITERS, Writer, to_bytes, writer};
use crate::format::Parsed;
use crate::format::archive::{Members, members_in};
use crate::format::stream::Parts;
use crate::source::SourceFile;
use crate::workspace::{self, BytesRead, Error};

/// The encoding of the files, where the bytes alone would mislead.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(super) struct EncodingArgs {
    /// The encoding of the files, where it is guessed wrong: shift_jis, windows-1250, iso-8859-2, gbk, ...
    #[arg(long, value_name = "NAME", value_parser = encoding_of)]
    encoding: Option<&'static Encoding>,
}

impl EncodingArgs {
    /// Whether none was named.
    pub(super) fn is_none(self) -> bool {
        self.encoding.is_none()
    }
}

/// The encoding that the *Encoding Standard* of the WHATWG knows under this label.
fn encoding_of(label: &str) -> Result<&'static Encoding, String> {
    let known = Encoding::for_label(label.as_bytes());
    known.ok_or_else(|| {
        "no encoding has this name; names are like utf-8, shift_jis, windows-1250, iso-8859-2, koi8-r".to_owned()
    })
}

/// Reads the files at `paths`, named by their paths with `/` between the parts; archives as their members.
///
/// # Errors
/// If one of them cannot be read, or not all of an archive.
pub(super) fn read_all(paths: &[PathBuf], encoding: EncodingArgs, ui: &Ui) -> Result<Vec<Arc<SourceFile>>, Error> {
    let (sources, damaged) = read_what_can_be(paths, encoding, ui)?;
    match damaged {
        Some(error) => Err(error),
        None => Ok(sources),
    }
}

/// As [`read_all`], but goes on where an archive is damaged in part, and says so behind the files.
///
/// # Errors
/// If a file cannot be read, or nothing of an archive.
pub(super) fn read_what_can_be(
    paths: &[PathBuf],
    EncodingArgs { encoding }: EncodingArgs,
    ui: &Ui,
) -> Result<(Vec<Arc<SourceFile>>, Option<Error>), Error> {
    let progress = ui.reading("reading the files:");
    let sources: Result<Vec<_>, Error> =
        paths.iter().map(|path| read_watched(path, encoding, &|bytes| progress.inc(bytes))).collect();
    progress.finish_and_clear();
    let (mut files, mut damaged) = (Vec::new(), None);
    for source in sources? {
        let Some(Members { files: members, diagnostics }) = members_in(&source, encoding) else {
            files.push(source);
            continue;
        };
        let errors = diagnostics.iter().filter(|one| one.severity == Severity::Error || members.is_empty());
        let why = errors.map(|one| one.message.as_str()).collect::<Vec<_>>().join("; ");
        if members.is_empty() {
            let why = if why.is_empty() { "it is empty".to_owned() } else { why };
            return Err(not_unpacked("nothing", &source, &why));
        }
        ui.diagnostics(&diagnostics, &Texts::default(), None);
        if !why.is_empty() {
            damaged = damaged.or_else(|| Some(not_unpacked("not everything", &source, &why)));
        }
        files.extend(members.into_iter().map(Arc::new));
    }
    Ok((files, damaged))
}

fn not_unpacked(how_much: &str, archive: &SourceFile, why: &str) -> Error {
    let what = format!("{how_much} could be taken out of the archive {}: {why}", archive.label());
    Error::new(what, "Unpack it with the program that made it and give the files themselves.")
}

/// What to say where files hold something of which nothing could be read, whatever it is: going on would take a search for one without results. `None` if there is no such file; an empty one is none.
pub(super) fn unread<'p>(parsed: impl IntoIterator<Item = &'p Parsed>) -> Option<Error> {
    let is_unread = |parsed: &&Parsed| {
        let mut found = parsed.diagnostics.iter();
        parsed.records.is_empty()
            && (parsed.markers > 0 || found.any(|diagnostic| diagnostic.severity == Severity::Error))
    };
    unread_of(parsed.into_iter().filter(is_unread).map(|parsed| parsed.records.source().label()))
}

/// As [`unread`], of the labels of the files.
pub(super) fn unread_of<'l>(labels: impl Iterator<Item = &'l str>) -> Option<Error> {
    let labels: Vec<&str> = labels.collect();
    let hint = "Nothing was written. What is wrong is shown above; leave the file out if it is no export.";
    (!labels.is_empty()).then(|| Error::new(format!("no record could be read from {}", labels.join(", ")), hint))
}

/// The parts of a file that is too large to be held at once; `None` where it is to be read at once.
///
/// # Errors
/// If it cannot be read.
pub(super) fn open_parts(path: &Path) -> Result<Option<Parts<File>>, Error> {
    let label = path.to_string_lossy().replace('\\', "/");
    // What is not there, or no file, is told by reading it at once.
    if !path.is_file() {
        return Ok(None);
    }
    workspace::open_parts(path, &label).map_err(|error| Error::io("read", path, &error))
}

/// Reads the file at `path`.
///
/// # Errors
/// If it cannot be read.
pub(super) fn read(path: &Path) -> Result<Arc<SourceFile>, Error> {
    read_watched(path, None, &|_| {})
}

fn read_watched(
    path: &Path,
    encoding: Option<&'static Encoding>,
    progress: BytesRead<'_>,
) -> Result<Arc<SourceFile>, Error> {
    let label = path.to_string_lossy().replace('\\', "/");
    let read = workspace::read_file_in(path, &label, encoding, progress);
    read.map_err(|diagnostic| {
        // What would help with a file of a review folder does not help with one that was named on the command line.
        let hint = match diagnostic.code {
            "FIL001" => "Check the spelling; the path begins in the folder that you are in.",
            "FIL002" => "Name the files in it, one by one or as in `folder/*`.",
            _ => &diagnostic.help,
        };
        Error::new(diagnostic.message.clone(), hint)
    })
}

/// The format in which `out` is to be written: the one that was named, or the one that the extension stands for.
///
/// # Errors
/// If there is no such format.
pub(super) fn writer_for(out: &Path, named: Option<&str>) -> Result<&'static dyn Writer, Error> {
    let names = || WRITERS.iter().map(|writer| writer.name()).collect::<Vec<_>>().join(", ");
    let hint = || format!("These formats can be written: {}.", names());
    if let Some(name) = named {
        return writer(name).ok_or_else(|| Error::new(format!("there is no format `{name}`"), hint()));
    }
    let extension = out.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default();
    let found = WRITERS.iter().copied().find(|writer| writer.extension() == extension);
    found.ok_or_else(|| {
        Error::new(format!("{} does not tell its format", out.display()), format!("Name it with --to. {}", hint()))
    })
}

/// Refuses to write over a file that is read.
///
/// # Errors
/// If one of `outputs` is one of `inputs`, under whatever name.
pub(super) fn keep_inputs<'a>(inputs: &[PathBuf], outputs: impl IntoIterator<Item = &'a PathBuf>) -> Result<(), Error> {
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    for output in outputs {
        let out = real(output);
        if out.is_some() && inputs.iter().any(|input| real(input) == out) {
            let what = format!("{} is read by this command and would be written over", output.display());
            return Err(Error::new(what, "Give the output another name; an export is never changed."));
        }
    }
    Ok(())
}

/// Writes references to `out` (`-` is standard output), and says what the format has no place for. Where the program that reads the
/// format takes only so much in one file, `out.ris` becomes `out-1.ris`, `out-2.ris` and so on.
///
/// # Errors
/// If `out` cannot be written or is one of `inputs`, or `read_well`, asked behind the last reference, says that what gives the
/// references did not come to its end; what was there before is then still there.
pub(super) fn write_references<'a>(
    references: impl Iterator<Item = Reference<'a>>,
    writer: &dyn Writer,
    out: &Path,
    inputs: &[PathBuf],
    read_well: &dyn Fn() -> io::Result<()>,
    ui: &Ui,
) -> Result<(), Error> {
    let (mut losses, mut written) = (Losses::default(), 0);
    let mut counted = references.inspect(|reference| {
        losses.count(writer, reference);
        written += 1;
    });
    let mut places = Vec::new();
    if out == Path::new("-") {
        ui.file(|to| writer.write(&mut counted, to));
        read_well().map_err(|error| Error::io("write to", out, &error))?;
        places.push("standard output".to_owned());
    } else if let Some(limit) = writer.limit() {
        let mut rest = counted.by_ref().peekable();
        loop {
            let part = part(&mut rest, writer, limit);
            let only = places.is_empty() && rest.peek().is_none();
            let path = if only { out.to_owned() } else { numbered(out, places.len() + 1) };
            keep_inputs(inputs, [&path])?;
            workspace::write_file(&path, |to| writer.write(&mut part.into_iter(), to).and_then(|()| read_well()))?;
            places.push(path.to_string_lossy().into_owned());
            if rest.peek().is_none() {
                break;
            }
        }
    } else {
        workspace::write_file(out, |to| writer.write(&mut counted, to).and_then(|()| read_well()))?;
        places.push(out.to_string_lossy().into_owned());
    }
    let places = places.join(", ");
    ui.say(format_args!("{} written to {places} as {}.", plural(written, "reference"), writer.name()));
    tell_losses(&losses, writer, ui);
    Ok(())
}

/// The next references that fit into one file; at least one.
fn part<'a>(
    references: &mut std::iter::Peekable<impl Iterator<Item = Reference<'a>>>,
    writer: &dyn Writer,
    limit: Limit,
) -> Vec<Reference<'a>> {
    let (mut part, mut bytes) = (Vec::new(), 0_usize);
    while let Some(next) = references.peek() {
        // Formats with a limit in bytes are as long as their references one by one.
        let size =
            if limit.bytes == usize::MAX { 0 } else { to_bytes(writer, &mut std::iter::once(next.clone())).len() };
        if !part.is_empty() && (part.len() == limit.references || bytes + size > limit.bytes) {
            break;
        }
        bytes += size;
        part.extend(references.next());
    }
    part
}

/// `out-2.ris` for the second part of `out.ris`.
pub(super) fn numbered(out: &Path, number: usize) -> PathBuf {
    let stem = out.file_stem().unwrap_or_default().to_string_lossy();
    let extension = out.extension().map(|extension| format!(".{}", extension.to_string_lossy())).unwrap_or_default();
    out.with_file_name(format!("{stem}-{number}{extension}"))
}

/// One line per field that is lost, and one for all tags that are none.
fn tell_losses(losses: &Losses, writer: &dyn Writer, ui: &Ui) {
    const TAGS_SHOWN: usize = 12;
    let mut tags = Vec::new();
    for (loss, references) in losses.iter() {
        match loss {
            Loss::Refused(why) => ui.warn(format_args!("  {}: {why}", plural(references, "reference"))),
            Loss::Tag(_) => tags.push(format!("{loss} ({})", count(references))),
            _ => ui.warn(format_args!(
                "  {} has no place for {loss}: lost in {}",
                writer.name(),
                plural(references, "reference")
            )),
        }
    }
    if !tags.is_empty() {
        let more = tags.len().saturating_sub(TAGS_SHOWN);
        tags.truncate(TAGS_SHOWN);
        let more = if more > 0 { format!(" and {} more", count(more)) } else { String::new() };
        ui.warn(format_args!(
            "  {} has no place for tags that are no field, in so many references: {}{more}",
            writer.name(),
            tags.join(", ")
        ));
    }
}
