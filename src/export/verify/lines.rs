//! What was done to the lines of a file, in words: which line, which record, which value.

use std::collections::HashMap;

use serde_json::Value;

use crate::diagnostic::{change, excerpt, unseen};

/// The lines of a file from the first that differs on.
pub(super) struct Lines<'a> {
    /// The number of that line.
    pub line: u64,
    /// The first line of the file, where it is a header of columns.
    pub header: &'a [u8],
    /// The line as it was computed.
    pub was: &'a [u8],
    /// The line as it stands.
    pub is: &'a [u8],
    /// The lines that were computed from there on, each as a number that does not depend on its end.
    pub computed: &'a [u64],
    /// The lines that stand from there on, likewise.
    pub stands: &'a [u64],
}

impl Lines<'_> {
    /// What was done to them.
    pub fn how(&self) -> String {
        let Self { line, was, is, computed, stands, .. } = *self;
        match (without(computed, stands), without(stands, computed)) {
            (0, 0) if computed == stands && without_end(was) == without_end(is) => {
                format!("its line ends were changed from line {line} on, and nothing else")
            }
            (0, 0) => match computed.iter().position(|other| stands.first() == Some(other)) {
                Some(0) | None => format!("line {line} was edited"),
                Some(at) => {
                    format!("its lines were put in another order: line {line} belongs on line {}", line + at as u64)
                }
            },
            (1, 0) if stands.is_empty() => format!("its last line, line {line}, is gone"),
            (gone, 0) if stands.is_empty() => format!("its last {gone} lines are gone, from line {line} on"),
            (1, 0) => format!("line {line} is gone"),
            (gone, 0) => format!("{gone} lines are gone, the first stood on line {line}"),
            (0, 1) if computed.is_empty() => format!("line {line} was added at its end"),
            (0, 1) => format!("line {line} was put in"),
            (0, new) => format!("{new} lines were put in, the first is line {line}"),
            (1, 1) => match self.value() {
                Some(value) => format!("line {line} was edited, {value}"),
                None => format!("line {line} was edited"),
            },
            (gone, new) if gone == new => format!("{gone} lines were edited, the first is line {line}"),
            (gone, new) => format!("lines were edited from line {line} on, {new} in place of {gone}"),
        }
    }

    /// The first value of the line that differs; `None` if it is the end of the line.
    fn value(&self) -> Option<String> {
        cell(self.header, self.was, self.is).or_else(|| event(self.was, self.is)).or_else(|| words(self.was, self.is))
    }
}

/// A line without its end.
pub(super) fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// How many of `lines` have none like them in `others`.
fn without(lines: &[u64], others: &[u64]) -> usize {
    let mut there: HashMap<u64, usize> = HashMap::new();
    others.iter().for_each(|line| *there.entry(*line).or_default() += 1);
    let is_gone = |line: &&u64| match there.get_mut(line) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        _ => true,
    };
    lines.iter().filter(is_gone).count()
}

/// The first cell of a row that differs, with the cell that names the row: `decision of moor-2003-1: excluded -> included`.
fn cell(header: &[u8], was: &[u8], is: &[u8]) -> Option<String> {
    let row = |line: &[u8]| -> Option<csv::StringRecord> {
        csv::ReaderBuilder::new().has_headers(false).from_reader(line).records().next()?.ok()
    };
    let (header, was, is) = (row(header)?, row(was)?, row(is)?);
    let same_width = header.len() == was.len() && was.len() == is.len();
    let at = was.iter().zip(&is).position(|(was, is)| was != is).filter(|_| same_width)?;
    if was == header {
        return Some(format!("a heading: {}", change(&was[at], &is[at])));
    }
    let name = was.get(0).filter(|name| at > 0 && !name.is_empty());
    let name = name.map(|name| format!(" of {}", excerpt(name))).unwrap_or_default();
    Some(format!("{}{name}: {}", &header[at], change(&was[at], &is[at])))
}

/// The first value of an event that differs: `decision on moor-2003-1, decision: excluded -> included`.
fn event(was: &[u8], is: &[u8]) -> Option<String> {
    /// What an event is about, by the first of these keys that it has.
    const ABOUT: [&str; 8] = ["group", "record", "reference", "ruling", "a", "path", "criterion", "code"];
    let read = |line: &[u8]| serde_json::from_slice::<Value>(line).ok().filter(Value::is_object);
    let (mut was, mut is) = (read(was)?, read(is)?);
    let kind = was["event"].as_str()?.to_owned();
    let about = ABOUT.iter().find_map(|key| was[*key].as_str()).map(|about| format!(" on {}", excerpt(about)));
    for line in [&mut was, &mut is] {
        // It follows from the rest.
        line.as_object_mut()?.remove("chain");
    }
    let (path, was, is) = other_value(&was, &is)?;
    Some(format!("{kind}{}, {path}: {}", about.unwrap_or_default(), change(&was, &is)))
}

/// The first value in which two differ, with its path.
fn other_value(was: &Value, is: &Value) -> Option<(String, String, String)> {
    const NONE: &Value = &Value::Null;
    let below = |name: String, was: &Value, is: &Value| {
        let (path, was, is) = other_value(was, is)?;
        let dot = if path.is_empty() || path.starts_with('[') { "" } else { "." };
        Some((format!("{name}{dot}{path}"), was, is))
    };
    match (was, is) {
        _ if was == is => None,
        (Value::Object(had), Value::Object(has)) => {
            let mut keys = had.keys().chain(has.keys().filter(|key| !had.contains_key(*key)));
            keys.find_map(|key| below(key.clone(), had.get(key).unwrap_or(NONE), has.get(key).unwrap_or(NONE)))
        }
        (Value::Array(had), Value::Array(has)) => (0..had.len().max(has.len()))
            .find_map(|at| below(format!("[{}]", at + 1), had.get(at).unwrap_or(NONE), has.get(at).unwrap_or(NONE))),
        _ => Some((String::new(), told(was), told(is))),
    }
}

fn told(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The words around the first difference of two lines: `… light keepers -> … light kippers`.
fn words(was: &[u8], is: &[u8]) -> Option<String> {
    const BEFORE: usize = 30;
    const MOST: usize = 70;
    let text =
        |line: &[u8]| String::from_utf8(without_end(line).to_vec()).map(|line| line.trim_start().to_owned()).ok();
    let (was, is) = (text(was)?, text(is)?);
    let at = was.chars().zip(is.chars()).take_while(|(was, is)| was == is).count();
    let skipped = if at > BEFORE + 10 { at - BEFORE } else { 0 };
    let cut = |line: &str| {
        let begin = if skipped > 0 { "…" } else { "" };
        let end = if line.chars().count() > skipped + MOST { "…" } else { "" };
        let shown: String = line.chars().skip(skipped).take(MOST).collect();
        format!("{begin}{}{end}", excerpt(&shown))
    };
    (was != is).then(|| format!("{} -> {}{}", cut(&was), cut(&is), unseen(&was, &is)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(header: &str, was: &str, is: &str) -> Option<String> {
        let (header, was, is) = (header.as_bytes(), was.as_bytes(), is.as_bytes());
        Lines { line: 2, header, was, is, computed: &[1], stands: &[2] }.value()
    }

    #[test]
    fn the_value_that_was_edited_is_named_with_its_record() {
        let say = |header, was, is| told(header, was, is).unwrap_or_default();
        assert_eq!(
            say("group,decision\n", "moor-1,excluded\n", "moor-1,included\n"),
            "decision of moor-1: excluded -> included"
        );
        assert_eq!(
            say(
                "",
                r#"{"event":"decision","group":"moor-1","decision":"excluded","chain":"0a"}"#,
                r#"{"event":"decision","group":"moor-1","decision":"included","chain":"0b"}"#
            ),
            "decision on moor-1, decision: excluded -> included"
        );
        assert_eq!(
            say(
                "",
                r#"{"event":"record","record":"a:1","values":[["title","Quays"],["date","2001"]]}"#,
                r#"{"event":"record","record":"a:1","values":[["title","Quays"],["date","2002"]]}"#
            ),
            "record on a:1, values[2][2]: 2001 -> 2002"
        );
        assert_eq!(say("group,decision\n", "group,decision\n", "group,verdict\n"), "a heading: decision -> verdict");
        assert_eq!(say("", "TI  - Keepers\n", "TI  - Kippers\n"), "TI  - Keepers -> TI  - Kippers");
        let long = |word: &str| format!("{}{word} {}", "before ".repeat(20), "behind ".repeat(20));
        let around = say("", &long("keepers"), &long("kippers"));
        assert!(around.contains("before keepers") && around.contains("-> …") && around.len() < 220, "{around}");
        assert_eq!(told("", "TI  - Keepers\r\n", "TI  - Keepers\n"), None, "only the end of the line");
    }
}
