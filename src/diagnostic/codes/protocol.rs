//! Codes of reading `protocol.toml`.

use super::CodeText;
use crate::diagnostic::Severity;

/// Codes of reading `protocol.toml`.
pub const CODES: &[CodeText] = &[
    CodeText {
        code: "PRO001",
        severity: Severity::Error,
        title: "the protocol is not TOML",
        explanation: "The file breaks the rules of TOML: an unclosed quote or bracket, a key given twice, a value without quotes.",
        help: "See https://toml.io for the rules; texts stand in quotes, lists in square brackets.",
    },
    CodeText {
        code: "PRO002",
        severity: Severity::Error,
        title: "unknown key",
        explanation: "The protocol has a key that this table does not take. A key that is not understood could be a promise that is not kept, so it is never passed over.",
        help: "Correct the key, or make it a comment with `#`.",
    },
    CodeText {
        code: "PRO003",
        severity: Severity::Error,
        title: "missing key",
        explanation: "A key without which the table says nothing is not there.",
        help: "Add the key; `litsieve init` writes a protocol with every key and a comment on each.",
    },
    CodeText {
        code: "PRO004",
        severity: Severity::Error,
        title: "a value of the wrong kind",
        explanation: "The value is not of the kind that this key takes: a number where a text is wanted, an identifier with a space, a date that is none.",
        help: "Write the value in the form that the message shows; `litsieve init` writes a protocol with an example for every key.",
    },
    CodeText {
        code: "PRO005",
        severity: Severity::Error,
        title: "unknown word",
        explanation: "The key takes one of a few words, and this is none of them.",
        help: "Use one of the words that the message lists.",
    },
    CodeText {
        code: "PRO006",
        severity: Severity::Error,
        title: "an identifier used twice",
        explanation: "Two searches, iterations, criteria or known sets have the same identifier, so that nothing could refer to one of them.",
        help: "Give one of them another identifier.",
    },
    CodeText {
        code: "PRO007",
        severity: Severity::Error,
        title: "a reference to something that is not there",
        explanation: "A source, search, iteration or criterion is named that the protocol does not have.",
        help: "Correct the name, or add what it names.",
    },
    CodeText {
        code: "PRO008",
        severity: Severity::Error,
        title: "values that contradict each other",
        explanation: "Two keys say different things, for example a number that is said to be not reported.",
        help: "Keep the one that is right.",
    },
    CodeText {
        code: "PRO009",
        severity: Severity::Error,
        title: "unknown version of the protocol",
        explanation: "The key `schema` names a version that this program does not read.",
        help: "This program reads `schema = \"litsieve/protocol/1\"`.",
    },
    CodeText {
        code: "PRO010",
        severity: Severity::Error,
        title: "a path that leads out of the review folder",
        explanation: "Exports and known sets are part of the review and lie below its folder, so that the review can be checked on another machine. Paths are relative, with `/` between the parts.",
        help: "Copy the file into the review folder and name it from there, as in `exports/wos.txt`.",
    },
];
