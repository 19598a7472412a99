//! Zotero, items as its web interface (<https://www.zotero.org/support/dev/web_api/v3/basics>) and *Better BibTeX JSON* give them.

use serde_json::Value;

use super::json::{list, text};
use super::{SERVICE, ServiceJson};
use crate::format::provenance::labelled;
use crate::record::Field;
use crate::record::person::Person;

/// Zotero.
pub const ZOTERO: ServiceJson = ServiceJson {
    name: "zotero-json",
    about: "Zotero JSON: items of a library with `itemType` and `creators`, bare or as its web interface wraps them.",
    signs: &["itemType"],
    own: &["itemType"],
    role,
    together: &["creators", "tags", "extra"],
    more: |record, out| {
        for creator in list(&record["creators"]) {
            let part = |name: &str| text(&creator[name]);
            let role = creator_role(&part("creatorType"));
            let (family, given, whole) = (part("lastName"), part("firstName"), part("name"));
            match (family.is_empty(), given.is_empty()) {
                (false, false) => out.derived("creators", role, &format!("{family}, {given}")),
                (false, true) => out.derived("creators", role, &family),
                // One field for the whole name is how Zotero keeps bodies.
                (true, _) if !whole.is_empty() => {
                    let (role, body) = Person::body_as(role, &whole);
                    out.derived("creators", role, &body);
                }
                (true, _) => out.derived("creators", role, &given),
            }
        }
        for tag in list(&record["tags"]) {
            out.derived("tags", Field::Keyword, &tag.get("tag").map_or_else(|| text(tag), text));
        }
        let extra = text(&record["extra"]);
        out.value("extra", Field::Note, &extra);
        for line in extra.lines() {
            if let Some(field) = labelled(line) {
                out.derived("extra", field, line.split_once(':').map_or("", |(_, number)| number));
            }
        }
    },
    is_record: |raw| !BESIDE.iter().any(|kind| raw.contains(kind)) || is_report(raw),
    markers: |text, _| {
        let kinds =
            text.split("\"itemType\"").skip(1).map(|rest| rest.trim_start_matches([':', ' ', '\n', '\r', '\t']));
        kinds.filter(|rest| !BESIDE.iter().any(|kind| rest.starts_with(kind))).count()
    },
    ..SERVICE
};

/// Items that are no reports of their own.
const BESIDE: [&str; 3] = ["\"attachment\"", "\"note\"", "\"annotation\""];

fn is_report(raw: &str) -> bool {
    let Ok(item) = serde_json::from_str::<Value>(raw) else { return true };
    !matches!(item["itemType"].as_str(), Some("attachment" | "note" | "annotation"))
}

fn creator_role(kind: &str) -> Field {
    match kind {
        "editor" => Field::Editor,
        "seriesEditor" | "translator" | "contributor" | "bookAuthor" | "reviewedAuthor" | "commenter" | "counsel" => {
            Field::Contributor
        }
        // The first creators of a type of item have names of their own: presenter, podcaster, director.
        _ => Field::Author,
    }
}

fn role(path: &str) -> Field {
    match path {
        "itemType" | "reportType" | "thesisType" | "genre" => Field::DocumentType,
        "title" | "caseName" | "subject" | "nameOfAct" => Field::Title,
        "shortTitle" => Field::ShortTitle,
        "abstractNote" => Field::Abstract,
        "publicationTitle" | "bookTitle" | "proceedingsTitle" | "encyclopediaTitle" | "dictionaryTitle"
        | "websiteTitle" | "blogTitle" | "forumTitle" | "programTitle" => Field::Container,
        "journalAbbreviation" => Field::ContainerAbbreviation,
        "series" | "seriesTitle" => Field::Series,
        "conferenceName" | "meetingName" => Field::Conference,
        "date" | "dateDecided" | "dateEnacted" | "issueDate" => Field::Date,
        "accessDate" => Field::DateAccess,
        "dateAdded" | "dateModified" => Field::DateEntry,
        "volume" => Field::Volume,
        "issue" => Field::Issue,
        "pages" => Field::Pages,
        "numPages" => Field::PageCount,
        "edition" => Field::Edition,
        "publisher" | "institution" | "university" => Field::Publisher,
        "place" => Field::PublisherPlace,
        "language" => Field::Language,
        "DOI" => Field::Doi,
        "PMID" => Field::Pmid,
        "PMCID" => Field::Pmcid,
        "ISSN" => Field::Issn,
        "ISBN" => Field::Isbn,
        "url" => Field::Url,
        "rights" => Field::Copyright,
        "libraryCatalog" => Field::Database,
        _ => Field::Other,
    }
}
