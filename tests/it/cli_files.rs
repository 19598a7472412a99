//! The commands on single files: inspect, convert, dedup; and the texts that the program prints about itself.

use std::fs;

use litsieve::matching::sample::Stratum;

use crate::support::{check_cli, shipped_review};

#[test]
fn inspect_tells_what_an_export_holds() {
    let review = shipped_review();
    let (out, _) = check_cli(review.path(), &["--json", "inspect", "exports/iter1_wos.txt"], 0);
    let told: serde_json::Value = serde_json::from_str(&out).unwrap();
    let file = &told[0];
    assert_eq!(file["file"], "exports/iter1_wos.txt");
    assert_eq!(file["format"], "wos-tagged");
    assert_eq!((&file["records"], &file["markers"]), (&88.into(), &88.into()));
    assert_eq!(file["encoding"], "UTF-8");
    assert!(file["bytes"].as_u64().unwrap() > 20_000 && file["diagnostics"].is_array());
    for key in ["dialect", "database"] {
        assert!(file[key].is_string(), "{key}");
    }
}

#[test]
fn convert_writes_what_the_extension_or_the_option_says() {
    let review = shipped_review();
    let export = "exports/grey_scholar.ris";
    check_cli(review.path(), &["convert", export, "-o", "out.json"], 0);
    let written: serde_json::Value =
        serde_json::from_slice(&fs::read(review.path().join("out.json")).unwrap()).unwrap();
    assert_eq!(written.as_array().unwrap().len(), 21);
    let (out, err) = check_cli(review.path(), &["convert", export, "-o", "-", "--to", "ris"], 0);
    assert_eq!(out.matches("\nER  - ").count(), 21);
    assert!(err.contains("21 references written to standard output as ris"), "{err}");
    let (_, err) = check_cli(review.path(), &["convert", export, "-o", "out.docx"], 2);
    assert!(err.contains("does not tell its format"), "{err}");
    let (_, err) = check_cli(review.path(), &["convert", export, "-o", "out.ris", "--to", "word"], 2);
    assert!(err.contains("there is no format `word`"), "{err}");
    let (_, err) = check_cli(review.path(), &["convert", "README.md", "-o", "out.ris"], 2);
    assert!(err.contains("no record could be read"), "{err}");
    assert!(!review.path().join("out.ris").exists());
    let (_, err) = check_cli(review.path(), &["convert", export, "-o", "no/such/folder/out.ris"], 2);
    assert!(err.contains("cannot write no/such/folder/out.ris: it is not there"), "{err}");
}

/// A file of 34 MB is converted part by part, and comes out as it does when it is read at once, which a denied code asks for.
#[test]
fn a_large_file_is_converted_part_by_part_with_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let long = "Residents of a made-up town kept gardens together, and we asked them how. ".repeat(900);
    let record = |number: usize| {
        format!(
            "TY  - JOUR\nAU  - Ek, Bo {number}\nTI  - Gardens &amp; café {number}\nPY  - 20x{number}\nZZ  - made up\nAB  - {long}\nER  - \n\n"
        )
    };
    fs::write(at("large.ris"), (1..=510).map(record).collect::<String>()).unwrap();
    assert!(fs::metadata(at("large.ris")).unwrap().len() > 32 << 20);
    fs::write(at("small.ris"), record(1)).unwrap();
    fs::write(
        at("latin.ris"),
        [fs::read(at("large.ris")).unwrap(), b"TY  - JOUR\nTI  - Caf\xe9\nER  - \n".to_vec()].concat(),
    )
    .unwrap();
    for (name, in_parts) in [("large.ris", true), ("small.ris", false), ("latin.ris", false)] {
        let parts = litsieve::workspace::open_parts(&at(name), name).unwrap();
        assert_eq!(
            parts.map(|mut parts| parts.next().unwrap().unwrap().records.len() < 510),
            in_parts.then_some(true),
            "{name}"
        );
    }
    for to in ["jsonl", "nbib", "csv"] {
        let (_, parts) = check_cli(folder.path(), &["convert", "large.ris", "--to", to, "-o", "parts"], 0);
        let whole = ["convert", "large.ris", "--to", to, "-o", "whole", "--deny", "REA003"];
        let (_, whole) = check_cli(folder.path(), &whole, 0);
        assert!(fs::read(at("parts")).unwrap() == fs::read(at("whole")).unwrap(), "{to}: the bytes differ");
        for said in [&parts, &whole] {
            assert!(said.contains("510 records read, 510 record starts counted"), "{said}");
            assert!(said.contains("510 references written to"), "{said}");
        }
    }
}

/// A file that cannot be read, alone, beside a good one, and inside an archive with one: told on standard error and by the exit code.
#[test]
fn a_file_that_cannot_be_read_is_never_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let good = "TY  - JOUR\nTI  - Made up\nAU  - Ek, Bo\nER  - \n";
    fs::write(at("good.ris"), good).unwrap();
    fs::write(at("bad.txt"), "Dear librarian,\nhere is the export.\n").unwrap();
    fs::write(at("table.csv"), "colour,shape\nred,round\n").unwrap();
    fs::write(at("empty.ris"), "\n").unwrap();
    let mut zip = zip::ZipWriter::new(fs::File::create(at("both.zip")).unwrap());
    // A letter beside an export would only be told of; XML of an unknown kind may hold references.
    for (name, text) in [("good.ris", good), ("bad.xml", "<?xml version=\"1.0\"?>\n<parts><part>one</part></parts>\n")]
    {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, text.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
    for (files, named) in [
        (&["good.ris", "bad.txt"][..], "no record could be read from bad.txt"),
        (&["good.ris", "table.csv"], "no record could be read from table.csv"),
        (&["both.zip"], "no record could be read from both.zip/bad.xml"),
    ] {
        for command in ["convert", "dedup", "inspect"] {
            let out: &[&str] = if command == "inspect" { &[] } else { &["-o", "out.ris"] };
            let (told, err) = check_cli(folder.path(), &[&[command], files, out].concat(), 2);
            assert!(err.contains(named), "{command} {files:?}: {err}");
            assert_eq!(command == "inspect", told.contains("good.ris"), "inspect tells of the others: {told}");
        }
        assert!(!at("out.ris").exists(), "nothing is written");
    }
    check_cli(folder.path(), &["convert", "good.ris", "empty.ris", "-o", "out.ris"], 0);
}

#[test]
fn dedup_names_records_by_their_own_identifiers() {
    let folder = tempfile::tempdir().unwrap();
    let row = |id: &str| {
        format!(
            "{id},A made-up report on libraries and their visitors,\"Larsen, L.\",2016,Journal of Made-up Studies,3,12-19\n"
        )
    };
    let text = format!("id,title,author,year,journal,volume,pages\n{}{}", row("x7"), row("x9"));
    fs::write(folder.path().join("records.csv"), text).unwrap();
    let arguments = [
        "dedup",
        "records.csv",
        "--id-column",
        "id",
        "--groups",
        "groups.csv",
        "--pairs",
        "pairs.csv",
        "-o",
        "out.ris",
    ];
    let (out, _) = check_cli(folder.path(), &arguments, 0);
    assert!(out.contains("records"), "{out}");
    let groups = fs::read_to_string(folder.path().join("groups.csv")).unwrap();
    assert!(groups.starts_with("ids\n"), "{groups}");
    let pairs = fs::read_to_string(folder.path().join("pairs.csv")).unwrap();
    assert!(pairs.starts_with("group,record_a,record_b,rule,score,"), "{pairs}");
}

#[test]
fn dedup_says_why_two_records_are_one_or_two() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "x1,Gardens of made-up towns,\"Larsen, L.\",2016,Journal of Made-up Studies,3,12-19\n\
                x2,Gardens of made-up towns,\"Larsen, Lena\",2016,Journal of Made-up Studies,3,12-19\n\
                x3,Gardens of made-up towns: a reply,\"Ek, B.\",2016,Journal of Made-up Studies,3,20-21\n\
                x4,Gardens of made-up towns,\"Larsen, Lena\",2016,Planning Quarterly,,\n";
    fs::write(folder.path().join("a.csv"), format!("id,title,author,year,journal,volume,pages\n{rows}")).unwrap();
    let why = |more: &[&str], code| {
        check_cli(folder.path(), &[&["dedup", "a.csv", "--id-column", "id", "--why"], more].concat(), code)
    };
    let (one, _) = why(&["x1", "x2"], 0);
    assert!(one.contains("They are one report.") && one.contains("x1 = x2  rule"), "{one}");
    let (two, _) = why(&["x1", "x3"], 0);
    assert!(two.contains("They are two reports.") && two.contains("authors (Larsen, L. / Ek, B.)"), "{two}");
    let (doubt, _) = why(&["x1", "x4"], 0);
    assert!(doubt.contains("Undecided") && doubt.contains("`litsieve init`"), "{doubt}");
    // Without a review there is no table of duplicates to write into, and nothing is included.
    for text in [&one, &two, &doubt] {
        assert!(!text.contains("results/") && !text.contains("included"), "{text}");
    }
    let (_, err) = why(&["x1", "x9"], 2);
    assert!(err.contains("no record is called `x9`, did you mean `x1`?") && err.contains("--pairs"), "{err}");
    why(&["x1"], 2);
    why(&["x1", "x2", "-o", "out.ris"], 2);
    assert!(!folder.path().join("out.ris").exists());
}

#[test]
fn dedup_lists_doubtful_pairs_and_draws_a_sample_to_judge() {
    let folder = tempfile::tempdir().unwrap();
    let title = "Renewal of northern towns after the shipyards";
    let row = |id: &str, place: &str| format!("{id},{title},\"Larsen, Lena\",2010,{place}\n");
    let same = "Town Studies,3,12-19";
    let rows = [row("a1", same), row("a2", same), row("b1", "Planning Quarterly,,")].concat();
    fs::write(folder.path().join("records.csv"), format!("id,title,author,year,journal,volume,pages\n{rows}")).unwrap();
    let dedup = ["dedup", "records.csv", "--id-column", "id", "--sample", "8"];

    check_cli(folder.path(), &[&dedup[..], &["--pairs", "pairs.csv", "-o", "out.ris"]].concat(), 0);
    let cells = |text: &str, names: &[&str]| -> Vec<Vec<String>> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().unwrap().clone();
        let at = |name: &str| header.iter().position(|column| column == name).unwrap();
        let rows = reader.records().map(|row| row.unwrap());
        rows.map(|row| names.iter().map(|name| row[at(name)].to_owned()).collect()).collect()
    };
    let pairs = fs::read_to_string(folder.path().join("pairs.csv")).unwrap();
    let outcomes = cells(&pairs, &["record_a", "record_b", "outcome"]);
    assert_eq!(outcomes[0], ["a1", "a2", "merged"]);
    assert!(outcomes.len() == 2 && outcomes[1][1] == "b1" && outcomes[1][2] == "doubtful", "{outcomes:?}");

    let sample = fs::read_to_string(folder.path().join("sample.csv")).unwrap();
    let drawn = cells(&sample, &["title_a", "title_b", "authors_a", "year_b", "volume_a", "pages_a", "decision"]);
    assert_eq!(drawn, vec![[title, title, "Larsen, Lena", "2010", "3", "12-19", ""]; 2]);
    let mut treated = cells(&sample, &["record_b", "record_a", "code", "populations"]);
    treated.sort_unstable();
    let populations = "merged surely 1; merged barely 0; doubtful 1; apart 0";
    for (row, (record, stratum)) in treated.iter().zip([("a2", "merged surely"), ("b1", "doubtful")]) {
        assert_eq!([&row[0], &row[3]], [record, populations]);
        assert_eq!(row[2], code(stratum, [&row[1], &row[0]]));
    }
    // Who judges does not see what the program made of a pair.
    let header = sample.lines().next().unwrap();
    assert!(
        !["stratum", "rule", "score"].iter().any(|column| header.split(',').any(|name| name == *column)),
        "{header}"
    );
    assert!(
        !sample.lines().skip(1).any(|row| row.contains(",doubtful") || row.contains("title-and-place")),
        "{sample}"
    );

    let (_, err) = check_cli(folder.path(), &[&dedup[..], &["-o", "out.ris"]].concat(), 2);
    assert!(err.contains("sample.csv is there already"), "{err}");
    let (out, _) = check_cli(folder.path(), &dedup, 0);
    assert_eq!(out, sample, "without -o the same sample and nothing else is printed");
    check_cli(folder.path(), &[&dedup[..], &["-o", "-", "--to", "ris"]].concat(), 2);
}

/// The code of a stratum beside a pair of records.
fn code(stratum: &str, pair: [&str; 2]) -> String {
    Stratum::from_name(stratum).unwrap().code(pair)
}

#[test]
fn a_judged_sample_gives_rates_with_intervals() {
    let folder = tempfile::tempdir().unwrap();
    // Merged: 10 sure ones, 5 judged right; 4 bare ones, all judged, one wrong. Doubtful: 2, all judged, one a duplicate.
    let typed = [
        ("merged surely", "Same Same Same Same Same - perhaps"),
        ("merged barely", "same same same different"),
        ("doubtful", "same no"),
    ];
    let populations = "merged surely 10; merged barely 4; doubtful 2; apart 0";
    let mut lines = vec!["record_a,record_b,decision,references,populations,code".to_owned()];
    for (stratum, decisions) in typed {
        for decision in decisions.split(' ') {
            let decision = decision.trim_matches('-');
            let (a, b) = (format!("a:{}", lines.len()), format!("b:{}", lines.len()));
            let code = code(stratum, [&a, &b]);
            lines.push(format!("{a},{b},{decision},200,{populations},{code}"));
        }
    }
    let write = |lines: &[String]| fs::write(folder.path().join("sample.csv"), lines.join("\n") + "\n").unwrap();
    write(&lines);
    let judged = ["dedup", "--judged", "sample.csv"];

    let (out, err) = check_cli(folder.path(), &[&judged[..], &["--included", "20", "--json"]].concat(), 0);
    assert!(err.contains("line 8: `perhaps`"), "{err}");
    let found: serde_json::Value = serde_json::from_str(&out).unwrap();
    let close = |name: &str, end: &str, expected: f64| {
        let value = found[name][end].as_f64().unwrap();
        assert!((value - expected).abs() < 5e-4, "{name} {end}: {value}, expected {expected}");
    };
    // None of five: the upper end at 97.5 % is 1 - 0.0125^(1/5) = 0.5837, of which only the five that are not judged can be wrong.
    close("false_merges", "value", 1.0);
    close("false_merges", "low", 1.0);
    close("false_merges", "high", 1.0 + 5.0);
    close("false_merge_rate", "value", 1.0 / 14.0);
    close("missed", "value", 1.0);
    close("missed", "high", 1.0);
    close("missed_rate", "value", 1.0 / 14.0);
    close("included_at_risk", "value", 0.1);
    assert_eq!((&found["open"], &found["merged_pairs"]), (&1.into(), &14.into()));

    let (out, _) = check_cli(folder.path(), &judged, 0);
    assert!(out.contains("False merges: 1.0 (95 %: 1.0 to 6.0) of 14 merged pairs"), "{out}");
    fs::write(folder.path().join("other.csv"), "title,decision\nOne,same\n").unwrap();
    let (_, err) = check_cli(folder.path(), &["dedup", "--judged", "other.csv"], 2);
    assert!(err.contains("no `record_a` and `record_b`"), "{err}");

    // What stands twice counts once, also the other way round; what contradicts itself does not count.
    let mut twice = [&lines[..], &lines[1..]].concat();
    twice.push(format!("b:1,a:1,same,200,{populations},{}", code("merged surely", ["a:1", "b:1"])));
    write(&twice);
    let (again, err) = check_cli(folder.path(), &judged, 0);
    assert!(again == out && err.contains("14 rows that stand more than once"), "{again}{err}");
    write(&[&lines[..], &[lines[1].replace("Same", "different")]].concat());
    let (out, err) = check_cli(folder.path(), &judged, 0);
    assert!(err.contains("line 2: the rows of this pair contradict each other"), "{err}");
    assert!(out.lines().any(|line| line.trim_start().starts_with("merged surely") && line.contains(" 4 ")), "{out}");

    // Of a stratum without rows nothing is known but how many pairs it has.
    write(&lines[..6]);
    let (out, _) = check_cli(folder.path(), &judged, 0);
    assert!(out.contains("False merges: not known") && out.contains("Missed duplicates: not known"), "{out}");
    assert!(out.contains("(95 %: 0.0 to 2.0)"), "two pairs are in doubt, and both may be duplicates: {out}");

    // Numbers that cannot be are no numbers.
    let (_, err) = check_cli(folder.path(), &[&judged[..], &["--included", "201"]].concat(), 2);
    assert!(err.contains("201 included references are more than the 200"), "{err}");
    let more = |populations: &str| format!("c:1,d:1,same,200,{populations},{}", code("doubtful", ["c:1", "d:1"]));
    write(&[&lines[..6], &[more("merged surely 9; merged barely 4; doubtful 2; apart 0")]].concat());
    let (_, err) = check_cli(folder.path(), &judged, 2);
    assert!(err.contains("these are two samples"), "{err}");
    write(&[&lines[..], &[more(populations)]].concat());
    let (_, err) = check_cli(folder.path(), &judged, 2);
    assert!(err.contains("more pairs of the stratum `doubtful` than there are"), "{err}");
}

#[test]
fn every_code_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let (out, _) = check_cli(folder.path(), &["explain-code", "pro002"], 0);
    assert!(out.starts_with("PRO002: unknown key (error)\n"), "{out}");
    let (_, err) = check_cli(folder.path(), &["explain-code", "PRO02"], 2);
    assert!(err.contains("Did you mean PRO002?"), "{err}");
    let (out, _) = check_cli(folder.path(), &["explain-code"], 0);
    assert!(out.lines().count() > 20);
}

#[test]
fn shells_and_manual_readers_are_served() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (out, _) = check_cli(folder.path(), &["completions", shell], 0);
        assert!(out.contains("litsieve"), "{shell}");
    }
    let (out, _) = check_cli(folder.path(), &["man"], 0);
    assert!(out.contains(".TH litsieve"), "{out}");
    let (out, _) = check_cli(folder.path(), &["man", "run"], 0);
    assert!(out.contains("discard"), "{out}");
    check_cli(folder.path(), &["man", "nothing"], 2);
    check_cli(folder.path(), &["nothing"], 2);
    check_cli(folder.path(), &["--version"], 0);
}

#[test]
fn why_tells_with_and_without_results() {
    let review = shipped_review();
    let (replayed, _) = check_cli(review.path(), &["why", "facilitating", "coproduction"], 0);
    assert!(replayed.contains("published outside 1985-2017"), "{replayed}");
    check_cli(review.path(), &["run"], 0);
    let (told, _) = check_cli(review.path(), &["why", "facilitating coproduction"], 0);
    assert_eq!(told, replayed, "from the results or from the review, it is one story");
    let (out, _) = check_cli(review.path(), &["why", "no", "such", "words"], 0);
    assert!(out.contains("Looked through"), "{out}");
    let (out, _) = check_cli(review.path(), &["--json", "why", "iter1_wos:1"], 0);
    let told: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(told["groups"].as_array().unwrap().len(), 1);
    let (_, err) = check_cli(review.path(), &["why", "x", "--results", "nowhere"], 2);
    assert!(err.contains("cannot read nowhere"), "{err}");
    check_cli(review.path(), &["schema", "audit"], 0);
    check_cli(review.path(), &["schema", "protocol"], 0);
    check_cli(review.path(), &["schema", "nothing"], 2);
}

#[test]
fn an_export_is_never_written_over() {
    let review = shipped_review();
    let export = review.path().join("exports/grey_scholar.ris");
    let before = fs::read(&export).unwrap();
    let name = "exports/grey_scholar.ris";
    for args in [
        &["convert", name, "-o", "exports/../exports/grey_scholar.ris"][..],
        &["dedup", name, "-o", name],
        &["dedup", name, "--groups", name],
    ] {
        let (_, err) = check_cli(review.path(), args, 2);
        assert!(err.contains("would be written over"), "{err}");
    }
    assert_eq!(fs::read(&export).unwrap(), before);
}

#[test]
fn an_archive_that_gives_nothing_is_an_error_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("broken.zip"), b"PK\x03\x04 not a zip").unwrap();
    for command in [&["inspect", "broken.zip"][..], &["convert", "broken.zip", "-o", "-", "--to", "ris"]] {
        let (_, err) = check_cli(folder.path(), command, 2);
        assert!(err.contains("nothing could be taken out of the archive broken.zip"), "{err}");
    }
}

#[test]
fn inspect_fits_a_terminal_of_eighty_columns() {
    let folder = tempfile::tempdir().unwrap();
    let name = "the-export-of-a-database-as-a-librarian-names-it.csv";
    let lines = "Authors,Title,Year,Source title,EID\n\"Ek B.\",One,2013,Made-up Studies,2-s2.0-1\n";
    fs::write(folder.path().join(name), lines).unwrap();
    let (out, _) = check_cli(folder.path(), &["inspect", name], 0);
    assert!(out.contains(name) && out.contains("csv, Scopus CSV, Scopus, UTF-8: 1 record, 1 marker"), "{out}");
    assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
}

#[test]
fn an_archive_of_exports_is_read_as_its_members() {
    use std::io::Write as _;
    let folder = tempfile::tempdir().unwrap();
    let record = |title: &str| format!("TY  - JOUR\nTI  - {title}\nAU  - Reed, Ann\nPY  - 2012\nER  - \n\n");
    let file = fs::File::create(folder.path().join("exports.zip")).unwrap();
    let mut archive = zip::ZipWriter::new(file);
    for (name, title) in [("a.ris", "Harbour lamps of the north"), ("b.ris", "Gardens behind the station")] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(record(title).as_bytes()).unwrap();
    }
    archive.finish().unwrap();
    let (out, _) = check_cli(folder.path(), &["convert", "exports.zip", "-o", "-", "--to", "ris"], 0);
    assert!(out.contains("Harbour lamps") && out.contains("Gardens behind"), "{out}");
    let (out, _) = check_cli(folder.path(), &["inspect", "exports.zip"], 0);
    assert!(out.contains("exports.zip/a.ris") && out.contains("exports.zip/b.ris"), "{out}");
    fs::create_dir_all(folder.path().join("review/exports")).unwrap();
    fs::rename(folder.path().join("exports.zip"), folder.path().join("review/exports/exports.zip")).unwrap();
    fs::write(
        folder.path().join("review/protocol.toml"),
        "schema = \"litsieve/protocol/1\"\n[review]\nid = \"made-up\"\ntitle = \"Made up\"\n[source.x]\nname = \"X\"\n\
         kind = \"database\"\n[[iteration]]\nid = \"1\"\n[[iteration.search]]\nid = \"1.x\"\nsource = \"x\"\n\
         exports = [\"exports/exports.zip\"]\n",
    )
    .unwrap();
    let (out, _) = check_cli(&folder.path().join("review"), &["run"], 0);
    assert!(out.contains("NOT SCREENED"), "{out}");
    let records = fs::read_to_string(folder.path().join("review/results/records.csv")).unwrap();
    assert_eq!(records.lines().count(), 3, "{records}");
    check_cli(&folder.path().join("review"), &["verify"], 0);
    check_cli(&folder.path().join("review"), &["bundle", "out"], 0);
}
