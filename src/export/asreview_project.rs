//! A project file of ASReview, version 3: a zip with the references as CSV, a database of labels with their history, and the
//! description that ASReview opens it by.
//!
//! The tables are those that ASReview 3.0.8 makes. A label that was changed stands in `decision_changes`, the label now in
//! `results`. ASReview has one label per reference and none for "unsure".

use std::collections::HashMap;
use std::io::{self, Cursor, Write as _};

use foldhash::fast::FixedState;
use rusqlite::{Connection, MAIN_DB, Transaction, params};
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::csv::write_row;
use super::exchange::{Going, column_value};
use crate::audit::{Run, one_line};
use crate::exchange::{IDENTIFIER_MARK, Tool, Word, time};
use crate::protocol::Stage;
use crate::ruling::{Ruling, RulingKind, Target};
use crate::source::Digest;

const SCHEMA: &str = include_str!("asreview_project.sql");
/// The version of ASReview whose tables these are.
const VERSION: &str = "3.0.8";
/// The references, as ASReview would have got them.
const DATA: &str = "references.csv";

/// The bytes of the project file.
///
/// # Errors
/// If the archive or the database cannot be made: in memory, only where there is none left.
pub(super) fn project(run: &Run<'_>, tool: &dyn Tool, stage: Stage, going: &[Going<'_>]) -> io::Result<Vec<u8>> {
    let mut dataset = Digest::of(run.protocol.review.id.as_bytes()).to_string();
    dataset.truncate(32);
    let labels: Vec<Label> = {
        let history = History::of(run, stage);
        going.iter().map(|going| label(going, stage, &history)).collect()
    };
    let database = database(going, &labels, &dataset).map_err(io::Error::other)?;
    let first = labels.iter().filter_map(|label| label.now.as_ref()?.at).fold(f64::INFINITY, f64::min);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // A fixed time: the same review gives the same bytes.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    zip.add_directory("feature_matrices/", options)?;
    let files = [
        ("project.json", description(run, &dataset, first).to_string().into_bytes()),
        ("results.db", database),
        ("data/references.csv", references(tool, going)?),
    ];
    for (name, bytes) in files {
        zip.start_file(name, options)?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn description(run: &Run<'_>, dataset: &str, first: f64) -> Value {
    json!({
        "version": VERSION,
        "project_file_version": 3,
        "id": dataset,
        "mode": "oracle",
        "name": one_line(&run.protocol.review.title),
        "created_at_unix": if first.is_finite() { first as i64 } else { 0 },
        "feature_matrices": [],
        "tags": null,
        "datasets": [{ "id": dataset, "name": DATA }],
        "review": {
            "status": "review",
            // ASReview's own default, so that it goes on as if the labels had been given there.
            "model": { "name": "elas_u4", "current_value": {
                "querier": "max", "classifier": "svm", "balancer": "balanced", "feature_extractor": "tfidf", "stopper": null,
                "querier_param": {}, "classifier_param": { "loss": "squared_hinge", "C": 0.11 }, "balancer_param": { "ratio": 9.8 },
                "feature_extractor_param": { "ngram_range": [1, 2], "sublinear_tf": true, "min_df": 1, "max_df": 0.95 },
                "stopper_param": {}, "n_query": 1,
            } },
        },
    })
}

/// What is known of one label.
struct Said {
    label: i64,
    at: Option<f64>,
    note: String,
}

/// The labels of one reference.
struct Label {
    now: Option<Said>,
    earlier: Vec<Said>,
}

/// What people said before: per person and record.
struct History<'r>(HashMap<(&'r str, &'r [Target]), Vec<&'r Ruling>, FixedState>);

impl<'r> History<'r> {
    fn of(run: &'r Run<'_>, stage: Stage) -> Self {
        let mut said: HashMap<_, Vec<&Ruling>, FixedState> = HashMap::default();
        for ruling in
            run.rulings.iter().filter(|ruling| ruling.kind == RulingKind::Group && ruling.stage == stage.name())
        {
            said.entry((ruling.by.as_str(), ruling.targets.as_slice())).or_default().push(ruling);
        }
        Self(said)
    }

    /// What the person said before `now` and does not say any more.
    fn before(&self, now: &Ruling) -> Vec<&'r Ruling> {
        let said = self.0.get(&(now.by.as_str(), now.targets.as_slice())).map(Vec::as_slice).unwrap_or_default();
        said.iter().copied().filter(|ruling| ruling.id != now.id && ruling.at <= now.at).collect()
    }
}

fn label(going: &Going<'_>, stage: Stage, history: &History<'_>) -> Label {
    let only = if let [only] = &going.votes[..] { Some(only) } else { None };
    let votes = going.group.rulings().map(|(_, ruling)| ruling);
    let vote = only.and_then(|only| {
        let mut votes = votes.filter(|ruling| ruling.kind == RulingKind::Group && ruling.stage == stage.name());
        votes.find(|ruling| ruling.by == only.by)
    });
    let now = going.decision.and_then(|decision| {
        let at = vote.or(going.deciding).and_then(|ruling| seconds(&ruling.at));
        Some(Said { label: number(decision)?, at, note: only.map(|only| only.note.clone()).unwrap_or_default() })
    });
    let earlier = vote.filter(|_| now.is_some()).into_iter().flat_map(|vote| history.before(vote));
    let earlier = earlier.filter_map(|ruling| {
        let word = Word::parse(&ruling.verdict)?;
        Some(Said { label: number(word)?, at: seconds(&ruling.at), note: String::new() })
    });
    Label { earlier: earlier.collect(), now }
}

fn number(word: Word) -> Option<i64> {
    match word {
        Word::Include => Some(1),
        Word::Exclude => Some(0),
        Word::Unsure => None,
    }
}

fn seconds(at: &str) -> Option<f64> {
    time(at).map(|at| at.as_second() as f64)
}

fn database(going: &[Going<'_>], labels: &[Label], dataset: &str) -> rusqlite::Result<Vec<u8>> {
    let mut connection = Connection::open_in_memory()?;
    connection.execute_batch(SCHEMA)?;
    let all = connection.transaction()?;
    for (number, (going, label)) in going.iter().zip(labels).enumerate() {
        record(&all, number as i64, going, dataset)?;
        for earlier in &label.earlier {
            let row = params![number as i64, earlier.label, earlier.at];
            all.execute("INSERT INTO decision_changes (record_id, label, time) VALUES (?, ?, ?)", row)?;
        }
        if let Some(now) = &label.now {
            let note = Some(&now.note).filter(|note| !note.is_empty());
            let row = params![number as i64, now.label, now.at, note];
            all.execute("INSERT INTO results (record_id, label, time, note) VALUES (?, ?, ?, ?)", row)?;
        }
    }
    all.commit()?;
    Ok(connection.serialize(MAIN_DB)?.to_vec())
}

fn record(all: &Transaction<'_>, number: i64, going: &Going<'_>, dataset: &str) -> rusqlite::Result<()> {
    let fields = going.group.fields();
    let authors: Vec<String> = fields.authors.iter().map(ToString::to_string).collect();
    all.execute(
        "INSERT INTO record (dataset_row, dataset_id, title, abstract, authors, keywords, year, doi, url, record_id) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?1)",
        params![
            number,
            dataset,
            one_line(&fields.title),
            fields.abstract_text,
            json!(authors).to_string(),
            json!(fields.keywords).to_string(),
            fields.year(),
            fields.doi.as_ref().map(ToString::to_string),
            fields.urls.first()
        ],
    )?;
    Ok(())
}

/// The references as a table without labels: ASReview puts its own beside them when it exports.
fn references(tool: &dyn Tool, going: &[Going<'_>]) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let columns = tool.columns();
    write_row(&mut out, columns.iter().copied().chain(["litsieve_reference"]))?;
    for (number, going) in going.iter().enumerate() {
        let fields = going.group.fields();
        let cells = columns.iter().map(|column| column_value(&fields, column, number + 1));
        let identifier = format!("{IDENTIFIER_MARK} {}", going.group.group.name);
        write_row(&mut out, cells.chain([identifier]))?;
    }
    Ok(out)
}
