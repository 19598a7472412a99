//! Entries and fields of a BibTeX file as ranges of its text.
//!
//! Grammar: *BibTeXing* (Patashnik 1988) and the BibLaTeX manual; what stands outside entries is comment. Beyond it: fields
//! without a comma between them, entries without a key, braces that do not match.
//!
//! Invariant: a value whose braces are never closed ends where the next entry begins, at a line with `@type{key,`; so a
//! broken entry costs only itself, and the text is read once.

use std::ops::Range;

/// One entry: `@article{key, ...}`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// From the `@` to behind the closing brace.
    pub bytes: Range<usize>,
    /// The type as written.
    pub kind: Range<usize>,
    /// The key; empty if there is none.
    pub key: Range<usize>,
    /// The fields, in order.
    pub fields: Vec<Field>,
    /// What was wrong with it.
    pub faults: Vec<Fault>,
    /// Its line begins with `%`: BibTeX would read it, whoever wrote the `%` wanted it left out.
    pub commented_out: bool,
}

/// One field: `name = value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The name as written.
    pub name: Range<usize>,
    /// The parts that `#` joins.
    pub parts: Vec<Part>,
}

/// A part of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Between braces or quotes, which are left out.
    Text(Range<usize>),
    /// A number, or the name of a macro.
    Word(Range<usize>),
}

/// What may be wrong with an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Braces or quotes are not closed before the next entry, or the end of the file.
    Unclosed,
    /// This text could not be read as a field.
    Skipped(Range<usize>),
}

/// Reads entries one after the other.
#[derive(Debug, Clone)]
pub struct Entries<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    /// How many bytes may still be read again behind values without end.
    budget: usize,
}

impl<'t> Entries<'t> {
    /// The entries of `text`.
    pub fn new(text: &'t str) -> Self {
        Self { text, bytes: text.as_bytes(), at: 0, budget: 4 * text.len() }
    }

    /// The entries that stand in these bytes of `text`.
    pub fn within(text: &'t str, bytes: &Range<usize>) -> Self {
        let text = &text[..bytes.end];
        Self { text, bytes: text.as_bytes(), at: bytes.start, budget: 4 * bytes.len() }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_blank(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Takes bytes as long as they fit.
    fn run_of(&mut self, fits: impl Fn(u8) -> bool) -> Range<usize> {
        let start = self.at;
        while self.peek().is_some_and(&fits) {
            self.at += 1;
        }
        start..self.at
    }

    /// Whether an entry with a key begins on this line: what ends a value that is never closed.
    fn begins_entry(&self, line_start: usize) -> bool {
        let line = &self.bytes[line_start..];
        let blank = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let Some(rest) = line[blank..].strip_prefix(b"@") else { return false };
        let kind = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let behind =
            rest[kind..].iter().position(|byte| !matches!(byte, b' ' | b'\t')).map(|blank| &rest[kind + blank..]);
        let Some([b'{' | b'(', key @ ..]) = behind else { return false };
        // A key longer than this is prose.
        const LONGEST_KEY: usize = 200;
        let end =
            key.iter().take(LONGEST_KEY).position(|byte| matches!(byte, b',' | b'\n' | b'\r' | b'{' | b'}' | b'='));
        kind > 0 && end.is_some_and(|end| key[end] == b',')
    }

    /// Moves to the next `@type{` or `@type(`; gives the places of the `@` and of the type.
    fn next_start(&mut self) -> Option<(usize, Range<usize>)> {
        loop {
            let at = self.at + memchr::memchr(b'@', &self.bytes[self.at..])?;
            self.at = at + 1;
            let word_before = at > 0 && self.bytes[at - 1].is_ascii_alphanumeric();
            self.run_of(|byte| matches!(byte, b' ' | b'\t'));
            let kind = self.run_of(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+'));
            self.skip_blank();
            if !kind.is_empty() && !word_before && matches!(self.peek(), Some(b'{' | b'(')) {
                return Some((at, kind));
            }
            self.at = at + 1;
        }
    }

    fn entry(&mut self, start: usize, kind: Range<usize>) -> Entry {
        let close = if self.peek() == Some(b'{') { b'}' } else { b')' };
        self.at += 1;
        let mut entry = Entry { kind, ..Entry::default() };
        let is_macro = self.text[entry.kind.clone()].eq_ignore_ascii_case("string");
        let is_preamble = self.text[entry.kind.clone()].eq_ignore_ascii_case("preamble");
        if !is_macro && !is_preamble {
            entry.key = self.key();
        }
        self.body(&mut entry, close);
        entry.bytes = start..self.at;
        entry
    }

    /// The key: up to a comma, a line end or the close. What turns out to be the name of a field is none.
    fn key(&mut self) -> Range<usize> {
        self.skip_blank();
        let start = self.at;
        let range = self.run_of(|byte| !matches!(byte, b',' | b'\n' | b'\r' | b'}' | b'=' | b'{' | b'"' | b')'));
        // A bracket may stand inside a key, if a comma ends it on this line.
        let range = match self.peek() {
            Some(b')') => start..self.run_of(|byte| !matches!(byte, b',' | b'\n' | b'}' | b'=' | b'{' | b'"')).end,
            _ => range,
        };
        let key = self.text[range.clone()].trim_end();
        if self.peek() == Some(b'=')
            && let Some(blank) = key.rfind(char::is_whitespace)
        {
            // No comma behind the key: the last word is the name of the first field.
            self.at = start + blank;
            return start..start + key[..blank].trim_end().len();
        }
        if matches!(self.peek(), Some(b'=' | b'{' | b'"')) {
            self.at = start;
            return start..start;
        }
        start..start + key.len()
    }

    fn body(&mut self, entry: &mut Entry, close: u8) {
        loop {
            self.run_of(|byte| byte.is_ascii_whitespace() || byte == b',');
            match self.peek() {
                None if self.recover(entry) => {}
                None => return entry.fault_unclosed(),
                Some(byte) if byte == close || byte == b'}' => {
                    self.at += 1;
                    // A brace too many closed the entry early: the fields behind it are still its own.
                    if !self.goes_on() {
                        return;
                    }
                }
                Some(b')') => {
                    // Opened by a brace, closed by a bracket at the end of a line.
                    self.at += 1;
                    if self.at_line_end() && !self.goes_on() {
                        return;
                    }
                }
                Some(b'@') if self.begins_entry(self.at) => {
                    if !self.recover(entry) {
                        return entry.fault_unclosed();
                    }
                }
                Some(_) => self.field(entry),
            }
        }
    }

    /// The entry has no end: the last value may have been closed by the brace that should have ended the entry. If a line
    /// in it looks like a field, the value ends there and reading goes on behind it.
    fn recover(&mut self, entry: &mut Entry) -> bool {
        let here = self.at;
        let last = entry.fields.last().and_then(|field| field.parts.last()).cloned();
        let Some(Part::Text(value)) = last else { return false };
        let shortened = self.unclosed(value.start, value.end, entry);
        let found = self.at < value.end;
        match entry.fields.last_mut().and_then(|field| field.parts.last_mut()) {
            Some(part) if found => *part = Part::Text(shortened),
            _ => self.at = here,
        }
        found
    }

    fn at_line_end(&self) -> bool {
        self.bytes[self.at..]
            .iter()
            .find(|byte| !matches!(byte, b' ' | b'\t'))
            .is_none_or(|byte| matches!(byte, b'\n' | b'\r'))
    }

    /// Whether `, name =` follows.
    fn goes_on(&self) -> bool {
        let mut ahead = self.clone();
        ahead.skip_blank();
        let comma = ahead.peek() == Some(b',');
        ahead.run_of(|byte| byte.is_ascii_whitespace() || byte == b',');
        let name = ahead.run_of(is_name);
        ahead.skip_blank();
        comma && !name.is_empty() && ahead.peek() == Some(b'=')
    }

    fn field(&mut self, entry: &mut Entry) {
        let start = self.at;
        let name = self.run_of(is_name);
        self.skip_blank();
        let assigned = self.peek() == Some(b'=') || (!name.is_empty() && self.value_is_near());
        if name.is_empty() || !assigned {
            self.at = start.max(name.end);
            self.skip_to_next_field();
            let skipped = self.text[start..self.at].trim_end();
            entry.faults.push(Fault::Skipped(start..start + skipped.len()));
            return;
        }
        if self.peek() == Some(b'=') {
            self.at += 1;
        }
        let parts = self.value(entry);
        entry.fields.push(Field { name, parts });
    }

    /// Something else stands where `=` should, and the value follows on the same line: moves there.
    fn value_is_near(&mut self) -> bool {
        const NEAR: usize = 12;
        let rest = &self.bytes[self.at..self.bytes.len().min(self.at + NEAR)];
        let found = rest.iter().position(|byte| matches!(byte, b'{' | b'"' | b'\n' | b',' | b'}'));
        match found.filter(|&found| matches!(rest[found], b'{' | b'"')) {
            Some(found) => {
                self.at += found;
                true
            }
            None => false,
        }
    }

    /// Moves behind what is no field: to the next comma, the next line or the next brace.
    fn skip_to_next_field(&mut self) {
        if matches!(self.peek(), Some(b'{')) {
            self.braced(&mut Entry::default());
            return;
        }
        let start = self.at;
        self.run_of(|byte| !matches!(byte, b',' | b'\n' | b'}' | b'{' | b')' | b'@'));
        if self.at == start {
            // A mark that no field begins with; every mark is one byte long.
            self.at = (self.at + 1).min(self.bytes.len());
        }
    }

    fn value(&mut self, entry: &mut Entry) -> Vec<Part> {
        let mut parts = Vec::new();
        loop {
            self.skip_blank();
            match self.peek() {
                Some(b'{') => parts.push(Part::Text(self.braced(entry))),
                Some(b'"') => parts.push(Part::Text(self.quoted(entry))),
                Some(byte) if is_name(byte) => parts.push(Part::Word(self.word())),
                _ => return parts,
            }
            self.run_of(|byte| matches!(byte, b' ' | b'\t'));
            let end = self.at;
            self.skip_blank();
            if self.peek() != Some(b'#') {
                self.at = end;
                return parts;
            }
            self.at += 1;
        }
    }

    /// A number or the name of a macro; bare text up to the comma or the end of its line, where someone forgot the braces.
    fn word(&mut self) -> Range<usize> {
        let start = self.at;
        let word = self.run_of(is_name);
        let behind = self.bytes[self.at..].iter().find(|byte| !matches!(byte, b' ' | b'\t'));
        if behind.is_none_or(|byte| matches!(byte, b',' | b'}' | b')' | b'#' | b'\n' | b'\r')) {
            return word;
        }
        let end = self.run_of(|byte| !matches!(byte, b',' | b'}' | b'\n' | b'\r')).end;
        start..start + self.text[start..end].trim_end().len()
    }

    /// What stands between the brace here and its match.
    fn braced(&mut self, entry: &mut Entry) -> Range<usize> {
        self.at += 1;
        let start = self.at;
        let mut depth = 1;
        while let Some(found) = find_any(&self.bytes[self.at..], *b"{}\n\\") {
            let at = self.at + found;
            self.at = at + 1;
            match self.bytes[at] {
                b'{' => depth += 1,
                b'}' if depth == 1 => return start..at,
                b'}' => depth -= 1,
                b'\\' => self.skip_escaped_brace(),
                _ if self.begins_entry(at + 1) => return self.unclosed(start, at, entry),
                _ => {}
            }
        }
        self.unclosed(start, self.bytes.len(), entry)
    }

    /// BibTeX counts `\{` like `{`. Exporters write a lone one as they write a pair, which changes nothing: so neither is counted.
    fn skip_escaped_brace(&mut self) {
        if matches!(self.peek(), Some(b'{' | b'}' | b'\\')) {
            self.at += 1;
        }
    }

    fn letter_or_brace(&self, at: usize) -> bool {
        self.bytes.get(at).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'{')
    }

    /// What stands between the quote here and the next outside braces.
    fn quoted(&mut self, entry: &mut Entry) -> Range<usize> {
        self.at += 1;
        let start = self.at;
        let mut depth = 0_usize;
        while self.at < self.bytes.len() {
            let at = self.at;
            self.at += 1;
            match self.bytes[at] {
                b'"' if depth == 0 => return start..at,
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                // An accent (`\"u`), where BibTeX would see the end.
                b'\\' if self.peek() == Some(b'"') && self.letter_or_brace(self.at + 1) => self.at += 1,
                b'\\' => self.skip_escaped_brace(),
                b'\n' if self.begins_entry(at + 1) => return self.unclosed(start, at, entry),
                // The next quote would open that field's value, and not close this one.
                b'\n' | b',' if depth == 0 && self.begins_field(at + 1, true) => {
                    return self.unclosed(start, at + 1, entry);
                }
                _ => {}
            }
        }
        self.unclosed(start, self.bytes.len(), entry)
    }

    /// A value without end: it goes on to what looks like a field or the end of the entry, on a line of its own or behind a comma,
    /// within `start..end`.
    ///
    /// What stands behind it is read again, which is paid from a budget so that the whole stays linear.
    fn unclosed(&mut self, start: usize, end: usize, entry: &mut Entry) -> Range<usize> {
        entry.fault_unclosed();
        self.at = end;
        let scanned = end - start;
        if scanned <= self.budget {
            self.budget -= scanned;
            let mut place = start;
            while let Some(found) = memchr::memchr2(b'\n', b',', &self.bytes[place..end]) {
                place += found + 1;
                if self.begins_field(place, self.bytes[place - 1] == b',') {
                    self.at = place;
                    break;
                }
            }
        }
        let value = self.text[start..self.at].trim_end().trim_end_matches([',', '}', '"']);
        start..start + value.len()
    }

    /// Whether what begins here looks like `name = ` or like the end of an entry; if `strictly`, like `name = {` or `name = "`.
    fn begins_field(&self, start: usize, strictly: bool) -> bool {
        let mut ahead = Self { at: start, ..self.clone() };
        ahead.run_of(|byte| matches!(byte, b' ' | b'\t'));
        if !strictly && matches!(ahead.peek(), Some(b'}' | b')')) {
            ahead.at += 1;
            return ahead.at_line_end();
        }
        let name = ahead.run_of(is_name);
        ahead.run_of(|byte| matches!(byte, b' ' | b'\t'));
        if name.is_empty() || ahead.peek() != Some(b'=') {
            return false;
        }
        ahead.at += 1;
        ahead.run_of(|byte| matches!(byte, b' ' | b'\t'));
        ahead.peek().is_some_and(|byte| matches!(byte, b'{' | b'"') || !strictly && byte.is_ascii_alphanumeric())
    }
}

impl Entry {
    fn fault_unclosed(&mut self) {
        if !self.faults.contains(&Fault::Unclosed) {
            self.faults.push(Fault::Unclosed);
        }
    }
}

impl Iterator for Entries<'_> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let (start, kind) = self.next_start()?;
        if self.is_commented_out(start) {
            // With the bracket that makes it an entry.
            return Some(Entry { bytes: start..self.at + 1, kind, commented_out: true, ..Entry::default() });
        }
        if self.text[kind.clone()].eq_ignore_ascii_case("comment") {
            return Some(Entry { bytes: start..self.comment_end(), kind, ..Entry::default() });
        }
        Some(self.entry(start, kind))
    }
}

impl Entries<'_> {
    fn is_commented_out(&self, start: usize) -> bool {
        // Further in, a `%` belongs to what stands before.
        const NEAR: usize = 40;
        let before = self.bytes[start.saturating_sub(NEAR)..start].iter().rev();
        before.take_while(|byte| matches!(byte, b'%' | b' ' | b'\t')).any(|&byte| byte == b'%')
    }

    /// Programs keep their settings in `@comment{...}`; one that is not closed is a line.
    fn comment_end(&mut self) -> usize {
        let from = self.at;
        let mut ignored = Entry::default();
        self.braced(&mut ignored);
        if !ignored.faults.is_empty() {
            self.at = from + memchr::memchr(b'\n', &self.bytes[from..]).unwrap_or(self.bytes.len() - from);
        }
        self.at
    }
}

/// Characters of field names and macros: BibTeX allows nearly all; these are the ones that exporters use.
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || !byte.is_ascii()
        || matches!(byte, b'_' | b'-' | b'+' | b':' | b'.' | b'/' | b'*' | b'\'')
}

fn find_any(bytes: &[u8], wanted: [u8; 4]) -> Option<usize> {
    bytes.iter().position(|byte| wanted.contains(byte))
}

#[cfg(test)]
mod tests;
