//! What a run came to, on one screen, for people.

use std::fmt::Write as _;

use super::super::ui::{Table, count};
use crate::pipeline::{Outcome, Screened};
use crate::protocol::{ExportsAre, Protocol};

/// The summary of a run.
pub(super) fn text(protocol: &Protocol, screened: &Screened) -> String {
    let mut out = format!("{}\n", protocol.review.title);
    if protocol.review.exports_are == ExportsAre::Demonstration {
        out.push_str(
            "DEMONSTRATION: the exports are made up to show the program; no number here is a result of the review.\n",
        );
    }
    let _ = write!(out, "\n{}\n\n{}", searches(protocol, screened), decisions(protocol, screened));
    out
}

fn searches(protocol: &Protocol, screened: &Screened) -> Table {
    let ingested = &screened.deduplicated.ingested;
    let mut table = Table::new(&["search", "source", "records"], &[2]);
    for (number, (_, search)) in protocol.searches().enumerate() {
        let files = (0..ingested.searches.len()).filter(|&file| ingested.searches[file] == number);
        let records: Option<usize> =
            files.map(|file| ingested.records.files()[file].len()).fold(None, |sum, len| Some(sum.unwrap_or(0) + len));
        let shown = records.map_or("not available".to_owned(), count);
        table.row(&[search.id.clone(), protocol.sources[search.source].name.clone(), shown]);
    }
    table.row(&[String::new(), "all".to_owned(), count(ingested.records.len())]);
    table
}

fn decisions(protocol: &Protocol, screened: &Screened) -> Table {
    let of = |wanted: &dyn Fn(&Outcome) -> bool| {
        screened.groups.iter().filter(|group| wanted(&group.decision.outcome)).count()
    };
    let records = screened.deduplicated.ingested.records.len();
    let mut table = Table::new(&[], &[1]);
    table.row(&["duplicates".to_owned(), count(records - screened.groups.len())]);
    for (number, rule) in protocol.criteria.iter().enumerate() {
        let excluded = of(&|outcome| *outcome == Outcome::Excluded(Some(number)));
        if excluded > 0 {
            table.row(&[format!("excluded: {}", rule.reason), count(excluded)]);
        }
    }
    table.row(&["to review".to_owned(), count(of(&|outcome| matches!(outcome, Outcome::ToReview(_))))]);
    table.row(&["included".to_owned(), count(of(&|outcome| *outcome == Outcome::Included))]);
    table
}
