//! Codes of unpacking archives.

use super::CodeText;
use crate::diagnostic::Severity;

/// Codes of unpacking archives.
pub const CODES: &[CodeText] = &[
    CodeText {
        code: "ARC001",
        severity: Severity::Error,
        title: "archive that cannot be unpacked",
        explanation: "The archive, or a member of it, is damaged, encrypted or packed by a method that is not read. What could be unpacked was read.",
        help: "Unpack it with the program that made it and give the files themselves.",
    },
    CodeText {
        code: "ARC002",
        severity: Severity::Error,
        title: "archive that unpacks to too much",
        explanation: "An archive may hold 10,000 files, unpack to 2 GiB and hold archives three deep. The rest was not read.",
        help: "Unpack it and give the files themselves.",
    },
    CodeText {
        code: "ARC003",
        severity: Severity::Error,
        title: "archive with members of one name",
        explanation: "Two or more members have the very same name, and the directory of the archive does not lead to each of them. Only the last was read.",
        help: "Ask who made the archive for the files themselves, under different names.",
    },
    CodeText {
        code: "ARC004",
        severity: Severity::Warning,
        title: "member of an archive that is no export",
        explanation: "A PDF, a document, a picture, a note, a table of something else or a link lies in the archive beside the exports. It was left out; links are never followed. An archive without any export is told as any file is that cannot be read.",
        help: "Nothing to do, unless it holds references: then export these in a format that is read.",
    },
];
