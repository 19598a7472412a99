//! Updates of a review: what is new, what the earlier version had, and what an editor has to be told of both.

use std::fs;

use serde_json::Value;

use crate::cli_audit::{EXTRA, SMALL, folder, in_flow};
use crate::report::{json, led_to};
use crate::support::check_cli;

/// A reference that the search gave.
fn reference(words: &str, year: u16, number: u8) -> String {
    EXTRA.replace("An extra reference", words).replace("2001", &year.to_string()).replace("X-1", &format!("X-{number}"))
}

/// The first version included three reports. The update, whose years begin later and whose query is another, finds two of them again,
/// excludes one of these, and finds two new ones, of which one is too old.
fn update() -> tempfile::TempDir {
    let query = "  source = \"alpha\"\n  query = \"wharf*\"";
    let protocol = SMALL.replace("  source = \"alpha\"", query);
    let (cranes, piers, lights) = (
        reference("Harbour cranes at work", 1995, 1),
        reference("Piers of the north", 2001, 2),
        reference("Keepers of southern lights", 2002, 3),
    );
    let review = folder(&[("protocol.toml", &protocol), ("exports/alpha.ris", &format!("{cranes}{piers}{lights}"))]);
    check_cli(review.path(), &["run", "--results", "before/results"], 0);
    let protocol = protocol
        .replace("\"new\"", "\"update\"")
        .replace("from = 1990", "from = 2000")
        .replace("wharf*", "wharf* OR quay*")
        + "\n[previous]\nresults = \"before/results\"\n";
    let now = format!(
        "{cranes}{piers}{}{}",
        reference("Tides and timetables", 2010, 4),
        reference("Ropes of the old town", 1970, 5)
    );
    fs::write(review.path().join("protocol.toml"), protocol).unwrap();
    fs::write(review.path().join("exports/alpha.ris"), now).unwrap();
    review
}

#[test]
fn what_an_update_excludes_of_the_earlier_version_is_told_and_every_box_leads_to_its_own() {
    let review = update();
    let (_, told) = check_cli(review.path(), &["check"], 0);
    let said = told.lines().find(|line| line.contains("AUD026")).unwrap_or_else(|| panic!("{told}"));
    assert!(said.contains("1 report that the earlier version included is excluded in this one ("), "{said}");
    assert!(said.contains("Harbour cranes at work") && said.contains("stays in the total"), "{said}");
    check_cli(review.path(), &["run"], 0);
    let results = review.path().join("results");
    let numbers = ["previous_reports", "new_reports", "total_reports"].map(|data| in_flow(&results, data));
    assert_eq!(numbers, ["3", "1", "4"]);
    let footnote =
        "1 report that was included in the previous version is excluded in this one; it still counts in the total";
    let diagram = fs::read_to_string(results.join("flow.svg")).unwrap();
    let text: String =
        diagram.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| format!("{text} ")).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains(footnote), "{text}");

    let page = fs::read_to_string(results.join("report.html")).unwrap();
    let data = json(&page, "data");
    assert_eq!(
        ["new_studies", "previous_studies", "total_studies", "included"].map(|id| led_to(&data, id)),
        [1, 2, 3, 2],
        "one new; two of three found again; the lights were not"
    );
    assert!(page.contains("href=\"#box-previous_studies\"") && page.contains("AUD026"));
    let (_, err) = check_cli(review.path(), &["verify"], 0);
    assert!(!err.contains("the earlier version wrote"), "{err}");
    // What no run reads of the earlier results is no input; that it was changed is told.
    let beside = review.path().join("before/results/decisions.csv");
    fs::write(&beside, fs::read_to_string(&beside).unwrap().replacen("included", "excluded", 1)).unwrap();
    let (_, err) = check_cli(review.path(), &["verify"], 0);
    assert!(err.contains("before/results/decisions.csv is not what the earlier version wrote"), "{err}");

    let (why, _) = check_cli(review.path(), &["why", "Harbour cranes at work"], 0);
    assert!(
        why.contains("The earlier version of the review included it, so that it still counts in the total."),
        "{why}"
    );
    let (why, _) = check_cli(review.path(), &["why", "Tides and timetables"], 0);
    assert!(!why.contains("earlier version"), "{why}");

    // The log says so, and cannot say otherwise unseen.
    let log = fs::read_to_string(results.join("audit.jsonl")).unwrap();
    let started: Value = serde_json::from_str(log.lines().next().unwrap()).unwrap();
    assert_eq!([&started["previous"]["again"], &started["previous"]["excluded"]], [1, 1]);
    assert_eq!(started["previous"]["found"].as_array().unwrap().len(), 2);
}

/// What people read for the earlier version, and known references that it may have had, are not found again: that is no fault.
#[test]
fn what_an_update_does_not_find_again_is_not_lost() {
    let review = update();
    let lights = reference("Keepers of southern lights", 2002, 3).replace("AN  - X-3", "ID  - k-1");
    fs::create_dir_all(review.path().join("known")).unwrap();
    let piers = reference("Piers nobody measured", 2004, 9).replace("AN  - X-9", "ID  - k-2");
    let known = lights + &piers + &reference("Tides and timetables", 2010, 4);
    fs::write(review.path().join("known/core.ris"), known).unwrap();
    let protocol = fs::read_to_string(review.path().join("protocol.toml")).unwrap();
    let known = "\n[[known]]\nid = \"core\"\nfile = \"known/core.ris\"\nrole = \"included\"\n";
    fs::write(review.path().join("protocol.toml"), protocol + known).unwrap();
    let table = "title,year,decision,by\nKeepers of southern lights,2002,include,Ann\n";
    fs::write(review.path().join("old.csv"), table).unwrap();
    let now = fs::read_to_string(review.path().join("exports/alpha.ris")).unwrap();
    // Ann ruled while the earlier version was made.
    fs::write(
        review.path().join("exports/alpha.ris"),
        format!("{now}{}", reference("Keepers of southern lights", 2002, 3)),
    )
    .unwrap();
    check_cli(review.path(), &["decisions", "import", "--format", "csv", "old.csv"], 0);
    fs::write(review.path().join("exports/alpha.ris"), now).unwrap();
    let (told, _) = check_cli(review.path(), &["check", "--json"], 0);
    let told: Value = serde_json::from_str(&told).unwrap();
    let of = |code: &str| told.as_array().unwrap().iter().find(|found| found["code"] == code).unwrap().clone();
    assert_eq!(of("RUL006")["severity"], "note");
    let lost: Vec<&Value> = told.as_array().unwrap().iter().filter(|found| found["code"] == "AUD007").collect();
    assert_eq!(lost.len(), 1, "the lights were included by the earlier version, the piers were not: {told}");
    assert!(lost[0]["message"].as_str().unwrap().contains("k-2 of the known set"), "{told}");
    assert!(lost[0]["message"].as_str().unwrap().contains("is in no export of this update"), "{told}");
    check_cli(review.path(), &["run"], 0);
    let page = fs::read_to_string(review.path().join("results/report.html")).unwrap();
    assert!(page.contains("1 of 3 known references is in no export of this update"));
    assert!(page.contains("1 included by the earlier version") && page.contains("1 in no export of this update"));
    let (recall, _) = check_cli(review.path(), &["recall"], 0);
    assert!(recall.contains("included by the earlier version") && recall.contains("not in the exports"), "{recall}");
    assert!(page.contains("This is an update: 1 new report added to the 3 of the earlier version make 4 in all."));
    assert!(!page.contains("lost: in no export"));
}

#[test]
fn the_methods_and_the_checklists_say_that_it_is_an_update_and_what_changed() {
    let review = update();
    check_cli(review.path(), &["run"], 0);
    let methods = fs::read_to_string(review.path().join("results/methods.md")).unwrap();
    for words in [
        "This review is an update of an earlier version of it, which had included 3 reports.",
        "found 2 of these again: 1 included again, 1 now excluded.",
        "Searches with another query: 1.alpha.",
        "New are 1 report, which makes 4 in all.",
    ] {
        assert!(methods.contains(words), "{words}: {methods}");
    }
    let (list, _) = check_cli(review.path(), &["report"], 0);
    assert!(!list.is_empty());
    let page = fs::read_to_string(review.path().join("results/report.html")).unwrap();
    assert!(
        page.contains("An earlier version of this review is brought up to date. Searches with another query: 1.alpha.")
    );
    assert!(page.contains("This is an update: reports in the earlier version 3, new reports 1, in all 4."));
}
