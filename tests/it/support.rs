//! What the areas share.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use litsieve::pipeline::ExportFile;
use litsieve::record::date::DateKind;
use litsieve::record::document_type::DocumentType;
use litsieve::record::{Field, Record};
use litsieve::source::{Content, SourceFile};

/// The folder of the shared corpora; `None`, said aloud, where it is not there.
///
/// # Panics
/// If it is not there and the environment says that this is continuous integration: there nothing may be left out in silence.
pub fn corpora() -> Option<PathBuf> {
    let folder = std::env::var_os("LITSIEVE_CORPORA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora"), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "the corpora are not at {}", folder.display());
    eprintln!("NOT RUN: the corpora are not at {}", folder.display());
    None
}

/// The repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Exports from texts: the number of the search, the label, the content.
pub fn exports(files: &[(usize, &str, &str)]) -> Vec<ExportFile> {
    files
        .iter()
        .map(|(search, label, text)| ExportFile {
            source: Arc::new(SourceFile::new(*label, text.as_bytes().to_vec())),
            search: *search,
        })
        .collect()
}

/// The program, ready to be given arguments, with nothing of this machine's settings.
pub fn litsieve() -> assert_cmd::Command {
    let mut command = assert_cmd::Command::new(assert_cmd::cargo::cargo_bin!("litsieve"));
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

/// A copy of the shipped review in a folder of its own.
pub fn shipped_review() -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    copy_folder(&repository().join("queries/bussu-galanti-2018"), copy.path());
    copy
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        if name == "results" {
            continue;
        }
        if path.is_dir() {
            copy_folder(&path, &to.join(name));
        } else {
            std::fs::copy(&path, to.join(name)).unwrap();
        }
    }
}

/// Runs the program in `folder` and compares its exit code; gives standard output and standard error.
pub fn check_cli(folder: &Path, arguments: &[&str], code: i32) -> (String, String) {
    let output = litsieve().current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "litsieve {arguments:?}\n--- out\n{out}\n--- err\n{err}");
    (out, err)
}

/// Whether `value` reaches the floor `name` of `tests/floors.toml`. Floors may only rise: raise one when it is clearly exceeded.
pub fn check_floor(name: &str, value: f64) {
    let floors: toml::Table = include_str!("../floors.toml").parse().expect("TOML");
    let (table, key) = name.split_once('.').expect("a table and a key");
    let floor = floors[table][key].as_float().expect("a number with a point");
    eprintln!("{name}: {value:.4}, floor {floor}");
    assert!(value >= floor, "{name} is {value}, below its floor {floor}");
}

/// Reads the made-up exports at `paths` and compares each with `<path>.expected`; see `tests/corpus/README.md`.
pub fn check_parse(paths: &[PathBuf]) {
    let wrong: Vec<String> = paths.iter().flat_map(|path| parsed_otherwise(path)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(!paths.is_empty(), "no export to check");
}

/// Where what is read from `path` differs from what is expected.
fn parsed_otherwise(path: &Path) -> Vec<String> {
    let expected = std::fs::read_to_string(format!("{}.expected", path.display())).unwrap();
    let label = path.file_name().unwrap().to_string_lossy().into_owned();
    read_otherwise(&path.display().to_string(), SourceFile::new(label, std::fs::read(path).unwrap()), &expected)
}

/// Where what is read from `source` differs from `expected`; `name` is for people.
pub fn read_otherwise(name: &str, source: SourceFile, expected: &str) -> Vec<String> {
    let parsed = litsieve::format::read(&Arc::new(source));
    let mut blocks = expected.split("---\n");
    let mut wrong = Vec::new();
    let mut check = |place: String, line: &str, found: &dyn Fn(&str) -> String| {
        let (key, value) = line.split_once(':').unwrap();
        let found = found(key);
        if found != value.trim() {
            wrong.push(format!("{name}, {place}: {key} is `{found}`, expected `{}`", value.trim()));
        }
    };
    for line in blocks.next().unwrap().lines() {
        check("the file".to_owned(), line, &|key| about_file(&parsed, key));
    }
    let blocks: Vec<&str> = blocks.collect();
    check("the file".to_owned(), &format!("records: {}", blocks.len()), &|_| parsed.records.len().to_string());
    for (record, block) in parsed.records.iter().zip(blocks) {
        block
            .lines()
            .for_each(|line| check(format!("record {}", record.number()), line, &|key| about_record(record, key)));
    }
    wrong
}

fn about_file(parsed: &litsieve::format::Parsed, key: &str) -> String {
    match key {
        "format" => parsed.records.format().to_owned(),
        "dialect" => parsed.dialect.to_owned(),
        "markers" => parsed.markers.to_string(),
        "encoding" => match parsed.records.source().content() {
            Content::Text { encoding, .. } => encoding.name().to_owned(),
            Content::Binary(_) => "binary".to_owned(),
        },
        "codes" => {
            let codes: BTreeSet<&str> = parsed.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
            codes.into_iter().collect::<Vec<_>>().join(" ")
        }
        _ => panic!("nothing is known about `{key}` of a file"),
    }
}

fn about_record(record: Record<'_>, key: &str) -> String {
    let first = |field| record.first(field).unwrap_or_default().to_owned();
    let all = |field| record.all(field).collect::<Vec<_>>().join(" | ");
    let list = |values: Vec<String>| values.join(" | ");
    let date = |kind| record.dates().into_iter().find(|date| date.kind == kind && date.year.is_some());
    match key {
        "title" => record.title().unwrap_or_default().to_owned(),
        "raw-title" => {
            record.all_values().find(|v| v.field() == Field::Title).map_or(String::new(), |v| v.value().to_owned())
        }
        "original-title" => first(Field::OriginalTitle),
        "authors" => list(record.authors().iter().map(ToString::to_string).collect()),
        "editors" => all(Field::Editor),
        "journal" => first(Field::Container),
        "abbreviation" => first(Field::ContainerAbbreviation),
        "series" => first(Field::Series),
        "conference" => first(Field::Conference),
        "year" => record.year().map_or(String::new(), |year| year.to_string()),
        "online" => date(DateKind::Online).map_or(String::new(), |date| {
            format!("{}-{}", date.year.unwrap_or_default(), date.month.unwrap_or_default())
        }),
        "date" => date(DateKind::Issue).map_or(String::new(), |date| {
            let parts = [date.year.map(i32::from), date.month.map(i32::from), date.day.map(i32::from)];
            parts.into_iter().flatten().map(|part| part.to_string()).collect::<Vec<_>>().join("-")
        }),
        "volume" => first(Field::Volume),
        "issue" => first(Field::Issue),
        "pages" => record.pages().to_string(),
        "doi" => record.doi().map_or(String::new(), |doi| doi.to_string()),
        "pmid" => record.pmid().map_or(String::new(), |pmid| pmid.to_string()),
        "pmcid" => record.pmcid().map_or(String::new(), |pmcid| pmcid.to_string()),
        "issns" => list(record.issns().iter().map(ToString::to_string).collect()),
        "isbns" => list(record.isbns().iter().map(ToString::to_string).collect()),
        "type" => record.document_type().map_or("", DocumentType::name).to_owned(),
        "languages" => list(record.languages().iter().map(ToString::to_string).collect()),
        "database" => first(Field::Database),
        "databases" => all(Field::Database),
        "platform" => first(Field::Platform),
        "accession" => first(Field::Accession),
        "accessions" => all(Field::Accession),
        "abstract" => record.abstract_text().unwrap_or_default().to_owned(),
        "copyright" => first(Field::Copyright),
        "keywords" => all(Field::Keyword),
        "affiliations" => all(Field::Affiliation),
        "urls" => all(Field::Url),
        _ => panic!("nothing is known about `{key}` of a record"),
    }
}

/// Whether a test that finds no browser fails: in continuous integration, unless the browser could not be installed there.
pub fn browser_must_run() -> bool {
    std::env::var_os("CI").is_some() && std::env::var_os("LITSIEVE_NO_BROWSER").is_none()
}

/// The bytes of an export with parts cut out (start and length as shares of the file) and others put in (place as a share).
pub fn damaged(mut bytes: Vec<u8>, cuts: Vec<(f64, f64)>, inserts: Vec<(f64, Vec<u8>)>) -> Vec<u8> {
    for (at, share) in cuts {
        let start = (at * bytes.len() as f64) as usize;
        let end = (start + (share * bytes.len() as f64) as usize).min(bytes.len());
        bytes.drain(start..end);
    }
    for (at, insert) in inserts {
        let at = (at * bytes.len() as f64) as usize;
        bytes.splice(at..at, insert);
    }
    bytes
}
