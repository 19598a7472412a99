//! Diagnostics of one file while it is read: bounded, in file order.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;

/// How many diagnostics of one code are listed for one file; the rest are counted.
pub const LISTED_PER_CODE: usize = 200;

/// What follows the number of diagnostics that are not listed.
const MORE: &str = " more of this kind in this file";

/// Says how many diagnostics of a code are not listed.
pub fn not_listed(code: &'static str, more: usize) -> Diagnostic {
    Diagnostic::new(code, format!("{more}{MORE}"))
}

/// How many diagnostics of its kind `diagnostic` stands for, where it only counts those that are not listed.
pub fn counted(diagnostic: &Diagnostic) -> Option<usize> {
    diagnostic.message.strip_suffix(MORE)?.parse().ok()
}

/// What a diagnostic of one file does not have from its code: parts of a file hold many that are not listed in the end.
#[derive(Debug)]
struct Remark {
    code: &'static str,
    line: u32,
    entry: u32,
    tag: Box<str>,
    message: Box<str>,
}

/// Collects the diagnostics of one file, or of one part of it.
///
/// A file can be wrong in every line, so at most [`LISTED_PER_CODE`] of each code are kept and the others counted.
#[derive(Debug, Default)]
pub struct Log {
    listed: Vec<Remark>,
    counts: BTreeMap<&'static str, usize>,
}

impl Log {
    /// Adds a diagnostic about `line` and `entry`; the words are made only if it will be listed.
    pub fn add(&mut self, code: &'static str, line: u32, entry: u32, tag: &str, message: impl FnOnce() -> String) {
        let count = self.counts.entry(code).or_default();
        *count += 1;
        if *count <= LISTED_PER_CODE {
            self.listed.push(Remark { code, line, entry, tag: tag.into(), message: message().into() });
        }
    }

    /// Whether a further diagnostic of this code would be listed, and not only counted.
    pub fn lists(&self, code: &str) -> bool {
        self.counts.get(code).is_none_or(|&count| count < LISTED_PER_CODE)
    }

    /// Appends the diagnostics of the part of the file that follows, whose records come after `entries` others.
    pub fn append(&mut self, part: Self, entries: u32) {
        let mut room: BTreeMap<&'static str, usize> = BTreeMap::new();
        for (&code, &count) in &part.counts {
            let before = self.counts.entry(code).or_default();
            room.insert(code, LISTED_PER_CODE.saturating_sub(*before));
            *before += count;
        }
        for mut remark in part.listed {
            let room = room.entry(remark.code).or_default();
            if *room > 0 {
                *room -= 1;
                remark.entry += if remark.entry > 0 { entries } else { 0 };
                self.listed.push(remark);
            }
        }
    }

    /// The diagnostics of the file labelled `file`, in file order; for each code with more than are listed, one says how many more.
    pub fn finish(self, file: &str) -> Vec<Diagnostic> {
        let listed = self.listed.into_iter().map(|remark| {
            Diagnostic::new(remark.code, remark.message).at(file, remark.line, remark.entry).tag(&remark.tag)
        });
        let over = self.counts.iter().filter(|(_, count)| **count > LISTED_PER_CODE);
        let not_listed = over.map(|(code, count)| not_listed(code, count - LISTED_PER_CODE).at(file, 0, 0));
        listed.chain(not_listed).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn many(count: usize) -> Log {
        let mut log = Log::default();
        for at in 1..=count {
            log.add("REA006", at as u32, 1, "", || format!("number {at}"));
        }
        log
    }

    #[test]
    fn parts_appended_list_what_one_reading_would() {
        let mut parts = many(LISTED_PER_CODE - 1);
        parts.append(many(3), 7);
        let listed = parts.finish("a.ris");
        assert_eq!(listed.len(), LISTED_PER_CODE + 1);
        assert_eq!(listed[LISTED_PER_CODE - 1].entry, 8, "the first of the second part, behind seven records");
        assert_eq!(listed[LISTED_PER_CODE].message, "2 more of this kind in this file");
    }
}
