//! `review.sqlite`: the run as tables with foreign keys and views, for SQL and Datasette.
//!
//! Told from the story, built in memory, in an order that does not depend on anything but the run: the same run gives the
//! same bytes.

use std::io;

use rusqlite::{Connection, MAIN_DB, Transaction, params};

use super::StoryExport;
use super::excluded::rests_on;
use crate::audit::{Story, Told, one_line};
use crate::flow::{BOXES, Flow};
use crate::wire::audit::{Finding, Pair};

/// The output.
pub const EXPORT: StoryExport = StoryExport {
    file: "review.sqlite",
    about: "The whole run as an SQLite database with foreign keys and views, for SQL and Datasette.",
    write: |story, flow, out| {
        let bytes = database(story, flow).map_err(io::Error::other)?;
        out.write_all(&bytes)
    },
};

const SCHEMA: &str = include_str!("sqlite.sql");

fn database(story: &Story, flow: &Flow) -> rusqlite::Result<Vec<u8>> {
    let mut connection = Connection::open_in_memory()?;
    connection.execute_batch("PRAGMA foreign_keys = ON;")?;
    connection.execute_batch(SCHEMA)?;
    let all = connection.transaction()?;
    plan(&all, story)?;
    references(&all, story)?;
    records(&all, story)?;
    pairs(&all, story)?;
    beside(&all, story, flow)?;
    all.commit()?;
    Ok(connection.serialize(MAIN_DB)?.to_vec())
}

/// What was planned: the run, its sources, searches, files, criteria.
fn plan(all: &Transaction<'_>, story: &Story) -> rusqlite::Result<()> {
    let (started, protocol) = (&story.started, &story.protocol);
    all.execute(
        "INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?)",
        params![
            started.run,
            started.review.id,
            started.review.title,
            format!("litsieve {}", started.tool.version),
            started.review.exports_are,
            started.protocol.sha256,
            started.protocol_text
        ],
    )?;
    for (at, source) in protocol.sources.iter().enumerate() {
        let platform = source.platform.as_ref().and_then(|platform| platform.value.as_deref());
        let row = params![source.id, source.name, source.kind.name(), platform, at as i64];
        all.execute("INSERT INTO source VALUES (?, ?, ?, ?, ?)", row)?;
    }
    for (at, iteration) in protocol.iterations.iter().enumerate() {
        all.execute("INSERT INTO iteration VALUES (?, ?, ?)", params![iteration.id, iteration.purpose, at as i64])?;
    }
    for (at, (iteration, search)) in protocol.searches().enumerate() {
        let records = story.files.iter().filter(|file| file.search == search.id).map(|file| file.records as i64);
        all.execute(
            "INSERT INTO search VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                search.id,
                protocol.sources[search.source].id,
                iteration.id,
                search.query,
                search.run_on.on.as_ref().map(|on| &on.raw),
                search.limits.as_ref().map(|limits| limits.join("; ")),
                at as i64,
                records.reduce(|sum, records| sum + records)
            ],
        )?;
    }
    for file in &story.files {
        let row = params![
            file.path,
            file.search,
            file.format,
            file.dialect,
            file.records as i64,
            file.markers as i64,
            file.sha256
        ];
        all.execute("INSERT INTO file VALUES (?, ?, ?, ?, ?, ?, ?)", row)?;
    }
    for (at, rule) in protocol.criteria.iter().enumerate() {
        let row = params![rule.id, rule.kind, rule.reason, rule.stage.name(), at as i64];
        all.execute("INSERT INTO criterion VALUES (?, ?, ?, ?, ?)", row)?;
    }
    Ok(())
}

fn references(all: &Transaction<'_>, story: &Story) -> rusqlite::Result<()> {
    let slots = "?, ".repeat(16);
    let mut reference = all.prepare(&format!("INSERT INTO reference VALUES ({slots}?)"))?;
    let mut found_by = all.prepare("INSERT INTO found_by VALUES (?, ?, ?)")?;
    let mut finding = all.prepare("INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?)")?;
    let mut ruling_on = all.prepare("INSERT INTO ruling_on VALUES (?, ?, ?, ?)")?;
    for told in &story.groups {
        let Told { group, findings, decision } = told;
        let merged = &group.reference;
        // Where several criteria are unclear there is no one reason.
        let criterion = Some(&decision.criteria).filter(|ids| ids.len() == 1).map(|ids| &ids[0]);
        let known = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        reference.execute(params![
            group.group,
            one_line(&merged.title),
            one_line(&merged.authors.join("; ")),
            merged.year.parse::<i64>().ok(),
            one_line(&merged.container),
            merged.volume,
            merged.issue,
            merged.pages,
            known(&merged.doi),
            merged.document_type,
            known(&merged.url),
            decision.decision,
            decision.stage,
            criterion,
            one_line(&decision.reason),
            decision.by.join("; "),
            decision.retrieval
        ])?;
        for (at, (ruled, against)) in rests_on(story, told).into_iter().enumerate() {
            ruling_on.execute(params![group.group, ruled.ruling, at as i64, against])?;
        }
        for (at, search) in decision.searches.iter().enumerate() {
            found_by.execute(params![group.group, search, at == 0])?;
        }
        for found in findings {
            let ruled = found.ruled.as_ref().map(|ruled| &ruled.verdict);
            let reason = one_line(&found.reason);
            finding.execute(params![group.group, found.criterion, found.verdict, reason, words(found), ruled])?;
        }
    }
    Ok(())
}

/// The words of a finding, each once.
fn words(finding: &Finding) -> String {
    let mut words: Vec<String> = Vec::new();
    for evidence in &finding.evidence {
        let one = format!("{} \"{}\" ({})", evidence.field, one_line(&evidence.words), evidence.cue);
        if !words.contains(&one) {
            words.push(one);
        }
    }
    words.join("; ")
}

fn records(all: &Transaction<'_>, story: &Story) -> rusqlite::Result<()> {
    let mut insert = all.prepare("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    for told in &story.groups {
        for (at, found) in told.group.records.iter().filter_map(|name| story.record(name)).enumerate() {
            let file = story.files.get(found.file as usize).map(|file| &file.path);
            let line = (found.line > 0).then_some(found.line);
            insert.execute(params![
                found.record,
                told.group.group,
                file,
                found.entry,
                line,
                at == 0,
                one_line(found.title()),
                found.value("date"),
                found.value("doi"),
                found.value("accession number")
            ])?;
        }
    }
    Ok(())
}

fn pairs(all: &Transaction<'_>, story: &Story) -> rusqlite::Result<()> {
    let levels = |pair: &Pair| {
        let levels: Vec<String> = pair.levels.iter().map(|level| format!("{} {}", level.field, level.level)).collect();
        levels.join("; ")
    };
    // A score is a 32-bit number: three decimals are what it is good for.
    let score = |pair: &Pair| (f64::from(pair.score) * 1000.0).round() / 1000.0;
    let mut duplicate = all.prepare("INSERT INTO duplicate VALUES (?, ?, ?, ?, ?, ?)")?;
    for pair in &story.links {
        duplicate.execute(params![pair.a, pair.b, pair.rule, score(pair), levels(pair), pair.ruling])?;
    }
    let mut doubtful = all.prepare("INSERT INTO doubtful VALUES (?, ?, ?, ?, ?, ?)")?;
    for pair in &story.doubts {
        doubtful.execute(params![pair.a, pair.b, pair.rule, score(pair), levels(pair), one_line(&pair.why)])?;
    }
    let mut version = all.prepare("INSERT INTO version_link VALUES (?, ?, ?, ?, ?)")?;
    for link in &story.versions {
        version.execute(params![link.a, link.b, link.kind, link.rule, one_line(&link.evidence)])?;
    }
    Ok(())
}

/// What people said, what must not get lost, what was noticed, the numbers.
fn beside(all: &Transaction<'_>, story: &Story, flow: &Flow) -> rusqlite::Result<()> {
    let slots = "?, ".repeat(11);
    let mut ruling = all.prepare(&format!("INSERT INTO ruling VALUES ({slots}?)"))?;
    for said in &story.rulings {
        ruling.execute(params![
            said.ruling,
            said.kind,
            said.stage,
            said.round,
            said.criterion,
            said.verdict,
            said.note,
            said.by,
            said.at,
            said.in_force,
            said.file,
            said.line
        ])?;
    }
    let mut known = all.prepare("INSERT INTO known_reference VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    for one in &story.known {
        let group = one.groups.first().filter(|_| one.found == "found");
        known.execute(params![
            one.set,
            one.reference,
            one.author,
            one.year,
            one.title,
            one.doi,
            one.found,
            one.by,
            group
        ])?;
    }
    let mut diagnostic = all.prepare("INSERT INTO diagnostic VALUES (?, ?, ?, ?, ?, ?)")?;
    for noticed in &story.noticed {
        let line = (noticed.line > 0).then_some(noticed.line);
        diagnostic.execute(params![
            noticed.code,
            noticed.severity,
            noticed.file,
            line,
            noticed.message,
            noticed.help
        ])?;
    }
    let mut number = all.prepare("INSERT INTO flow VALUES (?, ?, ?, ?)")?;
    for row in BOXES.iter().filter(|row| row.data != "NA") {
        let n = flow.shown(row, &story.protocol).text();
        number.execute(params![row.data, row.r#box, row.description, n])?;
    }
    Ok(())
}
