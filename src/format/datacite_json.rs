//! Metadata of DataCite: answers of its REST API and its JSON export (DataCite Metadata Schema 4.5).

use std::sync::Arc;

use serde_json::Value;

use super::json::{self, Records, Sink, text};
use super::{Format, Parsed};
use crate::record::Field;
use crate::record::person::Person;
use crate::source::SourceFile;

/// DataCite JSON.
pub struct DataciteJson;

impl Format for DataciteJson {
    fn name(&self) -> &'static str {
        "datacite-json"
    }

    fn about(&self) -> &'static str {
        "DataCite JSON: answers of the REST API with one DOI or a page of them, and the JSON that DataCite Commons offers."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        let head = json::head(source.text());
        match () {
            () if json::has_keys(head, &["creators", "titles"]) => 90,
            () if json::has_keys(head, &["titles", "publicationYear"]) => 80,
            () => 0,
        }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        json::read(&DataciteRecords, source)
    }
}

struct DataciteRecords;

impl Records for DataciteRecords {
    fn format(&self) -> &'static str {
        "datacite-json"
    }

    fn own_keys(&self) -> &'static [&'static str] {
        &["attributes", "creators", "titles"]
    }

    fn record(&self, record: &Value, out: &mut Sink<'_>) {
        let attributes = record.get("attributes").filter(|value| value.is_object()).unwrap_or(record);
        json::leaves(attributes, in_groups, |path, leaf| out.value(path, role(path), leaf));
        types(attributes, out);
        creators(attributes, out);
        dates(attributes, out);
        for description in json::list(&attributes["descriptions"]) {
            let kind = text(&description["descriptionType"]);
            let role = if ["Abstract", ""].contains(&kind.as_str()) { Field::Abstract } else { Field::Note };
            out.derived("descriptions", role, &text(&description["description"]));
        }
        titles(attributes, out);
        for identifier in json::list(&attributes["relatedIdentifiers"]) {
            let part = |key: &str| text(&identifier[key]);
            out.derived(
                "relatedIdentifiers",
                Field::Relation,
                &format!("{}: {}", part("relationType"), part("relatedIdentifier")),
            );
        }
        for item in
            json::list(&attributes["relatedItems"]).iter().filter(|item| item["relationType"] == "IsPublishedIn")
        {
            published_in(item, out);
        }
    }
}

/// Members that are written in groups of their own.
fn in_groups(path: &str) -> bool {
    ["creators", "contributors", "dates", "descriptions", "titles", "relatedIdentifiers", "relatedItems"]
        .contains(&path)
}

fn role(path: &str) -> Field {
    match path {
        "doi" => Field::Doi,
        "container.title" => Field::Container,
        "container.volume" => Field::Volume,
        "container.issue" => Field::Issue,
        "container.firstPage" => Field::Pages,
        "container.lastPage" => Field::EndPage,
        "publicationYear" => Field::Date,
        "publisher" | "publisher.name" => Field::Publisher,
        "language" => Field::Language,
        "subjects.subject" => Field::Keyword,
        "url" => Field::Url,
        "version" => Field::Edition,
        "fundingReferences.funderName" => Field::Funding,
        "created" | "registered" | "updated" => Field::DateEntry,
        _ => Field::Other,
    }
}

/// The depositor's own words, and the type of the list unless it says no more than that it is text.
fn types(attributes: &Value, out: &mut Sink<'_>) {
    let types = &attributes["types"];
    out.derived("types.resourceType", Field::DocumentType, &text(&types["resourceType"]));
    let general = text(&types["resourceTypeGeneral"]);
    let citeproc = text(&types["citeproc"]);
    match general.as_str() {
        // DataCite derives `article` for whatever is text.
        "" | "Text" | "Other" if citeproc == "article" => {}
        "" | "Text" | "Other" => out.derived("types.citeproc", Field::DocumentType, &citeproc),
        _ => out.derived("types.resourceTypeGeneral", Field::DocumentType, &general),
    }
    if text(&attributes["container"]["identifierType"]) == "ISSN" {
        out.derived("container.identifier", Field::Issn, &text(&attributes["container"]["identifier"]));
    }
}

fn creators(attributes: &Value, out: &mut Sink<'_>) {
    let lists = [("creators", Field::Author), ("contributors", Field::Contributor)];
    for (key, role) in lists {
        for person in json::list(&attributes[key]) {
            let part = |key: &str| text(&person[key]);
            let role = if part("contributorType") == "Editor" { Field::Editor } else { role };
            let body = part("nameType") == "Organizational";
            match (part("familyName"), part("givenName")) {
                (family, given) if !family.is_empty() && !body => {
                    out.derived(key, role, format!("{family}, {given}").trim_end_matches([',', ' ']));
                }
                _ if body => {
                    let (role, body) = Person::body_as(role, &part("name"));
                    out.derived(key, role, &body);
                }
                _ => out.derived(key, role, &part("name")),
            }
            for affiliation in json::list(&person["affiliation"]) {
                out.derived(
                    "affiliation",
                    Field::Affiliation,
                    &affiliation.get("name").map_or_else(|| text(affiliation), text),
                );
            }
        }
    }
}

fn dates(attributes: &Value, out: &mut Sink<'_>) {
    for date in json::list(&attributes["dates"]) {
        let role = match text(&date["dateType"]).as_str() {
            "Issued" => Field::Date,
            "Available" => Field::DateOnline,
            "Created" | "Updated" | "Submitted" | "Accepted" => Field::DateEntry,
            _ => Field::Other,
        };
        out.derived("dates", role, &text(&date["date"]));
    }
}

/// The first title without a type, and its subtitle.
fn titles(attributes: &Value, out: &mut Sink<'_>) {
    let mut main = String::new();
    for title in json::list(&attributes["titles"]) {
        let (kind, words) = (text(&title["titleType"]), text(&title["title"]));
        match kind.as_str() {
            "Subtitle" if !main.is_empty() => main = format!("{main}: {words}"),
            "TranslatedTitle" => out.derived("titles", Field::TranslatedTitle, &words),
            "" if main.is_empty() => main = words,
            _ => out.derived("titles", Field::Other, &words),
        }
    }
    out.derived("titles", Field::Title, &main);
}

fn published_in(item: &Value, out: &mut Sink<'_>) {
    let title = json::list(&item["titles"]).first().map(|title| text(&title["title"])).unwrap_or_default();
    out.derived("relatedItems.titles", Field::Container, &title);
    let parts =
        [("volume", Field::Volume), ("issue", Field::Issue), ("firstPage", Field::Pages), ("lastPage", Field::EndPage)];
    for (key, role) in parts {
        out.derived("relatedItems", role, &text(&item[key]));
    }
}
