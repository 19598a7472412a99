//! What the judgements on a sample of pairs say about all pairs of a run.
//!
//! Each stratum is a share with its exact interval; a sum over strata takes the interval of each at a level so high that all of
//! them hold together (Bonferroni), so that the sum of their ends holds too. That is cautious, and nothing is assumed.

use super::sample::Stratum;

/// How sure the intervals are.
pub const CONFIDENCE: f64 = 0.95;

/// A stratum with what was judged of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// The stratum.
    pub stratum: Stratum,
    /// How many pairs it has.
    pub population: u32,
    /// How many of them were judged.
    pub judged: u32,
    /// How many of the judged are wrong: merged and different, or left apart and the same.
    pub wrong: u32,
}

/// A number or a share with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The most likely value; `None` where a stratum was not judged at all.
    pub value: Option<f64>,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

/// What a judged sample says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict {
    /// Merged pairs, all of the run.
    pub merged: u32,
    /// How many merged pairs are two reports.
    pub false_merges: Estimate,
    /// Their share of the merged pairs.
    pub false_merge_rate: Estimate,
    /// How many pairs that were left apart are one report.
    pub missed: Estimate,
    /// Their share of all pairs that are one report, merged rightly or missed.
    pub missed_rate: Estimate,
}

impl Verdict {
    /// What the judgements on all strata say.
    pub fn of(strata: &[Judged]) -> Self {
        let sum = |is_merged: bool, together: usize| {
            let level = 1.0 - (1.0 - CONFIDENCE) / together.max(1) as f64;
            let part = strata.iter().filter(|judged| judged.stratum.is_merged() == is_merged && judged.population > 0);
            part.map(|judged| judged.wrong_pairs(level)).fold(Estimate::NOTHING, Estimate::plus)
        };
        let filled =
            |is_merged| strata.iter().filter(|j| j.population > 0 && j.stratum.is_merged() == is_merged).count();
        let merged = strata.iter().filter(|judged| judged.stratum.is_merged()).map(|judged| judged.population).sum();
        let false_merges = sum(true, filled(true));
        let missed = sum(false, filled(false));
        let all = filled(true) + filled(false);
        Self {
            merged,
            false_merges,
            false_merge_rate: false_merges.share_of(f64::from(merged)),
            missed,
            missed_rate: missed_share(f64::from(merged), sum(true, all), sum(false, all), false_merges, missed),
        }
    }

    /// How many included references may have been lost: each false merge hides one reference, and it is an included one as
    /// often as any other, `included` of `references`.
    pub fn at_risk(&self, included: u32, references: u32) -> Estimate {
        self.false_merges.times(if references == 0 { 0.0 } else { f64::from(included) / f64::from(references) })
    }
}

/// The missed pairs among all that are one report. The ends come from intervals that hold for all strata together.
fn missed_share(
    merged: f64,
    wrong: Estimate,
    apart: Estimate,
    likely_wrong: Estimate,
    likely_missed: Estimate,
) -> Estimate {
    let share = |missed: f64, right: f64| if missed + right > 0.0 { missed / (missed + right) } else { 0.0 };
    Estimate {
        value: likely_missed.value.zip(likely_wrong.value).map(|(missed, wrong)| share(missed, merged - wrong)),
        low: share(apart.low, merged - wrong.low),
        high: share(apart.high, merged - wrong.high),
    }
}

impl Judged {
    /// The share of wrong pairs among the judged, with its own interval.
    pub fn share(&self) -> Estimate {
        self.wrong_pairs(CONFIDENCE).share_of(f64::from(self.population))
    }

    /// How many pairs of the stratum are wrong. What was judged is known, so that the ends are never beyond it.
    fn wrong_pairs(&self, level: f64) -> Estimate {
        let (low, high) = clopper_pearson(self.wrong, self.judged, level);
        let (all, wrong) = (f64::from(self.population), f64::from(self.wrong));
        let right = f64::from(self.judged.saturating_sub(self.wrong));
        let value = (self.judged > 0).then(|| all * wrong / f64::from(self.judged));
        Estimate { value, low: (all * low).max(wrong), high: (all * high).min(all - right) }
    }
}

impl Estimate {
    const NOTHING: Self = Self { value: Some(0.0), low: 0.0, high: 0.0 };

    fn plus(self, other: Self) -> Self {
        let value = self.value.zip(other.value).map(|(a, b)| a + b);
        Self { value, low: self.low + other.low, high: self.high + other.high }
    }

    fn times(self, factor: f64) -> Self {
        Self { value: self.value.map(|value| value * factor), low: self.low * factor, high: self.high * factor }
    }

    fn share_of(self, all: f64) -> Self {
        self.times(if all > 0.0 { 1.0 / all } else { 0.0 })
    }
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
        for (successes, trials, low, high) in [
            (5, 10, 0.1871, 0.8129),
            (1, 10, 0.0025, 0.4450),
            (1, 20, 0.0013, 0.2487),
            (3, 50, 0.0125, 0.1655),
            (10, 100, 0.0490, 0.1762),
        ] {
            let found = clopper_pearson(successes, trials, 0.95);
            assert!(
                (found.0 - low).abs() < 1e-4 && (found.1 - high).abs() < 1e-4,
                "{successes} of {trials}: {found:?}"
            );
        }
        // None of n: the upper end is 1 - 0.025^(1/n).
        let (low, high) = clopper_pearson(0, 20, 0.95);
        assert!(low == 0.0 && (high - (1.0 - 0.025f64.powf(1.0 / 20.0))).abs() < 1e-9);
        assert_eq!(clopper_pearson(0, 0, 0.95), (0.0, 1.0));
        assert_eq!(clopper_pearson(7, 7, 0.95).1, 1.0);
    }

    fn judged(stratum: Stratum, population: u32, judged: u32, wrong: u32) -> Judged {
        Judged { stratum, population, judged, wrong }
    }

    #[test]
    fn strata_count_by_their_size() {
        let verdict = Verdict::of(&[
            judged(Stratum::MergedSurely, 900, 50, 0),
            judged(Stratum::MergedBarely, 100, 50, 5),
            judged(Stratum::Doubtful, 20, 10, 5),
            judged(Stratum::Apart, 0, 0, 0),
        ]);
        assert_eq!((verdict.merged, verdict.false_merges.value), (1000, Some(10.0)), "0 of 900 and a tenth of 100");
        assert_eq!(verdict.false_merge_rate.value, Some(0.01));
        assert_eq!(verdict.missed.value, Some(10.0));
        assert!((verdict.missed_rate.value.unwrap_or(1.0) - 10.0 / 1000.0).abs() < 1e-12, "10 missed, 990 found");
        let (surely, barely) = (clopper_pearson(0, 50, 0.975).1, clopper_pearson(5, 50, 0.975).1);
        assert!((verdict.false_merges.high - (900.0 * surely + 100.0 * barely)).abs() < 1e-6);
        assert!(verdict.missed_rate.low < 0.01 && verdict.missed_rate.high > 0.01);
        assert_eq!(verdict.at_risk(50, 500).value, Some(1.0), "one in ten is included");
    }

    #[test]
    fn what_was_judged_whole_is_known() {
        let verdict = Verdict::of(&[judged(Stratum::MergedBarely, 8, 8, 2), judged(Stratum::Doubtful, 4, 4, 4)]);
        let known = |value| Estimate { value: Some(value), low: value, high: value };
        assert_eq!((verdict.false_merges, verdict.missed), (known(2.0), known(4.0)));
        assert_eq!(verdict.missed_rate, known(0.4), "4 missed, 6 found");
    }

    #[test]
    fn nothing_is_said_of_a_stratum_that_nobody_judged() {
        let verdict = Verdict::of(&[judged(Stratum::MergedSurely, 10, 5, 0), judged(Stratum::MergedBarely, 7, 0, 0)]);
        assert_eq!(verdict.false_merges.value, None);
        assert!(verdict.false_merges.low == 0.0 && verdict.false_merges.high > 7.0);
        assert_eq!(verdict.missed.value, Some(0.0), "there is nothing that could be missed");
    }
}
