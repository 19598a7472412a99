//! Databases on recorded answers, without network.

use std::fs;
use std::path::PathBuf;

use litsieve::connect::{Database, Difference, Fault, Harvest, Job, KeyUse, Note, PageError, Query, database, plan};
use serde_json::Value;

use crate::support::corpora;

/// The folder of the recordings.
pub fn recordings() -> Option<PathBuf> {
    Some(corpora()?.join("api"))
}

/// A recorded exchange: address, status, body.
pub struct Exchange {
    pub address: String,
    pub status: u16,
    pub body: Vec<u8>,
}

/// Every exchange of a recording.
pub fn exchanges(file: &str) -> Option<Vec<Exchange>> {
    let text = fs::read_to_string(recordings()?.join(file)).expect("a recording");
    let read = |exchange: &Value| Exchange {
        address: exchange["request"]["uri"].as_str().unwrap_or_default().to_owned(),
        status: exchange["status"].as_u64().expect("a status") as u16,
        body: exchange["body"].as_str().unwrap_or_default().as_bytes().to_vec(),
    };
    let all: Value = serde_json::from_str(&text).expect("JSON");
    Some(all.as_array().map_or_else(|| vec![read(&all)], |list| list.iter().map(read).collect()))
}

fn bytes(file: &str) -> Option<Vec<u8>> {
    Some(fs::read(recordings()?.join(file)).expect("a recording"))
}

fn named(name: &str) -> &'static dyn Database {
    database(name).expect("a database of that name")
}

/// The search of the driving case's first iteration, planned for `api`.
fn planned(api: &str, limits: &str) -> Job {
    let protocol = format!(
        r#"
schema = "litsieve/protocol/1"
[review]
id = "made-up"
title = "Made up"
[source.wos]
name = "Web of Science"
kind = "database"
syntax = "wos"
[source.other]
name = "Other"
kind = "database"
api = "{api}"
url = "https://repository.example.org/oai"
[[iteration]]
id = "1"
  [[iteration.search]]
  id = "1.wos"
  source = "wos"
  query = "'coproduction' OR 'service coproduction' AND 'leadership' OR 'leader'"
  reading = "(coproduction OR \"service coproduction\" OR \"coproduction of services\") AND (leadership OR leader OR leaders)"
  exports = []
  [[iteration.search]]
  id = "1.other"
  source = "other"
  same_query_as = "1.wos"
  limits = {limits}
"#
    );
    let protocol = litsieve::protocol::parse(&protocol, "protocol.toml").expect("a protocol");
    let mut planned = plan(&protocol, &[]).expect("a plan");
    planned.remove(0).job.expect("it can be asked")
}

/// As `review/query-translations.csv` has them (see `connect_translations`); where ours is another, the comment says why.
#[test]
fn the_driving_query_is_said_as_each_service_understands_it() {
    const LIMITS: &str = r#"["language: English", "type: journal-article", "year: 1985-2017"]"#;
    const TOPIC: &str = "(coproduction OR \"service coproduction\" OR \"coproduction of services\") AND (leadership OR leader OR leaders)";
    let wos = format!("TS=({TOPIC})");
    let cases: [(&str, &str, String); 10] = [
        ("openalex", "filter", format!("title_and_abstract.search:{TOPIC},language:en,type:article,publication_year:1985-2017")),
        // One condition suffices to find all that the expression means, and every further word finds more.
        ("crossref", "query.bibliographic", "coproduction".to_owned()),
        (
            "pubmed",
            "term",
            "(coproduction[tiab] OR \"service coproduction\"[tiab] OR \"coproduction of services\"[tiab]) AND \
             (leadership[tiab] OR leader[tiab] OR leaders[tiab]) AND english[la] AND \"journal article\"[pt] AND 1985:2017[dp]"
                .to_owned(),
        ),
        (
            "europepmc",
            "query",
            // The table leaves a term out.
            "(TITLE_ABS:(coproduction) OR TITLE_ABS:(\"service coproduction\") OR TITLE_ABS:(\"coproduction of services\")) AND \
             (TITLE_ABS:(leadership) OR TITLE_ABS:(leader) OR TITLE_ABS:(leaders)) AND LANG:eng AND PUB_TYPE:\"Journal Article\" \
             AND PUB_YEAR:[1985 TO 2017]"
                .to_owned(),
        ),
        (
            "semanticscholar",
            "query",
            "(coproduction | \"service coproduction\" | \"coproduction of services\") + (leadership | leader | leaders)".to_owned(),
        ),
        ("core", "q", format!("{TOPIC} AND yearPublished>=1985 AND yearPublished<=2017")),
        ("wos-starter", "q", format!("{wos} AND DT=(Article) AND PY=1985-2017")),
        ("wos-expanded", "usrQuery", format!("{wos} AND LA=(English) AND DT=(Article) AND PY=1985-2017")),
        (
            "scopus",
            "query",
            format!("TITLE-ABS-KEY({TOPIC}) AND LANGUAGE(english) AND DOCTYPE(ar) AND PUBYEAR > 1984 AND PUBYEAR < 2018"),
        ),
        ("oai-pmh", "verb", "ListRecords".to_owned()),
    ];
    for (api, name, expected) in cases {
        let job = planned(api, LIMITS);
        let request = job.database.request(&job.query, None);
        let found = request.parameters.iter().find(|(found, _)| *found == name).expect("the parameter");
        assert_eq!(found.1, expected, "{api}");
        let here = job.applied_here.join("; ");
        let expected_here = match api {
            "crossref" => "the expression; language: English",
            "oai-pmh" => "the expression; language: English; type: journal-article; year: 1985-2017",
            "core" => "language: English; type: journal-article",
            "semanticscholar" | "wos-starter" => "language: English",
            _ => "",
        };
        assert_eq!(here, expected_here, "{api}");
    }
    let doaj = planned("doaj", LIMITS);
    let path = doaj.database.request(&doaj.query, None).path;
    assert!(path.starts_with("/search/articles/%28coproduction%20OR%20%22service%20coproduction%22"), "{path}");
    assert!(path.ends_with("%20AND%20bibjson.year%3A%5B1985%20TO%202017%5D"), "{path}");

    let crossref = planned("crossref", LIMITS);
    let filter = crossref.database.request(&crossref.query, None).parameters[1].1.clone();
    assert_eq!(filter, "type:journal-article,from-pub-date:1985,until-pub-date:2017");
    let scholar = planned("semanticscholar", LIMITS);
    let address = scholar.database.request(&scholar.query, None).url("");
    assert!(address.contains("&year=1985-2017&publicationTypes=JournalArticle"), "{address}");
    let set = planned("oai-pmh", r#"["set: theses"]"#);
    assert_eq!(
        set.database.request(&set.query, None).url("https://repository.example.org/oai"),
        "https://repository.example.org/oai?verb=ListRecords&metadataPrefix=oai_dc&set=theses"
    );
    assert_eq!(
        set.database.request(&set.query, Some("a token")).url("https://repository.example.org/oai"),
        "https://repository.example.org/oai?verb=ListRecords&resumptionToken=a%20token"
    );
}

#[test]
fn a_comma_never_splits_a_filter_of_openalex() {
    let query = Query { expression: "\"care, social\"".to_owned(), limits: Vec::new() };
    let request = named("openalex").request(&query, None);
    assert_eq!(request.parameters[0].1, "title_and_abstract.search:\"care  social\"");
}

#[test]
fn every_database_says_what_a_user_has_to_know() {
    for database in litsieve::connect::DATABASES {
        let service = database.service();
        assert!(database.about().len() > 100, "{}", service.name);
        let needs_key = service.key != KeyUse::None;
        assert_eq!(database.about().contains(&service.key_variable()), needs_key, "{}", service.name);
    }
}

#[test]
fn the_readme_has_a_paragraph_for_every_database_and_says_what_was_never_tried() {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let readme = words(&fs::read_to_string(crate::support::repository().join("README.md")).unwrap());
    for database in litsieve::connect::DATABASES {
        let service = database.service();
        let untried = if service.recorded { "" } else { " Not yet tried against the service." };
        let paragraph = format!("**{}** (`{}`). {}{untried}", service.title, service.name, words(database.about()));
        assert!(readme.contains(&paragraph), "README.md lacks: {paragraph}");
    }
}

#[test]
fn real_openalex_works_are_counted_and_named() {
    let Some(works) = bytes("openalex/works_3_real_objects.json") else { return };
    let body =
        format!("{{\"meta\":{{\"count\":3,\"next_cursor\":null}},\"results\":{}}}", String::from_utf8_lossy(&works));
    let page = named("openalex").page(None, body.as_bytes()).expect("a page");
    assert_eq!((page.announced, page.records, page.next), (Some(3), 3, None));
    assert!(page.ids.iter().all(|id| id.starts_with("https://openalex.org/W")) && page.ids.len() == 3);
}

/// Recorded: three pages in sequence, the cursor the same on each. A client that takes a repeated cursor for a circle loses two of them.
#[test]
fn crossref_gives_new_pages_for_the_same_cursor() {
    let Some(all) = exchanges("crossref/test_cursor_max.json") else { return };
    let query = Query::default();
    let mut harvest = Harvest::new(named("crossref"), &query);
    let mut cursors = Vec::new();
    for exchange in &all[..3] {
        harvest.accept(&exchange.body).expect("a page");
        cursors.push(harvest.request().expect("more pages").parameters.pop().expect("a cursor").1);
    }
    assert!(cursors[0] == cursors[1] && cursors[1] == cursors[2]);
    assert!(all[1].address.contains(&litsieve::connect::percent_encode(&cursors[0])));
    assert_eq!((harvest.received(), harvest.announced()), (60, Some(454)));
    // The same page again is a circle, not progress.
    assert_eq!(harvest.accept(&all[2].body), Err(Fault::Circle(3)));
    assert_eq!(harvest.received(), 60);
    let outcome = harvest.finish();
    assert_eq!(outcome.notes, [Note::Version("1.0.0".to_owned())]);
    assert_eq!(outcome.differences, [Difference::Count { announced: 454, received: 60 }]);
}

#[test]
fn crossref_says_why_and_whether_the_cursor_is_lost() {
    let crossref = named("crossref");
    for (file, status, lost, words) in [
        ("test_cursor_fails_cursor_value", 404, true, "Cursor specified but it is invalid"),
        ("cr_works_with_cursor_fails_well", 500, false, "Response Exception"),
        ("test_works_bad_id_warn", 404, false, "Resource not found."),
        ("test_members_filter", 400, false, "Filter 'has-full-text' specified but there is no such filter"),
    ] {
        let Some(all) = exchanges(&format!("crossref/{file}.json")) else { return };
        let exchange = &all[0];
        assert_eq!(exchange.status, status, "{file}");
        assert_eq!(crossref.cursor_is_lost(status, &exchange.body), lost, "{file}");
        assert_eq!(crossref.cursor_may_be_lost(status, &exchange.body), status == 500, "{file}");
        let said = crossref.complaint(&exchange.body).expect("a complaint");
        assert!(said.starts_with(words), "{file}: {said}");
    }
}

#[test]
fn pubmed_keeps_how_it_understood_the_query() {
    let Some(with_history) = bytes("pubmed/esearch2.xml") else { return };
    let pubmed = named("pubmed");
    let page = pubmed.page(None, &with_history).expect("a page");
    assert_eq!((page.announced, page.records), (Some(42_249), 0));
    assert!(matches!(page.notes.as_slice(), [Note::Translation(words)] if !words.is_empty()));
    let next = pubmed.request(&Query::default(), page.next.as_deref());
    assert_eq!(next.path, "/esearch.fcgi", "more than 9,999: searched again in parts");

    let nothing = pubmed.page(None, &bytes("pubmed/esearch8.xml").unwrap()).expect("a page");
    assert_eq!((nothing.announced, nothing.next), (Some(0), None));
    let warned = |words: &str| nothing.notes.iter().any(|note| *note == Note::Warning(words.to_owned()));
    assert!(warned("PhraseNotFound: abcXYZ") && warned("OutputMessage: No items found."));

    let error = pubmed.page(None, &bytes("pubmed/epost2.xml").unwrap()).expect_err("an error");
    assert_eq!(error, PageError::Service("Invalid db name specified: nothing".to_owned()));
}

#[test]
fn every_fetched_pubmed_record_is_counted_and_named() {
    let Some(folder) = recordings() else { return };
    let mut files = 0;
    for entry in fs::read_dir(folder.join("pubmed")).unwrap() {
        let path = entry.unwrap().path();
        let body = fs::read(&path).unwrap();
        let text = String::from_utf8_lossy(&body);
        if !text.contains("<PubmedArticleSet") {
            continue;
        }
        let expected = text.matches("<PubmedArticle>").count() + text.matches("<PubmedBookArticle>").count();
        let page = named("pubmed").page(Some("9 9  MCID_made_up 1 9 0"), &body).expect("a page");
        assert_eq!((page.records, page.ids.len()), (expected as u64, expected), "{}", path.display());
        let cut = &body[..body.len() - 30];
        let error = named("pubmed").page(Some("9 9  MCID_made_up 1 9 0"), cut).expect_err("cut off");
        assert!(matches!(error, PageError::Truncated(_)), "{}: {error:?}", path.display());
        files += 1;
    }
    assert!(files >= 10);
}

#[test]
fn lying_answers_with_status_200_are_no_pages() {
    let openalex = named("openalex");
    let error = |file: &str| Some(openalex.page(None, &exchanges(file)?[0].body).expect_err("no page"));
    let Some(html) = error("_synthetic/200_but_html.json") else { return };
    assert_eq!(html, PageError::Html("maintenance".to_owned()));
    assert_eq!(error("_synthetic/200_empty_body.json"), Some(PageError::Empty));
    assert!(matches!(error("_synthetic/200_truncated_json.json"), Some(PageError::Truncated(_))));
}

#[test]
fn a_cursor_that_repeats_and_a_total_that_changes_are_noticed() {
    let Some(same) = exchanges("_synthetic/200_cursor_repeats_itself.json") else { return };
    let query = Query::default();
    let mut harvest = Harvest::new(named("openalex"), &query);
    harvest.accept(&same[0].body).expect("the first page");
    assert_eq!(harvest.accept(&same[0].body), Err(Fault::Circle(1)));

    let text =
        fs::read_to_string(recordings().unwrap().join("_synthetic/200_count_changes_between_pages.json")).unwrap();
    let made_up: Value = serde_json::from_str(&text).unwrap();
    let mut harvest = Harvest::new(named("openalex"), &query);
    for body in made_up["body"].as_array().unwrap() {
        harvest.accept(body.as_str().unwrap().as_bytes()).expect("a page");
    }
    assert_eq!(harvest.request(), None);
    let outcome = harvest.finish();
    assert_eq!(
        outcome.differences,
        [Difference::TotalChanged { from: 250, to: 251, page: 2 }, Difference::Count { announced: 251, received: 0 }]
    );
}

#[test]
fn a_record_that_comes_twice_is_noticed() {
    let page = |ids: [u32; 2], next: &str| {
        format!(
            "{{\"meta\":{{\"count\":4,\"next_cursor\":{next}}},\"results\":[{{\"id\":\"W{}\"}},{{\"id\":\"W{}\"}}]}}",
            ids[0], ids[1]
        )
    };
    let query = Query::default();
    let mut harvest = Harvest::new(named("openalex"), &query);
    harvest.accept(page([1, 2], "\"a\"").as_bytes()).unwrap();
    harvest.accept(page([2, 3], "null").as_bytes()).unwrap();
    let twice = Difference::Twice { id: "W2".to_owned(), first: 1, again: 2 };
    assert_eq!(harvest.finish().differences, [twice], "the count alone would not tell that a fourth record is missing");
}

#[test]
fn semantic_scholar_gives_a_token_until_the_end() {
    let Some(all) = exchanges("semanticscholar/test_search_paper_bulk_retrieval.json") else { return };
    let page = named("semanticscholar").page(None, &all[0].body).expect("a page");
    assert_eq!((page.announced, page.records, page.ids.len()), (Some(2674), 1000, 1000));
    let request = named("semanticscholar").request(&Query::default(), page.next.as_deref());
    assert_eq!(request.parameters.last().map(|(name, value)| (*name, value)), Some(("token", &page.next.unwrap())));
    let empty = exchanges("semanticscholar/test_empty_paginated_results.json").unwrap();
    let page = named("semanticscholar").page(None, &empty[0].body).expect("a page");
    assert_eq!((page.announced, page.records, page.next), (Some(0), 0, None));
    let error = &exchanges("semanticscholar/test_bad_query_parameters.json").unwrap()[0];
    let said = named("semanticscholar").complaint(&error.body);
    assert_eq!(said.as_deref(), Some("Unrecognized or unsupported fields: [unknown]"));
}

#[test]
fn doaj_counts_pages() {
    let Some(all) = exchanges("doaj/jaod_article_search_params.json") else { return };
    let doaj = named("doaj");
    let page = doaj.page(None, &all[1].body).expect("a page");
    assert_eq!((page.announced, page.records), (Some(103), 30));
    let next = page.next.expect("more pages");
    let parameters = doaj.request(&Query::default(), Some(&next)).parameters;
    assert_eq!(parameters[0], ("page", "2".to_owned()));
}

#[test]
fn oai_records_come_by_tokens_without_the_deleted_ones() {
    let Some(first) = bytes("oai/ListRecords.xml") else { return };
    let oai = named("oai-pmh");
    let query = Query::default();
    let mut harvest = Harvest::new(oai, &query);
    harvest.accept(&first).expect("a page");
    assert_eq!(oai.records(&first).expect("records").len(), 1);
    let next = harvest.request().expect("more pages");
    assert_eq!(
        next.parameters,
        [("verb", "ListRecords".to_owned()), ("resumptionToken", "ListRecords2.xml".to_owned())]
    );
    for number in 2..=4 {
        harvest.accept(&bytes(&format!("oai/ListRecords{number}.xml")).unwrap()).expect("a page");
    }
    assert!(harvest.request().is_none());
    let outcome = harvest.finish();
    assert_eq!((outcome.announced, outcome.received), (Some(8), 4));
    // The recording repeats its one record; that the total counts deleted records is no difference.
    assert!(outcome.differences.iter().all(|difference| matches!(difference, Difference::Twice { .. })));
    assert!(
        outcome.notes.contains(&Note::Warning("4 records came as deleted, without content, and left out".to_owned()))
    );

    let page = |file: &str| oai.page(None, &bytes(&format!("oai/{file}.xml")).unwrap());
    assert_eq!(page("noRecordsMatch").map(|page| (page.announced, page.next)), Ok((Some(0), None)));
    assert!(matches!(page("badResumptionToken"), Err(PageError::CursorLost(_))));
    assert_eq!(page("badArgument"), Err(PageError::Refused("badArgument".to_owned())));
    assert!(matches!(page("ListRecordsBroken"), Err(PageError::Unexpected(_))));
    assert!(matches!(page("Identify"), Err(PageError::Unexpected(_))));
    assert!(matches!(oai.page(None, &first[..first.len() - 40]), Err(PageError::Truncated(_))));
}

/// Whatever a database gives, some format reads it.
#[test]
fn every_database_has_a_reader() {
    for database in litsieve::connect::DATABASES {
        let format = database.service().format;
        assert!(litsieve::format::FORMATS.iter().any(|known| known.name() == format), "{format}");
    }
}

/// Made up after the documentation: no recording exists.
#[test]
fn services_without_recordings_are_understood_as_documented() {
    let page = |name: &str, cursor: Option<&str>, body: &str| named(name).page(cursor, body.as_bytes()).expect(name);
    let europe = page(
        "europepmc",
        None,
        r#"{"version":"6.9","hitCount":3,"nextCursorMark":"AoE","resultList":{"result":[{"id":"1"},{"id":"2"}]}}"#,
    );
    assert_eq!((europe.announced, europe.records, europe.next.as_deref()), (Some(3), 2, Some("2 AoE")));
    assert_eq!(europe.notes, [Note::Version("6.9".to_owned())]);
    let last = page(
        "europepmc",
        Some("2 AoE"),
        r#"{"hitCount":3,"nextCursorMark":"AoE","resultList":{"result":[{"id":"3"}]}}"#,
    );
    assert_eq!(last.next, None, "behind the last page the cursor repeats");
    let two = page(
        "europepmc",
        None,
        r#"{"hitCount":2,"resultList":{"result":[{"id":"637562","source":"MED"},{"source":"ETH","id":"637562"}]}}"#,
    );
    assert_eq!(two.ids, ["MED/637562", "ETH/637562"], "each source counts for itself");

    let starter =
        page("wos-starter", None, r#"{"metadata":{"total":60,"page":1,"limit":50},"hits":[{"uid":"WOS:1"}]}"#);
    assert_eq!(
        (starter.announced, starter.ids, starter.next.as_deref()),
        (Some(60), vec!["WOS:1".to_owned()], Some("1 2"))
    );
    let expanded = page(
        "wos-expanded",
        None,
        r#"{"Data":{"Records":{"records":{"REC":[{"UID":"WOS:1"},{"UID":"WOS:2"}]}}},"QueryResult":{"QueryID":1,"RecordsFound":3}}"#,
    );
    let next = named("wos-expanded").request(&Query::default(), expanded.next.as_deref());
    assert_eq!(next.parameters.last(), Some(&("firstRecord", "3".to_owned())));
    let nothing = page(
        "wos-expanded",
        None,
        r#"{"Data":{"Records":{"records":""}},"QueryResult":{"QueryID":1,"RecordsFound":0}}"#,
    );
    assert_eq!((nothing.records, nothing.next), (0, None));

    let scopus = page(
        "scopus",
        None,
        r#"{"search-results":{"opensearch:totalResults":"26","cursor":{"@current":"*","@next":"AoJ"},"entry":[{"eid":"2-s2.0-1"}]}}"#,
    );
    assert_eq!((scopus.announced, scopus.records, scopus.next.as_deref()), (Some(26), 1, Some("1 AoJ")));
    let nothing = page(
        "scopus",
        None,
        r#"{"search-results":{"opensearch:totalResults":"0","entry":[{"@_fa":"true","error":"Result set was empty"}]}}"#,
    );
    assert_eq!((nothing.records, nothing.next), (0, None));
    let core = page("core", None, r#"{"totalHits":250,"limit":100,"offset":0,"results":[{"id":1},{"id":2}]}"#);
    assert_eq!((core.announced, core.ids), (Some(250), vec!["1".to_owned(), "2".to_owned()]));
    for name in ["europepmc", "wos-starter", "wos-expanded", "scopus", "core"] {
        assert!(!named(name).service().recorded);
        assert!(named(name).page(None, b"{}").is_err() && named(name).page(None, b"[1,2").is_err(), "{name}");
    }
}

/// The records of an answer, joined to an export, are what the reader of its format finds there.
#[test]
fn what_connectors_save_can_be_read() {
    let Some(folder) = recordings() else { return };
    let mut pages = vec![("oai-pmh", fs::read(folder.join("oai/ListRecords.xml")).unwrap())];
    for file in ["pubmed1", "pubmed2", "pubmed4", "pubmed7", "11618220"] {
        pages.push(("pubmed", fs::read(folder.join(format!("pubmed/{file}.xml"))).unwrap()));
    }
    let bodies = |file: &str| exchanges(file).unwrap().into_iter().map(|exchange| exchange.body);
    pages.extend(bodies("crossref/test_cursor_max.json").map(|body| ("crossref", body)));
    pages.extend(bodies("doaj/jaod_article_search_params.json").map(|body| ("doaj", body)));
    pages.extend(bodies("semanticscholar/test_search_paper_bulk_retrieval.json").map(|body| ("semanticscholar", body)));
    let works = fs::read_to_string(folder.join("openalex/works_3_real_objects.json")).unwrap();
    pages.push(("openalex", format!("{{\"meta\":{{\"count\":3}},\"results\":{works}}}").into_bytes()));
    for (name, body) in pages {
        let service = named(name).service();
        let records = named(name).records(&body).expect("records");
        let [before, between, after] = service.envelope;
        let export = format!("{before}{}{after}", records.join(between));
        let source = std::sync::Arc::new(litsieve::source::SourceFile::new("exports/a", export.into_bytes()));
        let parsed = litsieve::format::read(&source);
        assert_eq!(parsed.records.format(), service.format, "{name}");
        assert_eq!(parsed.records.len(), records.len(), "{name}");
        let titled = parsed.records.iter().filter(|record| record.first(litsieve::record::Field::Title).is_some());
        assert_eq!(titled.count(), records.len(), "{name}");
    }
}
