//! Checklists, methods, search history: what they say, and that they guess nothing.

use serde_json::Value;

use crate::made_up::{self, FILES, PROTOCOL, review};

/// Item and status of every row of `checklists.csv` of one standard, with its answer.
fn checklist(made: &made_up::MadeUp, standard: &str) -> Vec<(String, String, String)> {
    let text = made.result("checklists.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.records().map(Result::unwrap).filter(|row| &row[0] == standard);
    rows.map(|row| (row[1].to_owned(), row[4].to_owned(), row[5].to_owned())).collect()
}

fn item(made: &made_up::MadeUp, standard: &str, number: &str) -> (String, String) {
    let found = checklist(made, standard).into_iter().find(|(item, ..)| item == number);
    let (_, status, answer) = found.unwrap_or_else(|| panic!("{standard} has no item {number}"));
    (status, answer)
}

#[test]
fn every_item_of_prisma_s_has_an_honest_answer() {
    let made = review();
    assert_eq!(checklist(&made, "PRISMA-S").len(), 16);
    let (status, answer) = item(&made, "PRISMA-S", "1");
    assert_eq!(status, "partly reported", "the platforms are not known: {answer}");
    assert!(answer.contains("Alpha Index") && answer.contains("not stated"), "{answer}");
    assert_eq!(item(&made, "PRISMA-S", "3").0, "none listed");
    assert_eq!(item(&made, "PRISMA-S", "4"), ("reported".into(), "Harbour Web and Maps.".into()));
    let (status, answer) = item(&made, "PRISMA-S", "8");
    assert_eq!(status, "partly reported");
    assert!(answer.contains("1 of 4 searches") && answer.contains("1.beta, 1.web and 1.maps"), "{answer}");
    assert_eq!(item(&made, "PRISMA-S", "13").0, "not reported", "no search has a day");
    assert_eq!(item(&made, "PRISMA-S", "14").0, "not reported");
    let (status, answer) = item(&made, "PRISMA-S", "15");
    assert_eq!(status, "partly reported", "a source without export is told: {answer}");
    assert!(answer.contains("together 7") && answer.contains("No export of Maps"), "{answer}");
    let (_, answer) = item(&made, "PRISMA-S", "16");
    assert!(answer.contains("2 records repeat another") && answer.contains("1 doubtful pair is left"), "{answer}");
}

#[test]
fn a_protocol_that_says_more_is_reported_in_full() {
    let protocol = PROTOCOL
        .replace("name = \"Alpha Index\"", "name = \"Alpha Index\"\nplatform = \"Harbour Host\"")
        .replace("name = \"Beta, the other one\"", "name = \"Beta, the other one\"\nplatform = \"Quayside\"")
        .replace("id = \"1.alpha\"", "id = \"1.alpha\"\n  run_on = \"2026-01-05\"");
    let made = made_up::with(&protocol, &FILES, Vec::new());
    assert_eq!(item(&made, "PRISMA-S", "1").0, "reported");
    assert_eq!(item(&made, "PRISMA-S", "2").0, "reported");
    assert_eq!(item(&made, "PRISMA-S", "13").0, "partly reported");
    assert_eq!(item(&made, "PRISMA 2020", "24a").0, "not reported");
    assert_eq!(item(&made, "PRISMA 2020", "16a").0, "partly reported", "one reference waits");
    let methods = made.result("methods.md");
    assert!(
        methods.contains("the databases Alpha Index (Harbour Host) and Beta, the other one (Quayside)"),
        "{methods}"
    );
    assert!(methods.contains("run on 2026-01-05"), "{methods}");
}

/// Bounds stand in the protocol, in whatever mode; no replay made them.
/// What the table `[reporting]` says that no run shows.
const REPORTING: &str = "
[reporting]
authors = [\"Quay, Ann\", \"Moor, Cy\"]
registration = \"Register of the Quays 17.\"
search_filters = []
prior_work = [\"Piers of the north (2011)\", \"Moles (2014)\"]
peer_review = \"PRESS, by a second librarian\"
data = \"https://example.org/quays\"
";

#[test]
fn what_no_run_shows_is_reported_where_the_protocol_says_it() {
    let made = made_up::with(&format!("{PROTOCOL}{REPORTING}"), &FILES, Vec::new());
    let reported = |answer: &str| ("reported".to_owned(), answer.to_owned());
    assert_eq!(item(&made, "PRISMA 2020", "24a"), reported("Register of the Quays 17."));
    assert_eq!(item(&made, "PRISMA-S", "10"), reported("No published filter was used."));
    assert_eq!(item(&made, "PRISMA-S", "11"), reported("Piers of the north (2011); Moles (2014)."));
    assert_eq!(item(&made, "PRISMA-S", "14"), reported("PRESS, by a second librarian."));
    let (status, answer) = item(&made, "PRISMA 2020", "27");
    assert!(
        status == "reported" && answer.ends_with("Where they are published: https://example.org/quays."),
        "{answer}"
    );
    let history: Value = serde_json::from_str(&made.result("search-history.json")).unwrap();
    assert_eq!(history[0]["authors"], serde_json::json!([{ "name": "Quay, Ann" }, { "name": "Moor, Cy" }]));
    assert_eq!(history[0]["peer_review"], serde_json::json!(["PRESS, by a second librarian"]));
    // Of a replay it is the review that reports them.
    let replay = format!("{PROTOCOL}{REPORTING}").replace("mode = \"new\"", "mode = \"replay\"");
    let made = made_up::with(&replay, &FILES, Vec::new());
    assert_eq!(
        item(&made, "PRISMA-S", "10"),
        reported("The review reports, as the protocol has it: No published filter was used.")
    );
    // What is not said stays not reported, and an empty word says nothing.
    for (standard, number) in [("PRISMA-S", "10"), ("PRISMA-S", "11"), ("PRISMA-S", "14"), ("PRISMA 2020", "24a")] {
        assert_eq!(item(&review(), standard, number).0, "not reported", "{standard} {number}");
    }
    let empty = litsieve::protocol::parse(&format!("{PROTOCOL}\n[reporting]\nregistration = \" \"\n"), "protocol.toml");
    let mistakes = empty.expect_err("a key that was not filled in");
    assert!(mistakes[0].code == "PRO004" && mistakes[0].message.contains("write `[]`"), "{mistakes:?}");
}

#[test]
fn what_the_protocol_bounds_is_told_of_the_protocol() {
    let bounded = "id = \"1.alpha\"\n  run_on = { basis = \"not_reported\", not_before = \"2020-01-01\" }";
    let replay = PROTOCOL.replace("mode = \"new\"", "mode = \"replay\"").replace("id = \"1.alpha\"", bounded);
    let (status, answer) = item(&made_up::with(&replay, &FILES, Vec::new()), "PRISMA-S", "13");
    assert_eq!(status, "not reported");
    assert!(answer.contains("The protocol has bounds (not before, not after) for 1.alpha."), "{answer}");
    assert!(!answer.contains("This replay"), "{answer}");
}

/// A query asked again may have been asked of other fields: every search without stated fields is named.
#[test]
fn every_search_whose_fields_are_not_stated_is_named() {
    let again = PROTOCOL
        .replace("id = \"1.beta\"", "id = \"1.beta\"\n  same_query_as = \"1.alpha\"")
        .replace("id = \"1.web\"", "id = \"1.web\"\n  same_query_as = \"1.alpha\"\n  fields = [\"title\"]");
    let (_, answer) = item(&made_up::with(&again, &FILES, Vec::new()), "PRISMA-S", "8");
    assert!(answer.contains("The fields searched are not stated for 1.alpha and 1.beta."), "{answer}");
    // A query that names the field of every term states them.
    let named = again
        .replace("name = \"Alpha Index\"", "name = \"Alpha Index\"\nsyntax = \"wos\"")
        .replace("query = \"lantern*\"", "query = \"TI=(lantern* OR lamp*)\"");
    let (_, answer) = item(&made_up::with(&named, &FILES, Vec::new()), "PRISMA-S", "8");
    assert!(answer.contains("The fields searched are not stated for 1.beta."), "{answer}");
    let partly = named.replace("TI=(lantern* OR lamp*)", "TI=lantern* OR lamp*");
    let (_, answer) = item(&made_up::with(&partly, &FILES, Vec::new()), "PRISMA-S", "8");
    assert!(answer.contains("The fields searched are not stated for 1.alpha and 1.beta."), "{answer}");
}

#[test]
fn the_methods_say_who_decided_what() {
    let text = review().result("methods.md");
    for words in [
        "No number here is a result of the review",
        "4 searches were made in 1 round",
        "No export could be had of the search 1.maps; that is not counted as zero",
        "2 records repeat another, which leaves 5 references",
        "Its rules included 2 references and excluded 2; people included 0 and excluded 0",
        "No person has ruled on anything so far.",
        "PRISMA-S item 13, Dates of searches: not reported.",
    ] {
        assert!(text.contains(words), "{words}\n---\n{text}");
    }
}

/// A published review is replayed: what this program did is no merit of the review.
#[test]
fn the_checklists_of_a_replay_say_who_did_what() {
    let replay = PROTOCOL.replace("mode = \"new\"", "mode = \"replay\"").replace(
        "id = \"1.alpha\"",
        "id = \"1.alpha\"\n  reported = { value = 30, qualifier = \"about\" }\n  fields = { value = [\"topic\"], basis = \"assumed\" }",
    );
    let made = made_up::with(&replay, &FILES, Vec::new());
    for (standard, items) in [
        ("PRISMA-S", (1..=16).map(|n| n.to_string()).collect::<Vec<_>>()),
        ("PRISMA 2020", ["5", "24b", "27"].map(str::to_owned).into()),
    ] {
        for number in items {
            let (_, answer) = item(&made, standard, &number);
            let (of_review, replay) = answer.split_once("This replay, of made-up exports: ").unwrap_or((&answer, ""));
            assert!(
                of_review.starts_with("The review reports, as the protocol has it: ")
                    || of_review.starts_with("Of the review: "),
                "{standard} {number}: {answer}"
            );
            assert!(!of_review.contains("litsieve"), "{standard} {number} credits the review: {answer}");
            assert_eq!(
                standard == "PRISMA-S" && number == "16" || number == "27",
                replay.contains("litsieve"),
                "{answer}"
            );
        }
    }
    // What the program did answers nothing for the review.
    for (standard, number) in
        [("PRISMA-S", "2"), ("PRISMA-S", "16"), ("PRISMA 2020", "16b"), ("PRISMA 2020", "24b"), ("PRISMA 2020", "27")]
    {
        assert_eq!(item(&made, standard, number).0, "not reported", "{standard} {number}");
    }
    let (status, answer) = item(&made, "PRISMA-S", "8");
    assert_eq!(status, "partly reported");
    assert!(answer.contains("The fields searched are not stated for 1.alpha."), "{answer}");
    let (status, answer) = item(&made, "PRISMA-S", "15");
    assert_eq!(status, "partly reported");
    assert!(answer.starts_with("The review reports, as the protocol has it: 1.alpha: about 30."), "{answer}");
    assert!(answer.contains("This replay, of made-up exports: Alpha Index: 3;"), "{answer}");
    let history: Value = serde_json::from_str(&made.result("search-history.json")).unwrap();
    assert_eq!(history[0]["search_fields"], Value::Null, "what is assumed is not reported");
    assert_eq!(history[0]["litsieve"]["fields_supposed"], serde_json::json!(["topic"]));
    assert!(made.result("methods.md").contains("This is a replay of a published review"));
}

#[test]
fn that_no_limit_was_set_is_told_from_not_knowing() {
    let (status, answer) = item(&review(), "PRISMA-S", "9");
    assert_eq!(status, "partly reported", "{answer}");
    assert!(answer.contains("Not for 1.beta, 1.web and 1.maps"), "{answer}");
    let none = ["1.beta", "1.web", "1.maps"].iter().fold(PROTOCOL.to_owned(), |protocol, id| {
        protocol.replace(&format!("id = \"{id}\""), &format!("id = \"{id}\"\n  limits = []"))
    });
    let made = made_up::with(&none, &FILES, Vec::new());
    assert_eq!(item(&made, "PRISMA-S", "9").0, "reported");
    let history: Value = serde_json::from_str(&made.result("search-history.json")).unwrap();
    assert_eq!(history[1]["limits"], serde_json::json!([]));
    let unknown: Value = serde_json::from_str(&review().result("search-history.json")).unwrap();
    assert_eq!(unknown[1]["limits"], Value::Null);
}

/// Whoever opens one file alone is told that no number is a result of the review.
#[test]
fn made_up_exports_are_named_as_such_wherever_numbers_stand() {
    let made = review();
    let checklists = made.result("checklists.csv");
    let mut reader = csv::Reader::from_reader(checklists.as_bytes());
    let at = reader.headers().unwrap().iter().position(|name| name == "exports_are").unwrap();
    assert!(reader.records().all(|row| &row.unwrap()[at] == "demonstration"));
    let history: Value = serde_json::from_str(&made.result("search-history.json")).unwrap();
    assert!(history[0]["litsieve"]["mind"].as_str().unwrap().starts_with("Demonstration: "));
    let workbook = made_up::files(&made.run()).into_iter().find(|(name, _)| name == "workbook.xlsx").unwrap().1;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
    let mut strings = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("xl/sharedStrings.xml").unwrap(), &mut strings).unwrap();
    assert!(strings.contains("Demonstration: the exports are made up"), "the first sheet says so");
}

#[test]
fn names_are_no_marks_of_markdown() {
    let protocol = PROTOCOL.replace("name = \"Alpha Index\"", "name = \"Alpha [Index](x) <b>*_`|\"");
    let methods = made_up::with(&protocol, &FILES, Vec::new()).result("methods.md");
    assert!(methods.contains("Alpha \\[Index\\](x) \\<b\\>\\*\\_\\`\\|"), "{methods}");
}

#[test]
fn the_search_history_has_the_keys_that_archives_read() {
    let searches: Value = serde_json::from_str(&review().result("search-history.json")).unwrap();
    let searches = searches.as_array().unwrap();
    assert_eq!(searches.len(), 4);
    for key in ["record_info", "authors", "date", "platform", "database", "version", "search_string"] {
        assert!(searches[0].get(key).is_some(), "{key}");
    }
    assert_eq!(searches[0]["search_string"], "lantern*");
    assert_eq!(searches[0]["limits"], serde_json::json!(["English"]));
    assert_eq!(searches[0]["date"]["search_conducted"], Value::Null, "not reported is not guessed");
    assert_eq!(searches[1]["search_string"], Value::Null);
    assert_eq!(searches[0]["search_results_path"], serde_json::json!(["exports/alpha.ris"]));
    assert_eq!(searches[3]["litsieve"]["records_exported"], Value::Null, "no export is not zero records");
}
