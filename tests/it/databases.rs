//! The workbook and the SQLite database: that the programs they are for can open them, and that they hold what the run says.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use rusqlite::Connection;

use litsieve::ruling::{Ruling, RulingKind};

use crate::made_up::{self, FILES, PROTOCOL, review, ruling};

fn file(made: &made_up::MadeUp, name: &str) -> Vec<u8> {
    made_up::files(&made.run()).into_iter().find(|(file, _)| file == name).expect("the file is written").1
}

fn database(made: &made_up::MadeUp) -> (tempfile::TempDir, Connection) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("review.sqlite");
    std::fs::write(&path, file(made, "review.sqlite")).unwrap();
    let connection = Connection::open(&path).unwrap();
    (folder, connection)
}

fn number(connection: &Connection, question: &str) -> i64 {
    connection.query_row(question, [], |row| row.get(0)).unwrap_or_else(|error| panic!("{question}: {error}"))
}

#[test]
fn the_database_answers_what_the_tables_say() {
    let made = review();
    let (_folder, connection) = database(&made);
    assert_eq!(number(&connection, "SELECT count(*) FROM record"), 7);
    assert_eq!(number(&connection, "SELECT count(*) FROM reference"), 5);
    assert_eq!(number(&connection, "SELECT count(*) FROM included"), 2);
    assert_eq!(number(&connection, "SELECT count(*) FROM excluded WHERE evidence <> ''"), 2);
    assert_eq!(number(&connection, "SELECT count(*) FROM to_review"), 1);
    assert_eq!(number(&connection, "SELECT sum(new) FROM yield_by_search"), 5, "every reference is new once");
    assert_eq!(number(&connection, "SELECT count(*) FROM yield_by_search WHERE records IS NULL"), 1, "no export");
    assert_eq!(number(&connection, "SELECT records FROM duplicate_groups WHERE id = 'g-a-1'"), 3);
    assert_eq!(
        number(&connection, "SELECT count(*) FROM record WHERE kept"),
        5,
        "one record stands for each reference"
    );
    let name: String = connection.query_row("SELECT name FROM run", [], |row| row.get(0)).unwrap();
    assert_eq!(name, made.run().id());
}

#[test]
fn the_evidence_of_an_exclusion_by_people_is_what_they_said() {
    let said = |kind, stage: &str, verdict: &str, by: &str, note: &str| Ruling {
        note: note.into(),
        ..ruling(kind, stage, "kandili", verdict, by)
    };
    let rulings = vec![
        said(RulingKind::Group, "screening", "include", "bo", "looks fine"),
        said(RulingKind::Group, "eligibility", "exclude", "ann", "no lamps; see p. 3"),
    ];
    let (_folder, connection) = database(&made_up::with(PROTOCOL, &FILES, rulings));
    let evidence: String =
        connection.query_row("SELECT evidence FROM excluded WHERE by = 'ann'", [], |row| row.get(0)).unwrap();
    assert!(evidence.starts_with("ann (2020-01-01T00:00:00Z): exclude, no lamps; see p. 3"), "{evidence}");
    assert!(!evidence.contains("looks fine"), "only what the exclusion rests on: {evidence}");
    let both = "SELECT count(*) FROM ruling_on JOIN reference ON reference.id = reference WHERE by = 'ann'";
    assert_eq!(number(&connection, both), 2, "both rulings are linked with the reference");
    assert_eq!(number(&connection, "SELECT count(*) FROM excluded WHERE evidence IS NULL"), 0);
}

#[test]
fn nothing_in_the_database_points_nowhere() {
    let (_folder, connection) = database(&review());
    assert_eq!(number(&connection, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    let state: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(state, "ok");
    assert!(number(&connection, "SELECT count(*) FROM pragma_foreign_key_list('record')") >= 2);
}

#[test]
fn the_questions_of_the_readme_have_answers() {
    let (_folder, connection) = database(&review());
    let readme = std::fs::read_to_string(crate::support::repository().join("README.md")).unwrap();
    let questions: Vec<&str> = readme.lines().map(str::trim).filter(|line| line.starts_with("SELECT ")).collect();
    assert_eq!(questions.len(), 3);
    for question in questions {
        let mut statement = connection.prepare(question).unwrap_or_else(|error| panic!("{question}: {error}"));
        let rows = statement.query_map([], |_| Ok(())).unwrap().count();
        assert!(rows > 0, "{question}");
    }
}

/// What has no table of its own among the results, and yet is asked for.
#[test]
fn the_workbook_tells_published_numbers_and_rulings() {
    let protocol = format!("{PROTOCOL}\n[[published]]\nwhat = \"included\"\nvalue = 4\nquote = \"four lamps\"\n");
    let by_ann = ruling(RulingKind::Group, "screening", "Kandili", "include", "Ann");
    let made = made_up::with(&protocol, &FILES, vec![by_ann]);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file(&made, "workbook.xlsx"))).expect("a workbook");
    let mut row = |sheet: &str| -> Vec<String> {
        let range = book.worksheet_range(sheet).unwrap();
        range.rows().nth(1).unwrap_or_default().iter().map(ToString::to_string).collect()
    };
    assert_eq!(row("Published numbers")[..6], ["included", "review", "4", "four lamps", "", "cannot be checked"]);
    let told = row("Rulings");
    assert_eq!((&*told[1], &*told[2], &*told[5]), ("Ann", "group", "include"));
}

#[test]
fn the_workbook_has_every_table_as_text_and_its_numbers_as_numbers() {
    let made = review();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file(&made, "workbook.xlsx"))).expect("a workbook");
    assert_eq!(
        book.sheet_names(),
        [
            "Read me",
            "Decisions",
            "To review",
            "Excluded",
            "Records",
            "Duplicates",
            "Doubtful pairs",
            "Versions",
            "Flow",
            "Checklists",
            "Published numbers",
            "Known references",
            "Rulings"
        ]
    );
    let decisions = book.worksheet_range("Decisions").unwrap();
    assert_eq!(decisions.height(), 6, "a header and five references");
    let numbers = ["records", "year"].map(|name| {
        let mut headings = decisions.rows().next().unwrap().iter();
        headings.position(|heading| *heading == name).unwrap()
    });
    let is_number = |row: usize, column: usize| row > 0 && numbers.contains(&column);
    let mut cells = decisions.used_cells();
    assert!(
        cells.all(|(row, column, cell)| matches!(cell, Data::String(_)) != is_number(row, column)),
        "every cell is text, and those of columns of numbers are numbers"
    );
    assert_eq!(book.worksheet_formula("Decisions").unwrap().used_cells().count(), 0, "and none is computed");
    let titles: Vec<String> = decisions.rows().map(|row| row[8].to_string()).collect();
    assert!(
        titles.contains(&"=Lamps, \"old\" and new".to_owned()),
        "what looks like a formula is its own text: {titles:?}"
    );
    assert_eq!(book.worksheet_range("Records").unwrap().height(), 8);
    assert_eq!(book.worksheet_range("Checklists").unwrap().height(), 27);
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    for name in ["workbook.xlsx", "review.sqlite"] {
        assert_eq!(file(&review(), name), file(&review(), name), "{name}");
    }
}
