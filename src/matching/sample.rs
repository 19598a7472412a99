//! A sample of pairs around the boundary for a person to judge, and what the judgements say about all pairs.

use super::matcher::Matcher;
use super::rules::{self, Outcome};
use super::text::finish;
use super::title_diff::TitleLevel;
use super::{Matches, block};
use crate::record::RecordId;

/// Which pairs a sampled one stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stratum {
    /// Merged, and almost everything agrees.
    MergedSurely,
    /// Merged, although something differs.
    MergedBarely,
    /// Doubtful, not merged.
    Doubtful,
    /// Kept apart although the titles are alike.
    Apart,
}

impl Stratum {
    /// Every stratum, from the surest merge to the surest separation.
    pub const ALL: [Self; 4] = [Self::MergedSurely, Self::MergedBarely, Self::Doubtful, Self::Apart];

    /// The word used in results.
    pub fn name(self) -> &'static str {
        match self {
            Self::MergedSurely => "merged surely",
            Self::MergedBarely => "merged barely",
            Self::Doubtful => "doubtful",
            Self::Apart => "apart",
        }
    }

    /// Whether pairs of this stratum were merged.
    pub fn is_merged(self) -> bool {
        matches!(self, Self::MergedSurely | Self::MergedBarely)
    }
}

/// Score from which a merge counts as sure: every compared field agrees but for a small one.
const SURE: f32 = 0.95;

/// A pair for a person to judge.
#[derive(Debug, Clone, PartialEq)]
pub struct SampledPair {
    /// One record.
    pub a: RecordId,
    /// The other record.
    pub b: RecordId,
    /// Which pairs it stands for.
    pub stratum: Stratum,
    /// How many pairs the stratum has.
    pub population: usize,
}

impl Matcher<'_> {
    /// Draws up to `count` pairs, the same number from each stratum as far as it has them. The same `seed` draws the same pairs
    /// from the same records, in whatever order they come.
    pub fn sample(&self, matches: &Matches, count: usize, seed: u64) -> Vec<SampledPair> {
        let mut strata: [Vec<(u64, RecordId, RecordId)>; 4] = Default::default();
        let mut add = |stratum: Stratum, a: RecordId, b: RecordId| {
            strata[stratum as usize].push((self.draw(seed, a, b), a, b));
        };
        for link in &matches.links {
            let stratum = if link.score >= SURE { Stratum::MergedSurely } else { Stratum::MergedBarely };
            add(stratum, link.a, link.b);
        }
        matches.doubtful.iter().for_each(|doubt| add(Stratum::Doubtful, doubt.link.a, doubt.link.b));
        for (a, b) in block::candidates(self.keys()) {
            let comparison = self.compare(a, b);
            let outcome = rules::decide(&comparison).map(|rule| rule.outcome_under(self.settings()));
            let apart = !matches!(outcome, Some(Outcome::Same | Outcome::Doubt));
            if apart && comparison.title >= TitleLevel::Reworded {
                add(Stratum::Apart, RecordId(a), RecordId(b));
            }
        }
        let each = count.div_ceil(strata.len());
        let mut sample = Vec::new();
        for (stratum, mut pairs) in Stratum::ALL.into_iter().zip(strata) {
            pairs.sort_unstable();
            let population = pairs.len();
            sample.extend(pairs.into_iter().take(each).map(|(_, a, b)| SampledPair { a, b, stratum, population }));
        }
        sample.truncate(count);
        sample
    }

    /// A number for a pair that depends on the seed and on what the records say.
    fn draw(&self, seed: u64, a: RecordId, b: RecordId) -> u64 {
        let (x, y) = (u64::from(self.rank_of(a)), u64::from(self.rank_of(b)));
        finish(finish(seed ^ x.min(y)) ^ (x.max(y) << 1 | 1))
    }
}

/// A share with its Clopper-Pearson interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// How many of the judged pairs are wrong.
    pub wrong: u32,
    /// How many were judged.
    pub judged: u32,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
}

impl Rate {
    /// `wrong` of `judged`.
    pub fn new(wrong: u32, judged: u32) -> Self {
        let (low, high) = clopper_pearson(wrong, judged, 0.95);
        Self { wrong, judged, low, high }
    }

    /// The most likely share; 0 where nothing was judged.
    pub fn share(&self) -> f64 {
        if self.judged == 0 { 0.0 } else { f64::from(self.wrong) / f64::from(self.judged) }
    }
}

/// What judgements say of a stratum: how many of its pairs are wrongly merged, or wrongly left apart.
pub fn rate(sample: &[(Stratum, bool)], stratum: Stratum) -> Rate {
    let judged = || sample.iter().filter(|(of, _)| *of == stratum);
    let wrong = judged().filter(|(_, same)| *same != stratum.is_merged()).count();
    Rate::new(wrong as u32, judged().count() as u32)
}

/// The exact interval of a binomial share: Clopper and Pearson, Biometrika 26 (1934), 404-413.
///
/// The ends are the shares at which `successes` or more, and `successes` or fewer, have half of what is left of `confidence`.
pub fn clopper_pearson(successes: u32, trials: u32, confidence: f64) -> (f64, f64) {
    if trials == 0 {
        return (0.0, 1.0);
    }
    let tail = (1.0 - confidence) / 2.0;
    let at_most = |count: u32, share: f64| (0..=count).map(|k| binomial(k, trials, share)).sum::<f64>();
    let low = match successes {
        0 => 0.0,
        k => bisect(|share| 1.0 - at_most(k - 1, share) < tail),
    };
    let high = if successes >= trials { 1.0 } else { bisect(|share| at_most(successes, share) > tail) };
    (low, high)
}

/// The share at which `below` turns false.
fn bisect(below: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if below(middle) { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

/// The probability of `k` successes in `n` trials, by logarithms.
fn binomial(k: u32, n: u32, share: f64) -> f64 {
    if share <= 0.0 || share >= 1.0 {
        return if k == if share <= 0.0 { 0 } else { n } { 1.0 } else { 0.0 };
    }
    let ln_choose: f64 = (1..=k).map(|i| f64::from(n - k + i).ln() - f64::from(i).ln()).sum();
    (ln_choose + f64::from(k) * share.ln() + f64::from(n - k) * (1.0 - share).ln()).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_that_of_the_published_tables() {
        // 0 of n: the upper end is 1 - 0.025^(1/n); 5 of 10: 0.187 and 0.813, as every table has it.
        let (low, high) = clopper_pearson(0, 20, 0.95);
        assert!(low == 0.0 && (high - (1.0 - 0.025f64.powf(1.0 / 20.0))).abs() < 1e-9);
        let (low, high) = clopper_pearson(5, 10, 0.95);
        assert!((low - 0.1871).abs() < 1e-4 && (high - 0.8129).abs() < 1e-4, "{low} {high}");
        assert_eq!(clopper_pearson(0, 0, 0.95), (0.0, 1.0));
        assert_eq!(clopper_pearson(7, 7, 0.95).1, 1.0);
    }

    #[test]
    fn a_pair_judged_otherwise_than_it_was_treated_is_wrong() {
        let judged = [
            (Stratum::MergedBarely, true),
            (Stratum::MergedBarely, false),
            (Stratum::Apart, false),
            (Stratum::Apart, true),
        ];
        assert_eq!(rate(&judged, Stratum::MergedBarely).wrong, 1);
        assert_eq!(rate(&judged, Stratum::Apart).wrong, 1);
        assert_eq!(rate(&judged, Stratum::Doubtful).judged, 0);
    }
}
