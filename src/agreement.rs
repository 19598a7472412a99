//! How far independent readers agree.
//!
//! For two readers: raw agreement, Cohen's kappa (Cohen 1960), PABAK (Byrt, Bishop and Carlin 1993) and Gwet's AC1 (Gwet 2008);
//! for more readers or missing votes: Krippendorff's alpha for nominal data (Krippendorff 2011). Where almost everything is
//! excluded, kappa is low however well people agree: PABAK and AC1 stand beside it for that reason.

use std::collections::BTreeMap;

/// The votes of two readers on the same references, include against exclude.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TwoByTwo {
    /// Both include.
    pub both_include: u64,
    /// Only the first includes.
    pub first_only: u64,
    /// Only the second includes.
    pub second_only: u64,
    /// Both exclude.
    pub both_exclude: u64,
}

/// A coefficient with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coefficient {
    /// The estimate.
    pub value: f64,
    /// Lower end of the 95 % interval; the value itself where no interval is known.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
}

/// Agreement of two readers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    /// Share of references on which both say the same, with Wilson's interval (Wilson 1927).
    pub raw: Coefficient,
    /// Cohen's kappa with the large-sample interval of Fleiss, Cohen and Everitt (1969). 1 where chance agreement is complete.
    pub kappa: Coefficient,
    /// Prevalence-adjusted, bias-adjusted kappa: twice the raw agreement less one.
    pub pabak: Coefficient,
    /// Gwet's AC1 with Gwet's (2008) interval.
    pub ac1: Coefficient,
    /// Difference between both including and both excluding, as a share.
    pub prevalence_index: f64,
    /// Difference between what one includes and what the other does, as a share.
    pub bias_index: f64,
}

/// Half width of a 95 % interval in standard errors.
const Z: f64 = 1.959_963_984_540_054;

impl TwoByTwo {
    /// The number of references that both voted on.
    pub fn total(&self) -> u64 {
        self.both_include + self.first_only + self.second_only + self.both_exclude
    }

    /// The agreement; `None` where nothing was voted on by both.
    pub fn agreement(&self) -> Option<Agreement> {
        let n = self.total() as f64;
        if n == 0.0 {
            return None;
        }
        let [a, b, c, d] =
            [self.both_include, self.first_only, self.second_only, self.both_exclude].map(|x| x as f64 / n);
        let raw = wilson(self.both_include + self.both_exclude, self.total());
        Some(Agreement {
            raw,
            kappa: kappa([a, b, c, d], n),
            pabak: Coefficient { value: 2.0 * raw.value - 1.0, low: 2.0 * raw.low - 1.0, high: 2.0 * raw.high - 1.0 },
            ac1: ac1([a, b, c, d], n),
            prevalence_index: (a - d).abs(),
            bias_index: (b - c).abs(),
        })
    }
}

/// The share `part` of `total` with Wilson's score interval.
///
/// # Panics
/// If `total` is 0.
pub fn wilson(part: u64, total: u64) -> Coefficient {
    assert!(total > 0, "a share of nothing");
    let n = total as f64;
    let p = part as f64 / n;
    let centre = p + Z * Z / (2.0 * n);
    let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    // None of them, or all: the bound is exact, and rounding would miss it by a hair.
    let low = if part == 0 { 0.0 } else { ((centre - half) / scale).max(0.0) };
    let high = if part == total { 1.0 } else { ((centre + half) / scale).min(1.0) };
    Coefficient { value: p, low, high }
}

fn with_error(value: f64, variance: f64) -> Coefficient {
    let half = Z * variance.max(0.0).sqrt();
    Coefficient { value, low: (value - half).max(-1.0), high: (value + half).min(1.0) }
}

fn kappa([a, b, c, d]: [f64; 4], n: f64) -> Coefficient {
    let (first, second) = (a + b, a + c);
    let (observed, chance) = (a + d, first * second + (1.0 - first) * (1.0 - second));
    if chance >= 1.0 {
        return Coefficient { value: 1.0, low: 1.0, high: 1.0 };
    }
    let value = (observed - chance) / (1.0 - chance);
    // Fleiss, Cohen and Everitt (1969), equation 13, for two categories.
    let square = |x: f64| x * x;
    let diagonal = a * square((1.0 - chance) - (first + second) * (1.0 - observed))
        + d * square((1.0 - chance) - (2.0 - first - second) * (1.0 - observed));
    let beside = square(1.0 - observed) * (b * square(second + 1.0 - first) + c * square(1.0 - second + first));
    let rest = square(observed * chance - 2.0 * chance + observed);
    with_error(value, (diagonal + beside - rest) / (n * square(square(1.0 - chance))))
}

fn ac1([a, b, c, d]: [f64; 4], n: f64) -> Coefficient {
    let include = a + (b + c) / 2.0;
    let (observed, chance) = (a + d, 2.0 * include * (1.0 - include));
    let value = (observed - chance) / (1.0 - chance);
    if n < 2.0 {
        return Coefficient { value, low: value, high: value };
    }
    // Gwet (2008), equation 34: the variance of the linearised values of each reference.
    let linear = |agree: f64, share: f64| {
        let own = (agree - chance) / (1.0 - chance);
        let chance_of_one = 2.0 * (share * (1.0 - include) + (1.0 - share) * include) / 2.0;
        own - 2.0 * (1.0 - value) * (chance_of_one - chance) / (1.0 - chance)
    };
    let parts = [(a, linear(1.0, 1.0)), (b + c, linear(0.0, 0.5)), (d, linear(1.0, 0.0))];
    let spread: f64 = parts.iter().map(|(share, x)| share * (x - value) * (x - value)).sum();
    with_error(value, spread / (n - 1.0))
}

/// Krippendorff's alpha for nominal votes: one list per reference, as many votes as there are, missing ones left out.
///
/// `None` where no reference has two votes, or every vote is the same.
pub fn krippendorff_alpha(units: &[Vec<u8>]) -> Option<f64> {
    let mut coincidences = BTreeMap::<(u8, u8), f64>::new();
    for votes in units.iter().filter(|votes| votes.len() > 1) {
        let weight = 1.0 / (votes.len() - 1) as f64;
        let mut given = BTreeMap::<u8, u64>::new();
        votes.iter().for_each(|vote| *given.entry(*vote).or_default() += 1);
        for (&one, &times) in &given {
            for (&other, &others) in &given {
                // Every vote with every other vote, but not with itself.
                let pairs = times * (others - u64::from(one == other));
                *coincidences.entry((one, other)).or_default() += pairs as f64 * weight;
            }
        }
    }
    let mut totals = BTreeMap::<u8, f64>::new();
    for (&(vote, _), &count) in &coincidences {
        *totals.entry(vote).or_default() += count;
    }
    let n: f64 = totals.values().sum();
    let observed: f64 = coincidences.iter().filter(|((a, b), _)| a != b).map(|(_, count)| count).sum();
    let pairs = totals.iter().flat_map(|(a, x)| totals.iter().filter(move |(b, _)| *b != a).map(move |(_, y)| x * y));
    let expected: f64 = pairs.sum::<f64>() / (n - 1.0);
    (n > 1.0 && expected > 0.0).then(|| 1.0 - observed / expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(value: f64, expected: f64) {
        assert!((value - expected).abs() < 5.1e-5, "{value} is not {expected}");
    }

    #[test]
    fn coefficients_are_those_of_the_formulas() {
        // (both, first, second, neither), raw, kappa, PABAK, AC1: worked out from the definitions by hand.
        let vectors = [
            ([40, 5, 5, 950], [0.99, 0.8837, 0.98, 0.9891]),
            ([5, 10, 10, 975], [0.98, 0.3232, 0.96, 0.9794]),
            ([118, 5, 2, 0], [0.944, -0.0234, 0.888, 0.9408]),
            ([80, 15, 5, 900], [0.98, 0.8779, 0.96, 0.9761]),
        ];
        for ([a, b, c, d], expected) in vectors {
            let votes = TwoByTwo { both_include: a, first_only: b, second_only: c, both_exclude: d };
            let agreement = votes.agreement().expect("votes");
            let values = [agreement.raw, agreement.kappa, agreement.pabak, agreement.ac1];
            for (value, expected) in values.into_iter().zip(expected) {
                close(value.value, expected);
                assert!(value.low <= value.value && value.value <= value.high, "{value:?}");
            }
        }
    }

    /// The standard error by the delta method with a numeric gradient: slow, obvious, and made without the formulas above.
    fn delta_method(coefficient: fn([f64; 4]) -> f64, cells: [f64; 4], n: f64) -> f64 {
        let step = 1e-6;
        let slope = |i: usize| {
            let (mut up, mut down) = (cells, cells);
            up[i] += step;
            down[i] -= step;
            (coefficient(up) - coefficient(down)) / (2.0 * step)
        };
        let mean: f64 = (0..4).map(|i| cells[i] * slope(i)).sum();
        let square: f64 = (0..4).map(|i| cells[i] * slope(i).powi(2)).sum();
        ((square - mean * mean) / n).sqrt()
    }

    #[test]
    fn the_intervals_are_those_of_the_delta_method() {
        fn plain_kappa(cells: [f64; 4]) -> f64 {
            let [a, b, c, d] = cells;
            let total = a + b + c + d;
            let chance = ((a + b) * (a + c) + (c + d) * (b + d)) / (total * total);
            ((a + d) / total - chance) / (1.0 - chance)
        }
        fn plain_ac1(cells: [f64; 4]) -> f64 {
            let [a, b, c, d] = cells;
            let total = a + b + c + d;
            let include = (2.0 * a + b + c) / (2.0 * total);
            let chance = 2.0 * include * (1.0 - include);
            ((a + d) / total - chance) / (1.0 - chance)
        }
        for counts in [[20, 5, 10, 15], [40, 5, 5, 950], [118, 5, 2, 3]] {
            let [a, b, c, d] = counts;
            let votes = TwoByTwo { both_include: a, first_only: b, second_only: c, both_exclude: d };
            let n = votes.total() as f64;
            let cells = counts.map(|count| count as f64 / n);
            let agreement = votes.agreement().expect("votes");
            for (found, oracle, name) in
                [(agreement.kappa, plain_kappa as fn(_) -> _, "kappa"), (agreement.ac1, plain_ac1, "AC1")]
            {
                // The lower end: the upper one may be cut at 1.
                let error = (found.value - found.low) / Z;
                let expected = delta_method(oracle, cells, n);
                assert!((error / expected - 1.0).abs() < 0.02, "{name} of {counts:?}: {error} is not {expected}");
            }
        }
    }

    #[test]
    fn alpha_copes_with_missing_votes_and_more_readers() {
        // Krippendorff (2011), section C: four observers, twelve units, nominal data, alpha .743.
        let rows: [[u8; 12]; 4] = [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
            [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
        ];
        let units: Vec<Vec<u8>> =
            (0..12).map(|unit| rows.iter().map(|row| row[unit]).filter(|&vote| vote != 0).collect()).collect();
        let alpha = krippendorff_alpha(&units).expect("votes");
        assert!((alpha - 0.743).abs() < 5e-4, "{alpha}");
        assert_eq!(krippendorff_alpha(&[vec![1], vec![2]]), None, "nobody voted twice");
    }
}
