//! Where the records of a JSON file begin and end, by its brackets alone.
//!
//! A record is an object: the only one of the file, one of an array, one per line, or what an answer of a service holds under
//! `items`, `results`, `data`, `message` or another of the usual keys. Nothing is parsed here, so that one broken record costs only itself.

use crate::format::slices::Slice;

/// Keys under which services put their records.
const ENVELOPES: [&str; 14] = [
    "items",
    "results",
    "data",
    "message",
    "records",
    "resultList",
    "result",
    "hits",
    "search-results",
    "entry",
    "Data",
    "Records",
    "REC",
    "References",
];

/// The records of `text`. An object that holds records under one of the usual keys is their wrapping, unless it has one of the
/// `own` keys of a record itself.
pub fn slices(text: &str, own: &[&str]) -> Vec<Slice> {
    let mut scanner = Scanner { bytes: text.as_bytes(), at: 0 };
    let mut slices = Vec::new();
    while scanner.next_open() {
        let start = scanner.at;
        let closed = scanner.skip_value();
        collect(text, Slice::new(start..scanner.at, closed), own, 0, &mut slices);
    }
    slices
}

fn collect(text: &str, value: Slice, own: &[&str], depth: usize, slices: &mut Vec<Slice>) {
    // An answer in a list in an answer is as deep as services go.
    const DEEPEST: usize = 6;
    let mut scanner = Scanner { bytes: &text.as_bytes()[..value.bytes().end], at: value.bytes().start + 1 };
    if text.as_bytes()[value.bytes().start] == b'[' {
        while depth < DEEPEST && scanner.next_open_before_close() {
            let start = scanner.at;
            let closed = scanner.skip_value();
            collect(text, Slice::new(start..scanner.at, closed), own, depth + 1, slices);
        }
        return;
    }
    match scanner.find_envelope(text, own).filter(|_| depth < DEEPEST) {
        Some(start) => {
            scanner.at = start;
            let closed = scanner.skip_value();
            collect(text, Slice::new(start..scanner.at, closed), own, depth + 1, slices);
        }
        None => slices.push(value),
    }
}

struct Scanner<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Moves to the next opening bracket, whatever stands before it.
    fn next_open(&mut self) -> bool {
        match memchr::memchr2(b'{', b'[', &self.bytes[self.at.min(self.bytes.len())..]) {
            Some(found) => {
                self.at += found;
                true
            }
            None => false,
        }
    }

    /// Moves to the next opening bracket inside an array; `false` at its end.
    fn next_open_before_close(&mut self) -> bool {
        while let Some(byte) = self.peek() {
            match byte {
                b'{' | b'[' => return true,
                b']' => return false,
                b'"' => self.skip_string(),
                _ => self.at += 1,
            }
        }
        false
    }

    /// Moves behind the value here, brackets matched; `false` if it has no end.
    fn skip_value(&mut self) -> bool {
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                b'"' => {
                    self.skip_string();
                    continue;
                }
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return true;
            }
        }
        false
    }

    fn skip_string(&mut self) {
        self.at += 1;
        while let Some(found) = memchr::memchr2(b'"', b'\\', &self.bytes[self.at.min(self.bytes.len())..]) {
            let escape = self.bytes[self.at + found] == b'\\';
            self.at += found + 1 + usize::from(escape);
            if !escape {
                return;
            }
        }
        self.at = self.bytes.len();
    }

    /// Where the value of the first usual key begins, if it is an object or an array and no key is one of a record's `own`; the
    /// scanner stands inside the object.
    fn find_envelope(&mut self, text: &str, own: &[&str]) -> Option<usize> {
        let mut envelope = None;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    let start = self.at + 1;
                    self.skip_string();
                    let key = text.get(start..self.at.saturating_sub(1).max(start)).unwrap_or_default();
                    self.skip_blank();
                    if self.peek() != Some(b':') {
                        continue;
                    }
                    self.at += 1;
                    self.skip_blank();
                    if own.contains(&key) {
                        return None;
                    }
                    if matches!(self.peek(), Some(b'{' | b'[')) {
                        envelope = envelope.or(ENVELOPES.contains(&key).then_some(self.at));
                        self.skip_value();
                    }
                }
                b'}' => break,
                _ => self.at += 1,
            }
        }
        envelope
    }

    fn skip_blank(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, bool)> {
        slices(text, &["title"]).into_iter().map(|slice| (&text[slice.bytes()], slice.closed)).collect()
    }

    #[test]
    fn records_are_found_in_every_wrapping() {
        let one = [("{\"a\":\"]}\"}", true)];
        for text in [
            "{\"a\":\"]}\"}",
            "[{\"a\":\"]}\"}]",
            "{\"status\":\"ok\",\"message\":{\"items\":[{\"a\":\"]}\"}]}}",
            "{\"meta\":{\"x\":1},\"results\":[{\"a\":\"]}\"}]}",
        ] {
            assert_eq!(found(text), one, "{text}");
        }
        let record = "{\"title\":1,\"data\":[{}]}";
        assert_eq!(found(record), [(record, true)]);
        assert_eq!(found("{\"a\":1}\n{\"b\":2}\n"), [("{\"a\":1}", true), ("{\"b\":2}", true)]);
    }

    #[test]
    fn a_file_cut_off_gives_what_is_there() {
        assert_eq!(found("[{\"a\":1},{\"b\":[2"), [("{\"a\":1}", true), ("{\"b\":[2", false)]);
        assert_eq!(found("[{\"a\":\"never closed"), [("{\"a\":\"never closed", false)]);
    }

    #[test]
    fn an_empty_answer_has_no_record() {
        assert_eq!(found("{\"message\":{\"items\":[]}}"), []);
        assert_eq!(found("[]"), []);
    }

    #[test]
    fn deep_nesting_takes_linear_time_and_no_stack() {
        assert_eq!(found(&"[".repeat(200_000)), []);
        assert_eq!(found(&"{\"a\":".repeat(100_000)).len(), 1);
    }
}
