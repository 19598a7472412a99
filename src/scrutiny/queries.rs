//! The queries of a protocol: what its lints find, and what two databases understand differently.

use std::collections::BTreeSet;

use super::{Case, place};
use crate::diagnostic::{Diagnostic, Severity, excerpt};
use crate::protocol::{Basis, Search};
use crate::query::{Context, Message, SearchQuery, lint, parse_as};

/// Everything that is doubtful in the query of a search, with the codes of the query lints; each code once per query.
///
/// Only where the protocol says how the queries of the source are written. Nothing of a run hangs on the text of a query, so
/// the worst is a warning.
pub(super) fn lints(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    let protocol = &case.run.protocol;
    let is_written = |search: &Search| search.query.is_some() && protocol.sources[search.source].syntax.is_some();
    for (iteration, search) in protocol.searches().filter(|(_, search)| is_written(search)) {
        for asked in protocol.queries_of(search) {
            let eras = asked.dialect.eras_between(asked.not_before, asked.not_after);
            let Some(era) = eras.first() else { continue };
            let parsed = parse_as(asked.text, asked.dialect, era, None);
            let context = Context {
                text: asked.text,
                fields_beside: fields_are_stated(search),
                not_before: asked.not_before,
                not_after: asked.not_after,
            };
            let mut messages = parsed.messages.clone();
            messages.extend(lint(&parsed, context));
            let line = case.line(&format!("{}query", place(iteration, search)));
            let at = |message: &Message| excerpt(asked.text.get(message.span.clone()).unwrap_or_default());
            while let Some(first) = messages.first().cloned() {
                let (same, rest): (Vec<Message>, Vec<Message>) =
                    messages.into_iter().partition(|message| message.code() == first.code());
                messages = rest;
                let also: Vec<String> = same[1..].iter().map(|message| format!("`{}`", at(message))).collect();
                let also = if also.is_empty() { String::new() } else { format!("; likewise at {}", also.join(", ")) };
                let mut remark = first.diagnostic.clone();
                remark.message =
                    format!("search `{}`, at `{}`: {}{also}", search.id, at(&first), first.diagnostic.message);
                remark.severity = remark.severity.min(Severity::Warning);
                found.push(remark.at(&case.run.inputs.protocol.label, line, 0));
            }
        }
    }
}

fn fields_are_stated(search: &Search) -> bool {
    search.fields.as_ref().is_some_and(|fields| fields.basis == Basis::Stated && fields.value.is_some())
}

/// One query that two sources of the review read differently.
pub(super) fn read_otherwise(case: &Case<'_>, found: &mut Vec<Diagnostic>) {
    let protocol = &case.run.protocol;
    let mut told: BTreeSet<(&str, &str, &str)> = BTreeSet::new();
    let asked = || {
        let with_syntax = protocol.searches().filter(|(_, search)| protocol.sources[search.source].syntax.is_some());
        with_syntax.flat_map(|both| protocol.queries_of(both.1).into_iter().map(move |asked| (both, asked)))
    };
    for ((_, first), one) in asked() {
        for ((iteration, second), other) in asked().filter(|(_, other)| other.text == one.text) {
            let dialects = (one.dialect.name.min(other.dialect.name), one.dialect.name.max(other.dialect.name));
            if dialects.0 == dialects.1 || first.id == second.id {
                continue;
            }
            let (here, there) = (trees(&one), trees(&other));
            if here == there || !told.insert((one.text, dialects.0, dialects.1)) {
                continue;
            }
            let message = format!(
                "the query of `{}`, asked again as `{}`, means other things on the two databases. {} reads: {}. {} reads: {}",
                first.id,
                second.id,
                one.dialect.title,
                either(&here),
                other.dialect.title,
                either(&there)
            );
            found.extend(case.about_searches("AUD014", &[(iteration, second)], message));
        }
    }
}

/// What the database may have understood on those days.
fn trees(asked: &SearchQuery<'_>) -> BTreeSet<String> {
    let eras = asked.dialect.eras_between(asked.not_before, asked.not_after);
    eras.into_iter().map(|era| parse_as(asked.text, asked.dialect, era, None).expression.grouped()).collect()
}

fn either(trees: &BTreeSet<String>) -> String {
    trees.iter().map(String::as_str).collect::<Vec<_>>().join("; or perhaps: ")
}
