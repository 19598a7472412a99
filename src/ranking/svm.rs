//! A linear support vector machine with squared hinge loss, by dual coordinate descent.
//!
//! Hsieh, Chang, Lin, Keerthi and Sundararajan (2008), A dual coordinate descent method for large-scale linear SVM,
//! algorithm 1 with the L2 loss; the intercept is one more feature of value 1, as in LIBLINEAR. It starts from the last
//! solution, so that one more vote costs a few passes.

use super::features::Features;

/// Penalty of ASReview's ELAS u4.
const C: f32 = 0.11;
/// How much all relevant records together weigh against all others, as in ELAS u4.
const BALANCE: f32 = 9.8;
/// Passes over the votes per training, at most.
const PASSES: usize = 60;
/// A pass that moves no multiplier by more than this ends the training.
const TOLERANCE: f32 = 1e-3;

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
        self.intercept + features.row(index).map(|(feature, value)| value * self.weights[feature as usize]).sum::<f32>()
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
        for _ in 0..PASSES {
            let mut moved = 0.0_f32;
            for &index in &voted {
                let is_relevant = votes[index] == Some(true);
                moved = moved.max(self.step(features, index, is_relevant, penalty[usize::from(is_relevant)]));
            }
            if moved < TOLERANCE {
                break;
            }
        }
    }

    /// One coordinate; how far its multiplier moved.
    fn step(&mut self, features: &Features, index: usize, relevant: bool, penalty: f32) -> f32 {
        let label = if relevant { 1.0 } else { -1.0 };
        self.label[index] = label;
        let diagonal = 0.5 / penalty;
        // Rows have length 1; the intercept adds 1.
        let length = if features.is_empty_row(index) { 1.0 } else { 2.0 };
        let gradient = label * self.score(features, index) - 1.0 + diagonal * self.alpha[index];
        let new = (self.alpha[index] - gradient / (length + diagonal)).max(0.0);
        let change = new - self.alpha[index];
        if change != 0.0 {
            self.alpha[index] = new;
            self.add(features, index, change * label);
        }
        change.abs()
    }

    fn add(&mut self, features: &Features, index: usize, amount: f32) {
        for (feature, value) in features.row(index) {
            self.weights[feature as usize] += amount * value;
        }
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
