//! `rulings/<person>.jsonl`, version 1: one ruling a line, appended, each line holding the digest of the line before it.
//!
//! Reading never fails: what cannot be read is told with its line, and costs no other line.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;
use serde::{Deserialize, Serialize};

use super::lineage::lineages;
use super::{Lineage, Ruling, RulingKind, Target};
use crate::diagnostic::{Diagnostic, excerpt};
use crate::source::{Digest, SourceFile};

/// The version that is written and read.
pub const VERSION: u32 = 1;

/// One line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    v: u32,
    kind: Kind,
    #[serde(default)]
    stage: String,
    #[serde(default = "one")]
    round: u32,
    #[serde(default)]
    targets: Vec<WireTarget>,
    #[serde(default)]
    verdict: String,
    #[serde(default)]
    criterion: String,
    #[serde(default)]
    note: String,
    by: String,
    at: String,
    #[serde(default)]
    supersedes: String,
    /// Where the word was first said, if it was imported.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    from: String,
    /// The identity of the line before this one; empty on the first.
    #[serde(default)]
    prev: String,
}

fn one() -> u32 {
    1
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Pair,
    Group,
    Criterion,
    Retrieval,
    Adjudication,
    Undo,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WireTarget {
    #[serde(skip_serializing_if = "String::is_empty")]
    database: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    accession: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    doi: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    author: String,
    #[serde(skip_serializing_if = "is_unknown")]
    year: i16,
    #[serde(skip_serializing_if = "String::is_empty")]
    volume: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pages: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    digest: String,
}

fn is_unknown(year: &i16) -> bool {
    *year == 0
}

const KINDS: [(Kind, RulingKind); 6] = [
    (Kind::Pair, RulingKind::Pair),
    (Kind::Group, RulingKind::Group),
    (Kind::Criterion, RulingKind::Criterion),
    (Kind::Retrieval, RulingKind::Retrieval),
    (Kind::Adjudication, RulingKind::Adjudication),
    (Kind::Undo, RulingKind::Undo),
];

impl RulingKind {
    /// The word in a file of rulings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pair => "pair",
            Self::Group => "group",
            Self::Criterion => "criterion",
            Self::Retrieval => "retrieval",
            Self::Adjudication => "adjudication",
            Self::Undo => "undo",
        }
    }

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        KINDS.into_iter().map(|(_, kind)| kind).find(|kind| kind.name() == name)
    }

    /// The words that a ruling of this kind may say.
    pub fn verdicts(self) -> &'static [&'static str] {
        match self {
            Self::Pair => &["same", "different"],
            Self::Group | Self::Adjudication => &["include", "exclude", "unsure"],
            Self::Criterion => &["met", "not-met", "unclear"],
            Self::Retrieval => &["sought", "retrieved", "not-retrieved"],
            Self::Undo => &[""],
        }
    }

    /// How many records a ruling of this kind speaks of.
    pub fn targets(self) -> usize {
        match self {
            Self::Pair => 2,
            Self::Undo => 0,
            Self::Group | Self::Criterion | Self::Retrieval | Self::Adjudication => 1,
        }
    }
}

/// The rulings of one file, in order, and what is wrong with it.
///
/// A line that is there twice, as after a merge that kept both sides, counts once.
pub fn read(source: &SourceFile) -> (Vec<Ruling>, Vec<Diagnostic>) {
    let mut reading =
        Reading { source, rulings: Vec::new(), diagnostics: Vec::new(), chain: Vec::new(), seen: HashSet::default() };
    for (number, line) in lines(source.text()) {
        reading.line(number, line);
    }
    reading.check_chain();
    reading.trace();
    reading.check_undone();
    reading.diagnostics.sort_by_key(|diagnostic| diagnostic.line);
    (reading.rulings, reading.diagnostics)
}

/// The lines that hold something, with their numbers.
fn lines(text: &str) -> impl Iterator<Item = (u32, &str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let numbered = text.split('\n').enumerate().map(|(at, line)| (at as u32 + 1, line.trim_end_matches('\r')));
    numbered.filter(|(_, line)| !line.trim().is_empty())
}

/// The identity of a line: the first 16 hexadecimal digits of the digest of its bytes, without the line end.
pub fn identity(line: &str) -> String {
    let mut digest = Digest::of(line.trim_end_matches(['\r', '\n']).as_bytes()).to_string();
    digest.truncate(16);
    digest
}

/// Whether a line is a mark of a merge that was not finished.
fn is_merge_mark(line: &str) -> bool {
    ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| line.starts_with(mark))
}

/// The identity of the last line of a file of rulings that is no mark of a merge; empty if it has none.
pub fn last_identity(text: &str) -> String {
    lines(text).filter(|(_, line)| !is_merge_mark(line)).last().map(|(_, line)| identity(line)).unwrap_or_default()
}

/// Who wrote a line; `None` if it is no ruling.
pub fn author_of(line: &str) -> Option<String> {
    serde_json::from_str::<Line>(line).ok().map(|line| line.by)
}

struct Reading<'a> {
    source: &'a SourceFile,
    rulings: Vec<Ruling>,
    diagnostics: Vec<Diagnostic>,
    /// Per line that is a ruling or was one: its number, its identity, what it says of the line before.
    chain: Vec<(u32, String, Option<String>)>,
    /// The identities of the lines so far.
    seen: HashSet<String, FixedState>,
}

impl Reading<'_> {
    fn note(&mut self, code: &'static str, line: u32, message: String) {
        self.diagnostics.push(Diagnostic::new(code, message).at(self.source.label(), line, 0));
    }

    fn line(&mut self, number: u32, text: &str) {
        if is_merge_mark(text) {
            let message = format!("`{}` is a mark of a merge that was not finished", excerpt(text));
            self.note("RUL002", number, message);
            return;
        }
        let id = identity(text);
        if !self.seen.insert(id.clone()) {
            self.note("RUL005", number, "the line stands in the file twice; it counts once".to_owned());
            return;
        }
        match serde_json::from_str::<Line>(text) {
            Err(error) => {
                let message = self.why_unreadable(text, &error);
                self.note(if is_later_version(text) { "RUL003" } else { "RUL001" }, number, message);
                self.chain.push((number, id, None));
            }
            Ok(line) => {
                self.chain.push((number, id.clone(), Some(line.prev.clone())));
                self.ruling(number, id, line);
            }
        }
    }

    fn why_unreadable(&self, text: &str, error: &serde_json::Error) -> String {
        if is_later_version(text) {
            return "the line was written by a later version of this program".to_owned();
        }
        format!("the line is not a ruling: {error}")
    }

    fn ruling(&mut self, number: u32, id: String, line: Line) {
        if line.v != VERSION {
            self.note("RUL003", number, format!("the line has version {}, which is not known", line.v));
            return;
        }
        let kind = KINDS.iter().find(|(kind, _)| *kind == line.kind).map_or(RulingKind::Undo, |(_, kind)| *kind);
        let targets = line.targets.len();
        let problem = if !kind.verdicts().contains(&line.verdict.as_str()) {
            format!("the verdict `{}` is none of {}", excerpt(&line.verdict), quoted(kind.verdicts()))
        } else if kind != RulingKind::Undo && targets != kind.targets() {
            format!("the ruling has {targets} targets in place of {}", kind.targets())
        } else if kind == RulingKind::Undo && line.supersedes.is_empty() {
            "the line takes something back, but does not say what".to_owned()
        } else if kind == RulingKind::Criterion && line.criterion.is_empty() {
            "the ruling is about a criterion, but does not say which".to_owned()
        } else {
            self.rulings.push(Ruling {
                id,
                kind,
                stage: line.stage,
                round: line.round,
                targets: line.targets.into_iter().map(Target::from).collect(),
                verdict: line.verdict,
                criterion: line.criterion,
                note: line.note,
                by: line.by,
                at: line.at,
                supersedes: line.supersedes,
                from: line.from,
                file: self.source.label().to_owned(),
                line: number,
                lineage: Lineage::default(),
            });
            return;
        };
        self.note("RUL001", number, problem);
    }

    /// Every line must name the one before it. After a merge of two branches it names another line of the file; after an
    /// edit it names one that is not there any more.
    fn check_chain(&mut self) {
        let mut before = "";
        let mut broken = Vec::new();
        for (number, id, prev) in &self.chain {
            if let Some(prev) = prev.as_deref().filter(|prev| *prev != before) {
                let merged = prev.is_empty() || self.seen.contains(prev);
                broken.push((*number, merged));
            }
            before = id;
        }
        for (number, merged) in broken {
            let message = if merged {
                "the line does not follow on the one before it: two versions of the file were merged"
            } else {
                "the line that stood before this one was changed or taken out"
            };
            self.note("RUL004", number, message.to_owned());
        }
    }

    /// Says of every ruling which lines its writer had, where that is not simply all lines before it.
    fn trace(&mut self) {
        let lineages = lineages(&self.chain);
        for ruling in &mut self.rulings {
            ruling.lineage = lineages.get(&ruling.line).copied().unwrap_or_default();
        }
    }

    /// An undo of a line that is in this file may not stand before it.
    fn check_undone(&mut self) {
        let lines: HashMap<&str, u32, FixedState> =
            self.rulings.iter().map(|ruling| (ruling.id.as_str(), ruling.line)).collect();
        let late: Vec<u32> = self
            .rulings
            .iter()
            .filter(|ruling| ruling.superseded().any(|id| lines.get(id).is_some_and(|&line| line > ruling.line)))
            .map(|ruling| ruling.line)
            .collect();
        for line in late {
            self.note("RUL004", line, "the line takes back one that stands after it".to_owned());
        }
    }
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// Whether a line says that it has a later version, whatever else is in it.
fn is_later_version(text: &str) -> bool {
    let version = serde_json::from_str::<serde_json::Value>(text).ok().and_then(|value| value.get("v")?.as_u64());
    version.is_some_and(|version| version > u64::from(VERSION))
}

/// Rulings that are to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What it is about.
    pub kind: RulingKind,
    /// The stage; empty for pairs and undoing.
    pub stage: String,
    /// The round of the stage, counted from 1.
    pub round: u32,
    /// One record for a group, two for a pair, none for undoing.
    pub targets: Vec<Target>,
    /// One of [`RulingKind::verdicts`].
    pub verdict: String,
    /// The criterion, for an exclusion or a criterion ruling.
    pub criterion: String,
    /// Why, in the person's words.
    pub note: String,
    /// The identities of the rulings that this one takes back or replaces, with a space between them; empty if none.
    pub supersedes: String,
    /// For a decision that was made in another tool: the tool and its file, with `, undated` behind it where the file does not say
    /// when it was made (its time is then that of the import); empty for one made here.
    pub from: String,
    /// When it was said, as RFC 3339, if that is not when it is written down; empty otherwise.
    pub at: String,
}

/// The lines for `drafts`, each ended by LF, to stand behind the line with the identity `previous`.
///
/// `at` is the time, as RFC 3339.
pub fn lines_for(drafts: &[Draft], by: &str, at: &str, previous: &str) -> String {
    let mut previous = previous.to_owned();
    let mut out = String::new();
    for draft in drafts {
        let line = line(draft, by, at, &previous);
        previous = identity(&line);
        out.push_str(&line);
        out.push('\n');
    }
    out
}

fn line(draft: &Draft, by: &str, at: &str, previous: &str) -> String {
    let kind = KINDS.iter().find(|(_, kind)| *kind == draft.kind).map_or(Kind::Undo, |(kind, _)| *kind);
    let Draft { stage, round, targets, verdict, criterion, note, supersedes, from, at: said_at, .. } = draft.clone();
    let line = Line {
        v: VERSION,
        kind,
        stage,
        round,
        targets: targets.into_iter().map(WireTarget::from).collect(),
        verdict,
        criterion,
        note,
        by: by.to_owned(),
        at: if said_at.is_empty() { at.to_owned() } else { said_at },
        supersedes,
        from,
        prev: previous.to_owned(),
    };
    // Texts and numbers always have a JSON form.
    serde_json::to_string(&line).unwrap_or_default()
}

impl From<WireTarget> for Target {
    fn from(wire: WireTarget) -> Self {
        let WireTarget { database, accession, doi, title, author, year, volume, pages, digest } = wire;
        Self { database, accession, doi, title, author, year, volume, pages, digest }
    }
}

impl From<Target> for WireTarget {
    fn from(target: Target) -> Self {
        let Target { database, accession, doi, title, author, year, volume, pages, digest } = target;
        Self { database, accession, doi, title, author, year, volume, pages, digest }
    }
}

#[cfg(test)]
mod tests;
