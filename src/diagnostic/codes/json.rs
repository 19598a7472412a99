//! Codes of reading JSON.

use super::CodeText;
use crate::diagnostic::Severity;

/// Codes of reading JSON.
pub const CODES: &[CodeText] = &[
    CodeText {
        code: "JSN001",
        severity: Severity::Error,
        title: "object that is no JSON",
        explanation: "The record could not be read as JSON, even after what other programs often get wrong was put right. It is counted and its text is kept, but it has no values.",
        help: "Export again, or mend the text at this line.",
    },
    CodeText {
        code: "JSN002",
        severity: Severity::Note,
        title: "object that is nearly JSON",
        explanation: "The record has what JSON does not allow: a comma before a closing bracket, a control character in a string, `NaN`, half of a surrogate pair. It was put right and read.",
        help: "Nothing to do.",
    },
    CodeText {
        code: "JSN003",
        severity: Severity::Warning,
        title: "object without end",
        explanation: "The file ends inside this record, as where saving was cut off. What is there was read.",
        help: "Export again: more records may be missing behind it.",
    },
    CodeText {
        code: "JSN004",
        severity: Severity::Error,
        title: "answer that is an error message",
        explanation: "The service did not give records, it said why not. The file holds that answer.",
        help: "Mend the request as the message says and save the answer again.",
    },
    CodeText {
        code: "JSN005",
        severity: Severity::Note,
        title: "attachments and notes of a library",
        explanation: "A library saved as JSON lists attached files, notes and annotations among its items. They describe no report of their own and were left out.",
        help: "Nothing to do.",
    },
    CodeText {
        code: "JSN006",
        severity: Severity::Note,
        title: "keys without a known meaning",
        explanation: "Records have keys that the format does not define, or, in a list of objects of unknown origin, keys whose names do not say what they hold. Their values are kept under the key's name, and not interpreted.",
        help: "If a key holds something that matters, rename it in the file: title, authors, year, journal, doi, abstract.",
    },
];
