//! The recall of a review for a reader at a terminal.

use super::super::ui::{Table, Ui, count, plural};
use super::{Own, Told, Wanted, author, caught_by, not_shown, status};
use crate::audit::{Run, one_line};
use crate::query::{Limits, Mode};
use crate::recall::{Answer, Counted, Found, KnownReference, Recall, Retrieval, Share};

/// The longest title that stands in a row.
const TITLE: usize = 44;

pub fn show(run: &Run<'_>, wanted: &[Wanted<'_, '_>], ui: &Ui) {
    for (number, wanted) in wanted.iter().enumerate() {
        if number > 0 {
            ui.line("");
        }
        match wanted.only {
            Some(at) => one(run, wanted.recall, at, ui),
            None => set(run, wanted.recall, ui),
        }
    }
}

fn set(run: &Run<'_>, recall: &Recall<'_>, ui: &Ui) {
    let known = recall.set;
    ui.line(format_args!(
        "{} ({}): {} in {}",
        known.id,
        known.role,
        plural(recall.references.len(), "reference"),
        known.file
    ));
    let ambiguous = recall.references.iter().filter(|one| matches!(one.found, Found::Ambiguous { .. })).count();
    ui.line(format_args!("  found in the exports  {}", share(recall.found)));
    if ambiguous > 0 {
        ui.line(format_args!("  likely there besides  {} (not certain, so not counted)", count(ambiguous)));
    }
    ui.line(format_args!("  found and not excluded  {}", share(recall.kept)));
    not_retrievable(recall, ui);
    ui.line("\nRelative recall: the share of the set that a search found, with Wilson's 95 % interval");
    ui.line(shares(recall));
    ui.line("\nHow many the queries catch, by what the exports and the known set show (title, abstract, keywords)");
    queries(run, recall, ui);
    ui.line("\nReference by reference");
    ui.line(rows(run, recall));
    ui.line(
        "  by its query: whether a printed query of the searches that found it (of all, where none did) retrieves it",
    );
    for (at, reference) in recall.references.iter().enumerate() {
        let decision = Told::of(run, reference).decision;
        if decision == "excluded" || reference.found.group().is_none() {
            ui.line("");
            story(run, recall, at, ui);
        }
    }
    ui.line(format_args!("\n`litsieve recall --known ID` tells the whole story of one of them."));
}

/// `11 of 35  31.4 % (18.6 to 48.0)`
fn share(share: Share) -> String {
    let part = format!("{} of {}", count(share.part), count(share.total));
    match share.interval() {
        Some(found) => format!("{part}  {}", percent(found.value, found.low, found.high)),
        None => part,
    }
}

fn percent(value: f64, low: f64, high: f64) -> String {
    format!("{:.1} % ({:.1} to {:.1})", value * 100.0, low * 100.0, high * 100.0)
}

fn shares(recall: &Recall<'_>) -> Table {
    let mut table = Table::new(&["  ", "found", "share (interval)", "nowhere else", "likely besides"], &[1, 2, 3, 4]);
    let mut add = |name: String, counted: &Counted<'_>| match counted.found {
        Some(share) => {
            let interval = share.interval().map(|found| percent(found.value, found.low, found.high));
            let likely = count(counted.likely);
            table.row(&[name, count(share.part), interval.unwrap_or_default(), count(counted.only_here), likely]);
        }
        None => {
            table.row(&[name, "not known: no export".to_owned(), String::new(), String::new(), String::new()]);
        }
    };
    recall.searches.iter().for_each(|counted| add(format!("  search {}", counted.id), counted));
    recall.iterations.iter().for_each(|counted| add(format!("  iteration {}", counted.id), counted));
    table
}

/// What a query catches, for the searches that asked it with the same result.
struct Block<'a> {
    searches: Vec<&'a str>,
    query: &'a str,
    limits: &'a Limits,
    lines: Vec<[String; 7]>,
}

/// Per query: how many each reading catches; readings, and searches, that catch the same stand together.
fn queries(run: &Run<'_>, recall: &Recall<'_>, ui: &Ui) {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut asked: Vec<(usize, &str)> = recall.retrievals.iter().map(|one| (one.search, one.query)).collect();
    asked.dedup();
    for (search, query) in asked {
        let of_query = |retrieval: &&Retrieval<'_>| retrieval.search == search && retrieval.query == query;
        let all: Vec<&Retrieval<'_>> = recall.retrievals.iter().filter(of_query).collect();
        let lines: Vec<[String; 7]> = by_result(&all).into_iter().map(line).collect();
        let (id, Some(limits)) = (run.search(search).id.as_str(), all.first().map(|one| &one.limits)) else { continue };
        match blocks.iter_mut().find(|block| (block.query, block.limits) == (query, limits) && block.lines == lines) {
            Some(block) => block.searches.push(id),
            None => blocks.push(Block { searches: vec![id], query, limits, lines }),
        }
    }
    for Block { searches, query, limits, lines } in blocks {
        ui.line(format_args!("  {}: {}", searches.join(", "), one_line(query)));
        let applied: Vec<&str> = limits.read.iter().map(|(words, _)| &**words).collect();
        let unread: Vec<&str> = limits.unread.iter().map(String::as_str).collect();
        for (what, words) in [("limits applied", applied), ("limits not applied", unread)] {
            if !words.is_empty() {
                ui.line(format_args!("    {what}: {}", one_line(&words.join("; "))));
            }
        }
        let columns = [
            "    reading",
            "outside the limits",
            "inside",
            "as typed",
            "with other word forms",
            "share (interval)",
            "cannot tell",
        ];
        let mut table = Table::new(&columns, &[1, 2, 3, 4, 5, 6]);
        lines.iter().for_each(|line| table.row(line));
        ui.line(table);
    }
}

fn line((names, literal, normalised): (String, &Retrieval<'_>, &Retrieval<'_>)) -> [String; 7] {
    let cannot_tell = normalised.answers.iter().filter(|answer| matches!(answer, Answer::NotShown(_))).count();
    let with_forms = normalised.share();
    let interval = with_forms.interval().map(|found| percent(found.value, found.low, found.high));
    [
        format!("    {names}"),
        count(normalised.outside()),
        count(with_forms.total),
        count(literal.caught()),
        count(normalised.caught()),
        interval.unwrap_or_default(),
        count(cannot_tell),
    ]
}

/// References that are in the exports and that no query of the review finds as printed: they came by luck, by a person, or by
/// what the records do not show.
fn not_retrievable(recall: &Recall<'_>, ui: &Ui) {
    let of = |wanted: &[Own]| -> Vec<&str> {
        let found = recall.references.iter().enumerate().filter(|(_, one)| one.found.group().is_some());
        found.filter(|(at, _)| wanted.contains(&Own::of_any(recall, *at))).map(|(_, one)| one.id.as_str()).collect()
    };
    let never = of(&[Own::No, Own::OtherReading]);
    if !never.is_empty() {
        let text = "found that no printed query retrieves, by what is shown of them";
        ui.line(format_args!("  {} {text}: {}", count(never.len()), never.join(", ")));
    }
    let hidden = of(&[Own::CannotTell]);
    if !hidden.is_empty() {
        ui.line(format_args!("  {} found of which nobody can tell: {}", count(hidden.len()), hidden.join(", ")));
    }
}

/// The readings of a query with what they catch literally and normalised; those with equal answers together.
fn by_result<'r, 'a>(all: &[&'r Retrieval<'a>]) -> Vec<(String, &'r Retrieval<'a>, &'r Retrieval<'a>)> {
    let mut lines: Vec<(String, &Retrieval<'_>, &Retrieval<'_>)> = Vec::new();
    for literal in all.iter().filter(|retrieval| retrieval.mode == Mode::Literal) {
        let label = literal.reading.label();
        let Some(normalised) =
            all.iter().find(|other| other.mode == Mode::Normalised && other.reading.label() == label)
        else {
            continue;
        };
        let same = |line: &&mut (String, &Retrieval<'_>, &Retrieval<'_>)| {
            line.1.answers == literal.answers && line.2.answers == normalised.answers
        };
        match lines.iter_mut().find(same) {
            Some(line) => line.0.push_str(&format!("; {label}")),
            None => lines.push((label, literal, normalised)),
        }
    }
    lines
}

fn rows(run: &Run<'_>, recall: &Recall<'_>) -> Table {
    let columns = ["  known", "reference", "found by", "records", "what became of it", "by its query"];
    let mut table = Table::new(&columns, &[3]);
    for (at, reference) in recall.references.iter().enumerate() {
        let told = Told::of(run, reference);
        let records = told.records.len();
        let title = one_line(reference.record.title().unwrap_or_default());
        let year = reference.record.year().map_or_else(String::new, |year| year.to_string());
        table.row(&[
            format!("  {}", reference.id),
            format!("{} {year}: {}", author(reference), cut(&title, TITLE)),
            if told.searches.is_empty() { "-".to_owned() } else { told.searches.join(", ") },
            if records == 0 { "-".to_owned() } else { count(records) },
            fate(reference, &told),
            Own::of(run, recall, at).name().to_owned(),
        ]);
    }
    table
}

/// `included`, `to review: uk`, `excluded: not in English (english)`, `not in the exports`.
fn fate(known: &KnownReference<'_>, told: &Told) -> String {
    match &known.found {
        Found::Missing(_) if known.before => "included by the earlier version".to_owned(),
        Found::Missing(_) => "not in the exports".to_owned(),
        Found::Ambiguous { groups, .. } if groups.len() == 1 => format!("likely {}, not certain", told.groups[0]),
        Found::Ambiguous { groups, .. } => format!("may be one of {} references", count(groups.len())),
        Found::Group { .. } => match told.decision {
            "excluded" => {
                let also =
                    if told.also.is_empty() { String::new() } else { format!("; nor is {} met", told.also.join(", ")) };
                format!("excluded: {} ({}){also}", told.reason, told.criteria.join(", "))
            }
            "to-review" if told.criteria.is_empty() => format!("to review: {}", told.reason),
            "to-review" => format!("to review: {}", told.criteria.join(", ")),
            other => other.to_owned(),
        },
    }
}

/// Everything about one reference.
fn one(run: &Run<'_>, recall: &Recall<'_>, at: usize, ui: &Ui) {
    story(run, recall, at, ui);
    queries_of_one(run, recall, at, ui);
}

/// Where it is, and what was decided on it.
fn story(run: &Run<'_>, recall: &Recall<'_>, at: usize, ui: &Ui) {
    let reference = &recall.references[at];
    let told = Told::of(run, reference);
    let year = reference.record.year().map_or_else(String::new, |year| format!(" ({year})"));
    ui.line(format_args!("{}: {}{year}", reference.id, author(reference)));
    ui.line(format_args!("  {}", one_line(reference.record.title().unwrap_or("(no title)"))));
    ui.line(format_args!("  {}", fate(reference, &told)));
    let (_, by) = status(&reference.found);
    match &reference.found {
        Found::Group { group, .. } => {
            ui.line(format_args!("  recognised by {by}; found by {}", told.searches.join(", ")));
            ui.line(format_args!(
                "  {} in group {}: {}",
                plural(told.records.len(), "record"),
                told.groups[0],
                told.records.join(", ")
            ));
            let story = run.group(*group);
            for (number, rule) in story.criteria() {
                ui.line(format_args!("  {}: {}", rule.id, story.evidence(number)));
            }
            ui.line(format_args!("  decided by {}", told.by));
        }
        Found::Ambiguous { groups, .. } => {
            ui.line(format_args!("  by {by}; a person should look:"));
            groups.iter().for_each(|&group| {
                let story = run.group(group);
                ui.line(format_args!(
                    "    {}  {}  {}",
                    story.group.name,
                    story.decision(),
                    cut(&story.headline().title, 70)
                ));
            });
        }
        Found::Missing(near) if near.is_empty() => ui.line("  no record has a title that is anything like it"),
        Found::Missing(near) => {
            ui.line("  the nearest titles:");
            for near in near {
                let title = one_line(run.records().record(near.record).title().unwrap_or_default());
                let rule = if near.rule.is_empty() { String::new() } else { format!(" (rule {})", near.rule) };
                ui.line(format_args!("    {}  {}{rule}", run.name(near.record), cut(&title, 80)));
            }
        }
    }
}

fn queries_of_one(run: &Run<'_>, recall: &Recall<'_>, at: usize, ui: &Ui) {
    let caught = caught_by(run, recall, at);
    if caught.is_empty() {
        ui.line("  no query catches it in any reading, by what is shown of it");
    } else {
        ui.line("  caught by");
        caught.iter().for_each(|line| ui.line(format_args!("    {line}")));
    }
    let hidden = not_shown(recall, at);
    if !hidden.is_empty() {
        ui.line(format_args!("  for the other queries nobody can tell: not shown are {hidden}"));
    }
}

/// `text` cut after `most` characters.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(most - 1).collect();
    cut.push('…');
    cut
}
