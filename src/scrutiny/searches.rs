//! What a protocol does not say of its searches.

use super::{Case, names};
use crate::diagnostic::Diagnostic;
use crate::protocol::{Basis, Iteration, Mode, Qualifier, Search, SourceKind};

type Found<'a> = Vec<(&'a Iteration, &'a Search)>;

/// Searches without the day on which they ran.
pub(super) fn without_date(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    let searches = case.searches(|_, search| search.run_on.on.is_none());
    let bounded: Found<'_> = searches
        .iter()
        .copied()
        .filter(|(_, search)| search.run_on.first_day().is_some() || search.run_on.last_day().is_some())
        .collect();
    let mut message = format!("no day is stated for {}", names(&searches));
    for (_, search) in &bounded {
        let day = |day: Option<jiff::civil::Date>| day.map_or("?".to_owned(), |day| day.to_string());
        let (first, last) = (day(search.run_on.first_day()), day(search.run_on.last_day()));
        message.push_str(&format!("; {} ran between {first} and {last}", search.id));
    }
    found.extend(case.about_searches("AUD008", &searches, message));
}

/// Databases without the platform on which they were searched. Registers have none beside their own.
pub(super) fn without_platform(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    for source in case.run.protocol.sources.iter().filter(|source| source.kind == SourceKind::Database) {
        let how = match &source.platform {
            None => "is not stated",
            Some(platform) if platform.basis == Basis::NotReported => "is not reported",
            Some(platform) if platform.basis == Basis::Assumed => "is assumed, and not stated",
            Some(_) => continue,
        };
        let message = format!("the platform of the source `{}` {how}", source.id);
        found.push(case.remark("AUD009", &format!("source.{}.", source.id), message));
    }
}

/// Searches of which nobody says how many records they gave: in a replay the publication, else an export.
pub(super) fn without_count(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    let protocol = &case.run.protocol;
    let searches = case.searches(|number, search| {
        let reported = search.reported.as_ref().is_some_and(|number| number.qualifier != Qualifier::NotReported);
        let shared = shares_a_count(case, search);
        let counted = protocol.review.mode != Mode::Replay && case.records_of(number).is_some();
        !reported && !shared && !counted
    });
    let message = format!("it is not reported how many records these searches gave: {}", names(&searches));
    found.extend(case.about_searches("AUD010", &searches, message));
}

/// Whether a number for its whole iteration counts the records of a search too.
fn shares_a_count(case: &Case<'_>, search: &Search) -> bool {
    let protocol = &case.run.protocol;
    let together =
        protocol.iterations.iter().filter(|iteration| iteration.searches.iter().any(|one| one.id == search.id));
    let mut numbers = together.flat_map(|iteration| &iteration.searches).filter_map(|one| one.reported.as_ref());
    numbers.any(|number| number.scope.as_deref() == Some("iteration") && number.qualifier != Qualifier::NotReported)
}

/// Databases and registers that some iterations searched and others did not.
pub(super) fn not_everywhere(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    let protocol = &case.run.protocol;
    let is_database = |search: &Search| protocol.sources[search.source].kind.is_database_or_register();
    let rounds: Vec<&Iteration> =
        protocol.iterations.iter().filter(|iteration| iteration.searches.iter().any(is_database)).collect();
    for (number, source) in protocol.sources.iter().enumerate() {
        let (with, without): (Vec<&Iteration>, Vec<&Iteration>) =
            rounds.iter().partition(|iteration| iteration.searches.iter().any(|search| search.source == number));
        if !source.kind.is_database_or_register() || with.is_empty() || without.is_empty() {
            continue;
        }
        let ids = |rounds: &[&Iteration]| rounds.iter().map(|round| round.id.clone()).collect::<Vec<_>>().join(", ");
        let message =
            format!("the source `{}` was searched in iteration {} and not in {}", source.id, ids(&with), ids(&without));
        found.push(case.remark("AUD015", &format!("source.{}.", source.id), message));
    }
}
