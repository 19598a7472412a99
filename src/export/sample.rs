//! A sample of pairs for a person to judge, around the boundary between one report and two.

use std::io::{self, Write};

use super::csv::write_row;
use super::pairs::score;
use crate::audit::{Run, one_line};
use crate::matching::Matcher;
use crate::matching::sample::SampledPair;
use crate::record::RecordId;

/// What a person sees of each record, the judgement, and only then what the program made of the pair.
const COLUMNS: [&str; 17] = [
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
    "decision",
    "note",
    "stratum",
    "population",
    "rule",
    "score",
    "references",
];

/// Writes one row per pair of `sample`, with an empty `decision` (`same` or `different`). `stratum` says how the pair was
/// treated, `population` how many pairs were treated so; `references` is how many there are after merging.
///
/// # Errors
/// If `out` cannot be written.
pub fn write(run: &Run<'_>, matcher: &Matcher<'_>, sample: &[SampledPair], out: &mut dyn Write) -> io::Result<()> {
    write_row(out, COLUMNS)?;
    for pair in sample {
        let (a, b) = run.in_order(pair.a, pair.b);
        let explanation = matcher.explain(a, b);
        let mut row = vec![run.name(a), run.name(b)];
        row.extend([title, authors, year, journal].iter().flat_map(|shown| [shown(run, a), shown(run, b)]));
        row.extend([String::new(), String::new(), pair.stratum.name().to_owned(), pair.population.to_string()]);
        row.extend([explanation.rule.map_or_else(String::new, |rule| rule.name.to_owned()), score(explanation.score)]);
        row.push(run.matches().groups.len().to_string());
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
