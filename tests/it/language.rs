//! The language criterion on titles of the corpora.

use std::collections::BTreeMap;
use std::path::Path;

use litsieve::criteria::{Criterion, Settings, kind};

use crate::criteria::{assess, records};
use crate::support::{check_floor, corpora};

fn english() -> Box<dyn Criterion> {
    let settings = toml::Table::try_from(serde_json::json!({"any": ["eng"]})).expect("a table");
    kind("language").expect("a kind").build(&Settings::new(settings)).expect("settings")
}

fn column(path: &Path, name: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path).expect("readable");
    let rows = reader.deserialize::<BTreeMap<String, String>>().filter_map(Result::ok);
    rows.filter_map(|row| row.get(name).cloned()).filter(|value| !value.trim().is_empty()).collect()
}

/// The share of each verdict on records that have only a title.
fn shares(titles: &[String]) -> impl Fn(&str) -> f64 {
    let criterion = english();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for title in titles {
        let (finding, _) = assess(&*criterion, records(&[serde_json::json!({"title": title})]));
        *counts.entry(finding.verdict.name()).or_default() += 1;
    }
    eprintln!("{} titles: {counts:?}", titles.len());
    let all = titles.len() as f64;
    move |verdict| counts.get(verdict).map_or(0.0, |count| *count as f64 / all)
}

/// Titles of reviews' records on medicine: English, where no bracket says that they are translated.
#[test]
fn english_titles_are_kept() {
    let Some(folder) = corpora() else { return };
    let files = ["geo/uk_setting.csv", "screening/ace_inhibitors.csv", "screening/virus.csv", "screening/wilson.csv"];
    let mut titles: Vec<String> = files.iter().flat_map(|file| column(&folder.join(file), "title")).collect();
    titles.retain(|title| !title.contains('['));
    let share = shares(&titles);
    check_floor("language.english_kept", 1.0 - share("not-met"));
    check_floor("language.english_met", share("met"));
}

/// Titles tagged as another language: all of them, and those that are clearly foreign. That is a title of which somebody who sees nothing else of the record
/// can tell that it is not English; a title in English and a bare name, however tagged, are not (`tests/criteria/tagged-titles-not-foreign.tsv`).
#[test]
fn foreign_titles_are_not_met() {
    let Some(folder) = corpora() else { return };
    let unclear: Vec<usize> = include_str!("../criteria/tagged-titles-not-foreign.tsv")
        .lines()
        .filter_map(|line| line.split('\t').next()?.parse().ok())
        .collect();
    let path = folder.join("language/tagged_titles.csv");
    let tagged = column(&path, "lang").into_iter().zip(column(&path, "title"));
    let foreign: Vec<(usize, String)> = (2..)
        .zip(tagged)
        .filter(|(_, (language, _))| language != "eng")
        .map(|(row, (_, title))| (row, title))
        .collect();
    let titles = |clearly: bool| -> Vec<String> {
        let chosen = foreign.iter().filter(|(row, _)| !clearly || !unclear.contains(row));
        chosen.map(|(_, title)| title.clone()).collect()
    };
    check_floor("language.foreign_not_met", shares(&titles(false))("not-met"));
    check_floor("language.clearly_foreign_not_met", shares(&titles(true))("not-met"));
}
