//! PubMed's summaries as its interface gives them: `esummary.fcgi`, version 1 (`<DocSum>` with named items) and 2.0
//! (NCBI, *Entrez Programming Utilities Help*).

use super::{TABLE, XmlTable};
use crate::format::xml::Sink;
use crate::format::xml::tree::{NodeId, View};
use crate::record::Field;

/// PubMed's summaries.
pub const ESUMMARY: XmlTable = XmlTable {
    name: "pubmed-esummary-xml",
    about: "PubMed eSummary XML, versions 1 and 2.0: what scripts save. It has no abstracts.",
    signs: &["<eSummaryResult"],
    elements: &[&["DocSum"], &["DocumentSummary"]],
    role,
    more,
    ..TABLE
};

/// Version 2.0; in version 1 every element is called `Item`.
fn role(path: &str) -> Field {
    match path {
        "Title" => Field::Title,
        "VernacularTitle" => Field::OriginalTitle,
        "Authors/Author/Name" => Field::Author,
        "FullJournalName" => Field::Container,
        "Source" => Field::ContainerAbbreviation,
        "PubDate" => Field::Date,
        "EPubDate" => Field::DateOnline,
        "Volume" => Field::Volume,
        "Issue" => Field::Issue,
        "Pages" => Field::Pages,
        "ISSN" | "ESSN" => Field::Issn,
        "Lang/string" => Field::Language,
        "PubType/flag" => Field::DocumentType,
        "PublisherName" => Field::Publisher,
        "BookTitle" => Field::Container,
        _ => Field::Other,
    }
}

fn more(view: View<'_>, root: NodeId, out: &mut Sink<'_>) {
    let number = match view.child(root, "Id") {
        Some(id) => view.text(id).trim().to_owned(),
        None => view.attribute(root, "uid").unwrap_or_default(),
    };
    if !number.is_empty() {
        out.derived("Id", Field::Pmid, &number);
        out.derived("Id", Field::Accession, &number);
        out.derived("Id", Field::Database, "PubMed");
    }
    items(view, root, out);
    for id in view.child(root, "ArticleIds").into_iter().flat_map(|list| view.children(list)) {
        let text = |name: &str| view.child(id, name).map(|node| view.text(node).trim().to_owned()).unwrap_or_default();
        article_id(&text("IdType"), &text("Value"), out);
    }
}

/// The items of version 1, those of lists among them.
fn items(view: View<'_>, parent: NodeId, out: &mut Sink<'_>) {
    for item in view.children(parent).filter(|&node| view.name(node) == "Item") {
        let name = view.attribute(item, "Name").unwrap_or_default();
        if view.attribute(item, "Type").is_some_and(|kind| kind == "List") {
            items(view, item, out);
            continue;
        }
        let text = view.text(item).trim().to_owned();
        let field = match name.as_str() {
            "Author" => Field::Author,
            "Lang" => Field::Language,
            "PubType" => Field::DocumentType,
            "SO" => Field::Other,
            "DOI" => Field::Doi,
            "pmc" | "doi" | "pubmed" => return article_ids_of(view, parent, out),
            other => role(other),
        };
        if field != Field::Other && !text.is_empty() {
            out.derived(&name, field, &text);
        }
    }
}

/// The identifiers of version 1, each an item named by its kind.
fn article_ids_of(view: View<'_>, list: NodeId, out: &mut Sink<'_>) {
    for item in view.children(list).filter(|&node| view.name(node) == "Item") {
        article_id(&view.attribute(item, "Name").unwrap_or_default(), view.text(item).trim(), out);
    }
}

fn article_id(kind: &str, value: &str, out: &mut Sink<'_>) {
    let field = match kind {
        "doi" => Field::Doi,
        "pmc" => Field::Pmcid,
        _ => return,
    };
    if !value.is_empty() {
        out.derived(kind, field, value);
    }
}
