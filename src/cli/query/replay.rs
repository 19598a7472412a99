//! `litsieve query replay`: the searches of a review held against its exports.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::super::options::Options;
use super::super::ui::{Ui, count, plural};
use super::super::{Outcome, review};
use crate::audit::{Elsewhere, Held, Run, held, one_line};
use crate::export::csv;
use crate::query::{Caught, Reading};
use crate::record::RecordId;
use crate::workspace::Error;

/// What `query replay` takes.
#[derive(Debug, Args)]
pub(super) struct ReplayArgs {
    /// The review folder
    folder: Option<PathBuf>,
    /// Only this search
    #[arg(long, value_name = "ID")]
    search: Option<String>,
    /// List every record of each search's own export as CSV: whether it matches, in which reading, by which clause and words,
    /// or why it does not
    #[arg(long)]
    records: bool,
    /// Show too what each query catches in the export of each other search, and not only in all of them together
    #[arg(long)]
    others: bool,
}

/// The columns of `--records`.
const COLUMNS: [&str; 9] = ["search", "query", "reading", "mode", "record", "group", "matches", "why", "words"];

pub(super) fn run(args: &ReplayArgs, options: &Options, ui: &Ui) -> Result<Outcome, Error> {
    let replayed = review::replay(&options.folder_or(args.folder.as_deref())?, ui)?;
    let run = replayed.run();
    let ids: Vec<&str> = run.protocol.searches().map(|(_, search)| search.id.as_str()).collect();
    if let Some(wanted) = args.search.as_deref().filter(|wanted| !ids.contains(wanted)) {
        let hint = format!("Searches: {}.", ids.join(", "));
        return Err(Error::new(format!("the protocol has no search `{wanted}`"), hint));
    }
    let mut rows = Vec::new();
    if args.records && !ui.json {
        ui.file(|out| csv::write_row(out, COLUMNS));
    }
    for (number, id) in
        ids.iter().enumerate().filter(|(_, id)| args.search.as_deref().is_none_or(|wanted| wanted == **id))
    {
        let all = held(&run, number);
        if ui.json {
            rows.extend(all.iter().map(|held| as_json(&run, held, args.records)));
        } else if args.records {
            let mut lines = all.iter().flat_map(|held| records(&run, held));
            ui.file(|out| lines.try_for_each(|row| csv::write_row(out, row)));
        } else {
            show(&run, id, &all, args.others, ui);
        }
    }
    if ui.json {
        ui.json(&Value::Array(rows));
    }
    Ok(Outcome::Done)
}

/// One row for each record of the own export, in the order of the exports, as [`COLUMNS`] name its cells.
fn records(run: &Run<'_>, held: &Held<'_>) -> Vec<[String; 9]> {
    let own = &held.own;
    let matching = own.matching.iter().map(|(id, found)| {
        let clauses: Vec<&str> = found.clauses.iter().filter_map(|span| held.text().get(span.clone())).collect();
        let mut words: Vec<&str> = found.hits.iter().map(|hit| hit.words.as_str()).collect();
        words.dedup();
        (*id, "yes", one_line(&clauses.join("; ")), one_line(&words.join("; ")))
    });
    let others = own.not_matching.iter().map(|(id, cause)| (*id, "no", cause.text(), String::new()));
    let mut rows: Vec<_> = matching.chain(others).collect();
    rows.sort_by_key(|(id, ..)| *id);
    let (reading, mode) = (held.reading().label(), held.mode().name());
    let row = |(id, matches, why, words): (RecordId, &str, String, String)| {
        let search = run.search(held.search).id.clone();
        let (record, group) = (run.name(id), run.group_name(id).to_owned());
        [search, one_line(held.text()), reading.clone(), mode.to_owned(), record, group, matches.to_owned(), why, words]
    };
    rows.into_iter().map(row).collect()
}

/// Why records of the own export do not match, with how many each.
fn causes(held: &Held<'_>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for (_, cause) in &held.own.not_matching {
        *counts.entry(cause.text()).or_default() += 1;
    }
    counts
}

fn show(run: &Run<'_>, id: &str, all: &[Held<'_>], others: bool, ui: &Ui) {
    if all.is_empty() {
        ui.line(format_args!("{id}: the protocol states no query"));
    }
    for of_query in all.chunk_by(|a, b| a.asked.text == b.asked.text) {
        heading(id, &of_query[0], ui);
        let mut readings: Vec<String> = of_query.iter().filter_map(why).collect();
        readings.dedup();
        readings.iter().for_each(|line| ui.line(format_args!("  {line}")));
        let mut blocks: Vec<(Vec<String>, Vec<String>)> = Vec::new();
        for held in of_query {
            let (name, lines) =
                (format!("{}, {}", held.reading().label(), held.mode().name()), lines(run, held, others));
            match blocks.iter_mut().find(|(_, said)| *said == lines) {
                Some((names, _)) => names.push(name),
                None => blocks.push((vec![name], lines)),
            }
        }
        for (names, lines) in blocks {
            ui.line(format_args!("  {}", names.join("; ")));
            lines.iter().for_each(|line| ui.line(format_args!("      {line}")));
        }
    }
}

/// Why the query is read as printed in this way; nothing for the orders that are only compared.
fn why(held: &Held<'_>) -> Option<String> {
    let (asked, reading) = (&held.asked, held.reading());
    let printed = matches!(reading, Reading::AsPrinted(_));
    printed.then(|| format!("{}: {}", reading.label(), reading.why(asked.dialect, asked.not_before, asked.not_after)))
}

fn heading(id: &str, held: &Held<'_>, ui: &Ui) {
    let asked = &held.asked;
    ui.line(format_args!("{id} ({}): {}", asked.dialect.name, one_line(asked.text)));
    let made = match (asked.not_before, asked.not_after) {
        (Some(first), Some(last)) if first == last => format!("made on {first}"),
        (Some(first), Some(last)) => format!("made between {first} and {last}"),
        (Some(first), None) => format!("made on or after {first}"),
        (None, Some(last)) => format!("made on or before {last}"),
        (None, None) => "made at a time that is not known".to_owned(),
    };
    let exported =
        if held.own.records == 0 { "no export".to_owned() } else { format!("exported {}", count(held.own.records)) };
    ui.line(format_args!("  {made}; {exported}"));
    let applied: Vec<&str> = asked.limits.read.iter().map(|(words, _)| &**words).collect();
    for (what, words) in [("limits applied", applied), ("limits not applied, for no record shows them", unread(held))] {
        if !words.is_empty() {
            ui.line(format_args!("  {what}: {}", one_line(&words.join("; "))));
        }
    }
}

/// The limits of a search that could not be read.
fn unread<'h>(held: &'h Held<'_>) -> Vec<&'h str> {
    held.asked.limits.unread.iter().map(String::as_str).collect()
}

/// What a query finds in one reading and mode; readings that find the same are shown together.
fn lines(run: &Run<'_>, held: &Held<'_>, others: bool) -> Vec<String> {
    let own = &held.own;
    let mut lines = Vec::new();
    if own.records > 0 {
        lines.push(format!("matching {}, not matching {}", count(own.matching.len()), count(own.not_matching.len())));
    }
    // A condition that holds for everything found says nothing of what caught it.
    let told = own.clauses.iter().filter(|clause| !clause.is_condition || clause.records < own.matching.len());
    lines.extend(told.map(|clause| format!("caught {} by {}", count(clause.records), one_line(&clause.text))));
    lines.extend(causes(held).into_iter().map(|(cause, records)| format!("{} not matching: {cause}", count(records))));
    let elsewhere = |records: usize, of: &str, matching: usize, new: usize| {
        let new = match new {
            _ if own.records == 0 || matching == 0 => String::new(),
            new => format!(", {} of them of references that this search did not export", count(new)),
        };
        format!("of {} of {of}: matching {}{new}", plural(records, "record"), count(matching))
    };
    if others {
        let each = held
            .others
            .iter()
            .map(|other| elsewhere(other.records, &run.search(other.search).id, other.matching, other.not_in_own));
        lines.extend(each);
    } else if !held.others.is_empty() {
        let sum = |part: fn(&Elsewhere) -> usize| held.others.iter().map(part).sum();
        let exports = match held.others.len() {
            1 => "1 other search".to_owned(),
            number => format!("{number} other searches"),
        };
        lines.push(elsewhere(sum(|one| one.records), &exports, sum(|one| one.matching), sum(|one| one.not_in_own)));
    }
    lines
}

fn as_json(run: &Run<'_>, held: &Held<'_>, with_records: bool) -> Value {
    let (asked, own) = (&held.asked, &held.own);
    let clause = |clause: &Caught| json!({ "clause": clause.text, "records": clause.records });
    let others = held.others.iter().map(|other| {
        json!({
            "search": run.search(other.search).id, "records": other.records, "matching": other.matching,
            "not_in_own": other.not_in_own,
        })
    });
    let exported = (own.records > 0).then_some(own.records);
    let mut value = json!({
        "search": run.search(held.search).id, "query": asked.text, "dialect": asked.dialect.name,
        "not_before": asked.not_before.map(|day| day.to_string()), "not_after": asked.not_after.map(|day| day.to_string()),
        "reading": own.reading.label(), "mode": own.mode.name(),
        "exported": exported.unwrap_or_default(), "has_export": exported.is_some(),
        "matching": own.matching.len(), "not_matching": own.not_matching.len(),
        "causes": causes(held), "clauses": own.clauses.iter().map(clause).collect::<Vec<_>>(),
        "others": others.collect::<Vec<_>>(),
        "limits": asked.limits.read.iter().map(|(words, _)| &**words).collect::<Vec<_>>(),
        "limits_not_applied": asked.limits.unread, "outside": own.outside.len(),
        "why": held.reading().why(asked.dialect, asked.not_before, asked.not_after),
    });
    if with_records {
        let row = |row: [String; 9]| {
            let cells = COLUMNS.iter().zip(row).skip(4);
            Value::Object(cells.map(|(name, cell)| ((*name).to_owned(), cell.into())).collect())
        };
        value["records"] = records(run, held).into_iter().map(row).collect();
    }
    value
}
