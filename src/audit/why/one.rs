//! The story of one group.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Story, Told, one_line};
use crate::diagnostic::plural;
use crate::matching::RULES;
use crate::pipeline::{CONTRADICTION, FLAGS};
use crate::protocol::CriterionRule;
use crate::record::{ENRICHMENT, enrichment_of};
use crate::wire::audit::{Evidence, Finding, Found, Noticed, Pair, Reference, Ruled};

/// How wide a line may be before it is cut.
const WIDTH: usize = 110;

/// Tells it; `asked` is the record by which it was asked for.
pub fn tell(story: &Story, told: &Told, asked: Option<&str>) -> String {
    let mut out = Lines(String::new());
    heading(&mut out, told);
    found(&mut out, story, told, asked);
    merged(&mut out, story, told);
    neighbours(&mut out, story, told);
    criteria(&mut out, story, told);
    rulings(&mut out, story, told);
    decision(&mut out, story, told);
    out.0
}

/// Text in lines.
struct Lines(String);

impl Lines {
    fn add(&mut self, line: impl AsRef<str>) {
        self.0.push_str(line.as_ref().trim_end());
        self.0.push('\n');
    }

    fn section(&mut self, heading: &str) {
        self.add("");
        self.add(heading);
    }
}

fn heading(out: &mut Lines, told: &Told) {
    let reference = &told.group.reference;
    out.add(if reference.title.is_empty() { "(no title)" } else { &reference.title });
    out.add(citation(reference));
    out.add(format!("{}: {}", told.group.group, outcome(told)));
}

/// Authors, year, journal, volume, issue, pages, DOI on one line.
pub fn citation(reference: &Reference) -> String {
    let authors = match reference.authors.as_slice() {
        [first, _, _, _, ..] => format!("{first} et al."),
        few => few.join("; "),
    };
    let issue = if reference.issue.is_empty() { String::new() } else { format!("({})", reference.issue) };
    let place = [format!("{} {}{issue}", reference.container, reference.volume), reference.pages.clone()];
    let place: Vec<String> = place.iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
    let doi = if reference.doi.is_empty() { String::new() } else { format!("doi:{}", reference.doi) };
    let parts = [authors, reference.year.clone(), place.join(": "), reference.document_type.clone(), doi];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// `included`, `excluded in screening: not in English`, `to review in screening: uk`.
pub fn outcome(told: &Told) -> String {
    let decision = &told.decision;
    let stage = at_stage(&decision.stage);
    match decision.decision.as_str() {
        "excluded" => format!("excluded {stage}: {}", decision.reason),
        "to-review" if decision.criteria.is_empty() => format!("to review {stage}"),
        "to-review" => format!("to review {stage}: {}", decision.criteria.join(", ")),
        other => other.to_owned(),
    }
}

/// When something was decided, in words.
fn at_stage(stage: &str) -> &'static str {
    match stage {
        "before_screening" => "before screening",
        "screening" => "in screening",
        _ => "at full text",
    }
}

fn found(out: &mut Lines, story: &Story, told: &Told, asked: Option<&str>) {
    let records: Vec<&Found> = told.group.records.iter().filter_map(|record| story.record(record)).collect();
    out.section(&format!("Found: {}", plural(records.len() as u64, "record", "records")));
    let width = records.iter().map(|found| found.record.chars().count()).max().unwrap_or_default();
    for (number, found) in records.iter().enumerate() {
        let file = story.files.get(found.file as usize).map_or("", |file| file.path.as_str());
        let line = if found.line > 0 { format!(", line {}", found.line) } else { String::new() };
        let mut notes = Vec::new();
        if number == 0 && records.len() > 1 {
            notes.push("stands for the others".to_owned());
        }
        if asked == Some(found.record.as_str()) && records.len() > 1 {
            notes.push("asked for".to_owned());
        }
        let repairs = story.repairs.iter().filter(|repair| repair.record == found.record);
        let (added, repairs): (Vec<_>, Vec<_>) = repairs.partition(|repair| repair.tag.starts_with(ENRICHMENT));
        if !repairs.is_empty() {
            notes.push(plural(repairs.len() as u64, "value repaired", "values repaired"));
        }
        let notes = if notes.is_empty() { String::new() } else { format!("  ({})", notes.join(", ")) };
        out.add(format!("  {:width$}  {}  {file}{line}{notes}", found.record, story.search_of(found)));
        for repair in added {
            let Some((name, led)) = enrichment_of(&repair.tag) else { continue };
            let led = led.map_or_else(String::new, |other| {
                format!(", by the identifier that enrichment/{other}.jsonl gives for the title")
            });
            out.add(format!("  {:width$}  {} added from enrichment/{name}.jsonl{led}", "", repair.field));
        }
        for flag in flags(story, found, file) {
            out.add(format!("  {:width$}  {}", "", cut(&flag.message, WIDTH - width - 4)));
        }
        if number > 0 && one_line(found.title()) != one_line(&told.group.reference.title) {
            out.add(format!("  {:width$}  as \"{}\"", "", cut(found.title(), WIDTH - width - 8)));
        }
    }
}

/// What services say of a record: that it was retracted, corrected, or is a preprint; or of what it lacks, several things.
fn flags<'a>(story: &'a Story, found: &'a Found, file: &'a str) -> impl Iterator<Item = &'a Noticed> {
    let flag = |code: &str| code == CONTRADICTION || FLAGS.iter().any(|(_, known)| *known == code);
    story
        .noticed
        .iter()
        .filter(move |noticed| noticed.file == file && noticed.entry == found.entry && flag(&noticed.code))
}

fn merged(out: &mut Lines, story: &Story, told: &Told) {
    let links: Vec<&Pair> = story.links.iter().filter(|link| told.group.records.contains(&link.a)).collect();
    if links.is_empty() {
        return;
    }
    out.section("One report, because");
    let holding = holding(&links);
    for link in &holding {
        let weakest = told.group.weakest.as_ref().is_some_and(|[a, b]| *a == link.a && *b == link.b) && links.len() > 1;
        let weakest = if weakest { ", the weakest link" } else { "" };
        out.add(format!("  {} = {}  {}, {:.2}{weakest}", link.a, link.b, by(story, link), link.score));
        out.add(format!("    {}", levels(link)));
        says(link).into_iter().for_each(|about| out.add(format!("    {about}")));
    }
    if links.len() > holding.len() {
        let more = plural((links.len() - holding.len()) as u64, "more link", "more links");
        out.add(format!("  and {more} between them; all are in duplicates.csv"));
    }
}

/// The strongest links that hold a group together, one fewer than records, in the order in which they are told.
fn holding<'a>(links: &[&'a Pair]) -> Vec<&'a Pair> {
    let mut order: Vec<usize> = (0..links.len()).collect();
    order.sort_by(|&a, &b| links[b].score.total_cmp(&links[a].score).then(a.cmp(&b)));
    let mut part: BTreeMap<&str, &str> = BTreeMap::new();
    let mut kept = BTreeSet::new();
    for at in order {
        let (a, b) = (links[at].a.as_str(), links[at].b.as_str());
        let (one, other) = (*part.entry(a).or_insert(a), *part.entry(b).or_insert(b));
        if one != other {
            part.values_mut().filter(|part| **part == other).for_each(|part| *part = one);
            kept.insert(at);
        }
    }
    kept.into_iter().map(|at| links[at]).collect()
}

/// What the rule says that decided on a pair, and why it did; nothing where a person did. Logs of earlier versions do not say why.
pub fn says(pair: &Pair) -> Vec<&str> {
    let about = RULES.iter().find(|rule| rule.name == pair.rule).map(|rule| rule.about);
    about.into_iter().chain(Some(pair.why.as_str()).filter(|why| !why.is_empty())).collect()
}

/// The rule or the person that decided on a pair.
pub fn by(story: &Story, pair: &Pair) -> String {
    match pair.ruling.as_deref().and_then(|id| story.ruling(id)) {
        Some(ruling) => format!("ruled by {} on {}", ruling.by, day(&ruling.at)),
        None => format!("rule {}", pair.rule),
    }
}

/// `title equal 1.00, author near, date equal`: what is missing on a side is left to the end.
pub fn levels(pair: &Pair) -> String {
    let (known, missing): (Vec<_>, Vec<_>) = pair.levels.iter().partition(|level| level.level != "missing");
    let mut parts: Vec<String> = known
        .iter()
        .map(|level| match level.similarity {
            Some(similarity) if level.level != "equal" => format!("{} {} {similarity:.2}", level.field, level.level),
            _ => format!("{} {}", level.field, level.level),
        })
        .collect();
    if !missing.is_empty() {
        let fields: Vec<&str> = missing.iter().map(|level| level.field.as_str()).collect();
        parts.push(format!("not on both sides: {}", fields.join(", ")));
    }
    parts.join(", ")
}

/// Reports that it belongs with, and those it may be the same as.
fn neighbours(out: &mut Lines, story: &Story, told: &Told) {
    let here = |record: &String| told.group.records.contains(record);
    let versions: Vec<_> = story.versions.iter().filter(|link| here(&link.a) || here(&link.b)).collect();
    if !versions.is_empty() {
        out.section("Belongs with, and is not the same report as");
        for link in versions {
            let other = if here(&link.a) { &link.b } else { &link.a };
            out.add(format!("  {other}  {} ({}): {}", link.kind, link.rule, title_of(story, other)));
        }
    }
    let doubts: Vec<_> = story.doubts.iter().filter(|doubt| here(&doubt.a) || here(&doubt.b)).collect();
    if !doubts.is_empty() {
        out.section("May be the same report as (see doubtful.csv)");
        for doubt in doubts {
            let other = if here(&doubt.a) { &doubt.b } else { &doubt.a };
            out.add(format!("  {other}  {}", title_of(story, other)));
            out.add(format!("    {}", doubt.why));
        }
    }
}

fn title_of(story: &Story, record: &str) -> String {
    story.record(record).map(|found| cut(found.title(), 70)).unwrap_or_default()
}

fn criteria(out: &mut Lines, story: &Story, told: &Told) {
    let rules = &story.protocol.criteria;
    if rules.is_empty() {
        return;
    }
    out.section("Criteria");
    let width = rules.iter().map(|rule| rule.id.chars().count()).max().unwrap_or_default();
    for rule in rules {
        let finding = told.findings.iter().find(|finding| finding.criterion == rule.id);
        criterion(out, story, rule, finding, width);
    }
}

fn criterion(out: &mut Lines, story: &Story, rule: &CriterionRule, finding: Option<&Finding>, width: usize) {
    let Some(finding) = finding else {
        out.add(format!("  {:width$}  not applied  it does not reach every search that found this", rule.id));
        return;
    };
    let verdict = finding.verdict.replace('-', " ");
    out.add(format!("  {:width$}  {verdict:11}  {}", rule.id, cut(&finding.reason, WIDTH - width - 17)));
    for words in words(story, &finding.evidence) {
        out.add(format!("  {:width$}  {:11}    {words}", "", ""));
    }
    if let Some(ruled) = &finding.ruled {
        let who = story.ruling(&ruled.ruling).map_or("", |ruling| ruling.by.as_str());
        out.add(format!("  {:width$}  {:11}  ruled {} by {who}", "", "", ruled.verdict.replace('-', " ")));
    }
}

/// How many pieces of evidence are shown.
const SHOWN: usize = 4;

/// The words of a finding, those that decide first, each once with the records that have them.
fn words(story: &Story, evidence: &[Evidence]) -> Vec<String> {
    let mut sorted: Vec<&Evidence> = evidence.iter().collect();
    sorted.sort_by_key(|words| words.weight == "weak");
    let mut lines: Vec<(String, Vec<&str>)> = Vec::new();
    for words in sorted {
        let weak = if words.weight == "weak" { ", does not decide" } else { "" };
        let added = added_by(story, words).map_or_else(String::new, |name| format!(", from enrichment/{name}.jsonl"));
        let text = format!("{} \"{}\" ({}{weak}{added})", words.field, cut(&words.words, 60), words.cue);
        match lines.iter_mut().find(|(known, _)| *known == text) {
            Some((_, records)) if records.contains(&words.record.as_str()) => {}
            Some((_, records)) => records.push(&words.record),
            None => lines.push((text, vec![&words.record])),
        }
    }
    let more = lines.len().saturating_sub(SHOWN);
    let mut shown: Vec<String> =
        lines.into_iter().take(SHOWN).map(|(text, records)| format!("{text} in {}", some(&records))).collect();
    if more > 0 {
        shown.push(format!("and {more} more"));
    }
    shown
}

/// The file of `enrichment/` that the words come from; `None` where they stand in the export.
fn added_by<'a>(story: &'a Story, words: &Evidence) -> Option<&'a str> {
    let of_value = story.repairs.iter().filter(|repair| repair.record == words.record && repair.field == words.field);
    of_value.filter_map(|repair| enrichment_of(&repair.tag)).map(|(name, _)| name).next()
}

fn some(records: &[&str]) -> String {
    match records {
        [first, second, third, _, ..] => format!("{first}, {second}, {third} and {} more", records.len() - 3),
        few => few.join(", "),
    }
}

fn rulings(out: &mut Lines, story: &Story, told: &Told) {
    let rulings: Vec<&Ruled> = told.decision.rulings.iter().filter_map(|id| story.ruling(id)).collect();
    if rulings.is_empty() {
        return;
    }
    out.section("People");
    for ruling in rulings {
        let about = [ruling.stage.replace('_', " "), ruling.criterion.clone()];
        let about: Vec<&str> = about.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        let note = if ruling.note.is_empty() { String::new() } else { format!(": {}", one_line(&ruling.note)) };
        let from = if ruling.from.is_empty() { String::new() } else { format!(", imported from {}", ruling.from) };
        let settles = if ruling.kind == "adjudication" { " settles the conflict:" } else { "" };
        out.add(format!(
            "  {}{settles} {} ({}), {}{from}{note}",
            ruling.by,
            ruling.verdict,
            about.join(", "),
            day(&ruling.at)
        ));
    }
}

fn decision(out: &mut Lines, story: &Story, told: &Told) {
    let decision = &told.decision;
    let who = if decision.by == ["rule"] { "by rule".to_owned() } else { format!("by {}", decision.by.join(", ")) };
    match decision.decision.as_str() {
        "to-review" => out.section(&format!("Decision: to review {}", at_stage(&decision.stage))),
        _ => out.section(&format!("Decision: {}, {who}", outcome(told))),
    }
    if let Some(before) = story.included_before(told) {
        out.add(format!("  {before}"));
    }
    if decision.decision == "to-review" {
        for rule in story.protocol.criteria.iter().filter(|rule| decision.criteria.contains(&rule.id)) {
            out.add(format!(
                "  {}",
                rule.question.clone().unwrap_or_else(|| format!("Exclude as \"{}\"?", rule.reason))
            ));
        }
        if decision.criteria.is_empty() {
            out.add(format!("  {}", decision.reason));
        }
        out.add("  You can decide: write `include` or `exclude` beside it in to-review.csv, then");
        out.add("  `litsieve decide results/to-review.csv --by \"Your Name\"`; or read it with `litsieve screen`.");
    } else {
        out.add("  A person can overrule this with a ruling; nothing is ever edited in the results.");
    }
}

/// The day of a time.
fn day(at: &str) -> &str {
    at.split('T').next().unwrap_or(at)
}

/// ` (2017)`, or nothing.
pub fn in_brackets(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(" ({text})") }
}

/// `text` on one line, cut after `most` characters.
pub fn cut(text: &str, most: usize) -> String {
    let line = one_line(text);
    if line.chars().count() <= most {
        return line;
    }
    let mut cut: String = line.chars().take(most.saturating_sub(1)).collect();
    cut.push('…');
    cut
}
