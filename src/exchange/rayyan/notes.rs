//! Rayyan's notes: sections joined by bars, hashes as Ruby writes them.

use std::collections::{BTreeMap, BTreeSet};

use super::{OUR_REASONS, OUR_TIMES};
use crate::diagnostic::{Diagnostic, excerpt};
use crate::exchange::asreview::COLUMN as ASREVIEW_COLUMN;
use crate::exchange::{Described, Vote, Votes, Word, add_note, notes, tagged};
use crate::record::Record;

/// The notes of a record that Rayyan may have written: what ASReview adds to RIS is a note of its own, and may quote anything.
fn own_notes(record: Record<'_>) -> impl Iterator<Item = &str> {
    let texts = tagged(record, "notes").chain(tagged(record, "N1")).chain(notes(record));
    texts.filter(|text| !text.starts_with(ASREVIEW_COLUMN))
}

/// Whether the notes of a record hold decisions.
pub(super) fn have_votes(record: Record<'_>) -> bool {
    own_notes(record).any(|note| section(note, INCLUSION).is_some())
}

/// The votes in the notes of one record.
pub(super) fn read_notes(record: Record<'_>, known: &[&str], label: &str, votes: &mut Votes) {
    let mut seen = BTreeSet::new();
    let sections: Vec<Section<'_>> = own_notes(record).filter(|text| seen.insert(*text)).flat_map(sections).collect();
    let all = |name: &'static str| sections.iter().filter(move |(other, _)| *other == name).map(|(_, text)| *text);
    let place = |name: &str| sections.iter().rposition(|(other, _)| *other == name);
    let said = all(INCLUSION).next_back().map(pairs).unwrap_or_default();
    let reasons = split_reasons(all(REASONS).next_back().unwrap_or_default(), known);
    // Rayyan puts what it knows behind the note that it was given: reasons of ours before that are those of another time.
    let own_reasons = all(OUR_REASONS).next_back().filter(|_| place(OUR_REASONS) > place(INCLUSION)).map(pairs);
    let times = all(OUR_TIMES).next_back().map(pairs).unwrap_or_default();
    let time = |by: &String, value: &str| {
        let mut own = times.iter().filter(|(who, _)| who == by).filter_map(|(_, said)| said.split_once(' '));
        own.find(|(said, _)| *said == value).map(|(_, at)| at.to_owned()).unwrap_or_default()
    };
    let mut remarks: BTreeMap<String, Vec<String>> = BTreeMap::new();
    all(NOTES).flat_map(pairs).for_each(|(by, text)| remarks.entry(by).or_default().push(text));
    let labels: Vec<&str> = all(LABELS).flat_map(|labels| labels.split(',')).map(str::trim).collect();
    let labels = Some(labels.join(", ")).filter(|labels| !labels.is_empty()).map(|labels| format!("labels: {labels}"));
    let mut tell = |code, message: String| {
        votes.diagnostics.push(Diagnostic::new(code, message).at(label, record.line(), record.number()));
    };
    for what in without_vote(&said, all(INCLUSION).map(pairs), &remarks, labels.as_deref(), &reasons) {
        tell("EXC005", what);
    }
    let reference = Described::of(record);
    for (by, value) in &said {
        let Some(word) = Word::parse(value) else {
            tell("EXC001", format!("`{value}` of {by} is not Included, Excluded or Maybe; this vote was left out"));
            continue;
        };
        let mut note = String::new();
        let own = remarks.get(by).into_iter().flatten().map(String::as_str);
        own.chain(labels.as_deref()).for_each(|text| add_note(&mut note, text));
        votes.votes.push(Vote {
            reference: reference.clone(),
            by: by.clone(),
            word,
            reasons: match &own_reasons {
                _ if word != Word::Exclude => Vec::new(),
                Some(own) => own.iter().filter(|(who, _)| who == by).map(|(_, reason)| reason.clone()).collect(),
                None => reasons.clone(),
            },
            note,
            at: time(by, value),
            full_text: None,
            entry: record.number(),
        });
    }
}

/// What stands in the notes of a record and belongs to none of its votes, in words: decisions in an earlier copy that are
/// others than those at the end, notes of people who did not vote, labels without a vote, reasons without an exclusion.
fn without_vote(
    said: &[(String, String)],
    copies: impl Iterator<Item = Vec<(String, String)>>,
    remarks: &BTreeMap<String, Vec<String>>,
    labels: Option<&str>,
    reasons: &[String],
) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    let last: BTreeSet<&(String, String)> = said.iter().collect();
    let voters: BTreeSet<&String> = said.iter().map(|(by, _)| by).collect();
    let others: BTreeSet<(String, String)> = copies.flatten().filter(|pair| !last.contains(pair)).collect();
    told.extend(others.iter().map(|(by, value)| format!("an earlier copy of the decisions has {value} of {by}")));
    let silent = remarks.iter().filter(|(who, _)| !voters.contains(who));
    told.extend(
        silent.map(|(who, text)| format!("a note of {who}, who gave no vote: “{}”", excerpt(&text.join("; ")))),
    );
    if said.is_empty() {
        told.extend(labels.map(|labels| format!("nobody voted: {}", excerpt(labels))));
    }
    let excludes = said.iter().any(|(_, value)| Word::parse(value) == Some(Word::Exclude));
    if !reasons.is_empty() && !excludes {
        told.push(format!("nobody excluded: reasons {}", excerpt(&reasons.join(", "))));
    }
    told
}

const INCLUSION: &str = "RAYYAN-INCLUSION";
const LABELS: &str = "RAYYAN-LABELS";
const REASONS: &str = "RAYYAN-EXCLUSION-REASONS";
const NOTES: &str = "USER-NOTES";

/// The names of the sections of a note.
const SECTIONS: [&str; 7] = [INCLUSION, LABELS, REASONS, OUR_REASONS, OUR_TIMES, "LITSIEVE-NOTES", NOTES];

/// The name of a section and its text.
type Section<'a> = (&'static str, &'a str);

/// The sections of a note in their order: a hash up to its end, whatever its strings hold, else up to the next section. Text
/// before the first of them, and between them, is that of the reference.
fn sections(note: &str) -> Vec<Section<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((_, name, value)) = next_section(note, from) {
        let text = note[value..].trim_start();
        let begin = note.len() - text.len();
        from = if text.starts_with('{') {
            begin + end_of_hash(text)
        } else {
            next_section(note, begin).map_or(note.len(), |(end, ..)| end)
        };
        found.push((name, note[begin..from].trim()));
    }
    match note.find("RAYYAN-INCLUSION:") {
        // Whoever joined the notes did it without a bar.
        Some(at) if found.is_empty() && at > 0 => sections(&note[at..]),
        _ => found,
    }
}

/// The next section at or behind `from`: where the text before it ends, its name, and where its text begins. A section stands at the
/// beginning of a note or behind a bar; what has its name in other places is somebody's words.
fn next_section(note: &str, from: usize) -> Option<(usize, &'static str, usize)> {
    let begin = (from == 0).then_some((0, 0));
    let bars = note[from..].match_indices('|').map(|(at, _)| (from + at, from + at + 1));
    begin.into_iter().chain(bars).find_map(|(end, begin)| {
        let text = note[begin..].trim_start();
        let name =
            SECTIONS.into_iter().find(|name| text.strip_prefix(name).is_some_and(|rest| rest.starts_with(':')))?;
        let value = note.len() - text.len() + name.len() + 1;
        let is_list = name == LABELS || name == REASONS;
        (is_list || note[value..].trim_start().starts_with('{')).then_some((end, name, value))
    })
}

/// The text of a section of the note: the last of this name, for what was written first may be a copy.
pub(in crate::exchange) fn section<'a>(note: &'a str, name: &str) -> Option<&'a str> {
    sections(note).into_iter().rfind(|(other, _)| *other == name).map(|(_, text)| text)
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
pub(in crate::exchange) fn pairs(text: &str) -> Vec<(String, String)> {
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
            // What has no string (`nil`) is no pair, and the next string is a key again.
            ',' if !in_list => (key, after_arrow) = (None, false),
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
pub(super) fn split_reasons(text: &str, known: &[&str]) -> Vec<String> {
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::exchange::rayyan::Rayyan;
    use crate::exchange::{Declared, Tool, ToolFile};
    use crate::format;
    use crate::source::SourceFile;

    /// What is read from RIS with these notes: votes in words, and what is told.
    fn read_ris(notes: &[&str]) -> (Vec<String>, Vec<String>) {
        let notes: String = notes.iter().map(|note| format!("N1  - {note}\n")).collect();
        let text = format!("TY  - JOUR\nTI  - A made up title\n{notes}ER  - \n");
        let source = Arc::new(SourceFile::new("articles.ris", text.into_bytes()));
        let records = format::read(&source).records;
        let read = Rayyan.read(ToolFile { source: &source, records: Some(&records) }, &Declared::default());
        let in_words =
            |vote: Vote| format!("{} {} [{}] {}", vote.by, vote.word.verdict(), vote.reasons.join(","), vote.note);
        let told = read.diagnostics.into_iter().map(|found| format!("{} {}", found.code, found.message)).collect();
        (read.votes.into_iter().map(in_words).collect(), told)
    }

    #[test]
    fn the_last_copy_of_the_decisions_counts_and_another_is_told() {
        let (said, told) = read_ris(&[
            "see USER-NOTES: below and RAYYAN-LABELS: none | RAYYAN-INCLUSION: {\"Ann\"=>\"Included\"} | LITSIEVE-REASONS: {\"Ann\"=>\"old\"}",
            "RAYYAN-INCLUSION: {\"Ann\"=>\"Excluded\"} | RAYYAN-EXCLUSION-REASONS: new",
        ]);
        assert_eq!(said, ["Ann exclude [new] "]);
        assert_eq!(told, ["EXC005 an earlier copy of the decisions has Included of Ann"]);
        let twice = ["RAYYAN-INCLUSION: {\"Ann\"=>\"Maybe\"}", "kept | RAYYAN-INCLUSION: {\"Ann\"=>\"Maybe\"}"];
        assert_eq!(read_ris(&twice), (vec!["Ann unsure [] ".to_owned()], vec![]));
    }

    #[test]
    fn labels_and_second_notes_are_carried_and_what_belongs_to_no_vote_is_told() {
        let (said, told) = read_ris(&[
            "RAYYAN-INCLUSION: {\"Ann\"=>\"Included\"} | RAYYAN-LABELS: ML,Hospital | USER-NOTES: {\"Ann\"=>[\"one\", \"two\"], \"Bo\"=>[\"later\"]}",
        ]);
        assert_eq!(said, ["Ann include [] one; two; labels: ML, Hospital"]);
        assert_eq!(told, ["EXC005 a note of Bo, who gave no vote: “later”"]);
        let (said, told) = read_ris(&["RAYYAN-LABELS: ML | RAYYAN-EXCLUSION-REASONS: not UK"]);
        assert!(said.is_empty());
        assert_eq!(told, ["EXC005 nobody voted: labels: ML", "EXC005 nobody excluded: reasons not UK"]);
    }
}
