//! Fills gaps of records by their identifiers. Pure: the answers are read from exports.
//!
//! Nothing in an export is changed: what a service says becomes lines of their own, each with its origin.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::follow::dois;
use crate::format;
use crate::record::{Field, Record};
use crate::source::SourceFile;
use crate::wire::enrichment::{Line, VERSION};
use crate::wire::searches::Search;

/// The fields that are filled.
const FILLED: [Field; 5] = [Field::Abstract, Field::Language, Field::DocumentType, Field::Pmid, Field::Pmcid];

/// The gaps of a review: for each DOI, the fields that none of its records has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gaps(BTreeMap<String, BTreeSet<Field>>);

impl Gaps {
    /// The gaps of `records`.
    pub fn of<'a>(records: impl Iterator<Item = Record<'a>>) -> Self {
        let mut gaps: BTreeMap<String, BTreeSet<Field>> = BTreeMap::new();
        for record in records {
            for doi in dois(record) {
                let missing = gaps.entry(doi).or_insert_with(|| FILLED.into());
                missing.retain(|&field| record.first(field).is_none());
            }
        }
        Self(gaps)
    }

    /// The DOIs of reports with gaps.
    pub fn dois(&self) -> BTreeSet<String> {
        self.0.iter().filter(|(_, missing)| !missing.is_empty()).map(|(doi, _)| doi.clone()).collect()
    }

    /// What the answer in `export`, which the search `asked` left, says about the gaps.
    pub fn fill(&self, export: Vec<u8>, asked: &Search) -> Vec<Line> {
        let records = format::read(&Arc::new(SourceFile::new(asked.export.clone(), export))).records;
        let mut lines = Vec::new();
        for record in records.iter() {
            for (doi, missing) in dois(record).filter_map(|doi| self.0.get_key_value(&doi)) {
                let line = |kind: &str, field: &str, value: &str| Line {
                    v: VERSION,
                    by: "doi".to_owned(),
                    key: doi.clone(),
                    kind: kind.to_owned(),
                    field: field.to_owned(),
                    value: value.to_owned(),
                    title: record.title().unwrap_or_default().to_owned(),
                    year: record.year().map_or_else(String::new, |year| year.to_string()),
                    from: asked.database.clone(),
                    export: asked.export.clone(),
                    sha256: asked.export_sha256.clone(),
                    at: asked.finished.clone(),
                };
                let found = missing.iter().filter_map(|&field| Some((field, record.first(field)?)));
                lines.extend(found.map(|(field, value)| line("value", field.name(), value)));
                let says = |tag: &str, value: &str| record.all_values().any(|v| v.tag() == tag && v.value() == value);
                if says("is_retracted", "true") {
                    lines.push(line("flag", "retracted", "true"));
                }
                if says("type", "preprint") {
                    lines.push(line("flag", "preprint", "true"));
                }
            }
        }
        lines.sort();
        lines.dedup();
        lines
    }
}
