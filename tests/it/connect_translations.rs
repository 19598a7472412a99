//! The searches of the driving case in the words of each service, row by row against the table of translations.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use litsieve::connect::{Request, plan};
use litsieve::query::{Numbers, Style, dialect, parse, translate};

use crate::support::{corpora, repository};

/// The rows that ours differ from, with ours and the reason; a row that no longer differs must leave.
const MISSES: &str = include_str!("../query/translations.misses.tsv");

/// The pieces of `text` between `separator`s that stand outside of parentheses, brackets and quotation marks, in order.
fn pieces(text: &str, separator: &str) -> BTreeSet<String> {
    let (mut depth, mut quoted, mut from, mut all) = (0, false, 0, BTreeSet::new());
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '(' | '[' if !quoted => depth += 1,
            ')' | ']' if !quoted => depth -= 1,
            _ => {}
        }
        if depth == 0 && !quoted && at >= from && text[at..].starts_with(separator) {
            all.insert(text[from..at].to_owned());
            from = at + separator.len();
        }
    }
    all.insert(text[from..].to_owned());
    all
}

struct Row {
    iteration: String,
    reading: String,
    source: String,
    query: String,
}

/// The request for the search of `row` at `api`, planned from the protocol that the repository ships.
fn request(api: &str, row: &Row, printed: &str) -> Request {
    let shipped = fs::read_to_string(repository().join("queries/bussu-galanti-2018/protocol.toml")).unwrap();
    // The shipped search has the reading that the authors meant; the others are searches of their own.
    let query = match row.reading.as_str() {
        "B_and_first" => Some(printed),
        "A_normalised" => Some(row.query.split(" AND PY=").next().unwrap()),
        _ => None,
    };
    let own = query.map_or_else(String::new, |query| {
        format!(
            "\n  [[iteration.search]]\n  id = \"x.0\"\n  source = \"wos\"\n  query = '''{query}'''\n  exports = []\n"
        )
    });
    let of = if query.is_some() { "x.0".to_owned() } else { format!("{}.wos", row.iteration) };
    let limits = match row.reading.as_str() {
        "B_and_first" | "A_normalised" => r#"["year: 1985-2017"]"#,
        _ => r#"["year: 1985-2017", "type: journal-article", "language: English"]"#,
    };
    let protocol = format!(
        "{shipped}\n[source.other]\nname = \"Other\"\nkind = \"database\"\napi = \"{api}\"\n[[iteration]]\nid = \"x\"\n{own}  \
         [[iteration.search]]\n  id = \"x.1\"\n  source = \"other\"\n  same_query_as = \"{of}\"\n  limits = {limits}\n"
    );
    let protocol = litsieve::protocol::parse(&protocol, "protocol.toml").expect("a protocol");
    let mut planned = plan(&protocol, &["x.1".to_owned()]).expect("a plan");
    let job = planned.remove(0).job.expect("it can be asked");
    job.database.request(&job.query, None)
}

/// Ours and theirs, in pieces whose order means nothing.
fn both(row: &Row, printed: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let api = match row.source.as_str() {
        "OpenAlex" => "openalex",
        "Crossref" => "crossref",
        "PubMed" => "pubmed",
        "Europe PMC" => "europepmc",
        "Scopus" => "scopus",
        "Semantic Scholar (bulk)" => "semanticscholar",
        "CORE v3" => "core",
        "DOAJ v4" => "doaj",
        "Web of Science" => "wos-expanded",
        "ProQuest (IBSS)" => {
            let meant = parse(
                "TS=((coproduction OR \"service coproduction\" OR \"coproduction of services\") AND (leadership OR leader OR leaders))",
                dialect("wos").unwrap(),
            );
            let style = Style { fields: true, numbers: Numbers::SameDistance };
            let ours = translate(&meant, dialect("proquest").unwrap(), style).text;
            return (pieces(&ours, " AND "), pieces(&row.query, " AND "));
        }
        other => panic!("nothing is known of {other}"),
    };
    let request = request(api, row, printed);
    let value = |name: &str| {
        let found = request.parameters.iter().find(|(found, _)| *found == name);
        found.unwrap_or_else(|| panic!("{api}: {name}")).1.clone()
    };
    match api {
        "openalex" => {
            let filter = row.query.strip_prefix("filter=").unwrap().split('&').next().unwrap();
            (pieces(&value("filter"), ","), pieces(filter, ","))
        }
        "semanticscholar" => {
            let ours = ["query", "year", "publicationTypes"].map(|name| format!("{name}={}", value(name)));
            (ours.into(), pieces(&row.query, "&"))
        }
        "crossref" => {
            let ours =
                ["query.bibliographic", "filter", "rows", "cursor"].map(|name| format!("{name}={}", value(name)));
            (ours.into(), pieces(row.query.strip_prefix("/works?").unwrap(), "&"))
        }
        "core" => {
            let theirs = row.query.strip_prefix("/v3/search/works/?q=").unwrap().split('&').next().unwrap();
            (pieces(&value("q"), " AND "), pieces(theirs, " AND "))
        }
        "doaj" => {
            let path = crate::connect_server::decoded(request.path.strip_prefix("/search/articles/").unwrap());
            let theirs = row.query.strip_prefix("/api/v4/search/articles/").unwrap().split('?').next().unwrap();
            (pieces(&path, " AND "), pieces(&crate::connect_server::decoded(theirs), " AND "))
        }
        "wos-expanded" => (pieces(&value("usrQuery"), " AND "), pieces(&row.query, " AND ")),
        "pubmed" => (pieces(&value("term"), " AND "), pieces(&row.query, " AND ")),
        _ => (pieces(&value("query"), " AND "), pieces(&row.query, " AND ")),
    }
}

#[test]
fn every_row_of_the_table_is_ours_or_a_miss_with_its_reason() {
    let Some(table) = corpora().map(|folder| folder.join("../review/query-translations.csv")) else { return };
    let rows: Vec<Row> = csv::Reader::from_path(table)
        .unwrap()
        .records()
        .map(Result::unwrap)
        .map(|row| Row {
            iteration: row[0].to_owned(),
            reading: row[1].to_owned(),
            source: row[2].to_owned(),
            query: row[3].to_owned(),
        })
        .collect();
    let printed = rows.iter().find(|row| row.reading == "as_printed").expect("the printed query").query.clone();
    let shipped = fs::read_to_string(repository().join("queries/bussu-galanti-2018/protocol.toml")).unwrap();
    assert!(shipped.contains(&format!("query    = \"{printed}\"")), "the protocol has the query as it was printed");

    let mut misses: BTreeMap<String, (String, String)> = MISSES
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let [iteration, reading, source, ours, reason] = cells[..] else { panic!("{line}") };
            (format!("{iteration}\t{reading}\t{source}"), (ours.to_owned(), reason.to_owned()))
        })
        .collect();
    let (mut same, mut wrong) = (0, Vec::new());
    for row in rows.iter().filter(|row| row.reading != "as_printed") {
        let key = format!("{}\t{}\t{}", row.iteration, row.reading, row.source);
        let (ours, theirs) = both(row, &printed);
        let shown = ours.iter().cloned().collect::<Vec<_>>().join("; ");
        match misses.remove(&key) {
            None if ours == theirs => same += 1,
            Some((known, reason)) if ours != theirs && known == shown && reason.len() > 20 => {}
            _ => wrong.push(format!("{key}\t{shown}\n  theirs: {theirs:?}")),
        }
    }
    assert!(wrong.is_empty(), "neither as in the table nor a known miss:\n{}", wrong.join("\n"));
    assert!(misses.is_empty(), "these rows are not in the table: {:?}", misses.keys());
    assert!(same >= 8, "{same} rows are as in the table");
}
