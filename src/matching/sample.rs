//! A sample of pairs around the boundary for a person to judge; `estimate` says what the judgements tell.

use super::matcher::Matcher;
use super::rules::{self, Outcome};
use super::text::{finish, hash};
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

    /// The stratum with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stratum| stratum.name() == name)
    }

    /// What stands for the stratum on the sheet of who judges a pair of records: nothing can be read from it, so that the judgement
    /// does not lean on that of the program.
    pub fn code(self, pair: [&str; 2]) -> String {
        let [a, b] = pair.map(hash);
        let number = finish(finish(a.min(b)) ^ a.max(b) ^ (self as u64 + 1) << 32);
        // Letters only: a spreadsheet makes numbers of digits.
        (0..8).map(|at| char::from(b'a' + (number >> (at * 4) & 15) as u8)).collect()
    }

    /// The stratum for which `code` stands beside this pair of records.
    pub fn from_code(code: &str, pair: [&str; 2]) -> Option<Self> {
        Self::ALL.into_iter().find(|stratum| stratum.code(pair) == code)
    }
}

/// Score from which a merge counts as sure: every compared field agrees but for a small one. With title, people, year, journal,
/// volume and pages known, the weights come to 11, so that an issue that differs (0.5 of 11.5) stays above and a year that is
/// far off (1 of 11) falls below. It only divides the sample; the estimate holds wherever the line is drawn.
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
}

/// A sample, and how many pairs it was drawn from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sample {
    /// The pairs, in an order that does not show which stratum they are of.
    pub pairs: Vec<SampledPair>,
    /// Per stratum, in the order of [`Stratum::ALL`]: how many pairs it has.
    pub populations: [usize; 4],
}

impl Matcher<'_> {
    /// Draws `count` pairs, the same number from each stratum as far as it has them, and one at least: of a stratum without
    /// judgements nothing could be said. The same `seed` draws the same pairs from the same records, in whatever order they
    /// come, and gives them in the same order.
    pub fn sample(&self, matches: &Matches, count: usize, seed: u64) -> Sample {
        let mut group_of = vec![0; self.keys().len()];
        for (number, group) in matches.groups.iter().enumerate() {
            group.records.iter().for_each(|id| group_of[id.index()] = number);
        }
        let mut strata: [Vec<(u64, RecordId, RecordId)>; 4] = Default::default();
        let mut add = |stratum: Stratum, a: RecordId, b: RecordId| {
            strata[stratum as usize].push((self.draw(seed, a, b), a, b));
        };
        for link in &matches.links {
            let stratum = if link.score >= SURE { Stratum::MergedSurely } else { Stratum::MergedBarely };
            add(stratum, link.a, link.b);
        }
        matches.doubtful.iter().for_each(|doubt| add(Stratum::Doubtful, doubt.link.a, doubt.link.b));
        for (a, b) in block::candidates(self.keys()).pairs {
            // Two records that no rule joins may still be one report by way of a third.
            if group_of[a as usize] == group_of[b as usize] {
                continue;
            }
            let comparison = self.compare(a, b);
            let outcome = rules::decide_likely(&comparison, self.settings()).map(|(_, outcome)| outcome);
            let apart = !matches!(outcome, Some(Outcome::Same | Outcome::Doubt));
            if apart && comparison.title >= TitleLevel::Reworded {
                add(Stratum::Apart, RecordId(a), RecordId(b));
            }
        }
        let populations = std::array::from_fn(|at| strata[at].len());
        let takes = shares(count, populations);
        let mut drawn = Vec::new();
        for ((stratum, mut pairs), take) in Stratum::ALL.into_iter().zip(strata).zip(takes) {
            pairs.sort_unstable();
            drawn.extend(pairs.into_iter().take(take).map(|(number, a, b)| (number, SampledPair { a, b, stratum })));
        }
        // By their numbers alone, the smaller a stratum the later its pairs would come.
        drawn.sort_by_key(|&(number, SampledPair { a, b, .. })| (finish(number ^ seed), a, b));
        Sample { pairs: drawn.into_iter().map(|(_, pair)| pair).collect(), populations }
    }

    /// A number for a pair that depends on the seed and on what the records say.
    fn draw(&self, seed: u64, a: RecordId, b: RecordId) -> u64 {
        let (x, y) = (u64::from(self.rank_of(a)), u64::from(self.rank_of(b)));
        finish(finish(seed ^ x.min(y)) ^ (x.max(y) << 1 | 1))
    }
}

/// How many of `count` pairs each stratum gives: one after the other gives one, as long as it has one.
fn shares(count: usize, sizes: [usize; 4]) -> [usize; 4] {
    let mut takes = sizes.map(|size| size.min(1));
    let mut left = count.saturating_sub(takes.iter().sum());
    while left > 0 && takes != sizes {
        for (take, size) in takes.iter_mut().zip(sizes) {
            let more = usize::from(left > 0 && *take < size);
            *take += more;
            left -= more;
        }
    }
    takes
}

#[cfg(test)]
mod tests {
    use super::{Stratum, shares};

    #[test]
    fn a_code_stands_for_a_stratum_beside_its_pair_only() {
        for stratum in Stratum::ALL {
            let code = stratum.code(["a:1", "b:7"]);
            assert_eq!(Stratum::from_code(&code, ["b:7", "a:1"]), Some(stratum));
            assert_eq!(Stratum::from_code(&code, ["a:1", "b:8"]), None);
            assert_ne!(code, stratum.code(["a:1", "b:8"]), "pairs of one stratum do not look alike");
        }
    }

    #[test]
    fn every_stratum_is_in_the_sample() {
        assert_eq!(shares(8, [100, 100, 1, 0]), [4, 3, 1, 0]);
        assert_eq!(shares(1, [100, 100, 1, 5]), [1, 1, 1, 1]);
        assert_eq!(shares(50, [3, 2, 0, 1]), [3, 2, 0, 1]);
    }
}
