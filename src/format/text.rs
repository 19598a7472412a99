//! Bytes to text: byte order mark, XML declaration, UTF-8, then a guess.

use encoding_rs::{Encoding, UTF_8};

use crate::source::Content;

/// Decodes the bytes of a file. UTF-8 is taken over without a copy.
pub fn decode(bytes: Vec<u8>) -> Content {
    if looks_binary(&bytes) {
        return Content::Binary(bytes);
    }
    if Encoding::for_bom(&bytes).is_none_or(|(encoding, _)| encoding == UTF_8) {
        match String::from_utf8(bytes) {
            Ok(text) => return Content::Text { text, encoding: UTF_8, replaced: false },
            Err(error) => return decode_other(&error.into_bytes()),
        }
    }
    decode_other(&bytes)
}

fn decode_other(bytes: &[u8]) -> Content {
    let encoding = Encoding::for_bom(bytes)
        .map(|(encoding, _)| encoding)
        .or_else(|| declared(bytes))
        .unwrap_or_else(|| guess(bytes));
    let (text, encoding, replaced) = encoding.decode(bytes);
    Content::Text { text: text.into_owned(), encoding, replaced }
}

/// The encoding of an XML declaration.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let label = head.split("encoding=").nth(1)?;
    Encoding::for_label(label.trim_start_matches(['"', '\'']).split(['"', '\'']).next()?.as_bytes())
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

/// Zip, gzip, the old Office container, PDF, PNG, JPEG; or NUL bytes that UTF-16 does not explain.
fn looks_binary(bytes: &[u8]) -> bool {
    const MAGIC: [&[u8]; 6] = [b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"%PDF-", b"\x89PNG", b"\xff\xd8\xff"];
    MAGIC.iter().any(|magic| bytes.starts_with(magic))
}
