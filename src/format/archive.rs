//! Archives of exports: a zip or gzip file is read as its members.
//!
//! A member becomes a file of its own, labelled `archive.zip/member.ris`, and is recognised by its content like any other.
//!
//! Invariant: nothing is ever written; a member's name is only a label, whatever path it pretends; what an archive may unpack
//! to is bounded.

use std::io::{Cursor, Read};

use crate::diagnostic::{Diagnostic, excerpt};
use crate::source::{Content, SourceFile};

/// What one archive may unpack to, in bytes.
const LARGEST: u64 = 2 << 30;
/// How many members one archive may have.
const MOST: usize = 10_000;

/// The members of an archive.
#[derive(Debug, Clone, Default)]
pub struct Members {
    /// The files in it, in the order of the archive.
    pub files: Vec<SourceFile>,
    /// What could not be unpacked.
    pub diagnostics: Vec<Diagnostic>,
}

/// The members of `source`; `None` if it is no archive, or a workbook.
pub fn members(source: &SourceFile) -> Option<Members> {
    let Content::Binary(bytes) = source.content() else { return None };
    if bytes.starts_with(b"\x1f\x8b") {
        return Some(gzip(source, bytes));
    }
    (bytes.starts_with(b"PK\x03\x04") && !super::xlsx::is_workbook(bytes)).then(|| zip(source, bytes))
}

fn zip(source: &SourceFile, bytes: &[u8]) -> Members {
    let mut members = Members::default();
    let mut archive = match zip::ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive,
        Err(error) => {
            members.refuse(source, "ARC001", error.to_string());
            return members;
        }
    };
    if archive.len() > MOST {
        members.refuse(source, "ARC002", format!("{} members, of which {MOST} are read", archive.len()));
    }
    let mut left = LARGEST;
    for at in 0..archive.len().min(MOST) {
        let member = match archive.by_index(at) {
            Ok(member) => member,
            Err(error) => {
                members.refuse(source, "ARC001", format!("member {}: {error}", at + 1));
                continue;
            }
        };
        let name = label(&member.name().unwrap_or_default());
        // Folders, and what macOS and Windows add for themselves.
        if member.is_dir()
            || name.starts_with("__MACOSX/")
            || name.ends_with(".DS_Store")
            || name.ends_with("Thumbs.db")
        {
            continue;
        }
        members.unpack(source, &name, member, &mut left);
    }
    members
}

fn gzip(source: &SourceFile, bytes: &[u8]) -> Members {
    let mut members = Members::default();
    let name = source.label().rsplit('/').next().unwrap_or_default();
    let name = name.strip_suffix(".gz").unwrap_or(name).to_owned();
    members.unpack(source, &name, flate2::read::MultiGzDecoder::new(bytes), &mut { LARGEST });
    members
}

impl Members {
    fn refuse(&mut self, source: &SourceFile, code: &'static str, message: String) {
        self.diagnostics.push(Diagnostic::new(code, message).at(source.label(), 0, 0));
    }

    /// Unpacks one member; one that is damaged gives what comes before the damage.
    fn unpack(&mut self, source: &SourceFile, name: &str, member: impl Read, left: &mut u64) {
        let mut bytes = Vec::new();
        let result = member.take(*left + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > *left {
            *left = 0;
            return self.refuse(
                source,
                "ARC002",
                format!("`{}` unpacks to more than an archive may hold", excerpt(name)),
            );
        }
        *left -= bytes.len() as u64;
        if let Err(error) = result {
            self.refuse(source, "ARC001", format!("`{}` is damaged: {error}", excerpt(name)));
        }
        if !bytes.is_empty() {
            self.files.push(SourceFile::new(format!("{}/{name}", source.label()), bytes));
        }
    }
}

/// The member's name as a label: no root, no drive, no `..`, `/` between the parts.
fn label(name: &str) -> String {
    let parts = name.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | "..") && !part.ends_with(':'));
    let label =
        parts.map(|part| part.chars().filter(|c| !c.is_control()).collect::<String>()).collect::<Vec<_>>().join("/");
    if label.is_empty() { "member".to_owned() } else { label }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn zipped(files: &[(&str, &[u8])]) -> SourceFile {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("memory takes all");
            writer.write_all(bytes).expect("memory takes all");
        }
        SourceFile::new("exports/all.zip", writer.finish().expect("memory takes all").into_inner())
    }

    #[test]
    fn members_are_files_with_labels_below_the_archive() {
        let source =
            zipped(&[("a.ris", b"TY  - JOUR\n"), ("../../etc/b.ris", b"x"), ("C:\\c.ris", b"y"), ("__MACOSX/a", b"z")]);
        let members = members(&source).expect("an archive");
        let labels: Vec<_> = members.files.iter().map(SourceFile::label).collect();
        assert_eq!(labels, ["exports/all.zip/a.ris", "exports/all.zip/etc/b.ris", "exports/all.zip/c.ris"]);
        assert_eq!(members.files[0].text(), "TY  - JOUR\n");
    }

    #[test]
    fn a_gzip_file_is_its_content_and_a_damaged_one_says_so() {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(b"title,year\nOne,2015\n").expect("memory takes all");
        let bytes = encoder.finish().expect("memory takes all");
        let whole = members(&SourceFile::new("a.csv.gz", bytes.clone())).expect("an archive");
        assert_eq!(whole.files[0].label(), "a.csv.gz/a.csv");
        let cut = members(&SourceFile::new("a.csv.gz", bytes[..bytes.len() - 6].to_vec())).expect("an archive");
        assert_eq!(cut.diagnostics[0].code, "ARC001");
    }

    #[test]
    fn what_is_no_archive_is_left_alone() {
        assert!(members(&SourceFile::new("a.ris", b"TY  - JOUR".to_vec())).is_none());
        let broken = members(&SourceFile::new("a.zip", b"PK\x03\x04 not a zip".to_vec())).expect("begins as one");
        assert_eq!((broken.files.len(), broken.diagnostics[0].code), (0, "ARC001"));
    }
}
