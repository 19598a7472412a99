//! Days as numbers, for halving a range of dates.

use jiff::civil::Date;

/// A range of days, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
}

impl Days {
    /// The two halves; `None` for a single day.
    pub fn halves(self) -> Option<(Self, Self)> {
        let days = self.first.until(self.last).ok()?.get_days();
        if days < 1 {
            return None;
        }
        let middle = self.first.checked_add(jiff::Span::new().days(days / 2)).ok()?;
        let next = middle.tomorrow().ok()?;
        Some((Self { last: middle, ..self }, Self { first: next, ..self }))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn halves_meet_without_gap_or_overlap_down_to_a_single_day() {
        let mut open = vec![Days { first: date(1999, 12, 20), last: date(2000, 3, 2) }];
        let mut single = Vec::new();
        while let Some(days) = open.pop() {
            match days.halves() {
                Some((early, late)) => open.extend([late, early]),
                None => single.push(days),
            }
        }
        assert_eq!(single.len(), 12 + 31 + 29 + 2, "each day once, 29 February among them");
        assert!(single.windows(2).all(|pair| pair[0].last.tomorrow().is_ok_and(|next| next == pair[1].first)));
    }
}
