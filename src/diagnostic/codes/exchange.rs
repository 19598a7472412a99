//! Codes of decisions that come from other tools.

use super::CodeText;
use crate::diagnostic::Severity;

/// Codes of decisions that come from other tools.
pub const CODES: &[CodeText] = &[
    CodeText {
        code: "EXC001",
        severity: Severity::Warning,
        title: "not a decision, or not a stage",
        explanation: "A cell or a note holds a word that is none of the decisions of the tool, or of its stages. The vote was left out; nothing was guessed.",
        help: "Write include, exclude or unsure, and screening or full_text; or correct the decision in the tool and export again.",
    },
    CodeText {
        code: "EXC002",
        severity: Severity::Warning,
        title: "a line of a log could not be read",
        explanation: "A line of another tool's log is not a line of its table. It was left out, so a later or an earlier vote may be missing.",
        help: "Export the log again; do not edit it in a spreadsheet program.",
    },
    CodeText {
        code: "EXC003",
        severity: Severity::Error,
        title: "which list it is does not show",
        explanation: "Covidence writes decisions as lists: what a reference is follows from the list it is in. The name of this file does not \
                      tell which list it is, and none was declared.",
        help: "Say which list it is: --as included, or --as excluded.",
    },
    CodeText {
        code: "EXC004",
        severity: Severity::Error,
        title: "the tool's file is damaged",
        explanation: "The file ends early or is not in the form that the tool writes. No vote was taken from it, for half of the votes would \
                      look like all of them.",
        help: "Export again from the tool.",
    },
    CodeText {
        code: "EXC005",
        severity: Severity::Warning,
        title: "something beside the votes that was not taken",
        explanation: "A note, a label or a reason belongs to a vote here. The file has one where nobody voted, or names reasons where nobody \
                      excluded; or an earlier copy of the decisions stands in a note (as where a file went through the tool twice), of which \
                      the last counts.",
        help: "Look at the reference in the tool. What matters there can be typed into the note of a decision.",
    },
    CodeText {
        code: "EXC006",
        severity: Severity::Warning,
        title: "a time that cannot be read",
        explanation: "The file says when a vote was given in a form that is not read. The vote is taken as one without a time: it takes the place of \
                      no other word of the same person.",
        help: "Write times as 2024-03-01 or 2024-03-01T09:00:00Z.",
    },
];
