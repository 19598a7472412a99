//! JSON Lines: the items of CSL-JSON, one a line, so that programs can read any number without holding them.

use std::io::{self, Write};

use super::csl_json::item;
use super::{References, Writer};
use crate::record::Field;

/// JSON Lines.
pub struct JsonLines;

impl Writer for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn about(&self) -> &'static str {
        "JSON Lines: one CSL-JSON item a line, for jq, pandas, DuckDB and own programs. It holds everything; what CSL has no \
         variable for stands under `custom`, values that are no field under `custom.values` with their tags."
    }

    fn extension(&self) -> &'static str {
        "jsonl"
    }

    fn lacks(&self) -> &'static [Field] {
        &[]
    }

    fn keeps_other_values(&self) -> bool {
        true
    }

    fn keeps_et_al(&self) -> bool {
        true
    }

    fn keeps_line_ends(&self) -> bool {
        true
    }

    fn write(&self, references: References<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
        for reference in references {
            writeln!(out, "{}", item(&reference))?;
        }
        Ok(())
    }
}
