//! `workbook.xlsx`: the tables of the results as the sheets of one workbook, for people who live in Excel.
//!
//! Every cell is text, but for those of columns of numbers: none is computed, and none is taken for a date or a number that it is
//! not.

use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::csv::{unguarded, write_table};
use super::references::excel_cell;
use super::{Export, STORY_EXPORTS, decisions, excluded, flow_csv, links, pairs, records, to_review};
use crate::audit::reconcile::Reconciled;
use crate::audit::{Run, Story, reconcile};
use crate::flow::Flow;
use crate::wire::audit::{Known, Ruled};

/// Its name.
pub const FILE: &str = "workbook.xlsx";

/// The sheets: name, table.
const SHEETS: [(&str, Export); 8] = [
    ("Decisions", decisions::EXPORT),
    ("To review", to_review::EXPORT),
    ("Excluded", excluded::EXPORT),
    ("Records", records::EXPORT),
    ("Duplicates", pairs::DUPLICATES),
    ("Doubtful pairs", pairs::DOUBTFUL),
    ("Versions", links::EXPORT),
    ("Flow", flow_csv::EXPORT),
];

/// A sheet that has no table among the results: it is told by the audit.
struct Told {
    name: &'static str,
    about: &'static str,
    columns: &'static [&'static str],
    rows: fn(&Story, &Flow) -> Vec<Vec<String>>,
}

/// The sheets that the audit tells.
const TOLD: [Told; 3] = [
    Told {
        name: "Published numbers",
        about: "What the review published beside what the run found; what cannot be checked is no mismatch.",
        columns: &[
            "what",
            "scope",
            "published",
            "quote",
            "locator",
            "outcome",
            "replayed",
            "exported",
            "unique",
            "decided",
            "why",
        ],
        rows: published,
    },
    Told {
        name: "Known references",
        about: "The references that the review must not lose: where each was found, or that it was not.",
        columns: &["set", "role", "reference", "author", "year", "title", "doi", "found", "recognised_by", "group"],
        rows: known,
    },
    Told {
        name: "Rulings",
        about: "What people decided, in the order of their files.",
        columns: &[
            "at",
            "by",
            "kind",
            "stage",
            "round",
            "verdict",
            "criterion",
            "note",
            "records_ruled",
            "in_force",
            "from",
            "file",
            "line",
        ],
        rows: rulings,
    },
];

fn published(story: &Story, flow: &Flow) -> Vec<Vec<String>> {
    let number = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    let row = |of: &Reconciled| {
        vec![
            of.what.clone(),
            of.scope.clone(),
            of.number.words(),
            of.number.quote.clone().unwrap_or_default(),
            of.number.locator.clone().unwrap_or_default(),
            of.outcome.words().to_owned(),
            of.replayed.map(|figure| figure.to_string()).unwrap_or_default(),
            number(of.exported),
            number(of.unique),
            number(of.decided),
            of.why.clone(),
        ]
    };
    reconcile(story, flow).iter().map(row).collect()
}

fn known(story: &Story, _: &Flow) -> Vec<Vec<String>> {
    let row = |of: &Known| {
        let Known { set, role, reference, author, year, title, doi, found, by, groups, .. } = of;
        let row = [set, role, reference, author, year, title, doi, found, by];
        row.into_iter().cloned().chain([groups.join(" ")]).collect()
    };
    story.known.iter().map(row).collect()
}

fn rulings(story: &Story, _: &Flow) -> Vec<Vec<String>> {
    let row = |of: &Ruled| {
        let (round, line, records) = (of.round.to_string(), of.line.to_string(), of.records.join(" "));
        let in_force = of.in_force.to_string();
        let Ruled { at, by, kind, stage, verdict, criterion, note, from, file, .. } = of;
        let row = [at, by, kind, stage, &round, verdict, criterion, note, &records, &in_force, from, file, &line];
        row.into_iter().cloned().collect()
    };
    story.rulings.iter().map(row).collect()
}

/// Writes it.
///
/// # Errors
/// If `out` cannot be written.
pub fn write(run: &Run<'_>, story: &Story, out: &mut dyn Write) -> io::Result<()> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1).map_err(io::Error::other)?;
    // The same run gives the same bytes, whenever it is written.
    workbook
        .set_properties(&DocProperties::new().set_title(&story.protocol.review.title).set_creation_datetime(&created));
    about(workbook.add_worksheet(), run).map_err(io::Error::other)?;
    for (name, export) in SHEETS {
        let mut table = Vec::new();
        (export.write)(run, &mut table)?;
        fill(workbook.add_worksheet(), name, &table)?;
    }
    for told in STORY_EXPORTS.iter().filter(|told| told.file == "checklists.csv") {
        let mut table = Vec::new();
        (told.write)(story, &run.flow, &mut table)?;
        fill(workbook.add_worksheet(), "Checklists", &table)?;
    }
    for told in TOLD {
        let mut table = Vec::new();
        write_table(&mut table, run.id(), told.columns, (told.rows)(story, &run.flow))?;
        fill(workbook.add_worksheet(), told.name, &table)?;
    }
    out.write_all(&workbook.save_to_buffer().map_err(io::Error::other)?)
}

/// The first sheet: what this is, and what stands where.
fn about(sheet: &mut Worksheet, run: &Run<'_>) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    sheet.set_name("Read me")?.set_column_width(0, 18)?.set_column_width(1, 100)?;
    sheet.write_string_with_format(0, 0, excel_cell(&run.protocol.review.title), &bold)?;
    let mut rows = vec![
        ("Run", run.id().to_owned()),
        ("Made by", format!("litsieve {}", run.inputs.version)),
        ("Decisions", "Do not type decisions here: to-review.csv and doubtful.csv are for that.".to_owned()),
    ];
    if let Some(caution) = run.protocol.review.exports_are.caution() {
        rows.insert(0, ("Mind", caution.to_owned()));
    }
    if run.flow.is_interim() {
        rows.push((
            "INTERIM",
            format!(
                "{} not decided yet",
                crate::diagnostic::plural(run.flow.undecided(), "reference is", "references are")
            ),
        ));
    }
    rows.extend(SHEETS.iter().map(|(name, export)| (*name, export.about.to_owned())));
    rows.extend(TOLD.iter().map(|told| (told.name, told.about.to_owned())));
    for (row, (name, text)) in rows.iter().enumerate() {
        sheet.write_string_with_format(row as u32 + 2, 0, *name, &bold)?;
        sheet.write_string(row as u32 + 2, 1, excel_cell(text))?;
    }
    Ok(())
}

/// A sheet from a table of the results.
fn fill(sheet: &mut Worksheet, name: &str, table: &[u8]) -> io::Result<()> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(table);
    let bold = Format::new().set_bold();
    let top = Format::new().set_align(FormatAlign::Top);
    let mut last = (0, 0);
    let mut headings: Vec<String> = Vec::new();
    let failed = |error: XlsxError| io::Error::other(error);
    sheet.set_name(name).and_then(|sheet| sheet.set_freeze_panes(1, 0)).map_err(failed)?;
    for (row, cells) in reader.records().enumerate() {
        for (column, cell) in cells.map_err(io::Error::other)?.iter().enumerate() {
            let (row, column, text) = (row as u32, column as u16, excel_cell(unguarded(cell)));
            last = (row, last.1.max(column));
            match row {
                0 => {
                    headings.push(text.to_owned());
                    sheet.set_column_width(column, width(text)).map_err(failed)?;
                    sheet.write_string_with_format(row, column, text, &bold).map_err(failed)?;
                }
                _ if text.is_empty() => {}
                _ => {
                    let heading = headings.get(usize::from(column)).map_or("", String::as_str);
                    if let Some(number) = number(heading, text) {
                        sheet.write_number_with_format(row, column, number, &top).map_err(failed)?;
                        continue;
                    }
                    sheet.write_string_with_format(row, column, text, &top).map_err(failed)?;
                }
            }
        }
    }
    sheet.autofilter(0, 0, last.0, last.1).map_err(failed)?;
    Ok(())
}

/// The columns of numbers: in every other, what looks like one is a name.
const NUMBERS: [&str; 10] =
    ["records", "year", "line", "entry", "score", "n", "exported", "unique", "decided", "round"];

/// The number in a cell of a column of numbers; `None` where it would be written otherwise as a number.
fn number(heading: &str, text: &str) -> Option<f64> {
    let number: f64 = text.parse().ok().filter(|number: &f64| number.is_finite() && NUMBERS.contains(&heading))?;
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let has_zeros = text.len() > 1 && text.starts_with('0') && !text.starts_with("0.");
    (is_plain && !has_zeros && number < 1e15).then_some(number)
}

/// How wide a column is, by its heading.
fn width(heading: &str) -> f64 {
    match heading {
        "title" | "evidence" | "abstract" | "answer" | "asks" | "question" | "title_a" | "title_b" | "why"
        | "quote" | "note" => 60.0,
        "records" | "year" | "kept" | "line" | "entry" | "score" | "n" => 9.0,
        heading if heading.ends_with(":evidence") => 40.0,
        _ => 20.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_one_only_where_numbers_stand() {
        assert_eq!(
            [number("records", "12"), number("score", "0.97"), number("n", "0")],
            [Some(12.0), Some(0.97), Some(0.0)]
        );
        for (heading, text) in [
            ("accession", "12"),
            ("line", "007"),
            ("n", "Alpha, 6; Beta, 4"),
            ("year", "1e3"),
            ("n", "NA"),
            ("year", "inf"),
        ] {
            assert_eq!(number(heading, text), None, "{heading}: {text}");
        }
    }
}
