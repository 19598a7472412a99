//! Codes of reading markup: XML and HTML.

use super::CodeText;
use crate::diagnostic::Severity;

/// Codes of reading markup.
pub const CODES: &[CodeText] = &[
    CodeText {
        code: "XML001",
        severity: Severity::Note,
        title: "text that looks like markup",
        explanation: "The record has a `<` that begins no element, as in `p < 0.05`, or a tag that is broken. XML wants `&lt;` there. It was read as text, and the record is whole.",
        help: "Nothing to do.",
    },
    CodeText {
        code: "XML002",
        severity: Severity::Warning,
        title: "record without end",
        explanation: "The end tag of the record is missing, as at the end of a file that was cut off while it was saved. What is there was read.",
        help: "If it is the last record, export again: more records may be missing behind it.",
    },
    CodeText {
        code: "XML003",
        severity: Severity::Note,
        title: "element without end",
        explanation: "An element inside the record is never closed. It was taken to end with the element around it.",
        help: "Look at the record.",
    },
    CodeText {
        code: "XML004",
        severity: Severity::Warning,
        title: "reference to an unknown entity",
        explanation: "A text has `&name;`, and the name is none of those that XML and HTML have for characters. A document type declaration may define it; entities of such declarations are not read, since they can make a file of any size out of a small one. The reference was left as it stands.",
        help: "Replace it in the file by what it stands for, or export again without a document type declaration.",
    },
];
