use super::*;

/// A test that may fail on the disk.
type Done = Result<(), Box<dyn std::error::Error>>;
use crate::ruling::{RulingKind, Target};

fn draft(title: &str) -> Draft {
    Draft {
        kind: RulingKind::Group,
        stage: "screening".into(),
        round: 1,
        targets: vec![Target { title: title.into(), ..Target::default() }],
        verdict: "include".into(),
        criterion: String::new(),
        note: String::new(),
        supersedes: String::new(),
        from: String::new(),
        at: String::new(),
    }
}

fn read(root: &Path) -> (Vec<Ruling>, Vec<(&'static str, u32)>) {
    let mut diagnostics = Vec::new();
    let root = fs::canonicalize(root).expect("the folder is there");
    let files = read_files(&root, FileReader::new(&root, &|_| {}), &mut diagnostics);
    let rulings = read_lines(&files, &mut diagnostics);
    (rulings, diagnostics.into_iter().map(|diagnostic| (diagnostic.code, diagnostic.line)).collect())
}

#[test]
fn what_is_appended_is_there_and_chained() -> Done {
    let folder = tempfile::tempdir()?;
    let at = "2024-05-01T10:00:00Z";
    let append = |by, drafts: &[Draft]| append(folder.path(), by, at, drafts).expect("appended");
    let first = append("Änna  Berg", &[draft("one"), draft("two")]);
    assert_eq!((first.before, first.rulings.len()), (0, 2));
    let second = append("Änna  Berg", &[draft("three")]);
    assert_eq!((second.before, second.rulings.len()), (first.after, 1));
    assert_eq!(append("Bo", &[]), Appended::default());
    let (rulings, found) = read(folder.path());
    assert_eq!(found, []);
    let titles: Vec<&str> = rulings.iter().map(|ruling| ruling.targets[0].title.as_str()).collect();
    assert_eq!(titles, ["one", "two", "three"]);
    assert_eq!((&*rulings[2].file, rulings[2].line, &*rulings[2].by), ("rulings/anna-berg.jsonl", 3, "Änna Berg"));
    assert_eq!(
        (&second.rulings[0].id, second.rulings[0].line),
        (&rulings[2].id, 0),
        "no line is named that may be another"
    );
    Ok(())
}

#[test]
fn git_is_told_to_keep_both_sides_unless_somebody_told_it_something_else() -> Done {
    let folder = tempfile::tempdir()?;
    let attributes = folder.path().join(".gitattributes");
    let append = |by| append(folder.path(), by, "2024-05-01T10:00:00Z", &[draft("one")]).expect("appended");
    append("Ann");
    assert_eq!(fs::read_to_string(&attributes)?, "rulings/*.jsonl merge=union\n");
    fs::write(&attributes, "*.csv text\n")?;
    append("Bo");
    assert_eq!(fs::read_to_string(&attributes)?, "*.csv text\n");
    Ok(())
}

#[test]
fn nothing_is_written_behind_what_was_not_read() -> Done {
    let folder = tempfile::tempdir()?;
    let at = "2024-05-01T10:00:00Z";
    let first = append(folder.path(), "Ann", at, &[draft("one")])?;
    let refused = append_behind(folder.path(), "Ann", at, &[draft("two")], first.before)?;
    assert_eq!((refused, read(folder.path()).0.len()), (None, 1));
    assert!(append_behind(folder.path(), "Ann", at, &[draft("two")], first.after)?.is_some());
    assert_eq!(read(folder.path()).0.len(), 2);
    Ok(())
}

#[test]
fn a_line_that_was_cut_off_spoils_no_later_one() -> Done {
    let folder = tempfile::tempdir()?;
    fs::create_dir(folder.path().join(FOLDER))?;
    fs::write(folder.path().join("rulings/bo.jsonl"), "{\"v\":1,\"kind\":\"gro")?;
    append(folder.path(), "Bo", "2024-05-01T10:00:00Z", &[draft("one")])?;
    let (rulings, found) = read(folder.path());
    assert_eq!((rulings.len(), found), (1, vec![("RUL001", 1)]));
    Ok(())
}

#[test]
fn a_ruling_in_two_files_counts_once() -> Done {
    let folder = tempfile::tempdir()?;
    append(folder.path(), "Bo", "2024-05-01T10:00:00Z", &[draft("one")])?;
    let rulings = folder.path().join(FOLDER);
    fs::copy(rulings.join("bo.jsonl"), rulings.join("copy.jsonl"))?;
    let (rulings, found) = read(folder.path());
    assert_eq!((rulings.len(), found), (1, vec![("RUL005", 1)]));
    Ok(())
}

#[test]
fn what_is_taken_back_must_be_there() -> Done {
    let folder = tempfile::tempdir()?;
    let undo = Draft {
        kind: RulingKind::Undo,
        targets: vec![],
        verdict: String::new(),
        supersedes: "0123456789abcdef".into(),
        ..draft("")
    };
    append(folder.path(), "Bo", "2024-05-01T10:00:00Z", &[undo])?;
    assert_eq!(read(folder.path()).1, [("RUL010", 1)]);
    Ok(())
}

#[test]
fn a_name_must_have_letters() {
    assert!(file_of("../..").is_err());
    assert_eq!(file_of("Renée O'Neil").ok(), Some(PathBuf::from("rulings/renee-o-neil.jsonl")));
}

#[test]
fn no_name_gives_a_file_that_a_system_cannot_have() -> Done {
    assert_eq!(file_of("CON").ok(), Some(PathBuf::from("rulings/con-reader.jsonl")));
    assert_eq!(file_of("Lpt1").ok(), Some(PathBuf::from("rulings/lpt1-reader.jsonl")));
    assert_eq!(file_of("Conny").ok(), Some(PathBuf::from("rulings/conny.jsonl")));
    let long = file_of(&"long name ".repeat(100))?;
    assert!(long.as_os_str().len() < 120);
    Ok(())
}

#[test]
fn two_people_never_share_a_file() -> Done {
    let folder = tempfile::tempdir()?;
    let at = "2024-05-01T10:00:00Z";
    append(folder.path(), "Ann B", at, &[draft("one")])?;
    let refused = append(folder.path(), "ann-b", at, &[draft("two")]).expect_err("another person");
    assert!(refused.what.contains("\"Ann B\""), "{refused}");
    append(folder.path(), " Ann  B ", at, &[draft("two")])?;
    assert_eq!(read(folder.path()).0.len(), 2);
    let refused = check_writable(folder.path(), "ann-b").expect_err("before anybody reads");
    assert!(refused.what.contains("\"Ann B\""), "{refused}");
    check_writable(folder.path(), "Ann B").map_err(|error| error.to_string().into())
}

/// Two machines wrote one name in two ways, and git joined the lines.
#[test]
fn two_spellings_of_one_name_are_one_reader_by_the_first() -> Done {
    let (folder, other) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let at = "2024-05-01T10:00:00Z";
    append(folder.path(), "Ann", at, &[draft("one")])?;
    append(other.path(), "ann", at, &[draft("two")])?;
    let file = "rulings/ann.jsonl";
    let joined = fs::read_to_string(folder.path().join(file))? + &fs::read_to_string(other.path().join(file))?;
    fs::write(folder.path().join(file), joined)?;
    let (rulings, found) = read(folder.path());
    assert_eq!(rulings.iter().map(|ruling| ruling.by.as_str()).collect::<Vec<_>>(), ["Ann", "Ann"]);
    assert!(found.contains(&("RUL015", 2)), "{found:?}");
    assert!(append(folder.path(), "ann", at, &[draft("three")]).is_err());
    append(folder.path(), "Ann", at, &[draft("three")])?;
    Ok(())
}

#[test]
fn the_owner_is_found_behind_a_broken_line_and_far_from_the_end() -> Done {
    let folder = tempfile::tempdir()?;
    let at = "2024-05-01T10:00:00Z";
    append(folder.path(), "Ann", at, &[draft("one"), Draft { note: "x".repeat(200_000), ..draft("two") }])?;
    let path = folder.path().join("rulings/ann.jsonl");
    OpenOptions::new().append(true).open(&path).and_then(|mut file| file.write_all(b"{\"v\":1,")).expect("written");
    assert!(append(folder.path(), "ANN", at, &[draft("three")]).is_err());
    append(folder.path(), "Ann", at, &[draft("three")])?;
    let (rulings, found) = read(folder.path());
    assert_eq!((rulings.len(), found), (3, vec![("RUL001", 3)]));
    Ok(())
}

#[test]
fn looking_whether_one_could_write_leaves_nothing() -> Done {
    let folder = tempfile::tempdir()?;
    check_writable(folder.path(), "Ann")?;
    assert!(!folder.path().join(FOLDER).exists());
    fs::write(folder.path().join(FOLDER), "a file")?;
    assert!(check_writable(folder.path(), "Ann").is_err());
    Ok(())
}
