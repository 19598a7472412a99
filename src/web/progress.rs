//! How far a reader is, and how long the rest will take at the reader's own pace.

use jiff::Timestamp;

use super::queue::{self, Queue, READING};
use super::review::Review;
use crate::ruling::RulingKind;

/// How far a reader is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Progress {
    /// References that this reader has voted on.
    pub done: usize,
    /// References that wait for this reader.
    pub left: usize,
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

/// How far `by` is at `now`; `left` is known by the caller.
pub(super) fn progress(review: &Review, by: &str, left: usize, now: Timestamp) -> Progress {
    let own = review.board.of_person(by).filter(|(_, ruling, _)| ruling.kind == RulingKind::Group);
    let times: Vec<i64> = own
        .take(GAPS + 1)
        .filter_map(|(_, ruling, _)| ruling.at.parse::<Timestamp>().ok())
        .map(Timestamp::as_second)
        .collect();
    let groups = review.board.groups().into_iter();
    let done = groups.filter(|&group| queue::own_vote(review, group, READING, by).is_some()).count();
    let mut gaps: Vec<i64> =
        times.windows(2).map(|pair| pair[0] - pair[1]).filter(|gap| (0..=BREAK).contains(gap)).collect();
    gaps.sort_unstable();
    let pace = (gaps.len() >= FEWEST).then(|| gaps[gaps.len() / 2].max(1));
    Progress {
        done,
        left,
        seconds: pace.map(|pace| pace.unsigned_abs() * left as u64),
        is_clock_behind: times.first().is_some_and(|last| last - now.as_second() > LEEWAY),
    }
}

/// How many wait in each list.
pub(super) fn counts(review: &Review, by: &str) -> Vec<(&'static str, usize)> {
    let none = queue::Narrowed::default();
    let count = |queue| match queue {
        Queue::Pairs => queue::pairs(review).len(),
        Queue::All => review.len(),
        _ => queue::groups(review, queue, &none, by).len(),
    };
    Queue::ALL.iter().map(|(queue, name, _)| (*name, count(*queue))).collect()
}

/// A length of time for people: `about 2 h 10 min`.
pub(super) fn in_words(seconds: u64) -> String {
    match seconds {
        0..60 => "less than a minute".to_owned(),
        60..3600 => format!("about {} min", seconds.div_ceil(60)),
        _ => format!("about {} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}
