//! Works as OpenAlex gives them (documentation: <https://docs.openalex.org>, the work object).

use std::sync::Arc;

use serde_json::Value;

use super::json::{self, Records, Sink, text};
use super::{Format, Parsed};
use crate::record::Field;
use crate::source::SourceFile;

/// OpenAlex JSON.
pub struct OpenalexJson;

impl Format for OpenalexJson {
    fn name(&self) -> &'static str {
        "openalex-json"
    }

    fn about(&self) -> &'static str {
        "OpenAlex JSON: answers of the API with one work or a page of them, arrays, one work per line (snapshots)."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        let head = json::head(source.text());
        let ours = head.contains("https://openalex.org/W") || head.contains("https://api.openalex.org/");
        if ours && (json::has_keys(head, &["display_name"]) || is_identified(head)) { 95 } else { 0 }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        json::read(&OpenalexRecords, source)
    }
}

/// Whether something is identified as a work of OpenAlex: works that were asked for with some of their fields only have nothing else
/// that all have.
fn is_identified(text: &str) -> bool {
    text.match_indices("\"id\"").any(|(at, key)| {
        let value = text[at + key.len()..].trim_start().strip_prefix(':').map(str::trim_start);
        value.is_some_and(|value| value.starts_with("\"https://openalex.org/W"))
    })
}

struct OpenalexRecords;

impl Records for OpenalexRecords {
    fn format(&self) -> &'static str {
        "openalex-json"
    }

    fn own_keys(&self) -> &'static [&'static str] {
        &["display_name", "authorships"]
    }

    fn record(&self, record: &Value, out: &mut Sink<'_>) {
        json::leaves(
            record,
            |path| path == "abstract_inverted_index" || path == "authorships",
            |path, leaf| {
                out.value(path, role(path), leaf);
            },
        );
        authorships(record, out);
        out.derived("abstract_inverted_index", Field::Abstract, &abstract_text(&record["abstract_inverted_index"]));
        if text(&record["title"]).is_empty() {
            out.derived("display_name", Field::Title, &text(&record["display_name"]));
        }
        out.derived("id", Field::Database, "OpenAlex");
    }
}

fn role(path: &str) -> Field {
    match path {
        "id" => Field::Accession,
        "doi" => Field::Doi,
        "title" => Field::Title,
        "publication_date" => Field::Date,
        "publication_year" => Field::Date,
        "language" => Field::Language,
        "type_crossref" | "type" => Field::DocumentType,
        "ids.pmid" => Field::Pmid,
        "ids.pmcid" => Field::Pmcid,
        "primary_location.source.display_name" => Field::Container,
        "primary_location.source.issn" => Field::Issn,
        "primary_location.source.host_organization_name" => Field::Publisher,
        "primary_location.landing_page_url" => Field::Url,
        "biblio.volume" => Field::Volume,
        "biblio.issue" => Field::Issue,
        "biblio.first_page" => Field::Pages,
        "biblio.last_page" => Field::EndPage,
        "keywords.display_name" | "keywords.keyword" => Field::Keyword,
        "mesh.descriptor_name" => Field::SubjectHeading,
        "grants.funder_display_name" => Field::Funding,
        "referenced_works" => Field::CitedReference,
        "created_date" | "updated_date" => Field::DateEntry,
        _ => Field::Other,
    }
}

/// The names as printed in the article, if there, with their affiliations.
fn authorships(record: &Value, out: &mut Sink<'_>) {
    for authorship in json::list(&record["authorships"]) {
        let printed = text(&authorship["raw_author_name"]);
        let name = if printed.is_empty() { text(&authorship["author"]["display_name"]) } else { printed };
        out.derived("authorships.author", Field::Author, &name);
        for address in json::list(&authorship["raw_affiliation_strings"]) {
            out.derived("authorships.raw_affiliation_strings", Field::Affiliation, &text(address));
        }
    }
}

/// OpenAlex gives the abstract as words with their places.
fn abstract_text(index: &Value) -> String {
    let Some(words) = index.as_object() else { return String::new() };
    let mut placed: Vec<(u64, &str)> = words
        .iter()
        .flat_map(|(word, places)| {
            json::list(places).iter().filter_map(Value::as_u64).map(move |at| (at, word.as_str()))
        })
        .collect();
    placed.sort_unstable();
    placed.iter().map(|(_, word)| *word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Fields;

    #[test]
    fn a_work_is_known_by_its_identifier() {
        let sure = |text: &str| OpenalexJson.sniff(&SourceFile::new("a.json", text.as_bytes().to_vec()));
        assert_eq!(sure(r#"{"results":[{"id" : "https://openalex.org/W1","title":"Made up"}]}"#), 95);
        assert_eq!(sure(r#"{"results":[{"id":"1","same_as":"https://openalex.org/W1","title":"Made up"}]}"#), 0);
    }

    #[test]
    fn the_abstract_is_put_together_from_its_index() {
        let text = r#"{"results":[{"id":"https://openalex.org/W1","display_name":"Made up","publication_year":2019,
            "abstract_inverted_index":{"made":[1,3],"things":[0],"up":[2]},
            "authorships":[{"author":{"display_name":"Bo Ek"},"raw_author_name":"B. Ek"}]}]}"#;
        let parsed = OpenalexJson.read(&Arc::new(SourceFile::new("a.json", text.as_bytes().to_vec())));
        let fields = Fields::of(parsed.records.record(0));
        assert_eq!(fields.abstract_text, "things made up made");
        assert_eq!((fields.title.as_str(), fields.authors[0].family.as_str()), ("Made up", "Ek"));
    }
}
