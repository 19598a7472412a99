//! Tables of records: what delimited text and spreadsheets have in common.
//!
//! Invariant: every cell that is not blank becomes a value whose tag is its column's name as written, so
//! that a column is found again by its name, whatever it means: `record.values().find(|v| v.tag() == "id")`.

mod cell;
pub mod columns;
pub mod guard;
pub mod scan;

use std::ops::Range;

use columns::Dialect;

use crate::format::log::Log;
use crate::format::tagged::Draft;
use crate::format::{provenance, repair};
use crate::record::person::{split_cell, split_joined};
use crate::record::{Field, RecordFileBuilder};

/// Columns that a person has named: name as in the file, and what it means.
pub type Mapping = [(String, Field)];

/// The columns of one table.
#[derive(Debug, Clone)]
pub struct Header {
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// The dialect, where the names tell.
    pub dialect: Option<&'static Dialect>,
}

/// One column.
#[derive(Debug, Clone)]
pub struct Column {
    /// The name as written; `column 3` where there is none.
    pub name: String,
    /// What its values mean.
    pub field: Field,
    part: Option<DatePart>,
    /// Whether its values are citations that hold volume, issue and pages.
    is_citation: bool,
}

/// Columns that hold a part of the date of publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DatePart {
    Month,
    Day,
}

impl Header {
    /// The header with these column names; `mapping` wins over what the names mean by themselves.
    pub fn new<'n>(names: impl Iterator<Item = &'n str>, mapping: &Mapping) -> Self {
        let names: Vec<&str> = names.map(|name| name.trim().trim_start_matches('\u{feff}')).collect();
        let plain: Vec<String> = names.iter().map(|name| columns::plain(name)).collect();
        let dialect = columns::dialect_of(&plain);
        let column = |(at, (name, plain)): (usize, (&&str, &String))| Column {
            name: if name.is_empty() { format!("column {}", at + 1) } else { (*name).to_owned() },
            field: mapping
                .iter()
                .find(|(mapped, _)| mapped.trim() == *name)
                .map(|(_, field)| *field)
                .or_else(|| columns::meaning(dialect, plain))
                .unwrap_or(Field::Other),
            part: match plain.as_str() {
                "month" | "publishedmonth" | "pubmonth" | "pd" => Some(DatePart::Month),
                "day" => Some(DatePart::Day),
                _ => None,
            },
            is_citation: plain == "citation" && dialect.is_some_and(|dialect| dialect.citations),
        };
        Self { columns: names.iter().zip(&plain).enumerate().map(column).collect(), dialect }
    }

    /// How many columns have a known meaning.
    pub fn known(&self) -> usize {
        self.columns.iter().filter(|column| column.field != Field::Other).count()
    }

    /// Whether a column holds the title.
    pub fn has_title(&self) -> bool {
        self.columns.iter().any(|column| column.field == Field::Title)
    }
}

/// A cell's value: in the text of the file, or beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'t> {
    /// These bytes of the text, which read `.1`.
    Here(Range<usize>, &'t str),
    /// A value that does not stand in the text as it is.
    Apart(String),
}

impl Value<'_> {
    fn text(&self) -> &str {
        match self {
            Self::Here(_, text) => text,
            Self::Apart(text) => text,
        }
    }
}

/// Writes the rows of one table as records.
#[derive(Debug)]
pub struct RecordRows<'h> {
    header: &'h Header,
    /// What was found, in file order.
    pub log: Log,
}

impl<'h> RecordRows<'h> {
    /// For the table with this header.
    pub fn new(header: &'h Header) -> Self {
        Self { header, log: Log::default() }
    }

    /// Adds the cells of one row, each with its column counted from 0. The row begins on `line` of `text`, to the current record of `builder`. Cells beyond the header
    /// are kept as `column N`.
    pub fn add<'t>(
        &mut self,
        builder: &mut RecordFileBuilder,
        (text, line): (&str, u32),
        cells: impl Iterator<Item = (usize, Value<'t>)>,
    ) {
        let entry = builder.len() as u32;
        let mut date = DateParts::default();
        let mut extra = 0;
        for (at, value) in cells {
            if value.text().trim().is_empty() {
                continue;
            }
            let Some(column) = self.header.columns.get(at) else {
                extra += 1;
                add(builder, &format!("column {}", at + 1), Field::Other, &value);
                continue;
            };
            date.take(column, value.text());
            add(builder, &column.name, column.field, &value);
            if column.is_citation {
                for (field, part) in cell::citation(value.text()) {
                    builder.derived_field(&column.name, field, part);
                }
            }
            self.refine(builder, line, column, &value);
        }
        if let Some((tag, text)) = date.joined() {
            builder.derived_field(&tag, Field::Date, &text);
        }
        if extra > 0 {
            let message =
                || format!("the row has {extra} more filled cells than the header has columns; they were kept");
            self.log.add("TAB003", line, entry, "", message);
        }
        provenance::settle(&mut Draft::new(builder, &mut self.log, text, line));
    }

    /// Splits lists, sets aside what says that there is no value, and repairs what is left.
    fn refine(&mut self, builder: &mut RecordFileBuilder, line: u32, column: &Column, value: &Value<'_>) {
        let text = value.text();
        if column.field == Field::Other {
            return;
        }
        if cell::says_nothing(column.field, text) {
            return builder.supersede_last();
        }
        match self.parts(column, text) {
            Some(parts) => {
                builder.supersede_last();
                for part in parts {
                    add_part(builder, column, value, part);
                    repair::last_value(builder, &mut self.log, line);
                }
            }
            None => repair::last_value(builder, &mut self.log, line),
        }
        if column.field == Field::Note {
            for (field, identifier) in cell::identifiers_in_note(text) {
                builder.derived_field(&column.name, field, identifier);
            }
        }
    }

    /// The values of a cell that holds several; `None` where the cell is one value as it stands.
    fn parts<'c>(&self, column: &Column, text: &'c str) -> Option<Vec<&'c str>> {
        let (joined, own) = self.header.dialect.map_or((false, false), |dialect| (dialect.joined_names, dialect.own));
        let parts = match column.field {
            Field::Author | Field::CorporateAuthor | Field::Editor if own => split(text, ';'),
            Field::Author | Field::Editor | Field::Contributor if joined => split_joined(text),
            Field::Author | Field::Editor | Field::Contributor => split_cell(text),
            Field::Keyword if own && text.contains('\n') => split(text, '\n'),
            Field::Keyword => cell::split_keywords(text),
            Field::SubjectHeading if !own => split(text, ';'),
            Field::Title | Field::Abstract => return None,
            _ if own => split(text, '\n'),
            _ => return None,
        };
        (parts != [text]).then_some(parts)
    }
}

fn split(text: &str, separator: char) -> Vec<&str> {
    text.split(separator).map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// Adds a part of a cell, as bytes of the text where the cell stands there.
fn add_part(builder: &mut RecordFileBuilder, column: &Column, whole: &Value<'_>, part: &str) {
    match whole {
        Value::Here(bytes, text) => {
            let start = bytes.start + (part.as_ptr() as usize - text.as_ptr() as usize);
            builder.split_field(&column.name, column.field, start..start + part.len());
        }
        Value::Apart(_) => builder.derived_field(&column.name, column.field, part),
    }
}

fn add(builder: &mut RecordFileBuilder, tag: &str, field: Field, value: &Value<'_>) {
    match value {
        Value::Here(bytes, _) => builder.field(tag, field, bytes.clone()),
        Value::Apart(text) => builder.owned_field(tag, field, text),
    }
}

/// The parts of a date that stands in several columns.
#[derive(Debug, Default)]
struct DateParts {
    year: Option<(String, String)>,
    month: Option<String>,
    day: Option<String>,
}

impl DateParts {
    fn take(&mut self, column: &Column, text: &str) {
        let text = text.trim();
        match column.part {
            Some(DatePart::Month) => self.month = Some(text.to_owned()),
            Some(DatePart::Day) => self.day = Some(text.to_owned()),
            None if column.field == Field::Date && text.len() == 4 && self.year.is_none() => {
                self.year = Some((column.name.clone(), text.to_owned()));
            }
            None => {}
        }
    }

    /// `2017-05-04` of columns 2017, 5 and 4; `2017 APR 26` where the month is in words.
    fn joined(self) -> Option<(String, String)> {
        let ((tag, year), month) = (self.year?, self.month?);
        let number = |text: &str| text.parse::<u8>().ok();
        let text = match (number(&month), self.day.as_deref().map(number)) {
            (Some(month), Some(Some(day))) => format!("{year}-{month:02}-{day:02}"),
            (Some(month), _) => format!("{year}-{month:02}"),
            (None, _) => [Some(year), Some(month), self.day].into_iter().flatten().collect::<Vec<_>>().join(" "),
        };
        Some((tag, text))
    }
}
