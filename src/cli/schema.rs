//! `litsieve schema`: the JSON Schema of what the program writes, and the keys of the protocol.

use clap::Args;
use serde_json::{Value, json};

use super::Outcome;
use super::ui::Ui;
use crate::criteria::Setting;
use crate::protocol::{self, keys};
use crate::wire::SCHEMAS;
use crate::workspace::Error;

/// The name under which the keys of the protocol are shown.
const PROTOCOL: &str = "protocol";

/// Print the schema of a file; without a name, list them
#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// The kind of file
    name: Option<String>,
}

pub(super) fn run(args: &SchemaArgs, ui: &Ui) -> Result<Outcome, Error> {
    match args.name.as_deref() {
        None => {
            ui.line(format_args!("{PROTOCOL}  protocol.toml, version 1: every table with its keys."));
            SCHEMAS.iter().for_each(|schema| ui.line(format_args!("{}  {}", schema.name, schema.about)));
        }
        Some(PROTOCOL) if ui.json => ui.json(&protocol_json()),
        Some(PROTOCOL) => show_protocol(ui),
        Some(name) => match SCHEMAS.iter().find(|schema| schema.name == name) {
            Some(schema) => ui.json(&(schema.schema)()),
            None => return Err(Error::new(format!("there is no schema `{name}`"), "`litsieve schema` lists them.")),
        },
    }
    Ok(Outcome::Done)
}

/// Every table of the protocol with its keys; for criteria, a table per kind.
fn tables() -> Vec<(String, Vec<Setting>)> {
    let fixed = keys::TABLES.iter().map(|table| (table.header.to_owned(), table.keys.to_vec()));
    let kinds =
        protocol::kinds().map(|kind| (format!("[[criterion]] kind = \"{}\"", kind.name()), kind.keys().to_vec()));
    fixed.chain(kinds).collect()
}

fn show_protocol(ui: &Ui) {
    for (header, keys) in tables() {
        ui.line(if header.is_empty() { "# the top of the file" } else { header.as_str() });
        keys.iter().for_each(|setting| ui.line(format_args!("  {}: {}", setting.key, setting.about)));
        ui.line("");
    }
}

fn protocol_json() -> Value {
    let keys = |keys: Vec<Setting>| -> Value {
        keys.iter().map(|setting| json!({ "key": setting.key, "about": setting.about })).collect()
    };
    tables().into_iter().map(|(header, settings)| json!({ "table": header, "keys": keys(settings) })).collect()
}
