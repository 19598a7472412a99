//! Other programs' cases, where the corpora are there. What differs is listed with its reason, and the list is checked both ways.

use std::collections::BTreeSet;
use std::fs;

use litsieve::query::{Context, Line, Node, Numbers, Parsed, Style, dialect, lint, parse_as, translate};
use serde_json::Value;

use super::meaning;
use super::notation::{self, Canon};
use crate::support::{corpora, repository};

/// The lines of a file of the corpora; `None` where they are not there.
fn cases(file: &str) -> Option<Vec<Value>> {
    let text = fs::read_to_string(corpora()?.join("query").join(file)).unwrap();
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

/// Reads a query as a precedence case names its dialect.
fn read_as(name: &str, query: &str) -> Parsed {
    let (name, era) = match name {
        "proquest-legacy-umi" => ("proquest", Some(0)),
        "scopus-2008-help" => ("scopus", Some(0)),
        "scopus-until-2025" => ("scopus", Some(1)),
        "ebscohost" => ("ebsco", None),
        name => (name, None),
    };
    let dialect = dialect(name).unwrap_or_else(|| panic!("no dialect {name}"));
    parse_as(query, dialect, era.map_or(dialect.current(), |at| &dialect.eras[at]), None)
}

#[test]
fn operators_are_ordered_as_the_sources_say() {
    let Some(cases) = cases("precedence.jsonl") else { return };
    for case in &cases {
        let text = |key: &str| case[key].as_str().unwrap();
        let parsed = read_as(text("dialect"), text("input"));
        let error = parsed.messages.iter().any(|message| message.code() == "QRY010");
        if text("expected").starts_with("ERROR") {
            assert!(error, "{case}");
            continue;
        }
        assert!(!error, "{case}");
        let mut tree = notation::of(&parsed.expression, true);
        forget_fields(&mut tree);
        assert_eq!(notation::canonical(tree), notation::read(text("expected")), "{case}");
    }
}

fn forget_fields(tree: &mut Canon) {
    match tree {
        Canon::Leaf { field, .. } => field.clear(),
        Canon::Op(_, list) => list.iter_mut().for_each(forget_fields),
    }
}

/// A list of cases that differ, with the reason: `tests/query/<name>.misses.tsv`, an input and a reason a line.
fn check_misses(name: &str, missed: &BTreeSet<String>) {
    let path = repository().join(format!("tests/query/{name}.misses.tsv"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut listed = BTreeSet::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (case, reason) = line.split_once('\t').unwrap_or_else(|| panic!("{name}: {line}"));
        assert!(!reason.trim().is_empty(), "{name}: no reason for {case}");
        listed.insert(case.to_owned());
    }
    let new: Vec<_> = missed.difference(&listed).collect();
    let mended: Vec<_> = listed.difference(missed).collect();
    assert!(
        new.is_empty() && mended.is_empty(),
        "{name}: differ and are not listed: {new:#?}\nlisted and no longer differ: {mended:#?}"
    );
}

/// What stands for a case in a list: its number in the file, since its words are other people's.
fn label(file: &str, at: usize) -> String {
    format!("{file}:{}", at + 1)
}

#[test]
fn trees_are_those_of_search_query() {
    let Some(cases) = cases("search_query_cases.jsonl") else { return };
    let mut missed = BTreeSet::new();
    let mut checked = 0;
    for (at, case) in cases.iter().enumerate() {
        let inner = &case["case"];
        let query = inner["query_str"].as_str().or_else(|| inner["query_string"].as_str());
        let tree =
            ["expected_parsed", "expected_translation", "expected_query", "expected_generic", "expected_flattened"]
                .iter()
                .find_map(|key| inner[*key].as_str());
        let (Some(query), Some(tree)) = (query, tree) else { continue };
        checked += 1;
        let dialect = case["dialect"].as_str().unwrap();
        let parsed = read_as(dialect, query);
        let generic = inner["expected_generic"].is_string();
        let general = inner["field_general"].as_str().unwrap_or_default();
        let ours = if generic {
            generic_fields(notation::of(&parsed.expression, false))
        } else {
            notation::of(&parsed.expression, false)
        };
        let ours = notation::canonical(general_field(ours, general));
        let theirs = notation::canonical(windows(notation::read(tree)));
        if ours != theirs {
            eprintln!("{}: {query}\n  ours   {ours:?}\n  theirs {theirs:?}", label("search_query_cases", at));
            missed.insert(label("search_query_cases", at));
        }
    }
    assert!(checked >= 25, "{checked} trees");
    check_misses("search-query-trees", &missed);
}

/// The field that a setting beside the query gives to terms without one.
fn general_field(tree: Canon, general: &str) -> Canon {
    let general = match general {
        "All Fields" => "all",
        other => other,
    };
    match tree {
        Canon::Leaf { text, field } if field.is_empty() => Canon::Leaf { text, field: general.to_lowercase() },
        Canon::Op(operator, list) => {
            Canon::Op(operator, list.into_iter().map(|part| general_field(part, general)).collect())
        }
        leaf => leaf,
    }
}

/// Proximity over the words of one phrase as proximity of words, which is what it means.
fn windows(tree: Canon) -> Canon {
    match tree {
        Canon::Op(operator, list) if operator.starts_with("NEAR/") && list.len() == 1 => match &list[0] {
            Canon::Leaf { text, field } => {
                let words = text.trim_matches('"').split(' ');
                let words = words.map(|word| Canon::Leaf { text: format!("\"{word}\""), field: field.clone() });
                Canon::Op(operator, words.collect())
            }
            _ => Canon::Op(operator, list),
        },
        Canon::Op(operator, list) => Canon::Op(operator, list.into_iter().map(windows).collect()),
        leaf => leaf,
    }
}

/// PubMed's codes as the fields that search-query calls them; title and abstract become an OR, words lose their marks.
fn generic_fields(tree: Canon) -> Canon {
    let fields = |tree: &Canon| match leaf_field(tree).as_str() {
        "tiab" => vec!["title", "abstract"],
        "ti" => vec!["title"],
        _ => vec![],
    };
    match &tree {
        Canon::Op(operator, _) if !operator.starts_with("NEAR/") => {
            let Canon::Op(operator, list) = tree else { unreachable!() };
            Canon::Op(operator, list.into_iter().map(generic_fields).collect())
        }
        _ => {
            let each = fields(&tree).into_iter().map(|field| renamed(tree.clone(), field)).collect();
            notation::canonical(Canon::Op("OR".to_owned(), each))
        }
    }
}

fn leaf_field(tree: &Canon) -> String {
    match tree {
        Canon::Leaf { field, .. } => field.clone(),
        Canon::Op(_, list) => leaf_field(&list[0]),
    }
}

fn renamed(tree: Canon, field: &str) -> Canon {
    match tree {
        Canon::Leaf { text, .. } => Canon::Leaf { text: text.trim_matches('"').to_owned(), field: field.to_owned() },
        Canon::Op(operator, list) => Canon::Op(operator, list.into_iter().map(|part| renamed(part, field)).collect()),
    }
}

/// search-query's labels and the codes of ours that say the same: `tests/query/search-query-codes.tsv`.
fn mapping() -> Vec<(String, Vec<String>)> {
    let text = fs::read_to_string(repository().join("tests/query/search-query-codes.tsv")).unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split_once('\t').unwrap());
    rows.map(|(label, codes)| (label.to_owned(), codes.split(',').map(str::to_owned).collect())).collect()
}

/// The text of a case; where it gives tokens only, these with spaces between.
fn query_of(inner: &Value) -> Option<String> {
    let tokens =
        || inner["tokens"].as_array().map(|list| list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "));
    inner["query_str"].as_str().or_else(|| inner["query_string"].as_str()).map(str::to_owned).or_else(tokens)
}

#[test]
fn messages_are_those_of_search_query() {
    let Some(cases) = cases("search_query_cases.jsonl") else { return };
    let mapping = mapping();
    let mut missed = BTreeSet::new();
    let mut checked = 0;
    for (at, case) in cases.iter().enumerate() {
        let inner = &case["case"];
        let listed = ["messages", "expected_messages"].iter().find_map(|key| inner[*key].as_array());
        let labels: Vec<(&str, bool)> = match (listed, inner["expected_codes"].as_array()) {
            (Some(list), _) => list.iter().map(|m| (m["label"].as_str().unwrap(), m["is_fatal"] == true)).collect(),
            (None, Some(list)) => list.iter().map(|label| (label.as_str().unwrap(), true)).collect(),
            _ => continue,
        };
        let Some(query) = query_of(inner) else { continue };
        checked += 1;
        let parsed = read_as(case["dialect"].as_str().unwrap(), &query);
        let context = Context {
            text: &query,
            fields_beside: !inner["field_general"].as_str().unwrap_or_default().is_empty(),
            ..Context::default()
        };
        let ours: BTreeSet<String> =
            parsed.messages.iter().chain(&lint(&parsed, context)).map(|message| message.code().to_owned()).collect();
        let codes = |label: &str| {
            mapping
                .iter()
                .find(|(known, _)| known == label)
                .map_or_else(|| panic!("no code for {label}"), |(_, codes)| codes)
        };
        let absent =
            labels.iter().filter(|(label, _)| !codes(label).iter().any(|code| ours.contains(code))).collect::<Vec<_>>();
        // search-query stops at the first fatal message, and its cases of one test name only what the test is about.
        let stopped = labels.iter().any(|(_, fatal)| *fatal);
        let allowed: BTreeSet<&String> = labels.iter().flat_map(|(label, _)| codes(label)).collect();
        let mapped = mapping.iter().flat_map(|(_, codes)| codes).collect::<BTreeSet<_>>();
        let more: Vec<&String> = ours.iter().filter(|code| mapped.contains(code) && !allowed.contains(code)).collect();
        if !absent.is_empty() || (!stopped && !more.is_empty()) {
            eprintln!(
                "{}: {} {query}\n  absent {absent:?} more {more:?} ours {ours:?}",
                label("search_query_cases", at),
                case["dialect"]
            );
            missed.insert(label("search_query_cases", at));
        }
    }
    eprintln!("{checked} cases with messages, {} differ", missed.len());
    check_misses("search-query-messages", &missed);
}

/// The dialect that a case of Polyglot is written in, as its title says or its operators show.
fn source_dialect(case: &Value, input: &str) -> &'static str {
    let title = case["case"].as_str().unwrap_or_default();
    let pubmed =
        title.contains("PubMed") || title.contains("Pubmed") || (input.contains('[') && !input.contains("[mp="));
    if pubmed {
        "pubmed"
    } else if title.contains("N3 format") {
        "ebsco"
    } else if input.contains("NEAR") {
        "plain"
    } else {
        "ovid"
    }
}

#[test]
fn translations_are_those_of_polyglot() {
    let Some(cases) = cases("polyglot_translate.jsonl") else { return };
    let (mut missed, mut missed_by_distance) = (BTreeSet::new(), BTreeSet::new());
    let (mut checked, mut exact, mut templates) = (0, 0, 0);
    for (at, case) in cases.iter().enumerate() {
        let text = |key: &str| case[key].as_str().unwrap();
        let (target, fields) = match text("target") {
            "PubMed abbreviation" => ("pubmed", true),
            "Ovid MEDLINE" | "PsycInfo (Ovid)" => ("ovid", true),
            "Scopus (advanced search)" => ("scopus", true),
            "CINAHL (Ebsco)" | "PsycInfo (Ebsco)" | "Business Source Ultimate" => ("ebsco", true),
            "Web of Science" => ("wos", false),
            "WoS Advanced" => ("wos", true),
            _ => continue,
        };
        checked += 1;
        let source = dialect(source_dialect(case, text("input"))).unwrap();
        let target = dialect(target).unwrap();
        let parsed = parse_as(text("input"), source, source.current(), None);
        // Polyglot keeps the numbers of proximity operators; the default keeps the distance.
        let ours = translate(&parsed, target, Style { fields, numbers: Numbers::Kept }).text;
        let same_distance = translate(&parsed, target, Style { fields, numbers: Numbers::SameDistance }).text;
        let theirs = text("expected").replace("<br/>", "\n");
        let read = |text: &str| {
            let lines = text.lines().map(|line| parse_as(line, target, target.current(), None).expression);
            lines.filter(|tree| tree.node != Node::Missing).map(|tree| meaning::of(&tree, None)).collect::<Vec<_>>()
        };
        let whole = |text: &str| {
            meaning::of(&parse_as(&text.replace('\n', " "), target, target.current(), None).expression, None)
        };
        exact += usize::from(ours == theirs);
        // Polyglot puts lines in for references to them; ours keeps the references of the target.
        let put_in = |style: Style| {
            let whole = Line { number: 0, expression: parsed.expression.clone() };
            translate(&Parsed { lines: vec![whole], ..parsed.clone() }, target, style).text
        };
        let filled = |ours: &str| {
            let lines: Vec<&str> = ours.lines().collect();
            let (_, before) = lines.split_last().unwrap();
            let last = put_in(Style { fields, numbers: Numbers::Kept });
            parsed.lines.len() > 1 && read(&[before, &[last.as_str()]].concat().join("\n")) == read(&theirs)
        };
        let differs = |ours: &str| read(ours) != read(&theirs) && whole(ours) != whole(&theirs) && !filled(ours);
        // A template of Polyglot's own stands for a search filter that it knows by heart, and is written in none of the dialects.
        templates += usize::from(text("input").starts_with('<') && differs(&ours));
        if differs(&same_distance) && !differs(&ours) {
            missed_by_distance.insert(label("polyglot_translate", at));
        }
        if differs(&ours) {
            eprintln!(
                "{}: {} -> {}\n  input  {:?}\n  ours   {ours:?}\n  theirs {theirs:?}",
                label("polyglot_translate", at),
                source.name,
                text("target"),
                text("input")
            );
            missed.insert(label("polyglot_translate", at));
        }
    }
    eprintln!("{checked} translations, {exact} to the letter, {} differ", missed.len());
    eprintln!(
        "{} more where the distance is kept and not the number; {templates} are templates",
        missed_by_distance.len()
    );
    // Among the dialects, as the program translates by default.
    let (differ, among) = (missed.len() + missed_by_distance.len() - templates, checked - templates);
    assert!(differ * 10 <= among, "{differ} of {among} differ");
    check_misses("polyglot", &missed);
    check_misses("polyglot-distance", &missed_by_distance);
}
