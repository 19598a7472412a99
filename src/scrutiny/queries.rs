//! The queries of a protocol: what its lints find, and what two databases understand differently.

use std::collections::BTreeSet;

use super::{Case, place};
use crate::diagnostic::{Diagnostic, Severity, excerpt};
use crate::protocol::{Basis, Search};
use crate::query::{Context, Message, SearchQuery, leaves_a_field_open, lint, parse_as};

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
                // What the protocol says of the fields of a query with field codes is no news.
                fields_beside: fields_are_stated(search) && leaves_a_field_open(&parsed),
                not_before: asked.not_before,
                not_after: asked.not_after,
            };
            let mut messages = parsed.messages.clone();
            messages.extend(lint(&parsed, context));
            let line = case.line(&format!("{}query", place(iteration, search)));
            while let Some(first) = messages.first().cloned() {
                let (same, rest): (Vec<Message>, Vec<Message>) =
                    messages.into_iter().partition(|message| message.code() == first.code());
                messages = rest;
                let mut remark = folded(asked.text, &same, first.diagnostic);
                remark.message = format!("search `{}`, {}", search.id, remark.message);
                remark.severity = remark.severity.min(Severity::Warning);
                found.push(remark.at(&case.run.inputs.protocol.label, line, 0));
            }
        }
    }
}

/// Messages of one code as one: what differs is told of each place, with its own advice.
fn folded(query: &str, messages: &[Message], mut remark: Diagnostic) -> Diagnostic {
    const MOST: usize = 8;
    let mut told: Vec<(&Diagnostic, Vec<String>)> = Vec::new();
    for message in messages {
        let at = format!("`{}`", excerpt(query.get(message.span.clone()).unwrap_or_default()));
        let own = &message.diagnostic;
        match told.iter_mut().find(|(other, _)| (&other.message, &other.help) == (&own.message, &own.help)) {
            Some((_, places)) => places.push(at),
            None => told.push((own, vec![at])),
        }
    }
    let left = told.len().saturating_sub(MOST);
    let shown = told.iter().take(MOST);
    let mut texts: Vec<String> =
        shown.clone().map(|(own, places)| format!("at {}: {}", places.join(", "), own.message)).collect();
    if left > 0 {
        texts.push(format!("and {left} more"));
    }
    remark.message = texts.join("; ");
    let mut advice: Vec<&str> = Vec::new();
    for (own, _) in shown {
        if !advice.contains(&own.help.as_str()) {
            advice.push(&own.help);
        }
    }
    remark.help = advice.join("; ");
    remark
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{dialect, parse};

    #[test]
    fn two_pieces_of_advice_stay_with_their_places() {
        let text = "TI=(\"public budget\" AND \"old towns\")";
        let parsed = parse(text, dialect("wos").expect("a dialect"));
        let numbers: Vec<Message> = lint(&parsed, Context { text, ..Context::default() })
            .into_iter()
            .filter(|message| message.code() == "QRY043")
            .collect();
        let remark = folded(text, &numbers, numbers[0].diagnostic.clone());
        let singular = "at `\"public budget\"`: the phrase is looked for in the singular only";
        let plural = "at `\"old towns\"`: the phrase is looked for in the plural only";
        assert!(remark.message.contains(singular) && remark.message.contains(plural), "{}", remark.message);
        assert!(remark.help.contains("public budgets") && remark.help.contains("old town\""), "{}", remark.help);
    }
}
