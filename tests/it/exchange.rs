//! Decisions in and out of other tools: what goes out comes back, what cannot be placed is listed, nothing is taken twice.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{check_cli, shipped_review};

/// A vote as it matters: reference, who, verdict, criterion, note.
type Said = (String, String, String, String, String);

/// Decides on references of the shipped review as a reader would in a sheet.
fn decide(folder: &Path, by: &str, decisions: &[(usize, &str, &str, &str)]) {
    let sheet = fs::read_to_string(folder.join("results/to-review.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(sheet.as_bytes());
    let header = reader.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|column| column == name).unwrap();
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(&header).unwrap();
    for (number, row) in reader.records().enumerate() {
        let mut row: Vec<String> = row.unwrap().iter().map(str::to_owned).collect();
        // Everything is read at one stage, whatever it waited at.
        row[column("stage")] = "screening".into();
        if let Some((_, verdict, criterion, note)) = decisions.iter().find(|(at, ..)| *at == number) {
            row[column("decision")] = (*verdict).into();
            row[column("criterion")] = (*criterion).into();
            row[column("note")] = (*note).into();
        }
        out.write_record(&row).unwrap();
    }
    fs::write(folder.join("sheet.csv"), out.into_inner().unwrap()).unwrap();
    check_cli(folder, &["decide", "sheet.csv", "--by", by], 0);
}

/// The votes of a review, by the title of their reference.
fn said(folder: &Path) -> BTreeSet<Said> {
    let files = fs::read_dir(folder.join("rulings")).unwrap().map(|entry| entry.unwrap().path());
    let lines = files.flat_map(|path| fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect::<Vec<_>>());
    lines
        .map(|line| {
            let line: Value = serde_json::from_str(&line).unwrap();
            let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
            let title = line["targets"][0]["title"].as_str().unwrap().to_owned();
            (title, text("by"), text("verdict"), text("criterion"), text("note"))
        })
        .collect()
}

/// A review on which two people decided, with results.
fn decided() -> tempfile::TempDir {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    let ann = [
        (0, "include", "", "a \"good\" case; see p. 3"),
        (1, "exclude", "uk", ""),
        (2, "unsure", "", "ask Bo"),
        (4, "exclude", "year", ""),
    ];
    decide(review.path(), "Ann", &ann);
    decide(
        review.path(),
        "Bo, Åse",
        &[(0, "include", "", ""), (1, "exclude", "english", "nein"), (3, "exclude", "", "other")],
    );
    review
}

/// Exports for a tool, imports into the same review without rulings, and compares what `keep` keeps of each vote.
fn check_round_trip(
    review: &Path,
    tool: &str,
    extension: &str,
    export: &[&str],
    import: &[&str],
    keep: fn(&Said) -> Option<Said>,
) {
    let file = format!("out-{tool}.{extension}");
    check_cli(review, &[&["decisions", "export", "--format", tool, &file], export].concat(), 0);
    let fresh = shipped_review();
    fs::copy(review.join(&file), fresh.path().join(&file)).unwrap();
    let (_, error) = check_cli(fresh.path(), &[&["decisions", "import", "--format", tool, &file], import].concat(), 0);
    assert!(!error.contains("not in the review") && !error.contains("several"), "{tool}: {error}");
    let before: BTreeSet<Said> = said(review).iter().filter_map(keep).collect();
    let after: BTreeSet<Said> = said(fresh.path()).iter().filter_map(keep).collect();
    assert!(!before.is_empty());
    assert_eq!(before, after, "{tool} .{extension}");
    let lines = fs::read_dir(fresh.path().join("rulings")).unwrap().count();
    let (out, _) =
        check_cli(fresh.path(), &[&["decisions", "import", "--format", tool, &file, "--json"], import].concat(), 0);
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(told["taken"], json!({}), "{tool}: nothing is taken twice: {out}");
    assert_eq!(fs::read_dir(fresh.path().join("rulings")).unwrap().count(), lines);
}

/// One person's decisions without notes: what a tool with one nameless label per reference holds.
fn label(said: &Said) -> Option<Said> {
    let (title, by, verdict, criterion, _) = said.clone();
    (by == "Ann" && verdict != "unsure").then_some((title, by, verdict, criterion, String::new()))
}

fn bare(said: &Said) -> Option<Said> {
    label(said).map(|(title, by, verdict, _, note)| (title, by, verdict, String::new(), note))
}

#[test]
fn what_goes_out_comes_back_equal() {
    let review = decided();
    let all: fn(&Said) -> Option<Said> = |said| Some(said.clone());
    let one = ["--by", "Ann"];
    check_round_trip(review.path(), "csv", "csv", &[], &[], all);
    check_round_trip(review.path(), "rayyan", "csv", &[], &[], all);
    check_round_trip(review.path(), "rayyan", "ris", &[], &[], all);
    check_round_trip(review.path(), "asreview", "csv", &one, &[], bare);
    check_round_trip(review.path(), "asreview", "ris", &one, &one, bare);
    check_round_trip(review.path(), "asreview", "asreview", &one, &one, |said| {
        bare(said).map(|(title, by, verdict, criterion, _)| (title, by, verdict, criterion, String::new()))
    });
    check_round_trip(review.path(), "eppi", "json", &one, &one, label);
    check_round_trip(review.path(), "colrev", "bib", &one, &one, label);
    check_round_trip(review.path(), "zotero", "ris", &[], &[], all);
    check_round_trip(review.path(), "zotero", "ris", &one, &[], |said| (said.1 == "Ann").then(|| said.clone()));
    check_round_trip(
        review.path(),
        "covidence",
        "csv",
        &["--by", "Ann", "--as", "excluded"],
        &["--by", "Ann", "--as", "excluded", "--stage", "screening"],
        |said| label(said).filter(|(_, _, verdict, ..)| verdict == "exclude"),
    );
    check_round_trip(review.path(), "citesource", "ris", &one, &one, |said| {
        label(said).filter(|(_, _, verdict, ..)| verdict == "include")
    });
}

/// What was said and when, by reference and person.
fn times(folder: &Path) -> BTreeSet<(String, String, String, String)> {
    let files =
        fs::read_dir(folder.join("rulings")).unwrap().map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap());
    let lines: Vec<Value> = files
        .flat_map(|text| text.lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<_>>())
        .collect();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let facts = |line: &Value| {
        (text(&line["targets"][0]["title"]), text(&line["by"]), text(&line["verdict"]), text(&line["at"]))
    };
    lines.iter().map(facts).collect()
}

/// Times too, where the tool has a place for them or leaves ours alone.
#[test]
fn times_come_back_with_the_votes_unless_the_votes_were_changed() {
    let review = decided();
    // Decisions of another day than that of the import.
    for file in ["ann.jsonl", "bo-ase.jsonl"] {
        let path = review.path().join("rulings").join(file);
        let Ok(text) = fs::read_to_string(&path) else {
            panic!("{file} is not there: {:?}", fs::read_dir(path.parent().unwrap()).unwrap().collect::<Vec<_>>())
        };
        let lines = text.lines().enumerate().map(|(number, line)| {
            let line: Value = serde_json::from_str(line).unwrap();
            line.to_string().replace(line["at"].as_str().unwrap(), &format!("2024-03-0{}T09:0{number}:00Z", number + 1))
        });
        let lines: String = lines.map(|line| line + "\n").collect();
        fs::write(path, lines).unwrap();
    }
    for (tool, file) in [("csv", "out.csv"), ("rayyan", "out.csv"), ("rayyan", "out.ris"), ("zotero", "out.ris")] {
        check_cli(review.path(), &["decisions", "export", "--format", tool, file], 0);
        let fresh = shipped_review();
        fs::copy(review.path().join(file), fresh.path().join(file)).unwrap();
        check_cli(fresh.path(), &["decisions", "import", "--format", tool, file], 0);
        assert_eq!(times(fresh.path()), times(review.path()), "{tool} {file}");
    }
    // A vote that was changed in Rayyan has no time any more: ours is that of the vote before.
    check_cli(review.path(), &["decisions", "export", "--format", "rayyan", "out.ris"], 0);
    let text = fs::read_to_string(review.path().join("out.ris")).unwrap();
    let fresh = shipped_review();
    fs::write(fresh.path().join("out.ris"), text.replace("{\"Ann\"=>\"Included\"", "{\"Ann\"=>\"Excluded\"")).unwrap();
    check_cli(fresh.path(), &["decisions", "import", "--format", "rayyan", "out.ris"], 0);
    let changed = times(fresh.path()).difference(&times(review.path())).cloned().collect::<Vec<_>>();
    assert_eq!(changed.len(), 1, "{changed:?}");
    assert!(changed[0].2 == "exclude" && !changed[0].3.starts_with("2024-"), "{changed:?}");
}

#[test]
fn a_list_for_covidence_reads_back_by_itself() {
    let review = decided();
    for (arguments, expected) in [
        (&["--by", "Ann", "--as", "excluded"][..], &["exclude"][..]),
        (&["--by", "Ann", "--as", "included"], &["include"]),
        (&["--by", "Ann"], &["exclude", "include", "unsure"]),
    ] {
        let file = "list.csv";
        check_cli(review.path(), &[&["decisions", "export", "--format", "covidence", file], arguments].concat(), 0);
        for format in [&["--format", "covidence"][..], &[]] {
            let fresh = shipped_review();
            fs::copy(review.path().join(file), fresh.path().join(file)).unwrap();
            check_cli(fresh.path(), &[&["decisions", "import", file, "--by", "Ann"], format].concat(), 0);
            let kept = |said: &&Said| said.1 == "Ann" && expected.contains(&said.2.as_str());
            let bare = |said: &Said| (said.0.clone(), said.2.clone(), said.3.clone());
            let before: BTreeSet<_> = said(review.path()).iter().filter(kept).map(bare).collect();
            assert_eq!(
                said(fresh.path()).iter().map(bare).collect::<BTreeSet<_>>(),
                before,
                "{arguments:?} {format:?}"
            );
            let stages: Vec<String> = stages(fresh.path(), "ann.jsonl").into_iter().map(|(stage, _)| stage).collect();
            assert!(stages.iter().all(|stage| stage == "screening"), "{stages:?}");
        }
    }
}

#[test]
fn a_pdf_that_colrev_could_not_get_is_not_retrieved_and_comes_back() {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    let entry = |number: usize, status: &str| {
        let (title, year) = waiting(review.path(), number);
        format!(
            "@article{{R{number},\n  colrev_status = {{{status}}},\n  title = {{{title}}},\n  year = {{{year}}},\n}}\n\n"
        )
    };
    let bib =
        [entry(0, "pdf_not_available"), entry(1, "pdf_prepared"), entry(2, "pdf_needs_manual_retrieval")].concat();
    fs::write(review.path().join("records.bib"), bib).unwrap();
    let import = ["decisions", "import", "records.bib", "--by", "Ann"];
    check_cli(review.path(), &import, 0);
    let pair = |stage: &str, verdict: &str| (stage.to_owned(), verdict.to_owned());
    let expected = BTreeSet::from([
        pair("screening", "include"),
        pair("eligibility", "not-retrieved"),
        pair("eligibility", "retrieved"),
        pair("eligibility", "sought"),
    ]);
    assert_eq!(stages(review.path(), "ann.jsonl"), expected);
    let (out, _) = check_cli(review.path(), &[&import[..], &["--json"]].concat(), 0);
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["taken"], json!({}), "nothing is taken twice: {out}");

    check_cli(review.path(), &["run"], 0);
    let (title, _) = {
        let bib = fs::read_to_string(review.path().join("records.bib")).unwrap();
        let title = bib.split("title = {").nth(1).unwrap().split('}').next().unwrap().to_owned();
        (title, ())
    };
    let decisions = fs::read_to_string(review.path().join("results/decisions.csv")).unwrap();
    let row = decisions.lines().find(|line| line.contains(&title)).unwrap();
    assert!(row.contains("excluded,eligibility,") && row.contains("not retrieved"), "not one of the included: {row}");
    let export = ["decisions", "export", "--format", "colrev", "--stage", "eligibility", "back.bib"];
    check_cli(review.path(), &export, 0);
    let back = fs::read_to_string(review.path().join("back.bib")).unwrap();
    for status in ["pdf_not_available", "pdf_prepared", "pdf_needs_manual_retrieval"] {
        assert!(back.contains(status), "{status}");
    }
    let fresh = shipped_review();
    fs::write(fresh.path().join("back.bib"), back).unwrap();
    check_cli(fresh.path(), &["decisions", "import", "back.bib", "--by", "Ann"], 0);
    assert!(expected.is_subset(&stages(fresh.path(), "ann.jsonl")));
}

#[test]
fn a_vote_that_the_log_took_back_is_told_where_the_notes_still_hold_it() {
    let (review, [(one, in_one), (two, in_two)]) = with_two_waiting();
    let articles = [
        ARTICLES.to_owned(),
        rayyan_row(1, &one, &in_one, r#"RAYYAN-INCLUSION: {"Ann"=>"Included"}"#),
        rayyan_row(2, &two, &in_two, r#"RAYYAN-INCLUSION: {"Ann"=>"Excluded"}"#),
    ];
    let log = "article_id,key,value,created_at,user_email\n\
               1,included,1,2020-01-01 10:00:00,ann@example.org\n\
               1,included,deleted,2020-01-03 10:00:00,ann@example.org\n\
               2,included,-1,2020-01-02 10:00:00,ann@example.org\n";
    fs::write(review.path().join("articles.csv"), articles.concat()).unwrap();
    fs::write(review.path().join("log.csv"), log).unwrap();
    let arguments =
        ["decisions", "import", "--format", "rayyan", "articles.csv", "log.csv", "--person", "ann@example.org=Ann"];
    let (_, error) = check_cli(review.path(), &arguments, 0);
    assert!(error.contains("Ann said include there, but took it back in log.csv, line 3; it is not taken"), "{error}");
    assert_eq!(stages(review.path(), "ann.jsonl"), [("screening".to_owned(), "exclude".to_owned())].into());
}

/// The stages and verdicts in a person's file.
fn stages(folder: &Path, file: &str) -> BTreeSet<(String, String)> {
    let text = fs::read_to_string(folder.join("rulings").join(file)).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let word = |line: &Value, key: &str| line[key].as_str().unwrap().to_owned();
    lines.map(|line| (word(&line, "stage"), word(&line, "verdict"))).collect()
}

#[test]
fn what_was_said_of_full_texts_comes_back_as_that() {
    let review = decided();
    let pair = |stage: &str, verdict: &str| (stage.to_owned(), verdict.to_owned());
    let name = {
        let sheet = fs::read_to_string(review.path().join("results/to-review.csv")).unwrap();
        csv::Reader::from_reader(sheet.as_bytes()).records().nth(6).unwrap().unwrap()[0].to_owned()
    };
    let vote = format!("group,decision,criterion,stage,by\n{name},exclude,uk,full text,Ann\n");
    fs::write(review.path().join("votes.csv"), vote).unwrap();
    check_cli(review.path(), &["decisions", "import", "--format", "csv", "votes.csv"], 0);
    for (tool, extension, expected) in [
        ("csv", "csv", vec![pair("eligibility", "exclude")]),
        ("eppi", "json", vec![pair("eligibility", "exclude")]),
        // Who excludes at full text let it pass before.
        ("colrev", "bib", vec![pair("screening", "include"), pair("eligibility", "exclude")]),
    ] {
        let file = format!("full.{extension}");
        let export = ["decisions", "export", "--format", tool, "--stage", "eligibility", "--by", "Ann", &file];
        check_cli(review.path(), &export, 0);
        let fresh = shipped_review();
        fs::copy(review.path().join(&file), fresh.path().join(&file)).unwrap();
        check_cli(fresh.path(), &["decisions", "import", "--format", tool, &file, "--by", "Ann"], 0);
        assert_eq!(stages(fresh.path(), "ann.jsonl"), expected.into_iter().collect(), "{tool}");
    }
}

/// Ann let three pass by title and abstract, and excluded one of them at full text; Bo agreed on that by title and abstract. A fourth
/// she excluded at once.
fn read_in_full() -> (tempfile::TempDir, Vec<String>) {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    let sheet = fs::read_to_string(review.path().join("results/to-review.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(sheet.as_bytes());
    let groups: Vec<String> = reader.records().take(4).map(|row| row.unwrap()[0].to_owned()).collect();
    let votes = [
        (0, "include", "", "screening", "Ann"),
        (0, "include", "", "screening", "Bo"),
        (0, "exclude", "uk", "full text", "Ann"),
        (1, "include", "", "screening", "Ann"),
        (1, "include", "", "full text", "Ann"),
        (2, "include", "", "screening", "Ann"),
        (3, "exclude", "year", "screening", "Ann"),
    ];
    let row = |(at, word, criterion, stage, by): &(usize, &str, &str, &str, &str)| {
        format!("{},{word},{criterion},{stage},{by}\n", groups[*at])
    };
    let table = format!("group,decision,criterion,stage,by\n{}", votes.iter().map(row).collect::<String>());
    fs::write(review.path().join("votes.csv"), table).unwrap();
    check_cli(review.path(), &["decisions", "import", "--format", "csv", "votes.csv"], 0);
    (review, groups)
}

#[test]
fn each_reference_goes_out_with_the_state_of_the_stage_it_came_to() {
    let (review, groups) = read_in_full();
    let export = |tool: &str, file: &str, more: &[&str]| {
        let arguments = [&["decisions", "export", "--format", tool, file], more].concat();
        let told = check_cli(review.path(), &arguments, 0).1;
        (fs::read_to_string(review.path().join(file)).unwrap_or_default(), told)
    };
    // The piece of a file, cut at `cut`, in which a group is named.
    let of = |text: &str, cut: &str, at: usize| -> String {
        let mark =
            |piece: &&str| piece.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| word == groups[at]);
        text.split(cut).find(mark).unwrap_or_else(|| panic!("{} is missing", groups[at])).to_owned()
    };

    let (bib, told) = export("colrev", "records.bib", &[]);
    for (at, status) in
        ["rev_excluded", "rev_included", "rev_prescreen_included", "rev_prescreen_excluded"].iter().enumerate()
    {
        let entry = of(&bib, "\n@", at);
        assert!(entry.contains(&format!("colrev_status = {{{status}}}")), "{at}: {entry}");
    }
    assert!(of(&bib, "\n@", 0).contains("screening_criteria = {uk=out}"));
    assert!(told.contains("1 of a second reader"), "Bo agreed at title and abstract: {told}");
    assert!(told.contains("a rule excluded go out without a decision: nobody voted on them"), "{told}");

    let (list, _) = export("covidence", "list.csv", &[]);
    for (at, state) in [
        "exclude:uk, full text",
        "include, full text",
        "include, title and abstract",
        "exclude:year, title and abstract",
    ]
    .iter()
    .enumerate()
    {
        let mark = format!("LITSIEVE-ID: {}; LITSIEVE-DECISION: {state}", groups[at]);
        assert!(list.contains(&mark), "{mark}");
    }
    let (ris, _) = export("citesource", "out.ris", &[]);
    for (at, label) in ["screened", "final", "screened", "search"].iter().enumerate() {
        assert!(of(&ris, "ER  -", at).contains(&format!("C7  - {label}\n")), "{at}");
    }
    let (json, _) = export("eppi", "out.json", &[]);
    let report: Value = serde_json::from_str(&json).unwrap();
    let coded =
        report["References"].as_array().unwrap().iter().find(|item| item["ItemId"] == groups[0].as_str()).unwrap();
    let code = coded["Codes"][0]["AttributeId"].as_u64().unwrap() as usize;
    assert_eq!(
        report["CodeSets"][0]["Attributes"]["AttributesList"][code - 1]["AttributeName"],
        "Exclude on full text - no case in the UK"
    );

    // One label per reference: that of titles and abstracts, and what it does not say is told.
    let (labels, told) = export("asreview", "labels.csv", &[]);
    let mut reader = csv::Reader::from_reader(labels.as_bytes());
    let header = reader.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|column| column == name).unwrap();
    let label: std::collections::BTreeMap<String, String> = reader
        .records()
        .map(|row| row.unwrap())
        .map(|row| {
            (row[column("litsieve_reference")].replace("LITSIEVE-ID: ", ""), row[column("asreview_label")].to_owned())
        })
        .collect();
    assert_eq!(groups.iter().map(|group| label[group].as_str()).collect::<Vec<_>>(), ["1", "1", "1", "0"]);
    assert!(told.contains("1 reference was excluded at full text, or not to be had, which this file"), "{told}");
    assert!(told.contains("1 reference was read in full text"), "{told}");
    let (labels, told) = export("asreview", "full.csv", &["--stage", "full_text"]);
    assert!(labels.contains(&groups[0]) && told.contains("1 reference was excluded at title and abstract"), "{told}");
    let (bib, _) = export("colrev", "first.bib", &["--stage", "screening"]);
    assert!(of(&bib, "\n@", 0).contains("rev_prescreen_included"), "of this stage it says what was said at it");
}

#[test]
fn lists_of_covidence_tell_their_stage() {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    let list = |name: &str, at: usize, study: &str, notes: &str| {
        let (title, year) = waiting(review.path(), at);
        let text = format!("Title,Published Year,Covidence #,Study,Notes\n\"{title}\",{year},#1,{study},{notes}\n");
        fs::write(review.path().join(name), text).unwrap();
    };
    list("review_1_irrelevant_csv_1.csv", 0, "", "");
    list("review_1_excluded_csv_1.csv", 1, "Doe 2001", "Exclusion reason: no case in the UK; ");
    list("list.csv", 2, "Roe 2002", "");
    for file in ["review_1_irrelevant_csv_1.csv", "review_1_excluded_csv_1.csv"] {
        check_cli(review.path(), &["decisions", "import", file, "--by", "Ann"], 0);
    }
    check_cli(review.path(), &["decisions", "import", "list.csv", "--as", "include", "--by", "Ann"], 0);
    let pair = |stage: &str, verdict: &str| (stage.to_owned(), verdict.to_owned());
    let expected = [pair("screening", "exclude"), pair("eligibility", "exclude"), pair("eligibility", "include")];
    assert_eq!(stages(review.path(), "ann.jsonl"), expected.into());
}

#[test]
fn a_project_for_asreview_holds_the_history() {
    let review = decided();
    decide(review.path(), "Ann", &[(1, "include", "", "after all")]);
    check_cli(review.path(), &["decisions", "export", "--format", "asreview", "--by", "Ann", "my.asreview"], 0);
    let mut zip = zip::ZipArchive::new(fs::File::open(review.path().join("my.asreview")).unwrap()).unwrap();
    let mut bytes = Vec::new();
    std::io::copy(&mut zip.by_name("results.db").unwrap(), &mut bytes).unwrap();
    let database = review.path().join("results.db");
    fs::write(&database, bytes).unwrap();
    let connection = rusqlite::Connection::open(&database).unwrap();
    let count = |query: &str| connection.query_row(query, [], |row| row.get::<_, i64>(0)).unwrap();
    // Ann said include, exclude, unsure and exclude, and then include in place of the first exclude.
    assert_eq!(count("SELECT count(*) FROM results"), 3, "unsure has no label");
    assert_eq!(count("SELECT count(*) FROM results WHERE label = 1 AND time > 1e9"), 2);
    assert_eq!(count("SELECT count(*) FROM decision_changes WHERE label = 0"), 1);
    let records = fs::read_to_string(review.path().join("results/decisions.csv")).unwrap();
    assert_eq!(
        count("SELECT count(*) FROM record") as usize,
        csv::Reader::from_reader(records.as_bytes()).records().count()
    );
    let fresh = shipped_review();
    fs::copy(review.path().join("my.asreview"), fresh.path().join("my.asreview")).unwrap();
    check_cli(fresh.path(), &["decisions", "import", "my.asreview", "--format", "asreview", "--by", "Ann"], 0);
    assert_eq!(
        fs::read_to_string(fresh.path().join("rulings/ann.jsonl")).unwrap().lines().count(),
        4,
        "with the history"
    );
}

#[test]
fn an_imported_vote_is_shown_as_such() {
    let review = decided();
    check_cli(review.path(), &["decisions", "export", "--format", "rayyan", "articles.csv"], 0);
    let fresh = shipped_review();
    fs::copy(review.path().join("articles.csv"), fresh.path().join("articles.csv")).unwrap();
    check_cli(fresh.path(), &["decisions", "import", "articles.csv"], 0);
    let title = said(fresh.path()).into_iter().find(|said| said.1 == "Ann" && said.2 == "include").unwrap().0;
    let (out, _) = check_cli(fresh.path(), &["why", &title], 0);
    assert!(out.contains("imported from rayyan, articles.csv"), "{out}");
}

const ARTICLES: &str =
    "key,title,year,month,day,journal,issn,volume,issue,pages,authors,url,language,publisher,location,abstract,notes\n";

fn rayyan_row(number: u32, title: &str, year: &str, notes: &str) -> String {
    format!("rayyan-{number},\"{title}\",{year},,,,,,,,,,,,,,\"{}\"\n", notes.replace('"', "\"\""))
}

/// The shipped review after a run, and title and year of two references that wait in it.
fn with_two_waiting() -> (tempfile::TempDir, [(String, String); 2]) {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    let two = [0, 1].map(|at| waiting(review.path(), at));
    (review, two)
}

/// The title and the year of a reference of the shipped review that waits.
fn waiting(folder: &Path, at: usize) -> (String, String) {
    let sheet = fs::read_to_string(folder.join("results/to-review.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(sheet.as_bytes());
    let row = reader.records().nth(at).unwrap().unwrap();
    (row[1].to_owned(), row[3].to_owned())
}

#[test]
fn a_log_gives_times_and_reasons_and_is_held_against_the_notes() {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    let ((one, in_one), (two, in_two)) = (waiting(review.path(), 0), waiting(review.path(), 1));
    let articles = [
        ARTICLES.to_owned(),
        rayyan_row(1, &one, &in_one, r#"RAYYAN-INCLUSION: {"Ann"=>"Included"}"#),
        rayyan_row(2, &two, &in_two, r#"RAYYAN-INCLUSION: {"Ann"=>"Included"}"#),
        rayyan_row(3, "A title that the review does not have", "2001", r#"RAYYAN-INCLUSION: {"Ann"=>"Excluded"}"#),
    ];
    let log = "article_id,key,value,created_at,user_email\n\
               1,included,1,2020-01-01 10:00:00,ann@example.org\n\
               2,included,-1,2020-01-02 10:00:00,ann@example.org\n\
               2,__EXR__no case in the UK,1,2020-01-02 10:00:05,ann@example.org\n\
               2,__EXR__too short,1,2020-01-02 10:00:06,ann@example.org\n";
    fs::write(review.path().join("articles.csv"), articles.concat()).unwrap();
    fs::write(review.path().join("customizations_log.csv"), log).unwrap();
    let arguments = [
        "decisions",
        "import",
        "--format",
        "rayyan",
        "articles.csv",
        "customizations_log.csv",
        "--person",
        "ann@example.org=Ann",
    ];
    let (_, error) = check_cli(review.path(), &arguments, 0);
    assert!(error.contains("A title that the review does not have"), "the unplaced are listed: {error}");
    assert!(error.contains("Ann said include there, but exclude in customizations_log.csv"), "{error}");
    assert!(error.contains("too short"), "a reason that is no criterion is told: {error}");
    let text = fs::read_to_string(review.path().join("rulings/ann.jsonl")).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    let excluded = lines.iter().find(|line| line["verdict"] == "exclude").unwrap();
    assert_eq!((&excluded["criterion"], &excluded["note"]), (&json!("uk"), &json!("reason: too short")));
    assert_eq!(excluded["at"], "2020-01-02T10:00:00Z");
}

#[test]
fn a_project_of_asreview_gives_its_labels_with_their_history() {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    let database = review.path().join("results.db");
    let connection = rusqlite::Connection::open(&database).unwrap();
    connection
        .execute_batch(
            "CREATE TABLE record (record_id INTEGER PRIMARY KEY, title TEXT, abstract TEXT, authors JSON, keywords JSON, year INTEGER, doi TEXT, url TEXT, included INTEGER);
             CREATE TABLE results (record_id INTEGER UNIQUE, label INTEGER, classifier TEXT, querier TEXT, balancer TEXT, feature_extractor TEXT, training_set INTEGER, time FLOAT, note TEXT, tags JSON, user_id INTEGER);
             CREATE TABLE decision_changes (record_id INTEGER, label INTEGER, time FLOAT, user_id INTEGER);",
        )
        .unwrap();
    for at in 0..4_i64 {
        let (title, year) = waiting(review.path(), at as usize);
        connection
            .execute(
                "INSERT INTO record (record_id, title, authors, year) VALUES (?1, ?2, '[]', ?3)",
                (at, title, year),
            )
            .unwrap();
    }
    connection
        .execute_batch(
            "INSERT INTO results (record_id, label, time, note) VALUES (0, 1, 1600000000.5, 'good'), (1, 0, 1600000100.0, NULL), (2, NULL, NULL, NULL);
             INSERT INTO decision_changes VALUES (1, 1, 1600000050.0, NULL), (3, 1, 1600000060.0, NULL), (3, 0, 1600000070.0, NULL);",
        )
        .unwrap();
    drop(connection);
    let mut zip = zip::ZipWriter::new(fs::File::create(review.path().join("my.asreview")).unwrap());
    zip.start_file("project.json", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(b"{}").unwrap();
    zip.start_file("../../results.db", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(&fs::read(&database).unwrap()).unwrap();
    zip.finish().unwrap();
    let import = ["decisions", "import", "--format", "asreview", "my.asreview", "--by", "Ann"];
    let (_, told) = check_cli(review.path(), &import, 0);
    assert!(told.contains("1 reference has a label that was taken back in ASReview"), "{told}");
    let text = fs::read_to_string(review.path().join("rulings/ann.jsonl")).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let verdicts: BTreeSet<(&str, &str, &str)> = lines
        .iter()
        .map(|line| (line["verdict"].as_str().unwrap(), line["at"].as_str().unwrap(), line["note"].as_str().unwrap()))
        .collect();
    let expected = [
        ("exclude", "2020-09-13T12:28:20Z", ""),
        ("include", "2020-09-13T12:26:40Z", "good"),
        ("include", "2020-09-13T12:27:30Z", ""),
    ];
    assert_eq!(verdicts, BTreeSet::from(expected), "the changed label stays as a line before the new one");
    let (out, _) = check_cli(review.path(), &["why", &waiting(review.path(), 1).0], 0);
    assert!(out.contains("exclude"), "{out}");
    fs::write(review.path().join("broken.asreview"), b"PK\x03\x04 no").unwrap();
    let (_, error) =
        check_cli(review.path(), &["decisions", "import", "--format", "asreview", "broken.asreview", "--by", "Ann"], 2);
    assert!(error.contains("no project of ASReview"), "{error}");
}

#[test]
fn agreement_counts_what_both_read() {
    let review = decided();
    let (out, _) = check_cli(review.path(), &["agreement", "--json"], 0);
    let told: Value = serde_json::from_str(&out).unwrap();
    let found = &told[0]["comparisons"][0];
    // Both read the first two references and agree on both; Ann alone read three more, Bo one.
    assert_eq!((&told[0]["stage"], &found["both"]), (&json!("screening"), &json!(2)));
    assert_eq!(
        (&found["yes_yes"], &found["no_no"], &found["first_alone"], &found["second_alone"]),
        (&json!(1), &json!(1), &json!(2), &json!(1))
    );
    assert_eq!((&found["kappa"]["value"], &told[0]["krippendorff_alpha"]), (&json!(1.0), &json!(1.0)));
    let criterion = told[0]["criteria"].as_array().unwrap().iter().find(|found| found["criterion"] == "uk").unwrap();
    assert_eq!((&criterion["yes_no"], &criterion["no_no"]), (&json!(1), &json!(1)), "they give different reasons");
    assert!(found["kappa"]["low"].is_null(), "two references tell no interval: {found}");
    let (table, _) = check_cli(review.path(), &["agreement"], 0);
    assert!(!table.contains("(1.00 to 1.00)"), "{table}");
    assert!(table.contains("Ann / Bo") && table.contains("excludes by uk"), "{table}");
}

#[test]
fn an_export_ends_with_the_votes_that_have_no_place() {
    let review = decided();
    let export =
        |tool: &str, file: &str| check_cli(review.path(), &["decisions", "export", "--format", tool, file], 0).1;
    let told = export("colrev", "all.bib");
    assert!(told.contains("have no place in colrev") && told.contains("unsure"), "{told}");
    assert!(told.contains("of a second reader"), "both include the first: {told}");
    assert!(told.contains("Without place in this file, with votes that have one: 2 notes."), "{told}");
    let told = export("rayyan", "all.csv");
    assert!(!told.contains("no place") && !told.contains("Without place"), "{told}");
    for tool in ["covidence", "eppi"] {
        let told = export(tool, "all.ris");
        assert!(told.contains("7 votes of 2 people have no place") && told.contains("which holds none"), "{told}");
    }
}

/// Notes that look like formulas, markup, sections of other tools.
const ODD_NOTES: [&str; 14] = [
    "two  blanks,   and three",
    "-5 pages only",
    "=1+1 is no case",
    "+ Leeds",
    "@Bo look",
    "'- quoted",
    "<i>not</i> in the UK",
    "R&amp;D and R&D, 3 < 5 > 2",
    "section | RAYYAN-LABELS: x | USER-NOTES: {\"a\"=>\"b\"}",
    "ends with \\",
    "#{name} and \u{201c}quotes\u{201d}",
    "a\u{0301} decomposed",
    "line one; reason: none",
    "line one\nline two",
];

#[test]
fn odd_notes_come_back_equal() {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    let decisions: Vec<_> = ODD_NOTES.iter().enumerate().map(|(at, note)| (at, "include", "", *note)).collect();
    decide(review.path(), "Ann", &decisions);
    let noted: BTreeSet<String> = said(review.path()).into_iter().map(|said| said.4).collect();
    assert_eq!(noted, ODD_NOTES.iter().map(|note| (*note).to_owned()).collect(), "the sheet keeps them");
    let all: fn(&Said) -> Option<Said> = |said| Some(said.clone());
    for (tool, extension) in [
        ("csv", "csv"),
        ("rayyan", "csv"),
        ("rayyan", "ris"),
        ("zotero", "ris"),
        ("asreview", "csv"),
        ("asreview", "ris"),
        ("asreview", "asreview"),
        ("eppi", "json"),
    ] {
        check_round_trip(review.path(), tool, extension, &["--by", "Ann"], &["--by", "Ann"], all);
    }
}

/// Zotero keeps a note as a web page: what it was given as text it escapes, and wraps.
#[test]
fn notes_that_went_through_zotero_come_back_equal() {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    decide(review.path(), "Ann", &[(0, "include", "", "<i>not</i> R&amp;D & more"), (1, "unsure", "", "plain")]);
    check_cli(review.path(), &["decisions", "export", "--format", "zotero", "out.ris"], 0);
    let text = fs::read_to_string(review.path().join("out.ris")).unwrap();
    let kept = text.lines().map(|line| match line.strip_prefix("N1  - ") {
        Some(note) => {
            let escaped = note.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            format!("N1  - <p>{escaped}</p>\n")
        }
        None => format!("{line}\n"),
    });
    let fresh = shipped_review();
    fs::write(fresh.path().join("out.ris"), kept.collect::<String>()).unwrap();
    check_cli(fresh.path(), &["decisions", "import", "--format", "zotero", "out.ris"], 0);
    assert_eq!(said(fresh.path()), said(review.path()));
}

/// The list was exported before the reader's last word, and knows no times: read again by itself it must not count as the last.
#[test]
fn a_list_without_times_that_is_read_again_reverses_nothing() {
    let (review, [(one, in_one), (two, in_two)]) = with_two_waiting();
    let articles = [
        ARTICLES.to_owned(),
        rayyan_row(1, &one, &in_one, r#"RAYYAN-INCLUSION: {"Ann"=>"Included"}"#),
        rayyan_row(2, &two, &in_two, r#"RAYYAN-INCLUSION: {"Ann"=>"Included"} | USER-NOTES: {"Ann"=>["see p. 3"]}"#),
    ];
    let log = "article_id,key,value,created_at,user_email\n\
               1,included,-1,2020-01-02 10:00:00,ann@example.org\n\
               2,included,1,2020-01-02 10:00:00,ann@example.org\n";
    fs::write(review.path().join("articles.csv"), articles.concat()).unwrap();
    fs::write(review.path().join("log.csv"), log).unwrap();
    let import = |files: &[&str]| {
        let arguments = [&["decisions", "import", "--format", "rayyan", "--person", "ann@example.org=Ann"], files];
        check_cli(review.path(), &arguments.concat(), 0).1
    };
    import(&["articles.csv", "log.csv"]);
    let before = fs::read_to_string(review.path().join("rulings/ann.jsonl")).unwrap();
    let told = import(&["articles.csv"]);
    assert!(told.contains("Ann said include there, without a time, but exclude on 2020-01-02T10:00:00Z"), "{told}");
    assert_eq!(fs::read_to_string(review.path().join("rulings/ann.jsonl")).unwrap(), before, "nothing is reversed");
    assert!(before.contains("see p. 3"), "{before}");
    // An older log does not reverse what was decided here since; a newer one does.
    decide(review.path(), "Ann", &[(0, "include", "", "decided here")]);
    let here = fs::read_to_string(review.path().join("rulings/ann.jsonl")).unwrap();
    fs::write(review.path().join("older.csv"), log.replace("2020-01-02", "2020-06-02")).unwrap();
    let told = import(&["articles.csv", "older.csv"]);
    assert!(told.contains("Ann said exclude there, on 2020-06-02T10:00:00Z, but include on"), "{told}");
    assert!(
        !said(review.path()).is_empty()
            && fs::read_to_string(review.path().join("rulings/ann.jsonl")).unwrap().starts_with(&here)
    );
    let decisions = || {
        check_cli(review.path(), &["run"], 0);
        fs::read_to_string(review.path().join("results/decisions.csv")).unwrap()
    };
    let row = |text: &str| text.lines().find(|line| line.contains(&one)).unwrap().to_owned();
    assert!(row(&decisions()).contains(",included,"), "{}", row(&decisions()));
    fs::write(review.path().join("newer.csv"), log.replace("2020-01-02", "2099-01-02")).unwrap();
    import(&["articles.csv", "newer.csv"]);
    assert!(row(&decisions()).contains(",excluded,"), "{}", row(&decisions()));
}

/// Exported again without times after a change: the file that came later counts, but not an earlier one that is read again.
#[test]
fn of_two_lists_without_times_the_one_that_came_later_counts() {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    let (title, year) = waiting(review.path(), 0);
    let list = |name: &str, verdict: &str| {
        let text = format!("title,year,decision,by\n\"{title}\",{year},{verdict},Ann\n");
        fs::write(review.path().join(name), text).unwrap();
        check_cli(review.path(), &["decisions", "import", "--format", "csv", name], 0).1
    };
    list("first.csv", "include");
    list("second.csv", "exclude");
    let told = list("first.csv", "include");
    assert!(told.contains("Ann said include there, without a time, but exclude on"), "{told}");
    let verdicts: Vec<String> = fs::read_to_string(review.path().join("rulings/ann.jsonl"))
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["verdict"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(verdicts, ["include", "exclude"]);
}

#[test]
fn nothing_that_people_wrote_beside_their_votes_is_lost_in_silence() {
    let (review, [(one, in_one), (two, in_two)]) = with_two_waiting();
    let write = |name: &str, text: String| fs::write(review.path().join(name), text).unwrap();
    write(
        "review_1_excluded_csv_1.csv",
        format!(
            "Title,Published Year,Covidence #,Study,Notes,Tags\n\"{one}\",{in_one},#1,Doe,\
             \"Exclusion reason: no case in the UK; Bo: ask again; Exclusion reason: too short; \",later\n"
        ),
    );
    let told = check_cli(review.path(), &["decisions", "import", "review_1_excluded_csv_1.csv", "--by", "Cy"], 0).1;
    assert!(told.contains("too short"), "a reason that is no criterion is told: {told}");
    write(
        "labels.csv",
        format!(
            "title,year,asreview_label,asreview_time,asreview_note,asreview_tag_topic_ml,asreview_tag_topic_uk\n\
             \"{one}\",{in_one},1,1600000000,first,1,0\n\"{one}\",{in_one},1,1600000100,second,,\n\"{two}\",{in_two},,,alone,,1\n"
        ),
    );
    let told = check_cli(review.path(), &["decisions", "import", "labels.csv", "--by", "Dee"], 0).1;
    assert!(told.contains("EXC005") && told.contains("1 reference has a note or tags, and no label"), "{told}");
    let notes: BTreeSet<(String, String)> = said(review.path()).into_iter().map(|said| (said.1, said.4)).collect();
    let pair = |by: &str, note: &str| (by.to_owned(), note.to_owned());
    let expected =
        [pair("Cy", "Bo: ask again; tags: later; reason: too short"), pair("Dee", "first; tags: topic_ml; second")];
    assert_eq!(notes, expected.into());
}

#[test]
fn a_stage_has_the_names_that_other_tools_give_it() {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    let (title, year) = waiting(review.path(), 0);
    let text = format!("title,year,decision,stage\n\"{title}\",{year},include,sometime\n");
    fs::write(review.path().join("votes.csv"), &text).unwrap();
    let import = |arguments: &[&str], code| {
        check_cli(review.path(), &[&["decisions", "import", "votes.csv", "--by", "Ann"], arguments].concat(), code).1
    };
    assert!(import(&[], 2).contains("`sometime` is not a stage"));
    fs::write(review.path().join("votes.csv"), text.replace(",sometime", ",")).unwrap();
    assert!(import(&["--stage", "sometime"], 2).contains("full_text is the same as eligibility"));
    import(&["--stage", "full_text"], 0);
    import(&["--stage", "title-abstract"], 0);
    let pair = |stage: &str| (stage.to_owned(), "include".to_owned());
    assert_eq!(stages(review.path(), "ann.jsonl"), [pair("eligibility"), pair("screening")].into());
}

#[test]
fn a_full_text_that_somebody_has_is_not_sought_again_by_an_older_file() {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    let (title, year) = waiting(review.path(), 0);
    let import = |status: &str| {
        let bib = format!(
            "@article{{R1,\n  colrev_status = {{{status}}},\n  title = {{{title}}},\n  year = {{{year}}},\n}}\n"
        );
        fs::write(review.path().join("records.bib"), bib).unwrap();
        check_cli(review.path(), &["decisions", "import", "records.bib", "--by", "Ann"], 0).1
    };
    let retrieval = || -> Vec<String> {
        let text = fs::read_to_string(review.path().join("rulings/ann.jsonl")).unwrap();
        let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let words = lines.filter(|line| line["kind"] == "retrieval");
        words.map(|line| line["verdict"].as_str().unwrap().to_owned()).collect()
    };
    import("pdf_needs_manual_retrieval");
    import("pdf_prepared");
    assert_eq!(retrieval(), ["sought", "retrieved"], "the file that came later");
    let told = import("pdf_needs_manual_retrieval");
    assert!(told.contains("Ann said sought there, without a time, but retrieved on"), "{told}");
    assert_eq!(retrieval(), ["sought", "retrieved"]);
}

#[test]
fn a_vote_that_the_log_took_back_after_it_was_imported_is_told() {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    let (title, year) = waiting(review.path(), 0);
    let articles = [ARTICLES.to_owned(), rayyan_row(1, &title, &year, "")].concat();
    fs::write(review.path().join("articles.csv"), articles).unwrap();
    let log = "article_id,key,value,created_at,user_email\n1,included,1,2020-01-01 10:00:00,ann@example.org\n";
    let import = |log: &str| {
        fs::write(review.path().join("log.csv"), log).unwrap();
        let files = ["articles.csv", "log.csv", "--person", "ann@example.org=Ann"];
        check_cli(review.path(), &[&["decisions", "import", "--format", "rayyan"], &files[..]].concat(), 0).1
    };
    import(log);
    let told = import(&format!("{log}1,included,deleted,2020-01-03 10:00:00,ann@example.org\n"));
    let words = "Ann took back there what was taken from the tool before (include, rulings/ann.jsonl:1)";
    assert!(told.contains(words) && told.contains("--undo rulings/ann.jsonl:1"), "{told}");
    assert_eq!(stages(review.path(), "ann.jsonl"), [("screening".to_owned(), "include".to_owned())].into());
}

#[test]
fn a_reason_that_the_log_gives_to_one_reader_is_not_that_of_another() {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    let (title, year) = waiting(review.path(), 0);
    let notes =
        r#"RAYYAN-INCLUSION: {"Ann"=>"Excluded", "Bo"=>"Excluded"} | RAYYAN-EXCLUSION-REASONS: no case in the UK"#;
    let articles = [ARTICLES.to_owned(), rayyan_row(1, &title, &year, notes)].concat();
    let log = "article_id,key,value,created_at,user_email\n\
               1,included,-1,2020-01-01 10:00:00,ann@example.org\n\
               1,included,-1,2020-01-01 11:00:00,bo@example.org\n\
               1,__EXR__no case in the UK,1,2020-01-01 11:00:01,bo@example.org\n";
    fs::write(review.path().join("articles.csv"), articles).unwrap();
    fs::write(review.path().join("log.csv"), log).unwrap();
    let people = ["--person", "ann@example.org=Ann", "--person", "bo@example.org=Bo"];
    let import = ["decisions", "import", "--format", "rayyan", "articles.csv", "log.csv"];
    check_cli(review.path(), &[&import[..], &people[..]].concat(), 0);
    let criteria: BTreeSet<(String, String)> = said(review.path()).into_iter().map(|said| (said.1, said.3)).collect();
    assert_eq!(criteria, [("Ann".to_owned(), String::new()), ("Bo".to_owned(), "uk".to_owned())].into());
}

/// A set that came from Rayyan, was screened in ASReview, and kept the notes: the labels are the votes.
#[test]
fn notes_of_rayyan_that_another_tool_kept_are_no_votes() {
    let (review, [(one, in_one), (two, in_two)]) = with_two_waiting();
    let kept = r#""RAYYAN-INCLUSION: {""Old Reader""=>""Excluded""}""#;
    let write = |name: &str, text: String| fs::write(review.path().join(name), text).unwrap();
    write(
        "labels.csv",
        format!("title,year,notes,asreview_label\n\"{one}\",{in_one},{kept},1\n\"{two}\",{in_two},{kept},0\n"),
    );
    let told = check_cli(review.path(), &["decisions", "import", "labels.csv", "--by", "Ann"], 0).1;
    assert!(told.contains("Read as asreview: labels.csv has a column `asreview_label`"), "{told}");
    let verdicts: BTreeSet<(String, String)> = said(review.path()).into_iter().map(|said| (said.1, said.2)).collect();
    assert_eq!(verdicts, ["exclude", "include"].map(|verdict| ("Ann".to_owned(), verdict.to_owned())).into());

    // Two tools may have made it, or two files are of two tools: a person says which.
    write("both.csv", format!("title,year,notes,included\n\"{one}\",{in_one},{kept},1\n"));
    write("table.csv", format!("title,year,decision\n\"{one}\",{in_one},include\n"));
    for files in [&["both.csv"][..], &["labels.csv", "table.csv"]] {
        let import = [&["decisions", "import", "--by", "Bo"], files].concat();
        let told = check_cli(review.path(), &import, 2).1;
        assert!(told.contains("which tool the votes are of does not show") && told.contains("--format"), "{told}");
        assert!(told.contains("like asreview"), "{told}");
    }
    assert!(!review.path().join("rulings/bo.jsonl").exists());
    check_cli(review.path(), &["decisions", "import", "--by", "Bo", "--format", "asreview", "both.csv"], 0);
}

#[test]
fn names_in_the_list_and_addresses_in_the_log_are_never_two_readers_in_silence() {
    let (review, [(one, in_one), (two, in_two)]) = with_two_waiting();
    let articles = [
        ARTICLES.to_owned(),
        rayyan_row(1, &one, &in_one, r#"RAYYAN-INCLUSION: {"Ann"=>"Included", "Robert Roe"=>"Excluded"}"#),
        rayyan_row(2, &two, &in_two, r#"RAYYAN-INCLUSION: {"Ann"=>"Excluded"}"#),
    ];
    let log = "article_id,key,value,created_at,user_email\n\
               1,included,1,2020-01-01 10:00:00,abc@example.org\n\
               2,included,-1,2020-01-02 10:00:00,abc@example.org\n\
               1,included,1,2020-01-02 10:00:00,robert@example.org\n";
    fs::write(review.path().join("articles.csv"), articles.concat()).unwrap();
    fs::write(review.path().join("log.csv"), log).unwrap();
    let import = |people: &[&str], code| {
        check_cli(review.path(), &[&["decisions", "import", "articles.csv", "log.csv"], people].concat(), code).1
    };
    let told = import(&[], 2);
    assert!(told.contains("Ann, Robert Roe in one file and abc@example.org, robert@example.org"), "{told}");
    // By the votes, and by the name where the votes say something else.
    assert!(told.contains("\"abc@example.org=Ann\" (they say the same of 2 of 2 references)"), "{told}");
    assert!(told.contains("\"robert@example.org=Robert Roe\""), "{told}");
    let told = import(&["--person", "abc@example.org=Ann"], 2);
    assert!(!told.contains("Ann,") && told.contains("robert@example.org=Robert Roe"), "one is still open: {told}");
    assert!(!review.path().join("rulings").join("ann.jsonl").exists(), "nothing was taken");
    let told = import(&["--person", "abc@example.org=Ann", "--person", "robert@example.org=Robert Roe"], 0);
    assert!(told.contains("Robert Roe said exclude there, but include in log.csv"), "{told}");
    let people: BTreeSet<String> = said(review.path()).into_iter().map(|said| said.1).collect();
    assert_eq!(people, ["Ann".to_owned(), "Robert Roe".to_owned()].into());
    // Somebody of whom the list knows nothing keeps the own name.
    let others = ["--person", "abc@example.org=Ann", "--person", "robert@example.org=robert@example.org"];
    import(&[&others[..], &["--dry-run"]].concat(), 0);
}

/// Whoever gives a map believes that the reasons are mapped.
#[test]
fn a_map_that_maps_nothing_is_refused_or_told() {
    let review = shipped_review();
    check_cli(review.path(), &["run"], 0);
    let (title, year) = waiting(review.path(), 1);
    let notes = r#"RAYYAN-INCLUSION: {"Ann"=>"Excluded"} | RAYYAN-EXCLUSION-REASONS: wrong population"#;
    fs::write(review.path().join("articles.csv"), ARTICLES.to_owned() + &rayyan_row(1, &title, &year, notes)).unwrap();
    let import = |map: &str, status: i32| {
        let arguments = ["decisions", "import", "--format", "rayyan", "articles.csv", "--dry-run", "--map", map];
        check_cli(review.path(), &arguments, status).1
    };
    let refused = import("wrong population=exclude:nosuch", 2);
    assert!(refused.contains("no criterion `nosuch`") && refused.contains("uk"), "{refused}");
    let refused = import("wrong population=include:uk", 2);
    assert!(refused.contains("only an exclusion has a criterion"), "{refused}");
    let told = import("wrong populations=exclude:uk", 0);
    assert!(told.contains("had no effect") && told.contains("\"wrong population\""), "{told}");
    let mapped = import("wrong population=exclude:uk", 0);
    assert!(!mapped.contains("had no effect") && !mapped.contains("is no criterion"), "{mapped}");
}
