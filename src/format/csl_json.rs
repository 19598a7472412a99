//! CSL-JSON, the input of citation processors (schema: citation-style-language, `csl-data.json` 1.0.2).

use std::sync::Arc;

use serde_json::Value;

use super::json::{self, Records, Sink, text};
use super::{Format, Parsed, csl};
use crate::record::Field;
use crate::source::SourceFile;

/// Keys that no JSON has but that of citation processors.
const OWN_KEYS: [&str; 8] = [
    "container-title",
    "issued",
    "collection-title",
    "title-short",
    "publisher-place",
    "number-of-pages",
    "container-title-short",
    "citation-key",
];

/// CSL-JSON.
pub struct CslJson;

impl Format for CslJson {
    fn name(&self) -> &'static str {
        "csl-json"
    }

    fn about(&self) -> &'static str {
        "CSL-JSON, an array, one object or one per line: Zotero, Mendeley, Pandoc, citation processors, and this program."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        let head = json::head(source.text());
        let has = |key: &str| json::has_keys(head, &[key]);
        match () {
            () if has("date-parts") && has("type") => 75,
            () if OWN_KEYS.iter().any(|key| has(key)) => 70,
            // This program's own.
            () if has("custom") && has("id") && has("type") => 65,
            () if has("title") && (has("family") || has("literal")) => 60,
            () if has("title") && csl::names_a_type(head) => 50,
            () => 0,
        }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        let mut parsed = json::read(&CslRecords, source);
        json::tell_unknown(&mut parsed, |key| key == "custom" || csl::is_variable(key));
        parsed
    }
}

struct CslRecords;

impl Records for CslRecords {
    fn format(&self) -> &'static str {
        "csl-json"
    }

    fn own_keys(&self) -> &'static [&'static str] {
        &["title", "author", "issued", "type", "DOI"]
    }

    fn record(&self, record: &Value, out: &mut Sink<'_>) {
        let Some(members) = record.as_object() else { return };
        let own = record.get("custom").is_some_and(Value::is_object);
        for (name, value) in members {
            match name.as_str() {
                // Behind the others, whose further values it holds.
                "custom" if own => {}
                "keyword" => keywords(record, &text(value), out),
                "number" => out.value(name, number(record), &text(value)),
                // `custom` holds them one by one.
                "note" if record.pointer("/custom/note").is_some() => out.superseded(name, Field::Note, &text(value)),
                // This program's own word for the type is more exact.
                "type" if record.pointer("/custom/document_type").is_some() => {
                    out.superseded(name, Field::DocumentType, &text(value));
                }
                "type" if text(value) == "article" && !is_in_a_journal(record) => {
                    out.superseded(name, Field::DocumentType, "article");
                    out.derived(name, Field::DocumentType, "preprint");
                }
                _ => csl::variable(name, value, out),
            }
        }
        if own {
            custom(&record["custom"], out);
        }
    }
}

/// Whether an `article` stands in a journal all the same. CSL 1.0.2 (appendix III) has the type for what is *not published in a journal*:
/// preprints, working papers; some programs write it for articles.
fn is_in_a_journal(record: &Value) -> bool {
    ["volume", "issue", "ISSN", "page", "PMID"]
        .iter()
        .any(|key| record.get(key).is_some_and(|value| !text(value).is_empty()))
}

/// What `number` numbers: an article in what appears in issues, as citation styles print it, and a document of its own elsewhere
/// (CSL 1.0.2, appendix IV: *number identifying the item, e.g. a report number*).
fn number(record: &Value) -> Field {
    const IN_ISSUES: [&str; 5] = ["article-journal", "article-magazine", "article-newspaper", "review", "review-book"];
    match record.get("type").map(text) {
        Some(kind) if IN_ISSUES.contains(&kind.as_str()) => Field::ArticleNumber,
        _ => Field::ReportNumber,
    }
}

/// CSL separates keywords by commas; where one has a comma itself, `custom` holds the list.
fn keywords(record: &Value, words: &str, out: &mut Sink<'_>) {
    if record.pointer("/custom/keyword").is_some() {
        return out.superseded("keyword", Field::Keyword, words);
    }
    let separator = if words.contains(';') { ';' } else { ',' };
    words.split(separator).for_each(|word| out.derived("keyword", Field::Keyword, word));
}

/// What this program keeps under `custom`.
fn custom(value: &Value, out: &mut Sink<'_>) {
    for value in value.get("values").map(json::list).unwrap_or_default() {
        let part = |name: &str| value.get(name).map(text).unwrap_or_default();
        let field = Field::from_name(&part("field")).unwrap_or(Field::Other);
        out.value(&part("tag"), field, &part("value"));
    }
    json::leaves(
        value,
        |path| path == "values",
        |path, leaf| {
            let role = match path {
                // `et al.`
                "author" => Field::Author,
                "accession" => Field::Accession,
                "database" => Field::Database,
                "affiliation" => Field::Affiliation,
                "subject_heading" => Field::SubjectHeading,
                "note" => Field::Note,
                "url" => Field::Url,
                "language" => Field::Language,
                "keyword" => Field::Keyword,
                "article_number" => Field::ArticleNumber,
                "report_number" => Field::ReportNumber,
                "document_type" => Field::DocumentType,
                "online_date" => Field::DateOnline,
                "entry_date" => Field::DateEntry,
                _ => Field::Other,
            };
            out.value(&format!("custom.{path}"), role, leaf);
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Fields;

    #[test]
    fn an_item_is_read_with_its_particles_and_dates() {
        let text = r#"[{"id":"x","type":"chapter","title":"On made up things","container-title":"The book",
            "author":[{"family":"Dow","given":"Cy","non-dropping-particle":"van der","suffix":"Jr"},{"literal":"The Group"}],
            "issued":{"date-parts":[["2017",4]]},"keyword":"a, b","page":"1-5","unknown":{"deep":["kept"]}},
            {"id":"y","title":"cut off","#;
        let parsed = CslJson.read(&Arc::new(SourceFile::new("a.json", text.as_bytes().to_vec())));
        assert_eq!((parsed.records.len(), parsed.markers), (2, 2));
        let fields = Fields::of(parsed.records.record(0));
        assert_eq!(
            fields.authors.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["van der Dow, Cy, Jr", "The Group"]
        );
        assert_eq!((fields.year(), fields.keywords.len(), fields.container.as_str()), (Some(2017), 2, "The book"));
        assert!(
            parsed.records.record(0).values().any(|value| (value.tag(), value.value()) == ("unknown.deep", "kept"))
        );
        assert_eq!(parsed.records.record(1).title(), Some("cut off"));
    }
}
