//! Another model than the one that chooses: multinomial naive Bayes, with the settings of ASReview's ELAS u3.
//!
//! It looks for what the first model overlooks, so it has to err in other ways: it asks how often words stand in relevant and in
//! other texts, and draws no boundary.

use super::features::Features;

/// What is added to the count of every word.
const ALPHA: f32 = 3.822;
/// How much all relevant records together weigh against all others.
const BALANCE: f32 = 1.2;

/// The model: per feature, how much more likely it is in a relevant text (the logarithm).
#[derive(Debug, Clone)]
pub struct NaiveBayes(Vec<f32>);

impl NaiveBayes {
    /// Learns from `votes`; `None` without votes of both kinds.
    pub fn learn(features: &Features, votes: &[Option<bool>]) -> Option<Self> {
        let voted = |kind: bool| (0..votes.len()).filter(move |&index| votes[index] == Some(kind));
        let (relevant, others) = (voted(true).count() as f32, voted(false).count() as f32);
        if relevant == 0.0 || others == 0.0 {
            return None;
        }
        let scale = (relevant + others) / (relevant * (1.0 + 1.0 / BALANCE));
        let logarithms = |kind: bool| {
            let weight = if kind { scale } else { scale * relevant / (BALANCE * others) };
            let mut counts = vec![ALPHA; features.width()];
            for index in voted(kind) {
                features.add_to(index, weight, &mut counts);
            }
            let all: f32 = counts.iter().sum();
            counts.into_iter().map(move |count| (count / all).ln())
        };
        Some(Self(logarithms(true).zip(logarithms(false)).map(|(relevant, other)| relevant - other).collect()))
    }

    /// How much more likely a feature is in a relevant text.
    pub fn weight(&self, feature: u32) -> f32 {
        self.0[feature as usize]
    }

    /// How relevant the model holds a text: greater is more.
    pub fn score(&self, features: &Features, index: usize) -> f32 {
        features.times(index, &self.0)
    }
}
