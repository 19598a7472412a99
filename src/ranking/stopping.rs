//! When to stop reading: advice with a number, never a stop.
//!
//! Callaghan and Müller-Hansen (2020), Statistical stopping criteria for automated screening in systematic reviews,
//! Systematic Reviews 9:273. The last n records read are taken as a random sample of what was left before them; the
//! p-value is how likely so few relevant ones are if the recall so far were below the target.

/// The p-value of "the recall is below `target`" after reading `labels` (true: relevant), in reading order, of `total` records.
///
/// 1 while nothing relevant was found or nothing was read. The smallest over all suffixes of the sequence, as in the
/// authors' `buscarpy`.
///
/// # Panics
/// If `target` is not between 0 and 1, or more was read than there is.
pub fn recall_p_value(labels: &[bool], total: usize, target: f64) -> f64 {
    assert!(target > 0.0 && target <= 1.0, "a recall target is a share");
    assert!(labels.len() <= total, "more read than there is");
    let found = labels.iter().filter(|&&relevant| relevant).count();
    if found == 0 {
        return 1.0;
    }
    let ln_factorials = ln_factorials(total);
    let mut least: f64 = 1.0;
    let mut in_suffix = 0;
    for (before, &relevant) in labels.iter().enumerate().rev() {
        in_suffix += usize::from(relevant);
        let length = labels.len() - before;
        // How many relevant ones must at least be left before the suffix for the recall to miss the target.
        let missing = (found as f64 / target + 1.0 - (found - in_suffix) as f64).floor() as usize;
        let left = total - before;
        least = least.min(hypergeometric_cdf(in_suffix, left, missing.min(left), length, &ln_factorials));
    }
    least
}

/// P(X <= k) for `draws` draws from `population` with `successes` among them.
fn hypergeometric_cdf(k: usize, population: usize, successes: usize, draws: usize, ln_factorials: &[f64]) -> f64 {
    let choose = |n: usize, k: usize| ln_factorials[n] - ln_factorials[k] - ln_factorials[n - k];
    let all = choose(population, draws);
    let least = (draws + successes).saturating_sub(population);
    let most = k.min(successes).min(draws);
    let sum: f64 =
        (least..=most).map(|x| (choose(successes, x) + choose(population - successes, draws - x) - all).exp()).sum();
    sum.min(1.0)
}

fn ln_factorials(most: usize) -> Vec<f64> {
    let mut list = vec![0.0];
    for n in 1..=most {
        list.push(list[n - 1] + (n as f64).ln());
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relevant ones first, then the others: (relevant, others, total, p at .95, p at .90), computed from the formula of the paper.
    const VECTORS: [(usize, usize, usize, f64, f64); 6] = [
        (20, 180, 1000, 0.666236, 0.543616),
        (20, 480, 1000, 0.260053, 0.13242),
        (20, 780, 1000, 0.041483, 0.008398),
        (20, 880, 1000, 0.010319, 0.001034),
        (35, 1000, 2086, 0.262466, 0.06876),
        (45, 1500, 2086, 0.018548, 0.00034),
    ];

    #[test]
    fn the_p_value_is_that_of_the_paper() {
        for (relevant, others, total, at_95, at_90) in VECTORS {
            let labels: Vec<bool> = (0..relevant + others).map(|index| index < relevant).collect();
            for (target, expected) in [(0.95, at_95), (0.9, at_90)] {
                let p = recall_p_value(&labels, total, target);
                assert!((p - expected).abs() < 1e-5, "{relevant} then {others} of {total} at {target}: {p}");
            }
        }
    }

    #[test]
    fn nothing_found_is_no_evidence() {
        assert_eq!(recall_p_value(&[false; 50], 100, 0.95), 1.0);
        assert_eq!(recall_p_value(&[], 100, 0.95), 1.0);
    }
}
