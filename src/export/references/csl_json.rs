//! CSL-JSON: the input of citation processors (schema: citation-style-language, `csl-data.json` 1.0.2).

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::losses::not_typed;
use super::{ET_AL, Reference, References, Writer, codes, date, type_words};
use crate::record::date::{DateKind, PartialDate};
use crate::record::document_type::DocumentType;
use crate::record::person::Person;
use crate::record::{Field, Fields};

/// CSL-JSON.
pub struct CslJson;

impl Writer for CslJson {
    fn name(&self) -> &'static str {
        "csl-json"
    }

    fn about(&self) -> &'static str {
        "CSL-JSON, an array: Zotero, Mendeley, Pandoc, citation processors. What CSL has no variable for stands under `custom`, \
         which other programs leave out: accession number, database, the number of an article that appears in no issue, affiliations, \
         subject headings, all but the first address and language, several notes one by one, and, under `custom.values`, every value \
         that is no field, with its tag."
    }

    fn extension(&self) -> &'static str {
        "json"
    }

    fn lacks(&self) -> &'static [Field] {
        &[]
    }

    fn keeps_other_values(&self) -> bool {
        true
    }

    fn keeps_et_al(&self) -> bool {
        true
    }

    fn keeps_line_ends(&self) -> bool {
        true
    }

    fn write(&self, references: References<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"[")?;
        for (at, reference) in references.enumerate() {
            out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
            out.write_all(item(&reference).to_string().as_bytes())?;
        }
        out.write_all(b"\n]\n")
    }
}

/// One reference as an item of CSL.
pub(super) fn item(reference: &Reference<'_>) -> Value {
    let fields = &reference.fields;
    let mut item = Map::new();
    item.insert("id".to_owned(), json!(reference.id));
    item.insert("type".to_owned(), json!(codes::of(fields).csl));
    put(&mut item, "author", fields.authors.iter().map(name).collect());
    put(&mut item, "editor", fields.editors.iter().map(name).collect());
    if let Some(date) = date(fields, DateKind::Issue) {
        item.insert("issued".to_owned(), date_parts(&date));
    }
    if let Some(date) = &fields.accessed {
        item.insert("accessed".to_owned(), date_parts(date));
    }
    for (variable, text) in texts(fields) {
        if !text.is_empty() {
            item.insert(variable.to_owned(), json!(text));
        }
    }
    let custom = custom(reference);
    if !custom.is_empty() {
        item.insert("custom".to_owned(), Value::Object(custom));
    }
    Value::Object(item)
}

/// Adds a list unless it is empty.
fn put(map: &mut Map<String, Value>, name: &str, values: Vec<Value>) {
    if !values.is_empty() {
        map.insert(name.to_owned(), Value::Array(values));
    }
}

fn texts(fields: &Fields) -> [(&'static str, String); 24] {
    let join = |values: Vec<&str>| values.join(", ");
    [
        ("title", fields.title.clone()),
        ("original-title", fields.original_title.clone()),
        ("container-title", fields.container.clone()),
        ("container-title-short", fields.container_abbreviation.clone()),
        ("collection-title", fields.series.clone()),
        ("volume", fields.volume.clone()),
        ("issue", fields.issue.clone()),
        ("page", fields.pages.to_string()),
        ("genre", genre(fields)),
        ("number", number(fields).to_owned()),
        ("edition", fields.edition.clone()),
        ("publisher", fields.publisher.clone()),
        ("publisher-place", fields.publisher_place.clone()),
        ("event-title", fields.conference.clone()),
        ("DOI", fields.doi.iter().map(ToString::to_string).collect()),
        ("PMID", fields.pmid.iter().map(ToString::to_string).collect()),
        ("PMCID", fields.pmcid.iter().map(ToString::to_string).collect()),
        ("ISSN", join(fields.issns.iter().map(|issn| issn.as_str()).collect())),
        ("ISBN", join(fields.isbns.iter().map(|isbn| isbn.as_str()).collect())),
        ("language", fields.languages.first().map(ToString::to_string).unwrap_or_default()),
        ("abstract", fields.abstract_text.clone()),
        ("keyword", keywords(&fields.keywords)),
        ("URL", fields.urls.first().cloned().unwrap_or_default()),
        ("note", fields.notes.join("\n")),
    ]
}

/// What a thesis or a report is called (`Master's thesis`), which styles print; empty where they print nothing.
fn genre(fields: &Fields) -> String {
    let code = codes::of(fields).csl;
    match code {
        "thesis" | "report" | "manuscript" | "webpage" | "post-weblog" => {
            let words = type_words(fields, code);
            // Our own word for the type stands under `custom`.
            let own = fields.document_type.map(|kind| kind.name().replace('-', " "));
            words.into_iter().find(|word| Some(word) != own.as_ref()).unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// The number of an article in what appears in issues, that of a document elsewhere: what styles print as such. The other stands under
/// `custom`.
fn number(fields: &Fields) -> &str {
    if numbers_articles(fields) { &fields.article_number } else { &fields.report_number }
}

fn numbers_articles(fields: &Fields) -> bool {
    let kind = codes::of(fields).csl;
    kind.starts_with("article-") || kind == "review-book"
}

/// CSL separates keywords by commas; where one has a comma itself, `custom` holds the list.
fn keywords(words: &[String]) -> String {
    words.join(", ")
}

/// What CSL has no variable for; under `values` what is no typed value, with its tag and role.
fn custom(reference: &Reference<'_>) -> Map<String, Value> {
    let fields = &reference.fields;
    let mut custom = Map::new();
    let mut lists: Vec<(&str, Vec<Value>)> = Vec::new();
    let strings = |values: &[String]| values.iter().map(|value| json!(value)).collect::<Vec<_>>();
    lists.push(("accession", strings(&fields.accessions)));
    lists.push(("database", strings(&fields.databases)));
    lists.push(("affiliation", strings(&fields.affiliations)));
    lists.push(("subject_heading", strings(&fields.subject_headings)));
    if fields.notes.len() > 1 {
        lists.push(("note", strings(&fields.notes)));
    }
    lists.push(("url", strings(fields.urls.get(1..).unwrap_or_default())));
    lists.push(("language", fields.languages.iter().skip(1).map(|language| json!(language.code())).collect()));
    if fields.keywords.iter().any(|word| word.contains([',', ';'])) {
        lists.push(("keyword", strings(&fields.keywords)));
    }
    let one = |text: &str| if text.is_empty() { Vec::new() } else { vec![json!(text)] };
    let (under, other) = match numbers_articles(fields) {
        true => ("report_number", &fields.report_number),
        false => ("article_number", &fields.article_number),
    };
    lists.push((under, one(other)));
    lists.push(("author", one(if reference.authors_are_cut() { ET_AL } else { "" })));
    // Where the type of CSL says as much, one word is enough.
    let said = codes::of(fields).csl;
    let in_volume = !fields.volume.is_empty();
    let kind = fields
        .document_type
        .filter(|&kind| DocumentType::decide(std::iter::once(("type", said)), in_volume) != Some(kind));
    lists.push(("document_type", one(kind.map_or("", DocumentType::name))));
    for (key, kind) in [("online_date", DateKind::Online), ("entry_date", DateKind::Entry)] {
        lists.push((key, date(fields, kind).map(|date| json!(super::iso(&date))).into_iter().collect()));
    }
    let other = reference.record().into_iter().flat_map(|record| not_typed(record, reference.own_key()));
    let other =
        other.map(|(_, value)| json!({ "tag": value.tag(), "field": value.field().name(), "value": value.value() }));
    lists.push(("values", other.collect()));
    for (key, values) in lists {
        put(&mut custom, key, values);
    }
    custom
}

fn name(person: &Person) -> Value {
    if person.corporate {
        return json!({ "literal": person.family });
    }
    let mut name = Map::new();
    for (key, part) in [("family", &person.family), ("given", &person.given), ("suffix", &person.suffix)] {
        if !part.is_empty() {
            name.insert(key.to_owned(), json!(part));
        }
    }
    Value::Object(name)
}

fn date_parts(date: &PartialDate) -> Value {
    let mut parts: Vec<i64> = date.year.map(i64::from).into_iter().collect();
    if let Some(month) = date.month {
        parts.push(i64::from(month));
        parts.extend(date.day.map(i64::from));
    }
    json!({ "date-parts": [parts] })
}
