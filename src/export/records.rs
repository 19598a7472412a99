//! `records.csv`: one row per record as exported.

use std::io::{self, Write};

use super::Export;
use super::csv::write_table;
use crate::audit::{GroupStory, Run, one_line};
use crate::record::{Field, RecordId};

/// The output. Groups come by name; in a group the kept record comes first.
pub const EXPORT: Export = Export {
    file: "records.csv",
    about: "One row per record as exported: where it stands and to which group it belongs.",
    write,
};

const COLUMNS: [&str; 12] =
    ["record", "group", "kept", "source", "search", "file", "line", "entry", "accession", "title", "year", "doi"];

fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let of_group = |group: GroupStory<'_>| {
        let (name, kept) = (&group.group.name, group.group.kept);
        run.members(group.number).into_iter().map(move |id| row(run, id, name, id == kept)).collect::<Vec<_>>()
    };
    write_table(out, run.id(), COLUMNS, run.groups().flat_map(of_group))
}

fn row(run: &Run<'_>, id: RecordId, group: &str, kept: bool) -> [String; 12] {
    let record = run.records().record(id);
    let search = run.search(run.search_of(id));
    let origin = record.origin();
    [
        run.name(id),
        group.to_owned(),
        kept.to_string(),
        run.protocol.sources[search.source].id.clone(),
        search.id.clone(),
        origin.file.to_owned(),
        if origin.line > 0 { origin.line.to_string() } else { String::new() },
        origin.entry.to_string(),
        one_line(record.first(Field::Accession).unwrap_or_default()),
        one_line(record.title().unwrap_or_default()),
        record.year().map_or_else(String::new, |year| year.to_string()),
        record.doi().map(|doi| doi.to_string()).unwrap_or_default(),
    ]
}
