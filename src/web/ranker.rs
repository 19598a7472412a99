//! The order of a ranked queue, learnt beside the reading, and the advice on when to stop.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;

use super::queue::{self, READING};
use super::review::Review;
use crate::protocol::ReadingOrder;
use crate::ranking::stopping::recall_p_value;
use crate::ranking::{Mover, Ranking};
use crate::ruling::RulingKind;

/// The recall that the advice is about.
const TARGET: f64 = 0.95;
/// Of how many references, from the front, the words that moved them are kept.
const EXPLAINED: usize = 300;
/// How many words are kept of each.
const WORDS: usize = 6;

/// What the ranking learns from: votes by group, in the order of reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lesson {
    /// Group, and whether it was kept.
    votes: Vec<(usize, bool)>,
    /// How many references there are to read, read ones among them.
    total: usize,
}

/// What the ranking has learnt.
#[derive(Debug, Default)]
pub(super) struct Ranked {
    /// The groups, the most relevant first.
    pub order: Vec<usize>,
    /// The words that moved a group, the strongest first.
    pub movers: HashMap<usize, Vec<Mover>, FixedState>,
    /// Advice on when to stop.
    pub advice: Option<Advice>,
}

/// Whether it may be time to stop: numbers, never a stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Advice {
    /// How likely so few relevant ones at the end are if the recall so far were below 95 % (Callaghan and Müller-Hansen 2020).
    pub p: f64,
    /// How many were read.
    pub read: usize,
    /// How many of them were kept.
    pub kept: usize,
    /// How many there are.
    pub total: usize,
    /// How many were not kept since the last that was.
    pub in_a_row: usize,
}

/// Whether the protocol asks for a ranking.
pub(super) fn is_wanted(review: &Review) -> bool {
    review.protocol.votes.iter().any(|rule| rule.stage == READING && rule.order == ReadingOrder::Ranked)
}

/// What a reader's ranking learns from: the own votes where readers are independent, else everybody's.
pub(super) fn lesson(review: &Review, by: &str) -> Lesson {
    let independent = queue::voters(review, READING) > 1;
    let mut votes: Vec<(usize, bool)> = Vec::new();
    let mut seen: HashSet<usize, FixedState> = HashSet::default();
    for (group, ruling) in review.board.in_force() {
        let counts =
            ruling.kind == RulingKind::Group && ruling.stage == READING.name() && (!independent || ruling.by == by);
        if counts && seen.insert(group) {
            votes.push((group, ruling.verdict != "exclude"));
        }
    }
    let left = queue::groups(review, queue::Queue::Review, &queue::Narrowed::default(), by).len();
    Lesson { total: votes.len() + left, votes }
}

/// The texts of every group, in order.
pub(super) fn texts(review: &Review) -> Vec<String> {
    let text = |group| {
        let records = review.group(group).records.iter().map(|&id| review.records().record(id));
        let kept = review.records().record(review.group(group).kept);
        let longest = records.filter_map(|record| record.abstract_text()).max_by_key(|text| text.len());
        [kept.title().unwrap_or_default(), longest.unwrap_or_default()].join(" ")
    };
    (0..review.len()).map(text).collect()
}

/// Learns: takes a while, and is done beside the reading.
pub(super) fn learn(ranking: &mut Ranking, lesson: &Lesson) -> Ranked {
    (0..ranking.len()).for_each(|group| ranking.vote(group, None));
    lesson.votes.iter().for_each(|(group, kept)| ranking.vote(*group, Some(*kept)));
    ranking.train();
    let order = ranking.order();
    let movers = order.iter().take(EXPLAINED).map(|&group| (group, ranking.movers(group, WORDS)));
    let movers = movers.filter(|(_, words)| !words.is_empty()).collect();
    Ranked { movers, advice: advice(lesson), order }
}

fn advice(lesson: &Lesson) -> Option<Advice> {
    let labels: Vec<bool> = lesson.votes.iter().map(|(_, kept)| *kept).collect();
    let kept = labels.iter().filter(|&&kept| kept).count();
    (kept > 0).then(|| Advice {
        p: recall_p_value(&labels, lesson.total, TARGET),
        read: labels.len(),
        kept,
        total: lesson.total,
        in_a_row: labels.iter().rev().take_while(|&&kept| !kept).count(),
    })
}

/// The advice as a sentence, with what the SAFE procedure asks for (Boetje and van de Schoot 2024).
pub(super) fn in_words(advice: &Advice) -> String {
    let Advice { p, read, kept, total, in_a_row } = *advice;
    let stop = if p < 0.05 { "unlikely" } else { "not ruled out" };
    let share = read * 100 / total.max(1);
    format!(
        "{kept} of {read} read were kept. That more than 5 % of the relevant ones are still unread is {stop} (p = {p:.3}). \
         SAFE would also ask: at least 10 % read (it is {share} %), 50 in a row not kept (it is {in_a_row}), every known key \
         reference found, and a look with another model."
    )
}
