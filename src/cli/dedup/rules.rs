//! `litsieve dedup --rules`: every rule of matching, and what it says under each preset.

use serde_json::{Value, json};

use super::super::ui::{Table, Ui};
use crate::matching::{Outcome, Preset, RULES, Rule, Settings};

pub(super) fn show(ui: &Ui) {
    if ui.json {
        let rules: Vec<Value> = RULES.iter().map(as_json).collect();
        ui.json(&json!(rules));
        return;
    }
    let mut table = Table::new(&["rule", "strict", "balanced", "sensitive", "when"], &[]);
    for rule in RULES {
        let [strict, balanced, sensitive] = Preset::ALL.map(|preset| says(rule, preset));
        table.row(&[rule.name, strict, balanced, sensitive, rule.about]);
        rule.clauses().for_each(|clause| table.row(&["", "", "", "", &format!("  {clause}")]));
    }
    ui.line(table);
    ui.line(
        "\nThe rules are asked from the top; the first that holds decides. Where none holds there are two references. Links are\n\
         versions of one work or companions of one study: they stay apart and are listed. Indented below a rule stands what it may\n\
         rest on besides; of each pair `why` tells what holds.",
    );
}

fn says(rule: &Rule, preset: Preset) -> &'static str {
    match rule.outcome_under(&Settings { preset, ..Settings::default() }) {
        Outcome::Same => "merge",
        Outcome::Apart => "apart",
        Outcome::Version(_) => "link",
        Outcome::Doubt => "doubt",
    }
}

fn as_json(rule: &Rule) -> Value {
    let [strict, balanced, sensitive] = Preset::ALL.map(|preset| says(rule, preset));
    json!({ "rule": rule.name, "strict": strict, "balanced": balanced, "sensitive": sensitive, "about": rule.about,
        "clauses": rule.clauses().collect::<Vec<_>>() })
}
