//! `duplicates.csv` and `doubtful.csv`: pairs of records, the rule, and how every field compares.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::io::{self, Write};

use foldhash::fast::FixedState;

use super::Export;
use super::csv::{write_row, write_table};
use crate::audit::{Run, one_line};
use crate::evidence::Actor;
use crate::matching::{Doubt, Level, Link, RULES, people, same_abstract, why_same};
use crate::record::{Field, RecordId};
use crate::ruling::{Target, fold};

/// The links that hold groups together.
pub const DUPLICATES: Export = Export {
    file: "duplicates.csv",
    about: "One row per link: which two records are the same report, by which rule, and how their fields compare. Where they are \
            not, write `different` into the column `decision` and give the file to `litsieve decide`.",
    write: write_duplicates,
};

/// The pairs that a person should look at.
pub const DOUBTFUL: Export = Export {
    file: "doubtful.csv",
    about: "Pairs that may be the same report and were not merged. Write `same` or `different` into the column \
            `decision` and give the file to `litsieve decide`.",
    write: write_doubtful,
};

/// The fields whose levels have a column, in the order of the columns.
pub const COMPARED: [Field; 9] = [
    Field::Title,
    Field::Author,
    Field::Date,
    Field::Container,
    Field::Volume,
    Field::Issue,
    Field::Pages,
    Field::Doi,
    Field::Pmid,
];

fn columns() -> Vec<String> {
    let mut columns = ["group", "record_a", "record_b", "rule", "score"].map(str::to_owned).to_vec();
    columns.extend(level_columns());
    columns.push("by".to_owned());
    columns
}

/// The columns of [`levels_shown`].
pub(super) fn level_columns() -> impl Iterator<Item = String> {
    COMPARED.iter().map(|field| format!("level:{}", field.name()))
}

/// The levels of the compared fields, in the order of the columns.
pub(super) fn levels_shown(levels: &[Level]) -> impl Iterator<Item = String> {
    COMPARED.iter().map(|&field| {
        let levels: Vec<String> = levels.iter().filter(|level| level.field == field).map(level_text).collect();
        levels.join("; ")
    })
}

fn write_duplicates(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let typed = ["why", "key_a", "key_b", "decision", "note"].map(str::to_owned);
    let columns = columns().into_iter().chain(more_columns()).chain(typed);
    let weakest = weakest_links(run);
    let rows = links_by_group(run).into_iter().map(|link| {
        let (a, b) = run.in_order(link.a, link.b);
        let mut row = row(run, link, a, b);
        row.extend(more(run, link, a, b, Some(weakest.contains(&(link.a, link.b)))));
        row.extend([why_merged(run, link), key(run, a), key(run, b), String::new(), String::new()]);
        row
    });
    write_table(out, run.id(), columns, rows)
}

/// What follows the columns of the contract: whether the link is the weakest of its group, what its rule says, how more fields
/// compare that rules rest on, and what both records say.
fn more_columns() -> impl Iterator<Item = String> {
    let levels = ALSO_COMPARED.iter().map(|field| format!("level:{}", field.name()));
    let shown = ["title_a", "title_b", "details_a", "details_b"].map(str::to_owned);
    ["weakest".to_owned(), "rule_says".to_owned()].into_iter().chain(levels).chain(shown)
}

/// Fields that some rules look at and no score counts.
const ALSO_COMPARED: [Field; 5] = [Field::Abstract, Field::DocumentType, Field::Isbn, Field::Issn, Field::Edition];

/// Of a merged pair `is_weakest` says whether it is the weakest link of its group.
fn more(run: &Run<'_>, link: &Link, a: RecordId, b: RecordId, is_weakest: Option<bool>) -> Vec<String> {
    let about = RULES.iter().find(|rule| rule.name == link.rule).map_or("", |rule| rule.about);
    let mut row = vec![is_weakest.unwrap_or(false).to_string(), about.to_owned()];
    let records = (run.records().record(a), run.records().record(b));
    row.extend(ALSO_COMPARED.iter().map(|&field| {
        let texts = match field {
            Field::Abstract => (records.0.abstract_text(), records.1.abstract_text()),
            field => (records.0.first(field), records.1.first(field)),
        };
        match texts {
            (Some(a), Some(b)) if field == Field::Abstract && same_abstract(a, b) => "same".to_owned(),
            (Some(a), Some(b)) if fold(a) == fold(b) => "equal".to_owned(),
            (Some(_), Some(_)) => "different".to_owned(),
            _ => "missing".to_owned(),
        }
    }));
    row.extend([title(run, a), title(run, b), details(run, a), details(run, b)]);
    row
}

/// Why a pair was merged: what agrees, what decided, in spite of what.
fn why_merged(run: &Run<'_>, link: &Link) -> String {
    run.told(&why_same(run.records(), link), link.a, link.b)
}

/// The link that holds each group together and would be cut first.
fn weakest_links(run: &Run<'_>) -> HashSet<(RecordId, RecordId), FixedState> {
    let matches = run.matches();
    let weakest = matches.groups.iter().filter_map(|group| matches.links.get(group.weakest?));
    weakest.map(|link| (link.a, link.b)).collect()
}

fn key(run: &Run<'_>, id: RecordId) -> String {
    Target::of(run.records().record(id)).key()
}

fn title(run: &Run<'_>, id: RecordId) -> String {
    one_line(run.records().record(id).title().unwrap_or_default())
}

/// Every pair of the run that is merged or in doubt: the columns of `duplicates.csv`, then `outcome` (`merged` or
/// `doubtful`), the group of the second record, and why the pair was merged or is in doubt.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_merged_and_doubtful(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let outcome = ["outcome", "group_b", "why"].map(str::to_owned);
    write_row(out, columns().into_iter().chain(outcome).chain(more_columns()))?;
    let weakest = weakest_links(run);
    for link in links_by_group(run) {
        let (a, b) = run.in_order(link.a, link.b);
        let mut row = row(run, link, a, b);
        row.extend(["merged".to_owned(), run.group_name(b).to_owned(), why_merged(run, link)]);
        row.extend(more(run, link, a, b, Some(weakest.contains(&(link.a, link.b)))));
        write_row(out, row)?;
    }
    for doubt in doubts_by_score(run) {
        let (a, b) = run.in_order(doubt.link.a, doubt.link.b);
        let mut row = row(run, &doubt.link, a, b);
        row.extend([
            "doubtful".to_owned(),
            run.group_name(b).to_owned(),
            run.told(&doubt.why, doubt.link.a, doubt.link.b),
        ]);
        row.extend(more(run, &doubt.link, a, b, None));
        write_row(out, row)?;
    }
    Ok(())
}

fn links_by_group<'r>(run: &Run<'r>) -> Vec<&'r Link> {
    let mut links: Vec<&Link> = run.matches().links.iter().collect();
    links.sort_by(|x, y| run.group_of(x.a).cmp(&run.group_of(y.a)).then_with(|| pair_order(run, x, y)));
    links
}

/// The surest first, so that a person begins where the answer is easiest.
fn doubts_by_score<'r>(run: &Run<'r>) -> Vec<&'r Doubt> {
    let mut doubts: Vec<&Doubt> = run.matches().doubtful.iter().collect();
    doubts.sort_by(|x, y| y.link.score.total_cmp(&x.link.score).then_with(|| pair_order(run, &x.link, &y.link)));
    doubts
}

fn write_doubtful(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let more = ["key_a", "key_b", "title_a", "title_b", "details_a", "details_b", "group_b", "why", "decision", "note"];
    let columns = columns().into_iter().chain(more.map(str::to_owned));
    let rows = doubts_by_score(run).into_iter().map(|doubt| {
        let (a, b) = run.in_order(doubt.link.a, doubt.link.b);
        let mut row = row(run, &doubt.link, a, b);
        row.extend([key(run, a), key(run, b), title(run, a), title(run, b), details(run, a), details(run, b)]);
        row.extend([
            run.group_name(b).to_owned(),
            run.told(&doubt.why, doubt.link.a, doubt.link.b),
            String::new(),
            String::new(),
        ]);
        row
    });
    write_table(out, run.id(), columns, rows)
}

fn row(run: &Run<'_>, link: &Link, a: RecordId, b: RecordId) -> Vec<String> {
    let mut row = vec![run.group_name(a).to_owned(), run.name(a), run.name(b), link.rule.to_owned(), score(link.score)];
    row.extend(levels_shown(&link.levels));
    row.push(match link.by {
        Actor::Rule => "rule".to_owned(),
        Actor::People(ruling) => run.rulings[ruling as usize].by.clone(),
    });
    row
}

/// `near 0.93`, `equal`.
fn level_text(level: &Level) -> String {
    match level.similarity {
        Some(similarity) => format!("{} {}", level.level, score(similarity)),
        None => level.level.to_owned(),
    }
}

/// Three decimals: more would pretend.
pub(super) fn score(score: f32) -> String {
    format!("{score:.3}")
}

fn pair_order(run: &Run<'_>, x: &Link, y: &Link) -> Ordering {
    let ((a, b), (c, d)) = (run.in_order(x.a, x.b), run.in_order(y.a, y.b));
    run.content_order(a, c).then_with(|| run.content_order(b, d)).then_with(|| x.rule.cmp(y.rule))
}

/// People with their given names, year, journal, publisher of what stands in none, edition, volume, issue, pages, identifiers, type and
/// source of a record: what a person compares.
fn details(run: &Run<'_>, id: RecordId) -> String {
    let record = run.records().record(id);
    let first = |field| one_line(record.first(field).unwrap_or_default());
    let issue = match first(Field::Issue) {
        issue if issue.is_empty() => issue,
        issue => format!("({issue})"),
    };
    let publisher = if record.container().is_some() { String::new() } else { first(Field::Publisher) };
    let parts = [
        people(record),
        record.year().map_or_else(String::new, |year| year.to_string()),
        one_line(record.container().unwrap_or_default()),
        publisher,
        first(Field::Edition),
        format!("{}{issue}", first(Field::Volume)),
        record.pages().to_string(),
        record.doi().map(|doi| doi.to_string()).unwrap_or_default(),
        record.pmid().map(|pmid| format!("PMID {}", pmid.as_str())).unwrap_or_default(),
        first(Field::DocumentType),
        run.search(run.search_of(id)).id.clone(),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" | ")
}
