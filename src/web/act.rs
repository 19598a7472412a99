//! What the page may ask for, and the rulings it becomes. A browser can send anything: nothing is taken that the review does not know.

mod back;
mod pairs;

use serde::Deserialize;

use super::batch;
use super::queue::{self, READING};
use super::review::Review;
use super::view::View;
use crate::pipeline::Retrieval;
use crate::protocol::Stage;
use crate::ruling::{Draft, Ruling, RulingKind, Target};

/// Longest note, in bytes: some fifty pages.
pub(super) const LONGEST_NOTE: usize = 100_000;

/// What a reader does.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "do", rename_all = "lowercase", deny_unknown_fields)]
pub(super) enum Act {
    /// Votes on a reference, or settles a conflict.
    Decide {
        group: String,
        verdict: String,
        #[serde(default)]
        criterion: String,
        #[serde(default)]
        note: String,
        /// The stage; titles and abstracts if left out.
        #[serde(default)]
        stage: String,
        /// The identity of the own vote that the page showed; empty if it showed none.
        #[serde(default)]
        seen: String,
        /// Whether it settles a conflict between readers, and is not one more vote.
        #[serde(default)]
        settles: bool,
    },
    /// Says of two records that they are the same report, or not.
    Pair {
        a: String,
        b: String,
        verdict: String,
        #[serde(default)]
        note: String,
    },
    /// Takes records out of a group: each is different from the record that stands for the group.
    Split {
        group: String,
        records: Vec<String>,
        #[serde(default)]
        note: String,
    },
    /// Says that two groups are the same report.
    Duplicate {
        group: String,
        of: String,
        #[serde(default)]
        note: String,
    },
    /// Says whether a reference meets a criterion; nothing said takes back what was.
    Criterion {
        group: String,
        criterion: String,
        #[serde(default)]
        verdict: String,
        #[serde(default)]
        note: String,
    },
    /// Takes back the own word on a reference at a stage.
    Withdraw { group: String, stage: String },
    /// Says what became of a full text.
    Retrieval {
        group: String,
        verdict: String,
        #[serde(default)]
        note: String,
    },
    /// Votes on every reference of the narrowed list that waits for this reader.
    Batch {
        verdict: String,
        #[serde(default)]
        criterion: String,
        #[serde(default)]
        note: String,
        /// How many references the reader has confirmed.
        total: usize,
    },
    /// Takes back the last decision.
    Undo,
    /// Takes back the last undo.
    Redo,
}

/// Why something is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refused {
    /// The page shows something that is no longer so.
    Outdated(String),
    /// It is nothing that could be done.
    Wrong(String),
}

/// What is appended, and where the page should look next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Taken {
    /// The rulings.
    pub drafts: Vec<Draft>,
    /// What was done, for the reader.
    pub said: String,
    /// The reference that the page should go to, where that is not the next one.
    pub show: Option<Show>,
    /// The note of a decision that was taken back: it goes into its box again.
    pub note: Option<(String, String)>,
}

/// Where the page should look next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Show {
    /// At this entry, whatever the list.
    Here(String),
    /// At this entry, if the list holds it now.
    IfListed(String),
}

impl Taken {
    pub fn new(drafts: Vec<Draft>, said: impl Into<String>) -> Self {
        Self { drafts, said: said.into(), show: None, note: None }
    }
}

pub(super) fn wrong<T>(message: impl Into<String>) -> Result<T, Refused> {
    Err(Refused::Wrong(message.into()))
}

fn gone<T>(what: &str) -> Result<T, Refused> {
    Err(Refused::Outdated(format!(
        "{what} is not in the review any more. Nothing was saved; the page shows what is there now."
    )))
}

/// The rulings that `act` of the reader `by` comes to; `view` is what the page shows.
pub(super) fn take(review: &Review, act: &Act, view: &View, by: &str) -> Result<Taken, Refused> {
    match act {
        Act::Batch { verdict, criterion, note, total } => {
            batch::decide(review, view, by, &batch::Said { verdict, criterion, note, total: *total })
        }
        Act::Decide { group, verdict, criterion, note, stage, seen, settles } => {
            decide(review, by, &Decision { group, verdict, criterion, note, stage, seen, settles: *settles })
        }
        Act::Pair { a, b, verdict, note } => pairs::pair(review, by, (a, b), verdict, note),
        Act::Split { group, records, note } => pairs::split(review, by, group, records, note),
        Act::Duplicate { group, of, note } => pairs::duplicate(review, by, group, of, note),
        Act::Criterion { group, criterion, verdict, note } => on_criterion(review, by, group, criterion, verdict, note),
        Act::Retrieval { group, verdict, note } => retrieval(review, by, group, verdict, note),
        Act::Withdraw { group, stage } => back::withdraw(review, by, group, stage),
        Act::Undo => back::undo(review, by),
        Act::Redo => back::redo(review, by),
    }
}

struct Decision<'a> {
    group: &'a str,
    verdict: &'a str,
    criterion: &'a str,
    note: &'a str,
    stage: &'a str,
    seen: &'a str,
    settles: bool,
}

fn decide(review: &Review, by: &str, said: &Decision<'_>) -> Result<Taken, Refused> {
    let Some(group) = review.find_group(said.group) else { return gone(&format!("The reference {}", said.group)) };
    let stage = if said.stage.is_empty() { Some(READING) } else { Stage::from_name(said.stage) };
    let Some(stage) = stage else { return wrong(format!("There is no stage `{}`.", said.stage)) };
    check_vote(review, said.verdict, said.criterion, said.note)?;
    check_stage(review, by, group, stage, said)?;
    check_reason(stage, said)?;
    if stage == Stage::Eligibility && review.screened(group).retrieval == Some(Retrieval::NotRetrieved) {
        let who = review.rulings_on(group).find(|ruling| ruling.verdict == Retrieval::NotRetrieved.name());
        return wrong(format!(
            "{} says that the full text was not retrieved. If you have it, say so first (Retrieved), then decide.",
            who.map_or("Somebody", |ruling| ruling.by.as_str())
        ));
    }
    let seen = queue::seen(review, group, stage, by);
    let at_issue = queue::at_issue(review, group, stage);
    if said.settles && queue::conflict(review, group) != Some(stage) {
        let message = "Meanwhile the conflict was settled, or a reader changed a vote. Look again.";
        return Err(Refused::Outdated(message.to_owned()));
    }
    // Where others were unsure, whoever has not voted settles it: one more vote would settle nothing.
    let settles = said.settles || (seen.is_empty() && queue::in_doubt(review, group) == Some(stage));
    let adjudicates = settles && at_issue.iter().any(|word| word.by != by);
    let own_note = at_issue.iter().filter(|word| word.by == by).any(|word| word.note.trim() == said.note.trim());
    if adjudicates && (said.note.trim().is_empty() || own_note) && at_issue.iter().any(|word| word.by == by) {
        return wrong(
            "You are one of the readers of this conflict. Let somebody else settle it; or say in the note how you came to agree, then \
             decide: the review will say that one of its readers settled it.",
        );
    }
    if !adjudicates && seen != said.seen {
        let own = queue::own_words(review, group, stage, by);
        let now = own.last().map_or_else(|| "took it back".to_owned(), |vote| format!("said {}", vote.verdict));
        return Err(Refused::Outdated(format!("Meanwhile you {now} in another tab. Look again, then decide.")));
    }
    let (kind, supersedes) = if adjudicates {
        (RulingKind::Adjudication, identities(at_issue.into_iter()))
    } else {
        (RulingKind::Group, said.seen.to_owned())
    };
    let criterion = if said.verdict == "exclude" { said.criterion } else { "" };
    let draft = Draft {
        stage: stage.name().to_owned(),
        verdict: said.verdict.to_owned(),
        criterion: criterion.to_owned(),
        supersedes,
        ..draft(kind, vec![review.target(group)], said.note)
    };
    let reason = if criterion.is_empty() { String::new() } else { format!(" ({criterion})") };
    let settled = if adjudicates { "Settled: " } else { "" };
    Ok(Taken::new(vec![draft], format!("{settled}{}{reason}", past(said.verdict))))
}

/// Refuses a vote that no form offers.
pub(super) fn check_vote(review: &Review, verdict: &str, criterion: &str, note: &str) -> Result<(), Refused> {
    if !RulingKind::Group.verdicts().contains(&verdict) {
        return wrong(format!("`{verdict}` is no decision."));
    }
    if !criterion.is_empty() && review.protocol.criteria.iter().all(|rule| rule.id != criterion) {
        return wrong(format!("The protocol has no criterion `{criterion}`."));
    }
    check_note(note)
}

/// Refuses a decision at a stage at which the page does not offer the reference to this reader.
fn check_stage(review: &Review, by: &str, group: usize, stage: Stage, said: &Decision<'_>) -> Result<(), Refused> {
    if said.settles && queue::conflict(review, group) == Some(stage) {
        return Ok(());
    }
    match stage {
        Stage::BeforeScreening => wrong(
            "Before screening, rules decide: there is nothing that a reader of titles and abstracts could say there.",
        ),
        READING if queue::is_in_pilot(review) && review.pilot.binary_search(&group).is_err() => wrong(
            "The pilot comes first: this reference is not one of it. It can be decided once the readers of the pilot agree.",
        ),
        READING => check_later(review, by, group, said.verdict),
        Stage::Eligibility if !queue::is_wanted(review, group, by) => wrong(
            "The full text of this reference is not wanted: it was excluded before, or it still waits for its title and abstract.",
        ),
        Stage::Eligibility => Ok(()),
    }
}

/// Refuses an exclusion that nobody could explain later.
fn check_reason(stage: Stage, said: &Decision<'_>) -> Result<(), Refused> {
    if said.verdict != "exclude" || !said.criterion.is_empty() || !said.note.trim().is_empty() {
        return Ok(());
    }
    wrong(match stage {
        Stage::Eligibility => {
            "A report is excluded with one reason: choose a criterion, or say in the note what it is."
        }
        _ => "Choose the criterion that it fails, or say in the note why it is excluded.",
    })
}

/// Refuses a word on title and abstract that a word on the full text, which this reader may know, would make void.
fn check_later(review: &Review, by: &str, group: usize, verdict: &str) -> Result<(), Refused> {
    let mut known = queue::votes(review, group, Stage::Eligibility)
        .filter(|vote| vote.by == by || queue::is_open(review, group, Stage::Eligibility));
    let Some(later) = known.find(|_| verdict != "include") else { return Ok(()) };
    let (who, how) = if later.by == by {
        ("You", "take your word back first: the button Take back on this page, or".to_owned())
    } else {
        (later.by.as_str(), format!("let {} take that word back first:", later.by))
    };
    // By its identity: what was appended since the file was read has no line yet.
    wrong(format!(
        "{who} said {} at full text, and that counts whatever is said of title and abstract. Decide under Full texts instead, or \
         {how} `litsieve decide --by \"{}\" --undo {}`.",
        later.verdict, later.by, later.id
    ))
}

pub(super) fn past(verdict: &str) -> &'static str {
    match verdict {
        "include" => "Included",
        "exclude" => "Excluded",
        "unsure" => "Marked as unsure",
        "same" => "Same report",
        "different" => "Different reports",
        _ => "Noted",
    }
}

pub(super) fn draft(kind: RulingKind, targets: Vec<Target>, note: &str) -> Draft {
    Draft {
        kind,
        stage: String::new(),
        round: 1,
        targets,
        verdict: String::new(),
        criterion: String::new(),
        note: note.trim().to_owned(),
        supersedes: String::new(),
        from: String::new(),
        at: String::new(),
    }
}

fn check_note(note: &str) -> Result<(), Refused> {
    if note.chars().any(|char| char.is_control() && !char.is_whitespace()) {
        return wrong("The note has control characters, which nobody can read. Take them out, then decide.");
    }
    if note.len() > LONGEST_NOTE {
        return wrong(format!(
            "The note has {} bytes; {LONGEST_NOTE} is the most. It is still in its box: shorten it, then decide.",
            note.len()
        ));
    }
    Ok(())
}

fn identities<'r>(rulings: impl Iterator<Item = &'r Ruling>) -> String {
    rulings.map(|ruling| ruling.id.as_str()).collect::<Vec<_>>().join(" ")
}

fn on_criterion(
    review: &Review,
    by: &str,
    group: &str,
    criterion: &str,
    verdict: &str,
    note: &str,
) -> Result<Taken, Refused> {
    check_note(note)?;
    if !verdict.is_empty() && !RulingKind::Criterion.verdicts().contains(&verdict) {
        return wrong(format!("`{verdict}` says nothing of a criterion."));
    }
    let Some(number) = review.find_group(group) else { return gone(&format!("The reference {group}")) };
    let rules = review.protocol.criteria.iter().zip(&review.screened(number).findings);
    let Some((rule, finding)) = rules.into_iter().find(|(rule, _)| rule.id == criterion) else {
        return wrong(format!("The protocol has no criterion `{criterion}`."));
    };
    if finding.is_none() {
        return wrong(format!(
            "The criterion `{criterion}` does not apply to this reference: a search outside of its scope found it."
        ));
    }
    let own = || {
        let on_it = |ruling: &&Ruling| ruling.kind == RulingKind::Criterion && ruling.criterion == criterion;
        review.rulings_on(number).filter(on_it).filter(|ruling| ruling.by == by)
    };
    let supersedes = identities(own());
    let (said, draft) = if verdict.is_empty() {
        if supersedes.is_empty() {
            return wrong(format!("You said nothing of `{criterion}` that could be taken back."));
        }
        // Of an answer that was changed the earlier one would come back.
        let ever = review.board.history(number).map(|(ruling, _)| ruling);
        let ever = ever
            .filter(|ruling| ruling.kind == RulingKind::Criterion && ruling.criterion == criterion && ruling.by == by);
        (format!("Took back what you said of {criterion}"), back::taking_back(identities(ever)))
    } else {
        let draft = Draft {
            stage: rule.stage.name().to_owned(),
            verdict: verdict.to_owned(),
            criterion: criterion.to_owned(),
            supersedes,
            ..draft(RulingKind::Criterion, vec![review.target(number)], note)
        };
        (format!("{criterion}: {}", verdict.replace('-', " ")), draft)
    };
    Ok(Taken { show: Some(Show::Here(group.to_owned())), ..Taken::new(vec![draft], said) })
}

fn retrieval(review: &Review, by: &str, group: &str, verdict: &str, note: &str) -> Result<Taken, Refused> {
    check_note(note)?;
    if !RulingKind::Retrieval.verdicts().contains(&verdict) {
        return wrong(format!("`{verdict}` says nothing of a full text."));
    }
    if verdict == "not-retrieved" && note.trim().is_empty() {
        return wrong("Say in the note why the full text could not be had.");
    }
    let Some(number) = review.find_group(group) else { return gone(&format!("The reference {group}")) };
    if !queue::is_wanted(review, number, by) {
        return wrong(
            "The full text of this reference is not wanted: it was excluded before, or it still waits for its title and abstract.",
        );
    }
    let assessed = queue::votes(review, number, Stage::Eligibility);
    let mut known = assessed.filter(|vote| vote.by == by || queue::is_open(review, number, Stage::Eligibility));
    if let Some(vote) = known.find(|_| verdict == Retrieval::NotRetrieved.name()) {
        let who = if vote.by == by { "You have" } else { &format!("{} has", vote.by) };
        return wrong(format!("{who} assessed this report. Take that back first, or leave it as retrieved."));
    }
    let said_before = || review.rulings_on(number).filter(|ruling| ruling.kind == RulingKind::Retrieval);
    let has_it = |ruling: &&Ruling| ruling.by != by && ruling.verdict == Retrieval::Retrieved.name();
    let but = said_before().find(has_it).filter(|_| verdict == Retrieval::NotRetrieved.name());
    let but = but.map_or_else(String::new, |had| format!(", but {} has retrieved it, and that counts", had.by));
    let draft = Draft {
        stage: Stage::Eligibility.name().to_owned(),
        verdict: verdict.to_owned(),
        // What others said stays theirs.
        supersedes: identities(said_before().filter(|ruling| ruling.by == by)),
        ..draft(RulingKind::Retrieval, vec![review.target(number)], note)
    };
    let said = format!("Full text: {}{but}", verdict.replace('-', " "));
    Ok(Taken { show: Some(Show::Here(group.to_owned())), ..Taken::new(vec![draft], said) })
}
