//! RIS for EndNote (*Import, Reference Manager (RIS)*).

use super::flavour::Flavour;
use super::lines::{Manner, PLAIN};
use crate::record::person::Person;

use super::{LACKED, identifier_lines};

/// RIS for EndNote.
pub const ENDNOTE: Flavour = Flavour {
    name: "ris-endnote",
    about: "RIS for EndNote, with the tags of the 2011 specification; bodies end with a comma, so that EndNote does not turn them \
            round. The PubMed identifier is a note, and so is the ISBN of a numbered report. The name of a conference has a place only for a \
            paper in proceedings. Choose *Text translation: Unicode (UTF-8)* when importing.",
    lacks: LACKED,
    limit: None,
    tags: &[],
    manner: Manner { name_of: Person::marked, report_has_one_number: true, proceedings_in_c3: true, ..PLAIN },
    further: identifier_lines,
    keeps_identifier: true,
};
