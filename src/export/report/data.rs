//! What the page's tables are drawn from: columns of values for the tables, and the stories behind them in parts that are
//! read when one is opened.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use serde_json::{Value, json};

use super::super::excluded::rests_on;
use super::boxes::{self, BOXES, Counts, RecordStanding, Standing};
use crate::audit::{Replayed, Story, Told, one_line};
use crate::protocol::Stage;
use crate::ruling::RulingKind;
use crate::wire::audit::{Finding, Pair, Ruled};

/// How many stories stand in one part.
const PART: usize = 200;

/// The data of a page.
pub struct Data {
    /// The columns.
    pub index: Value,
    /// The stories, [`PART`] to a part.
    pub parts: Vec<Value>,
}

/// Texts that occur often, each once.
#[derive(Default)]
struct Words {
    numbers: HashMap<String, usize, FixedState>,
    list: Vec<String>,
}

impl Words {
    fn number(&mut self, text: &str) -> usize {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        let number = self.list.len();
        self.numbers.insert(text.to_owned(), number);
        self.list.push(text.to_owned());
        number
    }
}

/// Collects the data of the first `most` groups.
pub fn data(story: &Story, replayed: &Replayed, most: usize) -> Data {
    let mut words = Words::default();
    let shown = story.groups.len().min(most);
    let standing = |number: usize| {
        let is_before = story.is_included_before(&story.groups[number].group.group);
        Standing::of(replayed, number, &story.protocol, is_before)
    };
    let standings: Vec<Standing> = (0..shown).map(standing).collect();
    let records = Records::of(story, &standings);
    let links = links_by_group(story);
    let stories: Vec<Value> = story.groups[..shown]
        .iter()
        .zip(&links)
        .map(|(told, links)| group_story(story, told, links, &mut words))
        .collect();
    let index = json!({
        "part": PART,
        "searches": searches(story),
        "sources": story.protocol.sources.iter().map(|source| &source.name).collect::<Vec<_>>(),
        "criteria": story.protocol.criteria.iter().map(|rule| &rule.id).collect::<Vec<_>>(),
        "files": story.files.iter().map(|file| json!([file.path, search_number(story, &file.search)])).collect::<Vec<_>>(),
        "boxes": box_list(),
        "groups": groups(story, shown, &standings, &mut words),
        "records": records.columns(story, &standings, &mut words),
        "doubts": pairs(story, &mut words),
        "versions": versions(story, &mut words),
        "rulings": rulings(story, &mut words),
        "words": words.list,
    });
    let parts = stories.chunks(PART).map(|part| Value::Array(part.to_vec())).collect();
    Data { index, parts }
}

fn search_number(story: &Story, id: &str) -> usize {
    story.protocol.searches().position(|(_, search)| search.id == id).unwrap_or_default()
}

/// Per search: identifier, number of the source.
fn searches(story: &Story) -> Vec<Value> {
    story.protocol.searches().map(|(_, search)| json!([search.id, search.source])).collect()
}

/// Per box: whether it counts `g`roups or `r`ecords, its bit, its label.
fn box_list() -> Value {
    let (mut of_groups, mut of_records) = (0, 0);
    let entry = |set: &boxes::BoxSet| {
        let (letter, bit) = match set.counts {
            Counts::References(_) => ("g", &mut of_groups),
            Counts::Records(_) => ("r", &mut of_records),
        };
        *bit += 1;
        (set.id.to_owned(), json!([letter, *bit - 1, set.label]))
    };
    Value::Object(BOXES.iter().map(entry).collect())
}

/// The columns of the references: `g` name, `t` title, `a` authors, `y` year, `j` journal, `d` DOI, `o` outcome,
/// `s` stage, `c` criteria, `r` reason, `b` by whom, `q` searches, `n` records, `x` boxes.
fn groups(story: &Story, shown: usize, standings: &[Standing], words: &mut Words) -> Value {
    let groups = &story.groups[..shown];
    let text = |of: fn(&Told) -> String| groups.iter().map(of).collect::<Vec<_>>();
    let interned = |words: &mut Words, of: fn(&Told) -> String| {
        groups.iter().map(|told| words.number(&of(told))).collect::<Vec<_>>()
    };
    json!({
        "g": text(|told| told.group.group.clone()),
        "t": text(|told| one_line(&told.group.reference.title)),
        "a": text(authors),
        "y": text(|told| told.group.reference.year.clone()),
        "j": interned(words, |told| one_line(&told.group.reference.container)),
        "d": text(|told| told.group.reference.doi.clone()),
        "o": interned(words, |told| told.decision.decision.clone()),
        "s": interned(words, |told| told.decision.stage.replace('_', " ")),
        "c": interned(words, |told| told.decision.criteria.join(", ")),
        "r": interned(words, |told| one_line(&told.decision.reason)),
        "b": interned(words, |told| told.decision.by.join(", ")),
        "q": groups.iter().map(|told| told.decision.searches.iter().map(|id| search_number(story, id)).collect()).collect::<Vec<Vec<_>>>(),
        "n": groups.iter().map(|told| told.group.records.iter().filter_map(|record| story.record_number(record)).collect()).collect::<Vec<Vec<_>>>(),
        "x": standings.iter().map(boxes::of_reference).collect::<Vec<_>>(),
    })
}

fn authors(told: &Told) -> String {
    one_line(&match told.group.reference.authors.as_slice() {
        [first, _, _, _, ..] => format!("{first} et al."),
        few => few.join("; "),
    })
}

/// Where every record stands in the flow.
struct Records {
    /// Per record: its group and whether it repeats another; `None` where the page does not show its group.
    of: Vec<Option<(usize, bool)>>,
    /// Per file: whether it is of the other methods.
    other: Vec<bool>,
}

impl Records {
    fn of(story: &Story, standings: &[Standing]) -> Self {
        let other: Vec<bool> = story
            .files
            .iter()
            .map(|file| boxes::is_other(&story.protocol, search_number(story, &file.search)))
            .collect();
        let mut of = vec![None; story.records.len()];
        for (number, standing) in standings.iter().enumerate() {
            // The first record of the column that the reference counts in stands for it; all others repeat it.
            let mut counted = false;
            for record in story.groups[number].group.records.iter().filter_map(|name| story.record_number(name)) {
                let file = story.records[record].file as usize;
                let here = other.get(file).copied().unwrap_or_default() == standing.is_other();
                let first = here && !counted;
                counted |= first;
                of[record] = Some((number, !first));
            }
        }
        Self { of, other }
    }

    /// The columns of the records: `r` identifier, `g` group (-1 if it is not shown), `f` file, `l` line, `t` title
    /// (0 where it is the reference's), `y` date, `x` boxes.
    fn columns(&self, story: &Story, standings: &[Standing], words: &mut Words) -> Value {
        let title = |number: usize| {
            let title = one_line(story.records[number].title());
            let of_group = self.of[number].map(|(group, _)| one_line(&story.groups[group].group.reference.title));
            if of_group.as_deref() == Some(title.as_str()) { json!(0) } else { json!(title) }
        };
        let bits = |number: usize| {
            self.of[number].map_or(0, |(group, repeat)| {
                let other = self.other.get(story.records[number].file as usize).copied().unwrap_or_default();
                boxes::of_record(&RecordStanding { other, repeat, reference: standings[group] })
            })
        };
        let all = 0..story.records.len();
        json!({
            "r": story.records.iter().map(|found| &found.record).collect::<Vec<_>>(),
            "g": self.of.iter().map(|of| of.map_or(-1, |(group, _)| group as i64)).collect::<Vec<_>>(),
            "f": story.records.iter().map(|found| found.file).collect::<Vec<_>>(),
            "l": story.records.iter().map(|found| found.line).collect::<Vec<_>>(),
            "t": all.clone().map(title).collect::<Vec<_>>(),
            "y": story.records.iter().map(|found| words.number(found.value("date"))).collect::<Vec<_>>(),
            "x": all.map(bits).collect::<Vec<_>>(),
        })
    }
}

fn links_by_group(story: &Story) -> Vec<Vec<&Pair>> {
    let mut links = vec![Vec::new(); story.groups.len()];
    for link in &story.links {
        if let Some(group) = story.group_number_of(&link.a) {
            links[group].push(link);
        }
    }
    links
}

/// What is behind a reference: `v` the values of its records, `k` which record gave which field of the reference, `l` why
/// its records are one report, `f` findings, `p` people, `w` that an earlier version had it.
fn group_story(story: &Story, told: &Told, links: &[&Pair], words: &mut Words) -> Value {
    let members: Vec<_> = told.group.records.iter().filter_map(|record| story.record(record)).collect();
    let values: Vec<Value> = members
        .iter()
        .map(|found| found.values.iter().map(|(field, value)| json!([words.number(field), value])).collect())
        .collect();
    let place = |record: &str| told.group.records.iter().position(|member| member == record);
    let origins: Vec<Value> = told
        .group
        .origins
        .iter()
        .filter(|_| members.len() > 1)
        .map(|(field, record)| json!([words.number(field), place(record)]))
        .collect();
    let links: Vec<Value> = links
        .iter()
        .map(|link| {
            json!([place(&link.a), place(&link.b), words.number(&by(story, link)), words.number(&levels(link))])
        })
        .collect();
    let findings: Vec<Value> = told.findings.iter().map(|found| finding(story, found, &place, words)).collect();
    json!({ "v": values, "k": origins, "l": links, "f": findings, "p": people(story, told), "e": against(story, told), "w": story.included_before(told) })
}

/// Who or what says that two records are one report.
fn by(story: &Story, link: &Pair) -> String {
    match link.ruling.as_deref().and_then(|id| story.ruling(id)) {
        Some(ruling) => ruling.by.clone(),
        None => format!("rule {}, score {:.2}", link.rule, link.score),
    }
}

fn levels(link: &Pair) -> String {
    let levels: Vec<String> = link.levels.iter().map(|level| format!("{} {}", level.field, level.level)).collect();
    levels.join(", ")
}

/// Criterion, verdict, reason, what a person said instead, words with field, record and cue.
fn finding(story: &Story, finding: &Finding, place: &impl Fn(&str) -> Option<usize>, words: &mut Words) -> Value {
    let evidence: Vec<Value> = finding
        .evidence
        .iter()
        .map(|found| {
            let weak = if found.weight == "weak" { ", weak" } else { "" };
            let cue = format!("{}{weak}", found.cue);
            json!([words.number(&found.field), one_line(&found.words), place(&found.record), words.number(&cue)])
        })
        .collect();
    let criterion = story.protocol.criteria.iter().position(|rule| rule.id == finding.criterion);
    let ruled = finding.ruled.as_ref().map(|ruled| {
        let by = story.ruling(&ruled.ruling).map(|ruling| ruling.by.clone()).unwrap_or_default();
        json!([ruled.verdict, by])
    });
    json!([criterion, words.number(&finding.verdict), words.number(&one_line(&finding.reason)), ruled, evidence])
}

fn people(story: &Story, told: &Told) -> Vec<String> {
    let rulings = told.decision.rulings.iter().filter_map(|id| story.ruling(id));
    rulings
        .map(|ruling| {
            let note = if ruling.note.is_empty() { String::new() } else { format!(": {}", one_line(&ruling.note)) };
            let from = if ruling.from.is_empty() { String::new() } else { format!(", imported from {}", ruling.from) };
            let criterion = if ruling.criterion.is_empty() { String::new() } else { format!(", {}", ruling.criterion) };
            format!("{}: {}{criterion} ({}, {}{from}){note}", ruling.by, ruling.verdict, about(ruling), day(&ruling.at))
        })
        .collect()
}

/// What somebody ruled on, and when they read it: `title and abstract`, `full text`, `duplicates`.
fn about(ruling: &Ruled) -> String {
    let stage = match Stage::from_name(&ruling.stage) {
        Some(Stage::Screening) => "title and abstract".to_owned(),
        Some(Stage::Eligibility) => "full text".to_owned(),
        Some(Stage::BeforeScreening) | None => ruling.stage.replace('_', " "),
    };
    match RulingKind::from_name(&ruling.kind) {
        Some(RulingKind::Pair) => "duplicates".to_owned(),
        Some(RulingKind::Adjudication) => format!("settled, {stage}"),
        Some(RulingKind::Retrieval) => "getting the full text".to_owned(),
        Some(RulingKind::Undo) => "taken back".to_owned(),
        Some(RulingKind::Group | RulingKind::Criterion) => stage,
        None => [ruling.kind.as_str(), &stage].join(" "),
    }
}

/// The day of a time.
fn day(at: &str) -> &str {
    at.split('T').next().unwrap_or(at)
}

/// Which of the rulings on a group its exclusion rests on, by their places in [`people`].
fn against(story: &Story, told: &Told) -> Vec<usize> {
    let all = rests_on(story, told).into_iter().enumerate();
    all.filter(|(_, (_, counts))| *counts).map(|(at, _)| at).collect()
}

/// Per pair in doubt: both records, why, rule, levels, score.
fn pairs(story: &Story, words: &mut Words) -> Vec<Value> {
    let mut doubts: Vec<&Pair> = story.doubts.iter().collect();
    // The surest first, as in doubtful.csv.
    doubts.sort_by(|a, b| b.score.total_cmp(&a.score));
    let pair = |pair: &Pair| {
        json!([
            story.record_number(&pair.a),
            story.record_number(&pair.b),
            one_line(&pair.why),
            words.number(&pair.rule),
            words.number(&levels(pair)),
            (f64::from(pair.score) * 1000.0).round() / 1000.0,
        ])
    };
    doubts.into_iter().map(pair).collect()
}

/// Per link between versions: both records, kind, rule, words.
fn versions(story: &Story, words: &mut Words) -> Vec<Value> {
    let link = |link: &crate::wire::audit::Version| {
        json!([
            story.record_number(&link.a),
            story.record_number(&link.b),
            words.number(&link.kind),
            words.number(&link.rule),
            one_line(&link.evidence),
        ])
    };
    story.versions.iter().map(link).collect()
}

/// Per ruling: when, who, what, verdict, note, records, whether it counts, file and line.
fn rulings(story: &Story, words: &mut Words) -> Vec<Value> {
    let ruling = |ruling: &crate::wire::audit::Ruled| {
        let what = [about(ruling), ruling.criterion.clone()];
        let what = what.iter().map(String::as_str).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ");
        let records: Vec<_> = ruling.records.iter().filter_map(|record| story.record_number(record)).collect();
        json!([
            ruling.at,
            words.number(&ruling.by),
            words.number(&one_line(&what)),
            words.number(&ruling.verdict),
            if ruling.from.is_empty() {
                one_line(&ruling.note)
            } else {
                let parts = [format!("imported from {}", ruling.from), one_line(&ruling.note)];
                parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
            },
            records,
            ruling.in_force,
            format!("{}:{}", ruling.file, ruling.line),
        ])
    };
    story.rulings.iter().map(ruling).collect()
}
