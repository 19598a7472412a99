//! The place criterion on the labelled study settings of the corpora.

use std::collections::BTreeMap;
use std::path::Path;

use litsieve::criteria::{Settings, kind};

use crate::criteria::{assess, check_evidence, records};
use crate::support::{check_floor, corpora};

/// Labels on which both readers agree, with title and abstract.
fn labelled(folder: &Path) -> Vec<(String, serde_json::Value)> {
    let mut reader = csv::Reader::from_path(folder.join("geo/uk_setting.csv")).expect("readable");
    let rows = reader.deserialize::<BTreeMap<String, String>>().map(|row| row.expect("a row"));
    rows.filter(|row| row["label"] == row["label_second"])
        .map(|row| (row["label"].clone(), serde_json::json!({"title": row["title"], "abstract": row["abstract"]})))
        .collect()
}

/// Met where a reader says that the study is set in the United Kingdom; never not met there, nor where it has no setting.
#[test]
fn study_settings_in_the_united_kingdom() {
    let Some(folder) = corpora() else { return };
    let settings = toml::Table::try_from(serde_json::json!({"any": ["GB"]})).expect("a table");
    let criterion = kind("place").expect("a kind").build(&Settings::new(settings)).expect("settings");
    let mut counts: BTreeMap<(String, &str), f64> = BTreeMap::new();
    for (label, record) in labelled(&folder) {
        let (finding, table) = assess(&*criterion, records(std::slice::from_ref(&record)));
        check_evidence(&record["title"].to_string(), &finding, &table);
        *counts.entry((label, finding.verdict.name())).or_default() += 1.0;
    }
    eprintln!("study settings: {counts:?}");
    let of = |labels: &[&str], verdict: &str| -> f64 {
        labels.iter().filter_map(|label| counts.get(&((*label).to_owned(), verdict))).sum()
    };
    let (here, not_here) = (["UK", "UK_MULTI"], ["OTHER", "NONE"]);
    let met = of(&here, "met");
    check_floor("place.precision", met / (met + of(&not_here, "met")));
    check_floor("place.recall", met / (met + of(&here, "unclear") + of(&here, "not-met")));
    let elsewhere = of(&["OTHER"], "not-met");
    check_floor("place.elsewhere", elsewhere / (elsewhere + of(&["OTHER"], "met") + of(&["OTHER"], "unclear")));
    assert!(of(&here, "not-met") == 0.0, "a study set in the United Kingdom is excluded");
    assert!(of(&["NONE"], "not-met") == 0.0, "a study without a setting is excluded");
}
