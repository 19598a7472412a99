//! The audit of a run: written, read, replayed.

use std::collections::BTreeSet;
use std::fs;

use litsieve::audit::{Story, replay, why, why_two};
use litsieve::pipeline::Screened;
use litsieve::ruling::{Ruling, RulingKind};
use litsieve::wire::SCHEMAS;
use serde_json::Value;

use crate::made_up::{self, FILES, MadeUp, PROTOCOL, review, ruling};
use crate::support::repository;

fn read(text: &str) -> Story {
    Story::read(text.as_bytes()).unwrap_or_else(|untold| panic!("{untold}"))
}

fn ruled() -> MadeUp {
    let criterion =
        Ruling { criterion: "english".into(), ..ruling(RulingKind::Criterion, "screening", "kandili", "met", "ann") };
    let rulings = vec![
        ruling(RulingKind::Group, "screening", "lampes de port", "include", "ann"),
        ruling(RulingKind::Group, "screening", "lampes de port", "exclude", "bob"),
        criterion,
        ruling(RulingKind::Retrieval, "eligibility", "lamps at sea", "retrieved", "ann"),
        ruling(RulingKind::Group, "screening", "no such title", "exclude", "bob"),
        Ruling { supersedes: "bob-exclude-no such title".into(), ..ruling(RulingKind::Undo, "", "", "", "bob") },
    ];
    made_up::with(PROTOCOL, &FILES, rulings)
}

/// What is replayed from the audit of a run is what the run decided.
fn check_replay(made: &MadeUp) {
    let story = read(&made.result("audit.jsonl"));
    let replayed = replay(&story).unwrap_or_else(|wrong| panic!("{wrong:?}"));
    let Screened { deduplicated, groups } = &made.screened;
    assert_eq!(&replayed.groups, groups);
    assert_eq!(replayed.flow, made.run().flow);
    let members: Vec<Vec<_>> = (0..groups.len()).map(|number| made.run().members(number)).collect();
    assert_eq!(replayed.members, members);
    assert_eq!(story.links.len(), deduplicated.matches.links.len());
    assert_eq!(story.doubts.len(), deduplicated.matches.doubtful.len());
    assert_eq!(story.versions.len(), deduplicated.matches.versions.len());
    assert_eq!(story.vetoes.len(), deduplicated.matches.vetoes.len());
    assert_eq!(story.records.len(), deduplicated.ingested.records.len());
    assert_eq!(story.rulings.len(), made.rulings.len());
}

#[test]
fn an_audit_is_enough_to_decide_everything_again() {
    check_replay(&review());
    check_replay(&ruled());
}

#[test]
fn the_story_is_the_same_by_way_of_the_file_and_without() {
    let made = ruled();
    let (direct, read) = (Story::of(&made.run()).unwrap(), read(&made.result("audit.jsonl")));
    assert_eq!(direct.groups, read.groups);
    assert_eq!((direct.records, direct.rulings, direct.links), (read.records, read.rulings, read.links));
    assert_eq!((direct.started, direct.counts), (read.started, read.counts));
}

#[test]
fn every_record_brings_its_bytes_and_their_digest() {
    let made = review();
    let story = read(&made.result("audit.jsonl"));
    for found in &story.records {
        let path = &story.files[found.file as usize].path;
        let (_, _, text) = FILES.iter().find(|(_, label, _)| label == path).unwrap();
        let bytes = &text[found.bytes[0] as usize..found.bytes[1] as usize];
        assert!(bytes.contains(found.title()), "{bytes}");
        let digest = litsieve::source::Digest::of(bytes.as_bytes()).to_string();
        assert!(digest.starts_with(&found.digest), "{}", found.record);
    }
}

#[test]
fn evidence_rests_on_words_that_stand_in_the_records() {
    let story = read(&review().result("audit.jsonl"));
    let evidence: Vec<_> =
        story.groups.iter().flat_map(|told| &told.findings).flat_map(|finding| &finding.evidence).collect();
    assert!(!evidence.is_empty());
    for words in evidence {
        let found = story.record(&words.record).unwrap();
        let values: Vec<&String> =
            found.values.iter().filter(|(field, _)| *field == words.field).map(|(_, value)| value).collect();
        let span = words.span[0] as usize..words.span[1] as usize;
        assert_eq!(values[words.nth as usize].get(span), Some(words.words.as_str()));
    }
}

#[test]
fn only_rulings_have_a_time() {
    let log = ruled().result("audit.jsonl");
    for line in log.lines() {
        let event: Value = serde_json::from_str(line).unwrap();
        let has_time =
            event.as_object().unwrap().keys().any(|key| ["at", "time", "date", "on"].contains(&key.as_str()));
        assert_eq!(has_time, event["event"] == "ruling", "{line}");
    }
}

#[test]
fn what_does_not_follow_is_told() {
    let log = review().result("audit.jsonl");
    // Whoever can compute a digest can forge a chain; what was forged still has to follow.
    let forged = forge(
        &log,
        "\"decision\":\"excluded\",\"stage\":\"before_screening\"",
        "\"decision\":\"included\",\"stage\":\"screening\"",
    );
    let wrong = replay(&read(&forged)).unwrap_err();
    assert!(
        wrong.iter().any(|wrong| wrong.about == "g-a-2" && wrong.what.contains("excluded (stage before_screening)")),
        "{wrong:?}"
    );
    let lost = forge(&log, "\"records\":[\"alpha:1\",\"beta:1\",\"web:1\"]", "\"records\":[\"alpha:1\",\"web:1\"]");
    let wrong = replay(&read(&lost)).unwrap_err();
    assert!(wrong.iter().any(|wrong| wrong.about == "beta:1" && wrong.what == "is in 0 groups"), "{wrong:?}");
}

/// The log with a text replaced and the chain made anew.
fn forge(log: &str, from: &str, to: &str) -> String {
    assert!(log.contains(from), "{from}");
    let mut out = Vec::new();
    let mut writer = litsieve::audit::LogWriter::new(&mut out);
    for line in log.replacen(from, to, 1).lines() {
        match serde_json::from_str(line).unwrap() {
            litsieve::wire::audit::Event::End(_) => {}
            event => writer.event(&event).unwrap(),
        }
    }
    writer.finish().unwrap();
    String::from_utf8(out).unwrap()
}

/// The audits of released versions are read for ever: every file in this folder.
#[test]
fn audits_of_earlier_versions_are_read() {
    let folder = repository().join("tests/audit");
    let mut events = BTreeSet::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        replay(&read(&text)).unwrap_or_else(|wrong| panic!("{wrong:?}"));
        let event = |line: &str| serde_json::from_str::<Value>(line).unwrap()["event"].as_str().unwrap().to_owned();
        events.extend(text.lines().map(event));
    }
    let schema = (SCHEMAS.iter().find(|schema| schema.name == "audit").unwrap().schema)();
    let all = schema["oneOf"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["properties"]["event"]["const"].as_str().unwrap().to_owned());
    assert_eq!(events, all.collect(), "every kind of event is in one of the files");
}

/// Whether `value` is as `schema` says, as far as this program's schemas go.
fn fits(schema: &Value, whole: &Value, value: &Value) -> Result<(), String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap();
        return fits(&whole["$defs"][name], whole, value);
    }
    for choice in ["oneOf", "anyOf"] {
        if let Some(options) = schema[choice].as_array() {
            let fitting = options.iter().filter(|option| fits(option, whole, value).is_ok()).count();
            if fitting == 0 {
                return Err(format!("{value} fits none of the choices"));
            }
        }
    }
    if let Some(constant) = schema.get("const").filter(|constant| *constant != value) {
        return Err(format!("{value} is not {constant}"));
    }
    if schema["enum"].as_array().is_some_and(|values| !values.contains(value)) {
        return Err(format!("{value} is none of {}", schema["enum"]));
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let fitting = kinds.is_empty() || kinds.contains(&kind) || (kind == "integer" && kinds.contains(&"number"));
    if !fitting {
        return Err(format!("{value} is no {kinds:?}"));
    }
    if let Some(number) = value.as_f64() {
        let (least, most) = (schema["minimum"].as_f64(), schema["maximum"].as_f64());
        if least.is_some_and(|least| number < least) || most.is_some_and(|most| number > most) {
            return Err(format!("{number} is out of bounds"));
        }
    }
    if schema["additionalProperties"] == false {
        for key in value.as_object().into_iter().flat_map(|object| object.keys()) {
            if schema["properties"].get(key).is_none() {
                return Err(format!("{key} is not known"));
            }
        }
    }
    for required in schema["required"].as_array().into_iter().flatten() {
        if value.get(required.as_str().unwrap()).is_none() {
            return Err(format!("{required} is missing"));
        }
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        if let Some(inner) = value.get(name) {
            fits(property, whole, inner).map_err(|error| format!("{name}: {error}"))?;
        }
    }
    for inner in value.as_array().into_iter().flatten().filter(|_| schema["items"].is_object()) {
        fits(&schema["items"], whole, inner)?;
    }
    Ok(())
}

/// Every property that a schema knows of the events of one kind.
fn known_properties(schema: &Value, event: &str) -> Vec<String> {
    let is_of = |option: &&Value| option["properties"]["event"]["const"] == event;
    let option = schema["oneOf"].as_array().unwrap().iter().find(is_of).unwrap_or_else(|| panic!("no event {event}"));
    let own = option["properties"].as_object().unwrap().keys().cloned();
    let inner = option["$ref"].as_str().map(|reference| &schema["$defs"][reference.rsplit('/').next().unwrap()]);
    let inner = inner.into_iter().flat_map(|inner| inner["properties"].as_object().unwrap().keys().cloned());
    own.chain(inner).chain(["chain".to_owned()]).collect()
}

#[test]
fn the_schemas_describe_what_is_written() {
    let schema = |name: &str| (SCHEMAS.iter().find(|schema| schema.name == name).unwrap().schema)();
    let (audit, made) = (schema("audit"), ruled());
    for line in made.result("audit.jsonl").lines() {
        let event: Value = serde_json::from_str(line).unwrap();
        fits(&audit, &audit, &event).unwrap_or_else(|error| panic!("{error}: {line}"));
        let known = known_properties(&audit, event["event"].as_str().unwrap());
        for key in event.as_object().unwrap().keys() {
            assert!(known.contains(key), "{key} is not in the schema: {line}");
        }
    }
    let summary = schema("summary");
    fits(&summary, &summary, &serde_json::from_str(&made.result("summary.json")).unwrap()).unwrap();
    let broken: Value = serde_json::from_str("{\"event\":\"group\",\"group\":7}").unwrap();
    assert!(fits(&audit, &audit, &broken).is_err(), "the check can fail");
    // No key is passed over, the version is fixed, and no description is meant for readers of the source.
    assert_eq!(audit["unevaluatedProperties"], false);
    let first: Value = serde_json::from_str(made.result("audit.jsonl").lines().next().unwrap()).unwrap();
    for (path, other) in
        [("/schema", Value::from("litsieve/audit/2")), ("/tool/moon", 7.into()), ("/review/exports_are", "moon".into())]
    {
        let (parent, key) = path.rsplit_once('/').unwrap();
        let mut changed = first.clone();
        changed.pointer_mut(parent).unwrap()[key] = other;
        assert!(fits(&audit, &audit, &changed).is_err(), "{path}");
    }
    // Every number that has bounds has them here.
    let defs = &audit["$defs"];
    let one = |event: &str, field: &str, value: Value| {
        let schema = &defs[event]["properties"][field];
        assert!(!schema.is_null(), "{event}.{field}");
        fits(schema, &audit, &value).is_ok()
    };
    for (event, field) in [("Pair", "score"), ("Level", "similarity"), ("Nearest", "alike")] {
        assert!(one(event, field, 0.into()) && one(event, field, 0.5.into()) && one(event, field, 1.into()), "{event}");
        assert!(!one(event, field, (-5).into()) && !one(event, field, 1.5.into()), "{event}.{field}");
    }
    for (event, field) in [("Found", "entry"), ("Ruled", "line"), ("End", "lines")] {
        assert!(one(event, field, 1.into()) && !one(event, field, 0.into()), "{event}.{field} counts from 1");
    }
    assert!(one("Decision", "stage", "screening".into()) && !one("Decision", "stage", "moon".into()));
    for schema in SCHEMAS {
        let text = (schema.schema)().to_string();
        assert!(!text.contains("[`") && !text.contains("]("), "{}", schema.name);
    }
}

fn told(what: &str) -> String {
    why(&read(&ruled().result("audit.jsonl")), what).text
}

#[test]
fn why_tells_where_it_was_found_what_it_was_merged_with_and_what_every_criterion_says() {
    let text = told("beta:1");
    for words in [
        "Lamps at sea\n",
        "g-a-1: included",
        "alpha:1  1.alpha  exports/alpha.ris, line 1  (stands for the others)",
        "beta:1   1.beta  exports/beta.ris, line 1  (asked for)",
        "alpha:1 = web:1  rule same-title, 0.94",
        "language \"English\" (language field) in alpha:1, web:1",
        "Decision: included, by rule",
    ] {
        assert!(text.contains(words), "{words}:\n{text}");
    }
    assert!(text.lines().count() <= 40, "a screenful:\n{text}");
    assert_eq!(told("10.1000/LAMPS"), told("lamps at sea"), "a DOI and a title mean the same report");
    assert_eq!(told("A-2"), told("g-a-2"), "so do an accession number and the name of the group");
}

#[test]
fn why_names_people_and_what_a_person_can_do() {
    let text = told("lampes de port");
    assert!(text.contains("ann include (screening), 2020-01-01") && text.contains("bob exclude"), "{text}");
    assert!(text.contains("Decision: to review in screening") && text.contains("litsieve decide"), "{text}");
    assert!(told("kandili").contains("ruled met by ann"), "{}", told("kandili"));
}

#[test]
fn why_says_what_was_looked_through_where_nothing_fits() {
    let text = told("lampposts of the harbour");
    assert!(text.starts_with("Nothing fits `lampposts of the harbour`."), "{text}");
    assert!(text.contains("7 records (5 references)") && text.contains("1.maps  Maps, no export"), "{text}");
    assert!(text.contains("Lampes de port"), "the nearest title: {text}");
    assert!(told("").starts_with("Nothing fits") && told("\u{0}=").starts_with("Nothing fits"));
}

#[test]
fn why_lists_what_fits_where_several_do() {
    let answer = why(&read(&review().result("audit.jsonl")), "lamp");
    assert!(
        answer.groups.len() > 1 && answer.text.contains("g-a-1") && answer.text.contains("g-w-2"),
        "{}",
        answer.text
    );
}

#[test]
fn why_tells_whether_two_records_are_one_report() {
    let story = read(&review().result("audit.jsonl"));
    let one = why_two(&story, "web:1", "beta:1").unwrap().text;
    assert!(
        one.contains("They are one report.") && one.contains("alpha:1 = web:1") && one.contains("alpha:1 = beta:1"),
        "{one}"
    );
    let doubtful = why_two(&story, "alpha:2", "web:2").unwrap().text;
    assert!(
        doubtful.contains("Undecided: they may be one report") && doubtful.contains("The years are unknown."),
        "{doubtful}"
    );
    let companions = why_two(&story, "web:2", "alpha:1").unwrap().text;
    assert!(companions.contains("belong together as companion"), "{companions}");
    let apart = why_two(&story, "alpha:3", "beta:2").unwrap().text;
    for part in [
        "No rule of matching joins them",
        "Differs: title; year (",
        "No field would make them one report",
        "a ruling `same` on the pair joins them",
    ] {
        assert!(apart.contains(part), "{part}: {apart}");
    }
    assert_eq!(why_two(&story, "alpha:3", "no such"), None);
}
