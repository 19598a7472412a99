//! EBSCOhost, records of its XML export (*Direct Export, generic XML*).

use super::{TABLE, XmlTable};
use crate::record::Field;

/// EBSCOhost.
pub const EBSCOHOST: XmlTable = XmlTable {
    name: "ebsco-xml",
    about: "EBSCOhost XML: records with `header` and `controlInfo`.",
    signs: &["<rec", "<controlInfo"],
    elements: &[&["rec"]],
    role,
    more: |view, root, out| {
        let Some(header) = view.child(root, "header") else { return };
        let attribute = |name: &str| view.attribute(header, name).unwrap_or_default();
        let long = attribute("longDbName");
        let database = if long.is_empty() { attribute("shortDbName") } else { long };
        out.attribute("header shortDbName", Field::Database, &database);
        out.attribute("header uiTerm", Field::Accession, &attribute("uiTerm"));
        out.derived("header shortDbName", Field::Platform, "EBSCOhost");
        if let Some(date) = view.find(header, &["controlInfo", "pubinfo", "dt"]) {
            let part = |name: &str| view.attribute(date, name).filter(|part| !part.is_empty());
            let parts: Vec<String> =
                [part("year"), part("month"), part("day")].into_iter().map_while(|part| part).collect();
            out.derived("dt", Field::Date, &parts.join("-"));
        }
        for number in view.find(header, &["controlInfo", "artinfo"]).into_iter().flat_map(|info| view.children(info)) {
            let kind = view.attribute(number, "type").unwrap_or_default();
            if view.name(number) == "ui" && kind.eq_ignore_ascii_case("doi") {
                out.element("ui", Field::Doi, number);
            } else if view.name(number) == "ui" && kind.eq_ignore_ascii_case("pmid") {
                out.element("ui", Field::Pmid, number);
            }
        }
    },
    ..TABLE
};

fn role(path: &str) -> Field {
    let Some(path) = path.strip_prefix("header/controlInfo/") else {
        return if path.ends_with("pLink/url") { Field::Url } else { Field::Other };
    };
    match path {
        "artinfo/tig/atl" => Field::Title,
        "artinfo/tig/tatl" => Field::TranslatedTitle,
        "artinfo/aug/au" => Field::Author,
        "artinfo/aug/affil" => Field::Affiliation,
        "artinfo/ab" => Field::Abstract,
        "artinfo/sug/subj" | "artinfo/su" => Field::SubjectHeading,
        "artinfo/keyword" => Field::Keyword,
        "artinfo/ppf" => Field::Pages,
        // How many pages there are, not which is the last.
        "artinfo/ppct" => Field::PageCount,
        "artinfo/doctype" | "artinfo/pubtype" => Field::DocumentType,
        "jinfo/jtl" | "bkinfo/btl" => Field::Container,
        "jinfo/issn" => Field::Issn,
        "bkinfo/isbn" => Field::Isbn,
        "bkinfo/aug/au" => Field::Editor,
        "pubinfo/vid" => Field::Volume,
        "pubinfo/iid" => Field::Issue,
        "pubinfo/pub" => Field::Publisher,
        "pubinfo/place" => Field::PublisherPlace,
        "language" | "artinfo/language" => Field::Language,
        _ => Field::Other,
    }
}
