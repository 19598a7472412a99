//! What ties a run to its inputs, as a user meets it: its identity, its earlier version, its comparison with another.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use litsieve::ruling::{self, Draft, RulingKind, Target};
use litsieve::source::SourceFile;

use crate::support::{check_cli, shipped_review};

/// A review folder with these files.
pub(crate) fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Every file of a results folder.
pub(crate) fn results(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let file = |entry: std::io::Result<fs::DirEntry>| {
        let path = entry.unwrap().path();
        (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap())
    };
    fs::read_dir(folder).unwrap().map(file).collect()
}

pub(crate) fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{} has no {from}", path.display());
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

pub(crate) const EXTRA: &str =
    "TY  - JOUR\nTI  - An extra reference\nAU  - Quay, Ann\nPY  - 2001\nLA  - English\nAN  - X-1\nER  -\n";

#[test]
fn the_order_in_which_the_files_of_a_search_are_listed_changes_no_byte() {
    let review = shipped_review();
    let protocol = review.path().join("protocol.toml");
    // Two copies beside the first file, so that the message on equal files has an order to depend on.
    fs::write(review.path().join("exports/extra.ris"), EXTRA).unwrap();
    fs::write(review.path().join("exports/again.ris"), EXTRA).unwrap();
    let listed = "[\"exports/iter1_wos.txt\"]";
    edit(&protocol, listed, "[\"exports/iter1_wos.txt\", \"exports/extra.ris\", \"exports/again.ris\"]");
    check_cli(review.path(), &["run"], 0);
    let first = results(&review.path().join("results"));
    let sorted = "[\"exports/again.ris\", \"exports/extra.ris\", \"exports/iter1_wos.txt\"]";
    edit(&protocol, "[\"exports/iter1_wos.txt\", \"exports/extra.ris\", \"exports/again.ris\"]", sorted);
    check_cli(review.path(), &["verify"], 0);
    check_cli(review.path(), &["run"], 0);
    let second = results(&review.path().join("results"));
    for (name, bytes) in &first {
        assert!(second[name] == *bytes, "{name} differs");
    }
    // The order of the searches is meaning: it decides the columns of the flow and what counts as a repeat.
    let digest = litsieve::source::Digest::of(&fs::read(&protocol).unwrap()).to_string();
    let summary: serde_json::Value = serde_json::from_slice(&second["summary.json"]).unwrap();
    assert_eq!(summary["inputs"]["protocol"]["sha256"], digest, "a sorted protocol has the digest of its file");
}

pub(crate) const SMALL: &str = r#"
schema = "litsieve/protocol/1"

[review]
id = "wharves"
title = "Wharves: a made-up review"
mode = "new"

[source.alpha]
name = "Alpha Index"
kind = "database"

[[iteration]]
id = "1"

  [[iteration.search]]
  id = "1.alpha"
  source = "alpha"
  exports = ["exports/alpha.ris"]

[[criterion]]
id = "year"
kind = "year"
from = 1990
"#;

#[test]
fn an_update_begins_with_what_the_version_before_it_included() {
    let review = folder(&[("protocol.toml", SMALL), ("exports/alpha.ris", EXTRA)]);
    check_cli(review.path(), &["run", "--results", "before/results"], 0);
    let protocol = review.path().join("protocol.toml");
    let update = |text: &str| text.replace("\"new\"", "\"update\"") + "\n[previous]\nresults = \"before/results\"\n";
    fs::write(&protocol, update(SMALL)).unwrap();
    fs::write(review.path().join("exports/alpha.ris"), EXTRA.replace("extra", "later").replace("X-1", "X-2")).unwrap();
    check_cli(review.path(), &["run"], 0);
    let flow = fs::read_to_string(review.path().join("results/flow.csv")).unwrap();
    let number = |data: &str| {
        let row = flow.lines().find(|line| line.starts_with(&format!("{data},"))).unwrap();
        row.rsplit(',').next().unwrap().to_owned()
    };
    assert_eq!([number("previous_reports"), number("new_reports"), number("total_reports")], ["1", "1", "2"]);
    // What the update finds again is counted once, by whatever name its file goes now.
    let both = format!("{}{}", EXTRA.replace("extra", "later").replace("X-1", "X-2"), EXTRA.replace("X-1", "X-9"));
    let alpha = review.path().join("exports/alpha.ris");
    let later = fs::read_to_string(&alpha).unwrap();
    fs::write(&alpha, both).unwrap();
    check_cli(review.path(), &["run", "--results", "again"], 0);
    let again = fs::read_to_string(review.path().join("again/flow.csv")).unwrap();
    let again = |data: &str| {
        let row = again.lines().find(|line| line.starts_with(&format!("{data},"))).unwrap();
        row.rsplit(',').next().unwrap().to_owned()
    };
    assert_eq!([again("previous_reports"), again("new_reports"), again("total_reports")], ["1", "1", "2"]);
    let diagram = fs::read_to_string(review.path().join("again/flow.svg")).unwrap();
    assert!(diagram.contains("in the previous version already"), "a footnote says so");
    check_cli(review.path(), &["verify", "--results", "again"], 0);
    // A published number is the total of the flow or what is new in it; 3 is neither.
    let published = |value: u8| format!("\n[[published]]\nwhat = \"included\"\nscope = \"review\"\nvalue = {value}\n");
    fs::write(&protocol, update(SMALL) + &published(2) + &published(1) + &published(3)).unwrap();
    check_cli(review.path(), &["run", "--results", "told"], 0);
    let (told, _) = check_cli(review.path(), &["reconcile", "--results", "told"], 1);
    assert!(told.contains("2 match, 0 within 10 %, 1 mismatch"), "{told}");
    assert!(told.contains("new in this version") && told.contains("The replay gives 2"), "{told}");
    fs::write(&protocol, update(SMALL)).unwrap();
    fs::write(&alpha, later).unwrap();
    assert_eq!(number("previous_studies"), "", "which reports belong to one study is not known");
    // The earlier summary is an input: whoever changes it is caught.
    check_cli(review.path(), &["verify"], 0);
    edit(&review.path().join("before/results/summary.json"), "\"total_reports\": 1", "\"total_reports\": 7");
    let (out, _) = check_cli(review.path(), &["verify"], 1);
    let named = "the file before/results/summary.json was changed since the results were made: \
                 `before/results/summary.json` says `total_reports` 7, and the log of that run 1, FIL012";
    assert_eq!(cause(&out), named);
    // One that is no summary stops the run.
    fs::write(review.path().join("before/results/summary.json"), "{}").unwrap();
    let (_, err) = check_cli(review.path(), &["run"], 2);
    assert!(err.contains("FIL010"), "{err}");
}

/// What the column `n` of `flow.csv` has in a row.
pub(crate) fn in_flow(results: &Path, data: &str) -> String {
    let flow = fs::read_to_string(results.join("flow.csv")).unwrap();
    let row = flow.lines().find(|line| line.starts_with(&format!("{data},"))).unwrap();
    row.rsplit(',').next().unwrap().to_owned()
}

/// An update of a review that included one report, which finds that report again and a second one.
fn update() -> tempfile::TempDir {
    let review = folder(&[("protocol.toml", SMALL), ("exports/alpha.ris", EXTRA)]);
    check_cli(review.path(), &["run", "--results", "before/results"], 0);
    let protocol = SMALL.replace("\"new\"", "\"update\"") + "\n[previous]\nresults = \"before/results\"\n";
    fs::write(review.path().join("protocol.toml"), protocol).unwrap();
    let both = format!("{EXTRA}{}", EXTRA.replace("extra", "later").replace("X-1", "X-2"));
    fs::write(review.path().join("exports/alpha.ris"), both).unwrap();
    review
}

#[test]
fn an_earlier_version_is_believed_as_far_as_its_own_log_gives_it() {
    let review = update();
    let before = review.path().join("before/results");
    let numbers = || {
        ["previous_reports", "new_reports", "total_reports"].map(|data| in_flow(&review.path().join("results"), data))
    };
    check_cli(review.path(), &["run"], 0);
    assert_eq!(numbers(), ["1", "1", "2"]);
    let (whole, blank) = (results(&before), ["", "", ""]);
    let told = |code: i32, words: &str| {
        let (_, err) = check_cli(review.path(), &["check"], code);
        assert!(err.contains(words), "{words}: {err}");
        let (_, err) = check_cli(review.path(), &["run"], 0);
        assert!(err.contains(words), "{words}: {err}");
        let page = fs::read_to_string(review.path().join("results/report.html")).unwrap();
        assert!(page.contains(if code == 1 { "FIL012" } else { "FIL013" }), "the report tells it: {words}");
        check_cli(review.path(), &["verify"], 0);
    };
    let restore = || whole.iter().for_each(|(name, bytes)| fs::write(before.join(name), bytes).unwrap());
    // Whatever is edited, the numbers are not believed, and the difference is named.
    for (file, from, to, words) in [
        (
            "summary.json",
            "\"total_reports\": 1",
            "\"total_reports\": 7",
            "says `total_reports` 7, and the log of that run 1",
        ),
        ("summary.json", "\"interim\": false", "\"interim\": true", "says interim true, and the log of that run false"),
        ("included.ris", "An extra", "Another", "`before/results/included.ris` is not the file whose digest"),
        ("audit.jsonl", "An extra", "Another", "is not the log that its run wrote: line"),
    ] {
        edit(&before.join(file), from, to);
        told(1, words);
        assert_eq!(numbers(), blank, "{words}");
        restore();
    }
    // References edited together with their digest do not give the digest of the run.
    edit(&before.join("included.ris"), "An extra", "Another");
    let digest = |bytes: &[u8]| litsieve::source::Digest::of(bytes).to_string();
    let forged = digest(&fs::read(before.join("included.ris")).unwrap());
    edit(&before.join("summary.json"), &digest(&whole["included.ris"]), &forged);
    told(1, "do not give the run that it names");
    assert_eq!(numbers(), blank);
    restore();
    // What is missing is told, and nothing is counted twice.
    for (file, first) in [("included.ris", "1"), ("audit.jsonl", "")] {
        fs::remove_file(before.join(file)).unwrap();
        told(0, &format!("`before/results/{file}` is missing"));
        assert_eq!(numbers(), [first, "", ""], "{file}");
        restore();
    }
    // The results of another run in their place, whole as they are, are told from those that the protocol names.
    let run = |results: &Path| -> String {
        let summary: serde_json::Value =
            serde_json::from_slice(&fs::read(results.join("summary.json")).unwrap()).unwrap();
        summary["run"].as_str().unwrap()[..16].to_owned()
    };
    let named = format!("results = \"before/results\"\nrun = \"{}\"", run(&before));
    edit(&review.path().join("protocol.toml"), "results = \"before/results\"", &named);
    check_cli(review.path(), &["run"], 0);
    assert_eq!(numbers(), ["1", "1", "2"]);
    let other = folder(&[("protocol.toml", SMALL), ("exports/alpha.ris", &EXTRA.replace("Quay", "Moor"))]);
    check_cli(other.path(), &["run"], 0);
    results(&other.path().join("results"))
        .iter()
        .for_each(|(name, bytes)| fs::write(before.join(name), bytes).unwrap());
    told(1, "and the protocol names the run");
    assert_eq!(numbers(), blank);
    // An update that names no earlier version cannot say what is new.
    edit(&review.path().join("protocol.toml"), &named, "results = \"before/results\"");
    edit(&review.path().join("protocol.toml"), "[previous]\nresults = \"before/results\"\n", "");
    told(0, "no earlier version is named");
    assert_eq!(numbers(), blank);
}

/// The second version found nothing of the first, the third finds one report of each and a new one.
#[test]
fn an_update_of_an_update_counts_no_report_twice() {
    let one = |words: &str, number: &str| EXTRA.replace("An extra reference", words).replace("X-1", number);
    let (north, south) = (one("Piers of the north", "X-1"), one("Keepers of southern lights", "X-2"));
    let review = folder(&[("protocol.toml", SMALL), ("exports/alpha.ris", &north)]);
    let version = |previous: &str, records: &str, results: &str| {
        let protocol = SMALL.replace("\"new\"", "\"update\"") + "\n[previous]\nresults = " + previous + "\n";
        fs::write(review.path().join("protocol.toml"), protocol).unwrap();
        fs::write(review.path().join("exports/alpha.ris"), records).unwrap();
        let (_, err) = check_cli(review.path(), &["run", "--results", results], 0);
        let numbers = ["previous_reports", "new_reports", "total_reports"];
        (numbers.map(|data| in_flow(&review.path().join(results), data)), err)
    };
    check_cli(review.path(), &["run", "--results", "v1/results"], 0);
    assert_eq!(version("\"v1/results\"", &south, "v2/results").0, ["1", "1", "2"]);
    let all = format!("{north}{south}{}", one("Harbour cranes at work", "X-3"));
    let (numbers, told) = version("\"v2/results\"", &all, "alone");
    assert_eq!(numbers, ["2", "", ""], "what only the first version included is not known");
    assert!(told.contains("name all versions, the newest first"), "{told}");
    let (numbers, _) = version("[\"v2/results\", \"v1/results\"]", &all, "both");
    assert_eq!(numbers, ["2", "1", "3"]);
    check_cli(review.path(), &["verify", "--results", "both"], 0);
    // Another version in the place of the first.
    let (numbers, told) = version("[\"v2/results\", \"both\"]", &all, "other");
    assert_eq!(numbers, ["2", "", ""]);
    assert!(told.contains("FIL012") && told.contains("they are not of that version"), "{told}");
}

#[test]
fn an_unfinished_earlier_version_leaves_its_boxes_blank() {
    let review = folder(&[("protocol.toml", SMALL), ("exports/alpha.ris", &EXTRA.replace("PY  - 2001\n", ""))]);
    check_cli(review.path(), &["run", "--results", "before/results"], 0);
    let protocol = SMALL.replace("\"new\"", "\"update\"") + "\n[previous]\nresults = \"before/results\"\n";
    fs::write(review.path().join("protocol.toml"), protocol).unwrap();
    fs::write(review.path().join("exports/alpha.ris"), EXTRA).unwrap();
    let (_, err) = check_cli(review.path(), &["run"], 0);
    assert!(err.contains("FIL011") && err.contains("1 reference waits for a person"), "{err}");
    let number = |data| in_flow(&review.path().join("results"), data);
    assert_eq!(["previous_reports", "new_reports", "total_reports"].map(number), ["", "", ""]);
}

#[test]
fn an_earlier_version_belongs_to_an_update() {
    let protocol = format!("{SMALL}\n[previous]\nresults = \"before/results\"\n");
    let review = folder(&[("protocol.toml", &protocol), ("exports/alpha.ris", EXTRA)]);
    let (_, err) = check_cli(review.path(), &["check"], 1);
    assert!(err.contains("PRO008") && err.contains("`mode` is not \"update\""), "{err}");
}

/// Five references in one database: one too old, two records of one report.
pub(crate) const ALPHA: &str = "\
TY  - JOUR\nTI  - Wharves of the northern harbours\nAU  - Quay, Ann\nPY  - 2001\nJO  - Made-up Quays\nVL  - 3\nSP  - 10\nEP  - 20\nDO  - 10.1000/north\nAN  - A-1\nER  -
TY  - JOUR\nTI  - Keepers of the southern wharves\nAU  - Moor, Cy\nPY  - 2003\nAN  - A-2\nER  -
TY  - JOUR\nTI  - Wharves before the war\nAU  - Alt, Ida\nPY  - 1975\nAN  - A-3\nER  -
TY  - JOUR\nTI  - Wharves of the northern harbours\nAU  - Quay, A.\nPY  - 2001\nJO  - Made-up Quays\nVL  - 3\nSP  - 10\nEP  - 20\nDO  - 10.1000/north\nAN  - A-4\nER  -
";

/// A small review whose results lie in `a`.
pub(crate) fn small() -> tempfile::TempDir {
    let review = folder(&[("protocol.toml", SMALL), ("exports/alpha.ris", ALPHA)]);
    check_cli(review.path(), &["run", "--results", "a"], 0);
    review
}

/// Appends a ruling on the records with these titles (the first that fits each).
pub(crate) fn rule(review: &Path, kind: RulingKind, records: &[usize], verdict: &str) {
    let export = Arc::new(SourceFile::new("exports/alpha.ris", fs::read(review.join("exports/alpha.ris")).unwrap()));
    let read = litsieve::format::read(&export).records;
    let draft = Draft {
        kind,
        stage: if kind == RulingKind::Pair { String::new() } else { "screening".into() },
        round: 1,
        targets: records.iter().map(|&number| Target::of(read.record(number))).collect(),
        verdict: verdict.into(),
        criterion: String::new(),
        note: "made up".into(),
        supersedes: String::new(),
        from: String::new(),
        at: String::new(),
    };
    fs::create_dir_all(review.join("rulings")).unwrap();
    let path = review.join("rulings/ann.jsonl");
    let before = fs::read_to_string(&path).unwrap_or_default();
    let line = ruling::lines_for(&[draft], "ann", "2026-01-01T00:00:00Z", &ruling::last_identity(&before));
    fs::write(&path, before + &line).unwrap();
}

/// What `diff a b` says after the review was run again into `b`.
pub(crate) fn compared(review: &Path) -> serde_json::Value {
    check_cli(review, &["run", "--results", "b"], 0);
    let (out, _) = check_cli(review, &["diff", "a", "b", "--json"], 0);
    serde_json::from_str(&out).unwrap()
}

/// The only change of a kind, with its causes.
fn only<'a>(told: &'a serde_json::Value, kind: &str) -> (&'a serde_json::Value, Vec<&'a str>) {
    let all: Vec<_> = told["changes"].as_array().unwrap().iter().filter(|change| change["kind"] == kind).collect();
    assert_eq!(all.len(), 1, "{kind}: {told:#}");
    (all[0], all[0]["because"].as_array().unwrap().iter().map(|cause| cause.as_str().unwrap()).collect())
}

#[test]
fn equal_runs_do_not_differ() {
    let review = small();
    let told = compared(review.path());
    assert_eq!(told["same"], true);
    let (out, _) = check_cli(review.path(), &["diff", "a", "b", "--exit-code"], 0);
    assert!(out.contains("The two runs are the same"), "{out}");
    // Another name and another order of the records is no difference of any record.
    fs::rename(review.path().join("exports/alpha.ris"), review.path().join("exports/again.ris")).unwrap();
    let mut records: Vec<&str> = ALPHA.split_inclusive("ER  -\n").collect();
    records.reverse();
    fs::write(review.path().join("exports/again.ris"), records.concat()).unwrap();
    edit(&review.path().join("protocol.toml"), "exports/alpha.ris", "exports/again.ris");
    let told = compared(review.path());
    assert_eq!(told["changes"].as_array().unwrap().len(), 0, "{told:#}");
    assert!(told["inputs"].as_array().unwrap().contains(&"export exports/again.ris is new".into()), "{told:#}");
}

#[test]
fn a_line_of_the_protocol_is_named_as_the_cause() {
    let review = small();
    edit(&review.path().join("protocol.toml"), "from = 1990", "from = 1970");
    let told = compared(review.path());
    let (change, because) = only(&told, "decided differently");
    assert_eq!(change["before"]["decision"], "excluded at screening (year)");
    assert_eq!(change["after"]["decision"], "included");
    assert_eq!(because, ["criterion year: not-met -> met", "protocol.toml:24 criterion[year].from: 1990 -> 1970"]);
    let (out, _) = check_cli(review.path(), &["diff", "a", "b", "--exit-code"], 1);
    assert!(out.contains("protocol.toml:24 criterion[year].from: 1990 -> 1970") && out.contains("alpha:3"), "{out}");
}

#[test]
fn another_order_of_the_criteria_is_named_as_the_cause() {
    let review = small();
    let protocol = review.path().join("protocol.toml");
    let later = "\n[[criterion]]\nid = \"late\"\nkind = \"year\"\nfrom = 1980\n";
    let text = fs::read_to_string(&protocol).unwrap();
    fs::write(&protocol, text.clone() + later).unwrap();
    check_cli(review.path(), &["run", "--results", "a"], 0);
    fs::write(&protocol, text.replace("\n[[criterion]]", &format!("{later}\n[[criterion]]"))).unwrap();
    let told = compared(review.path());
    let (change, because) = only(&told, "decided differently");
    assert_eq!(change["after"]["decision"], "excluded at screening (late)");
    assert_eq!(because, ["protocol.toml: the order of the criteria, year, late -> late, year"]);
}

#[test]
fn a_ruling_is_named_as_the_cause() {
    let review = small();
    rule(review.path(), RulingKind::Group, &[1], "exclude");
    let told = compared(review.path());
    let (change, because) = only(&told, "decided differently");
    assert_eq!(change["after"]["record"], "alpha:2");
    assert_eq!(because, ["ann ruled exclude at screening (rulings/ann.jsonl:1)"]);
    assert_eq!(
        told["inputs"],
        serde_json::json!(["new: ann ruled exclude at screening (rulings/ann.jsonl:1) on alpha:2"])
    );
    // The same decision by another.
    check_cli(review.path(), &["run", "--results", "a"], 0);
    let path = review.path().join("rulings/ann.jsonl");
    let by_bob = fs::read_to_string(&path).unwrap().replace("\"by\":\"ann\"", "\"by\":\"bob\"");
    fs::remove_file(&path).unwrap();
    fs::write(review.path().join("rulings/bob.jsonl"), by_bob).unwrap();
    let told = compared(review.path());
    let (change, _) = only(&told, "decided differently");
    assert_eq!(change["before"]["decision"], "excluded at screening, by ann");
    assert_eq!(change["after"]["decision"], "excluded at screening, by bob");
}

#[test]
fn records_that_come_go_and_change_are_told_with_their_file() {
    let review = small();
    let changed = ALPHA.replace("PY  - 1975", "PY  - 1995").replace("Keepers of the southern wharves", "A new one");
    fs::write(review.path().join("exports/alpha.ris"), changed.replace("A-2", "A-9")).unwrap();
    let told = compared(review.path());
    assert_eq!(only(&told, "gone").1, ["export exports/alpha.ris does not hold it any more"]);
    assert_eq!(only(&told, "added").1, ["export exports/alpha.ris holds it now"]);
    let (change, because) = only(&told, "decided differently");
    assert_eq!(change["title"], "Wharves before the war");
    let words = "exports/alpha.ris has the record alpha:3 with other words: date, 1975 -> 1995";
    assert!(because.contains(&words), "{because:?}");
    let changed = "export exports/alpha.ris was changed: ";
    let inputs: Vec<&str> =
        told["inputs"].as_array().unwrap().iter().filter_map(|input| input.as_str()?.strip_prefix(changed)).collect();
    assert_eq!(
        inputs,
        [
            "the record alpha:2 on line 12, title, Keepers of the southern wharves -> A new one",
            "the record alpha:3 on line 18, date, 1975 -> 1995",
        ]
    );
}

#[test]
fn a_finding_that_changes_no_decision_is_told_with_its_record_and_criterion() {
    let review = small();
    let alpha = review.path().join("exports/alpha.ris");
    edit(&alpha, "PY  - 2003", "PY  - 2004");
    let told = compared(review.path());
    let (change, because) = only(&told, "decided alike with another finding");
    assert_eq!((change["after"]["record"].as_str(), change["criterion"].as_str()), (Some("alpha:2"), Some("year")));
    let said = |side: &str| change[side]["decision"].as_str().unwrap().to_owned();
    assert!(said("before").starts_with("met, ") && said("before").contains("2003"), "{change:#}");
    assert!(said("after").starts_with("met, ") && said("after").contains("2004"), "{change:#}");
    assert_eq!(because, ["exports/alpha.ris has the record alpha:2 with other words: date, 2003 -> 2004"]);
    let (out, _) = check_cli(review.path(), &["diff", "a", "b"], 0);
    assert!(out.contains("alpha:2  year: met, "), "{out}");
    // Where nothing but the abstract was changed, the field is named.
    edit(&alpha, "AN  - A-2", "AB  - Made-up words.\nAN  - A-2");
    check_cli(review.path(), &["run", "--results", "a"], 0);
    edit(&alpha, "Made-up words", "Other words");
    let told = compared(review.path());
    assert_eq!(
        told["inputs"][0],
        "export exports/alpha.ris was changed: the record alpha:2 on line 12, in its abstract, whose words the log leaves to the export"
    );
}

#[test]
fn records_that_are_parted_or_joined_are_told_with_the_ruling_or_the_rule() {
    let review = small();
    rule(review.path(), RulingKind::Pair, &[0, 3], "different");
    let told = compared(review.path());
    let parted: Vec<_> =
        told["changes"].as_array().unwrap().iter().filter(|change| change["kind"] == "regrouped").collect();
    assert_eq!(parted.len(), 2, "both records: {told:#}");
    assert_eq!(parted[0]["because"][0], "alpha:1 and alpha:4 apart, ann ruled different (rulings/ann.jsonl:1)");
    // And the other way round: what was apart is joined.
    let (out, _) = check_cli(review.path(), &["diff", "b", "a"], 0);
    assert!(out.contains("2 records regrouped, because") && out.contains("alpha:1 = alpha:4, rule "), "{out}");
}

/// The last record of [`ALPHA`], the duplicate of its first.
fn without_the_duplicate(alpha: &str) -> String {
    let records: Vec<&str> = alpha.split_inclusive("ER  -\n").collect();
    records[..3].concat()
}

const IS_GONE: &str = "alpha:4 is gone: export exports/alpha.ris does not hold it any more";

#[test]
fn a_record_that_is_gone_from_a_group_is_the_cause_of_what_its_companion_shows() {
    let review = small();
    let (protocol, alpha) = (review.path().join("protocol.toml"), review.path().join("exports/alpha.ris"));
    let second = "\n[[criterion]]\nid = \"late\"\nkind = \"year\"\nfrom = 1980\n";
    fs::write(&protocol, fs::read_to_string(&protocol).unwrap() + second).unwrap();
    check_cli(review.path(), &["run", "--results", "a"], 0);
    fs::write(&alpha, without_the_duplicate(ALPHA)).unwrap();
    let told = compared(review.path());
    let (change, because) = only(&told, "regrouped");
    assert_eq!(because, [IS_GONE]);
    assert_eq!((&change["before"]["with"], &change["after"]["with"]), (&["alpha:4"].into(), &[""; 0].into()));
    // Two criteria rest on fewer words now: that is one record.
    assert_eq!(told["counts"]["decided alike with another finding"], 1, "{told:#}");
    let (out, _) = check_cli(review.path(), &["diff", "a", "b"], 0);
    assert!(
        out.contains("1 record regrouped, because\n  alpha:4 is gone: ")
            && out.contains("alpha:1  with alpha:4 -> alone"),
        "{out}"
    );
    let finding =
        format!("1 record decided alike with another finding, because\n  {IS_GONE}\n    alpha:1  late: met, ");
    assert!(out.contains(&finding) && !out.contains("nothing that the two audits tell"), "{out}");
    // The other way round.
    let (out, _) = check_cli(review.path(), &["diff", "b", "a"], 0);
    let new = "\n  alpha:4 is new: export exports/alpha.ris holds it now\n";
    assert!(out.matches(new).count() >= 2 && out.contains("alpha:1  alone -> with alpha:4"), "{out}");
}

#[test]
fn a_record_that_is_gone_with_the_value_that_decided_is_named() {
    let alpha = ALPHA.replace("PY  - 2001\nJO", "JO").replace("A.\nJO", "A.\nPY  - 1980\nJO");
    let review = folder(&[("protocol.toml", SMALL), ("exports/alpha.ris", &alpha)]);
    check_cli(review.path(), &["run", "--results", "a"], 0);
    fs::write(review.path().join("exports/alpha.ris"), without_the_duplicate(&alpha)).unwrap();
    let told = compared(review.path());
    let (change, because) = only(&told, "decided differently");
    assert_eq!(
        (&change["after"]["record"], &change["before"]["decision"]),
        (&"alpha:1".into(), &"excluded at screening (year)".into())
    );
    assert_eq!(because, ["criterion year: not-met -> unclear", IS_GONE]);
}

#[test]
fn verify_tells_another_order_of_the_criteria_from_a_comment() {
    let review = small();
    let protocol = review.path().join("protocol.toml");
    let later = "\n[[criterion]]\nid = \"late\"\nkind = \"year\"\nfrom = 1980\n";
    let text = fs::read_to_string(&protocol).unwrap();
    fs::write(&protocol, text.clone() + later).unwrap();
    check_cli(review.path(), &["run", "--results", "a"], 0);
    let moved = text.replace("\n[[criterion]]", &format!("{later}\n[[criterion]]"));
    fs::write(&protocol, &moved).unwrap();
    let out = verified(review.path(), 1);
    assert!(
        cause(&out)
            .ends_with("was changed since the results were made: the order of the criteria, year, late -> late, year"),
        "{out}"
    );
    fs::write(&protocol, moved.replace("from = 1980", "from = 1981")).unwrap();
    let out = verified(review.path(), 1);
    assert!(
        cause(&out)
            .ends_with("criterion[late].from, 1980 -> 1981; the order of the criteria, year, late -> late, year"),
        "{out}"
    );
}

#[test]
fn a_protocol_that_cannot_be_run_is_still_told_from_that_of_the_results() {
    let review = small();
    let verify = || check_cli(review.path(), &["verify", "--results", "a"], 2).1;
    let alpha = review.path().join("exports/alpha.ris");
    fs::rename(&alpha, review.path().join("elsewhere.ris")).unwrap();
    let err = verify();
    assert!(err.contains("FIL001") && !err.contains("the protocol of the results"), "{err}");
    edit(&review.path().join("protocol.toml"), "exports/alpha.ris", "exports/beta.ris");
    let err = verify();
    assert!(err.contains("FIL001") && err.contains("protocol.toml is not the protocol of the results: line "), "{err}");
    assert!(err.contains("exports/alpha.ris") && err.contains("exports/beta.ris"), "{err}");
}

/// What `verify` says of the results `a` of a review after something was done to it.
pub(crate) fn verified(review: &Path, code: i32) -> String {
    check_cli(review, &["verify", "--results", "a"], code).0
}

/// The first line that names a cause.
pub(crate) fn cause(out: &str) -> &str {
    out.lines().find_map(|line| line.trim().strip_prefix("cause: ")).unwrap_or_else(|| panic!("no cause: {out}"))
}

#[test]
fn whatever_is_tampered_with_is_caught_and_named() {
    let done = |tamper: &dyn Fn(&Path)| {
        let review = small();
        rule(review.path(), RulingKind::Group, &[1], "include");
        check_cli(review.path(), &["run", "--results", "a"], 0);
        assert!(verified(review.path(), 0).starts_with("3 of 3 decisions reproduced"));
        tamper(review.path());
        verified(review.path(), 1)
    };
    let out = done(&|review| edit(&review.join("exports/alpha.ris"), "Moor, Cy", "Moor, Ky"));
    assert_eq!(
        cause(&out),
        "the export exports/alpha.ris was changed since the results were made: the record alpha:2 on line 12, author, \
         Moor, Cy -> Moor, Ky"
    );
    let out = done(&|review| edit(&review.join("protocol.toml"), "from = 1990", "from = 1991"));
    assert!(
        cause(&out).ends_with("was changed since the results were made: line 24, criterion[year].from, 1990 -> 1991"),
        "{out}"
    );
    // The first difference is not the name of the run, which most files bear.
    assert!(out.contains("\n  computed  ") && !out.contains("\n  computed  wharves@"), "{out}");
    let out = done(&|review| edit(&review.join("protocol.toml"), "[review]", "# a word\n[review]"));
    assert!(cause(&out).ends_with(": only in comments, or in an order of its tables that decides nothing"), "{out}");
    let out = done(&|review| edit(&review.join("a/decisions.csv"), "excluded", "included"));
    let named = cause(&out);
    assert!(named.starts_with("decisions.csv was edited: line 2 was edited, decision of alt-1975"), "{out}");
    assert!(named.ends_with(": excluded -> included"), "{out}");
    let out = done(&|review| {
        let path = review.join("a/decisions.csv");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, text.replace('\n', "\r\n")).unwrap();
    });
    let ends = "its line ends were changed from line 1 on, and nothing else";
    assert_eq!(cause(&out), format!("decisions.csv was edited: {ends}"));
    let out = done(&|review| edit(&review.join("a/included.ris"), "Keepers", "Kippers"));
    assert!(cause(&out).contains("Keepers of the southern wharves -> TI  - Kippers"), "{out}");
    for input in ["exports/alpha.ris", "protocol.toml"] {
        let out = done(&|review| {
            let text = fs::read_to_string(review.join(input)).unwrap();
            fs::write(review.join(input), text.replace('\n', "\r\n")).unwrap();
        });
        assert!(
            cause(&out).ends_with("was changed since the results were made: only its line ends, LF -> CR LF"),
            "{out}"
        );
    }
    // What another input explains is no edited result; what was edited besides is named as well.
    let between = |review: &Path| edit(&review.join("exports/alpha.ris"), "ER  -\n", "ER  -\n\n");
    let out = done(&between);
    assert!(cause(&out).ends_with(": between its records, or in white space"), "{out}");
    assert!(!out.contains("edited"), "{out}");
    let out = done(&|review| {
        between(review);
        edit(&review.join("a/decisions.csv"), "excluded", "included");
        fs::write(review.join("a/notes.txt"), "mine").unwrap();
    });
    assert!(out.contains("cause: decisions.csv was edited as well: it is not what its run wrote"), "{out}");
    assert!(!out.contains("cause: records.csv"), "{out}");
    let out = done(&|review| {
        edit(&review.join("protocol.toml"), "\n[review]", "\n# a comment\n[review]");
        edit(&review.join("a/decisions.csv"), "excluded", "included");
    });
    assert!(cause(&out).contains("protocol.toml was changed since"), "{out}");
    assert!(out.contains("cause: decisions.csv was edited as well"), "{out}");
    assert!(!out.contains("cause: records.csv"), "{out}");
    let out = done(&|review| edit(&review.join("a/summary.json"), "\"included\": 2", "\"included\": 3"));
    assert!(cause(&out).starts_with("summary.json was edited: line "), "{out}");
    let out = done(&|review| fs::remove_file(review.join("a/records.csv")).unwrap());
    assert_eq!(cause(&out), "records.csv is missing from the results");
    // Of a file that is no text, nothing is printed.
    for binary in ["a/review.sqlite", "a/workbook.xlsx"] {
        let out = done(&|review| {
            let mut bytes = fs::read(review.join(binary)).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(review.join(binary), bytes).unwrap();
        });
        let places = [
            " was edited: byte ",
            " was edited: table ",
            " was edited: sheet ",
            " is gone or cannot be read",
            " its other bytes ",
        ];
        assert!(places.iter().any(|place| cause(&out).contains(place)), "{out}");
        assert!(!out.contains(['\0', '\u{fffd}']), "{out:?}");
        assert!(out.contains("  found     byte ") && !out.contains(", line "), "{out}");
    }
    let out = done(&|review| {
        let database = rusqlite::Connection::open(review.join("a/review.sqlite")).unwrap();
        database.execute("UPDATE reference SET title = 'Other' WHERE rowid = 2", []).unwrap();
    });
    let cause_of_it = cause(&out);
    assert!(cause_of_it.starts_with("review.sqlite was edited: table `reference`, row 2, title: "), "{out}");
    assert!(cause_of_it.ends_with(" -> Other"), "{out}");
    // The results of another version say so themselves.
    let out = done(&|review| {
        let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
        edit(&review.join("a/summary.json"), &version, "\"version\": \"0.0.9\"");
    });
    assert_eq!(
        cause(&out),
        format!(
            "summary.json was edited: line 5 was edited, \"version\": \"{}\" -> \"version\": \"0.0.9\"",
            env!("CARGO_PKG_VERSION")
        ),
        "the log knows the version too"
    );
}

/// A review with three rulings by one person, and what `verify` names when something is done to their lines.
#[test]
fn whatever_is_done_to_the_lines_of_a_file_of_rulings_is_named() {
    let review = small();
    rule(review.path(), RulingKind::Group, &[1], "include");
    rule(review.path(), RulingKind::Pair, &[1, 2], "different");
    rule(review.path(), RulingKind::Group, &[0], "include");
    check_cli(review.path(), &["run", "--results", "a"], 0);
    let path = review.path().join("rulings/ann.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let named = |written: &str| {
        fs::write(&path, written).unwrap();
        let out = verified(review.path(), 1);
        let prefix = "the rulings rulings/ann.jsonl was changed since the results were made: ";
        cause(&out).strip_prefix(prefix).unwrap_or_else(|| panic!("{out}")).to_owned()
    };
    let order = |order: &[usize]| order.iter().map(|&at| lines[at]).collect::<String>();
    let on = "by ann on alpha:2";
    assert_eq!(
        named(&text.replacen("\"include\"", "\"exclude\"", 1)),
        format!("line 1 was edited, verdict include -> exclude (exclude {on})")
    );
    assert_eq!(
        named(&text.replacen("made up", "made otherwise", 1)),
        format!("line 1 was edited, note made up -> made otherwise (include {on})")
    );
    assert_eq!(
        named(&text.replacen("\"year\":2003", "\"year\":2004", 1)),
        "line 1 was edited, its target, or its link to the line before; it says include by ann on alpha:2"
    );
    assert_eq!(named(&order(&[0, 2])), "line 2 is gone or cannot be read, different by ann on alpha:2 and alpha:3");
    assert_eq!(named(&order(&[0, 1])), "its last line, line 3, is gone or cannot be read, include by ann on alpha:1");
    let moved = named(&order(&[1, 0, 2]));
    assert!(moved.starts_with("its lines were put in another order: line 1 was line 2, different by ann"), "{moved}");
    fs::write(&path, &text).unwrap();
    rule(review.path(), RulingKind::Group, &[2], "include");
    let added = named(&fs::read_to_string(&path).unwrap());
    assert_eq!(added, "line 4 was added at its end, include by ann on alpha:3");
    assert_eq!(
        named(&format!("{text}\n\n")),
        "its rulings are the same; white space differs, or the ends of its lines"
    );
    let last = lines.last().unwrap();
    assert_eq!(named(&format!("{text}{last}")), "line 4: the line stands in the file twice; it counts once, RUL005");
    fs::write(&path, &text).unwrap();
    verified(review.path(), 0);
}

#[test]
fn whatever_is_done_to_the_log_is_named() {
    let review = small();
    let log = review.path().join("a/audit.jsonl");
    let text = fs::read_to_string(&log).unwrap();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let named = |text: &str| {
        fs::write(&log, text).unwrap();
        cause(&verified(review.path(), 1)).to_owned()
    };
    let chain = "(the chain breaks: line 4 does not follow from the line before it: it was edited, or lines were added, removed or moved)";
    let with = |change: &dyn Fn(&mut Vec<String>)| {
        let mut changed: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        change(&mut changed);
        named(&changed.concat())
    };
    assert!(lines[3].contains("not stated"), "{}", lines[3]);
    let edited = with(&|lines| lines[3] = lines[3].replacen("not stated", "stated", 1));
    assert!(edited.starts_with("audit.jsonl was edited: line 4 was edited, diagnostic on AUD00"), "{edited}");
    assert!(edited.contains(", message: ") && edited.ends_with(chain), "{edited}");
    assert_eq!(
        with(&|lines| lines.swap(3, 4)),
        format!("audit.jsonl was edited: its lines were put in another order: line 4 belongs on line 5 {chain}")
    );
    assert_eq!(with(&|lines| drop(lines.remove(3))), format!("audit.jsonl was edited: line 4 is gone {chain}"));
    let twice = with(&|lines| lines.insert(3, lines[2].clone()));
    assert_eq!(twice, format!("audit.jsonl was edited: line 4 was put in {chain}"));
    let cut = with(&|lines| drop(lines.pop()));
    assert!(cut.starts_with(&format!("audit.jsonl was edited: its last line, line {}, is gone", lines.len())), "{cut}");
    // Whoever can compute a digest can make the chain anew; the run still gives another log.
    let mut forged = Vec::new();
    let mut writer = litsieve::audit::LogWriter::new(&mut forged);
    for line in text.replacen("Moor, Cy", "Moor, Ky", 1).lines() {
        match serde_json::from_str(line).unwrap() {
            litsieve::wire::audit::Event::End(_) => {}
            event => writer.event(&event).unwrap(),
        }
    }
    writer.finish().unwrap();
    let forged = String::from_utf8(forged).unwrap();
    let out = named(&forged);
    assert!(
        out.ends_with(
            " was edited, record on alpha:2, values[3][2]: Moor, Cy -> Moor, Ky (and its chain was made anew)"
        ),
        "{out}"
    );
}

#[test]
fn a_mixture_of_two_runs_is_named_whatever_file_is_of_the_other() {
    let review = small();
    let other = review.path().join("other");
    fs::rename(review.path().join("a"), &other).unwrap();
    rule(review.path(), RulingKind::Group, &[1], "exclude");
    check_cli(review.path(), &["run", "--results", "a"], 0);
    let a = review.path().join("a");
    let of_this = results(&a);
    let name = |folder: &Path| {
        let summary: serde_json::Value =
            serde_json::from_slice(&fs::read(folder.join("summary.json")).unwrap()).unwrap();
        summary["run_name"].as_str().unwrap().to_owned()
    };
    let (this, stranger) = (name(&a), name(&other));
    let mut tried = 0;
    for (file, bytes) in results(&other) {
        if bytes == of_this[&file] {
            continue;
        }
        tried += 1;
        fs::write(a.join(&file), bytes).unwrap();
        let out = verified(review.path(), 1);
        assert_eq!(
            cause(&out),
            format!(
                "the results are a mixture of two runs: {file} is of the run {stranger}; the other files are of this run, {this}"
            )
        );
        // What differs is more than the name of the run, unless nothing else does.
        let found = out.lines().find_map(|line| line.strip_prefix("  found     ")).unwrap();
        let computed = out.lines().find_map(|line| line.strip_prefix("  computed  ")).unwrap();
        let only_the_name = found.replace(&stranger, &this) == computed && found != stranger;
        assert!(!only_the_name, "{file}: {out}");
        fs::write(a.join(&file), &of_this[&file]).unwrap();
    }
    assert!(tried > 12, "{tried} files differ");
    verified(review.path(), 0);
}

#[test]
fn inputs_and_results_that_were_changed_together_are_caught_by_the_expected_digest() {
    let review = small();
    let out = verified(review.path(), 0);
    let digest = out.lines().find_map(|line| line.strip_prefix("run ")).unwrap().to_owned();
    check_cli(review.path(), &["verify", "--results", "a", "--expect", &digest[..16]], 0);
    edit(&review.path().join("exports/alpha.ris"), "Moor, Cy", "Moor, Ky");
    check_cli(review.path(), &["run", "--results", "a"], 0);
    assert!(verified(review.path(), 0).contains("3 of 3 decisions"), "the two fit together");
    let (out, _) = check_cli(review.path(), &["verify", "--results", "a", "--expect", &digest[..16]], 1);
    assert!(out.contains("This is not the run that was expected"), "{out}");
}

#[test]
fn a_bundle_is_verified_on_another_machine() {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    let (out, _) = check_cli(review.path(), &["bundle", "out.zip", "--json"], 0);
    let told: serde_json::Value = serde_json::from_str(&out).unwrap();
    let digest = told["run"].as_str().unwrap();
    let there = tempfile::tempdir().unwrap();
    let mut archive = zip::ZipArchive::new(fs::File::open(review.path().join("out.zip")).unwrap()).unwrap();
    archive.extract(there.path()).unwrap();
    let (out, _) = check_cli(there.path(), &["verify", ".", "--expect", digest], 0);
    assert!(out.starts_with("103 of 103 decisions reproduced"), "{out}");
    let metadata: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(there.path().join("ro-crate-metadata.json")).unwrap()).unwrap();
    let graph = metadata["@graph"].as_array().unwrap();
    let entity = |id: &str| graph.iter().find(|entity| entity["@id"] == id).unwrap_or_else(|| panic!("no {id}"));
    assert_eq!(entity("ro-crate-metadata.json")["conformsTo"]["@id"], "https://w3id.org/ro/crate/1.1");
    for key in ["name", "description", "datePublished", "license", "hasPart"] {
        assert!(!entity("./")[key].is_null(), "RO-Crate asks for {key}");
    }
    for part in entity("./")["hasPart"].as_array().unwrap() {
        let name = part["@id"].as_str().unwrap();
        let bytes = fs::read(there.path().join(name)).unwrap();
        assert_eq!(entity(name)["sha256"], litsieve::source::Digest::of(&bytes).to_string(), "{name}");
    }
    // Its papers are verified too: the README, the metadata.
    let papers = |name: &str, from: &str, to: &str| {
        let path = there.path().join(name);
        let before = fs::read_to_string(&path).unwrap();
        edit(&path, from, to);
        let (out, _) = check_cli(there.path(), &["verify"], 1);
        fs::write(&path, before).unwrap();
        assert!(out.contains("103 of 103 decisions reproduced"), "{out}");
        cause(&out).to_owned()
    };
    assert_eq!(
        papers("README.txt", "litsieve verify", "litsieve trust"),
        "README.txt is not what was written into the bundle"
    );
    // Neither follows from the review: they stand in two papers, which have to agree.
    let day = entity("./")["datePublished"].as_str().unwrap();
    for (key, from, to) in [
        ("datePublished", format!("\"datePublished\": \"{day}\""), "\"datePublished\": \"2001-01-01\"".to_owned()),
        ("license", "Not stated. Exports are".to_owned(), "CC0. Exports are".to_owned()),
    ] {
        let named = papers("ro-crate-metadata.json", &from, &to);
        assert_eq!(
            named,
            format!("README.txt and ro-crate-metadata.json do not agree: `{key}` was changed in one of them")
        );
    }
    let metadata = "ro-crate-metadata.json";
    assert_eq!(
        papers(metadata, "\"version\": \"", "\"version\": \"9"),
        format!("{metadata} and #litsieve do not fit together: version is said to be 9{}", env!("CARGO_PKG_VERSION"))
    );
    assert!(
        papers(metadata, &format!("\"identifier\": \"{}", &digest[..4]), "\"identifier\": \"0000")
            .contains("is of the run 0000"),
        "another run"
    );
    check_cli(there.path(), &["verify"], 0);
    edit(&there.path().join("exports/iter2a_wos.txt"), "coproduction", "production");
    check_cli(there.path(), &["verify"], 1);
    // As a folder it holds the same; what is there is not replaced; results of other inputs are not bundled.
    check_cli(review.path(), &["bundle", "folder"], 0);
    check_cli(&review.path().join("folder"), &["verify"], 0);
    check_cli(review.path(), &["bundle", "folder"], 2);
    edit(&review.path().join("protocol.toml"), "1985", "1986");
    let (_, err) = check_cli(review.path(), &["bundle", "late.zip"], 2);
    assert!(err.contains("are not those of this review") && !review.path().join("late.zip").exists(), "{err}");
}

#[test]
fn the_report_is_made_again_from_the_audit_alone() {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    let page = review.path().join("results/report.html");
    let written = fs::read(&page).unwrap();
    fs::write(&page, "lost").unwrap();
    fs::remove_dir_all(review.path().join("exports")).unwrap();
    check_cli(review.path(), &["report"], 0);
    assert!(fs::read(&page).unwrap() == written, "byte for byte the page that the run wrote");
    // The digest of the run covers the results and stands in the summary only: without it, the page says so.
    fs::remove_file(review.path().join("results/summary.json")).unwrap();
    check_cli(review.path(), &["report"], 0);
    assert!(fs::read_to_string(&page).unwrap().contains("The digest of the whole run is in summary.json"));
}

/// Characters that move the cursor, recolour, or turn the direction of a line: in titles, names, notes.
#[test]
fn no_record_acts_on_the_terminal_of_whoever_looks_at_it() {
    let hostile = "\u{1b}[2J\u{1b}]0;x\u{7}\u{202e}\u{9b}31m";
    let export =
        ALPHA.replace("Keepers", &format!("{hostile}Keepers")).replace("Moor, Cy", &format!("Moor{hostile}, Cy"));
    let protocol = SMALL.replace("Wharves:", "Wharves \\u202e\\u001b[1m:");
    let review = folder(&[("protocol.toml", &protocol), ("exports/alpha.ris", &export)]);
    let acts = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || c == '\u{202e}';
    let commands: &[&[&str]] = &[
        &["run"],
        &["run", "--dry-run"],
        &["why", "southern", "wharves"],
        &["why", "southern", "wharves", "--json"],
        &["why", "alpha:1", "alpha:2"],
        &["check", "--json"],
        &["verify"],
        &["reconcile"],
        &["counterfactual"],
        &["recall"],
        &["inspect", "exports/alpha.ris"],
        &["agreement"],
        &["dedup", "exports/alpha.ris"],
        &["diff", "results", "results"],
    ];
    for arguments in commands {
        let output = crate::support::litsieve().current_dir(review.path()).args(*arguments).output().unwrap();
        for text in [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()) {
            assert!(!text.contains(acts), "litsieve {arguments:?}: {text:?}");
        }
    }
    let (out, _) = check_cli(review.path(), &["why", "southern", "wharves"], 0);
    assert!(out.contains("\\u{1b}[2J") && out.contains("\\u{202e}"), "it is seen: {out}");
    for (name, bytes) in results(&review.path().join("results")) {
        if name.ends_with(".csv") {
            let text = String::from_utf8(bytes).unwrap();
            assert!(!text.contains(['\u{1b}', '\u{7}']), "{name}: {text:?}");
        }
    }
}

/// Files that this version wrote of a made-up review, kept as they are; `tests/audit/` has the audits. They are read for ever.
#[test]
fn summaries_and_rulings_of_version_1_are_read() {
    let kept = |name: &str| fs::read(crate::support::repository().join("tests/kept").join(name)).unwrap();
    let summary: litsieve::wire::summary::Summary = serde_json::from_slice(&kept("summary-v1.json")).unwrap();
    assert_eq!((summary.schema.as_str(), summary.review.id.as_str()), ("litsieve/summary/1", "wharves"));
    assert_eq!((summary.counts.records, summary.counts.groups, summary.counts.total_reports), (5, 4, Some(4)));
    assert_eq!(summary.inputs.exports[0].file.path, "exports/alpha.ris");
    let (rulings, wrong) = ruling::read(&SourceFile::new("rulings/ann.jsonl", kept("rulings-v1.jsonl")));
    assert!(wrong.is_empty(), "{wrong:?}");
    let said: Vec<(RulingKind, &str)> = rulings.iter().map(|ruling| (ruling.kind, ruling.verdict.as_str())).collect();
    assert_eq!(
        said,
        [
            (RulingKind::Group, "exclude"),
            (RulingKind::Group, "include"),
            (RulingKind::Retrieval, "retrieved"),
            (RulingKind::Pair, "same"),
            (RulingKind::Adjudication, "include"),
            (RulingKind::Criterion, "met"),
            (RulingKind::Undo, ""),
        ]
    );
    assert_eq!(rulings[0].id, rulings[6].supersedes, "the undo still finds what it takes back");
    assert_eq!(ruling::in_force(&rulings), [1, 2, 3, 4, 5]);
    assert_eq!((rulings[0].targets[0].accession.as_str(), rulings[0].targets[0].year), ("A-2", 2003));
}
