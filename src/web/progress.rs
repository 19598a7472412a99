//! How far a reader is, and how long the rest will take at the reader's own pace.

use jiff::Timestamp;

use super::queue::{self, Queue, READING};
use super::review::Review;
use crate::protocol::Stage;
use crate::ruling::{Ruling, RulingKind};

/// How far a reader is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Progress {
    /// Entries of the list that are done: for titles and abstracts, by this reader.
    pub done: usize,
    /// Entries that wait.
    pub left: usize,
    /// What is done with an entry.
    pub what: &'static str,
    /// Seconds that the rest will take; `None` before there is a pace.
    pub seconds: Option<u64>,
    /// The last decision lies in the future of this computer's clock.
    pub is_clock_behind: bool,
}

/// A longer gap between two decisions is a break.
const BREAK: i64 = 300;
/// How many gaps tell the pace.
const GAPS: usize = 50;
/// With fewer gaps there is no pace yet.
const FEWEST: usize = 3;
/// How far a clock may run behind before it is worth a word.
const LEEWAY: i64 = 60;

/// How many entries every list has, and how many of them are done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Counts {
    /// References in the review.
    all: usize,
    /// References that wait for this reader.
    review: usize,
    /// References that this reader has decided on.
    read: usize,
    /// Conflicts that wait, and that were settled.
    conflicts: usize,
    settled: usize,
    /// Full texts that are wanted, and those with which nothing is left to do.
    texts: usize,
    assessed: usize,
    /// Doubtful pairs, and those that wait for an answer.
    pairs: usize,
    open_pairs: usize,
}

impl Counts {
    /// Counts for `by`, in one look at every reference: this is done with every click.
    pub fn of(review: &Review, by: &str) -> Self {
        let in_pilot = queue::is_in_pilot(review);
        let pairs = review.matches().doubtful.len();
        let mut counts = Self { all: review.len(), pairs, open_pairs: queue::pairs(review).len(), ..Self::default() };
        for group in 0..review.len() {
            let is_touched = !review.screened(group).rulings.is_empty();
            let waits = queue::waits(review, group, by);
            counts.review += usize::from(waits && (!in_pilot || review.pilot.binary_search(&group).is_ok()));
            if queue::is_wanted(review, group, by) {
                counts.texts += 1;
                counts.assessed += usize::from(queue::text_standing(review, group, by) == 3);
            }
            if is_touched {
                counts.conflicts += usize::from(queue::conflict(review, group).is_some());
                counts.settled +=
                    usize::from(Stage::ALL.iter().any(|&stage| queue::is_adjudicated(review, group, stage)));
                counts.read += usize::from(!waits && has_read(review, group, by));
            }
        }
        counts
    }

    /// How many entries a list shows.
    pub fn waiting(&self, queue: Queue) -> usize {
        match queue {
            Queue::Review => self.review,
            Queue::Pairs => self.open_pairs,
            Queue::Conflicts => self.conflicts,
            Queue::Texts => self.texts,
            Queue::All => self.all,
        }
    }
}

/// Whether the reader has said at the reading of titles and abstracts what becomes of a group, or of a criterion.
fn has_read(review: &Review, group: usize, by: &str) -> bool {
    queue::own_vote(review, group, READING, by).is_some()
        || review.rulings_on(group).any(|ruling| ruling.kind == RulingKind::Criterion && ruling.by == by)
}

/// How far `by` is at `now` with a list.
pub(super) fn progress(review: &Review, queue: Queue, by: &str, counts: &Counts, now: Timestamp) -> Progress {
    let (done, left, kind, what) = match queue {
        Queue::Review | Queue::All => (counts.read, counts.review, RulingKind::Group, "decided"),
        Queue::Pairs => (counts.pairs - counts.open_pairs, counts.open_pairs, RulingKind::Pair, "answered"),
        Queue::Conflicts => (counts.settled, counts.conflicts, RulingKind::Adjudication, "settled"),
        Queue::Texts => (counts.assessed, counts.texts - counts.assessed, RulingKind::Group, "assessed or given up"),
    };
    let stage = if queue == Queue::Texts { Stage::Eligibility } else { READING };
    let is_of_list =
        |ruling: &Ruling| ruling.kind == kind && (kind != RulingKind::Group || ruling.stage == stage.name());
    let at = |ruling: &Ruling| ruling.at.parse::<Timestamp>().ok().map(Timestamp::as_second);
    let own = || review.board.of_person(by).map(|(_, ruling, _)| ruling);
    let times: Vec<i64> = own().filter(|ruling| is_of_list(ruling)).take(GAPS + 1).filter_map(at).collect();
    let mut gaps: Vec<i64> =
        times.windows(2).map(|pair| pair[0] - pair[1]).filter(|gap| (0..=BREAK).contains(gap)).collect();
    gaps.sort_unstable();
    let pace = (gaps.len() >= FEWEST).then(|| gaps[gaps.len() / 2].max(1));
    Progress {
        done,
        left,
        what,
        seconds: pace.map(|pace| pace.unsigned_abs() * left as u64),
        is_clock_behind: own().find_map(at).is_some_and(|last| last - now.as_second() > LEEWAY),
    }
}

/// A length of time for people: `about 2 h 10 min`.
pub(super) fn in_words(seconds: u64) -> String {
    match seconds {
        0..60 => "less than a minute".to_owned(),
        60..3600 => format!("about {} min", seconds.div_ceil(60)),
        _ => format!("about {} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}
