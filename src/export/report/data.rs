//! What the page's table of references is drawn from: one compact object per group.

use serde_json::{Value, json};

use crate::audit::{Story, Told, one_line};

/// Per group: `g` name, `t` title, `a` authors, `y` year, `j` journal, `d` DOI, `o` outcome, `s` stage, `r` reason,
/// `b` by whom, `q` searches, `n` records, `l` links, `f` findings, `p` people.
pub fn groups(story: &Story, most: usize) -> Vec<Value> {
    let mut links = vec![Vec::new(); story.groups.len()];
    for link in &story.links {
        if let Some(group) = story.group_number_of(&link.a) {
            let by = link.ruling.as_deref().and_then(|id| story.ruling(id)).map(|ruling| ruling.by.clone());
            let by = by.unwrap_or_else(|| format!("rule {}", link.rule));
            let levels: Vec<String> =
                link.levels.iter().map(|level| format!("{} {}", level.field, level.level)).collect();
            links[group].push(json!([link.a, link.b, by, levels.join(", ")]));
        }
    }
    let told = story.groups.iter().zip(links).take(most);
    told.map(|(told, links)| group(story, told, links)).collect()
}

fn group(story: &Story, told: &Told, links: Vec<Value>) -> Value {
    let (reference, decision) = (&told.group.reference, &told.decision);
    let authors = match reference.authors.as_slice() {
        [first, _, _, _, ..] => format!("{first} et al."),
        few => few.join("; "),
    };
    json!({
        "g": told.group.group,
        "t": one_line(&reference.title),
        "a": one_line(&authors),
        "y": reference.year,
        "j": one_line(&reference.container),
        "d": reference.doi,
        "o": decision.decision,
        "s": decision.stage,
        "r": decision.reason,
        "b": decision.by.join(", "),
        "q": decision.searches,
        "n": told.group.records.iter().filter_map(|record| record_data(story, record)).collect::<Vec<_>>(),
        "l": links,
        "f": findings(told),
        "p": people(story, told),
    })
}

/// Identifier, search, file, line, values.
fn record_data(story: &Story, record: &str) -> Option<Value> {
    let found = story.record(record)?;
    let file = story.files.get(found.file as usize)?;
    Some(json!([found.record, file.search, file.path, found.line, found.values]))
}

/// Criterion, verdict, reason, words with their fields and records.
fn findings(told: &Told) -> Vec<Value> {
    let finding = |finding: &crate::wire::audit::Finding| {
        let words: Vec<Value> =
            finding.evidence.iter().map(|words| json!([words.field, words.words, words.record])).collect();
        let verdict = finding.ruled.as_ref().map_or(&finding.verdict, |ruled| &ruled.verdict);
        json!([finding.criterion, verdict, finding.reason, words])
    };
    told.findings.iter().map(finding).collect()
}

fn people(story: &Story, told: &Told) -> Vec<String> {
    let rulings = told.decision.rulings.iter().filter_map(|id| story.ruling(id));
    rulings
        .map(|ruling| {
            let about = [ruling.stage.replace('_', " "), ruling.criterion.clone()].join(" ");
            let note = if ruling.note.is_empty() { String::new() } else { format!(": {}", one_line(&ruling.note)) };
            format!("{} on {}: {} ({}){note}", ruling.by, ruling.at, ruling.verdict, about.trim())
        })
        .collect()
}
