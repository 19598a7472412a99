//! Europe PMC, core results (<https://europepmc.org/RestfulWebService>). Written after the documentation.

use super::{SERVICE, ServiceJson, each};
use crate::record::Field;

/// Europe PMC.
pub const EUROPE_PMC: ServiceJson = ServiceJson {
    name: "europepmc-json",
    about: "Europe PMC JSON: core results of its REST search.",
    database: "Europe PMC",
    signs: &["source", "pubYear", "title"],
    around: &["hitCount", "resultList"],
    own: &["pubYear", "authorString", "pmcid", "journalInfo"],
    role,
    together: &["authorList", "id"],
    more: |record, out| {
        // Numbers are given anew in each of its sources: MED/637562 and ETH/637562 are two reports.
        let (source, id) = (super::json::text(&record["source"]), super::json::text(&record["id"]));
        let is_whole = source.is_empty() || id.is_empty();
        out.derived("id", Field::Accession, &if is_whole { id } else { format!("{source}/{id}") });
        for author in super::json::list(&record["authorList"]["author"]) {
            let part = |name: &str| super::json::text(&author[name]);
            let (family, given, body) = (part("lastName"), part("firstName"), part("collectiveName"));
            match (family.is_empty(), given.is_empty()) {
                (false, false) => out.derived("authorList.author", Field::Author, &format!("{family}, {given}")),
                (false, true) => out.derived("authorList.author", Field::Author, &family),
                (true, _) if !body.is_empty() => out.derived("authorList.author", Field::CorporateAuthor, &body),
                (true, _) => out.derived("authorList.author", Field::Author, &part("fullName")),
            }
            let places = &author["authorAffiliationDetailsList"]["authorAffiliation"];
            each(out, "authorList.author.affiliation", Field::Affiliation, places, &["affiliation"]);
        }
    },
    ..SERVICE
};

fn role(path: &str) -> Field {
    match path {
        "pmid" => Field::Pmid,
        "pmcid" => Field::Pmcid,
        "doi" => Field::Doi,
        "title" => Field::Title,
        "pubYear" => Field::Date,
        "electronicPublicationDate" | "firstPublicationDate" => Field::DateOnline,
        "pageInfo" => Field::Pages,
        "abstractText" => Field::Abstract,
        "language" => Field::Language,
        "pubTypeList.pubType" => Field::DocumentType,
        "keywordList.keyword" => Field::Keyword,
        "meshHeadingList.meshHeading.descriptorName" => Field::SubjectHeading,
        "journalInfo.volume" => Field::Volume,
        "journalInfo.issue" => Field::Issue,
        "journalInfo.journal.title" => Field::Container,
        "journalInfo.journal.ISOAbbreviation" => Field::ContainerAbbreviation,
        "journalInfo.journal.issn" | "journalInfo.journal.essn" => Field::Issn,
        "bookOrReportDetails.publisher" => Field::Publisher,
        "affiliation" => Field::Affiliation,
        _ => Field::Other,
    }
}
