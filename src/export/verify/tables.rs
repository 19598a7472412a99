//! What differs in a file of tables that is no text: the first cell, by the name of its table and its place.

use std::io::{self, Read};

use rusqlite::types::Value;
use rusqlite::{Connection, MAIN_DB, Statement};

use crate::diagnostic::{change, excerpt, plural};
use crate::export::{sqlite, workbook};
use crate::format::xlsx;

/// What is said of a file whose tables say what they should.
const SAVED_AGAIN: &str =
    "its tables say what the run wrote, its other bytes were changed, as by a program that saves it again";

/// The largest file that is opened to name the cell, in bytes.
const LARGEST: u64 = 1 << 30;

/// How much of one part of a workbook is looked at, in bytes.
const MOST_UNPACKED: u64 = 1 << 28;

/// What differs between the tables of two files of results; `None` if they cannot be read as tables.
pub(super) fn difference(file: &str, computed: &[u8], stands: &[u8]) -> Option<String> {
    match file {
        _ if file == sqlite::EXPORT.file => databases(computed, stands).ok(),
        _ if file == workbook::FILE => workbooks(computed, stands).ok(),
        _ => None,
    }
}

/// What names the run in a file of tables: the parts of a workbook, unpacked; of a database, what its table `run` says.
pub(super) fn parts(name: &str, file: impl Read) -> io::Result<Vec<Vec<u8>>> {
    let Some(bytes) = whole(file)? else { return Ok(Vec::new()) };
    if name == sqlite::EXPORT.file {
        let run = || opened(&bytes)?.query_row("SELECT name FROM run", [], |row| row.get::<_, String>(0));
        return Ok(run().map(String::into_bytes).into_iter().collect());
    }
    let Ok(mut archive) = zip::ZipArchive::new(io::Cursor::new(bytes)) else { return Ok(Vec::new()) };
    let number = archive.len();
    let part = |at| {
        let mut text = Vec::new();
        // Whatever is in the file now, it is read to a bound.
        archive.by_index(at).ok()?.take(MOST_UNPACKED).read_to_end(&mut text).ok()?;
        Some(text)
    };
    Ok((0..number).filter_map(part).collect())
}

fn databases(computed: &[u8], stands: &[u8]) -> rusqlite::Result<String> {
    let (computed, stands) = (opened(computed)?, opened(stands)?);
    let (schema, other) = (definitions(&computed)?, definitions(&stands)?);
    if schema != other {
        let named = schema.iter().find(|definition| !other.contains(definition));
        let named = named.or_else(|| other.iter().find(|definition| !schema.contains(definition)));
        let name = named.map_or("its tables", |(name, _)| name);
        return Ok(format!("the definition of `{}` is not what the run wrote", excerpt(name)));
    }
    // The definitions are ours, so what is read from is a table, and reading it ends.
    for (table, _) in schema.iter().filter(|(_, sql)| sql.starts_with("CREATE TABLE")) {
        let select = format!("SELECT * FROM \"{table}\"");
        if let Some(how) = rows(table, &mut computed.prepare(&select)?, &mut stands.prepare(&select)?)? {
            return Ok(how);
        }
    }
    Ok(SAVED_AGAIN.to_owned())
}

/// A database in memory, which runs nothing of what stands in it.
fn opened(bytes: &[u8]) -> rusqlite::Result<Connection> {
    let mut connection = Connection::open_in_memory()?;
    connection.deserialize_read_exact(MAIN_DB, bytes, bytes.len(), true)?;
    connection.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;")?;
    Ok(connection)
}

fn definitions(connection: &Connection) -> rusqlite::Result<Vec<(String, String)>> {
    let mut select = connection.prepare("SELECT name, coalesce(sql, '') FROM sqlite_schema ORDER BY rowid")?;
    select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

fn rows(table: &str, computed: &mut Statement<'_>, stands: &mut Statement<'_>) -> rusqlite::Result<Option<String>> {
    let columns: Vec<String> = computed.column_names().map(str::to_owned).collect();
    let (mut computed, mut stands) = (computed.query([])?, stands.query([])?);
    for number in 1.. {
        let (was, is) = (computed.next()?, stands.next()?);
        let (was, is) = match (was, is) {
            (None, None) => break,
            (Some(_), None) => return Ok(Some(format!("table `{table}` ends before row {number}"))),
            (None, Some(_)) => return Ok(Some(format!("table `{table}` goes on with row {number}"))),
            (Some(was), Some(is)) => (was, is),
        };
        for (at, column) in columns.iter().enumerate() {
            let (was, is): (Value, Value) = (was.get(at)?, is.get(at)?);
            if was != is {
                let change = change(&told(&was), &told(&is));
                return Ok(Some(format!("table `{table}`, row {number}, {column}: {change}")));
            }
        }
    }
    Ok(None)
}

fn told(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Blob(bytes) => plural(bytes.len() as u64, "byte", "bytes"),
    }
}

fn workbooks(computed: &[u8], stands: &[u8]) -> Result<String, String> {
    if let Some(cell) = other_cell(&xlsx::cells(computed)?, &xlsx::cells(stands)?) {
        return Ok(cell);
    }
    let (was, is) = (xlsx::beside(computed)?, xlsx::beside(stands)?);
    let put_in = is.iter().find(|told| !was.contains(told));
    Ok(put_in.map_or_else(|| SAVED_AGAIN.to_owned(), |told| excerpt(told)))
}

/// A sheet of a workbook: its name and its cells.
type Sheet = (String, Vec<xlsx::CellText>);

fn other_cell(computed: &[Sheet], stands: &[Sheet]) -> Option<String> {
    if let Some((name, _)) = computed.iter().find(|(name, _)| stands.iter().all(|(other, _)| other != name)) {
        return Some(format!("the sheet `{name}` is gone or cannot be read"));
    }
    if let Some((name, _)) = stands.iter().find(|(name, _)| computed.iter().all(|(other, _)| other != name)) {
        return Some(format!("the sheet `{}` was put in", excerpt(name)));
    }
    for ((sheet, was), (_, is)) in computed.iter().zip(stands) {
        let at = was.iter().zip(is).take_while(|(was, is)| was == is).count();
        let (was, is) = (was.get(at), is.get(at));
        // The cell that comes first in reading order was taken out or put in.
        let Some(first) = [was, is].into_iter().flatten().map(|cell| (cell.row, cell.column)).min() else { continue };
        let text = |cell: Option<&xlsx::CellText>| {
            let there = cell.filter(|cell| (cell.row, cell.column) == first);
            there.map_or_else(|| "nothing".to_owned(), |cell| cell.text.to_string())
        };
        let name = format!("{}{}", xlsx::letters(first.1), u64::from(first.0) + 1);
        return Some(format!("sheet `{sheet}`, cell {name}: {}", change(&text(was), &text(is))));
    }
    None
}

/// Reads a file to compare its tables, unless it is larger than [`LARGEST`].
pub(super) fn whole(file: impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= LARGEST).then_some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn database(rows: &str) -> Vec<u8> {
        let mut connection = Connection::open_in_memory().expect("memory");
        connection.execute_batch("CREATE TABLE reference (id TEXT, title TEXT);").expect("a table");
        connection.execute_batch(rows).expect("rows");
        connection.serialize(MAIN_DB).expect("bytes").to_vec()
    }

    #[test]
    fn the_first_cell_of_a_database_that_differs_is_named() {
        let one = "INSERT INTO reference VALUES ('a', 'Swings'), ('b', 'Slides');";
        let told = |other: &str| difference("review.sqlite", &database(one), &database(other)).expect("two databases");
        assert_eq!(
            told("INSERT INTO reference VALUES ('a', 'Swings'), ('b', 'Swings');"),
            "table `reference`, row 2, title: Slides -> Swings"
        );
        assert_eq!(told("INSERT INTO reference VALUES ('a', 'Swings');"), "table `reference` ends before row 2");
        assert_eq!(told(&format!("{one} {one}")), "table `reference` goes on with row 3");
        assert_eq!(
            told(&format!("{one} CREATE VIEW x AS SELECT 1;")),
            "the definition of `x` is not what the run wrote"
        );
        assert_eq!(told(&format!("{one} {one} DELETE FROM reference WHERE rowid > 2;")), SAVED_AGAIN);
        assert_eq!(difference("review.sqlite", &database(one), b"no database"), None);
    }

    fn workbook(cells: &[(u32, u16, &str)]) -> Vec<u8> {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet().set_name("Decisions").expect("a name");
        for (row, column, text) in cells {
            sheet.write_string(*row, *column, *text).expect("a cell");
        }
        workbook.save_to_buffer().expect("bytes")
    }

    #[test]
    fn the_first_cell_of_a_workbook_that_differs_is_named() {
        let one = workbook(&[(0, 0, "decision"), (1, 0, "excluded"), (2, 27, "x")]);
        let told = |cells: &[(u32, u16, &str)]| difference("workbook.xlsx", &one, &workbook(cells)).expect("workbooks");
        assert_eq!(
            told(&[(0, 0, "decision"), (1, 0, "included"), (2, 27, "x")]),
            "sheet `Decisions`, cell A2: excluded -> included"
        );
        assert_eq!(told(&[(0, 0, "decision"), (1, 0, "excluded")]), "sheet `Decisions`, cell AB3: x -> nothing");
        assert_eq!(
            told(&[(0, 0, "decision"), (0, 1, "new"), (1, 0, "excluded"), (2, 27, "x")]),
            "sheet `Decisions`, cell B1: nothing -> new"
        );
        assert_eq!(difference("workbook.xlsx", &one, b"PK no workbook"), None);
        let mut hidden = rust_xlsxwriter::Workbook::new();
        let sheet = hidden.add_worksheet().set_name("Decisions").expect("a name");
        for (row, column, text) in [(0, 0, "decision"), (1, 0, "excluded"), (2, 27, "x")] {
            sheet.write_string(row, column, text).expect("a cell");
        }
        sheet.set_row_hidden(1).expect("a row");
        let hidden = hidden.save_to_buffer().expect("bytes");
        assert_eq!(
            difference("workbook.xlsx", &one, &hidden).expect("workbooks"),
            "sheet `Decisions`, row 2 is hidden"
        );
    }
}
