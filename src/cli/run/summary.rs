//! What a run came to, on one screen, for people.

use std::fmt::Write as _;
use std::path::Path;

use super::super::review::shown;
use super::super::ui::{Table, count, plural};
use crate::audit::Run;
use crate::diagnostic::Severity;
use crate::export::MOST_IN_MEMORY;
use crate::flow::{Column, NO_CRITERION, Removed};
use crate::protocol::{ExportsAre, Stage};
use crate::source::Digest;

/// The summary of a run whose results are in `results`.
pub(super) fn text(run: &Run<'_>, results: &Path, digest: Digest) -> String {
    let mut out = format!("{}\n", run.protocol.review.title);
    if run.protocol.review.exports_are == ExportsAre::Demonstration {
        out.push_str(
            "DEMONSTRATION: the exports are made up to show the program; no number here is a result of the review.\n",
        );
    }
    let _ = writeln!(out, "\n{}\n", searches(run));
    if run.screened.deduplicated.ingested.files.is_empty() {
        out.push_str("There is no export yet, so there is nothing to count: put the exports into exports/ and name them in the protocol.\n\n");
    } else {
        let _ = writeln!(out, "{}\n", numbers(run));
    }
    if run.protocol.criteria.is_empty() {
        out.push_str("NOT SCREENED: the protocol has no criterion, so that every reference counts as included.\n\n");
    }
    if run.flow.is_interim() {
        let _ =
            writeln!(out, "INTERIM: {} for a person, so no number below the first screening is final.\n", waiting(run));
    } else if run.flow.open_full_texts() > 0 {
        let open = plural(run.flow.open_full_texts() as usize, "full text");
        let _ = writeln!(
            out,
            "INTERIM: {open} of what passed the screening neither assessed nor given up, so the number of included references is not final.\n"
        );
    }
    if let Some(errors) = errors(run) {
        let _ = writeln!(out, "ATTENTION: {errors} above. What they name is not in these numbers.\n");
    }
    let results = shown(results);
    let _ = write!(
        out,
        "Results are in {results}, run {}, digest {}.\n\nNext:\n{}",
        run.id(),
        &digest.to_string()[..16],
        next(run, &results)
    );
    out
}

fn waiting(run: &Run<'_>) -> String {
    let undecided = run.flow.undecided() as usize;
    format!("{} {}", plural(undecided, "reference"), if undecided == 1 { "waits" } else { "wait" })
}

/// What could not be read and yet did not stop the run: a damaged record, a damaged line of rulings.
fn errors(run: &Run<'_>) -> Option<String> {
    let errors = run.diagnostics().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    (errors > 0).then(|| plural(errors, "error"))
}

/// Records per search.
fn searches(run: &Run<'_>) -> Table {
    let ingested = &run.screened.deduplicated.ingested;
    let mut table = Table::new(&["search", "source", "records"], &[2]);
    for (number, (_, search)) in run.protocol.searches().enumerate() {
        let files = ingested.records.files().iter().zip(&ingested.searches).filter(|(_, of)| **of == number);
        let records = files.map(|(file, _)| file.len()).reduce(|sum, records| sum + records);
        let shown = records.map_or("not available".to_owned(), count);
        table.row(&[search.id.clone(), run.protocol.sources[search.source].name.clone(), shown]);
    }
    table
}

/// The numbers of the flow, a column for databases and registers and one for other methods.
fn numbers(run: &Run<'_>) -> Table {
    let columns: Vec<&Column> = run.flow.columns().collect();
    let mut header = vec!["", "databases and registers"];
    if columns.len() > 1 {
        header.push("other methods");
    }
    let mut table = Table::new(&header, &[1, 2]);
    let mut row = |name: &str, number: &dyn Fn(&Column) -> u64| {
        let numbers = columns.iter().map(|column| count(number(column) as usize));
        table.row(&std::iter::once(name.to_owned()).chain(numbers).collect::<Vec<_>>());
    };
    row("records", &|column| column.records);
    row("duplicates", &|column| column.repeats());
    row("references", &|column| column.groups);
    for (stage, reason, name) in reasons(run) {
        row(&name, &|column| excluded(column, stage, reason));
    }
    let not_retrieved = |column: &Column| column.reports.as_ref().map_or(0, |reports| reports.not_retrieved);
    if columns.iter().any(|column| not_retrieved(column) > 0) {
        row("not retrieved", &not_retrieved);
    }
    row("to review", &|column| column.undecided());
    row("included", &|column| column.included);
    table
}

/// Every reason for which something was excluded, by the box of the flow that counts it.
fn reasons(run: &Run<'_>) -> Vec<(Stage, Option<usize>, String)> {
    let criteria = &run.protocol.criteria;
    let mut rows = Vec::new();
    for stage in Stage::ALL {
        let place = match stage {
            Stage::BeforeScreening => "removed before screening",
            Stage::Screening => "excluded in screening",
            Stage::Eligibility => "excluded at full text",
        };
        for reason in (0..criteria.len()).map(Some).chain([None]) {
            if run.flow.columns().any(|column| excluded(column, stage, reason) > 0) {
                let words = reason.map_or(NO_CRITERION, |number| &criteria[number].reason);
                rows.push((stage, reason, format!("{place}: {words}")));
            }
        }
    }
    rows
}

fn excluded(column: &Column, stage: Stage, reason: Option<usize>) -> u64 {
    let removed = column.at(stage).removed.iter().filter(|removed| removed.criterion == reason);
    removed.map(|Removed { by_rule, by_people, .. }| by_rule + by_people).sum()
}

/// What to look at next, the most useful first.
fn next(run: &Run<'_>, results: &str) -> String {
    let doubtful = run.matches().doubtful.len();
    let mut table = Table::new(&[], &[]);
    let mut row = |what: &str, about: String| table.row(&[what.to_owned(), about]);
    let decide = |sheet: &str| format!("litsieve decide {results}/{sheet} --by \"Your Name\"");
    row("report.html", "open it in a browser: everything on one page".to_owned());
    if run.flow.is_interim() {
        row("to-review.csv", format!("{}; fill in the column `decision`, then", waiting(run)));
        row("", decide("to-review.csv"));
    }
    if doubtful > 0 {
        let pairs = plural(doubtful, "pair");
        row("doubtful.csv", format!("{pairs} that may be one report, not merged; write `same` or `different`, then"));
        row("", decide("doubtful.csv"));
    }
    row("included.ris", "the screened reference set, for Zotero, EndNote and others".to_owned());
    let books = if run.records().len() <= MOST_IN_MEMORY {
        "all tables in one file, for Excel and for SQL".to_owned()
    } else {
        format!("not written for more than {} records; the CSV files hold all", count(MOST_IN_MEMORY))
    };
    row("workbook.xlsx, review.sqlite", books);
    row("litsieve why WORDS", "the whole story of one reference".to_owned());
    table.to_string()
}
