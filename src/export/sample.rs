//! A sample of pairs for a person to judge, around the boundary between one report and two.

use std::io::{self, Write};

use super::csv::write_row;
use crate::audit::{Run, one_line};
use crate::matching::sample::{Sample, Stratum};
use crate::record::{Field, RecordId};

/// What a person sees of each record, and the judgement. What the program made of the pair stands behind a code.
const COLUMNS: [&str; 33] = [
    "record_a",
    "record_b",
    "title_a",
    "title_b",
    "authors_a",
    "authors_b",
    "year_a",
    "year_b",
    "journal_a",
    "journal_b",
    "volume_a",
    "volume_b",
    "issue_a",
    "issue_b",
    "pages_a",
    "pages_b",
    "doi_a",
    "doi_b",
    "pmid_a",
    "pmid_b",
    "type_a",
    "type_b",
    "publisher_a",
    "publisher_b",
    "edition_a",
    "edition_b",
    "abstract_a",
    "abstract_b",
    "decision",
    "note",
    "references",
    "populations",
    "code",
];

/// Writes one row per pair of `sample`, with an empty `decision` (`same` or `different`). `code` says how the pair was treated, in a
/// form that tells its reader nothing, `populations` how many pairs were treated in each way, on every row: rows may be deleted; `references` is how many
/// there are after merging.
///
/// # Errors
/// If `out` cannot be written.
pub fn write(run: &Run<'_>, sample: &Sample, out: &mut dyn Write) -> io::Result<()> {
    write_row(out, COLUMNS)?;
    let shown = [title, authors, year, journal, volume, issue, pages, doi, pmid, kind, publisher, edition, summary];
    let populations: Vec<String> = Stratum::ALL
        .into_iter()
        .zip(sample.populations)
        .map(|(stratum, population)| format!("{} {population}", stratum.name()))
        .collect();
    for pair in &sample.pairs {
        let (a, b) = run.in_order(pair.a, pair.b);
        let names = [run.name(a), run.name(b)];
        let code = pair.stratum.code([&names[0], &names[1]]);
        let mut row = names.to_vec();
        row.extend(shown.iter().flat_map(|shown| [shown(run, a), shown(run, b)]));
        row.extend([String::new(), String::new(), run.matches().groups.len().to_string(), populations.join("; ")]);
        row.push(code);
        write_row(out, row)?;
    }
    Ok(())
}

fn title(run: &Run<'_>, id: RecordId) -> String {
    one_line(run.records().record(id).title().unwrap_or_default())
}

fn authors(run: &Run<'_>, id: RecordId) -> String {
    let authors = run.records().record(id).authors();
    one_line(&authors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
}

fn year(run: &Run<'_>, id: RecordId) -> String {
    run.records().record(id).year().map_or_else(String::new, |year| year.to_string())
}

fn journal(run: &Run<'_>, id: RecordId) -> String {
    one_line(run.records().record(id).container().unwrap_or_default())
}

fn volume(run: &Run<'_>, id: RecordId) -> String {
    one_line(run.records().record(id).first(Field::Volume).unwrap_or_default())
}

fn issue(run: &Run<'_>, id: RecordId) -> String {
    one_line(run.records().record(id).first(Field::Issue).unwrap_or_default())
}

fn pages(run: &Run<'_>, id: RecordId) -> String {
    run.records().record(id).pages().to_string()
}

fn doi(run: &Run<'_>, id: RecordId) -> String {
    run.records().record(id).doi().map(|doi| doi.to_string()).unwrap_or_default()
}

fn pmid(run: &Run<'_>, id: RecordId) -> String {
    run.records().record(id).pmid().map(|pmid| pmid.as_str().to_owned()).unwrap_or_default()
}

/// What tells two theses or reports apart, as far as it is given.
fn publisher(run: &Run<'_>, id: RecordId) -> String {
    one_line(run.records().record(id).first(Field::Publisher).unwrap_or_default())
}

fn kind(run: &Run<'_>, id: RecordId) -> String {
    one_line(run.records().record(id).first(Field::DocumentType).unwrap_or_default())
}

fn edition(run: &Run<'_>, id: RecordId) -> String {
    one_line(run.records().record(id).first(Field::Edition).unwrap_or_default())
}

fn summary(run: &Run<'_>, id: RecordId) -> String {
    one_line(run.records().record(id).abstract_text().unwrap_or_default())
}
