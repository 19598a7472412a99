//! What the searches of a protocol asked, ready to be replayed.

use jiff::civil::Date;

use super::{Protocol, Search};
use crate::query::{SearchQuery, dialect, fields_named};
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
                fields: fields.and_then(|words| fields_named(words.iter().map(String::as_str))),
                not_before: day(&run_on.on, false).or_else(|| day(&run_on.not_before, false)),
                not_after: day(&run_on.on, true).or_else(|| day(&run_on.not_after, true)),
            })
        });
        queries.collect()
    }
}

/// The first or the last day that a date may mean.
fn day(date: &Option<PartialDate>, last: bool) -> Option<Date> {
    let date = date.as_ref()?;
    let (year, month) = (date.year?, date.month.unwrap_or(if last { 12 } else { 1 }));
    let first = Date::new(year, month as i8, 1).ok()?;
    match date.day {
        Some(day) => Date::new(year, month as i8, day as i8).ok(),
        None => Some(if last { first.last_of_month() } else { first }),
    }
}
