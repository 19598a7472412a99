//! Decisions of people at the command line: typed into a sheet, taken, applied, changed, undone, never lost.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::support::{check_cli, shipped_review};

type Row = BTreeMap<String, String>;

/// A sheet of the results as rows by column, with the columns in order.
fn read_sheet(path: &Path) -> (Vec<String>, Vec<Row>) {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader
        .records()
        .map(|row| header.iter().cloned().zip(row.unwrap().iter().map(str::to_owned)).collect())
        .collect();
    (header, rows)
}

/// The decision of the group in the results.
fn decision(review: &Path, group: &str) -> (String, String) {
    let (_, rows) = read_sheet(&review.join("results/decisions.csv"));
    let row = rows.iter().find(|row| row["group"] == group).unwrap();
    (row["decision"].clone(), row["reason_criterion"].clone())
}

fn comma(header: &[String], rows: &[Row]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).unwrap();
    for row in rows {
        writer.write_record(header.iter().map(|column| &row[column])).unwrap();
    }
    writer.into_inner().unwrap()
}

/// As a spreadsheet program of a German Windows saves it: semicolons, CRLF, Windows-1252, here with the columns reversed.
fn german_windows(header: &[String], rows: &[Row]) -> Vec<u8> {
    let mut writer =
        csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let reversed: Vec<&String> = header.iter().rev().collect();
    writer.write_record(&reversed).unwrap();
    for row in rows {
        writer.write_record(reversed.iter().map(|column| &row[*column])).unwrap();
    }
    let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    encoding_rs::WINDOWS_1252.encode(&text).0.into_owned()
}

/// As "CSV UTF-8" is saved: a byte order mark in front.
fn with_mark(header: &[String], rows: &[Row]) -> Vec<u8> {
    [b"\xef\xbb\xbf".as_slice(), &comma(header, rows)].concat()
}

/// Fills in rows of to-review.csv that wait at the screening stage, as (decision, criterion, note); gives their groups.
fn fill_in(review: &Path, typed: &[(&str, &str, &str)], save: fn(&[String], &[Row]) -> Vec<u8>) -> Vec<String> {
    let path = review.join("results/to-review.csv");
    let (header, mut rows) = read_sheet(&path);
    let waiting = rows.iter_mut().filter(|row| row["unclear"] == "uk");
    let mut groups = Vec::new();
    for (row, (decision, criterion, note)) in waiting.zip(typed) {
        for (column, value) in [("decision", decision), ("criterion", criterion), ("note", note)] {
            row.insert(column.to_owned(), (*value).to_owned());
        }
        groups.push(row["group"].clone());
    }
    assert_eq!(groups.len(), typed.len(), "there are enough rows to fill in");
    fs::write(path, save(&header, &rows)).unwrap();
    groups
}

const SHEET: &str = "results/to-review.csv";

#[test]
fn what_is_typed_is_taken_however_it_was_saved_and_applied() {
    for save in [comma, german_windows, with_mark] {
        let review = shipped_review();
        check_cli(review.path(), &["run"], 0);
        let typed =
            [("include", "", "caf\u{e9} in Leeds"), ("Exclude", "", ""), ("unsure", "", ""), ("exclude", "year", "")];
        let groups = fill_in(review.path(), &typed, save);
        let (out, _) = check_cli(review.path(), &["decide", SHEET, "--by", "Anna Berg"], 0);
        assert!(out.contains("4 decisions taken into rulings/anna-berg.jsonl."), "{out}");
        assert!(out.contains("1 exclusion without a criterion: taken for `uk`, the only one in question."), "{out}");
        check_cli(review.path(), &["run"], 0);
        let decided = |at: usize| decision(review.path(), &groups[at]);
        assert_eq!(decided(0), ("included".into(), String::new()));
        assert_eq!(decided(1), ("excluded".into(), "uk".into()), "the only criterion that was asked about");
        assert_eq!(decided(2).0, "to-review");
        assert_eq!(decided(3), ("excluded".into(), "year".into()), "the criterion that was typed");
        let rulings = fs::read_to_string(review.path().join("rulings/anna-berg.jsonl")).unwrap();
        assert!(rulings.contains("caf\u{e9} in Leeds") && rulings.contains("\"by\":\"Anna Berg\""), "{rulings}");
    }
}

#[test]
fn a_run_does_not_throw_away_what_was_typed() {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    fill_in(review.path(), &[("include", "", ""), ("inclde", "", "")], comma);
    let before = fs::read(review.path().join(SHEET)).unwrap();
    let (_, err) = check_cli(review.path(), &["run"], 2);
    assert!(err.contains("holds decisions that are not in rulings/ yet (lines "), "{err}");
    assert_eq!(fs::read(review.path().join(SHEET)).unwrap(), before, "at exit code 2 nothing is written");
    // The row that is not understood keeps the sheet from being replaced after the other was taken.
    let (_, err) = check_cli(review.path(), &["decide", SHEET, "--by", "Anna"], 0);
    assert!(err.contains("`inclde` is no decision"), "{err}");
    check_cli(review.path(), &["run"], 2);
    check_cli(review.path(), &["run", "--discard-decisions"], 0);
    check_cli(review.path(), &["run"], 0);
}

#[test]
fn a_note_without_a_decision_is_not_lost() {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    let typed = [("", "", "ask the authors where this was"), ("", "uk", ""), ("include", "", "")];
    fill_in(review.path(), &typed, comma);
    let before = fs::read(review.path().join(SHEET)).unwrap();
    let (out, err) = check_cli(review.path(), &["decide", SHEET, "--by", "Anna"], 0);
    assert!(
        out.contains("1 decision taken") && err.contains("there is a note or a criterion, but no decision"),
        "{err}"
    );
    let (_, err) = check_cli(review.path(), &["run"], 2);
    assert!(err.contains("holds notes or criteria without a decision (lines "), "{err}");
    assert_eq!(fs::read(review.path().join(SHEET)).unwrap(), before, "at exit code 2 nothing is written");
    check_cli(review.path(), &["run", "--discard-decisions"], 0);
}

#[test]
fn nothing_is_taken_twice_and_a_mind_may_change() {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    let groups = fill_in(review.path(), &[("include", "", ""), ("include", "", "")], comma);
    check_cli(review.path(), &["decide", SHEET, "--by", "Anna"], 0);
    let (out, _) = check_cli(review.path(), &["decide", SHEET, "--by", "Anna"], 0);
    assert!(out.contains("0 decisions taken") && out.contains("2 decisions were there before"), "{out}");
    let (header, mut rows) = read_sheet(&review.path().join(SHEET));
    let row = rows.iter_mut().find(|row| row["group"] == groups[0]).unwrap();
    row.insert("decision".into(), "exclude".into());
    fs::write(review.path().join(SHEET), comma(&header, &rows)).unwrap();
    let (out, _) = check_cli(review.path(), &["decide", SHEET, "--by", "Anna"], 0);
    assert!(out.contains("1 decision taken into rulings/anna.jsonl, 1 of them in place of an earlier word"), "{out}");
    check_cli(review.path(), &["run"], 0);
    assert_eq!(decision(review.path(), &groups[0]).0, "excluded");
    assert_eq!(decision(review.path(), &groups[1]).0, "included");
}

#[test]
fn people_who_disagree_are_told_and_the_reference_waits() {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    let groups = fill_in(review.path(), &[("include", "", "")], comma);
    let sheet = review.path().join("anna.csv");
    fs::copy(review.path().join(SHEET), &sheet).unwrap();
    check_cli(review.path(), &["decide", "anna.csv", "--by", "Anna"], 0);
    fill_in(review.path(), &[("exclude", "", "")], comma);
    let (_, err) = check_cli(review.path(), &["decide", SHEET, "--by", "Bo"], 0);
    assert!(err.contains("you say exclude, Anna said include"), "{err}");
    check_cli(review.path(), &["run"], 0);
    assert_eq!(decision(review.path(), &groups[0]).0, "to-review");
}

#[test]
fn a_ruling_is_taken_back_by_its_place() {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    let groups = fill_in(review.path(), &[("include", "", "")], comma);
    check_cli(review.path(), &["decide", SHEET, "--by", "Anna"], 0);
    check_cli(review.path(), &["run"], 0);
    assert_eq!(decision(review.path(), &groups[0]).0, "included");
    let (_, err) = check_cli(review.path(), &["decide", "--undo", "rulings/anna.jsonl:2", "--by", "Anna"], 2);
    assert!(err.contains("there is no ruling `rulings/anna.jsonl:2`"), "{err}");
    check_cli(review.path(), &["decide", "--undo", "rulings/anna.jsonl:1", "--by", "Bo", "--note", "wrong paper"], 0);
    check_cli(review.path(), &["run"], 0);
    assert_eq!(decision(review.path(), &groups[0]).0, "to-review");
    check_cli(review.path(), &["check"], 0);
}

#[test]
fn rows_that_are_not_certain_are_refused_with_their_line() {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    let path = review.path().join(SHEET);
    let (header, mut rows) = read_sheet(&path);
    rows.retain(|row| row["unclear"] == "uk");
    rows.truncate(4);
    rows[0].insert("decision".into(), "perhaps".into());
    rows[1].extend([("decision".into(), "exclude".into()), ("criterion".into(), "yaer".into())]);
    let gone = "key1||GONE:1||a title that no export has|nobody|1999||";
    rows[2].extend([
        ("decision".into(), "include".into()),
        ("key".into(), gone.into()),
        ("group".into(), "gone".into()),
    ]);
    rows[3].insert("decision".into(), "include".into());
    let mut against = rows[3].clone();
    against.insert("decision".into(), "exclude".into());
    rows.push(against);
    fs::write(&path, comma(&header, &rows)).unwrap();
    let (out, err) = check_cli(review.path(), &["decide", SHEET, "--by", "Anna"], 2);
    assert_eq!(out, "");
    for words in [
        "line 2: `perhaps` is no decision; write `include`, `exclude` or `unsure`",
        "line 3: the protocol has no criterion `yaer`, did you mean `year`?",
        "is not among the references any more",
        "line 5: the lines 5, 6 contradict each other; none of them is taken",
        "line 6: the lines 5, 6 contradict each other; none of them is taken",
    ] {
        assert!(err.contains(words), "`{words}` is not in:\n{err}");
    }
    assert!(!review.path().join("rulings").exists(), "at exit code 2 nothing is written");
}

#[test]
fn a_spoiled_key_is_made_up_for_by_the_name_of_the_group() {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    let groups = fill_in(review.path(), &[("include", "", "")], comma);
    let path = review.path().join(SHEET);
    let (header, mut rows) = read_sheet(&path);
    let row = rows.iter_mut().find(|row| row["group"] == groups[0]).unwrap();
    row.insert("key".into(), "key1||??:1||?????".into());
    fs::write(&path, comma(&header, &rows)).unwrap();
    check_cli(review.path(), &["decide", SHEET, "--by", "Anna"], 0);
    check_cli(review.path(), &["run", "--discard-decisions"], 0);
    assert_eq!(decision(review.path(), &groups[0]).0, "included");
}

#[test]
fn what_is_no_sheet_is_refused() {
    let review = shipped_review();
    let (_, err) = check_cli(review.path(), &["decide", "exports/iter1_ibss.ris", "--by", "Anna"], 2);
    assert!(err.contains("has no column `key`"), "{err}");
    let (_, err) = check_cli(review.path(), &["decide", "nowhere.csv", "--by", "Anna"], 2);
    assert!(err.contains("`nowhere.csv` is not there"), "{err}");
    let (_, err) = check_cli(review.path(), &["decide", "exports/iter1_ibss.ris", "--by", "!?"], 2);
    assert!(err.contains("`!?` is no name"), "{err}");
}

/// A record that agrees with another of its title in everything but the journal: a person has to look.
fn twice_published(title: &str, journal: &str, accession: &str) -> String {
    format!(
        "TY  - JOUR\nAU  - Larsen, Lena\nPY  - 2010\nTI  - {title}\nJO  - {journal}\nLA  - English\nAN  - {accession}\nER  - \n\n"
    )
}

/// The group of each record that has this title, in the order of the records.
fn groups_with(review: &Path, title: &str) -> Vec<String> {
    let (_, rows) = read_sheet(&review.join("results/records.csv"));
    rows.iter().filter(|row| row["title"] == title).map(|row| row["group"].clone()).collect()
}

#[test]
fn doubtful_pairs_are_joined_or_kept_apart_as_a_person_says() {
    const JOINED: &str = "Renewal of northern towns after the shipyards";
    const APART: &str = "Night buses and the people who wait for them";
    let review = shipped_review();
    let export = review.path().join("exports/grey_scholar.ris");
    let mut text = fs::read_to_string(&export).unwrap();
    for (title, ids) in [(JOINED, ["MADE:1", "MADE:2"]), (APART, ["MADE:3", "MADE:4"])] {
        text.push_str(&twice_published(title, "Town Studies", ids[0]));
        text.push_str(&twice_published(title, "Planning Quarterly", ids[1]));
    }
    fs::write(&export, text).unwrap();
    let (out, _) = check_cli(review.path(), &["run"], 0);
    assert!(out.contains("litsieve decide results/doubtful.csv --by"), "the summary says what to do: {out}");

    let path = review.path().join("results/doubtful.csv");
    let (header, mut rows) = read_sheet(&path);
    for (title, decision) in [(JOINED, "same"), (APART, "different")] {
        let row = rows.iter_mut().find(|row| row["title_a"] == title).expect("the pair is in doubt");
        assert_eq!(row["title_b"], title);
        row.insert("decision".into(), decision.into());
    }
    let left = rows.len() - 2;
    fs::write(&path, comma(&header, &rows)).unwrap();
    let (out, _) = check_cli(review.path(), &["decide", "results/doubtful.csv", "--by", "Anna"], 0);
    assert!(out.contains("2 decisions taken into rulings/anna.jsonl."), "{out}");
    check_cli(review.path(), &["run"], 0);

    let joined = groups_with(review.path(), JOINED);
    assert!(joined.len() == 2 && joined[0] == joined[1], "{joined:?}");
    let apart = groups_with(review.path(), APART);
    assert!(apart.len() == 2 && apart[0] != apart[1], "{apart:?}");
    assert_eq!(read_sheet(&path).1.len(), left, "nobody is asked again");
    let (_, links) = read_sheet(&review.path().join("results/duplicates.csv"));
    let link = links.iter().find(|row| row["group"] == joined[0]).expect("the link is listed");
    assert_eq!((&*link["rule"], &*link["by"]), ("ruling", "Anna"));
}

#[test]
fn a_merge_is_undone_where_it_is_listed() {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    let path = review.path().join("results/duplicates.csv");
    let (header, mut rows) = read_sheet(&path);
    let size = |group: &str, rows: &[Row]| rows.iter().filter(|row| row["group"] == group).count();
    let only = rows.iter().position(|row| size(&row["group"], &rows) == 1).expect("a group of two records");
    assert_eq!((&*rows[only]["weakest"], &*rows[only]["by"]), ("true", "rule"));
    assert!(rows[only]["rule_says"].ends_with('.') && rows[only]["details_b"].contains(" | "), "{:?}", rows[only]);
    rows[only].insert("decision".into(), "different".into());
    let pair = [rows[only]["record_a"].clone(), rows[only]["record_b"].clone()];
    fs::write(&path, comma(&header, &rows)).unwrap();
    let (_, err) = check_cli(review.path(), &["run"], 2);
    assert!(err.contains("duplicates.csv holds decisions that are not in rulings/ yet"), "{err}");
    let (out, _) = check_cli(review.path(), &["decide", "results/duplicates.csv", "--by", "Anna"], 0);
    assert!(out.contains("1 decision taken into rulings/anna.jsonl."), "{out}");
    let (why, _) = check_cli(review.path(), &["why", &pair[0], &pair[1]], 0);
    assert!(why.contains("They are one report.") && why.contains("write `different` beside them"), "{why}");
    check_cli(review.path(), &["run"], 0);
    let (why, _) = check_cli(review.path(), &["why", &pair[0], &pair[1]], 0);
    assert!(why.contains("They are two reports.") && why.contains("Anna ruled that they are different."), "{why}");
}

#[test]
fn a_row_whose_key_belongs_to_another_title_is_not_taken() {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    let sheet = review.path().join("results/to-review.csv");
    let (header, mut rows) = read_sheet(&sheet);
    let moved = rows[1]["key"].clone();
    rows[0].insert("key".into(), moved);
    rows[0].insert("decision".into(), "include".into());
    fs::write(&sheet, comma(&header, &rows)).unwrap();
    let (out, err) = check_cli(review.path(), &["decide", "results/to-review.csv", "--by", "Ann"], 2);
    assert!(format!("{out}{err}").contains("sort whole rows"), "{out}{err}");
    assert!(!review.path().join("rulings/ann.jsonl").exists(), "nothing was guessed");
}

/// Made up: two references whose accession numbers are running numbers of a table.
fn two_references(first: &str, second: &str) -> String {
    let record = |number: usize, (title, author): (&str, &str)| {
        format!("TY  - JOUR\nAN  - {number}\nTI  - {title}\nAU  - {author}\nPY  - 2012\nLA  - eng\nER  - \n\n")
    };
    let about = |title: &'static str| match title {
        "lamps" => ("Harbour lamps of the north and who tends them", "Reed, Ann"),
        _ => ("Gardens behind the station and their councils", "Dow, Cy"),
    };
    let (first, second) =
        (if first == "lamps" { "lamps" } else { "gardens" }, if second == "lamps" { "lamps" } else { "gardens" });
    format!("{}{}", record(1, about(first)), record(2, about(second)))
}

#[test]
fn a_ruling_does_not_move_to_the_record_that_took_over_a_running_number() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("exports")).unwrap();
    fs::write(
        folder.path().join("protocol.toml"),
        "schema = \"litsieve/protocol/1\"\n[review]\nid = \"made-up\"\ntitle = \"Made up\"\n[source.x]\nname = \"X\"\n\
         kind = \"database\"\n[[iteration]]\nid = \"1\"\n[[iteration.search]]\nid = \"1.x\"\nsource = \"x\"\n\
         exports = [\"exports/x.ris\"]\n[[criterion]]\nid = \"uk\"\nkind = \"place\"\nreason = \"not in the UK\"\n\
         stage = \"screening\"\nany = [\"GB\"]\nunclear = \"review\"\n",
    )
    .unwrap();
    let export = folder.path().join("exports/x.ris");
    fs::write(&export, two_references("lamps", "gardens")).unwrap();
    check_cli(folder.path(), &["run"], 0);
    let (header, mut rows) = read_sheet(&folder.path().join(SHEET));
    let row = rows.iter_mut().find(|row| row["title"].starts_with("Harbour")).unwrap();
    row.insert("decision".into(), "exclude".into());
    fs::write(folder.path().join(SHEET), comma(&header, &rows)).unwrap();
    // From elsewhere, without -C: the review is the folder above the sheet.
    let elsewhere = tempfile::tempdir().unwrap();
    let sheet = folder.path().join(SHEET);
    let mut decide = assert_cmd::Command::new(env!("CARGO_BIN_EXE_litsieve"));
    decide.current_dir(elsewhere.path()).arg("decide").arg(&sheet).args(["--by", "Ann"]).assert().success();
    // The same references, numbered anew.
    fs::write(&export, two_references("gardens", "lamps")).unwrap();
    check_cli(folder.path(), &["run"], 0);
    let (_, rows) = read_sheet(&folder.path().join("results/decisions.csv"));
    for row in rows {
        let expected = if row["title"].starts_with("Harbour") { "excluded" } else { "to-review" };
        assert_eq!(row["decision"], expected, "{}", row["title"]);
    }
}

#[test]
fn an_exclusion_behind_ones_own_full_text_is_refused_and_told_where_it_comes_by_a_merge() {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    let typed = |decision: &str, stage: &str| {
        let path = review.path().join("results/to-review.csv");
        let (header, mut rows) = read_sheet(&path);
        rows.truncate(1);
        rows[0].extend(
            [("decision", decision), ("stage", stage), ("criterion", "")].map(|(a, b)| (a.to_owned(), b.to_owned())),
        );
        let sheet = review.path().join("typed.csv");
        fs::write(&sheet, comma(&header, &rows)).unwrap();
        ["decide", "typed.csv", "--by", "Ann"]
    };
    let excluded = {
        check_cli(review.path(), &typed("exclude", "screening"), 0);
        let lines = fs::read_to_string(review.path().join("rulings/ann.jsonl")).unwrap();
        fs::remove_file(review.path().join("rulings/ann.jsonl")).unwrap();
        lines
    };
    check_cli(review.path(), &typed("include", "eligibility"), 0);
    let (_, err) = check_cli(review.path(), &typed("exclude", "screening"), 2);
    let words = "you said include at the stage `eligibility` (rulings/ann.jsonl:1), and that counts";
    assert!(err.contains(words) && err.contains("--undo rulings/ann.jsonl:1"), "{err}");
    check_cli(review.path(), &typed("exclude", "eligibility"), 0);
    fs::write(review.path().join("rulings/ann.jsonl"), {
        let lines = fs::read_to_string(review.path().join("rulings/ann.jsonl")).unwrap();
        lines.lines().next().unwrap().to_owned() + "\n"
    })
    .unwrap();
    // From another machine, a day later.
    let at = excluded.find("\"at\":\"").unwrap() + 6;
    fs::write(review.path().join("rulings/ann-2.jsonl"), excluded.replace(&excluded[at..at + 10], "2099-01-01"))
        .unwrap();
    let (out, err) = check_cli(review.path(), &["check"], 0);
    assert!((out + &err).contains("RUL014"), "{err}");
}
