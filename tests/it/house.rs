//! The shape of the house: imports point one way, every test file is in use, nothing of one machine is in the repository.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::repository;

/// The layers of `lib.rs`, lowest first. A module may import what stands in a lower row; within a row only itself.
const LAYERS: &[&[&str]] = &[
    &["source", "record", "diagnostic", "evidence", "ruling"],
    &["agreement", "format", "criteria", "matching", "query", "exchange", "ranking", "protocol"],
    &["pipeline", "flow", "audit", "recall", "counterfactual", "scrutiny", "export", "wire"],
    &["workspace", "connect", "web", "cli"],
];

/// Imports inside a row that the design allows, and why.
const ALLOWED: &[(&str, &str)] = &[
    // The vocabulary is one layer: its modules speak of each other.
    ("record", "source"),
    ("evidence", "record"),
    ("ruling", "record"),
    ("ruling", "evidence"),
    ("ruling", "source"),
    ("ruling", "diagnostic"),
    // A file is decoded when it is read.
    ("source", "format"),
    // The protocol builds criteria, matching and queries.
    ("protocol", "criteria"),
    ("protocol", "matching"),
    ("protocol", "query"),
    // The spine is one layer: its modules are the stages and what is told of them.
    ("flow", "pipeline"),
    ("audit", "pipeline"),
    ("audit", "flow"),
    ("audit", "wire"),
    ("audit", "recall"),
    ("audit", "counterfactual"),
    ("recall", "pipeline"),
    ("recall", "audit"),
    ("scrutiny", "audit"),
    ("scrutiny", "pipeline"),
    ("scrutiny", "recall"),
    ("export", "pipeline"),
    ("export", "recall"),
    ("counterfactual", "pipeline"),
    ("counterfactual", "audit"),
    ("counterfactual", "recall"),
    ("export", "counterfactual"),
    ("export", "flow"),
    ("export", "audit"),
    ("export", "wire"),
    ("pipeline", "wire"),
    // The edges: the program and its connectors read and write the review folder.
    ("cli", "workspace"),
    ("cli", "connect"),
    ("cli", "web"),
    ("connect", "workspace"),
    ("web", "workspace"),
];

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|row| row.contains(&module))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The modules that a line of code names: `crate::format::text`, `crate::{format, record::Field}`.
fn named_modules(line: &str) -> Vec<String> {
    let mut names = Vec::new();
    for part in line.split("crate::").skip(1) {
        let list = part.strip_prefix('{').map_or(part, |inside| inside);
        let many = part.starts_with('{');
        let mut depth = 0;
        let mut word = String::new();
        for c in list.chars() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 && many => {
                    names.push(std::mem::take(&mut word));
                    continue;
                }
                _ => {}
            }
            if depth == 0 && !(many || c.is_alphanumeric() || c == '_') {
                break;
            }
            if depth == 0 {
                word.push(c);
            }
        }
        names.push(word);
    }
    names
        .iter()
        .filter_map(|name| name.trim().split("::").next().map(str::to_owned))
        .filter(|name| !name.is_empty())
        .collect()
}

/// The part of a file that is compiled into the program: without comments and without its unit tests.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(number, line)| (number + 1, line))
}

#[test]
fn imports_point_one_way() {
    let mut wrong = Vec::new();
    let source = repository().join("src");
    for path in rust_files(&source) {
        let inside = path.strip_prefix(&source).unwrap().to_string_lossy().replace('\\', "/");
        let module = inside.split(['/', '.']).next().unwrap().to_owned();
        let Some(own) = layer(&module) else { continue };
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in code_lines(&text) {
            for target in named_modules(line) {
                let Some(other) = layer(&target) else { continue };
                let allowed = module == target || other < own || ALLOWED.contains(&(module.as_str(), target.as_str()));
                if !allowed {
                    wrong.push(format!("src/{inside}:{number}: {module} must not know {target}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_layer_check_reads_every_form_of_import() {
    assert_eq!(named_modules("use crate::format::text;"), ["format"]);
    assert_eq!(named_modules("use crate::{format, record::{Field, date::X}, flow};"), ["format", "record", "flow"]);
    assert_eq!(named_modules("let x = crate::web::y(crate::cli::z());"), ["web", "cli"]);
}

#[test]
fn only_the_command_line_prints_and_only_connectors_know_the_network() {
    let source = repository().join("src");
    let mut wrong = Vec::new();
    for path in rust_files(&source) {
        let inside = path.strip_prefix(&source).unwrap().to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in code_lines(&text) {
            let rules = [
                (["println!", "eprintln!", "print!("].iter().any(|word| line.contains(word)), "cli", "print"),
                (line.contains("reqwest::"), "connect", "use the network"),
                (line.contains("std::env::") && !line.contains("env!("), "cli", "read the environment"),
                (line.contains("SystemTime::now") || line.contains("Instant::now"), "cli", "read the clock"),
            ];
            for (found, home, what) in rules {
                let at_home = inside.starts_with(home)
                    || inside == "main.rs"
                    || (home == "cli" && ["connect", "web", "workspace"].iter().any(|edge| inside.starts_with(edge)));
                if found && !at_home {
                    wrong.push(format!("src/{inside}:{number}: only {home} may {what}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_test_file_is_forgotten() {
    let folder = repository().join("tests/it");
    let main = fs::read_to_string(folder.join("main.rs")).unwrap();
    for path in rust_files(&folder) {
        let name = path.strip_prefix(&folder).unwrap().with_extension("").to_string_lossy().into_owned();
        if name == "main" || name.contains(['/', '\\']) {
            continue;
        }
        assert!(main.contains(&format!("mod {name};")), "tests/it/{name}.rs is not in tests/it/main.rs");
    }
}

#[test]
fn every_code_has_one_page() {
    let mut seen = BTreeMap::new();
    for text in litsieve::diagnostic::CODES.iter().flat_map(|table| table.iter()) {
        let (letters, digits) = text.code.split_at(3);
        assert!(letters.bytes().all(|b| b.is_ascii_uppercase()) && digits.len() == 3, "{}", text.code);
        assert!(digits.bytes().all(|b| b.is_ascii_digit()), "{}", text.code);
        assert!(seen.insert(text.code, text.title).is_none(), "{} has two pages", text.code);
        assert!(!text.title.is_empty() && !text.explanation.is_empty(), "{} says nothing", text.code);
    }
}
