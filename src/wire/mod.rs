//! Everything that is written as JSON: the only types that are serialised, with their versions.
//!
//! Invariant: files written by a released version are read for ever; a field is added, never renamed.

pub mod audit;
pub mod enrichment;
pub mod searches;
pub mod summary;

use serde_json::Value;

/// A kind of file with its JSON Schema: what `litsieve schema NAME` prints.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    /// The name on the command line.
    pub name: &'static str,
    /// What files of this kind are.
    pub about: &'static str,
    /// Makes the schema.
    pub schema: fn() -> Value,
}

/// Every kind of file that has a schema.
pub const SCHEMAS: &[Schema] = &[
    Schema {
        name: "audit",
        about: "audit.jsonl, version 1: every line is one event; `chain` is described in the schema.",
        schema: audit_schema,
    },
    Schema {
        name: "enrichment",
        about: "enrichment/*.jsonl, version 1: every line is one value that a service gave, with its origin.",
        schema: || strict(schemars::schema_for!(enrichment::Line).to_value(), &[]),
    },
    Schema {
        name: "summary",
        about: "summary.json, version 1.",
        schema: || strict(schemars::schema_for!(summary::Summary).to_value(), &[]),
    },
];

/// The schema of a line: of its event, and of the chain that every line has.
fn audit_schema() -> Value {
    let mut schema = schemars::schema_for!(audit::Event).to_value();
    let chain = serde_json::json!({
        "type": "string",
        "pattern": "^[0-9a-f]{16}$",
        "description": "The first 16 hexadecimal digits of the SHA-256 of the chain of the line before (nothing on the \
                        first line) and of this line without `,\"chain\":\"...\"`.",
    });
    let events = schema["oneOf"].as_array().into_iter().flatten();
    let events: Vec<String> = events.filter_map(|event| event["$ref"].as_str().map(str::to_owned)).collect();
    if let Some(object) = schema.as_object_mut() {
        object.insert("$id".to_owned(), audit::SCHEMA.into());
        object.insert("properties".to_owned(), serde_json::json!({ "chain": chain }));
        object.insert("required".to_owned(), serde_json::json!(["chain"]));
    }
    let mut schema = strict(schema, &events);
    // What an event holds, its name and the chain are described in three places, and nothing else belongs on a line.
    schema["unevaluatedProperties"] = false.into();
    if let Some(object) = schema.as_object_mut() {
        object.remove("additionalProperties");
    }
    schema
}

/// A schema that allows no key it does not know, for what this version writes; `parts` are those of its definitions whose
/// keys stand beside others. Readers pass over keys that they do not know.
fn strict(mut schema: Value, parts: &[String]) -> Value {
    let close = |object: &mut Value| {
        if object["properties"].is_object() {
            object["additionalProperties"] = false.into();
        }
    };
    for (name, definition) in schema.get_mut("$defs").and_then(Value::as_object_mut).into_iter().flatten() {
        if !parts.contains(&format!("#/$defs/{name}")) {
            close(definition);
        }
    }
    close(&mut schema);
    schema
}
