//! EPPI-Reviewer: its JSON report of references with codes.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;
use serde_json::Value;

use super::{Declared, Described, Holds, Likeness, Outgoing, Tool, ToolFile, Vote, Votes, Word};
use crate::diagnostic::{Diagnostic, excerpt, listed};
use crate::record::identifier::Doi;
use crate::record::person::Person;

/// EPPI-Reviewer.
pub struct Eppi;

/// The mark whose value is the name of a code.
pub const CODE: &str = "AttributeName";
/// The mark whose value is the text of a code.
pub const TEXT: &str = "AdditionalText";

/// How deep code sets may be nested.
const DEPTH: usize = 64;

impl Tool for Eppi {
    fn name(&self) -> &'static str {
        "eppi"
    }

    fn about(&self) -> &'static str {
        "Reads the JSON report (`CodeSets`, `References`). A code whose name begins with include or exclude is a vote, the rest of an \
         exclusion's name its reason, `full text` or `abstract` in it the stage; `--map 12345=include` says otherwise. Who coded is not in the report. Writes RIS with the \
         identifier in `U1`."
    }

    fn likeness(&self, file: ToolFile<'_>) -> Option<Likeness> {
        let head = file.source.text().trim_start_matches('\u{feff}').trim_start();
        let is_report = head.starts_with('{')
            && head.contains("\"References\"")
            && (head.contains("\"ItemId\"") || head.contains("\"CodeSets\""));
        Likeness::own("`References` with `CodeSets`, as its JSON report").filter(|_| is_report)
    }

    fn read(&self, file: ToolFile<'_>, declared: &Declared) -> Votes {
        let mut votes = Votes::default();
        let text = file.source.text().trim_start_matches('\u{feff}');
        let report: Value = match serde_json::from_str(text) {
            Ok(report) => report,
            Err(error) => {
                let message = format!("the report is not whole JSON: {error}");
                votes.diagnostics.push(Diagnostic::new("EXC004", message).at(
                    file.source.label(),
                    error.line() as u32,
                    0,
                ));
                return votes;
            }
        };
        let mut names = HashMap::default();
        for set in list(&report, "CodeSets") {
            collect_names(&set["Attributes"], &mut names, DEPTH);
        }
        let mut others: BTreeMap<String, usize> = BTreeMap::new();
        for (number, item) in list(&report, "References").enumerate() {
            for code in list(item, "Codes") {
                let id = text_of(&code["AttributeId"]);
                let Some((word, reason)) = meaning(&id, &names, declared) else {
                    *others.entry(names.get(&id).unwrap_or(&id).clone()).or_default() += 1;
                    continue;
                };
                let full_text = names.get(&id).and_then(|name| stage(name));
                votes.codes.insert(id);
                votes.votes.push(Vote {
                    reference: described(item),
                    by: String::new(),
                    word,
                    reasons: Some(reason).filter(|reason| !reason.is_empty()).into_iter().collect(),
                    note: text_of(&code["AdditionalText"]),
                    at: String::new(),
                    full_text,
                    entry: number as u32 + 1,
                });
            }
        }
        votes.diagnostics.extend(no_votes(&others).map(|found| found.at(file.source.label(), 0, 0)));
        votes
    }

    fn marks(&self, outgoing: &Outgoing<'_>) -> Vec<(&'static str, String)> {
        let mut marks = vec![("U1", outgoing.identifier.to_owned())];
        let on = if outgoing.full_text { " on full text" } else { "" };
        let code = match (outgoing.decision, outgoing.criterion.1) {
            (Some(Word::Include), _) => format!("Include{on}"),
            (Some(Word::Exclude), "") => format!("Exclude{on}"),
            (Some(Word::Exclude), reason) => format!("Exclude{on} - {reason}"),
            _ => return marks,
        };
        marks.push((CODE, code));
        let notes = outgoing.votes.iter().map(|said| said.note.as_str()).filter(|note| !note.is_empty());
        marks.push((TEXT, notes.collect::<Vec<_>>().join("; ")));
        marks
    }

    /// RIS has the identifier only.
    fn holds(&self, extension: &str, _votes: usize) -> Holds {
        Holds { decisions: extension == "json", notes: true, criteria: true }
    }

    fn tells_how_far(&self) -> bool {
        true
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json", "ris"]
    }
}

/// The codes that say neither include nor exclude, with how often they were given: they are no votes.
fn no_votes(others: &BTreeMap<String, usize>) -> Option<Diagnostic> {
    let named: Vec<String> = others.iter().map(|(name, times)| format!("`{}` ({times})", excerpt(name))).collect();
    let codes = listed(&named, "says", "say");
    let message = format!("{codes} neither include nor exclude, and gave no vote");
    (!named.is_empty()).then(|| {
        Diagnostic::new("EXC005", message)
            .help("If a code is a vote, --map CODE=include or CODE=exclude:CRITERION says so.")
    })
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value[key].as_array().into_iter().flatten()
}

/// A text or a number as text.
fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(
        || if value.is_number() { value.to_string() } else { String::new() },
        |text| text.trim().to_owned(),
    )
}

/// The names of all codes, nested ones too.
fn collect_names(attributes: &Value, names: &mut HashMap<String, String, FixedState>, depth: usize) {
    if depth == 0 {
        return;
    }
    for attribute in list(attributes, "AttributesList") {
        names.insert(text_of(&attribute["AttributeId"]), text_of(&attribute["AttributeName"]));
        collect_names(&attribute["Attributes"], names, depth - 1);
    }
}

/// What a code says: as declared, else by its name.
fn meaning(id: &str, names: &HashMap<String, String, FixedState>, declared: &Declared) -> Option<(Word, String)> {
    if let Some((_, word, reason)) = declared.codes.iter().find(|(code, _, _)| code == id) {
        return Some((*word, reason.clone()));
    }
    let name = names.get(id)?;
    let lower = name.to_lowercase();
    if lower.starts_with("include") {
        Some((Word::Include, String::new()))
    } else if lower.starts_with("exclude") {
        Some((Word::Exclude, reason_in(name)))
    } else {
        None
    }
}

/// Whether a code is about full texts, by its name.
fn stage(name: &str) -> Option<bool> {
    let name = name.to_lowercase().replace(['-', '_'], " ");
    if name.contains("full text") || name.contains("fulltext") {
        Some(true)
    } else if name.contains("abstract") || name.contains("title") {
        Some(false)
    } else {
        None
    }
}

/// The reason in the name of an exclusion: `Excluded (wrong setting)` gives `wrong setting`, `Exclude on full text - date` gives `date`.
fn reason_in(name: &str) -> String {
    const MARKS: [char; 5] = [' ', '-', ':', '\u{2013}', '\u{2014}'];
    let verb = if name.to_lowercase().starts_with("excluded") { "excluded" } else { "exclude" };
    let rest = name.get(verb.len()..).unwrap_or_default().trim_start_matches(MARKS).trim_end();
    let reason = match rest.split_once([':', '\u{2013}', '\u{2014}']).or_else(|| rest.split_once(" - ")) {
        Some((stage_of, reason)) if stage(stage_of).is_some() => reason,
        None if stage(rest).is_some() && rest.to_lowercase().starts_with("on ") => "",
        _ => rest,
    };
    let reason = reason.trim_matches(' ');
    // Only brackets around all of it go.
    let inner = reason.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    inner.filter(|inner| !inner.contains(['(', ')'])).unwrap_or(reason).to_owned()
}

fn described(item: &Value) -> Described {
    let text = |key: &str| text_of(&item[key]);
    Described {
        identifiers: [text("ItemId"), text("OldItemId")].into_iter().filter(|id| !id.is_empty()).collect(),
        doi: Doi::parse(&text("DOI")).map(|doi| doi.to_string()).unwrap_or_default(),
        url: text("URL"),
        title: text("Title"),
        author: text("Authors")
            .split(';')
            .next()
            .and_then(Person::parse)
            .map(|person| person.family)
            .unwrap_or_default(),
        container: text("ParentTitle"),
        year: text("Year").parse().unwrap_or_default(),
        volume: text("Volume"),
        page: text("Pages").split(['-', '\u{2013}']).next().unwrap_or_default().trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    const REPORT: &str = r#"{"CodeSets":[{"Attributes":{"AttributesList":[
        {"AttributeId":1,"AttributeName":"Include on abstract"},
        {"AttributeId":2,"AttributeName":"Exclude - wrong setting"},
        {"AttributeId":3,"AttributeName":"Country","Attributes":{"AttributesList":[{"AttributeId":4,"AttributeName":"EXCLUDE on date"}]}}]}}],
        "References":[
        {"ItemId":10,"Title":"One","Year":"2010","Authors":"Doe J;Roe R","Codes":[{"AttributeId":1,"AdditionalText":"fine"}]},
        {"ItemId":11,"Title":"Two","Year":"2011","Codes":[{"AttributeId":2},{"AttributeId":3},{"AttributeId":4}]}]}"#;

    fn votes(declared: &Declared) -> Vec<(String, Word, Vec<String>)> {
        let source = SourceFile::new("report.json", REPORT.as_bytes().to_vec());
        let file = ToolFile { source: &source, records: None };
        assert!(Eppi.likeness(file).is_some());
        Eppi.read(file, declared)
            .votes
            .into_iter()
            .map(|vote| (vote.reference.title, vote.word, vote.reasons))
            .collect()
    }

    #[test]
    fn codes_are_votes_by_their_names() {
        let expected = [
            ("One".to_owned(), Word::Include, vec![]),
            ("Two".to_owned(), Word::Exclude, vec!["wrong setting".to_owned()]),
            ("Two".to_owned(), Word::Exclude, vec!["on date".to_owned()]),
        ];
        assert_eq!(votes(&Declared::default()), expected);
    }

    #[test]
    fn codes_that_are_no_votes_are_told() {
        let source = SourceFile::new("report.json", REPORT.as_bytes().to_vec());
        let told = Eppi.read(ToolFile { source: &source, records: None }, &Declared::default()).diagnostics;
        let told: Vec<_> = told.iter().map(|found| (found.code, found.message.as_str())).collect();
        assert_eq!(told, [("EXC005", "`Country` (1) says neither include nor exclude, and gave no vote")]);
    }

    #[test]
    fn a_reason_keeps_its_letters_and_its_brackets() {
        for (name, reason) in [
            ("Exclude - duplicate", "duplicate"),
            ("Excluded: date", "date"),
            ("EXCLUDE (wrong setting)", "wrong setting"),
            ("Exclude - not UK (or Ireland)", "not UK (or Ireland)"),
            ("Exclude on full text - design", "design"),
            ("Exclude on full-text", ""),
            ("Exclude on title & abstract: not a study", "not a study"),
            ("Exclude on date", "on date"),
            ("Exclude", ""),
            ("Exclude \u{2013} d\u{e9}j\u{e0} vu", "d\u{e9}j\u{e0} vu"),
        ] {
            assert_eq!(reason_in(name), reason, "{name}");
        }
        assert_eq!(
            (stage("Include on full-text"), stage("Include on abstract"), stage("Include")),
            (Some(true), Some(false), None)
        );
    }

    #[test]
    fn a_declared_code_wins_over_its_name() {
        let declared = Declared { codes: vec![("1".into(), Word::Exclude, "wrong".into())], ..Declared::default() };
        assert_eq!(votes(&declared)[0], ("One".to_owned(), Word::Exclude, vec!["wrong".to_owned()]));
    }
}
