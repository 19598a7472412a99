//! Searches that are old, amendments that come late, years that were not over.
//!
//! The program has no clock: how old a search is, is told relative to the day on which the review was published
//! (`published_on` of the protocol), else to the newest day that the review itself shows: of a search, a ruling or an amendment.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::{Case, names, place};
use crate::diagnostic::Diagnostic;
use crate::protocol::{Search, day};

/// The day relative to which searches are old, and what day that is.
fn reference_day(case: &Case<'_>) -> Option<(Date, &'static str)> {
    let protocol = &case.run.protocol;
    if let Some(published) = protocol.review.published_on.as_ref().and_then(|date| day(date, false)) {
        return Some((published, "the review was published"));
    }
    let searches = protocol.searches().filter_map(|(_, search)| day(search.run_on.on.as_ref()?, false));
    let amendments = protocol.amendments.iter().filter_map(|amendment| day(&amendment.on, false));
    let newest = searches.map(|day| (day, "the newest search ran"));
    let newest = newest.chain(amendments.map(|day| (day, "the protocol was amended")));
    newest.chain(ruling_days(case).map(|day| (day, "somebody last decided on a reference"))).max()
}

/// The days on which people ruled.
fn ruling_days(case: &Case<'_>) -> impl Iterator<Item = Date> {
    case.run.rulings.iter().filter_map(|ruling| ruling.at.get(..10)?.parse().ok())
}

/// Searches more than twelve months older than the review's publication, or than the newest day it shows.
pub(super) fn old_search(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    let Some((newest, what)) = reference_day(case) else { return };
    let Ok(limit) = newest.checked_sub(1.year()) else { return };
    let is_old = |search: &Search| search.run_on.last_day().is_some_and(|last| last < limit);
    // A search that was run again in the same source is as new as its last run.
    let was_renewed = |search: &Search| {
        case.run.protocol.searches().any(|(_, other)| {
            other.source == search.source
                && other.same_query_as.contains(&search.id)
                && other.run_on.last_day().is_some_and(|last| last >= limit)
        })
    };
    let searches = case.searches(|_, search| is_old(search) && !was_renewed(search));
    let message = format!("these searches ran more than 12 months before {what} ({newest}): {}", names(&searches));
    found.extend(case.about_searches("AUD012", &searches, message));
}

/// Amendments made after the first search had run, or after the first decision.
pub(super) fn late_amendment(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    let searched = case.run.protocol.searches().filter_map(|(_, search)| search.run_on.last_day()).min();
    let decided = ruling_days(case).min();
    for (number, amendment) in case.run.protocol.amendments.iter().enumerate() {
        let Some(made) = day(&amendment.on, false) else { continue };
        let after = match (decided.filter(|decided| made >= *decided), searched.filter(|searched| made > *searched)) {
            (Some(decided), _) => format!("people had begun to decide ({decided})"),
            (None, Some(searched)) => format!("the first search had run ({searched})"),
            (None, None) => continue,
        };
        let message = format!("the protocol was amended on {}, after {after}: {}", amendment.on.raw, amendment.what);
        found.push(case.remark("AUD013", &format!("amendment[{}].", number + 1), message));
    }
}

/// A window of years that ends in, or after, the year in which a search ran: that year was not over.
pub(super) fn unfinished_year(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    for rule in case.run.protocol.criteria.iter().filter(|rule| rule.kind == "year") {
        let path = format!("criterion[{}].to", rule.id);
        let Some(last) = case.written(&path).and_then(|value| value.parse::<i16>().ok()) else { continue };
        let searches = case.searches(|_, search| search.run_on.first_day().is_some_and(|first| first.year() <= last));
        let Some((iteration, search)) = searches.first() else { continue };
        let dates = match case.written(&format!("criterion[{}].date", rule.id)) {
            Some(_) => "",
            None => "; nor does it say which date counts, of the issue or of publication online",
        };
        let message = format!(
            "`{}` ends with {last}, and that year may not have been over when {} ran (from {}): what came later in it was not found{dates}",
            rule.id,
            names(&searches),
            search.run_on.first_day().map(|day| day.to_string()).unwrap_or_default()
        );
        let at = if case.written(&path).is_some() { path } else { place(iteration, search) };
        found.push(case.remark("AUD016", &at, message));
    }
}
