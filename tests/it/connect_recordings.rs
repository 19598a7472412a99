//! Databases on recorded answers, without network.

use std::fs;
use std::path::PathBuf;

use litsieve::connect::{Database, Difference, Fault, Harvest, Limit, Note, PageError, Query, database};
use litsieve::record::document_type::DocumentType;
use litsieve::record::language::Language;
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

/// The search of the driving case's first iteration, in the expression given, with its limits as far as `name` has them.
fn driving_query(name: &str, expression: &str) -> Query {
    let limits = [
        Limit::Years { from: 1985, to: 2017 },
        Limit::Types(vec![DocumentType::JournalArticle]),
        Limit::Languages(vec![Language::ENGLISH]),
    ];
    let limits = limits.iter().filter_map(|limit| named(name).limit(limit)).collect();
    Query { expression: expression.to_owned(), limits }
}

fn parameter(name: &str, query: &Query, parameter: &str) -> String {
    let request = named(name).request(query, None);
    let found = request.parameters.iter().find(|(name, _)| *name == parameter);
    found.unwrap_or_else(|| panic!("{name}: no {parameter}")).1.clone()
}

#[test]
fn openalex_is_asked_as_the_translation_table_says() {
    let expression = "(coproduction OR \"service coproduction\") AND (leadership OR leader OR leaders)";
    let query = driving_query("openalex", expression);
    assert_eq!(
        parameter("openalex", &query, "filter"),
        format!("title_and_abstract.search:{expression},publication_year:1985-2017,type:article,language:en")
    );
    let comma = Query { expression: "\"care, social\"".to_owned(), limits: Vec::new() };
    assert_eq!(parameter("openalex", &comma, "filter"), "title_and_abstract.search:\"care  social\"");
}

#[test]
fn crossref_and_pubmed_are_asked_as_the_translation_table_says() {
    let query = driving_query("crossref", "coproduction leadership");
    assert_eq!(parameter("crossref", &query, "query.bibliographic"), "coproduction leadership");
    assert_eq!(
        parameter("crossref", &query, "filter"),
        "from-pub-date:1985,until-pub-date:2017,type:journal-article",
        "no language: most works have none"
    );
    let query = driving_query("pubmed", "coproduction[tiab] OR coproduce[tiab]");
    assert_eq!(
        parameter("pubmed", &query, "term"),
        "(coproduction[tiab] OR coproduce[tiab]) AND 1985:2017[dp] AND \"journal article\"[pt] AND english[la]"
    );
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
        ("cr_works_with_cursor_fails_well", 500, true, "Response Exception"),
        ("test_works_bad_id_warn", 404, false, "Resource not found."),
        ("test_members_filter", 400, false, "Filter 'has-full-text' specified but there is no such filter"),
    ] {
        let Some(all) = exchanges(&format!("crossref/{file}.json")) else { return };
        let exchange = &all[0];
        assert_eq!(exchange.status, status, "{file}");
        assert_eq!(crossref.cursor_is_lost(status, &exchange.body), lost, "{file}");
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
