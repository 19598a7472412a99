//! A linear support vector machine with squared hinge loss, by dual coordinate descent.
//!
//! Hsieh, Chang, Lin, Keerthi and Sundararajan (2008), A dual coordinate descent method for large-scale linear SVM,
//! algorithm 1 with the L2 loss; the intercept is one more feature of value 1, as in LIBLINEAR. It starts from the last
//! solution, so that one more vote costs a few passes. Most multipliers then stay where they are: a round looks at all of them once, and
//! goes on with the few that moved until they rest, like the shrinking of section 3.2 there.

use super::features::Features;

/// Penalty of ASReview's ELAS u4.
const C: f32 = 0.11;
/// How much all relevant records together weigh against all others, as in ELAS u4.
const BALANCE: f32 = 9.8;
/// Rounds over all votes per training, at most.
const ROUNDS: usize = 20;
/// Passes over those that moved, per round, at most.
const PASSES: usize = 60;
/// A multiplier rests when its projected gradient is not larger than this; a text at the margin has a score of 1.
const TOLERANCE: f32 = 3e-3;

/// The model.
#[derive(Debug, Clone)]
pub struct Svm {
    weights: Vec<f32>,
    intercept: f32,
    /// The multiplier of each text, 0 without a vote.
    alpha: Vec<f32>,
    /// What each text counted as when its multiplier was found.
    label: Vec<f32>,
}

impl Svm {
    /// A model of `rows` texts and `width` features that knows nothing.
    pub fn new(rows: usize, width: usize) -> Self {
        Self { weights: vec![0.0; width], intercept: 0.0, alpha: vec![0.0; rows], label: vec![0.0; rows] }
    }

    /// The weight of a feature.
    pub fn weight(&self, feature: u32) -> f32 {
        self.weights[feature as usize]
    }

    /// The distance of a text from the boundary; greater is more relevant.
    pub fn score(&self, features: &Features, index: usize) -> f32 {
        self.intercept + features.times(index, &self.weights)
    }

    /// Learns from `votes`. Without votes of both kinds the model knows nothing.
    pub fn train(&mut self, features: &Features, votes: &[Option<bool>]) {
        self.forget(votes);
        let voted: Vec<usize> = (0..votes.len()).filter(|&index| votes[index].is_some()).collect();
        let relevant = voted.iter().filter(|&&index| votes[index] == Some(true)).count();
        let others = voted.len() - relevant;
        if relevant == 0 || others == 0 {
            *self = Self::new(votes.len(), self.weights.len());
            return;
        }
        // As scikit-learn weighs samples: 1 for a relevant text, relevant / (9.8 others) for another, 1 on average.
        let total = relevant as f32 * (1.0 + 1.0 / BALANCE);
        let scale = voted.len() as f32 / total;
        let penalty = [C * scale * relevant as f32 / (BALANCE * others as f32), C * scale];
        for _ in 0..ROUNDS {
            let (mut moving, mut was_moved) = (Vec::new(), false);
            for &index in &voted {
                let is_relevant = votes[index] == Some(true);
                let moved = self.step(features, index, is_relevant, penalty[usize::from(is_relevant)]);
                was_moved |= moved;
                // The few relevant ones weigh so much that whatever moves moves them.
                if moved || is_relevant {
                    moving.push(index);
                }
            }
            for _ in 0..PASSES {
                let mut is_moved = false;
                for &index in &moving {
                    let is_relevant = votes[index] == Some(true);
                    is_moved |= self.step(features, index, is_relevant, penalty[usize::from(is_relevant)]);
                }
                if !is_moved {
                    break;
                }
                was_moved = true;
            }
            if !was_moved {
                break;
            }
        }
    }

    /// One coordinate; whether its multiplier moved.
    fn step(&mut self, features: &Features, index: usize, relevant: bool, penalty: f32) -> bool {
        let label = if relevant { 1.0 } else { -1.0 };
        self.label[index] = label;
        let diagonal = 0.5 / penalty;
        // Rows have length 1; the intercept adds 1.
        let length = if features.is_empty_row(index) { 1.0 } else { 2.0 };
        let gradient = label * self.score(features, index) - 1.0 + diagonal * self.alpha[index];
        let projected = if self.alpha[index] == 0.0 { gradient.min(0.0) } else { gradient };
        if projected.abs() <= TOLERANCE {
            return false;
        }
        let new = (self.alpha[index] - gradient / (length + diagonal)).max(0.0);
        let change = new - self.alpha[index];
        self.alpha[index] = new;
        self.add(features, index, change * label);
        true
    }

    fn add(&mut self, features: &Features, index: usize, amount: f32) {
        features.add_to(index, amount, &mut self.weights);
        self.intercept += amount;
    }

    /// Takes the texts out of the model whose vote was taken back or changed.
    fn forget(&mut self, votes: &[Option<bool>]) {
        let stale = |index: usize| {
            let label = votes[index].map_or(0.0, |relevant| if relevant { 1.0 } else { -1.0 });
            self.alpha[index] != 0.0 && label != self.label[index]
        };
        // Floating sums remember what was taken out again, so the weights are built anew from the multipliers that stay.
        let stale: Vec<usize> = (0..votes.len()).filter(|&index| stale(index)).collect();
        if stale.is_empty() {
            return;
        }
        *self = Self::new(votes.len(), self.weights.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Warm or cold, the solution is that of the problem: no multiplier has a reason to move.
    #[test]
    fn a_training_ends_where_no_multiplier_would_move() {
        let texts: Vec<String> = (0..60)
            .map(|n| format!("{} words of text {} and {}", ["tides", "sand", "stone"][n % 3], n % 7, n % 11))
            .collect();
        let features = Features::of(texts.iter().map(String::as_str));
        let mut votes = vec![None; texts.len()];
        let mut warm = Svm::new(features.len(), features.width());
        for index in 0..texts.len() {
            votes[index] = Some(index % 3 == 0 && index % 7 < 3);
            warm.train(&features, &votes);
        }
        let mut cold = Svm::new(features.len(), features.width());
        cold.train(&features, &votes);
        for model in [&mut warm, &mut cold] {
            let before = model.weights.clone();
            model.train(&features, &votes);
            assert_eq!(model.weights, before, "it rests");
        }
        let off = |index: usize| (warm.score(&features, index) - cold.score(&features, index)).abs();
        assert!((0..texts.len()).all(|index| off(index) < 0.05));
    }
}
