//! Works as Crossref's REST API gives them (documentation: <https://api.crossref.org>, schema of `works`).

use std::sync::Arc;

use serde_json::Value;

use super::json::{self, Records, Sink, text};
use super::{Format, Parsed, csl};
use crate::diagnostic::{Diagnostic, excerpt};
use crate::record::{Field, RecordFileBuilder};
use crate::source::SourceFile;

/// Crossref JSON.
pub struct CrossrefJson;

impl Format for CrossrefJson {
    fn name(&self) -> &'static str {
        "crossref-json"
    }

    fn about(&self) -> &'static str {
        "Crossref JSON: answers of the REST API with one work or a page of them, arrays, one work per line."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        let head = json::head(source.text());
        match () {
            () if json::has_keys(head, &["status", "message-type", "message"]) => 95,
            () if json::has_keys(head, &["DOI", "prefix", "member"])
                || json::has_keys(head, &["reference-count", "indexed"]) =>
            {
                90
            }
            () => 0,
        }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        if is_refusal(source.text()) {
            let records = RecordFileBuilder::new(Arc::clone(source), self.name()).finish();
            let message = excerpt(source.text());
            let diagnostics = vec![Diagnostic::new("JSN004", message).at(source.label(), 1, 0)];
            return Parsed { records, diagnostics, dialect: "", markers: 0 };
        }
        json::read(&CrossrefRecords, source)
    }
}

/// Whether the service answered with an error.
fn is_refusal(text: &str) -> bool {
    let head: String = text.chars().take(200).filter(|c| !c.is_whitespace()).collect();
    head.contains("\"status\":\"failed\"") || head.contains("\"status\":\"error\"")
}

struct CrossrefRecords;

impl Records for CrossrefRecords {
    fn format(&self) -> &'static str {
        "crossref-json"
    }

    fn own_keys(&self) -> &'static [&'static str] {
        &["title", "DOI", "author", "prefix"]
    }

    fn record(&self, record: &Value, out: &mut Sink<'_>) {
        let Some(members) = record.as_object() else { return };
        for (name, value) in members {
            match name.as_str() {
                "issued" | "published" => earliest(name, record, out),
                _ => member(name, value, out),
            }
        }
        title(record, out);
    }
}

fn member(name: &str, value: &Value, out: &mut Sink<'_>) {
    match name {
        // Put together with the subtitle.
        "title" => json::list(value).iter().for_each(|title| out.value(name, Field::Other, &text(title))),
        "reference" => {
            for reference in json::list(value) {
                let parts = ["unstructured", "author", "year", "article-title", "journal-title", "volume-title", "DOI"];
                let parts: Vec<String> = parts.iter().filter_map(|key| reference.get(key)).map(text).collect();
                out.derived(name, Field::CitedReference, &parts.join(", "));
            }
        }
        "funder" => {
            for funder in json::list(value) {
                out.derived(name, Field::Funding, &funder.get("name").map(text).unwrap_or_default());
            }
        }
        "update-to" | "updated-by" => {
            for update in json::list(value) {
                let part = |key: &str| update.get(key).map(text).unwrap_or_default();
                out.derived(name, Field::Relation, &format!("{}: {}", part("label"), part("DOI")));
            }
        }
        "relation" => {
            let targets = value.as_object().into_iter().flatten();
            for (kind, target) in targets.flat_map(|(kind, list)| json::list(list).iter().map(move |one| (kind, one))) {
                let id = target.get("id").map(text).unwrap_or_default();
                out.derived(name, Field::Relation, &format!("{kind}: {id}"));
            }
            csl::variable(name, value, out);
        }
        "abstract" => out.value(name, Field::Abstract, &text(value)),
        _ => csl::variable(name, value, out),
    }
}

/// `issued` and `published` are the earlier of the dates in print and online (Crossref, *REST API*, `issued`). Where the date in print
/// is given too, an earlier one is of what it equals, and never the date of the issue.
fn earliest(name: &str, record: &Value, out: &mut Sink<'_>) {
    let of = |key: &str| record.get(key).map(csl::date).unwrap_or_default();
    let (date, print, online) = (of(name), of("published-print"), of("published-online"));
    let role = match () {
        () if print.is_empty() || date == print => Field::Date,
        () if date == online => Field::DateOnline,
        () => Field::Other,
    };
    out.derived(name, role, &date);
}

/// Crossref keeps the subtitle apart.
fn title(record: &Value, out: &mut Sink<'_>) {
    let part = |key: &str| record.get(key).map(text).unwrap_or_default();
    let (title, subtitle) = (part("title"), part("subtitle"));
    let repeated = subtitle.is_empty() || title.to_lowercase().contains(&subtitle.to_lowercase());
    out.derived("title", Field::Title, &if repeated { title } else { format!("{title}: {subtitle}") });
}
