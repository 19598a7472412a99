//! What waits for whom.
//!
//! Invariant: at a stage with several readers, what a reader is offered and how much is left depends on the records, the
//! protocol and the reader's own votes; another reader's vote shows in neither, until both have voted.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};

use serde::Deserialize;

use super::answers::{self, answers};
use super::pilot;
use super::review::Review;
use crate::evidence::{Verdict, Weight};
use crate::pipeline::{self, Decision, Outcome, Retrieval, Votes};
use crate::protocol::Stage;
use crate::record::RecordId;
use crate::ruling::{Ruling, RulingKind, fold};

/// The lists that the page works through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Queue {
    /// References whose title and abstract wait for this reader.
    #[default]
    Review,
    /// Pairs of records that may be one reference.
    Pairs,
    /// References whose readers do not agree.
    Conflicts,
    /// References whose full text is wanted.
    Texts,
    /// Every reference.
    All,
}

impl Queue {
    /// Every list with its name, in the order of the page.
    pub const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Review, "review", "To review"),
        (Self::Pairs, "pairs", "Doubtful pairs"),
        (Self::Conflicts, "conflicts", "Conflicts"),
        (Self::Texts, "texts", "Full texts"),
        (Self::All, "all", "All references"),
    ];
}

/// What a list is narrowed to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Narrowed {
    /// Words of title, authors, abstract or identifiers.
    pub words: String,
    /// The identifier of a search, or `source:` and that of a source.
    pub search: String,
    /// The identifier of a criterion that is unclear; with `met:` or `not-met:` before it, one that says so.
    pub unclear: String,
    /// `included`, `excluded`, `to-review`; `mine` for this reader's votes, `duplicates` for merged records, `unsure` for what
    /// waits to be looked at again, `again` for what others excluded and this reader has not read.
    pub state: String,
    /// Not before this year.
    pub from: Option<i16>,
    /// Not after this year.
    pub to: Option<i16>,
}

impl Narrowed {
    /// In words; empty for the whole list.
    pub fn in_words(&self) -> String {
        let Self { words, search, unclear, state, from, to } = self;
        let year = |year: &Option<i16>| year.map_or_else(String::new, |year| year.to_string());
        let years = if from.is_some() || to.is_some() { format!("{}-{}", year(from), year(to)) } else { String::new() };
        let said =
            [("words", words), ("found by", search), ("criterion", unclear), ("state", state), ("years", &years)];
        let said = said.into_iter().filter(|(_, what)| !what.is_empty());
        said.map(|(name, what)| format!("{name} {}", what.trim())).collect::<Vec<_>>().join(", ")
    }
}

/// The groups in the order in which they are offered: first those with words that decide for or against, the fewest open
/// questions first; votes play no part.
pub(super) fn order(review: &Review) -> Vec<usize> {
    let mut order: Vec<usize> = (0..review.len()).collect();
    order.sort_by_cached_key(|&group| {
        let findings = &review.screened(group).findings;
        let open: Vec<_> = findings.iter().flatten().filter(|found| found.verdict == Verdict::Unclear).collect();
        let weights = open.iter().flat_map(|finding| &finding.evidence).map(|evidence| evidence.weight);
        let decisive = weights.map(|weight| if weight == Weight::Weak { 1 } else { 2 }).max().unwrap_or(0);
        (Reverse(decisive), open.len(), group)
    });
    order
}

/// The stage at which titles and abstracts are read.
pub(super) const READING: Stage = Stage::Screening;

/// How many people decide on each reference at a stage.
pub(super) fn voters(review: &Review, stage: Stage) -> usize {
    let rule = review.protocol.votes.iter().find(|rule| rule.stage == stage);
    rule.map_or(1, |rule| rule.voters as usize)
}

/// The votes in force on a group at a stage.
pub(super) fn votes(review: &Review, group: usize, stage: Stage) -> impl Iterator<Item = &Ruling> {
    review.rulings_on(group).filter(move |ruling| ruling.kind == RulingKind::Group && ruling.stage == stage.name())
}

/// This reader's words in force: more than one where two machines were merged.
pub(super) fn own_words<'r>(review: &'r Review, group: usize, stage: Stage, by: &str) -> Vec<&'r Ruling> {
    votes(review, group, stage).filter(|ruling| ruling.by == by).collect()
}

/// The identities of this reader's words in force, with a space between them: what the next word takes the place of.
pub(super) fn seen(review: &Review, group: usize, stage: Stage, by: &str) -> String {
    own_words(review, group, stage, by).iter().map(|vote| vote.id.as_str()).collect::<Vec<_>>().join(" ")
}

/// This reader's vote in force; none where the reader's words contradict each other.
pub(super) fn own_vote<'r>(review: &'r Review, group: usize, stage: Stage, by: &str) -> Option<&'r Ruling> {
    let own = votes(review, group, stage).filter(|ruling| ruling.by == by);
    own.map(Some)
        .reduce(|one, other| one.zip(other).filter(|(one, other)| one.has_answer_of(other)).map(|(_, other)| other))?
}

/// Whether everybody has voted who has to; who contradicts oneself has not yet.
pub(super) fn is_complete(review: &Review, group: usize, stage: Stage) -> bool {
    let needed = voters(review, stage);
    let people: BTreeSet<&str> = votes(review, group, stage).map(|ruling| ruling.by.as_str()).collect();
    people.len() >= needed
        && people.into_iter().filter(|by| own_vote(review, group, stage, by).is_some()).count() >= needed
}

/// Whether this reader may be told what others said of a group at a stage.
pub(super) fn is_open(review: &Review, group: usize, stage: Stage) -> bool {
    voters(review, stage) < 2 || is_complete(review, group, stage) || is_adjudicated(review, group, stage)
}

/// Whether this reader may be told what others said of a criterion of a stage: also a stage that one person decides is closed as
/// long as titles and abstracts are read blindly.
pub(super) fn is_open_to_all(review: &Review, group: usize, stage: Stage) -> bool {
    is_open(review, group, stage) && is_open(review, group, READING)
}

pub(super) fn is_adjudicated(review: &Review, group: usize, stage: Stage) -> bool {
    review.rulings_on(group).any(|ruling| ruling.kind == RulingKind::Adjudication && ruling.stage == stage.name())
}

/// The stage at which everybody has voted who has to, and the group still waits.
fn open_though_voted(review: &Review, group: usize) -> Option<Stage> {
    let decision = &review.screened(group).decision;
    let Outcome::ToReview(unclear) = &decision.outcome else { return None };
    let stage = decision.stage;
    let voted = votes(review, group, stage).next().is_some();
    (unclear.is_empty() && voted && is_complete(review, group, stage)).then_some(stage)
}

/// Whether anybody excludes a group at a stage, as a reader or between readers.
fn is_excluded_by_some(review: &Review, group: usize, stage: Stage) -> bool {
    let kinds = [RulingKind::Group, RulingKind::Adjudication];
    let mut here = review.rulings_on(group).filter(|said| kinds.contains(&said.kind) && said.stage == stage.name());
    here.any(|said| said.verdict == "exclude")
}

/// The stage at which the readers of a group do not agree: one excludes it, or says that it does not meet a criterion, and another
/// does not. Who is unsure keeps it, as in [`crate::audit::readings`].
pub(super) fn conflict(review: &Review, group: usize) -> Option<Stage> {
    if !answers::disputed(review, group).is_empty() {
        // What stands in the way before anybody reads is settled by whoever reads.
        return Some(review.screened(group).decision.stage.max(READING));
    }
    open_though_voted(review, group).filter(|&stage| is_excluded_by_some(review, group, stage))
}

/// The stage at which a group waits to be looked at again: everybody has voted who has to, nobody excludes it, somebody is unsure.
pub(super) fn in_doubt(review: &Review, group: usize) -> Option<Stage> {
    open_though_voted(review, group).filter(|&stage| !is_excluded_by_some(review, group, stage))
}

/// The words that an adjudication at a stage settles: on the criteria that are in dispute, else the votes.
pub(super) fn at_issue(review: &Review, group: usize, stage: Stage) -> Vec<&Ruling> {
    let disputed = answers::disputed(review, group);
    if disputed.is_empty() {
        return votes(review, group, stage).collect();
    }
    let rules = &review.protocol.criteria;
    disputed.into_iter().flat_map(|number| answers(review, group, &rules[number].id)).collect()
}

/// The decision on a group as far as this reader may know: without the votes of others at a stage that is not open yet.
pub(super) fn decision_for<'r>(review: &'r Review, group: usize, by: &str) -> Cow<'r, Decision> {
    let screened = review.screened(group);
    let is_hidden = |ruling: &Ruling| {
        let stage = Stage::from_name(&ruling.stage).filter(|_| ruling.by != by);
        stage.is_some_and(|stage| match ruling.kind {
            RulingKind::Group => !is_open(review, group, stage),
            RulingKind::Criterion => !answers::counts(review, group, ruling),
            _ => false,
        })
    };
    let rulings = &review.board.rulings;
    let known: Vec<_> =
        screened.rulings.iter().copied().filter(|&number| !is_hidden(&rulings[number as usize])).collect();
    if known.len() == screened.rulings.len() {
        return Cow::Borrowed(&screened.decision);
    }
    Cow::Owned(pipeline::decide(&review.protocol, &screened.findings, &Votes::new(&known, rulings)))
}

/// Whether a group waits for this reader at the reading of titles and abstracts.
pub(super) fn waits(review: &Review, group: usize, by: &str) -> bool {
    let decision = decision_for(review, group, by);
    matches!(decision.outcome, Outcome::ToReview(_))
        && decision.stage <= READING
        && own_vote(review, group, READING, by).is_none()
        && conflict(review, group).is_none()
        && in_doubt(review, group).is_none()
}

/// Whether the full text of a group is wanted: it was not excluded on its title and abstract, and does not wait there.
pub(super) fn is_wanted(review: &Review, group: usize, by: &str) -> bool {
    let decision = decision_for(review, group, by);
    match decision.outcome {
        Outcome::Included => true,
        Outcome::Excluded(_) | Outcome::ToReview(_) => decision.stage == Stage::Eligibility,
    }
}

/// Whether only the references of the pilot are offered so far.
pub(super) fn is_in_pilot(review: &Review) -> bool {
    pilot::standing(review).is_some_and(|standing| !standing.is_passed())
}

/// The groups of a list, in its order.
pub(super) fn groups(review: &Review, queue: Queue, narrowed: &Narrowed, by: &str) -> Vec<usize> {
    let in_pilot = queue == Queue::Review && is_in_pilot(review);
    let words = fold(&narrowed.words);
    let words: Vec<&str> = words.split(' ').filter(|word| !word.is_empty()).collect();
    let keep = |&group: &usize| {
        let here = match queue {
            Queue::Review => waits(review, group, by) && (!in_pilot || review.pilot.binary_search(&group).is_ok()),
            Queue::Conflicts => conflict(review, group).is_some(),
            Queue::Texts => is_wanted(review, group, by),
            Queue::All => true,
            Queue::Pairs => false,
        };
        here && is_kept(review, group, narrowed, &words, by)
    };
    let again = if narrowed.state == AGAIN { review.ranked.again.as_slice() } else { &[] };
    let is_first: HashSet<usize> = again.iter().copied().collect();
    let others = review.order.iter().filter(|group| !is_first.contains(group));
    let mut groups: Vec<usize> = again.iter().chain(others).copied().filter(keep).collect();
    if queue == Queue::Texts {
        // What still has to be done first.
        groups.sort_by_key(|&group| text_standing(review, group, by));
    }
    groups
}

/// 0 where the full text was not sought yet, 1 where it was sought, 2 where it is there to be assessed, 3 where nothing is left to do
/// for this reader.
pub(super) fn text_standing(review: &Review, group: usize, by: &str) -> u8 {
    let is_open = is_open(review, group, Stage::Eligibility);
    let assessed = votes(review, group, Stage::Eligibility).any(|vote| vote.by == by || is_open);
    match review.screened(group).retrieval {
        // Who was unsure has something left to do.
        _ if assessed && in_doubt(review, group) != Some(Stage::Eligibility) => 3,
        Some(Retrieval::NotRetrieved) => 3,
        Some(Retrieval::Retrieved) => 2,
        Some(Retrieval::Sought) => 1,
        None => 0,
    }
}

fn is_kept(review: &Review, group: usize, narrowed: &Narrowed, words: &[&str], by: &str) -> bool {
    let screened = review.screened(group);
    let Narrowed { search, unclear, state, from, to, .. } = narrowed;
    let found_by = || {
        let mut searches = screened.arms.iter().filter_map(|&arm| review.search(arm));
        match search.strip_prefix("source:") {
            Some(source) => searches.any(|found| review.protocol.sources[found.source].id == source),
            None => searches.any(|found| found.id == *search),
        }
    };
    let is_unclear = || {
        let (verdict, id) = match unclear.split_once(':') {
            Some(("met", id)) => (Verdict::Met, id),
            Some(("not-met", id)) => (Verdict::NotMet, id),
            _ => (Verdict::Unclear, unclear.as_str()),
        };
        let rules = review.protocol.criteria.iter().zip(&screened.findings);
        let mut findings = rules.filter(|(rule, _)| rule.id == id).filter_map(|(_, finding)| finding.as_ref());
        findings.any(|finding| finding.verdict == verdict)
    };
    let in_years = || {
        let year = review.records().record(review.group(group).kept).year();
        year.is_some_and(|year| from.is_none_or(|from| year >= from) && to.is_none_or(|to| year <= to))
    };
    // What the reader wrote in notes is found too: `#later` is a label.
    let has_word = |word: &&str| {
        let own = || review.rulings_on(group).filter(|ruling| ruling.by == by && !ruling.note.is_empty());
        review.searchable(group).contains(*word) || own().any(|ruling| fold(&ruling.note).contains(*word))
    };
    (search.is_empty() || found_by())
        && (unclear.is_empty() || is_unclear())
        && (state.is_empty() || has_state(review, group, state, by))
        && (from.is_none() && to.is_none() || in_years())
        && words.iter().all(has_word)
}

fn has_state(review: &Review, group: usize, state: &str, by: &str) -> bool {
    match state {
        "mine" => Stage::ALL.iter().any(|&stage| own_vote(review, group, stage, by).is_some()),
        "duplicates" => review.group(group).records.len() > 1,
        IN_DOUBT => in_doubt(review, group).is_some(),
        AGAIN => is_for_a_second_look(review, group, by),
        _ => shown_state(review, group, by) == state,
    }
}

/// The state of what waits to be looked at again because somebody was unsure.
pub(super) const IN_DOUBT: &str = "unsure";

/// The state of what others excluded, for whoever looks at it again: the last phase of SAFE.
const AGAIN: &str = "again";

/// Whether others excluded a group on its title and abstract, and this reader, who may know it, has not said anything of it.
fn is_for_a_second_look(review: &Review, group: usize, by: &str) -> bool {
    let mut others = votes(review, group, READING);
    others.any(|vote| vote.by != by && vote.verdict == "exclude")
        && is_open(review, group, READING)
        && own_words(review, group, READING, by).is_empty()
        && shown_state(review, group, by) == "excluded"
}

/// What became of a group, which shows no vote of a stage that others still vote on: `included`, `excluded` or `to-review`.
pub(super) fn shown_state(review: &Review, group: usize, by: &str) -> &'static str {
    match decision_for(review, group, by).outcome {
        Outcome::Included => "included",
        Outcome::Excluded(_) => "excluded",
        Outcome::ToReview(_) => "to-review",
    }
}

/// The doubtful pairs that nobody has ruled on, the surest first.
pub(super) fn pairs(review: &Review) -> Vec<usize> {
    let doubts = &review.matches().doubtful;
    let open = |&number: &usize| {
        let link = &doubts[number].link;
        review.board.is_open(link.a, link.b)
    };
    let mut pairs: Vec<usize> = (0..doubts.len()).filter(open).collect();
    pairs.sort_by(|&x, &y| doubts[y].link.score.total_cmp(&doubts[x].link.score).then(x.cmp(&y)));
    pairs
}

/// The name of a pair: both records.
pub(super) fn pair_name(review: &Review, a: RecordId, b: RecordId) -> String {
    format!("{}|{}", review.name(a), review.name(b))
}
