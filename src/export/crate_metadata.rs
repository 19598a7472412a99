//! `ro-crate-metadata.json`: what a bundle holds, for repositories and machines, as RO-Crate 1.1
//! (<https://www.researchobject.org/ro-crate/specification/1.1/>).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::report::encoded;
use crate::audit::Run;
use crate::source::Digest;

/// Its name.
pub const FILE: &str = "ro-crate-metadata.json";

/// A file of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundled {
    /// Its path in the bundle, with `/` between the parts.
    pub path: String,
    /// What it is.
    pub role: Role,
    /// SHA-256 of its bytes.
    pub digest: Digest,
    /// How many bytes it has.
    pub bytes: u64,
}

/// What a file is to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It went in.
    Input,
    /// It came out.
    Result,
    /// It stands beside: how searches were run over HTTP, how to verify.
    Beside,
}

/// What goes with a bundle and is not in the run.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The digest of the whole run.
    pub run: &'a str,
    /// The day on which the bundle was made, as `2026-03-01`.
    pub day: &'a str,
    /// The licence, an address or words.
    pub licence: &'a str,
}

/// The metadata of a bundle of these files.
pub fn metadata(run: &Run<'_>, about: About<'_>, files: &[Bundled]) -> Value {
    let review = &run.protocol.review;
    let with = |role: Role| -> Vec<Value> {
        files.iter().filter(|file| file.role == role).map(|file| json!({ "@id": id(&file.path) })).collect()
    };
    let people: BTreeSet<&str> = run.rulings.iter().map(|ruling| ruling.by.as_str()).collect();
    let person_ids: Vec<Value> = people.iter().map(|name| json!({ "@id": person(name) })).collect();
    let parts: Vec<Value> = files.iter().map(|file| json!({ "@id": id(&file.path) })).collect();
    let mut root = json!({
        "@id": "./",
        "@type": "Dataset",
        "name": format!("{}: search and screening, replayed", review.title),
        "description": format!(
            "Exports, protocol, decisions and results of a literature search. `litsieve verify` computes every result again \
             and compares; the digest of the whole run is {}.",
            about.run
        ),
        "datePublished": about.day,
        "license": about.licence,
        "identifier": about.run,
        "hasPart": parts,
        "mentions": { "@id": RUN },
    });
    if let (Some(doi), Some(root)) = (&review.doi, root.as_object_mut()) {
        root.insert("citation".to_owned(), json!({ "@id": format!("https://doi.org/{doi}") }));
    }
    let mut graph = vec![
        json!({
            "@id": FILE,
            "@type": "CreativeWork",
            "conformsTo": { "@id": "https://w3id.org/ro/crate/1.1" },
            "about": { "@id": "./" },
        }),
        root,
        json!({
            "@id": RUN,
            "@type": "CreateAction",
            "name": "litsieve run",
            "instrument": { "@id": TOOL },
            "object": with(Role::Input),
            "result": with(Role::Result),
            "agent": person_ids,
        }),
        json!({
            "@id": TOOL,
            "@type": "SoftwareApplication",
            "name": "litsieve",
            "version": run.inputs.version,
        }),
    ];
    if let Some(doi) = &review.doi {
        let id = format!("https://doi.org/{doi}");
        graph.push(json!({ "@id": id, "@type": "ScholarlyArticle", "name": review.title }));
    }
    graph.extend(people.iter().map(|name| json!({ "@id": person(name), "@type": "Person", "name": name })));
    graph.extend(files.iter().map(file));
    json!({ "@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph })
}

/// What metadata say of the thing with an identifier.
pub fn entity<'m>(metadata: &'m Value, id: &str) -> Option<&'m Value> {
    metadata["@graph"].as_array()?.iter().find(|entity| entity["@id"] == id)
}

/// The first thing of which metadata say something else than was computed.
pub fn difference(computed: &Value, stands: &Value) -> Option<String> {
    if computed == stands {
        return None;
    }
    for entity_computed in computed["@graph"].as_array()? {
        let id = entity_computed["@id"].as_str().unwrap_or_default();
        let Some(said) = entity(stands, id) else { return Some(format!("{FILE} does not name {id}")) };
        let keys = entity_computed.as_object().into_iter().chain(said.as_object()).flat_map(|object| object.keys());
        if let Some(key) = keys.into_iter().find(|key| entity_computed[key.as_str()] != said[key.as_str()]) {
            let is = match &said[key.as_str()] {
                Value::String(text) => crate::diagnostic::excerpt(text),
                _ => "something else".to_owned(),
            };
            return Some(format!("{FILE} and {id} do not fit together: {key} is said to be {is}"));
        }
    }
    Some(format!("{FILE} names what was not bundled, or in another order"))
}

const RUN: &str = "#run";
const TOOL: &str = "#litsieve";

/// The identifier of a person inside the metadata: no two people have one.
fn person(name: &str) -> String {
    format!("#person-{}", encoded(name))
}

/// The identifier of a file: RO-Crate asks for the path as part of an address, with `%20` for a space.
fn id(path: &str) -> String {
    path.split('/').map(encoded).collect::<Vec<_>>().join("/")
}

fn file(file: &Bundled) -> Value {
    json!({
        "@id": id(&file.path),
        "@type": "File",
        "name": file.path,
        "encodingFormat": media_type(&file.path),
        "contentSize": file.bytes.to_string(),
        "sha256": file.digest.to_string(),
    })
}

/// The media type of a file, by its extension.
fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "csv" => "text/csv",
        "json" => "application/json",
        "jsonl" => "application/jsonl",
        "toml" | "lock" => "application/toml",
        "html" => "text/html",
        "svg" => "image/svg+xml",
        "xml" => "application/xml",
        "ris" | "ciw" => "application/x-research-info-systems",
        "bib" => "application/x-bibtex",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "sqlite" | "db" => "application/vnd.sqlite3",
        "zip" => "application/zip",
        "md" => "text/markdown",
        _ => "text/plain",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_parts_of_addresses_and_of_one_thing_each() {
        assert_eq!(id("exports/b 1-500.ris"), "exports/b%201-500.ris");
        assert_eq!(id("protocol.toml"), "protocol.toml");
        assert_ne!(person("Ann B"), person("Ann-B"));
    }
}
