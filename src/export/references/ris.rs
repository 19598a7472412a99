//! RIS, in which nearly every program reads references.
//!
//! A record that came as RIS leaves as the text it came in, so that no tag changes. Anything else is written from its typed
//! values with the tags of the 2011 specification.

mod covidence;
mod endnote;
mod flavour;
mod lines;
mod rayyan;
mod zotero;

use std::io::{self, Write};

pub use covidence::COVIDENCE;
pub use endnote::ENDNOTE;
pub use rayyan::RAYYAN;
pub use zotero::ZOTERO;

use self::lines::{Line, PLAIN, lines};
use super::{Reference, References, Writer, codes, one_line};
use crate::exchange::IDENTIFIER_MARK;
use crate::record::{Field, Fields, Record};

/// RIS.
pub struct Ris;

impl Writer for Ris {
    fn name(&self) -> &'static str {
        "ris"
    }

    fn about(&self) -> &'static str {
        "RIS: EndNote, Zotero, Mendeley, Rayyan, Covidence, EPPI-Reviewer. Records that came as RIS keep every tag and every line; where a \
         value stands on several lines, pandoc and citation-js refuse the file, and ris-endnote writes it on one. It has no place for the date of online publication, the original title, the name of a conference or database subject headings."
    }

    fn extension(&self) -> &'static str {
        "ris"
    }

    fn lacks(&self) -> &'static [Field] {
        LACKED
    }

    fn keeps_text_of(&self, reference: &Reference<'_>) -> bool {
        as_ris(reference).is_some()
    }

    fn refused(&self, reference: &Reference<'_>) -> Option<&'static str> {
        const WHY: &str = "a value on several lines, kept as it came, for which pandoc and citation-js refuse a file (take ris-endnote)";
        as_ris(reference).is_some_and(|record| crate::format::ris_is_folded(record.raw())).then_some(WHY)
    }

    fn write(&self, references: References<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
        for reference in references {
            out.write_all(entry(&reference).as_bytes())?;
        }
        Ok(())
    }
}

/// What RIS has no tag for.
const LACKED: &[Field] =
    &[Field::OriginalTitle, Field::DateOnline, Field::DateEntry, Field::Conference, Field::SubjectHeading];

/// The record itself, where it came as RIS.
fn as_ris<'r>(reference: &'r Reference<'_>) -> Option<Record<'r>> {
    reference.record().filter(|record| record.file().format() == "ris")
}

/// One reference from `TY` to `ER` with a blank line behind it.
fn entry(reference: &Reference<'_>) -> String {
    if let Some(record) = as_ris(reference) {
        return as_exported(record.raw(), codes::of(&reference.fields).ris);
    }
    /// Bytes of all but the abstract, in most references.
    const REST: usize = 2048;
    let mut text = String::with_capacity(reference.fields.abstract_text.len() + REST);
    let all = lines(&reference.fields, &PLAIN).into_iter().chain(identifier_lines(reference));
    all.for_each(|(tag, value)| push(&mut text, tag, &value));
    text.push_str("ER  - \n\n");
    text
}

/// The text of a RIS record byte for byte, with a first line `TY`, which is `code`, and a last line `ER` where it has none, without
/// which no program sees a record; and a blank line behind it.
fn as_exported(raw: &str, code: &str) -> String {
    let line_end = if raw.contains("\r\n") { "\r\n" } else { "\n" };
    let mut text = raw.trim_end_matches(['\r', '\n']).to_owned();
    if !text.split(['\n', '\r']).any(is_beginning) {
        text.insert_str(0, &format!("TY  - {code}{line_end}"));
    }
    if !text.split(['\n', '\r']).any(is_end) && !text.trim_end().ends_with("ER  -") {
        text.truncate(text.trim_end().len());
        text.push_str(line_end);
        text.push_str("ER  - ");
    }
    text.push_str(line_end);
    text.push_str(line_end);
    text
}

/// Whether a line says the type of a record, somewhere in it where line ends were lost.
fn is_beginning(line: &str) -> bool {
    line.contains("TY  -")
        || line.trim_start().strip_prefix("TY").is_some_and(|rest| rest.trim_start().starts_with('-'))
}

/// Whether a line ends a record, whatever else stands in it.
fn is_end(line: &str) -> bool {
    let rest = line.strip_prefix("ER").map(str::trim_start);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-') && line.starts_with("ER "))
}

/// The identifiers of PubMed as notes with a label, under `tag`.
fn identifier_notes(tag: &'static str, fields: &Fields) -> Vec<Line> {
    let pmid = fields.pmid.iter().map(|pmid| (tag, format!("PMID: {pmid}")));
    pmid.chain(fields.pmcid.iter().map(|pmcid| (tag, format!("PMCID: {pmcid}")))).collect()
}

/// Identifiers and our own, as notes: for programs that have no field for them.
fn notes(reference: &Reference<'_>) -> Vec<Line> {
    identifier_notes("N1", &reference.fields).into_iter().chain([mark(reference)]).collect()
}

/// The same as EndNote has them: `C2` is the identifier of PubMed Central, the label is the key of a bibliography.
fn identifier_lines(reference: &Reference<'_>) -> Vec<Line> {
    let fields = &reference.fields;
    let pmid = fields.pmid.iter().map(|pmid| ("N1", format!("PMID: {pmid}")));
    let pmcid = fields.pmcid.iter().map(|pmcid| ("C2", pmcid.to_string()));
    pmid.chain(pmcid).chain(reference.own_key().map(|key| ("LB", key.to_owned()))).collect()
}

/// A note with our identifier of the reference.
fn mark(reference: &Reference<'_>) -> Line {
    ("N1", format!("{IDENTIFIER_MARK} {}", reference.id))
}

/// Adds a line, unless the value is empty.
fn push(text: &mut String, tag: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    let value = one_line(value);
    if !value.is_empty() {
        text.push_str(tag);
        text.push_str("  - ");
        text.push_str(&value);
        text.push('\n');
    }
}
