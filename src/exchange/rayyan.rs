//! Rayyan: CSV and RIS with notes, and the customization log.
//!
//! A note holds sections joined by ` | `, any note of the database first:
//! `RAYYAN-INCLUSION: {"Ann"=>"Included"} | RAYYAN-LABELS: a,b | RAYYAN-EXCLUSION-REASONS: c,d | USER-NOTES: {"Ann"=>["e"]}`.
//! Reasons are not told apart by reviewer there; the log does that, and gives the time.

use std::collections::BTreeMap;

use super::{Declared, Described, IDENTIFIER_MARK, Noted, Outgoing, Tool, ToolFile, Vote, Votes, Word, notes, tagged};
use crate::diagnostic::Diagnostic;
use crate::record::Record;

/// Rayyan.
pub struct Rayyan;

impl Tool for Rayyan {
    fn name(&self) -> &'static str {
        "rayyan"
    }

    fn about(&self) -> &'static str {
        "Reads `articles.csv` and RIS exports with `RAYYAN-INCLUSION` notes (one vote per reviewer, reasons shared between \
         them), and `customizations_log.csv` (one vote per reviewer with time and reasons; the last word counts; what was taken back \
         there and still stands in the notes is told). Writes notes \
         of the same form, with the times of the votes, and `LITSIEVE-ID:` as a note, since Rayyan keeps no foreign identifiers. A comma inside a reason is \
         kept only if the reason is one of the protocol's."
    }

    fn recognises(&self, file: ToolFile<'_>) -> bool {
        is_log(file.source.text()) || file.source.text().contains("RAYYAN-INCLUSION")
    }

    fn read(&self, file: ToolFile<'_>, declared: &Declared) -> Votes {
        if is_log(file.source.text()) {
            return read_log(file.source.text(), file.source.label());
        }
        let known: Vec<&str> = declared.codes.iter().map(|(_, _, reason)| reason.as_str()).collect();
        let mut votes = Votes::default();
        for record in file.records.into_iter().flat_map(|records| records.iter()) {
            read_notes(record, &known, file.source.label(), &mut votes);
        }
        votes
    }

    fn marks(&self, outgoing: &Outgoing<'_>) -> Vec<(&'static str, String)> {
        let mut sections = Vec::new();
        if !outgoing.votes.is_empty() {
            let said = outgoing.votes.iter().filter_map(|said| Some((&said.by, rayyan_word(said.word?))));
            sections.push(format!("RAYYAN-INCLUSION: {}", hash(said)));
            let excluded = || outgoing.votes.iter().filter(|said| !said.reason.is_empty());
            let mut reasons: Vec<&str> = excluded().map(|said| said.reason.as_str()).collect();
            reasons.sort_unstable();
            reasons.dedup();
            if !reasons.is_empty() {
                sections.push(format!("RAYYAN-EXCLUSION-REASONS: {}", reasons.join(",")));
            }
            let without = outgoing.votes.iter().any(|said| said.word == Some(Word::Exclude) && said.reason.is_empty());
            if reasons.len() > 1
                || (without && !reasons.is_empty())
                || reasons.iter().any(|reason| reason.contains(','))
            {
                // Rayyan does not tell whose reason is whose, and has no way to write a comma.
                sections
                    .push(format!("{OUR_REASONS}: {}", hash(excluded().map(|said| (&said.by, said.reason.as_str())))));
            }
            let dated = outgoing.votes.iter().filter(|said| !said.at.is_empty());
            let dated = dated.filter_map(|said| Some((&said.by, format!("{} {}", rayyan_word(said.word?), said.at))));
            let dated: Vec<_> = dated.collect();
            if !dated.is_empty() {
                sections.push(format!("{OUR_TIMES}: {}", hash(dated.iter().map(|(by, said)| (*by, said.as_str())))));
            }
            let noted = outgoing.votes.iter().filter(|said| !said.note.is_empty());
            let notes: Vec<String> =
                noted.map(|said| format!("{}=>[{}]", quoted(&said.by), quoted(&said.note))).collect();
            if !notes.is_empty() {
                sections.push(format!("USER-NOTES: {{{}}}", notes.join(", ")));
            }
        }
        sections.insert(0, format!("{IDENTIFIER_MARK} {}", outgoing.identifier));
        let note = sections.join(" | ");
        vec![("N1", note.clone()), ("notes", note)]
    }

    fn holds_every_vote(&self) -> bool {
        true
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "ris"]
    }

    fn columns(&self) -> &'static [&'static str] {
        &[
            "key",
            "title",
            "year",
            "month",
            "day",
            "journal",
            "issn",
            "volume",
            "issue",
            "pages",
            "authors",
            "url",
            "language",
            "publisher",
            "location",
            "abstract",
            "notes",
            "doi",
            "keywords",
            "pubmed_id",
            "pmc_id",
        ]
    }
}

/// Reasons per reviewer, which Rayyan itself cannot write.
const OUR_REASONS: &str = "LITSIEVE-REASONS";

/// What each said and when, which Rayyan keeps in its log only: a time is that of a vote only as long as the vote is the same.
const OUR_TIMES: &str = "LITSIEVE-TIMES";

/// `{"Ann"=>"Included"}`, as Ruby writes it.
pub(super) fn hash<'a>(pairs: impl Iterator<Item = (&'a String, &'a str)>) -> String {
    let pairs: Vec<String> = pairs.map(|(key, value)| format!("{}=>{}", quoted(key), quoted(value))).collect();
    format!("{{{}}}", pairs.join(", "))
}

fn rayyan_word(word: Word) -> &'static str {
    match word {
        Word::Include => "Included",
        Word::Exclude => "Excluded",
        Word::Unsure => "Maybe",
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Ruby would put in the value of what follows.
            '#' if rest.peek().is_some_and(|next| "{$@".contains(*next)) => out.push_str("\\#"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn is_log(text: &str) -> bool {
    let header = text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default().to_lowercase();
    ["article_id", "key", "value", "created_at"].iter().all(|column| header.contains(column))
}

/// The votes in the notes of one record.
fn read_notes(record: Record<'_>, known: &[&str], label: &str, votes: &mut Votes) {
    let notes = tagged(record, "notes").chain(tagged(record, "N1")).chain(notes(record));
    let Some(note) = notes.into_iter().find(|note| note.contains("RAYYAN-INCLUSION")) else { return };
    let section = |name: &str| section(note, name);
    let said = pairs(section("RAYYAN-INCLUSION").unwrap_or_default());
    let reasons = split_reasons(section("RAYYAN-EXCLUSION-REASONS").unwrap_or_default(), known);
    let own_reasons = section(OUR_REASONS).map(pairs);
    let times = section(OUR_TIMES).map(pairs).unwrap_or_default();
    let time = |by: &String, value: &str| {
        let mut own = times.iter().filter(|(who, _)| who == by).filter_map(|(_, said)| said.split_once(' '));
        own.find(|(said, _)| *said == value).map(|(_, at)| at.to_owned()).unwrap_or_default()
    };
    let remarks = pairs(section("USER-NOTES").unwrap_or_default());
    for (by, value) in &said {
        let Some(word) = Word::parse(value) else {
            let message = format!("`{value}` of {by} is not Included, Excluded or Maybe; this vote was left out");
            votes.diagnostics.push(Diagnostic::new("EXC001", message).at(label, record.line(), record.number()));
            continue;
        };
        votes.votes.push(Vote {
            reference: Described::of(record),
            by: by.clone(),
            word,
            reasons: match &own_reasons {
                _ if word != Word::Exclude => Vec::new(),
                Some(own) => own.iter().filter(|(who, _)| who == by).map(|(_, reason)| reason.clone()).collect(),
                None => reasons.clone(),
            },
            note: remarks
                .iter()
                .filter(|(who, _)| who == by)
                .map(|(_, text)| text.as_str())
                .collect::<Vec<_>>()
                .join("; "),
            at: time(by, value),
            full_text: None,
            entry: record.number(),
        });
    }
}

/// The text of a section of the note: a hash up to its end, whatever its strings hold, else up to the next section.
pub(super) fn section<'a>(note: &'a str, name: &str) -> Option<&'a str> {
    const SECTIONS: [&str; 6] = [
        "RAYYAN-INCLUSION:",
        "RAYYAN-LABELS:",
        "RAYYAN-EXCLUSION-REASONS:",
        "LITSIEVE-REASONS:",
        "LITSIEVE-TIMES:",
        "USER-NOTES:",
    ];
    let start = note.find(&format!("{name}:"))? + name.len() + 1;
    let rest = note[start..].trim_start();
    if rest.starts_with('{') {
        return Some(&rest[..end_of_hash(rest)]);
    }
    let end = SECTIONS.iter().filter_map(|other| rest.find(&format!("| {other}"))).min().unwrap_or(rest.len());
    Some(rest[..end].trim())
}

/// Where the brace that a text begins with is closed, outside of strings; the end of the text if it is not.
fn end_of_hash(text: &str) -> usize {
    let (mut in_string, mut escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'}' if !in_string => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Reads Ruby's `{"a"=>"b", "c"=>["d", "e"]}`, also with `:` in place of `=>`. Lists give one pair each.
pub(super) fn pairs(text: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut key: Option<String> = None;
    let (mut after_arrow, mut in_list) = (false, false);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        match c {
            '"' => {
                let (string, behind) = string(&rest[1..]);
                rest = behind;
                match (&key, after_arrow || in_list) {
                    (Some(name), true) => out.push((name.clone(), string)),
                    _ => key = Some(string),
                }
                if !in_list {
                    after_arrow = false;
                }
                continue;
            }
            '=' | ':' => after_arrow = true,
            '[' => in_list = true,
            ']' => (in_list, after_arrow) = (false, false),
            _ => {}
        }
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// A string up to its closing quote, with Ruby's escapes undone, and what follows.
fn string(text: &str) -> (String, &str) {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '"' => return (out, rest),
            '\\' => rest = unescape(rest, &mut out),
            c => out.push(c),
        }
    }
    (out, "")
}

/// Undoes one escape of Ruby's, whose backslash is read already: `\n`, `\e`, `\u00e9`, `\u{1F600}`, `\x41`; anything else stands for itself.
fn unescape<'a>(text: &'a str, out: &mut String) -> &'a str {
    let Some(c) = text.chars().next() else { return text };
    let rest = &text[c.len_utf8()..];
    let coded = |digits: &str| u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
    let plain = match c {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'e' => '\u{1b}',
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        'v' => '\u{b}',
        'f' => '\u{c}',
        's' => ' ',
        'u' | 'x' => {
            let braced = rest.strip_prefix('{').and_then(|inner| inner.split_once('}'));
            let (digits, behind) = match (braced, c) {
                (Some((digits, behind)), 'u') => (digits, behind),
                (_, 'u') => rest.split_at_checked(4).unwrap_or_default(),
                _ => rest.split_at_checked(2).unwrap_or_default(),
            };
            let letters: Option<String> = digits.split_whitespace().map(coded).collect();
            let Some(letters) = letters.filter(|letters| !letters.is_empty()) else {
                out.push(c);
                return rest;
            };
            out.push_str(&letters);
            return behind;
        }
        other => other,
    };
    out.push(plain);
    rest
}

/// Splits at commas, but keeps a known reason together that holds a comma itself.
fn split_reasons(text: &str, known: &[&str]) -> Vec<String> {
    let mut reasons = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let whole =
            known.iter().filter(|reason| reason.contains(',') && rest.starts_with(**reason)).max_by_key(|r| r.len());
        let length = whole.map_or_else(|| rest.find(',').unwrap_or(rest.len()), |reason| reason.len());
        reasons.push(rest[..length].trim().to_owned());
        rest = rest[length..].trim_start_matches(',').trim_start();
    }
    reasons.retain(|reason| !reason.is_empty());
    reasons
}

/// The customization log: the last event per article, key and person counts.
fn read_log(text: &str, label: &str) -> Votes {
    let mut votes = Votes::default();
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header: Vec<String> =
        reader.headers().map(|row| row.iter().map(|name| name.trim().to_lowercase()).collect()).unwrap_or_default();
    // The first of the names that there is, whatever the order of the columns.
    let column = |names: &[&str]| names.iter().find_map(|wanted| header.iter().position(|name| name == wanted));
    let (article, key, value) = (column(&["article_id"]), column(&["key"]), column(&["value"]));
    let (time, who) = (column(&["created_at"]), [column(&["user_email"]), column(&["user_id"])]);
    let mut last: BTreeMap<(String, String), BTreeMap<String, Event>> = BTreeMap::new();
    for (number, row) in reader.records().enumerate() {
        let line = number as u32 + 2;
        let Ok(row) = row else {
            let message = "this line of the log could not be read and was left out";
            votes.diagnostics.push(Diagnostic::new("EXC002", message).at(label, line, 0));
            continue;
        };
        let cell = |column: Option<usize>| column.and_then(|at| row.get(at)).unwrap_or_default().trim().to_owned();
        let event = Event { value: cell(value), at: cell(time), line };
        let by = who.map(cell).into_iter().find(|name| !name.is_empty()).unwrap_or_default();
        let key = cell(key).trim_matches('"').to_owned();
        let events = last.entry((cell(article), by)).or_default();
        // A log need not be in the order of its times.
        if events.get(&key).is_none_or(|earlier| !event.is_before(earlier)) {
            events.insert(key, event);
        }
    }
    for ((article, by), events) in last {
        let Some(event) = events.get("included") else { continue };
        let reference = Described { identifiers: vec![format!("rayyan-{article}")], ..Described::default() };
        let Some(word) = log_word(&event.value) else {
            if event.value == "deleted" {
                votes.withdrawn.push(Noted { reference, by, at: event.at.clone(), entry: event.line });
            }
            continue;
        };
        let reasons = events
            .iter()
            .filter(|(_, event)| event.value == "1")
            .filter_map(|(key, _)| key.strip_prefix("__EXR__"))
            .map(str::to_owned)
            .collect();
        votes.votes.push(Vote {
            reference,
            by,
            word,
            reasons,
            note: String::new(),
            at: event.at.clone(),
            full_text: None,
            entry: event.line,
        });
    }
    votes
}

struct Event {
    value: String,
    at: String,
    line: u32,
}

impl Event {
    /// Whether it is known to have come before another.
    fn is_before(&self, other: &Self) -> bool {
        super::time(&self.at).zip(super::time(&other.at)).is_some_and(|(at, other)| at < other)
    }
}

fn log_word(value: &str) -> Option<Word> {
    match value {
        "1" => Some(Word::Include),
        "0" => Some(Word::Unsure),
        "-1" => Some(Word::Exclude),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
