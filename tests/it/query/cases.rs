//! Our own cases: `tests/query/<dialect>.jsonl`, each with the page of the manual it rests on.

use std::fs;

use litsieve::query::{DIALECTS, Options, Query, Scratch, Style, Truth, dialect, parse, parse_as, translate};
use litsieve::record::Field;
use serde_json::Value;

use super::document;
use crate::support::repository;

/// Every case of a file: the query, its tree, its error and warning codes of reading, and perhaps titles it must match or not.
fn check_cases(name: &str) -> usize {
    let path = repository().join(format!("tests/query/{name}.jsonl"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let dialect = dialect(name).unwrap();
    let mut wrong = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let case: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{name}.jsonl:{}: {error}", at + 1));
        let field = |key: &str| case[key].as_str().unwrap_or_else(|| panic!("{name}.jsonl:{}: no {key}", at + 1));
        assert!(!field("source").is_empty(), "{name}.jsonl:{}: a case names its source", at + 1);
        let era = match case["era"].as_str() {
            Some(era) => dialect.eras.iter().find(|known| known.name == era).unwrap_or_else(|| panic!("no era {era}")),
            None => dialect.current(),
        };
        let parsed = parse_as(field("query"), dialect, era, None);
        let codes: Vec<&str> = parsed.messages.iter().map(|message| message.code()).collect();
        if parsed.expression.outline() != field("tree") || codes != texts(&case["codes"]) {
            wrong.push(format!(
                "{name}.jsonl:{}: {line}\n  {} {:#?}",
                at + 1,
                parsed.expression.outline(),
                parsed.messages
            ));
        }
        for (key, truth) in [("finds", Truth::Yes), ("misses", Truth::No)] {
            for title in texts(&case[key]) {
                let only = litsieve::query::FieldSet::of(&[litsieve::query::SearchField::Title]);
                let query = Query::new(&parsed.expression, Options::LITERAL.only(only));
                let found = query.truth(&document(&[(Field::Title, title)]), &mut Scratch::default());
                if found != truth {
                    wrong.push(format!("{name}.jsonl:{}: {found:?} for {title}", at + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    text.lines().count()
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().map_or_else(Vec::new, |list| list.iter().filter_map(Value::as_str).collect())
}

#[test]
fn every_dialect_reads_its_cases() {
    for dialect in DIALECTS {
        let least = if ["proquest", "scopus", "ovid"].contains(&dialect.name) { 20 } else { 5 };
        let cases = check_cases(dialect.name);
        assert!(cases >= least, "{} has {cases} cases", dialect.name);
    }
}

/// Our own translations: `tests/query/translations.jsonl`, each with the page of the manual it rests on.
#[test]
fn translations_are_what_the_manuals_ask_for() {
    let text = fs::read_to_string(repository().join("tests/query/translations.jsonl")).unwrap();
    let wrong: Vec<String> = text
        .lines()
        .filter_map(|line| {
            let case: Value = serde_json::from_str(line).unwrap();
            let field = |key: &str| case[key].as_str().unwrap_or_else(|| panic!("no {key}: {line}"));
            assert!(!field("source").is_empty());
            let parsed = parse(field("query"), dialect(field("from")).unwrap());
            let found = translate(&parsed, dialect(field("to")).unwrap(), Style::default());
            let codes: Vec<&str> = found.messages.iter().map(|message| message.code()).collect();
            let right = found.text == field("text") && codes == texts(&case["codes"]);
            (!right).then(|| format!("{line}\n  {:?} {codes:?}", found.text))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
