//! Reads sources, iterations and searches.

use super::read::{Ids, check_path};
use super::table::{Table, Word};
use super::{Basis, Iteration, Known, Qualifier, Reported, RunOn, Search, Source, SourceKind, keys};
use crate::query::{field_words, fields_named};
use crate::record::date::PartialDate;

const BASES: [(&str, Basis); 3] =
    [("stated", Basis::Stated), ("assumed", Basis::Assumed), ("not_reported", Basis::NotReported)];

pub(super) const SOURCE_KINDS: [(&str, SourceKind); 7] = [
    ("database", SourceKind::Database),
    ("register", SourceKind::Register),
    ("website", SourceKind::Website),
    ("organisation", SourceKind::Organisation),
    ("citation", SourceKind::Citation),
    ("expert", SourceKind::Expert),
    ("handsearch", SourceKind::Handsearch),
];

pub(super) fn read_source(id: &Word, table: &Table<'_>) -> Source {
    table.takes(&[keys::SOURCE]);
    table.check_id(id);
    if !table.has("kind") {
        table.missing("kind");
    }
    Source {
        id: id.text.clone(),
        name: table.required("name"),
        platform: read_known(table, "platform", |table, key| table.text(key)),
        kind: table.choice("kind", &SOURCE_KINDS).unwrap_or(SourceKind::Database),
        syntax: table.text("syntax"),
        api: table.text("api"),
        url: table.text("url"),
    }
}

/// A plain value, which is then stated, or `{ value, basis }`.
fn read_known<T>(table: &Table<'_>, key: &str, read: impl Fn(&Table<'_>, &str) -> Option<T>) -> Option<Known<T>> {
    if !table.is_table(key) {
        return read(table, key).map(|value| Known { value: Some(value), basis: Basis::Stated });
    }
    let inner = table.table(key)?;
    inner.takes(&[keys::BASED]);
    let value = read(&inner, "value");
    let basis =
        inner.choice("basis", &BASES).unwrap_or(if value.is_some() { Basis::Stated } else { Basis::NotReported });
    if value.is_none() && basis != Basis::NotReported {
        inner.missing("value");
    }
    Some(Known { value, basis })
}

pub(super) fn read_iterations(top: &Table<'_>, sources: &[Source]) -> Vec<Iteration> {
    let (mut iteration_ids, mut search_ids) = (Ids::default(), Ids::default());
    let mut iterations = Vec::new();
    for table in top.tables("iteration", "the iteration") {
        table.takes(&[keys::ITERATION]);
        let id = table.id();
        if let Some(id) = &id {
            iteration_ids.add(&table, "iterations", id);
        }
        let mut searches = Vec::new();
        for search in table.tables("search", "the search") {
            if let Some(id) = search.id() {
                search_ids.add(&search, "searches", &id);
                searches.extend(read_search(&search, id.text, sources));
            } else {
                read_search(&search, String::new(), sources);
            }
        }
        let purpose = table.text("purpose").unwrap_or_default();
        iterations.push(Iteration { id: id.map(|id| id.text).unwrap_or_default(), purpose, searches });
    }
    iterations
}

fn read_search(table: &Table<'_>, id: String, sources: &[Source]) -> Option<Search> {
    table.takes(&[keys::SEARCH]);
    let source = table.required_word("source");
    let number = source.and_then(|word| {
        let found = sources.iter().position(|source| source.id == word.text);
        if found.is_none() {
            table.unknown("PRO007", "source", &word, sources.iter().map(|source| source.id.as_str()));
        }
        found
    });
    let exports = table.words("exports");
    exports.iter().for_each(|path| check_path(table, path));
    if table.has("query") && table.has("same_query_as") {
        let message = "a search has a `query` of its own or the one of another search, not both";
        table.reader().note("PRO008", &table.place_of("same_query_as"), message);
    }
    if number.is_some_and(|number| sources[number].api.is_some()) {
        table.words("limits").iter().for_each(|limit| check_years(table, limit));
    }
    let search = Search {
        id,
        source: number.unwrap_or_default(),
        query: table.text("query"),
        reading: table.text("reading"),
        same_query_as: table.texts("same_query_as"),
        fields: read_known(table, "fields", read_fields),
        limits: table.has("limits").then(|| table.texts("limits")),
        run_on: read_run_on(table),
        exports: exports.into_iter().map(|word| word.text).collect(),
        id_column: table.text("id_column"),
        reported: table.table("reported").map(|table| read_reported(&table)),
    };
    number.is_some().then_some(search)
}

/// Notes a limit by years, `year: 2017-1985`, that ends before it begins: a service that is asked so gives nothing. Of a search that
/// nobody asks over HTTP a limit is told in any words.
fn check_years(table: &Table<'_>, limit: &Word) {
    let Some((key, years)) = limit.text.split_once(':') else { return };
    let year = |text: &str| text.trim().parse::<i32>().ok();
    let ends = years.split_once('-').and_then(|(from, to)| year(from).zip(year(to)));
    let is_by_years = ["year", "years"].contains(&key.trim().to_lowercase().as_str());
    if let Some((from, to)) = ends.filter(|(from, to)| is_by_years && from > to) {
        let message = format!("the limit “{}” begins in {from} and ends in {to}, before it begins", limit.text);
        table.reader().note("PRO008", &limit.place, message);
    }
}

/// The names of the fields searched; each must be one that a query can be limited to.
fn read_fields(table: &Table<'_>, key: &str) -> Option<Vec<String>> {
    if !table.has(key) {
        return None;
    }
    let words = table.words(key);
    for word in words.iter().filter(|word| fields_named([word.text.as_str()]).is_none()) {
        table.unknown("PRO005", key, word, field_words());
    }
    Some(words.into_iter().map(|word| word.text).collect())
}

fn read_run_on(table: &Table<'_>) -> RunOn {
    if !table.is_table("run_on") {
        let on = table.date("run_on");
        return RunOn { basis: on.as_ref().map(|_| Basis::Stated), on, ..RunOn::default() };
    }
    let Some(inner) = table.table("run_on") else { return RunOn::default() };
    inner.takes(&[keys::RUN_ON]);
    let run_on = RunOn {
        on: inner.date("value"),
        not_before: inner.date("not_before"),
        not_after: inner.date("not_after"),
        basis: None,
    };
    let basis =
        inner.choice("basis", &BASES).unwrap_or(if inner.has("value") { Basis::Stated } else { Basis::NotReported });
    if let (Some(first), Some(last)) = (&run_on.not_before, &run_on.not_after)
        && order(first) > order(last)
    {
        inner.reader().note("PRO008", &inner.place_of("not_after"), "`not_after` is earlier than `not_before`");
    }
    RunOn { basis: Some(basis), ..run_on }
}

fn order(date: &PartialDate) -> (Option<i16>, Option<u8>, Option<u8>) {
    (date.year, date.month, date.day)
}

fn read_reported(table: &Table<'_>) -> Reported {
    table.takes(&[keys::REPORTED]);
    let scopes = ["search", "iteration"].map(|scope| (scope, scope));
    let scope = table.choice("scope", &scopes).map(str::to_owned);
    Reported { scope, ..read_number(table) }
}

/// The keys that every published number has.
pub(super) fn read_number(table: &Table<'_>) -> Reported {
    let qualifiers = [
        ("exact", Qualifier::Exact),
        ("about", Qualifier::About),
        ("more_than", Qualifier::MoreThan),
        ("at_most", Qualifier::AtMost),
        ("not_reported", Qualifier::NotReported),
    ];
    let value = table.count("value");
    let unsaid = if table.has("value") { Qualifier::Exact } else { Qualifier::NotReported };
    let qualifier = table.choice("qualifier", &qualifiers).unwrap_or(unsaid);
    match (table.has("value"), qualifier) {
        (true, Qualifier::NotReported) => {
            table.reader().note("PRO008", &table.place_of("value"), "a number that is not reported has no `value`");
        }
        (false, Qualifier::Exact | Qualifier::About | Qualifier::MoreThan | Qualifier::AtMost) => {
            table.missing("value")
        }
        _ => {}
    }
    Reported { value, qualifier, scope: None, quote: table.text("quote"), locator: table.text("locator") }
}

/// Notes every `same_query_as` that names no search with a query of its own.
pub(super) fn check_same_queries(top: &Table<'_>, iterations: &[Iteration]) {
    let searches = || iterations.iter().flat_map(|iteration| &iteration.searches);
    let with_query = || searches().filter(|search| search.query.is_some()).map(|search| search.id.as_str());
    for iteration in top.tables("iteration", "the iteration") {
        for table in iteration.tables("search", "the search") {
            for word in table.words("same_query_as") {
                if searches().all(|search| search.id != word.text) {
                    table.unknown("PRO007", "same_query_as", &word, with_query());
                } else if with_query().all(|id| id != word.text) {
                    let message = format!("the search `{}` has no `query` of its own", word.text);
                    table.reader().note("PRO007", &word.place, message);
                }
            }
        }
    }
}
