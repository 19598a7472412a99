//! Lints on queries of our own: each says what it must find and what it must leave alone.

use std::collections::BTreeSet;

use litsieve::query::{Context, dialect, leaves_a_field_open, lint, parse};

/// The lint codes of a query; implied ones that most queries have (no field, words without marks) are left out unless asked for.
fn codes(name: &str, text: &str) -> BTreeSet<&'static str> {
    let parsed = parse(text, dialect(name).unwrap());
    let context = Context { text, ..Context::default() };
    lint(&parsed, context).iter().map(|message| message.code()).collect()
}

fn check(name: &str, text: &str, expected: &[&str]) {
    let found: BTreeSet<_> =
        codes(name, text).into_iter().filter(|code| !["QRY035", "QRY056"].contains(code)).collect();
    assert_eq!(found, expected.iter().copied().collect(), "{name}: {text}");
}

/// Made-up strategies: what each must say and that it says nothing else (`tests/query/lints.jsonl`). Most must be silent, since a lint
/// that is often wrong is not read.
#[test]
fn strategies_say_what_they_must_and_nothing_else() {
    let text = std::fs::read_to_string(crate::support::repository().join("tests/query/lints.jsonl")).unwrap();
    let cases: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let text_of = |case: &serde_json::Value, key: &str| case[key].as_str().unwrap().to_owned();
    let mut wrong = Vec::new();
    for case in &cases {
        let (name, query) = (text_of(case, "dialect"), text_of(case, "query"));
        let parsed = parse(&query, dialect(&name).unwrap());
        let mut found = codes(&name, &query);
        found.extend(parsed.messages.iter().map(|message| message.code()));
        found.retain(|code| !["QRY035", "QRY056"].contains(code));
        let wanted: BTreeSet<&str> =
            case["codes"].as_array().unwrap().iter().filter_map(|code| code.as_str()).collect();
        if found != wanted {
            wrong.push(format!("{name}: {query}\n  {found:?}, not {wanted:?}: {}", text_of(case, "why")));
        }
    }
    let silent = cases.iter().filter(|case| case["codes"].as_array().unwrap().is_empty()).count();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(silent >= 25 && cases.len() >= 50, "{silent} silent of {}", cases.len());
}

#[test]
fn the_printed_query_of_the_driving_case() {
    let printed = "'coproduction' OR 'service coproduction' OR 'coproduction of services' AND 'leadership' OR 'leader' OR 'leaders'";
    // The order decides, two terms are covered by the first, and one spelling only is there.
    check("wos", printed, &["QRY030", "QRY040", "QRY041"]);
    assert!(codes("wos", printed).contains("QRY035"), "no field is stated");
    // In ProQuest no document tells the order of 2017.
    check("proquest", printed, &["QRY030", "QRY036", "QRY040", "QRY041"]);
    check("wos", "'coproduction' AND 'public service' AND 'local'", &["QRY041", "QRY043"]);
    let intended = "TS=((coproduction OR co-production) AND (leadership OR leader*))";
    check("wos", intended, &["QRY040"]);
}

#[test]
fn variants_that_are_there_are_not_missed() {
    check("pubmed", "(organisation*[tiab] OR organization*[tiab])", &[]);
    check("pubmed", "organi*[tiab]", &[]);
    check("pubmed", "organisation[tiab]", &["QRY042"]);
    check("ovid", "organi?ation.tw.", &[]);
    check("ovid", "organi#ation.tw.", &[]);
    check("wos", "TS=organisation", &[]);
    check("wos", "TS=\"organisation\"", &["QRY042"]);
    check("ovid", "(coproduc* or co-produc*).tw.", &[]);
    check("ovid", "coproduc*.tw.", &["QRY041"]);
    check("ovid", "(healthcare or \"health care\").tw.", &[]);
    check("ovid", "healthcare.tw.", &["QRY041"]);
    check("pubmed", "\"public service\"[tiab] OR \"public services\"[tiab]", &[]);
    check("pubmed", "\"public service*\"[tiab]", &[]);
    check("pubmed", "\"public service\"[tiab]", &["QRY043"]);
    check("pubmed", "Organisation[au] AND \"Local Government\"[Mesh]", &[]);
}

#[test]
fn redundant_terms_are_those_that_another_finds() {
    check("wos", "TI=(leader* OR leadership)", &["QRY040"]);
    check("wos", "TI=(leadership OR \"local leadership\")", &["QRY040"]);
    check("wos", "TI=leader* OR TS=leadership", &[]);
    check("wos", "TS=leader* OR TI=leadership", &["QRY040"]);
    check("wos", "TI=(\"local leadership\" OR \"leadership, local\")", &[]);
    check("wos", "TI=(council OR Council)", &["QRY040"]);
    check("wos", "TI=(council OR mayor) AND TI=(council OR city)", &["QRY057"]);
    check("ebsco", "ZY \"sudan\" OR ZY \"south sudan\"", &[]);
    check("wos", "TI=(council OR (council AND mayor))", &["QRY040"]);
}

#[test]
fn operators_and_parentheses() {
    check("wos", "TI=a AND TI=b OR TI=c", &["QRY030"]);
    check("wos", "(TI=a AND TI=b) OR TI=c", &[]);
    check("wos", "(TI=a AND TI=b) AND TI=c", &["QRY037"]);
    check("wos", "TI=((a OR b)) AND TI=c", &["QRY037"]);
    check("ovid", "((a or b)).ti. and c.ti.", &["QRY037"]);
    check("wos", "TI=a NOT TI=b", &["QRY038"]);
    check("scopus", "TITLE(a) AND TITLE(b) OR TITLE(c)", &["QRY030"]);
}

#[test]
fn order_is_no_doubt_where_every_order_gives_the_same() {
    check("ebsco", "TI leader AND TI council NOT TI mayor", &["QRY038"]);
    check("pubmed", "leader[ti] AND council[ti] NOT mayor[ti]", &["QRY038"]);
    check("ebsco", "TI leader NOT TI council AND TI mayor", &["QRY030", "QRY038"]);
    check("ebsco", "TI leader OR TI council NOT TI mayor", &["QRY030", "QRY038"]);
}

#[test]
fn plurals_are_missed_only_where_they_are_not_found_and_there_is_one() {
    check("scopus", "TITLE(\"public service\")", &[]);
    check("scopus", "TITLE({public service})", &["QRY043"]);
    check("wos", "TI=\"United Kingdom\"", &[]);
    check("wos", "TI=\"new zealand\"", &[]);
    check("wos", "TI=\"public service\"", &["QRY043"]);
    // The plural misses the singular as well.
    check("wos", "TI=\"public services\"", &["QRY043"]);
    check("wos", "TI=(\"public services\" OR \"public service\")", &[]);
    check("wos", "TI=\"public service*\"", &[]);
    check("scopus", "TITLE(\"public services\")", &[]);
    check("wos", "TI=(\"human rights\" OR \"social sciences\" OR \"united states\")", &[]);
}

/// An unknown code is named together with the one that is probably meant.
#[test]
fn an_unknown_field_code_is_named_with_the_nearest() {
    for (name, query, nearest) in [
        ("proquest", "SU.X(leadership)", "SU"),
        ("proquest", "TIAB(leadership)", "TIABSU"),
        ("ebsco", "TIAB(leadership)", "XB"),
        ("wos", "TSI=leadership", "TS"),
        ("pubmed", "leadership[tiabs]", "tiab"),
        ("scopus", "TITEL(leadership)", "TITLE"),
    ] {
        let parsed = parse(query, dialect(name).unwrap());
        let message = parsed.messages.iter().find(|message| message.code() == "QRY007").unwrap();
        assert!(message.diagnostic.message.ends_with(&format!("did you mean {nearest}?")), "{query}: {message:?}");
    }
}

#[test]
fn an_order_that_changed_is_said_where_the_date_leaves_it_open() {
    let text = "TITLE(a) OR TITLE(b) AND TITLE(c)";
    let scopus = dialect("scopus").unwrap();
    let day = |text: &str| text.parse::<jiff::civil::Date>().ok();
    let found = |from, to| {
        let context = Context { text, not_before: day(from), not_after: day(to), ..Context::default() };
        lint(&parse(text, scopus), context).iter().any(|message| message.code() == "QRY036")
    };
    assert!(found("2025-10-01", "2025-12-31"), "during the change");
    assert!(!found("2027-01-01", "2027-12-31"), "long after it");
}

#[test]
fn values_have_a_form() {
    check("wos", "TI=a AND PY=2010-2015", &[]);
    check("wos", "TI=a AND PY=201*", &["QRY050"]);
    check("wos", "IS=1234-567X", &[]);
    check("wos", "IS=1234-56", &["QRY051"]);
    check("wos", "DO=10.1080/14494035.2018.1414355", &[]);
    check("wos", "DO=1080/14494035", &["QRY052"]);
    check("pubmed", "leader*[tiab] OR (council*[tiab] AND \"Local Government Studies\"[ta])", &["QRY054"]);
}

#[test]
fn wildcards_the_database_does_not_take() {
    check("pubmed", "lea*[ti]", &["QRY047"]);
    check("pubmed", "lead?r[ti]", &["QRY045"]);
    check("ebsco", "TI *leader", &["QRY048"]);
    check("wos", "TI=*leader", &[]);
    check("scopus", "TITLE(leader$)", &["QRY045"]);
    check("wos", "TI=\"?\"", &["QRY049"]);
    check("wos", "TI=le*", &["QRY047"]);
    check("wos", "AU=Li X*", &[]);
    check("wos", "AU=Li*", &[]);
}

#[test]
fn braces_are_exact_and_their_words_have_no_variants() {
    check("scopus", "TITLE({co-production})", &[]);
    check("scopus", "TITLE({leader*})", &["QRY045"]);
    check("scopus", "TITLE({who leads?})", &[]);
    check("pubmed", "leader*[ti] AND \"last 5 years\"[dp]", &[]);
    check("scopus", "TITLE(leader) AND PUBDATETXT(\"July 2016\")", &[]);
}

/// NLM Technical Bulletin 2022, no. 449 (proximity), and 2024, no. 458 (wildcards inside a word).
#[test]
fn what_pubmed_learned_later_was_not_in_a_search_of_before() {
    let found = |text: &str, not_after: &str| {
        let context = Context { text, not_after: not_after.parse().ok(), ..Context::default() };
        let messages = lint(&parse(text, dialect("pubmed").unwrap()), context);
        messages
            .iter()
            .map(|message| message.code())
            .filter(|code| ["QRY009", "QRY045"].contains(code))
            .collect::<Vec<_>>()
    };
    assert_eq!(found("organi*ation[tiab]", "2020-01-01"), ["QRY045"]);
    assert_eq!(found("organi*ation[tiab]", "2024-07-01"), [""; 0]);
    assert_eq!(found("organisation*[tiab]", "2020-01-01"), [""; 0]);
    assert_eq!(found("\"local leaders\"[tiab:~2]", "2020-01-01"), ["QRY009"]);
    assert_eq!(found("\"local leaders\"[tiab:~2]", "2023-01-01"), [""; 0]);
}

/// Where the fields are stated beside the query, its terms without a field have one: the two lints never contradict each other.
#[test]
fn fields_stated_beside_the_query_are_not_missing() {
    let with = |text: &str| -> BTreeSet<&'static str> {
        let context = Context { text, fields_beside: true, ..Context::default() };
        lint(&parse(text, dialect("wos").unwrap()), context).iter().map(|message| message.code()).collect()
    };
    let bare = with("budget AND council");
    assert!(bare.contains("QRY039") && !bare.contains("QRY035"), "{bare:?}");
    let text = "TI=(budget AND council)";
    let context = Context { text, fields_beside: true, ..Context::default() };
    let parsed = parse(text, dialect("wos").unwrap());
    let own: Vec<_> = lint(&parsed, context).iter().map(|message| message.diagnostic.message.clone()).collect();
    assert!(own.iter().any(|message| message.contains("apply to none")), "{own:?}");
    assert!(!leaves_a_field_open(&parsed) && leaves_a_field_open(&parse("budget", dialect("wos").unwrap())));
    assert!(codes("wos", "budget AND council").contains("QRY035"));
}

#[test]
fn signs_of_other_databases_that_are_read_as_words_are_told() {
    check("wos", "TS=(budget N3 council)", &["QRY009"]);
    check("pubmed", "budget W2 council", &["QRY009"]);
    check("ebsco", "budget N3 council", &[]);
    check("wos", "TS=(respirator N95 mask)", &[]);
    check("wos", "TS=(\"budget N3 councils\")", &["QRY043"]);
    check("ovid", "exp Budgets", &["QRY018"]);
    check("ovid", "exp Budgets/", &[]);
    check("wos", "TS=(exp budgets)", &[]);
}

/// What a term is compared with is found by its words, not by reading all alternatives: each kind of cover in a list far longer than any look-up.
#[test]
fn a_long_list_is_looked_through_by_its_words() {
    let mut terms: Vec<String> = (0..3000).map(|number| format!("word{number}x")).collect();
    terms.extend(["leader*", "wom?n", "\"public budget\""].map(str::to_owned));
    let list = |last: &str| format!("TI=({} OR {last})", terms.join(" OR "));
    for covered in ["leadership", "woman", "\"the public budget\"", "word17x", "\"old leaders\""] {
        assert!(codes("wos", &list(covered)).contains("QRY040"), "{covered}");
    }
    for own in ["lead", "wombat", "\"budget public\"", "word3001x"] {
        assert!(!codes("wos", &list(own)).contains("QRY040"), "{own}");
    }
    let sides = format!("TI=({0}) AND TI=({1} OR word2999x)", terms.join(" OR "), "mayor OR clerk");
    assert!(codes("wos", &sides).contains("QRY057"));
}
