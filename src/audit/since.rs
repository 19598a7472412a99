//! What became of the searches of a review since an earlier version: what an update has to tell of them (PRISMA-S, items 11 and 12).

use crate::protocol::{Protocol, Search};
use crate::wire::audit::{SearchSince, Since};

/// The searches of this version beside those of the earlier one, then the earlier ones whose source is not searched any more.
pub fn searches_since(before: &Protocol, now: &Protocol) -> Vec<SearchSince> {
    let since = |search: &Search| {
        let earlier: Vec<&Search> = before
            .searches()
            .map(|(_, other)| other)
            .filter(|other| is_same_source((before, other), (now, search)))
            .collect();
        let asked = |protocol: &Protocol, search: &Search| -> Vec<String> {
            protocol.queries_of(search).iter().map(|query| words(query.text)).collect()
        };
        let mut same = earlier.iter().filter(|other| asked(before, other) == asked(now, search)).peekable();
        match (earlier.is_empty(), same.peek().is_some()) {
            (true, _) => Since::NewSource,
            (false, false) => Since::OtherQuery,
            (false, true) if same.any(|other| other.limits == search.limits) => Since::RunAgain,
            (false, true) => Since::OtherLimits,
        }
    };
    let now_searched =
        now.searches().map(|(_, search)| SearchSince { search: search.id.clone(), since: since(search) });
    let is_gone = |search: &&Search| now.searches().all(|(_, other)| !is_same_source((now, other), (before, search)));
    let gone = before.searches().map(|(_, search)| search).filter(is_gone);
    let gone = gone.map(|search| SearchSince { search: search.id.clone(), since: Since::NotAgain });
    now_searched.chain(gone).collect()
}

/// A source is the same that has the same identifier or the same name.
fn is_same_source(one: (&Protocol, &Search), other: (&Protocol, &Search)) -> bool {
    let source = |(protocol, search): (&Protocol, &Search)| {
        let source = &protocol.sources[search.source];
        (source.id.clone(), source.name.to_lowercase())
    };
    let (one, other) = (source(one), source(other));
    one.0 == other.0 || one.1 == other.1
}

/// A query without the line breaks that a protocol has for its reader.
fn words(query: &str) -> String {
    query.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::parse;

    /// A protocol with sources of these names and searches: identifier, source, query, limit.
    fn protocol(searches: &[(&str, &str, &str, &str)]) -> Protocol {
        let mut text =
            "schema = \"litsieve/protocol/1\"\n[review]\nid = \"r\"\ntitle = \"Made up\"\nmode = \"new\"\n".to_owned();
        for source in ["alpha", "beta", "gamma"] {
            text.push_str(&format!(
                "[source.{source}]\nname = \"{source} index\"\nkind = \"database\"\nsyntax = \"plain\"\n"
            ));
        }
        text.push_str("[[iteration]]\nid = \"1\"\n");
        for (id, source, query, limit) in searches {
            text.push_str(&format!(
                "[[iteration.search]]\nid = \"{id}\"\nsource = \"{source}\"\nquery = \"{query}\"\nlimits = [\"{limit}\"]\nexports = []\n"
            ));
        }
        parse(&text, "protocol.toml").unwrap_or_else(|wrong| panic!("{wrong:?}"))
    }

    #[test]
    fn what_was_asked_again_otherwise_newly_and_no_more_is_told_apart() {
        let before = protocol(&[("1.a", "alpha", "quays AND piers", "English"), ("1.b", "beta", "quays", "English")]);
        let now = protocol(&[
            ("2.a", "alpha", "quays  AND piers", "English"),
            ("2.b", "alpha", "quays AND piers", "French"),
            ("2.c", "alpha", "quays", "English"),
            ("2.d", "gamma", "quays", "English"),
        ]);
        let told: Vec<(String, Since)> =
            searches_since(&before, &now).into_iter().map(|since| (since.search, since.since)).collect();
        let expected = [
            ("2.a", Since::RunAgain),
            ("2.b", Since::OtherLimits),
            ("2.c", Since::OtherQuery),
            ("2.d", Since::NewSource),
            ("1.b", Since::NotAgain),
        ];
        assert_eq!(told, expected.map(|(search, since)| (search.to_owned(), since)));
    }
}
