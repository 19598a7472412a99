//! De-duplication of labelled sets comes out the same whatever the order of records and files, the number of threads, the formats
//! that the records went through, the sources that are left out; and what was de-duplicated holds no duplicates.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use litsieve::export::references::{Reference, WRITERS, Writer, to_bytes, writer};
use litsieve::matching::{Settings, deduplicate, merge};
use litsieve::record::{RecordId, RecordTable};
use litsieve::source::SourceFile;

use crate::matching_sets::labelled_set::{LabelledSet, id_of};
use crate::support;

const SETS: [&str; 5] = ["diabetes", "stroke", "haematology", "tafenoquine", "is_jmis"];

fn sets() -> Vec<(&'static str, LabelledSet)> {
    let read = |corpora: &PathBuf, name| (name, LabelledSet::read(&corpora.join("dedup").join(name)));
    support::corpora().map(|corpora| SETS.map(|name| read(&corpora, name)).into()).unwrap_or_default()
}

fn tables(files: &[(String, Vec<u8>)]) -> RecordTable {
    let read = |(label, bytes): &(String, Vec<u8>)| {
        litsieve::format::read(&Arc::new(SourceFile::new(label.clone(), bytes.clone()))).records
    };
    RecordTable::new(files.iter().map(read).collect())
}

/// The groups of more than one record as sets of identifiers.
fn groups(records: &RecordTable, name: impl Fn(RecordId) -> String) -> BTreeSet<BTreeSet<String>> {
    let matches = deduplicate(records, &Settings::default(), &[]);
    let several = matches.groups.iter().filter(|group| group.records.len() > 1);
    several.map(|group| group.records.iter().map(|&id| name(id)).collect()).collect()
}

fn own_groups(records: &RecordTable) -> BTreeSet<BTreeSet<String>> {
    groups(records, |id| id_of(records, id).to_owned())
}

/// The rows of a table, header first.
fn rows(text: &str) -> Vec<csv::ByteRecord> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.byte_records().map(|row| row.unwrap()).collect()
}

fn csv_of<'r>(rows: impl IntoIterator<Item = &'r csv::ByteRecord>) -> Vec<u8> {
    let mut out = csv::Writer::from_writer(Vec::new());
    rows.into_iter().for_each(|row| out.write_byte_record(row).unwrap());
    out.into_inner().unwrap()
}

fn same(name: &str, found: &BTreeSet<BTreeSet<String>>, expected: &BTreeSet<BTreeSet<String>>, but: usize) {
    let less: Vec<_> = expected.difference(found).collect();
    let more: Vec<_> = found.difference(expected).collect();
    assert!(
        less.len().max(more.len()) <= but,
        "{name}: {} groups less {less:?}, {} more {more:?}",
        less.len(),
        more.len()
    );
}

#[test]
fn the_order_of_records_and_files_of_a_set_does_not_matter() {
    for (name, set) in sets() {
        let expected = own_groups(&set.records);
        let rows = rows(&set.text);
        let (header, body) = rows.split_first().unwrap();
        let backward = csv_of([header].into_iter().chain(body.iter().rev()));
        same(name, &own_groups(&tables(&[("a.csv".to_owned(), backward)])), &expected, 0);
        // Every second record into another file, and the files in both orders.
        let part = |from: usize| csv_of([header].into_iter().chain(body.iter().skip(from).step_by(2)));
        let files = [("a.csv".to_owned(), part(0)), ("b.csv".to_owned(), part(1))];
        let swapped = [files[1].clone(), files[0].clone()];
        same(name, &own_groups(&tables(&files)), &expected, 0);
        same(name, &own_groups(&tables(&swapped)), &expected, 0);
    }
}

#[test]
fn the_number_of_threads_does_not_matter() {
    for (name, set) in sets() {
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| deduplicate(&set.records, &Settings::default(), &[]))
        };
        assert!(with(1) == with(5), "{name}");
    }
}

/// Taking a third of the records out merges no two groups of the rest, but for those that were accepted as one before and were kept
/// apart by a record that is now gone.
#[test]
fn a_source_less_merges_no_two_groups_of_a_set() {
    for (name, set) in sets() {
        let whole = deduplicate(&set.records, &Settings::default(), &[]);
        let mut home: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, group) in whole.groups.iter().enumerate() {
            home.extend(group.records.iter().map(|&id| (id_of(&set.records, id), at)));
        }
        let refused: BTreeSet<BTreeSet<usize>> = whole
            .doubtful
            .iter()
            .filter(|doubt| doubt.why.told(false, |_| String::new()).contains("Not joined, because"))
            .map(|doubt| [doubt.link.a, doubt.link.b].map(|id| home[id_of(&set.records, id)]).into())
            .collect();
        let rows = rows(&set.text);
        let (header, body) = rows.split_first().unwrap();
        for source in 0..3 {
            let kept = body.iter().enumerate().filter(|(at, _)| at % 3 != source).map(|(_, row)| row);
            let rest = tables(&[("a.csv".to_owned(), csv_of([header].into_iter().chain(kept)))]);
            for group in own_groups(&rest) {
                let homes: BTreeSet<usize> = group.iter().map(|id| home[id.as_str()]).collect();
                assert!(homes.len() == 1 || refused.contains(&homes), "{name} without source {source}: {group:?}");
            }
        }
    }
}

#[test]
fn what_was_deduplicated_holds_no_duplicates() {
    for (name, set) in sets() {
        let matches = deduplicate(&set.records, &Settings::default(), &[]);
        for writer in [writer("ris").unwrap(), writer("csl-json").unwrap()] {
            let mut merged = matches
                .groups
                .iter()
                .map(|group| Reference::merged(group.name.clone(), merge(&set.records, group).fields));
            let again = tables(&[(format!("merged.{}", writer.extension()), to_bytes(writer, &mut merged))]);
            assert_eq!(again.len(), matches.groups.len());
            let title = |id| format!("{} {}", again.record(id).title().unwrap_or_default(), id.0);
            same(&format!("{name} {}", writer.name()), &groups(&again, title), &BTreeSet::new(), 0);
        }
    }
}

/// Records that went through another program's format are grouped as they were, but for `BUT` groups.
#[test]
fn formats_do_not_matter() {
    for (name, set) in sets() {
        let expected = own_groups(&set.records);
        let ids: Vec<String> =
            (0..set.records.len() as u32).map(|id| id_of(&set.records, RecordId(id)).to_owned()).collect();
        let through = |records: &RecordTable, writer: &dyn Writer| {
            let mut references = records.iter().map(|(id, record)| Reference::of(ids[id.index()].clone(), record));
            let bytes = to_bytes(writer, &mut references);
            let again = tables(&[(format!("again.{}", writer.extension()), bytes)]);
            assert_eq!(again.len(), records.len(), "{name} {}", writer.name());
            again
        };
        for writer in WRITERS {
            let again = through(&set.records, *writer);
            let found = groups(&again, |id| ids[id.index()].clone());
            same(&format!("{name} through {}", writer.name()), &found, &expected, 0);
        }
    }
}

/// A set in whose table a spreadsheet made dates of pages: the RIS of it says nothing of that.
#[test]
fn pages_that_were_dates_are_known_in_ris() {
    let Some(corpora) = support::corpora() else { return };
    let set = LabelledSet::read(&corpora.join("dedup/cardiac"));
    let id = |id: RecordId| id_of(&set.records, id).to_owned();
    let mut references = set.records.iter().map(|(at, record)| Reference::of(id(at), record));
    let again = tables(&[("again.ris".to_owned(), to_bytes(writer("ris").unwrap(), &mut references))]);
    same("cardiac", &groups(&again, id), &own_groups(&set.records), 0);
}
