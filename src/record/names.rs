//! The identifier under which users meet a record: `<file stem>:<entry>`.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::{Record, RecordId, RecordTable};

/// The identifiers of all records of a run.
///
/// A record is `<file stem>:<entry>`. Where two files have one stem (Web of Science calls every export `savedrecs`),
/// the path below `exports/` stands in place of the stem; where an export brings identifiers of its own in a column,
/// those stand, as far as they are there and mean one record each.
#[derive(Debug, Clone)]
pub struct RecordNames {
    /// Per file: what stands before the colon.
    files: Vec<String>,
    /// Identifiers that an export brings.
    own: HashMap<RecordId, String, FixedState>,
}

impl RecordNames {
    /// Names the records of `records`; `id_columns` gives, per file, the column that brings identifiers.
    pub fn new(records: &RecordTable, id_columns: &[Option<&str>]) -> Self {
        let mut names = Self { files: file_names(records), own: HashMap::default() };
        let mut own = Vec::new();
        for (file, column) in id_columns.iter().enumerate() {
            let Some(column) = column else { continue };
            for id in records.ids_of_file(file) {
                own.extend(column_value(records.record(id), column).map(|value| (id, value)));
            }
        }
        let mut uses: HashMap<&str, u32, FixedState> = HashMap::default();
        own.iter().for_each(|(_, value)| *uses.entry(value).or_default() += 1);
        let unique: Vec<bool> =
            own.iter().map(|(_, value)| uses[value.as_str()] == 1 && names.find(records, value).is_none()).collect();
        names.own = own.into_iter().zip(unique).filter(|(_, unique)| *unique).map(|(named, _)| named).collect();
        names
    }

    /// The identifier of a record.
    pub fn name(&self, records: &RecordTable, id: RecordId) -> String {
        match self.own.get(&id) {
            Some(own) => own.clone(),
            None => format!("{}:{}", self.files[records.file_of(id)], records.record(id).number()),
        }
    }

    /// The record with this identifier; leading zeros of the entry do not count.
    pub fn find(&self, records: &RecordTable, name: &str) -> Option<RecordId> {
        let by_entry = || {
            let (file, entry) = name.rsplit_once(':')?;
            let file = self.files.iter().position(|known| known == file)?;
            let entry: usize = entry.parse().ok()?;
            records.ids_of_file(file).nth(entry.checked_sub(1)?)
        };
        // A name of its own is found first: it hides no other, for it is taken only where it means one record.
        self.own.iter().find(|(_, own)| *own == name).map(|(id, _)| *id).or_else(by_entry)
    }
}

/// The column's value in `record`.
fn column_value(record: Record<'_>, column: &str) -> Option<String> {
    let value = record.all_values().find(|value| value.tag() == column)?.value().trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// The stem of every file; for those that share one, the path below `exports/`, until no two are equal.
fn file_names(records: &RecordTable) -> Vec<String> {
    let label = |file: usize| {
        let label = records.files()[file].source().label();
        label.strip_prefix("exports/").unwrap_or(label).to_owned()
    };
    let mut names: Vec<String> = records.files().iter().map(|file| file.source().stem().to_owned()).collect();
    loop {
        let mut uses: HashMap<&str, u32, FixedState> = HashMap::default();
        names.iter().for_each(|name| *uses.entry(name).or_default() += 1);
        let collide: Vec<usize> =
            (0..names.len()).filter(|&file| uses[names[file].as_str()] > 1 && names[file] != label(file)).collect();
        if collide.is_empty() {
            return names;
        }
        for file in collide {
            names[file] = label(file);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::record::{Field, RecordFileBuilder};
    use crate::source::SourceFile;

    fn table(files: &[(&str, &[&str])]) -> RecordTable {
        RecordTable::new(
            files
                .iter()
                .map(|(label, ids)| {
                    let mut builder =
                        RecordFileBuilder::new(Arc::new(SourceFile::new(*label, ids.join("").into())), "test");
                    for id in *ids {
                        builder.begin(0, 1);
                        builder.owned_field("id", Field::Other, id);
                    }
                    builder.finish()
                })
                .collect(),
        )
    }

    fn all(records: &RecordTable, id_columns: &[Option<&str>]) -> Vec<String> {
        let names = RecordNames::new(records, id_columns);
        let listed: Vec<String> = records.iter().map(|(id, _)| names.name(records, id)).collect();
        for (id, _) in records.iter() {
            assert_eq!(names.find(records, &names.name(records, id)), Some(id), "every name finds its record");
        }
        listed
    }

    #[test]
    fn stems_that_collide_give_way_to_paths() {
        let records = table(&[
            ("exports/a/savedrecs.txt", &["x", "y"]),
            ("exports/b/savedrecs.txt", &["z"]),
            ("exports/other.ris", &["w"]),
        ]);
        assert_eq!(all(&records, &[]), ["a/savedrecs.txt:1", "a/savedrecs.txt:2", "b/savedrecs.txt:1", "other:1"]);
    }

    #[test]
    fn a_path_that_looks_like_a_stem_takes_nothing_away() {
        let records = table(&[("exports/x.ris", &["1"]), ("exports/b/x.txt", &["2"]), ("exports/c/x.ris.txt", &["3"])]);
        assert_eq!(all(&records, &[]), ["x.ris:1", "b/x.txt:1", "c/x.ris.txt:1"]);
    }

    #[test]
    fn a_column_brings_identifiers_as_far_as_they_mean_one_record() {
        let records = table(&[("exports/a.csv", &["A7", "", "B", "B", "a:5", "other:1"]), ("other.ris", &["1"])]);
        assert_eq!(
            all(&records, &[Some("id"), None]),
            ["A7", "a:2", "a:3", "a:4", "a:5", "a:6", "other:1"],
            "nothing where it is empty, not where two have it, not where another record is called so"
        );
    }
}
