//! Rayyan: CSV and RIS with notes, and the customization log.
//!
//! A note holds sections joined by ` | `, any note of the database first:
//! `RAYYAN-INCLUSION: {"Ann"=>"Included"} | RAYYAN-LABELS: a,b | RAYYAN-EXCLUSION-REASONS: c,d | USER-NOTES: {"Ann"=>["e"]}`.
//! Reasons are not told apart by reviewer there; the log does that, and gives the time.

mod notes;

use std::collections::BTreeMap;

use super::{
    Declared, Described, IDENTIFIER_MARK, Likeness, Noted, Outgoing, Tool, ToolFile, Vote, Votes, Word, first_values,
    has_column,
};
use crate::diagnostic::{Diagnostic, excerpt, plural};
use notes::read_notes;
pub(super) use notes::{pairs, section};

/// Rayyan.
pub struct Rayyan;

impl Tool for Rayyan {
    fn name(&self) -> &'static str {
        "rayyan"
    }

    fn about(&self) -> &'static str {
        "Reads `articles.csv` and RIS exports with `RAYYAN-INCLUSION` notes (one vote per reviewer, reasons shared between \
         them; labels go into the note), and `customizations_log.csv` (one vote per reviewer with time and reasons; the last word counts; what \
         was taken back there and still stands in the notes is told). The notes name people by their names and the log by their addresses: \
         `--person ann@example.org=Ann` says who is who, and without it nothing is taken of both. Writes notes \
         of the same form, with the times of the votes, and `LITSIEVE-ID:` as a note, since Rayyan keeps no foreign identifiers. A comma inside a reason is \
         kept only if the reason is one of the protocol's."
    }

    fn likeness(&self, file: ToolFile<'_>) -> Option<Likeness> {
        if is_log(file.source.text()) {
            return Likeness::own("the columns of its log");
        }
        let is_its = |tag: &str| self.columns().iter().any(|column| tag.eq_ignore_ascii_case(column));
        if has_column(file, "key") && first_values(file).all(|value| is_its(value.tag())) {
            return Likeness::own("the columns of its list and no other");
        }
        // In RIS its key stands among the identifiers.
        if first_values(file).any(|value| value.tag().len() == 2 && is_key(value.value())) {
            return Likeness::own("identifiers like `rayyan-1`");
        }
        let records = || file.records.into_iter().flat_map(|records| records.iter());
        let noted = records().filter(|record| notes::have_votes(*record)).count();
        let all = plural(records().count() as u64, "reference", "references");
        Likeness::carried(format!("`RAYYAN-INCLUSION` in the notes of {noted} of {all}")).filter(|_| noted > 0)
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
        // In RIS the identifier also stands by itself: what becomes of a note is the tool's affair.
        let identifier = format!("{IDENTIFIER_MARK} {}", outgoing.identifier);
        vec![("N1", note.clone()), ("notes", note), ("U1", identifier)]
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

/// `rayyan-1`, by which Rayyan names a reference.
fn is_key(text: &str) -> bool {
    let number = text.trim().strip_prefix("rayyan-");
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_log(text: &str) -> bool {
    let header = text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default().to_lowercase();
    ["article_id", "key", "value", "created_at"].iter().all(|column| header.contains(column))
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
        let Some(row) = row.ok().filter(|row| row.len() == header.len()) else {
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
    let mut unsaid: Vec<u32> = Vec::new();
    for ((article, by), events) in last {
        let given = || events.iter().filter(|(key, event)| *key != "included" && event.value == "1");
        let Some(event) = events.get("included") else {
            unsaid.extend(given().map(|(_, event)| event.line).min());
            continue;
        };
        let reference = Described { identifiers: vec![format!("rayyan-{article}")], ..Described::default() };
        let Some(word) = log_word(&event.value) else {
            if event.value == "deleted" {
                votes.withdrawn.push(Noted { reference, by, at: event.at.clone(), entry: event.line });
            } else {
                let value = excerpt(&event.value);
                let message = format!("`included` is `{value}` of {by}, not 1, 0 or -1; this vote was left out");
                votes.diagnostics.push(Diagnostic::new("EXC001", message).at(label, event.line, 0));
            }
            continue;
        };
        let reasons = given().filter_map(|(key, _)| key.strip_prefix(REASON_KEY)).map(str::to_owned).collect();
        // What is neither a vote nor a reason is a label.
        let labels: Vec<&str> =
            given().map(|(key, _)| key.as_str()).filter(|key| !key.starts_with(REASON_KEY)).collect();
        votes.votes.push(Vote {
            reference,
            by,
            word,
            reasons,
            note: if labels.is_empty() { String::new() } else { format!("labels: {}", labels.join(", ")) },
            at: event.at.clone(),
            full_text: None,
            entry: event.line,
        });
    }
    if let Some(&first) = unsaid.iter().min() {
        let references = plural(unsaid.len() as u64, "reference", "references");
        let message = format!("a person gave labels or reasons and no vote on {references}; this is the first");
        votes.diagnostics.push(Diagnostic::new("EXC005", message).at(label, first, 0));
    }
    votes
}

/// Begins the key of a reason in the log.
const REASON_KEY: &str = "__EXR__";

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
