//! Tables of records: what delimited text and spreadsheets have in common.
//!
//! Invariant: every cell that is not blank becomes a value whose tag is its column's name as written, so
//! that a column is found again by its name, whatever it means: `record.values().find(|v| v.tag() == "id")`.

pub mod another;
mod apart;
mod cell;
pub mod columns;
pub mod scan;
pub mod turned;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

pub use cell::embase_citation;
use columns::{Citation, Dialect, People};

use crate::diagnostic::excerpt;
use crate::format::log::Log;
use crate::format::tagged::Draft;
use crate::format::{provenance, repair};
use crate::record::accession::is_database;
use crate::record::person::{Person, may_be_several, split_cell, split_joined, split_medline};
use crate::record::{Field, Record, RecordFile, RecordFileBuilder};

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
    /// How its values, which are citations, are taken apart.
    citation: Option<Citation>,
    /// Whether it names the authors again, with full given names.
    names_in_full: bool,
    /// Whether only its values tell if it holds journals or databases.
    unsettled: bool,
    /// Whether nobody knows what its name means.
    unread: bool,
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
            citation: dialect
                .and_then(|dialect| dialect.citation)
                .filter(|(name, _)| plain == name)
                .map(|(_, parts)| parts),
            names_in_full: dialect.is_some_and(|dialect| plain == dialect.full_names),
            unread: columns::meaning(dialect, plain).is_none()
                && !NAMELESS.contains(&plain.as_str())
                && !apart::is_part(plain)
                && !mapping.iter().any(|(mapped, _)| mapped.trim() == *name),
            unsettled: plain == "source"
                && columns::own_meaning(dialect, plain).is_none()
                && !mapping.iter().any(|(mapped, _)| mapped.trim() == *name),
        };
        Self { columns: names.iter().zip(&plain).enumerate().map(column).collect(), dialect }
    }

    /// How many columns have a known meaning.
    pub fn known(&self) -> usize {
        self.columns.iter().filter(|column| column.field != Field::Other).count()
    }

    /// The place of the column called `source`, if only its values tell what it holds.
    pub fn unsettled(&self) -> Option<usize> {
        self.columns.iter().position(|column| column.unsettled)
    }

    /// Says what the column called `source` holds, by its values: citations where most of the first are, databases where every value is
    /// the name of one, else journals, or, where another column names these, neither.
    pub fn settle<'v>(&mut self, values: impl Iterator<Item = Cow<'v, str>>) {
        let Some(at) = self.unsettled() else { return };
        // The header may stand in the table again.
        let name = self.columns[at].name.clone();
        let mut values = values.filter(|value| !value.trim().is_empty() && value.trim() != name);
        let first: Vec<Cow<'v, str>> = values.by_ref().take(LOOKED_AT).collect();
        let cited = first.iter().filter(|value| cell::is_embase_citation(value)).count();
        if cited > first.len() / 2 {
            self.columns[at].field = Field::Other;
            self.columns[at].citation = Some(cell::embase_citation_or_journal);
            return;
        }
        let databases = !first.is_empty() && first.into_iter().chain(values).all(|value| is_database(value.trim()));
        let journals = self.columns.iter().any(|column| column.field == Field::Container && !column.unsettled);
        self.columns[at].field = match (databases, journals) {
            (true, _) => Field::Database,
            (false, true) => Field::Other,
            (false, false) => Field::Container,
        };
    }

    /// The first column of a field.
    pub fn column_of(&self, field: Field) -> Option<usize> {
        self.columns.iter().position(|column| column.field == field)
    }

    /// Whether a column holds the title.
    pub fn has_title(&self) -> bool {
        self.column_of(Field::Title).is_some()
    }
}

/// How many values of a column show whether it holds citations.
const LOOKED_AT: usize = 50;

/// Columns without a name, and those that only number or name the rows or belong to a date: nothing is missed by not reading them.
const NAMELESS: [&str; 9] = ["", "id", "key", "no", "nr", "month", "publishedmonth", "pubmonth", "day"];

/// How many columns without a meaning are named.
const UNREAD_NAMED: usize = 40;

/// Tells which filled columns of a table of unknown origin have no known meaning.
pub fn tell_unread(header: &Header, records: &RecordFile, log: &mut Log) {
    let mut cells: BTreeMap<&str, usize> = BTreeMap::new();
    if header.dialect.is_none() && header.known() > 0 {
        cells = header.columns.iter().filter(|column| column.unread).map(|column| (column.name.as_str(), 0)).collect();
    }
    if cells.is_empty() {
        return;
    }
    for value in records.iter().flat_map(Record::all_values).filter(|value| value.field() == Field::Other) {
        if let Some(count) = cells.get_mut(value.tag()) {
            *count += 1;
        }
    }
    let filled =
        header.columns.iter().filter_map(|column| cells.get(column.name.as_str()).map(|count| (&column.name, *count)));
    let named: Vec<String> =
        filled.filter(|(_, count)| *count > 0).map(|(name, count)| format!("{} ({count})", excerpt(name))).collect();
    if !named.is_empty() {
        let more = named.len().saturating_sub(UNREAD_NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let message = || {
            format!(
                "columns without a known meaning, kept as they are: {}{more}",
                named[..named.len().min(UNREAD_NAMED)].join(", ")
            )
        };
        log.add("TAB008", 0, 0, "", message);
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
    /// The value, wherever it stands.
    pub fn text(&self) -> &str {
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
        let (mut extra, mut citation, mut full_names) = (0, None, None);
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
            self.refine(builder, line, column, &value);
            if let Some(parts) = column.citation {
                citation = Some((column, parts, value));
            } else if column.names_in_full {
                full_names = Some((column, value));
            }
        }
        if let Some((column, parts, value)) = citation {
            add_missing(builder, column, &parts(value.text()));
        }
        if let Some((column, value)) = full_names {
            prefer_full_names(builder, column, value.text());
        }
        if self.is_own() {
            without_repeated_bodies(builder);
        }
        apart::join(builder);
        self.add_database(builder);
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

    /// Names the database that writes such tables and what its records are, where no column does; the tag is that of the accession number, or of the column by
    /// which the table was recognised.
    fn add_database(&self, builder: &mut RecordFileBuilder) {
        let Some(dialect) = self.header.dialect.filter(|dialect| !dialect.database.is_empty()) else { return };
        let tells = |column: &&Column| {
            column.field == Field::Accession
                || dialect.signature.first().is_some_and(|name| *name == columns::plain(&column.name))
        };
        let column = self.header.columns.iter().find(tells);
        if let Some(column) = column.filter(|_| builder.position(|_, field| field == Field::Database).is_none()) {
            builder.derived_field(&column.name, Field::Database, dialect.database);
        }
        if let Some(column) = column.filter(|_| !dialect.document_type.is_empty()) {
            builder.derived_field(&column.name, Field::DocumentType, dialect.document_type);
        }
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
        if column.field == Field::Author && self.people() == People::Medline {
            builder.supersede_last();
            for (name, is_body) in split_medline(text) {
                let (field, name) =
                    if is_body { Person::body_as(Field::Author, name) } else { (Field::Author, name.to_owned()) };
                builder.derived_field(&column.name, field, &name);
            }
            return;
        }
        match self.parts(column, text) {
            Some(parts) => {
                builder.supersede_last();
                for part in parts {
                    add_part(builder, column, value, part);
                    repair::last_value(builder, &mut self.log, line);
                }
            }
            None => {
                // Two full names, or the two sides of one: in a cell as likely as the other.
                if is_of_people(column.field) && text.matches(',').count() == 1 && may_be_several(text) {
                    let message =
                        || format!("may be the names of several people; left as one name: `{}`", excerpt(text));
                    self.log.add("REA029", line, builder.len() as u32, &column.name, message);
                }
                repair::last_value(builder, &mut self.log, line);
            }
        }
        if column.field == Field::Note {
            for (field, identifier) in cell::identifiers_in_note(text) {
                builder.derived_field(&column.name, field, identifier);
            }
        }
    }

    fn is_own(&self) -> bool {
        self.header.dialect.is_some_and(|dialect| dialect.own)
    }

    fn people(&self) -> People {
        self.header.dialect.map_or(People::Joined, |dialect| dialect.people)
    }

    /// The values of a cell that holds several; `None` where the cell is one value as it stands.
    fn parts<'c>(&self, column: &Column, text: &'c str) -> Option<Vec<&'c str>> {
        let own = self.is_own();
        let run_together = self.people() == People::RunTogether;
        let parts = match column.field {
            Field::Author | Field::CorporateAuthor | Field::Editor if own => split(text, ';'),
            field if is_of_people(field) && run_together => split_joined(text),
            field if is_of_people(field) => split_cell(text),
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

fn is_of_people(field: Field) -> bool {
    matches!(field, Field::Author | Field::Editor | Field::Contributor)
}

/// Sets bodies aside that the column of authors names too, in their place among the people.
fn without_repeated_bodies(builder: &mut RecordFileBuilder) {
    let values = |builder: &RecordFileBuilder, wanted: Field| -> Vec<usize> {
        let is = |at: &usize| !builder.is_superseded(*at) && builder.field_at(*at) == Some(wanted);
        (0..builder.fields_in_record()).filter(is).collect()
    };
    let bodies = values(builder, Field::CorporateAuthor);
    if bodies.is_empty() {
        return;
    }
    let text = |at: usize| builder.value_at(at).map_or("", |(.., value)| value);
    let authors = values(builder, Field::Author).into_iter().filter_map(|at| Person::parse(text(at)));
    let named: Vec<Person> = authors.filter(|author| author.corporate).collect();
    let repeated = |at: &usize| named.contains(&Person::body(text(*at)));
    let repeated: Vec<usize> = bodies.into_iter().filter(repeated).collect();
    repeated.into_iter().for_each(|at| builder.supersede(at));
}

/// Adds the parts of a citation that no column gives.
fn add_missing(builder: &mut RecordFileBuilder, column: &Column, parts: &[(Field, String)]) {
    for (field, part) in parts {
        if builder.position(|_, given| given == *field).is_none() {
            builder.derived_field(&column.name, *field, part);
        }
    }
}

/// Sets short names aside for those of another column, `Larsen, Lena Jane (57190001234)`, where these are as many and most of the same
/// families: then they stand for each other by place. One that is no other spelling of its neighbour stays as it is.
fn prefer_full_names(builder: &mut RecordFileBuilder, column: &Column, text: &str) {
    let short: Vec<usize> = (0..builder.fields_in_record())
        .filter(|&at| !builder.is_superseded(at) && builder.field_at(at) == Some(Field::Author))
        .collect();
    let full: Vec<&str> = split(text, ';').into_iter().map(|name| name.split(" (").next().unwrap_or(name)).collect();
    if short.len() != full.len() {
        return;
    }
    let written: Vec<&str> = short.iter().map(|&at| builder.value_at(at).map_or("", |(.., value)| value)).collect();
    let pairs: Vec<(Option<Person>, Option<Person>)> =
        written.iter().zip(&full).map(|(short, full)| (Person::parse(short), Person::parse(full))).collect();
    let same = pairs.iter().filter(|(short, full)| is_same_family(short.as_ref(), full.as_ref())).count();
    if same * 2 <= pairs.len() {
        return;
    }
    let chosen = pairs.into_iter().zip(written.iter().zip(&full)).map(|((short, full), (written, in_full))| {
        match (short, full) {
            (Some(short), Some(full)) if may_be_same(&short, &full) => {
                // A suffix may stand beside the short name only.
                match full.suffix.is_empty() && !short.suffix.is_empty() {
                    true => (true, Person { suffix: short.suffix, ..full }.to_string()),
                    false => (true, (*in_full).to_owned()),
                }
            }
            _ => (false, (*written).to_owned()),
        }
    });
    let chosen: Vec<(bool, String)> = chosen.collect();
    for (&at, (is_full, name)) in short.iter().zip(&chosen) {
        let own = builder.value_at(at).map_or(String::new(), |(tag, ..)| tag.to_owned());
        builder.supersede(at);
        builder.derived_field(if *is_full { &column.name } else { &own }, Field::Author, name);
    }
}

fn is_same_family(one: Option<&Person>, other: Option<&Person>) -> bool {
    one.zip(other).is_some_and(|(one, other)| {
        !one.corporate && !other.corporate && one.family.to_lowercase() == other.family.to_lowercase()
    })
}

/// Whether two names in one place may be one person's: the family is the same, or spelt in another way (`Häckel`, `Haeckel`) and the first
/// given name begins alike.
fn may_be_same(short: &Person, full: &Person) -> bool {
    let initial = |person: &Person| person.given.chars().next().map(|c| c.to_lowercase().to_string());
    is_same_family(Some(short), Some(full))
        || !short.corporate && !full.corporate && initial(short).is_some() && initial(short) == initial(full)
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
        let text = || text.trim().to_owned();
        match column.part {
            Some(DatePart::Month) => self.month = Some(text()),
            Some(DatePart::Day) => self.day = Some(text()),
            None if column.field == Field::Date && self.year.is_none() => {
                self.year = Some((column.name.clone(), text())).filter(|(_, text)| text.len() == 4);
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
