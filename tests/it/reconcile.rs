//! Published numbers beside replayed ones.

use litsieve::audit::reconcile::{Outcome, Reconciled};
use litsieve::audit::{Story, reconcile};
use litsieve::ruling::RulingKind;

use crate::made_up::{self, FILES, MadeUp, PROTOCOL, ruling};
use crate::support::{check_cli, shipped_review};

/// The made-up review as if its exports were the original ones.
fn original() -> String {
    PROTOCOL.replace("\"demonstration\"", "\"original\"")
}

fn published(what: &str, scope: &str, number: &str) -> String {
    format!("{}\n[[published]]\nwhat = \"{what}\"\nscope = \"{scope}\"\n{number}\n", original())
}

fn reconciled(made: &MadeUp) -> Vec<Reconciled> {
    let run = made.run();
    reconcile(&Story::of(&run).unwrap(), &run.flow)
}

/// The outcome for one number published of the made-up review as it stands, with what the replay gives.
fn check(what: &str, scope: &str, number: &str, replayed: &str, outcome: Outcome) {
    let made = made_up::with(&published(what, scope, number), &FILES, Vec::new());
    let [only] = &reconciled(&made)[..] else { panic!("one number was published") };
    let found = only.replayed.map(|figure| figure.to_string()).unwrap_or_default();
    assert_eq!((found.as_str(), only.outcome), (replayed, outcome), "{what} of {scope}, {number}: {}", only.why);
    assert_eq!(only.why.is_empty(), outcome == Outcome::Match, "whatever is no match has a reason");
}

// Alpha has 3 records, Beta 2, the web 2, the maps no export. "Lamps at sea" is in all three. Of the 5 references one is
// too old, one is French, one does not say its language and waits in screening, two pass.

#[test]
fn every_kind_of_number_is_counted_by_hand() {
    check("identified", "source:alpha", "value = 3", "3", Outcome::Match);
    check("identified", "search:1.beta", "value = 3", "2", Outcome::Mismatch);
    check("duplicates_removed", "databases", "value = 1", "1", Outcome::Match);
    check("duplicates_removed", "review", "value = 1", "2 or more", Outcome::Mismatch);
    check("duplicates_removed", "other", "value = 1", "1 or more", Outcome::CannotBeChecked);
    check("duplicates_removed", "source:web", "value = 1", "1", Outcome::Match);
    check("removed_before_screening", "databases", "value = 1", "1", Outcome::Match);
    check("removed_before_screening", "review", "value = 0", "1 or more", Outcome::Mismatch);
    check("screened", "databases", "value = 3", "3", Outcome::Match);
    check("screened", "review", "value = 3", "4 or more", Outcome::Mismatch);
    check("excluded", "databases", "value = 1", "1 to 2", Outcome::CannotBeChecked);
    check("excluded", "criterion:year", "value = 1", "1 or more", Outcome::CannotBeChecked);
    check("selected", "source:alpha", "value = 1", "1", Outcome::Match);
    check("included", "source:alpha", "value = 2", "1", Outcome::Mismatch);
    check("assessed", "review", "value = 0", "", Outcome::CannotBeChecked);
}

/// The web found the lamps, as two databases did before, and a port report: both pass.
#[test]
fn a_part_is_credited_with_all_that_it_found_or_with_what_it_found_first() {
    check("selected", "source:web", "value = 2", "2", Outcome::Match);
    check("selected", "search:1.web", "value = 2", "2", Outcome::Match);
    check("screened", "source:web", "value = 2", "2", Outcome::Match);
    check("selected", "source:beta", "value = 1", "1 to 2", Outcome::CannotBeChecked);
    let found = |what: &str, value: &str| {
        let found = reconciled(&made_up::with(&published(what, "source:web", value), &FILES, Vec::new())).remove(0);
        (found.outcome, found.replayed.unwrap().to_string(), found.why)
    };
    let (outcome, replayed, why) = found("selected", "value = 1");
    assert_eq!((outcome, replayed.as_str()), (Outcome::Match, "1"));
    let both = "Of the replay, 2 are all that these searches found, 1 only what no search before had found";
    assert_eq!(why, format!("{both}: the number is the second."));
    let (outcome, replayed, why) = found("selected", "value = 5");
    assert_eq!((outcome, replayed.as_str()), (Outcome::Mismatch, "2"));
    assert_eq!(why, format!("The replay gives 2: 3 (60.0 %) fewer than published. {both}."));
    let (outcome, replayed, why) = found("duplicates_removed", "value = 0");
    assert_eq!((outcome, replayed.as_str()), (Outcome::Match, "0"));
    assert!(why.ends_with("0 repeats of these searches alone: the number is the second."), "{why}");
    // A column of the flow has each reference once: the lamps are in the first.
    check("selected", "other", "value = 2", "1 or more", Outcome::CannotBeChecked);
}

#[test]
fn what_waits_or_is_missing_leaves_a_range() {
    check("excluded", "source:beta", "value = 0", "0 to 1", Outcome::CannotBeChecked);
    check("excluded", "source:beta", "value = 9", "0 to 1", Outcome::Mismatch);
    check("identified", "review", "value = 9", "7 or more", Outcome::CannotBeChecked);
    check("identified", "review", "value = 4", "7 or more", Outcome::Mismatch);
    check("identified", "review", "value = 6\nqualifier = \"more_than\"", "7 or more", Outcome::Match);
    check("identified", "review", "value = 6\nqualifier = \"at_most\"", "7 or more", Outcome::Mismatch);
    check("identified", "source:maps", "value = 0", "", Outcome::CannotBeChecked);
}

/// A reason names what matters for the number, and no other thing.
#[test]
fn the_reason_is_about_the_number() {
    let why = |what: &str, scope: &str, value: &str| {
        let found = reconciled(&made_up::with(&published(what, scope, value), &FILES, Vec::new()));
        found[0].why.clone()
    };
    let missing = "There is no export of 1.maps.";
    assert_eq!(why("identified", "review", "value = 9"), missing, "records wait for nobody");
    assert_eq!(why("screened", "review", "value = 9"), missing, "what waits in screening has come there");
    assert_eq!(why("excluded", "criterion:year", "value = 1"), missing, "nor will a year be the reason for it");
    assert_eq!(why("selected", "review", "value = 4"), format!("{missing} 1 reference waits for a person."));
    let alone = "Of databases and registers alone the replay gives 3, as published: if the number counts those, its scope is `databases`.";
    assert!(why("screened", "review", "value = 3").ends_with(alone));
    assert!(!why("screened", "review", "value = 2").contains("alone"));
}

#[test]
fn what_is_not_reported_is_neither_zero_nor_a_failure() {
    check("duplicates_removed", "review", "qualifier = \"not_reported\"", "2 or more", Outcome::CannotBeChecked);
}

#[test]
fn full_texts_come_from_rulings() {
    let protocol =
        published("assessed", "review", "value = 1").replace("exports = []", "exports = [\"exports/m.ris\"]");
    let mut files = FILES.to_vec();
    files.push((3, "exports/m.ris", "TY  - RPRT\nTI  - A map\nLA  - English\nAN  - M-1\nER  -\n"));
    let rulings = vec![
        ruling(RulingKind::Group, "screening", "kandili", "exclude", "ann"),
        ruling(RulingKind::Group, "eligibility", "lamps at sea", "exclude", "ann"),
    ];
    let found = reconciled(&made_up::with(&protocol, &files, rulings));
    assert_eq!(found[0].outcome, Outcome::Match, "{found:?}");
}

#[test]
fn numbers_of_searches_come_with_their_words_and_place() {
    let with = "id = \"1.beta\"\n  reported = { value = 2, quote = \"two\", locator = \"p. 3\" }";
    let made = made_up::with(&original().replace("id = \"1.beta\"", with), &FILES, Vec::new());
    let [number] = &reconciled(&made)[..] else { panic!("one number") };
    assert_eq!(number.subject(), "records, search 1.beta");
    assert_eq!((number.number.quote.as_deref(), number.number.locator.as_deref()), (Some("two"), Some("p. 3")));
    assert_eq!([number.exported, number.parsed, number.unique, number.decided], [Some(2), Some(2), Some(2), Some(1)]);
    assert_eq!(number.outcome, Outcome::Match);
}

#[test]
fn only_original_exports_can_hold_or_fail() {
    for kind in ["demonstration", "rerun"] {
        let protocol = published("identified", "source:alpha", "value = 99");
        let protocol = protocol.replace("\"original\"", &format!("\"{kind}\""));
        let found = reconciled(&made_up::with(&protocol, &FILES, Vec::new()));
        assert_eq!(found[0].outcome, Outcome::CannotBeChecked, "{kind}");
    }
}

#[test]
fn a_mismatch_is_exit_code_1_and_what_cannot_be_checked_is_none() {
    let review = shipped_review();
    let (out, _) = check_cli(review.path(), &["reconcile"], 0);
    assert!(out.contains("records, search 2a.wos: cannot be checked") && out.contains("published  49"), "{out}");
    let path = review.path().join("protocol.toml");
    let protocol = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, protocol.replace("exports_are = \"demonstration\"", "exports_are = \"original\"")).unwrap();
    let (out, _) = check_cli(review.path(), &["reconcile", "--json"], 1);
    let told: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(told["holds"], false);
    let of = |scope: &str| told["numbers"].as_array().unwrap().iter().find(|n| n["scope"] == scope).unwrap().clone();
    assert_eq!(of("search:2a.wos")["outcome"], "mismatch", "7 records are not 49");
    assert_eq!(of("iteration:1")["outcome"], "mismatch", "148 are not more than 2000");
    assert_eq!(of("search:3.google")["replayed"], serde_json::Value::Null, "no export is not zero records");
}
