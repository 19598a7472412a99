//! A file as a person may look at it on a terminal.

use std::io::{self, Write};

use crate::diagnostic::visible;

/// Passes text on with what acts on a terminal made [visible].
pub(super) struct Seen<W: Write> {
    to: W,
    /// The beginning of a character whose end has not come yet.
    begun: Vec<u8>,
}

impl<W: Write> Seen<W> {
    pub fn new(to: W) -> Self {
        Self { to, begun: Vec::new() }
    }

    /// Writes what is left: bytes that are no character.
    pub fn finish(&mut self) -> io::Result<()> {
        let left = std::mem::take(&mut self.begun);
        self.to.write_all(String::from_utf8_lossy(&left).as_bytes())
    }
}

impl<W: Write> Write for Seen<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.begun.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.begun) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => self.begun.len(),
        };
        let rest = self.begun.split_off(whole);
        let text = std::mem::replace(&mut self.begun, rest);
        self.to.write_all(visible(&String::from_utf8_lossy(&text)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_that_comes_in_two_parts_is_one() {
        let mut out = Vec::new();
        let mut seen = Seen::new(&mut out);
        for part in ["é\u{202e}".as_bytes(), b"\xe2\x80", b"\xae\x1b[2J", b"\xff\xc3"] {
            seen.write_all(part).expect("memory takes all");
        }
        seen.finish().expect("memory takes all");
        assert_eq!(String::from_utf8_lossy(&out), "é\\u{202e}\\u{202e}\\u{1b}[2J\u{fffd}\u{fffd}");
    }
}
