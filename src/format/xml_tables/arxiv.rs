//! arXiv, entries of its interface in Atom (<https://info.arxiv.org/help/api/user-manual.html>).

use super::{TABLE, XmlTable, text_at};
use crate::record::Field;

/// arXiv.
pub const ARXIV: XmlTable = XmlTable {
    name: "arxiv-atom",
    about: "arXiv Atom: entries of its interface, which tools and scripts save.",
    signs: &["<feed", "arxiv.org"],
    elements: &[&["entry"]],
    role,
    more: |view, root, out| {
        let address = text_at(view, root, &["id"]);
        if let Some((_, number)) = address.rsplit_once("/abs/") {
            out.derived("id", Field::Accession, &format!("arXiv:{number}"));
            out.derived("id", Field::Database, "arXiv");
            out.derived("id", Field::DocumentType, "preprint");
        }
        for category in view.children(root).filter(|&node| view.name(node) == "category") {
            let term = view.attribute(category, "term").unwrap_or_default();
            out.attribute("category", Field::SubjectHeading, &term);
        }
    },
    ..TABLE
};

fn role(path: &str) -> Field {
    match path {
        "id" => Field::Url,
        "title" => Field::Title,
        "summary" => Field::Abstract,
        "author/name" => Field::Author,
        "author/affiliation" => Field::Affiliation,
        "published" => Field::Date,
        "updated" => Field::DateEntry,
        "doi" => Field::Doi,
        "comment" | "journal_ref" => Field::Note,
        _ => Field::Other,
    }
}
