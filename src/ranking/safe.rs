//! The phases of the SAFE procedure, one for every vote.
//!
//! Boetje and van de Schoot (2024), The SAFE procedure: a practical stopping heuristic for active learning-based screening in
//! systematic reviews and meta-analyses, Systematic Reviews 13:81. Reading begins with a random set; then the model chooses,
//! until little is left that it would choose; then another model looks once more; at last what was excluded is looked at again.
//! The phase of a vote follows from the votes before it, so the rulings keep it. Advice: nothing stops by itself.

/// Share of all records that is read in random order at first, in percent.
const TRAINING: usize = 1;
/// Share of all records that is read at least before another model takes over, in percent.
const LEAST: usize = 10;
/// So many in a row without a relevant one end a phase.
pub const IN_A_ROW: usize = 50;
/// How many times the records expected to be relevant are read at least before another model takes over.
const TIMES_EXPECTED: f64 = 2.0;

/// A phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// A random set, to learn from and to estimate how many are relevant.
    Training,
    /// The model chooses what is read next.
    ActiveLearning,
    /// Another model chooses, for what the first one overlooks.
    OtherModel,
    /// What was excluded is looked at again.
    Quality,
}

/// Where the reading stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Safe {
    /// The phase of each vote.
    pub phases: Vec<Phase>,
    /// The phase that the next vote belongs to.
    pub now: Phase,
    /// How many were read in a row in this phase without a relevant one.
    pub in_a_row: usize,
    /// How many records the random set lets expect to be relevant; `None` as long as it is read.
    pub expected: Option<f64>,
}

/// The phases of `labels` (true: relevant), in reading order, of `total` records.
pub fn safe(labels: &[bool], total: usize) -> Safe {
    let mut safe = Safe { phases: Vec::new(), now: Phase::Training, in_a_row: 0, expected: None };
    let mut relevant = 0;
    for (before, &label) in labels.iter().enumerate() {
        safe.phases.push(safe.now);
        relevant += usize::from(label);
        safe.in_a_row = if label { 0 } else { safe.in_a_row + 1 };
        if safe.is_over(before + 1, relevant, total) {
            if safe.now == Phase::Training {
                safe.expected = Some(relevant as f64 / (before + 1) as f64 * total as f64);
            }
            safe.now = safe.now.next();
            safe.in_a_row = 0;
        }
    }
    safe
}

impl Safe {
    fn is_over(&self, read: usize, relevant: usize, total: usize) -> bool {
        match self.now {
            // A model needs one of both kinds.
            Phase::Training => read * 100 >= total * TRAINING && relevant > 0 && relevant < read,
            Phase::ActiveLearning => {
                self.in_a_row >= IN_A_ROW && read * 100 >= total * LEAST && read >= self.least_read(total)
            }
            Phase::OtherModel => self.in_a_row >= IN_A_ROW,
            Phase::Quality => false,
        }
    }

    /// How many of `total` are read at least before another model takes over, by what is expected to be relevant.
    pub fn least_read(&self, total: usize) -> usize {
        ((TIMES_EXPECTED * self.expected.unwrap_or_default()).ceil() as usize).min(total)
    }
}

impl Phase {
    fn next(self) -> Self {
        match self {
            Self::Training => Self::ActiveLearning,
            Self::ActiveLearning => Self::OtherModel,
            Self::OtherModel | Self::Quality => Self::Quality,
        }
    }

    /// Its number, from 1.
    pub fn number(self) -> usize {
        self as usize + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of 1,000 records: how many votes each phase has, and where the reading stands.
    fn read(labels: &[bool]) -> ([usize; 4], Safe) {
        let safe = safe(labels, 1000);
        let count = |phase| safe.phases.iter().filter(|&&other| other == phase).count();
        let phases = [Phase::Training, Phase::ActiveLearning, Phase::OtherModel, Phase::Quality].map(count);
        (phases, safe)
    }

    #[test]
    fn each_vote_has_the_phase_in_which_it_was_given() {
        assert_eq!(read(&[]).1.now, Phase::Training);
        // One in a hundred is 10: the random set is over with the tenth, for one of them is relevant.
        let mut labels = vec![false; 9];
        labels.push(true);
        let (_, safe) = read(&labels);
        assert_eq!((safe.now, safe.expected, safe.least_read(1000)), (Phase::ActiveLearning, Some(100.0), 200));
        assert_eq!(safe.least_read(90), 90, "no more than there are");
        // 50 in a row are not enough before 200 are read: twice the 100 that the random set lets expect.
        labels.extend([false; 60]);
        assert_eq!(read(&labels).1.now, Phase::ActiveLearning);
        labels.extend([true; 80]);
        labels.extend([false; 49]);
        let (phases, safe) = read(&labels);
        assert_eq!((phases, safe.in_a_row), ([10, 189, 0, 0], 49));
        labels.extend([false; 1]);
        let (_, safe) = read(&labels);
        assert_eq!((safe.now, safe.in_a_row), (Phase::OtherModel, 0), "the other model begins to count anew");
        // What the other model finds keeps it going.
        labels.extend([false; 20].iter().chain(&[true]).chain(&[false; 50]));
        let (phases, safe) = read(&labels);
        assert_eq!((phases, safe.now), ([10, 190, 71, 0], Phase::Quality));
        labels.push(false);
        assert_eq!(read(&labels).0, [10, 190, 71, 1]);
    }

    #[test]
    fn a_random_set_of_one_kind_is_read_on() {
        assert_eq!(read(&[false; 40]).1.now, Phase::Training, "nothing relevant to learn from");
        assert_eq!(read(&[true; 40]).1.now, Phase::Training, "nothing else to learn from");
        let few: Vec<bool> = [true].into_iter().chain([false; 199]).collect();
        assert_eq!(read(&few[..199]).1.now, Phase::ActiveLearning, "one of ten lets expect 100, so 200 are read");
        let (phases, safe) = read(&few);
        assert_eq!((phases, safe.now), ([10, 190, 0, 0], Phase::OtherModel));
    }
}
