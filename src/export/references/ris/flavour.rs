//! RIS as one program likes it: one file per program, each a value of [`Flavour`].
//!
//! Unlike plain RIS, which gives a RIS record back as it came, a flavour is always written from the typed values: tags that a
//! database uses in its own way are put where the program looks for them.

use std::io::{self, Write};

use super::lines::{Manner, keeps_type, names_conference};
use super::{Line, lines, push};
use crate::export::references::{Limit, Reference, References, Writer};
use crate::record::{Field, Fields};

/// RIS for one program.
pub struct Flavour {
    /// As [`Writer::name`].
    pub name: &'static str,
    /// As [`Writer::about`].
    pub about: &'static str,
    /// What the program does not keep, as [`Writer::lacks`].
    pub lacks: &'static [Field],
    /// As [`Writer::limit`].
    pub limit: Option<Limit>,
    /// Tags that the program wants under another tag; `None` for those it would misunderstand.
    pub tags: &'static [(&'static str, Option<&'static str>)],
    /// What the program wants differently.
    pub(super) manner: Manner,
    /// Lines beyond those of the specification.
    pub further: fn(&Reference<'_>) -> Vec<Line>,
    /// As [`Writer::keeps_identifier`].
    pub keeps_identifier: bool,
}

impl Writer for Flavour {
    fn name(&self) -> &'static str {
        self.name
    }

    fn about(&self) -> &'static str {
        self.about
    }

    fn extension(&self) -> &'static str {
        "ris"
    }

    fn lacks(&self) -> &'static [Field] {
        self.lacks
    }

    fn holds_of(&self, field: Field, fields: &Fields) -> bool {
        self.holds(field)
            || field == Field::Conference && names_conference(fields, &self.manner)
            || field == Field::DocumentType && keeps_type(fields, &self.manner)
    }

    fn keeps_identifier(&self) -> bool {
        self.keeps_identifier
    }

    fn limit(&self) -> Option<Limit> {
        self.limit
    }

    fn write(&self, references: References<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
        for reference in references {
            out.write_all(self.entry(&reference).as_bytes())?;
        }
        Ok(())
    }
}

impl Flavour {
    fn entry(&self, reference: &Reference<'_>) -> String {
        let mut text = String::new();
        for (tag, value) in lines(&reference.fields, &self.manner).into_iter().chain((self.further)(reference)) {
            let wanted = self.tags.iter().find(|(other, _)| *other == tag);
            if let Some(tag) = wanted.map_or(Some(tag), |(_, instead)| *instead) {
                push(&mut text, tag, &value);
            }
        }
        text.push_str("ER  - \n\n");
        text
    }
}
