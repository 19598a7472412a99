//! Publish or Perish, results saved as JSON (<https://harzing.com/resources/publish-or-perish>). Written after its manual.

use super::json::{list, text};
use super::{SERVICE, ServiceJson};
use crate::record::Field;

/// Publish or Perish.
pub const PUBLISH_OR_PERISH: ServiceJson = ServiceJson {
    name: "publish-or-perish-json",
    about: "Publish or Perish JSON: results of its searches in Google Scholar, Crossref and others.",
    signs: &["cites", "rank", "title"],
    own: &["cites", "rank"],
    role,
    together: &["authors", "uid", "year", "volume", "issue", "startpage", "endpage"],
    more: |record, out| {
        // 0 stands for a number that it does not know.
        for path in ["year", "volume", "issue", "startpage", "endpage"] {
            let number = text(&record[path]);
            out.value(path, if number == "0" { Field::Other } else { role(path) }, &number);
        }
        for author in list(&record["authors"]) {
            out.derived("authors", Field::Author, &text(author));
        }
        let uid = text(&record["uid"]);
        out.value("uid", Field::Other, &uid);
        // Its other sources have no mark that is theirs alone.
        if uid.starts_with("GS") {
            out.derived("uid", Field::Database, "Google Scholar");
        }
    },
    ..SERVICE
};

fn role(path: &str) -> Field {
    match path {
        "title" => Field::Title,
        "abstract" => Field::Abstract,
        "year" => Field::Date,
        // The journal or the site, never a database.
        "source" => Field::Container,
        "publisher" => Field::Publisher,
        "type" => Field::DocumentType,
        "doi" => Field::Doi,
        "issn" => Field::Issn,
        "volume" => Field::Volume,
        "issue" => Field::Issue,
        "startpage" => Field::Pages,
        "endpage" => Field::EndPage,
        "article_url" | "fulltext_url" => Field::Url,
        "qdate" | "query_date" => Field::DateEntry,
        _ => Field::Other,
    }
}
