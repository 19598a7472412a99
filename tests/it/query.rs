//! Search expressions: reading them in every dialect, evaluating them, the figures of the driving case.

mod cases;
mod corpus;
mod lints;
mod meaning;
mod notation;
mod printing;

use litsieve::query::{Document, Mode, Options, Parsed, Query, Reading, Scratch, Truth, dialect, parse, read};
use litsieve::record::Field;

use crate::support::{check_cli, corpora, repository};

/// Reads `text` in the dialect named `name`.
fn parsed(name: &str, text: &str) -> Parsed {
    parse(text, dialect(name).unwrap_or_else(|| panic!("no dialect {name}")))
}

/// A document with these values.
fn document(values: &[(Field, &str)]) -> Document {
    let mut document = Document::default();
    for (field, text) in values {
        document.add(*field, text);
    }
    document
}

/// Holds `query` against a title.
fn check_title(query: &str, options: Options, title: &str, expected: Truth) {
    let query = Query::new(&parsed("plain", query).expression, options.only(title_only()));
    let found = query.explain(&document(&[(Field::Title, title)]), &mut Scratch::default());
    assert_eq!(found.truth, expected, "{title}\n{found:?}");
}

fn title_only() -> litsieve::query::FieldSet {
    litsieve::query::FieldSet::of(&[litsieve::query::SearchField::Title])
}

const PRINTED: &str =
    "'coproduction' OR 'service coproduction' OR 'coproduction of services' AND 'leadership' OR 'leader' OR 'leaders'";
const INTENDED: &str =
    "(coproduction OR \"service coproduction\" OR \"coproduction of services\") AND (leadership OR leader OR leaders)";

/// The readings of the driving case and the column of the truth table that each must reproduce.
#[test]
fn the_titles_of_the_included_references_match_as_the_truth_table_says() {
    let Some(corpora) = corpora() else { return };
    let review = corpora.join("../review");
    let titles: Vec<(String, String)> = rows(&review.join("known/table_a1.csv"), &["n", "title_printed"]);
    assert_eq!(titles.len(), 35);
    let cases: &[(&str, Reading, &str, usize, usize)] = &[
        (INTENDED, Reading::Intended, "title_q1_intended", 0, 0),
        (PRINTED, Reading::AndFirst, "title_q1_and_first", 11, 14),
        (PRINTED, Reading::LeftToRight, "title_q1_left_to_right", 0, 0),
        ("'coproduction' AND 'local government'", Reading::AndFirst, "title_q2a", 0, 0),
        ("'coproduction' AND 'public service' AND 'local'", Reading::AndFirst, "title_q2b", 0, 1),
    ];
    for (text, reading, column, literal, normalised) in cases {
        for (mode, suffix, count) in
            [(Mode::Literal, "literal", *literal), (Mode::Normalised, "normalised", *normalised)]
        {
            let column = format!("{column}_{suffix}");
            let truth = rows(&review.join("truth/table_a1_truth_wide.csv"), &["n", &column]);
            let options = Options { mode, ..Options::LITERAL }.only(title_only());
            let query = Query::new(&read(text, dialect("wos").unwrap(), *reading).expression, options);
            let mut matching = 0;
            for ((n, title), (also_n, verdict)) in titles.iter().zip(&truth) {
                assert_eq!(n, also_n);
                let found = query.truth(&document(&[(Field::Title, title)]), &mut Scratch::default());
                assert_eq!(found == Truth::Yes, verdict == "match", "{column}, no. {n}: {title}");
                matching += usize::from(found == Truth::Yes);
            }
            assert_eq!(matching, count, "{column}");
        }
    }
}

/// The values of two columns of a CSV file.
fn rows(path: &std::path::Path, columns: &[&str; 2]) -> Vec<(String, String)> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|column| column == name).unwrap_or_else(|| panic!("no column {name}"));
    let (first, second) = (at(columns[0]), at(columns[1]));
    reader.records().map(|row| row.unwrap()).map(|row| (row[first].to_owned(), row[second].to_owned())).collect()
}

#[test]
fn or_first_gives_the_printed_query_the_meaning_that_was_intended() {
    let or_first = read(PRINTED, dialect("wos").unwrap(), Reading::OrFirst);
    assert_eq!(
        or_first.expression.outline(),
        "AND[OR[\"coproduction\", \"service coproduction\", \"coproduction of services\"], OR[\"leadership\", \"leader\", \"leaders\"]]"
    );
}

#[test]
fn literal_mode_keeps_spellings_apart_and_normalised_mode_joins_them() {
    // A hyphen is a space to most databases, so that the printed form finds neither; the reader's eye finds all.
    for (title, literal) in [
        ("The coproduction of services", Truth::Yes),
        ("The co-production of services", Truth::No),
        ("The co\u{2010}production of services", Truth::No),
        ("The co\u{2011}production of services", Truth::No),
        ("The co production of services", Truth::No),
        ("Coproducing services", Truth::No),
    ] {
        check_title("coproduction", Options::LITERAL, title, literal);
        let normalised = if title.starts_with("Coproducing") { Truth::No } else { Truth::Yes };
        check_title("coproduction", Options::NORMALISED, title, normalised);
        check_title("co-production", Options::NORMALISED, title, normalised);
        check_title("coproduc*", Options::NORMALISED, title, Truth::Yes);
    }
    check_title("co-production", Options::LITERAL, "The co production of services", Truth::Yes);
    check_title("\"public service\"", Options::LITERAL, "Public services inside out", Truth::No);
    check_title("\"public service\"", Options::NORMALISED, "Public services inside out", Truth::Yes);
    check_title("leader", Options::NORMALISED, "Leadership in local government", Truth::No);
    check_title("therapist", Options::NORMALISED, "The rapist", Truth::No);
}

#[test]
fn words_of_different_fields_are_never_next_to_each_other() {
    let record = document(&[(Field::Title, "On public"), (Field::Abstract, "services and leaders")]);
    for (query, expected) in [
        ("\"public services\"", Truth::No),
        ("public NEAR/5 services", Truth::No),
        ("public AND services", Truth::Yes),
        ("title:public AND abstract:leaders", Truth::Yes),
        ("title:leaders", Truth::No),
    ] {
        let query = Query::new(&parsed("plain", query).expression, Options::LITERAL);
        assert_eq!(query.truth(&record, &mut Scratch::default()), expected);
    }
}

#[test]
fn a_missing_abstract_leaves_doubt_and_no_verdict() {
    let silent = document(&[(Field::Title, "Local leadership")]);
    for (query, expected) in [
        ("leadership", Truth::Yes),
        ("coproduction", Truth::Unknown),
        ("leadership AND coproduction", Truth::Unknown),
        ("leadership NOT coproduction", Truth::Unknown),
        ("title:coproduction", Truth::No),
        ("leadership OR coproduction", Truth::Yes),
    ] {
        let query = Query::new(&parsed("plain", query).expression, Options::LITERAL);
        assert_eq!(query.truth(&silent, &mut Scratch::default()), expected);
    }
}

#[test]
fn proximity_counts_the_words_between() {
    for (query, title, expected) in [
        ("health NEAR/1 care", "care of health", Truth::Yes),
        ("health NEAR/0 care", "care of health", Truth::No),
        ("health PRE/1 care", "care of health", Truth::No),
        ("health PRE/1 care", "health and care", Truth::Yes),
        ("local ADJ3 leaders", "leaders in every local council", Truth::Yes),
        ("local ADJ2 leaders", "leaders in every local council", Truth::No),
        ("(health OR social) NEAR/2 (care OR work)", "work with social groups", Truth::Yes),
        ("bay PRE/2 ship PRE/2 channel", "bay for a ship in the channel", Truth::Yes),
    ] {
        check_title(query, Options::LITERAL, title, expected);
    }
}

/// Of groups of alternatives that AND joins, the alternatives that hold are named; of a history, what its lines look for.
#[test]
fn the_alternatives_that_caught_a_record_are_named() {
    let named = |dialect: &str, text: &str| {
        let query = Query::new(&parsed(dialect, text).expression, Options::LITERAL);
        let record =
            document(&[(Field::Title, "Lamps of a mayor"), (Field::Abstract, "On oil."), (Field::Date, "2001")]);
        let found = query.explain(&record, &mut Scratch::default());
        found.clauses.iter().map(|span| text[span.clone()].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(named("wos", "TI=((lamps OR lanterns) AND (leader OR mayor OR king)) NOT TI=toy"), ["lamps", "mayor"]);
    assert_eq!(named("wos", "TI=(lamps AND mayor)"), ["(lamps AND mayor)"], "nothing to choose from");
    assert_eq!(named("wos", "TI=((lamps OR oil) AND mayor) OR TI=king"), ["((lamps OR oil) AND mayor)"]);
    let history = "1 lamps.ti. or lanterns.ti.\n2 mayor.ti.\n3 1 and 2\n4 limit 3 to yr=\"2000 -2015\"";
    let words = named("ovid", history);
    assert!(words.len() == 3 && words[0].starts_with("lamps") && words[1].starts_with("mayor"), "{words:?}");
}

/// What Web of Science adds from the works cited, no other database searches.
#[test]
fn keywords_plus_are_searched_by_web_of_science_only() {
    let text = "PT J\nTI Oil and light\nAB On oil.\nID LANTERN\nUT WOS:000000000000001\nER\nEF\n";
    let source = std::sync::Arc::new(litsieve::source::SourceFile::new(
        "savedrecs.txt",
        format!("FN Clarivate Analytics Web of Science\nVR 1.0\n{text}").into_bytes(),
    ));
    let file = litsieve::format::read(&source).records;
    let records = [(litsieve::record::RecordId(0), file.record(0))];
    let matching = |name: &str, text: &str| {
        let search = litsieve::query::SearchQuery {
            text,
            intended: None,
            dialect: dialect(name).unwrap(),
            fields: None,
            limits: Default::default(),
            not_before: None,
            not_after: None,
        };
        litsieve::query::replay(&search, &records).iter().map(|replay| replay.matching.len()).max()
    };
    assert_eq!(matching("wos", "TS=lantern"), Some(1));
    assert_eq!(matching("scopus", "TITLE-ABS-KEY(lantern)"), Some(0));
    assert_eq!(matching("scopus", "TITLE-ABS-KEY(oil)"), Some(1));
}

#[test]
fn the_clause_that_caught_a_record_is_named() {
    let text = "coproduction OR \"service coproduction\" AND leadership OR leader";
    let query = Query::new(&parsed("wos", text).expression, Options::LITERAL);
    let found = query.explain(
        &document(&[(Field::Title, "What a leader does"), (Field::Abstract, "One leader.")]),
        &mut Scratch::default(),
    );
    assert_eq!(found.clauses.iter().map(|span| &text[span.clone()]).collect::<Vec<_>>(), ["leader"]);
    assert_eq!(
        found.hits.iter().map(|hit| (hit.field, hit.words.as_str())).collect::<Vec<_>>(),
        [(Field::Title, "leader"), (Field::Abstract, "leader")]
    );
}

#[test]
fn years_languages_and_types_are_compared_as_such() {
    let record = document(&[
        (Field::Title, "Coproduction"),
        (Field::Abstract, "Text"),
        (Field::Date, "2016 MAY"),
        (Field::Language, "eng"),
        (Field::DocumentType, "Article"),
    ]);
    for (name, query, expected) in [
        ("wos", "TS=coproduction AND PY=1985-2017 AND LA=English AND DT=Article", Truth::Yes),
        ("wos", "TS=coproduction AND PY=(2010 OR 2011)", Truth::No),
        ("scopus", "TITLE(coproduction) AND PUBYEAR > 1984 AND PUBYEAR < 2018 AND LANGUAGE(english)", Truth::Yes),
        ("scopus", "TITLE(coproduction) AND PUBYEAR > 2016", Truth::No),
        ("scopus", "TITLE(coproduction) AND DOCTYPE(ar)", Truth::Yes),
        ("scopus", "TITLE(coproduction) AND LIMIT-TO(DOCTYPE, \"re\")", Truth::No),
        ("scopus", "TITLE(coproduction) AND EXCLUDE(DOCTYPE, \"ar\")", Truth::No),
        ("scopus", "TITLE(coproduction) AND DOCTYPE(qq)", Truth::Unknown),
        ("scopus", "TITLE(coproduction) AND SRCTYPE(j)", Truth::Unknown),
        ("proquest", "TI(coproduction) AND STYPE(\"Scholarly Journals\")", Truth::Unknown),
        ("pubmed", "coproduction[ti] AND \"last 5 years\"[dp]", Truth::Unknown),
        ("pubmed", "coproduction[ti] AND 1985:2017[dp] AND english[la]", Truth::Yes),
        ("pubmed", "coproduction[ti] AND (\"2017/01/01\"[dp] : \"3000\"[dp])", Truth::No),
    ] {
        let query = Query::new(&parsed(name, query).expression, Options::LITERAL);
        assert_eq!(query.truth(&record, &mut Scratch::default()), expected, "{name}");
    }
}

#[test]
fn no_text_makes_the_reader_fail_or_take_long() {
    let deep = "(".repeat(5000);
    let nots = "NOT ".repeat(5000);
    let chain = "a AND b OR ".repeat(5000);
    let near = "a NEAR/1 ".repeat(3000);
    let tags = "TI= ".repeat(3000);
    let brackets = "a[ti]".repeat(2000) + &"[ti]".repeat(2000);
    let quotes = "\"a ".repeat(3000);
    for text in [
        "",
        " ",
        "\"",
        "(",
        ")",
        "AND",
        "TI=",
        "[",
        "]",
        "*",
        "é“",
        "1.\n2.\n3.",
        "#1-#9999",
        "or/1-9999",
        ":",
        "{",
        "{*}",
        "{&}",
        "#3\n#2\n#1 a",
        "S2 (\nS1 )",
        "1 (5)\n2 (6)",
        "1 a 5\n2 12\n3 # 4",
        ") (Topic)",
        "a (Topic) (Title)",
        "TOPIC:",
        "# é 1",
        "1 use pmez",
        "hasabstract[text]",
        "leader.ti,,zz.",
        "LOAD-DATE > 9",
        &deep,
        &nots,
        &chain,
        &near,
        &tags,
        &brackets,
        &quotes,
    ] {
        for dialect in litsieve::query::DIALECTS {
            let parsed = parse(text, dialect);
            let _ = parsed.expression.outline();
            let query = Query::new(&parsed.expression, Options::NORMALISED);
            let _ = query.explain(&document(&[(Field::Title, "a b")]), &mut Scratch::default());
        }
    }
}

#[test]
fn a_translation_keeps_the_distance_and_says_so() {
    let arguments =
        ["query", "translate", "--dialect", "ovid", "--to", "ebsco", "(local adj3 leader*).ti. and exp Leadership/"];
    let (out, err) = check_cli(repository(), &arguments, 0);
    assert_eq!(out, "TI (local N2 leader*) AND (MH Leadership+)\n");
    assert!(err.contains("QRY063"), "{err}");
    let arguments = [&arguments[..], &["--keep-numbers"]].concat();
    assert_eq!(check_cli(repository(), &arguments, 0).0, "TI (local N3 leader*) AND (MH Leadership+)\n");
}

#[test]
fn a_replay_counts_every_record_of_every_search_in_every_reading() {
    let arguments = ["query", "replay", "queries/bussu-galanti-2018", "--json"];
    let rows: Vec<serde_json::Value> = serde_json::from_str(&check_cli(repository(), &arguments, 0).0).unwrap();
    assert!(
        rows.iter()
            .any(|row| row["search"] == "1.ibss" && row["reading"].as_str().unwrap().contains("proquest.umi.com"))
    );
    let first = rows.iter().find(|row| row["search"] == "1.wos").unwrap();
    assert_eq!((&first["not_before"], &first["not_after"]), (&"2017-04-26".into(), &"2018-01-08".into()));
    for row in &rows {
        let number = |key: &str| row[key].as_u64().unwrap();
        assert_eq!(number("matching") + number("not_matching"), number("exported"), "{row}");
        let causes: u64 = row["causes"].as_object().unwrap().values().map(|n| n.as_u64().unwrap()).sum();
        assert_eq!(causes, number("not_matching"), "{row}");
        let others = row["others"].as_array().unwrap();
        let sum = |key: &str| others.iter().map(|other| other[key].as_u64().unwrap()).sum::<u64>();
        assert_eq!(number("exported") + sum("records"), 186, "every record is held against every query: {row}");
        assert!(sum("not_in_own") <= sum("matching") && sum("matching") <= sum("records"), "{row}");
        assert_eq!(row["has_export"], row["search"] != "3.google", "{row}");
    }
}

#[test]
fn a_replay_says_why_a_reading_is_given_and_lists_every_record() {
    let folder = "queries/bussu-galanti-2018";
    let (out, _) = check_cli(repository(), &["query", "replay", folder, "--search", "1.ibss"], 0);
    let old = out.lines().find(|line| line.starts_with("  as printed (proquest.umi.com")).expect("the old platform");
    assert!(old.contains("Parentheses and Precedence") && old.contains("not the order of the time"), "{old}");
    let (table, _) = check_cli(repository(), &["query", "replay", folder, "--search", "1.ibss", "--records"], 0);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    assert_eq!(
        reader.headers().unwrap(),
        "search,query,reading,mode,record,group,matches,why,words".split(',').collect::<Vec<_>>()
    );
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
    let of =
        |reading: &str, mode: &str| rows.iter().filter(|row| &row[2] == reading && &row[3] == mode).collect::<Vec<_>>();
    let and_first = of("AND first", "literal");
    assert_eq!(and_first.len(), 60, "every record of the export, once");
    assert!(and_first.iter().all(|row| !row[4].is_empty() && !row[5].is_empty() && !row[7].is_empty()));
    assert!(and_first.iter().filter(|row| &row[6] == "yes").all(|row| row[8].to_lowercase().contains("coproduction")));
    let (json, _) =
        check_cli(repository(), &["query", "replay", folder, "--search", "1.ibss", "--records", "--json"], 0);
    let told: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    assert!(
        told.iter()
            .all(|row| row["records"].as_array().unwrap().len() == 60 && !row["why"].as_str().unwrap().is_empty())
    );
}

#[test]
fn braces_are_exact_in_both_ways_of_reading() {
    for options in [Options::LITERAL, Options::NORMALISED] {
        for (query, title, expected) in [
            ("{co-production}", "The coproduction of services", Truth::No),
            ("{co-production}", "The co production of services", Truth::No),
            ("{co-production}", "The co\u{2010}production of services", Truth::Yes),
            ("{public service}", "Public services", Truth::No),
            ("{leader*}", "A leader", Truth::No),
            ("{C++ code}", "On c++  code", Truth::Yes),
        ] {
            let compiled = Query::new(&parsed("scopus", query).expression, options.only(title_only()));
            let found = compiled.truth(&document(&[(Field::Title, title)]), &mut Scratch::default());
            assert_eq!(found, expected, "{query}: {title}, {:?}", options.mode);
        }
    }
}

#[test]
fn the_command_takes_names_and_dates_as_a_protocol_does() {
    let run = |arguments: &[&str], code| check_cli(repository(), arguments, code);
    let told = |last: &str| run(&["query", "parse", "-d", "scopus", "--not-after", last, "TITLE(a OR b AND c)"], 0).0;
    assert!(told("2008").contains("help page of 2008") && !told("2008-04").contains("since the change"));
    assert!(told("2025-12-31") == told("2025") && told("2025-12-31") == told("2025-12"));
    let (_, refused) = run(&["query", "parse", "-d", "scopus", "--not-after", "2025-13", "a"], 2);
    assert!(refused.contains("2018-04"), "{refused}");
    for (name, platforms) in [("medline", "pubmed, ovid, ebsco"), ("APA PsycInfo®", "ovid, ebsco, proquest")] {
        let (_, refused) = run(&["query", "parse", "-d", name, "a"], 2);
        assert!(refused.contains(platforms), "{refused}");
    }
    run(&["query", "parse", "-d", "CINAHL", "a"], 0);
}
