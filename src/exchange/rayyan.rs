//! Rayyan: CSV and RIS with notes, and the customization log.
//!
//! A note holds sections joined by ` | `, any note of the database first:
//! `RAYYAN-INCLUSION: {"Ann"=>"Included"} | RAYYAN-LABELS: a,b | RAYYAN-EXCLUSION-REASONS: c,d | USER-NOTES: {"Ann"=>["e"]}`.
//! Reasons are not told apart by reviewer there; the log does that, and gives the time.

use std::collections::BTreeMap;

use super::{Declared, Described, IDENTIFIER_MARK, Outgoing, Tool, ToolFile, Vote, Votes, Word, tagged};
use crate::diagnostic::Diagnostic;
use crate::record::{Field, Record};

/// Rayyan.
pub struct Rayyan;

impl Tool for Rayyan {
    fn name(&self) -> &'static str {
        "rayyan"
    }

    fn about(&self) -> &'static str {
        "Reads `articles.csv` and RIS exports with `RAYYAN-INCLUSION` notes (one vote per reviewer, reasons shared between \
         them), and `customizations_log.csv` (one vote per reviewer with time and reasons; the last word counts). Writes notes \
         of the same form and `LITSIEVE-ID:` as a note, since Rayyan keeps no foreign identifiers. A comma inside a reason is \
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
            if reasons.len() > 1 || reasons.iter().any(|reason| reason.contains(',')) {
                // Rayyan does not tell whose reason is whose, and has no way to write a comma.
                sections
                    .push(format!("{OUR_REASONS}: {}", hash(excluded().map(|said| (&said.by, said.reason.as_str())))));
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

/// `{"Ann"=>"Included"}`, as Ruby writes it.
fn hash<'a>(pairs: impl Iterator<Item = (&'a String, &'a str)>) -> String {
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
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn is_log(text: &str) -> bool {
    let header = text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default().to_lowercase();
    ["article_id", "key", "value", "created_at"].iter().all(|column| header.contains(column))
}

/// The votes in the notes of one record.
fn read_notes(record: Record<'_>, known: &[&str], label: &str, votes: &mut Votes) {
    let notes = tagged(record, "notes").chain(tagged(record, "N1")).chain(record.all(Field::Note));
    let Some(note) = notes.into_iter().find(|note| note.contains("RAYYAN-INCLUSION")) else { return };
    let section = |name: &str| section(note, name);
    let said = pairs(section("RAYYAN-INCLUSION").unwrap_or_default());
    let reasons = split_reasons(section("RAYYAN-EXCLUSION-REASONS").unwrap_or_default(), known);
    let own_reasons = pairs(section(OUR_REASONS).unwrap_or_default());
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
            reasons: match own_reasons
                .iter()
                .filter(|(who, _)| who == by)
                .map(|(_, reason)| reason.clone())
                .collect::<Vec<_>>()
            {
                _ if word != Word::Exclude => Vec::new(),
                own if !own.is_empty() => own,
                _ => reasons.clone(),
            },
            note: remarks
                .iter()
                .filter(|(who, _)| who == by)
                .map(|(_, text)| text.as_str())
                .collect::<Vec<_>>()
                .join("; "),
            at: String::new(),
            entry: record.number(),
        });
    }
}

/// The text of a section of the note, up to the next section.
fn section<'a>(note: &'a str, name: &str) -> Option<&'a str> {
    const SECTIONS: [&str; 5] =
        ["RAYYAN-INCLUSION:", "RAYYAN-LABELS:", "RAYYAN-EXCLUSION-REASONS:", "LITSIEVE-REASONS:", "USER-NOTES:"];
    let start = note.find(&format!("{name}:"))? + name.len() + 1;
    let rest = &note[start..];
    let end = SECTIONS.iter().filter_map(|other| rest.find(&format!("| {other}"))).min().unwrap_or(rest.len());
    Some(rest[..end].trim())
}

/// Reads Ruby's `{"a"=>"b", "c"=>["d", "e"]}`, also with `:` in place of `=>`. Lists give one pair each.
fn pairs(text: &str) -> Vec<(String, String)> {
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

/// A string up to its closing quote, with `\"` and `\\` undone, and what follows.
fn string(text: &str) -> (String, &str) {
    let mut out = String::new();
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' if !escaped => return (out, &text[at + 1..]),
            '\\' if !escaped => escaped = true,
            _ => {
                out.push(c);
                escaped = false;
            }
        }
    }
    (out, "")
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
    let column = |names: &[&str]| header.iter().position(|name| names.contains(&name.as_str()));
    let (article, key, value) = (column(&["article_id"]), column(&["key"]), column(&["value"]));
    let (time, who) = (column(&["created_at"]), column(&["user_email", "user_id"]));
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
        last.entry((cell(article), cell(who))).or_default().insert(cell(key), event);
    }
    for ((article, by), events) in last {
        let Some((word, event)) = events.get("included").and_then(|event| Some((log_word(&event.value)?, event)))
        else {
            continue;
        };
        let reasons = events
            .iter()
            .filter(|(_, event)| event.value == "1")
            .filter_map(|(key, _)| key.strip_prefix("__EXR__"))
            .map(str::to_owned)
            .collect();
        votes.votes.push(Vote {
            reference: Described { identifiers: vec![format!("rayyan-{article}")], ..Described::default() },
            by,
            word,
            reasons,
            note: String::new(),
            at: event.at.clone(),
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

fn log_word(value: &str) -> Option<Word> {
    match value {
        "1" => Some(Word::Include),
        "0" => Some(Word::Unsure),
        "-1" => Some(Word::Exclude),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ruby_hashes_are_read_whatever_stands_in_a_name() {
        let text = r#"{"Ann \"A\" Doe"=>"Included", "Bo, Åse"=>"Excluded","Cy": "Maybe"}"#;
        let expected = [("Ann \"A\" Doe", "Included"), ("Bo, Åse", "Excluded"), ("Cy", "Maybe")];
        assert_eq!(pairs(text), expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
        assert_eq!(pairs(r#"{"Ann"=>["one", "two"]}"#).len(), 2);
        assert_eq!(pairs("{\"Ann"), [], "cut off");
    }

    #[test]
    fn a_known_reason_with_a_comma_stays_whole() {
        assert_eq!(split_reasons("wrong setting, not UK,foreign language", &[]).len(), 3);
        let known = ["wrong setting, not UK"];
        assert_eq!(
            split_reasons("wrong setting, not UK,foreign language", &known),
            ["wrong setting, not UK", "foreign language"]
        );
    }

    #[test]
    fn the_last_word_of_the_log_counts() {
        let log = "article_id,key,value,created_at,user_email\n\
                   7,included,1,2020-01-01 10:00:00,ann@example.org\n\
                   7,included,-1,2020-01-02 10:00:00,ann@example.org\n\
                   7,__EXR__wrong setting,1,2020-01-02 10:00:05,ann@example.org\n\
                   8,included,1,2020-01-02 10:01:00,ann@example.org\n\
                   8,included,deleted,2020-01-02 10:02:00,ann@example.org\n";
        let votes = read_log(log, "customizations_log.csv").votes;
        assert_eq!(votes.len(), 1, "a deleted vote is none");
        assert_eq!(
            (votes[0].word, votes[0].reasons.as_slice()),
            (Word::Exclude, ["wrong setting".to_owned()].as_slice())
        );
        assert_eq!(votes[0].at, "2020-01-02 10:00:00");
    }

    #[test]
    fn what_goes_out_comes_back() {
        let said = |by: &str, word, reason: &str| super::super::Said {
            by: by.into(),
            word: Some(word),
            reason: reason.into(),
            ..Default::default()
        };
        let votes = [said("Ann", Word::Include, ""), said("Bo", Word::Exclude, "not UK")];
        let outgoing = Outgoing { identifier: "doe-2010-1", votes: &votes, decision: None, criterion: ("", "") };
        let note = &Rayyan.marks(&outgoing)[0].1;
        let said = pairs(section(note, "RAYYAN-INCLUSION").unwrap_or_default());
        assert_eq!(said, [("Ann".to_owned(), "Included".to_owned()), ("Bo".to_owned(), "Excluded".to_owned())]);
        assert_eq!(section(note, "RAYYAN-EXCLUSION-REASONS"), Some("not UK"));
        assert_eq!(super::super::our_identifier(note).as_deref(), Some("doe-2010-1"));
    }
}
