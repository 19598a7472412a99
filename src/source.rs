//! Files as a review received them, and where in them something stands.
//!
//! Invariant: a [`SourceFile`] is read once; its digest, its text and everything parsed from it
//! come from the same bytes.

use std::fmt;
use std::io::{self, Read};
use std::ops::Range;

use encoding_rs::Encoding;
use sha2::{Digest as _, Sha256};

/// Largest file read, in bytes: offsets into a file are 32 bits wide.
pub const MAX_FILE_BYTES: u64 = u32::MAX as u64;

/// SHA-256 of some bytes, as `sha256sum` prints it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest of everything that `from` gives.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn of_all(mut from: impl Read) -> io::Result<Self> {
        let mut hash = Sha256::new();
        let mut buffer = [0; 1 << 14];
        loop {
            match from.read(&mut buffer)? {
                0 => return Ok(Self(hash.finalize().into())),
                read => hash.update(&buffer[..read]),
            }
        }
    }

    /// Wraps a digest that was computed while bytes passed by.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads 64 hexadecimal digits; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut out = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        for (i, byte) in out.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).ok()?;
        }
        Some(Self(out))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What a file turned out to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Text, decoded to UTF-8.
    Text {
        /// The whole text, a byte order mark included where the file begins with one.
        text: String,
        /// The encoding it was decoded from.
        encoding: &'static Encoding,
        /// Whether nothing told the encoding but the bytes themselves.
        guessed: bool,
        /// Whether bytes that the encoding does not allow were replaced by U+FFFD.
        replaced: bool,
        /// How many NUL bytes of padding were taken out.
        padding: usize,
        /// Where in the text a byte order mark was taken out of the beginning of a line, in bytes.
        seams: Vec<u32>,
    },
    /// Something that is not text: a spreadsheet, an archive, a picture.
    Binary(Vec<u8>),
}

/// One file, read whole, with its digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    label: String,
    digest: Digest,
    size: u64,
    content: Content,
}

impl SourceFile {
    /// Takes the bytes of a file and decodes them.
    ///
    /// `label` is how the file is named in every message and result: its path below the review
    /// folder, with `/` between the parts.
    ///
    /// # Panics
    /// If `bytes` is longer than [`MAX_FILE_BYTES`]; whoever reads a file refuses it before.
    pub fn new(label: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self::decoded(label, bytes, None)
    }

    /// As [`new`](Self::new); text is decoded from `encoding`, if one is given, whatever the bytes look like.
    ///
    /// # Panics
    /// As [`new`](Self::new).
    pub fn decoded(label: impl Into<String>, bytes: Vec<u8>, encoding: Option<&'static Encoding>) -> Self {
        assert!(bytes.len() as u64 <= MAX_FILE_BYTES, "the reader must refuse a file over 4 GiB");
        Self {
            label: label.into(),
            digest: Digest::of(&bytes),
            size: bytes.len() as u64,
            content: match encoding {
                Some(encoding) => crate::format::text::decode_in(encoding, bytes),
                None => crate::format::text::decode(bytes),
            },
        }
    }

    /// A part of the text of a file, from the beginning of one record to the beginning of another. Its digest and its size are
    /// those of the part.
    pub fn part(label: impl Into<String>, text: String) -> Self {
        let (text, seams) = crate::format::text::without_inner_marks(text);
        let encoding = encoding_rs::UTF_8;
        let content = Content::Text { text, encoding, guessed: false, replaced: false, padding: 0, seams };
        let mut part = Self { label: label.into(), digest: Digest([0; 32]), size: 0, content };
        part.digest = Digest::of(part.text().as_bytes());
        part.size = part.text().len() as u64;
        part
    }

    /// The file's path below the review folder, with `/` between the parts.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The file name without folders and without its last extension; record identifiers begin with it.
    pub fn stem(&self) -> &str {
        let name = self.label.rsplit('/').next().unwrap_or(&self.label);
        match name.rfind('.') {
            Some(dot) if dot > 0 => &name[..dot],
            _ => name,
        }
    }

    /// SHA-256 of the bytes as received.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// How many bytes the file has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// What the file holds.
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// The decoded text; empty for a binary file.
    pub fn text(&self) -> &str {
        match &self.content {
            Content::Text { text, .. } => text,
            Content::Binary(_) => "",
        }
    }

    /// The line, counted from 1, that the byte `offset` of [`text`](Self::text) stands on. LF, CRLF and a bare CR end a line.
    pub fn line_at(&self, offset: usize) -> u32 {
        let text = self.text().as_bytes();
        count_line_ends(&text[..offset.min(text.len())], text.get(offset).copied()) + 1
    }
}

/// How many line ends `bytes` has; a CR directly before `next` LF is half a line end and does not count yet.
pub(crate) fn count_line_ends(bytes: &[u8], next: Option<u8>) -> u32 {
    let mut lines = 0;
    for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        let following = bytes.get(at + 1).copied().or(next);
        lines += u32::from(!(bytes[at] == b'\r' && following == Some(b'\n')));
    }
    lines
}

/// Where a record stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin<'a> {
    /// The file's label.
    pub file: &'a str,
    /// The record's number in the file, counted from 1.
    pub entry: u32,
    /// The line of the file on which the record begins, counted from 1; 0 where lines mean nothing (a spreadsheet).
    pub line: u32,
    /// The bytes of the record in the decoded text of the file.
    pub bytes: Range<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_count_all_three_line_ends() {
        let file = SourceFile::new("a.ris", b"one\r\ntwo\rthree\nfour".to_vec());
        let line = |word| file.line_at(file.text().find(word).expect("in the text"));
        assert_eq!([line("one"), line("two"), line("three"), line("four")], [1, 2, 3, 4]);
        assert_eq!(file.line_at(4), 1, "the LF of a CRLF belongs to the line it ends");
    }

    #[test]
    fn the_stem_is_the_file_name_without_its_extension() {
        let stem = |label: &str| SourceFile::new(label, Vec::new()).stem().to_owned();
        assert_eq!(stem("exports/a/savedrecs.v2.txt"), "savedrecs.v2");
        assert_eq!(stem(".hidden"), ".hidden");
    }

    #[test]
    fn a_digest_is_what_sha256sum_prints() {
        let digest = Digest::of(b"abc");
        assert_eq!(digest.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(Digest::parse(&digest.to_string()), Some(digest));
        assert_eq!(Digest::parse("xyz"), None);
    }
}
