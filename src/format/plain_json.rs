//! JSON of unknown origin: a list of objects whose keys are called as the columns of tables are (`title`, `authors`, `year`, `doi`).

use std::sync::Arc;

use serde_json::Value;

use super::json::{self, Records, Sink, list, text};
use super::tabular::columns::{common, plain};
use super::{Format, Parsed};
use crate::record::Field;
use crate::record::accession::is_database;
use crate::record::person::Person;
use crate::source::SourceFile;

/// How long a key may be that is looked up.
const LONGEST: usize = 40;

/// JSON of unknown origin.
pub struct PlainJson;

impl Format for PlainJson {
    fn name(&self) -> &'static str {
        "json"
    }

    fn about(&self) -> &'static str {
        "JSON that no known service writes: objects with keys such as title, authors, year, journal, doi, as scripts save them."
    }

    fn sniff(&self, source: &SourceFile) -> u8 {
        let head = json::head(source.text());
        let strings = head.match_indices('"').filter_map(|(at, _)| head[at + 1..].split_once('"'));
        let mut keys = strings.filter(|(_, behind)| behind.trim_start().starts_with(':')).map(|(key, _)| key);
        // Weak: anything else that knows the file knows it better.
        if keys.any(|key| key.len() < LONGEST && common(&plain(key)).is_some()) { 10 } else { 0 }
    }

    fn read(&self, source: &Arc<SourceFile>) -> Parsed {
        let mut parsed = json::read(&PlainRecords, source);
        json::tell_unknown(&mut parsed, |_| false);
        parsed
    }
}

struct PlainRecords;

impl Records for PlainRecords {
    fn format(&self) -> &'static str {
        "json"
    }

    fn own_keys(&self) -> &'static [&'static str] {
        &["title", "Title", "doi", "DOI"]
    }

    fn record(&self, record: &Value, out: &mut Sink<'_>) {
        for (key, value) in record.as_object().into_iter().flatten() {
            let role = role(key, value);
            match role {
                Field::Author | Field::Editor | Field::Contributor => {
                    list(value).iter().for_each(|person| name(key, role, person, out));
                }
                _ => json::leaves(
                    value,
                    |_| false,
                    |path, leaf| match path {
                        "" => out.value(key, role, leaf),
                        path => out.value(&format!("{key}.{path}"), Field::Other, leaf),
                    },
                ),
            }
        }
    }
}

fn role(key: &str, value: &Value) -> Field {
    match plain(key).as_str() {
        // The journal to some, the database to others.
        "source" if is_database(&text(value)) => Field::Database,
        name => common(name).unwrap_or(Field::Other),
    }
}

/// A person as text, or as an object with the parts of the name.
fn name(key: &str, role: Field, person: &Value, out: &mut Sink<'_>) {
    let part = |names: &[&str]| names.iter().map(|name| text(&person[*name])).find(|part| !part.is_empty());
    if !person.is_object() {
        return out.value(key, role, &text(person));
    }
    let family = part(&["family", "lastName", "last_name", "last", "surname"]);
    let given = part(&["given", "firstName", "first_name", "first", "forename", "givenName", "initials"]);
    match (family, given) {
        (Some(family), Some(given)) => out.derived(key, role, &format!("{family}, {given}")),
        (Some(family), None) => out.derived(key, role, &family),
        (None, given) => {
            match part(&["name", "fullName", "full_name", "displayName", "display_name", "literal"]).or(given) {
                Some(whole) => out.derived(key, role, &whole),
                None => {
                    let body = part(&["collectiveName", "organization"]).unwrap_or_default();
                    let (role, body) = Person::body_as(role, &body);
                    out.derived(key, role, &body);
                }
            }
        }
    }
    json::leaves(person, |_| false, |path, leaf| out.value(&format!("{key}.{path}"), Field::Other, leaf));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Fields;

    #[test]
    fn keys_are_read_as_columns_are() {
        let text = r#"{"papers":"x","results":[{"Title":"Made up","authors":[{"firstName":"Bo","lastName":"Ek"},"Dow, Cy"],"Year":2017,
            "source":"Made-up Studies","score":0.7},{"title":"Second","source":"Scopus"}]}"#;
        let parsed = PlainJson.read(&Arc::new(SourceFile::new("a.json", text.as_bytes().to_vec())));
        let record = parsed.records.record(0);
        let fields = Fields::of(record);
        assert_eq!(
            (fields.title.as_str(), fields.year(), fields.container.as_str()),
            ("Made up", Some(2017), "Made-up Studies")
        );
        assert_eq!(fields.authors.iter().map(ToString::to_string).collect::<Vec<_>>(), ["Ek, Bo", "Dow, Cy"]);
        assert_eq!(record.first(Field::Database), None, "a journal is no database");
        assert_eq!(parsed.records.record(1).first(Field::Database), Some("Scopus"));
        let codes: Vec<_> = parsed.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
        assert_eq!(codes, ["JSN006"]);
        assert!(parsed.diagnostics[0].message.contains("score (1)"), "{}", parsed.diagnostics[0].message);
    }
}
