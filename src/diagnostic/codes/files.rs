//! Codes of the files of a review folder.

use super::CodeText;
use crate::diagnostic::Severity;

/// Codes of the files of a review folder.
pub const CODES: &[CodeText] = &[
    CodeText {
        code: "FIL001",
        severity: Severity::Error,
        title: "a file is missing",
        explanation: "The protocol names a file that is not there. A search without its export would count as a search without results, so nothing is computed.",
        help: "Put the file where the protocol says, or correct the path in `protocol.toml`.",
    },
    CodeText {
        code: "FIL002",
        severity: Severity::Error,
        title: "not a file",
        explanation: "In the place of a file there is a folder or a device.",
        help: "Name the files in it: `exports/folder/*` takes all of them.",
    },
    CodeText {
        code: "FIL003",
        severity: Severity::Error,
        title: "a link leads out of the review folder",
        explanation: "The file is a link, or stands behind one, to a place outside of the review folder. Everything that a review rests on lies in its folder, so that it can be checked on another machine and nothing else of this machine gets into the results.",
        help: "Copy the file into the review folder in place of the link.",
    },
    CodeText {
        code: "FIL004",
        severity: Severity::Error,
        title: "a file over 4 GiB",
        explanation: "Files of more than 4 GiB are not read. No database writes exports of that size.",
        help: "Split the file at a record, or export in parts.",
    },
    CodeText {
        code: "FIL005",
        severity: Severity::Error,
        title: "a file cannot be read",
        explanation: "The system refuses to read the file.",
        help: "See to the permissions of the file; close the program that keeps it open.",
    },
    CodeText {
        code: "FIL006",
        severity: Severity::Error,
        title: "a pattern that matches no file",
        explanation: "The protocol names exports by a pattern, and no file has such a name. A search without its export would count as a search without results.",
        help: "Correct the pattern; `*` stands for any part of a name, `?` for one letter, `**` for any folders. A search whose export cannot be had has `exports = []`.",
    },
    CodeText {
        code: "FIL007",
        severity: Severity::Error,
        title: "one export in two searches",
        explanation: "Two searches of the protocol take the same file. Its records would be counted twice.",
        help: "Name the file in one search only; patterns may reach too far.",
    },
    CodeText {
        code: "FIL008",
        severity: Severity::Warning,
        title: "two exports with the same content",
        explanation: "Two files hold the same bytes, as after downloading an export twice. Every record counts twice as identified and once as a duplicate.",
        help: "If one is a copy, delete it, or leave it out of the protocol.",
    },
    CodeText {
        code: "FIL009",
        severity: Severity::Note,
        title: "a search without exports",
        explanation: "The protocol has a search for which there is no export file. The flow shows it as not available, never as 0.",
        help: "If the export can be had, put it into `exports/` and name it in `protocol.toml`.",
    },
    CodeText {
        code: "FIL010",
        severity: Severity::Error,
        title: "results of the earlier version that cannot be read",
        explanation: "The protocol of an update names the results folder of the version before it, and the `summary.json` there is none of this program. How many reports that version included is the first column of the flow.",
        help: "Run the earlier version of the review again and name its results folder under `[previous]`.",
    },
    CodeText {
        code: "FIL011",
        severity: Severity::Warning,
        title: "the earlier version is not finished",
        explanation: "In the results of the version before this update references still wait for a person, or the version before that one is not known. How many reports it included is not known yet: the flow leaves the box blank, never 0.",
        help: "Decide what waits there and run it again.",
    },
    CodeText {
        code: "FIL012",
        severity: Severity::Error,
        title: "results of the earlier version that were changed",
        explanation: "The results of the version before this update are not what their run wrote: a digest, the log of that run or the digest that the protocol names says something else. How many reports that version included, and which, is then not believed: the flow leaves these boxes blank, never 0.",
        help: "Put the results back as they were, or run the earlier version again; `litsieve verify` in its folder names what was changed.",
    },
    CodeText {
        code: "FIL013",
        severity: Severity::Warning,
        title: "part of the earlier version is missing",
        explanation: "An update counts what the version before it included, and which of these reports it finds again. Without that version's `summary.json`, `audit.jsonl` and `included.ris` that is not known: the flow leaves the boxes blank, so that no report is counted twice.",
        help: "Put the whole results folder of the earlier version where `[previous]` names it.",
    },
    CodeText {
        code: "FIL014",
        severity: Severity::Warning,
        title: "an export that no search names",
        explanation: "A file in the folder `exports` holds records, and no search of the protocol names it. Its records are in no number: whoever looks into the folder will take them for part of the review. The flow says so in a footnote.",
        help: "Name it under `exports` of its search; if it belongs to none, move it out of the folder.",
    },
];
