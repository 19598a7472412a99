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
        schema: || schemars::schema_for!(enrichment::Line).to_value(),
    },
    Schema {
        name: "summary",
        about: "summary.json, version 1.",
        schema: || schemars::schema_for!(summary::Summary).to_value(),
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
    if let Some(object) = schema.as_object_mut() {
        object.insert("$id".to_owned(), audit::SCHEMA.into());
        object.insert("properties".to_owned(), serde_json::json!({ "chain": chain }));
        object.insert("required".to_owned(), serde_json::json!(["chain"]));
    }
    schema
}
