//! ASReview's project file: a zip with SQLite inside, made into the table that ASReview itself would export, with its history.
//!
//! Version 3 keeps references and labels in one `results.db`; version 2 keeps the references in `data_store.db`. A label
//! that was changed stands in `decision_changes`; the label now, in `results`. What has an earlier label and none now was labelled and
//! the label taken back: by a trigger the last label then stands in `decision_changes` as well, and it is no vote.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use foldhash::fast::FixedState;
use rusqlite::{Connection, OpenFlags, Row};
use serde_json::Value;

use super::Error;
use crate::exchange::asreview::PROJECT_TAGS;
use crate::export::csv::write_row;
use crate::source::SourceFile;

/// Most bytes that a database in a project may unpack to.
const LARGEST: u64 = 4 << 30;

/// Reads a project as a table with `asreview_label`, `asreview_time`, `asreview_note` and `asreview_user_name`.
///
/// # Errors
/// If it is no project of ASReview 2 or 3.
pub fn read_asreview_project(source: &SourceFile, path: &Path) -> Result<Arc<SourceFile>, Error> {
    let wrong = |why: String| {
        Error::new(
            format!("{} is no project of ASReview: {why}", source.label()),
            "Export the project again, or its labels as CSV.",
        )
    };
    let mut project = Project::default();
    let folder = TemporaryFolder::new().map_err(|error| wrong(error.to_string()))?;
    let file = File::open(path).map_err(|error| Error::io("read", path, &error))?;
    let mut archive = zip::ZipArchive::new(file).map_err(|error| wrong(error.to_string()))?;
    for number in 0..archive.len() {
        let entry = archive.by_index(number).map_err(|error| wrong(error.to_string()))?;
        let name = entry.name().map(|name| name.into_owned()).unwrap_or_default();
        if !name.ends_with(".db") && !name.ends_with(".sql") {
            continue;
        }
        // The name in the archive is not used: it could lead anywhere.
        let to = folder.0.join(format!("{number}.db"));
        let copied = File::create(&to)
            .and_then(|mut out| io::copy(&mut entry.take(LARGEST), &mut out).and_then(|_| out.flush()));
        copied.map_err(|error| wrong(error.to_string()))?;
        project.read(&to).map_err(|error| wrong(error.to_string()))?;
    }
    if project.labels.is_empty() && project.references.is_empty() {
        return Err(wrong("it has no database of references and labels".to_owned()));
    }
    Ok(Arc::new(SourceFile::new(source.label(), project.table())))
}

/// A folder that is removed when it is done with.
struct TemporaryFolder(PathBuf);

impl TemporaryFolder {
    fn new() -> io::Result<Self> {
        let base = std::env::temp_dir();
        let mut number = std::process::id() as u64;
        loop {
            let path = base.join(format!("litsieve-asreview-{number}"));
            match std::fs::create_dir(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number = number.wrapping_add(1_000_003),
                made => return made.map(|()| Self(path)),
            }
        }
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        // What the system keeps open it also removes with its other temporary files.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[derive(Default)]
struct Project {
    references: HashMap<i64, [String; 5], FixedState>,
    labels: Vec<Label>,
}

struct Label {
    record: i64,
    /// Whether it is the label now, and not one that was changed.
    is_now: bool,
    label: Option<i64>,
    time: Option<f64>,
    note: String,
    user: Option<i64>,
    tags: String,
}

impl Project {
    fn read(&mut self, path: &Path) -> rusqlite::Result<()> {
        let database =
            Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        let has = |table: &str| -> rusqlite::Result<bool> {
            let mut query =
                database.prepare("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?1")?;
            query.query_row([table], |row| row.get::<_, i64>(0)).map(|count| count > 0)
        };
        if has("record")? {
            let mut query = database.prepare("SELECT record_id, title, authors, year, doi, url FROM record")?;
            let rows = query.query_map([], |row| {
                let parts = [text(row, 1), text(row, 2), text(row, 3), text(row, 4), text(row, 5)];
                Ok((row.get::<_, i64>(0)?, parts))
            })?;
            for row in rows {
                let (id, [title, authors, year, doi, url]) = row?;
                // Authors are a JSON list of names.
                let authors =
                    serde_json::from_str::<Vec<String>>(&authors).map(|names| names.join("; ")).unwrap_or(authors);
                self.references.insert(id, [title, authors, year, doi, url]);
            }
        }
        if has("decision_changes")? {
            self.labels(&database, false, "SELECT record_id, label, time, '', user_id, '' FROM decision_changes")?;
        }
        if has("results")? {
            let mut columns =
                database.prepare("SELECT count(*) FROM pragma_table_info('results') WHERE name = 'tags'")?;
            let tags = if columns.query_row([], |row| row.get::<_, i64>(0))? > 0 { "tags" } else { "''" };
            self.labels(
                &database,
                true,
                &format!("SELECT record_id, label, time, note, user_id, {tags} FROM results"),
            )?;
        }
        Ok(())
    }

    fn labels(&mut self, database: &Connection, is_now: bool, query: &str) -> rusqlite::Result<()> {
        let mut query = database.prepare(query)?;
        let rows = query.query_map([], |row| {
            Ok(Label {
                record: row.get(0)?,
                is_now,
                label: row.get(1)?,
                time: row.get(2)?,
                note: text(row, 3),
                user: row.get(4)?,
                tags: given_tags(&text(row, 5)),
            })
        })?;
        for row in rows {
            self.labels.push(row?);
        }
        Ok(())
    }

    fn table(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let header = [
            "record_id",
            "title",
            "authors",
            "year",
            "doi",
            "url",
            "asreview_label",
            "asreview_time",
            "asreview_note",
            "asreview_user_name",
            PROJECT_TAGS,
        ];
        // Memory takes everything: there is no error to tell.
        let _ = write_row(&mut out, header);
        let labelled: HashSet<i64, FixedState> = self
            .labels
            .iter()
            .filter(|label| label.is_now && label.label.is_some())
            .map(|label| label.record)
            .collect();
        let last: HashMap<i64, usize, FixedState> =
            self.labels.iter().enumerate().map(|(place, label)| (label.record, place)).collect();
        for (place, label) in self.labels.iter().enumerate() {
            // Of what was taken back the last line stays, without a label: it says when.
            let is_gone = !label.is_now && !labelled.contains(&label.record);
            if is_gone && last.get(&label.record) != Some(&place) {
                continue;
            }
            let given = if is_gone { None } else { label.label };
            let unknown = Default::default();
            let [title, authors, year, doi, url] = self.references.get(&label.record).unwrap_or(&unknown);
            let shown = [
                label.record.to_string(),
                title.clone(),
                authors.clone(),
                year.clone(),
                doi.clone(),
                url.clone(),
                given.map(|label| label.to_string()).unwrap_or_default(),
                label.time.map(|time| format!("{time:.0}")).unwrap_or_default(),
                label.note.clone(),
                label.user.map(|user| format!("ASReview user {user}")).unwrap_or_default(),
                label.tags.clone(),
            ];
            let _ = write_row(&mut out, shown);
        }
        out
    }
}

/// The tags that a person gave, `GROUP: TAG`, from the JSON in which a project keeps every tag that could be given: groups with
/// `values`, of which those with `checked` were.
fn given_tags(json: &str) -> String {
    let list = |value: &Value, key: &str| value[key].as_array().cloned().unwrap_or_default();
    let name = |value: &Value| {
        let named = [&value["name"], &value["id"]].into_iter().find_map(Value::as_str);
        named.unwrap_or_default().to_owned()
    };
    let groups: Vec<Value> = serde_json::from_str(json).unwrap_or_default();
    let of_group = |group: &Value| -> Vec<String> {
        let given = list(group, "values").into_iter().filter(|tag| tag["checked"] == Value::Bool(true));
        given.map(|tag| format!("{}: {}", name(group), name(&tag))).collect()
    };
    groups.iter().flat_map(of_group).collect::<Vec<_>>().join(", ")
}

/// A value of any type as text; empty for none.
fn text(row: &Row<'_>, column: usize) -> String {
    use rusqlite::types::ValueRef;
    match row.get_ref(column) {
        Ok(ValueRef::Text(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
        Ok(ValueRef::Integer(number)) => number.to_string(),
        Ok(ValueRef::Real(number)) => number.to_string(),
        _ => String::new(),
    }
}
