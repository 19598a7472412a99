//! JATS, the XML of journals' articles (ANSI/NISO Z39.96), as PMC, SciELO and publishers give it: the front of an article is a record.

use super::{XmlTable, text_at};
use crate::format::xml::Sink;
use crate::format::xml::tree::{NodeId, View};
use crate::record::Field;
use crate::record::person::Person;

/// JATS.
pub const JATS: XmlTable = XmlTable {
    name: "jats-xml",
    about: "JATS XML: journal articles as PMC, SciELO and publishers give them. The front of an article is read, its text is not.",
    signs: &["<article", "-meta>"],
    elements: &[&["article"]],
    part: "front",
    inline: is_inline,
    role,
    more,
};

/// Markup inside titles, abstracts and addresses. A `title` is the heading of a section there: that of the article is an `article-title`.
fn is_inline(name: &str) -> bool {
    const MARKUP: [&str; 28] = [
        "addr-line",
        "bold",
        "break",
        "city",
        "country",
        "disp-formula",
        "email",
        "ext-link",
        "inline-formula",
        "institution",
        "institution-wrap",
        "institution-id",
        "italic",
        "label",
        "list",
        "list-item",
        "math",
        "named-content",
        "p",
        "postal-code",
        "sc",
        "sec",
        "sub",
        "sup",
        "title",
        "underline",
        "uri",
        "xref",
    ];
    MARKUP.contains(&name)
}

fn role(path: &str) -> Field {
    match path {
        "journal-meta/journal-title-group/journal-title" | "journal-meta/journal-title" => Field::Container,
        "journal-meta/journal-title-group/abbrev-journal-title" => Field::ContainerAbbreviation,
        "journal-meta/issn" => Field::Issn,
        "journal-meta/publisher/publisher-name" => Field::Publisher,
        "article-meta/title-group/article-title" => Field::Title,
        "article-meta/title-group/trans-title-group/trans-title" => Field::TranslatedTitle,
        "article-meta/volume" => Field::Volume,
        "article-meta/issue" => Field::Issue,
        "article-meta/fpage" => Field::Pages,
        "article-meta/lpage" => Field::EndPage,
        "article-meta/elocation-id" => Field::ArticleNumber,
        "article-meta/abstract" => Field::Abstract,
        "article-meta/aff" | "article-meta/contrib-group/aff" => Field::Affiliation,
        "article-meta/kwd-group/kwd" => Field::Keyword,
        "article-meta/permissions/copyright-statement" => Field::Copyright,
        _ => Field::Other,
    }
}

fn more(view: View<'_>, root: NodeId, out: &mut Sink<'_>) {
    out.attribute("article-type", Field::DocumentType, &view.attribute(root, "article-type").unwrap_or_default());
    out.attribute("xml:lang", Field::Language, &view.attribute(root, "lang").unwrap_or_default());
    let Some(meta) = view.find(root, &["front", "article-meta"]) else { return };
    let children =
        |parent: NodeId, name: &'static str| view.children(parent).filter(move |&node| view.name(node) == name);
    for number in children(meta, "article-id") {
        let field = match view.attribute(number, "pub-id-type").as_deref() {
            Some("doi") => Field::Doi,
            Some("pmid") => Field::Pmid,
            Some("pmc" | "pmcid") => Field::Pmcid,
            _ => continue,
        };
        out.derived("article-id", field, &view.text(number));
    }
    for contributor in children(meta, "contrib-group").flat_map(|group| children(group, "contrib")) {
        let role = match view.attribute(contributor, "contrib-type").as_deref() {
            Some("author") | None => Field::Author,
            Some("editor") => Field::Editor,
            Some(_) => Field::Contributor,
        };
        person(view, contributor, role, out);
    }
    let dates: Vec<NodeId> = children(meta, "pub-date").collect();
    let is_online = |date: NodeId| {
        let said = ["pub-type", "publication-format"].map(|name| view.attribute(date, name).unwrap_or_default());
        said.iter().any(|kind| kind.starts_with('e') || kind.contains("online"))
    };
    let alone = dates.iter().all(|&date| is_online(date));
    for &date in &dates {
        let part = |name: &str| Some(text_at(view, date, &[name])).filter(|part| !part.is_empty());
        let parts: Vec<String> =
            [part("year"), part("month"), part("day")].into_iter().map_while(|part| part).collect();
        // An article that appears online only has no other date.
        let field = if is_online(date) && !alone { Field::DateOnline } else { Field::Date };
        out.derived("pub-date", field, &parts.join("-"));
    }
}

fn person(view: View<'_>, contributor: NodeId, role: Field, out: &mut Sink<'_>) {
    let name = view.child(contributor, "name").or_else(|| view.find(contributor, &["name-alternatives", "name"]));
    if let Some(name) = name {
        let parts = ["surname", "given-names", "suffix"].map(|part| text_at(view, name, &[part]));
        let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        return out.derived("contrib", role, &parts.join(", "));
    }
    let body = view.child(contributor, "collab").map(|body| view.text(body).trim().to_owned()).unwrap_or_default();
    let (role, body) = Person::body_as(role, &body);
    out.derived("contrib", role, &body);
}
