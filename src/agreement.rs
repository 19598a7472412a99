//! How far independent readers agree.
//!
//! For two readers, of two words (include, exclude) or more (met, not met, unclear): raw agreement, Cohen's kappa (Cohen 1960),
//! PABAK (Byrt, Bishop and Carlin 1993) and Gwet's AC1 (Gwet 2008);
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

/// How far two readers agree who each chose one of some words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coefficients {
    /// Share of references on which both say the same, with Wilson's interval (Wilson 1927).
    pub raw: Coefficient,
    /// Cohen's kappa with the large-sample interval of Fleiss, Cohen and Everitt (1969). `None` where both use one and the same
    /// word only: chance alone would agree as well, and the formula divides nothing by nothing.
    pub kappa: Option<Coefficient>,
    /// Prevalence-adjusted, bias-adjusted kappa: of two words twice the raw agreement less one; of more, the same with a chance of one
    /// in that many (Brennan and Prediger 1981).
    pub pabak: Coefficient,
    /// Gwet's AC1 with Gwet's (2008) interval.
    pub ac1: Coefficient,
}

/// Agreement of two readers who include or exclude.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    /// The coefficients.
    pub coefficients: Coefficients,
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
        let coefficients =
            coefficients(&[[self.both_include, self.first_only], [self.second_only, self.both_exclude]])?;
        let share = |count: u64| count as f64 / self.total() as f64;
        Some(Agreement {
            coefficients,
            prevalence_index: (share(self.both_include) - share(self.both_exclude)).abs(),
            bias_index: (share(self.first_only) - share(self.second_only)).abs(),
        })
    }
}

/// The agreement of two readers, from how often the first said one word (the row) and the second another (the column). Words that
/// neither used are left out, as if they could not have been said; two are counted at least. `None` where nothing was read by both.
pub fn coefficients<const WORDS: usize>(counts: &[[u64; WORDS]; WORDS]) -> Option<Coefficients> {
    let total: u64 = counts.iter().flatten().sum();
    if total == 0 {
        return None;
    }
    let n = total as f64;
    let shares = counts.map(|row| row.map(|count| count as f64 / n));
    let table = Shares {
        rows: shares.map(|row| row.iter().sum()),
        columns: std::array::from_fn(|word| shares.iter().map(|row| row[word]).sum()),
        shares,
    };
    let words = (0..WORDS).filter(|&word| table.of(word) > 0.0).count().max(2) as f64;
    let raw = wilson((0..WORDS).map(|word| counts[word][word]).sum(), total);
    let beyond_chance = |share: f64| (words * share - 1.0) / (words - 1.0);
    Some(Coefficients {
        raw,
        kappa: kappa(&table, n),
        pabak: Coefficient {
            value: beyond_chance(raw.value),
            low: beyond_chance(raw.low),
            high: beyond_chance(raw.high),
        },
        ac1: ac1(&table, words, n),
    })
}

/// Which share of the references the first reader gave one word and the second another.
struct Shares<const WORDS: usize> {
    shares: [[f64; WORDS]; WORDS],
    /// The share of each word among those of the first reader.
    rows: [f64; WORDS],
    /// The share of each word among those of the second.
    columns: [f64; WORDS],
}

impl<const WORDS: usize> Shares<WORDS> {
    /// The share of a word among those of both.
    fn of(&self, word: usize) -> f64 {
        f64::midpoint(self.rows[word], self.columns[word])
    }

    /// The share of references on which both said the same.
    fn agreed(&self) -> f64 {
        (0..WORDS).map(|word| self.shares[word][word]).sum()
    }

    /// Every pair of words with its share.
    fn cells(&self) -> impl Iterator<Item = (usize, usize, f64)> {
        (0..WORDS).flat_map(move |one| (0..WORDS).map(move |other| (one, other, self.shares[one][other])))
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

/// Nothing, where only rounding makes it something: sums of shares are not exact.
fn plain(value: f64) -> f64 {
    if value.abs() < 1e-12 { 0.0 } else { value }
}

fn kappa<const WORDS: usize>(table: &Shares<WORDS>, n: f64) -> Option<Coefficient> {
    let observed = table.agreed();
    let chance: f64 = table.rows.iter().zip(&table.columns).map(|(row, column)| row * column).sum();
    let left = plain(1.0 - chance);
    if left <= 0.0 {
        return None;
    }
    let value = plain(observed - chance) / left;
    // Fleiss, Cohen and Everitt (1969), equation 13.
    let square = |x: f64| x * x;
    let of_cell = |(one, other, share): (usize, usize, f64)| {
        if one == other {
            share * square(left - (table.rows[one] + table.columns[one]) * (1.0 - observed))
        } else {
            share * square((1.0 - observed) * (table.columns[one] + table.rows[other]))
        }
    };
    let cells: f64 = table.cells().map(of_cell).sum();
    let rest = square(observed * chance - 2.0 * chance + observed);
    Some(with_error(value, (cells - rest) / (n * square(square(left)))))
}

fn ac1<const WORDS: usize>(table: &Shares<WORDS>, words: f64, n: f64) -> Coefficient {
    let others = |word: usize| (1.0 - table.of(word)) / (words - 1.0);
    let chance: f64 = (0..WORDS).map(|word| table.of(word) * others(word)).sum();
    let value = plain(table.agreed() - chance) / (1.0 - chance);
    if n < 2.0 {
        return Coefficient { value, low: value, high: value };
    }
    // Gwet (2008), equation 34: the variance of the linearised values of each reference.
    let linear = |one: usize, other: usize| {
        let own = (f64::from(one == other) - chance) / (1.0 - chance);
        let chance_of_one = f64::midpoint(others(one), others(other));
        own - 2.0 * (1.0 - value) * (chance_of_one - chance) / (1.0 - chance)
    };
    let spread: f64 = table
        .cells()
        .map(|(one, other, share)| {
            let from_mean = linear(one, other) - value;
            share * from_mean * from_mean
        })
        .sum();
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
            let Coefficients { raw, kappa, pabak, ac1 } = agreement.coefficients;
            let values = [raw, kappa.expect("both words are used"), pabak, ac1];
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
            let Coefficients { kappa, ac1, .. } = votes.agreement().expect("votes").coefficients;
            let kappa = kappa.expect("both words are used");
            for (found, oracle, name) in [(kappa, plain_kappa as fn(_) -> _, "kappa"), (ac1, plain_ac1, "AC1")] {
                // The lower end: the upper one may be cut at 1.
                let error = (found.value - found.low) / Z;
                let expected = delta_method(oracle, cells, n);
                assert!((error / expected - 1.0).abs() < 0.02, "{name} of {counts:?}: {error} is not {expected}");
            }
        }
    }

    #[test]
    fn kappa_of_one_word_only_is_not_defined_and_chance_agreement_is_a_plain_zero() {
        let all_yes = TwoByTwo { both_include: 20, ..TwoByTwo::default() };
        let found = all_yes.agreement().expect("votes").coefficients;
        assert_eq!((found.kappa, found.raw.value, found.pabak.value), (None, 1.0, 1.0));
        close(found.ac1.value, 1.0);
        // One reader always says yes: agreement is what chance gives, whatever rounding does.
        for exclude in 1..20 {
            let votes = TwoByTwo { both_include: 20 - exclude, second_only: exclude, ..TwoByTwo::default() };
            let kappa = votes.agreement().expect("votes").coefficients.kappa.expect("two words");
            assert!(kappa.value == 0.0 && kappa.value.is_sign_positive(), "{kappa:?}");
        }
    }

    /// Worked out by hand: of ten, agreement .8; shares of the first .5 .3 .2, of the second .4 .3 .3.
    #[test]
    fn three_words_are_counted_as_three_and_one_that_nobody_says_is_none() {
        let found = coefficients(&[[4, 1, 0], [0, 2, 1], [0, 0, 2]]).expect("answers");
        close(found.raw.value, 0.8);
        // Chance .5 x .4 + .3 x .3 + .2 x .3 = .35.
        close(found.kappa.expect("three words").value, 0.45 / 0.65);
        close(found.pabak.value, (3.0 * 0.8 - 1.0) / 2.0);
        // Chance of AC1: (.45 x .55 + .3 x .7 + .25 x .75) / 2 = .3225.
        close(found.ac1.value, (0.8 - 0.3225) / (1.0 - 0.3225));
        let unused = coefficients(&[[40, 5, 0], [5, 950, 0], [0, 0, 0]]).expect("answers");
        let two = coefficients(&[[40, 5], [5, 950]]).expect("answers");
        assert_eq!(unused, two);
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
