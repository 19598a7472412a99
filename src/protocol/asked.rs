//! What the searches of a protocol asked, ready to be replayed.

use jiff::civil::Date;

use super::{Protocol, RunOn, Search};
use crate::query::{Limits, SearchQuery, dialect, fields_named};
use crate::record::date::PartialDate;

impl Protocol {
    /// The queries of a search: its own, or those of the searches that it repeats, read in the dialect of its own source.
    pub fn queries_of<'a>(&'a self, search: &'a Search) -> Vec<SearchQuery<'a>> {
        let named = |id: &String| self.searches().map(|(_, search)| search).find(|search| search.id == *id);
        let asked: Vec<&Search> =
            if search.query.is_some() { vec![search] } else { search.same_query_as.iter().filter_map(named).collect() };
        let syntax = self.sources[search.source].syntax.as_deref().unwrap_or("plain");
        let dialect = dialect(syntax).or_else(|| dialect("plain"));
        let queries = asked.into_iter().filter_map(|asked| {
            let run_on = if search.run_on == Default::default() { &asked.run_on } else { &search.run_on };
            let fields = search.fields.as_ref().or(asked.fields.as_ref()).and_then(|fields| fields.value.as_ref());
            Some(SearchQuery {
                text: asked.query.as_deref()?,
                intended: asked.reading.as_deref(),
                dialect: dialect?,
                limits: Limits::read(search.limits.as_ref().or(asked.limits.as_ref()).into_iter().flatten()),
                fields: fields.and_then(|words| fields_named(words.iter().map(String::as_str))),
                not_before: run_on.first_day(),
                not_after: run_on.last_day(),
            })
        });
        queries.collect()
    }
}

impl RunOn {
    /// The first day on which the search may have run.
    pub fn first_day(&self) -> Option<Date> {
        day(self.on.as_ref().or(self.not_before.as_ref())?, false)
    }

    /// The last day on which the search may have run.
    pub fn last_day(&self) -> Option<Date> {
        day(self.on.as_ref().or(self.not_after.as_ref())?, true)
    }
}

/// The first or the last day that a date may mean.
pub fn day(date: &PartialDate, last: bool) -> Option<Date> {
    let (year, month) = (date.year?, date.month.unwrap_or(if last { 12 } else { 1 }));
    let first = Date::new(year, month as i8, 1).ok()?;
    match date.day {
        Some(day) => Date::new(year, month as i8, day as i8).ok(),
        None => Some(if last { first.last_of_month() } else { first }),
    }
}
