//! The results of a run: columns, rows, order.

use litsieve::export::Stands;
use litsieve::ruling::RulingKind;

use crate::made_up::{self, FILES, PROTOCOL, review, ruling};

/// The rows of a CSV file; the first is the header.
fn table(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// One column of a CSV file.
fn column(text: &str, name: &str) -> Vec<String> {
    let rows = table(text);
    let at = rows[0].iter().position(|column| column == name).unwrap_or_else(|| panic!("no column {name}"));
    rows[1..].iter().map(|row| row[at].clone()).collect()
}

fn header(file: &str) -> String {
    review().result(file).lines().next().unwrap().to_owned()
}

#[test]
fn the_columns_are_those_of_the_contract() {
    assert_eq!(header("records.csv"), "record,group,kept,source,search,file,line,entry,accession,title,year,doi,run");
    assert_eq!(
        header("decisions.csv"),
        "group,decision,stage,reason_criterion,reason,by,first_search,records,title,year,doi,\
         criterion:year,criterion:year:evidence,criterion:english,criterion:english:evidence,run"
    );
    let levels =
        "level:title,level:author,level:date,level:journal,level:volume,level:issue,level:pages,level:doi,level:pmid";
    assert_eq!(header("links.csv"), format!("group_a,group_b,type,rule,evidence,score,record_a,record_b,{levels},run"));
    assert_eq!(header("flow.csv"), "data,node,box,description,boxtext,tooltips,url,n");
    let duplicates = header("duplicates.csv");
    assert!(
        duplicates.starts_with("group,record_a,record_b,rule,score,") && duplicates.ends_with(",decision,note,run"),
        "{duplicates}"
    );
    let doubtful = header("doubtful.csv");
    let (shared, more) = duplicates.split_once(",by,").unwrap();
    assert!(doubtful.starts_with(&format!("{shared},by,")), "doubtful.csv begins with the same columns: {doubtful}");
    for name in ["weakest", "rule_says", "level:abstract", "level:isbn", "details_a", "details_b", "key_a", "key_b"] {
        assert!(more.split(',').any(|column| column == name), "{name}");
    }
    for name in ["key_a", "key_b", "title_a", "title_b", "why", "decision", "note"] {
        assert!(doubtful.split(',').any(|column| column == name), "{name}");
    }
    let to_review = header("to-review.csv");
    for name in ["group", "key", "decision", "criterion", "note"] {
        assert!(to_review.split(',').any(|column| column == name), "{name}");
    }
}

#[test]
fn every_record_has_one_row_and_its_group_one_that_stands_for_it() {
    let text = review().result("records.csv");
    let rows: Vec<String> = table(&text)[1..].iter().map(|row| row[..8].join(" ")).collect();
    assert_eq!(
        rows,
        [
            "alpha:1 g-a-1 true alpha 1.alpha exports/alpha.ris 1 1",
            "beta:1 g-a-1 false beta 1.beta exports/beta.ris 1 1",
            "web:1 g-a-1 false web 1.web exports/web.ris 1 1",
            "alpha:2 g-a-2 true alpha 1.alpha exports/alpha.ris 9 2",
            "alpha:3 g-a-3 true alpha 1.alpha exports/alpha.ris 15 3",
            "beta:2 g-b-7 true beta 1.beta exports/beta.ris 8 2",
            "web:2 g-w-2 true web 1.web exports/web.ris 7 2",
        ]
    );
}

#[test]
fn decisions_name_the_reason_the_searches_and_the_words() {
    let text = review().result("decisions.csv");
    let rows: Vec<String> = table(&text)[1..].iter().map(|row| row[..8].join("|")).collect();
    assert_eq!(
        rows[..3],
        [
            "g-a-1|included|screening|||rule|1.alpha|3",
            "g-a-2|excluded|before_screening|year|published outside 1990-2020|rule|1.alpha|1",
            "g-a-3|excluded|screening|english|not in English|rule|1.alpha|1",
        ]
    );
    assert!(rows[3].starts_with("g-b-7|to-review|screening|english|"), "{}", rows[3]);
    assert!(rows[4].starts_with("g-w-2|included|screening|||rule|1.web|1"), "a missing year passes: {}", rows[4]);
    assert_eq!(column(&text, "criterion:year"), ["met", "not-met", "met", "met", "unclear"]);
    assert_eq!(column(&text, "criterion:english"), ["met", "met", "not-met", "unclear", "met"]);
    let words = column(&text, "criterion:english:evidence");
    assert!(
        words[0].contains("\"English\"") && words[0].contains("1.alpha") && words[0].contains("1.web"),
        "{}",
        words[0]
    );
}

#[test]
fn nothing_in_a_table_computes() {
    let titles = column(&review().result("decisions.csv"), "title");
    assert_eq!(titles[1], "'=Lamps, \"old\" and new");
}

/// A key without the digest at its end.
fn without_digest(key: &str) -> &str {
    let (rest, digest) = key.rsplit_once('|').unwrap();
    assert!(digest.len() == 8 && digest.chars().all(|c| c.is_ascii_hexdigit()), "{key}");
    rest
}

#[test]
fn pairs_and_links_are_listed_with_their_rule() {
    let made = review();
    let duplicates = made.result("duplicates.csv");
    let pairs = |text: &str| -> Vec<String> { table(text)[1..].iter().map(|row| row[..5].join(" ")).collect() };
    assert_eq!(pairs(&duplicates), ["g-a-1 alpha:1 beta:1 same-title 0.938", "g-a-1 alpha:1 web:1 same-title 0.938"]);
    assert_eq!(column(&duplicates, "level:title"), ["equal 1.000", "equal 1.000"]);
    assert_eq!(column(&duplicates, "level:date"), ["missing", "missing"]);
    let doubtful = made.result("doubtful.csv");
    assert_eq!(pairs(&doubtful), ["g-a-2 alpha:2 web:2 near-title 0.938"], "the earlier search comes first");
    assert_eq!(column(&doubtful, "decision"), [""]);
    assert_eq!(without_digest(&column(&doubtful, "key_b")[0]), "key1||W-2||light and lamp a port report||||");
    let links = made.result("links.csv");
    assert_eq!(table(&links)[1][..6], ["g-a-1", "g-w-2", "companion", "report-of", "\"port report\"", "0.938"]);
    assert_eq!(
        (column(&links, "level:title"), column(&links, "run")),
        (vec!["equal 1.000".into()], vec![made.run().id().into()])
    );
}

#[test]
fn what_waits_for_a_person_asks_a_question_and_brings_its_key() {
    let text = review().result("to-review.csv");
    assert_eq!(column(&text, "group"), ["g-b-7"]);
    assert_eq!(column(&text, "question"), ["Exclude as \"not in English\"?"]);
    assert_eq!(without_digest(&column(&text, "key")[0]), "key1||B-7||kandili||2003||");
    for empty in ["decision", "criterion", "note"] {
        assert_eq!(column(&text, empty), [""]);
    }
}

#[test]
fn people_are_named_where_they_decided() {
    let rulings = vec![
        ruling(RulingKind::Group, "screening", "kandili", "exclude", "ann"),
        ruling(RulingKind::Group, "screening", "lampes de port", "include", "bob"),
    ];
    let made = made_up::with(PROTOCOL, &FILES, rulings);
    let text = made.result("decisions.csv");
    assert_eq!(column(&text, "decision"), ["included", "excluded", "included", "excluded", "included"]);
    assert_eq!(column(&text, "by"), ["rule", "rule", "bob", "ann", "rule"]);
    assert!(made.result("to-review.csv").lines().count() == 1);
}

/// A question that only people can answer is no evidence once they answered it.
#[test]
fn an_exclusion_by_a_person_rests_on_what_the_person_said() {
    let said = |note: &str| {
        let question = "[[criterion]]\nid = \"ports\"\nkind = \"person\"\nquestion = \"On ports?\"\nreason = \"not on ports\"\nstage = \"screening\"\n";
        let ruling = ruling(RulingKind::Group, "screening", "lamps at sea", "exclude", "ann");
        let ruling = litsieve::ruling::Ruling { criterion: "ports".into(), note: note.into(), ..ruling };
        // What was said for it, or of another stage, is nothing that the exclusion rests on.
        let beside = made_up::ruling(RulingKind::Retrieval, "eligibility", "lamps at sea", "sought", "bob");
        let made = made_up::with(&format!("{PROTOCOL}\n{question}"), &FILES, vec![ruling, beside]);
        let text = made.result("excluded.csv");
        let at = column(&text, "title").iter().position(|title| title.eq_ignore_ascii_case("Lamps at sea")).unwrap();
        column(&text, "evidence").swap_remove(at)
    };
    assert_eq!(said(""), "ann: exclude");
    assert_eq!(said("it is on ships"), "ann: it is on ships");
}

#[test]
fn the_set_is_written_in_every_format() {
    let made = review();
    assert_eq!(made.result("included.ris").matches("TY  - ").count(), 2);
    assert_eq!(table(&made.result("included.csv")).len(), 3);
    assert_eq!(made.result("included.bib").matches("\n@").count() + 1, 2);
    let json: serde_json::Value = serde_json::from_str(&made.result("included.json")).unwrap();
    assert_eq!(json.as_array().unwrap().len(), 2);
    assert_eq!(made.result("to-review.ris").matches("TY  - ").count(), 1);
}

/// `text` without the columns that say where a record stands.
fn without_places(text: &str) -> Vec<Vec<String>> {
    const PLACES: [&str; 5] = ["record", "line", "entry", "record_a", "record_b"];
    let rows = table(text);
    let kept: Vec<usize> = (0..rows[0].len()).filter(|&at| !PLACES.contains(&rows[0][at].as_str())).collect();
    rows.iter().map(|row| kept.iter().map(|&at| row[at].clone()).collect()).collect()
}

#[test]
fn the_order_of_files_and_of_records_in_them_is_not_told() {
    let backwards = |text: &str| -> String {
        let mut records: Vec<&str> = text.split_inclusive("ER  -\n").collect();
        records.reverse();
        records.concat()
    };
    let turned: Vec<String> = FILES.iter().map(|(_, _, text)| backwards(text)).collect();
    let mut files: Vec<_> =
        FILES.iter().zip(&turned).map(|((search, label, _), text)| (*search, *label, text.as_str())).collect();
    files.reverse();
    let (straight, turned) = (review().results(), made_up::with(PROTOCOL, &files, Vec::new()).results());
    assert_eq!(straight.len(), turned.len());
    for ((name, one), (_, other)) in straight.iter().zip(&turned) {
        match name.rsplit('.').next() {
            Some("csv") => assert_eq!(without_places(one), without_places(other), "{name}"),
            Some("ris" | "bib") => assert_eq!(one, other, "{name}"),
            _ => {}
        }
    }
}

#[test]
fn the_summary_names_every_result_by_its_digest() {
    let made = review();
    let results = made.results();
    let summary: serde_json::Value = serde_json::from_str(&made.result("summary.json")).unwrap();
    for (name, text) in results.iter().filter(|(name, _)| name != "summary.json") {
        let digest = litsieve::source::Digest::of(text.as_bytes()).to_string();
        assert_eq!(summary["results"][name], digest, "{name}");
    }
    let counts = &summary["counts"];
    assert_eq!(
        [&counts["records"], &counts["groups"], &counts["included"], &counts["excluded"], &counts["to_review"]],
        [7, 5, 2, 2, 1]
    );
    assert_eq!(counts["sources"][3]["records"], serde_json::Value::Null, "no export is not zero records");
    assert_eq!(summary["interim"], true);
    assert_eq!(made.result("summary.json"), review().result("summary.json"), "the same run, the same bytes");
}

#[test]
fn every_file_names_its_run() {
    let made = review();
    let name = made.run().id().to_owned();
    assert!(name.starts_with("lanterns@") && name.len() == "lanterns@".len() + 12, "{name}");
    let summary: serde_json::Value = serde_json::from_str(&made.result("summary.json")).unwrap();
    assert_eq!(summary["run_name"], name);
    for (file, text) in made.results() {
        assert!(text.contains(&name), "{file} does not name its run");
        if file.ends_with(".csv") && !["flow.csv", "included.csv"].contains(&file.as_str()) {
            let names = column(&text, "run");
            assert!(names.iter().all(|found| *found == name), "{file}: {names:?}");
            assert_eq!(table(&text)[0].last().unwrap(), "run", "{file}");
        }
    }
}

#[test]
fn what_goes_in_names_the_run_and_the_order_in_a_file_does_not() {
    let name = |protocol: &str, files: &[(usize, &str, &str)]| {
        made_up::with(protocol, files, Vec::new()).run().id().to_owned()
    };
    let as_it_is = name(PROTOCOL, &FILES);
    let turned = FILES.map(|(search, label, text)| {
        let mut records: Vec<&str> = text.split_inclusive("ER  -\n").collect();
        records.reverse();
        (search, label, records.concat())
    });
    let turned: Vec<_> = turned.iter().map(|(search, label, text)| (*search, *label, text.as_str())).collect();
    assert_eq!(name(PROTOCOL, &turned), as_it_is, "the same records in another order are the same run");
    let changed = FILES.map(|(search, label, text)| (search, label, text.replacen("Kandili", "Kandila", 1)));
    let changed: Vec<_> = changed.iter().map(|(search, label, text)| (*search, *label, text.as_str())).collect();
    assert_ne!(name(PROTOCOL, &changed), as_it_is);
    assert_ne!(name(&PROTOCOL.replace("1990", "1970"), &FILES), as_it_is);
}

/// What verifying a review against results says; those that are no text are of the review as it stands.
fn verified(made: &made_up::MadeUp, results: &[(String, String)]) -> litsieve::export::Verified {
    let binary: Vec<(String, Vec<u8>)> = made_up::files(&review().run());
    let binary = binary.iter().filter(|(name, _)| name.ends_with(".xlsx") || name.ends_with(".sqlite"));
    let binary: Vec<_> = binary.map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let text = results.iter().map(|(name, text)| (name.as_str(), text.as_bytes()));
    let all: Vec<(&str, &[u8])> = text.chain(binary).collect();
    litsieve::export::verify(&made.run(), |name| {
        Ok(all.iter().find(|(file, _)| *file == name).map_or(Stands::Nothing, |(_, bytes)| Stands::File(*bytes)))
    })
    .unwrap()
}

#[test]
fn results_that_nobody_touched_are_reproduced() {
    let made = review();
    let verified = verified(&made, &made.results());
    assert_eq!((verified.decisions, verified.differences.len(), verified.causes.len()), (5, 0, 0));
    let summary: serde_json::Value = serde_json::from_str(&made.result("summary.json")).unwrap();
    assert_eq!(summary["run"], verified.run.to_string());
}

#[test]
fn an_edited_a_missing_and_a_longer_result_are_named_with_their_line() {
    let made = review();
    let mut results = made.results();
    for (name, text) in &mut results {
        match name.as_str() {
            "decisions.csv" => *text = text.replacen("excluded", "included", 1),
            "links.csv" => text.push_str("one more line\n"),
            _ => {}
        }
    }
    results.retain(|(name, _)| name != "flow.svg");
    let verified = verified(&made, &results);
    let told: Vec<(&str, u64)> = verified.differences.iter().map(|found| (found.file, found.line)).collect();
    assert_eq!(told, [("decisions.csv", 3), ("links.csv", 3), ("flow.svg", 0)]);
    assert!(
        verified.differences[0].computed.contains("excluded") && verified.differences[0].found.contains("included")
    );
    assert!(
        verified.causes[0].starts_with("decisions.csv was edited: line 3 was edited, decision of ")
            && verified.causes[0].ends_with(": excluded -> included"),
        "{:?}",
        verified.causes
    );
    assert_eq!(verified.causes[2], "flow.svg is missing from the results");
}

#[test]
fn a_changed_input_is_the_cause_and_not_the_results() {
    let results = review().results();
    let one_byte = FILES.map(|(search, label, text)| (search, label, text.replacen("Kandili", "Kandila", 1)));
    let one_byte: Vec<_> = one_byte.iter().map(|(search, label, text)| (*search, *label, text.as_str())).collect();
    let causes = verified(&made_up::with(PROTOCOL, &one_byte, Vec::new()), &results).causes;
    assert_eq!(
        causes,
        [
            "the export exports/beta.ris was changed since the results were made: the record beta:2 on line 8, title, Kandili -> Kandila"
        ]
    );
    let other_protocol = made_up::with(&PROTOCOL.replace("1990", "1970"), &FILES, Vec::new());
    assert_eq!(
        verified(&other_protocol, &results).causes,
        [
            "the protocol protocol.toml was changed since the results were made: line 55, criterion[year].from, 1990 -> 1970, and 1 value more"
        ]
    );
    let mut later = review();
    later.inputs.version = "9.9.9".into();
    assert_eq!(verified(&later, &results).causes, ["the results were made by version 0.0.0, this is version 9.9.9"]);
}
