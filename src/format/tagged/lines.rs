//! Lines of a text, whatever ends them.

use memchr::memchr2;

/// A line without its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::format) struct Line {
    /// First byte in the text.
    pub start: usize,
    /// The byte behind the last one.
    pub end: usize,
    /// The line's number in the file, counted from 1.
    pub number: u32,
}

/// The lines of a part of a text. LF, CRLF and a bare CR end a line, mixed as they come.
#[derive(Debug, Clone)]
pub(in crate::format) struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    number: u32,
}

impl<'a> Lines<'a> {
    /// The lines from the byte `at`, which begins line `number`, to the end of `text`.
    pub(in crate::format) fn new(text: &'a str, at: usize, number: u32) -> Self {
        Self { text: text.as_bytes(), at, number }
    }
}

impl Iterator for Lines<'_> {
    type Item = Line;

    #[inline]
    fn next(&mut self) -> Option<Line> {
        let start = self.at;
        if start >= self.text.len() {
            return None;
        }
        let end = memchr2(b'\n', b'\r', &self.text[start..]).map_or(self.text.len(), |length| start + length);
        let crlf = self.text[end..].starts_with(b"\r\n");
        self.at = end + 1 + usize::from(crlf);
        let number = self.number;
        self.number += 1;
        Some(Line { start, end, number })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_end_ends_a_line() {
        let text = "one\r\ntwo\rthree\n\nfive";
        let lines: Vec<_> = Lines::new(text, 0, 1).map(|line| (line.number, &text[line.start..line.end])).collect();
        assert_eq!(lines, [(1, "one"), (2, "two"), (3, "three"), (4, ""), (5, "five")]);
    }
}
