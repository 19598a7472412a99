//! Codes of reading tables: delimited text and spreadsheets.

use super::CodeText;
use crate::diagnostic::Severity;

/// Codes of reading tables.
pub const CODES: &[CodeText] = &[
    CodeText {
        code: "TAB001",
        severity: Severity::Warning,
        title: "columns without a known meaning",
        explanation: "No column of the table has a name that says what it holds. Every cell is kept under its column's name, but records have no title, author or year.",
        help: "Name the columns in the protocol (`columns`), or rename them in the file: title, author, year, journal, doi.",
    },
    CodeText {
        code: "TAB002",
        severity: Severity::Warning,
        title: "misplaced quotes",
        explanation: "A quotation mark stands inside a cell without being doubled, or is never closed. The row was read in the way that gives it as many cells as the header has.",
        help: "Look at the record; if its cells are shifted, mend the quotes in the file.",
    },
    CodeText {
        code: "TAB003",
        severity: Severity::Warning,
        title: "more cells than columns",
        explanation: "A row has more filled cells than the header has columns. The cells beyond were kept as `column N`; often a delimiter inside a cell was not quoted, and then cells are shifted.",
        help: "Look at the record and quote the cell that holds the delimiter.",
    },
    CodeText {
        code: "TAB004",
        severity: Severity::Note,
        title: "header repeated inside the table",
        explanation: "A row repeats the header, as where several exports were put behind each other. It was left out, since it is no record.",
        help: "Nothing to do.",
    },
    CodeText {
        code: "TAB005",
        severity: Severity::Note,
        title: "text before the header",
        explanation: "Rows stand before the header (a search query, a title). They are no records and were left out.",
        help: "Nothing to do.",
    },
    CodeText {
        code: "TAB006",
        severity: Severity::Error,
        title: "workbook that cannot be opened",
        explanation: "The file is a spreadsheet, but it is damaged, protected by a password, or unpacks to more than 1 GiB.",
        help: "Open it in a spreadsheet program and save the sheet as CSV.",
    },
    CodeText {
        code: "TAB007",
        severity: Severity::Note,
        title: "table that lies on its side",
        explanation: "The names of the fields stand in the first column and not in a header, as in Embase's CSV by rows. A record is a column of the sheet, or a block of rows where a record has one title and the first name comes again.",
        help: "Nothing to do; if records are mixed up, export with the fields as columns.",
    },
    CodeText {
        code: "TAB008",
        severity: Severity::Note,
        title: "columns that were not read",
        explanation: "The table is of no known origin, and the names of these columns mean nothing here. Their cells are kept as values under the names of the columns, but are no title, author, journal or the like.",
        help: "If one of them holds such, call the column what it holds (`title`, `authors`, `journal`, `year`, `doi`) in a copy of the file.",
    },
    CodeText {
        code: "TAB009",
        severity: Severity::Warning,
        title: "title that may stand in another cell",
        explanation: "A row has no title, or an address in its place, and a cell beside it names people and holds the delimiter of the file: a closing quotation mark may stand too late, so that the title lies in the same quotes. Nothing was moved; title and authors of the record are as the file has them.",
        help: "Look at the row; if its cells are shifted, mend the quotes in the file.",
    },
    CodeText {
        code: "TAB010",
        severity: Severity::Note,
        title: "another table in the file",
        explanation: "Below the rows of a table stands the header of another one, as where exports of two databases were put behind each other: a row that names the title and two more columns that are known. The rows below it were read under it.",
        help: "Nothing to do.",
    },
    CodeText {
        code: "TAB011",
        severity: Severity::Warning,
        title: "rows above the header",
        explanation: "Rows stand above the header that have as many cells as it, most of them filled: they may be records whose own header is missing or is not known. They were left out, since nothing says what their cells hold.",
        help: "Look at these rows. If they are records, put a header above them, or put them below the one that there is.",
    },
    CodeText {
        code: "TAB012",
        severity: Severity::Warning,
        title: "line ends without quotes inside a cell",
        explanation: "A cell of prose (an abstract, a title) goes on in the next line, and no quotation marks say so. Every row before has as many cells as the header, and the lines have just as many together; they were read as one row.",
        help: "Look at the record; if the lines are records of their own, give them as many cells as the header has.",
    },
    CodeText {
        code: "TAB013",
        severity: Severity::Warning,
        title: "row that lacks cells",
        explanation: "A row has one cell where the header has three or more, as a remark below the table has; or the file ends inside of it, without a line end, and has fewer cells than the row before. It was read as a record all the same.",
        help: "Look at the row. A remark can be deleted from a copy of the file; a file that was cut off has to be exported again.",
    },
];
