//! Codes of reading BibTeX.

use super::CodeText;
use crate::diagnostic::Severity;

/// Codes of reading BibTeX.
pub const CODES: &[CodeText] = &[
    CodeText {
        code: "BIB001",
        severity: Severity::Warning,
        title: "brace or quote without end",
        explanation: "A value, or the entry, is not closed before the next entry begins. The value was taken to end with its line, or before the next field, and the rest of the entry was read.",
        help: "Look at the entry and close the brace.",
    },
    CodeText {
        code: "BIB002",
        severity: Severity::Note,
        title: "macro that is defined nowhere",
        explanation: "A value without braces or quotes is the name of a macro, and no `@string` defines it. Its name was taken for its text.",
        help: "If it is an abbreviated journal name, add the `@string` it came from.",
    },
    CodeText {
        code: "BIB003",
        severity: Severity::Warning,
        title: "text in an entry that is no field",
        explanation: "A field is `name = value`. This text stands where a field should and is none; it is kept with the bytes of the record, and the fields behind it were read.",
        help: "Look at the entry: often a comma or a brace is missing before it.",
    },
    CodeText {
        code: "BIB004",
        severity: Severity::Warning,
        title: "cross-reference to an entry that is not there",
        explanation: "The entry takes its book, year or publisher from another entry by `crossref`, and the file has no entry with that key. What it does not say itself is missing.",
        help: "Export again together with the entry it refers to.",
    },
    CodeText {
        code: "BIB005",
        severity: Severity::Note,
        title: "entry behind a percent sign",
        explanation: "The line of the entry begins with `%`. BibTeX knows no such comment and would read the entry; nearly everyone who writes the sign means to leave the entry out, and so it was left out.",
        help: "Take the percent signs away if the entry is meant.",
    },
];
