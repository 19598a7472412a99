//! `search-history.json`: every search in the structure of Haddaway et al., *A suggested data structure for transparent and
//! repeatable reporting of bibliographic searching* (Campbell Syst Rev 2022;18:e1288), which searchRxiv follows.
//!
//! One object per search. What is not reported is `null` or left empty, never guessed. Keys that the structure does not
//! have follow below `litsieve`.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::audit::{Story, yields};
use crate::export::StoryExport;
use crate::flow::Flow;
use crate::protocol::{Basis, Protocol, Reported, Search};

/// The output.
pub const EXPORT: StoryExport = StoryExport {
    file: "search-history.json",
    about: "Every search in the data structure of Haddaway et al. (2022), for searchRxiv and other archives.",
    write,
};

fn write(story: &Story, _: &Flow, out: &mut dyn Write) -> io::Result<()> {
    let yields = yields(story);
    let searches = story.protocol.searches().zip(&yields.searches);
    let all: Vec<Value> = searches
        .map(|((iteration, search), gave)| {
            let mut entry = record(story, search);
            entry["litsieve"] = json!({
                "search": search.id,
                "iteration": iteration.id,
                "purpose": iteration.purpose,
                "exports_are": story.protocol.review.exports_are.name(),
                "mind": story.protocol.review.exports_are.caution(),
                "source_kind": story.protocol.sources[search.source].kind.name(),
                "fields_supposed": search.fields.as_ref().filter(|fields| fields.basis != Basis::Stated).and_then(|fields| fields.value.as_ref()),
                "same_query_as": search.same_query_as,
                "intended_reading": search.reading,
                "not_before": search.run_on.not_before.as_ref().map(|date| &date.raw),
                "not_after": search.run_on.not_after.as_ref().map(|date| &date.raw),
                "records_exported": gave.records,
                "new_references": gave.records.map(|_| gave.new),
                "records_reported": search.reported.as_ref().map(reported),
            });
            entry
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &all)?;
    out.write_all(b"\n")
}

fn record(story: &Story, search: &Search) -> Value {
    let protocol = &story.protocol;
    let source = &protocol.sources[search.source];
    let exports: Vec<&str> =
        story.files.iter().filter(|file| file.search == search.id).map(|file| file.path.as_str()).collect();
    json!({
        "record_info": {
            "title": format!("{}: search {}", protocol.review.title, search.id),
            "review": protocol.review.id,
            "review_doi": protocol.review.doi,
            "run": story.started.run,
            "recorded_with": format!("litsieve {}", story.started.tool.version),
        },
        "authors": protocol.reporting.authors.iter().map(|name| json!({ "name": name })).collect::<Vec<_>>(),
        "date": { "data_entry": null, "search_conducted": search.run_on.on.as_ref().map(|date| date.raw.replace('-', ".")) },
        "platform": source.platform.as_ref().and_then(|platform| platform.value.clone()),
        "platform_basis": source.platform.as_ref().map(|platform| match platform.basis {
            Basis::Stated => "stated",
            Basis::Assumed => "assumed",
            Basis::NotReported => "not reported",
        }),
        "database": [source.name],
        "version": null,
        "syntax": source.syntax,
        "search_string": query(protocol, search),
        "search_fields": search.fields.as_ref().filter(|fields| fields.basis == Basis::Stated).and_then(|fields| fields.value.clone()),
        "limits": search.limits,
        "peer_review": protocol.reporting.peer_review,
        "search_results_path": exports,
    })
}

/// A published number with what it is: "more than 2000" is a bound.
fn reported(number: &Reported) -> Value {
    json!({
        "value": number.value,
        "qualifier": number.qualifier.name(),
        "scope": number.scope,
        "quote": number.quote,
        "locator": number.locator,
    })
}

/// The query as printed; of a search that repeats others, theirs.
fn query(protocol: &Protocol, search: &Search) -> Option<String> {
    if search.query.is_some() {
        return search.query.clone();
    }
    let named = |id: &String| protocol.searches().map(|(_, search)| search).find(|other| other.id == *id);
    let texts: Vec<String> =
        search.same_query_as.iter().filter_map(named).filter_map(|other| other.query.clone()).collect();
    (!texts.is_empty()).then(|| texts.join("\n"))
}
