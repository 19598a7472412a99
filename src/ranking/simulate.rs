//! A ranking measured on a labelled set: reading as if the labels were not known.

use super::Ranking;

/// What a simulated reading came to. Shares are of the records without the two given beforehand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// Work saved over sampling at a recall of 95 %: the share of records not read, less 5 % (Cohen et al. 2006).
    pub wss_95: f64,
    /// Recall after reading a tenth.
    pub recall_10: f64,
    /// Recall after reading a fifth.
    pub recall_20: f64,
    /// Average time to discovery: how much is read, on average, until a relevant record is found, as a share.
    pub time_to_discovery: f64,
}

/// Reads `texts` in the order of the ranking, from one relevant and one other record chosen by `seed`, until every
/// relevant one is found. `None` without two relevant records and one other.
pub fn simulate(ranking: &Ranking, labels: &[bool], seed: u64) -> Option<Outcome> {
    let mut ranking = ranking.clone();
    let mut random = SplitMix(seed);
    let relevant: Vec<usize> = (0..labels.len()).filter(|&index| labels[index]).collect();
    let others: Vec<usize> = (0..labels.len()).filter(|&index| !labels[index]).collect();
    if relevant.len() < 2 || others.is_empty() {
        return None;
    }
    for pool in [&relevant, &others] {
        let first = pool[random.below(pool.len())];
        ranking.vote(first, Some(labels[first]));
    }
    let mut found_at = Vec::new();
    let mut read = 0;
    while found_at.len() < relevant.len() - 1 {
        ranking.train();
        let next = ranking.next()?;
        ranking.vote(next, Some(labels[next]));
        read += 1;
        if labels[next] {
            found_at.push(read);
        }
    }
    Some(measure(&found_at, labels.len() - 2))
}

/// `found_at`: after how many records each relevant one was found, ascending.
fn measure(found_at: &[usize], total: usize) -> Outcome {
    let share = |read: usize| read as f64 / total as f64;
    let recall_after = |part: f64| {
        let read = (part * total as f64).floor() as usize;
        found_at.iter().filter(|&&at| at <= read).count() as f64 / found_at.len() as f64
    };
    let enough = (0.95 * found_at.len() as f64).ceil() as usize;
    Outcome {
        wss_95: 0.95 - share(found_at[enough.max(1) - 1]),
        recall_10: recall_after(0.1),
        recall_20: recall_after(0.2),
        time_to_discovery: found_at.iter().map(|&at| share(at)).sum::<f64>() / found_at.len() as f64,
    }
}

/// The median of each measure over several outcomes.
///
/// # Panics
/// If there is none.
pub fn median(outcomes: &[Outcome]) -> Outcome {
    let middle = |value: fn(&Outcome) -> f64| {
        let mut values: Vec<f64> = outcomes.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        let half = values.len() / 2;
        if values.len() % 2 == 1 { values[half] } else { f64::midpoint(values[half - 1], values[half]) }
    };
    Outcome {
        wss_95: middle(|outcome| outcome.wss_95),
        recall_10: middle(|outcome| outcome.recall_10),
        recall_20: middle(|outcome| outcome.recall_20),
        time_to_discovery: middle(|outcome| outcome.time_to_discovery),
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers from the same seed on every machine.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`; the bias is below one in 2^40 for what is ranked here.
    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_measures_are_as_defined() {
        // Twenty relevant ones found first, of a thousand.
        let outcome = measure(&(1..=20).collect::<Vec<_>>(), 1000);
        assert_eq!(outcome.wss_95, 0.95 - 0.019);
        assert_eq!((outcome.recall_10, outcome.recall_20), (1.0, 1.0));
        assert!((outcome.time_to_discovery - 0.0105).abs() < 1e-12);
        let late = measure(&[50, 150, 250, 1000], 1000);
        assert_eq!((late.recall_10, late.recall_20), (0.25, 0.5));
    }

    #[test]
    fn one_seed_one_outcome() {
        let texts: Vec<String> =
            (0..40).map(|n| format!("{} record {n}", if n % 8 == 0 { "tides waves" } else { "sand stone" })).collect();
        let labels: Vec<bool> = (0..40).map(|n| n % 8 == 0).collect();
        let ranking = Ranking::new(texts.iter().map(String::as_str));
        let first = simulate(&ranking, &labels, 7).expect("both kinds");
        assert_eq!(Some(first), simulate(&ranking, &labels, 7));
        assert_eq!(first.time_to_discovery, (1..=4).sum::<i32>() as f64 / 4.0 / 38.0, "the four others come first");
    }
}
