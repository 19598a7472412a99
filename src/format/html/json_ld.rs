//! Linked data of schema.org in a page.

use serde_json::Value;

use super::Statement;
use crate::format::json::{list, text};
use crate::record::Field;

/// Better than Dublin Core, less exact than Highwire.
const RANK: u8 = 1;

/// Types that are documents; what a page says of its site, its breadcrumbs or its shop is no reference.
const DOCUMENTS: [&str; 17] = [
    "ScholarlyArticle",
    "MedicalScholarlyArticle",
    "Article",
    "NewsArticle",
    "TechArticle",
    "BlogPosting",
    "Report",
    "Book",
    "Chapter",
    "Thesis",
    "Dataset",
    "CreativeWork",
    "DigitalDocument",
    "PresentationDigitalDocument",
    "PublicationIssue",
    "GovernmentPublication",
    "WebPage",
];

/// Adds what one script says of the document.
pub fn statements(script: &str, out: &mut Vec<Statement>) {
    // Comments around the data are no JSON, but pages have them.
    let from = script.find(['{', '[']).unwrap_or(0);
    let to = script.rfind(['}', ']']).map_or(script.len(), |at| at + 1);
    let Some(Ok(data)) = script.get(from..to).map(serde_json::from_str::<Value>) else { return };
    for item in list(&data) {
        for node in item.get("@graph").map_or(std::slice::from_ref(item), list) {
            if let Some(kind) = kind(node) {
                document(node, kind, out);
            }
        }
    }
}

fn kind(node: &Value) -> Option<&'static str> {
    let kinds: Vec<String> = list(node.get("@type")?).iter().map(text).collect();
    DOCUMENTS.into_iter().find(|document| kinds.iter().any(|kind| kind == document))
}

fn document(node: &Value, kind: &str, out: &mut Vec<Statement>) {
    // What is said of the page as a page stands behind what is said of the article on it.
    let rank = if kind == "WebPage" { RANK + 4 } else { RANK };
    let mut put = |tag: &str, field: Field, value: &str| {
        out.push(Statement { rank, tag: format!("json-ld {tag}"), field, value: value.to_owned() });
    };
    put("@type", Field::DocumentType, kind);
    let title = ["headline", "name"].into_iter().find(|key| !text(&node[*key]).is_empty()).unwrap_or("name");
    put(title, Field::Title, &text(&node[title]));
    for (key, field) in [("author", Field::Author), ("creator", Field::Author), ("editor", Field::Editor)] {
        if key == "creator" && node.get("author").is_some() {
            continue;
        }
        for person in list(&node[key]) {
            let body = field == Field::Author && text(&person["@type"]).contains("Organization");
            put(key, if body { Field::CorporateAuthor } else { field }, &name(person));
        }
    }
    for (key, field) in [
        ("datePublished", Field::Date),
        ("dateModified", Field::DateEntry),
        ("abstract", Field::Abstract),
        ("description", Field::Abstract),
        ("inLanguage", Field::Language),
        ("pagination", Field::Pages),
        ("pageStart", Field::Pages),
        ("pageEnd", Field::EndPage),
        ("volumeNumber", Field::Volume),
        ("issueNumber", Field::Issue),
        ("isbn", Field::Isbn),
        ("issn", Field::Issn),
        ("url", Field::Url),
    ] {
        if key != "description" || node.get("abstract").is_none() {
            put(key, field, &text(&node[key]));
        }
    }
    put("publisher", Field::Publisher, &name(&node["publisher"]));
    for word in list(&node["keywords"]).iter().map(text) {
        word.split(',').for_each(|word| put("keywords", Field::Keyword, word));
    }
    for identifier in list(&node["identifier"]) {
        let value = if identifier.is_object() { text(&identifier["value"]) } else { text(identifier) };
        let field = if value.contains("10.") { Field::Doi } else { Field::Other };
        put("identifier", field, &value);
    }
    put(
        "sameAs",
        if text(&node["sameAs"]).contains("doi.org") { Field::Doi } else { Field::Other },
        &text(&node["sameAs"]),
    );
    part_of(&node["isPartOf"], &mut put);
}

/// The issue, the volume and the journal that an article is part of.
fn part_of(whole: &Value, put: &mut dyn FnMut(&str, Field, &str)) {
    // An issue of a volume of a journal.
    const DEEPEST: usize = 4;
    let mut whole = whole;
    for _ in 0..DEEPEST {
        let Some(first) = list(whole).first().filter(|value| value.is_object()) else { return };
        put("isPartOf volumeNumber", Field::Volume, &text(&first["volumeNumber"]));
        put("isPartOf issueNumber", Field::Issue, &text(&first["issueNumber"]));
        put("isPartOf issn", Field::Issn, &text(&first["issn"]));
        let kind = text(&first["@type"]);
        if ["Periodical", "Book", "WebSite", "Journal", "Newspaper"].contains(&kind.as_str()) {
            put("isPartOf name", Field::Container, &name(first));
        }
        whole = &first["isPartOf"];
    }
}

fn name(value: &Value) -> String {
    match list(value).first() {
        Some(first) if first.is_object() => text(&first["name"]),
        Some(first) => text(first),
        None => String::new(),
    }
}
