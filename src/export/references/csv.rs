//! CSV with the columns that the program itself reads back.

use std::io::{self, Write};

use super::{ET_AL, Reference, References, Writer, one_line, texts};
use crate::export::csv::write_row;
use crate::record::Field;
use crate::record::person::Person;

/// CSV.
pub struct Csv;

/// The columns and their fields, behind `litsieve_id` and `year`.
pub(super) const COLUMNS: &[(&str, Field)] = &[
    ("type", Field::DocumentType),
    ("title", Field::Title),
    ("authors", Field::Author),
    ("group_authors", Field::CorporateAuthor),
    ("editors", Field::Editor),
    ("date", Field::Date),
    ("journal", Field::Container),
    ("journal_abbreviation", Field::ContainerAbbreviation),
    ("series", Field::Series),
    ("volume", Field::Volume),
    ("issue", Field::Issue),
    ("pages", Field::Pages),
    ("article_number", Field::ArticleNumber),
    ("edition", Field::Edition),
    ("publisher", Field::Publisher),
    ("place", Field::PublisherPlace),
    ("conference", Field::Conference),
    ("doi", Field::Doi),
    ("pmid", Field::Pmid),
    ("pmcid", Field::Pmcid),
    ("issn", Field::Issn),
    ("isbn", Field::Isbn),
    ("accession", Field::Accession),
    ("database", Field::Database),
    ("language", Field::Language),
    ("abstract", Field::Abstract),
    ("keywords", Field::Keyword),
    ("subject_headings", Field::SubjectHeading),
    ("affiliations", Field::Affiliation),
    ("url", Field::Url),
    ("online_date", Field::DateOnline),
    ("entry_date", Field::DateEntry),
    ("original_title", Field::OriginalTitle),
    ("note", Field::Note),
    ("access_date", Field::DateAccess),
    ("report_number", Field::ReportNumber),
];

impl Writer for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn about(&self) -> &'static str {
        "CSV: UTF-8, one row per reference; several people or keywords are joined by `; `, other lists by line breaks. Where a body \
         stands before a person, `authors` holds both in their order. Cells that a spreadsheet program would compute begin with an \
         apostrophe."
    }

    fn extension(&self) -> &'static str {
        "csv"
    }

    fn lacks(&self) -> &'static [Field] {
        &[]
    }

    fn keeps_et_al(&self) -> bool {
        true
    }

    fn keeps_line_ends(&self) -> bool {
        true
    }

    fn write(&self, references: References<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
        write_row(out, header())?;
        for reference in references {
            let cells = cells(&reference);
            write_row(out, cells.iter().map(String::as_str))?;
        }
        Ok(())
    }
}

/// The names of the columns.
pub(super) fn header() -> impl Iterator<Item = &'static str> {
    ["litsieve_id", "year"].into_iter().chain(COLUMNS.iter().map(|(name, _)| *name))
}

/// The cells of one reference, in the order of the columns.
pub(super) fn cells(reference: &Reference<'_>) -> Vec<String> {
    let year = reference.fields.year().map(|year| year.to_string()).unwrap_or_default();
    let values = COLUMNS.iter().map(|(_, field)| match field {
        Field::Author => {
            let authors = &reference.fields.authors;
            let mut names = match bodies_stand_last(authors) {
                true => texts(&reference.fields, *field),
                false => authors.iter().map(Person::exported).collect(),
            };
            names.extend(reference.authors_are_cut().then(|| ET_AL.to_owned()));
            cell(&names, *field)
        }
        field => cell(&texts(&reference.fields, *field), *field),
    });
    [reference.id.clone(), year].into_iter().chain(values).collect()
}

/// Whether the order of the authors is that of the columns: people, then bodies. Where it is not, the column of authors holds all of
/// them, and that of the bodies repeats these.
fn bodies_stand_last(authors: &[Person]) -> bool {
    authors.is_sorted_by_key(|person| person.corporate)
}

/// Several values in one cell. A line break between values can be told from one inside only if there is none inside.
fn cell(values: &[String], field: Field) -> String {
    match field {
        Field::Keyword if parted_by_lines(values) => {
            // A line break at the end tells that lines part them, also where there is only one.
            values.iter().map(|word| one_line(word).into_owned() + "\n").collect()
        }
        Field::Author | Field::CorporateAuthor | Field::Editor | Field::Keyword => {
            let parts: Vec<String> = values.iter().map(|value| one_line(value).replace(';', ",")).collect();
            parts.join("; ")
        }
        Field::Abstract | Field::Title => values.join("\n"),
        _ => values.iter().map(|value| one_line(value)).collect::<Vec<_>>().join("\n"),
    }
}

/// Whether a semicolon cannot part the keywords: one has it inside, or there is only one, which has what elsewhere parts them.
fn parted_by_lines(words: &[String]) -> bool {
    words.iter().any(|word| word.contains(';')) || matches!(words, [only] if only.contains([',', '|']))
}
