//! The order of a ranked queue, learnt beside the reading, and the advice on when to stop.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;

use super::queue::{self, READING};
use super::review::Review;
use crate::protocol::ReadingOrder;
use crate::ranking::safe::{IN_A_ROW, Phase, Safe, safe};
use crate::ranking::stopping::recall_p_value;
use crate::ranking::{Mover, Ranking};
use crate::ruling::RulingKind;
use crate::source::Digest;

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
    /// How many excluded references in a row somebody else looked at again, at the end, without keeping one.
    again_in_a_row: usize,
}

/// What the ranking has learnt.
#[derive(Debug, Default)]
pub(super) struct Ranked {
    /// The groups, the most relevant first.
    pub order: Vec<usize>,
    /// The words that moved a group, the strongest first.
    pub movers: HashMap<usize, Vec<Mover>, FixedState>,
    /// The groups that were excluded, those first that a second look is worth most.
    pub again: Vec<usize>,
    /// Advice on when to stop.
    pub advice: Option<Advice>,
}

/// Whether it may be time to stop: numbers, never a stop.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Advice {
    /// How likely so few relevant ones at the end are if the recall so far were below 95 % (Callaghan and Müller-Hansen 2020).
    pub p: f64,
    /// How many were read.
    pub read: usize,
    /// How many of them were kept.
    pub kept: usize,
    /// How many there are.
    pub total: usize,
    /// Where the reading stands in the SAFE procedure.
    pub safe: Safe,
    /// How many excluded ones in a row were looked at again without keeping one.
    pub again_in_a_row: usize,
}

/// Whether the protocol asks for a ranking.
pub(super) fn is_wanted(review: &Review) -> bool {
    review.protocol.votes.iter().any(|rule| rule.stage == READING && rule.order == ReadingOrder::Ranked)
}

/// What a reader's ranking learns from: the own votes where readers are independent, else everybody's.
pub(super) fn lesson(review: &Review, by: &str) -> Lesson {
    let independent = queue::voters(review, READING) > 1;
    let mut votes: Vec<(usize, bool)> = Vec::new();
    let mut first: HashMap<usize, &str, FixedState> = HashMap::default();
    let mut again_in_a_row = 0;
    for (group, ruling) in review.board.in_force() {
        let counts =
            ruling.kind == RulingKind::Group && ruling.stage == READING.name() && (!independent || ruling.by == by);
        match first.get(&group) {
            _ if !counts => {}
            None => {
                first.insert(group, &ruling.verdict);
                votes.push((group, ruling.verdict != "exclude"));
            }
            // What is kept at a second look shows that there may be more.
            Some(&"exclude") => again_in_a_row = if ruling.verdict == "exclude" { again_in_a_row + 1 } else { 0 },
            Some(_) => {}
        }
    }
    // Of the whole stage: what is not offered during a pilot is unread all the same.
    let left = (0..review.len()).filter(|&group| queue::waits(review, group, by)).count();
    Lesson { total: votes.len() + left, votes, again_in_a_row }
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

/// Learns: takes a while, and is done beside the reading. `lots` gives the order of the random set.
pub(super) fn learn(ranking: &mut Ranking, lesson: &Lesson, lots: &[usize]) -> Ranked {
    (0..ranking.len()).for_each(|group| ranking.vote(group, None));
    lesson.votes.iter().for_each(|(group, kept)| ranking.vote(*group, Some(*kept)));
    let phase = standing(lesson).now;
    match phase {
        Phase::OtherModel => ranking.train_other(),
        _ => ranking.train(),
    }
    let mut order = ranking.order();
    if phase == Phase::Training {
        let open: HashSet<usize, FixedState> = order.iter().copied().collect();
        order = lots.iter().copied().filter(|group| open.contains(group)).collect();
    }
    let movers = order.iter().take(EXPLAINED).map(|&group| (group, ranking.movers(group, WORDS)));
    let movers = movers.filter(|(_, words)| !words.is_empty()).collect();
    Ranked { movers, advice: advice(lesson), order, again: ranking.second_look() }
}

fn standing(lesson: &Lesson) -> Safe {
    let labels: Vec<bool> = lesson.votes.iter().map(|(_, kept)| *kept).collect();
    safe(&labels, lesson.total)
}

/// Groups with these names in an order as good as drawn by lot, and the same every time.
pub(super) fn lots(names: &[String]) -> Vec<usize> {
    let mut groups: Vec<usize> = (0..names.len()).collect();
    groups.sort_by_cached_key(|&group| Digest::of(format!("safe {}", names[group]).as_bytes()).to_string());
    groups
}

fn advice(lesson: &Lesson) -> Option<Advice> {
    let labels: Vec<bool> = lesson.votes.iter().map(|(_, kept)| *kept).collect();
    let kept = labels.iter().filter(|&&kept| kept).count();
    (kept > 0).then(|| Advice {
        // Rounding may leave it a hair below nothing.
        p: recall_p_value(&labels, lesson.total, TARGET).max(0.0),
        read: labels.len(),
        kept,
        total: lesson.total,
        safe: standing(lesson),
        again_in_a_row: lesson.again_in_a_row,
    })
}

/// The advice in sentences: the p-value, and what the SAFE procedure asks for next.
pub(super) fn in_words(advice: &Advice) -> String {
    let Advice { p, read, kept, total, ref safe, .. } = *advice;
    let stop = if p < 0.05 { "unlikely" } else { "not ruled out" };
    let (share, row) = (read * 100 / total.max(1), safe.in_a_row);
    let phase = match safe.now {
        Phase::Training => format!(
            "a random set, until 1 % is read and some, but not all, were kept (it is {share} %): it teaches the ranking and tells \
             how many to expect"
        ),
        Phase::ActiveLearning => format!(
            "the ranking chooses, until at least 10 % (it is {share} %) and {} references are read, {IN_A_ROW} in a row were not \
             kept (it is {row}), and every key reference that you know is found",
            safe.least_read(total)
        ),
        Phase::OtherModel => format!(
            "another model chooses what the first may overlook, until {IN_A_ROW} in a row were not kept (it is {row})"
        ),
        Phase::Quality if advice.again_in_a_row >= IN_A_ROW => {
            format!(
                "{} excluded ones in a row were looked at again and none was kept: it is done",
                advice.again_in_a_row
            )
        }
        Phase::Quality => format!(
            "somebody else opens this page under a name of their own and reads All references, narrowed to \"excluded by others\", \
             from the front, until {IN_A_ROW} in a row stay excluded (it is {}); where every reference has two readers, the \
             second has done this",
            advice.again_in_a_row
        ),
    };
    format!(
        "{kept} of {read} read were kept. That more than 5 % of the relevant ones are still unread is {stop} (p = {p:.3}). \
         SAFE, phase {} of 4: {phase}. Nothing stops by itself.",
        safe.now.number()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 8] = [
        "tides and waves",
        "sand and stone",
        "waves at sea",
        "stone walls",
        "tides at sea",
        "walls of sand",
        "waves and tides",
        "stone and walls",
    ];

    fn learnt(votes: &[(usize, bool)], total: usize) -> Ranked {
        let mut ranking = Ranking::new(TEXTS);
        learn(&mut ranking, &Lesson { votes: votes.to_vec(), total, again_in_a_row: 0 }, &[5, 2, 7, 0, 3, 6, 1, 4])
    }

    #[test]
    fn each_phase_chooses_in_its_own_way_and_says_so() {
        assert_eq!(learnt(&[(2, false)], 8).order, [5, 7, 0, 3, 6, 1, 4], "by lot, without what was read");
        let said = |ranked: &Ranked| ranked.advice.as_ref().map(in_words).unwrap_or_default();
        let model = learnt(&[(0, true), (1, false)], 8);
        assert!(said(&model).contains("SAFE, phase 2 of 4: the ranking chooses"), "{}", said(&model));
        assert_eq!(model.order.iter().take(3).copied().collect::<HashSet<_>>(), HashSet::from([2, 4, 6]));
        // Fifty in a row that were not kept: votes on texts of other lists stand for them.
        let votes: Vec<(usize, bool)> = [(0, true)].into_iter().chain((0..51).map(|_| (1, false))).collect();
        let other = learnt(&votes, 52);
        assert!(said(&other).contains("SAFE, phase 3 of 4: another model chooses"), "{}", said(&other));
        assert_eq!(other.order.iter().take(3).copied().collect::<HashSet<_>>(), HashSet::from([2, 4, 6]));
        assert_ne!(other.movers, model.movers);
        assert_eq!(other.again, [1], "what was excluded");
        // One of ten at random lets expect 40 of 400, so that 80 are read at least.
        let votes: Vec<(usize, bool)> = (0..160).map(|at| if at == 9 { (0, true) } else { (1, false) }).collect();
        let last = learnt(&votes, 400);
        assert!(said(&last).contains("phase 4 of 4: somebody else opens this page"), "{}", said(&last));
        assert!(said(&last).contains("until 50 in a row stay excluded (it is 0)"), "{}", said(&last));
    }
}
