//! Codes of reading exports, all formats.

use super::CodeText;
use crate::diagnostic::Severity;

/// Codes of reading exports.
pub const CODES: &[CodeText] = &[
    CodeText {
        code: "REA001",
        severity: Severity::Error,
        title: "no format recognised",
        explanation: "The content of the file is not one of the formats that can be read. The extension of a file is never looked at.",
        help: "Export again from the database in RIS, or convert the file with the program it came from.",
    },
    CodeText {
        code: "REA002",
        severity: Severity::Warning,
        title: "empty file",
        explanation: "The file holds nothing but white space. It counts as a search without results.",
        help: "If the search had results, export them again.",
    },
    CodeText {
        code: "REA003",
        severity: Severity::Note,
        title: "decoded from another encoding than UTF-8",
        explanation: "The bytes of the file are not UTF-8. The encoding was told by a byte order mark or an XML declaration, or guessed from the bytes.",
        help: "If letters with accents look wrong, export again as UTF-8.",
    },
    CodeText {
        code: "REA004",
        severity: Severity::Error,
        title: "record markers, but no record",
        explanation: "The file has lines or elements that begin a record, yet none could be read. Nothing is ever dropped in silence, so this is an error.",
        help: "Please report this with the first lines of the file.",
    },
    CodeText {
        code: "REA005",
        severity: Severity::Warning,
        title: "more or fewer records than markers",
        explanation: "An independent count of record starts differs from the number of records read.",
        help: "Look at the records around the diagnostics of this file.",
    },
    CodeText {
        code: "REA006",
        severity: Severity::Note,
        title: "text that belongs to no tag",
        explanation: "Text stands before, between or behind the records (`Record #3 of 18`, `Provider: ...`, a numbered line, a link). It is kept with the record it belongs to, as a value without a tag.",
        help: "Nothing to do.",
    },
    CodeText {
        code: "REA007",
        severity: Severity::Warning,
        title: "record without its first line",
        explanation: "The line that begins a record (`TY` in RIS) is missing. The record was read from its first tag on, but what kind of document it is may be unknown.",
        help: "Export again, or add the missing line.",
    },
    CodeText {
        code: "REA008",
        severity: Severity::Warning,
        title: "unreadable bytes replaced",
        explanation: "Some bytes are not allowed in the encoding of the file. Each became the replacement character U+FFFD, so that words may be damaged there.",
        help: "Export again as UTF-8.",
    },
    CodeText {
        code: "REA009",
        severity: Severity::Error,
        title: "no record",
        explanation: "The file is of a known format and not empty, but holds no record.",
        help: "Look into the file: it may hold an error message of the database. Export again.",
    },
];
