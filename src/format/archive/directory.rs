//! The members of a zip file in which several have one name, by its directory: the library keeps the last of a name.
//!
//! PKWARE, *APPNOTE.TXT* 6.3: the local header (4.3.7), the directory (4.3.12) and its end (4.3.16). Files beyond 4 GiB or 65,535 members
//! are written otherwise and are not walked.

use std::io::{self, Read};

use flate2::read::DeflateDecoder;
use flate2::{Crc, CrcReader};

/// One member.
#[derive(Debug)]
pub(super) struct Member<'b> {
    /// The name as written.
    pub name: String,
    /// The content as it lies in the archive.
    pub packed: &'b [u8],
    /// How long the content will be, in bytes.
    pub length: u64,
    method: u16,
    checksum: u32,
    encrypted: bool,
}

/// The members in the order of the directory; `None` where it does not lead to every one of them.
pub(super) fn members(bytes: &[u8]) -> Option<Vec<Member<'_>>> {
    let end = memchr::memmem::rfind(bytes, b"PK\x05\x06")?;
    let (count, mut at) = (number::<2>(bytes, end + 10)?, number::<4>(bytes, end + 16)?);
    (0..count)
        .map(|_| {
            let member = member(bytes, at)?;
            // Name, extra field and comment stand behind the header.
            at += 46 + number::<2>(bytes, at + 28)? + number::<2>(bytes, at + 30)? + number::<2>(bytes, at + 32)?;
            Some(member)
        })
        .collect()
}

fn member(bytes: &[u8], at: usize) -> Option<Member<'_>> {
    const UTF_8: usize = 1 << 11;
    const ENCRYPTED: usize = 1;
    bytes.get(at..)?.strip_prefix(b"PK\x01\x02")?;
    let flags = number::<2>(bytes, at + 8)?;
    let name = bytes.get(at + 46..at + 46 + number::<2>(bytes, at + 28)?)?;
    let local = number::<4>(bytes, at + 42)?;
    bytes.get(local..)?.strip_prefix(b"PK\x03\x04")?;
    let start = local + 30 + number::<2>(bytes, local + 26)? + number::<2>(bytes, local + 28)?;
    Some(Member {
        name: match flags & UTF_8 {
            0 => name.iter().map(|&byte| if byte.is_ascii() { char::from(byte) } else { '_' }).collect(),
            _ => String::from_utf8_lossy(name).into_owned(),
        },
        packed: bytes.get(start..start + number::<4>(bytes, at + 20)?)?,
        length: number::<4>(bytes, at + 24)? as u64,
        method: number::<2>(bytes, at + 10)? as u16,
        checksum: number::<4>(bytes, at + 16)? as u32,
        encrypted: flags & ENCRYPTED != 0,
    })
}

/// The number of so many bytes, the lowest first.
fn number<const BYTES: usize>(bytes: &[u8], at: usize) -> Option<usize> {
    let digits = bytes.get(at..at.checked_add(BYTES)?)?;
    Some(digits.iter().rev().fold(0, |number, &byte| number << 8 | usize::from(byte)))
}

impl<'b> Member<'b> {
    /// The content, which ends with an error if it is not what was packed; or why it cannot be read.
    pub(super) fn read(&self) -> Result<impl Read + use<'b>, &'static str> {
        const STORED: u16 = 0;
        const DEFLATED: u16 = 8;
        let content: Box<dyn Read + 'b> = match self.method {
            _ if self.encrypted => return Err("is encrypted with a password"),
            STORED => Box::new(self.packed),
            DEFLATED => Box::new(DeflateDecoder::new(self.packed)),
            _ => return Err("is packed by a method that is not read"),
        };
        Ok(Checked { content: CrcReader::new(content), checksum: self.checksum })
    }
}

/// Content with the checksum that it must have.
struct Checked<R> {
    content: CrcReader<R>,
    checksum: u32,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.content.read(buffer)?;
        if read == 0 && !buffer.is_empty() && Crc::sum(self.content.crc()) != self.checksum {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the checksum does not agree"));
        }
        Ok(read)
    }
}
