//! What a publication does not report, of a review that is replayed.

use super::{Case, names};
use crate::diagnostic::Diagnostic;
use crate::protocol::{Mode, Qualifier, Reported};

fn is_known(number: &Reported) -> bool {
    number.qualifier != Qualifier::NotReported
}

/// Whether the publication gives a number of this kind for the whole review.
fn published(case: &Case<'_>, what: &[&str]) -> bool {
    let numbers = case.run.protocol.published.iter();
    numbers
        .filter(|number| number.scope == "review" && what.contains(&number.what.as_str()))
        .any(|number| is_known(&number.number))
}

/// Records are reported per search or iteration, and nothing says how many of them are the same.
pub(super) fn overlap_unknown(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    if case.run.protocol.review.mode != Mode::Replay || published(case, &["duplicates_removed", "screened"]) {
        return;
    }
    let counted = case.searches(|_, search| search.reported.as_ref().is_some_and(is_known));
    if counted.len() < 2 {
        return;
    }
    let numbers: Vec<String> =
        counted.iter().filter_map(|(_, search)| search.reported.as_ref()).map(|number| number.words()).collect();
    let message = format!(
        "{} records are reported for {}, and no number without duplicates: how far they overlap is not known",
        numbers.join(", "),
        names(&counted)
    );
    found.extend(case.about_searches("AUD020", &counted, message));
}

/// The boxes of the PRISMA flow, and the numbers of a publication that fill them.
const BOXES: [(&str, &[&str]); 6] = [
    ("records identified", &["identified"]),
    ("duplicates removed", &["duplicates_removed"]),
    ("records screened", &["screened"]),
    ("records excluded in screening", &["excluded"]),
    ("reports assessed", &["assessed", "sought"]),
    ("reports included", &["included"]),
];

/// Boxes of the flow for which the publication gives no number.
pub(super) fn flow_not_reported(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    if case.run.protocol.review.mode != Mode::Replay {
        return;
    }
    let missing: Vec<&str> = BOXES.iter().filter(|(_, what)| !published(case, what)).map(|(name, _)| *name).collect();
    if !missing.is_empty() {
        let message = format!("of the whole review it is not reported, which is not zero: {}", missing.join(", "));
        found.push(case.remark("AUD021", "published", message));
    }
}
