//! The rounds of searching: their queries, what changed from one to the next, what each gave that was new.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::super::standards::with_platform;
use super::html::{Section, count, plural, table};
use crate::audit::{Story, Yield, Yields};
use crate::protocol::{Iteration, Protocol, Reported, RunOn, Search};
use crate::query::{self, Expression, Node, readings};
use crate::record::date::PartialDate;

/// The section.
pub fn section(story: &Story, yields: &Yields) -> Section {
    let protocol = &story.protocol;
    let mut before: Vec<BTreeSet<String>> = Vec::new();
    let mut number = 0;
    let rounds = protocol.iterations.iter().zip(&yields.iterations).map(|(iteration, gave)| {
        let of_round = &yields.searches[number..number + iteration.searches.len()];
        number += iteration.searches.len();
        let terms = terms_of(protocol, iteration);
        let changed = terms.as_ref().and_then(|now| difference(&before, now));
        before.extend(terms);
        round(protocol, iteration, gave, of_round, changed)
    });
    let rounds: Vec<Markup> = rounds.collect();
    Section::new(
        "searches",
        "Searches",
        html! {
            (overview(protocol, yields))
            p.soft { "New: found by no search before it, in the order of the protocol. Only here: found by no other search at all." }
            @for round in rounds { (round) }
        },
    )
}

fn overview(protocol: &Protocol, yields: &Yields) -> Markup {
    let waiting = yields.searches.iter().any(|gave| gave.new_waiting > 0);
    let mut columns = vec![
        ("Search", false),
        ("Source", false),
        ("Run on", false),
        ("Records", true),
        ("References", true),
        ("New", true),
        ("New per 100 records", true),
        ("Only here", true),
        ("New and included", true),
    ];
    if waiting {
        columns.push(("New and undecided", true));
    }
    let rows = protocol.searches().zip(&yields.searches).map(|((_, search), gave)| {
        let known = gave.records.is_some();
        let cell = |number: u64| html! { td.n { @if known { (count(number)) } } };
        html! {
            th scope="row" { a href={ "#search-" (super::html::encoded(&search.id)) } { (search.id) } }
            td { (protocol.sources[search.source].name) }
            td.day { (run_on(&search.run_on)) }
            td.n { @if let Some(records) = gave.records { (count(records)) } @else { span.soft { "no export" } } }
            (cell(gave.references)) (cell(gave.new))
            td.n { @if let Some(records) = gave.records.filter(|&records| records > 0) { (gave.new * 100 / records) } }
            (cell(gave.alone)) (cell(gave.new_included))
            @if waiting { (cell(gave.new_waiting)) }
        }
    });
    table("Yield of the searches", &columns, rows)
}

/// A day, or what is known of it.
fn run_on(run_on: &RunOn) -> String {
    let day = |date: &PartialDate| date.raw.clone();
    match (&run_on.on, &run_on.not_before, &run_on.not_after) {
        (Some(on), ..) => day(on),
        (None, Some(from), Some(to)) => format!("not reported; between {} and {}", day(from), day(to)),
        (None, Some(from), None) => format!("not reported; not before {}", day(from)),
        (None, None, Some(to)) => format!("not reported; not after {}", day(to)),
        (None, None, None) => "not reported".to_owned(),
    }
}

fn round(
    protocol: &Protocol,
    iteration: &Iteration,
    gave: &Yield,
    of_searches: &[Yield],
    changed: Option<Changed>,
) -> Markup {
    html! {
        article.round {
            h3 { "Round " (iteration.id) @if !iteration.purpose.is_empty() { ": " (iteration.purpose) } }
            p {
                @match gave.records {
                    None => { "No export of this round can be had." }
                    Some(records) => {
                        (plural(records, "record", "records")) ", " (plural(gave.references, "reference", "references")) "; "
                        @if gave.new == 0 { "none of them is new." } @else {
                            (count(gave.new)) " of them in no round before: " (count(gave.new_included)) " in the screened set"
                            @if gave.new_waiting > 0 { ", " (count(gave.new_waiting)) " undecided" } "."
                        }
                    }
                }
            }
            @if let Some(changed) = changed { (changed_terms(&changed)) }
            @for (search, gave) in iteration.searches.iter().zip(of_searches) { (one(protocol, search, gave)) }
        }
    }
}

fn one(protocol: &Protocol, search: &Search, gave: &Yield) -> Markup {
    let source = &protocol.sources[search.source];
    html! {
        div.search id={ "search-" (super::html::encoded(&search.id)) } {
            h4 { (search.id) " · " (with_platform(source)) }
            @match &search.query {
                Some(query) => { pre.query tabindex="0" { code { (query) } } }
                None if !search.same_query_as.is_empty() => { p { "The query of " (search.same_query_as.join(", ")) "." } }
                None => { p.soft { "Query not reported." } }
            }
            @if let Some(reading) = &search.reading { p.soft { "Read as: " code { (reading) } } }
            dl.facts {
                dt { "Fields" } dd { (fields(search)) }
                dt { "Limits" } dd { @match search.limits.as_deref() {
                    None => span.soft { "not reported" },
                    Some([]) => "none were set",
                    Some(limits) => (limits.join(", ")),
                } }
                @if let Some(reported) = &search.reported {
                    dt { "Published count" } dd { (published(reported)) }
                }
                dt { "In the export" } dd { @match gave.records { Some(records) => { (plural(records, "record", "records")) } None => { "no export" } } }
            }
            (how_it_is_read(protocol, search))
        }
    }
}

fn fields(search: &Search) -> String {
    let fields = search.fields.as_ref().and_then(|fields| fields.value.as_ref().map(|words| (words, fields.basis)));
    match fields {
        None => "not reported".to_owned(),
        Some((words, crate::protocol::Basis::Stated)) => words.join(", "),
        Some((words, _)) => format!("{} (assumed; not reported)", words.join(", ")),
    }
}

/// A published number in words: `more than 2000 (for the iteration)`.
fn published(reported: &Reported) -> String {
    let scope = reported.scope.as_ref().map(|scope| format!(" (for the {scope})")).unwrap_or_default();
    format!("{}{scope}", reported.words())
}

/// The trees that a query's text gives in its dialect: one, unless the order of operators is not certain.
fn how_it_is_read(protocol: &Protocol, search: &Search) -> Markup {
    let (Some(text), Some(dialect)) = (&search.query, dialect_of(protocol, search)) else { return html! {} };
    let mut ways: Vec<(String, Vec<String>)> = Vec::new();
    for reading in readings(dialect, None, None) {
        let grouped = query::read(text, dialect, reading).expression.grouped();
        match ways.iter_mut().find(|(known, _)| *known == grouped) {
            Some((_, names)) => names.push(reading.label()),
            None => ways.push((grouped, vec![reading.label()])),
        }
    }
    html! {
        details {
            summary {
                @if ways.len() == 1 { "How it is read: one way, whichever operator comes first" }
                @else { "How it is read: " (ways.len()) " ways, depending on which operator comes first" }
            }
            dl.readings { @for (grouped, names) in &ways { dt { (names.join("; ")) } dd { code { (grouped) } } } }
        }
    }
}

fn dialect_of(protocol: &Protocol, search: &Search) -> Option<&'static query::Dialect> {
    let syntax = protocol.sources[search.source].syntax.as_deref().unwrap_or("plain");
    query::dialect(syntax).or_else(|| query::dialect("plain"))
}

/// The terms of a round; `None` if no query is known.
fn terms_of(protocol: &Protocol, iteration: &Iteration) -> Option<BTreeSet<String>> {
    let mut terms = BTreeSet::new();
    for search in &iteration.searches {
        for (asked, text) in asked(protocol, search) {
            if let Some(dialect) = dialect_of(protocol, asked) {
                collect(&query::parse(text, dialect).expression, &mut terms);
            }
        }
    }
    (!terms.is_empty()).then_some(terms)
}

/// The queries of a search, as they were meant: its own, or those of the searches that it repeats.
fn asked<'a>(protocol: &'a Protocol, search: &'a Search) -> Vec<(&'a Search, &'a str)> {
    let text = |search: &'a Search| search.reading.as_deref().or(search.query.as_deref()).map(|text| (search, text));
    if search.query.is_some() {
        return text(search).into_iter().collect();
    }
    let named = |id: &String| protocol.searches().map(|(_, search)| search).find(|other| other.id == *id);
    search.same_query_as.iter().filter_map(named).filter_map(text).collect()
}

fn collect(expression: &Expression, terms: &mut BTreeSet<String>) {
    match &expression.node {
        Node::And(list) | Node::Or(list) | Node::Near { operands: list, .. } => {
            list.iter().for_each(|inner| collect(inner, terms));
        }
        Node::Not { base, without } => {
            base.iter().for_each(|inner| collect(inner, terms));
            let mut left_out = BTreeSet::new();
            collect(without, &mut left_out);
            terms.extend(left_out.into_iter().map(|term| format!("not {term}")));
        }
        Node::Field { inner, .. } => collect(inner, terms),
        Node::Term(term) => {
            terms.insert(term.text().to_lowercase());
        }
        Node::Between(..) | Node::LineReference(_) | Node::Missing => {}
    }
}

/// The terms of a round beside those of the rounds before it whose queries are known.
#[derive(Debug, PartialEq, Eq)]
struct Changed {
    /// In the round before, too.
    kept: Vec<String>,
    /// In no round before.
    new: Vec<String>,
    /// In an earlier round, and not in the one before.
    again: Vec<String>,
    /// In the round before, and no longer.
    gone: Vec<String>,
}

/// `None` for the first round.
fn difference(before: &[BTreeSet<String>], now: &BTreeSet<String>) -> Option<Changed> {
    let (last, earlier) = before.split_last()?;
    let list = |terms: &mut dyn Iterator<Item = &String>| terms.cloned().collect();
    let (again, new): (Vec<&String>, Vec<&String>) =
        now.difference(last).partition(|&term| earlier.iter().any(|terms| terms.contains(term)));
    Some(Changed {
        kept: list(&mut now.intersection(last)),
        new: list(&mut new.into_iter()),
        again: list(&mut again.into_iter()),
        gone: list(&mut last.difference(now)),
    })
}

fn changed_terms(changed: &Changed) -> Markup {
    let terms = |class: &str, sign: &str, words: &str, list: &[String]| {
        html! { @if !list.is_empty() { dt { (words) } dd { @for term in list { span class={ "term " (class) } { (sign) (term) } " " } } } }
    };
    html! {
        @if [&changed.new, &changed.again, &changed.gone].iter().all(|list| list.is_empty()) {
            p.soft { "The same terms as in the round before." }
        } @else {
            dl.facts {
                (terms("added", "+ ", "New terms", &changed.new))
                (terms("added", "+ ", "Again, from an earlier round", &changed.again))
                (terms("dropped", "− ", "No longer", &changed.gone))
                (terms("", "", "As before", &changed.kept))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_new_if_no_round_before_had_it() {
        let terms = |list: &[&str]| list.iter().map(|term| (*term).to_owned()).collect::<BTreeSet<_>>();
        let before = [terms(&["quay", "pier"]), terms(&["quay", "wharf"])];
        let list = |list: &[&str]| list.iter().map(|term| (*term).to_owned()).collect::<Vec<_>>();
        assert_eq!(difference(&[], &before[0]), None);
        assert_eq!(
            difference(&before, &terms(&["quay", "pier", "dock"])),
            Some(Changed {
                kept: list(&["quay"]),
                new: list(&["dock"]),
                again: list(&["pier"]),
                gone: list(&["wharf"])
            })
        );
    }
}
