//! Whatever is done to what a run read or wrote is caught, and named by what was done: several things at once, things that are no
//! files, things that came from elsewhere.

use std::fs;
use std::path::Path;

use litsieve::audit::LogWriter;
use litsieve::export::digest_of;
use litsieve::ruling::RulingKind;
use litsieve::source::Digest;
use litsieve::wire::audit::Event;
use serde_json::Value;

use crate::cli_audit::{ALPHA, SMALL, cause, compared, edit, folder, results, rule, small, verified};
use crate::support::check_cli;

/// Every cause that is named.
fn causes(out: &str) -> Vec<&str> {
    out.lines().filter_map(|line| line.trim().strip_prefix("cause: ")).collect()
}

const KNOWN: &str = "\
TY  - JOUR\nID  - k-1\nTI  - Wharves of the northern harbours\nAU  - Quay, Ann\nPY  - 2001\nDO  - 10.1000/north\nER  -
TY  - JOUR\nID  - k-2\nTI  - Keepers of the southern wharves\nAU  - Moor, Cy\nPY  - 2003\nER  -
";
const SERVICE: &str = r#"{"v":1,"by":"doi","key":"10.1000/north","kind":"value","field":"abstract","value":"Made-up words on wharves.","title":"Wharves of the northern harbours","year":"2001","from":"made-up","export":"pages/1.json","sha256":"0000000000000000000000000000000000000000000000000000000000000000","at":"2020-03-01T00:00:00Z"}
"#;

/// A review with a known set and values that a service gave, whose results lie in `a`.
fn with_everything() -> tempfile::TempDir {
    let protocol = format!("{SMALL}\n[[known]]\nid = \"core\"\nfile = \"known/core.ris\"\nrole = \"included\"\n");
    let review = folder(&[
        ("protocol.toml", &protocol),
        ("exports/alpha.ris", ALPHA),
        ("known/core.ris", KNOWN),
        ("enrichment/made-up.jsonl", SERVICE),
    ]);
    check_cli(review.path(), &["run", "--results", "a"], 0);
    review
}

/// The log with a text replaced and the chain made anew.
fn forged(log: &str, from: &str, to: &str) -> String {
    assert!(log.contains(from), "{from}");
    let mut out = Vec::new();
    let mut writer = LogWriter::new(&mut out);
    for line in log.replacen(from, to, 1).lines() {
        match serde_json::from_str(line).unwrap() {
            Event::End(_) => {}
            event => writer.event(&event).unwrap(),
        }
    }
    writer.finish().unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_breach_of_the_log_hides_no_change_of_an_input() {
    let review = with_everything();
    edit(&review.path().join("exports/alpha.ris"), "Moor, Cy", "Moor, Ky");
    edit(&review.path().join("a/audit.jsonl"), "not stated", "stated");
    let out = verified(review.path(), 1);
    let named = causes(&out);
    assert_eq!(
        named[0],
        "the export exports/alpha.ris was changed since the results were made: the record alpha:2 on line 12, author, \
         Moor, Cy -> Moor, Ky"
    );
    assert!(
        named[1].starts_with("audit.jsonl was edited as well: it is not what its run wrote (the chain breaks: line "),
        "{out}"
    );
    assert_eq!(named.len(), 2, "{out}");
    // Without a summary the log still tells what went in.
    fs::remove_file(review.path().join("a/summary.json")).unwrap();
    let out = verified(review.path(), 1);
    assert!(causes(&out)[0].starts_with("summary.json is missing"), "{out}");
    assert!(causes(&out)[1].contains("since the log was written: the record alpha:2 on line 12, author"), "{out}");
}

/// Makes results look as version 0.0.9 would have written them, after `tamper`: every digest fits.
fn of_other_version(review: &Path, tamper: &dyn Fn(&Path)) {
    const THEIRS: &str = "0.0.9";
    let ours = env!("CARGO_PKG_VERSION");
    tamper(review);
    for (name, bytes) in results(&review.join("a")) {
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let text = text.replace(&format!("litsieve {ours}"), &format!("litsieve {THEIRS}"));
        let text = text.replace(&format!("\"version\": \"{ours}\""), &format!("\"version\": \"{THEIRS}\""));
        let text = text.replace(&format!("\"version\":\"{ours}\""), &format!("\"version\":\"{THEIRS}\""));
        fs::write(review.join("a").join(name), text).unwrap();
    }
    sealed(review);
}

/// Puts the digests of all results into the summary.
fn sealed(review: &Path) {
    let path = review.join("a/summary.json");
    let mut summary: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    for (name, digest) in summary["results"].as_object_mut().unwrap() {
        *digest = Digest::of(&fs::read(review.join("a").join(name)).unwrap()).to_string().into();
    }
    let run = digest_of(&serde_json::from_value(summary.clone()).unwrap());
    summary["run"] = run.to_string().into();
    fs::write(path, format!("{summary:#}\n")).unwrap();
}

fn rechained(review: &Path, from: &str, to: &str) {
    let path = review.join("a/audit.jsonl");
    fs::write(&path, forged(&fs::read_to_string(&path).unwrap(), from, to)).unwrap();
}

#[test]
fn another_version_hides_no_edit() {
    const VERSION: &str = "the results were made by version 0.0.9, this is version ";
    let told = |tamper: &dyn Fn(&Path), after: &dyn Fn(&Path)| {
        let review = small();
        of_other_version(review.path(), tamper);
        rechained(review.path(), "\"tool\"", "\"tool\"");
        sealed(review.path());
        after(review.path());
        let out = verified(review.path(), 1);
        let causes: Vec<String> = causes(&out).into_iter().map(str::to_owned).collect();
        assert!(causes[0].starts_with(VERSION), "{out}");
        causes[1..].to_vec()
    };
    let nothing = |_: &Path| {};
    assert_eq!(told(&nothing, &nothing), [""; 0], "nothing but the version");
    // The log was edited: its chain breaks, whether or not the summary has the digest of what it is now.
    let log = |review: &Path| edit(&review.join("a/audit.jsonl"), "\"included\"", "\"excluded\"");
    for causes in [
        told(&nothing, &log),
        told(&nothing, &|review| {
            log(review);
            sealed(review);
        }),
    ] {
        assert_eq!(causes.len(), 1, "{causes:?}");
        assert!(
            causes[0]
                .starts_with("audit.jsonl was edited as well: it is not what its run wrote (the chain breaks: line ")
        );
    }
    // Its chain was made anew, and every digest: that its own decision does not follow in it tells, whatever the version.
    let causes = told(&|review| rechained(review, "\"decision\":\"included\"", "\"decision\":\"excluded\""), &nothing);
    assert_eq!(causes.len(), 1, "{causes:?}");
    assert!(causes[0].starts_with("audit.jsonl was edited: audit.jsonl contradicts itself, "), "{causes:?}");
    // So does a table of decisions that is not that of the log.
    let table = |review: &Path| edit(&review.join("a/decisions.csv"), ",included,", ",excluded,");
    let causes = told(&table, &nothing);
    assert_eq!(causes.len(), 1, "{causes:?}");
    assert!(causes[0].starts_with("decisions.csv was edited: decisions.csv has "), "{causes:?}");
    assert!(causes[0].ends_with(" as excluded, and audit.jsonl as included"), "{causes:?}");
    // Of what neither tells, only that version can, but what differs is named.
    let title =
        |review: &Path| edit(&review.join("a/records.csv"), "Keepers of the southern", "Sleepers of the southern");
    let causes = told(&title, &nothing);
    assert_eq!(causes.len(), 1, "{causes:?}");
    assert!(causes[0].starts_with("records.csv says otherwise than this version gives: line "), "{causes:?}");
    assert!(causes[0].ends_with("only that version can tell"), "{causes:?}");
    // A summary whose digests do not go together.
    let causes = told(&nothing, &|review| {
        let path = review.join("a/summary.json");
        let mut summary: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        summary["run"] = "0".repeat(64).into();
        fs::write(path, format!("{summary:#}\n")).unwrap();
    });
    assert_eq!(causes, ["summary.json was edited as well: its digest of the run does not follow from what it lists"]);
}

#[test]
fn every_input_is_told() {
    let review = with_everything();
    rule(review.path(), RulingKind::Group, &[1], "include");
    check_cli(review.path(), &["run", "--results", "a"], 0);
    let out = verified(review.path(), 0);
    let line = "Computed from the protocol, 1 export, 1 file of rulings, 1 known set, 1 file of enrichment; 22 results compared.";
    assert!(out.lines().any(|said| said == line), "{out}");
    let page = fs::read_to_string(review.path().join("a/report.html")).unwrap();
    for (file, kind) in [
        ("protocol.toml", "protocol"),
        ("rulings/ann.jsonl", "rulings"),
        ("known/core.ris", "known set core"),
        ("enrichment/made-up.jsonl", "enrichment"),
    ] {
        assert!(page.contains(&format!("<th scope=\"row\">{file}</th><td></td><td>{kind}</td>")), "{file}");
    }
}

#[test]
fn known_sets_and_enrichment_are_inputs_that_are_named_with_what_was_changed() {
    let named = |file: &str, from: &str, to: &str| {
        let review = with_everything();
        edit(&review.path().join(file), from, to);
        let of_verify = cause(&verified(review.path(), 1)).to_owned();
        let told = compared(review.path());
        // A summary that was edited to hide it does not hide it from the log.
        let digest = |bytes: &[u8]| litsieve::source::Digest::of(bytes).to_string();
        let now = fs::read(review.path().join(file)).unwrap();
        let before = String::from_utf8(now.clone()).unwrap().replacen(to, from, 1);
        edit(&review.path().join("a/summary.json"), &digest(before.as_bytes()), &digest(&now));
        let hidden = verified(review.path(), 1);
        assert!(
            hidden
                .contains(&format!("{file} was changed since the log was written, and the summary edited to hide it")),
            "{hidden}"
        );
        (of_verify, told["inputs"][0].as_str().unwrap().to_owned())
    };
    let (of_verify, of_diff) = named("known/core.ris", "2003", "2004");
    let change = "the reference k-2 of `core`, year, 2003 -> 2004";
    assert_eq!(of_verify, format!("the known set known/core.ris was changed since the results were made: {change}"));
    assert_eq!(of_diff, format!("file known/core.ris was changed: {change}"));
    let (of_verify, of_diff) = named("enrichment/made-up.jsonl", "Made-up words", "Other words");
    let change = "what it gives alpha:1, abstract, Made-up words on wharves. -> Other words on wharves.";
    assert_eq!(
        of_verify,
        format!(
            "the enrichment enrichment/made-up.jsonl was changed since the results were made: {change}, and 1 more"
        ),
        "alpha:4 has this DOI too"
    );
    assert_eq!(of_diff, format!("file enrichment/made-up.jsonl was changed: {change}"));
}

#[test]
fn an_input_is_named_whose_digest_was_forged_in_log_and_summary() {
    let digest = |bytes: &[u8]| litsieve::source::Digest::of(bytes).to_string();
    let review = with_everything();
    rule(review.path(), RulingKind::Group, &[1], "include");
    check_cli(review.path(), &["run", "--results", "a"], 0);
    let results = results(&review.path().join("a"));
    let text = |name: &str| String::from_utf8(results[name].clone()).unwrap();
    let (log, summary) = (text("audit.jsonl"), text("summary.json"));
    for (file, from, to, named) in [
        (
            "exports/alpha.ris",
            "Moor, Cy",
            "Moor, Ky",
            "the export exports/alpha.ris was changed: the record alpha:2 on line 12, author, Moor, Cy -> Moor, Ky",
        ),
        (
            "known/core.ris",
            "2003",
            "2004",
            "the known set known/core.ris was changed: the reference k-2 of `core`, year, 2003 -> 2004",
        ),
        (
            "enrichment/made-up.jsonl",
            "up words",
            "up worms",
            "the enrichment enrichment/made-up.jsonl was changed: what it gives alpha:1, abstract, Made-up words on wharves. -> Made-up worms on wharves., and 1 more",
        ),
        (
            "protocol.toml",
            "from = 1990",
            "from = 1970",
            "the protocol protocol.toml was changed: line 24, criterion[year].from, 1990 -> 1970",
        ),
        (
            "rulings/ann.jsonl",
            "\"include\"",
            "\"exclude\"",
            "the rulings rulings/ann.jsonl was changed: line 1 was edited, verdict include -> exclude (exclude by ann on alpha:2)",
        ),
    ] {
        let path = review.path().join(file);
        let kept = fs::read(&path).unwrap();
        edit(&path, from, to);
        let (was, is) = (digest(&kept), digest(&fs::read(&path).unwrap()));
        let lie = forged(&log, &was, &is);
        fs::write(review.path().join("a/audit.jsonl"), &lie).unwrap();
        // The summary has the digest of the forged log, or still that of the log that was written.
        let hidden = summary.replacen(&was, &is, 1);
        let whole = hidden.replacen(&digest(log.as_bytes()), &digest(lie.as_bytes()), 1);
        let named = format!("{named}; its digest in summary.json and audit.jsonl was changed to hide it");
        fs::write(review.path().join("a/summary.json"), whole).unwrap();
        assert_eq!(causes(&verified(review.path(), 1)), [named.as_str()], "{file}");
        fs::write(review.path().join("a/summary.json"), hidden).unwrap();
        let out = verified(review.path(), 1);
        let told = causes(&out);
        assert_eq!((told[0], told.len()), (named.as_str(), 2), "{file}: {out}");
        assert!(
            told[1].starts_with("audit.jsonl was edited as well") && told[1].ends_with("(and its chain was made anew)"),
            "{out}"
        );
        // Without a summary, only the log tells.
        fs::remove_file(review.path().join("a/summary.json")).unwrap();
        let out = verified(review.path(), 1);
        let named = named.replace("summary.json and audit.jsonl", "audit.jsonl");
        assert_eq!(causes(&out)[1], named, "{file}: {out}");
        fs::write(&path, kept).unwrap();
    }
    // White space between records leaves the name of the run as it was, and no file its size.
    let alpha = review.path().join("exports/alpha.ris");
    let kept = fs::read(&alpha).unwrap();
    edit(&alpha, "ER  -\n", "ER  -\n\n");
    let (was, is) = (digest(&kept), digest(&fs::read(&alpha).unwrap()));
    let lie = forged(&log, &was, &is);
    fs::write(review.path().join("a/audit.jsonl"), &lie).unwrap();
    let whole = summary.replacen(&was, &is, 1).replacen(&digest(log.as_bytes()), &digest(lie.as_bytes()), 1);
    fs::write(review.path().join("a/summary.json"), whole).unwrap();
    let out = verified(review.path(), 1);
    let size = kept.len();
    let named = format!("the export exports/alpha.ris was changed: {size} bytes -> {}, between its records", size + 1);
    assert!(causes(&out)[0].starts_with(&named) && causes(&out).len() == 1, "{out}");
}

#[test]
fn a_table_without_rows_is_told_to_be_of_another_run() {
    let review = small();
    edit(&review.path().join("protocol.toml"), "from = 1990", "from = 1970");
    check_cli(review.path(), &["run", "--results", "other"], 0);
    edit(&review.path().join("protocol.toml"), "from = 1970", "from = 1990");
    let read = |name: &str| fs::read_to_string(review.path().join(name)).unwrap();
    assert_eq!((read("a/excluded.csv").lines().count(), read("other/excluded.csv").lines().count()), (2, 1));
    fs::copy(review.path().join("other/excluded.csv"), review.path().join("a/excluded.csv")).unwrap();
    let out = verified(review.path(), 1);
    assert!(
        cause(&out).starts_with("the results are a mixture of two runs: excluded.csv is of the run wharves@"),
        "{out}"
    );
    // A format that has no place for a name in an empty file.
    check_cli(review.path(), &["run", "--results", "a"], 0);
    fs::write(review.path().join("a/included.ris"), "").unwrap();
    let out = verified(review.path(), 1);
    assert!(cause(&out).ends_with("; it names no run: it was emptied, or is of another run"), "{out}");
    // Three runs in one folder.
    fs::copy(review.path().join("other/excluded.csv"), review.path().join("a/excluded.csv")).unwrap();
    edit(&review.path().join("protocol.toml"), "from = 1990", "from = 1980");
    check_cli(review.path(), &["run", "--results", "third"], 0);
    edit(&review.path().join("protocol.toml"), "from = 1980", "from = 1990");
    fs::copy(review.path().join("third/records.csv"), review.path().join("a/records.csv")).unwrap();
    let out = verified(review.path(), 1);
    assert!(cause(&out).starts_with("the results are a mixture of several runs: "), "{out}");
    // Such a table is still one that nobody typed into.
    check_cli(review.path(), &["decide", "other/to-review.csv", "--by", "ann"], 0);
}

#[test]
fn a_result_of_another_review_is_told_to_be_of_another() {
    let review = small();
    let elsewhere = folder(&[
        ("protocol.toml", &SMALL.replace("wharves", "quays")),
        ("exports/alpha.ris", &ALPHA.replace("Moor, Cy", "Ann Moor ann@0123456789ab.org")),
    ]);
    check_cli(elsewhere.path(), &["run", "--results", "a"], 0);
    let (mine, theirs) = (review.path().join("a"), elsewhere.path().join("a"));
    let name = |folder: &Path| {
        let summary: Value = serde_json::from_slice(&fs::read(folder.join("summary.json")).unwrap()).unwrap();
        summary["run_name"].as_str().unwrap().to_owned()
    };
    let (this, other) = (name(&mine), name(&theirs));
    let own = results(&mine);
    for file in
        ["decisions.csv", "links.csv", "included.ris", "flow.svg", "audit.jsonl", "review.sqlite", "workbook.xlsx"]
    {
        fs::copy(theirs.join(file), mine.join(file)).unwrap();
        assert_eq!(
            cause(&verified(review.path(), 1)),
            format!(
                "the results are a mixture of two runs: {file} is of the run {other}, of another review; the other files are of this run, {this}"
            )
        );
        fs::write(mine.join(file), &own[file]).unwrap();
    }
    // All of them.
    let (out, _) = check_cli(review.path(), &["verify", "--results", theirs.to_str().unwrap()], 1);
    assert_eq!(cause(&out), "the results are of the review `quays`, this is `wharves`");
}

#[test]
fn a_folder_in_place_of_a_file_is_named() {
    let review = with_everything();
    for file in ["decisions.csv", "audit.jsonl", "workbook.xlsx", "summary.json"] {
        let path = review.path().join("a").join(file);
        let kept = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        let out = verified(review.path(), 1);
        assert!(cause(&out).starts_with(&format!("{file} is a folder, not a file")), "{out}");
        fs::remove_dir(&path).unwrap();
        fs::write(&path, kept).unwrap();
    }
    let log = review.path().join("a/audit.jsonl");
    fs::remove_file(&log).unwrap();
    fs::create_dir(&log).unwrap();
    let (_, err) = check_cli(review.path(), &["why", "alpha:1", "--results", "a"], 2);
    assert!(err.contains("audit.jsonl: it is a folder"), "{err}");
    // An input, too.
    for file in ["rulings/ann.jsonl", "enrichment/other.jsonl"] {
        fs::create_dir_all(review.path().join(file)).unwrap();
        let (_, err) = check_cli(review.path(), &["check"], 1);
        assert!(err.contains(&format!("`{file}` is a folder, not a file")), "{err}");
        fs::remove_dir(review.path().join(file)).unwrap();
    }
}

#[test]
fn what_was_put_into_a_bundle_is_named() {
    let review = with_everything();
    fs::rename(review.path().join("a"), review.path().join("results")).unwrap();
    check_cli(review.path(), &["bundle", "out"], 0);
    let bundle = review.path().join("out");
    let (_, err) = check_cli(&bundle, &["verify"], 0);
    assert!(!err.contains("bundled"), "{err}");
    fs::write(bundle.join("exports/late.txt"), "No export, a remark.").unwrap();
    let (_, err) = check_cli(&bundle, &["verify"], 0);
    assert!(err.contains("exports/late.txt was put into the folder after it was bundled"), "{err}");
    let (out, _) = check_cli(&bundle, &["verify", "--json"], 0);
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(told["not_bundled"], serde_json::json!(["exports/late.txt"]));
    // An export is no remark: the review says of it that nobody read it.
    fs::write(bundle.join("exports/late.ris"), ALPHA).unwrap();
    let (out, _) = check_cli(&bundle, &["verify"], 1);
    assert_eq!(cause(&out), "the export of no search exports/late.ris is new since the results were made");
    fs::remove_file(bundle.join("exports/late.ris")).unwrap();
    // Its papers are part of a bundle.
    fs::remove_file(bundle.join("ro-crate-metadata.json")).unwrap();
    let (out, _) = check_cli(&bundle, &["verify"], 1);
    assert_eq!(
        cause(&out),
        "ro-crate-metadata.json is missing: README.txt says that this folder is a bundle, which has one"
    );
    // A review folder with papers of its own is none.
    fs::write(bundle.join("README.txt"), "Our review.").unwrap();
    check_cli(&bundle, &["verify"], 0);
}

#[test]
fn an_archive_is_to_be_unpacked_first() {
    let review = small();
    fs::write(review.path().join("bundle.zip"), b"PK\x03\x04").unwrap();
    let (_, err) = check_cli(review.path(), &["verify", "bundle.zip"], 2);
    assert!(err.contains("bundle.zip is an archive, and a review is a folder"), "{err}");
    assert!(err.contains("Unpack it first, and give the folder that then has `protocol.toml` in it."), "{err}");
    let (out, _) = check_cli(review.path(), &["run", "-q"], 0);
    assert_eq!(out, "", "whoever wants it quiet reads the files");
}

#[test]
fn an_export_that_no_search_names_is_told_and_counted_as_not_read() {
    let review = small();
    let stray = review.path().join("exports/late/beta.ris");
    fs::create_dir_all(stray.parent().unwrap()).unwrap();
    fs::write(&stray, ALPHA).unwrap();
    fs::write(review.path().join("exports/remark.txt"), "Beta was asked on a Monday.").unwrap();
    let (_, err) = check_cli(review.path(), &["check"], 0);
    let told = "`exports/late/beta.ris` holds 4 records, and no search of the protocol names it: it is not read";
    assert!(err.contains(told) && err.contains("FIL014") && !err.contains("remark.txt"), "{err}");
    assert_eq!(
        cause(&verified(review.path(), 1)),
        "the export of no search exports/late/beta.ris is new since the results were made"
    );
    let (_, err) = check_cli(review.path(), &["run", "--results", "a"], 0);
    assert!(err.contains("FIL014"), "{err}");
    let read = |name: &str| fs::read_to_string(review.path().join("a").join(name)).unwrap();
    let note = "1 file among the exports is named by no search of the protocol, and not read: exports/late/beta.ris.";
    let page = read("report.html");
    assert!(page.contains(note) && page.contains("holds 4 records") && page.contains("named by no search, not read"));
    assert!(read("flow.svg").contains("named by no search of the protocol"), "the flow has a footnote");
    assert_eq!(read("records.csv").lines().count(), 5, "none of its records is read");
    let out = verified(review.path(), 0);
    assert!(out.contains("1 export that no search names and nobody read"), "{out}");
    // The page that is told from the log alone has the footnote too.
    check_cli(review.path(), &["report", "--results", "a"], 0);
    assert!(read("report.html").contains(note));
    // A bundle has it, so that the same follows elsewhere; and whoever changes it is caught.
    check_cli(review.path(), &["bundle", "out", "--results", "a"], 0);
    check_cli(&review.path().join("out"), &["verify"], 0);
    edit(&stray, "Moor, Cy", "Moor, Ky");
    let out = verified(review.path(), 1);
    assert_eq!(cause(&out), "the export of no search exports/late/beta.ris was changed since the results were made");
}

#[test]
fn a_forged_log_is_told_from_by_nobody() {
    let review = small();
    rule(review.path(), RulingKind::Group, &[1], "include");
    check_cli(review.path(), &["run", "--results", "a"], 0);
    check_cli(review.path(), &["run", "--results", "b"], 0);
    let log = review.path().join("a/audit.jsonl");
    let text = fs::read_to_string(&log).unwrap();
    let ask = |code: i32, words: &str| {
        for arguments in [&["why", "alpha:2", "--results", "a"][..], &["diff", "b", "a"], &["report", "--results", "a"]]
        {
            let (_, err) = check_cli(review.path(), arguments, code);
            assert!(err.contains(words), "{arguments:?}: {err}");
        }
    };
    ask(0, "whether the exports still give it, `litsieve verify` finds out");
    // Every line follows from the one before, and the decisions from the findings: it is not the log that the run wrote.
    fs::write(&log, forged(&text, "Moor, Cy", "Moor, Ky")).unwrap();
    ask(2, "it is not the log of which summary.json has the digest");
    // The summary was forged as well, and what the log says does not follow.
    let excluded = "\"decision\":\"excluded\",\"stage\":\"screening\",\"criteria\":[\"year\"]";
    let lie = forged(&text, excluded, "\"decision\":\"included\",\"stage\":\"screening\",\"criteria\":[]");
    fs::write(&log, &lie).unwrap();
    let digest = |text: &str| litsieve::source::Digest::of(text.as_bytes()).to_string();
    edit(&review.path().join("a/summary.json"), &digest(&text), &digest(&lie));
    ask(2, "it contradicts itself");
    // Without a summary nothing says that a run wrote it, and that is told.
    fs::write(&log, forged(&text, "Moor, Cy", "Moor, Ky")).unwrap();
    fs::remove_file(review.path().join("a/summary.json")).unwrap();
    ask(0, "without summary.json nothing says that a run wrote it");
}
