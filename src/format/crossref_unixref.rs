//! Crossref's unixref XML, as its OpenURL and deposit services give it (Crossref schema 5.3, unixref 1.1).

use std::sync::Arc;

use super::xml::tree::{NodeId, View};
use super::xml::{self, Records, Sink};
use super::{Format, Parsed};
use crate::record::Field;
use crate::record::person::Person;
use crate::source::SourceFile;

/// Crossref unixref XML.
pub struct CrossrefUnixref;

impl Format for CrossrefUnixref {
    fn name(&self) -> &'static str {
        "crossref-unixref"
    }

    fn about(&self) -> &'static str {
        "Crossref unixref XML: answers of Crossref's OpenURL and XML query services."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        let head = xml::head(source.text());
        if head.contains("<doi_record") || head.contains(":doi_record") { 95 } else { 0 }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        xml::read(&UnixrefRecords, source)
    }
}

struct UnixrefRecords;

/// The elements that are works, the most particular first, and the document type each stands for.
const WORKS: &[(&str, &str)] = &[
    ("journal_article", "journal-article"),
    ("conference_paper", "proceedings-article"),
    ("content_item", "book-chapter"),
    ("posted_content", "posted-content"),
    ("dissertation", "dissertation"),
    ("report-paper_metadata", "report"),
    ("report-paper_series_metadata", "report"),
    ("peer_review", "peer-review"),
    ("dataset", "dataset"),
    ("book_metadata", "book"),
    ("book_series_metadata", "book"),
    ("book_set_metadata", "book"),
    ("proceedings_metadata", "proceedings"),
    ("journal_metadata", "journal"),
];

impl Records for UnixrefRecords {
    fn format(&self) -> &'static str {
        "crossref-unixref"
    }

    fn elements(&self) -> &'static [&'static [&'static str]] {
        &[&["doi_record"]]
    }

    fn record(&self, view: View<'_>, root: NodeId, out: &mut Sink<'_>) {
        xml::leaves(view, root, is_inline, |path, node| out.element(path, Field::Other, node));
        let all = xml::descendants(view, root);
        let found = |name: &str| all.iter().copied().find(|&node| view.name(node) == name);
        let Some((work, kind)) = WORKS.iter().find_map(|(name, kind)| found(name).map(|node| (node, *kind))) else {
            return;
        };
        out.derived(view.name(work), Field::DocumentType, kind);
        self::work(view, work, out);
        for (name, field) in [
            ("full_title", Field::Container),
            ("abbrev_title", Field::ContainerAbbreviation),
            ("proceedings_title", Field::Container),
            ("conference_name", Field::Conference),
            ("publisher_name", Field::Publisher),
            ("publisher_place", Field::PublisherPlace),
        ] {
            let text = found(name).map(|node| view.text(node)).unwrap_or_default();
            let itself =
                name == "proceedings_title" && kind == "proceedings" || name == "full_title" && kind == "journal";
            out.derived(name, if itself { Field::Title } else { field }, &text);
        }
        if kind == "book-chapter" {
            let book =
                ["book_metadata", "book_series_metadata", "book_set_metadata"].iter().find_map(|name| found(name));
            if let Some(book) = book {
                out.derived("book title", Field::Container, &title(view, book));
                people(view, book, out);
                dates(view, book, out);
            }
        }
        if let Some(series) = found("series_metadata") {
            out.derived("series_metadata", Field::Series, &title(view, series));
        }
        if let Some(issue) = found("journal_issue") {
            dates(view, issue, out);
        }
        if let Some(proceedings) = found("proceedings_metadata").filter(|&node| node != work) {
            dates(view, proceedings, out);
        }
        for node in all {
            let field = match view.name(node) {
                "volume" => Field::Volume,
                "issue" => Field::Issue,
                "issn" => Field::Issn,
                "isbn" => Field::Isbn,
                "edition_number" => Field::Edition,
                _ => continue,
            };
            out.derived(view.name(node), field, &view.text(node));
        }
        if let Some(language) = view.attribute(work, "language") {
            out.attribute("language", Field::Language, &language);
        }
    }
}

/// Markup inside titles and abstracts.
fn is_inline(name: &str) -> bool {
    ["b", "i", "em", "ovl", "scp", "strong", "sub", "sup", "tt", "u", "font", "math", "p", "italic", "bold", "sec"]
        .contains(&name)
}

fn work(view: View<'_>, work: NodeId, out: &mut Sink<'_>) {
    out.derived("title", Field::Title, &title(view, work));
    people(view, work, out);
    dates(view, work, out);
    for child in view.children(work) {
        match view.name(child) {
            "pages" => {
                for (name, field) in [("first_page", Field::Pages), ("last_page", Field::EndPage)] {
                    out.derived(name, field, &view.child(child, name).map(|node| view.text(node)).unwrap_or_default());
                }
            }
            "doi_data" => {
                for (name, field) in [("doi", Field::Doi), ("resource", Field::Url)] {
                    out.derived(name, field, &view.child(child, name).map(|node| view.text(node)).unwrap_or_default());
                }
            }
            "abstract" => {
                let paragraphs: Vec<_> = view.children(child).map(|node| view.text(node)).collect();
                let text = if paragraphs.is_empty() { view.text(child).into_owned() } else { paragraphs.join(" ") };
                out.derived("abstract", Field::Abstract, &text);
            }
            "publisher_item" => {
                for number in view.children(child).filter(|&node| {
                    view.attribute(node, "item_number_type").is_some_and(|kind| kind.contains("article"))
                }) {
                    out.derived("item_number", Field::ArticleNumber, &view.text(number));
                }
            }
            "degree" | "posted_date" => {
                let field = if view.name(child) == "posted_date" { Field::Date } else { Field::Other };
                out.derived(view.name(child), field, &date_text(view, child));
            }
            "institution" => out.derived("institution", Field::Publisher, &view.text(child)),
            _ => {}
        }
    }
}

/// Title and subtitle.
fn title(view: View<'_>, node: NodeId) -> String {
    let Some(titles) = view.child(node, "titles") else { return String::new() };
    let part = |name| view.child(titles, name).map(|node| view.text(node).into_owned()).unwrap_or_default();
    let (title, subtitle) = (part("title"), part("subtitle"));
    if subtitle.is_empty() { title } else { format!("{title}: {subtitle}") }
}

fn people(view: View<'_>, node: NodeId, out: &mut Sink<'_>) {
    let Some(list) = view.child(node, "contributors").or_else(|| view.child(node, "person_name").map(|_| node)) else {
        return;
    };
    for person in view.children(list) {
        let role = match view.attribute(person, "contributor_role").as_deref() {
            Some("author") | None => Field::Author,
            Some("editor") => Field::Editor,
            Some(_) => Field::Contributor,
        };
        match view.name(person) {
            "person_name" => {
                let part = |name| view.child(person, name).map(|node| view.text(node).into_owned()).unwrap_or_default();
                let parts = [part("surname"), part("given_name"), part("suffix")];
                let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
                out.derived("person_name", role, &parts.join(", "));
            }
            "organization" => {
                let (role, body) = Person::body_as(role, &view.text(person));
                out.derived("organization", role, &body);
            }
            _ => {}
        }
    }
}

fn dates(view: View<'_>, node: NodeId, out: &mut Sink<'_>) {
    for date in view.children(node).filter(|&child| ["publication_date", "approval_date"].contains(&view.name(child))) {
        let online = view.attribute(date, "media_type").as_deref() == Some("online");
        out.derived(view.name(date), if online { Field::DateOnline } else { Field::Date }, &date_text(view, date));
    }
}

fn date_text(view: View<'_>, date: NodeId) -> String {
    let part = |name| view.child(date, name).map(|node| view.text(node).into_owned()).filter(|text| !text.is_empty());
    let rest = ["month", "day"].into_iter().map_while(part).map(|part| format!("-{part:0>2}"));
    part("year").map(|year| year + &rest.collect::<String>()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Fields;

    #[test]
    fn a_paper_is_told_from_its_proceedings() {
        let text = "<doi_records><doi_record><crossref><conference><event_metadata><conference_name>Meeting</conference_name></event_metadata>\
            <proceedings_metadata><proceedings_title>Proceedings</proceedings_title><publication_date><year>2017</year></publication_date>\
            </proceedings_metadata><conference_paper><contributors><person_name contributor_role=\"author\"><given_name>Bo</given_name>\
            <surname>Ek</surname></person_name></contributors><titles><title>A <i>made up</i> paper</title></titles><pages><first_page>1</first_page>\
            <last_page>2</last_page></pages><doi_data><doi>10.1000/1</doi></doi_data></conference_paper></conference></crossref></doi_record></doi_records>";
        let parsed = CrossrefUnixref.read(&Arc::new(SourceFile::new("a.xml", text.as_bytes().to_vec())));
        let fields = Fields::of(parsed.records.record(0));
        assert_eq!((fields.title.as_str(), fields.container.as_str()), ("A made up paper", "Proceedings"));
        assert_eq!(
            (fields.authors[0].to_string(), fields.pages.to_string(), fields.year()),
            ("Ek, Bo".into(), "1-2".into(), Some(2017))
        );
    }
}
