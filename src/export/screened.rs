//! The screened reference set and the references to review, in the formats of other programs: merged references.

use std::io::{self, Write};

use super::Export;
use super::references::{Reference, References, writer};
use super::to_review::queue;
use crate::audit::{GroupStory, Run};
use crate::exchange::IDENTIFIER_MARK;
use crate::pipeline::Outcome;

/// `included.ris`.
pub const INCLUDED_RIS: Export = Export {
    file: "included.ris",
    about: "The screened reference set as RIS, for Zotero, EndNote, Rayyan and Covidence.",
    write: |run, out| write_included(run, "ris", out),
};

/// `included.csv`.
pub const INCLUDED_CSV: Export = Export {
    file: "included.csv",
    about: "The screened reference set as a table.",
    write: |run, out| write_included(run, "csv", out),
};

/// `included.bib`.
pub const INCLUDED_BIB: Export = Export {
    file: "included.bib",
    about: "The screened reference set as BibTeX.",
    write: |run, out| write_included(run, "bibtex", out),
};

/// `included.json`.
pub const INCLUDED_JSON: Export = Export {
    file: "included.json",
    about: "The screened reference set as CSL-JSON.",
    write: |run, out| write_included(run, "csl-json", out),
};

/// `to-review.ris`.
pub const TO_REVIEW_RIS: Export = Export {
    file: "to-review.ris",
    about: "What a person has to decide, as RIS, in the order of to-review.csv.",
    write: |run, out| write_as("ris", &mut queue(run).into_iter().map(reference), out),
};

fn write_included(run: &Run<'_>, format: &str, out: &mut dyn Write) -> io::Result<()> {
    let included = run.groups().filter(|group| group.screened.decision.outcome == Outcome::Included);
    write_as(format, &mut included.map(reference), out)
}

fn reference(group: GroupStory<'_>) -> Reference<'_> {
    let (name, mut fields) = (&group.group.name, group.fields());
    // A note is the one place that every format has, and that the programs which read it keep.
    fields.notes.push(format!("{IDENTIFIER_MARK} {name} (run {})", group.run.id()));
    Reference::merged(name.clone(), fields)
}

/// # Panics
/// If there is no writer with this name: that is a mistake in this file.
fn write_as(format: &str, references: References<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let Some(writer) = writer(format) else { panic!("no writer is called {format}") };
    writer.write(references, out)
}
