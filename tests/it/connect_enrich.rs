//! Asking services about single reports, and following what they cite: on recordings, and as a program on loopback.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use assert_cmd::Command;
use litsieve::connect::{Harvest, LOOKUPS, Lookup, Reports, links_of};
use litsieve::format;
use litsieve::pipeline::By;
use litsieve::source::{Digest, SourceFile};
use litsieve::wire::searches::{Lock, Search};
use serde_json::{Value, json};

use crate::connect_recordings::exchanges;
use crate::connect_server::{Reply, Seen, Server};

fn lookup(service: &str, by: By) -> &'static Lookup {
    LOOKUPS.iter().find(|way| way.database.service().name == service && way.by == by).expect("a way")
}

fn job(service: &str, by: By, keys: &[&str]) -> litsieve::connect::Job {
    let lock = Lock::empty();
    let (mut jobs, unusable) = lookup(service, by).jobs(&lock, &keys.iter().map(|key| (*key).to_owned()).collect());
    assert_eq!((jobs.len(), unusable), (1, 0));
    jobs.remove(0)
}

/// The path of a recorded address, without the parameters.
fn path_of(address: &str) -> &str {
    let rest = &address[address.find("://").unwrap() + 3..];
    let path = &rest[rest.find('/').unwrap()..];
    path.split('?').next().unwrap()
}

fn asked(database: &str) -> Search {
    toml::from_str(&format!(
        "id = \"a\"\ndatabase = \"{database}\"\nbase = \"\"\nstarted = \"\"\nfinished = \"2026-11-22T00:00:00Z\"\ntool = \"\"\n\
         expression = \"\"\nrequest = \"\"\nreceived = 1\nexported = 1\nexport = \"enrichment/answers/a.json\"\n\
         export_sha256 = \"\"\npages_in = \"\"\npages = []\n"
    ))
    .unwrap()
}

/// An export as the program writes it, from the bodies of answers.
fn export(job: &litsieve::connect::Job, bodies: &[&[u8]]) -> Vec<u8> {
    let [before, between, after] = job.database.service().envelope;
    let records: Vec<&str> = bodies.iter().flat_map(|body| job.database.records(body).expect("records")).collect();
    format!("{before}{}{after}", records.join(between)).into_bytes()
}

#[test]
fn a_recorded_work_of_crossref_fills_gaps_and_tells_its_correction_and_an_unknown_doi_is_an_answer() {
    let Some(known) = exchanges("crossref/test_works_with_one_id.json") else { return };
    let unknown = exchanges("crossref/test_works_bad_id_warn.json").unwrap();
    let (known, unknown) = (&known[0], &unknown[0]);
    let job = job("crossref", By::Doi, &["10.1371/journal.pone.0033693", "10.1371/notarealdoi"]);
    let mut harvest = Harvest::new(job.database, &job.query);
    assert_eq!(harvest.request().expect("the first").url(""), path_of(&known.address));
    harvest.accept(&known.body).expect("a work");
    assert_eq!(harvest.request().expect("the second").url(""), path_of(&unknown.address));
    assert!(unknown.status == 404 && job.database.says_nothing(404, &unknown.body));
    assert!(
        !job.database.says_nothing(404, b"<html>not here</html>") && !job.database.says_nothing(500, &unknown.body)
    );
    harvest.accept(&unknown.body).expect("no work");
    assert!(harvest.request().is_none());
    let outcome = harvest.finish();
    assert_eq!((outcome.received, outcome.differences), (1, vec![]));

    let title = "Methylphenidate Exposure Induces Dopamine Neuron Loss and Activation of Microglia in the Basal Ganglia of Mice";
    let ris = format!("TY  - JOUR\nTI  - {title}\nDO  - 10.1371/JOURNAL.PONE.0033693\nER  - \n");
    let review = format::read(&Arc::new(SourceFile::new("exports/a.ris", ris.into_bytes()))).records;
    let lines = Reports::of(review.iter()).fill(export(&job, &[&known.body, &unknown.body]), &asked("crossref"));
    let says = |kind: &str, field: &str| {
        let mut found = lines.iter().filter(|line| line.kind == kind && line.field == field);
        found.next().map(|line| line.value.as_str())
    };
    assert_eq!(says("value", "language"), Some("en"));
    assert_eq!(says("flag", "corrected"), Some("Correction: 10.1371/annotation/c76da2c1-ccb8-4797-94c1-359d3ceceeda"));
    assert_eq!((says("flag", "retracted"), says("value", "abstract"), says("value", "doi")), (None, None, None));
    assert!(lines.iter().all(|line| line.by == "doi" && line.title == title && line.year == "2012"), "{lines:?}");
}

#[test]
fn a_recorded_title_match_of_another_title_is_not_believed() {
    let Some(all) = exchanges("semanticscholar/test_search_paper_match_title.json") else { return };
    let job = job("semanticscholar", By::Title, &["mining association rules between"]);
    let request = job.database.request(&job.query, None);
    assert_eq!(
        (request.path.as_str(), request.parameters[0].clone()),
        ("/paper/search/match", ("query", "mining association rules between".to_owned()))
    );
    assert_eq!(path_of(&all[0].address), "/graph/v1/paper/search/match");
    let export = export(&job, &[&all[0].body]);
    assert!(String::from_utf8_lossy(&export).contains("6fe8c5bf8dddaadf10c765133d38dfef5714347f"));
    let ris = "TY  - JOUR\nTI  - Mining association rules between large towns\nER  - \n";
    let review = format::read(&Arc::new(SourceFile::new("exports/a.ris", ris.into()))).records;
    assert_eq!(Reports::of(review.iter()).fill(export, &asked("semanticscholar")), []);
}

#[test]
fn a_recorded_batch_leaves_out_what_is_not_known() {
    let Some(all) = exchanges("semanticscholar/test_get_papers_not_found_warning.json") else { return };
    let job = job("semanticscholar", By::Doi, &["10.2139/ssrn.288970"]);
    let request = job.database.request(&job.query, None);
    assert_eq!(request.sent_body().as_deref(), Some("{\"ids\":[\"DOI:10.2139/ssrn.288970\"]}"));
    assert!(request.url("").starts_with("/paper/batch?fields="));
    let records = job.database.records(&all[0].body).expect("records");
    let whole: Vec<Value> = serde_json::from_slice(&all[0].body).unwrap();
    let known = whole.iter().filter(|paper| !paper.is_null()).count();
    assert!(known > 0 && known < whole.len());
    assert_eq!(records.len(), known);
    assert_eq!(job.database.page(None, &all[0].body).expect("a page").records, known as u64);
}

#[test]
fn recorded_references_come_page_by_page_those_without_identifier_too() {
    let Some(all) = exchanges("semanticscholar/test_get_paper_references.json") else { return };
    let seeds = [(By::Doi, ["10.2139/ssrn.2250500".to_owned()].into()), (By::Pmid, ["17".to_owned()].into())].into();
    let jobs = links_of("chase.made-up", "exports/chase", true, &seeds);
    let mut harvest = Harvest::new(jobs[0].database, &jobs[0].query);
    let offsets = all.iter().map(|exchange| {
        let request = harvest.request().expect("more");
        assert!(path_of(&exchange.address).ends_with(&request.path), "{}", request.path);
        harvest.accept(&exchange.body).expect("a page");
        request.parameters.iter().find(|(name, _)| *name == "offset").map(|(_, value)| value.clone())
    });
    assert_eq!(offsets.collect::<Vec<_>>(), [Some("0".to_owned()), Some("50".to_owned())]);
    assert_eq!(harvest.request().expect("the next paper").path, "/paper/PMID%3A17/references");
    harvest.accept(b"{\"error\":\"Paper with id PMID:17 not found\"}").expect("no paper");
    assert!(harvest.request().is_none());
    let listed: usize = all
        .iter()
        .map(|exchange| serde_json::from_slice::<Value>(&exchange.body).unwrap()["data"].as_array().unwrap().len())
        .sum();
    assert_eq!(harvest.finish().received, listed as u64);

    let bodies: Vec<&[u8]> = all.iter().map(|exchange| exchange.body.as_slice()).collect();
    let read = format::read(&Arc::new(SourceFile::new("exports/a.json", export(&jobs[0], &bodies)))).records;
    assert_eq!((read.format(), read.len()), ("semanticscholar-json", listed));
    assert!(read.iter().all(|record| record.title().is_some()));

    let withheld = b"{\"data\":null,\"citingPaperInfo\":{\"openAccessPdf\":{\"status\":\"CLOSED\"}}}";
    let page = jobs[0].database.page(None, withheld).expect("a page");
    assert_eq!((page.records, page.notes.len()), (0, 1));
    assert!(jobs[0].database.page(None, b"{\"data\":[{\"citedPaper\":{\"pap").is_err());
}

/// Made up: one report with a DOI, one with a PubMed identifier, one with neither; a chapter with the DOI of its book.
const EXPORT: &str = "\
TY  - JOUR\nTI  - Leaders of coproduction in four small towns\nAU  - Ek, B\nPY  - 2016\nDO  - 10.5555/1\nER  - \n\
TY  - JOUR\nTI  - Followers of leaders in public services\nAU  - Ek, B\nPY  - 2015\nC2  - 25961371\nER  - \n\
TY  - JOUR\nTI  - Kings and servants of coproduced services\nAU  - Ek, B\nPY  - 2014\nER  - \n\
TY  - CHAP\nTI  - Four towns and their many leaders\nAU  - Ek, B\nPY  - 2016\nDO  - 10.5555/book\nER  - \n";

const PROTOCOL: &str = r#"
schema = "litsieve/protocol/1"
[review]
id = "made-up"
title = "Made up"
[source.wos]
name = "Web of Science"
kind = "database"
[[iteration]]
id = "1"
  [[iteration.search]]
  id = "1.wos"
  source = "wos"
  exports = ["exports/wos.ris"]
"#;

fn review() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("exports")).unwrap();
    fs::write(folder.path().join("protocol.toml"), PROTOCOL).unwrap();
    fs::write(folder.path().join("exports/wos.ris"), EXPORT).unwrap();
    folder
}

/// One server for all services: each has its own paths.
fn services(seen: &Seen) -> Reply {
    let path = seen.target.split('?').next().unwrap();
    let crossref = |title: &str, more: Value| {
        let mut work = json!({"DOI": path.trim_start_matches("/works/"), "title": [title], "type": "journal-article",
            "issued": {"date-parts": [[2016]]}, "prefix": "10.5555", "member": "1", "reference-count": 0, "indexed": {}});
        work.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        Reply::new(
            200,
            json!({"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": work}).to_string(),
        )
    };
    let paper = |title: &str, year: u32, ids: Value| {
        json!({"paperId": "p1", "title": title, "year": year, "abstract": "Of services.", "externalIds": ids,
               "authors": [{"name": "Bo Ek"}]})
    };
    match path {
        "/works/10.5555/1" => crossref(
            "Leaders of Coproduction in Four Small Towns",
            json!({
            "abstract": "<jats:p>Of towns.</jats:p>", "language": "en",
            "updated-by": [{"DOI": "10.5555/r", "type": "retraction", "label": "Retraction"}]}),
        ),
        "/works/10.5555/book" => {
            crossref("The Handbook of Coproduction", json!({"abstract": "Of a book.", "language": "en"}))
        }
        // Found by its title only.
        "/works/10.5555/3" => crossref(
            "Kings and Servants of Coproduced Services",
            json!({
            "language": "de", "issued": {"date-parts": [[2014]]},
            "updated-by": [{"DOI": "10.5555/k", "type": "retraction", "label": "Retraction"}]}),
        ),
        "/esearch.fcgi" => {
            let term = seen.parameter("term").unwrap();
            let count = if term.contains("[uid]") { 1 } else { 0 };
            Reply::new(
                200,
                format!(
                    "<eSearchResult><Count>{count}</Count><QueryKey>1</QueryKey><WebEnv>E</WebEnv><IdList/></eSearchResult>"
                ),
            )
        }
        "/efetch.fcgi" => Reply::new(
            200,
            "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>25961371</PMID><Article>\
            <Journal><JournalIssue><PubDate><Year>2015</Year></PubDate></JournalIssue></Journal>\
            <ArticleTitle>Followers of leaders in public services.</ArticleTitle><Abstract><AbstractText>Of followers.</AbstractText></Abstract>\
            <Language>eng</Language><PublicationTypeList><PublicationType>Journal Article</PublicationType></PublicationTypeList></Article>\
            </MedlineCitation></PubmedArticle></PubmedArticleSet>",
        ),
        "/paper/batch" => Reply::new(200, "[null, null]"),
        "/paper/search/match" => {
            let found = paper("Kings and Servants of Coproduced Services", 2014, json!({"DOI": "10.5555/3"}));
            Reply::new(200, json!({"data": [found]}).to_string())
        }
        "/paper/10.5555/1/references" => {
            let known = paper("Kings and Servants of Coproduced Services", 2014, json!({"DOI": "10.5555/3"}));
            let unknown = json!({"paperId": null, "title": "An old report about queens", "year": 1990});
            Reply::new(200, json!({"offset": 0, "data": [{"citedPaper": known}, {"citedPaper": unknown}]}).to_string())
        }
        _ => Reply::new(404, "{\"error\":\"Paper with id 10.5555/x not found\"}"),
    }
}

fn litsieve(folder: &Path, server: &Server, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_litsieve"));
    command.arg("-C").arg(folder).args(arguments);
    for database in litsieve::connect::DATABASES {
        command.env_remove(database.service().key_variable());
    }
    if matches!(arguments[0], "enrich" | "chase") {
        for name in ["pubmed", "crossref", "semanticscholar"] {
            command.arg("--base-url").arg(format!("{name}={}", server.address));
        }
    }
    let output = command.assert().success().get_output().clone();
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

#[test]
fn all_services_are_asked_once_and_a_run_uses_what_they_say() {
    let server = Server::start(|_, seen| services(seen));
    let folder = review();
    let shown = litsieve(folder.path(), &server, &["enrich", "--dry-run"]);
    assert!(shown.contains("enrich.crossref.doi.1: Crossref, 2 dois") && shown.contains("/works/10.5555/1"), "{shown}");
    assert_eq!((server.seen().len(), folder.path().join("pages").exists()), (0, false));
    let told = litsieve(folder.path(), &server, &["enrich"]);
    assert!(!told.contains("openalex:"), "only those are asked whose addresses are named: {told}");
    assert!(told.contains("crossref: 3 reports found"), "{told}");
    assert!(told.contains("pubmed: 1 report found"), "{told}");
    assert!(told.contains("semanticscholar: 1 report found"), "{told}");
    let requests = server.seen().len();
    let other = folder.path().join("enrichment/other.jsonl");
    let crossref = fs::read_to_string(folder.path().join("enrichment/crossref.jsonl")).unwrap();
    let language = crossref.lines().find(|line| line.contains("\"language\"")).expect("a language");
    fs::write(&other, language.replace("\"value\":\"en\"", "\"value\":\"it\"")).unwrap();
    let told = litsieve(folder.path(), &server, &["enrich"]);
    assert_eq!(server.seen().len(), requests, "what was asked is not asked again");
    for words in ["ENR008", "“en” (enrichment/crossref.jsonl:", "“it” (enrichment/other.jsonl:1)"] {
        assert!(told.contains(words), "{words} is not in {told}");
    }
    fs::remove_file(other).unwrap();

    let all = fs::read_to_string(folder.path().join("enrichment/pubmed.jsonl")).unwrap();
    assert!(all.contains("\"by\":\"pmid\",\"key\":\"25961371\"") && all.contains("Of followers."), "{all}");
    let lock = fs::read_to_string(folder.path().join("searches.lock")).unwrap();
    for id in ["enrich.crossref.doi.1", "enrich.pubmed.pmid.1", "enrich.semanticscholar.title.1"] {
        assert!(lock.contains(&format!("id = \"{id}\"")), "{lock}");
        assert!(folder.path().join("pages").join(id).join("00001.json").exists() || id.contains("pubmed"));
    }
    assert_eq!(fs::read_to_string(folder.path().join("exports/wos.ris")).unwrap(), EXPORT);

    let told = litsieve(folder.path(), &server, &["run"]);
    assert!(told.contains("ENR004") && told.contains("Retraction: 10.5555/r"), "{told}");
    assert!(told.contains("ENR002") && told.contains("The Handbook of Coproduction"), "{told}");
    let references: Value =
        serde_json::from_slice(&fs::read(folder.path().join("results/included.json")).unwrap()).unwrap();
    let of = |title: &str| {
        let found = references.as_array().unwrap().iter().find(|reference| reference["title"] == title);
        found.unwrap_or_else(|| panic!("{title} is not in {references:#}")).clone()
    };
    assert_eq!(of("Leaders of coproduction in four small towns")["abstract"], "Of towns.");
    assert_eq!(of("Followers of leaders in public services")["abstract"], "Of followers.");
    assert_eq!(of("Kings and servants of coproduced services")["DOI"], "10.5555/3");
    assert_eq!(of("Four towns and their many leaders").get("abstract"), None);
    litsieve(folder.path(), &server, &["verify"]);
}

/// The third report has no identifier; Semantic Scholar knows its DOI by the title, and Crossref knows more by the DOI.
#[test]
fn an_identifier_found_by_a_title_is_followed_in_the_same_run() {
    let server = Server::start(|_, seen| services(seen));
    let folder = review();
    let root = folder.path();
    let shown = litsieve(root, &server, &["enrich", "--dry-run"]);
    assert!(shown.contains("then, by the identifiers that titles give"), "{shown}");
    litsieve(root, &server, &["enrich"]);
    let asked: Vec<_> = server.seen().into_iter().map(|seen| seen.target).collect();
    assert_eq!(asked.iter().filter(|target| target.starts_with("/works/")).count(), 3, "{asked:?}");
    assert!(asked.iter().any(|target| target == "/works/10.5555/3"), "{asked:?}");
    litsieve(root, &server, &["enrich"]);
    let shown = litsieve(root, &server, &["enrich", "--dry-run"]);
    assert!(shown.contains("enrich.crossref.doi.2: Crossref, 1 doi, answered before"), "{shown}");
    assert_eq!(server.seen().len(), asked.len(), "what was asked is not asked again");

    let told = litsieve(root, &server, &["run"]);
    let words = "of the doi 10.5555/3, which enrichment/semanticscholar.jsonl gives for the title";
    assert!(told.contains("Retraction: 10.5555/k") && told.contains(words), "{told}");
    let why = litsieve(root, &server, &["why", "wos:3"]);
    for words in [
        "doi added from enrichment/semanticscholar.jsonl\n",
        "language added from enrichment/crossref.jsonl, by the identifier that enrichment/semanticscholar.jsonl gives for the title",
    ] {
        assert!(why.contains(words), "{words} is not in {why}");
    }
    let list = root.join("list.csv");
    let row = "Kings and servants of coproduced services,10.5555/r9,7/31/2014 0:00,10.5555/3,0,Retraction";
    let header = "Title,RetractionDOI,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature";
    fs::write(&list, format!("{header}\n{row}\n")).unwrap();
    let told = litsieve(root, &server, &["enrich", "--retractions", list.to_str().unwrap()]);
    assert!(told.contains("1 flag -> enrichment/retraction-watch.jsonl"), "{told}");
    litsieve(root, &server, &["run"]);
    litsieve(root, &server, &["verify"]);

    let file = root.join("enrichment/crossref.jsonl");
    let whole = fs::read_to_string(&file).unwrap();
    let kept = |line: &&str| !(line.contains("10.5555/3") && line.contains("\"language\""));
    fs::write(&file, whole.lines().filter(kept).fold(String::new(), |all, line| all + line + "\n")).unwrap();
    litsieve(root, &server, &["run"]);
    let verify = || {
        let output = Command::new(env!("CARGO_BIN_EXE_litsieve")).arg("-C").arg(root).arg("verify").output().unwrap();
        (String::from_utf8([output.stdout, output.stderr].concat()).unwrap(), output.status.code())
    };
    let (told, code) = verify();
    assert!(code == Some(1) && told.contains("language “de” of") && told.contains("no line does"), "{told}");
    fs::write(&file, whole).unwrap();
    litsieve(root, &server, &["run"]);

    // The pages of one search are gone, and then all.
    fs::rename(root.join("pages/enrich.crossref.doi.1"), root.join("aside")).unwrap();
    let (told, code) = verify();
    let words = "the pages of `enrich.crossref.doi.1` are not in this copy";
    assert!(code == Some(1) && told.contains(words) && told.contains("of other searches are here"), "{told}");
    fs::rename(root.join("pages"), root.join("gone")).unwrap();
    let (told, code) = verify();
    assert!(code == Some(0) && told.contains("SEA022") && !told.contains("SEA021"), "{told}");
}

/// Titles were looked up another day, and other services are asked now.
#[test]
fn an_identifier_found_by_a_title_is_followed_by_a_later_run() {
    let server = Server::start(|_, seen| services(seen));
    let folder = review();
    litsieve(folder.path(), &server, &["enrich", "--from", "semanticscholar"]);
    let asked = server.seen().len();
    litsieve(folder.path(), &server, &["enrich", "--from", "crossref"]);
    let now: Vec<_> = server.seen().into_iter().skip(asked).map(|seen| seen.target).collect();
    assert_eq!(now, ["/works/10.5555/1", "/works/10.5555/book", "/works/10.5555/3"]);
}

#[test]
fn verify_reads_enrichment_again_from_the_stored_answers_and_names_the_first_difference() {
    let server = Server::start(|_, seen| services(seen));
    let folder = review();
    let root = folder.path();
    litsieve(root, &server, &["enrich"]);
    litsieve(root, &server, &["run"]);
    let told = litsieve(root, &server, &["verify"]);
    assert!(!told.replace("SEA028", "").contains("SEA02"), "{told}");
    let file = root.join("enrichment/crossref.jsonl");
    let whole = fs::read_to_string(&file).unwrap();
    let verify = |text: String| {
        fs::write(&file, text).unwrap();
        // Whoever changes a value runs the review again, so that the results follow from it.
        litsieve(root, &server, &["run"]);
        let output = Command::new(env!("CARGO_BIN_EXE_litsieve")).arg("-C").arg(root).arg("verify").output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    };
    let said = verify(whole.replace("Of towns.", "Of cities."));
    let words =
        "abstract “Of cities.” of “Leaders of Coproduction in Four Small Towns” (doi 10.5555/1): the stored answer";
    assert!(said.contains("SEA021") && said.contains(words) && said.contains("enrichment/crossref.jsonl"), "{said}");
    let gone =
        whole.lines().filter(|line| !line.contains("\"retracted\"")).fold(String::new(), |all, line| all + line + "\n");
    let said = verify(gone);
    assert!(
        said.contains("retracted “Retraction: 10.5555/r” of") && said.contains("says so, and no line does"),
        "{said}"
    );
    let said = verify(whole.replace("enrich.crossref.doi.1", "enrich.crossref.doi.9"));
    assert!(said.contains("the lock knows no answer `enrichment/answers/enrich.crossref.doi.9.json`"), "{said}");
    let forged = whole.replace("Of towns.", "Of ports.");
    let first = whole.lines().next().unwrap();
    let mut listed: serde_json::Value = serde_json::from_str(first).unwrap();
    listed["from"] = "retraction-watch".into();
    let said = verify(format!("{listed}\n{forged}"));
    assert!(said.contains("SEA021"), "a line of a list that is not kept excuses no other: {said}");
    let said = verify(String::new());
    assert!(said.contains("says so, and no line does"), "{said}");
    fs::remove_file(&file).unwrap();
    litsieve(root, &server, &["run"]);
    let output = Command::new(env!("CARGO_BIN_EXE_litsieve")).arg("-C").arg(root).arg("verify").output().unwrap();
    assert_eq!(output.status.code(), Some(1), "a file that is gone");
    fs::write(&file, whole).unwrap();
    litsieve(root, &server, &["run"]);
    for folder in ["pages", "enrichment/answers"] {
        fs::rename(root.join(folder), root.join(folder.replace('/', "-") + ".gone")).unwrap();
    }
    let told = litsieve(root, &server, &["verify"]);
    assert!(
        told.contains("SEA022") && told.contains("the answers that it was read from are not in this copy"),
        "{told}"
    );
}

#[test]
fn one_service_that_fails_costs_no_other() {
    let server = Server::start(|_, seen| match seen.target.as_str() {
        target if target.starts_with("/works/") => Reply::new(400, "{\"message\":\"no\"}"),
        _ => services(seen),
    });
    let folder = review();
    let mut command = Command::new(env!("CARGO_BIN_EXE_litsieve"));
    command.arg("-C").arg(folder.path()).args(["enrich", "--from", "crossref", "--from", "pubmed"]);
    for name in ["pubmed", "crossref"] {
        command.arg("--base-url").arg(format!("{name}={}", server.address));
    }
    command.assert().code(2);
    assert!(folder.path().join("enrichment/pubmed.jsonl").exists());
    assert!(!folder.path().join("enrichment/crossref.jsonl").exists());
}

#[test]
fn what_was_interrupted_goes_on_with_the_question_where_it_stopped() {
    let broken = Arc::new(AtomicBool::new(true));
    let shared = Arc::clone(&broken);
    let server = Server::start(move |_, seen| match seen.target.as_str() {
        "/works/10.5555/book" if shared.load(Ordering::SeqCst) => Reply::new(400, "{\"message\":\"stop here\"}"),
        _ => services(seen),
    });
    let folder = review();
    let arguments = ["enrich", "--from", "crossref"];
    let mut command = Command::new(env!("CARGO_BIN_EXE_litsieve"));
    command.arg("-C").arg(folder.path()).args(arguments).arg("--base-url").arg(format!("crossref={}", server.address));
    command.assert().code(2);
    broken.store(false, Ordering::SeqCst);
    litsieve(folder.path(), &server, &arguments);
    let asked: Vec<_> = server.seen().into_iter().map(|seen| seen.target).collect();
    assert_eq!(asked, ["/works/10.5555/1", "/works/10.5555/book", "/works/10.5555/book"]);
}

#[test]
fn references_by_semantic_scholar_are_new_to_the_review_and_the_protocol_lines_hold() {
    let server = Server::start(|_, seen| services(seen));
    let folder = review();
    let seeds = folder.path().join("seeds.ris");
    fs::write(&seeds, "TY  - JOUR\nTI  - Leaders\nDO  - 10.5555/1\nER  - \n").unwrap();
    let arguments = ["chase", "--by", "semanticscholar", "--way", "backwards", "--from", seeds.to_str().unwrap()];
    let shown = litsieve(folder.path(), &server, &[&arguments[..], &["--dry-run"]].concat());
    for words in [
        "chase.semanticscholar.references.1: Semantic Scholar, 1 report",
        "/paper/10.5555/1/references",
        "1 request at least",
    ] {
        assert!(shown.contains(words), "{words} is not in {shown}");
    }
    assert_eq!((server.seen().len(), folder.path().join("pages").exists()), (0, false));
    let told = litsieve(folder.path(), &server, &arguments);
    assert!(told.contains("references: 2 records, 1 not in the review"), "{told}");
    let lines = told.split("add to protocol.toml:").nth(1).expect("the lines");
    let lines: String = lines
        .lines()
        .filter(|line| line.contains('[') || line.contains(" = "))
        .fold(String::new(), |all, line| all + line + "\n");
    fs::write(folder.path().join("protocol.toml"), format!("{PROTOCOL}{lines}")).unwrap();
    litsieve(folder.path(), &server, &["check"]);
    let told = litsieve(folder.path(), &server, &["run"]);
    assert!(!told.contains("error"), "{told}");
    let decisions = fs::read_to_string(folder.path().join("results/decisions.csv")).unwrap();
    assert!(
        decisions.contains("An old report about queens") && decisions.contains("chase.semanticscholar.references"),
        "{decisions}"
    );
    let again = litsieve(folder.path(), &server, &arguments);
    assert!(!again.contains("add to protocol.toml"), "{again}");

    // What a chase found is read by the review now, and is no part of what it had: the same is left out again.
    litsieve(folder.path(), &server, &[&arguments[..], &["--replay"]].concat());
    let verified = |words: &[&str]| {
        let verify = Command::new(env!("CARGO_BIN_EXE_litsieve")).arg("verify").arg(folder.path()).output().unwrap();
        let told = [verify.stdout, verify.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        words.iter().for_each(|words| assert!(told.contains(words), "{words} is not in {told}"));
        told
    };
    let whole = verified(&["decisions reproduced"]);
    assert!(!whole.contains("SEA021") && !whole.contains("SEA029"), "{whole}");

    // Somebody puts the report that the review had into the export, and makes digest and number in the lock fit.
    let [export, lock] = [CHASED, "searches.lock"].map(|name| folder.path().join(name));
    let [found, locked] = [&export, &lock].map(|path| fs::read_to_string(path).unwrap());
    let page: Value = {
        let mut pages = fs::read_dir(folder.path().join("pages/chase.semanticscholar.references.1")).unwrap();
        let page = pages.find(|entry| !entry.as_ref().unwrap().path().ends_with("journal.jsonl")).unwrap().unwrap();
        serde_json::from_slice(&fs::read(page.path()).unwrap()).unwrap()
    };
    let [known, unknown] = [0, 1].map(|number| page["data"][number]["citedPaper"].to_string());
    let between = lookup("semanticscholar", By::Doi).database.service().envelope[1];
    let more = found.replace(&unknown, &format!("{known}{between}{unknown}"));
    assert!(more.len() > found.len());
    fs::write(&export, &more).unwrap();
    let (before, chase) = locked.split_at(locked.find("chase.semanticscholar.references.1").unwrap());
    let digest = |text: &str| Digest::of(text.as_bytes()).to_string();
    let forged = chase.replace(&digest(&found), &digest(&more)).replace("exported = 1\n", "exported = 2\n");
    fs::write(&lock, format!("{before}{forged}")).unwrap();
    litsieve(folder.path(), &server, &["run"]);
    verified(&["SEA021", "1 record is left", CHASED]);
    fs::write(&export, &found).unwrap();
    fs::write(&lock, &locked).unwrap();

    // A review may grow: that is said, and is no fault.
    let wos = folder.path().join("exports/wos.ris");
    let more = fs::read_to_string(&wos).unwrap() + "TY  - JOUR\nTI  - Another report on queens\nPY  - 2010\nER  - \n";
    fs::write(&wos, more).unwrap();
    litsieve(folder.path(), &server, &["run"]);
    let grown = verified(&["SEA029", "`exports/wos.ris` has changed since", "decisions reproduced"]);
    assert!(!grown.contains("SEA021"), "{grown}");
}

const CHASED: &str = "exports/chase/chase.semanticscholar.references.1.json";

#[test]
fn the_recorded_list_of_retraction_watch_is_looked_up_without_network() {
    let Some(list) = crate::support::corpora().map(|folder| folder.join("api/crossref/retraction_watch.csv")) else {
        return;
    };
    let server = Server::start(|_, seen| services(seen));
    let folder = review();
    let export = format!("{EXPORT}TY  - JOUR\nTI  - Reflections on Research Software\nDO  - 10.4242/2024/00\nER  - \n");
    fs::write(folder.path().join("exports/wos.ris"), export).unwrap();
    let told = litsieve(folder.path(), &server, &["enrich", "--retractions", list.to_str().unwrap()]);
    assert!(told.contains("1 flag -> enrichment/retraction-watch.jsonl"), "{told}");
    assert_eq!(server.seen().len(), 0);
    let told = litsieve(folder.path(), &server, &["run"]);
    assert!(told.contains("ENR004") && told.contains("Retraction: 10.4242/2024/01"), "{told}");
    let why = litsieve(folder.path(), &server, &["why", "10.4242/2024/00"]);
    assert!(why.contains("retracted (Retraction: 10.4242/2024/01), enrichment/retraction-watch.jsonl:1 says"), "{why}");
}

/// One service, asked by DOI and by title: each way knows its own answers.
#[test]
fn a_title_that_the_service_does_not_know_costs_no_answer_by_doi() {
    let server = Server::start(|_, seen| {
        if seen.target.contains("/paper/batch") {
            let paper = json!({"paperId": "p1", "title": "Made up", "externalIds": {"DOI": "10.5555/1"}, "abstract": "Things."});
            return Reply::new(200, json!([paper]).to_string());
        }
        Reply::new(404, "{\"error\":\"Title match not found\"}")
    });
    let folder = tempfile::tempdir().unwrap();
    let protocol = "schema = \"litsieve/protocol/1\"\n[review]\nid = \"made-up\"\ntitle = \"Made up\"\n[source.wos]\nname = \"WoS\"\n\
        kind = \"database\"\n[[iteration]]\nid = \"1\"\n[[iteration.search]]\nid = \"1.wos\"\nsource = \"wos\"\nexports = [\"exports/a.ris\"]\n";
    fs::write(folder.path().join("protocol.toml"), protocol).unwrap();
    fs::create_dir(folder.path().join("exports")).unwrap();
    let ris = "TY  - JOUR\nTI  - Made up\nDO  - 10.5555/1\nER  - \nTY  - JOUR\nTI  - Of towns and of those who lead them\nER  - \n";
    fs::write(folder.path().join("exports/a.ris"), ris).unwrap();
    let base = format!("semanticscholar={}", server.address);
    let mut command = Command::new(env!("CARGO_BIN_EXE_litsieve"));
    command.arg("-C").arg(folder.path()).args(["enrich", "--from", "semanticscholar", "--base-url", &base]);
    command.assert().success();
    let lines = fs::read_to_string(folder.path().join("enrichment/semanticscholar.jsonl")).unwrap();
    assert!(lines.contains("\"abstract\"") && lines.contains("Things."), "{lines}");
    assert!(server.seen().iter().any(|seen| seen.target.contains("/paper/search/match")), "both ways were asked");
}
