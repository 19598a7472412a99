//! Bibliographic variables of CSL, which Crossref's JSON shares.
//!
//! Crossref puts most of them into lists (`"title": ["..."]`); both forms are read everywhere.

use serde_json::Value;

use super::json::{Sink, leaves, list, text};
use crate::record::Field;
use crate::record::person::Person;

/// Writes a variable: names, a date, or a value; what is nested in it is kept under its path.
pub fn variable(name: &str, value: &Value, out: &mut Sink<'_>) {
    if let Some(role) = people(name) {
        return names(name, role, value, out);
    }
    if let Some(role) = date_of(name) {
        return out.derived(name, role, &date(value));
    }
    leaves(
        value,
        |_| false,
        |path, leaf| match path {
            "" => out.value(name, role(name), leaf),
            "name" if name == "event" => out.value("event.name", Field::Conference, leaf),
            path => out.value(&format!("{name}.{path}"), Field::Other, leaf),
        },
    );
}

/// Whether a type stands in the text that only CSL has a word for.
pub fn names_a_type(text: &str) -> bool {
    let said = text.split("\"type\"").skip(1).filter_map(|rest| {
        let value = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        value.split('"').next()
    });
    said.into_iter().any(|kind| TYPES.contains(&kind))
}

/// The types of CSL 1.0.2 (appendix III) that are no plain word, and `book` and the like, which others use too.
const TYPES: [&str; 18] = [
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "book",
    "chapter",
    "entry-dictionary",
    "entry-encyclopedia",
    "legal_case",
    "motion_picture",
    "musical_score",
    "paper-conference",
    "personal_communication",
    "post-weblog",
    "report",
    "review-book",
    "speech",
    "thesis",
    "webpage",
];

/// Whether the schema of CSL has a variable of this name, whatever becomes of its values.
pub fn is_variable(name: &str) -> bool {
    const WITHOUT_ROLE: [&str; 48] = [
        "archive",
        "archive-place",
        "archive_collection",
        "archive_location",
        "authority",
        "call-number",
        "categories",
        "chapter-number",
        "citation-key",
        "citation-label",
        "citation-number",
        "collection-number",
        "compiler",
        "composer",
        "curator",
        "dimensions",
        "director",
        "division",
        "event-date",
        "event-place",
        "executive-producer",
        "first-reference-note-number",
        "guest",
        "host",
        "id",
        "illustrator",
        "interviewer",
        "jurisdiction",
        "keyword",
        "locator",
        "medium",
        "narrator",
        "number",
        "number-of-volumes",
        "organizer",
        "original-author",
        "original-date",
        "original-publisher",
        "original-publisher-place",
        "page-first",
        "part",
        "printing",
        "producer",
        "recipient",
        "references",
        "section",
        "status",
        "volume-title",
    ];
    people(name).is_some() || date_of(name).is_some() || role(name) != Field::Other || WITHOUT_ROLE.contains(&name)
}

/// What a variable means.
fn role(name: &str) -> Field {
    match name {
        "type" | "genre" => Field::DocumentType,
        "title" => Field::Title,
        "original-title" => Field::OriginalTitle,
        "title-short" | "shortTitle" | "short-title" => Field::ShortTitle,
        "container-title" => Field::Container,
        "container-title-short" | "short-container-title" | "journalAbbreviation" => Field::ContainerAbbreviation,
        "collection-title" => Field::Series,
        "volume" => Field::Volume,
        "issue" => Field::Issue,
        "page" => Field::Pages,
        "article-number" => Field::ArticleNumber,
        "number-of-pages" => Field::PageCount,
        "edition" | "edition-number" => Field::Edition,
        "publisher" => Field::Publisher,
        "publisher-place" | "publisher-location" => Field::PublisherPlace,
        "event" | "event-title" => Field::Conference,
        "DOI" => Field::Doi,
        "PMID" => Field::Pmid,
        "PMCID" => Field::Pmcid,
        "ISSN" => Field::Issn,
        "ISBN" => Field::Isbn,
        "source" => Field::Database,
        "language" => Field::Language,
        "abstract" => Field::Abstract,
        "subject" => Field::SubjectHeading,
        "URL" => Field::Url,
        "note" | "annote" => Field::Note,
        _ => Field::Other,
    }
}

/// Whether the variable holds names, and whose.
fn people(name: &str) -> Option<Field> {
    match name {
        "author" => Some(Field::Author),
        "editor" => Some(Field::Editor),
        "translator" | "collection-editor" | "container-author" | "editorial-director" | "chair" => {
            Some(Field::Contributor)
        }
        _ => None,
    }
}

/// Whether the variable is a date, and of what.
fn date_of(name: &str) -> Option<Field> {
    match name {
        "issued" => Some(Field::Date),
        "published-online" | "available-date" | "posted" => Some(Field::DateOnline),
        "published-print" | "published" => Some(Field::Date),
        "created" | "deposited" | "indexed" | "submitted" => Some(Field::DateEntry),
        "accessed" => Some(Field::DateAccess),
        _ => None,
    }
}

/// Adds the names of a list of CSL names: family, given, particles, suffix; or a body.
fn names(tag: &str, role: Field, value: &Value, out: &mut Sink<'_>) {
    for name in list(value) {
        let part = |key: &str| name.get(key).map(text).unwrap_or_default();
        let body = [part("literal"), part("name")].into_iter().find(|body| !body.is_empty());
        let family = [part("dropping-particle"), part("non-dropping-particle"), part("family")];
        let family =
            family.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        if family.is_empty() && part("given").is_empty() {
            match body {
                Some(body) => {
                    let (role, body) = Person::body_as(role, &body);
                    out.derived(tag, role, &body);
                }
                None if name.is_string() => out.value(tag, role, &text(name)),
                None => {}
            }
            continue;
        }
        let parts = [family, part("given"), part("suffix")];
        let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
        out.derived(tag, role, &parts.join(", "));
        for affiliation in name.get("affiliation").map(list).unwrap_or_default() {
            out.derived(
                "affiliation",
                Field::Affiliation,
                &affiliation.get("name").map_or_else(|| text(affiliation), text),
            );
        }
    }
}

/// A CSL date as text: `2017-04-26`, a range as `2017-04/2018-01`, `raw` or `literal` as they are.
pub fn date(value: &Value) -> String {
    let one = |parts: &Value| {
        let parts = list(parts).iter().map(text).filter(|part| !part.is_empty()).enumerate();
        parts.map(|(at, part)| if at == 0 { part } else { format!("{part:0>2}") }).collect::<Vec<_>>().join("-")
    };
    let ends: Vec<String> = value.get("date-parts").map(list).unwrap_or_default().iter().map(one).collect();
    let ends: Vec<String> = ends.into_iter().filter(|end| !end.is_empty()).take(2).collect();
    if !ends.is_empty() {
        return ends.join("/");
    }
    let worded = ["raw", "literal"].iter().find_map(|key| value.get(key)).unwrap_or(value);
    text(worded)
}
