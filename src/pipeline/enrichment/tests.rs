use super::super::{ExportFile, ingest_with};
use super::*;

/// Made up: an article without an abstract, a chapter with the DOI of its book, a record without identifiers.
const EXPORT: &str = "\
TY  - JOUR\nTI  - Leaders of coproduction in four towns\nDO  - 10.5555/1\nPY  - 2016\nLA  - eng\nER  - \n\
TY  - CHAP\nTI  - Four towns and their many leaders\nDO  - 10.5555/book\nPY  - 2016\nER  - \n\
TY  - JOUR\nTI  - Followers and leaders in coproduced services\nPY  - 2015\nER  - \n";

fn line(by: &str, key: &str, kind: &str, field: &str, value: &str, title: &str) -> String {
    let line = Line {
        v: 1,
        by: by.to_owned(),
        key: key.to_owned(),
        kind: kind.to_owned(),
        field: field.to_owned(),
        value: value.to_owned(),
        title: title.to_owned(),
        year: "2016".to_owned(),
        from: "openalex".to_owned(),
        export: "enrichment/answers/a.json".to_owned(),
        sha256: String::new(),
        at: "2026-11-22T00:00:00Z".to_owned(),
    };
    serde_json::to_string(&line).unwrap_or_default()
}

fn file(label: &str, text: &str) -> Arc<SourceFile> {
    Arc::new(SourceFile::new(label, text.as_bytes().to_vec()))
}

fn enriched(files: &[(&str, Vec<String>)]) -> Ingested {
    let exports = vec![ExportFile { source: file("exports/a.ris", EXPORT), search: 0 }];
    let files: Vec<_> = files.iter().map(|(label, lines)| file(label, &lines.join("\n"))).collect();
    ingest_with(exports, &files)
}

fn said(ingested: &Ingested) -> Vec<(&'static str, u32, u32)> {
    ingested.diagnostics.iter().map(|found| (found.code, found.line, found.entry)).collect()
}

fn value(ingested: &Ingested, record: usize, field: Field) -> Option<(String, Option<String>)> {
    let record = ingested.records.files()[0].record(record);
    let mut values = record.values().filter(|value| value.field() == field);
    values.next().map(|value| (value.value().to_owned(), value.enriched_by().map(str::to_owned)))
}

#[test]
fn a_gap_is_filled_with_its_origin_and_no_value_is_replaced() {
    let title = "Leaders of Coproduction in Four Towns.";
    let ingested = enriched(&[
        (
            "enrichment/openalex.jsonl",
            vec![
                line("doi", "10.5555/1", "value", "abstract", "Of towns.", title),
                line("doi", "10.5555/1", "value", "language", "it", title),
            ],
        ),
        (
            "enrichment/crossref.jsonl",
            vec![
                line("doi", "10.5555/1", "value", "issn", "1234-5679", title),
                line("doi", "10.5555/1", "value", "issn", "2049-3630", title),
                line("doi", "10.5555/1", "flag", "retracted", "true", title),
            ],
        ),
    ]);
    let openalex = Some("openalex".to_owned());
    assert_eq!(value(&ingested, 0, Field::Abstract), Some(("Of towns.".to_owned(), openalex)));
    assert_eq!(value(&ingested, 0, Field::Language), Some(("eng".to_owned(), None)));
    assert_eq!(ingested.records.files()[0].record(0).issns().len(), 2);
    assert_eq!(said(&ingested), [("ENR004", 1, 1)]);
    assert!(ingested.diagnostics[0].message.contains("enrichment/crossref.jsonl:3"), "{:?}", ingested.diagnostics);
    assert_eq!(ingested.records.files()[0].record(2).title(), Some("Followers and leaders in coproduced services"));
}

#[test]
fn services_that_contradict_each_other_are_told_and_none_is_believed() {
    let title = "Four towns and their many leaders";
    let says = |service: &str, field: &str, value: &str| {
        let line = line("doi", "10.5555/book", "value", field, value, title);
        (format!("enrichment/{service}.jsonl"), vec![line])
    };
    let of = |said: &[(String, Vec<String>)]| {
        let files: Vec<(&str, Vec<String>)> =
            said.iter().map(|(label, lines)| (label.as_str(), lines.clone())).collect();
        enriched(&files)
    };
    let ingested = of(&[says("crossref", "language", "en"), says("openalex", "language", "it")]);
    assert_eq!((value(&ingested, 1, Field::Language), said(&ingested)), (None, vec![("ENR008", 7, 2)]));
    let told = &ingested.diagnostics[0].message;
    for words in ["language: ", "“en” (enrichment/crossref.jsonl:1)", "“it” (enrichment/openalex.jsonl:1)", title]
    {
        assert!(told.contains(words), "{words} is not in {told}");
    }
    let ingested = of(&[says("crossref", "language", "en"), says("openalex", "language", "eng")]);
    let crossref = Some("crossref".to_owned());
    assert_eq!((value(&ingested, 1, Field::Language), said(&ingested)), (Some(("en".to_owned(), crossref)), vec![]));
}

#[test]
fn a_chapter_takes_nothing_from_its_book() {
    let book = "The Handbook of Coproduction";
    let ingested = enriched(&[(
        "enrichment/crossref.jsonl",
        vec![
            line("doi", "10.5555/book", "value", "abstract", "Of the book.", book),
            line("doi", "10.5555/book", "flag", "retracted", "true", book),
        ],
    )]);
    assert_eq!(value(&ingested, 1, Field::Abstract), None);
    // That the book was retracted is told all the same; it excludes nothing.
    assert_eq!(said(&ingested), [("ENR004", 7, 2), ("ENR002", 7, 2)]);
    assert!(ingested.diagnostics[0].message.contains("with another title"), "{}", ingested.diagnostics[0].message);
}

#[test]
fn a_title_is_believed_of_the_same_year_only() {
    let title = "Followers and Leaders in Coproduced Services";
    let key = title_key(title).unwrap_or_default();
    let found = line("title", &key, "value", "doi", "10.5555/3", title);
    let ingested = enriched(&[("enrichment/semanticscholar.jsonl", vec![found.clone()])]);
    assert_eq!(value(&ingested, 2, Field::Doi).map(|(doi, _)| doi).as_deref(), Some("10.5555/3"));
    let later = found.replace("\"2016\"", "\"2019\"");
    let ingested = enriched(&[("enrichment/semanticscholar.jsonl", vec![later])]);
    assert_eq!((value(&ingested, 2, Field::Doi), said(&ingested)), (None, vec![]));
}

#[test]
fn an_identifier_found_by_the_title_leads_to_what_others_say_of_it() {
    let title = "Followers and Leaders in Coproduced Services";
    let key = title_key(title).unwrap_or_default();
    let given = line("title", &key, "value", "doi", "10.5555/3", title);
    let of_doi =
        |kind: &str, field: &str, value: &str, title: &str| line("doi", "10.5555/3", kind, field, value, title);
    let openalex = vec![of_doi("value", "language", "en", title), of_doi("flag", "retracted", "true", title)];
    let scholar = ("enrichment/semanticscholar.jsonl", vec![given.clone()]);
    let ingested = enriched(&[scholar.clone(), ("enrichment/openalex.jsonl", openalex.clone())]);
    let language = |ingested: &Ingested| {
        let record = ingested.records.files()[0].record(2);
        let value = record.values().find(|value| value.field() == Field::Language);
        value.map(|value| (value.value().to_owned(), value.tag().to_owned(), value.enriched_by().map(str::to_owned)))
    };
    let chain = ("en".to_owned(), "enrichment:openalex<semanticscholar".to_owned(), Some("openalex".to_owned()));
    assert_eq!((language(&ingested), said(&ingested)), (Some(chain), vec![("ENR004", 12, 3)]));
    let told = &ingested.diagnostics[0].message;
    assert!(
        told.contains("of the doi 10.5555/3, which enrichment/semanticscholar.jsonl gives for the title"),
        "{told}"
    );
    // A report of the same name, but of another year; two that the service knows; and one of another name.
    let elsewhen = openalex.iter().map(|line| line.replace("\"2016\"", "\"2011\"")).collect();
    let ingested = enriched(&[scholar.clone(), ("enrichment/openalex.jsonl", elsewhen)]);
    assert_eq!(language(&ingested), None);
    let two = vec![given.clone(), given.replace("10.5555/3", "10.5555/4")];
    let ingested = enriched(&[("enrichment/semanticscholar.jsonl", two), ("enrichment/openalex.jsonl", openalex)]);
    assert_eq!((language(&ingested), said(&ingested)), (None, vec![("ENR008", 12, 3), ("ENR003", 0, 0)]));
    let other = vec![of_doi("value", "language", "en", "Kings and queens of the coproduced services")];
    let ingested = enriched(&[scholar, ("enrichment/openalex.jsonl", other)]);
    assert_eq!((language(&ingested), said(&ingested)), (None, vec![("ENR002", 12, 3)]));
}

#[test]
fn a_line_that_cannot_be_read_costs_no_other() {
    let title = "Leaders of coproduction in four towns";
    let good = line("doi", "10.5555/1", "value", "abstract", "Of towns.", title);
    let ingested = enriched(&[(
        "enrichment/a.jsonl",
        vec![
            "{\"v\":1,\"by\":\"do".to_owned(),
            good.replace("\"v\":1", "\"v\":2"),
            good.replace("\"abstract\"", "\"title\""),
            good.replace("\"value\":\"Of towns.\"", "\"value\":\" \""),
            good.replace("10.5555/1", "10.5555/gone"),
            good,
        ],
    )]);
    assert_eq!(
        said(&ingested),
        [("ENR001", 1, 0), ("ENR001", 2, 0), ("ENR001", 3, 0), ("ENR001", 4, 0), ("ENR003", 0, 0)]
    );
    assert!(value(&ingested, 0, Field::Abstract).is_some());
}
