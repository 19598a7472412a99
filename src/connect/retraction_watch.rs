//! The list of Retraction Watch, which Crossref gives out as CSV: <https://gitlab.com/crossref/retraction-watch-data>.

use csv::StringRecord;

use super::enrich::{Reports, flag_of, one_line};
use crate::pipeline::By;
use crate::record::identifier::{Doi, Pmid};
use crate::source::SourceFile;
use crate::wire::enrichment::{Line, VERSION};

/// The name of the file of enrichment, and of what says so.
pub const RETRACTION_WATCH: &str = "retraction-watch";

/// The columns that are read, in this order.
const COLUMNS: [&str; 6] =
    ["Title", "OriginalPaperDOI", "OriginalPaperPubMedID", "OriginalPaperDate", "RetractionNature", "RetractionDOI"];

/// What the list in `source` says about the reports of a review.
///
/// # Errors
/// If it is not that list: the column that it lacks, or the line that is no CSV.
pub fn retractions(reports: &Reports<'_>, source: &SourceFile, at: &str) -> Result<Vec<Line>, String> {
    let mut rows = csv::ReaderBuilder::new().flexible(true).from_reader(source.text().as_bytes());
    let header = rows.headers().map_err(|error| error.to_string())?.clone();
    let mut places = [0; COLUMNS.len()];
    for (place, column) in places.iter_mut().zip(COLUMNS) {
        let found = header.iter().position(|name| name.trim().trim_start_matches('\u{feff}') == column);
        *place = found.ok_or_else(|| format!("it has no column `{column}`"))?;
    }
    let mut lines = Vec::new();
    for row in rows.records() {
        let row = row.map_err(|error| error.to_string())?;
        lines.extend(of_row(reports, places.map(|place| cell(&row, place)), source, at));
    }
    lines.sort();
    lines.dedup();
    Ok(lines)
}

fn cell(row: &StringRecord, place: usize) -> &str {
    row.get(place).unwrap_or_default().trim()
}

fn of_row(reports: &Reports<'_>, row: [&str; COLUMNS.len()], source: &SourceFile, at: &str) -> Vec<Line> {
    let [title, doi, pmid, date, nature, notice] = row;
    // "Reinstatement" takes a retraction back.
    let Some(flag) = flag_of(nature) else { return Vec::new() };
    let keys = [
        (By::Doi, Doi::parse(doi).map(|doi| doi.to_string())),
        // A report without one has a zero.
        (By::Pmid, Pmid::parse(pmid).map(|pmid| pmid.to_string())),
    ];
    let known = keys.into_iter().filter_map(|(by, key)| Some((by, key.filter(|key| reports.has(by, key))?)));
    let line = |(by, key): (By, String)| Line {
        v: VERSION,
        by: by.name().to_owned(),
        key,
        kind: "flag".to_owned(),
        field: flag.to_owned(),
        value: one_line(&format!("{nature}: {notice}")),
        title: one_line(title),
        year: year(date).to_owned(),
        from: RETRACTION_WATCH.to_owned(),
        export: source.label().to_owned(),
        sha256: source.digest().to_string(),
        at: at.to_owned(),
    };
    known.map(line).collect()
}

/// The year of `7/31/2024 13:59`; empty if there is none.
fn year(date: &str) -> &str {
    let day = date.split(' ').next().unwrap_or_default();
    day.rsplit('/').next().filter(|year| year.len() == 4).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;
    use std::sync::Arc;

    #[test]
    fn only_reports_of_the_review_are_flagged_and_a_reinstatement_is_none() {
        let ris = "TY  - JOUR\nTI  - Leaders of towns\nDO  - 10.5555/1\nER  - \nTY  - JOUR\nTI  - Kings\nDO  - 10.5555/2\nER  - \n";
        let review = format::read(&Arc::new(SourceFile::new("exports/a.ris", ris.into()))).records;
        let list = "Record ID,Title,RetractionDOI,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature\n\
            1,Leaders of towns,10.5555/r,7/31/2024 13:59,10.5555/1,0,Retraction\n\
            2,Kings,10.5555/r2,7/31/2024 13:59,10.5555/2,0,Reinstatement\n\
            3,Queens,10.5555/r3,7/31/2024 13:59,10.5555/3,0,Retraction\n\
            4,Kings,10.5555/r4,7/31/2024 13:59,10.5555/2,0,Expression of concern\n";
        let list = SourceFile::new("retraction_watch.csv", list.into());
        let lines = retractions(&Reports::of(review.iter()), &list, "2026-11-22T00:00:00Z").unwrap_or_default();
        let said: Vec<_> =
            lines.iter().map(|line| (line.key.as_str(), line.field.as_str(), line.value.as_str())).collect();
        assert_eq!(
            said,
            [
                ("10.5555/1", "retracted", "Retraction: 10.5555/r"),
                ("10.5555/2", "concern", "Expression of concern: 10.5555/r4")
            ]
        );
        assert_eq!(lines[0].year, "2024");
        let other = SourceFile::new("a.csv", "a,b\n1,2\n".into());
        assert_eq!(retractions(&Reports::of(review.iter()), &other, ""), Err("it has no column `Title`".to_owned()));
    }
}
