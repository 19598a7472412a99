//! The order in which people read, advice on when to stop, and how both are measured. Never a decision.
//!
//! The ranking is a linear model over the words of titles and abstracts, trained on the votes so far, with the settings
//! that ASReview 2 found best on the SYNERGY collection ("ELAS u4"): tf-idf of words and word pairs, a linear support
//! vector machine with squared hinge loss, the most likely relevant record next.
//!
//! Invariant: the same texts, votes and seed give the same order; nothing here can include or exclude.

mod features;
mod naive_bayes;
pub mod safe;
pub mod simulate;
pub mod stopping;
mod svm;

use features::Features;
use naive_bayes::NaiveBayes;
use svm::Svm;

/// Name and version of the model, as the audit records it. A change of results is a change of version.
pub const MODEL: &str = "tfidf-svm/3";

/// The settings of the model, as the audit records them.
pub const SETTINGS: &str = "tf-idf of words and word pairs in title and abstract, sublinear, at most 95 % of texts; linear support vector \
                            machine, squared hinge loss, C 0.11, relevant votes weigh 9.8 times all others; the most relevant first. By the phases of SAFE: a random order \
                            until 1 % is read, and multinomial naive Bayes (alpha 3.822, weight 1.2) once 50 in a row were not relevant; for a second look at what was excluded \
                            that again, learnt from the relevant votes and as many of those that the first model holds least relevant";

/// A ranking of texts that learns from votes.
#[derive(Debug, Clone)]
pub struct Ranking {
    features: Features,
    svm: Svm,
    /// Another model, while that one chooses.
    other: Option<NaiveBayes>,
    votes: Vec<Option<bool>>,
}

/// One word or word pair, and how far it moved a record up (positive) or down.
#[derive(Debug, Clone, PartialEq)]
pub struct Mover {
    /// The word or word pair.
    pub words: String,
    /// Its share of the record's score.
    pub weight: f32,
}

impl Ranking {
    /// A ranking of `texts` (title and abstract each), without votes.
    pub fn new<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let features = Features::of(texts);
        let svm = Svm::new(features.len(), features.width());
        Self { votes: vec![None; features.len()], features, svm, other: None }
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.votes.len()
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.votes.is_empty()
    }

    /// Notes a vote on the text at `index`, or takes it back.
    pub fn vote(&mut self, index: usize, relevant: Option<bool>) {
        self.votes[index] = relevant;
    }

    /// Learns from the votes so far; starts from what was learnt before, so that a further vote costs little.
    pub fn train(&mut self) {
        self.other = None;
        self.svm.train(&self.features, &self.votes);
    }

    /// Learns from the votes so far with another model, which chooses until the next [`train`](Self::train).
    pub fn train_other(&mut self) {
        self.other = NaiveBayes::learn(&self.features, &self.votes);
    }

    /// How relevant the model holds the text at `index`: greater is more.
    pub fn score(&self, index: usize) -> f32 {
        match &self.other {
            Some(other) => other.score(&self.features, index),
            None => self.svm.score(&self.features, index),
        }
    }

    fn weight(&self, feature: u32) -> f32 {
        self.other.as_ref().map_or_else(|| self.svm.weight(feature), |other| other.weight(feature))
    }

    /// The texts without a vote, the most relevant first; equal ones in their order.
    pub fn order(&self) -> Vec<usize> {
        self.in_order(|index| self.votes[index].is_none())
    }

    /// The texts that were voted irrelevant, the most relevant first, for the last phase of SAFE: the other model learns from the
    /// relevant ones and from as many of those that the first holds least relevant, so that a wrong vote does not speak for itself.
    pub fn second_look(&mut self) -> Vec<usize> {
        let excluded = self.in_order(|index| self.votes[index] == Some(false));
        let kept = self.votes.iter().filter(|vote| **vote == Some(true)).count();
        let mut votes = self.votes.clone();
        excluded.iter().take(excluded.len().saturating_sub(kept.max(1))).for_each(|&index| votes[index] = None);
        let Some(other) = NaiveBayes::learn(&self.features, &votes) else { return excluded };
        let before = self.other.replace(other);
        let order = self.in_order(|index| self.votes[index] == Some(false));
        self.other = before;
        order
    }

    fn in_order(&self, is_meant: impl Fn(usize) -> bool) -> Vec<usize> {
        let meant = (0..self.len()).filter(|&index| is_meant(index));
        let mut meant: Vec<(usize, f32)> = meant.map(|index| (index, self.score(index))).collect();
        meant.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        meant.into_iter().map(|(index, _)| index).collect()
    }

    /// The text without a vote that the model holds most relevant.
    pub fn next(&self) -> Option<usize> {
        let open = (0..self.len()).filter(|&index| self.votes[index].is_none());
        open.map(|index| (self.score(index), std::cmp::Reverse(index)))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
            .map(|(_, index)| index.0)
    }

    /// The words that moved the text at `index` most, the strongest first.
    pub fn movers(&self, index: usize, most: usize) -> Vec<Mover> {
        let shares = self.features.row(index).filter_map(|(feature, value)| {
            let weight = value * self.weight(feature);
            self.features.words(feature).filter(|_| weight != 0.0).map(|words| (words, weight))
        });
        let mut shares: Vec<(&str, f32)> = shares.collect();
        shares.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then_with(|| a.0.cmp(b.0)));
        shares.iter().take(most).map(|&(words, weight)| Mover { words: words.to_owned(), weight }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 6] = [
        "coproduction of public services by citizens",
        "leadership in coproduction with citizens",
        "wind turbine blade fatigue",
        "citizens and coproduction in councils",
        "fatigue of steel blades",
        "turbine efficiency in wind farms",
    ];

    #[test]
    fn votes_move_texts_with_the_same_words() {
        let mut ranking = Ranking::new(TEXTS);
        ranking.vote(0, Some(true));
        ranking.vote(2, Some(false));
        ranking.train();
        let order = ranking.order();
        assert_eq!(order.iter().take(2).copied().collect::<std::collections::BTreeSet<_>>(), [1, 3].into());
        assert_eq!(ranking.next(), Some(order[0]));
        assert_eq!(ranking.movers(3, 1)[0].weight.signum(), 1.0);
        let movers: Vec<_> = ranking.movers(5, 10).into_iter().filter(|mover| mover.words == "turbine").collect();
        assert!(movers[0].weight < 0.0);
    }

    #[test]
    fn another_model_chooses_by_the_words_too_until_the_first_learns_again() {
        let mut ranking = Ranking::new(TEXTS);
        ranking.vote(0, Some(true));
        ranking.vote(2, Some(false));
        ranking.train();
        let scores = |ranking: &Ranking| [1, 3, 4, 5].map(|index| ranking.score(index));
        let (order, before) = (ranking.order(), scores(&ranking));
        ranking.train_other();
        assert_ne!(scores(&ranking), before, "it is another model");
        assert_eq!(ranking.order().iter().take(2).copied().collect::<std::collections::BTreeSet<_>>(), [1, 3].into());
        assert_eq!(ranking.movers(3, 1)[0].weight.signum(), 1.0);
        ranking.train();
        assert_eq!(ranking.order(), order);
    }

    #[test]
    fn what_was_excluded_by_mistake_comes_first_when_it_is_looked_at_again() {
        let mut ranking = Ranking::new(TEXTS);
        for (index, relevant) in [(0, true), (1, true), (2, false), (3, false), (4, false), (5, false)] {
            ranking.vote(index, Some(relevant));
        }
        ranking.train();
        let again = ranking.second_look();
        assert_eq!((again.len(), again[0]), (4, 3), "it is of citizens and coproduction, like those that were kept");
        assert!(ranking.order().is_empty() && ranking.second_look() == again, "it changes nothing");
    }

    #[test]
    fn a_vote_taken_back_leaves_no_trace() {
        let mut once = Ranking::new(TEXTS);
        let mut twice = Ranking::new(TEXTS);
        for ranking in [&mut once, &mut twice] {
            ranking.vote(0, Some(true));
            ranking.vote(2, Some(false));
        }
        twice.vote(3, Some(false));
        twice.train();
        twice.vote(3, None);
        once.train();
        twice.train();
        assert_eq!(once.order(), twice.order());
    }

    #[test]
    fn without_votes_of_both_kinds_the_order_is_as_given() {
        let mut ranking = Ranking::new(TEXTS);
        ranking.vote(0, Some(true));
        ranking.train();
        assert_eq!(ranking.order(), [1, 2, 3, 4, 5]);
    }
}
