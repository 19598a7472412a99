//! Archives of exports: a zip or gzip file is read as its members.
//!
//! A member becomes a file of its own, labelled `archive.zip/member.ris`, and is recognised by its content like any other.
//!
//! Invariant: nothing is ever written; a member's name is only a label, whatever path it pretends; what an archive may unpack
//! to is bounded.

mod beside;
mod directory;

use std::collections::HashMap;
use std::io::{Cursor, Read};

use encoding_rs::Encoding;

use super::known;
use crate::diagnostic::{Diagnostic, excerpt};
use crate::source::{Content, SourceFile};

/// What one archive may unpack to, in bytes, archives in it included.
const LARGEST: u64 = 2 << 30;
/// How deep archives may stand in archives.
const DEEPEST: usize = 3;
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

/// The members of `source`; `None` if it is no archive, or a workbook. Archives in it are read as their members too.
pub fn members(source: &SourceFile) -> Option<Members> {
    members_in(source, None)
}

/// As [`members`], of texts in this encoding.
pub fn members_in(source: &SourceFile, encoding: Option<&'static Encoding>) -> Option<Members> {
    let Content::Binary(bytes) = source.content() else { return None };
    let kind = kind(bytes)?;
    let mut unpacking =
        Unpacking { members: Members::default(), labels: HashMap::new(), left: LARGEST, files: MOST, encoding };
    unpacking.archive(source.label(), bytes, kind, 1);
    unpacking.leave_out_others(source.label());
    Some(unpacking.members)
}

/// What an archive is packed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Zip,
    Gzip,
}

fn kind(bytes: &[u8]) -> Option<Kind> {
    if bytes.starts_with(b"\x1f\x8b") {
        return Some(Kind::Gzip);
    }
    (bytes.starts_with(b"PK\x03\x04") && !super::xlsx::is_workbook(bytes)).then_some(Kind::Zip)
}

/// An archive being unpacked, and what it still may give.
struct Unpacking {
    members: Members,
    /// The labels given so far, each to one file, and the number tried next where a file asks for it again.
    labels: HashMap<String, usize>,
    left: u64,
    files: usize,
    /// The encoding of its texts, where somebody named one.
    encoding: Option<&'static Encoding>,
}

impl Unpacking {
    fn archive(&mut self, label: &str, bytes: &[u8], kind: Kind, depth: usize) {
        match kind {
            Kind::Zip => self.zip(label, bytes, depth),
            Kind::Gzip => {
                let name = label.rsplit('/').next().unwrap_or_default();
                let name = name.strip_suffix(".gz").unwrap_or(name).to_owned();
                let (length, stated) = (bytes.len() as u64, gzip_length(bytes));
                let read = |this: &mut Self, unpacked| {
                    let packed = Packed { length, unpacked };
                    this.member(label, &name, packed, flate2::read::MultiGzDecoder::new(bytes), depth)
                };
                let likely = length / 2..=length.saturating_mul(DENSE).min(self.left);
                if likely.contains(&stated) && read(self, stated) {
                    return;
                }
                match gzip_unpacked(bytes, self.left) {
                    Some(unpacked) => _ = read(self, unpacked),
                    None => self.too_much(label, &name),
                }
            }
        }
    }

    fn zip(&mut self, of: &str, bytes: &[u8], depth: usize) {
        let mut archive = match zip::ZipArchive::new(Cursor::new(bytes)) {
            Ok(archive) => archive,
            Err(error) => return self.refuse(of, "ARC001", error.to_string()),
        };
        // The archive begins where the file does, and so must what its directory counts from.
        if archive.offset() > 0 {
            let why = "the directory at its end is of another archive, inside or behind it: it was cut off, or two were joined";
            return self.refuse(of, "ARC001", why.to_owned());
        }
        if archive.has_duplicate_names() {
            match directory::members(bytes) {
                Some(members) => return self.every(of, &members, depth),
                None => self.refuse(
                    of,
                    "ARC003",
                    "several members have one name, of which only the last is read".to_owned(),
                ),
            }
        }
        for at in 0..archive.len() {
            let name = archive.by_index_raw(at).ok().and_then(|member| Some(label(&member.name().ok()?)));
            let name = name.unwrap_or_else(|| format!("member {}", at + 1));
            if self.files == 0 {
                return self.refuse(of, "ARC002", format!("{} members, of which {at} are read", archive.len()));
            }
            match archive.by_index(at) {
                // Folders, and what macOS and Windows add for themselves.
                Ok(member) if member.is_dir() || is_ignored(&name) => {}
                Ok(member) if member.is_symlink() => self.left_out(of, &name, "a link to another file"),
                Ok(member) => {
                    let packed = Packed { length: member.compressed_size(), unpacked: member.size() };
                    if !self.member(of, &name, packed, member, depth) {
                        self.lies(of, &name);
                    }
                }
                Err(zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED)) => {
                    self.refuse(of, "ARC001", format!("`{}` is encrypted with a password", excerpt(&name)));
                }
                Err(error) => self.refuse(of, "ARC001", format!("`{}`: {error}", excerpt(&name))),
            }
        }
    }

    /// Unpacks the members of an archive in which several have one name.
    fn every(&mut self, of: &str, members: &[directory::Member<'_>], depth: usize) {
        for (at, member) in members.iter().enumerate().filter(|(_, member)| !is_ignored(&member.name)) {
            if self.files == 0 {
                return self.refuse(of, "ARC002", format!("{} members, of which {at} are read", members.len()));
            }
            let name = label(&member.name);
            let packed = Packed { length: member.packed.len() as u64, unpacked: member.length };
            match member.read() {
                Ok(content) => {
                    if !self.member(of, &name, packed, content, depth) {
                        self.lies(of, &name);
                    }
                }
                Err(why) => self.refuse(of, "ARC001", format!("`{}` {why}", excerpt(&name))),
            }
        }
    }

    /// Leaves out what lies beside the exports and is none.
    fn leave_out_others(&mut self, of: &str) {
        for (at, what) in beside::no_exports(&self.members.files).into_iter().rev() {
            let file = self.members.files.remove(at);
            let name = file.label().strip_prefix(of).map_or(file.label(), |name| name.trim_start_matches('/'));
            self.left_out(of, name, &what);
        }
    }

    fn too_much(&mut self, of: &str, name: &str) {
        self.left = 0;
        self.refuse(of, "ARC002", format!("`{}` unpacks to more than an archive may hold", excerpt(name)));
    }

    fn left_out(&mut self, of: &str, name: &str, what: &str) {
        self.refuse(of, "ARC004", format!("`{}` is {what}", excerpt(name)));
    }

    fn refuse(&mut self, label: &str, code: &'static str, message: String) {
        self.members.diagnostics.push(Diagnostic::new(code, message).at(label, 0, 0));
    }

    fn lies(&mut self, of: &str, name: &str) {
        self.refuse(of, "ARC002", format!("`{}` unpacks to more than it states", excerpt(name)));
    }

    /// Unpacks one member; one that is damaged gives what comes before the damage. `false` where it is longer than it states: then
    /// nothing of it is kept.
    fn member(&mut self, of: &str, name: &str, packed: Packed, member: impl Read, depth: usize) -> bool {
        if packed.unpacked > self.left {
            self.too_much(of, name);
            return true;
        }
        let mut bytes = Vec::new();
        // A buffer that grows as it fills would take up to three times as much. What cannot be had at once is grown to.
        let _ = bytes.try_reserve_exact(packed.likely() as usize + 1);
        let result = member.take(packed.unpacked + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > packed.unpacked {
            return false;
        }
        self.left -= bytes.len() as u64;
        self.files -= 1;
        if let Some(what) = known::paper(&bytes) {
            self.left_out(of, name, what);
            return true;
        }
        if let Err(error) = result {
            self.refuse(of, "ARC001", format!("`{}` is damaged: {error}", excerpt(name)));
        }
        bytes.shrink_to_fit();
        let label = self.label(format!("{of}/{name}"));
        match kind(&bytes) {
            _ if bytes.is_empty() => {}
            Some(_) if depth == DEEPEST => {
                let message = format!("an archive in an archive is read, {DEEPEST} deep at most");
                self.refuse(&label, "ARC002", message);
            }
            Some(kind) if self.files > 0 => self.archive(&label, &bytes, kind, depth + 1),
            _ => self.members.files.push(SourceFile::decoded(label, bytes, self.encoding)),
        }
        true
    }

    /// `label`, with a number where a file has it already: `../a.ris` and `a.ris` are two files.
    fn label(&mut self, label: String) -> String {
        let (name, extension) = match label.rfind('.').filter(|dot| !label[*dot..].contains('/')) {
            Some(dot) => label.split_at(dot),
            None => (label.as_str(), ""),
        };
        let mut free = label.clone();
        while self.labels.contains_key(&free) {
            let number = self.labels.get_mut(&label).map_or(2, |number| std::mem::replace(number, *number + 1));
            free = format!("{name} ({number}){extension}");
        }
        self.labels.insert(free.clone(), 2);
        free
    }
}

/// How long a member is in the archive, and how long it says that it will be, in bytes.
#[derive(Debug, Clone, Copy)]
struct Packed {
    length: u64,
    unpacked: u64,
}

impl Packed {
    /// How long it can be at most of what it says.
    fn likely(self) -> u64 {
        /// Deflate writes a block of 258 bytes in two bits at best (RFC 1951).
        const DENSEST: u64 = 1032;
        self.unpacked.min(self.length.saturating_mul(DENSEST))
    }
}

/// How many times its size a gzip file is believed to unpack to: exports are packed to a fifth or a tenth.
const DENSE: u64 = 50;

/// How long a gzip file is unpacked, by unpacking it without keeping anything; `None` if it is longer than `most`.
fn gzip_unpacked(bytes: &[u8], most: u64) -> Option<u64> {
    let mut head = flate2::read::MultiGzDecoder::new(bytes).take(most + 1);
    let mut total = 0;
    let mut buffer = [0; 1 << 14];
    // One that is damaged gives what comes before the damage.
    while let Ok(read @ 1..) = head.read(&mut buffer) {
        total += read as u64;
    }
    (total <= most).then_some(total)
}

/// The length that the end of a gzip file states: that of its last part, modulo 4 GiB (RFC 1952, ISIZE); 0 where it has no end.
fn gzip_length(bytes: &[u8]) -> u64 {
    bytes.last_chunk().map_or(0, |end| u64::from(u32::from_le_bytes(*end)))
}

/// What systems add to archives for themselves.
const IGNORED: [&str; 3] = ["__MACOSX/", ".DS_Store", "Thumbs.db"];

/// Whether a member is a folder, or one of those.
fn is_ignored(name: &str) -> bool {
    name.ends_with(['/', '\\']) || IGNORED.iter().any(|ignored| name.contains(ignored))
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

    const RIS: &[u8] = b"TY  - JOUR\n";

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
        let source = zipped(&[("a.ris", RIS), ("../../etc/b.ris", RIS), ("C:\\c.ris", RIS), ("__MACOSX/a", b"z")]);
        let members = members(&source).expect("an archive");
        let labels: Vec<_> = members.files.iter().map(SourceFile::label).collect();
        assert_eq!(labels, ["exports/all.zip/a.ris", "exports/all.zip/etc/b.ris", "exports/all.zip/c.ris"]);
        assert_eq!(members.files[0].text(), "TY  - JOUR\n");
    }

    #[test]
    fn members_of_one_name_are_read_and_never_share_a_label() {
        let source = zipped(&[("a.ris", b"one"), ("../a.ris", b"two"), ("x/../a.ris", b"three"), ("b", b"four")]);
        let of = |source: &SourceFile| members(source).expect("an archive");
        let labels: Vec<String> = of(&source).files.iter().map(|file| file.label().to_owned()).collect();
        assert_eq!(
            labels,
            ["exports/all.zip/a.ris", "exports/all.zip/a (2).ris", "exports/all.zip/x/a.ris", "exports/all.zip/b"]
        );
        // No program that writes archives through the crate gives two members one name: the name of the second is written over.
        let Content::Binary(mut bytes) = zipped(&[("a.ris", b"one"), ("b.ris", b"two")]).content().clone() else {
            panic!("a zip file is no text")
        };
        let places: Vec<usize> = memchr::memmem::find_iter(&bytes, "b.ris").collect();
        places.into_iter().for_each(|at| bytes[at] = b'a');
        let read = |bytes: &[u8]| {
            let members = of(&SourceFile::new("all.zip", bytes.to_vec()));
            let files: Vec<_> =
                members.files.iter().map(|file| (file.label().to_owned(), file.text().to_owned())).collect();
            (files, members.diagnostics.iter().map(|one| one.code).collect::<Vec<_>>())
        };
        let file = |label: &str, text: &str| (label.to_owned(), text.to_owned());
        assert_eq!(read(&bytes), (vec![file("all.zip/a.ris", "one"), file("all.zip/a (2).ris", "two")], vec![]));
        let central = memchr::memmem::find(&bytes, b"PK\x01\x02").expect("a directory");
        // The checksum of the first.
        bytes[central + 16] ^= 1;
        assert_eq!((read(&bytes).0.len(), read(&bytes).1), (2, vec!["ARC001"]), "damage in one is told");
        // A directory that leads out of the file cannot be walked.
        bytes[central + 42..central + 46].copy_from_slice(&[0xff; 4]);
        assert_eq!(read(&bytes).1[0], "ARC003");
    }

    #[test]
    fn what_an_archive_says_of_its_length_is_not_believed_beyond_what_can_be() {
        let packed = |length, unpacked| Packed { length, unpacked }.likely();
        assert_eq!((packed(10, 500), packed(10, u64::MAX), packed(u64::MAX, 7)), (500, 10_320, 7));
        assert_eq!((gzip_length(b"..\x05\x01\0\0"), gzip_length(b"..")), (261, 0));
    }

    #[test]
    fn what_states_or_holds_more_than_may_be_is_refused_before_it_is_kept() {
        let Content::Binary(mut bytes) =
            zipped(&[("a.ris", &b"TY  - JOUR\n".repeat(100)), ("b.ris", b"x")]).content().clone()
        else {
            panic!("a zip file is no text")
        };
        let central = memchr::memmem::find(&bytes, b"PK\x01\x02").expect("a directory");
        let codes = |bytes: &[u8]| {
            let members = members(&SourceFile::new("all.zip", bytes.to_vec())).expect("an archive");
            (members.files.len(), members.diagnostics.iter().map(|one| one.code).collect::<Vec<_>>())
        };
        // The length of the first member (APPNOTE 4.3.12): more than any may have, and less than it has.
        bytes[central + 24..central + 28].copy_from_slice(&0xf000_0000_u32.to_le_bytes());
        assert_eq!(codes(&bytes).1, ["ARC002", "ARC002"], "nothing is read any more");
        bytes[central + 24..central + 28].copy_from_slice(&7_u32.to_le_bytes());
        assert!(["ARC001", "ARC002"].contains(&codes(&bytes).1[0]), "whoever finds it out first");

        let gzip = |length: usize| {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(&vec![b' '; length]).expect("memory takes all");
            encoder.finish().expect("memory takes all")
        };
        let (one, two) = (gzip(100_000), [gzip(100_000), gzip(50)].concat());
        assert_eq!((gzip_unpacked(&one, 100_000), gzip_unpacked(&one, 99_999)), (Some(100_000), None));
        assert_eq!((gzip_unpacked(&two, 100_050), gzip_unpacked(&two, 100_049)), (Some(100_050), None));
    }

    #[test]
    fn papers_and_links_beside_exports_are_left_out_and_told() {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        for (name, bytes) in
            [("paper.pdf", b"%PDF-1.7 made up".as_slice()), ("a.ris", b"TY  - JOUR\n"), ("b.png", b"\x89PNG\r\n")]
        {
            writer.start_file(name, options).expect("memory takes all");
            writer.write_all(bytes).expect("memory takes all");
        }
        writer.add_symlink("link.ris", "../../etc/passwd", options).expect("memory takes all");
        let source = SourceFile::new("all.zip", writer.finish().expect("memory takes all").into_inner());
        let members = members(&source).expect("an archive");
        assert_eq!(members.files.iter().map(SourceFile::label).collect::<Vec<_>>(), ["all.zip/a.ris"]);
        let told: Vec<_> = members.diagnostics.iter().map(|one| (one.code, one.message.as_str())).collect();
        assert_eq!(
            told,
            [
                ("ARC004", "`paper.pdf` is a PDF"),
                ("ARC004", "`b.png` is a picture"),
                ("ARC004", "`link.ris` is a link to another file")
            ]
        );
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
    fn an_archive_in_an_archive_is_read_as_its_members() {
        let bytes = |source: &SourceFile| match source.content() {
            Content::Binary(bytes) => bytes.clone(),
            Content::Text { .. } => Vec::new(),
        };
        let inner = zipped(&[("a.ris", b"TY  - JOUR\n")]);
        let mut packed = bytes(&zipped(&[("inner.zip", &bytes(&inner)), ("b.ris", RIS)]));
        let labels = |bytes: &[u8]| {
            let members = members(&SourceFile::new("all.zip", bytes.to_vec())).expect("an archive");
            let files: Vec<String> = members.files.iter().map(|file| file.label().to_owned()).collect();
            (files, members.diagnostics.iter().map(|one| one.code).collect::<Vec<_>>())
        };
        assert_eq!(labels(&packed).0, ["all.zip/inner.zip/a.ris", "all.zip/b.ris"]);
        for _ in 0..DEEPEST {
            packed = bytes(&zipped(&[("deeper.zip", &packed)]));
        }
        assert_eq!(labels(&packed), (Vec::new(), vec!["ARC002"]), "not without end, and not in silence");
    }

    #[test]
    fn an_encrypted_member_is_named_and_costs_no_neighbour() {
        let Content::Binary(mut bytes) = zipped(&[("secret.ris", b"TY  - JOUR\n"), ("b.ris", b"x")]).content().clone()
        else {
            panic!("a zip file is no text")
        };
        // The flag "encrypted" (APPNOTE 4.4.4, bit 0) in the local and in the central header of the first member.
        let central = memchr::memmem::find(&bytes, b"PK\x01\x02").expect("a directory");
        bytes[6] |= 1;
        bytes[central + 8] |= 1;
        let members = members(&SourceFile::new("all.zip", bytes)).expect("an archive");
        assert_eq!(members.files.iter().map(SourceFile::label).collect::<Vec<_>>(), ["all.zip/b.ris"]);
        assert_eq!(members.diagnostics[0].message, "`secret.ris` is encrypted with a password");
    }

    #[test]
    fn what_is_no_archive_is_left_alone() {
        assert!(members(&SourceFile::new("a.ris", b"TY  - JOUR".to_vec())).is_none());
        let broken = members(&SourceFile::new("a.zip", b"PK\x03\x04 not a zip".to_vec())).expect("begins as one");
        assert_eq!((broken.files.len(), broken.diagnostics[0].code), (0, "ARC001"));
    }
}
