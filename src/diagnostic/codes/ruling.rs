//! Codes of rulings.

use super::CodeText;
use crate::diagnostic::Severity;

/// Codes of rulings.
pub const CODES: &[CodeText] = &[
    CodeText {
        code: "RUL001",
        severity: Severity::Error,
        title: "a line that is not a ruling",
        explanation: "A line of a file in `rulings/` cannot be read. What a person decided there is not applied; the other lines are.",
        help: "Restore the line from an earlier version of the file. Rulings are added by `litsieve decide`, never by hand.",
    },
    CodeText {
        code: "RUL002",
        severity: Severity::Error,
        title: "a merge that was not finished",
        explanation: "The file holds the marks that git leaves where two branches changed the same place. The rulings of both sides are read.",
        help: "Delete the lines with the marks and keep the rulings of both sides.",
    },
    CodeText {
        code: "RUL003",
        severity: Severity::Error,
        title: "a ruling of an unknown version",
        explanation: "The line was written by a later version of this program and says something that this version does not understand. It is not applied.",
        help: "Use the latest version of litsieve.",
    },
    CodeText {
        code: "RUL004",
        severity: Severity::Warning,
        title: "a broken chain of rulings",
        explanation: "Every line of a file of rulings holds the digest of the line before it, so that a change can be seen. Here the digest does not fit: two branches were merged (then nothing is lost), or a line was changed or taken out. All lines are applied.",
        help: "If nobody merged anything, compare the file with its earlier versions: `git log -p -- rulings`.",
    },
    CodeText {
        code: "RUL005",
        severity: Severity::Note,
        title: "a ruling twice",
        explanation: "The same line stands in the rulings twice, as after a merge that kept both sides, or in a copy of a file. It counts once.",
        help: "",
    },
    CodeText {
        code: "RUL006",
        severity: Severity::Warning,
        title: "a ruling on a record that is not there",
        explanation: "No record of the exports is the one that a person ruled on: the export changed, or the search does not find it any more. The ruling is kept and not applied. In an update it is a note: an update need not find again what people read for the version before it.",
        help: "If the record is there under another name, decide again; otherwise there is nothing to do.",
    },
    CodeText {
        code: "RUL007",
        severity: Severity::Warning,
        title: "a ruling on more than one reference",
        explanation: "What identifies the record of a ruling fits records of several groups. Which one is meant is not guessed; the ruling is not applied.",
        help: "Decide on the references again, or rule that they are the same report.",
    },
    CodeText {
        code: "RUL008",
        severity: Severity::Warning,
        title: "rulings that contradict each other",
        explanation: "People ruled differently on one pair of records, or rulings on several pairs cannot all hold (A is B, B is C, A is not C). None of them is applied.",
        help: "Agree, and undo what does not hold: `litsieve decide --undo ID --by NAME`.",
    },
    CodeText {
        code: "RUL009",
        severity: Severity::Warning,
        title: "a ruling that names what the protocol does not have",
        explanation: "The ruling names a criterion or a stage that is not in the protocol, perhaps because it was renamed. A ruling on such a criterion is not applied; an exclusion counts without its reason.",
        help: "Rename the criterion back, or decide again.",
    },
    CodeText {
        code: "RUL010",
        severity: Severity::Warning,
        title: "nothing to take back",
        explanation: "The line takes back or replaces a ruling that is in none of the files.",
        help: "Restore the missing file or line of `rulings/`.",
    },
    CodeText {
        code: "RUL011",
        severity: Severity::Warning,
        title: "two words on one thing",
        explanation: "One person said two different things of one reference, on two machines or in two files, and neither line was written by somebody who had the other; or two people settled one conflict differently. The order of lines settles nothing, so the reference waits for a person.",
        help: "Decide again on the screening page: the new line names both and takes their place. An adjudication is taken back with `litsieve decide --undo ID --by NAME`.",
    },
    CodeText {
        code: "RUL012",
        severity: Severity::Warning,
        title: "a full text that is there and is not",
        explanation: "One person says that a full text was not retrieved, another that it was, or that it was read. Who has it has it: the flow counts it as retrieved, or as assessed where somebody assessed it.",
        help: "Take back what is not so: on the screening page under Full texts, or `litsieve decide --undo ID --by NAME`.",
    },
    CodeText {
        code: "RUL013",
        severity: Severity::Note,
        title: "a conflict settled by one of its readers",
        explanation: "The person who settled a conflict between readers is one of them. The ruling holds; a report of the review should say how conflicts were settled.",
        help: "Where the protocol promises a third person, let that person settle it: the later adjudication takes the place of this one.",
    },
    CodeText {
        code: "RUL014",
        severity: Severity::Warning,
        title: "an exclusion that has no effect",
        explanation: "Somebody excluded a reference on its title and abstract after saying something else of its full text. The word on the full text counts, so that the exclusion changes nothing.",
        help: "Exclude at full text instead, or take that word back first: `litsieve decide --undo FILE:LINE --by NAME`.",
    },
    CodeText {
        code: "RUL015",
        severity: Severity::Warning,
        title: "one name in two spellings",
        explanation: "Two names in the rulings differ only in capitals, accents or signs, so that they share a file: one person on two machines, most likely. They count as one reader, under the spelling that comes first; as two, one person would agree with themselves.",
        help: "Always start with the same --by. If they are two people, one of them needs another name, in another file.",
    },
];
