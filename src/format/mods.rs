//! MODS, the exchange format of library catalogues and repositories (Library of Congress, MODS 3.8).

use std::sync::Arc;

use super::xml::tree::{NodeId, View};
use super::xml::{self, Records, Sink};
use super::{Format, Parsed};
use crate::record::Field;
use crate::record::person::Person;
use crate::source::SourceFile;

/// MODS XML.
pub struct Mods;

impl Format for Mods {
    fn name(&self) -> &'static str {
        "mods"
    }

    fn about(&self) -> &'static str {
        "MODS XML: library catalogues, repositories, Zotero, JabRef; single records and collections."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        let head = xml::head(source.text());
        match () {
            () if head.contains("loc.gov/mods") || head.contains("<modsCollection") => 90,
            () if head.contains("<mods") || head.contains(":mods") => 80,
            () => 0,
        }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        xml::read(&ModsRecords, source)
    }
}

struct ModsRecords;

impl Records for ModsRecords {
    fn format(&self) -> &'static str {
        "mods"
    }

    fn elements(&self) -> &'static [&'static [&'static str]] {
        &[&["mods"]]
    }

    fn record(&self, view: View<'_>, root: NodeId, out: &mut Sink<'_>) {
        let dated = view.children(root).any(|node| {
            view.name(node) == "originInfo" && ["dateIssued"].iter().any(|name| view.child(node, name).is_some())
        });
        xml::leaves(view, root, |_| false, |path, node| out.element(path, role(path, dated, view, node), node));
        for node in view.children(root) {
            match view.name(node) {
                "titleInfo" => title(view, node, Field::Title, out),
                "name" => name(view, node, Field::Author, out),
                "part" => part(view, node, out),
                "relatedItem" => related(view, node, out),
                _ => {}
            }
        }
    }
}

/// What an element means by its path; titles, names and parts are put together.
fn role(path: &str, dated: bool, view: View<'_>, node: NodeId) -> Field {
    match path {
        "genre" => Field::DocumentType,
        "originInfo/place/placeTerm" if view.attribute(node, "type").as_deref() != Some("code") => {
            Field::PublisherPlace
        }
        "originInfo/publisher" => Field::Publisher,
        "originInfo/dateIssued" => Field::Date,
        "originInfo/dateCreated" | "originInfo/copyrightDate" if !dated => Field::Date,
        "originInfo/dateOther" => Field::DateEntry,
        "originInfo/edition" => Field::Edition,
        "language/languageTerm" | "language" => Field::Language,
        "abstract" => Field::Abstract,
        "note" => Field::Note,
        "subject/topic" | "subject/geographic" | "subject/temporal" => Field::Keyword,
        "location/url" => Field::Url,
        "recordInfo/recordIdentifier" => Field::Accession,
        "recordInfo/recordCreationDate" | "recordInfo/recordChangeDate" => Field::DateEntry,
        "identifier" => identifier(view, node),
        "accessCondition" => Field::Copyright,
        _ => Field::Other,
    }
}

fn identifier(view: View<'_>, node: NodeId) -> Field {
    match view.attribute(node, "type").unwrap_or_default().to_lowercase().as_str() {
        "doi" => Field::Doi,
        "isbn" => Field::Isbn,
        "issn" | "issn-l" => Field::Issn,
        "pmid" | "pubmed" => Field::Pmid,
        "uri" | "hdl" => Field::Url,
        _ => Field::Other,
    }
}

fn said(view: View<'_>, node: NodeId, name: &str) -> String {
    view.child(node, name)
        .map(|child| view.text(child).split_whitespace().collect::<Vec<_>>().join(" "))
        .unwrap_or_default()
}

/// `The` (not sorted), the title, the subtitle, the part.
fn title(view: View<'_>, node: NodeId, role: Field, out: &mut Sink<'_>) {
    let part = |name| said(view, node, name);
    let role = match view.attribute(node, "type").as_deref() {
        Some("abbreviated") if role == Field::Container => Field::ContainerAbbreviation,
        Some("abbreviated") => Field::ShortTitle,
        Some("translated") => Field::TranslatedTitle,
        Some("alternative" | "uniform") if role == Field::Title => return,
        _ => role,
    };
    let mut text = [part("nonSort"), part("title")].join(" ").trim().to_owned();
    for (joint, name) in [(": ", "subTitle"), (". ", "partNumber"), (". ", "partName")] {
        if !part(name).is_empty() {
            // Catalogues end the title with the mark that parts it from what follows.
            text = format!("{}{joint}{}", text.trim_end_matches([':', '/', '.', ' ']), part(name));
        }
    }
    out.derived("titleInfo", role, &text);
}

/// `unnamed` is whoever has no role, or wrote it: of the report its author, of the host somebody else.
fn name(view: View<'_>, node: NodeId, unnamed: Field, out: &mut Sink<'_>) {
    let roles: Vec<String> = view
        .children(node)
        .filter(|&child| view.name(child) == "role")
        .flat_map(|role| view.children(role).map(|term| view.text(term).to_lowercase()).collect::<Vec<_>>())
        .collect();
    let is = |names: &[&str]| roles.iter().any(|role| names.contains(&role.as_str()));
    let field = match () {
        () if roles.is_empty() || is(&["aut", "author", "cre", "creator"]) => unnamed,
        () if is(&["edt", "editor"]) => Field::Editor,
        () => Field::Contributor,
    };
    let parts = |kind: Option<&str>| {
        let matching = view
            .children(node)
            .filter(|&child| view.name(child) == "namePart" && view.attribute(child, "type").as_deref() == kind);
        matching
            .map(|child| view.text(child).into_owned())
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let (family, given, whole) = (parts(Some("family")), parts(Some("given")), parts(None));
    match view.attribute(node, "type").as_deref() {
        Some("conference") => out.derived("name", Field::Conference, &whole),
        Some("corporate") if !whole.is_empty() => {
            let (role, body) = Person::body_as(field, &whole);
            out.derived("name", role, &body);
        }
        _ if family.is_empty() => out.derived("name", field, [whole, given].join(" ").trim()),
        _ => {
            let suffix = parts(Some("termsOfAddress"));
            let parts: Vec<&str> =
                [&family, &given, &suffix].into_iter().map(String::as_str).filter(|p| !p.is_empty()).collect();
            out.derived("name", field, &parts.join(", "));
        }
    }
}

/// Volume, issue and pages.
fn part(view: View<'_>, node: NodeId, out: &mut Sink<'_>) {
    for child in view.children(node) {
        let kind = view.attribute(child, "type").unwrap_or_default().to_lowercase();
        match view.name(child) {
            "detail" => {
                let number = [said(view, child, "number"), said(view, child, "caption")];
                let field = match kind.as_str() {
                    "volume" => Field::Volume,
                    "issue" | "number" => Field::Issue,
                    "page" | "pages" => Field::Pages,
                    _ => continue,
                };
                out.derived(
                    "part/detail",
                    field,
                    number.iter().find(|text| !text.is_empty()).map_or("", String::as_str),
                );
            }
            "extent" => {
                let (start, end) = (said(view, child, "start"), said(view, child, "end"));
                let start = if start.is_empty() { said(view, child, "list") } else { start };
                out.derived("part/extent", Field::Pages, &start);
                out.derived("part/extent", Field::EndPage, &end);
            }
            "date" => out.derived("part/date", Field::Date, &view.text(child)),
            _ => {}
        }
    }
}

/// The journal or book that holds the report, and the series.
fn related(view: View<'_>, node: NodeId, out: &mut Sink<'_>) {
    let kind = view.attribute(node, "type").unwrap_or_default();
    let role = match kind.as_str() {
        "host" => Field::Container,
        "series" => Field::Series,
        _ => return,
    };
    for child in view.children(node) {
        match view.name(child) {
            "titleInfo" => title(view, child, role, out),
            _ if role == Field::Series => {}
            "name" => name(view, child, Field::Contributor, out),
            "part" => part(view, child, out),
            "identifier" => out.derived("relatedItem/identifier", identifier(view, child), &view.text(child)),
            "originInfo" => {
                out.derived("relatedItem/originInfo/publisher", Field::Publisher, &said(view, child, "publisher"));
                out.derived("relatedItem/originInfo/dateIssued", Field::Date, &said(view, child, "dateIssued"));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Fields;

    #[test]
    fn an_article_has_its_host_as_container() {
        let text = "<m:mods xmlns:m=\"http://www.loc.gov/mods/v3\"><m:titleInfo><m:nonSort>The</m:nonSort><m:title>made up</m:title>\
            <m:subTitle>thing</m:subTitle></m:titleInfo><m:name type=\"personal\"><m:namePart type=\"family\">Ek</m:namePart>\
            <m:namePart type=\"given\">Bo</m:namePart><m:role><m:roleTerm>aut</m:roleTerm></m:role></m:name><m:originInfo><m:dateIssued>2011-04\
            </m:dateIssued></m:originInfo><m:relatedItem type=\"host\"><m:titleInfo><m:title>Journal</m:title></m:titleInfo><m:part>\
            <m:detail type=\"volume\"><m:number>3</m:number></m:detail><m:extent unit=\"pages\"><m:start>5</m:start><m:end>9</m:end></m:extent>\
            </m:part></m:relatedItem></m:mods>";
        let parsed = Mods.read(&Arc::new(SourceFile::new("a.xml", text.as_bytes().to_vec())));
        let fields = Fields::of(parsed.records.record(0));
        assert_eq!((fields.title.as_str(), fields.container.as_str()), ("The made up: thing", "Journal"));
        assert_eq!(
            (fields.volume.as_str(), fields.pages.to_string(), fields.year()),
            ("3", "5-9".to_owned(), Some(2011))
        );
        assert_eq!(fields.authors[0].to_string(), "Ek, Bo");
    }
}
